//! Drafts as the program writes them, back again: as they are, and saved by LibreOffice.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use banxin_core::document::{Block, Document, Format, Provenance, Text};
use banxin_core::docx::{self, ChartPlace, Layout};
use banxin_core::revision::{Options, Reading, finalize, read};

use super::taken::document;
use crate::samples::UNITS;

/// Returns a document as its draft.
pub fn written(document: &Document) -> Vec<u8> {
    laid_out(document, &Layout::default())
}

/// Returns a document as its draft, laid out as pages are.
fn laid_out(document: &Document, layout: &Layout) -> Vec<u8> {
    docx::write(document, &docx::Options { fonts: &BTreeMap::new(), layout, program: "banxin 0" })
}

/// Compares what a draft gives that nobody revised with the document it was written from.
#[track_caller]
fn check(document: &Document, bytes: &[u8], what: &str) {
    let draft = read("送审稿.docx", bytes, Reading::Accepted).expect(what);
    let finalized = finalize(document, &draft, &Options::default());
    let told: Vec<String> = finalized.diagnostics.iter().map(ToString::to_string).collect();
    assert_eq!(told, Vec::<String>::new(), "{what}");
    assert!(finalized.output == *document, "{what}");
}

#[test]
fn a_draft_as_it_was_written_gives_the_same_document() {
    for unit in UNITS {
        for format in Format::ALL {
            let document = document(unit, format);
            check(&document, &written(&document), &format!("{unit} {format:?}"));
        }
    }
}

/// Charts that the pages have moved behind later paragraphs are no revision; those that somebody
/// moved into another section are.
#[test]
fn charts_that_the_pages_have_moved_stand_where_they_are_named() {
    let unit = "石桥镇";
    let document = document(unit, Format::Plain);
    let charts = |document: &Document| -> Vec<usize> {
        let blocks = document.blocks.iter().enumerate();
        blocks.filter(|(_, block)| matches!(block, Block::Bars(_))).map(|(at, _)| at).collect()
    };
    let homes = charts(&document);
    let later = |n: usize| {
        let place = |(at, home): (usize, &usize)| ChartPlace { after: home - at + n, n_lines: 7 };
        Layout { charts: homes.iter().enumerate().map(place).collect(), ..Layout::default() }
    };
    assert_eq!(homes.len(), 1, "{unit}");
    check(&document, &laid_out(&document, &later(1)), unit);
    let far = read("送审稿.docx", &laid_out(&document, &later(usize::MAX / 2)), Reading::Accepted);
    let moved = finalize(&document, &far.expect(unit), &Options::default()).output;
    assert_ne!(charts(&moved), homes, "{unit}");
    // A word that is changed before a chart leaves it where it is.
    let mut changed = document.clone();
    changed.blocks[homes[0] - 1] = match &document.blocks[homes[0] - 1] {
        Block::Paragraph(text) => {
            Block::Paragraph(text.clone() + Text::of("会议要求继续落实。", Provenance::Constant("a test")))
        }
        block => block.clone(),
    };
    let draft = read("送审稿.docx", &laid_out(&changed, &later(1)), Reading::Accepted).expect(unit);
    assert_eq!(charts(&finalize(&document, &draft, &Options::default()).output), homes, "{unit}");
}

/// Saves files by LibreOffice in another format, all in one start; returns where they are.
fn saved(soffice: &Path, folder: &Path, files: &[PathBuf], ending: &str) -> Vec<PathBuf> {
    let out = folder.join(ending);
    let profile = format!("-env:UserInstallation=file://{}", folder.join("profile").display());
    let status = Command::new(soffice)
        .args([&profile, "--headless", "--convert-to", ending, "--outdir"])
        .arg(&out)
        .args(files)
        .output()
        .expect("LibreOffice starts");
    let there = |file: &PathBuf| out.join(file.file_name().expect("a file")).with_extension(ending);
    let made: Vec<PathBuf> = files.iter().map(there).collect();
    assert!(made.iter().all(|file| file.exists()), "{}", String::from_utf8_lossy(&status.stderr));
    made
}

/// Returns LibreOffice where it is installed; CI has it.
fn soffice() -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let found = std::env::split_paths(&path).map(|folder| folder.join("soffice")).find(|file| file.exists());
    assert!(found.is_some() || std::env::var_os("BANXIN_REQUIRE_TOOLS").is_none(), "LibreOffice is missing");
    if found.is_none() {
        println!("left out: drafts saved by LibreOffice, which is not installed");
    }
    found
}

#[test]
fn a_draft_saved_by_libreoffice_gives_the_same_document() {
    // Half a minute.
    if std::env::var_os("SLOW").is_none() && std::env::var_os("BANXIN_REQUIRE_TOOLS").is_none() {
        println!("left out: drafts saved by LibreOffice, which SLOW=1 asks for");
        return;
    }
    let Some(soffice) = soffice() else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let mut documents = Vec::new();
    let mut files = Vec::new();
    for unit in UNITS {
        for format in Format::ALL {
            let document = document(unit, format);
            let file = folder.path().join(format!("{unit}-{format:?}.docx"));
            std::fs::write(&file, written(&document)).expect("written");
            documents.push(document);
            files.push(file);
        }
    }
    let direct = saved(&soffice, folder.path(), &files, "docx");
    let odt = saved(&soffice, folder.path(), &files, "odt");
    let by_odt = saved(&soffice, &folder.path().join("by-odt"), &odt, "docx");
    let doc = saved(&soffice, folder.path(), &files, "doc");
    let by_doc = saved(&soffice, &folder.path().join("by-doc"), &doc, "docx");
    for (way, saved) in [("docx", direct), ("odt", by_odt), ("doc", by_doc)] {
        for (document, file) in documents.iter().zip(saved) {
            let bytes = std::fs::read(&file).expect("saved");
            check(document, &bytes, &format!("by {way}: {}", file.display()));
        }
    }
}
