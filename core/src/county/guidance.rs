//! The county's own plan for guiding its units (一级抓一级): measures in proportion to what is flagged.
//!
//! Every indicator is answered by exactly one measure; a measure is planned where some unit has
//! one of its indicators out of bounds, and how far it reaches follows from how many units do.

use std::collections::BTreeSet;

use time::Date;

use crate::county::{Likeness, Survey};
use crate::findings::{RuleId, due};
use crate::keyed::keyed;

keyed! {
    /// A measure of the county, in the order of the plan.
    CountyMeasureKey {
        /// 补齐报送.
        FileReturns = "file-returns",
        /// 列席旁听和督学.
        SitIn = "sit-in",
        /// 评学考学见结果.
        UseResults = "use-results",
        /// 压实组长责任.
        LeadersFirst = "leaders-first",
        /// 审核学习计划.
        ReviewPlans = "review-plans",
        /// 指导选题和调研.
        LocalTopics = "local-topics",
        /// 送学到单位.
        SendLecturers = "send-lecturers",
        /// 抽查学习成果.
        CheckEssays = "check-essays",
    }
}

/// A measure of the county's library.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CountyMeasure {
    /// Which measure it is, with its published key.
    pub key: CountyMeasureKey,
    /// Who is responsible, as an office, never as a person.
    pub owner: &'static str,
    /// The month of the next period, from 1, at whose end it is due.
    pub due_month: u8,
}

/// The measures, in the order of the plan.
pub const COUNTY_MEASURES: [CountyMeasure; CountyMeasureKey::ALL.len()] = [
    // What was not filed comes first: without it nothing else can be judged.
    CountyMeasure { key: CountyMeasureKey::FileReturns, owner: "理论学习主管科室", due_month: 1 },
    CountyMeasure { key: CountyMeasureKey::SitIn, owner: "分管负责同志", due_month: 6 },
    CountyMeasure { key: CountyMeasureKey::UseResults, owner: "理论学习主管科室", due_month: 3 },
    CountyMeasure { key: CountyMeasureKey::LeadersFirst, owner: "主要负责同志", due_month: 2 },
    CountyMeasure { key: CountyMeasureKey::ReviewPlans, owner: "理论学习主管科室", due_month: 1 },
    CountyMeasure { key: CountyMeasureKey::LocalTopics, owner: "分管负责同志", due_month: 2 },
    CountyMeasure { key: CountyMeasureKey::SendLecturers, owner: "理论宣讲组织单位", due_month: 6 },
    CountyMeasure { key: CountyMeasureKey::CheckEssays, owner: "理论学习主管科室", due_month: 3 },
];

/// Every measure stands where its key says.
const _: () = {
    let mut at = 0;
    while at < COUNTY_MEASURES.len() {
        assert!(COUNTY_MEASURES[at].key as usize == at, "COUNTY_MEASURES has the order of its keys");
        at += 1;
    }
};

/// Returns the county's measure that answers an indicator out of bounds.
fn answered_by(rule: RuleId) -> CountyMeasureKey {
    match rule {
        RuleId::OversightKinds
        | RuleId::SupervisionFrequency
        | RuleId::SessionsReviewed
        | RuleId::ProblemsClosed
        | RuleId::StudyGap => CountyMeasureKey::SitIn,
        RuleId::ExaminationTurnout
        | RuleId::ResultsUsed
        | RuleId::UniformScores
        | RuleId::ScoredRecords
        | RuleId::ResultsPassedOn => CountyMeasureKey::UseResults,
        RuleId::AbsencesMadeUp
        | RuleId::FallingAttendance
        | RuleId::ContradictedAttendance
        | RuleId::LeaderAbsences
        | RuleId::LeaderHosting
        | RuleId::LeadersBehindMembers
        | RuleId::LeadersOnLeave => CountyMeasureKey::LeadersFirst,
        RuleId::PlanKept | RuleId::QuarterSeminars | RuleId::JointSessions | RuleId::NumericTargets => {
            CountyMeasureKey::ReviewPlans
        }
        RuleId::LocalTopics
        | RuleId::SeminarShare
        | RuleId::DutyTitles
        | RuleId::HollowTitles
        | RuleId::ResearchApplied => CountyMeasureKey::LocalTopics,
        RuleId::SpeakerCoverage
        | RuleId::SessionLength
        | RuleId::FormVariety
        | RuleId::FormBalance
        | RuleId::ExpertLectures
        | RuleId::DominantForm => CountyMeasureKey::SendLecturers,
        RuleId::EssayBurst
        | RuleId::SingleDayEssays
        | RuleId::SubmissionLag
        | RuleId::IdenticalTitles
        | RuleId::ForeignPlaces
        | RuleId::GhostEssays
        | RuleId::ShortEssays
        | RuleId::MembersWithoutEssays
        | RuleId::LateRecords => CountyMeasureKey::CheckEssays,
    }
}

