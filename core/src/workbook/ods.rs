//! Cells of an OpenDocument spreadsheet, streamed.
//!
//! calamine lays every sheet out as a full rectangle: a few bytes of
//! `table:number-rows-repeated` then cost hundreds of megabytes, and covered cells and
//! hidden rows are lost. Here repeats are only counted (ODF 1.3 part 3, §9.1 and §19).

use std::collections::{BTreeMap, BTreeSet};

use quick_xml::events::{BytesStart, Event};

use crate::container::archive::Archive;
use crate::container::xml::{Xml, attribute, elements, push_text};
use crate::workbook::cells::{Value, text};
use crate::workbook::gather::{Draft, Gather};
use crate::workbook::looks::{font_of_signs, sign};
use crate::workbook::{MAX_CELLS, MAX_COLUMNS, MAX_ROWS, MAX_TEXT_BYTES, Merge, ReadError, stamp};

/// The most entries of a manifest; an embedded object or picture has its own.
const MAX_ENTRIES: usize = 100_000;

/// The most styles that are kept.
const MAX_STYLES: usize = 100_000;

/// Reads an ods.
pub(super) fn read(gather: &mut Gather<'_>, archive: &mut Archive<'_>) -> Result<(), ReadError> {
    if is_encrypted(archive)? {
        return Err(ReadError::Encrypted);
    }
    let Some(part) = archive.part("content.xml") else {
        return Err(ReadError::Damaged { reason: "缺少 content.xml".to_string() });
    };
    let mut content = Content {
        xml: Xml::new(part),
        hidden_styles: BTreeSet::new(),
        faces: BTreeMap::new(),
        signs: BTreeMap::new(),
    };
    let result = content.read(gather);
    drop(content);
    match result {
        Err(Failure::Limit(error)) => Err(error),
        // A tag or a comment that never ends: the rest is missing.
        Err(Failure::Xml(quick_xml::Error::Syntax(_))) => Err(ReadError::Truncated),
        Err(Failure::Xml(error)) => Err(archive.error(&error).into()),
        Err(Failure::Cut) => Err(ReadError::Truncated),
        Ok(()) => Ok(()),
    }
}

/// Returns whether the manifest says that the content is encrypted.
fn is_encrypted(archive: &mut Archive<'_>) -> Result<bool, ReadError> {
    let found = elements(archive, "META-INF/manifest.xml", MAX_ENTRIES, |name, _| {
        (name == "encryption-data").then_some(())
    })?;
    Ok(!found.found.is_empty())
}

/// Why the content cannot be read.
enum Failure {
    /// Over a limit of ours.
    Limit(ReadError),
    /// Not well-formed, or over the limit of what may be unpacked.
    Xml(quick_xml::Error),
    /// The end is missing.
    Cut,
}

impl From<ReadError> for Failure {
    fn from(error: ReadError) -> Failure {
        Failure::Limit(error)
    }
}

impl From<quick_xml::Error> for Failure {
    fn from(error: quick_xml::Error) -> Failure {
        Failure::Xml(error)
    }
}

/// The content part as it is read.
struct Content<'zip, 'bytes> {
    xml: Xml<'zip, 'bytes>,
    /// Names of table styles that are not displayed.
    hidden_styles: BTreeSet<String>,
    /// The fonts of signs by the names that styles give them.
    faces: BTreeMap<String, String>,
    /// The styles whose font is one of signs.
    signs: BTreeMap<String, String>,
}

/// Where in a sheet the reader is.
#[derive(Default)]
struct Cursor {
    row: u32,
    col: u32,
    /// Columns defined so far.
    n_cols: u32,
}

