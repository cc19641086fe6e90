//! The blank registers handed out and come back: untouched, half-touched, filled in, saved by
//! another program. Examples are never counted, and what is counted is read.

mod workbook;

use std::collections::BTreeMap;
use std::fs;

use banxin_core::analysis::{self, Analysis, AnalysisError};
use banxin_core::blank;
use banxin_core::diagnostic::{Severity, Warned};
use banxin_core::settings::Settings;
use banxin_core::source::Source;
use banxin_core::statistics::Key;

use crate::samples::root;
use workbook::{fill, rows};

type Cells = Vec<(String, String)>;

/// What somebody has entered, by the register's file.
type Entries = BTreeMap<&'static str, Cells>;

/// The rows of the registers, without the numbers in front; `first` is the row of the example.
const ENTRIES: [(&str, usize, &[&[&str]]); 8] = [
    (
        "成员名单.xlsx",
        3,
        &[
            &["1", "王建国", "党委书记", "组长", "全面工作", "2026-01-01", ""],
            &["2", "刘芳", "党委副书记、镇长", "副组长", "政府工作", "", ""],
            &["3", "陈明", "党委副书记", "成员", "党建", "", ""],
            &["4", "赵敏", "组织委员", "成员", "组织工作", "", ""],
            &["5", "孙伟", "党政办主任", "秘书", "", "", ""],
        ],
    ),
    (
        "考勤表.xlsx",
        4,
        &[
            &["1", "王建国", "党委书记", "√", "√", "√"],
            &["2", "刘芳", "党委副书记、镇长", "√", "迟", "○"],
            &["3", "陈明", "党委副书记", "√", "△", "√"],
            &["4", "赵敏", "组织委员", "×", "√", "补"],
        ],
    ),
    (
        "集中学习情况统计表.xlsx",
        3,
        &[
            &[
                "1",
                "2026-01-16",
                "会议室",
                "乡村振兴",
                "有关文件",
                "集中学习研讨",
                "王建国",
                "王建国、刘芳",
                "",
                "4",
                "3",
                "0",
                "1",
                "0",
                "0",
                "0",
                "2.5",
                "",
                "否",
                "",
                "2026-01-17",
            ],
            &[
                "2",
                "2026-03-20",
                "会议室",
                "防灾减灾",
                "有关文件",
                "集中学习研讨",
                "王建国",
                "赵敏",
                "",
                "4",
                "3",
                "1",
                "0",
                "0",
                "0",
                "0",
                "2",
                "",
                "否",
                "",
                "2026-03-21",
            ],
            &[
                "3",
                "2026-05-22",
                "示范村",
                "河湖治理",
                "现场教学",
                "现场学习",
                "王建国",
                "",
                "",
                "4",
                "2",
                "1",
                "0",
                "0",
                "1",
                "0",
                "3",
                "",
                "否",
                "",
                "2026-05-23",
            ],
        ],
    ),
    (
        "心得体会目录.xlsx",
        3,
        &[
            &[
                "1",
                "王建国",
                "党委书记",
                "让乡村振兴的产业立得住",
                "乡村振兴",
                "心得体会",
                "1500",
                "2026-01-22",
                "",
                "",
                "",
            ],
            &[
                "2",
                "刘芳",
                "镇长",
                "把防灾减灾的责任扛起来",
                "防灾减灾",
                "心得体会",
                "1300",
                "2026-03-25",
                "",
                "",
                "",
            ],
            &[
                "3",
                "陈明",
                "副书记",
                "河湖治理情况的调研报告",
                "河湖治理",
                "调研报告",
                "3200",
                "2026-05-29",
                "",
                "",
                "",
            ],
        ],
    ),
    (
        "学习计划.xlsx",
        3,
        &[
            &[
                "1",
                "2026年1月",
                "乡村振兴",
                "有关文件",
                "集中学习研讨",
                "王建国",
                "党政办",
                "中心组成员",
                "会议室",
                "",
                "",
            ],
            &[
                "2",
                "2026年3月",
                "防灾减灾",
                "有关文件",
                "集中学习研讨",
                "陈明",
                "党政办",
                "中心组成员",
                "会议室",
                "",
                "",
            ],
            &[
                "3",
                "2026年8月",
                "基层治理",
                "有关文件",
                "集中学习研讨",
                "赵敏",
                "党政办",
                "中心组成员",
                "会议室",
                "",
                "",
            ],
        ],
    ),
    (
        "调研课题.xlsx",
        3,
        &[
            &[
                "1",
                "山地果园的销路",
                "刘芳",
                "政府工作",
                "2026-02-10",
                "2026-10-31",
                "进行中",
                "调研报告",
                "",
            ],
            &[
                "2",
                "小河沟的日常看护",
                "陈明",
                "党建",
                "2026-03-01",
                "2026-06-20",
                "已完成",
                "调研报告",
                "写入护河公约",
            ],
        ],
    ),
    (
        "督学评学考学台账.xlsx",
        3,
        &[
            &[
                "1",
                "2026-03-26",
                "督学",
                "中心组全体成员",
                "查阅笔记",
                "",
                "1名成员笔记不完整",
                "已补齐",
                "已通报",
                "",
                "",
            ],
            &["2", "2026-06-10", "考学", "中心组全体成员", "闭卷", "", "", "", "已通报", "4", "4"],
        ],
    ),
    (
        "宣讲和指导台账.xlsx",
        3,
        &[
            &["1", "2026-03-12", "宣讲", "陈明", "小河村党员", "护河公约", "45", "2", ""],
            &["2", "2026-04-20", "列席旁听", "陈明", "小河村党支部", "", "", "", ""],
        ],
    ),
];

