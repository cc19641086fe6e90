//! c1.2 组长主持率.
//!
//! **What it finds.** The published figure `leader-host-rate`: sessions that 组长 chaired, over
//! sessions with a chair on record. Below 80 % it is flagged (domain notes 因一).
//!
//! **Why it matters.** To chair the study is a duty of the first person responsible.
//!
//! **Example.** Eight sessions, five chaired by 组长: 62.5 %, flagged.
//!
//! **When it stays silent.** Without a session register, a chair on record, or 组长.

use crate::findings::{Case, CauseKind, Reading, Rule, RuleId, Serves};
use crate::statistics::Key;

pub(super) const RULE: Rule = Rule {
    id: RuleId::LeaderHosting,
    name: "组长主持率",
    formula: "组长主持的学习次数÷有主持人记录的学习次数",
    serves: Serves::Cause(CauseKind::WeakCommitment),
    read,
};

fn read(case: &Case<'_>) -> Option<Reading> {
    Reading::rate(case.statistics.get(Key::LeaderHostRate))
}

#[cfg(test)]
mod tests {
    use crate::findings::rules::cases::check;

    #[track_caller]
    fn check_hosts(hosts: &[&str], expected: &str) {
        let rows: Vec<_> =
            hosts.iter().zip(1..).map(|(host, n)| format!("{n}月5日,主题{n},{host}\n")).collect();
        let sessions = format!("时间,学习主题,主持人\n{}", rows.concat());
        let roster = ("名单.csv", "姓名,角色\n张三,组长\n李四,副组长");
        check("c1.2", &[roster, ("统计表.csv", &sessions)], expected);
    }

    #[test]
    fn sessions_the_leader_chaired() {
        check_hosts(&["张三", "张三"], "clear 1 2/2");
        check_hosts(&["张三", "张三", "张三", "张三", "李四", ""], "clear 0.8 4/5");
        check_hosts(&["张三", "李四"], "flagged 0.5 1/2");
        check_hosts(&["李四"], "flagged 0 0/1");
        check_hosts(&[""], "no-data");
        check_hosts(&[], "no-data");
        let sessions = ("统计表.csv", "时间,学习主题,主持人\n1月5日,甲,张三");
        check("c1.2", &[sessions], "no-data");
        check("c1.2", &[("名单.csv", "姓名,角色\n张三,组长")], "no-data");
    }
}
