//! Days as people write them, with or without a year, alone or as a range.
//!
//! A sheet is understood before its year is known, so a day is read as [`LooseDay`] first
//! and completed when the title, its neighbours or the period have told the year.

use time::{Date, Month};

use crate::dossier::writing::numerals::western_digits;
use crate::dossier::writing::printed_day::{english, printed};
use crate::dossier::writing::squeeze::normalise;
use crate::workbook::{Sheet, Value};

/// The number that the first day of the 1904 system has in that of 1900.
const DAYS_TO_1904: f64 = 1462.0;
/// Texts longer than this many bytes are no days.
const MAX_DAY_BYTES: usize = 96;

/// A day whose year may be left to the sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct LooseDay {
    /// The year, where it is written.
    pub year: Option<i32>,
    /// The month, from 1.
    pub month: u8,
    /// The day of the month.
    pub day: u8,
}

/// A day as a cell gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Written {
    /// The day, or the first day of a range.
    pub first: LooseDay,
    /// The last day of a range (3月5日—6日).
    pub last: Option<LooseDay>,
    /// Whether the number may have lost its last zero: 6.3 for 6.30.
    pub doubtful: bool,
    /// Whether it is the number of a day, as spreadsheets store dates: 43895.
    pub serial: bool,
}

impl LooseDay {
    /// Returns the date, with `year` where none is written; nothing for 6月31日.
    pub(crate) fn complete(self, year: Option<i32>) -> Option<Date> {
        let year = self.year.or(year)?;
        if !(1900..=2100).contains(&year) {
            return None;
        }
        Date::from_calendar_date(year, Month::try_from(self.month).ok()?, self.day).ok()
    }

    /// Returns the day when its month and day exist in some year.
    fn new(year: Option<i32>, month: &str, day: &str) -> Option<LooseDay> {
        let day = LooseDay { year, month: month.parse().ok()?, day: day.parse().ok()? };
        day.complete(Some(year.unwrap_or(2000))).map(|_| day)
    }
}

impl Written {
    /// Returns one day, written beyond doubt.
    pub(in crate::dossier) fn of(first: LooseDay) -> Written {
        Written { first, last: None, doubtful: false, serial: false }
    }
}

impl From<Date> for LooseDay {
    fn from(date: Date) -> LooseDay {
        LooseDay { year: Some(date.year()), month: u8::from(date.month()), day: date.day() }
    }
}

/// Returns the day or range of days that a cell of a sheet means.
pub(crate) fn written_on(sheet: &Sheet, value: &Value) -> Option<Written> {
    match value {
        Value::Number(number) if sheet.is_1904 => serial(number + DAYS_TO_1904),
        _ => None,
    }
    .or_else(|| written(value))
}

/// Returns the day or range of days that a cell means.
pub(crate) fn written(value: &Value) -> Option<Written> {
    match value {
        Value::Date(date) => Some(Written::of((*date).into())),
        // A file of plain text holds the number where the sheet showed a date.
        Value::Text(text) => written_text(text).or_else(|| {
            let text = text.trim();
            let is_serial = text.len() == 5 && text.bytes().all(|b| b.is_ascii_digit());
            is_serial.then(|| serial(text.parse().ok()?))?
        }),
        Value::Number(number) => written_number(*number),
        Value::Hours(_) | Value::Bool(_) | Value::Error(_) => None,
    }
}

/// Returns the day that a bare number means: 20200305, 20200305093000, a serial of the 1900
/// system, or 6.28.
fn written_number(number: f64) -> Option<Written> {
    let is_printed = |first: f64, last: f64| (first..=last).contains(&number) && number.fract() == 0.0;
    if is_printed(19_000_101.0, 21_001_231.0) || is_printed(19_900_101_000_000.0, 21_001_231_235_959.0) {
        return written_text(&number.to_string());
    }
    if let Some(day) = serial(number) {
        return Some(day);
    }
    if !(1.0..13.0).contains(&number) || number.fract() == 0.0 {
        return None;
    }
    let text = number.to_string();
    let (_, tail) = text.split_once('.')?;
    let day = written_text(&text)?;
    // A number cell drops the zero of 6.30, and what is left reads as the 3rd.
    let tens = LooseDay { day: day.first.day.saturating_mul(10), ..day.first };
    Some(Written { doubtful: tail.len() == 1 && tens.complete(Some(2000)).is_some(), ..day })
}

/// Returns the day with this number in the 1900 system, from 1990 to 2100; smaller numbers in a
/// date column are not days.
fn serial(number: f64) -> Option<Written> {
    let date = (32_874.0..73_415.0).contains(&number).then(|| crate::workbook::date_of_serial(number))??;
    Some(Written { serial: true, ..Written::of(date.into()) })
}

