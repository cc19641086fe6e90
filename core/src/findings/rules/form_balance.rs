//! c3.2 方式均衡度.
//!
//! **What it finds.** How evenly the sessions are spread over 读, 听, 看, 谈 and 写 (see c3.1): their
//! entropy by the number of ways there are, −Σ p·ln p / ln 5, from 0 for one way to 1 for all
//! alike. Below 0.5 it is flagged (domain notes 因三); two ways never reach it.
//!
//! **Why it matters.** One lecture a year does not make up for reading out all year.
//!
//! **Example.** Five readings and three seminars: 0.41, flagged.
//!
//! **When it stays silent.** Without a session register, or where no session states such a form.

use crate::findings::rules::form_variety::N_WAYS;
use crate::findings::topics::ways;
use crate::findings::{Case, CauseKind, Reading, Rule, RuleId, Serves};
use crate::statistics::{exact, size};

pub(super) const RULE: Rule = Rule {
    id: RuleId::FormBalance,
    name: "学习方式均衡度",
    formula: "−Σp·ln p÷ln 5，p为读、听、看、谈、写各占的比例",
    serves: Serves::Cause(CauseKind::ScarceResources),
    read,
};

fn read(case: &Case<'_>) -> Option<Reading> {
    let ways = ways(case.dossier);
    if ways.is_empty() {
        return None;
    }
    let counts = || ways.values().map(|cells| exact(size(cells.len())));
    let of: f64 = counts().sum();
    // Of one way the sum is −0, which is not below anything but looks odd in print.
    let entropy = counts().map(|n| n / of * (of / n).ln()).sum::<f64>() / exact(N_WAYS).ln();
    Some(Reading::number(entropy, ways.into_values().flatten().collect()))
}

#[cfg(test)]
mod tests {
    use crate::findings::rules::cases::{check, check_forms};

    #[test]
    fn evenness_of_ways() {
        check_forms("c3.2", "传达,专家辅导,参观,研讨,调研", "clear 1");
        check_forms("c3.2", "传达,专家辅导,研讨", "clear 0.6826");
        // The nearest that few sessions come to the threshold from either side.
        check_forms("c3.2", "研讨,研讨,研讨,研讨,传达,讲座", "clear 0.539");
        check_forms("c3.2", "研讨,研讨,研讨,研讨,研讨,传达,讲座", "flagged 0.4948");
        check_forms("c3.2", "传达,研讨", "flagged 0.4307");
        check_forms("c3.2", "传达,传达,传达,传达,传达,研讨,研讨,研讨", "flagged 0.4111");
        check_forms("c3.2", "研讨", "flagged 0");
        check_forms("c3.2", "集中学习", "no-data");
        check_forms("c3.2", "", "no-data");
        check("c3.2", &[], "no-data");
    }
}
