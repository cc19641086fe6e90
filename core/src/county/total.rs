//! A figure of several units together: sums of counts, quotients of sums for rates.

use crate::county::figures::UnitFigures;
use crate::statistics::{Key, exact};

/// A figure over all units in which it can be computed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Total {
    /// Which figure.
    pub key: Key,
    /// A count's sum, a rate's quotient of sums; absent where no unit has it, or where a sum
    /// would mean nothing.
    pub value: Option<f64>,
    /// A rate's added numerators and denominators.
    pub share: Option<(u64, u64)>,
    /// In how many units it can be computed: a rate of nothing, as the make-up rate where nobody
    /// was absent, is none.
    pub n_units: usize,
}

/// Adds a figure up over the units that have it.
pub(super) fn total<'a>(units: impl Iterator<Item = &'a UnitFigures> + Clone, key: Key) -> Total {
    let known = || units.clone().filter_map(|unit| unit.measure(key));
    let n_units = known().filter(|measure| measure.value.is_some()).count();
    if !key.is_rate() {
        // Quarters are the same for all; added up they would mean nothing.
        let adds_up = n_units > 0 && key != Key::QuartersCovered;
        let value = adds_up.then(|| known().filter_map(|measure| measure.value).sum());
        return Total { key, value, share: None, n_units };
    }
    let shares = || known().filter_map(|measure| measure.share);
    let (n, of) = shares().fold((0, 0), |(n, of), (more_n, more_of)| (n + more_n, of + more_of));
    let value = (of > 0).then(|| exact(n) / exact(of));
    Total { key, value, share: known().next().is_some().then_some((n, of)), n_units }
}
