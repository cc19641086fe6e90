//! Which findings the committee speaks of in its own document, and which stay with the office.
//!
//! A flagged indicator is no sentence yet. Those that say the same of one thing are one finding;
//! each finding has a rank, and the highest stand in the body: at most three a problem, eight in
//! all. Some never do: a suspicion has to be looked into first, and what is about the head of the
//! group or one person that everybody knows is no committee's self-criticism.
//!
//! ```text
//! rank = basis (study rules 3, local rule or the office's own 2, suggested 1)
//!      × severity (severe 2, else 1)
//!      × (1 + how far beyond the threshold, as a share of it, at most 1)
//!      × (½ where it is counted over fewer than five)
//! ```

use crate::findings::{Basis, Condition, Gravity, Indicator, ProblemKind, RuleId, Serves};
use crate::statistics::MIN_PERCENT_OF;

/// The most findings of one problem in the body.
pub const MAX_OF_PROBLEM: usize = 3;

/// Of so few persons everybody knows who is meant.
const FEW_PERSONS: u64 = 2;

/// So few sessions do not say how study is done.
const FEW_SESSIONS: usize = 3;

/// Where a finding is spoken of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// In the body, with its figure.
    Body,
    /// In the body by number alone: others weigh more.
    Counted,
    /// In the worksheet alone: somebody has to look into it, or it is about one person.
    Worksheet,
}

/// Flagged indicators of a problem that are one finding.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The problem that it shows.
    pub problem: ProblemKind,
    /// Its flagged indicators, in the order of the rules.
    pub rules: Vec<RuleId>,
    /// What it weighs.
    pub rank: f64,
    /// Where it is spoken of.
    pub standing: Standing,
}

impl RuleId {
    /// Returns the indicator that this one is spoken of together with: the first of its family.
    pub fn family(self) -> RuleId {
        match self {
            RuleId::SupervisionFrequency => RuleId::OversightKinds,
            RuleId::ScoredRecords | RuleId::ResultsPassedOn => RuleId::ResultsUsed,
            RuleId::FormVariety | RuleId::FormBalance | RuleId::ExpertLectures | RuleId::DominantForm => {
                RuleId::SeminarShare
            }
            RuleId::SingleDayEssays | RuleId::SubmissionLag => RuleId::EssayBurst,
            RuleId::HollowTitles => RuleId::DutyTitles,
            alone => alone,
        }
    }

    /// Returns whether somebody has to look before anything can be said.
    pub fn is_suspicion(self) -> bool {
        matches!(
            self,
            RuleId::IdenticalTitles
                | RuleId::ForeignPlaces
                | RuleId::GhostEssays
                | RuleId::ContradictedAttendance
                | RuleId::LateRecords
        )
    }

    /// Returns whether it is about the head of the group, alone or with the deputies.
    pub fn is_of_leaders(self) -> bool {
        matches!(
            self,
            RuleId::LeaderAbsences
                | RuleId::LeaderHosting
                | RuleId::LeadersBehindMembers
                | RuleId::LeadersOnLeave
        )
    }
}

impl Indicator {
    /// Returns whether somebody has to look before anything can be said: by the rule, or since only
    /// a second condition flags it that may be a slip of the pen.
    pub fn is_suspicion(&self) -> bool {
        let may_be_slip = |found| matches!(found, Condition::EarlyEssays(_) | Condition::AlikeLengths(_));
        self.rule.id.is_suspicion() || self.flagged_otherwise().is_some_and(may_be_slip)
    }

    /// Returns whether the committee's own document may speak of it.
    pub fn may_be_filed(&self) -> bool {
        let is_of_persons = matches!(self.rule.id, RuleId::SpeakerCoverage | RuleId::MembersWithoutEssays);
        let of = self.reading.as_ref().and_then(|reading| reading.of);
        let is_of_one = is_of_persons && of.is_some_and(|of| of <= FEW_PERSONS);
        !self.is_suspicion() && !self.rule.id.is_of_leaders() && !is_of_one
    }

