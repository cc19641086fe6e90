//! From arguments to a job: which files, which settings.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::bounded;
use crate::cli::args::{FinalizeArgs, InputArgs, ReportArgs, SetArgs, WhoseArgs};
use crate::cli::outcome::{CommandError, WRONG_USE};
use crate::cli::terminal::{self, Warnings};
use crate::diagnostic::Diagnostic;
use crate::figures::Figures;
use crate::folder::{self, Contents, Found, Unreadable};
use crate::pages::{Engine, FACES, FontFile, OfficeFace, SetOptions};
use crate::pdf::RenderOptions;
use crate::pipeline::{Exports, RunOptions};
use crate::settings::{self, Asked, Effective, Settings};
use crate::source::{Source, Use, use_of};

/// The most bytes a face may have (256 MiB); the largest collections of Chinese faces have half.
const MAX_FACE_BYTES: usize = 256 << 20;

/// A unit's files and settings.
#[derive(Debug)]
pub(super) struct Job {
    /// The input files, by name.
    pub sources: Vec<Source>,
    /// The settings: the command line's values over the files'.
    pub settings: Settings,
    /// The configuration as it was stated.
    pub effective: Effective,
    /// What there is to say about the configuration.
    pub diagnostics: Vec<Diagnostic>,
}

impl Job {
    /// Reads the files and settles what is asked for of a report.
    pub(super) fn report(args: &ReportArgs) -> Result<Job, CommandError> {
        // An OFD takes files along whatever the standard of PDFs.
        let asked = asked(&args.set, args.set.attach_sources && args.output.is_some());
        let mut job = Job::new(&args.input.paths, &args.input.whose, asked)?;
        job.follow(&args.set)?;
        Ok(job)
    }

    /// Reads the files and settles what is asked for of a revised draft; the draft itself, where it
    /// lies among the files, is none of them.
    pub(super) fn finalize(args: &FinalizeArgs, docx: &[u8]) -> Result<Job, CommandError> {
        let asked = asked(&args.set, args.set.attach_sources && args.output.is_some());
        let beside = match args.revised.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder.to_path_buf(),
            _ => PathBuf::from("."),
        };
        let paths = if args.paths.is_empty() { vec![beside] } else { args.paths.clone() };
        let mut job = Job::new(&paths, &args.whose, asked)?;
        job.sources.retain(|source| source.bytes != docx);
        job.follow(&args.set)?;
        Ok(job)
    }

    /// Reads the files whose characters are looked at.
    pub(super) fn fonts(paths: &[PathBuf]) -> Result<Job, CommandError> {
        Job::new(paths, &WhoseArgs::default(), Asked::default())
    }

    /// Reads the files and settles what is asked for of a check.
    pub(super) fn check(args: &InputArgs) -> Result<Job, CommandError> {
        Job::new(&args.paths, &args.whose, Asked::default())
    }

    /// Puts the figures of the period before, where a file is named, in the place of the folder's.
    fn follow(&mut self, args: &SetArgs) -> Result<(), CommandError> {
        if let Some(path) = &args.previous {
            self.sources.retain(|source| use_of(&source.name) != Some(Use::Figures));
            self.sources.push(previous(path)?);
        }
        Ok(())
    }

    /// Returns how the report is made: as a PDF, as an OFD for a purpose, or both.
    pub(super) fn options(&self, args: &SetArgs, is_pdf: bool, is_ofd: bool) -> RunOptions {
        RunOptions {
            exports: Exports { pdf: is_pdf, ofd: is_ofd.then_some(self.settings.ofd_profile) },
            render: RenderOptions {
                standards: self.settings.standards.clone(),
                pages: SetOptions { proof: args.proof, ..SetOptions::default() },
            },
            deny_warnings: args.warnings == Warnings::Deny,
            attached: args.attach_sources.then(|| self.effective.clone()),
            ..RunOptions::default()
        }
    }

    fn new(paths: &[PathBuf], args: &WhoseArgs, asked: Asked) -> Result<Job, CommandError> {
        let contents = contents(paths)?;
        let folder = unit_folder(paths);
        let layers = match &args.config {
            Some(path) => vec![folder::layer(path).map_err(unreadable)?],
            None => folder::layers(&folder).map_err(unreadable)?,
        };
        let asked = Asked {
            unit: args.unit.clone(),
            period: args.period.clone(),
            unit_by_default: folder::name(&folder).map_err(unreadable)?,
            ..asked
        };
        let settled = settings::settle(&layers, &asked).map_err(|error| {
            terminal::refusal(&error);
            CommandError { status: WRONG_USE, ..CommandError::already_told() }
        })?;
        if !settled.is_unit_named {
            let error = CommandError::wrong_use("文件夹没有名称，无法作为单位名称");
            return Err(error.hint("用 --unit 写明单位名称"));
        }
        let sources = contents
            .files
            .iter()
            .map(|file| file.source().map_err(unreadable))
            .collect::<Result<Vec<_>, _>>()?;
        let diagnostics = [settled.diagnostics, contents.diagnostics()].concat();
        Ok(Job { sources, settings: settled.settings, effective: settled.effective, diagnostics })
    }
}

