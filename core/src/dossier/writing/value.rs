//! What people write in cells, understood: dates, numbers, names, yes and no.
//!
//! The only parser of human writing. Each function takes what a cell holds and returns the
//! value or nothing; saying what was wrong is the caller's, who knows the column.

use crate::dossier::writing::squeeze::squeeze;
use crate::workbook::Value;

/// Returns the person's name that a cell holds; nothing where its formula failed.
pub(crate) fn person_in(value: &Value) -> String {
    if matches!(value, Value::Error(_)) { String::new() } else { person(&value.text()) }
}

/// Returns a person's name without padding, number in front, or title in brackets.
pub(crate) fn person(text: &str) -> String {
    let text = squeeze(text).replace(['•', '‧', '・', '∙'], "·");
    let text = without_ordinal(&text);
    // （书记）张三: the title may stand in front.
    let text = match text.strip_prefix(['（', '(', '［', '[']) {
        Some(_) => text.split_once(['）', ')', '］', ']']).map_or("", |(_, name)| name),
        None => text,
    };
    let end = text.find(['（', '(', '［', '[']).unwrap_or(text.len());
    let (name, behind) = text.split_at(end);
    let plain = name.strip_suffix("同志").filter(|name| name.chars().count() >= 2);
    let name = dotted(plain.unwrap_or(name));
    let within = behind.trim_start_matches(['（', '(', '［', '[']);
    let note = within.split(['）', ')', '］', ']']).next().unwrap_or("");
    // 张伟（大） and 张伟（小） are two persons; 张伟（书记） is one with a title.
    if !name.is_empty() && NOTES.contains(&note) { format!("{name}（{note}）") } else { name }
}

/// What tells persons of one name from one another.
const NOTES: [&str; 24] = [
    "大", "小", "男", "女", "甲", "乙", "丙", "丁", "老", "长", "幼", "一", "二", "三", "1", "2", "3", "A",
    "B", "C", "a", "b", "c", "4",
];

/// Returns a name without the note that tells it from the same name of another person.
pub(crate) fn without_note(name: &str) -> &str {
    name.split_once('（').map_or(name, |(name, _)| name)
}

/// Returns a name with one form of the dot between its parts: 买买提.艾力 is 买买提·艾力.
fn dotted(name: &str) -> String {
    let is_han = |c: Option<&char>| c.is_some_and(|c| ('\u{3400}'..='\u{9fff}').contains(c));
    let chars: Vec<char> = name.chars().collect();
    let one = |at: usize| {
        let between = is_han(at.checked_sub(1).and_then(|at| chars.get(at))) && is_han(chars.get(at + 1));
        if chars[at] == '.' && between { '·' } else { chars[at] }
    };
    (0..chars.len()).map(one).collect()
}

/// Returns the text without a number in front: 1.张三, （2）李四, ③王五.
fn without_ordinal(text: &str) -> &str {
    let rest = text.trim_start_matches(|c: char| ('①'..='⑳').contains(&c));
    let open = rest.strip_prefix(['（', '(']).unwrap_or(rest);
    let after = open.trim_start_matches(|c: char| c.is_ascii_digit());
    if after.len() == open.len() {
        return rest;
    }
    let name = after.trim_start_matches(['）', ')', '.', '．', '、', '，', ',', ':', '：']);
    if name.is_empty() { rest } else { name }
}

/// Splits a list of names as people part them.
pub(crate) fn people(text: &str) -> Vec<String> {
    let mut names: Vec<String> = list_pieces(text).iter().map(|name| person(name)).collect();
    names.retain(|name| name.chars().any(|c| !c.is_ascii_digit()) && name != "无" && name != "/");
    names
}

