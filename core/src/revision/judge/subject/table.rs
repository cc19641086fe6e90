//! The words of `subjects.toml`, by their first character, the longest first.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

/// The table as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    subject: Vec<Subject>,
    denial: List,
    none: List,
}

/// Words alone.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    words: Vec<String>,
}

/// What several words mean.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::revision::judge) struct Subject {
    /// A number is told of one of a family; words of two families do not contradict each other.
    pub family: Family,
    key: String,
    words: Vec<String>,
    /// The subject that it is where it is denied.
    opposite: Option<String>,
    /// The measure of that name.
    pub measure: Option<String>,
}

/// What subjects can be exchanged for one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(in crate::revision::judge) enum Family {
    /// What was done, counted or reckoned.
    Matter,
    /// Who did it; told once for all clauses of a sentence.
    Role,
    /// Which way something went.
    Direction,
    /// Which end of a row it is.
    Extreme,
    /// Whether it is done.
    State,
    /// How often.
    Each,
    /// Of which year.
    Year,
    /// What is counted, right behind the number.
    Unit,
}

/// What a word of the table is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Entry {
    Subject(usize),
    Denial,
    None,
}

/// All words.
pub(super) struct Table {
    subjects: Vec<Subject>,
    opposites: BTreeMap<usize, usize>,
    words: BTreeMap<char, Vec<(Vec<char>, Entry)>>,
    units: Vec<(String, usize)>,
}

impl Table {
    /// Returns the longest word that begins here: its length and what it is.
    pub fn at(&self, chars: &[char]) -> Option<(usize, &Entry)> {
        let words = self.words.get(chars.first()?)?;
        let found = words.iter().find(|(word, _)| chars.starts_with(word));
        found.map(|(word, entry)| (word.len(), entry))
    }

    pub fn subject(&self, at: usize) -> &Subject {
        &self.subjects[at]
    }

    /// Returns what a subject is where it is denied.
    pub fn opposite(&self, at: usize) -> Option<usize> {
        self.opposites.get(&at).copied()
    }

    /// Returns the unit that a text begins with, and what it counts.
    pub fn unit<'a>(&self, text: &'a str) -> Option<(&'a str, usize)> {
        let found = self.units.iter().find(|(word, _)| text.starts_with(word.as_str()));
        found.map(|(word, subject)| (&text[..word.len()], *subject))
    }
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let Written { subject: subjects, denial, none } = toml::from_str(include_str!("subjects.toml"))
        .expect("subjects.toml is part of the program and checked by a test");
    let place = |key: &String| subjects.iter().position(|subject| subject.key == *key);
    let mut opposites = BTreeMap::new();
    let mut all: Vec<(String, Entry)> = Vec::new();
    let mut units: Vec<(String, usize)> = Vec::new();
    for (at, subject) in subjects.iter().enumerate() {
        if let Some(opposite) = subject.opposite.as_ref().and_then(place) {
            opposites.extend([(at, opposite), (opposite, at)]);
        }
        let words = subject.words.iter().cloned();
        if subject.family == Family::Unit {
            units.extend(words.map(|word| (word, at)));
        } else {
            all.extend(words.map(|word| (word, Entry::Subject(at))));
        }
    }
    all.extend(denial.words.into_iter().map(|word| (word, Entry::Denial)));
    all.extend(none.words.into_iter().map(|word| (word, Entry::None)));
    units.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
    let mut words: BTreeMap<char, Vec<(Vec<char>, Entry)>> = BTreeMap::new();
    for (word, entry) in all {
        let word: Vec<char> = word.chars().collect();
        words.entry(word[0]).or_default().push((word, entry));
    }
    words.values_mut().for_each(|words| words.sort_by_key(|(word, _)| std::cmp::Reverse(word.len())));
    Table { subjects, opposites, words, units }
});

/// Returns the table.
pub(super) fn table() -> &'static Table {
    &TABLE
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::statistics::Key;

    #[test]
    fn each_word_means_one_thing() {
        let table = table();
        let mut seen = BTreeSet::new();
        for words in table.words.values() {
            for (word, _) in words {
                assert!(seen.insert(word.clone()), "{word:?}");
            }
        }
        let measures: BTreeSet<&str> = Key::ALL.map(Key::name).into_iter().collect();
        for subject in &table.subjects {
            assert!(subject.measure.as_deref().is_none_or(|measure| measures.contains(measure)));
            let is_known = |key: &String| table.subjects.iter().any(|other| other.key == *key);
            assert!(subject.opposite.as_ref().is_none_or(is_known), "{}", subject.key);
        }
    }
}
