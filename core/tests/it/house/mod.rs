//! House rules that a reader relies on, held by tests instead of by good will.

mod arrows;
mod circles;
mod code;
mod trial;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::samples::root;
use arrows::Code;
use circles::folders;
use code::Files;

/// The crates of the repository: their names in code, and their root files.
const CRATES: [(&str, &str); 3] =
    [("banxin_core", "core/src/lib.rs"), ("banxin", "src/lib.rs"), ("main", "src/main.rs")];

/// The folders of code.
const SOURCES: [&str; 2] = ["core/src", "src"];

/// The stages from first to last: a file names only what stands before its own part.
const ORDER: [(&str, &[&str]); 2] = [
    (
        "core/src",
        &[
            "keyed.rs",
            "stop.rs",
            "grouped.rs",
            "text.rs",
            "origin.rs",
            "diagnostic.rs",
            "period.rs",
            "source.rs",
            "zipped.rs",
            "settings",
            "container",
            "workbook",
            "dossier",
            "statistics",
            "figures.rs",
            "findings",
            "document",
            "docx",
            "revision",
            "worksheet",
            "checklist",
            "blank",
            "county",
            "analysis.rs",
            "lib.rs",
        ],
    ),
    (
        "src",
        &[
            "pages",
            "pdf",
            "ofd",
            "pipeline.rs",
            "bounded.rs",
            "folder.rs",
            "inside.rs",
            "verify.rs",
            "batch",
            "serve",
            "cli",
            "lib.rs",
            "main.rs",
        ],
    ),
];

/// What only a few places may name: the names, and the files or folders that may.
///
/// A place that names none of them any more fails the test, so that the list stays true.
const RESERVED: &[(&[&str], &[&str])] = &[
    // Typst's crates.
    (&["typst", "typst_layout"], &["src/pages/", "src/pdf/", "src/ofd/"]),
    (&["typst_svg"], &["src/pages/"]),
    (&["typst_pdf"], &["src/pdf/"]),
    // Printing; a made document goes to the standard output whole, a log to the errors.
    (&["print", "println", "eprint", "eprintln", "dbg"], &[]),
    (&["std::io::stdout"], &["src/cli/terminal.rs", "src/cli/output.rs"]),
    (
        &["std::io::stderr"],
        &["src/cli/terminal.rs", "src/cli/commands/batch.rs", "src/cli/commands/serve.rs"],
    ),
    // Files.
    (
        &["std::fs"],
        &[
            "src/bounded.rs",
            "src/folder.rs",
            "src/batch/",
            "src/serve/county.rs",
            "src/serve/county_files.rs",
            "src/serve/county_pack.rs",
            "src/serve/jobs.rs",
            "src/cli/",
        ],
    ),
    (&["std::fs::write", "std::fs::copy"], &[]),
    (&["std::fs::rename"], &["src/batch/output.rs"]),
    (&["std::fs::OpenOptions"], &["src/cli/commands/open.rs"]),
    (
        &["std::fs::File::create"],
        &["src/batch/keep.rs", "src/serve/county_pack.rs", "src/cli/commands/serve.rs"],
    ),
    (
        &["std::fs::create_dir", "std::fs::create_dir_all", "std::fs::DirBuilder"],
        &[
            "src/batch/keep.rs",
            "src/serve/county_files.rs",
            "src/serve/jobs.rs",
            "src/cli/commands/init.rs",
            "src/cli/commands/manual.rs",
            "src/cli/commands/open.rs",
        ],
    ),
    (
        &["std::fs::remove_file", "std::fs::remove_dir", "std::fs::remove_dir_all"],
        &["src/batch/output.rs", "src/serve/county.rs", "src/serve/jobs.rs", "src/cli/commands/open.rs"],
    ),
    // What differs from run to run.
    (&["std::env"], &["src/serve/app.rs", "src/cli/commands/open.rs"]),
    (&["std::time::SystemTime", "std::time::Instant", "std::thread::current"], &[]),
    (
        &["std::thread"],
        &[
            "src/pages/engine.rs",
            "src/pdf/extract.rs",
            "src/batch/worker.rs",
            "src/serve/limits.rs",
            "src/cli/",
        ],
    ),
    // The command line and the network.
    (&["clap"], &["src/cli/"]),
    (&["std::net"], &["src/serve/", "src/cli/"]),
    (&["axum", "hyper", "hyper_util", "http_body", "http_body_util", "getrandom"], &["src/serve/"]),
];

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
    let folders =
        ["core/src", "core/tests", "src", "tests", "benches", "examples", "core/benches", "core/examples"];
    folders.iter().flat_map(|folder| files(folder, ".rs")).collect()
}

/// Returns a path as seen from the repository's root.
fn relative(path: &Path) -> String {
    let path = path.strip_prefix(root()).expect("a file of the repository");
    // Parted as the lists here are, on Windows too.
    path.to_string_lossy().replace('\\', "/")
}

/// Reads the code of all crates.
fn code() -> Code {
    let paths = SOURCES.iter().flat_map(|folder| files(folder, ".rs"));
    let files: Files =
        paths.map(|path| (relative(&path), fs::read_to_string(&path).expect("UTF-8"))).collect();
    Code::read(&CRATES, &files)
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
        let partner =
            text.lines().find_map(|line| line.strip_prefix("// Complements ")?.split([',', '.']).next());
        let partner = partner.unwrap_or_else(|| panic!("{} names no Rust partner", path.display()));
        assert!(root().join(format!("{partner}.rs")).is_file(), "{}: no {partner}.rs", path.display());
    }
}

