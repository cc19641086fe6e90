//! 1.6 计划兑现率.
//!
//! **What it finds.** The published figure `plan-kept-rate`: rows of the plan due in the period
//! whose topic was held by the end of the planned month, over rows due; one session keeps one
//! row. Below 90 % it is flagged (domain notes 1.6, after a local rule on 学习日兑现率).
//!
//! **Why it matters.** A plan that gives way to everything else is a list of wishes.
//!
//! **Example.** Ten rows, seven held in time: 70 %, flagged.
//!
//! **When it stays silent.** Without a plan, with no row due in the period, or where sessions were
//! held and no register gives their topics.

use crate::findings::{Case, ProblemKind, Reading, Rule, RuleId, Serves};
use crate::statistics::Key;

pub(super) const RULE: Rule = Rule {
    id: RuleId::PlanKept,
    name: "计划兑现率",
    formula: "按期开展的计划项数÷本期应完成的计划项数（主题相符，且不晚于计划月份，一次学习只对应一项）",
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

    #[test]
    fn nobody_knows_what_sessions_without_topics_kept() {
        let plan = ("计划.csv", "月份,学习主题,学习形式\n1月,民法典,研讨\n4月,党章党规,研讨");
        check("1.6", &[("考勤表.csv", "姓名,1月9日,4月16日\n张三,√,√"), plan], "no-data");
        let with_topics = ("考勤表.csv", "姓名,1月9日,4月16日\n,民法典,党章党规\n张三,√,√");
        check("1.6", &[with_topics, plan], "clear 1 2/2");
    }

    #[test]
    fn one_session_keeps_one_row() {
        let check = |sessions: &str, plan: &str, expected| {
            let sessions = format!("时间,学习主题,主持人\n{sessions}");
            let plan = format!("月份,学习主题,学习形式\n{plan}");
            check("1.6", &[("统计表.csv", &sessions), ("计划.csv", &plan)], expected);
        };
        let twice = "1月,意识形态工作,研讨\n4月,意识形态工作,研讨";
        check("1月9日,意识形态工作,张三", twice, "flagged 0.5 1/2");
        check("1月9日,意识形态工作,张三\n4月9日,意识形态工作,张三", twice, "clear 1 2/2");
        // The wider row must leave 党史学习教育动员 to the one that nothing else keeps.
        check(
            "1月9日,党史学习教育动员,张三\n1月16日,党史学习教育,张三",
            "2月,党史学习教育,研讨\n2月,党史学习教育动员,研讨",
            "clear 1 2/2",
        );
        check(
            "1月9日,党史学习教育动员,张三\n2月16日,党史学习教育,张三",
            "3月,党史学习教育,研讨\n1月,党史学习教育动员,研讨",
            "clear 1 2/2",
        );
    }
}
