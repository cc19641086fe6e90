//! The place of an attendance register's header on its sheet.

use std::collections::BTreeMap;

use time::Date;

use crate::settings::layout::{Runs, holds};
use crate::workbook::{Sheet, Value};

/// Where the header of an attendance register stands, seen with persons down.
#[derive(Debug, Clone)]
pub(in crate::dossier) struct Head {
    /// The first row.
    pub row: u32,
    /// How many rows it takes.
    pub depth: u32,
    /// The column of names.
    pub name_col: u32,
    /// Whether the file has days down and persons across.
    pub swapped: bool,
    /// The row of the file that names the columns, when it is swapped.
    pub sheet_row: u32,
    /// What a person says of the columns.
    pub assigned: Assigned,
}

/// What a person says of the columns of an attendance register.
#[derive(Debug, Clone, Default)]
pub(in crate::dossier) struct Assigned {
    /// The columns of days.
    pub days: Option<Runs>,
    /// The columns of persons in a register with days down.
    pub persons: Option<Runs>,
    /// The column of posts.
    pub position: Option<u32>,
    /// The days of columns that have none at their head.
    pub dates: BTreeMap<u32, Date>,
}

impl Head {
    /// Returns the columns in which days are looked for: those that a person names, else all
    /// right of the names.
    pub(in crate::dossier) fn day_columns(&self, n_cols: u32) -> impl Iterator<Item = u32> {
        let Head { name_col, assigned, .. } = self;
        let first = if assigned.days.is_some() { 0 } else { name_col + 1 };
        let is_day = |col: &u32| assigned.days.as_ref().is_none_or(|days| holds(days, *col));
        (first..n_cols).filter(move |col| col != name_col).filter(is_day)
    }

    /// Returns the header's first row in the file and the one past its last.
    pub(in crate::dossier) fn sheet_rows(&self) -> (u32, u32) {
        if self.swapped { (self.sheet_row, self.sheet_row + 1) } else { (self.row, self.row + self.depth) }
    }
}

/// Returns what a head cell shows, save for a title merged over names and days alike.
pub(in crate::dossier) fn shown<'a>(sheet: &'a Sheet, head: &Head, row: u32, col: u32) -> Option<&'a Value> {
    if let Some(value) = sheet.get(row, col) {
        return Some(value);
    }
    let merge = sheet.merge_over(row, col).filter(|merge| merge.first.1 > head.name_col)?;
    sheet.get(merge.first.0, merge.first.1)
}
