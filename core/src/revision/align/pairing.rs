//! Which paragraphs, sentences or clauses belong together, in whatever order they stand.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use crate::revision::align::matching::Links;
use crate::revision::align::symbols::Symbols;
use crate::revision::align::units::{Level, Part, parts};
use crate::revision::numbers::Reading;

/// What more parts of the base share than this says nothing of which of them is meant.
const MAX_SAME: usize = 48;
/// So many candidates of each revised part are kept.
const MAX_CANDIDATES: usize = 8;
/// What it is worth that a part stands where those around it say.
const IN_PLACE: f64 = 0.08;
/// At this distance in symbols that is worth half.
const NEAR: f64 = 30.0;

/// Links paragraphs and rows that say the same, as often as on the other side.
pub(super) fn equal_units(base: &Symbols, revised: &Symbols, links: &mut Links) {
    let by_words = |side: &Symbols| {
        let mut units: BTreeMap<String, Vec<Part>> = BTreeMap::new();
        for part in parts(Level::Unit, side) {
            units.entry(words(side, &part)).or_default().push(part);
        }
        units
    };
    let others = by_words(revised);
    for (words, ones) in by_words(base) {
        let Some(others) = others.get(&words).filter(|others| others.len() == ones.len()) else { continue };
        for (one, other) in ones.iter().zip(others) {
            for (one, other) in one.symbols.clone().zip(other.symbols.clone()) {
                links.link(one, other);
            }
        }
    }
}

/// Returns what a part says, in one spelling.
fn words(side: &Symbols, part: &Part) -> String {
    let mut out = String::from(if part.is_row { "|" } else { "" });
    let mut text = None;
    for symbol in part.symbols.clone() {
        let one = side.all[symbol];
        if text.replace(one.text).is_some_and(|text| text != one.text) {
            out.push('|');
        }
        match side.value(symbol) {
            Some(value) => out += &format!("{:?}", value.number.reading),
            None => out.extend(char::from_u32(one.code)),
        }
    }
    out
}

/// What a part is known by.
struct Features {
    part: Part,
    grams: Vec<u64>,
}

/// Returns the parts of one level that belong together and are not linked yet.
pub(super) fn pairs(level: Level, base: &Symbols, revised: &Symbols, links: &Links) -> Vec<(Part, Part)> {
    let ones = features(level, base, &links.to_revised);
    let others = features(level, revised, &links.to_base);
    let weights = Weights::of(&ones, &others);
    let expected = Expected::of(base, links);
    let mut candidates: Vec<(f64, usize, usize)> = Vec::new();
    let totals: Vec<f64> = ones.iter().map(|one| weights.total(one)).collect();
    let mut shared = vec![0.0; ones.len()];
    for (at, other) in others.iter().enumerate() {
        let mut touched = Vec::new();
        for gram in &other.grams {
            let Some((weight, holders)) = weights.holders(*gram) else { continue };
            for one in holders {
                if shared[*one] == 0.0 {
                    touched.push(*one);
                }
                shared[*one] += weight;
            }
        }
        let total = weights.total(other);
        let mut of_this: Vec<(f64, usize, usize)> = Vec::new();
        for one in touched {
            let likeness = 2.0 * std::mem::take(&mut shared[one]) / (totals[one] + total);
            if likeness >= level.least() && ones[one].part.is_row == other.part.is_row {
                let place = expected.nearness(&ones[one].part, &other.part);
                of_this.push((likeness + IN_PLACE * place, one, at));
            }
        }
        of_this.sort_by(best_first);
        candidates.extend(of_this.into_iter().take(MAX_CANDIDATES));
    }
    candidates.sort_by(best_first);
    let (mut used, mut used_too) = (vec![false; ones.len()], vec![false; others.len()]);
    let mut out = Vec::new();
    for (_, one, other) in candidates {
        if !used[one] && !used_too[other] {
            (used[one], used_too[other]) = (true, true);
            out.push((ones[one].part.clone(), others[other].part.clone()));
        }
    }
    out
}

/// Orders candidates: the most alike first, then in the order of the texts.
fn best_first(a: &(f64, usize, usize), b: &(f64, usize, usize)) -> Ordering {
    b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2)))
}

/// Returns the parts of which enough is not linked yet.
fn features(level: Level, side: &Symbols, links: &[Option<usize>]) -> Vec<Features> {
    let is_open = |part: &Part| {
        let open = part.symbols.clone().filter(|at| links[*at].is_none());
        let (mut n, mut has_number) = (0, false);
        for at in open {
            n += 1;
            has_number |= side.all[at].number.is_some();
        }
        n > 1 && (has_number || 2 * n > part.symbols.len())
    };
    let parts = parts(level, side).into_iter().filter(is_open);
    parts.map(|part| Features { grams: grams(side, &part, links), part }).collect()
}

