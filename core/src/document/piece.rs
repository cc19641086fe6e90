//! A sentence with what it is worth to the reader, by which a text too long is cut.

use crate::document::text::Text;

/// What a sentence is worth: those that are worth least are left out first.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub(crate) enum Worth {
    /// What says least: a measure that stands as a routine, a further count of what is counted already.
    Routine,
    /// What is told where there is room for more than the usual.
    Further,
    /// An example beside another.
    SecondExample,
    /// A finding of this rank, and what belongs to it.
    Finding(f64),
    /// What the document cannot do without.
    Needed,
}

/// A sentence, or several that stand or fall together.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Piece {
    /// The words, with their full stop.
    pub text: Text,
    /// What they are worth.
    pub worth: Worth,
}

impl Piece {
    /// Makes a piece.
    pub(crate) fn new(text: Text, worth: Worth) -> Piece {
        Piece { text, worth }
    }

    /// Makes a piece that is never left out.
    pub(crate) fn needed(text: impl Into<Text>) -> Piece {
        Piece { text: text.into(), worth: Worth::Needed }
    }
}
