//! What there is to say about a unit's files, for people and programs: text, JSON, workbook.
//!
//! The terminal and the page show the same list from the same functions.

mod text;
mod workbook;

pub use text::{counts, grouped, layouts, understood};
pub use workbook::xlsx;

use crate::diagnostic::Diagnostic;

/// Returns the diagnostics as a JSON array in the published shape, with a final line break.
pub fn json(diagnostics: &[Diagnostic]) -> String {
    let text = serde_json::to_string_pretty(diagnostics).expect("diagnostics are plain text");
    text + "\n"
}
