//! What stands on the worksheet of small units.

use crate::analysis;
use crate::settings::{RuleOverride, Settings};
use crate::source::Source;
use crate::worksheet::{self, Worksheet};

fn worksheet(settings: &Settings, files: &[(&str, &str)]) -> Worksheet {
    let source = |(name, text): &(&str, &str)| Source { name: (*name).into(), bytes: text.as_bytes().into() };
    let sources: Vec<Source> = files.iter().map(source).collect();
    let analysed = analysis::analyse(&sources, settings);
    let analysis = analysed.output.expect("analysed");
    worksheet::write(&analysis.material(settings)).with_warnings(&analysed.diagnostics)
}

fn keys(worksheet: &Worksheet) -> Vec<(&str, &str)> {
    worksheet.items.iter().map(|item| (item.kind.key(), item.key)).collect()
}

const ATTENDANCE: (&str, &str) = (
    "考勤表.csv",
    "姓名,职务,1月5日,4月8日\n,,民法典,安全生产\n张三,书记,√,×\n李四,副书记,√,√\n王五,委员,,√",
);

fn settings() -> Settings {
    Settings { unit: "清溪镇".into(), period: "2020H1".parse().ok(), ..Settings::default() }
}

#[test]
fn missing_registers_are_named_one_by_one() {
    let found = worksheet(&settings(), &[ATTENDANCE]);
    let keys = keys(&found);
    for key in ["missing-roster", "missing-essays", "missing-plan", "missing-research", "missing-oversight"] {
        assert!(keys.contains(&("missing", key)), "{keys:?}");
    }
    assert!(keys.contains(&("asks", "blank-marks")), "{keys:?}");
    let blank = found.items.iter().find(|item| item.key == "blank-marks").expect("a blank mark");
    assert_eq!(blank.what, "有1人次应到而没有可用的考勤标记，不计作到会，也没有计入其他各类。");
    assert_eq!(blank.origins[0].a1(), "C5");
}

#[test]
fn a_warning_about_the_registers_is_listed_with_its_cells() {
    let essays = "姓名,题目,对应学习主题,提交日期\n李四,甲,民法典,2020-06-01\n外人,乙,民法典,2020-06-02\n王五,丙,民法典,不详";
    let found = worksheet(&settings(), &[ATTENDANCE, ("心得.csv", essays)]);
    let of = |key: &str| found.items.iter().find(|item| item.key == key).expect("listed");
    let stranger = of("unknown-member");
    assert_eq!(stranger.kind, worksheet::Kind::Doubts);
    assert_eq!(stranger.origins.iter().map(|cell| cell.a1()).collect::<Vec<_>>(), ["A3"]);
    assert!(!stranger.to_do.is_empty() && stranger.who == "学习秘书", "{stranger:?}");
    assert_eq!(of("bad-date").origins[0].a1(), "D4");
    let keys = keys(&found);
    assert!(
        keys.is_sorted_by_key(|(kind, _)| ["missing", "doubts", "asks"].iter().position(|k| k == kind)),
        "{keys:?}"
    );
}

#[test]
fn what_an_office_has_switched_off_is_said() {
    let essays = "姓名,题目,对应学习主题,提交日期\n李四,甲,民法典,6月29日\n李四,乙,民法典,6月29日\n\
                  王五,丙,民法典,6月29日\n王五,丁,民法典,6月29日\n张三,戊,民法典,6月29日";
    let files = [ATTENDANCE, ("心得.csv", essays)];
    let off = RuleOverride { off: true, ..RuleOverride::default() };
    let settings = Settings { rules: [("3.1".to_string(), off)].into(), ..settings() };
    let found = worksheet(&settings, &files);
    assert!(keys(&found).contains(&("switched-off", "essay-burst")));
    let is_of_burst = |item: &&worksheet::Item| item.key == "essay-burst";
    assert_eq!(found.items.iter().filter(is_of_burst).count(), 1);
}

#[test]
fn gaps_of_the_plan_come_with_proposals() {
    let plan = "月份,学习主题,学习内容,学习形式,主讲人\n7月,防汛,文件,研讨,张三\n9月,党建,文件,研讨,\n10月,茶,文,研讨,张三";
    let settings = Settings { keywords: vec!["乡村振兴".into()], ..settings() };
    let roster = ("名单.csv", "姓名,角色,分管领域\n张三,组长,全面\n李四,副组长,农业\n王五,成员,党建");
    let found = worksheet(&settings, &[ATTENDANCE, roster, ("计划.csv", plan)]);
    let said: Vec<&str> = found
        .items
        .iter()
        .filter(|item| item.key.starts_with("propose"))
        .map(|item| item.what.as_str())
        .collect();
    assert_eq!(
        said,
        [
            "9月“党建”的重点发言人可以安排王五。",
            "8月可以增加一次乡村振兴专题研讨，由李四重点发言。",
            "11月可以增加一次结合分管工作的专题研讨。",
            "12月可以增加一次结合分管工作的专题研讨。",
        ]
    );
    let json = found.to_json();
    assert!(json.contains("\"kind\": \"proposes\"") && json.contains("\"to-do\""), "{json}");
}

