//! What the findings of a problem have in common: the judgement that heads them, and no more.

use crate::document::format::whole;
use crate::document::provenance::Provenance;
use crate::document::text::{Text, text};
use crate::document::wording::attachment;
use crate::findings::{Finding, ProblemKind, RuleId};

/// Returns what a problem is about, for tables and lists.
pub fn name(kind: ProblemKind) -> &'static str {
    match kind {
        ProblemKind::OversightNotEnforced => "学习制度落实",
        ProblemKind::TheoryPracticeGap => "学习研讨和学用结合",
        ProblemKind::PerfunctoryAssessment => "考学和成果提交",
    }
}

/// Returns the judgement that heads a problem, without its number: what its findings have in
/// common, and no more.
pub(crate) fn heading(kind: ProblemKind, findings: &[&Finding]) -> &'static str {
    if let [one] = findings {
        return match one.rules[0] {
            RuleId::SingleDayEssays => "文章提交得还比较集中",
            first => heading_of(first.family()),
        };
    }
    let families: Vec<RuleId> = findings.iter().map(|finding| finding.rules[0].family()).collect();
    let all_of = |some: &[RuleId]| families.iter().all(|family| some.contains(family));
    match kind {
        ProblemKind::OversightNotEnforced => {
            let oversight = [
                RuleId::OversightKinds,
                RuleId::SessionsReviewed,
                RuleId::ResultsUsed,
                RuleId::ProblemsClosed,
                RuleId::ExaminationTurnout,
            ];
            if all_of(&oversight) {
                "督促检查学习抓得还不够严"
            } else if all_of(&[RuleId::PlanKept, RuleId::StudyGap, RuleId::QuarterSeminars]) {
                "学习计划执行还不够严格"
            } else {
                "学习制度落实还不够严格"
            }
        }
        ProblemKind::TheoryPracticeGap => {
            let sessions = [
                RuleId::SeminarShare,
                RuleId::JointSessions,
                RuleId::SpeakerCoverage,
                RuleId::FallingAttendance,
            ];
            if all_of(&sessions) {
                "集中学习的质量还不够高"
            } else if all_of(&[RuleId::LocalTopics, RuleId::DutyTitles, RuleId::ResearchApplied]) {
                "学与用结合得还不够紧"
            } else {
                "学习研讨和学用结合还不够深入"
            }
        }
        ProblemKind::PerfunctoryAssessment if families.contains(&RuleId::UniformScores) => {
            "考学和成果提交抓得还不够紧"
        }
        ProblemKind::PerfunctoryAssessment => "心得体会的撰写和提交抓得还不够紧",
    }
}

/// Returns the judgement on a single finding.
fn heading_of(family: RuleId) -> &'static str {
    match family {
        RuleId::OversightKinds => "督学评学考学开展得还不够经常",
        RuleId::SessionsReviewed => "对学习效果的评价还不够经常",
        RuleId::ExaminationTurnout => "考学组织得还不够严格",
        RuleId::ResultsUsed => "学习检查结果运用得还不够",
        RuleId::PlanKept => "学习计划执行还不够严格",
        RuleId::AbsencesMadeUp => "补学抓得还不够紧",
        RuleId::ProblemsClosed => "对发现问题的整改抓得还不够紧",
        RuleId::StudyGap => "集中学习安排得还不够均衡",
        RuleId::QuarterSeminars => "按季研讨坚持得还不够好",
        RuleId::LocalTopics => "学习联系本地工作还不够紧",
        RuleId::SeminarShare => "集中学习中研讨得还不够",
        RuleId::JointSessions => "专题学习的时间保证得还不够",
        RuleId::SpeakerCoverage => "重点发言的面还不够宽",
        RuleId::DutyTitles => "文章联系分管工作还不够紧",
        RuleId::ResearchApplied => "调研成果转化得还不够",
        RuleId::FallingAttendance => "集中学习的到会情况有所松懈",
        RuleId::EssayBurst => "平时动笔还不够",
        RuleId::ShortEssays => "有的文章篇幅偏短",
        RuleId::UniformScores => "考学的区分度还不够",
        RuleId::MembersWithoutEssays => "动笔的面还不够宽",
        _ => "学习抓得还不够紧",
    }
}

/// Says how many findings there are beside those that were told, and where they stand.
pub(crate) fn others(n: usize, is_attached: bool) -> Text {
    let n = whole(n, Provenance::Listed("其他不足"));
    match is_attached {
        true => text!("此外还有{n}项不足，见{}。", attachment(1)),
        // Nothing else says which they are: no more than their number is told.
        false => text!("此外还有{n}项不足，也要抓紧改进。"),
    }
}
