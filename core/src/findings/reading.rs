//! What a rule measured: the value, what it was made of, and the cells behind it.

use crate::origin::Origin;
use crate::statistics::{MIN_PERCENT_OF, Measure, exact};

/// What a rule measured.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The value that is compared with the threshold.
    pub value: f64,
    /// The numerator or count behind it.
    pub n: Option<u64>,
    /// The denominator behind it.
    pub of: Option<u64>,
    /// A second condition that is met and decides in place of the threshold.
    pub also: Option<Also>,
    /// Words found, as they stand in the cells; the names of the quarters found.
    pub quotes: Vec<String>,
    /// The cells behind it.
    pub origins: Vec<Origin>,
}

/// A second condition of an indicator, with what was found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Also {
    /// Flags the indicator whatever its value.
    Flags(Condition),
    /// Keeps the indicator clear whatever its value.
    Clears(Condition),
}

/// What was found beside a rule's value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Condition {
    /// The period has no session at all.
    NoSessions,
    /// One month is busy and others are without any session.
    UnevenMonths {
        /// The busiest month.
        busiest: u8,
        /// How many sessions it has.
        n: usize,
        /// Which months have none, from January.
        empty: [bool; 12],
    },
    /// More than half of the sessions were read out.
    MostlyRelays {
        /// How many were.
        n: usize,
        /// How many sessions have a form.
        of: usize,
    },
    /// One or two speakers gave more than half of the speeches.
    FewSpeakers {
        /// How many spoke at all.
        n_speakers: usize,
        /// How many speeches the two gave who spoke most.
        n: usize,
        /// How many there were.
        of: usize,
    },
    /// More than one in ten came late.
    OftenLate {
        /// How many times.
        n: usize,
        /// How many were due.
        of: usize,
    },
    /// So many essays are dated before the session they answer.
    EarlyEssays(usize),
    /// Pairs of texts share much.
    AlikeTexts {
        /// Pairs that are alike.
        n_alike: usize,
        /// Pairs that may be.
        n_suspect: usize,
    },
    /// The lengths of so many essays all but agree.
    AlikeLengths(usize),
    /// The lowest score is not high.
    LowestScore(f64),
}

impl Reading {
    /// Makes a reading of a plain value.
    pub(super) fn number(value: f64, origins: Vec<Origin>) -> Reading {
        Reading { value, n: None, of: None, also: None, quotes: Vec::new(), origins }
    }

    /// Makes a reading of a share; nothing where there is nothing to divide by.
    pub(super) fn share(n: u64, of: u64, origins: Vec<Origin>) -> Option<Reading> {
        let reading = |value| Reading { n: Some(n), of: Some(of), ..Reading::number(value, origins) };
        (of > 0).then(|| reading(exact(n) / exact(of)))
    }

    /// Makes a reading of a count among so many; nothing where there is none to look at.
    pub(super) fn count(n: u64, of: u64, origins: Vec<Origin>) -> Option<Reading> {
        let reading = || Reading { n: Some(n), of: Some(of), ..Reading::number(exact(n), origins) };
        (of > 0).then(reading)
    }

    /// Makes a reading of a published rate; nothing where it has no value.
    pub(super) fn rate(measure: &Measure) -> Option<Reading> {
        Reading::share(measure.n?, measure.of?, measure.origins.clone())
    }

    /// Makes a reading of the first share less the second; nothing where either is a share of
    /// fewer than five, which is no percentage to compare.
    ///
    /// Only the last step is a division, so that a difference of exactly ten points is 0.1.
    pub(super) fn difference(first: (u64, u64), second: (u64, u64), origins: Vec<Origin>) -> Option<Reading> {
        let (left, right, of) = (first.0 * second.1, second.0 * first.1, first.1 * second.1);
        let sign = if left < right { -1.0 } else { 1.0 };
        (first.1.min(second.1) >= MIN_PERCENT_OF)
            .then(|| Reading::number(sign * exact(left.abs_diff(right)) / exact(of), origins))
    }

    /// Adds the second condition, where it is met.
    pub(super) fn also(self, also: Option<Also>) -> Reading {
        Reading { also, ..self }
    }
}