#[test]
fn a_session_that_nobody_came_to_is_looked_into() {
    let marks = |mark: &str| format!("姓名,职务,1月5日,4月8日\n张三,书记,×,√\n李四,副书记,{mark},√");
    let keys_of = |mark: &str| {
        let sheet = marks(mark);
        let found = worksheet(&settings(), &[("考勤表.csv", &sheet)]);
        let item = found.items.iter().find(|item| item.key == "deserted-sessions").cloned();
        item.map(|item| item.what.to_string())
    };
    assert_eq!(keys_of("×").as_deref(), Some("有1次集中学习的考勤标记中没有人到会，正文仍计作集中学习。"));
    assert_eq!(keys_of("√"), None);
}

#[test]
fn what_an_indicator_is_reckoned_from_is_named() {
    let log = "日期,类别,对象,方式,问题,整改\n1月5日,考学,全体,闭卷,,";
    let found = worksheet(&settings(), &[ATTENDANCE, ("督学台账.csv", log)]);
    let item = found.items.iter().find(|item| item.key == "not-reckoned").expect("not all is known");
    assert!(item.what.contains("参考率（要有督学评学考学台账的应考人数和参考人数）"), "{}", &*item.what);
}

/// Two sessions of reading out, and a member who never spoke.
const BAD: [(&str, &str); 2] = [
    ("考勤表.csv", "姓名,职务,1月5日,4月8日\n张三,书记,√,×\n李四,副书记,√,√\n王五,委员,√,√"),
    (
        "统计表.csv",
        "时间,学习主题,学习形式,主持人,点评\n1月5日,民法典,传达,张三,无\n4月8日,防汛,传达,张三,无",
    ),
];

#[test]
fn what_the_offices_own_part_does_not_use_is_listed() {
    let left_out = |files: &[(&str, &str)]| -> Vec<String> {
        let found = worksheet(&settings(), files);
        let items = found.items.iter().filter(|item| item.kind == worksheet::Kind::LeftOut);
        items.map(|item| format!("{} {}", item.key, &*item.to_do)).collect()
    };
    let own = [BAD[0], BAD[1], ("正文素材.md", "# 问题\n学用结合不够。")];
    let found = left_out(&own);
    assert!(
        found.contains(
            &"quarter-seminars 这一节由本单位自己写，程序没有写入；要写进正文的，补在正文素材里。"
                .to_string()
        ),
        "{found:?}"
    );
    assert!(found.iter().all(|item| !item.contains("此外还有")), "{found:?}");
    assert!(left_out(&BAD).iter().all(|item| !item.starts_with("quarter-seminars")));
}

#[test]
fn minutes_leave_nothing_of_a_period_open() {
    let settings = Settings { format: crate::document::Format::Minutes, ..settings() };
    let found = worksheet(&settings, &BAD);
    assert_eq!(
        keys(&found).iter().filter(|(kind, _)| ["left-out", "missing", "proposes"].contains(kind)).count(),
        0
    );
}

#[test]
fn warnings_that_are_dealt_with_alike_stand_together() {
    let place = std::sync::Arc::new(crate::origin::Place {
        file_index: 0,
        sheet_index: 0,
        file: "考勤表.csv".into(),
        sheet: None,
    });
    let warning = |row: u32, message: &str, hint: &str| {
        let origin = crate::origin::Origin { place: place.clone(), row, col: 0 };
        crate::diagnostic::Diagnostic::warning("bad-date", message).at(&origin).hint(hint)
    };
    let warnings = [warning(1, "甲", "改日期"), warning(2, "乙", "核对名单"), warning(3, "丙", "改日期")];
    let found = Worksheet::default().with_warnings(&warnings);
    let what: Vec<String> = found.items.iter().map(|item| item.what.to_string()).collect();
    assert_eq!(what, ["甲。", "丙。", "乙。"]);
}

#[test]
fn research_that_is_due_later_and_stands_as_finished_is_asked_about() {
    let topics =
        "课题名称,负责人,计划完成,状态\n水利,张三,5月,已完成\n养老,李四,9月,已完成\n道路,王五,10月,进行中";
    let found = worksheet(&settings(), &[ATTENDANCE, ("课题.csv", topics)]);
    let item = found.items.iter().find(|item| item.key == "research-later").expect("asked about");
    assert_eq!(item.what, "有1个调研课题写明已完成，计划完成时间在本期以后；正文没有写作本期完成。");
    assert_eq!(item.origins.iter().map(|cell| cell.a1()).collect::<Vec<_>>(), ["A3"]);
    let in_time = worksheet(&settings(), &[ATTENDANCE, ("课题.csv", &topics.replace("9月", "6月"))]);
    assert!(in_time.items.iter().all(|item| item.key != "research-later"));
}
