//! What cells show by their font or number format, where it is another than they hold.
//!
//! Dates are stored as numbers; only the format tells them apart. In Wingdings 2 the letter P is
//! a tick and O a cross; by the format `[=1]"√";[=0]"×"` a number is a sign. People see the sign
//! and mean it (ECMA-376 §18.8.22 and §18.8.30, MS-XLS 2.4.122, 2.4.126 and 2.4.353).

use std::collections::BTreeMap;

use quick_xml::events::Event;

use crate::container::archive::Archive;
use crate::container::xml::{Xml, attribute};
use crate::workbook::ReadError;
use crate::workbook::biff_records::half;
use crate::workbook::cells::Value;
use crate::workbook::number_format::{Shown, built_in, custom};
use crate::workbook::stamp::date_or_hours;
use crate::workbook::xlsb_records::{records, wide};

/// The most styles, fonts or formats; Excel itself allows 65,490 cell formats.
const MAX_STYLES: usize = 600_000;

/// Signs by the font and the character of the cell.
const SIGNS: [(&str, &[(char, char)]); 4] = [
    (
        "wingdings",
        &[('ü', '√'), ('û', '×'), ('þ', '☑'), ('ý', '☒'), ('o', '□'), ('¨', '□'), ('l', '●'), ('¡', '○')],
    ),
    ("wingdings 2", &[('P', '√'), ('O', '×'), ('R', '☑'), ('Q', '☒'), ('S', '☒'), ('T', '☒'), ('V', '×')]),
    ("webdings", &[('a', '√'), ('r', '×'), ('c', '□')]),
    ("marlett", &[('a', '√'), ('b', '√'), ('r', '×')]),
];

/// The styles of a workbook, by the number that cells name them by.
#[derive(Debug, Default)]
pub(super) struct Looks {
    /// What a number is shown as.
    kinds: Vec<Shown>,
    /// The styles that show signs.
    signs: BTreeMap<u32, Look>,
}

#[derive(Debug, Clone, Default)]
struct Look {
    /// The font of signs.
    font: Option<String>,
    /// The code of a format that shows words.
    format: Option<String>,
}

/// Fonts and formats as the table of styles lists them, before its cell formats.
#[derive(Default)]
pub(super) struct Table {
    fonts: Vec<Option<String>>,
    kinds: BTreeMap<u32, Shown>,
    codes: BTreeMap<u32, String>,
    looks: Looks,
}

impl Table {
    /// Takes in the next font.
    pub(super) fn add_font(&mut self, name: &str) {
        self.fonts.push(None);
        self.font(name);
    }

    /// Takes in the name of the last font.
    fn font(&mut self, name: &str) {
        if let (Some(name), Some(font)) = (font_of_signs(name), self.fonts.last_mut()) {
            *font = Some(name);
        }
    }

    /// Takes in a written-out format.
    pub(super) fn format(&mut self, id: u32, code: String) {
        self.kinds.insert(id, custom(&code));
        if !code.is_ascii() {
            self.codes.insert(id, code);
        }
    }

    /// Takes in the next cell format.
    pub(super) fn style(&mut self, font: Option<usize>, format: Option<u32>) {
        let built_in = |id: u32| u16::try_from(id).map_or(Shown::Number, built_in);
        let kind = format.map_or(Shown::Number, |id| self.kinds.get(&id).copied().unwrap_or(built_in(id)));
        let font = font.and_then(|at| self.fonts.get(at)?.clone());
        let format = format.and_then(|id| self.codes.get(&id).cloned());
        if font.is_some() || format.is_some() {
            let at = u32::try_from(self.looks.kinds.len()).unwrap_or(u32::MAX);
            self.looks.signs.insert(at, Look { font, format });
        }
        self.looks.kinds.push(kind);
    }

    /// Returns what the table says.
    pub(super) fn looks(self) -> Looks {
        self.looks
    }

    fn bounded(&self) -> Result<(), ReadError> {
        let n = self.fonts.len().max(self.kinds.len()).max(self.looks.kinds.len());
        if n > MAX_STYLES { Err(ReadError::too_many("样式数", MAX_STYLES)) } else { Ok(()) }
    }
}

