//! summary.json and SHA256SUMS: what became of every unit, in the order of the plan.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;

use crate::batch::plan::Plan;
use crate::batch::record::{Record, Summary};
use crate::batch::shard::Shard;
use crate::batch::{keep, output, sha256};
use crate::bounded;

/// The name of a run's summary.
pub(super) const NAME: &str = "summary.json";

/// Returns the name of a run's summary; shards keep theirs apart until they are merged.
fn file_name(shard: Option<Shard>) -> String {
    match shard {
        None => NAME.to_string(),
        Some(Shard { index, of }) => format!("summary-{index}-of-{of}.json"),
    }
}

/// Returns the shard whose summary a file is, by its name.
fn shard_of(name: &str) -> Option<Shard> {
    let part = name.strip_prefix("summary-")?.strip_suffix(".json")?;
    part.replacen("-of-", "/", 1).parse().ok()
}

/// Returns whether a file is a summary, by its name.
pub(super) fn is_summary(name: &str) -> bool {
    name == NAME || shard_of(name).is_some()
}

/// Returns the units of earlier runs that the plan no longer holds, as long as their reports lie
/// there.
pub(super) fn gone(out: &Path, plan: &Plan) -> Vec<String> {
    let planned: BTreeSet<&str> = plan.units.iter().map(|unit| unit.unit.as_str()).collect();
    let gone = left(out, plan).into_iter().map(|record| record.unit);
    let gone: BTreeSet<String> = gone.filter(|unit| !planned.contains(unit.as_str())).collect();
    gone.into_iter().collect()
}

/// Returns the records of earlier runs under names that no unit of the plan has, as long as their
/// reports lie there.
fn left(out: &Path, plan: &Plan) -> Vec<Record> {
    let planned: BTreeSet<&str> = plan.units.iter().map(|unit| unit.stem.as_str()).collect();
    let stems = keep::stems(out).into_iter().filter(|stem| !planned.contains(stem.as_str()));
    let is_there =
        |stem: &String| ["pdf", "json"].iter().any(|ending| out.join(format!("{stem}.{ending}")).is_file());
    stems.filter(is_there).filter_map(|stem| Some(keep::read(out, &stem)?.record)).collect()
}

/// Removes what units of the plan left under other names: their files are called otherwise now, and
/// would pass for another unit's.
pub(super) fn forget_renamed(out: &Path, plan: &Plan) -> io::Result<()> {
    let planned: BTreeSet<&str> = plan.units.iter().map(|unit| unit.unit.as_str()).collect();
    for record in left(out, plan).into_iter().filter(|record| planned.contains(record.unit.as_str())) {
        keep::remove(out, &record.file)?;
        record.files().into_iter().try_for_each(|(name, _)| output::remove(&out.join(name)))?;
    }
    Ok(())
}

/// Returns the shards whose summaries are there.
fn shards(out: &Path) -> io::Result<BTreeSet<Shard>> {
    let mut shards = BTreeSet::new();
    for entry in std::fs::read_dir(out)? {
        shards.extend(shard_of(&entry?.file_name().to_string_lossy()));
    }
    Ok(shards)
}

/// Removes the summaries of shards that this run does again, or that divide the plan otherwise:
/// what remains would pass for part of the plan.
pub(super) fn begin(out: &Path, shard: Option<Shard>) -> io::Result<()> {
    for old in shards(out)? {
        if shard.is_none_or(|shard| shard == old || shard.of != old.of) {
            remove(out, old)?;
        }
    }
    Ok(())
}

/// Removes a shard's summary.
fn remove(out: &Path, shard: Shard) -> io::Result<()> {
    output::remove(&out.join(file_name(Some(shard))))?;
    keep::remove_plan(out, shard)
}

/// Removes the summaries of the shards that are joined: those of the next run must all be new.
pub(super) fn end(out: &Path) -> io::Result<()> {
    shards(out)?.into_iter().try_for_each(|shard| remove(out, shard))
}

/// Joins the summaries of shards, in the order of the plan: by the names of the units.
///
/// All shards must be there, and be parts of the same plan: a report of some of the units would
/// say that it is of all.
pub(super) fn join(out: &Path) -> io::Result<Summary> {
    let found = shards(out)?;
    let wrong = |message: String| io::Error::new(io::ErrorKind::NotFound, message);
    let Some(of) = found.first().map(|shard| shard.of) else {
        let message = "没有找到分片的 summary-*.json，合并过的要把各份再运行一次";
        return Err(wrong(message.to_string()));
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
    let plans: BTreeSet<Option<String>> = found.iter().map(|shard| keep::read_plan(out, *shard)).collect();
    if plans.len() != 1 || plans.contains(&None) {
        let message = "各份开始时，单位或全县的配置不同，把各份都再运行一次再合并（没有变化的不重做）";
        return Err(wrong(message.to_string()));
    }
    let mut records: Vec<Record> = Vec::new();
    for shard in found {
        let name = file_name(Some(shard));
        let told = |error: String| io::Error::other(format!("{name}：{error}"));
        let text =
            bounded::read_text(&out.join(&name), keep::MAX_BYTES).map_err(|error| told(error.to_string()))?;
        let part: Vec<Record> = serde_json::from_str(&text).map_err(|error| told(error.to_string()))?;
        records.extend(part);
    }
    records.sort_by(|a, b| (&a.unit, &a.file).cmp(&(&b.unit, &b.file)));
    let files = records.iter().flat_map(|record| record.files().into_iter().map(|(name, _)| name));
    if let Some(name) = files.into_iter().find(|name| !out.join(name).is_file()) {
        return Err(wrong(format!("{name} 没有了，把它那一份再运行一次再合并")));
    }
    Ok(Summary { records })
}

/// Writes the summary.
pub(super) fn write(out: &Path, summary: &Summary, shard: Option<Shard>) -> io::Result<()> {
    let json = serde_json::to_string_pretty(&summary.records)? + "\n";
    output::write(&out.join(file_name(shard)), json.as_bytes())?;
    // It tells units that were made from those that had not changed, so SHA256SUMS, which is to be the
    // same for the same files, cannot hold it.
    if shard.is_none() { keep::write_summary(out, &sha256::of(json)) } else { Ok(()) }
}

/// Writes the hashes of the finished reports and figures, the county's own files last.
pub(super) fn write_sums(out: &Path, summary: &Summary) -> io::Result<()> {
    let mut sums = String::new();
    for (name, sha256) in summary.records.iter().flat_map(Record::files) {
        sums += &format!("{sha256}  {name}\n");
    }
    for name in keep::COUNTY_FILES {
        if let Ok(sha256) = sha256::of_file(&out.join(name)) {
            sums += &format!("{sha256}  {name}\n");
        }
    }
    output::write(&out.join("SHA256SUMS"), sums.as_bytes())
}
