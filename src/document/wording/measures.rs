//! Sentences on planned measures: the name, what is done, and the target in numbers.

use crate::document::format;
use crate::findings::{Chapter, Limits, Measure};
use crate::period::Period;

/// Returns a chapter's heading, without its number.
pub(crate) fn chapter(chapter: Chapter) -> &'static str {
    match chapter {
        Chapter::Implementation => "压实责任，抓好制度落实",
        Chapter::Example => "明确分工，抓好示范带动",
        Chapter::Support => "上下联动，做好条件保障",
    }
}

/// Returns the paragraph that ends the plan.
pub(crate) fn closing(period: Period, n_actions: usize) -> String {
    let next = format::next_period(period);
    // Many measures need somebody who presses; few need only to be looked at again.
    if n_actions > 5 {
        return format!(
            "以上{n_actions}项措施和学习安排列入督办清单，由学习秘书按月对照检查、组长按季听取汇报，{next}结束后逐项报告完成情况。"
        );
    }
    format!("以上安排由学习秘书按月对照检查，{next}结束后逐项报告完成情况；因中心工作调整的，及时补报。")
}

/// Returns a measure's name.
pub(crate) fn name(key: &str) -> &'static str {
    match key {
        "three-settled" => "落实内容、时间、人员",
        "study-archive" => "健全学习档案",
        "make-up-study" => "补学到人到次",
        "better-sessions" => "提高集中学习质量",
        "results-count" => "用好督学考学结果",
        "quarterly-plan" => "按季制定并执行计划",
        "varied-forms" => "丰富学习形式",
        "level-by-level" => "逐级指导督促",
        "close-problems" => "推动问题整改闭环",
        "research-topics" => "抓实调研课题",
        "theory-articles" => "写好心得体会和文章",
        _ => "",
    }
}

/// Returns what a measure consists of, as one or two sentences.
pub(crate) fn text(key: &str) -> &'static str {
    match key {
        "three-settled" => {
            "每次学习提前定好内容、时间和参加人员，会前3个工作日发出通知，一般不与其他会议套开；考学提前排定，做到应考尽考。"
        }
        "study-archive" => {
            "按人建立学习档案，收存考勤、发言提纲、心得体会和考学成绩，督学、评学、考学开展一次记录一次；心得体会在对应学习后15日内提交，随交随登记，题目雷同、篇幅不足的退回重写。"
        }
        "make-up-study" => {
            "每次学习后列出未到会人员补学清单，30日内完成补学并留下记录，补学情况在下一次学习时通报。"
        }
        "better-sessions" => {
            "每次学习安排2名以上成员重点发言，主持人当场点评，会后形成记录；适当增加研讨，每次学习不少于2小时。"
        }
        "results-count" => {
            "督学、评学、考学结果逐条写明运用去向，评分后送组织部门，作为班子考核和干部评价的参考；组长带头参加学习、带头主持学习。"
        }
        "quarterly-plan" => {
            "每季度初排定本季主题，结合本地重点工作选题，每月至少安排1次；因故推迟的，在次月底前补上。"
        }
        "varied-forms" => {
            "邀请专家辅导，组织现场学习和专题观看，实行成员轮流重点发言，让更多成员讲体会、提建议。"
        }
        "level-by-level" => {
            "班子成员分片联系下一级党组织，列席旁听其学习并反馈意见；对本级学习按季度开展督学。"
        }
        "close-problems" => "督学、评学、考学发现的问题建立清单，明确整改责任和时间，完成一项销号一项。",
        "research-topics" => "每个课题明确负责人和完成时间，成果提交党委会议研究，推动转化为具体举措。",
        "theory-articles" => "成员结合分管工作选题，每人至少提交1篇有数据、有案例、有建议的文章。",
        _ => "",
    }
}

/// Returns a measure's target in numbers, with the thresholds in force.
pub(crate) fn target(measure: &Measure, limits: &Limits) -> String {
    let limit = |id: &str| format::limit(&limits.of(id));
    let bound = |id: &str| format::bound(&limits.of(id));
    match measure.key {
        "three-settled" => {
            format!("每项安排的内容、时间、人员齐全，套开比例{}，参考率{}", limit("2.3"), limit("1.4"))
        }
        "study-archive" => {
            format!("督学、评学、考学{}记录齐全，期末最后10天提交的占比{}", bound("1.1"), limit("3.1"))
        }
        "make-up-study" => format!("补学率{}", limit("1.7")),
        "better-sessions" => format!("研讨占比{}，有点评的学习占比{}", limit("2.2"), limit("1.3")),
        "results-count" => format!("结果运用率{}，组长主持率{}", limit("1.5"), limit("c1.2")),
        "quarterly-plan" => format!("计划兑现率{}，每季度专题研讨不少于1次", limit("1.6")),
        "varied-forms" => {
            format!("学习形式{}，专家辅导{}，每名成员至少重点发言1次", limit("c3.1"), limit("c3.3"))
        }
        "level-by-level" => format!("每季度督学{}", limit("1.2")),
        "close-problems" => format!("整改率{}", limit("1.8")),
        "research-topics" => "至少完成2个课题，成果均有转化应用".to_string(),
        "theory-articles" => "每名成员至少提交1篇，没有成果的成员为0".to_string(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::MEASURES;

    #[test]
    fn every_measure_has_its_words() {
        for measure in &MEASURES {
            let key = measure.key;
            assert!(!name(key).is_empty() && !text(key).is_empty(), "{key}");
            let target = target(measure, &Limits::default());
            assert!(target.contains(|c: char| c.is_ascii_digit()), "{key}: {target}");
        }
    }
}
