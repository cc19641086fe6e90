//! Paragraphs of the body in the office's own words, placed in the composed document.
//!
//! A paragraph is named by what it says, so that a name holds as long as the paragraph is the same,
//! whatever changes around it, and never means another one. What is changed makes a draft
//! ([`docx::write_edited`]) that goes the way of every draft that comes back: nothing here judges.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::diagnostic::{Diagnostic, Warned};
use crate::document::visible::visible;
use crate::document::{Document, Part, Spot};
use crate::docx::{self, Reworded};
use crate::revision::Base;
use crate::revision::align::{Passage, align};
use crate::revision::apply::{is_item, short};

/// The most paragraphs that are changed; a long report has some 150.
const MAX_EDITS: usize = 500;
/// The most paragraphs in the place of one.
const MAX_NOW: usize = 50;
/// The most characters of a paragraph; a whole report has 6,000.
const MAX_CHARS: usize = 6_000;
/// The most characters of all of them.
const MAX_ALL_CHARS: usize = 100_000;

/// A heading or a paragraph of the body, as somebody sees it who rewords it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Editable {
    /// Its name; a heading, which is not reworded, has none.
    pub id: Option<String>,
    /// The level of a heading.
    pub level: Option<u8>,
    /// What it says.
    pub spans: Vec<Span>,
}

/// A piece of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Span {
    /// Words.
    Words(String),
    /// A number that comes from the registers.
    Figure {
        /// Its name, as in 修改对照.
        id: String,
        /// What is printed.
        text: String,
    },
}

/// A paragraph that was changed.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Edit {
    /// Its name.
    pub id: String,
    /// What it said.
    pub was: String,
    /// The paragraphs in its place; none where it is struck.
    pub now: Vec<String>,
}

/// Why changes cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditsError {
    /// They are not written as they should be.
    #[error("改过的句子不是规定的写法（每段写 id、was、now）")]
    Malformed,
    /// There are more of them than anybody makes.
    #[error("改过的段落超过 {0} 段")]
    TooMany(usize),
    /// More paragraphs stand in the place of one than anybody writes.
    #[error("一段改成了 {0} 段以上")]
    TooManyNow(usize),
    /// A paragraph is too long.
    #[error("改过的一段超过 {0} 字")]
    TooLong(usize),
    /// All together are too long.
    #[error("改过的句子一共超过 {0} 字")]
    TooLongTogether(usize),
    /// A character that no text has.
    #[error("改过的句子里有控制字符（U+{0:04X}）")]
    Control(u32),
    /// One paragraph is changed twice.
    #[error("同一段有两种改法")]
    Twice,
}

impl Edit {
    /// Reads changes: a list of `{"id", "was", "now": […]}`. A line that ends within a paragraph
    /// ends the paragraph, white around it and paragraphs without words are left out, and so is
    /// what was not changed.
    pub fn read_all(json: &str) -> Result<Vec<Edit>, EditsError> {
        let mut edits: Vec<Edit> = serde_json::from_str(json).map_err(|_| EditsError::Malformed)?;
        if edits.len() > MAX_EDITS {
            return Err(EditsError::TooMany(MAX_EDITS));
        }
        let mut ids = BTreeSet::new();
        let mut n_chars = 0;
        for edit in &mut edits {
            if !ids.insert(edit.id.clone()) {
                return Err(EditsError::Twice);
            }
            for said in edit.now.iter().chain([&edit.was]) {
                n_chars += checked(said)?;
            }
            let lines = edit.now.iter().flat_map(|said| said.split('\n')).map(clean);
            edit.now = lines.filter(|line| !line.is_empty()).collect();
            if edit.now.len() > MAX_NOW {
                return Err(EditsError::TooManyNow(MAX_NOW));
            }
        }
        if n_chars > MAX_ALL_CHARS {
            return Err(EditsError::TooLongTogether(MAX_ALL_CHARS));
        }
        edits.retain(|edit| edit.now != [clean(&edit.was)]);
        Ok(edits)
    }
}

/// Returns how many characters a text has, where a paragraph can have them.
fn checked(text: &str) -> Result<usize, EditsError> {
    let n_chars = text.chars().count();
    if n_chars > MAX_CHARS {
        return Err(EditsError::TooLong(MAX_CHARS));
    }
    match text.chars().find(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
        Some(c) => Err(EditsError::Control(u32::from(c))),
        None => Ok(n_chars),
    }
}

