//! The finished pages against GB/T 9704-2012: what a proof-reader would measure.
//!
//! Reads lines rather than frames, so that each check can be shown to fail on a few lines
//! written by hand. Findings are warnings, since a page that is a point off can still be
//! filed; a character without a glyph is an error, since it would be missing from the paper.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::diagnostic::Diagnostic;
use crate::document::title_lines::MAX_CELLS;
use crate::pages::fonts::is_known_family;
use crate::pages::form_audit::{Expected, check_form};
use crate::pages::found::{Check, Finding, Found, grid_line};
use crate::pages::grid::{self, Grid};
use crate::pages::lines::{Line, PageLines};
use crate::pages::unbroken::is_range_dash;
use crate::pages::walk::Role;
use crate::text::is_han;

/// Marks that do not start a line (GB/T 15834-2011, 5).
const NOT_AT_START: &str = "。，、；：！？”’）〕】》〉%·";
/// Brackets that do not end a line.
const NOT_AT_END: &str = "“‘（〔【《〈";
/// Marks whose box may reach half a cell past the margin: their ink is in its left half.
const HALF_AT_END: &str = "。，、；：！？”’）〕】》〉";
/// How far something may be off, in points.
const TOLERANCE: f64 = 0.5;

/// The result of auditing a document's pages.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Audit {
    /// The version of this shape.
    pub version: u32,
    /// Lines of the grid that the pages keep to.
    pub grid_lines: usize,
    /// The pages, in order.
    pub pages: Vec<PageCount>,
    /// How many characters each family shows.
    pub families: BTreeMap<String, usize>,
    /// What was checked: how often, and how often in vain.
    pub checks: Vec<CheckCount>,
    /// What was found wrong, in page order.
    pub findings: Vec<Finding>,
}

/// What a page holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct PageCount {
    /// The page's number, from 1.
    pub number: usize,
    /// Lines of text on the grid, tables and charts not counted.
    pub n_lines: usize,
    /// Characters, page number included.
    pub n_characters: usize,
}

/// How often a check was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct CheckCount {
    /// The check.
    pub check: Check,
    /// Pages or lines looked at.
    pub n_checked: usize,
    /// Findings.
    pub n_found: usize,
}

/// Audits the pages; what their document's form asks for only where it is told.
pub(crate) fn audit(pages: &[PageLines], expected: Option<&Expected<'_>>) -> Audit {
    let mut found = Found::new(expected.map_or(Grid::USUAL, Expected::grid));
    for page in pages {
        check_page(page, expected, &mut found);
        let may_be_blank = expected.is_some_and(|expected| expected.may_be_blank(page.number, pages.len()));
        let is_blank = !page.lines.iter().any(|line| line.role != Role::PageNumber);
        found.page(Check::EmptyPage, page, is_blank && !may_be_blank, || "是空白页".to_string());
        check_overlap(page, &mut found);
        let margin = expected.map_or(grid::LEFT, |expected| expected.left(page.number));
        for line in page.lines.iter().filter(|line| line.role != Role::PageNumber) {
            check_line(page, line, margin, &mut found);
        }
    }
    check_breaks(pages, &mut found);
    if let Some(expected) = expected {
        check_form(pages, expected, &mut found);
    }
    found.findings.sort_by_key(|finding| (finding.page, finding.line));

    let mut families = BTreeMap::new();
    for (family, n) in pages.iter().flat_map(|page| &page.families) {
        *families.entry(family.clone()).or_insert(0) += n;
    }
    let (findings, grid_lines) = (found.findings, found.grid.n_lines);
    let count = |(check, n_checked): (Check, usize)| {
        let n_found = findings.iter().filter(|finding| finding.check == check).count();
        CheckCount { check, n_checked, n_found }
    };
    let checks = found.checked.into_iter().map(count).collect();
    let count = |page: &PageLines| PageCount {
        number: page.number,
        n_lines: baselines(page).len(),
        n_characters: page.families.values().sum(),
    };
    let pages = pages.iter().map(count).collect();
    Audit { version: 1, grid_lines, pages, families, checks, findings }
}

impl Audit {
    /// Returns the audit as JSON.
    pub fn to_json(&self) -> String {
        let text = serde_json::to_string_pretty(self).expect("an audit is counts and text");
        text + "\n"
    }

