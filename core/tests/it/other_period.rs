//! Registers that speak of another period than the one reported on, as in a folder copied from the last.

use banxin_core::analysis;
use banxin_core::settings::Settings;
use banxin_core::source::Source;

/// Returns what is said of the period: key, cell, the periods that may be meant.
fn said(period: Option<&str>, files: &[(&str, &str)]) -> Vec<String> {
    let source = |(name, text): &(&str, &str)| Source { name: (*name).into(), bytes: text.as_bytes().into() };
    let sources: Vec<Source> = files.iter().map(source).collect();
    let period = period.map(|period| period.parse().expect("a period"));
    let made = analysis::analyse(&sources, &Settings { period, ..Settings::default() });
    let of_period = made
        .diagnostics
        .iter()
        .filter(|one| one.key.ends_with("-period") && one.key != "date-outside-period");
    let told = |one: &banxin_core::diagnostic::Diagnostic| {
        let cell = one.spot.as_ref().and_then(banxin_core::diagnostic::Spot::cell).unwrap_or_default();
        format!("{} {cell} {}", one.key, one.value.as_deref().unwrap_or_default())
    };
    of_period.map(told).collect()
}

/// Checks one attendance register with a title and days.
#[track_caller]
fn check(period: &str, title: &str, days: [&str; 2], expected: &[&str]) {
    let text = format!("{title},,\n姓名,{},{}\n钱守田,√,√\n冯桂英,√,○\n", days[0], days[1]);
    let period = Some(period).filter(|period| !period.is_empty());
    assert_eq!(said(period, &[("考勤.csv", &text)]), expected, "{title} {days:?}");
}

const JULY: [&str; 2] = ["2025-07-09", "2025-08-06"];

#[test]
fn days_that_all_lie_in_another_period_name_it() {
    check("2025H1", "学习考勤", JULY, &["other-period B2 2025H2"]);
    check("2026H1", "学习考勤", JULY, &["other-period B2 2025H2"]);
    check("2025Q2", "学习考勤", JULY, &["other-period B2 2025Q3"]);
    check("2024", "学习考勤", JULY, &["other-period B2 2025"]);
    // One that lies in the period is enough: the others are named by their own cells.
    check("2025H1", "学习考勤", ["2025-06-11", "2025-07-09"], &[]);
    for period in ["2025H2", "2025Q3", "2025", ""] {
        check(period, "学习考勤", JULY, &[]);
    }
}

#[test]
fn days_without_a_year_may_be_of_either_side() {
    check("2025H2", "学习考勤", ["1月8日", "2月5日"], &["other-period B2 2025H1、2026H1"]);
    check("2025H1", "学习考勤", ["7月9日", "8月6日"], &["other-period B2 2025H2、2024H2"]);
}

#[test]
fn titles_that_all_name_another_period_are_told() {
    check("", "柳河乡2025年上半年考勤", JULY, &["title-period A1 2025H1"]);
    check("", "柳河乡上半年考勤", JULY, &["title-period A1 2025H1"]);
    check("", "柳河乡2024年下半年考勤", ["7月9日", "8月6日"], &[]);
    for title in ["柳河乡2025年下半年考勤", "2025年考勤", "2025年第三季度考勤", "上半年、下半年考勤", "考勤"]
    {
        check("", title, JULY, &[]);
    }
    // A year that differs is told with the title already.
    check("", "柳河乡2024年下半年考勤", JULY, &[]);
    // Another register that is right, or a plan of the next period, is no doubt.
    let old = "2025年上半年考勤,,\n姓名,2025-07-09,2025-08-06\n钱守田,√,√\n冯桂英,√,○\n";
    let list = "2025年下半年集中学习,,,\n学习主题,学习形式,主持人,时间\n防汛,传达,钱守田,2025-07-09\n";
    assert_eq!(said(None, &[("a.csv", old), ("b.csv", list)]), [""; 0]);
    let new = old.replace("上半年", "下半年");
    let plan = "2026年上半年学习计划,,\n月份,学习主题,主讲人\n1月,防汛,钱守田\n";
    assert_eq!(said(None, &[("a.csv", &new), ("b.csv", plan)]), [""; 0]);
}
