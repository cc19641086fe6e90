//! A revised document checked against the composed one: its numbers judged, its changes listed.

use crate::diagnostic::Warned;
use crate::document::{Document, Spot};
use crate::revision::Base;
use crate::revision::align::align;
use crate::revision::changes::{Changes, changes};
use crate::revision::judge::{Allowance, Judgement, judge};
use crate::statistics::Measure;

/// What a revised document says otherwise.
#[derive(Debug, Clone, PartialEq)]
pub struct Checked {
    /// What became of each number.
    pub numbers: Judgement,
    /// What was changed, sentence by sentence.
    pub changes: Changes,
    /// The same as a document that leaders read.
    pub list: Document,
}

/// Compares a document in the leaders' words with the composed one. Measures are those of the
/// statistics, whether they are printed or not.
pub fn check(
    base: &Document,
    revised: &Document,
    measures: &[Measure],
    allowances: &[Allowance],
) -> Warned<Checked> {
    let (composed, base) = (base, Base::of(base));
    let mut revised = Base::of(revised);
    // The names of its figures were given anew; they are not those of the base.
    revised.passages.iter_mut().for_each(|passage| passage.words.marks.clear());
    let mut alignment = align(&base.passages, &revised.passages);
    alignment.forget(&framed(&base, &revised), &framed(&revised, &base));
    let judged = judge(&base, &revised.passages, &alignment, measures, allowances);
    let changes = changes(&base, &revised, &alignment, &judged.output);
    let list = changes.to_document(composed);
    Warned { output: Checked { numbers: judged.output, changes, list }, diagnostics: judged.diagnostics }
}

/// Returns the passages of one side that are the office's to set, a date or the number of the
/// paper, and are not as the other side has them. Whether they are right is checked where they
/// are taken over.
fn framed(one: &Base, other: &Base) -> Vec<usize> {
    let is_set = |spot: &Spot| matches!(spot, Spot::Date | Spot::Issued | Spot::PrintedOn | Spot::Number);
    let is_same = |at: usize| {
        let place = other.spots.iter().position(|spot| *spot == one.spots[at]);
        place.is_some_and(|place| other.passages[place].words.text == one.passages[at].words.text)
    };
    (0..one.spots.len()).filter(|at| is_set(&one.spots[*at]) && !is_same(*at)).collect()
}