    /// Returns the findings as diagnostics: `layout` warnings and `missing-glyph` errors.
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        self.findings.iter().map(Finding::diagnostic).collect()
    }
}

/// Checks a page as a whole.
fn check_page(page: &PageLines, expected: Option<&Expected<'_>>, found: &mut Found) {
    let (width, height) = page.size;
    let is_off = |a: f64, b: f64| (a - b).abs() > TOLERANCE;
    let is_a4 = !is_off(width, grid::PAPER.0) && !is_off(height, grid::PAPER.1);
    found.page(Check::PageSize, page, !is_a4, || {
        format!("的幅面为 {width:.1}×{height:.1} 磅（应为 A4，595.3×841.9 磅）")
    });

    let text = || page.lines.iter().filter(|line| line.role != Role::PageNumber);

    let mut turned = text().filter(|line| line.role == Role::Table && line.rotated).peekable();
    if turned.peek().is_some() {
        let wrong = turned.find(|line| !line.reads_upwards());
        found.page(Check::TurnedTable, page, wrong.is_some(), || {
            let text = wrong.map_or("", |line| line.text.as_str());
            format!("是横排表格，`{text}` 却不是自下而上排列（表头应在左）")
        });
    }

    let n_lines = baselines(page).len();
    let most = found.grid.n_lines;
    found.page(Check::LineCount, page, n_lines > most, || format!("有 {n_lines} 行（应不多于 {most} 行）"));

    // The colophon of a document without attachments stands on the same page.
    let signature = text().any(|line| line.role == Role::Closing);
    let alone = signature && text().all(|line| matches!(line.role, Role::Closing | Role::Colophon));
    let says = expected.map_or("只有落款，没有正文", Expected::says_alone);
    found.page(Check::LoneSignature, page, alone, || says.to_string());

    // On a turned page the lowest line is the one that starts there, not the last.
    let last = text().filter(|line| !line.rotated).max_by(|a, b| a.baseline.total_cmp(&b.baseline));
    if let Some(last) = last {
        let is_heading = last.role == Role::Heading;
        found.line(Check::LastHeading, (page.number, last), is_heading, || {
            format!("标题 `{}` 落在页末，下面没有正文", last.text)
        });
    }

    let is_known = |family: &str| is_known_family(family) || expected.is_some_and(|e| e.brings(family));
    for family in page.families.keys() {
        found.page(Check::Family, page, !is_known(family), || format!("用了公文之外的字体 `{family}`"));
    }

    *found.checked.entry(Check::MissingGlyph).or_insert(0) += 1;
    let mut seen = Vec::new();
    for missing in &page.missing {
        if seen.contains(&&missing.text) {
            continue;
        }
        seen.push(&missing.text);
        let n = page.missing.iter().filter(|other| other.text == missing.text).count();
        let codes: Vec<String> = missing.text.chars().map(|c| format!("U+{:04X}", u32::from(c))).collect();
        found.findings.push(Finding {
            check: Check::MissingGlyph,
            page: page.number,
            line: Some(grid_line(missing.baseline, found.grid)),
            message: format!(
                "的字符 `{}`（{}）没有字形，共 {n} 处（字体 {} 及其后备字体都没有）",
                missing.text,
                codes.join(" "),
                missing.family,
            ),
        });
    }
}

/// Checks that no line lies over another, as a long word does that leaves its cell.
fn check_overlap(page: &PageLines, found: &mut Found) {
    let is_text = |line: &&Line| line.role != Role::PageNumber;
    let spans = page.lines.iter().filter(is_text).filter_map(|line| Some((line, span(line)?)));
    let spans: Vec<(&Line, Span)> = spans.collect();
    for (at, (line, here)) in spans.iter().enumerate() {
        let over = spans[..at].iter().find(|(other, there)| {
            // Ink seldom fills more of a line's box than this.
            let height = 0.8 * line.size.min(other.size);
            line.rotated == other.rotated
                && (here.across - there.across).abs() < height - TOLERANCE
                && here.start < there.end - TOLERANCE
                && there.start < here.end - TOLERANCE
        });
        found.line(Check::Overlap, (page.number, line), over.is_some(), || {
            let other = over.map_or("", |(other, _)| other.text.as_str());
            format!(" `{}` 与 `{other}` 重叠", line.text)
        });
    }
}

