//! Many units together: the county's own report, shared registers, and runs that are interrupted.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use banxin::county::{Returns, Survey, UnitFigures, compose};
use banxin::document::{Block, Table};
use banxin::findings::Limits;
use banxin::settings::Settings;
use serde_json::Value;

use crate::cli::{banxin, temporary};
use crate::samples::{UNITS, folder, root};
use crate::tools::is_there;

/// Made-up units, each with its four people, whom no other unit has.
const PEOPLE: [(&str, [&str; 4]); 4] = [
    ("东河镇", ["欧阳墨竹", "上官云岫", "司马长卿", "诸葛闻笛"]),
    ("西山乡", ["慕容听雨", "端木知秋", "独孤望岳", "轩辕采薇"]),
    ("南塘镇", ["皇甫渔舟", "尉迟观澜", "澹台问津", "公孙折柳"]),
    ("北岭乡", ["宇文踏雪", "长孙吟霜", "赫连牧野", "夏侯枕石"]),
];

/// Writes a unit's registers; the later its place, the more people are away.
pub(crate) fn write_unit(path: &Path, place: usize, year: u32) {
    let (unit, people) = PEOPLE[place];
    let folder = path.join(unit);
    fs::create_dir_all(&folder).expect("made");
    let write = |name: &str, text: &str| fs::write(folder.join(name), text).expect("written");
    let mut attendance = format!("姓名,职务,{year}-01-09,{year}-03-12,{year}-05-20\n");
    let mut roster = "姓名,职务,角色,分管领域\n".to_string();
    let mut essays = "姓名,题目,类型,提交日期,文件名\n".to_string();
    for (i, name) in people.iter().enumerate() {
        let mark = |at: usize| if i > 0 && i + at < place + 1 { "×" } else { "√" };
        attendance += &format!("{name},干部,{},{},{}\n", mark(0), mark(1), mark(2));
        let role = ["组长", "副组长", "成员", "成员"][i];
        roster += &format!("{name},干部,{role},农业\n");
        essays += &format!("{name},{unit}第{i}号体会,心得体会,{year}-04-0{},{i}.md\n", i + 1);
        // The first essay of the first two units is the same text.
        let seed = if i == 0 && place < 2 { 0 } else { 1 + place * 4 + i };
        let text: String =
            (0..400).filter_map(|c| char::from_u32(0x4e00 + (seed * 400 + c) as u32)).collect();
        write(&format!("{i}.md"), &text);
    }
    write("考勤表.csv", &attendance);
    write("名单.csv", &roster);
    write("心得.csv", &essays);
    // Names are printed, so that one in the wrong report would show.
    write("banxin.toml", "names = true\n");
}

/// Writes a county of three units that report, one of another period and one that filed a plan only.
pub(crate) fn write_county(path: &Path) {
    for place in 0..3 {
        write_unit(path, place, 2020);
    }
    write_unit(path, 3, 2019);
    write_plan(&path.join("空白镇"));
    let county = "county = \"青山县\"\norgan = \"中共青山县委宣传部\"\nsuperior = \"青山市委宣传部\"\n";
    fs::write(path.join("banxin.toml"), county).expect("written");
}

/// Writes a unit's folder that holds a plan and nothing else.
pub(crate) fn write_plan(folder: &Path) {
    fs::create_dir_all(folder).expect("made");
    fs::write(folder.join("学习计划.csv"), "时间,学习内容,责任人\n2020-03,党史,张三\n").expect("written");
}

pub(crate) fn json(path: &str) -> Value {
    serde_json::from_str(&fs::read_to_string(path).expect("written")).expect("JSON")
}

