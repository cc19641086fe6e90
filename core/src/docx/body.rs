//! The blocks of a body or an attachment, in order.

use std::collections::BTreeSet;

use crate::document::visible::visible;
use crate::document::{Bars, Block, Part, Spot, Text};
use crate::docx::chart::Numbers;
use crate::docx::edits::Edits;
use crate::docx::look::Look;
use crate::docx::marks::{Marks, PLAIN};
use crate::docx::measures::{HEIGHT, SAN_HAO, WIDTH, mm};
use crate::docx::numbering::Numbering;
use crate::docx::paragraph::{Flow, Format};
use crate::docx::sections::{Edge, Section};
use crate::docx::spacing;
use crate::docx::tables::{self, MAX_UPRIGHT, Setting};
use crate::docx::xml::escape;

/// English metric units in a twentieth of a point.
const EMU: u32 = 635;
/// White between the words above a chart and the chart, of the height that both take.
const CHART_ABOVE: u32 = 140;
/// The number that list 0 stands for: none.
const NO_LIST: u32 = 0;

/// A draft while it is written.
#[derive(Debug)]
pub(super) struct Draft<'a> {
    /// What is written.
    pub flow: Flow,
    /// The figures.
    pub marks: &'a Marks,
    /// The paragraphs that are in other words.
    pub edits: &'a Edits,
    /// The charts, each with whether it explains its tones.
    pub charts: Vec<(Numbers, bool)>,
    /// The section that is written.
    pub section: Section,
    /// What stands above and below the pages of the sections before it.
    pub edges: BTreeSet<Edge>,
    /// Whether the text has no room for the lines that it has more in LibreOffice.
    pub is_full: bool,
    /// Whether a turned table fills it.
    pub is_filled: bool,
    /// The numbers of headings.
    pub numbering: Numbering,
}

/// Returns whether a block is a table that is turned.
pub(super) fn is_turned(block: &Block) -> bool {
    matches!(block, Block::Table(table) if tables::width_mm(table) > MAX_UPRIGHT)
}

