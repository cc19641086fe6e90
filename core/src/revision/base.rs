//! The composed document as a revised text is compared with it: passages, and their figures.

use std::collections::BTreeMap;

use crate::document::{Block, Document, Identified, Part, Spot, bookmark, identified};
use crate::revision::align::{Passage, Seat};
use crate::revision::{Mark, Words};

/// The composed document's passages.
#[derive(Debug, Clone, PartialEq)]
pub struct Base {
    /// The texts, in reading order; what is drawn in charts is none.
    pub passages: Vec<Passage>,
    /// Which text of the document each is.
    pub spots: Vec<Spot>,
    /// The figures of each, in order.
    pub figures: Vec<Vec<Identified>>,
    /// The level of each that is a heading.
    pub levels: Vec<Option<u8>>,
}

impl Base {
    /// Takes the passages of a document.
    pub fn of(document: &Document) -> Base {
        let mut of_spot: BTreeMap<Spot, Vec<Identified>> = BTreeMap::new();
        for figure in identified(document) {
            of_spot.entry(figure.spot).or_default().push(figure);
        }
        let mut base =
            Base { passages: Vec::new(), spots: Vec::new(), figures: Vec::new(), levels: Vec::new() };
        let mut tables: BTreeMap<(Option<usize>, usize), usize> = BTreeMap::new();
        for printed in document.printed().into_iter().filter(|printed| !printed.spot.is_drawn()) {
            let figures = of_spot.remove(&printed.spot).unwrap_or_default();
            let mark = |figure: &Identified| Mark {
                name: bookmark(&figure.id),
                start: figure.start,
                end: figure.end,
            };
            let words =
                Words { text: printed.text.as_str().to_string(), marks: figures.iter().map(mark).collect() };
            base.passages.push(Passage { words, seat: seat(printed.spot, &mut tables) });
            base.spots.push(printed.spot);
            base.figures.push(figures);
            base.levels.push(level(document, printed.spot));
        }
        base
    }
}

/// Returns a cell's place in its table; the head is its first row.
fn seat(spot: Spot, tables: &mut BTreeMap<(Option<usize>, usize), usize>) -> Option<Seat> {
    let (table, part) = match spot {
        Spot::Body { block, part } => ((None, block), part),
        Spot::Attached { attachment, block, part } => ((Some(attachment), block), part),
        _ => return None,
    };
    let (row, col) = match part {
        Part::Head { col } => (0, col),
        Part::Cell { row, col } => (row + 1, col),
        _ => return None,
    };
    let n = tables.len();
    Some(Seat { table: *tables.entry(table).or_insert(n), row, col })
}

/// Returns a heading's level.
fn level(document: &Document, spot: Spot) -> Option<u8> {
    let block = match spot {
        Spot::Body { block, part: Part::Words } => document.blocks.get(block),
        Spot::Attached { attachment, block, part: Part::Words } => {
            document.attachments.get(attachment).and_then(|attachment| attachment.blocks.get(block))
        }
        _ => None,
    };
    match block {
        Some(Block::Heading { level, .. }) => Some(*level),
        _ => None,
    }
}
