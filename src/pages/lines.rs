//! The finished pages as lines of text with their places: what is audited, and what golden
//! tests compare.
//!
//! Read from Typst's frames before export, since a PDF tells neither which line belongs to
//! which paragraph nor where a heading ends.

use std::collections::BTreeMap;

use typst::layout::{Abs, FrameItem, Point};
use typst::text::TextItem;
use typst::visualize::{Color, Geometry, Paint, ProcessColor, Shape};
use typst_layout::{Page, PagedDocument};

use crate::pages::engine::is_private;
use crate::pages::grid;
use crate::pages::walk::{Place, Role, Walker};

/// Lines shorter than this, in points, are parts of tables and charts.
const SHORTEST_RULE: f64 = 400.0;
/// Baselines closer than this, in points, are one line.
const SAME_BASELINE: f64 = 0.05;

/// A page's lines of text, in the order in which they were set.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PageLines {
    /// The page's number, from 1.
    pub number: usize,
    /// Width and height of the paper in points.
    pub size: (f64, f64),
    /// The lines.
    pub lines: Vec<Line>,
    /// How many characters each family shows.
    pub families: BTreeMap<String, usize>,
    /// Texts for which their face has no glyph.
    pub missing: Vec<Missing>,
    /// Level lines as long as the type area is wide.
    pub rules: Vec<Rule>,
    /// Whatever is neither black nor grey.
    pub coloured: Vec<Coloured>,
}

/// A level line across the page.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// The distance of its middle from the paper's top in points.
    pub y: f64,
    /// Where it starts, from the paper's left.
    pub left: f64,
    /// Where it ends.
    pub right: f64,
    /// Its weight in points.
    pub weight: f64,
    /// What it is part of.
    pub role: Role,
}

/// A text or line in colour.
#[derive(Debug, Clone, PartialEq)]
pub struct Coloured {
    /// The colour, `#ff0000` or `cmyk(0%, 80%, 80%, 0%)`.
    pub colour: String,
    /// What it is part of.
    pub role: Role,
    /// The distance from the paper's top in points.
    pub y: f64,
}

/// A line of text, or of a table's cell.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// The baseline's distance from the paper's top in points.
    pub baseline: f64,
    /// Where the first glyph's box starts, from the paper's left in points.
    pub left: f64,
    /// Where the last glyph's box ends.
    pub right: f64,
    /// The size of the type in points.
    pub size: f64,
    /// The family that shows the line's first character.
    pub family: String,
    /// The characters.
    pub text: String,
    /// What the line is part of.
    pub role: Role,
    /// Lines of one paragraph, heading or cell share a number, across pages too.
    pub part: usize,
    /// Whether the line does not run from left to right.
    pub rotated: bool,
    /// Where the last glyph's box ends, from the paper's top; where the line is rotated, this is
    /// not its baseline.
    pub end: f64,
    /// Where each character's box starts, along the line from its own start in points.
    pub starts: Vec<f64>,
}

/// A text for which its face has no glyph.
#[derive(Debug, Clone, PartialEq)]
pub struct Missing {
    /// The text, most often one character.
    pub text: String,
    /// The family that should have shown it.
    pub family: String,
    /// The baseline of its line.
    pub baseline: f64,
}

impl PageLines {
    /// Returns the page's text, line by line, cells of one row parted by tabs.
    pub fn text(&self) -> String {
        let mut out = String::new();
        let mut previous: Option<&Line> = None;
        for line in &self.lines {
            let joins = previous.is_some_and(|previous| {
                previous.role == Role::Table && line.role == Role::Table && previous.is_level_with(line)
            });
            if previous.is_some() {
                out.push(if joins { '\t' } else { '\n' });
            }
            out.push_str(&line.text);
            previous = Some(line);
        }
        out
    }
}

impl Line {
    /// Returns whether both lines stand on the same baseline; of turned ones, whether it is the
    /// same upright one.
    fn is_level_with(&self, other: &Line) -> bool {
        let off = if self.rotated { self.left - other.left } else { self.baseline - other.baseline };
        self.rotated == other.rotated && off.abs() < SAME_BASELINE
    }

    /// Returns whether the line reads upwards, as on a turned page.
    pub(crate) fn reads_upwards(&self) -> bool {
        self.rotated && (self.right - self.left).abs() < SAME_BASELINE && self.end < self.baseline
    }

    /// Returns where a character's box ends, along the line from its own start in points.
    pub(crate) fn ends_at(&self, at: usize) -> f64 {
        self.starts.get(at + 1).copied().unwrap_or_else(|| self.length())
    }

    /// Returns the line's length.
    pub(crate) fn length(&self) -> f64 {
        let width = self.right - self.left;
        if self.rotated { width.hypot(self.end - self.baseline) } else { width }
    }
}

/// Returns the lines of every page.
pub(crate) fn read(document: &PagedDocument) -> Vec<PageLines> {
    let mut walker = Walker::default();
    let pages = document.pages().iter().enumerate();
    pages.map(|(index, page)| read_page(&mut walker, index + 1, page)).collect()
}

/// Reads one page.
fn read_page(walker: &mut Walker, number: usize, page: &Page) -> PageLines {
    let size = page.frame.size();
    let mut out = PageLines { number, size: (size.x.to_pt(), size.y.to_pt()), ..PageLines::default() };
    walker.page(page, &mut |item, place| match item {
        FrameItem::Text(text) => out.add_text(text, &place),
        FrameItem::Shape(shape, _) => out.add_shape(shape, &place),
        _ => {}
    });
    for line in &mut out.lines {
        if line.baseline > grid::BOTTOM && is_page_number(&line.text) {
            line.role = Role::PageNumber;
        }
    }
    out
}

