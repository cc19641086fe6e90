//! c3.4 单一方式占比.
//!
//! **What it finds.** Sessions that took the most frequent of 读, 听, 看, 谈 and 写 (see c3.1), over
//! sessions that state a form of any kind. Above 70 % it is flagged (domain notes 因三). A plain
//! 集中学习 counts below the line only: which way it took is not on record.
//!
//! **Why it matters.** “一张嘴、一个本、一支笔”: one way for every topic tires everybody.
//!
//! **Example.** Eight sessions, six of them readings: 75 %, flagged.
//!
//! **When it stays silent.** Without a session register, or where no session takes such a form.

use crate::findings::topics::ways;
use crate::findings::{Case, CauseKind, Reading, Rule, RuleId, Serves};
use crate::statistics::size;

pub(super) const RULE: Rule = Rule {
    id: RuleId::DominantForm,
    name: "单一方式占比",
    formula: "最常用的一种方式的次数÷写明形式的学习次数",
    serves: Serves::Cause(CauseKind::ScarceResources),
    read,
};

fn read(case: &Case<'_>) -> Option<Reading> {
    let sessions = &case.dossier.sessions;
    let top = ways(case.dossier).into_values().map(|cells| cells.len()).max()?;
    let origins: Vec<_> = sessions.iter().filter_map(|session| session.form_text.evidence()).collect();
    Reading::share(size(top), size(origins.len()), origins)
}

#[cfg(test)]
mod tests {
    use crate::findings::rules::cases::{check, check_forms};

    #[test]
    fn the_most_frequent_way() {
        check_forms("c3.4", "传达,传达,研讨", "clear 0.6667 2/3");
        check_forms("c3.4", "传达,传达,传达,传达,传达,领学,自学,研讨,研讨,研讨", "clear 0.7 7/10");
        check_forms("c3.4", "传达,传达,传达,研讨", "flagged 0.75 3/4");
        check_forms("c3.4", "传达,集中学习", "clear 0.5 1/2");
        check_forms("c3.4", "研讨", "flagged 1 1/1");
        check_forms("c3.4", "集中学习", "no-data");
        check_forms("c3.4", "", "no-data");
        check("c3.4", &[], "no-data");
    }
}
