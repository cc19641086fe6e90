//! Cells of xls and et files (BIFF8, MS-XLS), record by record.
//!
//! calamine lays a sheet out as a full rectangle while it opens the file, so one stray cell
//! in the last corner of a sheet costs 16 million cells; and it tells nothing of hidden rows.

use calamine::{ExcelDateTime, ExcelDateTimeType};

use crate::workbook::biff_text::Parts;
use crate::workbook::cells::Value;
use crate::workbook::compound::Compound;
use crate::workbook::excel::text;
use crate::workbook::gather::{Draft, Gather};
use crate::workbook::number_format::{Shown, built_in, custom};
use crate::workbook::{Merge, ReadError, stamp};

/// Reads a compound file: xls or et, unless it is an encrypted xlsx or another document.
pub(super) fn read_compound(gather: &mut Gather<'_>, bytes: &[u8]) -> Result<(), ReadError> {
    let file = Compound::open(bytes)?;
    let not = |found: &str| Err(ReadError::NotASpreadsheet { found: found.to_string() });
    if file.has("EncryptedPackage") {
        return Err(ReadError::Encrypted);
    }
    if let Some(stream) = file.stream("Workbook") {
        return read_stream(gather, &stream?);
    }
    if file.has("Book") {
        return Err(ReadError::TooOld { version: "Excel 5.0/95" });
    }
    match () {
        () if file.has("WordDocument") => not("这是 Word 文档"),
        () if file.has("PowerPoint Document") => not("这是演示文稿"),
        () if file.has("__properties_version1.0") => not("这是 Outlook 邮件"),
        () => not("这是 OLE 复合文件，里面没有工作簿"),
    }
}

/// A record: its kind and its data.
type Record<'a> = (u16, &'a [u8]);

/// Records from a place in the stream on.
struct Records<'a> {
    rest: &'a [u8],
}

