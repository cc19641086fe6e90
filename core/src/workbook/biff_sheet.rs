//! The cells of one sheet of an xls, from its records.

use crate::workbook::biff_globals::Globals;
use crate::workbook::biff_records::{Records, Version, cell, double, half, rk_number, word};
use crate::workbook::biff_text::Parts;
use crate::workbook::cells::{Value, lost, text};
use crate::workbook::gather::{Draft, Gather};
use crate::workbook::number_format::{Shown, built_in};
use crate::workbook::{Merge, ReadError, stamp};

/// A sheet being read.
pub(super) struct Worksheet<'a, 'b> {
    globals: &'a Globals,
    gather: &'a mut Gather<'b>,
    draft: &'a mut Draft,
}

/// What a cell's record says besides its content.
#[derive(Clone, Copy)]
struct Head {
    pos: (u32, u32),
    /// The id of its number format.
    format: u16,
    /// The number of its cell format.
    style: u32,
    /// Where its content begins.
    at: usize,
}

impl<'a, 'b> Worksheet<'a, 'b> {
    /// Starts on a sheet.
    pub(super) fn new(
        globals: &'a Globals,
        gather: &'a mut Gather<'b>,
        draft: &'a mut Draft,
    ) -> Worksheet<'a, 'b> {
        Worksheet { globals, gather, draft }
    }

    /// Reads the sheet's records; returns whether a formula has a result.
    pub(super) fn read(mut self, stream: &[u8], offset: usize) -> Result<bool, ReadError> {
        let mut records = Records::from(stream, offset);
        // Embedded charts are streams within the stream, with cells of their own.
        let mut depth = 0_usize;
        let mut has_result = false;
        let mut formula = None;
        while let Some((kind, data)) = records.next() {
            match kind {
                kind if Version::is_start(kind) => depth += 1,
                0x000A if depth <= 1 => return Ok(has_result),
                0x000A => depth -= 1,
                _ if depth > 1 => {}
                // The kinds of Excel 3 and 4 stand in later files too.
                0x0006 | 0x0206 | 0x0406 => {
                    let head = self.head(kind, data);
                    let blank = match head {
                        Some(head) => self.formula(head, data)?,
                        None => false,
                    };
                    formula = head;
                    has_result |= !blank;
                }
                0x0007 | 0x0207 => {
                    // String: the result of the formula before it.
                    has_result = true;
                    let shown = match (self.globals.version, kind) {
                        (Version::Biff8, _) => Parts::new(records.continuations(data)).string(),
                        (_, 0x0007) => self.globals.short_text(data),
                        _ => self.globals.long_text(&records.continuations(data).concat()),
                    };
                    if let (Some(head), Some(shown)) = (formula.take(), shown) {
                        self.push(Some(head), text(&shown))?;
                    }
                }
                0x0204 if self.globals.version == Version::Biff8 => {
                    // Label
                    let parts = records.continuations(data.get(6..).unwrap_or(&[]));
                    let label = Parts::new(parts).string();
                    self.push(self.head(kind, data), label.and_then(|label| text(&label)))?;
                }
                _ => self.record(kind, data)?,
            }
        }
        Err(ReadError::Truncated)
    }

    /// Reads where a cell lies; the first version kept three bytes of looks before the content.
    fn head(&self, kind: u16, data: &[u8]) -> Option<Head> {
        let pos = cell(data)?;
        let is_first_version = match kind {
            // Number, written with the old kind and the new layout, has 14 bytes.
            0x0003 => data.len() != 14,
            0x0002 | 0x0004 | 0x0005 => true,
            0x0006 => self.globals.version == Version::Biff2,
            _ => false,
        };
        if is_first_version {
            let format = u16::from(data.get(5)? & 0x3F);
            let style = u32::from(data.get(4)? & 0x3F);
            return Some(Head { pos, format, style, at: 7 });
        }
        let style = half(data, 4)?;
        Some(Head { pos, format: self.format(style), style: u32::from(style), at: 6 })
    }

    /// Returns the number format of a cell format.
    fn format(&self, style: u16) -> u16 {
        self.globals.formats.get(usize::from(style)).copied().unwrap_or(0)
    }

    fn push(&mut self, head: Option<Head>, value: Option<Value>) -> Result<(), ReadError> {
        match head {
            Some(head) => {
                let value = value.map(|value| self.globals.looks.shown(head.style, value));
                self.gather.push(self.draft, head.pos, value)
            }
            None => Ok(()),
        }
    }

