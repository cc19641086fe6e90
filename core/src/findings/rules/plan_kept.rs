//! 1.6 计划兑现率.
//!
//! **What it finds.** The published figure `plan-kept-rate`: rows of the plan due in the period
//! whose topic was held by the end of the planned month, over rows due. Below 90 % it is
//! flagged (domain notes 1.6, after a local rule on 学习日兑现率).
//!
//! **Why it matters.** A plan that gives way to everything else is a list of wishes.
//!
//! **Example.** Ten rows, seven held in time: 70 %, flagged.
//!
//! **When it stays silent.** Without a plan, or with no row due in the period.

use crate::findings::{Case, ProblemKind, Reading, Rule, RuleId, Serves};
use crate::statistics::Key;

pub(super) const RULE: Rule = Rule {
    id: RuleId::PlanKept,
    name: "计划兑现率",
    formula: "按期开展的计划项数÷本期应完成的计划项数（主题相符，且不晚于计划月份）",
    serves: Serves::Problem(ProblemKind::OversightNotEnforced),
    read,
};

fn read(case: &Case<'_>) -> Option<Reading> {
    Reading::rate(case.statistics.get(Key::PlanKeptRate))
}

#[cfg(test)]
mod tests {
    use crate::findings::rules::cases::check;

    #[test]
    fn rows_held_in_time() {
        let held = |topics: &[&str]| {
            let rows: Vec<_> = topics.iter().map(|topic| format!("2月5日,{topic},张三\n")).collect();
            format!("时间,学习主题,主持人\n{}", rows.concat())
        };
        let plan = |topics: &[&str]| {
            let rows: Vec<_> = topics.iter().map(|topic| format!("2月,{topic},研讨\n")).collect();
            format!("月份,学习主题,学习形式\n{}", rows.concat())
        };
        let topics = ["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸"];
        let files = |n| [("统计表.csv", held(&topics[..n])), ("计划.csv", plan(&topics))];
        for (n, expected) in [(10, "clear 1 10/10"), (9, "clear 0.9 9/10"), (8, "flagged 0.8 8/10")] {
            let [sessions, plan] = &files(n);
            check("1.6", &[(sessions.0, &sessions.1), (plan.0, &plan.1)], expected);
        }
        check("1.6", &[("计划.csv", &plan(&["甲"]))], "flagged 0 0/1");
        check("1.6", &[("计划.csv", "月份,学习主题,学习形式\n9月,甲,研讨")], "no-data");
        check("1.6", &[("统计表.csv", &held(&topics))], "no-data");
    }
}
