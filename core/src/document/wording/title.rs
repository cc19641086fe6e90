//! The title, and the headings of the sections.

use std::fmt::Display;

use crate::document::format;
use crate::document::provenance::{Dated, Provenance};
use crate::document::text::{Figure, Text, text};
use crate::document::wording::unit;
use crate::period::{Part, Period};
use crate::settings::group::{Group, STUDY_GROUP};

/// The headings of the sections that have but one.
pub(crate) const PROBLEMS: &str = "存在的主要问题";
pub(crate) const STRIVING: &str = "需继续用力的方面";
pub(crate) const CAUSES: &str = "原因分析";

/// Returns the title as words: a line may end between any two of them.
pub(crate) fn title(group: &Group, period: Period) -> Vec<Text> {
    let next = period.next();
    let mut words = vec![
        unit(&group.head()).into(),
        text!("{}{STUDY_GROUP}", group.link()),
        // What the summary is of is never torn from it.
        text!("{}{}总结", format::year(period.year, Dated::Period), period.part_after_year()),
        "及".into(),
    ];
    if next.year != period.year {
        words.push(format::year(next.year, Dated::Period).into());
    }
    if next.part != Part::Year {
        words.push(next.part_name().into());
    }
    words.push("学习计划".into());
    words
}

/// Returns the heading of the section on the period before.
pub(crate) fn previous(period: Period) -> &'static str {
    if period.part == Part::Year { "上年措施落实情况" } else { "上期措施落实情况" }
}

/// Returns the heading of the plan: it is named after the period it is for.
pub(crate) fn plan(period: Period) -> Text {
    text!("{}学习计划", format::next_period(period))
}

/// Returns the addressee, stated by that key, as it is addressed.
pub(crate) fn addressee(name: &str, key: &'static str) -> Text {
    text!("{}：", Figure::new(name, Provenance::Office(key)))
}

/// Returns a heading with its number, of the first level.
pub(crate) fn numbered(number: usize, title: impl Display) -> Text {
    text!("{}、{title}", format::numeral(number))
}

/// Returns a heading with its number, of the second level.
pub(crate) fn numbered_below(number: usize, title: impl Display) -> Text {
    text!("（{}）{title}", format::numeral(number))
}
