//! A sheet's cells, kept sparsely with their addresses.

use std::borrow::Cow;
use std::sync::Arc;

use time::Date;

use crate::origin::{Origin, Place};
use crate::workbook::{Merge, Merges};

/// A sheet: its used cells row by row.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// File and sheet name.
    pub place: Arc<Place>,
    /// Whether the sheet is hidden.
    pub hidden: bool,
    /// Whether the file counts days from 1904, as Excel for the Mac once did.
    pub is_1904: bool,
    /// Rows that hold something, ascending.
    pub rows: Vec<Row>,
    /// Merged areas.
    pub merges: Merges,
}

/// A row's used cells.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The row's number, from zero.
    pub index: u32,
    /// The cells that hold something, by ascending column.
    pub cells: Vec<Cell>,
}

/// A used cell.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// The column, from zero.
    pub col: u32,
    /// What it holds.
    pub value: Value,
}

/// What a cell holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Text, never blank.
    Text(String),
    /// A number.
    Number(f64),
    /// A date; a time of day is dropped.
    Date(Date),
    /// A duration or time of day, in hours.
    Hours(f64),
    /// True or false.
    Bool(bool),
    /// A formula's error, such as `#DIV/0!`.
    Error(String),
}

impl Value {
    /// Returns how many bytes its text takes.
    pub(super) fn n_text_bytes(&self) -> usize {
        match self {
            Value::Text(text) | Value::Error(text) => text.len(),
            _ => 0,
        }
    }

    /// Returns the text as a person reads it in the cell.
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Value::Text(text) | Value::Error(text) => Cow::Borrowed(text),
            Value::Number(number) => Cow::Owned(number.to_string()),
            Value::Date(date) => Cow::Owned(date.to_string()),
            Value::Hours(hours) => Cow::Owned(format!("{hours} 小时")),
            Value::Bool(true) => Cow::Borrowed("TRUE"),
            Value::Bool(false) => Cow::Borrowed("FALSE"),
        }
    }
}

impl Sheet {
    /// Returns the row with this number, if it holds anything.
    pub fn row(&self, index: u32) -> Option<&Row> {
        let at = self.rows.binary_search_by_key(&index, |row| row.index).ok()?;
        Some(&self.rows[at])
    }

    /// Returns what the cell holds.
    pub fn get(&self, row: u32, col: u32) -> Option<&Value> {
        self.row(row)?.get(col)
    }

    /// Returns what the cell shows: its own value, or that of the merged area over it.
    pub fn shown(&self, row: u32, col: u32) -> Option<&Value> {
        self.get(row, col).or_else(|| {
            let merge = self.merge_over(row, col)?;
            self.get(merge.first.0, merge.first.1)
        })
    }

    /// Returns the merged area that covers the cell.
    pub fn merge_over(&self, row: u32, col: u32) -> Option<&Merge> {
        self.merges.over(row, col)
    }

    /// Returns the address of a cell.
    pub fn origin(&self, row: u32, col: u32) -> Origin {
        Origin { place: self.place.clone(), row, col }
    }

    /// Returns one past the last used column.
    pub fn n_cols(&self) -> u32 {
        self.rows.iter().filter_map(|row| row.cells.last()).map(|cell| cell.col + 1).max().unwrap_or(0)
    }
}

impl Row {
    /// Returns what the cell in this column holds.
    pub fn get(&self, col: u32) -> Option<&Value> {
        let at = self.cells.binary_search_by_key(&col, |cell| cell.col).ok()?;
        Some(&self.cells[at].value)
    }
}

/// Returns what stands for a cell that holds something which cannot be read: it is not blank.
pub(super) fn lost() -> Value {
    Value::Error("#读不出".to_string())
}

/// Returns text that is not blank.
pub(super) fn text(raw: &str) -> Option<Value> {
    if raw.trim().is_empty() { None } else { Some(Value::Text(raw.to_string())) }
}
