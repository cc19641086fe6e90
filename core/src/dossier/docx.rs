//! A docx as what stands in it, in order: headings, paragraphs, tables, and what of it is neither.
//!
//! Read event by event, so that no nesting costs more than its bytes, and never more bytes than
//! allowed. What was deleted or moved away is none of it, nor is the second copy that Word keeps of
//! a text box for older programs. Whatever cannot stand in a text, such as a picture, is listed.

use std::collections::BTreeMap;

use quick_xml::events::{BytesStart, Event};

use crate::container::Fault;
use crate::container::archive::{Archive, CUT};
use crate::container::parts::{self, Relationship};
use crate::container::xml::{Xml, elements, local_attribute, push_text};
use crate::dossier::left_out::{Graphic, LeftOut, Thing, is_number_of_page};
use crate::source::MAX_FILE_BYTES;

/// The most bytes that the office's own words may have: some 300 pages.
pub(in crate::dossier) const MAX_OWN_BYTES: usize = 1 << 20;
/// The most bytes that the parts of a docx may unpack to together (32 MiB).
const MAX_UNPACKED_BYTES: u64 = 32 << 20;
/// The deepest nesting; a table in a text box in a table has some forty levels.
const MAX_DEPTH: usize = 160;
/// The most styles; Word has some four hundred.
const MAX_STYLES: usize = 100_000;
/// Elements whose words are no part of the text as it is now, or only say how others are read.
const NOT_READ: [&str; 4] = ["moveFrom", "instrText", "delInstrText", "rt"];

/// Why a file has no words to be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// Over the limit.
    #[error("文件超过 {} MB", MAX_FILE_BYTES >> 20)]
    TooLarge,
    /// More words of the office's own than a report can hold.
    #[error("文字超过 {} MB", MAX_OWN_BYTES >> 20)]
    TooLong,
    /// Not text in any of the encodings that offices use.
    #[error("内容不是文字")]
    NotText,
    /// A docx that is damaged, or none.
    #[error("不是可读的 docx 文件（{reason}）")]
    Damaged {
        /// What is wrong with it.
        reason: String,
    },
}

