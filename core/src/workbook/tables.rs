//! The tables that a sheet of an xlsx or xlsb is laid out in, as far as they hold rows that are no data.

use crate::container::archive::Archive;
use crate::container::xml::{attribute, elements};
use crate::workbook::address::area;
use crate::workbook::biff_records::word;
use crate::workbook::xlsb_records::records;
use crate::workbook::{Merge, ReadError};

/// A table's part says what it is once.
const MAX_ELEMENTS: usize = 4096;

/// Returns the rows of totals below a table (ECMA-376 part 1, §18.5.1.2), if it has them.
pub(super) fn total_rows(archive: &mut Archive<'_>, path: &str) -> Result<Option<Merge>, ReadError> {
    let found = elements(archive, path, MAX_ELEMENTS, |name, element| {
        let n_rows = attribute(element, "totalsRowCount").filter(|_| name == "table")?.trim().parse().ok()?;
        below(area(&attribute(element, "ref")?)?, n_rows)
    })?;
    Ok(found.found.into_iter().next())
}

/// Returns the same of an xlsb.
pub(super) fn total_rows_binary(archive: &mut Archive<'_>, path: &str) -> Result<Option<Merge>, ReadError> {
    let mut found = None;
    records(archive, path, |kind, data| {
        // BrtBeginList: first and last row, first and last column, kind, number, rows of the head,
        // rows of totals.
        if kind == 0x0157
            && let (Some(top), Some(bottom), Some(left), Some(right), Some(n_rows)) =
                (word(data, 0), word(data, 4), word(data, 8), word(data, 12), word(data, 28))
        {
            found = below(Merge { first: (top, left), last: (bottom, right) }, n_rows);
        }
        Ok(())
    })?;
    Ok(found)
}

/// Returns the last rows of an area; heads and at least one row of data stand above.
fn below(whole: Merge, n_rows: u32) -> Option<Merge> {
    let first = whole.last.0.saturating_add(1).checked_sub(n_rows).filter(|&first| first <= whole.last.0)?;
    (first > whole.first.0).then_some(Merge { first: (first, whole.first.1), last: whole.last })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_totals() {
        let whole = Merge { first: (0, 1), last: (9, 4) };
        let check = |n_rows, expected: Option<u32>| {
            assert_eq!(below(whole, n_rows).map(|area| area.first.0), expected, "{n_rows}");
        };
        check(1, Some(9));
        check(2, Some(8));
        check(0, None);
        check(10, None);
        check(u32::MAX, None);
    }
}
