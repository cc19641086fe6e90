//! Finished pages as PDF, and the files inside a PDF taken out again.

mod export;
mod extract;
mod options;
mod packed;
#[cfg(test)]
mod tags_tests;
#[cfg(test)]
mod tests;

use crate::diagnostic::Warned;
use crate::document::Document;
use crate::pages::{self, Audit, Engine, PageLines, Pages, SetError};
use crate::settings::Standards;

pub use crate::pdf::extract::{ExtractError, extract};
pub use crate::pdf::options::RenderOptions;

/// A finished report.
#[derive(Debug, Clone)]
pub struct Pdf {
    /// The file.
    pub bytes: Vec<u8>,
    /// Its pages as lines of text.
    pub pages: Vec<PageLines>,
    /// What measuring them has shown.
    pub audit: Audit,
}

/// Pages that break a standard.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExportError {
    /// A word without a break that is longer than a string in a PDF may be (32,767 bytes).
    #[error("有一处连写的文字太长，中间没有一个空格或标点，PDF 放不下；请缩短台账中特别长的那一格")]
    WordTooLong,
    /// Anything else, which the pages themselves have to prevent.
    #[error("这是程序的缺陷：版面不符合 PDF 标准 {standards}（{}）", reasons.join("；"))]
    Standard {
        /// The standards asked for.
        standards: String,
        /// Typst's words.
        reasons: Vec<String>,
    },
}

/// A document that cannot be rendered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RenderError {
    /// The pages cannot be set.
    #[error(transparent)]
    Set(#[from] SetError),
    /// The pages cannot be written.
    #[error(transparent)]
    Export(#[from] ExportError),
}

impl RenderError {
    /// Returns whether the program is to blame rather than the data.
    pub fn is_bug(&self) -> bool {
        match self {
            RenderError::Set(error) => error.is_bug(),
            RenderError::Export(error) => !matches!(error, ExportError::WordTooLong),
        }
    }
}

/// Sets a document and writes it as PDF.
pub fn render(
    engine: &Engine,
    document: &Document,
    options: &RenderOptions,
) -> Warned<Result<Pdf, RenderError>> {
    let set = pages::set(engine, document, &options.pages);
    let output = set.output.map_err(RenderError::from).and_then(|pages| {
        let bytes = export(&pages, document, &options.standards)?;
        Ok(Pdf { bytes, pages: pages.lines, audit: pages.audit })
    });
    Warned { output, diagnostics: set.diagnostics }
}

/// Writes finished pages as PDF.
pub fn export(pages: &Pages, document: &Document, standards: &Standards) -> Result<Vec<u8>, ExportError> {
    export::export(&pages.paged, document, standards).map_err(|reasons| {
        match reasons.iter().all(|reason| reason.contains("a PDF string is longer")) {
            true => ExportError::WordTooLong,
            false => ExportError::Standard { standards: standards.to_string(), reasons },
        }
    })
}
