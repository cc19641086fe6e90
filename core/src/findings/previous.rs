//! The period before against this one: its figures.json, what changed, and what was put right.
//!
//! The file is another run's output, perhaps another version's, so it is read tolerantly: what
//! is not understood is left out. What was defined otherwise then is not compared at all.

use serde::Deserialize;
use serde_json::Value;
use time::Date;

use crate::findings::{Indicator, MEASURES, Measure, State};
use crate::period::{Part, Period, parse_iso_date};
use crate::statistics::{Key, Statistics};

/// The version of figures.json that is understood.
const VERSION: u64 = 1;

/// The figures of an earlier period, as far as they are understood.
#[derive(Debug, Clone, PartialEq)]
pub struct Previous {
    /// The unit.
    pub unit: String,
    /// The period.
    pub period: Period,
    measures: Vec<PastMeasure>,
    indicators: Vec<PastIndicator>,
    actions: Vec<PastAction>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
struct PastMeasure {
    key: String,
    value: f64,
    n: Option<u64>,
    of: Option<u64>,
    #[serde(default = "first_definition")]
    definition: u32,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
struct PastIndicator {
    id: String,
    key: String,
    state: String,
    value: Option<f64>,
    n: Option<u64>,
    of: Option<u64>,
    #[serde(default = "first_definition")]
    definition: u32,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
struct PastAction {
    key: String,
    #[serde(default)]
    answers: Vec<String>,
    #[serde(default)]
    due: String,
}

/// Definitions count from 1; files that do not say have the first.
fn first_definition() -> u32 {
    1
}

/// Why a file gives nothing to compare with.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PreviousError {
    /// No figures.json at all.
    #[error("不是本程序写出的指标文件（figures.json）")]
    NotFigures,
    /// A version that is not understood.
    #[error("指标文件的版本是 {0}，只能读版本 {VERSION}")]
    Version(String),
    /// Another unit's.
    #[error("指标文件是 `{0}` 的，不是本单位的")]
    OtherUnit(String),
    /// Not of an earlier period.
    #[error("指标文件是 {0} 的，不早于本期")]
    NotEarlier(Period),
}

impl Previous {
    /// Reads a figures.json.
    pub fn parse(bytes: &[u8]) -> Result<Previous, PreviousError> {
        let bytes = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(bytes);
        let file: Value = serde_json::from_slice(bytes).map_err(|_| PreviousError::NotFigures)?;
        let text = |key: &str| file.get(key).and_then(Value::as_str).map(str::to_string);
        let (Some(version), Some(unit), Some(period)) = (file.get("version"), text("unit"), text("period"))
        else {
            return Err(PreviousError::NotFigures);
        };
        if version.as_u64() != Some(VERSION) {
            return Err(PreviousError::Version(version.to_string()));
        }
        let period = period.parse().map_err(|_| PreviousError::NotFigures)?;
        Ok(Previous {
            unit,
            period,
            measures: entries(&file, "measures"),
            indicators: entries(&file, "indicators"),
            actions: entries(&file, "actions"),
        })
    }

    /// Checks that these are figures of the unit before the period.
    pub fn check(&self, unit: &str, period: Period) -> Result<(), PreviousError> {
        if self.unit != unit {
            return Err(PreviousError::OtherUnit(self.unit.clone()));
        }
        if self.period.last_day() >= period.first_day() {
            return Err(PreviousError::NotEarlier(self.period));
        }
        Ok(())
    }
}

/// Returns the entries of a list that have the shape they should have.
fn entries<T: for<'a> Deserialize<'a>>(file: &Value, key: &str) -> Vec<T> {
    let list = file.get(key).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    list.iter().filter_map(|entry| T::deserialize(entry).ok()).collect()
}

/// What became of the period before.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// The period before.
    pub period: Period,
    /// Figures known of both periods and defined alike.
    pub changes: Vec<Change>,
    /// The indicators flagged then, in their order.
    pub outcomes: Vec<Outcome>,
}

/// A figure then and now.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Change {
    /// Which figure.
    pub key: Key,
    /// Then.
    pub before: Amount,
    /// Now.
    pub now: Amount,
}

/// A count, or a rate with what it was made of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Amount {
    /// The exact value.
    pub value: f64,
    /// A rate's numerator.
    pub n: Option<u64>,
    /// A rate's denominator.
    pub of: Option<u64>,
}

