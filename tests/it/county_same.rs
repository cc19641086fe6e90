//! Units that filed the same records, and units that held nothing.

use std::fs;
use std::path::Path;

use crate::cli::{banxin, temporary};
use crate::county::{json, words, write_unit};

/// Copies a unit's registers to another's folder.
fn copy(from: &str, to: &str) {
    fs::create_dir_all(to).expect("made");
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("readable");
        fs::copy(entry.path(), Path::new(to).join(entry.file_name())).expect("copied");
    }
}

#[test]
fn the_same_records_of_two_units_are_named() {
    let (_folder, path) = temporary();
    for place in 0..3 {
        write_unit(Path::new(&path("县")), place, 2020);
    }
    fs::write(path("县/banxin.toml"), "county = \"青山县\"\n").expect("written");
    let run = || banxin(&["batch", &path("县"), "-o", &path("出")]);
    let told = "2 个单位的考勤记录完全相同（假山镇、南塘镇）";
    run().status(0);
    let same = || json(&path("出/汇总报告.json"))["same-registers"].clone();
    assert_eq!(same(), serde_json::json!([]), "different people are no copies");
    copy(&path("县/南塘镇"), &path("县/假山镇"));
    // The rows in another order and the file by another name: the records are the same.
    let text = fs::read_to_string(path("县/假山镇/考勤表.csv")).expect("written");
    let mut rows: Vec<&str> = text.lines().collect();
    rows[1..].reverse();
    fs::remove_file(path("县/假山镇/考勤表.csv")).expect("removed");
    fs::write(path("县/假山镇/上半年考勤.csv"), rows.join("\n")).expect("written");
    run().status(0).mentions(told).mentions("2 个单位的心得体会目录完全相同（假山镇、南塘镇）");
    assert_eq!(same()[0]["register"], "心得体会目录");
    assert_eq!(same()[1]["units"], serde_json::json!(["假山镇", "南塘镇"]));
    // Joined from shards it is told too, and what is kept for it names nobody.
    for shard in ["1/2", "2/2"] {
        banxin(&["batch", &path("县"), "-o", &path("分"), "--shard", shard]);
    }
    let kept = fs::read_to_string(path("分/.banxin/units/假山镇.json")).expect("kept");
    assert!(kept.contains("考勤记录") && !kept.contains("皇甫渔舟"), "{kept}");
    banxin(&["batch", "--merge", &path("分")]).status(0).mentions(told);
    // One mark that differs is one's own.
    fs::write(path("县/假山镇/上半年考勤.csv"), rows.join("\n").replacen('√', "公差", 1)).expect("written");
    run().status(0);
    assert_eq!(same().as_array().map(Vec::len), Some(1));
}

#[test]
fn tables_say_in_words_what_is_lacking() {
    let (_folder, path) = temporary();
    for place in 0..3 {
        write_unit(Path::new(&path("县")), place, 2020);
    }
    fs::write(path("县/banxin.toml"), "county = \"青山县\"\n").expect("written");
    banxin(&["batch", &path("县"), "-o", &path("出")]).status(0);
    let Some(words) = words(&path("出/汇总报告.pdf")) else { return };
    let list = words.rsplit("各单位需要改进的事项").next().expect("the last attachment");
    for rule in &banxin::findings::RULES {
        let code = format!("、{}、", rule.id.id());
        assert!(!words.contains(&code), "{code} in {words}");
        let name: String = rule.name.chars().filter(|c| !c.is_whitespace()).collect();
        assert!(!list.contains(&name), "{name} in {list}");
    }
    for unit in ["东河镇", "西山乡", "南塘镇"] {
        assert!(list.contains(unit), "{unit} is not in {list}");
    }
}
