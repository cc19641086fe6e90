//! The problems that are asked about and their causes: what each indicator speaks for and what
//! explains it.

use crate::findings::RuleId;

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
    pub(super) fn explained_by(self) -> Option<CauseKind> {
        match self {
            RuleId::StudyGap | RuleId::QuarterSeminars | RuleId::FallingAttendance => {
                Some(CauseKind::WeakCommitment)
            }
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

/// What an indicator speaks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Serves {
    /// A problem.
    Problem(ProblemKind),
    /// A cause.
    Cause(CauseKind),
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
