//! Each sheet as it was seen: what it was read as, or what it most likely is, with its first
//! rows, so that a person can say what it really is.

use std::collections::BTreeMap;
use std::sync::Arc;

use time::Date;

use crate::dossier::attendance::grid;
use crate::dossier::tables::grid_header::{day_columns, mark_columns};
use crate::dossier::tables::head::{Assigned, Head};
use crate::dossier::tables::kind::{Kind, Unread};
use crate::dossier::tables::region::{Region, regions};
use crate::dossier::tables::unknown::wanted;
use crate::dossier::writing::squeeze::{one_line, squeeze};
use crate::dossier::writing::value::person;
use crate::dossier::writing::vocabulary::{Register, Vocabulary};
use crate::origin::Place;
use crate::settings::layout::{DAYS, NO_REGISTER, PERSONS, Runs, letters, written};
use crate::workbook::{Sheet, Value, Workbook};

/// So many rows of a sheet are shown.
const MAX_ROWS: usize = 12;
/// So many columns of them.
const MAX_COLS: u32 = 30;
/// So many characters of a cell.
const MAX_CHARS: usize = 24;
/// Above the head at least so many rows are shown where it stands far down.
const ROWS_ABOVE: usize = 3;

/// How a sheet was dealt with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// Read as a register.
    Read,
    /// Not recognised, or assigned in a way that cannot be.
    Unread,
    /// No register, as a person says.
    LeftOut,
}

/// A sheet with what it was read as, or most likely is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetSeen {
    /// The sheet.
    pub place: Arc<Place>,
    /// How it was dealt with.
    pub reading: Reading,
    /// The register; the likely one where it is not read.
    pub register: Option<Register>,
    /// The first and last row of the head, from zero.
    pub head: (u32, u32),
    /// The columns by what they hold.
    pub columns: BTreeMap<String, Runs>,
    /// The days of columns of marks, where a person says them.
    pub dates: BTreeMap<u32, Date>,
    /// The columns of marks whose day nothing tells.
    pub undated: Vec<u32>,
    /// The first rows: their numbers from zero, and their cells from the first column on.
    pub rows: Vec<(u32, Vec<String>)>,
}

impl SheetSeen {
    /// Returns the lines of banxin.toml that say of the sheet what it was seen as.
    pub fn to_toml(&self) -> String {
        let quoted = |text: &str| toml::Value::String(text.to_string()).to_string();
        let sheet = self.place.sheet.as_deref().map(|sheet| format!(".{}", quoted(sheet)));
        let name = self.place.file.rsplit('/').next().unwrap_or(&self.place.file);
        let mut lines = format!("[layout.{}{}]\n", quoted(name), sheet.unwrap_or_default());
        let register = self.register.map_or(NO_REGISTER, Register::key);
        lines += &format!("register = \"{register}\"\n");
        let (first, last) = self.head;
        if self.register.is_some() {
            let rows = if first == last {
                (last + 1).to_string()
            } else {
                format!("\"{}:{}\"", first + 1, last + 1)
            };
            let columns = self.columns.iter().map(|(key, runs)| format!("{key} = \"{}\"", written(runs)));
            let columns = columns.collect::<Vec<_>>().join(", ");
            lines += &format!("head = {rows}\ncolumns = {{ {columns} }}\n");
            let dated = self.dates.iter().map(|(col, date)| (*col, date.to_string()));
            let undated = self.undated.iter().map(|col| (*col, "年-月-日".to_string()));
            let dates: Vec<String> =
                dated.chain(undated).map(|(col, date)| format!("{} = \"{date}\"", letters(col))).collect();
            if !dates.is_empty() {
                lines += &format!("dates = {{ {} }}\n", dates.join(", "));
            }
        }
        lines
    }
}

/// Returns each sheet that holds anything as it is seen.
pub fn survey<'a>(workbooks: impl Iterator<Item = &'a Workbook>, vocabulary: &Vocabulary) -> Vec<SheetSeen> {
    let sheets = workbooks.flat_map(|workbook| &workbook.sheets).filter(|sheet| !sheet.rows.is_empty());
    sheets.map(|sheet| seen(sheet, &regions(sheet, vocabulary), vocabulary)).collect()
}

