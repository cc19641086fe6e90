//! 2.7 调研转化率.
//!
//! **What it finds.** Finished research topics whose result was applied (转化应用), over finished topics
//! but those whose result need not be.
//! At 0 it is flagged, and so it is where no topic is finished, which reads 0 of 0 (domain notes
//! 2.7: 0, or finished < 1).
//!
//! **Why it matters.** Research that changes nothing was done for the report.
//!
//! **Example.** Three topics, one finished and not applied: 0 of 1, flagged.
//!
//! **When it stays silent.** Without a table of topics or with none on it, without its column
//! 状态, and where finished topics have no column 转化应用.

use crate::dossier::State;
use crate::findings::{Case, ProblemKind, Reading, Rule, RuleId, Serves};
use crate::statistics::size;

pub(super) const RULE: Rule = Rule {
    id: RuleId::ResearchApplied,
    name: "调研转化率",
    formula: "有转化应用的课题数÷已完成的课题数",
    serves: Serves::Problem(ProblemKind::TheoryPracticeGap),
    read,
};

fn read(case: &Case<'_>) -> Option<Reading> {
    let topics = || case.dossier.research.iter().filter(|topic| topic.status.has_column());
    let last = case.dossier.period.last_day();
    let finished = || topics().filter(|topic| topic.is_finished_by(last));
    topics().next()?;
    let (n_finished, states) = (finished().count(), topics().filter_map(|topic| topic.status.origin()));
    if n_finished == 0 && topics().any(|topic| topic.is_finished()) {
        // Whether these were finished in the period nobody knows.
        return None;
    }
    if n_finished == 0 {
        let nothing = Reading { n: Some(0), of: Some(0), ..Reading::number(0.0, states.collect()) };
        return Some(nothing);
    }
    if finished().all(|topic| !topic.applied.has_column()) {
        return None;
    }
    let asked =
        || finished().filter(|topic| topic.applied.state != State::NotNeeded && !topic.applied.is_unclear());
    let n = asked().filter(|topic| topic.applied.is_done()).count();
    let applied = finished().filter_map(|topic| topic.applied.origin());
    Reading::share(size(n), size(asked().count()), states.chain(applied).collect())
}

#[cfg(test)]
mod tests {
    use crate::findings::rules::cases::check;

    #[track_caller]
    fn check_topics(rows: &str, expected: &str) {
        check("2.7", &[("调研.csv", &format!("课题名称,负责人,状态,转化应用\n{rows}"))], expected);
    }

    #[test]
    fn finished_topics_applied() {
        check_topics("甲,张三,已完成,写入规划\n乙,李四,已完成,印发", "clear 1 2/2");
        check_topics("甲,张三,已完成,写入规划\n乙,李四,已完成,", "clear 0.5 1/2");
        check_topics("甲,张三,已完成,无\n乙,李四,进行中,印发", "flagged 0 0/1");
        check_topics("甲,张三,进行中,", "flagged 0 0/0");
        check_topics("甲,张三,,", "flagged 0 0/0");
        check_topics(
            "甲,张三,已完成,未转化\n乙,李四,已完成,印发方案\n丙,王五,已完成,正在转化",
            "clear 0.3333 1/3",
        );
        check_topics("甲,张三,已结题（待转化）,无\n乙,李四,完成80%,\n丙,王五,完成初稿,", "flagged 0 0/1");
        check_topics("甲,张三,已完成,见备注\n乙,李四,已完成,印发", "clear 1 1/1");
        check_topics("甲,张三,已完成,见备注", "no-data");
        check_topics("甲,张三,已完成,不适用\n乙,李四,已完成,印发", "clear 1 1/1");
        check_topics("甲,张三,撰写报告,", "flagged 0 0/0");
        check_topics("", "no-data");
        let due = "课题名称,负责人,计划完成,状态,转化应用\n甲,张三,9月,已完成,";
        check("2.7", &[("调研.csv", due)], "no-data");
        check("2.7", &[("调研.csv", &format!("{due}\n乙,李四,5月,已完成,无"))], "flagged 0 0/1");
        check("2.7", &[("调研.csv", "课题名称,负责人,转化应用\n甲,张三,印发")], "no-data");
        check("2.7", &[("调研.csv", "课题名称,负责人,状态\n甲,张三,已完成")], "no-data");
        check("2.7", &[], "no-data");
    }
}
