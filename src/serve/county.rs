//! A whole county: a job that is begun, asked about, fetched and cancelled.
//!
//! Its files lie in a private folder until the result is fetched or its time is over.

use std::io;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, ready};

use axum::Json;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{Path as UrlPath, Request, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use http_body::{Frame, SizeHint};
use serde_json::json;
use tokio::io::{AsyncRead, ReadBuf};

use crate::analysis::Stop;
use crate::batch::{self, County, Options, Plan, PlanError};
use crate::serve::answer::Refusal;
use crate::serve::app::App;
use crate::serve::county_files::{self, Laid};
use crate::serve::jobs::{Job, JobState, Stage, lock, private_folder};
use crate::serve::routes::{bounds, disposition};
use crate::serve::upload;

/// `POST /api/county`: lays out the files and begins the job.
pub(super) async fn begin(State(app): State<Arc<App>>, request: Request) -> Result<Response, Refusal> {
    let upload = upload::receive(&app, request).await?;
    let shared = app.clone();
    let laid = app.gate.run(move |stop| {
        let folder = private_folder(&shared.jobs.folder)
            .and_then(|folder| tempfile::Builder::new().prefix("county-").tempdir_in(folder));
        let folder = folder.map_err(|error| unwritable(&error))?;
        let upload::Upload { files, held, .. } = upload;
        let laid = county_files::lay_out(files, folder.path(), &shared.limits, stop)?;
        drop(held);
        Ok((folder, laid))
    });
    let (folder, Laid { folder: units, n_units, n_ignored }) = laid.await?;
    let state = JobState {
        state: Stage::Queued,
        done: 0,
        total: n_units,
        failed: 0,
        current: None,
        ignored: n_ignored,
        notes: Vec::new(),
    };
    let path = folder.path().to_path_buf();
    let job =
        Arc::new(Job { state: Mutex::new(state), stop: Stop::default(), folder: Mutex::new(Some(folder)) });
    let name = app.jobs.enter(job.clone(), &app.limits)?;
    tokio::spawn(see_through(app, name.clone(), job, path, units));
    Ok((StatusCode::ACCEPTED, Json(json!({ "job": name }))).into_response())
}

/// Sees a job through: its turn, the work, the time that the result is kept.
async fn see_through(app: Arc<App>, name: String, job: Arc<Job>, folder: PathBuf, units: PathBuf) {
    work(&app, &job, folder, units).await;
    tracing::info!(state = ?job.stage(), "a county job ended");
    if job.stage() != Stage::Done {
        job.forget();
    }
    tokio::time::sleep(app.limits.keep).await;
    app.jobs.remove(&name);
}

async fn work(app: &Arc<App>, job: &Arc<Job>, folder: PathBuf, units: PathBuf) {
    let Ok(_turn) = app.jobs.turn.acquire().await else { return };
    if job.stop.is_asked() {
        return;
    }
    // Half of the places, so that single reports go on meanwhile.
    let n_workers = (app.limits.renders / 2).max(1);
    let Some(places) = app.gate.take(u32::try_from(n_workers).unwrap_or(1)).await else { return };
    job.set(Stage::Running);
    let (shared, running) = (app.clone(), job.clone());
    let made = tokio::task::spawn_blocking(move || {
        let made = make(&shared, &running, &folder, &units, n_workers);
        drop(places);
        made
    });
    let stage = match made.await {
        _ if job.stop.is_asked() => Stage::Cancelled,
        Ok(Ok(())) => Stage::Done,
        Ok(Err(error)) => {
            tracing::error!(kind = ?error.kind(), "a county job failed");
            Stage::Failed
        }
        Err(_) => {
            tracing::error!("a county job panicked: a bug of ours");
            Stage::Failed
        }
    };
    job.set(stage);
}

/// Makes all reports and packs them.
fn make(app: &App, job: &Job, folder: &Path, units: &Path, n_workers: usize) -> io::Result<()> {
    let out = folder.join(county_files::OUT);
    let plan = batch::plan(units, &out).map_err(|error| {
        lock(&job.state).notes = reasons(&error);
        io::Error::other("there is no plan")
    })?;
    // What lies above the private folder is none of the county's.
    let plan = Plan { top: Some(units.to_path_buf()), ..plan };
    // Folders without registers are no units, and listed units without a folder are.
    lock(&job.state).total = plan.units.len();
    // A unit of a county may ask no more of the machine than one that comes alone.
    let bounds = bounds(&app.limits, &job.stop);
    let options = Options { n_workers, force: true, shard: None, bounds };
    let outcome = batch::run(&app.engine, &plan, &out, options, job, job.stop.flag())?;
    lock(&job.state).notes = notes(&plan, &outcome.county);
    if job.stop.is_asked() {
        return Ok(());
    }
    county_files::pack(&out, &folder.join(county_files::RESULT))?;
    // The sources are not needed any more.
    std::fs::remove_dir_all(units)
}

/// Says why there is no plan, without telling where the files lie on the server.
fn reasons(error: &PlanError) -> Vec<String> {
    match error {
        PlanError::Empty { diagnostics, .. } => {
            let reason = "没有单位的文件夹，也没有能用的、带“单位”一栏的表".to_string();
            [reason].into_iter().chain(diagnostics.iter().map(ToString::to_string)).collect()
        }
        PlanError::Configuration(error) => vec![error.to_string()],
        PlanError::Unreadable(error) => vec![error.without_path()],
        PlanError::OutputIsUnit(_) | PlanError::OutputIsInput(_) => Vec::new(),
    }
}

/// Says what the county's report lacks, and why there is none.
fn notes(plan: &Plan, county: &County) -> Vec<String> {
    let mut notes: Vec<String> =
        plan.idle.iter().map(|name| format!("`{name}` 里没有台账，不算一个单位")).collect();
    match county {
        County::NotDue => {}
        County::Made { diagnostics, .. } => {
            notes.extend(diagnostics.iter().map(|diagnostic| diagnostic.message.clone()));
        }
        County::Failed(reason) => notes.push(format!("没有生成汇总报告：{reason}")),
    }
    notes
}

/// `GET /api/county/{job}`: how far it has come.
pub(super) async fn state(
    State(app): State<Arc<App>>,
    UrlPath(name): UrlPath<String>,
) -> Result<Response, Refusal> {
    let job = app.jobs.find(&name)?;
    let state = lock(&job.state).clone();
    Ok(Json(state).into_response())
}

/// `DELETE /api/county/{job}`: stops it and removes what it has made.
pub(super) async fn cancel(
    State(app): State<Arc<App>>,
    UrlPath(name): UrlPath<String>,
) -> Result<Response, Refusal> {
    let job = app.jobs.find(&name)?;
    let was_running = job.stage() == Stage::Running;
    job.cancel();
    if !was_running {
        // A running job still writes; its files go when it ends.
        job.forget();
    }
    let state = lock(&job.state).clone();
    Ok(Json(state).into_response())
}

/// `GET /api/county/{job}/result.zip`: all that was made, once.
pub(super) async fn result(
    State(app): State<Arc<App>>,
    UrlPath(name): UrlPath<String>,
) -> Result<Response, Refusal> {
    let job = app.jobs.find(&name)?;
    let conflict = |message| Err(Refusal::new(StatusCode::CONFLICT, message));
    match job.stage() {
        Stage::Done => {}
        Stage::Queued | Stage::Running => return conflict("还没有做完"),
        Stage::Cancelled => return conflict("任务已取消"),
        Stage::Failed => return conflict("任务没有做成"),
    }
    let path = lock(&job.folder).as_ref().map(|folder| folder.path().join(county_files::RESULT));
    let gone = || Refusal::new(StatusCode::GONE, "结果已经下载过并删除").hint("需要时重新上传");
    let file = tokio::fs::File::open(path.ok_or_else(gone)?).await.map_err(|_| gone())?;
    let left = file.metadata().await.map_err(|_| gone())?.len();
    let mut response = Response::new(Body::new(Download { file, left, app, name }));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/zip"));
    headers.insert(CONTENT_DISPOSITION, disposition("全县结果.zip"));
    Ok(response)
}

/// A result on its way; when all of it has gone, it is removed.
struct Download {
    file: tokio::fs::File,
    left: u64,
    app: Arc<App>,
    name: String,
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
        let mut space = vec![0; 64 << 10];
        let mut buffer = ReadBuf::new(&mut space);
        ready!(Pin::new(&mut self.file).poll_read(context, &mut buffer))?;
        let n_bytes = buffer.filled().len();
        if n_bytes == 0 {
            return Poll::Ready(Some(Err(io::ErrorKind::UnexpectedEof.into())));
        }
        self.left = self.left.saturating_sub(n_bytes as u64);
        if self.left == 0 {
            self.app.jobs.remove(&self.name);
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

fn unwritable(error: &io::Error) -> Refusal {
    tracing::error!(kind = ?error.kind(), "the private folder cannot be written");
    Refusal::new(StatusCode::INSUFFICIENT_STORAGE, "服务器的临时文件夹无法写入")
        .hint("请管理员检查磁盘空间和权限")
}
