//! The texts of essays, from the files beside their index: docx, md and txt.
//!
//! A text belongs to the entry whose 文件名 names its file, else to the one whose author and
//! title both stand in the file's name. A text that belongs to none is said to, and not used.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use encoding_rs::{GB18030, UTF_16BE, UTF_16LE};

use crate::diagnostic::{Diagnostic, Spot};
use crate::dossier::docx;
use crate::dossier::markdown;
use crate::dossier::records::Dossier;
use crate::dossier::tables::region::regions;
use crate::dossier::writing::squeeze::squeeze;
use crate::dossier::writing::topic::plain_topic;
use crate::dossier::writing::vocabulary::Vocabulary;
use crate::origin::Place;
use crate::source::{MAX_FILE_BYTES, Source};
use crate::workbook::Workbook;
use crate::workbook::archived::{self, Content};

use crate::dossier::docx::MAX_OWN_BYTES;
pub use crate::dossier::docx::{Passage, TextError};
pub use crate::dossier::left_out::LeftOut;

/// A title shorter than this is not looked for in file names.
const MIN_TITLE_CHARS: usize = 4;

/// A text file's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// The file.
    pub place: Arc<Place>,
    /// The words.
    pub text: Arc<str>,
}

/// Reads a text file; what it is, its content tells.
pub fn read(index: usize, source: &Source) -> Result<Text, TextError> {
    if source.bytes.len() > MAX_FILE_BYTES {
        return Err(TextError::TooLarge);
    }
    let text = match source.bytes.as_slice() {
        [b'P', b'K', 3 | 5, ..] => words_of_docx(&source.bytes)?,
        bytes => decode(bytes).ok_or(TextError::NotText)?,
    };
    Ok(Text { place: place(index, source), text: text.into() })
}

/// Returns the place that a source is, as a whole.
pub fn place(index: usize, source: &Source) -> Arc<Place> {
    Arc::new(Place { file_index: index, sheet_index: 0, file: source.name.clone(), sheet: None })
}

/// Returns whether a workbook holds a register, so that a `.txt` is a table and not an essay.
pub fn is_register(workbook: &Workbook, vocabulary: &Vocabulary) -> bool {
    workbook.sheets.iter().flat_map(|sheet| regions(sheet, vocabulary)).any(|region| region.kind.is_ok())
}

/// Returns whether most rows of a text file have as many cells as one another, and several.
pub fn is_like_a_table(workbook: &Workbook) -> bool {
    const FEWEST_ROWS: usize = 3;
    let rows = || workbook.sheets.iter().flat_map(|sheet| &sheet.rows);
    let widths: Vec<usize> = rows().map(|row| row.cells.len()).collect();
    let widest = widths
        .iter()
        .copied()
        .filter(|width| *width >= 2)
        .max_by_key(|width| widths.iter().filter(|other| *other == width).count());
    let n_alike = widths.iter().filter(|width| Some(**width) == widest).count();
    n_alike >= FEWEST_ROWS && n_alike * 3 >= widths.len() * 2
}

/// Says that a text file that looks like a table was taken for an essay.
pub fn taken_for_text(text: &Text) -> Diagnostic {
    Diagnostic::warning("unknown-sheet", "这个文本文件像是一张表，但没有认出是哪种登记表，当作文稿")
        .at(&text.place)
        .hint("是登记表的，在网页上“对表”，或在 banxin.toml 的 [layout] 里写明它是什么")
}

/// Gives each essay its text; returns the texts that belong to no entry.
pub fn attach(dossier: &mut Dossier, texts: Vec<Text>) -> Vec<Text> {
    let entries = Entries::of(dossier);
    let mut left = Vec::new();
    for text in texts {
        let name = stem(&text.place.file);
        let free = |at: &usize| dossier.essays[*at].text.is_none();
        match entries.by_file(&name).find(free).or_else(|| entries.by_name(&name).into_iter().find(free)) {
            Some(at) => dossier.essays[at].text = Some(text.text),
            None => left.push(text),
        }
    }
    left
}

/// The entries of the essay index as the names of files lead to them.
struct Entries {
    /// By the file that an entry names.
    files: BTreeMap<String, Vec<usize>>,
    /// By author, where the title is long enough to be looked for.
    authors: BTreeMap<String, Vec<(usize, String)>>,
    /// The characters of the longest author.
    longest: usize,
}

impl Entries {
    fn of(dossier: &Dossier) -> Entries {
        let mut entries = Entries { files: BTreeMap::new(), authors: BTreeMap::new(), longest: 0 };
        for (at, essay) in dossier.essays.iter().enumerate() {
            let file = stem(essay.file.text());
            if !file.is_empty() {
                entries.files.entry(file).or_default().push(at);
            }
            let (author, title) = (plain_topic(&essay.author), plain_topic(essay.title.text()));
            if title.chars().count() >= MIN_TITLE_CHARS {
                entries.longest = entries.longest.max(author.chars().count());
                entries.authors.entry(author).or_default().push((at, title));
            }
        }
        entries
    }