impl PageLines {
    /// Notes a line across the page, and colours.
    fn add_shape(&mut self, shape: &Shape, place: &Place) {
        let Place { transform, role, .. } = *place;
        let start = Point::zero().transform(transform);
        let paints = [shape.fill.as_ref(), shape.stroke.as_ref().map(|stroke| &stroke.paint)];
        for paint in paints.into_iter().flatten() {
            note_colour(paint, role, start.y, self);
        }
        let (Geometry::Line(to), Some(stroke)) = (&shape.geometry, &shape.stroke) else { return };
        let end = to.transform(transform);
        let (left, right) = (start.x.to_pt(), end.x.to_pt());
        if (end.y - start.y).to_pt().abs() < SAME_BASELINE && right - left > SHORTEST_RULE {
            let (y, weight) = (start.y.to_pt(), stroke.thickness.to_pt());
            self.rules.push(Rule { y, left, right, weight, role });
        }
    }

    /// Adds a run of text to the last line, or starts a line with it.
    pub(crate) fn add_text(&mut self, item: &TextItem, place: &Place) {
        let Place { transform, role, part } = *place;
        let family = item.font.info().family.as_str();
        let n = item.text.chars().count();
        match self.families.get_mut(family) {
            Some(count) => *count += n,
            None => {
                self.families.insert(family.to_string(), n);
            }
        }
        let start = Point::zero().transform(transform);
        let end = Point::new(item.width() - stretch(item), item.height()).transform(transform);
        for glyph in &item.glyphs {
            let text = &item.text[glyph.range()];
            // What is private to one face means nothing to others, and PDF/A forbids it.
            if glyph.id == 0 || text.chars().any(is_private) {
                let baseline = start.y.to_pt();
                let (text, family) = (text.to_string(), family.to_string());
                self.missing.push(Missing { text, family, baseline });
            }
        }

        note_colour(&item.fill, role, start.y, self);
        let line = Line {
            baseline: start.y.to_pt(),
            left: start.x.to_pt(),
            right: end.x.to_pt(),
            size: item.size.to_pt(),
            family: family.to_string(),
            text: item.text.to_string(),
            role,
            part,
            rotated: (end.y - start.y).to_pt().abs() > SAME_BASELINE,
            end: end.y.to_pt(),
            starts: starts(item),
        };
        match self.lines.last_mut() {
            Some(last) if goes_on(last, &line) => {
                let gap = if line.rotated { last.baseline - line.baseline } else { line.left - last.left };
                last.starts.extend(line.starts.iter().map(|start| start + gap));
                last.right = line.right;
                last.end = line.end;
                last.text.push_str(&line.text);
            }
            _ => self.lines.push(line),
        }
    }
}

/// Notes a paint that is neither black nor grey.
fn note_colour(paint: &Paint, role: Role, y: Abs, out: &mut PageLines) {
    let Paint::Solid(colour) = paint else { return };
    // Most is black; only other colours are worth a conversion.
    if *colour == Color::BLACK {
        return;
    }
    let rgb = colour.to_rgb();
    if (rgb.red - rgb.green).abs() > 0.01 || (rgb.green - rgb.blue).abs() > 0.01 {
        out.coloured.push(Coloured { colour: name_of(colour), role, y: y.to_pt() });
    }
}

/// Returns a colour as its own kind of ink writes it.
fn name_of(colour: &Color) -> String {
    let Color::Process(ProcessColor::Cmyk(ink)) = colour else { return colour.to_hex().to_string() };
    let percent = [ink.c, ink.m, ink.y, ink.k].map(|share| format!("{:.0}%", 100.0 * share));
    format!("cmyk({})", percent.join(", "))
}

/// Returns where each character of a run starts, from the run's own start in points; those of one
/// glyph share its place.
fn starts(item: &TextItem) -> Vec<f64> {
    let mut starts = Vec::with_capacity(item.text.len() / 3);
    let mut at = Abs::zero();
    let mut range_before = 0..0;
    for glyph in &item.glyphs {
        // Of several glyphs for the same characters the first says where they start.
        if glyph.range() != range_before {
            let n = item.text[glyph.range()].chars().count();
            starts.extend(std::iter::repeat_n(at.to_pt(), n));
            range_before = glyph.range();
        }
        at += glyph.x_advance.at(item.size);
    }
    starts
}

/// Returns by how much justification has widened the last glyph: white that reaches past the
/// margin without any ink in it.
fn stretch(item: &TextItem) -> Abs {
    let Some(glyph) = item.glyphs.last() else { return Abs::zero() };
    let natural = item.font.x_advance(glyph.id).unwrap_or(glyph.x_advance);
    (glyph.x_advance - natural).at(item.size).max(Abs::zero())
}

/// Returns whether the second run continues the first one's line.
fn goes_on(last: &Line, next: &Line) -> bool {
    // A cell's width apart is another cell or column; a space within justified text is less.
    let gap = if last.rotated { last.end - next.baseline } else { next.left - last.right };
    last.part == next.part
        && last.role == next.role
        && last.is_level_with(next)
        && gap > -last.size
        // Names side by side may be just a cell apart.
        && gap < last.size - SAME_BASELINE
}

/// Returns whether a text is a page number, `— 12 —`.
fn is_page_number(text: &str) -> bool {
    let digits = text.strip_prefix("— ").and_then(|text| text.strip_suffix(" —"));
    digits.is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
}
