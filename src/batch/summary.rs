//! summary.json and SHA256SUMS: what became of every unit, in the order of the plan.

use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::batch::output;
use crate::batch::plan::{Planned, Shard};

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
    /// The hash of everything that the report depends on.
    pub inputs_sha256: String,
    /// How many errors its files hold.
    pub errors: usize,
    /// How many warnings.
    pub warnings: usize,
    /// The first complaint, where the report could not be made.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

/// What became of all units.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// Units of an earlier run that the plan no longer holds.
    pub gone: Vec<String>,
    /// One record a unit, in the order of the plan.
    pub records: Vec<Record>,
}

impl Summary {
    /// Returns the record of a planned unit.
    pub fn of(&self, planned: &Planned) -> Option<&Record> {
        self.records.iter().find(|record| record.unit == planned.unit && record.file == planned.stem)
    }

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

/// Reads what earlier runs left: the summary and those of shards; broken ones count as none.
pub(super) fn read(out: &Path) -> Summary {
    let mut names: Vec<String> = std::fs::read_dir(out)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| name.starts_with("summary") && name.ends_with(".json"))
        .collect();
    names.sort();
    let records = names.iter().filter_map(|name| std::fs::read_to_string(out.join(name)).ok());
    let records = records.filter_map(|text| serde_json::from_str::<Vec<Record>>(&text).ok());
    Summary { gone: Vec::new(), records: records.flatten().collect() }
}

/// Joins the summaries of shards, in the order of the plan: by the names of the units.
pub(super) fn join(out: &Path) -> io::Result<Summary> {
    let mut records: Vec<Record> = Vec::new();
    for entry in std::fs::read_dir(out)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name.starts_with("summary-") && name.ends_with(".json") {
            let text = std::fs::read_to_string(out.join(&name))?;
            records.extend(serde_json::from_str::<Vec<Record>>(&text)?);
        }
    }
    if records.is_empty() {
        return Err(io::Error::new(io::ErrorKind::NotFound, "没有找到分片的 summary-*.json"));
    }
    records.sort_by(|a, b| (&a.unit, &a.file).cmp(&(&b.unit, &b.file)));
    records.dedup_by(|a, b| (&a.unit, &a.file) == (&b.unit, &b.file));
    Ok(Summary { gone: Vec::new(), records })
}

/// Writes the summary and the hashes of the finished reports.
pub(super) fn write(out: &Path, summary: &Summary, shard: Option<Shard>) -> io::Result<()> {
    let json = serde_json::to_string_pretty(&summary.records)? + "\n";
    output::write(&out.join(file_name(shard)), json.as_bytes())?;
    if shard.is_none() {
        let sums: String = summary
            .records
            .iter()
            .filter(|record| !record.sha256.is_empty())
            .map(|record| format!("{}  {}.pdf\n", record.sha256, record.file))
            .collect();
        output::write(&out.join("SHA256SUMS"), sums.as_bytes())?;
    }
    Ok(())
}
