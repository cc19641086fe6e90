//! Sheets put together from cells that a reader hands over one by one, within the limits.
//!
//! What every container has in common is done here once: the limits, address order, and what
//! is said about hidden sheets, rows and columns and about formulas without a value.

use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::origin::Place;
use crate::workbook::cells::{Cell, Row, Sheet, Value};
use crate::workbook::notes::{self, Odd, OddCells, extend};
use crate::workbook::{MAX_CELLS, MAX_COLUMNS, MAX_ROWS, MAX_SHEETS, Merge, Merges, ReadError, Room};

/// Returns whether a character can neither be seen nor parts lines or words.
fn is_control(c: char) -> bool {
    c.is_ascii_control() && !matches!(c, '\t' | '\n' | '\r')
}

/// The most merged areas of a sheet; the most an office's file had was a few thousand.
const MAX_MERGES: usize = 200_000;

/// The sheets read so far.
pub(super) struct Gather<'a> {
    place: &'a Arc<Place>,
    diagnostics: &'a mut Vec<Diagnostic>,
    room: Room,
    sheets: Vec<Sheet>,
    n_cells: usize,
    n_text_bytes: usize,
    n_opened: usize,
    /// Sheets that could not be read, and why.
    skipped: Vec<(Arc<Place>, String)>,
}

/// A sheet that is being read.
pub(super) struct Draft {
    place: Arc<Place>,
    hidden: bool,
    is_1904: bool,
    rows: Vec<Row>,
    layout: Layout,
    uncomputed: Vec<(u32, u32)>,
    odd: OddCells,
}

/// What a sheet says of its rows and columns besides their cells.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Layout {
    /// Merged areas.
    pub(super) merges: Vec<Merge>,
    /// First and last of runs of hidden rows, in any order.
    pub(super) hidden_rows: Vec<(u32, u32)>,
    /// First and last of runs of hidden columns, in any order.
    pub(super) hidden_cols: Vec<(u32, u32)>,
    /// Rows of totals below tables; they are no data.
    pub(super) totals: Vec<Merge>,
}

impl Layout {
    /// Adds a merged area, within the limit.
    pub(super) fn merge(&mut self, merge: Merge) -> Result<(), ReadError> {
        if self.merges.len() >= MAX_MERGES {
            return Err(ReadError::too_many("合并区域数", MAX_MERGES));
        }
        self.merges.push(merge);
        Ok(())
    }

    /// Adds a hidden row, or joins it to the run that ends above it.
    pub(super) fn hide_rows(&mut self, first: u32, last: u32) {
        extend(&mut self.hidden_rows, first, last);
    }

    /// Adds hidden columns.
    pub(super) fn hide_cols(&mut self, first: u32, last: u32) {
        extend(&mut self.hidden_cols, first, last);
    }
}

impl Draft {
    /// Returns what is known of rows and columns, to add to it.
    pub(super) fn layout(&mut self) -> &mut Layout {
        &mut self.layout
    }

    /// Says whether the sheet is hidden, where that stands behind its cells.
    pub(super) fn set_hidden(&mut self, hidden: bool) {
        self.hidden = hidden;
    }

    /// Says whether the file counts days from 1904.
    pub(super) fn set_1904(&mut self, is_1904: bool) {
        self.is_1904 = is_1904;
    }

    /// Remembers a cell that something is wrong with; `found` is what stands there.
    pub(super) fn odd(&mut self, odd: Odd, pos: (u32, u32), found: &str) {
        self.odd.add(odd, pos, found);
    }

    /// Remembers a merged area whose address is none.
    pub(super) fn odd_area(&mut self, stated: &str) {
        self.odd.add_area(stated);
    }

    /// Remembers a formula whose result the file does not hold.
    pub(super) fn uncomputed(&mut self, pos: (u32, u32)) {
        // Cells without a value are not counted, so they have a limit of their own.
        if self.uncomputed.len() < MAX_CELLS {
            self.uncomputed.push(pos);
        }
    }

    /// Forgets the formulas without a result.
    pub(super) fn all_computed(&mut self) {
        self.uncomputed.clear();
    }
}