impl Looks {
    /// Reads the table of styles of an xlsx.
    pub(super) fn read(archive: &mut Archive<'_>, path: &str) -> Result<Looks, ReadError> {
        let Some(part) = archive.part(path) else { return Ok(Looks::default()) };
        let mut xml = Xml::new(part);
        let mut table = Table::default();
        let (mut in_fonts, mut in_styles) = (false, false);
        let result = loop {
            match xml.next() {
                Ok(Event::Start(element)) => {
                    let number = |key| attribute(&element, key).and_then(|id| id.trim().parse::<u32>().ok());
                    match element.local_name().as_ref() {
                        "fonts" => in_fonts = true,
                        "font" if in_fonts => table.fonts.push(None),
                        "name" if in_fonts => table.font(&attribute(&element, "val").unwrap_or_default()),
                        "numFmt" => {
                            if let Some(id) = number("numFmtId") {
                                table.format(id, attribute(&element, "formatCode").unwrap_or_default());
                            }
                        }
                        "cellXfs" => in_styles = true,
                        "xf" if in_styles => {
                            let font = number("fontId").map(|id| id as usize);
                            table.style(font, number("numFmtId"));
                        }
                        _ => {}
                    }
                }
                Ok(Event::End(element)) => match element.local_name().as_ref() {
                    "fonts" => in_fonts = false,
                    "cellXfs" => in_styles = false,
                    _ => {}
                },
                Ok(Event::Eof) => break Ok(()),
                Ok(_) => {}
                Err(error) => break Err(error),
            }
            table.bounded()?;
        };
        drop(xml);
        result.map_err(|error| archive.error(&error))?;
        Ok(table.looks)
    }

    /// Reads the table of styles of an xlsb.
    pub(super) fn read_binary(archive: &mut Archive<'_>, path: &str) -> Result<Looks, ReadError> {
        let mut table = Table::default();
        let mut in_styles = false;
        records(archive, path, |kind, data| {
            match kind {
                // BrtFont: its name stands behind height, flags and colour.
                0x002B => table.add_font(&wide(data.get(21..).unwrap_or(&[])).0),
                // BrtFmt.
                0x002C => {
                    let code = wide(data.get(2..).unwrap_or(&[])).0;
                    if let Some(id) = half(data, 0) {
                        table.format(u32::from(id), code);
                    }
                }
                0x0269 => in_styles = true,
                0x026A => in_styles = false,
                // BrtXF: parent, format, font.
                0x002F if in_styles => {
                    table.style(half(data, 4).map(usize::from), half(data, 2).map(u32::from))
                }
                _ => {}
            }
            table.bounded()
        })?;
        Ok(table.looks)
    }

    /// Returns what a number is by its style.
    pub(super) fn number(&self, style: u32, number: f64, is_1904: bool) -> Value {
        match self.kinds.get(style as usize) {
            None | Some(Shown::Number) => Value::Number(number),
            Some(&kind) => date_or_hours(number, kind, is_1904),
        }
    }

    /// Returns what a cell of this style shows.
    pub(super) fn shown(&self, style: u32, value: Value) -> Value {
        let Some(look) = self.signs.get(&style) else { return value };
        match (&value, look) {
            (Value::Number(number), Look { format: Some(code), .. }) => {
                literal(code, *number).map_or(value, Value::Text)
            }
            (Value::Text(text), Look { font: Some(font), .. }) => sign(font, text).map_or(value, Value::Text),
            _ => value,
        }
    }
}

/// Returns a font's name in the form in which it is looked up, if it is a font of signs.
pub(super) fn font_of_signs(name: &str) -> Option<String> {
    let name = name.trim().trim_matches(['\'', '"']).to_lowercase();
    SIGNS.iter().any(|(font, _)| *font == name).then_some(name)
}

/// Returns the sign that a single character is in a font of signs; one that is not known is
/// named with the font, so that it is not taken for the letter.
pub(super) fn sign(font: &str, text: &str) -> Option<String> {
    let mut chars = text.trim().chars();
    let (Some(c), None) = (chars.next(), chars.next()) else { return None };
    // Such fonts are also addressed in the private area: U+F050 is P.
    let c = match u32::from(c) {
        code @ 0xF020..=0xF0FF => char::from_u32(code - 0xF000).unwrap_or(c),
        _ => c,
    };
    if !matches!(u32::from(c), 0x21..=0xFF) {
        return None;
    }
    let (_, signs) = SIGNS.iter().find(|(known, _)| *known == font)?;
    let known = signs.iter().find(|(letter, _)| *letter == c).map(|(_, sign)| sign.to_string());
    Some(known.unwrap_or_else(|| format!("{font} 字体的 {c}")))
}