#[test]
fn files_stay_small() {
    // The samples' data may be as long as it is.
    let folders = ["core/src", "core/tests", "src", "tests", "benches"];
    for path in folders.iter().flat_map(|folder| files(folder, ".rs")) {
        let n_lines = fs::read_to_string(&path).expect("UTF-8").lines().count();
        assert!(n_lines <= 600, "{} has {n_lines} lines", path.display());
    }
}

#[test]
fn nothing_is_left_undone() {
    // Put together, so that this file holds none of them either.
    let words = ["todo!", "unimplemented!", "dbg!"].map(|name| format!("{name}(")).into_iter();
    let words: Vec<String> = words.chain([["FIX", "ME"].concat()]).collect();
    for path in &rust_files() {
        let text = fs::read_to_string(path).expect("UTF-8");
        for word in &words {
            assert!(!text.contains(word), "{} holds {word}", path.display());
        }
    }
}

#[test]
fn no_file_is_forgotten() {
    let code = code();
    let (seen, tests) = (code.files(), code.tests());
    for path in SOURCES.iter().flat_map(|folder| files(folder, ".rs")) {
        let path = relative(&path);
        assert!(seen.contains(&path) || tests.contains(&path), "{path} belongs to no module");
    }
}

#[test]
fn no_circles_among_files() {
    let arrows = code().arrows();
    let mut told = Vec::new();
    for folder in SOURCES.iter().flat_map(|root| folders(root, &arrows)) {
        told.extend(folder.circles().iter().map(|circle| folder.tell(circle, &arrows)));
    }
    assert!(told.is_empty(), "{} circles:\n{}", told.len(), told.join("\n"));
}

#[test]
fn stages_know_only_the_stages_before_them() {
    let mut told = Vec::new();
    for ((from, to), spot) in code().arrows() {
        for (root, order) in ORDER {
            let place = |path: &str| {
                let part = path.strip_prefix(root)?.strip_prefix('/')?.split('/').next()?;
                let place = order.iter().position(|name| *name == part);
                Some(place.unwrap_or_else(|| panic!("{root}/{part} has no place in the order of stages")))
            };
            if let (Some(own), Some(other)) = (place(&from), place(&to))
                && other > own
            {
                told.push(format!("{from}:{} names {} ({to})", spot.line, spot.written));
            }
        }
    }
    assert!(told.is_empty(), "arrows to later stages:\n{}", told.join("\n"));
}

#[test]
fn reserved_names_stay_where_they_belong() {
    let foreign = code().foreign();
    for (names, places) in RESERVED {
        let is_reserved =
            |path: &str| names.iter().any(|name| path == *name || path.starts_with(&format!("{name}::")));
        let mut used = BTreeSet::new();
        for found in foreign.iter().filter(|found| is_reserved(&found.path)) {
            let place = places.iter().find(|place| found.file.starts_with(**place));
            let (file, line, path) = (&found.file, found.line, &found.path);
            used.insert(*place.unwrap_or_else(|| panic!("{file}:{line} names {path}")));
        }
        let stale: Vec<&&str> = places.iter().filter(|place| !used.contains(**place)).collect();
        assert!(stale.is_empty(), "{stale:?} name {names:?} no more: take them out of RESERVED");
    }
}

/// The packages of Cargo.lock.
#[derive(Deserialize)]
struct Lock {
    package: Vec<Locked>,
}

/// One package, and what it needs: names, with a version where a name is not enough.
#[derive(Deserialize)]
struct Locked {
    name: String,
    #[serde(default)]
    dependencies: Vec<String>,
}

#[test]
fn the_stages_are_compiled_without_typst() {
    let text = fs::read_to_string(root().join("Cargo.lock")).expect("readable");
    let lock: Lock = toml::from_str(&text).expect("TOML");
    let mut needs: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for package in &lock.package {
        let names = package.dependencies.iter().filter_map(|name| name.split(' ').next());
        needs.entry(&package.name).or_default().extend(names);
    }
    let reached = |from: &'static str| {
        let mut reached = BTreeSet::from([from]);
        let mut waiting = vec![from];
        while let Some(name) = waiting.pop() {
            waiting.extend(needs[name].iter().copied().filter(|need| reached.insert(need)));
        }
        reached.into_iter().filter(|name| name.starts_with("typst")).collect::<Vec<_>>()
    };
    assert_eq!(reached("banxin-core"), [""; 0]);
    assert!(!reached("banxin").is_empty(), "the program itself needs Typst: this test sees nothing");
}

/// Files and folders that the documents name are there.
#[test]
fn documents_name_what_is_there() {
    for document in
        ["ARCHITECTURE.md", "CONTRIBUTING.md", "README.md", "templates/gb9704/README.md", "tests/README.md"]
    {
        let text = fs::read_to_string(root().join(document)).expect("UTF-8");
        let is_path_char = |c: char| c.is_ascii_alphanumeric() || "/_.-".contains(c);
        let words = text.split(|c: char| !is_path_char(c));
        let paths = words.filter(|word| {
            ["core/src/", "core/tests/", "src/", "tests/", "templates/"]
                .iter()
                .any(|root| word.starts_with(root))
        });
        let mut n_paths = 0;
        for path in paths {
            let path = path.trim_end_matches(['.', '/']);
            assert!(root().join(path).exists(), "{document} names {path}");
            n_paths += 1;
        }
        assert!(n_paths > 0, "{document} names no file");
    }
}
