//! The office's own words (正文素材, as docx, txt or md): they replace what the program would
//! write of a part, headings, paragraphs and tables.
//!
//! A heading names the part: one of Word, of Markdown, or a line of its own. No markup is kept,
//! and what would be a placeholder in a register is one here.

use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Spot};
use crate::dossier::texts::Passage;
use crate::dossier::{one_line, plain_topic};
use crate::origin::Place;
use crate::text::is_placeholder;

/// A part of the body that the office can write itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// 前言.
    Opening,
    /// 主要做法和成效.
    Practice,
    /// 存在的主要问题.
    Problems,
    /// 原因分析.
    Causes,
    /// 学习计划.
    Plan,
}

impl Section {
    /// All parts, in order.
    pub(crate) const ALL: [Section; 5] =
        [Section::Opening, Section::Practice, Section::Problems, Section::Causes, Section::Plan];

    /// Returns the heading that names it.
    pub(crate) fn name(self) -> &'static str {
        NAMES[self as usize].1[0]
    }
}

/// Every part stands where its name is looked up.
const _: () = {
    let mut at = 0;
    while at < NAMES.len() {
        assert!(NAMES[at].0 as usize == at, "NAMES has the order of Section");
        at += 1;
    }
};

/// The headings that name each part; the first is shown in hints.
const NAMES: [(Section, &[&str]); 5] = [
    (Section::Opening, &["前言", "开头", "引言", "导语"]),
    (
        Section::Practice,
        &[
            "成效",
            "主要做法",
            "主要做法和成效",
            "做法和成效",
            "做法成效",
            "好的做法",
            "做法",
            "主要成效",
            "工作成效",
        ],
    ),
    (
        Section::Problems,
        &["问题", "存在的主要问题", "存在的问题", "存在问题", "主要问题", "存在的不足", "问题和不足", "不足"],
    ),
    (Section::Causes, &["原因", "原因分析", "成因分析", "主要原因", "产生原因"]),
    (
        Section::Plan,
        &[
            "计划",
            "学习计划",
            "下半年学习计划",
            "上半年学习计划",
            "下一步打算",
            "下步打算",
            "下一步计划",
            "下步计划",
            "下一步措施",
            "下一步工作",
            "下一步工作打算",
            "工作打算",
            "打算",
        ],
    ),
];
/// The most characters of a line that can be a heading of the second level.
const MAX_HEADING_CHARS: usize = 30;
/// The most columns and rows of a table that a page has room for.
const MAX_COLUMNS: usize = 10;
const MAX_ROWS: usize = 60;

/// What the office writes in a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Own {
    /// A heading of the second level, without its number.
    Heading(String),
    /// A paragraph.
    Paragraph(String),
    /// A table; its first row is its head.
    Table(Vec<Vec<String>>),
}

/// The office's own words, in the order of the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Supplement {
    parts: Vec<(Section, Own)>,
    /// Where each part stands, by its line or paragraph.
    places: Vec<(Arc<Place>, usize)>,
}

