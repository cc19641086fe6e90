//! 版记 on the last line of the last page (GB/T 9704-2012, 7.4).
//!
//! Its paragraphs stand in a frame that holds to the type area's lower edge. LibreOffice before 7.6
//! lets a table as wide as the text float nowhere, and takes the borders from framed paragraphs: so
//! the rules are paragraphs themselves, as high as a rule is thick.

use crate::document::title_lines::name_lines;
use crate::document::visible::{chinese_date, visible};
use crate::document::{Colophon, Spot};
use crate::docx::look::Look;
use crate::docx::marks::{Marks, PLAIN, run};
use crate::docx::measures::{SI_HAO, WIDTH, whole, width};
use crate::docx::paragraph::{Flow, Format, Indent, Side};

/// White below an entry's last line, so that one line is 28 points high.
const BELOW: i64 = 60;
/// Characters of 四号 between the one white on either side.
const CELLS: f64 = WIDTH as f64 / SI_HAO - 2.0;
/// The thickness of the rules outside, 0.35 mm, and between entries, 0.25 mm.
const OUTER: i64 = 20;
const INNER: i64 = 14;
/// What follows the date.
const PRINTED: &str = "印发";

/// Adds the colophon to the last page.
pub(super) fn add(flow: &mut Flow, marks: &Marks, colophon: &Colophon) {
    let mut entries: Vec<Vec<Line>> = Vec::new();
    let lists =
        [list("主送：", &colophon.to, Spot::To, marks), list("抄送：", &colophon.cc, Spot::Copy, marks)];
    let lists: Vec<Line> = lists.into_iter().flatten().collect();
    if !lists.is_empty() {
        entries.push(lists);
    }
    if let Some((organ, date)) = &colophon.printed {
        entries.push(vec![printed(organ, &chinese_date(*date), marks)]);
    }
    let rule = |flow: &mut Flow, line| {
        let format = Format { frame: true, is_black: true, line: Some(line), ..Format::default() };
        flow.paragraph(Look::Nothing, &format, "");
    };
    // A letter's has neither lines nor printer.
    let is_ruled = colophon.printed.is_some();
    for (at, lines) in entries.iter().enumerate() {
        if is_ruled {
            rule(flow, if at == 0 { OUTER } else { INNER });
        }
        for (n, line) in lines.iter().enumerate() {
            let after = (n + 1 == lines.len()).then_some(BELOW);
            flow.paragraph(Look::Colophon, &Format { after, ..line.format.clone() }, &line.runs);
        }
    }
    if is_ruled {
        rule(flow, OUTER);
    }
    // The frame belongs to the paragraph behind it.
    flow.paragraph(Look::Nothing, &Format::default(), "");
}

/// A paragraph of an entry.
struct Line {
    /// Its own format.
    format: Format,
    /// The words.
    runs: String,
}

/// Returns names below a label, if there are any.
fn list(label: &str, names: &[String], spot: fn(usize) -> Spot, marks: &Marks) -> Option<Line> {
    if names.is_empty() {
        return None;
    }
    let mut runs = run(label, PLAIN);
    for (at, name) in names.iter().enumerate() {
        let name = name.trim_end_matches('。');
        let mark = if at + 1 == names.len() { "。" } else { "，" };
        runs += &marks.whole(spot(at), &run(name, PLAIN));
        runs += &run(mark, PLAIN);
    }
    let indent = Some(Indent { is_small: true, left: 4.0, right: 1.0, hanging: 3.0 });
    Some(Line { format: Format { frame: true, indent, ..Format::default() }, runs })
}

/// Returns who printed it and when, the date on the right of the last line.
fn printed(organ: &str, date: &str, marks: &Marks) -> Line {
    let names = name_lines(&visible(organ), CELLS - 1.5 - width(date) - width(PRINTED));
    let runs: Vec<String> = names.iter().map(|name| run(name, PLAIN)).collect();
    let runs = marks.whole(Spot::Printer, &runs.join("<w:r><w:br/></w:r>"))
        + "<w:r><w:tab/></w:r>"
        + &marks.whole(Spot::PrintedOn, &run(date, PLAIN))
        + &run(PRINTED, PLAIN);
    let right = i64::from(WIDTH) - whole(SI_HAO);
    let indent = Some(Indent { is_small: true, left: 1.0, right: 1.0, hanging: 0.0 });
    let format = Format { frame: true, tabs: vec![(right, Side::Right)], indent, ..Format::default() };
    Line { format, runs }
}
