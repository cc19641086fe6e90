//! One table written by many programs in many formats gives the same cells at the same addresses,
//! and the same figures. The files come from `tests/writers/make`.

use std::collections::BTreeMap;
use std::fs;

use banxin_core::origin::a1;
use banxin_core::source::Source;
use banxin_core::workbook;

use crate::layouts;
use crate::samples::root;

/// Returns the files by name, each as the register that it is.
fn files() -> Vec<(String, Source)> {
    let entries = fs::read_dir(root().join("tests/writers")).expect("a folder");
    let files = entries.map(|entry| entry.expect("readable").path()).filter(|path| path.is_file());
    let mut files: Vec<(String, Source)> = files
        .map(|path| {
            let name = path.file_name().expect("a file").to_string_lossy().into_owned();
            let ending = name.rsplit('.').next().expect("an ending");
            let bytes = fs::read(&path).expect("readable");
            (name.clone(), Source { name: format!("考勤表.{ending}"), bytes })
        })
        .collect();
    files.sort_by(|a, b| a.0.cmp(&b.0));
    files
}

/// Writes a day in one form, whatever the cell shows it in; other texts stay.
fn plain(text: &str) -> String {
    let numbers: Vec<u32> =
        text.split(|c: char| !c.is_ascii_digit()).filter_map(|digits| digits.parse().ok()).collect();
    match numbers.as_slice() {
        [year, month, day] => format!("{year}-{month:02}-{day:02}"),
        _ => text.trim().to_string(),
    }
}

/// Returns what each cell holds, by its address.
fn cells(source: &Source) -> BTreeMap<String, String> {
    let book = workbook::read(0, source).output.expect("readable");
    let cells =
        book.sheets.iter().flat_map(|sheet| &sheet.rows).flat_map(|row| {
            row.cells.iter().map(|cell| (a1(row.index, cell.col), plain(&cell.value.text())))
        });
    cells.collect()
}

#[test]
fn every_writer_gives_the_same_cells() {
    let files = files();
    let writers: std::collections::BTreeSet<&str> =
        files.iter().filter_map(|(name, _)| name.split(['-', '.']).next()).collect();
    assert!(writers.len() >= 8, "{writers:?}");
    for ending in ["xlsx", "xlsm", "xlsb", "xls", "et", "ods", "csv", "html"] {
        assert!(files.iter().any(|(name, _)| name.ends_with(ending)), "{ending}");
    }
    let expected = cells(&files.iter().find(|(name, _)| name == "openpyxl.xlsx").expect("it is there").1);
    assert_eq!(expected.len(), 1 + 7 + 7 * 7 - 1, "{expected:?}");
    for (name, source) in &files {
        assert_eq!(cells(source), expected, "{name}");
    }
}

#[test]
fn every_writer_gives_the_same_figures() {
    let mut expected = None;
    for (name, source) in files() {
        layouts::check(&name, vec![source], &mut expected);
    }
}
