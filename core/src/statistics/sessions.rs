//! Figures of the sessions, one by one and together.

use std::collections::BTreeSet;

use time::Date;

use crate::dossier::{Dossier, Form, Register};
use crate::period::quarter_of;
use crate::statistics::measures::with_register;
use crate::statistics::{Key, Measure, Tally, size};

/// The figures of one session.
#[derive(Debug, Clone)]
pub struct SessionFigures {
    /// The day.
    pub date: Date,
    /// Head counts; all zero where the attendance register has no column for it.
    pub tally: Tally,
}

/// Returns one entry a session, in the dossier's order.
pub(super) fn figures(dossier: &Dossier) -> Vec<SessionFigures> {
    let tallies = Tally::parted(dossier, dossier.sessions.len(), |entry| entry.session);
    let sessions = dossier.sessions.iter().zip(tallies);
    sessions.map(|(session, tally)| SessionFigures { date: session.date, tally }).collect()
}

/// Counts the sessions, the seminars among them, and the quarters they lie in.
pub(super) fn measure(key: Key, dossier: &Dossier) -> Measure {
    let sessions = &dossier.sessions;
    let origins = || sessions.iter().map(|session| session.origin.clone()).collect();
    match key {
        Key::Sessions => Measure::count(key, size(sessions.len()), origins()),
        Key::QuartersCovered => {
            let quarters: BTreeSet<_> =
                sessions.iter().map(|session| (session.date.year(), quarter_of(session.date))).collect();
            Measure::count(key, size(quarters.len()), origins())
        }
        // Only the session register says which form a session took.
        _ => with_register(key, dossier, Register::Sessions, || {
            // Without its column nothing is known, which is not the same as none.
            let is_silent = sessions.iter().all(|session| session.form_text.origin.is_none());
            if is_silent && !sessions.is_empty() {
                return Measure::missing(key);
            }
            let seminars: Vec<_> = sessions
                .iter()
                .filter(|session| session.form == Some(Form::Seminar))
                .filter_map(|session| session.form_text.evidence())
                .collect();
            // A session without a form may have been one.
            if seminars.is_empty() && sessions.iter().any(|session| session.form.is_none()) {
                return Measure::missing(key);
            }
            Measure::count(key, size(seminars.len()), seminars)
        }),
    }
}
