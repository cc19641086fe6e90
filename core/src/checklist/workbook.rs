//! The lists as a workbook that a clerk works through: one row a finding (核查表), and one row a
//! thing that is left to do (工作底稿).

use rust_xlsxwriter::{
    DataValidation, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook,
    Worksheet as Sheet, XlsxError,
};

use crate::checklist::paper::{across, upright};
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::cell_list;
use crate::worksheet::{Item, Worksheet};
use crate::zipped::saved;

/// The columns of the checklist with their widths in characters.
const COLUMNS: [(&str, f64); 9] = [
    ("序号", 6.0),
    ("级别", 7.0),
    ("文件", 24.0),
    ("工作表", 14.0),
    ("单元格", 10.0),
    ("内容", 20.0),
    ("问题", 52.0),
    ("提示", 44.0),
    ("处理情况", 12.0),
];

/// The columns of the worksheet with their widths in characters.
const TO_DO: [(&str, f64); 7] = [
    ("序号", 6.0),
    ("类别", 13.0),
    ("事项", 60.0),
    ("怎么办", 44.0),
    ("谁来办", 16.0),
    ("单元格", 36.0),
    ("处理情况", 12.0),
];

/// Excel takes 32,767 characters a cell; nobody reads that many.
pub(super) const MAX_CHARS: usize = 2000;

/// Returns diagnostics and worksheet as an xlsx file.
///
/// Everything is written as text: a cell of a clerk's file that begins with `=`, `+`, `-` or
/// `@` must not become a formula in ours.
pub fn xlsx(diagnostics: &[Diagnostic], worksheet: &Worksheet) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = dated()?;
    let rows: Vec<[String; 9]> = (1..).zip(diagnostics).map(|(n, one)| found(n, one)).collect();
    let sheet = workbook.add_worksheet();
    table(sheet, "核查表", &COLUMNS, &rows, &["已改正", "无需改正", "待核实"])?;
    to_do(workbook.add_worksheet(), worksheet)?;

    let n = |severity| diagnostics.iter().filter(|d| d.severity == severity).count();
    let summary = workbook.add_worksheet();
    summary.set_name("统计")?;
    upright(summary);
    for (row, severity) in (0..).zip([Severity::Error, Severity::Warning, Severity::Note]) {
        summary.write_string(row, 0, severity.to_string())?;
        summary.write_number(row, 1, crate::statistics::exact(crate::statistics::size(n(severity))))?;
    }
    saved(&mut workbook)
}

/// Returns the worksheet alone as an xlsx file.
pub fn worksheet_xlsx(worksheet: &Worksheet) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = dated()?;
    to_do(workbook.add_worksheet(), worksheet)?;
    saved(&mut workbook)
}

