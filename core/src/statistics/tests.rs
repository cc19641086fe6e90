//! The worked example of the definitions, and the figures that a missing register leaves out.

use crate::dossier;
use crate::source::Source;
use crate::statistics::{Key, Statistics, measure};
use crate::workbook;

/// Measures the first half of 2020 from registers given as CSV texts.
fn measured(files: &[(&str, &str)]) -> Statistics {
    let workbooks: Vec<_> = (0..)
        .zip(files)
        .map(|(index, (name, text))| {
            let source = Source { name: (*name).to_string(), bytes: text.as_bytes().to_vec() };
            workbook::read(index, &source).output.expect("readable")
        })
        .collect();
    let period = "2020H1".parse().expect("known");
    measure(&dossier::assemble(&workbooks, "甲镇", Some(period)).output.expect("assembled"))
}

/// Compares a figure, shown as `value n/of`.
#[track_caller]
fn check(statistics: &Statistics, key: Key, expected: &str) {
    let measure = statistics.get(key);
    let value = measure.value.map_or("-".to_string(), |value| format!("{value:.4}"));
    let found = match (measure.n, measure.of) {
        (Some(n), Some(of)) => format!("{value} {n}/{of}"),
        _ => value,
    };
    assert_eq!(found, expected, "{}", key.name());
}

#[test]
fn the_worked_example() {
    // A: √, 迟到; B: 公差, √; C: ×, 补学. The observer counts for nothing but 列席.
    let statistics = measured(&[
        (
            "考勤表.csv",
            "姓名,2020年1月5日,2020年4月6日\n甲一,√,迟到\n乙二,公差,√\n丙三,×,补学\n丁四,√,列席\n",
        ),
        (
            "成员名单.csv",
            "姓名,职务,角色\n甲一,书记,组长\n乙二,副书记,副组长\n丙三,委员,成员\n丁四,站长,列席\n",
        ),
    ]);
    check(&statistics, Key::Sessions, "2.0000");
    check(&statistics, Key::QuartersCovered, "2.0000");
    check(&statistics, Key::Members, "3.0000");
    check(&statistics, Key::Due, "6.0000");
    check(&statistics, Key::Present, "3.0000");
    check(&statistics, Key::Late, "1.0000");
    check(&statistics, Key::OnDuty, "1.0000");
    check(&statistics, Key::Leave, "0.0000");
    check(&statistics, Key::Absent, "1.0000");
    check(&statistics, Key::MadeUp, "1.0000");
    check(&statistics, Key::Unknown, "0.0000");
    check(&statistics, Key::Observers, "2.0000");
    check(&statistics, Key::AttendanceRate, "0.5000 3/6");
    check(&statistics, Key::EffectiveAttendanceRate, "0.6000 3/5");
    check(&statistics, Key::ParticipationRate, "0.6667 4/6");
    check(&statistics, Key::MakeUpRate, "0.3333 1/3");
    check(&statistics, Key::LeaderAttendanceRate, "1.0000 2/2");
}

#[test]
fn a_missing_register_gives_no_figure() {
    let statistics = measured(&[("考勤表.csv", "姓名,职务,1月5日\n甲一,书记,√\n")]);
    for key in [
        Key::Seminars,
        Key::Essays,
        Key::EssaysPerMember,
        Key::ResearchReports,
        Key::PlanKeptRate,
        Key::LeaderHostRate,
        Key::SpeakersShare,
    ] {
        check(&statistics, key, "-");
    }
    check(&statistics, Key::AttendanceRate, "1.0000 1/1");
}

#[test]
fn a_session_without_a_form_may_have_been_a_seminar() {
    const MARKS: (&str, &str) = ("考勤表.csv", "姓名,职务,1月5日,2月5日\n张三,书记,√,√\n李四,委员,√,√\n");
    let check_forms = |rows: &str, expected: &str| {
        let sheet = format!("时间,学习主题,学习形式,主持人\n{rows}");
        check(&measured(&[MARKS, ("统计表.csv", &sheet)]), Key::Seminars, expected);
    };
    check_forms("1月5日,甲,传达,张三\n2月5日,乙,传达,张三\n", "0.0000");
    check_forms("1月5日,甲,传达,张三\n2月5日,乙,,张三\n", "-");
    check_forms("1月5日,甲,研讨,张三\n2月5日,乙,,张三\n", "1.0000");
    check(&measured(&[MARKS, ("统计表.csv", "时间,学习主题,主持人\n1月5日,甲,张三\n")]), Key::Seminars, "-");
}

#[test]
fn blanks_are_unknown_and_terms_count() {
    let statistics = measured(&[
        ("考勤表.csv", "姓名,1月5日,4月6日\n甲一,,√\n乙二,—,√\n丙三,√,\n"),
        (
            "成员名单.csv",
            "姓名,角色,任职起,任职止\n甲一,组长,,\n乙二,成员,2020-03-01,\n丙三,成员,,2020-02-29\n",
        ),
    ]);
    check(&statistics, Key::Due, "4.0000");
    check(&statistics, Key::Unknown, "1.0000");
    check(&statistics, Key::AttendanceRate, "0.7500 3/4");
}

