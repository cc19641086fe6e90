//! The most that one file may hold, far above what any register does.

/// The most bytes a workbook may unpack to (512 MiB).
pub const MAX_UNPACKED_BYTES: u64 = 512 << 20;
/// The most cells one file may hold.
pub const MAX_CELLS: usize = 2_000_000;
/// The most columns a sheet may have, as in Excel.
pub const MAX_COLUMNS: u32 = 16_384;
/// The most rows a sheet may have, as in Excel.
pub const MAX_ROWS: u32 = 1_048_576;
/// The most bytes of text that the cells of one file may hold (96 MiB): two million cells
/// can all name the same long shared string.
pub const MAX_TEXT_BYTES: usize = 96 << 20;
/// The most sheets one file may have.
pub const MAX_SHEETS: usize = 4096;
