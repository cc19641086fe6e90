//! A docx as what stands in it, in order: headings, paragraphs, tables.
//!
//! Read event by event, so that no nesting costs more than its bytes, and never more bytes than
//! allowed. What was deleted or moved away is none of it, nor is the second copy that Word keeps of
//! a text box for older programs.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use crate::source::MAX_FILE_BYTES;

/// The most bytes that one part of a docx may unpack to (32 MiB).
const MAX_UNPACKED_BYTES: u64 = 32 << 20;
/// Elements whose words are no part of the text as it is now.
const NOT_READ: [&str; 4] = ["del", "moveFrom", "Fallback", "instrText"];

/// Why a file has no words to be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// Over the limit.
    #[error("文件超过 {} MB", MAX_FILE_BYTES >> 20)]
    TooLarge,
    /// Not text in any of the encodings that offices use.
    #[error("内容不是文字")]
    NotText,
    /// A docx that is damaged, or none.
    #[error("不是可读的 docx 文件（{reason}）")]
    Damaged {
        /// What is wrong with it.
        reason: &'static str,
    },
}

/// A part of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Passage {
    /// A heading with its level, from 1.
    Heading(u8, String),
    /// A paragraph.
    Words(String),
    /// A table's rows of cells.
    Table(Vec<Vec<String>>),
}

/// Reads a docx.
pub(in crate::dossier) fn passages(bytes: &[u8]) -> Result<Vec<Passage>, TextError> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged("压缩包已损坏或不完整"))?;
    let styles = match part(&mut zip, "word/styles.xml") {
        Ok(xml) => levels(&xml)?,
        // Without styles nothing is a heading by its style.
        Err(TextError::Damaged { .. }) => BTreeMap::new(),
        Err(error) => return Err(error),
    };
    let xml = part(&mut zip, "word/document.xml")?;
    let mut text = Text { styles, ..Text::default() };
    let mut reader = Reader::from_str(&xml);
    loop {
        match reader.read_event().map_err(malformed)? {
            Event::Eof => return Ok(text.passages),
            Event::Start(tag) => text.start(&tag),
            Event::Empty(tag) => text.empty(&tag),
            Event::End(tag) => text.end(tag.local_name().as_ref()),
            Event::Text(words) => text.push(&words.xml10_content()),
            Event::GeneralRef(entity) => match entity.resolve_char_ref() {
                Ok(Some(c)) => text.push(c.encode_utf8(&mut [0; 4])),
                _ => text.push(match entity.xml10_content().as_ref() {
                    "amp" => "&",
                    "lt" => "<",
                    "gt" => ">",
                    "quot" => "\"",
                    _ => "'",
                }),
            },
            _ => {}
        }
    }
}

fn damaged(reason: &'static str) -> TextError {
    TextError::Damaged { reason }
}

/// Says that the marks of a part do not fit together.
fn malformed<T>(_: T) -> TextError {
    damaged("正文的标记不合规范")
}

/// Unpacks a part, as far as allowed.
fn part(zip: &mut ZipArchive<Cursor<&[u8]>>, name: &str) -> Result<String, TextError> {
    let entry = zip.by_name(name).map_err(|_| damaged("里面没有正文"))?;
    let mut xml = Vec::new();
    entry.take(MAX_UNPACKED_BYTES + 1).read_to_end(&mut xml).map_err(|_| damaged("正文已损坏"))?;
    if u64::try_from(xml.len()).is_ok_and(|n| n > MAX_UNPACKED_BYTES) {
        return Err(TextError::TooLarge);
    }
    // The standard allows UTF-8 and UTF-16 (ECMA-376 part 2); no program writes the latter.
    String::from_utf8(xml).map_err(|_| TextError::NotText)
}

/// Returns the levels of the styles that are headings, by their ids.
fn levels(xml: &str) -> Result<BTreeMap<String, u8>, TextError> {
    let mut levels = BTreeMap::new();
    let mut id = String::new();
    let mut reader = Reader::from_str(xml);
    loop {
        let event = reader.read_event().map_err(malformed)?;
        let (Event::Start(tag) | Event::Empty(tag)) = &event else {
            if event == Event::Eof {
                return Ok(levels);
            }
            continue;
        };
        match tag.local_name().as_ref() {
            "style" => id = attribute(tag, "styleId").unwrap_or_default(),
            "name" => {
                let name = attribute(tag, "val").unwrap_or_default().to_lowercase();
                let number = ["heading", "标题"].iter().find_map(|word| name.strip_prefix(word));
                if let Some(level) = number.and_then(|number| number.trim().parse().ok()) {
                    levels.insert(id.clone(), level);
                }
            }
            "outlineLvl" => {
                if let Some(level) = outline_level(tag) {
                    levels.insert(id.clone(), level);
                }
            }
            _ => {}
        }
    }
}

/// Returns a level from 1; what is body text has none.
fn outline_level(tag: &BytesStart<'_>) -> Option<u8> {
    attribute(tag, "val")?.parse().ok().filter(|level: &u8| *level < 9).map(|level| level + 1)
}

/// Returns an attribute's value, whatever its prefix.
fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = tag.attributes().flatten().find(|attribute| attribute.key.local_name().as_ref() == name)?;
    Some(found.value.to_string())
}

/// A text while it is read.
#[derive(Default)]
struct Text {
    styles: BTreeMap<String, u8>,
    passages: Vec<Passage>,
    /// The paragraph that is open, and its level where it is a heading.
    words: String,
    level: Option<u8>,
    /// How deep in elements that are not read, in tables, and whether in words.
    n_skipped: usize,
    n_tables: usize,
    in_words: bool,
    rows: Vec<Vec<String>>,
}

