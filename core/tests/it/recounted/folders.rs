//! Random units with every register, any of which, and any column of which, may be missing: good
//! ones and bad ones, few records and many, all of one kind and of none.

use banxin_core::settings::Settings;
use banxin_core::source::Source;

/// The members' names, each with what the person looks after.
const PERSONS: [(&str, &str); 9] = [
    ("张明远", "全面工作"),
    ("李国栋", "水利建设"),
    ("王建华", "安全生产"),
    ("赵丽", "宣传教育"),
    ("孙晓东", "纪检监察"),
    ("周伟", "林业"),
    ("吴敏敏", "民政"),
    ("郑春燕", "工会"),
    ("冯大勇", ""),
];
/// What is studied; none stands within another.
const TOPICS: [&str; 12] = [
    "民法典",
    "党章修正案",
    "全会公报",
    "两会精神",
    "脱贫政策",
    "春耕备耕",
    "保密常识",
    "统计造假案例",
    "英模事迹",
    "基层减负",
    "招商引资",
    "信访条例",
];
const FORMS: [&str; 9] =
    ["集体学习研讨", "研讨", "传达学习", "领学", "专家辅导", "现场参观", "观看影像", "集中学习", ""];
const MARKS: [&str; 8] = ["√", "迟", "公", "△", "○", "×", "补", ""];

/// Chance, the same every time.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Dice {
        Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0xD1B5_4A32_D192_ED03)
    }

    /// Returns a number below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % n.max(1)
    }

    /// Says yes in so many of a hundred.
    pub fn of_100(&mut self, n: usize) -> bool {
        self.below(100) < n
    }

    fn one<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[self.below(all.len())]
    }

    /// Returns a word in so many of a hundred, else nothing.
    fn some<'a>(&mut self, n: usize, all: &[&'a str]) -> &'a str {
        if self.of_100(n) { self.one(all) } else { "" }
    }
}

/// Days of the half-year are counted from its first.
fn date(day: usize) -> String {
    let lengths = [31, 29, 31, 30, 31, 30];
    let (mut month, mut day) = (0, day);
    while day >= lengths[month] {
        day -= lengths[month];
        month += 1;
    }
    format!("2020-{:02}-{:02}", month + 1, day + 1)
}

/// Writes a register of rows, without the columns that the office does not keep.
fn register(dice: &mut Dice, name: &str, head: &[(&str, usize)], rows: Vec<Vec<String>>) -> Source {
    let kept: Vec<bool> = head.iter().map(|(_, chance)| dice.of_100(*chance)).collect();
    let line = |cells: Vec<&str>| {
        cells.into_iter().zip(&kept).filter(|(_, kept)| **kept).map(|(c, _)| c).collect::<Vec<_>>().join(",")
    };
    let mut lines = vec![line(head.iter().map(|(title, _)| *title).collect())];
    lines.extend(rows.iter().map(|row| line(row.iter().map(String::as_str).collect())));
    Source { name: name.into(), bytes: lines.join("\n").into_bytes() }
}

fn row(cells: &[&str]) -> Vec<String> {
    cells.iter().map(|cell| (*cell).to_string()).collect()
}

/// Returns the days of the sessions: anywhere, in one quarter, or in one month.
fn days(dice: &mut Dice) -> Vec<usize> {
    let n = [0, 1, 1, 2, 3, 4, 5, 6, 8, 10][dice.below(10)];
    let (from, span) = [(0, 182), (0, 182), (0, 182), (0, 91), (91, 91), (152, 30)][dice.below(6)];
    let mut days: Vec<usize> = (0..n).map(|_| from + dice.below(span)).collect();
    days.sort_unstable();
    days.dedup();
    days
}

