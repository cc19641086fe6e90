//! 2.3 套开率.
//!
//! **What it finds.** Sessions held within another meeting, over sessions that have the column
//! 是否会上套开; a blank says no. Above 30 % it is flagged (domain notes 2.3).
//!
//! **Why it matters.** Half an hour before the agenda proper is not a study session.
//!
//! **Example.** Eight sessions, three marked 是: 37.5 %, flagged.
//!
//! **When it stays silent.** Without a session register, or without the column.

use crate::dossier::Session;
use crate::findings::{Case, ProblemKind, Reading, Rule, RuleId, Serves};
use crate::statistics::size;

pub(super) const RULE: Rule = Rule {
    id: RuleId::JointSessions,
    name: "会上套开占比",
    formula: "与其他会议套开的学习次数÷集中学习次数",
    serves: Serves::Problem(ProblemKind::TheoryPracticeGap),
    read,
};

fn read(case: &Case<'_>) -> Option<Reading> {
    let has_column = |session: &&Session| session.joint.has_column();
    let asked: Vec<&Session> = case.dossier.sessions.iter().filter(has_column).collect();
    let joint = asked.iter().filter(|session| session.joint.is_done()).count();
    let origins = asked.iter().filter_map(|session| session.joint.origin()).collect();
    Reading::share(size(joint), size(asked.len()), origins)
}

#[cfg(test)]
mod tests {
    use crate::findings::rules::cases::check;

    #[track_caller]
    fn check_joint(n_joint: usize, n: usize, expected: &str) {
        let word = |at| if at < n_joint { "是" } else { "否" };
        let rows: Vec<_> = (0..n).map(|at| format!("1月{}日,主题{at},张三,{}\n", at + 1, word(at))).collect();
        let sheet = format!("时间,学习主题,主持人,是否会上套开\n{}", rows.concat());
        check("2.3", &[("统计表.csv", &sheet)], expected);
    }

    #[test]
    fn answers_in_words() {
        let sheet = "时间,学习主题,主持人,是否会上套开\n1月5日,甲,张三,党委会\n2月5日,乙,张三,未套开\n3月5日,丙,张三,单独召开\n4月5日,丁,张三,上午\n";
        check("2.3", &[("统计表.csv", sheet)], "clear 0.25 1/4");
    }

    #[test]
    fn sessions_within_other_meetings() {
        check_joint(1, 5, "clear 0.2 1/5");
        check_joint(3, 10, "clear 0.3 3/10");
        check_joint(3, 8, "flagged 0.375 3/8");
        check_joint(1, 1, "flagged 1 1/1");
        check_joint(0, 1, "clear 0 0/1");
        check_joint(0, 0, "no-data");
        check("2.3", &[("统计表.csv", "时间,学习主题,主持人\n1月5日,甲,张三")], "no-data");
        check("2.3", &[], "no-data");
    }
}
