//! Text documents written by hand, part by part.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// The namespaces that a body may use.
const SPACES: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
    xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" \
    xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" \
    xmlns:m=\"http://schemas.openxmlformats.org/officeDocument/2006/math\" \
    xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" \
    xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" \
    xmlns:wps=\"http://schemas.microsoft.com/office/word/2010/wordprocessingShape\" \
    xmlns:w14=\"http://schemas.microsoft.com/office/word/2010/wordml\" \
    xmlns:w15=\"http://schemas.microsoft.com/office/word/2012/wordml\" \
    xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:o=\"urn:schemas-microsoft-com:office:office\"";
/// What kinds of relationship begin with.
const KIND: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";

/// A document while it is put together.
#[derive(Clone)]
pub struct Docx {
    parts: Vec<(String, Vec<u8>)>,
    body: String,
    relationships: String,
}

impl Docx {
    /// Begins a document with this body.
    pub fn new(body: &str) -> Docx {
        Docx { parts: Vec::new(), body: body.to_string(), relationships: String::new() }
    }

    /// Adds a part of WordprocessingML that the body leads to: its kind, and what stands in its root.
    pub fn with(self, kind: &str, root: &str, xml: &str) -> Docx {
        let name = format!("word/{kind}.xml");
        let part = format!("<w:{root} {SPACES}>{xml}</w:{root}>");
        self.related(kind, &format!("{kind}.xml"), "").part(&name, part.as_bytes())
    }

    /// Adds styles by their ids, names and properties.
    pub fn styles(self, styles: &[(&str, &str, &str)]) -> Docx {
        let one = |(id, name, more): &(&str, &str, &str)| {
            format!(
                "<w:style w:type=\"paragraph\" w:styleId=\"{id}\"><w:name w:val=\"{name}\"/>{more}</w:style>"
            )
        };
        self.with("styles", "styles", &styles.iter().map(one).collect::<String>())
    }

    /// Adds a relationship of the body.
    pub fn related(mut self, kind: &str, target: &str, more: &str) -> Docx {
        let id = self.relationships.matches("<Relationship ").count() + 1;
        self.relationships +=
            &format!("<Relationship Id=\"rId{id}\" Type=\"{KIND}{kind}\" Target=\"{target}\" {more}/>");
        self
    }

    /// Adds a part as it is.
    pub fn part(mut self, name: &str, bytes: &[u8]) -> Docx {
        self.parts.push((name.to_string(), bytes.to_vec()));
        self
    }

    /// Packs it.
    pub fn bytes(&self) -> Vec<u8> {
        let list = |inside: &str| {
            format!(
                "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{inside}</Relationships>"
            )
        };
        let first =
            format!("<Relationship Id=\"rId1\" Type=\"{KIND}officeDocument\" Target=\"word/document.xml\"/>");
        let body = format!("<w:document {SPACES}><w:body>{}</w:body></w:document>", self.body);
        let own = [
            ("_rels/.rels", list(&first)),
            ("word/document.xml", body),
            ("word/_rels/document.xml.rels", list(&self.relationships)),
        ];
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let own = own.iter().map(|(name, text)| (*name, text.as_bytes()));
        for (name, bytes) in
            own.chain(self.parts.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())))
        {
            zip.start_file(name, SimpleFileOptions::default()).expect("in memory");
            zip.write_all(bytes).expect("in memory");
        }
        zip.finish().expect("in memory").into_inner()
    }
}

/// Returns a run.
pub fn run(text: &str) -> String {
    format!("<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r>")
}

/// Returns a paragraph of runs and whatever else.
pub fn p(inside: &str) -> String {
    format!("<w:p>{inside}</w:p>")
}

/// Returns a paragraph of a style.
pub fn styled(style: &str, text: &str) -> String {
    p(&format!("<w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>{}", run(text)))
}

/// Returns words that somebody added.
pub fn ins(who: &str, inside: &str) -> String {
    format!("<w:ins w:id=\"1\" w:author=\"{who}\" w:date=\"2026-07-01T08:00:00Z\">{inside}</w:ins>")
}

/// Returns words that somebody deleted.
pub fn del(who: &str, text: &str) -> String {
    let run = format!("<w:r><w:delText xml:space=\"preserve\">{text}</w:delText></w:r>");
    format!("<w:del w:id=\"2\" w:author=\"{who}\" w:date=\"2026-07-01T08:00:00Z\">{run}</w:del>")
}
