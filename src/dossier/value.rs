//! What people write in cells, understood: dates, numbers, names, yes and no.
//!
//! The only parser of human writing. Each function takes what a cell holds and returns the
//! value or nothing; saying what was wrong is the caller's, who knows the column.

use time::{Date, Month};

use crate::workbook::Value;

/// Returns the text with full-width letters, digits and spaces made half-width, trimmed.
pub(crate) fn normalise(text: &str) -> String {
    let half = |c: char| match c {
        '\u{3000}' | '\u{a0}' => ' ',
        // The full-width forms stand 0xFEE0 above their ASCII twins. Only letters, digits
        // and marks inside numbers: 。，；： stay as people wrote them.
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '．' | '－' | '／' | '％' | '＝' | '＋' => {
            char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c)
        }
        other => other,
    };
    text.chars().map(half).collect::<String>().trim().to_string()
}

/// Returns the text without any white space.
pub(crate) fn squeeze(text: &str) -> String {
    normalise(text).chars().filter(|c| !c.is_whitespace()).collect()
}

/// Returns one line of plain text: line breaks and runs of space become nothing or one space.
///
/// Between two Chinese characters a break in a cell is only the cell's width; between two
/// Latin words it is a space.
pub(crate) fn one_line(text: &str) -> String {
    let mut out = String::new();
    let mut gap = false;
    for c in normalise(text).chars() {
        if c.is_whitespace() || c.is_control() {
            gap = true;
            continue;
        }
        let latin_both =
            c.is_ascii_alphanumeric() && out.chars().last().is_some_and(|last| last.is_ascii_alphanumeric());
        if gap && latin_both {
            out.push(' ');
        }
        gap = false;
        out.push(c);
    }
    out
}

/// Returns a person's name without padding and without a title in brackets.
pub(crate) fn person(text: &str) -> String {
    let text = squeeze(text);
    let end = text.find(['（', '(', '［', '[']).unwrap_or(text.len());
    text[..end].to_string()
}

/// Splits a list of names as people part them.
pub(crate) fn people(text: &str) -> Vec<String> {
    // A space parts names only where another mark or a name of at least two characters
    // stands on both sides: 张　三 is one person.
    let marks = ['、', '，', ',', '；', ';', '/', '\n'];
    let mut names = Vec::new();
    for part in text.split(marks) {
        let pieces: Vec<&str> = part.split_whitespace().collect();
        if pieces.len() > 1 && pieces.iter().all(|piece| piece.chars().count() >= 2) {
            names.extend(pieces.into_iter().map(person));
        } else {
            names.push(person(part));
        }
    }
    names.retain(|name| !name.is_empty() && name != "无" && name != "/");
    names
}

