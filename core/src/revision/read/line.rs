//! The words of a paragraph while they are read, with what stands among them.

use crate::revision::draft::{Foreign, ForeignKind, Graphic, Mark, Words};

/// So many characters before a place tell where it is.
const N_AROUND: usize = 12;

/// A paragraph while it is read; deleted paragraph marks join several.
#[derive(Debug, Default)]
pub(super) struct Line {
    text: String,
    marks: Vec<Mark>,
    /// Bookmarks that are open: their ids in the file, their names, where they begin.
    open: Vec<(String, String, usize)>,
    /// Charts and pictures in it.
    pub(super) graphics: Vec<Graphic>,
}

impl Line {
    /// Adds words as the draft has them: plain spaces and digits, nothing that is not seen.
    pub(super) fn push(&mut self, words: &str) {
        self.text.extend(words.chars().filter_map(plain));
    }

    /// Breaks the line.
    pub(super) fn break_line(&mut self) {
        self.text.push('\n');
    }

    /// Returns whether there is nothing in it.
    pub(super) fn is_empty(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// Returns the first words.
    pub(super) fn beginning(&self) -> String {
        self.text.trim_start().chars().take(N_AROUND).filter(|c| !c.is_whitespace()).collect()
    }

    /// Returns the last words so far.
    pub(super) fn around(&self) -> String {
        let n_chars = self.text.chars().count();
        self.text.chars().skip(n_chars.saturating_sub(N_AROUND)).filter(|c| !c.is_whitespace()).collect()
    }

    /// Opens a bookmark.
    pub(super) fn open_mark(&mut self, id: &str, name: &str) {
        self.open.push((id.to_string(), name.to_string(), self.text.len()));
    }

    /// Closes a bookmark; what was opened in a paragraph before is none of this one.
    pub(super) fn close_mark(&mut self, id: &str) {
        let Some(at) = self.open.iter().position(|(own, ..)| own == id) else { return };
        let (_, name, start) = self.open.remove(at);
        self.marks.push(Mark { name, start, end: self.text.len() });
    }

    /// Adds another line below this one, as paragraphs in a cell stand.
    pub(super) fn join(&mut self, below: Words) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        let by = self.text.len();
        self.text.push_str(&below.text);
        let moved = |mark: Mark| Mark { start: mark.start + by, end: mark.end + by, ..mark };
        self.marks.extend(below.marks.into_iter().map(moved));
    }

    /// Returns the words; a bookmark that is still open reaches to their end.
    pub(super) fn finish(mut self) -> Words {
        for (_, name, start) in std::mem::take(&mut self.open) {
            self.marks.push(Mark { name, start, end: self.text.len() });
        }
        self.marks.sort_by(|a, b| (a.start, a.end, &a.name).cmp(&(b.start, b.end, &b.name)));
        Words { text: self.text, marks: self.marks }.trimmed()
    }

    /// Returns what stands here and has no place in an official document.
    pub(super) fn foreign(&self, kind: ForeignKind, text: impl Into<String>) -> Foreign {
        Foreign { kind, around: self.around(), text: text.into() }
    }
}

/// Returns a character as the draft has it; nothing for one that is not seen.
fn plain(c: char) -> Option<char> {
    match c {
        '\u{A0}' | '\u{2007}' | '\u{202F}' => Some(' '),
        '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')),
        '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{202A}'..='\u{202E}' => None,
        '\t' => Some('\t'),
        '\n' | '\r' => Some(' '),
        c if c.is_control() => None,
        c => Some(c),
    }
}

impl Words {
    /// Returns them without the spaces at their ends; lines and tabs between are kept.
    fn trimmed(self) -> Words {
        let Words { text, mut marks } = self;
        let cut = text.len() - text.trim_start().len();
        let kept = text.trim();
        for mark in &mut marks {
            mark.start = mark.start.saturating_sub(cut).min(kept.len());
            mark.end = mark.end.saturating_sub(cut).min(kept.len());
        }
        Words { text: kept.to_string(), marks }
    }
}
