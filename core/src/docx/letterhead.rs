//! 版头: marks in the corner, the red name, number, signers and the red rule (GB/T 9704-2012, 7.2 and 10).
//!
//! Complements templates/gb9704/letterhead.typ: everything stands on the line that it has there.

use crate::document::title_lines::name_lines;
use crate::document::visible::{chinese_date, visible};
use crate::document::{Document, Format as Kind, Letterhead, Spot};
use crate::docx::faces::{Faces, Role};
use crate::docx::look::Look;
use crate::docx::mark::{FILE, LETTER, Plan, foot, letters, size, width_at};
use crate::docx::marks::{Marks, PLAIN, run};
use crate::docx::measures::{CELLS, LINE, PAGE_LINES, SAN_HAO, WIDTH, cells, mm, whole, width};
use crate::docx::paragraph::{Flow, Format, Side};
use crate::docx::sections::NO_INSETS;

/// A line of a page of 22, on which a letterhead stands whatever the page's own are.
const PITCH: f64 = LINE as f64;
/// From the type area's top to the mark's ink.
const TOP: f64 = 35.0;
/// The rule of files: 0.5 mm, 4 mm below the line above it.
const RULE: &str = "<w:bottom w:val=\"single\" w:sz=\"12\" w:space=\"7\" w:color=\"FF0000\"/>";
/// How much the rule makes its line higher: its own 1.5 points, and 7 above it.
const RULE_HEIGHT: i64 = 170;
/// The red rules of letters: their length, and how far the lower ones are from the paper's foot.
const LETTER_RULE: f64 = 170.0;
const LETTER_FOOT: f64 = 20.0;
/// From the paper's top to a letter's mark.
const LETTER_TOP: f64 = 30.0;
/// The two rules of a letter with the white between them.
const LETTER_WEIGHT: f64 = 60.0;
/// The rules: a thick and a thin one. The double rules that Word has stand the other way round in LibreOffice.
const THICK: u32 = 12;
const THIN: u32 = 6;
/// The white between them, with the one above it or without: the first belongs to a row above.
const BELOW_THICK: i64 = 45;
const BELOW_THIN: i64 = 30;
/// Where they begin, from the paper's left edge: in the middle of the type area, 106 mm.
const LETTER_LEFT: f64 = 106.0 - LETTER_RULE / 2.0;
/// Round a table that floats there is no white.
const FLOATS: &str = "w:leftFromText=\"0\" w:rightFromText=\"0\" w:topFromText=\"0\" w:bottomFromText=\"0\" \
                      w:vertAnchor=\"page\" w:horzAnchor=\"page\"";

/// Adds what stands above the title; returns the white above that.
pub(super) fn add(flow: &mut Flow, marks: &Marks, faces: &Faces, document: &Document, n_title: usize) -> i64 {
    let Some(head) = &document.form.letterhead else { return 0 };
    if document.form.format == Kind::Letter {
        letter(flow, marks, faces, head);
        return flow.white(2);
    }
    file(flow, marks, faces, head, n_title);
    flow.white(2) - RULE_HEIGHT
}

/// The marks in the corner: 份号, 密级和保密期限, 紧急程度, each a line.
fn corner(head: &Letterhead, marks: &Marks, faces: &Faces) -> Vec<String> {
    let strong = faces.run_fonts(Role::Heading);
    let of = |words: &Option<String>, spot, look: &str| {
        words.as_deref().map(|words| marks.whole(spot, &run(words, look)))
    };
    let copy = of(&head.copy_number, Spot::CopyNumber, PLAIN);
    let secrecy = of(&head.secrecy, Spot::Secrecy, &strong);
    let urgency = of(&head.urgency, Spot::Urgency, &strong);
    // Secrecy is on the second line, whatever stands on the first.
    let gap = secrecy.is_some() && copy.is_none();
    let first = copy.or_else(|| gap.then(String::new));
    first.into_iter().chain(secrecy).chain(urgency).collect()
}