impl Supplement {
    /// Adds what a file holds, and says what of it cannot be placed or printed; passages come with
    /// the numbers of their lines or paragraphs.
    pub fn add(
        &mut self,
        passages: Vec<(usize, Passage)>,
        place: &Arc<Place>,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        let mut section: Option<Section> = None;
        // What stands below an unknown heading is told with the heading.
        let mut is_below_unknown = false;
        let mut unplaced = 0;
        let mut unknown = Unknown { place, n: 0 };
        let mut passages = passages.into_iter().peekable();
        while let Some((n, passage)) = passages.next() {
            let next = passages.peek().map(|(_, next)| next);
            for text in texts(&passage) {
                if text.split('\n').any(is_placeholder) {
                    diagnostics.push(
                        Diagnostic::error(
                            "placeholder",
                            format!("第{n}行 `{}` 有没有填写的占位内容", one_line(text)),
                        )
                        .at(Spot::from(place))
                        .value(text)
                        .hint("填写实际内容，没有的删去"),
                    );
                }
            }
            let own = match passage {
                Passage::Heading(level, heading) => match section_named(&heading) {
                    Some(named) => {
                        section = Some(named);
                        continue;
                    }
                    // Within a part a smaller heading is the office's own.
                    None if level > 1 && section.is_some() => {
                        Own::Heading(plain_heading(&one_line(&heading)))
                    }
                    None if one_line(&heading).is_empty() => continue,
                    None => {
                        (section, is_below_unknown) = (None, true);
                        unknown.tell(n, &heading, diagnostics);
                        continue;
                    }
                },
                Passage::Words(words) => match alone(&words, next) {
                    Alone::Section(named) => {
                        section = Some(named);
                        continue;
                    }
                    Alone::Unknown(heading) => {
                        (section, is_below_unknown) = (None, true);
                        unknown.tell(n, &heading, diagnostics);
                        continue;
                    }
                    Alone::Heading(heading) if section.is_some() => Own::Heading(heading),
                    Alone::Heading(_) | Alone::Words => match one_line(&words) {
                        paragraph if paragraph.is_empty() => continue,
                        paragraph => Own::Paragraph(paragraph),
                    },
                },
                Passage::Table(rows) => match table(rows) {
                    Ok(Some(rows)) => Own::Table(rows),
                    Ok(None) => continue,
                    Err((n_rows, n_columns)) => {
                        let message =
                            format!("第{n}行起的表有 {n_rows} 行 {n_columns} 列，放不进正文，未使用");
                        let hint = format!("正文里的表不多于 {MAX_ROWS} 行 {MAX_COLUMNS} 列，再大的另附");
                        diagnostics.push(
                            Diagnostic::warning("unplaced-text", message).at(Spot::from(place)).hint(hint),
                        );
                        continue;
                    }
                },
            };
            match section {
                Some(section) => {
                    self.parts.push((section, own));
                    self.places.push((place.clone(), n));
                }
                None if is_below_unknown => {}
                None => unplaced += 1,
            }
        }
        unknown.tell_rest(diagnostics);
        if unplaced > 0 {
            let message = format!("有{unplaced}段文字没有写明放在哪一部分，未使用");
            let warning = Diagnostic::warning("unplaced-text", message).at(Spot::from(place));
            diagnostics.push(warning.hint(format!("在文字前面加一行标题：{}", known())));
        }
    }

    /// Returns what the office writes in a part, in its order.
    pub(crate) fn of(&self, section: Section) -> impl Iterator<Item = &Own> {
        self.parts.iter().filter(move |(of, _)| *of == section).map(|(_, own)| own)
    }

    /// Returns the file and the line of the first that holds these words.
    pub(crate) fn line_of(&self, words: &str) -> Option<(&Arc<Place>, usize)> {
        let holds = |own: &Own| match own {
            Own::Heading(text) | Own::Paragraph(text) => text.contains(words),
            Own::Table(rows) => rows.iter().flatten().any(|cell| cell.contains(words)),
        };
        let at = self.parts.iter().position(|(_, own)| holds(own))?;
        self.places.get(at).map(|(place, line)| (place, *line))
    }

    /// Returns whether the office writes a part itself.
    pub(crate) fn has(&self, section: Section) -> bool {
        self.of(section).next().is_some()
    }
}

/// Returns the texts of a passage.
fn texts(passage: &Passage) -> Vec<&str> {
    match passage {
        Passage::Heading(_, text) | Passage::Words(text) => vec![text],
        Passage::Table(rows) => rows.iter().flatten().map(String::as_str).collect(),
    }
}

/// Returns the headings that name a part, for hints.
fn known() -> String {
    NAMES.map(|(_, names)| names[0]).join("、")
}

/// The headings of a file that name no part, told one by one as long as somebody reads them.
struct Unknown<'a> {
    place: &'a Arc<Place>,
    n: usize,
}

impl Unknown<'_> {
    /// So many are told one by one.
    const MAX_TOLD: usize = 20;

    fn tell(&mut self, line: usize, heading: &str, diagnostics: &mut Vec<Diagnostic>) {
        self.n += 1;
        if self.n > Unknown::MAX_TOLD {
            return;
        }
        let heading = one_line(heading);
        let message = format!("第{line}行的标题 `{heading}` 不是正文的一部分，其下内容未使用");
        let warning = Diagnostic::warning("unknown-section", message).at(Spot::from(self.place));
        diagnostics.push(warning.value(heading).hint(format!("标题应为 {}", known())));
    }

    fn tell_rest(&self, diagnostics: &mut Vec<Diagnostic>) {
        let Some(n) = self.n.checked_sub(Unknown::MAX_TOLD).filter(|n| *n > 0) else { return };
        let message = format!("另有 {n} 个标题不是正文的一部分，其下内容未使用");
        let warning = Diagnostic::warning("unknown-section", message).at(Spot::from(self.place));
        diagnostics.push(warning.hint(format!("标题应为 {}", known())));
    }
}

