//! A zip container opened safely: what it holds, and its parts as streams that cannot run over.
//!
//! Sizes stated in a zip can lie, so nothing relies on them. Deflate expands at most 1032 to
//! one, so a part whose compressed size times that is within the limit needs no counting; the
//! others are counted while they are unpacked.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::io::{BufReader, Cursor, Read};
use std::rc::Rc;

use memchr::{memmem, memrchr};
use quick_xml::events::Event;
use zip::read::ZipFile;
use zip::{CompressionMethod, ZipArchive};

use crate::workbook::{MAX_CELLS, MAX_UNPACKED_BYTES, ReadError};

/// The most that deflate can expand (RFC 1951: 258 bytes from two bits).
const MAX_DEFLATE_RATIO: u64 = 1032;
/// The longest stretch of XML without a tag; a cell holds at most 32,767 characters.
const MAX_STRETCH_BYTES: u64 = 8 << 20;
/// Parts that cannot unpack to more than this are not looked at piece by piece.
const MAX_UNCHECKED_BYTES: u64 = 32 << 20;
/// The most that the table of shared strings, styles or names may unpack to.
const MAX_TABLE_BYTES: usize = 128 << 20;
/// The most tags in the table of styles; Excel itself allows 65,490 cell formats.
const MAX_STYLE_TAGS: usize = 600_000;
/// The most tags in the list of sheets and defined names.
const MAX_NAME_TAGS: usize = 1_000_000;

/// The kinds of zip container that hold sheets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Container {
    /// xlsx or xlsm.
    Xlsx,
    /// xlsb.
    Xlsb,
    /// ods.
    Ods,
}

/// An opened zip.
pub(super) struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// Entries by lower-case name with forward slashes, as calamine looks them up.
    names: BTreeMap<String, usize>,
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
                let limit = usize::try_from(MAX_STRETCH_BYTES).unwrap_or(usize::MAX);
                ReadError::too_many_bytes("单个文字或标记的长度", limit)
            }
        }
    }
}

/// A part of the archive, unpacked as it is read.
pub(super) struct Part<'zip, 'bytes> {
    entry: ZipFile<'zip, Cursor<&'bytes [u8]>>,
    meter: Meter,
    stretch: u64,
}

impl Read for Part<'_, '_> {
    fn read(&mut self, buf: &mut [u8]) -> std::io::Result<usize> {
        let n = self.entry.read(buf)?;
        let n_bytes = n as u64;
        self.stretch = match memrchr(b'<', &buf[..n]) {
            Some(at) => (n - at) as u64,
            None => self.stretch + n_bytes,
        };
        let left = self.meter.left.get().checked_sub(n_bytes);
        let over = match left {
            None => Some(Over::Unpacked),
            Some(_) => (self.stretch > MAX_STRETCH_BYTES).then_some(Over::Piece),
        };
        if over.is_some() {
            self.meter.over.set(over);
            return Err(std::io::Error::other("over the limit"));
        }
        self.meter.left.set(left.unwrap_or(0));
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
        let meter = Meter { left: Rc::new(Cell::new(MAX_UNPACKED_BYTES)), over: Rc::new(Cell::new(None)) };
        Ok(Archive { zip, names, meter })
    }

