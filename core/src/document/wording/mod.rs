//! All sentences of the report.
//!
//! A sentence states a number; which sentence, depends on the number's state and size. None
//! names a person as a problem, none says 余 or 多 of a count that is known.

pub mod causes;
pub(crate) mod charts;
pub mod measures;
pub(crate) mod minutes;
pub(crate) mod opening;
pub(super) mod plan;
pub(super) mod practice;
pub(super) mod previous;
pub mod problems;
pub(super) mod results;
pub(super) mod tables;
pub(crate) mod title;

use crate::document::format;
use crate::findings::{Indicator, State};

/// Returns the one line that figures.json gives for an indicator.
pub(crate) fn indicator(indicator: &Indicator) -> String {
    match (&indicator.reading, indicator.state) {
        (Some(reading), State::Flagged) => problems::sentence(indicator, reading)
            .or_else(|| causes::sentence(indicator, reading))
            .unwrap_or_default(),
        (Some(reading), _) => format!(
            "{}{}，正常范围为{}。",
            indicator.rule.name,
            format::reading(reading, indicator.limit.unit),
            format::limit(&indicator.limit)
        ),
        (None, _) => format!("{}：{}，不作评价。", indicator.rule.name, format::NO_DATA),
    }
}

/// Returns the group's name as the title has it.
pub(crate) fn group_name(unit: &str) -> String {
    format!("{unit}党委理论学习中心组")
}

/// Joins items as a Chinese list: 甲、乙、丙.
pub(crate) fn list<S: AsRef<str>>(items: &[S]) -> String {
    items.iter().map(AsRef::as_ref).collect::<Vec<_>>().join("、")
}

/// Numbers sentences as a paragraph does: 一是…。二是…。; a single one stays as it is.
pub(crate) fn enumerated(sentences: &[String]) -> String {
    if sentences.len() < 2 {
        return sentences.concat();
    }
    (1..).zip(sentences).map(|(n, sentence)| format!("{}是{sentence}", format::numeral(n))).collect()
}

/// Puts a topic in quotation marks; marks within become single ones (GB/T 15834).
pub(crate) fn quoted(text: &str) -> String {
    let text = text.trim_end_matches(['。', '；', '，', '.']);
    let inner = text.replace('“', "‘").replace('”', "’");
    format!("“{inner}”")
}

/// Returns 个别, 部分 or 多数 for a share of persons (at most 2 or 10 %, at most half, more).
pub(crate) fn how_many(n: u64, of: u64) -> &'static str {
    if n <= 2 || n * 10 <= of {
        "个别"
    } else if n * 2 <= of {
        "部分"
    } else {
        "多数"
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::{Gravity, Limits, RULES, Reading};

    #[test]
    fn every_rule_has_its_sentence() {
        for rule in &RULES {
            for (n, of) in [(0, 10), (3, 10), (0, 0)] {
                let reading = Reading {
                    value: 0.25,
                    n: Some(n),
                    of: Some(of),
                    also: None,
                    quotes: Vec::new(),
                    origins: Vec::new(),
                };
                let flagged = Indicator {
                    rule,
                    limit: Limits::default().of(rule.id).clone(),
                    state: State::Flagged,
                    gravity: Some(Gravity::Warning),
                    reading: Some(reading),
                };
                let text = indicator(&flagged);
                assert!(text.ends_with('。') && text.chars().count() > 8, "{}: {text}", rule.id);
                assert!(!text.contains("。。") && !text.contains("，，"), "{}: {text}", rule.id);
            }
        }
    }

    #[test]
    fn words_for_shares() {
        assert_eq!(how_many(2, 12), "个别");
        assert_eq!(how_many(3, 12), "部分");
        assert_eq!(how_many(6, 12), "部分");
        assert_eq!(how_many(7, 12), "多数");
        assert_eq!(how_many(4, 40), "个别");
    }

    #[test]
    fn quotation_marks_nest() {
        assert_eq!(quoted("学习“三农”工作部署。"), "“学习‘三农’工作部署”");
    }
}