/// Returns what a part is known by: two symbols in a row, values of numbers, bookmarks, whole cells.
fn grams(side: &Symbols, part: &Part, links: &[Option<usize>]) -> Vec<u64> {
    let mut out = Vec::new();
    let is_open = |at: usize| links[at].is_none();
    for at in part.symbols.clone().filter(|at| is_open(*at)) {
        let symbol = side.all[at];
        if at + 1 < part.symbols.end && is_open(at + 1) && side.all[at + 1].text == symbol.text {
            let next = side.all[at + 1];
            if !(symbol.is_mark() || next.is_mark()) {
                out.push(hash(&[1, u64::from(symbol.code), u64::from(next.code)]));
            }
        }
        if let Some(value) = side.value(at) {
            // A small count says something only with the word before it.
            let reading = of_reading(&value.number.reading);
            let before = (value.is_small() && at > part.symbols.start).then(|| side.all[at - 1].code);
            out.push(before.map_or(reading, |code| hash(&[5, reading, u64::from(code)])));
            out.extend(value.mark.map(|mark| hash(&[3, mark as u64])));
        }
    }
    if part.is_row {
        out.extend(cells(side, part));
    }
    out.sort_unstable();
    out.dedup();
    out
}

/// Returns what the cells of a row say, each as a whole with its column.
fn cells(side: &Symbols, part: &Part) -> Vec<u64> {
    let symbols: Vec<usize> = part.symbols.clone().collect();
    let of_cell = |cell: &[usize]| {
        let text = side.all[cell[0]].text;
        let mut words = vec![4, side.seats[text].map_or(0, |seat| seat.col as u64)];
        words.extend(cell.iter().map(|at| match side.value(*at) {
            Some(value) => of_reading(&value.number.reading),
            None => u64::from(side.all[*at].code),
        }));
        hash(&words)
    };
    symbols.chunk_by(|a, b| side.all[*a].text == side.all[*b].text).map(of_cell).collect()
}

fn of_reading(reading: &Reading) -> u64 {
    let said = match reading {
        Reading::Amount(value, _) => value.to_string(),
        reading => format!("{reading:?}"),
    };
    let codes: Vec<u64> = std::iter::once(2).chain(said.chars().map(|c| u64::from(u32::from(c)))).collect();
    hash(&codes)
}

/// Mixes numbers into one (FNV-1a, a word at a time).
fn hash(words: &[u64]) -> u64 {
    words.iter().fold(0xcbf2_9ce4_8422_2325, |hash, word| {
        (hash ^ word).wrapping_mul(0x0100_0000_01b3).rotate_left(23)
    })
}

/// How much each gram says, and which parts of the base hold it.
struct Weights {
    by_gram: BTreeMap<u64, (f64, Vec<usize>)>,
}

impl Weights {
    fn of(ones: &[Features], others: &[Features]) -> Weights {
        let mut by_gram: BTreeMap<u64, (f64, Vec<usize>)> = BTreeMap::new();
        for (at, one) in ones.iter().enumerate() {
            for gram in &one.grams {
                by_gram.entry(*gram).or_default().1.push(at);
            }
        }
        for gram in others.iter().flat_map(|other| &other.grams) {
            by_gram.entry(*gram).or_default().0 += 1.0;
        }
        #[expect(clippy::cast_precision_loss, reason = "counts of parts")]
        for (weight, holders) in by_gram.values_mut() {
            let n = (ones.len() + others.len()) as f64;
            let n_holders = holders.len() as f64 + *weight;
            let says_nothing = holders.len() > MAX_SAME;
            *weight = if says_nothing { 0.0 } else { (1.0 + n / n_holders).ln() };
        }
        Weights { by_gram }
    }

    /// Returns what a gram is worth and which parts of the base hold it, unless too many do.
    fn holders(&self, gram: u64) -> Option<(f64, &[usize])> {
        let (weight, holders) = self.by_gram.get(&gram)?;
        (*weight > 0.0).then_some((*weight, holders))
    }

    fn total(&self, of: &Features) -> f64 {
        let weight = |gram: &u64| self.by_gram.get(gram).map_or(0.0, |(weight, _)| *weight);
        of.grams.iter().map(weight).sum::<f64>().max(f64::MIN_POSITIVE)
    }
}

/// Where the parts around a revised part say that it stands in the base.
struct Expected {
    /// For each symbol of the revised text, the base's place behind the nearest link before it.
    after: Vec<Option<usize>>,
    /// And the one before the nearest link behind it.
    before: Vec<Option<usize>>,
}

impl Expected {
    fn of(base: &Symbols, links: &Links) -> Expected {
        let mut last = None;
        let behind = |link: &Option<usize>| {
            let this = last;
            last = link.map(|one| (one + 1).min(base.all.len())).or(last);
            this
        };
        let after = links.to_base.iter().map(behind).collect();
        let mut next = None;
        let ahead = |link: &Option<usize>| {
            let this = next;
            next = link.or(next);
            this
        };
        let mut before: Vec<Option<usize>> = links.to_base.iter().rev().map(ahead).collect();
        before.reverse();
        Expected { after, before }
    }

    /// Returns 1 for a part that stands where it is expected, less the further away it is.
    fn nearness(&self, one: &Part, other: &Part) -> f64 {
        let first = self.after[other.symbols.start].map(|at| at.abs_diff(one.symbols.start));
        let last = self.before[other.symbols.end - 1].map(|at| at.abs_diff(one.symbols.end));
        let apart = first.into_iter().chain(last).min();
        #[expect(clippy::cast_precision_loss, reason = "a distance in symbols")]
        apart.map_or(0.0, |apart| NEAR / (NEAR + apart as f64))
    }
}