/// The letterhead of reports, notices and minutes.
fn file(flow: &mut Flow, marks: &Marks, faces: &Faces, head: &Letterhead, n_title: usize) {
    let corner = corner(head, marks, faces);
    for runs in &corner {
        flow.paragraph(Look::Letterhead, &Format::default(), runs);
    }
    let signers = Signers::new(head);
    let issued = head.issued.as_ref().map(|(organ, date)| {
        let date = chinese_date(*date);
        (name_lines(&visible(organ), CELLS - 3.0 - width(&date)), date)
    });
    let n_rows = match (&issued, head.signers.is_empty()) {
        (Some((names, _)), _) => names.len(),
        (None, true) => 1,
        (None, false) => signers.n_rows,
    };
    // Many names come closer and are smaller, so that the first page has text (7.2.4).
    let n = head.names.len().max(1);
    let wanted = ((n as f64 - 1.0) * 1.4).ceil() as usize;
    let most = PAGE_LINES.saturating_sub(12 + n_rows + n_title);
    let mut more = wanted.min(most.max((n - 1).div_ceil(2)));
    let mut step = if more == 0 { 0.0 } else { more as f64 * PITCH / (n as f64 - 1.0) };
    let usual = 5.0 * PITCH - (PITCH - f64::from(SAN_HAO) * 10.0) - mm(TOP);
    let height = if more == wanted { usual } else { usual.min(step * 0.8) };
    let two = usual + PITCH;
    let plan = Plan::new(&head.names, head.suffix.as_deref(), height, two, FILE);
    if plan.is_parted {
        more = 1;
        step = two - plan.height;
    }
    let end = red_name(flow, marks, faces, head, &plan, step, corner.len());
    // The first line of number, signers or issuer.
    let first = 7.0 + more as f64;
    let above = |line: f64| Some(whole(line * PITCH - end));
    if let Some((names, date)) = &issued {
        let mut before = above(first);
        if let Some(number) = &head.number {
            let format = Format { before: above(first - 1.0), side: Some(Side::Center), ..Format::default() };
            flow.paragraph(Look::Letterhead, &format, &marks.whole(Spot::Number, &run(number, PLAIN)));
            before = None;
        }
        issuer(flow, marks, names, date, before);
    } else if head.signers.is_empty() {
        let number = head.number.as_deref().unwrap_or_default();
        let format = Format {
            rule: Some(RULE.to_string()),
            before: above(first),
            side: Some(Side::Center),
            ..Format::default()
        };
        flow.paragraph(Look::Letterhead, &format, &marks.whole(Spot::Number, &run(number, PLAIN)));
    } else {
        signers.add(flow, marks, faces, head, above(first));
    }
}

/// Adds the red name; returns how far below the type area's top it ends.
fn red_name(
    flow: &mut Flow,
    marks: &Marks,
    faces: &Faces,
    head: &Letterhead,
    plan: &Plan,
    step: f64,
    n_above: usize,
) -> f64 {
    let fonts = faces.run_fonts(Role::Title);
    // An exact line has its foot at four fifths of its height.
    let line = (1.25 * size(plan.height)).round();
    let top = (mm(TOP) + foot(plan.height) - 0.8 * line).round();
    let first = Some(whole(top - n_above as f64 * f64::from(flow.line)));
    if let Some(suffix) = &head.suffix {
        let filler = Format { before: first.map(|first| first - 20), line: Some(20), ..Format::default() };
        flow.paragraph(Look::Nothing, &filler, "");
        let step = if step > 0.0 { step } else { line };
        flow.table(&joint(marks, plan, suffix, step, &fonts));
        return top + plan.lines.len() as f64 * step.round();
    }
    let is_single = plan.lines.len() == 1;
    let mut end = top;
    for (at, name) in plan.lines.iter().enumerate() {
        let wide = if is_single { plan.width_of_one(name) } else { plan.width_of_many(None) };
        // Lines of one name are alike, several names equally wide.
        let wide = if plan.is_parted {
            let widest = plan.lines.iter().map(|line| width_at(line, plan.height)).fold(1.0, f64::max);
            width_at(name, plan.height) * (wide / widest)
        } else {
            wide
        };
        let line = if at == 0 || step <= 0.0 { line } else { line.min(step.round()) };
        let before = if at == 0 { first } else { Some(whole(step - line)) };
        let format =
            Format { before, line: Some(whole(line)), side: Some(Side::Center), ..Format::default() };
        let runs = letters(name, plan.height, wide, &fonts);
        let spot = if plan.is_parted { Spot::Mark(0) } else { Spot::Mark(at) };
        let runs = if plan.is_parted && at > 0 { runs } else { marks.whole(spot, &runs) };
        flow.paragraph(Look::Letterhead, &format, &runs);
        end += line + if at == 0 { 0.0 } else { before.unwrap_or(0).max(0) as f64 };
    }
    end
}

