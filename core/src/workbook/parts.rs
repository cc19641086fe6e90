//! What a sheet's part says besides its cells: merged areas, hidden rows and columns.
//!
//! calamine tells nothing of hidden rows, and for merged areas it parses every sheet a
//! second time. The bytes are searched for the few words that matter instead: most of the
//! time that unpacking takes is all that this costs.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

use memchr::{memchr, memmem, memrchr};
use quick_xml::events::{BytesStart, Event};

use crate::workbook::archive::{Archive, attribute, xml};
use crate::workbook::gather::Layout;
use crate::workbook::{MAX_CELLS, MAX_COLUMNS, MAX_SHEETS, Merge, ReadError};

/// Returns the paths of the sheets' parts, in the order of the workbook, each by its name.
pub(super) fn paths(archive: &mut Archive<'_>, is_binary: bool) -> Result<Vec<(String, String)>, ReadError> {
    let workbook = workbook(archive, is_binary)?;
    let (folder, file) =
        workbook.rsplit_once('/').map_or(("", workbook.as_str()), |(folder, file)| (folder, file));
    let base = if folder.is_empty() { String::new() } else { format!("{folder}/") };
    let targets = relationships(archive, &format!("{base}_rels/{file}.rels"), &base)?;
    let sheets = if is_binary { binary_sheets(archive, &workbook)? } else { sheets(archive, &workbook)? };
    let with_path = |(name, id): (String, String)| {
        let path = targets.get(&id).map(|(_, target)| target.clone())?;
        Some((name, path))
    };
    Ok(sheets.into_iter().filter_map(with_path).collect())
}

/// Returns the path of the workbook's part.
fn workbook(archive: &mut Archive<'_>, is_binary: bool) -> Result<String, ReadError> {
    let default = if is_binary { "xl/workbook.bin" } else { "xl/workbook.xml" };
    let mut all = relationships(archive, "_rels/.rels", "")?.into_values();
    let found = all.find(|(kind, _)| kind.ends_with("/officeDocument"));
    Ok(found.map_or_else(|| default.to_string(), |(_, target)| target))
}

/// Returns whether an xlsx counts its days from 1904.
pub(super) fn is_1904(archive: &mut Archive<'_>) -> Result<bool, ReadError> {
    let workbook = workbook(archive, false)?;
    let read = |element: &BytesStart<'_>| attribute(element, "date1904");
    let all = elements(archive, &workbook, "workbookPr", read)?;
    Ok(all.into_iter().flatten().any(|value| matches!(value.as_str(), "1" | "true" | "on")))
}

/// Returns kind and target of the relationships by id.
fn relationships(
    archive: &mut Archive<'_>,
    path: &str,
    base: &str,
) -> Result<BTreeMap<String, (String, String)>, ReadError> {
    let read = |element: &BytesStart<'_>| {
        let get = |name| attribute(element, name).unwrap_or_default();
        let target = get("Target");
        let target = match target.strip_prefix('/') {
            Some(absolute) => absolute.to_string(),
            None => format!("{base}{target}"),
        };
        (get("Id"), (get("Type"), target))
    };
    Ok(elements(archive, path, "Relationship", read)?.into_iter().collect())
}

/// Returns name and relationship of the sheets of an xlsx.
fn sheets(archive: &mut Archive<'_>, path: &str) -> Result<Vec<(String, String)>, ReadError> {
    elements(archive, path, "sheet", |element| {
        // `r:id`, whatever the prefix; `sheetId` is another.
        let mut attributes = element.attributes();
        let mut attributes = attributes.with_checks(false).flatten();
        let id = attributes.find(|at| at.key.local_name().as_ref() == "id");
        let id = id.map(|at| at.value.to_string()).unwrap_or_default();
        (attribute(element, "name").unwrap_or_default(), id)
    })
}

