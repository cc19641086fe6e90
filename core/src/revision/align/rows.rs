//! Rows of tables: cell by cell, by the columns' heads.

use std::ops::Range;

use crate::revision::align::gaps;
use crate::revision::align::matching::Links;
use crate::revision::align::symbols::Symbols;
use crate::revision::align::units::Part;

/// Rows of more pairs of cells are left alone; no page is as wide.
const MAX_PAIRS: usize = 10_000;

/// Links the cells of two rows. A column that has another head belongs to none.
pub(super) fn link(base: &Symbols, revised: &Symbols, one: &Part, other: &Part, links: &mut Links) {
    let (ones, others) = (cells(base, one), cells(revised, other));
    if ones.len().saturating_mul(others.len()) > MAX_PAIRS {
        return;
    }
    let has_all = ones.len() == others.len() && n_cols(base, &ones) == n_cols(revised, &others);
    for (at, cell) in ones.iter().enumerate() {
        let beside = if has_all {
            others.get(at)
        } else {
            let head = head(base, cell);
            others.iter().find(|other| self::head(revised, other) == head)
        };
        let Some(beside) = beside else { continue };
        links.link_best(base, revised, cell.clone(), beside.clone());
        gaps::link_alike(base, revised, cell.clone(), beside.clone(), links);
    }
}

/// Returns the cells of a row that hold anything.
fn cells(side: &Symbols, row: &Part) -> Vec<Range<usize>> {
    let symbols: Vec<usize> = row.symbols.clone().collect();
    let cells = symbols.chunk_by(|a, b| side.all[*a].text == side.all[*b].text);
    cells.map(|cell| cell[0]..cell[cell.len() - 1] + 1).collect()
}

/// Returns the last column of a row's cells.
fn n_cols(side: &Symbols, cells: &[Range<usize>]) -> Option<usize> {
    let last = cells.last()?;
    side.seats[side.all[last.start].text].map(|seat| seat.col)
}

/// Returns what stands at the head of a cell's column.
fn head(side: &Symbols, cell: &Range<usize>) -> Vec<u32> {
    let seat = side.seats[side.all[cell.start].text];
    let head = seat.and_then(|seat| side.heads.get(&(seat.table, seat.col)));
    head.map_or(0..0, |head| side.texts[*head].clone()).map(|at| side.all[at].code).collect()
}
