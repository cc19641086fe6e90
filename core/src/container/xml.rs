//! XML parts of a zip, read event by event, whatever their encoding, within bounds.
//!
//! Programs state encodings that they do not write, so the first bytes tell; a byte that the
//! encoding does not have costs its character. One piece of XML, such as an attribute, is
//! bounded by itself: a parser keeps it whole in memory.

use std::io::{BufRead, Read};

use encoding_rs::{CoderResult, Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE};
use memchr::memmem;
use quick_xml::events::{BytesStart, Event};

use crate::container::Fault;
use crate::container::archive::{Archive, MAX_PIECE_BYTES, Part};

/// So many bytes tell the encoding.
const N_TOLD_BY: usize = 4096;
/// How much is decoded at a time.
const N_CHUNK: usize = 32 << 10;

/// An XML reader over a part; empty elements come as a start and an end.
pub(crate) struct Xml<'zip, 'bytes> {
    reader: quick_xml::Reader<Decoded<'zip, 'bytes>>,
    buf: Vec<u8>,
}

impl<'zip, 'bytes> Xml<'zip, 'bytes> {
    /// Reads a part from its beginning.
    pub(crate) fn new(part: Part<'zip, 'bytes>) -> Xml<'zip, 'bytes> {
        let mut reader = quick_xml::Reader::from_reader(Decoded::new(part));
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        config.expand_empty_elements = true;
        Xml { reader, buf: Vec::new() }
    }

    /// Returns the next event.
    pub(crate) fn next(&mut self) -> Result<Event<'_>, quick_xml::Error> {
        self.buf.clear();
        self.reader.get_mut().n_piece = 0;
        self.reader.read_event_into(&mut self.buf)
    }
}

/// A part as UTF-8.
struct Decoded<'zip, 'bytes> {
    part: Part<'zip, 'bytes>,
    decoder: Option<Decoder>,
    /// What the part gave and is not decoded yet.
    raw: Vec<u8>,
    is_at_end: bool,
    text: Vec<u8>,
    /// How much of `text` is filled, and how much of that is taken.
    filled: usize,
    taken: usize,
    /// Bytes of the piece that is being read.
    n_piece: u64,
}

impl<'zip, 'bytes> Decoded<'zip, 'bytes> {
    fn new(part: Part<'zip, 'bytes>) -> Decoded<'zip, 'bytes> {
        Decoded {
            part,
            decoder: None,
            raw: Vec::new(),
            is_at_end: false,
            text: Vec::new(),
            filled: 0,
            taken: 0,
            n_piece: 0,
        }
    }

    /// Reads more of the part.
    fn read_more(&mut self) -> std::io::Result<()> {
        let start = self.raw.len();
        self.raw.resize(start + N_CHUNK, 0);
        let n = self.part.read(&mut self.raw[start..])?;
        self.raw.truncate(start + n);
        self.is_at_end = n == 0;
        Ok(())
    }

    /// Decodes the next stretch.
    fn decode_more(&mut self) -> std::io::Result<()> {
        (self.filled, self.taken) = (0, 0);
        if self.decoder.is_none() {
            while self.raw.len() < N_TOLD_BY && !self.is_at_end {
                self.read_more()?;
            }
            self.decoder = Some(encoding(&self.raw).new_decoder_with_bom_removal());
        }
        let Some(decoder) = &mut self.decoder else { return Ok(()) };
        while self.filled == 0 {
            if self.raw.is_empty() && !self.is_at_end {
                self.raw.resize(N_CHUNK, 0);
                let n = self.part.read(&mut self.raw)?;
                self.raw.truncate(n);
                self.is_at_end = n == 0;
            }
            // A byte becomes three at most.
            if self.text.len() < self.raw.len() * 3 + 16 {
                self.text.resize(self.raw.len() * 3 + 16, 0);
            }
            let (result, n_read, n_written, _) =
                decoder.decode_to_utf8(&self.raw, &mut self.text, self.is_at_end);
            self.filled = n_written;
            self.raw.drain(..n_read);
            if self.is_at_end && result == CoderResult::InputEmpty {
                break;
            }
        }
        Ok(())
    }
}

impl Read for Decoded<'_, '_> {
    fn read(&mut self, buf: &mut [u8]) -> std::io::Result<usize> {
        let n = self.fill_buf()?.read(buf)?;
        self.consume(n);
        Ok(n)
    }
}

impl BufRead for Decoded<'_, '_> {
    fn fill_buf(&mut self) -> std::io::Result<&[u8]> {
        if self.n_piece > MAX_PIECE_BYTES {
            return Err(self.part.over_piece());
        }
        let is_done = self.is_at_end && self.raw.is_empty() && self.decoder.is_some();
        if self.taken == self.filled && !is_done {
            self.decode_more()?;
        }
        Ok(&self.text[self.taken..self.filled])
    }

    fn consume(&mut self, n: usize) {
        self.taken = (self.taken + n).min(self.filled);
        self.n_piece += n as u64;
    }
}

