//! A zip container opened safely: what it holds, and its parts as streams that cannot run over.
//!
//! Sizes stated in a zip can lie, so nothing relies on them: bytes are counted while they are
//! unpacked, over all parts that are read.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::rc::Rc;

use memchr::memmem;
use zip::ZipArchive;
use zip::read::ZipFile;

use crate::workbook::error::Way;
use crate::workbook::{MAX_UNPACKED_BYTES, ReadError};

/// The longest text or tag of XML; a cell holds at most 32,767 characters.
pub(super) const MAX_PIECE_BYTES: u64 = 8 << 20;

/// The kinds of zip container that hold sheets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Container {
    /// xlsx, xlsm or xlsb.
    Package,
    /// ods.
    Ods,
}

/// An opened zip.
pub(super) struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// Entries by lower-case name with forward slashes.
    names: BTreeMap<String, usize>,
    /// The only entry with a file name; none where several have it.
    files: BTreeMap<String, Option<String>>,
    meter: Meter,
}

/// What may still be unpacked, and whether it was too much.
#[derive(Clone)]
struct Meter {
    left: Rc<Cell<u64>>,
    over: Rc<Cell<Option<Over>>>,
}

/// What was too much.
#[derive(Clone, Copy)]
enum Over {
    /// All parts together.
    Unpacked,
    /// A text or tag by itself.
    Piece,
}

impl Over {
    /// Returns it as an error of the file.
    fn error(self) -> ReadError {
        match self {
            Over::Unpacked => ReadError::too_many_bytes(
                "解压后的内容",
                usize::try_from(MAX_UNPACKED_BYTES).unwrap_or(usize::MAX),
            ),
            Over::Piece => {
                let limit = usize::try_from(MAX_PIECE_BYTES).unwrap_or(usize::MAX);
                ReadError::too_many_bytes("单个文字或标记的长度", limit)
            }
        }
    }
}

/// A part of the archive, unpacked as it is read.
pub(super) struct Part<'zip, 'bytes> {
    entry: ZipFile<'zip, Cursor<&'bytes [u8]>>,
    meter: Meter,
}

impl Part<'_, '_> {
    /// Notes that one piece of the part is too long by itself; returns the error to stop with.
    pub(super) fn over_piece(&self) -> std::io::Error {
        self.meter.over.set(Some(Over::Piece));
        std::io::Error::other("over the limit")
    }
}

impl Read for Part<'_, '_> {
    fn read(&mut self, buf: &mut [u8]) -> std::io::Result<usize> {
        let n = self.entry.read(buf)?;
        let Some(left) = self.meter.left.get().checked_sub(n as u64) else {
            self.meter.over.set(Some(Over::Unpacked));
            return Err(std::io::Error::other("over the limit"));
        };
        self.meter.left.set(left);
        Ok(n)
    }
}

