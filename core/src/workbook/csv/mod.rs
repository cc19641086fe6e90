//! Rows of a delimited text file: delimiter found out, records counted as a spreadsheet would.

mod delimiter;
mod fields;
mod notes;

use std::borrow::Cow;
use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::origin::Place;
use crate::workbook::cells::{Cell, Row, Sheet, Value};
use crate::workbook::csv::fields::{Field, Fields, Quotes};
use crate::workbook::csv::notes::{Notes, Odd};
use crate::workbook::encoding::{Decoded, decode, is_dropped};
use crate::workbook::{MAX_COLUMNS, MAX_ROWS, Merges, ReadError, Room};

/// Reads a delimited text file as one sheet.
pub(super) fn read(
    place: &Arc<Place>,
    bytes: &[u8],
    room: Room,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Sheet, ReadError> {
    let decoded = decode(bytes)?;
    let mut notes = Notes::default();
    let rows = rows(&decoded, &room, &mut notes)?;
    notes.tell(place, &decoded, diagnostics);
    Ok(Sheet { place: place.clone(), hidden: false, is_1904: false, rows, merges: Merges::default() })
}

/// Splits the text into rows whose numbers are those a spreadsheet program shows.
fn rows(decoded: &Decoded<'_>, room: &Room, notes: &mut Notes) -> Result<Vec<Row>, ReadError> {
    let (text, mark) = delimiter::find(&decoded.text);
    let n_before = decoded.text.len() - text.len();
    let mut foreign = decoded.foreign_lines.iter().peekable();
    let mut rows = Vec::new();
    let mut row = Row { index: 0, cells: Vec::new() };
    let (mut n_cells, mut n_text_bytes, mut col) = (0, 0, 0);
    for field in Fields::new(text, mark) {
        while foreign.next_if(|&&at| at <= n_before + field.at).is_some() {
            notes.add(Odd::Foreign, (row.index, col));
        }
        let ends_row = field.ends_row;
        if let Some(value) = value(field, (row.index, col), notes) {
            if col >= MAX_COLUMNS {
                return Err(beyond("列数", "列", col, MAX_COLUMNS));
            }
            if row.index >= MAX_ROWS {
                return Err(beyond("行数", "行", row.index, MAX_ROWS));
            }
            n_cells += 1;
            n_text_bytes += value.n_text_bytes();
            room.check(n_cells, n_text_bytes)?;
            row.cells.push(Cell { col, value });
        }
        col += 1;
        if ends_row {
            col = 0;
            row.index += 1;
            if !row.cells.is_empty() {
                // Room for as many cells as above: most rows of a table are alike.
                let next = Row { index: row.index, cells: Vec::with_capacity(row.cells.len()) };
                let full = std::mem::replace(&mut row, next);
                rows.push(Row { index: full.index - 1, ..full });
            }
        }
    }
    Ok(rows)
}

/// Returns the error for a cell that no spreadsheet program has a place for.
fn beyond(what: &'static str, unit: &str, at: u32, limit: u32) -> ReadError {
    ReadError::TooLarge { what, found: format!("第 {} {unit}", at + 1), limit: format!("{limit} {unit}") }
}

/// Returns what a field holds, if it holds anything; notes what had to be left out.
fn value(field: Field<'_>, pos: (u32, u32), notes: &mut Notes) -> Option<Value> {
    let Field { mut text, quotes, .. } = field;
    if text.contains(is_dropped) {
        notes.add_controls(pos, text.chars().filter(|&c| is_dropped(c)));
        text = Cow::Owned(text.replace(is_dropped, ""));
    }
    let shown = unquote(&text);
    // Databases write `\N` where there is nothing.
    if matches!(shown.trim(), "" | "\\N") {
        return None;
    }
    if quotes == Quotes::Unpaired {
        notes.add(Odd::Unpaired, pos);
    }
    if shown.contains('\u{fffd}') {
        notes.add(Odd::Lost, pos);
    }
    Some(Value::Text(shown.to_string()))
}

/// Takes the text out of `="00123"`, by which exports keep Excel from dropping zeros.
fn unquote(field: &str) -> &str {
    let inner = field.trim().strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"'));
    inner.unwrap_or(field)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads bytes and shows the cells as `A1=text`, then the diagnostics.
    #[track_caller]
    fn check(bytes: &[u8], expected: &[&str]) {
        let place = Arc::new(Place { file_index: 0, sheet_index: 0, file: "f.csv".into(), sheet: None });
        let mut diagnostics = Vec::new();
        let sheet = read(&place, bytes, Room::default(), &mut diagnostics).expect("readable");
        let mut out = Vec::new();
        for row in &sheet.rows {
            for cell in &row.cells {
                out.push(format!("{}={}", sheet.origin(row.index, cell.col).a1(), cell.value.text()));
            }
        }
        out.extend(diagnostics.iter().map(|told| format!("{told}").replace("\n　　提示：", "；")));
        assert_eq!(out, expected);
    }

    #[test]
    fn rows_are_counted_as_shown() {
        check(b"a\n\nb\r\n\r\n\r\nc\n", &["A1=a", "A3=b", "A6=c"]);
        check(b"\n\na\n", &["A3=a"]);
        check(b"a,\"x\ny\"\nb\n", &["A1=a", "B1=x\ny", "A2=b"]);
        check(b"a\n , \nb\n", &["A1=a", "A3=b"]);
        check(b"sep=|\na|b,c", &["A1=a", "B1=b,c"]);
        check(b"a,\\N\n\\N,b\n", &["A1=a", "B2=b"]);
        check(b"=\"00123\",1", &["A1=00123", "B1=1"]);
        check(b"\"=\"\"00123\"\"\",1", &["A1=00123", "B1=1"]);
    }

    #[test]
    fn a_quote_left_open_is_told() {
        check(
            b"a,\"b\nc,d\n",
            &[
                "A1=a",
                "B1=\"b",
                "A2=c",
                "B2=d",
                "警告 f.csv B1：双引号没有配对，按普通字符读取：B1；补上或删去多余的双引号",
            ],
        );
        check(b"a,\"b \"\"c\"\"\"\nd,5\"\n", &["A1=a", "B1=b \"c\"", "A2=d", "B2=5\""]);
    }

    #[test]
    fn what_cannot_be_shown_is_left_out_and_told() {
        check(
            "姓名,标记\n张\u{7}三,√\0\0\n李四,\u{b}\n\0\0\0".as_bytes(),
            &[
                "A1=姓名",
                "B1=标记",
                "A2=张三",
                "B2=√",
                "A3=李四",
                "说明 f.csv A2：有看不见的控制字符（U+0000、U+0007、U+000B），已略去：A2、B2、B3",
                "说明 f.csv：文件末尾有 3 个空字节，已略去",
            ],
        );
    }

    #[test]
    fn characters_that_are_lost_are_told_with_their_cells() {
        check(
            b"\xE5\xA7\x93\xE5\x90\x8D,b\n\xE5\xBC\xA0\xE4\xB8,b\n",
            &[
                "A1=姓名",
                "B1=b",
                "A2=张\u{fffd}",
                "B2=b",
                "警告 f.csv A2：按 UTF-8 编码读取，有 1 处字节认不出，已换成 `\u{fffd}`：A2；\
                 用 Excel 或 WPS 打开核对后另存为 .xlsx",
            ],
        );
        check(
            "姓名\n张\u{fffd}\n".as_bytes(),
            &[
                "A1=姓名",
                "A2=张\u{fffd}",
                "警告 f.csv A2：文件里有导出时已经丢失的字（`\u{fffd}`）：A2；在原系统里核对后重新导出",
            ],
        );
    }

    #[test]
    fn lines_of_another_encoding_are_told() {
        let line = encoding_rs::GB18030.encode("王五,病假\n").0;
        check(
            &["张三,√\n李四,√\n赵六,√\n".as_bytes(), &line, &line].concat(),
            &[
                "A1=张三",
                "B1=√",
                "A2=李四",
                "B2=√",
                "A3=赵六",
                "B3=√",
                "A4=王五",
                "B4=病假",
                "A5=王五",
                "B5=病假",
                "说明 f.csv A4：第 4、5 行是另一种编码（GBK），已按该编码读取；核对这些行的内容",
            ],
        );
    }

    #[test]
    fn what_no_sheet_has_room_for_is_refused() {
        let place = Arc::new(Place { file_index: 0, sheet_index: 0, file: "f.csv".into(), sheet: None });
        let refused = |bytes: &[u8]| {
            read(&place, bytes, Room::default(), &mut Vec::new()).expect_err("refused").to_string()
        };
        assert_eq!(
            refused(format!("{}x\n", "a,".repeat(16_384)).as_bytes()),
            "列数超过上限（发现 第 16385 列，最多 16384 列）"
        );
        assert_eq!(
            refused(format!("{}x\n", "\n".repeat(1 << 20)).as_bytes()),
            "行数超过上限（发现 第 1048577 行，最多 1048576 行）"
        );
    }
}
