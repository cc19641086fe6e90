//! What the county sends a unit beside its report: a letter on what its study shows (反馈意见), and the
//! unit's worksheet.
//!
//! Both are made with the unit's own report, in its worker, from what the report is made from: so
//! shards make them too, and a unit that has not changed keeps them.

use std::io;
use std::path::Path;

use crate::batch::keep::KeptCounty;
use crate::batch::record::{NOTICE, WORKSHEET};
use crate::batch::{output, sha256};
use crate::checklist;
use crate::county::{self, Issuer};
use crate::diagnostic::Diagnostic;
use crate::pages::Engine;
use crate::pdf::{self, RenderOptions};
use crate::pipeline::Report;
use crate::settings::Settings;
use crate::worksheet::Worksheet;

/// Returns who writes to the units; nothing where nobody does, or where the county's configuration
/// cannot be used, which the county's own report tells.
pub(super) fn issuer(county: &KeptCounty) -> Option<Issuer> {
    let settled = county.settle().ok()?;
    Issuer::new(&settled.settings)
}

/// The two, as bytes.
pub(super) struct Beside {
    /// The letter.
    pub notice: Vec<u8>,
    /// The worksheet.
    pub worksheet: Vec<u8>,
    /// What there is to say about the letter's pages.
    pub diagnostics: Vec<Diagnostic>,
}

/// Makes both of a unit whose report was made, from what is left to do.
pub(super) fn make(
    engine: &Engine,
    issuer: &Issuer,
    settings: &Settings,
    report: &Report,
    worksheet: &Worksheet,
) -> Result<Beside, String> {
    let material = report.analysis.material(settings);
    // The letter counts the items of the workbook that goes with it.
    let notice = county::notice(&material, &report.analysis.figures, worksheet, issuer);
    let options = RenderOptions { standards: issuer.standards.clone(), ..RenderOptions::default() };
    let rendered = pdf::render(engine, &notice, &options);
    let notice = rendered.output.map_err(|error| format!("反馈意见没有生成（{error}）"))?;
    let worksheet =
        checklist::worksheet_xlsx(worksheet).map_err(|error| format!("工作底稿没有生成（{error}）"))?;
    Ok(Beside { notice: notice.bytes, worksheet, diagnostics: rendered.diagnostics })
}

impl Beside {
    /// Writes both beside the report.
    pub(super) fn write(&self, out: &Path, stem: &str) -> io::Result<()> {
        output::write(&out.join(format!("{stem}{WORKSHEET}")), &self.worksheet)?;
        output::write(&out.join(format!("{stem}{NOTICE}")), &self.notice)
    }

    /// Returns the hashes of the letter and the worksheet.
    pub(super) fn sha256(&self) -> (String, String) {
        (sha256::of(&self.notice), sha256::of(&self.worksheet))
    }
}

/// Removes both, where they are.
pub(super) fn remove(out: &Path, stem: &str) -> io::Result<()> {
    [NOTICE, WORKSHEET].iter().try_for_each(|end| output::remove(&out.join(format!("{stem}{end}"))))
}
