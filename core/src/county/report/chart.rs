//! 图1: how the units' attendance rates are spread, as bars.

use crate::county::Survey;
use crate::county::wording::chart::{self, Band};
use crate::county::wording::units;
use crate::document::format;
use crate::document::{Bar, Bars, Count, Figure, Numbering, Provenance, Tick, text};
use crate::findings::Limit;
use crate::statistics::{Key, exact, size};

/// The bands' lower bounds in percent beside the rate that is asked for.
const FLOORS: [f64; 4] = [100.0, 95.0, 80.0, 0.0];

/// Returns the bands, best first, and how many units lie in each; the rate that is asked for is
/// the lower bound of one.
pub(super) fn bands(survey: &Survey, asked: &Limit) -> Vec<Band> {
    let mut floors = [&FLOORS[..], &[percent(asked)]].concat();
    floors.sort_by(|a, b| b.total_cmp(a));
    floors.dedup();
    let shares = survey.units.iter().filter_map(|unit| unit.measure(Key::AttendanceRate)?.share);
    let mut counts = vec![0; floors.len()];
    for (n, of) in shares.filter(|(_, of)| *of > 0) {
        let reaches = |floor: &f64| exact(n * 100) >= exact(of) * floor;
        counts[floors.iter().position(reaches).unwrap_or(floors.len() - 1)] += 1;
    }
    (0..)
        .zip(counts)
        .map(|(at, n_units)| Band {
            floor: floors[at],
            below: at.checked_sub(1).map(|at| floors[at]),
            n_units,
        })
        .collect()
}

/// Returns a share in percent, to the one decimal that is printed.
fn percent(share: &Limit) -> f64 {
    (share.threshold * 1000.0).round() / 10.0
}

/// Of fewer units nothing is drawn: the sentence says it all.
const MIN_DRAWN: usize = 5;

/// Draws the bands, with the chart's number; nothing where few units have attendance.
pub(super) fn attendance(bands: &[Band], asked: &Limit, numbering: &mut Numbering) -> Option<(Figure, Bars)> {
    let most = size(bands.iter().map(|band| band.n_units).max().unwrap_or(0));
    if bands.iter().map(|band| band.n_units).sum::<usize>() < MIN_DRAWN {
        return None;
    }
    let step = most.div_ceil(5).max(1);
    let top = most.div_ceil(step) * step;
    let bar = |band: &Band| Bar {
        label: band.label(),
        value: units(band.n_units).into(),
        share: exact(size(band.n_units)) / exact(top),
        strong: band.floor < percent(asked),
    };
    let number = numbering.chart();
    let bars = Bars {
        caption: chart::caption(&number),
        alt: chart::told(bands, &format::bound(asked, None)),
        n_lines: 9,
        n_series: 1,
        bars: bands.iter().map(bar).collect(),
        ticks: (0..=top / step)
            .map(|i| Tick {
                at: exact(i * step) / exact(top),
                label: text!("{}个", Count::new(i * step, Provenance::Constant("坐标轴的刻度"))),
            })
            .collect(),
        reference: None,
        legend: chart::legend(&format::bound(asked, None)),
    };
    Some((number, bars))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::county::Returns;
    use crate::county::figures::tests::unit;
    use crate::document::Text;
    use crate::findings::Limits;
    use crate::settings::RuleOverride;

    #[test]
    fn bands_hold_every_unit_with_attendance_once() {
        let shares = [(10, 10), (19, 20), (9, 10), (899, 1000), (1, 2), (0, 0)];
        let units: Vec<_> =
            shares.iter().map(|(n, of)| unit("甲", &[(Key::AttendanceRate, *n, *of)], &[], &[])).collect();
        let survey = Survey::new("县", None, Returns { units, ..Returns::default() }).expect("units");
        let limits = Limits::default();
        let bands = bands(&survey, limits.attendance());
        assert_eq!(bands.iter().map(|band| band.n_units).collect::<Vec<_>>(), [1, 1, 1, 1, 1]);
        assert_eq!(bands[1].words(), "95%以上不足100%");
        let (_, bars) = attendance(&bands, limits.attendance(), &mut Numbering::default()).expect("drawn");
        let bars = bars.bars;
        assert_eq!(
            (Text::joined(&bars[1].label, "|").to_string(), bars[4].strong),
            ("95%以上|不足100%".to_string(), true)
        );
        let over = RuleOverride { threshold: Some(0.85), ..RuleOverride::default() };
        let limits = Limits::new(&[("attendance-rate".to_string(), over)].into()).expect("a known name");
        let bands = super::bands(&survey, limits.attendance());
        assert_eq!(bands.iter().map(|band| band.n_units).collect::<Vec<_>>(), [1, 1, 2, 0, 1]);
        assert_eq!(bands[2].words(), "85%以上不足95%");
        let (_, drawn) = attendance(&bands, limits.attendance(), &mut Numbering::default()).expect("drawn");
        assert_eq!(
            drawn.bars.iter().map(|bar| bar.strong).collect::<Vec<_>>(),
            [false, false, false, true, true]
        );
        assert!(drawn.alt.ends_with("深色为低于85%。"), "{}", drawn.alt);
    }
}
