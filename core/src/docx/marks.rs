//! The marks by which a draft is known again: a hidden bookmark round each figure, and what all
//! figures said, as data for other programs.
//!
//! Bookmarks survive saving by Word, WPS and LibreOffice, also by way of odt and doc, and hide no
//! word from programs that read the text; content controls do neither.

use std::collections::BTreeMap;

use crate::document::visible::visible;
use crate::document::{Document, Identified, Span, Spot, Text, bookmark, fingerprint, identified};
use crate::docx::edits::Reworded;
use crate::docx::xml::{HEAD, escape};

/// The namespace of the data.
const NAMESPACE: &str = "urn:banxin:figures:1";

/// The figures of a draft.
#[derive(Debug)]
pub(super) struct Marks {
    figures: Vec<Identified>,
    by_spot: BTreeMap<Spot, Vec<usize>>,
}

impl Marks {
    /// Names the figures of a document.
    pub(super) fn new(document: &Document) -> Marks {
        let figures = identified(document);
        let mut by_spot: BTreeMap<Spot, Vec<usize>> = BTreeMap::new();
        for (at, figure) in figures.iter().enumerate() {
            by_spot.entry(figure.spot).or_default().push(at);
        }
        Marks { figures, by_spot }
    }

    /// Returns a text in runs that look like this, each figure within its bookmark.
    pub(super) fn runs(&self, text: &Text, spot: Spot, look: &str) -> String {
        self.runs_from(text, 0, spot, look)
    }

    /// Returns a text without its first bytes, which are words, in runs like [`Marks::runs`].
    pub(super) fn runs_from(&self, text: &Text, start: usize, spot: Spot, look: &str) -> String {
        let mut numbers = self.by_spot.get(&spot).into_iter().flatten();
        let mut out = String::new();
        let mut skipped = start;
        for span in text.spans() {
            match span {
                Span::Words(words) => {
                    let cut = skipped.min(words.len());
                    skipped -= cut;
                    out += &run(&words[cut..], look);
                }
                Span::Figure(words, _) => match numbers.next() {
                    Some(at) => out += &self.marked(*at, &run(words, look)),
                    None => out += &run(words, look),
                },
            }
        }
        out
    }

    /// Returns a paragraph in the office's words in runs that look like this; the figures that it has
    /// kept are within their bookmarks.
    pub(super) fn reworded(&self, own: &Reworded, spot: Spot, look: &str) -> String {
        let numbers = self.by_spot.get(&spot).map_or(&[][..], Vec::as_slice);
        let mut out = String::new();
        let mut at = 0;
        for (figure, bytes) in &own.kept {
            let Some(number) = numbers.get(*figure) else { continue };
            out += &run(&own.text[at..bytes.start], look);
            out += &self.marked(*number, &run(&own.text[bytes.clone()], look));
            at = bytes.end;
        }
        out + &run(&own.text[at..], look)
    }

    /// Returns a text in runs, broken where these lines of it end.
    pub(super) fn broken(&self, text: &Text, lines: &[String], spot: Spot) -> String {
        let mut numbers = self.by_spot.get(&spot).into_iter().flatten();
        // How many characters are left of each line but the last, which ends with the text.
        let mut left: Vec<usize> = lines.iter().rev().map(|line| line.chars().count()).collect();
        let mut out = String::new();
        for span in text.spans() {
            let (words, number) = match span {
                Span::Words(words) => (words, None),
                Span::Figure(words, _) => (words, numbers.next()),
            };
            let mut runs = String::new();
            let mut piece = String::new();
            for c in visible(words).chars() {
                if left.len() > 1 && left.last() == Some(&0) {
                    left.pop();
                    runs += &run(&std::mem::take(&mut piece), PLAIN);
                    runs += "<w:r><w:br/></w:r>";
                }
                piece.push(c);
                if let Some(n) = left.last_mut() {
                    *n = n.saturating_sub(1);
                }
            }
            runs += &run(&piece, PLAIN);
            out += &number.map_or_else(|| runs.clone(), |at| self.marked(*at, &runs));
        }
        out
    }

    /// Returns runs of words that are one figure as a whole, within its bookmark.
    pub(super) fn whole(&self, spot: Spot, runs: &str) -> String {
        match self.by_spot.get(&spot).and_then(|numbers| numbers.first()) {
            Some(at) => self.marked(*at, runs),
            None => runs.to_string(),
        }
    }

    /// Puts runs between the ends of a figure's bookmark.
    fn marked(&self, at: usize, runs: &str) -> String {
        let name = bookmark(&self.figures[at].id);
        let id = at + 1;
        format!("<w:bookmarkStart w:id=\"{id}\" w:name=\"{name}\"/>{runs}<w:bookmarkEnd w:id=\"{id}\"/>")
    }

    /// Returns what tells these figures from others.
    pub(super) fn fingerprint(&self) -> String {
        fingerprint(&self.figures)
    }

    /// Returns the names and printed forms of all figures as a part of the file.
    pub(super) fn data(&self) -> String {
        let mut out = format!("{HEAD}<bx:figures xmlns:bx=\"{NAMESPACE}\">");
        for figure in &self.figures {
            out += &format!("<bx:figure id=\"{}\">{}</bx:figure>", figure.id, escape(&figure.text));
        }
        out + "</bx:figures>"
    }
}

/// Returns a run of words; nothing of no words.
pub(super) fn run(words: &str, look: &str) -> String {
    if words.is_empty() {
        return String::new();
    }
    format!("<w:r><w:rPr>{look}</w:rPr><w:t xml:space=\"preserve\">{}</w:t></w:r>", escape(words))
}

/// The look of words that look as their paragraph does.
pub(super) const PLAIN: &str = "<w:rFonts w:hint=\"eastAsia\"/>";