/// Starts a workbook with a fixed date: the same findings give the same bytes.
pub(crate) fn dated() -> Result<Workbook, XlsxError> {
    let mut workbook = Workbook::new();
    let created = ExcelDateTime::from_ymd(2020, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
    Ok(workbook)
}

/// Writes the worksheet's sheet.
fn to_do(sheet: &mut Sheet, worksheet: &Worksheet) -> Result<(), XlsxError> {
    let rows: Vec<[String; 7]> = (1..).zip(&worksheet.items).map(|(n, item)| left(n, item)).collect();
    table(sheet, "工作底稿", &TO_DO, &rows, &["已办", "不需要办", "待办"])
}

/// Returns the row of a diagnostic.
fn found(n: usize, diagnostic: &Diagnostic) -> [String; 9] {
    let spot = diagnostic.spot.as_ref();
    [
        n.to_string(),
        diagnostic.severity.to_string(),
        spot.map(|spot| spot.place.file.clone()).unwrap_or_default(),
        spot.and_then(|spot| spot.place.sheet.clone()).unwrap_or_default(),
        spot.and_then(|spot| spot.cell()).unwrap_or_default(),
        diagnostic.value.clone().unwrap_or_default(),
        diagnostic.message.clone(),
        diagnostic.hints.join("\n"),
        String::new(),
    ]
}

/// Returns the row of something that is left to do.
fn left(n: usize, item: &Item) -> [String; 7] {
    [
        n.to_string(),
        item.kind.name().to_string(),
        item.what.to_string(),
        item.to_do.to_string(),
        item.who.clone(),
        cell_list(&item.origins),
        String::new(),
    ]
}

/// Writes a table with a head; its last column is chosen from some words.
pub(crate) fn table<const N: usize>(
    sheet: &mut Sheet,
    name: &str,
    columns: &[(&str, f64); N],
    rows: &[[String; N]],
    states: &[&str],
) -> Result<(), XlsxError> {
    let head = Format::new()
        .set_bold()
        .set_align(FormatAlign::Center)
        .set_border(FormatBorder::Thin)
        .set_background_color(0x00D9_D9D9);
    let body = Format::new()
        .set_num_format("@")
        .set_text_wrap()
        .set_align(FormatAlign::Top)
        .set_border(FormatBorder::Thin);
    sheet.set_name(name)?;
    let mut last_col = 0;
    for (col, (title, width)) in (0..).zip(columns) {
        sheet.set_column_width(col, *width)?;
        sheet.write_string_with_format(0, col, *title, &head)?;
        last_col = col;
    }
    for (row, texts) in (1..).zip(rows) {
        for (col, text) in (0..).zip(texts) {
            let text: String = text.chars().take(MAX_CHARS).collect();
            sheet.write_string_with_format(row, col, text, &body)?;
        }
    }
    let last = u32::try_from(rows.len()).unwrap_or(u32::MAX).max(1);
    sheet.autofilter(0, 0, last, last_col)?;
    sheet.set_freeze_panes(1, 0)?;
    let states = DataValidation::new().allow_list_strings(states)?;
    sheet.add_data_validation(1, last_col, last, last_col, &states)?;
    across(sheet, columns.iter().map(|(_, width)| *width), 0..=0, 1)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::checklist::paper::tests::{ACROSS, UPRIGHT, printed};
    use crate::origin::{Origin, Place};
    use crate::source::Source;
    use crate::worksheet::Kind;

    #[test]
    fn what_is_written_is_read_back_as_text() {
        let place = Place { file_index: 0, sheet_index: 0, file: "=1+1.csv".into(), sheet: None };
        let origin = Origin { place: Arc::new(place), row: 1, col: 1 };
        let diagnostic =
            Diagnostic::error("bad-number", "@SUM 不是数").at(&origin).value("=HYPERLINK(\"x\")").hint("+改");
        let item = Item {
            kind: Kind::Doubts,
            key: "ghost-essays",
            what: "=1+1".into(),
            to_do: "-看".into(),
            who: "@甲".to_string(),
            rank: None,
            origins: vec![origin],
        };
        let worksheet = Worksheet { items: vec![item] };
        let bytes = xlsx(std::slice::from_ref(&diagnostic), &worksheet).expect("written");
        assert_eq!(bytes, xlsx(&[diagnostic], &worksheet).expect("written again"));

        let titles = ["工作底稿!$1:$1", "核查表!$1:$1"].map(String::from).to_vec();
        let setups = [ACROSS, ACROSS, UPRIGHT].map(String::from).to_vec();
        assert_eq!(printed(&bytes), (setups, titles));

        let source = Source { name: "核查表.xlsx".into(), bytes };
        let read = crate::workbook::read(0, &source);
        assert_eq!(read.diagnostics, []);
        let workbook = read.output.expect("readable");
        let row = &workbook.sheets[0].rows[1];
        let texts: Vec<String> = row.cells.iter().map(|cell| cell.value.text().into_owned()).collect();
        assert_eq!(texts, ["1", "错误", "=1+1.csv", "B2", "=HYPERLINK(\"x\")", "@SUM 不是数", "+改"]);
        assert_eq!(workbook.sheets[1].place.sheet.as_deref(), Some("工作底稿"));
        let row = &workbook.sheets[1].rows[1];
        let texts: Vec<String> = row.cells.iter().map(|cell| cell.value.text().into_owned()).collect();
        assert_eq!(texts, ["1", "需要核实", "=1+1", "-看", "@甲", "=1+1.csv B2"]);
    }
}
