//! Texts free of what only the cell's look needs: spaces, breaks and full-width forms.

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_joins_chinese_and_parts_latin() {
        assert_eq!(one_line("学习\n内容 与　要求"), "学习内容与要求");
        assert_eq!(one_line("PDF\nA 级"), "PDF A级");
    }
}
