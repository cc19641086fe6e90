//! Rows of a delimited text file: delimiter found out, records counted as a spreadsheet would.

use std::borrow::Cow;
use std::sync::Arc;

use ::csv::{ReaderBuilder, StringRecord};

use crate::diagnostic::{Diagnostic, Spot};
use crate::origin::Place;
use crate::workbook::cells::{Cell, Row, Sheet, Value};
use crate::workbook::encoding::{Decoded, decode};
use crate::workbook::{MAX_CELLS, MAX_COLUMNS, Merges, ReadError};

/// Reads a delimited text file as one sheet.
pub(super) fn read(
    place: &Arc<Place>,
    bytes: &[u8],
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Sheet, ReadError> {
    let Decoded { text, encoding, n_lost } = decode(bytes)?;
    if n_lost > 0 {
        let message = format!("按 {encoding} 编码读取，有 {n_lost} 处字节认不出，已换成 `\u{fffd}`");
        let warning = Diagnostic::warning("encoding-guessed", message).at(place);
        diagnostics.push(warning.hint("用 Excel 或 WPS 打开核对后另存为 .xlsx"));
    } else if encoding != "UTF-8" {
        diagnostics.push(Diagnostic::note("encoding-guessed", format!("按 {encoding} 编码读取")).at(place));
    }
    let (text, delimiter) = delimiter(&text);
    let rows = records(&text, delimiter)?;
    if let (true, Some(row)) = (ends_in_quotes(&text, delimiter), rows.last()) {
        let col = row.cells.last().map_or(0, |cell| cell.col);
        let cell = (row.index, col);
        diagnostics.push(
            Diagnostic::warning("unclosed-quote", "双引号没有配对，从这里到文件末尾读成了一格")
                .at(Spot { place: place.clone(), cells: Some((cell, cell)) })
                .hint("补上或删去这一格的双引号"),
        );
    }
    Ok(Sheet { place: place.clone(), hidden: false, is_1904: false, rows, merges: Merges::default() })
}

/// Stands in for a delimiter that is no byte; control characters are refused in text.
const STAND_IN: u8 = 0x1F;

/// Finds the delimiter: a `sep=` line, or the one that the first lines hold most of.
fn delimiter(text: &str) -> (Cow<'_, str>, u8) {
    // Excel takes `sep=;` as an instruction and does not show it as a row.
    if let Some(rest) = text.strip_prefix("sep=").or_else(|| text.strip_prefix("SEP=")) {
        let (line, body) = rest.split_once('\n').unwrap_or((rest, ""));
        let line = line.trim_end_matches('\r');
        match line.as_bytes() {
            &[byte] => return (Cow::Borrowed(body), byte),
            _ if line == "，" => return stand_in(body, '，'),
            _ => {}
        }
    }
    // Half-width marks win ties: a full-width comma is usually part of a sentence.
    let marks = [',', '\t', ';', '，'];
    let mut counts = [0_usize; 4];
    let mut n_lines = 0;
    let mut is_quoted = false;
    let mut is_blank = true;
    for c in text.chars() {
        match c {
            '"' => is_quoted = !is_quoted,
            '\n' if !is_quoted => {
                n_lines += usize::from(!std::mem::replace(&mut is_blank, true));
                if n_lines == 10 {
                    break;
                }
            }
            _ if is_quoted => {}
            _ => {
                is_blank &= c.is_whitespace();
                if let Some(at) = marks.iter().position(|&mark| mark == c) {
                    counts[at] += 1;
                }
            }
        }
    }
    let best = (0..4).rev().max_by_key(|&at| counts[at]).filter(|&at| counts[at] > 0).unwrap_or(0);
    match marks[best] {
        '，' => stand_in(text, '，'),
        mark => (Cow::Borrowed(text), u8::try_from(mark).expect("the other marks are ASCII")),
    }
}

/// Puts the stand-in where the mark parts fields, not where it stands in quotes.
fn stand_in(text: &str, mark: char) -> (Cow<'_, str>, u8) {
    let mut is_quoted = false;
    let replaced = text.chars().map(|c| {
        is_quoted ^= c == '"';
        if c == mark && !is_quoted { char::from(STAND_IN) } else { c }
    });
    (Cow::Owned(replaced.collect()), STAND_IN)
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
            return Err(ReadError::too_many("单元格数", MAX_CELLS));
        }
        if !cells.is_empty() {
            rows.push(Row { index, cells });
        }
        index += 1;
    }
}

