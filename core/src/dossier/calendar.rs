//! The year that days written without one belong to, and the period the registers speak of.

use std::collections::BTreeMap;

use time::Date;

use crate::diagnostic::Diagnostic;
use crate::dossier::attendance::marks::Marks;
use crate::dossier::records::Field;
use crate::dossier::tables::table::Table;
use crate::dossier::writing::day;
use crate::dossier::writing::numerals::western_digits;
use crate::dossier::writing::squeeze::squeeze;
use crate::dossier::writing::vocabulary::Register;
use crate::origin::Origin;
use crate::period::Period;
use crate::workbook::Sheet;

/// Returns the year that a sheet's title, sheet name or file name states.
pub(super) fn stated_year(sheet: &Sheet) -> Option<i32> {
    let title = sheet.rows.iter().take(3).flat_map(|row| &row.cells).map(|cell| cell.value.text());
    let names = [sheet.place.sheet.as_deref(), Some(sheet.place.file.as_str())];
    let names = names.into_iter().flatten().map(std::borrow::Cow::Borrowed);
    title.chain(names).find_map(|text| year_in(&text))
}

/// Returns the first year that a text names.
fn year_in(text: &str) -> Option<i32> {
    years_in(text).first().copied()
}

/// Returns years such as 2020 where 年 or a part of it follows: 2020年, 2020上半年.
pub(super) fn years_in(text: &str) -> Vec<i32> {
    let text = western_digits(&squeeze(text));
    let chars: Vec<char> = text.chars().collect();
    let year = |window: &[char]| {
        let digits: String = window[..4].iter().collect();
        let year: i32 = digits.parse().ok()?;
        let named = matches!(window[4], '年' | '上' | '下' | '第' | '一' | '二' | '三' | '四' | 'H' | 'Q');
        (named && (1990..=2100).contains(&year)).then_some(year)
    };
    chars.windows(5).filter_map(year).collect()
}

/// Returns the year of those days of a register that have one, if it is one year.
pub(super) fn year_of_days(marks: &Marks<'_>) -> Option<i32> {
    let mut years = marks.columns.iter().filter_map(|column| column.day.first.year);
    let first = years.next()?;
    years.all(|year| year == first).then_some(first)
}

/// Says that a register's title or sheet name states another year than all its days.
pub(super) fn check_year(marks: &Marks<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let Some(year) = year_of_days(marks) else { return };
    let all_dated = marks.columns.iter().all(|column| column.day.first.year.is_some());
    let title = marks.source.rows.iter().take_while(|row| row.index < marks.first_header_row());
    let title = title.flat_map(|row| &row.cells).map(|cell| cell.value.text().into_owned());
    let stated = title.chain(marks.source.place.sheet.clone());
    let mut stated = stated.filter_map(|text| Some((year_in(&text)?, text)));
    // 2025—2026年 names the days' year, too.
    let Some((other, text)) =
        stated.next().filter(|(stated, text)| *stated != year && !text.contains(&year.to_string()))
    else {
        return;
    };
    if let Some(first) = marks.columns.first().filter(|_| all_dated) {
        diagnostics.push(
            Diagnostic::warning(
                "year-mismatch",
                format!("标题写的是 {other} 年，学习日期都在 {year} 年，按日期计"),
            )
            .at(&first.origin)
            .value(text)
            .hint("核对标题和日期的年份，改正其中之一"),
        );
    }
}

/// Returns the half-year that most sessions lie in.
///
/// Only days with a year count, or days in a sheet that states one. Ties go to the earlier.
pub(super) fn likely_period(marks: &[Marks<'_>], tables: &[Table<'_>]) -> Option<Period> {
    let mut votes: BTreeMap<Period, usize> = BTreeMap::new();
    let mut vote = |day: day::LooseDay, year: Option<i32>| {
        if let Some(date) = day.complete(year) {
            *votes.entry(Period::half_of(date)).or_default() += 1;
        }
    };
    for marks in marks {
        let year = stated_year(marks.source).or_else(|| year_of_days(marks));
        let held = marks.columns.iter().filter(|column| !column.is_prepared);
        held.for_each(|column| vote(column.day.first, year));
    }
    for table in tables.iter().filter(|table| table.header.register == Register::Sessions) {
        let year = stated_year(table.sheet);
        let days = table.records().filter_map(|record| day::written_on(table.sheet, record.raw("date")?.0));
        days.for_each(|day| vote(day.first, year));
    }
    // max_by_key keeps the last of equals, so look from the latest backwards.
    votes.into_iter().rev().max_by_key(|(_, n)| *n).map(|(period, _)| period)
}

/// Leaves out what is dated outside the period, saying so of each.
pub(super) fn keep_in_period<T>(
    period: Period,
    items: &mut Vec<T>,
    dated: impl Fn(&T) -> Option<(Date, &Origin)>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    items.retain(|item| match dated(item) {
        Some((date, origin)) if !period.contains(date) => {
            diagnostics.push(outside(period, date, origin));
            false
        }
        _ => true,
    });
}

/// Returns a record's day with its cell; one that is told elsewhere stands for its record.
pub(super) fn dated<'a>(day: &'a Field<Date>, record: &'a Origin) -> Option<(Date, &'a Origin)> {
    Some((day.value?, day.origin.as_ref().unwrap_or(record)))
}

/// Says that a day lies outside the period.
pub(super) fn outside(period: Period, date: Date, origin: &Origin) -> Diagnostic {
    Diagnostic::warning("date-outside-period", format!("日期 {date} 不在本期（{period}）内，未计入"))
        .at(origin)
        .value(date.to_string())
        .hint("核对日期；确属本期的请改正")
}
