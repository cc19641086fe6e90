//! The gallery: each of its pages still looks as its picture in tests/golden/gallery.

use std::process::Command;

use crate::samples::root;
use crate::tools::{is_there, left_out};

/// What draws and compares the pictures besides the program.
const TOOLS: [(&str, &str); 4] =
    [("pdftoppm", "-v"), ("pdftotext", "-v"), ("pdfinfo", "-v"), ("python3", "--version")];

#[test]
fn pages_look_as_their_pictures() {
    if std::env::var_os("SLOW").is_none() {
        println!("left out without SLOW=1: twenty reports are made");
        return;
    }
    if !TOOLS.iter().all(|(tool, version)| is_there(tool, version)) {
        return;
    }
    let pillow = Command::new("python3").args(["-c", "import PIL"]).output().expect("python3 runs");
    if !pillow.status.success() {
        left_out("python3 has no Pillow");
        return;
    }
    let script = root().join(".ci/gallery");
    let compared = Command::new(script).arg(env!("CARGO_BIN_EXE_banxin")).arg("--check").output();
    let compared = compared.expect("the script runs");
    let said = String::from_utf8_lossy(&compared.stdout);
    assert!(compared.status.success(), "{said}{}", String::from_utf8_lossy(&compared.stderr));
    let n_pictures = std::fs::read_dir(root().join("tests/golden/gallery")).expect("pictures").count();
    assert_eq!(said.lines().filter(|line| line.starts_with("alike ")).count(), n_pictures, "{said}");
}
