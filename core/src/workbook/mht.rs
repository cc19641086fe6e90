//! A web page with all its parts in one file (MHTML, RFC 2557), Excel's 单个文件网页.
//!
//! It is a mail: parts between boundaries, each with heads of its own. The sheets of a workbook
//! are pages of their own, which the first part lists by name.

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use memchr::memmem;

use crate::workbook::error::Way;
use crate::workbook::gather::Gather;
use crate::workbook::{MAX_SHEETS, ReadError, html};

/// The most parts; a workbook of the most sheets has a picture and a style beside each.
const MAX_PARTS: usize = 4 * MAX_SHEETS;

/// A part: its address and its content.
struct Part {
    location: String,
    content: Vec<u8>,
}

/// Reads the sheets, or else the page.
pub(super) fn read(gather: &mut Gather<'_>, bytes: &[u8]) -> Result<(), ReadError> {
    let pages = pages(bytes);
    let Some(first) = pages.first() else {
        return Err(ReadError::other("这是网页归档（MHTML），里面没有网页", Way::Save));
    };
    let listed = listed(&String::from_utf8_lossy(&first.content));
    let sheet = |file: &str| pages.iter().find(|page| base(&page.location) == base(file));
    let mut n_found = 0;
    for (name, file) in &listed {
        let Some(page) = sheet(file) else { continue };
        n_found += 1;
        html::read_sheet(gather, &page.content, name)?;
    }
    if n_found == 0 {
        return html::read(gather, &first.content);
    }
    gather.say(html::note());
    Ok(())
}

/// Returns the sheets that the first page lists: their names and the addresses of their pages.
fn listed(page: &str) -> Vec<(String, String)> {
    let mut out = Vec::new();
    for entry in page.split("<x:ExcelWorksheet>").skip(1).take(MAX_SHEETS) {
        let name = entry.split_once("<x:Name>").and_then(|(_, rest)| rest.split_once("</x:Name>"));
        let file = entry.split_once("HRef=\"").and_then(|(_, rest)| rest.split_once('"'));
        if let (Some((name, _)), Some((file, _))) = (name, file) {
            let name = quick_xml::escape::unescape(name);
            out.push((name.map(Into::into).unwrap_or_default(), file.to_string()));
        }
    }
    out
}

/// Returns the last name of an address.
fn base(location: &str) -> String {
    location.rsplit(['/', '\\']).next().unwrap_or(location).to_ascii_lowercase()
}

/// Returns the parts that are web pages.
fn pages(bytes: &[u8]) -> Vec<Part> {
    let (heads, body) = split_heads(bytes);
    let Some(boundary) = boundary(&heads) else {
        return part(&heads, body).into_iter().collect();
    };
    let mark = format!("--{boundary}");
    let mut pages = Vec::new();
    let mut starts = memmem::find_iter(body, mark.as_bytes()).take(MAX_PARTS).peekable();
    while let Some(start) = starts.next() {
        let end = starts.peek().copied().unwrap_or(body.len());
        let (heads, content) = split_heads(skip_line(&body[start..end]));
        pages.extend(part(&heads, content));
    }
    pages
}

/// Decodes a part, if it is a web page.
fn part(heads: &[(String, String)], content: &[u8]) -> Option<Part> {
    let head = |name: &str| heads.iter().find(|(its, _)| its == name).map(|(_, value)| value.as_str());
    if !head("content-type")?.to_ascii_lowercase().starts_with("text/html") {
        return None;
    }
    let encoding = head("content-transfer-encoding").unwrap_or_default().to_ascii_lowercase();
    let content = match encoding.as_str() {
        "quoted-printable" => unquoted(content),
        "base64" => unpacked(content),
        _ => content.to_vec(),
    };
    Some(Part { location: head("content-location").unwrap_or_default().to_string(), content })
}

/// Splits heads from the content below the first blank line; a head may go on in lines that
/// begin with a space.
fn split_heads(bytes: &[u8]) -> (Vec<(String, String)>, &[u8]) {
    let mut heads: Vec<(String, String)> = Vec::new();
    let mut rest = bytes;
    while !rest.is_empty() {
        let after = skip_line(rest);
        let line = String::from_utf8_lossy(&rest[..rest.len() - after.len()]).into_owned();
        rest = after;
        if line.trim().is_empty() {
            break;
        }
        match line.split_once(':') {
            _ if line.starts_with([' ', '\t']) => {
                if let Some((_, value)) = heads.last_mut() {
                    value.push_str(line.trim());
                }
            }
            Some((name, value)) => heads.push((name.trim().to_ascii_lowercase(), value.trim().to_string())),
            None => {}
        }
    }
    (heads, rest)
}

