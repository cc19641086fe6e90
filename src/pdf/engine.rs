//! What all reports share: Typst's library, the faces and the parsed templates.
//!
//! Made once per process and lent to every report. It never changes afterwards: a changed
//! library or font book would lose every result that Typst has memoised.

use std::thread;

use typst::foundations::Bytes;
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt};

use crate::pdf::fonts::{FACES, Face};

/// Where the data of a report lies for its template, beside `MAIN`.
pub(crate) const REPORT: &str = "summary-plan/report.json";
/// The template that sets a report.
pub(crate) const MAIN: &str = "summary-plan/main.typ";

/// Every template: its path below `templates/`, which is also its virtual path, and its text.
pub(crate) const TEMPLATES: [(&str, &str); 14] = [
    (MAIN, include_str!("../../templates/summary-plan/main.typ")),
    ("gb9704/attachments.typ", include_str!("../../templates/gb9704/attachments.typ")),
    ("gb9704/blocks.typ", include_str!("../../templates/gb9704/blocks.typ")),
    ("gb9704/body.typ", include_str!("../../templates/gb9704/body.typ")),
    ("gb9704/charts.typ", include_str!("../../templates/gb9704/charts.typ")),
    ("gb9704/colophon.typ", include_str!("../../templates/gb9704/colophon.typ")),
    ("gb9704/grid.typ", include_str!("../../templates/gb9704/grid.typ")),
    ("gb9704/headings.typ", include_str!("../../templates/gb9704/headings.typ")),
    ("gb9704/letterhead.typ", include_str!("../../templates/gb9704/letterhead.typ")),
    ("gb9704/lib.typ", include_str!("../../templates/gb9704/lib.typ")),
    ("gb9704/rolls.typ", include_str!("../../templates/gb9704/rolls.typ")),
    ("gb9704/signature.typ", include_str!("../../templates/gb9704/signature.typ")),
    ("gb9704/tables.typ", include_str!("../../templates/gb9704/tables.typ")),
    ("gb9704/theme.typ", include_str!("../../templates/gb9704/theme.typ")),
];

/// Typst's library, the faces and the templates, ready for any number of reports at once.
pub struct Engine {
    /// The standard library, without inputs.
    pub(crate) library: LazyHash<Library>,
    /// What is known of the faces, in the order of `fonts`.
    pub(crate) book: LazyHash<FontBook>,
    /// The faces, in the order of [`FACES`].
    pub(crate) fonts: Vec<Font>,
    /// The parsed templates.
    pub(crate) sources: Vec<Source>,
    /// The template that sets a report.
    pub(crate) main: FileId,
    /// The path of the report's data.
    pub(crate) report: FileId,
}

impl Engine {
    /// Loads what the binary carries; neither the system's fonts nor any file is read.
    pub fn new() -> Engine {
        let fonts = load_fonts();
        let book = FontBook::from_fonts(&fonts);
        let sources =
            TEMPLATES.iter().map(|(path, text)| Source::new(file_id(path), (*text).to_string())).collect();
        Engine {
            library: LazyHash::new(Library::default()),
            book: LazyHash::new(book),
            fonts,
            sources,
            main: file_id(MAIN),
            report: file_id(REPORT),
        }
    }

    /// Returns whether any face has the character.
    pub fn covers(&self, c: char) -> bool {
        self.fonts.iter().any(|font| font.info().coverage.contains(u32::from(c)))
    }
}

impl Default for Engine {
    fn default() -> Engine {
        Engine::new()
    }
}

/// Parses and hashes the faces, each on a thread of its own.
///
/// Typst tells faces apart by the hash of their bytes, 63 MB in all, and keeps it once it has
/// it. Left to the first report it would take 17 ms there, on one thread.
fn load_fonts() -> Vec<Font> {
    let load = |face: &Face| {
        let font =
            Font::new(Bytes::new(face.bytes), 0).expect("the embedded faces are sound (see the tests)");
        typst::utils::hash128(&font);
        font
    };
    thread::scope(|scope| {
        let loading = FACES.each_ref().map(|face| scope.spawn(move || load(face)));
        loading.map(|thread| thread.join().expect("parsing a sound face does not panic")).into()
    })
}

/// Returns the id of a path below `templates/`.
///
/// Typst leaks each new path and has room for 65 535 of them, so only the fixed ones above
/// may come here; never a unit's or a file's name.
fn file_id(path: &str) -> FileId {
    let path = VirtualPath::new(path).expect("the paths are written above, without `..`");
    FileId::new(RootedPath::new(VirtualRoot::Project, path))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;

    #[test]
    fn faces_are_what_the_table_says() {
        let engine = Engine::new();
        assert_eq!(engine.fonts.len(), FACES.len());
        for (font, face) in engine.fonts.iter().zip(&FACES) {
            let info = font.info();
            assert_eq!((info.family.as_str(), info.variant.weight.to_number()), (face.family, face.weight));
        }
    }

    #[test]
    fn rare_characters_are_covered() {
        let engine = Engine::new();
        assert!("䶮㛃喆堃犇龑玥①⑳㈠※〇〔〕".chars().all(|c| engine.covers(c)));
        assert!(!engine.covers('\u{1F600}'));
    }

    #[test]
    fn every_template_is_embedded() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
        let mut found = BTreeSet::new();
        for folder in std::fs::read_dir(&root).expect("templates exist") {
            let folder = folder.expect("readable").path();
            for file in std::fs::read_dir(&folder).expect("templates are two deep") {
                let file = file.expect("readable").path();
                if file.extension().is_some_and(|ending| ending == "typ") {
                    let path = file.strip_prefix(&root).expect("below the root");
                    found.insert(path.to_string_lossy().replace('\\', "/"));
                }
            }
        }
        let embedded: BTreeSet<String> = TEMPLATES.iter().map(|(path, _)| path.to_string()).collect();
        assert_eq!(found, embedded);
    }
}
