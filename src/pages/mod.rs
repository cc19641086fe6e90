//! The document's pages, set and audited: what every export starts from.
//!
//! The view is what a template may see, the template sets it, the audit measures the pages.
//! PDF and OFD are written from the same pages; nothing is set for either of them alone.

mod attached;
mod audit;
#[cfg(test)]
mod audit_tests;
mod charsets;
mod charts;
#[cfg(test)]
mod charts_tests;
mod diagnostic;
mod engine;
mod faceless;
mod fonts;
mod form_audit;
mod form_view;
mod found;
mod grid;
mod lines;
mod metadata;
mod office_faces;
mod options;
mod pitch;
#[cfg(test)]
pub(crate) mod tests;
mod trace;
mod unbroken;
mod view;
pub(crate) mod walk;
mod world;

use std::collections::BTreeSet;
use std::ops::Range;

use typst_layout::PagedDocument;

use crate::diagnostic::{Diagnostic, Warned};
use crate::document::Document;
use crate::docx::{ChartPlace, ColophonPage, Layout};
use crate::pages::form_audit::Expected;
use crate::pages::grid::Grid;
use crate::pages::view::View;
use crate::pages::world::ReportWorld;

pub use crate::document::title_lines::break_title;
pub use crate::pages::attached::{AttachedFile, MAX_ATTACHED, Part, names};
pub use crate::pages::audit::{Audit, CheckCount, PageCount};
pub use crate::pages::engine::{Coverage, Engine};
pub use crate::pages::faceless::missing_glyphs;
pub(crate) use crate::pages::faceless::{is_printed, missing_in};
pub use crate::pages::fonts::{FACES, Face};
pub use crate::pages::found::{Check, Finding};
pub(crate) use crate::pages::grid::MM;
pub use crate::pages::lines::{Coloured, Line, Missing, PageLines, Rule};
pub use crate::pages::office_faces::{FontError, FontFile, OfficeFace};
pub use crate::pages::options::SetOptions;
pub use crate::pages::trace::trace;
pub use crate::pages::walk::Role;

/// How many calls of `evict` a memoised result may outlive without being used.
///
/// Ten keep what reports share from one to the next and memory flat at about 100 MB; none at
/// all grows by some 4 MB a report.
const MAX_AGE: usize = 10;

/// Pages from which a document is not kept while it is set a second time.
const MANY_PAGES: usize = 30;

/// Finished pages.
#[derive(Debug, Clone)]
pub struct Pages {
    /// The pages as Typst has set them.
    pub(crate) paged: PagedDocument,
    /// The same as lines of text.
    pub lines: Vec<PageLines>,
    /// What measuring them has shown.
    pub audit: Audit,
    /// What a draft follows of them.
    pub layout: Layout,
}

/// Pictures of a document's pages.
#[derive(Debug, Clone)]
pub struct Pictures {
    /// Each page as an SVG file's text.
    pub svgs: Vec<String>,
    /// How many pages the document has.
    pub n_pages: usize,
}

/// A document that cannot be set.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SetError {
    /// A number that is not finite.
    #[error("这是程序的缺陷：报告的数据无法交给模板（{reason}）")]
    View {
        /// Why.
        reason: String,
    },
    /// A template that fails.
    #[error("这是程序的缺陷：模板未能排出报告（{}）", reasons.join("；"))]
    Template {
        /// Typst's words, with the template's file and line.
        reasons: Vec<String>,
    },
    /// Characters without a glyph; diagnostics name them.
    #[error("有 {n} 个字符没有字形，报告未生成")]
    MissingGlyphs {
        /// How many.
        n: usize,
    },
}

impl SetError {
    /// Returns whether the program is to blame rather than the data.
    pub fn is_bug(&self) -> bool {
        !matches!(self, SetError::MissingGlyphs { .. })
    }
}

/// Sets a document's pages and measures them.
pub fn set(engine: &Engine, document: &Document, options: &SetOptions) -> Warned<Result<Pages, SetError>> {
    let _evict = Evict;
    let mut diagnostics = Vec::new();
    let output = set_into(engine, document, options, &mut diagnostics);
    Warned { output, diagnostics }
}

/// Sets a document, audits it, and draws some of its pages as SVG, counted from zero.
///
/// The pages are those that [`set`] gives.
pub fn draw(
    engine: &Engine,
    document: &Document,
    options: &SetOptions,
    pages: Range<usize>,
) -> Warned<Result<Pictures, SetError>> {
    let _evict = Evict;
    let mut diagnostics = Vec::new();
    let output = set_into(engine, document, options, &mut diagnostics).map(|set| {
        let all = set.paged.pages();
        let drawn = all.iter().skip(pages.start).take(pages.len());
        let svgs = drawn.map(|page| typst_svg::svg(page, &typst_svg::SvgOptions::default()));
        Pictures { svgs: svgs.collect(), n_pages: all.len() }
    });
    Warned { output, diagnostics }
}

/// Returns the JSON that the template would see, for designers and golden tests.
pub fn view_json(document: &Document) -> Result<String, SetError> {
    json(&View::new(document, &SetOptions::default()))
}

/// Returns the characters of a document that no face has.
pub fn uncovered(engine: &Engine, document: &Document) -> Result<BTreeSet<char>, SetError> {
    let text = view_json(document)?;
    let mut rare: Vec<char> = text.chars().filter(|c| !c.is_ascii()).collect();
    // A page has far fewer different characters than characters: look at each once.
    rare.sort_unstable();
    rare.dedup();
    Ok(engine.uncovered(rare.into_iter().filter(|c| is_printed(*c)).collect()))
}

