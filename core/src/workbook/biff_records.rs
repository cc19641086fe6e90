//! The records of an xls stream and what differs between the versions of Excel that wrote it.

use crate::workbook::ReadError;

/// The layout of records, by the version of Excel that first wrote it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Version {
    /// Excel 2.x, and exports of many systems that copied its plain records.
    Biff2,
    /// Excel 3.0.
    Biff3,
    /// Excel 4.0.
    Biff4,
    /// Excel 5.0 and 95.
    Biff5,
    /// Excel 97 and later.
    Biff8,
}

/// What a stream within the stream is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Substream {
    /// The workbook itself, with its sheets behind it.
    Workbook,
    /// A sheet of cells.
    Worksheet,
    /// A chart, a macro sheet or a module.
    Other,
}

impl Version {
    /// Reads a BOF record: the version and what begins here.
    ///
    /// The old records state their version by their kind. In the newest, programs that write
    /// the bytes themselves put all kinds of numbers; zero is what hand-written exports have.
    pub(super) fn of(kind: u16, data: &[u8]) -> Option<(Version, Substream)> {
        let version = match kind {
            0x0009 => Version::Biff2,
            0x0209 => Version::Biff3,
            0x0409 => Version::Biff4,
            0x0809 => match half(data, 0)? & 0xFF00 {
                0x0200 => Version::Biff2,
                0x0300 => Version::Biff3,
                0x0400 => Version::Biff4,
                0x0600 => Version::Biff8,
                0 | 0x0500 => Version::Biff5,
                _ => return None,
            },
            _ => return None,
        };
        let substream = match half(data, 2)? {
            0x0005 | 0x0100 => Substream::Workbook,
            0x0010 => Substream::Worksheet,
            _ => Substream::Other,
        };
        Some((version, substream))
    }

    /// Returns whether records of this kind begin a stream within the stream.
    pub(super) fn is_start(kind: u16) -> bool {
        matches!(kind, 0x0009 | 0x0209 | 0x0409 | 0x0809)
    }
}

/// Returns whether the content begins like a stream of records without a container.
pub(super) fn begins_stream(bytes: &[u8]) -> bool {
    Records::from(bytes, 0).next().is_some_and(|(kind, data)| {
        data.len() <= 16
            && Version::of(kind, data).is_some_and(|(_, substream)| substream != Substream::Other)
    })
}

/// A record: its kind and its data.
pub(super) type Record<'a> = (u16, &'a [u8]);

/// Records from a place in the stream on.
pub(super) struct Records<'a> {
    stream: &'a [u8],
    at: usize,
}

impl<'a> Records<'a> {
    /// Starts at an offset.
    pub(super) fn from(stream: &'a [u8], at: usize) -> Records<'a> {
        Records { stream, at }
    }

    /// Returns the offset of the next record.
    pub(super) fn offset(&self) -> usize {
        self.at
    }

    /// Takes the continuations that follow here.
    pub(super) fn continuations(&mut self, first: &'a [u8]) -> Vec<&'a [u8]> {
        let mut parts = vec![first];
        let mut ahead = Records { stream: self.stream, at: self.at };
        while let Some((0x003C, data)) = ahead.next() {
            parts.push(data);
            self.at = ahead.at;
        }
        parts
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Record<'a>;

    fn next(&mut self) -> Option<Record<'a>> {
        let (head, rest) = self.stream.get(self.at..)?.split_first_chunk::<4>()?;
        let data = rest.get(..usize::from(u16::from_le_bytes([head[2], head[3]])))?;
        self.at += head.len() + data.len();
        Some((u16::from_le_bytes([head[0], head[1]]), data))
    }
}

/// Returns the data of the record that says the stream is encrypted, if there is one.
pub(super) fn file_pass(stream: &[u8]) -> Option<&[u8]> {
    Records::from(stream, 0)
        .take_while(|(kind, _)| *kind != 0x000A)
        .find_map(|(kind, data)| (kind == 0x002F).then_some(data))
}

/// Reads the first record; the version and what the stream begins with.
pub(super) fn first(stream: &[u8]) -> Result<(Version, Substream), ReadError> {
    let damaged = |reason: &str| ReadError::Damaged { reason: reason.to_string() };
    let (kind, data) = Records::from(stream, 0).next().ok_or_else(|| damaged("工作簿是空的"))?;
    Version::of(kind, data).ok_or_else(|| damaged("开头不是 BOF 记录"))
}

/// Reads row and column.
pub(super) fn cell(data: &[u8]) -> Option<(u32, u32)> {
    Some((u32::from(half(data, 0)?), u32::from(half(data, 2)?)))
}

/// Reads two bytes.
pub(super) fn half(data: &[u8], at: usize) -> Option<u16> {
    data.get(at..)?.first_chunk().copied().map(u16::from_le_bytes)
}

/// Reads four bytes.
pub(super) fn word(data: &[u8], at: usize) -> Option<u32> {
    data.get(at..)?.first_chunk().copied().map(u32::from_le_bytes)
}

/// Reads a double.
pub(super) fn double(data: &[u8], at: usize) -> Option<f64> {
    data.get(at..)?.first_chunk().copied().map(f64::from_le_bytes)
}

/// Unpacks a number of thirty bits: an integer or the upper half of a double, perhaps
/// divided by 100 (MS-XLS 2.5.217).
pub(super) fn rk_number(rk: u32) -> f64 {
    let number =
        if rk & 2 != 0 { f64::from(rk.cast_signed() >> 2) } else { f64::from_bits(u64::from(rk & !3) << 32) };
    if rk & 1 != 0 { number / 100.0 } else { number }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], expected: Option<(Version, Substream)>) {
        assert_eq!(first(bytes).ok(), expected);
    }

    #[test]
    fn versions() {
        check(
            &[9, 8, 16, 0, 0, 6, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
            Some((Version::Biff8, Substream::Workbook)),
        );
        check(&[9, 8, 8, 0, 0, 5, 0x10, 0, 0, 0, 0, 0], Some((Version::Biff5, Substream::Worksheet)));
        // As exports of small systems write it.
        check(&[9, 8, 8, 0, 0, 0, 0x10, 0, 0, 0, 0, 0], Some((Version::Biff5, Substream::Worksheet)));
        check(&[9, 4, 6, 0, 0, 0, 0, 1, 0, 0], Some((Version::Biff4, Substream::Workbook)));
        check(&[9, 2, 6, 0, 0, 0, 0x10, 0, 0, 0], Some((Version::Biff3, Substream::Worksheet)));
        check(&[9, 0, 4, 0, 2, 0, 0x20, 0], Some((Version::Biff2, Substream::Other)));
        check(&[9, 8, 4, 0, 0, 7, 5, 0], None);
        check(&[10, 0, 0, 0], None);
    }

    #[test]
    fn streams_without_a_container() {
        let check = |bytes: &[u8], expected| assert_eq!(begins_stream(bytes), expected);
        check(&[9, 0, 4, 0, 2, 0, 0x10, 0], true);
        check(&[9, 0, 4, 0, 2, 0, 0x20, 0], false);
        check("\t\t姓名".as_bytes(), false);
        check(b"\t\0a\0", false);
    }
}
