//! A figure with the cells it was counted from, and exact numbers of counts.

use crate::dossier::{Dossier, Register};
use crate::origin::Origin;
use crate::statistics::Key;

/// The denominator from which a share is a percentage: 2 of 3 is not 66.7 % of anything.
pub const MIN_PERCENT_OF: u64 = 5;

/// A figure with the cells it was counted from.
#[derive(Debug, Clone, PartialEq)]
pub struct Measure {
    /// Which figure.
    pub key: Key,
    /// Its exact value; absent where its register is missing or it divides by nothing.
    pub value: Option<f64>,
    /// A rate's numerator.
    pub n: Option<u64>,
    /// A rate's denominator.
    pub of: Option<u64>,
    /// The cells it was counted from.
    pub origins: Vec<Origin>,
}

impl Measure {
    /// Makes a count.
    pub(super) fn count(key: Key, n: u64, origins: Vec<Origin>) -> Measure {
        Measure { key, value: Some(exact(n)), n: None, of: None, origins }
    }

    /// Makes a rate; without a denominator it has no value.
    pub(super) fn rate(key: Key, n: u64, of: u64, origins: Vec<Origin>) -> Measure {
        let value = (of > 0).then(|| exact(n) / exact(of));
        Measure { key, value, n: Some(n), of: Some(of), origins }
    }

    /// Makes a figure whose register is missing.
    pub(super) fn missing(key: Key) -> Measure {
        Measure { key, value: None, n: None, of: None, origins: Vec::new() }
    }
}

/// Returns a count as a number.
pub fn exact(n: u64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "counts of a unit's records are far below 2^53")]
    let number = n as f64;
    number
}

/// Returns a collection's size as a count.
pub fn size(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}

/// Returns the measure that `count` makes, or a missing one without the register.
pub(super) fn with_register(
    key: Key,
    dossier: &Dossier,
    register: Register,
    count: impl FnOnce() -> Measure,
) -> Measure {
    if dossier.has(register) { count() } else { Measure::missing(key) }
}
