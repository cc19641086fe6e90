//! Input files as plain text, as archives keep them, and read back cell by cell.
//!
//! ```text
//! 供归档的文字（banxin 可以读回，第1版）
//! 原文件：考勤表.xlsx，12345 字节，SHA-256 9f86…
//! 内容：表格，先是行号，单元格之间是制表符
//! 工作表：一季度
//! 合并：A1:C1
//! 1 → 姓名 → 1月9日
//! 2 → 张三 → √
//! ```
//! Here an arrow is a tab. A cell stands as a person reads it. A text that would be read as something else has an
//! apostrophe before it, as in spreadsheets; a tab, a line's end and a backslash within a text
//! are `\t`, `\n`, `\r` and `\\`.

use std::fmt::Write;

use time::{Date, Month};

use crate::origin::a1;
use crate::workbook::address::area;
use crate::workbook::cells::{Sheet, Value};
use crate::workbook::gather::Gather;
use crate::workbook::{Merge, ReadError};

/// The first line.
const FIRST: &str = "供归档的文字（banxin 可以读回，第1版）";
/// What the third line says of the content.
const TABLE: &str = "内容：表格，先是行号，单元格之间是制表符";
const WORDS: &str = "内容：文字";
const NONE: &str = "内容：没有保留";

/// What the lines of a sheet begin with that are no rows.
const SHEET: &str = "工作表";
const HIDDEN: &str = "隐藏";
const FROM_1904: &str = "日期从1904年起算";
const MERGED: &str = "合并：";

/// The file that a text was made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Original {
    /// Its name.
    pub name: String,
    /// How many bytes it has.
    pub n_bytes: usize,
    /// Its SHA-256 in hexadecimal digits.
    pub sha256: String,
}

/// A text made for an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Archived<'a> {
    /// What it was made from.
    pub original: Original,
    /// What there is of it.
    pub content: Content<'a>,
}

/// What a text keeps of its original.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content<'a> {
    /// The cells.
    Table(&'a str),
    /// The words.
    Words(&'a str),
    /// Nothing but the hash.
    Nothing,
}

/// Writes the cells of a workbook's sheets.
pub fn of_table(original: &Original, sheets: &[Sheet]) -> String {
    let mut text = first_lines(original, TABLE);
    for sheet in sheets {
        write_sheet(&mut text, sheet);
    }
    text
}

/// Writes words.
pub fn of_words(original: &Original, words: &str) -> String {
    first_lines(original, WORDS) + words
}

/// Writes that nothing of a file is kept.
pub fn of_nothing(original: &Original) -> String {
    first_lines(original, NONE)
}

/// Returns what a text keeps, if it was made for an archive.
pub fn parse(bytes: &[u8]) -> Option<Archived<'_>> {
    let rest = bytes.strip_prefix(FIRST.as_bytes())?.strip_prefix(b"\n")?;
    let (original, rest) = std::str::from_utf8(rest).ok()?.split_once('\n')?;
    let (kind, rest) = rest.split_once('\n')?;
    let (original, sha256) = original.strip_prefix("原文件：")?.rsplit_once(" 字节，SHA-256 ")?;
    let (name, n_bytes) = original.rsplit_once('，')?;
    let content = match kind {
        TABLE => Content::Table(rest),
        WORDS => Content::Words(rest),
        NONE => Content::Nothing,
        _ => return None,
    };
    let original = Original { name: plain(name), n_bytes: n_bytes.parse().ok()?, sha256: sha256.to_string() };
    Some(Archived { original, content })
}

/// Reads the sheets of a text that keeps cells.
pub(super) fn read(gather: &mut Gather<'_>, text: &str) -> Result<(), ReadError> {
    let damaged = |line: &str| ReadError::Damaged {
        reason: format!("归档的文字里有一行不合格式：`{line}`")
    };
    let mut open = None;
    for line in text.lines() {
        if let Some(name) = line.strip_prefix(SHEET) {
            if let Some(draft) = open.take() {
                gather.close(draft);
            }
            let name = match name.strip_prefix('：') {
                Some(name) => Some(plain(name)),
                None if name.is_empty() => None,
                None => return Err(damaged(line)),
            };
            open = Some(gather.open_as(name, false)?);
            continue;
        }
        let draft = open.as_mut().ok_or_else(|| damaged(line))?;
        if let Some(areas) = line.strip_prefix(MERGED) {
            for stated in areas.split(' ') {
                draft.layout().merge(area(stated).ok_or_else(|| damaged(line))?)?;
            }
        } else if line == HIDDEN {
            draft.set_hidden(true);
        } else if line == FROM_1904 {
            draft.set_1904(true);
        } else {
            let (number, fields) = line.split_once('\t').ok_or_else(|| damaged(line))?;
            let row = number.parse::<u32>().ok().and_then(|row| row.checked_sub(1));
            let row = row.ok_or_else(|| damaged(line))?;
            for (col, field) in (0..).zip(fields.split('\t')).filter(|(_, field)| !field.is_empty()) {
                gather.push(draft, (row, col), Some(value(field)))?;
            }
        }
    }
    if let Some(draft) = open {
        gather.close(draft);
    }
    Ok(())
}

