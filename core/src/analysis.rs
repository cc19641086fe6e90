//! A unit's files read and analysed: the stages up to what the document is written from.
//!
//! ```text
//! sources → workbooks → dossier → statistics → findings
//! ```
//!
//! Each stage is a function from the types before it to its own. Their diagnostics gather
//! here, beside the result, and come out in file order.

use std::sync::Arc;

use time::Date;

use crate::blank;
use crate::diagnostic::{Diagnostic, Warned, in_file_order};
use crate::document::{self, Dates, Material, Supplement};
use crate::dossier::{self, AssembleError, Dossier, SheetSeen, Vocabulary, texts};
use crate::figures::{Figures, FiguresError};
use crate::findings::previous::{self, PreviousError};
use crate::findings::{self, Findings, Limits, LimitsError, Local, halves};
use crate::origin::Place;
use crate::settings::Settings;
use crate::source::{Source, Use, use_of};
use crate::statistics::{self, Statistics};
pub use crate::stop::Stop;
use crate::workbook::{self, ReadError, Room, Workbook};

/// Everything that is known of a unit before a page is set.
#[derive(Debug, Clone)]
pub struct Analysis {
    /// The records.
    pub dossier: Dossier,
    /// The date of the document on them.
    pub date: Date,
    /// The figures.
    pub statistics: Statistics,
    /// What the figures show.
    pub findings: Findings,
    /// The thresholds in force.
    pub limits: Limits,
    /// The figures as published.
    pub figures: Figures,
    /// The office's own paragraphs.
    pub supplement: Supplement,
}

impl Analysis {
    /// Returns what the document is written from.
    pub fn material<'a>(&'a self, settings: &'a Settings) -> Material<'a> {
        Material {
            settings,
            date: self.date,
            dossier: &self.dossier,
            statistics: &self.statistics,
            findings: &self.findings,
            limits: &self.limits,
            supplement: &self.supplement,
        }
    }
}