/// Returns a sheet as the part of which a person says what it is is seen, else its first.
fn seen(sheet: &Sheet, parts: &[Region<'_>], vocabulary: &Vocabulary) -> SheetSeen {
    let layout = vocabulary.layouts().of(&sheet.place);
    let is_assigned = |part: &&Region<'_>| match (&part.kind, layout) {
        (Ok(kind), Some(layout)) => kind.header_rows().0 == layout.head.0,
        _ => false,
    };
    let mut undated = Vec::new();
    let part = parts.iter().find(is_assigned).or_else(|| parts.first());
    let (reading, register, head, columns) = match part.map(|part| &part.kind) {
        Some(Ok(kind)) => {
            let (first, end) = kind.header_rows();
            let columns = columns_of(sheet, kind, vocabulary, &mut undated);
            (Reading::Read, Some(kind.register()), (first, end.max(first + 1) - 1), columns)
        }
        Some(Err(Unread::LeftOut)) => (Reading::LeftOut, None, (0, 0), BTreeMap::new()),
        Some(Err(Unread::Misassigned(_))) if let Some(layout) = layout => {
            let register = layout.register.as_deref().and_then(Register::of_key);
            (Reading::Unread, register, layout.head, layout.columns.clone())
        }
        unread => {
            let near = match unread {
                Some(Err(Unread::Unknown(near))) => near.as_ref().filter(|near| near.n_columns >= 2),
                _ => None,
            };
            let row = near.map_or_else(|| likely_head(sheet), |near| near.row);
            let register = near.map(|near| near.register).or_else(|| wanted(sheet, vocabulary));
            let register = register.or_else(|| {
                // Names with marks beside them, whatever their heads say.
                let head = plain_head(row, likely_names(sheet, row)?);
                (mark_columns(sheet, &head, sheet.n_cols()).len() >= 2).then_some(Register::Attendance)
            });
            let columns = register.map(|register| likely_columns(sheet, row, register, vocabulary));
            let columns = columns.unwrap_or_default();
            undated = undated_of(sheet, row, &columns);
            (Reading::Unread, register, (row, row), columns)
        }
    };
    let rows = shown_rows(sheet, head.0);
    let dates = layout.map(|layout| layout.dates.clone()).unwrap_or_default();
    SheetSeen { place: sheet.place.clone(), reading, register, head, columns, dates, undated, rows }
}

/// Returns the columns of marks whose day their head does not tell.
fn undated_of(sheet: &Sheet, row: u32, columns: &BTreeMap<String, Runs>) -> Vec<u32> {
    let Some(days) = columns.get(DAYS) else { return Vec::new() };
    let name_col = columns.get("name").and_then(|runs| runs.first()).map_or(0, |(first, _)| *first);
    let assigned = Assigned { days: Some(days.clone()), ..Assigned::default() };
    let head = Head { assigned, ..plain_head(row, name_col) };
    let dated: Vec<u32> = day_columns(sheet, &head, sheet.n_cols()).iter().map(|column| column.col).collect();
    head.day_columns(sheet.n_cols()).filter(|col| !dated.contains(col)).collect()
}

/// Returns the columns of a register that was read.
fn columns_of(
    sheet: &Sheet,
    kind: &Kind,
    vocabulary: &Vocabulary,
    undated: &mut Vec<u32>,
) -> BTreeMap<String, Runs> {
    let one = |key: &str, col: u32| (key.to_string(), vec![(col, col)]);
    match kind {
        Kind::Table(header) => header.columns.iter().map(|(key, col)| one(key, *col)).collect(),
        Kind::Grid(head) => {
            let marks = grid::read(sheet, head, vocabulary);
            undated.extend(marks.undated_columns());
            let mut days: Vec<u32> = marks.columns.iter().map(|column| column.col).collect();
            days.extend(&*undated);
            days.sort_unstable();
            let persons = marks.rows.iter().map(|row| row.row);
            if head.swapped {
                return [one("date", head.row), (PERSONS.to_string(), runs(persons))].into_iter().collect();
            }
            let position = marks.position_col().map(|col| one("position", col));
            let found = [one("name", head.name_col), (DAYS.to_string(), runs(days.into_iter()))];
            found.into_iter().chain(position).collect()
        }
    }
}

