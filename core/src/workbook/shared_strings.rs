//! The texts of an xlsx or xlsb that cells name by number (ECMA-376 part 1, §18.4).

use std::borrow::Cow;

use quick_xml::events::{BytesStart, Event};

use crate::container::archive::Archive;
use crate::container::xml::{Xml, push_text};
use crate::workbook::xlsb_records::{records, wide};
use crate::workbook::{MAX_CELLS, ReadError};

/// The most bytes that all texts may have together.
const MAX_TABLE_BYTES: usize = 64 << 20;

/// The table, as far as it could be read.
#[derive(Debug, Default)]
pub(super) struct Strings {
    texts: Vec<Box<str>>,
    n_bytes: usize,
}

impl Strings {
    /// Returns the text with this number.
    pub(super) fn get(&self, at: usize) -> Option<&str> {
        self.texts.get(at).map(AsRef::as_ref)
    }

    /// Returns how many there are.
    pub(super) fn len(&self) -> usize {
        self.texts.len()
    }

    fn push(&mut self, text: &str) -> Result<(), ReadError> {
        if self.texts.len() >= MAX_CELLS {
            return Err(ReadError::too_many("共享字符串数", MAX_CELLS));
        }
        self.n_bytes += text.len();
        if self.n_bytes > MAX_TABLE_BYTES {
            return Err(ReadError::too_many_bytes("共享字符串", MAX_TABLE_BYTES));
        }
        self.texts.push(text.into());
        Ok(())
    }

    /// Reads the table of an xlsx; of a damaged one, what stands before the damage.
    pub(super) fn read(&mut self, archive: &mut Archive<'_>, path: &str) -> Result<(), ReadError> {
        let Some(part) = archive.part(path) else { return Ok(()) };
        let mut xml = Xml::new(part);
        let mut own = String::new();
        let mut is_whole = false;
        let result = loop {
            match xml.next() {
                Ok(Event::Start(element)) if element.local_name().as_ref() == "si" => {
                    own.clear();
                    match rich_text(&mut xml, "si", &mut own) {
                        Ok(true) => self.push(&own)?,
                        // The item never ends: so the part breaks off.
                        Ok(false) => break Ok(()),
                        Err(error) => break Err(error),
                    }
                }
                Ok(Event::End(element)) if element.local_name().as_ref() == "sst" => is_whole = true,
                Ok(Event::Eof) => break Ok(()),
                Ok(_) => {}
                Err(error) => break Err(error),
            }
        };
        drop(xml);
        result.map_err(|error| archive.error(&error))?;
        if is_whole {
            Ok(())
        } else {
            Err(ReadError::Damaged { reason: "后面的内容缺失".to_string() })
        }
    }

    /// Reads the table of an xlsb.
    pub(super) fn read_binary(&mut self, archive: &mut Archive<'_>, path: &str) -> Result<(), ReadError> {
        records(archive, path, |kind, data| match kind {
            // BrtSSTItem: flags, text, then runs of formats.
            0x0013 => self.push(&wide(data.get(1..).unwrap_or(&[])).0),
            _ => Ok(()),
        })
    }
}

/// Reads the text of an item up to its end, its runs together and without pronunciations; says
/// whether the end was there.
pub(super) fn rich_text(
    xml: &mut Xml<'_, '_>,
    item: &str,
    out: &mut String,
) -> Result<bool, quick_xml::Error> {
    let mut n_aside = 0_usize;
    let mut run: Option<(String, bool)> = None;
    loop {
        let event = xml.next()?;
        match &event {
            Event::Start(element) => match element.local_name().as_ref() {
                "rPh" => n_aside += 1,
                "t" if n_aside == 0 => run = Some((String::new(), keeps_space(element))),
                _ => {}
            },
            Event::End(element) => match element.local_name().as_ref() {
                "rPh" => n_aside = n_aside.saturating_sub(1),
                "t" => push_run(out, run.take()),
                name if name == item => {
                    push_run(out, run.take());
                    return Ok(true);
                }
                _ => {}
            },
            Event::Eof => return Ok(false),
            event => {
                if let Some((text, _)) = &mut run {
                    push_text(text, event);
                }
            }
        }
    }
}

/// Returns whether blanks at the ends of a text are its own.
fn keeps_space(element: &BytesStart<'_>) -> bool {
    let mut all = element.attributes();
    let found = all.with_checks(false).flatten().find(|at| at.key.as_ref() == "xml:space");
    found.is_some_and(|at| at.value == "preserve")
}

fn push_run(out: &mut String, run: Option<(String, bool)>) {
    let Some((text, keeps_space)) = run else { return };
    let text = if keeps_space { &text } else { text.trim_matches([' ', '\t', '\r', '\n']) };
    out.push_str(&unescaped(text));
}

/// Resolves `_x000D_` and the like, by which Excel writes characters that XML has not (§22.9.2.19).
pub(super) fn unescaped(text: &str) -> Cow<'_, str> {
    let Some(first) = text.find("_x") else { return Cow::Borrowed(text) };
    let mut out = String::from(&text[..first]);
    let mut rest = &text[first..];
    let mut units: Vec<u16> = Vec::new();
    let flush = |units: &mut Vec<u16>, out: &mut String| {
        out.extend(char::decode_utf16(units.drain(..)).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)));
    };
    while !rest.is_empty() {
        if let Some(unit) = escape(rest) {
            units.push(unit);
            rest = &rest["_x0000_".len()..];
            continue;
        }
        flush(&mut units, &mut out);
        // On to the next `_`; this one stands for itself.
        let skipped = usize::from(rest.starts_with('_'));
        let end = rest[skipped..].find('_').map_or(rest.len(), |at| at + skipped);
        out.push_str(&rest[..end]);
        rest = &rest[end..];
    }
    flush(&mut units, &mut out);
    Cow::Owned(out)
}

/// Returns the code unit that a text begins with, written as `_xHHHH_`.
fn escape(text: &str) -> Option<u16> {
    let digits = text.strip_prefix("_x")?.get(..5)?.strip_suffix('_')?;
    let is_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    u16::from_str_radix(digits, 16).ok().filter(|_| is_hex)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes() {
        let check = |text: &str, expected: &str| assert_eq!(unescaped(text), expected);
        check("甲_x000D_乙", "甲\r乙");
        check("_x4F60__x597d_", "你好");
        check("_xD83D__xDE00_", "😀");
        check("_xD83D_", "\u{fffd}");
        check("a_x00ZZ_b", "a_x00ZZ_b");
        check("a_x005F_x000D_", "a_x000D_");
        check("_x", "_x");
        check("没有", "没有");
        check("_x000学_", "_x000学_");
        check("__x0041_", "_A");
    }
}
