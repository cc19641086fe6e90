//! Counties that are being made or wait to be fetched, and the private folder of their files.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::http::StatusCode;
use serde::Serialize;
use tempfile::TempDir;
use tokio::sync::Semaphore;
use tokio::time::Instant;

use crate::analysis::Stop;
use crate::batch::{Made, Planned, Progress, Status, output};
use crate::checklist;
use crate::serve::answer::Refusal;
use crate::serve::county_pack::{CHECKLIST, CHECKLISTS, Packed, Span};
use crate::serve::county_units::complaints;
use crate::serve::limits::Limits;

/// How far a job has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Stage {
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
pub(super) struct JobState {
    /// How far it is.
    pub state: Stage,
    /// How many units are finished, those that failed included.
    pub done: usize,
    /// How many there are.
    pub total: usize,
    /// How many could not be made.
    pub failed: usize,
    /// The unit that was begun last.
    pub current: Option<String>,
    /// How many uploaded files belong to no unit.
    pub ignored: usize,
    /// What there is to say of the county as a whole, a sentence each.
    pub notes: Vec<String>,
}

/// A county's job.
pub(super) struct Job {
    /// What is told of it.
    pub state: Mutex<JobState>,
    /// Ends it early.
    pub stop: Stop,
    /// Where its files lie; removed with them.
    pub folder: Mutex<Option<TempDir>>,
    /// The first faults of each unit's files, by the names of the unit's files, while it is worked on.
    pub complaints: Mutex<BTreeMap<String, Vec<String>>>,
    /// What can be fetched of it once it is done.
    pub offered: Mutex<Offered>,
    /// Whether all of it was fetched as one file.
    pub is_fetched: AtomicBool,
    /// When it was begun.
    begun: Instant,
}

/// What can be fetched of a job that is done.
#[derive(Default)]
pub(super) struct Offered {
    /// What the files of each unit are called after, in the order of the table.
    pub stems: Vec<String>,
    /// The packed result.
    pub packed: Packed,
    /// The period that was counted, as it is written in names.
    pub period: Option<String>,
}

impl Offered {
    /// Returns what a file of the county's is called for whoever keeps it beside those of other periods.
    pub fn called(&self, name: &str) -> String {
        match (name.rsplit_once('.'), &self.period) {
            (Some((stem, ending)), Some(period)) => format!("{stem}-{period}.{ending}"),
            _ => name.to_string(),
        }
    }
}

/// Locks what no panic leaves in disorder.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Job {
    /// Begins a job whose files lie in a folder.
    pub fn new(state: JobState, folder: TempDir) -> Job {
        Job {
            state: Mutex::new(state),
            stop: Stop::default(),
            folder: Mutex::new(Some(folder)),
            complaints: Mutex::default(),
            offered: Mutex::default(),
            is_fetched: AtomicBool::new(false),
            begun: Instant::now(),
        }
    }

    /// Returns where a file lies in the packed result, by its name.
    pub fn packed_span(&self, name: &str) -> Option<Span> {
        lock(&self.offered).packed.span(name)
    }

    /// Says how far it is.
    pub fn set(&self, state: Stage) {
        lock(&self.state).state = state;
    }

    /// Returns how far it is.
    pub fn stage(&self) -> Stage {
        lock(&self.state).state
    }

    /// Removes the files.
    pub fn forget(&self) {
        let folder = lock(&self.folder).take();
        drop(folder);
    }

    /// Returns whether it was cancelled and has no files any more.
    fn is_gone(&self) -> bool {
        self.stage() == Stage::Cancelled && lock(&self.folder).is_none()
    }

    /// Stops it.
    pub fn cancel(&self) {
        self.stop.ask();
        let mut state = lock(&self.state);
        if state.state != Stage::Failed {
            state.state = Stage::Cancelled;
        }
    }
}

