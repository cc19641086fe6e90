//! figures.json written and read back: the same figures for the period after and for the county.

use std::fs;

use banxin_core::analysis::{self, Analysis};
use banxin_core::county::UnitFigures;
use banxin_core::figures::Figures;
use banxin_core::findings::previous::{self, Change, Fate};
use banxin_core::findings::{RULES, State};
use banxin_core::settings::Settings;
use banxin_core::statistics::Key;
use proptest::prelude::*;

use crate::dossiers::unit;
use crate::samples::{UNITS, root, settings, sources};

/// How many random units are tried.
const CASES: u32 = 100;

/// Checks that figures are read as they were written, by everyone who reads them.
fn check(analysis: &Analysis) {
    let text = analysis.figures.to_json();
    let mut read = Figures::parse(text.as_bytes()).expect("what is written can be read");
    as_the_period_before(analysis, &read);
    in_the_county(analysis, &text);
    let values = |figures: &mut Figures| -> Vec<Option<f64>> {
        let measures = figures.measures.iter_mut().map(|measure| measure.value.take());
        measures.chain(figures.indicators.iter_mut().map(|indicator| indicator.value.take())).collect()
    };
    let mut written = analysis.figures.clone();
    let (read_values, written_values) = (values(&mut read), values(&mut written));
    assert!(read_values.into_iter().zip(written_values).all(|(read, written)| is_same(read, written)));
    assert_eq!(read, written);
}

/// Returns whether a value is what was written, to the last binary place: without its feature
/// `float_roundtrip` serde_json reads a decimal no more exactly.
fn is_same(read: Option<f64>, written: Option<f64>) -> bool {
    match (read, written) {
        (Some(read), Some(written)) => (read - written).abs() <= written.abs() * f64::EPSILON,
        _ => read == written,
    }
}

/// Compares a unit with itself as if a period had passed: nothing has changed.
fn as_the_period_before(analysis: &Analysis, read: &Figures) {
    let Analysis { dossier, statistics, findings, .. } = analysis;
    let period = dossier.period.next();
    assert_eq!(previous::check(read, &dossier.unit, period), Ok(()));
    let comparison = previous::compare(read, period, statistics, &findings.indicators);
    let known: Vec<Key> =
        statistics.measures.iter().filter(|m| m.value.is_some()).map(|measure| measure.key).collect();
    assert_eq!(comparison.changes.iter().map(|change| change.key).collect::<Vec<_>>(), known);
    for Change { key, before, now } in &comparison.changes {
        assert_eq!((before.n, before.of), (now.n, now.of), "{key:?}");
        assert!(is_same(Some(before.value), Some(now.value)), "{key:?}");
    }
    let is_told = |at: &usize| {
        let indicator = &findings.indicators[*at];
        indicator.is_flagged() && findings.is_filed(indicator.rule.id)
    };
    let flagged: Vec<usize> = (0..findings.indicators.len()).filter(is_told).collect();
    assert_eq!(comparison.outcomes.iter().map(|outcome| outcome.indicator).collect::<Vec<_>>(), flagged);
    for outcome in &comparison.outcomes {
        let reading = findings.indicators[outcome.indicator].reading.as_ref().expect("it was measured");
        assert_eq!(outcome.fate, Fate::Open);
        assert!(is_same(outcome.before.map(|before| before.value), Some(reading.value)));
        let rule = findings.indicators[outcome.indicator].rule.id;
        let action = findings.actions.iter().find(|action| action.answers.contains(&rule));
        assert_eq!(outcome.due, action.map(|action| action.due));
        assert_eq!(outcome.measure.map(|measure| measure.key), action.map(|action| action.measure.key));
    }
}

/// Checks that the county counts what the unit has found.
fn in_the_county(analysis: &Analysis, text: &str) {
    let Analysis { dossier, statistics, findings, .. } = analysis;
    let unit = UnitFigures::parse(text.as_bytes()).expect("what is written can be counted in");
    assert_eq!((&unit.unit, unit.period), (&dossier.unit, dossier.period));
    for key in Key::ALL {
        let (found, measured) = (unit.measure(key), statistics.get(key));
        assert!(is_same(found.and_then(|found| found.value), measured.value), "{key:?}");
        assert_eq!(found.and_then(|found| found.share), measured.n.zip(measured.of), "{key:?}");
    }
    for (at, rule) in RULES.iter().enumerate() {
        let state = findings.indicator(rule.id).state;
        assert_eq!(unit.state(at).is_flagged(), state == State::Flagged, "{}", rule.id);
    }
    let has_data = findings.indicators.iter().filter(|indicator| indicator.state != State::NoData);
    assert_eq!(unit.n_measured(), has_data.count());
    assert_eq!(unit.problems, findings.problems.iter().map(|problem| problem.kind).collect::<Vec<_>>());
    assert_eq!(unit.causes, findings.causes.iter().map(|cause| cause.kind).collect::<Vec<_>>());
}

#[test]
fn the_samples_figures_are_read_as_written() {
    for unit in UNITS {
        let analysis = analysis::analyse(&sources(unit), &settings(unit)).output.expect("analysed");
        let golden = root().join("tests/golden").join(unit).join("figures.json");
        assert_eq!(analysis.figures.to_json(), fs::read_to_string(golden).expect("golden"));
        check(&analysis);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(CASES) })]

    #[test]
    fn random_units_figures_are_read_as_written(unit in unit()) {
        let settings =
            Settings { unit: "镇".into(), period: "2020H1".parse().ok(), ..Settings::default() };
        if let Ok(analysis) = analysis::analyse(&unit.files(), &settings).output {
            check(&analysis);
        }
    }
}
