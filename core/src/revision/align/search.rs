//! The levels of comparison in their order, from whole paragraphs to single numbers.

use crate::revision::align::matching::Links;
use crate::revision::align::symbols::Symbols;
use crate::revision::align::units::Level;
use crate::revision::align::{Alignment, Passage, gaps, leftover, lists, pairing, rows, settle};

/// Aligns a revised text with its base.
pub fn align(base: &[Passage], revised: &[Passage]) -> Alignment {
    let (base, revised) = Symbols::of_both(base, revised);
    let mut links = Links::new(&base, &revised);
    pairing::equal_units(&base, &revised, &mut links);
    let pairs = pairing::pairs(Level::Unit, &base, &revised, &links);
    for (one, other) in &pairs {
        if one.is_row {
            rows::link(&base, &revised, one, other, &mut links);
        } else {
            links.link_best(&base, &revised, one.symbols.clone(), other.symbols.clone());
        }
    }
    for level in [Level::Sentence, Level::Clause, Level::Item, Level::Clause, Level::Item] {
        for (one, other) in pairing::pairs(level, &base, &revised, &links) {
            links.link_best(&base, &revised, one.symbols, other.symbols);
        }
    }
    gaps::link(&base, &revised, &mut links);
    settle::settle(&base, &revised, &mut links);
    leftover::link(&base, &revised, &mut links);
    lists::link(&base, &revised, &mut links);
    links.finish(base, revised)
}
