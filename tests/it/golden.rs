//! Whole outputs of the samples against files: figures, view, text of the pages.
//!
//! `UPDATE=1 cargo test --release` rewrites the files; the diff is to be read like code.

use std::fs;

use banxin::diagnostic::Severity;
use banxin::pages;

use crate::samples::{UNITS, report, root};

/// Compares a text with its golden file.
#[track_caller]
pub fn check(unit: &str, name: &str, found: &str) {
    let path = root().join("tests/golden").join(unit).join(name);
    if std::env::var_os("UPDATE").is_some() {
        fs::create_dir_all(path.parent().expect("a file has a folder")).expect("writable");
        fs::write(&path, found).expect("writable");
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    if let Some((n, (a, b))) = (1..).zip(found.lines().zip(expected.lines())).find(|(_, (a, b))| a != b) {
        panic!("{unit}/{name}:{n}\n   found: {a}\nexpected: {b}");
    }
    assert_eq!(found, expected, "{unit}/{name}");
}

#[test]
fn figures() {
    for unit in UNITS {
        let report = report(unit).output.expect("made");
        check(unit, "figures.json", &report.analysis.figures.to_json());
    }
}

#[test]
fn view() {
    for unit in UNITS {
        let report = report(unit).output.expect("made");
        check(unit, "view.json", &pages::view_json(&report.document).expect("finite numbers"));
    }
}

#[test]
fn text_of_the_pages() {
    for unit in UNITS {
        let report = report(unit).output.expect("made");
        let pages: Vec<String> = report.pages.iter().map(|page| page.text()).collect();
        check(unit, "text.txt", &pages.join("\n\u{c}\n"));
    }
}

#[test]
fn samples_have_nothing_to_complain_about() {
    for unit in UNITS {
        let made = report(unit);
        let complaints: Vec<String> = made
            .diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.severity != Severity::Note)
            .map(ToString::to_string)
            .collect();
        assert_eq!(complaints, Vec::<String>::new(), "{unit}");
    }
}
