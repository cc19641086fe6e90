//! What essays and speakers' lists mean by words that stand for sessions and persons elsewhere.

use time::Date;

use crate::diagnostic::Diagnostic;
use crate::dossier::records::{Attendance, Essay, Member, Session};
use crate::dossier::registers::roster;
use crate::dossier::writing::everyone::is_everyone;
use crate::dossier::writing::topic::Topic;

/// Links each essay to its author and to the session whose topic it answers.
pub(super) fn link_essays(
    essays: &mut [Essay],
    members: &[Member],
    sessions: &[Session],
    diagnostics: &mut Vec<Diagnostic>,
) {
    let topics: Vec<Topic> = sessions.iter().map(|session| Topic::of(session.topic.text())).collect();
    for essay in essays {
        essay.member = members.iter().position(|member| member.name == essay.author);
        if essay.member.is_none() {
            diagnostics.push(roster::unknown_member(
                &essay.author,
                &essay.named,
                members,
                "篇数照计，不计入个人",
            ));
        }
        let held = Topic::of(essay.topic.text()).positions(&topics);
        essay.session = nearest_before(sessions, &held, essay.submitted.value);
    }
}

/// Returns which of some sessions, by date, an entry of a day is about: the last one held by
/// then, else the first. Without a day several sessions cannot be told apart.
pub(crate) fn nearest_before(sessions: &[Session], held: &[usize], day: Option<Date>) -> Option<usize> {
    match (held, day) {
        (&[only], _) => Some(only),
        (several, Some(day)) => {
            let before = several.iter().rev().find(|at| sessions[**at].date <= day);
            before.or(several.first()).copied()
        }
        (_, None) => None,
    }
}

/// Puts the names of the counted members who were there in place of words for all of them.
///
/// Without marks of a session, those in post on its day were.
pub(super) fn name_everyone(sessions: &mut [Session], members: &[Member], attendance: &[Attendance]) {
    for (at, session) in sessions.iter_mut().enumerate() {
        let Some(speakers) = &mut session.speakers.value else { continue };
        if !speakers.iter().any(|speaker| is_everyone(speaker)) {
            continue;
        }
        let date = session.date;
        let marked: Vec<&Attendance> =
            attendance.iter().filter(|entry| entry.session == at && entry.mark.is_some()).collect();
        let was_there = |member: usize| {
            let is_present = |entry: &&Attendance| {
                entry.member == member && entry.mark.is_some_and(|mark| mark.is_present())
            };
            if marked.is_empty() { members[member].in_post(date) } else { marked.iter().any(is_present) }
        };
        speakers.retain(|speaker| !is_everyone(speaker));
        for (place, member) in members.iter().enumerate().filter(|(_, member)| member.role.counts()) {
            if was_there(place) && !speakers.contains(&member.name) {
                speakers.push(member.name.clone());
            }
        }
    }
}
