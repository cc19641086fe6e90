//! Two halves' published figures as those of their year, to compare a whole year with.

use crate::figures::{Figures, IndicatorFigure, MeasureFigure, State};
use crate::period::{Part, Period};
use crate::statistics::{Key, exact};

/// Figures that are no sum of two halves': of persons and topics, which are the same in both.
const NO_SUMS: [Key; 8] = [
    Key::Members,
    Key::EssaysPerMember,
    Key::SpeakersShare,
    Key::ResearchTopics,
    Key::ResearchDone,
    Key::ResearchUnderWay,
    Key::ResearchNotBegun,
    Key::ResearchUnknown,
];

/// Returns the figures to compare a period with: the latest, of equals those of the same length;
/// for a whole year, those of the year before or of both its halves.
pub fn best(mut files: Vec<Figures>, period: Period) -> Option<Figures> {
    let rank = |figures: &Figures| {
        let then = figures.period;
        let is_alike = std::mem::discriminant(&then.part) == std::mem::discriminant(&period.part);
        (then.last_day(), is_alike)
    };
    // The sort is stable: of equals the first file counts.
    files.sort_by_key(|figures| std::cmp::Reverse(rank(figures)));
    if period.part == Part::Year && files.first().is_some_and(|first| first.period.part != Part::Year) {
        let half = |n| Period { year: period.year - 1, part: Part::Half(n) };
        let of = |wanted: Period| files.iter().find(|figures| figures.period == wanted);
        if let (Some(first), Some(second)) = (of(half(1)), of(half(2))) {
            return Some(joined(first, second));
        }
    }
    files.into_iter().next()
}

/// Joins the figures of two halves: counts and the parts of rates are added, what was found in
/// either was found in the year, and the later half's word stands.
fn joined(first: &Figures, second: &Figures) -> Figures {
    let year = Period { year: first.period.year, part: Part::Year };
    let measures = second.measures.iter().filter_map(|later| {
        let earlier = first.measures.iter().find(|earlier| earlier.key == later.key)?;
        sum(earlier, later)
    });
    let is_flagged = |figure: &&IndicatorFigure| figure.state == State::Flagged;
    let earlier = first.indicators.iter().filter(is_flagged);
    let only_earlier = earlier
        .filter(|figure| !second.indicators.iter().any(|later| later.id == figure.id && is_flagged(&later)));
    let mut indicators: Vec<IndicatorFigure> = only_earlier.cloned().collect();
    let is_new = |figure: &&IndicatorFigure| !indicators.iter().any(|known| known.id == figure.id);
    let mut later: Vec<IndicatorFigure> = second.indicators.iter().filter(is_new).cloned().collect();
    // What either report spoke of was spoken of.
    let was_filed = |id: &str| first.indicators.iter().any(|one| one.id == id && one.filed == Some(true));
    for figure in later.iter_mut().filter(|figure| figure.filed == Some(false) && was_filed(&figure.id)) {
        figure.filed = Some(true);
    }
    indicators.extend(later);
    let mut actions = second.actions.clone();
    actions.extend(
        first
            .actions
            .iter()
            .filter(|action| !second.actions.iter().any(|later| later.key == action.key))
            .cloned(),
    );
    let mut joined = Figures::of(&second.unit, year);
    joined.measures = measures.collect();
    joined.indicators = indicators;
    joined.actions = actions;
    joined
}

/// Adds a figure of two halves; nothing where they do not add up.
fn sum(earlier: &MeasureFigure, later: &MeasureFigure) -> Option<MeasureFigure> {
    let key = Key::ALL.into_iter().find(|key| key.name() == later.key)?;
    if NO_SUMS.contains(&key) || earlier.definition != later.definition {
        return None;
    }
    let (n, of, value) = if key.is_rate() {
        let (n, of) = (earlier.n? + later.n?, earlier.of? + later.of?);
        (Some(n), Some(of), (of > 0).then(|| exact(n) / exact(of)))
    } else {
        let n = earlier.n.zip(later.n).map(|(a, b)| a + b);
        (n, None, Some(earlier.value? + later.value?))
    };
    // What the halves printed is not what the year would.
    Some(MeasureFigure { value, n, of, text: String::new(), cells: Vec::new(), ..later.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures(period: &str, measures: &str, flagged: &str) -> Figures {
        let text = format!(
            r#"{{"version": 1, "unit": "甲", "period": "{period}", "measures": [{measures}],
                "indicators": [{{"id": "{flagged}", "key": "a", "state": "flagged", "severity": "warning"}}]}}"#
        );
        Figures::parse(text.as_bytes()).expect("figures")
    }

    #[test]
    fn both_halves_are_their_year() {
        let half = |period, sessions, n, of, flagged| {
            let measures = format!(
                r#"{{"key": "sessions", "value": {sessions}}}, {{"key": "members", "value": 9}},
                   {{"key": "attendance-rate", "value": 0.5, "n": {n}, "of": {of}}}"#
            );
            figures(period, &measures, flagged)
        };
        let (one, two) = (half("2019H1", 6, 40, 60, "1.1"), half("2019H2", 4, 20, 40, "1.2"));
        let year = "2020".parse().expect("known");
        let found = best(vec![one.clone(), two.clone()], year).expect("both halves");
        assert_eq!(found.period.to_string(), "2019");
        let shown: Vec<(&str, Option<f64>)> =
            found.measures.iter().map(|m| (m.key.as_str(), m.value)).collect();
        assert_eq!(shown, [("sessions", Some(10.0)), ("attendance-rate", Some(0.6))]);
        let flagged: Vec<&str> = found.indicators.iter().map(|figure| figure.id.as_str()).collect();
        assert_eq!(flagged, ["1.1", "1.2"]);
        // The year itself is better than its halves; one half is better than nothing.
        let whole = figures("2019", "", "1.3");
        assert_eq!(best(vec![one.clone(), two.clone(), whole.clone()], year), Some(whole.clone()));
        assert_eq!(best(vec![two.clone()], year), Some(two.clone()));
        let half_year = "2020H1".parse().expect("known");
        assert_eq!(best(vec![whole, one, two.clone()], half_year), Some(two));
        assert_eq!(best(Vec::new(), year), None);
    }
}
