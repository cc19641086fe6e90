//! The stages in order: the one place that calls more than one of them.
//!
//! ```text
//! sources → workbooks → dossier → statistics → findings → document → pdf
//! ```
//!
//! Each stage is a function from the types before it to its own. Their diagnostics gather
//! here, beside the result, and come out in file order.

use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::carried::{self, Carried};
use crate::diagnostic::{Diagnostic, Warned, in_file_order};
use crate::document::{self, Document, Material, Supplement};
use crate::dossier::{self, AssembleError, Dossier, Member, Vocabulary, texts};
use crate::figures::Figures;
use crate::findings::previous::{self, Previous, PreviousError};
use crate::findings::{self, Findings, Limits, LimitsError, Local};
use crate::origin::Place;
use crate::pdf::{self, AttachedFile, Engine, MAX_ATTACHED, Part, Pdf, Pictures, RenderError, RenderOptions};
use crate::period::{Period, UnknownPeriod};
use crate::profile::{Profile, parse_iso_date};
use crate::source::{Source, Use, use_of};
use crate::statistics::{self, Statistics};
use crate::workbook::{self, Workbook};

/// Everything that is known of a unit before a page is set.
#[derive(Debug, Clone)]
pub struct Analysis {
    /// The records.
    pub dossier: Dossier,
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
    pub fn material<'a>(&'a self, profile: &'a Profile) -> Material<'a> {
        Material {
            profile,
            dossier: &self.dossier,
            statistics: &self.statistics,
            findings: &self.findings,
            limits: &self.limits,
            supplement: &self.supplement,
        }
    }
}

/// A finished report.
#[derive(Debug, Clone)]
pub struct Report {
    /// What it was written from.
    pub analysis: Analysis,
    /// Its words and tables.
    pub document: Document,
    /// Its pages.
    pub pdf: Pdf,
}

