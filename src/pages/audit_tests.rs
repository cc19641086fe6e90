//! Each check of the audit on lines written by hand: it passes, and it can fail.

use crate::pages::audit::audit;
use crate::pages::grid::{self, Grid};
use crate::pages::lines::{Line, Missing, PageLines};
use crate::pages::walk::Role;

/// Creates a line of body text on the grid's line `row`, from 1.
fn line(row: usize, text: &str) -> Line {
    let row = u32::try_from(row).expect("a page has few lines");
    let baseline = grid::TOP + grid::ASCENT * grid::CELL + f64::from(row - 1) * Grid::USUAL.pitch();
    Line {
        baseline,
        end: baseline,
        left: grid::LEFT,
        right: grid::RIGHT,
        size: grid::CELL,
        family: "Noto Serif SC".to_string(),
        text: text.to_string(),
        role: Role::Paragraph,
        part: 1,
        rotated: false,
        starts: Vec::new(),
    }
}

/// Creates a page of such lines.
fn page(lines: Vec<Line>) -> PageLines {
    let families = [("Noto Serif SC".to_string(), 10)].into();
    PageLines { number: 1, size: grid::PAPER, lines, families, ..PageLines::default() }
}

/// Compares the diagnostics of some pages, one a line.
#[track_caller]
fn check(pages: &[PageLines], expected: &[&str]) {
    let audit = audit(pages, None);
    let lines: Vec<_> = audit.diagnostics().iter().map(ToString::to_string).collect();
    assert_eq!(lines, expected);
    let n_found: usize = audit.checks.iter().map(|count| count.n_found).sum();
    assert_eq!(n_found, audit.findings.len());
}

/// Compares the diagnostics of one page of lines.
#[track_caller]
fn check_lines(lines: Vec<Line>, expected: &[&str]) {
    check(&[page(lines)], expected);
}

#[test]
fn a_good_page_passes() {
    check(&[], &[]);
    check_lines((1..=22).map(|row| line(row, "一二三四五六七八九")).collect(), &[]);
}

#[test]
fn page_size() {
    let mut letter = page(vec![line(1, "一二")]);
    letter.size = (612.0, 792.0);
    check(&[letter], &["警告：第1页的幅面为 612.0×792.0 磅（应为 A4，595.3×841.9 磅）"]);
}

#[test]
fn type_area() {
    let moved = |change: fn(&mut Line)| {
        let mut moved = Line { role: Role::Other, ..line(5, "一二三") };
        change(&mut moved);
        vec![moved]
    };
    check_lines(moved(|line| line.left -= 2.0), &["警告：第1页第5行 `一二三` 超出版心左边 2.0 磅"]);
    check_lines(moved(|line| line.right += 2.0), &["警告：第1页第5行 `一二三` 超出版心右边 2.0 磅"]);
    check_lines(
        moved(|line| line.baseline = grid::TOP + 10.0),
        &["警告：第1页第1行 `一二三` 超出版心上边 3.9 磅"],
    );
    check_lines(
        moved(|line| line.baseline = grid::BOTTOM),
        &["警告：第1页第22行 `一二三` 超出版心下边 1.9 磅"],
    );
    // The empty half of a mark's box may stick out, but no more.
    check_lines(vec![Line { right: grid::RIGHT + 7.8, ..line(5, "一二。") }], &[]);
    check_lines(
        vec![Line { right: grid::RIGHT + 9.0, ..line(5, "一二。") }],
        &["警告：第1页第5行 `一二。` 超出版心右边 1.1 磅"],
    );
    // The page number stands below.
    let number = Line { role: Role::PageNumber, ..line(23, "— 1 —") };
    check_lines(vec![line(1, "一二"), number], &[]);
}

#[test]
fn grid_of_22_lines() {
    let mut off = line(3, "一二三");
    off.baseline += 3.0;
    check_lines(vec![off.clone()], &["警告：第1页第3行 `一二三` 偏离 22 行的网格 3.0 磅"]);
    // Cells and captions keep to no grid.
    check_lines(vec![Line { role: Role::Table, ..off }], &[]);
}

#[test]
fn at_most_22_lines() {
    let tight = |row: u32| {
        let baseline = line(1, "").baseline + f64::from(row) * 27.0;
        Line { baseline, role: Role::Title, right: grid::LEFT + 60.0, ..line(1, "一二") }
    };
    check_lines((0..23).map(tight).collect(), &["警告：第1页有 23 行（应不多于 22 行）"]);
}

#[test]
fn marks_at_line_ends() {
    check_lines(
        vec![line(1, "一二三"), line(2, "。四五六")],
        &["警告：第1页第2行以 `。` 开头（该标点应在上一行行末）"],
    );
    check_lines(
        vec![line(1, "一二三《"), line(2, "四五六》")],
        &["警告：第1页第1行以 `《` 结尾（该标点应在下一行行首）"],
    );
    // The dash of a range, not 破折号.
    check_lines(
        vec![line(1, "一二3月5日"), line(2, "—4月6日")],
        &["警告：第1页第2行以 `—` 开头（该标点应在上一行行末）"],
    );
    check_lines(vec![line(1, "一二三"), line(2, "——四五六")], &[]);
    // Also across pages; but a paragraph or cell may start as it likes.
    check(
        &[page(vec![line(22, "一二三")]), PageLines { number: 2, ..page(vec![line(1, "）四五")]) }],
        &["警告：第2页第1行以 `）` 开头（该标点应在上一行行末）"],
    );
    check_lines(vec![line(1, "一二三"), Line { part: 2, ..line(2, "%四五") }], &[]);
}