/// Returns the part that a heading names, with or without its number.
fn section_named(heading: &str) -> Option<Section> {
    let heading = plain_topic(&plain_heading(heading));
    NAMES.iter().find(|(_, names)| names.contains(&heading.as_str())).map(|(section, _)| *section)
}

/// Returns a heading without its number and the brackets around it.
fn plain_heading(heading: &str) -> String {
    let heading =
        heading.trim().trim_start_matches(['【', '［', '[']).trim_end_matches(['】', '］', ']', '：', ':']);
    let numbered = first_level(heading).or_else(|| second_level(heading)).unwrap_or(heading);
    numbered.trim().to_string()
}

/// Returns what follows the number of a heading of the first level: 一、.
fn first_level(line: &str) -> Option<&str> {
    let (number, rest) = line.split_once('、')?;
    is_numeral(number).then_some(rest)
}

/// Returns what follows the number of a heading of the second level: （一）.
fn second_level(line: &str) -> Option<&str> {
    let (number, rest) = line.trim().strip_prefix(['（', '('])?.split_once(['）', ')'])?;
    is_numeral(number).then_some(rest)
}

fn is_numeral(number: &str) -> bool {
    !number.is_empty()
        && number.chars().count() <= 3
        && number.chars().all(|c| "一二三四五六七八九十".contains(c))
}

/// Returns whether a line is a heading by the brackets around it: 【建议】.
fn is_bracketed(line: &str) -> bool {
    [('【', '】'), ('［', '］'), ('[', ']')].iter().any(|(open, close)| {
        let inner = line.strip_prefix(*open).and_then(|rest| rest.strip_suffix(*close));
        inner.is_some_and(|inner| !inner.is_empty() && !inner.contains([*open, *close]))
    })
}

/// What a line that stands alone is.
enum Alone {
    /// The heading of a part.
    Section(Section),
    /// A heading of the first level that names no part.
    Unknown(String),
    /// A heading of the second level, without its number.
    Heading(String),
    /// No heading.
    Words,
}

/// Tells what a line without any mark of a heading is, by what follows it.
fn alone(words: &str, next: Option<&Passage>) -> Alone {
    let line = words.trim();
    if !is_short(line) {
        return Alone::Words;
    }
    if let Some(heading) = second_level(line).filter(|_| section_named(line).is_none()) {
        // A heading has something below it; a list of short points has not.
        let is_over_words = |words: &str| {
            let below = words.trim();
            !(is_short(below) && second_level(below).is_some()) && section_named(below).is_none()
        };
        return match next {
            Some(Passage::Table(_)) => Alone::Heading(heading.trim().to_string()),
            Some(Passage::Words(below)) if is_over_words(below) => Alone::Heading(heading.trim().to_string()),
            _ => Alone::Words,
        };
    }
    if line.contains('，') {
        return Alone::Words;
    }
    if let Some(section) = section_named(line) {
        return Alone::Section(section);
    }
    match first_level(line) {
        Some(heading) => Alone::Unknown(heading.trim().to_string()),
        None if is_bracketed(line) => Alone::Unknown(plain_heading(line)),
        None => Alone::Words,
    }
}

/// Returns whether a line is as short as a heading, and no sentence.
fn is_short(line: &str) -> bool {
    let n_chars = line.chars().count();
    (1..=MAX_HEADING_CHARS).contains(&n_chars) && !line.contains(['\n', '。', '；'])
}