/// Why a unit's files cannot be analysed.
#[derive(Debug, thiserror::Error)]
pub enum AnalysisError {
    /// The thresholds of the settings cannot be applied.
    #[error(transparent)]
    Limits(#[from] LimitsError),
    /// The registers make no dossier.
    #[error(transparent)]
    Assemble(#[from] AssembleError),
    /// More than whoever asked allows.
    #[error("{what}超过上限（{n} 以上，最多 {limit}）")]
    TooLarge {
        /// What there is too much of.
        what: &'static str,
        /// How much was seen.
        n: usize,
        /// How much may be.
        limit: usize,
    },
    /// More than whoever asked allows, in all files together.
    #[error("各个文件合计的{what}超过上限")]
    NoRoom {
        /// What there is too much of.
        what: &'static str,
    },
    /// Nobody waits for it any more.
    #[error("已停止")]
    Stopped,
}

impl Stop {
    /// Ends the work where the stop was asked for.
    pub fn check(&self) -> Result<(), AnalysisError> {
        if self.is_asked() { Err(AnalysisError::Stopped) } else { Ok(()) }
    }
}

/// How far a run may go; by default as far as the files do.
#[derive(Debug, Clone)]
pub struct Bounds {
    /// Ends the run early.
    pub stop: Stop,
    /// The most cells that all files may hold together.
    pub max_cells: usize,
    /// The most bytes of text that all files may hold together, essays and the office's own words too.
    pub max_text_bytes: usize,
    /// The most pages that a report may need.
    pub max_pages: usize,
}

impl Default for Bounds {
    fn default() -> Bounds {
        Bounds {
            stop: Stop::default(),
            max_cells: usize::MAX,
            max_text_bytes: usize::MAX,
            max_pages: usize::MAX,
        }
    }
}

impl Bounds {
    /// Refuses more of something than allowed.
    pub fn check(what: &'static str, n: usize, limit: usize) -> Result<(), AnalysisError> {
        if n > limit { Err(AnalysisError::TooLarge { what, n, limit }) } else { Ok(()) }
    }

    /// Refuses a report of more pages than allowed.
    pub fn pages(&self, n_pages: usize) -> Result<(), AnalysisError> {
        Bounds::check("报告页数", n_pages, self.max_pages)
    }
}

/// What the files read so far hold together.
#[derive(Debug, Clone, Copy, Default)]
pub struct Held {
    n_cells: usize,
    n_text_bytes: usize,
}

impl Held {
    /// Adds what a file holds, within the bounds.
    pub fn add(&mut self, n_cells: usize, n_text_bytes: usize, bounds: &Bounds) -> Result<(), AnalysisError> {
        self.n_cells += n_cells;
        self.n_text_bytes += n_text_bytes;
        Bounds::check("单元格数", self.n_cells, bounds.max_cells)?;
        let is_within = self.n_text_bytes <= bounds.max_text_bytes;
        if is_within { Ok(()) } else { Err(AnalysisError::NoRoom { what: "文字总量" }) }
    }

    /// Returns what is left for the next file.
    pub fn room(self, bounds: &Bounds) -> Room {
        let room = Room::left(
            bounds.max_cells.saturating_sub(self.n_cells),
            bounds.max_text_bytes.saturating_sub(self.n_text_bytes),
        );
        Room { stop: bounds.stop.clone(), ..room }
    }
}

/// Reads and analyses a unit's files, without setting a page.
pub fn analyse(sources: &[Source], settings: &Settings) -> Warned<Result<Analysis, AnalysisError>> {
    analyse_within(sources, settings, &Bounds::default())
}

/// Reads and analyses a unit's files as far as the bounds allow.
pub fn analyse_within(
    sources: &[Source],
    settings: &Settings,
    bounds: &Bounds,
) -> Warned<Result<Analysis, AnalysisError>> {
    let mut diagnostics = Vec::new();
    let output = analyse_into(sources, &[], settings, bounds, &mut diagnostics);
    Warned { output, diagnostics: in_file_order(diagnostics) }
}

/// Analyses a unit's files as far as the bounds allow, and besides shows each sheet as it was seen;
/// no sheet where the files could not all be read.
pub fn analyse_and_survey(
    sources: &[Source],
    settings: &Settings,
    bounds: &Bounds,
) -> (Warned<Result<Analysis, AnalysisError>>, Vec<SheetSeen>) {
    let mut diagnostics = Vec::new();
    let mut sheets = Vec::new();
    let output = Task::new(settings, bounds).and_then(|task| {
        let read = task.read(sources, &[], &mut diagnostics)?;
        sheets = dossier::survey(read.workbooks.iter().chain(&read.unsure), &task.vocabulary);
        task.analyse(read, &mut diagnostics)
    });
    (Warned { output, diagnostics: in_file_order(diagnostics) }, sheets)
}

/// Does the same, and adds what there is to say to `diagnostics`; `shared` is what registers
/// that several units share hold of this unit.
pub fn analyse_into(
    sources: &[Source],
    shared: &[Workbook],
    settings: &Settings,
    bounds: &Bounds,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Analysis, AnalysisError> {
    let task = Task::new(settings, bounds)?;
    let read = task.read(sources, shared, diagnostics)?;
    task.analyse(read, diagnostics)
}

/// What an analysis goes by.
struct Task<'a> {
    settings: &'a Settings,
    bounds: &'a Bounds,
    limits: Limits,
    vocabulary: Vocabulary,
}

/// A unit's files, read.
struct Read {
    workbooks: Vec<Workbook>,
    /// Text files that look like tables and are no register that is known.
    unsure: Vec<Workbook>,
    essays: Vec<texts::Text>,
    figures_before: Vec<FiguresFile>,
    supplement: Supplement,
}

impl<'a> Task<'a> {
    fn new(settings: &'a Settings, bounds: &'a Bounds) -> Result<Task<'a>, AnalysisError> {
        let limits = Limits::new(&settings.rules)?.for_length(settings.length);
        let vocabulary = Vocabulary::with(&settings.registers).assigned(&settings.layouts);
        Ok(Task { settings, bounds, limits, vocabulary })
    }

    /// Reads the files; `shared` is what registers that several units share hold of this unit.
    fn read(
        &self,
        sources: &[Source],
        shared: &[Workbook],
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Result<Read, AnalysisError> {
        let Task { settings, bounds, vocabulary, .. } = self;
        diagnostics.extend(document::check_letterhead(settings));

        // 1. Bytes to cells. A file that cannot be read is reported; the others go on.
        // By name: the order in which files are handed in must not show in the report.
        let mut sources: Vec<&Source> = sources.iter().collect();
        sources.sort_by(|a, b| (&a.name, &a.bytes).cmp(&(&b.name, &b.bytes)));
        let mut workbooks = Vec::new();
        let mut unsure = Vec::new();
        let mut essays = Vec::new();
        let mut figures_before = Vec::new();
        let mut supplement = Supplement::default();
        let mut held = Held::default();
        for (index, source) in sources.into_iter().enumerate() {
            bounds.stop.check()?;
            match use_of(&source.name) {
                Some(Use::Text) => match texts::read(index, source) {
                    Ok(text) => {
                        held.add(0, text.text.len(), bounds)?;
                        essays.push(text);
                    }
                    Err(error) => diagnostics.push(texts::unreadable(index, source, &error)),
                },
                Some(Use::Figures) => {
                    held.add(0, source.bytes.len(), bounds)?;
                    figures_before.extend(earlier(index, source));
                }
                Some(Use::Supplement) => match texts::passages(source) {
                    Ok((passages, left_out)) => {
                        let n_bytes = passages.iter().map(|(_, passage)| passage.n_bytes()).sum();
                        held.add(0, n_bytes, bounds)?;
                        let place = texts::place(index, source);
                        diagnostics.extend(left_out.diagnostics(&place));
                        supplement.add(passages, &place, diagnostics);
                    }
                    Err(error) => diagnostics.push(texts::unused(index, source, &error)),
                },
                named => {
                    let read = workbook::read_within(index, source, held.room(bounds));
                    bounds.stop.check()?;
                    if let Err(ReadError::NoRoom { what }) = read.output {
                        return Err(AnalysisError::NoRoom { what });
                    }
                    // A `.txt` may be an essay; only its content tells.
                    let is_register = |book: &Workbook| texts::is_register(book, vocabulary);
                    if named == Some(Use::RegisterOrText)
                        && !read.output.as_ref().is_ok_and(is_register)
                        && let Ok(text) = texts::read(index, source)
                    {
                        if let Ok(book) = read.output
                            && texts::is_like_a_table(&book)
                        {
                            diagnostics.push(texts::taken_for_text(&text));
                            unsure.push(book);
                        }
                        held.add(0, text.text.len(), bounds)?;
                        essays.push(text);
                        continue;
                    }
                    diagnostics.extend(read.diagnostics);
                    if let Ok(read) = read.output {
                        held.add(read.n_cells(), read.n_text_bytes(), bounds)?;
                        // Another unit's rows must not be counted as this one's.
                        let own = dossier::own_rows(read, &settings.unit);
                        diagnostics.extend(own.diagnostics);
                        workbooks.push(own.output);
                    }
                }
            }
        }
        for workbook in shared {
            held.add(workbook.n_cells(), workbook.n_text_bytes(), bounds)?;
            workbooks.push(workbook.clone());
        }
        // What only shows how a register is filled in is nobody's record.
        for workbook in &mut workbooks {
            blank::leave_out_examples(workbook, diagnostics);
        }
        Ok(Read { workbooks, unsure, essays, figures_before, supplement })
    }

    /// Analyses what was read.
    fn analyse(self, read: Read, diagnostics: &mut Vec<Diagnostic>) -> Result<Analysis, AnalysisError> {
        let Task { settings, bounds, limits, vocabulary } = self;
        let Read { workbooks, essays, figures_before, supplement, .. } = read;
        let Settings { unit, period, .. } = settings;
        bounds.stop.check()?;
        // 2. Cells to records.
        let assembled = dossier::assemble_with(&workbooks, unit, *period, &vocabulary);
        diagnostics.extend(assembled.diagnostics);
        if assembled.output.is_err() && workbooks.is_empty() {
            diagnostics.extend(essays.iter().map(texts::unmatched));
        }
        let mut dossier = assembled.output?;
        let unmatched = texts::attach(&mut dossier, essays);
        diagnostics.extend(unmatched.iter().map(texts::unmatched));
        // 3. Records to numbers.
        let statistics = statistics::measure(&dossier);
        let local = Local::new(&settings.offices(), &settings.keywords);
        // 4. Numbers to problems, causes and measures.
        let mut findings = findings::find(&dossier, &statistics, &local, &limits);
        if let Some(previous) = before(figures_before, &dossier, diagnostics) {
            let compared = previous::compare(&previous, dossier.period, &statistics, &findings.indicators);
            findings.previous = Some(compared);
        }
        let dates = Dates::new(settings, &dossier);
        findings.plan_from(dossier.period, dates.document);
        diagnostics.extend(dates.check(&dossier));

        diagnostics.extend(findings.plan.iter().flat_map(|plan| plan.diagnostics(&dossier)));

        let mut figures = document::figures(&dossier, &statistics, &findings, &limits);
        figures.group = Some(settings.study_group().name());
        Ok(Analysis { dossier, date: dates.document, statistics, findings, limits, figures, supplement })
    }
}

/// Figures of another period, with the file they stand in.
type FiguresFile = (Arc<Place>, Result<Figures, FiguresError>);

/// Reads what may be figures of an earlier period; other JSON is none of ours.
fn earlier(index: usize, source: &Source) -> Option<FiguresFile> {
    match Figures::parse(&source.bytes) {
        Err(FiguresError::Foreign) => None,
        read => Some((texts::place(index, source), read)),
    }
}

/// Returns the figures of the unit before the period, and says which are not used.
fn before(files: Vec<FiguresFile>, dossier: &Dossier, diagnostics: &mut Vec<Diagnostic>) -> Option<Figures> {
    let mut found = Vec::new();
    for (place, read) in files {
        let is_before = |file: &Figures| previous::check(file, &dossier.unit, dossier.period);
        let checked = read.map_err(PreviousError::from).and_then(|file| is_before(&file).map(|()| file));
        match checked {
            Ok(file) => found.push(file),
            // A report's own figures often lie in its folder, and a year's beside its halves'.
            Err(PreviousError::NotEarlier(period)) if dossier.period.holds(period) => {}
            Err(error) => diagnostics.push(
                Diagnostic::note("previous-unused", format!("{error}，没有用来对照上期"))
                    .at(&place)
                    .hint("用 --previous 指定本单位上一期的 figures.json"),
            ),
        }
    }
    halves::best(found, dossier.period)
}
