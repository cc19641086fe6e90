//! The title, and the headings of the sections.

use crate::county::Survey;
use crate::county::wording::{all_units, groups};
use crate::document::format::next_period;
use crate::period::Period;

/// The headings of the sections that only a county's report has.
pub(in crate::county) const TOTALS: &str = "总体情况";
pub(in crate::county) const UNITS: &str = "各单位情况";
pub(in crate::county) const CHANGES: &str = "与上期对照";
pub(in crate::county) const ABSENT: &str = "没有计入汇总的单位";

/// Returns the heading of the county's own measures.
pub(in crate::county) fn guidance(period: Period) -> String {
    format!("{}指导措施", next_period(period))
}

/// Returns the title as words: a line may end between any two of them.
pub(in crate::county) fn title(survey: &Survey) -> Vec<String> {
    vec![
        survey.county.clone(),
        all_units(survey).to_string(),
        groups(survey).to_string(),
        "理论学习中心组".to_string(),
        format!("{}年", survey.period.year),
        survey.period.part_name().to_string(),
        "学习情况".to_string(),
        "汇总报告".to_string(),
    ]
}