    /// Tells what kind of file this is.
    pub(super) fn container(&mut self) -> Result<Container, ReadError> {
        let not = |found: &str| Err(ReadError::NotASpreadsheet { found: found.to_string() });
        let has = |name: &str| self.names.contains_key(name);
        let kind_of = |archive: &mut Archive<'_>| {
            let mut kind = String::new();
            let part = archive.part("mimetype");
            part.map(|part| part.take(100).read_to_string(&mut kind));
            kind
        };
        if has("xl/workbook.bin") {
            Ok(Container::Xlsb)
        } else if self.names.keys().any(|name| name.starts_with("xl/")) {
            Ok(Container::Xlsx)
        } else if has("word/document.xml") {
            not("这是 Word 文档")
        } else if has("ppt/presentation.xml") {
            not("这是演示文稿")
        } else if has("content.xml") || has("meta-inf/manifest.xml") && has("mimetype") {
            match kind_of(self).as_str() {
                kind if kind.contains("opendocument.text") => not("这是 ODT 文字文档"),
                kind if kind.contains("opendocument.presentation") => not("这是 ODP 演示文稿"),
                _ => Ok(Container::Ods),
            }
        } else if self.names.keys().any(|name| name.ends_with(".xlsx") || name.ends_with(".xls")) {
            not("这是压缩包，里面另有电子表格文件")
        } else if has("[content_types].xml") {
            // An xlsx whose parts lie elsewhere than under xl/.
            Ok(Container::Xlsx)
        } else {
            not("这是压缩包，里面没有工作表")
        }
    }

    /// Opens a part by its path, whatever its letter case.
    pub(super) fn part(&mut self, path: &str) -> Option<Part<'_, 'a>> {
        let index = *self.names.get(&path.to_ascii_lowercase())?;
        let meter = self.meter.clone();
        let entry = self.zip.by_index(index).ok()?;
        Some(Part { entry, meter, stretch: 0 })
    }

    /// Returns the error: too large where a part ran over, else damaged.
    pub(super) fn error(&self, error: impl std::fmt::Display) -> ReadError {
        self.meter.over.get().map_or_else(|| damaged(error), Over::error)
    }

    /// Refuses an archive whose parts other than these unpack to more than the limit.
    ///
    /// `counted` are parts that are counted elsewhere, while they are scanned; pictures and
    /// the like are never unpacked.
    pub(super) fn bound_the_rest(&mut self, counted: &[String]) -> Result<(), ReadError> {
        let counted: Vec<String> = counted.iter().map(|path| path.to_ascii_lowercase()).collect();
        let unpacked = |name: &str| [".xml", ".rels", ".bin"].iter().any(|ending| name.ends_with(ending));
        let rest: Vec<String> =
            self.names.keys().filter(|name| unpacked(name) && !counted.contains(name)).cloned().collect();
        let bound: u64 = rest.iter().map(|name| self.bound(name)).fold(0, u64::saturating_add);
        if bound <= self.meter.left.get() {
            return Ok(());
        }
        for name in rest {
            let Some(mut part) = self.part(&name) else { continue };
            let copied = std::io::copy(&mut part, &mut std::io::sink());
            drop(part);
            // A part that breaks off may be one that nobody needs.
            if let (Err(_), Some(over)) = (copied, self.meter.over.get()) {
                return Err(over.error());
            }
        }
        Ok(())
    }

    /// Refuses XML in which one piece, such as an attribute, would fill the memory by itself.
    ///
    /// Counting from tag to tag, as [`Part`] does, is cheap but falls for tags in quotes; parts
    /// large enough for that to matter are read once more, quote by quote.
    pub(super) fn bound_pieces(&mut self, path: &str) -> Result<(), ReadError> {
        if self.bound(&path.to_ascii_lowercase()) <= MAX_UNCHECKED_BYTES {
            return Ok(());
        }
        let Some(mut part) = self.part(path) else { return Ok(()) };
        // Counted a second time, the bytes must not count twice.
        let left = part.meter.left.get();
        let mut pieces = Pieces::default();
        let mut buf = vec![0; 1 << 16];
        let result = loop {
            match part.read(&mut buf) {
                Ok(0) => break Ok(true),
                Ok(n) if !pieces.take(&buf[..n]) => break Ok(false),
                Ok(_) => {}
                Err(error) => break Err(error),
            }
        };
        drop(part);
        if !result.map_err(|error| self.error(error))? {
            return Err(Over::Piece.error());
        }
        self.meter.left.set(left);
        Ok(())
    }

    /// Returns the most that a part can unpack to.
    fn bound(&mut self, name: &str) -> u64 {
        let Some(&index) = self.names.get(name) else { return 0 };
        match self.zip.by_index_raw(index) {
            Ok(entry) if entry.compression() == CompressionMethod::Stored => entry.compressed_size(),
            Ok(entry) => entry.compressed_size().saturating_mul(MAX_DEFLATE_RATIO),
            // What cannot be opened here cannot be opened by calamine either.
            Err(_) => 0,
        }
    }

    /// Refuses parts that calamine would make too much of in memory.
    ///
    /// It keeps every string, style and defined name, and reserves room for as many strings as
    /// the table says it has before it reads one.
    pub(super) fn bound_tables(&mut self) -> Result<(), ReadError> {
        let named = |ending: &str| -> Vec<String> {
            self.names.keys().filter(|name| name.ends_with(ending)).cloned().collect()
        };
        let (strings, styles, workbooks) =
            (named("sharedstrings.xml"), named("styles.xml"), named("workbook.xml"));
        for path in &strings {
            self.bound_stated_count(path)?;
            self.bound_part(path, b"<si", "共享字符串数", MAX_CELLS)?;
        }
        for path in &styles {
            self.bound_part(path, b"<", "样式数", MAX_STYLE_TAGS)?;
        }
        for path in &workbooks {
            self.bound_part(path, b"<", "定义名称数", MAX_NAME_TAGS)?;
        }
        Ok(())
    }

    /// Refuses a table that says it has more strings than there may be cells.
    fn bound_stated_count(&mut self, path: &str) -> Result<(), ReadError> {
        let Some(part) = self.part(path) else { return Ok(()) };
        let mut head = Vec::new();
        // An error shows again when the table is read in earnest.
        let _ = part.take(64 << 10).read_to_end(&mut head);
        let stated = memmem::find(&head, b"uniqueCount").map(|at| {
            let rest = head[at + b"uniqueCount".len()..].iter();
            let digits =
                rest.skip_while(|byte| !byte.is_ascii_digit()).take_while(|byte| byte.is_ascii_digit());
            digits
                .fold(0_usize, |sum, digit| sum.saturating_mul(10).saturating_add(usize::from(digit - b'0')))
        });
        if stated.is_some_and(|stated| stated > MAX_CELLS) {
            return Err(ReadError::too_many("共享字符串数", MAX_CELLS));
        }
        Ok(())
    }

    /// Refuses a part in which the needle stands more often than `n_max` times.
    fn bound_part(
        &mut self,
        path: &str,
        needle: &[u8],
        what: &'static str,
        n_max: usize,
    ) -> Result<(), ReadError> {
        // The shortest element, `<a/>`, has four bytes.
        if self.bound(path) <= (n_max as u64 * 4).min(MAX_STRETCH_BYTES) {
            return Ok(());
        }
        let Some(mut part) = self.part(path) else { return Ok(()) };
        let finder = memmem::Finder::new(needle);
        let mut buf = vec![0; 1 << 16];
        let (mut filled, mut n_bytes, mut n_found) = (0, 0, 0);
        let result = loop {
            let n = match part.read(&mut buf[filled..]) {
                Ok(0) => break Ok(()),
                Ok(n) => n,
                Err(error) => break Err(error),
            };
            n_bytes += n;
            n_found += finder.find_iter(&buf[..filled + n]).count();
            if n_found > n_max {
                return Err(ReadError::too_many(what, n_max));
            }
            if n_bytes > MAX_TABLE_BYTES {
                return Err(ReadError::too_many_bytes("共享字符串或样式", MAX_TABLE_BYTES));
            }
            // The needle may lie across two reads.
            let from = (filled + n).saturating_sub(needle.len() - 1);
            buf.copy_within(from..filled + n, 0);
            filled = filled + n - from;
        };
        drop(part);
        result.map_err(|error| self.error(error))?;
        self.bound_pieces(path)
    }
}

