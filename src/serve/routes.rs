//! One unit's routes: the report, the check, the pictures; and what needs no upload.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Request, State};
use axum::http::HeaderValue;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::analysis::{AnalysisError, Bounds, Stop};
use crate::checklist;
use crate::diagnostic::Diagnostic;
use crate::pdf::RenderOptions;
use crate::pipeline::{self, Exports, Failure, RunOptions};
use crate::revision::editable;
use crate::serve::answer::{Refusal, prefers_html};
use crate::serve::app::App;
use crate::serve::likely_unit::likely_unit;
use crate::serve::limits::Limits;
use crate::serve::names::Names;
use crate::serve::previous::Previous;
use crate::serve::result_page::{self, Checked};
use crate::serve::sheets::{Choice, Sheet};
use crate::serve::understood::{Guess, Understood};
use crate::serve::unit::Settled;
use crate::serve::{upload, words};
use crate::settings::NO_UNIT;
use crate::source::{Source, Use, use_of};
use crate::worksheet;

/// The media type of xlsx.
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The media type of docx.
const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// `POST /api/report`: the PDF.
pub(super) async fn report(State(app): State<Arc<App>>, request: Request) -> Result<Response, Refusal> {
    let upload = upload::receive(&app, request).await?;
    let shared = app.clone();
    let made = app.gate.run(move |stop| {
        let unit = Settled::new(upload, &shared.limits, stop)?.named()?;
        let report = words::report(&shared.engine, &unit, &options(&unit, &shared.limits, stop))?;
        tracing::info!(files = unit.sources.len(), pages = report.pages.len(), "report made");
        let pdf = report.pdf.expect("options ask for it");
        Ok((pdf, report.document.unit, report.document.period))
    });
    let (bytes, unit, period) = made.await?;
    Ok(file("application/pdf", &format!("{unit}-{period}.pdf"), bytes))
}

/// `POST /api/docx`: the draft (送审稿) for Word and WPS.
pub(super) async fn docx(State(app): State<Arc<App>>, request: Request) -> Result<Response, Refusal> {
    let upload = upload::receive(&app, request).await?;
    let shared = app.clone();
    let made = app.gate.run(move |stop| {
        let unit = Settled::new(upload, &shared.limits, stop)?.named()?;
        let draft = words::draft(&shared.engine, &unit, &options(&unit, &shared.limits, stop))?;
        let name = if unit.changed.edits.is_empty() { "送审稿.docx" } else { words::DRAFT };
        Ok((draft.docx, format!("{}-{}-{name}", draft.document.unit, draft.document.period)))
    });
    let (bytes, name) = made.await?;
    Ok(file(DOCX, &name, bytes))
}

/// `POST /api/ofd`: the same pages as OFD.
pub(super) async fn ofd(State(app): State<Arc<App>>, request: Request) -> Result<Response, Refusal> {
    let upload = upload::receive(&app, request).await?;
    let shared = app.clone();
    let made = app.gate.run(move |stop| {
        let unit = Settled::new(upload, &shared.limits, stop)?.named()?;
        let exports = Exports { pdf: false, ofd: Some(unit.settings.ofd_profile) };
        let options = RunOptions { exports, ..options(&unit, &shared.limits, stop) };
        let report = words::report(&shared.engine, &unit, &options)?;
        let ofd = report.ofd.expect("options ask for it");
        Ok((ofd, report.document.unit, report.document.period))
    });
    let (bytes, unit, period) = made.await?;
    Ok(file("application/ofd", &format!("{unit}-{period}.ofd"), bytes))
}

