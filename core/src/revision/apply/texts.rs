//! The leaders' words as texts of a document: a figure that was kept keeps its source, and what
//! is new is the office's own.

use std::ops::Range;

use crate::document::{Placed, Provenance, Text};
use crate::revision::align::Alignment;
use crate::revision::apply::passages::{Base, BaseText, Revised};

/// The source of all that the leaders wrote.
pub(super) const REVISED: Provenance = Provenance::Office("修改稿");

/// Both sides of a draft, aligned.
pub(super) struct Aligned<'a> {
    pub(super) base: &'a Base<'a>,
    pub(super) revised: &'a Revised<'a>,
    pub(super) alignment: &'a Alignment,
}

/// What share of a passage's words its origin must have for it to be that.
const LEAST_SHARED: f64 = 0.3;

impl<'a> Aligned<'a> {
    /// Returns the words of a revised passage.
    pub(super) fn words(&self, revised: usize) -> &'a str {
        &self.revised.passages[revised].words.text
    }

    /// Returns the text that most of a revised passage came from.
    pub(super) fn origin(&self, revised: usize) -> Option<&'a BaseText<'a>> {
        let kin = self.alignment.from[revised].first()?;
        let n_chars = self.words(revised).chars().filter(|c| !c.is_whitespace()).count();
        (kin.n_shared as f64 >= LEAST_SHARED * n_chars as f64).then(|| &self.base.texts[kin.text])
    }

    /// Returns the text of the base that a revised passage is word for word.
    pub(super) fn same(&self, revised: usize) -> Option<&'a BaseText<'a>> {
        let words = self.words(revised);
        let kin = self.alignment.from[revised].iter().map(|kin| &self.base.texts[kin.text]);
        kin.into_iter().find(|base| base.plain == words)
    }

    /// Returns a revised passage as a text; the same words are the same text. Its first bytes, a
    /// number that was typed, are left out.
    pub(super) fn text(&self, revised: usize, start: usize) -> Text {
        if let Some(base) = self.same(revised).filter(|base| base.start == 0) {
            return base.text.clone();
        }
        let words = self.words(revised);
        let kept = self.kept(revised);
        let mut figures: Vec<Placed> = Vec::new();
        let mut at = start;
        for figure in kept.into_iter().filter(|figure| figure.start >= start) {
            self.own(revised, at..figure.start, &mut figures);
            at = figure.end;
            figures.push(figure);
        }
        self.own(revised, at..words.len(), &mut figures);
        for figure in &mut figures {
            figure.start -= start;
            figure.end -= start;
        }
        Text::assembled(words[start..].replace(['\n', '\t'], " "), figures)
    }

    /// Returns the figures of the base that stand unchanged in a revised passage, in order.
    fn kept(&self, revised: usize) -> Vec<Placed> {
        let words = self.words(revised);
        let mut out: Vec<Placed> = Vec::new();
        for run in self.alignment.runs_of(revised) {
            let base = &self.base.texts[run.base];
            let shown = &base.text[base.start..];
            for figure in base.text.figures() {
                let Some(start) = figure.start.checked_sub(base.start) else { continue };
                let here = self.alignment.unchanged(run, shown, &(start..figure.end - base.start), words);
                let Some(here) = here else { continue };
                out.push(Placed { start: here.start, end: here.end, source: figure.source.clone() });
            }
        }
        out.sort_by_key(|figure| (figure.start, figure.end));
        out.dedup_by(|next, one| next.start < one.end);
        out
    }

    /// Adds what is not the program's between two kept figures: new words, and numbers.
    fn own(&self, revised: usize, range: Range<usize>, figures: &mut Vec<Placed>) {
        let mut add = |start: usize, end: usize| {
            let (start, end) = (start.max(range.start), end.min(range.end));
            let last = figures.last_mut().filter(|last| last.source == REVISED && last.end >= start);
            match last {
                _ if start >= end => {}
                Some(last) => last.end = last.end.max(end),
                None => figures.push(Placed { start, end, source: REVISED }),
            }
        };
        let mut stretches: Vec<Range<usize>> = Vec::new();
        let mut at = 0;
        for run in self.alignment.runs_of(revised) {
            stretches.push(at..run.revised_bytes.start.max(at));
            at = at.max(run.revised_bytes.end);
        }
        stretches.push(at..self.words(revised).len().max(at));
        let numbers = self.alignment.revised_numbers[revised].iter();
        stretches.extend(numbers.map(|number| number.start..number.end));
        // What no reading of numbers took for one is still a digit on paper.
        let words = self.words(revised);
        let digits = words.char_indices().filter(|(_, c)| c.is_ascii_digit());
        stretches.extend(digits.map(|(at, c)| at..at + c.len_utf8()));
        stretches.sort_by_key(|stretch| (stretch.start, stretch.end));
        for stretch in stretches {
            add(stretch.start, stretch.end);
        }
    }
}