    /// Returns whether there were sessions enough to say how study is done.
    pub fn is_of_enough(&self) -> bool {
        let is_of_forms = matches!(
            self.rule.id,
            RuleId::FormVariety | RuleId::FormBalance | RuleId::DominantForm | RuleId::ExpertLectures
        );
        let n_sessions = self.reading.as_ref().map_or(0, |reading| reading.origins.len());
        !is_of_forms || n_sessions > FEW_SESSIONS
    }

    /// Returns what it weighs among the flagged; nothing where it is not.
    pub fn rank(&self) -> Option<f64> {
        let reading = self.reading.as_ref().filter(|_| self.is_flagged())?;
        let basis = match self.limit.basis {
            Basis::Rules => 3.0,
            Basis::Local | Basis::Own => 2.0,
            Basis::Suggested => 1.0,
        };
        let severity = if self.gravity == Some(Gravity::Severe) { 2.0 } else { 1.0 };
        let threshold = self.limit.threshold;
        let margin = match self.flagged_otherwise() {
            Some(_) => 0.0,
            None if threshold == 0.0 => f64::from(u8::from(reading.value != 0.0)),
            None => ((reading.value - threshold).abs() / threshold.abs()).min(1.0),
        };
        let is_of_few = reading.of.is_some_and(|of| of < MIN_PERCENT_OF);
        Some(basis * severity * (1.0 + margin) * if is_of_few { 0.5 } else { 1.0 })
    }
}

