//! `banxin batch`: every unit its report, whatever is wrong with the others.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::cli::{banxin, temporary};
use crate::samples::{folder, root};

/// Makes a county of six units: four good ones, one without a register, one that is garbage.
fn county(path: &Path) {
    for (i, unit) in ["清溪镇", "石桥镇", "清溪镇", "石桥镇", "清溪镇", "清溪镇"].iter().enumerate()
    {
        let to = path.join(format!("镇{i}"));
        fs::create_dir_all(&to).expect("made");
        for entry in fs::read_dir(folder(unit)).expect("the sample is there") {
            let entry = entry.expect("readable");
            fs::copy(entry.path(), to.join(entry.file_name())).expect("copied");
        }
        let config = fs::read_to_string(to.join("banxin.toml")).expect("readable");
        let config = config.replace(unit, &format!("镇{i}"));
        fs::write(to.join("banxin.toml"), config).expect("written");
    }
    fs::remove_file(path.join("镇4/考勤表.xlsx")).expect("removed");
    fs::write(path.join("镇5/考勤表.xlsx"), "PK\u{3}\u{4} no zip").expect("written");
}

/// Reads a folder's files by name.
fn files(path: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(path).expect("a folder").map(|entry| entry.expect("readable"));
    let read = |entry: fs::DirEntry| {
        (entry.file_name().into_string().expect("UTF-8"), fs::read(entry.path()).expect("readable"))
    };
    entries.filter(|entry| entry.path().is_file()).map(read).collect()
}

#[test]
fn bad_units_stop_nobody_and_threads_change_nothing() {
    let (_folder, path) = temporary();
    county(Path::new(&path("县")));
    let run = |out: &str, jobs: &str| banxin(&["batch", &path("县"), "-o", &path(out), "-j", jobs]);
    let first = run("一", "1");
    first.status(1).mentions("生成 4，未变 0，未生成 2").mentions("未生成 镇4：错误：没有找到考勤表");
    run("二", "2").status(1);

    let (one, two) = (files(Path::new(&path("一"))), files(Path::new(&path("二"))));
    let names: Vec<&str> = one.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "SHA256SUMS",
            "summary.json",
            "汇总工作底稿.xlsx",
            "汇总报告.json",
            "汇总报告.pdf",
            "汇总表.xlsx",
            "镇0.json",
            "镇0.pdf",
            "镇1.json",
            "镇1.pdf",
            "镇2.json",
            "镇2.pdf",
            "镇3.json",
            "镇3.pdf"
        ]
    );
    assert!(one == two);
}

#[test]
fn a_second_run_makes_only_what_changed() {
    let (_folder, path) = temporary();
    county(Path::new(&path("县")));
    let run = |more: &[&str]| banxin(&[&["batch", &path("县"), "-o", &path("出")], more].concat());
    run(&[]).status(1).mentions("生成 4，未变 0，未生成 2");
    run(&[]).status(1).mentions("生成 0，未变 4，未生成 2");
    // A changed input, a damaged report, and what a killed run leaves behind.
    fs::write(path("县/镇0/banxin.toml"), "date = \"2020-07-09\"\n").expect("written");
    fs::write(path("出/镇1.pdf"), "damaged").expect("written");
    fs::write(path("出/.banxin-x.tmp"), "half").expect("written");
    run(&[]).status(1).mentions("生成 2，未变 2，未生成 2");
    assert!(!Path::new(&path("出/.banxin-x.tmp")).exists());
    run(&["--force"]).status(1).mentions("生成 4，未变 0，未生成 2");
    // A unit that turns bad leaves no report of better days; one that is gone is named.
    fs::remove_file(path("县/镇2/考勤表.xlsx")).expect("removed");
    fs::remove_dir_all(path("县/镇3")).expect("removed");
    run(&[]).status(1).mentions("上次有、这次没有的单位：镇3").mentions("未生成 3");
    assert!(!Path::new(&path("出/镇2.pdf")).exists());
}

#[test]
fn a_batch_report_is_the_same_file_as_a_single_one() {
    let (_folder, path) = temporary();
    banxin(&["batch", "samples", "-o", &path("出")]).status(0);
    banxin(&["report", "samples/清溪镇", "-o", &path("a.pdf")]).status(0);
    assert!(fs::read(path("出/清溪镇.pdf")).expect("made") == fs::read(path("a.pdf")).expect("made"));
    assert!(root().join("samples").is_dir());
}

