//! What several periods' 汇总报告.json show together: read, and told as JSON for the page to draw.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::HeaderValue;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};

use crate::analysis::Stop;
use crate::county::Trend;
use crate::serve::answer::Refusal;
use crate::serve::app::App;
use crate::serve::limits::Limits;
use crate::serve::unit::{path_names, zip_stem};
use crate::serve::unpack::{Names, Room, Zip, is_hidden};
use crate::serve::upload::{self, File};

/// How a county's result calls its figures.
const FIGURES: &str = "汇总报告.json";

/// `POST /api/trends`: the county's figures of several periods, from its own files or from whole
/// results.
pub(super) async fn trends(State(app): State<Arc<App>>, request: Request) -> Result<Response, Refusal> {
    let upload = upload::receive(&app, request).await?;
    let shared = app.clone();
    let read = app.gate.run(move |stop| {
        let upload::Upload { files, held, .. } = upload;
        let texts = texts(files, &shared.limits, stop)?;
        let reason = "没有能用的汇总数字";
        let trend = Trend::read(&texts).map_err(|diagnostics| Refusal::unfit(reason, diagnostics))?;
        // Until now what was sent lies in memory.
        drop((texts, held));
        serde_json::to_vec(&trend).map_err(|_| Refusal::bug())
    });
    let mut response = read.await?.into_response();
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    Ok(response)
}

/// Returns the JSON files by their names, in the order of these; of a whole result only the county's.
fn texts(files: Vec<File>, limits: &Limits, stop: &Stop) -> Result<Vec<(String, String)>, Refusal> {
    let mut room = Room { files: limits.files, bytes: limits.unpacked_bytes, ratio: limits.ratio };
    let mut found: Vec<(String, Vec<u8>)> = Vec::new();
    for File { path, bytes } in files {
        let names = path_names(&path);
        let Some(stem) = names.last().and_then(|base| zip_stem(base)) else {
            found.extend(is_json(&names).then(|| (names.join("/"), bytes)));
            continue;
        };
        let zip = Zip::open(&bytes, &room)?;
        let is_figures = |names: &Names| names.last().is_some_and(|base| base == FIGURES);
        let is_result = zip.names().any(is_figures);
        zip.unpack(
            &mut room,
            stop,
            |names| if is_result { is_figures(names) } else { is_json(names) },
            |names, bytes| {
                found.push((format!("{stem}/{}", names.join("/")), bytes));
                Ok(())
            },
        )?;
    }
    if found.len() > limits.files {
        return Err(Refusal::too_large(format!("文件超过 {} 个", limits.files)));
    }
    // Nothing may depend on the order in which files come.
    found.sort();
    // What is no UTF-8 is no file of ours, and is named as such.
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap_or_default();
    Ok(found.into_iter().map(|(name, bytes)| (name, text(bytes))).collect())
}

fn is_json(names: &Names) -> bool {
    let is_hidden = names.iter().any(|name| is_hidden(name));
    !is_hidden && names.last().is_some_and(|base| base.to_lowercase().ends_with(".json"))
}
