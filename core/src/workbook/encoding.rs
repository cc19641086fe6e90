//! The text of a file whose encoding nobody wrote down.
//!
//! In order: byte order mark, UTF-16 by where its zero bytes lie, UTF-8, Big5, GB18030. The last
//! includes GBK and GB 2312 and accepts almost anything, so it must come last. UTF-8 stays UTF-8
//! where a program cut its characters at the length of a field, and a line that was pasted in
//! from another file is read by itself.

use std::borrow::Cow;
use std::collections::BTreeSet;

use encoding_rs::{BIG5, Encoding, GB18030, UTF_16BE, UTF_16LE};

use crate::workbook::ReadError;
use crate::workbook::error::Way;

/// Text and how it was found.
#[derive(Debug)]
pub(super) struct Decoded<'a> {
    /// The text without a byte order mark, and without what fills the file up behind it.
    pub(super) text: Cow<'a, str>,
    /// The encoding as people know it.
    pub(super) encoding: &'static str,
    /// Characters that could not be decoded and are `�` now.
    pub(super) n_lost: usize,
    /// Zero bytes that filled the file up.
    pub(super) n_filling: usize,
    /// Lines in another encoding, ascending: where each begins in the text.
    pub(super) foreign_lines: Vec<usize>,
    /// What the lines are in that are not in the file's own encoding.
    pub(super) foreign_encoding: &'static str,
}

/// The encoding that needs no word.
pub(super) const UTF8: &str = "UTF-8";
/// The encoding of old programs in China.
const GBK: &str = "GB18030（GBK）";

/// The share of bad characters, one in so many, from which a file is no text.
const ONE_BAD_IN: usize = 20;
/// The bytes of UTF-16, one in so many, that are the zeros of commas and line ends at least.
const ONE_ZERO_IN: usize = 200;
/// The most kinds of control characters that a program leaves over, perhaps in every cell.
const MAX_CONTROLS: usize = 4;

/// Decodes the content of a text file.
pub(super) fn decode(bytes: &[u8]) -> Result<Decoded<'_>, ReadError> {
    let decoded = match bytes {
        [0xFF, 0xFE, 0, 0, ..] | [0, 0, 0xFE, 0xFF, ..] => return Err(not_text("UTF-32 编码的文字")),
        [0xFF, 0xFE, ..] => utf16(bytes, UTF_16LE, "UTF-16 LE"),
        [0xFE, 0xFF, ..] => utf16(bytes, UTF_16BE, "UTF-16 BE"),
        _ => match is_utf16(bytes) {
            Some(true) => utf16(bytes, UTF_16LE, "UTF-16 LE"),
            Some(false) => utf16(bytes, UTF_16BE, "UTF-16 BE"),
            None => of_bytes(bytes),
        },
    };
    let n_chars = decoded.text.chars().count();
    // UTF-8 is told by its whole characters, however many others were cut.
    let n_lost = if decoded.encoding == UTF8 { 0 } else { decoded.n_lost };
    let (mut n_controls, mut kinds) = (0, BTreeSet::new());
    for c in decoded.text.chars().filter(|&c| is_dropped(c)) {
        n_controls += 1;
        kinds.insert(c);
    }
    let is_binary = n_controls * ONE_BAD_IN > n_chars && kinds.len() > MAX_CONTROLS;
    if is_binary || n_lost * ONE_BAD_IN > n_chars {
        return Err(not_text("内容不是文字"));
    }
    Ok(decoded)
}

/// Returns whether a character is one that no cell shows, left over by a program or a device.
pub(super) fn is_dropped(c: char) -> bool {
    c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{85}')
}

fn not_text(found: &'static str) -> ReadError {
    ReadError::other(found, Way::Save)
}

