//! What planned measures are to reach, as a person would write it: a number of times, each time, half of
//! them; a share only where the office sets one of its own.

use std::collections::BTreeSet;

use crate::document::format::{self, plain};
use crate::document::material::Material;
use crate::document::provenance::Provenance;
use crate::document::text::{Figure, Text, text};
use crate::document::wording::measures::{can_all_speak, clause};
use crate::dossier::Dossier;
use crate::findings::{Action, Flag, Limits, RuleId};
use crate::statistics::{exact, size};

/// The most targets of one task.
const MAX_TARGETS: usize = 3;

/// Returns what is to be reached about an indicator, with the threshold in force.
fn target_of(rule: RuleId, dossier: &Dossier, limits: &Limits) -> Option<Text> {
    let key = rule.answered_by();
    let limit = || format::limit(limits.of(rule), rule);
    let set = |digits: &'static str| Figure::new(digits, Provenance::Target(key));
    Some(match rule {
        RuleId::OversightKinds => text!("督学、评学、考学各不少于{}次", set("1")),
        RuleId::SupervisionFrequency => text!("每季度督学{}", limit()),
        RuleId::SessionsReviewed => "每次学习当场点评".into(),
        RuleId::ExaminationTurnout => "应考尽考".into(),
        RuleId::ResultsUsed => "每次结果都有运用去向".into(),
        RuleId::ResultsPassedOn => text!("结果用于考核{}", limit()),
        RuleId::ScoredRecords => "评学、考学逐次评分".into(),
        RuleId::PlanKept => "计划内的学习按期开展".into(),
        RuleId::NumericTargets => "各项安排写明量化要求".into(),
        RuleId::AbsencesMadeUp => "缺课的补学到人".into(),
        RuleId::ProblemsClosed => "查出的问题逐项改正".into(),
        RuleId::StudyGap => text!("每月不少于{}次", set("1")),
        RuleId::QuarterSeminars => text!("每季度研讨不少于{}次", set("1")),
        RuleId::LocalTopics => most_of(rule, "学习结合本地工作", limits),
        RuleId::SeminarShare => text!("研讨不少于{}次", seminars(dossier, limits)),
        RuleId::JointSessions => "集中学习一般单独召开".into(),
        RuleId::SpeakerCoverage if can_all_speak(dossier) => {
            text!("每名成员全年重点发言不少于{}次", set("1"))
        }
        RuleId::SpeakerCoverage => most_of(rule, "成员作重点发言", limits),
        RuleId::DutyTitles => "文章题目结合分管工作".into(),
        RuleId::FallingAttendance => text!("出勤率{}", format::limit(limits.attendance(), None)),
        RuleId::EssayBurst => clause(rule, dossier, limits),
        RuleId::SessionLength => text!("每次{}", limit()),
        RuleId::FormVariety => text!("学习形式{}", limit()),
        RuleId::ExpertLectures => text!("专家辅导{}", limit()),
        RuleId::MembersWithoutEssays => text!("每名成员不少于{}篇", set("1")),
        RuleId::ResearchApplied => "完成的课题提出转化意见".into(),
        RuleId::LeaderHosting => clause(rule, dossier, limits),
        RuleId::SingleDayEssays
        | RuleId::SubmissionLag
        | RuleId::HollowTitles
        | RuleId::IdenticalTitles
        | RuleId::ForeignPlaces
        | RuleId::GhostEssays
        | RuleId::ShortEssays
        | RuleId::ContradictedAttendance
        | RuleId::UniformScores
        | RuleId::LateRecords
        | RuleId::LeaderAbsences
        | RuleId::LeadersBehindMembers
        | RuleId::LeadersOnLeave
        | RuleId::FormBalance
        | RuleId::DominantForm => return None,
    })
}

/// Returns what a measure is to reach.
pub(crate) fn target(action: &Action, dossier: &Dossier, limits: &Limits) -> Text {
    Text::joined(&targets(&action.answers, dossier, limits), "，")
}

