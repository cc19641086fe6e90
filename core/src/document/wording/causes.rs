//! Sentences on causes: the heading of each, what speaks for it, and what it explains.

use crate::document::format::{self, making_up, one_decimal, plain, whole};
use crate::document::provenance::Provenance;
use crate::document::text::{Count, Text, text};
use crate::document::wording::{constant, list};
use crate::findings::{Cause, CauseKind, Indicator, Problem, ProblemKind, Reading, RuleId};

/// Returns a cause's heading, without its number.
pub fn heading(kind: CauseKind) -> &'static str {
    match kind {
        CauseKind::WeakCommitment => "对学习的定位和重视不够",
        CauseKind::NoHardTargets => "学习任务缺少硬指标",
        CauseKind::ScarceResources => "学习资源和形式不够丰富",
    }
}

/// Says that no cause is named, and why.
pub(crate) fn none(has_problems: bool) -> &'static str {
    if has_problems {
        "现有数据说明了问题所在，但不足以判断成因。待补充台账、逐项核实后再作分析。"
    } else {
        "没有列出问题，不作原因分析。"
    }
}

/// Returns the sentence that opens the section.
pub(crate) fn supported(n: usize) -> Text {
    let n = whole(n, Provenance::Listed("原因"));
    text!("把上述问题与有关指标对照起来看，有数据支持的原因有{n}个方面。")
}

/// Returns the sentence that opens a cause's paragraph.
pub(crate) fn opening(kind: CauseKind) -> &'static str {
    match kind {
        CauseKind::WeakCommitment => "从组织和参加学习的数据看，学习的定位偏低。",
        CauseKind::NoHardTargets => "从计划和评考的数据看，任务的约束偏软。",
        CauseKind::ScarceResources => "从学习形式的数据看，可用的师资和载体偏少。",
    }
}

/// Why a balance of one is complete.
const BALANCE: &str = "均衡度在0与1之间，各种方式用得一样多为1";

/// Returns the sentence for a flagged indicator that speaks for a cause.
pub(crate) fn sentence(indicator: &Indicator, reading: &Reading) -> Option<Text> {
    let source = Provenance::reading(indicator.rule.id, reading);
    let n = Count::new(reading.n.unwrap_or(0), source.clone());
    let of = Count::new(reading.of.unwrap_or(0), source.clone());
    let rest = Count::new(of.n.saturating_sub(n.n), source.clone());
    let part = making_up(&n, &of);
    let value = plain(reading.value, &source);
    let points = one_decimal(reading.value.abs() * 100.0, &source);
    let bound = format::bound(&indicator.limit, indicator.rule.id);
    Some(match indicator.rule.id {
        RuleId::ResultsUsed => {
            text!("没有运用去向的督学、评学、考学记录有{rest}条，评考对班子和干部没有形成约束。")
        }
        RuleId::JointSessions => text!("套开的学习有{n}次，学习让位于其他会议。"),
        RuleId::LeaderAbsences => text!("组长除公差外有{value}次没有参加集中学习。"),
        RuleId::LeaderHosting if n == 0 => text!("有主持人记录的{of}次学习都不是由组长主持。"),
        RuleId::LeaderHosting => text!("有主持人记录的{of}次学习中，由组长主持的{n}次{part}。"),
        RuleId::LeadersBehindMembers => text!("组长、副组长的出勤率比其他成员低{points}个百分点。"),
        RuleId::SessionLength => text!("有时长记录的学习平均每次{value}小时，不足{bound}。"),
        RuleId::LeadersOnLeave => text!("组长、副组长的请假比例比其他成员高{points}个百分点。"),
        RuleId::NumericTargets if n == 0 => text!("学习计划的{of}项安排都没有写明量化目标。"),
        RuleId::NumericTargets => text!("学习计划的{of}项安排中，写明量化目标的{n}项{part}。"),
        RuleId::ScoredRecords if n == 0 => text!("{of}条评学、考学记录都没有评分。"),
        RuleId::ScoredRecords => text!("{of}条评学、考学记录中，有评分的{n}条{part}。"),
        RuleId::ResultsPassedOn if n == 0 => text!("{of}条记录中，没有一条的结果用于干部考核。"),
        RuleId::ResultsPassedOn => text!("评考结果用于干部考核的记录只有{value}条。"),
        RuleId::FormVariety => text!("集中学习采用过的形式只有{value}种。"),
        RuleId::FormBalance if reading.value == 0.0 => {
            text!("各次学习的形式没有搭配，均衡度为{value}（完全均衡为{}）。", constant("1", BALANCE))
        }
        RuleId::FormBalance => {
            let value = format::reading(reading, indicator.limit.unit, &source);
            text!("形式搭配不够均衡，均衡度为{value}（完全均衡为{}）。", constant("1", BALANCE))
        }
        RuleId::ExpertLectures if n == 0 => text!("{of}次学习中没有安排过专家辅导或讲座。"),
        RuleId::ExpertLectures => text!("专家辅导或讲座只安排了{value}次。"),
        RuleId::DominantForm if n == of => {
            text!("{of}次学习用的是同一种方式，“一个人念、大家听”成了惯例。")
        }
        RuleId::DominantForm => {
            text!("最常用的一种形式用了{n}次{part}，“一个人念、大家听”的办法用得偏多。")
        }
        RuleId::OversightKinds
        | RuleId::SupervisionFrequency
        | RuleId::SessionsReviewed
        | RuleId::ExaminationTurnout
        | RuleId::PlanKept
        | RuleId::AbsencesMadeUp
        | RuleId::ProblemsClosed
        | RuleId::StudyGap
        | RuleId::QuarterSeminars
        | RuleId::LocalTopics
        | RuleId::SeminarShare
        | RuleId::SpeakerCoverage
        | RuleId::DutyTitles
        | RuleId::HollowTitles
        | RuleId::ResearchApplied
        | RuleId::FallingAttendance
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
        | RuleId::LateRecords => return None,
    })
}

