//! Tables of a revised draft: those of the composed document by row and column, new ones as words.

use crate::diagnostic::Diagnostic;
use crate::document::{Align, Block, Column, Part, Table, Text};
use crate::revision::apply::open::short;
use crate::revision::apply::passages::Home;
use crate::revision::apply::plain::plain;
use crate::revision::apply::texts::Aligned;
use crate::revision::draft::{Cell, Grid};

/// The widest new table, in millimetres: it stands upright.
const MAX_WIDTH_MM: f64 = 156.0;
/// What programs add to a width by rounding it.
const ROUNDING_MM: f64 = 1.0;
/// What share of a table's cells must have come from one of the composed document for it to be that.
const LEAST_SHARED: f64 = 1.0 / 3.0;

impl Aligned<'_> {
    /// Makes a table; nothing where it cannot stand so in an official document.
    pub(super) fn table(
        &self,
        grid: &Grid,
        first: usize,
        caption: Option<Text>,
        note: Option<Text>,
        found: &mut Vec<Diagnostic>,
    ) -> Option<Block> {
        let cells = || grid.rows.iter().flatten();
        let named = || {
            let words = cells().map(|cell| cell.words.text.as_str()).find(|words| !words.is_empty());
            caption.as_deref().map_or_else(|| short(words.unwrap_or("空表")), short)
        };
        if let Some(merged) = cells().find(|cell| cell.is_merged) {
            let message = format!("表“{}”的 `{}` 是合并的单元格", named(), short(&merged.words.text));
            found.push(Diagnostic::error("merged-cells", message).hint("取消合并，每一格写全"));
            return None;
        }
        let width = grid.rows.first().map_or(0, Vec::len);
        if let Some(ragged) = grid.rows.iter().position(|row| row.len() != width) {
            let n = grid.rows[ragged].len();
            let message = format!("表“{}”第 {} 行有 {n} 格（表头有 {width} 格）", named(), ragged + 1);
            found.push(Diagnostic::error("ragged-table", message).hint("补齐或删去多余的格"));
            return None;
        }
        let columns = match self.base_table(grid, first) {
            Some(base) => self.columns(base, grid, first, &named(), found)?,
            None => new_columns(grid, &named(), found)?,
        };
        let mut rows = grid.rows.iter().enumerate().map(|(row, cells)| {
            (0..cells.len())
                .map(|col| self.cell(grid, first + row * width + col, row, col))
                .collect::<Vec<_>>()
        });
        let header = rows.next()?;
        let rows = rows.collect();
        Some(Block::Table(Table { caption, columns, header, rows, note }))
    }

    /// Returns a cell's words.
    fn cell(&self, grid: &Grid, passage: usize, row: usize, col: usize) -> Text {
        debug_assert_eq!(grid.rows[row][col].words, self.revised.passages[passage].words);
        if self.words(passage).is_empty() { Text::new() } else { self.text(passage, 0) }
    }

    /// Returns the table of the composed document that a grid was, by the cells that came from it.
    fn base_table(&self, grid: &Grid, first: usize) -> Option<(Home, usize)> {
        let n_cells = grid.rows.iter().map(Vec::len).sum::<usize>();
        let mut counts: Vec<((Home, usize), usize)> = Vec::new();
        for passage in first..first + n_cells {
            let Some(base) = self.origin(passage).filter(|base| is_seated(base.part)) else { continue };
            let place = (base.home, base.block);
            match counts.iter_mut().find(|(known, _)| *known == place) {
                Some((_, n)) => *n += 1,
                None => counts.push((place, 1)),
            }
        }
        let most = counts.into_iter().max_by_key(|(_, n)| *n)?;
        let n_filled = grid.rows.iter().flatten().filter(|cell| !cell.words.text.is_empty()).count();
        (most.1 as f64 >= LEAST_SHARED * n_filled as f64).then_some(most.0)
    }

    /// Returns the columns of a table of the composed document that are still there, in their order now.
    fn columns(
        &self,
        (home, block): (Home, usize),
        grid: &Grid,
        first: usize,
        named: &str,
        found: &mut Vec<Diagnostic>,
    ) -> Option<Vec<Column>> {
        let Block::Table(base) = self.base.block(home, block) else { return None };
        let heads: &[Cell] = grid.rows.first()?;
        let is_whole = heads.len() == base.columns.len();
        let mut out = Vec::new();
        for (col, head) in heads.iter().enumerate() {
            let by_words = || base.header.iter().position(|own| plain(own) == plain(&head.words.text));
            let by_origin = || {
                let origin =
                    self.origin(first + col).filter(|origin| (origin.home, origin.block) == (home, block));
                origin.and_then(|origin| if let Part::Head { col } = origin.part { Some(col) } else { None })
            };
            let from = if is_whole { Some(col) } else { by_words().or_else(by_origin) };
            let Some(column) = from.and_then(|from| base.columns.get(from)) else {
                let message = format!("表“{named}”多了一栏 `{}`", short(&head.words.text));
                found.push(
                    Diagnostic::error("table-columns", message)
                        .hint("台账的表可以加行、删行、删栏；要加的栏请另做一张表"),
                );
                return None;
            };
            out.push(*column);
        }
        Some(out)
    }
}

fn is_seated(part: Part) -> bool {
    matches!(part, Part::Head { .. } | Part::Cell { .. })
}

/// Returns the columns of a new table, as wide as the draft has them.
fn new_columns(grid: &Grid, named: &str, found: &mut Vec<Diagnostic>) -> Option<Vec<Column>> {
    let n = grid.rows.first()?.len();
    let stated =
        Some(&grid.widths_mm).filter(|widths| widths.len() == n && widths.iter().all(|width| *width > 0.0));
    let widths = stated.cloned().unwrap_or_else(|| vec![MAX_WIDTH_MM / n.max(1) as f64; n]);
    let total: f64 = widths.iter().sum();
    if total > MAX_WIDTH_MM + ROUNDING_MM {
        let message = format!("新加的表“{named}”宽 {total:.0} mm（最宽 {MAX_WIDTH_MM} mm）");
        found.push(Diagnostic::error("table-too-wide", message).hint("把栏改窄，或拆成两张表"));
        return None;
    }
    let scale = (MAX_WIDTH_MM / total).min(1.0);
    Some(widths.into_iter().map(|width| Column { width_mm: width * scale, align: Align::Left }).collect())
}
