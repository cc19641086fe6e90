//! What a cell of a web page holds: its text, or the number that stands behind it.

use crate::workbook::cells::{Value, text};
use crate::workbook::number_format::{Shown, custom};
use crate::workbook::stamp;

/// Text gathered from pieces, with white space as a browser shows it.
#[derive(Debug, Default)]
pub(super) struct Flow {
    text: String,
    is_parted: bool,
}

impl Flow {
    /// Adds a piece: white space of any length is one space.
    pub(super) fn add(&mut self, piece: &str) {
        for c in piece.chars() {
            if c.is_ascii_whitespace() {
                self.is_parted = true;
                continue;
            }
            if std::mem::take(&mut self.is_parted) && !self.text.is_empty() && !self.text.ends_with('\n') {
                self.text.push(' ');
            }
            self.text.push(if c == '\u{a0}' { ' ' } else { c });
        }
    }

    /// Begins a line, unless one has just begun.
    pub(super) fn begin_line(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
        self.is_parted = false;
    }

    /// Takes the text out.
    pub(super) fn take(&mut self) -> String {
        self.is_parted = false;
        std::mem::take(&mut self.text).trim().to_string()
    }
}

/// The number that Excel, Calc or SheetJS writes beside the text of a cell.
#[derive(Debug, Default)]
pub(super) struct Behind {
    /// The number.
    pub(super) number: Option<f64>,
    /// Its format, where it is stated in place.
    pub(super) format: Option<String>,
}

impl Behind {
    /// Returns what the cell holds: the number where the text shows it, a date where it shows
    /// one, else the text. A format may show a sign instead, and people mean the sign.
    pub(super) fn value(&self, shown: &str) -> Option<Value> {
        if is_error(shown) {
            return Some(Value::Error(shown.to_string()));
        }
        let Some(number) = self.number else { return text(shown) };
        let is_number = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '%' | '-' | '+' | 'E' | 'e');
        let kind = match &self.format {
            Some(code) => custom(code),
            None if shown.matches(['-', '/', '年', '月', '日', ':']).count() >= 2 => Shown::Stamp,
            None => Shown::Number,
        };
        match kind {
            Shown::Stamp if number >= 0.0 => Some(stamp::date_or_hours(number, kind, false)),
            Shown::Duration => Some(stamp::date_or_hours(number, kind, false)),
            _ if !shown.is_empty() && shown.chars().all(is_number) => Some(Value::Number(number)),
            _ => text(shown),
        }
    }
}

/// Returns whether the text is what a formula shows that went wrong.
fn is_error(shown: &str) -> bool {
    ["#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"].contains(&shown)
}
