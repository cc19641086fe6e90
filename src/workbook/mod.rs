//! The content of one input file as addressed cells, from its bytes.
//!
//! What kind of file it is is told by its content, never by its name: offices rename files.
//! Reading is sparse and capped, so that a cell at XFD1048576 costs no more than one at A1.

mod cells;
mod csv;
mod excel;

pub use cells::{Cell, Merge, Row, Sheet, Value};
pub(crate) use excel::date_of_serial;

use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Warned};
use crate::origin::Place;
use crate::source::{MAX_FILE_BYTES, Source};

/// The most bytes a workbook may unpack to (512 MiB).
pub const MAX_UNPACKED_BYTES: u64 = 512 << 20;
/// The most cells one file may hold.
pub const MAX_CELLS: usize = 2_000_000;
/// The most columns a sheet may have, as in Excel.
pub const MAX_COLUMNS: u32 = 16_384;

/// One input file's sheets.
#[derive(Debug, Clone)]
pub struct Workbook {
    /// The file as a whole.
    pub place: Arc<Place>,
    /// The sheets in their order in the file.
    pub sheets: Vec<Sheet>,
}

/// Why a file cannot be read at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// Not a spreadsheet; what it looks like instead.
    #[error("不是电子表格（{found}）")]
    NotASpreadsheet {
        /// What the content looks like.
        found: String,
    },
    /// Protected by a password.
    #[error("文件已加密，无法读取")]
    Encrypted,
    /// Over one of the limits.
    #[error("{what}超过上限（发现 {found}，最多 {limit}）")]
    TooLarge {
        /// What is too large.
        what: &'static str,
        /// How much there is.
        found: String,
        /// How much there may be.
        limit: String,
    },
    /// A spreadsheet that is damaged.
    #[error("文件已损坏，读不下去（{reason}）")]
    Damaged {
        /// The reader's words.
        reason: String,
    },
}

impl ReadError {
    /// Returns the error as a diagnostic about the file.
    pub fn diagnostic(&self, place: &Arc<Place>) -> Diagnostic {
        let (key, hint) = match self {
            ReadError::NotASpreadsheet { .. } => {
                ("not-a-spreadsheet", "用 Excel 或 WPS 打开后另存为 .xlsx；与登记表无关的文件请移出文件夹")
            }
            ReadError::Encrypted => ("encrypted", "用 Excel 或 WPS 打开，取消密码后另存"),
            ReadError::TooLarge { .. } => ("too-large", "删去空白的行、列和图片后另存，或拆成几个文件"),
            ReadError::Damaged { .. } => ("not-a-spreadsheet", "用 Excel 或 WPS 打开并修复，另存后再试"),
        };
        Diagnostic::error(key, self.to_string()).at(place).hint(hint)
    }
}

/// Reads one file; `index` is its position among the sources.
pub fn read(index: usize, source: &Source) -> Warned<Result<Workbook, ReadError>> {
    let mut diagnostics = Vec::new();
    let place = Arc::new(Place { file_index: index, sheet_index: 0, file: source.name.clone(), sheet: None });
    let sheets = read_sheets(&place, &source.bytes, &mut diagnostics);
    if let Err(error) = &sheets {
        diagnostics.push(error.diagnostic(&place));
    }
    Warned { output: sheets.map(|sheets| Workbook { place, sheets }), diagnostics }
}

/// Picks the reader by the content's first bytes.
fn read_sheets(
    place: &Arc<Place>,
    bytes: &[u8],
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Vec<Sheet>, ReadError> {
    let not = |found: &str| Err(ReadError::NotASpreadsheet { found: found.to_string() });
    if bytes.len() > MAX_FILE_BYTES {
        return Err(ReadError::TooLarge {
            what: "文件",
            found: format!("{} MB", bytes.len() >> 20),
            limit: format!("{} MB", MAX_FILE_BYTES >> 20),
        });
    }
    match bytes {
        [] => not("文件是空的"),
        [b'P', b'K', 3 | 5, ..] => excel::read_zipped(place, bytes, diagnostics),
        [0xD0, 0xCF, 0x11, 0xE0, ..] => excel::read_compound(place, bytes, diagnostics),
        [b'%', b'P', b'D', b'F', ..] => not("这是 PDF 文件"),
        [0x89, b'P', b'N', b'G', ..] | [0xFF, 0xD8, 0xFF, ..] => not("这是图片"),
        [b'{', b'\\', b'r', b't', b'f', ..] => not("这是 RTF 文档"),
        [b'7', b'z', 0xBC, 0xAF, ..] | [b'R', b'a', b'r', b'!', ..] => not("这是压缩包"),
        _ => match markup(bytes) {
            Some(found) => not(found),
            None => csv::read(place, bytes, diagnostics).map(|sheet| vec![sheet]),
        },
    }
}

/// Names the markup that old systems export under the ending `.xls`.
fn markup(bytes: &[u8]) -> Option<&'static str> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(2048)]).to_ascii_lowercase();
    let head = head.trim_start_matches('\u{feff}').trim_start();
    if head.starts_with("<?xml") && head.contains("urn:schemas-microsoft-com:office:spreadsheet") {
        Some("这是 SpreadsheetML 2003 的 XML 文件")
    } else if head.starts_with("<!doctype html") || head.starts_with("<html") || head.starts_with("<table") {
        Some("这是网页（HTML），只是改了扩展名")
    } else if head.starts_with("<?xml") {
        Some("这是 XML 文件")
    } else {
        None
    }
}
