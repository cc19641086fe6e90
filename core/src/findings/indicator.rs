//! A rule as it was measured and compared with its threshold.

use crate::findings::{Also, Condition, Gravity, Limit, Reading, Rule};
use crate::origin::Origin;

/// Whether an indicator is out of bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Out of bounds.
    Flagged,
    /// Within bounds.
    Clear,
    /// Its register or column is missing, or there is nothing to measure.
    NoData,
}

/// A measured rule.
#[derive(Debug, Clone)]
pub struct Indicator {
    /// The rule.
    pub rule: &'static Rule,
    /// The threshold it was compared with.
    pub limit: Limit,
    /// Whether it is out of bounds.
    pub state: State,
    /// How far, where it is flagged.
    pub gravity: Option<Gravity>,
    /// What was measured; absent without data.
    pub reading: Option<Reading>,
}

impl Indicator {
    /// Returns whether it is flagged.
    pub fn is_flagged(&self) -> bool {
        self.state == State::Flagged
    }

    /// Returns what a second condition found, where that and not the threshold flags it.
    pub fn flagged_otherwise(&self) -> Option<Condition> {
        let reading = self.reading.as_ref()?;
        match reading.also {
            Some(Also::Flags(found)) if !self.limit.is_exceeded_by(reading.value) => Some(found),
            _ => None,
        }
    }

    /// Returns the cells it was measured from.
    pub fn origins(&self) -> &[Origin] {
        self.reading.as_ref().map_or(&[], |reading| &reading.origins)
    }
}
