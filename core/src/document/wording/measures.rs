//! Sentences on planned measures: the name, what is done, and the target in numbers.

use time::Date;

use crate::document::format::{self, plain, whole};
use crate::document::provenance::{Dated, Provenance};
use crate::document::text::{Count, Figure, Text, text};
use crate::document::wording::{attachment, fixed};
use crate::findings::planned::MIN_TOPICS;
use crate::findings::rules::absences_made_up::MAKE_UP_DAYS;
use crate::findings::rules::essay_burst::LAST_DAYS;
use crate::findings::rules::late_records::MAX_DAYS;
use crate::findings::{Chapter, Limits, Measure, MeasureKey, RuleId};
use crate::period::Period;

/// Returns a chapter's heading, without its number.
pub(crate) fn chapter(chapter: Chapter) -> &'static str {
    match chapter {
        Chapter::Implementation => "压实责任，抓好制度落实",
        Chapter::Example => "明确分工，抓好示范带动",
        Chapter::Support => "上下联动，做好条件保障",
    }
}

/// Returns the paragraph that opens the plan: how many measures there are, and what for.
///
/// All `n` are printed; `n_answering` of them answer flagged indicators and stand in the table
/// that is attached, the others are routine.
pub(crate) fn opening(period: Period, n: usize, n_answering: usize, has_problems: bool) -> Text {
    let next = format::next_period(period);
    let what = if has_problems { "上述问题" } else { "不在正常范围的指标" };
    let terms = "逐项明确责任、时限和目标";
    let table = text!("与问题、原因的对应关系见{}", attachment(1));
    let listed = |n: usize| whole(n, Provenance::Listed("措施"));
    let (all, answering, routine) = (listed(n), listed(n_answering), listed(n - n_answering));
    match routine.n {
        _ if n_answering == 0 => text!("保持已有做法，{next}重点抓好{all}项工作，{terms}。"),
        0 => text!("针对{what}，{next}采取{all}项措施，{terms}（{table}）。"),
        _ => text!(
            "{next}采取{all}项措施，{terms}，其中针对{what}的{answering}项（{table}），其他{routine}项为常规工作。"
        ),
    }
}

/// Returns the paragraph that ends the plan.
pub(crate) fn closing(period: Period, n_measures: usize) -> Text {
    let next = format::next_period(period);
    // Many measures need somebody who presses; few need only to be looked at again.
    if n_measures > 5 {
        return text!(
            "以上{}项措施和学习安排列入督办清单，由学习秘书按月对照检查、组长按季听取汇报，{next}结束后逐项报告完成情况。",
            whole(n_measures, Provenance::Listed("措施"))
        );
    }
    text!("以上安排由学习秘书按月对照检查，{next}结束后逐项报告完成情况；因中心工作调整的，及时补报。")
}

/// Why a measure's content has the numbers it has.
const TERMS: &str = "措施库对工作的要求";

/// Returns a measure's name.
pub fn name(key: MeasureKey) -> &'static str {
    match key {
        MeasureKey::ThreeSettled => "落实内容、时间、人员",
        MeasureKey::StudyArchive => "健全学习档案",
        MeasureKey::MakeUpStudy => "补学到人到次",
        MeasureKey::BetterSessions => "提高集中学习质量",
        MeasureKey::ResultsCount => "用好督学考学结果",
        MeasureKey::QuarterlyPlan => "按季制定并执行计划",
        MeasureKey::VariedForms => "丰富学习形式",
        MeasureKey::LevelByLevel => "逐级指导督促",
        MeasureKey::CloseProblems => "推动问题整改闭环",
        MeasureKey::ResearchTopics => "抓实调研课题",
        MeasureKey::TheoryArticles => "写好心得体会和文章",
    }
}

/// The days within which a text on a session is to be handed in.
const SUBMITTED_WITHIN_DAYS: f64 = 15.0;