/// Returns what a task is to reach, by the first of the indicators that it is about.
pub(crate) fn target_of_task(material: &Material<'_>, rules: &[RuleId]) -> Text {
    let mut all = targets(rules, material.dossier, material.limits);
    all.truncate(MAX_TARGETS);
    Text::joined(&all, "，")
}

/// Says of how many of several something is to be so: of half of them in words, of all shares that
/// an office sets by its number.
fn most_of(rule: RuleId, what: &'static str, limits: &Limits) -> Text {
    const HALF: f64 = 0.5;
    let limit = limits.of(rule);
    match limit.threshold == HALF && limit.flag == Flag::Below {
        true => text!("半数以上的{what}"),
        false => text!("{what}的{}", format::limit(limit, rule)),
    }
}

/// Returns how many seminars make up the share that is wanted, of as many sessions as the next
/// period's plan has, else of as many as there were; each quarter has at least one.
fn seminars(dossier: &Dossier, limits: &Limits) -> Figure {
    let n_planned = dossier.plan_of(dossier.period.next()).count();
    let n_sessions = if n_planned > 0 { n_planned } else { dossier.sessions.len() };
    let wanted = limits.of(RuleId::SeminarShare).threshold * exact(size(n_sessions));
    // 40 % of 5 is 2, whatever the last binary place says.
    let n = (wanted - 1e-9).ceil().max(exact(size(dossier.period.next().quarters().count())));
    plain(n, Provenance::Target(RuleId::SeminarShare.answered_by()))
}

/// Returns the targets of some indicators, each once; where none has a target of its own, what is
/// done.
fn targets(rules: &[RuleId], dossier: &Dossier, limits: &Limits) -> Vec<Text> {
    let mut seen = BTreeSet::new();
    let numbers = rules.iter().filter_map(|rule| target_of(*rule, dossier, limits));
    let all: Vec<Text> = numbers.filter(|text| seen.insert(text.to_string())).collect();
    if !all.is_empty() {
        return all;
    }
    let clauses = rules.iter().map(|rule| clause(*rule, dossier, limits));
    clauses.filter(|text| seen.insert(text.to_string())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::wording::cases::Case;

    #[test]
    fn every_indicator_has_a_target() {
        let case = Case::new(&[]);
        for rule in RuleId::ALL {
            let reached = targets(&[rule], case.material().dossier, &Limits::default());
            assert!(!reached.is_empty(), "{rule}");
            // A share is wanted of who comes, and of nothing else.
            let is_share = Text::joined(&reached, "").contains('%');
            assert_eq!(is_share, rule == RuleId::FallingAttendance, "{rule}: {reached:?}");
        }
    }

    #[test]
    fn a_target_is_one_that_a_person_would_write() {
        let case = Case::new(&[]);
        let material = case.material();
        let reached = |rules: &[RuleId]| {
            Text::joined(&targets(rules, material.dossier, material.limits), "，").to_string()
        };
        assert_eq!(reached(&[RuleId::SupervisionFrequency]), "每季度督学不少于1次");
        assert_eq!(reached(&[RuleId::SeminarShare, RuleId::SessionLength]), "研讨不少于2次，每次不少于2小时");
        assert_eq!(
            reached(&[RuleId::LocalTopics, RuleId::SpeakerCoverage]),
            "半数以上的学习结合本地工作，每名成员全年重点发言不少于1次"
        );
        assert_eq!(reached(&[RuleId::HollowTitles]), "文章题目结合分管工作并点明具体问题");
    }

    #[test]
    fn seminars_are_wanted_by_number() {
        let plan = |n: usize| {
            let rows: Vec<String> = (0..n).map(|at| format!("{}月,主题{at},研讨\n", 7 + at)).collect();
            let plan = format!("月份,学习主题,学习形式\n{}", rows.concat());
            seminars(Case::new(&[("计划.csv", &plan)]).material().dossier, &Limits::default()).to_string()
        };
        assert_eq!([1, 2, 3, 5, 6].map(plan), ["2", "2", "2", "2", "3"]);
    }
}
