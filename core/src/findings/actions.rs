//! The measures planned for the next period: each flagged indicator is answered by one.

use time::{Date, Duration};

use crate::findings::{Indicator, RuleId};
use crate::keyed::keyed;
use crate::period::{Part, Period, last_of_month};

keyed! {
    /// A measure of the library, in the order of the plan.
    MeasureKey {
        /// 落实内容、时间、人员.
        ThreeSettled = "three-settled",
        /// 健全学习档案.
        StudyArchive = "study-archive",
        /// 补学到人到次.
        MakeUpStudy = "make-up-study",
        /// 提高集中学习质量.
        BetterSessions = "better-sessions",
        /// 用好督学考学结果.
        ResultsCount = "results-count",
        /// 按季制定并执行计划.
        QuarterlyPlan = "quarterly-plan",
        /// 丰富学习形式.
        VariedForms = "varied-forms",
        /// 逐级指导督促.
        LevelByLevel = "level-by-level",
        /// 推动问题整改闭环.
        CloseProblems = "close-problems",
        /// 抓实调研课题.
        ResearchTopics = "research-topics",
        /// 写好心得体会和文章.
        TheoryArticles = "theory-articles",
    }
}

impl RuleId {
    /// Returns the measure that answers this indicator, out of bounds.
    pub fn answered_by(self) -> MeasureKey {
        match self {
            RuleId::ExaminationTurnout | RuleId::JointSessions | RuleId::FallingAttendance => {
                MeasureKey::ThreeSettled
            }
            RuleId::EssayBurst
            | RuleId::SingleDayEssays
            | RuleId::SubmissionLag
            | RuleId::IdenticalTitles
            | RuleId::ForeignPlaces
            | RuleId::GhostEssays
            | RuleId::ShortEssays
            | RuleId::ContradictedAttendance => MeasureKey::StudyArchive,
            RuleId::AbsencesMadeUp => MeasureKey::MakeUpStudy,
            RuleId::SessionsReviewed | RuleId::SeminarShare | RuleId::LateRecords | RuleId::SessionLength => {
                MeasureKey::BetterSessions
            }
            RuleId::ResultsUsed
            | RuleId::UniformScores
            | RuleId::LeaderAbsences
            | RuleId::LeaderHosting
            | RuleId::LeadersBehindMembers
            | RuleId::LeadersOnLeave
            | RuleId::ScoredRecords
            | RuleId::ResultsPassedOn => MeasureKey::ResultsCount,
            RuleId::PlanKept
            | RuleId::StudyGap
            | RuleId::QuarterSeminars
            | RuleId::LocalTopics
            | RuleId::NumericTargets => MeasureKey::QuarterlyPlan,
            RuleId::SpeakerCoverage
            | RuleId::FormVariety
            | RuleId::FormBalance
            | RuleId::ExpertLectures
            | RuleId::DominantForm => MeasureKey::VariedForms,
            RuleId::OversightKinds | RuleId::SupervisionFrequency => MeasureKey::LevelByLevel,
            RuleId::ProblemsClosed => MeasureKey::CloseProblems,
            RuleId::ResearchApplied => MeasureKey::ResearchTopics,
            RuleId::DutyTitles | RuleId::HollowTitles | RuleId::MembersWithoutEssays => {
                MeasureKey::TheoryArticles
            }
        }
    }
}

/// A measure of the library, to be planned when an indicator asks for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Measure {
    /// Which measure it is, with its published key.
    pub key: MeasureKey,
    /// Who is responsible, as an office, never as a person.
    pub owner: &'static str,
    /// The month of the next half-year, from 1, at whose end it is due; what is kept to all the time
    /// is due with its last.
    pub due_month: u8,
}

/// The measures, in the order of the plan (domain notes §5: A1–A4, B1–B2, C1–C3).
pub const MEASURES: [Measure; MeasureKey::ALL.len()] = [
    Measure { key: MeasureKey::ThreeSettled, owner: "学习秘书", due_month: 6 },
    Measure { key: MeasureKey::StudyArchive, owner: "学习秘书", due_month: 2 },
    Measure { key: MeasureKey::MakeUpStudy, owner: "学习秘书", due_month: 2 },
    Measure { key: MeasureKey::BetterSessions, owner: "学习秘书", due_month: 3 },
    Measure { key: MeasureKey::ResultsCount, owner: "组长", due_month: 3 },
    Measure { key: MeasureKey::QuarterlyPlan, owner: "组长", due_month: 6 },
    Measure { key: MeasureKey::VariedForms, owner: "宣传委员", due_month: 6 },
    Measure { key: MeasureKey::LevelByLevel, owner: "宣传委员", due_month: 6 },
    Measure { key: MeasureKey::CloseProblems, owner: "宣传委员", due_month: 3 },
    Measure { key: MeasureKey::ResearchTopics, owner: "各课题负责人", due_month: 6 },
    Measure { key: MeasureKey::TheoryArticles, owner: "中心组各成员", due_month: 5 },
];

