//! The files that travel inside a report, PDF or OFD, as what they are to it.

use crate::ofd;
use crate::pages::{AttachedFile, Part};
use crate::pdf;
use crate::settings::carried::{self, Carried};
use crate::source::Source;

/// The files inside one report.
#[derive(Debug)]
pub(crate) struct Inside {
    files: Vec<AttachedFile>,
}

/// Why a report gives nothing to work with.
#[derive(Debug, thiserror::Error)]
pub enum InsideError {
    /// The files inside a PDF cannot be taken out.
    #[error(transparent)]
    Pdf(#[from] pdf::ExtractError),
    /// The files inside an OFD cannot be taken out.
    #[error(transparent)]
    Ofd(#[from] ofd::ExtractError),
    /// It carries no settings or figures.
    #[error("文件里没有附带 {0}，无法照原样重新生成")]
    Lacks(&'static str),
    /// Its settings cannot be read.
    #[error("文件里的配置无法读取（{0}）")]
    Settings(String),
    /// Some registers did not fit in.
    #[error("生成时有 {of} 个台账，附带了 {n} 个，无法照原样重新生成")]
    Incomplete {
        /// How many are inside.
        n: usize,
        /// How many there were.
        of: usize,
    },
}

impl Inside {
    /// Takes the files out of a report.
    pub(crate) fn of(bytes: &[u8]) -> Result<Inside, InsideError> {
        let files = if ofd::is_ofd(bytes) { ofd::extract(bytes)? } else { pdf::extract(bytes)? };
        Ok(Inside { files })
    }

    /// Returns all of them in the order in which they were put there.
    pub(crate) fn files(&self) -> &[AttachedFile] {
        &self.files
    }

    /// Returns the first file that is this to the report.
    pub(crate) fn part(&self, part: Part) -> Option<&AttachedFile> {
        self.files.iter().find(|file| file.part == part)
    }

    /// Returns the text of figures.json.
    pub(crate) fn figures(&self) -> Result<&[u8], InsideError> {
        Ok(&self.part(Part::Figures).ok_or(InsideError::Lacks("figures.json"))?.bytes)
    }

    /// Returns what the report was made with.
    pub(crate) fn carried(&self) -> Result<Carried, InsideError> {
        let carried = self.part(Part::Settings).ok_or(InsideError::Lacks(carried::NAME))?;
        Carried::parse(&String::from_utf8_lossy(&carried.bytes))
            .map_err(|error| InsideError::Settings(error.message().to_string()))
    }

    /// Returns all registers under their own names.
    pub(crate) fn sources(&self, carried: &Carried) -> Result<Vec<Source>, InsideError> {
        let sources = self.files.iter().filter(|file| file.part == Part::Source);
        let own = |file: &AttachedFile| Source {
            name: carried.own_name(&file.name).to_string(),
            bytes: file.bytes.clone(),
        };
        let sources: Vec<Source> = sources.map(own).collect();
        match carried.n_sources() {
            of if of != sources.len() => Err(InsideError::Incomplete { n: sources.len(), of }),
            _ => Ok(sources),
        }
    }
}
