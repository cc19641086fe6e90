//! The title, and the headings of the sections.

use crate::county::Survey;
use crate::county::wording::{all_units, groups, place, unit};
use crate::document::format::{self, next_period};
use crate::document::{Dated, Format, Text, text};
use crate::period::Period;

/// The headings of the sections that only a county's report has.
pub(in crate::county) const HELD: &str = "学习开展情况";
pub(in crate::county) const PRACTICE: &str = "好的做法";

/// Returns the heading of the county's own measures.
pub(in crate::county) fn guidance(period: Period) -> Text {
    text!("{}工作措施", next_period(period))
}

/// Returns the title as words: a line may end between any two of them.
pub(in crate::county) fn title(survey: &Survey, format: Format) -> Vec<Text> {
    vec![
        unit(&place(&survey.county)).into(),
        all_units(survey).into(),
        groups(survey).into(),
        "理论学习中心组".into(),
        format::year(survey.period.year, Dated::Period).into(),
        survey.period.part_after_year().into(),
        "学习情况".into(),
        if format == Format::Notice { "通报" } else { "汇总报告" }.into(),
    ]
}
