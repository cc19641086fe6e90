//! Faces and characters, and the files that travel inside a PDF, through the whole program.

use std::fs;

use banxin::pages::Part;
use banxin::pdf::{self, RenderOptions};
use banxin::pipeline::{self, RunOptions};
use banxin::settings::Standards;

use crate::cli::{banxin, temporary};
use crate::samples::{ENGINE, UNITS, root, settings, settled, sources};

#[test]
fn roles_and_coverage_are_listed() {
    let printed = banxin(&["fonts"]).status(0).printed();
    for part in [
        "小标宋　　Noto Serif SC　　内嵌　　标题",
        "GB 2312　　6763　　全　　全　　全　　全　　全　　全",
        "通用规范汉字表三级　　1605　　全",
    ] {
        assert!(printed.contains(part), "{part} is not in {printed}");
    }
}

#[test]
fn a_character_without_a_glyph_is_told_by_its_cell() {
    let (_folder, path) = temporary();
    fs::write(path("考勤表.csv"), "姓名,2020-01-05,2020-04-05\n张三,√,√\n李😀,√,√\n").expect("written");
    let expected = "错误 考勤表.csv A3：成员 `李😀` 的姓名中的字符 `😀`（U+1F600）没有字形";
    let printed = banxin(&["fonts", &path("")]).status(1).printed();
    assert!(printed.contains(expected), "{printed}");
    let toml = "names = true\nperiod = \"2020H1\"\n";
    fs::write(path("banxin.toml"), toml).expect("written");
    banxin(&["report", &path(""), "-o", &path("a.pdf")]).status(1).mentions(expected);
}

#[test]
fn a_character_without_a_glyph_names_the_member_of_its_row() {
    let (_folder, path) = temporary();
    fs::write(path("考勤表.csv"), "姓名,2020-01-05,2020-04-05\n张三,√,√\n").expect("written");
    fs::write(path("成员名单.csv"), "姓名,职务\n张 三,书记😀\n").expect("written");
    let expected = "错误 成员名单.csv B2：成员 `张三` 一行的 `书记😀` 中的字符 `😀`（U+1F600）没有字形";
    let printed = banxin(&["fonts", &path("")]).status(1).printed();
    assert!(printed.contains(expected), "{printed}");
}

#[test]
fn rare_names_come_from_the_fallback() {
    let (_folder, path) = temporary();
    let rows = "姓名,2020-01-05,2020-04-05\n张䶮,√,√\n李㛃,√,√\n王𬍛,√,√\n赵𪨧,√,√\n";
    fs::write(path("考勤表.csv"), rows).expect("written");
    fs::write(path("banxin.toml"), "names = true\nperiod = \"2020H1\"\n").expect("written");
    banxin(&["report", &path(""), "-o", &path("a.pdf")]).status(0);
    banxin(&["fonts", &path("")]).status(0);
}

#[test]
fn office_faces_are_looked_for_where_asked() {
    let (_folder, path) = temporary();
    fs::write(path("banxin.toml"), "[fonts]\nfangsong = \"仿宋_GB2312\"\n").expect("written");
    fs::write(path("考勤表.csv"), "姓名,2020-01-05\n张三,√\n").expect("written");
    banxin(&["report", &path(""), "-o", &path("a.pdf"), "--fonts", &path("")])
        .status(2)
        .mentions("没有找到字体 `仿宋_GB2312`");
    // Our own, under their own names, change nothing.
    let fonts = root().join("fonts");
    let fonts = fonts.to_str().expect("UTF-8");
    banxin(&["fonts", "--fonts", fonts]).status(0);
}

#[test]
fn sources_travel_inside_the_file() {
    let options = RunOptions {
        render: RenderOptions {
            standards: Standards::parse(&["a-3a", "ua-1"]).expect("compatible"),
            ..RenderOptions::default()
        },
        attached: Some(settled(UNITS[0]).effective),
        ..RunOptions::default()
    };
    let unit = UNITS[0];
    let made = pipeline::run(&ENGINE, &sources(unit), &settings(unit), &options).output.expect("made");
    let files = pdf::extract(made.pdf.as_ref().expect("asked for")).expect("files inside");
    let n = |part: Part| files.iter().filter(|file| file.part == part).count();
    assert_eq!([n(Part::Source), n(Part::Figures), n(Part::Settings)], [sources(unit).len(), 1, 1]);
    let with_folder: Vec<&str> =
        files.iter().map(|file| file.name.as_str()).filter(|name| name.contains('/')).collect();
    assert_eq!(with_folder, [""; 0]);
    let plain = pipeline::run(&ENGINE, &sources(unit), &settings(unit), &RunOptions::default());
    let plain = plain.output.expect("made");
    assert_eq!(plain.pages, made.pages);

    let (_folder, path) = temporary();
    banxin(&["report", "samples/清溪镇", "-o", &path("a.pdf"), "--attach-sources", "--standard", "a-2a"])
        .status(2)
        .mentions("不允许附带文件");
}