/// Returns the words that a number format shows instead of the number; nothing where it shows
/// the number or nothing.
fn literal(code: &str, number: f64) -> Option<String> {
    let sections: Vec<(Option<bool>, Option<String>)> =
        sections(code).iter().map(|section| section_of(section, number)).collect();
    let has_conditions = sections.iter().any(|(holds, _)| holds.is_some());
    let chosen = if has_conditions {
        sections.iter().position(|(holds, _)| holds.unwrap_or(true))?
    } else {
        match sections.len() {
            0 | 1 => 0,
            2 => usize::from(number < 0.0),
            _ if number > 0.0 => 0,
            _ if number < 0.0 => 1,
            _ => 2,
        }
    };
    let (_, text) = sections.into_iter().nth(chosen)?;
    text.map(|text| text.trim().to_string()).filter(|text| !text.is_empty())
}

/// Splits a format at the semicolons outside of quotes.
fn sections(code: &str) -> Vec<String> {
    let mut sections = vec![String::new()];
    let mut quoted = false;
    let mut chars = code.chars();
    while let Some(c) = chars.next() {
        let last = sections.last_mut().expect("it begins with one");
        match c {
            '"' => {
                quoted = !quoted;
                last.push(c);
            }
            '\\' if !quoted => {
                last.push(c);
                last.extend(chars.next());
            }
            ';' if !quoted => sections.push(String::new()),
            _ => last.push(c),
        }
    }
    sections
}

/// Returns whether a section's condition holds, where it has one, and the words it shows when
/// it shows nothing of the number.
fn section_of(section: &str, number: f64) -> (Option<bool>, Option<String>) {
    let mut holds = None;
    let mut text = String::new();
    let mut chars = section.chars();
    while let Some(c) = chars.next() {
        match c {
            '[' => {
                let inner: String = chars.by_ref().take_while(|c| *c != ']').collect();
                holds = condition(&inner, number).or(holds);
            }
            '"' => text.extend(chars.by_ref().take_while(|c| *c != '"')),
            '\\' | '!' => text.extend(chars.next()),
            // The width of a character, or one that fills the cell.
            '_' | '*' => {
                chars.next();
            }
            '0' | '#' | '?' | '@' | '.' | ',' | '%' => return (holds, None),
            _ if c.is_ascii_alphanumeric() => return (holds, None),
            _ => text.push(c),
        }
    }
    (holds, Some(text))
}

/// Returns whether a condition such as `>=60` holds; nothing for a colour or a country.
fn condition(inner: &str, number: f64) -> Option<bool> {
    let at = inner.find(|c: char| !"<>=".contains(c)).filter(|at| *at > 0)?;
    let limit: f64 = inner[at..].trim().parse().ok()?;
    match &inner[..at] {
        "=" => Some((number - limit).abs() < f64::EPSILON),
        "<>" => Some((number - limit).abs() >= f64::EPSILON),
        "<" => Some(number < limit),
        "<=" => Some(number <= limit),
        ">" => Some(number > limit),
        ">=" => Some(number >= limit),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_that_show_words() {
        let check = |code: &str, number: f64, expected: Option<&str>| {
            assert_eq!(literal(code, number).as_deref(), expected, "{code} {number}");
        };
        let code = "[=1]\"√\";[=0]\"×\";General";
        check(code, 1.0, Some("√"));
        check(code, 0.0, Some("×"));
        check(code, 2.0, None);
        check("[红色][=1]√;[=2]\"病假\";事假", 2.0, Some("病假"));
        check("[红色][=1]√;[=2]\"病假\";事假", 3.0, Some("事假"));
        check("\"√\";\"×\";\"○\"", 5.0, Some("√"));
        check("\"√\";\"×\";\"○\"", -1.0, Some("×"));
        check("\"√\";\"×\";\"○\"", 0.0, Some("○"));
        check("0\"人\"", 3.0, None);
        check("yyyy\"年\"m\"月\"", 45000.0, None);
        check("\"第\"0\"次\";;", 0.0, None);
        check(";;;", 1.0, None);
        check("[>=60]\"合格；\";\"不合格\"", 59.0, Some("不合格"));
    }

    #[test]
    fn letters_that_are_signs() {
        let check = |font: &str, text: &str, expected: Option<&str>| {
            assert_eq!(sign(font, text).as_deref(), expected, "{font} {text}");
        };
        check("wingdings 2", "P", Some("√"));
        check("wingdings 2", "\u{f04f}", Some("×"));
        check("wingdings", "ü", Some("√"));
        check("wingdings", "1", Some("wingdings 字体的 1"));
        check("wingdings 2", "病假", None);
        check("wingdings 2", "√", None);
    }
}
