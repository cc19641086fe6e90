//! A PDF in less space: everything that is not a stream lies in object streams (ISO 32000-1,
//! 7.5.7), the table of places in a cross-reference stream (7.5.8), both deflated.
//!
//! The tags of an accessible report are thousands of small dictionaries, which Typst writes as they
//! are: a fifth of a report of 12 pages, three quarters of a table of 300. Only places change, never
//! the bytes of an object, so that [`unpack`] gives back the very file that [`pack`] took.

mod plain;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;

use crate::pdf::packed::plain::{HEADER, Plain};

/// How many objects share a stream: more would save little, and a reader unpacks all for one.
const OBJECTS_PER_STREAM: usize = 200;
/// The widths of an entry of the table: its kind, a place or a stream, an index.
const WIDTHS: &[u8] = b"/W[1 4 2]";

/// Why a packed file gives no plain one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum UnpackError {
    /// Not as [`pack`] writes it.
    Foreign,
    /// More bytes than allowed.
    TooLarge,
}

/// Where an object lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// This many bytes after the file's beginning.
    At(usize),
    /// In the object stream of this number, after so many others.
    Within { stream: usize, index: usize },
}

/// Returns the file packed, or as it is where it is not a PDF 1.7 in the form that Typst writes.
pub(super) fn pack(file: Vec<u8>) -> Vec<u8> {
    Plain::read(&file).and_then(|plain| packed(&plain)).unwrap_or(file)
}

/// Returns the file, unless a place is too far away for the table.
fn packed(plain: &Plain<'_>) -> Option<Vec<u8>> {
    let mut file = HEADER.to_vec();
    let mut places = Vec::new();
    let mut small: Vec<(usize, &[u8])> = Vec::new();
    let first_stream = plain.objects.len() + 1;
    for (number, object) in (1..).zip(&plain.objects) {
        if plain::is_stream(object) {
            places.push(Place::At(file.len()));
            plain::write_object(&mut file, number, object);
        } else {
            let (stream, index) = (small.len() / OBJECTS_PER_STREAM, small.len() % OBJECTS_PER_STREAM);
            places.push(Place::Within { stream: first_stream + stream, index });
            small.push((number, object));
        }
    }
    for objects in small.chunks(OBJECTS_PER_STREAM) {
        places.push(Place::At(file.len()));
        let object = object_stream(objects);
        plain::write_object(&mut file, places.len(), &object);
    }
    let start = file.len();
    places.push(Place::At(start));
    let size = format!("/Type/XRef/Size {}", places.len() + 1);
    let object = stream(&[size.as_bytes(), WIDTHS, plain.trailer].concat(), &table(&places)?);
    plain::write_object(&mut file, places.len(), &object);
    file.extend_from_slice(format!("startxref\n{start}\n%%EOF").as_bytes());
    Some(file)
}

/// Returns a stream of objects, one after another, behind a list of their numbers and places.
fn object_stream(objects: &[(usize, &[u8])]) -> Vec<u8> {
    let (mut list, mut content) = (String::new(), Vec::new());
    for (number, object) in objects {
        list += &format!("{number} {} ", content.len());
        content.extend_from_slice(object);
        content.push(b'\n');
    }
    let head = format!("/Type/ObjStm/N {}/First {}", objects.len(), list.len());
    stream(head.as_bytes(), &[list.as_bytes(), &content].concat())
}

fn stream(head: &[u8], content: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(content).expect("memory takes all");
    let deflated = encoder.finish().expect("memory takes all");
    let length = format!("/Length {}/Filter/FlateDecode>>\nstream\n", deflated.len());
    [b"<<", head, length.as_bytes(), &deflated, b"\nendstream"].concat()
}

/// Returns the table's entries, the free one of number 0 before them.
fn table(places: &[Place]) -> Option<Vec<u8>> {
    let mut table = vec![0, 0, 0, 0, 0, 0xFF, 0xFF];
    for place in places {
        let (kind, second, third) = match *place {
            Place::At(at) => (1, at, 0),
            Place::Within { stream, index } => (2, stream, index),
        };
        table.push(kind);
        table.extend(u32::try_from(second).ok()?.to_be_bytes());
        table.extend(u16::try_from(third).ok()?.to_be_bytes());
    }
    Some(table)
}

