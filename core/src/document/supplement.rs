//! The office's own paragraphs (正文素材.md): plain text placed at the end of named sections.
//!
//! A heading of Markdown names the section; everything else is words. No markup is kept, and
//! what would be a placeholder in a register is one here.

use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Spot};
use crate::dossier::{one_line, plain_topic};
use crate::origin::Place;
use crate::text::is_placeholder;

/// A section of the body that paragraphs can be added to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// 主要做法和成效.
    Practice,
    /// 存在的主要问题.
    Problems,
    /// 原因分析.
    Causes,
    /// 学习计划.
    Plan,
}

/// The headings that name each section; the first is shown in hints.
const NAMES: [(Section, &[&str]); 4] = [
    (Section::Practice, &["主要做法", "主要做法和成效", "好的做法", "做法", "主要成效"]),
    (Section::Problems, &["存在的主要问题", "存在的问题", "存在问题", "主要问题", "问题"]),
    (Section::Causes, &["原因分析", "原因", "成因分析"]),
    (Section::Plan, &["学习计划", "下半年学习计划", "上半年学习计划", "下一步打算", "下步打算", "计划"]),
];

/// The paragraphs to be added, in the order of the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Supplement {
    paragraphs: Vec<(Section, String)>,
}

impl Supplement {
    /// Reads the file's text, and says what of it cannot be placed or printed.
    pub fn parse(text: &str, place: &Arc<Place>, diagnostics: &mut Vec<Diagnostic>) -> Supplement {
        let mut supplement = Supplement::default();
        let mut section: Option<Section> = None;
        let mut open = String::new();
        let mut unplaced = 0;
        let mut close = |open: &mut String, section: Option<Section>| {
            let paragraph = one_line(open);
            open.clear();
            if paragraph.is_empty() {
                return;
            }
            match section {
                Some(section) => supplement.paragraphs.push((section, paragraph)),
                None => unplaced += 1,
            }
        };
        for (n, line) in (1..).zip(text.lines()) {
            let line = line.trim();
            // Without marks: ** is emphasis here, and not a blank to be filled in.
            if is_placeholder(&without_marks(line).1) {
                diagnostics.push(
                    Diagnostic::error("placeholder", format!("第{n}行 `{line}` 有没有填写的占位内容"))
                        .at(Spot::from(place))
                        .value(line)
                        .hint("填写实际内容，没有的删去"),
                );
            }
            if let Some(heading) = line.strip_prefix('#') {
                close(&mut open, section);
                let level_below = heading.starts_with('#');
                let heading = heading.trim_start_matches('#').trim();
                match section_named(heading) {
                    Some(named) => section = Some(named),
                    // Within a section a smaller heading is words of its own.
                    None if level_below && section.is_some() => open.push_str(heading),
                    None => {
                        section = None;
                        let known: Vec<&str> = NAMES.iter().map(|(_, names)| names[0]).collect();
                        diagnostics.push(
                            Diagnostic::warning(
                                "unknown-section",
                                format!("第{n}行的标题 `{heading}` 不是正文的一部分，其下内容未使用"),
                            )
                            .at(Spot::from(place))
                            .value(heading)
                            .hint(format!("标题应为 {}", known.join("、"))),
                        );
                    }
                }
                if level_below {
                    close(&mut open, section);
                }
            } else if line.is_empty() {
                close(&mut open, section);
            } else {
                let (is_item, words) = without_marks(line);
                if is_item {
                    close(&mut open, section);
                }
                open.push_str(&words);
                open.push('\n');
            }
        }
        close(&mut open, section);
        if unplaced > 0 {
            diagnostics.push(
                Diagnostic::warning(
                    "unplaced-text",
                    format!("有{unplaced}段文字没有写明放在哪一部分，未使用"),
                )
                .at(Spot::from(place))
                .hint("在文字前面加一行标题，如 # 主要做法"),
            );
        }
        supplement
    }

    /// Returns all paragraphs, in the order of the file.
    pub(crate) fn paragraphs(&self) -> impl Iterator<Item = &str> {
        self.paragraphs.iter().map(|(_, text)| text.as_str())
    }

    /// Returns the paragraphs of a section.
    pub(crate) fn of(&self, section: Section) -> impl Iterator<Item = &str> {
        self.paragraphs.iter().filter(move |(of, _)| *of == section).map(|(_, text)| text.as_str())
    }
}

/// Returns the section that a heading names, with or without its number.
fn section_named(heading: &str) -> Option<Section> {
    let heading = heading
        .split_once('、')
        .filter(|(number, _)| number.chars().count() <= 2)
        .map_or(heading, |(_, rest)| rest);
    let heading = plain_topic(heading);
    NAMES.iter().find(|(_, names)| names.contains(&heading.as_str())).map(|(section, _)| *section)
}

/// Drops the marks of lists, quotations and emphasis; says whether a list's item begins.
fn without_marks(line: &str) -> (bool, String) {
    let words = line.trim_start_matches('>').trim_start();
    let item = ["- ", "* ", "+ "].into_iter().find_map(|mark| words.strip_prefix(mark));
    let words = item.unwrap_or(words).replace("**", "").replace('`', "");
    (item.is_some(), words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[(Section, &str)], keys: &[&str]) {
        let place = Place { file_index: 0, sheet_index: 0, file: "正文素材.md".into(), sheet: None };
        let mut diagnostics = Vec::new();
        let found = Supplement::parse(text, &Arc::new(place), &mut diagnostics);
        let found: Vec<_> =
            found.paragraphs.iter().map(|(section, text)| (*section, text.as_str())).collect();
        assert_eq!(found, expected);
        assert_eq!(diagnostics.iter().map(|d| d.key).collect::<Vec<_>>(), keys);
    }

    #[test]
    fn paragraphs_find_their_sections() {
        use Section::{Plan, Practice, Problems};
        check("", &[], &[]);
        check(
            "# 主要做法\n第一段，\n续行。\n\n- 第二段\n- **第三**段\n\n# 二、存在的问题\n=标题 [x] $y$\n",
            &[
                (Practice, "第一段，续行。"),
                (Practice, "第二段"),
                (Practice, "第三段"),
                (Problems, "=标题[x]$y$"),
            ],
            &[],
        );
        check(
            "# 存在的问题\n甲\n## 小标题\n乙",
            &[(Problems, "甲"), (Problems, "小标题"), (Problems, "乙")],
            &[],
        );
        check("无处\n\n# 学习计划\n丙", &[(Plan, "丙")], &["unplaced-text"]);
        check("# 主要做法\n共XX次", &[(Practice, "共XX次")], &["placeholder"]);
        check("# 附录\n丁", &[], &["unknown-section", "unplaced-text"]);
    }
}
