//! c2.3 结果报送.
//!
//! **What it finds.** Records of the log, an examination listed one person a row being one, whose
//! 结果运用 says that the result went to 组织部 or into 考核, to those who judge cadres; what is to
//! go there has not. Below one it is flagged (domain notes 因二: records sent to 组织部门, 0).
//!
//! **Why it matters.** A result that the personnel office never sees decides about nobody.
//!
//! **Example.** Six records, one 在例会上通报 and five blank: 0, flagged.
//!
//! **When it stays silent.** Without a log, without its column 结果运用, with no records, or where
//! of some nobody can tell and none of the others went there.

use crate::dossier::{Deed, OversightRecord, State};
use crate::findings::{Case, CauseKind, Reading, Rule, RuleId, Serves};
use crate::statistics::{log_entries, size};

pub(super) const RULE: Rule = Rule {
    id: RuleId::ResultsPassedOn,
    name: "结果报送次数",
    formula: "结果运用写明送组织部门或用于考核的记录条数",
    serves: Serves::Cause(CauseKind::NoHardTargets),
    read,
};

fn read(case: &Case<'_>) -> Option<Reading> {
    let uses = || case.dossier.oversight.iter().map(|record| &record.used);
    if uses().all(|used| !used.has_column()) {
        return None;
    }
    let mut entries = log_entries(case.dossier);
    let n_all = entries.len();
    entries.retain(|entry| !entry.rows.iter().all(|record| record.used.is_unclear()));
    let is_passed_on = |record: &&OversightRecord| record.passed_on == State::Yes;
    let n = entries.iter().filter(|entry| entry.rows.iter().any(is_passed_on)).count();
    // Of what nobody can tell it cannot be said that none was passed on.
    if n == 0 && entries.len() < n_all {
        return None;
    }
    let origins = uses().filter_map(Deed::origin).collect();
    Reading::count(size(n), size(entries.len()), origins)
}

#[cfg(test)]
mod tests {
    use crate::findings::rules::cases::check;

    #[track_caller]
    fn check_log(rows: &str, expected: &str) {
        check("c2.3", &[("台账.csv", &format!("日期,类别,结果运用\n{rows}"))], expected);
    }

    #[test]
    fn results_sent_on() {
        check_log("3月1日,督学,报县委组织部\n3月2日,考学,列入干部考核", "clear 2 2/2");
        check_log("3月1日,督学,通报\n3月2日,考学,送组织部门", "clear 1 1/2");
        check_log("3月1日,督学,通报\n3月2日,考学,无", "flagged 0 0/2");
        check_log("3月1日,督学,", "flagged 0 0/1");
        check_log("3月1日,督学,拟报县委组织部\n3月2日,考学,未纳入考核", "flagged 0 0/2");
        check_log("3月1日,督学,见备注\n3月2日,考学,列入干部考核", "clear 1 1/1");
        check_log("3月1日,督学,见备注\n3月2日,考学,通报", "no-data");
        check_log("", "no-data");
        check("c2.3", &[("台账.csv", "日期,类别,方式\n3月1日,督学,抽查")], "no-data");
        check("c2.3", &[], "no-data");
    }
}