/// Returns the file that [`pack`] took. Neither it nor what its streams unpack to is longer than the limit.
pub(super) fn unpack(file: &[u8], limit: usize) -> Result<Vec<u8>, UnpackError> {
    let mut rest = file.strip_prefix(HEADER).ok_or(UnpackError::Foreign)?;
    let mut objects: BTreeMap<usize, Cow<'_, [u8]>> = BTreeMap::new();
    let mut n_left = limit;
    let trailer = loop {
        let next = NextStream::read(rest).ok_or(UnpackError::Foreign)?;
        rest = next.rest;
        if let Some(head) = next.head.strip_prefix(b"/Type/ObjStm") {
            let first = plain::entry(head, b"/First ").ok_or(UnpackError::Foreign)?;
            let content = inflated(next.content, n_left)?;
            n_left -= content.len();
            for (number, object) in held(&content, first).ok_or(UnpackError::Foreign)? {
                if objects.insert(number, Cow::Owned(object.to_vec())).is_some() {
                    return Err(UnpackError::Foreign);
                }
            }
        } else if let Some(head) = next.head.strip_prefix(b"/Type/XRef/Size ") {
            let (_, head) = plain::number(head).ok_or(UnpackError::Foreign)?;
            break head.strip_prefix(WIDTHS).ok_or(UnpackError::Foreign)?;
        } else if objects.insert(next.number, Cow::Borrowed(next.object)).is_some() {
            return Err(UnpackError::Foreign);
        }
    };
    if !rest.starts_with(b"startxref\n") || !objects.keys().copied().eq(1..=objects.len()) {
        return Err(UnpackError::Foreign);
    }
    let objects: Vec<&[u8]> = objects.values().map(AsRef::as_ref).collect();
    let plain = Plain { objects, trailer }.write();
    if plain.len() > limit { Err(UnpackError::TooLarge) } else { Ok(plain) }
}

/// An object that is a stream, at the beginning of some bytes.
struct NextStream<'a> {
    number: usize,
    /// All between `obj` and `endobj`.
    object: &'a [u8],
    /// The dictionary's entries before its length.
    head: &'a [u8],
    content: &'a [u8],
    rest: &'a [u8],
}

impl<'a> NextStream<'a> {
    fn read(bytes: &'a [u8]) -> Option<NextStream<'a>> {
        let (number, rest) = plain::number(bytes)?;
        let rest = rest.strip_prefix(b" 0 obj\n")?;
        let n_head = memchr::memmem::find(rest, b">>\nstream\n")?;
        let (dict, content) = (rest[..n_head].strip_prefix(b"<<")?, &rest[n_head + 10..]);
        let length = plain::entry(dict, b"/Length ")?;
        let (content, end) = content.split_at_checked(length)?;
        let rest = end.strip_prefix(b"\nendstream\nendobj\n")?;
        let object = &bytes[..bytes.len() - rest.len() - b"\nendobj\n".len()];
        let object = &object[object.len() - (n_head + 10 + length + b"\nendstream".len())..];
        let n_entries = memchr::memmem::find(dict, b"/Length ")?;
        Some(NextStream { number, object, head: &dict[..n_entries], content, rest })
    }
}

/// Returns the objects of an object stream with their numbers.
fn held(content: &[u8], first: usize) -> Option<Vec<(usize, &[u8])>> {
    let (list, objects) = content.split_at_checked(first)?;
    let numbers = str::from_utf8(list).ok()?.split_ascii_whitespace().map(|number| number.parse().ok());
    let numbers: Vec<usize> = numbers.collect::<Option<_>>()?;
    let places = numbers.chunks_exact(2);
    let ends = places.clone().skip(1).map(|pair| pair[1]).chain([objects.len()]);
    let object =
        |(pair, end): (&[usize], usize)| Some((pair[0], objects.get(pair[1]..end)?.strip_suffix(b"\n")?));
    places.zip(ends).map(object).collect()
}

/// Unpacks bytes, but not to more than so many.
fn inflated(deflated: &[u8], limit: usize) -> Result<Vec<u8>, UnpackError> {
    let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    let read = ZlibDecoder::new(deflated).take(most).read_to_end(&mut bytes);
    read.map_err(|_| UnpackError::Foreign)?;
    if bytes.len() > limit { Err(UnpackError::TooLarge) } else { Ok(bytes) }
}

#[cfg(test)]
mod tests;
