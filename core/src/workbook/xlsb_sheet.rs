//! The cells of one sheet of an xlsb, from the records of its part (MS-XLSB 2.1.7.62).
//!
//! Every kind of cell comes in a long form, which names its column, and in a short one, which
//! stands behind the cell before. Formulas always hold a value.

use crate::container::archive::Archive;
use crate::workbook::biff_records::{double, rk_number, word};
use crate::workbook::biff_sheet::error;
use crate::workbook::book::{Book, Root};
use crate::workbook::cells::{Value, lost, text};
use crate::workbook::gather::{Draft, Gather};
use crate::workbook::notes::Odd;
use crate::workbook::package::targets;
use crate::workbook::xlsb_records::{records, wide};
use crate::workbook::{Merge, ReadError, tables};

/// What a record of a cell holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Blank,
    /// A number in four bytes.
    Short,
    Error,
    Bool,
    Real,
    Text,
    /// A text with flags in front and formats behind.
    Rich,
    /// The number of a shared text.
    Shared,
}

/// Returns what a record holds, and whether it names its column.
fn kind(record: u16) -> Option<(Kind, bool)> {
    Some(match record {
        0x0001 => (Kind::Blank, true),
        0x0002 => (Kind::Short, true),
        0x0003 | 0x000B => (Kind::Error, true),
        0x0004 | 0x000A => (Kind::Bool, true),
        0x0005 | 0x0009 => (Kind::Real, true),
        0x0006 | 0x0008 => (Kind::Text, true),
        0x0007 => (Kind::Shared, true),
        0x003E => (Kind::Rich, true),
        0x000C => (Kind::Blank, false),
        0x000D => (Kind::Short, false),
        0x000E => (Kind::Error, false),
        0x000F => (Kind::Bool, false),
        0x0010 => (Kind::Real, false),
        0x0011 => (Kind::Text, false),
        0x0012 => (Kind::Shared, false),
        _ => return None,
    })
}

/// Reads a sheet; returns what kind of part it is.
pub(super) fn read(
    gather: &mut Gather<'_>,
    draft: &mut Draft,
    archive: &mut Archive<'_>,
    path: &str,
    book: &Book,
) -> Result<Root, ReadError> {
    let (mut row, mut next_col) = (0, 0);
    let mut table_ids = Vec::new();
    records(archive, path, |record, data| {
        if let Some((kind, has_column)) = kind(record) {
            let (col, data) = match has_column {
                true => (word(data, 0), data.get(4..).unwrap_or(&[])),
                false => (Some(next_col), data),
            };
            // Without its column a cell lies behind the one before, as in the short form.
            let pos = (row, col.unwrap_or(next_col));
            next_col = pos.1.saturating_add(1);
            return cell(gather, draft, pos, (kind, data), book);
        }
        match record {
            // BrtRowHdr: row, format, height, flags.
            0x0000 => {
                row = word(data, 0).unwrap_or(row);
                next_col = 0;
                if data.get(11).is_some_and(|flags| flags & 0x10 != 0) {
                    draft.layout().hide_rows(row, row);
                }
            }
            // BrtColInfo: first, last, width, format, flags.
            0x003C if data.get(16).is_some_and(|flags| flags & 1 != 0) => {
                if let (Some(first), Some(last)) = (word(data, 0), word(data, 4)) {
                    draft.layout().hide_cols(first, last);
                }
            }
            // BrtMergeCell: rows, then columns.
            0x00B0 => {
                if let (Some(top), Some(bottom), Some(left), Some(right)) =
                    (word(data, 0), word(data, 4), word(data, 8), word(data, 12))
                {
                    draft.layout().merge(Merge { first: (top, left), last: (bottom, right) })?;
                }
            }
            // BrtListPart: the relationship of a table.
            0x0295 => table_ids.push(wide(data).0),
            _ => {}
        }
        Ok(())
    })?;
    if !table_ids.is_empty() {
        for table in targets(archive, path, "table", &table_ids)? {
            draft.layout().totals.extend(tables::total_rows_binary(archive, &table)?);
        }
    }
    Ok(Root::Cells)
}

