//! How attendance in the county was from period to period, as bars: from the figures that it published.

use crate::county::Survey;
use crate::county::wording::{history, pooled};
use crate::document::format;
use crate::document::{Bar, Bars, Block, Figure, Numbering, Provenance, Text, Tick};
use crate::period::Period;
use crate::statistics::{Key, exact};

/// Of fewer periods nothing is drawn: a sentence compares two.
const MIN_KNOWN: usize = 3;
/// The most periods that are drawn, those without figures too.
const MAX_DRAWN: usize = 8;

/// A period, and its attendance as it was published, where it was.
type Place = (Period, Option<(u64, u64)>);

/// Returns a paragraph that says where it is drawn, and the drawing; nothing where too few periods are
/// known.
pub(super) fn attendance(survey: &Survey, numbering: &mut Numbering) -> Option<(Block, Block)> {
    let places = places(survey)?;
    let number = numbering.chart();
    let missing: Vec<Period> =
        places.iter().filter(|(_, share)| share.is_none()).map(|(period, _)| *period).collect();
    let said = history::sentence(&number, places[0].0, &missing);
    Some((Block::Paragraph(said), Block::Bars(bars(&number, survey, &places))))
}

/// Returns the periods as long as this one, up to it, one after the other.
fn places(survey: &Survey) -> Option<Vec<Place>> {
    let is_known = |share: &(u64, u64)| share.1 > 0;
    let now = survey.total(Key::AttendanceRate).share.filter(is_known)?;
    let alike = survey.earlier.iter().filter(|earlier| earlier.period.is_as_long_as(survey.period));
    let mut known: Vec<(Period, (u64, u64))> = alike
        .filter_map(|earlier| Some((earlier.period, earlier.share(Key::AttendanceRate).filter(is_known)?)))
        .filter(|(period, _)| period.n_until(survey.period) < MAX_DRAWN)
        .collect();
    known.push((survey.period, now));
    if known.len() < MIN_KNOWN {
        return None;
    }
    let mut places: Vec<Place> = Vec::new();
    for (period, share) in known {
        while let Some(next) = places.last().map(|(last, _)| last.next()).filter(|next| *next != period) {
            places.push((next, None));
        }
        places.push((period, Some(share)));
    }
    Some(places)
}

fn bars(number: &Figure, survey: &Survey, places: &[Place]) -> Bars {
    let value = |(period, share): &Place| -> Text {
        let Some((n, of)) = *share else { return history::NONE.into() };
        let source = if *period == survey.period {
            pooled(survey.total(Key::AttendanceRate))
        } else {
            Provenance::published("以前的合计", Some(n), Some(of), None)
        };
        format::share(n, of, source).into()
    };
    let bar = |place: &Place| Bar {
        label: history::label(place.0),
        value: value(place),
        share: place.1.map_or(0.0, |(n, of)| exact(n) / exact(of)),
        strong: false,
    };
    let bars: Vec<Bar> = places.iter().map(bar).collect();
    Bars {
        caption: history::caption(number),
        alt: history::told(&bars),
        n_lines: 9,
        n_series: 1,
        bars,
        ticks: [0.0, 0.25, 0.5, 0.75, 1.0]
            .into_iter()
            .map(|at| Tick { at, label: format::share_of_one(at, history::AXIS).into() })
            .collect(),
        reference: None,
        legend: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::county::Returns;
    use crate::county::earlier::Earlier;
    use crate::county::figures::tests::unit;

    /// Returns the sentence and the values over the bars for files of these periods.
    fn drawn(earlier: &[(&str, u64)]) -> Option<(String, Vec<String>)> {
        let units = vec![unit("甲镇", &[(Key::AttendanceRate, 19, 20)], &[], &[])];
        let mut survey = Survey::new("青山县", None, Returns { units, ..Returns::default() }).expect("units");
        let text = |(period, n): &(&str, u64)| {
            format!(
                r#"{{"version":1,"county":"青山县","period":"{period}","counted":1,"indicators":[],
                "measures":[{{"key":"attendance-rate","n":{n},"of":20,"value":0.5}}]}}"#
            )
        };
        let texts: Vec<String> = earlier.iter().map(text).collect();
        survey.earlier = Earlier::of_county(&texts, "青山县", survey.period).0;
        let (said, drawn) = attendance(&survey, &mut Numbering::default())?;
        let (Block::Paragraph(said), Block::Bars(bars)) = (said, drawn) else { panic!("not a drawing") };
        Some((said.to_string(), bars.bars.iter().map(|bar| bar.value.to_string()).collect()))
    }

    #[test]
    fn three_periods_are_drawn_and_what_is_missing_is_left_open() {
        assert_eq!(drawn(&[("2019H2", 18)]), None);
        // A year says nothing of its halves, nor what lies too far back of now.
        assert_eq!(drawn(&[("2019H2", 18), ("2019", 17), ("2010H1", 3)]), None);
        let (said, values) = drawn(&[("2019H2", 18), ("2018H2", 10)]).expect("three");
        assert_eq!(said, "2018年下半年以来的出勤率见图1，缺2019年上半年。");
        assert_eq!(values, ["50%", "—", "90%", "95%"]);
        let (said, _) = drawn(&[("2019H2", 18), ("2019H1", 16)]).expect("three");
        assert_eq!(said, "2019年上半年以来的出勤率见图1。");
        // Of one period twice neither file is right beyond doubt.
        assert_eq!(drawn(&[("2019H2", 18), ("2019H1", 16), ("2019H1", 15)]), None);
        // More came than were due: no program wrote that.
        assert_eq!(drawn(&[("2019H2", 21), ("2019H1", 16)]), None);
    }
}
