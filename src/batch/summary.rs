//! summary.json and SHA256SUMS: what became of every unit, in the order of the plan.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::batch::job::hex;
use crate::batch::plan::{Plan, Shard};
use crate::batch::{county, output};

/// What became of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Its report was made.
    Made,
    /// Nothing had changed since its report was made.
    Unchanged,
    /// Its report could not be made.
    Failed,
}

/// A unit's line of summary.json.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Record {
    /// The unit.
    pub unit: String,
    /// What became of it.
    pub status: Status,
    /// The report's file name without its ending.
    pub file: String,
    /// The report's number of pages; 0 where there is none.
    pub pages: usize,
    /// The report's hash; empty where there is none.
    pub sha256: String,
    /// The hash of its figures; empty where there are none.
    #[serde(default)]
    pub figures_sha256: String,
    /// The hash of everything that the report depends on.
    pub inputs_sha256: String,
    /// How many errors its files hold.
    pub errors: usize,
    /// How many warnings.
    pub warnings: usize,
    /// How long it took: always null, since the same input gives the same summary, and no two
    /// runs take as long.
    #[serde(default)]
    pub millis: Option<u64>,
    /// The first complaint, where the report could not be made.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

/// What became of all units.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// One record a unit, in the order of the plan.
    pub records: Vec<Record>,
}

impl Summary {
    /// Returns how many units came to this.
    pub fn n(&self, status: Status) -> usize {
        self.records.iter().filter(|record| record.status == status).count()
    }
}

/// The name of a run's summary; shards keep theirs apart until they are merged.
fn file_name(shard: Option<Shard>) -> String {
    match shard {
        None => "summary.json".to_string(),
        Some(Shard { index, of }) => format!("summary-{index}-of-{of}.json"),
    }
}

/// Returns the units of earlier runs that the plan no longer holds.
pub(super) fn gone(out: &Path, plan: &Plan) -> Vec<String> {
    let names = std::fs::read_dir(out).into_iter().flatten().flatten();
    let names = names.map(|entry| entry.file_name().to_string_lossy().into_owned());
    let is_summary = |name: &String| name.starts_with("summary") && name.ends_with(".json");
    let texts = names.filter(is_summary).filter_map(|name| std::fs::read_to_string(out.join(name)).ok());
    // A broken summary counts as none.
    let records = texts.filter_map(|text| serde_json::from_str::<Vec<Record>>(&text).ok()).flatten();
    let planned: BTreeSet<&str> = plan.units.iter().map(|unit| unit.unit.as_str()).collect();
    let gone: BTreeSet<String> =
        records.map(|record| record.unit).filter(|unit| !planned.contains(unit.as_str())).collect();
    gone.into_iter().collect()
}

/// Returns the shards whose summaries are there.
fn shards(out: &Path) -> io::Result<BTreeSet<Shard>> {
    let mut shards = BTreeSet::new();
    for entry in std::fs::read_dir(out)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        let part = name.strip_prefix("summary-").and_then(|name| name.strip_suffix(".json"));
        shards.extend(part.and_then(|part| part.replacen("-of-", "/", 1).parse::<Shard>().ok()));
    }
    Ok(shards)
}

/// Removes the summaries of shards that this run does again, or that divide the plan otherwise:
/// what remains would pass for part of the plan.
pub(super) fn begin(out: &Path, shard: Option<Shard>) -> io::Result<()> {
    for old in shards(out)? {
        if shard.is_none_or(|shard| shard == old || shard.of != old.of) {
            output::remove(&out.join(file_name(Some(old))))?;
        }
    }
    Ok(())
}

/// Joins the summaries of shards, in the order of the plan: by the names of the units.
///
/// All shards must be there: a report of some of the units would say that it is of all.
pub(super) fn join(out: &Path) -> io::Result<Summary> {
    let found = shards(out)?;
    let wrong = |message: String| io::Error::new(io::ErrorKind::NotFound, message);
    let Some(of) = found.first().map(|shard| shard.of) else {
        return Err(wrong("没有找到分片的 summary-*.json".to_string()));
    };
    if found.iter().any(|shard| shard.of != of) {
        return Err(wrong("有份数不同的 summary-*.json，不是同一次分的份".to_string()));
    }
    let missing = (1..=of).filter(|index| !found.contains(&Shard { index: *index, of }));
    let missing: Vec<String> = missing.map(|index| index.to_string()).collect();
    if !missing.is_empty() {
        let which = missing.join("、");
        return Err(wrong(format!("共 {of} 份，第 {which} 份没有做完，做完再合并")));
    }
    let mut records: Vec<Record> = Vec::new();
    for shard in found {
        let name = file_name(Some(shard));
        let told = |error: String| io::Error::other(format!("{name}：{error}"));
        let text = std::fs::read_to_string(out.join(&name)).map_err(|error| told(error.to_string()))?;
        let part: Vec<Record> = serde_json::from_str(&text).map_err(|error| told(error.to_string()))?;
        records.extend(part);
    }
    records.sort_by(|a, b| (&a.unit, &a.file).cmp(&(&b.unit, &b.file)));
    records.dedup_by(|a, b| (&a.unit, &a.file) == (&b.unit, &b.file));
    Ok(Summary { records })
}

/// Writes the summary.
pub(super) fn write(out: &Path, summary: &Summary, shard: Option<Shard>) -> io::Result<()> {
    let json = serde_json::to_string_pretty(&summary.records)? + "\n";
    output::write(&out.join(file_name(shard)), json.as_bytes())
}

/// Writes the hashes of the finished reports and figures, the county's own files last.
pub(super) fn write_sums(out: &Path, summary: &Summary) -> io::Result<()> {
    let mut sums = String::new();
    for record in summary.records.iter().filter(|record| !record.sha256.is_empty()) {
        let Record { sha256, figures_sha256, file, .. } = record;
        sums += &format!("{sha256}  {file}.pdf\n{figures_sha256}  {file}.json\n");
    }
    for name in county::FILES {
        if let Ok(bytes) = std::fs::read(out.join(name)) {
            sums += &format!("{}  {name}\n", hex(&Sha256::digest(&bytes)));
        }
    }
    output::write(&out.join("SHA256SUMS"), sums.as_bytes())
}
