//! Uploaded files as one unit's: its sources, its configuration, what its folder is called.

use std::collections::BTreeMap;
use std::path::Path;

use crate::analysis::Stop;
use crate::diagnostic::Diagnostic;
use crate::folder::CONFIG_NAME;
use crate::pages::Engine;
use crate::serve::answer::{Refusal, whole};
use crate::serve::changed::Changed;
use crate::serve::limits::Limits;
use crate::serve::reports::{self, Opened};
use crate::serve::unpack::{Named, Names, Room, Zip, is_hidden};
use crate::serve::upload::{File, Held, Upload};
use crate::settings::{self, Asked, Asker, Effective, Layer, Settings};
use crate::source::{Source, Use, use_of};

/// The file that the office's own words would stand in.
const OWN_WORDS: &str = "正文素材.md";

/// One unit's files, as its folder on disk would give them to the command line.
#[derive(Debug)]
pub(super) struct Unit {
    /// The files that a report can use.
    pub sources: Vec<Source>,
    /// The configuration files, the outermost first.
    pub layers: Vec<Layer>,
    /// The folder's name, where there is one folder around all files.
    pub folder: Option<String>,
    /// What there is to say about files that were left out.
    pub diagnostics: Vec<Diagnostic>,
    /// The day of the session that minutes are of, where an opened report says so.
    pub session: Option<String>,
    /// What there is to say about finished reports that give no figures.
    pub notes: Vec<Diagnostic>,
}

impl Unit {
    /// Gathers a unit from what was uploaded; zips are unpacked in memory.
    pub(super) fn gather(files: Vec<File>, limits: &Limits, stop: &Stop) -> Result<Unit, Refusal> {
        let (mut named, folder) = parted(expanded(files, limits, stop)?);
        if named.len() > limits.files {
            return Err(Refusal::too_large(format!("文件超过 {} 个", limits.files)));
        }
        // Nothing may depend on the order in which files come.
        named.sort();
        let mut unit = Unit {
            sources: Vec::new(),
            layers: Vec::new(),
            folder,
            diagnostics: Vec::new(),
            session: None,
            notes: Vec::new(),
        };
        let mut configs: Vec<Named> = Vec::new();
        let mut finished: Vec<Named> = Vec::new();
        // As on the command line, registers in folders below are left out, unless the folders
        // themselves were uploaded: one a quarter, say.
        let is_register = |base: &String| use_of(base) == Some(Use::Register);
        let has_top = named.iter().any(|(names, _)| matches!(&names[..], [base] if is_register(base)));
        let mut by_name: BTreeMap<String, Vec<Named>> = BTreeMap::new();
        for (names, bytes) in named {
            let Some(base) = names.last().cloned() else { continue };
            if base == CONFIG_NAME {
                configs.push((names, bytes));
            } else if reports::is_report(&base) {
                finished.push((names, bytes));
            } else if has_top && names.len() > 1 && is_register(&base) {
                let note = Diagnostic::note("register-in-subfolder", "子文件夹中的表格没有读取");
                let note = note.at(whole(&names.join("/")));
                unit.diagnostics.push(note.hint("属于本期的，把这个文件也单独选上再提交"));
            } else if matches!(use_of(&base), Some(Use::Text | Use::RegisterOrText)) {
                // Texts lie in folders below more often than not, and are named with them.
                by_name.entry(names.join("/")).or_default().push((names, bytes));
            } else if use_of(&base).is_some() {
                by_name.entry(base).or_default().push((names, bytes));
            } else {
                let note =
                    Diagnostic::note("unused-file", "不是登记表或文章，没有读取").at(whole(&names.join("/")));
                unit.diagnostics.push(note.hint("旧格式的 doc、wps 文章请另存为 docx；其他文件不必上传"));
            }
        }
        unit.layers = layers(configs)?;
        // Beside registers a finished report is the period before; alone it is what it was made from.
        let is_alone = by_name.keys().all(|name| use_of(name) == Some(Use::Figures));
        for (base, files) in by_name {
            unit.add(&base, files);
        }
        if is_alone && !finished.is_empty() {
            unit.lay_out(reports::open(finished, limits)?);
            return Ok(unit);
        }
        let reports::Figures { sources, notes } = reports::figures(finished, limits.unpacked_bytes, stop)?;
        unit.sources.extend(sources);
        unit.notes = notes;
        if unit.sources.is_empty() {
            let error = Diagnostic::error("no-files", "上传的文件里没有登记表");
            let error = error.hint(
                "登记表是 xlsx、xlsm、xlsb、xls、et、ods、csv、tsv、txt、html、mht 文件，或这些文件的 zip",
            );
            return Err(Refusal::unfit("上传的文件里没有登记表", [vec![error], unit.diagnostics].concat()));
        }
        Ok(unit)
    }

