//! Words of the chart: how the units' attendance rates are spread.

use crate::document::format::plain;

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
    pub(in crate::county) fn words(&self) -> String {
        self.label().concat()
    }

    /// Returns its words on one line or two.
    pub(in crate::county) fn label(&self) -> Vec<String> {
        let from = plain(self.floor);
        match self.below.map(plain) {
            None => vec![format!("{from}%")],
            Some(below) if self.floor == 0.0 => vec![format!("不足{below}%")],
            Some(below) => vec![format!("{from}%以上"), format!("不足{below}%")],
        }
    }
}

/// Returns the words below it.
pub(in crate::county) fn caption() -> String {
    "图1　各单位出勤率分布".to_string()
}

/// Returns what it shows, for those who cannot see it.
pub(in crate::county) fn told(bands: &[Band], asked: &str) -> String {
    let told: Vec<String> =
        bands.iter().map(|band| format!("{}的{}个", band.words(), band.n_units)).collect();
    format!("柱状图，按出勤率分段的单位数：{}。深色为低于{asked}。", told.join("，"))
}