/// Why there is no report.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The profile's period is none.
    #[error(transparent)]
    Period(#[from] UnknownPeriod),
    /// The profile's thresholds cannot be applied.
    #[error(transparent)]
    Limits(#[from] LimitsError),
    /// The registers make no dossier.
    #[error(transparent)]
    Assemble(#[from] AssembleError),
    /// The registers hold something that must not be filed; see the diagnostics.
    #[error("台账中有 {0} 处必须先改正的内容，没有生成报告")]
    Refused(usize),
    /// Warnings were denied and there are some.
    #[error("按 --warnings deny，台账中有 {0} 处错误或警告，没有生成报告")]
    Denied(usize),
    /// Minutes of a session that the registers do not have.
    #[error("台账中没有 {0} 的集中学习，无法生成纪要")]
    NoSession(String),
    /// The pages cannot be set or exported.
    #[error(transparent)]
    Render(#[from] RenderError),
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
    /// Nobody waits for it any more.
    #[error("已停止")]
    Stopped,
}

/// A wish to stop, shared with whoever may utter it; looked at between files and stages.
#[derive(Debug, Clone, Default)]
pub struct Stop(Arc<AtomicBool>);

impl Stop {
    /// Asks for the stop.
    pub fn ask(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Returns whether it was asked for.
    pub fn is_asked(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    /// Returns the flag itself, for [`crate::batch::run`].
    pub fn flag(&self) -> &AtomicBool {
        &self.0
    }

    fn check(&self) -> Result<(), Failure> {
        if self.is_asked() { Err(Failure::Stopped) } else { Ok(()) }
    }
}

/// How far a run may go; by default as far as the files do.
#[derive(Debug, Clone)]
pub struct Bounds {
    /// Ends the run early.
    pub stop: Stop,
    /// The most cells that all files may hold together.
    pub max_cells: usize,
    /// The most pages that a report may need.
    pub max_pages: usize,
}

impl Default for Bounds {
    fn default() -> Bounds {
        Bounds { stop: Stop::default(), max_cells: usize::MAX, max_pages: usize::MAX }
    }
}

impl Bounds {
    /// Refuses more of something than allowed.
    fn check(what: &'static str, n: usize, limit: usize) -> Result<(), Failure> {
        if n > limit { Err(Failure::TooLarge { what, n, limit }) } else { Ok(()) }
    }
}

/// How a report is made.
#[derive(Debug, Clone, Default)]
pub struct RunOptions {
    /// How the pages are exported.
    pub render: RenderOptions,
    /// Whether warnings refuse the report.
    pub deny_warnings: bool,
    /// Whether sources and figures travel inside the PDF.
    pub attach_sources: bool,
    /// How far the run may go.
    pub bounds: Bounds,
    /// What registers that several units share hold of this unit; read and split before.
    pub shared: Vec<Workbook>,
}

/// Reads and analyses a unit's files, without setting a page.
pub fn analyse(sources: &[Source], profile: &Profile) -> Warned<Result<Analysis, Failure>> {
    analyse_within(sources, profile, &Bounds::default())
}

/// Reads and analyses a unit's files as far as the bounds allow.
pub fn analyse_within(
    sources: &[Source],
    profile: &Profile,
    bounds: &Bounds,
) -> Warned<Result<Analysis, Failure>> {
    let mut diagnostics = Vec::new();
    let output = analyse_into(sources, &[], profile, bounds, &mut diagnostics);
    Warned { output, diagnostics: in_file_order(diagnostics) }
}

fn analyse_into(
    sources: &[Source],
    shared: &[Workbook],
    profile: &Profile,
    bounds: &Bounds,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Analysis, Failure> {
    let period: Option<Period> = profile.period.as_deref().map(str::parse).transpose()?;
    let limits = Limits::new(&profile.rules)?;
    let (vocabulary, unused) = Vocabulary::with(&profile.registers);
    diagnostics.extend(unused);
    let unit = profile.unit.as_deref().unwrap_or("本单位");
    diagnostics.extend(document::letterhead_checks::check(profile, unit));

    // 1. Bytes to cells. A file that cannot be read is reported; the others go on.
    // By name: the order in which files are handed in must not show in the report.
    let mut sources: Vec<&Source> = sources.iter().collect();
    sources.sort_by(|a, b| (&a.name, &a.bytes).cmp(&(&b.name, &b.bytes)));
    let mut workbooks = Vec::new();
    let mut essays = Vec::new();
    let mut figures_before = Vec::new();
    let mut supplement = Supplement::default();
    let mut n_cells = 0;
    for (index, source) in sources.into_iter().enumerate() {
        bounds.stop.check()?;
        match use_of(&source.name) {
            Some(Use::Text) => match texts::read(index, source) {
                Ok(text) => essays.push(text),
                Err(error) => diagnostics.push(texts::unreadable(index, source, &error)),
            },
            Some(Use::Figures) => figures_before.extend(earlier(index, source)),
            Some(Use::Supplement) => match texts::read(index, source) {
                Ok(read) => supplement = Supplement::parse(&read.text, &read.place, diagnostics),
                Err(error) => diagnostics.push(texts::unreadable(index, source, &error)),
            },
            named => {
                let read = workbook::read(index, source);
                // A `.txt` may be an essay; only its content tells.
                let is_register = |book: &Workbook| texts::is_register(book, &vocabulary);
                if named == Some(Use::RegisterOrText)
                    && !read.output.as_ref().is_ok_and(is_register)
                    && let Ok(text) = texts::read(index, source)
                {
                    essays.push(text);
                    continue;
                }
                diagnostics.extend(read.diagnostics);
                n_cells += read.output.as_ref().map_or(0, Workbook::n_cells);
                Bounds::check("单元格数", n_cells, bounds.max_cells)?;
                if let Ok(read) = read.output {
                    // Another unit's rows must not be counted as this one's.
                    let own = workbook::own_rows(read, unit);
                    diagnostics.extend(own.diagnostics);
                    workbooks.push(own.output);
                }
            }
        }
    }
    workbooks.extend(shared.iter().cloned());
    bounds.stop.check()?;
    // 2. Cells to records.
    let assembled = dossier::assemble_with(&workbooks, unit, period, &vocabulary);
    diagnostics.extend(assembled.diagnostics);
    let mut dossier = assembled.output?;
    let unmatched = texts::attach(&mut dossier, essays);
    diagnostics.extend(unmatched.iter().map(texts::unmatched));
    // 3. Records to numbers.
    let statistics = statistics::measure(&dossier);
    let local = Local::new(&profile.offices(), &profile.keywords);
    // 4. Numbers to problems, causes and measures.
    let mut findings = findings::find(&dossier, &statistics, &local, &limits);
    if let Some(previous) = latest(figures_before, &dossier, diagnostics) {
        let compared = previous::compare(&previous, dossier.period, &statistics, &findings.indicators);
        findings.previous = Some(compared);
    }
    findings.plan_from(dossier.period, document::date_of(profile, &dossier));
    diagnostics.extend(document::check_order(profile, &dossier));

    diagnostics.extend(findings.plan.iter().flat_map(|plan| plan.diagnostics(&dossier)));

    let figures = Figures::new(&dossier, &statistics, &findings, &limits);
    Ok(Analysis { dossier, statistics, findings, limits, figures, supplement })
}

/// Figures of another period, with the file they stand in.
type FiguresFile = (Arc<Place>, Result<Previous, PreviousError>);

/// Reads what may be figures of an earlier period; other JSON is none of ours.
fn earlier(index: usize, source: &Source) -> Option<FiguresFile> {
    match Previous::parse(&source.bytes) {
        Err(PreviousError::NotFigures) => None,
        read => Some((texts::place(index, source), read)),
    }
}

/// Returns the latest figures of the unit before the period, and says which are not used.
fn latest(files: Vec<FiguresFile>, dossier: &Dossier, diagnostics: &mut Vec<Diagnostic>) -> Option<Previous> {
    let mut found: Option<Previous> = None;
    for (place, read) in files {
        let checked = read.and_then(|file| file.check(&dossier.unit, dossier.period).map(|()| file));
        match checked {
            Ok(file) if found.as_ref().is_none_or(|best| best.period.last_day() < file.period.last_day()) => {
                found = Some(file)
            }
            Ok(_) => {}
            // A report's own figures often lie in its folder.
            Err(PreviousError::NotEarlier(period)) if period == dossier.period => {}
            Err(error) => diagnostics.push(
                Diagnostic::note("previous-unused", format!("{error}，没有用来对照上期"))
                    .at(&place)
                    .hint("用 --previous 指定本单位上一期的 figures.json"),
            ),
        }
    }
    found
}

/// Makes a unit's report from its files.
pub fn run(
    engine: &Engine,
    sources: &[Source],
    profile: &Profile,
    options: &RunOptions,
) -> Warned<Result<Report, Failure>> {
    let mut diagnostics = Vec::new();
    let output = run_into(engine, sources, profile, options, &mut diagnostics);
    Warned { output, diagnostics: in_file_order(diagnostics) }
}

fn run_into(
    engine: &Engine,
    sources: &[Source],
    profile: &Profile,
    options: &RunOptions,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Report, Failure> {
    let (analysis, document) = compose_into(engine, sources, profile, options, diagnostics)?;
    // 6. Words and tables to pages.
    let attached = if options.attach_sources { attached(sources, profile, &analysis) } else { Vec::new() };
    let render = RenderOptions { attached, ..options.render.clone() };
    let rendered = pdf::render(engine, &document, &render);
    diagnostics.extend(rendered.diagnostics);
    let pdf = rendered.output?;
    refuse(diagnostics, options.deny_warnings)?;
    Ok(Report { analysis, document, pdf })
}

/// Makes pictures of the pages that [`run`] would make, those from `pages.start` on, from zero.
pub fn preview(
    engine: &Engine,
    sources: &[Source],
    profile: &Profile,
    options: &RunOptions,
    pages: Range<usize>,
) -> Warned<Result<Pictures, Failure>> {
    let mut diagnostics = Vec::new();
    let output = preview_into(engine, sources, profile, options, pages, &mut diagnostics);
    Warned { output, diagnostics: in_file_order(diagnostics) }
}

fn preview_into(
    engine: &Engine,
    sources: &[Source],
    profile: &Profile,
    options: &RunOptions,
    pages: Range<usize>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Pictures, Failure> {
    let (_, document) = compose_into(engine, sources, profile, options, diagnostics)?;
    let drawn = pdf::draw(engine, &document, &options.render, pages);
    diagnostics.extend(drawn.diagnostics);
    Ok(drawn.output?)
}

/// Takes the stages up to the words and tables, and refuses what must not be filed.
fn compose_into(
    engine: &Engine,
    sources: &[Source],
    profile: &Profile,
    options: &RunOptions,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<(Analysis, Document), Failure> {
    let analysis = analyse_into(sources, &options.shared, profile, &options.bounds, diagnostics)?;
    refuse(diagnostics, options.deny_warnings)?;
    if profile.profile.as_deref() == Some(document::Format::Minutes.name()) {
        let date = profile.session.as_deref().and_then(parse_iso_date);
        if document::minutes::session(&analysis.dossier, date).is_none() {
            let date = profile.session.clone().unwrap_or_else(|| "本期".to_string());
            return Err(Failure::NoSession(date));
        }
    }
    // 5. Problems to words and tables.
    let document = document::compose(&analysis.material(profile));
    Bounds::check("报告页数", document.min_pages(), options.bounds.max_pages)?;
    // A character that no face has: better told by its cell than by its page.
    let missing = pdf::uncovered(engine, &document)?;
    if !missing.is_empty() {
        let members = &analysis.dossier.members;
        diagnostics.extend(missing_glyphs(engine, sources, members, |c| missing.contains(&c)));
        for workbook in &options.shared {
            missing_in(engine, workbook, members, &|c| missing.contains(&c), diagnostics);
        }
        refuse(diagnostics, false)?;
    }
    options.bounds.stop.check()?;
    Ok((analysis, document))
}

/// Returns the files that travel inside the PDF, by name, the figures and the settings last.
fn attached(sources: &[Source], profile: &Profile, analysis: &Analysis) -> Vec<AttachedFile> {
    let mut sources: Vec<&Source> = sources.iter().collect();
    sources.sort_by(|a, b| (&a.name, &a.bytes).cmp(&(&b.name, &b.bytes)));
    let file = |source: &&Source| AttachedFile {
        name: source.name.clone(),
        bytes: source.bytes.clone(),
        part: Part::Source,
    };
    let mut files: Vec<AttachedFile> = sources.iter().take(MAX_ATTACHED - 2).map(file).collect();
    let inside = pdf::names(&files);
    let names = inside.into_iter().zip(&files).filter(|(inside, file)| *inside != file.name);
    let carried = Carried {
        made_by: env!("CARGO_PKG_VERSION").to_string(),
        sources: sources.len(),
        session: profile.session.clone(),
        names: names.map(|(inside, file)| (inside, file.name.clone())).collect(),
        profile: profile.clone(),
    };
    let figures = analysis.figures.to_json().into_bytes();
    files.push(AttachedFile { name: "figures.json".to_string(), bytes: figures, part: Part::Figures });
    let carried_file = carried.to_toml().into_bytes();
    files.push(AttachedFile { name: carried::NAME.to_string(), bytes: carried_file, part: Part::Settings });
    files
}

/// Names each cell with a character that is asked about and that no face has; and the member,
/// where the cell holds the name or stands in the row of one.
pub fn missing_glyphs(
    engine: &Engine,
    sources: &[Source],
    members: &[Member],
    asked: impl Fn(char) -> bool,
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (index, source) in sources.iter().enumerate() {
        if let Ok(workbook) = workbook::read(index, source).output {
            missing_in(engine, &workbook, members, &asked, &mut found);
        }
    }
    in_file_order(found)
}

/// Names the cells of one workbook with a character that is asked about and that no face has; and
/// the member, where the cell holds the name or stands in the row of one.
fn missing_in(
    engine: &Engine,
    workbook: &Workbook,
    members: &[Member],
    asked: &dyn Fn(char) -> bool,
    found: &mut Vec<Diagnostic>,
) {
    let is_missing = |c: &char| !c.is_ascii() && asked(*c) && pdf::is_printed(*c) && !engine.covers(*c);
    for sheet in &workbook.sheets {
        for row in &sheet.rows {
            for cell in &row.cells {
                let text = cell.value.text();
                let Some(c) = text.chars().find(is_missing) else { continue };
                let own = members.iter().find(|m| m.name.contains(c) && unpadded(&text).contains(&m.name));
                let beside = || row.cells.iter().find_map(|cell| named(members, &cell.value.text()));
                let whose = match own.map(|member| (member, true)).or_else(|| Some((beside()?, false))) {
                    Some((member, true)) => format!("成员 `{}` 的姓名", member.name),
                    Some((member, false)) => format!("成员 `{}` 一行的 `{text}` ", member.name),
                    None => format!("`{text}` "),
                };
                let message = format!("{whose}中的字符 `{c}`（U+{:04X}）没有字形", u32::from(c));
                found.push(
                    Diagnostic::error("missing-glyph", message)
                        .at(&sheet.origin(row.index, cell.col))
                        .value(text.as_ref())
                        .hint("改用其他字，或用 --fonts 指定有这个字的字体"),
                );
            }
        }
    }
}

/// Returns the member whose name a cell holds, and nothing else.
fn named<'a>(members: &'a [Member], text: &str) -> Option<&'a Member> {
    let text = unpadded(text);
    members.iter().find(|member| member.name == text)
}

/// Returns a text without white space, by which two-character names are padded.
fn unpadded(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Stops where filing the report would be wrong, or where warnings are denied.
fn refuse(diagnostics: &[Diagnostic], deny_warnings: bool) -> Result<(), Failure> {
    let n_refusing = diagnostics.iter().filter(|diagnostic| diagnostic.refuses()).count();
    if n_refusing > 0 {
        return Err(Failure::Refused(n_refusing));
    }
    let is_denied = |d: &&Diagnostic| d.severity != crate::diagnostic::Severity::Note;
    let n_denied = diagnostics.iter().filter(is_denied).count();
    if deny_warnings && n_denied > 0 {
        return Err(Failure::Denied(n_denied));
    }
    Ok(())
}