#[test]
fn figures_of_the_other_registers() {
    let statistics = measured(&[
        ("考勤表.csv", "姓名,1月5日,4月6日\n甲一,√,√\n乙二,√,√\n"),
        ("成员名单.csv", "姓名,角色\n甲一,组长\n乙二,成员\n"),
        (
            "集中学习情况统计表.csv",
            "时间,学习主题,学习形式,主持人,重点发言人\n2020-01-05,全会精神,集中学习研讨,甲一,甲一、外人\n2020-04-06,民法典,传达学习,乙二,\n",
        ),
        (
            "心得体会目录.csv",
            "姓名,题目,类型,提交日期\n甲一,一,心得体会,2020-02-01\n乙二,二,理论文章,2020-05-01\n乙二,三,调研报告,2020-05-02\n乙二,四,心得体会,2020-07-02\n",
        ),
        (
            "学习计划.csv",
            "月份,学习主题,主讲人\n1月,学习全会精神,甲一\n3月,民法典,乙二\n4月,民法典,乙二\n7月,安全生产,甲一\n",
        ),
    ]);
    check(&statistics, Key::Seminars, "1.0000");
    check(&statistics, Key::Essays, "2.0000");
    check(&statistics, Key::EssaysPerMember, "1.0000 2/2");
    check(&statistics, Key::ResearchReports, "1.0000");
    // 民法典 was planned for March and held in April: late the first time, kept the second.
    check(&statistics, Key::PlanKeptRate, "0.6667 2/3");
    check(&statistics, Key::LeaderHostRate, "0.5000 1/2");
    check(&statistics, Key::SpeakersShare, "0.5000 1/2");
}

#[test]
fn research_topics_by_how_they_stand() {
    let marks = ("考勤表.csv", "姓名,1月5日,4月6日\n甲一,√,√\n乙二,√,√\n");
    let statistics = measured(&[
        marks,
        (
            "调研课题表.csv",
            "课题名称,负责人,状态\n一,甲一,已结题\n二,乙二,完成初稿\n三,乙二,正在调研\n四,甲一,未开题\n五,甲一,\n六,甲一,已完成\n",
        ),
    ]);
    check(&statistics, Key::ResearchTopics, "6.0000");
    check(&statistics, Key::ResearchDone, "2.0000");
    check(&statistics, Key::ResearchUnderWay, "2.0000");
    check(&statistics, Key::ResearchNotBegun, "1.0000");
    check(&statistics, Key::ResearchUnknown, "1.0000");
    let statistics = measured(&[marks, ("调研课题表.csv", "课题名称,负责人,计划完成\n一,甲一,6月\n")]);
    check(&statistics, Key::ResearchTopics, "1.0000");
    check(&statistics, Key::ResearchUnderWay, "-");
}

#[test]
fn one_day_in_two_writings_is_one_session() {
    let statistics = measured(&[
        (
            "签到记录.csv",
            "日期,姓名,职务,状态\n3月15日,甲一,书记,√\n2020年3月15日,乙二,委员,缺席\n2020.3.15,丙三,委员,√\n",
        ),
        ("成员名单.csv", "姓名,职务,角色\n甲一,书记,组长\n乙二,委员,成员\n丙三,委员,成员\n"),
    ]);
    check(&statistics, Key::Sessions, "1.0000");
    check(&statistics, Key::AttendanceRate, "0.6667 2/3");
}

#[test]
fn what_was_done_beside_the_sessions() {
    let attendance = ("考勤表.csv", "姓名,1月5日,4月6日\n甲一,√,√\n乙二,√,√\n");
    let log = (
        "督学台账.csv",
        "日期,类别,对象,方式,问题\n2020-03-01,督学,中心组全体成员,查阅,\n2020-04-01,督学,各村党支部,实地,\n\
         2020-04-02,考学,东村党支部,笔试,\n",
    );
    let register = (
        "宣讲.csv",
        "日期,类别,主讲,对象,人数/场次\n2020-01-10,第一议题,甲一,党委会,\n2020-02-10,宣讲,乙二,各村,3场120人\n\
         2020-03-10,宣讲,乙二,机关,40人\n2020-03-11,宣讲,甲一,企业,\n2020-04-10,列席旁听,甲一,东村,2次\n\
         2020-05-10,述学,甲一,中心组,12人\n2020-09-10,宣讲,甲一,东村,50人\n",
    );
    let statistics = measured(&[attendance, log, register]);
    check(&statistics, Key::FirstItemStudies, "1.0000");
    check(&statistics, Key::ReadingClasses, "0.0000");
    check(&statistics, Key::Talks, "5.0000");
    check(&statistics, Key::TalkAudience, "160.0000");
    // Twice by this register, once by the log: a village is none of the group.
    check(&statistics, Key::GuidanceVisits, "3.0000");
    check(&statistics, Key::StudyAccounts, "1.0000");
    let without = measured(&[attendance]);
    check(&without, Key::Talks, "-");
    check(&without, Key::GuidanceVisits, "-");
    check(&measured(&[attendance, log]), Key::GuidanceVisits, "1.0000");
}