/// Returns the day or range of days that a text means.
pub(crate) fn written_text(text: &str) -> Option<Written> {
    let has_day = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c) || c == '月';
    if text.len() > MAX_DAY_BYTES || !text.contains(has_day) {
        return None;
    }
    // An apostrophe makes a spreadsheet keep what follows as text.
    let text = normalise(text);
    let text = text.trim_start_matches(['\'', '‘', '’', '`']);
    if let Some(stamp) = printed(text) {
        return Some(Written::of(stamp.into()));
    }
    // The time of day goes before the spaces do: `3月5日 9:00` is not the 59th.
    let is_time = |part: &str| {
        part.split_once([':', '：']).is_some_and(|(hours, _)| {
            hours.bytes().all(|b| b.is_ascii_digit()) || !part.contains(['T', '日', '号', '.'])
        })
    };
    let text = english(text).unwrap_or_else(|| text.to_string());
    let text: String = text.split_whitespace().filter(|part| !is_time(part)).collect();
    let text = western_digits(&text);
    let (first, rest) = day(&text, true)?;
    let last = range_end(rest, first)?;
    Some(Written { last, ..Written::of(first) })
}

/// Returns the day that a text begins with, and what follows it.
fn day(text: &str, may_lack_year: bool) -> Option<(LooseDay, &str)> {
    let (first, rest) = digits(text)?;
    if first.len() == 8 {
        let day = LooseDay::new(first[..4].parse().ok(), &first[4..6], &first[6..])?;
        return Some((day, rest));
    }
    let (after_first, rest) = separator(rest, '年')?;
    let (second, rest) = digits(rest)?;
    let is_year = first.len() == 4 || first.len() == 2 && (after_first == '年' || first > "12");
    if is_year {
        let (_, rest) = separator(rest, '月')?;
        let (third, rest) = digits(rest)?;
        let year: i32 = first.parse().ok()?;
        let year = if first.len() == 2 { year + 2000 } else { year };
        let day = LooseDay::new(Some(year), second, third)?;
        return Some((day, unit(rest)));
    }
    // 1/16/2026: the month goes first, as in programs set to American English.
    if let Some(rest) = rest.strip_prefix(after_first)
        && matches!(after_first, '/' | '-' | '.')
        && let Some((year, rest)) = digits(rest)
        && year.len() == 4
    {
        return Some((LooseDay::new(year.parse().ok(), first, second)?, rest));
    }
    // 03-05-20 is some other order of day, month and year, not a range of days.
    if after_first == '年' || matches!(after_first, '-' | '/') && rest.starts_with(after_first) {
        return None;
    }
    if may_lack_year && first.len() <= 2 && second.len() <= 2 {
        return Some((LooseDay::new(None, first, second)?, unit(rest)));
    }
    None
}

/// Skips the word for day.
fn unit(rest: &str) -> &str {
    rest.strip_prefix(['日', '号']).unwrap_or(rest)
}

/// Returns the last day of a range, nothing for a single day, and fails on other rests.
fn range_end(rest: &str, first: LooseDay) -> Option<Option<LooseDay>> {
    let after = rest.trim_start_matches(['-', '—', '–', '─', '~', '～', '至', '到', '、']);
    if after.len() == rest.len() || !after.starts_with(|c: char| c.is_ascii_digit()) {
        return is_tail(rest).then_some(None);
    }
    if let Some((mut last, tail)) = day(after, true)
        && is_tail(tail)
    {
        last.year = last.year.or(first.year);
        // A range that ends before it begins is no range; a year without number decides nothing.
        let key = |day: LooseDay| (day.year, day.month, day.day);
        return (key(first) <= key(last)).then_some(Some(last));
    }
    let (number, tail) = digits(after)?;
    if tail.starts_with(['时', '点', ':', '：']) {
        return is_tail(tail).then_some(None);
    }
    let last = LooseDay { day: number.parse().ok()?, ..first };
    let exists = last.complete(Some(last.year.unwrap_or(2000))).is_some();
    (exists && first.day < last.day && is_tail(unit(tail))).then_some(Some(last))
}

/// Returns the leading digits and what follows them.
pub(super) fn digits(text: &str) -> Option<(&str, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    (end > 0).then(|| text.split_at(end))
}

/// Skips one separator and returns it: the given character, 月 (before a day), or a mark.
pub(super) fn separator(text: &str, word: char) -> Option<(char, &str)> {
    let mut chars = text.chars();
    let c = chars.next()?;
    let is_mark = matches!(c, '月' | '.' | '-' | '/' | '、' | '—' | '–');
    (c == word || is_mark).then_some((c, chars.as_str()))
}

