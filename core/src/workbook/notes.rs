//! What is said of a sheet's cells besides their values: hidden, covered, odd or never computed.
//!
//! Each kind is told once for a sheet, with its count and its cells, so that nothing is left
//! out in silence and no fault of a thousand cells drowns the others.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Severity, Spot};
use crate::origin::{Place, a1};
use crate::workbook::cells::{Cell, Row, Sheet};
use crate::workbook::{MAX_COLUMNS, MAX_ROWS, Merge, Merges};

/// The most notes of one kind about one sheet; the rest are counted.
const MAX_NOTES: usize = 100;
/// The most cells that one note names.
const MAX_NAMED: usize = 8;
/// The longest piece of a cell that a note quotes, in characters.
const MAX_QUOTED: usize = 20;

/// A cell's row and column, from zero.
type Pos = (u32, u32);

/// What can be wrong with a single cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Odd {
    /// It names a shared text that the file does not hold.
    NoString,
    /// Its own address is none; it was put behind the one before.
    NoAddress,
    /// It lies beyond the last row or column that a sheet has.
    Beyond,
    /// It stands twice with different contents.
    Twice,
    /// It breaks off.
    Cut,
    /// It held characters that nobody can see.
    Control,
}

impl Odd {
    /// Returns how grave it is, and the diagnostic's key: a cell whose content is lost is an error.
    fn kind(self) -> (Severity, &'static str) {
        match self {
            Odd::NoString | Odd::Cut => (Severity::Error, "damaged-cell"),
            Odd::NoAddress | Odd::Beyond | Odd::Twice => (Severity::Warning, "damaged-cell"),
            Odd::Control => (Severity::Note, "control-characters"),
        }
    }

    /// Returns what is wrong, and what was done.
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Odd::NoString => ("单元格指向的文字在文件里没有", "内容读不出来"),
            Odd::NoAddress => ("单元格的地址写得不对", "按先后次序放在前一格之后"),
            Odd::Cut => ("单元格的记录不完整", "内容读不出来"),
            Odd::Beyond => ("单元格在工作表的最后一行或最后一列以外", "没有读取"),
            Odd::Control => ("单元格里有看不见的控制字符", "已略去"),
            Odd::Twice => ("同一单元格在文件里存了两次，内容不同", "按先出现的读取"),
        }
    }
}

/// Cells of which the same is said: all are counted, the first of them kept.
#[derive(Debug, Default)]
pub(super) struct Cells {
    n: usize,
    first: Vec<Pos>,
}

impl Cells {
    /// Adds a cell.
    pub(super) fn add(&mut self, pos: Pos) {
        self.n += 1;
        if self.first.len() < MAX_NAMED {
            self.first.push(pos);
        }
    }

    /// Returns the cells as `C3、D4 等 12 格`.
    pub(super) fn named(&self) -> String {
        self.listed(|(row, col)| address(row, col), " 格")
    }

    /// Returns what each of them is called, and behind these how many there are if there are more.
    pub(super) fn listed(&self, name: impl Fn(Pos) -> String, unit: &str) -> String {
        let names: Vec<String> = self.first.iter().map(|pos| name(*pos)).collect();
        let more = if self.n > names.len() { format!(" 等 {}{unit}", self.n) } else { String::new() };
        format!("{}{more}", names.join("、"))
    }

    /// Returns the first of them where it lies on the sheet.
    pub(super) fn spot(&self, place: &Arc<Place>) -> Spot {
        let first = self.first.first().copied();
        let first = first.filter(|&(row, col)| row < MAX_ROWS && col < MAX_COLUMNS);
        Spot { place: place.clone(), cells: first.map(|first| (first, first)) }
    }
}

/// Cells of one kind of fault.
#[derive(Debug, Default)]
struct Found {
    cells: Cells,
    /// What stands in the first of them.
    sample: String,
}

impl Found {
    fn add(&mut self, pos: Pos, found: &str) {
        if self.cells.n == 0 {
            self.sample = found.to_string();
        }
        self.cells.add(pos);
    }
}

/// Returns an address; of one that no spreadsheet has a name for, its numbers.
fn address(row: u32, col: u32) -> String {
    if row < u32::MAX && col < u32::MAX { a1(row, col) } else { format!("第 {row} 行第 {col} 列") }
}

