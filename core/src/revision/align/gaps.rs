//! Numbers that are left between what is linked: those that stand in one another's place.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::revision::align::matching::Links;
use crate::revision::align::path::{Likeness, likeness};
use crate::revision::align::symbols::Symbols;
use crate::revision::numbers::{Reading, UnitKind};

/// A gap longer than this was written anew.
const MAX_GAP: usize = 48;

/// Links numbers in gaps, then those that a bookmark knows.
pub(super) fn link(base: &Symbols, revised: &Symbols, links: &mut Links) {
    for (one, other) in gaps(base, revised, links) {
        link_in_gap(base, revised, one, other, links);
    }
    by_marks(base, revised, links);
}

/// Returns the gaps that hold numbers on the revised side, with those of the base between the
/// same neighbours.
fn gaps(base: &Symbols, revised: &Symbols, links: &Links) -> Vec<(Range<usize>, Range<usize>)> {
    let mut out: Vec<(Range<usize>, Range<usize>)> = Vec::new();
    for text in &revised.texts {
        let mut start = text.start;
        while start < text.end {
            if links.to_base[start].is_some() {
                start += 1;
                continue;
            }
            let mut end = start;
            while end < text.end && links.to_base[end].is_none() {
                end += 1;
            }
            let has_number = (start..end).any(|at| revised.all[at].number.is_some());
            let before = (start > text.start).then(|| links.to_base[start - 1]).flatten();
            let after = (end < text.end).then(|| links.to_base[end]).flatten();
            let is_whole = before.is_none() && after.is_none();
            let gap = if is_whole {
                beside(base, revised, revised.all[start].text, links)
            } else {
                between(base, before, after)
            };
            if has_number && let Some(gap) = gap {
                out.push((gap, start..end));
            }
            start = end;
        }
    }
    out
}

/// Returns what lies between two symbols of the base, or between one and its passage's end.
fn between(base: &Symbols, before: Option<usize>, after: Option<usize>) -> Option<Range<usize>> {
    match (before, after) {
        (Some(before), Some(after)) => {
            (base.all[before].text == base.all[after].text && before < after).then(|| before + 1..after)
        }
        (Some(before), None) => Some(before + 1..base.texts[base.all[before].text].end),
        (None, Some(after)) => Some(base.texts[base.all[after].text].start..after),
        (None, None) => None,
    }
}

/// Returns the paragraph of the base that nothing is linked to, next to the one that the paragraph
/// before or behind a wholly new one came from: a date in a line of its own has no other words.
fn beside(base: &Symbols, revised: &Symbols, text: usize, links: &Links) -> Option<Range<usize>> {
    let came_from = |text: usize| {
        revised.texts.get(text)?.clone().find_map(|at| links.to_base[at]).map(|one| base.all[one].text)
    };
    let before = text.checked_sub(1).and_then(came_from).map(|text| text + 1);
    let behind = came_from(text + 1).and_then(|text| text.checked_sub(1));
    let is_free = |text: &usize| {
        base.seats.get(*text) == Some(&None)
            && base.texts[*text].clone().all(|symbol| links.to_revised[symbol].is_none())
    };
    let at = before.filter(is_free).or(behind.filter(is_free));
    at.filter(|_| revised.seats[text].is_none()).map(|text| base.texts[text].clone())
}

/// Links numbers of a gap: those that say the same, then a single one in the place of a single one.
fn link_in_gap(base: &Symbols, revised: &Symbols, one: Range<usize>, other: Range<usize>, links: &mut Links) {
    let open = |side: &Symbols, range: Range<usize>, links: &[Option<usize>]| {
        range.filter(|at| side.all[*at].number.is_some() && links[*at].is_none()).collect::<Vec<_>>()
    };
    if one.len() > MAX_GAP || other.len() > MAX_GAP {
        return;
    }
    let ones = open(base, one, &links.to_revised);
    let others = open(revised, other, &links.to_base);
    link_equal(base, revised, &ones, &others, links);
    let rest = |list: Vec<usize>, links: &[Option<usize>]| {
        list.into_iter().filter(|at| links[*at].is_none()).collect::<Vec<_>>()
    };
    let (ones, others) = (rest(ones, &links.to_revised), rest(others, &links.to_base));
    if let ([one], [other]) = (&ones[..], &others[..])
        && is_replaceable(base, *one, revised, *other)
    {
        links.link(*one, *other);
    }
}

/// Returns whether a number may stand for another of the same unit, told by something.
fn is_replaceable(base: &Symbols, one: usize, revised: &Symbols, other: usize) -> bool {
    let (Some(a), Some(b)) = (base.value(one), revised.value(other)) else { return false };
    match (a.number.reading.unit(), b.number.reading.unit()) {
        (Some(UnitKind::Bare), _) | (_, Some(UnitKind::Bare)) => false,
        (Some(one), Some(other)) => one == other,
        // A share may be told as a percentage.
        (Some(UnitKind::Percent), None) => matches!(b.number.reading, Reading::Share(..)),
        (None, Some(UnitKind::Percent)) => matches!(a.number.reading, Reading::Share(..)),
        _ => likeness(a, b) != Likeness::Unlike && !a.number.is_label(),
    }
}

/// Links numbers that say the same, in order.
fn link_equal(base: &Symbols, revised: &Symbols, ones: &[usize], others: &[usize], links: &mut Links) {
    let mut from = 0;
    for other in others {
        let Some(beside) = revised.value(*other) else { continue };
        let is_equal =
            |one: &usize| base.value(*one).is_some_and(|value| likeness(value, beside) == Likeness::Equal);
        if let Some(at) = ones[from..].iter().position(is_equal) {
            links.link(ones[from + at], *other);
            from += at + 1;
        }
    }
}

/// Links the numbers of two cells that stand in each other's place, whatever they say.
pub(super) fn link_alike(
    base: &Symbols,
    revised: &Symbols,
    one: Range<usize>,
    other: Range<usize>,
    links: &mut Links,
) {
    let is_open = |at: &usize| base.all[*at].number.is_some() && links.to_revised[*at].is_none();
    let ones: Vec<usize> = one.filter(is_open).collect();
    let others: Vec<usize> =
        other.filter(|at| revised.all[*at].number.is_some() && links.to_base[*at].is_none()).collect();
    for (one, other) in ones.into_iter().zip(others) {
        links.link(one, other);
    }
}

/// Links numbers that one bookmark stands round, where nothing else is known of either.
fn by_marks(base: &Symbols, revised: &Symbols, links: &mut Links) {
    let mut marked: BTreeMap<usize, usize> = BTreeMap::new();
    for value in base.values.iter().filter(|value| links.to_revised[value.symbol].is_none()) {
        if let Some(mark) = value.mark {
            marked.entry(mark).or_insert(value.symbol);
        }
    }
    for value in &revised.values {
        if links.to_base[value.symbol].is_none()
            && let Some(one) = value.mark.and_then(|mark| marked.remove(&mark))
        {
            links.link(one, value.symbol);
        }
    }
}
