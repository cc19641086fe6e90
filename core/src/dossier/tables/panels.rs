//! Tables that stand side by side under one title: 姓名 1月9日 2月6日 姓名 1月9日 2月6日.
//!
//! Each panel is a table of its own with the columns up to the next one, so that nobody in it
//! is lost and no column of it counts for the persons to its left.

use crate::dossier::writing::footer::is_footer;
use crate::dossier::writing::squeeze::squeeze;
use crate::dossier::writing::vocabulary::Vocabulary;
use crate::workbook::{Merge, Merges, Sheet};

/// Columns that may stand before the names of a panel.
const BEFORE_NAMES: [&str; 5] = ["number", "position", "unit", "date", "topic"];
/// A row above the header with more cells than this is part of it.
const MAX_TITLE_CELLS: usize = 2;

/// Returns the parts of a sheet by the columns of its attendance registers, whose header in
/// this row names persons as often; none where it does so once.
pub(in crate::dossier) fn of(sheet: &Sheet, row: u32, vocabulary: &Vocabulary) -> Vec<Sheet> {
    let starts = starts(sheet, row, vocabulary);
    if starts.len() < 2 {
        return Vec::new();
    }
    let ends = starts[1..].iter().copied().chain([u32::MAX]);
    starts.iter().zip(ends).map(|(start, end)| panel(sheet, row, *start, end)).collect()
}

/// Returns the column at which each panel begins.
fn starts(sheet: &Sheet, row: u32, vocabulary: &Vocabulary) -> Vec<u32> {
    let Some(cells) = sheet.row(row).map(|row| &row.cells) else { return Vec::new() };
    let key = |col: u32| vocabulary.attendance(&squeeze(&sheet.get(row, col)?.text()));
    let names = cells.iter().filter(|cell| vocabulary.heads_persons(&cell.value.text()));
    let start = |(nth, name): (usize, u32)| {
        let mut start = name;
        while start > 0 && key(start - 1).is_some_and(|key| BEFORE_NAMES.contains(&key)) {
            start -= 1;
        }
        if nth == 0 { 0 } else { start }
    };
    names.map(|cell| cell.col).enumerate().map(start).collect()
}

/// Returns the sheet with the columns of one panel.
fn panel(sheet: &Sheet, row: u32, start: u32, end: u32) -> Sheet {
    let mut panel = sheet.clone();
    for line in &mut panel.rows {
        // A title above the header belongs to all.
        if line.index < row && line.cells.len() <= MAX_TITLE_CELLS {
            continue;
        }
        // Sums, legends and signatures begin at the left edge and belong to the first.
        let is_below = line.index > row && start > 0 && is_footer(line);
        line.cells.retain(|cell| (start..end).contains(&cell.col) && !is_below);
    }
    panel.rows.retain(|line| !line.cells.is_empty());
    let is_inside = |merge: &&Merge| (start..end).contains(&merge.first.1);
    panel.merges = Merges::new(sheet.merges.iter().filter(is_inside).copied().collect());
    panel
}
