//! Characters of one line that share size, colour and how they lie, whatever their faces; and
//! which of them are set in one face as readers see it.
//!
//! The words of a line are in one face, its digits, Latin letters and quotes in another, and a
//! rare name in a third that has it. These go with the words. Words in another face that could
//! have been set in this one are meant to look otherwise, such as the heading that begins a
//! paragraph: there the line is cut.

use typst::text::FontInstance;

use crate::ofd::face::can_join;
use crate::ofd::paint::Colour;
use crate::ofd::turn::Turn;
use crate::pages::Role;

/// Baselines closer than this, in points, are one.
const SAME_BASELINE: f64 = 0.01;
/// Sizes closer than this, in points, are one.
const SAME_SIZE: f64 = 1e-6;
/// Where the scripts and marks of East Asia begin, which are never left to another face.
const EAST_ASIAN: char = '\u{2E80}';

/// What all characters of a stretch share.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Manner {
    /// How they lie on the page.
    pub(crate) turn: Turn,
    /// Their size in points.
    pub(crate) size: f64,
    /// Their colour.
    pub(crate) colour: Colour,
    /// What the first one is part of.
    pub(crate) role: Role,
    /// Their line's place among the page's.
    pub(crate) line: usize,
}

/// A character with its glyph.
#[derive(Debug, Clone)]
pub(crate) struct Letter {
    /// The character.
    pub(crate) c: char,
    /// Its face's place among the stretch's.
    pub(crate) font: usize,
    /// Its glyph.
    pub(crate) glyph: u16,
    /// Where the glyph starts on the page, in points.
    pub(crate) origin: (f64, f64),
    /// How far its box reaches from there along the line, without what justification has
    /// widened it by.
    pub(crate) width: f64,
    /// Its ink in points from the origin: left, right, above, below.
    pub(crate) ink: Option<[f64; 4]>,
}

/// Characters that follow each other on a line.
pub(crate) struct Stretch {
    pub(crate) manner: Manner,
    /// The faces in the order in which they come.
    pub(crate) fonts: Vec<FontInstance>,
    pub(crate) letters: Vec<Letter>,
}

/// Letters of a stretch that are set in one face: the face, the first one, and where they end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) font: usize,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

impl Stretch {
    /// Starts one.
    pub(crate) fn new(manner: Manner) -> Stretch {
        Stretch { manner, fonts: Vec::new(), letters: Vec::new() }
    }

    /// Returns whether a character on the page belongs to it, by its manner and its baseline.
    pub(crate) fn goes_on(&self, manner: &Manner, origin: (f64, f64)) -> bool {
        let own = &self.manner;
        let on_baseline = |first: &Letter| {
            let from_first = (origin.0 - first.origin.0, origin.1 - first.origin.1);
            own.turn.undo(from_first).1.abs() < SAME_BASELINE
        };
        own.line == manner.line
            && own.turn == manner.turn
            && own.colour == manner.colour
            && (own.size - manner.size).abs() < SAME_SIZE
            && self.letters.first().is_none_or(on_baseline)
    }

    /// Returns the place of a face, which it gets if it has none.
    pub(crate) fn font(&mut self, font: &FontInstance) -> usize {
        let known = self.fonts.iter().position(|own| own == font);
        known.unwrap_or_else(|| {
            self.fonts.push(font.clone());
            self.fonts.len() - 1
        })
    }

    /// Parts the letters by the faces that they are set in.
    pub(crate) fn parts(&self) -> Vec<Part> {
        let mut parts: Vec<Part> = Vec::new();
        let Some(first) = self.letters.first() else { return parts };
        let mut part = Part { font: first.font, start: 0, end: 0 };
        for (index, letter) in self.letters.iter().enumerate() {
            let own = &self.letters[part.start..index];
            if !self.joins(letter, part.font) {
                if own.iter().all(|earlier| self.joins(earlier, letter.font)) {
                    // The line begins with digits, say.
                    part.font = letter.font;
                } else {
                    // Digits between two kinds of words go with what they are the beginning of.
                    let is_left =
                        |earlier: &&Letter| earlier.font == part.font || !self.joins(earlier, letter.font);
                    let n_left = own.len() - own.iter().rev().take_while(|l| !is_left(l)).count();
                    let start = part.start + n_left;
                    parts.push(Part { end: start, ..part });
                    part = Part { font: letter.font, start, end: start };
                }
            }
        }
        parts.push(Part { end: self.letters.len(), ..part });
        parts
    }

    /// Returns whether a letter can be set in a face: it is of that face, or it is left to
    /// another one and can be joined to it.
    fn joins(&self, letter: &Letter, font: usize) -> bool {
        if letter.font == font || letter.c.is_whitespace() {
            return true;
        }
        let (own, face) = (&self.fonts[letter.font], &self.fonts[font]);
        let is_left_to_others = letter.c < EAST_ASIAN || face.ttf().glyph_index(letter.c).is_none();
        is_left_to_others && can_join(face, own)
    }
}