impl From<Fault> for TextError {
    fn from(fault: Fault) -> TextError {
        match fault {
            Fault::TooLarge { .. } => TextError::TooLarge,
            Fault::Truncated => damaged(CUT),
            Fault::Damaged { reason } => TextError::Damaged { reason },
        }
    }
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

impl Passage {
    /// Returns how many bytes of text it holds.
    pub fn n_bytes(&self) -> usize {
        match self {
            Passage::Heading(_, words) | Passage::Words(words) => words.len(),
            Passage::Table(rows) => rows.iter().flatten().map(String::len).sum(),
        }
    }
}

/// Reads a docx: its passages, and what of it is none.
pub(in crate::dossier) fn read(bytes: &[u8]) -> Result<(Vec<Passage>, LeftOut), TextError> {
    let mut archive = Archive::open(bytes, MAX_UNPACKED_BYTES)?;
    let Some(path) = parts::opened(&mut archive, "word/document.xml")? else {
        return Err(damaged("里面没有正文"));
    };
    let all = parts::led_to(&mut archive, &path)?;
    let stated = parts::first(&archive, &all, "styles").or_else(|| archive.find("word/styles.xml"));
    // Without styles nothing is a heading by its style.
    let styles = stated.map(|styles| levels(&mut archive, &styles)).transpose()?.unwrap_or_default();
    let mut text = Text { styles, ..Text::default() };
    text.read(&mut archive, &path)?;
    let mut left = text.left_out();
    margins(&mut archive, &all, &mut left)?;
    let passages = text.passages.into_iter().map(|(passage, _)| passage).collect();
    Ok((passages, left))
}

/// Lists headers and footers that hold more than the page's number.
fn margins(archive: &mut Archive<'_>, parts: &[Relationship], left: &mut LeftOut) -> Result<(), TextError> {
    for margin in parts.iter().filter(|part| part.is("header") || part.is("footer")) {
        let Some(path) = archive.find(&margin.target) else { continue };
        let mut text = Text::default();
        text.read(archive, &path)?;
        for (passage, things) in text.passages {
            let words = words_of(&passage);
            let is_shown = things.iter().any(|thing| thing.is_seen());
            if is_shown || !is_number_of_page(&words) {
                left.add(Thing::Margin, None, &words);
            }
        }
    }
    Ok(())
}

/// Returns the words of a passage, of a table those of its cells.
fn words_of(passage: &Passage) -> String {
    match passage {
        Passage::Heading(_, words) | Passage::Words(words) => words.clone(),
        Passage::Table(rows) => rows.iter().flatten().cloned().collect(),
    }
}

fn damaged(reason: &str) -> TextError {
    TextError::Damaged { reason: reason.to_string() }
}

/// Returns the levels of the styles that are headings, by their ids.
fn levels(archive: &mut Archive<'_>, path: &str) -> Result<BTreeMap<String, u8>, TextError> {
    let mut id = String::new();
    let all = elements(archive, path, MAX_STYLES, |name, tag| {
        let level = match name {
            "style" => {
                id = local_attribute(tag, "styleId").unwrap_or_default();
                None
            }
            "name" => {
                let name = local_attribute(tag, "val").unwrap_or_default().to_lowercase();
                let number = ["heading", "标题"].iter().find_map(|word| name.strip_prefix(word));
                number.and_then(|number| number.trim().parse().ok())
            }
            "outlineLvl" => outline_level(tag),
            _ => None,
        };
        level.map(|level| (id.clone(), level))
    })?;
    match all.damage {
        Some(reason) => Err(TextError::Damaged { reason }),
        None => Ok(all.found.into_iter().collect()),
    }
}

/// Returns a level from 1; what is body text has none.
fn outline_level(tag: &BytesStart<'_>) -> Option<u8> {
    local_attribute(tag, "val")?.parse().ok().filter(|level: &u8| *level < 9).map(|level| level + 1)
}

/// A paragraph while it is read.
#[derive(Default)]
struct Open {
    words: String,
    /// The level of a heading.
    level: Option<u8>,
    /// What stands in it without being words.
    things: Vec<Thing>,
    /// What stands in its text boxes.
    boxed: Vec<(Passage, Vec<Thing>)>,
}

/// A text while it is read.
#[derive(Default)]
struct Text {
    styles: BTreeMap<String, u8>,
    /// Each passage with what stands in it without being words.
    passages: Vec<(Passage, Vec<Thing>)>,
    /// The elements that are open, the innermost last.
    names: Vec<String>,
    /// The paragraph that is open, and those round the text boxes that are open.
    open: Open,
    around: Vec<Open>,
    /// The graphics that are open, each with the depth at which it stands.
    graphics: Vec<(usize, Graphic)>,
    /// Of each choice between programs that is open whether one was taken.
    choices: Vec<bool>,
    /// How deep in elements that are not read, in tables, and whether in words.
    n_skipped: usize,
    n_tables: usize,
    in_words: bool,
    rows: Vec<Vec<String>>,
    /// What stands in the table without being words.
    in_table: Vec<Thing>,
    /// Whether words that were deleted are open.
    is_deleted: bool,
}

impl Text {
    /// Reads a part to its end.
    fn read(&mut self, archive: &mut Archive<'_>, path: &str) -> Result<(), TextError> {
        let Some(part) = archive.part(path) else { return Err(damaged("里面没有正文")) };
        let mut xml = Xml::new(part);
        let result = loop {
            match xml.next() {
                Ok(Event::Eof) => break Ok(()),
                Ok(Event::Start(tag)) => {
                    if self.names.len() == MAX_DEPTH {
                        return Err(damaged("嵌套太深"));
                    }
                    self.start(&tag);
                    self.names.push(tag.local_name().as_ref().to_string());
                }
                Ok(Event::End(tag)) => {
                    let name = self.names.pop();
                    if name.as_deref() != Some(tag.local_name().as_ref()) {
                        return Err(damaged("正文的标记不合规范"));
                    }
                    self.end(tag.local_name().as_ref());
                }
                Ok(event) => self.text(&event),
                Err(error) => break Err(error),
            }
        };
        drop(xml);
        result.map_err(|error| archive.error(&error))?;
        if self.names.is_empty() { Ok(()) } else { Err(damaged(CUT)) }
    }

