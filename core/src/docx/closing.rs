//! What ends the text: 附件说明, 落款, 附注, and who was at a session (GB/T 9704-2012, 7.3.4 to 7.3.6, 10.3).
//!
//! A first white line is white above a paragraph, never a paragraph without words: a draft that
//! comes back then holds nothing but what it says.

use crate::document::title_lines::name_lines;
use crate::document::visible::{chinese_date, visible};
use crate::document::{Document, Format as Kind, Roll, Seal, Signature, Spot, Text};
use crate::docx::faces::{Faces, Role};
use crate::docx::look::Look;
use crate::docx::marks::{Marks, PLAIN, run};
use crate::docx::measures::{CELLS, cells, whole, width};
use crate::docx::paragraph::{Flow, Format, Indent, Side};

/// The diameter of a seal, and the width of a signature stamp's space, in characters of 三号.
const SEAL_CELLS: f64 = 42.0 / 156.0 * CELLS;
const STAMP_CELLS: f64 = 40.0 / 156.0 * CELLS;
/// The most characters of an organ's name in a line: two are white on its right.
const ORGAN_CELLS: f64 = CELLS - 2.0;
/// The most characters of a post in a line: beside it are a stamp's space, two before and four after.
const POST_CELLS: f64 = CELLS - 6.0 - 7.2;

/// Adds what ends the body.
pub(super) fn add(flow: &mut Flow, marks: &Marks, faces: &Faces, document: &Document) {
    let form = &document.form;
    if !form.rolls.is_empty() {
        rolls(flow, marks, faces, &form.rolls);
        if let Some(note) = &form.note {
            remark(flow, marks, note);
        }
        return;
    }
    attachment_list(flow, marks, document);
    if form.format == Kind::Minutes {
        if let Some(note) = &form.note {
            remark(flow, marks, note);
        }
        return;
    }
    let by_organ =
        Signature { organs: vec![document.organ.clone()], seal: Seal::None, posts: Vec::new(), note: None };
    let signature = form.signature.as_ref().unwrap_or(&by_organ);
    let date = chinese_date(document.date);
    match signature.seal {
        Seal::None => unsealed(flow, marks, &signature.organs, &date),
        Seal::Seal => sealed(flow, marks, signature, &date),
        Seal::Signature => stamped(flow, marks, &signature.posts, &date),
    }
    if let Some(note) = &signature.note {
        remark(flow, marks, note);
    }
}

/// Returns whether something ends the body that its last paragraph must not be parted from.
pub(super) fn is_tied(document: &Document) -> bool {
    document.form.format != Kind::Minutes || !document.form.rolls.is_empty()
}

/// 附件说明: `附件：1.……`, names below one another; a single one has no number.
fn attachment_list(flow: &mut Flow, marks: &Marks, document: &Document) {
    let titles: Vec<Text> =
        document.attachments.iter().map(|attachment| Text::joined(&attachment.title, "")).collect();
    let is_numbered = titles.len() > 1;
    let digits = if is_numbered { width(&titles.len().to_string()) + 0.5 } else { 0.0 };
    for (at, title) in titles.iter().enumerate() {
        let label = if at == 0 { "附件：" } else { "" };
        let number = if is_numbered { format!("{}.", at + 1) } else { String::new() };
        let runs = run(&format!("{label}{number}"), PLAIN) + &marks.runs(title, Spot::Listed(at), PLAIN);
        let hanging = if at == 0 { 3.0 + digits } else { digits };
        let format = Format {
            keep_next: true,
            before: (at == 0).then_some(flow.white(1)),
            indent: Some(Indent { left: 5.0 + digits, hanging, ..Indent::default() }),
            ..Format::default()
        };
        flow.paragraph(Look::AttachmentList, &format, &runs);
    }
}

/// Returns a name in a bookmark, on as many lines as it needs.
fn name_runs(marks: &Marks, spot: Spot, lines: &[String]) -> String {
    let runs: Vec<String> = lines.iter().map(|line| run(line, PLAIN)).collect();
    marks.whole(spot, &runs.join("<w:r><w:br/></w:r>"))
}

/// Returns how wide the widest of some lines is.
fn widest(lines: &[String]) -> f64 {
    lines.iter().map(|line| width(line)).fold(0.0, f64::max)
}

