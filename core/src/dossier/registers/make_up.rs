//! The make-up register (补学登记表): who made up for which session, and when.
//!
//! A row turns an earlier absence into 补学 only when it says so: it names the session by day
//! or topic, and gives the day of the making up or says that it is done. A blank mark stays
//! unknown, and a row about somebody who was there is a contradiction.

use time::Date;

use crate::diagnostic::Diagnostic;
use crate::dossier::records::{Attendance, Field, Member, Session};
use crate::dossier::registers::roster;
use crate::dossier::tables::doubts::Doubts;
use crate::dossier::tables::table::{Record, Table};
use crate::dossier::writing::asked::Asked;
use crate::dossier::writing::mark::Mark;
use crate::dossier::writing::topic::Topic;
use crate::origin::Origin;

/// A row of the make-up register.
pub(in crate::dossier) struct MakeUp {
    /// Who.
    name: String,
    /// The cell with the name.
    origin: Origin,
    /// The day of the session.
    date: Field<Date>,
    /// The topic of the session.
    topic: Field<String>,
    /// The day of the making up.
    made_up_on: Field<Date>,
    /// Whether the row says that it is done.
    is_done: bool,
}

/// Reads the register's rows.
pub(in crate::dossier) fn read(table: &Table<'_>, diagnostics: &mut Vec<Diagnostic>) -> Vec<MakeUp> {
    let mut doubts = Doubts::default();
    let mut read_one = |record: Record<'_>, diagnostics: &mut Vec<Diagnostic>| {
        let (name, origin) = record.person("name", diagnostics)?;
        let made_up_on = record.date("made-up-on", diagnostics);
        let done = record.deed("done", Asked::MadeUp, &mut doubts, diagnostics);
        Some(MakeUp {
            name,
            origin,
            date: record.date("date", diagnostics),
            topic: record.remark("topic", diagnostics),
            // A day says that it was done, unless the row says otherwise.
            is_done: if done.written.is_known() { done.is_done() } else { made_up_on.is_known() },
            made_up_on,
        })
    };
    let rows = table.records().filter_map(|record| read_one(record, diagnostics)).collect();
    doubts.tell(diagnostics);
    rows
}

/// Turns absences into 补学 where a row says so.
pub(in crate::dossier) fn apply(
    rows: &[MakeUp],
    members: &[Member],
    sessions: &[Session],
    attendance: &mut [Attendance],
    diagnostics: &mut Vec<Diagnostic>,
) {
    for row in rows.iter().filter(|row| row.is_done) {
        let Some(member) = roster::position(members, &row.name) else {
            diagnostics.push(roster::unknown_member(&row.name, &row.origin, members, "这条补学未计入"));
            continue;
        };
        let Some(session) = session_of(row, sessions) else {
            diagnostics.push(
                Diagnostic::warning("make-up-mismatch", "找不到这条补学对应的集中学习，未计入")
                    .at(row.date.origin.as_ref().or(row.topic.origin.as_ref()).unwrap_or(&row.origin))
                    .hint("写明原学习日期或学习主题，与考勤表一致"),
            );
            continue;
        };
        let Some(entry) =
            attendance.iter_mut().find(|entry| entry.member == member && entry.session == session)
        else {
            continue;
        };
        match entry.mark {
            Some(mark) if mark.is_due() && !mark.is_present() => {
                // Who was on leave and made up for it was on leave.
                if mark != Mark::MadeUp {
                    entry.missed = Some(mark);
                }
                entry.mark = Some(Mark::MadeUp);
                if !entry.made_up_on.is_known() {
                    entry.made_up_on = row.made_up_on.clone();
                }
            }
            Some(mark) => diagnostics.push(
                Diagnostic::warning(
                    "make-up-mismatch",
                    format!(
                        "登记 `{}` 补学 {} 的学习，但当次考勤是{}（{}）",
                        row.name,
                        sessions[session].date,
                        mark.name(),
                        entry.origin
                    ),
                )
                .at(&row.origin)
                .value(row.name.clone())
                .hint("核对考勤和补学登记"),
            ),
            None => {}
        }
    }
}

/// Returns the session that a row means: by its day, else by its topic.
fn session_of(row: &MakeUp, sessions: &[Session]) -> Option<usize> {
    let topic = Topic::of(row.topic.text());
    let topics: Vec<Topic> = sessions.iter().map(|session| Topic::of(session.topic.text())).collect();
    if let Some(date) = row.date.value {
        let on_day: Vec<usize> = (0..sessions.len()).filter(|at| sessions[*at].date == date).collect();
        let topics: Vec<Topic> = on_day.iter().map(|at| topics[*at].clone()).collect();
        let same = topic.positions(&topics).first().map(|at| on_day[*at]);
        return same.or(on_day.first().copied());
    }
    topic.positions(&topics).first().copied()
}

/// Says of made-up sessions that they were made up before they were held.
pub(in crate::dossier) fn check(
    attendance: &[Attendance],
    sessions: &[Session],
    diagnostics: &mut Vec<Diagnostic>,
) {
    for entry in attendance {
        let (Some(day), Some(origin)) = (entry.made_up_on.value, &entry.made_up_on.origin) else { continue };
        let date = sessions[entry.session].date;
        if day < date {
            diagnostics.push(
                Diagnostic::warning("make-up-before-session", format!("补学日期 {day} 早于学习日期 {date}"))
                    .at(origin)
                    .value(day.to_string())
                    .hint("核对补学日期"),
            );
        }
    }
}