    fn start(&mut self, tag: &BytesStart<'_>) {
        let name = tag.local_name();
        let name = name.as_ref();
        if self.n_skipped > 0 || self.is_skipped(name) {
            self.n_skipped += 1;
            // Of what was deleted only that there are words.
            if name == "delText" && !self.is_deleted && self.names.iter().any(|name| name == "del") {
                self.is_deleted = true;
                self.open.things.push(Thing::Deleted);
            }
            return;
        }
        if let Some((_, graphic)) = self.graphics.last_mut() {
            graphic.take(name, tag);
        }
        match name {
            "t" => self.in_words = self.graphics.len() == self.around.len(),
            "noBreakHyphen" => self.open.words.push('-'),
            "br" | "tab" | "cr" if self.parent() == Some("r") => self.open.words.push('\n'),
            "tbl" => self.n_tables += 1,
            // Cells of a table within a cell are words of that cell.
            "tr" if self.n_tables == 1 => self.rows.push(Vec::new()),
            "tc" if self.n_tables == 1 => {
                if let Some(row) = self.rows.last_mut() {
                    row.push(String::new());
                }
            }
            "drawing" | "pict" | "object" => self.graphics.push((self.names.len(), Graphic::of(name))),
            "txbxContent" if !self.graphics.is_empty() => self.around.push(std::mem::take(&mut self.open)),
            "AlternateContent" => self.choices.push(false),
            "pStyle" => {
                let id = local_attribute(tag, "val").unwrap_or_default();
                self.open.level = self.open.level.or_else(|| self.styles.get(&id).copied());
            }
            "outlineLvl" => self.open.level = outline_level(tag).or(self.open.level),
            name => self.open.things.extend(Thing::of(name)),
        }
    }

    /// Returns whether an element and all in it are left out; what is one of the things that are
    /// told is noted.
    fn is_skipped(&mut self, name: &str) -> bool {
        match name {
            "del" => self.is_deleted = false,
            "oMath" => self.open.things.push(Thing::Equation),
            // Of choices between programs the first is read.
            "Choice" | "Fallback" => {
                return self.choices.last_mut().is_some_and(|is_taken| std::mem::replace(is_taken, true));
            }
            name => return NOT_READ.contains(&name),
        }
        true
    }

    fn parent(&self) -> Option<&str> {
        self.names.last().map(String::as_str)
    }

    fn end(&mut self, name: &str) {
        if self.n_skipped > 0 {
            self.n_skipped -= 1;
            return;
        }
        if let Some((_, graphic)) = self.graphics.pop_if(|(depth, _)| *depth == self.names.len()) {
            self.open.things.extend(graphic.thing());
        }
        match name {
            "t" => self.in_words = false,
            "p" => self.end_paragraph(),
            "tbl" => {
                self.n_tables = self.n_tables.saturating_sub(1);
                if self.n_tables == 0 {
                    let table = Passage::Table(std::mem::take(&mut self.rows));
                    let things = std::mem::take(&mut self.in_table);
                    self.push((table, things));
                }
            }
            "txbxContent" => {
                let inner = std::mem::take(&mut self.open);
                if let Some(outer) = self.around.pop() {
                    self.open = outer;
                    self.open.things.extend(inner.things);
                    self.open.boxed.extend(inner.boxed);
                }
            }
            "AlternateContent" => {
                self.choices.pop();
            }
            _ => {}
        }
    }

