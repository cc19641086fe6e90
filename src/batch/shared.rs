//! The registers in a batch's own folder, which several units share, told apart by their column 单位.

use std::collections::BTreeSet;
use std::path::Path;

use crate::analysis::{AnalysisError, Bounds, Held};
use crate::county;
use crate::diagnostic::{Diagnostic, Severity};
use crate::dossier::{self, Split};
use crate::folder::{Found, Unreadable};
use crate::source::{Use, use_of};
use crate::workbook::{self, ReadError, Workbook};

/// The position of the first shared register among a unit's files: after all of its own.
const FIRST: usize = 1 << 20;

/// The registers that several units share.
#[derive(Debug, Clone, Default)]
pub struct Shared {
    books: Vec<Split>,
    /// What there is to say about them; nothing of it belongs to one unit.
    pub diagnostics: Vec<Diagnostic>,
}

/// Why shared registers are not read.
#[derive(Debug, thiserror::Error)]
pub enum SharedError {
    /// One of them is not to be had from the disk.
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    /// They hold more than allowed, or nobody waits for them any more.
    #[error(transparent)]
    Bounds(#[from] AnalysisError),
}

impl Shared {
    /// Reads one register that units share.
    pub(super) fn of_file(path: &Path, bounds: &Bounds) -> Result<Shared, SharedError> {
        Shared::read(&[Found::alone(path)], bounds)
    }

    /// Reads the registers right in a folder; texts and figures there are other things.
    pub(crate) fn of_folder(folder: &Path, bounds: &Bounds) -> Result<Shared, SharedError> {
        let at = |error| Unreadable { path: folder.to_path_buf(), error };
        let mut files = Vec::new();
        for entry in std::fs::read_dir(folder).map_err(at)? {
            let path = entry.map_err(at)?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if use_of(&name) == Some(Use::Register) && path.is_file() {
                files.push(Found::alone(&path));
            }
        }
        files.sort();
        Shared::read(&files, bounds)
    }

    fn read(files: &[Found], bounds: &Bounds) -> Result<Shared, SharedError> {
        let mut shared = Shared::default();
        let mut held = Held::default();
        for (index, file) in files.iter().enumerate() {
            let read = workbook::read_within(FIRST + index, &file.source()?, held.room(bounds));
            bounds.stop.check()?;
            if let Err(ReadError::NoRoom { what }) = read.output {
                return Err(AnalysisError::NoRoom { what }.into());
            }
            shared.diagnostics.extend(read.diagnostics);
            let Ok(workbook) = read.output else { continue };
            held.add(workbook.n_cells(), workbook.n_text_bytes(), bounds)?;
            if county::is_own_table(&workbook) {
                let note = "是本程序写出的汇总表，不是台账，没有读取";
                shared.diagnostics.push(Diagnostic::note("own-table", note).at(&workbook.place));
            } else {
                let split = dossier::split(workbook);
                shared.diagnostics.extend(split.diagnostics);
                shared.books.push(split.output);
            }
        }
        Ok(shared)
    }

    /// Returns the units that they name.
    pub fn units(&self) -> BTreeSet<&str> {
        self.books.iter().flat_map(Split::units).collect()
    }

    /// Returns what they hold of one unit, under any of its names.
    pub fn of(&self, names: &[String]) -> Vec<Workbook> {
        self.books.iter().filter_map(|book| book.of(names)).collect()
    }

    /// Returns what keeps one of them from being read: its units are not known.
    pub fn damages(&self) -> impl Iterator<Item = &Diagnostic> {
        self.diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error)
    }
}
