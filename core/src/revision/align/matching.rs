//! Which symbol of the base each symbol of the revised text is.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::revision::align::path;
use crate::revision::align::symbols::Symbols;
use crate::revision::align::{Alignment, Kin, NumberAt, Run};

/// The largest table that a path is sought in, and what all of them together may cost.
const MAX_CELLS: usize = 4_000_000;
const MAX_ALL_CELLS: usize = 200_000_000;

/// Of what two stretches begin or end with alike so much is left to be weighed with the rest.
const CONTEXT: usize = 12;

/// So often a long stretch is cut at its anchors.
const MAX_DEPTH: usize = 12;

/// So many symbols that occur once on both sides hold two long stretches together.
const ANCHOR: usize = 6;

/// The links of both sides while they are made.
#[derive(Debug)]
pub(super) struct Links {
    /// For each symbol of the base, the one it is linked to.
    pub to_revised: Vec<Option<usize>>,
    /// For each symbol of the revised text, the one it is linked to.
    pub to_base: Vec<Option<usize>>,
    n_cells_left: usize,
}

impl Links {
    /// Makes links of nothing.
    pub fn new(base: &Symbols, revised: &Symbols) -> Links {
        Links {
            to_revised: vec![None; base.all.len()],
            to_base: vec![None; revised.all.len()],
            n_cells_left: MAX_ALL_CELLS,
        }
    }

    /// Links two symbols.
    pub fn link(&mut self, one: usize, other: usize) {
        self.to_revised[one] = Some(other);
        self.to_base[other] = Some(one);
    }

    /// Links what two stretches share and is not linked yet.
    pub fn link_best(&mut self, base: &Symbols, revised: &Symbols, one: Range<usize>, other: Range<usize>) {
        let ones: Vec<usize> = one.filter(|at| self.to_revised[*at].is_none()).collect();
        let others: Vec<usize> = other.filter(|at| self.to_base[*at].is_none()).collect();
        self.link_lists(base, revised, &ones, &others, MAX_DEPTH);
    }

    fn link_lists(
        &mut self,
        base: &Symbols,
        revised: &Symbols,
        ones: &[usize],
        others: &[usize],
        depth: usize,
    ) {
        let is_same = |one: usize, other: usize| same(base, one, revised, other);
        let n_first = ones.iter().zip(others).take_while(|(one, other)| is_same(**one, **other)).count();
        let n_first =
            if n_first == ones.len().min(others.len()) { n_first } else { n_first.saturating_sub(CONTEXT) };
        let (ones, others) = (self.link_all(ones, others, n_first, true), &others[n_first..]);
        let backwards = ones.iter().rev().zip(others.iter().rev());
        let n_last = backwards.take_while(|(one, other)| is_same(**one, **other)).count();
        let n_last =
            if n_last == ones.len().min(others.len()) { n_last } else { n_last.saturating_sub(CONTEXT) };
        self.link_all(ones, others, n_last, false);
        let (ones, others) = (&ones[..ones.len() - n_last], &others[..others.len() - n_last]);
        let n_cells = ones.len().saturating_mul(others.len());
        if n_cells == 0 {
            return;
        }
        if n_cells <= MAX_CELLS.min(self.n_cells_left) {
            self.n_cells_left -= n_cells;
            for (one, other) in path::path(base, ones, revised, others) {
                self.link(one, other);
            }
            return;
        }
        let anchors = anchors(base, ones, revised, others);
        let mut from = (0, 0);
        for (i, j) in anchors.iter().copied().chain([(ones.len(), others.len())]) {
            if (i, j) != (ones.len(), others.len()) {
                self.link(ones[i], others[j]);
            }
            let (between, beside) = (&ones[from.0..i], &others[from.1..j]);
            let is_smaller = depth > 0 && (between.len() < ones.len() || beside.len() < others.len());
            if !between.is_empty() && !beside.is_empty() && is_smaller {
                self.link_lists(base, revised, between, beside, depth - 1);
            }
            from = (i + 1, j + 1);
        }
    }

