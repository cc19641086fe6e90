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
    check("1月20日,考学,全体,闭卷\n", &rules, &["从督学评学考学记录看，上半年没有开展督学、评学。"]);
    check(
        "1月20日,督学,笔记,查阅\n",
        &rules,
        &["从督学评学记录看，上半年没有开展评学、考学；第二季度没有开展督学。"],
    );
}

/// Compares the paragraph of some flagged indicators, each a finding of its own unless they are
/// joined by `+`.
#[track_caller]
fn check_paragraph(files: &[(&str, &str)], findings: &[&[RuleId]], expected: &[&str]) {
    let case = Case::new(files);
    let material = case.material();
    let findings: Vec<Vec<&Indicator>> = findings
        .iter()
        .map(|rules| rules.iter().map(|rule| material.findings.indicator(*rule)).collect())
        .collect();
    assert!(findings.iter().flatten().all(|one| one.is_flagged()));
    let sentences = paragraph(&findings, material.dossier);
    assert_eq!(sentences.iter().map(|text| &**text).collect::<Vec<&str>>(), expected);
}

#[test]
fn what_the_same_records_show_stands_together() {
    let marks = ("考勤表.csv", "姓名,职务,1月9日,4月16日\n甲一,书记,√,×\n乙二,委员,√,×");
    check_paragraph(
        &[SESSIONS, marks, ("台账.csv", "日期,类别,对象,方式\n1月20日,督学,笔记,查阅")],
        &[&[RuleId::SessionsReviewed], &[RuleId::AbsencesMadeUp]],
        &["从会议记录看，2次集中学习没有点评，也没有评学记录。", "未到会满30天的2人次还没有补学。"],
    );
    let held = "时间,学习主题,学习形式,主持人,点评\n1月9日,民法典,传达,甲一,无\n4月16日,党章,传达,甲一,无\n";
    check_paragraph(
        &[("统计表.csv", held), marks],
        &[&[RuleId::QuarterSeminars], &[RuleId::AbsencesMadeUp], &[RuleId::SessionsReviewed]],
        &[
            "从会议记录看，上半年没有开展集体学习研讨。",
            "2次集中学习没有点评。",
            "未到会满30天的2人次还没有补学。",
        ],
    );
}

#[test]
fn that_nothing_was_reviewed_is_said_once() {
    let sessions =
        ("统计表.csv", "时间,学习主题,学习形式,主持人\n1月9日,民法典,研讨,甲一\n4月16日,党章,研讨,甲一");
    let check = |log: &str, expected: &[&str]| {
        let log = format!("日期,类别,对象,方式\n{log}");
        let both: &[&[RuleId]] = &[&[RuleId::OversightKinds], &[RuleId::SessionsReviewed]];
        check_paragraph(&[sessions, ("台账.csv", &log)], both, expected);
    };
    check(
        "1月20日,督学,中心组,查阅\n4月20日,考学,全体,闭卷",
        &["从督学评学考学记录看，上半年没有开展评学。"],
    );
    // What was reviewed and belongs to none of the sessions is no contradiction.
    check(
        "1月20日,督学,中心组,查阅\n3月2日,评学,全体,点评",
        &["从督学评学记录看，上半年没有开展考学。", "评学没有对应到具体的学习。"],
    );
}

#[test]
fn a_quarter_without_any_session_is_told_as_such() {
    let held = |days: &[&str]| {
        let rows: Vec<String> = days.iter().map(|day| format!("{day},主题,传达,甲一\n")).collect();
        format!("时间,学习主题,学习形式,主持人\n{}", rows.concat())
    };
    let check = |days: &[&str], expected: &str| {
        check_paragraph(&[("统计表.csv", &held(days))], &[&[RuleId::QuarterSeminars]], &[expected]);
    };
    check(&["4月9日"], "从会议记录看，第一季度没有开展集中学习，第二季度没有开展集体学习研讨。");
    check(&["1月9日", "4月9日"], "从会议记录看，上半年没有开展集体学习研讨。");
    check_paragraph(
        &[("名单.csv", "姓名,职务,角色\n甲一,书记,组长")],
        &[&[RuleId::QuarterSeminars], &[RuleId::StudyGap]],
        &["从会议记录看，上半年没有开展集中学习和研讨。"],
    );
}

#[test]
fn of_the_same_titles_the_number_is_said_once() {
    let roster = ("名单.csv", "姓名,职务,角色,分管领域\n甲一,书记,组长,水利建设\n乙二,委员,成员,林业");
    let check = |titles: &[&str], expected: &str| {
        let rows: Vec<String> = titles.iter().map(|title| format!("甲一,{title},心得,2月1日\n")).collect();
        let sheet = format!("姓名,题目,类型,提交日期\n{}", rows.concat());
        let rules = [RuleId::DutyTitles, RuleId::HollowTitles];
        check_paragraph(&[roster, ("心得.csv", &sheet)], &[&rules], &[expected]);
    };
    check(
        &["学习心得体会", "学习体会", "学习感悟"],
        "3篇心得体会和理论文章的题目没有联系分管工作，也没有点出具体工作。",
    );
    check(
        &["学习心得体会", "学习体会", "水利建设一得", "学习感悟", "学习的体会"],
        "5篇心得体会和理论文章中，题目结合分管工作的1篇，占20%，没有点出具体工作的4篇，占80%。",
    );
}

