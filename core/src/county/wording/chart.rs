//! Words of the chart: how the units' attendance rates are spread.

use crate::county::wording::units;
use crate::document::format::share_of_one;
use crate::document::{Figure, LegendEntry, Provenance, Text, text};

/// Where the bands' bounds come from.
const BANDS: Provenance = Provenance::Constant("出勤率的分段");

/// A band of attendance rates.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::county) struct Band {
    /// From so many percent on; the lowest band starts at nought.
    pub floor: f64,
    /// Below so many percent; the highest band is a full hundred.
    pub below: Option<f64>,
    /// How many units lie in it.
    pub n_units: usize,
}

impl Band {
    /// Returns its words.
    pub(in crate::county) fn words(&self) -> Text {
        Text::joined(&self.label(), "")
    }

    /// Returns its words on one line or two.
    pub(in crate::county) fn label(&self) -> Vec<Text> {
        let from = share_of_one(self.floor / 100.0, BANDS);
        match self.below.map(|below| share_of_one(below / 100.0, BANDS)) {
            None => vec![from.into()],
            Some(below) if self.floor == 0.0 => vec![text!("不足{below}")],
            Some(below) => vec![text!("{from}以上"), text!("不足{below}")],
        }
    }
}

/// Returns the words below it.
pub(in crate::county) fn caption(number: &Figure) -> Text {
    text!("{number}　各单位出勤率分布")
}

/// Returns what light and dark bars mean.
pub(in crate::county) fn legend(asked: &Figure) -> Vec<LegendEntry> {
    LegendEntry::pair(text!("达到{asked}"), text!("低于{asked}"))
}

/// Returns what it shows, for those who cannot see it.
pub(in crate::county) fn told(bands: &[Band], asked: &Figure) -> Text {
    let told: Vec<Text> =
        bands.iter().map(|band| text!("{}的{}个", band.words(), units(band.n_units))).collect();
    text!("柱状图，按出勤率分段的单位数：{}。深色为低于{asked}。", Text::joined(&told, "，"))
}
