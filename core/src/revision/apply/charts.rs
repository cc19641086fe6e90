//! Charts of a draft, back behind the paragraphs that name them.
//!
//! A draft has a chart where its pages had room: behind the paragraph that names it or behind a
//! later one of its section. The pages of the revised document find such a place anew; so a chart
//! there is where the composed document has it. One that the leaders moved before its paragraph or
//! into another section stays where they put it.

use crate::document::Block;
use crate::revision::apply::passages::{Base, Home, Item};
use crate::revision::apply::plain::plain;
use crate::revision::draft::Role;

/// Takes charts of the body back; `block` tells of which block of the composed body a passage is.
pub(super) fn take_back(base: &Base<'_>, items: &mut Vec<Item<'_>>, block: impl Fn(usize) -> Option<usize>) {
    let body = &base.document.blocks;
    let alts = body.iter().enumerate().filter_map(|(at, block)| match block {
        Block::Bars(bars) => Some((at, plain(&bars.alt))),
        _ => None,
    });
    let alts: Vec<(usize, String)> = alts.collect();
    let graphics = |items: &[Item<'_>]| -> Vec<usize> {
        let is_graphic = |at: &usize| matches!(items[*at], Item::Graphic(_));
        (0..items.len()).filter(is_graphic).collect()
    };
    let is_whole = graphics(items).len() == alts.len();
    for (n, (chart, alt)) in alts.iter().enumerate() {
        let alt_of = |at: usize| match items[at] {
            Item::Graphic(graphic) => plain(&graphic.alt),
            _ => String::new(),
        };
        let graphics = graphics(items);
        let by_alt = graphics.iter().copied().find(|at| !alt.is_empty() && alt_of(*at) == *alt);
        // By way of old formats the description is lost.
        let by_order = || graphics.get(n).copied().filter(|at| is_whole && alt_of(*at).is_empty());
        let (Some(at), Some(named)) = (by_alt.or_else(by_order), chart.checked_sub(1)) else { continue };
        let is_home =
            |item: &Item<'_>| matches!(item, Item::Words { passage, .. } if block(*passage) == Some(named));
        let Some(home) = items[..at].iter().rposition(is_home) else { continue };
        let opens_section = |item: &Item<'_>| matches!(item, Item::Words { role: Role::Heading(1), .. });
        if items[home + 1..at].iter().any(opens_section) {
            continue;
        }
        let is_caption = |item: &Item<'_>| match item {
            Item::Words { role, passage } => *role == Role::Caption || block(*passage) == Some(*chart),
            _ => false,
        };
        let n_pieces = 1 + usize::from(items.get(at + 1).is_some_and(is_caption));
        items[home + 1..at + n_pieces].rotate_right(n_pieces);
    }
}

/// Returns the block of the composed body that says a passage word for word.
pub(super) fn block_of(base: &Base<'_>, words: &str) -> Option<usize> {
    let text = base.texts.iter().find(|text| text.home == Home::Body && text.plain == words)?;
    Some(text.block)
}
