//! What an xls says of the whole workbook: its sheets, shared strings and formats.

use std::collections::BTreeMap;

use crate::workbook::ReadError;
use crate::workbook::biff_records::{Records, Substream, Version, first, half, word};
use crate::workbook::biff_text::Parts;
use crate::workbook::code_page::CodePage;
use crate::workbook::looks::{Looks, Table};
use crate::workbook::number_format::{Shown, custom};

/// What stands before the sheets.
pub(super) struct Globals {
    /// The layout of all records.
    pub(super) version: Version,
    /// Whether days count from 1904.
    pub(super) is_1904: bool,
    /// The strings that cells share.
    pub(super) strings: Vec<String>,
    /// How text from before Unicode is read.
    pub(super) code_page: CodePage,
    /// What written-out formats show, by id.
    pub(super) customs: BTreeMap<u16, Shown>,
    /// Format id of each cell format.
    pub(super) formats: Vec<u16>,
    /// What cells show by their font or format, by the number of their cell format.
    pub(super) looks: Looks,
    /// The sheets in their order.
    pub(super) sheets: Vec<Bound>,
}

/// A sheet as the workbook names it.
pub(super) struct Bound {
    /// Where its records begin.
    pub(super) offset: usize,
    /// Whether it is hidden.
    pub(super) hidden: bool,
    /// Whether it holds cells; else it is a chart or a macro sheet.
    pub(super) is_worksheet: bool,
    /// Its name.
    pub(super) name: String,
}

impl Bound {
    /// A sheet that nothing is said of.
    fn alone(name: String, offset: usize) -> Bound {
        Bound { offset, hidden: false, is_worksheet: true, name }
    }
}

impl Globals {
    /// Reads the workbook's own records; those of a sheet that stands alone are among its cells.
    pub(super) fn read(stream: &[u8]) -> Result<Globals, ReadError> {
        let (version, substream) = first(stream)?;
        let mut out = Globals {
            version,
            is_1904: false,
            strings: Vec::new(),
            code_page: CodePage::default(),
            customs: BTreeMap::new(),
            formats: Vec::new(),
            looks: Looks::default(),
            sheets: Vec::new(),
        };
        let mut n_formats = 0;
        let mut table = Table::default();
        let mut records = Records::from(stream, 0);
        let mut is_whole = false;
        while let Some((kind, data)) = records.next() {
            match kind {
                0x0022 => out.is_1904 = half(data, 0) == Some(1), // Date1904
                0x0042 => out.code_page.set(half(data, 0).unwrap_or(0)), // CodePage
                0x001E | 0x041E => {
                    // Format
                    let (id, code) = out.format(n_formats, data);
                    n_formats = n_formats.saturating_add(1);
                    out.customs.extend(id.zip(code.as_deref().map(custom)));
                    if let (Some(id), Some(code)) = (id, code) {
                        table.format(u32::from(id), code);
                    }
                }
                0x0031 | 0x0231 => table.add_font(&out.font(kind, data)),
                0x0043 | 0x0243 | 0x0443 | 0x00E0 => {
                    // XF
                    let format = out.format_of(data);
                    out.formats.push(format);
                    table.style(out.font_of(data), Some(u32::from(format)));
                }
                0x0085 => out.sheets.extend(out.bound(data)), // BoundSheet
                0x00FC => out.strings = Parts::new(records.continuations(data)).table()?, // SST
                0x000A => {
                    is_whole = true;
                    break;
                }
                _ => {}
            }
        }
        if !is_whole {
            return Err(ReadError::Truncated);
        }
        out.looks = table.looks();
        match substream {
            Substream::Worksheet => out.sheets = vec![Bound::alone("Sheet1".to_string(), 0)],
            Substream::Workbook if out.sheets.is_empty() => out.sheets = out.unlisted(stream),
            Substream::Workbook | Substream::Other => {}
        }
        Ok(out)
    }

