//! Figures of the essay index.

use crate::dossier::{Dossier, Essay, EssayKind, Register};
use crate::statistics::measures::with_register;
use crate::statistics::{Key, Measure, size};

/// Counts essays and articles, or research reports.
pub(super) fn measure(key: Key, dossier: &Dossier) -> Measure {
    with_register(key, dossier, Register::Essays, || {
        let is_wanted = |essay: &&Essay| (essay.kind == EssayKind::Report) == (key == Key::ResearchReports);
        let wanted: Vec<&Essay> = dossier.essays.iter().filter(is_wanted).collect();
        let mut origins: Vec<_> = wanted.iter().map(|essay| essay.origin.clone()).collect();
        if key != Key::EssaysPerMember {
            return Measure::count(key, size(wanted.len()), origins);
        }
        let members: Vec<_> = dossier
            .counted_members()
            .filter(|(_, member)| member.in_post_during(dossier.period))
            .map(|(_, member)| member.origin.clone())
            .collect();
        let of = size(members.len());
        origins.extend(members);
        Measure::rate(key, size(wanted.len()), of, origins)
    })
}
