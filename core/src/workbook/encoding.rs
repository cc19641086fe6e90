//! The text of a file whose encoding nobody wrote down.
//!
//! In order: byte order mark, UTF-16 by where its zero bytes lie, strict UTF-8, GB18030. The
//! last includes GBK and GB 2312 and accepts almost anything, so it must come last.

use std::borrow::Cow;

use encoding_rs::{Encoding, GB18030, UTF_16BE, UTF_16LE};

use crate::workbook::ReadError;

/// Text and how it was found.
#[derive(Debug)]
pub(super) struct Decoded<'a> {
    /// The text without a byte order mark.
    pub(super) text: Cow<'a, str>,
    /// The encoding as people know it.
    pub(super) encoding: &'static str,
    /// Characters that could not be decoded and are `�` now.
    pub(super) n_lost: usize,
}

/// The share of bad characters, one in so many, from which a file is no text.
const ONE_BAD_IN: usize = 20;

/// Decodes the content of a text file.
pub(super) fn decode(bytes: &[u8]) -> Result<Decoded<'_>, ReadError> {
    let decoded = match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => utf8(rest).unwrap_or_else(|| lossy(rest)),
        [0xFF, 0xFE, ..] => utf16(bytes, UTF_16LE, "UTF-16 LE"),
        [0xFE, 0xFF, ..] => utf16(bytes, UTF_16BE, "UTF-16 BE"),
        _ => match zero_bytes(bytes) {
            Zeros::Odd => utf16(bytes, UTF_16LE, "UTF-16 LE"),
            Zeros::Even => utf16(bytes, UTF_16BE, "UTF-16 BE"),
            Zeros::None => utf8(bytes).or_else(|| mostly_utf8(bytes)).unwrap_or_else(|| gb18030(bytes)),
            Zeros::Mixed => return Err(binary()),
        },
    };
    let n_chars = decoded.text.chars().count();
    if decoded.n_lost * ONE_BAD_IN > n_chars {
        return Err(binary());
    }
    // A spreadsheet as text has no control characters but tabs and line breaks; old programs
    // end it with one more.
    let is_control = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{1a}' | '\u{85}');
    if decoded.text.chars().any(is_control) {
        return Err(binary());
    }
    Ok(decoded)
}

fn binary() -> ReadError {
    ReadError::NotASpreadsheet { found: "内容不是文字".to_string() }
}

/// Where zero bytes lie.
enum Zeros {
    None,
    /// At even offsets: the upper bytes of big-endian ASCII.
    Even,
    /// At odd offsets: little-endian.
    Odd,
    Mixed,
}

/// Looks where the zero bytes of the first part lie.
fn zero_bytes(bytes: &[u8]) -> Zeros {
    let head = &bytes[..bytes.len().min(1 << 16)];
    let count = |parity: usize| head.iter().skip(parity).step_by(2).filter(|&&byte| byte == 0).count();
    match (count(0), count(1)) {
        (0, 0) => Zeros::None,
        // 一 is U+4E00: such a zero is rare beside those of commas and line ends.
        (even, odd) if odd > even * 4 => Zeros::Odd,
        (even, odd) if even > odd * 4 => Zeros::Even,
        _ => Zeros::Mixed,
    }
}

fn utf16<'a>(bytes: &'a [u8], encoding: &'static Encoding, name: &'static str) -> Decoded<'a> {
    let (text, _) = encoding.decode_with_bom_removal(bytes);
    counted(text, name)
}

fn counted<'a>(text: Cow<'a, str>, encoding: &'static str) -> Decoded<'a> {
    let n_lost = text.matches('\u{fffd}').count();
    Decoded { text, encoding, n_lost }
}

fn utf8(bytes: &[u8]) -> Option<Decoded<'_>> {
    let text = std::str::from_utf8(bytes).ok()?;
    Some(Decoded { text: Cow::Borrowed(text), encoding: "UTF-8", n_lost: 0 })
}

fn lossy(bytes: &[u8]) -> Decoded<'_> {
    counted(String::from_utf8_lossy(bytes), "UTF-8")
}

/// Decodes UTF-8 in which a few bytes are wrong: cut off at the end, or pasted in.
///
/// GBK text holds whole three-byte characters of UTF-8 only by accident.
fn mostly_utf8(bytes: &[u8]) -> Option<Decoded<'_>> {
    let decoded = lossy(bytes);
    let n_good = decoded.text.chars().filter(|&c| c >= '\u{800}' && c != '\u{fffd}').count();
    (n_good > decoded.n_lost * ONE_BAD_IN).then_some(decoded)
}

fn gb18030(bytes: &[u8]) -> Decoded<'_> {
    let (text, _) = GB18030.decode_without_bom_handling(bytes);
    counted(text, "GB18030（GBK）")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], expected: Option<(&str, &str)>) {
        let decoded = decode(bytes).ok();
        assert_eq!(decoded.as_ref().map(|decoded| (decoded.encoding, &*decoded.text)), expected);
    }

    #[test]
    fn encodings() {
        let text = "姓名,题目\r\n张三,论“三农”\r\n";
        let units = || text.encode_utf16();
        let little: Vec<u8> = units().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = units().flat_map(u16::to_be_bytes).collect();
        check(text.as_bytes(), Some(("UTF-8", text)));
        check(&[b"\xEF\xBB\xBF", text.as_bytes()].concat(), Some(("UTF-8", text)));
        check(&little, Some(("UTF-16 LE", text)));
        check(&big, Some(("UTF-16 BE", text)));
        check(&[b"\xFF\xFE", &little[..]].concat(), Some(("UTF-16 LE", text)));
        check(&[b"\xFE\xFF", &big[..]].concat(), Some(("UTF-16 BE", text)));
        check(&GB18030.encode(text).0, Some(("GB18030（GBK）", text)));
    }

    #[test]
    fn a_few_bad_bytes_do_not_change_the_encoding() {
        let text = "心得体会目录共三十篇，每人每季度不少于一篇，请于月底前报送";
        let cut = &text.as_bytes()[..text.len() - 1];
        let mended = format!("{}\u{fffd}", text.strip_suffix('送').unwrap_or_default());
        check(cut, Some(("UTF-8", &mended)));
    }

    #[test]
    fn binary_is_refused() {
        check(b"ab\0cd\0\0ef", None);
        check(&[0x81, 0xFF, 0xFF], None);
        check(b"a\x01b", None);
    }
}
