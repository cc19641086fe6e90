//! Words of the drawing of attendance from period to period.

use crate::document::wording::list;
use crate::document::{Bar, Dated, Figure, Provenance, Text, format, text};
use crate::period::{Part, Period};

/// Stands over a period of which there are no figures.
pub(in crate::county) const NONE: &str = "—";
/// Where the marks of the axis come from.
pub(in crate::county) const AXIS: Provenance = Provenance::Constant("坐标轴的刻度");

/// Says where it is drawn, from which period on, and which periods are missing.
pub(in crate::county) fn sentence(number: &Figure, from: Period, missing: &[Period]) -> Text {
    let names: Vec<Figure> = missing.iter().map(|period| format::period(*period)).collect();
    let missing = if names.is_empty() { Text::new() } else { text!("，缺{}", list(&names)) };
    text!("{}以来的出勤率见{number}{missing}。", format::period(from))
}

/// Returns the words below it.
pub(in crate::county) fn caption(number: &Figure) -> Text {
    text!("{number}　历次出勤率")
}

/// Returns a period as lines below its bar.
pub(in crate::county) fn label(period: Period) -> Vec<Text> {
    let year = format::year(period.year, Dated::Period).into();
    match period.part {
        Part::Year => vec![year],
        _ => vec![year, period.part_name().into()],
    }
}

/// Returns what it shows, for those who cannot see it.
pub(in crate::county) fn told(bars: &[Bar]) -> Text {
    let told: Vec<Text> = bars
        .iter()
        .map(|bar| {
            let period = Text::joined(&bar.label, "");
            if bar.value.as_str() == NONE { text!("缺{period}") } else { text!("{period}{}", bar.value) }
        })
        .collect();
    text!("柱状图，历次出勤率：{}。", Text::joined(&told, "，"))
}
