//! What stands in cells of marks and is none: each kind said once a sheet, with its count.

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::dossier::attendance::marks::span;
use crate::dossier::tables::table::placeholder;
use crate::dossier::writing::legend::Legend;
use crate::origin::Origin;
use crate::text::is_placeholder;

/// The cells of one sheet that hold no mark, by what they hold.
#[derive(Debug, Default)]
pub(in crate::dossier) struct UnknownMarks {
    cells: BTreeMap<String, Vec<Origin>>,
}

impl UnknownMarks {
    /// Takes in a cell.
    pub(in crate::dossier) fn push(&mut self, found: String, origin: &Origin) {
        self.cells.entry(found).or_default().push(origin.clone());
    }

    /// Says of each kind where it stands, and what the sheet's legend says of it.
    pub(in crate::dossier) fn report(&self, legend: &Legend, diagnostics: &mut Vec<Diagnostic>) {
        for (found, origins) in &self.cells {
            let Some(spot) = span(origins) else { continue };
            if is_placeholder(found) {
                diagnostics.extend(origins.iter().map(|origin| placeholder(found, origin)));
                continue;
            }
            let many =
                if origins.len() > 1 { format!("，共 {} 格", origins.len()) } else { String::new() };
            let diagnostic = match legend.not_understood(found) {
                Some((words, origin)) => Diagnostic::error(
                    "unknown-mark",
                    format!(
                        "图例（{origin}）把 `{found}` 写作“{words}”，认不出算哪种情况{many}，按数据缺项处理"
                    ),
                )
                .hint("在图例中改用 出勤、迟到、公差、病假、事假、请假、缺席、补学、列席、未任职 等说法"),
                None => Diagnostic::error(
                    "unknown-mark",
                    format!("出勤标记 `{found}` 不在图例中{many}（应为 {} 之一）", legend.signs()),
                )
                .hint("改成图例中的标记，或在图例中补充说明"),
            };
            diagnostics.push(diagnostic.at(spot).value(found));
        }
    }
}
