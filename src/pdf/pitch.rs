//! The pitch of lines: 22 a page, or 23 where that keeps the signature beside the text.
//!
//! “当公文排版后所剩空白处不能容下印章或签发人签名章、成文日期时，可以采取调整行距、字距的措施解决”
//! (GB/T 9704-2012, 7.3.5.5). A page of 23 lines has a pitch of 28.3 points, a little more than
//! the 28 that many offices set all their papers in: less is not allowed here. Only where that
//! does not help, or is not needed, does the signature take the text's last line along to its
//! page, which templates/gb9704/signature.typ sees to.

use crate::diagnostic::Diagnostic;
use crate::pdf::grid::Grid;
use crate::pdf::lines::{Line, PageLines, Role};

/// The most lines of text that a signature takes along.
const MAX_TAKEN: usize = 2;

/// Returns whether the signature does not fit on the page on which the text ends, and so has
/// either taken lines along to its own page or stands there alone.
pub(crate) fn parts_signature(pages: &[PageLines], grid: Grid) -> bool {
    let is_closing = |line: &Line| line.role == Role::Closing;
    let Some(at) = pages.iter().position(|page| page.lines.iter().any(is_closing)) else { return false };
    let Some(before) = at.checked_sub(1).map(|at| &pages[at]) else { return false };
    let is_text = |line: &&Line| !line.rotated && line.role != Role::PageNumber;
    let Some(first) = pages[at]
        .lines
        .iter()
        .filter(is_text)
        .filter(|line| is_closing(line))
        .map(baseline)
        .min_by(f64::total_cmp)
    else {
        return false;
    };
    let mut above: Vec<f64> = pages[at]
        .lines
        .iter()
        .filter(is_text)
        .map(baseline)
        .filter(|baseline| *baseline < first - 1.0)
        .collect();
    above.sort_by(f64::total_cmp);
    above.dedup_by(|a, b| (*a - *b).abs() < 1.0);
    let lowest = before.lines.iter().filter(is_text).map(baseline).max_by(f64::total_cmp);
    // A page that is full to its last line has given nothing away.
    let n_free = lowest.map_or(0.0, |lowest| (grid.n_lines - 1) as f64 - grid.row(lowest).round());
    above.is_empty() || (above.len() <= MAX_TAKEN && n_free >= 1.0)
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

fn baseline(line: &Line) -> f64 {
    line.baseline
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::grid;

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
    fn signatures_that_do_not_fit() {
        check(&[], false);
        check(&[page(1, &[1, 2], &[4, 5])], false);
        check(&[page(1, &[1, 22], &[]), page(2, &[1, 2, 3], &[5, 6])], false);
        // The page before is full, so one line goes on by itself.
        check(&[page(1, &[1, 22], &[]), page(2, &[1], &[3, 4])], false);
        check(&[page(1, &[1, 21], &[]), page(2, &[1], &[3, 4])], true);
        check(&[page(1, &[1, 20], &[]), page(2, &[1, 2], &[4, 5])], true);
        check(&[page(1, &[1, 20], &[]), page(2, &[1, 2, 3], &[5, 6])], false);
        check(&[page(1, &[1, 22], &[]), page(2, &[], &[2, 3])], true);
    }
}
