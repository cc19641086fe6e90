//! The sheets as they were seen, as JSON for the part of the page where people say what they are
//! (对表), and the registers with their columns to choose from.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::dossier::{Reading, Register, SheetSeen, Vocabulary};
use crate::settings::layout::{DAYS, PERSONS};

/// The most sheets that are shown.
const MAX_SHEETS: usize = 60;

/// A sheet with its first rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Sheet<'a> {
    /// The file.
    file: &'a str,
    /// The sheet; absent for text files.
    sheet: Option<&'a str>,
    /// `read`, `unread` or `left-out`.
    reading: &'static str,
    /// The key of the register that it was read as, or most likely is.
    register: Option<&'static str>,
    /// The first and last row of the head, counted from 1.
    head: (u32, u32),
    /// The columns by what they hold, as runs counted from 0.
    columns: &'a BTreeMap<String, Vec<(u32, u32)>>,
    /// The days that a person says of columns, as `2026-01-16`, by the column from 0.
    dates: BTreeMap<u32, String>,
    /// The columns of marks whose day nothing tells, from 0.
    undated: &'a [u32],
    /// The rows: their numbers, counted from 1, and their cells from column A on.
    rows: Vec<(u32, &'a [String])>,
}

impl Sheet<'_> {
    /// Shows each sheet.
    pub(super) fn all(seen: &[SheetSeen]) -> Vec<Sheet<'_>> {
        seen.iter().take(MAX_SHEETS).map(Sheet::new).collect()
    }

    fn new(seen: &SheetSeen) -> Sheet<'_> {
        Sheet {
            file: &seen.place.file,
            sheet: seen.place.sheet.as_deref(),
            reading: match seen.reading {
                Reading::Read => "read",
                Reading::Unread => "unread",
                Reading::LeftOut => "left-out",
            },
            register: seen.register.map(Register::key),
            head: (seen.head.0 + 1, seen.head.1 + 1),
            columns: &seen.columns,
            dates: seen.dates.iter().map(|(col, date)| (*col, date.to_string())).collect(),
            undated: &seen.undated,
            rows: seen.rows.iter().map(|(row, cells)| (row + 1, &cells[..])).collect(),
        }
    }
}

/// A register that a sheet can be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Choice {
    /// Its key.
    key: &'static str,
    /// What it is called.
    name: &'static str,
    /// Its columns.
    columns: Vec<ColumnChoice>,
}

/// A column that it can have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct ColumnChoice {
    /// Its key.
    key: &'static str,
    /// What it is called.
    name: &'static str,
    /// The words that head it.
    words: &'static [String],
    /// Whether it must be there.
    required: bool,
    /// Whether it may be several columns.
    several: bool,
}

impl Choice {
    /// Returns every register with its columns.
    pub(super) fn all() -> Vec<Choice> {
        Register::ALL.into_iter().chain(Register::FURTHER).map(Choice::new).collect()
    }

    fn new(register: Register) -> Choice {
        let vocabulary = Vocabulary::built_in();
        let is_attendance = register == Register::Attendance;
        // The sums on an attendance register are found by their heads.
        let is_offered = |key: &str| {
            !is_attendance
                || !key.starts_with("n-")
                    && !["unit", "signature", "number", "rate", "participation"].contains(&key)
        };
        let columns = vocabulary.columns_of(register).into_iter().filter(|column| is_offered(column.key));
        let mut columns: Vec<ColumnChoice> = columns
            .map(|column| ColumnChoice {
                key: column.key,
                name: column.name,
                words: column.words,
                // Which of them it must have depends on how it is laid out.
                required: column.is_required && !is_attendance,
                several: false,
            })
            .collect();
        if is_attendance {
            let across = |key, name| ColumnChoice { key, name, words: &[], required: false, several: true };
            columns.insert(0, across(DAYS, "各次学习的标记"));
            columns.insert(1, across(PERSONS, "各人的标记"));
            columns.sort_by_key(|column| {
                ["name", DAYS, "date", PERSONS, "mark", "position"]
                    .iter()
                    .position(|key| *key == column.key)
                    .unwrap_or(9)
            });
        }
        Choice { key: register.key(), name: register.title(), columns }
    }
}