/// Makes a unit's files.
pub fn folder(dice: &mut Dice) -> Vec<Source> {
    let n_members = [1, 2, 3, 4, 5, 6, 9][dice.below(7)];
    let persons = &PERSONS[..n_members];
    let days = days(dice);
    let mut files = Vec::new();
    if dice.of_100(85) {
        let rows = persons.iter().enumerate().map(|(at, (name, duty))| {
            let role = ["组长", "副组长", "成员"][at.min(2)];
            let role = if at > 2 && dice.of_100(5) { "列席" } else { role };
            let from = if at > 0 && dice.of_100(8) { "2020-04-01" } else { "" };
            row(&[name, ["党委书记", "镇长", "委员"][at.min(2)], role, duty, from])
        });
        let rows = rows.collect();
        let head = [("姓名", 100), ("职务", 100), ("角色", 100), ("分管领域", 80), ("任职起", 100)];
        files.push(register(dice, "名单.csv", &head, rows));
    }
    let good = dice.below(101);
    let n_marked = if dice.of_100(15) { dice.below(days.len() + 1) } else { days.len() };
    let mut text = String::from("姓名,职务");
    text.extend(days[..n_marked].iter().map(|day| format!(",{}", date(*day))));
    if n_marked == 0 {
        text += ",2019-12-05";
    }
    for (name, _) in persons {
        text += &format!("\n{name},委员");
        for _ in 0..n_marked.max(1) {
            text += ",";
            text += if dice.of_100(good) { "√" } else { dice.one(&MARKS) };
        }
    }
    files.push(Source { name: "考勤表.csv".into(), bytes: text.into_bytes() });
    for (chance, make) in MAKERS {
        if dice.of_100(chance) {
            files.push(make(dice, persons, &days));
        }
    }
    files
}

type Persons = [(&'static str, &'static str)];
type Maker = fn(&mut Dice, &Persons, &[usize]) -> Source;

const MAKERS: [(usize, Maker); 7] =
    [(85, sessions), (75, essays), (75, plan), (60, research), (80, oversight), (50, outreach), (50, before)];

fn person(dice: &mut Dice, persons: &Persons) -> &'static str {
    persons[dice.below(persons.len())].0
}

fn sessions(dice: &mut Dice, persons: &Persons, days: &[usize]) -> Source {
    let forms = if dice.of_100(30) {
        let one = dice.below(8);
        &FORMS[one..=one]
    } else {
        &FORMS[..]
    };
    let (follows, reviews, joint) = (dice.below(101), dice.below(101), dice.below(101));
    let mut rows = Vec::new();
    for day in days {
        if dice.of_100(10) {
            continue;
        }
        let n_speakers = dice.below(4).min(persons.len());
        let from = dice.below(persons.len());
        let names: Vec<&str> = (0..n_speakers).map(|at| persons[(from + at) % persons.len()].0).collect();
        let hours = ["1", "1.5", "2", "2.5", "3", ""][dice.below(6)];
        rows.push(row(&[
            &date(*day),
            if dice.of_100(93) { TOPICS[dice.below(12)] } else { "" },
            if dice.of_100(50) { "有关文件" } else { "" },
            forms[dice.below(forms.len())],
            if dice.of_100(90) { person(dice, persons) } else { "" },
            &names.join("、"),
            hours,
            dice.some(follows, &["清查12条沟渠", "排查5处隐患", "修订议事规则", "无"]),
            dice.some(joint, &["是", "否"]),
            dice.some(reviews, &["讲得较好", "无", "已点评"]),
        ]));
    }
    let head = [
        ("时间", 100),
        ("学习主题", 95),
        ("学习内容", 80),
        ("学习形式", 90),
        ("主持人", 100),
        ("重点发言人", 85),
        ("时长", 75),
        ("贯彻措施", 80),
        ("是否会上套开", 75),
        ("点评", 75),
    ];
    register(dice, "统计表.csv", &head, rows)
}