/// Organs and date without a seal: the date starts two characters right of the organ, which ends
/// two from the right; a longer date ends there itself.
fn unsealed(flow: &mut Flow, marks: &Marks, organs: &[String], date: &str) {
    let names: Vec<Vec<String>> =
        organs.iter().map(|organ| name_lines(&visible(organ), ORGAN_CELLS)).collect();
    let of_names = names.iter().map(|name| widest(name)).fold(0.0, f64::max);
    let of_date = width(date);
    let is_longer = of_date > of_names;
    let edge = 2.0 + if is_longer { of_date + 2.0 } else { of_names };
    let stands_right = names.len() == 1 && !is_longer;
    for (at, lines) in names.iter().enumerate() {
        // A single organ stays on the right whatever its name is changed to.
        let (indent, side) = if stands_right {
            (Indent { right: 2.0, ..Indent::default() }, Side::Right)
        } else {
            (Indent { left: CELLS - edge, ..Indent::default() }, Side::Left)
        };
        let format = Format {
            keep_next: true,
            before: (at == 0).then_some(flow.white(1)),
            indent: Some(indent),
            side: Some(side),
            ..Format::default()
        };
        flow.paragraph(Look::Signature, &format, &name_runs(marks, Spot::Organ(at), lines));
    }
    let indent = Some(Indent { left: CELLS - edge + 2.0, ..Indent::default() });
    let format = Format { indent, side: Some(Side::Left), ..Format::default() };
    flow.paragraph(Look::Signature, &format, &marks.whole(Spot::Date, &run(date, PLAIN)));
}

/// An organ's name with the middle of its seal, in characters from the right.
struct Place {
    at: usize,
    lines: Vec<String>,
    middle: f64,
}

/// Deals organs out to rows, as many side by side as have room for their seals, at most three.
fn rows(organs: &[String], of_date: f64) -> Vec<Vec<Place>> {
    let mut rows: Vec<Vec<Place>> = Vec::new();
    let mut at = 0;
    while at < organs.len() {
        let longest = (1..=3.min(organs.len() - at))
            .rev()
            .map(|n| row(organs, at..at + n, of_date))
            .find(|(_, fits)| *fits);
        let (places, _) = longest.unwrap_or_else(|| row(organs, at..at + 1, of_date));
        at += places.len();
        rows.push(places);
    }
    rows
}

/// Places organs side by side, the last one above the date; says whether they fit.
fn row(organs: &[String], range: std::ops::Range<usize>, of_date: f64) -> (Vec<Place>, bool) {
    let mut places: Vec<(Place, f64)> = Vec::new();
    for at in range.rev() {
        let lines = name_lines(&visible(&organs[at]), ORGAN_CELLS);
        let wide = widest(&lines);
        let middle = match places.last() {
            None => (4.0 + of_date / 2.0).max(wide.max(SEAL_CELLS) / 2.0),
            Some((next, of_next)) => {
                next.middle + ((wide + of_next) / 2.0 + 1.0).max(SEAL_CELLS + 2.0 / 156.0 * CELLS)
            }
        };
        places.push((Place { at, lines, middle }, wide));
    }
    let end = places.last().map_or(0.0, |(place, wide)| place.middle + wide.max(SEAL_CELLS) / 2.0);
    (places.into_iter().rev().map(|(place, _)| place).collect(), end <= CELLS)
}

/// Organs and date under seals: the last organ above the middle of the date, which ends four
/// characters from the right.
fn sealed(flow: &mut Flow, marks: &Marks, signature: &Signature, date: &str) {
    let of_date = width(date);
    let rows = rows(&signature.organs, of_date);
    let mut last_middle = 4.0 + of_date / 2.0;
    for (n, places) in rows.iter().enumerate() {
        // Seals are a little more than four lines high; the first begins within a line of the text.
        let before = flow.white(if n == 0 { 2 } else { 4 });
        if let [place] = places.as_slice() {
            let indent = Indent { left: (CELLS - 2.0 * place.middle).max(0.0), ..Indent::default() };
            let format = Format {
                keep_next: true,
                before: Some(before),
                indent: Some(indent),
                side: Some(Side::Center),
                ..Format::default()
            };
            flow.paragraph(Look::Signature, &format, &name_runs(marks, Spot::Organ(place.at), &place.lines));
        } else {
            side_by_side(flow, marks, places, before);
        }
        last_middle = places.last().map_or(last_middle, |place| place.middle);
    }
    let right = (last_middle - of_date / 2.0).max(0.0);
    let format = Format {
        keep_next: signature.note.is_some(),
        // The lower part of the seal.
        after: signature.note.is_none().then_some(flow.white(1)),
        indent: Some(Indent { right, ..Indent::default() }),
        side: Some(Side::Right),
        ..Format::default()
    };
    flow.paragraph(Look::Signature, &format, &marks.whole(Spot::Date, &run(date, PLAIN)));
}