/// Returns the entries written from the example's row on, or from the row below it.
fn entries(over_the_example: bool) -> Entries {
    let one = |(name, example, texts): (&'static str, usize, &[&[&str]])| {
        let mut cells = rows(if over_the_example { example } else { example + 1 }, texts);
        if name == "考勤表.xlsx" {
            let heads: [&[&str]; 2] = [
                &["", "", "", "2026年1月16日", "2026年3月20日", "2026年5月22日"],
                &["", "", "", "乡村振兴", "防灾减灾", "河湖治理"],
            ];
            let is_head =
                |(cell, _): &(String, String)| ["D", "E", "F"].iter().any(|col| cell.starts_with(col));
            cells.extend(rows(2, &heads).into_iter().filter(is_head));
        }
        (name, cells)
    };
    ENTRIES.map(one).into()
}

/// Returns a folder of blank registers with these entries.
fn folder(entries: &Entries) -> Vec<Source> {
    let files = blank::files().expect("written").into_iter().filter(|file| file.name.ends_with("xlsx"));
    files
        .map(|file| {
            let cells = entries.get(file.name).map(Vec::as_slice).unwrap_or_default();
            Source { name: file.name.to_string(), bytes: fill(&file.bytes, cells) }
        })
        .collect()
}

fn analyse(sources: &[Source]) -> Warned<Result<Analysis, AnalysisError>> {
    analysis::analyse(sources, &Settings { unit: "竹山镇".into(), ..Settings::default() })
}

/// Returns what is said beyond notes, a line each.
fn told(made: &Warned<Result<Analysis, AnalysisError>>) -> Vec<String> {
    let loud = made.diagnostics.iter().filter(|one| one.severity != Severity::Note);
    loud.map(|one| one.to_string().lines().next().unwrap_or("").to_string()).collect()
}

/// Checks that there is no report, and that this is among what is said.
#[track_caller]
fn refused(sources: &[Source], expected: &str) {
    let made = analyse(sources);
    let is_refused = made.output.is_err() || made.diagnostics.iter().any(|one| one.refuses());
    assert!(is_refused, "{expected}: a report is made");
    let lines: Vec<String> = made.diagnostics.iter().map(|one| one.to_string()).collect();
    assert!(
        lines.iter().any(|line| line.starts_with(expected) && line.contains("提示：")),
        "{expected}: {lines:#?}"
    );
}

#[track_caller]
fn check(analysis: &Analysis, expected: &[(Key, f64)]) {
    for (key, value) in expected {
        let measure = analysis.statistics.measures.iter().find(|measure| measure.key == *key);
        assert_eq!(measure.and_then(|measure| measure.value), Some(*value), "{key:?}");
    }
}

/// The figures of attendance in [`ENTRIES`], counted by hand.
const OF_ATTENDANCE: [(Key, f64); 9] = [
    (Key::Sessions, 3.0),
    (Key::Members, 4.0),
    (Key::Due, 12.0),
    (Key::Present, 8.0),
    (Key::Late, 1.0),
    (Key::Leave, 2.0),
    (Key::Absent, 1.0),
    (Key::MadeUp, 1.0),
    (Key::Unknown, 0.0),
];

