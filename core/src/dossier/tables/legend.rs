//! Legends on a sheet: which rows say what the signs mean, and what they say.

use crate::diagnostic::Diagnostic;
use crate::dossier::writing::mark::{Legend, LegendConflict, is_legend, is_legend_entry};
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
        let Some(cell) = row.cells.first().filter(|_| row.cells.len() <= MAX_LEGEND_CELLS) else { continue };
        // A legend may be spread over the cells of its row.
        let text = row.cells.iter().map(|cell| cell.value.text()).collect::<Vec<_>>().join(" ");
        let found = (text, sheet.origin(row.index, cell.col));
        if is_legend(&found.0) {
            whole.push(found);
        } else if is_legend_entry(&found.0) {
            entries.push(found);
        }
    }
    learn(&whole, legend, diagnostics);
    // A single pair proves nothing: it may be a remark.
    if entries.len() >= 2 || !whole.is_empty() {
        learn(&entries, legend, diagnostics);
    }
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
    .hint("核对图例，一个符号只表示一种情况，√ 表示出勤，× 表示缺席")
}
