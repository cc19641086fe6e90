//! The published figures of one unit and period, from its dossier.
//!
//! Each figure is defined in [`Key`], counted exactly, and carries the cells it was counted
//! from. Nothing is rounded here. Rates are pooled over person-times, never means of rates.

mod essays;
mod key;
mod log;
mod measures;
mod members;
mod outreach;
mod plan;
mod research;
mod sessions;
mod tally;
#[cfg(test)]
mod tests;

pub use key::Key;
pub use log::{LogEntry, log_entries};
pub use measures::{MIN_PERCENT_OF, Measure, exact, size};
pub use members::MemberFigures;
pub use plan::fulfilled;
pub use sessions::SessionFigures;
pub use tally::Tally;

use crate::dossier::Dossier;

/// All figures of one unit and period.
#[derive(Debug, Clone)]
pub struct Statistics {
    /// The published figures, in the order of [`Key::ALL`].
    pub measures: Vec<Measure>,
    /// One entry a session, by date.
    pub sessions: Vec<SessionFigures>,
    /// One entry a person of the dossier, in the same order.
    pub members: Vec<MemberFigures>,
    /// Head counts over the whole period.
    pub tally: Tally,
}

impl Statistics {
    /// Returns the figure with this key.
    pub fn get(&self, key: Key) -> &Measure {
        let at = Key::ALL.iter().position(|k| *k == key).expect("ALL lists every key");
        &self.measures[at]
    }

    /// Returns a count, zero where it is missing.
    pub fn count(&self, key: Key) -> u64 {
        let value = self.get(key).value.unwrap_or(0.0);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "counts are whole and positive"
        )]
        let count = value as u64;
        count
    }
}

/// Measures a dossier.
pub fn measure(dossier: &Dossier) -> Statistics {
    let tally = Tally::of(dossier, |_| true);
    let sessions = sessions::figures(dossier);
    let members = members::figures(dossier);
    let measures = Key::ALL.iter().map(|key| one(*key, dossier, &tally)).collect();
    Statistics { measures, sessions, members, tally }
}

/// Counts one figure.
fn one(key: Key, dossier: &Dossier, tally: &Tally) -> Measure {
    match key {
        Key::Sessions | Key::Seminars | Key::QuartersCovered => sessions::measure(key, dossier),
        Key::Members | Key::SpeakersShare | Key::LeaderHostRate | Key::LeaderAttendanceRate => {
            members::measure(key, dossier)
        }
        Key::Essays | Key::EssaysPerMember | Key::ResearchReports => essays::measure(key, dossier),
        Key::FirstItemStudies
        | Key::ReadingClasses
        | Key::FieldStudies
        | Key::Talks
        | Key::TalkAudience
        | Key::GuidanceVisits
        | Key::StudyAccounts => outreach::measure(key, dossier),
        Key::PlanKeptRate => plan::measure(dossier),
        Key::ResearchTopics
        | Key::ResearchDone
        | Key::ResearchUnderWay
        | Key::ResearchNotBegun
        | Key::ResearchUnknown => research::measure(key, dossier),
        Key::Observers => tally::observers(dossier),
        _ => tally.measure(key),
    }
}