/// Where a line's ink lies, as it is read.
struct Span {
    /// Its baseline.
    across: f64,
    /// Where it starts.
    start: f64,
    /// Where it ends at most.
    end: f64,
}

/// Returns where a line's ink lies, of lines that are level or read upwards.
fn span(line: &Line) -> Option<Span> {
    if !line.rotated {
        Some(Span { across: line.baseline, start: line.left, end: ink_end(line) })
    } else if line.reads_upwards() {
        Some(Span { across: line.left, start: -line.baseline, end: -line.end - half_at_end(line) })
    } else {
        None
    }
}

/// Returns where a level line's ink ends at most.
fn ink_end(line: &Line) -> f64 {
    line.right - half_at_end(line)
}

/// Returns how much of a line's end is the empty half of a mark.
fn half_at_end(line: &Line) -> f64 {
    if line.text.ends_with(|c| HALF_AT_END.contains(c)) { line.size / 2.0 } else { 0.0 }
}

/// Checks where a line stands.
fn check_line(page: &PageLines, line: &Line, margin: f64, found: &mut Found) {
    let place = (page.number, line);
    let (above, below) = (grid::ASCENT * line.size, grid::DESCENT * line.size);
    let (left, right, top, bottom) = if line.reads_upwards() {
        (line.left - above, line.left + below, line.end + half_at_end(line), line.baseline)
    } else if line.rotated {
        // Its box is not known; its origin must lie within all the same.
        (line.left, line.right, line.baseline, line.baseline)
    } else {
        (line.left, ink_end(line), line.baseline - above, line.baseline + below)
    };
    let over = [
        ("左", margin - left),
        ("右", right - margin - (grid::RIGHT - grid::LEFT)),
        // A letter's mark stands above the type area (10.1).
        ("上", if line.role == Role::Letterhead { 0.0 } else { grid::TOP - top }),
        ("下", bottom - grid::BOTTOM),
    ];
    for (side, over) in over {
        found.line(Check::TypeArea, place, over > TOLERANCE, || {
            format!(" `{}` 超出版心{side}边 {over:.1} 磅", line.text)
        });
    }

    // A letterhead looks the same whatever the pitch, so it keeps to the usual grid alone.
    let grid = found.grid;
    if is_on_grid(line) && (line.role != Role::Letterhead || grid == Grid::USUAL) {
        let row = grid.row(line.baseline);
        let off = (row - row.round()) * grid.pitch();
        found.line(Check::Grid, place, off.abs() > TOLERANCE, || {
            format!(" `{}` 偏离 {} 行的网格 {off:.1} 磅", line.text, grid.n_lines)
        });
    }

    if is_title(line) {
        let cells = line.length() / line.size;
        let is_wide = cells > MAX_CELLS + TOLERANCE / line.size;
        found.line(Check::TitleWidth, place, is_wide, || {
            format!("标题 `{}` 长 {cells:.1} 字（应不多于 {MAX_CELLS} 字）", line.text)
        });
    }
}

