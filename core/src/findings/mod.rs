//! What the figures show: indicators, the problems they make up, causes, and measures.
//!
//! The rules are a table of functions; their thresholds stand in `rules.toml`, where an office
//! overrides them. A rule only measures; whether its value is flagged is decided here, in one
//! place, by comparing it with the threshold. Nothing is claimed that no cell supports: a rule
//! without data is silent, a cause without a problem that it explains is not named.

mod actions;
pub mod halves;
mod indicator;
mod limits;
mod needs;
pub mod owed;
pub mod places;
pub mod planned;
pub mod previous;
mod problem;
mod ranking;
mod reading;
mod reviews;
mod rule;
mod rule_id;
pub mod rules;
pub mod score;
pub(crate) mod scores;
pub mod similarity;
pub mod topics;

pub use actions::{Action, MEASURES, Measure, MeasureKey, due};
pub use indicator::{Indicator, State};
pub use limits::{Basis, Flag, Gravity, Limit, Limits, LimitsError, Unit};
pub use problem::{Cause, CauseKind, Problem, ProblemKind, Serves};
pub use ranking::{Finding, Standing};
pub use reading::{Also, Condition, Reading};
pub use rule::{Case, Local, Rule};
pub use rule_id::RuleId;
pub use rules::RULES;

use time::Date;

use crate::dossier::{Dossier, EssayKind};
use crate::findings::planned::PlanCheck;
use crate::findings::previous::Comparison;
use crate::findings::similarity::Pair;
use crate::period::Period;
use crate::statistics::Statistics;

/// What the figures of one unit show.
#[derive(Debug, Clone)]
pub struct Findings {
    /// All rules, measured, in the order of [`RULES`].
    pub indicators: Vec<Indicator>,
    /// The problems found, in report order.
    pub problems: Vec<Problem>,
    /// What the problems consist of, the weightiest first, and where each is spoken of.
    pub ranked: Vec<Finding>,
    /// The causes supported, in report order.
    pub causes: Vec<Cause>,
    /// The measures that answer the flagged indicators, in report order.
    pub actions: Vec<Action>,
    /// Essays whose texts share much, as positions in the dossier's list.
    pub similar: Vec<Pair>,
    /// What became of the period before, where its figures are known.
    pub previous: Option<Comparison>,
    /// What the plan of the next period leaves open; absent without a plan.
    pub plan: Option<PlanCheck>,
}

impl Findings {
    /// Returns what a rule measured.
    pub fn indicator(&self, id: RuleId) -> &Indicator {
        let of_rule = self.indicators.iter().find(|indicator| indicator.rule.id == id);
        of_rule.expect("every rule is measured")
    }

    /// Sets by when the measures are to be done, as a document of the date plans them.
    pub fn plan_from(&mut self, period: Period, date: Date) {
        for action in &mut self.actions {
            action.due = due(period, action.measure.due_month, date);
        }
    }

    /// Returns the finding that a flagged indicator of a problem is part of.
    pub fn finding_of(&self, rule: RuleId) -> Option<&Finding> {
        self.ranked.iter().find(|finding| finding.rules.contains(&rule))
    }

    /// Returns the findings of a problem that stand in the body, the weightiest first.
    pub fn in_body(&self, kind: ProblemKind) -> impl Iterator<Item = &Finding> {
        self.ranked.iter().filter(move |f| f.problem == kind && f.standing == Standing::Body)
    }

    /// Returns whether the body tells a flagged indicator: as a problem, or for a cause.
    pub fn is_in_body(&self, rule: RuleId) -> bool {
        let is_told = self.finding_of(rule).is_some_and(|finding| finding.standing == Standing::Body);
        is_told || self.causes_in_body().any(|cause| cause.indicators.contains(&rule))
    }

    /// Returns whether the document speaks of a flagged indicator, by itself or among the others
    /// that it counts.
    pub fn is_filed(&self, rule: RuleId) -> bool {
        let is_counted = self.finding_of(rule).is_some_and(|finding| finding.standing == Standing::Counted);
        is_counted || self.is_in_body(rule)
    }

    /// Returns whether the document's plan answers a flagged indicator: all but those that stay with
    /// the office, and what too few sessions show.
    pub fn is_planned(&self, rule: RuleId) -> bool {
        let stays = self.finding_of(rule).is_some_and(|finding| finding.standing == Standing::Worksheet);
        let indicator = self.indicator(rule);
        indicator.may_be_filed() && indicator.is_of_enough() && !stays
    }

