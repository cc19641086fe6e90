//! Markup that systems export under the ending `.xls`: told apart by its first tags, and
//! SpreadsheetML 2003 read.

use std::collections::BTreeMap;

use quick_xml::events::{BytesStart, Event};

use crate::container::xml::{attribute, push_text};
use crate::workbook::cells::{Value, text};
use crate::workbook::encoding::decode;
use crate::workbook::gather::{Draft, Gather};
use crate::workbook::number_format::{Shown, custom};
use crate::workbook::{MAX_ROWS, Merge, ReadError, stamp};

/// The most styles of a workbook; Excel 2003 allowed 4,000.
const MAX_STYLES: usize = 100_000;

/// What a file of markup is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Markup {
    /// SpreadsheetML 2003, read by [`read_spreadsheet`].
    Spreadsheet,
    /// A web page, or a piece of one.
    Page,
    /// A web page with all its parts in one file.
    Archive,
    /// Named only.
    Other(&'static str),
}

/// How far tags are looked for: pages begin with long styles.
const N_HEAD_BYTES: usize = 1 << 18;

/// Tells markup from delimited text by its first characters.
pub(super) fn markup(bytes: &[u8]) -> Option<Markup> {
    // Also where it is UTF-16: the names are ASCII.
    let head: Vec<u8> = bytes.iter().take(N_HEAD_BYTES).copied().filter(|&byte| byte != 0).collect();
    let head = String::from_utf8_lossy(&head).to_ascii_lowercase();
    let head = head.trim_start_matches(['\u{feff}', '\u{fffd}']).trim_start();
    // The head of a mail, which may stand behind who it is from.
    let is_archive = head.starts_with("mime-version:")
        || head.starts_with("from:")
            && head.contains("\nmime-version:")
            && head.contains("multipart/related");
    if is_archive {
        return Some(Markup::Archive);
    }
    let has = |name: &str| has_tag(head, name);
    let has_rows = has("tr") && (has("td") || has("th"));
    let begins = |names: &[&str]| names.iter().any(|name| head.starts_with(name));
    let is_xml = begins(&["<?xml", "<!--", "<workbook", "<!doctype"]);
    if is_xml && head.contains("urn:schemas-microsoft-com:office:spreadsheet") && head.contains("<workbook") {
        Some(Markup::Spreadsheet)
    } else if has("html") && head.starts_with('<') || begins(&["<!doctype html"]) || has_rows {
        Some(Markup::Page)
    } else if is_xml {
        Some(Markup::Other("这是 XML 文件"))
    } else if BEGINNINGS.iter().any(|name| head.strip_prefix('<').is_some_and(|rest| is_name(rest, name))) {
        Some(Markup::Page)
    } else {
        None
    }
}

/// The tags that a page may begin with.
const BEGINNINGS: [&str; 24] = [
    "body", "br", "center", "div", "font", "form", "frameset", "h1", "h2", "h3", "head", "hr", "input",
    "link", "meta", "p", "script", "span", "style", "table", "tbody", "title", "tr", "td",
];

/// Returns whether a tag of this name is opened.
fn has_tag(head: &str, name: &str) -> bool {
    head.match_indices('<').any(|(at, _)| is_name(&head[at + 1..], name))
}

/// Returns whether the text begins with a name that ends there.
fn is_name(text: &str, name: &str) -> bool {
    text.strip_prefix(name)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '>', '/', '\t', '\r', '\n']))
}

