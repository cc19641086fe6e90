//! One unit of a batch: its folder in, its report and figures out, as a record.
//!
//! What goes beside the report, figures, report and record are written in this order: a record that
//! is there tells that the others are whole.

use std::fmt::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::analysis::{AnalysisError, Bounds};
use crate::batch::beside::{self, Beside};
use crate::batch::keep::{self, Kept};
use crate::batch::output;
use crate::batch::plan::Planned;
use crate::batch::record::{DRAFT, EMPTY_FOLDER, NO_FOLDER, OFD, Record, Status};
use crate::batch::sha256;
use crate::batch::shared::Shared;
use crate::county::{self, Issuer};
use crate::diagnostic::{Diagnostic, Severity, Warned};
use crate::dossier::AssembleError;
use crate::folder::{self, Found, in_words};
use crate::pages::Engine;
use crate::pdf::RenderOptions;
use crate::pipeline::{self, Exports, Failure, Report, RunOptions};
use crate::settings::{self, Asked, Layer, SettingsError, Settled};
use crate::source::Source;
use crate::workbook::Workbook;
use crate::worksheet::{self, Worksheet};

/// What follows the names of files that are made only where they are asked for.
const EXTRAS: [&str; 2] = [DRAFT, OFD];

/// What one unit's report is made from.
#[derive(Clone, Copy)]
pub struct Job<'a> {
    /// The shared engine.
    pub engine: &'a Engine,
    /// The unit.
    pub planned: &'a Planned,
    /// The batch's folder.
    pub folder: &'a Path,
    /// The registers that units share.
    pub shared: &'a Shared,
    /// The output folder.
    pub out: &'a Path,
    /// The outermost folder whose banxin.toml counts; without one, the file system's root.
    pub top: Option<&'a Path>,
    /// The hash of all that is the same for every unit: the program and the faces.
    pub shared_sha256: &'a str,
    /// Who writes to the unit beside its report; nobody where no county is named.
    pub issuer: Option<&'a Issuer>,
    /// Lines of banxin.toml that go before its own.
    pub settings: Option<&'a str>,
    /// Whether it is made again though nothing has changed.
    pub force: bool,
    /// How far its report may go.
    pub bounds: &'a Bounds,
}

/// A unit that was worked on: its record and what there is to say about its files.
#[derive(Debug, Clone)]
pub struct Made {
    /// What became of it.
    pub record: Record,
    /// All diagnostics, in file order.
    pub diagnostics: Vec<Diagnostic>,
    /// What is left to do; nothing where no report was made.
    pub worksheet: Worksheet,
}

/// What is made of a unit.
struct Files {
    report: Report,
    /// What is left to do.
    worksheet: Worksheet,
    /// What the county sends it.
    beside: Option<Beside>,
    /// The draft for Word.
    draft: Option<Vec<u8>>,
}

/// The unit's files as read.
struct Inputs {
    sources: Vec<Source>,
    /// Its rows of registers that units share.
    shared: Vec<Workbook>,
    layers: Vec<Layer>,
    left_out: Vec<Diagnostic>,
}

