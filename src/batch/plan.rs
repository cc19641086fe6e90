//! Which units a folder holds and under which names their reports are written.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::Serialize;

use crate::analysis::{AnalysisError, Bounds};
use crate::batch::keep::{self, KeptCounty};
use crate::batch::names::{Listed, group_stem, readable_name, stems};
use crate::batch::shard::Shard;
use crate::batch::shared::{Shared, SharedError};
use crate::diagnostic::Diagnostic;
use crate::dossier::{squeeze, unit_identity};
use crate::folder::{self, Found, Unreadable};
use crate::settings::{self, Layer, SettingsError};
use crate::source::{MAX_FILE_BYTES, Use, use_of};

/// The most files of earlier figures that are kept.
const MAX_EARLIER: usize = 16;

/// The units of a batch, by name.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The folder that holds them all.
    pub folder: PathBuf,
    /// The units, by name: those with a folder, and those that shared registers name.
    pub units: Vec<Planned>,
    /// The outermost folder whose banxin.toml counts; without one, the file system's root.
    pub top: Option<PathBuf>,
    /// Lines of banxin.toml that go before those of the folder's own, for the county alone.
    pub asked: Option<String>,
    /// The registers that several units share.
    pub shared: Arc<Shared>,
    /// Units that the county's list of units does not name, if there is such a list.
    pub unlisted: Vec<String>,
    /// Names that several units bear, with what their folders are called.
    pub alike: Vec<(String, Vec<String>)>,
    /// Folders that hold no register and that nobody names: they are no units.
    pub idle: Vec<String>,
}

/// One unit of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Planned {
    /// The folder's name, or as shared registers name it; the unit's own unless its banxin.toml
    /// says otherwise.
    pub unit: String,
    /// The folder; none for a unit that only shared registers, or only the county's list, name.
    #[serde(skip)]
    pub folder: Option<PathBuf>,
    /// The names under which registers that units share hold its rows.
    pub rows_of: Vec<String>,
    /// The name that its own banxin.toml states, where that is another.
    pub own_name: Option<String>,
    /// The report's file name without its ending: safe on every system, and nobody else's.
    pub stem: String,
}

/// Why there is no plan.
#[derive(Debug, thiserror::Error)]
pub enum PlanError {
    /// The folder cannot be read.
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    /// The registers that units share hold more than allowed.
    #[error("各单位共用的表：{0}")]
    Bounds(AnalysisError),
    /// The folder has neither folders nor shared registers in it.
    #[error("{} 里没有单位的文件夹，也没有能用的、带“单位”一栏的表", path.display())]
    Empty {
        /// The folder.
        path: PathBuf,
        /// What there is to say about the registers in it.
        diagnostics: Vec<Diagnostic>,
    },
    /// The folder's own configuration cannot be used: every unit would fail by it.
    #[error("{0}")]
    Configuration(SettingsError),
    /// The reports would be written among a unit's registers.
    #[error("输出文件夹 {} 里是一个单位的台账", .0.display())]
    OutputIsUnit(PathBuf),
    /// The reports would be written among the units' folders, and read as theirs next time.
    #[error("输出文件夹就是放各单位台账的文件夹 {}", .0.display())]
    OutputIsInput(PathBuf),
}

impl PlanError {
    fn of_shared(error: SharedError) -> PlanError {
        match error {
            SharedError::Unreadable(error) => PlanError::Unreadable(error),
            SharedError::Bounds(error) => PlanError::Bounds(error),
        }
    }
}

impl Plan {
    /// Returns the faces that the folder's configuration asks for, by role.
    pub fn fonts(&self) -> BTreeMap<String, String> {
        fonts_of(&folder::layers_below(self.top.as_deref(), &self.folder).unwrap_or_default())
    }

    /// Returns the units of a shard: every `of`-th, so that shards are of equal size whatever
    /// the order of large and small units.
    pub fn part(&self, shard: Option<Shard>) -> Vec<Planned> {
        let Some(Shard { index, of }) = shard else { return self.units.clone() };
        self.units.iter().skip(index - 1).step_by(of).cloned().collect()
    }

    /// Reads what is to be kept of the folder.
    pub(super) fn kept_county(&self) -> KeptCounty {
        let (path, top) = (&self.folder, self.top.as_deref());
        let name = folder::name(path).ok().flatten().unwrap_or_default();
        let (layers, unreadable) = match folder::layers_below(top, path) {
            Ok(layers) => (layers, None),
            Err(error) => (Vec::new(), Some(error.to_string())),
        };
        // Only the folder's own files: those below are the units'.
        let names = std::fs::read_dir(path).into_iter().flatten().flatten().map(|entry| entry.path());
        let mut figures: Vec<PathBuf> = names.filter(|path| is_figures(path) && path.is_file()).collect();
        figures.sort();
        let read = figures.iter().take(MAX_EARLIER).filter_map(|path| Found::alone(path).source().ok());
        let whole = read.filter(|source| source.bytes.len() <= MAX_FILE_BYTES);
        KeptCounty {
            folder: name,
            layers: layers.into_iter().map(|layer| (layer.file, layer.text)).collect(),
            earlier: whole.filter_map(|source| String::from_utf8(source.bytes).ok()).collect(),
            asked: self.asked.clone(),
            unreadable,
            damages: self.shared.damages().map(ToString::to_string).collect(),
        }
    }
}