/// Returns whether the text is UTF-16 without a byte order mark, little-endian or not.
///
/// The upper bytes of commas and line ends are zero, and lie at odd offsets where the text is
/// little-endian. A few zeros in other text were left over by a program.
fn is_utf16(bytes: &[u8]) -> Option<bool> {
    let mut head = &bytes[..bytes.len().min(1 << 16)];
    while let [rest @ .., 0, 0] = head {
        head = rest;
    }
    let count = |parity: usize| head.iter().skip(parity).step_by(2).filter(|&&byte| byte == 0).count();
    let (even, odd) = (count(0), count(1));
    // Every other byte of English is zero; Chinese is hardly ever UTF-8 by accident.
    let is_whole = std::str::from_utf8(head).map_or_else(|error| error.error_len().is_none(), |_| true);
    let is_utf8 = is_whole && (even + odd) * 4 < head.len();
    if even.max(odd) * ONE_ZERO_IN < head.len() || is_utf8 {
        return None;
    }
    let is_little = odd > even;
    let encoding = if is_little { UTF_16LE } else { UTF_16BE };
    let (text, _) = encoding.decode_without_bom_handling(head);
    let n_chars = text.chars().count();
    let n_usual = text.chars().filter(|&c| is_usual(c)).count();
    (n_usual * ONE_BAD_IN >= n_chars * (ONE_BAD_IN - 1)).then_some(is_little)
}

/// Returns whether a character stands in an office's tables: ASCII, Chinese, their marks.
fn is_usual(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='~' | '\u{a0}'..='\u{ff}' | '\u{2000}'..='\u{27bf}')
        || matches!(c, '\u{3000}'..='\u{33ff}' | '\u{4e00}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}' | '\u{feff}')
}

fn utf16<'a>(bytes: &'a [u8], encoding: &'static Encoding, name: &'static str) -> Decoded<'a> {
    let (text, _) = encoding.decode_with_bom_removal(bytes);
    let trimmed = text.trim_end_matches(['\0', '\u{1a}']).len();
    let n_filling = text[trimmed..].matches('\0').count();
    let text = match text {
        Cow::Borrowed(text) => Cow::Borrowed(&text[..trimmed]),
        Cow::Owned(mut text) => {
            text.truncate(trimmed);
            Cow::Owned(text)
        }
    };
    Decoded { n_filling, ..whole(text, name) }
}

/// Returns text that is in one encoding.
fn whole<'a>(text: Cow<'a, str>, encoding: &'static str) -> Decoded<'a> {
    let n_lost = text.matches('\u{fffd}').count();
    Decoded { text, encoding, n_lost, n_filling: 0, foreign_lines: Vec::new(), foreign_encoding: "" }
}

/// Decodes text whose ASCII characters have one byte.
fn of_bytes(bytes: &[u8]) -> Decoded<'_> {
    let filled = bytes;
    let mut bytes = bytes;
    while let [rest @ .., 0 | 0x1A] = bytes {
        bytes = rest;
    }
    let n_filling = filled[bytes.len()..].iter().filter(|&&byte| byte == 0).count();
    // Some programs write the mark, then text of the system's own encoding.
    while let [0xEF, 0xBB, 0xBF, rest @ ..] = bytes {
        bytes = rest;
    }
    let decoded = if let Ok(text) = std::str::from_utf8(bytes) {
        Decoded { n_lost: 0, ..whole(Cow::Borrowed(text), UTF8) }
    } else if Evidence::of(bytes).is_utf8() || lines_are_utf8(bytes) {
        by_lines(bytes, UTF8)
    } else if is_big5(bytes) {
        whole(BIG5.decode_without_bom_handling(bytes).0, "Big5（繁体）")
    } else {
        by_lines(bytes, GBK)
    };
    Decoded { n_filling, ..decoded }
}

/// What speaks for and against UTF-8.
struct Evidence {
    /// Whole characters of three or four bytes; Chinese has no others.
    n_good: usize,
    /// Places that are no character.
    n_bad: usize,
    /// Those of them that a character begins and ASCII or the end breaks off.
    n_cut: usize,
    /// Whole characters of two bytes, which GBK makes by accident.
    n_short: usize,
}