/// Splits a list where people part its entries; each is as it was written.
pub(in crate::dossier) fn list_pieces(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut depth = 0_usize;
    let mut part = String::new();
    for c in text.chars().chain(['、']) {
        match c {
            '（' | '(' | '［' | '[' => depth += 1,
            '）' | ')' | '］' | ']' => depth = depth.saturating_sub(1),
            // Marks within brackets belong to a title: 张三（书记、镇长）.
            '、' | '，' | ',' | '；' | ';' | '/' | '\n' if depth == 0 => {
                found.extend(pieces(&part));
                part.clear();
                continue;
            }
            _ => {}
        }
        part.push(c);
    }
    if depth > 0 {
        found.extend(pieces(part.trim_end_matches('、')));
    }
    found
}

/// Splits at spaces that part names; 张　三 is one person, padded.
fn pieces(part: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut padded = false;
    for piece in part.split_whitespace() {
        let single = piece.chars().count() == 1;
        // Two characters that stand alone are one name; a title in brackets goes with its name.
        match pieces.last_mut() {
            Some(last) if single && padded || piece.starts_with(['（', '(']) => {
                last.push_str(piece);
                padded = false;
            }
            _ => {
                padded = single;
                pieces.push(piece.to_string());
            }
        }
    }
    pieces
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

/// Returns the number that a text means.
pub(super) fn text_number(text: &str) -> Option<Number> {
    let text = squeeze(text).replace([',', '，'], "");
    let stripped = text.trim_start_matches(['约', '近', '共', '计']);
    let stripped = stripped.strip_prefix("大约").unwrap_or(stripped);
    let mut approximate = text.starts_with(['约', '近', '大']);
    let (mut value, mut unit) = match stripped.strip_prefix("百分之") {
        Some(rest) => {
            let (value, unit) = figures(rest)?;
            (value / 100.0, unit)
        }
        None => figures(stripped)?,
    };
    for _ in 0..3 {
        for word in ["余", "多", "左右", "以上", "+", "来", "上下"] {
            if let Some(rest) = unit.strip_prefix(word) {
                (approximate, unit) = (true, rest);
            }
        }
        let scales = [("%", 0.01), ("％", 0.01), ("万", 10_000.0), ("w", 10_000.0), ("W", 10_000.0)];
        for (word, scale) in scales.into_iter().chain([("千", 1_000.0)]) {
            if let Some(rest) = unit.strip_prefix(word) {
                (value, unit) = (if scale < 1.0 { value / 100.0 } else { value * scale }, rest);
            }
        }
        for word in ["人次", "小时", "个小时", "学时", "字", "人", "次", "篇", "分", "个", "名"]
        {
            if let Some(rest) = unit.strip_prefix(word) {
                unit = rest;
                break;
            }
        }
    }
    // What is left may be a unit, not another number or a sentence.
    unit.is_empty().then_some(Number { value, approximate })
}

/// Returns a printed rate as a share, and how far rounding may have moved it.
///
/// 0.9375, 93.8% and 93.8 are all read; half a unit of the last printed digit is allowed,
/// but no less than 0.05 percentage points.
pub(crate) fn printed_share(value: &Value, number: f64) -> (f64, f64) {
    let text = value.text();
    let is_percent = text.contains(['%', '％', '分']) || number > 1.5;
    let n_decimals = squeeze(&text)
        .split_once('.')
        .map_or(0, |(_, tail)| tail.chars().take_while(char::is_ascii_digit).count());
    let n_decimals = i32::try_from(n_decimals.min(9)).unwrap_or(9);
    // A percent sign has already turned the number into a share.
    let share = if number > 1.5 { number / 100.0 } else { number };
    let digits = if is_percent { n_decimals + 2 } else { n_decimals.max(2) };
    let half_unit = 0.5 * 10_f64.powi(-digits);
    (share, half_unit.max(0.0005) + 1e-9)
}

/// Returns the leading number, in Western or Chinese digits, and what follows it.
pub(super) fn figures(text: &str) -> Option<(f64, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.' && c != '-').unwrap_or(text.len());
    if end > 0 {
        let value: f64 = text[..end].parse().ok()?;
        return value.is_finite().then_some((value, &text[end..]));
    }
    let end = text.find(|c: char| !NUMERALS.contains(c)).unwrap_or(text.len());
    Some((chinese_number(&text[..end])?, &text[end..]))
}

/// The characters of Chinese numbers.
const NUMERALS: &str = "零〇一二两三四五六七八九十百千";

/// Returns a Chinese number below ten thousand: 十二, 一百零五.
fn chinese_number(text: &str) -> Option<f64> {
    let mut total = 0.0;
    let mut digit: Option<f64> = None;
    let mut smallest = f64::INFINITY;
    for c in text.chars() {
        let scale = match c {
            '十' => 10.0,
            '百' => 100.0,
            '千' => 1000.0,
            '零' | '〇' => {
                if digit.is_some() {
                    return None;
                }
                continue;
            }
            _ => {
                let at = "一二三四五六七八九".chars().position(|d| d == c || c == '两' && d == '二')?;
                if digit.replace(f64::from(u8::try_from(at).ok()?) + 1.0).is_some() {
                    return None;
                }
                continue;
            }
        };
        if scale >= smallest {
            return None;
        }
        smallest = scale;
        total += digit.take().unwrap_or(1.0) * scale;
    }
    let value = total + digit.unwrap_or(0.0);
    (!text.is_empty()).then_some(value)
}

/// Returns whether a cell says that there is nothing to say.
pub(crate) fn says_nothing(text: &str) -> bool {
    matches!(squeeze(text).as_str(), "" | "无" | "/" | "-" | "—" | "——" | "暂无" | "没有" | "未开展")
}

#[cfg(test)]
mod tests {
    use super::*;

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
        check("1200字以上", Some((1200.0, true)));
        check("1.2万字", Some((12_000.0, false)));
        check("百分之九十", Some((0.9, false)));
        check("十二", Some((12.0, false)));
        check("二十人", Some((20.0, false)));
        check("一百零五人", Some((105.0, false)));
        check("两次", Some((2.0, false)));
        for text in ["", "若干", "1至2", "3月5日", "12人次左右等", "1.2.3", "-", "一二三", "十十", "第"]
        {
            check(text, None);
        }
    }

    #[test]
    fn names() {
        assert_eq!(person(" 张　三 "), "张三");
        assert_eq!(person("张三（书记）"), "张三");
        assert_eq!(person("（书记）张三"), "张三");
        assert_eq!(person("1.张三"), "张三");
        assert_eq!(person("（２）张　三"), "张三");
        assert_eq!(person("③张三同志"), "张三");
        for name in ["买买提•艾力", "买买提.艾力", "买买提．艾力", "买买提 · 艾力", "买\u{200b}买提·艾力"]
        {
            assert_eq!(person(name), "买买提·艾力");
        }
        assert_eq!(person("张伟（大）"), "张伟（大）");
        assert_eq!(person("张 伟(女)"), "张伟（女）");
        assert_eq!(without_note("张伟（女）"), "张伟");
        assert_eq!(people("张三（书记、镇长）、李四 （副书记）"), ["张三", "李四"]);
        assert_eq!(people("张　三 李四"), ["张三", "李四"]);
        assert_eq!(people("1.张三；2.李四"), ["张三", "李四"]);
        assert_eq!(people("张三、李四，王 五"), ["张三", "李四", "王五"]);
        assert_eq!(people("张三 李四"), ["张三", "李四"]);
        assert_eq!(people("无"), Vec::<String>::new());
    }

    #[test]
    fn printed_rates() {
        let check = |value: Value, share: f64, tolerance: f64| {
            let number = number(&value).expect("a number").value;
            let (found, allowed) = printed_share(&value, number);
            assert!(
                (found - share).abs() < 1e-9 && (allowed - tolerance).abs() < 1e-6,
                "{value:?}: {allowed}"
            );
        };
        check(Value::Number(0.9375), 0.9375, 0.0005);
        check(Value::Number(0.94), 0.94, 0.005);
        check(Value::Number(1.0), 1.0, 0.005);
        check(Value::Text("93.8%".into()), 0.938, 0.0005);
        check(Value::Text("94%".into()), 0.94, 0.005);
        check(Value::Number(93.8), 0.938, 0.0005);
    }
}
