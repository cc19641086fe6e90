//! What there is to say about a unit's files, for people and programs: text, JSON, workbook; and
//! what is left to do (工作底稿) as its second sheet.
//!
//! The terminal and the page show the same list from the same functions.

mod changes;
mod paper;
mod text;
mod workbook;
mod worksheet;

pub use changes::changes_xlsx;
#[cfg(test)]
pub(crate) use paper::tests as paper_tests;
pub(crate) use paper::{across, upright};
pub use text::{counts, grouped, layouts, understood};
pub(crate) use workbook::{dated, table};
pub use workbook::{worksheet_xlsx, xlsx};
pub use worksheet::to_do;

use crate::diagnostic::Diagnostic;

/// Returns the diagnostics as a JSON array in the published shape, with a final line break.
pub fn json(diagnostics: &[Diagnostic]) -> String {
    let text = serde_json::to_string_pretty(diagnostics).expect("diagnostics are plain text");
    text + "\n"
}
