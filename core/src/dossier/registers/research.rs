//! The table of research topics (调研课题).

use crate::diagnostic::Diagnostic;
use crate::dossier::records::ResearchTopic;
use crate::dossier::tables::table::{Seen, Table, duplicate, incomplete};
use crate::dossier::writing::months;
use crate::period::Period;

/// Reads the table's rows.
pub(in crate::dossier) fn read(
    table: &Table<'_>,
    period: Period,
    seen: &mut Seen,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<ResearchTopic> {
    let mut topics = Vec::new();
    for record in table.records() {
        let title = record.text("title", diagnostics);
        let origin = record.anchor(&["title"]);
        let owner = record.remark("owner", diagnostics);
        if !title.is_known() {
            if owner.is_known() {
                diagnostics.push(incomplete("课题名称", &origin));
            }
            continue;
        }
        let written = format!("research|{}|{}", title.text(), owner.text());
        if let Some(before) = seen.before(written, &origin) {
            diagnostics.push(duplicate(&origin, &before));
            continue;
        }
        let due_text = record.remark("due", diagnostics);
        let status = record.text("status", diagnostics);
        topics.push(ResearchTopic {
            owner,
            duty: record.remark("duty", diagnostics),
            due: due_text.value.as_deref().and_then(|text| Some(months::span(text, table.year, period)?.1)),
            due_text,
            finished: is_finished(status.text()),
            status,
            result: record.remark("result", diagnostics),
            applied: record.remark("applied", diagnostics),
            origin,
            title,
        });
    }
    topics
}

/// Returns whether a state says that the work is done.
fn is_finished(status: &str) -> bool {
    let done = ["完成", "结题", "办结", "100%"].iter().any(|word| status.contains(word));
    let open = ["未", "正在", "部分", "待", "拟", "预计"].iter().any(|word| status.contains(word));
    done && !open
}

#[cfg(test)]
mod tests {
    use super::is_finished;

    #[test]
    fn states() {
        for text in ["已完成", "完成", "已结题"] {
            assert!(is_finished(text), "{text}");
        }
        for text in ["未完成", "进行中", "已开题", "部分完成", ""] {
            assert!(!is_finished(text), "{text}");
        }
    }
}