/// Returns the names of a joint document below one another, what they share on their right.
fn joint(marks: &Marks, plan: &Plan, suffix: &str, step: f64, fonts: &str) -> String {
    let line = whole(step);
    let names = plan.width_of_many(Some(suffix));
    let beside = width_at(suffix, plan.height) + plan.height / 2.0;
    let (left, right) = (whole(names + 60.0), whole(beside + 60.0));
    let mut lines = Flow::default();
    for (at, name) in plan.lines.iter().enumerate() {
        let format = Format { line: Some(line), side: Some(Side::Spread), ..Format::default() };
        let natural = width_at(name, plan.height).min(names);
        let runs = letters(name, plan.height, natural, fonts);
        lines.paragraph(Look::Letterhead, &format, &marks.whole(Spot::Mark(at), &runs));
    }
    let mut shared = Flow::default();
    let format = Format { line: Some(line), side: Some(Side::Right), ..Format::default() };
    let runs = letters(suffix, plan.height, width_at(suffix, plan.height), fonts);
    shared.paragraph(Look::Letterhead, &format, &marks.whole(Spot::MarkSuffix, &runs));
    let cell = |width: i64, inner: Flow| {
        format!(
            "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/><w:vAlign w:val=\"center\"/></w:tcPr>{}</w:tc>",
            inner.into_xml()
        )
    };
    format!(
        "<w:tbl><w:tblPr><w:tblW w:w=\"{}\" w:type=\"dxa\"/><w:jc w:val=\"center\"/><w:tblLayout w:type=\"fixed\"/>{NO_INSETS}\
         <w:tblCaption w:val=\"版头\"/></w:tblPr><w:tblGrid><w:gridCol w:w=\"{left}\"/><w:gridCol w:w=\"{right}\"/></w:tblGrid>\
         <w:tr><w:trPr><w:cantSplit/><w:trHeight w:val=\"{}\" w:hRule=\"exact\"/></w:trPr>{}{}</w:tr></w:tbl>",
        left + right,
        line * i64::try_from(plan.lines.len()).unwrap_or(1),
        cell(left, lines),
        cell(right, shared),
    )
}

/// Adds who issued minutes on the left, and when on the right, above the rule.
fn issuer(flow: &mut Flow, marks: &Marks, names: &[String], date: &str, before: Option<i64>) {
    let mut runs = String::new();
    for (at, name) in names.iter().enumerate() {
        if at > 0 {
            runs += "<w:r><w:br/></w:r>";
        }
        runs += "<w:r><w:tab/></w:r>";
        let name = run(name, PLAIN);
        runs += &if names.len() == 1 { marks.whole(Spot::Issuer, &name) } else { name };
    }
    runs += "<w:r><w:tab/></w:r>";
    runs += &marks.whole(Spot::Issued, &run(date, PLAIN));
    let tabs = vec![(whole(cells(1.0)), Side::Left), (whole(cells(CELLS - 1.0)), Side::Right)];
    let format =
        Format { rule: Some(RULE.to_string()), tabs, before, side: Some(Side::Left), ..Format::default() };
    flow.paragraph(Look::Letterhead, &format, &runs);
}

