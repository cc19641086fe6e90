//! One unit's published figures as the county needs them, small enough to hold a province's.

use crate::figures::{Figures, FiguresError, IndicatorFigure, Severity, State};
use crate::findings::{CauseKind, Limits, ProblemKind, RULES, Rule, RuleId};
use crate::period::Period;
use crate::settings::group::Group;
use crate::statistics::Key;

/// One unit's published figures.
#[derive(Debug, Clone, PartialEq)]
pub struct UnitFigures {
    /// The unit.
    pub unit: String,
    /// Its study group: as published, else by the unit's name.
    pub group: Group,
    /// The period.
    pub period: Period,
    /// The figures that are known, in the order of [`Key::ALL`].
    measures: Box<[Known<Key>]>,
    /// The states of the indicators, in the order of [`RULES`].
    states: [UnitState; RULES.len()],
    /// What the indicators read that have data, in the order of [`RULES`].
    readings: Box<[Known<RuleId>]>,
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

/// A figure by what it is of, in three fifths of the space that [`UnitMeasure`] takes: a whole
/// country's units have some three million of them.
#[derive(Debug, Clone, Copy)]
struct Known<K> {
    of_what: K,
    /// The value; not a number where there is none.
    value: f64,
    n: u64,
    /// The denominator; [`u64::MAX`] where there is no share.
    of: u64,
}

impl<K: Copy + PartialEq> Known<K> {
    fn new(of_what: K, measure: UnitMeasure) -> Known<K> {
        let (n, of) = measure.share.unwrap_or((0, u64::MAX));
        Known { of_what, value: measure.value.unwrap_or(f64::NAN), n, of }
    }

    /// Returns the figure of something.
    fn find(all: &[Known<K>], of_what: K) -> Option<UnitMeasure> {
        let known = all.iter().find(|known| known.of_what == of_what)?;
        Some(UnitMeasure {
            value: (!known.value.is_nan()).then_some(known.value),
            share: (known.of != u64::MAX).then_some((known.n, known.of)),
        })
    }
}

/// Bit by bit: what is no number is the same as itself.
impl<K: PartialEq> PartialEq for Known<K> {
    fn eq(&self, other: &Known<K>) -> bool {
        let whole = |known: &Known<K>| (known.value.to_bits(), known.n, known.of);
        self.of_what == other.of_what && whole(self) == whole(other)
    }
}

/// What an indicator of one unit shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum UnitState {
    /// It cannot be computed.
    #[default]
    NoData,
    /// It is within bounds.
    Clear,
    /// It is out of bounds, but somebody has to look whether it is so: nothing to be told.
    Doubted,
    /// It is out of bounds.
    Flagged,
    /// It is far out of bounds.
    Severe,
}

impl UnitState {
    /// Returns whether it is out of bounds.
    pub fn is_flagged(self) -> bool {
        self == UnitState::Doubted || self.is_told()
    }

    /// Returns whether it is out of bounds beyond doubt, so that a report may speak of it.
    pub fn is_told(self) -> bool {
        matches!(self, UnitState::Flagged | UnitState::Severe)
    }
}

impl UnitFigures {
    /// Reads a figures.json; figures that this version does not know are left out.
    pub fn parse(bytes: &[u8]) -> Result<UnitFigures, FiguresError> {
        Figures::parse(bytes).map(|figures| UnitFigures::from(&figures))
    }

    /// Returns a figure; nothing where its register is missing.
    pub fn measure(&self, key: Key) -> Option<UnitMeasure> {
        Known::find(&self.measures, key)
    }

    /// Returns the state of the indicator at a position of [`RULES`].
    pub fn state(&self, at: usize) -> UnitState {
        self.states[at]
    }

