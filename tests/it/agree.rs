//! What refuses a report is an error of its check, so that a folder that checks well is made.

use std::fs;
use std::path::{Path, PathBuf};

use banxin::analysis::Bounds;
use banxin::diagnostic::Severity;
use banxin::pipeline::{self, RunOptions};
use banxin::settings::{Format, Settings};
use banxin::source::{Source, is_register_name};
use time::{Date, Month};

use crate::samples::ENGINE;

/// Checks files and makes their report; returns whether each came out well.
fn outcomes(sources: &[Source], settings: &Settings) -> (bool, bool) {
    let (checked, _) = pipeline::check(&ENGINE, sources, settings, &Bounds::default());
    let is_clean = checked.diagnostics.iter().all(|diagnostic| diagnostic.severity != Severity::Error);
    let made = pipeline::run(&ENGINE, sources, settings, &RunOptions::default());
    (checked.output.is_ok() && is_clean, made.output.is_ok())
}

/// Returns the registers of a folder, or the one that a path names.
fn sources(path: &Path) -> Vec<Source> {
    let mut paths: Vec<PathBuf> = match path.is_dir() {
        true => fs::read_dir(path).expect("a folder").map(|entry| entry.expect("readable").path()).collect(),
        false => vec![path.to_path_buf()],
    };
    paths.sort();
    let source = |path: &PathBuf| {
        let name = path.file_name().expect("a file").to_string_lossy().into_owned();
        Source { name, bytes: fs::read(path).expect("readable") }
    };
    paths.iter().filter(|path| path.is_file()).map(source).filter(|one| is_register_name(&one.name)).collect()
}

/// A register of two persons, the second with this name.
fn register(name: &str) -> Vec<Source> {
    let text = format!("姓名,2020-03-05,2020-03-12\n张三,√,√\n{name},√,×\n");
    vec![Source { name: "考勤表.csv".into(), bytes: text.into_bytes() }]
}

#[test]
fn what_no_face_has_is_told_before_the_report() {
    let period = "2020H1".parse().ok();
    let plain = Settings { period, unit: "清溪镇".into(), names: true, ..Settings::default() };
    let day = |month, day| Date::from_calendar_date(2020, month, day).ok();
    let mut expected = vec![("李四", plain.clone(), true)];
    // A private character, and one of a script that no office writes.
    expected.push(("李\u{e863}", plain.clone(), false));
    expected.push(("李\u{12000}", plain.clone(), false));
    let unit = |unit: &str| Settings { unit: unit.into(), ..plain.clone() };
    expected.push(("李四", unit("清\u{e000}镇"), false));
    let minutes = Settings { format: Format::Minutes, ..plain.clone() };
    expected.push(("李四", Settings { session: day(Month::June, 30), ..minutes.clone() }, false));
    expected.push(("李四", Settings { session: day(Month::March, 12), ..minutes }, true));
    for (name, settings, is_well) in expected {
        let found = outcomes(&register(name), &settings);
        assert_eq!(found, (is_well, is_well), "{name} {} {:?}", settings.unit, settings.session);
    }
}

#[test]
fn no_fixture_checks_well_and_is_refused() {
    if std::env::var_os("SLOW").is_none() {
        println!("left out without SLOW=1: a hundred reports are made");
        return;
    }
    let settings =
        Settings { period: "2020H1".parse().ok(), unit: "清溪镇".into(), ..Settings::default() };
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let attendance = sources(&root.join("tests/layouts/wide"));
    let mut tried: Vec<(PathBuf, Vec<Source>)> = Vec::new();
    for folder in ["tests/broken", "tests/layouts", "tests/layouts/cases"] {
        let entries = fs::read_dir(root.join(folder)).expect("a folder");
        for path in entries.map(|entry| entry.expect("readable").path()) {
            let own = sources(&path);
            // A file that holds no register stands beside one that does.
            if folder == "tests/broken" {
                tried.push((path.clone(), [own.clone(), attendance.clone()].concat()));
            }
            tried.push((path, own));
        }
    }
    assert!(tried.len() > 200, "no more than {} were tried", tried.len());
    for (path, sources) in tried.iter().filter(|(_, sources)| !sources.is_empty()) {
        let (is_clean, is_made) = outcomes(sources, &settings);
        assert!(is_made || !is_clean, "{} checks well and is refused", path.display());
    }
}
