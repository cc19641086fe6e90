//! 版记 on the last line of the last page (GB/T 9704-2012, 7.4).

use crate::document::title_lines::name_lines;
use crate::document::visible::{chinese_date, visible};
use crate::document::{Colophon, Spot};
use crate::docx::look::Look;
use crate::docx::marks::{Marks, PLAIN, run};
use crate::docx::measures::{WIDTH, lines, width};
use crate::docx::paragraph::{Flow, Format, Indent, Side};
use crate::docx::styles::COLOPHON_LINE;

/// A character of 四号.
const CELL: u32 = 280;
/// White above and below an entry, so that one line is 28 points high.
const INSET: u32 = 30;
/// Characters of 四号 between the one white on either side.
const CELLS: f64 = WIDTH as f64 / CELL as f64 - 2.0;
/// The rules: 0.35 mm outside, 0.25 mm between, in eighths of a point.
const OUTER: u32 = 8;
const INNER: u32 = 6;

/// What follows the date.
const PRINTED: &str = "印发";

/// Adds the colophon to the last page: a table that holds to the type area's lower edge.
pub(super) fn add(flow: &mut Flow, marks: &Marks, colophon: &Colophon) {
    let mut entries: Vec<Vec<Line>> = Vec::new();
    let lists =
        [list("主送：", &colophon.to, Spot::To, marks), list("抄送：", &colophon.cc, Spot::Copy, marks)];
    let lists: Vec<Line> = lists.into_iter().flatten().collect();
    if !lists.is_empty() {
        entries.push(lists);
    }
    if let Some((organ, date)) = &colophon.printed {
        entries.push(printed(organ, &chinese_date(*date), marks));
    }
    let is_ruled = colophon.printed.is_some();
    let n = entries.len();
    let rows: String = entries
        .iter()
        .enumerate()
        .map(|(at, lines)| {
            let edges = [if at == 0 { OUTER } else { INNER }, if at + 1 == n { OUTER } else { INNER }];
            row(lines, is_ruled.then_some(edges))
        })
        .collect();
    flow.table(&format!(
        "<w:tbl><w:tblPr><w:tblpPr w:leftFromText=\"0\" w:rightFromText=\"0\" w:topFromText=\"0\" w:bottomFromText=\"0\" \
         w:vertAnchor=\"margin\" w:horzAnchor=\"margin\" w:tblpX=\"0\" w:tblpYSpec=\"bottom\"/><w:tblOverlap w:val=\"never\"/>\
         <w:tblW w:w=\"{WIDTH}\" w:type=\"dxa\"/><w:tblLayout w:type=\"fixed\"/><w:tblCellMar><w:top w:w=\"0\" w:type=\"dxa\"/>\
         <w:left w:w=\"{CELL}\" w:type=\"dxa\"/><w:bottom w:w=\"0\" w:type=\"dxa\"/><w:right w:w=\"{CELL}\" w:type=\"dxa\"/></w:tblCellMar>\
         <w:tblCaption w:val=\"版记\"/></w:tblPr><w:tblGrid><w:gridCol w:w=\"{WIDTH}\"/></w:tblGrid>{rows}</w:tbl>"
    ));
    flow.close();
}

/// A paragraph of an entry.
struct Line {
    /// Its own format.
    format: Format,
    /// The words.
    runs: String,
    /// How many lines it takes.
    n_lines: usize,
}

/// Returns names below a label, if there are any.
fn list(label: &str, names: &[String], spot: fn(usize) -> Spot, marks: &Marks) -> Option<Line> {
    if names.is_empty() {
        return None;
    }
    let mut runs = run(label, PLAIN);
    let mut all = String::new();
    for (at, name) in names.iter().enumerate() {
        let name = visible(name.trim_end_matches('。'));
        let mark = if at + 1 == names.len() { "。" } else { "，" };
        runs += &marks.whole(spot(at), &run(&name, PLAIN));
        runs += &run(mark, PLAIN);
        all += &name;
        all += mark;
    }
    let n_lines = lines(&all, CELLS - 3.0);
    let indent = Some(Indent { is_small: true, left: 3.0, right: 0.0, hanging: 3.0 });
    Some(Line { format: Format { indent, ..Format::default() }, runs, n_lines })
}

/// Returns who printed it and when, with the date on the right of the last line.
fn printed(organ: &str, date: &str, marks: &Marks) -> Vec<Line> {
    let names = name_lines(&visible(organ), CELLS - 1.5 - width(date) - width(PRINTED));
    let mut runs = String::new();
    for (at, name) in names.iter().enumerate() {
        if at > 0 {
            runs += "<w:r><w:br/></w:r>";
        }
        runs += &run(name, PLAIN);
    }
    let runs = marks.whole(Spot::Printer, &runs)
        + "<w:r><w:tab/></w:r>"
        + &marks.whole(Spot::PrintedOn, &run(date, PLAIN))
        + &run(PRINTED, PLAIN);
    let right = i64::from(WIDTH - 2 * CELL);
    let format = Format { tabs: vec![(right, Side::Right)], ..Format::default() };
    vec![Line { format, runs, n_lines: names.len() }]
}

/// Returns an entry as a row, with the rules above and below it.
fn row(lines: &[Line], edges: Option<[u32; 2]>) -> String {
    let n_lines: usize = lines.iter().map(|line| line.n_lines).sum();
    let height = u32::try_from(n_lines).unwrap_or(1) * COLOPHON_LINE + 2 * INSET;
    let rule = |side: &str, weight| {
        format!("<w:{side} w:val=\"single\" w:sz=\"{weight}\" w:space=\"0\" w:color=\"000000\"/>")
    };
    let borders = edges.map_or(String::new(), |[above, below]| {
        format!("<w:tcBorders>{}{}</w:tcBorders>", rule("top", above), rule("bottom", below))
    });
    let mut inner = Flow::default();
    for line in lines {
        inner.paragraph(Look::Colophon, &line.format, &line.runs);
    }
    format!(
        "<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val=\"{height}\" w:hRule=\"atLeast\"/></w:trPr><w:tc><w:tcPr>\
         <w:tcW w:w=\"{WIDTH}\" w:type=\"dxa\"/>{borders}<w:vAlign w:val=\"center\"/></w:tcPr>{}</w:tc></w:tr>",
        inner.into_xml()
    )
}
