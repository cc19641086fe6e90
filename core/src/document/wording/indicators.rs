//! The one sentence that an indicator has, whatever its state.

use crate::document::format;
use crate::document::text::{Text, text};
use crate::document::wording::{causes, problems};
use crate::findings::{Indicator, State};

/// Returns the one line that figures.json gives for an indicator.
pub(crate) fn indicator(indicator: &Indicator) -> Text {
    match (&indicator.reading, indicator.state) {
        (Some(reading), State::Flagged) => problems::sentence(indicator, reading)
            .or_else(|| causes::sentence(indicator, reading))
            .unwrap_or_default(),
        (Some(reading), _) => text!(
            "{}{}，正常范围为{}。",
            indicator.rule.name,
            format::reading(reading, indicator.limit.unit, indicator),
            format::limit(&indicator.limit, indicator.rule.id)
        ),
        (None, _) => text!("{}：{}，不作评价。", indicator.rule.name, format::NO_DATA),
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
}
