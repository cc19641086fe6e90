//! A unit's report in the words of the page (改句子), or as it was composed where nothing was
//! changed there.
//!
//! What was changed becomes a revised draft, and goes the way of every draft that comes back: one
//! mechanism lists the changes, checks the numbers and refuses. A clerk who has changed a sentence
//! and presses “下载 PDF” expects that sentence; so every file and picture of the page is in the
//! changed words, and none is made while they hold something that must not be filed. Only the
//! draft is handed out before: it is what others are to look at.

use crate::diagnostic::{Diagnostic, Severity};
use crate::pages::Engine;
use crate::pipeline::{self, Draft, Report, Revision, RunOptions};
use crate::serve::answer::Refusal;
use crate::serve::unit::Settled;
use crate::source::Source;

/// What the draft with the changes is called in messages.
pub(super) const DRAFT: &str = "改过的送审稿.docx";

/// A revised draft that the page's changes have made.
pub(super) struct Worded {
    /// The draft, and how it is taken over.
    pub revision: Revision,
    /// The changes that have no place in it.
    pub unplaced: Vec<Diagnostic>,
}

/// Makes the revised draft of the page's changes; nothing where there are none.
pub(super) fn worded(
    engine: &Engine,
    unit: &Settled,
    options: &RunOptions,
) -> Result<Option<Worded>, Refusal> {
    if unit.changed.edits.is_empty() {
        return Ok(None);
    }
    let pipeline::Worded { draft, unplaced } = made(engine, unit, options)?;
    let docx = Source { name: DRAFT.to_string(), bytes: draft.docx };
    let revision = Revision { docx, answers: unit.changed.answers.clone() };
    Ok(Some(Worded { revision, unplaced }))
}

/// Makes the draft with the page's changes, where there are any.
fn made(engine: &Engine, unit: &Settled, options: &RunOptions) -> Result<pipeline::Worded, Refusal> {
    let run = pipeline::worded(engine, &unit.sources, &unit.settings, options, (DRAFT, &unit.changed.edits));
    run.output.map_err(|failure| Refusal::of(&failure, [unit.diagnostics.clone(), run.diagnostics].concat()))
}

/// Makes the revised draft of the page's changes, all of which must have their place.
pub(super) fn revision(
    engine: &Engine,
    unit: &Settled,
    options: &RunOptions,
) -> Result<Option<Revision>, Refusal> {
    match worded(engine, unit, options)? {
        Some(Worded { unplaced, .. }) if !unplaced.is_empty() => Err(misplaced(unplaced)),
        worded => Ok(worded.map(|worded| worded.revision)),
    }
}

/// Makes a unit's report.
pub(super) fn report(engine: &Engine, unit: &Settled, options: &RunOptions) -> Result<Report, Refusal> {
    let (sources, settings) = (&unit.sources, &unit.settings);
    let (made, found) = match revision(engine, unit, options)? {
        Some(revision) => {
            let run = pipeline::finalize(engine, sources, settings, options, &revision);
            (run.output.report, run.diagnostics)
        }
        None => {
            let run = pipeline::run(engine, sources, settings, options);
            (run.output, run.diagnostics)
        }
    };
    made.map_err(|failure| Refusal::of(&failure, [unit.diagnostics.clone(), found].concat()))
}

/// Makes a unit's draft, whatever its numbers say: those are judged when it comes back.
pub(super) fn draft(engine: &Engine, unit: &Settled, options: &RunOptions) -> Result<Draft, Refusal> {
    let pipeline::Worded { draft, unplaced } = made(engine, unit, options)?;
    if unplaced.is_empty() { Ok(draft) } else { Err(misplaced(unplaced)) }
}

/// Refuses changes that have no place in the document.
pub(super) fn misplaced(unplaced: Vec<Diagnostic>) -> Refusal {
    debug_assert!(unplaced.iter().all(|told| told.severity == Severity::Error));
    Refusal::unfit("有的改动在现在的公文里找不到原文", unplaced)
}
