//! Random dossiers, written in random layouts and read back, give the same records.

use std::collections::BTreeMap;

use banxin_core::dossier::{self, Dossier, Mark};
use banxin_core::source::Source;
use banxin_core::statistics::{self, Key};
use banxin_core::workbook;
use proptest::prelude::*;
use time::{Date, Duration, Month};

/// How many units are tried.
const CASES: u32 = 400;

/// Names that no edit of one character turns into one another.
const NAMES: [&str; 7] = ["张明远", "李国栋", "王建华", "赵丽", "孙晓东", "周伟", "吴敏敏"];
const TOPICS: [&str; 6] = ["乡村治理", "春耕备耕", "脱贫攻坚", "党章党规", "意识形态责任", "两会精神"];
/// How marks are written: by sign, by word, with what else offices write, and as programs print.
const MARKS: [([&str; 4], Mark); 10] = [
    (["√", "出勤", "√（主持）", "08:52"], Mark::Present),
    (["迟", "迟到", "√（迟到）", "迟到 9:41"], Mark::Late),
    (["公", "公差", "外地出差", "请假（出差）"], Mark::OnDuty),
    (["△", "病假", "因病住院", "病假2天"], Mark::SickLeave),
    (["○", "事假", "家中有事", "请假（事）"], Mark::PersonalLeave),
    (["假", "请假", "年休假", "调休"], Mark::Leave),
    (["×", "缺席", "无故未到", "未签到"], Mark::Absent),
    (["补", "补学", "病假（已补学）", "请假后补学"], Mark::MadeUp),
    (["列", "列席", "列席", "旁听"], Mark::Observer),
    (["—", "未任职", "尚未任职", "/"], Mark::NotInPost),
];

/// How a register is laid out.
#[derive(Debug, Clone, Copy)]
enum Layout {
    Wide,
    WideTopicsBelow,
    Halves,
    Across,
    Long,
    SignIn,
}

/// A unit's attendance as it is to be read back.
#[derive(Debug, Clone)]
pub struct Unit {
    /// Days after the first of January, ascending.
    days: Vec<i64>,
    /// For each member the first and last session in post, and a mark a session; 10 is blank.
    members: Vec<(usize, usize, Vec<usize>)>,
    layout: Layout,
    /// Which of the ways of writing marks is used.
    writing: usize,
    /// Whether names are padded, and days have their year.
    padded: bool,
    years: bool,
}

pub fn unit() -> impl Strategy<Value = Unit> {
    let layouts =
        [Layout::Wide, Layout::WideTopicsBelow, Layout::Halves, Layout::Across, Layout::Long, Layout::SignIn];
    let days = proptest::collection::btree_set(0_i64..181, 1..=TOPICS.len());
    (days, 2..=NAMES.len(), proptest::sample::select(layouts.to_vec()), 0_usize..4, any::<[bool; 2]>())
        .prop_flat_map(|(days, n_members, layout, writing, [padded, years])| {
            let n = days.len();
            let member = (0..n, 0..n, proptest::collection::vec(0_usize..=10, n));
            let members = proptest::collection::vec(member, n_members);
            members.prop_map(move |members| Unit {
                days: days.iter().copied().collect(),
                members: members.into_iter().map(|(a, b, marks)| (a.min(b), a.max(b), marks)).collect(),
                layout,
                writing,
                padded,
                years,
            })
        })
}

impl Unit {
    fn date(&self, session: usize) -> Date {
        let first = Date::from_calendar_date(2020, Month::January, 1).expect("a day");
        first + Duration::days(self.days[session])
    }

    /// Returns a mark of somebody in post; — and 列 are not among them.
    fn mark(&self, member: usize, session: usize) -> Option<usize> {
        let (from, until, marks) = &self.members[member];
        let mark = Some(marks[session]).filter(|mark| *mark < 8);
        if (*from..=*until).contains(&session) { mark } else { Some(9) }
    }

