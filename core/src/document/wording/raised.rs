//! Where problems that were put down come from: supervision, review, examination.

use crate::document::text::{Text, text};
use crate::document::wording::list;
use crate::dossier::{OversightKind, OversightRecord};

/// Says what problems came from: those who look raise them, an examination shows them.
pub(crate) fn raised_by(records: &[&OversightRecord]) -> Text {
    let of = |kind: OversightKind| records.iter().any(|record| record.kind == kind);
    let all = [
        (OversightKind::Supervision, "督学"),
        (OversightKind::Review, "评学"),
        (OversightKind::Examination, "考学"),
    ];
    let kinds: Vec<&str> = all.into_iter().filter(|(kind, _)| of(*kind)).map(|(_, name)| name).collect();
    let raised = if of(OversightKind::Examination) { "中发现" } else { "提出" };
    text!("{}{raised}", list(&kinds))
}