impl<'a> Records<'a> {
    /// Starts at an offset.
    fn from(stream: &'a [u8], at: usize) -> Records<'a> {
        Records { rest: stream.get(at..).unwrap_or(&[]) }
    }

    /// Takes the continuations that follow here.
    fn continuations(&mut self, first: &'a [u8]) -> Vec<&'a [u8]> {
        let mut parts = vec![first];
        let mut ahead = Records { rest: self.rest };
        while let Some((0x003C, data)) = ahead.next() {
            parts.push(data);
            self.rest = ahead.rest;
        }
        parts
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Record<'a>;

    fn next(&mut self) -> Option<Record<'a>> {
        let (head, rest) = self.rest.split_first_chunk::<4>()?;
        let n_bytes = usize::from(u16::from_le_bytes([head[2], head[3]]));
        let (data, rest) = rest.split_at_checked(n_bytes)?;
        self.rest = rest;
        Some((u16::from_le_bytes([head[0], head[1]]), data))
    }
}

/// What stands before the sheets.
#[derive(Default)]
struct Globals {
    is_1904: bool,
    strings: Vec<String>,
    /// Written-out formats by id.
    customs: Vec<(u16, Shown)>,
    /// Format id of each cell format.
    formats: Vec<u16>,
    sheets: Vec<Bound>,
}

/// A sheet as the workbook names it.
struct Bound {
    offset: usize,
    hidden: bool,
    is_worksheet: bool,
    name: String,
}

/// Reads the workbook stream.
pub(super) fn read_stream(gather: &mut Gather<'_>, stream: &[u8]) -> Result<(), ReadError> {
    let globals = globals(stream)?;
    // A file whose formulas all lack a result was written by a program and never computed.
    let mut drafts = Vec::new();
    let mut has_result = false;
    for sheet in globals.sheets.iter().filter(|sheet| sheet.is_worksheet) {
        let mut draft = gather.open(&sheet.name, sheet.hidden)?;
        draft.set_1904(globals.is_1904);
        has_result |=
            Worksheet { globals: &globals, gather, draft: &mut draft }.read(stream, sheet.offset)?;
        drafts.push(draft);
    }
    for mut draft in drafts {
        if has_result {
            draft.all_computed();
        }
        gather.close(draft);
    }
    Ok(())
}

/// Reads the workbook's own records.
fn globals(stream: &[u8]) -> Result<Globals, ReadError> {
    let mut out = Globals::default();
    let mut records = Records::from(stream, 0);
    let mut is_first = true;
    while let Some((kind, data)) = records.next() {
        if std::mem::take(&mut is_first) {
            check_version(kind, data)?;
        }
        match kind {
            0x002F => return Err(ReadError::Encrypted),       // FilePass
            0x0022 => out.is_1904 = half(data, 0) == Some(1), // Date1904
            0x041E => {
                // Format
                let code = Parts::new(vec![data.get(2..).unwrap_or(&[])]).string();
                out.customs.extend(half(data, 0).zip(code.map(|code| custom(&code))));
            }
            0x00E0 => out.formats.push(half(data, 2).unwrap_or(0)), // XF
            0x0085 => {
                // BoundSheet8
                let name = Parts::new(vec![data.get(6..).unwrap_or(&[])]).short_string();
                out.sheets.push(Bound {
                    offset: word(data, 0).map_or(usize::MAX, |at| at as usize),
                    hidden: data.get(4).is_some_and(|state| state & 3 != 0),
                    is_worksheet: data.get(5) == Some(&0),
                    name: name.unwrap_or_default().replace('\0', ""),
                });
            }
            0x00FC => out.strings = Parts::new(records.continuations(data)).table()?, // SST
            0x000A => return Ok(out),                                                 // EOF
            _ => {}
        }
    }
    if is_first {
        Err(ReadError::Damaged { reason: "工作簿是空的".to_string() })
    } else {
        Err(ReadError::Truncated)
    }
}

/// Refuses what came before BIFF8 (Excel 97).
fn check_version(kind: u16, data: &[u8]) -> Result<(), ReadError> {
    let version = match (kind, half(data, 0)) {
        (0x0809, Some(0x0600)) => return Ok(()),
        (0x0809, Some(0x0500)) => "Excel 5.0/95",
        (0x0409, _) => "Excel 4.0",
        (0x0209, _) => "Excel 3.0",
        (0x0009, _) => "Excel 2.x",
        _ => return Err(ReadError::Damaged { reason: "开头不是 BOF 记录".to_string() }),
    };
    Err(ReadError::TooOld { version })
}

/// A sheet being read.
struct Worksheet<'a, 'b> {
    globals: &'a Globals,
    gather: &'a mut Gather<'b>,
    draft: &'a mut Draft,
}

impl Worksheet<'_, '_> {
    /// Reads the sheet's records; returns whether a formula has a result.
    fn read(&mut self, stream: &[u8], offset: usize) -> Result<bool, ReadError> {
        let mut records = Records::from(stream, offset);
        // Embedded charts are streams within the stream, with cells of their own.
        let mut depth = 0_usize;
        let mut has_result = false;
        let mut formula = None;
        while let Some((kind, data)) = records.next() {
            match kind {
                0x0809 => depth += 1,
                0x000A if depth <= 1 => return Ok(has_result),
                0x000A => depth -= 1,
                _ if depth > 1 => {}
                0x0006 => {
                    // Formula
                    formula = cell(data);
                    let blank = self.formula(data)?;
                    has_result |= !blank;
                }
                0x0207 => {
                    // String: the result of the formula before it.
                    has_result = true;
                    let parts = records.continuations(data);
                    if let (Some(pos), Some(shown)) = (formula, Parts::new(parts).string()) {
                        self.gather.push(self.draft, pos, text(&shown))?;
                    }
                }
                _ => self.record(kind, data)?,
            }
        }
        Err(ReadError::Truncated)
    }

    /// Reads a record that stands by itself; one that is too short is passed over.
    fn record(&mut self, kind: u16, data: &[u8]) -> Result<(), ReadError> {
        let push = |this: &mut Self, value: Option<Value>| match cell(data) {
            Some(pos) => this.gather.push(this.draft, pos, value),
            None => Ok(()),
        };
        match kind {
            0x0203 => push(self, double(data, 6).map(|number| self.number(data, number))), // Number
            0x027E => push(self, word(data, 6).map(|rk| self.number(data, rk_number(rk)))), // RK
            0x0205 => {
                // BoolErr
                let is_error = data.get(7) == Some(&1);
                push(
                    self,
                    data.get(6).map(|&code| if is_error { error(code) } else { Value::Bool(code != 0) }),
                )
            }
            0x00FD => {
                // LabelSst
                let shared = word(data, 6).and_then(|at| self.globals.strings.get(at as usize));
                push(self, shared.and_then(|shared| text(shared)))
            }
            0x0204 | 0x00D6 => {
                // Label, RString
                let label = Parts::new(vec![data.get(6..).unwrap_or(&[])]).string();
                push(self, label.and_then(|label| text(&label)))
            }
            0x00BD => {
                // MulRk: row, first column, pairs of format and number, last column.
                let Some((row, first)) = cell(data) else { return Ok(()) };
                let pairs = data.get(4..data.len().saturating_sub(2)).unwrap_or(&[]);
                for (col, pair) in (first..).zip(pairs.chunks_exact(6)) {
                    let number = word(pair, 2).map_or(0.0, rk_number);
                    let value = self.shown(half(pair, 0).unwrap_or(0), number);
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
            _ => Ok(()),
        }
    }

    /// Reads a formula's result; returns whether it is blank, as it is before computing.
    fn formula(&mut self, data: &[u8]) -> Result<bool, ReadError> {
        let (Some(pos), Some(result)) = (cell(data), data.get(6..14)) else { return Ok(false) };
        if result[6..] != [0xFF, 0xFF] {
            let value = double(data, 6).map(|number| self.number(data, number));
            self.gather.push(self.draft, pos, value)?;
            return Ok(false);
        }
        match result[0] {
            1 => self.gather.push(self.draft, pos, Some(Value::Bool(result[2] != 0)))?,
            2 => self.gather.push(self.draft, pos, Some(error(result[2])))?,
            3 => {
                self.draft.uncomputed(pos);
                return Ok(true);
            }
            // The text stands in the next record.
            _ => {}
        }
        Ok(false)
    }

    /// Returns a number as the cell's format shows it.
    fn number(&self, data: &[u8], number: f64) -> Value {
        self.shown(half(data, 4).unwrap_or(0), number)
    }

    fn shown(&self, format: u16, number: f64) -> Value {
        let id = self.globals.formats.get(usize::from(format)).copied().unwrap_or(0);
        let custom = self.globals.customs.iter().rev().find(|(its, _)| *its == id);
        let kind = match custom.map_or_else(|| built_in(id), |(_, shown)| *shown) {
            Shown::Number => return Value::Number(number),
            Shown::Stamp => ExcelDateTimeType::DateTime,
            Shown::Duration => ExcelDateTimeType::TimeDelta,
        };
        stamp::date_or_hours(&ExcelDateTime::new(number, kind, self.globals.is_1904))
    }
}

/// Reads row and column.
fn cell(data: &[u8]) -> Option<(u32, u32)> {
    Some((u32::from(half(data, 0)?), u32::from(half(data, 2)?)))
}

/// Reads two bytes.
fn half(data: &[u8], at: usize) -> Option<u16> {
    data.get(at..at + 2)?.try_into().ok().map(u16::from_le_bytes)
}

/// Reads four bytes.
fn word(data: &[u8], at: usize) -> Option<u32> {
    data.get(at..at + 4)?.try_into().ok().map(u32::from_le_bytes)
}

/// Reads a double.
fn double(data: &[u8], at: usize) -> Option<f64> {
    data.get(at..at + 8)?.try_into().ok().map(f64::from_le_bytes)
}

/// Unpacks a number of thirty bits: an integer or the upper half of a double, perhaps
/// divided by 100 (MS-XLS 2.5.217).
fn rk_number(rk: u32) -> f64 {
    let number =
        if rk & 2 != 0 { f64::from(rk.cast_signed() >> 2) } else { f64::from_bits(u64::from(rk & !3) << 32) };
    if rk & 1 != 0 { number / 100.0 } else { number }
}

/// Returns the error of this code (MS-XLS 2.5.10).
fn error(code: u8) -> Value {
    Value::Error(
        match code {
            0x00 => "#NULL!",
            0x07 => "#DIV/0!",
            0x0F => "#VALUE!",
            0x17 => "#REF!",
            0x1D => "#NAME?",
            0x24 => "#NUM!",
            _ => "#N/A",
        }
        .to_string(),
    )
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::origin::Place;

    /// Builds a workbook of one sheet from the sheet's records.
    fn workbook(globals: &[(u16, &[u8])], sheet: &[(u16, &[u8])]) -> Vec<u8> {
        let bof = |kind: u16| [&[0, 6][..], &kind.to_le_bytes(), &[0; 12]].concat();
        let record = |&(kind, data): &(u16, &[u8])| {
            let n_bytes = u16::try_from(data.len()).expect("short");
            [&kind.to_le_bytes()[..], &n_bytes.to_le_bytes(), data].concat()
        };
        let head: Vec<u8> =
            std::iter::once(record(&(0x0809, &bof(5)))).chain(globals.iter().map(record)).flatten().collect();
        let offset = u32::try_from(head.len() + 4 + 9 + 4).expect("short");
        let bound = [&offset.to_le_bytes()[..], &[0, 0, 1, 0, b'S']].concat();
        let tail: Vec<u8> = sheet.iter().flat_map(record).collect();
        [head, record(&(0x0085, &bound)), record(&(0x000A, &[])), record(&(0x0809, &bof(0x10))), tail]
            .concat()
    }

    /// Reads a stream; shows cells, then diagnostics, then the error.
    #[track_caller]
    fn check(stream: &[u8], expected: &[&str]) {
        let place = Arc::new(Place { file_index: 0, sheet_index: 0, file: "f.xls".into(), sheet: None });
        let mut diagnostics = Vec::new();
        let mut gather = Gather::new(&place, &mut diagnostics);
        let result = read_stream(&mut gather, stream);
        let mut out = Vec::new();
        for sheet in gather.finish().expect("no sheet is skipped") {
            for row in &sheet.rows {
                for cell in &row.cells {
                    out.push(format!("{}={}", sheet.origin(row.index, cell.col).a1(), cell.value.text()));
                }
            }
        }
        out.extend(
            diagnostics.iter().map(|d| format!("{} {:?}", d.key, d.spot.as_ref().and_then(|s| s.cell()))),
        );
        out.extend(result.err().map(|error| error.to_string()));
        assert_eq!(out, expected);
    }

    const EOF: (u16, &[u8]) = (0x000A, &[]);

    #[test]
    fn cells() {
        // RK 0x3FF00000 is 1.0; 0x0000012F is the integer 75 over 100.
        check(
            &workbook(
                &[],
                &[
                    (0x027E, &[0, 0, 0, 0, 0, 0, 0, 0, 0xF0, 0x3F]),
                    (0x00BD, &[1, 0, 0, 0, 0, 0, 0x2F, 1, 0, 0, 0, 0, 0, 0, 0xF0, 0x3F, 1, 0]),
                    (0x0205, &[2, 0, 0, 0, 0, 0, 1, 0]),
                    (0x0205, &[2, 0, 1, 0, 0, 0, 7, 1]),
                    (0x0204, &[3, 0, 0, 0, 0, 0, 1, 0, 1, 0x20, 0x5F]),
                    EOF,
                ],
            ),
            &["A1=1", "A2=0.75", "B2=1", "A3=TRUE", "B3=#DIV/0!", "A4=张"],
        );
    }

    #[test]
    fn a_far_cell_costs_nothing() {
        check(
            &workbook(&[], &[(0x027E, &[0xFF, 0xFF, 0xFF, 0, 0, 0, 0, 0, 0xF0, 0x3F]), EOF]),
            &["IV65536=1"],
        );
    }

    #[test]
    fn formulas() {
        let blank: &[u8] = &[0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0, 0, 0, 0, 0, 0, 0, 0];
        check(&workbook(&[], &[(6, blank), EOF]), &["formula-without-value Some(\"A1\")"]);
        // Where another formula has a result, a blank one is what IF(…,"") gives.
        let one = [&[1, 0, 0, 0, 0, 0][..], &1_f64.to_le_bytes(), &[0; 8]].concat();
        check(&workbook(&[], &[(6, blank), (6, &one), EOF]), &["A2=1"]);
    }

    #[test]
    fn broken_off_or_protected() {
        check(&workbook(&[], &[]), &["文件不完整，后面的内容缺失"]);
        check(&workbook(&[(0x002F, &[1, 0])], &[EOF]), &["文件已加密，无法读取"]);
        check(&[9, 8, 4, 0, 0, 5, 5, 0], &["这是 Excel 5.0/95 格式的旧文件，读不了"]);
        check(&[], &["文件已损坏，读不下去（工作簿是空的）"]);
    }
}
