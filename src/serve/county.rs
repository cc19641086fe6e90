//! A whole county: a job that is begun, asked about, fetched and cancelled.
//!
//! Its files lie in a private folder until the result is fetched or its time is over.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};

use axum::Json;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{Path as UrlPath, Request, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use http_body::{Frame, SizeHint};
use serde::Serialize;
use serde_json::json;
use tempfile::TempDir;
use tokio::io::{AsyncRead, ReadBuf};
use tokio::sync::Semaphore;

use crate::analysis::Stop;
use crate::batch::{self, Made, Options, Plan, Planned, Progress, Status};
use crate::serve::answer::Refusal;
use crate::serve::county_files::{self, Laid};
use crate::serve::limits::Limits;
use crate::serve::routes::disposition;
use crate::serve::{App, upload};

/// How far a job has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
enum Stage {
    /// It waits for another county's.
    Queued,
    /// It is being worked on.
    Running,
    /// The result can be fetched.
    Done,
    /// It was cancelled, or the service is closing.
    Cancelled,
    /// It could not be finished.
    Failed,
}

/// A job as it is told to whoever asks.
#[derive(Debug, Clone, Serialize)]
struct JobState {
    state: Stage,
    /// How many units are finished, those that failed included.
    done: usize,
    /// How many there are.
    total: usize,
    /// How many could not be made.
    failed: usize,
    /// The unit that was begun last.
    current: Option<String>,
    /// How many uploaded files belong to no unit.
    ignored: usize,
}

/// A county's job.
struct Job {
    state: Mutex<JobState>,
    stop: Stop,
    /// Where its files lie; removed with them.
    folder: Mutex<Option<TempDir>>,
}

/// Locks what no panic leaves in disorder.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Job {
    fn set(&self, state: Stage) {
        lock(&self.state).state = state;
    }

    fn stage(&self) -> Stage {
        lock(&self.state).state
    }

    /// Removes the files.
    fn forget(&self) {
        let folder = lock(&self.folder).take();
        drop(folder);
    }

    fn cancel(&self) {
        self.stop.ask();
        let mut state = lock(&self.state);
        if state.state != Stage::Failed {
            state.state = Stage::Cancelled;
        }
    }
}

impl Progress for Job {
    fn started(&self, planned: &Planned) {
        lock(&self.state).current = Some(planned.unit.clone());
    }

    fn finished(&self, made: &Made) {
        let mut state = lock(&self.state);
        state.done += 1;
        state.failed += usize::from(made.record.status == Status::Failed);
    }
}

/// All jobs, by their secret names, and the folder of their files.
pub(super) struct Jobs {
    jobs: Mutex<BTreeMap<String, Arc<Job>>>,
    /// Counties are made one after the other.
    turn: Semaphore,
    folder: PathBuf,
}

impl Jobs {
    /// Begins without any.
    pub(super) fn new(folder: PathBuf) -> Jobs {
        Jobs { jobs: Mutex::default(), turn: Semaphore::new(1), folder }
    }

    fn find(&self, name: &str) -> Result<Arc<Job>, Refusal> {
        lock(&self.jobs).get(name).cloned().ok_or_else(|| {
            let refusal = Refusal::new(StatusCode::NOT_FOUND, "没有这项任务，或结果已经过期");
            refusal.hint("结果只保留十分钟，下载后即删除；需要时重新上传")
        })
    }

    /// Stops every job; running units are finished.
    pub(super) fn stop(&self) {
        for job in lock(&self.jobs).values() {
            job.cancel();
        }
    }

    /// Waits until no county is being made.
    pub(super) async fn idle(&self) {
        // The turn is never closed.
        let _ = self.turn.acquire().await;
    }

    /// Enters a job under a name that nobody guesses.
    fn enter(&self, job: Arc<Job>, limits: &Limits) -> Result<String, Refusal> {
        let mut secret = [0; 16];
        getrandom::fill(&mut secret).map_err(|_| Refusal::bug())?;
        let name: String = secret.iter().map(|byte| format!("{byte:02x}")).collect();
        let mut jobs = lock(&self.jobs);
        if jobs.len() >= limits.jobs {
            return Err(Refusal::busy("全县任务太多"));
        }
        jobs.insert(name.clone(), job);
        Ok(name)
    }

    fn remove(&self, name: &str) {
        let job = lock(&self.jobs).remove(name);
        if let Some(job) = job {
            job.forget();
        }
    }
}

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
    let plan = batch::plan(units, &out).map_err(io::Error::other)?;
    // What lies above the private folder is none of the county's.
    let plan = Plan { top: Some(units.to_path_buf()), ..plan };
    let options = Options { n_workers, force: true, shard: None };
    batch::run(&app.engine, &plan, &out, options, job, job.stop.flag())?;
    if job.stop.is_asked() {
        return Ok(());
    }
    county_files::pack(&out, &folder.join(county_files::RESULT))?;
    // The sources are not needed any more.
    std::fs::remove_dir_all(units)
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

/// Makes the private folder, and refuses one that others may look into.
pub(super) fn private_folder(folder: &Path) -> io::Result<&Path> {
    let mut builder = std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    match builder.create(folder) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
        _ => {}
    }
    // Somebody else may have put a link or a folder of their own in its place.
    let found = std::fs::symlink_metadata(folder)?;
    #[cfg(unix)]
    let is_private = std::os::unix::fs::PermissionsExt::mode(&found.permissions()) & 0o077 == 0;
    #[cfg(not(unix))]
    let is_private = true;
    if found.is_dir() && is_private { Ok(folder) } else { Err(io::ErrorKind::PermissionDenied.into()) }
}

/// Empties the private folder: of what a killed run has left, and at the end.
pub(super) fn sweep(folder: &Path) -> io::Result<()> {
    match std::fs::symlink_metadata(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
        Ok(_) => {}
    }
    for entry in std::fs::read_dir(private_folder(folder)?)? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with("county-") && entry.file_type()?.is_dir() {
            std::fs::remove_dir_all(entry.path())?;
        }
    }
    // Whatever else lies there is not ours; then the folder stays.
    let _ = std::fs::remove_dir(folder);
    Ok(())
}

fn unwritable(error: &io::Error) -> Refusal {
    tracing::error!(kind = ?error.kind(), "the private folder cannot be written");
    Refusal::new(StatusCode::INSUFFICIENT_STORAGE, "服务器的临时文件夹无法写入")
        .hint("请管理员检查磁盘空间和权限")
}
