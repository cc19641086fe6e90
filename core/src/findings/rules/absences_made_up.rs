//! 1.7 补学落实率.
//!
//! **What it finds.** The published figure `make-up-rate`: 补学 over all absences of any reason,
//! made up or not. Below 100 % it is flagged (domain notes 1.7), at 0 severe. The registers do
//! not say when somebody made up, so the 30 days that an office has for it are not counted.
//!
//! **Why it matters.** Absence with an excuse is still absence until the study is made up.
//!
//! **Example.** Sixteen absences, two of them marked 补: 12.5 %, flagged.
//!
//! **When it stays silent.** When nobody was absent.

use crate::findings::{Case, ProblemKind, Reading, Rule, RuleId, Serves};
use crate::statistics::Key;

pub(super) const RULE: Rule = Rule {
    id: RuleId::AbsencesMadeUp,
    name: "补学落实率",
    formula: "补学人次÷（公差＋请假＋缺席＋补学）人次",
    serves: Serves::Problem(ProblemKind::OversightNotEnforced),
    read,
};

fn read(case: &Case<'_>) -> Option<Reading> {
    Reading::rate(case.statistics.get(Key::MakeUpRate))
}

#[cfg(test)]
mod tests {
    use crate::findings::rules::cases::check;

    #[track_caller]
    fn check_marks(marks: &str, expected: &str) {
        let sheet = format!("姓名,职务,1月5日,2月5日,3月5日\n张三,党委书记,{marks}");
        check("1.7", &[("考勤表.csv", &sheet)], expected);
    }

    #[test]
    fn absences_that_were_made_up() {
        check_marks("补,√,补", "clear 1 2/2");
        check_marks("补,公,√", "flagged 0.5 1/2");
        check_marks("×,○,△", "severe 0 0/3");
        check_marks("√,迟,√", "no-data");
        check_marks("√,,√", "no-data");
        check("1.7", &[], "no-data");
    }
}
