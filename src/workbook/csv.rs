//! Rows of a delimited text file: encoding and delimiter found out, records counted.

use std::borrow::Cow;
use std::sync::Arc;

use ::csv::{ReaderBuilder, StringRecord};
use encoding_rs::{GB18030, UTF_16BE, UTF_16LE};

use crate::diagnostic::Diagnostic;
use crate::origin::Place;
use crate::workbook::cells::{Cell, Row, Sheet, Value};
use crate::workbook::{MAX_CELLS, MAX_COLUMNS, ReadError};

/// Reads a delimited text file as one sheet.
pub(super) fn read(
    place: &Arc<Place>,
    bytes: &[u8],
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Sheet, ReadError> {
    let (text, encoding) = decode(bytes)?;
    if encoding != "UTF-8" {
        diagnostics.push(Diagnostic::note("encoding-guessed", format!("按 {encoding} 编码读取")).at(place));
    }
    let (text, delimiter) = delimiter(&text);
    let rows = records(&text, delimiter)?;
    Ok(Sheet { place: place.clone(), hidden: false, rows, merges: Vec::new() })
}

/// Decodes by byte order mark, then strict UTF-8, then GB18030; returns the encoding's name.
///
/// GB18030 comes last because it accepts almost anything; it includes GBK and GB 2312.
fn decode(bytes: &[u8]) -> Result<(Cow<'_, str>, &'static str), ReadError> {
    let binary = || ReadError::NotASpreadsheet { found: "内容不是文字".to_string() };
    let (text, encoding) = match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => {
            (std::str::from_utf8(rest).map(Cow::Borrowed).map_err(|_| binary())?, "UTF-8")
        }
        [0xFF, 0xFE, ..] => (UTF_16LE.decode(bytes).0, "UTF-16 LE"),
        [0xFE, 0xFF, ..] => (UTF_16BE.decode(bytes).0, "UTF-16 BE"),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => (Cow::Borrowed(text), "UTF-8"),
            Err(_) => {
                let (text, had_errors) = GB18030.decode_without_bom_handling(bytes);
                if had_errors {
                    return Err(binary());
                }
                (text, "GB18030（GBK）")
            }
        },
    };
    // A spreadsheet as text has no control characters but tabs and line breaks.
    if text.chars().any(|c| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{1a}')) {
        return Err(binary());
    }
    Ok((text, encoding))
}

/// Finds the delimiter: a `sep=` line, or the one that the first lines hold most of.
///
/// The full-width comma is no byte, so where it is the delimiter it becomes a tab.
fn delimiter(text: &str) -> (Cow<'_, str>, u8) {
    // Excel takes `sep=;` as an instruction and does not show it as a row.
    if let Some(rest) = text.strip_prefix("sep=").or_else(|| text.strip_prefix("SEP=")) {
        let (line, body) = rest.split_once('\n').unwrap_or((rest, ""));
        if let &[byte] = line.trim_end_matches('\r').as_bytes() {
            return (Cow::Borrowed(body), byte);
        }
    }
    let head: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).take(10).collect();
    let count = |mark: char| head.iter().map(|line| line.matches(mark).count()).sum::<usize>();
    // Half-width marks win ties: a full-width comma is usually part of a sentence.
    let marks = [',', '\t', ';', '，'];
    let best = marks
        .into_iter()
        .rev()
        .max_by_key(|&mark| count(mark))
        .filter(|&mark| count(mark) > 0)
        .unwrap_or(',');
    match best {
        '，' => (Cow::Owned(text.replace('，', "\t")), b'\t'),
        mark => (Cow::Borrowed(text), u8::try_from(mark).expect("the other marks are ASCII")),
    }
}

/// Splits the text into rows whose numbers are those a spreadsheet program shows.
fn records(text: &str, delimiter: u8) -> Result<Vec<Row>, ReadError> {
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    let mut record = StringRecord::new();
    let mut n_cells = 0;
    let mut index = 0;
    loop {
        let start = byte_offset(&reader);
        let more = reader.read_record(&mut record).map_err(damaged)?;
        if !more {
            return Ok(rows);
        }
        // The reader skips blank lines without counting them; a spreadsheet shows them.
        index += text.get(start..byte_offset(&reader)).map_or(0, |slice| {
            // A record may end between the two characters of a line end.
            let is_split = start > 0 && text.as_bytes()[start - 1] == b'\r';
            leading_blank_lines(if is_split { slice.strip_prefix('\n').unwrap_or(slice) } else { slice })
        });
        let cells = cells(&record)?;
        n_cells += cells.len();
        if n_cells > MAX_CELLS {
            return Err(ReadError::TooLarge {
                what: "单元格数",
                found: format!("{n_cells} 个以上"),
                limit: format!("{MAX_CELLS} 个"),
            });
        }
        if !cells.is_empty() {
            rows.push(Row { index, cells });
        }
        index += 1;
    }
}

