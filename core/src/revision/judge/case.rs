//! What is judged: both texts, what is which, and what words name.

use std::collections::{BTreeMap, BTreeSet};

use crate::document::Identified;
use crate::revision::Base;
use crate::revision::align::{Alignment, NumberAt, Passage};
use crate::revision::judge::cell::Cells;
use crate::revision::judge::label::Labels;
use crate::revision::numbers::Number;

/// What is judged.
pub(super) struct Case<'a> {
    pub base: &'a Base,
    pub revised: &'a [Passage],
    pub alignment: &'a Alignment,
    /// The numbers of the base that stand somewhere.
    pub kept: BTreeSet<NumberAt>,
    pub labels: Labels<'a>,
    pub base_cells: Cells<'a>,
    pub revised_cells: Cells<'a>,
}

/// What a new number was found to be.
pub(super) enum Found {
    /// A measure's value, by the words before it: what it is, and its cells.
    Matched(String, String),
    /// Nothing supports it: how bad that is, and what the words before it name instead.
    Unsupported(Weight, Option<String>),
}

/// How bad an unsupported number is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    /// A result of the period.
    Result,
    /// A plan, a date, the name of a paper.
    Plan,
    /// Words that claim something that cannot be reckoned.
    Claim,
    /// Words that claim something that is not true.
    False,
}

impl Case<'_> {
    pub(super) fn base_number(&self, at: NumberAt) -> &Number {
        &self.alignment.base_numbers[at.text][at.number]
    }

    pub(super) fn revised_number(&self, at: NumberAt) -> &Number {
        &self.alignment.revised_numbers[at.text][at.number]
    }

    /// Returns the figure that a number of the base belongs to.
    pub(super) fn figure(&self, at: NumberAt) -> Option<&Identified> {
        let number = self.base_number(at);
        let mut figures = self.base.figures[at.text].iter();
        figures.find(|figure| figure.start < number.end && number.start < figure.end)
    }

    /// Returns a name for each number of the base.
    pub(super) fn ids(&self) -> BTreeMap<NumberAt, String> {
        let mut ids = BTreeMap::new();
        let mut n_words = 0;
        for (text, numbers) in self.alignment.base_numbers.iter().enumerate() {
            for number in 0..numbers.len() {
                let at = NumberAt { text, number };
                let id = match self.figure(at) {
                    Some(figure) => figure.id.clone(),
                    None => {
                        n_words += 1;
                        format!("words.{n_words}")
                    }
                };
                ids.insert(at, id);
            }
        }
        ids
    }
}
