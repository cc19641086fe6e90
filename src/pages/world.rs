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

use crate::document::Red;
use crate::pages::attached::AttachedFile;
use crate::pages::engine::Engine;
use crate::pages::grid::Grid;

/// The engine together with one report's data.
pub(crate) struct ReportWorld<'a> {
    /// What all reports share.
    engine: &'a Engine,
    /// The files that are not templates: the view, what is set beside it, and what travels
    /// inside the PDF.
    files: Vec<(FileId, Bytes)>,
}

impl<'a> ReportWorld<'a> {
    /// Lays the data beside the template, all but the report's view.
    pub(crate) fn new(engine: &'a Engine, red: Red, attached: &[AttachedFile]) -> ReportWorld<'a> {
        let red = format!("{{\"red\": \"{}\"}}", red.name());
        let mut files = vec![
            (engine.report, Bytes::from_string("")),
            (engine.grid, grid_json(Grid::USUAL)),
            (engine.red, Bytes::from_string(red)),
            (engine.faces, engine.faces_json.clone()),
        ];
        let attached = attached.iter().map(|file| Bytes::new(file.bytes.clone()));
        files.extend(engine.attached.iter().copied().zip(attached));
        ReportWorld { engine, files }
    }

    /// Lays the report's view beside the template.
    pub(crate) fn set_report(&mut self, json: String) {
        self.replace(self.engine.report, Bytes::from_string(json));
    }

    /// Lets pages have other lines than usual.
    pub(crate) fn set_grid(&mut self, grid: Grid) {
        self.replace(self.engine.grid, grid_json(grid));
    }

    /// Puts another file in the place of one that is laid there.
    fn replace(&mut self, at: FileId, bytes: Bytes) {
        if let Some((_, file)) = self.files.iter_mut().find(|(id, _)| *id == at) {
            *file = bytes;
        }
    }

    /// Returns a file that is no template.
    fn data(&self, id: FileId) -> Option<&Bytes> {
        self.files.iter().find(|(other, _)| *other == id).map(|(_, file)| file)
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
        if self.data(id).is_some() {
            return Err(FileError::NotSource);
        }
        let source = self.engine.sources.iter().find(|source| source.id() == id);
        source.cloned().ok_or_else(|| not_found(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        match self.data(id) {
            Some(file) => Ok(file.clone()),
            None => self.source(id).map(Bytes::from_string),
        }
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
