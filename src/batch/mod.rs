//! Every unit of a folder at once: one report each, in one process on all cores.
//!
//! ```text
//! plan = plan::plan(folder)          // which units, under which file names
//! records = worker::work(jobs)       // one record a unit, whatever happens to it; in a county a letter
//!                                    // to the unit and its worksheet beside its report
//! summary = summary::write(records)  // summary.json, SHA256SUMS
//! county = county::write(summary)    // 汇总报告.pdf, 汇总表.xlsx, from the figures of the units
//! ```
//!
//! A unit that cannot be made is a record with its first complaint; it never stops the rest.
//! A finished file is written beside its place and renamed, so that a run that is killed
//! leaves nothing half-written and the next one continues.

mod beside;
mod county;
mod job;
pub(crate) mod keep;
mod lines;
pub(crate) mod names;
pub(crate) mod output;
mod plan;
#[cfg(test)]
mod program;
pub(crate) mod record;
mod sha256;
mod shard;
mod shared;
mod summary;
mod verify;
mod worker;

pub use county::County;
pub use job::{Job, Made};
pub use lines::{Counting, Lines, UnitLine, lines};
pub use plan::{Plan, PlanError, Planned, plan};
pub use record::{Record, Status, Summary};
pub use shard::Shard;
pub use shared::{Shared, SharedError};
pub use verify::{Difference, verify};
pub use worker::{Progress, work};

use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use sha2::{Digest, Sha256};

use crate::analysis::Bounds;
use crate::pages::Engine;

/// How a batch is run.
#[derive(Debug, Clone)]
pub struct Options {
    /// The number of worker threads.
    pub n_workers: usize,
    /// Whether units whose files have not changed are made again.
    pub force: bool,
    /// The part of the plan to do; all of it without one.
    pub shard: Option<Shard>,
    /// Lines of banxin.toml that go before every unit's own.
    pub settings: Option<String>,
    /// How far each unit's report may go; its stop ends those that are running.
    pub bounds: Bounds,
}

/// What a run came to.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// What became of the units.
    pub summary: Summary,
    /// What became of the county's own report.
    pub county: County,
    /// Whether a stop was asked before all units were begun.
    pub is_stopped: bool,
}

/// Makes every planned report, the summary and the county's own.
///
/// `stop` lets the running reports finish and begins no further one; that of the bounds ends them.
pub fn run(
    engine: &Engine,
    plan: &Plan,
    out: &Path,
    options: Options,
    progress: &dyn Progress,
    stop: &AtomicBool,
) -> io::Result<Outcome> {
    // Before anything is touched.
    if plan.fonts() != *engine.wanted() {
        return Err(io::Error::other("全县的配置里写了 [fonts]，没有这些字体"));
    }
    keep::prepare(out)?;
    let _lock = keep::lock(out, options.shard)?;
    // What another shard is writing at this moment looks like what a killed one left.
    if options.shard.is_none() {
        keep::sweep(out)?;
    }
    summary::begin(out, options.shard)?;
    summary::forget_renamed(out, plan)?;
    // Until it is made again: of an earlier run, it would pass for this one's.
    county::remove(out)?;
    let kept_county = plan.kept_county();
    keep::write_county(out, &kept_county)?;
    let units = plan.part(options.shard);
    let shared_sha256 = shared_sha256(engine);
    let issuer = beside::issuer(&kept_county);
    let job = |planned| Job {
        engine,
        planned,
        folder: &plan.folder,
        shared: &plan.shared,
        out,
        top: plan.top.as_deref(),
        shared_sha256: &shared_sha256,
        issuer: issuer.as_ref(),
        force: options.force,
        settings: options.settings.as_deref(),
        bounds: &options.bounds,
    };
    let jobs: Vec<Job<'_>> = units.iter().map(job).collect();
    let done = work(&jobs, options.n_workers, progress, stop);
    let is_stopped = done.iter().any(Option::is_none);
    // A unit that was not begun is as an earlier run left it.
    let earlier = |planned: &Planned| keep::read(out, &planned.stem).map(|kept| kept.record);
    let records =
        done.into_iter().zip(&units).filter_map(|(record, planned)| record.or_else(|| earlier(planned)));
    let summary = Summary { records: records.collect() };
    // A shard that was stopped is not one to be merged.
    if let (Some(shard), false) = (options.shard, is_stopped) {
        let all = serde_json::to_string(&(&plan.units, &kept_county, &shared_sha256))?;
        keep::write_plan(out, shard, &sha256::of(all))?;
    }
    if options.shard.is_none() || !is_stopped {
        summary::write(out, &summary, options.shard)?;
    }
    let county = match options.shard {
        None if !is_stopped => county::write(engine, out, &summary),
        _ => County::NotDue,
    };
    if options.shard.is_none() {
        summary::write_sums(out, &summary)?;
    }
    Ok(Outcome { summary, county, is_stopped })
}

/// Joins what shards left in a folder: one summary, the hashes, and the county's own.
pub fn merge(engine: &Engine, out: &Path) -> io::Result<Outcome> {
    // Not made here: a folder named by mistake stays as it is.
    let summary = summary::join(out)?;
    let _lock = keep::lock(out, None)?;
    keep::sweep(out)?;
    county::remove(out)?;
    summary::write(out, &summary, None)?;
    let county = county::write(engine, out, &summary);
    summary::write_sums(out, &summary)?;
    if matches!(county, County::Made { .. }) {
        summary::end(out)?;
    }
    Ok(Outcome { summary, county, is_stopped: false })
}

/// Returns the faces that the configuration asked for by which the shards of a folder were made.
pub fn fonts_of_shards(out: &Path) -> BTreeMap<String, String> {
    plan::fonts_of(&keep::read_county(out).map(|kept| kept.layers()).unwrap_or_default())
}

/// What there is to know before a plan is carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outlook {
    /// Units to be looked at.
    pub n_units: usize,
    /// Units with a report of an earlier run, which is kept if nothing has changed.
    pub n_kept: usize,
    /// Units whose files are named otherwise than they, as unit and file name.
    pub renamed: Vec<(String, String)>,
    /// Units of an earlier run that the plan no longer holds.
    pub gone: Vec<String>,
    /// Units that the county's list does not name.
    pub unlisted: Vec<String>,
    /// Names that several units bear, with what their folders are called.
    pub alike: Vec<(String, Vec<String>)>,
    /// Folders that are no units, for they hold no register.
    pub idle: Vec<String>,
}

/// Looks ahead, without reading any register.
pub fn outlook(plan: &Plan, out: &Path, shard: Option<Shard>) -> Outlook {
    let units = plan.part(shard);
    let renamed = units.iter().filter(|planned| planned.stem != planned.unit);
    Outlook {
        n_units: units.len(),
        n_kept: units.iter().filter(|planned| keep::is_kept(out, &planned.stem)).count(),
        renamed: renamed.map(|planned| (planned.unit.clone(), planned.stem.clone())).collect(),
        gone: summary::gone(out, plan),
        unlisted: plan.unlisted.clone(),
        alike: plan.alike.clone(),
        idle: plan.idle.clone(),
    }
}

/// Returns the hash of all that reports share: the program itself and the office's own faces.
fn shared_sha256(engine: &Engine) -> String {
    let mut hasher = Sha256::new();
    hasher.update(env!("BANXIN_PROGRAM_SHA256"));
    for face in engine.office_faces() {
        hasher.update(format!("{face:?}"));
    }
    sha256::hex(&hasher.finalize())
}