impl Content<'_, '_> {
    /// Reads all sheets.
    fn read(&mut self, gather: &mut Gather<'_>) -> Result<(), Failure> {
        let mut style = String::new();
        let mut is_spreadsheet = false;
        loop {
            match self.xml.next()? {
                Event::Start(element) => match element.name().as_ref() {
                    "style:style" => style = attribute(&element, "style:name").unwrap_or_default(),
                    "style:font-face" => {
                        let name = attribute(&element, "style:name").unwrap_or_default();
                        let family = attribute(&element, "svg:font-family").unwrap_or_default();
                        if let Some(font) = font_of_signs(&family).filter(|_| self.faces.len() < MAX_STYLES) {
                            self.faces.insert(name, font);
                        }
                    }
                    "style:text-properties" => {
                        let name = attribute(&element, "style:font-name").unwrap_or_default();
                        let font = self.faces.get(&name).cloned();
                        let font = font.or_else(|| font_of_signs(&attribute(&element, "fo:font-family")?));
                        if let Some(font) = font.filter(|_| self.signs.len() < MAX_STYLES) {
                            self.signs.insert(style.clone(), font);
                        }
                    }
                    "style:table-properties"
                        if attribute(&element, "table:display").as_deref() == Some("false") =>
                    {
                        self.hidden_styles.insert(style.clone());
                    }
                    "office:spreadsheet" => is_spreadsheet = true,
                    "table:table" if is_spreadsheet => {
                        let name = attribute(&element, "table:name").unwrap_or_default();
                        let style = attribute(&element, "table:style-name").unwrap_or_default();
                        let mut draft = gather.open(&name, self.hidden_styles.contains(&style))?;
                        self.table(gather, &mut draft)?;
                        gather.close(draft);
                    }
                    // Deleted cells of the change history, and links, hold tables of their own.
                    name @ ("table:tracked-changes" | "table:dde-links" | "table:consolidation") => {
                        let name = name.to_string();
                        self.skip(&name)?;
                    }
                    _ => {}
                },
                Event::End(element) if element.name().as_ref() == "office:spreadsheet" => return Ok(()),
                Event::Eof => return if is_spreadsheet { Err(Failure::Cut) } else { Ok(()) },
                _ => {}
            }
        }
    }

    /// Reads a sheet up to its end.
    fn table(&mut self, gather: &mut Gather<'_>, draft: &mut Draft) -> Result<(), Failure> {
        let mut at = Cursor::default();
        // The columns whose cells are shown in a font of signs unless they say otherwise.
        let mut signs: Vec<(u32, u32, String)> = Vec::new();
        loop {
            match self.xml.next()? {
                Event::Start(element) => match element.name().as_ref() {
                    "table:table-column" => {
                        let n = repeats(&element, "table:number-columns-repeated");
                        if is_hidden(&element) && at.n_cols < MAX_COLUMNS {
                            let last = at.n_cols.saturating_add(n - 1).min(MAX_COLUMNS - 1);
                            draft.layout().hide_cols(at.n_cols, last);
                        }
                        let style = attribute(&element, "table:default-cell-style-name");
                        if let Some(font) = style.and_then(|style| self.signs.get(&style)) {
                            signs.push((at.n_cols, at.n_cols.saturating_add(n), font.clone()));
                        }
                        at.n_cols = at.n_cols.saturating_add(n);
                    }
                    "table:table-row" => {
                        let n = repeats(&element, "table:number-rows-repeated");
                        if is_hidden(&element) && at.row < MAX_ROWS {
                            let last = at.row.saturating_add(n - 1).min(MAX_ROWS - 1);
                            draft.layout().hide_rows(at.row, last);
                        }
                        at.col = 0;
                        self.row(gather, draft, &mut at, n, &signs)?;
                        at.row = at.row.saturating_add(n);
                    }
                    // Shapes over the sheet; what they say is in no cell.
                    name @ ("table:shapes" | "office:forms" | "table:scenario" | "table:table-source") => {
                        let name = name.to_string();
                        self.skip(&name)?;
                    }
                    _ => {}
                },
                Event::End(element) if element.name().as_ref() == "table:table" => return Ok(()),
                Event::Eof => return Err(Failure::Cut),
                _ => {}
            }
        }
    }

