//! The registers as empty workbooks ready to fill, and a commented configuration file.
//!
//! What they hold is data in `registers.rs`; how a workbook looks is in `sheet.rs`. Filled as
//! they are they pass `banxin check` without a warning, which a test holds: their headers are
//! the words by which the registers are recognised.

mod registers;
mod sheet;

use rust_xlsxwriter::XlsxError;

/// A file to hand out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlankFile {
    /// The file's name.
    pub name: &'static str,
    /// The content.
    pub bytes: Vec<u8>,
}

/// Returns the blank registers and the configuration file, always the same bytes.
pub fn files() -> Result<Vec<BlankFile>, XlsxError> {
    let mut files = Vec::new();
    for register in &registers::REGISTERS {
        files.push(BlankFile { name: register.name, bytes: sheet::xlsx(register)? });
    }
    files.push(BlankFile { name: "banxin.toml", bytes: include_bytes!("banxin.toml").to_vec() });
    Ok(files)
}