/// Returns how far the reader has come, in bytes.
fn byte_offset(reader: &::csv::Reader<&[u8]>) -> usize {
    usize::try_from(reader.position().byte()).expect("offsets lie within the text")
}

/// Counts the line ends before the first other character.
fn leading_blank_lines(text: &str) -> u32 {
    let mut n = 0;
    let mut rest = text;
    loop {
        rest = match rest.as_bytes() {
            [b'\r', b'\n', ..] => &rest[2..],
            [b'\r' | b'\n', ..] => &rest[1..],
            _ => return n,
        };
        n += 1;
    }
}

/// Turns a record's fields into used cells.
fn cells(record: &StringRecord) -> Result<Vec<Cell>, ReadError> {
    let mut cells = Vec::new();
    for (col, field) in (0..).zip(record) {
        let field = unquote(field).trim_end_matches('\u{1a}');
        if field.trim().is_empty() {
            continue;
        }
        if col >= MAX_COLUMNS {
            return Err(ReadError::TooLarge {
                what: "列数",
                found: format!("{} 列", record.len()),
                limit: format!("{MAX_COLUMNS} 列"),
            });
        }
        cells.push(Cell { col, value: Value::Text(field.to_string()) });
    }
    Ok(cells)
}

/// Takes the text out of `="00123"`, by which exports keep Excel from dropping zeros.
fn unquote(field: &str) -> &str {
    field.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"')).unwrap_or(field)
}

/// Returns the reader's error as ours.
fn damaged(error: ::csv::Error) -> ReadError {
    ReadError::Damaged { reason: error.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads bytes and shows the cells as `A1=text`.
    #[track_caller]
    fn check(bytes: &[u8], expected: &[&str]) {
        let place = Arc::new(Place { file_index: 0, sheet_index: 0, file: "f.csv".into(), sheet: None });
        let sheet = read(&place, bytes, &mut Vec::new()).expect("readable");
        let mut out = Vec::new();
        for row in &sheet.rows {
            for cell in &row.cells {
                out.push(format!("{}={}", sheet.origin(row.index, cell.col).a1(), cell.value.text()));
            }
        }
        assert_eq!(out, expected);
    }

    #[test]
    fn encodings() {
        check("姓名,题目\n".as_bytes(), &["A1=姓名", "B1=题目"]);
        check("\u{feff}姓名,题目\n".as_bytes(), &["A1=姓名", "B1=题目"]);
        check(&GB18030.encode("姓名,题目\r\n").0, &["A1=姓名", "B1=题目"]);
        let utf16: Vec<u8> = "\u{feff}姓名\t题目".encode_utf16().flat_map(u16::to_le_bytes).collect();
        check(&utf16, &["A1=姓名", "B1=题目"]);
    }

    #[test]
    fn delimiters() {
        check(b"a;b\nc;d", &["A1=a", "B1=b", "A2=c", "B2=d"]);
        check(b"sep=|\na|b,c", &["A1=a", "B1=b,c"]);
        check("甲，乙\n丙，丁".as_bytes(), &["A1=甲", "B1=乙", "A2=丙", "B2=丁"]);
        check("甲,乙，丙\n".as_bytes(), &["A1=甲", "B1=乙，丙"]);
    }

    #[test]
    fn rows_are_counted_as_shown() {
        check(b"a\n\nb\r\n\r\n\r\nc\n", &["A1=a", "A3=b", "A6=c"]);
        check(b"\n\na\n", &["A3=a"]);
        check(b"a,\"x\ny\"\nb\n", &["A1=a", "B1=x\ny", "A2=b"]);
        check(b"a\n , \nb\n", &["A1=a", "A3=b"]);
        check(b"=\"00123\",1", &["A1=00123", "B1=1"]);
    }

    #[test]
    fn binary_is_refused() {
        let place = Arc::new(Place { file_index: 0, sheet_index: 0, file: "f.csv".into(), sheet: None });
        assert!(read(&place, b"ab\0cd", &mut Vec::new()).is_err());
        assert!(read(&place, &[0x81, 0xFF, 0xFF], &mut Vec::new()).is_err());
    }
}
