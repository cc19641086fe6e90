//! Revised texts whose truth is known: which number is which, and which were changed.

use std::collections::{BTreeMap, BTreeSet};

use banxin_core::analysis;
use banxin_core::document::{self, Document};
use banxin_core::revision::Base;
use banxin_core::revision::align::{NumberAt, Passage, align};
use banxin_core::revision::changes::changes;
use banxin_core::revision::judge::{Class, judge};
use banxin_core::revision::numbers::{Relation, relation};
use banxin_core::settings::{Format, Settings};
use banxin_core::statistics::Measure;

use crate::edited::leader::{Chance, revise};
use crate::edited::paper::Paper;
use crate::samples::{UNITS, settings, sources};
use crate::sources::random_folders;

mod checked;
mod leader;
mod paper;
mod spoken;

/// So many revisions are made of each text, by default and where time is given.
const N_REVISIONS: (u64, u64) = (2, 12);
/// So many random units' texts are revised besides.
const N_RANDOM: (usize, usize) = (6, 60);

/// What came out of some revisions.
#[derive(Debug, Default)]
struct Score {
    n_numbers: usize,
    n_traced: usize,
    n_changed: usize,
    n_noticed: usize,
    n_kept: usize,
    misses: Vec<String>,
    accused: Vec<String>,
}

/// A document to be revised, with the measures of its unit.
type Case = (Document, Vec<Measure>);

fn cases() -> Vec<Case> {
    let is_slow = std::env::var_os("SLOW").is_some();
    let mut cases = Vec::new();
    for unit in UNITS {
        let settings = Settings { names: true, attendance: true, ..settings(unit) };
        let analysis = analysis::analyse(&sources(unit), &settings).output.expect("the sample is whole");
        let document = document::compose(&analysis.material(&settings));
        cases.push((document, analysis.statistics.measures.clone()));
    }
    let own = Settings {
        unit: "3号镇".into(),
        period: "2020H1".parse().ok(),
        format: Format::Report,
        ..Settings::default()
    };
    for folder in random_folders(if is_slow { N_RANDOM.1 } else { N_RANDOM.0 }) {
        let Ok(analysis) = analysis::analyse(&folder, &own).output else { continue };
        let document = document::compose(&analysis.material(&own));
        cases.push((document, analysis.statistics.measures.clone()));
    }
    cases
}

/// Revises each text so many times and compares what is found with the truth.
fn score(cases: &[Case], n_edits: usize) -> Score {
    let is_slow = std::env::var_os("SLOW").is_some();
    let mut score = Score::default();
    for (at, (document, measures)) in (0_u64..).zip(cases) {
        let base = Base::of(document);
        for seed in 0..if is_slow { N_REVISIONS.1 } else { N_REVISIONS.0 } {
            let mut chance = Chance(at * 1000 + seed);
            let mut paper = Paper::of(&base);
            revise(&mut paper, n_edits, &mut chance);
            compare(&base, &paper, measures, &mut score);
        }
    }
    score
}

