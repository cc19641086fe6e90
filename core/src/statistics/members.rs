//! Figures of the members, one by one and together.

use std::collections::{BTreeMap, BTreeSet};

use crate::dossier::{Dossier, EssayKind, Register, Role};
use crate::statistics::measures::with_register;
use crate::statistics::{Key, Measure, Tally, size};

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
    let tallies = Tally::parted(dossier, dossier.members.len(), |entry| entry.member);
    let mut essays = vec![(0, 0); dossier.members.len()];
    for essay in &dossier.essays {
        let Some(of_member) = essay.member.and_then(|at| essays.get_mut(at)) else { continue };
        if essay.kind == EssayKind::Report { of_member.1 += 1 } else { of_member.0 += 1 }
    }
    let mut speeches: BTreeMap<&str, u64> = BTreeMap::new();
    for names in dossier.sessions.iter().filter_map(|session| session.speakers.value.as_ref()) {
        // Named twice, somebody has still spoken at one session.
        for name in names.iter().map(String::as_str).collect::<BTreeSet<_>>() {
            *speeches.entry(name).or_default() += 1;
        }
    }
    let members = dossier.members.iter().zip(tallies).zip(essays);
    let figures = members.map(|((member, tally), (n_essays, n_reports))| MemberFigures {
        tally,
        n_essays,
        n_reports,
        n_speeches: speeches.get(member.name.as_str()).copied().unwrap_or(0),
    });
    figures.collect()
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
