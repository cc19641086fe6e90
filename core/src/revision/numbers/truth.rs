//! Whether a number says the same as another, less but the truth, or something else.

use crate::revision::numbers::{Bound, Day, Number, Reading, UnitKind, Value};

/// How a number of a revised text stands to the one that it takes the place of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// The same in whatever spelling.
    Same,
    /// Less exact, and true.
    Coarser,
    /// Something else.
    Other,
}

/// Two values nearer than this are one.
const NEAR: f64 = 1e-9;

/// Compares a number of the composed text with the one in its place; the exact value behind it is
/// given where it is known, in percent for a share.
pub fn relation(base: &Number, revised: &Number, exact: Option<f64>) -> Relation {
    match (&base.reading, &revised.reading) {
        (Reading::Amount(was, unit), Reading::Amount(is, other)) => {
            if !unit.agrees(*other) {
                return Relation::Other;
            }
            amounts((was, base.bound), (is, revised.bound), exact)
        }
        (Reading::Share(n, of), Reading::Share(m, whole)) if n == m && of == whole => Relation::Same,
        (Reading::Share(n, of), _) => {
            let Some(is) = as_share(revised) else { return Relation::Other };
            let exact = 100.0 * n.as_f64() / of.as_f64();
            coarser(holds(&is, revised.bound, exact))
        }
        (Reading::Amount(was, UnitKind::Percent), Reading::Share(m, whole)) => {
            // 三分之二 for 66.7%: as exact as it was printed.
            let share = 100.0 * m.as_f64() / whole.as_f64();
            let exact = exact.unwrap_or(was.as_f64());
            let step = 10_f64.powi(was.step().min(0));
            coarser((share - exact).abs() <= step.max(0.05) / 2.0 + 0.05)
        }
        (Reading::Ordinal(was), Reading::Ordinal(is)) => same(was == is),
        (Reading::Ordinal(was), Reading::Amount(is, _)) | (Reading::Amount(was, _), Reading::Ordinal(is)) => {
            same(was == is && base.bound == revised.bound)
        }
        (Reading::Day(was), Reading::Day(is)) => days(was, is),
        (Reading::Part(was), Reading::Part(is)) => same(was == is),
        (Reading::Paper(..), Reading::Paper(..))
        | (Reading::Label(_), Reading::Label(_))
        | (Reading::Growth(_), Reading::Growth(_)) => same(base.reading == revised.reading),
        _ => Relation::Other,
    }
}

fn same(is_same: bool) -> Relation {
    if is_same { Relation::Same } else { Relation::Other }
}

fn coarser(is_true: bool) -> Relation {
    if is_true { Relation::Coarser } else { Relation::Other }
}

/// Compares two amounts of one kind.
fn amounts(base: (&Value, Bound), revised: (&Value, Bound), exact: Option<f64>) -> Relation {
    let ((was, bound), (is, new)) = (base, revised);
    if was == is && bound == new {
        return Relation::Same;
    }
    if bound == Bound::Exact {
        return coarser(holds(is, new, exact.unwrap_or_else(|| was.as_f64())));
    }
    // Of what is itself no exact number only the number can be compared, and which way it is open.
    if was == is && (new == Bound::Exact || side(bound) == side(new)) {
        return Relation::Coarser;
    }
    // A limit is not moved: of what took 90 days and more 满60天 is true, and another rule.
    let is_limit = side(bound) != 0 && exact.is_some_and(|exact| (exact - was.as_f64()).abs() < NEAR);
    coarser(!is_limit && exact.is_some_and(|exact| holds(is, new, exact)))
}

/// Returns which way a bound is open: 1 upwards, -1 downwards.
fn side(bound: Bound) -> i8 {
    match bound {
        Bound::More | Bound::Over | Bound::AtLeast => 1,
        Bound::Less | Bound::AtMost | Bound::Almost => -1,
        Bound::Exact | Bound::About => 0,
    }
}

/// Returns whether a claim is true of an exact value.
pub fn holds(claim: &Value, bound: Bound, exact: f64) -> bool {
    let value = claim.as_f64();
    let step = 10_f64.powi(claim.step().clamp(-12, 12));
    let apart = exact - value;
    match bound {
        // Rounded half up to the last digit that is written.
        Bound::Exact => apart.abs() < NEAR || (-step / 2.0 - NEAR..step / 2.0 - NEAR).contains(&apart),
        Bound::About => apart.abs() <= (value * 0.05).max(step / 2.0) + NEAR,
        Bound::Almost => apart < -NEAR && apart >= -value * 0.1 - NEAR,
        // 20余 stays below 30.
        Bound::More => apart > NEAR && apart < 10_f64.powi(claim.last_digit().clamp(-12, 12)) - NEAR,
        Bound::Over => apart > NEAR,
        Bound::AtLeast => apart >= -NEAR,
        Bound::Less => apart < -NEAR,
        Bound::AtMost => apart <= NEAR,
    }
}

/// Returns a number as a share in percent, if it is one.
fn as_share(number: &Number) -> Option<Value> {
    match &number.reading {
        Reading::Amount(value, UnitKind::Percent) => Some(value.clone()),
        _ => None,
    }
}

/// Compares two dates: one that leaves something out is coarser, if they share anything.
fn days(was: &Day, is: &Day) -> Relation {
    let pairs = [(was.year, is.year), (was.month, is.month), (was.day, is.day)];
    if pairs.iter().all(|(was, is)| was == is) {
        return Relation::Same;
    }
    let differs = pairs.iter().any(|(was, is)| was.is_some() && is.is_some() && was != is);
    let shares = pairs.iter().any(|(was, is)| was.is_some() && was == is);
    let says_more = pairs.iter().any(|(was, is)| was.is_none() && is.is_some());
    coarser(shares && !differs && !says_more)
}
