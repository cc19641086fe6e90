//! The units of a county together, from each unit's published figures.
//!
//! It reads the figures that the batch wrote, not the registers: so shards of a batch can be
//! joined, and units that have not changed count without being made again.

mod table;

pub use table::xlsx;

use serde::Deserialize;

/// One unit's published figures, as far as the county needs them.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct UnitFigures {
    /// The unit.
    pub unit: String,
    /// The period.
    pub period: String,
    /// The figures, in their published order.
    pub measures: Vec<UnitMeasure>,
    /// The indicators, in their published order.
    pub indicators: Vec<UnitIndicator>,
}

/// A figure of one unit.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct UnitMeasure {
    /// Its key.
    pub key: String,
    /// Its exact value; absent where its register is missing.
    pub value: Option<f64>,
    /// A rate's numerator.
    pub n: Option<u64>,
    /// A rate's denominator.
    pub of: Option<u64>,
}

/// An indicator of one unit.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct UnitIndicator {
    /// Its number.
    pub id: String,
    /// `flagged`, `clear` or `no-data`.
    pub state: String,
}

impl UnitFigures {
    /// Reads a figures.json.
    pub fn parse(text: &str) -> Result<UnitFigures, serde_json::Error> {
        serde_json::from_str(text)
    }

    /// Returns the figure with this key.
    pub fn measure(&self, key: &str) -> Option<&UnitMeasure> {
        self.measures.iter().find(|measure| measure.key == key)
    }

    /// Returns the numbers of the flagged indicators.
    pub fn flagged(&self) -> Vec<&str> {
        let flagged = self.indicators.iter().filter(|indicator| indicator.state == "flagged");
        flagged.map(|indicator| indicator.id.as_str()).collect()
    }
}
