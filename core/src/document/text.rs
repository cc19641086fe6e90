//! Words that know their numbers: a text in which every figure has its source.
//!
//! Sentences are written as `text!("共{n}次")`, like `format!`. A [`Figure`] put into one tells
//! the text that is being written where it begins and ends and where its number comes from, and
//! so does a [`Text`] put into another. Nothing private is written among the words: everywhere
//! else a figure prints as what it says. A `String` does not become a text without saying whose
//! words it holds, so that no number enters a document without a source.

use std::cell::RefCell;
use std::fmt::{self, Write};
use std::ops::{Add, AddAssign, Deref};

use crate::document::provenance::Provenance;

/// A number, date or quoted words as they are printed, with where they come from.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    text: String,
    source: Provenance,
}

impl Figure {
    /// Makes a figure of what is printed and its source.
    pub fn new(text: impl Into<String>, source: Provenance) -> Figure {
        Figure { text: text.into(), source }
    }

    /// Returns what is printed.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns where it comes from.
    pub fn source(&self) -> &Provenance {
        &self.source
    }
}

/// A whole number with its source, which compares like the number alone.
#[derive(Debug, Clone)]
pub struct Count {
    /// The number.
    pub n: u64,
    /// Where it comes from.
    pub source: Provenance,
}

impl Count {
    /// Makes a count of a number and its source.
    pub fn new(n: u64, source: Provenance) -> Count {
        Count { n, source }
    }

    /// Returns it as it is printed.
    pub fn figure(&self) -> Figure {
        Figure::new(self.n.to_string(), self.source.clone())
    }
}

impl PartialEq for Count {
    fn eq(&self, other: &Count) -> bool {
        self.n == other.n
    }
}

impl PartialEq<u64> for Count {
    fn eq(&self, other: &u64) -> bool {
        self.n == *other
    }
}

/// A figure's place in its text.
#[derive(Debug, Clone, PartialEq)]
pub struct Placed {
    /// The byte at which it begins.
    pub start: usize,
    /// The byte after its last.
    pub end: usize,
    /// Where it comes from.
    pub source: Provenance,
}

/// A piece of a text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Span<'a> {
    /// Words of the program's own.
    Words(&'a str),
    /// A figure: what is printed, and where it comes from.
    Figure(&'a str, &'a Provenance),
}

/// Words and figures of a document, in order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Text {
    words: String,
    figures: Vec<Placed>,
}

impl Text {
    /// Makes a text without words.
    pub fn new() -> Text {
        Text::default()
    }

    /// Makes a text that is one figure.
    pub fn of(words: impl Into<String>, source: Provenance) -> Text {
        Figure::new(words, source).into()
    }

    /// Writes a text; called by `text!` alone.
    pub(crate) fn written(pieces: fmt::Arguments<'_>) -> Text {
        let sheet = Sheet::open();
        Pen.write_fmt(pieces).expect("figures and words write without failing");
        sheet.close()
    }

    /// Makes a text of words, all of whose numbers are among these figures, in order.
    pub(crate) fn assembled(words: String, figures: Vec<Placed>) -> Text {
        Text { words, figures }
    }

    /// Returns all that is printed.
    pub fn as_str(&self) -> &str {
        &self.words
    }

    /// Returns the figures, in order.
    pub fn figures(&self) -> &[Placed] {
        &self.figures
    }

    /// Returns words and figures in order, none of them empty.
    pub fn spans(&self) -> Vec<Span<'_>> {
        let mut spans = Vec::new();
        let mut at = 0;
        for figure in &self.figures {
            if at < figure.start {
                spans.push(Span::Words(&self.words[at..figure.start]));
            }
            if figure.start < figure.end {
                spans.push(Span::Figure(&self.words[figure.start..figure.end], &figure.source));
            }
            at = figure.end;
        }
        if at < self.words.len() {
            spans.push(Span::Words(&self.words[at..]));
        }
        spans
    }

    /// Returns it without its first bytes, and the figures that begin in them.
    pub(crate) fn without(&self, n_bytes: usize) -> Text {
        let figures = self.figures.iter().filter(|at| at.start >= n_bytes);
        let moved = |at: &Placed| Placed {
            start: at.start - n_bytes,
            end: at.end - n_bytes,
            source: at.source.clone(),
        };
        Text { words: self.words[n_bytes..].to_string(), figures: figures.map(moved).collect() }
    }

    /// Joins texts, with these words between each two.
    pub fn joined<T: fmt::Display>(texts: &[T], between: &'static str) -> Text {
        let mut out = Text::new();
        for (at, text) in texts.iter().enumerate() {
            if at > 0 {
                out += between;
            }
            out += Text::written(format_args!("{text}"));
        }
        out
    }
}

/// Writes a text as `format!` writes a `String`: figures and texts put into it keep their sources.
macro_rules! text {
    ($($pieces:tt)*) => {
        $crate::document::Text::written(::std::format_args!($($pieces)*))
    };
}

pub(crate) use text;

thread_local! {
    /// The texts being written on this thread, the innermost last; empty between two sentences.
    static OPEN: RefCell<Vec<Text>> = const { RefCell::new(Vec::new()) };
}

