//! The county's figures of the period before, to compare with.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::findings::{RULES, RuleId};
use crate::period::Period;
use crate::statistics::Key;

/// The version of 汇总报告.json that is understood.
pub(super) const VERSION: u32 = 1;

/// The county's figures of an earlier period.
#[derive(Debug, Clone, PartialEq)]
pub struct Earlier {
    /// The period.
    pub period: Period,
    /// How many units were counted.
    pub n_units: usize,
    /// The rates, as key, numerator and denominator.
    pub rates: Vec<(Key, u64, u64)>,
    /// The indicators, as position in [`RULES`], units out of bounds, and units in all.
    pub indicators: Vec<(usize, usize, usize)>,
    /// The units that were counted.
    pub units: Vec<EarlierUnit>,
}

/// A unit as it stood then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlierUnit {
    /// Its name.
    pub unit: String,
    /// Its place; absent where it was not ranked.
    pub rank: Option<usize>,
    /// How many indicators were out of bounds.
    pub n_flagged: usize,
    /// Which, of those that are still known.
    pub flagged: Vec<RuleId>,
}

/// 汇总报告.json, as far as it is read.
#[derive(Deserialize)]
struct File {
    version: u32,
    county: String,
    period: String,
    counted: usize,
    measures: Vec<FileMeasure>,
    indicators: Vec<FileIndicator>,
    #[serde(default)]
    ranking: Vec<FilePlace>,
}

#[derive(Deserialize)]
struct FileMeasure {
    key: String,
    n: Option<u64>,
    of: Option<u64>,
}

#[derive(Deserialize)]
struct FileIndicator {
    id: String,
    flagged: usize,
    of: usize,
    #[serde(default)]
    units: Vec<String>,
}

#[derive(Deserialize)]
struct FilePlace {
    rank: Option<usize>,
    unit: String,
    flagged: usize,
}

impl Earlier {
    /// Reads a 汇总报告.json of this county and an earlier period; nothing from any other file.
    pub fn parse(text: &str, county: &str, period: Period) -> Option<Earlier> {
        let file: File = serde_json::from_str(text.trim_start_matches('\u{feff}')).ok()?;
        let then: Period = file.period.parse().ok()?;
        let is_earlier = then.last_day() < period.first_day();
        if file.version != VERSION || file.county != county || !is_earlier {
            return None;
        }
        let rate = |measure: FileMeasure| {
            let key = Key::ALL.into_iter().find(|key| key.name() == measure.key && key.is_rate())?;
            Some((key, measure.n?, measure.of?))
        };
        let mut flagged: BTreeMap<String, Vec<RuleId>> = BTreeMap::new();
        let mut indicators = Vec::new();
        for indicator in file.indicators {
            let Some(at) = RULES.iter().position(|rule| rule.id.id() == indicator.id) else { continue };
            indicators.push((at, indicator.flagged, indicator.of));
            for unit in indicator.units {
                flagged.entry(unit).or_default().push(RULES[at].id);
            }
        }
        let unit = |place: FilePlace| EarlierUnit {
            flagged: flagged.remove(&place.unit).unwrap_or_default(),
            rank: place.rank,
            n_flagged: place.flagged,
            unit: place.unit,
        };
        Some(Earlier {
            period: then,
            n_units: file.counted,
            rates: file.measures.into_iter().filter_map(rate).collect(),
            units: file.ranking.into_iter().map(unit).collect(),
            indicators,
        })
    }

    /// Returns the latest of several files that can be compared with.
    pub fn latest(texts: &[String], county: &str, period: Period) -> Option<Earlier> {
        let read = texts.iter().filter_map(|text| Earlier::parse(text, county, period));
        read.max_by_key(|earlier| earlier.period.last_day())
    }
}