fn essays(dice: &mut Dice, persons: &Persons, _: &[usize]) -> Source {
    let n = [0, 1, 2, 3, 4, 5, 8, 14][dice.below(8)];
    let (hollow, duty, late) = (dice.below(101), dice.below(101), dice.below(101));
    let fixed = dice.below(182);
    let rows = (0..n).map(|at| {
        let (name, field) = persons[dice.below(persons.len())];
        let topic = TOPICS[dice.below(12)];
        let title = if dice.of_100(hollow) {
            format!("学习{topic}{at}心得体会")
        } else if dice.of_100(duty) && !field.is_empty() {
            format!("{field}的{at}点做法")
        } else {
            format!("{topic}随笔{at}")
        };
        let day = if dice.of_100(late) { 172 + dice.below(10) } else { dice.below(182) };
        let day = if dice.of_100(20) { fixed } else { day };
        let kind = ["心得体会", "心得体会", "理论文章", "调研报告"][dice.below(4)];
        let day = if dice.of_100(88) { date(day) } else { String::new() };
        row(&[
            name,
            &title,
            if dice.of_100(80) { topic } else { "" },
            kind,
            ["500", "700", "799", "800", "1200", ""][dice.below(6)],
            &day,
            dice.some(15, &["县报刊发", "内刊采用"]),
        ])
    });
    let rows = rows.collect();
    let head = [
        ("姓名", 100),
        ("题目", 100),
        ("对应学习主题", 85),
        ("类型", 100),
        ("字数", 75),
        ("提交日期", 100),
        ("发表转化", 80),
    ];
    register(dice, "心得.csv", &head, rows)
}

fn plan(dice: &mut Dice, _: &Persons, _: &[usize]) -> Source {
    let n = [1, 2, 3, 5, 8, 12][dice.below(6)];
    let targets = dice.below(101);
    let rows = (0..n).map(|_| {
        let month = format!("{}月", 1 + dice.below(12));
        let topic = if dice.of_100(92) { TOPICS[dice.below(12)] } else { "" };
        row(&[
            &month,
            topic,
            "",
            dice.one(&FORMS),
            dice.some(60, &["张明远"]),
            "",
            dice.some(targets, &["1次", "学好"]),
        ])
    });
    let rows = rows.collect();
    let head = [
        ("月份", 100),
        ("学习主题", 100),
        ("学习内容", 90),
        ("学习形式", 100),
        ("主讲人", 100),
        ("责任单位", 90),
        ("量化目标", 75),
    ];
    register(dice, "计划.csv", &head, rows)
}

fn research(dice: &mut Dice, _: &Persons, _: &[usize]) -> Source {
    const TITLES: [&str; 6] = ["集体经济", "养老服务", "道路养护", "垃圾分类", "农田灌溉", "村务公开"];
    let n = 1 + dice.below(6);
    let rows = (0..n).map(|at| {
        row(&[
            TITLES[at],
            "张明远",
            dice.one(&["3月", "5月", "8月", "10月", "2021年3月", ""]),
            dice.one(&["已完成", "已完成", "进行中", "未启动", ""]),
            dice.some(40, &["写入5号文件", "印发方案"]),
        ])
    });
    let rows = rows.collect();
    let head = [("课题名称", 100), ("负责人", 100), ("计划完成", 100), ("状态", 95), ("转化应用", 90)];
    register(dice, "课题.csv", &head, rows)
}

fn oversight(dice: &mut Dice, persons: &Persons, days: &[usize]) -> Source {
    let (used, open) = (dice.below(101), dice.below(101));
    let mut rows = Vec::new();
    for _ in 0..[0, 1, 2, 3, 5, 8][dice.below(6)] {
        let kind = dice.one(&["督学", "督学", "评学", "考学"]);
        let subject = match kind {
            "督学" => dice.one(&["学习笔记", "学习档案", "各村党支部", "东村党支部"]).to_string(),
            "评学" if dice.of_100(70) => format!("第{}次集中学习", 1 + dice.below(days.len() + 1)),
            "评学" => "学习氛围".to_string(),
            _ => "全体人员".to_string(),
        };
        let (due, sat) = (5 + dice.below(5), 3 + dice.below(6));
        let numbers = if kind == "考学" && dice.of_100(70) {
            [due.max(sat).to_string(), sat.to_string()]
        } else {
            Default::default()
        };
        let problem = dice.some(50, &["笔记不全", "归档不及时", "发言偏少", "无"]);
        let closed = if dice.of_100(open) {
            dice.one(&["整改中", "", "未整改"])
        } else {
            dice.one(&["已补齐", "已完成"])
        };
        rows.push(row(&[
            &date(dice.below(182)),
            kind,
            &subject,
            dice.one(&["查阅", "点评", "闭卷", "实地检查"]),
            if kind == "督学" { "" } else { dice.one(&["92", "良好", "", "88"]) },
            problem,
            if problem.is_empty() || problem == "无" { "" } else { closed },
            dice.some(used, &["通报", "纳入干部考核", "见备注", "无"]),
            &numbers[0],
            &numbers[1],
        ]));
    }
    // An examination whose examinees are listed one a row.
    if dice.of_100(25) && persons.len() > 3 {
        let low = dice.of_100(40);
        for (name, _) in persons {
            let score = if low { 70 + dice.below(30) } else { 96 + dice.below(3) }.to_string();
            rows.push(row(&["2020-06-20", "考学", name, "笔试", &score, "", "", "", "", ""]));
        }
    }
    let head = [
        ("日期", 100),
        ("类别", 100),
        ("对象", 100),
        ("方式", 100),
        ("成绩", 100),
        ("问题", 85),
        ("整改", 100),
        ("结果运用", 85),
        ("应考人数", 100),
        ("参考人数", 100),
    ];
    register(dice, "台账.csv", &head, rows)
}