/// Reads SpreadsheetML 2003, the XML that Excel 2003 saved and many systems still export.
pub(super) fn read_spreadsheet(gather: &mut Gather<'_>, bytes: &[u8]) -> Result<(), ReadError> {
    // The declaration may say GB2312; the bytes tell better.
    let decoded = decode(bytes)?;
    let mut reader = quick_xml::Reader::from_str(&decoded.text);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    config.expand_empty_elements = true;
    let damaged = |error: quick_xml::Error| match error {
        quick_xml::Error::Syntax(_) => ReadError::Truncated,
        _ => ReadError::Damaged { reason: "标记不合规范".to_string() },
    };
    let mut sheet: Option<(Draft, At)> = None;
    let mut data: Option<(String, String)> = None;
    let mut in_comment = false;
    let mut formats = Formats::default();
    let mut is_done = false;
    loop {
        let event = reader.read_event().map_err(damaged)?;
        match &event {
            Event::Start(element) => match (element.local_name().as_ref(), &mut sheet) {
                ("Worksheet", _) => {
                    let name = own(element, "Name").unwrap_or_default();
                    sheet = Some((gather.open(&name, false)?, At::default()));
                }
                ("Visible", Some((draft, _))) => {
                    let shown = reader.read_text(element.name()).map_err(damaged)?;
                    draft.set_hidden(shown.starts_with("SheetHidden"));
                }
                ("Style", None) => formats.own = own(element, "ID").unwrap_or_default(),
                ("NumberFormat", None) => formats.add(&own(element, "Format").unwrap_or_default())?,
                ("Date1904", None) => formats.is_1904 = true,
                ("Column", Some((draft, at))) => at.column(element, draft),
                ("Row", Some((draft, at))) => at.row(element, draft),
                ("Cell", Some((draft, at))) => at.cell(element, draft)?,
                // What a comment says is no value of the cell.
                ("Comment", Some(_)) => in_comment = true,
                ("Data", Some(_)) if !in_comment => {
                    data = Some((own(element, "Type").unwrap_or_default(), String::new()))
                }
                _ => {}
            },
            Event::End(element) => match (element.local_name().as_ref(), &mut sheet) {
                ("Data", Some((draft, at))) => {
                    if let Some((kind, shown)) = data.take() {
                        at.is_filled = true;
                        let value = value(&kind, &shown).map(|value| formats.shown(at.style(), value));
                        gather.push(draft, (at.row, at.col), value)?;
                    }
                }
                ("Comment", _) => in_comment = false,
                ("Cell", Some((draft, at))) => at.end_cell(draft),
                ("Row", Some((_, at))) => at.next_row(),
                ("Worksheet", _) => {
                    if let Some((draft, _)) = sheet.take() {
                        gather.close(draft);
                    }
                }
                ("Workbook", _) => is_done = true,
                _ => {}
            },
            Event::Eof if is_done => return Ok(()),
            Event::Eof => return Err(ReadError::Truncated),
            event => {
                if let Some((_, shown)) = &mut data {
                    push_text(shown, event);
                }
            }
        }
    }
}

/// Returns an attribute with or without the namespace prefix.
fn own(element: &BytesStart<'_>, name: &str) -> Option<String> {
    attribute(element, &format!("ss:{name}")).or_else(|| attribute(element, name))
}

/// Returns an attribute that is a number.
fn number(element: &BytesStart<'_>, name: &str) -> Option<u32> {
    own(element, name)?.trim().parse().ok()
}

/// Where in a sheet the reader is; positions count from zero.
#[derive(Default)]
struct At {
    row: u32,
    col: u32,
    /// The column that the next `Column` element is about.
    next_column: u32,
    /// How far the cell reaches to the right.
    across: u32,
    is_formula: bool,
    is_filled: bool,
    /// The styles of the row and of the cell.
    row_style: Option<String>,
    cell_style: Option<String>,
}

/// What numbers are shown as, by the names of the styles.
#[derive(Default)]
struct Formats {
    /// The style that is being read.
    own: String,
    by_style: BTreeMap<String, Shown>,
    is_1904: bool,
}

impl Formats {
    fn add(&mut self, format: &str) -> Result<(), ReadError> {
        if self.by_style.len() >= MAX_STYLES {
            return Err(ReadError::too_many("样式数", MAX_STYLES));
        }
        let shown = match format {
            "Short Date" | "Medium Date" | "Long Date" | "General Date" | "Short Time" | "Medium Time"
            | "Long Time" => Shown::Stamp,
            // Names of the other formats hold letters that would be days and seconds.
            "General" | "General Number" | "Standard" | "Fixed" | "Currency" | "Euro Currency"
            | "Percent" | "Scientific" | "Yes/No" | "True/False" | "On/Off" => Shown::Number,
            code => custom(code),
        };
        self.by_style.insert(self.own.clone(), shown);
        Ok(())
    }

    /// Returns a value as its style shows it: programs write dates as numbers.
    fn shown(&self, style: Option<&str>, value: Value) -> Value {
        match (value, style.and_then(|style| self.by_style.get(style))) {
            (Value::Number(number), Some(&shown)) if shown != Shown::Number => {
                stamp::date_or_hours(number, shown, self.is_1904)
            }
            (value, _) => value,
        }
    }
}

impl At {
    /// Returns the style of the cell: its own, or its row's.
    fn style(&self) -> Option<&str> {
        self.cell_style.as_deref().or(self.row_style.as_deref())
    }

