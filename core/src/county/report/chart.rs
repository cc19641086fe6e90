//! 图1: how the units' attendance rates are spread, as bars.

use crate::county::Survey;
use crate::county::wording::chart::{self, Band};
use crate::document::{Bar, Bars, Tick};
use crate::statistics::{Key, exact, size};

/// The bands' lower bounds in percent, best first; the last one takes the rest. 90 % is the
/// floor that local rules set.
const FLOORS: [u64; 5] = [100, 95, 90, 80, 0];

/// Bands below this stand out.
const STRONG_BELOW: u64 = 90;

/// Returns the bands and how many units lie in each.
pub(super) fn bands(survey: &Survey) -> Vec<Band> {
    let shares = survey.units.iter().filter_map(|unit| unit.measure(Key::AttendanceRate)?.share);
    let mut counts = [0; FLOORS.len()];
    for (n, of) in shares.filter(|(_, of)| *of > 0) {
        let band = FLOORS.iter().position(|floor| n * 100 >= of * floor).unwrap_or(FLOORS.len() - 1);
        counts[band] += 1;
    }
    (0..)
        .zip(counts)
        .map(|(at, n_units)| Band {
            floor: FLOORS[at],
            below: at.checked_sub(1).map(|at| FLOORS[at]),
            n_units,
        })
        .collect()
}

/// Draws the bands; nothing where no unit has attendance.
pub(super) fn attendance(bands: &[Band]) -> Option<Bars> {
    let most = size(bands.iter().map(|band| band.n_units).max().unwrap_or(0));
    if most == 0 {
        return None;
    }
    let step = most.div_ceil(5).max(1);
    let top = most.div_ceil(step) * step;
    let bar = |band: &Band| Bar {
        label: band.label(),
        value: band.n_units.to_string(),
        share: exact(size(band.n_units)) / exact(top),
        strong: band.floor < STRONG_BELOW,
    };
    Some(Bars {
        caption: chart::caption(),
        alt: chart::told(bands),
        n_lines: 9,
        bars: bands.iter().map(bar).collect(),
        ticks: (0..=top / step)
            .map(|i| Tick { at: exact(i * step) / exact(top), label: format!("{}个", i * step) })
            .collect(),
        reference: None,
        note: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::county::Returns;
    use crate::county::figures::tests::unit;

    #[test]
    fn bands_hold_every_unit_with_attendance_once() {
        let shares = [(10, 10), (19, 20), (9, 10), (899, 1000), (1, 2), (0, 0)];
        let units: Vec<_> =
            shares.iter().map(|(n, of)| unit("甲", &[(Key::AttendanceRate, *n, *of)], &[], &[])).collect();
        let survey = Survey::new("县", None, Returns { units, ..Returns::default() }).expect("units");
        let bands = bands(&survey);
        assert_eq!(bands.iter().map(|band| band.n_units).collect::<Vec<_>>(), [1, 1, 1, 1, 1]);
        assert_eq!(bands[1].words(), "95%以上不足100%");
        let bars = attendance(&bands).expect("drawn").bars;
        assert_eq!(
            (bars[1].label.clone(), bars[4].strong),
            (vec!["95%以上".into(), "不足100%".into()], true)
        );
    }
}
