//! What the README promises.

use std::fs;

use crate::cli::banxin;
use crate::samples::root;

#[test]
fn the_two_commands_stand_there_and_the_first_makes_a_report() {
    let readme = fs::read_to_string(root().join("README.md")).expect("UTF-8");
    let first = "cargo run --release -- report samples/清溪镇 -o 清溪镇.pdf";
    assert!(readme.contains(&format!("```\n{first}\ncargo test --release\n```")));

    let folder = tempfile::tempdir().expect("a temporary folder");
    let pdf = folder.path().join("清溪镇.pdf");
    let args: Vec<&str> = first.trim_start_matches("cargo run --release -- ").split(' ').collect();
    let pdf_name = pdf.to_str().expect("UTF-8");
    let args: Vec<&str> =
        args.into_iter().map(|arg| if arg == "清溪镇.pdf" { pdf_name } else { arg }).collect();
    banxin(&args).status(0);
    assert!(fs::read(&pdf).expect("made").starts_with(b"%PDF-1.7"));
}

#[test]
fn ci_runs_the_second() {
    let ci = fs::read_to_string(root().join(".ci/run")).expect("UTF-8");
    assert!(ci.lines().any(|line| line == "cargo test --release"));
}

#[test]
fn the_fonts_are_those_that_were_measured() {
    let sums = fs::read_to_string(root().join("fonts/SHA256SUMS")).expect("UTF-8");
    for line in sums.lines() {
        let name = line.split_whitespace().last().expect("hash and name");
        assert!(root().join("fonts").join(name).is_file(), "{name}");
    }
    assert_eq!(sums.lines().count(), 5);
}
