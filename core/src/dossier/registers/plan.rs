//! The study plan (学习计划): one row a planned session, of this period and the next.

use crate::diagnostic::Diagnostic;
use crate::dossier::records::{Field, PlanRow};
use crate::dossier::registers::sessions::planned_form;
use crate::dossier::tables::notes;
use crate::dossier::tables::table::{Record, Seen, Table, bad_date};
use crate::dossier::writing::months;
use crate::origin::Origin;
use crate::period::Period;

/// Reads the plan's rows.
pub(in crate::dossier) fn read(
    table: &Table<'_>,
    period: Period,
    seen: &mut Seen,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<PlanRow> {
    let mut rows = Vec::new();
    let mut undated: Vec<(String, Origin)> = Vec::new();
    for record in table.records() {
        let content = record.text("content", diagnostics);
        // Where there is no column for the topic, the content says it.
        let topic = if table.has("topic") { record.text("topic", diagnostics) } else { content.clone() };
        if !topic.is_known() && !content.is_known() {
            continue;
        }
        let when = when(record, diagnostics);
        let span = when.value.as_deref().and_then(|text| months::span(text, table.year, period));
        let (first, due) = span.unzip();
        if let (None, Some(text), Some(origin)) = (due, when.value.as_deref(), when.origin.as_ref()) {
            if months::is_left_open(text) {
                undated.push((text.to_string(), origin.clone()));
            } else {
                diagnostics.push(bad_date(text, origin).hint("写明月份或季度，如 7月、第三季度"));
            }
        }
        let origin = record.anchor(&["topic", "content"]);
        if seen.repeats(record, &origin, diagnostics) {
            continue;
        }
        let form_text = record.text("form", diagnostics);
        rows.push(PlanRow {
            first,
            due,
            when,
            form: form_text.value.as_deref().map(planned_form),
            form_text,
            speaker: record.remark("speaker", diagnostics),
            responsible: record.remark("responsible", diagnostics),
            participants: record.remark("participants", diagnostics),
            place: record.remark("place", diagnostics),
            target: record.remark("target", diagnostics),
            drawn_up: record.date("drawn-up", diagnostics),
            origin,
            topic,
            content,
        });
    }
    report_undated(&undated, diagnostics);
    rows
}

/// Notes once which rows leave their month open; they are planned all the same.
fn report_undated(undated: &[(String, Origin)], diagnostics: &mut Vec<Diagnostic>) {
    let origins: Vec<Origin> = undated.iter().map(|(_, origin)| origin.clone()).collect();
    let (Some((text, _)), Some(spot)) = (undated.first(), notes::span(&origins)) else { return };
    let message = match undated.len() {
        1 => format!("`{text}` 没有写明月份，这一项列入计划，但不计是否按期开展"),
        n => format!("`{text}` 等 {n} 项没有写明月份，列入计划，但不计是否按期开展"),
    };
    diagnostics.push(
        Diagnostic::note("plan-without-month", message)
            .at(spot)
            .hint("能定下来的，写明月份或季度，如 7月、第三季度"),
    );
}

/// Returns the most precise of the columns that say when.
fn when(record: Record<'_>, diagnostics: &mut Vec<Diagnostic>) -> Field<String> {
    let columns = ["month", "time", "quarter"].map(|key| record.remark(key, diagnostics));
    columns.into_iter().find(Field::is_known).unwrap_or_default()
}
