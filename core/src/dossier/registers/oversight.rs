//! The log of oversight, review and examination (督学评学考学台账).

use crate::diagnostic::Diagnostic;
use crate::dossier::records::{OversightKind, OversightRecord};
use crate::dossier::registers::kinds::first_named;
use crate::dossier::tables::doubts::Doubts;
use crate::dossier::tables::notes;
use crate::dossier::tables::table::{Seen, Table};
use crate::dossier::writing::asked::Asked;
use crate::origin::Origin;

/// Reads the log's rows.
pub(in crate::dossier) fn read(
    table: &Table<'_>,
    seen: &mut Seen,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<OversightRecord> {
    let mut records = Vec::new();
    let mut doubts = Doubts::default();
    let mut unrecorded: Vec<Origin> = Vec::new();
    for record in table.records() {
        if record.is_blank() {
            continue;
        }
        let written = record.text("kind", diagnostics);
        let origin = record.anchor(&["kind", "date"]);
        let Some(kind) = kind(written.text()) else {
            let found = written.text();
            diagnostics.push(
                Diagnostic::error(
                    "unknown-kind",
                    format!("类别 `{found}` 不认识（应为 督学、评学、考学 之一）"),
                )
                .at(&origin)
                .value(found),
            );
            continue;
        };
        let date = record.date("date", diagnostics);
        let subject = record.text("subject", diagnostics);
        let method = record.text("method", diagnostics);
        let result = record.remark("result", diagnostics);
        // Without a subject two equal rows may be two persons with the same score.
        if subject.is_known() && seen.repeats(record, &origin, diagnostics) {
            continue;
        }
        let kept = record.deed("record", Asked::Recorded, &mut doubts, diagnostics);
        unrecorded.extend(kept.origin().filter(|_| kept.is_open()));
        let used = record.deed("used", Asked::Used, &mut doubts, diagnostics);
        records.push(OversightRecord {
            date,
            kind,
            subject,
            method,
            result,
            problem: record.deed("problem", Asked::Problem, &mut doubts, diagnostics),
            rectified: record.deed("rectified", Asked::Rectified, &mut doubts, diagnostics),
            passed_on: Asked::PassedOn.answer(used.written.text()),
            used,
            n_due: record.count("n-due", diagnostics),
            n_examined: record.count("n-examined", diagnostics),
            origin,
        });
    }
    notes::unrecorded(&unrecorded, diagnostics);
    doubts.tell(diagnostics);
    records
}

/// Returns the kind that a wording means: by its own name, else by a name for the like.
fn kind(text: &str) -> Option<OversightKind> {
    use OversightKind::{Examination, Review, Supervision};
    const WORDS: [(&str, OversightKind); 15] = [
        ("督学", Supervision),
        ("评学", Review),
        ("考学", Examination),
        ("督查", Supervision),
        ("督导", Supervision),
        ("巡听", Supervision),
        ("旁听", Supervision),
        ("点评", Review),
        ("评议", Review),
        ("评价", Review),
        ("考试", Examination),
        ("测试", Examination),
        ("测验", Examination),
        ("考核", Examination),
        ("检查", Supervision),
    ];
    first_named(&WORDS, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_go_by_their_own_name_first() {
        let check = |text, expected| assert_eq!(kind(text), expected, "{text}");
        check("督学", Some(OversightKind::Supervision));
        check("考学（集中检查）", Some(OversightKind::Examination));
        check("评学督查", Some(OversightKind::Review));
        check("理论测试", Some(OversightKind::Examination));
        check("慰问", None);
    }
}
