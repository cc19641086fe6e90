//! A body of the usual length has at most six pages, with its tables and its signature.

use std::collections::BTreeMap;

use banxin::pages::{PageLines, Role};
use banxin::pipeline::{self, RunOptions};
use banxin::settings::{Format, Settings};
use banxin::source::Source;

use crate::full::full;
use crate::samples::{ENGINE, UNITS, settings, sources};

/// The most pages of a body of the usual length.
const MOST: usize = 6;
/// How many units of each period are set.
const N_UNITS: u64 = 8;

/// Returns how many pages there are down to the signature.
fn n_pages(pages: &[PageLines]) -> usize {
    let signs = |page: &PageLines| page.lines.iter().any(|line| line.role == Role::Closing);
    pages.iter().rposition(signs).map_or(0, |at| at + 1)
}

/// Checks the pages of a unit's body: how many, and that nothing is out of place; returns how many
/// charts stand in it.
#[track_caller]
fn check(what: &str, sources: &[Source], settings: &Settings) {
    let made = pipeline::run(&ENGINE, sources, settings, &RunOptions::default());
    let layout: Vec<String> =
        made.diagnostics.iter().filter(|told| told.key == "layout").map(ToString::to_string).collect();
    assert_eq!(layout, Vec::<String>::new(), "{what}");
    let pages = made.output.expect("made").pages;
    let n = n_pages(&pages);
    assert!((1..=MOST).contains(&n), "{what}: {n} pages");
    let mut n_charts = BTreeMap::<usize, usize>::new();
    for line in pages[..n].iter().flat_map(|page| &page.lines).filter(|line| line.role == Role::Figure) {
        *n_charts.entry(line.part).or_default() += 1;
    }
    assert!(n_charts.len() <= 1, "{what}: {} charts in the text", n_charts.len());
}

#[test]
fn samples_have_six_pages_at_most() {
    for unit in UNITS {
        for format in [Format::Plain, Format::Report, Format::Notice, Format::Letter] {
            let settings = Settings { format, ..settings(unit) };
            check(&format!("{unit} {format:?}"), &sources(unit), &settings);
        }
    }
}

#[test]
fn units_with_every_register_have_six_pages_at_most() {
    for period in ["2020H1", "2020H2", "2020", "2020Q2"] {
        for seed in 0..N_UNITS {
            let unit = full(seed, period);
            for format in [Format::Plain, Format::Report] {
                let settings = Settings { format, ..unit.settings.clone() };
                check(&format!("{period} {seed} {format:?}"), &unit.sources, &settings);
            }
        }
    }
}
