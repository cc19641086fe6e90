//! 1.5 结果运用率.
//!
//! **What it finds.** Oversight, review and examination records whose result nobody used:
//! records with 结果运用 filled in, over all records. Below 100 % it is flagged, at 0 severe.
//!
//! **Why it matters.** A result that changes nothing teaches everybody that the next one will
//! not either.
//!
//! **Example.** Six records, one of which says 作为评先依据: 1/6 = 16.7 %, flagged.
//!
//! **When it stays silent.** Without a log, without its column 结果运用, or with no records.

use crate::dossier::Register;
use crate::findings::{Case, ProblemKind, Reading, Rule, RuleId, Serves};
use crate::statistics::size;

pub(super) const RULE: Rule = Rule {
    id: RuleId::ResultsUsed,
    name: "结果运用率",
    formula: "写明结果运用的记录条数÷督学、评学、考学记录条数",
    serves: Serves::Problem(ProblemKind::OversightNotEnforced),
    read,
};

fn read(case: &Case<'_>) -> Option<Reading> {
    let records = &case.dossier.oversight;
    if !case.dossier.has(Register::Oversight) || records.iter().all(|record| record.used.origin.is_none()) {
        return None;
    }
    let used = records.iter().filter(|record| record.used.is_known()).count();
    let origins = records.iter().filter_map(|record| record.used.origin.clone()).collect();
    Reading::share(size(used), size(records.len()), origins)
}

#[cfg(test)]
mod tests {
    use crate::findings::rules::cases::check;

    #[track_caller]
    fn check_log(rows: &str, expected: &str) {
        check("1.5", &[("台账.csv", &format!("日期,类别,结果运用\n{rows}"))], expected);
    }

    #[test]
    fn results_that_were_used() {
        check_log("3月1日,督学,通报\n3月2日,考学,评先依据", "clear 1 2/2");
        check_log("3月1日,督学,通报\n3月2日,考学,", "flagged 0.5 1/2");
        check_log("3月1日,督学,无\n3月2日,考学,", "severe 0 0/2");
        check_log("3月1日,督学,", "severe 0 0/1");
        check_log("", "no-data");
        check("1.5", &[("台账.csv", "日期,类别,方式\n3月1日,督学,抽查")], "no-data");
        check("1.5", &[], "no-data");
    }
}
