//! What was assumed in reading a sheet, said once a sheet and not once a cell.

use time::Date;

use crate::diagnostic::{Diagnostic, Spot};
use crate::origin::Origin;
use crate::workbook::Sheet;

/// First and last cell of a merged area, as row and column.
pub(in crate::dossier) type Area = ((u32, u32), (u32, u32));

/// Returns the rectangle around cells of one sheet.
pub(in crate::dossier) fn span(origins: &[Origin]) -> Option<Spot> {
    let first = origins.first()?;
    let rows = origins.iter().map(|origin| origin.row);
    let cols = origins.iter().map(|origin| origin.col);
    let top_left = (rows.clone().min()?, cols.clone().min()?);
    let bottom_right = (rows.max()?, cols.max()?);
    Some(Spot { place: first.place.clone(), cells: Some((top_left, bottom_right)) })
}

/// Notes where the header was found, unless it is the sheet's first row and nothing else, or
/// there is none.
pub(in crate::dossier) fn header_row(
    sheet: &Sheet,
    (top, bottom): (u32, u32),
    diagnostics: &mut Vec<Diagnostic>,
) {
    if top == 0 && bottom <= 1 || top == bottom {
        return;
    }
    let rows = if bottom - top > 1 { format!("{}—{}", top + 1, bottom) } else { (top + 1).to_string() };
    let last = sheet.n_cols().saturating_sub(1);
    let spot = Spot { place: sheet.place.clone(), cells: Some(((top, 0), (bottom.saturating_sub(1), last))) };
    diagnostics.push(Diagnostic::note("header-row", format!("表头取第 {rows} 行")).at(spot));
}

/// Notes which rows below the header are sums, legends or signatures.
pub(in crate::dossier) fn skipped(sheet: &Sheet, rows: &[u32], diagnostics: &mut Vec<Diagnostic>) {
    let (Some(first), Some(last)) = (rows.iter().min(), rows.iter().max()) else { return };
    let last_col = sheet.n_cols().saturating_sub(1);
    let spot = Spot { place: sheet.place.clone(), cells: Some(((*first, 0), (*last, last_col))) };
    let message = format!("第 {} 行是合计、图例、签名或没有姓名的行，不作记录", row_numbers(rows));
    diagnostics.push(Diagnostic::note("rows-skipped", message).at(spot));
}

/// Shows ascending rows as people count them: 3、5—7.
pub(in crate::dossier) fn row_numbers(rows: &[u32]) -> String {
    rows.chunk_by(|a, b| a + 1 == *b).map(run).collect::<Vec<_>>().join("、")
}

/// Shows a run of rows as people count them.
fn run(rows: &[u32]) -> String {
    match rows {
        [first, .., last] => format!("{}—{}", first + 1, last + 1),
        [only] => (only + 1).to_string(),
        [] => String::new(),
    }
}

/// Notes that days are written as the numbers that spreadsheets store, by the first of them.
pub(in crate::dossier) fn serials(sheet: &Sheet, found: &str, date: Date, spot: Spot) -> Diagnostic {
    let system = if sheet.is_1904 { "，本文件用 1904 日期系统" } else { "" };
    let message = format!("数字 `{found}` 按表格软件的日期序号计为 {date}{system}");
    Diagnostic::note("date-serial", message).at(spot).hint("核对日期，或改成年月日的写法")
}

/// Says once of how many sessions, or entries of a log, there is no record.
pub(in crate::dossier) fn unrecorded(cells: &[Origin], diagnostics: &mut Vec<Diagnostic>) {
    let Some(spot) = span(cells) else { return };
    diagnostics.push(
        Diagnostic::warning("without-record", format!("有 {} 次没有整理好的记录", cells.len()))
            .at(spot)
            .hint("补上会议记录，或核对这一栏"),
    );
}

/// Notes which merged areas gave their value to all their cells.
pub(in crate::dossier) fn filled(sheet: &Sheet, merges: &[Area], diagnostics: &mut Vec<Diagnostic>) {
    let mut merges = merges.to_vec();
    merges.sort_unstable();
    merges.dedup();
    let Some((first, last)) = merges.first() else { return };
    let spot = Spot { place: sheet.place.clone(), cells: Some((*first, *last)) };
    let many = if merges.len() > 1 { format!("等 {} 处", merges.len()) } else { String::new() };
    let message = format!("合并单元格 {}{many} 按各行各列同值处理", spot.cell().unwrap_or_default());
    diagnostics.push(Diagnostic::note("merged-filled", message).at(spot));
}
