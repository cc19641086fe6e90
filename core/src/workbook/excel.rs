//! Cells of xlsx, xlsm and xlsb files, through calamine, streamed.
//!
//! Cells come one by one: calamine's dense `Range` would let one far-away cell abort the
//! process for want of memory. What calamine does not tell comes from [`parts`].

use std::collections::BTreeMap;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{Data, DataRef, Reader, SheetType, SheetVisible, Xlsb, Xlsx};

use crate::workbook::archive::Archive;
use crate::workbook::cells::Value;
use crate::workbook::gather::{Draft, Gather, Layout};
use crate::workbook::looks::Looks;
use crate::workbook::{ReadError, parts, stamp};

type Bytes<'a> = Cursor<&'a [u8]>;

/// Reads an xlsx or xlsm.
pub(super) fn read_xlsx(
    gather: &mut Gather<'_>,
    archive: &mut Archive<'_>,
    bytes: &[u8],
) -> Result<(), ReadError> {
    let paths = parts::paths(archive, false)?;
    let is_1904 = parts::is_1904(archive)?;
    archive.bound_tables()?;
    let mut layouts = layouts(archive, &paths, parts::scan)?;
    let looks = Looks::read(archive)?;
    let mut book: Xlsx<Bytes<'_>> = foreign(|| Xlsx::new(Cursor::new(bytes)))?;
    for (name, hidden) in worksheets(book.sheets_metadata()) {
        let mut draft = gather.open(&name, hidden)?;
        draft.set_1904(is_1904);
        let (path, layout) = take(&mut layouts, &name);
        draft.lay_out(layout);
        let styles = match looks.is_empty() {
            true => BTreeMap::new(),
            false => parts::styles(archive, &path, |style| looks.concerns(style))?,
        };
        let look = |pos: (u32, u32), value: Value| match styles.get(&pos) {
            Some(style) => looks.shown(*style, value),
            None => value,
        };
        match read_xlsx_sheet(gather, &mut draft, &mut book, &name, look) {
            Ok(()) => {}
            Err(ReadError::Damaged { reason }) => {
                gather.skip(draft, reason);
                continue;
            }
            Err(error) => return Err(error),
        }
        let blank = draft.all_uncomputed();
        if !blank.is_empty() {
            let computed = parts::text_results(archive, &path, blank)?;
            draft.retain_uncomputed(&computed);
        }
        gather.close(draft);
    }
    Ok(())
}

/// Reads a sheet's cells.
fn read_xlsx_sheet(
    gather: &mut Gather<'_>,
    draft: &mut Draft,
    book: &mut Xlsx<Bytes<'_>>,
    name: &str,
    look: impl Fn((u32, u32), Value) -> Value,
) -> Result<(), ReadError> {
    let mut reader = foreign(|| book.worksheet_cells_reader(name))?;
    while let Some(cell) = foreign(|| reader.next_cell_with_formula_metadata())? {
        if matches!(cell.value, DataRef::Empty) {
            if cell.formula.is_some() {
                draft.uncomputed(cell.pos);
            }
            continue;
        }
        gather.push(draft, cell.pos, value(cell.value).map(|value| look(cell.pos, value)))?;
    }
    Ok(())
}

