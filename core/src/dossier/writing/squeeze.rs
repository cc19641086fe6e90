//! Texts free of what only the cell's look needs, the one way of putting them in one form.

use unicode_normalization::UnicodeNormalization;

/// Returns the text with full-width letters, digits and spaces made half-width, without marks
/// that have no width, with characters that only look like others made those, trimmed.
pub(crate) fn normalise(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{3000}' | '\u{a0}' => out.push(' '),
            // The full-width forms stand 0xFEE0 above their ASCII twins. Only letters, digits
            // and marks inside numbers: 。，；： stay as people wrote them.
            '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '．' | '－' | '／' | '％' | '＝' | '＋' => {
                out.push(char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c));
            }
            _ if has_no_width(c) => {}
            _ if is_look_alike(c) => out.extend(std::iter::once(c).nfkc()),
            _ => out.push(c),
        }
    }
    out.trim().to_string()
}

/// Returns whether a character shows nothing and parts nothing: zero-width spaces and joiners,
/// marks of direction, soft hyphens, byte order marks, and selectors of a glyph's form.
fn has_no_width(c: char) -> bool {
    matches!(
        c,
        '\u{ad}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2064}'
            | '\u{2066}'..='\u{206f}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{e0100}'..='\u{e01ef}'
    )
}

/// Returns whether a character is a radical or a compatibility ideograph, which look like the
/// ordinary ideograph and are another: copied from PDF files, ⼀ and 凉 for 一 and 凉.
fn is_look_alike(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{2fdf}' | '\u{f900}'..='\u{faff}' | '\u{2f800}'..='\u{2fa1f}')
}

/// Returns the normalised text without any white space: 清　溪 镇 is 清溪镇.
pub fn squeeze(text: &str) -> String {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_the_same_is_the_same() {
        let check = |text: &str, expected: &str| assert_eq!(squeeze(text), expected, "{text:?}");
        check("张\u{200b}三\u{feff}", "张三");
        check("\u{200e}1月16日", "1月16日");
        check("\u{2f00}\u{f979}", "一凉");
        check("清　溪 镇\n", "清溪镇");
        check("１２．５％", "12.5%");
        check("√\u{fe0f}", "√");
        check("，。（）", "，。（）");
    }

    #[test]
    fn one_line_joins_chinese_and_parts_latin() {
        assert_eq!(one_line("学习\n内容 与　要求"), "学习内容与要求");
        assert_eq!(one_line("PDF\nA 级"), "PDF A级");
    }
}
