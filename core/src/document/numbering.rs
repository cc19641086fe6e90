//! The numbers of a document's charts and tables: one counter each, in the order of printing.

use crate::document::provenance::Provenance;
use crate::document::text::Figure;

/// Counts the charts and tables that have been given a number.
#[derive(Debug, Default)]
pub(crate) struct Numbering {
    n_charts: usize,
    n_tables: usize,
}

impl Numbering {
    /// Returns the next chart's number, by which the text refers to it: `图1`.
    pub(crate) fn chart(&mut self) -> Figure {
        self.n_charts += 1;
        Figure::new(format!("图{}", self.n_charts), Provenance::Numbering("图"))
    }

    /// Returns the next table's number, by which the text refers to it: `表1`.
    pub(crate) fn table(&mut self) -> Figure {
        self.n_tables += 1;
        Figure::new(format!("表{}", self.n_tables), Provenance::Numbering("表"))
    }
}