/// Returns what is below the first line.
fn skip_line(bytes: &[u8]) -> &[u8] {
    memchr::memchr(b'\n', bytes).map_or(&[], |at| &bytes[at + 1..])
}

/// Returns what parts the parts.
fn boundary(heads: &[(String, String)]) -> Option<String> {
    let (_, kind) = heads.iter().find(|(name, _)| name == "content-type")?;
    let at = kind.to_ascii_lowercase().find("boundary=")?;
    let value = kind.get(at + "boundary=".len()..)?.trim_start();
    let value = match value.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next()?,
        None => value.split([';', ' ']).next()?,
    };
    Some(value.to_string()).filter(|value| !value.is_empty())
}

/// Decodes `=D5=C5`; a line that ends in `=` goes on in the next (RFC 2045 §6.7).
fn unquoted(content: &[u8]) -> Vec<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let mut out = Vec::with_capacity(content.len());
    let mut rest = content;
    while let Some((&byte, after)) = rest.split_first() {
        rest = match (byte, after) {
            (b'=', [b'\r', b'\n', after @ ..] | [b'\n', after @ ..]) => after,
            (b'=', [high, low, after_both @ ..]) => match (digit(*high), digit(*low)) {
                (Some(high), Some(low)) => {
                    out.push(high << 4 | low);
                    after_both
                }
                _ => {
                    out.push(byte);
                    after
                }
            },
            _ => {
                out.push(byte);
                after
            }
        };
    }
    out
}

/// Decodes base 64; what is broken gives nothing.
fn unpacked(content: &[u8]) -> Vec<u8> {
    let dense: Vec<u8> = content.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).collect();
    let lenient = GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    GeneralPurpose::new(&STANDARD, lenient).decode(dense).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::origin::Place;
    use crate::workbook::Room;

    /// Reads an archive; shows each sheet's name and cells, then the error.
    #[track_caller]
    fn check(archive: &[u8], expected: &[&str]) {
        let place = Arc::new(Place { file_index: 0, sheet_index: 0, file: "f.mht".into(), sheet: None });
        let mut diagnostics = Vec::new();
        let mut gather = Gather::new(&place, Room::default(), &mut diagnostics);
        let result = read(&mut gather, archive);
        let mut out = Vec::new();
        for sheet in gather.finish().expect("no sheet is skipped") {
            out.push(sheet.place.sheet.clone().unwrap_or_default());
            let cells = sheet.rows.iter().flat_map(|row| row.cells.iter().map(|cell| cell.value.text()));
            out.extend(cells.map(std::borrow::Cow::into_owned));
        }
        out.extend(result.err().map(|error| error.to_string()));
        assert_eq!(out, expected);
    }

    #[test]
    fn sheets_in_parts_of_their_own() {
        let archive = "MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\n\
            Content-Type: multipart/related;\r\n boundary=\"----=_A\"\r\n\r\nA web archive.\r\n\r\n\
            ------=_A\r\nContent-Location: file:///C:/1/a.htm\r\nContent-Transfer-Encoding: quoted-printable\r\n\
            Content-Type: text/html; charset=\"gb2312\"\r\n\r\n\
            <html><xml><x:ExcelWorksheet><x:Name>=E4=B8=80</x:Name><x:WorksheetSource HRef=3D=\r\n\"a.files/sheet002.htm\"/>\
            </x:ExcelWorksheet></xml><table><tr><td>tab<td>strip</table>\r\n\
            ------=_A\r\nContent-Location: file:///C:/1/a.files/sheet002.htm\r\n\
            Content-Transfer-Encoding: base64\r\nContent-Type: text/html\r\n\r\n\
            PHRyPjx0ZD7l\r\nvKDkuIk8dGQ+4oia\r\n------=_A\r\nContent-Type: image/png\r\n\r\nx\r\n------=_A--";
        check(archive.as_bytes(), &["一", "张三", "√"]);
    }

    #[test]
    fn one_page() {
        let page = "MIME-Version: 1.0\nContent-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n\n\
            <table><tr><td>=D5=C5=C8=FD=\n<td>=A1=CC=3";
        check(page.as_bytes(), &["表格1", "张三", "√=3"]);
        check(b"MIME-Version: 1.0\n\ntext", &["不是电子表格（这是网页归档（MHTML），里面没有网页）"]);
    }
}
