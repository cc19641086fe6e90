//! 1.4 参考率.
//!
//! **What it finds.** Persons examined over persons due, summed over the records of 考学 that
//! give both 应考人数 and 参考人数. Below 95 % it is flagged (domain notes 1.4).
//!
//! **Why it matters.** An examination that those who fear it may skip measures the others.
//!
//! **Example.** 12 due and 10 examined, then 13 and 13: 23/25 = 92 %, flagged.
//!
//! **When it stays silent.** Without a log, or where no record of 考学 gives both numbers.

use crate::dossier::OversightKind;
use crate::findings::{Case, ProblemKind, Reading, Rule, RuleId, Serves};

pub(super) const RULE: Rule = Rule {
    id: RuleId::ExaminationTurnout,
    name: "参考率",
    formula: "参考人数之和÷应考人数之和（两项都填写的考学记录）",
    serves: Serves::Problem(ProblemKind::OversightNotEnforced),
    read,
};

fn read(case: &Case<'_>) -> Option<Reading> {
    let mut origins = Vec::new();
    let (mut n, mut of) = (0, 0);
    for record in &case.dossier.oversight {
        if record.kind != OversightKind::Examination {
            continue;
        }
        if let (Some(examined), Some(due)) = (record.n_examined.value, record.n_due.value) {
            n += u64::from(examined);
            of += u64::from(due);
            origins.extend(record.n_examined.evidence());
            origins.extend(record.n_due.evidence());
        }
    }
    Reading::share(n, of, origins)
}

#[cfg(test)]
mod tests {
    use crate::findings::rules::cases::check;

    #[track_caller]
    fn check_log(rows: &str, expected: &str) {
        let log = format!("日期,类别,方式,应考人数,参考人数\n{rows}");
        check("1.4", &[("台账.csv", &log)], expected);
    }

    #[test]
    fn persons_examined() {
        check_log("3月1日,考学,闭卷,12,12\n6月1日,考学,闭卷,13,13", "clear 1 25/25");
        check_log("3月1日,考学,闭卷,20,19", "clear 0.95 19/20");
        check_log("3月1日,考学,闭卷,12,10\n6月1日,考学,闭卷,13,13", "flagged 0.92 23/25");
        check_log("3月1日,考学,闭卷,12,\n6月1日,考学,闭卷,1,0", "flagged 0 0/1");
        check_log("3月1日,考学,闭卷,12,", "no-data");
        check_log("3月1日,考学,闭卷,0,0", "no-data");
        check_log("3月1日,督学,抽查,12,10", "no-data");
        check("1.4", &[("台账.csv", "日期,类别,方式\n3月1日,考学,闭卷")], "no-data");
        check("1.4", &[], "no-data");
    }
}
