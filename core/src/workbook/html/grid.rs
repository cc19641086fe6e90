//! The cells of a table of a web page, placed as a browser places them.

use crate::workbook::cells::Value;
use crate::workbook::gather::{Draft, Gather};
use crate::workbook::{Merge, ReadError};

/// A table as it is written: rows of cells that may reach over several rows and columns.
#[derive(Debug, Default)]
pub(super) struct Table {
    /// Its caption.
    pub(super) name: Option<String>,
    /// Its rows.
    pub(super) rows: Vec<Row>,
}

/// A row as it is written.
#[derive(Debug, Default)]
pub(super) struct Row {
    /// Whether nobody sees it.
    pub(super) is_hidden: bool,
    /// Its cells.
    pub(super) cells: Vec<Cell>,
}

/// A cell as it is written.
#[derive(Debug)]
pub(super) struct Cell {
    /// What it holds; nothing if it is blank.
    pub(super) value: Option<Value>,
    /// How many columns it reaches over.
    pub(super) n_cols: u32,
    /// How many rows it reaches over.
    pub(super) n_rows: u32,
}

/// A cell of a row above that reaches down to here.
struct Span {
    first_col: u32,
    last_col: u32,
    last_row: usize,
}

impl Table {
    /// Returns whether a row has two cells with something in them.
    pub(super) fn is_wide(&self) -> bool {
        self.rows.iter().any(|row| row.cells.iter().filter(|cell| cell.value.is_some()).take(2).count() == 2)
    }

    /// Returns what the cells hold, one by one.
    pub(super) fn into_lines(self) -> impl Iterator<Item = String> {
        let name = self.name.into_iter();
        let cells = self.rows.into_iter().flat_map(|row| row.cells);
        name.chain(cells.filter_map(|cell| Some(cell.value?.text().into_owned())))
    }

    /// Hands the cells over, the first row as row `top`; returns the row below the last.
    pub(super) fn read(
        &self,
        gather: &mut Gather<'_>,
        draft: &mut Draft,
        top: u32,
    ) -> Result<u32, ReadError> {
        // Sorted by column, without gaps in meaning: no two overlap.
        let mut spans: Vec<Span> = Vec::new();
        let mut sheet_row = top;
        for (index, row) in self.rows.iter().enumerate() {
            if row.is_hidden {
                draft.layout().hide_rows(sheet_row, sheet_row);
            }
            let mut below = Vec::new();
            let mut above = spans.iter().peekable();
            let mut col = 0_u32;
            for cell in &row.cells {
                // What reaches down from above takes its place first.
                while let Some(span) = above.next_if(|span| span.first_col <= col) {
                    col = col.max(span.last_col.saturating_add(1));
                }
                let last_col = col.saturating_add(cell.n_cols - 1);
                let n_left = u32::try_from(self.rows.len() - index).unwrap_or(u32::MAX);
                let n_down = cell.n_rows.min(n_left) - 1;
                gather.push(draft, (sheet_row, col), cell.value.clone())?;
                if n_down > 0 || last_col > col {
                    let last = (sheet_row.saturating_add(n_down), last_col);
                    draft.layout().merge(Merge { first: (sheet_row, col), last })?;
                }
                if n_down > 0 {
                    below.push(Span { first_col: col, last_col, last_row: index + n_down as usize });
                }
                col = last_col.saturating_add(1);
            }
            spans.retain(|span| span.last_row > index);
            if !below.is_empty() {
                spans.append(&mut below);
                spans.sort_by_key(|span| span.first_col);
            }
            sheet_row = sheet_row.saturating_add(1);
        }
        Ok(sheet_row)
    }
}
