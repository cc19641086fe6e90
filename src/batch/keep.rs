//! What a run keeps beside its reports, in a hidden folder: so that it can be continued and merged.
//!
//! `.banxin/units/<unit>.json` holds a unit's record and the signatures of its essays; written
//! last, it says that the unit's report is whole. `.banxin/county.json` holds what the county's
//! report needs to know of the batch's folder, so that a merge needs nothing but the output.
//! `.banxin/plan-<i>-of-<n>` tells which plan a shard is part of, and `.banxin/lock` is held
//! while a run writes.

use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::batch::output;
use crate::batch::record::Record;
use crate::batch::shard::Shard;
use crate::bounded;
use crate::county::{Imprinted, Recorded};
use crate::settings::{self, Asked, Layer, SettingsError, Settled};

/// The hidden folder's name.
const FOLDER: &str = ".banxin";
/// The most bytes of a file that a run has written and reads again (256 MiB).
pub(super) const MAX_BYTES: usize = 256 << 20;
/// What the county has of its own: its report, its figures, its table and its worksheet.
pub(super) const COUNTY_FILES: [&str; 4] = [REPORT, FIGURES, TABLE, WORKSHEET];
/// The county's report.
pub(crate) const REPORT: &str = "汇总报告.pdf";
/// The county's figures.
pub(crate) const FIGURES: &str = "汇总报告.json";
/// The county's table.
pub(crate) const TABLE: &str = "汇总表.xlsx";
/// What the county has to look into; only where there is something.
pub(crate) const WORKSHEET: &str = "汇总工作底稿.xlsx";

/// What is kept of a unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// What became of it.
    pub record: Record,
    /// Its essays with texts, as the county compares them.
    pub essays: Vec<Imprinted>,
    /// Its registers that name persons, by the hashes of their records.
    #[serde(default)]
    pub registers: Vec<Recorded>,
}

/// What is kept of the batch's folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptCounty {
    /// The folder's name.
    pub folder: String,
    /// The configuration of the folder and its parents, the outermost first, as names and texts.
    pub layers: Vec<(String, String)>,
    /// Lines of banxin.toml that go before those of the files.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<String>,
    /// Figures files that lie in the folder, perhaps the county's of an earlier period.
    pub earlier: Vec<String>,
    /// Why the folder's configuration cannot be read.
    pub unreadable: Option<String>,
    /// What keeps registers that units share from being read: which units they name is not known.
    #[serde(default)]
    pub damages: Vec<String>,
}

impl KeptCounty {
    /// Settles the county's configuration.
    pub fn settle(&self) -> Result<Settled, SettingsError> {
        settings::settle(&self.layers(), &Asked { settings: self.asked.clone(), ..Asked::default() })
    }

    /// Returns the configuration files.
    pub fn layers(&self) -> Vec<Layer> {
        let layer = |(file, text): &(String, String)| Layer { file: file.clone(), text: text.clone() };
        self.layers.iter().map(layer).collect()
    }
}

/// Returns whether reports were written to a folder.
pub(super) fn is_output(folder: &Path) -> bool {
    folder.join(FOLDER).is_dir()
}

fn units(out: &Path) -> PathBuf {
    out.join(FOLDER).join("units")
}

fn unit(out: &Path, stem: &str) -> PathBuf {
    units(out).join(format!("{stem}.json"))
}

/// Makes the hidden folder.
pub(super) fn prepare(out: &Path) -> io::Result<()> {
    output::look_at_names(out)?;
    std::fs::create_dir_all(units(out))
}

/// Removes what killed runs left half-written, in the output folder and in the hidden one.
pub(super) fn sweep(out: &Path) -> io::Result<()> {
    for folder in [out.to_path_buf(), out.join(FOLDER), units(out)] {
        output::sweep(&folder)?;
    }
    Ok(())
}

/// A claim on an output folder, which ends with the process however that ends.
pub(super) struct Lock(#[expect(dead_code, reason = "held, not read")] Option<File>);

/// Claims an output folder: a whole run for itself, shards together.
///
/// Nothing is claimed where the file system knows no locks.
pub(super) fn lock(out: &Path, shard: Option<Shard>) -> io::Result<Lock> {
    let file = File::create(out.join(FOLDER).join("lock"))?;
    let locked = if shard.is_some() { file.try_lock_shared() } else { file.try_lock() };
    match locked {
        Ok(()) => Ok(Lock(Some(file))),
        Err(TryLockError::WouldBlock) => {
            Err(io::Error::other("另一个 banxin 正在写这个文件夹，等它做完再运行"))
        }
        Err(TryLockError::Error(_)) => Ok(Lock(None)),
    }
}

fn plan_of(out: &Path, Shard { index, of }: Shard) -> PathBuf {
    out.join(FOLDER).join(format!("plan-{index}-of-{of}"))
}

/// Keeps which plan a shard is part of.
pub(super) fn write_plan(out: &Path, shard: Shard, sha256: &str) -> io::Result<()> {
    output::write(&plan_of(out, shard), sha256.as_bytes())
}

/// Reads which plan a shard is part of.
pub(super) fn read_plan(out: &Path, shard: Shard) -> Option<String> {
    bounded::read_text(&plan_of(out, shard), MAX_BYTES).ok()
}

/// Keeps the hash of the run's summary.
pub(super) fn write_summary(out: &Path, sha256: &str) -> io::Result<()> {
    output::write(&out.join(FOLDER).join("summary"), sha256.as_bytes())
}

/// Reads the hash of the run's summary.
pub(super) fn read_summary(out: &Path) -> Option<String> {
    bounded::read_text(&out.join(FOLDER).join("summary"), MAX_BYTES).ok()
}

/// Forgets a shard's plan.
pub(super) fn remove_plan(out: &Path, shard: Shard) -> io::Result<()> {
    output::remove(&plan_of(out, shard))
}

/// Returns the units of which something is kept, by their files' names.
pub(super) fn stems(out: &Path) -> Vec<String> {
    let names = std::fs::read_dir(units(out)).into_iter().flatten().flatten();
    let stem = |name: String| name.strip_suffix(".json").map(String::from);
    names.filter_map(|entry| stem(entry.file_name().to_string_lossy().into_owned())).collect()
}

/// Returns whether a report of this unit was made before, without reading it.
pub(super) fn is_kept(out: &Path, stem: &str) -> bool {
    unit(out, stem).is_file()
}

/// Reads what is kept of a unit; broken files count as none.
pub(super) fn read(out: &Path, stem: &str) -> Option<Kept> {
    serde_json::from_str(&bounded::read_text(&unit(out, stem), MAX_BYTES).ok()?).ok()
}

/// Keeps a unit's record and signatures.
pub(super) fn write(out: &Path, kept: &Kept) -> io::Result<()> {
    output::write(&unit(out, &kept.record.file), serde_json::to_string(kept)?.as_bytes())
}

/// Forgets a unit.
pub(super) fn remove(out: &Path, stem: &str) -> io::Result<()> {
    output::remove(&unit(out, stem))
}

/// Keeps what the county's report needs.
pub(super) fn write_county(out: &Path, county: &KeptCounty) -> io::Result<()> {
    output::write(&out.join(FOLDER).join("county.json"), serde_json::to_string(county)?.as_bytes())
}

/// Reads what was kept for the county's report.
pub(super) fn read_county(out: &Path) -> io::Result<KeptCounty> {
    Ok(serde_json::from_str(&bounded::read_text(&out.join(FOLDER).join("county.json"), MAX_BYTES)?)?)
}
