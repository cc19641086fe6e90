//! Each number judged in the order of the revised text.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, Warned};
use crate::document::Provenance;
use crate::revision::Base;
use crate::revision::align::{Alignment, NumberAt, Passage};
use crate::revision::judge::allowed::Allowed;
use crate::revision::judge::case::{Case, Found, Weight};
use crate::revision::judge::cell::{Cell, Cells};
use crate::revision::judge::evidence::exact;
use crate::revision::judge::label::Labels;
use crate::revision::judge::{Allowance, Class, Judged, Judgement, claims, section, shares, spoken, told};
use crate::revision::numbers::{Number, Reading, Relation, relation};
use crate::statistics::Measure;

/// A date among so many of the same characters is the same.
const SAME: usize = 2;

/// Judges each number of a revised text. Measures are those of the statistics, printed or not.
pub fn judge(
    base: &Base,
    revised: &[Passage],
    alignment: &Alignment,
    measures: &[Measure],
    allowances: &[Allowance],
) -> Warned<Judgement> {
    let kept: BTreeSet<NumberAt> = alignment.links.iter().map(|(base, _)| *base).collect();
    let labels = Labels::of(base, alignment, measures);
    let (base_cells, revised_cells) = (Cells::of(&base.passages), Cells::of(revised));
    let case = Case { base, revised, alignment, kept, labels, base_cells, revised_cells };
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
    diagnostics.extend(spoken::check(&case, measures, &mut judged, &mut allowed));
    diagnostics.extend(shares::disagreeing(&case, &judged));
    let lost = case.lost(&ids);
    diagnostics.extend(told::lost(&case, &lost));
    judged.extend(lost);
    diagnostics.extend(allowed.unused());
    Warned { output: judged, diagnostics }
}

impl Case<'_> {
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
        let said = |passage: &Passage, number: &Number| names_part(&passage.words.text, number);
        let is_reference = said(&self.base.passages[from.text], was) && said(&self.revised[to.text], is);
        let class = match relation(was, is, source.and_then(|source| exact(source, was))) {
            Relation::Same => Class::Kept,
            Relation::Coarser => Class::Reworded,
            // The numbers of charts, tables and attachments are counted anew where the text is made.
            Relation::Other if is_reference => Class::Kept,
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
            return self.new_date(text, number);
        }
        let cell = self.revised_cells.cell(at.text);
        if cell.as_ref().is_some_and(Cell::is_count) {
            return None;
        }
        let mut named = self.labels.named(text, number);
        // A cell is named by its column and its row.
        let names = cell.iter().flat_map(|cell| [cell.head, cell.label]).flatten();
        for name in names {
            named.extend(self.labels.named_by(name, number));
        }
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

    /// Looks for a date of the base that a new one can be: one that stands nowhere any more, or
    /// one among the same words. What says the same of something else is no support.
    fn new_date(&self, text: &str, number: &Number) -> Option<Found> {
        let mut elsewhere = None;
        for (place, numbers) in self.alignment.base_numbers.iter().enumerate() {
            for (at, base) in numbers.iter().enumerate().filter(|(_, base)| says(base, number)) {
                let words = &self.base.passages[place].words.text;
                let is_free = !self.kept.contains(&NumberAt { text: place, number: at });
                let is_part = matches!(number.reading, Reading::Part(_));
                if is_free || is_part || is_among_same_words((words, base), (text, number)) {
                    return None;
                }
                elsewhere.get_or_insert_with(|| format!("原文是{}", told::quoted(words, base)));
            }
        }
        Some(Found::Unsupported(Weight::Plan, elsewhere))
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
        let is_lost = |at: &&NumberAt| !self.kept.contains(at) && !self.base_number(**at).is_label();
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

/// Returns whether a number is that of a chart, a table or an attachment.
fn names_part(text: &str, number: &Number) -> bool {
    number.is_label() && ["图", "表", "附件"].iter().any(|name| text[..number.start].ends_with(name))
}

/// Returns whether two numbers have the same words before and behind them, up to the next mark.
fn is_among_same_words(one: (&str, &Number), other: (&str, &Number)) -> bool {
    let is_word = |c: &char| !c.is_whitespace() && !"，。；：、！？（）\n".contains(*c);
    let before =
        |(text, number): (&str, &Number)| text[..number.start].chars().rev().take(SAME).collect::<Vec<_>>();
    let behind = |(text, number): (&str, &Number)| text[number.end..].chars().take(SAME).collect::<Vec<_>>();
    let n_same = |a: &[char], b: &[char]| a.iter().zip(b).take_while(|(a, b)| a == b && is_word(a)).count();
    n_same(&before(one), &before(other)) + n_same(&behind(one), &behind(other)) >= SAME
}

/// Returns whether a date or part of a year is said by one of the base.
fn says(base: &Number, number: &Number) -> bool {
    relation(base, number, None) != Relation::Other
}
