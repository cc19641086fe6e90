//! What is paired: paragraphs and table rows, then sentences, clauses and items.

use std::ops::Range;

use crate::revision::align::symbols::{Symbol, Symbols};

/// How finely texts are cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Level {
    /// Paragraphs, and rows of tables.
    Unit,
    /// Up to a full stop.
    Sentence,
    /// Up to a comma.
    Clause,
    /// Up to 、.
    Item,
}

impl Level {
    /// Returns how alike two parts must be to be paired.
    pub fn least(self) -> f64 {
        match self {
            Level::Unit => 0.2,
            Level::Sentence => 0.35,
            Level::Clause => 0.45,
            Level::Item => 0.5,
        }
    }

    /// Returns whether a part ends with this symbol.
    fn ends(self, symbol: Symbol) -> bool {
        let is = |marks: &str| marks.chars().any(|c| symbol.is(c));
        match self {
            Level::Unit => false,
            Level::Sentence => is("。；？！\n"),
            Level::Clause => is("。；？！\n，："),
            Level::Item => is("。；？！\n，：、（）"),
        }
    }
}

/// A part of a side.
#[derive(Debug, Clone)]
pub(super) struct Part {
    /// Its symbols.
    pub symbols: Range<usize>,
    /// Whether it is a row of a table.
    pub is_row: bool,
}

/// Cuts a side into parts.
pub(super) fn parts(level: Level, side: &Symbols) -> Vec<Part> {
    let mut out: Vec<Part> = Vec::new();
    let mut row_before = None;
    for (symbols, seat) in side.texts.iter().zip(&side.seats) {
        let row = seat.map(|seat| (seat.table, seat.row));
        if level == Level::Unit {
            match out.last_mut() {
                Some(last) if row.is_some() && row == row_before => last.symbols.end = symbols.end,
                _ => out.push(Part { symbols: symbols.clone(), is_row: row.is_some() }),
            }
            row_before = row;
            continue;
        }
        // A cell's words stay in their row.
        if row.is_some() {
            continue;
        }
        let mut start = symbols.start;
        for at in symbols.clone() {
            if level.ends(side.all[at]) || at + 1 == symbols.end {
                out.push(Part { symbols: start..at + 1, is_row: false });
                start = at + 1;
            }
        }
    }
    out.retain(|part| !part.symbols.is_empty());
    out
}
