//! A revised document checked against the composed one: its numbers judged, its changes listed.

use crate::diagnostic::Warned;
use crate::document::Document;
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
}

/// Compares a document in the leaders' words with the composed one. Measures are those of the
/// statistics, whether they are printed or not.
pub fn check(
    base: &Document,
    revised: &Document,
    measures: &[Measure],
    allowances: &[Allowance],
) -> Warned<Checked> {
    let base = Base::of(base);
    let mut revised = Base::of(revised);
    // The names of its figures were given anew; they are not those of the base.
    revised.passages.iter_mut().for_each(|passage| passage.words.marks.clear());
    let alignment = align(&base.passages, &revised.passages);
    let judged = judge(&base, &revised.passages, &alignment, measures, allowances);
    let changes = changes(&base, &revised, &alignment, &judged.output);
    Warned { output: Checked { numbers: judged.output, changes }, diagnostics: judged.diagnostics }
}
