//! The attendance register that has one row a person and session (日期, 姓名, 状态).

use std::collections::BTreeMap;

use crate::dossier::attendance::marks::{At, Cell, Layout, Marks, PersonRow, column};
use crate::dossier::records::Field;
use crate::dossier::tables::header::Header;
use crate::dossier::writing::clock;
use crate::dossier::writing::day::{self, LooseDay};
use crate::dossier::writing::day_topic;
use crate::dossier::writing::footer::is_footer;
use crate::dossier::writing::squeeze::one_line;
use crate::dossier::writing::topic::Topic;
use crate::dossier::writing::value::person_in;
use crate::dossier::writing::vocabulary::Register;
use crate::workbook::{Sheet, Value};

/// What tells one session from another, but for the year: month, day and topic.
type SessionKey = ((u8, u8), Topic);

/// The sessions with one key: the year, where one is written, and the column.
type SessionsOfKey = Vec<(Option<i32>, usize)>;

/// Reads the register with this header.
pub(in crate::dossier) fn read<'a>(sheet: &'a Sheet, header: &Header) -> Marks<'a> {
    let col = |key: &str| header.columns.get(key).copied();
    let shown = |row: u32, key: &str| sheet.shown(row, col(key)?);
    let mut marks = Marks::without_entries(Register::Attendance, sheet, header);
    let mut cells: BTreeMap<(usize, usize), Cell> = BTreeMap::new();
    let mut persons: BTreeMap<String, usize> = BTreeMap::new();
    let mut sessions: BTreeMap<SessionKey, SessionsOfKey> = BTreeMap::new();
    let signed_col = col("mark").or_else(|| col("sign")).or_else(|| col("clock"));
    let date_col = col("date").or_else(|| col("clock"));
    let (Some(name_col), Some(mark_col), Some(date_col)) = (col("name"), signed_col, date_col) else {
        return marks;
    };
    let shown_at = |row: u32, col: Option<u32>| sheet.shown(row, col?);
    let clock_col = col("clock").filter(|clock| *clock != mark_col);
    for row in sheet.rows.iter().filter(|row| row.index >= header.first_row) {
        let name = shown(row.index, "name").map(person_in).unwrap_or_default();
        let is_signed =
            || shown_at(row.index, Some(mark_col)).or_else(|| shown_at(row.index, clock_col)).is_some();
        if name.is_empty() && !is_footer(row) && is_signed() {
            marks.nameless.push(row.index);
            continue;
        }
        if is_footer(row) || name.is_empty() {
            marks.skipped.push(row.index);
            continue;
        }
        let date = sheet.shown(row.index, date_col);
        let alone = date.and_then(|value| day::written_on(sheet, value)).map(|day| (day, None));
        // 1月16日（四中全会精神）
        let among = || date.and_then(|value| day_topic::read(&value.text()));
        let Some((day, beside)) = alone.or_else(among) else {
            marks.undated.push((row.index, date_col));
            continue;
        };
        let topic = shown(row.index, "topic").map(|value| one_line(&value.text())).or(beside);
        let LooseDay { year, month, day: of_month } = day.first;
        let key = ((month, of_month), Topic::of(topic.as_deref().unwrap_or("")));
        let same_key = sessions.entry(key).or_default();
        // 3月15日 and 2020年3月15日 are one day: a year that is left out is no other year.
        let known =
            same_key.iter_mut().find(|(known, _)| known.is_none() || year.is_none() || *known == year);
        let session = match known {
            Some((known, session)) => {
                if known.is_none() && year.is_some() {
                    *known = year;
                    marks.columns[*session].day = day;
                }
                *session
            }
            None => {
                let origin = sheet.origin(row.index, date_col);
                let topic_col = col("topic").unwrap_or(date_col);
                let topic_origin = topic.is_some().then(|| sheet.origin(row.index, topic_col));
                marks.columns.push(column(
                    date_col,
                    day,
                    origin,
                    Field { value: topic, origin: topic_origin },
                ));
                let session = marks.columns.len() - 1;
                same_key.push((year, session));
                session
            }
        };
        let at = *persons.entry(name.clone()).or_insert_with(|| {
            let position = shown(row.index, "position").map(|value| one_line(&value.text()));
            marks.rows.push(PersonRow {
                row: row.index,
                more: Vec::new(),
                name,
                position: Field {
                    value: position,
                    origin: col("position").map(|col| sheet.origin(row.index, col)),
                },
                origin: sheet.origin(row.index, name_col),
                is_observer: false,
            });
            marks.rows.len() - 1
        });
        for key_col in [date_col, name_col] {
            if let Some(merge) = sheet.merge_over(row.index, key_col) {
                marks.filled.push((merge.first, merge.last));
            }
        }
        let beside = |col: Option<u32>| col.map(|col| (row.index, col));
        let cell = Cell {
            mark: (row.index, mark_col),
            remark: beside(col("remark")),
            clock: beside(clock_col),
            out: beside(col("out")),
        };
        if let Some(before) = cells.get(&(at, session)) {
            let is_time = |at: At| sheet.shown(at.0, at.1).is_some_and(is_time);
            if is_time(cell.mark) && is_time(before.mark) {
                marks.punches.push(cell.mark);
            } else {
                marks.repeated.push((at, session, cell, *before));
            }
        } else {
            cells.insert((at, session), cell);
        }
    }
    marks.layout = Layout::Cells(cells);
    marks
}

/// Returns whether a cell holds a time and nothing else.
fn is_time(value: &Value) -> bool {
    match value {
        Value::Hours(_) | Value::Date(_) => true,
        Value::Text(text) => clock::read(text).is_some_and(|clock| clock.words.is_empty()),
        _ => false,
    }
}
