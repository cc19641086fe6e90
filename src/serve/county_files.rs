//! A county's uploaded files laid out as folders on disk: one a unit, and right in the county's the
//! registers that several units share.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use axum::http::StatusCode;

use crate::analysis::Stop;
use crate::batch::names::{is_fit_for_windows, taken_for};
use crate::batch::{Shared, SharedError, output};
use crate::diagnostic::Diagnostic;
use crate::folder::CONFIG_NAME;
use crate::pipeline::Failure;
use crate::serve::answer::Refusal;
use crate::serve::limits::Limits;
use crate::serve::routes::bounds;
use crate::serve::unit::{common_folder, path_names, zip_stem};
use crate::serve::unpack::{Names, Room, Zip, is_hidden};
use crate::serve::upload;
use crate::source::{Use, use_of};

/// The folder around the county's within a job's.
const UPLOADED: &str = "uploaded";
/// What the county's folder is called where nothing names it.
const UNNAMED: &str = "全县";

/// What was laid out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Laid {
    /// The county's folder, called as it was uploaded; the county's name by default.
    pub folder: PathBuf,
    /// How many units there are, as far as it is known.
    pub n_units: usize,
    /// How many files belong to none of them.
    pub n_ignored: usize,
}

/// Lays the files out below `folder`, one folder a unit; what no report uses is left out.
pub(super) fn lay_out(
    files: Vec<upload::File>,
    folder: &Path,
    limits: &Limits,
    stop: &Stop,
) -> Result<Laid, Refusal> {
    let mut room = Room { files: limits.county_files, bytes: limits.county_bytes, ratio: limits.ratio };
    match &files[..] {
        [only] if let Some(stem) = zip_stem(&only.path) => {
            let zip = Zip::open(&only.bytes, &room)?;
            let layout = Layout::of(&zip.names().collect::<Vec<_>>())?;
            let county = layout.make_folders(folder, &stem)?;
            zip.unpack(
                &mut room,
                stop,
                |names| layout.place(names).is_some(),
                |names, bytes| layout.place(&names).map_or(Ok(()), |place| write(&county, place, &bytes)),
            )?;
            layout.laid(county, limits, stop)
        }
        _ => {
            let mut named: Vec<(Names, Vec<u8>)> =
                files.into_iter().map(|file| (path_names(&file.path), file.bytes)).collect();
            named.retain(|(names, _)| !names.is_empty() && !names.iter().any(|name| is_hidden(name)));
            let paths: BTreeSet<&Names> = named.iter().map(|(names, _)| names).collect();
            if paths.len() < named.len() {
                let error = Diagnostic::error("bad-zip", "有两个路径相同的文件");
                return Err(Refusal::because(error.hint("上传全县的文件夹，每个单位一个文件夹")));
            }
            let layout = Layout::of(&named.iter().map(|(names, _)| names).collect::<Vec<_>>())?;
            let county = layout.make_folders(folder, UNNAMED)?;
            for (names, bytes) in &named {
                if let Some(place) = layout.place(names) {
                    write(&county, place, bytes)?;
                }
            }
            layout.laid(county, limits, stop)
        }
    }
}

/// How a county's files lie: each unit's in its folder, those of several units right in the county's.
struct Layout {
    /// How many folders lie around all units: 0 or 1.
    depth: usize,
    /// The name of the folder around all units.
    folder: Option<String>,
    /// The units' folders, those without a usable file too: they are reported as failed.
    units: BTreeSet<String>,
    n_ignored: usize,
    /// Whether one of them holds a register.
    has_unit: bool,
    /// Whether the registers right in the folder have to show by their rows that units share them:
    /// where fewer than two folders have some of their own, they may as well be one unit's.
    is_unsure: bool,
}

