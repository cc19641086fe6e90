//! The month that days at the heads of columns belong to: above them in the header, or named
//! by the sheet's title, a cell above the header, the sheet's name or the file's.

use crate::dossier::tables::head::{Head, shown};
use crate::dossier::writing::months;
use crate::dossier::writing::numerals::western_digits;
use crate::dossier::writing::squeeze::{normalise, squeeze};
use crate::workbook::{Row, Sheet, Value};

/// Returns the month, or year, that a head cell names: 3月, 2020年3月, 2020年.
pub(in crate::dossier) fn month(text: &str) -> Option<String> {
    let text = western_digits(&squeeze(text));
    let text = text.strip_suffix('份').unwrap_or(&text);
    let is_plain = text.chars().all(|c| c.is_ascii_digit() || c == '年' || c == '月');
    let month = text.strip_suffix('月').map(|head| head.rsplit('年').next().unwrap_or(head));
    let fits = match month {
        Some(month) => month.parse::<u8>().is_ok_and(|month| (1..=12).contains(&month)),
        None => text.len() == 7 && text.ends_with('年'),
    };
    (is_plain && fits).then(|| text.to_string())
}

/// Returns the months at a column's head, joined with the year above them.
pub(in crate::dossier) fn months_of(sheet: &Sheet, head: &Head, col: u32) -> Vec<String> {
    let cells = (head.row..head.row + head.depth).filter_map(|row| shown(sheet, head, row, col));
    let mut months: Vec<String> = Vec::new();
    for found in cells.filter_map(|value| month(&value.text())) {
        let year = months.pop().filter(|above| above.ends_with('年') && !found.contains('年'));
        months.push(year.unwrap_or_default() + &found);
    }
    months
}

/// Returns the month that the sheet's name, its title, a cell above the header or the file's
/// name states, for heads that are bare days.
pub(in crate::dossier) fn named_month(sheet: &Sheet, head: &Head) -> Option<String> {
    let above = || sheet.rows.iter().take_while(|row| row.index < head.row);
    let in_name = |name: &str| {
        month_within(
            name.rsplit_once('.').filter(|(_, ext)| is_extension(ext)).map_or(name, |(stem, _)| stem),
        )
    };
    let own = sheet.place.sheet.as_deref().and_then(in_name);
    own.or_else(|| above().find_map(in_row)).or_else(|| in_name(&sheet.place.file))
}

fn is_extension(text: &str) -> bool {
    (2..=4).contains(&text.len()) && text.starts_with(|c: char| c.is_ascii_alphabetic())
}

/// Returns the month in a row above the header: within a text, or a date beside 考勤月份.
fn in_row(row: &Row) -> Option<String> {
    let is_label = |at: usize| {
        let before = at.checked_sub(1).map(|before| squeeze(&row.cells[before].value.text()));
        before.is_none_or(|label| label.contains('月'))
    };
    row.cells.iter().enumerate().find_map(|(at, cell)| match &cell.value {
        // A month kept as a date is its first day; other dates say when the sheet was printed.
        Value::Date(date) if is_label(at) || date.day() == 1 => {
            Some(format!("{}年{}月", date.year(), u8::from(date.month())))
        }
        value @ (Value::Text(_) | Value::Number(_)) => {
            let whole = months::month(value).map(|(year, month)| format!("{year}年{month}月"));
            whole.or_else(|| month_within(&value.text()))
        }
        _ => None,
    })
}

/// Returns the one month that a title speaks of: 2026年3月学习考勤表, 2026.3, 三月份. A range of
/// months, a day of a month, and two different months name none.
fn month_within(title: &str) -> Option<String> {
    let text = western_digits(&squeeze(&normalise(title)));
    let chars: Vec<char> = text.chars().collect();
    let mut found: Option<String> = None;
    let mut at = 0;
    while at < chars.len() {
        let digits = |from: usize| chars[from..].iter().take_while(|c| c.is_ascii_digit()).count();
        let n = digits(at);
        if n == 0 {
            at += 1;
            continue;
        }
        let text = |from: usize, n: usize| chars[from..from + n].iter().collect::<String>();
        let next = |at: usize| chars.get(at).copied().unwrap_or(' ');
        let is_range = at > 0 && "-—–~～至到、和及".contains(chars[at - 1]);
        let (year, first, n_month) = match next(at + n) {
            '年' | '.' | '-' | '/' if n == 4 => {
                (Some(text(at, 4)), at + 5, digits((at + 5).min(chars.len())))
            }
            _ => (None, at, n),
        };
        let end = first + n_month;
        let is_month = (1..=2).contains(&n_month)
            && if next(end) == '月' {
                digits((end + 1).min(chars.len())) == 0
            } else {
                // 2026.3 is a month, 2026.3.5 and 2026年3 are none.
                year.is_some() && next(first - 1) != '年' && !"-./、—~至年日号".contains(next(end))
            };
        if is_month {
            let month = text(first, n_month);
            let is_known = month.parse::<u8>().is_ok_and(|month| (1..=12).contains(&month));
            let year = year.map(|year| format!("{year}年")).unwrap_or_default();
            let whole = format!("{year}{month}月");
            if is_range || !is_known || found.as_ref().is_some_and(|before| *before != whole) {
                return None;
            }
            found = Some(whole);
        }
        at = end.max(at + n);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_that_titles_name() {
        let check = |title: &str, expected: Option<&str>| {
            assert_eq!(month_within(title).as_deref(), expected, "{title}");
        };
        check("清溪镇中心组2020年3月学习考勤表", Some("2020年3月"));
        check("2020年三月份", Some("2020年3月"));
        check("5月考勤", Some("5月"));
        check("2020.3", Some("2020年3月"));
        check("考勤2020-11", Some("2020年11月"));
        check("2020年1-6月考勤表", None);
        check("2020年1月至6月", None);
        check("3月、4月考勤", None);
        check("制表：2020年3月5日", None);
        check("2020.3.5打印", None);
        check("2020年上半年", None);
        check("13月", None);
        check("考勤表", None);
    }
}
