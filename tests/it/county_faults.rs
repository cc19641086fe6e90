//! What goes wrong with a county, and must be told or must not spread.

use std::fs;
use std::path::Path;

use crate::cli::{banxin, temporary};
use crate::county::{json, words, write_county, write_plan, write_unit};
use crate::samples::root;

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
    write_plan(Path::new(&path("县/\u{e000}镇")));
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
    assert_eq!(json(&path("出/东河镇.json"))["unit"], "东河镇");
    fs::write(path("县/banxin.toml"), "units = [\"东河镇\", \"西山乡\"]\n").expect("written");
    fs::write(path("县/01东河/banxin.toml"), "unit = \"东河镇\"\nnames = \"是\"\n").expect("written");
    run().status(1).mentions("共 2 个单位").mentions("“names”应为 true 或 false");
    // Called otherwise, it leaves nothing under its old name, and is nobody who has gone.
    fs::write(path("县/banxin.toml"), "county = \"青山县\"\n").expect("written");
    fs::write(path("县/01东河/banxin.toml"), "unit = \"东河镇\"\n").expect("written");
    fs::remove_file(path("县/全县计划.csv")).expect("removed");
    run().status(0);
    let config = "unit = \"东河管理区\"\ngroup = \"党组\"\n";
    fs::write(path("县/01东河/banxin.toml"), config).expect("written");
    run().status(0).mentions("`01东河` 的文件名为 东河管理区党组").mentions("生成 1，未变 1，未生成 0");
    for ending in [".pdf", ".json", "-反馈意见.pdf", "-工作底稿.xlsx"] {
        assert!(!Path::new(&path(&format!("出/东河镇{ending}"))).exists(), "{ending}");
        assert!(Path::new(&path(&format!("出/东河管理区党组{ending}"))).exists(), "{ending}");
    }
    banxin(&["verify", &path("出")]).status(0);
    if let Some(words) = words(&path("出/汇总报告.pdf")) {
        // The county's title goes by what the unit states of its group.
        assert!(words.contains("青山县各单位党委（党组）理论学习中心组"), "{words}");
    }
}

#[test]
fn one_name_twice_stops_the_countys_report_alone() {
    let (_folder, path) = temporary();
    write_county(Path::new(&path("县")));
    fs::create_dir_all(path("出")).expect("made");
    fs::write(path("出/汇总报告.pdf"), "of better days").expect("written");
    fs::rename(path("县/东河镇"), path("县/01东河")).expect("renamed");
    // The same unit, written otherwise.
    fs::write(path("县/01东河/banxin.toml"), "unit = \"西山乡党委\"\n").expect("written");
    let run = || banxin(&["batch", &path("县"), "-o", &path("出")]);
    run()
        .status(1)
        .mentions("（01东河、西山乡），报告各自生成，全县的不生成")
        .mentions("生成 4，未变 0，未生成 1")
        .mentions("未生成 汇总报告：有 2 个单位都叫 西山乡党委（01东河、西山乡），合计会重复计算");
    for name in ["汇总报告.pdf", "汇总报告.json", "汇总表.xlsx"] {
        assert!(!Path::new(&path(&format!("出/{name}"))).exists(), "{name}");
    }
    for name in ["01东河.pdf", "西山乡.pdf"] {
        assert!(Path::new(&path(&format!("出/{name}"))).exists(), "{name}");
    }
    // Joined from shards it is the same.
    for shard in ["1/2", "2/2"] {
        banxin(&["batch", &path("县"), "-o", &path("分"), "--shard", shard]);
    }
    banxin(&["batch", "--merge", &path("分")]).status(1).mentions("有 2 个单位都叫 西山乡党委");
    // With its name mended, all are counted.
    fs::write(path("县/01东河/banxin.toml"), "unit = \"东河镇\"\n").expect("written");
    run().status(1).mentions("汇总报告.pdf 共");
    assert_eq!(json(&path("出/汇总报告.json"))["counted"], 3);
}

