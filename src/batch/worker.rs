//! Worker threads over units: each takes the next one until none is left or a stop is asked.
//!
//! Typst and krilla use rayon inside. On a shared pool a worker that waits for its own pieces
//! would start another worker's report in its own stack; so each has a pool of one thread.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use rayon::ThreadPoolBuilder;

use crate::batch::job::{Job, Made};
use crate::batch::plan::Planned;
use crate::batch::record::Record;

/// Is told of every unit as it is finished, from whichever thread.
pub trait Progress: Sync {
    /// Takes note of a unit that is begun.
    fn started(&self, _planned: &Planned) {}

    /// Takes note of a finished unit.
    fn finished(&self, made: &Made);
}

/// Does the jobs and returns their records in the order of the jobs; jobs that were not begun
/// because of a stop have none.
pub fn work(
    jobs: &[Job<'_>],
    n_workers: usize,
    progress: &dyn Progress,
    stop: &AtomicBool,
) -> Vec<Option<Record>> {
    let next = AtomicUsize::new(0);
    let records: Mutex<Vec<Option<Record>>> = Mutex::new(jobs.iter().map(|_| None).collect());
    std::thread::scope(|scope| {
        for _ in 0..n_workers.clamp(1, jobs.len().max(1)) {
            scope.spawn(|| {
                let pool = ThreadPoolBuilder::new().num_threads(1).build();
                while !stop.load(Ordering::Relaxed) {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(job) = jobs.get(at) else { return };
                    progress.started(job.planned);
                    let made = match &pool {
                        Ok(pool) => pool.install(|| job.run()),
                        // Without a pool of its own a worker is slower, not wrong.
                        Err(_) => job.run(),
                    };
                    progress.finished(&made);
                    let mut records = records.lock().unwrap_or_else(|held| held.into_inner());
                    records[at] = Some(made.record);
                }
            });
        }
    });
    records.into_inner().unwrap_or_else(|held| held.into_inner())
}
