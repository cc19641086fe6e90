//! The revised draft's route (定稿): what was changed and what is wrong, or the PDF that is filed.

use std::collections::BTreeMap;
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
use crate::serve::upload;
use crate::settings::carried::{Answers, OpenChanges};
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
    let Some(revised) = upload.revised.take() else {
        let error = Diagnostic::error("no-draft", "没有收到修改稿");
        return Err(Refusal::because(error.hint("选择改过的送审稿（.docx），放在 revised 字段")));
    };
    let lists = upload.fields.remove("list").is_some();
    let is_ofd = upload.fields.remove("ofd").is_some() && !lists;
    let answers = answers(&mut upload.fields)?;
    let shared = app.clone();
    let made = app.gate.run(move |stop| {
        let unit = Settled::new(upload, &shared.limits, stop)?.named()?;
        let mut options = options(&unit, &shared.limits, stop);
        if is_ofd {
            options.exports = Exports { pdf: false, ofd: Some(unit.settings.ofd_profile) };
        }
        let name = path_names(&revised.path).pop().unwrap_or_default();
        let revision = Revision { docx: Source { name, bytes: revised.bytes }, answers };
        let sources: Vec<Source> =
            unit.sources.iter().filter(|source| source.bytes != revision.docx.bytes).cloned().collect();
        let run = pipeline::finalize(&shared.engine, &sources, &unit.settings, &options, &revision);
        let diagnostics = [unit.diagnostics, run.diagnostics].concat();
        let file = match run.output.report {
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

/// Takes what the office says of how the draft is taken over: `changes`, `ignore-comments`, and
/// in `allow` a number and its reason a line.
fn answers(fields: &mut BTreeMap<String, String>) -> Result<Answers, Refusal> {
    let changes = match fields.remove("changes").as_deref() {
        None | Some("refuse") => OpenChanges::Refuse,
        Some("accept") => OpenChanges::Accept,
        Some("reject") => OpenChanges::Reject,
        Some(_) => return Err(Refusal::malformed("字段 changes 应为 refuse、accept 或 reject")),
    };
    let ignore_comments = fields.remove("ignore-comments").is_some();
    let mut allowed = BTreeMap::new();
    for line in fields.remove("allow").unwrap_or_default().lines().filter(|line| !line.trim().is_empty()) {
        match line.split_once('=').map(|(id, reason)| (id.trim(), reason.trim())) {
            Some((id, reason)) if !id.is_empty() && !reason.is_empty() => {
                allowed.insert(id.to_string(), reason.to_string());
            }
            _ => return Err(Refusal::malformed("字段 allow 每行应写成 数字=理由")),
        }
    }
    Ok(Answers { changes, ignore_comments, allowed })
}