/// Quotes what a cell holds, cut where it is long.
fn quoted(text: &str) -> String {
    let mut chars = text.chars();
    let head: String = chars.by_ref().take(MAX_QUOTED).collect();
    let more = if chars.next().is_some() { "…" } else { "" };
    format!("`{head}{more}`")
}

/// The odd cells of a sheet, by kind.
#[derive(Debug, Default)]
pub(super) struct OddCells {
    kinds: BTreeMap<Odd, Found>,
    /// How many merged areas have no address, and the first of them.
    areas: Option<(usize, String)>,
}

impl OddCells {
    /// Adds a cell; `found` is what stands there.
    pub(super) fn add(&mut self, odd: Odd, pos: Pos, found: &str) {
        self.kinds.entry(odd).or_default().add(pos, found);
    }

    /// Adds a merged area whose address is none.
    pub(super) fn add_area(&mut self, stated: &str) {
        self.areas.get_or_insert_with(|| (0, stated.to_string())).0 += 1;
    }

    /// Says of each kind which cells it is about.
    pub(super) fn tell(&self, place: &Arc<Place>, diagnostics: &mut Vec<Diagnostic>) {
        for (odd, found) in &self.kinds {
            let (what, then) = odd.words();
            let sample = if found.sample.is_empty() {
                String::new()
            } else {
                format!("（{}）", quoted(&found.sample))
            };
            let message = format!("{what}{sample}，{then}：{}", found.cells.named());
            let (severity, key) = odd.kind();
            let told = Diagnostic::new(severity, key, message).at(found.cells.spot(place));
            diagnostics.push(told.hint("在 Excel 或 WPS 里核对这些单元格，改好后另存再提交"));
        }
        if let Some((n, stated)) = &self.areas {
            let message =
                format!("有 {n} 处合并单元格的区域写得不对（如 {}），按没有合并读取", quoted(stated));
            let warning = Diagnostic::warning("damaged-cell", message).at(place);
            diagnostics.push(warning.hint("在 Excel 或 WPS 里核对合并单元格，改好后另存再提交"));
        }
    }
}

/// Takes out what merged areas cover: a spreadsheet keeps such values and shows only the one at
/// the top left, so nobody who reads the sheet knows of them.
pub(super) fn uncover(
    place: &Arc<Place>,
    rows: &mut [Row],
    merges: &Merges,
    diagnostics: &mut Vec<Diagnostic>,
) {
    if merges.is_empty() {
        return;
    }
    let mut covered = Found::default();
    for row in rows.iter_mut() {
        let index = row.index;
        row.cells.retain(|cell| {
            let Some(area) = merges.over(index, cell.col) else { return true };
            if area.first == (index, cell.col) {
                return true;
            }
            covered.add((index, cell.col), &cell.value.text());
            false
        });
    }
    if covered.cells.n == 0 {
        return;
    }
    let message = format!(
        "合并单元格只显示左上角一格的内容，被盖住的 {} 格另存有内容（如 {}），表上看不见，没有读取：{}",
        covered.cells.n,
        quoted(&covered.sample),
        covered.cells.named()
    );
    let warning = Diagnostic::warning("covered-value", message).at(covered.cells.spot(place));
    diagnostics.push(warning.hint("取消合并后核对这些单元格：该计入的让它显示出来，不该有的清空"));
}

/// Takes out the rows of totals that tables have below them: they sum up the rows above.
pub(super) fn without_totals(
    place: &Arc<Place>,
    rows: &mut [Row],
    totals: Vec<Merge>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    if totals.is_empty() {
        return;
    }
    let totals = Merges::new(totals);
    for row in rows {
        let index = row.index;
        let n_before = row.cells.len();
        row.cells.retain(|cell| totals.over(index, cell.col).is_none());
        if row.cells.len() < n_before {
            let message = format!("第 {} 行是表格的汇总行，不作数据读取", u64::from(index) + 1);
            diagnostics.push(
                Diagnostic::note("total-row", message)
                    .at(Spot { place: place.clone(), cells: Some(((index, 0), (index, 0))) }),
            );
        }
    }
}

