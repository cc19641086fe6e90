//! How the rules are tested: small registers as CSV, read by the real stages, and one indicator.
//!
//! Properties that hold for any registers stand at the foot.

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::RngSeed;

use crate::document::wording::otherwise::found;
use crate::dossier::{Dossier, assemble};
use crate::findings::rules::{
    absences_made_up, essay_burst, late_records, short_essays, study_gap, uniform_scores,
};
use crate::findings::{
    Also, Case, Findings, Gravity, Indicator, Limits, Local, RULES, Reading, RuleId, State, find,
};
use crate::source::Source;
use crate::statistics::{Key, Statistics, measure, size};
use crate::workbook;

/// The local topics of every test.
const KEYWORDS: [&str; 1] = ["茶产业"];
/// An attendance register with nobody on it and no session in the period.
const EMPTY_ATTENDANCE: (&str, &str) = ("考勤表.csv", "姓名,2019-12-31");

/// Compares the indicator that registers of 清溪镇 in 2020H1 give with what is expected.
///
/// Expected is `no-data`, or the state (`clear`, `flagged`, `severe`), the value to four
/// decimals, `n/of` where the rule gives them, and the second condition after `；`. Without an
/// attendance register an empty one is added, since there is no report without.
#[track_caller]
pub(super) fn check(id: &str, files: &[(&str, &str)], expected: &str) {
    check_in("2020H1", id, files, expected);
}

/// As [`check`], for an office under this one.
#[track_caller]
pub(super) fn check_at(superior: &str, id: &str, files: &[(&str, &str)], expected: &str) {
    let (dossier, statistics) = measured("2020H1", files);
    let findings = find(&dossier, &statistics, &Local::new(&[superior], &[]), &Limits::default());
    assert_eq!(shown(findings.indicator(numbered(id))), expected, "{id} of {files:#?}");
}

/// As [`check`], in another period.
#[track_caller]
pub(super) fn check_in(period: &str, id: &str, files: &[(&str, &str)], expected: &str) {
    let (dossier, statistics) = measured(period, files);
    let keywords = KEYWORDS.map(String::from);
    let findings = find(&dossier, &statistics, &Local::new(&["清溪镇"], &keywords), &Limits::default());
    let found = shown(findings.indicator(numbered(id)));
    assert_eq!(found, expected, "{id} of {files:#?}");
}

/// Compares the indicator of sessions that take these forms, parted by commas; none for none.
#[track_caller]
pub(super) fn check_forms(id: &str, forms: &str, expected: &str) {
    let rows: Vec<_> =
        forms.split(',').zip(1..).map(|(form, n)| format!("1月{n}日,主题{n},张三,{form}\n")).collect();
    let sheet = format!("时间,学习主题,主持人,学习形式\n{}", rows.concat());
    check(id, &[("统计表.csv", &sheet)], expected);
}

/// Compares the indicator of 组长, 副组长 and 成员 with these marks over five sessions.
#[track_caller]
pub(super) fn check_marks_by_role(id: &str, marks: [&str; 3], expected: &str) {
    let sheet = format!(
        "姓名,职务,1月5日,2月5日,3月5日,4月5日,5月5日\n张三,书记,{}\n李四,副书记,{}\n王五,委员,{}",
        marks[0], marks[1], marks[2]
    );
    check(id, &[("考勤表.csv", &sheet)], expected);
}

/// Returns the rule with this number.
#[track_caller]
fn numbered(id: &str) -> RuleId {
    RuleId::numbered(id).expect("a rule has this number")
}

/// Reads registers by the real stages.
fn measured(period: &str, files: &[(&str, &str)]) -> (Dossier, Statistics) {
    let has_attendance = files.iter().any(|(name, _)| name.contains("考勤"));
    let added = (!has_attendance).then_some(&EMPTY_ATTENDANCE);
    let workbooks: Vec<_> = added
        .into_iter()
        .chain(files)
        .enumerate()
        .filter(|(_, (_, text))| !text.is_empty())
        .map(|(index, (name, text))| {
            let source = Source { name: (*name).to_string(), bytes: text.as_bytes().to_vec() };
            workbook::read(index, &source).output.expect("text is readable")
        })
        .collect();
    let period = period.parse().expect("a known period");
    let dossier = assemble(&workbooks, "清溪镇", Some(period)).output.expect("an attendance register");
    let statistics = measure(&dossier);
    (dossier, statistics)
}