/// Returns whether a file may hold figures, by its name.
fn is_figures(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    use_of(&name) == Some(Use::Figures)
}

/// Finds the units: the folders right below `input`, but not `out` and not hidden ones, and the
/// units that the registers right in `input` name in their column 单位. A unit that has both a
/// folder and rows is made from both. `input` may also be one such register. Units that the
/// folder's banxin.toml lists are planned though nothing is found of them, so that they are named;
/// a folder without registers is no unit unless it is listed or has rows.
///
/// The registers that units share hold no more together than the bounds allow.
pub fn plan(input: &Path, out: &Path, bounds: &Bounds) -> Result<Plan, PlanError> {
    let is_file = input.is_file();
    let folder = match input.parent() {
        _ if !is_file => input,
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    if !is_file && is_same(folder, out) {
        return Err(PlanError::OutputIsInput(folder.to_path_buf()));
    }
    let shared = if is_file { Shared::of_file(input, bounds) } else { Shared::of_folder(folder, bounds) };
    let shared = shared.map_err(PlanError::of_shared)?;
    let mut found = if is_file { Units::new() } else { folders(folder, out)? };
    let (own_names, groups) = own_words(&found);
    let mut rows_of = give_rows(&mut found, &own_names, &shared);
    let listed = Listed::new(&listed(folder)?);
    let idle = leave_idle(&mut found, &own_names, &rows_of, &listed);
    let unlisted = add_listed(&mut found, &own_names, &listed);
    if found.is_empty() {
        let diagnostics = shared.diagnostics;
        return Err(PlanError::Empty { path: input.to_path_buf(), diagnostics });
    }
    let alike = alike(&found, &own_names, &listed);
    let mut stems = stems(found.keys().map(|unit| {
        let name = own_names.get(unit).unwrap_or(unit);
        (unit.as_str(), group_stem(name, groups.get(unit).map(String::as_str)))
    }));
    let units = found.into_iter().map(|(unit, folder)| {
        let stem = stems.remove(&unit).expect("every unit has its name");
        let rows_of = rows_of.remove(&unit).unwrap_or_default();
        let own_name = own_names.get(&unit).filter(|own| **own != unit).cloned();
        Planned { unit, folder, rows_of, own_name, stem }
    });
    Ok(Plan {
        units: units.collect(),
        folder: folder.to_path_buf(),
        top: None,
        asked: None,
        shared: Arc::new(shared),
        unlisted,
        alike,
        idle,
    })
}

/// Returns the faces that configuration files ask for, by role; what is wrong is told elsewhere.
pub(super) fn fonts_of(layers: &[Layer]) -> BTreeMap<String, String> {
    settings::outline(layers).fonts
}

/// Units found: their folders, by the folders' names or those of shared registers.
type Units = BTreeMap<String, Option<PathBuf>>;

/// Returns the units that the folder's banxin.toml lists.
fn listed(folder: &Path) -> Result<Vec<String>, PlanError> {
    let path = folder.join(folder::CONFIG_NAME);
    if !path.is_file() {
        return Ok(Vec::new());
    }
    let known = settings::outline(&[folder::layer(&path)?]);
    known.error.map_or(Ok(known.units), |error| Err(PlanError::Configuration(error)))
}

/// What units' own configuration says, by their folders' names.
type OwnWords = BTreeMap<String, String>;

/// Returns the names that units' own configuration gives them, and what it says of their groups.
///
/// Nothing else of it is read here, and what is wrong with it is the unit's own affair.
fn own_words(found: &Units) -> (OwnWords, OwnWords) {
    let (mut names, mut groups) = (OwnWords::new(), OwnWords::new());
    for (name, folder) in found {
        let Some(folder) = folder else { continue };
        let Ok(layer) = folder::layer(&folder.join(folder::CONFIG_NAME)) else { continue };
        let own = settings::outline(&[layer]);
        names.extend(own.unit.map(|unit| (name.clone(), unit)));
        groups.extend(own.group.map(|group| (name.clone(), group)));
    }
    (names, groups)
}

/// Gives the units of shared registers to the folders that are theirs, by the folder's name or
/// the one that its banxin.toml states, spaces left out; the others become units without a folder.
fn give_rows(
    found: &mut Units,
    own_names: &BTreeMap<String, String>,
    shared: &Shared,
) -> BTreeMap<String, Vec<String>> {
    let mut folder_of: BTreeMap<String, String> = BTreeMap::new();
    // A folder's own name may be another folder's name, which comes before it.
    for name in found.keys() {
        folder_of.insert(squeeze(name), name.clone());
    }
    for (name, own) in own_names {
        folder_of.entry(squeeze(own)).or_insert_with(|| name.clone());
    }
    let mut rows_of: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for rows in shared.units() {
        let unit = folder_of.get(rows).cloned().unwrap_or_else(|| rows.to_string());
        found.entry(unit.clone()).or_insert(None);
        rows_of.entry(unit).or_default().push(rows.to_string());
    }
    rows_of
}

/// Takes out and returns the folders without registers, except those of units that the list or
/// shared registers name. One that cannot be read stays: what it holds is not known.
fn leave_idle(
    found: &mut Units,
    own_names: &BTreeMap<String, String>,
    rows_of: &BTreeMap<String, Vec<String>>,
    listed: &Listed,
) -> Vec<String> {
    let is_idle = |name: &String, folder: &Option<PathBuf>| {
        let is_named = rows_of.contains_key(name) || listed.names(name, own_names.get(name));
        let contents = folder.as_ref().and_then(|folder| folder::contents(folder).ok());
        !is_named && contents.is_some_and(|contents| !contents.has_register())
    };
    let idle: Vec<String> =
        found.iter().filter(|(name, folder)| is_idle(name, folder)).map(|(name, _)| name.clone()).collect();
    found.retain(|name, _| !idle.contains(name));
    idle
}

/// Adds the listed units of which nothing was found, and returns those found but not listed.
///
/// A unit is found under its folder's name or under the one that its banxin.toml states.
fn add_listed(found: &mut Units, own_names: &BTreeMap<String, String>, listed: &Listed) -> Vec<String> {
    let unlisted = found.keys().filter(|name| !listed.counts(name, own_names.get(*name)));
    let unlisted = unlisted.map(|name| own_names.get(name).unwrap_or(name).clone()).collect();
    let borne: BTreeSet<String> =
        found.keys().chain(own_names.values()).map(|name| unit_identity(name)).collect();
    let missing = listed.all().filter(|(identity, _)| !borne.contains(*identity));
    found.extend(missing.map(|(_, unit)| (unit.clone(), None)));
    unlisted
}

/// Returns the names that several units which the county counts bear, however they are written.
fn alike(found: &Units, own_names: &BTreeMap<String, String>, listed: &Listed) -> Vec<(String, Vec<String>)> {
    let mut by_name: BTreeMap<String, (String, Vec<String>)> = BTreeMap::new();
    for folder in found.keys().filter(|name| listed.counts(name, own_names.get(*name))) {
        let name = own_names.get(folder).unwrap_or(folder);
        let borne = by_name.entry(unit_identity(name)).or_insert_with(|| (name.clone(), Vec::new()));
        borne.1.push(folder.clone());
    }
    by_name.into_values().filter(|(_, folders)| folders.len() > 1).collect()
}

/// Lists the folders right below a folder by name, but not hidden ones and not those that
/// reports are, or were, written to.
fn folders(folder: &Path, out: &Path) -> Result<Units, PlanError> {
    let at = |error| Unreadable { path: folder.to_path_buf(), error };
    let out = out.canonicalize().ok();
    let mut folders = Units::new();
    for entry in fs::read_dir(folder).map_err(at)? {
        let entry = entry.map_err(at)?;
        let (name, path) = (readable_name(&entry.file_name()), entry.path());
        if !path.is_dir() || name.starts_with('.') || keep::is_output(&path) {
            continue;
        }
        if let (Some(out), Ok(real)) = (&out, path.canonicalize())
            && out.starts_with(&real)
        {
            let is_empty = folder::contents(&path).map_or(true, |contents| contents.files.is_empty());
            match (is_empty, *out == real) {
                // A folder that only leads to the reports is no unit.
                (true, _) => continue,
                (false, true) => return Err(PlanError::OutputIsUnit(path)),
                (false, false) => {}
            }
        }
        let free = (2..).map(|n| format!("{name}（{n}）"));
        let mut names = std::iter::once(name.clone()).chain(free);
        let name = names.find(|name| !folders.contains_key(name)).unwrap_or(name);
        folders.insert(name, Some(path));
    }
    Ok(folders)
}

/// Returns whether two paths are the same folder.
fn is_same(one: &Path, other: &Path) -> bool {
    match (one.canonicalize(), other.canonicalize()) {
        (Ok(one), Ok(other)) => one == other,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shards_cover_the_plan_once() {
        let unit = |i: usize| Planned {
            unit: i.to_string(),
            folder: None,
            rows_of: Vec::new(),
            own_name: None,
            stem: i.to_string(),
        };
        let units = (0..11).map(unit).collect();
        let plan = Plan {
            folder: PathBuf::new(),
            units,
            top: None,
            asked: None,
            shared: Arc::default(),
            unlisted: vec![],
            alike: vec![],
            idle: vec![],
        };
        let mut all: Vec<Planned> =
            (1..=3).flat_map(|index| plan.part(Some(Shard { index, of: 3 }))).collect();
        all.sort_by_key(|planned| planned.unit.parse::<usize>().ok());
        assert_eq!(all, plan.units);
    }
}
