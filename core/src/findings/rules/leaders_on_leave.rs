//! c1.5 领导请假差距.
//!
//! **What it finds.** The share of 病假, 事假 and 请假 in all marks of 组长 and 副组长, less the same
//! share of 成员. From ten points it is flagged (domain notes 因一: 请假 by role).
//!
//! **Why it matters.** Leave is asked for by those who set the order of what matters.
//!
//! **Example.** Leaders on leave 15 times in 100, members twice: 13 points, flagged.
//!
//! **When it stays silent.** Where leaders or members have fewer than five marks.

use crate::findings::rules::leaders_behind_members::leaders_and_members;
use crate::findings::{Case, CauseKind, Reading, Rule, RuleId, Serves};
use crate::statistics::{Tally, size};

pub(super) const RULE: Rule = Rule {
    id: RuleId::LeadersOnLeave,
    name: "正副组长与成员请假率差",
    formula: "组长和副组长请假人次占比－成员请假人次占比",
    serves: Serves::Cause(CauseKind::WeakCommitment),
    read,
};

fn read(case: &Case<'_>) -> Option<Reading> {
    let (leaders, members) = leaders_and_members(case.dossier);
    let leave_rate = |tally: &Tally| (size(tally.leave.len()), size(tally.due.len()));
    let origins = leaders.due.iter().chain(&members.due).cloned().collect();
    Reading::difference(leave_rate(&leaders), leave_rate(&members), origins)
}

#[cfg(test)]
mod tests {
    use crate::findings::rules::cases::{check, check_marks_by_role};

    #[track_caller]
    fn check_marks(marks: [&str; 3], expected: &str) {
        check_marks_by_role("c1.5", marks, expected);
    }

    #[test]
    fn leave_of_leaders_and_members() {
        check_marks(["√,√,√,√,√", "√,√,√,√,√", "√,√,√,√,○"], "clear -0.2");
        check_marks(["√,√,√,√,○", "√,√,√,√,√", "√,√,√,√,√"], "flagged 0.1");
        check_marks(["√,√,√,√,△", "√,√,√,√,请假", "√,√,√,√,√"], "flagged 0.2");
        check_marks(["公,公,×,补,√", "√,√,√,√,√", "√,√,√,√,√"], "clear 0");
        check_marks(["○,○,○,○,○", "—,—,—,—,—", "—,—,—,—,—"], "no-data");
        check("c1.5", &[("考勤表.csv", "姓名,职务,1月5日\n张三,书记,○")], "no-data");
        check("c1.5", &[], "no-data");
    }
}
