//! Legends on a sheet: which rows say what the signs mean, and what they say.

use crate::diagnostic::Diagnostic;
use crate::dossier::writing::legend::{Legend, LegendConflict, is_legend, is_legend_entry, is_part};
use crate::origin::Origin;
use crate::workbook::{Row, Sheet};

/// A row with more cells than this is no legend, however it is spread.
pub(in crate::dossier) const MAX_LEGEND_CELLS: usize = 30;
/// A sheet of more rows than this is no legend by itself.
const MAX_LEGEND_ROWS: usize = 60;

/// Reads the legend of a sheet that holds no table.
pub(in crate::dossier) fn alone(sheet: &Sheet, diagnostics: &mut Vec<Diagnostic>) -> Legend {
    let mut legend = Legend::default();
    if sheet.rows.len() <= MAX_LEGEND_ROWS {
        learn_rows(sheet, sheet.rows.iter(), &mut legend, diagnostics);
    }
    legend
}

/// Learns from the rows that are a legend by themselves or one entry of one each.
pub(in crate::dossier) fn learn_rows<'a>(
    sheet: &Sheet,
    rows: impl Iterator<Item = &'a Row>,
    legend: &mut Legend,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut entries: Vec<(String, Origin)> = Vec::new();
    let mut whole: Vec<(String, Origin)> = Vec::new();
    for row in rows {
        for (text, col) in texts(row) {
            let found = (text, sheet.origin(row.index, col));
            if is_legend(&found.0) {
                whole.push(found);
            } else if is_legend_entry(&found.0) {
                entries.push(found);
            }
        }
    }
    learn(&whole, legend, diagnostics);
    // A single pair proves nothing: it may be a remark.
    if entries.len() >= 2 || !whole.is_empty() {
        learn(&entries, legend, diagnostics);
    }
}

/// Returns whether a row holds a legend.
pub(in crate::dossier) fn is_legend_row(row: &Row) -> bool {
    texts(row).iter().any(|(text, _)| is_legend(text))
}

/// Returns the texts of a row that may be legends, with the column where each begins.
///
/// A legend may be spread over the cells of its row, which then hold nothing else. Beside
/// other cells only one that is a legend by itself counts: a row that names somebody holds
/// marks, and no meanings.
fn texts(row: &Row) -> Vec<(String, u32)> {
    if row.cells.len() > MAX_LEGEND_CELLS {
        return Vec::new();
    }
    let cells: Vec<(String, u32)> =
        row.cells.iter().map(|cell| (cell.value.text().into_owned(), cell.col)).collect();
    if cells.len() > 1 && cells.iter().all(|(text, _)| is_part(text)) {
        let joined = cells.iter().map(|(text, _)| text.as_str()).collect::<Vec<_>>().join(" ");
        return vec![(joined, cells[0].1)];
    }
    let is_lone = cells.len() == 1;
    cells.into_iter().filter(|(text, _)| is_lone || is_legend(text)).collect()
}

/// Takes in what legend texts say.
pub(in crate::dossier) fn learn(
    found: &[(String, Origin)],
    legend: &mut Legend,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for (text, origin) in found {
        for conflict in legend.learn(text, origin) {
            diagnostics.push(conflicting(&conflict, text));
        }
    }
}

fn conflicting(conflict: &LegendConflict, text: &str) -> Diagnostic {
    Diagnostic::error(
        "legend-conflict",
        format!(
            "图例把 `{}` 定为{}，与{}的用法矛盾，无法判断考勤",
            conflict.sign,
            conflict.found.name(),
            conflict.expected.name()
        ),
    )
    .at(&conflict.origin)
    .value(text)
    .hint("改图例和表中的标记：一个符号只表示一种情况，√ 只表示出勤，× 只表示缺席一类；别的情况换一个符号，或直接写 迟到、事假 等文字")
}
