//! What became of each number: kept, reworded, changed, matched, unsupported or lost.
//!
//! A number of the revised text that stands in the place of one of the base must say the same,
//! or less that is true. One that stands in nobody's place must be named by the words before it
//! as a measure of that value; else nothing supports it. What the office answers for by name and
//! reason is let through and told.

mod claims;
mod label;
mod section;
mod shares;
#[cfg(test)]
mod tests;
mod told;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::diagnostic::{Diagnostic, Warned};
use crate::document::{Dated, Identified, Provenance};
use crate::revision::Base;
use crate::revision::align::{Alignment, NumberAt, Passage};
use crate::revision::judge::label::Labels;
use crate::revision::numbers::{Number, Reading, Relation, UnitKind, relation};
use crate::statistics::Measure;

/// A changed or unsupported number that the office answers for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allowance {
    /// The number's name.
    pub id: String,
    /// Why it is right.
    pub reason: String,
}

/// What became of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// It says the same.
    Kept,
    /// It says less, and the truth.
    Reworded,
    /// It says something else.
    Changed,
    /// It is new, and words near it name a measure of that value.
    Matched,
    /// It is new, and nothing supports it.
    Unsupported,
    /// It is gone.
    Lost,
}

/// A number with what became of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    /// What became of it.
    pub class: Class,
    /// The name by which it can be allowed: the figure's, `words.N` for a number among the
    /// program's own words, `new.N` for one that is new.
    pub id: String,
    /// Where it stood.
    pub base: Option<NumberAt>,
    /// Where it stands.
    pub revised: Option<NumberAt>,
    /// What was said, with its unit.
    pub from: String,
    /// What is said now, with its unit.
    pub to: String,
    /// What it is, in Chinese; empty for a new number.
    pub name: String,
    /// The reason that the office gives for it.
    pub allowed: Option<String>,
}

/// The numbers of a revised text, those of the base that are gone at the end.
pub type Judgement = Vec<Judged>;

/// Judges each number of a revised text. Measures are those of the statistics, printed or not.
pub fn judge(
    base: &Base,
    revised: &[Passage],
    alignment: &Alignment,
    measures: &[Measure],
    allowances: &[Allowance],
) -> Warned<Judgement> {
    let case = Case { base, revised, alignment, labels: Labels::of(base, alignment, measures) };
    let plans = section::plans(base, revised, alignment);
    let ids = case.ids();
    let mut diagnostics = Vec::new();
    let mut judged = Vec::new();
    let mut allowed = Allowed::new(allowances);
    let mut n_new = 0;
    for (text, numbers) in alignment.revised_numbers.iter().enumerate() {
        for (at, number) in numbers.iter().enumerate() {
            let revised = NumberAt { text, number: at };
            let one = match alignment.base_of(revised) {
                Some(from) => case.in_its_place(from, revised, &ids, &mut allowed, &mut diagnostics),
                None => {
                    let Some(found) = case.new_number(revised, number, plans[text]) else { continue };
                    n_new += 1;
                    case.tell_new(found, revised, n_new, &mut allowed, &mut diagnostics)
                }
            };
            judged.push(one);
        }
    }
    diagnostics.extend(shares::disagreeing(&case, &judged));
    let lost = case.lost(&ids);
    diagnostics.extend(told::lost(&case, &lost));
    judged.extend(lost);
    diagnostics.extend(allowed.unused());
    Warned { output: judged, diagnostics }
}

/// What is judged.
pub(super) struct Case<'a> {
    base: &'a Base,
    revised: &'a [Passage],
    alignment: &'a Alignment,
    labels: Labels<'a>,
}

/// What a new number was found to be.
pub(super) enum Found {
    /// A measure's value, by the words before it: what it is, and its cells.
    Matched(String, String),
    /// Nothing supports it: how bad that is, and what the words before it name instead.
    Unsupported(Weight, Option<String>),
}

/// How bad an unsupported number is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    /// A result of the period.
    Result,
    /// A plan, a date, the name of a paper.
    Plan,
    /// Words that claim something that cannot be reckoned.
    Claim,
    /// Words that claim something that is not true.
    False,
}