    fn column(&mut self, element: &BytesStart<'_>, draft: &mut Draft) {
        let first =
            number(element, "Index").and_then(|index| index.checked_sub(1)).unwrap_or(self.next_column);
        let last = first.saturating_add(number(element, "Span").unwrap_or(0));
        if own(element, "Hidden").as_deref() == Some("1") {
            draft.layout().hide_cols(first, last);
        }
        self.next_column = last.saturating_add(1);
    }

    fn row(&mut self, element: &BytesStart<'_>, draft: &mut Draft) {
        if let Some(row) = number(element, "Index").and_then(|index| index.checked_sub(1)) {
            self.row = row;
        }
        self.col = 0;
        self.row_style = own(element, "StyleID");
        // Rows that are left out may be spanned by the one before.
        if own(element, "Hidden").as_deref() == Some("1") && self.row < MAX_ROWS {
            let last = self.row.saturating_add(number(element, "Span").unwrap_or(0)).min(MAX_ROWS - 1);
            draft.layout().hide_rows(self.row, last);
        }
    }

    fn next_row(&mut self) {
        self.row = self.row.saturating_add(1);
    }

    fn cell(&mut self, element: &BytesStart<'_>, draft: &mut Draft) -> Result<(), ReadError> {
        if let Some(col) = number(element, "Index").and_then(|index| index.checked_sub(1)) {
            self.col = col;
        }
        self.across = number(element, "MergeAcross").unwrap_or(0);
        let down = number(element, "MergeDown").unwrap_or(0);
        if self.across > 0 || down > 0 {
            let last = (self.row.saturating_add(down), self.col.saturating_add(self.across));
            draft.layout().merge(Merge { first: (self.row, self.col), last })?;
        }
        self.cell_style = own(element, "StyleID");
        (self.is_formula, self.is_filled) = (own(element, "Formula").is_some(), false);
        Ok(())
    }

    fn end_cell(&mut self, draft: &mut Draft) {
        if self.is_formula && !self.is_filled {
            draft.uncomputed((self.row, self.col));
        }
        self.col = self.col.saturating_add(1).saturating_add(self.across);
    }
}

