//! The year that days written without one belong to, and the period the registers speak of.

use std::collections::BTreeMap;

use crate::dossier::value;
use crate::period::Period;
use crate::workbook::{Sheet, Workbook};

/// Returns the year that a sheet's title, sheet name or file name states.
pub(super) fn stated_year(sheet: &Sheet) -> Option<i32> {
    let title = sheet.rows.iter().take(3).flat_map(|row| &row.cells).map(|cell| cell.value.text());
    let names = [sheet.place.sheet.as_deref(), Some(sheet.place.file.as_str())];
    let names = names.into_iter().flatten().map(std::borrow::Cow::Borrowed);
    title.chain(names).find_map(|text| year_in(&text))
}

/// Returns a year such as 2020 where 年 or a half follows it: 2020年, 2020上半年.
fn year_in(text: &str) -> Option<i32> {
    let text = value::squeeze(text);
    let chars: Vec<char> = text.chars().collect();
    chars.windows(5).find_map(|window| {
        let digits: String = window[..4].iter().collect();
        let year: i32 = digits.parse().ok()?;
        let named = matches!(window[4], '年' | '上' | '下' | '第' | '一' | '二' | '三' | '四');
        (named && (1990..=2100).contains(&year)).then_some(year)
    })
}

/// Returns the half-year that most of the days in the sheets' heads and first columns lie in.
///
/// Only days with a year count, or days in a sheet that states one. Ties go to the earlier.
pub(super) fn likely_period(workbooks: &[Workbook]) -> Option<Period> {
    let mut votes: BTreeMap<Period, usize> = BTreeMap::new();
    for sheet in workbooks.iter().flat_map(|workbook| &workbook.sheets) {
        // Any year serves to tell an attendance register; days without one do not vote.
        let is_attendance = crate::dossier::attendance::find(sheet, Some(2000)).is_some();
        let is_sessions = || {
            let header = crate::dossier::header::find(sheet);
            header.is_some_and(|header| header.register == crate::dossier::Register::Sessions)
        };
        if !is_attendance && !is_sessions() {
            continue;
        }
        let year = stated_year(sheet);
        for cell in sheet.rows.iter().flat_map(|row| &row.cells) {
            if let Some(date) = value::date(&cell.value, year) {
                *votes.entry(Period::half_of(date)).or_default() += 1;
            }
        }
    }
    // max_by_key keeps the last of equals, so look from the latest backwards.
    votes.into_iter().rev().max_by_key(|(_, n)| *n).map(|(period, _)| period)
}