impl Case<'_> {
    fn base_number(&self, at: NumberAt) -> &Number {
        &self.alignment.base_numbers[at.text][at.number]
    }

    fn revised_number(&self, at: NumberAt) -> &Number {
        &self.alignment.revised_numbers[at.text][at.number]
    }

    /// Returns the figure that a number of the base belongs to.
    fn figure(&self, at: NumberAt) -> Option<&Identified> {
        let number = self.base_number(at);
        let mut figures = self.base.figures[at.text].iter();
        figures.find(|figure| figure.start < number.end && number.start < figure.end)
    }

    /// Returns a name for each number of the base.
    fn ids(&self) -> BTreeMap<NumberAt, String> {
        let mut ids = BTreeMap::new();
        let mut n_words = 0;
        for (text, numbers) in self.alignment.base_numbers.iter().enumerate() {
            for number in 0..numbers.len() {
                let at = NumberAt { text, number };
                let id = match self.figure(at) {
                    Some(figure) => figure.id.clone(),
                    None => {
                        n_words += 1;
                        format!("words.{n_words}")
                    }
                };
                ids.insert(at, id);
            }
        }
        ids
    }

    /// Judges a number that stands in the place of one of the base.
    fn in_its_place(
        &self,
        from: NumberAt,
        to: NumberAt,
        ids: &BTreeMap<NumberAt, String>,
        allowed: &mut Allowed<'_>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Judged {
        let (was, is) = (self.base_number(from), self.revised_number(to));
        let source = self.figure(from).map(|figure| &figure.source);
        let class = match relation(was, is, source.and_then(|source| exact(source, was))) {
            Relation::Same => Class::Kept,
            Relation::Coarser => Class::Reworded,
            Relation::Other => Class::Changed,
        };
        let mut judged = Judged {
            class,
            id: ids[&from].clone(),
            base: Some(from),
            revised: Some(to),
            from: told::with_unit(&self.base.passages[from.text].words.text, was),
            to: told::with_unit(&self.revised[to.text].words.text, is),
            name: source.map_or("本文的数字".to_string(), Provenance::title),
            allowed: None,
        };
        if class == Class::Changed {
            judged.allowed = allowed.take(&judged.id);
        }
        diagnostics.extend(told::in_its_place(self, &judged, source));
        judged
    }

    /// Looks for what supports a number that stands in nobody's place; a number that says
    /// nothing of its own is none.
    fn new_number(&self, at: NumberAt, number: &Number, is_plan: bool) -> Option<Found> {
        let text = &self.revised[at.text].words.text;
        if number.is_weak || number.is_label() {
            return None;
        }
        if let Reading::Day(_) | Reading::Part(_) = number.reading {
            let is_known = self.alignment.base_numbers.iter().flatten().any(|base| says(base, number));
            return (!is_known).then_some(Found::Unsupported(Weight::Plan, None));
        }
        let named = self.labels.named(text, number);
        if let Some(named) = named.iter().find(|named| named.is_true) {
            return Some(Found::Matched(named.name.clone(), named.cells.clone()));
        }
        let instead = named.first().map(|named| format!("{}为 `{}`", named.name, named.says));
        if let Some(found) = claims::judge(text, number, &self.alignment.revised_numbers[at.text], &instead) {
            return found;
        }
        let is_soft = is_plan
            || matches!(number.reading, Reading::Paper(..) | Reading::Ordinal(_))
            || told::is_in_title(text, number);
        let weight = if is_soft { Weight::Plan } else { Weight::Result };
        Some(Found::Unsupported(weight, instead))
    }

    fn tell_new(
        &self,
        found: Found,
        at: NumberAt,
        n_new: usize,
        allowed: &mut Allowed<'_>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Judged {
        let class = if let Found::Matched(..) = found { Class::Matched } else { Class::Unsupported };
        let mut judged = Judged {
            class,
            id: format!("new.{n_new}"),
            base: None,
            revised: Some(at),
            from: String::new(),
            to: told::with_unit(&self.revised[at.text].words.text, self.revised_number(at)),
            name: String::new(),
            allowed: None,
        };
        if class == Class::Unsupported {
            judged.allowed = allowed.take(&judged.id);
        }
        diagnostics.push(told::new_number(self, &judged, at, &found));
        judged
    }

    /// Returns the numbers of the base that stand nowhere any more.
    fn lost(&self, ids: &BTreeMap<NumberAt, String>) -> Vec<Judged> {
        let mut kept: Vec<NumberAt> = self.alignment.links.iter().map(|(base, _)| *base).collect();
        kept.sort_unstable();
        let is_lost = |at: &&NumberAt| kept.binary_search(at).is_err() && !self.base_number(**at).is_label();
        let lost = |at: &NumberAt| Judged {
            class: Class::Lost,
            id: ids[at].clone(),
            base: Some(*at),
            revised: None,
            from: told::with_unit(&self.base.passages[at.text].words.text, self.base_number(*at)),
            to: String::new(),
            name: self.figure(*at).map_or("本文的数字".to_string(), |figure| figure.source.title()),
            allowed: None,
        };
        ids.keys().filter(is_lost).map(lost).collect()
    }
}

/// Returns whether a date or part of a year is said by one of the base.
fn says(base: &Number, number: &Number) -> bool {
    relation(base, number, None) != Relation::Other
}

/// Returns the exact value behind a printed number, where its evidence tells it.
fn exact(source: &Provenance, number: &Number) -> Option<f64> {
    let evidence = source.evidence()?;
    let Reading::Amount(printed, kind) = &number.reading else { return None };
    #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
    let share = match (evidence.n, evidence.of) {
        (Some(n), Some(of)) if of > 0 => Some(n as f64 / of as f64),
        _ => None,
    };
    let scale = if *kind == UnitKind::Percent { 100.0 } else { 1.0 };
    let near = |value: &f64| (value - printed.as_f64()).abs() <= 10_f64.powi(printed.step().clamp(-9, 9));
    share.map(|share| share * scale).filter(near).or(evidence.value.map(|value| value * scale).filter(near))
}

/// Returns whether a number is the office's to decide: what is planned, not what was.
fn is_decided(source: &Provenance) -> bool {
    matches!(source, Provenance::Target(_) | Provenance::Date(Dated::Due))
}

/// The allowances, and which of them were needed.
struct Allowed<'a> {
    reasons: BTreeMap<&'a str, (&'a str, bool)>,
}

impl<'a> Allowed<'a> {
    fn new(allowances: &'a [Allowance]) -> Allowed<'a> {
        let reasons = allowances.iter().filter(|allowance| !allowance.reason.trim().is_empty());
        Allowed { reasons: reasons.map(|one| (one.id.as_str(), (one.reason.trim(), false))).collect() }
    }

    fn take(&mut self, id: &str) -> Option<String> {
        let (reason, is_used) = self.reasons.get_mut(id)?;
        *is_used = true;
        Some((*reason).to_string())
    }

    fn unused(self) -> Vec<Diagnostic> {
        let unused = self.reasons.into_iter().filter(|(_, (_, is_used))| !is_used);
        let tell = |(id, _): (&str, _)| {
            Diagnostic::warning(
                "allowance-unused",
                format!("写明了理由的 `{id}` 不是改动过或者没有依据的数字"),
            )
            .hint("数字的名称见“修改对照”")
        };
        unused.map(tell).collect()
    }
}