    /// Reads a row that stands `n_rows` times.
    fn row(
        &mut self,
        gather: &mut Gather<'_>,
        draft: &mut Draft,
        at: &mut Cursor,
        n_rows: u32,
        signs: &[(u32, u32, String)],
    ) -> Result<(), Failure> {
        // First column, number of columns, value: a long text may stand a thousand times.
        let mut cells: Vec<(u32, u32, Value)> = Vec::new();
        let mut n_text_bytes = 0;
        loop {
            match self.xml.next()? {
                Event::Start(element) => {
                    let name = element.name().as_ref().to_string();
                    if !matches!(name.as_str(), "table:table-cell" | "table:covered-table-cell") {
                        continue;
                    }
                    let n = repeats(&element, "table:number-columns-repeated");
                    let (spans, head) = (spans(&element), Head::new(&element));
                    let own = attribute(&element, "table:style-name");
                    let of_column = signs.iter().find(|(first, end, _)| (*first..*end).contains(&at.col));
                    let font = match own {
                        Some(style) => self.signs.get(&style).cloned(),
                        None => of_column.map(|(.., font)| font.clone()),
                    };
                    let shown = self.shown(&name, font)?;
                    if let Some((n_down, n_right)) = spans {
                        let last = (at.row.saturating_add(n_down - 1), at.col.saturating_add(n_right - 1));
                        draft.layout().merge(Merge { first: (at.row, at.col), last })?;
                    }
                    // A formula that gives blank text has a type; one never computed has none.
                    let is_uncomputed = head.is_formula && head.kind.is_empty();
                    match head.value(&shown) {
                        Some(value) => {
                            // Handed over when the row ends, they would not be counted before.
                            n_text_bytes += shown.len();
                            within("文字总量", n_text_bytes)?;
                            if cells.len() >= MAX_CELLS {
                                return Err(ReadError::too_many("单元格数", MAX_CELLS).into());
                            }
                            cells.push((at.col, n, value));
                        }
                        None if is_uncomputed && at.col < MAX_COLUMNS && at.row < MAX_ROWS => {
                            draft.uncomputed((at.row, at.col));
                        }
                        None => {}
                    }
                    at.col = at.col.saturating_add(n);
                }
                Event::End(element) if element.name().as_ref() == "table:table-row" => break,
                Event::Eof => return Err(Failure::Cut),
                _ => {}
            }
        }
        if cells.is_empty() {
            return Ok(());
        }
        for row in at.row..at.row.saturating_add(n_rows) {
            for (first, n, value) in &cells {
                for col in *first..first.saturating_add(*n) {
                    gather.push(draft, (row, col), Some(value.clone()))?;
                }
            }
        }
        Ok(())
    }

    /// Reads a cell up to its end and returns the text that it shows.
    fn shown(&mut self, cell: &str, mut font: Option<String>) -> Result<String, Failure> {
        let mut out = String::new();
        let mut n_paragraphs = 0;
        // Comments, shapes and the like hold paragraphs that are not the cell's.
        let mut n_aside = 0;
        loop {
            let event = self.xml.next()?;
            match &event {
                Event::Start(element) => match element.name().as_ref() {
                    name if is_aside(name) => n_aside += 1,
                    _ if n_aside > 0 => {}
                    "text:p" => {
                        if n_paragraphs > 0 {
                            out.push('\n');
                        }
                        n_paragraphs += 1;
                    }
                    "text:span" => {
                        let style = attribute(element, "text:style-name");
                        let own = style.and_then(|style| self.signs.get(&style).cloned());
                        font = own.or(font);
                    }
                    "text:s" => {
                        let n = repeats(element, "text:c").min(1000);
                        out.push_str(&" ".repeat(n as usize));
                    }
                    "text:tab" => out.push('\t'),
                    "text:line-break" => out.push('\n'),
                    _ => {}
                },
                Event::End(element) => match element.name().as_ref() {
                    name if is_aside(name) => n_aside = usize::saturating_sub(n_aside, 1),
                    name if name == cell && n_aside == 0 => {
                        let sign = font.and_then(|font| sign(&font, &out));
                        return Ok(sign.unwrap_or(out));
                    }
                    _ => {}
                },
                Event::Eof => return Err(Failure::Cut),
                event if n_paragraphs > 0 && n_aside == 0 => push_text(&mut out, event),
                _ => {}
            }
            // A few bytes may stand for a thousand spaces.
            within("单元格的文字", out.len())?;
        }
    }

