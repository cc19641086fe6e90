//! What the pages have shown that a draft follows: how close their lines are, where charts have
//! room, and on which page 版记 stands.

use crate::document::Block;
use crate::docx::measures::PAGE_LINES;

/// What the pages of a document are like. Word sets its own: but it neither moves a chart to where
/// a page has room, nor tells whether the text ends on an even page, or has room for one more line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// How many lines a page has: 22, or 23 where the pages keep the signature beside the text so.
    pub page_lines: usize,
    /// Where each chart of the body stands, in their order; none where all stand in their places.
    pub charts: Vec<ChartPlace>,
    /// How many lines are free below the text that its signature ends.
    pub spare_lines: usize,
    /// On which page 版记 stands.
    pub colophon: ColophonPage,
}

impl Default for Layout {
    /// Everything in its place.
    fn default() -> Layout {
        Layout {
            page_lines: PAGE_LINES,
            charts: Vec::new(),
            spare_lines: usize::MAX,
            colophon: ColophonPage::default(),
        }
    }
}

/// Where a chart stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChartPlace {
    /// Behind how many blocks that are no charts.
    pub after: usize,
    /// How many lines it takes.
    pub n_lines: u8,
}

/// The page of 版记, which may have to be an even one, or has no room below the text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ColophonPage {
    /// That on which the text ends.
    #[default]
    WithText,
    /// One of its own; without a number where a blank page comes before it (GB/T 9704-2012, 7.5).
    Alone {
        /// Whether it has a number.
        is_numbered: bool,
    },
}

/// Returns blocks in the order in which they stand, each with its own place and, for a chart that
/// the pages have set, its lines.
pub(super) fn in_order(blocks: &[Block], charts: &[ChartPlace]) -> Vec<(usize, Option<u8>)> {
    let (bars, text): (Vec<usize>, Vec<usize>) =
        (0..blocks.len()).partition(|at| matches!(blocks[*at], Block::Bars(_)));
    if bars.len() != charts.len() {
        return (0..blocks.len()).map(|at| (at, None)).collect();
    }
    let mut bars = bars.into_iter().zip(charts).peekable();
    let mut out = Vec::new();
    for n in 0..=text.len() {
        while let Some((at, place)) = bars.next_if(|(_, place)| place.after <= n || n == text.len()) {
            out.push((at, Some(place.n_lines)));
        }
        out.extend(text.get(n).map(|at| (*at, None)));
    }
    out
}
