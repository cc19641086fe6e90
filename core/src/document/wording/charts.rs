//! Words below charts, and what charts show for those who cannot see them.

use crate::document::block::LegendEntry;
use crate::document::text::{Figure, Text, text};

/// What a bar of the attendance chart stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum By {
    /// A session.
    Session,
    /// A month's sessions together.
    Month,
}

impl By {
    fn word(self) -> &'static str {
        match self {
            By::Session => "次",
            By::Month => "月",
        }
    }
}

/// Returns the words below the attendance chart.
pub(crate) fn attendance(number: &Figure, by: By) -> Text {
    text!("{number}　各{}集中学习出勤率", by.word())
}

/// Returns what the attendance chart shows.
pub(crate) fn attendance_told(by: By, floor: &Figure, told: &[Text]) -> Text {
    let told = Text::joined(told, "，");
    text!("柱状图，各{}集中学习的出勤率依次为：{told}。虚线为{floor}，深色为低于{floor}。", by.word())
}

/// Returns what light and dark bars of the attendance chart mean.
pub(crate) fn attendance_legend(floor: &Figure) -> Vec<LegendEntry> {
    LegendEntry::pair(text!("达到{floor}"), text!("低于{floor}"))
}

/// Returns the sentence that names the attendance chart.
pub(crate) fn see_attendance(number: &Figure, by: By) -> Text {
    text!("各{}出勤情况见{number}。", by.word())
}

/// Returns the words below the chart of the plan.
pub(crate) fn plan(number: &Figure) -> Text {
    text!("{number}　各月学习计划和按期开展情况")
}

/// Returns what the chart of the plan shows of a month.
pub(crate) fn plan_month_told(month: &Figure, due: &Text, kept: &Text) -> Text {
    text!("{month}计划{due}项、按期开展{kept}项")
}

/// Returns what the chart of the plan shows.
pub(crate) fn plan_told(told: &[Text]) -> Text {
    text!("柱状图，各月的学习计划依次为：{}。浅色为计划，深色为按期开展。", Text::joined(told, "，"))
}

/// Returns what light and dark bars of the chart of the plan mean.
pub(crate) fn plan_legend() -> Vec<LegendEntry> {
    LegendEntry::pair("计划", "按期开展")
}

/// Returns the sentence that names the chart of the plan.
pub(crate) fn see_plan(number: &Figure) -> Text {
    text!("各月计划和按期开展的项数见{number}。")
}

/// Returns the words below the chart of the forms of study.
pub(crate) fn forms(number: &Figure) -> Text {
    text!("{number}　各种学习形式的次数")
}

/// Returns what the chart of the forms of study shows.
pub(crate) fn forms_told(told: &[Text]) -> Text {
    text!("柱状图，各种学习形式的次数依次为：{}。", Text::joined(told, "，"))
}

/// Returns the sentence that names the chart of the forms of study.
pub(crate) fn see_forms(number: &Figure) -> Text {
    text!("各种学习形式的次数见{number}。")
}

/// How long a bar of the chart of essays is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Span {
    /// Half a month.
    HalfMonth,
    /// A month.
    Month,
}

impl Span {
    fn word(self) -> &'static str {
        match self {
            Span::HalfMonth => "半月",
            Span::Month => "月",
        }
    }
}

/// Returns the words below the chart of essays.
pub(crate) fn essays(number: &Figure, span: Span) -> Text {
    text!("{number}　心得体会和理论文章提交时间（按{}）", span.word())
}

/// Returns what the chart of essays shows.
pub(crate) fn essays_told(told: &[Text], span: Span, is_uneven: bool) -> Text {
    let (told, span) = (Text::joined(told, "，"), span.word());
    let tone = if is_uneven { text!("深色为篇数最多的{span}。") } else { Text::new() };
    text!("柱状图，心得体会和理论文章按{span}的提交篇数：{told}。{tone}")
}

/// Returns what light and dark bars of the chart of essays mean.
pub(crate) fn essays_legend(span: Span) -> Vec<LegendEntry> {
    let most = text!("篇数最多的{}", span.word());
    vec![LegendEntry { strong: true, label: most }]
}
