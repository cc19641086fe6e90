//! What a document is written from, and which session minutes are of.

use time::Date;

use crate::document::supplement::Supplement;
use crate::dossier::{Dossier, Form, Session};
use crate::findings::{Findings, Limits};
use crate::settings::{LENGTH, Settings};
use crate::statistics::Statistics;

/// Everything that a document is written from.
#[derive(Debug, Clone, Copy)]
pub struct Material<'a> {
    /// Who files it and how.
    pub settings: &'a Settings,
    /// The document's own date.
    pub date: Date,
    /// The records.
    pub dossier: &'a Dossier,
    /// The figures.
    pub statistics: &'a Statistics,
    /// What the figures show.
    pub findings: &'a Findings,
    /// The thresholds in force.
    pub limits: &'a Limits,
    /// The office's own paragraphs.
    pub supplement: &'a Supplement,
}

impl Material<'_> {
    /// Returns how many there is room for, where a body of the usual length has room for so many.
    pub(crate) fn room_for(&self, usual: usize) -> usize {
        const FEWEST: usize = 2;
        (usual * usize::from(self.settings.length) / usize::from(LENGTH)).max(FEWEST)
    }
}

/// Returns the session that minutes are written of: the one of that day, else the period's
/// last seminar, else its last session.
pub fn session(dossier: &Dossier, date: Option<Date>) -> Option<&Session> {
    let sessions = &dossier.sessions;
    match date {
        Some(date) => sessions.iter().find(|session| session.date == date),
        None => {
            let seminar = sessions.iter().rev().find(|session| session.form == Some(Form::Seminar));
            seminar.or(sessions.last())
        }
    }
}
