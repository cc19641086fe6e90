//! The route of what is filed (定稿), from a revised draft or from what was changed on the page: what
//! was changed and what is wrong, or the PDF.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::diagnostic::Diagnostic;
use crate::pipeline::{self, Exports, Revision};
use crate::revision::changes::Changes;
use crate::serve::answer::Refusal;
use crate::serve::app::App;
use crate::serve::routes::{file, options};
use crate::serve::unit::{Settled, path_names};
use crate::serve::{changed, upload, words};
use crate::source::Source;

/// What became of a revised draft.
struct Made {
    diagnostics: Vec<Diagnostic>,
    changes: Option<Changes>,
    /// The file and its name, where one could be made.
    file: Result<(Vec<u8>, String), Refusal>,
}

/// `POST /api/finalize`: the PDF; with the field `ofd` the same pages as OFD, with `list` what was
/// changed and found, as JSON.
pub(super) async fn finalize(State(app): State<Arc<App>>, request: Request) -> Result<Response, Refusal> {
    let mut upload = upload::receive(&app, request).await?;
    let revised = upload.revised.take();
    if revised.is_some() && upload.fields.contains_key(changed::EDITS) {
        let refusal = Refusal::malformed("修改稿和网页上改的句子只能用一样");
        return Err(refusal.hint("把网页上的改动下载成送审稿，和修改稿合成一份"));
    }
    let lists = upload.fields.remove("list").is_some();
    let is_ofd = upload.fields.remove("ofd").is_some() && !lists;
    let shared = app.clone();
    let made = app.gate.run(move |stop| {
        let unit = Settled::new(upload, &shared.limits, stop)?.named()?;
        let mut options = options(&unit, &shared.limits, stop);
        if is_ofd {
            options.exports = Exports { pdf: false, ofd: Some(unit.settings.ofd_profile) };
        }
        let (revision, unplaced) = match revised {
            Some(revised) => {
                let name = path_names(&revised.path).pop().unwrap_or_default();
                let docx = Source { name, bytes: revised.bytes };
                (Revision { docx, answers: unit.changed.answers.clone() }, Vec::new())
            }
            None => match words::worded(&shared.engine, &unit, &options)? {
                Some(worded) => (worded.revision, worded.unplaced),
                None => {
                    let error = Diagnostic::error("no-draft", "没有收到修改稿");
                    return Err(Refusal::because(error.hint("选择改过的送审稿（.docx），放在 revised 字段")));
                }
            },
        };
        let sources: Vec<Source> =
            unit.sources.iter().filter(|source| source.bytes != revision.docx.bytes).cloned().collect();
        let run = pipeline::finalize(&shared.engine, &sources, &unit.settings, &options, &revision);
        let diagnostics = [unit.diagnostics, run.diagnostics, unplaced.clone()].concat();
        let file = match run.output.report {
            // What has no place in the document is never left out in silence.
            Ok(_) if !unplaced.is_empty() => Err(words::misplaced(unplaced)),
            Ok(report) => {
                let ending = if is_ofd { "ofd" } else { "pdf" };
                let name = format!("{}-{}-定稿.{ending}", report.document.unit, report.document.period);
                let bytes = if is_ofd { report.ofd } else { report.pdf };
                Ok((bytes.expect("options ask for it"), name))
            }
            Err(failure) => Err(Refusal::of(&failure, diagnostics.clone())),
        };
        Ok(Made { diagnostics, changes: run.output.checked.map(|checked| checked.changes), file })
    });
    let Made { diagnostics, changes, file: made } = made.await?;
    if !lists {
        let (bytes, name) = made?;
        return Ok(file(if is_ofd { "application/ofd" } else { "application/pdf" }, &name, bytes));
    }
    // A fault of ours, or a server that is busy, is none of the draft.
    if let Err(refusal) = &made
        && refusal.diagnostics.is_empty()
    {
        return Err(refusal.clone());
    }
    let changes = changes.map(|changes| changes.changes);
    Ok(Json(json!({ "diagnostics": diagnostics, "changes": changes, "made": made.is_ok() })).into_response())
}