fn outreach(dice: &mut Dice, _: &Persons, days: &[usize]) -> Source {
    let rows = (0..dice.below(7)).map(|_| {
        let day =
            if dice.of_100(30) && !days.is_empty() { days[dice.below(days.len())] } else { dice.below(182) };
        row(&[
            &if dice.of_100(90) { date(day) } else { String::new() },
            dice.one(&["第一议题", "宣讲", "列席旁听", "读书班", "现场学习", "述学"]),
            "张明远",
            dice.one(&["各村", "机关", "东村党支部", ""]),
            dice.one(&["治理论述", "春耕3件事", ""]),
            dice.one(&["120", "11", ""]),
            dice.one(&["1", "2", "3", ""]),
        ])
    });
    let rows = rows.collect();
    let head =
        [("日期", 100), ("类别", 100), ("主讲", 100), ("对象", 90), ("主题", 90), ("人数", 80), ("场次", 70)];
    register(dice, "宣讲.csv", &head, rows)
}

/// The figures of the period before.
fn before(dice: &mut Dice, _: &Persons, _: &[usize]) -> Source {
    let rate = |key: &str, n: usize, of: usize| {
        format!(r#"{{"key":"{key}","value":{},"n":{n},"of":{of}}}"#, n as f64 / of as f64)
    };
    let count = |key: &str, n: usize| format!(r#"{{"key":"{key}","value":{n}}}"#);
    let measures = [
        rate("attendance-rate", 10 + dice.below(21), 30),
        rate("participation-rate", 10 + dice.below(21), 30),
        rate("plan-kept-rate", dice.below(7), 6),
        rate("speakers-share", dice.below(8), 7),
        count("sessions", dice.below(9)),
        count("seminars", dice.below(4)),
        count("essays", dice.below(9)),
        count("research-reports", dice.below(3)),
    ];
    let flagged = ["1.1", "1.5", "1.9", "2.2", "3.1", "3.6", "c1.2"];
    let keys = [
        "oversight-kinds",
        "results-used",
        "study-gap",
        "seminar-share",
        "essay-burst",
        "ghost-essays",
        "leader-hosting",
    ];
    let n = dice.below(flagged.len() + 1);
    let indicators: Vec<String> = flagged
        .iter()
        .zip(keys)
        .take(n)
        .map(|(id, key)| format!(r#"{{"id":"{id}","key":"{key}","state":"flagged","value":0,"n":0,"of":4}}"#))
        .collect();
    let text = format!(
        r#"{{"version":1,"unit":"清水镇","period":"2019H2","measures":[{}],"indicators":[{}],"actions":[]}}"#,
        measures.join(","),
        indicators.join(",")
    );
    Source { name: "2019H2.json".into(), bytes: text.into_bytes() }
}

/// Returns what the units are told of: mostly half a year, some a quarter or a year, short and long.
pub fn settings(dice: &mut Dice) -> Settings {
    let period = ["2020H1", "2020H1", "2020H1", "2020H1", "2020Q1", "2020Q2", "2020年度"][dice.below(7)];
    Settings {
        unit: "清水镇".into(),
        period: period.parse().ok(),
        keywords: vec!["春耕".into()],
        length: [1500, 3000, 6000][dice.below(3)],
        ..Settings::default()
    }
}
