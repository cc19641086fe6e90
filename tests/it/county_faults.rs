//! What goes wrong with a county, and must be told or must not spread.

use std::fs;
use std::path::Path;

use crate::cli::{banxin, temporary};
use crate::county::{json, words, write_county, write_unit};

/// The county of [`write_county`] in a folder.
fn county(path: &str) {
    write_county(Path::new(path));
}

#[test]
fn only_all_shards_of_one_division_are_joined() {
    let (_folder, path) = temporary();
    county(&path("县"));
    let shard = |shard: &str| banxin(&["batch", &path("县"), "-o", &path("出"), "--shard", shard]);
    let merge = || banxin(&["batch", "--merge", &path("出")]);
    merge().status(1).mentions("无法合并");
    shard("1/3");
    merge().status(1).mentions("共 3 份，第 2、3 份没有做完");
    assert!(!Path::new(&path("出/汇总报告.pdf")).exists());
    shard("2/3");
    shard("3/3");
    merge().status(1).mentions("生成 4，未变 0，未生成 1");
    // Another division, after a unit has gone: nothing of the old one is left.
    fs::remove_dir_all(path("县/西山乡")).expect("removed");
    shard("1/2");
    merge().status(1).mentions("共 2 份，第 2 份没有做完");
    shard("2/2");
    merge().status(1).mentions("生成 0，未变 3，未生成 1");
    assert!(!fs::read_to_string(path("出/SHA256SUMS")).expect("written").contains("西山乡"));
    // A run of all leaves no shards to be joined by mistake.
    banxin(&["batch", &path("县"), "-o", &path("出")]).status(1);
    merge().status(1).mentions("没有找到分片");
    assert!(Path::new(&path("出/汇总报告.pdf")).exists());
}

#[test]
fn a_character_without_a_glyph_costs_one_unit_only() {
    let (_folder, path) = temporary();
    county(&path("县"));
    for name in ["考勤表.csv", "名单.csv", "心得.csv"] {
        let file = path(&format!("县/西山乡/{name}"));
        let text = fs::read_to_string(&file).expect("written");
        fs::write(file, text.replace("慕容听雨", "慕容\u{f8f0}雨")).expect("written");
    }
    fs::create_dir_all(path("县/\u{e000}镇")).expect("made");
    let run = banxin(&["batch", &path("县"), "-o", &path("出")]);
    run.status(1).mentions("未生成 西山乡").mentions("汇总报告.pdf 共");
    if let Some(words) = words(&path("出/汇总报告.pdf")) {
        assert!(words.contains("U+E000镇"), "{words}");
    }
}

#[test]
fn changed_figures_are_made_again() {
    let (_folder, path) = temporary();
    county(&path("县"));
    let run = || banxin(&["batch", &path("县"), "-o", &path("出")]);
    run().status(1).mentions("生成 4，未变 0");
    let before = fs::read(path("出/汇总报告.json")).expect("written");
    let figures = fs::read_to_string(path("出/东河镇.json")).expect("written");
    for changed in
        [String::new(), figures.replace("\"n\": 1", "\"n\": 2"), figures.replace("东河镇", "西山乡")]
    {
        assert_ne!(changed, figures);
        fs::write(path("出/东河镇.json"), changed).expect("written");
        let told = banxin(&["verify", &path("出")]).status(1).printed();
        assert!(told.contains("已被改动 东河镇.json"), "{told}");
        run().status(1).mentions("生成 1，未变 3");
        assert!(fs::read(path("出/汇总报告.json")).expect("written") == before);
    }
    // A merge has nothing to make them again from.
    for shard in ["1/2", "2/2"] {
        banxin(&["batch", &path("县"), "-o", &path("出"), "--shard", shard]);
    }
    fs::write(path("出/东河镇.json"), "{}").expect("written");
    banxin(&["batch", "--merge", &path("出")]).status(1).mentions("东河镇.json 与生成时的不同");
}