    /// Passes over an element, those of the same name within it included.
    fn skip(&mut self, name: &str) -> Result<(), Failure> {
        let mut depth = 1;
        while depth > 0 {
            match self.xml.next()? {
                Event::Start(element) if element.name().as_ref() == name => depth += 1,
                Event::End(element) if element.name().as_ref() == name => depth -= 1,
                Event::Eof => return Err(Failure::Cut),
                _ => {}
            }
        }
        Ok(())
    }
}

/// What a cell's attributes say of its value.
struct Head {
    kind: String,
    value: Option<String>,
    is_error: bool,
    is_formula: bool,
}

impl Head {
    fn new(element: &BytesStart<'_>) -> Head {
        let kind = attribute(element, "office:value-type").unwrap_or_default();
        let key = match kind.as_str() {
            "date" => "office:date-value",
            "time" => "office:time-value",
            "boolean" => "office:boolean-value",
            "string" => "office:string-value",
            _ => "office:value",
        };
        Head {
            value: attribute(element, key),
            is_error: attribute(element, "calcext:value-type").as_deref() == Some("error"),
            is_formula: attribute(element, "table:formula").is_some(),
            kind,
        }
    }

    /// Returns what the cell holds, given the text it shows.
    fn value(self, shown: &str) -> Option<Value> {
        if self.is_error && !shown.trim().is_empty() {
            return Some(Value::Error(shown.trim().to_string()));
        }
        let own = self.value.as_deref();
        match self.kind.as_str() {
            "float" if shows_words(shown) => text(shown),
            "float" | "percentage" | "currency" => {
                own.and_then(|own| own.trim().parse().ok()).map(Value::Number).or_else(|| text(shown))
            }
            "date" | "time" => own.and_then(stamp::iso).or_else(|| text(shown)),
            "boolean" => match own.map(str::trim) {
                Some("true" | "TRUE" | "1") => Some(Value::Bool(true)),
                Some("false" | "FALSE" | "0") => Some(Value::Bool(false)),
                other => text(shown).or_else(|| text(other.unwrap_or_default())),
            },
            _ => text(own.filter(|own| !own.is_empty()).unwrap_or(shown)),
        }
    }
}

/// Returns whether a number's format shows words or a sign in its place, and no number.
fn shows_words(shown: &str) -> bool {
    const NUMERALS: &str = "〇零一二三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟";
    let is_numeral = |c: char| c.is_numeric() || NUMERALS.contains(c);
    !shown.is_ascii()
        && !shown.contains(is_numeral)
        && shown.contains(|c: char| !c.is_whitespace() && !"¥￥€£-—%％".contains(c))
}

/// Returns whether an element within a cell holds text that is not the cell's: comments,
/// pronunciations, and all that is drawn (ODF 1.3 part 3, §10.3).
fn is_aside(name: &str) -> bool {
    matches!(name, "office:annotation" | "text:ruby-text" | "table:table")
        || name.starts_with("draw:")
        || name.starts_with("dr3d:")
}

/// Refuses more text than a file's cells may hold together.
fn within(what: &'static str, n_bytes: usize) -> Result<(), ReadError> {
    if n_bytes > MAX_TEXT_BYTES { Err(ReadError::too_many_bytes(what, MAX_TEXT_BYTES)) } else { Ok(()) }
}

/// Returns how often an element stands; at least once.
fn repeats(element: &BytesStart<'_>, key: &str) -> u32 {
    attribute(element, key).and_then(|n| n.trim().parse().ok()).unwrap_or(1).max(1)
}

/// Returns how many rows and columns a cell spans, where that is more than one.
fn spans(element: &BytesStart<'_>) -> Option<(u32, u32)> {
    let rows = repeats(element, "table:number-rows-spanned");
    let cols = repeats(element, "table:number-columns-spanned");
    (rows > 1 || cols > 1).then_some((rows, cols))
}

