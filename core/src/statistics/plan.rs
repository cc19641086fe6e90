//! How much of the plan was kept.

use crate::dossier::{Dossier, Field, PlanRow, Register, Session, Topic};
use crate::statistics::measures::with_register;
use crate::statistics::{Key, Measure, size};

/// Counts the plan rows due in the period, and those kept by then.
///
/// Where sessions were held, but no register gives a topic of any, nobody can know which rows
/// they kept. A row that names neither topic nor content cannot be told apart and is left out.
pub(super) fn measure(dossier: &Dossier) -> Measure {
    with_register(Key::PlanKeptRate, dossier, Register::Plan, || {
        let is_nameless = |session: &Session| subject(&session.topic, &session.content).is_empty();
        if !dossier.sessions.is_empty() && dossier.sessions.iter().all(is_nameless) {
            return Measure::missing(Key::PlanKeptRate);
        }
        let rows = fulfilled(dossier);
        let kept = rows.iter().filter(|(_, session)| session.is_some()).count();
        let origins = rows.iter().map(|(row, _)| row.origin.clone()).collect();
        Measure::rate(Key::PlanKeptRate, size(kept), size(rows.len()), origins)
    })
}

/// Returns the plan rows due in the period that say what they are about, in the order in which
/// they are due, each with the position of the session by which it was kept, if it was.
///
/// A session keeps a row when it was held by the end of the planned month and its topic, free
/// of marks and spaces, equals the row's, or one holds the other. It keeps one row and no more;
/// of all ways to share out the sessions, one is taken that keeps most rows.
pub fn fulfilled(dossier: &Dossier) -> Vec<(&PlanRow, Option<usize>)> {
    let held: Vec<Topic> =
        dossier.sessions.iter().map(|session| subject(&session.topic, &session.content)).collect();
    let mut rows: Vec<(&PlanRow, Topic)> = dossier
        .plan_of(dossier.period)
        .map(|row| (row, subject(&row.topic, &row.content)))
        .filter(|(_, topic)| !topic.is_empty())
        .collect();
    rows.sort_by_key(|(row, _)| row.due);
    let mut pairs = Pairs {
        candidates: rows.iter().map(|(row, topic)| candidates(dossier, row, topic, &held)).collect(),
        row_of: vec![None; held.len()],
    };
    for row in 0..rows.len() {
        pairs.place(row, &mut vec![false; held.len()]);
    }
    let session_of = |row: usize| pairs.row_of.iter().position(|kept| *kept == Some(row));
    rows.into_iter().enumerate().map(|(at, (row, _))| (row, session_of(at))).collect()
}

/// Returns what a row or a session is about: its topic, else its content.
fn subject(topic: &Field<String>, content: &Field<String>) -> Topic {
    Topic::of(if topic.is_known() { topic.text() } else { content.text() })
}

/// Returns the sessions that may have kept a row: of an equal topic first, the earlier first.
fn candidates(dossier: &Dossier, row: &PlanRow, planned: &Topic, held: &[Topic]) -> Vec<usize> {
    let in_time = |at: &usize| row.due.is_some_and(|due| dossier.sessions[*at].date <= due);
    let is_same = |at: &usize| planned.is_same(&held[*at]);
    let mut found: Vec<usize> = (0..held.len()).filter(in_time).filter(is_same).collect();
    found.sort_by_key(|at| held[*at] != *planned);
    found
}

/// Which session keeps which row, while the rows are placed one after the other.
struct Pairs {
    /// The sessions that each row may be kept by.
    candidates: Vec<Vec<usize>>,
    /// The row that each session keeps.
    row_of: Vec<Option<usize>>,
}

impl Pairs {
    /// Gives a row a session, moving other rows to another of theirs where that makes room; no
    /// session is tried twice for one row.
    fn place(&mut self, row: usize, tried: &mut [bool]) -> bool {
        for at in 0..self.candidates[row].len() {
            let session = self.candidates[row][at];
            if std::mem::replace(&mut tried[session], true) {
                continue;
            }
            let is_free = match self.row_of[session] {
                None => true,
                Some(other) => self.place(other, tried),
            };
            if is_free {
                self.row_of[session] = Some(row);
                return true;
            }
        }
        false
    }
}
