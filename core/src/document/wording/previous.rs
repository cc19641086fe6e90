//! Sentences on the period before: what was put right, and how the figures changed.

use std::cmp::Ordering;

use crate::document::format::{self, MIN_PERCENT_OF, percent, plain, points_between};
use crate::findings::previous::{Change, Comparison, Fate};
use crate::statistics::Key;

/// Rates whose change is told, and what they are called.
const RATES: [(Key, &str); 6] = [
    (Key::AttendanceRate, "出勤率"),
    (Key::ParticipationRate, "参学率"),
    (Key::MakeUpRate, "补学率"),
    (Key::PlanKeptRate, "计划兑现率"),
    (Key::LeaderHostRate, "组长主持率"),
    (Key::SpeakersShare, "重点发言覆盖率"),
];
/// Counts whose change is told, what they are called, and their unit.
const COUNTS: [(Key, &str, &str); 4] = [
    (Key::Sessions, "集中学习", "次"),
    (Key::Seminars, "专题研讨", "次"),
    (Key::Essays, "心得体会和理论文章", "篇"),
    (Key::ResearchReports, "调研报告", "篇"),
];

/// Returns the word for an outcome in the table.
pub(crate) fn fate(fate: Fate) -> &'static str {
    match fate {
        Fate::Met => "已达到",
        Fate::Open => "未达到",
        Fate::NoData => "缺数据",
        Fate::Redefined => "口径不同",
    }
}

/// Returns the paragraph on what was put right.
pub(crate) fn opening(comparison: &Comparison) -> String {
    let period = format::period(comparison.period);
    let n = comparison.outcomes.len();
    if n == 0 {
        return format!("{period}的报告没有列为问题的指标，无须核对措施。");
    }
    let parts: Vec<String> = [
        (Fate::Met, "已达到正常范围"),
        (Fate::Open, "仍不在正常范围"),
        (Fate::NoData, "缺少数据、无法核对"),
        (Fate::Redefined, "口径已变、不作比较"),
    ]
    .into_iter()
    .map(|(fate, words)| (comparison.n_of(fate), words))
    .filter(|(n, _)| *n > 0)
    .map(|(n, words)| format!("{words}的{n}项"))
    .collect();
    let verdict = match (comparison.n_of(Fate::Met), comparison.n_of(Fate::Open)) {
        (met, 0) if met == n => "上期措施全部见效。",
        (met, open) if met > open => "上期措施大部分见效，没有达到的继续列入本期措施。",
        (0, 1..) => "上期措施还没有见效，继续列入本期措施。",
        (_, 1..) => "上期措施有的见效、有的没有，没有达到的继续列入本期措施。",
        _ => "",
    };
    let parts = match parts.as_slice() {
        [only] if comparison.n_of(Fate::Met) == n || comparison.n_of(Fate::Open) == n => {
            format!("都{}", only.replace(&format!("的{n}项"), ""))
        }
        _ => parts.join("，"),
    };
    format!("{period}列为问题的指标有{n}项，本期逐项核对：{parts}（见表1）。{verdict}")
}

/// Returns the words above the table.
pub(crate) fn caption(comparison: &Comparison) -> String {
    format!("表1　{}措施落实情况", format::period(comparison.period))
}

/// Returns what was measured where another condition decides.
pub(crate) fn with_more(value: &str) -> String {
    format!("{value}（另有情形）")
}

/// Returns the paragraph on how the figures changed.
pub(crate) fn changes(comparison: &Comparison) -> Option<String> {
    let find = |key: Key| comparison.changes.iter().find(|change| change.key == key);
    let rates: Vec<String> = RATES.iter().filter_map(|(key, name)| rate(name, find(*key)?)).collect();
    let counts: Vec<String> =
        COUNTS.iter().filter_map(|(key, name, unit)| Some(count(name, unit, find(*key)?))).collect();
    let mut text = String::new();
    if !rates.is_empty() {
        text += &format!("与{}相比，{}。", format::period(comparison.period), rates.join("；"));
    }
    if !counts.is_empty() {
        text += &format!("从数量看，{}。", counts.join("，"));
    }
    (!text.is_empty()).then_some(text)
}

fn rate(name: &str, change: &Change) -> Option<String> {
    let (before, now) = ((change.before.n?, change.before.of?), (change.now.n?, change.now.of?));
    if before.1 < MIN_PERCENT_OF || now.1 < MIN_PERCENT_OF {
        return None;
    }
    let (then, is) = (percent(before.0, before.1), percent(now.0, now.1));
    Some(match points_between(before, now) {
        (Ordering::Equal, _) => format!("{name}为{is}，与上期持平"),
        (Ordering::Greater, points) => format!("{name}由{then}升至{is}，提高{points}"),
        (Ordering::Less, points) => format!("{name}由{then}降至{is}，降低{points}"),
    })
}

fn count(name: &str, unit: &str, change: &Change) -> String {
    let (before, now) = (change.before.value, change.now.value);
    let apart = plain((now - before).abs());
    let how = match now.partial_cmp(&before) {
        Some(Ordering::Greater) => format!("比上期多{apart}{unit}"),
        Some(Ordering::Less) => format!("比上期少{apart}{unit}"),
        _ => "与上期相同".to_string(),
    };
    format!("{name}{}{unit}（{how}）", plain(now))
}
