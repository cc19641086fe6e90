//! The one sentence that an indicator has, whatever its state.

use crate::document::format;
use crate::document::text::{Text, text};
use crate::document::wording::{causes, list, problems, reserved};
use crate::dossier::{Dossier, Register};
use crate::findings::{Indicator, Reading, State};

/// Returns the one line that figures.json gives for an indicator.
pub(crate) fn indicator(indicator: &Indicator, dossier: &Dossier) -> Text {
    match (&indicator.reading, indicator.state) {
        (Some(reading), State::Flagged) => flagged(indicator, reading, dossier),
        (Some(reading), _) => text!(
            "{}{}，正常范围为{}。",
            indicator.rule.name,
            format::reading(reading, &indicator.limit, indicator),
            format::limit(&indicator.limit, indicator.rule.id)
        ),
        (None, _) => without_reading(indicator, dossier),
    }
}

fn flagged(indicator: &Indicator, reading: &Reading, dossier: &Dossier) -> Text {
    problems::sentence(indicator, reading, dossier)
        .or_else(|| reserved::sentence(indicator, reading))
        .or_else(|| causes::sentence(indicator, reading, dossier))
        .unwrap_or_default()
}

/// Says why there is nothing: switched off, a register that is missing, or nothing to reckon with.
fn without_reading(indicator: &Indicator, dossier: &Dossier) -> Text {
    let name = indicator.rule.name;
    if indicator.limit.is_off {
        return text!("{name}：本单位已停用。");
    }
    let registers = indicator.rule.id.registers().iter();
    let missing: Vec<Register> = registers.copied().filter(|register| !dossier.has(*register)).collect();
    match missing.len() {
        0 => text!("{name}：没有可以计算的数据，或者不需要计算。"),
        _ => text!("{name}：没有{}。", list(&missing)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::rules::cases_dossier;
    use crate::findings::{Gravity, Limits, RULES};

    #[test]
    fn every_rule_has_its_sentence() {
        let dossier = cases_dossier(&[
            ("名单.csv", "姓名,角色\n张三,组长\n李四,成员"),
            ("督学.csv", "日期,类别,方式\n1月5日,评学,点评\n1月6日,考学,闭卷考试"),
        ]);
        for rule in &RULES {
            for (n, of) in [(0, 10), (3, 10), (1, 1), (0, 1), (0, 0)] {
                let reading = Reading {
                    value: 0.25,
                    n: Some(n),
                    of: Some(of),
                    also: None,
                    quotes: vec!["第一季度".to_string()],
                    origins: Vec::new(),
                };
                let flagged = Indicator {
                    rule,
                    limit: Limits::default().of(rule.id).clone(),
                    state: State::Flagged,
                    gravity: Some(Gravity::Warning),
                    reading: Some(reading),
                };
                let text = indicator(&flagged, &dossier);
                assert!(text.ends_with('。') && text.chars().count() > 6, "{}: {text}", rule.id);
                assert!(!text.contains("。。") && !text.contains("，，"), "{}: {text}", rule.id);
            }
        }
    }
}