/// How number and signers share their rows: two names a row, the number beside the last of them;
/// one a row, or the number on a row of its own, where long names would run into it.
struct Signers {
    n_a_row: usize,
    n_rows: usize,
    number_row: usize,
    /// Where the label begins, in characters from the left.
    start: f64,
    /// Where the second name of a row begins behind the first.
    second: f64,
}

impl Signers {
    fn new(head: &Letterhead) -> Signers {
        let widths: Vec<f64> = head.signers.iter().map(|name| width(&visible(name))).collect();
        let (label, room) = (4.0, CELLS - 2.0);
        let of_number = head.number.as_ref().map_or(0.0, |number| width(number) + 1.0);
        let column = |n: usize, at: usize| widths.iter().skip(at).step_by(n).copied().fold(0.0, f64::max);
        let of_names = |n: usize| {
            if n == 1 || widths.len() < 2 { column(1, 0) } else { column(2, 0) + 1.0 + column(2, 1) }
        };
        let rows = |n: usize| widths.len().div_ceil(n).max(1);
        let fits = |n: usize| label + of_names(n) <= room;
        let beside = |n: usize| if rows(n) == 1 { label } else { 0.0 };
        let shared = [2, 1].into_iter().find(|n| fits(*n) && of_number + beside(*n) + of_names(*n) <= room);
        let (n_a_row, n_rows, number_row) = match shared {
            Some(n) => (n, rows(n), rows(n) - 1),
            None => {
                let n = if fits(2) { 2 } else { 1 };
                (n, rows(n) + 1, rows(n))
            }
        };
        let start = (CELLS - 1.0 - of_names(n_a_row) - label).max(1.0);
        Signers { n_a_row, n_rows, number_row, start, second: column(2, 0) + 1.0 }
    }

    /// Adds the rows, the rule below the last.
    fn add(&self, flow: &mut Flow, marks: &Marks, faces: &Faces, head: &Letterhead, before: Option<i64>) {
        let names = faces.run_fonts(Role::Subheading);
        let tab = "<w:r><w:tab/></w:r>";
        for row in 0..self.n_rows {
            let mut runs = String::new();
            if row == self.number_row {
                let number = head.number.as_deref().unwrap_or_default();
                runs += tab;
                runs += &marks.whole(Spot::Number, &run(number, PLAIN));
            } else {
                runs += tab;
            }
            let mine = head.signers.iter().enumerate().skip(row * self.n_a_row).take(self.n_a_row);
            for (n, (at, name)) in mine.enumerate() {
                if row == 0 && n == 0 {
                    runs += tab;
                    runs += &run("签发人：", PLAIN);
                } else {
                    runs += tab;
                }
                runs += &marks.whole(Spot::Signer(at), &run(name, &names));
            }
            let at = |n: f64| (whole(cells(n)), Side::Left);
            let start = if row == 0 { self.start } else { self.start + 4.0 };
            let tabs = vec![at(1.0), at(start), at(self.start + 4.0 + self.second)];
            let format = Format {
                rule: (row + 1 == self.n_rows).then(|| RULE.to_string()),
                tabs,
                before: before.filter(|_| row == 0),
                side: Some(Side::Left),
                ..Format::default()
            };
            flow.paragraph(Look::Letterhead, &format, &runs);
        }
    }
}

/// What a letter has on its first page below its red rules: marks and number from the third line.
fn letter(flow: &mut Flow, marks: &Marks, faces: &Faces, head: &Letterhead) {
    let mut lines = corner(head, marks, faces);
    if lines.is_empty() {
        lines.push(String::new());
    }
    for (at, mut runs) in lines.into_iter().enumerate() {
        if let Some(number) = head.number.as_deref().filter(|_| at == 0) {
            runs += "<w:r><w:tab/></w:r>";
            runs += &marks.whole(Spot::Number, &run(number, PLAIN));
        }
        let format = Format {
            tabs: vec![(i64::from(WIDTH), Side::Right)],
            before: (at == 0).then_some(whole(2.0 * PITCH)),
            side: Some(Side::Left),
            ..Format::default()
        };
        flow.paragraph(Look::Letterhead, &format, &runs);
    }
}