impl Layout {
    fn of(paths: &[&Names]) -> Result<Layout, Refusal> {
        let folder = common_folder(paths.iter().copied());
        let depth = usize::from(folder.is_some());
        if FOLDS_NAMES && let Some(name) = taken_twice(paths) {
            let error =
                Diagnostic::error("bad-zip", format!("有两个只差大小写的名称 `{name}`，本系统当作一个"));
            return Err(Refusal::because(error.hint("把其中一个改名再试")));
        }
        let mut layout =
            Layout { depth, folder, units: BTreeSet::new(), n_ignored: 0, has_unit: false, is_unsure: false };
        let mut with_registers = BTreeSet::new();
        let mut are_shared = false;
        for names in paths {
            let used = names.last().and_then(|base| use_of(base)).filter(|used| *used != Use::Figures);
            if let Some([unit, _, ..]) = names.get(depth..) {
                layout.units.insert(unit.clone());
                with_registers.extend(used.is_some().then_some(unit));
            } else {
                are_shared |= used.is_some();
            }
            layout.n_ignored += usize::from(layout.place(names).is_none());
        }
        layout.has_unit = !with_registers.is_empty();
        layout.is_unsure = are_shared && with_registers.len() < 2;
        if layout.has_unit || layout.is_unsure { Ok(layout) } else { Err(no_units()) }
    }

    /// Returns the names below the folder of the units; nothing for what is not used.
    fn place<'a>(&self, names: &'a Names) -> Option<&'a [String]> {
        let place = names.get(self.depth..)?;
        match place {
            // The county's own: its configuration, its figures of the period before, shared registers.
            [file] if file == CONFIG_NAME || use_of(file).is_some() => Some(place),
            [_, file] if file == CONFIG_NAME => Some(place),
            // Of what lies deeper, the batch says what it does not read.
            [_, .., file] if use_of(file).is_some() => Some(place),
            _ => None,
        }
    }

    /// Makes the county's folder below `folder`, and one for each unit in it.
    fn make_folders(&self, folder: &Path, name: &str) -> Result<PathBuf, Refusal> {
        // Around it lies one more folder, whose unit it is should the registers in it be one unit's.
        let county =
            folder.join(UPLOADED).join(usable(name)).join(usable(self.folder.as_deref().unwrap_or(name)));
        fs::create_dir_all(&county).map_err(|error| unwritable(&error))?;
        for unit in &self.units {
            checked(std::slice::from_ref(unit))?;
            fs::create_dir_all(county.join(unit)).map_err(|error| unwritable(&error))?;
        }
        Ok(county)
    }

    /// Returns what was laid out, after a look into the registers right in the folder where they may
    /// as well be one unit's, called as the folder.
    fn laid(&self, county: PathBuf, limits: &Limits, stop: &Stop) -> Result<Laid, Refusal> {
        let laid = |folder, n_units| Laid { folder, n_units, n_ignored: self.n_ignored };
        if !self.is_unsure {
            return Ok(laid(county, self.units.len()));
        }
        let shared = Shared::of_folder(&county, &bounds(limits, stop)).map_err(|error| match error {
            SharedError::Bounds(error) => Refusal::of(&Failure::Analysis(error), Vec::new()),
            SharedError::Unreadable(error) => Refusal::malformed(error.without_path()),
        })?;
        let n_named = shared.units().len();
        match county.parent() {
            Some(around) if n_named < 2 && self.folder.is_some() => Ok(laid(around.to_path_buf(), 1)),
            _ if n_named == 0 && !self.has_unit => Err(no_units()),
            _ => Ok(laid(county, n_named.max(self.units.len()))),
        }
    }
}

/// Returns a name that a folder can bear.
fn usable(name: &str) -> &str {
    if checked(&[name.to_string()]).is_ok() { name } else { UNNAMED }
}

/// Refuses what holds no unit's registers.
fn no_units() -> Refusal {
    let error = Diagnostic::error("no-units", "没有找到单位的文件夹，也没有带“单位”一栏的表");
    Refusal::because(
        error.hint("每个单位一个文件夹，放在一个文件夹里上传；或者上传各单位共用、有“单位”一栏的表"),
    )
}