/// Returns what a measure consists of, as one or two sentences.
pub(crate) fn content(key: MeasureKey, limits: &Limits) -> Text {
    let words = match key {
        MeasureKey::ThreeSettled => {
            "每次学习提前定好内容、时间和参加人员，会前3个工作日发出通知，一般不与其他会议套开，到会和迟到情况逐次通报；考学提前排定，做到应考尽考。"
        }
        MeasureKey::StudyArchive => {
            // Sooner where the median is to be lower than that.
            let within = limits.of(RuleId::SubmissionLag).threshold.clamp(1.0, SUBMITTED_WITHIN_DAYS);
            return text!(
                "按人建立学习档案，收存考勤、发言提纲、心得体会和考学成绩，考勤与其他台账按月核对，督学、评学、考学开展一次记录一次；心得体会在对应学习后{}日内提交，缺课的先补学再提交，随交随登记，内容雷同、沿用外地文稿、篇幅不足的退回重写。",
                plain(within, threshold(RuleId::SubmissionLag))
            );
        }
        MeasureKey::MakeUpStudy => {
            return text!(
                "每次学习后列出未到会人员补学清单，{}日内完成补学并留下记录，补学情况在下一次学习时通报。",
                days(MAKE_UP_DAYS.into(), RuleId::AbsencesMadeUp)
            );
        }
        MeasureKey::BetterSessions => {
            return text!(
                "{}，主持人当场点评，会后{}日内形成记录；适当增加研讨，保证每次学习的时间。",
                fixed("每次学习安排2名以上成员重点发言", TERMS),
                days(MAX_DAYS, RuleId::LateRecords)
            );
        }
        MeasureKey::ResultsCount => {
            "评学、考学逐条评分，督学、评学、考学写明运用去向，结果送组织部门，作为班子考核和干部评价的参考，考学命题注意拉开层次；组长、副组长带头参加学习，组长带头主持学习。"
        }
        MeasureKey::QuarterlyPlan => {
            "每季度初排定本季主题，结合本地重点工作选题，逐项写明量化目标，每月至少安排1次，每季度至少组织1次研讨；因故推迟的，在次月底前补上。"
        }
        MeasureKey::VariedForms => {
            "邀请专家辅导，组织现场学习和专题观看，实行成员轮流重点发言，让更多成员讲体会、提建议。"
        }
        MeasureKey::LevelByLevel => {
            "班子成员分片联系下一级党组织，列席旁听其学习并反馈意见；对本级学习按季度开展督学。"
        }
        MeasureKey::CloseProblems => {
            "督学、评学、考学发现的问题建立清单，明确整改责任和时间，完成一项销号一项。"
        }
        MeasureKey::ResearchTopics => {
            "每个课题明确负责人和完成时间，成果提交班子会议研究，推动转化为具体举措。"
        }
        MeasureKey::TheoryArticles => {
            "成员结合分管工作选题，题目点明具体工作，每人至少提交1篇有数据、有案例、有建议的文章。"
        }
    };
    fixed(words, TERMS)
}

/// Names the number that a rule is judged by.
fn threshold(rule: RuleId) -> Provenance {
    Provenance::Threshold(Some(rule))
}

/// Returns days that a rule is judged by.
fn days(n: i64, rule: RuleId) -> Count {
    Count::new(n.unsigned_abs(), threshold(rule))
}

/// Returns a measure's target in numbers, with the thresholds in force.
pub(crate) fn target(measure: &Measure, limits: &Limits) -> Text {
    let limit = |rule: RuleId| format::limit(limits.of(rule), rule);
    let bound = |rule: RuleId| format::bound(limits.of(rule), rule);
    let set = |digits: &'static str| Figure::new(digits, Provenance::Target(measure.key));
    match measure.key {
        MeasureKey::ThreeSettled => {
            text!(
                "每项安排的内容、时间、人员齐全，套开比例{}，参考率{}，出勤率平均每次{}",
                limit(RuleId::JointSessions),
                limit(RuleId::ExaminationTurnout),
                limit(RuleId::FallingAttendance)
            )
        }
        MeasureKey::StudyArchive => {
            text!(
                "督学、评学、考学{}记录齐全，期末最后{}天提交的占比{}，提交间隔的中位数{}",
                bound(RuleId::OversightKinds),
                days(LAST_DAYS, RuleId::EssayBurst),
                limit(RuleId::EssayBurst),
                limit(RuleId::SubmissionLag)
            )
        }
        MeasureKey::MakeUpStudy => text!("补学率{}", limit(RuleId::AbsencesMadeUp)),
        MeasureKey::BetterSessions => {
            text!(
                "研讨占比{}，有点评的学习占比{}，平均时长{}",
                limit(RuleId::SeminarShare),
                limit(RuleId::SessionsReviewed),
                limit(RuleId::SessionLength)
            )
        }
        MeasureKey::ResultsCount => {
            text!("结果运用率{}，组长主持率{}", limit(RuleId::ResultsUsed), limit(RuleId::LeaderHosting))
        }
        MeasureKey::QuarterlyPlan => text!(
            "计划兑现率{}，有量化目标的安排占比{}，每季度专题研讨不少于{}次",
            limit(RuleId::PlanKept),
            limit(RuleId::NumericTargets),
            set("1")
        ),
        MeasureKey::VariedForms => {
            text!(
                "学习形式{}，专家辅导{}，每名成员至少重点发言{}次",
                limit(RuleId::FormVariety),
                limit(RuleId::ExpertLectures),
                set("1")
            )
        }
        MeasureKey::LevelByLevel => text!("每季度督学{}", limit(RuleId::SupervisionFrequency)),
        MeasureKey::CloseProblems => text!("整改率{}", limit(RuleId::ProblemsClosed)),
        MeasureKey::ResearchTopics => {
            let applied = match limits.of(RuleId::ResearchApplied) {
                applied if applied.threshold <= 0.0 => "成果均有转化应用".into(),
                _ => text!("成果有转化应用的占比{}", limit(RuleId::ResearchApplied)),
            };
            text!("至少完成{}个课题，{applied}", whole(MIN_TOPICS, Provenance::Target(measure.key)))
        }
        MeasureKey::TheoryArticles => match limits.of(RuleId::MembersWithoutEssays) {
            without if without.threshold <= 0.0 => {
                text!("每名成员至少提交{}篇，没有成果的成员为{}", set("1"), set("0"))
            }
            _ => text!("成员普遍提交成果，没有成果的成员{}", limit(RuleId::MembersWithoutEssays)),
        },
    }
}

