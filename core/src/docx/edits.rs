//! Paragraphs that a draft has in other words than its document, figures of theirs marked as before.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::document::Spot;

/// What a draft says in the place of paragraphs of its document; without any, it is the document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Edits(BTreeMap<Spot, Vec<Reworded>>);

/// A paragraph in the office's words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reworded {
    /// What it says.
    pub text: String,
    /// The figures of the paragraph before it that stand in it unchanged, in order: which of them
    /// each is, from 0, and its bytes here.
    pub kept: Vec<(usize, Range<usize>)>,
    /// Whether it is of the third level, opened by `1.`.
    pub is_item: bool,
}

impl Edits {
    /// Puts paragraphs in the place of one; none strike it.
    pub fn put(&mut self, spot: Spot, said: Vec<Reworded>) {
        self.0.insert(spot, said);
    }

    /// Returns what stands in the place of a paragraph, where it is not its own words.
    pub(super) fn at(&self, spot: Spot) -> Option<&[Reworded]> {
        self.0.get(&spot).map(Vec::as_slice)
    }
}
