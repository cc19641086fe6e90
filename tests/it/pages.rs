//! The finished pages: nothing out of place, and a foreign reader finds the same text.

use std::process::Command;

use banxin::pipeline::Report;

use crate::samples::{UNITS, report};
use crate::tools::is_there;

#[test]
fn the_audit_finds_nothing() {
    for unit in UNITS {
        let made = report(unit);
        let report = made.output.expect("made");
        let layout: Vec<_> = made.diagnostics.iter().filter(|d| d.key == "layout").collect();
        assert!(layout.is_empty(), "{unit}: {layout:?}");
        assert!((6..=18).contains(&report.pages.len()), "{unit}: {} pages", report.pages.len());
    }
}

/// Writes a finished report to a folder that goes when it is dropped.
fn on_disk(report: &Report) -> (tempfile::TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("a.pdf");
    std::fs::write(&path, report.pdf.as_ref().expect("asked for")).expect("writable");
    (folder, path)
}

#[test]
fn poppler_reads_the_same_text() {
    if !is_there("pdftotext", "-v") {
        return;
    }
    for unit in UNITS {
        let report = report(unit).output.expect("made");
        let (_folder, path) = on_disk(&report);
        let output = Command::new("pdftotext").arg(&path).arg("-").output().expect("it runs");
        let letters = |text: &str| {
            let mut letters: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).collect();
            letters.sort_unstable();
            letters.into_iter().collect::<String>()
        };
        let ours: String = report.pages.iter().map(|page| page.text()).collect();
        let theirs = String::from_utf8(output.stdout).expect("UTF-8");
        assert_eq!(letters(&theirs), letters(&ours), "{unit}");
    }
}

#[test]
fn qpdf_finds_no_fault() {
    if !is_there("qpdf", "--version") {
        return;
    }
    for unit in UNITS {
        let report = report(unit).output.expect("made");
        let (_folder, path) = on_disk(&report);
        let output = Command::new("qpdf").arg("--check").arg(&path).output().expect("it runs");
        assert!(output.status.success(), "{unit}: {}", String::from_utf8_lossy(&output.stdout));
    }
}