/// Returns the name of a letter with the two rules below it, as its first page's header has them.
pub(super) fn letter_head(faces: &Faces, head: &Letterhead) -> String {
    // The upper rule ends seven eighths of a line above the third.
    let white = PITCH - f64::from(SAN_HAO) * 10.0;
    let rule = mm(37.0) + 2.0 * PITCH - white - LETTER_WEIGHT;
    let height = rule - mm(4.0) - mm(LETTER_TOP);
    let names: Vec<String> = head.names.iter().take(1).cloned().collect();
    let plan = Plan::new(&names, None, height, height, LETTER);
    let fonts = faces.run_fonts(Role::Title);
    let step = if plan.lines.len() > 1 { height - plan.height } else { 0.0 };
    let line = (1.25 * size(plan.height)).round();
    // The cell begins where the first line must, so that its ink is 30 mm down.
    let top = mm(LETTER_TOP) + foot(plan.height) - 0.8 * line;
    let mut inner = Flow::default();
    for (at, name) in plan.lines.iter().enumerate() {
        let wide = if plan.lines.len() == 1 {
            plan.width_of_one(name)
        } else {
            width_at(name, plan.height).min(mm(154.0))
        };
        let own = if at == 0 { line } else { line.min(step) };
        let before = (at > 0).then(|| whole(step - own));
        let format = Format { before, line: Some(whole(own)), side: Some(Side::Center), ..Format::default() };
        inner.paragraph(Look::Letterhead, &format, &letters(name, plan.height, wide, &fonts));
    }
    let name = letter_row(whole(rule - top), &inner.into_xml(), &red("bottom", THICK));
    let rules = letter_row(BELOW_THICK, &nothing(), &(red("top", THICK) + &red("bottom", THIN)));
    letter_table(whole(top), &(name + &rules))
}

/// Returns the two rules at the foot of a letter's first page, as its footer has them.
pub(super) fn letter_foot() -> String {
    let top = mm(297.0 - LETTER_FOOT) - LETTER_WEIGHT;
    let rules = letter_row(BELOW_THIN, &nothing(), &(red("top", THIN) + &red("bottom", THICK)));
    letter_table(whole(top), &rules)
}

/// Returns a paragraph without words.
fn nothing() -> String {
    let mut flow = Flow::default();
    flow.paragraph(Look::Nothing, &Format::default(), "");
    flow.into_xml()
}

/// Returns a red rule on a side of a cell, so many eighths of a point thick.
fn red(side: &str, weight: u32) -> String {
    format!("<w:{side} w:val=\"single\" w:sz=\"{weight}\" w:space=\"0\" w:color=\"FF0000\"/>")
}

/// Returns a row of one cell, with its rules.
fn letter_row(height: i64, inner: &str, rules: &str) -> String {
    let wide = whole(mm(LETTER_RULE));
    format!(
        "<w:tr><w:trPr><w:trHeight w:val=\"{height}\" w:hRule=\"exact\"/></w:trPr><w:tc><w:tcPr>\
         <w:tcW w:w=\"{wide}\" w:type=\"dxa\"/><w:tcBorders>{rules}</w:tcBorders></w:tcPr>{inner}</w:tc></w:tr>"
    )
}

/// Returns a table of rows of one cell, at a place of the page.
fn letter_table(top: i64, rows: &str) -> String {
    let (left, wide) = (whole(mm(LETTER_LEFT)), whole(mm(LETTER_RULE)));
    format!(
        "<w:tbl><w:tblPr><w:tblpPr {FLOATS} w:tblpX=\"{left}\" w:tblpY=\"{top}\"/><w:tblW w:w=\"{wide}\" w:type=\"dxa\"/>\
         <w:tblLayout w:type=\"fixed\"/>{NO_INSETS}<w:tblCaption w:val=\"版头\"/></w:tblPr>\
         <w:tblGrid><w:gridCol w:w=\"{wide}\"/></w:tblGrid>{rows}</w:tbl>"
    )
}