/// Follows XML byte by byte, as far as is needed to tell how long each tag and text is.
#[derive(Default)]
struct Pieces {
    state: State,
    /// Bytes of the piece so far.
    n_bytes: u64,
    /// The two bytes before this one.
    before: [u8; 2],
}

/// What the reader is within.
#[derive(Default, Clone, Copy)]
enum State {
    #[default]
    Text,
    /// Right behind `<`.
    Open,
    Tag,
    /// A value in quotes of this kind.
    Quoted(u8),
    /// Right behind `<!`.
    Declaration,
    /// A comment or CDATA, which two of this byte and `>` end.
    Until(u8),
    /// A document type, which no workbook has.
    Type,
}

impl Pieces {
    /// Takes in a stretch; returns whether all pieces are still short.
    fn take(&mut self, bytes: &[u8]) -> bool {
        bytes.iter().all(|&byte| {
            self.n_bytes += 1;
            self.state = match (self.state, byte) {
                (State::Text, b'<') => {
                    self.n_bytes = 0;
                    State::Open
                }
                (State::Open, b'!') => State::Declaration,
                (State::Open | State::Tag, b'>') => {
                    self.n_bytes = 0;
                    State::Text
                }
                (State::Open | State::Tag, b'"' | b'\'') => State::Quoted(byte),
                (State::Open, _) => State::Tag,
                (State::Quoted(quote), _) if quote == byte => State::Tag,
                (State::Declaration, b'-') => State::Until(b'-'),
                (State::Declaration, b'[') => State::Until(b']'),
                (State::Declaration, _) => State::Type,
                (State::Until(end), b'>') if self.before == [end, end] => State::Text,
                (state, _) => state,
            };
            self.before = [self.before[1], byte];
            self.n_bytes <= MAX_STRETCH_BYTES
        })
    }
}

