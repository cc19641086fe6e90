//! What Typst may see of the outside: the engine and the data of one report.
//!
//! The data is a file, read by `json()`: values given through `sys.inputs` would change the
//! library and lose every memoised result, and markup put together from strings could be
//! taken over by what a cell holds.

use std::path::PathBuf;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, Source};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, World};

use crate::pdf::attached::AttachedFile;
use crate::pdf::engine::Engine;
use crate::pdf::grid::Grid;

/// The engine together with one report's data.
pub(crate) struct ReportWorld<'a> {
    /// What all reports share.
    engine: &'a Engine,
    /// The view as JSON.
    report: Bytes,
    /// How many lines a page has, as JSON.
    grid: Bytes,
    /// Files that travel inside the PDF.
    attached: Vec<Bytes>,
}

impl<'a> ReportWorld<'a> {
    /// Lays the data beside the template.
    pub(crate) fn new(engine: &'a Engine, json: String, attached: &[AttachedFile]) -> ReportWorld<'a> {
        let attached = attached.iter().map(|file| Bytes::new(file.bytes.clone())).collect();
        ReportWorld { engine, report: Bytes::from_string(json), grid: grid_json(Grid::USUAL), attached }
    }

    /// Lets pages have other lines than usual.
    pub(crate) fn set_grid(&mut self, grid: Grid) {
        self.grid = grid_json(grid);
    }
}

impl World for ReportWorld<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.engine.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.engine.book
    }

    fn main(&self) -> FileId {
        self.engine.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if [self.engine.report, self.engine.grid, self.engine.faces].contains(&id) {
            return Err(FileError::NotSource);
        }
        let source = self.engine.sources.iter().find(|source| source.id() == id);
        source.cloned().ok_or_else(|| not_found(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.engine.report {
            return Ok(self.report.clone());
        }
        if id == self.engine.grid {
            return Ok(self.grid.clone());
        }
        if id == self.engine.faces {
            return Ok(self.engine.faces_json.clone());
        }
        let at = self.engine.attached.iter().position(|attached| *attached == id);
        if let Some(file) = at.and_then(|at| self.attached.get(at)) {
            return Ok(file.clone());
        }
        self.source(id).map(Bytes::from_string)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.engine.fonts.get(index).cloned()
    }

    /// There is no clock: the same report gives the same bytes on any day.
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// Returns how many lines a page has, in the shape of templates/gb9704/grid.json.
fn grid_json(grid: Grid) -> Bytes {
    Bytes::from_string(format!("{{\"lines\": {}}}", grid.n_lines))
}

/// Returns the error for a path that is none of ours; nothing is ever looked for on disk.
fn not_found(id: FileId) -> FileError {
    FileError::NotFound(PathBuf::from(id.vpath().get_without_slash()))
}
