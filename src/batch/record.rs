//! What became of the units: one record each, as summary.json tells it.

use serde::{Deserialize, Serialize};

/// What follows a unit's file name in the report's.
pub(crate) const REPORT: &str = ".pdf";
/// What follows it in that of the county's letter.
pub(crate) const NOTICE: &str = "-反馈意见.pdf";
/// What follows it in the worksheet's.
pub(crate) const WORKSHEET: &str = "-工作底稿.xlsx";

/// What follows it in the draft's for Word.
pub(crate) const DRAFT: &str = ".docx";
/// What follows it in the OFD's.
pub(crate) const OFD: &str = ".ofd";

/// The reason of a unit whose folder holds nothing that could be read.
pub(super) const EMPTY_FOLDER: &str = "没有报送台账，文件夹里没有可读的文件";
/// The reason of a unit that the county lists but that has neither folder nor rows.
pub(super) const NO_FOLDER: &str = "没有报送台账，没有它的文件夹，共用的表里也没有它的行";

/// Returns whether a reason says that a unit filed nothing.
pub(super) fn is_nothing_filed(reason: &str) -> bool {
    [EMPTY_FOLDER, NO_FOLDER].contains(&reason)
}

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
    /// The name in its own banxin.toml, where that is another: what its report is titled with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own_name: Option<String>,
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
    /// The hash of the county's letter to it; empty where there is none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub notice_sha256: String,
    /// The hash of its worksheet; empty where there is none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub worksheet_sha256: String,
    /// The hash of its draft for Word; empty where there is none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub docx_sha256: String,
    /// The hash of its OFD; empty where there is none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub ofd_sha256: String,
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
    /// One record a unit, in the order of the plan.
    pub records: Vec<Record>,
}

impl Record {
    /// Returns the name by which the unit is called in reports.
    pub fn name(&self) -> &str {
        self.own_name.as_deref().unwrap_or(&self.unit)
    }

    /// Returns the files that were made, by name, each with its hash.
    pub fn files(&self) -> Vec<(String, &String)> {
        let all = [
            (REPORT, &self.sha256),
            (".json", &self.figures_sha256),
            (NOTICE, &self.notice_sha256),
            (WORKSHEET, &self.worksheet_sha256),
            (DRAFT, &self.docx_sha256),
            (OFD, &self.ofd_sha256),
        ];
        let made = all.into_iter().filter(|(_, sha256)| !sha256.is_empty());
        made.map(|(end, sha256)| (format!("{}{end}", self.file), sha256)).collect()
    }
}

impl Summary {
    /// Returns how many units came to this.
    pub fn n(&self, status: Status) -> usize {
        self.records.iter().filter(|record| record.status == status).count()
    }
}