/// Returns a line as a document can show it.
fn clean(line: &str) -> String {
    visible(line).trim().to_string()
}

/// Lists the headings and paragraphs of a body, in order.
pub fn editable(document: &Document) -> Vec<Editable> {
    let base = Base::of(document);
    let ids = ids(&base);
    let all = (0..base.passages.len()).filter(|at| is_in_body(base.spots[*at]));
    let one = |at: usize| {
        let text = base.passages[at].words.text.as_str();
        let mut spans = Vec::new();
        let mut from = 0;
        for figure in &base.figures[at] {
            spans.push(Span::Words(visible(&text[from..figure.start])));
            spans.push(Span::Figure { id: figure.id.clone(), text: visible(&figure.text) });
            from = figure.end;
        }
        spans.push(Span::Words(visible(&text[from..])));
        spans.retain(|span| !matches!(span, Span::Words(words) if words.is_empty()));
        Editable { id: ids.get(&at).cloned(), level: base.levels[at], spans }
    };
    all.map(one).collect()
}

/// Puts changes in the place of the paragraphs that they are of; what is of no paragraph of this
/// document is told, each by itself, and put nowhere.
pub fn place(document: &Document, edits: &[Edit]) -> Warned<docx::Edits> {
    let base = Base::of(document);
    let by_id: BTreeMap<String, usize> = ids(&base).into_iter().map(|(at, id)| (id, at)).collect();
    let (mut output, mut diagnostics) = (docx::Edits::default(), Vec::new());
    for edit in edits {
        let found =
            by_id.get(&edit.id).filter(|at| clean(&base.passages[**at].words.text) == clean(&edit.was));
        match found {
            Some(at) => output.put(base.spots[*at], reworded(&base, *at, &edit.now)),
            None => diagnostics.push(unplaced(edit)),
        }
    }
    Warned { output, diagnostics }
}

/// Returns whether a text is a heading or a paragraph of the body.
fn is_in_body(spot: Spot) -> bool {
    matches!(spot, Spot::Body { part: Part::Words, .. })
}

/// Names the paragraphs of a body: each by what it says, those that say the same also by which of
/// how many it is.
fn ids(base: &Base) -> BTreeMap<usize, String> {
    let is_paragraph = |at: &usize| is_in_body(base.spots[*at]) && base.levels[*at].is_none();
    let mut same: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for at in (0..base.passages.len()).filter(is_paragraph) {
        let hash = Sha256::digest(clean(&base.passages[at].words.text).as_bytes());
        let name = hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        same.entry(name).or_default().push(at);
    }
    let mut ids = BTreeMap::new();
    for (name, all) in same {
        for (n, at) in (1..).zip(&all) {
            let id = if all.len() == 1 { name.clone() } else { format!("{name}-{n}-{}", all.len()) };
            ids.insert(*at, id);
        }
    }
    ids
}

/// Finds the figures of a paragraph in what stands in its place.
fn reworded(base: &Base, at: usize, now: &[String]) -> Vec<Reworded> {
    let before = Passage { words: base.passages[at].words.clone(), seat: None };
    let after: Vec<Passage> = now.iter().map(Passage::paragraph).collect();
    let alignment = align(std::slice::from_ref(&before), &after);
    let mut taken = BTreeSet::new();
    let mut out = Vec::new();
    for (revised, text) in now.iter().enumerate() {
        let mut kept = Vec::new();
        for run in alignment.runs_of(revised) {
            for (n, figure) in base.figures[at].iter().enumerate() {
                let own = figure.start..figure.end;
                let here = alignment.unchanged(run, &before.words.text, &own, text);
                if let Some(here) = here
                    && taken.insert(n)
                {
                    kept.push((n, here));
                }
            }
        }
        kept.sort_by_key(|(n, here)| (here.start, *n));
        kept.dedup_by(|next, one| next.1.start < one.1.end);
        out.push(Reworded { text: text.clone(), kept, is_item: is_item(text) });
    }
    out
}

/// Tells a change that is of no paragraph of the document.
fn unplaced(edit: &Edit) -> Diagnostic {
    let what = if edit.now.is_empty() { "删去" } else { "改过" };
    let message = format!("{what}的一段 `{}` 在现在的公文里没有，没有用上", short(&edit.was));
    let hint = "台账或者填写的内容变了，这一段的原文也变了：对照现在的原文重新改，或者不要这处改动";
    Diagnostic::error("edit-unplaced", message).hint(hint)
}
