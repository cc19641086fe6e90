//! One set of figures in many layouts, and small files with what must be said of them.
//!
//! The files come from `tests/layouts/make`, written by openpyxl, xlwt and LibreOffice; what
//! `rust_xlsxwriter` writes is made here. `UPDATE=1` rewrites `cases.toml`; read the diff.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use banxin_core::analysis::{self, Analysis, AnalysisError};
use banxin_core::diagnostic::{Diagnostic, Severity, Warned};
use banxin_core::dossier::{Vocabulary, assemble_with};
use banxin_core::settings::{OwnWords, Settings};
use banxin_core::source::{Source, is_register_name};
use banxin_core::workbook;

use crate::samples::root;

/// Returns the registers in a folder, or the one register that a path names.
fn sources(path: &Path) -> Vec<Source> {
    let mut paths: Vec<PathBuf> = if path.is_dir() {
        fs::read_dir(path).expect("a folder").map(|entry| entry.expect("readable").path()).collect()
    } else {
        vec![path.to_path_buf()]
    };
    paths.sort();
    let name = |path: &PathBuf| path.file_name().expect("a file").to_string_lossy().into_owned();
    paths.retain(|path| is_register_name(&name(path)));
    paths.iter().map(|path| Source { name: name(path), bytes: fs::read(path).expect("readable") }).collect()
}

fn analyse(sources: &[Source]) -> Warned<Result<Analysis, AnalysisError>> {
    let settings = Settings { period: "2020H1".parse().ok(), ..Settings::default() };
    analysis::analyse(sources, &settings)
}

/// Shows the published measures, one a line.
fn measures(analysis: &Analysis) -> Vec<String> {
    let line =
        |m: &banxin_core::statistics::Measure| format!("{} {:?} {:?} {:?}", m.key.name(), m.value, m.n, m.of);
    analysis.statistics.measures.iter().map(line).collect()
}

/// What the marks of `make.py` add up to, counted by hand.
const COUNTED: [&str; 10] = [
    "sessions Some(6.0) None None",
    "members Some(6.0) None None",
    "due Some(33.0) None None",
    "present Some(27.0) None None",
    "late Some(1.0) None None",
    "on-duty Some(1.0) None None",
    "leave Some(2.0) None None",
    "absent Some(1.0) None None",
    "made-up Some(1.0) None None",
    "unknown Some(1.0) None None",
];

/// Checks a layout's measures against the first's, and that nothing but the blank is said.
#[track_caller]
pub fn check(name: &str, own: Vec<Source>, expected: &mut Option<Vec<String>>) {
    let folder = root().join("tests/layouts");
    let mut all = own;
    let has = |names: &[Source], word: &str| names.iter().any(|source| source.name.contains(word));
    let common = sources(&folder.join("common"));
    let common =
        common.into_iter().filter(|source| !(has(&all, "学习台账") && source.name.contains("成员名单")));
    let common: Vec<Source> = common.collect();
    all.extend(common);
    let made = analyse(&all);
    let said: Vec<String> = made
        .diagnostics
        .iter()
        .filter(|d| d.severity != Severity::Note && d.key != "blank-mark")
        .map(ToString::to_string)
        .collect();
    assert_eq!(said, Vec::<String>::new(), "{name}");
    let blanks = made.diagnostics.iter().filter(|d| d.key == "blank-mark").count();
    assert_eq!(blanks, 1, "{name}: {:#?}", made.diagnostics);
    let analysis = made.output.expect(name);
    let found = measures(&analysis);
    for line in COUNTED {
        assert!(found.iter().any(|found| found == line), "{name}: {line}\n{}", found.join("\n"));
    }
    match expected {
        Some(expected) => assert_eq!(&found, expected, "{name}"),
        None => *expected = Some(found),
    }
}

#[test]
fn every_layout_gives_the_same_measures() {
    let folder = root().join("tests/layouts");
    let entries = fs::read_dir(&folder).expect("a folder").map(|entry| entry.expect("readable").path());
    let mut layouts: Vec<PathBuf> = entries.filter(|path| path.is_dir()).collect();
    layouts.sort();
    let others = ["common", "make", "cases"];
    let name = |path: &PathBuf| path.file_name().expect("a folder").to_string_lossy().into_owned();
    layouts.retain(|path| !others.contains(&name(path).as_str()));
    assert!(layouts.len() >= 16, "{layouts:?}");
    let mut expected = None;
    for layout in &layouts {
        check(&name(layout), sources(layout), &mut expected);
    }
    check("rust_xlsxwriter", vec![written_here()], &mut expected);
}