/// Returns an error of the container as ours.
pub(super) fn damaged(error: impl std::fmt::Display) -> ReadError {
    ReadError::Damaged { reason: error.to_string() }
}

/// An XML reader over a part; empty elements come as a start and an end.
pub(super) type Xml<'zip, 'bytes> = quick_xml::Reader<BufReader<Part<'zip, 'bytes>>>;

/// Reads a part as XML.
pub(super) fn xml<'zip, 'bytes>(part: Part<'zip, 'bytes>) -> Xml<'zip, 'bytes> {
    let mut reader = quick_xml::Reader::from_reader(BufReader::new(part));
    let config = reader.config_mut();
    config.check_end_names = false;
    config.expand_empty_elements = true;
    reader
}

/// Returns the text that an entity such as `&amp;` or `&#20320;` stands for.
pub(super) fn entity(event: &Event<'_>) -> Option<char> {
    let Event::GeneralRef(reference) = event else { return None };
    if let Ok(Some(c)) = reference.resolve_char_ref() {
        return Some(c);
    }
    match &**reference {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    }
}

/// Returns an attribute of an element, its entities resolved.
pub(super) fn attribute(element: &quick_xml::events::BytesStart<'_>, name: &str) -> Option<String> {
    let found = element.attributes().with_checks(false).flatten().find(|at| at.key.as_ref() == name)?;
    let value = quick_xml::escape::unescape(&found.value).ok()?;
    Some(value.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Follows the text between a head and a tail, as often as it takes to be too long.
    #[track_caller]
    fn check(head: &str, middle: &str, expected: bool) {
        let n = MAX_STRETCH_BYTES as usize / middle.len() + 1;
        let mut pieces = Pieces::default();
        assert_eq!(pieces.take(head.as_bytes()) && pieces.take(middle.repeat(n).as_bytes()), expected);
    }

    #[test]
    fn long_pieces() {
        check("<row>", "<c r='A1' s=\"it's\"><v>1</v></c>", true);
        check("<row>", "text ", false);
        check("<row a=\"", "<c>", false);
        check("<row a=\"'", "<c>'", false);
        check("<!-- > ", "<c> -> ", false);
        check("<![CDATA[ ]> ", "<c>", false);
        check("<!-- - --><![CDATA[ ]]]>", "<c>", true);
        check("<!DOCTYPE x [", "<!ENTITY a 'b'>", false);
    }
}