#[test]
fn lone_characters() {
    check_lines(
        vec![line(1, "一二三"), line(2, "四。")],
        &["警告：第1页第2行是一段的末行，只有 `四。`（孤字）"],
    );
    check_lines(vec![line(1, "一二三"), line(2, "四五。")], &[]);
    check_lines(vec![line(1, "一。"), Line { part: 2, ..line(2, "二三") }], &[]);
    // A table's cell may be too narrow for anything else.
    let cell = |row, text| Line { role: Role::Table, ..line(row, text) };
    check_lines(
        vec![cell(1, "一二三"), cell(2, "四")],
        &["警告：第1页第2行是单元格 `一二三四` 的末行，只有 `四`（孤字）"],
    );
    check_lines(vec![cell(1, "一二"), cell(2, "四")], &[]);
    check_lines(vec![cell(1, "一二三"), cell(2, "四五")], &[]);
    check_lines(vec![cell(1, "一二三"), cell(2, "4")], &[]);
}

#[test]
fn headings_at_a_pages_end() {
    let heading = Line { role: Role::Heading, part: 2, ..line(2, "一、标题") };
    check_lines(
        vec![line(1, "一二"), heading.clone()],
        &["警告：第1页第2行标题 `一、标题` 落在页末，下面没有正文"],
    );
    check_lines(vec![line(1, "一二"), heading, Line { part: 3, ..line(3, "三四") }], &[]);
}

#[test]
fn a_signature_alone() {
    let closing = Line { role: Role::Closing, part: 2, ..line(2, "2020年7月3日") };
    check_lines(vec![closing.clone()], &["警告：第1页只有落款，没有正文"]);
    check_lines(vec![line(1, "一二"), closing], &[]);
}

#[test]
fn empty_pages() {
    check_lines(vec![], &["警告：第1页是空白页"]);
    let number = Line { role: Role::PageNumber, ..line(23, "— 1 —") };
    check_lines(vec![number], &["警告：第1页是空白页"]);
}

#[test]
fn wide_titles() {
    let title = |right| Line { role: Role::Title, size: 22.0, right, ..line(2, "标题") };
    check_lines(vec![title(grid::LEFT + 440.0)], &[]);
    check_lines(
        vec![title(grid::LEFT + 442.0)],
        &["警告：第1页第2行标题 `标题` 长 20.1 字（应不多于 20 字）"],
    );
}

#[test]
fn overprinted_text() {
    let cell = |left, right, text| {
        let role = Role::Table;
        Line { left: grid::LEFT + left, right: grid::LEFT + right, role, ..line(3, text) }
    };
    check_lines(vec![cell(0.0, 40.0, "一二"), cell(40.0, 80.0, "三四")], &[]);
    check_lines(
        vec![cell(0.0, 50.0, "ABCDEF"), cell(40.0, 80.0, "三四")],
        &["警告：第1页第3行 `三四` 与 `ABCDEF` 重叠"],
    );
}

#[test]
fn foreign_families() {
    let mut foreign = page(vec![line(1, "一二")]);
    foreign.families.insert("New Computer Modern".to_string(), 3);
    check(&[foreign], &["警告：第1页用了公文之外的字体 `New Computer Modern`"]);
}

#[test]
fn missing_glyphs_are_errors_and_named_once() {
    let mut incomplete = page(vec![line(1, "一二")]);
    let missing = |row| Missing {
        text: "😀".to_string(),
        family: "Noto Serif SC".to_string(),
        baseline: line(row, "").baseline,
    };
    incomplete.missing = vec![missing(4), missing(9)];
    check(
        &[incomplete],
        &[
            "错误：第1页第4行的字符 `😀`（U+1F600）没有字形，共 2 处（字体 Noto Serif SC 及其后备字体都没有）\n　　提示：在源文件中改用其他字",
        ],
    );
}

#[test]
fn turned_tables() {
    let cell = |left: f64, from: f64, to: f64| Line {
        left: grid::LEFT + left,
        right: grid::LEFT + left,
        baseline: grid::TOP + from,
        end: grid::TOP + to,
        size: 10.5,
        role: Role::Table,
        rotated: true,
        ..line(1, "一二三")
    };
    check_lines(vec![cell(20.0, 90.0, 60.0), cell(40.0, 90.0, 60.0)], &[]);
    check_lines(
        vec![cell(20.0, 60.0, 90.0)],
        &["警告：第1页是横排表格，`一二三` 却不是自下而上排列（表头应在左）"],
    );
    check_lines(
        vec![cell(20.0, 90.0, 40.0), cell(20.0, 60.0, 20.0)],
        &["警告：第1页第3行 `一二三` 与 `一二三` 重叠"],
    );
    check_lines(vec![cell(5.0, 90.0, 60.0)], &["警告：第1页第4行 `一二三` 超出版心左边 4.2 磅"]);
    check_lines(vec![cell(20.0, 30.0, -2.0)], &["警告：第1页第2行 `一二三` 超出版心上边 2.0 磅"]);
    // Its label starts at the sheet's lower left and ends no page.
    let label = Line { role: Role::Heading, size: grid::CELL, ..cell(20.0, 600.0, 560.0) };
    check_lines(vec![label], &[]);
}

#[test]
fn json() {
    let audit = audit(&[page(vec![line(1, "一二三"), line(2, "四。")])], None);
    let json = serde_json::to_value(&audit).expect("plain data serialises");
    assert_eq!(json["pages"][0]["n-lines"], 2);
    assert_eq!(json["findings"][0]["check"], "lone-character");
    assert_eq!(json["findings"][0]["line"], 2);
}