/// Returns whether nothing but a weekday or a time follows a day.
fn is_tail(rest: &str) -> bool {
    let is_time = rest.contains(['时', '点', ':', '：', 'T']);
    rest.chars().all(|c| {
        "上下午晚早中全天周星期日一二三四五六（）()[]：:点时分半T.Z-—至~～".contains(c) || c.is_ascii_digit()
    }) && (is_time || !rest.contains(|c: char| c.is_ascii_digit()))
        && (rest == "." || !rest.starts_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        let found = written_text(text).and_then(|day| day.first.complete(Some(2020))).map(|d| d.to_string());
        assert_eq!(found.as_deref(), expected, "{text}");
    }

    #[test]
    fn dates_in_every_writing() {
        for text in [
            "2020.3.5",
            "2020-3-5",
            "2020-03-05",
            "2020/3/5",
            "2020年3月5日",
            "3月5日",
            "3.5",
            "3-5",
            "3/5",
            "20200305",
            "20.3.5",
            "20年3月5日",
            "２０２０．３．５",
            "2020年3月5号",
            "2020.3.5.",
            "二〇二〇年三月五日",
            "2020年3月5日（周四）",
            "2020-03-05 14:30",
            "2020年3月5日9:00",
            "2020年3月5日 9:00-11:30",
            "2020年3月5日下午2点30分",
            "3月5日上午",
            "3月5日全天",
            "2020 年 3 月 5 日",
            "三月五日",
            "2020-03-05T09:00:00",
            "2020年3月5日星期四",
            "'2020-03-05",
            "3/5/2020",
            "03-05-2020",
            "5-Mar",
            "05-Mar-20",
            "March 5, 2020",
            "5 mar 2020",
            "2020-03-05 00:00:00.0",
            "2020-03-05T10:00:00.000+08:00",
            "2020-03-05T02:00:00Z",
            "2020-03-04T16:00:00.000Z",
            "Thu Mar 05 00:00:00 CST 2020",
            "5-3月 -20",
            "2020/3/5 0:00",
            "2020/03/05 00:00:00.0",
        ] {
            check(text, Some("2020-03-05"));
        }
        check("二〇二〇年十二月三十一日", Some("2020-12-31"));
        check("2020年十月廿一日", Some("2020-10-21"));
        for text in [
            "",
            "3月",
            "2020年",
            "2020年3月",
            "3月上旬",
            "2020年3月上旬",
            "6月31日",
            "13.1",
            "3.5.7.9",
            "03-05-20",
            "第一季度",
            "出勤率",
            "3.5万",
            "1年3月5日",
            "3月6日至5日",
            "3月5日张三",
            "12人次",
            "25/3/2020",
            "Mar-20",
            "5-Man",
            "1583337600000",
        ] {
            check(text, None);
        }
    }

    #[test]
    fn ranges_give_their_first_and_last_day() {
        for text in [
            "2020.3.5–3.6",
            "2020.3.5-6",
            "3月5-6日",
            "3月5日-6日",
            "3月5日至3月6日",
            "2020年3月5日—2020年3月6日",
            "3.5、3.6",
            "3月5日、6日",
            "3月5日~6日上午",
        ] {
            let found = written_text(text).expect(text);
            assert_eq!((found.first.month, found.first.day), (3, 5), "{text}");
            assert_eq!(found.last.map(|day| (day.month, day.day)), Some((3, 6)), "{text}");
        }
    }

    #[test]
    fn numbers_as_dates() {
        let check = |number, expected: Option<(&str, bool)>| {
            let found = written(&Value::Number(number));
            let shown =
                found.and_then(|day| Some((day.first.complete(Some(2020))?.to_string(), day.doubtful)));
            assert_eq!(shown.as_ref().map(|(day, doubtful)| (day.as_str(), *doubtful)), expected, "{number}");
        };
        check(20_200_305.0, Some(("2020-03-05", false)));
        check(20_200_305_093_000.0, Some(("2020-03-05", false)));
        check(1_583_337_600_000.0, None);
        check(43_895.0, Some(("2020-03-05", false)));
        check(6.27, Some(("2020-06-27", false)));
        check(6.3, Some(("2020-06-03", true)));
        check(6.5, Some(("2020-06-05", false)));
        check(2.3, Some(("2020-02-03", false)));
        check(12.0, None);
        check(2018.03, None);
        check(f64::NAN, None);
    }

    #[test]
    fn numbers_of_days_go_by_the_files_own_system() {
        let place =
            crate::origin::Place { file_index: 0, sheet_index: 0, file: "考勤.xlsx".into(), sheet: None };
        let mut sheet = Sheet {
            place: place.into(),
            hidden: false,
            is_1904: true,
            rows: Vec::new(),
            merges: crate::workbook::Merges::default(),
        };
        let day = |sheet: &Sheet, value: Value| {
            let found = written_on(sheet, &value)?;
            Some((found.first.complete(None)?.to_string(), found.serial))
        };
        let wanted = Some(("2020-03-05".to_string(), true));
        assert_eq!(day(&sheet, Value::Number(42_433.0)), wanted);
        sheet.is_1904 = false;
        assert_eq!(day(&sheet, Value::Number(43_895.0)), wanted);
        assert_eq!(day(&sheet, Value::Text("43895".into())), wanted);
        assert_eq!(day(&sheet, Value::Text("1200".into())), None);
    }
}