/// Returns what a function reads from each element of a name in a part; nothing without the part.
fn elements<T>(
    archive: &mut Archive<'_>,
    path: &str,
    name: &str,
    read: impl Fn(&BytesStart<'_>) -> T,
) -> Result<Vec<T>, ReadError> {
    let mut out = Vec::new();
    let Some(part) = archive.part(path) else { return Ok(out) };
    let mut reader = xml(part);
    let mut buf = Vec::new();
    let result = loop {
        buf.clear();
        match reader.read_event_into(&mut buf) {
            Ok(Event::Start(element)) if element.local_name().as_ref() == name => out.push(read(&element)),
            Ok(Event::Eof) => break Ok(()),
            Ok(_) => {}
            Err(error) => break Err(error),
        }
        if out.len() > MAX_SHEETS {
            return Err(ReadError::too_many("工作表数", MAX_SHEETS));
        }
    };
    drop(reader);
    result.map_err(|error| archive.error(error))?;
    Ok(out)
}

/// Returns name and relationship of the sheets of an xlsb.
fn binary_sheets(archive: &mut Archive<'_>, path: &str) -> Result<Vec<(String, String)>, ReadError> {
    let mut out = Vec::new();
    records(archive, path, |kind, data| {
        if kind == 0x009C && out.len() <= MAX_SHEETS {
            // BrtBundleSh: state, id, relationship, name.
            let (id, rest) = wide(data.get(8..).unwrap_or(&[]));
            out.push((wide(rest).0, id));
        }
        Ok(())
    })?;
    Ok(out)
}

/// Splits a counted UTF-16 string off the front.
fn wide(data: &[u8]) -> (String, &[u8]) {
    let Some((n, rest)) = data.split_first_chunk::<4>() else { return (String::new(), &[]) };
    let n_bytes = usize::try_from(u32::from_le_bytes(*n)).unwrap_or(usize::MAX).saturating_mul(2);
    match rest.split_at_checked(n_bytes) {
        Some((text, rest)) => (encoding_rs::UTF_16LE.decode_without_bom_handling(text).0.into_owned(), rest),
        None => (String::new(), &[]),
    }
}

/// Scans the part of an xlsx sheet.
pub(super) fn scan(archive: &mut Archive<'_>, path: &str) -> Result<Layout, ReadError> {
    let mut layout = Layout::default();
    let (hidden, merge) = (memmem::Finder::new(b"hidden="), memmem::Finder::new(b"mergeCell "));
    let mut n_bytes = 0;
    chunks(archive, path, |chunk| {
        n_bytes += chunk.len();
        for at in hidden.find_iter(chunk) {
            hide(&mut layout, tag_around(chunk, at));
        }
        for at in merge.find_iter(chunk) {
            if let Some(area) = area(attribute_in(tag_around(chunk, at), b"ref")) {
                layout.merge(area)?;
            }
        }
        Ok(())
    })?;
    if n_bytes > MAX_UNCHECKED_BYTES {
        archive.bound_pieces(path)?;
    }
    Ok(layout)
}

/// Sheets that unpack to more are looked at more closely; few have a tenth of it.
const MAX_UNCHECKED_BYTES: usize = 16 << 20;

/// Returns those of the blank cells whose formula gave blank text.
///
/// To calamine a blank result of `IF(…,"")` is the same as none.
pub(super) fn text_results(
    archive: &mut Archive<'_>,
    path: &str,
    blank: &[(u32, u32)],
) -> Result<BTreeSet<(u32, u32)>, ReadError> {
    let mut out = BTreeSet::new();
    let kind = memmem::Finder::new(b"\"str\"");
    chunks(archive, path, |chunk| {
        for at in kind.find_iter(chunk) {
            let tag = tag_around(chunk, at);
            if attribute_in(tag, b"t") == b"str" {
                let cell = std::str::from_utf8(attribute_in(tag, b"r")).ok().and_then(address);
                out.extend(cell.filter(|cell| blank.binary_search(cell).is_ok()));
            }
        }
        Ok(())
    })?;
    Ok(out)
}

/// Returns the styles of the cells whose style is wanted.
pub(super) fn styles(
    archive: &mut Archive<'_>,
    path: &str,
    is_wanted: impl Fn(u32) -> bool,
) -> Result<BTreeMap<(u32, u32), u32>, ReadError> {
    let mut out = BTreeMap::new();
    let style = memmem::Finder::new(b" s=");
    let text = |bytes: &[u8]| std::str::from_utf8(bytes).map(str::to_string).ok();
    chunks(archive, path, |chunk| {
        for at in style.find_iter(chunk) {
            let tag = tag_around(chunk, at);
            let number = text(attribute_in(tag, b"s")).and_then(|style| style.parse().ok());
            let cell = text(attribute_in(tag, b"r")).and_then(|cell| address(&cell));
            if let (Some(style), Some(cell)) = (number.filter(|style| is_wanted(*style)), cell) {
                out.insert(cell, style);
            }
        }
        if out.len() > MAX_CELLS { Err(ReadError::too_many("单元格数", MAX_CELLS)) } else { Ok(()) }
    })?;
    Ok(out)
}

/// Hands a part over in chunks that cut no tag in two.
fn chunks(
    archive: &mut Archive<'_>,
    path: &str,
    mut take: impl FnMut(&[u8]) -> Result<(), ReadError>,
) -> Result<(), ReadError> {
    let Some(mut part) = archive.part(path) else { return Ok(()) };
    let mut buf = vec![0; 1 << 16];
    let mut filled = 0;
    let result = loop {
        let n = match part.read(&mut buf[filled..]) {
            Ok(n) => n,
            Err(error) => break Err(error),
        };
        filled += n;
        if n > 0 && filled < buf.len() {
            continue;
        }
        let chunk = &buf[..filled];
        take(chunk)?;
        if n == 0 {
            break Ok(());
        }
        // What began and has not ended comes again; no tag of interest fills the buffer.
        let keep = memrchr(b'<', chunk).filter(|&at| memchr(b'>', &chunk[at..]).is_none());
        let from = keep.filter(|&at| at > 0).unwrap_or(filled);
        buf.copy_within(from..filled, 0);
        filled -= from;
    };
    drop(part);
    result.map_err(|error| archive.error(error))
}

/// Returns the inside of the tag that holds this position; empty for text between tags.
fn tag_around(chunk: &[u8], at: usize) -> &[u8] {
    let Some(start) = memrchr(b'<', &chunk[..at]) else { return &[] };
    let Some(end) = memchr(b'>', &chunk[start..]).map(|end| start + end) else { return &[] };
    if end < at { &[] } else { &chunk[start + 1..end] }
}

/// Returns an attribute's value within the inside of a tag.
fn attribute_in<'a>(tag: &'a [u8], name: &[u8]) -> &'a [u8] {
    for at in memmem::find_iter(tag, name) {
        let is_whole = at > 0 && tag[at - 1].is_ascii_whitespace();
        let Some((b'=', rest)) = tag[at + name.len()..].split_first() else { continue };
        let Some((&quote @ (b'"' | b'\''), rest)) = rest.split_first() else { continue };
        if let Some(end) = memchr(quote, rest).filter(|_| is_whole) {
            return &rest[..end];
        }
    }
    &[]
}