fn compare(base: &Base, paper: &Paper, measures: &[Measure], score: &mut Score) {
    let revised = paper.passages();
    let alignment = align(&base.passages, &revised);
    let judged = judge(base, &revised, &alignment, measures, &[]);
    let classes: BTreeMap<NumberAt, (Class, &str)> = judged
        .output
        .iter()
        .filter_map(|one| one.revised.map(|at| (at, (one.class, one.from.as_str()))))
        .collect();
    // Of a list of dates it does not matter which of them is told to stand for another now.
    let told: BTreeSet<NumberAt> =
        judged.output.iter().filter(|one| one.class == Class::Changed).filter_map(|one| one.base).collect();
    for (text, sheet) in paper.0.iter().enumerate() {
        for (number, is, token) in sheet.numbers() {
            let at = NumberAt { text, number };
            let Some(from) = token.from else { continue };
            let was = &alignment.base_numbers[from.text][from.number];
            if was.is_label() {
                continue;
            }
            let found = alignment.base_of(at);
            score.n_numbers += 1;
            let is_traced = found == Some(from);
            score.n_traced += usize::from(is_traced);
            let tell = || {
                let words = |at: NumberAt| {
                    let number = &alignment.base_numbers[at.text][at.number];
                    let text = &base.passages[at.text].words.text;
                    let start = text[..number.start].char_indices().rev().nth(14).map_or(0, |(at, _)| at);
                    text[start..].chars().take(24).collect::<String>()
                };
                let text = sheet.text();
                let start = text[..is.start].char_indices().rev().nth(14).map_or(0, |(at, _)| at);
                let now: String = text[start..].chars().take(24).collect();
                format!(
                    "{} | now {now} `{}` | found {:?} {:?}",
                    words(from),
                    token.text,
                    found.map(words),
                    classes.get(&at)
                )
            };
            let class = classes.get(&at).map(|(class, _)| *class);
            let is_told = matches!(class, Some(Class::Changed | Class::OtherSubject | Class::Unsupported));
            if token.is_changed && relation(was, &is, None) == Relation::Other {
                score.n_changed += 1;
                let is_noticed = is_told || told.contains(&from);
                score.n_noticed += usize::from(is_noticed);
                if !is_noticed {
                    score.misses.push(format!("not noticed: {}", tell()));
                }
            } else {
                score.n_kept += 1;
                if is_told {
                    score.accused.push(tell());
                }
            }
            if !is_traced {
                score.misses.push(format!("not traced: {}", tell()));
            }
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of numbers")]
fn share(n: usize, of: usize) -> f64 {
    if of == 0 { 1.0 } else { n as f64 / of as f64 }
}

impl Score {
    /// Returns what is said where a test fails.
    fn told(&self, n_edits: usize) -> String {
        let lines = |list: &[String]| list.iter().take(40).cloned().collect::<Vec<_>>().join("\n  ");
        format!(
            "{n_edits} edits: {} of {} traced ({:.2} %), {} of {} changed noticed, {} of {} accused\n  {}\naccused:\n  {}",
            self.n_traced,
            self.n_numbers,
            100.0 * share(self.n_traced, self.n_numbers),
            self.n_noticed,
            self.n_changed,
            self.accused.len(),
            self.n_kept,
            lines(&self.misses),
            lines(&self.accused),
        )
    }
}

#[test]
fn numbers_are_traced_through_revisions() {
    let cases = cases();
    assert!(cases.len() > UNITS.len());
    let mut failed = Vec::new();
    // Edits, the share of numbers traced, the share of changed ones noticed, and how many may be accused.
    for (n_edits, traced, noticed, accused) in [
        (0, 1.0, 1.0, 0.0),
        (5, 0.999, 1.0, 0.0),
        (20, 0.998, 1.0, 0.000_05),
        (60, 0.995, 0.995, 0.001),
        (150, 0.985, 0.99, 0.003),
    ] {
        let score = score(&cases, n_edits);
        #[expect(clippy::cast_precision_loss, reason = "counts of numbers")]
        let is_met = (n_edits == 0 || score.n_changed > 0)
            && share(score.n_traced, score.n_numbers) >= traced
            && share(score.n_noticed, score.n_changed) >= noticed
            && score.accused.len() as f64 <= accused * score.n_kept as f64;
        let told = score.told(n_edits);
        println!("{}", told.lines().next().unwrap_or_default());
        if !is_met {
            failed.push(told);
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

/// A test over a second: hostile lengths, with time given.
#[test]
fn hostile_lengths_are_compared() {
    if std::env::var_os("SLOW").is_none() {
        println!("skipped: takes seconds; set SLOW=1");
        return;
    }
    let base = Base::of(&cases()[0].0);
    let clause = "共集中学习8次，其中专题研讨37次、占46.5%；";
    let n = 600_000 / clause.chars().count();
    let long = vec![Passage::paragraph(clause.repeat(n))];
    let mut many = vec![Passage::paragraph("实到80人次，过半。"); 100_000];
    many.iter_mut().step_by(3).for_each(|passage| passage.words.text += "翻番。");
    let digits = vec![Passage::paragraph("9".repeat(300_000) + &"3次1/2".repeat(60_000))];
    for revised in [long, many, digits] {
        let alignment = align(&base.passages, &revised);
        let judged = judge(&base, &revised, &alignment, &[], &[]);
        assert!(judged.output.len() <= base.passages.len() + 400_000);
        let levels = vec![None; revised.len()];
        let spots = vec![banxin_core::document::Spot::Title; revised.len()];
        let figures = vec![Vec::new(); revised.len()];
        let revised = Base { passages: revised, spots, figures, levels };
        let listed = changes(&base, &revised, &alignment, &judged.output);
        assert!(!listed.changes.is_empty());
        // And against itself, with another number at its end.
        let mut again = revised.passages.clone();
        again.push(Passage::paragraph("另有7次。"));
        assert!(align(&revised.passages, &again).links.len() < 400_000);
    }
}
