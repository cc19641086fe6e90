//! Values of configuration files, each with where it was stated.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Spot};
use crate::origin::Place;

/// Where a value was stated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum At {
    /// In a file, on a line counted from zero.
    Line(Arc<Place>, u32),
    /// Elsewhere: an option of the command line, a field of the page, a folder's name.
    Words(String),
}

impl At {
    /// Says that what is stated here cannot be used.
    pub fn fault(&self, message: impl fmt::Display) -> Diagnostic {
        self.error("bad-setting", message)
    }

    /// Says of what is stated here that it is an error of this kind.
    pub fn error(&self, key: &'static str, message: impl fmt::Display) -> Diagnostic {
        match self {
            At::Line(place, line) => Diagnostic::error(key, message.to_string()).at(Spot::line(place, *line)),
            At::Words(words) => Diagnostic::error(key, format!("{words}的{message}")),
        }
    }
}

/// A value and where it was stated.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Node {
    /// The value.
    pub value: Value,
    /// Where its key stands; of a list's item, the item itself.
    pub at: At,
}

/// A value of a configuration file.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    /// A text in quotes.
    Text(String),
    /// A whole number or another.
    Number(f64),
    /// `true` or `false`.
    Flag(bool),
    /// A day or time without quotes, as TOML writes it.
    Moment(String),
    /// Several values.
    List(Vec<Node>),
    /// Keys with their values.
    Table(Tree),
}

impl Value {
    /// Returns whether a text says nothing.
    pub fn is_blank(&self) -> bool {
        matches!(self, Value::Text(text) if text.trim().is_empty())
    }
}

/// Keys with their values.
pub(super) type Tree = BTreeMap<String, Node>;
