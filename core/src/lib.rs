//! From an office's own spreadsheets to the words and tables of an official document.
//!
//! All stages that know nothing of pages: their tests link without Typst, and the compiler
//! holds that no word depends on how it is set.

pub mod analysis;

pub mod diagnostic;
mod grouped;
mod keyed;
pub mod origin;
pub mod period;
pub mod settings;
pub mod source;
mod stop;
pub mod text;
pub mod zipped;

mod container;

pub mod workbook;

pub mod dossier;

pub mod statistics;

pub mod findings;

pub mod document;
pub mod docx;
pub mod figures;
pub mod revision;
pub mod worksheet;

pub mod blank;
pub mod checklist;
pub mod county;
