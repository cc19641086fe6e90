//! What all reports share: Typst's library, the faces and the parsed templates.
//!
//! Made once per process and lent to every report. It never changes afterwards: a changed
//! library or font book would lose every result that Typst has memoised.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use typst::foundations::Bytes;
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt};

use crate::pages::attached::{MAX_ATTACHED, path_of};
use crate::pages::charsets::{Charset, charsets};
use crate::pages::fonts::{FACES, Face, parsed};
use crate::pages::office_faces::{self, FontError, FontFile, OfficeFace};

/// Where the data of a report lies for its template, beside `MAIN`.
pub(crate) const REPORT: &str = "summary-plan/report.json";
/// The template that sets a report.
pub(crate) const MAIN: &str = "summary-plan/main.typ";

/// Where the lines of a page are counted for the grid.
const GRID: &str = "gb9704/grid.json";

/// Where the theme finds which red is meant.
const RED: &str = "gb9704/red.json";

/// Where the office's faces are named for the theme.
const OFFICE_FACES: &str = "gb9704/faces.json";

/// Every template: its path below `templates/`, which is also its virtual path, and its text.
const TEMPLATES: [(&str, &str); 15] = [
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
    ("gb9704/turned.typ", include_str!("../../templates/gb9704/turned.typ")),
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
    /// The paths of files that travel inside the PDF.
    pub(crate) attached: Vec<FileId>,
    /// The path under which the grid finds how many lines a page has.
    pub(crate) grid: FileId,
    /// The path under which the theme finds which red is meant.
    pub(crate) red: FileId,
    /// The path under which the theme finds the office's faces.
    pub(crate) faces: FileId,
    /// The office's faces by role, as JSON.
    pub(crate) faces_json: Bytes,
    /// The office's faces.
    office: Vec<OfficeFace>,
    /// The families that were asked for, by role.
    wanted: BTreeMap<String, String>,
}

/// Returns whether a character lies in one of Unicode's private areas: what it is, only the
/// office that made it knows, and a face that has it shows something of its own.
pub(crate) fn is_private(c: char) -> bool {
    matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}')
}

/// How many characters of a set each family has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    /// The set's name.
    pub name: &'static str,
    /// How many characters it holds.
    pub n_characters: usize,
    /// How many of them each family has, in the order of [`Engine::family_names`].
    pub n_covered: Vec<usize>,
    /// How many of them at least one has.
    pub n_any: usize,
}

impl Engine {
    /// Loads what the binary carries; neither the system's fonts nor any file is read.
    pub fn new() -> Engine {
        Engine::with_office(Vec::new())
    }

    /// Loads what the binary carries and, before it, the office's own faces: the families
    /// asked for by role, else the best known ones among the files.
    pub fn with_fonts(files: &[FontFile], wanted: &BTreeMap<String, String>) -> Result<Engine, FontError> {
        let engine = Engine::with_office(office_faces::choose(files, wanted)?);
        Ok(Engine { wanted: wanted.clone(), ..engine })
    }

