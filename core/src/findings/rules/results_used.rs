//! 1.5 结果运用率.
//!
//! **What it finds.** Oversight, review and examination records whose result nobody used:
//! records whose 结果运用 says that it was used, over all records but those that need no use and
//! those of which nobody can tell; an examination whose examinees are listed one a row is one. Below 100 % it is flagged, at 0 severe.
//!
//! **Why it matters.** A result that changes nothing teaches everybody that the next one will
//! not either.
//!
//! **Example.** Six records, one of which says 作为评先依据: 1/6 = 16.7 %, flagged.
//!
//! **When it stays silent.** Without a log, without its column 结果运用, or with no records.

use crate::dossier::{OversightRecord, Register, State};
use crate::findings::{Case, ProblemKind, Reading, Rule, RuleId, Serves};
use crate::statistics::{log_entries, size};

pub(super) const RULE: Rule = Rule {
    id: RuleId::ResultsUsed,
    name: "结果运用率",
    formula: "写明结果运用的记录条数÷督学、评学、考学记录条数",
    serves: Serves::Problem(ProblemKind::OversightNotEnforced),
    read,
};

fn read(case: &Case<'_>) -> Option<Reading> {
    let records = || case.dossier.oversight.iter().map(|record| &record.used);
    if !case.dossier.has(Register::Oversight) || records().all(|used| !used.has_column()) {
        return None;
    }
    let needs_use = |record: &&OversightRecord| asks_for_use(record);
    let mut entries = log_entries(case.dossier);
    entries.retain(|entry| entry.rows.iter().any(needs_use));
    let is_used = |record: &&OversightRecord| record.used.is_done();
    let used = entries.iter().filter(|entry| entry.rows.iter().any(is_used)).count();
    let rows = entries.iter().flat_map(|entry| &entry.rows).filter(|record| needs_use(record));
    let origins = rows.filter_map(|record| record.used.origin()).collect();
    Reading::share(size(used), size(entries.len()), origins)
}

/// Returns whether a record counts: its result was to be used, and whether it was is known.
pub(crate) fn asks_for_use(record: &OversightRecord) -> bool {
    record.used.state != State::NotNeeded && !record.used.is_unclear()
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
        check_log("3月1日,督学,尚未运用\n3月2日,考学,拟作为评先依据\n3月3日,考学,通报", "flagged 0.3333 1/3");
        check_log("3月1日,督学,见备注\n3月2日,考学,通报", "clear 1 1/1");
        check_log("3月1日,督学,见备注\n3月2日,考学,无", "severe 0 0/1");
        check_log("3月1日,督学,见备注", "no-data");
        check_log("3月1日,督学,不适用\n3月2日,考学,通报", "clear 1 1/1");
        check_log("", "no-data");
        check("1.5", &[("台账.csv", "日期,类别,方式\n3月1日,督学,抽查")], "no-data");
        check("1.5", &[], "no-data");
        let listed = "日期,类别,对象,方式,参考人数,结果运用\n3月1日,考学,张三,闭卷,1,通报\n3月1日,考学,李四,闭卷,1,\n4月1日,督学,中心组,抽查,,";
        check("1.5", &[("台账.csv", listed)], "flagged 0.5 1/2");
    }
}