/// Says which formulas have no result in the file.
pub(super) fn tell_uncomputed(place: &Arc<Place>, cells: &[Pos], diagnostics: &mut Vec<Diagnostic>) {
    for &cell in cells.iter().take(MAX_NOTES) {
        diagnostics.push(
            Diagnostic::warning("formula-without-value", "公式没有存下结果，此格按空白处理")
                .at(Spot { place: place.clone(), cells: Some((cell, cell)) })
                .hint("用 Excel 或 WPS 打开并保存一次，再提交"),
        );
    }
    let n_more = cells.len().saturating_sub(MAX_NOTES);
    if n_more > 0 {
        let message = format!("另有 {n_more} 格公式没有存下结果，按空白处理");
        let warning = Diagnostic::warning("formula-without-value", message).at(place);
        diagnostics.push(warning.hint("用 Excel 或 WPS 打开并保存一次，再提交"));
    }
}

/// Says which hidden rows and columns hold something: it is counted like the rest.
pub(super) fn tell_hidden(
    sheet: &Sheet,
    rows: Vec<(u32, u32)>,
    cols: Vec<(u32, u32)>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    if rows.is_empty() && cols.is_empty() {
        return;
    }
    let used = used_columns(&sheet.rows);
    let (Some(last_row), Some(&last_col)) = (sheet.rows.last(), used.last()) else { return };
    let last_row = last_row.index;
    let holds_row = |first: u32, last: u32| {
        let at = sheet.rows.partition_point(|row| row.index < first);
        sheet.rows.get(at).is_some_and(|row| row.index <= last)
    };
    let holds_col = |first: u32, last: u32| {
        let at = used.partition_point(|&col| col < first);
        used.get(at).is_some_and(|&col| col <= last)
    };
    let rows = joined(rows).into_iter().filter(|&(first, last)| holds_row(first, last));
    let rows = rows.map(|(first, last)| ("行", ((first, 0), (last.min(last_row), last_col))));
    let cols = joined(cols).into_iter().filter(|&(first, last)| holds_col(first, last));
    let cols = cols.map(|(first, last)| ("列", ((0, first), (last_row, last.min(last_col)))));
    let mut n_more = 0;
    for (at, (what, cells)) in rows.chain(cols).enumerate() {
        if at >= MAX_NOTES {
            n_more += 1;
            continue;
        }
        let n = match what {
            "行" => cells.1.0 - cells.0.0 + 1,
            _ => cells.1.1 - cells.0.1 + 1,
        };
        let message = format!("有 {n} {what}是隐藏的，内容仍按数据读取");
        diagnostics.push(
            Diagnostic::note("hidden-rows", message)
                .at(Spot { place: sheet.place.clone(), cells: Some(cells) })
                .hint(format!("不应计入的请取消隐藏后删除该{what}")),
        );
    }
    if n_more > 0 {
        let message = format!("另有 {n_more} 处隐藏的行或列，内容仍按数据读取");
        diagnostics.push(Diagnostic::note("hidden-rows", message).at(&sheet.place));
    }
}

/// Returns the columns that hold something, ascending.
fn used_columns(rows: &[Row]) -> Vec<u32> {
    let mut is_used = vec![false; MAX_COLUMNS as usize];
    for Cell { col, .. } in rows.iter().flat_map(|row| &row.cells) {
        if let Some(is_used) = is_used.get_mut(*col as usize) {
            *is_used = true;
        }
    }
    (0..).zip(is_used).filter(|(_, is_used)| *is_used).map(|(col, _)| col).collect()
}

/// Sorts runs and joins those that touch.
fn joined(mut runs: Vec<(u32, u32)>) -> Vec<(u32, u32)> {
    runs.retain(|run| run.0 <= run.1);
    runs.sort_unstable();
    let mut out = Vec::new();
    for (first, last) in runs {
        extend(&mut out, first, last);
    }
    out
}

/// Adds a run, joined to the last one where it follows it.
pub(super) fn extend(runs: &mut Vec<(u32, u32)>, first: u32, last: u32) {
    match runs.last_mut() {
        Some(run) if first <= run.1.saturating_add(1) && first >= run.0 => run.1 = run.1.max(last),
        _ => runs.push((first, last)),
    }
}
