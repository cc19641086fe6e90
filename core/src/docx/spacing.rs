//! How close the characters of a paragraph stand.
//!
//! The pages squeeze marks so that a line takes one more character, and so does Word. LibreOffice
//! does not squeeze those of a DOCX, and puts white between Chinese characters and digits: some
//! paragraphs would get one more line there, which often holds a single word. These stand a little
//! closer, as a typist would set them, so that they have as many lines in both.

use crate::docx::measures::{SAN_HAO, WIDTH};

/// How much closer characters of 三号 stand, in twentieths of a point: 28 of 16 points do not fit into 156 mm.
pub(super) const USUAL: i32 = -5;
/// The closest of a paragraph of several lines: a 29th character does not fit into a full one yet.
const CLOSEST: i32 = -14;
/// How close they are where the text would need a page more: a 30th character does not fit.
const OF_FULL: i32 = -24;
/// By how much lines of many digits may be reckoned too wide.
const DOUBT: i32 = 4;
/// The closest of a paragraph that shall have a single line.
const CLOSEST_OF_ONE: i32 = -27;

/// The width of a Chinese character.
const EM: i32 = SAN_HAO as i32 * 10;
/// The widths of digits, as wide as faces have them, and of other Latin characters.
const DIGIT: i32 = EM * 9 / 16;
const LATIN: i32 = EM / 2;
/// White before the first line of a paragraph.
const INDENT: i32 = WIDTH as i32 / 14;

/// How a program breaks lines.
#[derive(Debug, Clone, Copy)]
struct Program {
    /// White between Chinese characters and Latin ones.
    white: i32,
    /// How much narrower a mark gets where a line needs it.
    squeeze: i32,
    /// Whether a mark may hang out of a line.
    hangs: bool,
    /// Whether characters stand closer before one of another script, too.
    joins_scripts: bool,
}

/// Word, whose lines are about those of the pages.
const WORD: Program = Program { white: 0, squeeze: EM / 2, hangs: false, joins_scripts: true };
const LIBRE_OFFICE: Program = Program { white: EM / 5, squeeze: 0, hangs: true, joins_scripts: false };

/// Returns how many lines more than its pages some indented paragraphs have in LibreOffice, as close as they may be.
pub(super) fn n_more<'a>(texts: impl Iterator<Item = &'a str>) -> usize {
    let more = |text: &str| {
        let chars: Vec<char> = text.chars().collect();
        let spacing = closer(text, false).unwrap_or(USUAL);
        n_lines(&chars, LIBRE_OFFICE, spacing).saturating_sub(n_lines(&chars, WORD, USUAL))
    };
    texts.map(more).sum()
}

/// Returns how much closer than usual the characters of an indented paragraph must stand so that it has as many
/// lines in LibreOffice as in Word; nothing where they need not, or it would be too close. More is allowed where
/// the pages are full.
pub(super) fn closer(text: &str, is_full: bool) -> Option<i32> {
    let chars: Vec<char> = text.chars().collect();
    let wanted = n_lines(&chars, WORD, USUAL);
    let fits = |spacing: &i32| n_lines(&chars, LIBRE_OFFICE, *spacing) <= wanted;
    if fits(&USUAL) {
        return None;
    }
    let closest = if wanted == 1 { CLOSEST_OF_ONE } else { CLOSEST };
    let usual = (closest..USUAL).rev().find(fits);
    let spacing = usual.or_else(|| (is_full && fits(&(OF_FULL - DOUBT))).then_some(OF_FULL))?;
    (n_lines(&chars, WORD, spacing) == wanted).then_some(spacing)
}

/// Returns on how many lines a program sets an indented paragraph.
fn n_lines(chars: &[char], program: Program, spacing: i32) -> usize {
    let width = i32::try_from(WIDTH).unwrap_or(i32::MAX);
    let (mut n_lines, mut filled, mut squeezed, mut start) = (1, INDENT, 0, 0);
    while start < chars.len() {
        let mut end = start + 1;
        while end < chars.len() && is_joined(chars[end - 1], chars[end]) {
            end += 1;
        }
        let (mut wide, mut less) = (0, 0);
        for at in start..end {
            let c = chars[at];
            let before = at.checked_sub(1).map(|at| chars[at]);
            let ends_script = chars.get(at + 1).is_some_and(|next| next.is_ascii() != c.is_ascii());
            wide += width_of(c);
            if program.joins_scripts || !ends_script {
                wide += spacing;
            }
            if before.is_some_and(|before| is_parted(before, c)) {
                wide += program.white;
            }
            if is_mark(c) {
                less += program.squeeze;
            }
        }
        let hangs = program.hangs && end - start > 1 && is_stop(chars[end - 1]) && !chars[end - 2].is_ascii();
        let more = if hangs { EM } else { 0 };
        if filled + wide - squeezed - less > width + more {
            (n_lines, filled, squeezed) = (n_lines + 1, 0, 0);
        }
        filled += wide;
        squeezed += less;
        start = end;
    }
    n_lines
}

