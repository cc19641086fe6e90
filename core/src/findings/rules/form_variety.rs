//! c3.1 学习方式种数.
//!
//! **What it finds.** How many of 读, 听, 看, 谈 and 写 the sessions took. 自学, 传达 and 领学 are 读,
//! lectures 听, visits and films 看, seminars 谈, fieldwork 写, by the words of `forms.toml`; a form that names two is both. Essays are no
//! sessions and do not count. Below three it is flagged (domain notes 因三: forms ≤ 2).
//!
//! **Why it matters.** “一张嘴、一个本、一支笔”: one way for every topic tires everybody.
//!
//! **Example.** Five readings and three seminars: 2, flagged.
//!
//! **When it stays silent.** Without a session register, or where no session states such a form.

use crate::findings::topics::ways;
use crate::findings::{Case, CauseKind, Reading, Rule, RuleId, Serves};
use crate::statistics::{exact, size};

pub(super) const RULE: Rule = Rule {
    id: RuleId::FormVariety,
    name: "学习方式种数",
    formula: "学习采用过的读、听、看、谈、写的种数",
    serves: Serves::Cause(CauseKind::ScarceResources),
    read,
};

/// The number of ways.
pub(super) const N_WAYS: u64 = 5;

fn read(case: &Case<'_>) -> Option<Reading> {
    let ways = ways(case.dossier);
    if ways.is_empty() {
        return None;
    }
    let n = exact(size(ways.len()));
    Some(Reading::number(n, ways.into_values().flatten().collect()))
}

#[cfg(test)]
mod tests {
    use crate::findings::rules::cases::check_forms;

    #[test]
    fn ways_of_studying() {
        check_forms("c3.1", "传达学习,专家辅导,现场参观,研讨,专题调研", "clear 5");
        check_forms("c3.1", "自学,讲座,研讨", "clear 3");
        check_forms("c3.1", "传达,自学,领学,研讨", "flagged 2");
        check_forms("c3.1", "参观,观看视频", "flagged 1");
        check_forms("c3.1", "传达,集中学习", "flagged 1");
        check_forms("c3.1", "领学和研讨,专家辅导", "clear 3");
        check_forms("c3.1", "集中学习,", "no-data");
        check_forms("c3.1", "", "no-data");
    }

    #[test]
    fn without_the_column() {
        use crate::findings::rules::cases::check;
        check("c3.1", &[("统计表.csv", "时间,学习主题,主持人\n1月5日,甲,张三")], "no-data");
        check("c3.1", &[], "no-data");
    }
}
