//! Which parts of a text stay on one line: numbers with their units or with what they number, dates.
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
/// What stands before 图 and 表 where they are numbered, and not the end of a word such as 代表.
const BEFORE_NUMBERED: [char; 8] = ['见', '如', '在', '和', '及', '与', '、', '（'];
/// Marks that a piece set by itself would let slip to the next line.
const HELD: [char; 2] = ['：', '；'];

/// Dashes of ranges (连接号) before which lines are broken: no line starts with one (GB/T
/// 15834-2011, 5.1). Before a pair, the dash 破折号, a line may end.
pub(crate) const DASHES: &str = "—～－";
/// Marks that a dash's piece must not start with, since a line may end before a piece.
const NOT_AT_START: &str = "。，、；：！？”’）〕】》〉%·℃";

/// Puts each number with its unit, each date, and each dash with what it follows between joiners.
pub(crate) fn mark_unbroken(text: &str) -> String {
    hold_dashes(&mark_numbers(text))
}

/// Puts each middle dot and each dash with what it follows between joiners: narrow columns break
/// lines between any two characters; wide ones hardly ever within a name.
pub(crate) fn mark_dots_and_dashes(text: &str) -> String {
    hold_dashes(&mark_dots(text))
}

/// Puts each number with its unit, and each date, between joiners.
fn mark_numbers(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 64);
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, from) = rest.split_at(start);
        out.push_str(before);
        let n_number = number_len(from);
        let numbered = numbered(before);
        // A number within a word, such as `A4`, has no unit, and 附件1 none either.
        let is_word = before.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '.');
        let n_unit = if is_word || numbered.is_some() { 0 } else { tail_len(&from[n_number..]) };
        let n_held = if numbered.is_some() { held_len(&from[n_number..]) } else { 0 };
        let (piece, after) = from.split_at(n_number + n_unit + n_held);
        if let Some(what) = numbered {
            out.truncate(out.len() - what.len());
            out.push(JOINER);
            out.push_str(what);
        } else if n_unit > 0 {
            out.push(JOINER);
        }
        out.push_str(piece);
        if numbered.is_some() || n_unit > 0 {
            out.push(JOINER);
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Returns what the number behind a text numbers: an attachment, a chart or a table.
fn numbered(before: &str) -> Option<&'static str> {
    let is_numbered = |what: &&str| {
        before.strip_suffix(what).is_some_and(|rest| rest.is_empty() || rest.ends_with(BEFORE_NUMBERED))
    };
    if before.ends_with("附件") {
        Some("附件")
    } else {
        ["图", "表"].into_iter().find(|what| is_numbered(what))
    }
}

/// Puts each middle dot with the character before it between joiners: no line starts with one.
fn mark_dots(text: &str) -> String {
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

/// Returns whether a line must not start with the dash that a text starts with: one that is no
/// half of 破折号.
pub(crate) fn is_range_dash(before: Option<char>, text: &str) -> bool {
    let mut chars = text.chars();
    let Some(dash) = chars.next().filter(|c| DASHES.contains(*c)) else { return false };
    before != Some(dash) && chars.next() != Some(dash)
}

/// Puts each dash of a range, and each that is a sign, into one piece with what it follows.
fn hold_dashes(marked: &str) -> String {
    if !marked.contains(|c| DASHES.contains(c)) {
        return marked.to_string();
    }
    let mut pieces: Vec<(bool, String)> = Vec::new();
    let mut glued = false;
    // Parts by turns outside and within joiners, as they are marked.
    for (at, part) in marked.split(JOINER).enumerate() {
        let is_piece = at % 2 == 1;
        if is_piece {
            match pieces.last_mut() {
                Some((true, last)) if glued => last.push_str(part),
                _ => pieces.push((true, part.to_string())),
            }
            glued = false;
            continue;
        }
        for (start, c) in part.char_indices() {
            let before = pieces.last().and_then(|(_, last)| last.chars().next_back());
            if before.is_some() && is_range_dash(before, &part[start..]) {
                glued = hold(&mut pieces, c);
            } else if glued && (c.is_ascii_digit() || ".%".contains(c)) {
                pieces.last_mut().expect("a dash has been held").1.push(c);
            } else {
                glued = false;
                match pieces.last_mut() {
                    Some((false, last)) => last.push(c),
                    _ => pieces.push((false, c.to_string())),
                }
            }
        }
    }
    let mut out = String::with_capacity(marked.len() + 16);
    for (is_piece, part) in pieces {
        let joiner = is_piece.then_some(JOINER);
        out.extend(joiner);
        out.push_str(&part);
        out.extend(joiner);
    }
    out
}

/// Puts a dash into one piece with the number or the character before it; returns whether it is
/// a sign: nothing that could begin a range stands there.
fn hold(pieces: &mut Vec<(bool, String)>, dash: char) -> bool {
    let mut held = String::from(dash);
    let mut is_sign = false;
    while let Some((is_piece, mut last)) = pieces.pop() {
        if is_piece {
            held.insert_str(0, &last);
            break;
        }
        let is_number = |c: char| c.is_ascii_alphanumeric() || ".,".contains(c);
        let run = last.trim_end_matches(is_number).len();
        let start =
            if run < last.len() { run } else { last.char_indices().next_back().map_or(0, |(at, _)| at) };
        let taken = last.split_off(start);
        is_sign = held.chars().nth(1).is_none() && run == start + taken.len();
        held.insert_str(0, &taken);
        if !last.is_empty() {
            pieces.push((false, last));
        }
        if !held.starts_with(|c| NOT_AT_START.contains(c)) {
            break;
        }
    }
    pieces.push((true, held));
    is_sign
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
    n_unit + held_len(after)
}

/// Returns the length of the mark that a piece before it must hold; 0 where there is none.
fn held_len(text: &str) -> usize {
    text.chars().next().filter(|c| HELD.contains(c)).map_or(0, char::len_utf8)
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
            assert_eq!(mark_dots_and_dashes(text).replace(JOINER, "|"), expected);
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
    fn numbers_of_attachments_charts_and_tables() {
        check("此外还有2项不足，见附件1。", "此外还有|2项|不足，见|附件1|。");
        check("见附件1；图12和表2见附件3", "见|附件1；||图12|和|表2|见|附件3|");
        check("代表25人次，一览表1份", "代表|25人次|，一览表|1份|");
    }

    #[test]
    fn dates() {
        check("在2020年7月3日前", "在|2020年7月3日|前");
        check("2020年上半年", "|2020年|上半年");
        check("7月至12月", "|7月|至|12月|");
        check("到2020年7", "到|2020年|7");
    }

    #[test]
    fn dashes_stay_with_what_they_follow() {
        check("3月5日—4月6日", "|3月5日—||4月6日|");
        check("应到12—15人", "应到|12—||15人|");
        check("占10%—20%之间", "占|10%—|20%之间");
        check("张三—李四", "张|三—|李四");
        check("《甲》—《乙》", "《|甲》—|《乙》");
        check("变化为—30%，下降", "变化|为—30%|，下降");
        check("变化—3个百分点", "变|化—3个百分点|");
        check("5～8月", "|5～||8月|");
        // 破折号 may start a line, and what starts the text has nothing before it.
        check("学习——“三农”", "学习——“三农”");
        check("—", "—");
        check("—30", "—30");
    }

    #[test]
    fn numbers_without_units() {
        check("1.发言", "1.发言");
        check("A4纸", "A4纸");
        check("3.5", "3.5");
        check("12", "12");
    }
}
