//! The most that one file may hold, far above what any register does, and what is left of that
//! where several files share it.

use crate::stop::Stop;
use crate::workbook::ReadError;

/// The most bytes a workbook may unpack to (512 MiB).
pub const MAX_UNPACKED_BYTES: u64 = 512 << 20;
/// The most cells one file may hold.
pub const MAX_CELLS: usize = 2_000_000;
/// The most columns a sheet may have, as in Excel.
pub const MAX_COLUMNS: u32 = 16_384;
/// The most rows a sheet may have, as in Excel.
pub const MAX_ROWS: u32 = 1_048_576;
/// The most bytes of text that the cells of one file may hold (48 MiB): two million cells
/// can all name the same long shared string.
pub const MAX_TEXT_BYTES: usize = 48 << 20;
/// The most sheets one file may have.
pub const MAX_SHEETS: usize = 4096;

/// What a file may hold where others have taken their part; by default as much as any file.
#[derive(Debug, Clone)]
pub struct Room {
    /// The cells.
    pub cells: usize,
    /// The bytes of their texts.
    pub text_bytes: usize,
    /// Ends the reading early.
    pub stop: Stop,
}

impl Default for Room {
    fn default() -> Room {
        Room { cells: MAX_CELLS, text_bytes: MAX_TEXT_BYTES, stop: Stop::default() }
    }
}

impl Room {
    /// Returns what is left of so many cells and bytes of text, but never more than any file may hold.
    pub fn left(cells: usize, text_bytes: usize) -> Room {
        let (cells, text_bytes) = (cells.min(MAX_CELLS), text_bytes.min(MAX_TEXT_BYTES));
        Room { cells, text_bytes, stop: Stop::default() }
    }

    /// Refuses a file that holds more, and any once the stop is asked for.
    pub(super) fn check(&self, n_cells: usize, n_text_bytes: usize) -> Result<(), ReadError> {
        if self.stop.is_asked() {
            return Err(ReadError::Stopped);
        }
        if n_cells > self.cells {
            return Err(match self.cells < MAX_CELLS {
                true => ReadError::NoRoom { what: "单元格数" },
                false => ReadError::too_many("单元格数", MAX_CELLS),
            });
        }
        if n_text_bytes > self.text_bytes {
            return Err(match self.text_bytes < MAX_TEXT_BYTES {
                true => ReadError::NoRoom { what: "文字总量" },
                false => ReadError::too_many_bytes("文字总量", MAX_TEXT_BYTES),
            });
        }
        Ok(())
    }
}
