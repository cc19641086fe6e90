//! Dates that are listed one after another: in which order they stand says nothing.

use std::collections::BTreeMap;

use crate::revision::align::matching::Links;
use crate::revision::align::path::{Likeness, likeness};
use crate::revision::align::symbols::Symbols;
use crate::revision::numbers::Reading;

/// What stands between two dates of a list.
const BETWEEN: [char; 4] = ['、', '和', '及', '与'];
/// Words before a list that give its order a meaning.
const IN_ORDER: [[char; 2]; 2] = [['分', '别'], ['依', '次']];
/// Those words are looked for so many symbols before a list.
const REACH: usize = 24;
/// A list of more dates than a year has days is none that somebody wrote.
const MAX_DATES: usize = 366;

/// Links the dates of a list to those of the base's that say the same, in whatever order: 1月、3月、2月.
pub(super) fn link(base: &Symbols, revised: &Symbols, links: &mut Links) {
    let of_base = lists(base);
    let mut list_of = BTreeMap::new();
    for (n, list) in of_base.iter().enumerate() {
        list_of.extend(list.iter().map(|symbol| (*symbol, n)));
    }
    for list in lists(revised) {
        let from = list.iter().filter_map(|other| links.to_base[*other]);
        let Some(n) = from.filter_map(|one| list_of.get(&one)).next() else { continue };
        link_lists(base, revised, &of_base[*n], &list, links);
    }
}

/// Links two lists that are one: equal dates first, then the rest as it was linked, or in order.
fn link_lists(base: &Symbols, revised: &Symbols, ones: &[usize], others: &[usize], links: &mut Links) {
    let is_in = |list: &[usize], at: Option<usize>| at.is_none_or(|at| list.contains(&at));
    let mut ones: Vec<usize> =
        ones.iter().copied().filter(|one| is_in(others, links.to_revised[*one])).collect();
    let mut others: Vec<usize> =
        others.iter().copied().filter(|other| is_in(&ones, links.to_base[*other])).collect();
    let was: BTreeMap<usize, usize> =
        others.iter().filter_map(|other| links.to_base[*other].map(|one| (*other, one))).collect();
    for (other, one) in &was {
        (links.to_base[*other], links.to_revised[*one]) = (None, None);
    }
    let is_equal = |one: usize, other: usize| {
        base.value(one).zip(revised.value(other)).is_some_and(|(a, b)| likeness(a, b) == Likeness::Equal)
    };
    // What stayed where it was before what says the same elsewhere.
    for is_meant in [true, false] {
        others.retain(|other| {
            let fits = |one: &usize| is_equal(*one, *other) && (!is_meant || was.get(other) == Some(one));
            let Some(at) = ones.iter().position(fits) else { return true };
            links.link(ones.remove(at), *other);
            false
        });
    }
    others.retain(|other| {
        let Some(at) = ones.iter().position(|one| was.get(other) == Some(one)) else { return true };
        links.link(ones.remove(at), *other);
        false
    });
    // A date whose own was given away takes the place of one that is left.
    let left = others.into_iter().filter(|other| was.contains_key(other));
    for (one, other) in ones.into_iter().zip(left) {
        links.link(one, other);
    }
}

/// Returns the lists of two dates or more, each by its symbols.
fn lists(side: &Symbols) -> Vec<Vec<usize>> {
    let dates = side.values.iter().filter(|value| matches!(value.number.reading, Reading::Day(_)));
    let dates: Vec<usize> = dates.map(|value| value.symbol).collect();
    let is_one = |a: &usize, b: &usize| {
        *b == *a + 2
            && side.all[*a].text == side.all[*b].text
            && BETWEEN.iter().any(|c| side.all[*a + 1].is(*c))
    };
    let lists = dates
        .chunk_by(is_one)
        .filter(|list| (2..=MAX_DATES).contains(&list.len()) && !is_in_order(side, list[0]));
    lists.map(<[usize]>::to_vec).collect()
}

/// Returns whether the words before a list say that its order matters: 分别于1月、4月.
fn is_in_order(side: &Symbols, first: usize) -> bool {
    let text = &side.texts[side.all[first].text];
    let before = &side.all[text.start.max(first.saturating_sub(REACH))..first];
    let from = before.iter().rposition(|symbol| "，。；：\n".chars().any(|c| symbol.is(c)));
    before[from.map_or(0, |at| at + 1)..]
        .windows(2)
        .any(|pair| IN_ORDER.iter().any(|word| pair.iter().zip(word).all(|(symbol, c)| symbol.is(*c))))
}