    fn end_paragraph(&mut self) {
        let Open { words, level, things, boxed } = std::mem::take(&mut self.open);
        if let Some((_, graphic)) = self.graphics.last_mut() {
            graphic.has_words |= !words.trim().is_empty();
        }
        if self.n_tables > 0 {
            if let Some(cell) = self.rows.last_mut().and_then(|row| row.last_mut()) {
                if !cell.is_empty() {
                    cell.push('\n');
                }
                cell.push_str(&words);
            }
            self.in_table.extend(things);
            return;
        }
        let passage = match level {
            Some(level) => Passage::Heading(level, words),
            None => Passage::Words(words),
        };
        self.push((passage, things));
        boxed.into_iter().for_each(|passage| self.push(passage));
    }

    /// Adds a passage; what stands in a text box follows the paragraph that holds it.
    fn push(&mut self, passage: (Passage, Vec<Thing>)) {
        match self.around.last_mut() {
            Some(outer) => outer.boxed.push(passage),
            None => self.passages.push(passage),
        }
    }

    fn text(&mut self, event: &Event<'_>) {
        if self.in_words && self.n_skipped == 0 {
            push_text(&mut self.open.words, event);
        }
    }

    /// Lists what is no passage, by where it stands.
    fn left_out(&mut self) -> LeftOut {
        let mut left = LeftOut::default();
        let beside = std::mem::take(&mut self.open.things);
        for (n, (passage, things)) in (1..).zip(&self.passages) {
            let words = words_of(passage);
            things.iter().for_each(|thing| left.add(*thing, Some(n), &words));
        }
        beside.into_iter().for_each(|thing| left.add(thing, None, ""));
        left
    }
}

#[cfg(test)]
pub(in crate::dossier) mod tests {
    use std::io::{Cursor, Write};

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

    fn passages(bytes: &[u8]) -> Result<Vec<Passage>, TextError> {
        read(bytes).map(|(passages, _)| passages)
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
        assert_eq!(passages(&docx(&deep, "")), Err(damaged("嵌套太深")));
        assert!(passages(&docx("<w:p/></w:body>", "")).is_err());
    }

    /// Returns what is told of a body, and its words.
    fn told(body: &str) -> (Vec<String>, Vec<Passage>) {
        let (passages, left) = read(&docx(body, "")).expect("readable");
        let place =
            crate::origin::Place {
                file_index: 0, sheet_index: 0, file: "正文素材.docx".into(), sheet: None
            };
        let told = left.diagnostics(&std::sync::Arc::new(place));
        (told.into_iter().map(|one| format!("{} {}", one.severity, one.message)).collect(), passages)
    }

