//! What a county's job hands out once it is done, until its time is over: the packed result, the
//! table of its units, and each file of theirs by its number and kind.

use std::io;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::task::{Context, Poll, ready};

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{Path as UrlPath, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use http_body::{Frame, SizeHint};
use tokio::fs::File;
use tokio::io::{AsyncRead, ReadBuf};

use crate::serve::answer::Refusal;
use crate::serve::app::App;
use crate::serve::county_pack::{self, CHECKLIST, COUNTY_FILES, Kind, Span, UNIT_FILES};
use crate::serve::jobs::{Job, Stage, lock};
use crate::serve::routes::disposition;

/// What stands in an address for the county itself, where a unit's number would.
const COUNTY: &str = "county";

/// `GET /api/county/{job}/result.zip`: all that was made.
pub(super) async fn result(
    State(app): State<Arc<App>>,
    UrlPath(name): UrlPath<String>,
) -> Result<Response, Refusal> {
    let (job, folder) = done(&app, &name)?;
    let (file, left) = open(&folder.join(county_pack::RESULT), None).await?;
    let called = lock(&job.offered).called("全县结果.zip");
    let download = Download { file, left, whole_of: Some(job) };
    Ok(answer("application/zip", Some(&called), download))
}

/// `GET /api/county/{job}/units`: the table of the units, as JSON.
pub(super) async fn units(
    State(app): State<Arc<App>>,
    UrlPath(name): UrlPath<String>,
) -> Result<Response, Refusal> {
    let (_, folder) = done(&app, &name)?;
    let (file, left) = open(&folder.join(county_pack::UNITS), None).await?;
    Ok(answer("application/json", None, Download { file, left, whole_of: None }))
}

/// `GET /api/county/{job}/files/{n}/{kind}`: a file of the unit of this number in the table, or the
/// county's own; never one that a client names.
pub(super) async fn file(
    State(app): State<Arc<App>>,
    UrlPath((name, unit, kind)): UrlPath<(String, String, String)>,
) -> Result<Response, Refusal> {
    let (job, folder) = done(&app, &name)?;
    let unknown = || Refusal::new(StatusCode::NOT_FOUND, "没有这个文件");
    let of = |kinds: &'static [Kind]| kinds.iter().find(|known| known.key == kind);
    let result = folder.join(county_pack::RESULT);
    let (kind, called, path, span) = if unit == COUNTY {
        let kind = of(&COUNTY_FILES).ok_or_else(unknown)?;
        let called = lock(&job.offered).called(kind.end);
        (kind, called, result, Some(job.packed_span(kind.end).ok_or_else(unknown)?))
    } else {
        let stem = unit.parse().ok().and_then(|n: usize| lock(&job.offered).stems.get(n).cloned());
        let stem = stem.ok_or_else(unknown)?;
        if kind == CHECKLIST.key {
            let called = CHECKLIST.of(&stem);
            (&CHECKLIST, called.clone(), folder.join(county_pack::CHECKLISTS).join(called), None)
        } else {
            let kind = of(&UNIT_FILES).ok_or_else(unknown)?;
            let called = kind.of(&stem);
            let span = job.packed_span(&called).ok_or_else(unknown)?;
            (kind, called, result, Some(span))
        }
    };
    let (file, left) = open(&path, span).await.map_err(|_| unknown())?;
    Ok(answer(kind.media, Some(&called), Download { file, left, whole_of: None }))
}

/// Returns a job that is done, and its folder.
fn done(app: &App, name: &str) -> Result<(Arc<Job>, PathBuf), Refusal> {
    let job = app.jobs.find(name)?;
    let conflict = |message| Err(Refusal::new(StatusCode::CONFLICT, message));
    match job.stage() {
        Stage::Done => {}
        Stage::Queued | Stage::Running => return conflict("还没有做完"),
        Stage::Cancelled => return conflict("任务已取消"),
        Stage::Failed => return conflict("任务没有做成"),
    }
    let folder = lock(&job.folder).as_ref().map(|folder| folder.path().to_path_buf());
    Ok((job, folder.ok_or_else(gone)?))
}

fn gone() -> Refusal {
    Refusal::new(StatusCode::GONE, "结果已经删除").hint("需要时重新上传")
}

/// Opens a file, or a part of it; returns how many bytes are to be sent.
async fn open(path: &Path, span: Option<Span>) -> Result<(File, u64), Refusal> {
    let path = path.to_path_buf();
    let opened = tokio::task::spawn_blocking(move || county_pack::open(&path, span));
    let (file, n_bytes) = opened.await.map_err(|_| gone())?.map_err(|_| gone())?;
    Ok((File::from_std(file), n_bytes))
}

fn answer(kind: &'static str, name: Option<&str>, download: Download) -> Response {
    let mut response = Response::new(Body::new(download));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    if let Some(name) = name {
        headers.insert(CONTENT_DISPOSITION, disposition(name));
    }
    response
}

/// A file on its way.
struct Download {
    file: File,
    left: u64,
    /// The job whose whole result it is: once all of it has gone, its place may be taken.
    whole_of: Option<Arc<Job>>,
}

impl HttpBody for Download {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        if self.left == 0 {
            return Poll::Ready(None);
        }
        let n_wanted = usize::try_from(self.left).unwrap_or(usize::MAX).min(64 << 10);
        let mut space = vec![0; n_wanted];
        let mut buffer = ReadBuf::new(&mut space);
        ready!(Pin::new(&mut self.file).poll_read(context, &mut buffer))?;
        let n_bytes = buffer.filled().len();
        if n_bytes == 0 {
            return Poll::Ready(Some(Err(io::ErrorKind::UnexpectedEof.into())));
        }
        self.left = self.left.saturating_sub(n_bytes as u64);
        if let (0, Some(job)) = (self.left, &self.whole_of) {
            job.is_fetched.store(true, Ordering::Relaxed);
        }
        space.truncate(n_bytes);
        Poll::Ready(Some(Ok(Frame::data(Bytes::from(space)))))
    }

    fn is_end_stream(&self) -> bool {
        self.left == 0
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}