    /// Reads a record that stands by itself; one that is too short is passed over.
    fn record(&mut self, kind: u16, data: &[u8]) -> Result<(), ReadError> {
        match kind {
            0x0002 | 0x0003 | 0x0203 | 0x007E | 0x027E | 0x0004 | 0x0204 | 0x0005 | 0x0205 | 0x00FD
            | 0x00D6 => {
                let Some(head) = self.head(kind, data) else { return Ok(()) };
                let value = self.value(kind, head, data);
                self.push(Some(head), value)
            }
            0x00BD => {
                // MulRk: row, first column, pairs of format and number, last column.
                let Some((row, first)) = cell(data) else { return Ok(()) };
                let pairs = data.get(4..data.len().saturating_sub(2)).unwrap_or(&[]);
                for (col, pair) in (first..).zip(pairs.chunks_exact(6)) {
                    let number = word(pair, 2).map_or(0.0, rk_number);
                    let style = half(pair, 0).unwrap_or(0);
                    let value = self.shown(self.format(style), number);
                    let value = self.globals.looks.shown(u32::from(style), value);
                    self.gather.push(self.draft, (row, col), Some(value))?;
                }
                Ok(())
            }
            0x00E5 => {
                // MergeCells
                for area in data.get(2..).unwrap_or(&[]).chunks_exact(8) {
                    let at = |at: usize| u32::from(half(area, at).unwrap_or(0));
                    self.draft.layout().merge(Merge { first: (at(0), at(4)), last: (at(2), at(6)) })?;
                }
                Ok(())
            }
            0x0208 if data.get(12).is_some_and(|flags| flags & 0x20 != 0) => {
                // Row of no height
                if let Some(row) = half(data, 0).map(u32::from) {
                    self.draft.layout().hide_rows(row, row);
                }
                Ok(())
            }
            0x007D if data.get(8).is_some_and(|flags| flags & 1 != 0) => {
                // ColInfo
                if let (Some(first), Some(last)) = (half(data, 0), half(data, 2)) {
                    self.draft.layout().hide_cols(u32::from(first), u32::from(last));
                }
                Ok(())
            }
            0x0024 if half(data, 2) == Some(0) => {
                // ColWidth
                if let [first, last, ..] = *data {
                    self.draft.layout().hide_cols(u32::from(first), u32::from(last));
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Returns what a cell's record holds.
    fn value(&self, kind: u16, head: Head, data: &[u8]) -> Option<Value> {
        let content = data.get(head.at..)?;
        let number = |number: f64| self.shown(head.format, number);
        match kind {
            0x0002 => half(content, 0).map(|whole| number(f64::from(whole))), // Integer
            0x0003 | 0x0203 => double(content, 0).map(number),                // Number
            0x007E | 0x027E => word(content, 0).map(|rk| number(rk_number(rk))), // RK
            0x0005 | 0x0205 => {
                // BoolErr
                let is_error = content.get(1) == Some(&1);
                content.first().map(|&code| if is_error { error(code) } else { Value::Bool(code != 0) })
            }
            0x00FD => {
                // LabelSst
                let shared = word(content, 0)?;
                match self.globals.strings.get(shared as usize) {
                    Some(shared) => text(shared),
                    None => Some(lost()),
                }
            }
            // Label, RString
            _ => {
                let label = match (self.globals.version, kind) {
                    (_, 0x0004) => self.globals.short_text(content),
                    (Version::Biff8, _) => Parts::new(vec![content]).string(),
                    _ => self.globals.long_text(content),
                };
                label.and_then(|label| text(&label))
            }
        }
    }

    /// Reads a formula's result; returns whether it is blank, as it is before computing.
    fn formula(&mut self, head: Head, data: &[u8]) -> Result<bool, ReadError> {
        let Some(result) = data.get(head.at..head.at + 8) else { return Ok(false) };
        if result[6..] != [0xFF, 0xFF] {
            let value = double(result, 0).map(|number| self.shown(head.format, number));
            self.push(Some(head), value)?;
            return Ok(false);
        }
        match result[0] {
            1 => self.gather.push(self.draft, head.pos, Some(Value::Bool(result[2] != 0)))?,
            2 => self.gather.push(self.draft, head.pos, Some(error(result[2])))?,
            3 => {
                self.draft.uncomputed(head.pos);
                return Ok(true);
            }
            // The text stands in the next record.
            _ => {}
        }
        Ok(false)
    }

    /// Returns a number as this format shows it.
    fn shown(&self, format: u16, number: f64) -> Value {
        match self.globals.customs.get(&format).copied().unwrap_or_else(|| built_in(format)) {
            Shown::Number => Value::Number(number),
            shown => stamp::date_or_hours(number, shown, self.globals.is_1904),
        }
    }
}

/// Returns the error of this code (MS-XLS 2.5.10, MS-XLSB 2.5.97.2).
pub(super) fn error(code: u8) -> Value {
    Value::Error(
        match code {
            0x00 => "#NULL!",
            0x07 => "#DIV/0!",
            0x0F => "#VALUE!",
            0x17 => "#REF!",
            0x1D => "#NAME?",
            0x24 => "#NUM!",
            0x2A => "#N/A",
            0x2B => "#GETTING_DATA",
            _ => "#未知错误",
        }
        .to_string(),
    )
}
