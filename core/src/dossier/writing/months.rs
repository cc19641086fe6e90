//! Months of plans as people write them: 7月, 9-10月, 第三季度, 2026-08, 每月.

use time::Date;

use crate::dossier::writing::day::{self, digits, separator};
use crate::dossier::writing::numerals::western_digits;
use crate::dossier::writing::printed_day::english_month;
use crate::dossier::writing::squeeze::{normalise, squeeze};
use crate::period::{Part, Period, first_of_month, last_of_month};
use crate::workbook::Value;

/// A month whose year may be left to the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct LooseMonth {
    year: Option<i32>,
    month: u8,
}

/// Returns the first and the last day of the months that a wording means.
///
/// Without a year, months of the period's own months belong to its year; a plan of a second
/// half may run on into the next year.
pub(in crate::dossier) fn span(text: &str, year: Option<i32>, period: Period) -> Option<(Date, Date)> {
    let (first, last) = match day::written_text(text) {
        Some(written) => {
            let month = |day: day::LooseDay| LooseMonth {
                year: day.year.or(year).or(Some(period.year)),
                month: day.month,
            };
            (month(written.first), month(written.last.unwrap_or(written.first)))
        }
        None => months(text)?,
    };
    let first_year = first.year.or(year).unwrap_or_else(|| {
        // A plan of the next period lies ahead, never behind; a year's has the months of any year.
        let ahead = period.next();
        let is_next = period.part != Part::Year
            && ahead.year > period.year
            && (ahead.first_month()..=ahead.last_month()).contains(&last.month);
        let last_year = if is_next && last.year.is_none() { ahead.year } else { period.year };
        last_year - i32::from(is_next && last.month < first.month)
    });
    // 11月—次年1月 runs on into the next year.
    let last_year = last.year.unwrap_or(first_year + i32::from(last.month < first.month));
    let are_known = [first_year, last_year].iter().all(|year| (1990..=2100).contains(year));
    let span =
        are_known.then(|| (first_of_month(first_year, first.month), last_of_month(last_year, last.month)));
    span.filter(|(first, last)| first < last)
}

/// Returns whether a wording leaves the month open on purpose: 适时, 视情安排, 另行通知.
pub(in crate::dossier) fn is_left_open(text: &str) -> bool {
    const WORDS: [&str; 18] = [
        "适时",
        "择机",
        "择期",
        "视情",
        "待定",
        "未定",
        "另行",
        "另定",
        "机动",
        "随时",
        "不定期",
        "根据安排",
        "结合实际",
        "按上级",
        "按要求",
        "临时",
        "统筹",
        "待通知",
    ];
    let text = squeeze(text);
    WORDS.iter().any(|word| text.contains(word))
}

/// Returns the first and the last of the months that a wording means.
fn months(text: &str) -> Option<(LooseMonth, LooseMonth)> {
    if let Some(month) = english(text) {
        return Some((month, month));
    }
    let text = without_brackets(&squeeze(text));
    let (year, rest) = stated_year(&text);
    // The number 2026.1 has lost a zero when October is meant.
    if year.is_some() && rest == "1" && text.contains('.') {
        return None;
    }
    let within = |first, last| Some((LooseMonth { year, month: first }, LooseMonth { year, month: last }));
    if let Some((first, last)) = quarters(rest) {
        return within(first * 3 - 2, last * 3);
    }
    const WORDS: [(&[&str], u8, u8); 4] = [
        (&["上半年"], 1, 6),
        (&["下半年"], 7, 12),
        (&["每月", "每个月", "按月", "逐月", "月月", "每季", "每周", "全年", "常年", "贯穿", "长期"], 1, 12),
        (&["年底", "年末", "年终", "岁末"], 12, 12),
    ];
    for (words, first, last) in WORDS {
        if words.iter().any(|word| text.contains(word)) {
            return within(first, last);
        }
    }
    named(year, rest)
}

/// Returns the month of `Jul-26` and `July 2026`, as Excel shows months abroad.
fn english(text: &str) -> Option<LooseMonth> {
    let text = normalise(text);
    let (name, year) = text.split_once(|c: char| c.is_whitespace() || "-./'’".contains(c))?;
    let month = u8::try_from(english_month(name)?).ok()?;
    let year: i32 = year.trim().parse().ok().filter(|year| (0..=2100).contains(year))?;
    Some(LooseMonth { year: Some(if year < 100 { year + 2000 } else { year }), month })
}

