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
    let source = Source { name: "考勤表.csv".into(), bytes: sheet.into() };
    let settings = Settings {
        unit: "龙镇".into(),
        format: Format::Minutes,
        session: parse_iso_date("2020-06-11"),
        ..Settings::default()
    };
    let analysis = analysis::analyse(&[source], &settings).output.expect("an attendance register");
    let document = document::compose(&analysis.material(&settings));
    let roll = |roll: &document::Roll| {
        let names: Vec<&str> = roll.names.iter().map(|name| name.as_str()).collect();
        format!("{}：{}", roll.label, names.join("　"))
    };
    let rolls: Vec<String> = document.form.rolls.iter().map(roll).collect();
    assert_eq!(
        rolls,
        ["出席：张一山　周六田", "请假：赵四林", "公差：李二河", "未出席（已补学）：王三海", "缺席：孙五岳"]
    );
}
