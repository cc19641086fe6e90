//! What the figures show: indicators, the problems they make up, causes, and measures.
//!
//! The rules are a table of functions; their thresholds stand in `rules.toml`, where an office
//! overrides them. A rule only measures; whether its value is flagged is decided here, in one
//! place, by comparing it with the threshold. Nothing is claimed that no cell supports: a rule
//! without data is silent, a cause without a problem that it explains is not named.

mod actions;
mod limits;
pub mod places;
pub mod planned;
pub mod previous;
mod rule_id;
pub mod rules;
pub mod score;
pub mod similarity;
pub mod topics;

pub use actions::{Action, Chapter, MEASURES, Measure, MeasureKey, due};
pub use limits::{Flag, Limit, Limits, LimitsError, Unit};
pub use rule_id::RuleId;
pub use rules::{Also, RULES, Reading, Rule};

use time::Date;

use crate::dossier::{Dossier, EssayKind};
use crate::findings::places::Home;
use crate::findings::planned::PlanCheck;
use crate::findings::previous::Comparison;
use crate::findings::similarity::Pair;
use crate::origin::Origin;
use crate::period::Period;
use crate::statistics::Statistics;

/// A problem that the next level asks about (question one to three of the half-year report).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ProblemKind {
    /// 督学、评学、考学制度难以落实.
    OversightNotEnforced,
    /// 理论联系实际结合点难找准.
    TheoryPracticeGap,
    /// 考学应付、突击赶写.
    PerfunctoryAssessment,
}

impl ProblemKind {
    /// All problems in their order in the report.
    pub const ALL: [ProblemKind; 3] = [
        ProblemKind::OversightNotEnforced,
        ProblemKind::TheoryPracticeGap,
        ProblemKind::PerfunctoryAssessment,
    ];

    /// Returns the published key.
    pub fn key(self) -> &'static str {
        match self {
            ProblemKind::OversightNotEnforced => "oversight-not-enforced",
            ProblemKind::TheoryPracticeGap => "theory-practice-gap",
            ProblemKind::PerfunctoryAssessment => "perfunctory-assessment",
        }
    }
}

/// A cause of problems.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CauseKind {
    /// 定位不准、重视不够.
    WeakCommitment,
    /// “软”任务没有硬指标.
    NoHardTargets,
    /// 资源不足、方式单一.
    ScarceResources,
}

impl CauseKind {
    /// All causes in their order in the report.
    pub const ALL: [CauseKind; 3] =
        [CauseKind::WeakCommitment, CauseKind::NoHardTargets, CauseKind::ScarceResources];

    /// Returns the published key.
    pub fn key(self) -> &'static str {
        match self {
            CauseKind::WeakCommitment => "weak-commitment",
            CauseKind::NoHardTargets => "no-hard-targets",
            CauseKind::ScarceResources => "scarce-resources",
        }
    }
}

impl RuleId {
    /// Returns the cause that explains why this indicator is out of bounds.
    fn explained_by(self) -> Option<CauseKind> {
        match self {
            RuleId::StudyGap | RuleId::FallingAttendance => Some(CauseKind::WeakCommitment),
            RuleId::ExaminationTurnout
            | RuleId::ResultsUsed
            | RuleId::EssayBurst
            | RuleId::SingleDayEssays
            | RuleId::SubmissionLag
            | RuleId::IdenticalTitles
            | RuleId::ForeignPlaces
            | RuleId::GhostEssays
            | RuleId::ShortEssays
            | RuleId::ContradictedAttendance
            | RuleId::UniformScores
            | RuleId::MembersWithoutEssays
            | RuleId::LateRecords => Some(CauseKind::NoHardTargets),
            RuleId::SeminarShare | RuleId::SpeakerCoverage => Some(CauseKind::ScarceResources),
            RuleId::OversightKinds
            | RuleId::SupervisionFrequency
            | RuleId::SessionsReviewed
            | RuleId::PlanKept
            | RuleId::AbsencesMadeUp
            | RuleId::ProblemsClosed
            | RuleId::LocalTopics
            | RuleId::JointSessions
            | RuleId::DutyTitles
            | RuleId::HollowTitles
            | RuleId::ResearchApplied
            | RuleId::LeaderAbsences
            | RuleId::LeaderHosting
            | RuleId::LeadersBehindMembers
            | RuleId::SessionLength
            | RuleId::LeadersOnLeave
            | RuleId::NumericTargets
            | RuleId::ScoredRecords
            | RuleId::ResultsPassedOn
            | RuleId::FormVariety
            | RuleId::FormBalance
            | RuleId::ExpertLectures
            | RuleId::DominantForm => None,
        }
    }
}

