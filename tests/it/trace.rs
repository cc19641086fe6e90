//! Every number of a document is found again on its pages, with where it comes from.

use banxin::county::{self, Returns, Survey, UnitFigures};
use banxin::document::{Document, Provenance, Span, Trace};
use banxin::findings::Limits;
use banxin::pages::{self, PageLines};
use banxin::pdf::{self, RenderOptions};
use banxin::pipeline::{self, Report, RunOptions};
use banxin::settings::{Format, Settings};

use crate::full::full;
use crate::golden;
use crate::samples::{ENGINE, UNITS, report, settings, sources};

fn traced(report: &Report) -> Trace {
    pages::trace(&report.document, &report.pages, report.audit.grid_lines)
}

/// Returns the figures with a digit that a document prints.
fn figures(document: &Document) -> Vec<(String, Provenance)> {
    let mut found = Vec::new();
    for printed in document.printed() {
        for span in printed.text.spans() {
            if let Span::Figure(words, source) = span
                && words.contains(|c: char| c.is_ascii_digit())
            {
                found.push((words.to_string(), source.clone()));
            }
        }
    }
    found
}

/// Checks that all figures are found, each on the page and line that shows it, in reading order.
#[track_caller]
fn check(what: &str, document: &Document, pages: &[PageLines], trace: &Trace) {
    let mut printed: Vec<String> = figures(document).into_iter().map(|(words, _)| words).collect();
    let mut found: Vec<String> = trace.figures.iter().map(|figure| figure.text.clone()).collect();
    printed.sort_unstable();
    found.sort_unstable();
    assert_eq!(found, printed, "{what}");
    let mut page_before = 1;
    for figure in &trace.figures {
        let Some(first) = figure.places.first() else { panic!("{what}: {} is on no page", figure.text) };
        assert!(page_before <= first.page, "{what}: {} is out of order", figure.text);
        page_before = first.page;
        for place in &figure.places {
            let page = &pages[place.page - 1];
            let (width, height) = (page.size.0 / 72.0 * 25.4, page.size.1 / 72.0 * 25.4);
            let is_within = place.left >= 0.0
                && place.top >= 0.0
                && place.left + place.width <= width
                && place.top + place.height <= height;
            assert!(is_within && place.width > 0.0 && place.height > 0.0, "{what}: {figure:?}");
        }
        // A number on one line stands in one of the page's lines.
        if figure.places.len() == 1 {
            let lines = &pages[first.page - 1].lines;
            let shown = |text: &str| text.replace([' ', '\u{2060}'], "");
            let is_shown = lines.iter().any(|line| shown(&line.text).contains(&shown(&figure.text)));
            assert!(is_shown, "{what}: {} is not on page {}", figure.text, first.page);
        }
    }
}

#[test]
fn every_number_of_the_samples_is_found() {
    for unit in UNITS {
        for format in Format::ALL {
            let settings = Settings { format, attendance: true, names: true, ..settings(unit) };
            let made = pipeline::run(&ENGINE, &sources(unit), &settings, &RunOptions::default());
            let report = made.output.expect("made");
            check(&format!("{unit} {format:?}"), &report.document, &report.pages, &traced(&report));
        }
    }
}

/// A year has two bars a month, whose numbers stand close to one another.
#[test]
fn every_number_of_a_years_charts_is_found() {
    for seed in 0..8 {
        let unit = full(seed, "2020");
        let made = pipeline::run(&ENGINE, &unit.sources, &unit.settings, &RunOptions::default());
        let report = made.output.expect("made");
        check(&format!("year {seed}"), &report.document, &report.pages, &traced(&report));
    }
}

#[test]
fn every_number_of_a_county_is_found() {
    let units = UNITS.map(|unit| {
        let figures = report(unit).output.expect("made").analysis.figures.to_json();
        UnitFigures::parse(figures.as_bytes()).expect("our own figures")
    });
    let returns = Returns { units: units.to_vec(), ..Returns::default() };
    let survey = Survey::new("安平县", None, returns).expect("there are units");
    let document = county::compose(&survey, &Settings::default(), &Limits::default());
    let made = pdf::render(&ENGINE, &document, &RenderOptions::default()).output.expect("set");
    let trace = pages::trace(&document, &made.pages, made.audit.grid_lines);
    check("安平县", &document, &made.pages, &trace);
}

#[test]
fn the_trace_of_a_sample() {
    let report = report("石桥镇").output.expect("made");
    golden::check("石桥镇", "trace.txt", &traced(&report).to_text());
}

#[test]
fn the_trace_in_json_says_the_same() {
    let report = report("石桥镇").output.expect("made");
    let trace = traced(&report);
    let json: serde_json::Value = serde_json::from_str(&trace.to_json()).expect("JSON");
    assert_eq!((&json["version"], &json["period"]), (&1.into(), &"2020H1".into()));
    let figures = json["figures"].as_array().expect("a list");
    assert_eq!(figures.len(), trace.figures.len());
    let rate = figures.iter().find(|figure| figure["key"] == "participation-rate").expect("a rate");
    assert_eq!((&rate["kind"], &rate["n"], &rate["of"]), (&"measure".into(), &121.into(), &125.into()));
    assert_eq!(rate["formula"], "（实到人次＋补学人次）÷应到人次");
    assert_eq!(rate["page"], rate["places"][0]["page"]);
    assert!(rate["cells"][0].as_str().is_some_and(|cells| cells.starts_with("考勤表.xlsx!一季度!D4:")));
}

/// The box of a number is its own: wider for more digits, and to the right of what stands before.
#[test]
fn boxes_stand_side_by_side() {
    let report = report("石桥镇").output.expect("made");
    let trace = traced(&report);
    let place = |text: &str| {
        let figure = trace.figures.iter().find(|figure| figure.text == text && figure.places[0].page == 1);
        figure.expect("on the first page").places[0]
    };
    let (sessions, rate) = (place("10"), place("96.8%"));
    assert_eq!((sessions.line, sessions.top), (rate.line, rate.top));
    assert!(sessions.left + sessions.width < rate.left && sessions.width < rate.width);
}
