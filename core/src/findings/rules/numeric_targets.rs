//! c2.1 量化目标.
//!
//! **What it finds.** Rows of the plan, due in the period or the next, whose 量化目标 holds a
//! digit, over rows that have the column. Below 50 % it is flagged (domain notes 因二), at 0
//! severe.
//!
//! **Why it matters.** What has no number cannot be missed, nor met.
//!
//! **Example.** Sixteen rows, three with a number: 18.8 %, flagged.
//!
//! **When it stays silent.** Without a plan, or without its column 量化目标.

use crate::dossier::PlanRow;
use crate::findings::{Case, CauseKind, Reading, Rule, RuleId, Serves};
use crate::statistics::size;

pub(super) const RULE: Rule = Rule {
    id: RuleId::NumericTargets,
    name: "量化目标占比",
    formula: "量化目标中有数字的计划项数÷计划项数（本期和下期）",
    serves: Serves::Cause(CauseKind::NoHardTargets),
    read,
};

fn read(case: &Case<'_>) -> Option<Reading> {
    let dossier = case.dossier;
    let rows: Vec<&PlanRow> = dossier
        .plan_of(dossier.period)
        .chain(dossier.plan_of(dossier.period.next()))
        .filter(|row| row.target.origin.is_some())
        .collect();
    let has_number = |row: &&&PlanRow| row.target.text().contains(|c: char| c.is_ascii_digit());
    let n = rows.iter().filter(has_number).count();
    let origins = rows.iter().filter_map(|row| row.target.origin.clone()).collect();
    Reading::share(size(n), size(rows.len()), origins)
}

#[cfg(test)]
mod tests {
    use crate::findings::rules::cases::check;

    #[track_caller]
    fn check_plan(rows: &str, expected: &str) {
        check("c2.1", &[("计划.csv", &format!("月份,学习主题,量化目标\n{rows}"))], expected);
    }

    #[test]
    fn rows_with_a_number() {
        check_plan("3月,甲,发言3人\n9月,乙,心得２篇\n10月,丙,提高认识", "clear 0.6667 2/3");
        check_plan("3月,甲,发言3人\n9月,乙,", "clear 0.5 1/2");
        check_plan("3月,甲,发言3人\n9月,乙,领会\n10月,丙,领会", "flagged 0.3333 1/3");
        check_plan("3月,甲,领会", "severe 0 0/1");
        check_plan("2022年3月,甲,发言3人\n适时,乙,发言3人", "no-data");
        check_plan("", "no-data");
        check("c2.1", &[("计划.csv", "月份,学习主题,学习形式\n3月,甲,研讨")], "no-data");
        check("c2.1", &[], "no-data");
    }
}
