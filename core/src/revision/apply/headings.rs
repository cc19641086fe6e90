//! The numbers of headings, set anew in the leaders' order, and what the text says of them.

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::document::format::numeral;
use crate::document::wording::title::{numbered, numbered_below};
use crate::document::{Block, Text};
use crate::revision::apply::open::short;
use crate::revision::apply::passages::{Base, Home};
use crate::revision::apply::plain::number_of;

/// A block with what is still to be settled about it.
pub(super) struct Built {
    pub(super) block: Block,
    heading: Option<Heading>,
}

/// A heading whose number is not set yet.
struct Heading {
    /// How many bytes of its text are the number it had.
    start: usize,
    is_numbered: bool,
    /// The heading of the composed document that it was.
    was: Option<(Home, usize)>,
}

impl Built {
    /// Makes a block that is no heading.
    pub(super) fn other(block: Block) -> Built {
        Built { block, heading: None }
    }

    /// Makes a heading; so many bytes of its text are the number it had.
    pub(super) fn heading(
        level: u8,
        text: Text,
        start: usize,
        is_numbered: bool,
        was: Option<(Home, usize)>,
    ) -> Built {
        Built { block: Block::Heading { level, text }, heading: Some(Heading { start, is_numbered, was }) }
    }
}

/// Sets the numbers of headings; what refers to one that has another number now is told.
pub(super) fn settle(
    base: &Base<'_>,
    home: Home,
    mut built: Vec<Built>,
    found: &mut Vec<Diagnostic>,
) -> Vec<Block> {
    let (mut first, mut second) = (0, 0);
    // The parts of the composed document by their numbers, with those they have now.
    let mut now: BTreeMap<usize, usize> = BTreeMap::new();
    for one in &mut built {
        let Some(heading) = &one.heading else { continue };
        let Block::Heading { level, text } = &mut one.block else { continue };
        if *level == 1 {
            second = 0;
        }
        if !heading.is_numbered {
            continue;
        }
        let n = if *level == 1 { &mut first } else { &mut second };
        *n += 1;
        let number =
            if *level == 1 { format!("{}、", numeral(*n)) } else { format!("（{}）", numeral(*n)) };
        if *level == 1
            && let Some((was_in, block)) = heading.was
            && was_in == home
            && let Some(then) = part_number(base, home, block)
        {
            now.insert(then, *n);
        }
        if heading.start > 0 && text[..heading.start] == number {
            continue;
        }
        let words = text.without(heading.start);
        *text = if *level == 1 { numbered(*n, words) } else { numbered_below(*n, words) };
    }
    for words in built.iter().filter_map(Built::words) {
        for then in references(words) {
            let told = match now.get(&then) {
                Some(n) if *n == then => continue,
                Some(n) => format!("原来的第{}部分现在是第{}部分", numeral(then), numeral(*n)),
                None if part_exists(base, home, then) => {
                    format!("原来的第{}部分已经删去或改写", numeral(then))
                }
                None => continue,
            };
            let message = format!("`{}` 提到第{}部分，{told}", short(words), numeral(then));
            found.push(Diagnostic::warning("part-reference", message).hint("核对这一句指的是哪一部分"));
        }
    }
    built.into_iter().map(|one| one.block).collect()
}

/// Returns the number of a part of the composed document.
fn part_number(base: &Base<'_>, home: Home, block: usize) -> Option<usize> {
    let headings = base.texts.iter().filter(|text| text.home == home && text.start > 0);
    let mut parts = headings.filter(|text| is_part(base, text.home, text.block));
    parts.position(|text| text.block == block).map(|at| at + 1)
}

fn is_part(base: &Base<'_>, home: Home, block: usize) -> bool {
    matches!(base.block(home, block), Block::Heading { level: 1, text } if number_of(1, text).is_some())
}

fn part_exists(base: &Base<'_>, home: Home, n: usize) -> bool {
    let parts = base.texts.iter().filter(|text| text.home == home && is_part(base, text.home, text.block));
    parts.count() >= n
}

/// Returns the parts that a text names by number: 第二部分.
fn references(text: &str) -> Vec<usize> {
    let mut out = Vec::new();
    for (at, _) in text.match_indices("部分") {
        let before = &text[..at];
        let Some(start) = before.rfind('第') else { continue };
        let named = &before[start + '第'.len_utf8()..];
        out.extend((1..=20).find(|n| numeral(*n) == named || n.to_string() == named));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_named_in_a_text() {
        assert_eq!(references("详见第二部分和第3部分，大部分第一季度"), [2, 3]);
        assert_eq!(references("部分同志；第 部分"), Vec::<usize>::new());
    }
}
