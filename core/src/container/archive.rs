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

use crate::container::Fault;

/// The longest text or tag of XML; a cell holds at most 32,767 characters.
pub(crate) const MAX_PIECE_BYTES: u64 = 8 << 20;

/// An opened zip.
pub(crate) struct Archive<'a> {
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
    limit: u64,
    left: Rc<Cell<u64>>,
    over: Rc<Cell<Option<Over>>>,
}

/// What was too much.
#[derive(Clone, Copy)]
enum Over {
    /// All parts together: more than so many bytes.
    Unpacked(u64),
    /// A text or tag by itself.
    Piece,
}

impl Over {
    /// Returns it as an error of the file.
    fn error(self) -> Fault {
        match self {
            Over::Unpacked(limit) => Fault::too_many_bytes("解压后的内容", limit),
            Over::Piece => Fault::too_many_bytes("单个文字或标记的长度", MAX_PIECE_BYTES),
        }
    }
}

/// A part of the archive, unpacked as it is read.
pub(crate) struct Part<'zip, 'bytes> {
    entry: ZipFile<'zip, Cursor<&'bytes [u8]>>,
    meter: Meter,
}

impl Part<'_, '_> {
    /// Notes that one piece of the part is too long by itself; returns the error to stop with.
    pub(crate) fn over_piece(&self) -> std::io::Error {
        self.meter.over.set(Some(Over::Piece));
        std::io::Error::other("over the limit")
    }
}

impl Read for Part<'_, '_> {
    fn read(&mut self, buf: &mut [u8]) -> std::io::Result<usize> {
        let n = self.entry.read(buf)?;
        let Some(left) = self.meter.left.get().checked_sub(n as u64) else {
            self.meter.over.set(Some(Over::Unpacked(self.meter.limit)));
            return Err(std::io::Error::other("over the limit"));
        };
        self.meter.left.set(left);
        Ok(n)
    }
}

impl<'a> Archive<'a> {
    /// Opens a zip whose parts may unpack to so many bytes together.
    pub(crate) fn open(bytes: &'a [u8], limit: u64) -> Result<Archive<'a>, Fault> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| {
            // The directory stands at the end; without it the end is missing.
            if memmem::rfind(bytes, b"PK\x05\x06").is_none() { Fault::Truncated } else { damaged(error) }
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
        let meter = Meter { limit, left: Rc::new(Cell::new(limit)), over: Rc::new(Cell::new(None)) };
        Ok(Archive { zip, names, files, meter })
    }

    /// Returns the name of an entry that a path means: as it is written, with its `%20` resolved,
    /// or the only entry with this file name where programs write a folder that is not there.
    pub(crate) fn find(&self, path: &str) -> Option<String> {
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

    /// Returns whether there is an entry of this name, in lower case.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.names.contains_key(name)
    }

    /// Returns the lower-case names of all entries.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.keys().map(String::as_str)
    }

    /// Refuses parts that say they unpack to too much together; those that lie are stopped while
    /// they are read.
    pub(crate) fn bound<'p>(&mut self, paths: impl Iterator<Item = &'p str>) -> Result<(), Fault> {
        let mut n_bytes = 0_u64;
        for path in paths {
            let entry = self.names.get(path).and_then(|&index| self.zip.by_index_raw(index).ok());
            n_bytes = n_bytes.saturating_add(entry.map_or(0, |entry| entry.size()));
        }
        if n_bytes > self.meter.left.get() { Err(Over::Unpacked(self.meter.limit).error()) } else { Ok(()) }
    }

    /// Opens a part by its path, whatever its letter case.
    pub(crate) fn part(&mut self, path: &str) -> Option<Part<'_, 'a>> {
        let index = *self.names.get(&path.to_ascii_lowercase())?;
        let meter = self.meter.clone();
        let entry = self.zip.by_index(index).ok()?;
        Some(Part { entry, meter })
    }

    /// Returns the error of reading XML: too large where a part ran over, else damaged.
    pub(crate) fn error(&self, error: &quick_xml::Error) -> Fault {
        self.over().unwrap_or_else(|| Fault::Damaged {
            reason: match error {
                quick_xml::Error::Io(_) => BROKEN_PACKING.to_string(),
                // A tag or a comment that never ends.
                quick_xml::Error::Syntax(_) => CUT.to_string(),
                _ => "XML 不合规范".to_string(),
            },
        })
    }

    /// Returns the error of reading bytes.
    pub(crate) fn byte_error(&self) -> Fault {
        self.over().unwrap_or_else(|| Fault::Damaged { reason: BROKEN_PACKING.to_string() })
    }

    /// Returns the error where something was too much.
    fn over(&self) -> Option<Fault> {
        self.meter.over.get().map(Over::error)
    }
}

/// Said of a part whose packed bytes are damaged.
const BROKEN_PACKING: &str = "压缩的内容已损坏";
/// Said of a part whose end is missing.
pub(crate) const CUT: &str = "内容中途断掉";

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
fn damaged(_: zip::result::ZipError) -> Fault {
    Fault::Damaged { reason: "压缩包的目录已损坏".to_string() }
}
