//! The entries of the log of 督学, 评学 and 考学, and who sat in an examination.

use std::collections::{BTreeMap, BTreeSet};

use time::Date;

use crate::dossier::{Dossier, OversightKind, OversightRecord, squeeze};
use crate::statistics::size;

/// From so many rows of one day and way on, short subjects are persons though no register has
/// them.
const MIN_EXAMINEES: usize = 5;
/// The longest name of a person who is on no register, in characters.
const MAX_NAME_CHARS: usize = 4;
/// What stands in the result of somebody who was due and did not sit.
const NOT_SAT: [&str; 7] = ["缺考", "未考", "未参加", "弃考", "缓考", "缺席", "请假"];

/// An entry of the log: one row, or the rows of one examination whose examinees are listed one
/// a row.
#[derive(Debug, Clone)]
pub struct LogEntry<'a> {
    /// Its rows, in the order of the log.
    pub rows: Vec<&'a OversightRecord>,
    /// Whether each row is one person's.
    lists_persons: bool,
}

/// Returns the entries of the log, in the order of their first rows.
///
/// Rows of 考学 are of one examination where day and way (方式) agree and they name its examinees
/// one by one; a row with the numbers of all goes with them.
pub fn log_entries(dossier: &Dossier) -> Vec<LogEntry<'_>> {
    let mut entries: Vec<LogEntry<'_>> = Vec::new();
    let mut places: BTreeMap<(Date, &str), usize> = BTreeMap::new();
    let lists = lists(dossier);
    for record in &dossier.oversight {
        let sitting = sitting_of(record).filter(|key| lists.contains(key));
        if let Some(at) = sitting.and_then(|key| places.get(&key)) {
            entries[*at].rows.push(record);
            continue;
        }
        places.extend(sitting.map(|key| (key, entries.len())));
        entries.push(LogEntry { rows: vec![record], lists_persons: sitting.is_some() });
    }
    entries
}

/// Returns the day and way of a row of 考学.
fn sitting_of(record: &OversightRecord) -> Option<(Date, &str)> {
    (record.kind == OversightKind::Examination).then_some((record.date.value?, record.method.text()))
}

/// Returns the examinations whose rows list persons: several, of whom one is known to be a
/// person, or many.
fn lists(dossier: &Dossier) -> BTreeSet<(Date, &str)> {
    let mut counts: BTreeMap<(Date, &str), (usize, bool)> = BTreeMap::new();
    for record in dossier.oversight.iter().filter(|record| is_person(dossier, record)) {
        if let Some(key) = sitting_of(record) {
            let (n, any_known) = counts.entry(key).or_default();
            *n += 1;
            *any_known |= is_member(dossier, record) || record.n_examined.value == Some(1);
        }
    }
    let is_list = |(n, any_known): (usize, bool)| n > 1 && (any_known || n >= MIN_EXAMINEES);
    counts.into_iter().filter(|(_, count)| is_list(*count)).map(|(key, _)| key).collect()
}

/// Returns whether a row may be one person's.
fn is_person(dossier: &Dossier, record: &OversightRecord) -> bool {
    let n_chars = squeeze(record.subject.text()).chars().count();
    let is_one = record.n_examined.value.is_none_or(|n| n <= 1);
    is_member(dossier, record) || is_one && (2..=MAX_NAME_CHARS).contains(&n_chars)
}

/// Returns whether a row names a person of the group, with or without the post behind the name.
fn is_member(dossier: &Dossier, record: &OversightRecord) -> bool {
    let subject = squeeze(record.subject.text());
    let name = subject.split(['（', '(']).next().unwrap_or_default();
    dossier.member_named(name).is_some()
}

impl LogEntry<'_> {
    /// Returns how many were examined of how many due; nothing where the entry does not say.
    ///
    /// Where the examinees are listed one a row, a row that gives the numbers of all decides. Else
    /// those listed have sat, unless their result says otherwise. Due are so many as a row states;
    /// else the members in post that day, where the list has members only, at least half of them,
    /// and nobody who did not sit; else those listed.
    pub fn examined(&self, dossier: &Dossier) -> Option<(u64, u64)> {
        let stated = |record: &&OversightRecord| {
            Some((u64::from(record.n_examined.value?), u64::from(record.n_due.value?)))
        };
        if !self.lists_persons {
            return self.rows.first().and_then(stated);
        }
        let all: Vec<(u64, u64)> = self.rows.iter().filter_map(stated).collect();
        let of_all: Vec<(u64, u64)> = all.iter().copied().filter(|(n, _)| *n > 1).collect();
        let sum = |counts: &[(u64, u64)]| counts.iter().fold((0, 0), |sum, n| (sum.0 + n.0, sum.1 + n.1));
        if !of_all.is_empty() {
            return Some(sum(&of_all));
        }
        if all.len() == self.rows.len() {
            return Some(sum(&all));
        }
        let persons = || self.rows.iter().filter(|record| is_person(dossier, record));
        let has_sat = |record: &&&OversightRecord| {
            record.n_examined.value != Some(0)
                && !NOT_SAT.iter().any(|word| record.result.text().contains(word))
        };
        let (n, listed) = (size(persons().filter(has_sat).count()), size(persons().count()));
        let on_paper = self.rows.iter().filter_map(|record| record.n_due.value).max().map_or(0, u64::from);
        let day = self.rows.first().and_then(|record| record.date.value)?;
        let members = size(dossier.counted_members().filter(|(_, member)| member.in_post(day)).count());
        let is_of_members = persons().all(|record| is_member(dossier, record));
        let due = if on_paper > 1 {
            on_paper
        } else if is_of_members && n == listed && listed * 2 >= members {
            members
        } else {
            listed
        };
        Some((n, due.max(listed)))
    }
}