impl Job {
    /// Writes what was found in a unit's files, and remembers the first of it; nothing of a unit that
    /// filed nothing.
    fn keep_checklist(&self, made: &Made) -> io::Result<()> {
        let Made { record, diagnostics, worksheet } = made;
        if record.sha256.is_empty() && diagnostics.is_empty() {
            return Ok(());
        }
        let folder = lock(&self.folder).as_ref().map(|folder| folder.path().join(CHECKLISTS));
        let Some(folder) = folder else { return Ok(()) };
        let bytes = checklist::xlsx(diagnostics, worksheet).map_err(io::Error::other)?;
        std::fs::create_dir_all(&folder)?;
        output::write(&folder.join(CHECKLIST.of(&record.file)), &bytes)?;
        lock(&self.complaints).insert(record.file.clone(), complaints(diagnostics));
        Ok(())
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
        drop(state);
        if let Err(error) = self.keep_checklist(made) {
            tracing::error!(kind = ?error.kind(), "a unit's checklist cannot be written");
        }
    }
}

/// All jobs, by their secret names, and the folder of their files.
pub(super) struct Jobs {
    jobs: Mutex<BTreeMap<String, Arc<Job>>>,
    /// Counties are made one after the other.
    pub turn: Semaphore,
    /// The private folder.
    pub folder: PathBuf,
}

impl Jobs {
    /// Begins without any.
    pub fn new(folder: PathBuf) -> Jobs {
        Jobs { jobs: Mutex::default(), turn: Semaphore::new(1), folder }
    }

    /// Returns the job of a name.
    pub fn find(&self, name: &str) -> Result<Arc<Job>, Refusal> {
        lock(&self.jobs).get(name).cloned().ok_or_else(|| {
            let refusal = Refusal::new(StatusCode::NOT_FOUND, "没有这项任务，或结果已经过期");
            refusal.hint("结果只保留半小时；需要时重新上传")
        })
    }

    /// Stops every job; running units are finished.
    pub fn stop(&self) {
        for job in lock(&self.jobs).values() {
            job.cancel();
        }
    }

    /// Waits until no county is being made.
    pub async fn idle(&self) {
        // The turn is never closed.
        let _ = self.turn.acquire().await;
    }

    /// Enters a job under a name that nobody guesses.
    pub fn enter(&self, job: Arc<Job>, limits: &Limits) -> Result<String, Refusal> {
        let mut secret = [0; 16];
        getrandom::fill(&mut secret).map_err(|_| Refusal::bug())?;
        let name: String = secret.iter().map(|byte| format!("{byte:02x}")).collect();
        let mut jobs = lock(&self.jobs);
        if jobs.len() >= limits.jobs {
            // Whoever begins and cancels keeps nobody else out.
            jobs.retain(|_, job| !job.is_gone());
        }
        if jobs.len() >= limits.jobs {
            // Who has all of a result may still look at it, but not at the cost of another's.
            let fetched = jobs.iter().filter(|(_, job)| job.is_fetched.load(Ordering::Relaxed));
            let oldest = fetched.min_by_key(|(_, job)| job.begun).map(|(name, _)| name.clone());
            if let Some(job) = oldest.and_then(|name| jobs.remove(&name)) {
                job.forget();
            }
        }
        if jobs.len() >= limits.jobs {
            return Err(Refusal::busy("全县任务太多"));
        }
        jobs.insert(name.clone(), job);
        Ok(name)
    }

    /// Forgets a job and its files.
    pub fn remove(&self, name: &str) {
        let job = lock(&self.jobs).remove(name);
        if let Some(job) = job {
            job.forget();
        }
    }
}

/// Makes the private folder, and refuses one that others may look into.
pub(super) fn private_folder(folder: &Path) -> io::Result<&Path> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(false);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    match builder.create(folder) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
        _ => {}
    }
    // Somebody else may have put a link or a folder of their own in its place.
    let found = std::fs::symlink_metadata(folder)?;
    if found.is_dir() && is_private(folder, &found)? {
        Ok(folder)
    } else {
        Err(io::ErrorKind::PermissionDenied.into())
    }
}

/// Returns whether nobody else may look into a folder: it is ours, as a file that we make there is, and
/// closed to others.
#[cfg(unix)]
fn is_private(folder: &Path, found: &std::fs::Metadata) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt;
    let own = tempfile::tempfile_in(folder)?.metadata()?;
    Ok(found.mode() & 0o077 == 0 && found.uid() == own.uid())
}

/// Where folders have no such rights, those of the folder above hold.
#[cfg(not(unix))]
fn is_private(_: &Path, _: &std::fs::Metadata) -> io::Result<bool> {
    Ok(true)
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