/// Takes in a cell; its data begins with its style.
fn cell(
    gather: &mut Gather<'_>,
    draft: &mut Draft,
    pos: (u32, u32),
    (kind, data): (Kind, &[u8]),
    book: &Book,
) -> Result<(), ReadError> {
    // The style has three bytes; the fourth is of flags.
    let style = word(data, 0).map_or(0, |style| style & 0x00FF_FFFF);
    let found = match data.get(4..) {
        _ if kind == Kind::Blank => return Ok(()),
        Some(content) => value(kind, content, style, book),
        None => Err((Odd::Cut, String::new())),
    };
    let value = match found {
        Ok(Some(value)) => value,
        Ok(None) => return Ok(()),
        Err((odd, found)) => {
            draft.odd(odd, pos, &found);
            lost()
        }
    };
    gather.push(draft, pos, Some(book.looks.shown(style, value)))
}

/// Returns what a cell holds; or what is wrong with it, and what stands there.
fn value(kind: Kind, content: &[u8], style: u32, book: &Book) -> Result<Option<Value>, (Odd, String)> {
    let cut = || (Odd::Cut, String::new());
    let number = |number: f64| book.looks.number(style, number, book.is_1904);
    let words = |content: &[u8]| match word(content, 0) {
        Some(n) if content.len() as u64 >= 4 + 2 * u64::from(n) => Ok(text(&wide(content).0)),
        _ => Err(cut()),
    };
    Ok(match kind {
        Kind::Blank => None,
        Kind::Short => Some(number(rk_number(word(content, 0).ok_or_else(cut)?))),
        Kind::Real => Some(number(double(content, 0).ok_or_else(cut)?)),
        Kind::Bool => Some(Value::Bool(*content.first().ok_or_else(cut)? != 0)),
        Kind::Error => Some(error(*content.first().ok_or_else(cut)?)),
        Kind::Text => words(content)?,
        Kind::Rich => words(content.get(1..).unwrap_or(&[]))?,
        Kind::Shared => {
            let at = word(content, 0).ok_or_else(cut)?;
            match book.strings.get(at as usize) {
                Some(shared) => text(shared),
                None => return Err((Odd::NoString, at.to_string())),
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads the content of a record behind its style; shows the value, or what is wrong.
    #[track_caller]
    fn check(record: u16, content: &[u8], expected: &str) {
        let (kind, _) = kind(record).expect("a cell");
        let found = match value(kind, content, 0, &Book::default()) {
            Ok(Some(value)) => format!("{value:?}"),
            Ok(None) => "blank".to_string(),
            Err((odd, found)) => format!("{odd:?} {found}").trim_end().to_string(),
        };
        assert_eq!(found, expected);
    }

    #[test]
    fn long_and_short_records() {
        let wide = |text: &str| -> Vec<u8> {
            let units: Vec<u16> = text.encode_utf16().collect();
            let n = u32::try_from(units.len()).expect("short");
            n.to_le_bytes().into_iter().chain(units.into_iter().flat_map(u16::to_le_bytes)).collect()
        };
        check(0x0006, &wide("√"), "Text(\"√\")");
        check(0x0011, &wide("√"), "Text(\"√\")");
        check(0x003E, &[&[1], wide("√").as_slice()].concat(), "Text(\"√\")");
        check(0x0008, &wide(""), "blank");
        check(0x0002, &((7_u32 << 2) | 2).to_le_bytes(), "Number(7.0)");
        check(0x0009, &1.5_f64.to_le_bytes(), "Number(1.5)");
        check(0x000A, &[1], "Bool(true)");
        check(0x0003, &[0x2A], "Error(\"#N/A\")");
        check(0x000B, &[0x17], "Error(\"#REF!\")");
        check(0x000E, &[0xEE], "Error(\"#未知错误\")");
        assert_eq!((kind(0x0007), kind(0x0012)), (Some((Kind::Shared, true)), Some((Kind::Shared, false))));
    }

    #[test]
    fn records_that_break_off() {
        check(0x0006, &[9, 0, 0, 0, 0x20, 0], "Cut");
        check(0x0005, &[0; 7], "Cut");
        check(0x000B, &[], "Cut");
        check(0x0012, &[3, 0, 0, 0], "NoString 3");
    }
}
