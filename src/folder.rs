//! A unit's folder on disk as sources and configuration layers.
//!
//! Used by the command line and by batch runs; the stages never see a path.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::profile::Layer;
use crate::source::{MAX_FILE_BYTES, Source, use_of};

/// The name of the configuration file.
pub const CONFIG_NAME: &str = "banxin.toml";

/// A path that could not be read.
#[derive(Debug, thiserror::Error)]
#[error("无法读取 {}（{error}）", path.display())]
pub struct Unreadable {
    /// The path.
    pub path: PathBuf,
    /// The system's word.
    pub error: io::Error,
}

/// Returns a function that adds the path to an error.
fn at(path: &Path) -> impl Fn(io::Error) -> Unreadable + '_ {
    move |error| Unreadable { path: path.to_path_buf(), error }
}

/// Lists the files of a folder that a report can use, by name; folders below are not looked at.
pub fn files(folder: &Path) -> Result<Vec<PathBuf>, Unreadable> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(at(folder))? {
        let entry = entry.map_err(at(folder))?;
        let is_used = use_of(&entry.file_name().to_string_lossy()).is_some();
        if is_used && entry.path().is_file() {
            files.push(entry.path());
        }
    }
    // The order of a folder's files is the file system's whim.
    files.sort();
    Ok(files)
}

/// Reads a file, but not more of it than can be used.
pub fn source(path: &Path) -> Result<Source, Unreadable> {
    let mut bytes = Vec::new();
    let limit = u64::try_from(MAX_FILE_BYTES).expect("64 MiB fits") + 1;
    File::open(path).and_then(|file| file.take(limit).read_to_end(&mut bytes)).map_err(at(path))?;
    Ok(Source { name: file_name(path), bytes })
}

/// Reads the configuration of a folder and its parents, the outermost first.
///
/// Where the folder itself has none, an empty layer stands in for it, so that a parent's
/// `unit` is never taken for the folder's.
pub fn layers(folder: &Path) -> Result<Vec<Layer>, Unreadable> {
    layers_below(None, folder)
}

/// Reads the configuration of a folder and of its parents up to `top`, as [`layers`] does.
pub fn layers_below(top: Option<&Path>, folder: &Path) -> Result<Vec<Layer>, Unreadable> {
    let folder = folder.canonicalize().map_err(at(folder))?;
    let top = top.map(|top| top.canonicalize().map_err(at(top))).transpose()?;
    let mut layers = Vec::new();
    for ancestor in folder.ancestors() {
        if top.as_ref().is_some_and(|top| !ancestor.starts_with(top)) {
            break;
        }
        let path = ancestor.join(CONFIG_NAME);
        if path.is_file() {
            layers.push(layer(&path)?);
        }
    }
    layers.reverse();
    if !folder.join(CONFIG_NAME).is_file() {
        layers.push(Layer { file: CONFIG_NAME.to_string(), text: String::new() });
    }
    Ok(layers)
}

/// Reads one configuration file.
pub fn layer(path: &Path) -> Result<Layer, Unreadable> {
    let text = fs::read_to_string(path).map_err(at(path))?;
    Ok(Layer { file: file_name(path), text })
}

/// Returns a folder's own name, if it has one.
pub fn name(folder: &Path) -> Result<Option<String>, Unreadable> {
    let full = folder.canonicalize().map_err(at(folder))?;
    Ok(full.file_name().map(|name| name.to_string_lossy().into_owned()))
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}