/// Takes in a `row` or `col` tag with a `hidden` attribute.
fn hide(layout: &mut Layout, tag: &[u8]) {
    let name = tag.split(|byte| byte.is_ascii_whitespace()).next().unwrap_or(&[]);
    let name = name.rsplit(|&byte| byte == b':').next().unwrap_or(&[]);
    if !matches!(attribute_in(tag, b"hidden"), b"1" | b"true" | b"on") {
        return;
    }
    let number = |key: &[u8]| -> Option<u32> {
        let text = std::str::from_utf8(attribute_in(tag, key)).ok()?;
        text.parse::<u32>().ok()?.checked_sub(1)
    };
    match name {
        b"row" => {
            if let Some(row) = number(b"r") {
                layout.hide_rows(row, row);
            }
        }
        b"col" => {
            if let (Some(first), Some(last)) = (number(b"min"), number(b"max")) {
                layout.hide_cols(first, last);
            }
        }
        _ => {}
    }
}

/// Reads `B2:D5`.
fn area(text: &[u8]) -> Option<Merge> {
    let text = std::str::from_utf8(text).ok()?;
    let (first, last) = text.split_once(':')?;
    Some(Merge { first: address(first)?, last: address(last)? })
}

/// Reads `B2`, with or without dollar signs.
fn address(text: &str) -> Option<(u32, u32)> {
    let mut col = 0_u32;
    let mut row = 0_u32;
    for byte in text.bytes().filter(|&byte| byte != b'$') {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' if row == 0 => {
                col = col.checked_mul(26)?.checked_add(u32::from(byte.to_ascii_uppercase() - b'A') + 1)?;
            }
            b'0'..=b'9' => row = row.checked_mul(10)?.checked_add(u32::from(byte - b'0'))?,
            _ => return None,
        }
    }
    Some((row.checked_sub(1)?, col.checked_sub(1).filter(|&col| col < MAX_COLUMNS)?))
}

