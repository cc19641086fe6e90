//! The files that travel inside a PDF, taken out again; the PDF may be anybody's.
//!
//! A program of ours writes object streams in one form only, and no encryption; a file with others
//! was saved again by another and cannot be the same bytes. It is refused before it is parsed, and
//! with it all that unpacks to more than it seems. What is unpacked here is bounded.

use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread::{Builder, scope};

use flate2::read::ZlibDecoder;
use hayro_syntax::object::{Dict, Name, Object, Stream, String as PdfString};
use hayro_syntax::{LoadPdfError, Pdf};

use crate::pages::{AttachedFile, MAX_ATTACHED, Part};
use crate::pdf::packed::{UnpackError, unpack};
use crate::source::MAX_FILE_BYTES;

/// The most bytes a PDF may have (256 MiB).
const MAX_PDF_BYTES: usize = 256 << 20;
/// The most bytes that all files inside a PDF may unpack to (128 MiB).
const MAX_TOTAL_BYTES: usize = 128 << 20;
/// The most bytes that its object streams may unpack to (64 MiB): 20 times those of 300 pages.
const MAX_OBJECT_BYTES: usize = 64 << 20;
/// The most brackets a PDF may open; chance puts one among 250 bytes of a packed stream.
const MAX_OPENED: usize = 1 << 20;
/// The bytes of stack that the parser takes for an array or a dictionary within another, and spare.
const STACK_PER_LEVEL: usize = 1 << 10;

/// A PDF that gives no files.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExtractError {
    /// Not a PDF at all.
    #[error("不是 PDF 文件")]
    NotPdf,
    /// Over a limit.
    #[error("{0}超过上限")]
    TooLarge(&'static str),
    /// Protected by a password.
    #[error("PDF 已加密，无法核对")]
    Encrypted,
    /// Saved again by another program.
    #[error("PDF 被其他软件重新保存过，已不是生成时的文件")]
    SavedAgain,
    /// Damaged.
    #[error("PDF 已损坏（{0}）")]
    Damaged(&'static str),
    /// Nothing inside.
    #[error("PDF 里没有附带台账")]
    Nothing,
}

impl From<UnpackError> for ExtractError {
    fn from(error: UnpackError) -> ExtractError {
        match error {
            UnpackError::Foreign => ExtractError::SavedAgain,
            UnpackError::TooLarge => ExtractError::TooLarge("PDF "),
        }
    }
}

/// Returns the files inside a PDF in the order in which they were put there.
pub fn extract(bytes: &[u8]) -> Result<Vec<AttachedFile>, ExtractError> {
    if bytes.len() > MAX_PDF_BYTES {
        return Err(ExtractError::TooLarge("PDF "));
    }
    if !bytes.starts_with(b"%PDF-") {
        return Err(ExtractError::NotPdf);
    }
    let plain = match has_streams_of_objects(bytes) {
        true => unpack(bytes, bytes.len() + MAX_OBJECT_BYTES)?,
        false => bytes.to_vec(),
    };
    if has_streams_of_objects(&plain) {
        return Err(ExtractError::SavedAgain);
    }
    // The parser calls itself for what lies within an array, and its stack must not end before the
    // brackets do. What is reserved and not touched costs nothing.
    let n_opened =
        memchr::memchr_iter(b'[', &plain).count() + memchr::memmem::find_iter(&plain, b"<<").count();
    if n_opened > MAX_OPENED {
        return Err(ExtractError::TooLarge("PDF 的结构"));
    }
    let parser = Builder::new().stack_size((8 << 20) + n_opened * STACK_PER_LEVEL);
    // A parser of foreign files may have bugs; ours must not end with it.
    let parse = || catch_unwind(AssertUnwindSafe(|| files(plain))).ok();
    let parsed = scope(|scope| parser.spawn_scoped(scope, parse).ok()?.join().ok()?);
    parsed.unwrap_or(Err(ExtractError::Damaged("无法解析")))
}

fn has_streams_of_objects(bytes: &[u8]) -> bool {
    let has = |word: &[u8]| memchr::memmem::find(bytes, word).is_some();
    has(b"/ObjStm") || has(b"/XRef")
}

fn files(bytes: Vec<u8>) -> Result<Vec<AttachedFile>, ExtractError> {
    let pdf = Pdf::new(bytes).map_err(|error| match error {
        LoadPdfError::Decryption(_) => ExtractError::Encrypted,
        LoadPdfError::Invalid => ExtractError::Damaged("结构不完整"),
    })?;
    let mut files = Vec::new();
    let mut n_left = MAX_TOTAL_BYTES;
    for object in pdf.objects() {
        let Object::Dict(dict) = object else { continue };
        if !is_file(&dict) {
            continue;
        }
        if files.len() == MAX_ATTACHED {
            return Err(ExtractError::TooLarge("附带文件的个数"));
        }
        let file = file(&dict, n_left)?;
        n_left -= file.bytes.len();
        files.push(file);
    }
    if files.is_empty() { Err(ExtractError::Nothing) } else { Ok(files) }
}

fn is_file(dict: &Dict<'_>) -> bool {
    dict.get::<Name<'_>>("Type").is_some_and(|name| name.as_str() == "Filespec") && dict.contains_key("EF")
}

fn file(dict: &Dict<'_>, n_left: usize) -> Result<AttachedFile, ExtractError> {
    let name = dict.get::<PdfString<'_>>("UF").or_else(|| dict.get::<PdfString<'_>>("F"));
    let name = name.map(|name| text(name.as_bytes())).ok_or(ExtractError::Damaged("附带文件没有名称"))?;
    let relationship = dict.get::<Name<'_>>("AFRelationship");
    let part = relationship.and_then(|name| Part::of(name.as_str()));
    let stream = dict.get::<Dict<'_>>("EF").and_then(|files| files.get::<Stream<'_>>("F"));
    let stream = stream.ok_or(ExtractError::Damaged("附带文件没有内容"))?;
    // One file may have no more than a register on disk.
    let limit = n_left.min(MAX_FILE_BYTES);
    Ok(AttachedFile { name, bytes: unpacked(&stream, limit)?, part: part.unwrap_or(Part::Source) })
}

