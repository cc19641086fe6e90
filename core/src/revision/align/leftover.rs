//! Numbers left over on both sides of a paragraph that can only be one another.

use std::collections::{BTreeMap, BTreeSet};

use crate::revision::align::matching::Links;
use crate::revision::align::path::{Likeness, likeness};
use crate::revision::align::symbols::Symbols;
use crate::revision::numbers::UnitKind;

/// Clauses longer than this are not compared as a whole.
const MAX_CLAUSE: usize = 60;
/// More numbers than this left in paragraphs that belong together were written anew.
const MAX_LEFT: usize = 64;

/// Links numbers that say the same of the same unit, each the only one of its paragraph, where at
/// least half of the words of one clause stand in the other, too.
pub(super) fn link(base: &Symbols, revised: &Symbols, links: &mut Links) {
    let mut left: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for value in base.values.iter().filter(|value| links.to_revised[value.symbol].is_none()) {
        left.entry(base.all[value.symbol].text).or_default().push(value.symbol);
    }
    for (text, symbols) in revised.texts.iter().enumerate().filter(|(at, _)| revised.seats[*at].is_none()) {
        let is_open = |at: &usize| revised.all[*at].number.is_some() && links.to_base[*at].is_none();
        let others: Vec<usize> = symbols.clone().filter(is_open).collect();
        if others.is_empty() || others.len() > MAX_LEFT {
            continue;
        }
        let kin: BTreeSet<usize> = revised.texts[text]
            .clone()
            .filter_map(|at| links.to_base[at].map(|one| base.all[one].text))
            .collect();
        let ones = kin.iter().filter(|text| base.seats[**text].is_none());
        let ones: Vec<usize> = ones.filter_map(|text| left.get(text)).flatten().copied().collect();
        if ones.len() > MAX_LEFT {
            continue;
        }
        for other in &others {
            let mut fits = ones.iter().filter(|one| says_same(base, **one, revised, *other));
            let (Some(one), None) = (fits.next(), fits.next()) else { continue };
            let n_fit = others.iter().filter(|other| says_same(base, *one, revised, **other)).count();
            let is_free = links.to_revised[*one].is_none();
            if n_fit == 1 && is_free && is_alike(&grams(base, *one), &grams(revised, *other)) {
                links.link(*one, *other);
            }
        }
    }
}

/// Returns whether two numbers say the same of the same unit, with the same character behind them.
fn says_same(base: &Symbols, one: usize, revised: &Symbols, other: usize) -> bool {
    let (Some(a), Some(b)) = (base.value(one), revised.value(other)) else { return false };
    let (unit, beside) = (a.number.reading.unit(), b.number.reading.unit());
    let behind = |side: &Symbols, at: usize| side.all.get(at + 1).map(|symbol| symbol.code);
    unit.is_some_and(|unit| unit != UnitKind::Bare)
        && unit == beside
        && likeness(a, b) == Likeness::Equal
        && behind(base, one) == behind(revised, other)
}

/// Returns the pairs of characters in the clause of a number.
fn grams(side: &Symbols, at: usize) -> BTreeSet<(u32, u32)> {
    let text = &side.texts[side.all[at].text];
    let is_inside = |at: &usize| !side.all[*at].is_mark();
    let start = (text.start..at).rev().take(MAX_CLAUSE).take_while(is_inside).last().unwrap_or(at);
    let end = (at + 1..text.end).take(MAX_CLAUSE).take_while(is_inside).last().unwrap_or(at);
    let pairs = (start..end).filter(|at| side.all[*at].number.is_none() && side.all[at + 1].number.is_none());
    pairs.map(|at| (side.all[at].code, side.all[at + 1].code)).collect()
}

/// Returns whether at least half of the fewer pairs are the same.
fn is_alike(one: &BTreeSet<(u32, u32)>, other: &BTreeSet<(u32, u32)>) -> bool {
    let n_shared = one.intersection(other).count();
    n_shared > 0 && 2 * n_shared >= one.len().min(other.len())
}