/// Returns a table's rows, all of one length, without those that are blank; of one that is too
/// large, how many rows and columns it has.
fn table(rows: Vec<Vec<String>>) -> Result<Option<Vec<Vec<String>>>, (usize, usize)> {
    let n_columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    if rows.len() > MAX_ROWS || n_columns > MAX_COLUMNS {
        return Err((rows.len(), n_columns));
    }
    let row = |cells: Vec<String>| {
        let mut cells: Vec<String> = cells.iter().map(|cell| one_line(cell)).collect();
        cells.resize(n_columns, String::new());
        cells
    };
    let is_blank = |cells: &Vec<String>| cells.iter().all(String::is_empty);
    let rows: Vec<Vec<String>> = rows.into_iter().map(row).filter(|cells| !is_blank(cells)).collect();
    Ok((!rows.is_empty()).then_some(rows))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::texts;
    use crate::source::Source;

    #[track_caller]
    fn check(name: &str, text: &str, expected: &[(Section, &str)], keys: &[&str]) {
        let source = Source { name: name.into(), bytes: text.into() };
        let mut diagnostics = Vec::new();
        let mut found = Supplement::default();
        found.add(texts::passages(&source).expect("text").0, &texts::place(0, &source), &mut diagnostics);
        let shown = |own: &Own| match own {
            Own::Heading(text) => format!("#{text}"),
            Own::Paragraph(text) => text.clone(),
            Own::Table(rows) => rows.iter().map(|row| row.join("|")).collect::<Vec<_>>().join("/"),
        };
        let found: Vec<_> = found.parts.iter().map(|(section, own)| (*section, shown(own))).collect();
        let expected: Vec<_> = expected.iter().map(|(section, own)| (*section, (*own).to_string())).collect();
        assert_eq!(found, expected, "{text}");
        assert_eq!(diagnostics.iter().map(|d| d.key).collect::<Vec<_>>(), keys, "{text}");
    }

    #[test]
    fn paragraphs_find_their_parts() {
        use Section::{Opening, Plan, Practice, Problems};
        let md = |text: &str, expected: &[(Section, &str)], keys: &[&str]| {
            check("正文素材.md", text, expected, keys)
        };
        md("", &[], &[]);
        md(
            "# 主要做法\n第一段，\n续行。\n\n- 第二段\n- **第三**段\n\n# 二、存在的问题\n=标题 [x] $y$\n",
            &[
                (Practice, "第一段，续行。"),
                (Practice, "第二段"),
                (Practice, "第三段"),
                (Problems, "=标题[x]$y$"),
            ],
            &[],
        );
        md(
            "# 问题\n甲。\n## 小标题\n乙。",
            &[(Problems, "甲。"), (Problems, "#小标题"), (Problems, "乙。")],
            &[],
        );
        md("无处。\n\n# 计划\n丙。", &[(Plan, "丙。")], &["unplaced-text"]);
        md("# 成效\n共XX次", &[(Practice, "共XX次")], &["placeholder"]);
        md("# 附录\n丁。", &[], &["unknown-section"]);
        md("无处。\n\n# 附录\n丁。", &[], &["unknown-section", "unplaced-text"]);
        md(
            "# 前言\n戊。\n| 村 | 次 |\n|--|--|\n| 甲村 | |",
            &[(Opening, "戊。"), (Opening, "村|次/甲村|")],
            &[],
        );
    }

    #[test]
    fn headings_of_plain_text_stand_alone() {
        use Section::{Causes, Plan, Practice, Problems};
        let txt = |text: &str, expected: &[(Section, &str)], keys: &[&str]| {
            check("正文素材.txt", text, expected, keys)
        };
        txt(
            "成效：\n第一段。\n（一）进村入户\n第二段。\n【问题】\n第三段。\n三、原因分析\n第四段。\n",
            &[
                (Practice, "第一段。"),
                (Practice, "#进村入户"),
                (Practice, "第二段。"),
                (Problems, "第三段。"),
                (Causes, "第四段。"),
            ],
            &[],
        );
        // A heading may have two parts; short points under one another are no headings.
        txt(
            "计划\n（一）补齐短板，把补学落到人\n第一段。\n（二）读两本书，写一篇文章\n（三）讲一堂课\n",
            &[
                (Plan, "#补齐短板，把补学落到人"),
                (Plan, "第一段。"),
                (Plan, "（二）读两本书，写一篇文章"),
                (Plan, "（三）讲一堂课"),
            ],
            &[],
        );
        txt("一、总体情况\n甲。\n", &[], &["unknown-section"]);
        txt("【问题】\n甲。\n【建议】\n乙。\n", &[(Problems, "甲。")], &["unknown-section"]);
        let wide = format!("成效\n{}\n{}\n", "甲\t".repeat(12), "乙\t".repeat(12));
        txt(&wide, &[], &["unplaced-text"]);
    }
}