/// Returns the sentence that ties a cause to the problems it explains; it says no more of them
/// than their headings.
pub(crate) fn link(cause: &Cause, problems: &[Problem]) -> Text {
    let is_weak_spot = |kind: ProblemKind| problems.iter().any(|p| p.kind == kind && p.is_weak_spot());
    let short = |kind: &ProblemKind| match (kind, is_weak_spot(*kind)) {
        (ProblemKind::OversightNotEnforced, true) => "制度执行有薄弱环节",
        (ProblemKind::OversightNotEnforced, false) => "制度执行不够有力",
        (ProblemKind::TheoryPracticeGap, true) => "学用结合有薄弱环节",
        (ProblemKind::TheoryPracticeGap, false) => "学用结合不够紧密",
        (ProblemKind::PerfunctoryAssessment, true) => "考学和成果提交有薄弱环节",
        (ProblemKind::PerfunctoryAssessment, false) => "考学和成果提交有应付倾向",
    };
    let named: Vec<&str> = cause.explains.iter().map(short).collect();
    text!("这是{}的一个原因。", list(&named))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cause_says_no_more_of_a_problem_than_its_heading() {
        let cause = Cause {
            kind: CauseKind::NoHardTargets,
            indicators: vec![RuleId::NumericTargets],
            explains: vec![ProblemKind::OversightNotEnforced, ProblemKind::PerfunctoryAssessment],
        };
        let check = |n_flagged: [usize; 2], expected: &str| {
            let problems: Vec<Problem> = cause
                .explains
                .iter()
                .zip(n_flagged)
                .map(|(kind, n)| Problem { kind: *kind, indicators: vec![RuleId::ResultsUsed; n] })
                .collect();
            assert_eq!(link(&cause, &problems), expected);
        };
        check([2, 2], "这是制度执行不够有力、考学和成果提交有应付倾向的一个原因。");
        check([1, 1], "这是制度执行有薄弱环节、考学和成果提交有薄弱环节的一个原因。");
    }
}
