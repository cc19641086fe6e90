//! The stages in order: the one place that calls more than one of them.
//!
//! ```text
//! sources → workbooks → dossier → statistics → findings → document → pages → pdf, ofd
//! ```
//!
//! A draft that comes back (送审稿) takes one way more:
//!
//! ```text
//! document + revised draft → document in the leaders' words → pages
//! ```
//!
//! Each stage is a function from the types before it to its own. Their diagnostics gather
//! here, beside the result, and come out in file order.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use crate::analysis::{self, Analysis, AnalysisError, Bounds};
use crate::diagnostic::{Diagnostic, Severity, Warned, in_file_order};
use crate::document::{self, Document};
use crate::docx;
use crate::dossier::SheetSeen;
use crate::ofd::{self, OfdError};
use crate::origin::Place;
use crate::pages::{
    self, AttachedFile, Audit, Engine, MAX_ATTACHED, PageLines, Pages, Part, Pictures, SetOptions,
};
use crate::pdf::{self, RenderError, RenderOptions};
use crate::revision::changes::Changes;
use crate::revision::{self, Checked, DraftError, Edit};
use crate::settings::carried::{self, Answers, Carried};
use crate::settings::{Effective, Format, OfdProfile, Settings, Standards};
use crate::source::Source;
use crate::workbook::Workbook;

/// The list of changes inside a PDF that was made from a revised draft.
const CHANGES: &str = "修改对照.json";

/// A finished report.
#[derive(Debug, Clone)]
pub struct Report {
    /// What it was written from.
    pub analysis: Analysis,
    /// Its words and tables.
    pub document: Document,
    /// Its pages as lines of text.
    pub pages: Vec<PageLines>,
    /// What measuring them has shown.
    pub audit: Audit,
    /// What a draft follows of its pages.
    pub layout: docx::Layout,
    /// The pages as PDF, where that is asked for.
    pub pdf: Option<Vec<u8>>,
    /// The pages as OFD, where that is asked for.
    pub ofd: Option<Vec<u8>>,
}

