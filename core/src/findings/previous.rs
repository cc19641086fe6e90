//! The period before against this one: what changed, and what was put right.
//!
//! The figures are another run's output, perhaps another version's: what this version does not
//! know is left out, and what was defined otherwise then is not compared at all.

use time::Date;

use crate::dossier::unit_identity;
use crate::figures::{self, FIRST_DEFINITION, Figures, FiguresError, IndicatorFigure};
use crate::findings::{Flag, Indicator, MEASURES, Measure, State};
use crate::period::{Part, Period};
use crate::statistics::{Key, Statistics};

/// Why a file gives nothing to compare with.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PreviousError {
    /// It cannot be read.
    #[error(transparent)]
    Figures(#[from] FiguresError),
    /// Another unit's.
    #[error("指标文件是 `{0}` 的，不是本单位的")]
    OtherUnit(String),
    /// Not of an earlier period.
    #[error("指标文件是 {0} 的，不早于本期")]
    NotEarlier(Period),
}

/// Checks that figures are those of the unit before the period.
pub fn check(previous: &Figures, unit: &str, period: Period) -> Result<(), PreviousError> {
    if unit_identity(&previous.unit) != unit_identity(unit) {
        return Err(PreviousError::OtherUnit(previous.unit.clone()));
    }
    if previous.period.last_day() >= period.first_day() {
        return Err(PreviousError::NotEarlier(previous.period));
    }
    Ok(())
}

/// What became of the period before.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// The period before.
    pub period: Period,
    /// Figures known of both periods and defined alike.
    pub changes: Vec<Change>,
    /// The indicators flagged then that the report spoke of, in their order.
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
    /// Whether the report of then told it; of figures that do not say so, all were told.
    pub was_told: bool,
}

/// Whether a flagged indicator was put right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// Clear now: the target is met.
    Met,
    /// Still flagged, but nearer to its threshold than then.
    Better,
    /// Still flagged, and no nearer.
    Open,
    /// No data now.
    NoData,
    /// Defined otherwise then.
    Redefined,
}

/// Returns whether a flagged indicator has come nearer to its threshold; where another condition
/// flags it, nobody knows.
fn is_nearer(past: &IndicatorFigure, indicator: &Indicator) -> bool {
    let now = indicator.reading.as_ref().filter(|_| indicator.flagged_otherwise().is_none());
    let (Some(then), Some(now)) = (past.value, now.map(|reading| reading.value)) else { return false };
    // A number that was written and read back may differ in its last binary place.
    let nearer = match indicator.limit.flag {
        Flag::Below | Flag::AtMost => now - then,
        Flag::Above | Flag::AtLeast => then - now,
    };
    nearer > then.abs().max(1.0) * 1e-9
}

/// Compares an earlier period with this one.
pub fn compare(
    previous: &Figures,
    period: Period,
    statistics: &Statistics,
    indicators: &[Indicator],
) -> Comparison {
    let same_length = matches!(
        (previous.period.part, period.part),
        (Part::Year, Part::Year) | (Part::Half(_), Part::Half(_)) | (Part::Quarter(_), Part::Quarter(_))
    );
    let change = |key: &Key| {
        let past = previous.measures.iter().find(|past| past.key == key.name())?;
        let now = statistics.get(*key);
        let now = Amount { value: now.value?, n: now.n, of: now.of };
        let before = Amount { value: past.value?, n: past.n, of: past.of };
        let is_rate = now.of.is_some();
        // Of a half-year and a quarter only rates can be compared.
        let comparable =
            past.definition == FIRST_DEFINITION && past.of.is_some() == is_rate && (is_rate || same_length);
        comparable.then_some(Change { key: *key, before, now })
    };
    let outcome = |past: &IndicatorFigure| {
        let at = indicators.iter().position(|indicator| indicator.rule.id.id() == past.id)?;
        let indicator = &indicators[at];
        let rule = indicator.rule.id;
        // What stayed on the worksheet then was no part of the report, and is none of this one.
        let stayed = past.filed.map_or(rule.is_suspicion() || rule.is_of_leaders(), |filed| !filed);
        if stayed {
            return None;
        }
        let is_same = indicator.rule.id.key() == past.key && past.definition == FIRST_DEFINITION;
        let fate = match indicator.state {
            _ if !is_same => Fate::Redefined,
            State::Clear => Fate::Met,
            State::Flagged if is_nearer(past, indicator) => Fate::Better,
            State::Flagged => Fate::Open,
            State::NoData => Fate::NoData,
        };
        let action = previous.actions.iter().find(|action| action.answers.contains(&past.id));
        let before = past.value.filter(|_| is_same);
        Some(Outcome {
            indicator: at,
            fate,
            before: before.map(|value| Amount { value, n: past.n, of: past.of }),
            measure: action
                .and_then(|action| MEASURES.iter().find(|measure| measure.key.key() == action.key)),
            due: action.and_then(|action| action.due),
            was_told: past.in_body.unwrap_or(true),
        })
    };
    let flagged = previous.indicators.iter().filter(|past| past.state == figures::State::Flagged);
    let mut outcomes: Vec<Outcome> = flagged.filter_map(outcome).collect();
    outcomes.sort_by_key(|outcome| outcome.indicator);
    Comparison { period: previous.period, changes: Key::ALL.iter().filter_map(change).collect(), outcomes }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_units_own_earlier_figures_are_compared() {
        let text = r#"{"version": 1, "unit": "甲", "period": "2019H2"}"#;
        let previous = Figures::parse(text.as_bytes()).expect("figures");
        let period: Period = "2020H1".parse().expect("known");
        assert_eq!(check(&previous, "甲", period), Ok(()));
        // However its name was written then.
        let text = r#"{"version": 1, "unit": "中共清溪镇委员会", "period": "2019H2"}"#;
        let written = Figures::parse(text.as_bytes()).expect("figures");
        assert_eq!(check(&written, "清溪镇", period), Ok(()));
        assert_eq!(check(&previous, "乙", period), Err(PreviousError::OtherUnit("甲".into())));
        let itself: Period = "2019H2".parse().expect("known");
        assert_eq!(check(&previous, "甲", itself), Err(PreviousError::NotEarlier(itself)));
    }
}