    /// Links the first or the last symbols of two lists and returns the rest of the first.
    fn link_all<'a>(&mut self, ones: &'a [usize], others: &[usize], n: usize, at_front: bool) -> &'a [usize] {
        let (linked, beside, rest) = if at_front {
            (&ones[..n], &others[..n], &ones[n..])
        } else {
            (&ones[ones.len() - n..], &others[others.len() - n..], &ones[..ones.len() - n])
        };
        for (one, other) in linked.iter().zip(beside) {
            self.link(*one, *other);
        }
        rest
    }

    /// Returns what was found, by passages and bytes.
    pub fn finish(self, base: Symbols, revised: Symbols) -> Alignment {
        let mut runs: Vec<Run> = Vec::new();
        let mut links = Vec::new();
        let mut shared: BTreeMap<(usize, usize), usize> = BTreeMap::new();
        let mut before: Option<(usize, usize)> = None;
        for (other, one) in self.to_base.iter().enumerate().filter_map(|(at, one)| one.map(|one| (at, one))) {
            let (a, b) = (base.all[one], revised.all[other]);
            if let (Some(value), Some(beside)) = (base.value(one), revised.value(other)) {
                let base_at = NumberAt { text: a.text, number: value.at };
                links.push((base_at, NumberAt { text: b.text, number: beside.at }));
            }
            *shared.entry((a.text, b.text)).or_default() += 1;
            let goes_on = before.is_some_and(|(i, j)| i + 1 == one && j + 1 == other);
            match runs.last_mut() {
                Some(run) if goes_on && run.base == a.text && run.revised == b.text => {
                    run.base_bytes.end = a.end;
                    run.revised_bytes.end = b.end;
                }
                _ => runs.push(Run {
                    base: a.text,
                    base_bytes: a.start..a.end,
                    revised: b.text,
                    revised_bytes: b.start..b.end,
                }),
            }
            before = Some((one, other));
        }
        let mut from = vec![Vec::new(); revised.texts.len()];
        let mut to = vec![Vec::new(); base.texts.len()];
        for ((one, other), n_shared) in shared {
            from[other].push(Kin { text: one, n_shared });
            to[one].push(Kin { text: other, n_shared });
        }
        for kin in from.iter_mut().chain(&mut to) {
            kin.sort_by_key(|kin| std::cmp::Reverse(kin.n_shared));
        }
        Alignment {
            base_numbers: base.into_numbers(),
            revised_numbers: revised.into_numbers(),
            runs,
            links,
            from,
            to,
        }
    }
}

/// Returns whether two symbols say the same.
pub(super) fn same(base: &Symbols, one: usize, revised: &Symbols, other: usize) -> bool {
    if base.all[one].code != revised.all[other].code {
        return false;
    }
    let (Some(a), Some(b)) = (base.value(one), revised.value(other)) else { return true };
    let other_mark = a.mark.is_some() && b.mark.is_some() && a.mark != b.mark;
    path::likeness(a, b) == path::Likeness::Equal && !other_mark
}

/// Returns places in both lists where some symbols in a row occur once in each, so that both ascend.
fn anchors(base: &Symbols, ones: &[usize], revised: &Symbols, others: &[usize]) -> Vec<(usize, usize)> {
    let once = |side: &Symbols, list: &[usize]| {
        let mut grams: Vec<(Vec<u32>, usize)> = list
            .windows(ANCHOR)
            .enumerate()
            .map(|(at, gram)| (gram.iter().map(|symbol| side.all[*symbol].code).collect(), at))
            .collect();
        grams.sort_unstable();
        let alone = grams.chunk_by(|a, b| a.0 == b.0).filter(|same| same.len() == 1);
        alone.map(|same| (same[0].0.clone(), same[0].1)).collect::<BTreeMap<_, _>>()
    };
    let (here, there) = (once(base, ones), once(revised, others));
    let mut both: Vec<(usize, usize)> =
        here.iter().filter_map(|(gram, at)| there.get(gram).map(|beside| (*at, *beside))).collect();
    both.sort_unstable();
    ascending(&both)
}

/// Returns the longest part of a list sorted by the first whose seconds ascend.
fn ascending(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    // The last pair of the best list of each length, and the pair before each.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; pairs.len()];
    for (at, (_, second)) in pairs.iter().enumerate() {
        let length = ends.partition_point(|end| pairs[*end].1 < *second);
        before[at] = length.checked_sub(1).map(|shorter| ends[shorter]);
        if length == ends.len() {
            ends.push(at);
        } else {
            ends[length] = at;
        }
    }
    let mut out = Vec::new();
    let mut next = ends.last().copied();
    while let Some(at) = next {
        out.push(pairs[at]);
        next = before[at];
    }
    out.reverse();
    out
}