/// Writes a file below a folder.
fn write(folder: &Path, names: &[String], bytes: &[u8]) -> Result<(), Refusal> {
    checked(names)?;
    let path = names.iter().fold(folder.to_path_buf(), |path, name| path.join(name));
    let parent = path.parent().unwrap_or(folder);
    fs::create_dir_all(parent).and_then(|()| output::write(&path, bytes)).map_err(|error| unwritable(&error))
}

/// Refuses names that are not single names of files or folders.
fn checked(names: &[String]) -> Result<(), Refusal> {
    let is_single = |name: &String| {
        let mut parts = Path::new(name).components();
        matches!(parts.next(), Some(Component::Normal(_))) && parts.next().is_none()
    };
    if let Some(name) = names.iter().find(|name| cfg!(windows) && !is_fit_for_windows(name)) {
        let error = Diagnostic::error("bad-zip", format!("Windows 不能用 `{name}` 作名称"));
        return Err(Refusal::because(error.hint("改名再试")));
    }
    if names.iter().all(is_single) { Ok(()) } else { Err(Refusal::malformed("文件名无法使用")) }
}

/// Whether this system's files may have names that differ in more than case.
const FOLDS_NAMES: bool = cfg!(any(windows, target_os = "macos"));

/// Returns the first name that such a system takes for another one of the same folder.
fn taken_twice<'a>(paths: &[&'a Names]) -> Option<&'a String> {
    let mut seen: BTreeMap<Vec<String>, &[String]> = BTreeMap::new();
    paths.iter().find_map(|names| {
        let folded: Vec<String> = names.iter().map(|name| taken_for(name)).collect();
        (1..=names.len()).find_map(|n| {
            let first = seen.entry(folded[..n].to_vec()).or_insert(&names[..n]);
            if **first == names[..n] { None } else { names.get(n - 1) }
        })
    })
}