/// Returns what a cell of this type holds.
fn value(kind: &str, shown: &str) -> Option<Value> {
    match kind {
        "Number" => shown.trim().parse().ok().map(Value::Number).or_else(|| text(shown)),
        // A time of day is a stamp of the last day of 1899.
        "DateTime" => match shown.trim().strip_prefix("1899-12-31T") {
            Some(clock) => stamp::iso(clock),
            None => stamp::iso(shown),
        }
        .or_else(|| text(shown)),
        "Boolean" => match shown.trim() {
            "1" | "true" => Some(Value::Bool(true)),
            "0" | "false" => Some(Value::Bool(false)),
            _ => text(shown),
        },
        "Error" => Some(Value::Error(shown.trim().to_string())),
        _ => text(shown),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::origin::Place;
    use crate::workbook::Room;

    #[track_caller]
    fn check_kind(head: &str, expected: Option<Markup>) {
        assert_eq!(markup(head.as_bytes()), expected);
    }

    #[test]
    fn kinds() {
        check_kind("姓名,题目", None);
        check_kind("<html xmlns:x='urn:schemas-microsoft-com:office:excel'>", Some(Markup::Page));
        check_kind("\u{feff}\n<TABLE border=1>", Some(Markup::Page));
        check_kind("<?xml version='1.0'?><!DOCTYPE html><html>", Some(Markup::Page));
        check_kind("<!-- 导出 --><table><tr><td>", Some(Markup::Page));
        check_kind("<br>\n<table><tr><td>姓名</td>", Some(Markup::Page));
        check_kind("查询结果\r\n<table>\n<tr>\n<th>姓名", Some(Markup::Page));
        check_kind("<font size=2>没有记录</font>", Some(Markup::Page));
        check_kind("<?xml version='1.0'?><rss/>", Some(Markup::Other("这是 XML 文件")));
        check_kind(
            "<?xml version='1.0'?><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'>",
            Some(Markup::Spreadsheet),
        );
        check_kind("MIME-Version: 1.0\r\nContent-Type: multipart/related", Some(Markup::Archive));
        check_kind("<心得>,甲", None);
        check_kind("<brief>,甲", None);
        check_kind("姓名,题目\n甲,论<b>与<i>", None);
    }

    /// Reads one sheet's table; shows merged areas, cells, then diagnostics, then the error.
    #[track_caller]
    fn check(table: &str, expected: &[&str]) {
        let text = format!("<Workbook><Worksheet ss:Name='一'><Table>{table}</Table></Worksheet></Workbook>");
        let place = Arc::new(Place { file_index: 0, sheet_index: 0, file: "f.xls".into(), sheet: None });
        let mut diagnostics = Vec::new();
        let mut gather = Gather::new(&place, Room::default(), &mut diagnostics);
        let result = read_spreadsheet(&mut gather, text.as_bytes());
        let mut out = Vec::new();
        for sheet in gather.finish().expect("no sheet is skipped") {
            out.extend(sheet.merges.iter().map(|area| format!("{:?}-{:?}", area.first, area.last)));
            for row in &sheet.rows {
                for cell in &row.cells {
                    out.push(format!("{}={}", sheet.origin(row.index, cell.col).a1(), cell.value.text()));
                }
            }
        }
        out.extend(
            diagnostics.iter().map(|d| format!("{} {:?}", d.key, d.spot.as_ref().and_then(|s| s.cell()))),
        );
        out.extend(result.err().map(|error| error.to_string()));
        assert_eq!(out, expected);
    }

    #[test]
    fn cells() {
        let data = |kind: &str, shown: &str| format!("<Data ss:Type='{kind}'>{shown}</Data>");
        check(
            &format!(
                "<Row ss:Index='2'><Cell ss:MergeAcross='1'>{}</Cell><Cell>{}</Cell></Row>\
                 <Row ss:Hidden='1'><Cell ss:Index='3'>{}</Cell><Cell>{}</Cell><Cell ss:Formula='=1'/></Row>",
                data("String", "甲&amp;乙"),
                data("Number", "1.5"),
                data("DateTime", "2020-03-05T00:00:00.000"),
                data("DateTime", "1899-12-31T09:30:00.000"),
            ),
            &[
                "(1, 0)-(1, 1)",
                "A2=甲&乙",
                "C2=1.5",
                "C3=2020-03-05",
                "D3=9.5 小时",
                "hidden-rows Some(\"A3:D3\")",
                "formula-without-value Some(\"E3\")",
            ],
        );
        check(
            "<Row><Cell><Data>甲</Data></Cell></Row><Row ss:Index='4294967295'><Cell><Data>x</Data></Cell></Row>",
            &["A1=甲", "damaged-cell None"],
        );
    }

    #[test]
    fn what_is_not_quite_xml_is_read() {
        let data = |kind: &str, shown: &str| format!("<Cell><Data ss:Type='{kind}'>{shown}</Data></Cell>");
        let cells =
            [data("String", "甲&乙"), data("Boolean", "是"), data("Boolean", "1"), data("String", "丙</b>")];
        check(&format!("<Row>{}</Row>", cells.concat()), &["A1=甲&乙", "B1=是", "C1=TRUE", "D1=丙"]);
    }

    #[test]
    fn dates_are_told_by_the_formats_of_styles() {
        let check = |format: &str, number: f64, expected: &str| {
            let mut formats = Formats { own: "s1".to_string(), ..Formats::default() };
            formats.add(format).expect("few");
            assert_eq!(formats.shown(Some("s1"), Value::Number(number)).text(), expected, "{format}");
        };
        check("yyyy\\-mm\\-dd", 43_895.0, "2020-03-05");
        check("Short Date", 43_895.0, "2020-03-05");
        check("Standard", 43_895.0, "43895");
        check("Short Time", 0.5, "12 小时");
        check("[h]:mm", 1.5, "36 小时");
        check("@", 3.0, "3");
    }

    #[test]
    fn comments_are_no_values() {
        let comment = "<Comment ss:Author='甲'><ss:Data><Font>×</Font></ss:Data></Comment>";
        check(
            &format!(
                "<Row><Cell>{comment}</Cell><Cell><Data ss:Type='String'>√</Data>{comment}</Cell></Row>"
            ),
            &["B1=√"],
        );
        let covered = "<Cell ss:MergeDown='1'><Data>√</Data></Cell>";
        check(
            &format!("<Row>{covered}</Row><Row><Cell><Data>×</Data></Cell></Row>"),
            &["(0, 0)-(1, 0)", "A1=√", "covered-value Some(\"A2\")"],
        );
    }
}