/// Unpacks a stream, but not to more than so many bytes.
fn unpacked(stream: &Stream<'_>, limit: usize) -> Result<Vec<u8>, ExtractError> {
    let raw = stream.raw_data();
    let filter = stream.dict().get::<Name<'_>>("Filter");
    let mut bytes = Vec::new();
    let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    match filter.as_ref().map(Name::as_str) {
        Some("FlateDecode") => {
            let read = ZlibDecoder::new(raw.as_ref()).take(most).read_to_end(&mut bytes);
            read.map_err(|_| ExtractError::Damaged("附带文件无法解压"))?;
        }
        None if !stream.dict().contains_key("Filter") => bytes.extend_from_slice(&raw),
        _ => return Err(ExtractError::SavedAgain),
    }
    if bytes.len() > limit { Err(ExtractError::TooLarge("附带文件")) } else { Ok(bytes) }
}

/// Returns a text string: UTF-16 with its mark, else as it stands (ISO 32000-1, 7.9.2.2).
fn text(bytes: &[u8]) -> String {
    match bytes {
        [0xFE, 0xFF, rest @ ..] => {
            let units: Vec<u16> =
                rest.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
            String::from_utf16_lossy(&units)
        }
        bytes => String::from_utf8_lossy(bytes).into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], expected: ExtractError) {
        assert_eq!(extract(bytes), Err(expected));
    }

    /// A PDF of these objects, with a table of where they stand.
    fn pdf(objects: &[Vec<u8>]) -> Vec<u8> {
        let mut bytes = b"%PDF-1.7\n".to_vec();
        let mut table = String::new();
        for (n, object) in (1..).zip(objects) {
            table += &format!("{:010} 00000 n \n", bytes.len());
            bytes.extend(format!("{n} 0 obj\n").bytes());
            bytes.extend_from_slice(object);
            bytes.extend(b"\nendobj\n");
        }
        let start = bytes.len();
        let size = objects.len() + 1;
        let end = format!(
            "xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n"
        );
        bytes.extend(end.bytes());
        bytes
    }

    fn with_file(filter: &str, content: &[u8]) -> Vec<u8> {
        let stream = [
            format!("<</Length {}{filter}>>\nstream\n", content.len()).into_bytes(),
            content.to_vec(),
            b"\nendstream".to_vec(),
        ];
        pdf(&[
            b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
            b"<</Type/Pages/Count 1/Kids[3 0 R]>>".to_vec(),
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>".to_vec(),
            b"<</Type/Filespec/UF<FEFF753251>/F(a.csv)/EF<</F 5 0 R>>/AFRelationship/Data>>".to_vec(),
            stream.concat(),
        ])
    }

    #[test]
    fn files_come_out_as_they_went_in() {
        let files = extract(&with_file("", b"a,b")).expect("one file");
        assert_eq!(files.len(), 1);
        assert_eq!((files[0].bytes.as_slice(), files[0].part), (b"a,b".as_slice(), Part::Figures));
    }

    #[test]
    fn hostile_files_are_refused() {
        check(b"", ExtractError::NotPdf);
        check(b"PK\x03\x04", ExtractError::NotPdf);
        check(b"%PDF-1.7\n", ExtractError::Damaged("结构不完整"));
        check(b"%PDF-1.7\n1 0 obj <</Type/ObjStm>>", ExtractError::SavedAgain);
        check(&with_file("/Filter/FlateDecode", b"no zlib"), ExtractError::Damaged("附带文件无法解压"));
        check(&with_file("/Filter/LZWDecode", b"x"), ExtractError::SavedAgain);
        // A bomb: 80 MiB of nothing.
        let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        std::io::Write::write_all(&mut packed, &vec![0; 80 << 20]).expect("memory");
        let packed = packed.finish().expect("memory");
        check(&with_file("/Filter/FlateDecode", &packed), ExtractError::TooLarge("附带文件"));
        let none = pdf(&[
            b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
            b"<</Type/Pages/Count 1/Kids[3 0 R]>>".to_vec(),
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>".to_vec(),
        ]);
        check(&none, ExtractError::Nothing);
        // Arrays and dictionaries within one another, to the bound and beyond it.
        for (open, n) in [("[", 1_000_000), ("[(])", 1_000_000), ("<</A", 500_000), ("[", 1_100_000)] {
            let deep = pdf(&[b"<</Type/Catalog/Pages 2 0 R>>".to_vec(), open.repeat(n).into_bytes()]);
            assert!(extract(&deep).is_err(), "{open}");
        }
        // Cut and bent anywhere, it is an error or a file, never a panic.
        let whole = with_file("", b"a,b");
        for at in 0..whole.len() {
            let _ = extract(&whole[..at]);
            let mut bent = whole.clone();
            bent[at] ^= 0x15;
            let _ = extract(&bent);
        }
    }
}
