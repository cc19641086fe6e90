//! Tables of a text document as rows of cells.

use crate::revision::draft::{Cell, ForeignKind, Grid, Piece, Words};
use crate::revision::read::body::{Body, is_frame};
use crate::revision::read::line::Line;
use crate::revision::read::tracked::Tracked;
use crate::revision::read::tree::Element;

/// Twentieths of a point in a millimetre.
const TWIPS_A_MM: f64 = 1440.0 / 25.4;
/// The most rows and cells of one table.
const MAX_ROWS: usize = 20_000;
const MAX_COLUMNS: usize = 200;

/// A row while its table is read.
struct Row {
    cells: Vec<Cell>,
    pieces: Vec<Piece>,
    is_head: bool,
}

impl Body<'_> {
    /// Reads a table; one that only places 版头 or 版记 becomes their paragraphs.
    pub(super) fn table(&mut self, table: &Element) {
        let mut rows = Vec::new();
        let found = inner(table, "tr");
        if found.len() > MAX_ROWS {
            self.over = Some(("表格的行", MAX_ROWS));
            return;
        }
        for row in found {
            rows.extend(self.row(row));
        }
        let pieces: Vec<Piece> = rows.iter().flat_map(|row| row.pieces.clone()).collect();
        if is_frame(&pieces) {
            return self.pieces.extend(pieces);
        }
        let rows: Vec<Row> = rows.into_iter().filter(|row| !row.cells.is_empty()).collect();
        if rows.is_empty() {
            return;
        }
        for piece in &pieces {
            match piece {
                Piece::Paragraph(_) => {}
                Piece::Grid(grid) => {
                    let first = grid.rows.iter().flatten().map(|cell| cell.words.clone()).next();
                    self.tell_in(ForeignKind::NestedTable, &first.unwrap_or_default());
                }
                Piece::Graphic(graphic) => {
                    let words = Words { text: graphic.around.clone(), marks: Vec::new() };
                    self.tell_in(graphic.kind, &words);
                }
            }
        }
        let n_head_rows = rows.iter().take_while(|row| row.is_head).count();
        let widths = table.child("tblGrid").into_iter().flat_map(Element::elements);
        let widths_mm = widths
            .filter(|col| col.is("gridCol"))
            .filter_map(|col| col.attribute("w")?.parse::<f64>().ok())
            .filter(|width| width.is_finite())
            .map(|width| width / TWIPS_A_MM)
            .take(MAX_COLUMNS)
            .collect();
        let rows = rows.into_iter().map(|row| row.cells).collect();
        self.pieces.push(Piece::Grid(Grid { rows, n_head_rows, widths_mm }));
    }

    /// Reads a row; nothing if a change takes it away.
    fn row(&mut self, row: &Element) -> Option<Row> {
        let properties = row.child("trPr");
        let tracked = properties.iter().flat_map(|properties| properties.elements()).find_map(Tracked::of);
        let is_head = properties.and_then(|properties| properties.switch("tblHeader")) == Some(true);
        let mut out = Row { cells: Vec::new(), pieces: Vec::new(), is_head };
        let found = inner(row, "tc");
        if found.len() > MAX_COLUMNS {
            self.over = Some(("表格的列", MAX_COLUMNS));
            return None;
        }
        for cell in found {
            let properties = cell.child("tcPr");
            let own = properties.iter().flat_map(|properties| properties.elements()).find_map(Tracked::of);
            let pieces = self.apart(|body| body.inside(cell));
            let words = words(&pieces);
            if let Some(own) = &own {
                self.table_change(own, words.text.clone());
                if !self.leaves(own) {
                    continue;
                }
            }
            out.cells.push(Cell { words, is_merged: properties.is_some_and(is_merged) });
            out.pieces.extend(pieces);
        }
        if let Some(tracked) = &tracked {
            let words: Vec<&str> = out.cells.iter().map(|cell| cell.words.text.as_str()).collect();
            self.table_change(tracked, words.join(" | "));
            if !self.leaves(tracked) {
                return None;
            }
        }
        Some(out)
    }
}

/// Returns the rows of a table or the cells of a row, those in controls too.
fn inner<'a>(parent: &'a Element, name: &str) -> Vec<&'a Element> {
    let mut out = Vec::new();
    let mut left: Vec<&Element> = parent.elements().collect();
    left.reverse();
    while let Some(element) = left.pop() {
        if element.is(name) {
            out.push(element);
        } else if ["sdt", "sdtContent", "customXml", "ins", "moveTo"].iter().any(|own| element.is(own)) {
            let more: Vec<&Element> = element.elements().collect();
            left.extend(more.into_iter().rev());
        }
    }
    out
}

/// Returns whether a cell spans columns or rows.
fn is_merged(properties: &Element) -> bool {
    let spans = properties.val("gridSpan").and_then(|n| n.parse::<u32>().ok()).is_some_and(|n| n > 1);
    spans || properties.child("vMerge").is_some() || properties.child("hMerge").is_some()
}

/// Returns the paragraphs of a cell as words, one a line.
fn words(pieces: &[Piece]) -> Words {
    let mut line = Line::default();
    for piece in pieces {
        if let Piece::Paragraph(paragraph) = piece {
            line.join(paragraph.words.clone());
        }
    }
    line.finish()
}
