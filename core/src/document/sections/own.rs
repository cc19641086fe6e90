//! A part in the office's own words, in place of what the program would write.

use crate::document::block::{Align, Block, Column, Table};
use crate::document::material::Material;
use crate::document::provenance::Provenance;
use crate::document::supplement::{Own, Section};
use crate::document::text::Text;
use crate::document::wording::title;

/// What the office's own words stand in.
const SUPPLEMENT: Provenance = Provenance::Office("正文素材");
/// The type area's width in millimetres.
const WIDTH: f64 = 156.0;
/// A column is thought as wide as this many characters at least, and at most.
const CHARS: (usize, usize) = (4, 24);

/// Returns a part as the office writes it; nothing where it does not.
pub(crate) fn blocks(material: &Material<'_>, section: Section) -> Option<Vec<Block>> {
    let parts: Vec<&Own> = material.supplement.of(section).collect();
    let n_headings = parts.iter().filter(|own| matches!(own, Own::Heading(_))).count();
    let mut n = 0;
    let block = |own: &Own| match own {
        Own::Heading(words) => {
            n += 1;
            // One alone has no number.
            Block::subheading(if n_headings > 1 {
                title::numbered_below(n, text(words))
            } else {
                text(words)
            })
        }
        Own::Paragraph(words) => Block::Paragraph(text(words)),
        Own::Table(rows) => Block::Table(table(rows)),
    };
    let blocks: Vec<Block> = parts.into_iter().map(block).collect();
    (!blocks.is_empty()).then_some(blocks)
}

/// Returns whether the office's own plan ends as a document does: 特此报告。
pub(crate) fn is_closed(material: &Material<'_>) -> bool {
    let last = material.supplement.of(Section::Plan).last();
    matches!(last, Some(Own::Paragraph(words)) if words.starts_with("特此"))
}

fn text(words: &str) -> Text {
    Text::of(words, SUPPLEMENT)
}

/// Sets a table as wide as the type area, its columns by their longest cells.
fn table(rows: &[Vec<String>]) -> Table {
    let (head, rows) = rows.split_first().expect("a table has a row");
    let longest = |column: usize| {
        let cells = std::iter::once(head).chain(rows).map(|row| row[column].chars().count());
        cells.max().unwrap_or(0).clamp(CHARS.0, CHARS.1)
    };
    let chars: Vec<usize> = (0..head.len()).map(longest).collect();
    let all: usize = chars.iter().sum();
    let is_long = |n: usize| n > 12;
    let column = |n: usize| Column {
        width_mm: (WIDTH * n as f64 / all as f64 * 10.0).floor() / 10.0,
        align: if is_long(n) { Align::Left } else { Align::Center },
    };
    let cells = |row: &Vec<String>| row.iter().map(|cell| text(cell)).collect();
    Table {
        caption: None,
        columns: chars.into_iter().map(column).collect(),
        header: head.iter().map(|cell| text(cell)).collect(),
        rows: rows.iter().map(cells).collect(),
        note: None,
    }
}