impl Job<'_> {
    /// Does the work; whatever goes wrong, a panic too, becomes a failed record.
    pub fn run(&self) -> Made {
        let made = catch_unwind(AssertUnwindSafe(|| self.make()));
        made.unwrap_or_else(|_| self.failed("", "程序内部出错，这是程序的缺陷".to_string(), Vec::new()))
    }

    fn make(&self) -> Made {
        let inputs = match self.read() {
            Ok(inputs) => inputs,
            Err(reason) => return self.failed("", reason, Vec::new()),
        };
        if inputs.sources.is_empty() && inputs.shared.is_empty() && inputs.left_out.is_empty() {
            let reason = if self.planned.folder.is_some() { EMPTY_FOLDER } else { NO_FOLDER };
            return self.failed("", reason.to_string(), Vec::new());
        }
        let asked = Asked {
            unit_by_default: Some(self.planned.unit.clone()),
            settings: self.settings.map(String::from),
            ..Asked::default()
        };
        let settled = settings::settle(&inputs.layers, &asked);
        let inputs_sha256 = self.hash(&inputs, &settled);
        if let Some(unchanged) = self.unchanged(&inputs_sha256) {
            return Made { record: unchanged, diagnostics: Vec::new(), worksheet: Worksheet::default() };
        }
        let made = settled
            .map_err(|error| Warned { output: error.to_string(), diagnostics: error.diagnostics })
            .and_then(|settled| self.report(&inputs, settled));
        match made {
            Ok(Warned { output: files, diagnostics }) => {
                let Files { report, beside, draft, .. } = &files;
                let figures = report.analysis.figures.to_json();
                let hashes = beside.as_ref().map(Beside::sha256);
                let (notice_sha256, worksheet_sha256) = hashes.unwrap_or_default();
                let record = Record {
                    status: Status::Made,
                    pages: report.pages.len(),
                    sha256: sha256::of(pdf_of(report)),
                    figures_sha256: sha256::of(&figures),
                    notice_sha256,
                    worksheet_sha256,
                    docx_sha256: draft.as_ref().map(sha256::of).unwrap_or_default(),
                    ofd_sha256: report.ofd.as_ref().map(sha256::of).unwrap_or_default(),
                    ..self.record(&inputs_sha256, &diagnostics)
                };
                match self.write(&files, &figures, &record) {
                    Ok(()) => Made { record, diagnostics, worksheet: files.worksheet },
                    Err(error) => self.failed(
                        &inputs_sha256,
                        format!("无法写入报告（{}）", in_words(&error)),
                        diagnostics,
                    ),
                }
            }
            Err(Warned { output: reason, diagnostics }) => self.failed(&inputs_sha256, reason, diagnostics),
        }
    }

    fn read(&self) -> Result<Inputs, String> {
        // What is printed of it shall not depend on where the folder lies.
        let words = |error: folder::Unreadable| error.without_path();
        let shared = self.shared.of(&self.planned.rows_of);
        // Those of the batch's folder, wherever a link leads that stands in it.
        let mut layers = folder::layers_below(self.top, self.folder).map_err(words)?;
        let Some(folder) = &self.planned.folder else {
            // As if it had an empty folder of its own below the batch's.
            layers.push(Layer { file: folder::CONFIG_NAME.to_string(), text: String::new() });
            return Ok(Inputs { sources: Vec::new(), shared, layers, left_out: Vec::new() });
        };
        layers.push(folder::own_layer(folder).map_err(words)?);
        let contents = folder::contents(folder).map_err(words)?;
        let sources = contents.files.iter().map(Found::source).collect::<Result<_, _>>().map_err(words)?;
        Ok(Inputs { sources, shared, layers, left_out: contents.diagnostics() })
    }

    /// Returns the hash of everything that the report depends on.
    fn hash(&self, inputs: &Inputs, settled: &Result<Settled, SettingsError>) -> String {
        let mut hasher = Sha256::new();
        // Lengths part the pieces, so that no two sets of files run together into one.
        let mut piece = |bytes: &[u8]| {
            hasher.update(bytes.len().to_le_bytes());
            hasher.update(bytes);
        };
        piece(self.shared_sha256.as_bytes());
        piece(self.planned.unit.as_bytes());
        piece(format!("{:?}", self.issuer).as_bytes());
        // As settled: what a county's configuration says of the county is nothing to the unit.
        match settled {
            Ok(Settled { settings, diagnostics, .. }) => {
                piece(format!("{settings:?}{diagnostics:?}").as_bytes());
            }
            Err(error) => piece(error.to_string().as_bytes()),
        }
        for source in &inputs.sources {
            piece(source.name.as_bytes());
            piece(&source.bytes);
        }
        // Its own rows alone: what changes in another unit's is none of this one's.
        for sheet in inputs.shared.iter().flat_map(|workbook| &workbook.sheets) {
            piece(sheet.place.to_string().as_bytes());
            for row in &sheet.rows {
                piece(&row.index.to_le_bytes());
                for cell in &row.cells {
                    piece(&cell.col.to_le_bytes());
                    piece(format!("{:?}", cell.value).as_bytes());
                }
            }
            for area in sheet.merges.iter() {
                piece(format!("{area:?}").as_bytes());
            }
        }
        sha256::hex(&hasher.finalize())
    }

    /// Returns the earlier record where its report is still there and still right.
    fn unchanged(&self, inputs_sha256: &str) -> Option<Record> {
        if self.force {
            return None;
        }
        let before = keep::read(self.out, &self.planned.stem)?.record;
        let is_same = before.inputs_sha256 == inputs_sha256 && before.unit == self.planned.unit;
        if !is_same || before.status == Status::Failed {
            return None;
        }
        let is_whole = |(name, recorded): (String, &String)| {
            sha256::of_file(&self.out.join(name)).is_ok_and(|found| found == *recorded)
        };
        before
            .files()
            .into_iter()
            .all(is_whole)
            .then(|| Record { status: Status::Unchanged, ..before.clone() })
    }

    /// Makes the report, and what goes beside it.
    fn report(&self, inputs: &Inputs, settled: Settled) -> Result<Warned<Files>, Warned<String>> {
        let Settled { settings, mut diagnostics, .. } = settled;
        if settings.fonts != *self.engine.wanted() {
            let reason = "本单位的配置里写了 [fonts]，批量生成时字体只能写在全县的配置里";
            return Err(Warned { output: reason.to_string(), diagnostics: Vec::new() });
        }
        diagnostics.extend(inputs.left_out.iter().cloned());
        let options = RunOptions {
            exports: Exports { ofd: settings.ofd.then_some(settings.ofd_profile), ..Exports::default() },
            render: RenderOptions { standards: settings.standards.clone(), ..RenderOptions::default() },
            bounds: self.bounds.clone(),
            shared: inputs.shared.clone(),
            ..RunOptions::default()
        };
        let run = pipeline::run(self.engine, &inputs.sources, &settings, &options);
        diagnostics.extend(run.diagnostics);
        let report = match run.output {
            Ok(report) => report,
            Err(failure) => {
                return Err(Warned { output: reason_of(&failure, &diagnostics), diagnostics });
            }
        };
        let worksheet = worksheet::write(&report.analysis.material(&settings)).with_warnings(&diagnostics);
        let beside =
            self.issuer.map(|issuer| beside::make(self.engine, issuer, &settings, &report, &worksheet));
        match beside.transpose() {
            Ok(beside) => {
                diagnostics.extend(beside.iter().flat_map(|beside| beside.diagnostics.iter().cloned()));
                let draft =
                    settings.docx.then(|| pipeline::docx(&report.document, &settings, &report.layout));
                Ok(Warned { output: Files { report, worksheet, beside, draft }, diagnostics })
            }
            Err(reason) => Err(Warned { output: reason, diagnostics }),
        }
    }

    fn write(&self, files: &Files, figures: &str, record: &Record) -> std::io::Result<()> {
        let Files { report, beside, draft, .. } = files;
        let path = |ending: &str| self.out.join(format!("{}.{ending}", self.planned.stem));
        // Between the files, nothing may tell of a whole report.
        let before = EXTRAS.map(|end| self.was_made(end));
        keep::remove(self.out, &self.planned.stem)?;
        for ((end, was_made), bytes) in EXTRAS.into_iter().zip(before).zip([draft, &report.ofd]) {
            match bytes {
                Some(bytes) => output::write(&self.extra(end), bytes)?,
                // That of an earlier run says something else.
                None if was_made => output::remove(&self.extra(end))?,
                None => {}
            }
        }
        match beside {
            Some(beside) => beside.write(self.out, &self.planned.stem)?,
            None => beside::remove(self.out, &self.planned.stem)?,
        }
        output::write(&path("json"), figures.as_bytes())?;
        output::write(&path("pdf"), pdf_of(report))?;
        let essays = county::imprints(&report.analysis.dossier);
        // What is kept beside the reports tells of nobody.
        let mut registers = county::recorded(&report.analysis.dossier);
        for register in &mut registers {
            register.records = sha256::of(&register.records);
        }
        keep::write(self.out, &Kept { record: record.clone(), essays, registers })
    }

    /// Returns where a file lies that is made only where it is asked for.
    fn extra(&self, end: &str) -> PathBuf {
        self.out.join(format!("{}{end}", self.planned.stem))
    }

    /// Returns whether an earlier run made such a file: one that none made is somebody's own.
    fn was_made(&self, end: &str) -> bool {
        let before = keep::read(self.out, &self.planned.stem);
        before.is_some_and(|kept| kept.record.files().iter().any(|(name, _)| name.ends_with(end)))
    }

    fn record(&self, inputs_sha256: &str, diagnostics: &[Diagnostic]) -> Record {
        let n = |severity| diagnostics.iter().filter(|d| d.severity == severity).count();
        Record {
            unit: self.planned.unit.clone(),
            own_name: self.planned.own_name.clone(),
            status: Status::Failed,
            file: self.planned.stem.clone(),
            pages: 0,
            sha256: String::new(),
            figures_sha256: String::new(),
            notice_sha256: String::new(),
            worksheet_sha256: String::new(),
            docx_sha256: String::new(),
            ofd_sha256: String::new(),
            inputs_sha256: inputs_sha256.to_string(),
            errors: n(Severity::Error),
            warnings: n(Severity::Warning),
            reason: String::new(),
        }
    }

    /// Makes a failed record; a report of an earlier run must not pass for this one's.
    fn failed(&self, inputs_sha256: &str, reason: String, diagnostics: Vec<Diagnostic>) -> Made {
        let mut reason = reason;
        let before = EXTRAS.map(|end| self.was_made(end));
        if let Err(error) = keep::remove(self.out, &self.planned.stem) {
            let _ = write!(reason, "；旧记录未能删除（{}）", in_words(&error));
        }
        for ending in ["pdf", "json"] {
            if let Err(error) = output::remove(&self.out.join(format!("{}.{ending}", self.planned.stem))) {
                let _ = write!(reason, "；旧文件未能删除（{}）", in_words(&error));
            }
        }
        if let Err(error) = beside::remove(self.out, &self.planned.stem) {
            let _ = write!(reason, "；旧的反馈意见未能删除（{}）", in_words(&error));
        }
        for (end, was_made) in EXTRAS.into_iter().zip(before) {
            if was_made && let Err(error) = output::remove(&self.extra(end)) {
                let _ = write!(reason, "；旧文件未能删除（{}）", in_words(&error));
            }
        }
        let record = Record { reason, ..self.record(inputs_sha256, &diagnostics) };
        Made { record, diagnostics, worksheet: Worksheet::default() }
    }
}

/// Returns the PDF of a report, which a batch always asks for.
fn pdf_of(report: &Report) -> &[u8] {
    report.pdf.as_deref().expect("options ask for it")
}

/// Returns why there is no report: what in the registers refuses it, named with its cell, where
/// that is the reason; other errors in them keep no report from being made.
fn reason_of(failure: &Failure, diagnostics: &[Diagnostic]) -> String {
    let errors = || diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
    let refusing = || errors().find(|error| error.refuses());
    let reason = match failure {
        Failure::Refused(_) => refusing(),
        Failure::Render(_) if !failure.is_bug() => refusing(),
        // Rather that a file cannot be read than that a register is therefore missing.
        Failure::Analysis(AnalysisError::Assemble(AssembleError::NoAttendance)) => {
            let is_of_a_file =
                |error: &&Diagnostic| error.spot.as_ref().is_some_and(|spot| spot.cells.is_none());
            errors().find(is_of_a_file).or_else(refusing)
        }
        Failure::Analysis(AnalysisError::Assemble(AssembleError::NoPeriod)) => {
            errors().find(|error| error.key == "period-unknown")
        }
        _ => None,
    };
    reason.map_or_else(|| failure.to_string(), ToString::to_string)
}