/// Returns a topic reduced to what it says: no spaces, marks, or quotation.
pub(crate) fn plain_topic(text: &str) -> String {
    squeeze(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Returns the day that a cell means; `year` completes days written without one.
pub(crate) fn date(value: &Value, year: Option<i32>) -> Option<Date> {
    match value {
        Value::Date(date) => Some(*date),
        Value::Text(text) => text_date(text, year),
        Value::Number(number) => number_date(*number, year),
        Value::Hours(_) | Value::Bool(_) | Value::Error(_) => None,
    }
}

/// Returns the day that a bare number means: 20200305, a serial of the 1900 system, or 6.28.
fn number_date(number: f64, year: Option<i32>) -> Option<Date> {
    let text = number.to_string();
    if (19_000_101.0..=21_001_231.0).contains(&number) {
        return text_date(&text, year);
    }
    // Serials of 1990 to 2100; smaller numbers in a date column are not days.
    if (32_874.0..73_415.0).contains(&number) {
        return crate::workbook::date_of_serial(number);
    }
    if text.contains('.') { text_date(&text, year) } else { None }
}

/// Returns the day that a text means.
pub(crate) fn text_date(text: &str, year: Option<i32>) -> Option<Date> {
    // The time of day goes before the spaces do: `3月5日 9:00` is not the 59th.
    let text: String = normalise(text)
        .split_whitespace()
        .filter(|part| !part.contains([':', '：']) || part.contains('T'))
        .collect();
    let text = western_digits(&text);
    let (first, rest) = digits(&text)?;
    if first.len() == 8 {
        let (y, m, d) = (&first[..4], &first[4..6], &first[6..]);
        return is_day_tail(rest).then(|| calendar(y.parse().ok()?, m, d)).flatten();
    }
    let rest = separator(rest, '年')?;
    let (second, rest) = digits(rest)?;
    if first.len() == 4 {
        let rest = separator(rest, '月')?;
        let (third, rest) = digits(rest)?;
        return is_day_tail(rest).then(|| calendar(first.parse().ok()?, second, third)).flatten();
    }
    if first.len() <= 2 && second.len() <= 2 && is_day_tail(rest) {
        return calendar(year?, first, second);
    }
    None
}

/// Returns the leading digits and what follows them.
fn digits(text: &str) -> Option<(&str, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    (end > 0).then(|| text.split_at(end))
}

/// Skips one separator: the given character, 月 (before a day), or one of `.` `-` `/` `、`.
fn separator(text: &str, word: char) -> Option<&str> {
    let mut chars = text.chars();
    let c = chars.next()?;
    (c == word || matches!(c, '月' | '.' | '-' | '/' | '、' | '—' | '–')).then_some(chars.as_str())
}

/// Returns whether nothing but the word for day, a weekday or a time follows.
fn is_day_tail(rest: &str) -> bool {
    let rest = rest.strip_prefix(['日', '号']).unwrap_or(rest);
    rest.chars().all(|c| {
        "上下午晚早中周星期日一二三四五六天（）()[]：:点时分半T.Z-—至~".contains(c) || c.is_ascii_digit()
    }) && !rest.starts_with(|c: char| c.is_ascii_digit() || c == '.')
}

fn calendar(year: i32, month: &str, day: &str) -> Option<Date> {
    let month = Month::try_from(month.parse::<u8>().ok()?).ok()?;
    if !(1900..=2100).contains(&year) {
        return None;
    }
    Date::from_calendar_date(year, month, day.parse().ok()?).ok()
}

/// Writes Chinese numerals of a date in Western digits: 二〇二〇年三月十五日 → 2020年3月15日.
fn western_digits(text: &str) -> String {
    if !text.contains(['年', '月']) {
        return text.to_string();
    }
    let mut out = String::new();
    let mut numeral = String::new();
    for c in text.chars().chain(['\0']) {
        if "〇零○一二三四五六七八九十廿卅".contains(c) {
            numeral.push(c);
            continue;
        }
        // 星期三 and 周三 are no numbers to be read.
        if !numeral.is_empty() {
            if out.ends_with(['期', '周']) {
                out.push_str(&numeral);
            } else {
                out.push_str(&western_numeral(&numeral));
            }
            numeral.clear();
        }
        if c != '\0' {
            out.push(c);
        }
    }
    out
}

/// Writes one Chinese numeral below 100, or a row of digits, in Western digits.
fn western_numeral(numeral: &str) -> String {
    let digit = |c: char| match c {
        '〇' | '零' | '○' => Some(0),
        _ => "一二三四五六七八九".chars().position(|d| d == c).map(|at| at + 1),
    };
    let numeral = numeral.replace('廿', "二十").replace('卅', "三十");
    match numeral.split_once('十') {
        Some((tens, units)) => {
            let tens = tens.chars().next().map_or(Some(1), digit).unwrap_or(0);
            let units = units.chars().next().map_or(Some(0), digit).unwrap_or(0);
            (tens * 10 + units).to_string()
        }
        None => numeral.chars().filter_map(digit).map(|d| d.to_string()).collect(),
    }
}

/// A number as people write it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Number {
    /// Its value; percents as shares.
    pub value: f64,
    /// Whether it was written as approximate (约, 余, 多, 左右).
    pub approximate: bool,
}

/// Returns the number in a cell: `1,200字`, `约800`, `1.2万`, `93.8%`.
pub(crate) fn number(value: &Value) -> Option<Number> {
    match value {
        Value::Number(number) => Some(Number { value: *number, approximate: false }),
        Value::Text(text) => text_number(text),
        Value::Hours(hours) => Some(Number { value: *hours, approximate: false }),
        Value::Date(_) | Value::Bool(_) | Value::Error(_) => None,
    }
}

fn text_number(text: &str) -> Option<Number> {
    let text = squeeze(text).replace([',', '，'], "");
    let stripped = text.trim_start_matches(['约', '近', '共']);
    let mut approximate = text.starts_with(['约', '近']);
    let end = stripped.find(|c: char| !c.is_ascii_digit() && c != '.' && c != '-').unwrap_or(stripped.len());
    let (figures, mut unit) = stripped.split_at(end);
    let mut value: f64 = figures.parse().ok().filter(|v: &f64| v.is_finite())?;
    for word in ["余", "多", "左右", "以上"] {
        if let Some(rest) = unit.strip_prefix(word) {
            (approximate, unit) = (true, rest);
        }
    }
    if let Some(rest) = unit.strip_prefix('%') {
        (value, unit) = (value / 100.0, rest);
    } else if let Some(rest) = unit.strip_prefix('万') {
        (value, unit) = (value * 10_000.0, rest);
    } else if let Some(rest) = unit.strip_prefix('千') {
        (value, unit) = (value * 1_000.0, rest);
    }
    for word in ["余", "多", "左右"] {
        if let Some(rest) = unit.strip_prefix(word) {
            (approximate, unit) = (true, rest);
        }
    }
    // What is left may be a unit, not another number or a sentence.
    let is_unit = ["", "字", "人", "次", "篇", "人次", "分", "小时", "个小时", "个", "学时"].contains(&unit);
    is_unit.then_some(Number { value, approximate })
}

/// Returns a length of time in hours: `2.5`, `2小时30分`, `150分钟`, `半天`.
pub(crate) fn hours(value: &Value) -> Option<f64> {
    let text = match value {
        Value::Text(text) => squeeze(text),
        other => return number(other).map(|number| number.value),
    };
    match text.as_str() {
        "半天" => return Some(4.0),
        "一天" | "1天" | "全天" => return Some(8.0),
        _ => {}
    }
    if let Some(minutes) = text.strip_suffix("分钟").and_then(|m| m.parse::<f64>().ok()) {
        return Some(minutes / 60.0);
    }
    if let Some((whole, rest)) = text.split_once("小时") {
        let whole: f64 = whole.trim_end_matches('个').parse().ok()?;
        let rest = rest.trim_end_matches('钟').trim_end_matches('分');
        let minutes: f64 = if rest.is_empty() { 0.0 } else { rest.parse().ok()? };
        return Some(whole + minutes / 60.0);
    }
    text_number(&text).map(|number| number.value)
}

/// Returns whether a cell says yes or no.
pub(crate) fn yes_or_no(text: &str) -> Option<bool> {
    match squeeze(text).as_str() {
        "是" | "有" | "√" | "套开" | "Y" | "y" | "TRUE" => Some(true),
        "否" | "无" | "×" | "不是" | "单独召开" | "N" | "n" | "FALSE" => Some(false),
        _ => None,
    }
}

/// Returns whether a cell says that there is nothing to say.
pub(crate) fn says_nothing(text: &str) -> bool {
    matches!(squeeze(text).as_str(), "" | "无" | "/" | "-" | "—" | "——" | "暂无" | "没有" | "未开展")
}

/// Returns whether the text is a placeholder that somebody forgot to fill in (XX, xxx, n次).
pub(crate) fn is_placeholder(text: &str) -> bool {
    let text = squeeze(text);
    let crosses = |c: char| matches!(c, 'x' | 'X' | '×' | '╳' | '＊' | '*' | '_');
    let mut run = 0;
    for c in text.chars() {
        run = if crosses(c) { run + 1 } else { 0 };
        if run >= 2 {
            return true;
        }
    }
    ["X月", "x月", "X日", "n次", "N次", "X次", "x次", "待定人员", "（填写", "(填写", "[填写"]
        .iter()
        .any(|word| text.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_date(text: &str, expected: Option<&str>) {
        let found = date(&Value::Text(text.into()), Some(2020)).map(|d| d.to_string());
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
            "20200305",
            "２０２０．３．５",
            "2020年3月5号",
            "二〇二〇年三月五日",
            "2020年3月5日（周四）",
            "2020-03-05 14:30",
            "3月5日上午",
            "2020 年 3 月 5 日",
            "三月五日",
            "2020-03-05T09:00:00",
            "2020年3月5日星期四",
        ] {
            check_date(text, Some("2020-03-05"));
        }
        check_date("二〇二〇年十二月三十一日", Some("2020-12-31"));
        check_date("2020年十月廿一日", Some("2020-10-21"));
        for text in
            ["", "3月", "2020年", "2020年3月", "6月31日", "13.1", "3.5.7.9", "第一季度", "出勤率", "3.5万"]
        {
            check_date(text, None);
        }
    }

    #[test]
    fn numbers_as_dates() {
        let check = |number, expected: Option<&str>| {
            let found = date(&Value::Number(number), Some(2020)).map(|d| d.to_string());
            assert_eq!(found.as_deref(), expected, "{number}");
        };
        check(20_200_305.0, Some("2020-03-05"));
        check(43_895.0, Some("2020-03-05"));
        check(6.27, Some("2020-06-27"));
        check(12.0, None);
        check(f64::NAN, None);
    }

    #[test]
    fn numbers_in_every_writing() {
        let check = |text: &str, expected: Option<(f64, bool)>| {
            let found = number(&Value::Text(text.into())).map(|n| (n.value, n.approximate));
            assert_eq!(found, expected, "{text}");
        };
        check("1,200字", Some((1200.0, false)));
        check("１２００", Some((1200.0, false)));
        check("约800", Some((800.0, true)));
        check("800余字", Some((800.0, true)));
        check("1.2万", Some((12_000.0, false)));
        check("50%", Some((0.5, false)));
        check("12人次", Some((12.0, false)));
        for text in ["", "若干", "1至2", "3月5日", "12人次左右等", "1.2.3", "-"] {
            check(text, None);
        }
    }

    #[test]
    fn lengths_of_time() {
        let check = |text: &str, expected: f64| {
            let found = hours(&Value::Text(text.into())).expect("a length of time");
            assert!((found - expected).abs() < 1e-9, "{text}: {found}");
        };
        check("2.5", 2.5);
        check("2小时30分", 2.5);
        check("3个小时", 3.0);
        check("90分钟", 1.5);
        check("半天", 4.0);
    }

    #[test]
    fn names() {
        assert_eq!(person(" 张　三 "), "张三");
        assert_eq!(person("张三（书记）"), "张三");
        assert_eq!(people("张三、李四，王 五"), ["张三", "李四", "王五"]);
        assert_eq!(people("张三 李四"), ["张三", "李四"]);
        assert_eq!(people("无"), Vec::<String>::new());
    }

    #[test]
    fn placeholders() {
        for text in ["XX县", "xxx同志", "第n次", "X月X日"] {
            assert!(is_placeholder(text), "{text}");
        }
        for text in ["二〇二〇年", "×", "AX计划", "统筹推进"] {
            assert!(!is_placeholder(text), "{text}");
        }
    }

    #[test]
    fn one_line_joins_chinese_and_parts_latin() {
        assert_eq!(one_line("学习\n内容 与　要求"), "学习内容与要求");
        assert_eq!(one_line("PDF\nA 级"), "PDF A级");
    }
}