impl<'a> Gather<'a> {
    /// Starts on a file that may hold so much.
    pub(super) fn new(place: &'a Arc<Place>, room: Room, diagnostics: &'a mut Vec<Diagnostic>) -> Gather<'a> {
        Gather {
            place,
            diagnostics,
            room,
            sheets: Vec::new(),
            n_cells: 0,
            n_text_bytes: 0,
            n_opened: 0,
            skipped: Vec::new(),
        }
    }

    /// Returns the sheets; fails where none of them could be read.
    pub(super) fn finish(self) -> Result<Vec<Sheet>, ReadError> {
        if let (true, Some((_, reason))) = (self.sheets.is_empty(), self.skipped.first()) {
            return Err(ReadError::Damaged { reason: reason.clone() });
        }
        let mut by_reason: Vec<(Arc<Place>, String, Vec<String>)> = Vec::new();
        for (place, reason) in self.skipped {
            match by_reason.iter_mut().find(|(_, its, _)| *its == reason) {
                Some((.., others)) => others.push(place.sheet.clone().unwrap_or_default()),
                None => by_reason.push((place, reason, Vec::new())),
            }
        }
        for (place, reason, others) in by_reason {
            let more = match others.as_slice() {
                [] => String::new(),
                [first, ..] => format!("和 `{first}` 等另外 {} 张", others.len()),
            };
            let message = format!("这张工作表{more}已损坏，没有读取（{reason}），其余工作表照常读取");
            let error = Diagnostic::error("not-a-spreadsheet", message).at(&place);
            self.diagnostics.push(error.hint("用 Excel 或 WPS 打开并修复，另存后再试"));
        }
        Ok(self.sheets)
    }

    /// Says something of the whole file.
    pub(super) fn say(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic.at(self.place));
    }

    /// Leaves a sheet out that is damaged.
    pub(super) fn skip(&mut self, draft: Draft, reason: String) {
        self.skipped.push((draft.place, reason));
    }

    /// Starts on the next sheet.
    pub(super) fn open(&mut self, name: &str, hidden: bool) -> Result<Draft, ReadError> {
        self.open_as(Some(name.to_string()), hidden)
    }

    /// Starts on the next sheet, which may have no name.
    pub(super) fn open_as(&mut self, name: Option<String>, hidden: bool) -> Result<Draft, ReadError> {
        if self.n_opened >= MAX_SHEETS {
            return Err(ReadError::too_many("工作表数", MAX_SHEETS));
        }
        let place = Arc::new(Place { sheet_index: self.n_opened, sheet: name, ..(**self.place).clone() });
        self.n_opened += 1;
        let layout = Layout::default();
        Ok(Draft {
            place,
            hidden,
            is_1904: false,
            rows: Vec::new(),
            layout,
            uncomputed: Vec::new(),
            odd: OddCells::default(),
        })
    }

    /// Adds a cell, if it holds something.
    pub(super) fn push(
        &mut self,
        draft: &mut Draft,
        pos: (u32, u32),
        value: Option<Value>,
    ) -> Result<(), ReadError> {
        let Some(value) = value else { return Ok(()) };
        let value = match value {
            Value::Text(text) if text.contains(is_control) => {
                let kept = text.replace(is_control, "");
                draft.odd(Odd::Control, pos, &kept);
                if kept.is_empty() {
                    return Ok(());
                }
                Value::Text(kept)
            }
            value => value,
        };
        let (index, col) = pos;
        self.n_cells += 1;
        self.n_text_bytes += value.n_text_bytes();
        self.room.check(self.n_cells, self.n_text_bytes)?;
        if index >= MAX_ROWS || col >= MAX_COLUMNS {
            draft.odd(Odd::Beyond, pos, &value.text());
            return Ok(());
        }
        match draft.rows.last_mut() {
            Some(row) if row.index == index => row.cells.push(Cell { col, value }),
            last => {
                // Room for as many cells as above: most rows of a table are alike.
                let mut cells = Vec::with_capacity(last.map_or(1, |row| row.cells.len()));
                cells.push(Cell { col, value });
                draft.rows.push(Row { index, cells });
            }
        }
        Ok(())
    }

    /// Takes the sheet in, in address order: a file may list its cells in any order.
    pub(super) fn close(&mut self, draft: Draft) {
        let Draft { place, hidden, is_1904, mut rows, layout, uncomputed, mut odd } = draft;
        let merges = Merges::new(layout.merges);
        in_order(&mut rows, &mut odd);
        odd.tell(&place, self.diagnostics);
        notes::uncover(&place, &mut rows, &merges, self.diagnostics);
        notes::without_totals(&place, &mut rows, layout.totals, self.diagnostics);
        rows.retain(|row| !row.cells.is_empty());
        let sheet = Sheet { place, hidden, is_1904, rows, merges };
        if hidden {
            let note = Diagnostic::note("hidden-rows", "工作表是隐藏的，内容仍按数据读取");
            self.diagnostics.push(note.at(&sheet.place).hint("不应计入的请删除该工作表"));
        }
        notes::tell_hidden(&sheet, layout.hidden_rows, layout.hidden_cols, self.diagnostics);
        notes::tell_uncomputed(&sheet.place, &uncomputed, self.diagnostics);
        self.sheets.push(sheet);
    }
}

/// Puts rows and cells in address order; of a cell given twice the first counts.
fn in_order(rows: &mut Vec<Row>, odd: &mut OddCells) {
    if !rows.is_sorted_by(|a, b| a.index < b.index) {
        rows.sort_by_key(|row| row.index);
        *rows = std::mem::take(rows).into_iter().fold(Vec::new(), |mut rows: Vec<Row>, mut row| {
            match rows.last_mut() {
                Some(last) if last.index == row.index => last.cells.append(&mut row.cells),
                _ => rows.push(row),
            }
            rows
        });
    }
    for row in rows {
        if row.cells.is_sorted_by(|a, b| a.col < b.col) {
            continue;
        }
        let index = row.index;
        row.cells.sort_by_key(|cell| cell.col);
        row.cells.dedup_by(|again, first| {
            let is_again = again.col == first.col;
            if is_again && again.value != first.value {
                odd.add(Odd::Twice, (index, again.col), &again.value.text());
            }
            is_again
        });
    }
}
