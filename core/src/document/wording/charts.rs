//! Words below charts, and what charts show for those who cannot see them.

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

/// Returns what dark bars of the attendance chart are.
pub(crate) fn attendance_note(floor: &Figure) -> Text {
    text!("深色：出勤率低于{floor}")
}

/// Returns what the dark bar of the chart of essays is.
pub(crate) fn essays_note() -> Text {
    "深色：提交篇数最多".into()
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
pub(crate) fn essays_told(told: &[Text], span: Span) -> Text {
    let (told, span) = (Text::joined(told, "，"), span.word());
    text!("柱状图，心得体会和理论文章按{span}的提交篇数：{told}。深色为篇数最高的{span}。")
}
