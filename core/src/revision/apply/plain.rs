//! Texts in the form in which they are compared, and what stands before headings.

use crate::document::visible::visible;

/// Returns words as a draft that comes back shows them: what the reader makes plain is plain.
pub(super) fn plain(words: &str) -> String {
    let shown = visible(words);
    let digits = shown.chars().map(|c| match c {
        '\u{A0}' | '\u{2007}' | '\u{202F}' => ' ',
        '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')).unwrap_or(c),
        c => c,
    });
    digits.collect::<String>().trim().to_string()
}

/// Returns words without any white between them, which only places them on a page.
pub(super) fn squeezed(words: &str) -> String {
    plain(words).chars().filter(|c| !c.is_whitespace()).collect()
}

const NUMERALS: &str = "一二三四五六七八九十百";

/// Returns how long the number is that opens a heading of this level, as it stands there.
pub(super) fn number_of(level: u8, text: &str) -> Option<usize> {
    let (open, close): (&[char], &[char]) = match level {
        1 => (&[], &['、', '.', '．']),
        _ => (&['（', '('], &['）', ')']),
    };
    let inner = if open.is_empty() { text } else { text.strip_prefix(open)? };
    let rest = inner.trim_start_matches(|c| NUMERALS.contains(c));
    let n_numerals = inner.len() - rest.len();
    let after = rest.strip_prefix(close).filter(|_| n_numerals > 0)?;
    Some(text.len() - after.trim_start().len())
}

/// Returns the level of a paragraph that is a heading by the number typed before it, with the
/// number's length: one that is short, and no sentence.
pub(super) fn typed_heading(text: &str) -> Option<(u8, usize)> {
    const MAX_CHARS: usize = 40;
    let is_sentence = text.contains(['。', '；', '！', '？']) || text.chars().count() > MAX_CHARS;
    let mut levels = [1, 2].into_iter().filter_map(|level| Some((level, number_of(level, text)?)));
    levels.next().filter(|_| !is_sentence)
}

/// Returns whether a paragraph is one of the third level by its number: `1.` or `1．`.
pub(in crate::revision) fn is_item(text: &str) -> bool {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let n_digits = text.len() - rest.len();
    (1..=2).contains(&n_digits)
        && rest.strip_prefix(['.', '．']).is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_before_headings() {
        let check = |text: &str, expected| assert_eq!(typed_heading(text), expected, "{text}");
        check("一、主要做法", Some((1, 6)));
        check("十二、 下一步", Some((1, 10)));
        check("（三）学用结合", Some((2, 9)));
        check("(三)学用结合", Some((2, 5)));
        check("一是加强学习。", None);
        check("一、要加强学习。二、要抓落实。", None);
        check("（下略）", None);
        check("第一、二季度", None);
    }

    #[test]
    fn items_have_a_digit_and_a_point() {
        assert!(is_item("1.学习计划") && is_item("12．学习计划"));
        assert!(!is_item("1.5次") && !is_item("2026.1") && !is_item("一、") && !is_item("123.甲"));
    }

    #[test]
    fn what_the_reader_makes_plain_is_plain() {
        assert_eq!(plain(" １２\u{A0}次\u{200B} "), "12 次");
        assert_eq!(squeezed("〔2026〕\t3号\n签发人：张三"), "〔2026〕3号签发人：张三");
    }
}
