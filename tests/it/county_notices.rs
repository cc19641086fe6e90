//! What a county sends its units beside their reports: letters and worksheets.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::cli::{banxin, temporary};
use crate::county::{told_in, words, write_county};
use crate::samples::{UNITS, folder};
use crate::tools::is_there;

/// Reads a folder's files by name.
fn files(path: &str) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(path).expect("a folder").map(|entry| entry.expect("readable"));
    let files = entries.filter(|entry| entry.path().is_file());
    let read = |entry: fs::DirEntry| {
        (entry.file_name().into_string().expect("UTF-8"), fs::read(entry.path()).expect("readable"))
    };
    files.map(read).collect()
}

/// Returns the names of letters and worksheets.
fn beside(files: &BTreeMap<String, Vec<u8>>) -> Vec<&str> {
    let names = files.keys().map(String::as_str);
    names.filter(|name| name.contains("-反馈意见") || name.contains("-工作底稿")).collect()
}

#[test]
fn every_unit_with_a_report_is_written_to_by_parts_and_at_once() {
    let (_folder, path) = temporary();
    write_county(Path::new(&path("县")));
    let run = || banxin(&["batch", &path("县"), "-o", &path("出")]);
    run().status(1);
    let made = files(&path("出"));
    let units = ["东河镇", "北岭乡", "南塘镇", "西山乡"];
    let mut expected: Vec<String> = units
        .iter()
        .flat_map(|unit| [format!("{unit}-反馈意见.pdf"), format!("{unit}-工作底稿.xlsx")])
        .collect();
    expected.sort();
    assert_eq!(beside(&made), expected, "a unit without a report is sent nothing");
    let sums = String::from_utf8(made["SHA256SUMS"].clone()).expect("UTF-8");
    assert!(expected.iter().all(|name| sums.contains(&format!("  {name}\n"))), "{sums}");
    for shard in ["1/2", "2/2"] {
        banxin(&["batch", &path("县"), "-o", &path("分"), "--shard", shard]);
    }
    banxin(&["batch", "--merge", &path("分")]).status(1);
    assert!(files(&path("分")) == made);
    // One that was changed or has gone is made again, with its report; the others are kept.
    fs::write(path("出/南塘镇-反馈意见.pdf"), "damaged").expect("written");
    let verified = || banxin(&["verify", &path("出")]).status(1).printed();
    assert!(verified().contains("已被改动 南塘镇-反馈意见.pdf"));
    fs::remove_file(path("出/西山乡-工作底稿.xlsx")).expect("removed");
    assert!(verified().contains("缺少 西山乡-工作底稿.xlsx"));
    run().status(1).mentions("生成 2，未变 2，未生成 1");
    banxin(&["verify", &path("出")]).status(0);
    assert!(beside(&files(&path("出"))) == expected);
    // A unit that turns bad keeps no letter of better days, and shards are not joined without one.
    fs::remove_file(path("县/南塘镇/考勤表.csv")).expect("removed");
    run().status(1);
    assert!(!Path::new(&path("出/南塘镇-反馈意见.pdf")).exists());
    banxin(&["batch", &path("县"), "-o", &path("分"), "--shard", "1/1"]);
    fs::remove_file(path("分/东河镇-反馈意见.pdf")).expect("removed");
    banxin(&["batch", "--merge", &path("分")]).status(1).mentions("东河镇-反馈意见.pdf 没有了");
}

#[test]
fn letters_can_be_switched_off_and_need_a_county() {
    let (_folder, path) = temporary();
    write_county(Path::new(&path("县")));
    let run = || banxin(&["batch", &path("县"), "-o", &path("出")]);
    let set = |text: &str| fs::write(path("县/banxin.toml"), text).expect("written");
    run().status(1);
    set("county = \"青山县\"\nnotices = false\n");
    run().status(1).mentions("生成 4");
    assert_eq!(beside(&files(&path("出"))), [""; 0]);
    banxin(&["verify", &path("出")]).status(0);
    set("period = \"2020H1\"\n");
    run();
    assert_eq!(beside(&files(&path("出"))), [""; 0], "nobody is there to write");
    set("county = \"青山县\"\nnotices = \"no\"\n");
    run().status(1).mentions("配置项“notices”应为 true 或 false");
}

#[test]
fn letters_to_the_samples_are_two_pages_in_the_countys_name() {
    let (_folder, path) = temporary();
    for unit in UNITS {
        fs::create_dir_all(path(&format!("县/{unit}"))).expect("made");
        for entry in fs::read_dir(folder(unit)).expect("the sample is there") {
            let entry = entry.expect("readable");
            let to = Path::new(&path(&format!("县/{unit}"))).join(entry.file_name());
            fs::copy(entry.path(), to).expect("copied");
        }
    }
    let config = "county = \"青山县\"\nprofile = \"report\"\n[letterhead]\nnumber = \"青宣〔2020〕9号\"\n";
    fs::write(path("县/banxin.toml"), config).expect("written");
    banxin(&["batch", &path("县"), "-o", &path("出")]).status(0);
    for unit in UNITS {
        let letter = path(&format!("出/{unit}-反馈意见.pdf"));
        let Some(words) = words(&letter) else { return };
        for part in [
            format!(
                "中共青山县委宣传部关于{unit}党委理论学习中心组2020年上半年学习情况的反馈意见中共{unit}委员会："
            ),
            "书面报送我部。".to_string(),
            "特此函告。中共青山县委宣传部2020年7月1日".to_string(),
        ] {
            assert!(words.contains(&part), "{part} is not in {words}");
        }
        // One number is not many letters'.
        assert!(!words.contains("9号"), "{words}");
        assert!(told_in(&path(&format!("出/{unit}-工作底稿.xlsx"))).starts_with("序号"));
        if is_there("pdfinfo", "-v") {
            let told = std::process::Command::new("pdfinfo").arg(&letter).output().expect("it runs");
            let told = String::from_utf8(told.stdout).expect("UTF-8");
            let pages = told.lines().find_map(|line| line.strip_prefix("Pages:")).expect("a number").trim();
            assert!(["1", "2"].contains(&pages), "{unit}: {pages} pages");
        }
    }
}

#[test]
fn a_letter_counts_the_rows_of_the_worksheet_it_goes_with() {
    let (_folder, path) = temporary();
    write_county(Path::new(&path("县")));
    // A warning of the register is a row of the worksheet, too.
    let essays = "姓名,题目,提交日期\n外人,体会,2020-05-06\n";
    fs::write(path("县/南塘镇/心得体会目录.csv"), essays).expect("written");
    banxin(&["batch", &path("县"), "-o", &path("出")]).status(1);
    let rows = told_in(&path("出/南塘镇-工作底稿.xlsx"));
    assert!(rows.contains("外人"), "{rows}");
    let is_asked = |row: &&str| ["缺少台账", "需要核实", "需要补充"].iter().any(|kind| row.contains(kind));
    let n = rows.lines().filter(is_asked).count();
    let Some(words) = words(&path("出/南塘镇-反馈意见.pdf")) else { return };
    assert!(words.contains(&format!("核实或者补充的{n}项")), "{n} rows: {words}");
}
