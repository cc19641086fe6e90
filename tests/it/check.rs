//! `banxin check`: what was understood and what is wrong, in three forms.

use std::fs;

use crate::cli::{banxin, temporary};

/// A register with one mark that no legend has, one blank, and a placeholder below it.
const ATTENDANCE: &str =
    "考勤表,,,\n姓名,职务,2020年1月5日,2020年2月6日\n张三,党委书记,√,▲▲\n李四,副书记,,√\n";

#[test]
fn a_good_unit_passes() {
    let run = banxin(&["check", "samples/石桥镇"]);
    run.status(0);
    let text = run.printed();
    assert!(text.starts_with("石桥镇，2020年上半年（2020年1月1日至2020年6月30日）\n"), "{text}");
    assert!(text.contains("成员名单：13 名成员，秘书 1，列席 1　←　成员名单.xlsx「成员名单」"), "{text}");
    assert!(text.contains("心得体会目录：26 篇心得体会和理论文章，2 篇调研报告"), "{text}");
    let counts = text.lines().last().expect("the counts");
    assert!(counts.contains("错误 0，警告 0"), "{counts}");
}

#[test]
fn every_bad_cell_is_listed_by_its_sheet() {
    let (_folder, path) = temporary();
    fs::write(path("考勤表.csv"), ATTENDANCE).expect("written");
    let run = banxin(&["check", &path(""), "--unit", "甲镇"]);
    run.status(1);
    let text = run.printed();
    for expected in [
        "甲镇，2020年上半年",
        "\n考勤表.csv\n",
        "　　错误 D3：出勤标记 `▲▲` 不在图例中（应为 ",
        "　　警告 C4：2020-01-05 这次学习没有考勤标记，按数据缺项处理\n　　　　提示：补上标记",
        "错误 1，警告 1，",
    ] {
        assert!(text.contains(expected), "{expected}\nin\n{text}");
    }
}

#[test]
fn json_has_the_published_shape() {
    let (_folder, path) = temporary();
    fs::write(path("考勤表.csv"), ATTENDANCE).expect("written");
    let run = banxin(&["check", &path(""), "--format", "json"]);
    run.status(1);
    let list: serde_json::Value = serde_json::from_str(&run.printed()).expect("JSON");
    let bad = list
        .as_array()
        .and_then(|list| list.iter().find(|d| d["key"] == "unknown-mark"))
        .expect("the bad mark is listed");
    assert_eq!(
        (bad["severity"].as_str(), bad["file"].as_str(), bad["cell"].as_str(), bad["value"].as_str()),
        (Some("error"), Some("考勤表.csv"), Some("D3"), Some("▲▲"))
    );
    assert!(bad["sheet"].is_null() && bad["hints"].is_array());
}

#[test]
fn the_workbook_is_written_whole() {
    let (folder, path) = temporary();
    fs::write(path("考勤表.csv"), ATTENDANCE).expect("written");
    let out = path("核查表.xlsx");
    banxin(&["check", &path("考勤表.csv"), "--format", "xlsx", "-o", &out]).status(1);
    assert!(fs::read(&out).expect("made").starts_with(b"PK"));
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 2);
}

#[test]
fn a_period_that_cannot_be_told_is_an_error() {
    let (_folder, path) = temporary();
    fs::write(path("考勤表.csv"), "姓名,1月5日\n张三,√\n").expect("written");
    banxin(&["check", &path("")]).status(1);
    banxin(&["check", &path(""), "--period", "2020H1"]).status(0);
    banxin(&["check", &path(""), "--period", "2020H3"]).status(2);
}

#[test]
fn blank_registers_are_said_to_be_blank() {
    let (_folder, path) = temporary();
    banxin(&["init", &path("甲镇")]).status(0).mentions("10 个文件");
    let run = banxin(&["check", &path("甲镇")]);
    run.status(1);
    let text = run.printed();
    assert!(text.contains("错误 1，警告 0，"), "{text}");
    assert_eq!(text.matches("还没有填写，按未提供数据处理").count(), 9, "{text}");
    let report = path("报告.pdf");
    banxin(&["report", &path("甲镇"), "-o", &report]).status(1).mentions("没有找到考勤表");
    assert!(!std::path::Path::new(&report).exists());
    // Nothing that is there is ever replaced.
    banxin(&["init", &path("甲镇")]).status(1).mentions("没有写任何文件");
}
