//! Which words and numbers of a revised text are which of the composed one.
//!
//! The texts are compared from the coarse to the fine: equal paragraphs and table rows first,
//! then the most alike in any order, then sentences, clauses and items that were left over on
//! both sides, wherever they stand now. Within each pair one path through both is sought that
//! keeps as much as possible in one piece. So what is moved, merged or split is found like what
//! is only changed. Bookmarks settle ties where they are still there; nothing rests on them.

mod gaps;
mod leftover;
mod lists;
mod matching;
mod pairing;
mod path;
mod rows;
mod search;
mod settle;
mod symbols;
#[cfg(test)]
mod tests;
mod units;

use std::ops::Range;

pub use search::align;

use crate::revision::draft::Words;
use crate::revision::numbers::Number;

/// A text that is compared, with its place in a table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Passage {
    /// The words, with the bookmarks of their figures.
    pub words: Words,
    /// Where it stands in a table; absent for a paragraph.
    pub seat: Option<Seat>,
}

/// A cell's place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seat {
    /// The table, from 0; the passages of one table follow one another.
    pub table: usize,
    /// The row, its heads included, from 0.
    pub row: usize,
    /// The column, from 0.
    pub col: usize,
}

impl Passage {
    /// Makes a paragraph without bookmarks.
    pub fn paragraph(text: impl Into<String>) -> Passage {
        Passage { words: Words { text: text.into(), marks: Vec::new() }, seat: None }
    }
}

/// A stretch that both texts share; numbers in it may have another value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// The base's passage.
    pub base: usize,
    /// Its bytes.
    pub base_bytes: Range<usize>,
    /// The revised passage.
    pub revised: usize,
    /// Its bytes.
    pub revised_bytes: Range<usize>,
}

/// A number by its passage, and which of the numbers of it it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct NumberAt {
    /// The passage.
    pub text: usize,
    /// The number, from 0.
    pub number: usize,
}

/// How much of a passage went into, or came from, another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Kin {
    /// The passage on the other side.
    pub text: usize,
    /// How many characters and numbers they share.
    pub n_shared: usize,
}

/// A revised text aligned with its base.
#[derive(Debug, Clone, PartialEq)]
pub struct Alignment {
    /// The numbers of each passage of the base.
    pub base_numbers: Vec<Vec<Number>>,
    /// The numbers of each revised passage.
    pub revised_numbers: Vec<Vec<Number>>,
    /// The shared stretches, in the order of the revised text.
    pub runs: Vec<Run>,
    /// Which number of the base each number of the revised text stands for, in order.
    pub links: Vec<(NumberAt, NumberAt)>,
    /// For each revised passage, what it came from, the most shared first.
    pub from: Vec<Vec<Kin>>,
    /// For each passage of the base, where it went, the most shared first.
    pub to: Vec<Vec<Kin>>,
}

impl Alignment {
    /// Returns the number of the base that a number of the revised text stands for.
    pub fn base_of(&self, revised: NumberAt) -> Option<NumberAt> {
        let at = self.links.binary_search_by_key(&revised, |(_, revised)| *revised);
        at.ok().map(|at| self.links[at].0)
    }

    /// Takes the numbers of these passages for words.
    pub(super) fn forget(&mut self, base: &[usize], revised: &[usize]) {
        base.iter().for_each(|text| self.base_numbers[*text].clear());
        revised.iter().for_each(|text| self.revised_numbers[*text].clear());
        self.links.retain(|(from, to)| !base.contains(&from.text) && !revised.contains(&to.text));
    }

    /// Returns where bytes of a passage of the base stand unchanged within a shared stretch; `shown` and
    /// `words` are the texts on both sides.
    pub fn unchanged(
        &self,
        run: &Run,
        shown: &str,
        bytes: &Range<usize>,
        words: &str,
    ) -> Option<Range<usize>> {
        if bytes.start < run.base_bytes.start || bytes.end > run.base_bytes.end || bytes.is_empty() {
            return None;
        }
        let is_same = shown.get(run.base_bytes.clone()) == words.get(run.revised_bytes.clone());
        let here = if is_same {
            let moved = |at: usize| at - run.base_bytes.start + run.revised_bytes.start;
            moved(bytes.start)..moved(bytes.end)
        } else {
            self.by_number(run, bytes).unwrap_or_else(|| self.after_number(run, bytes))
        };
        (words.get(here.clone()) == shown.get(bytes.clone())).then_some(here)
    }

    /// Finds a figure by the number in it that both sides are known to share.
    fn by_number(&self, run: &Run, figure: &Range<usize>) -> Option<Range<usize>> {
        let numbers = self.base_numbers[run.base].iter().enumerate();
        let mut inside =
            numbers.filter(|(_, number)| figure.start <= number.start && number.end <= figure.end);
        let (at, number) = inside.next()?;
        let at = NumberAt { text: run.base, number: at };
        let mut linked = self.links.iter().filter(|(one, other)| *one == at && other.text == run.revised);
        let other = &self.revised_numbers[run.revised][linked.next()?.1.number];
        let start = other.start.checked_sub(number.start - figure.start)?;
        Some(start..start + figure.len())
    }

    /// Finds words by the last number before them that both sides are known to share, or by the
    /// beginning of the stretch: between its numbers both sides say the same.
    fn after_number(&self, run: &Run, words: &Range<usize>) -> Range<usize> {
        let own = |(one, other): &&(NumberAt, NumberAt)| one.text == run.base && other.text == run.revised;
        let pairs = self.links.iter().filter(own).map(|(one, other)| {
            (&self.base_numbers[one.text][one.number], &self.revised_numbers[other.text][other.number])
        });
        let before = pairs.filter(|(number, other)| {
            (run.base_bytes.start..=words.start).contains(&number.end)
                && (run.revised_bytes.start..=run.revised_bytes.end).contains(&other.end)
        });
        let last = before.map(|(number, other)| (number.end, other.end)).max();
        let (from, to) = last.unwrap_or((run.base_bytes.start, run.revised_bytes.start));
        let start = to + (words.start - from);
        start..start + words.len()
    }

    /// Returns the shared stretches of a revised passage.
    pub fn runs_of(&self, revised: usize) -> &[Run] {
        let first = self.runs.partition_point(|run| run.revised < revised);
        let n = self.runs[first..].partition_point(|run| run.revised == revised);
        &self.runs[first..first + n]
    }
}
