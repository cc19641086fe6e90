//! Which parts of a text stay on one line: numbers with their units, dates.
//!
//! Complements `unbroken` of templates/gb9704/body.typ. The parts are put between word
//! joiners (U+2060), which are not set: left to Typst's line breaking they would do the same,
//! but stay in text copied from the PDF, where `8次` would no longer be found.

/// What stands on both sides of a part that is not broken.
const JOINER: char = '\u{2060}';
/// Units of more than one character.
const LONG_UNITS: [&str; 14] = [
    "个百分点",
    "百分点",
    "人次",
    "小时",
    "分钟",
    "个月",
    "万元",
    "亿元",
    "公里",
    "公顷",
    "季度",
    "周年",
    "年度",
    "周岁",
];
/// Marks that a piece set by itself would let slip to the next line.
const HELD: [char; 2] = ['：', '；'];

/// Puts each number with its unit, and each date, between joiners.
pub(crate) fn mark_unbroken(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 64);
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, from) = rest.split_at(start);
        out.push_str(before);
        let n_number = number_len(from);
        // A number within a word, such as `A4`, has no unit.
        let is_word = before.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '.');
        let n_unit = if is_word { 0 } else { tail_len(&from[n_number..]) };
        let (piece, after) = from.split_at(n_number + n_unit);
        if n_unit > 0 {
            out.push(JOINER);
            out.push_str(piece);
            out.push(JOINER);
        } else {
            out.push_str(piece);
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Puts each middle dot with the character before it between joiners: no line starts with one.
///
/// Narrow columns break lines between any two characters; wide ones hardly ever within a name.
pub(crate) fn mark_dots(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if chars.peek() == Some(&'·') {
            out.extend([JOINER, c]);
            out.extend(chars.by_ref().next());
            out.push(JOINER);
        } else {
            out.push(c);
        }
    }
    out
}

/// Returns the length in bytes of the number that a text starts with.
fn number_len(text: &str) -> usize {
    let is_point = |c: char| matches!(c, '.' | ',');
    let mut end = 0;
    for (at, c) in text.char_indices() {
        let goes_on = c.is_ascii_digit()
            || (is_point(c) && text[at + 1..].starts_with(|next: char| next.is_ascii_digit()));
        if !goes_on {
            break;
        }
        end = at + 1;
    }
    end
}

/// Returns the length of what belongs to a number before it: its unit, and the rest of a
/// date; 0 where there is no unit.
fn tail_len(text: &str) -> usize {
    let n_unit = unit_len(text);
    let after = &text[n_unit..];
    // 2020年7月3日 is one piece.
    let n_more = if text[..n_unit].ends_with(['年', '月']) && after.starts_with(|c: char| c.is_ascii_digit())
    {
        let n_number = number_len(after);
        match tail_len(&after[n_number..]) {
            0 => 0,
            n => n_number + n,
        }
    } else {
        0
    };
    if n_unit == 0 || n_more > 0 {
        return n_unit + n_more;
    }
    n_unit + after.chars().next().filter(|c| HELD.contains(c)).map_or(0, char::len_utf8)
}

/// Returns the length of the unit that a text starts with.
fn unit_len(text: &str) -> usize {
    let long = LONG_UNITS.iter().find(|unit| text.starts_with(**unit)).map(|unit| unit.len());
    let short = text.chars().next().filter(|c| ('\u{4E00}'..='\u{9FFF}').contains(c)).map(char::len_utf8);
    long.or(short).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(mark_unbroken(text).replace(JOINER, "|"), expected);
    }

    #[test]
    fn dots_of_names() {
        let check = |text: &str, expected: &str| {
            assert_eq!(mark_dots(text).replace(JOINER, "|"), expected);
        };
        check("张三", "张三");
        check("阿依古丽·买买提", "阿依古|丽·|买买提");
        check("·", "·");
        check("甲··乙", "|甲·|·乙");
    }

    #[test]
    fn numbers_with_units() {
        check("学习8次，心得24篇。", "学习|8次|，心得|24篇|。");
        check("平均2.5小时；到课率37.5%。", "平均|2.5小时；|到课率37.5%。");
        check("下降3.3个百分点", "下降|3.3个百分点|");
        check("1,234元", "|1,234元|");
        check("没有数字", "没有数字");
    }

    #[test]
    fn dates() {
        check("在2020年7月3日前", "在|2020年7月3日|前");
        check("2020年上半年", "|2020年|上半年");
        check("7月至12月", "|7月|至|12月|");
        check("到2020年7", "到|2020年|7");
    }

    #[test]
    fn numbers_without_units() {
        check("1.发言", "1.发言");
        check("A4纸", "A4纸");
        check("3.5", "3.5");
        check("12", "12");
    }
}
