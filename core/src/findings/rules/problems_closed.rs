//! 1.8 整改率.
//!
//! **What it finds.** Records of the log that raise a problem and say that it was put right, over
//! records that raise one; what needs no 整改 is left out. Below 100 % it is flagged (domain notes 1.8: closed / raised),
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
    formula: "已整改的问题数÷提出的问题数",
    serves: Serves::Problem(ProblemKind::OversightNotEnforced),
    read,
};

fn read(case: &Case<'_>) -> Option<Reading> {
    let raised: Vec<&OversightRecord> = case
        .dossier
        .oversight
        .iter()
        .filter(|record| record.problem.is_done() && record.rectified.is_asked())
        .collect();
    let closed = raised.iter().filter(|record| record.rectified.is_done()).count();
    let cells = |record: &&OversightRecord| [record.problem.origin(), record.rectified.origin()];
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
        check_log("3月1日,督学,笔记不全,整改中\n3月2日,督学,发言少,已整改", "flagged 0.5 1/2");
        check_log("3月1日,督学,笔记不全,未整改\n3月2日,督学,发言少,拟7月整改", "severe 0 0/2");
        check_log("3月1日,督学,笔记不全,详见附件\n3月2日,督学,发言少,补齐", "clear 1 1/1");
        check_log("3月1日,督学,笔记不全,无需整改\n3月2日,督学,发言少,补齐", "clear 1 1/1");
        // What was not found was not raised.
        check_log("3月1日,督学,未发现问题,\n3月2日,督学,未按时提交心得,已补交", "clear 1 1/1");
        check_log("3月1日,督学,未发现明显问题,", "no-data");
        check_log("", "no-data");
        check("1.8", &[("台账.csv", "日期,类别,问题\n3月1日,督学,笔记不全")], "no-data");
        check("1.8", &[("台账.csv", "日期,类别,整改\n3月1日,督学,已补齐")], "no-data");
        check("1.8", &[], "no-data");
    }
}
