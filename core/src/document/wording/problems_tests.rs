//! What the problems say of records that sentences beside them speak of, too.

use super::*;
use crate::document::wording::cases::Case;

/// Two sessions that nobody commented on.
const SESSIONS: (&str, &str) = (
    "统计表.csv",
    "时间,学习主题,学习形式,主持人,点评\n1月9日,民法典,研讨,甲一,无\n4月16日,党章,研讨,甲一,无\n",
);

#[track_caller]
fn check(oversight: &str, rules: &[RuleId], expected: &[&str]) {
    let oversight = format!("日期,类别,对象,方式\n{oversight}");
    let case = Case::new(&[SESSIONS, ("台账.csv", &oversight)]);
    let material = case.material();
    let finding: Vec<&Indicator> = rules.iter().map(|rule| material.findings.indicator(*rule)).collect();
    assert!(finding.iter().all(|one| one.is_flagged()), "{rules:?}");
    let sentences = paragraph(&[finding], material.dossier);
    assert_eq!(sentences.iter().map(|text| &**text).collect::<Vec<&str>>(), expected);
}

#[test]
fn what_was_not_held_at_all_is_said_once() {
    let rules = [RuleId::OversightKinds, RuleId::SupervisionFrequency];
    check("1月20日,考学,全体,闭卷\n", &rules, &["从督学评学记录看，上半年没有开展督学、评学。"]);
    check(
        "1月20日,督学,笔记,查阅\n",
        &rules,
        &["从督学评学记录看，上半年没有开展评学、考学；第二季度没有开展督学。"],
    );
}

#[test]
fn a_review_of_no_session_is_not_denied() {
    let rules = [RuleId::SessionsReviewed];
    check("1月20日,督学,笔记,查阅\n", &rules, &["从会议记录看，2次集中学习没有点评，也没有评学记录。"]);
    check(
        "3月20日,评学,心得,评议\n",
        &rules,
        &["从会议记录看，2次集中学习没有点评，评学没有对应到具体的学习。"],
    );
}
