//! How many pages the body takes, reckoned without setting it: by characters, columns and rows.
//!
//! What there is room for in the body is decided from this, so the reckoning is rather a line too
//! high than one too low. The pages themselves are measured where they are set.

use crate::document::block::{Block, Column, Document, Table};
use crate::document::form::{Format, Seal, Signature};
use crate::document::text::Text;

/// A page's lines, and a line's cells: as many as Han characters (GB/T 9704, 5.2.3).
const N_LINES: usize = 22;
const N_CELLS: f64 = 28.0;
/// A character of a table in millimetres, and the white beside a cell's text (五号, two times 3 pt).
const TABLE_CELL_MM: f64 = 3.71;
const INSET_MM: f64 = 2.12;
/// The characters of a note's line.
const NOTE_CELLS: f64 = 49.0;
/// Lines that stay white at the ends of pages since headings, charts and rows are not parted.
const WHITE_A_PAGE: f64 = 0.4;

/// Returns how many pages title, text and signature take.
pub(crate) fn n_pages(document: &Document) -> usize {
    let blocks: usize = document.blocks.iter().map(n_lines).sum();
    let all = head(document) + blocks + closing(document);
    let white = (all as f64 / N_LINES as f64 * WHITE_A_PAGE).round() as usize;
    (all + white).div_ceil(N_LINES)
}

/// Returns how many lines a block takes.
pub(crate) fn n_lines(block: &Block) -> usize {
    match block {
        Block::Heading { text, .. } | Block::Paragraph(text) | Block::Item(text) => {
            ((n_cells(text) + 2.0) / N_CELLS).ceil() as usize
        }
        Block::Table(table) => lines_of_table(table),
        Block::Bars(bars) => usize::from(bars.n_lines),
    }
}

/// Returns the lines above the text: 版头, title, and whom it is addressed to.
fn head(document: &Document) -> usize {
    let above = match document.form.format {
        Format::Plain => 0,
        Format::Letter => 4,
        Format::Report | Format::Notice | Format::Minutes => 10,
    };
    let title: f64 = document.title.iter().map(|words| n_cells(words)).sum();
    let addressee = document.addressee.as_ref().map_or(0, |words| (n_cells(words) / N_CELLS).ceil() as usize);
    above + (title / 20.0).ceil().max(2.0) as usize + 1 + addressee
}

/// Returns the lines below the text: 附件说明 and 落款.
fn closing(document: &Document) -> usize {
    let attachments = document.attachments.len();
    let list = if attachments == 0 { 0 } else { attachments + 1 };
    list + document.form.signature.as_ref().map_or(0, n_lines_of_signature)
}

fn n_lines_of_signature(signature: &Signature) -> usize {
    let n = signature.organs.len();
    match signature.seal {
        Seal::None => n + 3,
        // At least two have room side by side; a seal is higher than four lines.
        Seal::Seal => 5 * n.div_ceil(2).saturating_sub(1) + 4,
        Seal::Signature => 3 * signature.posts.len() + 3,
    }
}

/// Returns whether 附件说明 and 落款 leave room for a line of text on their page.
pub(crate) fn leaves_room(document: &Document) -> bool {
    // With stamps they take a line more than is reckoned.
    closing(document) + 1 < N_LINES
}

fn lines_of_table(table: &Table) -> usize {
    let cell_lines = |text: &str, column: &Column| {
        let room = ((column.width_mm - INSET_MM) / TABLE_CELL_MM).max(1.0);
        (n_cells(text) / room).ceil() as usize
    };
    // A line of the grid holds two of a cell.
    let row = |row: &Vec<Text>| {
        let most = row.iter().zip(&table.columns).map(|(text, column)| cell_lines(text, column)).max();
        most.unwrap_or(1).max(1).div_ceil(2)
    };
    let note = table.note.as_ref().map_or(0, |note| (n_cells(note) / NOTE_CELLS).ceil() as usize);
    usize::from(table.caption.is_some()) + 1 + table.rows.iter().map(row).sum::<usize>() + note
}

/// Returns how wide a text is, in Han characters.
fn n_cells(text: &str) -> f64 {
    let cell = |c: char| match c {
        '\u{2060}' => 0.0,
        _ if c.is_ascii() => 0.5,
        _ => 1.0,
    };
    text.chars().map(cell).sum()
}