/// Why there is no report.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The files cannot be analysed.
    #[error(transparent)]
    Analysis(#[from] AnalysisError),
    /// The registers hold something that must not be filed; see the diagnostics.
    #[error("台账中有 {0} 处必须先改正的内容，没有生成报告")]
    Refused(usize),
    /// Warnings were denied and there are some.
    #[error("按 --warnings deny，台账中有 {0} 处错误或警告，没有生成报告")]
    Denied(usize),
    /// Minutes of a session that the registers do not have.
    #[error("台账中没有 {0} 的集中学习，无法生成纪要")]
    NoSession(String),
    /// The revised draft cannot be read.
    #[error("修改稿读不了：{0}")]
    Draft(#[from] DraftError),
    /// The revised draft holds something that must not be filed; see the diagnostics.
    #[error("修改稿中有 {0} 处必须先处理的内容，没有定稿")]
    Revised(usize),
    /// The pages cannot be set or exported.
    #[error(transparent)]
    Render(#[from] RenderError),
    /// The pages cannot be written as OFD.
    #[error(transparent)]
    Ofd(#[from] OfdError),
}

impl Failure {
    /// Returns whether the program is to blame rather than the data.
    pub fn is_bug(&self) -> bool {
        match self {
            Failure::Render(error) => error.is_bug(),
            Failure::Ofd(error) => error.is_bug(),
            _ => false,
        }
    }
}

/// What the pages are written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exports {
    /// Whether as PDF.
    pub pdf: bool,
    /// Whether as OFD, and for what.
    pub ofd: Option<OfdProfile>,
}

impl Default for Exports {
    /// As PDF alone.
    fn default() -> Exports {
        Exports { pdf: true, ofd: None }
    }
}

/// How a report is made.
#[derive(Debug, Clone, Default)]
pub struct RunOptions {
    /// What the pages are written as.
    pub exports: Exports,
    /// How the pages are set and exported.
    pub render: RenderOptions,
    /// Whether warnings refuse the report.
    pub deny_warnings: bool,
    /// The configuration as stated, where it travels inside with sources and figures.
    pub attached: Option<Effective>,
    /// How far the run may go.
    pub bounds: Bounds,
    /// What registers that several units share hold of this unit; read and split before.
    pub shared: Vec<Workbook>,
}

/// Makes a unit's report from its files.
pub fn run(
    engine: &Engine,
    sources: &[Source],
    settings: &Settings,
    options: &RunOptions,
) -> Warned<Result<Report, Failure>> {
    let mut diagnostics = Vec::new();
    let output = run_into(engine, sources, settings, options, &mut diagnostics);
    Warned { output, diagnostics: in_file_order(diagnostics) }
}

fn run_into(
    engine: &Engine,
    sources: &[Source],
    settings: &Settings,
    options: &RunOptions,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Report, Failure> {
    let (analysis, document) = compose_into(engine, sources, settings, options, diagnostics)?;
    let attached = options.attached.as_ref().map(|effective| attached(sources, effective, &analysis, None));
    export_into(engine, analysis, document, attached.unwrap_or_default(), options, diagnostics)
}

/// Takes the stages from the words and tables on.
fn export_into(
    engine: &Engine,
    analysis: Analysis,
    document: Document,
    attached: Vec<AttachedFile>,
    options: &RunOptions,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Report, Failure> {
    // 6. Words and tables to pages.
    let inside_pdf = if options.exports.pdf { attached.clone() } else { Vec::new() };
    let how = SetOptions { attached: inside_pdf, ..options.render.pages.clone() };
    let set = pages::set(engine, &document, &how);
    diagnostics.extend(set.diagnostics);
    let pages = set.output.map_err(RenderError::from)?;
    options.bounds.pages(pages.lines.len())?;
    refuse(diagnostics, options.deny_warnings)?;
    // 7. Pages to files.
    options.bounds.stop.check()?;
    let pdf = (options.exports.pdf).then(|| pdf::export(&pages, &document, &options.render.standards));
    let pdf = pdf.transpose().map_err(RenderError::from)?;
    options.bounds.stop.check()?;
    let ofd = options.exports.ofd.map(|profile| ofd::export(&pages, &document, profile, &attached));
    let ofd = ofd.transpose()?;
    let Pages { lines, audit, layout, .. } = pages;
    Ok(Report { analysis, document, pages: lines, audit, layout, pdf, ofd })
}

/// A draft for Word, with what it was written from.
#[derive(Debug, Clone)]
pub struct Draft {
    /// What it was written from.
    pub analysis: Analysis,
    /// Its words and tables.
    pub document: Document,
    /// The file.
    pub docx: Vec<u8>,
}

/// Makes a unit's draft (送审稿) from its files: the words that [`run`] would set, as many a page.
pub fn draft(
    engine: &Engine,
    sources: &[Source],
    settings: &Settings,
    options: &RunOptions,
) -> Warned<Result<Draft, Failure>> {
    let mut diagnostics = Vec::new();
    let output = draft_into(engine, sources, settings, options, &[], &mut diagnostics);
    let output = output.map(|worded| worded.draft);
    Warned { output, diagnostics: in_file_order(diagnostics) }
}

/// A draft in which paragraphs are in the office's words.
#[derive(Debug, Clone)]
pub struct Worded {
    /// The draft.
    pub draft: Draft,
    /// The changes that are of no paragraph of the document; they are not in the draft.
    pub unplaced: Vec<Diagnostic>,
}

/// Makes the draft that somebody has made of [`draft`]'s who changed nothing but these paragraphs;
/// `name` is the file's.
pub fn worded(
    engine: &Engine,
    sources: &[Source],
    settings: &Settings,
    options: &RunOptions,
    (name, edits): (&str, &[Edit]),
) -> Warned<Result<Worded, Failure>> {
    let mut diagnostics = Vec::new();
    let output = draft_into(engine, sources, settings, options, edits, &mut diagnostics);
    let output = output.map(|Worded { draft, unplaced }| {
        let place = place_of(name);
        let unplaced = unplaced.into_iter().map(|told| told.at(&place)).collect();
        Worded { draft, unplaced: in_file_order(unplaced) }
    });
    Warned { output, diagnostics: in_file_order(diagnostics) }
}

fn draft_into(
    engine: &Engine,
    sources: &[Source],
    settings: &Settings,
    options: &RunOptions,
    edits: &[Edit],
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Worded, Failure> {
    let (analysis, document) = compose_into(engine, sources, settings, options, diagnostics)?;
    // 6. Words and tables to pages, which show how close their lines must be.
    let set = pages::set(engine, &document, &options.render.pages);
    diagnostics.extend(set.diagnostics);
    let Pages { lines, layout, .. } = set.output.map_err(RenderError::from)?;
    options.bounds.pages(lines.len())?;
    refuse(diagnostics, options.deny_warnings)?;
    // 7. Words and tables to a draft.
    options.bounds.stop.check()?;
    let placed = revision::place(&document, edits);
    let docx = docx_edited(&document, settings, &layout, &placed.output);
    Ok(Worded { draft: Draft { analysis, document, docx }, unplaced: placed.diagnostics })
}

/// Writes a document as a draft, in the faces of the settings and laid out as its pages are.
pub fn docx(document: &Document, settings: &Settings, layout: &docx::Layout) -> Vec<u8> {
    docx_edited(document, settings, layout, &docx::Edits::default())
}

fn docx_edited(
    document: &Document,
    settings: &Settings,
    layout: &docx::Layout,
    edits: &docx::Edits,
) -> Vec<u8> {
    let program = concat!("banxin ", env!("CARGO_PKG_VERSION"));
    docx::write_edited(document, &docx::Options { fonts: &settings.fonts, layout, program }, edits)
}

/// Sets 修改对照 as pages of its own and writes them as PDF.
pub fn changes_pdf(engine: &Engine, list: &Document, standards: &Standards) -> Result<Vec<u8>, Failure> {
    let pages = pages::set(engine, list, &SetOptions::default()).output.map_err(RenderError::from)?;
    Ok(pdf::export(&pages, list, standards).map_err(RenderError::from)?)
}

/// Writes 修改对照 for Word.
pub fn changes_docx(engine: &Engine, list: &Document, settings: &Settings) -> Result<Vec<u8>, Failure> {
    let pages = pages::set(engine, list, &SetOptions::default()).output.map_err(RenderError::from)?;
    Ok(docx(list, settings, &pages.layout))
}

/// A revised draft, and how it is taken over.
#[derive(Debug, Clone)]
pub struct Revision {
    /// The file.
    pub docx: Source,
    /// What is said of how it is taken over.
    pub answers: Answers,
}

/// What became of a revised draft.
#[derive(Debug)]
pub struct Finalized {
    /// Its changes and numbers, where it could be read.
    pub checked: Option<Checked>,
    /// The report in the leaders' words.
    pub report: Result<Report, Failure>,
}

/// Makes a unit's report in the words of its revised draft (定稿).
pub fn finalize(
    engine: &Engine,
    sources: &[Source],
    settings: &Settings,
    options: &RunOptions,
    revision: &Revision,
) -> Warned<Finalized> {
    let (mut diagnostics, mut checked) = (Vec::new(), None);
    let report = finalize_into(engine, sources, settings, options, revision, &mut checked, &mut diagnostics);
    Warned { output: Finalized { checked, report }, diagnostics: in_file_order(diagnostics) }
}

fn finalize_into(
    engine: &Engine,
    sources: &[Source],
    settings: &Settings,
    options: &RunOptions,
    revision: &Revision,
    told: &mut Option<Checked>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Report, Failure> {
    let (analysis, document) = revise_into(engine, sources, settings, options, revision, told, diagnostics)?;
    // The rest is that of every report.
    let changes = &told.as_ref().expect("what was revised was checked").changes;
    let beside = Beside { docx: &revision.docx, answers: &revision.answers, changes };
    let attached =
        options.attached.as_ref().map(|effective| attached(sources, effective, &analysis, Some(&beside)));
    export_into(engine, analysis, document, attached.unwrap_or_default(), options, diagnostics)
}

/// Puts the leaders' words in the place of the composed ones, and refuses what must not be filed.
fn revise_into(
    engine: &Engine,
    sources: &[Source],
    settings: &Settings,
    options: &RunOptions,
    Revision { docx, answers }: &Revision,
    told: &mut Option<Checked>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<(Analysis, Document), Failure> {
    let (analysis, base) = compose_into(engine, sources, settings, options, diagnostics)?;
    // The draft that came back.
    let read = revision::read(&docx.name, &docx.bytes, answers.reading());
    let place = place_of(&docx.name);
    let draft = read.inspect_err(|error| diagnostics.push(error.diagnostic(&place)))?;
    // The leaders' words in the place of the composed ones.
    let revised = revision::finalize(&base, &draft, &answers.options());
    // Each number of them beside the registers.
    let measures = &analysis.statistics.measures;
    let checked = revision::check(&base, &revised.output, measures, &answers.allowances());
    let in_draft = |diagnostic: Diagnostic| match diagnostic.spot {
        Some(_) => diagnostic,
        None => diagnostic.at(&place),
    };
    let found = [revised.diagnostics, checked.diagnostics.into_iter().map(in_draft).collect()].concat();
    let n_errors = found.iter().filter(|diagnostic| diagnostic.severity == Severity::Error).count();
    diagnostics.extend(found);
    *told = Some(checked.output);
    if n_errors > 0 {
        return Err(Failure::Revised(n_errors));
    }
    let document = revised.output;
    for c in pages::uncovered(engine, &document).map_err(RenderError::from)? {
        let message = format!("修改稿里的字符 `{c}`（U+{:04X}）没有字形", u32::from(c));
        let error = Diagnostic::error("missing-glyph", message).at(&place);
        diagnostics.push(error.hint("改用其他字，或用 --fonts 指定有这个字的字体"));
    }
    refuse(diagnostics, options.deny_warnings)?;
    options.bounds.stop.check()?;
    Ok((analysis, document))
}

/// Returns a revised draft as a place: after all registers.
fn place_of(name: &str) -> Arc<Place> {
    Arc::new(Place { file_index: usize::MAX, sheet_index: 0, file: name.to_string(), sheet: None })
}

/// What travels inside a PDF that was made from a revised draft.
struct Beside<'a> {
    docx: &'a Source,
    answers: &'a Answers,
    changes: &'a Changes,
}

/// Makes pictures of the pages that [`run`] would make, or [`finalize`] of a revised draft: those
/// from `pages.start` on, from zero.
pub fn preview(
    engine: &Engine,
    sources: &[Source],
    settings: &Settings,
    options: &RunOptions,
    revision: Option<&Revision>,
    pages: Range<usize>,
) -> Warned<Result<Pictures, Failure>> {
    let mut diagnostics = Vec::new();
    let output = preview_into(engine, sources, settings, options, revision, pages, &mut diagnostics);
    Warned { output, diagnostics: in_file_order(diagnostics) }
}

fn preview_into(
    engine: &Engine,
    sources: &[Source],
    settings: &Settings,
    options: &RunOptions,
    revision: Option<&Revision>,
    pages: Range<usize>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Pictures, Failure> {
    let (_, document) = match revision {
        Some(revision) => revise_into(engine, sources, settings, options, revision, &mut None, diagnostics)?,
        None => compose_into(engine, sources, settings, options, diagnostics)?,
    };
    let drawn = pages::draw(engine, &document, &options.render.pages, pages);
    diagnostics.extend(drawn.diagnostics);
    let pictures = drawn.output.map_err(RenderError::from)?;
    options.bounds.pages(pictures.n_pages)?;
    Ok(pictures)
}

/// Takes the stages up to the words and tables, and refuses what must not be filed.
fn compose_into(
    engine: &Engine,
    sources: &[Source],
    settings: &Settings,
    options: &RunOptions,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<(Analysis, Document), Failure> {
    let analysis = analysis::analyse_into(sources, &options.shared, settings, &options.bounds, diagnostics)?;
    refuse(diagnostics, options.deny_warnings)?;
    let document =
        words(engine, (sources, &options.shared), settings, &options.bounds, &analysis, diagnostics)?;
    refuse(diagnostics, false)?;
    options.bounds.stop.check()?;
    Ok((analysis, document))
}

/// What is known of a unit before pages are set.
pub struct Examined {
    /// Its figures and what they show.
    pub analysis: Analysis,
    /// Its words and tables; none of minutes without a session.
    pub document: Option<Document>,
}

/// Analyses a unit's files, and says all that would refuse their report, as far as that shows
/// before pages are set; besides gives the document, where there is one, and shows each sheet as it
/// was seen.
pub fn check(
    engine: &Engine,
    sources: &[Source],
    settings: &Settings,
    bounds: &Bounds,
) -> (Warned<Result<Examined, Failure>>, Vec<SheetSeen>) {
    let (analysed, sheets) = analysis::analyse_and_survey(sources, settings, bounds);
    let mut diagnostics = analysed.diagnostics;
    let output = analysed.output.map_err(Failure::from).and_then(|analysis| {
        let document = match words(engine, (sources, &[]), settings, bounds, &analysis, &mut diagnostics) {
            // All else is known: the list says what is missing for the minutes.
            Err(failure @ Failure::NoSession(_)) => {
                let error = Diagnostic::error("no-session", failure.to_string());
                diagnostics.push(error.hint("用 --session 写明是哪一次学习，或先登记这一次"));
                None
            }
            Err(failure) => return Err(failure),
            Ok(document) => Some(document),
        };
        Ok(Examined { analysis, document })
    });
    (Warned { output, diagnostics: in_file_order(diagnostics) }, sheets)
}

/// Puts what was found into words and tables, and names the characters that no face has.
fn words(
    engine: &Engine,
    (sources, shared): (&[Source], &[Workbook]),
    settings: &Settings,
    bounds: &Bounds,
    analysis: &Analysis,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Document, Failure> {
    let is_minutes = settings.format == Format::Minutes;
    if is_minutes && document::session(&analysis.dossier, settings.session).is_none() {
        let day = settings.session.map_or_else(|| "本期".to_string(), |day| day.to_string());
        return Err(Failure::NoSession(day));
    }
    // 5. Problems to words and tables.
    let document = document::compose(&analysis.material(settings));
    if !is_minutes {
        diagnostics.extend(document::check_references(&document, &analysis.supplement));
    }
    bounds.stop.check()?;
    // Before they are set, as far as that shows; once more of the pages themselves.
    bounds.pages(document.min_pages())?;
    // A character that no face has: better told by its cell than by its page.
    let missing = pages::uncovered(engine, &document).map_err(RenderError::from)?;
    if missing.is_empty() {
        return Ok(document);
    }
    let members = &analysis.dossier.members;
    let mut found = pages::missing_glyphs(engine, sources, members, |c| missing.contains(&c));
    for workbook in shared {
        pages::missing_in(engine, workbook, members, &|c| missing.contains(&c), &mut found);
    }
    // What stands in no cell came from the settings or a text.
    let told: BTreeSet<char> = found.iter().flat_map(|told| told.message.chars()).collect();
    for c in missing.difference(&told) {
        let message = format!("报告里的字符 `{c}`（U+{:04X}）没有字形", u32::from(*c));
        let error = Diagnostic::error("missing-glyph", message);
        found.push(error.hint("多半在配置或正文素材里：改用其他字，或用 --fonts 指定有这个字的字体"));
    }
    diagnostics.append(&mut found);
    Ok(document)
}

/// Returns the files that travel inside the PDF, by name, the figures and the settings last.
fn attached(
    sources: &[Source],
    effective: &Effective,
    analysis: &Analysis,
    revision: Option<&Beside<'_>>,
) -> Vec<AttachedFile> {
    let mut sources: Vec<&Source> = sources.iter().collect();
    sources.sort_by(|a, b| (&a.name, &a.bytes).cmp(&(&b.name, &b.bytes)));
    let file = |source: &&Source| AttachedFile {
        name: source.name.clone(),
        bytes: source.bytes.clone(),
        part: Part::Source,
    };
    let mut files: Vec<AttachedFile> = sources.iter().take(MAX_ATTACHED - 4).map(file).collect();
    let inside = pages::names(&files);
    let names = inside.into_iter().zip(&files).filter(|(inside, file)| *inside != file.name);
    let names = names.map(|(inside, file)| (inside, file.name.clone())).collect();
    let carried = Carried::new(env!("CARGO_PKG_VERSION"), sources.len(), names, effective);
    let carried = match revision {
        Some(revision) => carried.revised(&revision.docx.name, revision.answers),
        None => carried,
    };
    let figures = analysis.figures.to_json().into_bytes();
    files.push(AttachedFile { name: "figures.json".to_string(), bytes: figures, part: Part::Figures });
    let carried_file = carried.to_toml().into_bytes();
    files.push(AttachedFile { name: carried::NAME.to_string(), bytes: carried_file, part: Part::Settings });
    if let Some(Beside { docx, changes, .. }) = revision {
        let name = if docx.name.is_empty() { "修改稿.docx".to_string() } else { docx.name.clone() };
        files.push(AttachedFile { name, bytes: docx.bytes.clone(), part: Part::Draft });
        let list = changes.to_json().into_bytes();
        files.push(AttachedFile { name: CHANGES.to_string(), bytes: list, part: Part::Changes });
    }
    files
}

/// Stops where filing the report would be wrong, or where warnings are denied.
fn refuse(diagnostics: &[Diagnostic], deny_warnings: bool) -> Result<(), Failure> {
    let n_refusing = diagnostics.iter().filter(|diagnostic| diagnostic.refuses()).count();
    if n_refusing > 0 {
        return Err(Failure::Refused(n_refusing));
    }
    let is_denied = |d: &&Diagnostic| d.severity != Severity::Note;
    let n_denied = diagnostics.iter().filter(is_denied).count();
    if deny_warnings && n_denied > 0 {
        return Err(Failure::Denied(n_denied));
    }
    Ok(())
}
