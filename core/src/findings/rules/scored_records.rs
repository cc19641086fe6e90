//! c2.2 评分占比.
//!
//! **What it finds.** Records of the log whose 成绩/等次 is a number, over all records. Below 50 %
//! it is flagged (domain notes 因二), at 0 severe. 较好 is a grade and no score.
//!
//! **Why it matters.** Without a score there is nothing to compare, and nothing to fear.
//!
//! **Example.** Six records, graded 较好 and 一般 or not at all: 0 of 6, severe.
//!
//! **When it stays silent.** Without a log, without its column 成绩/等次, or with no records.

use crate::findings::{Case, CauseKind, Reading, Rule, RuleId, Serves};
use crate::statistics::size;

/// A larger number, such as 20200622, is no score.
const MAX_SCORE: f64 = 1000.0;

pub(super) const RULE: Rule = Rule {
    id: RuleId::ScoredRecords,
    name: "评分占比",
    formula: "成绩为分数的记录条数÷督学、评学、考学记录条数",
    serves: Serves::Cause(CauseKind::NoHardTargets),
    read,
};

fn read(case: &Case<'_>) -> Option<Reading> {
    let results = || case.dossier.oversight.iter().map(|record| &record.result);
    if results().all(|result| result.origin.is_none()) {
        return None;
    }
    let scored = results().filter(|result| score(result.text()).is_some()).count();
    let origins = results().filter_map(|result| result.origin.clone()).collect();
    Reading::share(size(scored), size(results().count()), origins)
}

/// Returns the score that a result gives: `92`, `90.5分`.
pub(super) fn score(result: &str) -> Option<f64> {
    let figures = result.strip_suffix('分').unwrap_or(result).trim();
    let is_figure = |c: char| c.is_ascii_digit() || c == '.';
    if figures.is_empty() || !figures.chars().all(is_figure) {
        return None;
    }
    figures.parse().ok().filter(|score: &f64| *score <= MAX_SCORE)
}

#[cfg(test)]
mod tests {
    use super::score;
    use crate::findings::rules::cases::check;

    #[test]
    fn scores() {
        assert_eq!(
            ["92", "90.5分", "100 分", "0"].map(score),
            [Some(92.0), Some(90.5), Some(100.0), Some(0.0)]
        );
        for text in ["", "较好", "分", "优秀92", "9.9.9", "-3", "inf", "NaN", ".", "20200622"] {
            assert_eq!(score(text), None, "{text}");
        }
    }

    #[track_caller]
    fn check_log(rows: &str, expected: &str) {
        check("c2.2", &[("台账.csv", &format!("日期,类别,方式,成绩/等次\n{rows}"))], expected);
    }

    #[test]
    fn records_with_a_score() {
        check_log("3月1日,督学,抽查,92\n3月2日,评学,点评,93分\n3月3日,考学,闭卷,优秀", "clear 0.6667 2/3");
        check_log("3月1日,督学,抽查,92\n3月2日,评学,点评,", "clear 0.5 1/2");
        check_log("3月1日,督学,抽查,92\n3月2日,评学,点评,好\n3月3日,评学,点评,好", "flagged 0.3333 1/3");
        check_log("3月1日,督学,抽查,", "severe 0 0/1");
        check_log("", "no-data");
        check("c2.2", &[("台账.csv", "日期,类别,方式\n3月1日,督学,抽查")], "no-data");
        check("c2.2", &[], "no-data");
    }
}
