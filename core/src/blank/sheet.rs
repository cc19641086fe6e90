//! A blank register as a workbook: title, header, drop-downs, an example row, advice.

use rust_xlsxwriter::{
    DataValidation, DataValidationRule, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder,
    Workbook, Worksheet, XlsxError,
};

use crate::blank::registers::{ADVICE, Column, Register, Takes};
use crate::checklist::{across, upright};
use crate::zipped::saved;

/// The rows that are prepared for filling in.
const N_ROWS: u32 = 40;

/// The looks of the cells.
struct Formats {
    title: Format,
    head: Format,
    body: Format,
    day: Format,
    example: Format,
    plain: Format,
}

impl Formats {
    fn new() -> Formats {
        let cell = Format::new()
            .set_border(FormatBorder::Thin)
            .set_text_wrap()
            .set_align(FormatAlign::VerticalCenter);
        Formats {
            title: Format::new()
                .set_bold()
                .set_font_size(16.0)
                .set_align(FormatAlign::Center)
                .set_align(FormatAlign::VerticalCenter),
            head: cell.clone().set_bold().set_align(FormatAlign::Center).set_background_color(0x00EE_EEEE),
            body: cell.clone(),
            day: cell.clone().set_num_format("yyyy-m-d"),
            example: cell.set_italic().set_font_color(0x0080_8080),
            plain: Format::new().set_text_wrap(),
        }
    }
}

/// Returns the register as an xlsx file, always the same bytes.
pub(super) fn xlsx(register: &Register) -> Result<Vec<u8>, XlsxError> {
    let formats = Formats::new();
    let mut workbook = Workbook::new();
    let created = ExcelDateTime::from_ymd(2020, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
    write_register(workbook.add_worksheet(), register, &formats)?;

    let advice = workbook.add_worksheet();
    advice.set_name(ADVICE)?.set_column_width(0, 90)?;
    upright(advice);
    for (row, line) in (0..).zip(register.advice) {
        advice.write_string_with_format(row, 0, format!("{}. {line}", row + 1), &formats.plain)?;
    }
    saved(&mut workbook)
}

fn write_register(sheet: &mut Worksheet, register: &Register, formats: &Formats) -> Result<(), XlsxError> {
    sheet.set_name(register.title)?;
    let last_col = u16::try_from(register.columns.len() - 1).unwrap_or(u16::MAX);
    sheet.merge_range(0, 0, 0, last_col, register.title, &formats.title)?;
    sheet.set_row_height(0, 30)?;
    let mut row = 1;
    for label in register.head {
        sheet.write_string(row, 0, format!("{label}："))?;
        row += 1;
    }
    let header = row;
    for (col, (head, width, ..)) in (0..).zip(register.columns) {
        sheet.set_column_width(col, *width)?;
        write_head(sheet, register, header, col, head, formats)?;
    }
    row = header + if register.topics.is_some() { 2 } else { 1 };
    for (col, column) in (0..).zip(register.columns) {
        write_example(sheet, row, col, column, formats)?;
        prepare(sheet, row, col, column, formats)?;
    }
    if let Some(legend) = register.legend {
        sheet.write_string(row + N_ROWS, 0, legend)?;
    }
    sheet.set_freeze_panes(row, if register.topics.is_some() { 3 } else { 0 })?;
    // Number and name, or number and day.
    across(sheet, register.columns.iter().map(|(_, width, ..)| *width), header..=row - 1, 2)
}

/// Writes a column's head, over two rows where the register has a row of topics.
fn write_head(
    sheet: &mut Worksheet,
    register: &Register,
    row: u32,
    col: u16,
    head: &str,
    formats: &Formats,
) -> Result<(), XlsxError> {
    let topic = register.topics.and_then(|(first, topics)| topics.get(usize::from(col).checked_sub(first)?));
    match (register.topics, topic) {
        (Some(_), None) => {
            sheet.merge_range(row, col, row + 1, col, head, &formats.head)?;
        }
        (_, topic) => {
            sheet.write_string_with_format(row, col, head, &formats.head)?;
            if let Some(topic) = topic {
                sheet.write_string_with_format(row + 1, col, *topic, &formats.head)?;
            }
        }
    }
    Ok(())
}

/// Writes a column's example as what the column takes, so that it passes its own check.
fn write_example(
    sheet: &mut Worksheet,
    row: u32,
    col: u16,
    column: &Column,
    formats: &Formats,
) -> Result<(), XlsxError> {
    let (_, _, takes, example) = column;
    let day = formats.example.clone().set_num_format("yyyy-m-d");
    match takes {
        Takes::Day if example.is_empty() => sheet.write_blank(row, col, &day)?,
        Takes::Day => {
            sheet.write_datetime_with_format(row, col, ExcelDateTime::parse_from_str(example)?, &day)?
        }
        Takes::Count | Takes::Number if !example.is_empty() => {
            let number: f64 = example.parse().expect("examples of numbers are numbers");
            sheet.write_number_with_format(row, col, number, &formats.example)?
        }
        _ => sheet.write_string_with_format(row, col, *example, &formats.example)?,
    };
    Ok(())
}

/// Prepares the rows: borders below the example; drop-downs and what is refused in all of them.
fn prepare(
    sheet: &mut Worksheet,
    row: u32,
    col: u16,
    column: &Column,
    formats: &Formats,
) -> Result<(), XlsxError> {
    let (head, _, takes, _) = column;
    let format = if matches!(takes, Takes::Day) { &formats.day } else { &formats.body };
    for below in row + 1..row + N_ROWS - 1 {
        sheet.write_blank(below, col, format)?;
    }
    let validation = DataValidation::new();
    let validation = match takes {
        Takes::Text => return Ok(()),
        Takes::OneOf(choices) => validation.allow_list_strings(choices)?,
        Takes::Day => validation.allow_date(DataValidationRule::Between(
            ExcelDateTime::from_ymd(2000, 1, 1)?,
            ExcelDateTime::from_ymd(2099, 12, 31)?,
        )),
        Takes::Count => validation.allow_whole_number(DataValidationRule::GreaterThanOrEqualTo(0)),
        Takes::Number => validation.allow_decimal_number(DataValidationRule::GreaterThanOrEqualTo(0.0)),
    };
    let expected = match takes {
        Takes::OneOf(choices) => format!("请从下拉框选择：{}", choices.join("、")),
        Takes::Day => "请填写日期，如 2026-1-15".to_string(),
        _ => "请填写 0 以上的数字".to_string(),
    };
    let name = if head.is_empty() { "考勤标记" } else { head };
    let validation = validation.set_error_title(name)?.set_error_message(expected)?;
    sheet.add_data_validation(row, col, row + N_ROWS - 2, col, &validation)?;
    Ok(())
}