/// Returns the words of a PDF without spaces and page numbers; nothing where no tool reads PDFs,
/// which is said, or fails.
pub(crate) fn words(path: &str) -> Option<String> {
    if !is_there("pdftotext", "-v") {
        return None;
    }
    let output = Command::new("pdftotext").args([path, "-"]).output().expect("it runs");
    assert!(output.status.success(), "{path}: {}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let is_number = |line: &&str| line.trim().starts_with('—') && line.trim().ends_with('—');
    let text: String = text.lines().filter(|line| !is_number(line)).collect();
    Some(text.chars().filter(|c| !c.is_whitespace()).collect())
}

/// Returns the texts of a workbook's cells, one row a line.
pub(crate) fn told_in(path: &str) -> String {
    let source = banxin::source::Source { name: "表.xlsx".into(), bytes: fs::read(path).expect("written") };
    let workbook = banxin::workbook::read(0, &source).output.expect("a workbook");
    let rows = workbook.sheets.iter().flat_map(|sheet| &sheet.rows);
    let line = |row: &banxin::workbook::Row| -> String {
        row.cells.iter().map(|cell| cell.value.text().into_owned() + "\t").collect()
    };
    rows.map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_county_counts_what_its_units_filed() {
    let (_folder, path) = temporary();
    write_county(Path::new(&path("县")));
    let run = banxin(&["batch", &path("县"), "-o", &path("出")]);
    run.status(1).mentions("生成 4，未变 0，未生成 1").mentions("汇总报告.pdf 共");
    let report = json(&path("出/汇总报告.json"));
    assert_eq!((report["county"].as_str(), report["period"].as_str()), (Some("青山县"), Some("2020H1")));
    assert_eq!(report["counted"], 3);
    assert_eq!(report["other-periods"][0]["unit"], "北岭乡");
    assert_eq!(report["missing"][0]["unit"], "空白镇");
    assert!(report["missing"][0]["reason"].as_str().is_some_and(|reason| reason.contains("没有找到考勤表")));
    // The sums are those of the units' own files, numerator by numerator.
    let of_units = |key: &str, part: &str| -> u64 {
        let units = PEOPLE[..3].iter().map(|(unit, _)| json(&path(&format!("出/{unit}.json"))));
        let value = |unit: Value| {
            let measures = unit["measures"].as_array().expect("measures").clone();
            measures.iter().find(|m| m["key"] == key).and_then(|m| m[part].as_u64()).expect("a figure")
        };
        units.map(value).sum()
    };
    let rate =
        report["measures"].as_array().expect("measures").iter().find(|m| m["key"] == "attendance-rate");
    let rate = rate.expect("the rate");
    assert_eq!(rate["n"], of_units("attendance-rate", "n"));
    assert_eq!(rate["of"], of_units("attendance-rate", "of"));
    assert_eq!(rate["of"], 36);
    // One essay was handed in by two units.
    let similar = report["similar"].as_array().expect("a list");
    assert_eq!(similar.len(), 1);
    let units: Vec<&str> =
        similar[0]["essays"].as_array().expect("essays").iter().filter_map(|e| e["unit"].as_str()).collect();
    assert_eq!(units, ["东河镇", "西山乡"]);
    if let Some(words) = words(&path("出/汇总报告.pdf")) {
        for part in [
            "青山县各乡镇党委理论学习中心组2020年上半年学习情况汇总报告",
            "青山市委宣传部：",
            "青山县应当报送学习情况的单位5个，计入本报告的3个。",
            "材料不全或有误、无法汇总的单位1个（空白镇）",
            "报送时段与其他单位不同的单位1个（北岭乡）",
            "中共青山县委宣传部",
        ] {
            assert!(words.contains(part), "{part} is not in {words}");
        }
        // What is to be looked into first is not filed.
        assert!(!words.contains("雷同"), "{words}");
    }
    // The same again, by parts and at once, and with the period before to compare with.
    for shard in ["1/2", "2/2"] {
        banxin(&["batch", &path("县"), "-o", &path("分"), "--shard", shard]);
    }
    banxin(&["batch", "--merge", &path("分")]).status(1);
    let worksheet = told_in(&path("出/汇总工作底稿.xlsx"));
    assert!(
        worksheet.contains("基本相同：东河镇《东河镇第0号体会》、西山乡《西山乡第0号体会》"),
        "{worksheet}"
    );
    for name in ["汇总报告.pdf", "汇总报告.json", "汇总表.xlsx", "汇总工作底稿.xlsx", "SHA256SUMS"]
    {
        let read = |folder: &str| fs::read(path(&format!("{folder}/{name}"))).expect("written");
        assert!(read("出") == read("分"), "{name}");
    }
    let now = fs::read_to_string(path("出/汇总报告.json")).expect("written");
    let earlier = |period: &str| now.replace("2020H1", period);
    fs::write(path("县/2019H2.json"), earlier("2019H2")).expect("written");
    banxin(&["batch", &path("县"), "-o", &path("出")]).status(1).mentions("未变 4");
    if let Some(words) = words(&path("出/汇总报告.pdf")) {
        assert!(words.contains("与2019年下半年相比，") && words.contains("没有变化"), "{words}");
        assert!(!words.contains("历次出勤率"), "of two periods nothing is drawn");
    }
    // Of three the attendance is drawn, the one between them left open.
    fs::write(path("县/2018H2.json"), earlier("2018H2")).expect("written");
    banxin(&["batch", &path("县"), "-o", &path("出")]).status(1);
    if let Some(words) = words(&path("出/汇总报告.pdf")) {
        assert!(words.contains("2018年下半年以来的出勤率见图1，缺2019年上半年。"), "{words}");
        assert!(words.contains("图1历次出勤率"), "{words}");
    }
    // Two files of one period that differ are named, and neither is compared with.
    fs::write(path("县/又2019H2.json"), earlier("2019H2").replace("\"counted\": ", "\"counted\": 1"))
        .expect("written");
    banxin(&["batch", &path("县"), "-o", &path("出")])
        .mentions("2019年下半年的 汇总报告.json 有 2 个，数字不同，没有和它们比较");
}

#[test]
fn listed_units_that_file_nothing_are_named() {
    let (_folder, path) = temporary();
    write_county(Path::new(&path("县")));
    // One unit is listed by the name that its own configuration gives it.
    fs::write(path("县/西山乡/banxin.toml"), "unit = \"西山街道\"\n").expect("written");
    let listed =
        "county = \"青山县\"\nunits = [\"东河镇\", \"西山街道\", \"南塘镇\", \"上塘镇\", \"空白镇\"]\n";
    fs::write(path("县/banxin.toml"), listed).expect("written");
    let run = banxin(&["batch", &path("县"), "-o", &path("出")]);
    run.status(1)
        .mentions("共 6 个单位")
        .mentions("units 里没有的单位：北岭乡，照样生成，不计入全县")
        .mentions("units 里没有的单位 1 个，没有计入全县的报告和汇总表：北岭乡")
        .mentions("未生成 上塘镇：没有报送台账，没有它的文件夹，共用的表里也没有它的行");
    let report = json(&path("出/汇总报告.json"));
    let missing: Vec<&str> =
        report["missing"].as_array().expect("a list").iter().filter_map(|m| m["unit"].as_str()).collect();
    assert_eq!(missing, ["上塘镇", "空白镇"]);
    if let Some(words) = words(&path("出/汇总报告.pdf")) {
        assert!(words.contains("没有报送学习材料的单位1个（上塘镇）"), "{words}");
        // Who is not listed is nowhere in the county's report.
        assert!(!words.contains("北岭乡"), "{words}");
    }
    assert!(Path::new(&path("出/北岭乡.pdf")).exists());
    assert_eq!(report["other-periods"].as_array().map(Vec::len), Some(0));
}

#[test]
fn a_value_that_no_setting_knows_is_named_by_a_batch() {
    let (_folder, path) = temporary();
    write_county(Path::new(&path("县")));
    fs::write(path("县/东河镇/banxin.toml"), "profile = \"reprot\"\n").expect("written");
    let run = banxin(&["batch", &path("县"), "-o", &path("出")]);
    run.status(1).mentions("未生成 东河镇：公文格式 `reprot` 不认识");
}

#[test]
fn a_county_without_any_figures_has_no_report() {
    let (_folder, path) = temporary();
    write_plan(Path::new(&path("县/空白镇")));
    fs::create_dir_all(path("出")).expect("made");
    fs::write(path("出/汇总报告.pdf"), "of better days").expect("written");
    let run = banxin(&["batch", &path("县"), "-o", &path("出")]);
    run.status(1).mentions("未生成 汇总报告：没有一个单位的数据可以汇总");
    assert!(!Path::new(&path("出/汇总报告.pdf")).exists());
}

/// Checks that no report or figures of a unit hold a name of another's.
#[track_caller]
fn check_apart(out: &str) {
    for (unit, own) in &PEOPLE[..3] {
        let mut texts = vec![fs::read_to_string(format!("{out}/{unit}.json")).expect("written")];
        texts.extend(words(&format!("{out}/{unit}.pdf")));
        if let Some(printed) = texts.get(1) {
            assert!(own.iter().all(|name| printed.contains(name)), "{unit} prints its own names");
        }
        for (other, people) in PEOPLE.iter().filter(|(other, _)| other != unit) {
            for word in people.iter().chain([other]) {
                assert!(!texts.iter().any(|text| text.contains(word)), "{unit} holds {word} of {other}");
            }
        }
    }
}

#[test]
fn no_unit_holds_a_name_of_anothers() {
    let (_folder, path) = temporary();
    write_county(Path::new(&path("县")));
    banxin(&["batch", &path("县"), "-o", &path("出")]).status(1);
    check_apart(&path("出"));
    // The same people in registers that all share.
    let mut attendance = "单位,姓名,职务,2020-01-09,2020-03-12\n".to_string();
    let mut roster = "姓名,乡镇,角色\n".to_string();
    for row in 0..4 {
        for (unit, people) in &PEOPLE[..3] {
            attendance += &format!("{unit},{},干部,√,{}\n", people[row], ["√", "×", "√", "公"][row]);
            roster += &format!("{},{unit},{}\n", people[row], ["组长", "副组长", "成员", "成员"][row]);
        }
    }
    attendance += ",宇文踏雪,干部,√,√\n合计,,,12,6\n";
    fs::create_dir_all(path("表")).expect("made");
    fs::write(path("表/考勤.csv"), attendance).expect("written");
    fs::write(path("表/名单.csv"), roster).expect("written");
    fs::write(path("表/banxin.toml"), "county = \"青山县\"\nnames = true\n").expect("written");
    let run = banxin(&["batch", &path("表"), "-o", &path("表出")]);
    run.status(0).mentions("共 3 个单位").mentions("考勤.csv A14：有 1 行没有写单位，没有分给任何单位");
    check_apart(&path("表出"));
    let figures = fs::read_to_string(path("表出/西山乡.json")).expect("written");
    assert!(figures.contains("考勤.csv!!D3"), "cells are those of the shared file");
    // Another unit's row is no change of this one's.
    let changed = fs::read_to_string(path("表/考勤.csv")).expect("written");
    fs::write(path("表/考勤.csv"), changed.replace("公孙折柳,干部,√,公", "公孙折柳,干部,√,√"))
        .expect("written");
    banxin(&["batch", &path("表"), "-o", &path("表出")]).status(0).mentions("生成 1，未变 2，未生成 0");
    // One file by itself; without its roster nobody is 组长.
    banxin(&["batch", &path("表/考勤.csv"), "-o", &path("单出")]).status(0).mentions("生成 3");
}

#[test]
fn names_never_lead_out_of_the_output_folder() {
    let (_folder, path) = temporary();
    let rows = ["../外", "a/b", "CON", "甲:镇", "甲*镇", "汇总报告", ".."];
    let mut text = "单位,姓名,2020-01-09,2020-03-12\n".to_string();
    for unit in rows {
        text += &format!("{unit},张三,√,√\n");
    }
    fs::create_dir_all(path("县")).expect("made");
    fs::write(path("县/考勤.csv"), text).expect("written");
    let run = banxin(&["batch", &path("县"), "-o", &path("里/出")]);
    run.status(0).mentions("`../外` 的文件名为 _外").mentions("`甲:镇` 的文件名为 甲_镇-2");
    let names = |folder: &str| -> BTreeSet<String> {
        let entries = fs::read_dir(path(folder)).expect("a folder");
        entries.map(|entry| entry.expect("readable").file_name().into_string().expect("UTF-8")).collect()
    };
    assert_eq!(names("里"), BTreeSet::from(["出".to_string()]));
    assert_eq!(names("").len(), 2);
    assert_eq!(names("里/出").iter().filter(|name| name.ends_with(".pdf")).count(), rows.len() + 1);
}

/// Copies the samples so often that a run lasts a while.
fn many(path: &str) {
    for i in 0..24 {
        let unit = UNITS[i % 2];
        let to = Path::new(path).join(format!("{unit}{i}"));
        fs::create_dir_all(&to).expect("made");
        for entry in fs::read_dir(folder(unit)).expect("the sample is there") {
            let entry = entry.expect("readable");
            fs::copy(entry.path(), to.join(entry.file_name())).expect("copied");
        }
        let config = fs::read_to_string(to.join("banxin.toml")).expect("readable");
        fs::write(to.join("banxin.toml"), config.replace(unit, &format!("{unit}{i}"))).expect("written");
    }
}

/// Starts a batch and waits until it has made something, but not all.
fn begun(folder: &str, out: &str) -> Child {
    let child = Command::new(env!("CARGO_BIN_EXE_banxin"))
        .args(["batch", folder, "-o", out, "-j", "1"])
        .current_dir(root())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    // A minute at most.
    for _ in 0..12_000 {
        if pdfs(out).len() >= 2 {
            break;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    child
}

/// Returns a folder's reports by name.
fn pdfs(path: &str) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(path).into_iter().flatten().map(|entry| entry.expect("readable"));
    let named = entries.map(|entry| (entry.file_name().into_string().expect("UTF-8"), entry.path()));
    let made = named.filter(|(name, _)| name.ends_with(".pdf"));
    made.map(|(name, path)| (name, fs::read(path).expect("readable"))).collect()
}

/// Checks that a run after an interrupted one ends as if nothing had happened.
#[track_caller]
fn check_continued(folder: &str, out: &str, whole: &str) {
    let interrupted = pdfs(out);
    assert!((2..24).contains(&interrupted.len()), "{} reports", interrupted.len());
    for (name, bytes) in &interrupted {
        assert!(bytes.ends_with(b"%%EOF") || bytes.ends_with(b"%%EOF\n"), "{name} is half-written");
    }
    let run = banxin(&["batch", folder, "-o", out]);
    run.status(0).mentions("上次已生成");
    let names = |path: &str| -> Vec<String> {
        let entries = fs::read_dir(path).expect("a folder").map(|entry| entry.expect("readable").file_name());
        let mut names: Vec<String> = entries.map(|name| name.into_string().expect("UTF-8")).collect();
        names.sort();
        names
    };
    assert_eq!(names(out), names(whole));
    for name in names(whole).iter().filter(|name| *name != ".banxin" && *name != "summary.json") {
        let read = |folder: &str| fs::read(Path::new(folder).join(name)).expect("readable");
        assert!(read(out) == read(whole), "{name}");
    }
}

#[test]
fn a_killed_run_leaves_nothing_half_written_and_is_continued() {
    let (_folder, path) = temporary();
    many(&path("县"));
    banxin(&["batch", &path("县"), "-o", &path("整")]).status(0);
    let mut child = begun(&path("县"), &path("断"));
    // On Unix this is SIGKILL: the program has no say in it.
    child.kill().expect("it was running");
    child.wait().expect("it ended");
    check_continued(&path("县"), &path("断"), &path("整"));
}

#[cfg(unix)]
#[test]
fn ctrl_c_finishes_what_is_begun() {
    let (_folder, path) = temporary();
    many(&path("县"));
    banxin(&["batch", &path("县"), "-o", &path("整")]).status(0);
    let mut child = begun(&path("县"), &path("停"));
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("it runs");
    assert!(sent.success());
    assert_eq!(child.wait().expect("it ended").code(), Some(1));
    // What was made is on record, and what was not begun is not.
    let summary = json(&path("停/summary.json"));
    assert_eq!(summary.as_array().expect("a list").len(), pdfs(&path("停")).len());
    banxin(&["verify", &path("停")]).status(0);
    check_continued(&path("县"), &path("停"), &path("整"));
}

#[test]
fn a_report_is_proved_by_what_it_carries() {
    let (_folder, path) = temporary();
    let report = |more: &[&str]| {
        let base = ["report", "samples/清溪镇", "-o", &path("a.pdf"), "--attach-sources"];
        banxin(&[&base, more].concat()).status(0);
    };
    let verify = || banxin(&["verify", &path("a.pdf")]);
    for more in [
        &[][..],
        &["--date", "2020-07-09", "--unit", "清溪镇委"],
        &["--profile", "minutes", "--session", "2020-04-09"],
    ] {
        report(more);
        let said = verify().status(0).printed();
        assert_eq!(said, "附带 9 个台账，已重新生成\n全部数字一致\n与重新生成的文件逐字节一致\n", "{more:?}");
    }
    // A byte of the title changed.
    report(&[]);
    let mut bytes = fs::read(path("a.pdf")).expect("made");
    let at = bytes.windows(10).position(|window| window == b"<dc:title>").expect("a title");
    bytes[at + 1] = b'X';
    fs::write(path("a.pdf"), &bytes).expect("written");
    verify().status(1);
    // Made with what does not travel.
    report(&["--proof"]);
    assert!(verify().status(1).printed().contains("与重新生成的文件不是同样的字节\n可能改动过文件"));
    // No report of ours.
    banxin(&["report", "samples/清溪镇", "-o", &path("a.pdf")]).status(0);
    verify().status(1).mentions("PDF 里没有附带台账");
    fs::write(path("a.pdf"), "%PDF-1.7 nothing").expect("written");
    verify().status(1).mentions("PDF 已损坏");
    fs::write(path("a.pdf"), "hello").expect("written");
    verify().status(1).mentions("不是 PDF 文件");
    fs::remove_file(path("a.pdf")).expect("removed");
    verify().status(1).mentions("无法读取");
}

#[test]
fn the_texts_numbers_are_those_of_the_tables() {
    let figures = |unit: &str| {
        let path = root().join("tests/golden").join(unit).join("figures.json");
        UnitFigures::parse(&fs::read(path).expect("golden")).expect("figures")
    };
    let returns = Returns { units: UNITS.map(figures).to_vec(), ..Returns::default() };
    let survey = Survey::new("青山县", None, returns).expect("there are units");
    let document = compose(&survey, &Settings::default(), &Limits::default());
    let tables = |blocks: &[Block]| -> Vec<Table> {
        blocks
            .iter()
            .filter_map(|block| if let Block::Table(table) = block { Some(table.clone()) } else { None })
            .collect()
    };
    let sums = &tables(&document.blocks)[0];
    let of =
        |name: &str| sums.rows.iter().find(|row| row[0] == name).map(|row| row[1].clone()).expect("a row");
    let Block::Paragraph(opening) = &document.blocks[0] else { panic!("the document opens with words") };
    for (name, words) in [
        ("集中学习次数", "共组织集中学习@次"),
        ("专题研讨次数", "专题研讨@次"),
        ("应到人次", "应到@人次"),
        ("实到人次", "实到@人次"),
        ("出勤率", "出勤率@"),
        ("心得体会和理论文章篇数", "理论文章@篇"),
    ] {
        let words = words.replace('@', &of(name));
        assert!(opening.contains(&words), "{words} is not in {opening}");
    }
    // The ranking's sums, the indicators' counts and the units' lists agree.
    let parts: Vec<Table> = document.attachments.iter().flat_map(|part| tables(&part.blocks)).collect();
    let [ranking, indicators, units] = &parts[..] else { panic!("three attachments") };
    let (sum, rows) = ranking.rows.split_last().expect("rows");
    for col in 2..6 {
        let added: u64 = rows.iter().map(|row| row[col].parse::<u64>().expect("a count")).sum();
        assert_eq!(sum[col].as_str(), added.to_string());
    }
    for row in &indicators.rows {
        let listed =
            units.rows.iter().filter(|unit| unit[3].split('；').any(|matter| row[1] == matter)).count();
        // Nobody is named for the head of its group.
        let is_unnamed = listed == 0 && row[1].contains("组长");
        assert!(row[2].as_str() == listed.to_string() || is_unnamed, "{row:?}");
    }
    for (unit, place) in units.rows.iter().zip(&ranking.rows) {
        assert_eq!((&unit[1], Some(unit[2].as_str())), (&place[1], Some(place[10].as_str())));
    }
}