/// Checks a folder in which all registers are filled in.
#[track_caller]
fn check_all(sources: &[Source]) {
    let made = analyse(sources);
    assert_eq!(told(&made), [""; 0]);
    let analysis = made.output.expect("an attendance register");
    check(&analysis, &OF_ATTENDANCE);
    let others =
        [(Key::Seminars, 2.0), (Key::Essays, 2.0), (Key::ResearchReports, 1.0), (Key::PlanKeptRate, 1.0)];
    check(&analysis, &others);
    check(&analysis, &[(Key::Talks, 2.0), (Key::TalkAudience, 45.0), (Key::GuidanceVisits, 1.0)]);
    let dossier = &analysis.dossier;
    let names: Vec<&str> = dossier.members.iter().map(|member| member.name.as_str()).collect();
    assert_eq!(names, ["王建国", "刘芳", "陈明", "赵敏", "孙伟"]);
    let topics: Vec<&str> = dossier.research.iter().map(|topic| topic.title.text()).collect();
    assert_eq!(topics, ["山地果园的销路", "小河沟的日常看护"]);
    assert_eq!(dossier.research.iter().map(|topic| topic.owner.text()).collect::<Vec<_>>(), ["刘芳", "陈明"]);
    assert_eq!((dossier.plan.len(), dossier.oversight.len()), (3, 2));
    assert_eq!(dossier.oversight[1].n_examined.value, Some(4));
    let days: Vec<String> = dossier.sessions.iter().map(|session| session.date.to_string()).collect();
    assert_eq!(days, ["2026-01-16", "2026-03-20", "2026-05-22"]);
}

#[test]
fn an_untouched_folder_makes_no_report() {
    let sources = folder(&Entries::new());
    let made = analyse(&sources);
    assert!(matches!(made.output, Err(AnalysisError::Assemble(_))));
    assert_eq!(told(&made), ["错误：没有找到考勤表（应有一张以姓名为行、学习日期为列的工作表）"]);
    let at = |key: &str| made.diagnostics.iter().filter(|one| one.key == key).count();
    // The attendance register's first day is an example too.
    assert_eq!((at("register-not-filled"), at("example-left")), (9, 10));
    for source in &sources {
        let alone = analyse(std::slice::from_ref(source));
        assert!(
            alone.output.is_err() && alone.diagnostics.iter().any(|one| one.key == "no-attendance"),
            "{}",
            source.name
        );
    }
}

#[test]
fn one_register_filled_in_counts_alone() {
    for over_the_example in [true, false] {
        let all = entries(over_the_example);
        for (name, cells) in &all {
            let made = analyse(&folder(&Entries::from([(*name, cells.clone())])));
            if *name != "考勤表.xlsx" {
                assert!(made.output.is_err(), "{name}");
                continue;
            }
            assert_eq!(told(&made), [""; 0]);
            let analysis = made.output.expect("an attendance register");
            check(&analysis, &OF_ATTENDANCE);
            // What nobody has filled in is not known to be nothing.
            let essays = analysis.statistics.measures.iter().find(|measure| measure.key == Key::Essays);
            assert_eq!(essays.and_then(|measure| measure.value), None);
            assert_eq!(analysis.dossier.registers.len(), 1, "{:?}", analysis.dossier.registers);
        }
    }
}

#[test]
fn filled_in_they_are_read_and_say_nothing() {
    check_all(&folder(&entries(true)));
    check_all(&folder(&entries(false)));
}

#[test]
fn saved_by_another_program_they_are_read_alike() {
    let mut sources = folder(&entries(false));
    for name in ["考勤表.xlsx", "调研课题.xlsx"] {
        let bytes = fs::read(root().join("tests/resaved").join(name)).expect("a file of the repository");
        sources.iter_mut().find(|source| source.name == name).expect("a blank register").bytes = bytes;
    }
    check_all(&sources);
}

#[test]
fn an_example_that_was_written_over_is_asked_about() {
    let all = entries(false);
    let with = |name: &'static str, cells: &[(&str, &str)]| {
        let mut all = all.clone();
        let added = cells.iter().map(|(cell, value)| ((*cell).to_string(), (*value).to_string()));
        all.entry(name).or_default().extend(added);
        folder(&all)
    };
    refused(
        &with("成员名单.xlsx", &[("B3", "李娟")]),
        "错误 成员名单.xlsx「成员名单」A3:F3：这一行写着“示例”，却像是填过的",
    );
    refused(
        &with("考勤表.xlsx", &[("E4", "√")]),
        "错误 考勤表.xlsx「考勤表」A4:E4：这一行写着“示例”，却像是填过的",
    );
    refused(
        &with("学习计划.xlsx", &[("C3", "基层治理")]),
        "错误 学习计划.xlsx「学习计划」A3:J3：这一行写着“示例”",
    );
    // The word gone, the rest as it was.
    refused(
        &with("成员名单.xlsx", &[("A3", "")]),
        "错误 成员名单.xlsx「成员名单」B3:F3：这一行还是登记表里示范的内容",
    );
    refused(
        &with("调研课题.xlsx", &[("A3", "3")]),
        "错误 调研课题.xlsx「调研课题」A3:H3：这一行还是登记表里示范的内容",
    );
    refused(
        &with("签到表.xlsx", &[("A7", "1")]),
        "错误 签到表.xlsx「签到表」A7:D7：这一行还是登记表里示范的内容",
    );
    // The word and one cell gone.
    refused(
        &with("心得体会目录.xlsx", &[("A3", "3"), ("B3", "李娟")]),
        "错误 心得体会目录.xlsx「心得体会目录」A3:H3：这一行还是登记表里示范的内容",
    );
    refused(
        &with("集中学习情况统计表.xlsx", &[("A3", ""), ("B3", "2026年3月20日"), ("D3", "防灾减灾")]),
        "错误 集中学习情况统计表.xlsx「集中学习情况统计表」B3:U3：这一行还是登记表里示范的内容",
    );
    // What may be the office's own is used, and asked about.
    let said = told(&analyse(&with("成员名单.xlsx", &[("A3", "3"), ("B3", "李娟")])));
    let asked = "警告 成员名单.xlsx「成员名单」A3:F3：这一行有 4 格和登记表里示范的内容一样，照样使用";
    assert!(said.iter().any(|line| line.starts_with(asked)), "{said:#?}");
    // The day or the topic left as they were handed out.
    refused(
        &with("考勤表.xlsx", &[("D2", "示例：2026年1月15日")]),
        "错误 考勤表.xlsx「考勤表」D2：表头还写着“示例”",
    );
    refused(
        &with("考勤表.xlsx", &[("D3", "示例：全会精神")]),
        "错误 考勤表.xlsx「考勤表」D3：`示例：全会精神` 是没有填写的占位内容",
    );
}