/// `POST /api/check`: what was understood and found, as JSON or as a page.
pub(super) async fn check(State(app): State<Arc<App>>, request: Request) -> Result<Response, Refusal> {
    let wants_page = prefers_html(request.headers());
    let checked = checked(&app, request).await?;
    if wants_page {
        return Ok(result_page::checked(&checked).into_response());
    }
    let analysis = checked.analysis.as_ref();
    Ok(Json(json!({
        "diagnostics": checked.diagnostics,
        "figures": analysis.map(|analysis| &analysis.figures),
        "worksheet": checked.worksheet,
        "names": analysis.map(Names::new),
        "understood": analysis.map(|analysis| Understood::new(&analysis.dossier)),
        "guess": checked.guess,
        "previous": checked.previous,
        "sheets": Sheet::all(&checked.sheets),
        "registers": Choice::all(),
        "settings": checked.stated,
        "banxin-toml": checked.stated.to_toml(),
        "paragraphs": checked.paragraphs,
    }))
    .into_response())
}

/// `POST /api/check.xlsx`: the list to work through (核查表).
pub(super) async fn checklist(State(app): State<Arc<App>>, request: Request) -> Result<Response, Refusal> {
    let Checked { diagnostics, worksheet, guess, .. } = checked(&app, request).await?;
    let bytes = checklist::xlsx(&diagnostics, &worksheet.unwrap_or_default()).map_err(|_| Refusal::bug())?;
    let name = if guess.unit.is_empty() {
        "核查表.xlsx".to_string()
    } else {
        format!("{}-核查表.xlsx", guess.unit)
    };
    Ok(file(XLSX, &name, bytes))
}

async fn checked(app: &Arc<App>, request: Request) -> Result<Checked, Refusal> {
    let upload = upload::receive(app, request).await?;
    let shared = app.clone();
    let checked = app.gate.run(move |stop| {
        let mut unit = Settled::new(upload, &shared.limits, stop)?;
        // Whose figures those of another period are cannot be told before the unit has a name.
        let has_unit = unit.has_unit;
        let is_open = |source: &Source| !has_unit && use_of(&source.name) == Some(Use::Figures);
        let (figures, sources): (Vec<Source>, Vec<Source>) = unit.sources.into_iter().partition(is_open);
        unit.sources = sources;
        let bounds = bounds(&shared.limits, stop);
        let (analysed, sheets) = pipeline::check(&shared.engine, &unit.sources, &unit.settings, &bounds);
        let mut diagnostics = [unit.diagnostics, analysed.diagnostics].concat();
        if !unit.has_unit {
            let note = Diagnostic::note("no-unit", format!("没有写明单位名称，暂称“{NO_UNIT}”"));
            diagnostics.insert(0, note.hint("在“单位”一栏写上标题中用的名称，如 清溪镇"));
        }
        let (analysis, document) = match analysed.output {
            Ok(examined) => (Some(examined.analysis), examined.document),
            // What the registers lack stands among the diagnostics; a wrong setting does not.
            Err(Failure::Analysis(AnalysisError::Assemble(_))) => (None, None),
            Err(error @ Failure::Analysis(AnalysisError::Limits(_))) => {
                diagnostics.insert(0, Diagnostic::error("bad-setting", error.to_string()));
                (None, None)
            }
            Err(error) => return Err(Refusal::of(&error, diagnostics)),
        };
        let name = Some(unit.settings.unit.as_str()).filter(|_| unit.has_unit);
        let mut guess = Guess::new(name, &unit.settings, analysis.as_ref());
        if !unit.has_unit {
            guess.likely_unit = likely_unit(&sheets, &figures).unwrap_or_default();
        }
        let worksheet = analysis
            .as_ref()
            .map(|found| worksheet::write(&found.material(&unit.settings)).with_warnings(&diagnostics));
        let previous = analysis
            .as_ref()
            .filter(|_| unit.has_unit)
            .map(|analysis| Previous::new(&unit.sources, &unit.notes, analysis));
        let paragraphs = document.as_ref().map(editable);
        let stated = unit.effective;
        Ok(Checked { diagnostics, analysis, worksheet, sheets, previous, guess, stated, paragraphs })
    });
    checked.await
}