/// Gathers ascending columns into runs.
fn runs(columns: impl Iterator<Item = u32>) -> Runs {
    let mut runs = Runs::new();
    for col in columns {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == col => *last = col,
            _ => runs.push((col, col)),
        }
    }
    runs
}

/// Returns the row that most likely names the columns: the one with most texts among the first.
fn likely_head(sheet: &Sheet) -> u32 {
    let n_texts = |row: &&crate::workbook::Row| {
        row.cells.iter().filter(|cell| matches!(cell.value, Value::Text(_))).count()
    };
    let first = sheet.rows.iter().take(MAX_ROWS);
    // Of equals the first: below it are entries.
    first.rev().max_by_key(n_texts).map_or(0, |row| row.index)
}

/// Returns what the columns of an unread sheet most likely hold.
fn likely_columns(
    sheet: &Sheet,
    row: u32,
    register: Register,
    vocabulary: &Vocabulary,
) -> BTreeMap<String, Runs> {
    let mut columns: BTreeMap<String, Runs> = BTreeMap::new();
    for cell in sheet.row(row).into_iter().flat_map(|row| &row.cells) {
        let text = cell.value.text();
        let is_name = register == Register::Attendance && vocabulary.heads_persons(&text);
        let key = if is_name { Some("name") } else { vocabulary.column_of(register, &squeeze(&text)) };
        if let Some(key) = key {
            columns.entry(key.to_string()).or_insert_with(|| vec![(cell.col, cell.col)]);
        }
    }
    if matches!(register, Register::Attendance | Register::SignIn) {
        if !columns.contains_key("name")
            && let Some(col) = likely_names(sheet, row)
        {
            columns.insert("name".to_string(), vec![(col, col)]);
        }
        if let Some(name_col) = columns.get("name").and_then(|runs| runs.first()).map(|(col, _)| *col)
            && register == Register::Attendance
        {
            let head = plain_head(row, name_col);
            let marks = mark_columns(sheet, &head, sheet.n_cols());
            if marks.len() >= 2 {
                columns.retain(|key, _| matches!(key.as_str(), "name" | "position"));
                columns.insert(DAYS.to_string(), runs(marks.into_iter()));
            }
        }
    }
    columns
}

/// Returns a head of one row.
fn plain_head(row: u32, name_col: u32) -> Head {
    Head { row, depth: 1, name_col, swapped: false, sheet_row: row, assigned: Assigned::default() }
}

/// Returns the first column below a row that mostly holds names.
fn likely_names(sheet: &Sheet, row: u32) -> Option<u32> {
    let is_name = |value: &Value| {
        matches!(value, Value::Text(text) if {
            let name = person(text);
            (2..=4).contains(&name.chars().count()) && name.chars().all(|c| c > '\u{2fff}' || c == '·')
        })
    };
    (0..sheet.n_cols().min(MAX_COLS)).find(|col| {
        let below = sheet.rows.iter().filter(|below| below.index > row).take(MAX_ROWS);
        let values: Vec<&Value> = below.filter_map(|below| below.get(*col)).collect();
        values.len() >= 2 && values.iter().filter(|value| is_name(value)).count() * 3 >= values.len() * 2
    })
}

/// Returns the rows to show: the first, or those around the head where it stands far down.
fn shown_rows(sheet: &Sheet, head: u32) -> Vec<(u32, Vec<String>)> {
    let at = sheet.rows.partition_point(|row| row.index < head);
    let start = if at + ROWS_ABOVE < MAX_ROWS { 0 } else { at - ROWS_ABOVE };
    let n_cols = sheet.n_cols().min(MAX_COLS);
    let cells =
        |row: u32| (0..n_cols).map(move |col| sheet.get(row, col).map(cut).unwrap_or_default()).collect();
    sheet.rows.iter().skip(start).take(MAX_ROWS).map(|row| (row.index, cells(row.index))).collect()
}

/// Returns the start of what a cell shows.
fn cut(value: &Value) -> String {
    let text = one_line(&value.text());
    let start: String = text.chars().take(MAX_CHARS).collect();
    if start.len() < text.len() { start + "…" } else { start }
}