/// Gathers the flagged indicators of problems into findings, the weightiest first, and says where
/// each is spoken of.
pub(super) fn rank(indicators: &[Indicator], room: usize) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    // Of one family only what may be filed is told together.
    let mut of_family: Vec<(RuleId, bool)> = Vec::new();
    for indicator in indicators {
        let (Some(rank), Serves::Problem(problem)) = (indicator.rank(), indicator.rule.serves) else {
            continue;
        };
        let id = indicator.rule.id;
        let family = (id.family(), indicator.may_be_filed());
        match of_family.iter().position(|one| *one == family) {
            Some(at) => {
                findings[at].rules.push(id);
                findings[at].rank = findings[at].rank.max(rank);
            }
            None => {
                let standing = if family.1 { Standing::Counted } else { Standing::Worksheet };
                of_family.push(family);
                findings.push(Finding { problem, rules: vec![id], rank, standing });
            }
        }
    }
    // The sort is stable: of two that weigh the same, the first rule's comes first.
    findings.sort_by(|a, b| b.rank.total_cmp(&a.rank));
    let mut n_of_problem = [0; ProblemKind::ALL.len()];
    let mut n_in_body = 0;
    for finding in findings.iter_mut().filter(|finding| finding.standing == Standing::Counted) {
        let n = &mut n_of_problem[finding.problem as usize];
        if *n < MAX_OF_PROBLEM && n_in_body < room {
            finding.standing = Standing::Body;
            *n += 1;
            n_in_body += 1;
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::limits::{MAX_IN_BODY, room};
    use crate::findings::{Flag, Limits, Reading, State};

    fn indicator(id: RuleId, value: f64, n: u64, of: u64) -> Indicator {
        let limit = Limits::default().of(id).clone();
        let reading =
            Reading { value, n: Some(n), of: Some(of), also: None, quotes: Vec::new(), origins: Vec::new() };
        let gravity = limit.gravity(&reading);
        let state = if gravity.is_some() { State::Flagged } else { State::Clear };
        Indicator { rule: id.rule(), limit, state, gravity, reading: Some(reading) }
    }

    #[test]
    fn a_rank_is_basis_severity_margin_and_number() {
        let check = |id, value, (n, of), expected: Option<f64>| {
            let rank = indicator(id, value, n, of).rank();
            let is_near = match (rank, expected) {
                (Some(rank), Some(expected)) => (rank - expected).abs() < 1e-9,
                (None, None) => true,
                _ => false,
            };
            assert!(is_near, "{id}: {rank:?}, not {expected:?}");
        };
        // The study rules themselves; severe; beyond nought.
        check(RuleId::QuarterSeminars, 2.0, (2, 5), Some(3.0 * 2.0 * 2.0));
        // A local rule, half of the threshold missing.
        check(RuleId::PlanKept, 0.45, (9, 20), Some(2.0 * 1.5));
        // Suggested, a quarter of the threshold missing, of four alone.
        check(RuleId::SeminarShare, 0.3, (3, 4), Some(1.25 * 0.5));
        check(RuleId::SeminarShare, 0.5, (3, 6), None);
        assert_eq!(Limits::default().of(RuleId::PlanKept).flag, Flag::Below);
    }

    #[test]
    fn what_says_the_same_is_one_finding_and_suspicions_stay_with_the_office() {
        let found = rank(
            &[
                indicator(RuleId::OversightKinds, 1.0, 1, 6),
                indicator(RuleId::SupervisionFrequency, 0.0, 0, 6),
                indicator(RuleId::EssayBurst, 0.9, 9, 10),
                indicator(RuleId::SingleDayEssays, 0.9, 9, 10),
                indicator(RuleId::GhostEssays, 2.0, 2, 10),
                indicator(RuleId::MembersWithoutEssays, 1.0, 1, 2),
                indicator(RuleId::LeaderAbsences, 3.0, 3, 6),
            ],
            MAX_IN_BODY,
        );
        let standing = |rule| {
            let mut findings = found.iter();
            findings.find(|finding| finding.rules.contains(&rule)).map(|finding| finding.standing)
        };
        assert_eq!(found[0].rules, [RuleId::EssayBurst, RuleId::SingleDayEssays]);
        assert_eq!(standing(RuleId::SupervisionFrequency), Some(Standing::Body));
        assert_eq!(standing(RuleId::GhostEssays), Some(Standing::Worksheet));
        assert_eq!(standing(RuleId::MembersWithoutEssays), Some(Standing::Worksheet));
        assert_eq!(standing(RuleId::LeaderAbsences), None);
        assert_eq!(found.len(), 4);
    }

    #[test]
    fn at_most_three_a_problem_and_eight_in_all() {
        let wrong: Vec<Indicator> = [
            (RuleId::OversightKinds, 1.0),
            (RuleId::SessionsReviewed, 0.1),
            (RuleId::ResultsUsed, 0.5),
            (RuleId::PlanKept, 0.5),
            (RuleId::LocalTopics, 0.2),
            (RuleId::SeminarShare, 0.2),
            (RuleId::JointSessions, 0.6),
            (RuleId::SpeakerCoverage, 0.2),
            (RuleId::EssayBurst, 0.5),
            (RuleId::ShortEssays, 3.0),
            (RuleId::UniformScores, 0.5),
            (RuleId::MembersWithoutEssays, 4.0),
        ]
        .map(|(id, value)| indicator(id, value, 5, 10))
        .into();
        let found = rank(&wrong, MAX_IN_BODY);
        let n = |standing| found.iter().filter(|finding| finding.standing == standing).count();
        assert_eq!((n(Standing::Body), n(Standing::Counted), n(Standing::Worksheet)), (8, 4, 0));
        for kind in ProblemKind::ALL {
            let of_kind = found.iter().filter(|f| f.problem == kind && f.standing == Standing::Body);
            assert!(of_kind.count() <= MAX_OF_PROBLEM);
        }
        assert!(found.windows(2).all(|pair| pair[0].rank >= pair[1].rank));
        let n_of =
            |length| rank(&wrong, room(length)).iter().filter(|one| one.standing == Standing::Body).count();
        assert_eq!([1500, 3000, 6000].map(n_of), [4, 8, 8]);
    }
}
