//! What figures.json says of a unit: its exact figures, each with the words that the report prints.

use crate::document::format;
use crate::document::wording::{self, targets};
use crate::dossier::Dossier;
use crate::figures::{
    ActionFigure, CauseFigure, FIRST_DEFINITION, Figures, IndicatorFigure, MeasureFigure, ProblemFigure,
    Severity, State,
};
use crate::findings::{self, Action, Cause, Findings, Gravity, Indicator, Limits, Problem, RuleId};
use crate::origin::ranges;
use crate::statistics::{Measure, Statistics};

/// Gathers the figures.
pub fn figures(dossier: &Dossier, statistics: &Statistics, findings: &Findings, limits: &Limits) -> Figures {
    let mut figures = Figures::of(&dossier.unit, dossier.period);
    figures.measures = statistics.measures.iter().map(measure).collect();
    figures.indicators = findings.indicators.iter().map(|one| indicator(one, findings, dossier)).collect();
    figures.problems = findings.problems.iter().map(problem).collect();
    figures.causes = findings.causes.iter().map(cause).collect();
    figures.actions = findings.actions.iter().map(|taken| action(taken, findings, dossier, limits)).collect();
    figures
}

fn measure(measure: &Measure) -> MeasureFigure {
    MeasureFigure {
        key: measure.key.name().to_string(),
        value: measure.value,
        n: measure.n,
        of: measure.of,
        text: format::measure(measure).to_string(),
        cells: ranges(&measure.origins),
        definition: FIRST_DEFINITION,
    }
}

fn indicator(indicator: &Indicator, findings: &Findings, dossier: &Dossier) -> IndicatorFigure {
    let reading = indicator.reading.as_ref();
    IndicatorFigure {
        id: indicator.rule.id.to_string(),
        key: indicator.rule.id.key().to_string(),
        state: match indicator.state {
            findings::State::Flagged => State::Flagged,
            findings::State::Clear => State::Clear,
            findings::State::NoData => State::NoData,
        },
        severity: indicator.gravity.map(|gravity| match gravity {
            Gravity::Warning => Severity::Warning,
            Gravity::Severe => Severity::Severe,
        }),
        value: reading.map(|reading| reading.value),
        n: reading.and_then(|reading| reading.n),
        of: reading.and_then(|reading| reading.of),
        threshold: Some(indicator.limit.threshold),
        text: wording::indicators::indicator(indicator, dossier).to_string(),
        rank: indicator.rank().map(hundredths),
        in_body: indicator.is_flagged().then(|| findings.is_in_body(indicator.rule.id)),
        filed: indicator.is_flagged().then(|| findings.is_filed(indicator.rule.id)),
        cells: ranges(indicator.origins()),
        definition: FIRST_DEFINITION,
    }
}

/// Rounds a rank: it only orders.
fn hundredths(rank: f64) -> f64 {
    (rank * 100.0).round() / 100.0
}

fn problem(problem: &Problem) -> ProblemFigure {
    ProblemFigure { key: problem.kind.key().to_string(), indicators: owned(&problem.indicators) }
}

fn cause(cause: &Cause) -> CauseFigure {
    CauseFigure {
        key: cause.kind.key().to_string(),
        indicators: owned(&cause.indicators),
        explains: cause.explains.iter().map(|problem| problem.key().to_string()).collect(),
    }
}

fn action(action: &Action, findings: &Findings, dossier: &Dossier, limits: &Limits) -> ActionFigure {
    ActionFigure {
        key: action.measure.key.key().to_string(),
        answers: owned(&action.answers),
        owner: action.measure.owner.to_string(),
        due: Some(action.due),
        target: targets::target(action, dossier, limits).to_string(),
        filed: Some(action.answers.iter().any(|rule| findings.is_planned(*rule))),
    }
}

fn owned(ids: &[RuleId]) -> Vec<String> {
    ids.iter().map(ToString::to_string).collect()
}