/// Adds organs side by side: lines of a paragraph, with a stop in the middle of each seal.
fn side_by_side(flow: &mut Flow, marks: &Marks, places: &[Place], before: i64) {
    let stop = |place: &Place| (whole(cells(CELLS - place.middle)), Side::Center);
    let format = Format {
        keep_next: true,
        tabs: places.iter().map(stop).collect(),
        before: Some(before),
        side: Some(Side::Left),
        ..Format::default()
    };
    let n_lines = places.iter().map(|place| place.lines.len()).max().unwrap_or(1);
    let mut runs = String::new();
    for line in 0..n_lines {
        if line > 0 {
            runs += "<w:r><w:br/></w:r>";
        }
        for place in places {
            // The last lines stand side by side.
            let own = (line + place.lines.len()).checked_sub(n_lines);
            let words = own.and_then(|own| place.lines.get(own)).map_or("", String::as_str);
            let words = run(words, PLAIN);
            let words = if place.lines.len() == 1 && !words.is_empty() {
                marks.whole(Spot::Organ(place.at), &words)
            } else {
                words
            };
            runs += &format!("<w:r><w:tab/></w:r>{words}");
        }
    }
    flow.paragraph(Look::Signature, &format, &runs);
}

/// Posts beside the space of signature stamps, three lines each, below two white lines, and the date below another.
fn stamped(flow: &mut Flow, marks: &Marks, posts: &[String], date: &str) {
    let right = 6.0 + STAMP_CELLS;
    for (at, post) in posts.iter().enumerate() {
        let lines = name_lines(&visible(post), POST_CELLS);
        let n_lines = i64::try_from(lines.len()).unwrap_or(1);
        let above = (3 - n_lines).max(0) / 2;
        let left = (CELLS - right - widest(&lines) - 0.5).max(0.0);
        let format = Format {
            keep_next: true,
            before: Some(flow.white(above + if at == 0 { 2 } else { 0 })),
            after: Some(flow.white((3 - n_lines - above).max(0))),
            indent: Some(Indent { left, right, ..Indent::default() }),
            side: Some(if lines.len() > 1 { Side::Center } else { Side::Right }),
            ..Format::default()
        };
        flow.paragraph(Look::Signature, &format, &name_runs(marks, Spot::Post(at), &lines));
    }
    let format = Format {
        before: Some(flow.white(1)),
        indent: Some(Indent { right: 4.0, ..Indent::default() }),
        side: Some(Side::Right),
        ..Format::default()
    };
    flow.paragraph(Look::Signature, &format, &marks.whole(Spot::Date, &run(date, PLAIN)));
}

/// Adds 附注.
fn remark(flow: &mut Flow, marks: &Marks, note: &str) {
    flow.paragraph(Look::Remark, &Format::default(), &marks.whole(Spot::Note, &run(note, PLAIN)));
}

/// Adds who was there: names behind a label in 黑体, further lines below the first name.
fn rolls(flow: &mut Flow, marks: &Marks, faces: &Faces, rolls: &[Roll]) {
    let strong = faces.run_fonts(Role::Heading);
    for (at, roll) in rolls.iter().enumerate() {
        let label = format!("{}：", roll.label);
        let hanging = width(&label);
        let mut runs = run(&label, &strong);
        for (name, text) in roll.names.iter().enumerate() {
            if name > 0 {
                runs += &run("　", PLAIN);
            }
            runs += &marks.runs(text, Spot::Roll { roll: at, name }, PLAIN);
        }
        let format = Format {
            keep_next: at + 1 < rolls.len(),
            before: (at == 0).then_some(flow.white(1)),
            indent: Some(Indent { left: 2.0 + hanging, hanging, ..Indent::default() }),
            ..Format::default()
        };
        flow.paragraph(Look::Roll, &format, &runs);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::docx::measures::mm;

    fn organs(names: &[&str]) -> Vec<String> {
        names.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn seals_stand_side_by_side_where_there_is_room() {
        let of_date = width("2020年7月3日");
        let rows = |names: &[&str]| -> Vec<usize> {
            super::rows(&organs(names), of_date).iter().map(Vec::len).collect()
        };
        assert_eq!(rows(&["中共甲镇委员会"]), [1]);
        assert_eq!(rows(&["中共甲镇委员会", "甲镇人民政府"]), [2]);
        assert_eq!(rows(&["中共甲镇委员会", "甲镇人民政府", "甲镇武装部", "甲镇供销社"]), [3, 1]);
        let long = "青山省清溪自治州石桥县委宣传部理论学习工作领导小组";
        assert_eq!(rows(&[long, "甲镇人民政府"]), [1, 1]);
    }

    #[test]
    fn the_last_organ_stands_above_the_middle_of_the_date() {
        let of_date = width("2020年7月3日");
        let (places, fits) = row(&organs(&["中共甲镇委员会"]), 0..1, of_date);
        assert!(fits && (places[0].middle - (4.0 + of_date / 2.0)).abs() < 1e-9);
        assert!(mm(42.0) > cells(SEAL_CELLS) - 1.0 && mm(42.0) < cells(SEAL_CELLS) + 1.0);
    }
}
