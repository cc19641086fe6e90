//! Every number that a document says is counted again, from the records alone: each sentence is
//! parsed back, and one with a number that is not known here fails.
//!
//! The registers are those of `folders`; `expected` says what each number should be.

mod besides;
mod claims;
pub mod clauses;
mod expected;
mod facts;
pub mod folders;
mod universal;

use std::collections::{BTreeMap, BTreeSet};

use banxin_core::analysis::{self, Analysis};
use banxin_core::document;
use banxin_core::figures::Figures;
use banxin_core::findings::{RuleId, Standing};
use banxin_core::source::Source;

use besides::missed;
use clauses::{clauses, counted, matched, paragraphs};
use expected::{Pattern, changed, expected, forms};
use folders::{Dice, folder, settings};

/// How many random units are counted again: each takes some milliseconds.
fn n_random() -> u64 {
    if std::env::var_os("SLOW").is_some() { 5000 } else { 500 }
}

/// Returns whether a printed number is what it should be, to its last place.
fn is_printed(printed: &str, exact: f64) -> bool {
    let digits = printed.trim_end_matches('%');
    let decimals = digits.split_once('.').map_or(0, |(_, behind)| behind.len());
    let unit = 10_f64.powi(i32::try_from(decimals).expect("few"));
    // A whole number may have lost its nought; else there is at least one decimal.
    let rounded = |unit: f64| (exact.abs() * unit + 1e-7).round() / unit;
    digits.parse::<f64>().is_ok_and(|value| {
        (value - rounded(unit)).abs() < 1e-7 && (decimals > 0 || (value - rounded(10.0)).abs() < 1e-7)
    })
}

/// What one unit's document is checked against.
struct Check<'a> {
    analysis: &'a Analysis,
    patterns: Vec<Pattern>,
    before: Option<Figures>,
    /// How often each pattern was found.
    seen: &'a mut BTreeMap<&'static str, usize>,
}

impl Check<'_> {
    /// Counts again what a sentence says; returns what is wrong.
    fn sentence(&mut self, sentence: &str) -> Result<(), String> {
        if counted(sentence).is_empty() || self.is_of_before(sentence)? {
            return Ok(());
        }
        let ends = clauses(sentence);
        let mut at = 0;
        while at < ends.len() {
            let (from, end) = ends[at];
            if counted(&sentence[from..end]).is_empty() {
                at += 1;
                continue;
            }
            // The longest run of clauses that a pattern knows goes first.
            let longest = (at..ends.len().min(at + 4)).rev();
            let known =
                longest.map(|last| (last, self.is_known(&sentence[from..ends[last].1], &sentence[..from])));
            match known.into_iter().find(|(_, known)| !matches!(known, Ok(false))) {
                Some((last, Ok(_))) => at = last + 1,
                Some((_, Err(wrong))) => return Err(wrong),
                None => return Err(format!("no parser knows {:?}", &sentence[from..end])),
            }
        }
        Ok(())
    }

    /// Returns whether a pattern knows these words, and an error where it does and another number
    /// was counted.
    fn is_known(&mut self, words: &str, before: &str) -> Result<bool, String> {
        if let Some(share) = matched("占#", words) {
            return self.is_share(&share[0], before).map(|()| true);
        }
        let mut wrong = None;
        for (pattern, values) in &self.patterns {
            let Some(numbers) = matched(pattern, words) else { continue };
            if numbers.iter().zip(values).all(|(printed, exact)| is_printed(printed, *exact)) {
                *self.seen.entry(pattern).or_default() += 1;
                return Ok(true);
            }
            wrong = Some(format!("{words}: not {values:?} ({pattern})"));
        }
        wrong.map_or(Ok(false), Err)
    }

    /// Checks that a share is that of two numbers before it, which are checked themselves.
    fn is_share(&self, printed: &str, before: &str) -> Result<(), String> {
        let numbers: Vec<f64> = counted(before).iter().filter_map(|number| number.parse().ok()).collect();
        let is_of = |of: &f64| numbers.iter().any(|n| *of >= 5.0 && is_printed(printed, n / of * 100.0));
        numbers.iter().any(is_of).then_some(()).ok_or_else(|| format!("占{printed} of {before}"))
    }

    /// Checks a sentence that looks back at the period before, counts the other findings, or lists.
    fn is_of_before(&self, sentence: &str) -> Result<bool, String> {
        if let Some(numbers) = matched("此外还有#项不足*", sentence) {
            let findings = self.analysis.findings.ranked.iter();
            let counted = findings.filter(|one| one.standing == Standing::Counted).map(|one| one.rules.len());
            let n: usize = counted.sum();
            return if numbers == [n.to_string()] { Ok(true) } else { Err(sentence.to_string()) };
        }
        if let Some(list) = sentence.strip_prefix("学习形式上，") {
            let is_right = forms(&self.analysis.dossier, list);
            return if is_right { Ok(true) } else { Err(sentence.to_string()) };
        }
        if let Some(is_right) = missed(&self.analysis.dossier, sentence) {
            return if is_right { Ok(true) } else { Err(sentence.to_string()) };
        }
        let Some(before) = &self.before else { return Ok(false) };
        if sentence.starts_with("对照") {
            // What was told of the head of the group, and suspicions, were no part of the report.
            let is_told = |id: &str| {
                RuleId::numbered(id).is_some_and(|rule| !rule.is_suspicion() && !rule.is_of_leaders())
            };
            let flagged = before.indicators.iter().filter(|one| is_told(&one.id)).count();
            let numbers: Vec<usize> = counted(sentence).iter().filter_map(|n| n.parse().ok()).collect();
            let (first, rest) = numbers.split_first().expect("a number");
            let is_sum = rest.is_empty() || rest.iter().sum::<usize>() == *first;
            return if *first == flagged && is_sum {
                Ok(true)
            } else {
                Err(format!("{sentence}: not {flagged}"))
            };
        }
        if !sentence.starts_with("与") || !sentence.contains("相比，") {
            return Ok(false);
        }
        let told = sentence.split_once("相比，").expect("found").1;
        for clause in told.replace("，降低", "降低").replace("，减少", "减少").split(['，', '；'])
        {
            if !changed(&self.analysis.dossier, before, clause, is_printed) {
                return Err(format!("{clause} of {sentence}"));
            }
        }
        Ok(true)
    }
}