impl Evidence {
    fn of(bytes: &[u8]) -> Evidence {
        let mut out = Evidence { n_good: 0, n_bad: 0, n_cut: 0, n_short: 0 };
        let mut chunks = bytes.utf8_chunks().peekable();
        while let Some(chunk) = chunks.next() {
            for c in chunk.valid().chars().filter(|c| !c.is_ascii()) {
                if c < '\u{800}' { out.n_short += 1 } else { out.n_good += 1 }
            }
            let Some(lead) = chunk.invalid().first() else { continue };
            out.n_bad += 1;
            let is_broken_off =
                chunks.peek().is_none_or(|next| next.valid().starts_with(|c: char| c.is_ascii()));
            out.n_cut += usize::from(matches!(lead, 0xE0..=0xF4) && is_broken_off);
        }
        out
    }

    /// Whole characters are hardly made by accident: GBK gives one bad place or more for each.
    fn is_utf8(&self) -> bool {
        self.n_good > 0 && (self.n_bad == self.n_cut || self.n_good >= self.n_bad * 2)
    }
}

/// Splits bytes behind each character that ends a line.
fn lines(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    bytes.split_inclusive(|byte| matches!(byte, b'\n' | b'\r'))
}

/// Returns whether more lines are whole in UTF-8 than are not.
fn lines_are_utf8(bytes: &[u8]) -> bool {
    let (mut n_whole, mut n_other) = (0, 0);
    for evidence in lines(bytes).map(Evidence::of) {
        n_whole += usize::from(evidence.n_bad == 0 && evidence.n_good > 0);
        n_other += usize::from(evidence.n_bad > 0);
    }
    n_whole > n_other
}

/// Decodes line by line: most are in one encoding, a few may come from another file.
fn by_lines(bytes: &[u8], encoding: &'static str) -> Decoded<'static> {
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 2);
    let mut foreign_lines = Vec::new();
    let is_own = encoding == UTF8;
    for line in lines(bytes) {
        let evidence = Evidence::of(line);
        let is_utf8 = if is_own {
            evidence.n_bad == 0 || evidence.is_utf8() || !is_gbk(line)
        } else {
            evidence.n_bad == 0 && evidence.n_good > 1 && evidence.n_short <= evidence.n_good
        };
        if is_utf8 != is_own && !line.is_ascii() {
            foreign_lines.push(text.len());
        }
        text.push_str(&if is_utf8 {
            String::from_utf8_lossy(line)
        } else {
            GB18030.decode_without_bom_handling(line).0
        });
    }
    let foreign_encoding = if is_own { "GBK" } else { UTF8 };
    Decoded { foreign_lines, foreign_encoding, ..whole(Cow::Owned(text), encoding) }
}

/// Returns whether a line is whole in GB18030.
fn is_gbk(line: &[u8]) -> bool {
    GB18030.decode_without_bom_handling_and_without_replacement(line).is_some()
}

