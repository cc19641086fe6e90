//! The best path through two stretches: as much as possible kept, in as few pieces as possible.

use crate::revision::align::symbols::Symbols;

/// What a shared piece must be worth at least, so that single characters do not scatter it.
const OPEN: i32 = 20;
/// What a character is worth; a mark of punctuation says little.
const CHARACTER: i32 = 10;
const PUNCTUATION: i32 = 4;
/// What a number is worth that says the same, a small one, and one of another unit.
const EQUAL: i32 = 30;
const EQUAL_SMALL: i32 = 9;
const EQUAL_DIGITS: i32 = 10;
/// What it costs that a number says something else, or is of another kind.
const UNEQUAL: i32 = -5;
const UNLIKE: i32 = -15;
/// What one bookmark is worth round both, and what another costs.
const MARKED: i32 = 40;
const OTHER_MARK: i32 = -20;

/// Where the path came from: bits of a cell.
const IN_PIECE: u8 = 1;
const MATCH: u8 = 2;
const UP: u8 = 4;

/// Returns what two symbols are worth beside each other; nothing where they differ.
pub(super) fn worth(base: &Symbols, one: usize, revised: &Symbols, other: usize) -> Option<i32> {
    let (a, b) = (base.all[one], revised.all[other]);
    if a.code != b.code {
        return None;
    }
    let (Some(a_value), Some(b_value)) = (base.value(one), revised.value(other)) else {
        return Some(if a.is_mark() { PUNCTUATION } else { CHARACTER });
    };
    let worth = match likeness(a_value, b_value) {
        Likeness::Equal if a_value.is_small() => EQUAL_SMALL,
        Likeness::Equal => EQUAL,
        Likeness::EqualDigits => EQUAL_DIGITS,
        Likeness::Alike => UNEQUAL,
        Likeness::Unlike => UNLIKE,
    };
    let marks = match (a_value.mark, b_value.mark) {
        (Some(one), Some(other)) if one == other => MARKED,
        (Some(_), Some(_)) => OTHER_MARK,
        _ => 0,
    };
    Some(worth + marks)
}

/// How alike two numbers are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Likeness {
    /// They say the same.
    Equal,
    /// They have the same digits, of another unit.
    EqualDigits,
    /// They could stand for one another.
    Alike,
    /// They are of different kinds.
    Unlike,
}

/// Returns how alike two numbers are.
pub(super) fn likeness(
    one: &crate::revision::align::symbols::Value,
    other: &crate::revision::align::symbols::Value,
) -> Likeness {
    use crate::revision::numbers::Reading;
    let (one, other) = (&one.number.reading, &other.number.reading);
    match (one, other) {
        _ if one == other => Likeness::Equal,
        (Reading::Amount(a, kind), Reading::Amount(b, other)) => match (a == b, kind.agrees(*other)) {
            (true, true) => Likeness::Equal,
            (true, false) => Likeness::EqualDigits,
            (false, true) => Likeness::Alike,
            (false, false) => Likeness::Unlike,
        },
        _ if std::mem::discriminant(one) == std::mem::discriminant(other) => Likeness::Alike,
        _ => Likeness::Unlike,
    }
}

/// Returns the symbols that are paired on the best path, in order. Both lists ascend; a gap in
/// one is a symbol that is linked already.
pub(super) fn path(
    base: &Symbols,
    ones: &[usize],
    revised: &Symbols,
    others: &[usize],
) -> Vec<(usize, usize)> {
    let width = others.len() + 1;
    let mut steps = vec![0_u8; (ones.len() + 1) * width];
    const NONE: i32 = i32::MIN / 2;
    // Of the row before and of this one: the best of all, and the best that ends with a match.
    let mut best = vec![0_i32; width];
    let mut matched = vec![NONE; width];
    for (i, one) in ones.iter().enumerate() {
        let (mut best_here, mut matched_here) = (vec![0_i32; width], vec![NONE; width]);
        let follows = i > 0 && ones[i - 1] + 1 == *one;
        for (j, other) in others.iter().enumerate() {
            let mut step = 0;
            if let Some(worth) = worth(base, *one, revised, *other) {
                let goes_on = follows && j > 0 && others[j - 1] + 1 == *other;
                let open = best[j] - OPEN;
                let on = if goes_on { matched[j] } else { NONE };
                matched_here[j + 1] = worth + on.max(open);
                if on >= open {
                    step |= IN_PIECE;
                }
            }
            let (up, left) = (best[j + 1], best_here[j]);
            let through = matched_here[j + 1];
            best_here[j + 1] = through.max(up).max(left);
            if through >= up.max(left) {
                step |= MATCH;
            } else if up >= left {
                step |= UP;
            }
            steps[(i + 1) * width + j + 1] = step;
        }
        (best, matched) = (best_here, matched_here);
    }
    back(ones, others, &steps, width)
}

/// Walks the path back to its beginning.
fn back(ones: &[usize], others: &[usize], steps: &[u8], width: usize) -> Vec<(usize, usize)> {
    let (mut i, mut j) = (ones.len(), others.len());
    let mut pairs = Vec::new();
    let mut in_piece = false;
    while i > 0 && j > 0 {
        let step = steps[i * width + j];
        if in_piece || step & MATCH != 0 {
            pairs.push((ones[i - 1], others[j - 1]));
            in_piece = step & IN_PIECE != 0;
            (i, j) = (i - 1, j - 1);
        } else if step & UP != 0 {
            i -= 1;
        } else {
            j -= 1;
        }
    }
    pairs.reverse();
    pairs
}
