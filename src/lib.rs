//! From an office's own spreadsheets to a filed official document.
//!
//! # Steps
//! [`pipeline`] calls the stages in order, each a function from the types before it:
//! - [`workbook::read`]: bytes to cells with their addresses, a [`workbook::Workbook`];
//! - [`dossier::assemble`]: cells to the typed records of one unit, a [`dossier::Dossier`];
//! - [`statistics::measure`]: records to numbers, the [`statistics::Statistics`];
//! - [`findings::find`]: numbers to problems, causes and measures, the [`findings::Findings`];
//! - [`document::compose`]: findings to words and tables, a [`document::Document`];
//! - [`worksheet::write`]: findings to what the office has left to do, a [`worksheet::Worksheet`];
//! - [`pages::set`]: words and tables to finished pages, audited, the [`pages::Pages`];
//! - [`pdf::export`]: those as PDF;
//! - [`docx::write`]: words and tables as a draft for Word, which sets its own pages;
//! - [`revision::finalize`]: the leaders' words in the draft that came back, each number checked.
//!
//! What is wrong or doubtful about the input gathers beside the result as
//! [`diagnostic::Diagnostic`]s. [`cli`] is the only part that touches files and the terminal.

pub use banxin_core::{
    analysis, blank, checklist, county, diagnostic, document, docx, dossier, figures, findings, origin,
    period, revision, settings, source, statistics, text, workbook, worksheet, zipped,
};

pub mod pipeline;

pub mod pages;

pub mod pdf;

pub mod ofd;

mod bounded;
pub mod folder;

pub mod batch;
mod inside;
pub mod verify;

pub mod serve;

pub mod cli;