/// What became of an indicator that was flagged.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Outcome {
    /// Its position among the indicators of now.
    pub indicator: usize,
    /// Whether it was put right.
    pub fate: Fate,
    /// What was measured then.
    pub before: Option<Amount>,
    /// The measure that was to answer it.
    pub measure: Option<&'static Measure>,
    /// The day by which that was due.
    pub due: Option<Date>,
}

/// Whether a flagged indicator was put right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// Clear now: the target is met.
    Met,
    /// Still flagged.
    Open,
    /// No data now.
    NoData,
    /// Defined otherwise then.
    Redefined,
}

impl Comparison {
    /// Returns how many outcomes have this fate.
    pub fn n_of(&self, fate: Fate) -> usize {
        self.outcomes.iter().filter(|outcome| outcome.fate == fate).count()
    }
}

/// Compares an earlier period with this one.
pub fn compare(
    previous: &Previous,
    period: Period,
    statistics: &Statistics,
    indicators: &[Indicator],
) -> Comparison {
    let same_length = matches!(
        (previous.period.part, period.part),
        (Part::Half(_), Part::Half(_)) | (Part::Quarter(_), Part::Quarter(_))
    );
    let change = |key: &Key| {
        let past = previous.measures.iter().find(|past| past.key == key.name())?;
        let now = statistics.get(*key);
        let now = Amount { value: now.value?, n: now.n, of: now.of };
        let before = Amount { value: past.value, n: past.n, of: past.of };
        let is_rate = now.of.is_some();
        // Of a half-year and a quarter only rates can be compared.
        let comparable = past.definition == key.definition()
            && past.value.is_finite()
            && past.of.is_some() == is_rate
            && (is_rate || same_length);
        comparable.then_some(Change { key: *key, before, now })
    };
    let outcome = |past: &PastIndicator| {
        let at = indicators.iter().position(|indicator| indicator.rule.id.id() == past.id)?;
        let indicator = &indicators[at];
        let is_same = indicator.rule.id.key() == past.key && indicator.rule.definition() == past.definition;
        let fate = match indicator.state {
            _ if !is_same => Fate::Redefined,
            State::Clear => Fate::Met,
            State::Flagged => Fate::Open,
            State::NoData => Fate::NoData,
        };
        let action = previous.actions.iter().find(|action| action.answers.contains(&past.id));
        let before = past.value.filter(|value| is_same && value.is_finite());
        Some(Outcome {
            indicator: at,
            fate,
            before: before.map(|value| Amount { value, n: past.n, of: past.of }),
            measure: action
                .and_then(|action| MEASURES.iter().find(|measure| measure.key.key() == action.key)),
            due: action.and_then(|action| parse_iso_date(&action.due)),
        })
    };
    let mut outcomes: Vec<Outcome> =
        previous.indicators.iter().filter(|past| past.state == "flagged").filter_map(outcome).collect();
    outcomes.sort_by_key(|outcome| outcome.indicator);
    outcomes.dedup_by_key(|outcome| outcome.indicator);
    Comparison { period: previous.period, changes: Key::ALL.iter().filter_map(change).collect(), outcomes }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Previous, PreviousError> {
        Previous::parse(text.as_bytes())
    }

    #[test]
    fn files_that_are_none() {
        for text in
            ["", "[]", "{}", "{\"version\": 1}", "{\"version\":1,\"unit\":\"甲\",\"period\":\"上半年\"}"]
        {
            assert_eq!(parse(text), Err(PreviousError::NotFigures), "{text}");
        }
        let newer = "{\"version\": 2, \"unit\": \"甲\", \"period\": \"2019H2\"}";
        assert_eq!(parse(newer), Err(PreviousError::Version("2".into())));
    }

    #[test]
    fn broken_entries_are_left_out() {
        let text = r#"{"version": 1, "unit": "甲", "period": "2019H2", "later": {},
            "measures": [{"key": "sessions", "value": 5}, {"key": "due", "value": null}, 7],
            "indicators": "none", "actions": [{"key": "study-archive"}]}"#;
        let previous = parse(text).expect("figures");
        assert_eq!((previous.measures.len(), previous.indicators.len(), previous.actions.len()), (1, 0, 1));
        let period: Period = "2020H1".parse().expect("known");
        assert_eq!(previous.check("甲", period), Ok(()));
        assert_eq!(previous.check("乙", period), Err(PreviousError::OtherUnit("甲".into())));
        let itself: Period = "2019H2".parse().expect("known");
        assert_eq!(previous.check("甲", itself), Err(PreviousError::NotEarlier(itself)));
    }
}