/// Checks where lines are broken: pairs of lines of the same paragraph, heading or cell.
fn check_breaks(pages: &[PageLines], found: &mut Found) {
    let lines = pages.iter().flat_map(|page| page.lines.iter().map(|line| (page.number, line)));
    let text = lines.filter(|(_, line)| !matches!(line.role, Role::PageNumber | Role::Figure));
    let mut previous: Option<(usize, &Line)> = None;
    let mut before_last: Option<(usize, &Line)> = None;
    let mut n_lines = 1;
    for current in text.map(Some).chain([None]) {
        let goes_on = match (previous, current) {
            (Some((_, a)), Some((_, b))) => a.part == b.part && a.role == b.role,
            _ => false,
        };
        if let (true, Some(before), Some(after)) = (goes_on, previous, current) {
            let is_dash = is_range_dash(before.1.text.chars().next_back(), &after.1.text);
            let start = after.1.text.chars().next().filter(|c| NOT_AT_START.contains(*c) || is_dash);
            found.line(Check::LineStart, after, start.is_some(), || {
                format!("以 `{}` 开头（该标点应在上一行行末）", start.unwrap_or_default())
            });
            let end = before.1.text.chars().next_back().filter(|c| NOT_AT_END.contains(*c));
            found.line(Check::LineEnd, before, end.is_some(), || {
                format!("以 `{}` 结尾（该标点应在下一行行首）", end.unwrap_or_default())
            });
            let torn = line_role(before.1) && is_torn(&before.1.text, &after.1.text);
            found.line(Check::TornNumber, before, torn, || {
                let (end, start) = (last_chars(&before.1.text), first_chars(&after.1.text));
                format!("与下一行之间拆开了 `{end}{start}`")
            });
            n_lines += 1;
        } else {
            // The paragraph ends with the line before.
            if let Some(last) = previous.filter(|(_, line)| line.role == Role::Paragraph) {
                let n = last.1.text.chars().filter(|c| c.is_alphanumeric()).count();
                found.line(Check::LoneCharacter, last, n_lines > 1 && n < 2, || {
                    format!("是一段的末行，只有 `{}`（孤字）", last.1.text)
                });
            }
            // In a cell a character can join it only from a line that keeps two.
            let cell = previous.filter(|(_, line)| line.role == Role::Table && n_lines > 1);
            if let (Some(last), Some((_, before))) = (cell, before_last) {
                let can_move = before.text.chars().rev().take(3).filter(|c| is_han(*c)).count() == 3;
                let is_lone = is_lone_han(&last.1.text) && can_move;
                found.line(Check::LoneCharacter, last, is_lone, || {
                    format!(
                        "是单元格 `{}{}` 的末行，只有 `{}`（孤字）",
                        before.text, last.1.text, last.1.text
                    )
                });
            }
            n_lines = 1;
        }
        before_last = previous;
        previous = current;
    }
}

/// Returns whether a text is one Han character, marks not counted.
fn is_lone_han(text: &str) -> bool {
    let mut letters = text.chars().filter(|c| c.is_alphanumeric());
    letters.next().is_some_and(is_han) && letters.next().is_none()
}

/// Returns whether a line is running text, whose breaks can be chosen.
fn line_role(line: &Line) -> bool {
    matches!(line.role, Role::Paragraph | Role::Closing | Role::Colophon)
}

/// Returns whether a break between two lines parts what belongs together.
fn is_torn(before: &str, after: &str) -> bool {
    let (Some(end), Some(start)) = (before.chars().next_back(), after.chars().next()) else { return false };
    let number = end.is_ascii_digit() && (start.is_alphanumeric() || start == '%' || start == '.');
    let decimal = end == '.' && start.is_ascii_digit() && before.len() > 1;
    number || (decimal && is_digit_before_point(before)) || (end == start && matches!(end, '—' | '…'))
}

/// Returns whether the last point follows a digit, as in `2.5` and not in `附件：`.
fn is_digit_before_point(text: &str) -> bool {
    text.trim_end_matches('.').ends_with(|c: char| c.is_ascii_digit())
}

/// Returns the last few characters.
fn last_chars(text: &str) -> &str {
    text.char_indices().nth_back(2).map_or(text, |(at, _)| &text[at..])
}

/// Returns the first few characters.
fn first_chars(text: &str) -> &str {
    text.char_indices().nth(3).map_or(text, |(at, _)| &text[..at])
}

/// Returns whether a line must stand on the grid: text in 三号.
fn is_on_grid(line: &Line) -> bool {
    let is_text = matches!(line.role, Role::Paragraph | Role::Heading | Role::Closing | Role::Letterhead);
    is_text && !line.rotated && (line.size - grid::CELL).abs() < TOLERANCE
}

/// Returns whether a line is one of the document's or an attachment's title.
fn is_title(line: &Line) -> bool {
    let is_big = line.size > grid::CELL + TOLERANCE;
    line.role == Role::Title || (line.role == Role::Heading && is_big)
}

/// Returns the different baselines of a page's text, title included.
fn baselines(page: &PageLines) -> Vec<f64> {
    let text = page.lines.iter().filter(|line| !line.rotated && (is_on_grid(line) || is_title(line)));
    let mut baselines: Vec<f64> = text.map(|line| line.baseline).collect();
    baselines.sort_by(f64::total_cmp);
    baselines.dedup_by(|a, b| (*a - *b).abs() < TOLERANCE);
    baselines
}