    #[test]
    fn what_is_no_words_is_told_once_a_kind() {
        let check = |body: &str, expected: &[&str]| assert_eq!(told(body).0, expected, "{body}");
        let drawing = |uri: &str, inner: &str| {
            format!("<w:drawing><a:graphicData uri=\"http://x/{uri}\">{inner}</a:graphicData></w:drawing>")
        };
        let run = |inner: &str| format!("<w:r>{inner}</w:r>");
        let paragraph =
            |inner: &str| format!("<w:p><w:r><w:t>各村都建了学习点</w:t></w:r>{}</w:p>", run(inner));
        let picture = paragraph(&drawing("picture", "<a:blip/>"));
        check(&words("甲"), &[]);
        check(&picture, &["警告 1幅图片没有用上（第1行“各村都建了学习点”）"]);
        let alone = format!("<w:p>{}</w:p>", run("<w:pict><v:shape><v:imagedata/></v:shape></w:pict>"));
        check(
            &format!("{}{alone}{picture}", words("甲")),
            &["警告 2幅图片没有用上（第2行、第3行“各村都建了学习点”）"],
        );
        let many = picture.repeat(7);
        assert!(told(&many).0[0].ends_with("、第5行“各村都建了学习点”等处）"), "{:?}", told(&many).0);
        let in_cell = format!("<w:tbl><w:tr><w:tc>{picture}</w:tc></w:tr></w:tbl>");
        check(&in_cell, &["警告 1幅图片没有用上（第1行“各村都建了学习点”）"]);
        check(&paragraph(&drawing("chart", "")), &["警告 1幅图表没有用上（第1行“各村都建了学习点”）"]);
        check(
            &paragraph(&drawing("diagram", "")),
            &["警告 1个图形或艺术字没有用上（第1行“各村都建了学习点”）"],
        );
        check(
            &paragraph("<w:object><v:shape><v:imagedata/></v:shape><o:OLEObject/></w:object>"),
            &["警告 1个嵌入的文件没有用上（第1行“各村都建了学习点”）"],
        );
        check(&paragraph("<w:pict><v:rect o:hr=\"t\"/></w:pict>"), &[]);
        check(
            &paragraph("<w:sym w:char=\"F052\"/>"),
            &["警告 1个符号字体的字符没有用上（第1行“各村都建了学习点”）"],
        );
        check(
            &paragraph("<w:footnoteReference/>"),
            &["警告 1条脚注或尾注没有用上（第1行“各村都建了学习点”）"],
        );
        check(&paragraph("<w:commentReference/>"), &["说明 1条批注没有用上（第1行“各村都建了学习点”）"]);
        check("<w:altChunk/>", &["警告 1个引用的其他文档没有用上"]);
        let deleted = "<w:p><w:del><w:r><w:delText>删</w:delText></w:r><w:r><w:delText>去</w:delText></w:r></w:del>\
                       <w:r><w:t>留下</w:t></w:r></w:p>";
        check(deleted, &["警告 1处修订中删去的文字没有用上（第1行“留下”）"]);
        check("<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr></w:p>", &[]);
    }

    #[test]
    fn an_equation_is_not_read_as_a_number() {
        let fraction = "<m:oMath><m:f><m:num><m:r><m:t>3</m:t></m:r></m:num><m:den><m:r><m:t>4</m:t></m:r>\
                        </m:den></m:f></m:oMath>";
        let (told, passages) = told(&format!("<w:p><w:r><w:t>占</w:t></w:r>{fraction}</w:p>"));
        assert_eq!(told, ["警告 1个公式没有用上（第1行“占”）"]);
        assert_eq!(passages, [Passage::Words("占".into())]);
    }

    #[test]
    fn words_of_a_text_box_are_read_once_and_by_themselves() {
        let boxed = |text: &str| format!("<w:txbxContent>{text}</w:txbxContent>");
        let both = |text: &str| {
            format!(
                "<w:p><w:r><w:t>前</w:t></w:r><w:r><mc:AlternateContent><mc:Choice><w:drawing>\
                 <a:graphicData uri=\"wordprocessingShape\"><wps:txbx>{}</wps:txbx></a:graphicData></w:drawing>\
                 </mc:Choice><mc:Fallback><w:pict><v:textbox>{}</v:textbox></w:pict></mc:Fallback>\
                 </mc:AlternateContent></w:r><w:r><w:t>后</w:t></w:r></w:p>",
                boxed(text),
                boxed(text)
            )
        };
        let read = |body: &str| told(body);
        let paragraphs = |words: &[&str]| -> Vec<Passage> {
            words.iter().map(|words| Passage::Words((*words).into())).collect()
        };
        assert_eq!(read(&both(&words("框"))), (Vec::new(), paragraphs(&["前后", "框"])));
        let blank = "警告 1个图形或艺术字没有用上（第1行“前后”）".to_string();
        assert_eq!(read(&both("<w:p/>")), (vec![blank], paragraphs(&["前后", ""])));
        // What only older programs know is read where there is nothing else.
        let older = "<w:p><w:r><mc:AlternateContent><mc:Fallback><w:t>旧</w:t></mc:Fallback>\
                     </mc:AlternateContent></w:r></w:p>";
        assert_eq!(read(older), (Vec::new(), paragraphs(&["旧"])));
    }
}