/// Returns the figures of the period before, where a folder has them.
fn before(files: &[Source]) -> Option<Figures> {
    let file = files.iter().find(|file| file.name.ends_with(".json"))?;
    Figures::parse(&file.bytes).ok()
}

#[test]
fn every_number_of_random_units_is_counted_again() {
    let mut seen: BTreeMap<&'static str, usize> = BTreeMap::new();
    let mut wrong: BTreeMap<String, (usize, String)> = BTreeMap::new();
    let mut n_written = 0;
    for seed in 0..n_random() {
        let mut dice = Dice::new(seed);
        let files = folder(&mut dice);
        let settings = settings(&mut dice);
        let Ok(analysis) = analysis::analyse(&files, &settings).output else { continue };
        n_written += 1;
        let document = document::compose(&analysis.material(&settings));
        let patterns = expected(&analysis.dossier);
        patterns.iter().for_each(|(pattern, _)| {
            seen.entry(pattern).or_default();
        });
        let before = before(&files).filter(|_| analysis.findings.previous.is_some());
        let mut check = Check { analysis: &analysis, patterns, before, seen: &mut seen };
        for (part, text) in paragraphs(&document) {
            for sentence in text.split('。') {
                if let Err(told) = check.sentence(sentence) {
                    let kind: String = told.chars().filter(|c| !c.is_ascii_digit() && *c != '.').collect();
                    let entry = wrong.entry(kind).or_default();
                    entry.0 += 1;
                    entry.1 = format!("seed {seed}, {part}: {told}\n    {sentence}");
                }
            }
        }
        naught(&document, seed);
    }
    assert!(n_written > n_random() / 2, "{n_written} units were written");
    let told: Vec<String> = wrong.values().map(|(n, told)| format!("{n} times: {told}")).collect();
    assert!(told.is_empty(), "{} kinds of wrong numbers:\n{}", told.len(), told.join("\n"));
    let never: BTreeSet<&&str> = seen.iter().filter(|(_, n)| **n == 0).map(|(words, _)| words).collect();
    assert!(never.len() < seen.len() / 8, "no document says {never:?}");
}

/// Checks that what is naught is not told as something done.
#[track_caller]
fn naught(document: &document::Document, seed: u64) {
    for (_, text) in paragraphs(document) {
        for measure in ["次", "篇", "项", "人次", "个", "场", "名", "条"] {
            assert!(!text.contains(&format!("⟦0⟧{measure}")), "seed {seed}: 0{measure} in {text}");
        }
    }
}
