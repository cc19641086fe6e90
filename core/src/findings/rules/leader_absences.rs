//! c1.1 组长缺席次数.
//!
//! **What it finds.** How often 组长 was due and did not attend, made up or not, but for 公差:
//! whom the office sent away is not absent by choice. Blank marks say nothing. From two it is
//! flagged (domain notes 因一: 组长 absent ≥ 2).
//!
//! **Why it matters.** What the first person responsible skips, the others may skip.
//!
//! **Example.** Eight sessions, once 公差, once 事假 and once ×: 2, flagged.
//!
//! **When it stays silent.** Where nobody is 组长, or 组长 has no mark.

use crate::dossier::Role;
use crate::findings::{Case, CauseKind, Reading, Rule, RuleId, Serves};
use crate::statistics::{Tally, size};

pub(super) const RULE: Rule = Rule {
    id: RuleId::LeaderAbsences,
    name: "组长缺席次数",
    formula: "组长应到而未到的次数（公差不计）",
    serves: Serves::Cause(CauseKind::WeakCommitment),
    read,
};

fn read(case: &Case<'_>) -> Option<Reading> {
    let members = &case.dossier.members;
    let is_leader = |at: usize| members[at].role == Role::Leader;
    let tally = Tally::of(case.dossier, |entry| is_leader(entry.member) && entry.mark.is_some());
    let missed = tally.due.len() - tally.present.len() - tally.on_duty.len();
    Reading::count(size(missed), size(tally.due.len()), tally.due)
}

#[cfg(test)]
mod tests {
    use crate::findings::rules::cases::check;

    #[track_caller]
    fn check_marks(marks: &str, expected: &str) {
        let sheet = format!("姓名,职务,1月5日,2月5日,3月5日\n张三,党委书记,{marks}\n李四,委员,×,×,×");
        check("c1.1", &[("考勤表.csv", &sheet)], expected);
    }

    #[test]
    fn sessions_the_leader_missed() {
        check_marks("√,迟,√", "clear 0 0/3");
        check_marks("√,×,√", "clear 1 1/3");
        check_marks("公,补,√", "clear 1 1/3");
        check_marks("公,公,公", "clear 0 0/3");
        check_marks("公,○,×", "flagged 2 2/3");
        check_marks("补,○,×", "flagged 3 3/3");
        check_marks("√,×,", "clear 1 1/2");
        check_marks(",,", "no-data");
        check_marks("—,—,—", "no-data");
        check("c1.1", &[("考勤表.csv", "姓名,职务,1月5日\n李四,委员,×")], "no-data");
        check("c1.1", &[], "no-data");
    }
}