/// Every measure stands where its key says.
const _: () = {
    let mut at = 0;
    while at < MEASURES.len() {
        assert!(MEASURES[at].key as usize == at, "MEASURES has the order of MeasureKey");
        at += 1;
    }
};

/// A measure planned for one unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    /// The measure.
    pub measure: &'static Measure,
    /// The flagged indicators that it answers.
    pub answers: Vec<RuleId>,
    /// The day by which it is to be done.
    pub due: Date,
}

/// The month of a half-year from which something is due late in it.
const LATE_MONTH: u8 = 5;
const MONTHS_OF_HALF: u8 = 6;
/// The fewest days from the document's own date to the day by which something is to be done.
const MIN_DAYS: i64 = 15;

/// Returns the measures that the flagged indicators ask for, in plan order.
pub(super) fn answer(indicators: &[Indicator], period: Period) -> Vec<Action> {
    let flagged: Vec<RuleId> =
        indicators.iter().filter(|indicator| indicator.is_flagged()).map(|i| i.rule.id).collect();
    let action = |measure: &'static Measure| {
        let answers: Vec<RuleId> =
            flagged.iter().copied().filter(|rule| rule.answered_by() == measure.key).collect();
        let due = due(period, measure.due_month, period.last_day());
        (!answers.is_empty()).then_some(Action { measure, answers, due })
    };
    MEASURES.iter().filter_map(action).collect()
}

/// Returns the end of a month of the next period, from 1, as a document of the date sets it.
///
/// A quarter has only three months; in a year, what is due late in a half-year is due as late in the
/// year. What would be due before the document's date, or less than fifteen days after it, is put
/// off to the end of the month that these days end in, but never beyond the next period.
pub fn due(period: Period, month: u8, date: Date) -> Date {
    let next = period.next();
    let is_late = next.part == Part::Year && month >= LATE_MONTH;
    let month = if is_late { month + MONTHS_OF_HALF } else { month };
    let due = last_of_month(next.year, (next.first_month() + month - 1).min(next.last_month()));
    let earliest = date.saturating_add(Duration::days(MIN_DAYS));
    if due >= earliest {
        due
    } else if earliest >= next.last_day() {
        next.last_day()
    } else {
        last_of_month(earliest.year(), u8::from(earliest.month()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_measure_answers_some_rule() {
        for key in MeasureKey::ALL {
            assert!(RuleId::ALL.into_iter().any(|rule| rule.answered_by() == key), "{}", key.key());
        }
    }

    #[test]
    fn measures_are_due_in_the_next_period() {
        let due_of = |period: &str, month| {
            let period: Period = period.parse().expect("known");
            due(period, month, period.last_day() + Duration::days(1)).to_string()
        };
        assert_eq!(due_of("2020H1", 1), "2020-07-31");
        assert_eq!(due_of("2020H2", 6), "2021-06-30");
        assert_eq!(due_of("2020Q1", 6), "2020-06-30");
        assert_eq!(due_of("2020", 2), "2021-02-28");
        assert_eq!(due_of("2020", 6), "2021-12-31");
    }

    #[test]
    fn nothing_is_due_before_the_document_is_out() {
        let check = |period: &str, month, date: &str, expected: &str| {
            let period: Period = period.parse().expect("known");
            let date = crate::period::parse_iso_date(date).expect("a date");
            assert_eq!(due(period, month, date).to_string(), expected, "{period} {month} {date}");
        };
        check("2020H1", 1, "2020-07-16", "2020-07-31");
        check("2020H1", 1, "2020-07-17", "2020-08-31");
        check("2020H1", 2, "2020-07-17", "2020-08-31");
        check("2020H1", 1, "2020-09-10", "2020-09-30");
        check("2020H1", 6, "2020-12-20", "2020-12-31");
        check("2020H1", 1, "2021-03-01", "2020-12-31");
        check("2020Q1", 1, "2020-05-20", "2020-06-30");
        check("2020H2", 1, "2021-01-20", "2021-02-28");
    }
}
