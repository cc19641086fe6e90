//! What is read of good workbooks is what calamine reads of them.

use std::fs;
use std::io::Cursor;
use std::path::PathBuf;

use banxin_core::source::Source;
use banxin_core::workbook::{self, MAX_COLUMNS, Value};
use calamine::{Data, Reader, Xlsb, Xlsx};
use time::{Date, Month};

use crate::samples::root;

/// Files that would fill the memory: calamine has no limits.
const BOMBS: [&str; 5] = [
    "amplified-string.xlsx",
    "millions-of-strings.xlsx",
    "stated-string-count.xlsx",
    "too-many-cells.xlsx",
    "unpacks-to-too-much.xlsx",
];

/// Returns all workbooks of a kind in the folders of the tests.
fn workbooks(ending: &str) -> Vec<PathBuf> {
    let mut folders = vec![root().join("tests"), root().join("samples")];
    let mut out = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("readable").path()) {
            if entry.is_dir() && entry.file_name().is_some_and(|name| name != "node_modules") {
                folders.push(entry);
            } else if entry.extension().is_some_and(|its| its == ending)
                && !BOMBS.iter().any(|bomb| entry.ends_with(bomb))
            {
                out.push(entry);
            }
        }
    }
    out.sort();
    out
}

/// Returns a value as calamine gives it in the words of ours.
fn words(data: &Data) -> Option<String> {
    Some(match data {
        Data::Empty => return None,
        Data::String(text) => return Some(text.clone()).filter(|text| !text.trim().is_empty()),
        Data::Float(number) => number.to_string(),
        Data::Int(number) => number.to_string(),
        Data::Bool(yes) => yes.to_string().to_uppercase(),
        Data::Error(error) => error.to_string(),
        Data::DateTime(stamp) => {
            let serial = stamp.as_f64();
            if stamp.is_duration() || (0.0..1.0).contains(&serial) {
                return Some(Value::Hours(serial * 24.0).text().into_owned());
            }
            let (year, month, day, ..) = stamp.to_ymd_hms_milli();
            let month = Month::try_from(month).expect("a month");
            Date::from_calendar_date(i32::from(year), month, day).expect("a day").to_string()
        }
        Data::DateTimeIso(text) | Data::DurationIso(text) => text.get(..10).unwrap_or(text).to_string(),
    })
}

/// A sheet's cells as calamine gives them; nothing where it gives up.
type Cells = Vec<((u32, u32), Data)>;

fn cells_of_xlsx(bytes: &[u8]) -> Option<Vec<(String, Cells)>> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).ok()?;
    let mut out = Vec::new();
    for name in book.sheet_names() {
        let mut reader = book.worksheet_cells_reader(&name).ok()?;
        let mut cells = Vec::new();
        while let Some(cell) = reader.next_cell().ok()? {
            cells.push((cell.get_position(), Data::from(cell.get_value().clone())));
        }
        out.push((name, cells));
    }
    Some(out)
}

fn cells_of_xlsb(bytes: &[u8]) -> Option<Vec<(String, Cells)>> {
    let mut book: Xlsb<_> = Xlsb::new(Cursor::new(bytes)).ok()?;
    let mut out = Vec::new();
    for name in book.sheet_names() {
        let mut reader = book.worksheet_cells_reader(&name).ok()?;
        let mut cells = Vec::new();
        while let Some(cell) = reader.next_cell().ok()? {
            cells.push((cell.get_position(), Data::from(cell.get_value().clone())));
        }
        out.push((name, cells));
    }
    Some(out)
}

/// Checks that every cell calamine knows is read alike, but those that nobody can see.
#[track_caller]
fn check(path: &PathBuf, theirs: Vec<(String, Cells)>) -> usize {
    let name = path.file_name().expect("a file").to_string_lossy().into_owned();
    let source = Source { name, bytes: fs::read(path).expect("readable") };
    let ours = workbook::read(0, &source).output.expect("calamine reads it");
    let mut n_cells = 0;
    for (name, cells) in theirs {
        let sheet = ours.sheets.iter().find(|sheet| sheet.place.sheet.as_ref() == Some(&name));
        let sheet = sheet.unwrap_or_else(|| panic!("{}: {name}", path.display()));
        for ((row, col), data) in cells {
            let is_covered = sheet.merge_over(row, col).is_some_and(|area| area.first != (row, col));
            // A time of day in words is told otherwise.
            let is_clock =
                matches!(&data, Data::DateTimeIso(text) | Data::DurationIso(text) if !text.contains('-'));
            if is_covered || is_clock || col >= MAX_COLUMNS {
                continue;
            }
            let found = sheet.get(row, col).map(|value| value.text().into_owned());
            assert_eq!(found, words(&data), "{} {name} row {row} column {col}", path.display());
            n_cells += 1;
        }
    }
    n_cells
}

#[test]
fn good_workbooks_read_as_calamine_reads_them() {
    let (mut n_files, mut n_cells) = (0, 0);
    for (ending, read) in
        [("xlsx", cells_of_xlsx as fn(&[u8]) -> Option<Vec<(String, Cells)>>), ("xlsb", cells_of_xlsb)]
    {
        for path in workbooks(ending) {
            let bytes = fs::read(&path).expect("readable");
            if let Some(theirs) = read(&bytes) {
                n_cells += check(&path, theirs);
                n_files += 1;
            }
        }
    }
    assert!(n_files > 30 && n_cells > 2000, "{n_files} files, {n_cells} cells");
}
