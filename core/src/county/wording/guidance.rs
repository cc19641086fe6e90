//! Sentences on the county's own measures: the name, what is done, and the target in numbers.

use crate::county::Survey;
use crate::county::guidance::{CountyMeasureKey, Reach, Step};
use crate::county::wording::{MAX_NAMED, unit, units};
use crate::document::format::{self, full_date};
use crate::document::wording::opening::tells;
use crate::document::wording::{constant, list};
use crate::document::{Dated, Format, Provenance, Text, text};
use crate::findings::{Limits, RuleId};
use crate::period::Period;

/// Why a measure's target has the numbers it has.
const TARGET: &str = "县级指导措施的目标";

/// Returns a county measure's name.
pub(in crate::county) fn step_name(key: CountyMeasureKey) -> &'static str {
    match key {
        CountyMeasureKey::FileReturns => "补齐报送",
        CountyMeasureKey::SitIn => "列席旁听和督学",
        CountyMeasureKey::UseResults => "评学考学见结果",
        CountyMeasureKey::LeadersFirst => "压实组长责任",
        CountyMeasureKey::ReviewPlans => "审核学习计划",
        CountyMeasureKey::LocalTopics => "指导选题和调研",
        CountyMeasureKey::SendLecturers => "送学到单位",
        CountyMeasureKey::CheckEssays => "抽查学习成果",
    }
}

/// Returns what a county measure consists of, opened by how far it reaches.
pub(in crate::county) fn step_text(step: &Step) -> Text {
    // Nobody is named for the head of its group, nor for what is only suspected.
    let may_be_named =
        !matches!(step.measure.key, CountyMeasureKey::LeadersFirst | CountyMeasureKey::CheckEssays);
    let whom = match (may_be_named && step.units.len() <= MAX_NAMED, step.reach) {
        (true, _) => list(&step.units.iter().map(|name| unit(name)).collect::<Vec<_>>()),
        (false, Reach::All) => text!("涉及的{}个单位", units(step.units.len())),
        (false, _) => text!("有关的{}个单位", units(step.units.len())),
    };
    match (step.measure.key, step.reach) {
        (CountyMeasureKey::FileReturns, _) => {
            text!("通知{whom}按统一的时段补报学习材料，说明原因，并给予填报指导。")
        }
        (CountyMeasureKey::SitIn, Reach::All) => {
            text!("统一排定列席旁听和督学日程，分片包干到{whom}，当场反馈、会后核查整改。")
        }
        (CountyMeasureKey::SitIn, _) => text!("到{whom}列席旁听，现场督学，当场反馈、会后核查整改。"),
        (CountyMeasureKey::UseResults, Reach::All) => {
            text!("统一制发评学考学和结果运用的办法，{whom}照此执行，结果汇总后送组织部门。")
        }
        (CountyMeasureKey::UseResults, _) => {
            text!("指导{whom}把评学考学结果逐条写明用途，汇总后送组织部门。")
        }
        (CountyMeasureKey::LeadersFirst, Reach::All) => {
            text!("在全部单位通报出勤、补学和组长主持情况，{whom}的组长书面说明改进安排。")
        }
        (CountyMeasureKey::LeadersFirst, _) => {
            text!("向{whom}的组长当面反馈出勤、补学和主持情况，请其说明改进安排。")
        }
        (CountyMeasureKey::ReviewPlans, _) => {
            text!("逐份审核{whom}的学习计划，缺时间、缺责任人、缺量化目标的退回补正。")
        }
        (CountyMeasureKey::LocalTopics, Reach::All) => {
            text!("编发结合本地重点工作的选题清单，召开一次交流会，{whom}各认领选题和调研课题。")
        }
        (CountyMeasureKey::LocalTopics, _) => text!("帮助{whom}结合本地重点工作确定研讨选题和调研课题。"),
        (CountyMeasureKey::SendLecturers, Reach::All) => {
            text!("组织宣讲队伍分批到{whom}送学，推广轮流重点发言、现场学习等形式。")
        }
        (CountyMeasureKey::SendLecturers, _) => {
            text!("安排专家或宣讲骨干到{whom}送学，示范研讨和轮流发言。")
        }
        (CountyMeasureKey::CheckEssays, _) => {
            text!("抽查{whom}的心得体会，核对内容、篇幅和提交时间，需要重写的退回重写。")
        }
    }
}

