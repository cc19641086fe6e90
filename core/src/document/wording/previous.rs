//! Sentences on the period before: what was put right, and how the figures changed.

use std::cmp::Ordering;

use crate::document::format::{self, MIN_PERCENT_OF, percent, plain, points_between, whole};
use crate::document::provenance::Provenance;
use crate::document::text::{Figure, Text, text};
use crate::findings::previous::{Amount, Change, Comparison, Fate};
use crate::statistics::{Key, Statistics};

/// Rates whose change is told, and what they are called.
pub(crate) const RATES: [(Key, &str); 6] = [
    (Key::AttendanceRate, "出勤率"),
    (Key::ParticipationRate, "参学率"),
    (Key::MakeUpRate, "补学率"),
    (Key::PlanKeptRate, "计划兑现率"),
    (Key::LeaderHostRate, "组长主持率"),
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
        Fate::Met => "已达到",
        Fate::Open => "未达到",
        Fate::NoData => "缺数据",
        Fate::Redefined => "口径不同",
    }
}

/// Returns the paragraph on what was put right.
pub(crate) fn opening(comparison: &Comparison, table: Option<&Figure>) -> Text {
    let period = format::period(comparison.period);
    let n = comparison.outcomes.len();
    if n == 0 {
        return text!("{period}的报告没有列为问题的指标，无须核对措施。");
    }
    let parts: Vec<(&str, Text)> = [
        (Fate::Met, "已达到正常范围"),
        (Fate::Open, "仍不在正常范围"),
        (Fate::NoData, "缺少数据、无法核对"),
        (Fate::Redefined, "口径已变、不作比较"),
    ]
    .into_iter()
    .map(|(fate, words)| (comparison.n_of(fate), words))
    .filter(|(n, _)| *n > 0)
    .map(|(n, words)| (words, text!("{words}的{}项", whole(n, Provenance::Listed("上期列为问题的指标")))))
    .collect();
    let see = table.map_or(Text::new(), |number| text!("（见{number}）"));
    let verdict = match (comparison.n_of(Fate::Met), comparison.n_of(Fate::Open)) {
        (met, 0) if met == n => "上期措施全部见效。",
        (met, open) if met > open => "上期措施大部分见效，没有达到的继续列入本期措施。",
        (0, 1..) => "上期措施还没有见效，继续列入本期措施。",
        (_, 1..) => "上期措施有的见效、有的没有，没有达到的继续列入本期措施。",
        _ => "",
    };
    let parts = match parts.as_slice() {
        [only] if comparison.n_of(Fate::Met) == n || comparison.n_of(Fate::Open) == n => {
            text!("都{}", only.0)
        }
        _ => Text::joined(&parts.iter().map(|(_, part)| part).collect::<Vec<_>>(), "，"),
    };
    let n = whole(n, Provenance::Listed("上期列为问题的指标"));
    text!("{period}列为问题的指标有{n}项，本期逐项核对：{parts}{see}。{verdict}")
}

/// Returns the words above the table.
pub(crate) fn caption(number: &Figure, comparison: &Comparison) -> Text {
    text!("{number}　{}措施落实情况", format::period(comparison.period))
}

/// Returns what was measured where another condition decides.
pub(crate) fn with_more(value: &Figure) -> Text {
    text!("{value}（另有情形）")
}

/// Returns the paragraph on how the figures changed.
pub(crate) fn changes(comparison: &Comparison, statistics: &Statistics) -> Option<Text> {
    let find = |key: Key| comparison.changes.iter().find(|change| change.key == key);
    let rates: Vec<Text> =
        RATES.iter().filter_map(|(key, name)| rate(name, find(*key)?, statistics)).collect();
    let counts: Vec<Text> = COUNTS
        .iter()
        .filter_map(|(key, name, unit)| Some(count(name, unit, find(*key)?, statistics)))
        .collect();
    let mut text = Text::new();
    if !rates.is_empty() {
        text += text!("与{}相比，{}。", format::period(comparison.period), Text::joined(&rates, "；"));
    }
    if !counts.is_empty() {
        text += text!("从数量看，{}。", Text::joined(&counts, "，"));
    }
    (!text.is_empty()).then_some(text)
}

fn rate(name: &'static str, change: &Change, statistics: &Statistics) -> Option<Text> {
    let (before, now) = ((change.before.n?, change.before.of?), (change.now.n?, change.now.of?));
    if before.1 < MIN_PERCENT_OF || now.1 < MIN_PERCENT_OF {
        return None;
    }
    let source = statistics.get(change.key);
    let (then, is) = (percent(before.0, before.1, of_before(&change.before)), percent(now.0, now.1, source));
    Some(match points_between(before, now, source) {
        (Ordering::Equal, _) => text!("{name}为{is}，与上期持平"),
        (Ordering::Greater, points) => text!("{name}由{then}升至{is}，提高{points}"),
        (Ordering::Less, points) => text!("{name}由{then}降至{is}，降低{points}"),
    })
}

fn count(name: &'static str, unit: &'static str, change: &Change, statistics: &Statistics) -> Text {
    let (before, now) = (change.before.value, change.now.value);
    let apart = plain((now - before).abs(), of_before(&change.before));
    let how = match now.partial_cmp(&before) {
        Some(Ordering::Greater) => text!("比上期多{apart}{unit}"),
        Some(Ordering::Less) => text!("比上期少{apart}{unit}"),
        _ => "与上期相同".into(),
    };
    text!("{name}{}{unit}（{how}）", plain(now, statistics.get(change.key)))
}

/// Names the published figures of the period before.
pub(crate) fn of_before(amount: &Amount) -> Provenance {
    Provenance::published("上期指标", amount.n, amount.of, Some(amount.value))
}
