//! Where charts stand: between two paragraphs, never within one.
//!
//! A chart stands directly after the paragraph that names it where the page has room. Where it
//! has not, the text goes on, and the chart stands after the first paragraph that leaves room,
//! still within its section. Typst's floats cannot do that: they stand at a page's top or bottom
//! whatever paragraph goes on there. So the pages are set once with each chart behind its
//! paragraph, and what the text needs is counted from their lines.

use crate::docx::ChartPlace;
use crate::pages::grid::Grid;
use crate::pages::lines::PageLines;
use crate::pages::view::BlockView;
use crate::pages::walk::Role;

/// A chart may lose lines to stand where it is named, but not become lower than this.
const LOWEST: usize = 7;

/// Moves the charts of a body to where each has room between two paragraphs, as found from pages
/// on which each stands directly after the paragraph that names it; says whether any is changed.
pub(crate) fn arrange(blocks: &mut Vec<BlockView>, pages: &[PageLines], grid: Grid) -> bool {
    let (mut homes, mut flow) = (Vec::new(), Vec::new());
    for block in &*blocks {
        match block {
            BlockView::Bars { lines, .. } => {
                homes.push(Spot { after: flow.len(), n_lines: usize::from(*lines) });
            }
            _ => flow.push(block),
        }
    }
    let Some(before) = homes.first().and_then(|home| home.after.checked_sub(1)) else { return false };
    let places = places(&flow, pages, grid);
    let Some((_, last)) = places[before] else { return false };
    let flow = Flow { pieces: pieces(&flow, &places), n: grid.n_lines };
    let Some(spots) = flow.spots(&homes, last + 1) else { return false };
    if spots == homes {
        return false;
    }
    let (charts, text): (Vec<BlockView>, Vec<BlockView>) =
        blocks.drain(..).partition(|block| matches!(block, BlockView::Bars { .. }));
    let mut charts = spots.iter().zip(charts).peekable();
    for (at, block) in text.into_iter().enumerate() {
        blocks.push(block);
        while let Some((spot, mut chart)) = charts.next_if(|(spot, _)| spot.after == at + 1) {
            if let BlockView::Bars { lines, .. } = &mut chart {
                *lines = u8::try_from(spot.n_lines).expect("no more than it had");
            }
            blocks.push(chart);
        }
    }
    true
}

/// Returns where the charts of a body stand.
pub(crate) fn standing(blocks: &[BlockView]) -> Vec<ChartPlace> {
    let mut after = 0;
    let mut out = Vec::new();
    for block in blocks {
        match block {
            BlockView::Bars { lines, .. } => out.push(ChartPlace { after, n_lines: *lines }),
            _ => after += 1,
        }
    }
    out
}

/// Where a chart stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Spot {
    /// Behind how many pieces of text.
    after: usize,
    /// How many lines of the grid it takes.
    n_lines: usize,
}

/// A block that is no chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Piece {
    /// A heading's level.
    level: Option<u8>,
    /// How many lines it takes, if that is known.
    n_lines: Option<usize>,
}

/// The text, and how many lines a page has.
///
/// Lines are counted through all pages: that of row 0 on the second page has the number `n`.
struct Flow {
    pieces: Vec<Piece>,
    n: usize,
}

impl Flow {
    /// Returns where the charts stand best, when the first one's paragraph ends before the line
    /// `from`; nothing where that cannot be told.
    fn spots(&self, homes: &[Spot], from: usize) -> Option<Vec<Spot>> {
        let (mut line, mut at) = (from, homes.first()?.after);
        let mut spots = Vec::new();
        for home in homes {
            let named = home.after.max(at);
            line = self.go_on(at..named, line)?;
            let spot = self.spot(Spot { after: named, ..*home }, line);
            line = self.go_on(named..spot.after, line)?;
            at = spot.after;
            if self.room(line) < spot.n_lines {
                line += self.room(line);
            }
            line += spot.n_lines;
            spots.push(spot);
        }
        Some(spots)
    }

    /// Returns where a chart stands best that is named right before the line `line`.
    fn spot(&self, named: Spot, mut line: usize) -> Spot {
        let room = self.room(line);
        if named.n_lines <= room {
            return named;
        }
        let mut beyond_heading = false;
        let mut later = None;
        for (at, piece) in self.pieces.iter().enumerate().skip(named.after) {
            // It stays in its section, and what signs the document follows the last paragraph.
            let Some(next) = self.go_on(at..at + 1, line) else { break };
            if piece.level == Some(1) || at + 1 == self.pieces.len() {
                break;
            }
            line = next;
            beyond_heading |= piece.level.is_some();
            if piece.level.is_none() && named.n_lines <= self.room(line) {
                later = Some(Spot { after: at + 1, ..named });
                break;
            }
        }
        // Below another heading it is further from what it shows than a lower one is.
        match later {
            Some(spot) if !beyond_heading => spot,
            _ if room >= LOWEST => Spot { n_lines: room, ..named },
            Some(spot) => spot,
            None => named,
        }
    }

    /// Returns the line after some pieces of which the first would start on `line`.
    fn go_on(&self, pieces: std::ops::Range<usize>, mut line: usize) -> Option<usize> {
        for at in pieces {
            let piece = self.pieces[at];
            if piece.level.is_some() {
                // Headings go on to the next page with the text below them.
                let headings = self.pieces[at..].iter().take_while(|piece| piece.level.is_some());
                let n_lines: usize = headings.filter_map(|piece| piece.n_lines).sum();
                if self.room(line) < n_lines + 1 {
                    line += self.room(line);
                }
            }
            line += piece.n_lines?;
        }
        Some(line)
    }