/// Returns the text without what stands in brackets: 2026年8月（暂定）.
fn without_brackets(text: &str) -> String {
    let mut depth = 0_usize;
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '（' | '(' | '[' | '【' | '〔' => depth += 1,
            '）' | ')' | ']' | '】' | '〕' => depth = depth.saturating_sub(1),
            _ if depth == 0 => out.push(c),
            _ => {}
        }
    }
    // What is wholly in brackets is meant all the same.
    if out.is_empty() { text.trim_matches(['（', '）', '(', ')', '[', ']']).to_string() } else { out }
}

/// Returns the year that a wording begins with, and the rest: 2026年, 2026-, 2026Q3.
fn stated_year(text: &str) -> (Option<i32>, &str) {
    let year = text.get(..4).and_then(|year| year.parse::<i32>().ok());
    match year.filter(|year| (1900..=2100).contains(year)) {
        Some(year) => (Some(year), text[4..].trim_start_matches(['年', '-', '.', '/', '度', '—'])),
        None => (None, text),
    }
}

/// Returns the first and the last of the quarters named: 第三季度, 三、四季度, 3季度, Q3.
fn quarters(text: &str) -> Option<(u8, u8)> {
    let number = |c: char| match c {
        '一' | '1' => Some(1),
        '二' | '2' => Some(2),
        '三' | '3' => Some(3),
        '四' | '4' => Some(4),
        _ => None,
    };
    let named = match text.split_once("季度") {
        Some((before, _)) => before.trim_start_matches('第').to_string(),
        None => text.strip_prefix(['Q', 'q'])?.to_string(),
    };
    let is_part = |c: char| number(c).is_some() || "第、,，和及至到-—~～Qq季度".contains(c);
    let numbers: Vec<u8> = named.chars().filter_map(number).collect();
    (named.chars().all(is_part)).then_some((*numbers.first()?, *numbers.last()?))
}

/// Returns the first and the last of months given by number.
fn named(year: Option<i32>, text: &str) -> Option<(LooseMonth, LooseMonth)> {
    let text = western_digits(text);
    let is_bare = text.chars().all(|c| c.is_ascii_digit());
    if text.is_empty() || !(is_bare || text.contains('月')) {
        return None;
    }
    let mut year = year;
    let mut found: Vec<LooseMonth> = Vec::new();
    // Numbers wait for the word behind them: in 9-10月 both are months, in 9月5-10日 one is.
    let mut waiting: Vec<u8> = Vec::new();
    let mut number = String::new();
    for c in text.chars().chain(['\0']) {
        if c.is_ascii_digit() {
            number.push(c);
            continue;
        }
        if let Ok(value) = std::mem::take(&mut number).parse::<u16>() {
            match u8::try_from(value) {
                Ok(value) if c != '年' => waiting.push(value),
                _ => year = Some(i32::from(value)),
            }
        }
        match c {
            '月' => found.extend(waiting.drain(..).map(|month| LooseMonth { year, month })),
            '\0' if is_bare => found.extend(waiting.drain(..).map(|month| LooseMonth { year, month })),
            '次' | '翌' | '明' => year = None,
            '日' | '号' | '旬' => waiting.clear(),
            _ => {}
        }
    }
    let (first, last) = (*found.first()?, *found.last()?);
    found.iter().all(|month| (1..=12).contains(&month.month)).then_some((first, last))
}

