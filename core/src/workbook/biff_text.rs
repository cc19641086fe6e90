//! Strings of an xls file (MS-XLS 2.5.240, 2.5.293 and 2.5.294), also across records.
//!
//! A record holds at most 8,224 bytes; longer ones go on in `Continue` records. Where a string
//! is cut, the next part says anew whether its characters have one byte or two.

use crate::workbook::{MAX_CELLS, MAX_TEXT_BYTES, ReadError};

/// A record and its continuations, read front to back.
pub(super) struct Parts<'a> {
    parts: Vec<&'a [u8]>,
    at: usize,
}

impl<'a> Parts<'a> {
    /// Starts at the front.
    pub(super) fn new(parts: Vec<&'a [u8]>) -> Parts<'a> {
        Parts { parts, at: 0 }
    }

    /// Steps to the next part where this one is used up; none where all are.
    fn settle(&mut self) -> Option<()> {
        while self.parts.get(self.at)?.is_empty() {
            self.at += 1;
        }
        Some(())
    }

    /// Takes a byte.
    fn byte(&mut self) -> Option<u8> {
        self.settle()?;
        let (&first, rest) = self.parts[self.at].split_first()?;
        self.parts[self.at] = rest;
        Some(first)
    }

    /// Takes two bytes.
    fn half(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes([self.byte()?, self.byte()?]))
    }

    /// Takes four bytes.
    fn word(&mut self) -> Option<u32> {
        Some(u32::from(self.half()?) | u32::from(self.half()?) << 16)
    }

    /// Passes over bytes.
    fn skip(&mut self, mut n: usize) -> Option<()> {
        while n > 0 {
            self.settle()?;
            let here = self.parts[self.at].len().min(n);
            self.parts[self.at] = &self.parts[self.at][here..];
            n -= here;
        }
        Some(())
    }

    /// Takes characters; `is_wide` is the flag before the first.
    fn characters(&mut self, n: usize, mut is_wide: bool) -> Option<String> {
        let mut units = Vec::new();
        while units.len() < n {
            if self.parts.get(self.at)?.is_empty() {
                self.settle()?;
                is_wide = self.byte()? & 1 != 0;
                continue;
            }
            let part = self.parts[self.at];
            let n_here = (n - units.len()).min(if is_wide { part.len() / 2 } else { part.len() });
            if n_here == 0 {
                // One byte is left of a two-byte character: damaged.
                return None;
            }
            let (taken, rest) = part.split_at(if is_wide { n_here * 2 } else { n_here });
            if is_wide {
                units.extend(taken.chunks_exact(2).map(|two| u16::from_le_bytes([two[0], two[1]])));
            } else {
                units.extend(taken.iter().map(|&byte| u16::from(byte)));
            }
            self.parts[self.at] = rest;
        }
        Some(String::from_utf16_lossy(&units))
    }

    /// Takes a string counted by two bytes, its formats and readings passed over.
    pub(super) fn string(&mut self) -> Option<String> {
        let n = usize::from(self.half()?);
        self.counted(n)
    }

    /// Takes a string counted by one byte.
    pub(super) fn short_string(&mut self) -> Option<String> {
        let n = usize::from(self.byte()?);
        self.counted(n)
    }

    fn counted(&mut self, n: usize) -> Option<String> {
        let flags = self.byte()?;
        let n_runs = if flags & 8 != 0 { usize::from(self.half()?) } else { 0 };
        let n_extra = if flags & 4 != 0 { self.word()? as usize } else { 0 };
        let text = self.characters(n, flags & 1 != 0)?;
        // Many writers leave the formats out at the very end.
        let _ = self.skip(n_runs * 4 + n_extra);
        Some(text)
    }

    /// Takes the table of shared strings, as many as are there: some writers state none.
    pub(super) fn table(&mut self) -> Result<Vec<String>, ReadError> {
        let _totals = (self.word(), self.word());
        let mut strings = Vec::new();
        let mut n_bytes = 0;
        while let Some(text) = self.string() {
            n_bytes += text.len();
            if strings.len() >= MAX_CELLS {
                return Err(ReadError::too_many("共享字符串数", MAX_CELLS));
            }
            if n_bytes > MAX_TEXT_BYTES {
                return Err(ReadError::too_many_bytes("共享字符串", MAX_TEXT_BYTES));
            }
            strings.push(text);
        }
        Ok(strings)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(parts: &[&[u8]], expected: Option<&str>) {
        assert_eq!(Parts::new(parts.to_vec()).string().as_deref(), expected);
    }

    #[test]
    fn strings() {
        check(&[b"\x02\0\0ab"], Some("ab"));
        check(&[b"\x01\0\x01\x20\x5F"], Some("张"));
        // One byte a character, then two, after the cut.
        check(&[b"\x03\0\0ab", b"\x01\x20\x5F"], Some("ab张"));
        check(&[b"\x03\0\x01\x20\x5F", b"\0ab"], Some("张ab"));
        // A format run and a reading stand beside the text.
        check(&[b"\x01\0\x0D\x01\0\x02\0\0\0\x20\x5F\0\0\0\0zz"], Some("张"));
        check(&[b"\x05\0\0ab"], None);
        check(&[b"\x01\0\x01\x20"], None);
        check(&[], None);
    }
}