#[test]
fn shards_make_the_whole() {
    let (_folder, path) = temporary();
    county(Path::new(&path("县")));
    for shard in ["1/2", "2/2"] {
        banxin(&["batch", &path("县"), "-o", &path("分"), "--shard", shard]).status(1);
    }
    banxin(&["batch", "--merge", &path("分")]).status(1).mentions("生成 4，未变 0，未生成 2");
    banxin(&["batch", &path("县"), "-o", &path("合")]).status(1);
    let mut parts = files(Path::new(&path("分")));
    parts.retain(|name, _| !name.starts_with("summary-"));
    assert!(parts == files(Path::new(&path("合"))));
    banxin(&["batch", &path("县"), "-o", &path("分"), "--shard", "3/2"]).status(2);
}

#[test]
fn what_was_changed_after_filing_is_found() {
    let (_folder, path) = temporary();
    banxin(&["batch", "samples", "-o", &path("出")]).status(0);
    let run = || banxin(&["verify", &path("出")]);
    assert_eq!(run().status(0).printed(), "核对 7 个文件，0 处不一致\n");
    fs::write(path("出/清溪镇.pdf"), "%PDF-1.7 forged").expect("written");
    fs::rename(path("出/石桥镇.pdf"), path("出/别处.pdf")).expect("renamed");
    assert_eq!(
        run().status(1).printed(),
        "已被改动 清溪镇.pdf\n缺少 石桥镇.pdf\n没有记录 别处.pdf\n核对 7 个文件，3 处不一致\n"
    );
    banxin(&["verify", "samples"]).status(1).mentions("无法核对");
}

#[test]
fn an_empty_county() {
    let (_folder, path) = temporary();
    banxin(&["batch", &path(""), "-o", &path("出")]).status(1).mentions("里没有单位的文件夹");
}

#[test]
fn drafts_beside_the_reports() {
    let (_folder, path) = temporary();
    county(Path::new(&path("县")));
    for unit in ["镇2", "镇3", "镇4", "镇5"] {
        fs::remove_dir_all(path(&format!("县/{unit}"))).expect("removed");
    }
    let config = path("县/banxin.toml");
    fs::write(&config, "docx = true\nofd = true\n").expect("written");
    let run = || banxin(&["batch", &path("县"), "-o", &path("出")]);
    run().status(0).mentions("生成 2，未变 0");
    let drafts = || files(Path::new(&path("出"))).into_iter().filter(|(name, _)| name.ends_with(".docx"));
    let alone = path("稿.docx");
    banxin(&["report", &path("县/镇1"), "--warnings", "ignore", "--docx", &alone]).status(0);
    let made: BTreeMap<String, Vec<u8>> = drafts().collect();
    assert_eq!(made.keys().collect::<Vec<_>>(), ["镇0.docx", "镇1.docx"]);
    assert!(made["镇1.docx"] == fs::read(&alone).expect("written"), "that of a single report");
    let pages = path("版.ofd");
    banxin(&["report", &path("县/镇1"), "--warnings", "ignore", "--ofd", &pages]).status(0);
    let in_batch = |name: &str| fs::read(path(name)).expect("made");
    assert!(in_batch("出/镇1.ofd") == in_batch("版.ofd"), "that of a single report");
    let sums = fs::read_to_string(path("出/SHA256SUMS")).expect("written");
    assert!(sums.contains("  镇0.ofd\n") && sums.contains("  镇1.ofd\n"), "{sums}");
    assert!(sums.contains("  镇0.docx\n") && sums.contains("  镇1.docx\n"), "{sums}");
    banxin(&["verify", &path("出")]).status(0);
    // Of what is recorded, all is looked at; a damaged one is made again, with its report.
    run().status(0).mentions("生成 0，未变 2");
    fs::write(path("出/镇0.docx"), "damaged").expect("written");
    assert!(banxin(&["verify", &path("出")]).status(1).printed().starts_with("已被改动 镇0.docx\n"));
    run().status(0).mentions("生成 1，未变 1");
    assert!(drafts().collect::<BTreeMap<_, _>>() == made);
    fs::remove_file(path("出/镇0.ofd")).expect("made");
    run().status(0).mentions("生成 1，未变 1");
    assert!(Path::new(&path("出/镇0.ofd")).exists());
    // Where none is asked for any more, none is left.
    fs::write(&config, "docx = false\n").expect("written");
    run().status(0).mentions("生成 2，未变 0");
    assert_eq!(drafts().count(), 0);
    assert!(!Path::new(&path("出/镇0.ofd")).exists());
}
