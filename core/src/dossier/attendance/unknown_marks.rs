//! What stands in cells of marks and is none: each kind said once a sheet, with its count.

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::dossier::attendance::marks::Doubt;
use crate::dossier::tables::notes::span;
use crate::dossier::tables::table::placeholder;
use crate::dossier::writing::legend::Legend;
use crate::origin::Origin;
use crate::text::is_placeholder;

/// The cells of one sheet that hold no mark, by why they hold none.
#[derive(Debug, Default)]
pub(in crate::dossier) struct UnknownMarks {
    cells: BTreeMap<Doubt, Vec<Origin>>,
}

impl UnknownMarks {
    /// Takes in a cell.
    pub(in crate::dossier) fn push(&mut self, doubt: Doubt, origin: &Origin) {
        self.cells.entry(doubt).or_default().push(origin.clone());
    }

    /// Says of each kind where it stands, and what the sheet's legend says of it.
    pub(in crate::dossier) fn report(&self, legend: &Legend, diagnostics: &mut Vec<Diagnostic>) {
        for (doubt, origins) in &self.cells {
            let Some(spot) = span(origins) else { continue };
            let many =
                if origins.len() > 1 { format!("，共 {} 格", origins.len()) } else { String::new() };
            let diagnostic = match doubt {
                Doubt::Text(found) if is_placeholder(found) => {
                    diagnostics.extend(origins.iter().map(|origin| placeholder(found, origin)));
                    continue;
                }
                Doubt::Text(found) => unknown(found, &many, legend).value(found),
                Doubt::LeftOnly => {
                    let message = format!("只有签退时间，没有签到{many}，按数据缺项处理");
                    Diagnostic::warning("left-only", message).hint("确实到会的，补上签到时间或标记，如 √")
                }
                Doubt::OtherDay => {
                    let message = format!("签到不在这次学习当天{many}，按数据缺项处理");
                    Diagnostic::warning("signed-other-day", message)
                        .hint("核对签到时间；补学的写 补学 和补学日期，当天到会的写 √")
                }
                Doubt::Halves(first, second) => {
                    let message = format!(
                        "同一天的两行（列）记得不一样（前一半{first}，后一半{second}）{many}，按数据缺项处理"
                    );
                    Diagnostic::warning("halves-differ", message).hint(
                        "写明这一天算哪种情况：只到半天的可写 迟到（早退）、请假 或 缺席，两半天写成一样；两个半天是两次学习的，分成两列日期并各写主题",
                    )
                }
            };
            diagnostics.push(diagnostic.at(spot));
        }
    }
}

/// Says of a text that it is no mark.
fn unknown(found: &str, many: &str, legend: &Legend) -> Diagnostic {
    match legend.not_understood(found) {
        Some((words, origin)) => Diagnostic::error(
            "unknown-mark",
            format!("图例（{origin}）把 `{found}` 写作“{words}”，认不出算哪种情况{many}，按数据缺项处理"),
        )
        .hint("在图例中改用 出勤、迟到、公差、病假、事假、请假、缺席、补学、列席、未任职 等说法"),
        None => Diagnostic::error(
            "unknown-mark",
            format!("出勤标记 `{found}` 不在图例中{many}（应为 {} 之一）", legend.signs()),
        )
        .hint("改成图例中的标记，或在图例中补充说明"),
    }
}