/// `POST /api/preview`: some pages as pictures; `first` counts from 1.
///
/// A page of text is some 600 to 1,000 kB of SVG (every glyph as an outline), so they come a few at a time; setting the
/// same document again costs little, since Typst remembers what it has set.
pub(super) async fn preview(State(app): State<Arc<App>>, request: Request) -> Result<Response, Refusal> {
    let upload = upload::receive(&app, request).await?;
    let number = |name: &str, default: usize| match upload.fields.get(name) {
        None => Ok(default),
        Some(text) => match text.parse::<usize>() {
            Ok(number) if number > 0 => Ok(number),
            _ => Err(Refusal::malformed(format!("字段 {name} 不是从 1 起的整数"))),
        },
    };
    let first = number("first", 1)? - 1;
    let count = number("count", app.limits.drawn_pages)?.min(app.limits.drawn_pages);
    let shared = app.clone();
    let drawn = app.gate.run(move |stop| {
        let unit = Settled::new(upload, &shared.limits, stop)?.named()?;
        let options = options(&unit, &shared.limits, stop);
        let pages = first..first.saturating_add(count);
        let revision = words::revision(&shared.engine, &unit, &options)?;
        let (sources, settings) = (&unit.sources, &unit.settings);
        let drawn = pipeline::preview(&shared.engine, sources, settings, &options, revision.as_ref(), pages);
        let diagnostics = [unit.diagnostics, drawn.diagnostics].concat();
        match drawn.output {
            Ok(pictures) => Ok((pictures, diagnostics)),
            Err(failure) => Err(Refusal::of(&failure, diagnostics)),
        }
    });
    let (pictures, diagnostics) = drawn.await?;
    Ok(Json(json!({
        "diagnostics": diagnostics,
        "first": first + 1,
        "pages": pictures.svgs,
        "n_pages": pictures.n_pages,
    }))
    .into_response())
}

/// Returns how far one unit's report may go.
pub(super) fn bounds(limits: &Limits, stop: &Stop) -> Bounds {
    Bounds {
        stop: stop.clone(),
        max_cells: limits.cells,
        max_text_bytes: limits.text_bytes,
        max_pages: limits.pages,
    }
}

pub(super) fn options(unit: &Settled, limits: &Limits, stop: &Stop) -> RunOptions {
    RunOptions {
        render: RenderOptions { standards: unit.settings.standards.clone(), ..RenderOptions::default() },
        bounds: bounds(limits, stop),
        attached: unit.attaches_sources.then(|| unit.effective.clone()),
        ..RunOptions::default()
    }
}

/// `GET /templates.zip`: the registers as empty workbooks, as `banxin init` writes them.
pub(super) async fn templates(State(app): State<Arc<App>>) -> Result<Response, Refusal> {
    Ok(file("application/zip", "空白登记表.zip", app.templates.clone().ok_or_else(Refusal::bug)?))
}

/// `GET /healthz`.
pub(super) async fn health() -> Response {
    Json(json!({ "status": "ok", "program": "banxin", "version": env!("CARGO_PKG_VERSION") })).into_response()
}

/// Answers with a file to keep.
pub(super) fn file(kind: &'static str, name: &str, bytes: impl IntoResponse) -> Response {
    let mut response = bytes.into_response();
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    response.headers_mut().insert(CONTENT_DISPOSITION, disposition(name));
    response
}

/// Returns the header that names a file to keep: in UTF-8, and for old clients in ASCII.
pub(super) fn disposition(name: &str) -> HeaderValue {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    let mut encoded = String::new();
    for byte in name.bytes() {
        match byte {
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'-' | b'.' | b'_' => encoded.push(char::from(byte)),
            _ => encoded += &format!("%{byte:02X}"),
        }
    }
    let value = format!("attachment; filename=\"banxin.{ending}\"; filename*=UTF-8''{encoded}");
    HeaderValue::from_str(&value).unwrap_or(HeaderValue::from_static("attachment"))
}