/// Scans the part of an xlsb sheet.
pub(super) fn scan_binary(archive: &mut Archive<'_>, path: &str) -> Result<Layout, ReadError> {
    let mut layout = Layout::default();
    records(archive, path, |kind, data| {
        let word = |at: usize| data.get(at..at + 4).and_then(|b| b.try_into().ok()).map(u32::from_le_bytes);
        match kind {
            // BrtRowHdr: row, format, height, flags.
            0x0000 if data.get(11).is_some_and(|flags| flags & 0x10 != 0) => {
                if let Some(row) = word(0) {
                    layout.hide_rows(row, row);
                }
            }
            // BrtColInfo: first, last, width, format, flags.
            0x003C if data.get(16).is_some_and(|flags| flags & 1 != 0) => {
                if let (Some(first), Some(last)) = (word(0), word(4)) {
                    layout.hide_cols(first, last);
                }
            }
            // BrtMergeCell: rows, then columns.
            0x00B0 => {
                if let (Some(top), Some(bottom), Some(left), Some(right)) =
                    (word(0), word(4), word(8), word(12))
                {
                    layout.merge(Merge { first: (top, left), last: (bottom, right) })?;
                }
            }
            _ => {}
        }
        Ok(())
    })?;
    Ok(layout)
}

/// Refuses an xlsb whose table of shared strings would fill the memory.
pub(super) fn bound_binary_strings(archive: &mut Archive<'_>) -> Result<(), ReadError> {
    let mut n_strings = 0;
    records(archive, "xl/sharedStrings.bin", |kind, data| {
        n_strings += usize::from(kind == 0x0013);
        let stated = data.get(4..8).and_then(|bytes| bytes.try_into().ok()).map_or(0, u32::from_le_bytes);
        let is_stated = kind == 0x009F && stated as usize > MAX_CELLS;
        if n_strings > MAX_CELLS || is_stated {
            Err(ReadError::too_many("共享字符串数", MAX_CELLS))
        } else {
            Ok(())
        }
    })
}

/// The longest record of an xlsb: a string of 32,767 characters with its formats is below it.
const MAX_RECORD_BYTES: usize = 4 << 20;

/// Hands the records of an xlsb part over one by one (MS-XLSB 2.1.4).
fn records(
    archive: &mut Archive<'_>,
    path: &str,
    mut take: impl FnMut(u16, &[u8]) -> Result<(), ReadError>,
) -> Result<(), ReadError> {
    let Some(part) = archive.part(path) else { return Ok(()) };
    let mut reader = std::io::BufReader::new(part);
    let mut data = Vec::new();
    let result = loop {
        let head = match head(&mut reader) {
            Ok(None) => break Ok(()),
            Ok(Some(head)) => head,
            Err(error) => break Err(error),
        };
        let (kind, n_bytes) = head;
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
    result.map_err(|error| archive.error(error))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<[u32; 4]>) {
        let found = area(text.as_bytes()).map(|area| [area.first.0, area.first.1, area.last.0, area.last.1]);
        assert_eq!(found, expected);
    }

    #[test]
    fn areas() {
        check("A1:B2", Some([0, 0, 1, 1]));
        check("$AA$10:XFD1048576", Some([9, 26, 1_048_575, 16_383]));
        check("A1", None);
        check("A0:B1", None);
        check("A1:XFE1", None);
        check("A99999999999:B1", None);
        check("1A:B1", None);
    }

    #[track_caller]
    fn check_hidden(tag: &str, rows: &[(u32, u32)], cols: &[(u32, u32)]) {
        let mut layout = Layout::default();
        hide(&mut layout, tag.as_bytes());
        assert_eq!((layout.hidden_rows.as_slice(), layout.hidden_cols.as_slice()), (rows, cols));
    }

    #[test]
    fn hidden_tags() {
        check_hidden(r#"row r="9" hidden="1""#, &[(8, 8)], &[]);
        check_hidden(r"x:row hidden='true' r='9'", &[(8, 8)], &[]);
        check_hidden(r#"row r="9" hidden="0""#, &[], &[]);
        check_hidden(r#"row r="0" hidden="1""#, &[], &[]);
        check_hidden(r#"col min="4" max="5" hidden="1""#, &[], &[(3, 4)]);
        check_hidden(r#"t hidden="1""#, &[], &[]);
    }
}
