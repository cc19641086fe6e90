//! Sentences on the period before: what was put right, and how the figures changed.

use std::cmp::Ordering;

use crate::document::format::{self, MIN_PERCENT_OF, percent, plain, points_between, whole};
use crate::document::provenance::Provenance;
use crate::document::text::{Figure, Text, text};
use crate::findings::RuleId;
use crate::findings::previous::{Amount, Change, Comparison, Fate, Outcome};
use crate::period::Period;
use crate::statistics::{Key, Statistics, size};

/// Rates whose change is told, and what they are called.
pub(crate) const RATES: [(Key, &str); 5] = [
    (Key::AttendanceRate, "出勤率"),
    (Key::ParticipationRate, "参学率"),
    (Key::MakeUpRate, "补学率"),
    (Key::PlanKeptRate, "计划兑现率"),
    (Key::SpeakersShare, "重点发言覆盖率"),
];
/// Counts whose change is told, what they are called, and their unit.
pub(crate) const COUNTS: [(Key, &str, &str); 4] = [
    (Key::Sessions, "集中学习", "次"),
    (Key::Seminars, "专题研讨", "次"),
    (Key::Essays, "心得体会和理论文章", "篇"),
    (Key::ResearchReports, "调研报告", "篇"),
];

/// Returns the word for an outcome in the table.
pub(crate) fn fate(fate: Fate) -> &'static str {
    match fate {
        Fate::Met => "已改正",
        Fate::Better => "有改进",
        Fate::Open => "未改正",
        Fate::NoData => "没有记录",
        Fate::Redefined => "计算办法已变",
    }
}

/// Returns the paragraph on what was put right of what was told then.
pub(crate) fn opening(before: Period, told: &[&Outcome], current: Period, table: Option<&Figure>) -> Text {
    let period = format::period(before);
    let n = told.len();
    if n == 0 {
        return text!("{period}的报告没有提出需要改正的问题。");
    }
    let listed = |n: usize| whole(n, Provenance::Listed("上一份报告提出的问题"));
    let see = table.map_or(Text::new(), |number| text!("（见{number}）"));
    let plan = text!("列入{}学习计划继续抓", format::next_period(current));
    let n_of = |fate: Fate| told.iter().filter(|outcome| outcome.fate == fate).count();
    let (met, better, open) = (n_of(Fate::Met), n_of(Fate::Better), n_of(Fate::Open));
    // Of few nothing is said of all.
    let is_few = size(n) < MIN_PERCENT_OF;
    let became = if n == 1 {
        match told[0].fate {
            Fate::Met => "已经改正".into(),
            Fate::Better => text!("有所改进，还没有改正到位，{plan}"),
            Fate::Open => text!("还没有改正，{plan}"),
            Fate::NoData => "没有可以对照的记录".into(),
            Fate::Redefined => "计算办法已变，不作比较".into(),
        }
    } else if n_of(Fate::NoData) == n {
        "均没有可以对照的记录".into()
    } else if met == n && is_few {
        text!("{}项已经改正", listed(n))
    } else if open == n && is_few {
        text!("{}项没有改正，{plan}", listed(n))
    } else if met == n {
        "都已改正".into()
    } else if open == n {
        text!("都没有改正，{plan}")
    } else if better == n && !is_few {
        text!("都有改进，还没有改正到位，{plan}")
    } else {
        let part = |(fate, words): (Fate, &'static str)| match n_of(fate) {
            0 => None,
            n => Some(text!("{words}{}项", listed(n))),
        };
        let parts = [
            (Fate::Met, "已经改正"),
            (Fate::Better, "有改进"),
            (Fate::Open, "没有改正"),
            (Fate::NoData, "没有可以对照的记录的"),
            (Fate::Redefined, "计算办法已变、不作比较的"),
        ];
        let parts: Vec<Text> = parts.into_iter().filter_map(part).collect();
        let left = match (better, open) {
            (0, 0) => Text::new(),
            (0, _) => text!("；没有改正的{plan}"),
            _ => text!("；没有改正到位的{plan}"),
        };
        text!("{}{left}", Text::joined(&parts, "，"))
    };
    text!("对照{period}报告提出的{}项问题逐项检查{see}，{became}。", listed(n))
}

