//! The list as a workbook that a clerk works through: one row a finding.

use rust_xlsxwriter::{
    DataValidation, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, XlsxError,
};

use crate::diagnostic::{Diagnostic, Severity};

/// The columns with their widths in characters.
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

/// Returns the diagnostics as an xlsx file.
///
/// Everything is written as text: a cell of a clerk's file that begins with `=`, `+`, `-` or
/// `@` must not become a formula in ours.
pub fn xlsx(diagnostics: &[Diagnostic]) -> Result<Vec<u8>, XlsxError> {
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

    let mut workbook = Workbook::new();
    // A fixed date: the same findings give the same bytes.
    let created = ExcelDateTime::from_ymd(2020, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
    let sheet = workbook.add_worksheet();
    sheet.set_name("核查表")?;
    for (col, (title, width)) in (0..).zip(COLUMNS) {
        sheet.set_column_width(col, width)?;
        sheet.write_string_with_format(0, col, title, &head)?;
    }
    for (row, diagnostic) in (1..).zip(diagnostics) {
        let spot = diagnostic.spot.as_ref();
        let texts = [
            row.to_string(),
            diagnostic.severity.to_string(),
            spot.map(|spot| spot.place.file.clone()).unwrap_or_default(),
            spot.and_then(|spot| spot.place.sheet.clone()).unwrap_or_default(),
            spot.and_then(|spot| spot.cell()).unwrap_or_default(),
            diagnostic.value.clone().unwrap_or_default(),
            diagnostic.message.clone(),
            diagnostic.hints.join("\n"),
            String::new(),
        ];
        for (col, text) in (0..).zip(&texts) {
            // Excel takes 32,767 characters a cell; nobody reads that many.
            let text: String = text.chars().take(2000).collect();
            sheet.write_string_with_format(row, col, text, &body)?;
        }
    }
    let last = u32::try_from(diagnostics.len()).unwrap_or(u32::MAX).max(1);
    sheet.autofilter(0, 0, last, 8)?;
    sheet.set_freeze_panes(1, 0)?;
    let states = DataValidation::new().allow_list_strings(&["已改正", "无需改正", "待核实"])?;
    sheet.add_data_validation(1, 8, last, 8, &states)?;
    sheet.set_landscape();
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(0, 0)?;

    let n = |severity| diagnostics.iter().filter(|d| d.severity == severity).count();
    let summary = workbook.add_worksheet();
    summary.set_name("统计")?;
    for (row, severity) in (0..).zip([Severity::Error, Severity::Warning, Severity::Note]) {
        summary.write_string(row, 0, severity.to_string())?;
        summary.write_number(row, 1, crate::statistics::exact(crate::statistics::size(n(severity))))?;
    }
    workbook.save_to_buffer()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::origin::{Origin, Place};
    use crate::source::Source;

    #[test]
    fn what_is_written_is_read_back_as_text() {
        let place = Place { file_index: 0, sheet_index: 0, file: "=1+1.csv".into(), sheet: None };
        let origin = Origin { place: Arc::new(place), row: 1, col: 1 };
        let diagnostic =
            Diagnostic::error("bad-number", "@SUM 不是数").at(&origin).value("=HYPERLINK(\"x\")").hint("+改");
        let bytes = xlsx(std::slice::from_ref(&diagnostic)).expect("written");
        assert_eq!(bytes, xlsx(&[diagnostic]).expect("written again"));

        let source = Source { name: "核查表.xlsx".into(), bytes };
        let read = crate::workbook::read(0, &source);
        assert_eq!(read.diagnostics, []);
        let workbook = read.output.expect("readable");
        let row = &workbook.sheets[0].rows[1];
        let texts: Vec<String> = row.cells.iter().map(|cell| cell.value.text().into_owned()).collect();
        assert_eq!(texts, ["1", "错误", "=1+1.csv", "B2", "=HYPERLINK(\"x\")", "@SUM 不是数", "+改"]);
    }
}