    /// Returns how many lines the page has from this one on.
    fn room(&self, line: usize) -> usize {
        self.n - line % self.n
    }
}

/// Returns the pieces that the blocks are: the lines of text are counted, a table has all that
/// lie between the texts around it.
fn pieces(flow: &[&BlockView], places: &[Option<(usize, usize)>]) -> Vec<Piece> {
    let between = |at: usize| {
        let (_, end) = places[at.checked_sub(1)?]?;
        let (start, _) = (*places.get(at + 1)?)?;
        start.checked_sub(end + 1)
    };
    let piece = |(at, block): (usize, &&BlockView)| match block {
        BlockView::Heading { level, .. } => Piece { level: Some(*level), n_lines: n_lines(places[at]) },
        BlockView::Table { .. } | BlockView::Bars { .. } => Piece { level: None, n_lines: between(at) },
        BlockView::Paragraph { .. } | BlockView::Item { .. } => {
            Piece { level: None, n_lines: n_lines(places[at]) }
        }
    };
    flow.iter().enumerate().map(piece).collect()
}

/// Returns how many lines lie between a text's first and its last: no chart parts it.
fn n_lines(place: Option<(usize, usize)>) -> Option<usize> {
    place.map(|(first, last)| last + 1 - first)
}

/// Returns the first and the last line of each text.
fn places(flow: &[&BlockView], pages: &[PageLines], grid: Grid) -> Vec<Option<(usize, usize)>> {
    let mut glyphs = Vec::new();
    for (at_page, page) in pages.iter().enumerate() {
        for line in &page.lines {
            if matches!(line.role, Role::Paragraph | Role::Heading | Role::Other) && !line.rotated {
                let row = grid.row(line.baseline).round().clamp(0.0, grid.n_lines as f64) as usize;
                let place = at_page * grid.n_lines + row;
                glyphs.extend(line.text.chars().filter(|c| is_seen(*c)).map(|c| (c, place)));
            }
        }
    }
    let mut cursor = 0;
    let mut place = |block: &&BlockView| {
        let (BlockView::Heading { text, .. } | BlockView::Paragraph { text } | BlockView::Item { text }) =
            block
        else {
            return None;
        };
        let wanted: Vec<char> = text.chars().filter(|c| is_seen(*c)).collect();
        let is_at = |start: &usize| wanted.iter().zip(&glyphs[*start..]).all(|(a, (b, _))| a == b);
        let start = (cursor..=glyphs.len().checked_sub(wanted.len())?).find(is_at)?;
        cursor = start + wanted.len();
        Some((glyphs.get(start)?.1, glyphs.get(cursor.checked_sub(1)?)?.1))
    };
    flow.iter().map(&mut place).collect()
}

/// Returns whether a character is on the page: white and joiners are not looked for.
fn is_seen(c: char) -> bool {
    !c.is_whitespace() && c != '\u{2060}'
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads pieces: `3` a paragraph of so many lines, `h` and `H` headings of the second and
    /// the first level, `?` one whose lines are not known.
    fn flow(text: &str) -> Flow {
        let piece = |word: &str| match word {
            "h" => Piece { level: Some(2), n_lines: Some(1) },
            "H" => Piece { level: Some(1), n_lines: Some(1) },
            "?" => Piece { level: None, n_lines: None },
            n => Piece { level: None, n_lines: Some(n.parse().expect("a number")) },
        };
        Flow { pieces: text.split(' ').map(piece).collect(), n: 22 }
    }

    /// A chart of nine lines, named by the first piece, which ends before the line `from`.
    #[track_caller]
    fn check(text: &str, from: usize, after: usize, n_lines: usize) {
        let home = Spot { after: 1, n_lines: 9 };
        let spots = flow(text).spots(&[home], from).expect("all lines are known");
        assert_eq!(spots, [Spot { after, n_lines }], "{text} from {from}");
    }

    #[test]
    fn a_chart_stands_where_it_is_named_or_after_a_later_paragraph() {
        check("5 4 4 H 9", 13, 1, 9);
        // A page that is full has left no white.
        check("5 4 4 H 9", 22, 1, 9);
        check("5 4 4 9 H 9", 14, 3, 9);
        check("5 12 4 H 9", 20, 2, 9);
        // The first paragraph that ends on the next page leaves too little.
        check("5 18 14 9 H 9", 20, 3, 9);
    }

    #[test]
    fn a_chart_is_lower_rather_than_below_another_heading() {
        check("5 h 12 4 H 9", 14, 1, 8);
        check("5 h 12 4 H 9", 15, 1, 7);
        check("5 h 12 4 H 9", 16, 3, 9);
        // Nor beyond its section; there white stays.
        check("5 H 12 4", 16, 1, 9);
        check("5 3 H 12 4", 15, 1, 7);
        check("5 4", 18, 1, 9);
        check("5 4 ? 9", 16, 1, 9);
    }

    #[test]
    fn headings_go_on_with_their_text() {
        // The heading would be the page's last line.
        check("5 5 h 2 9 H", 16, 4, 9);
        assert_eq!(flow("5 H h 2").go_on(1..4, 20), Some(26));
        assert_eq!(flow("5 H h 2").go_on(1..4, 19), Some(23));
    }

    #[test]
    fn charts_keep_their_order() {
        let homes = [Spot { after: 1, n_lines: 9 }, Spot { after: 2, n_lines: 9 }];
        let spots = flow("5 2 6 6 6 H 9").spots(&homes, 18).expect("known");
        assert_eq!(spots.iter().map(|spot| spot.after).collect::<Vec<_>>(), [3, 3]);
    }
}
