//! Tables: native ones whose heads repeat, with rows of whole lines, so that they end where the
//! pages' tables end.

use crate::document::{Align, Part, Spot, Table};
use crate::docx::look::Look;
use crate::docx::marks::{Marks, PLAIN};
use crate::docx::measures::{lines, mm, whole};
use crate::docx::paragraph::{Flow, Format, Side};
use crate::docx::styles::NOTE_LINE;
use crate::docx::xml::escape;

/// The widest table that stands upright, in millimetres.
pub(super) const MAX_UPRIGHT: f64 = 156.01;
/// White between a cell's words and its rules.
const INSET: f64 = 60.0;
/// The size of words in cells, and that of notes, in twentieths of a point.
const WU_HAO: f64 = 210.0;
const XIAO_WU: f64 = 180.0;

/// How thick a rule is.
const RULE: u32 = 10;

/// How a table is set.
#[derive(Debug, Clone, Copy)]
pub(super) struct Setting {
    /// By how much its columns are wider than stated.
    pub stretch: f64,
    /// What a row's height is a multiple of, and the least of these.
    pub step: (u32, u32),
    /// What its head needs beside its words.
    pub head: f64,
    /// The width of its note.
    pub width: f64,
}

/// Returns how wide a table is in millimetres.
pub(super) fn width_mm(table: &Table) -> f64 {
    table.columns.iter().map(|column| column.width_mm).sum()
}

/// White between a table and its note, of that which fills the note's last line.
const NOTE_ABOVE: u32 = 80;

/// Adds a table with caption and note.
pub(super) fn add(
    flow: &mut Flow,
    marks: &Marks,
    table: &Table,
    setting: Setting,
    spot: &dyn Fn(Part) -> Spot,
) {
    if let Some(caption) = &table.caption {
        let runs = marks.runs(caption, spot(Part::Caption), PLAIN);
        flow.paragraph(Look::Caption, &Format { keep_next: true, ..Format::default() }, &runs);
    }
    // Two tables without a word between would become one.
    if flow.ends_in_table() {
        flow.close();
    }
    let widths: Vec<i64> =
        table.columns.iter().map(|column| whole(mm(column.width_mm) * setting.stretch)).collect();
    let name = table.caption.as_deref().unwrap_or("表");
    let mut xml = opening(&widths, name);
    // A table is as much higher than its rows as its lowest rule is thick.
    let head_height = height(&table.header, &widths, setting.head, setting) - RULE;
    let cells = table.header.iter().zip(&widths).enumerate().map(|(col, (text, width))| {
        let format = Format { keep_next: true, ..Format::default() };
        let runs = marks.runs(text, spot(Part::Head { col }), PLAIN);
        cell(*width, Look::Head, &format, &runs)
    });
    xml += &row(head_height, true, &cells.collect::<String>());
    for (at, texts) in table.rows.iter().enumerate() {
        // A note stays with the last row.
        let keep_next = table.note.is_some() && at + 1 == table.rows.len();
        let columns = table.columns.iter().zip(&widths);
        let cells = texts.iter().zip(columns).enumerate().map(|(col, (text, (column, width)))| {
            let side = match column.align {
                Align::Left => None,
                Align::Center => Some(Side::Center),
                Align::Right => Some(Side::Right),
            };
            let runs = marks.runs(text, spot(Part::Cell { row: at, col }), PLAIN);
            cell(*width, Look::Cell, &Format { keep_next, side, ..Format::default() }, &runs)
        });
        xml += &row(height(texts, &widths, 0.0, setting), false, &cells.collect::<String>());
    }
    flow.table(&(xml + "</w:tbl>"));
    if let Some(note) = &table.note {
        let n_lines = u32::try_from(lines(note, setting.width / XIAO_WU)).unwrap_or(1);
        let own = n_lines * NOTE_LINE;
        let white = (own.div_ceil(flow.line) * flow.line).saturating_sub(own);
        let above = white.min(NOTE_ABOVE);
        let format = Format {
            before: Some(i64::from(above)),
            after: Some(i64::from(white - above)),
            ..Format::default()
        };
        flow.paragraph(Look::Note, &format, &marks.runs(note, spot(Part::Note), PLAIN));
    }
}

/// Returns what opens a table with rules round every cell.
fn opening(widths: &[i64], name: &str) -> String {
    let edge = |edge: &str| {
        format!("<w:{edge} w:val=\"single\" w:sz=\"{}\" w:space=\"0\" w:color=\"000000\"/>", RULE * 8 / 20)
    };
    let edges = ["top", "left", "bottom", "right", "insideH", "insideV"].map(edge).concat();
    let grid: String = widths.iter().map(|width| format!("<w:gridCol w:w=\"{width}\"/>")).collect();
    let inset = whole(INSET);
    format!(
        "<w:tbl><w:tblPr><w:tblW w:w=\"{}\" w:type=\"dxa\"/><w:jc w:val=\"center\"/><w:tblBorders>{edges}</w:tblBorders>\
         <w:tblLayout w:type=\"fixed\"/><w:tblCellMar><w:top w:w=\"0\" w:type=\"dxa\"/><w:left w:w=\"{inset}\" w:type=\"dxa\"/>\
         <w:bottom w:w=\"0\" w:type=\"dxa\"/><w:right w:w=\"{inset}\" w:type=\"dxa\"/></w:tblCellMar>\
         <w:tblCaption w:val=\"{}\"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>",
        widths.iter().sum::<i64>(),
        escape(name)
    )
}

/// Returns a row.
fn row(height: u32, is_head: bool, cells: &str) -> String {
    let head = if is_head { "<w:tblHeader/>" } else { "" };
    format!(
        "<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val=\"{height}\" w:hRule=\"atLeast\"/>{head}</w:trPr>{cells}</w:tr>"
    )
}

/// Returns a cell of one paragraph.
fn cell(width: i64, look: Look, format: &Format, runs: &str) -> String {
    let mut inner = Flow::default();
    inner.paragraph(look, format, runs);
    format!(
        "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/><w:vAlign w:val=\"center\"/></w:tcPr>{}</w:tc>",
        inner.into_xml()
    )
}

/// Returns how high a row is: as many steps as its highest cell needs, as the pages reckon them.
fn height<T: AsRef<str>>(texts: &[T], widths: &[i64], more: f64, setting: Setting) -> u32 {
    let n_lines = texts.iter().zip(widths).map(|(text, width)| {
        let room = (*width as f64 - 2.0 * INSET) / WU_HAO;
        lines(text.as_ref(), room)
    });
    let n_lines = n_lines.max().unwrap_or(1) as f64;
    // Lines are 0.28 of their size apart; two points are white above and below.
    let words = WU_HAO * (1.28 * n_lines - 0.28) + 80.0 + more;
    let (step, least) = setting.step;
    // The pages' lines are a fiftieth higher: what fits into those shall fit into these.
    let n_steps = (words / (f64::from(step) * 1.02)).ceil() as u32;
    n_steps.max(least) * step
}
