//! The route that opens a finished report as the folder that it was made from.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use memchr::memmem;

use crate::folder::CONFIG_NAME;
use crate::period::parse_iso_date;
use crate::serve::answer::Refusal;
use crate::serve::app::App;
use crate::serve::reports;
use crate::serve::unit::path_names;
use crate::serve::upload;

/// `POST /api/open`: the files inside the one report that was sent, as a form of `files` and, for
/// minutes, `session`: what the page would send of the folder itself.
pub(super) async fn open(State(app): State<Arc<App>>, request: Request) -> Result<Response, Refusal> {
    let upload = upload::receive(&app, request).await?;
    let shared = app.clone();
    let opened = app.gate.run(move |_| {
        let named = upload.files.into_iter().map(|file| (path_names(&file.path), file.bytes)).collect();
        reports::open(named, &shared.limits)
    });
    let opened = opened.await?;
    let config = (CONFIG_NAME, opened.layer.text.as_bytes());
    let sources = opened.sources.iter().map(|source| (source.name.as_str(), source.bytes.as_slice()));
    let files: Vec<(&str, &[u8])> = sources.chain([config]).collect();
    let boundary = boundary(&files);
    // Anybody may have written what is inside: only a day is handed on as one.
    let session = opened.session.as_deref().filter(|text| parse_iso_date(text).is_some());
    let kind = format!("multipart/form-data; boundary={boundary}");
    Ok(([(CONTENT_TYPE, kind)], form(&boundary, &files, session)).into_response())
}

/// Returns a word that stands in none of the files.
fn boundary(files: &[(&str, &[u8])]) -> String {
    let words = (0_usize..).map(|n| format!("banxin-{n}"));
    let is_free =
        |word: &String| files.iter().all(|(_, bytes)| memmem::find(bytes, word.as_bytes()).is_none());
    words.into_iter().find(is_free).expect("files end, numbers do not")
}

/// Writes files as a browser writes a form of them.
fn form(boundary: &str, files: &[(&str, &[u8])], session: Option<&str>) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, bytes) in files {
        let name = name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A");
        let head = format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{name}\"\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(b"Content-Type: application/octet-stream\r\n\r\n");
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    }
    if let Some(session) = session {
        let field =
            format!("--{boundary}\r\nContent-Disposition: form-data; name=\"session\"\r\n\r\n{session}\r\n");
        body.extend_from_slice(field.as_bytes());
    }
    body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    body
}
