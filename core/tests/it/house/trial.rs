//! The house test tried on made-up packages: it sees what it should, and only that.

use std::collections::BTreeSet;

use super::arrows::Code;
use super::circles::folders;
use super::code::Files;

/// Reads a made-up package.
fn read(files: &[(&str, &str)]) -> Code {
    let files: Files =
        files.iter().map(|(path, text)| (format!("src/{path}"), (*text).to_string())).collect();
    Code::read(&[("made_up", "src/lib.rs")], &files)
}

/// Shows all circles of a package as `folder: part -> part -> part`.
fn circles(files: &[(&str, &str)]) -> Vec<String> {
    let arrows = read(files).arrows();
    let circles_of = |folder: &super::circles::Folder| {
        let circles = folder.circles();
        circles.iter().map(|circle| format!("{}: {}", folder.path, circle.join(" -> "))).collect::<Vec<_>>()
    };
    folders("src", &arrows).iter().flat_map(circles_of).collect()
}

/// Holds that the second of two files, which the first one names, makes a circle or not.
#[track_caller]
fn check(second: &str, is_circle: bool) {
    let files = [
        ("lib.rs", "pub mod one;\npub mod two;"),
        ("one.rs", "use crate::two::second;\npub struct First;\npub fn first() { second() }"),
        ("two.rs", second),
    ];
    let expected: &[&str] = if is_circle { &["src: one.rs -> two.rs -> one.rs"] } else { &[] };
    assert_eq!(circles(&files), expected, "{second}");
}

#[test]
fn circles_are_found_wherever_they_hide() {
    let fine = "pub fn second() {}\n";
    check(fine, false);
    for hidden in [
        "use crate::one::First;",
        "use super::one::{self, First as Other};",
        "fn inline() -> crate::one::First { crate::one::First }",
        "fn through_a_module() { use crate::one; one::first(); }",
        "fn in_a_macro() { assert!(true, \"{}\", [crate::one::first()].len()); }",
        "macro_rules! made { () => { $crate::one::first() }; }",
        "#[derive(Default)] struct Derived { #[serde(default = \"crate::one::first\")] field: u8 }",
        "#[cfg(not(test))] use crate::one::First;",
        "#[cfg(any(test, feature = \"x\"))] use crate::one::First;",
        "mod inner { use super::super::one::First; }",
        "impl From<u8> for crate::one::First { fn from(_: u8) -> Self { Self } }",
    ] {
        check(&format!("{fine}{hidden}"), true);
        // And after tests of all kinds, with braces and quotes where a search for text stumbles.
        let tests = "#[cfg(test)]\nuse std::fs;\n#[cfg(test)]\nmod tests { fn text() -> char { let _ = \"}\\\"\"; \
                     let _ = r#\"\"}{\"#; /* } \" */ '}' } }\n#[cfg(test)]\nfn only_here() -> &'static str { \"{\" }\n";
        check(&format!("{fine}{tests}{hidden}"), true);
    }
}

#[test]
fn tests_comments_and_strings_make_no_circle() {
    for harmless in [
        "#[cfg(test)] use crate::one::First;",
        "#[cfg(test)] mod tests { use crate::one::First; }",
        "#[cfg(all(test, unix))] fn only_here() { crate::one::first() }",
        "#[test] fn tried() { crate::one::first() }",
        "struct S; impl S { #[cfg(test)] fn only_here() { crate::one::first() } fn there() {} }",
        "struct S { #[cfg(test)] field: crate::one::First }",
        "#[cfg(test)] impl From<u8> for crate::one::First { fn from(_: u8) -> Self { Self } }",
        "// crate::one::first()\n/// Like [`crate::one::first`].\nfn told() {}",
        "fn text() -> &'static str { \"crate::one::first()\" }",
        "pub use crate::one::First;",
    ] {
        check(&format!("pub fn second() {{}}\n{harmless}"), false);
    }
}

#[test]
fn names_passed_on_lead_to_their_file() {
    let files = [
        ("lib.rs", "pub mod user;\npub mod stage;"),
        (
            "user.rs",
            "use crate::stage::{self, Made, split};\n\
             fn f(_: Made) { split(); stage::deep::Deep::new(); stage::All::A; }",
        ),
        ("stage/mod.rs", "mod made;\nmod split;\npub mod deep;\npub use made::*;\npub use split::split;"),
        ("stage/made.rs", "pub struct Made;\npub enum All { A }"),
        ("stage/split.rs", "pub fn split() {}"),
        ("stage/deep.rs", "pub use super::made::Made as Deep;"),
    ];
    let arrows = read(&files).arrows();
    let to: Vec<&str> = arrows.keys().map(|(_, to)| to.as_str()).collect();
    assert_eq!(to, ["src/stage/made.rs", "src/stage/split.rs"]);
    let spot = &arrows[&("src/user.rs".to_string(), "src/stage/made.rs".to_string())];
    assert_eq!((spot.line, spot.written.as_str()), (1, "crate::stage::Made"));
}