fn first_lines(original: &Original, kind: &str) -> String {
    let Original { name, n_bytes, sha256 } = original;
    format!("{FIRST}\n原文件：{}，{n_bytes} 字节，SHA-256 {sha256}\n{kind}\n", escaped(name))
}

fn write_sheet(out: &mut String, sheet: &Sheet) {
    out.push_str(SHEET);
    if let Some(name) = &sheet.place.sheet {
        let _ = write!(out, "：{}", escaped(name));
    }
    out.push('\n');
    for (is_so, line) in [(sheet.hidden, HIDDEN), (sheet.is_1904, FROM_1904)] {
        if is_so {
            let _ = writeln!(out, "{line}");
        }
    }
    if !sheet.merges.is_empty() {
        let areas: Vec<String> = sheet.merges.iter().map(area_of).collect();
        let _ = writeln!(out, "{MERGED}{}", areas.join(" "));
    }
    for row in &sheet.rows {
        let _ = write!(out, "{}\t", row.index + 1);
        let mut col = 0;
        for cell in &row.cells {
            while col < cell.col {
                out.push('\t');
                col += 1;
            }
            out.push_str(&field(&cell.value));
        }
        out.push('\n');
    }
}

/// Returns an area as a sheet writes it.
fn area_of(merge: &Merge) -> String {
    let ((top, left), (bottom, right)) = (merge.first, merge.last);
    format!("{}:{}", a1(top, left), a1(bottom, right))
}

/// Returns a cell as a field, from which [`value`] reads it.
fn field(value_: &Value) -> String {
    let shown = match value_ {
        Value::Error(text) if !text.starts_with('#') => format!("!{}", escaped(text)),
        other => escaped(&other.text()),
    };
    match value_ {
        Value::Text(_) if value(&shown) != *value_ => format!("'{shown}"),
        _ => shown,
    }
}

/// Reads a field.
fn value(field: &str) -> Value {
    match field.as_bytes() {
        [b'\'', ..] => return Value::Text(plain(&field[1..])),
        [b'!', ..] => return Value::Error(plain(&field[1..])),
        [b'#', ..] => return Value::Error(plain(field)),
        b"TRUE" => return Value::Bool(true),
        b"FALSE" => return Value::Bool(false),
        _ => {}
    }
    // Only what would be written in the same way.
    let number = |text: &str| text.parse::<f64>().ok().filter(|number| number.to_string() == text);
    if let Some(number) = number(field) {
        Value::Number(number)
    } else if let Some(hours) = field.strip_suffix(" 小时").and_then(number) {
        Value::Hours(hours)
    } else if let Some(date) = date(field) {
        Value::Date(date)
    } else {
        Value::Text(plain(field))
    }
}

/// Reads a date that is written as dates are here.
fn date(field: &str) -> Option<Date> {
    let (rest, day) = field.rsplit_once('-')?;
    let (year, month) = rest.rsplit_once('-')?;
    let month = Month::try_from(month.parse::<u8>().ok()?).ok()?;
    let date = Date::from_calendar_date(year.parse().ok()?, month, day.parse().ok()?).ok()?;
    (date.to_string() == field).then_some(date)
}

/// Returns a text on one line, without tabs.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            c => out.push(c),
        }
    }
    out
}