/// Returns whether the text ends within a quoted field.
fn ends_in_quotes(text: &str, delimiter: u8) -> bool {
    let (mut is_quoted, mut is_start) = (false, true);
    for byte in text.bytes() {
        // A quote opens only at the start of a field; two in a row close and open again.
        is_quoted = if is_quoted { byte != b'"' } else { byte == b'"' && is_start };
        let reopens = !is_quoted && byte == b'"';
        is_start = byte == delimiter || byte == b'\n' || byte == b'\r' || reopens;
    }
    is_quoted
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
    let inner = field.trim().strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"'));
    inner.unwrap_or(field)
}

/// Returns the reader's error as ours.
fn damaged(error: ::csv::Error) -> ReadError {
    ReadError::Damaged { reason: error.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads bytes and shows the cells as `A1=text`, then the diagnostics.
    #[track_caller]
    fn check(bytes: &[u8], expected: &[&str]) {
        let place = Arc::new(Place { file_index: 0, sheet_index: 0, file: "f.csv".into(), sheet: None });
        let mut diagnostics = Vec::new();
        let sheet = read(&place, bytes, &mut diagnostics).expect("readable");
        let mut out = Vec::new();
        for row in &sheet.rows {
            for cell in &row.cells {
                out.push(format!("{}={}", sheet.origin(row.index, cell.col).a1(), cell.value.text()));
            }
        }
        out.extend(diagnostics.iter().map(ToString::to_string));
        assert_eq!(out, expected);
    }

    #[test]
    fn delimiters() {
        check(b"a;b\nc;d", &["A1=a", "B1=b", "A2=c", "B2=d"]);
        check(b"a\tb\nc\td", &["A1=a", "B1=b", "A2=c", "B2=d"]);
        check(b"sep=|\na|b,c", &["A1=a", "B1=b,c"]);
        check("sep=，\r\n甲，乙".as_bytes(), &["A1=甲", "B1=乙"]);
        check("甲，乙\n丙，丁".as_bytes(), &["A1=甲", "B1=乙", "A2=丙", "B2=丁"]);
        check("甲，\"乙，丙\"\n丁，\t戊".as_bytes(), &["A1=甲", "B1=乙，丙", "A2=丁", "B2=\t戊"]);
        check("甲,乙，丙\n".as_bytes(), &["A1=甲", "B1=乙，丙"]);
        // What stands in quotes is no delimiter.
        check(b"a;\"b,c,d,e\"\n", &["A1=a", "B1=b,c,d,e"]);
        check("单独一列\n甲\n".as_bytes(), &["A1=单独一列", "A2=甲"]);
    }

    #[test]
    fn rows_are_counted_as_shown() {
        check(b"a\n\nb\r\n\r\n\r\nc\n", &["A1=a", "A3=b", "A6=c"]);
        check(b"\n\na\n", &["A3=a"]);
        check(b"a,\"x\ny\"\nb\n", &["A1=a", "B1=x\ny", "A2=b"]);
        check(b"a\n , \nb\n", &["A1=a", "A3=b"]);
        check(b"=\"00123\",1", &["A1=00123", "B1=1"]);
        check(b"\"=\"\"00123\"\"\",1", &["A1=00123", "B1=1"]);
    }

    #[test]
    fn a_quote_left_open_is_told() {
        check(
            b"a,\"b\nc,d\n",
            &[
                "A1=a",
                "B1=b\nc,d\n",
                "警告 f.csv B1：双引号没有配对，从这里到文件末尾读成了一格\n　　提示：补上或删去这一格的双引号",
            ],
        );
        check(b"a,\"b \"\"c\"\"\"\nd,5\"\n", &["A1=a", "B1=b \"c\"", "A2=d", "B2=5\""]);
    }
}
