//! The pitch of lines: 22 a page, or 23 where that keeps the signature beside the text.
//!
//! “当公文排版后所剩空白处不能容下印章或签发人签名章、成文日期时，可以采取调整行距、字距的措施解决”
//! (GB/T 9704-2012, 7.3.5.5). A page of 23 lines has a pitch of 28.3 points, a little more than
//! the 28 that many offices set all their papers in: less is not allowed here. Only where that
//! does not help, or is not needed, does the signature take the text's last line along to its
//! page, which templates/gb9704/signature.typ sees to.

use std::collections::BTreeSet;

use crate::diagnostic::Diagnostic;
use crate::pages::grid::Grid;
use crate::pages::lines::{Line, PageLines};
use crate::pages::walk::Role;

/// The most lines of text that a signature takes along.
const MAX_TAKEN: usize = 2;

/// Returns whether the signature does not fit on the page on which the text ends, and so has
/// either taken lines along to its own page or stands there alone.
pub(crate) fn parts_signature(pages: &[PageLines], grid: Grid) -> bool {
    overflow(pages, grid).is_some()
}

/// Returns whether closer lines may bring signature and text together: each page up to the one
/// on which they would be gains a line, save one with a letterhead, which keeps its own pitch.
///
/// Setting the pages a second time costs as much as the first, so it is not tried in vain.
pub(crate) fn may_join(pages: &[PageLines], grid: Grid) -> bool {
    let Some(Overflow { n_pages, n_lines }) = overflow(pages, grid) else { return false };
    let has_head = |page: &PageLines| page.lines.iter().any(|line| line.role == Role::Letterhead);
    pages[..n_pages].iter().filter(|page| !has_head(page)).count() >= n_lines
}

/// Returns whether a page holds a part of the signature and no text.
pub(crate) fn leaves_alone(pages: &[PageLines]) -> bool {
    let is_alone = |page: &PageLines| {
        let text = || page.lines.iter().filter(|line| line.role != Role::PageNumber);
        text().any(is_closing) && text().all(|line| is_closing(line) || line.role == Role::Colophon)
    };
    pages.iter().any(is_alone)
}

/// What parts the signature from the text.
struct Overflow {
    /// Up to how many pages they would be together.
    n_pages: usize,
    /// How many lines these are short of.
    n_lines: usize,
}

/// Returns what the pages up to the one on which text and signature would be together are short
/// of; none where they are.
fn overflow(pages: &[PageLines], grid: Grid) -> Option<Overflow> {
    let at = pages.iter().position(|page| page.lines.iter().any(is_closing))?;
    let last = pages.iter().rposition(|page| page.lines.iter().any(is_closing))?;
    if last > at {
        // It goes on over a page's end, since it and a line of text are more than a page.
        let n_over = |page: &PageLines| rows(page, grid, is_closing).last().map_or(0, |row| row + 1);
        let n_lines = pages[at + 1..=last].iter().map(n_over).sum();
        return Some(Overflow { n_pages: at + 1, n_lines });
    }
    let before = rows(&pages[at.checked_sub(1)?], grid, |_| true);
    let closing = rows(&pages[at], grid, is_closing);
    let n_taken = rows(&pages[at], grid, |line| !is_closing(line)).range(..closing.first()?).count();
    // A page without room for these lines has given nothing away: they go on by themselves.
    let n_free = grid.n_lines.saturating_sub(before.last().map_or(0, |row| row + 1));
    let is_parted = n_taken == 0 || (n_taken <= MAX_TAKEN && n_free >= n_taken);
    let n_lines = closing.last().map_or(0, |row| row + 1).saturating_sub(n_free);
    is_parted.then_some(Overflow { n_pages: at, n_lines })
}

/// Returns how many lines are free below the signature, or below the text where nothing signs it.
pub(crate) fn spare(pages: &[PageLines], grid: Grid) -> usize {
    let is_last = |page: &&PageLines| page.lines.iter().any(is_closing);
    let Some(page) = pages.iter().rfind(is_last).or(pages.last()) else { return 0 };
    let is_colophon = |line: &Line| line.role == Role::Colophon;
    let end = rows(page, grid, |line| !is_colophon(line)).last().map_or(0, |row| row + 1);
    rows(page, grid, is_colophon).first().map_or(grid.n_lines, |row| *row).saturating_sub(end)
}

/// Returns the rows of the grid, from 0, on which lines stand, page number and turned lines not
/// counted.
fn rows(page: &PageLines, grid: Grid, wanted: impl Fn(&Line) -> bool) -> BTreeSet<usize> {
    let is_text = |line: &&Line| !line.rotated && line.role != Role::PageNumber && wanted(line);
    let row = |line: &Line| grid.row(line.baseline).round().clamp(0.0, 99.0) as usize;
    page.lines.iter().filter(is_text).map(row).collect()
}