/// Writes the register with dates as Excel dates and months merged above them.
fn written_here() -> Source {
    use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
    let marks = ["√√√公√√", "√√迟√√√", "√○√√补√", "√√△ √×", "——√√√√", "√√√√√—", "列——列——"];
    let names = ["张明远", "李国栋", "王建华", "赵丽", "孙晓东", "周伟", "吴敏"];
    let days = [(1, 8), (2, 12), (3, 20), (4, 22), (5, 27), (6, 18)];
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let centred = Format::new();
    let dated = Format::new().set_num_format("m\"月\"d\"日\"");
    sheet.merge_range(0, 0, 0, 6, "2020年上半年学习考勤表", &centred).expect("written");
    sheet.merge_range(1, 0, 2, 0, "姓名", &centred).expect("written");
    sheet.merge_range(1, 1, 1, 3, "第一季度", &centred).expect("written");
    sheet.merge_range(1, 4, 1, 6, "第二季度", &centred).expect("written");
    for (col, (month, day)) in (1..).zip(days) {
        let date = ExcelDateTime::from_ymd(2020, month, day).expect("a day");
        sheet.write_datetime_with_format(2, col, &date, &dated).expect("written");
    }
    for (row, (name, marks)) in (3..).zip(names.iter().zip(marks)) {
        sheet.write_string(row, 0, *name).expect("written");
        for (col, mark) in (1..).zip(marks.chars()).filter(|(_, mark)| *mark != ' ') {
            sheet.write_string(row, col, mark.to_string()).expect("written");
        }
    }
    Source { name: "考勤表.xlsx".to_string(), bytes: book.save_to_buffer().expect("written") }
}

/// Shows a diagnostic by what other programs read of it.
fn shown(diagnostic: &Diagnostic) -> String {
    let cell = diagnostic.spot.as_ref().and_then(banxin_core::diagnostic::Spot::cell);
    let severity = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    };
    format!("{severity} {} {}", diagnostic.key, cell.unwrap_or_default()).trim_end().to_string()
}

#[test]
fn cases_say_what_they_must() {
    // What every small file lacks is not its case.
    let usual = ["missing-register", "role-inferred", "encoding-guessed"];
    let folder = root().join("tests/layouts");
    let entries =
        fs::read_dir(folder.join("cases")).expect("a folder").map(|entry| entry.expect("readable").path());
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for path in entries {
        let made = analyse(&sources(&path));
        let said = made.diagnostics.iter().filter(|d| !usual.contains(&d.key)).map(shown).collect();
        found.insert(path.file_name().expect("a file").to_string_lossy().into_owned(), said);
    }
    assert!(found.len() >= 30, "{} cases", found.len());
    let path = folder.join("cases.toml");
    if std::env::var_os("UPDATE").is_some() {
        let lines: Vec<String> =
            found.iter().map(|(name, said)| format!("\"{name}\" = {said:?}\n")).collect();
        let head = "# What is said of each case: severity, key and cell, in file order. Notes that every small\n# file calls for (missing-register, role-inferred, encoding-guessed) are left out.\n";
        fs::write(&path, format!("{head}{}", lines.concat())).expect("writable");
    }
    let expected: BTreeMap<String, Vec<String>> =
        toml::from_str(&fs::read_to_string(&path).expect("UTF-8")).expect("valid");
    for (name, said) in &found {
        assert_eq!(Some(said), expected.get(name), "{name}");
    }
    assert_eq!(found.len(), expected.len());
}

#[test]
fn an_office_may_call_columns_by_its_own_words() {
    let read = |name: &str, text: &str| {
        let source = Source { name: name.to_string(), bytes: text.as_bytes().to_vec() };
        workbook::read(usize::from(name > "b"), &source).output.expect("readable")
    };
    let books = [
        read("a.csv", "姓名,2020年1月8日\n张三,√\n李四,○\n"),
        read("c.csv", "执笔,文题,交稿\n张三,学习体会,2020-01-12\n"),
    ];
    let own = "[essays.columns]\nauthor = [\"执笔\"]\ntitle = [\"文题\"]\nsubmitted = [\"交稿\"]\n";
    let own: OwnWords = toml::from_str(own).expect("valid");
    let vocabulary = Vocabulary::with(&own);
    let dossier = assemble_with(&books, "镇", None, &vocabulary).output.expect("assembled");
    assert_eq!(dossier.essays.len(), 1);
    let plain = assemble_with(&books, "镇", None, Vocabulary::built_in());
    assert_eq!(plain.output.expect("assembled").essays.len(), 0);
    assert!(plain.diagnostics.iter().any(|diagnostic| diagnostic.key == "unknown-sheet"));
}
