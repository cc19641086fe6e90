//! What the source of a figure says of its value.

use crate::document::{Dated, Provenance};
use crate::revision::numbers::{Bound, Number, Reading, UnitKind, holds};

/// Returns the exact value behind a printed number, where its evidence tells it.
pub(super) fn exact(source: &Provenance, number: &Number) -> Option<f64> {
    let evidence = source.evidence()?;
    let Reading::Amount(printed, kind) = &number.reading else { return None };
    #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
    let share = match (evidence.n, evidence.of) {
        (Some(n), Some(of)) if of > 0 => Some(n as f64 / of as f64),
        _ => None,
    };
    let scale = if *kind == UnitKind::Percent { 100.0 } else { 1.0 };
    // The value that was rounded to what is printed, not any other number of the same source.
    let near = |value: &f64| holds(printed, Bound::Exact, *value);
    share.map(|share| share * scale).filter(near).or(evidence.value.map(|value| value * scale).filter(near))
}

/// Returns whether a number is the office's to decide: what is planned, not what was.
pub(super) fn is_decided(source: &Provenance) -> bool {
    matches!(source, Provenance::Target(_) | Provenance::Date(Dated::Due))
}
