//! How long the body is, and how much of it each part has: units with every register, by the length
//! that the office asks for.

use banxin_core::analysis::{self, Analysis};
use banxin_core::document::{self, Block, Document};
use banxin_core::findings::Standing;
use banxin_core::settings::Settings;

use crate::full::full;

/// Units whose shares are looked at: half-years and years, since a quarter has little to tell of its
/// practice.
const OF_SHARES: [(&str, u64); 2] = [("2020H1", 40), ("2020", 40)];
/// Units whose length is looked at.
const OF_LENGTH: [(&str, u64); 3] = [("2020H1", 12), ("2020", 12), ("2020Q2", 12)];
/// What each part has of three thousand characters: 前言, 做法成效, 问题, 原因, 计划.
const WANTED: [usize; 5] = [250, 1300, 550, 350, 550];

/// Returns periods and seeds of units.
fn units(of: &[(&'static str, u64)]) -> impl Iterator<Item = (&'static str, u64)> {
    of.iter().flat_map(|(period, n)| (0..*n).map(|seed| (*period, seed)))
}

/// Writes a unit's document.
fn write(seed: u64, period: &str, length: u16) -> (Analysis, Document) {
    let full = full(seed, period);
    let settings = Settings { length, ..full.settings };
    let analysis = analysis::analyse(&full.sources, &settings).output.expect("an attendance register");
    let document = document::compose(&analysis.material(&settings));
    (analysis, document)
}

/// Counts the characters of each part, headings of the first level and tables apart.
fn parts(document: &Document) -> Vec<usize> {
    let mut parts = vec![0];
    for block in &document.blocks {
        match block {
            Block::Heading { level: 1, .. } => parts.push(0),
            Block::Heading { text, .. } | Block::Paragraph(text) | Block::Item(text) => {
                let n = text.chars().filter(|c| *c != '\u{2060}').count();
                *parts.last_mut().expect("there is 前言") += n;
            }
            Block::Table(_) | Block::Bars(_) => {}
        }
    }
    parts
}

/// Returns whether each part has much to say.
fn is_full(analysis: &Analysis) -> bool {
    let told = analysis.findings.ranked.iter().filter(|finding| finding.standing == Standing::Body);
    told.count() >= 4 && analysis.findings.causes_in_body().count() > 1
}

/// Checks that shares are off by no more than so many percent of the whole, in the units that have
/// much to say in each part; returns how many these are.
#[track_caller]
fn check_shares(length: u16, tolerance: usize) -> usize {
    let mut n_checked = 0;
    for (period, seed) in units(&OF_SHARES) {
        let (analysis, document) = write(seed, period, length);
        if !is_full(&analysis) {
            continue;
        }
        n_checked += 1;
        let parts = parts(&document);
        let total: usize = parts.iter().sum();
        for (n, wanted) in parts.iter().zip(WANTED) {
            let off = tolerance * 30;
            let (least, most) = (wanted.saturating_sub(off) * total, (wanted + off) * total);
            assert!((least..=most).contains(&(n * 3000)), "{length} {period} {seed}: {parts:?} of {total}");
        }
    }
    n_checked
}

#[test]
fn shares_are_those_of_real_documents() {
    for length in [3000, 6000] {
        assert!(check_shares(length, 10) > 5, "{length}");
    }
    // Of the shortest body, what must be said takes more.
    assert!(check_shares(1500, 13) > 5);
}

/// Returns whether the registers hold enough for a body of the usual length: three sessions a month,
/// and a schedule for the period to come.
fn has_enough(analysis: &Analysis) -> bool {
    let n_ahead = analysis.findings.plan.as_ref().map_or(0, |plan| plan.rows.len());
    analysis.dossier.sessions.len() >= 18 && n_ahead >= 4
}

#[test]
fn units_with_enough_records_fill_the_body() {
    let n_chars = |document: &Document| parts(document).iter().sum::<usize>();
    let mut n_checked = 0;
    for seed in 0..40 {
        let (analysis, short) = write(seed, "2020H1", 1500);
        if !has_enough(&analysis) {
            continue;
        }
        n_checked += 1;
        assert!((1350..=1650).contains(&n_chars(&short)), "{seed}: {}", n_chars(&short));
        // Practice keeps its share beside problems and causes, of which such units have few.
        let usual = n_chars(&write(seed, "2020H1", 3000).1);
        assert!((2400..=3300).contains(&usual), "{seed}: {usual}");
    }
    assert!(n_checked > 8, "{n_checked}");
}

#[test]
fn the_body_is_as_long_as_asked_for_or_as_what_there_is_to_say() {
    for (period, seed) in units(&OF_LENGTH) {
        let n_chars = |length| parts(&write(seed, period, length).1).iter().sum::<usize>();
        let all = n_chars(6000);
        for length in [1500, 3000] {
            let n = n_chars(length);
            let asked = usize::from(length);
            // What the longest has besides are examples that the shares of a shorter one, and the
            // pages of one with many tables, have no room for.
            let is_whole = n * 4 >= all * 3;
            assert!(n * 10 >= asked * 9 || is_whole, "{length} {period} {seed}: {n} of {all}");
        }
    }
}

#[test]
fn the_body_is_never_longer_than_asked_for() {
    for (period, seed) in units(&OF_LENGTH) {
        let mut before = 0;
        for length in [1500, 2000, 3000, 6000] {
            let total: usize = parts(&write(seed, period, length).1).iter().sum();
            // The shortest cannot do without what a year has to say.
            let most = usize::from(length) * 11 / 10;
            assert!(total <= most, "{length} {period} {seed}: {total}");
            // Who asks for more gets no less: of longer examples there may be fewer on six pages.
            assert!(total + 150 >= before, "{length} {period} {seed}: {total} after {before}");
            before = total;
        }
    }
}