    /// Returns the mark as it stands in a cell.
    fn written(&self, member: usize, session: usize) -> &'static str {
        let mark = self.mark(member, session).map(|mark| MARKS[mark]);
        mark.map_or("", |(writings, _)| writings[self.writing])
    }

    fn name(&self, member: usize) -> String {
        let name = NAMES[member];
        if self.padded && name.chars().count() == 2 {
            name.chars().map(String::from).collect::<Vec<_>>().join("　")
        } else {
            name.to_string()
        }
    }

    fn day(&self, session: usize) -> String {
        let date = self.date(session);
        let (month, day) = (u8::from(date.month()), date.day());
        if self.years { date.to_string() } else { format!("{month}月{day}日") }
    }

    /// Writes the roster and the attendance register as texts.
    pub fn files(&self) -> Vec<Source> {
        let n = self.days.len();
        let mut roster = String::from("姓名,角色,任职起,任职止\n");
        for (at, (from, until, _)) in self.members.iter().enumerate() {
            let role = if at == 0 { "组长" } else { "成员" };
            // In post from the day of the one session to the day of the other.
            let (from, until) = (self.date(*from), self.date(*until));
            roster += &format!("{},{role},{from},{until}\n", NAMES[at]);
        }
        let mut files = vec![("名单.csv".to_string(), roster)];
        let members = 0..self.members.len();
        let row = |cells: Vec<String>| cells.join(",") + "\n";
        match self.layout {
            Layout::Wide | Layout::WideTopicsBelow => {
                let mut text = String::from("2020年上半年学习考勤表\n");
                text += &row(["姓名".to_string()].into_iter().chain((0..n).map(|s| self.day(s))).collect());
                if matches!(self.layout, Layout::WideTopicsBelow) {
                    text += &row([String::new()]
                        .into_iter()
                        .chain((0..n).map(|s| TOPICS[s].to_string()))
                        .collect());
                }
                for member in members {
                    let marks = (0..n).map(|session| self.written(member, session).to_string());
                    text += &row([self.name(member)].into_iter().chain(marks).collect());
                }
                files.push(("考勤表.csv".to_string(), text));
            }
            // Morning and afternoon kept apart, with the same marks.
            Layout::Halves => {
                let days = (0..n).map(|session| self.day(session));
                let head = ["姓名".to_string(), "时段".to_string()].into_iter().chain(days);
                let mut text = String::from("2020年上半年学习考勤表\n") + &row(head.collect());
                for member in members {
                    for (name, part) in [(self.name(member), "上午"), (String::new(), "下午")] {
                        let marks = (0..n).map(|session| self.written(member, session).to_string());
                        text += &row([name, part.to_string()].into_iter().chain(marks).collect());
                    }
                }
                files.push(("考勤表.csv".to_string(), text));
            }
            Layout::Across => {
                let mut text = String::from("2020年上半年学习考勤表\n");
                text += &row(["日期".to_string()]
                    .into_iter()
                    .chain(members.clone().map(|m| self.name(m)))
                    .collect());
                for session in 0..n {
                    let marks = members.clone().map(|member| self.written(member, session).to_string());
                    text += &row([self.day(session)].into_iter().chain(marks).collect());
                }
                files.push(("考勤表.csv".to_string(), text));
            }
            Layout::Long => {
                let mut text = String::from("2020年学习考勤明细\n日期,姓名,状态\n");
                for session in 0..n {
                    for member in members.clone() {
                        let cells = vec![
                            self.day(session),
                            self.name(member),
                            self.written(member, session).to_string(),
                        ];
                        text += &row(cells);
                    }
                }
                files.push(("考勤明细.csv".to_string(), text));
            }
            Layout::SignIn => {
                for (session, topic) in TOPICS.iter().enumerate().take(n) {
                    let mut text =
                        format!("学习签到表\n时间：{}\n主题：{}\n姓名,签到\n", self.date(session), topic);
                    for member in members.clone() {
                        text += &row(vec![self.name(member), self.written(member, session).to_string()]);
                    }
                    files.push((format!("签到表{session}.csv"), text));
                }
            }
        }
        files.into_iter().map(|(name, text)| Source { name, bytes: text.into_bytes() }).collect()
    }

    /// Returns the records that must be read back: marks of those in post, blank or not.
    fn records(&self) -> BTreeMap<(String, Date), Option<Mark>> {
        let mut records = BTreeMap::new();
        for (member, (from, until, _)) in self.members.iter().enumerate() {
            for session in *from..=*until {
                let mark = self.mark(member, session).map(|mark| MARKS[mark].1);
                records.insert((NAMES[member].to_string(), self.date(session)), mark);
            }
        }
        records
    }
}

