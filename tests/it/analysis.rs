//! What the analysis finds in small made-up folders, through the whole pipeline.

use banxin::pipeline::{self, Analysis};
use banxin::profile::Profile;
use banxin::source::Source;

/// Makes sources of names and texts.
fn sources(files: &[(&str, &str)]) -> Vec<Source> {
    let source = |(name, text): &(&str, &str)| Source { name: (*name).into(), bytes: text.as_bytes().into() };
    files.iter().map(source).collect()
}

/// The profile of every test here.
fn profile() -> Profile {
    Profile { unit: Some("柳河乡".into()), period: Some("2020H1".into()), ..Profile::default() }
}

/// Analyses a folder; returns the diagnostics' keys too.
fn analyse(files: &[(&str, &str)]) -> (Analysis, Vec<&'static str>) {
    let analysed = pipeline::analyse(&sources(files), &profile());
    let keys = analysed.diagnostics.iter().map(|diagnostic| diagnostic.key).collect();
    (analysed.output.expect("an attendance register"), keys)
}

const ATTENDANCE: (&str, &str) = ("考勤表.csv", "姓名,职务,1月5日,4月5日\n张三,书记,√,√\n李四,委员,√,√\n");

/// A text of so many characters from the given one on.
fn text(from: u32, n: u32) -> String {
    (from..from + n).filter_map(|i| char::from_u32(0x4e00 + i)).collect()
}

#[test]
fn texts_of_essays_are_compared() {
    let index = "姓名,题目,类型,文件名\n张三,基层治理心得,心得体会,01.md\n李四,春耕备耕心得,心得体会,\n";
    let (own, copied) = (text(0, 900), text(50, 900));
    let files = [
        ATTENDANCE,
        ("心得体会目录.csv", index),
        ("01.md", own.as_str()),
        ("李四-春耕备耕心得.txt", copied.as_str()),
        ("通知.md", "开会"),
    ];
    let (analysis, keys) = analyse(&files);
    let indicator = analysis.findings.indicator("3.4").expect("a rule");
    assert_eq!(indicator.flagged_otherwise(), Some("正文雷同1对"));
    assert!(keys.contains(&"text-unmatched"), "{keys:?}");
    assert!(!keys.contains(&"not-a-spreadsheet") && !keys.contains(&"unknown-sheet"), "{keys:?}");
}