/// Returns the year and month that a cell means: 2018年3月, 2018.03, 2018-3.
///
/// The number 2018.1 may stand for October, so it says nothing.
pub(crate) fn month(value: &Value) -> Option<(i32, u8)> {
    let text = western_digits(&squeeze(&value.text()));
    let (year, rest) = digits(&text)?;
    let (after_year, rest) = separator(rest, '年')?;
    let (month, rest) = digits(rest)?;
    let number = matches!(value, Value::Number(_)) && month == "1";
    let month: u8 = month.parse().ok()?;
    let is_month = year.len() == 4 && after_year != '月' && matches!(rest, "" | "月" | "月份");
    (is_month && !number && (1..=12).contains(&month)).then_some((year.parse().ok()?, month))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_left_open() {
        for text in ["适时", "视情安排", "另行通知", "时间待定", "择机开展", "不定期"] {
            assert!(is_left_open(text), "{text}");
        }
        for text in ["7月", "第三季度", "七月中", "13月", "下个月"] {
            assert!(!is_left_open(text), "{text}");
        }
    }

    #[track_caller]
    fn check(text: &str, period: &str, expected: Option<&str>) {
        let period = period.parse().expect("a known period");
        let found = span(text, None, period).map(|(first, last)| format!("{first}/{last}"));
        assert_eq!(found.as_deref(), expected, "{text}");
    }

    #[test]
    fn a_year_and_its_month() {
        let check = |value: Value, expected| assert_eq!(month(&value), expected, "{value:?}");
        let text = |text: &str| Value::Text(text.into());
        for written in ["2018年3月", "2018.03", "2018-3", "2018/03", "２０１８年３月", "二〇一八年三月"]
        {
            check(text(written), Some((2018, 3)));
        }
        check(Value::Number(2018.03), Some((2018, 3)));
        check(Value::Number(2018.7), Some((2018, 7)));
        check(Value::Number(2018.1), None);
        check(text("2018年13月"), None);
        check(text("3月"), None);
        check(text("2018年3月5日"), None);
    }

    #[test]
    fn months_of_a_plan() {
        check("7月", "2020H1", Some("2020-07-01/2020-07-31"));
        check("2月", "2020H1", Some("2020-02-01/2020-02-29"));
        check("七月份", "2020H1", Some("2020-07-01/2020-07-31"));
        check("十二月", "2020H1", Some("2020-12-01/2020-12-31"));
        check("2020年9月", "2020H1", Some("2020-09-01/2020-09-30"));
        check("9月中旬", "2020H1", Some("2020-09-01/2020-09-30"));
        check("2020-09-15", "2020H1", Some("2020-09-01/2020-09-30"));
        check("9月20日前", "2020H1", Some("2020-09-01/2020-09-30"));
        check("3月", "2020H2", Some("2021-03-01/2021-03-31"));
        check("9月", "2020H2", Some("2020-09-01/2020-09-30"));
        check("2020.7", "2020H1", Some("2020-07-01/2020-07-31"));
        check("2020-08", "2020H1", Some("2020-08-01/2020-08-31"));
        check("2020-1", "2020H1", Some("2020-01-01/2020-01-31"));
        check("2020/11", "2020H1", Some("2020-11-01/2020-11-30"));
        check("Aug-20", "2020H1", Some("2020-08-01/2020-08-31"));
        check("August 2020", "2020H1", Some("2020-08-01/2020-08-31"));
        check("2020年8月（拟定）", "2020H1", Some("2020-08-01/2020-08-31"));
        check("13月", "2020H1", None);
        check("2020.1", "2020H1", None);
        check("适时", "2020H1", None);
    }

    #[test]
    fn months_in_a_row() {
        for text in ["7-8月", "7—8月", "7月至8月", "七、八月", "2020年7-8月", "7月5日至8月20日", "7.5-8.20"]
        {
            check(text, "2020H1", Some("2020-07-01/2020-08-31"));
        }
        check("11月—次年1月", "2020H1", Some("2020-11-01/2021-01-31"));
        check("2020年12月至2021年2月", "2020H1", Some("2020-12-01/2021-02-28"));
        check("2020年7月-2021年9月", "2020H1", Some("2020-07-01/2021-09-30"));
        check("12-1月", "2020H2", Some("2020-12-01/2021-01-31"));
    }

    #[test]
    fn parts_of_a_year() {
        for text in ["第三季度", "三季度", "3季度", "Q3", "2020年第三季度", "2020Q3", "第3季度"]
        {
            check(text, "2020H1", Some("2020-07-01/2020-09-30"));
        }
        check("三、四季度", "2020H1", Some("2020-07-01/2020-12-31"));
        check("下半年", "2020H1", Some("2020-07-01/2020-12-31"));
        check("每月", "2020H1", Some("2020-01-01/2020-12-31"));
        check("每月10日", "2020H1", Some("2020-01-01/2020-12-31"));
        check("全年", "2020H1", Some("2020-01-01/2020-12-31"));
    }
}
