//! One unit's published figures as the county needs them, small enough to hold a province's.

use serde::Deserialize;

use crate::findings::{CauseKind, ProblemKind, RULES, RuleId};
use crate::period::Period;
use crate::statistics::Key;

/// The version of figures.json that is understood.
const VERSION: u32 = 1;

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

/// Figures that cannot be counted in.
#[derive(Debug, thiserror::Error)]
pub enum FiguresError {
    /// Not the shape that the program writes.
    #[error("不是本程序写出的指标文件（{0}）")]
    Shape(#[from] serde_json::Error),
    /// Written by a program of another version.
    #[error("指标文件的版本是 {0}，只能读版本 {VERSION}")]
    Version(u32),
    /// A period that is none.
    #[error(transparent)]
    Period(#[from] crate::period::UnknownPeriod),
}

/// figures.json, as far as it is read.
#[derive(Deserialize)]
struct File {
    version: u32,
    unit: String,
    period: String,
    measures: Vec<FileMeasure>,
    indicators: Vec<FileIndicator>,
    problems: Vec<Keyed>,
    causes: Vec<Keyed>,
}

#[derive(Deserialize)]
struct FileMeasure {
    key: String,
    value: Option<f64>,
    n: Option<u64>,
    of: Option<u64>,
}

#[derive(Deserialize)]
struct FileIndicator {
    id: String,
    state: String,
    severity: Option<String>,
}

#[derive(Deserialize)]
struct Keyed {
    key: String,
}

impl UnitFigures {
    /// Reads a figures.json; figures that this version does not know are left out.
    pub fn parse(text: &str) -> Result<UnitFigures, FiguresError> {
        let file: File = serde_json::from_str(text)?;
        if file.version != VERSION {
            return Err(FiguresError::Version(file.version));
        }
        let mut measures = [None; Key::ALL.len()];
        for measure in file.measures {
            let Some(at) = Key::ALL.iter().position(|key| key.name() == measure.key) else { continue };
            // A missing register has neither value nor numerator; a rate of nothing has 0 of 0.
            if measure.value.is_some() || measure.n.is_some() {
                measures[at] = Some(UnitMeasure { value: measure.value, share: measure.n.zip(measure.of) });
            }
        }
        let mut states = [UnitState::NoData; RULES.len()];
        for indicator in file.indicators {
            let Some(at) = RULES.iter().position(|rule| rule.id.id() == indicator.id) else { continue };
            states[at] = match (indicator.state.as_str(), indicator.severity.as_deref()) {
                ("flagged", Some("severe")) => UnitState::Severe,
                ("flagged", _) => UnitState::Flagged,
                ("clear", _) => UnitState::Clear,
                _ => UnitState::NoData,
            };
        }
        let has = |list: &[Keyed], key: &str| list.iter().any(|entry| entry.key == key);
        Ok(UnitFigures {
            unit: file.unit,
            period: file.period.parse()?,
            measures,
            states,
            problems: ProblemKind::ALL.into_iter().filter(|kind| has(&file.problems, kind.key())).collect(),
            causes: CauseKind::ALL.into_iter().filter(|kind| has(&file.causes, kind.key())).collect(),
        })
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
    fn published_figures_are_read_back() {
        let text = r#"{"version": 1, "unit": "甲镇", "period": "2020H1",
            "measures": [{"key": "attendance-rate", "value": 0.5, "n": 1, "of": 2, "text": "1/2"},
                         {"key": "essays", "value": null}, {"key": "make-up-rate", "value": null, "n": 0, "of": 0},
                         {"key": "unheard-of", "value": 1}],
            "indicators": [{"id": "1.1", "state": "flagged", "severity": "severe"},
                           {"id": "1.2", "state": "clear", "severity": null}],
            "problems": [{"key": "theory-practice-gap"}], "causes": [], "actions": []}"#;
        let read = UnitFigures::parse(text).expect("figures");
        assert_eq!(read.measure(Key::AttendanceRate).and_then(|m| m.share), Some((1, 2)));
        assert_eq!(read.measure(Key::Essays), None);
        assert_eq!(read.measure(Key::MakeUpRate).and_then(|m| m.share), Some((0, 0)));
        assert_eq!((read.flagged(), read.n_measured()), (vec![RuleId::OversightKinds], 2));
        assert_eq!(read.state(0), UnitState::Severe);
        assert_eq!(read.problems, [ProblemKind::TheoryPracticeGap]);
        assert!(UnitFigures::parse(&text.replace("\"version\": 1", "\"version\": 9")).is_err());
        assert!(UnitFigures::parse("[]").is_err());
    }
}