    /// Adds what a finished report was made from; a configuration beside it says more than its own.
    fn lay_out(&mut self, opened: Opened) {
        self.sources.extend(opened.sources);
        self.layers.insert(0, opened.layer);
        self.session = opened.session;
        self.diagnostics.extend(opened.notes);
    }

    /// Adds the files of one name; those of several folders are told apart by these.
    fn add(&mut self, base: &str, all: Vec<Named>) {
        let n_before = all.len();
        let mut files: Vec<Named> = Vec::new();
        for (names, bytes) in all {
            if files.iter().all(|(_, other)| *other != bytes) {
                files.push((names, bytes));
            }
        }
        if files.len() < n_before {
            let note = Diagnostic::note("duplicate-file", "同一个文件上传了不止一次，只读了一次");
            self.diagnostics.push(note.at(whole(base)));
        }
        let n_files = files.len();
        let paths: Vec<String> = files.iter().map(|(names, _)| names.join("/")).collect();
        for (index, ((_, bytes), path)) in files.into_iter().zip(&paths).enumerate() {
            let is_own_path = paths.iter().filter(|other| *other == path).count() == 1;
            let name = match (n_files, is_own_path) {
                (1, _) => base.to_string(),
                (_, true) => path.clone(),
                (_, false) => numbered(path, index + 1),
            };
            self.sources.push(Source { name, bytes });
        }
    }

    /// Adds what the office wrote on the page, as a file of its own; one among the files comes first.
    fn add_own_words(&mut self, words: &str) {
        if self.sources.iter().any(|source| use_of(&source.name) == Some(Use::Supplement)) {
            let message = "台账里已有正文素材，页面上自己写的话没有使用";
            let warning = Diagnostic::warning("unplaced-text", message);
            self.diagnostics.push(warning.hint("写进正文素材，或者移除这个文件"));
            return;
        }
        self.sources.push(Source { name: OWN_WORDS.to_string(), bytes: words.into() });
    }

    /// Settles what is asked for: the form's fields over the uploaded configuration.
    fn settle(&self, fields: &BTreeMap<String, String>) -> Result<settings::Settled, Refusal> {
        let field = |name: &str| fields.get(name).cloned();
        let asked = Asked {
            by: Asker::Page,
            unit: field("unit"),
            group: field("group"),
            period: field("period"),
            format: field("profile"),
            date: field("date"),
            session: field("session").or_else(|| self.session.clone()),
            layout: field("layout"),
            settings: field("settings"),
            attaches_sources: fields.contains_key("attach-sources"),
            unit_by_default: self.folder.clone(),
            ..Asked::default()
        };
        let settled = settings::settle(&self.layers, &asked)?;
        // The faces are those of the program; asking for others fails as it does on the
        // command line without --fonts.
        if !settled.settings.fonts.is_empty() {
            Engine::with_fonts(&[], &settled.settings.fonts).map_err(|error| {
                let error = Diagnostic::error("bad-setting", error.to_string());
                Refusal::because(error.hint("去掉 banxin.toml 中的 [fonts] 再上传"))
            })?;
        }
        Ok(settled)
    }
}

/// A unit ready to be worked on.
pub(super) struct Settled {
    /// Its files.
    pub sources: Vec<Source>,
    /// Who files it and how.
    pub settings: Settings,
    /// The same as people stated it.
    pub effective: Effective,
    /// What there is to say already.
    pub diagnostics: Vec<Diagnostic>,
    /// Of those, what is said of finished reports without figures.
    pub notes: Vec<Diagnostic>,
    /// Whether its registers and figures are to travel inside what is made.
    pub attaches_sources: bool,
    /// Whether the unit's name was found or given.
    pub has_unit: bool,
    /// What is in other words than the composed ones.
    pub changed: Changed,
    /// The share of what may be held at a time that its bytes take.
    _held: Held,
}

