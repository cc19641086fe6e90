//! Runs of text: what one text object of an OFD holds.
//!
//! Typst sets a line in many pieces. A search finds only what one object holds, so pieces of one
//! line that share face, size and colour are one run. A run is cut where a reader could go
//! wrong: where the face changes, around a character beyond the BMP, at white space on its ends,
//! and behind a backslash, which with four hexadecimal digits would be an escape (GB/T 33190,
//! table 45).

use std::ops::Range;

use ttf_parser::GlyphId;
use typst::text::{Glyph, TextItem};

use crate::document::visible::visible;
use crate::ofd::error::{OfdError, Unsupported};
use crate::ofd::face::Faces;
use crate::ofd::paint::Colour;
use crate::ofd::turn::Turn;
use crate::pages::Role;
use crate::pages::walk::Place;

/// Baselines closer than this, in points, are one.
const SAME_BASELINE: f64 = 0.01;
/// Sizes closer than this, in points, are one.
const SAME_SIZE: f64 = 1e-6;

/// A run of text in one face, size and colour on one baseline.
#[derive(Debug, Clone)]
pub(crate) struct Run {
    /// The face's place among the document's.
    pub(crate) face: usize,
    /// The size in points.
    pub(crate) size: f64,
    /// How it lies on the page.
    pub(crate) turn: Turn,
    /// Its colour.
    pub(crate) colour: Colour,
    /// Where its first glyph starts on the page, in points.
    pub(crate) origin: (f64, f64),
    /// The characters.
    pub(crate) text: String,
    /// Where each glyph starts, along the run from its origin in points.
    pub(crate) starts: Vec<f64>,
    /// Where the last one ends, without what justification has widened it by.
    pub(crate) end: f64,
    /// The glyphs by their numbers in the face, where its cmap cannot say them.
    pub(crate) glyphs: Vec<u16>,
    /// The box around all ink, in points from the origin: left, right, above, below.
    pub(crate) ink: [f64; 4],
    /// What it is part of.
    pub(crate) role: Role,
    /// The line's place among the page's.
    pub(crate) line: usize,
}

/// A piece of text as Typst has set it, with all that its glyphs share.
struct Piece<'a> {
    item: &'a TextItem,
    place: &'a Place,
    line: usize,
    turn: Turn,
    size: f64,
    colour: Colour,
}

/// Glyphs that show the same characters.
struct Cluster<'a> {
    glyphs: &'a [Glyph],
    text: String,
    /// Where each glyph starts on the page, in points.
    origins: Vec<(f64, f64)>,
}

/// Gathers the runs of a page.
pub(crate) struct Runs<'a> {
    faces: &'a mut Faces,
    /// The run that the next glyph may continue.
    open: Option<Run>,
    /// White space since the run's last glyph, with where it starts.
    white: Vec<(char, f64)>,
    /// Runs that are finished and not yet taken.
    finished: Vec<Run>,
}