/// Returns a step's target in numbers.
pub(in crate::county) fn target(step: &Step, limits: &Limits) -> Text {
    let n = units(step.units.len());
    let each = if step.units.len() == 1 { "" } else { "每个" };
    let limit = |rule: RuleId| format::limit(limits.of(rule), rule);
    let set = |digits| constant(digits, TARGET);
    let (once, three) = (set("1"), set("3"));
    match step.measure.key {
        CountyMeasureKey::FileReturns => text!("{n}个单位全部补报"),
        CountyMeasureKey::SitIn => {
            text!("对{n}个单位{each}至少列席旁听{once}次，问题整改率{}", limit(RuleId::ProblemsClosed))
        }
        CountyMeasureKey::UseResults => text!("{n}个单位的结果运用率{}", limit(RuleId::ResultsUsed)),
        CountyMeasureKey::LeadersFirst => {
            let made_up = match limits.of(RuleId::AbsencesMadeUp) {
                limit if limit.threshold >= 1.0 => "缺学全部补学".into(),
                _ => text!("的补学率{}", limit(RuleId::AbsencesMadeUp)),
            };
            text!("{n}个单位{made_up}，组长缺席{}", limit(RuleId::LeaderAbsences))
        }
        CountyMeasureKey::ReviewPlans => text!("{n}份计划全部审核，每季度专题研讨不少于{once}次"),
        CountyMeasureKey::LocalTopics => text!("{n}个单位{each}至少完成{once}次联系本地工作的研讨"),
        CountyMeasureKey::SendLecturers => text!("对{n}个单位{each}至少送学{once}次"),
        CountyMeasureKey::CheckEssays => {
            text!("对{n}个单位{each}至少抽查{three}篇，抽查不足{three}篇的全部核实")
        }
    }
}

/// Returns a step as the plan states it.
pub(in crate::county) fn item(number: usize, step: &Step, limits: &Limits) -> Text {
    text!(
        "{}.{}。{}责任人：{}；时限：{}前；目标：{}。",
        format::whole(number, Provenance::Numbering("措施")),
        step_name(step.measure.key),
        step_text(step),
        step.measure.owner,
        full_date(step.due, Dated::Due),
        target(step, limits)
    )
}

/// Returns the paragraph that opens the plan.
pub(in crate::county) fn opening(survey: &Survey, n_steps: usize) -> Text {
    let next = format::next_period(survey.period);
    if n_steps == 0 {
        return text!("{next}保持现有做法，每季度抽查，对每个单位至少列席旁听{}次。", constant("1", TARGET));
    }
    text!(
        "坚持一级抓一级，涉及个别单位的逐个指导，涉及部分单位的分片督促，涉及多数单位的统一部署，\
         {next}重点抓好{}项工作。",
        format::whole(n_steps, Provenance::Listed("措施"))
    )
}

/// Says that what is planned is looked after.
pub(in crate::county) fn looked_after(period: Period) -> Text {
    text!("以上工作按季度检查，{}结束后报告落实情况。", format::next_period(period))
}

/// Returns the sentence that ends the report.
pub(in crate::county) fn closing(format: Format) -> Text {
    text!("特此{}。", tells(format))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::county::guidance::COUNTY_MEASURES;
    use crate::settings::RuleOverride;

    #[test]
    fn measures_have_their_words_however_far_they_reach() {
        for measure in &COUNTY_MEASURES {
            for (n, reach) in [(1, Reach::Each), (7, Reach::Area), (7, Reach::All)] {
                let units = (0..n).map(|i| format!("{i}镇")).collect();
                let due = crate::period::last_of_month(2020, 7);
                let step = Step { measure, answers: Vec::new(), units, reach, due };
                let text = step_text(&step);
                assert!(text.ends_with('。'), "{text}");
                let target = target(&step, &Limits::default());
                assert!(target.contains(&n.to_string()), "{target}");
            }
        }
    }

    #[test]
    fn targets_follow_the_thresholds() {
        let target_of = |key: CountyMeasureKey, limits: &Limits| {
            let measure = &COUNTY_MEASURES[key as usize];
            let due = crate::period::last_of_month(2020, 7);
            target(
                &Step { measure, answers: Vec::new(), units: vec!["甲镇".into()], reach: Reach::Each, due },
                limits,
            )
        };
        let overridden = ["1.5", "1.7", "1.8", "c1.1"].map(|id| {
            let threshold = if id == "c1.1" { 7.0 } else { 0.77 };
            (id.to_string(), RuleOverride { threshold: Some(threshold), ..RuleOverride::default() })
        });
        let limits = Limits::new(&overridden.into()).expect("known rules");
        let check = |key, by_default: &str, then: &str| {
            assert_eq!(target_of(key, &Limits::default()), by_default);
            assert_eq!(target_of(key, &limits), then);
        };
        check(
            CountyMeasureKey::SitIn,
            "对1个单位至少列席旁听1次，问题整改率达到100%",
            "对1个单位至少列席旁听1次，问题整改率不低于77%",
        );
        check(CountyMeasureKey::UseResults, "1个单位的结果运用率达到100%", "1个单位的结果运用率不低于77%");
        check(
            CountyMeasureKey::LeadersFirst,
            "1个单位缺学全部补学，组长缺席少于2次",
            "1个单位的补学率不低于77%，组长缺席少于7次",
        );
    }
}