    /// Reads a written-out number format: its id and code.
    ///
    /// Before Excel 5 the formats were only counted.
    fn format(&self, n_before: u16, data: &[u8]) -> (Option<u16>, Option<String>) {
        match self.version {
            Version::Biff8 => (half(data, 0), Parts::new(vec![data.get(2..).unwrap_or(&[])]).string()),
            Version::Biff5 => (half(data, 0), self.short_text(data.get(2..).unwrap_or(&[]))),
            Version::Biff4 => (Some(n_before), self.short_text(data.get(2..).unwrap_or(&[]))),
            Version::Biff2 | Version::Biff3 => (Some(n_before), self.short_text(data)),
        }
    }

    /// Reads a font's name, which stands behind its looks.
    fn font(&self, kind: u16, data: &[u8]) -> String {
        let name = |at: usize| data.get(at..).unwrap_or(&[]);
        let name = match (self.version, kind) {
            (Version::Biff8, _) => Parts::new(vec![name(14)]).short_string(),
            (Version::Biff5, _) => self.short_text(name(14)),
            (_, 0x0231) => self.short_text(name(6)),
            _ => self.short_text(name(4)),
        };
        name.unwrap_or_default()
    }

    /// Reads the font's place of a cell format. There is none with the number 4.
    fn font_of(&self, data: &[u8]) -> Option<usize> {
        let number = match self.version {
            Version::Biff5 | Version::Biff8 => usize::from(half(data, 0)?),
            Version::Biff2 | Version::Biff3 | Version::Biff4 => usize::from(*data.first()?),
        };
        Some(if number > 4 { number - 1 } else { number })
    }

    /// Reads the format's id of a cell format.
    fn format_of(&self, data: &[u8]) -> u16 {
        match self.version {
            Version::Biff5 | Version::Biff8 => half(data, 2).unwrap_or(0),
            Version::Biff3 | Version::Biff4 => data.get(1).copied().map_or(0, u16::from),
            Version::Biff2 => data.get(2).map_or(0, |&id| u16::from(id & 0x3F)),
        }
    }

    /// Reads where a sheet begins, and its name.
    fn bound(&self, data: &[u8]) -> Option<Bound> {
        if self.version < Version::Biff5 {
            return None;
        }
        let name = data.get(6..).unwrap_or(&[]);
        let name = match self.version {
            Version::Biff8 => Parts::new(vec![name]).short_string(),
            _ => self.short_text(name),
        };
        Some(Bound {
            offset: word(data, 0).map_or(usize::MAX, |at| at as usize),
            hidden: data.get(4).is_some_and(|state| state & 3 != 0),
            is_worksheet: data.get(5) == Some(&0),
            name: name.unwrap_or_default().replace('\0', ""),
        })
    }

    /// Finds the sheets of a workbook that does not list them, as Excel 4 kept them.
    fn unlisted(&self, stream: &[u8]) -> Vec<Bound> {
        let mut records = Records::from(stream, 0);
        // The workbook's own beginning.
        records.next();
        let mut sheets = Vec::new();
        let mut name = None;
        let mut depth = 0_usize;
        loop {
            let offset = records.offset();
            let Some((kind, data)) = records.next() else { return sheets };
            match kind {
                // The sheet's length and name stand before it.
                0x008F => name = self.short_text(data.get(4..).unwrap_or(&[])),
                0x000A => depth = depth.saturating_sub(1),
                kind if Version::is_start(kind) => {
                    depth += 1;
                    let is_sheet =
                        Version::of(kind, data).is_some_and(|(_, begins)| begins == Substream::Worksheet);
                    if depth == 1 && is_sheet {
                        let name = name.take().unwrap_or_else(|| format!("Sheet{}", sheets.len() + 1));
                        sheets.push(Bound::alone(name, offset));
                    }
                }
                _ => {}
            }
        }
    }

    /// Reads text counted by one byte, from before Unicode.
    pub(super) fn short_text(&self, data: &[u8]) -> Option<String> {
        let (&n, rest) = data.split_first()?;
        Some(self.code_page.decode(rest.get(..usize::from(n))?))
    }

    /// Reads text counted by two bytes, from before Unicode.
    pub(super) fn long_text(&self, data: &[u8]) -> Option<String> {
        let n = usize::from(half(data, 0)?);
        Some(self.code_page.decode(data.get(2..)?.get(..n)?))
    }
}
