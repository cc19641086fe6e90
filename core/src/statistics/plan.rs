//! How much of the plan was kept.

use crate::dossier::{Dossier, PlanRow, Register, Topic};
use crate::statistics::measures::with_register;
use crate::statistics::{Key, Measure, size};

/// Counts the plan rows due in the period, and those kept by then.
pub(super) fn measure(dossier: &Dossier) -> Measure {
    with_register(Key::PlanKeptRate, dossier, Register::Plan, || {
        let rows: Vec<&PlanRow> = dossier.plan_of(dossier.period).collect();
        let kept = rows.iter().filter(|row| fulfilled_by(dossier, row).is_some()).count();
        let origins = rows.iter().map(|row| row.origin.clone()).collect();
        Measure::rate(Key::PlanKeptRate, size(kept), size(rows.len()), origins)
    })
}

/// Returns the position of the session by which a plan row was kept, if it was.
///
/// A session keeps a row when it was held by the end of the planned month and its topic, free
/// of marks and spaces, equals the row's, or one holds the other.
pub fn fulfilled_by(dossier: &Dossier, row: &PlanRow) -> Option<usize> {
    let due = row.due?;
    let planned = Topic::of(row.topic.text());
    dossier
        .sessions
        .iter()
        .position(|session| session.date <= due && planned.is_same(&Topic::of(session.topic.text())))
}
