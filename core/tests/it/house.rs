//! House rules that a reader relies on, held by tests instead of by good will.

use std::fs;
use std::path::{Path, PathBuf};

use crate::samples::root;

/// Lists the files below a folder that have this ending.
fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    fn walk(folder: &Path, ending: &str, out: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).expect("a folder of the repository") {
            let path = entry.expect("readable").path();
            if path.is_dir() {
                walk(&path, ending, out);
            } else if path.to_string_lossy().ends_with(ending) {
                out.push(path);
            }
        }
    }
    let mut out = Vec::new();
    walk(&root().join(folder), ending, &mut out);
    out.sort();
    assert!(!out.is_empty(), "{folder} holds no {ending}");
    out
}

fn rust_files() -> Vec<PathBuf> {
    ["src", "tests", "benches", "examples"].iter().flat_map(|folder| files(folder, ".rs")).collect()
}

#[test]
fn every_file_says_what_it_makes() {
    for path in rust_files() {
        let text = fs::read_to_string(&path).expect("UTF-8");
        assert!(text.starts_with("//! "), "{} does not open with `//!`", path.display());
    }
    for path in files("templates", ".typ") {
        let text = fs::read_to_string(&path).expect("UTF-8");
        assert!(text.starts_with("// "), "{} does not open with `//`", path.display());
        assert!(text.contains("// Complements src/"), "{} names no Rust partner", path.display());
    }
}

#[test]
fn files_stay_small() {
    // The samples' data may be as long as it is.
    for path in ["src", "tests", "benches"].iter().flat_map(|folder| files(folder, ".rs")) {
        let n_lines = fs::read_to_string(&path).expect("UTF-8").lines().count();
        assert!(n_lines <= 700, "{} has {n_lines} lines", path.display());
    }
}

#[test]
fn nothing_is_left_undone() {
    let words = ["todo!(", "unimplemented!(", "dbg!(", "FIXME"].map(str::to_string);
    for path in rust_files().iter().filter(|path| !path.ends_with("house.rs")) {
        let text = fs::read_to_string(path).expect("UTF-8");
        for word in &words {
            assert!(!text.contains(word), "{} holds {word}", path.display());
        }
    }
}

#[test]
fn stages_know_only_the_stages_before_them() {
    let forbidden: [(&str, &[&str]); 5] = [
        (
            "src/workbook",
            &[
                "crate::dossier",
                "crate::statistics",
                "crate::findings",
                "crate::document",
                "crate::pdf",
                "crate::cli",
                "std::fs",
            ],
        ),
        (
            "src/dossier",
            &[
                "crate::statistics",
                "crate::findings",
                "crate::document",
                "crate::pdf",
                "crate::cli",
                "std::fs",
                "typst",
            ],
        ),
        (
            "src/statistics",
            &[
                "crate::workbook",
                "crate::findings",
                "crate::document",
                "crate::pdf",
                "crate::cli",
                "std::fs",
                "typst",
            ],
        ),
        ("src/findings", &["crate::document", "crate::pdf", "crate::cli", "std::fs", "typst"]),
        ("src/document", &["crate::workbook", "crate::pdf", "crate::cli", "std::fs", "typst"]),
    ];
    for (folder, names) in forbidden {
        // Tests may build their input through the stages before.
        let is_code = |path: &PathBuf| !path.ends_with("tests.rs") && !path.ends_with("cases.rs");
        for path in files(folder, ".rs").into_iter().filter(is_code) {
            let text = fs::read_to_string(&path).expect("UTF-8");
            let code = text.split("#[cfg(test)]").next().unwrap_or("");
            let code: String = code.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
            for name in names {
                assert!(!code.contains(name), "{} uses {name}", path.display());
            }
        }
    }
}
