//! The files that travel inside an OFD, taken out again; the OFD may be anybody's.
//!
//! What is unpacked is bounded. A file of ours that has been stamped since still holds them.

use std::io::{Cursor, Read};

use quick_xml::events::Event;
use quick_xml::{Reader, XmlVersion};
use zip::ZipArchive;

use crate::ofd::archive;
use crate::pages::{AttachedFile, MAX_ATTACHED, Part};
use crate::source::MAX_FILE_BYTES;

/// The most bytes an OFD may have (256 MiB).
const MAX_OFD_BYTES: usize = 256 << 20;
/// The most bytes that all files inside may unpack to (128 MiB).
const MAX_TOTAL_BYTES: u64 = 128 << 20;
/// The most bytes of the list of them (1 MiB).
const MAX_LIST_BYTES: u64 = 1 << 20;
/// Where the list lies, and what it names its files from.
const LIST: &str = "Doc_0/Attachs/Attachments.xml";
const FOLDER: &str = "Doc_0/Attachs";

/// An OFD that gives no files.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExtractError {
    /// Over a limit.
    #[error("{0}超过上限")]
    TooLarge(&'static str),
    /// Damaged.
    #[error("OFD 已损坏（{0}）")]
    Damaged(&'static str),
    /// Nothing inside.
    #[error("OFD 里没有附带台账")]
    Nothing,
}

/// Returns whether a file is an OFD, by its beginning.
pub fn is_ofd(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

/// A file as the list names it.
#[derive(Debug, Default)]
struct Listed {
    name: String,
    part: Option<Part>,
    path: String,
}

/// Returns the files inside an OFD in the order in which they were put there; of an archived one
/// under the names of the files that its texts were made from.
pub fn extract(bytes: &[u8]) -> Result<Vec<AttachedFile>, ExtractError> {
    if bytes.len() > MAX_OFD_BYTES {
        return Err(ExtractError::TooLarge("OFD "));
    }
    let mut zip =
        ZipArchive::new(Cursor::new(bytes)).map_err(|_| ExtractError::Damaged("压缩包的目录已损坏"))?;
    let mut n_left = MAX_TOTAL_BYTES;
    if zip.index_for_name(LIST).is_none() {
        return Err(ExtractError::Nothing);
    }
    let list = unpack(&mut zip, LIST, MAX_LIST_BYTES)?;
    let listed = listed(&list).ok_or(ExtractError::Damaged("附件的目录无法解析"))?;
    if listed.len() > MAX_ATTACHED {
        return Err(ExtractError::TooLarge("附带文件的个数"));
    }
    let mut files = Vec::new();
    for file in listed {
        let Some(part) = file.part else { continue };
        let limit = n_left.min(MAX_FILE_BYTES as u64);
        let bytes = unpack(&mut zip, &format!("{FOLDER}/{}", file.path), limit)?;
        n_left -= bytes.len() as u64;
        files.push(AttachedFile { name: file.name, bytes, part });
    }
    if files.is_empty() {
        return Err(ExtractError::Nothing);
    }
    Ok(if archive::are_texts(&files) { archive::of_texts(files) } else { files })
}

/// Unpacks a file within a limit; what it says of its own size is not relied upon.
fn unpack(zip: &mut ZipArchive<Cursor<&[u8]>>, name: &str, limit: u64) -> Result<Vec<u8>, ExtractError> {
    let entry = zip.by_name(name).map_err(|_| ExtractError::Damaged("附件的目录里有的文件不在"))?;
    let mut bytes = Vec::new();
    entry.take(limit + 1).read_to_end(&mut bytes).map_err(|_| ExtractError::Damaged("压缩的内容已损坏"))?;
    if bytes.len() as u64 > limit { Err(ExtractError::TooLarge("附带的文件")) } else { Ok(bytes) }
}

/// Reads the list.
fn listed(xml: &[u8]) -> Option<Vec<Listed>> {
    let mut reader = Reader::from_str(std::str::from_utf8(xml).ok()?);
    let mut files: Vec<Listed> = Vec::new();
    let mut is_path = false;
    loop {
        match reader.read_event().ok()? {
            Event::Start(tag) if tag.local_name().as_ref() == "Attachment" => {
                let mut file = Listed::default();
                for attribute in tag.attributes() {
                    let attribute = attribute.ok()?;
                    let value = attribute.normalized_value(XmlVersion::Implicit1_0).ok()?;
                    match attribute.key.as_ref() {
                        "Name" => file.name = value.into_owned(),
                        "Usage" => file.part = Part::of(&value),
                        _ => {}
                    }
                }
                files.push(file);
            }
            Event::Start(tag) => is_path = tag.local_name().as_ref() == "FileLoc",
            Event::End(_) => is_path = false,
            Event::Text(text) if is_path => {
                files.last_mut()?.path.push_str(&text.xml10_content());
            }
            Event::Eof => return Some(files),
            _ => {}
        }
    }
}
