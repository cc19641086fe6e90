//! The legend of an attendance register, wherever it stands on the sheet.

use crate::diagnostic::{Diagnostic, Spot};
use crate::dossier::attendance::marks::{Column, Layout, Marks, PersonRow};
use crate::dossier::tables::header::texts;
use crate::dossier::tables::legend::{MAX_LEGEND_CELLS, learn, learn_rows};
use crate::dossier::tables::notes::row_numbers;
use crate::dossier::tables::table::bad_date;
use crate::dossier::writing::legend::{is_legend, is_pair};
use crate::origin::Origin;
use crate::workbook::Value;

impl Marks<'_> {
    /// Reads the sheet's legend, saying where it contradicts itself or custom.
    pub(in crate::dossier) fn read_legend(&mut self, diagnostics: &mut Vec<Diagnostic>) {
        let persons = self.persons_rows();
        let (top, bottom) = self.header;
        let is_outside = |row: &u32| !(top..bottom).contains(row) && persons.binary_search(row).is_err();
        let outside = self.source.rows.iter().filter(|row| is_outside(&row.index));
        learn_rows(self.source, outside, &mut self.legend, diagnostics);
        self.read_beside(diagnostics);
    }

    /// Returns the rows of the file that hold persons, or sessions when they go down.
    fn persons_rows(&self) -> Vec<u32> {
        let rows = self.rows.iter().map(|row| row.origin.row);
        let days = self.columns.iter().map(|column| column.origin.row);
        let mut rows: Vec<u32> = rows.chain(days).collect();
        match self.layout {
            Layout::Grid { swapped: true } => rows.extend(self.columns.iter().flat_map(Column::lines)),
            Layout::Grid { swapped: false } => rows.extend(self.rows.iter().flat_map(PersonRow::lines)),
            Layout::Cells(_) => {}
        }
        if let Layout::Cells(cells) = &self.layout {
            rows.extend(cells.values().map(|cell| cell.mark.0));
            rows.extend(self.repeated.iter().map(|(_, _, cell, _)| cell.mark.0));
            rows.extend(self.undated.iter().map(|(row, _)| *row));
        }
        rows.sort_unstable();
        rows.dedup();
        rows
    }

    /// Reads a legend that stands in the columns beside the table, one entry below another.
    fn read_beside(&mut self, diagnostics: &mut Vec<Diagnostic>) {
        let (top, bottom) = self.header;
        let depth = bottom - top;
        let n_cols = self.source.n_cols();
        let is_bare = |col: &u32| texts(self.source, top, depth, *col).is_empty();
        let first = (0..n_cols).rev().take_while(is_bare).last().unwrap_or(n_cols);
        // A legend's own head, such as 图例, makes the column look like one of the table.
        let is_titled = |col: u32| {
            texts(self.source, top, depth, col)
                .iter()
                .any(|text| text.starts_with("图例") || text.contains("符号"))
        };
        let first = (0..first).find(|col| is_titled(*col)).unwrap_or(first);
        if first >= n_cols {
            return;
        }
        let mut found: Vec<(String, Origin)> = Vec::new();
        for row in &self.source.rows {
            let at = row.cells.partition_point(|cell| cell.col < first);
            let cells = &row.cells[at..];
            let Some(cell) = cells.first().filter(|_| cells.len() <= MAX_LEGEND_CELLS) else { continue };
            let text = cells.iter().map(|cell| cell.value.text()).collect::<Vec<_>>().join(" ");
            // Beside the table, below its own head, any sign may stand: 甲 事假.
            if is_pair(&text) || is_legend(&text) {
                found.push((text, self.source.origin(row.index, cell.col)));
            }
        }
        let n_pairs = found.len();
        if n_pairs >= 2 || found.iter().any(|(text, _)| is_legend(text)) {
            self.beside = Some(first);
            learn(&found, &mut self.legend, diagnostics);
        }
    }

    /// Says of rows that hold marks and no name that they are lost.
    pub(in crate::dossier) fn report_nameless(&self, diagnostics: &mut Vec<Diagnostic>) {
        let (Some(first), Some(last)) = (self.nameless.first(), self.nameless.last()) else { return };
        let cells =
            |row: &u32| self.columns.iter().filter(|at| self.sheet.get(*row, at.col).is_some()).count();
        let n_marks: usize =
            if self.is_grid() { self.nameless.iter().map(cells).sum() } else { self.nameless.len() };
        let last_col = self.columns.iter().map(|column| column.col).max().unwrap_or(0);
        let spot = Spot { place: self.source.place.clone(), cells: Some(((*first, 0), (*last, last_col))) };
        let message =
            format!("第 {} 行有标记但没有姓名，共 {n_marks} 格，未计入", row_numbers(&self.nameless));
        diagnostics.push(
            Diagnostic::warning("row-without-name", message)
                .at(spot)
                .hint("每人一行，写明姓名；一人两行（如上午、下午）的，合成一行，或分成两列日期并各写主题"),
        );
    }

    /// Says of columns that hold marks but no day that they cannot be used.
    pub(in crate::dossier) fn report_undated(&self, diagnostics: &mut Vec<Diagnostic>) {
        if !self.is_grid() || self.rows.is_empty() {
            return;
        }
        let Some(first) = self.columns.iter().map(|column| column.col).min() else { return };
        let summed: Vec<u32> = self.totals.columns.iter().map(|(col, _)| *col).collect();
        let mut dated: Vec<u32> =
            self.columns.iter().flat_map(|column| column.lines().chain(column.out)).collect();
        dated.sort_unstable();
        let (top, depth) = self.upright;
        let from = self.first_undated(first, &summed);
        for col in from..self.beside.unwrap_or_else(|| self.sheet.n_cols()) {
            if summed.contains(&col) || dated.binary_search(&col).is_ok() {
                continue;
            }
            let found = texts(&self.sheet, top, depth, col).concat();
            if self.holds_marks(col, &found) {
                diagnostics.push(bad_date(&found, &self.origin((top, col))));
            }
        }
    }

    /// Returns where the columns begin that may be sessions: with those right before the first
    /// day that hold marks, too. 是否党员 and what stands further left says something of persons.
    fn first_undated(&self, first: u32, summed: &[u32]) -> u32 {
        let (top, depth) = self.upright;
        let before = (0..first).rev().take_while(|col| {
            let head = texts(&self.sheet, top, depth, *col).concat();
            !head.starts_with('是') && !summed.contains(col) && self.holds_marks(*col, &head)
        });
        before.last().unwrap_or(first)
    }

    /// Returns whether a column holds marks: most persons have one, or some have and its head
    /// speaks of a time.
    fn holds_marks(&self, col: u32, head: &str) -> bool {
        let cells = self.rows.iter().filter_map(|row| self.sheet.get(row.row, col));
        let is_mark = |cell: &&Value| matches!(cell, Value::Text(text) if self.legend.read(text).is_some());
        let n_marks = cells.filter(is_mark).count();
        let is_time = head.contains(['月', '旬', '次', '周'])
            && head.contains(|c: char| c.is_numeric() || "一二三四五六七八九十上中下".contains(c));
        n_marks * 2 > self.rows.len() || n_marks > 0 && is_time
    }
}