/// How far a measure reaches, by the share of units it concerns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// At most two units, or one in ten: each by itself (个别).
    Each,
    /// At most half: by areas (部分).
    Area,
    /// More than half: all together (多数).
    All,
}

/// A measure planned for the units concerned.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// The measure.
    pub measure: &'static CountyMeasure,
    /// The flagged indicators that it answers; empty for returns not filed.
    pub answers: Vec<RuleId>,
    /// The names of the units concerned, in the order of their folders.
    pub units: Vec<String>,
    /// How far it reaches.
    pub reach: Reach,
    /// The day by which it is to be done.
    pub due: Date,
}

/// Returns the measures that the survey asks for, in the order of the plan, due as a report of
/// the date plans them.
pub fn steps(survey: &Survey, date: Date) -> Vec<Step> {
    COUNTY_MEASURES.iter().filter_map(|measure| step(survey, measure, date)).collect()
}

fn step(survey: &Survey, measure: &'static CountyMeasure, date: Date) -> Option<Step> {
    let flagged: Vec<_> =
        survey.flagged().filter(|tally| answered_by(tally.rule.id) == measure.key).collect();
    let answers: Vec<RuleId> = flagged.iter().map(|tally| tally.rule.id).collect();
    let files_returns = measure.key == CountyMeasureKey::FileReturns;
    let units: Vec<String> = if files_returns {
        let others = survey.others.iter().map(|(unit, _)| unit.clone());
        survey.missing.iter().map(|missing| missing.unit.clone()).chain(others).collect()
    } else {
        let mut at: BTreeSet<usize> =
            flagged.iter().flat_map(|tally| tally.flagged.iter().copied()).collect();
        // Who is suspected to have copied from another unit is looked at as well.
        if measure.key == CountyMeasureKey::CheckEssays {
            at.extend(survey.likenesses.iter().flat_map(Likeness::units));
        }
        at.into_iter().map(|at| survey.units[at].unit.clone()).collect()
    };
    if units.is_empty() {
        return None;
    }
    let of = if files_returns { survey.n_units() } else { survey.units.len() };
    Some(Step {
        measure,
        answers,
        reach: reach(units.len(), of),
        units,
        due: due(survey.period, measure.due_month, date),
    })
}

fn reach(n: usize, of: usize) -> Reach {
    if n <= 2 || n * 10 <= of {
        Reach::Each
    } else if n * 2 <= of {
        Reach::Area
    } else {
        Reach::All
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::county::figures::tests::unit;
    use crate::county::{Missing, Returns};
    use crate::period::parse_iso_date;

    #[test]
    fn every_measure_but_that_of_returns_answers_some_rule() {
        for key in CountyMeasureKey::ALL {
            let answers = RuleId::ALL.into_iter().any(|rule| answered_by(rule) == key);
            assert_eq!(answers, key != CountyMeasureKey::FileReturns, "{}", key.key());
        }
    }

    #[test]
    fn measures_follow_from_what_is_flagged_and_reach_as_far() {
        let mut units: Vec<_> =
            (0..10).map(|i| unit(&format!("{i}镇"), &[], &[], &[RuleId::ResultsUsed])).collect();
        units[3] = unit("3镇", &[], &[], &[RuleId::EssayBurst]);
        let missing =
            vec![Missing { unit: "丁镇".into(), reason: "没有考勤表".into(), is_empty: false }];
        let returns = Returns { units, missing, ..Returns::default() };
        let survey = Survey::new("县", None, returns).expect("there are units");
        let out_of = |date: &str| steps(&survey, parse_iso_date(date).expect("a date"));
        let steps = out_of("2020-07-01");
        let shown: Vec<(&str, usize, Reach)> =
            steps.iter().map(|step| (step.measure.key.key(), step.units.len(), step.reach)).collect();
        assert_eq!(
            shown,
            [
                ("file-returns", 1, Reach::Each),
                ("use-results", 9, Reach::All),
                ("check-essays", 1, Reach::Each)
            ]
        );
        assert_eq!(steps[2].units, ["3镇"]);
        let due_first = |date: &str| out_of(date)[0].due.to_string();
        assert_eq!(due_first("2020-07-01"), "2020-07-31");
        // Nothing is due before the report is out.
        assert_eq!(due_first("2020-09-01"), "2020-09-30");
        assert_eq!(due_first("2021-02-01"), "2020-12-31");
    }
}