/// Reads registers of 2020H1 by the real stages.
pub(crate) fn dossier(files: &[(&str, &str)]) -> Dossier {
    measured("2020H1", files).0
}

/// Writes an indicator as [`check`] expects it.
fn shown(indicator: &Indicator) -> String {
    let Some(reading) = &indicator.reading else {
        assert_eq!(indicator.state, State::NoData);
        return "no-data".to_string();
    };
    let mut text = match (indicator.state, indicator.gravity) {
        (State::Clear, None) => "clear",
        (State::Flagged, Some(Gravity::Warning)) => "flagged",
        (State::Flagged, Some(Gravity::Severe)) => "severe",
        other => panic!("{other:?} does not go together"),
    }
    .to_string();
    let value = format!("{:.4}", reading.value);
    text += &format!(" {}", value.trim_end_matches('0').trim_end_matches('.'));
    let count = |n: Option<u64>| n.map_or("-".to_string(), |n| n.to_string());
    if reading.n.is_some() || reading.of.is_some() {
        text += &format!(" {}/{}", count(reading.n), count(reading.of));
    }
    if let Some(Also::Flags(condition) | Also::Clears(condition)) = reading.also {
        text += &format!("；{}", found(condition, reading));
    }
    text
}

#[test]
fn ids_and_keys_are_unique() {
    let ids: BTreeSet<_> = RuleId::ALL.into_iter().map(RuleId::id).collect();
    let keys: BTreeSet<_> = RuleId::ALL.into_iter().map(RuleId::key).collect();
    let names: BTreeSet<_> = RULES.iter().map(|rule| rule.name).collect();
    assert_eq!([ids.len(), keys.len(), names.len()], [RULES.len(); 3]);
}

#[test]
fn formulas_state_the_constants_of_their_rules() {
    let check = |rule: RuleId, constant: String| {
        let formula = rule.rule().formula;
        assert!(formula.contains(&constant), "{rule}: {constant} is not in {formula}");
    };
    check(RuleId::AbsencesMadeUp, format!("已满{}天", absences_made_up::MAKE_UP_DAYS));
    check(RuleId::EssayBurst, format!("最后{}天", essay_burst::LAST_DAYS));
    check(RuleId::ShortEssays, format!("不足{}的", short_essays::MIN_CHARS));
    check(RuleId::ShortEssays, format!("{}篇以上", short_essays::MIN_ALIKE));
    check(RuleId::UniformScores, format!("不低于{}分", uniform_scores::HIGH_SCORE));
    check(RuleId::LateRecords, format!("{}天以上", late_records::MAX_DAYS));
    check(RuleId::StudyGap, format!("不少于{}次", study_gap::BUSY_MONTH));
}

#[test]
fn nothing_to_measure_is_no_data_for_every_rule() {
    let (dossier, statistics) = measured("2020H1", &[]);
    let findings = find(&dossier, &statistics, &Local::new(&["青山县"], &[]), &Limits::default());
    assert!(findings.indicators.iter().all(|indicator| indicator.state == State::NoData));
    assert!(findings.problems.is_empty() && findings.causes.is_empty() && findings.actions.is_empty());
}

