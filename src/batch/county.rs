//! The county's own files, from the figures that the units' reports left in the output folder.

use std::io;
use std::path::Path;

use crate::batch::output;
use crate::batch::summary::{Status, Summary};
use crate::county::{UnitFigures, xlsx};

/// Writes 汇总表.xlsx.
pub(super) fn write(out: &Path, summary: &Summary) -> io::Result<()> {
    let mut units = Vec::new();
    let mut failed = Vec::new();
    for record in &summary.records {
        if record.status == Status::Failed {
            failed.push(record.unit.clone());
            continue;
        }
        let text = std::fs::read_to_string(out.join(format!("{}.json", record.file)))?;
        units.push(UnitFigures::parse(&text)?);
    }
    let bytes = xlsx(&units, &failed).map_err(io::Error::other)?;
    output::write(&out.join("汇总表.xlsx"), &bytes)
}