#[test]
fn an_attendance_register_half_filled_in_makes_no_report() {
    let names_alone: Cells = entries(true)["考勤表.xlsx"]
        .iter()
        .filter(|(cell, _)| cell[1..].parse::<u8>().is_ok_and(|row| row < 4) || cell < &"D".to_string())
        .cloned()
        .collect();
    let mut all = entries(true);
    let example: Cells = vec![("D4".to_string(), String::new())];
    all.insert("考勤表.xlsx", [names_alone, example].concat());
    refused(&folder(&all), "错误 考勤表.xlsx「考勤表」：考勤表还没有填写");
}

#[test]
fn other_templates_examples_are_not_counted() {
    let read = |roster: &str| {
        let marks = "姓名,2026年1月8日\n周强,√\n吴静,√\n";
        let files = [("考勤表.csv", marks), ("成员名单.csv", roster)];
        analyse(&files.map(|(name, text)| Source { name: name.into(), bytes: text.as_bytes().to_vec() }))
    };
    let made = read("姓名,职务,角色\n示例,张三,组长\n周强,书记,组长\n吴静,镇长,副组长\n");
    assert_eq!(told(&made), ["警告 成员名单.csv A2:C2：第 2 行写着“示例”，没有计入"]);
    check(&made.output.expect("read"), &[(Key::Members, 2.0)]);
    let made = read("序号,姓名,职务,角色\n样例,郑洁,书记,组长\n1,周强,书记,组长\n2,吴静,镇长,副组长\n");
    assert_eq!(
        told(&made),
        ["错误 成员名单.csv A2:D2：这一行写着“样例”，却像是填过的，不知是示例还是本单位的记录"]
    );
    assert!(made.diagnostics.iter().any(|one| one.refuses()));
}

#[test]
fn the_tutorial_says_what_the_workbooks_say() {
    let tutorial = fs::read_to_string(root().join("docs/教程.md")).expect("readable");
    let advice = "第一列写着“示例”的一行只作示范，不会计入。填好后把这一行删去；要用这一行填写的，把“示例”改成序号，其余各格都改成自己的内容。";
    assert!(tutorial.contains(advice));
    for source in folder(&Entries::new()) {
        let read = banxin_core::workbook::read(0, &source).output.expect("readable");
        let lines: Vec<String> =
            read.sheets[1].rows.iter().map(|row| row.cells[0].value.text().into_owned()).collect();
        assert!(lines.last().is_some_and(|line| line.ends_with(advice)), "{}: {lines:?}", source.name);
    }
}

#[test]
fn how_a_register_is_filled_in_is_no_sheet_to_be_explained() {
    let sources: Vec<Source> = blank::files()
        .expect("written")
        .into_iter()
        .filter(|file| file.name.ends_with(".xlsx"))
        .map(|file| Source { name: file.name.into(), bytes: file.bytes })
        .collect();
    let settings = Settings { unit: "竹山镇".into(), ..Settings::default() };
    let (made, sheets) = analysis::analyse_and_survey(&sources, &settings, &analysis::Bounds::default());
    assert!(!sheets.iter().any(|sheet| sheet.place.sheet.as_deref() == Some("填写说明")));
    assert!(!made.diagnostics.iter().any(|one| one.key == "unknown-sheet"), "{:#?}", made.diagnostics);
}