/// Returns whether the text is Big5: its everyday characters lie where those of GBK do not.
///
/// The 5,401 everyday characters of Big5 and its marks have lead bytes A1–C6, the 3,755 of
/// GB 2312 B0–D7 and trail bytes from A1 on.
fn is_big5(bytes: &[u8]) -> bool {
    let (mut n, mut n_big5, mut n_gbk) = (0_usize, 0_usize, 0_usize);
    let mut rest = bytes;
    loop {
        rest = match rest {
            [0x81..=0xFF, trail, after @ ..] => {
                let is_high = *trail >= 0xA1;
                n += 1;
                n_big5 +=
                    usize::from(matches!(rest[0], 0xA1..=0xC6) && (is_high || matches!(trail, 0x40..=0x7E)));
                n_gbk += usize::from(matches!(rest[0], 0xA1..=0xA3 | 0xB0..=0xD7) && is_high);
                after
            }
            [_, after @ ..] => after,
            [] => break,
        };
    }
    n >= 4
        && n_big5 * ONE_BAD_IN >= n * (ONE_BAD_IN - 1)
        && n_gbk * 10 <= n * 6
        && BIG5.decode_without_bom_handling_and_without_replacement(bytes).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], expected: Option<(&str, &str)>) {
        let decoded = decode(bytes).ok();
        assert_eq!(decoded.as_ref().map(|decoded| (decoded.encoding, &*decoded.text)), expected);
    }

    /// Checks the text and which of its lines, from 1, were in another encoding.
    #[track_caller]
    fn check_lines(bytes: &[u8], encoding: &str, text: &str, foreign: &[usize]) {
        let decoded = decode(bytes).expect("text");
        assert_eq!((decoded.encoding, &*decoded.text), (encoding, text));
        let lines = decoded.foreign_lines.iter().map(|&at| decoded.text[..at].matches('\n').count() + 1);
        assert_eq!(lines.collect::<Vec<_>>(), foreign);
    }

    fn gbk(text: &str) -> Vec<u8> {
        GB18030.encode(text).0.into_owned()
    }

    #[test]
    fn encodings() {
        let text = "姓名,题目\r\n张三,论“三农”\r\n";
        let units = || text.encode_utf16();
        let little: Vec<u8> = units().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = units().flat_map(u16::to_be_bytes).collect();
        check(text.as_bytes(), Some((UTF8, text)));
        check(&[b"\xEF\xBB\xBF", text.as_bytes()].concat(), Some((UTF8, text)));
        check(&little, Some(("UTF-16 LE", text)));
        check(&big, Some(("UTF-16 BE", text)));
        check(&[b"\xFF\xFE", &little[..]].concat(), Some(("UTF-16 LE", text)));
        check(&[b"\xFE\xFF", &big[..]].concat(), Some(("UTF-16 BE", text)));
        check(&gbk(text), Some((GBK, text)));
        check(&[b"\xEF\xBB\xBF", &gbk(text)[..]].concat(), Some((GBK, text)));
        check(&gbk("姓名,㐀𠀀"), Some((GBK, "姓名,㐀𠀀")));
        let traditional = "姓名,出席情況\r\n張三,因公出差請假\r\n";
        check(&BIG5.encode(traditional).0, Some(("Big5（繁体）", traditional)));
        check(&gbk(traditional), Some((GBK, traditional)));
        check(&[0xFF, 0xFE, 0, 0, 0x20, 0x5F, 0, 0], None);
    }

    #[test]
    fn characters_that_a_program_cut() {
        let cut = |text: &str, n: usize| text.as_bytes()[..text.len() - n].to_vec();
        check(&cut("心得体会目录", 1), Some((UTF8, "心得体会目\u{fffd}")));
        // One in every row, each row with a single whole character or two.
        let rows: Vec<u8> =
            [cut("张三丰", 1), b",".to_vec(), cut("√√", 2), b"\n".to_vec()].concat().repeat(3);
        check_lines(&rows, UTF8, &"张三\u{fffd},√\u{fffd}\n".repeat(3), &[]);
    }

    #[test]
    fn a_line_of_another_file_is_read_by_itself() {
        let rows = "张三,√\n李四,×\n赵六,事假\n";
        let pasted = [rows.as_bytes(), &gbk("王五,病假\n"), "钱七,√\n".as_bytes()].concat();
        check_lines(&pasted, UTF8, &format!("{rows}王五,病假\n钱七,√\n"), &[4]);
        let pasted = [&gbk(rows), "王五,病假\n".as_bytes(), &gbk("钱七,√\n")].concat();
        check_lines(&pasted, GBK, &format!("{rows}王五,病假\n钱七,√\n"), &[4]);
    }

    #[test]
    fn zeros_and_other_control_characters() {
        let text = "姓名,题目\r\n张三,茶\r\n";
        for content in [text.as_bytes(), &gbk(text)] {
            let encoding = if content == text.as_bytes() { UTF8 } else { GBK };
            check(&[content, &[0; 513]].concat(), Some((encoding, text)));
            check(&[content, b"\x1a"].concat(), Some((encoding, text)));
            let padded = [content, b"a\0\0\0\0,b\0\0\0\r\n"].concat();
            check(&padded, Some((encoding, &format!("{text}a\0\0\0\0,b\0\0\0\r\n"))));
        }
        let little: Vec<u8> = format!("{text}\0\0").encode_utf16().flat_map(u16::to_le_bytes).collect();
        check(&little, Some(("UTF-16 LE", text)));
    }

    #[test]
    fn binary_is_refused() {
        let all: Vec<u8> = (0..=255).collect();
        check(&all.repeat(4), None);
        check(&[0x81, 0xFF, 0xFF], None);
        check(b"\x01\x02\x03ab\x04\x05\x06", None);
    }
}
