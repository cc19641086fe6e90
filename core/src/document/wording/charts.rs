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

/// What a chart is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Who came.
    Attendance(By),
    /// What was planned, and what of it was held in time.
    Plan,
    /// Sessions, and how many of them were seminars.
    Seminars,
    /// When essays and articles were handed in.
    Essays,
}

/// Returns the sentence that names a chart by its number or by the attachment it stands in.
pub(crate) fn see(kind: Kind, place: &Text) -> Text {
    match kind {
        Kind::Attendance(by) => text!("各{}出勤情况见{place}。", by.word()),
        Kind::Plan => text!("各月计划和按期开展的项数见{place}。"),
        Kind::Seminars => text!("各月集中学习和专题研讨次数见{place}。"),
        Kind::Essays => text!("提交时间见{place}。"),
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

/// Returns the words below the chart of seminars.
pub(crate) fn seminars(number: &Figure) -> Text {
    text!("{number}　各月集中学习和专题研讨次数")
}

/// Returns what the chart of seminars shows of a month.
pub(crate) fn seminars_month_told(month: &Figure, held: &Text, seminars: &Text) -> Text {
    text!("{month}集中学习{held}次、其中专题研讨{seminars}次")
}

/// Returns what the chart of seminars shows.
pub(crate) fn seminars_told(told: &[Text]) -> Text {
    let told = Text::joined(told, "，");
    text!("柱状图，各月的集中学习依次为：{told}。浅色为集中学习，深色为其中的专题研讨。")
}

/// Returns what light and dark bars of the chart of seminars mean.
pub(crate) fn seminars_legend() -> Vec<LegendEntry> {
    LegendEntry::pair("集中学习", "其中专题研讨")
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
