//! c1.3 领导成员出勤差距.
//!
//! **What it finds.** 出勤率 of 成员 less 出勤率 of 组长 and 副组长 together, each pooled over all
//! their marks. From ten points it is flagged (domain notes 因一: leaders ≥ 10 points below).
//!
//! **Why it matters.** Those who ask for attendance should not be those who lack it.
//!
//! **Example.** Members 95 %, leaders 80 %: 15 points, flagged.
//!
//! **When it stays silent.** Where leaders or members have fewer than five marks.

use crate::dossier::{Dossier, Role};
use crate::findings::{Case, CauseKind, Reading, Rule, RuleId, Serves};
use crate::statistics::Tally;

pub(super) const RULE: Rule = Rule {
    id: RuleId::LeadersBehindMembers,
    name: "成员与正副组长出勤率差",
    formula: "成员出勤率－组长和副组长出勤率",
    serves: Serves::Cause(CauseKind::WeakCommitment),
    read,
};

fn read(case: &Case<'_>) -> Option<Reading> {
    let (leaders, members) = leaders_and_members(case.dossier);
    let origins = || members.due.iter().chain(&leaders.due).cloned().collect();
    Reading::difference(members.attendance_rate(), leaders.attendance_rate(), origins())
}

/// Returns the head counts of 组长 and 副组长 together, and those of 成员.
pub(super) fn leaders_and_members(dossier: &Dossier) -> (Tally, Tally) {
    let role_of = |member: usize| dossier.members[member].role;
    let leads = |role: Role| matches!(role, Role::Leader | Role::Deputy);
    let leaders = Tally::of(dossier, |entry| leads(role_of(entry.member)));
    let members = Tally::of(dossier, |entry| role_of(entry.member) == Role::Member);
    (leaders, members)
}

#[cfg(test)]
mod tests {
    use crate::findings::rules::cases::{check, check_marks_by_role};

    #[track_caller]
    fn check_marks(marks: [&str; 3], expected: &str) {
        check_marks_by_role("c1.3", marks, expected);
    }

    #[test]
    fn leaders_against_members() {
        check_marks(["√,√,√,√,√", "√,√,√,√,√", "√,√,√,√,×"], "clear -0.2");
        check_marks(["√,√,√,√,√", "√,√,√,√,×", "√,√,√,√,√"], "flagged 0.1");
        check_marks(["√,√,√,√,√", "√,√,√,√,—", "√,√,√,√,√"], "clear 0");
        check_marks(["√,√,√,√,公", "√,√,√,√,×", "√,√,√,√,√"], "flagged 0.2");
        check_marks(["√,×,√,×,×", "—,—,—,—,—", "—,—,—,—,—"], "no-data");
        check("c1.3", &[("考勤表.csv", "姓名,职务,1月5日\n张三,委员,√")], "no-data");
        check("c1.3", &[], "no-data");
    }

    #[test]
    fn ten_points_are_ten_points() {
        let rows = |name: &str, post: &str, n: usize| {
            (0..10)
                .map(|at| format!("\n{name}{at},{post},{}", if at < n { "√" } else { "×" }))
                .collect::<String>()
        };
        let roster: String = (0..10).map(|at| format!("\n正副{at},副组长\n成员{at},成员")).collect();
        let check = |leaders, members, expected| {
            let sheet = format!("姓名,职务,1月5日{}{}", rows("正副", "", leaders), rows("成员", "", members));
            check("c1.3", &[("考勤表.csv", &sheet), ("名单.csv", &format!("姓名,角色{roster}"))], expected);
        };
        for n in 1..=10 {
            check(n - 1, n, "flagged 0.1");
        }
    }
}
