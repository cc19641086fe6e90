//! Links of numbers looked at once more: the words next to a number say best which one it is.
//!
//! A path through two texts may take a number along that stands among other words now, above all
//! a small one such as `1次`. Numbers without a link, with a link to another value, or with hardly
//! a word in common are given to each other anew, by the words next to them.

use std::ops::Range;

use crate::revision::align::matching::Links;
use crate::revision::align::path::{Likeness, likeness};
use crate::revision::align::symbols::Symbols;
use crate::revision::numbers::Reading;

/// So many symbols before and behind a number are compared.
const REACH: usize = 8;
/// With fewer symbols in common a link is looked at again.
const FIRM: usize = 4;
/// What it is worth to say the same, and to be linked already.
const EQUAL: usize = 3;
const LINKED: usize = 1;
/// What it is worth that all words of a clause before or behind a number are the same, if there
/// are so many: 应到6 is not 实到6, whatever is written now.
const WHOLE: usize = 4;
const LEAST_BEFORE: usize = 2;
const LEAST_BEHIND: usize = 3;
/// What it is worth to be an equal date of a list.
const IN_LIST: usize = 3;
/// What a new link must be worth.
const LEAST: usize = 4;
/// With so many symbols in common two equal dates of lists are one.
const LISTED: usize = 2;
/// More pairs than this are not compared.
const MAX_PAIRS: usize = 1_000_000;

