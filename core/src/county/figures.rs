//! One unit's published figures as the county needs them, small enough to hold a province's.

use crate::figures::{Figures, FiguresError, Severity, State};
use crate::findings::{CauseKind, ProblemKind, RULES, Rule, RuleId};
use crate::period::Period;
use crate::statistics::Key;

/// One unit's published figures.
#[derive(Debug, Clone, PartialEq)]
pub struct UnitFigures {
    /// The unit.
    pub unit: String,
    /// The period.
    pub period: Period,
    /// The figures, in the order of [`Key::ALL`]; absent where the register is missing.
    measures: [Option<UnitMeasure>; Key::ALL.len()],
    /// The states of the indicators, in the order of [`RULES`].
    states: [UnitState; RULES.len()],
    /// The problems found.
    pub problems: Vec<ProblemKind>,
    /// The causes named.
    pub causes: Vec<CauseKind>,
}

/// A figure of one unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct UnitMeasure {
    /// Its exact value; absent for a rate of nothing.
    pub value: Option<f64>,
    /// A rate's numerator and denominator.
    pub share: Option<(u64, u64)>,
}

/// What an indicator of one unit shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum UnitState {
    /// It cannot be computed.
    #[default]
    NoData,
    /// It is within bounds.
    Clear,
    /// It is out of bounds.
    Flagged,
    /// It is far out of bounds.
    Severe,
}

impl UnitState {
    /// Returns whether it is out of bounds.
    pub fn is_flagged(self) -> bool {
        matches!(self, UnitState::Flagged | UnitState::Severe)
    }
}

impl UnitFigures {
    /// Reads a figures.json; figures that this version does not know are left out.
    pub fn parse(bytes: &[u8]) -> Result<UnitFigures, FiguresError> {
        Figures::parse(bytes).map(UnitFigures::from)
    }

    /// Returns a figure; nothing where its register is missing.
    pub fn measure(&self, key: Key) -> Option<UnitMeasure> {
        let at = Key::ALL.iter().position(|known| *known == key)?;
        self.measures[at]
    }

    /// Returns the state of the indicator at a position of [`RULES`].
    pub fn state(&self, at: usize) -> UnitState {
        self.states[at]
    }

    /// Returns how many indicators can be computed.
    pub fn n_measured(&self) -> usize {
        self.states.iter().filter(|state| **state != UnitState::NoData).count()
    }

    /// Returns the flagged indicators.
    pub fn flagged(&self) -> Vec<RuleId> {
        let flagged = RULES.iter().zip(self.states).filter(|(_, state)| state.is_flagged());
        flagged.map(|(rule, _)| rule.id).collect()
    }
}

impl From<Figures> for UnitFigures {
    fn from(figures: Figures) -> UnitFigures {
        let measure = |key: Key| {
            let found = figures.measures.iter().find(|measure| measure.key == key.name())?;
            // A missing register has neither value nor numerator; a rate of nothing has 0 of 0.
            let is_known = found.value.is_some() || found.n.is_some();
            is_known.then(|| UnitMeasure { value: found.value, share: found.n.zip(found.of) })
        };
        let state = |rule: &Rule| {
            let found = figures.indicators.iter().find(|indicator| indicator.id == rule.id.id());
            match found.map(|indicator| (indicator.state, indicator.severity)) {
                Some((State::Flagged, Some(Severity::Severe))) => UnitState::Severe,
                Some((State::Flagged, _)) => UnitState::Flagged,
                Some((State::Clear, _)) => UnitState::Clear,
                // A rule that a file does not name was not yet computed when it was written.
                Some((State::NoData, _)) | None => UnitState::NoData,
            }
        };
        let has_problem = |kind: &ProblemKind| figures.problems.iter().any(|found| found.key == kind.key());
        let has_cause = |kind: &CauseKind| figures.causes.iter().any(|found| found.key == kind.key());
        UnitFigures {
            measures: Key::ALL.map(measure),
            states: RULES.each_ref().map(state),
            problems: ProblemKind::ALL.into_iter().filter(has_problem).collect(),
            causes: CauseKind::ALL.into_iter().filter(has_cause).collect(),
            period: figures.period,
            unit: figures.unit,
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::statistics::exact;

    /// Makes a unit's figures from rates and counts by key, and what is flagged;
    /// all other indicators are clear.
    pub(crate) fn unit(
        name: &str,
        rates: &[(Key, u64, u64)],
        counts: &[(Key, u64)],
        flagged: &[RuleId],
    ) -> UnitFigures {
        let at = |key: Key| Key::ALL.iter().position(|known| *known == key).expect("every key is listed");
        let mut measures = [None; Key::ALL.len()];
        for (key, n, of) in rates {
            let value = (*of > 0).then(|| exact(*n) / exact(*of));
            measures[at(*key)] = Some(UnitMeasure { value, share: Some((*n, *of)) });
        }
        for (key, n) in counts {
            measures[at(*key)] = Some(UnitMeasure { value: Some(exact(*n)), share: None });
        }
        let mut states = [UnitState::Clear; RULES.len()];
        for (state, rule) in states.iter_mut().zip(&RULES) {
            if flagged.contains(&rule.id) {
                *state = UnitState::Flagged;
            }
        }
        let period = "2020H1".parse().expect("a period");
        UnitFigures { unit: name.into(), period, measures, states, problems: Vec::new(), causes: Vec::new() }
    }

    #[test]
    fn published_figures_are_counted_in() {
        let text = r#"{"version": 1, "unit": "甲镇", "period": "2020H1",
            "measures": [{"key": "attendance-rate", "value": 0.5, "n": 1, "of": 2, "text": "1/2"},
                         {"key": "essays", "value": null}, {"key": "make-up-rate", "value": null, "n": 0, "of": 0},
                         {"key": "unheard-of", "value": 1}],
            "indicators": [{"id": "1.1", "key": "a", "state": "flagged", "severity": "severe"},
                           {"id": "1.2", "key": "b", "state": "clear", "severity": null}],
            "problems": [{"key": "theory-practice-gap"}], "causes": [], "actions": []}"#;
        let read = UnitFigures::parse(text.as_bytes()).expect("figures");
        assert_eq!(read.measure(Key::AttendanceRate).and_then(|m| m.share), Some((1, 2)));
        assert_eq!(read.measure(Key::Essays), None);
        assert_eq!(read.measure(Key::MakeUpRate).and_then(|m| m.share), Some((0, 0)));
        assert_eq!((read.flagged(), read.n_measured()), (vec![RuleId::OversightKinds], 2));
        assert_eq!(read.state(0), UnitState::Severe);
        assert_eq!(read.problems, [ProblemKind::TheoryPracticeGap]);
        let unknown = text.replace("\"clear\"", "\"unheard-of\"");
        assert!(UnitFigures::parse(unknown.as_bytes()).is_err(), "never counted as no data");
    }
}
