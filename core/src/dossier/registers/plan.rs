//! The study plan (学习计划): one row a planned session, of this period and the next.

use time::Date;

use crate::diagnostic::Diagnostic;
use crate::dossier::records::{Field, PlanRow};
use crate::dossier::registers::sessions::form;
use crate::dossier::tables::table::{Record, Seen, Table, bad_date, duplicate};
use crate::dossier::writing::squeeze::squeeze;
use crate::period::{Period, last_of_month};

/// Reads the plan's rows.
pub(in crate::dossier) fn read(
    table: &Table<'_>,
    period: Period,
    seen: &mut Seen,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<PlanRow> {
    let mut rows = Vec::new();
    for record in table.records() {
        let topic = record.text("topic", diagnostics);
        let content = record.text("content", diagnostics);
        if !topic.is_known() && !content.is_known() {
            continue;
        }
        let when = when(record, diagnostics);
        let due = when.value.as_deref().and_then(|text| due(text, table.year, period));
        if let (None, Some(text), Some(origin)) = (due, when.value.as_deref(), when.origin.as_ref()) {
            diagnostics.push(bad_date(text, origin).hint("写明月份或季度，如 7月、第三季度"));
        }
        let origin = record.anchor(&["topic", "content"]);
        let written = format!("plan|{}|{}|{}", when.text(), topic.text(), content.text());
        if let Some(before) = seen.before(written, &origin) {
            diagnostics.push(duplicate(&origin, &before));
            continue;
        }
        let form_text = record.text("form", diagnostics);
        rows.push(PlanRow {
            due,
            when,
            form: form_text.value.as_deref().map(form),
            form_text,
            speaker: record.remark("speaker", diagnostics),
            responsible: record.remark("responsible", diagnostics),
            participants: record.remark("participants", diagnostics),
            place: record.remark("place", diagnostics),
            target: record.remark("target", diagnostics),
            drawn_up: record.date("drawn-up", diagnostics),
            origin,
            topic,
            content,
        });
    }
    rows
}

/// Returns the most precise of the columns that say when.
fn when(record: Record<'_>, diagnostics: &mut Vec<Diagnostic>) -> Field<String> {
    let columns = ["month", "time", "quarter"].map(|key| record.remark(key, diagnostics));
    columns.into_iter().find(Field::is_known).unwrap_or_default()
}

/// Returns the last day of the month or quarter that a wording means.
///
/// Without a year, months of the period's own months belong to its year; a plan of a second
/// half may run on into the next year.
pub(in crate::dossier) fn due(text: &str, year: Option<i32>, period: Period) -> Option<Date> {
    if let Some(date) = crate::dossier::writing::day::text_date(text, year.or(Some(period.year))) {
        return Some(last_of_month(date.year(), u8::from(date.month())));
    }
    let text = squeeze(text);
    let (stated, rest) = match text.split_once('年') {
        Some((year, rest)) if year.len() == 4 => (year.parse::<i32>().ok(), rest),
        _ => (None, text.as_str()),
    };
    let month = last_month(rest)?;
    let year = stated.or(year).unwrap_or_else(|| {
        // A plan of the next period lies ahead, never behind.
        let ahead = period.next();
        let is_next = ahead.year > period.year && (ahead.first_month()..=ahead.last_month()).contains(&month);
        if is_next { ahead.year } else { period.year }
    });
    (1990..=2100).contains(&year).then(|| last_of_month(year, month))
}

/// Returns the last month, from 1, of a month, a range of months, a quarter or a half.
fn last_month(text: &str) -> Option<u8> {
    const QUARTERS: [(&[&str], u8); 4] = [
        (&["一季度", "1季度"], 3),
        (&["二季度", "2季度"], 6),
        (&["三季度", "3季度"], 9),
        (&["四季度", "4季度"], 12),
    ];
    for (names, month) in QUARTERS {
        if names.iter().any(|name| text.contains(name)) {
            return Some(month);
        }
    }
    if text.contains("上半年") {
        return Some(6);
    }
    if text.contains("下半年") || text.contains("年底") {
        return Some(12);
    }
    let before = text
        .rsplit_once('月')
        .map(|(before, _)| before)
        .or_else(|| text.chars().all(|c| c.is_ascii_digit()).then_some(text))?;
    let digits: String = {
        let tail: String = before.chars().rev().take_while(char::is_ascii_digit).collect();
        tail.chars().rev().collect()
    };
    let month: u8 = if digits.is_empty() {
        const NAMES: [&str; 12] =
            ["十二", "十一", "十", "九", "八", "七", "六", "五", "四", "三", "二", "一"];
        let at = NAMES.iter().position(|name| before.ends_with(name))?;
        12 - u8::try_from(at).ok()?
    } else {
        digits.parse().ok()?
    };
    (1..=12).contains(&month).then_some(month)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, period: &str, expected: Option<&str>) {
        let period = period.parse().expect("a known period");
        let found = due(text, None, period).map(|d| d.to_string());
        assert_eq!(found.as_deref(), expected, "{text}");
    }

    #[test]
    fn planned_times() {
        check("7月", "2020H1", Some("2020-07-31"));
        check("2月", "2020H1", Some("2020-02-29"));
        check("七月份", "2020H1", Some("2020-07-31"));
        check("十二月", "2020H1", Some("2020-12-31"));
        check("7—8月", "2020H1", Some("2020-08-31"));
        check("第三季度", "2020H1", Some("2020-09-30"));
        check("2020年9月", "2020H1", Some("2020-09-30"));
        check("9月中旬", "2020H1", Some("2020-09-30"));
        check("2020-09-15", "2020H1", Some("2020-09-30"));
        check("3月", "2020H2", Some("2021-03-31"));
        check("9月", "2020H2", Some("2020-09-30"));
        check("13月", "2020H1", None);
        check("适时", "2020H1", None);
    }
}