/// Returns the text that was escaped.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(c) = characters.next() {
        let escaped = if c == '\\' { characters.next() } else { None };
        out.push(match escaped {
            Some('t') => '\t',
            Some('n') => '\n',
            Some('r') => '\r',
            Some(other) => other,
            None => c,
        });
    }
    out
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::origin::Place;
    use crate::source::Source;
    use crate::workbook::{self, Cell, Merges, Row, Workbook};

    fn original() -> Original {
        Original { name: "考勤，表.xls".to_string(), n_bytes: 7, sha256: "ab12".to_string() }
    }

    /// Returns a workbook with these cells in its second row.
    fn workbook(values: &[Value]) -> Workbook {
        let place = Arc::new(Place { file_index: 0, sheet_index: 0, file: "甲.xls".into(), sheet: None });
        let own = Arc::new(Place { sheet: Some("一\t季\\度".into()), ..(*place).clone() });
        // Every second column, so that there are gaps.
        let cells = (0..).zip(values).map(|(n, value)| Cell { col: n * 2 + 1, value: value.clone() });
        let rows = vec![Row { index: 1, cells: cells.collect() }];
        let merge = Merge { first: (4, 25), last: (5, 27) };
        let sheets = vec![
            Sheet { place: own, hidden: true, is_1904: true, rows, merges: Merges::new(vec![merge]) },
            Sheet {
                place: place.clone(),
                hidden: false,
                is_1904: false,
                rows: Vec::new(),
                merges: Merges::default(),
            },
        ];
        Workbook { place, sheets }
    }

    #[test]
    fn every_value_is_read_back_as_it_was() {
        let text = |text: &str| Value::Text(text.to_string());
        let day = Date::from_calendar_date(2020, Month::January, 9).expect("a day");
        let values = [
            text("姓名"),
            text(" 两\t栏\r\n两行\\n "),
            text("2020-01-09"),
            text("12.5"),
            text("007"),
            text("1.5 小时"),
            text("TRUE"),
            text("#N/A"),
            text("!"),
            text("'引"),
            text("工作表：甲"),
            text("NaN"),
            Value::Number(12.5),
            Value::Number(-0.0),
            Value::Number(1e300),
            Value::Number(0.1 + 0.2),
            Value::Date(day),
            Value::Hours(1.5),
            Value::Bool(true),
            Value::Bool(false),
            Value::Error("#DIV/0!".to_string()),
            Value::Error("无效".to_string()),
        ];
        let made = workbook(&values);
        let written = of_table(&original(), &made.sheets);
        let source = Source { name: "甲.xls".to_string(), bytes: written.clone().into_bytes() };
        let read = workbook::read(0, &source).output.expect("read back");
        let places = |sheets: &[Sheet]| sheets.iter().map(|s| s.place.sheet.clone()).collect::<Vec<_>>();
        assert_eq!(places(&read.sheets), places(&made.sheets));
        let [sheet, empty] = read.sheets.as_slice() else { panic!("two sheets") };
        assert!(sheet.hidden && sheet.is_1904 && !empty.hidden && empty.rows.is_empty());
        assert_eq!(sheet.merges.iter().collect::<Vec<_>>(), made.sheets[0].merges.iter().collect::<Vec<_>>());
        let cells = &sheet.rows[0].cells;
        assert_eq!((sheet.rows[0].index, cells.len()), (1, values.len()));
        for (n, (cell, value)) in (0..).zip(cells.iter().zip(&values)) {
            assert_eq!((cell.col, &cell.value), (n * 2 + 1, value));
        }
        // Written again it is the same text.
        assert_eq!(of_table(&original(), &read.sheets), written);
    }

    #[test]
    fn words_and_names_are_told_apart() {
        let words = of_words(&original(), "学习体会\n正文");
        let found = parse(words.as_bytes()).expect("made for an archive");
        assert_eq!(found, Archived { original: original(), content: Content::Words("学习体会\n正文") });
        assert_eq!(parse(of_nothing(&original()).as_bytes()).map(|a| a.content), Some(Content::Nothing));
        for other in
            ["", "姓名\t出勤", FIRST, "供归档的文字（banxin 可以读回，第1版）\n原文件：甲\n内容：文字\n"]
        {
            assert_eq!(parse(other.as_bytes()), None, "{other}");
        }
    }

    #[test]
    fn lines_that_are_none_are_told() {
        let check = |body: &str, told: &str| {
            let text = first_lines(&original(), TABLE) + body;
            let source = Source { name: "甲".to_string(), bytes: text.into_bytes() };
            let error = workbook::read(0, &source).output.expect_err("damaged").to_string();
            assert!(error.contains(told), "{error}");
        };
        check("1\t甲\n", "`1\t甲`");
        check("工作表\n0\t甲\n", "`0\t甲`");
        check("工作表\n一\t甲\n", "`一\t甲`");
        check("工作表\n合并：A1\n", "合并：A1");
        check("工作表甲\n", "工作表甲");
        check(&"工作表\n".repeat(5000), "工作表数");
    }
}
