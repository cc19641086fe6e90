//! 1.1 三类制度覆盖.
//!
//! **What it finds.** How many of 督学, 评学 and 考学 have at least one record in the period, of
//! three. Below three it is flagged (domain notes 1.1: kinds with a record / 3 < 3/3), with no
//! record at all it is severe. A 督学 of villages or branches is guidance for those below and none
//! of the group (see [`OversightRecord::is_of_those_below`](crate::dossier::OversightRecord)).
//!
//! **Why it matters.** A system on paper of which one part never took place is not enforced.
//!
//! **Example.** Four records of 督学, two of 评学, none of 考学: 2 of 3, flagged.
//!
//! **When it stays silent.** Without a log. An empty log says that nothing was done: 0 of 3.

use std::collections::BTreeSet;

use crate::dossier::Register;
use crate::findings::{Case, ProblemKind, Reading, Rule, RuleId, Serves};
use crate::statistics::size;

/// 督学, 评学 and 考学.
const N_KINDS: u64 = 3;

pub(super) const RULE: Rule = Rule {
    id: RuleId::OversightKinds,
    name: "三类制度覆盖",
    formula: "督学、评学、考学三类中有记录的类数",
    serves: Serves::Problem(ProblemKind::OversightNotEnforced),
    read,
};

fn read(case: &Case<'_>) -> Option<Reading> {
    if !case.dossier.has(Register::Oversight) {
        return None;
    }
    let own = || case.dossier.oversight.iter().filter(|record| record.is_own(record.kind));
    let kinds: BTreeSet<_> = own().map(|record| record.kind).collect();
    let origins = own().map(|record| record.origin.clone()).collect();
    Reading::count(size(kinds.len()), N_KINDS, origins)
}

#[cfg(test)]
mod tests {
    use crate::findings::rules::cases::check;

    #[track_caller]
    fn check_log(rows: &str, expected: &str) {
        check("1.1", &[("台账.csv", &format!("日期,类别,方式\n{rows}"))], expected);
    }

    #[test]
    fn kinds_on_record() {
        check_log("3月1日,督学,抽查\n3月2日,评学,点评\n3月3日,考学,闭卷", "clear 3 3/3");
        check_log("3月1日,督学,抽查\n3月2日,督学,抽查\n3月3日,考学,闭卷", "flagged 2 2/3");
        check_log("3月1日,督学,抽查", "flagged 1 1/3");
        check_log("无,无,无", "severe 0 0/3");
        check_log("", "no-data");
        let below = "日期,类别,对象,方式\n3月1日,督学,各村党支部,抽查\n3月2日,评学,第1次学习,点评\n3月3日,考学,全体,闭卷";
        check("1.1", &[("台账.csv", below)], "flagged 2 2/3");
        check_log("2019-12-31,督学,抽查", "severe 0 0/3");
        check_log("3月1日,其他,抽查", "severe 0 0/3");
        check("1.1", &[], "no-data");
    }
}
