//! Whether the registers speak of another period than the one that is reported on: a folder copied
//! from last period, where half of what stands there was changed.

use std::collections::{BTreeMap, BTreeSet};

use time::Date;

use crate::diagnostic::Diagnostic;
use crate::dossier::attendance::marks::Marks;
use crate::dossier::calendar::{stated_year, year_of_days, years_in};
use crate::dossier::records::Session;
use crate::dossier::tables::table::Table;
use crate::dossier::writing::numerals::western_digits;
use crate::dossier::writing::squeeze::squeeze;
use crate::dossier::writing::vocabulary::Register;
use crate::origin::Origin;
use crate::period::{Part, Period, quarter_of};
use crate::workbook::Sheet;

/// The words that name a part of a year.
const PARTS: [(&str, Part); 11] = [
    ("上半年", Part::Half(1)),
    ("下半年", Part::Half(2)),
    ("一季度", Part::Quarter(1)),
    ("二季度", Part::Quarter(2)),
    ("三季度", Part::Quarter(3)),
    ("四季度", Part::Quarter(4)),
    ("1季度", Part::Quarter(1)),
    ("2季度", Part::Quarter(2)),
    ("3季度", Part::Quarter(3)),
    ("4季度", Part::Quarter(4)),
    ("全年", Part::Year),
];

/// How many rows above a table may hold its title.
const TITLE_ROWS: usize = 3;
/// What helps.
const HINT: &str = "核对日期、标题和期间；期间用 --period、配置项 period 或网页上的“期间”指定";

/// Says that no day of a session lies in the period, and which period they lie in; or else that all
/// titles name another period. The diagnostic's value is the periods that may be meant.
pub(super) fn check(
    period: Period,
    marks: &[Marks<'_>],
    tables: &[Table<'_>],
    sessions: &[Session],
    diagnostics: &mut Vec<Diagnostic>,
) {
    let held = marks.iter().flat_map(|marks| marks.columns.iter().filter(|column| !column.is_prepared));
    let days = held.map(|column| (column.date, &column.origin));
    let days: Vec<(Date, &Origin)> =
        days.chain(sessions.iter().map(|session| (session.date, &session.origin))).collect();
    let found = if days.iter().any(|(day, _)| period.contains(*day)) {
        // A year that differs has been told with the title.
        let is_told = diagnostics.iter().any(|told| told.key == "year-mismatch");
        if is_told { None } else { titles(period, marks, tables) }
    } else {
        let has_year =
            |marks: &Marks<'_>| stated_year(marks.source).or_else(|| year_of_days(marks)).is_some();
        outside(period, &days, !marks.iter().any(has_year))
    };
    diagnostics.extend(found);
}

/// Says that all days lie outside the period, and where; `is_assumed` is whether their year is that of
/// the period for want of another.
fn outside(period: Period, days: &[(Date, &Origin)], is_assumed: bool) -> Option<Diagnostic> {
    let mut by_period: BTreeMap<Period, BTreeSet<Date>> = BTreeMap::new();
    for (day, _) in days {
        by_period.entry(like(period, *day)).or_default().insert(*day);
    }
    let (&most, of_most) = by_period.iter().max_by_key(|(_, days)| days.len())?;
    let n: usize = by_period.values().map(BTreeSet::len).sum();
    let where_ = if of_most.len() == n { "都在" } else { "多在" };
    let mut message = format!("登记了 {n} 次学习，没有一次在本期（{period}）内，{where_} {most}");
    let mut meant = most.to_string();
    if is_assumed {
        // Of the two years beside, the one on the other side of the period may be meant as well.
        let year = if most < period { most.year + 1 } else { most.year - 1 };
        let other = Period { year, ..most };
        message = format!("{message}（日期没有写年份，按 {} 年计，也可能是 {other}）", most.year);
        meant = format!("{meant}、{other}");
    }
    let (_, origin) = days.first()?;
    Some(Diagnostic::warning("other-period", message).at(*origin).value(meant).hint(HINT))
}

/// Returns the period as long as another in which a day lies.
fn like(period: Period, day: Date) -> Period {
    let part = match period.part {
        Part::Year => Part::Year,
        Part::Half(_) => return Period::half_of(day),
        Part::Quarter(_) => Part::Quarter(quarter_of(day)),
    };
    Period { year: day.year(), part }
}

/// Says that no title or sheet name names the period, and that one names another.
fn titles(period: Period, marks: &[Marks<'_>], tables: &[Table<'_>]) -> Option<Diagnostic> {
    let of_tables = tables.iter().filter(|table| table.header.register == Register::Sessions);
    let sheets = marks.iter().map(|marks| marks.source).chain(of_tables.map(|table| table.sheet));
    let mut first: Option<(Period, Diagnostic)> = None;
    for sheet in sheets {
        for (text, spot) in titles_of(sheet) {
            let named = named(&text, period);
            let is_meant = |one: &Period| one.holds(period) || period.holds(*one);
            if named.iter().any(is_meant) {
                return None;
            }
            if let (Some(other), None) = (named.first(), &first) {
                let message = format!("标题写的是 {other}，学习日期在本期（{period}）内，按日期计");
                let found = Diagnostic::warning("title-period", message);
                let found = match spot {
                    Some(origin) => found.at(&origin),
                    None => found.at(&sheet.place),
                };
                first = Some((*other, found.value(other.to_string()).hint(HINT)));
            }
        }
    }
    first.map(|(_, found)| found)
}

/// Returns what may be titles: cells alone in their row above the table, and the sheet's name.
fn titles_of(sheet: &Sheet) -> Vec<(String, Option<Origin>)> {
    let rows = sheet.rows.iter().take(TITLE_ROWS);
    let alone = rows.filter_map(|row| {
        let mut cells = row.cells.iter().filter(|cell| !cell.value.text().trim().is_empty());
        let (cell, None) = (cells.next()?, cells.next()) else { return None };
        Some((cell.value.text().into_owned(), Some(sheet.origin(row.index, cell.col))))
    });
    let name = sheet.place.sheet.clone().map(|name| (name, None));
    alone.chain(name).collect()
}

/// Returns the periods that a text may name; a part without a year is of the period's.
fn named(text: &str, period: Period) -> Vec<Period> {
    let text = western_digits(&squeeze(text));
    let parts: Vec<Part> =
        PARTS.into_iter().filter(|(word, _)| text.contains(word)).map(|(_, part)| part).collect();
    let years = years_in(&text);
    let of = |year: i32, parts: &[Part]| -> Vec<Period> {
        parts.iter().map(|part| Period { year, part: *part }).collect()
    };
    match (years.is_empty(), parts.is_empty()) {
        (true, _) => of(period.year, &parts),
        (false, true) => years.into_iter().flat_map(|year| of(year, &[Part::Year])).collect(),
        (false, false) => years.into_iter().flat_map(|year| of(year, &parts)).collect(),
    }
}
