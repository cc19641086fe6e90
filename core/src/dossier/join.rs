//! Joins the columns of the attendance registers with the sessions.

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::dossier::attendance::marks::{Column, Marks};
use crate::dossier::attendance::prepared;
use crate::dossier::calendar::outside;
use crate::dossier::records::{Deed, Field, HeadCounts, Session};
use crate::dossier::registers::sessions;
use crate::dossier::writing::topic::Topic;
use crate::dossier::writing::value;
use crate::origin::Origin;
use crate::period::Period;

/// Where an attendance column's session stands in the list: sheet, column, session.
#[derive(Debug, Clone, Copy)]
pub(super) struct Joined {
    /// Position of the register among all.
    pub sheet: usize,
    /// Position of the column in the register.
    pub column: usize,
    /// Position of the session in the list.
    pub session: usize,
}

/// A session while the list grows, with the registers that have marks for it.
struct DraftSession {
    session: Session,
    marked_by: Vec<usize>,
    /// The first column that marks it.
    marks_origin: Option<Origin>,
}

/// Matches the columns of the attendance registers with the sessions, adding those that the
/// session register does not have.
pub(super) fn sessions(
    sheets: &[Marks<'_>],
    period: Period,
    list: &mut Vec<Session>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Joined> {
    let mut drafts: Vec<DraftSession> = std::mem::take(list)
        .into_iter()
        .map(|session| DraftSession { session, marked_by: Vec::new(), marks_origin: None })
        .collect();
    let mut joined: Vec<Joined> = Vec::new();
    for (sheet, marks) in sheets.iter().enumerate() {
        let mut prepared: Vec<&Column> = Vec::new();
        for (at, column) in marks.columns.iter().enumerate() {
            let is_held =
                || drafts.iter().any(|draft| draft.session.registered && draft.session.date == column.date);
            if column.is_prepared && !is_held() {
                prepared.push(column);
                continue;
            }
            if !period.contains(column.date) {
                diagnostics.push(outside(period, column.date, &column.origin));
                continue;
            }
            let session = session_for_column(&drafts, sheet, column).unwrap_or_else(|| {
                drafts.push(DraftSession {
                    session: of_column(column),
                    marked_by: Vec::new(),
                    marks_origin: None,
                });
                drafts.len() - 1
            });
            if repeats(&drafts, session, column, sheet) {
                diagnostics.push(same_day(column, &drafts[session]));
            }
            let found = &mut drafts[session];
            found.marked_by.push(sheet);
            found.session.marked = true;
            found.marks_origin.get_or_insert_with(|| column.origin.clone());
            complete(&mut found.session, column);
            joined.push(Joined { sheet, column: at, session });
        }
        prepared::note(&prepared, diagnostics);
    }
    merge_misdated(&mut drafts, &mut joined, diagnostics);
    // By day; those that were merged away go.
    let mut order: Vec<usize> = (0..drafts.len()).collect();
    order.sort_by(|a, b| {
        let key = |at: &usize| (drafts[*at].session.date, drafts[*at].session.origin.clone());
        key(a).cmp(&key(b))
    });
    order.retain(|at| drafts[*at].session.registered || drafts[*at].session.marked);
    let places: BTreeMap<usize, usize> = order.iter().enumerate().map(|(new, old)| (*old, new)).collect();
    *list = order.into_iter().map(|at| drafts[at].session.clone()).collect();
    joined.retain_mut(|entry| match places.get(&entry.session) {
        Some(place) => {
            entry.session = *place;
            true
        }
        None => false,
    });
    joined
}

/// Returns the session of that day which the column belongs to.
///
/// Sessions that have no marks yet come first: two of one day are told apart by topic, else
/// taken in order. Next come those that another register has marks for.
fn session_for_column(drafts: &[DraftSession], sheet: usize, column: &Column) -> Option<usize> {
    let topic = Topic::of(column.topic.text());
    let same_topic = |at: &&usize| topic.may_be(&Topic::of(drafts[**at].session.topic.text()));
    let on_day = |at: &usize| drafts[*at].session.date == column.date;
    let free: Vec<usize> =
        (0..drafts.len()).filter(on_day).filter(|at| drafts[*at].marked_by.is_empty()).collect();
    let taken: Vec<usize> = (0..drafts.len())
        .filter(on_day)
        .filter(|at| !drafts[*at].marked_by.is_empty() && !drafts[*at].marked_by.contains(&sheet))
        .collect();
    let fits = free.iter().find(same_topic).or_else(|| taken.iter().find(same_topic));
    fits.or_else(|| free.first()).copied()
}

/// Returns whether a register has two columns of one day that nothing tells apart.
fn repeats(drafts: &[DraftSession], session: usize, column: &Column, sheet: usize) -> bool {
    let topic = Topic::of(column.topic.text());
    drafts[session].marked_by.is_empty()
        && !drafts[session].session.registered
        && drafts.iter().enumerate().any(|(at, other)| {
            at != session
                && other.session.date == column.date
                && other.marked_by.contains(&sheet)
                && topic.may_be(&Topic::of(other.session.topic.text()))
        })
}

fn same_day(column: &Column, of: &DraftSession) -> Diagnostic {
    Diagnostic::warning("duplicate-session", format!("{} 在本表出现两次，按两次学习计", column.date))
        .at(&column.origin)
        .value(of.session.date.to_string())
        .hint("核对日期；同一天确有两次学习的，请写明各自的主题")
}

/// Completes a session with what an attendance register states of it.
fn complete(session: &mut Session, column: &Column) {
    let fill = |into: &mut Field<String>, from: &Field<String>| {
        if !into.is_known() && from.is_known() {
            *into = from.clone();
        }
    };
    fill(&mut session.topic, &column.topic);
    let Some(facts) = &column.facts else { return };
    fill(&mut session.place, &facts.place);
    fill(&mut session.lecturer, &facts.lecturer);
    fill(&mut session.host, &sessions::person(&facts.host));
    if !session.form_text.is_known() && facts.form.is_known() {
        session.form = facts.form.value.as_deref().map(sessions::form);
        session.form_text = facts.form.clone();
    }
    if !session.speakers.is_known()
        && let Some(text) = &facts.speakers.value
    {
        let names = value::people(text);
        session.speakers =
            Field { value: (!names.is_empty()).then_some(names), origin: facts.speakers.origin.clone() };
    }
}

/// Makes a session of which only the attendance register knows.
fn of_column(column: &Column) -> Session {
    Session {
        date: column.date,
        origin: column.origin.clone(),
        topic: Field::default(),
        content: Field::default(),
        place: Field::default(),
        form_text: Field::default(),
        form: None,
        host: Field::default(),
        speakers: Field::default(),
        lecturer: Field::default(),
        hours: Field::default(),
        follow_up: Deed::default(),
        joint: Deed::default(),
        review: Deed::default(),
        recorded: Field::default(),
        stated: HeadCounts::default(),
        registered: false,
        marked: false,
    }
}

/// Merges two sessions of one topic of which each register has one, on different days.
///
/// A topic of four characters or more that occurs once on each side is one session misdated
/// in one register; the session register's day is taken, and it is said.
fn merge_misdated(drafts: &mut [DraftSession], joined: &mut [Joined], diagnostics: &mut Vec<Diagnostic>) {
    let is_lone = |draft: &DraftSession| draft.session.registered != draft.session.marked;
    // Topics that occur once on each side: how often, and where last.
    let mut sides: BTreeMap<Topic, [Vec<usize>; 2]> = BTreeMap::new();
    for (at, lone) in drafts.iter().enumerate().filter(|(_, draft)| is_lone(draft)) {
        let topic = Topic::of(lone.session.topic.text());
        if topic.is_telling() {
            sides.entry(topic).or_default()[usize::from(lone.session.marked)].push(at);
        }
    }
    for [registered, marked] in sides.into_values() {
        let (&[at], &[other]) = (&registered[..], &marked[..]) else { continue };
        let (date, origin) = (drafts[other].session.date, drafts[other].session.origin.clone());
        let session = &mut drafts[at].session;
        diagnostics.push(
            Diagnostic::warning(
                "session-mismatch",
                format!(
                    "`{}` 在考勤表记为 {date}，在统计表记为 {}（{}），按统计表的日期计",
                    session.topic.text(),
                    session.date,
                    session.origin
                ),
            )
            .at(&origin)
            .value(date.to_string())
            .hint("核对这次学习的日期，改正其中之一"),
        );
        session.marked = true;
        drafts[at].marked_by = std::mem::take(&mut drafts[other].marked_by);
        drafts[at].marks_origin = drafts[other].marks_origin.take();
        drafts[other].session.marked = false;
        for entry in joined.iter_mut().filter(|entry| entry.session == other) {
            entry.session = at;
        }
    }
}

/// Returns the head counts that sign-in sheets state, with their sessions.
pub(super) fn stated(sheets: &[Marks<'_>], joined: &[Joined]) -> Vec<(usize, HeadCounts)> {
    let facts = |entry: &Joined| sheets[entry.sheet].columns[entry.column].facts.as_deref();
    joined.iter().filter_map(|entry| Some((entry.session, facts(entry)?.stated.clone()))).collect()
}
