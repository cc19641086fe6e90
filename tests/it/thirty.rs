//! A county of thirty made-up units, packed as it is dropped on the page: good ones and bad ones, a copy,
//! one without attendance, one that filed nothing, and the county's figures of the period before.

use std::fs;

use serde_json::json;

use crate::samples::folder;
use crate::service::zipped;

/// The unit that filed nothing.
const ABSENT: &str = "南癸镇";
/// The one without attendance.
const WITHOUT: &str = "南壬镇";
/// The one whose attendance is another's.
const COPY: (&str, &str) = ("南辛镇", "东甲镇");

/// The members, as the sample's other registers name them.
const MEMBERS: [&str; 12] = [
    "方建平",
    "沈一鸣",
    "唐丽华",
    "许长青",
    "曹敏",
    "彭志刚",
    "叶青",
    "邓宏伟",
    "范雪莲",
    "蒋波",
    "姚文静",
    "秦磊",
];
/// The days of study.
const DAYS: &str = "2020-01-08,2020-01-20,2020-02-12,2020-03-11,2020-04-02,2020-04-22,2020-05-08,2020-05-27";
const N_DAYS: usize = 8;

/// Registers that all may have alike.
const REGISTERS: [&str; 5] =
    ["成员名单.xlsx", "学习计划.xlsx", "调研课题.xlsx", "督学评学考学台账.csv", "集中学习情况统计表.xlsx"];

/// Returns a register of essays that lacks the one at this place, so that no two are the same.
fn essays(n: usize) -> Vec<u8> {
    let all = fs::read(folder("石桥镇").join("心得体会目录.csv")).expect("the sample is there");
    let lines = all.split_inclusive(|byte| *byte == b'\n').enumerate();
    lines.filter(|(at, _)| *at != n % 28 + 1).flat_map(|(_, line)| line.to_vec()).collect()
}

/// Returns the names of the units.
fn units() -> Vec<String> {
    let heads = "东西南".chars();
    heads.flat_map(|head| "甲乙丙丁戊己庚辛壬癸".chars().map(move |stem| format!("{head}{stem}镇"))).collect()
}

/// Returns an attendance register with so many absences, the first of them unlike any other's.
fn attendance(n_absent: usize) -> String {
    let mark = |member: usize, day: usize| {
        let at = member * N_DAYS + day;
        // Spread over members and days, so that no two registers are the same.
        if (at * 37) % (MEMBERS.len() * N_DAYS) < n_absent { "×" } else { "√" }
    };
    let row = |(at, member): (usize, &&str)| {
        let marks: Vec<&str> = (0..N_DAYS).map(|day| mark(at, day)).collect();
        format!("{member},{}", marks.join(","))
    };
    let rows: Vec<String> = MEMBERS.iter().enumerate().map(row).collect();
    format!("姓名,{DAYS}\n{}\n图例：√ 出勤 × 缺席\n", rows.join("\n"))
}

/// Returns the county's files below its folder.
fn files() -> Vec<(String, Vec<u8>)> {
    let units = units();
    let listed: Vec<String> = units.iter().map(|unit| format!("\"{unit}\"")).collect();
    let toml = format!("county = \"青山县\"\nperiod = \"2020H1\"\nunits = [{}]\n", listed.join(", "));
    let mut files = vec![
        ("banxin.toml".to_string(), toml.into_bytes()),
        ("2019H2.json".to_string(), before(&units).into_bytes()),
        ("通知/通知.md".to_string(), "请按时报送。".as_bytes().to_vec()),
    ];
    for (n, unit) in units.iter().enumerate().filter(|(_, unit)| *unit != ABSENT) {
        let mut own = |name: &str, bytes: Vec<u8>| files.push((format!("{unit}/{name}"), bytes));
        // A good unit has more registers than a bad one.
        for name in REGISTERS.iter().take(if n % 7 == 6 { 2 } else { REGISTERS.len() }) {
            own(name, fs::read(folder("石桥镇").join(name)).expect("the sample is there"));
        }
        own("心得体会目录.csv", essays(n));
        if unit != WITHOUT {
            let of = if *unit == COPY.0 { COPY.1 } else { unit };
            let n_absent = units.iter().position(|other| other == of).expect("a unit");
            own("考勤表.csv", attendance(n_absent).into_bytes());
        }
    }
    files
}

/// Returns the county's figures of the period before: every unit but the last stood otherwise.
fn before(units: &[String]) -> String {
    let ranking = |(at, unit): (usize, &String)| json!({"rank": units.len() - at, "unit": unit, "flagged": at % 9, "of": 30});
    let ranking: Vec<_> = units.iter().enumerate().take(units.len() - 1).map(ranking).collect();
    let indicators = json!([{"id": "1.1", "flagged": 1, "of": 29, "units": [units[0]]}]);
    json!({"version": 1, "county": "青山县", "period": "2019H2", "counted": 29, "measures": [],
        "indicators": indicators, "ranking": ranking})
    .to_string()
}

/// Returns the county as a zip.
pub fn thirty() -> Vec<u8> {
    let below = |(name, bytes): (String, Vec<u8>)| (format!("青山县/{name}"), bytes);
    zipped(&files().into_iter().map(below).collect::<Vec<_>>())
}