impl Text {
    fn start(&mut self, tag: &BytesStart<'_>) {
        let name = tag.local_name();
        let name = name.as_ref();
        if self.n_skipped > 0 || NOT_READ.contains(&name) {
            self.n_skipped += 1;
            return;
        }
        match name {
            "t" => self.in_words = true,
            "tbl" => self.n_tables += 1,
            // Cells of a table within a cell are words of that cell.
            "tr" if self.n_tables == 1 => self.rows.push(Vec::new()),
            "tc" if self.n_tables == 1 => {
                if let Some(row) = self.rows.last_mut() {
                    row.push(String::new());
                }
            }
            _ => self.property(tag),
        }
    }

    fn empty(&mut self, tag: &BytesStart<'_>) {
        if self.n_skipped > 0 {
            return;
        }
        if ["br", "tab", "cr"].contains(&tag.local_name().as_ref()) {
            self.words.push('\n');
        }
        self.property(tag);
    }

    fn property(&mut self, tag: &BytesStart<'_>) {
        match tag.local_name().as_ref() {
            "pStyle" => {
                let id = attribute(tag, "val").unwrap_or_default();
                self.level = self.level.or_else(|| self.styles.get(&id).copied());
            }
            "outlineLvl" => self.level = outline_level(tag).or(self.level),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        if self.n_skipped > 0 {
            self.n_skipped -= 1;
            return;
        }
        match name {
            "t" => self.in_words = false,
            "p" => {
                let words = std::mem::take(&mut self.words);
                let level = self.level.take();
                if self.n_tables > 0 {
                    let cell = self.rows.last_mut().and_then(|row| row.last_mut());
                    if let Some(cell) = cell {
                        if !cell.is_empty() {
                            cell.push('\n');
                        }
                        cell.push_str(&words);
                    }
                } else {
                    self.passages.push(match level {
                        Some(level) => Passage::Heading(level, words),
                        None => Passage::Words(words),
                    });
                }
            }
            "tbl" => {
                self.n_tables = self.n_tables.saturating_sub(1);
                if self.n_tables == 0 {
                    self.passages.push(Passage::Table(std::mem::take(&mut self.rows)));
                }
            }
            _ => {}
        }
    }

    fn push(&mut self, words: &str) {
        if self.in_words && self.n_skipped == 0 {
            self.words.push_str(words);
        }
    }
}

#[cfg(test)]
pub(in crate::dossier) mod tests {
    use std::io::Write;

    use super::*;

    /// Makes a docx of a body and styles.
    pub(in crate::dossier) fn docx(body: &str, styles: &str) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let mut add = |name: &str, xml: String| {
            zip.start_file(name, zip::write::SimpleFileOptions::default()).expect("open");
            zip.write_all(xml.as_bytes()).expect("written");
        };
        add("word/document.xml", format!("<w:document xmlns:w=\"w\"><w:body>{body}</w:body></w:document>"));
        add("word/styles.xml", format!("<w:styles xmlns:w=\"w\">{styles}</w:styles>"));
        zip.finish().expect("closed").into_inner()
    }

    fn words(text: &str) -> String {
        format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
    }

    #[test]
    fn headings_paragraphs_and_tables() {
        let styles = "<w:style w:styleId=\"2\"><w:name w:val=\"heading 2\"/></w:style>\
                      <w:style w:styleId=\"a\"><w:name w:val=\"成效\"/><w:pPr><w:outlineLvl w:val=\"0\"/></w:pPr></w:style>";
        let heading = |style: &str, text: &str| {
            format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
        };
        let cell = |text: &str| format!("<w:tc>{}</w:tc>", words(text));
        let inner =
            format!("<w:tc>{}<w:tbl><w:tr>{}{}</w:tr></w:tbl></w:tc>", words("丙"), cell("1"), cell("2"));
        let table = format!(
            "<w:tbl><w:tr>{}{}</w:tr><w:tr>{inner}{}</w:tr></w:tbl>",
            cell("甲"),
            cell("乙"),
            cell("丁")
        );
        let moved = "<w:p><w:moveFrom><w:r><w:t>旧</w:t></w:r></w:moveFrom><w:r><w:t>新</w:t></w:r></w:p>";
        let body =
            format!("{}{}{}{table}{moved}", heading("a", "成效"), heading("2", "小标题"), words("A&amp;B"));
        let strings = |row: [&str; 2]| row.map(str::to_string).to_vec();
        assert_eq!(
            passages(&docx(&body, styles)),
            Ok(vec![
                Passage::Heading(1, "成效".into()),
                Passage::Heading(2, "小标题".into()),
                Passage::Words("A&B".into()),
                Passage::Table(vec![strings(["甲", "乙"]), strings(["丙\n1\n2", "丁"])]),
                Passage::Words("新".into()),
            ])
        );
    }

    #[test]
    fn whatever_is_broken_is_told() {
        assert!(matches!(passages(b"PK\x03\x04 broken"), Err(TextError::Damaged { .. })));
        assert!(passages(&docx("<w:p><w:t>甲</w:p>", "")).is_err());
        let bomb = "<w:p><w:r><w:t>甲</w:t></w:r></w:p>".repeat(1 << 20);
        assert_eq!(passages(&docx(&bomb, "")), Err(TextError::TooLarge));
        let deep = "<w:tbl><w:tr><w:tc>".repeat(20_000) + &"</w:tc></w:tr></w:tbl>".repeat(20_000);
        assert!(passages(&docx(&deep, "")).is_ok());
    }
}