/// Returns how wide a character is.
fn width_of(c: char) -> i32 {
    match c {
        '0'..='9' => DIGIT,
        c if c.is_ascii() => LATIN,
        _ => EM,
    }
}

/// Returns whether a mark ends a sentence or a part of it: no line begins with one, and LibreOffice lets it hang out.
fn is_stop(c: char) -> bool {
    matches!(c, '，' | '。' | '、' | '；' | '：' | '！' | '？')
}

/// Returns whether no line begins with another mark.
fn is_closing(c: char) -> bool {
    matches!(c, '）' | '》' | '〉' | '」' | '』' | '”' | '’' | '】' | '〕' | '…' | '—' | '·' | '％' | '%')
}

/// Returns whether no line ends with a mark.
fn is_opening(c: char) -> bool {
    matches!(c, '（' | '《' | '〈' | '「' | '『' | '“' | '‘' | '【' | '〔')
}

/// Returns whether a mark is as wide as a character, half of it white.
fn is_mark(c: char) -> bool {
    !c.is_ascii() && (is_stop(c) || is_closing(c) || is_opening(c))
}

/// Returns whether no line ends between two characters.
fn is_joined(before: char, after: char) -> bool {
    is_stop(after)
        || is_closing(after)
        || is_opening(before)
        || before.is_ascii_digit() && after.is_ascii_digit()
}

/// Returns whether LibreOffice puts white between two characters: neither is a mark, and one is Latin.
fn is_parted(before: char, after: char) -> bool {
    let is_word = |c: char| c.is_alphanumeric();
    before.is_ascii() != after.is_ascii() && is_word(before) && is_word(after)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str, program: Program, spacing: i32) -> usize {
        n_lines(&text.chars().collect::<Vec<char>>(), program, spacing)
    }

    #[test]
    fn full_lines_have_28_characters() {
        // The first line has two less.
        for n in 1..6 {
            let (full, more) = ("字".repeat(28 * n - 2), "字".repeat(28 * n - 1));
            for (program, spacing) in
                [(WORD, USUAL), (LIBRE_OFFICE, USUAL), (WORD, CLOSEST), (LIBRE_OFFICE, CLOSEST)]
            {
                assert_eq!((lines(&full, program, spacing), lines(&more, program, spacing)), (n, n + 1));
            }
        }
        assert_eq!(lines(&"字".repeat(26), WORD, USUAL + 2), 2, "28 would not fit");
        assert_eq!(lines(&"字".repeat(55), WORD, CLOSEST - 1), 2, "29 would fit");
    }

    #[test]
    fn marks_are_squeezed_by_word_alone() {
        let text = format!("（{}，{}）{}", "字".repeat(8), "字".repeat(8), "字".repeat(8));
        assert_eq!((lines(&text, WORD, USUAL), lines(&text, LIBRE_OFFICE, USUAL)), (1, 2));
        let digits = format!("{}5次{}", "字".repeat(12), "字".repeat(12));
        assert_eq!((lines(&digits, WORD, USUAL), lines(&digits, LIBRE_OFFICE, USUAL)), (1, 1));
    }

    #[test]
    fn paragraphs_with_a_line_more_stand_closer() {
        assert_eq!(closer("共学习12次。", true), None);
        assert_eq!(closer("学习安排共有各项任务的责任人、时限和要求，见表1和按月的学习安排。", true), None);
        let one = closer("各项任务的责任人、时限和要求见表1，按月学习安排见表2。", false);
        assert!(one.is_some_and(|spacing| (CLOSEST_OF_ONE..CLOSEST).contains(&spacing)), "{one:?}");
        let several = closer(
            "从考勤记录看，未到会满30天的6人次还没有补学。列入计划的10项学习中，按期开展7项，占70%，“决战决胜\
             脱贫攻坚座谈会精神”“党章党规”“茶产业发展与乡村振兴”没有按期开展。上半年没有开展考学；第一季度没有\
             对中心组开展督学。",
            false,
        );
        assert!(several.is_some_and(|spacing| (CLOSEST..USUAL).contains(&spacing)), "{several:?}");
        let full = "党委书记作为第一责任人，主持集中学习5次，主讲辅导2次，作重点发言4次，撰写的《完善清溪镇治理体系\
                    的几点思考》由县委宣传部《学习简报》刊发；副组长主持集中学习3次；重点发言共9人次。上半年计划安排\
                    学习10项，其中按期开展7项；一季度集中学习3次、二季度5次，每个季度都有专题研讨。应到96人次，实到\
                    80人次；未到会的，会后补学2人次；有关人员列席2人次。";
        assert_eq!((closer(full, false), n_more([full, full].into_iter())), (None, 2));
        assert_eq!(closer(full, true), Some(OF_FULL));
        // Too many digits and marks: a line more is better than characters that touch.
        let digits = "1月5次，2月6次，3月7次。".repeat(9);
        assert_eq!(closer(&digits, true), None);
    }
}