/// The registers of one unit as text; an empty text is a missing register.
#[derive(Debug, Clone)]
struct Registers {
    files: [(&'static str, String); 7],
}

impl Registers {
    fn measured(&self) -> (Dossier, Statistics) {
        let files: Vec<_> = self.files.iter().map(|(name, text)| (*name, text.as_str())).collect();
        measured("2020H1", &files)
    }

    fn findings(&self) -> Findings {
        let (dossier, statistics) = self.measured();
        find(&dossier, &statistics, &Local::new(&["青山县"], &[]), &Limits::default())
    }
}

const MARKS: [&str; 14] = ["√", "√", "√", "迟", "公", "○", "△", "×", "补", "列", "—", "", "请假", "??"];
const NAMES: [&str; 5] = ["张三", "李四", "王五", "赵六", "钱七"];
const POSTS: [&str; 5] = ["党委书记", "副书记", "委员", "委员", "列席"];
const ROLES: [&str; 5] = ["组长", "副组长", "成员", "秘书", "列席"];
const TOPICS: [&str; 4] = ["民法典学习", "全国两会精神", "茶产业发展", ""];
const FORMS: [&str; 7] = ["研讨", "传达", "专家辅导", "参观", "自学", "集中学习", ""];
const SPEAKERS: [&str; 5] = ["张三", "张三、李四", "王五，外人", "无", ""];
const COUNTS: [&str; 6] = ["0", "1", "5", "900", "", "许多"];

/// Month and day; few, so that the registers often speak of the same.
fn date() -> impl Strategy<Value = (i32, i32)> {
    (1..=6, select(vec![5, 25]))
}

/// A day of the period, or what people write instead.
fn day() -> impl Strategy<Value = String> {
    let valid = date().prop_map(|(month, day)| format!("{month}月{day}日"));
    prop_oneof![9 => valid, 1 => select(vec!["", "6月31日", "某日", "2019-12-31", "6月30日"]).prop_map(String::from)]
}

/// A row of a register whose first cell is a day and whose others are picked from lists.
fn row(lists: &[&'static [&'static str]]) -> impl Strategy<Value = String> + use<> {
    let cells: Vec<_> = lists.iter().map(|list| select(*list)).collect();
    (day(), cells).prop_map(|(day, cells)| format!("{day},{}\n", cells.join(",")))
}

/// A register: its header and some rows; sometimes missing.
fn register(header: &'static str, row: impl Strategy<Value = String>) -> impl Strategy<Value = String> {
    let rows = prop::collection::vec(row, 0..7).prop_map(move |rows| format!("{header}\n{}", rows.concat()));
    prop_oneof![5 => rows, 1 => Just(String::new())]
}

/// An attendance register of all five persons.
fn attendance() -> impl Strategy<Value = Attendance> {
    let days = prop::collection::btree_set(date(), 1..7);
    days.prop_flat_map(|days| {
        let marks = prop::collection::vec(prop::collection::vec(select(&MARKS[..]), days.len()), 5);
        (Just(days), marks).prop_map(|(days, marks)| Attendance { days, marks })
    })
}

#[derive(Debug, Clone)]
struct Attendance {
    days: BTreeSet<(i32, i32)>,
    marks: Vec<Vec<&'static str>>,
}

impl Attendance {
    fn text(&self) -> String {
        let mut text = "姓名,职务".to_string();
        for (month, day) in &self.days {
            text += &format!(",{month}月{day}日");
        }
        for ((name, post), marks) in NAMES.iter().zip(POSTS).zip(&self.marks) {
            text += &format!("\n{name},{post},{}", marks.join(","));
        }
        text
    }
}

fn registers() -> impl Strategy<Value = Registers> {
    let person = (select(&NAMES[..]), select(&ROLES[..]), select(vec!["农业、水利", "安全", ""]), day())
        .prop_map(|(name, role, duty, from)| format!("{name},{role},{duty},{from},\n"));
    let essay =
        row(&[&NAMES, &["学习民法典体会", "农业之路", "修渠", ""], &TOPICS, &["心得", "调研报告"], &COUNTS]);
    let session = row(&[
        &TOPICS,
        &FORMS,
        &NAMES,
        &SPEAKERS,
        &COUNTS,
        &COUNTS,
        &["2", "1小时20分", ""],
        &["修渠", ""],
        &["是", "否", ""],
        &["好", ""],
    ]);
    let plan = row(&[&TOPICS, &FORMS, &["3人", "领会", ""]]);
    let topic = row(&[&["课题甲", "课题乙", ""], &NAMES, &["已完成", "进行中", ""], &["印发", ""]]);
    let record = row(&[
        &["督学", "评学", "考学", "其他"],
        &["95", "96分", "好", ""],
        &["少", ""],
        &["已改", ""],
        &["报组织部", ""],
        &COUNTS,
        &COUNTS,
    ]);
    let some = (
        attendance().prop_map(|attendance| attendance.text()),
        register("姓名,角色,分管领域,任职起,任职止", person),
        register(
            "时间,学习主题,学习形式,主持人,重点发言人,应到,实到,时长,贯彻措施,是否会上套开,点评",
            session,
        ),
        register("提交日期,姓名,题目,对应学习主题,类型,字数", essay),
        register("时间,学习主题,学习形式,量化目标", plan),
        register("计划完成,课题名称,负责人,状态,转化应用", topic),
        register("日期,类别,成绩,问题,整改,结果运用,应考人数,参考人数", record),
    );
    some.prop_map(|(attendance, roster, sessions, essays, plan, research, log)| Registers {
        files: [
            ("考勤表.csv", attendance),
            ("名单.csv", roster),
            ("统计表.csv", sessions),
            ("心得.csv", essays),
            ("计划.csv", plan),
            ("调研.csv", research),
            ("台账.csv", log),
        ],
    })
}

/// The same cases every time: no test may fail by chance.
fn config() -> ProptestConfig {
    ProptestConfig {
        cases: 200,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(2020),
        ..ProptestConfig::default()
    }
}

/// Returns whether what a rule gives can be printed and pointed at.
fn is_sound(reading: &Reading) -> bool {
    let cites = !reading.origins.is_empty() || reading.value == 0.0;
    reading.value.is_finite() && cites
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn every_rule_gives_a_sound_number_or_none(registers in registers()) {
        let (dossier, statistics) = registers.measured();
        let local = Local::new(&["青山县"], &[]);
        let case = Case { dossier: &dossier, statistics: &statistics, local: &local, similar: &[] };
        for rule in &RULES {
            let reading = (rule.read)(&case);
            prop_assert!(reading.as_ref().is_none_or(is_sound), "{}: {reading:?}", rule.id);
        }
        for indicator in registers.findings().flagged() {
            prop_assert!(indicator.reading.is_some());
        }
    }

    #[test]
    fn head_counts_add_up(registers in registers()) {
        let (_, statistics) = registers.measured();
        let parts = [Key::Present, Key::OnDuty, Key::Leave, Key::Absent, Key::MadeUp, Key::Unknown];
        let sum: u64 = parts.into_iter().map(|key| statistics.count(key)).sum();
        prop_assert_eq!(sum, statistics.count(Key::Due));
        let of_sessions: u64 = statistics.sessions.iter().map(|s| size(s.tally.due.len())).sum();
        prop_assert_eq!(of_sessions, statistics.count(Key::Due));
    }

    #[test]
    fn an_essay_in_time_never_raises_the_rush(registers in registers(), day in 1..=28) {
        let share = |registers: &Registers| {
            let findings = registers.findings();
            findings.indicator(RuleId::EssayBurst).reading.as_ref().map(|reading| reading.value)
        };
        let mut more = registers.clone();
        if !more.files[3].1.is_empty() {
            more.files[3].1 += &format!("3月{day}日,张三,又一篇,,心得,900\n");
            let (before, after) = (share(&registers), share(&more));
            prop_assert!(after.expect("a dated essay") <= before.unwrap_or(0.0));
        }
    }

    #[test]
    fn a_mark_of_presence_never_lowers_a_rate(sheet in attendance(), person in 0..5_usize, at in 0..6_usize) {
        let rates = |sheet: &Attendance| {
            let (_, statistics) = measured("2020H1", &[("考勤表.csv", &sheet.text())]);
            [Key::AttendanceRate, Key::ParticipationRate, Key::LeaderAttendanceRate]
                .map(|key| statistics.get(key).value)
        };
        let mut better = sheet.clone();
        let at = at % better.days.len();
        better.marks[person][at] = "√";
        // Without anybody due before there was no rate to lower.
        for (before, after) in rates(&sheet).into_iter().zip(rates(&better)) {
            prop_assert!(before.is_none_or(|before| after.is_some_and(|after| after >= before)));
        }
    }
}
