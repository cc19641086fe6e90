//! Days, months and lengths of time as offices write them in their registers.

use banxin_core::analysis::{self, Analysis, AnalysisError};
use banxin_core::diagnostic::Warned;
use banxin_core::settings::Settings;
use banxin_core::source::Source;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet};

/// The period is left to the days, so that a day read wrongly shows.
fn analyse(files: &[(&str, Vec<u8>)]) -> Warned<Result<Analysis, AnalysisError>> {
    let source = |(name, bytes): &(&str, Vec<u8>)| Source { name: (*name).to_string(), bytes: bytes.clone() };
    let sources: Vec<Source> = files.iter().map(source).collect();
    analysis::analyse(&sources, &Settings::default())
}

fn csv(text: &str) -> Vec<u8> {
    text.as_bytes().to_vec()
}

/// Returns the sessions as day and topic, and what else than custom was said: key and cell.
fn read(name: &str, bytes: Vec<u8>) -> (Vec<String>, Vec<String>) {
    let made = analyse(&[(name, bytes)]);
    let usual = [
        "missing-register",
        "role-inferred",
        "encoding-guessed",
        "period-guessed",
        "header-row",
        "date-range",
    ];
    let said = made.diagnostics.iter().filter(|d| !usual.contains(&d.key)).map(|d| {
        let cell = d.spot.as_ref().and_then(banxin_core::diagnostic::Spot::cell).unwrap_or_default();
        format!("{} {cell}", d.key)
    });
    let said = said.collect();
    let sessions = made.output.map(|analysis| {
        let session =
            |s: &banxin_core::dossier::Session| format!("{} {}", s.date, s.topic.text()).trim().to_string();
        analysis.dossier.sessions.iter().map(session).collect()
    });
    (sessions.unwrap_or_default(), said)
}

/// Checks what is read from heads of columns under a title of 2025.
#[track_caller]
fn check_heads(heads: &str, sessions: &[&str], said: &[&str]) {
    let columns = heads.split(',').count();
    let row = |name: &str, mark: &str| format!("{name}{}\n", format!(",{mark}").repeat(columns));
    let body = row("钱守田", "√") + &row("冯桂英", "○") + &row("卫国梁", "√");
    let text = format!("柳河乡2025年下半年学习考勤\n姓名,{heads}\n{body}");
    let (found, notes) = read("考勤.csv", csv(&text));
    assert_eq!(found, sessions, "{heads}: {notes:?}");
    assert_eq!(notes, said, "{heads}");
}

#[test]
fn days_in_many_writings() {
    for heads in [
        "7月9日,8月6日",
        "9-Jul,6-Aug",
        "7/9/2025,8/6/2025",
        "'2025-07-09,'2025-08-06",
        "第一期（7月9日）,第二期（8月6日）",
        "7月9日集体学习,8月6日集体学习",
        "\u{200e}7月9日\u{200e},\u{200e}8月6日\u{200e}",
        "2025-07-09 00:00:00.0,2025-08-06 00:00:00.0",
        "2025-07-08T16:00:00.000Z,2025-08-05T16:00:00.000Z",
    ] {
        check_heads(heads, &["2025-07-09", "2025-08-06"], &[]);
    }
    check_heads("45847,45875", &["2025-07-09", "2025-08-06"], &["date-serial B2:C2"]);
}

#[test]
fn a_day_and_its_topic_in_one_cell() {
    check_heads(
        "7月9日 防汛抗旱,8月6日　二十大报告,9月3日（民法典）",
        &["2025-07-09 防汛抗旱", "2025-08-06 二十大报告", "2025-09-03 民法典"],
        &[],
    );
}

#[test]
fn columns_whose_day_is_not_read_are_named() {
    check_heads("7月上旬,8月6日", &["2025-08-06"], &["bad-date B2"]);
    check_heads("7月初,七月底,8月6日", &["2025-08-06"], &["bad-date B2", "bad-date C2"]);
    check_heads("7月9日,8月下旬", &["2025-07-09"], &["bad-date C2"]);
    check_heads("25/7/2025,8月6日", &["2025-08-06"], &["bad-date B2"]);
}

#[test]
fn what_is_said_of_persons_is_no_session() {
    let text = "姓名,是否党员,2025年7月9日\n钱守田,√,√\n冯桂英,√,√\n卫国梁,√,○\n";
    assert_eq!(read("考勤.csv", csv(text)), (vec!["2025-07-09".to_string()], vec![]));
}

/// Writes a register of bare day numbers; `above` fills the rows above them.
fn of_month(name: &str, above: impl Fn(&mut Worksheet), days: &[u32]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name(name).expect("a name");
    above(sheet);
    sheet.write_string(2, 0, "姓名").expect("written");
    for (row, person) in (3..).zip(["钱守田", "冯桂英", "卫国梁"]) {
        sheet.write_string(row, 0, person).expect("written");
    }
    for (col, day) in (1..).zip(days) {
        sheet.write_number(2, col, *day).expect("written");
        for row in 3..6 {
            // Study was on the 9th and the 23rd.
            if [9, 23].contains(day) {
                sheet.write_string(row, col, "√").expect("written");
            }
        }
    }
    book.save_to_buffer().expect("written")
}