    /// Returns the causes that the body names: of problems that stand in it, and by indicators that
    /// the committee's own document may speak of.
    pub fn causes_in_body(&self) -> impl Iterator<Item = Cause> {
        self.causes.iter().filter_map(|cause| {
            let may_stand = |id: &RuleId| {
                let indicator = self.indicator(*id);
                indicator.may_be_filed() && indicator.is_of_enough()
            };
            let indicators: Vec<RuleId> = cause.indicators.iter().copied().filter(may_stand).collect();
            let explained = |kind: &ProblemKind| {
                self.in_body(*kind)
                    .flat_map(|finding| &finding.rules)
                    .any(|rule| rule.explained_by() == Some(cause.kind))
            };
            let explains: Vec<ProblemKind> = cause.explains.iter().copied().filter(explained).collect();
            let stands = !indicators.is_empty() && !explains.is_empty();
            stands.then_some(Cause { kind: cause.kind, indicators, explains })
        })
    }

    /// Returns the flagged indicators.
    pub fn flagged(&self) -> impl Iterator<Item = &Indicator> {
        self.indicators.iter().filter(|indicator| indicator.is_flagged())
    }
}

/// Finds what a unit's figures show.
pub fn find(dossier: &Dossier, statistics: &Statistics, local: &Local<'_>, limits: &Limits) -> Findings {
    let similar = similar_essays(dossier);
    let case = Case { dossier, statistics, local, similar: &similar };
    // 1. Measure every rule and compare it with its threshold.
    let indicators: Vec<Indicator> = RULES.iter().map(|rule| weigh(rule, &case, limits)).collect();
    // 2. Gather the flagged ones into problems.
    let problems = problems(&indicators);
    let ranked = ranking::rank(&indicators, limits.room());
    // 3. Name a cause only where it has evidence of its own and explains a problem found.
    let causes = causes(&indicators);
    // 4. Answer every flagged indicator with at least one measure.
    let actions = actions::answer(&indicators, dossier.period);
    let plan = planned::check(dossier);
    Findings { indicators, problems, ranked, causes, actions, similar, previous: None, plan }
}

/// Compares the texts of essays and articles, where there are texts.
fn similar_essays(dossier: &Dossier) -> Vec<Pair> {
    let with_text =
        |at: &usize| dossier.essays[*at].kind != EssayKind::Report && dossier.essays[*at].text.is_some();
    let positions: Vec<usize> = (0..dossier.essays.len()).filter(with_text).collect();
    let texts: Vec<&str> = positions.iter().filter_map(|at| dossier.essays[*at].text.as_deref()).collect();
    let in_dossier =
        |pair: Pair| Pair { left: positions[pair.left], right: positions[pair.right], score: pair.score };
    similarity::compare(&texts).into_iter().map(in_dossier).collect()
}

/// Measures one rule and compares it with its threshold.
fn weigh(rule: &'static Rule, case: &Case<'_>, limits: &Limits) -> Indicator {
    let limit = limits.of(rule.id).clone();
    // What is switched off is not even measured, so that nothing speaks of it.
    let reading = if limit.is_off { None } else { (rule.read)(case) };
    let reading = reading.filter(|reading| reading.value.is_finite());
    let (state, gravity) = match &reading {
        None => (State::NoData, None),
        Some(reading) => match limit.gravity(reading) {
            Some(gravity) => (State::Flagged, Some(gravity)),
            None => (State::Clear, None),
        },
    };
    Indicator { rule, limit, state, gravity, reading }
}

fn problems(indicators: &[Indicator]) -> Vec<Problem> {
    let problem = |kind: ProblemKind| {
        let flagged = indicators.iter().filter(|i| i.is_flagged() && i.rule.serves == Serves::Problem(kind));
        let indicators: Vec<RuleId> = flagged.map(|i| i.rule.id).collect();
        (!indicators.is_empty()).then_some(Problem { kind, indicators })
    };
    ProblemKind::ALL.into_iter().filter_map(problem).collect()
}

fn causes(indicators: &[Indicator]) -> Vec<Cause> {
    let flagged = || indicators.iter().filter(|indicator| indicator.is_flagged());
    let cause = |kind: CauseKind| {
        let own: Vec<RuleId> = flagged().filter(|i| i.rule.speaks_for(kind)).map(|i| i.rule.id).collect();
        let mut explains: Vec<ProblemKind> = flagged()
            .filter(|i| i.rule.id.explained_by() == Some(kind))
            .filter_map(|i| match i.rule.serves {
                Serves::Problem(problem) => Some(problem),
                Serves::Cause(_) => None,
            })
            .collect();
        explains.dedup();
        let supported = !own.is_empty() && !explains.is_empty();
        supported.then_some(Cause { kind, indicators: own, explains })
    };
    CauseKind::ALL.into_iter().filter_map(cause).collect()
}
