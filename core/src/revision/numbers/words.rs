//! The words of `words.toml`, in the order in which they are looked for: the longest first.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::revision::numbers::{Bound, UnitKind};

/// The table as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    unit: Vec<Row<UnitKind>>,
    before: Vec<Before>,
    behind: Vec<Behind>,
    claim: Vec<Claim>,
    growth: Vec<Growth>,
    label: List,
    part: Vec<Row<String>>,
    none: List,
}

/// Words of one kind.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row<T> {
    #[serde(alias = "name")]
    kind: T,
    words: Vec<String>,
}

/// Words before a number.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Before {
    bound: Bound,
    words: Vec<String>,
    not_behind: Vec<String>,
}

/// Words behind a number.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Behind {
    bound: Bound,
    words: Vec<String>,
}

/// Words that are a number.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Claim {
    percent: u32,
    bound: Bound,
    words: Vec<String>,
}

/// Words that tell how something grew.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Growth {
    times: u32,
    words: Vec<String>,
}

/// Words alone.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    words: Vec<String>,
}

/// Words with what each means, the longest first.
pub(super) struct Words<T>(Vec<(Vec<char>, T)>);

impl<T> Words<T> {
    fn new(words: impl Iterator<Item = (String, T)>) -> Words<T> {
        let mut words: Vec<_> =
            words.map(|(word, means)| (word.chars().collect::<Vec<_>>(), means)).collect();
        words.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
        Words(words)
    }

    /// Returns the first character of each word.
    fn openers(&self) -> impl Iterator<Item = char> {
        self.0.iter().filter_map(|(word, _)| word.first().copied())
    }

    /// Returns the longest word that begins here: its length and what it means.
    pub(super) fn at(&self, chars: &[char]) -> Option<(usize, &T)> {
        let found = self.0.iter().find(|(word, _)| chars.starts_with(word));
        found.map(|(word, means)| (word.len(), means))
    }

    /// Returns the longest word that ends here: its length and what it means.
    pub(super) fn before(&self, chars: &[char]) -> Option<(usize, &T)> {
        let found = self.0.iter().find(|(word, _)| chars.ends_with(word));
        found.map(|(word, means)| (word.len(), means))
    }

    /// Returns where a word begins and ends that holds the character at `at`.
    pub(super) fn over(&self, chars: &[char], at: usize) -> Option<(usize, usize)> {
        let starts = |word: &[char]| {
            let offsets = word.iter().enumerate().filter(|(_, c)| **c == chars[at]);
            let mut starts = offsets.filter_map(|(offset, _)| at.checked_sub(offset));
            starts.find(|start| chars[*start..].starts_with(word))
        };
        self.0.iter().find_map(|(word, _)| starts(word).map(|start| (start, start + word.len())))
    }
}

/// All tables.
pub(super) struct Tables {
    /// What is counted.
    pub unit: Words<UnitKind>,
    /// What makes a number a bound, before it, with what it must not stand behind.
    pub before: Words<(Bound, Vec<char>)>,
    /// The same behind it.
    pub behind: Words<Bound>,
    /// Shares told without a numeral.
    pub claim: Words<(u32, Bound)>,
    /// Growth told by a word.
    pub growth: Words<u32>,
    /// What a number that orders stands behind.
    pub label: Words<()>,
    /// Parts of a year.
    pub part: Words<String>,
    /// What words for a share, growth or a part of a year begin with, in order.
    pub openers: Vec<char>,
    /// Numerals that count nothing.
    pub none: Words<()>,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let table: Table = toml::from_str(include_str!("words.toml"))
        .expect("words.toml is part of the program and checked by a test");
    let alone = |list: List| Words::new(list.words.into_iter().map(|word| (word, ())));
    let before = table.before.into_iter().flat_map(|row| {
        let not_behind: Vec<char> = row.not_behind.iter().flat_map(|word| word.chars()).collect();
        row.words.into_iter().map(move |word| (word, (row.bound, not_behind.clone())))
    });
    let behind = table.behind.into_iter();
    let behind = behind.flat_map(|row| row.words.into_iter().map(move |word| (word, row.bound)));
    let claim = table.claim.into_iter();
    let claim = claim.flat_map(|row| row.words.into_iter().map(move |word| (word, (row.percent, row.bound))));
    let growth = table.growth.into_iter();
    let unit = table.unit.into_iter();
    let part = table.part.into_iter();
    let mut tables = Tables {
        openers: Vec::new(),
        unit: Words::new(unit.flat_map(|row| row.words.into_iter().map(move |word| (word, row.kind)))),
        before: Words::new(before),
        behind: Words::new(behind),
        claim: Words::new(claim),
        growth: Words::new(growth.flat_map(|row| row.words.into_iter().map(move |word| (word, row.times)))),
        label: alone(table.label),
        part: Words::new(part.flat_map(|row| {
            let name = row.kind;
            row.words.into_iter().map(move |word| (word, name.clone()))
        })),
        none: alone(table.none),
    };
    let openers = tables.claim.openers().chain(tables.growth.openers()).chain(tables.part.openers());
    let openers: BTreeSet<char> = openers.collect();
    tables.openers = openers.into_iter().collect();
    tables
});

/// Returns the tables.
pub(super) fn tables() -> &'static Tables {
    &TABLES
}