/// Reads an xlsb, whose formulas always hold a value.
pub(super) fn read_xlsb(
    gather: &mut Gather<'_>,
    archive: &mut Archive<'_>,
    bytes: &[u8],
) -> Result<(), ReadError> {
    let paths = parts::paths(archive, true)?;
    parts::bound_binary_strings(archive)?;
    let mut layouts = layouts(archive, &paths, parts::scan_binary)?;
    let mut book: Xlsb<Bytes<'_>> = foreign(|| Xlsb::new(Cursor::new(bytes)))?;
    for (name, hidden) in worksheets(book.sheets_metadata()) {
        let mut draft = gather.open(&name, hidden)?;
        draft.lay_out(take(&mut layouts, &name).1);
        match read_xlsb_sheet(gather, &mut draft, &mut book, &name) {
            Ok(()) => gather.close(draft),
            Err(ReadError::Damaged { reason }) => gather.skip(draft, reason),
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Reads a sheet's cells.
fn read_xlsb_sheet(
    gather: &mut Gather<'_>,
    draft: &mut Draft,
    book: &mut Xlsb<Bytes<'_>>,
    name: &str,
) -> Result<(), ReadError> {
    let mut reader = foreign(|| book.worksheet_cells_reader(name))?;
    while let Some(cell) = foreign(|| reader.next_cell())? {
        let pos = cell.get_position();
        gather.push(draft, pos, value(cell.get_value().clone()))?;
    }
    Ok(())
}

/// A sheet's name, the path of its part, and what was found there.
type Scanned = (String, String, Layout);

/// Scans all sheets' parts, and bounds what the others unpack to.
fn layouts(
    archive: &mut Archive<'_>,
    paths: &[(String, String)],
    scan: impl Fn(&mut Archive<'_>, &str) -> Result<Layout, ReadError>,
) -> Result<Vec<Scanned>, ReadError> {
    let mut out = Vec::new();
    for (name, path) in paths {
        out.push((name.clone(), path.clone(), scan(archive, path)?));
    }
    let counted: Vec<String> = paths.iter().map(|(_, path)| path.clone()).collect();
    archive.bound_the_rest(&counted)?;
    Ok(out)
}

/// Takes out what was found for a sheet; sheets come in the same order, so it is the first.
fn take(layouts: &mut Vec<Scanned>, name: &str) -> (String, Layout) {
    match layouts.iter().position(|(its, ..)| its == name) {
        Some(at) => {
            let (_, path, layout) = layouts.remove(at);
            (path, layout)
        }
        None => (String::new(), Layout::default()),
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

/// Has calamine do something. On some damaged files it still panics: that is a fault of the
/// file, whereas a panic of our own code is not to be mistaken for one.
fn foreign<T, E: std::fmt::Display>(call: impl FnOnce() -> Result<T, E>) -> Result<T, ReadError> {
    match catch_unwind(AssertUnwindSafe(call)) {
        Ok(outcome) => outcome.map_err(damaged),
        Err(_) => Err(ReadError::Damaged { reason: "内部结构不合规范".to_string() }),
    }
}

/// Returns calamine's error as ours.
fn damaged(error: impl std::fmt::Display) -> ReadError {
    let reason = error.to_string();
    if reason.contains("password protected") {
        return ReadError::Encrypted;
    }
    ReadError::Damaged { reason }
}

/// Returns what a cell holds.
fn value(data: DataRef<'_>) -> Option<Value> {
    match data {
        DataRef::SharedString(shared) => text(shared),
        DataRef::String(own) => text(&own),
        DataRef::Float(number) => Some(Value::Number(number)),
        DataRef::Empty => None,
        other => match Data::from(other) {
            // Spreadsheets keep whole numbers as floats; few are beyond 2^53.
            #[expect(clippy::cast_precision_loss, reason = "spreadsheet numbers are doubles")]
            Data::Int(number) => Some(Value::Number(number as f64)),
            Data::Bool(yes) => Some(Value::Bool(yes)),
            Data::DateTime(serial) => Some(stamp::date_or_hours(&serial)),
            Data::DateTimeIso(iso) | Data::DurationIso(iso) => stamp::iso(&iso).or_else(|| text(&iso)),
            Data::Error(error) => Some(Value::Error(error.to_string())),
            Data::Float(number) => Some(Value::Number(number)),
            Data::String(own) => text(&own),
            Data::Empty => None,
        },
    }
}

/// Returns text that is not blank.
pub(super) fn text(raw: &str) -> Option<Value> {
    if raw.trim().is_empty() { None } else { Some(Value::Text(raw.to_string())) }
}