/// Tells the encoding of XML from its first bytes.
fn encoding(head: &[u8]) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(head) {
        return encoding;
    }
    match head {
        [b'<', 0, ..] => return UTF_16LE,
        [0, b'<', ..] => return UTF_16BE,
        _ => {}
    }
    let stated = memmem::find(head.get(..200).unwrap_or(head), b"encoding=").and_then(|at| {
        let label = head[at + b"encoding=".len()..].get(1..).unwrap_or(&[]);
        let end = label.iter().position(|byte| matches!(byte, b'"' | b'\''))?;
        Encoding::for_label(&label[..end])
    });
    let is_utf8 = match std::str::from_utf8(head) {
        Ok(text) => !text.is_ascii(),
        // The last character may be cut by where the head ends.
        Err(error) => error.error_len().is_none() && !head[..error.valid_up_to()].is_ascii(),
    };
    match stated {
        // Nothing that begins with a plain `<` is UTF-16.
        Some(stated) if stated.is_ascii_compatible() && !is_utf8 => stated,
        _ => UTF_8,
    }
}

/// What stood in a part, and why the rest could not be read.
pub(crate) struct Elements<T> {
    pub(crate) found: Vec<T>,
    pub(crate) damage: Option<String>,
}

/// Returns what a function reads from each element in a part; nothing without the part. Where
/// the part breaks off, what stood before counts.
pub(crate) fn elements<T>(
    archive: &mut Archive<'_>,
    path: &str,
    n_max: usize,
    mut read: impl FnMut(&str, &BytesStart<'_>) -> Option<T>,
) -> Result<Elements<T>, Fault> {
    let mut found = Vec::new();
    let Some(part) = archive.part(path) else { return Ok(Elements { found, damage: None }) };
    let mut xml = Xml::new(part);
    let result = loop {
        match xml.next() {
            Ok(Event::Start(element)) => found.extend(read(element.local_name().as_ref(), &element)),
            Ok(Event::Eof) => break Ok(()),
            Ok(_) => {}
            Err(error) => break Err(error),
        }
        if found.len() > n_max {
            return Err(Fault::too_many("部件数", n_max));
        }
    };
    drop(xml);
    match result.map_err(|error| archive.error(&error)) {
        Ok(()) => Ok(Elements { found, damage: None }),
        Err(Fault::Damaged { reason }) => Ok(Elements { found, damage: Some(reason) }),
        Err(error) => Err(error),
    }
}

/// Returns the text that an entity such as `&amp;` or `&#20320;` stands for.
pub(crate) fn entity(event: &Event<'_>) -> Option<char> {
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

/// Adds the text of an event, if it is one of text.
pub(crate) fn push_text(out: &mut String, event: &Event<'_>) {
    match event {
        Event::Text(text) => out.push_str(&text.xml10_content()),
        Event::CData(text) => out.push_str(&text.xml10_content()),
        Event::GeneralRef(reference) => match entity(event) {
            Some(c) => out.push(c),
            // One of the document's own, which are not resolved: it is seen as it is written.
            None => {
                out.push('&');
                out.push_str(reference);
                out.push(';');
            }
        },
        _ => {}
    }
}

/// Returns an attribute of an element, its entities resolved.
pub(crate) fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = element.attributes().with_checks(false).flatten().find(|at| at.key.as_ref() == name)?;
    let value = quick_xml::escape::unescape(&found.value).ok()?;
    Some(value.into_owned())
}

/// Returns an attribute by its name without the prefix.
pub(crate) fn local_attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut all = element.attributes();
    let found = all.with_checks(false).flatten().find(|at| at.key.local_name().as_ref() == name)?;
    let value = quick_xml::escape::unescape(&found.value).ok()?;
    Some(value.into_owned())
}

/// Returns whether an attribute says yes.
pub(crate) fn is_true(element: &BytesStart<'_>, name: &str) -> bool {
    matches!(attribute(element, name).as_deref().map(str::trim), Some("1" | "true" | "on" | "TRUE"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(head: &[u8], expected: &str) {
        assert_eq!(encoding(head).name(), expected);
    }

    #[test]
    fn encodings_are_told_by_the_bytes() {
        let utf16 = |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_le_bytes).collect() };
        check(b"<a/>", "UTF-8");
        check("<?xml version='1.0' encoding='utf-16'?><a>学习</a>".as_bytes(), "UTF-8");
        check("<?xml version='1.0' encoding='GB2312'?><a>学习</a>".as_bytes(), "UTF-8");
        check(b"<?xml version='1.0' encoding='GB2312'?><a>\xd1\xa7\xcf\xb0\xbf\xbc\xc7\xda</a>", "GBK");
        check(b"\xef\xbb\xbf<a/>", "UTF-8");
        check(b"\xfe\xff\0<", "UTF-16BE");
        check(&utf16("<a/>"), "UTF-16LE");
        check(b"", "UTF-8");
    }
}
