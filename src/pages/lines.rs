//! The finished pages as lines of text with their places: what is audited, and what golden
//! tests compare.
//!
//! Read from Typst's frames before export, since a PDF tells neither which line belongs to
//! which paragraph nor where a heading ends.

use std::collections::BTreeMap;

use serde::Serialize;
use typst::foundations::{Content, Packed, Smart};
use typst::introspection::{Location, Tag};
use typst::layout::{Abs, Frame, FrameItem, Point, Transform};
use typst::model::{FigureElem, FigureKind, HeadingElem, ParElem, TableCell, TableElem, TitleElem};
use typst::text::TextItem;
use typst::visualize::{Color, Geometry, Paint, ProcessColor, Shape};
use typst_layout::{Page, PagedDocument};

use crate::pages::engine::is_private;
use crate::pages::grid;

/// The labels under which templates/gb9704 sets parts that are no element of their own:
/// signature.typ the end of the body, letterhead.typ and colophon.typ theirs, tables.typ its notes.
const LABELS: [(&str, Role); 4] = [
    ("closing", Role::Closing),
    ("letterhead", Role::Letterhead),
    ("colophon", Role::Colophon),
    ("table-note", Role::Other),
];
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

/// What a line is part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Default)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// The document's title.
    Title,
    /// A heading, or an attachment's label and title.
    Heading,
    /// A paragraph of the body or of an attachment.
    Paragraph,
    /// List of attachments, organ and date; in minutes who was there.
    Closing,
    /// What stands above the title (版头).
    Letterhead,
    /// What stands at the end of the last page (版记).
    Colophon,
    /// A table's cell.
    Table,
    /// A chart with its caption.
    Figure,
    /// Captions and notes of tables.
    #[default]
    Other,
    /// The page number.
    PageNumber,
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
    let mut reader = Reader { open: Vec::new(), n_parts: 0 };
    let pages = document.pages().iter().enumerate();
    pages.map(|(index, page)| reader.page(index + 1, page)).collect()
}

/// Walks the frames; what is open at a page's end goes on at the next one's start.
struct Reader {
    /// The elements around the current item, the innermost last.
    open: Vec<Open>,
    /// How many elements have been opened.
    n_parts: usize,
}

/// An element that has started and not ended.
struct Open {
    /// Tells its end.
    location: Location,
    /// What lines in it are part of.
    role: Role,
    /// The number that its lines share.
    part: usize,
}

impl Reader {
    /// Reads one page.
    fn page(&mut self, number: usize, page: &Page) -> PageLines {
        let size = page.frame.size();
        let mut out = PageLines { number, size: (size.x.to_pt(), size.y.to_pt()), ..PageLines::default() };
        self.frame(&page.frame, Transform::identity(), &mut out);
        for line in &mut out.lines {
            if line.baseline > grid::BOTTOM && is_page_number(&line.text) {
                line.role = Role::PageNumber;
            }
        }
        out
    }

    /// Reads a frame that a transform has put onto the page.
    fn frame(&mut self, frame: &Frame, transform: Transform, out: &mut PageLines) {
        for (position, item) in frame.items() {
            let transform = transform.pre_concat(Transform::translate(position.x, position.y));
            match item {
                FrameItem::Group(group) => {
                    self.frame(&group.frame, transform.pre_concat(group.transform), out);
                }
                FrameItem::Text(text) => self.text(text, transform, out),
                FrameItem::Tag(Tag::Start(element, _)) => self.start(element),
                FrameItem::Tag(Tag::End(location, ..)) => self.end(*location),
                FrameItem::Shape(shape, _) => self.shape(shape, transform, out),
                FrameItem::Image(..) | FrameItem::Link(..) => {}
            }
        }
    }

    /// Opens an element if it is one that lines belong to.
    fn start(&mut self, element: &Content) {
        let label = element.label().map(|label| label.resolve());
        let labelled = label.and_then(|label| LABELS.iter().find(|known| known.0 == label.as_str()));
        let role = if let Some((_, role)) = labelled {
            *role
        } else if element.is::<TitleElem>() {
            Role::Title
        } else if element.is::<HeadingElem>() {
            Role::Heading
        } else if element.is::<ParElem>() {
            Role::Paragraph
        } else if element.is::<TableElem>() || element.is::<TableCell>() {
            Role::Table
        } else if element.to_packed::<FigureElem>().is_some_and(is_chart) {
            Role::Figure
        } else {
            return;
        };
        if let Some(location) = element.location() {
            // What stands within a title or a chart is part of it, whatever it is by itself.
            let outer = self.open.last().map(|open| open.role);
            let role = match outer {
                None | Some(Role::Paragraph) => role,
                Some(outer) => outer,
            };
            self.n_parts += 1;
            self.open.push(Open { location, role, part: self.n_parts });
        }
    }

    /// Closes an element and whatever is still open within it.
    fn end(&mut self, location: Location) {
        if let Some(at) = self.open.iter().rposition(|open| open.location == location) {
            self.open.truncate(at);
        }
    }

    /// Notes a line across the page, and colours.
    fn shape(&self, shape: &Shape, transform: Transform, out: &mut PageLines) {
        let role = self.open.last().map_or(Role::Other, |open| open.role);
        let start = Point::zero().transform(transform);
        let paints = [shape.fill.as_ref(), shape.stroke.as_ref().map(|stroke| &stroke.paint)];
        for paint in paints.into_iter().flatten() {
            note_colour(paint, role, start.y, out);
        }
        let (Geometry::Line(to), Some(stroke)) = (&shape.geometry, &shape.stroke) else { return };
        let end = to.transform(transform);
        let (left, right) = (start.x.to_pt(), end.x.to_pt());
        if (end.y - start.y).to_pt().abs() < SAME_BASELINE && right - left > SHORTEST_RULE {
            let (y, weight) = (start.y.to_pt(), stroke.thickness.to_pt());
            out.rules.push(Rule { y, left, right, weight, role });
        }
    }

    /// Adds a run of text to the last line, or starts a line with it.
    fn text(&mut self, item: &TextItem, transform: Transform, out: &mut PageLines) {
        let family = item.font.info().family.as_str();
        let n = item.text.chars().count();
        match out.families.get_mut(family) {
            Some(count) => *count += n,
            None => {
                out.families.insert(family.to_string(), n);
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
                out.missing.push(Missing { text, family, baseline });
            }
        }

        let (role, part) = self.open.last().map_or((Role::Other, 0), |open| (open.role, open.part));
        note_colour(&item.fill, role, start.y, out);
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
        match out.lines.last_mut() {
            Some(last) if goes_on(last, &line) => {
                let gap = if line.rotated { last.baseline - line.baseline } else { line.left - last.left };
                last.starts.extend(line.starts.iter().map(|start| start + gap));
                last.right = line.right;
                last.end = line.end;
                last.text.push_str(&line.text);
            }
            _ => out.lines.push(line),
        }
    }
}

/// Returns whether a figure is a chart: a table is one only for its caption's sake.
fn is_chart(figure: &Packed<FigureElem>) -> bool {
    !matches!(figure.kind.as_option(), Some(Smart::Custom(FigureKind::Elem(_))))
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