#[test]
fn what_the_county_says_of_itself_makes_no_unit_again() {
    let (_folder, path) = temporary();
    county(&path("县"));
    let run = || banxin(&["batch", &path("县"), "-o", &path("出")]);
    run().status(1).mentions("生成 4，未变 0");
    let config = fs::read_to_string(path("县/banxin.toml")).expect("written");
    let own = config.replace("青山市委宣传部", "青山市委") + "units = [\"上塘镇\"]\n";
    fs::write(path("县/banxin.toml"), own).expect("written");
    run().status(1).mentions("生成 0，未变 4，未生成 2");
    fs::write(path("县/banxin.toml"), config + "keywords = [\"茶\"]\n").expect("written");
    run().status(1).mentions("生成 4，未变 0，未生成 1");
}

#[test]
fn plans_that_cannot_be_right_are_refused() {
    let (_folder, path) = temporary();
    county(&path("县"));
    let config = path("县/banxin.toml");
    fs::write(&config, "units = \"东河镇\"\n").expect("written");
    let run = |out: &str| banxin(&["batch", &path("县"), "-o", &path(out)]);
    run("出").status(1).mentions("“units”应为方括号里的几项");
    fs::remove_file(&config).expect("removed");
    run("县/东河镇").status(1).mentions("是一个单位的台账");
    // An output folder among the units is none of them, whichever is asked for.
    run("县/出").status(1).mentions("共 5 个单位");
    run("出").status(1).mentions("共 5 个单位");
    // Nothing but a list: all of it is missing.
    fs::create_dir_all(path("空县")).expect("made");
    fs::write(path("空县/banxin.toml"), "units = [\"甲镇\", \"乙乡\"]\n").expect("written");
    let run = banxin(&["batch", &path("空县"), "-o", &path("空")]);
    run.status(1).mentions("未生成 甲镇：没有报送台账").mentions("未生成 乙乡：没有报送台账");
}

#[test]
fn a_units_own_name_counts() {
    let (_folder, path) = temporary();
    write_unit(Path::new(&path("县")), 0, 2020);
    write_unit(Path::new(&path("县")), 1, 2020);
    // A folder by another name has its rows of a shared register; wrong values are its own affair.
    fs::rename(path("县/东河镇"), path("县/01东河")).expect("renamed");
    fs::write(path("县/01东河/banxin.toml"), "unit = \"东河镇\"\n").expect("written");
    fs::write(path("县/全县计划.csv"), "单位,时间,学习内容,责任人\n东河镇,2020-03,党史,张三\n")
        .expect("written");
    let run = || banxin(&["batch", &path("县"), "-o", &path("出")]);
    run().status(0).mentions("共 2 个单位").mentions("生成 2");
    assert_eq!(json(&path("出/01东河.json"))["unit"], "东河镇");
    fs::write(path("县/banxin.toml"), "units = [\"东河镇\", \"西山乡\"]\n").expect("written");
    fs::write(path("县/01东河/banxin.toml"), "unit = \"东河镇\"\nnames = \"是\"\n").expect("written");
    run().status(1).mentions("共 2 个单位").mentions("“names”应为 true 或 false");
    // One name twice is told.
    fs::write(path("县/01东河/banxin.toml"), "unit = \"西山乡\"\n").expect("written");
    run().mentions("有 2 个单位都叫 西山乡（01东河、西山乡）");
}

#[test]
fn reasons_name_no_place_on_the_disk_and_no_person() {
    let (_folder, path) = temporary();
    for county in ["甲/县", "乙/深/县"] {
        write_county(Path::new(&path(county)));
        fs::write(path(&format!("{county}/西山乡/banxin.toml")), b"organ = \"\xd6\xd0\"\n").expect("written");
        fs::write(path(&format!("{county}/东河镇/考勤表.csv")), "姓名,1月9日\n贺兰飞白,\u{f8f0}\n")
            .expect("written");
        let out = format!("{county}出");
        let run = banxin(&["batch", &path(county), "-o", &path(&out)]);
        run.status(1).mentions("未生成 西山乡：无法读取 banxin.toml（不是 UTF-8 编码的文字）");
    }
    for name in ["汇总报告.pdf", "汇总报告.json", "汇总表.xlsx", "summary.json"] {
        let read = |out: &str| fs::read(path(&format!("{out}/{name}"))).expect("written");
        assert!(read("甲/县出") == read("乙/深/县出"), "{name}");
    }
    if let Some(words) = words(&path("甲/县出/汇总报告.pdf")) {
        assert!(!words.contains("贺兰飞白"), "{words}");
    }
}
