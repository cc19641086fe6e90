//! The content of one input file as addressed cells, from its bytes.
//!
//! What kind of file it is is told by its content, never by its name: offices rename files.
//! Reading is sparse and capped, so that a cell at XFD1048576 costs no more than one at A1.

mod address;
pub mod archived;
mod biff;
mod biff_globals;
mod biff_records;
mod biff_sheet;
mod biff_text;
mod book;
mod cells;
mod code_page;
mod csv;
mod encoding;
mod error;
mod excel;
mod gather;
mod html;
mod kinds;
mod limits;
mod looks;
mod markup;
mod merges;
mod mht;
mod notes;
mod number_format;
mod ods;
mod package;
mod protected_package;
mod protected_xls;
mod shared_strings;
mod stamp;
mod tables;
mod xlsb_records;
mod xlsb_sheet;
mod xlsx_sheet;
mod zipped;

pub use cells::{Cell, Row, Sheet, Value};
pub use error::ReadError;
pub use limits::{MAX_CELLS, MAX_COLUMNS, MAX_ROWS, MAX_SHEETS, MAX_TEXT_BYTES, MAX_UNPACKED_BYTES, Room};
pub use merges::{Merge, Merges};
pub(crate) use stamp::date_of_serial;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use crate::container::archive::Archive;
use crate::container::compound::Compound;
use crate::diagnostic::{Diagnostic, Warned};
use crate::origin::Place;
use crate::source::{MAX_FILE_BYTES, Source};
use crate::workbook::error::Way;
use crate::workbook::gather::Gather;
use crate::workbook::markup::Markup;
use crate::workbook::zipped::Container;

/// One input file's sheets.
#[derive(Debug, Clone)]
pub struct Workbook {
    /// The file as a whole.
    pub place: Arc<Place>,
    /// The sheets in their order in the file.
    pub sheets: Vec<Sheet>,
}

impl Workbook {
    /// Returns how many cells hold something.
    pub fn n_cells(&self) -> usize {
        self.sheets.iter().flat_map(|sheet| &sheet.rows).map(|row| row.cells.len()).sum()
    }

    /// Returns how many bytes the texts of all cells take.
    pub fn n_text_bytes(&self) -> usize {
        let cells = self.sheets.iter().flat_map(|sheet| &sheet.rows).flat_map(|row| &row.cells);
        cells.map(|cell| cell.value.n_text_bytes()).sum()
    }
}

/// Reads one file; `index` is its position among the sources.
pub fn read(index: usize, source: &Source) -> Warned<Result<Workbook, ReadError>> {
    read_within(index, source, Room::default())
}

/// Reads a file as far as there is room for it.
///
/// # Errors
///
/// [`ReadError::NoRoom`] where there is not.
pub fn read_within(index: usize, source: &Source, room: Room) -> Warned<Result<Workbook, ReadError>> {
    let mut diagnostics = Vec::new();
    let place = Arc::new(Place { file_index: index, sheet_index: 0, file: source.name.clone(), sheet: None });
    // No file of a county may stop the others, not even where the fault is ours.
    let sheets =
        catch_unwind(AssertUnwindSafe(|| read_sheets(&place, &source.bytes, room, &mut diagnostics)))
            .unwrap_or_else(|panic| Err(ReadError::our_fault(panic.as_ref())));
    match &sheets {
        Err(error) => diagnostics.push(error.diagnostic(&place)),
        Ok(sheets) if sheets.iter().all(|sheet| sheet.rows.is_empty()) => {
            let warning = Diagnostic::warning("empty-workbook", "文件里没有任何内容").at(&place);
            diagnostics.push(warning.hint("填好后再提交；用不着的请移出文件夹"));
        }
        Ok(_) => {}
    }
    Warned { output: sheets.map(|sheets| Workbook { place, sheets }), diagnostics }
}

/// Picks the reader by the content's first bytes.
fn read_sheets(
    place: &Arc<Place>,
    bytes: &[u8],
    room: Room,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Vec<Sheet>, ReadError> {
    if bytes.len() > MAX_FILE_BYTES {
        return Err(ReadError::TooLarge {
            what: "文件",
            found: format!("{} MB", bytes.len() >> 20),
            limit: format!("{} MB", MAX_FILE_BYTES >> 20),
        });
    }
    // A text made for an archive is what it was made from.
    let bytes = match archived::parse(bytes).map(|archived| archived.content) {
        Some(archived::Content::Table(text)) => {
            let mut gather = Gather::new(place, room, diagnostics);
            archived::read(&mut gather, text)?;
            return gather.finish();
        }
        Some(archived::Content::Words(words)) => words.as_bytes(),
        Some(archived::Content::Nothing) => {
            return Err(ReadError::other("归档的文字，其中没有保留原文件的内容", Way::Original));
        }
        None => bytes,
    };
    if let Some(error) = kinds::other(bytes) {
        return Err(error);
    }
    let mut gather = Gather::new(place, room.clone(), diagnostics);
    match bytes {
        [b'P', b'K', 3 | 5 | 7, ..] => read_zipped(&mut gather, bytes)?,
        [0xD0, 0xCF, 0x11, 0xE0, ..] => read_compound(&mut gather, bytes)?,
        // A workbook stream that lies bare, as some programs wrote it before compound files.
        _ if biff_records::begins_stream(bytes) => biff::read_stream(&mut gather, bytes)?,
        _ => match markup::markup(bytes) {
            Some(Markup::Other(found)) => return Err(ReadError::other(found, Way::Save)),
            Some(Markup::Spreadsheet) => markup::read_spreadsheet(&mut gather, bytes)?,
            Some(Markup::Page) => html::read(&mut gather, bytes)?,
            Some(Markup::Archive) => mht::read(&mut gather, bytes)?,
            None => return csv::read(place, bytes, room, diagnostics).map(|sheet| vec![sheet]),
        },
    }
    gather.finish()
}

/// Reads a compound file: xls, et, or an xlsx that is encrypted.
fn read_compound(gather: &mut Gather<'_>, bytes: &[u8]) -> Result<(), ReadError> {
    let file = Compound::open(bytes)?;
    let Some(package) = file.stream("EncryptedPackage") else { return biff::read_compound(gather, &file) };
    // Without a description the rights to read it lie on a server.
    let info = file.stream("EncryptionInfo").ok_or(ReadError::RightsManaged)?;
    let plain = protected_package::decrypted(&info, &package)?;
    read_zipped(gather, &plain)
}

/// Reads a zip container: xlsx, xlsm, xlsb or ods.
fn read_zipped(gather: &mut Gather<'_>, bytes: &[u8]) -> Result<(), ReadError> {
    let mut archive = Archive::open(bytes, MAX_UNPACKED_BYTES)?;
    match zipped::container(&mut archive)? {
        Container::Package => excel::read(gather, &mut archive),
        Container::Ods => ods::read(gather, &mut archive),
    }
}