/// Returns whether a row or column is hidden, by hand or by a filter.
fn is_hidden(element: &BytesStart<'_>) -> bool {
    matches!(attribute(element, "table:visibility").as_deref(), Some("collapse" | "filter"))
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};
    use std::sync::Arc;

    use zip::write::{SimpleFileOptions, ZipWriter};

    use super::*;
    use crate::origin::Place;
    use crate::workbook::{MAX_UNPACKED_BYTES, Room};

    /// Reads the rows of one sheet; shows merged areas, cells, then diagnostics.
    #[track_caller]
    fn check(rows: &str, expected: &[&str]) {
        check_with("", rows, expected);
    }

    /// The same with what stands before the sheets.
    #[track_caller]
    fn check_with(styles: &str, rows: &str, expected: &[&str]) {
        let content = format!(
            "<office:document-content>{styles}<office:body><office:spreadsheet><table:table table:name='一'>{rows}\
             </table:table></office:spreadsheet></office:body></office:document-content>"
        );
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file("content.xml", SimpleFileOptions::default()).expect("in memory");
        zip.write_all(content.as_bytes()).expect("in memory");
        let bytes = zip.finish().expect("in memory").into_inner();
        let place = Arc::new(Place { file_index: 0, sheet_index: 0, file: "f.ods".into(), sheet: None });
        let mut diagnostics = Vec::new();
        let mut gather = Gather::new(&place, Room::default(), &mut diagnostics);
        let mut archive = Archive::open(&bytes, MAX_UNPACKED_BYTES).expect("a zip");
        let mut out = Vec::new();
        if let Err(error) = read(&mut gather, &mut archive) {
            out.push(error.to_string());
        }
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
        assert_eq!(out, expected);
    }

    #[test]
    fn values() {
        let cell = |attributes: &str, inner: &str| {
            format!(
                "<table:table-row><table:table-cell {attributes}>{inner}</table:table-cell></table:table-row>"
            )
        };
        check(&cell("office:value-type='float' office:value='1.5'", "<text:p>1.50</text:p>"), &["A1=1.5"]);
        check(
            &cell("office:value-type='string'", "<text:p>甲&amp;<text:s text:c='2'/>乙</text:p>"),
            &["A1=甲&  乙"],
        );
        check(&cell("office:value-type='date' office:date-value='2020-03-05'", ""), &["A1=2020-03-05"]);
        check(&cell("office:value-type='time' office:time-value='PT02H30M00S'", ""), &["A1=2.5 小时"]);
        check(&cell("office:value-type='boolean' office:boolean-value='true'", ""), &["A1=TRUE"]);
        check(
            &cell("calcext:value-type='error' office:value-type='string'", "<text:p>#DIV/0!</text:p>"),
            &["A1=#DIV/0!"],
        );
        check(&cell("table:formula='of:=1+1'", ""), &["formula-without-value Some(\"A1\")"]);
        let note = "<office:annotation><text:p>批注</text:p></office:annotation><text:p>甲</text:p>";
        check(&cell("office:value-type='string'", note), &["A1=甲"]);
        for shape in ["draw:rect", "draw:ellipse", "draw:g", "draw:line", "draw:connector"] {
            let shape = format!("<{shape}><text:p>图中文字</text:p></{shape}><text:p>甲</text:p>");
            check(&cell("office:value-type='string'", &shape), &["A1=甲"]);
        }
    }

    #[test]
    fn spaces_that_are_only_counted_do_not_fill_the_memory() {
        let cell = |n: usize| {
            let spaces = "<text:s text:c='1000'/>".repeat(n);
            format!("<table:table-cell><text:p>{spaces}x</text:p></table:table-cell>")
        };
        let row = |cells: String| format!("<table:table-row>{cells}</table:table-row>");
        check(&row(cell(60_000)), &["单元格的文字超过上限（发现 48 MB 以上，最多 48 MB）"]);
        check(&row(cell(30_000) + &cell(30_000)), &["文字总量超过上限（发现 48 MB 以上，最多 48 MB）"]);
    }

    #[test]
    fn signs_by_font_and_format() {
        let styles = "<style:font-face style:name='W' svg:font-family=\"'Wingdings 2'\"/>\
             <style:style style:name='ce1' style:family='table-cell'><style:text-properties style:font-name='W'/></style:style>\
             <style:style style:name='ce2' style:family='table-cell'><style:text-properties style:font-name='宋体'/></style:style>\
             <style:style style:name='T1' style:family='text'><style:text-properties fo:font-family='Wingdings'/></style:style>";
        let cell = |style: &str, inner: &str| {
            format!(
                "<table:table-cell {style} office:value-type='string'><text:p>{inner}</text:p></table:table-cell>"
            )
        };
        let row = [
            "<table:table-column/><table:table-column table:default-cell-style-name='ce1'/><table:table-row>"
                .to_string(),
            cell("table:style-name='ce1'", "P"),
            cell("", "O"),
            cell("table:style-name='ce2'", "P"),
            cell("", "<text:span text:style-name='T1'>ü</text:span>"),
            cell("table:style-name='ce1'", "病假"),
            "</table:table-row>".to_string(),
        ]
        .concat();
        check_with(styles, &row, &["A1=√", "B1=×", "C1=P", "D1=√", "E1=病假"]);
        let number = |shown: &str| {
            format!(
                "<table:table-row><table:table-cell office:value-type='float' office:value='1'><text:p>{shown}</text:p></table:table-cell></table:table-row>"
            )
        };
        check(&number("√"), &["A1=√"]);
        for shown in ["1人", "一", "￥—", "-", "100％"] {
            check(&number(shown), &["A1=1"]);
        }
    }

    #[test]
    fn repeats_cost_nothing_where_they_are_empty() {
        check(
            "<table:table-row table:number-rows-repeated='1048575'><table:table-cell/></table:table-row>\
             <table:table-row><table:table-cell table:number-columns-repeated='16383'/>\
             <table:table-cell office:value-type='float' office:value='7'/></table:table-row>",
            &["XFD1048576=7"],
        );
        check(
            "<table:table-row table:number-rows-repeated='3'>\
             <table:table-cell table:number-columns-repeated='2' office:value-type='float' office:value='7'/>\
             </table:table-row>",
            &["A1=7", "B1=7", "A2=7", "B2=7", "A3=7", "B3=7"],
        );
        check(
            "<table:table-row table:number-rows-repeated='1000000'>\
             <table:table-cell table:number-columns-repeated='1000' office:value-type='float' office:value='7'/>\
             </table:table-row>",
            &["单元格数超过上限（发现 2000000 个以上，最多 2000000 个）"],
        );
    }

    #[test]
    fn what_a_merged_area_covers_is_named_and_not_read() {
        let cell = |kind: &str, spans: &str, shown: &str| {
            format!(
                "<table:table-row><table:{kind} office:value-type='string' {spans}><text:p>{shown}</text:p>\
                 </table:{kind}></table:table-row>"
            )
        };
        let rows = [
            cell("table-cell", "table:number-rows-spanned='2'", "√"),
            cell("covered-table-cell", "", "×"),
            // Said to be covered, though no area reaches it: people see it.
            cell("covered-table-cell", "", "○"),
        ];
        check(&rows.concat(), &["(0, 0)-(1, 0)", "A1=√", "A3=○", "covered-value Some(\"A2\")"]);
    }

    #[test]
    fn merged_and_hidden() {
        check(
            "<table:table-column table:number-columns-repeated='2'/>\
             <table:table-column table:visibility='collapse'/>\
             <table:table-row><table:table-cell table:number-columns-spanned='2' office:value-type='string'>\
             <text:p>甲</text:p></table:table-cell><table:covered-table-cell/>\
             <table:table-cell office:value-type='string'><text:p>乙</text:p></table:table-cell>\
             </table:table-row>\
             <table:table-row table:visibility='filter'><table:table-cell office:value-type='string'>\
             <text:p>丙</text:p></table:table-cell></table:table-row>",
            &[
                "(0, 0)-(0, 1)",
                "A1=甲",
                "C1=乙",
                "A2=丙",
                "hidden-rows Some(\"A2:C2\")",
                "hidden-rows Some(\"C1:C2\")",
            ],
        );
    }
}
