//! The title, and the headings of the sections.

use crate::document::format;
use crate::dossier::Dossier;
use crate::period::Period;

/// The headings of the sections that have but one.
pub(crate) const PREVIOUS: &str = "上期措施落实情况";
pub(crate) const PROBLEMS: &str = "存在的主要问题";
pub(crate) const CAUSES: &str = "原因分析";

/// Returns the title as words: a line may end between any two of them.
pub(crate) fn title(dossier: &Dossier) -> Vec<String> {
    let period = dossier.period;
    let next = period.next();
    let mut words = vec![
        dossier.unit.clone(),
        "党委理论学习中心组".to_string(),
        format!("{}年", period.year),
        period.part_name().to_string(),
        "总结".to_string(),
        "及".to_string(),
    ];
    if next.year != period.year {
        words.push(format!("{}年", next.year));
    }
    words.extend([next.part_name().to_string(), "学习计划".to_string()]);
    words
}

/// Returns the heading of the plan: it is named after the period it is for.
pub(crate) fn plan(period: Period) -> String {
    format!("{}学习计划", format::next_period(period))
}

/// Returns the addressee as it is addressed.
pub(crate) fn addressee(superior: &str) -> String {
    format!("{superior}：")
}

/// Returns a heading with its number, of the first level.
pub(crate) fn numbered(number: usize, title: &str) -> String {
    format!("{}、{title}", format::numeral(number))
}

/// Returns a heading with its number, of the second level.
pub(crate) fn numbered_below(number: usize, title: &str) -> String {
    format!("（{}）{title}", format::numeral(number))
}