/// Takes what is asked for of a report from its arguments.
fn asked(args: &SetArgs, attaches_sources: bool) -> Asked {
    Asked {
        date: args.date.clone(),
        format: args.profile.clone(),
        session: args.session.clone(),
        standards: args.standard.clone(),
        ofd_profile: args.ofd_profile.clone(),
        attaches_sources,
        ..Asked::default()
    }
}

/// Loads the faces: the office's own from the folders named, before the embedded ones.
pub(super) fn engine(folders: &[PathBuf], wanted: &BTreeMap<String, String>) -> Result<Engine, CommandError> {
    let mut files = Vec::new();
    for folder in folders {
        let mut paths = Vec::new();
        for entry in fs::read_dir(folder).map_err(at(folder))? {
            let path = entry.map_err(at(folder))?.path();
            let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
            if ending.is_some_and(|ending| ["ttf", "otf", "ttc", "otc"].contains(&ending.as_str())) {
                paths.push(path);
            }
        }
        paths.sort();
        for path in paths {
            let bytes = bounded::read(&path, MAX_FACE_BYTES).map_err(at(&path))?;
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            files.push(FontFile { name, bytes });
        }
    }
    Engine::with_fonts(&files, wanted).map_err(|error| {
        CommandError::wrong_use(error.to_string()).hint("运行 `banxin fonts --fonts 文件夹` 查看各用途的字体")
    })
}

/// Says which of the office's faces serve which role, one a line.
pub(super) fn faces_used(engine: &Engine) -> String {
    let role =
        |face: &OfficeFace| FACES.iter().find(|known| known.role == face.role).map_or("", |f| f.role_name);
    let line = |face| format!("{}用 {}（{}）\n", role(face), face.family, face.file);
    engine.office_faces().iter().map(line).collect()
}

/// Lists the input files: those named, and those in folders named, by path.
fn contents(paths: &[PathBuf]) -> Result<Contents, CommandError> {
    let mut all = Contents::default();
    for path in paths {
        if path.is_dir() {
            let contents = folder::contents(path).map_err(unreadable)?;
            all.files.extend(contents.files);
            all.left_out.extend(contents.left_out);
        } else {
            // Where it has no ending either, a folder was meant; its name is no unit's.
            if path.extension().is_none() && !path.exists() {
                let error = CommandError::not_made(format!("无法读取 {}（文件夹不存在）", path.display()));
                return Err(error.hint("检查路径"));
            }
            all.files.push(Found::alone(path));
        }
    }
    all.files.sort();
    all.files.dedup_by(|one, other| one.path == other.path);
    Ok(all)
}

pub(super) fn unreadable(error: Unreadable) -> CommandError {
    let hint = match error.error.kind() {
        ErrorKind::InvalidData => "用记事本打开，另存为 UTF-8",
        _ => "检查路径和读取权限",
    };
    CommandError::not_made(error.to_string()).hint(hint)
}

/// Returns a function that adds the path to a reading error.
fn at(path: &Path) -> impl Fn(std::io::Error) -> CommandError + '_ {
    move |error| unreadable(Unreadable { path: path.to_path_buf(), error })
}

/// Reads the figures of the period before, which must be some.
fn previous(path: &Path) -> Result<Source, CommandError> {
    let mut source = Found::alone(path).source().map_err(unreadable)?;
    Figures::parse(&source.bytes).map_err(|error| {
        CommandError::wrong_use(format!("{}：{error}", path.display())).hint("用上一期 --figures 写出的文件")
    })?;
    if use_of(&source.name) != Some(Use::Figures) {
        source.name += ".json";
    }
    Ok(source)
}

/// Returns the unit's folder: the first path, or the folder of the first file.
fn unit_folder(paths: &[PathBuf]) -> PathBuf {
    let first = paths.first().map(PathBuf::as_path).unwrap_or(Path::new("."));
    if first.is_dir() {
        return first.to_path_buf();
    }
    match first.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_path_buf(),
        _ => PathBuf::from("."),
    }
}