#[test]
fn what_a_macro_makes_is_defined_where_it_is_called() {
    for made in ["pub enum Key { One }", "/// Why.\nKey { One = \"one\" }", "pub const Key: u8 = 1;"] {
        let a = format!("keyed! {{ {made} }}");
        let files = [("lib.rs", "mod a;\nmod b;"), ("a.rs", a.as_str()), ("b.rs", "use crate::a::Key;")];
        let arrows = read(&files).arrows();
        assert!(arrows.keys().eq([&("src/b.rs".to_string(), "src/a.rs".to_string())]), "{made}");
    }
}

#[test]
fn a_folder_is_one_part_of_the_folder_above() {
    // No two files name each other, but the folders do.
    let files = [
        ("lib.rs", "mod a;\nmod b;"),
        ("a/mod.rs", "mod x;\nmod y;"),
        ("a/x.rs", "use crate::b::Low;"),
        ("a/y.rs", "pub struct Y;"),
        ("b.rs", "pub struct Low;\nuse crate::a::y::Y;"),
    ];
    assert_eq!(circles(&files), ["src: a -> b.rs -> a"]);
}

#[test]
fn a_circle_is_found_once_and_told_with_its_lines() {
    let files = [
        ("lib.rs", "mod a;\nmod b;\nmod c;"),
        ("a.rs", "pub struct A;\nuse crate::b::B;"),
        ("b.rs", "pub struct B;\nuse crate::a::A;"),
        ("c.rs", "use crate::a::A;"),
    ];
    let arrows = read(&files).arrows();
    let folder = folders("src", &arrows).pop().expect("one folder");
    // What only points into a circle lies in none.
    assert_eq!(folder.circles(), [["a.rs", "b.rs", "a.rs"]]);
    let told = folder.tell(&folder.circles()[0], &arrows);
    assert_eq!(
        told,
        "src: a.rs -> b.rs -> a.rs\n    src/a.rs:2 names crate::b::B (src/b.rs)\n    \
         src/b.rs:2 names crate::a::A (src/a.rs)\n"
    );
}

#[test]
fn foreign_names_are_told_whole() {
    let files = [
        ("lib.rs", "mod a;"),
        (
            "a.rs",
            "use std::{fs, io::Write as _};\nfn f() { fs::write(\"\", \"\"); println!(\"{}\", typst::VERSION); }\n\
             #[cfg(test)] mod tests { fn f() { std::env::args(); } }",
        ),
    ];
    let foreign = read(&files).foreign();
    let paths: BTreeSet<&str> = foreign.iter().map(|found| found.path.as_str()).collect();
    let expected = ["println", "std::fs", "std::fs::write", "std::io::Write", "typst::VERSION"];
    assert_eq!(paths, BTreeSet::from(expected));
    let written = foreign.iter().find(|found| found.path == "std::fs::write").expect("named");
    assert_eq!((written.file.as_str(), written.line), ("src/a.rs", 2));
}

#[test]
fn test_files_are_told_apart() {
    let files = [
        ("lib.rs", "pub mod a;"),
        ("a/mod.rs", "#[cfg(test)]\nmod tests;\nmod b;\n#[path = \"c_of_unix.rs\"]\nmod c;"),
        ("a/tests.rs", "mod deeper;\nuse crate::nothing::there;"),
        ("a/tests/deeper.rs", ""),
        ("a/b.rs", "#[cfg(test)]\n#[path = \"b_tests.rs\"]\nmod tests;"),
        ("a/b_tests.rs", "use crate::nothing::there;"),
        ("a/c_of_unix.rs", ""),
    ];
    let code = read(&files);
    let paths = |names: &[&str]| names.iter().map(|name| format!("src/{name}")).collect::<BTreeSet<_>>();
    assert_eq!(code.files(), paths(&["lib.rs", "a/mod.rs", "a/b.rs", "a/c_of_unix.rs"]));
    assert_eq!(code.tests(), paths(&["a/b_tests.rs", "a/tests.rs", "a/tests/deeper.rs"]));
}
