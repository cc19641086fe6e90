//! Figures of what the group did beside its own sessions.

use crate::dossier::{Dossier, OutreachKind, OutreachRecord, Register};
use crate::origin::Origin;
use crate::statistics::measures::with_register;
use crate::statistics::{Key, Measure, size};

/// Counts what one of the figures counts.
pub(super) fn measure(key: Key, dossier: &Dossier) -> Measure {
    let kind = match key {
        Key::FirstItemStudies => OutreachKind::FirstItem,
        Key::ReadingClasses => OutreachKind::ReadingClass,
        Key::FieldStudies => OutreachKind::FieldStudy,
        Key::Talks => OutreachKind::Talk,
        Key::TalkAudience => return audience(dossier),
        Key::GuidanceVisits => return guidance(dossier),
        _ => OutreachKind::Account,
    };
    with_register(key, dossier, Register::Outreach, || {
        let (n, cells) = times(dossier, kind);
        Measure::count(key, n, cells)
    })
}

/// Adds up how many times a kind is on record, with the cells that say so.
fn times(dossier: &Dossier, kind: OutreachKind) -> (u64, Vec<Origin>) {
    let of_kind = dossier.outreach.iter().filter(|record| record.kind == kind);
    let cell = |record: &OutreachRecord| record.n_times.evidence().unwrap_or_else(|| record.origin.clone());
    of_kind.fold((0, Vec::new()), |(n, mut cells), record| {
        cells.push(cell(record));
        (n + record.times(), cells)
    })
}

/// Adds up those whom talks reached; nothing where no talk says how many.
fn audience(dossier: &Dossier) -> Measure {
    with_register(Key::TalkAudience, dossier, Register::Outreach, || {
        let talks = dossier.outreach.iter().filter(|record| record.kind == OutreachKind::Talk);
        let stated: Vec<(u64, Origin)> = talks
            .filter_map(|record| Some((record.n_persons.value?.into(), record.n_persons.evidence()?)))
            .collect();
        if stated.is_empty() {
            return Measure::missing(Key::TalkAudience);
        }
        let n = stated.iter().map(|(n, _)| n).sum();
        Measure::count(Key::TalkAudience, n, stated.into_iter().map(|(_, cell)| cell).collect())
    })
}

/// Counts what was done for those below, by both registers; nothing without either.
fn guidance(dossier: &Dossier) -> Measure {
    let (n, mut cells) = times(dossier, OutreachKind::Guidance);
    let below: Vec<Origin> = dossier
        .oversight
        .iter()
        .filter(|record| record.is_of_those_below())
        .map(|r| r.origin.clone())
        .collect();
    if !dossier.has(Register::Outreach) && below.is_empty() {
        return Measure::missing(Key::GuidanceVisits);
    }
    let n = n + size(below.len());
    cells.extend(below);
    Measure::count(Key::GuidanceVisits, n, cells)
}
