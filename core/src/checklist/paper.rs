//! How the sheets of our workbooks come out of a printer: on A4, no column cut off, heads on every page.

use std::ops::RangeInclusive;

use rust_xlsxwriter::{Worksheet as Sheet, XlsxError};

/// The number that Excel has for A4.
const A4: u8 = 9;
/// What one page across can hold, in characters: more would be set below 8 points.
const PAGE: f64 = 200.0;
/// The margins in inches: at the sides, above and below, of head and foot.
const MARGINS: [f64; 3] = [0.4, 0.6, 0.3];

/// Sets a table on A4 across, the rows of its head on every page.
///
/// What is wider than a page can hold readably goes over as few pages side by side as it needs, the first
/// `n_names` columns on each: a row is known by them.
pub(crate) fn across(
    sheet: &mut Sheet,
    widths: impl Iterator<Item = f64>,
    heads: RangeInclusive<u32>,
    n_names: u16,
) -> Result<(), XlsxError> {
    let width: f64 = widths.sum();
    let n_pages = (1..).find(|n| f64::from(*n) * PAGE >= width).unwrap_or(u16::MAX);
    sheet.set_landscape().set_print_fit_to_pages(n_pages, 0);
    sheet.set_repeat_rows(*heads.start(), *heads.end())?;
    if n_pages > 1 && n_names > 0 {
        sheet.set_repeat_columns(0, n_names - 1)?;
    }
    on_a4(sheet);
    Ok(())
}

/// Sets a list of few columns on A4 upright.
pub(crate) fn upright(sheet: &mut Sheet) {
    sheet.set_portrait().set_print_fit_to_pages(1, 0);
    on_a4(sheet);
}

fn on_a4(sheet: &mut Sheet) {
    let [side, edge, line] = MARGINS;
    sheet.set_paper_size(A4).set_margins(side, side, edge, edge, line, line);
    sheet.set_footer("&C第 &P 页，共 &N 页");
}

#[cfg(test)]
pub(crate) mod tests {
    use std::io::{Cursor, Read};

    use zip::ZipArchive;

    /// Returns how each sheet of a workbook is set on paper, and which rows and columns are repeated.
    pub(crate) fn printed(workbook: &[u8]) -> (Vec<String>, Vec<String>) {
        let mut archive = ZipArchive::new(Cursor::new(workbook)).expect("a workbook is a zip");
        let mut part = |name: &str| {
            let mut text = String::new();
            archive.by_name(name).ok()?.read_to_string(&mut text).expect("UTF-8");
            Some(text)
        };
        let book = part("xl/workbook.xml").expect("there");
        let sheets = (1..).map_while(|n| part(&format!("xl/worksheets/sheet{n}.xml")));
        let setups = sheets.map(|sheet| {
            assert!(sheet.contains("<pageSetUpPr fitToPage=\"1\"/>"), "the pages are counted");
            between(&sheet, "<pageSetup ", " horizontalDpi").concat()
        });
        let setups = setups.collect();
        let titles = between(&book, "_xlnm.Print_Titles\"", "</definedName>");
        let cells = titles.iter().map(|title| title.split('>').nth(1).expect("a text").to_string());
        (setups, cells.collect())
    }

    fn between(text: &str, from: &str, to: &str) -> Vec<String> {
        let parts = text.split(from).skip(1);
        parts.map(|part| part.split(to).next().expect("a part").to_string()).collect()
    }

    pub(crate) const ACROSS: &str = "paperSize=\"9\" fitToHeight=\"0\" orientation=\"landscape\"";
    pub(crate) const TWO_ACROSS: &str =
        "paperSize=\"9\" fitToWidth=\"2\" fitToHeight=\"0\" orientation=\"landscape\"";
    pub(crate) const THREE_ACROSS: &str =
        "paperSize=\"9\" fitToWidth=\"3\" fitToHeight=\"0\" orientation=\"landscape\"";
    pub(crate) const UPRIGHT: &str = "paperSize=\"9\" fitToHeight=\"0\" orientation=\"portrait\"";
}