    /// Returns the entries that name a file, in the order of the index.
    fn by_file(&self, name: &str) -> impl Iterator<Item = usize> {
        self.files.get(name).into_iter().flatten().copied()
    }

    /// Returns the entries whose author and title both stand in a file's name, in their order.
    fn by_name(&self, name: &str) -> BTreeSet<usize> {
        let starts: Vec<usize> = name.char_indices().map(|(at, _)| at).chain([name.len()]).collect();
        let within = |from: usize| {
            let (start, ends) = (starts[from], starts[from..].iter().take(self.longest + 1));
            ends.filter_map(move |end| self.authors.get(&name[start..*end]))
        };
        let of_authors = (0..starts.len()).flat_map(within).flatten();
        of_authors.filter(|(_, title)| name.contains(title.as_str())).map(|(at, _)| *at).collect()
    }
}

/// Says that a text belongs to no entry of the essay index.
pub fn unmatched(text: &Text) -> Diagnostic {
    Diagnostic::note("text-unmatched", "心得体会目录中没有这篇正文的登记，未使用")
        .at(&text.place)
        .hint("在目录的“文件名”一栏写上这个文件名，或在文件名中写明姓名和题目；与本期学习无关的可以不管")
}

/// Says that a text file cannot be read.
pub fn unreadable(index: usize, source: &Source, error: &TextError) -> Diagnostic {
    Diagnostic::warning("text-unreadable", format!("{error}，没有参加比对"))
        .at(Spot::from(&place(index, source)))
        .hint("用 Word 或 WPS 打开后另存为 .docx")
}

/// Says that the office's own words cannot be used.
pub fn unused(index: usize, source: &Source, error: &TextError) -> Diagnostic {
    let hint = match error {
        TextError::TooLong => "只留要写进报告的话，其余的另存一个文件",
        TextError::TooLarge | TextError::NotText | TextError::Damaged { .. } => {
            "用 Word 或 WPS 打开后另存为 .docx"
        }
    };
    Diagnostic::warning("text-unreadable", format!("{error}，没有写入报告"))
        .at(Spot::from(&place(index, source)))
        .hint(hint)
}

/// Returns a file name without its folder, ending, marks and spaces.
fn stem(name: &str) -> String {
    let name = squeeze(name);
    let name = name.rsplit(['/', '\\']).next().unwrap_or("");
    let lower = name.to_lowercase();
    let ending = [".docx", ".doc", ".md", ".txt", ".pdf", ".wps"].into_iter().find(|e| lower.ends_with(e));
    plain_topic(name.get(..name.len() - ending.map_or(0, str::len)).unwrap_or(name))
}

