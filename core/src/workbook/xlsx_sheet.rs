//! The cells of one sheet of an xlsx, from its part, in one pass.
//!
//! Nothing that a single cell says can stop the reading: what is not understood costs that cell
//! and is named. What the sheet says of its size is not asked (programs write `1:4`, `A1` or
//! nothing there).

use quick_xml::events::{BytesStart, Event};

use crate::container::archive::Archive;
use crate::container::xml::{Xml, attribute, is_true, local_attribute, push_text};
use crate::workbook::address::{address, area};
use crate::workbook::book::{Book, Root};
use crate::workbook::cells::{Value, lost, text};
use crate::workbook::gather::{Draft, Gather};
use crate::workbook::notes::Odd;
use crate::workbook::shared_strings::{rich_text, unescaped};
use crate::workbook::{ReadError, stamp};

/// Reads a sheet; returns what kind of part it is, and the relationships of its tables.
pub(super) fn read(
    gather: &mut Gather<'_>,
    draft: &mut Draft,
    archive: &mut Archive<'_>,
    path: &str,
    book: &Book,
) -> Result<(Root, Vec<String>), ReadError> {
    let Some(part) = archive.part(path) else {
        return Err(ReadError::Damaged { reason: "文件里没有它的内容".to_string() });
    };
    let mut sheet = Sheet { xml: Xml::new(part), gather, draft, book, body: Body::default(), row: 0, col: 0 };
    let result = sheet.read();
    drop(sheet);
    match result {
        Ok(found) => Ok(found),
        Err(Failure::Limit(error)) => Err(error),
        Err(Failure::Xml(error)) => Err(archive.error(&error).into()),
    }
}

/// Why a sheet cannot be read.
enum Failure {
    /// Over a limit of ours, or its end is missing.
    Limit(ReadError),
    /// Not XML, or over the limit of what may be unpacked.
    Xml(quick_xml::Error),
}

impl From<ReadError> for Failure {
    fn from(error: ReadError) -> Failure {
        Failure::Limit(error)
    }
}

impl From<quick_xml::Error> for Failure {
    fn from(error: quick_xml::Error) -> Failure {
        Failure::Xml(error)
    }
}

/// A sheet that is being read.
struct Sheet<'s, 'g, 'zip, 'bytes> {
    xml: Xml<'zip, 'bytes>,
    gather: &'s mut Gather<'g>,
    draft: &'s mut Draft,
    book: &'s Book,
    body: Body,
    /// Where a cell without an address lies.
    row: u32,
    col: u32,
}

/// A cell's start tag.
#[derive(Default)]
struct Head {
    pos: (u32, u32),
    /// An address that is none.
    odd_address: Option<String>,
    kind: Kind,
    style: u32,
}

/// What a cell says that it holds (ECMA-376 part 1, §18.18.11).
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A number; also where it says something that no standard knows.
    #[default]
    Number,
    /// The number of a shared text.
    Shared,
    /// A text of its own, in the cell or given by a formula.
    Inline,
    Result,
    Bool,
    Error,
    /// A date in words of ISO 8601.
    Date,
}

impl Kind {
    fn of(stated: &str) -> Kind {
        match stated.trim() {
            "s" => Kind::Shared,
            "inlineStr" | "is" => Kind::Inline,
            "str" => Kind::Result,
            "b" => Kind::Bool,
            "e" => Kind::Error,
            "d" => Kind::Date,
            _ => Kind::Number,
        }
    }
}

/// What stands within a cell.
#[derive(Default)]
struct Body {
    value: String,
    inline: String,
    is_formula: bool,
    /// Whether the cell ended as it should.
    is_whole: bool,
}

impl Sheet<'_, '_, '_, '_> {
    fn read(&mut self) -> Result<(Root, Vec<String>), Failure> {
        let mut root = None;
        let mut tables = Vec::new();
        let (mut in_cells, mut is_ended) = (false, false);
        loop {
            match self.xml.next()? {
                Event::Start(element) => {
                    let name = element.local_name();
                    let root = *root.get_or_insert_with(|| Root::of(name.as_ref()));
                    match name.as_ref() {
                        _ if root != Root::Cells => return Ok((root, tables)),
                        "sheetData" => in_cells = true,
                        "row" if in_cells => {
                            let number = attribute(&element, "r").and_then(|r| r.trim().parse::<u32>().ok());
                            self.row = number.and_then(|number| number.checked_sub(1)).unwrap_or(self.row);
                            self.col = 0;
                            if is_true(&element, "hidden") {
                                self.draft.layout().hide_rows(self.row, self.row);
                            }
                        }
                        "c" if in_cells => {
                            let head = head(&element, (self.row, self.col));
                            self.cell(head)?;
                        }
                        "col" if !in_cells && is_true(&element, "hidden") => {
                            let number =
                                |key| attribute(&element, key)?.trim().parse::<u32>().ok()?.checked_sub(1);
                            if let (Some(first), Some(last)) = (number("min"), number("max")) {
                                self.draft.layout().hide_cols(first, last);
                            }
                        }
                        "mergeCell" => {
                            let stated = attribute(&element, "ref").unwrap_or_default();
                            match area(&stated) {
                                Some(area) => self.draft.layout().merge(area)?,
                                // An area of one cell, as programs write it, merges nothing.
                                None if address(stated.trim()).is_some() => {}
                                None => self.draft.odd_area(&stated),
                            }
                        }
                        "tablePart" => tables.extend(local_attribute(&element, "id")),
                        _ => {}
                    }
                }
                Event::End(element) => match element.local_name().as_ref() {
                    "row" if in_cells => self.row = self.row.saturating_add(1),
                    "sheetData" => in_cells = false,
                    "worksheet" => is_ended = true,
                    _ => {}
                },
                Event::Eof if is_ended => return Ok((Root::Cells, tables)),
                Event::Eof => {
                    return Err(Failure::Limit(ReadError::Damaged {
                        reason: "后面的内容缺失".to_string()
                    }));
                }
                _ => {}
            }
        }
    }