fn is_closing(line: &Line) -> bool {
    line.role == Role::Closing
}

/// Returns the note that the lines are closer than usual.
pub(crate) fn note(grid: Grid) -> Diagnostic {
    let message = format!(
        "每面排 {} 行（行距 {:.1} 磅，通常为 {} 行），使落款与正文同在一面",
        grid.n_lines,
        grid.pitch(),
        Grid::USUAL.n_lines
    );
    Diagnostic::note("line-pitch", message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::grid;

    /// Creates a page from the rows of its text and of its signature.
    fn page(number: usize, text: &[usize], closing: &[usize]) -> PageLines {
        let line = |row: usize, role: Role| {
            let baseline = grid::TOP + grid::ASCENT * grid::CELL + (row - 1) as f64 * Grid::USUAL.pitch();
            Line {
                baseline,
                left: grid::LEFT,
                right: grid::RIGHT,
                size: grid::CELL,
                family: String::new(),
                text: "一二".to_string(),
                role,
                part: 1,
                rotated: false,
                starts: Vec::new(),
                end: baseline,
            }
        };
        let text = text.iter().map(|row| line(*row, Role::Paragraph));
        let lines = text.chain(closing.iter().map(|row| line(*row, Role::Closing))).collect();
        PageLines { number, lines, ..PageLines::default() }
    }

    #[track_caller]
    fn check(pages: &[PageLines], expected: bool) {
        assert_eq!(parts_signature(pages, Grid::USUAL), expected);
    }

    #[test]
    fn lines_below_the_signature_are_spare() {
        let spare = |pages: &[PageLines]| spare(pages, Grid::USUAL);
        assert_eq!(spare(&[page(1, &[1, 2], &[4, 20])]), 2);
        assert_eq!(spare(&[page(1, &[1, 22], &[]), page(2, &[1], &[22]), page(3, &[1], &[])]), 0);
        assert_eq!((spare(&[page(1, &[1, 7], &[])]), spare(&[])), (15, 0));
        let mut last = page(1, &[1, 7], &[10]);
        last.lines.extend(page(1, &[19, 21], &[]).lines);
        last.lines.iter_mut().rev().take(2).for_each(|line| line.role = Role::Colophon);
        assert_eq!(spare(&[last]), 8);
    }

    #[test]
    fn signatures_that_do_not_fit() {
        check(&[], false);
        check(&[page(1, &[1, 2], &[4, 5])], false);
        check(&[page(1, &[1, 22], &[]), page(2, &[1, 2, 3], &[5, 6])], false);
        // The page before is full, so one line goes on by itself.
        check(&[page(1, &[1, 22], &[]), page(2, &[1], &[3, 4])], false);
        check(&[page(1, &[1, 21], &[]), page(2, &[1], &[3, 4])], true);
        check(&[page(1, &[1, 20], &[]), page(2, &[1, 2], &[4, 5])], true);
        // Two lines do not go where one is free.
        check(&[page(1, &[1, 21], &[]), page(2, &[1, 2], &[4, 5])], false);
        check(&[page(1, &[1, 20], &[]), page(2, &[1, 2, 3], &[5, 6])], false);
        check(&[page(1, &[1, 22], &[]), page(2, &[], &[2, 3])], true);
        // One that goes on over the page's end.
        check(&[page(1, &[1, 2], &[4, 22]), page(2, &[], &[1, 3])], true);
    }

    #[test]
    fn signatures_alone_on_a_page() {
        assert!(!leaves_alone(&[page(1, &[1, 2], &[4, 22])]));
        assert!(leaves_alone(&[page(1, &[1, 2], &[4, 22]), page(2, &[], &[1, 3])]));
        assert!(!leaves_alone(&[page(1, &[1, 22], &[]), page(2, &[1], &[3, 22])]));
    }

    #[test]
    fn closer_lines_are_tried_where_they_may_help() {
        // Two lines short, and as many pages before.
        let last = || [page(2, &[1, 20], &[]), page(3, &[1], &[3, 4])];
        let with = |mut before: Vec<PageLines>| {
            before.extend(last());
            may_join(&before, Grid::USUAL)
        };
        assert!(with(vec![page(1, &[1, 22], &[])]));
        assert!(!with(vec![]));
        // A letterhead keeps its pitch.
        let mut head = page(1, &[1, 22], &[]);
        head.lines[0].role = Role::Letterhead;
        assert!(!with(vec![head]));
        assert!(!may_join(&[page(1, &[1, 2], &[4, 5])], Grid::USUAL));
        // One that goes on by two lines, which two pages gain together.
        let over = [page(2, &[1, 2], &[4, 22]), page(3, &[], &[1, 2])];
        assert!(!may_join(&over, Grid::USUAL));
        assert!(may_join(&[&[page(1, &[1, 22], &[])], &over[..]].concat(), Grid::USUAL));
    }
}
