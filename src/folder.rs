//! A unit's folder on disk as sources and configuration layers.
//!
//! Used by the command line and by batch runs; the stages never see a path.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::bounded;
use crate::diagnostic::Diagnostic;
use crate::origin::Place;
use crate::settings::Layer;
use crate::source::{MAX_FILE_BYTES, Source, Use, use_of};

/// The name of the configuration file.
pub const CONFIG_NAME: &str = "banxin.toml";
/// The most bytes a configuration file may have (1 MiB).
const MAX_CONFIG_BYTES: usize = 1 << 20;
/// How many folders deep the texts of essays may lie.
const MAX_DEPTH: usize = 2;

/// A path that could not be read.
#[derive(Debug, thiserror::Error)]
#[error("无法读取 {}（{}）", path.display(), in_words(error))]
pub struct Unreadable {
    /// The path.
    pub path: PathBuf,
    /// The system's word.
    pub error: io::Error,
}

impl Unreadable {
    /// Says it by the file's own name, wherever it lies.
    pub fn without_path(&self) -> String {
        format!("无法读取 {}（{}）", file_name(&self.path), in_words(&self.error))
    }
}

/// Says in Chinese what the system says, as far as clerks come across it.
pub(crate) fn in_words(error: &io::Error) -> String {
    // An error of our own has words of our own.
    if error.get_ref().is_some() {
        return error.to_string();
    }
    let known = match error.kind() {
        io::ErrorKind::NotFound => "文件不存在",
        // Windows says the same of both.
        io::ErrorKind::PermissionDenied if cfg!(windows) => "没有权限，或正被别的程序打开",
        io::ErrorKind::PermissionDenied => "没有权限",
        io::ErrorKind::InvalidData => "不是 UTF-8 编码的文字",
        io::ErrorKind::IsADirectory => "是文件夹，不是文件",
        io::ErrorKind::NotADirectory => "路径中有一段不是文件夹",
        io::ErrorKind::AlreadyExists => "已经有同名的文件或文件夹",
        io::ErrorKind::InvalidFilename | io::ErrorKind::InvalidInput => "名称不能用",
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "磁盘已满",
        io::ErrorKind::ReadOnlyFilesystem => "磁盘是只读的",
        io::ErrorKind::ResourceBusy | io::ErrorKind::ExecutableFileBusy => "正被别的程序打开",
        io::ErrorKind::AddrInUse => "端口已被占用",
        io::ErrorKind::AddrNotAvailable => "本机没有这个地址",
        io::ErrorKind::OutOfMemory => "内存不足",
        io::ErrorKind::FileTooLarge => "文件太大，磁盘放不下",
        // Windows: sharing and lock violations have no kind of their own.
        _ if cfg!(windows) && matches!(error.raw_os_error(), Some(32 | 33)) => "正被别的程序打开",
        _ => return error.raw_os_error().map_or_else(|| "系统没有说明".into(), |n| format!("系统错误 {n}")),
    };
    known.to_string()
}

/// Returns a function that adds the path to an error.
fn at(path: &Path) -> impl Fn(io::Error) -> Unreadable + '_ {
    move |error| Unreadable { path: path.to_path_buf(), error }
}

/// A file to be read, and its name within the unit's folder, parted by `/`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    /// Where it lies.
    pub path: PathBuf,
    /// What it is called in diagnostics.
    pub name: String,
}

impl Found {
    /// Takes a file by itself, under its own name.
    pub fn alone(path: &Path) -> Found {
        Found { path: path.to_path_buf(), name: file_name(path) }
    }

    /// Reads the file, but not more of it than can be used.
    pub fn source(&self) -> Result<Source, Unreadable> {
        let bytes = bounded::read_up_to(&self.path, MAX_FILE_BYTES).map_err(at(&self.path))?;
        Ok(Source { name: self.name.clone(), bytes })
    }
}

/// What a unit's folder holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contents {
    /// The files that a report can use, by name: those of the folder itself, and the texts of
    /// essays in folders below.
    pub files: Vec<Found>,
    /// Registers in folders below, which are not read: they may be another unit's or last year's.
    pub left_out: Vec<String>,
}

impl Contents {
    /// Returns whether any file may be a register, one in a folder below too.
    pub fn has_register(&self) -> bool {
        let may_be = |file: &Found| match use_of(&file.name) {
            Some(Use::Register) => true,
            Some(Use::RegisterOrText) => !file.name.contains('/'),
            _ => false,
        };
        !self.left_out.is_empty() || self.files.iter().any(may_be)
    }

    /// Says which registers in folders below were not read.
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        let note = |name: &String| {
            let place = Place { file_index: 0, sheet_index: 0, file: name.clone(), sheet: None };
            Diagnostic::note("register-in-subfolder", "子文件夹中的表格没有读取")
                .at(&Arc::new(place))
                .hint("属于本期的，移到本单位文件夹中，或在命令里逐个列出文件")
        };
        self.left_out.iter().map(note).collect()
    }
}

