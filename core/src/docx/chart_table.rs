//! The table behind a chart: what opens when its data are edited in Word or WPS.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};

use crate::document::visible::visible;
use crate::docx::chart::Numbers;
use crate::docx::package::unpacked;
use crate::zipped::saved;

/// Returns the workbook of a chart's numbers.
pub(super) fn workbook(numbers: &Numbers) -> Vec<u8> {
    let packed = write(numbers).expect("a small table of numbers and labels is written to memory");
    unpacked(&packed).expect("it was written just now")
}

fn write(numbers: &Numbers) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // The same bytes each time.
    let created = ExcelDateTime::from_ymd(2020, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
    let sheet = workbook.add_worksheet();
    sheet.set_name("Sheet1")?;
    for (row, lines) in (1..).zip(&numbers.labels) {
        sheet.write_string(row, 0, visible(&lines.concat()))?;
    }
    let shown = Format::new().set_num_format(&numbers.scale.value_format);
    for (col, series) in (1..).zip(&numbers.series) {
        sheet.write_string(0, col, visible(&series.name))?;
        for (row, value) in (1..).zip(&series.values) {
            if let Some(value) = value {
                sheet.write_number_with_format(row, col, *value, &shown)?;
            }
        }
    }
    if let (Some(name), Some(at)) = (&numbers.reference, numbers.scale.reference) {
        let col = u16::try_from(numbers.series.len() + 1).unwrap_or(u16::MAX);
        sheet.write_string(0, col, visible(name))?;
        for (row, _) in (1..).zip(&numbers.labels) {
            sheet.write_number(row, col, at)?;
        }
    }
    saved(&mut workbook)
}