/// Returns a measure as the plan states it: name, content, who, until when, and the target.
pub(crate) fn item(measure: &Measure, due: Date, limits: &Limits) -> Text {
    text!(
        "{}。{}责任人：{}；时限：{}前；目标：{}。",
        name(measure.key),
        content(measure.key, limits),
        measure.owner,
        format::full_date(due, Dated::Due),
        target(measure, limits)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::MEASURES;

    #[test]
    fn every_target_is_a_number() {
        for measure in &MEASURES {
            let target = target(measure, &Limits::default());
            assert!(target.contains(|c: char| c.is_ascii_digit()), "{:?}: {target}", measure.key);
        }
    }

    /// What a measure must speak of to answer an indicator.
    const ANSWERED_BY: [(RuleId, &str); RuleId::ALL.len()] = [
        (RuleId::OversightKinds, "督学、评学、考学开展一次记录一次"),
        (RuleId::SupervisionFrequency, "按季度开展督学"),
        (RuleId::SessionsReviewed, "点评"),
        (RuleId::ExaminationTurnout, "应考尽考"),
        (RuleId::ResultsUsed, "运用去向"),
        (RuleId::PlanKept, "补上"),
        (RuleId::AbsencesMadeUp, "完成补学"),
        (RuleId::ProblemsClosed, "整改"),
        (RuleId::StudyGap, "每月至少安排1次"),
        (RuleId::QuarterSeminars, "每季度至少组织1次研讨"),
        (RuleId::LocalTopics, "结合本地重点工作选题"),
        (RuleId::SeminarShare, "增加研讨"),
        (RuleId::JointSessions, "不与其他会议套开"),
        (RuleId::SpeakerCoverage, "轮流重点发言"),
        (RuleId::DutyTitles, "结合分管工作选题"),
        (RuleId::HollowTitles, "题目点明具体工作"),
        (RuleId::ResearchApplied, "转化"),
        (RuleId::FallingAttendance, "到会和迟到情况"),
        (RuleId::EssayBurst, "15日内提交"),
        (RuleId::SingleDayEssays, "随交随登记"),
        (RuleId::SubmissionLag, "15日内提交"),
        (RuleId::IdenticalTitles, "内容雷同"),
        (RuleId::ForeignPlaces, "沿用外地文稿"),
        (RuleId::GhostEssays, "先补学再提交"),
        (RuleId::ShortEssays, "篇幅不足"),
        (RuleId::ContradictedAttendance, "考勤与其他台账按月核对"),
        (RuleId::UniformScores, "考学命题"),
        (RuleId::MembersWithoutEssays, "每人至少提交1篇"),
        (RuleId::LateRecords, "会后7日内形成记录"),
        (RuleId::LeaderAbsences, "组长、副组长带头参加"),
        (RuleId::LeaderHosting, "组长带头主持"),
        (RuleId::LeadersBehindMembers, "组长、副组长带头参加"),
        (RuleId::SessionLength, "每次学习的时间"),
        (RuleId::LeadersOnLeave, "组长、副组长带头参加"),
        (RuleId::NumericTargets, "量化目标"),
        (RuleId::ScoredRecords, "评分"),
        (RuleId::ResultsPassedOn, "送组织部门"),
        (RuleId::FormVariety, "现场学习和专题观看"),
        (RuleId::FormBalance, "现场学习和专题观看"),
        (RuleId::ExpertLectures, "专家辅导"),
        (RuleId::DominantForm, "现场学习和专题观看"),
    ];

    #[test]
    fn every_indicator_is_answered_by_a_measure_that_speaks_of_it() {
        assert_eq!(ANSWERED_BY.map(|(rule, _)| rule), RuleId::ALL);
        for (rule, words) in ANSWERED_BY {
            let measure = rule.answered_by();
            assert!(
                content(measure, &Limits::default()).contains(words),
                "{rule} is answered by {}",
                measure.key()
            );
        }
    }

    #[test]
    fn the_number_of_measures_and_what_they_are_for() {
        let check = |n, n_answering, has_problems, expected: &str| {
            let period = "2020H1".parse().expect("known");
            let text = opening(period, n, n_answering, has_problems);
            assert!(text.starts_with(expected), "{text}");
        };
        check(3, 0, false, "保持已有做法，下半年重点抓好3项工作，");
        check(11, 11, true, "针对上述问题，下半年采取11项措施，逐项明确责任、时限和目标（");
        check(3, 1, true, "下半年采取3项措施，逐项明确责任、时限和目标，其中针对上述问题的1项（");
        check(3, 3, false, "针对不在正常范围的指标，下半年采取3项措施，");
    }
}
