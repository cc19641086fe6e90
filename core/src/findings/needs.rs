//! The registers that a rule is reckoned from: without one of them it has nothing to measure.

use crate::dossier::Register;
use crate::findings::RuleId;

impl RuleId {
    /// Returns the registers without which the rule measures nothing; an attendance register there
    /// always is.
    pub fn registers(self) -> &'static [Register] {
        match self {
            RuleId::OversightKinds
            | RuleId::SupervisionFrequency
            | RuleId::ExaminationTurnout
            | RuleId::ResultsUsed
            | RuleId::ProblemsClosed
            | RuleId::UniformScores
            | RuleId::ScoredRecords
            | RuleId::ResultsPassedOn => &[Register::Oversight],
            RuleId::PlanKept | RuleId::NumericTargets => &[Register::Plan],
            RuleId::SessionsReviewed
            | RuleId::QuarterSeminars
            | RuleId::LocalTopics
            | RuleId::SeminarShare
            | RuleId::JointSessions
            | RuleId::SpeakerCoverage
            | RuleId::LateRecords
            | RuleId::LeaderHosting
            | RuleId::SessionLength
            | RuleId::FormVariety
            | RuleId::FormBalance
            | RuleId::ExpertLectures
            | RuleId::DominantForm => &[Register::Sessions],
            RuleId::DutyTitles => &[Register::Essays, Register::Roster],
            RuleId::HollowTitles
            | RuleId::EssayBurst
            | RuleId::SingleDayEssays
            | RuleId::SubmissionLag
            | RuleId::IdenticalTitles
            | RuleId::ForeignPlaces
            | RuleId::GhostEssays
            | RuleId::ShortEssays
            | RuleId::MembersWithoutEssays => &[Register::Essays],
            RuleId::ResearchApplied => &[Register::Research],
            RuleId::AbsencesMadeUp
            | RuleId::StudyGap
            | RuleId::FallingAttendance
            | RuleId::ContradictedAttendance
            | RuleId::LeaderAbsences
            | RuleId::LeadersBehindMembers
            | RuleId::LeadersOnLeave => &[],
        }
    }
}