#[test]
fn a_folder_without_registers_is_no_unit() {
    let (_folder, path) = temporary();
    write_unit(Path::new(&path("县")), 0, 2020);
    write_unit(Path::new(&path("县")), 1, 2020);
    for folder in ["通知", "空"] {
        fs::create_dir_all(path(&format!("县/{folder}"))).expect("made");
    }
    fs::write(path("县/通知/关于报送的通知.md"), "请按时报送。").expect("written");
    fs::write(path("县/banxin.toml"), "county = \"青山县\"\n").expect("written");
    let run = || banxin(&["batch", &path("县"), "-o", &path("出")]);
    run()
        .status(0)
        .mentions("共 2 个单位")
        .mentions("`通知` 里没有台账，不算一个单位")
        .mentions("`空` 里没有台账，不算一个单位")
        .mentions("未生成 0");
    assert_eq!(json(&path("出/汇总报告.json"))["missing"].as_array().map(Vec::len), Some(0));
    assert_eq!(json(&path("出/summary.json")).as_array().map(Vec::len), Some(2));
    // A unit that is expected is missing by name, with a folder or without.
    fs::create_dir_all(path("县/上塘镇")).expect("made");
    let config = "county = \"青山县\"\nunits = [\"东河镇\", \"西山乡\", \"上塘镇\", \"下塘镇\"]\n";
    fs::write(path("县/banxin.toml"), config).expect("written");
    run()
        .status(1)
        .mentions("未生成 上塘镇：没有报送台账，文件夹里没有可读的文件")
        .mentions("未生成 下塘镇：没有报送台账，没有它的文件夹")
        .mentions("`通知` 里没有台账，不算一个单位");
    if let Some(words) = words(&path("出/汇总报告.pdf")) {
        assert!(words.contains("没有报送学习材料的单位2个（上塘镇、下塘镇）"), "{words}");
    }
    let statuses: Vec<String> = json(&path("出/summary.json"))
        .as_array()
        .expect("a list")
        .iter()
        .map(|record| format!("{} {}", record["unit"], record["status"]).replace('"', ""))
        .collect();
    assert_eq!(statuses, ["上塘镇 failed", "下塘镇 failed", "东河镇 unchanged", "西山乡 unchanged"]);
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

#[test]
fn shards_of_different_plans_are_not_joined() {
    let (_folder, path) = temporary();
    county(&path("县"));
    let shard = |shard: &str| banxin(&["batch", &path("县"), "-o", &path("出"), "--shard", shard]);
    let merge = || banxin(&["batch", "--merge", &path("出")]);
    shard("1/2");
    // A unit that comes in between shifts what falls to whom.
    fs::rename(path("县/北岭乡"), path("县/上北岭乡")).expect("renamed");
    shard("2/2");
    merge().status(1).mentions("各份开始时，单位或全县的配置不同");
    shard("1/2");
    merge().status(1).mentions("汇总报告.pdf 共");
    // What is joined is not joined with the shards of the next run.
    shard("1/2");
    merge().status(1).mentions("共 2 份，第 2 份没有做完");
    assert!(!Path::new(&path("出/汇总报告.pdf")).exists(), "an earlier one would pass for this run's");
    shard("2/2");
    fs::remove_file(path("出/西山乡.pdf")).expect("removed");
    merge().status(1).mentions("西山乡.pdf 没有了");
}

#[test]
fn a_register_of_all_units_in_ones_folder_gives_it_its_own_rows_only() {
    let (_folder, path) = temporary();
    fs::create_dir_all(path("县/东河镇")).expect("made");
    let rows = "单位,姓名,2020-01-09,2020-03-12\n东河,欧阳墨竹,√,√\n东河,上官云岫,√,×\n西山乡,慕容听雨,√,√\n";
    fs::write(path("县/东河镇/全县考勤.csv"), rows).expect("written");
    fs::write(path("县/banxin.toml"), "names = true\n").expect("written");
    banxin(&["batch", &path("县"), "-o", &path("出")]).status(0);
    let figures = json(&path("出/东河镇.json"));
    let due = figures["measures"].as_array().expect("a list").iter().find(|m| m["key"] == "due").expect("it");
    assert_eq!(due["value"], 4.0);
    if let Some(words) = words(&path("出/东河镇.pdf")) {
        assert!(words.contains("欧阳墨竹") && !words.contains("慕容听雨"), "{words}");
    }
    banxin(&["check", &path("县/东河镇")]);
    let told = banxin(&["check", &path("县/东河镇")]).status(0).printed();
    assert!(told.contains("“单位”一栏写有别的单位（`西山乡` 等 1 个，共 1 行），没有使用"), "{told}");
}

#[test]
fn units_with_names_of_old_zips_and_behind_links_are_units_like_others() {
    let (_folder, path) = temporary();
    county(&path("县"));
    #[cfg(unix)]
    {
        use std::ffi::OsStr;
        use std::os::unix::ffi::OsStrExt;
        for (from, name) in [("东河镇", "东山镇"), ("西山乡", "北山镇")] {
            let (gbk, _, _) = encoding_rs::GBK.encode(name);
            let to = Path::new(&path("县")).join(OsStr::from_bytes(&gbk));
            fs::rename(path(&format!("县/{from}")), to).expect("renamed");
        }
        // What a link leads to has the configuration of where the link stands.
        fs::create_dir_all(path("外")).expect("made");
        fs::rename(path("县/南塘镇"), path("外/真南塘")).expect("moved");
        std::os::unix::fs::symlink(path("外/真南塘"), path("县/南塘镇")).expect("linked");
        let config = fs::read_to_string(path("县/banxin.toml")).expect("written") + "date = \"2020-08-08\"\n";
        fs::write(path("县/banxin.toml"), config).expect("written");
        let run = banxin(&["batch", &path("县"), "-o", &path("出")]);
        run.status(1).mentions("共 5 个单位").mentions("已生成 东山镇").mentions("已生成 北山镇");
        if let Some(words) = words(&path("出/南塘镇.pdf")) {
            assert!(words.contains("2020年8月8日"), "{words}");
        }
    }
}

#[test]
fn a_reason_is_what_keeps_the_report_from_being_made() {
    let (_folder, path) = temporary();
    county(&path("县"));
    fs::rename(path("县/东河镇"), path("县/01东河")).expect("renamed");
    fs::write(path("县/01东河/banxin.toml"), "unit = \"东河镇\"\n").expect("written");
    let file = path("县/01东河/心得.csv");
    let essays = fs::read_to_string(&file).expect("written");
    // A wrong date is an error and refuses nothing; a text left to be replaced does.
    let essays = essays.replacen("2020-04-01", "四月初", 1).replacen("东河镇第3号体会", "XXX", 1);
    fs::write(&file, essays).expect("written");
    banxin(&["batch", &path("县"), "-o", &path("出")]).status(1);
    let summary = json(&path("出/summary.json"));
    let record = summary.as_array().expect("a list").iter().find(|r| r["unit"] == "01东河").expect("a unit");
    let reason = record["reason"].as_str().expect("text");
    assert!(reason.contains("占位") && !reason.contains("四月初"), "{reason}");
    // It is called by its own name.
    let missing = json(&path("出/汇总报告.json"))["missing"].clone();
    let names: Vec<&str> =
        missing.as_array().expect("a list").iter().filter_map(|m| m["unit"].as_str()).collect();
    assert!(names.contains(&"东河镇") && !names.contains(&"01东河"), "{names:?}");
}

#[test]
fn an_output_folder_is_one_runs_at_a_time_and_never_the_input() {
    let (_folder, path) = temporary();
    county(&path("县"));
    let run = |out: &str| banxin(&["batch", &path("县"), "-o", &path(out)]);
    run("县").status(1).mentions("输出文件夹就是放各单位台账的文件夹");
    run("出").status(1).mentions("生成 4");
    let lock = fs::File::create(path("出/.banxin/lock")).expect("there");
    lock.lock().expect("free");
    run("出").status(1).mentions("另一个 banxin 正在写这个文件夹");
    banxin(&["batch", &path("县"), "-o", &path("出"), "--shard", "1/2"]).status(1).mentions("另一个 banxin");
    drop(lock);
    run("出").status(1).mentions("未变 4");
    // The county's own table is no register, whatever it lies among.
    fs::copy(path("出/汇总表.xlsx"), path("县/上期汇总表.xlsx")).expect("copied");
    run("出").status(1).mentions("是本程序写出的汇总表").mentions("未变 4");
    // Reports further down are no unit either.
    run("县/甲/乙").status(1).mentions("共 5 个单位");
    run("县/甲/乙").status(1).mentions("共 5 个单位");
}

#[test]
fn faces_are_the_countys_and_have_to_be_there() {
    let (_folder, path) = temporary();
    county(&path("县"));
    let run = || banxin(&["batch", &path("县"), "-o", &path("出")]);
    fs::write(path("县/东河镇/banxin.toml"), "[fonts]\n\"仿宋\" = \"仿宋_GB2312\"\n").expect("written");
    run().status(1).mentions("未生成 东河镇：本单位的配置里写了 [fonts]");
    let config = fs::read_to_string(path("县/banxin.toml")).expect("written");
    fs::write(path("县/banxin.toml"), config + "[fonts]\n\"仿宋\" = \"仿宋_GB2312\"\n").expect("written");
    run().status(2).mentions("仿宋_GB2312");
    let none = banxin(&["batch", &path("县"), "-o", &path("出"), "--shard", "5/3"]);
    none.status(2).mentions("分片 `5/3` 无法识别（应如 1/4，从 1 数起）");
    banxin(&["batch", &path("县"), "-o", &path("出"), "-j", "0"]).status(2);
}

#[test]
fn a_shared_register_that_cannot_be_read_leaves_the_county_incomplete() {
    let (_folder, path) = temporary();
    county(&path("县"));
    fs::copy(root().join("tests/broken/encrypted.xlsx"), path("县/全县考勤.xlsx")).expect("copied");
    let run = banxin(&["batch", &path("县"), "-o", &path("出")]);
    run.status(1).mentions("未生成 汇总报告：各单位共用的表读不出来，单位不全");
    assert!(!Path::new(&path("出/汇总报告.pdf")).exists());
    // Alone it says why there is nothing to do.
    fs::create_dir_all(path("空县")).expect("made");
    fs::copy(root().join("tests/broken/encrypted.xlsx"), path("空县/全县考勤.xlsx")).expect("copied");
    banxin(&["batch", &path("空县"), "-o", &path("空")]).status(1).mentions("打开密码");
}

#[test]
fn a_countys_report_is_worded_and_signed_as_its_format_asks() {
    let (_folder, path) = temporary();
    county(&path("县"));
    let run = || banxin(&["batch", &path("县"), "-o", &path("出")]);
    let config = fs::read_to_string(path("县/banxin.toml")).expect("written");
    let with = |text: &str| fs::write(path("县/banxin.toml"), config.clone() + text).expect("written");
    with("profile = \"notice\"\n");
    run().status(1).mentions("汇总报告.pdf 共");
    if let Some(words) = words(&path("出/汇总报告.pdf")) {
        assert!(words.contains("学习情况通报2020年") && words.contains("现将有关情况通报如下。"), "{words}");
    }
    // A department's post cannot be told from its name.
    with("profile = \"notice\"\n[letterhead]\nseal = \"signature\"\n");
    run().status(1).mentions("未生成 汇总报告").mentions("`中共青山县委宣传部` 签发人的职务");
    with("profile = \"report\"\n[letterhead]\nsecrecy = \"保密\"\n");
    run().status(1).mentions("密级和保密期限 `保密` 写法不对").mentions("汇总报告.pdf 共");
}
