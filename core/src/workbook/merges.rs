//! The merged areas of a sheet, indexed so that the one over a cell is found at once.
//!
//! Rows are the leaves of an implicit binary tree. An area is entered at the few nodes that
//! cover its rows exactly, so it lies on the way from each of its rows to the root; at one
//! node areas do not overlap and are found by column. Looking up a cell takes
//! O(log rows · log areas), however tall or many the areas are.

use crate::workbook::{MAX_COLUMNS, MAX_ROWS};

/// A merged area, all edges included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Merge {
    /// First row and column.
    pub first: (u32, u32),
    /// Last row and column.
    pub last: (u32, u32),
}

/// The merged areas of a sheet.
#[derive(Debug, Clone, Default)]
pub struct Merges {
    areas: Vec<Merge>,
    /// Tree node, first column and position in `areas`; sorted.
    index: Vec<(u32, u32, u32)>,
}

/// The leaf of row 0; the root is node 1, the children of node n are 2n and 2n + 1.
const FIRST_LEAF: u32 = MAX_ROWS.next_power_of_two();

impl Merges {
    /// Indexes the areas; those of one cell or beyond the sheet's edge are left out.
    pub fn new(mut areas: Vec<Merge>) -> Merges {
        areas.retain(|area| {
            area.first.0 <= area.last.0
                && area.first.1 <= area.last.1
                && area.first != area.last
                && area.last.0 < MAX_ROWS
                && area.last.1 < MAX_COLUMNS
        });
        let mut index = Vec::with_capacity(areas.len());
        for (at, area) in (0..).zip(&areas) {
            // The standard walk of a segment tree from both ends upwards.
            let (mut low, mut high) = (FIRST_LEAF + area.first.0, FIRST_LEAF + area.last.0 + 1);
            while low < high {
                if low % 2 == 1 {
                    index.push((low, area.first.1, at));
                    low += 1;
                }
                if high % 2 == 1 {
                    high -= 1;
                    index.push((high, area.first.1, at));
                }
                (low, high) = (low / 2, high / 2);
            }
        }
        index.sort_unstable();
        Merges { areas, index }
    }

    /// Returns the area that covers the cell.
    pub fn over(&self, row: u32, col: u32) -> Option<&Merge> {
        if self.index.is_empty() || row >= MAX_ROWS {
            return None;
        }
        let mut node = FIRST_LEAF + row;
        while node > 0 {
            let after = self.index.partition_point(|&(n, first, _)| (n, first) <= (node, col));
            if let Some(&(n, _, at)) = after.checked_sub(1).and_then(|before| self.index.get(before)) {
                let area = usize::try_from(at).ok().and_then(|at| self.areas.get(at));
                if let Some(area) = area.filter(|area| n == node && area.last.1 >= col) {
                    return Some(area);
                }
            }
            node /= 2;
        }
        None
    }

    /// Returns the areas in the order of the file.
    pub fn iter(&self) -> std::slice::Iter<'_, Merge> {
        self.areas.iter()
    }

    /// Returns how many there are.
    pub fn len(&self) -> usize {
        self.areas.len()
    }

    /// Returns whether there are none.
    pub fn is_empty(&self) -> bool {
        self.areas.is_empty()
    }
}

impl<'a> IntoIterator for &'a Merges {
    type Item = &'a Merge;
    type IntoIter = std::slice::Iter<'a, Merge>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Asks for each cell which area covers it, by the area's first cell.
    #[track_caller]
    fn check(areas: &[[u32; 4]], cell: (u32, u32), expected: Option<(u32, u32)>) {
        let areas = areas.iter().map(|&[r, c, s, d]| Merge { first: (r, c), last: (s, d) });
        let merges = Merges::new(areas.collect());
        assert_eq!(merges.over(cell.0, cell.1).map(|area| area.first), expected);
    }

    #[test]
    fn the_area_over_a_cell() {
        let areas = [[0, 0, 0, 7], [1, 0, 2, 0], [1, 1, 1, 3], [5, 2, 1_048_575, 2], [6, 4, 9, 16_383]];
        check(&areas, (0, 7), Some((0, 0)));
        check(&areas, (0, 8), None);
        check(&areas, (2, 0), Some((1, 0)));
        check(&areas, (3, 0), None);
        check(&areas, (1, 2), Some((1, 1)));
        check(&areas, (2, 2), None);
        check(&areas, (1_048_575, 2), Some((5, 2)));
        check(&areas, (7, 9), Some((6, 4)));
        check(&areas, (7, 3), None);
        check(&areas, (u32::MAX, 2), None);
    }

    #[test]
    fn senseless_areas_are_left_out() {
        check(&[[3, 3, 1, 1]], (2, 2), None);
        check(&[[0, 0, 0, 0]], (0, 0), None);
        check(&[[0, 0, 2_000_000, 0]], (1, 0), None);
    }

    #[test]
    fn the_index_agrees_with_looking_at_all() {
        // Blocks of growing height in every third column.
        let areas: Vec<Merge> = (0..300)
            .map(|n| Merge { first: (n * 2, n % 40 * 3), last: (n * 2 + n % 5, n % 40 * 3 + 1) })
            .collect();
        let merges = Merges::new(areas.clone());
        for row in 0..620 {
            for col in 0..130 {
                let slow = areas.iter().find(|area| {
                    (area.first.0..=area.last.0).contains(&row) && (area.first.1..=area.last.1).contains(&col)
                });
                assert_eq!(merges.over(row, col), slow.filter(|area| area.first != area.last));
            }
        }
    }
}