/// Gives doubtful numbers to each other anew.
pub(super) fn settle(base: &Symbols, revised: &Symbols, links: &mut Links) {
    let is_doubtful = |one: usize, other: usize| {
        let (Some(a), Some(b)) = (base.value(one), revised.value(other)) else { return false };
        let is_marked = a.mark.is_some() && a.mark == b.mark;
        let is_equal = likeness(a, b) == Likeness::Equal;
        !is_marked && (!is_equal || shared(base, one, revised, other) < FIRM)
    };
    let ones: Vec<usize> = base.values.iter().map(|value| value.symbol).collect();
    let ones =
        ones.into_iter().filter(|one| links.to_revised[*one].is_none_or(|other| is_doubtful(*one, other)));
    let ones: Vec<usize> = ones.collect();
    let others: Vec<usize> = revised.values.iter().map(|value| value.symbol).collect();
    let others =
        others.into_iter().filter(|other| links.to_base[*other].is_none_or(|one| is_doubtful(one, *other)));
    let others: Vec<usize> = others.collect();
    if ones.len().saturating_mul(others.len()) > MAX_PAIRS {
        return;
    }
    let mut candidates = Vec::new();
    for one in &ones {
        for other in &others {
            let (Some(a), Some(b)) = (base.value(*one), revised.value(*other)) else { continue };
            let likeness = likeness(a, b);
            let is_linked = links.to_revised[*one] == Some(*other);
            // A number of a table stays in its row.
            let is_cell = |side: &Symbols, at: usize| side.seats[side.all[at].text].is_some();
            let in_table = is_cell(base, *one) || is_cell(revised, *other);
            if !is_linked && (matches!(likeness, Likeness::Unlike | Likeness::EqualDigits) || in_table) {
                continue;
            }
            let shared = shared(base, *one, revised, *other);
            let is_equal = likeness == Likeness::Equal;
            // A date of a list that was put in another order has hardly any words of its own.
            let is_listed = is_equal
                && shared >= LISTED
                && matches!(a.number.reading, Reading::Day(_))
                && is_in_list(base, *one);
            if is_linked || is_listed || shared >= LEAST {
                let of_value = if is_equal { EQUAL } else { 0 } + if is_listed { IN_LIST } else { 0 };
                let worth = shared + of_value + if is_linked { LINKED } else { 0 };
                candidates.push((worth, *one, *other));
            }
        }
    }
    for one in &ones {
        if let Some(other) = links.to_revised[*one].take() {
            links.to_base[other] = None;
        }
    }
    candidates.sort_by(|a, b| b.0.cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    for (_, one, other) in candidates {
        if links.to_revised[one].is_none() && links.to_base[other].is_none() {
            links.link(one, other);
        }
    }
    uncross(base, revised, links);
}

/// Gives two numbers to each other's places where each says so, by its value and by the words
/// before it: 评学2次、督学3次（……） as 督学3次、评学2次（……）.
fn uncross(base: &Symbols, revised: &Symbols, links: &mut Links) {
    let is_equal = |one: usize, other: usize| {
        base.value(one).zip(revised.value(other)).is_some_and(|(a, b)| likeness(a, b) == Likeness::Equal)
    };
    let is_named = |one: usize, other: usize| {
        let (text, beside) = (&base.texts[base.all[one].text], &revised.texts[revised.all[other].text]);
        let before = (text.start..one).rev().zip((beside.start..other).rev()).take(LEAST_BEFORE);
        let is_word = |one: usize, other: usize| {
            let symbol = base.all[one];
            symbol.code == revised.all[other].code && symbol.number.is_none() && !symbol.is_mark()
        };
        before.filter(|(one, other)| is_word(*one, *other)).count() == LEAST_BEFORE
    };
    let linked = base.values.iter().filter_map(|value| Some((value.symbol, links.to_revised[value.symbol]?)));
    let doubtful: Vec<(usize, usize)> = linked.filter(|(one, other)| !is_equal(*one, *other)).collect();
    let open = |side: &Symbols, linked: &[Option<usize>], doubtful: Vec<usize>| {
        let free = side.values.iter().map(|value| value.symbol).filter(|at| linked[*at].is_none());
        doubtful.into_iter().chain(free).collect::<Vec<_>>()
    };
    let ones = open(base, &links.to_revised, doubtful.iter().map(|(one, _)| *one).collect());
    let others = open(revised, &links.to_base, doubtful.iter().map(|(_, other)| *other).collect());
    if doubtful.len().saturating_mul(ones.len() + others.len()) > MAX_PAIRS {
        return;
    }
    for (one, other) in doubtful {
        let fits = |one: usize, other: usize| is_equal(one, other) && is_named(one, other);
        let next = ones.iter().copied().find(|next| fits(*next, other));
        let beside = others.iter().copied().find(|beside| fits(one, *beside));
        let (Some(next), Some(beside)) = (next, beside) else { continue };
        let is_free = links.to_revised[next].is_none_or(|linked| linked == beside)
            && links.to_base[beside].is_none_or(|linked| linked == next);
        if is_free && links.to_revised[one] == Some(other) {
            links.link(one, beside);
            links.link(next, other);
        }
    }
}

/// Returns how many symbols next to two numbers are the same, up to the end of their clauses, and
/// more where that is all of a clause.
fn shared(base: &Symbols, one: usize, revised: &Symbols, other: usize) -> usize {
    let is_same = |one: usize, other: usize| {
        let (a, b) = (base.all[one], revised.all[other]);
        let is_equal = match (base.value(one), revised.value(other)) {
            (Some(a), Some(b)) => likeness(a, b) == Likeness::Equal,
            _ => true,
        };
        a.code == b.code && is_equal && !is_end(base, one)
    };
    let (text, beside) = (&base.texts[base.all[one].text], &revised.texts[revised.all[other].text]);
    let before = (text.start..one).rev().zip((beside.start..other).rev());
    let behind = (one + 1..text.end).zip(other + 1..beside.end);
    // What stands in a list behind the next 、 is told of other numbers.
    let is_listed = |one: usize| base.all[one].is('、');
    let n_before = before.take(REACH).take_while(|(one, other)| is_same(*one, *other)).count();
    let n_behind =
        behind.take(REACH).take_while(|(one, other)| is_same(*one, *other) && !is_listed(*one)).count();
    // Whether a clause begins or ends there on both sides.
    let is_edge = |side: &Symbols, text: &Range<usize>, at: Option<usize>| {
        at.is_none_or(|at| !text.contains(&at) || is_end(side, at) || side.all[at].is('、'))
    };
    let is_whole = |n: usize, least: usize, at: [Option<usize>; 2]| {
        n >= least && is_edge(base, text, at[0]) && is_edge(revised, beside, at[1])
    };
    let starts = [one, other].map(|at| at.checked_sub(n_before + 1));
    let ends = [one, other].map(|at| Some(at + n_behind + 1));
    let n_whole = usize::from(is_whole(n_before, LEAST_BEFORE, starts))
        + usize::from(is_whole(n_behind, LEAST_BEHIND, ends));
    n_before + n_behind + WHOLE * n_whole
}

/// Returns whether 、 stands next to a number.
fn is_in_list(side: &Symbols, at: usize) -> bool {
    let text = &side.texts[side.all[at].text];
    let is_comma = |at: usize| text.contains(&at) && side.all[at].is('、');
    is_comma(at + 1) || at.checked_sub(1).is_some_and(is_comma)
}

/// Returns whether a clause ends here.
fn is_end(side: &Symbols, at: usize) -> bool {
    ['，', '。', '；', '：', '\n'].iter().any(|c| side.all[at].is(*c))
}
