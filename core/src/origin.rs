//! Where a value came from: the file, sheet and cell that a clerk can click on.
//!
//! Every figure of a report cites origins, every complaint points at one, so they ride on
//! the values from the first stage to the last.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// A sheet of an input file, or the whole file when `sheet` is absent.
///
/// Ordered by position (file order, then sheet order), so that diagnostics come out in the
/// order in which a clerk would page through the folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Position of the file among the sources, from zero.
    pub file_index: usize,
    /// Position of the sheet in the file, from zero.
    pub sheet_index: usize,
    /// The file's name within the unit's folder.
    pub file: String,
    /// The sheet's name; absent for text files and for the file as a whole.
    pub sheet: Option<String>,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        match &self.sheet {
            Some(sheet) => write!(f, "「{sheet}」"),
            None => Ok(()),
        }
    }
}

/// A cell: its sheet, row and column (both from zero).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Origin {
    /// The sheet that holds the cell.
    pub place: Arc<Place>,
    /// The row, from zero.
    pub row: u32,
    /// The column, from zero.
    pub col: u32,
}

impl Origin {
    /// Returns the address as a spreadsheet shows it, such as `F12`.
    pub fn a1(&self) -> String {
        a1(self.row, self.col)
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A text file has no 「」 to part the name from the address.
        let gap = if self.place.sheet.is_some() { "" } else { " " };
        write!(f, "{}{gap}{}", self.place, self.a1())
    }
}

/// Returns the A1 address of a cell whose row and column count from zero.
pub fn a1(row: u32, col: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = col + 1;
    while rest > 0 {
        let digit = (rest - 1) % 26;
        letters.push(b'A' + u8::try_from(digit).expect("a remainder of 26 fits a byte"));
        rest = (rest - 1) / 26;
    }
    letters.reverse();
    let letters = String::from_utf8(letters).expect("letters are ASCII");
    format!("{letters}{}", row + 1)
}

/// Returns the cells as few ranges of the form `file!sheet!D5:K15`, sorted, without repeats.
///
/// Neighbours in a row become a run, equal runs in consecutive rows become a rectangle.
pub fn ranges(origins: &[Origin]) -> Vec<String> {
    let mut by_place: BTreeMap<&Place, BTreeMap<u32, Vec<u32>>> = BTreeMap::new();
    for origin in origins {
        let rows = by_place.entry(&origin.place).or_default();
        rows.entry(origin.row).or_default().push(origin.col);
    }
    let mut out = Vec::new();
    for (place, rows) in by_place {
        let sheet = place.sheet.as_deref().unwrap_or("");
        for Rect { top, bottom, left, right } in rectangles(rows) {
            let first = a1(top, left);
            let range =
                if (top, left) == (bottom, right) { first } else { format!("{first}:{}", a1(bottom, right)) };
            out.push(format!("{}!{sheet}!{range}", place.file));
        }
    }
    out
}

/// A rectangle of cells, all edges included.
struct Rect {
    top: u32,
    bottom: u32,
    left: u32,
    right: u32,
}

/// Covers the cells with rectangles, top to bottom, left to right.
fn rectangles(rows: BTreeMap<u32, Vec<u32>>) -> Vec<Rect> {
    let mut done: Vec<Rect> = Vec::new();
    let mut open: Vec<Rect> = Vec::new();
    for (row, mut cols) in rows {
        cols.sort_unstable();
        cols.dedup();
        let mut next = Vec::new();
        for run in cols.chunk_by(|a, b| a + 1 == *b) {
            let (left, right) = (run[0], run[run.len() - 1]);
            let above = open.iter().position(|r| r.bottom + 1 == row && r.left == left && r.right == right);
            next.push(match above {
                Some(at) => Rect { bottom: row, ..open.swap_remove(at) },
                None => Rect { top: row, bottom: row, left, right },
            });
        }
        done.append(&mut open);
        open = next;
    }
    done.append(&mut open);
    done.sort_by_key(|r| (r.top, r.left));
    done
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_a1(row: u32, col: u32, expected: &str) {
        assert_eq!(a1(row, col), expected);
    }

    #[test]
    fn addresses() {
        check_a1(0, 0, "A1");
        check_a1(11, 5, "F12");
        check_a1(0, 25, "Z1");
        check_a1(0, 26, "AA1");
        check_a1(0, 701, "ZZ1");
        check_a1(0, 702, "AAA1");
        check_a1(1_048_575, 16_383, "XFD1048576");
    }

    #[track_caller]
    fn check_ranges(cells: &[(u32, u32)], expected: &[&str]) {
        let place = Arc::new(Place {
            file_index: 0,
            sheet_index: 0,
            file: "f.xlsx".into(),
            sheet: Some("一".into()),
        });
        let origins: Vec<_> =
            cells.iter().map(|&(row, col)| Origin { place: place.clone(), row, col }).collect();
        assert_eq!(ranges(&origins), expected);
    }

    #[test]
    fn cells_gather_into_ranges() {
        check_ranges(&[], &[]);
        check_ranges(&[(0, 0)], &["f.xlsx!一!A1"]);
        check_ranges(&[(0, 0), (0, 0)], &["f.xlsx!一!A1"]);
        check_ranges(&[(1, 0), (0, 0), (0, 1), (1, 1)], &["f.xlsx!一!A1:B2"]);
        check_ranges(&[(0, 0), (0, 2), (1, 0)], &["f.xlsx!一!A1:A2", "f.xlsx!一!C1"]);
        check_ranges(&[(0, 0), (0, 1), (1, 0)], &["f.xlsx!一!A1:B1", "f.xlsx!一!A2"]);
    }
}
