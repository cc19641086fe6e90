//! Minutes name everybody under what the registers say of them, and under nothing else.

use banxin_core::analysis;
use banxin_core::document;
use banxin_core::period::parse_iso_date;
use banxin_core::settings::{Format, Settings};
use banxin_core::source::Source;

#[test]
fn who_was_away_stands_under_the_reason_that_is_known() {
    let sheet = "姓名,职务,2020-06-11\n张一山,党委书记,√\n李二河,副书记,公\n王三海,委员,补\n赵四林,委员,假\n\
                 孙五岳,委员,×\n周六田,委员,早退\n图例：√出勤 公公差 补补学 假请假 ×缺席\n";
    assert_eq!(
        rolls(&[("考勤表.csv", sheet)]),
        ["出席：张一山　周六田", "请假：赵四林", "公差：李二河", "缺席：孙五岳", "未出席（已补学）：王三海"]
    );
}

#[test]
fn who_made_up_stands_under_the_reason_and_apart() {
    let sheet = "姓名,职务,2020-06-11\n张一山,党委书记,√\n李二河,副书记,公\n王三海,委员,补\n赵四林,委员,假\n\
                 孙五岳,委员,×\n周六田,委员,病假（已补学）\n";
    let made_up = "姓名,原学习日期,补学日期\n李二河,2020-06-11,2020-06-20\n赵四林,2020-06-11,2020-06-21\n";
    let expected = [
        "出席：张一山",
        "请假：赵四林　周六田",
        "公差：李二河",
        "缺席：孙五岳",
        "未出席（已补学）：王三海",
        "会后补学：李二河　赵四林　周六田",
    ];
    assert_eq!(rolls(&[("考勤表.csv", sheet), ("补学登记表.csv", made_up)]), expected);
}

/// Returns the rolls of the minutes of 11 June, a line each.
fn rolls(files: &[(&str, &str)]) -> Vec<String> {
    let source = |(name, text): &(&str, &str)| Source { name: (*name).into(), bytes: text.as_bytes().into() };
    let sources: Vec<Source> = files.iter().map(source).collect();
    let settings = Settings {
        unit: "龙镇".into(),
        format: Format::Minutes,
        session: parse_iso_date("2020-06-11"),
        ..Settings::default()
    };
    let analysis = analysis::analyse(&sources, &settings).output.expect("an attendance register");
    let document = document::compose(&analysis.material(&settings));
    let roll = |roll: &document::Roll| {
        let names: Vec<&str> = roll.names.iter().map(|name| name.as_str()).collect();
        format!("{}：{}", roll.label, names.join("　"))
    };
    document.form.rolls.iter().map(roll).collect()
}
