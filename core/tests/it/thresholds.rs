//! A threshold changed in banxin.toml is followed by every sentence, table, target and chart.

use std::collections::BTreeMap;

use banxin_core::analysis;
use banxin_core::document::{self, Document, format};
use banxin_core::findings::{Flag, Limit, Limits, RuleId, Unit};
use banxin_core::settings::{RuleOverride, Settings};

use crate::samples::{UNITS, settings, sources};

/// Words that state a rule of the plan or the attendance asked for, though some threshold reads alike.
const NO_BOUNDS: [&str; 10] = [
    "出勤率不低于90%",
    "每季度专题研讨不少于1次",
    "每季度研讨不少于1次",
    "每季度不少于1次",
    "每月不少于1次",
    "考学各不少于1次",
    "重点发言不少于1次",
    "研讨不少于2次",
    "结果用于考核不少于1次",
    "各月少于3次",
];

/// Returns a threshold that no office has, and that hardly any reading keeps within.
fn unusual(limit: &Limit) -> f64 {
    let is_upper = matches!(limit.flag, Flag::Below | Flag::AtMost);
    match (limit.unit, is_upper) {
        (Unit::Share, true) => 0.973,
        (Unit::Share, false) => 0.013,
        (Unit::Points, true) => 0.513,
        (Unit::Points, false) => -0.513,
        (_, true) => 97.3,
        (_, false) => 0.3,
    }
}

/// Returns everything that a sample's document prints, as it stands in its blocks and charts,
/// with the score sheet, and the indicators that some threshold flags.
fn written(unit: &str, rules: BTreeMap<String, RuleOverride>) -> (String, Vec<RuleId>) {
    // Long enough for the chart to stay, whatever the findings.
    let settings = Settings { rules, score: true, thresholds: true, length: 6000, ..settings(unit) };
    // What the office itself writes follows no threshold.
    let sources: Vec<_> =
        sources(unit).into_iter().filter(|source| !source.name.contains("正文素材")).collect();
    let analysis = analysis::analyse(&sources, &settings).output.expect("an attendance register");
    let Document { blocks, attachments, .. } = document::compose(&analysis.material(&settings));
    let flagged = analysis.findings.flagged().filter(|found| found.flagged_otherwise().is_none());
    let flagged = flagged.map(|found| found.rule.id).collect();
    let mut text = format!("{blocks:?}{attachments:?}{}", analysis.figures.to_json()).replace('\u{2060}', "");
    for words in NO_BOUNDS {
        text = text.replace(words, "");
    }
    (text, flagged)
}

#[test]
fn no_default_is_printed_where_another_threshold_is_in_force() {
    let defaults = Limits::default();
    let over = |rule: RuleId| {
        let threshold = Some(unusual(defaults.of(rule)));
        (rule.id().to_string(), RuleOverride { threshold, ..RuleOverride::default() })
    };
    let rules: BTreeMap<String, RuleOverride> = RuleId::ALL.into_iter().map(over).collect();
    let in_force = Limits::new(&rules).expect("known rules");
    let mut seen: Vec<RuleId> = Vec::new();
    for unit in UNITS {
        let (text, flagged) = written(unit, rules.clone());
        for rule in RuleId::ALL {
            let default = format::limit(defaults.of(rule), rule).to_string();
            // `没有` and `大于0` are words of other sentences too.
            let is_number = default.chars().any(|c| c.is_ascii_digit()) && default != "大于0";
            assert!(!is_number || !text.contains(&default), "{unit}: {rule} still prints {default}");
        }
        for rule in &flagged {
            let bound = format::limit(in_force.of(*rule), *rule).to_string();
            assert!(text.contains(&bound), "{unit}: {rule} is flagged by {bound}, which is not printed");
        }
        seen.extend(flagged);
    }
    seen.sort_unstable();
    seen.dedup();
    assert!(seen.len() > 30, "only {seen:?} were flagged by their thresholds");
}

#[test]
fn the_line_of_the_chart_and_the_score_sheet_follow_the_attendance_asked_for() {
    let over = RuleOverride { threshold: Some(0.973), ..RuleOverride::default() };
    for unit in UNITS {
        let (by_default, _) = written(unit, BTreeMap::new());
        // Where attendance is as asked for and hardly differs, something else is drawn.
        assert_eq!(by_default.contains("虚线为90%，深色为低于90%。"), unit == UNITS[0], "{unit}");
        let (text, _) = written(unit, [("attendance-rate".to_string(), over)].into());
        assert!(text.contains("虚线为97.3%，深色为低于97.3%。"), "{unit}");
        assert!(text.contains("Tick { at: 0.973, label: Text { words: \"97.3%\""), "{unit}");
        assert!(text.contains("，97.3%得满分"), "{unit}");
        assert!(!text.contains("虚线为90%") && !text.contains("label: Text { words: \"90%\""), "{unit}");
    }
}