/// Decodes by byte order mark, then UTF-8, then GB18030; of a text made for an archive the words.
fn decode(bytes: &[u8]) -> Option<String> {
    let bytes = match archived::parse(bytes).map(|archived| archived.content) {
        Some(Content::Words(words)) => words.as_bytes(),
        Some(_) => return None,
        None => bytes,
    };
    let text = match bytes {
        [0xFF, 0xFE, ..] => UTF_16LE.decode(bytes).0.into_owned(),
        [0xFE, 0xFF, ..] => UTF_16BE.decode(bytes).0.into_owned(),
        _ => {
            let bytes = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(bytes);
            match std::str::from_utf8(bytes) {
                Ok(text) => text.to_string(),
                Err(_) => match GB18030.decode_without_bom_handling(bytes) {
                    (text, false) => text.into_owned(),
                    (_, true) => return None,
                },
            }
        }
    };
    let is_text = !text.chars().any(|c| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{1a}'));
    is_text.then_some(text)
}

/// Returns the words of a docx, one line a paragraph or cell.
fn words_of_docx(bytes: &[u8]) -> Result<String, TextError> {
    let mut text = String::new();
    // What an essay has beside its words is not looked at: it is only compared with others.
    let (passages, _) = docx::read(bytes)?;
    for passage in passages {
        match passage {
            Passage::Heading(_, words) | Passage::Words(words) => text += &(words + "\n"),
            Passage::Table(rows) => rows.into_iter().flatten().for_each(|cell| text += &(cell + "\n")),
        }
    }
    Ok(text)
}

/// A text of the office's own: its headings, paragraphs and tables, each with its line's number, and
/// what of the file is none of them.
pub type OwnText = (Vec<(usize, Passage)>, LeftOut);

/// Reads a text of the office's own.
pub fn passages(source: &Source) -> Result<OwnText, TextError> {
    if source.bytes.len() > MAX_FILE_BYTES {
        return Err(TextError::TooLarge);
    }
    let within = |n_bytes| if n_bytes > MAX_OWN_BYTES { Err(TextError::TooLong) } else { Ok(()) };
    match source.bytes.as_slice() {
        [b'P', b'K', 3 | 5, ..] => {
            let (passages, left_out) = docx::read(&source.bytes)?;
            within(passages.iter().map(Passage::n_bytes).sum())?;
            Ok(((1..).zip(passages).collect(), left_out))
        }
        bytes => {
            let text = decode(bytes).ok_or(TextError::NotText)?;
            within(text.len())?;
            let is_markdown = source.name.to_lowercase().ends_with(".md");
            Ok(match is_markdown {
                true => markdown::passages(&text),
                false => (markdown::lines(&text), LeftOut::default()),
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn docx(body: &str) -> Vec<u8> {
        crate::dossier::docx::tests::docx(body, "")
    }

    #[track_caller]
    fn check(bytes: &[u8], expected: Result<&str, TextError>) {
        let source = Source { name: "甲.docx".to_string(), bytes: bytes.to_vec() };
        assert_eq!(read(0, &source).map(|text| text.text.to_string()), expected.map(str::to_string));
    }

    #[test]
    fn own_words_have_one_bound_whatever_holds_them() {
        let passages = |name: &str, bytes: Vec<u8>| {
            passages(&Source { name: name.to_string(), bytes }).map(|(passages, _)| passages.len())
        };
        let paragraph = |n| docx(&format!("<w:p><w:r><w:t>{}</w:t></w:r></w:p>", "学".repeat(n)));
        assert_eq!(passages("正文素材.docx", paragraph(600_000)), Err(TextError::TooLong));
        assert_eq!(passages("正文素材.md", "学".repeat(600_000).into_bytes()), Err(TextError::TooLong));
        assert_eq!(passages("正文素材.docx", paragraph(300_000)), Ok(1));
    }

    /// Reads an index of essays and gives it texts by their files' names; shows which entry has which.
    #[track_caller]
    fn check_attached(entries: &[(&str, &str, &str)], files: &[&str], expected: &[&str]) {
        let rows: String = entries
            .iter()
            .map(|(author, title, file)| format!("{author},{title},2020-01-06,{file}\n"))
            .collect();
        let marks = "姓名,职务,2020年1月5日\n张三,书记,√\n李四,副书记,√\n".to_string();
        let sources = [("考勤表.csv", marks), ("心得.csv", format!("姓名,题目,提交日期,文件名\n{rows}"))];
        let workbook = |(index, (name, text)): (usize, &(&str, String))| {
            let source = Source { name: (*name).into(), bytes: text.clone().into() };
            crate::workbook::read(index, &source).output.expect("readable")
        };
        let workbooks: Vec<Workbook> = sources.iter().enumerate().map(workbook).collect();
        let period = "2020H1".parse().ok();
        let mut dossier = crate::dossier::assemble(&workbooks, "甲镇", period).output.expect("assembled");
        let text = |name: &&str| read(0, &Source { name: (*name).into(), bytes: (*name).into() });
        let texts: Vec<Text> = files.iter().map(|name| text(name).expect("a text")).collect();
        let left = attach(&mut dossier, texts);
        let mut told: Vec<String> = dossier
            .essays
            .iter()
            .map(|essay| format!("{}={}", essay.title.text(), essay.text.as_deref().unwrap_or("—")))
            .collect();
        told.extend(left.iter().map(|text| format!("left {}", text.place.file)));
        assert_eq!(told, expected);
    }

    #[test]
    fn texts_go_to_the_entries_that_name_them() {
        let entries = [
            ("张三", "学习体会一", "一.docx"),
            ("李四", "学习体会一", ""),
            ("张三", "学习体会一", ""),
            ("李四", "短", ""),
        ];
        check_attached(
            &entries,
            &[
                "文/一.txt",
                "李四：学习体会一.txt",
                "学习体会一（张三）.txt",
                "张三学习体会一2.txt",
                "李四短.txt",
            ],
            &[
                "学习体会一=文/一.txt",
                "学习体会一=李四：学习体会一.txt",
                "学习体会一=学习体会一（张三）.txt",
                "短=—",
                "left 张三学习体会一2.txt",
                "left 李四短.txt",
            ],
        );
    }

    #[test]
    fn words_of_every_kind_of_file() {
        check("学习体会".as_bytes(), Ok("学习体会"));
        check("\u{feff}学习体会".as_bytes(), Ok("学习体会"));
        check(&GB18030.encode("学习体会").0, Ok("学习体会"));
        check(b"\x01\x02", Err(TextError::NotText));
        let body = "<w:p><w:r><w:t>学习</w:t></w:r><w:del><w:r><w:delText>不</w:delText></w:r></w:del><w:r>\
                    <w:t>A&amp;B</w:t><w:br/><w:t>完</w:t></w:r></w:p>";
        check(&docx(body), Ok("学习A&B\n完\n"));
        check(b"PK\x03\x04 broken", {
            let found = words_of_docx(b"PK\x03\x04 broken");
            Err(found.expect_err("no zip"))
        });
        assert!(words_of_docx(&docx("<w:p><w:t>甲</w:p>")).is_err());
    }

    #[test]
    fn names_of_files() {
        assert_eq!(stem("心得/01-张三 “体会”.DOCX"), "01张三体会");
        assert_eq!(stem("01-张三-体会"), stem("01－张三－体会.docx"));
        assert_eq!(stem(""), "");
    }
}