/// Returns the words above the table.
pub(crate) fn caption(number: &Figure, comparison: &Comparison) -> Text {
    text!("{number}　{}措施落实情况", format::period(comparison.period))
}

/// Returns the table's heads.
pub(crate) fn header(comparison: &Comparison, current: Period) -> Vec<Text> {
    let (before, now) = (format::period(comparison.period), format::period(current));
    vec!["措施".into(), "时限".into(), "检查内容".into(), before.into(), now.into(), "结果".into()]
}

/// Returns what was measured where another condition decides.
pub(crate) fn with_more(value: &Figure) -> Text {
    text!("{value}（另有情形）")
}

/// Returns the indicators that a figure would have risen with, had they been put right.
fn promised_by(key: Key) -> &'static [RuleId] {
    match key {
        Key::AttendanceRate | Key::ParticipationRate => &[RuleId::FallingAttendance],
        Key::MakeUpRate => &[RuleId::AbsencesMadeUp],
        Key::PlanKeptRate => &[RuleId::PlanKept],
        Key::SpeakersShare => &[RuleId::SpeakerCoverage],
        Key::Sessions => &[RuleId::StudyGap, RuleId::QuarterSeminars],
        Key::Seminars => &[RuleId::SeminarShare, RuleId::QuarterSeminars],
        Key::Essays => &[RuleId::MembersWithoutEssays],
        Key::ResearchReports => &[RuleId::ResearchApplied],
        _ => &[],
    }
}

/// Returns the paragraph on what fell since then although it was to be put right: `promised` are the
/// indicators that the report told. What rose is told where the practice is.
pub(crate) fn changes(comparison: &Comparison, promised: &[RuleId], statistics: &Statistics) -> Option<Text> {
    let is_promised = |key: Key| promised_by(key).iter().any(|rule| promised.contains(rule));
    let find =
        |key: Key| comparison.changes.iter().find(|change| change.key == key).filter(|_| is_promised(key));
    let rates = RATES.iter().filter_map(|(key, name)| rate(name, find(*key)?, statistics));
    let counts = COUNTS.iter().filter_map(|(key, name, unit)| count(name, unit, find(*key)?, statistics));
    let told: Vec<Text> = rates.chain(counts).collect();
    let period = format::period(comparison.period);
    (!told.is_empty()).then(|| text!("与{period}相比，{}。", Text::joined(&told, "；")))
}

fn rate(name: &'static str, change: &Change, statistics: &Statistics) -> Option<Text> {
    let (before, now) = ((change.before.n?, change.before.of?), (change.now.n?, change.now.of?));
    if before.1 < MIN_PERCENT_OF || now.1 < MIN_PERCENT_OF {
        return None;
    }
    let source = statistics.get(change.key);
    let (then, is) = (percent(before.0, before.1, of_before(&change.before)), percent(now.0, now.1, source));
    let (order, points) = points_between(before, now, source);
    (order == Ordering::Less).then(|| text!("{name}由{then}降至{is}，降低{points}"))
}

fn count(name: &'static str, unit: &'static str, change: &Change, statistics: &Statistics) -> Option<Text> {
    let (before, now) = (change.before.value, change.now.value);
    let fewer = plain(before - now, of_before(&change.before));
    let is = plain(now, statistics.get(change.key));
    match now {
        _ if now >= before => None,
        0.0 => Some(text!("没有{name}，减少{fewer}{unit}")),
        _ => Some(text!("{name}{is}{unit}，减少{fewer}{unit}")),
    }
}

/// Names the published figures of the period before.
pub(crate) fn of_before(amount: &Amount) -> Provenance {
    Provenance::published("上期指标", amount.n, amount.of, Some(amount.value))
}
