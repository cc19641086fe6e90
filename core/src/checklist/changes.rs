//! 修改对照 as a workbook: one row a change, as it is laid before the leaders.

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, XlsxError};

use crate::checklist::paper::across;
use crate::checklist::workbook::{MAX_CHARS, dated};
use crate::revision::changes::Changes;
use crate::zipped::saved;

/// The width of a column whose words are sentences, and of others, in characters.
const WIDE: f64 = 52.0;
const NARROW: f64 = 14.0;
/// The columns that hold sentences.
const SENTENCES: [&str; 3] = ["原文", "改为", "数字"];

/// Returns the changes as an xlsx file, all of it text.
pub fn changes_xlsx(changes: &Changes) -> Result<Vec<u8>, XlsxError> {
    let head = Format::new().set_bold().set_align(FormatAlign::Center).set_border(FormatBorder::Thin);
    let body = Format::new()
        .set_num_format("@")
        .set_text_wrap()
        .set_align(FormatAlign::Top)
        .set_border(FormatBorder::Thin);
    let (columns, rows) = changes.to_rows();
    let width = |title: &&str| if SENTENCES.contains(title) { WIDE } else { NARROW };
    let mut workbook = dated()?;
    let sheet = workbook.add_worksheet();
    sheet.set_name("修改对照")?;
    for (col, title) in (0..).zip(&columns) {
        sheet.set_column_width(col, width(title))?;
        sheet.write_string_with_format(0, col, *title, &head)?;
    }
    for (row, texts) in (1..).zip(&rows) {
        for (col, text) in (0..).zip(texts) {
            let text: String = text.chars().take(MAX_CHARS).collect();
            sheet.write_string_with_format(row, col, text, &body)?;
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    across(sheet, columns.iter().map(width), 0..=0, 1)?;
    saved(&mut workbook)
}
