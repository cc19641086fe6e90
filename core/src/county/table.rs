//! 汇总表: one row a unit, every figure, and the county's pooled totals.

use std::path::Path;

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use crate::checklist::{across, upright};
use crate::county::total::total;
use crate::county::{Missing, UnitFigures};
use crate::findings::RULES;
use crate::period::Period;
use crate::statistics::{Key, exact, size};
use crate::workbook;
use crate::zipped::saved;

/// The looks of the cells.
struct Formats {
    head: Format,
    text: Format,
    count: Format,
    rate: Format,
    ratio: Format,
}

impl Formats {
    fn new() -> Formats {
        let cell = Format::new().set_border(FormatBorder::Thin);
        Formats {
            head: cell
                .clone()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::Center)
                .set_align(FormatAlign::VerticalCenter)
                .set_background_color(0x00EE_EEEE),
            text: cell.clone().set_num_format("@").set_text_wrap(),
            count: cell.clone().set_num_format("0"),
            rate: cell.clone().set_num_format("0.0%"),
            ratio: cell.set_num_format("0.0"),
        }
    }
}

/// The heads of the first columns.
const HEADS: [&str; 2] = ["单位", "期间"];
/// The head of the column before the last.
const N_FLAGGED: &str = "异常指标数";

/// Returns whether a workbook is one that [`xlsx`] wrote, perhaps of an earlier period.
pub fn is_own_table(workbook: &workbook::Workbook) -> bool {
    workbook.sheets.iter().any(|sheet| {
        let Some(head) = sheet.rows.first().filter(|row| row.index == 0) else { return false };
        let texts: Vec<_> = head.cells.iter().map(|cell| cell.value.text()).collect();
        texts.iter().zip(HEADS).filter(|(text, head)| text.as_ref() == *head).count() == HEADS.len()
            && texts.iter().any(|text| text == N_FLAGGED)
    })
}

/// Returns the workbook, always the same bytes for the same figures.
///
/// Only units of the period are added up; those without a report have a sheet of their own.
/// Rows wait in nameless files of the folder `scratch`: in memory, those of all units of the
/// country took hundreds of megabytes.
pub fn xlsx(
    units: &[UnitFigures],
    missing: &[Missing],
    period: Option<Period>,
    scratch: &Path,
) -> Result<Vec<u8>, XlsxError> {
    let formats = Formats::new();
    let mut workbook = Workbook::new();
    workbook.set_tempdir(scratch)?;
    let created = ExcelDateTime::from_ymd(2020, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
    let sheet = workbook.add_worksheet_with_low_memory()?.set_name("汇总")?;
    write_units(sheet, units, period, &formats)?;
    if !missing.is_empty() {
        let sheet = workbook.add_worksheet_with_low_memory()?.set_name("未生成")?;
        sheet.set_column_width(0, 24)?.set_column_width(1, 80)?;
        upright(sheet);
        sheet.set_repeat_rows(0, 0)?;
        sheet.write_string_with_format(0, 0, "单位", &formats.head)?;
        sheet.write_string_with_format(0, 1, "原因", &formats.head)?;
        for (row, missing) in (1..).zip(missing) {
            sheet.write_string_with_format(row, 0, &missing.unit, &formats.text)?;
            sheet.write_string_with_format(row, 1, &missing.reason, &formats.text)?;
        }
    }
    saved(&mut workbook)
}

fn write_units(
    sheet: &mut Worksheet,
    units: &[UnitFigures],
    period: Option<Period>,
    formats: &Formats,
) -> Result<(), XlsxError> {
    let first = 2;
    let widths = [[18.0, 10.0].as_slice(), &[11.0; Key::ALL.len()], &[11.0, 40.0]].concat();
    for (col, width) in (0..).zip(&widths) {
        sheet.set_column_width(col, *width)?;
    }
    for (col, head) in (0..).zip(HEADS) {
        sheet.write_string_with_format(0, col, head, &formats.head)?;
    }
    for (col, key) in (first..).zip(Key::ALL) {
        sheet.write_string_with_format(0, col, key.title(), &formats.head)?;
    }
    let last = first + u16::try_from(Key::ALL.len()).unwrap_or(u16::MAX - first);
    sheet.write_string_with_format(0, last, N_FLAGGED, &formats.head)?;
    sheet.write_string_with_format(0, last + 1, "异常指标", &formats.head)?;
    for (row, unit) in (1..).zip(units) {
        sheet.write_string_with_format(row, 0, &unit.unit, &formats.text)?;
        sheet.write_string_with_format(row, 1, unit.period.to_string(), &formats.text)?;
        for (col, key) in (first..).zip(Key::ALL) {
            let value = unit.measure(key).and_then(|measure| measure.value);
            write_figure(sheet, row, col, key, value, formats)?;
        }
        let flagged: Vec<&str> = unit.flagged().into_iter().map(|id| RULES[id as usize].name).collect();
        sheet.write_number_with_format(row, last, exact(size(flagged.len())), &formats.count)?;
        sheet.write_string_with_format(row, last + 1, flagged.join("、"), &formats.text)?;
    }
    let sum = u32::try_from(units.len()).unwrap_or(u32::MAX - 1) + 1;
    sheet.write_string_with_format(sum, 0, "合计", &formats.head)?;
    if let Some(period) = period {
        sheet.write_string_with_format(sum, 1, period.to_string(), &formats.text)?;
    }
    for (col, key) in (first..).zip(Key::ALL) {
        let counted = units.iter().filter(|unit| Some(unit.period) == period);
        write_figure(sheet, sum, col, key, total(counted, key).value, formats)?;
    }
    sheet.autofilter(0, 0, sum.saturating_sub(1), last + 1)?;
    sheet.set_freeze_panes(1, 1)?;
    across(sheet, widths.into_iter(), 0..=0, 1)
}

fn write_figure(
    sheet: &mut Worksheet,
    row: u32,
    col: u16,
    key: Key,
    value: Option<f64>,
    formats: &Formats,
) -> Result<(), XlsxError> {
    let format = match key {
        Key::EssaysPerMember => &formats.ratio,
        key if key.is_rate() => &formats.rate,
        _ => &formats.count,
    };
    match value {
        Some(value) => sheet.write_number_with_format(row, col, value, format)?,
        // A missing register is not a nought.
        None => sheet.write_blank(row, col, format)?,
    };
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checklist::paper_tests::{THREE_ACROSS, UPRIGHT, printed};
    use crate::county::figures::tests::unit;
    use crate::findings::RuleId;

    #[test]
    fn the_same_figures_give_the_same_bytes() {
        let units =
            [unit("=甲", &[(Key::AttendanceRate, 1, 1)], &[(Key::Sessions, 3)], &[RuleId::OversightKinds])];
        let missing = [Missing { unit: "丁".into(), reason: "没有考勤表".into(), is_empty: true }];
        let period = Some(units[0].period);
        let scratch = tempfile::tempdir().expect("a temporary folder");
        let xlsx = |period| xlsx(&units, &missing, period, scratch.path()).expect("written");
        assert_eq!(xlsx(period), xlsx(period));
        // Forty columns are read over three pages, each row with its unit.
        let titles = ["未生成!$1:$1", "汇总!$A:$A,汇总!$1:$1"].map(String::from).to_vec();
        let setups = [THREE_ACROSS, UPRIGHT].map(String::from).to_vec();
        assert_eq!(printed(&xlsx(period)), (setups, titles));
        assert_ne!(xlsx(period), xlsx(None), "without a sum");
        assert_eq!(scratch.path().read_dir().expect("a folder").count(), 0, "nothing is left");
    }
}