/// Returns the JSON of a view.
fn json(view: &View) -> Result<String, SetError> {
    view.json().map_err(|error| SetError::View { reason: error.to_string() })
}

/// Takes the steps of [`set`] in order, adding to the diagnostics as it goes.
fn set_into(
    engine: &Engine,
    document: &Document,
    options: &SetOptions,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Pages, SetError> {
    // What the template sees beside the view.
    let mut world = ReportWorld::new(engine, document.form.red, &options.attached);
    let mut compile = |grid| compile_arranged(&mut world, document, options, grid);

    // The pages: nothing in the template depends on the report but the view.
    let mut grid = Grid::USUAL;
    let mut compiled = compile(grid)?;
    let is_alone = pitch::leaves_alone(&compiled.pages);
    if is_alone || pitch::may_join(&compiled.pages, grid) {
        (grid, compiled) = closer(compile, compiled, is_alone)?;
        if grid == Grid::TIGHT {
            diagnostics.push(pitch::note(grid));
        }
    }
    let Compiled { mut paged, pages, charts, warnings } = compiled;
    diagnostics.extend(warnings);

    // The metadata, set on the result so that the template's styles stay the same for all.
    metadata::set(&mut paged, document);

    // The audit, before export, since frames know more than a PDF and plain 1.7 would take
    // a missing glyph in silence.
    let audit = audit::audit(&pages, Some(&Expected::new(document, options.proof, grid, engine)));
    diagnostics.extend(audit.diagnostics());
    let missing: BTreeSet<&str> =
        pages.iter().flat_map(|page| &page.missing).map(|missing| missing.text.as_str()).collect();
    if !missing.is_empty() {
        return Err(SetError::MissingGlyphs { n: missing.len() });
    }
    let layout = Layout {
        page_lines: grid.n_lines,
        charts,
        spare_lines: pitch::spare(&pages, grid),
        colophon: colophon_page(&pages),
    };
    Ok(Pages { paged, lines: pages, audit, layout })
}

/// Returns whether the colophon shares the last page with the text.
fn colophon_page(pages: &[PageLines]) -> ColophonPage {
    let last = || pages.last().into_iter().flat_map(|page| &page.lines);
    if last().all(|line| matches!(line.role, Role::Colophon | Role::PageNumber)) {
        ColophonPage::Alone { is_numbered: last().any(|line| line.role == Role::PageNumber) }
    } else {
        ColophonPage::WithText
    }
}

/// Sets the pages a second time with closer lines; keeps that only where it brings text and
/// signature together, or at least some text beside a signature that stood alone.
fn closer(
    mut compile: impl FnMut(Grid) -> Result<Compiled, SetError>,
    usual: Compiled,
    is_alone: bool,
) -> Result<(Grid, Compiled), SetError> {
    // Two settings of a whole county's pages at once take a hundred megabytes.
    let usual = Some(usual).filter(|usual| usual.pages.len() <= MANY_PAGES);
    if usual.is_none() {
        forget();
    }
    let tight = compile(Grid::TIGHT)?;
    let joins = !pitch::parts_signature(&tight.pages, Grid::TIGHT);
    if joins || (is_alone && !pitch::leaves_alone(&tight.pages)) {
        return Ok((Grid::TIGHT, tight));
    }
    drop(tight);
    Ok((Grid::USUAL, usual.map_or_else(|| compile(Grid::USUAL), Ok)?))
}

/// Pages, and what Typst said of them.
struct Compiled {
    /// The pages.
    paged: PagedDocument,
    /// The same as lines of text.
    pages: Vec<PageLines>,
    /// Where the charts of the body stand.
    charts: Vec<ChartPlace>,
    /// Typst's warnings.
    warnings: Vec<Diagnostic>,
}

/// Sets the pages; a second time where a chart has no room behind the paragraph that names it.
fn compile_arranged(
    world: &mut ReportWorld<'_>,
    document: &Document,
    options: &SetOptions,
    grid: Grid,
) -> Result<Compiled, SetError> {
    // The view: all that the template may see, as data and never as markup.
    let mut view = View::new(document, options);
    world.set_grid(grid);
    world.set_report(json(&view)?);
    let compiled = Compiled { charts: charts::standing(&view.blocks), ..compile(world)? };
    if !charts::arrange(&mut view.blocks, &compiled.pages, grid) {
        return Ok(compiled);
    }
    if compiled.pages.len() > MANY_PAGES {
        drop(compiled);
        forget();
    }
    world.set_report(json(&view)?);
    Ok(Compiled { charts: charts::standing(&view.blocks), ..compile(world)? })
}

/// Sets the pages.
fn compile(world: &ReportWorld<'_>) -> Result<Compiled, SetError> {
    let compiled = typst::compile::<PagedDocument>(world);
    let warnings = diagnostic::warnings(world, &compiled.warnings);
    let paged = compiled
        .output
        .map_err(|errors| SetError::Template { reasons: diagnostic::reasons(world, &errors) })?;
    let pages = lines::read(&paged);
    Ok(Compiled { paged, pages, charts: Vec::new(), warnings })
}

/// Forgets what reports share: the next one is to have all memory for itself.
pub(crate) fn forget() {
    typst::comemo::evict(0);
}

/// Ages what Typst has memoised when a report ends, however it ends: a failed report leaves
/// as much behind as a good one, and so does one that panics.
struct Evict;

impl Drop for Evict {
    fn drop(&mut self) {
        typst::comemo::evict(MAX_AGE);
    }
}
