//! 汇总表: one row a unit, every figure, and the county's pooled totals.

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use crate::county::UnitFigures;
use crate::statistics::{Key, exact, size};

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

/// Returns the workbook, always the same bytes for the same figures; `failed` names the units
/// without a report.
pub fn xlsx(units: &[UnitFigures], failed: &[String]) -> Result<Vec<u8>, XlsxError> {
    let formats = Formats::new();
    let mut workbook = Workbook::new();
    let created = ExcelDateTime::from_ymd(2020, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
    write_units(workbook.add_worksheet().set_name("汇总")?, units, &formats)?;
    if !failed.is_empty() {
        let sheet = workbook.add_worksheet().set_name("未生成")?;
        sheet.set_column_width(0, 24)?;
        sheet.write_string_with_format(0, 0, "单位", &formats.head)?;
        for (row, unit) in (1..).zip(failed) {
            sheet.write_string_with_format(row, 0, unit, &formats.text)?;
        }
    }
    workbook.save_to_buffer()
}

fn write_units(sheet: &mut Worksheet, units: &[UnitFigures], formats: &Formats) -> Result<(), XlsxError> {
    let first = 2;
    sheet.set_column_width(0, 18)?.set_column_width(1, 10)?;
    sheet.write_string_with_format(0, 0, "单位", &formats.head)?;
    sheet.write_string_with_format(0, 1, "期间", &formats.head)?;
    for (col, key) in (first..).zip(Key::ALL) {
        sheet.set_column_width(col, 11)?;
        sheet.write_string_with_format(0, col, key.title(), &formats.head)?;
    }
    let last = first + u16::try_from(Key::ALL.len()).unwrap_or(u16::MAX - first);
    sheet.write_string_with_format(0, last, "异常指标数", &formats.head)?;
    sheet.set_column_width(last + 1, 40)?;
    sheet.write_string_with_format(0, last + 1, "异常指标", &formats.head)?;
    for (row, unit) in (1..).zip(units) {
        sheet.write_string_with_format(row, 0, &unit.unit, &formats.text)?;
        sheet.write_string_with_format(row, 1, &unit.period, &formats.text)?;
        for (col, key) in (first..).zip(Key::ALL) {
            let value = unit.measure(key.name()).and_then(|measure| measure.value);
            write_figure(sheet, row, col, key, value, formats)?;
        }
        let flagged = unit.flagged();
        sheet.write_number_with_format(row, last, exact(size(flagged.len())), &formats.count)?;
        sheet.write_string_with_format(row, last + 1, flagged.join("、"), &formats.text)?;
    }
    let total = u32::try_from(units.len()).unwrap_or(u32::MAX - 1) + 1;
    sheet.write_string_with_format(total, 0, "合计", &formats.head)?;
    for (col, key) in (first..).zip(Key::ALL) {
        write_figure(sheet, total, col, key, pooled(units, key), formats)?;
    }
    sheet.autofilter(0, 0, total.saturating_sub(1), last + 1)?;
    sheet.set_freeze_panes(1, 1)?;
    sheet.set_landscape();
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(0, 0)?;
    Ok(())
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

/// Pools a figure over the units that have it: counts are added, rates are made of the added
/// numerators and denominators, never of rates.
pub fn pooled(units: &[UnitFigures], key: Key) -> Option<f64> {
    let known =
        || units.iter().filter_map(|unit| unit.measure(key.name())).filter(|measure| measure.value.is_some());
    known().next()?;
    if !key.is_rate() {
        // Quarters are the same for all; added up they would mean nothing.
        return (key != Key::QuartersCovered).then(|| known().filter_map(|measure| measure.value).sum());
    }
    let n: u64 = known().filter_map(|measure| measure.n).sum();
    let of: u64 = known().filter_map(|measure| measure.of).sum();
    (of > 0).then(|| exact(n) / exact(of))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::county::UnitMeasure;

    fn unit(name: &str, n: u64, of: u64) -> UnitFigures {
        let rate = UnitMeasure {
            key: "attendance-rate".into(),
            value: (of > 0).then(|| exact(n) / exact(of)),
            n: Some(n),
            of: Some(of),
        };
        let count = UnitMeasure { key: "sessions".into(), value: Some(exact(of)), n: None, of: None };
        let measures = vec![rate, count];
        UnitFigures { unit: name.into(), period: "2020H1".into(), measures, indicators: Vec::new() }
    }

    #[test]
    fn rates_are_pooled_not_averaged() {
        // 1 of 1 and 10 of 99: the mean of rates would be 55 %, the pooled rate is 11 %.
        let units = [unit("=甲", 1, 1), unit("乙", 10, 99), unit("丙", 0, 0)];
        assert_eq!(pooled(&units, Key::AttendanceRate), Some(0.11));
        assert_eq!(pooled(&units, Key::Sessions), Some(100.0));
        assert_eq!(pooled(&units, Key::Essays), None);
        let bytes = xlsx(&units, &["丁".to_string()]).expect("written");
        assert_eq!(bytes, xlsx(&units, &["丁".to_string()]).expect("written again"));
    }
}