impl Settled {
    /// Gathers and settles an upload.
    pub(super) fn new(upload: Upload, limits: &Limits, stop: &Stop) -> Result<Settled, Refusal> {
        let Upload { files, fields, held, .. } = upload;
        let changed = Changed::new(&fields)?;
        let mut unit = Unit::gather(files, limits, stop)?;
        if let Some(words) = fields.get("own-words") {
            unit.add_own_words(words);
        }
        match fields.get("previous").map(String::as_str) {
            None => {}
            Some("none") => unit.sources.retain(|source| use_of(&source.name) != Some(Use::Figures)),
            Some(_) => return Err(Refusal::malformed("字段 previous 只能写 none")),
        }
        let settled = unit.settle(&fields)?;
        Ok(Settled {
            sources: unit.sources,
            settings: settled.settings,
            effective: settled.effective,
            diagnostics: [settled.diagnostics, unit.diagnostics, unit.notes.clone()].concat(),
            notes: unit.notes,
            attaches_sources: fields.contains_key("attach-sources"),
            has_unit: settled.is_unit_named,
            changed,
            _held: held,
        })
    }

    /// Refuses a unit without a name.
    pub(super) fn named(self) -> Result<Settled, Refusal> {
        if self.has_unit {
            return Ok(self);
        }
        let error = Diagnostic::error("no-unit", "没有写明单位名称");
        Err(Refusal::because(error.hint("在“单位”一栏写上标题中用的名称，如 清溪镇")))
    }
}

/// Replaces each zip by its files, below a folder named as the zip's own or as the zip.
fn expanded(files: Vec<File>, limits: &Limits, stop: &Stop) -> Result<Vec<Named>, Refusal> {
    let mut room = Room { files: limits.files, bytes: limits.unpacked_bytes, ratio: limits.ratio };
    let mut out = Vec::new();
    for File { path, bytes } in files {
        let names = path_names(&path);
        let Some(stem) = names.last().and_then(|base| zip_stem(base)) else {
            out.push((names, bytes));
            continue;
        };
        let zip = Zip::open(&bytes, &room)?;
        let has_folder = common_folder(zip.names()).is_some();
        zip.unpack(
            &mut room,
            stop,
            |_| true,
            |inner, bytes| {
                let outer = if has_folder { None } else { Some(stem.clone()) };
                out.push((outer.into_iter().chain(inner).collect(), bytes));
                Ok(())
            },
        )?;
        room.files = limits.files.saturating_sub(out.len());
    }
    Ok(out)
}

/// Returns a zip's name without its ending; nothing for other files.
pub(super) fn zip_stem(name: &str) -> Option<String> {
    let path = Path::new(name);
    let is_zip = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("zip"));
    if is_zip { path.file_stem().map(|stem| stem.to_string_lossy().into_owned()) } else { None }
}

/// Returns the names on a relative path that a browser sent; it is never used as one.
///
/// Of any other path, which no folder upload sends, only the file's own name counts.
pub(super) fn path_names(path: &str) -> Names {
    let is_relative =
        !path.starts_with('/') && !path.contains('\\') && path.split('/').all(|name| name != "..");
    let names = path.split(['/', '\\']).filter(|name| !matches!(*name, "" | "." | ".."));
    let mut names = names.map(|name| name.chars().filter(|c| !c.is_control()).collect());
    if is_relative { names.collect() } else { names.next_back().into_iter().collect() }
}

/// Returns the folder that all files lie in, if there is one.
pub(super) fn common_folder<'a>(paths: impl Iterator<Item = &'a Names>) -> Option<String> {
    let mut common: Option<&String> = None;
    for names in paths {
        let first = names.first().filter(|_| names.len() > 1)?;
        if *common.get_or_insert(first) != first {
            return None;
        }
    }
    common.cloned()
}

/// Takes off the folder around all files, and leaves out what the system keeps for itself.
fn parted(mut named: Vec<Named>) -> (Vec<Named>, Option<String>) {
    named.retain(|(names, _)| !names.is_empty() && !names.iter().any(|name| is_hidden(name)));
    let folder = common_folder(named.iter().map(|(names, _)| names));
    if folder.is_some() {
        for (names, _) in &mut named {
            names.remove(0);
        }
    }
    (named, folder)
}