    /// Loads what the binary carries and the faces chosen.
    fn with_office(chosen: Vec<(OfficeFace, Font)>) -> Engine {
        let mut fonts = load_fonts();
        let mut families = BTreeMap::new();
        let mut office = Vec::new();
        for role in FACES.map(|face| face.role) {
            families.insert(role, None);
        }
        for (face, font) in chosen {
            families.insert(face.role, Some(face.family.clone()));
            // By their bytes: ours are hashed by their sums.
            if !fonts.iter().any(|known| known.data().as_slice() == font.data().as_slice()) {
                fonts.push(font);
            }
            office.push(face);
        }
        let faces_json = serde_json::to_string(&families).expect("families are text");
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
            attached: (0..MAX_ATTACHED).map(|i| file_id(&format!("summary-plan/{}", path_of(i)))).collect(),
            grid: file_id(GRID),
            red: file_id(RED),
            faces: file_id(OFFICE_FACES),
            faces_json: Bytes::from_string(faces_json),
            office,
            wanted: BTreeMap::new(),
        }
    }

    /// Returns the office's faces that serve a role.
    pub fn office_faces(&self) -> &[OfficeFace] {
        &self.office
    }

    /// Returns the families that were asked for, by role.
    pub fn wanted(&self) -> &BTreeMap<String, String> {
        &self.wanted
    }

    /// Returns the family of each face, in their order.
    pub fn family_names(&self) -> Vec<String> {
        self.fonts.iter().map(|font| font.info().family.to_string()).collect()
    }

    /// Returns what the faces hold of GB 2312, 通用规范汉字表 and the levels of GB 18030-2022.
    pub fn coverage(&self) -> Vec<Coverage> {
        let faces: Vec<_> = self.fonts.iter().map(parsed).collect();
        let has = |face: &Option<ttf_parser::Face<'_>>, c: char| {
            face.as_ref().is_some_and(|face| face.glyph_index(c).is_some())
        };
        let coverage = |set: Charset| {
            let mut n_covered = vec![0; faces.len()];
            let mut n_any = 0;
            for c in &set.characters {
                let mut is_any = false;
                for (count, face) in n_covered.iter_mut().zip(&faces) {
                    let has = has(face, *c);
                    *count += usize::from(has);
                    is_any |= has;
                }
                n_any += usize::from(is_any);
            }
            Coverage { name: set.name, n_characters: set.characters.len(), n_covered, n_any }
        };
        charsets().into_iter().map(coverage).collect()
    }

    /// Leaves of the characters those that no face has; faster than asking for each.
    pub(crate) fn uncovered(&self, mut characters: BTreeSet<char>) -> BTreeSet<char> {
        let private: BTreeSet<char> = characters.iter().copied().filter(|c| is_private(*c)).collect();
        for face in self.fonts.iter().filter_map(parsed) {
            characters.retain(|c| face.glyph_index(*c).is_none());
            if characters.is_empty() {
                break;
            }
        }
        characters.extend(private);
        characters
    }

    /// Returns whether any face has the character.
    pub fn covers(&self, c: char) -> bool {
        !is_private(c) && self.fonts.iter().any(|font| font.info().coverage.contains(u32::from(c)))
    }
}

impl Default for Engine {
    fn default() -> Engine {
        Engine::new()
    }
}

/// A face's bytes, for which its SHA-256 stands while Typst hashes them.
///
/// Typst tells faces apart by a hash of their bytes, 63 MB in all: 13 % of what a process does
/// that makes one report of 15 pages. It asks once and keeps the answer, and the SHA-256 tells
/// faces apart as well, so that it may hash that.
struct HashedBySum {
    face: &'static Face,
    is_being_hashed: Arc<AtomicBool>,
}

impl AsRef<[u8]> for HashedBySum {
    fn as_ref(&self) -> &[u8] {
        if self.is_being_hashed.load(Ordering::Relaxed) {
            self.face.sha256().as_bytes()
        } else {
            self.face.bytes
        }
    }
}

/// Parses the faces, each on a thread of its own.
fn load_fonts() -> Vec<Font> {
    let load = |face: &'static Face| {
        let is_being_hashed = Arc::new(AtomicBool::new(false));
        let bytes = HashedBySum { face, is_being_hashed: is_being_hashed.clone() };
        let font = Font::new(Bytes::new(bytes), 0).expect("the embedded faces are sound (see the tests)");
        // Nobody else has the face yet, so that nobody can see the sum in the place of its bytes.
        is_being_hashed.store(true, Ordering::Relaxed);
        typst::utils::hash128(&font);
        is_being_hashed.store(false, Ordering::Relaxed);
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
    fn gb2312_is_covered_by_every_face() {
        let coverage = Engine::new().coverage();
        assert_eq!((coverage[0].n_characters, &coverage[0].n_covered), (6763, &vec![6763; 5]));
    }

    #[test]
    fn rare_characters_are_covered() {
        let engine = Engine::new();
        assert!("䶮㛃𬍛𪨧喆堃犇龑玥①⑳㈠※〇〔〕".chars().all(|c| engine.covers(c)));
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
