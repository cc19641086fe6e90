//! Cells of xlsx, xlsm, xlsb, xls, et and ods files, through calamine, streamed and capped.
//!
//! Cells of xlsx and xlsb come one by one: calamine's dense `Range` would let one far-away
//! cell abort the process for want of memory. Its parsers still panic on some damaged files,
//! so each file is read behind `catch_unwind`.

use std::io::{Cursor, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use calamine::{
    Data, DataRef, Dimensions, ExcelDateTime, Ods, Reader, SheetType, SheetVisible, Xls, XlsError, Xlsb, Xlsx,
};
use time::{Date, Duration, Month};
use zip::ZipArchive;

use crate::diagnostic::{Diagnostic, Spot};
use crate::origin::Place;
use crate::workbook::cells::{Cell, Merge, Row, Sheet, Value};
use crate::workbook::{MAX_CELLS, MAX_COLUMNS, MAX_UNPACKED_BYTES, ReadError};

type Bytes<'a> = Cursor<&'a [u8]>;

/// Reads a zip container: xlsx, xlsm, xlsb or ods.
pub(super) fn read_zipped(
    place: &Arc<Place>,
    bytes: &[u8],
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Vec<Sheet>, ReadError> {
    let container = container(bytes)?;
    guarded(place, diagnostics, |file| match container {
        Container::Xlsx => file.read_xlsx(bytes),
        Container::Xlsb => file.read_xlsb(bytes),
        Container::Ods => file.read_ods(bytes),
    })
}

/// Reads a compound file: xls or et, unless it is an encrypted xlsx or a text document.
pub(super) fn read_compound(
    place: &Arc<Place>,
    bytes: &[u8],
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Vec<Sheet>, ReadError> {
    // Stream names stand in the directory as UTF-16.
    let names = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(wide.len()).any(|window| window == wide)
    };
    if names("EncryptedPackage") {
        return Err(ReadError::Encrypted);
    }
    if names("WordDocument") {
        return Err(ReadError::NotASpreadsheet { found: "这是 Word 文档".to_string() });
    }
    guarded(place, diagnostics, |file| file.read_xls(bytes))
}

/// The kinds of zip container that hold sheets.
#[derive(Clone, Copy)]
enum Container {
    Xlsx,
    Xlsb,
    Ods,
}

/// Tells what a zip holds and refuses one that unpacks to too much.
///
/// The sizes stated in a zip can lie, so the entries are unpacked once into nothing, up to
/// the limit.
fn container(bytes: &[u8]) -> Result<Container, ReadError> {
    let damaged = |error: zip::result::ZipError| ReadError::Damaged { reason: error.to_string() };
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    let has = |name: &str| zip.index_for_name(name).is_some();
    let any_under_xl = zip.file_names().flatten().any(|name| name.starts_with("xl/"));
    let kind = if has("xl/workbook.bin") {
        Ok(Container::Xlsb)
    } else if any_under_xl {
        Ok(Container::Xlsx)
    } else if has("content.xml") {
        Ok(Container::Ods)
    } else if has("word/document.xml") {
        Err("这是 Word 文档")
    } else if has("ppt/presentation.xml") {
        Err("这是演示文稿")
    } else {
        Err("这是压缩包，里面没有工作表")
    };
    let kind = kind.map_err(|found| ReadError::NotASpreadsheet { found: found.to_string() })?;
    let mut left = MAX_UNPACKED_BYTES;
    for index in 0..zip.len() {
        let entry = zip.by_index(index).map_err(damaged)?;
        let unpacked = std::io::copy(&mut entry.take(left + 1), &mut std::io::sink())
            .map_err(|error| ReadError::Damaged { reason: error.to_string() })?;
        left = left.checked_sub(unpacked).ok_or_else(|| ReadError::TooLarge {
            what: "解压后的内容",
            found: format!("{} MB 以上", MAX_UNPACKED_BYTES >> 20),
            limit: format!("{} MB", MAX_UNPACKED_BYTES >> 20),
        })?;
    }
    Ok(kind)
}

/// Runs a reader, turning a panic of the parser into an error of the file.
fn guarded(
    place: &Arc<Place>,
    diagnostics: &mut Vec<Diagnostic>,
    read: impl FnOnce(&mut File<'_>) -> Result<(), ReadError>,
) -> Result<Vec<Sheet>, ReadError> {
    let mut file = File { place, sheets: Vec::new(), n_cells: 0, diagnostics };
    catch_unwind(AssertUnwindSafe(|| read(&mut file)))
        .unwrap_or_else(|_| Err(ReadError::Damaged { reason: "内部结构不合规范".to_string() }))?;
    Ok(file.sheets)
}

/// The file being read.
struct File<'a> {
    place: &'a Arc<Place>,
    sheets: Vec<Sheet>,
    n_cells: usize,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl File<'_> {
    fn read_xlsx(&mut self, bytes: &[u8]) -> Result<(), ReadError> {
        let mut book: Xlsx<Bytes<'_>> = Xlsx::new(Cursor::new(bytes)).map_err(damaged)?;
        for (name, hidden) in worksheets(book.sheets_metadata()) {
            let mut sheet = self.open(&name, hidden);
            sheet.merges = merges(&book.merge_cells_by_sheet_name(&name).map_err(damaged)?);
            let mut reader = book.worksheet_cells_reader(&name).map_err(damaged)?;
            while let Some(cell) = reader.next_cell_with_formula_metadata().map_err(damaged)? {
                if matches!(cell.value, DataRef::Empty) && cell.formula.is_some() {
                    self.note_formula_without_value(&sheet, cell.pos);
                }
                self.push(&mut sheet, cell.pos, streamed_value(cell.value))?;
            }
            self.close(sheet);
        }
        Ok(())
    }

    fn read_xlsb(&mut self, bytes: &[u8]) -> Result<(), ReadError> {
        let mut book: Xlsb<Bytes<'_>> = Xlsb::new(Cursor::new(bytes)).map_err(damaged)?;
        for (name, hidden) in worksheets(book.sheets_metadata()) {
            let mut sheet = self.open(&name, hidden);
            let mut reader = book.worksheet_cells_reader(&name).map_err(damaged)?;
            while let Some(cell) = reader.next_cell().map_err(damaged)? {
                let pos = cell.get_position();
                self.push(&mut sheet, pos, streamed_value(cell.get_value().clone()))?;
            }
            self.close(sheet);
        }
        Ok(())
    }

    fn read_ods(&mut self, bytes: &[u8]) -> Result<(), ReadError> {
        let mut book: Ods<Bytes<'_>> = Ods::new(Cursor::new(bytes)).map_err(damaged)?;
        for (name, hidden) in worksheets(book.sheets_metadata()) {
            let sheet = self.open(&name, hidden);
            let range = book.worksheet_range(&name).map_err(damaged)?;
            self.push_range(sheet, &range)?;
        }
        Ok(())
    }

    fn read_xls(&mut self, bytes: &[u8]) -> Result<(), ReadError> {
        let book: Result<Xls<Bytes<'_>>, XlsError> = Xls::new(Cursor::new(bytes));
        let mut book = match book {
            Err(XlsError::Password) => return Err(ReadError::Encrypted),
            other => other.map_err(damaged)?,
        };
        for (name, hidden) in worksheets(book.sheets_metadata()) {
            let mut sheet = self.open(&name, hidden);
            sheet.merges = merges(&book.merge_cells_by_sheet_name(&name).map_err(damaged)?);
            let range = book.worksheet_range(&name).map_err(damaged)?;
            self.push_range(sheet, &range)?;
        }
        Ok(())
    }

    fn open(&mut self, name: &str, hidden: bool) -> Sheet {
        let place = Arc::new(Place {
            sheet_index: self.sheets.len(),
            sheet: Some(name.to_string()),
            ..(**self.place).clone()
        });
        if hidden {
            let note = Diagnostic::note("hidden-rows", "工作表是隐藏的，内容仍按数据读取");
            self.diagnostics.push(note.at(&place).hint("不应计入的请删除该工作表"));
        }
        Sheet { place, hidden, rows: Vec::new(), merges: Vec::new() }
    }

    fn push(&mut self, sheet: &mut Sheet, pos: (u32, u32), value: Option<Value>) -> Result<(), ReadError> {
        let Some(value) = value else { return Ok(()) };
        let (index, col) = pos;
        self.n_cells += 1;
        if self.n_cells > MAX_CELLS {
            return Err(ReadError::TooLarge {
                what: "单元格数",
                found: format!("{MAX_CELLS} 个以上"),
                limit: format!("{MAX_CELLS} 个"),
            });
        }
        if col >= MAX_COLUMNS {
            return Err(ReadError::TooLarge {
                what: "列数",
                found: format!("第 {} 列", col + 1),
                limit: format!("{MAX_COLUMNS} 列"),
            });
        }
        match sheet.rows.last_mut() {
            Some(row) if row.index == index => row.cells.push(Cell { col, value }),
            _ => sheet.rows.push(Row { index, cells: vec![Cell { col, value }] }),
        }
        Ok(())
    }

    fn push_range(&mut self, mut sheet: Sheet, range: &calamine::Range<Data>) -> Result<(), ReadError> {
        let (top, left) = range.start().unwrap_or((0, 0));
        for (row, col, data) in range.used_cells() {
            let address = |offset: usize, base: u32| {
                u32::try_from(offset).ok().and_then(|offset| base.checked_add(offset))
            };
            if let (Some(row), Some(col)) = (address(row, top), address(col, left)) {
                self.push(&mut sheet, (row, col), value(data))?;
            }
        }
        self.close(sheet);
        Ok(())
    }

    /// Takes the sheet in, in address order: a file may list its cells in any order.
    fn close(&mut self, mut sheet: Sheet) {
        if !sheet.rows.is_sorted_by(|a, b| a.index < b.index) {
            sheet.rows.sort_by_key(|row| row.index);
            sheet.rows = sheet.rows.into_iter().fold(Vec::new(), |mut rows: Vec<Row>, mut row| {
                match rows.last_mut() {
                    Some(last) if last.index == row.index => last.cells.append(&mut row.cells),
                    _ => rows.push(row),
                }
                rows
            });
        }
        for row in &mut sheet.rows {
            if !row.cells.is_sorted_by(|a, b| a.col < b.col) {
                row.cells.sort_by_key(|cell| cell.col);
                row.cells.dedup_by_key(|cell| cell.col);
            }
        }
        self.sheets.push(sheet);
    }

    fn note_formula_without_value(&mut self, sheet: &Sheet, pos: (u32, u32)) {
        let spot = Spot { place: sheet.place.clone(), cells: Some((pos, pos)) };
        self.diagnostics.push(
            Diagnostic::warning("formula-without-value", "公式没有存下结果，此格按空白处理")
                .at(spot)
                .hint("用 Excel 或 WPS 打开并保存一次，再提交"),
        );
    }
}

/// Returns the names of the sheets that hold cells, and whether they are hidden.
fn worksheets(metadata: &[calamine::Sheet]) -> Vec<(String, bool)> {
    metadata
        .iter()
        .filter(|sheet| matches!(sheet.typ, SheetType::WorkSheet))
        .map(|sheet| (sheet.name.clone(), sheet.visible != SheetVisible::Visible))
        .collect()
}

fn merges(dimensions: &[Dimensions]) -> Vec<Merge> {
    dimensions.iter().map(|d| Merge { first: d.start, last: d.end }).collect()
}

fn damaged(error: impl std::fmt::Display) -> ReadError {
    let reason = error.to_string();
    if reason.contains("password protected") {
        return ReadError::Encrypted;
    }
    ReadError::Damaged { reason }
}

fn streamed_value(data: DataRef<'_>) -> Option<Value> {
    match data {
        DataRef::SharedString(shared) => text(shared),
        DataRef::String(own) => text(&own),
        DataRef::Float(number) => Some(Value::Number(number)),
        other => value(&Data::from(other)),
    }
}

fn value(data: &Data) -> Option<Value> {
    match data {
        Data::Empty => None,
        Data::String(own) => text(own),
        Data::Float(number) => Some(Value::Number(*number)),
        // Spreadsheets keep whole numbers as floats; few are beyond 2^53.
        #[expect(clippy::cast_precision_loss, reason = "spreadsheet numbers are doubles")]
        Data::Int(number) => Some(Value::Number(*number as f64)),
        Data::Bool(yes) => Some(Value::Bool(*yes)),
        Data::DateTime(stamp) => Some(date_or_hours(stamp)),
        Data::DateTimeIso(iso) => Some(match iso_date(iso) {
            Some(date) => Value::Date(date),
            None => Value::Text(iso.clone()),
        }),
        Data::DurationIso(iso) => text(iso),
        Data::Error(error) => Some(Value::Error(error.to_string())),
    }
}

fn text(raw: &str) -> Option<Value> {
    if raw.trim().is_empty() { None } else { Some(Value::Text(raw.to_string())) }
}

/// Turns a serial stamp into a date, or into hours where it is a time or a duration.
fn date_or_hours(stamp: &ExcelDateTime) -> Value {
    let serial = stamp.as_f64();
    // Below one day there is no date: 2:30 is stored as 0.104…
    if stamp.is_duration() || (0.0..1.0).contains(&serial) {
        return Value::Hours(serial * 24.0);
    }
    let (year, month, day, ..) = stamp.to_ymd_hms_milli();
    let date = Month::try_from(month)
        .ok()
        .and_then(|month| Date::from_calendar_date(i32::from(year), month, day).ok());
    match date {
        Some(date) => Value::Date(date),
        None => Value::Number(serial),
    }
}

/// Reads the date of an ISO 8601 stamp, as ods files hold them.
fn iso_date(iso: &str) -> Option<Date> {
    crate::profile::parse_iso_date(iso.get(..10)?)
}

/// The day before serial 1 of the 1900 system, as seen from 1 March 1900 on.
///
/// Excel counts a 29 February 1900 that never was, so the day is off by one before it.
pub(crate) fn date_of_serial(serial: f64) -> Option<Date> {
    if !(61.0..2_958_466.0).contains(&serial) {
        return None;
    }
    let epoch = Date::from_calendar_date(1899, Month::December, 30).ok()?;
    #[expect(clippy::cast_possible_truncation, reason = "the range is checked above")]
    epoch.checked_add(Duration::days(serial.floor() as i64))
}
