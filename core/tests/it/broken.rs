//! What is read of the files in tests/broken, and what is said of them: `cases.toml`.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use banxin_core::diagnostic::Diagnostic;
use banxin_core::origin::a1;
use banxin_core::source::Source;
use banxin_core::workbook::{self, Sheet, Value};
use serde::Deserialize;

use crate::samples::root;

/// How many cells of a file are written out.
const N_SHOWN: usize = 24;

/// The list of cases.
#[derive(Deserialize, Default)]
struct Cases {
    #[serde(default)]
    case: Vec<Case>,
}

/// A file and what is expected of it.
#[derive(Deserialize, Default, PartialEq, Debug, Clone)]
#[serde(rename_all = "kebab-case", default, deny_unknown_fields)]
struct Case {
    /// The file's name.
    file: String,
    /// Why it is there.
    what: String,
    /// Severity, key, place and message of each diagnostic.
    says: Vec<String>,
    /// How many cells there are.
    n_cells: usize,
    /// The first cells: place, kind and text.
    cells: Vec<String>,
    /// The first merged areas.
    merges: Vec<String>,
}

fn folder() -> PathBuf {
    root().join("tests/broken")
}

/// Returns the files of the folder, by name.
pub fn files() -> Vec<Source> {
    let entries = fs::read_dir(folder()).expect("the folder is there").map(|entry| entry.expect("readable"));
    let files = entries.filter(|entry| entry.path().is_file() && entry.file_name() != "cases.toml");
    let mut names: Vec<String> = files.map(|entry| entry.file_name().into_string().expect("UTF-8")).collect();
    names.sort();
    let read = |name: &String| fs::read(folder().join(name)).expect("readable");
    names.iter().map(|name| Source { name: name.clone(), bytes: read(name) }).collect()
}

/// Shows a diagnostic in one line.
fn line(diagnostic: &Diagnostic) -> String {
    let spot = diagnostic.spot.as_ref().expect("what is said of a file has a place");
    let sheet = spot.place.sheet.as_ref().map(|sheet| format!("{sheet}!")).unwrap_or_default();
    let place = format!("{sheet}{}", spot.cell().unwrap_or_default());
    let severity = format!("{:?}", diagnostic.severity).to_lowercase();
    let place = if place.is_empty() { "-".to_string() } else { place };
    format!("{severity} {} {place} {}", diagnostic.key, diagnostic.message)
}

/// Shows where a cell lies.
fn place(sheet: &Sheet, row: u32, col: u32) -> String {
    let name = sheet.place.sheet.as_ref().map(|name| format!("{name}!")).unwrap_or_default();
    format!("{name}{}", a1(row, col))
}

/// Reads a file and writes down what came of it.
fn outcome(source: &Source, what: &str) -> Case {
    let read = workbook::read(0, source);
    let mut case = Case { file: source.name.clone(), what: what.to_string(), ..Case::default() };
    case.says = read.diagnostics.iter().map(line).collect();
    for sheet in read.output.iter().flat_map(|book| &book.sheets) {
        for row in &sheet.rows {
            for cell in &row.cells {
                case.n_cells += 1;
                if case.cells.len() < N_SHOWN {
                    let kind = match &cell.value {
                        Value::Text(_) => "text",
                        Value::Number(_) => "number",
                        Value::Date(_) => "date",
                        Value::Hours(_) => "hours",
                        Value::Bool(_) => "bool",
                        Value::Error(_) => "error",
                    };
                    let text: String = cell.value.text().chars().take(40).collect();
                    case.cells.push(format!("{} {kind} {text}", place(sheet, row.index, cell.col)));
                }
            }
        }
        let merges = sheet.merges.iter().take(N_SHOWN - case.merges.len());
        case.merges.extend(merges.map(|area| {
            format!("{}:{}", place(sheet, area.first.0, area.first.1), a1(area.last.0, area.last.1))
        }));
    }
    case
}

/// Writes the cases as TOML that is pleasant to read.
fn to_toml(cases: &[Case]) -> String {
    let quoted = |text: &str| toml::Value::String(text.to_string()).to_string();
    let mut out = String::from("# What is read of each file, and what is said of it; see make/README.md.\n");
    for case in cases {
        let _ = write!(out, "\n[[case]]\nfile = {}\nwhat = {}\n", quoted(&case.file), quoted(&case.what));
        let mut list = |key: &str, items: &[String]| {
            if !items.is_empty() {
                let items: Vec<String> =
                    items.iter().map(|item| format!("    {},\n", quoted(item))).collect();
                let _ = write!(out, "{key} = [\n{}]\n", items.concat());
            }
        };
        list("says", &case.says);
        list("cells", &case.cells);
        list("merges", &case.merges);
        let _ = writeln!(out, "n-cells = {}", case.n_cells);
    }
    out
}

#[test]
fn every_broken_file_is_read_or_named() {
    let path = folder().join("cases.toml");
    let expected: Cases =
        fs::read_to_string(&path).map(|text| toml::from_str(&text).expect("cases.toml")).unwrap_or_default();
    let cases = files().into_iter().map(|source| {
        let what = expected.case.iter().find(|case| case.file == source.name).map_or("", |case| &case.what);
        outcome(&source, what)
    });
    let cases: Vec<Case> = cases.collect();
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, to_toml(&cases)).expect("writable");
        return;
    }
    for (found, expected) in cases.iter().zip(&expected.case) {
        assert_eq!(found, expected, "UPDATE=1 rewrites what is expected");
    }
    assert_eq!(cases.len(), expected.case.len(), "a file without a case, or a case without its file");
    for case in &cases {
        assert!(!case.what.is_empty(), "{} does not say why it is there", case.file);
    }
}

#[test]
fn nothing_is_refused_without_a_hint() {
    for source in files() {
        let read = workbook::read(0, &source);
        if read.output.is_err() {
            let last = read.diagnostics.last().expect("an error says why");
            assert!(!last.hints.is_empty(), "{}: {last}", source.name);
        }
    }
}
