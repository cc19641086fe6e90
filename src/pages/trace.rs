//! Where each printed number stands: the document's figures found again on its finished pages.
//!
//! A page's lines hold the words in the order in which they were set, and so does the document;
//! so a text is looked for from where the one before it ended. Charts stand where they have
//! room, letterhead, closing part and colophon where the format wants them: each of these is
//! searched by itself.

use crate::document::visible::visible;
use crate::document::{Document, Place, Placed, Printed, Region, Trace, Traced};
use crate::pages::found::grid_line;
use crate::pages::grid::{ASCENT, DESCENT, Grid, MM};
use crate::pages::lines::{Line, PageLines};
use crate::pages::walk::Role;

/// A character on a page.
#[derive(Debug, Clone, Copy)]
struct Glyph<'a> {
    /// The character.
    c: char,
    /// Its page, from 1.
    page: usize,
    /// Its line.
    line: &'a Line,
    /// The line's place among all lines.
    at_line: usize,
    /// The character's place in its line.
    at: usize,
}

/// The characters of a part of the pages, in the order in which they were set.
#[derive(Debug, Default)]
struct Stream<'a> {
    glyphs: Vec<Glyph<'a>>,
    /// Where the text found last ended.
    cursor: usize,
}

/// Finds the figures of a document on its pages; what has no digit is no number.
pub fn trace(document: &Document, pages: &[PageLines], grid_lines: usize) -> Trace {
    let grid = Grid { n_lines: grid_lines };
    let mut streams = Streams::read(pages);
    let mut found: Vec<(usize, usize, Traced)> = Vec::new();
    for printed in document.printed() {
        let glyphs = streams.find(&printed);
        for figure in printed.text.figures() {
            let words = &printed.text.as_str()[figure.start..figure.end];
            if !words.contains(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c)) {
                continue;
            }
            let own = glyphs.as_deref().map_or(&[][..], |glyphs| part(&printed, figure, glyphs));
            let places = places(own, grid);
            let order = own.first().map_or((usize::MAX, usize::MAX), |glyph| (glyph.at_line, glyph.at));
            found.push((
                order.0,
                order.1,
                Traced { text: visible(words), source: figure.source.clone(), places },
            ));
        }
    }
    // Stable: what was not found stays in the document's order, at the end.
    found.sort_by_key(|(line, at, _)| (*line, *at));
    Trace {
        unit: document.unit.clone(),
        period: document.period,
        figures: found.into_iter().map(|(.., traced)| traced).collect(),
    }
}

/// The pages' characters by the part they stand in.
struct Streams<'a> {
    letterhead: Stream<'a>,
    body: Stream<'a>,
    charts: Vec<Stream<'a>>,
    closing: Stream<'a>,
    colophon: Stream<'a>,
}

impl<'a> Streams<'a> {
    /// Parts the pages' characters; page numbers belong to no text.
    fn read(pages: &'a [PageLines]) -> Streams<'a> {
        let [letterhead, body, closing, colophon] = [(); 4].map(|()| Stream::default());
        let mut streams = Streams { letterhead, body, charts: Vec::new(), closing, colophon };
        let mut chart_before = None;
        let lines = pages.iter().flat_map(|page| page.lines.iter().map(|line| (page.number, line)));
        for (at_line, (page, line)) in lines.enumerate() {
            let stream = match line.role {
                Role::PageNumber => continue,
                Role::Letterhead => &mut streams.letterhead,
                Role::Closing => &mut streams.closing,
                Role::Colophon => &mut streams.colophon,
                Role::Figure => {
                    if chart_before != Some(line.part) {
                        chart_before = Some(line.part);
                        streams.charts.push(Stream::default());
                    }
                    streams.charts.last_mut().expect("pushed above")
                }
                _ => &mut streams.body,
            };
            let glyph = |(at, c)| Glyph { c, page, line, at_line, at };
            stream.glyphs.extend(line.text.chars().enumerate().filter(|(_, c)| is_seen(*c)).map(glyph));
        }
        streams
    }

    /// Finds a text, and goes on behind it.
    fn find(&mut self, printed: &Printed) -> Option<Vec<Glyph<'a>>> {
        match printed.region {
            Region::Body => self.body.find(printed, true),
            Region::Chart(at) => self.charts.get_mut(at)?.find(printed, true),
            // A label of the template's stands before the words, on their line.
            Region::Letterhead => self.letterhead.find(printed, false),
            Region::Closing => self.closing.find(printed, false),
            Region::Colophon => self.colophon.find(printed, false),
        }
    }
}

impl<'a> Stream<'a> {
    /// Finds a text from the cursor on; `opens` says that it begins a line, or goes on where the text
    /// before it ends: the labels of narrow bars stand so close that they are read as one line.
    fn find(&mut self, printed: &Printed, opens: bool) -> Option<Vec<Glyph<'a>>> {
        let wanted: Vec<char> = printed.text.chars().filter(|c| is_seen(*c)).collect();
        if wanted.is_empty() {
            return None;
        }
        let glyphs = &self.glyphs;
        let cursor = self.cursor;
        let begins = |start: usize| {
            start == 0 || start == cursor || glyphs[start].at_line != glyphs[start - 1].at_line
        };
        let last = glyphs.len().checked_sub(wanted.len())?;
        let matches = |start: &usize| {
            let run = glyphs[*start..].iter().map(|glyph| glyph.c);
            (!opens || begins(*start)) && run.zip(&wanted).all(|(c, wanted)| c == *wanted)
        };
        // What stands above the text is not always set in the order in which it is read.
        let from = (cursor..=last).find(matches).or_else(|| (0..=last).find(matches).filter(|_| !opens))?;
        let end = from + wanted.len();
        self.cursor = end;
        Some(self.glyphs[from..end].to_vec())
    }
}

/// Returns whether a character is looked for: white space is set by the lines.
fn is_seen(c: char) -> bool {
    !c.is_whitespace() && !visible(c.encode_utf8(&mut [0; 4])).is_empty()
}

/// Returns a figure's share of the characters of its text.
fn part<'g, 'a>(printed: &Printed, figure: &Placed, glyphs: &'g [Glyph<'a>]) -> &'g [Glyph<'a>] {
    let n_seen = |words: &str| words.chars().filter(|c| is_seen(*c)).count();
    let words = printed.text.as_str();
    let start = n_seen(&words[..figure.start]);
    &glyphs[start..start + n_seen(&words[figure.start..figure.end])]
}

/// Returns where these characters stand, one place a line.
fn places(glyphs: &[Glyph<'_>], grid: Grid) -> Vec<Place> {
    let lines = glyphs.chunk_by(|a, b| a.at_line == b.at_line);
    lines.map(|run| place(run, grid)).collect()
}

/// Returns the box around characters of one line, in tenths of a millimetre.
fn place(run: &[Glyph<'_>], grid: Grid) -> Place {
    let (first, last) = (run[0], run[run.len() - 1]);
    let line = first.line;
    let (from, to) = (line.starts[first.at], line.ends_at(last.at));
    let (above, below) = (ASCENT * line.size, DESCENT * line.size);
    let (left, top, width, height) = if line.rotated {
        (line.left - above, line.baseline - to, above + below, to - from)
    } else {
        (line.left + from, line.baseline - above, to - from, above + below)
    };
    let mm = |points: f64| (points / MM * 10.0).round() / 10.0;
    Place {
        page: first.page,
        line: grid_line(line.baseline, grid),
        left: mm(left),
        top: mm(top),
        width: mm(width),
        height: mm(height),
    }
}
