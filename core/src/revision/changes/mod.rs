//! 修改对照: what was changed, from what to what, sentence by sentence, with its numbers.
//!
//! Sentences of both texts that share their words belong together; so a sentence that was cut in
//! two, or two that were joined, stand beside each other as one change. What says the same in the
//! same order is not listed. A row of a table counts as a sentence.

mod list;
mod pieces;
mod sentences;
mod shown;
#[cfg(test)]
mod tests;

use serde::Serialize;

pub use list::changes;

use crate::revision::judge::Class;

/// All changes, in the order of the revised text; what was deleted stands where it stood.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Changes {
    /// The changes.
    pub changes: Vec<Entry>,
}

/// One change.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Entry {
    /// What was done.
    pub kind: Kind,
    /// Where it stands: the heading above it, or the part of the document.
    pub place: String,
    /// The words before, in pieces; empty for what was added.
    pub from: Vec<Piece>,
    /// The words now, in pieces; empty for what was deleted.
    pub to: Vec<Piece>,
    /// Its numbers that are not as they were.
    pub numbers: Vec<NumberChange>,
}

/// What was done to sentences.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Other words, in the same place.
    Reworded,
    /// New words.
    Added,
    /// Words that are gone.
    Deleted,
    /// The same words, elsewhere.
    Moved,
    /// Other words, elsewhere.
    MovedAndReworded,
    /// Several sentences are one.
    Merged,
    /// One sentence is several.
    Split,
}

/// A piece of a sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Piece {
    /// The words.
    pub text: String,
    /// Whether the other side says it, too.
    pub is_same: bool,
    /// What became of the number that it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<Class>,
}

/// A number of a change that is not as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct NumberChange {
    /// The name by which it can be allowed.
    pub id: String,
    /// What became of it.
    pub class: Class,
    /// What it is, in Chinese; empty for a new number.
    pub name: String,
    /// What was said; empty for a new number.
    pub from: String,
    /// What is said now; empty for one that is gone.
    pub to: String,
    /// The reason that the office gives for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}
