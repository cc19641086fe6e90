//! The table of research topics (调研课题).

use crate::diagnostic::Diagnostic;
use crate::dossier::records::ResearchTopic;
use crate::dossier::tables::doubts::Doubts;
use crate::dossier::tables::table::{Seen, Table, incomplete};
use crate::dossier::writing::asked::Asked;
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
    let mut doubts = Doubts::default();
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
        if seen.repeats(record, &origin, diagnostics) {
            continue;
        }
        let key = format!("research|{}|{}", title.text(), owner.text());
        seen.liken("课题和负责人", key, &origin, diagnostics);
        let due_text = record.remark("due", diagnostics);
        topics.push(ResearchTopic {
            owner,
            duty: record.remark("duty", diagnostics),
            due: due_text.value.as_deref().and_then(|text| Some(months::span(text, table.year, period)?.1)),
            due_text,
            status: record.deed("status", Asked::Finished, &mut doubts, diagnostics),
            result: record.remark("result", diagnostics),
            applied: record.deed("applied", Asked::Applied, &mut doubts, diagnostics),
            origin,
            title,
        });
    }
    doubts.tell(diagnostics);
    topics
}