/// Reads the configuration files, the outermost first; those of one unit lie in each other.
fn layers(mut configs: Vec<Named>) -> Result<Vec<Layer>, Refusal> {
    configs.sort_by_key(|(names, _)| names.len());
    for pair in configs.windows(2) {
        let outer = &pair[0].0;
        if !pair[1].0.starts_with(&outer[..outer.len() - 1]) || pair[1].0.len() == outer.len() {
            let error = Diagnostic::error("bad-setting", format!("有不止一个 {CONFIG_NAME}，不知用哪一个"));
            return Err(Refusal::because(error.hint("一次只上传一个单位的文件")));
        }
    }
    let text = |(names, bytes): Named| {
        let text = String::from_utf8(bytes).map_err(|_| {
            let error = Diagnostic::error("bad-setting", format!("{CONFIG_NAME} 不是 UTF-8 编码"));
            Refusal::because(error.at(whole(&names.join("/"))).hint("用记事本打开，另存为 UTF-8"))
        })?;
        Ok(Layer { file: CONFIG_NAME.to_string(), text })
    };
    configs.into_iter().map(text).collect()
}

/// Returns a name with a number before its ending.
fn numbered(name: &str, n: usize) -> String {
    match name.rsplit_once('.') {
        Some((stem, ending)) => format!("{stem}（{n}）.{ending}"),
        None => format!("{name}（{n}）"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(files: &[(&str, &str)]) -> Unit {
        let file = |(path, text): &(&str, &str)| File { path: (*path).into(), bytes: text.as_bytes().into() };
        let files = files.iter().map(file).collect();
        Unit::gather(files, &Limits::default(), &Stop::default()).expect("gathered")
    }

    fn names(unit: &Unit) -> Vec<&str> {
        unit.sources.iter().map(|source| source.name.as_str()).collect()
    }

    #[test]
    fn a_folder_gives_its_name_and_its_files() {
        let files = [
            ("清溪镇/考勤表.csv", "a"),
            ("清溪镇/banxin.toml", "unit = \"x\""),
            ("清溪镇/.~lock", "b"),
            ("清溪镇/照片.jpg", "c"),
            ("清溪镇/心得/1.md", "d"),
        ];
        let unit = unit(&files);
        assert_eq!(unit.folder.as_deref(), Some("清溪镇"));
        assert_eq!(names(&unit), ["心得/1.md", "考勤表.csv"]);
        assert_eq!(unit.layers.len(), 1);
        let notes: Vec<String> = unit.diagnostics.iter().map(ToString::to_string).collect();
        assert_eq!(notes.len(), 1, "{notes:?}");
        assert!(notes[0].starts_with("说明 照片.jpg：不是登记表"), "{notes:?}");
    }

    #[test]
    fn files_of_one_name_are_told_apart_whatever_their_order() {
        let files = [
            ("二季度/考勤表.csv", "b"),
            ("一季度/考勤表.csv", "a"),
            ("甲/x.csv", "1"),
            ("甲/x.csv", "2"),
            ("甲/y.csv", "3"),
        ];
        let mut reversed = files;
        reversed.reverse();
        let (one, two) = (unit(&files), unit(&reversed));
        assert_eq!(
            names(&one),
            ["甲/x（1）.csv", "甲/x（2）.csv", "y.csv", "一季度/考勤表.csv", "二季度/考勤表.csv"]
        );
        assert_eq!(one.sources, two.sources);
        assert_eq!(one.folder, None);
    }

    #[test]
    fn registers_below_the_units_own_folder_are_named_and_left_out() {
        let unit = unit(&[("清溪镇/考勤表.csv", "a"), ("清溪镇/去年/考勤表.csv", "b")]);
        assert_eq!(names(&unit), ["考勤表.csv"]);
        let said = unit.diagnostics[0].to_string();
        assert!(said.starts_with("说明 去年/考勤表.csv：子文件夹中的表格没有读取"), "{said}");
    }

    #[test]
    fn the_same_file_twice_is_read_once_and_said() {
        let unit = unit(&[("考勤表.csv", "a"), ("考勤表.csv", "a")]);
        assert_eq!(names(&unit), ["考勤表.csv"]);
        assert_eq!(unit.diagnostics[0].key, "duplicate-file");
    }

    #[test]
    fn paths_are_only_names() {
        let unit = unit(&[("../../etc/考勤表.csv", "a"), ("C:\\桌面\\名单.csv", "b")]);
        assert_eq!(names(&unit), ["名单.csv", "考勤表.csv"]);
    }

    #[test]
    fn two_configurations_side_by_side_are_refused() {
        let file = |path: &str| File { path: path.into(), bytes: Vec::new() };
        let files = vec![file("甲/banxin.toml"), file("乙/banxin.toml"), file("a.csv")];
        let refusal = Unit::gather(files, &Limits::default(), &Stop::default()).expect_err("two");
        assert!(refusal.message.contains("不止一个"), "{}", refusal.message);
    }
}
