//! The route of the printed numbers: where each stands on the pages, how it was reckoned, and the
//! rows of the registers that it was reckoned from.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use axum::Json;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::{Value, json};

use crate::document::Trace;
use crate::pages::{self, MM, PageLines};
use crate::pipeline::{Exports, RunOptions};
use crate::serve::answer::Refusal;
use crate::serve::app::App;
use crate::serve::routes::options;
use crate::serve::unit::Settled;
use crate::serve::{upload, words};
use crate::source::{Source, Use, use_of};
use crate::workbook;

/// The most rows of a sheet that are shown.
const MAX_ROWS: usize = 600;
/// The most columns of a sheet that are shown.
const MAX_COLS: u32 = 80;
/// The most characters of a cell that are shown.
const MAX_CHARS: usize = 40;
/// The rows above the first one that a number comes from, which hold the head.
const HEAD_ROWS: usize = 3;

/// The rows of a sheet that numbers come from, with the head above them.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct Rows {
    /// The file.
    file: String,
    /// The sheet; empty for text files, as in the cells of a number.
    sheet: String,
    /// How many of the rows are the head.
    head: usize,
    /// The rows: their numbers, counted from 1, and their cells from column A on.
    rows: Vec<(u32, Vec<String>)>,
}

/// `POST /api/trace`: every printed number as `report --trace` tells it, with the numbers put in,
/// the sizes of the pages in millimetres, and the rows of the sheets.
pub(super) async fn trace(State(app): State<Arc<App>>, request: Request) -> Result<Response, Refusal> {
    let upload = upload::receive(&app, request).await?;
    let shared = app.clone();
    let traced = app.gate.run(move |stop| {
        let unit = Settled::new(upload, &shared.limits, stop)?.named()?;
        // The pages are set and measured, and written as nothing.
        let exports = Exports { pdf: false, ofd: None };
        let options = RunOptions { exports, ..options(&unit, &shared.limits, stop) };
        let report = words::report(&shared.engine, &unit, &options)?;
        let trace = pages::trace(&report.document, &report.pages, report.audit.grid_lines);
        Ok(answer(&trace, &report.pages, &unit.sources))
    });
    Ok(Json(traced.await?).into_response())
}

/// Puts the answer together.
fn answer(trace: &Trace, pages: &[PageLines], sources: &[Source]) -> Value {
    let mut told: Value = serde_json::from_str(&trace.to_json()).unwrap_or_default();
    if let Some(figures) = told["figures"].as_array_mut() {
        for (told, figure) in figures.iter_mut().zip(&trace.figures) {
            told["put-in"] = json!(figure.put_in());
        }
    }
    let millimetres = |points: f64| (points / MM * 10.0).round() / 10.0;
    let sizes: Vec<(f64, f64)> =
        pages.iter().map(|page| (millimetres(page.size.0), millimetres(page.size.1))).collect();
    told["pages"] = json!(sizes);
    told["sheets"] = json!(rows(trace, sources));
    told
}

/// Returns the rows that numbers come from, sheet by sheet.
fn rows(trace: &Trace, sources: &[Source]) -> Vec<Rows> {
    let mut wanted: BTreeMap<(&str, &str), BTreeSet<u32>> = BTreeMap::new();
    for origin in trace.figures.iter().flat_map(|figure| figure.source.origins()) {
        let sheet = origin.place.sheet.as_deref().unwrap_or_default();
        wanted.entry((&origin.place.file, sheet)).or_default().insert(origin.row);
    }
    let mut shown = Vec::new();
    for (index, source) in sources.iter().enumerate() {
        let is_table = matches!(use_of(&source.name), Some(Use::Register | Use::RegisterOrText));
        if !is_table || !wanted.keys().any(|(file, _)| *file == source.name) {
            continue;
        }
        // What cannot be read gave no number.
        let Ok(workbook) = workbook::read(index, source).output else { continue };
        for sheet in &workbook.sheets {
            let name = sheet.place.sheet.as_deref().unwrap_or_default();
            let Some(numbers) = wanted.get(&(source.name.as_str(), name)) else { continue };
            let first = numbers.first().copied().unwrap_or_default();
            let above = sheet.rows.partition_point(|row| row.index < first);
            let head = &sheet.rows[above.saturating_sub(HEAD_ROWS)..above];
            let own = sheet.rows[above..].iter().filter(|row| numbers.contains(&row.index));
            let n_cols = sheet.n_cols().min(MAX_COLS);
            let rows = head.iter().chain(own.take(MAX_ROWS)).map(|row| {
                let cells = (0..n_cols).map(|col| row.get(col).map(|value| cut(&value.text())));
                (row.index + 1, cells.map(Option::unwrap_or_default).collect())
            });
            shown.push(Rows {
                file: source.name.clone(),
                sheet: name.to_string(),
                head: head.len(),
                rows: rows.collect(),
            });
        }
    }
    shown
}

/// Returns a cell's text, the end of a long one left out.
fn cut(text: &str) -> String {
    let end = text.char_indices().nth(MAX_CHARS).map(|(at, _)| at);
    end.map_or_else(|| text.to_string(), |at| format!("{}…", &text[..at]))
}
