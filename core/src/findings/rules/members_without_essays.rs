//! 3.10 零成果成员.
//!
//! **What it finds.** Members (组长、副组长、成员) in post on the period's last day who handed in no
//! essay, article or research report in the period. Above 0 it is flagged (domain notes 3.10).
//!
//! **Why it matters.** Local rules ask for at least one piece a year from each member.
//!
//! **Example.** Twelve members, two without anything in the index: 2, flagged.
//!
//! **When it stays silent.** Without an essay index or without members.

use crate::dossier::Register;
use crate::findings::{Case, ProblemKind, Reading, Rule, RuleId, Serves};
use crate::statistics::size;

pub(super) const RULE: Rule = Rule {
    id: RuleId::MembersWithoutEssays,
    name: "零成果成员",
    formula: "期末在任、本期没有成果的成员数",
    serves: Serves::Problem(ProblemKind::PerfunctoryAssessment),
    read,
};

fn read(case: &Case<'_>) -> Option<Reading> {
    if !case.dossier.has(Register::Essays) {
        return None;
    }
    let last_day = case.dossier.period.last_day();
    let members: Vec<_> =
        case.dossier.counted_members().filter(|(_, member)| member.in_post(last_day)).collect();
    let figures = &case.statistics.members;
    let without: Vec<_> = members
        .iter()
        .filter(|(at, _)| figures[*at].n_essays == 0 && figures[*at].n_reports == 0)
        .map(|(_, member)| member.origin.clone())
        .collect();
    Reading::count(size(without.len()), size(members.len()), without)
}

#[cfg(test)]
mod tests {
    use crate::findings::rules::cases::check;

    #[track_caller]
    fn check_authors(authors: &[&str], expected: &str) {
        let roster = "姓名,角色,任职止\n张三,组长,\n李四,成员,\n王五,成员,2020-05-01\n赵六,列席,";
        let rows: Vec<_> = authors.iter().map(|row| format!("{row}\n")).collect();
        let essays = format!("姓名,题目,类型\n{}", rows.concat());
        check("3.10", &[("名单.csv", roster), ("心得.csv", &essays)], expected);
    }

    #[test]
    fn members_with_nothing() {
        check_authors(&["张三,甲,心得", "李四,乙,调研报告"], "clear 0 0/2");
        check_authors(&["张三,甲,心得", "张三,乙,心得"], "flagged 1 1/2");
        check_authors(&["孙八,甲,心得"], "flagged 2 2/2");
        check_authors(&["无,无,"], "flagged 2 2/2");
        check_authors(&[], "no-data");
        check("3.10", &[("名单.csv", "姓名,角色\n张三,组长")], "no-data");
        check("3.10", &[("心得.csv", "姓名,题目,类型\n张三,甲,心得")], "no-data");
    }
}
