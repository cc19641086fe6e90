//! Archives that we write: the same bytes on every system.
//!
//! An archive tells on what kind of system each of its files was packed. That is Unix here, also where
//! the program runs on Windows: a report shall not depend on the computer that it was made on.

use rust_xlsxwriter::{Workbook, XlsxError};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System};

/// What the archive's directory says of one file begins with this.
const ENTRY: &[u8] = b"PK\x01\x02";
/// What the archive ends with, where it has no comment, and how long it is.
const END: &[u8] = b"PK\x05\x06";
const END_BYTES: usize = 22;

/// Returns how a file is packed: on a day that is always the same, which some crates' features would
/// have the default ask the clock for.
pub fn alike(method: CompressionMethod) -> SimpleFileOptions {
    SimpleFileOptions::default()
        .compression_method(method)
        .last_modified_time(DateTime::default())
        .system(System::Unix)
}

/// Returns a workbook as an xlsx file.
///
/// # Errors
///
/// Those of the workbook.
pub fn saved(workbook: &mut Workbook) -> Result<Vec<u8>, XlsxError> {
    let mut bytes = workbook.save_to_buffer()?;
    mark(&mut bytes);
    Ok(bytes)
}

/// Marks each file of an archive, as our crates write it, as packed on Unix.
fn mark(archive: &mut [u8]) {
    let number = |bytes: &[u8], at: usize, n: usize| {
        bytes[at..at + n].iter().rev().fold(0, |number, byte| number << 8 | usize::from(*byte))
    };
    let Some(end) = archive.len().checked_sub(END_BYTES).filter(|at| archive[*at..].starts_with(END)) else {
        return;
    };
    let mut at = number(archive, end + 16, 4);
    while archive.get(at..at + 46).is_some_and(|entry| entry.starts_with(ENTRY)) {
        archive[at + 5] = System::Unix as u8;
        // The name, what else is told of the file, and a comment.
        at += 46 + number(archive, at + 28, 2) + number(archive, at + 30, 2) + number(archive, at + 32, 2);
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use zip::{ZipArchive, ZipWriter};

    use super::*;

    /// Packs two files as on one system.
    fn packed(options: SimpleFileOptions) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for name in ["考勤表.csv", "xl/PK\u{1}\u{2}.xml"] {
            zip.start_file(name, options).expect("in memory");
            zip.write_all(b"PK\x01\x02 1,2").expect("in memory");
        }
        zip.finish().expect("in memory").into_inner()
    }

    #[test]
    fn archives_of_windows_are_those_of_unix() {
        let unix = packed(alike(CompressionMethod::Stored));
        let mut windows = packed(alike(CompressionMethod::Stored).system(System::Dos));
        assert_ne!(windows, unix);
        mark(&mut windows);
        assert_eq!(windows, unix);
        let mut archive = ZipArchive::new(Cursor::new(windows)).expect("an archive");
        assert!(archive.by_name("考勤表.csv").is_ok());
    }

    #[test]
    fn workbooks_are_marked() {
        let mut workbook = Workbook::new();
        workbook.add_worksheet();
        let bytes = saved(&mut workbook).expect("written");
        let entries: Vec<&[u8]> = bytes.windows(6).filter(|entry| entry.starts_with(ENTRY)).collect();
        assert!(entries.len() > 5 && entries.iter().all(|entry| entry[5] == System::Unix as u8));
    }

    #[test]
    fn what_is_no_archive_stays() {
        for text in ["", "PK", "PK\u{5}\u{6}", "考勤表，考勤表，考勤表，考勤表"] {
            let mut bytes = text.as_bytes().to_vec();
            mark(&mut bytes);
            assert_eq!(bytes, text.as_bytes());
        }
    }
}