#[test]
fn day_numbers_belong_to_the_month_named_outside_the_header() {
    let title = |text: &'static str| {
        move |sheet: &mut Worksheet| {
            sheet.write_string(0, 0, text).expect("written");
        }
    };
    let wanted = vec!["2025-10-09".to_string(), "2025-10-23".to_string()];
    let plain = vec!["2025-10-09".to_string(), "2025-10-23".to_string()];
    let days = [9, 23];
    let date = |sheet: &mut Worksheet| {
        let format = Format::new().set_num_format("yyyy\"年\"m\"月\"");
        let first = ExcelDateTime::from_ymd(2025, 10, 1).expect("a day");
        sheet.write_string(0, 0, "月份：").expect("written");
        sheet.write_datetime_with_format(0, 1, &first, &format).expect("written");
    };
    assert_eq!(read("a.xlsx", of_month("考勤", title("柳河乡2025年10月学习考勤"), &days)).0, wanted);
    assert_eq!(read("a.xlsx", of_month("十月", title("柳河乡2025年学习考勤"), &days)).0, wanted);
    assert_eq!(read("a.xlsx", of_month("2025-10", title("学习考勤"), &days)).0, wanted);
    assert_eq!(read("a.xlsx", of_month("考勤", date, &days)).0, plain);
    let (none, _) = read("a.xlsx", of_month("考勤", title("柳河乡2025年7-10月学习考勤"), &days));
    assert!(none.is_empty(), "{none:?}");
}

#[test]
fn days_of_a_calendar_without_marks_are_no_sessions() {
    let title = |sheet: &mut Worksheet| {
        sheet.write_string(0, 0, "柳河乡2025年10月学习考勤").expect("written");
    };
    let days: Vec<u32> = (1..=31).collect();
    let (sessions, said) = read("a.xlsx", of_month("考勤", title, &days));
    assert_eq!(sessions, ["2025-10-09", "2025-10-23"]);
    assert_eq!(said, ["prepared-column B3:AF3"]);
}

#[test]
fn prepared_columns_are_no_sessions_unless_held() {
    let marks = "姓名,2025年7月9日,2025年8月6日,2025年9月3日,2025年10月15日\n钱守田,√,,√,\n冯桂英,√,,√,\n卫国梁,√,,○,\n";
    let (sessions, said) = read("考勤.csv", csv(marks));
    // A blank between sessions may have been forgotten, one behind them is still to come.
    assert_eq!(sessions, ["2025-07-09", "2025-08-06", "2025-09-03"]);
    assert_eq!(said, ["prepared-column E1", "blank-mark C2:C4"]);
    let held = "学习日期,学习主题,学习形式,主持人,应到,实到\n2025年10月15日,粮食安全,集体学习,钱守田,3,3\n";
    let made = analyse(&[("考勤.csv", csv(marks)), ("集中学习情况统计表.csv", csv(held))]);
    let blanks = made.diagnostics.iter().filter(|d| d.key == "blank-mark").count();
    assert_eq!(blanks, 2, "{:#?}", made.diagnostics);
}

#[test]
fn dates_may_stand_in_the_row_below_with_a_label() {
    let text = "柳河乡2025年学习考勤\n姓名,第一讲,第二讲\n学习时间,7月9日,8月6日\n钱守田,√,√\n冯桂英,√,○\n";
    let (sessions, said) = read("考勤.csv", csv(text));
    assert_eq!(sessions, ["2025-07-09", "2025-08-06"]);
    assert!(said.is_empty(), "{said:?}");
}

#[test]
fn a_title_of_another_year_is_said() {
    let text = "柳河乡2024年学习考勤\n姓名,2025年7月9日,2025年8月6日\n钱守田,√,√\n冯桂英,√,○\n";
    assert_eq!(read("考勤.csv", csv(text)).1, ["year-mismatch B2"]);
    let text = text.replace("2024年", "2024—2025年");
    assert!(read("考勤.csv", csv(&text)).1.is_empty());
}

#[test]
fn months_left_open_in_several_columns_are_one_area() {
    let marks = csv("姓名,职务,2020年1月5日\n张三,书记,√\n李四,副书记,√");
    let plan =
        csv("季度,月份,学习主题,学习形式,主讲人\n三季度,,党史,研讨,张三\n,待定,防汛,自学,\n择期,,茶叶,自学,");
    let made = analyse(&[("考勤表.csv", marks), ("学习计划.csv", plan)]);
    let open = made.diagnostics.iter().find(|one| one.key == "plan-without-month").expect("said");
    assert_eq!(open.spot.as_ref().and_then(banxin_core::diagnostic::Spot::cell).as_deref(), Some("A3:B4"));
}

#[test]
fn a_day_outside_the_period_is_named_by_its_own_cell() {
    let attendance = "姓名,2025-07-09,2025-08-06\n钱守田,√,√\n冯桂英,√,○\n卫国梁,√,√\n";
    let outside = |name: &str, text: &str| -> Vec<String> {
        let made = analyse(&[("考勤表.csv", csv(attendance)), (name, csv(text))]);
        let found = made.diagnostics.iter().filter(|d| d.key == "date-outside-period");
        let cell = |d: &banxin_core::diagnostic::Diagnostic| d.spot.as_ref().and_then(|spot| spot.cell());
        found.filter_map(cell).map(|cell| cell.to_string()).collect()
    };
    let essays = "作者,标题,类型,提交日期\n钱守田,守好一方水土,心得体会,2025-03-01\n";
    assert_eq!(outside("心得体会目录.csv", essays), ["D2"]);
    let log = "类别,对象,方式,日期\n督学,中心组,查阅,2025-03-02\n";
    assert_eq!(outside("督学台账.csv", log), ["D2"]);
    let talks = "类别,主讲,对象,主题,日期\n宣讲,钱守田,各村,防汛,2025-03-03\n";
    assert_eq!(outside("宣讲台账.csv", talks), ["E2"]);
    let sessions = "学习主题,学习形式,主持人,时间\n防汛,传达,钱守田,2025-03-04\n";
    assert_eq!(outside("集中学习情况统计表.csv", sessions), ["D2"]);
}
