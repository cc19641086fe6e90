//! 1.2 督学频次.
//!
//! **What it finds.** The fewest records of 督学 in any quarter of the period, by their dates.
//! Below one it is flagged (domain notes 1.2: 0 in a quarter). A 督学 of villages or branches is
//! none of the group and does not count.
//!
//! **Why it matters.** Supervision once a year, before the inspection, supervises nothing.
//!
//! **Example.** No 督学 from January to March, four from April to June: 0, flagged.
//!
//! **When it stays silent.** Without a log, and where the empty quarter might be that of a
//! record of 督学 whose day cannot be read.

use crate::dossier::{OversightKind, Register};
use crate::findings::{Case, ProblemKind, Reading, Rule, RuleId, Serves};
use crate::period::quarter_of;
use crate::statistics::{exact, size};

pub(super) const RULE: Rule = Rule {
    id: RuleId::SupervisionFrequency,
    name: "每季度督学次数",
    formula: "本期各季度督学记录条数中最少的一个",
    serves: Serves::Problem(ProblemKind::OversightNotEnforced),
    read,
};

fn read(case: &Case<'_>) -> Option<Reading> {
    let dossier = case.dossier;
    if !dossier.has(Register::Oversight) {
        return None;
    }
    let dates: Vec<_> = dossier
        .oversight
        .iter()
        .filter(|record| record.is_own(OversightKind::Supervision))
        .map(|record| &record.date)
        .collect();
    let in_quarter =
        |quarter| dates.iter().filter(|date| date.value.map(quarter_of) == Some(quarter)).count();
    let fewest = dossier.period.quarters().map(in_quarter).min()?;
    if fewest == 0 && dates.iter().any(|date| !date.is_known()) {
        return None;
    }
    let origins = dates.iter().filter_map(|date| date.evidence()).collect();
    Some(Reading::number(exact(size(fewest)), origins))
}

#[cfg(test)]
mod tests {
    use crate::findings::rules::cases::{check, check_in};

    #[track_caller]
    fn check_log(rows: &str, expected: &str) {
        check("1.2", &[("台账.csv", &format!("日期,类别,方式\n{rows}"))], expected);
    }

    #[test]
    fn quarters_with_supervision() {
        check_log("1月5日,督学,抽查\n3月31日,督学,抽查\n4月1日,督学,抽查\n6月1日,督学,抽查", "clear 2");
        check_log("1月5日,督学,抽查\n4月1日,督学,抽查\n6月1日,督学,抽查", "clear 1");
        check_log("4月1日,督学,抽查\n6月1日,督学,抽查", "flagged 0");
        check_log("1月5日,评学,点评\n4月1日,督学,抽查", "flagged 0");
        check_log("无,无,无", "flagged 0");
        check_log("", "no-data");
        let below = "日期,类别,对象,方式\n1月5日,督学,学习笔记,抽查\n4月1日,督学,东村党支部,抽查";
        check("1.2", &[("台账.csv", below)], "flagged 0");
        check_log("某日,督学,抽查\n4月1日,督学,抽查", "no-data");
        check("1.2", &[], "no-data");
        check_in("2020Q2", "1.2", &[("台账.csv", "日期,类别,方式\n4月1日,督学,抽查")], "clear 1");
    }
}
