//! figures.json: every figure of a report, exact, with its cells, for other programs.
//!
//! The shape is published: keys are added, never renamed.

use serde::Serialize;

use crate::document::format;
use crate::document::wording::{self, measures};
use crate::dossier::Dossier;
use crate::findings::{Findings, Gravity, Limits, RuleId, State};
use crate::origin::ranges;
use crate::statistics::Statistics;

/// All figures of one report.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Figures {
    version: u32,
    unit: String,
    period: String,
    measures: Vec<MeasureFigure>,
    indicators: Vec<IndicatorFigure>,
    problems: Vec<ProblemFigure>,
    causes: Vec<CauseFigure>,
    actions: Vec<ActionFigure>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct MeasureFigure {
    key: &'static str,
    value: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    n: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    of: Option<u64>,
    text: String,
    cells: Vec<String>,
    #[serde(skip_serializing_if = "is_first")]
    definition: u32,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct IndicatorFigure {
    id: RuleId,
    key: &'static str,
    state: &'static str,
    severity: Option<&'static str>,
    value: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    n: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    of: Option<u64>,
    threshold: f64,
    text: String,
    cells: Vec<String>,
    #[serde(skip_serializing_if = "is_first")]
    definition: u32,
}

/// The first definition of a figure goes without saying.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde wants a reference")]
fn is_first(definition: &u32) -> bool {
    *definition == 1
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct ProblemFigure {
    key: &'static str,
    indicators: Vec<RuleId>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct CauseFigure {
    key: &'static str,
    indicators: Vec<RuleId>,
    explains: Vec<&'static str>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct ActionFigure {
    key: &'static str,
    answers: Vec<RuleId>,
    owner: &'static str,
    due: String,
    target: String,
}

impl Figures {
    /// Gathers the figures.
    pub fn new(dossier: &Dossier, statistics: &Statistics, findings: &Findings, limits: &Limits) -> Figures {
        let measures = statistics.measures.iter().map(|measure| MeasureFigure {
            key: measure.key.name(),
            value: measure.value,
            n: measure.n,
            of: measure.of,
            text: format::measure(measure),
            cells: ranges(&measure.origins),
            definition: measure.key.definition(),
        });
        let indicators = findings.indicators.iter().map(|indicator| {
            let reading = indicator.reading.as_ref();
            IndicatorFigure {
                id: indicator.rule.id,
                key: indicator.rule.id.key(),
                state: match indicator.state {
                    State::Flagged => "flagged",
                    State::Clear => "clear",
                    State::NoData => "no-data",
                },
                severity: indicator.gravity.map(|gravity| match gravity {
                    Gravity::Warning => "warning",
                    Gravity::Severe => "severe",
                }),
                value: reading.map(|reading| reading.value),
                n: reading.and_then(|reading| reading.n),
                of: reading.and_then(|reading| reading.of),
                threshold: indicator.limit.threshold,
                text: wording::indicator(indicator),
                cells: ranges(indicator.origins()),
                definition: indicator.rule.definition(),
            }
        });
        let problems = findings
            .problems
            .iter()
            .map(|problem| ProblemFigure { key: problem.kind.key(), indicators: problem.indicators.clone() });
        let causes = findings.causes.iter().map(|cause| CauseFigure {
            key: cause.kind.key(),
            indicators: cause.indicators.clone(),
            explains: cause.explains.iter().map(|problem| problem.key()).collect(),
        });
        let actions = findings.actions.iter().map(|action| ActionFigure {
            key: action.measure.key.key(),
            answers: action.answers.clone(),
            owner: action.measure.owner,
            due: action.due.to_string(),
            target: measures::target(action.measure, limits),
        });
        Figures {
            version: 1,
            unit: dossier.unit.clone(),
            period: dossier.period.to_string(),
            measures: measures.collect(),
            indicators: indicators.collect(),
            problems: problems.collect(),
            causes: causes.collect(),
            actions: actions.collect(),
        }
    }

    /// Returns the file's text: indented JSON with a final line break.
    pub fn to_json(&self) -> String {
        let text = serde_json::to_string_pretty(self).expect("figures are finite numbers and text");
        text + "\n"
    }
}
