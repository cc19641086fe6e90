//! Words that claim a number: 过半, 三成, 翻番.

use crate::revision::judge::case::{Found, Weight};
use crate::revision::numbers::{Bound, Number, Reading, UnitKind, holds};

/// A sentence is looked at so many characters to both sides.
const MAX_SENTENCE: usize = 300;

/// Judges a claim by the numbers of its sentence. Absent for what is no claim; nothing is to be
/// said of one where the inner answer is absent.
pub(super) fn judge(
    text: &str,
    claim: &Number,
    numbers: &[Number],
    instead: &Option<String>,
) -> Option<Option<Found>> {
    let is_digital = text[claim.start..claim.end].contains(|c: char| c.is_numeric() && c.is_ascii());
    let (start, end) = sentence(text, claim.start);
    let beside: Vec<&Number> = within(numbers, start, end).1.iter().filter(|one| *one != claim).collect();
    match &claim.reading {
        Reading::Growth(times) => Some(Some(match grown(&beside, *times) {
            Some(true) => Found::Matched("同句的两个数字".to_string(), String::new()),
            Some(false) => Found::Unsupported(Weight::False, None),
            None => Found::Unsupported(Weight::Claim, None),
        })),
        Reading::Amount(value, UnitKind::Percent) if !is_digital => {
            if instead.is_some() {
                return Some(Some(Found::Unsupported(Weight::False, instead.clone())));
            }
            let is_true = shares(&beside).into_iter().any(|share| holds(value, claim.bound, share));
            Some(Some(if is_true {
                Found::Matched("同句的两个数字".to_string(), String::new())
            } else {
                Found::Unsupported(Weight::Claim, None)
            }))
        }
        _ => None,
    }
}

/// Returns where the sentence round a byte begins and ends, or as much of it as anybody reads.
pub(super) fn sentence(text: &str, at: usize) -> (usize, usize) {
    let is_inside = |(_, c): &(usize, char)| !"。；！？\n".contains(*c);
    let before = text[..at].char_indices().rev().take(MAX_SENTENCE).take_while(is_inside).last();
    let behind = text[at..].char_indices().take(MAX_SENTENCE).take_while(is_inside).last();
    (before.map_or(at, |(start, _)| start), behind.map_or(at, |(end, c)| at + end + c.len_utf8()))
}

/// Returns the numbers between two bytes, and which the first is.
pub(super) fn within(numbers: &[Number], start: usize, end: usize) -> (usize, &[Number]) {
    let first = numbers.partition_point(|number| number.start < start);
    let n = numbers[first..].iter().take_while(|number| number.end <= end).count();
    (first, &numbers[first..first + n])
}

/// Returns the exact counts, in order.
pub(super) fn counts(numbers: &[&Number]) -> Vec<(f64, UnitKind)> {
    let count = |number: &&Number| match &number.reading {
        Reading::Amount(value, kind)
            if number.bound == Bound::Exact && !matches!(kind, UnitKind::Percent | UnitKind::Points) =>
        {
            Some((value.as_f64(), *kind))
        }
        _ => None,
    };
    numbers.iter().filter_map(count).collect()
}

/// Returns each count as a share, in percent, of each larger one of its kind.
pub(super) fn shares(numbers: &[&Number]) -> Vec<f64> {
    let counts = counts(numbers);
    let mut out = Vec::new();
    for (n, kind) in &counts {
        let wholes = counts.iter().filter(|(of, other)| of >= n && *of > 0.0 && kind.agrees(*other));
        out.extend(wholes.map(|(of, _)| 100.0 * n / of));
    }
    out
}

/// Returns whether the last of two amounts of one kind is so many times the first, if there are two.
fn grown(numbers: &[&Number], times: u32) -> Option<bool> {
    let counts = counts(numbers);
    let ((first, kind), (last, other)) = (counts.first()?, counts.last()?);
    (counts.len() > 1 && kind.agrees(*other) && *first > 0.0).then(|| *last >= first * f64::from(times))
}