#[test]
fn all_of_them_have_a_sentence_of_their_own() {
    let essays = |n: usize| {
        let rows: Vec<String> =
            (0..n).map(|at| format!("甲一,题目{at},心得,{},6月2{}日\n", 500 + at * 40, at + 3)).collect();
        format!("姓名,题目,类型,字数,提交日期\n{}", rows.concat())
    };
    let check = |n: usize, expected: &[&str]| {
        let findings: [&[RuleId]; 2] = [&[RuleId::EssayBurst], &[RuleId::ShortEssays]];
        check_paragraph(&[("心得.csv", &essays(n))], &findings, expected);
    };
    check(5, &["5篇心得体会和理论文章都在6月最后10天提交。", "5篇心得体会和理论文章都不足800字。"]);
    check(4, &["4篇心得体会和理论文章在6月最后10天提交。", "4篇心得体会和理论文章不足800字。"]);
}

#[test]
fn of_how_many_is_said_once() {
    let day = |at: usize| if at < 4 { "2月3日".to_string() } else { format!("3月{at}日") };
    let essays = |n: usize| {
        let rows: Vec<String> = (0..n).map(|at| format!("甲一,题目{at},心得,{}\n", day(at))).collect();
        format!("姓名,题目,类型,提交日期\n{}", rows.concat())
    };
    check_paragraph(
        &[("心得.csv", &essays(8))],
        &[&[RuleId::SingleDayEssays]],
        &["8篇心得体会和理论文章中，有4篇在同一天提交。"],
    );
}

#[test]
fn a_topic_that_was_planned_twice_is_named_once() {
    let plan = "月份,学习主题,学习形式\n1月,民法典,研讨\n3月,党史,研讨\n5月,党史,研讨";
    check_paragraph(
        &[SESSIONS, ("计划.csv", plan)],
        &[&[RuleId::PlanKept]],
        &["列入计划的3项学习中，按期开展1项，“党史”等2项没有按期开展。"],
    );
}

#[test]
fn what_no_register_holds_is_not_denied() {
    let marks = ("考勤表.csv", "姓名,职务,1月9日,4月16日\n甲一,书记,√,√\n乙二,委员,√,√");
    check_paragraph(
        &[marks, ("台账.csv", "日期,类别,对象,方式\n1月20日,督学,笔记,查阅")],
        &[&[RuleId::SessionsReviewed]],
        &["从督学评学记录看，2次集中学习没有对应的评学。"],
    );
}

#[test]
fn guidance_of_those_below_is_no_supervision_of_the_group() {
    let rules = [RuleId::OversightKinds, RuleId::SupervisionFrequency];
    let below = "2月20日,督学,各村党支部,实地检查\n5月20日,督学,各村党支部,实地检查\n";
    check(
        &format!("{below}1月20日,评学,第1次学习,点评\n1月21日,考学,全体,闭卷\n"),
        &rules,
        &["从督学评学考学记录看，上半年没有对中心组开展督学。"],
    );
    check(
        &format!("{below}4月20日,督学,笔记,查阅\n1月20日,评学,第1次学习,点评\n"),
        &rules,
        &["从督学评学记录看，上半年没有开展考学；第一季度没有对中心组开展督学。"],
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

#[test]
fn what_problems_came_from_is_named_by_its_kind() {
    let check = |kinds: [&str; 2], expected: &str| {
        let row = |(day, kind): (usize, &str)| format!("1月{day}日,{kind},中心组,查阅,笔记不全,未整改\n");
        let rows: String = (20..).zip(kinds).map(row).collect();
        let log = format!("日期,类别,对象,方式,问题,整改\n{rows}");
        check_paragraph(&[SESSIONS, ("台账.csv", &log)], &[&[RuleId::ProblemsClosed]], &[expected]);
    };
    check(["督学", "督学"], "从督学评学记录看，督学提出的2个问题还没有改正记录。");
    check(["督学", "评学"], "从督学评学记录看，督学、评学提出的2个问题还没有改正记录。");
    check(["考学", "考学"], "从督学评学考学记录看，考学中发现的2个问题还没有改正记录。");
    check(["考学", "评学"], "从督学评学考学记录看，评学、考学中发现的2个问题还没有改正记录。");
}

#[test]
fn what_nobody_can_tell_is_neither_used_nor_unused() {
    let log = "日期,类别,对象,方式,结果运用\n1月20日,督学,中心组,查阅,无\n2月20日,考学,全体,闭卷,见备注\n";
    check_paragraph(
        &[SESSIONS, ("台账.csv", log)],
        &[&[RuleId::ResultsUsed]],
        &["从督学评学考学记录看，督学的结果还没有运用。"],
    );
}
