//! The numbers of a chart, read back from what it prints: Word draws bars from numbers, and shows
//! them as a table when a chart is edited.

use crate::document::{Bars, Text};

/// The numbers of a chart's bars and axis.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Scale {
    /// Each bar's number.
    pub values: Vec<f64>,
    /// How Word writes the numbers above bars, in Excel's words.
    pub value_format: String,
    /// The number at the axis's upper end.
    pub top: f64,
    /// The distance of two ticks; none where the axis shows none.
    pub step: Option<f64>,
    /// How Word writes the numbers at ticks.
    pub tick_format: String,
    /// Where the line to compare with stands.
    pub reference: Option<f64>,
}

/// What is printed, as number and unit.
#[derive(Debug, Clone, PartialEq)]
struct Quantity {
    number: f64,
    n_decimals: usize,
    unit: String,
}

impl Quantity {
    /// Reads `83.3%`, `12次` or `12`.
    fn read(text: &str) -> Option<Quantity> {
        let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
        let (digits, unit) = text.split_at(end);
        let number = digits.parse().ok()?;
        let n_decimals = digits.split_once('.').map_or(0, |(_, after)| after.len());
        Some(Quantity { number, n_decimals, unit: unit.to_string() })
    }

    /// Returns how far what is printed may be from the exact number.
    fn rounding(&self) -> f64 {
        0.5 * 0.1_f64.powi(i32::try_from(self.n_decimals).unwrap_or(0)) + 1e-6
    }
}

/// Reads texts of one unit; nothing where one is no number or has another unit.
fn read_all<'a>(texts: impl Iterator<Item = &'a Text>) -> Option<Vec<Quantity>> {
    let all: Vec<Quantity> = texts.map(|text| Quantity::read(text)).collect::<Option<_>>()?;
    all.windows(2).all(|two| two[0].unit == two[1].unit).then_some(all)
}

/// Returns how Excel writes such numbers: with as many decimals as each needs, unless all have as many.
fn format(quantities: &[Quantity]) -> String {
    let n_decimals = quantities.first().map_or(0, |quantity| quantity.n_decimals);
    let digits = match n_decimals {
        _ if quantities.iter().any(|quantity| quantity.n_decimals != n_decimals) => "General".to_string(),
        0 => "0".to_string(),
        n => format!("0.{}", "0".repeat(n)),
    };
    let unit = quantities.first().map_or("", |quantity| quantity.unit.as_str());
    if unit.is_empty() { digits } else { format!("{digits}\"{}\"", unit.replace('"', "")) }
}

impl Scale {
    /// Reads the numbers of a chart; nothing where its texts do not say what its bars show.
    pub(super) fn read(bars: &Bars) -> Option<Scale> {
        let ticks = read_all(bars.ticks.iter().map(|tick| &tick.label))?;
        let values = read_all(bars.bars.iter().map(|bar| &bar.value))?;
        let last = bars.ticks.iter().zip(&ticks).rfind(|(tick, _)| tick.at > 0.0)?;
        let top = last.1.number / last.0.at;
        let fits = |at: f64, quantity: &Quantity| (at * top - quantity.number).abs() <= quantity.rounding();
        let ticks_fit = bars.ticks.iter().zip(&ticks).all(|(tick, quantity)| fits(tick.at, quantity));
        let values_fit = bars.bars.iter().zip(&values).all(|(bar, quantity)| fits(bar.share, quantity));
        if !ticks_fit || !values_fit || top <= 0.0 {
            return None;
        }
        let steps: Vec<f64> = bars.ticks.windows(2).map(|two| (two[1].at - two[0].at) * top).collect();
        let first = steps.first().copied()?;
        let is_even = first > 0.0 && steps.iter().all(|step| (step - first).abs() < 1e-6);
        Some(Scale {
            values: values.iter().map(|quantity| quantity.number).collect(),
            value_format: format(&values),
            top,
            step: is_even.then_some(first),
            tick_format: format(&ticks),
            reference: bars.reference.as_ref().map(|tick| tick.at * top),
        })
    }

    /// Returns hundredths of the axis, for a chart whose texts are no numbers of one unit.
    pub(super) fn in_hundredths(bars: &Bars) -> Scale {
        Scale {
            values: bars.bars.iter().map(|bar| bar.share * 100.0).collect(),
            value_format: "General".to_string(),
            top: 100.0,
            step: None,
            tick_format: "General".to_string(),
            reference: bars.reference.as_ref().map(|tick| tick.at * 100.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Bar, Provenance, Tick};

    fn own(words: &str) -> Text {
        Text::of(words, Provenance::Constant("a test"))
    }

    fn bars(values: &[(&str, f64)], ticks: &[(&str, f64)]) -> Bars {
        let bar = |(value, share): &(&str, f64)| Bar {
            label: vec!["甲".into()],
            value: own(value),
            share: *share,
            strong: false,
        };
        Bars {
            caption: "图".into(),
            alt: "图".into(),
            n_lines: 9,
            bars: values.iter().map(bar).collect(),
            n_series: 1,
            ticks: ticks.iter().map(|(label, at)| Tick { at: *at, label: own(label) }).collect(),
            reference: None,
            legend: Vec::new(),
        }
    }

    #[test]
    fn numbers_are_read_from_what_is_printed() {
        let ticks = [("0%", 0.0), ("50%", 0.5), ("100%", 1.0)];
        let scale = Scale::read(&bars(&[("83.3%", 5.0 / 6.0), ("100.0%", 1.0)], &ticks)).expect("a scale");
        assert_eq!((scale.values, scale.top, scale.step), (vec![83.3, 100.0], 100.0, Some(50.0)));
        assert_eq!((scale.value_format.as_str(), scale.tick_format.as_str()), ("0.0\"%\"", "0\"%\""));
        let mixed = Scale::read(&bars(&[("83.3%", 5.0 / 6.0), ("100%", 1.0)], &ticks)).expect("a scale");
        assert_eq!(mixed.value_format, "General\"%\"");
        let counts = bars(&[("3", 0.75)], &[("0项", 0.0), ("2项", 0.5), ("4项", 1.0)]);
        assert_eq!(Scale::read(&counts).map(|scale| (scale.values, scale.top)), Some((vec![3.0], 4.0)));
    }

    #[test]
    fn what_does_not_fit_is_not_read() {
        let ticks = [("0", 0.0), ("4", 1.0)];
        assert_eq!(Scale::read(&bars(&[("3", 0.5)], &ticks)), None, "the bar says 2");
        assert_eq!(Scale::read(&bars(&[("无", 0.0)], &ticks)), None);
        assert_eq!(Scale::read(&bars(&[("3次", 0.75), ("1人", 0.25)], &ticks)), None);
        assert_eq!(Scale::in_hundredths(&bars(&[("无", 0.25)], &ticks)).values, [25.0]);
    }
}