impl Rule {
    /// Returns whether this rule, out of bounds, speaks for the cause: those of the cause do, and
    /// of the problems' rules two more.
    fn speaks_for(&self, cause: CauseKind) -> bool {
        match self.serves {
            Serves::Cause(kind) => kind == cause,
            Serves::Problem(_) => matches!(
                (self.id, cause),
                (RuleId::JointSessions, CauseKind::WeakCommitment)
                    | (RuleId::ResultsUsed, CauseKind::NoHardTargets)
            ),
        }
    }
}

/// What an indicator speaks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Serves {
    /// A problem.
    Problem(ProblemKind),
    /// A cause.
    Cause(CauseKind),
}

/// Whether an indicator is out of bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Out of bounds.
    Flagged,
    /// Within bounds.
    Clear,
    /// Its register or column is missing, or there is nothing to measure.
    NoData,
}

/// How far out of bounds a flagged indicator is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gravity {
    /// Out of bounds.
    Warning,
    /// Far out of bounds.
    Severe,
}

/// A measured rule.
#[derive(Debug, Clone)]
pub struct Indicator {
    /// The rule.
    pub rule: &'static Rule,
    /// The threshold it was compared with.
    pub limit: Limit,
    /// Whether it is out of bounds.
    pub state: State,
    /// How far, where it is flagged.
    pub gravity: Option<Gravity>,
    /// What was measured; absent without data.
    pub reading: Option<Reading>,
}

impl Indicator {
    /// Returns whether it is flagged.
    pub fn is_flagged(&self) -> bool {
        self.state == State::Flagged
    }

    /// Returns what a second condition found, where that and not the threshold flags it.
    pub fn flagged_otherwise(&self) -> Option<&str> {
        let reading = self.reading.as_ref()?;
        match &reading.also {
            Some(Also::Flags(found)) if !self.limit.is_exceeded_by(reading.value) => Some(found),
            _ => None,
        }
    }

    /// Returns the cells it was measured from.
    pub fn origins(&self) -> &[Origin] {
        self.reading.as_ref().map_or(&[], |reading| &reading.origins)
    }
}

/// A problem with the flagged indicators that show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Which problem.
    pub kind: ProblemKind,
    /// Its flagged indicators.
    pub indicators: Vec<RuleId>,
}

impl Problem {
    /// Returns whether one indicator alone shows it: a weak spot, not a tendency.
    pub fn is_weak_spot(&self) -> bool {
        self.indicators.len() == 1
    }
}

/// A cause that the figures support.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cause {
    /// Which cause.
    pub kind: CauseKind,
    /// The flagged indicators that speak for it.
    pub indicators: Vec<RuleId>,
    /// The found problems that it explains.
    pub explains: Vec<ProblemKind>,
}

/// What the figures of one unit show.
#[derive(Debug, Clone)]
pub struct Findings {
    /// All rules, measured, in the order of [`RULES`].
    pub indicators: Vec<Indicator>,
    /// The problems found, in report order.
    pub problems: Vec<Problem>,
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

    /// Returns the flagged indicators.
    pub fn flagged(&self) -> impl Iterator<Item = &Indicator> {
        self.indicators.iter().filter(|indicator| indicator.is_flagged())
    }
}

/// What ties a text to an office's own place.
#[derive(Debug, Clone, Default)]
pub struct Local<'a> {
    /// Local topics: place, industries, the year's tasks.
    pub keywords: &'a [String],
    /// Where the office is.
    pub home: Home<'a>,
}

impl<'a> Local<'a> {
    /// Gathers the office's topics, and where it is by the names of the office and those above it.
    pub fn new(offices: &[&'a str], keywords: &'a [String]) -> Local<'a> {
        Local { keywords, home: Home::new(offices, keywords) }
    }
}

/// What a rule looks at.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    /// The records.
    pub dossier: &'a Dossier,
    /// The figures.
    pub statistics: &'a Statistics,
    /// What ties a text to the office's own place.
    pub local: &'a Local<'a>,
    /// Essays whose texts share much, as positions in the dossier's list.
    pub similar: &'a [Pair],
}

/// Finds what a unit's figures show.
pub fn find(dossier: &Dossier, statistics: &Statistics, local: &Local<'_>, limits: &Limits) -> Findings {
    let similar = similar_essays(dossier);
    let case = Case { dossier, statistics, local, similar: &similar };
    // 1. Measure every rule and compare it with its threshold.
    let indicators: Vec<Indicator> = RULES.iter().map(|rule| weigh(rule, &case, limits)).collect();
    // 2. Gather the flagged ones into problems.
    let problems = problems(&indicators);
    // 3. Name a cause only where it has evidence of its own and explains a problem found.
    let causes = causes(&indicators);
    // 4. Answer every flagged indicator with at least one measure.
    let actions = actions::answer(&indicators, dossier.period);
    Findings { indicators, problems, causes, actions, similar, previous: None, plan: planned::check(dossier) }
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
    let reading = (rule.read)(case).filter(|reading| reading.value.is_finite());
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
