//! A whole county: a job that is begun, asked about and cancelled.
//!
//! Its files lie in a private folder until its time is over or whoever asked for it has done with it.

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use axum::Json;
use axum::extract::{Path as UrlPath, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::batch::{self, County, Options, Plan, PlanError, output};
use crate::serve::answer::Refusal;
use crate::serve::app::App;
use crate::serve::county_files::{self, Laid};
use crate::serve::county_pack;
use crate::serve::county_units::{Known, Table};
use crate::serve::jobs::{Job, JobState, Offered, Stage, lock, private_folder};
use crate::serve::routes::bounds;
use crate::serve::upload;

/// The most characters of a county's name.
const MAX_NAME_CHARS: usize = 60;

/// `POST /api/county`: lays out the files and begins the job.
pub(super) async fn begin(State(app): State<Arc<App>>, request: Request) -> Result<Response, Refusal> {
    let upload = upload::receive(&app, request).await?;
    let shared = app.clone();
    let laid = app.gate.run(move |stop| {
        let folder = private_folder(&shared.jobs.folder)
            .and_then(|folder| tempfile::Builder::new().prefix("county-").tempdir_in(folder));
        let folder = folder.map_err(|error| unwritable(&error))?;
        let upload::Upload { files, held, fields, .. } = upload;
        let asked = Wanted::of(&fields)?;
        let laid = county_files::lay_out(files, folder.path(), &shared.limits, stop)?;
        drop(held);
        Ok((folder, laid, asked))
    });
    let (folder, Laid { folder: units, n_units, n_ignored }, asked) = laid.await?;
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
    let job = Arc::new(Job::new(state, folder));
    let name = app.jobs.enter(job.clone(), &app.limits)?;
    tokio::spawn(see_through(app, name.clone(), job, Laying { folder: path, units, asked }));
    Ok((StatusCode::ACCEPTED, Json(json!({ "job": name }))).into_response())
}

/// Where a job's files lie, and what was asked for beside them.
struct Laying {
    /// The job's folder.
    folder: PathBuf,
    /// The county's in it.
    units: PathBuf,
    /// What was asked for.
    asked: Wanted,
}

/// What the fields ask for, as lines of banxin.toml.
struct Wanted {
    /// Of the county.
    county: Option<String>,
    /// Of every unit.
    units: Option<String>,
}

impl Wanted {
    fn of(fields: &BTreeMap<String, String>) -> Result<Wanted, Refusal> {
        let name = fields.get("county").filter(|name| !name.is_empty());
        let is_odd =
            |name: &String| name.chars().count() > MAX_NAME_CHARS || name.chars().any(char::is_control);
        if name.is_some_and(is_odd) {
            let message = format!("字段 county 应为一行，不超过 {MAX_NAME_CHARS} 个字");
            return Err(Refusal::malformed(message));
        }
        // What JSON writes of text without control characters, TOML reads.
        let county = name.map(|name| format!("county = {}\n", serde_json::Value::from(name.as_str())));
        let units = match fields.get("docx").map(String::as_str) {
            None | Some("" | "false") => None,
            Some("true") => Some("docx = true\n".to_string()),
            Some(_) => return Err(Refusal::malformed("字段 docx 应为 true 或 false")),
        };
        Ok(Wanted { county, units })
    }
}

/// Sees a job through: its turn, the work, the time that the result is kept.
async fn see_through(app: Arc<App>, name: String, job: Arc<Job>, laying: Laying) {
    work(&app, &job, laying).await;
    tracing::info!(state = ?job.stage(), "a county job ended");
    if job.stage() != Stage::Done {
        job.forget();
    }
    tokio::time::sleep(app.limits.keep).await;
    app.jobs.remove(&name);
}

async fn work(app: &Arc<App>, job: &Arc<Job>, laying: Laying) {
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
        let made = make(&shared, &running, &laying, n_workers);
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

/// Makes all reports, packs them and writes the table of the units.
fn make(app: &App, job: &Job, laying: &Laying, n_workers: usize) -> io::Result<()> {
    let Laying { folder, units, asked } = laying;
    let out = folder.join(county_pack::OUT);
    // A unit of a county may ask no more of the machine than one that comes alone, nor may the
    // registers that units share.
    let bounds = bounds(&app.limits, &job.stop);
    let plan = batch::plan(units, &out, &bounds).map_err(|error| {
        lock(&job.state).notes = reasons(&error);
        io::Error::other("there is no plan")
    })?;
    // What lies above the private folder is none of the county's.
    let plan = Plan { top: Some(units.clone()), asked: asked.county.clone(), ..plan };
    // Folders without registers are no units, and listed units without a folder are.
    lock(&job.state).total = plan.units.len();
    let options = Options { n_workers, force: true, shard: None, settings: asked.units.clone(), bounds };
    let outcome = batch::run(&app.engine, &plan, &out, options, job, job.stop.flag())?;
    let notes = notes(&plan, &outcome.county);
    lock(&job.state).notes.clone_from(&notes);
    if job.stop.is_asked() {
        return Ok(());
    }
    let lines = batch::lines(&out, &outcome.summary)?;
    let packed = county_pack::pack(&out, &folder.join(county_pack::RESULT))?;
    let complaints = std::mem::take(&mut *lock(&job.complaints));
    let county = &outcome.county;
    let known = Known { plan: &plan, lines: &lines, packed: &packed, county, complaints: &complaints };
    let table = serde_json::to_vec(&Table::new(&known))?;
    output::write(&folder.join(county_pack::UNITS), &table)?;
    let stems = outcome.summary.records.into_iter().map(|record| record.file).collect();
    let period = lines.period.map(|period| period.to_string());
    *lock(&job.offered) = Offered { stems, packed, period };
    // Neither the sources are needed any more, nor what is packed; what another program holds open at
    // this moment goes with the job.
    for folder in [units, &out] {
        if let Err(error) = std::fs::remove_dir_all(folder) {
            tracing::warn!(kind = ?error.kind(), "a county's folder cannot be removed yet");
        }
    }
    Ok(())
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
        PlanError::Bounds(_) => vec![error.to_string()],
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

/// `DELETE /api/county/{job}`: stops it, or has done with it, and removes what it has made.
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

fn unwritable(error: &io::Error) -> Refusal {
    tracing::error!(kind = ?error.kind(), "the private folder cannot be written");
    Refusal::new(StatusCode::INSUFFICIENT_STORAGE, "服务器的临时文件夹无法写入")
        .hint("请管理员检查磁盘空间和权限")
}
