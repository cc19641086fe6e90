//! 图1: how the units' attendance rates are spread, as bars.

use crate::county::Survey;
use crate::document::{Bar, Bars, Tick};
use crate::statistics::{Key, exact, size};

/// The bands' lower bounds in percent, best first; the last one takes the rest. 90 % is the
/// floor that local rules set.
const FLOORS: [u64; 5] = [100, 95, 90, 80, 0];

/// Returns each band's words and how many units lie in it.
pub(super) fn bands(survey: &Survey) -> Vec<(String, usize)> {
    let shares = survey.units.iter().filter_map(|unit| unit.measure(Key::AttendanceRate)?.share);
    let mut counts = [0; FLOORS.len()];
    for (n, of) in shares.filter(|(_, of)| *of > 0) {
        let band = FLOORS.iter().position(|floor| n * 100 >= of * floor).unwrap_or(FLOORS.len() - 1);
        counts[band] += 1;
    }
    let words = (0..FLOORS.len()).map(|at| match at {
        0 => "100%".to_string(),
        at if FLOORS[at] == 0 => format!("不足{}%", FLOORS[at - 1]),
        at => format!("{}%以上不足{}%", FLOORS[at], FLOORS[at - 1]),
    });
    words.zip(counts).collect()
}

/// Draws the bands; nothing where no unit has attendance.
pub(super) fn attendance(bands: &[(String, usize)]) -> Option<Bars> {
    let most = size(bands.iter().map(|(_, n)| *n).max().unwrap_or(0));
    if most == 0 {
        return None;
    }
    let step = most.div_ceil(5).max(1);
    let top = most.div_ceil(step) * step;
    let told: Vec<String> = bands.iter().map(|(band, n)| format!("{band}的{n}个")).collect();
    let bar = |(band, n): &(String, usize)| Bar {
        label: match band.split_once("以上") {
            Some((from, below)) => vec![format!("{from}以上"), below.to_string()],
            None => vec![band.clone()],
        },
        value: n.to_string(),
        share: exact(size(*n)) / exact(top),
        strong: band.starts_with("不足") || band.starts_with("80%"),
    };
    Some(Bars {
        caption: "图1　各单位出勤率分布".to_string(),
        alt: format!("柱状图，按出勤率分段的单位数：{}。深色为低于90%。", told.join("，")),
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
        assert_eq!(bands.iter().map(|(_, n)| *n).collect::<Vec<_>>(), [1, 1, 1, 1, 1]);
        assert_eq!(bands[1].0, "95%以上不足100%");
        let bars = attendance(&bands).expect("drawn").bars;
        assert_eq!(
            (bars[1].label.clone(), bars[4].strong),
            (vec!["95%以上".into(), "不足100%".into()], true)
        );
    }
}
