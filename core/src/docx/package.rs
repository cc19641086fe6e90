//! The parts of the file, and the container they lie in: the same bytes each time.

use std::io::{Cursor, Write};

use zip::result::ZipResult;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use crate::docx::xml::{HEAD, escape};
use crate::zipped::alike;

/// What the types of Word's own parts begin with.
pub(super) const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.";
/// What the kinds of relations begin with.
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";

/// A file of the package.
#[derive(Debug)]
pub(super) struct Part {
    /// Its path.
    pub path: String,
    /// Its type; none where its ending says it.
    pub kind: Option<String>,
    /// What it holds.
    pub bytes: Vec<u8>,
}

impl Part {
    /// Makes a part of XML.
    pub(super) fn xml(path: impl Into<String>, kind: impl Into<String>, xml: String) -> Part {
        Part { path: path.into(), kind: Some(kind.into()), bytes: xml.into_bytes() }
    }

    /// Makes a part whose ending says what it is.
    pub(super) fn plain(path: impl Into<String>, bytes: Vec<u8>) -> Part {
        Part { path: path.into(), kind: None, bytes }
    }
}

/// A relation: from a part to another.
#[derive(Debug, Clone)]
pub(super) struct Relation {
    /// By what name the part refers to it.
    pub id: String,
    /// Its kind: the end of a name of Office's, or a whole name.
    pub kind: &'static str,
    /// The path of the other part, as seen from the first one's folder.
    pub target: String,
}

impl Relation {
    /// Makes a relation.
    pub(super) fn new(id: impl Into<String>, kind: &'static str, target: impl Into<String>) -> Relation {
        Relation { id: id.into(), kind, target: target.into() }
    }
}

/// Returns the part that holds relations.
pub(super) fn relations(path: &str, relations: &[Relation]) -> Part {
    let mut xml = format!(
        "{HEAD}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
    );
    for Relation { id, kind, target } in relations {
        let kind = if kind.contains('/') { (*kind).to_string() } else { format!("{RELATIONS}{kind}") };
        xml += &format!("<Relationship Id=\"{id}\" Type=\"{kind}\" Target=\"{}\"/>", escape(target));
    }
    Part::plain(path, (xml + "</Relationships>").into_bytes())
}

/// Returns a container with its files as they are: the container that it becomes a part of packs
/// them together, in two thirds of the bytes.
pub(super) fn unpacked(container: &[u8]) -> ZipResult<Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(container))?;
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let mut file = archive.by_index(at)?;
        zip.start_file(file.name()?.into_owned(), alike(CompressionMethod::Stored))?;
        std::io::copy(&mut file, &mut zip)?;
    }
    Ok(zip.finish()?.into_inner())
}

/// Returns the parts as one file, their types first.
pub(super) fn pack(parts: &[Part]) -> Vec<u8> {
    let mut types = format!(
        "{HEAD}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/>"
    );
    if parts.iter().any(|part| part.path.ends_with(".xlsx")) {
        types += "<Default Extension=\"xlsx\" \
                  ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet\"/>";
    }
    for part in parts {
        if let Some(kind) = &part.kind {
            types += &format!("<Override PartName=\"/{}\" ContentType=\"{kind}\"/>", part.path);
        }
    }
    let first = Part::plain("[Content_Types].xml", (types + "</Types>").into_bytes());
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = alike(CompressionMethod::Deflated);
    for part in std::iter::once(&first).chain(parts) {
        let written = zip.start_file(part.path.as_str(), options).map(|()| zip.write_all(&part.bytes));
        written.expect("its names are short and told once").expect("memory takes all bytes");
    }
    zip.finish().expect("memory takes all bytes").into_inner()
}
