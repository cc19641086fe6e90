//! c2.2 评分占比.
//!
//! **What it finds.** Records of 评学 and 考学 whose 成绩/等次 holds a score, over all records of
//! these two kinds; an examination whose examinees are listed one a row is one. Below 50 % it is flagged (domain notes 因二), at 0 severe. 较好 is a grade and
//! no score; 督学 looks at the whole office and is scored nowhere.
//!
//! **Why it matters.** Without a score there is nothing to compare, and nothing to fear.
//!
//! **Example.** Two records of 评学, graded 较好 and 一般: 0 of 2, severe.
//!
//! **When it stays silent.** Without a log, without its column 成绩/等次, or where it has no record
//! of 评学 or 考学.

use crate::dossier::{OversightKind, OversightRecord};
use crate::findings::scores::scores;
use crate::findings::{Case, CauseKind, Reading, Rule, RuleId, Serves};
use crate::statistics::{log_entries, size};

pub(super) const RULE: Rule = Rule {
    id: RuleId::ScoredRecords,
    name: "评分占比",
    formula: "成绩中有分数的记录条数÷评学、考学记录条数",
    serves: Serves::Cause(CauseKind::NoHardTargets),
    read,
};

fn read(case: &Case<'_>) -> Option<Reading> {
    let can_be_scored = |kind: OversightKind| kind != OversightKind::Supervision;
    let mut entries = log_entries(case.dossier);
    entries.retain(|entry| entry.rows.iter().all(|record| can_be_scored(record.kind)));
    let results = || entries.iter().flat_map(|entry| &entry.rows).map(|record| &record.result);
    if results().all(|result| result.origin.is_none()) {
        return None;
    }
    let is_scored = |record: &&OversightRecord| !scores(record.result.text()).is_empty();
    let scored = entries.iter().filter(|entry| entry.rows.iter().any(is_scored)).count();
    let origins = results().filter_map(|result| result.origin.clone()).collect();
    Reading::share(size(scored), size(entries.len()), origins)
}

#[cfg(test)]
mod tests {
    use crate::findings::rules::cases::check;

    #[track_caller]
    fn check_log(rows: &str, expected: &str) {
        check("c2.2", &[("台账.csv", &format!("日期,类别,方式,成绩/等次\n{rows}"))], expected);
    }

    #[test]
    fn records_with_a_score() {
        check_log("3月1日,评学,点评,92\n3月2日,评学,点评,93分\n3月3日,考学,闭卷,优秀", "clear 0.6667 2/3");
        check_log("3月1日,考学,闭卷,平均88分\n3月2日,评学,点评,", "clear 0.5 1/2");
        check_log("3月1日,考学,闭卷,92\n3月2日,评学,点评,好\n3月3日,评学,点评,好", "flagged 0.3333 1/3");
        check_log("3月1日,评学,点评,较好", "severe 0 0/1");
        check_log("", "no-data");
        check("c2.2", &[("台账.csv", "日期,类别,方式\n3月1日,考学,闭卷")], "no-data");
        check("c2.2", &[], "no-data");
    }

    #[test]
    fn what_is_never_scored_does_not_count() {
        check_log("3月1日,督学,抽查,\n3月2日,考学,闭卷,良好（85分）", "clear 1 1/1");
        check_log("3月1日,督学,抽查,92", "no-data");
    }
}
