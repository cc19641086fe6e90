//! 3.9 考试区分度.
//!
//! **What it finds.** The standard deviation (of all, not of a sample) of the numeric scores in
//! records of 考学. Below 2 it is flagged, if there are at least five scores and all of them are
//! 95 or more (domain notes 3.9); one lower score keeps it clear. A score of several persons is
//! their average and does not count. When the persons sat down is not on record.
//!
//! **Why it matters.** An examination that everybody passes alike examines nobody.
//!
//! **Example.** 97, 98, 98, 99 and 98: 0.6, flagged.
//!
//! **When it stays silent.** Without a log, or without a person's numeric score in it.

use crate::dossier::{OversightKind, OversightRecord};
use crate::findings::scores::personal_score;
use crate::findings::{Also, Case, Condition, ProblemKind, Reading, Rule, RuleId, Serves};
use crate::statistics::{exact, size};

/// From here a score is high.
pub(crate) const HIGH_SCORE: f64 = 95.0;

pub(super) const RULE: Rule = Rule {
    id: RuleId::UniformScores,
    name: "考试成绩标准差",
    formula: "考学成绩的标准差（至少5个成绩且都不低于95分时才判断）",
    serves: Serves::Problem(ProblemKind::PerfunctoryAssessment),
    read,
};

fn read(case: &Case<'_>) -> Option<Reading> {
    let is_personal = |record: &&OversightRecord| {
        let sat = record.n_examined.value.or(record.n_due.value);
        record.kind == OversightKind::Examination && sat.is_none_or(|n| n <= 1)
    };
    let scored: Vec<_> = case
        .dossier
        .oversight
        .iter()
        .filter(is_personal)
        .filter_map(|record| Some((personal_score(record.result.text())?, record.result.evidence()?)))
        .collect();
    let n = size(scored.len());
    let lowest = scored.iter().map(|(score, _)| *score).min_by(f64::total_cmp)?;
    let mean = scored.iter().map(|(score, _)| score).sum::<f64>() / exact(n);
    let variance = scored.iter().map(|(score, _)| (score - mean).powi(2)).sum::<f64>() / exact(n);
    let low = || Also::Clears(Condition::LowestScore(lowest));
    let origins = scored.into_iter().map(|(_, origin)| origin).collect();
    let reading = Reading::number(variance.sqrt(), origins).also((lowest < HIGH_SCORE).then(low));
    Some(Reading { n: Some(n), of: Some(n), ..reading })
}

#[cfg(test)]
mod tests {
    use crate::findings::rules::cases::check;

    #[track_caller]
    fn check_scores(scores: &[&str], expected: &str) {
        let rows: Vec<_> = scores.iter().map(|score| format!("6月1日,考学,闭卷,{score}\n")).collect();
        check("3.9", &[("台账.csv", &format!("日期,类别,方式,成绩\n{}", rows.concat()))], expected);
    }

    #[test]
    fn scores_that_tell_nobody_apart() {
        check_scores(&["97", "98分", "98", "99", "98"], "flagged 0.6325 5/5");
        check_scores(&["95", "95", "95", "95", "95"], "flagged 0 5/5");
        check_scores(&["95", "95", "99", "99", "97", "97"], "flagged 1.633 6/6");
        check_scores(&["95", "99", "95", "99", "95", "99"], "clear 2 6/6");
        check_scores(&["94", "95", "95", "95", "95"], "clear 0.4 5/5；最低分为94分");
        check_scores(&["98", "98", "98", "98"], "clear 0 4/4");
        check_scores(&["98"], "clear 0 1/1");
        check_scores(&["合格", ""], "no-data");
        check_scores(&[], "no-data");
        let averages = "日期,类别,成绩,方式,参考人数\n6月1日,考学,98,闭卷,12";
        check("3.9", &[("台账.csv", averages)], "no-data");
        check("3.9", &[("台账.csv", "日期,类别,方式\n6月1日,考学,闭卷")], "no-data");
        check("3.9", &[], "no-data");
    }
}
