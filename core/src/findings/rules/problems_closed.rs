//! 1.8 整改率.
//!
//! **What it finds.** Records of the log that raise a problem and say what was put right, over
//! records that raise a problem. Below 100 % it is flagged (domain notes 1.8: closed / raised),
//! at 0 severe.
//!
//! **Why it matters.** A problem written down and left alone was found for the file.
//!
//! **Example.** Six problems, two with 整改: 33.3 %, flagged.
//!
//! **When it stays silent.** Without a log, without its column 整改, or with no problem raised.

use crate::dossier::OversightRecord;
use crate::findings::{Case, ProblemKind, Reading, Rule, RuleId, Serves};
use crate::statistics::size;

pub(super) const RULE: Rule = Rule {
    id: RuleId::ProblemsClosed,
    name: "整改率",
    formula: "写明整改情况的问题数÷提出的问题数",
    serves: Serves::Problem(ProblemKind::OversightNotEnforced),
    read,
};

fn read(case: &Case<'_>) -> Option<Reading> {
    let raised: Vec<&OversightRecord> = case
        .dossier
        .oversight
        .iter()
        .filter(|record| record.problem.is_known() && record.rectified.origin.is_some())
        .collect();
    let closed = raised.iter().filter(|record| record.rectified.is_known()).count();
    let cells = |record: &&OversightRecord| [record.problem.origin.clone(), record.rectified.origin.clone()];
    let origins = raised.iter().flat_map(cells).flatten().collect();
    Reading::share(size(closed), size(raised.len()), origins)
}

#[cfg(test)]
mod tests {
    use crate::findings::rules::cases::check;

    #[track_caller]
    fn check_log(rows: &str, expected: &str) {
        check("1.8", &[("台账.csv", &format!("日期,类别,问题,整改\n{rows}"))], expected);
    }

    #[test]
    fn problems_put_right() {
        check_log("3月1日,督学,笔记不全,已补齐\n3月2日,督学,,", "clear 1 1/1");
        check_log("3月1日,督学,笔记不全,已补齐\n3月2日,督学,发言少,", "flagged 0.5 1/2");
        check_log("3月1日,督学,笔记不全,无", "severe 0 0/1");
        check_log("3月1日,督学,无,", "no-data");
        check_log("", "no-data");
        check("1.8", &[("台账.csv", "日期,类别,问题\n3月1日,督学,笔记不全")], "no-data");
        check("1.8", &[("台账.csv", "日期,类别,整改\n3月1日,督学,已补齐")], "no-data");
        check("1.8", &[], "no-data");
    }
}