fn read(files: &[Source]) -> Dossier {
    let books: Vec<_> =
        (0..).zip(files).map(|(at, source)| workbook::read(at, source).output.expect("readable")).collect();
    let period = "2020H1".parse().expect("a period");
    dossier::assemble(&books, "镇", Some(period)).output.expect("assembled")
}

/// Cells that registers are made of, whole and broken.
const CELLS: [&str; 40] = [
    "",
    "姓名",
    "日期",
    "时间",
    "主题",
    "签到",
    "状态",
    "成员",
    "角色",
    "题目",
    "3月",
    "2020年",
    "1月8日",
    "2020-02-12",
    "6.3",
    "3月5-6日",
    "3月5日（",
    "√",
    "×",
    "补(3.20)",
    "补(",
    "★ 出勤",
    "图例：√出勤 ×缺席",
    "图例：√缺席",
    "合计",
    "实到",
    "应到：3人 实到：",
    "时间：2020年3月5日 地点：",
    "主持人",
    "张三",
    "张　三（书记",
    "（",
    "1.",
    "列席人员",
    "出勤率",
    "93.8%",
    "XX",
    "补学日期",
    "12",
    "2020年2月30日",
];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(CASES) })]

    #[test]
    fn any_cells_are_read_without_panic(
        rows in proptest::collection::vec(proptest::collection::vec(0..CELLS.len(), 1..7), 1..12),
    ) {
        let line = |row: &Vec<usize>| row.iter().map(|cell| CELLS[*cell]).collect::<Vec<_>>().join(",");
        let text: Vec<String> = rows.iter().map(line).collect();
        let source = Source { name: "登记表.csv".to_string(), bytes: text.join("\n").into_bytes() };
        if let Ok(book) = workbook::read(0, &source).output {
            let made = dossier::assemble(&[book], "镇", Some("2020H1".parse().expect("a period")));
            if let Ok(dossier) = made.output {
                prop_assert!(dossier.attendance.iter().all(|entry| entry.session < dossier.sessions.len()));
            }
        }
    }

    #[test]
    fn what_is_written_is_read_back(unit in unit()) {
        // A table across is told by its marks; one that is blank throughout is none.
        let in_cells = |s: usize| (0..unit.members.len()).any(|m| !unit.written(m, s).is_empty());
        prop_assume!(!matches!(unit.layout, Layout::Across) || (0..unit.days.len()).any(in_cells));
        // A day on which nobody has a mark may be one that was only prepared.
        let n_blank = (0..unit.days.len()).filter(|s| !in_cells(*s)).count();
        let is_grid = !matches!(unit.layout, Layout::Long | Layout::SignIn);
        prop_assume!(!is_grid || n_blank == 0 || n_blank == unit.days.len());
        let dossier = read(&unit.files());
        prop_assert_eq!(dossier.sessions.len(), unit.days.len());
        let found: BTreeMap<(String, Date), Option<Mark>> = dossier
            .attendance
            .iter()
            .map(|entry| {
                let name = dossier.members[entry.member].name.clone();
                ((name, dossier.sessions[entry.session].date), entry.mark)
            })
            .collect();
        prop_assert_eq!(found.len(), dossier.attendance.len());
        prop_assert_eq!(found, unit.records());

        let statistics = statistics::measure(&dossier);
        let count = |key| statistics.count(key);
        let parts = [Key::Present, Key::OnDuty, Key::Leave, Key::Absent, Key::MadeUp, Key::Unknown];
        prop_assert_eq!(parts.into_iter().map(count).sum::<u64>(), count(Key::Due));
        prop_assert_eq!(usize::try_from(count(Key::Due)).expect("small"), unit.records().len());
        let by_session: usize = statistics.sessions.iter().map(|session| session.tally.due.len()).sum();
        let by_member: usize = statistics.members.iter().map(|member| member.tally.due.len()).sum();
        prop_assert_eq!((by_session, by_member), (statistics.tally.due.len(), statistics.tally.due.len()));
    }
}