impl Draft<'_> {
    /// Begins a section where the pages change their sides, or a turned one is full; returns
    /// whether it has begun one, which opens a page.
    pub(super) fn turn(&mut self, is_turned: bool) -> bool {
        if self.section.is_turned == is_turned && !self.is_filled {
            return false;
        }
        let next = Section { is_turned, is_mirrored: self.section.is_mirrored, ..Section::default() };
        self.begin(next);
        true
    }

    /// Ends the section and begins another.
    pub(super) fn begin(&mut self, next: Section) {
        self.edges.extend(self.section.edges().into_iter().map(|(_, edge)| edge));
        let ended = self.section.xml(self.flow.line);
        self.flow.end_section(&ended);
        self.section = next;
        self.is_filled = false;
    }

    /// Adds blocks in an order, charts with their lines; the last paragraph stays with what follows where that is asked for.
    pub(super) fn blocks(
        &mut self,
        blocks: &[Block],
        order: &[(usize, Option<u8>)],
        spot: &dyn Fn(usize, Part) -> Spot,
        ties_last: bool,
    ) {
        for (n, &(at, n_lines)) in (1..).zip(order) {
            let (block, spot) = (&blocks[at], |part| spot(at, part));
            self.turn(is_turned(block));
            match block {
                Block::Bars(bars) => self.bars(bars, n_lines.unwrap_or(bars.n_lines), &spot),
                _ => self.block(block, &spot, ties_last && n == order.len()),
            }
        }
    }

    /// Adds one block.
    fn block(&mut self, block: &Block, spot: &dyn Fn(Part) -> Spot, keep_next: bool) {
        let format = Format { keep_next, ..Format::default() };
        match block {
            Block::Heading { level, text } => self.heading(*level, text, spot(Part::Words)),
            Block::Paragraph(text) => self.words(Look::Body, &format, text, spot(Part::Words)),
            Block::Item(text) => self.words(Look::Item, &format, text, spot(Part::Words)),
            Block::Table(table) if is_turned(block) => {
                let setting = Setting {
                    // Its columns fill the turned page.
                    stretch: f64::from(HEIGHT) / mm(tables::width_mm(table)),
                    // Thirds of a line, two at least.
                    step: (self.flow.line / 3, 2),
                    head: 0.0,
                    width: f64::from(HEIGHT),
                };
                tables::add(&mut self.flow, self.marks, table, setting, spot);
                self.is_filled = true;
            }
            Block::Table(table) => {
                let line = self.flow.line;
                let setting = Setting {
                    stretch: 1.0,
                    // Whole lines; a head is half the white between lines lower.
                    step: (line, 1),
                    head: f64::from(line.saturating_sub(10 * SAN_HAO)) / 2.0,
                    width: f64::from(WIDTH),
                };
                tables::add(&mut self.flow, self.marks, table, setting, spot);
            }
            Block::Bars(bars) => self.bars(bars, bars.n_lines, spot),
        }
    }

    /// Adds a paragraph of a text, or what stands in its place.
    fn words(&mut self, look: Look, format: &Format, text: &Text, spot: Spot) {
        let Some(said) = self.edits.at(spot) else {
            let runs = self.marks.runs(text, spot, &self.look_of(text));
            return self.flow.paragraph(look, format, &runs);
        };
        for own in said {
            let runs = self.marks.reworded(own, spot, &self.look_of(&own.text));
            let look = if own.is_item { Look::Item } else { Look::Body };
            self.flow.paragraph(look, format, &runs);
        }
    }

    /// Returns how the words of a paragraph look: closer where that saves a line.
    fn look_of(&self, text: &str) -> String {
        let closer = spacing::closer(&visible(text), self.is_full);
        closer.map_or_else(|| PLAIN.to_string(), |n| format!("{PLAIN}<w:spacing w:val=\"{n}\"/>"))
    }

    /// Adds a heading, its number counted by Word where that prints the same.
    fn heading(&mut self, level: u8, text: &Text, spot: Spot) {
        let look = if level == 1 { Look::Heading } else { Look::Subheading };
        let counted = self.numbering.take(level, text);
        let (start, list) = counted.unwrap_or((0, NO_LIST));
        // The style counts by the first list.
        let list = (list != 1).then_some((level.saturating_sub(1).min(1), list));
        let runs = self.marks.runs_from(text, start, spot, PLAIN);
        self.flow.paragraph(look, &Format { list, ..Format::default() }, &runs);
    }

    /// Adds a chart as high as its lines, its caption on the last of them.
    fn bars(&mut self, bars: &Bars, n_lines: u8, spot: &dyn Fn(Part) -> Spot) {
        self.charts.push((Numbers::new(bars), !bars.legend.is_empty()));
        let n = self.charts.len();
        let lines = u32::from(n_lines.max(2)) - 1;
        // The line of a picture is a little higher than the picture.
        let height = (lines * self.flow.line - 30 - CHART_ABOVE) * EMU;
        let width = WIDTH * EMU;
        let id = 900 + n;
        let alt = escape(&bars.alt);
        let drawing = format!(
            "<w:r><w:rPr><w:sz w:val=\"2\"/></w:rPr><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\">\
             <wp:extent cx=\"{width}\" cy=\"{height}\"/><wp:docPr id=\"{id}\" name=\"图{n}\" descr=\"{alt}\"/>\
             <wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/chart\">\
             <c:chart r:id=\"chart{n}\"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
        );
        let format = Format { before: Some(i64::from(CHART_ABOVE)), ..Format::default() };
        self.flow.paragraph(Look::Picture, &format, &drawing);
        let runs = self.marks.runs(&bars.caption, spot(Part::Caption), PLAIN);
        self.flow.paragraph(Look::Caption, &Format::default(), &runs);
    }
}
