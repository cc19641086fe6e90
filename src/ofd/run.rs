//! Runs of text: what one text object of an OFD holds.
//!
//! Typst sets a line in many pieces. A search finds only what one object holds, so pieces of one
//! line that share size and colour are one run as far as one face can hold their glyphs. A run is
//! cut where a reader could go wrong: around a character beyond the BMP, at white space on its
//! ends, and behind a backslash, which with four hexadecimal digits would be an escape (GB/T
//! 33190, table 45).

use std::ops::Range;

use ttf_parser::GlyphId;
use typst::text::{Glyph, TextItem};

use crate::document::visible::visible;
use crate::ofd::error::{OfdError, Unsupported};
use crate::ofd::face::Faces;
use crate::ofd::paint::Colour;
use crate::ofd::stretch::{Letter, Manner, Part, Stretch};
use crate::ofd::turn::Turn;
use crate::pages::Role;
use crate::pages::walk::Place;

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
    manner: Manner,
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
    /// The characters that the next one may follow.
    open: Option<Stretch>,
    /// Runs that are finished and not yet taken.
    finished: Vec<Run>,
}

impl<'a> Runs<'a> {
    /// Starts with none.
    pub(crate) fn new(faces: &'a mut Faces) -> Runs<'a> {
        Runs { faces, open: None, finished: Vec::new() }
    }

    /// Ends what is open and hands over all runs that are finished.
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
        let manner = Manner { turn, size: item.size.to_pt() * scale, colour, role: place.role, line };
        let piece = Piece { item, place, manner };
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
        let font = &piece.item.font;
        let mut characters = cluster.text.chars();
        match (characters.next(), characters.next(), cluster.glyphs) {
            (None, ..) if cluster.glyphs.iter().all(|glyph| piece.ink(glyph).is_none()) => {}
            (None, ..) => return Err(OfdError::unsupported(Unsupported::GlyphWithoutText, &piece.item.text)),
            (Some(c), None, [glyph]) if c <= '\u{FFFF}' => {
                self.character(piece, c, glyph, cluster.origins[0]);
            }
            (Some(c), None, [glyph]) => {
                // Readers that take halves of UTF-16 for characters find no glyph by the cmap;
                // others look there alone.
                let face = self.faces.of_character(font, font, c, glyph.id);
                self.lone(piece, face, cluster);
            }
            _ => {
                let glyphs: Vec<u16> = cluster.glyphs.iter().map(|glyph| glyph.id).collect();
                let face = self.faces.of_glyphs(font, &glyphs);
                self.lone(piece, face, cluster);
            }
        }
        Ok(())
    }

    /// Adds a character that its face shows by itself.
    fn character(&mut self, piece: &Piece<'_>, c: char, glyph: &Glyph, origin: (f64, f64)) {
        if self.open.as_ref().is_some_and(|open| !open.goes_on(&piece.manner, origin)) {
            self.close();
        }
        if self.open.is_none() && c.is_whitespace() {
            return;
        }
        let open = self.open.get_or_insert_with(|| Stretch::new(piece.manner));
        let font = open.font(&piece.item.font);
        let (width, ink) = (piece.width(glyph), piece.ink(glyph));
        open.letters.push(Letter { c, font, glyph: glyph.id, origin, width, ink });
    }

    /// Adds a run of its own, whose glyphs are told by number.
    fn lone(&mut self, piece: &Piece<'_>, face: usize, cluster: &Cluster<'_>) {
        self.close();
        let mut run = Run::new(face, &piece.manner, cluster.origins[0]);
        run.text.clone_from(&cluster.text);
        for (glyph, origin) in cluster.glyphs.iter().zip(&cluster.origins) {
            run.glyphs.push(glyph.id);
            run.add(*origin, piece.width(glyph), piece.ink(glyph));
        }
        self.finished.push(run);
    }

    /// Makes runs of what is open.
    fn close(&mut self) {
        if let Some(open) = self.open.take() {
            for part in open.parts() {
                self.part(&open, part);
            }
        }
    }

    /// Makes runs of letters that are set in one face.
    fn part(&mut self, stretch: &Stretch, part: Part) {
        let mut run: Option<Run> = None;
        let mut white: Vec<&Letter> = Vec::new();
        for letter in &stretch.letters[part.start..part.end] {
            if letter.c.is_whitespace() {
                white.push(letter);
                continue;
            }
            let (base, font) = (&stretch.fonts[part.font], &stretch.fonts[letter.font]);
            let face = self.faces.of_character(base, font, letter.c, letter.glyph);
            let goes_on = |run: &Run| run.face == face && !run.text.ends_with('\\');
            if !run.as_ref().is_some_and(goes_on) {
                self.finished.extend(run.take());
                white.clear();
            }
            let run = run.get_or_insert_with(|| Run::new(face, &stretch.manner, letter.origin));
            for letter in white.drain(..) {
                if self.faces.sets_white(face, letter.c) {
                    run.text.push(letter.c);
                    run.starts.push(run.along(letter.origin));
                }
            }
            run.text.push(letter.c);
            run.add(letter.origin, letter.width, letter.ink);
        }
        self.finished.extend(run);
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

    /// Returns how far a glyph's box reaches from where it starts; one that is widened by
    /// justification ends where its own box does.
    fn width(&self, glyph: &Glyph) -> f64 {
        let natural = self.item.font.x_advance(glyph.id).unwrap_or(glyph.x_advance);
        let advance = glyph.x_advance.get().min(natural.get().max(0.0));
        (advance - glyph.x_offset.get()) * self.manner.size
    }

    /// Returns the ink of a glyph in points from its origin, if there is any: left, right, above,
    /// below.
    fn ink(&self, glyph: &Glyph) -> Option<[f64; 4]> {
        let ink = self.item.font.ttf().glyph_bounding_box(GlyphId(glyph.id))?;
        let em = self.manner.size / self.item.font.units_per_em();
        Some([ink.x_min, ink.x_max, ink.y_max, ink.y_min].map(|units| f64::from(units) * em))
    }
}

impl Run {
    /// Opens a run.
    fn new(face: usize, manner: &Manner, origin: (f64, f64)) -> Run {
        let Manner { turn, size, colour, role, line } = *manner;
        Run {
            face,
            size,
            turn,
            colour,
            origin,
            text: String::new(),
            starts: Vec::new(),
            end: 0.0,
            glyphs: Vec::new(),
            ink: [0.0; 4],
            role,
            line,
        }
    }

    /// Returns how far a point of the page lies along the run.
    fn along(&self, point: (f64, f64)) -> f64 {
        self.turn.undo((point.0 - self.origin.0, point.1 - self.origin.1)).0
    }

    /// Adds a glyph.
    fn add(&mut self, origin: (f64, f64), width: f64, ink: Option<[f64; 4]>) {
        let at = self.along(origin);
        self.starts.push(at);
        self.end = self.end.max(at + width);
        if let Some([left, right, above, below]) = ink {
            let ink = &mut self.ink;
            *ink = [ink[0].min(at + left), ink[1].max(at + right), ink[2].max(above), ink[3].min(below)];
        }
    }
}

/// Returns the characters of a range that a page shows.
fn printed(text: &str, range: Range<usize>) -> String {
    visible(&text[range])
}
