//! Chinese numerals of dates in Western digits.

/// Writes Chinese numerals of a date in Western digits: 二〇二〇年三月十五日 → 2020年3月15日.
pub(crate) fn western_digits(text: &str) -> String {
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
