//! Every unit of a folder at once: one report each, in one process on all cores.
//!
//! ```text
//! plan = plan::plan(folder)          // which units, under which file names
//! records = worker::work(jobs)       // one record a unit, whatever happens to it
//! summary = summary::write(records)  // summary.json, SHA256SUMS
//! ```
//!
//! A unit that cannot be made is a record with its first complaint; it never stops the rest.
//! A finished file is written beside its place and renamed, so that a run that is killed
//! leaves nothing half-written and the next one continues.

mod county;
mod job;
pub(crate) mod output;
mod plan;
mod summary;
mod verify;
mod worker;

pub use job::{Job, Made};
pub use plan::{Plan, PlanError, Planned, Shard, plan};
pub use summary::{Record, Status, Summary};
pub use verify::{Difference, verify};
pub use worker::{Progress, work};

use std::io;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use sha2::{Digest, Sha256};

use crate::pdf::Engine;

/// How a batch is run.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// The number of worker threads.
    pub n_workers: usize,
    /// Whether units whose files have not changed are made again.
    pub force: bool,
    /// The part of the plan to do; all of it without one.
    pub shard: Option<Shard>,
}

/// Makes every planned report and writes the summary.
///
/// `stop` lets the running reports finish and begins no further one.
pub fn run(
    engine: &Engine,
    plan: &Plan,
    out: &Path,
    options: Options,
    progress: &dyn Progress,
    stop: &AtomicBool,
) -> io::Result<Summary> {
    std::fs::create_dir_all(out)?;
    output::sweep(out)?;
    let before = summary::read(out);
    let units = plan.part(options.shard);
    let shared_sha256 = shared_sha256();
    let job = |planned| Job {
        engine,
        planned,
        out,
        top: plan.top.as_deref(),
        before: before.of(planned),
        shared_sha256: &shared_sha256,
        force: options.force,
    };
    let jobs: Vec<Job<'_>> = units.iter().map(job).collect();
    let records = work(&jobs, options.n_workers, progress, stop);
    let gone = before.records.iter().filter(|old| !plan.units.iter().any(|unit| unit.unit == old.unit));
    let summary = Summary { gone: gone.map(|old| old.unit.clone()).collect(), records };
    summary::write(out, &summary, options.shard)?;
    // A shard knows only its own units; the county's table is made when they are merged.
    if options.shard.is_none() {
        county::write(out, &summary)?;
    }
    Ok(summary)
}

/// Joins what shards left in a folder: one summary, the hashes, and the county's table.
pub fn merge(out: &Path) -> io::Result<Summary> {
    let summary = summary::join(out)?;
    summary::write(out, &summary, None)?;
    county::write(out, &summary)?;
    Ok(summary)
}

/// Returns the hash of all that reports share: program version, templates, rules, faces.
fn shared_sha256() -> String {
    let mut hasher = Sha256::new();
    hasher.update(env!("CARGO_PKG_VERSION"));
    hasher.update(include_str!("../findings/rules.toml"));
    hasher.update(include_str!("../dossier/registers.toml"));
    hasher.update(include_str!("../../fonts/SHA256SUMS"));
    for (_, template) in crate::pdf::TEMPLATES {
        hasher.update(template);
    }
    job::hex(&hasher.finalize())
}
