//! The title, and the headings of the sections.

use std::fmt::Display;

use crate::document::format;
use crate::document::provenance::{Dated, Provenance};
use crate::document::text::{Figure, Text, text};
use crate::document::wording::unit;
use crate::dossier::Dossier;
use crate::period::Period;

/// The headings of the sections that have but one.
pub(crate) const PREVIOUS: &str = "上期措施落实情况";
pub(crate) const PROBLEMS: &str = "存在的主要问题";
pub(crate) const CAUSES: &str = "原因分析";

/// Returns the title as words: a line may end between any two of them.
pub(crate) fn title(dossier: &Dossier) -> Vec<Text> {
    let period = dossier.period;
    let next = period.next();
    let mut words = vec![
        unit(&dossier.unit).into(),
        "党委理论学习中心组".into(),
        format::year(period.year, Dated::Period).into(),
        period.part_name().into(),
        "总结".into(),
        "及".into(),
    ];
    if next.year != period.year {
        words.push(format::year(next.year, Dated::Period).into());
    }
    words.extend([next.part_name().into(), "学习计划".into()]);
    words
}

/// Returns the heading of the plan: it is named after the period it is for.
pub(crate) fn plan(period: Period) -> Text {
    text!("{}学习计划", format::next_period(period))
}

/// Returns the addressee as it is addressed.
pub(crate) fn addressee(superior: &str) -> Text {
    text!("{}：", Figure::new(superior, Provenance::Office("superior")))
}

/// Returns a heading with its number, of the first level.
pub(crate) fn numbered(number: usize, title: impl Display) -> Text {
    text!("{}、{title}", format::numeral(number))
}

/// Returns a heading with its number, of the second level.
pub(crate) fn numbered_below(number: usize, title: impl Display) -> Text {
    text!("（{}）{title}", format::numeral(number))
}
