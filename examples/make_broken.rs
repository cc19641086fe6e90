//! Writes the files of tests/broken that rust_xlsxwriter makes; the others are made by its scripts.

use std::path::Path;

use rust_xlsxwriter::{Color, DocProperties, ExcelDateTime, Format, Formula, Workbook, XlsxError};

fn main() -> Result<(), XlsxError> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/broken");
    computed().save(folder.join("computed-formulas.xlsx"))?;
    colours().save(folder.join("coloured-and-rich.xlsx"))?;
    Ok(())
}

/// A workbook whose files do not change from one run to the next.
fn book() -> Workbook {
    let mut book = Workbook::new();
    let made = ExcelDateTime::from_ymd(2020, 1, 1).expect("a date");
    book.set_properties(&DocProperties::new().set_creation_datetime(&made));
    book
}

/// Formulas that keep their results: numbers, text, blank text and an error.
fn computed() -> Workbook {
    let mut book = book();
    let sheet = book.add_worksheet();
    let formulas = [("=1+1", "2"), ("=\"甲\"&\"乙\"", "甲乙"), ("=IF(1,\"\",0)", ""), ("=1/0", "#DIV/0!")];
    for (row, (formula, result)) in (0..).zip(formulas) {
        sheet.write_formula(row, 0, Formula::new(formula).set_result(result)).expect("within the sheet");
    }
    book
}

/// Rich text, padded names, dates in the formats of Chinese offices.
fn colours() -> Workbook {
    let mut book = book();
    let sheet = book.add_worksheet();
    let (red, plain) = (Format::new().set_font_color(Color::Red), Format::new());
    sheet.write_rich_string(0, 0, &[(&red, "张"), (&plain, "三")]).expect("within the sheet");
    sheet.write(1, 0, "张\u{3000}三 ").expect("within the sheet");
    let date = ExcelDateTime::from_ymd(2020, 3, 5).expect("a date");
    for (row, code) in [(2, "yyyy\"年\"m\"月\"d\"日\""), (3, "[$-F800]dddd, mmmm dd, yyyy"), (4, "m.d")] {
        let format = Format::new().set_num_format(code);
        sheet.write_datetime_with_format(row, 0, &date, &format).expect("within the sheet");
    }
    let hours = Format::new().set_num_format("0.00\"天\"");
    sheet.write_with_format(5, 0, 2.5, &hours).expect("within the sheet");
    book
}
