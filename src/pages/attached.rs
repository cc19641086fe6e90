//! Files that travel inside the PDF (a-3*): the sources, the figures and the settings.
//!
//! Typst leaks each new path of a file that it reads, so their bytes lie under fixed ones;
//! the names shown to people are data.

use serde::Serialize;

use crate::document::visible::visible;

/// The most files that one PDF takes along.
pub const MAX_ATTACHED: usize = 64;

/// A file to take along.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttachedFile {
    /// Its name.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What it is to the report.
    pub part: Part,
}

/// What a file that travels inside the PDF is to the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The report was written from it.
    Source,
    /// The report's figures.
    Figures,
    /// The configuration in force, by which the report can be made again.
    Settings,
    /// The revised draft whose words the report has.
    Draft,
    /// What was changed between the composed document and the report.
    Changes,
}

impl Part {
    /// Every part.
    const ALL: [Part; 5] = [Part::Source, Part::Figures, Part::Settings, Part::Draft, Part::Changes];

    /// Returns the relationship to the document by which the file tells (ISO 32000-2, 7.11.3).
    pub(crate) fn relationship(self) -> &'static str {
        match self {
            Part::Source => "source",
            Part::Figures => "data",
            Part::Settings => "supplement",
            Part::Draft => "alternative",
            // The settings stand before it, so that they are found first.
            Part::Changes => "supplement",
        }
    }

    /// Returns the part with this relationship, whatever its case.
    pub(crate) fn of(relationship: &str) -> Option<Part> {
        Part::ALL.into_iter().find(|part| part.relationship().eq_ignore_ascii_case(relationship))
    }
}

/// What a template sees of a file to take along.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct AttachedView {
    /// Where its bytes lie.
    path: String,
    /// Its name, unlike any other.
    name: String,
    /// Its media type.
    mime_type: &'static str,
    /// What it is.
    description: String,
    /// How it is related to the document.
    relationship: &'static str,
}

/// Returns the path of the file at a position, below the folder of the template.
pub(crate) fn path_of(index: usize) -> String {
    format!("attached-{index}")
}

/// Returns the views of files, names made safe and different.
pub(crate) fn views(files: &[AttachedFile]) -> Vec<AttachedView> {
    let mut names: Vec<String> = Vec::new();
    let mut views = Vec::new();
    for (index, file) in files.iter().take(MAX_ATTACHED).enumerate() {
        let mut name = safe_name(&file.name);
        // `.` and `..` are no names of files.
        if name.trim_matches('.').is_empty() {
            name = path_of(index);
        }
        if names.contains(&name) {
            name = format!("{}-{name}", index + 1);
        }
        let what = match file.part {
            Part::Source => "生成本报告所用的台账",
            Part::Figures => "本报告的全部数字及其单元格",
            Part::Settings => "生成本报告所用的配置",
            Part::Draft => "本报告所依据的修改稿",
            Part::Changes => "修改稿改动的对照",
        };
        let relationship = file.part.relationship();
        views.push(AttachedView {
            path: path_of(index),
            mime_type: mime_type(&name),
            description: format!("{what}：{name}"),
            relationship,
            name: name.clone(),
        });
        names.push(name);
    }
    views
}

/// Returns a name without what file systems do not take.
fn safe_name(name: &str) -> String {
    let forbidden = |c: char| matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|');
    visible(name).replace(forbidden, "_")
}

/// Returns the names under which files travel, in their order.
pub fn names(files: &[AttachedFile]) -> Vec<String> {
    views(files).into_iter().map(|view| view.name).collect()
}

/// Returns the media type that a name's ending stands for.
fn mime_type(name: &str) -> &'static str {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_lowercase();
    match ending.as_str() {
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "xlsm" => "application/vnd.ms-excel.sheet.macroEnabled.12",
        "xlsb" => "application/vnd.ms-excel.sheet.binary.macroEnabled.12",
        "xls" | "et" => "application/vnd.ms-excel",
        "ods" => "application/vnd.oasis.opendocument.spreadsheet",
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "csv" => "text/csv",
        "tsv" => "text/tab-separated-values",
        "txt" | "md" => "text/plain",
        "htm" | "html" => "text/html",
        "mht" | "mhtml" => "multipart/related",
        "json" => "application/json",
        "toml" => "application/toml",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_safe_and_different() {
        let file = |name: &str| AttachedFile { name: name.into(), bytes: vec![], part: Part::Source };
        let files = ["考勤表.xlsx", "../a/b.csv", "考勤表.xlsx", ".."].map(file);
        let names: Vec<String> = views(&files).into_iter().map(|view| view.name).collect();
        assert_eq!(names, ["考勤表.xlsx", ".._a_b.csv", "3-考勤表.xlsx", "attached-3"]);
    }
}