impl<'a> Archive<'a> {
    /// Opens a zip.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Archive<'a>, ReadError> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| {
            // The directory stands at the end; without it the end is missing.
            if memmem::rfind(bytes, b"PK\x05\x06").is_none() { ReadError::Truncated } else { damaged(error) }
        })?;
        let mut names = BTreeMap::new();
        for index in 0..zip.len() {
            if let Some(Ok(name)) = zip.name_for_index(index) {
                names.insert(name.replace('\\', "/").to_ascii_lowercase(), index);
            }
        }
        let mut files: BTreeMap<String, Option<String>> = BTreeMap::new();
        // What a Mac packs beside each entry is no part.
        for name in names.keys().filter(|name| !name.starts_with("__macosx/")) {
            let file = name.rsplit('/').next().unwrap_or(name).to_string();
            files.entry(file).and_modify(|its| *its = None).or_insert_with(|| Some(name.clone()));
        }
        let meter = Meter { left: Rc::new(Cell::new(MAX_UNPACKED_BYTES)), over: Rc::new(Cell::new(None)) };
        Ok(Archive { zip, names, files, meter })
    }

    /// Tells what kind of file this is.
    pub(super) fn container(&mut self) -> Result<Container, ReadError> {
        let not = |found, way| Err(ReadError::other(found, way));
        let has = |name: &str| self.names.contains_key(name);
        let kind_of = |archive: &mut Archive<'_>| {
            let mut kind = String::new();
            let part = archive.part("mimetype");
            part.map(|part| part.take(100).read_to_string(&mut kind));
            kind
        };
        if self.names.keys().any(|name| name.starts_with("xl/")) {
            Ok(Container::Package)
        } else if has("word/document.xml") {
            not("这是 Word 文档", Way::Original)
        } else if has("ppt/presentation.xml") {
            not("这是演示文稿", Way::Original)
        } else if has("content.xml") || has("meta-inf/manifest.xml") && has("mimetype") {
            match kind_of(self).as_str() {
                kind if kind.contains("opendocument.text") => not("这是 ODT 文字文档", Way::Original),
                kind if kind.contains("opendocument.presentation") => not("这是 ODP 演示文稿", Way::Original),
                _ => Ok(Container::Ods),
            }
        } else if has("ofd.xml") {
            not("这是 OFD 版式文件", Way::Original)
        } else if self.names.keys().any(|name| name.ends_with(".iwa") || name == "index.zip") {
            not("这是苹果 Numbers 或 Pages 的文件", Way::Export)
        } else if self.names.keys().any(|name| name.ends_with(".xlsx") || name.ends_with(".xls")) {
            not("这是压缩包，里面另有电子表格文件", Way::Unpack)
        } else if has("[content_types].xml") {
            // A workbook whose parts lie elsewhere than under xl/.
            Ok(Container::Package)
        } else {
            not("这是压缩包，里面没有工作表", Way::Remove)
        }
    }

    /// Returns the name of an entry that a path means: as it is written, with its `%20` resolved,
    /// or the only entry with this file name where programs write a folder that is not there.
    pub(super) fn find(&self, path: &str) -> Option<String> {
        let path = path.to_ascii_lowercase();
        if self.names.contains_key(&path) {
            return Some(path);
        }
        let plain = percent_decoded(&path);
        if self.names.contains_key(&plain) {
            return Some(plain);
        }
        let file = plain.rsplit('/').next().filter(|file| file.contains('.'))?;
        self.files.get(file).cloned().flatten()
    }

    /// Returns the lower-case names of all entries.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.keys().map(String::as_str)
    }

    /// Refuses parts that say they unpack to too much together; those that lie are stopped while
    /// they are read.
    pub(super) fn bound<'p>(&mut self, paths: impl Iterator<Item = &'p str>) -> Result<(), ReadError> {
        let mut n_bytes = 0_u64;
        for path in paths {
            let entry = self.names.get(path).and_then(|&index| self.zip.by_index_raw(index).ok());
            n_bytes = n_bytes.saturating_add(entry.map_or(0, |entry| entry.size()));
        }
        if n_bytes > self.meter.left.get() { Err(Over::Unpacked.error()) } else { Ok(()) }
    }

    /// Opens a part by its path, whatever its letter case.
    pub(super) fn part(&mut self, path: &str) -> Option<Part<'_, 'a>> {
        let index = *self.names.get(&path.to_ascii_lowercase())?;
        let meter = self.meter.clone();
        let entry = self.zip.by_index(index).ok()?;
        Some(Part { entry, meter })
    }

    /// Returns the error of reading XML: too large where a part ran over, else damaged.
    pub(super) fn error(&self, error: &quick_xml::Error) -> ReadError {
        self.over().unwrap_or_else(|| ReadError::Damaged {
            reason: match error {
                quick_xml::Error::Io(_) => BROKEN_PACKING.to_string(),
                // A tag or a comment that never ends.
                quick_xml::Error::Syntax(_) => CUT.to_string(),
                _ => "XML 不合规范".to_string(),
            },
        })
    }

    /// Returns the error of reading bytes.
    pub(super) fn byte_error(&self) -> ReadError {
        self.over().unwrap_or_else(|| ReadError::Damaged { reason: BROKEN_PACKING.to_string() })
    }

    /// Returns the error where something was too much.
    fn over(&self) -> Option<ReadError> {
        self.meter.over.get().map(Over::error)
    }
}

/// Said of a part whose packed bytes are damaged.
const BROKEN_PACKING: &str = "压缩的内容已损坏";
/// Said of a part whose end is missing.
pub(super) const CUT: &str = "内容中途断掉";

/// Resolves `%20` and the like.
fn percent_decoded(path: &str) -> String {
    let mut out = Vec::new();
    let mut rest = path.as_bytes();
    while let Some((&first, more)) = rest.split_first() {
        let code = more.get(..2).filter(|_| first == b'%').and_then(|code| std::str::from_utf8(code).ok());
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(byte) => {
                out.push(byte);
                rest = &more[2..];
            }
            None => {
                out.push(first);
                rest = more;
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| path.to_string())
}

/// Returns an error of the container as ours.
fn damaged(_: zip::result::ZipError) -> ReadError {
    ReadError::Damaged { reason: "压缩包的目录已损坏".to_string() }
}
