//! The records that the parts of an xlsb are made of (MS-XLSB 2.1.4).

use std::io::{BufReader, Read};

use encoding_rs::UTF_16LE;

use crate::container::archive::Archive;
use crate::workbook::ReadError;

/// The longest record that is kept; a string of 32,767 characters with its formats is below it.
const MAX_RECORD_BYTES: usize = 4 << 20;

/// Hands the records of a part over one by one; nothing without the part.
pub(super) fn records(
    archive: &mut Archive<'_>,
    path: &str,
    mut take: impl FnMut(u16, &[u8]) -> Result<(), ReadError>,
) -> Result<(), ReadError> {
    let Some(part) = archive.part(path) else { return Ok(()) };
    let mut reader = BufReader::new(part);
    let mut data = Vec::new();
    let result = loop {
        let (kind, n_bytes) = match head(&mut reader) {
            Ok(None) => break Ok(()),
            Ok(Some(head)) => head,
            Err(error) => break Err(error),
        };
        if n_bytes > MAX_RECORD_BYTES {
            return Err(ReadError::too_many_bytes("记录", MAX_RECORD_BYTES));
        }
        data.resize(n_bytes, 0);
        if let Err(error) = reader.read_exact(&mut data) {
            break Err(error);
        }
        take(kind, &data)?;
    };
    drop(reader);
    result.map_err(|_| archive.byte_error().into())
}

/// Reads a record's kind and length; nothing at the end of the part.
fn head(reader: &mut impl Read) -> std::io::Result<Option<(u16, usize)>> {
    let mut byte = [0];
    if reader.read(&mut byte)? == 0 {
        return Ok(None);
    }
    let mut kind = u16::from(byte[0] & 0x7F);
    if byte[0] & 0x80 != 0 {
        reader.read_exact(&mut byte)?;
        kind |= u16::from(byte[0] & 0x7F) << 7;
    }
    let mut n_bytes = 0;
    for shift in [0, 7, 14, 21] {
        reader.read_exact(&mut byte)?;
        n_bytes |= usize::from(byte[0] & 0x7F) << shift;
        if byte[0] & 0x80 == 0 {
            break;
        }
    }
    Ok(Some((kind, n_bytes)))
}

/// Splits a counted UTF-16 string off the front.
pub(super) fn wide(data: &[u8]) -> (String, &[u8]) {
    let Some((n, rest)) = data.split_first_chunk::<4>() else { return (String::new(), &[]) };
    let n_bytes = usize::try_from(u32::from_le_bytes(*n)).unwrap_or(usize::MAX).saturating_mul(2);
    match rest.split_at_checked(n_bytes) {
        Some((text, rest)) => (UTF_16LE.decode_without_bom_handling(text).0.into_owned(), rest),
        None => (String::new(), &[]),
    }
}
