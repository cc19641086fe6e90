//! Figures of the members, one by one and together.

use std::collections::BTreeSet;

use crate::dossier::{Dossier, EssayKind, Register, Role};
use crate::statistics::{Key, Measure, Tally, size, with_register};

/// The figures of one person.
#[derive(Debug, Clone)]
pub struct MemberFigures {
    /// Head counts over the sessions in which the person was due.
    pub tally: Tally,
    /// Essays and articles handed in.
    pub n_essays: u64,
    /// Research reports handed in.
    pub n_reports: u64,
    /// Sessions at which the person was a key speaker.
    pub n_speeches: u64,
}

/// Returns one entry a person, in the dossier's order.
pub(super) fn figures(dossier: &Dossier) -> Vec<MemberFigures> {
    let one = |at: usize, name: &str| {
        let essays = |report: bool| {
            let own = dossier.essays.iter().filter(|essay| essay.member == Some(at));
            size(own.filter(|essay| (essay.kind == EssayKind::Report) == report).count())
        };
        let spoke = dossier.sessions.iter().filter(|session| {
            session.speakers.value.as_ref().is_some_and(|names| names.iter().any(|n| n == name))
        });
        MemberFigures {
            tally: Tally::of(dossier, |entry| entry.member == at),
            n_essays: essays(false),
            n_reports: essays(true),
            n_speeches: size(spoke.count()),
        }
    };
    dossier.members.iter().enumerate().map(|(at, member)| one(at, &member.name)).collect()
}

/// Counts the members, and what they share of speaking and chairing.
pub(super) fn measure(key: Key, dossier: &Dossier) -> Measure {
    let members: Vec<_> =
        dossier.counted_members().filter(|(_, member)| member.in_post_during(dossier.period)).collect();
    match key {
        Key::Members => {
            let origins = members.iter().map(|(_, member)| member.origin.clone()).collect();
            Measure::count(key, size(members.len()), origins)
        }
        Key::SpeakersShare => with_register(key, dossier, Register::Sessions, || {
            // Without the column nothing is known, which is not the same as nobody spoke.
            if dossier.sessions.iter().all(|session| session.speakers.origin.is_none()) {
                return Measure::missing(key);
            }
            let names = dossier.sessions.iter().filter_map(|session| session.speakers.value.as_ref());
            let names: BTreeSet<&str> = names.flatten().map(String::as_str).collect();
            let spoke = members.iter().filter(|(_, member)| names.contains(member.name.as_str())).count();
            let origins = dossier.sessions.iter().filter_map(|session| session.speakers.evidence());
            Measure::rate(key, size(spoke), size(members.len()), origins.collect())
        }),
        Key::LeaderHostRate => with_register(key, dossier, Register::Sessions, || {
            if !members.iter().any(|(_, member)| member.role == Role::Leader) {
                return Measure::missing(key);
            }
            let chaired = dossier.sessions.iter().filter(|session| session.host.is_known());
            let by_leader = chaired.clone().filter(|session| {
                members.iter().any(|(_, member)| {
                    member.role == Role::Leader
                        && member.in_post(session.date)
                        && member.name == session.host.text()
                })
            });
            let origins = chaired.clone().filter_map(|session| session.host.evidence()).collect();
            Measure::rate(key, size(by_leader.count()), size(chaired.count()), origins)
        }),
        _ => {
            let leader = Tally::of(dossier, |entry| dossier.members[entry.member].role == Role::Leader);
            let (n, of) = leader.attendance_rate();
            Measure::rate(key, n, of, leader.due)
        }
    }
}