    /// Returns what an indicator reads; nothing without data.
    pub fn reading(&self, rule: RuleId) -> Option<UnitMeasure> {
        Known::find(&self.readings, rule)
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

    /// Returns what the unit is told to mend: what is out of bounds beyond doubt, but for what is
    /// about the head of the group alone.
    pub fn to_mend(&self) -> Vec<RuleId> {
        let told = RULES.iter().zip(self.states).filter(|(_, state)| state.is_told());
        told.map(|(rule, _)| rule.id).filter(|rule| !rule.is_of_leaders()).collect()
    }
}

/// Returns a figure that is known: a missing register has neither value nor numerator, a rate of
/// nothing has 0 of 0.
fn known(value: Option<f64>, n: Option<u64>, of: Option<u64>) -> Option<UnitMeasure> {
    (value.is_some() || n.is_some()).then(|| UnitMeasure { value, share: n.zip(of) })
}

impl From<&Figures> for UnitFigures {
    fn from(figures: &Figures) -> UnitFigures {
        let measure = |key: Key| {
            let found = figures.measures.iter().find(|measure| measure.key == key.name())?;
            Some(Known::new(key, known(found.value, found.n, found.of)?))
        };
        let indicator = |rule: &Rule| figures.indicators.iter().find(|one| one.id == rule.id.id());
        let state = |rule: &Rule| {
            let found = indicator(rule);
            match found.map(|indicator| (indicator.state, indicator.severity)) {
                Some((State::Flagged, _)) if found.is_some_and(|found| is_doubted(rule, found)) => {
                    UnitState::Doubted
                }
                Some((State::Flagged, Some(Severity::Severe))) => UnitState::Severe,
                Some((State::Flagged, _)) => UnitState::Flagged,
                Some((State::Clear, _)) => UnitState::Clear,
                // A rule that a file does not name was not yet computed when it was written.
                Some((State::NoData, _)) | None => UnitState::NoData,
            }
        };
        let reading = |rule: &Rule| {
            let found = indicator(rule).filter(|found| found.state != State::NoData)?;
            Some(Known::new(rule.id, known(found.value, found.n, found.of)?))
        };
        let has_problem = |kind: &ProblemKind| figures.problems.iter().any(|found| found.key == kind.key());
        let has_cause = |kind: &CauseKind| figures.causes.iter().any(|found| found.key == kind.key());
        UnitFigures {
            measures: Key::ALL.into_iter().filter_map(measure).collect(),
            states: RULES.each_ref().map(state),
            readings: RULES.iter().filter_map(reading).collect(),
            problems: ProblemKind::ALL.into_iter().filter(has_problem).collect(),
            causes: CauseKind::ALL.into_iter().filter(has_cause).collect(),
            group: Group::new(figures.group.as_deref().unwrap_or(&figures.unit), None, None),
            period: figures.period,
            unit: figures.unit.clone(),
        }
    }
}

/// Returns whether somebody has to look before anything can be said: by the rule, or since not the
/// threshold but a second condition flags it, which may be a slip of the pen.
fn is_doubted(rule: &Rule, found: &IndicatorFigure) -> bool {
    let may_be_slip = matches!(rule.id, RuleId::SubmissionLag | RuleId::ShortEssays);
    let is_beyond = || {
        let mut limit = Limits::default().of(rule.id).clone();
        limit.threshold = found.threshold.unwrap_or(limit.threshold);
        found.value.is_none_or(|value| limit.is_exceeded_by(value))
    };
    rule.id.is_suspicion() || (may_be_slip && !is_beyond())
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
        let mut measures = Vec::new();
        for (key, n, of) in rates {
            let value = (*of > 0).then(|| exact(*n) / exact(*of));
            measures.push(Known::new(*key, UnitMeasure { value, share: Some((*n, *of)) }));
        }
        for (key, n) in counts {
            measures.push(Known::new(*key, UnitMeasure { value: Some(exact(*n)), share: None }));
        }
        let mut states = [UnitState::Clear; RULES.len()];
        for (state, rule) in states.iter_mut().zip(&RULES) {
            if flagged.contains(&rule.id) {
                *state = UnitState::Flagged;
            }
        }
        UnitFigures {
            unit: name.into(),
            group: Group::new(name, None, None),
            period: "2020H1".parse().expect("a period"),
            measures: measures.into(),
            states,
            readings: Box::default(),
            problems: Vec::new(),
            causes: Vec::new(),
        }
    }

    #[test]
    fn figures_are_kept_as_they_are() {
        for value in [None, Some(0.0), Some(-0.5), Some(1e300)] {
            for share in [None, Some((0, 0)), Some((u64::MAX, 1))] {
                let measure = UnitMeasure { value, share };
                let kept = [Known::new(Key::Essays, measure), Known::new(Key::Due, measure)];
                assert_eq!(Known::find(&kept, Key::Due), Some(measure));
                assert_eq!(Known::find(&kept, Key::Present), None);
                assert!(kept[0] == kept[0] && kept[0] != kept[1]);
            }
        }
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