fn unwritable(error: &io::Error) -> Refusal {
    if matches!(error.kind(), io::ErrorKind::InvalidFilename | io::ErrorKind::InvalidInput) {
        return Refusal::malformed("有文件名太长，无法使用");
    }
    tracing::error!(kind = ?error.kind(), "a county's file cannot be written");
    Refusal::new(StatusCode::INSUFFICIENT_STORAGE, "服务器的临时文件夹无法写入")
        .hint("请管理员检查磁盘空间和权限")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn laid(paths: &[&str]) -> Result<(usize, usize, String, Vec<String>), String> {
        laid_files(&paths.iter().map(|path| (*path, b"x".to_vec())).collect::<Vec<_>>())
    }

    fn laid_files(files: &[(&str, Vec<u8>)]) -> Result<(usize, usize, String, Vec<String>), String> {
        let folder = tempfile::tempdir().expect("a folder");
        let file =
            |(path, bytes): &(&str, Vec<u8>)| upload::File { path: (*path).into(), bytes: bytes.clone() };
        let files = files.iter().map(file).collect();
        let laid = lay_out(files, folder.path(), &Limits::default(), &Stop::default());
        let laid = laid.map_err(|refusal| refusal.message)?;
        let units = fs::read_dir(&laid.folder).expect("laid out");
        let mut names: Vec<String> =
            units.map(|entry| entry.expect("readable").file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        let county = laid.folder.file_name().expect("a name").to_string_lossy().into_owned();
        Ok((laid.n_units, laid.n_ignored, county, names))
    }

    #[test]
    fn a_folder_a_unit_with_or_without_one_around() {
        let units = vec!["乙".to_string(), "甲".to_string()];
        let bare = laid(&["甲/a.csv", "乙/b.csv", "乙/旧/c.csv", "甲/照片.jpg"]);
        assert_eq!(bare, Ok((2, 1, "全县".to_string(), units.clone())));
        let around = laid(&["青山县/甲/a.csv", "青山县/乙/b.csv", "青山县/照片.jpg"]);
        assert_eq!(around, Ok((2, 1, "青山县".to_string(), units)));
        let (_, _, _, names) = laid(&["县/banxin.toml", "县/甲/a.csv"]).expect("laid out");
        assert_eq!(names, ["banxin.toml", "甲"]);
        let (_, _, county, names) = laid(&["县/2019H2.json", "县/甲/a.csv"]).expect("laid out");
        assert_eq!((county.as_str(), names), ("县", vec!["2019H2.json".to_string(), "甲".to_string()]));
        assert_eq!(laid(&["甲/a.csv"]).map(|(n_units, ..)| n_units), Ok(1));
        // A unit that filed nothing usable is still a unit.
        assert_eq!(laid(&["甲/a.csv", "乙/照片.jpg"]).map(|(n_units, ..)| n_units), Ok(2));
    }

    /// Of these units, a session of one member each.
    fn shared(units: &[&str]) -> Vec<u8> {
        let rows = units.iter().map(|unit| format!("{unit},张三,√,请假\n"));
        ["单位,姓名,2020-01-05,2020-02-05\n".to_string()]
            .into_iter()
            .chain(rows)
            .collect::<String>()
            .into_bytes()
    }

    #[test]
    fn registers_that_units_share_lie_beside_their_folders() {
        let laid = |files: &[(&str, Vec<u8>)]| laid_files(files).expect("laid out");
        let (one, two) = (shared(&["甲镇"]), shared(&["甲镇", "乙镇"]));
        let own = b"x".to_vec();
        // Alone, as a file or in a folder: the rows tell.
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_string()).collect::<Vec<_>>();
        let alone = laid(&[("全县考勤.csv", two.clone())]);
        assert_eq!(alone, (2, 0, "全县".to_string(), names(&["全县考勤.csv"])));
        let folder = laid(&[("青山县/考勤.csv", two.clone())]);
        assert_eq!(folder, (2, 0, "青山县".to_string(), names(&["考勤.csv"])));
        // A unit's own folder, its texts with it.
        let unit = laid(&[("甲镇/考勤.csv", one.clone()), ("甲镇/心得/张三.docx", own.clone())]);
        assert_eq!(unit, (1, 0, "全县".to_string(), names(&["甲镇"])));
        let unit = laid(&[("全县/考勤.csv", one)]);
        assert_eq!(unit, (1, 0, "全县".to_string(), names(&["全县"])));
        // Beside the folders of several units, whatever it holds; the batch says what it is.
        let beside = laid(&[
            ("青山县/全县心得.csv", own.clone()),
            ("青山县/甲镇/考勤.csv", own.clone()),
            ("青山县/乙镇/考勤.csv", own.clone()),
        ]);
        assert_eq!(beside, (2, 0, "青山县".to_string(), names(&["乙镇", "全县心得.csv", "甲镇"])));
        let beside = laid(&[("全县考勤.csv", two), ("甲镇/心得.csv", own)]);
        assert_eq!(beside, (2, 0, "全县".to_string(), names(&["全县考勤.csv", "甲镇"])));
    }

    #[test]
    fn names_that_some_systems_take_for_one_are_found() {
        let twice = |paths: &[&str]| {
            let paths: Vec<Names> = paths.iter().map(|path| path_names(path)).collect();
            taken_twice(&paths.iter().collect::<Vec<_>>()).cloned()
        };
        assert_eq!(twice(&["县/甲/a.csv", "县/甲/b.csv", "县/乙/A.csv"]), None);
        assert_eq!(twice(&["县/甲/a.csv", "县/甲/A.CSV"]), Some("A.CSV".to_string()));
        assert_eq!(twice(&["县/A镇/1.csv", "县/a镇/2.csv"]), Some("a镇".to_string()));
    }

    #[test]
    fn files_without_folders_are_no_county() {
        let message = laid(&["a.csv", "b.csv"]).expect_err("no folders");
        assert!(message.contains("没有找到单位的文件夹"), "{message}");
    }
}