/// A text that is being written; however it ends, it does not stay open.
struct Sheet;

impl Sheet {
    fn open() -> Sheet {
        OPEN.with_borrow_mut(|open| open.push(Text::new()));
        Sheet
    }

    fn close(self) -> Text {
        OPEN.with_borrow_mut(|open| open.last_mut().map(std::mem::take).unwrap_or_default())
    }
}

impl Drop for Sheet {
    fn drop(&mut self) {
        OPEN.with_borrow_mut(Vec::pop);
    }
}

/// Adds words to the text that was opened last.
struct Pen;

impl Write for Pen {
    fn write_str(&mut self, words: &str) -> fmt::Result {
        OPEN.with_borrow_mut(|open| open.last_mut().map(|text| text.words.push_str(words))).ok_or(fmt::Error)
    }
}

/// Prints words and, where that was into the text being written, notes the figures in them.
fn note(
    f: &mut fmt::Formatter<'_>,
    words: &str,
    figures: impl Iterator<Item = (usize, usize, Provenance)>,
) -> fmt::Result {
    let length = || OPEN.with_borrow(|open| open.last().map(|text| text.words.len()));
    let before = length();
    f.write_str(words)?;
    // Somebody else's formatter leaves the open text as long as it was.
    if let (Some(before), Some(after)) = (before, length())
        && after == before + words.len()
        && after > before
    {
        let placed =
            figures.map(|(start, end, source)| Placed { start: before + start, end: before + end, source });
        OPEN.with_borrow_mut(|open| {
            if let Some(text) = open.last_mut() {
                text.figures.extend(placed);
            }
        });
    }
    Ok(())
}

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        note(f, &self.text, std::iter::once((0, self.text.len(), self.source.clone())))
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.figure().fmt(f)
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let figures = self.figures.iter().map(|at| (at.start, at.end, at.source.clone()));
        note(f, &self.words, figures)
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        &self.words
    }
}

impl AsRef<str> for Text {
    fn as_ref(&self) -> &str {
        &self.words
    }
}

impl From<&'static str> for Text {
    fn from(words: &'static str) -> Text {
        Text { words: words.to_string(), figures: Vec::new() }
    }
}

impl From<Figure> for Text {
    fn from(figure: Figure) -> Text {
        let placed = Placed { start: 0, end: figure.text.len(), source: figure.source };
        Text { words: figure.text, figures: vec![placed] }
    }
}

impl From<Count> for Text {
    fn from(count: Count) -> Text {
        Text::of(count.n.to_string(), count.source)
    }
}

impl<T: Into<Text>> AddAssign<T> for Text {
    fn add_assign(&mut self, more: T) {
        let more = more.into();
        let by = self.words.len();
        self.words.push_str(&more.words);
        let moved = |at: Placed| Placed { start: at.start + by, end: at.end + by, source: at.source };
        self.figures.extend(more.figures.into_iter().map(moved));
    }
}

impl<T: Into<Text>> Add<T> for Text {
    type Output = Text;

    fn add(mut self, more: T) -> Text {
        self += more;
        self
    }
}

impl PartialEq<str> for Text {
    fn eq(&self, other: &str) -> bool {
        self.words == other
    }
}

impl PartialEq<&str> for Text {
    fn eq(&self, other: &&str) -> bool {
        self.words == *other
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(text: &str, reason: &'static str) -> Figure {
        Figure::new(text, Provenance::Constant(reason))
    }

    /// Returns the figures as what is printed and why.
    fn shown(text: &Text) -> Vec<(&str, &Provenance)> {
        let figure = |span| if let Span::Figure(words, source) = span { Some((words, source)) } else { None };
        text.spans().into_iter().filter_map(figure).collect()
    }

    #[test]
    fn figures_keep_their_places_and_sources() {
        let n = figure("12", "甲");
        let inner = text!("共{n}次");
        let outer = text!("{inner}，{}占{}", "其中", figure("50.0%", "乙")) + "。" + n;
        assert_eq!(outer, "共12次，其中占50.0%。12");
        let [first, second] = ["甲", "乙"].map(Provenance::Constant);
        assert_eq!(shown(&outer), [("12", &first), ("50.0%", &second), ("12", &first)]);
        assert_eq!(outer.spans().iter().filter(|span| matches!(span, Span::Words(_))).count(), 3);
    }

    #[test]
    fn elsewhere_a_figure_is_what_it_prints() {
        let n = figure("12", "甲");
        assert_eq!(format!("共{n}次"), "共12次");
        // What is printed to a string of its own on the way does not enter the text as a figure.
        struct Aside(Figure);
        impl fmt::Display for Aside {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let words = self.0.to_string();
                f.write_str(&words)
            }
        }
        assert_eq!(shown(&text!("{}", Aside(n))), []);
        assert!(OPEN.with_borrow(Vec::is_empty));
    }

    #[test]
    fn a_writer_that_panics_leaves_nothing_open() {
        struct Panics;
        impl fmt::Display for Panics {
            fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
                panic!("never")
            }
        }
        let caught = std::panic::catch_unwind(|| text!("{Panics}"));
        assert!(caught.is_err() && OPEN.with_borrow(Vec::is_empty));
    }
}