    /// Reads a cell, and those that begin within it where its end is missing.
    fn cell(&mut self, head: Head) -> Result<(), Failure> {
        let mut next = Some(head);
        while let Some(head) = next {
            next = self.body()?;
            self.take(&head)?;
        }
        Ok(())
    }

    /// Reads up to the end of a cell; returns the head of a cell that begins before it.
    fn body(&mut self) -> Result<Option<Head>, Failure> {
        let body = &mut self.body;
        body.value.clear();
        body.inline.clear();
        (body.is_formula, body.is_whole) = (false, false);
        let (mut in_value, mut is_blurred) = (false, false);
        loop {
            let event = self.xml.next()?;
            match &event {
                Event::Start(element) => match element.local_name().as_ref() {
                    "v" => in_value = true,
                    "f" => body.is_formula = true,
                    "is" => {
                        is_blurred |= !rich_text(&mut self.xml, "is", &mut body.inline)?;
                    }
                    "c" => return Ok(Some(head(element, (self.row, self.col.saturating_add(1))))),
                    _ => {}
                },
                Event::End(element) => match element.local_name().as_ref() {
                    "v" => in_value = false,
                    "c" => {
                        body.is_whole = !in_value && !is_blurred;
                        return Ok(None);
                    }
                    // The row ends, and the cell did not.
                    "row" => {
                        self.row = self.row.saturating_add(1);
                        return Ok(None);
                    }
                    "sheetData" => return Ok(None),
                    _ => {}
                },
                Event::Eof => return Ok(None),
                event if in_value => push_text(&mut body.value, event),
                _ => {}
            }
        }
    }

    /// Takes in a cell.
    fn take(&mut self, head: &Head) -> Result<(), ReadError> {
        let (pos, body) = (head.pos, &self.body);
        (self.row, self.col) = (pos.0, pos.1.saturating_add(1));
        let found = match body.is_whole {
            true => value(head, body, self.book),
            false => Err((Odd::Cut, body.value.as_str())),
        };
        let value = match found {
            Ok(Some(value)) => value,
            Ok(None) => {
                if body.is_formula && head.kind != Kind::Result {
                    self.draft.uncomputed(pos);
                }
                return Ok(());
            }
            Err((odd, found)) => {
                self.draft.odd(odd, pos, found);
                lost()
            }
        };
        if let Some(stated) = &head.odd_address {
            self.draft.odd(Odd::NoAddress, pos, stated);
        }
        let shown = self.book.looks.shown(head.style, value);
        self.gather.push(self.draft, pos, Some(shown))
    }
}

/// Reads a cell's start tag; `next` is where it lies if it does not say.
fn head(element: &BytesStart<'_>, next: (u32, u32)) -> Head {
    let mut head = Head { pos: next, ..Head::default() };
    for at in element.attributes().with_checks(false).flatten() {
        match at.key.as_ref() {
            "r" => match address(at.value.trim()) {
                Some(pos) => head.pos = pos,
                None => head.odd_address = Some(at.value.to_string()),
            },
            "s" => head.style = at.value.trim().parse().unwrap_or(0),
            "t" => head.kind = Kind::of(&at.value),
            _ => {}
        }
    }
    head
}

/// Returns what a cell holds; or what is wrong with it, and what stands there.
fn value<'b>(head: &Head, body: &'b Body, book: &Book) -> Result<Option<Value>, (Odd, &'b str)> {
    // Some writers leave a `<v>` beside an inline text; the one that says something counts.
    let inline = text(&body.inline);
    let own = body.value.as_str();
    let plain = own.trim();
    Ok(match head.kind {
        Kind::Shared if plain.is_empty() => inline,
        Kind::Shared => match plain.parse().ok().and_then(|at| book.strings.get(at)) {
            Some(shared) => text(shared),
            None => return Err((Odd::NoString, own)),
        },
        Kind::Inline | Kind::Result => inline.or_else(|| text(&unescaped(own))),
        Kind::Bool => match plain {
            "1" => Some(Value::Bool(true)),
            "0" => Some(Value::Bool(false)),
            _ if plain.eq_ignore_ascii_case("true") => Some(Value::Bool(true)),
            _ if plain.eq_ignore_ascii_case("false") => Some(Value::Bool(false)),
            _ => inline.or_else(|| text(own)),
        },
        Kind::Error => match plain {
            "" => inline,
            _ => Some(Value::Error(plain.to_string())),
        },
        Kind::Date => stamp::iso(plain).or_else(|| text(own)).or(inline),
        // Whatever it says it is: a number is a number, and the rest is text.
        Kind::Number => match number(plain) {
            Some(number) => Some(book.looks.number(head.style, number, book.is_1904)),
            None => inline.or_else(|| text(&unescaped(own))),
        },
    })
}

/// Reads a number as spreadsheets write it; `inf` and `nan` are words.
fn number(plain: &str) -> Option<f64> {
    plain.bytes().next().filter(|first| first.is_ascii_digit() || matches!(first, b'-' | b'+' | b'.'))?;
    plain.parse().ok().filter(|number: &f64| number.is_finite())
}