/// Lists the files of a unit's folder.
pub fn contents(folder: &Path) -> Result<Contents, Unreadable> {
    let mut contents = Contents::default();
    list(folder, "", 0, &mut contents)?;
    // The order of a folder's files is the file system's whim.
    contents.files.sort();
    contents.left_out.sort();
    Ok(contents)
}

fn list(folder: &Path, prefix: &str, depth: usize, contents: &mut Contents) -> Result<(), Unreadable> {
    for entry in fs::read_dir(folder).map_err(at(folder))? {
        let entry = entry.map_err(at(folder))?;
        let (path, own) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
        let name = format!("{prefix}{own}");
        // Links to folders are not followed: they may lead anywhere, also back.
        let is_folder = entry.file_type().map_err(at(&path))?.is_dir();
        if is_folder && depth < MAX_DEPTH && !own.starts_with('.') {
            list(&path, &format!("{name}/"), depth + 1, contents)?;
        }
        match use_of(&own) {
            Some(_) if !path.is_file() => {}
            Some(Use::Text | Use::RegisterOrText) => contents.files.push(Found { path, name }),
            Some(_) if depth == 0 => contents.files.push(Found { path, name }),
            Some(Use::Register) => contents.left_out.push(name),
            _ => {}
        }
    }
    Ok(())
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
    let mut whole = whole(&[Some(folder), top].into_iter().flatten().collect::<Vec<_>>())?.into_iter();
    let (folder, top) = (whole.next().expect("as many as were given"), whole.next());
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
        layers.push(own_layer(&folder)?);
    }
    Ok(layers)
}

/// Returns folders by their whole paths, without links where the system tells where those lead.
///
/// Not all drives of Windows do; then none of the paths is told so, since they are compared.
fn whole(folders: &[&Path]) -> Result<Vec<PathBuf>, Unreadable> {
    let each = |of: fn(&Path) -> io::Result<PathBuf>| -> Result<Vec<PathBuf>, Unreadable> {
        folders.iter().map(|folder| of(folder).map_err(at(folder))).collect()
    };
    match each(Path::canonicalize) {
        Err(_) if cfg!(windows) && folders.iter().all(|folder| folder.is_dir()) => {
            each(|folder| std::path::absolute(folder))
        }
        found => found,
    }
}

/// Reads the configuration of a folder alone; an empty one where there is none.
pub fn own_layer(folder: &Path) -> Result<Layer, Unreadable> {
    match layer(&folder.join(CONFIG_NAME)) {
        Err(unreadable) if unreadable.error.kind() == io::ErrorKind::NotFound => {
            Ok(Layer { file: CONFIG_NAME.to_string(), text: String::new() })
        }
        found => found,
    }
}

/// Reads one configuration file.
pub fn layer(path: &Path) -> Result<Layer, Unreadable> {
    let text = bounded::read_text(path, MAX_CONFIG_BYTES).map_err(at(path))?;
    Ok(Layer { file: file_name(path), text })
}

/// Returns a folder's own name, if it has one.
pub fn name(folder: &Path) -> Result<Option<String>, Unreadable> {
    let full = whole(&[folder])?;
    Ok(full[0].file_name().map(|name| name.to_string_lossy().into_owned()))
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_in_folders_below_are_found_and_registers_there_are_named() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let write = |name: &str| {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("a folder")).expect("writable");
            fs::write(path, "").expect("writable");
        };
        for name in [
            "考勤表.csv",
            "无关.pdf",
            "心得体会/01.docx",
            "心得体会/一季度/02.md",
            "去年/考勤表.csv",
            "去年/2019H2.json",
            "a/b/c/03.md",
            ".git/04.md",
        ] {
            write(name);
        }
        let contents = contents(folder.path()).expect("readable");
        let names: Vec<_> = contents.files.iter().map(|found| found.name.as_str()).collect();
        assert_eq!(names, ["心得体会/01.docx", "心得体会/一季度/02.md", "考勤表.csv"]);
        assert_eq!(contents.left_out, ["去年/考勤表.csv"]);
        assert_eq!(contents.diagnostics().len(), 1);
    }

    #[test]
    fn the_configuration_of_folders_above_is_found_however_deep_they_lie() {
        let top = tempfile::tempdir().expect("a temporary folder");
        // Windows' own bound is 260 characters.
        let county = top.path().join("青山县".repeat(25)).join("二〇二〇年".repeat(15));
        let unit = county.join("清溪镇".repeat(25)).join("清溪镇");
        fs::create_dir_all(&unit).expect("made");
        for folder in [top.path(), &county, &unit] {
            fs::write(folder.join(CONFIG_NAME), format!("unit = \"{}\"", folder.display())).expect("written");
        }
        let texts = |top: Option<&Path>| -> Vec<String> {
            layers_below(top, &unit).expect("readable").into_iter().map(|layer| layer.text).collect()
        };
        assert_eq!(texts(Some(&county)).len(), 2);
        assert!(texts(None).ends_with(&texts(Some(top.path()))));
        assert_eq!(name(&unit).expect("readable").as_deref(), Some("清溪镇"));
    }
}
