//! What an audit finds: each check that is made, and what fails it.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::diagnostic::Diagnostic;
use crate::pages::grid::Grid;
use crate::pages::lines::{Line, PageLines};

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Finding {
    /// The check that it failed.
    pub check: Check,
    /// The page, from 1.
    pub page: usize,
    /// The line of the page's grid, from 1; absent for the page as a whole.
    pub line: Option<usize>,
    /// What was found and what was expected, in Chinese.
    pub message: String,
}

/// What is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Check {
    /// The paper is A4 (5.1).
    PageSize,
    /// Text stays within the type area (5.2.1).
    TypeArea,
    /// Lines stand on the grid, most often of 22 (5.2.3).
    Grid,
    /// No page has more lines than its grid (5.2.3).
    LineCount,
    /// No line starts with a closing mark.
    LineStart,
    /// No line ends with an opening bracket.
    LineEnd,
    /// No paragraph ends in a line of one character (孤字).
    LoneCharacter,
    /// No heading is the last line of a page.
    LastHeading,
    /// The signature is not alone on its page (7.3.5.5).
    LoneSignature,
    /// Every page shows something.
    EmptyPage,
    /// Lines of titles have at most 20 cells (7.3.1).
    TitleWidth,
    /// No text is printed over another.
    Overlap,
    /// Only faces of the official format show.
    Family,
    /// Every character has a glyph.
    MissingGlyph,
    /// No number is parted from its unit, no —— or …… torn.
    TornNumber,
    /// The first page shows text (7.3.3).
    FirstPage,
    /// Mark, number and red lines are where 7.2 and 10.1 want them.
    Letterhead,
    /// Organ and date are where 7.3.5 wants them.
    Signature,
    /// The colophon ends the last page (7.4).
    Colophon,
    /// Pages are numbered as 7.5 says.
    Numbering,
    /// Red is what may be red, nothing else is coloured (5.2.4).
    Colours,
    /// Tables that are turned have their heads on the left of the sheet (8).
    TurnedTable,
}

impl Finding {
    /// Returns the finding as a diagnostic that names page and line.
    pub(crate) fn diagnostic(&self) -> Diagnostic {
        let place = match self.line {
            Some(line) => format!("第{}页第{line}行", self.page),
            None => format!("第{}页", self.page),
        };
        let message = format!("{place}{}", self.message);
        match self.check {
            Check::MissingGlyph => Diagnostic::error("missing-glyph", message).hint("在源文件中改用其他字"),
            _ => Diagnostic::warning("layout", message),
        }
    }
}

/// Findings and counts while they gather.
pub(crate) struct Found {
    /// The lines that pages have.
    pub(crate) grid: Grid,
    /// How often each check was made.
    pub(crate) checked: BTreeMap<Check, usize>,
    /// What failed.
    pub(crate) findings: Vec<Finding>,
}

impl Found {
    /// Starts with nothing.
    pub(crate) fn new(grid: Grid) -> Found {
        Found { grid, checked: BTreeMap::new(), findings: Vec::new() }
    }

    /// Counts a check of a page and notes what it found.
    pub(crate) fn page(
        &mut self,
        check: Check,
        page: &PageLines,
        failed: bool,
        say: impl FnOnce() -> String,
    ) {
        self.note(check, page.number, None, failed, say);
    }

    /// Counts a check of a line and notes what it found.
    pub(crate) fn line(
        &mut self,
        check: Check,
        (page, line): (usize, &Line),
        failed: bool,
        say: impl FnOnce() -> String,
    ) {
        self.note(check, page, Some(grid_line(line.baseline, self.grid)), failed, say);
    }

    /// Counts a check and notes what it found.
    fn note(
        &mut self,
        check: Check,
        page: usize,
        line: Option<usize>,
        failed: bool,
        say: impl FnOnce() -> String,
    ) {
        *self.checked.entry(check).or_insert(0) += 1;
        if failed {
            self.findings.push(Finding { check, page, line, message: say() });
        }
    }
}

/// Returns the number of the grid's line that is nearest to a baseline, from 1.
pub(crate) fn grid_line(baseline: f64, grid: Grid) -> usize {
    // Clamped to the paper, which has some 28 pitches.
    (grid.row(baseline).round().clamp(0.0, 99.0) as usize) + 1
}