impl<'a> Runs<'a> {
    /// Starts with none.
    pub(crate) fn new(faces: &'a mut Faces) -> Runs<'a> {
        Runs { faces, open: None, white: Vec::new(), finished: Vec::new() }
    }

    /// Ends the open run and hands over all that are finished.
    pub(crate) fn take(&mut self) -> Vec<Run> {
        self.close();
        std::mem::take(&mut self.finished)
    }

    /// Adds a piece of text that stands on a line.
    pub(crate) fn add(&mut self, item: &TextItem, place: &Place, line: usize) -> Result<(), OfdError> {
        let refuse = |what: Unsupported| OfdError::unsupported(what, &item.text);
        let (turn, scale) = Turn::of(place.transform).ok_or_else(|| refuse(Unsupported::Transform))?;
        if item.stroke.is_some() {
            return Err(refuse(Unsupported::StrokedText));
        }
        let colour = Colour::of(&item.fill).map_err(refuse)?;
        let piece = Piece { item, place, line, turn, size: item.size.to_pt() * scale, colour };
        let mut cursor = 0.0;
        let mut from = 0;
        while from < item.glyphs.len() {
            let range = item.glyphs[from].range();
            let n = item.glyphs[from..].iter().take_while(|glyph| glyph.range() == range).count();
            let glyphs = &item.glyphs[from..from + n];
            let mut origins = Vec::with_capacity(n);
            for glyph in glyphs {
                if glyph.y_advance.get() != 0.0 {
                    return Err(refuse(Unsupported::VerticalText));
                }
                let x = cursor + glyph.x_offset.at(item.size).to_pt();
                origins.push(piece.on_page(x, -glyph.y_offset.at(item.size).to_pt()));
                cursor += glyph.x_advance.at(item.size).to_pt();
            }
            self.cluster(&piece, &Cluster { glyphs, text: printed(&item.text, range), origins })?;
            from += n;
        }
        Ok(())
    }

    fn cluster(&mut self, piece: &Piece<'_>, cluster: &Cluster<'_>) -> Result<(), OfdError> {
        let mut characters = cluster.text.chars();
        match (characters.next(), characters.next(), cluster.glyphs) {
            (None, ..) if cluster.glyphs.iter().all(|glyph| piece.ink(glyph).is_none()) => Ok(()),
            (None, ..) => Err(OfdError::unsupported(Unsupported::GlyphWithoutText, &piece.item.text)),
            (Some(c), None, [_]) if c.is_whitespace() => {
                self.white(piece, c, cluster.origins[0]);
                Ok(())
            }
            (Some(c), None, [glyph]) if c <= '\u{FFFF}' => {
                let face = self.faces.of_character(&piece.item.font, c, glyph.id);
                self.character(piece, face, c, glyph, cluster.origins[0]);
                Ok(())
            }
            (Some(c), None, [glyph]) => {
                // Readers that take halves of UTF-16 for characters find no glyph by the cmap;
                // others look there alone.
                let face = self.faces.of_character(&piece.item.font, c, glyph.id);
                self.lone(piece, face, cluster);
                Ok(())
            }
            _ => {
                let glyphs: Vec<u16> = cluster.glyphs.iter().map(|glyph| glyph.id).collect();
                let face = self.faces.of_glyphs(&piece.item.font, &glyphs);
                self.lone(piece, face, cluster);
                Ok(())
            }
        }
    }

    /// Adds white space, if the run goes on behind it.
    fn white(&mut self, piece: &Piece<'_>, c: char, origin: (f64, f64)) {
        if let Some(at) = self.open.as_ref().and_then(|run| piece.goes_on(run, origin)) {
            self.white.push((c, at));
        }
    }

    /// Adds a character that its face shows by itself.
    fn character(&mut self, piece: &Piece<'_>, face: usize, c: char, glyph: &Glyph, origin: (f64, f64)) {
        let at = match &self.open {
            Some(run) if run.face == face && !run.text.ends_with('\\') => piece.goes_on(run, origin),
            _ => None,
        };
        if at.is_none() {
            self.close();
            self.open = Some(piece.run(face, origin));
        }
        let font = &piece.item.font;
        let run = self.open.as_mut().expect("opened above");
        for (c, at) in self.white.drain(..) {
            // White space shows no ink, so that any face may set it.
            let Some(glyph) = font.ttf().glyph_index(c) else { continue };
            if self.faces.of_character(font, c, glyph.0) == face {
                run.text.push(c);
                run.starts.push(at);
            }
        }
        run.text.push(c);
        run.add(piece, glyph, at.unwrap_or(0.0));
    }

    /// Adds a run of its own, whose glyphs are told by number.
    fn lone(&mut self, piece: &Piece<'_>, face: usize, cluster: &Cluster<'_>) {
        self.close();
        let mut run = piece.run(face, cluster.origins[0]);
        run.text.clone_from(&cluster.text);
        for (glyph, origin) in cluster.glyphs.iter().zip(&cluster.origins) {
            let (at, _) = piece.from(run.origin, *origin);
            run.glyphs.push(glyph.id);
            run.add(piece, glyph, at);
        }
        self.finished.push(run);
    }

    fn close(&mut self) {
        self.white.clear();
        self.finished.extend(self.open.take());
    }
}

impl Piece<'_> {
    /// Returns where a point of the piece is on the page.
    fn on_page(&self, x: f64, y: f64) -> (f64, f64) {
        let transform = &self.place.transform;
        (
            transform.sx.get() * x + transform.kx.get() * y + transform.tx.to_pt(),
            transform.ky.get() * x + transform.sy.get() * y + transform.ty.to_pt(),
        )
    }

    /// Returns how far a point lies along a run from its origin, and how far below its baseline.
    fn from(&self, origin: (f64, f64), point: (f64, f64)) -> (f64, f64) {
        self.turn.undo((point.0 - origin.0, point.1 - origin.1))
    }

    /// Returns where a glyph stands along a run, if it continues the run but for its face.
    fn goes_on(&self, run: &Run, origin: (f64, f64)) -> Option<f64> {
        let (at, below) = self.from(run.origin, origin);
        let is_alike = run.line == self.line
            && run.turn == self.turn
            && run.colour == self.colour
            && (run.size - self.size).abs() < SAME_SIZE
            && below.abs() < SAME_BASELINE;
        is_alike.then_some(at)
    }

    /// Opens a run.
    fn run(&self, face: usize, origin: (f64, f64)) -> Run {
        Run {
            face,
            size: self.size,
            turn: self.turn,
            colour: self.colour,
            origin,
            text: String::new(),
            starts: Vec::new(),
            end: 0.0,
            glyphs: Vec::new(),
            ink: [0.0; 4],
            role: self.place.role,
            line: self.line,
        }
    }

    /// Returns the ink of a glyph in points from its origin, if there is any: left, right, above,
    /// below.
    fn ink(&self, glyph: &Glyph) -> Option<[f64; 4]> {
        let ink = self.item.font.ttf().glyph_bounding_box(GlyphId(glyph.id))?;
        let em = self.size / self.item.font.units_per_em();
        Some([ink.x_min, ink.x_max, ink.y_max, ink.y_min].map(|units| f64::from(units) * em))
    }
}

impl Run {
    /// Adds a glyph.
    fn add(&mut self, piece: &Piece<'_>, glyph: &Glyph, at: f64) {
        let em = self.size;
        let natural = piece.item.font.x_advance(glyph.id).unwrap_or(glyph.x_advance);
        // A glyph widened by justification ends where its own box does.
        let advance = glyph.x_advance.get().min(natural.get().max(0.0));
        self.starts.push(at);
        self.end = self.end.max(at + (advance - glyph.x_offset.get()) * em);
        if let Some([left, right, above, below]) = piece.ink(glyph) {
            let ink = &mut self.ink;
            *ink = [ink[0].min(at + left), ink[1].max(at + right), ink[2].max(above), ink[3].min(below)];
        }
    }
}

/// Returns the characters of a range that a page shows.
fn printed(text: &str, range: Range<usize>) -> String {
    visible(&text[range])
}
