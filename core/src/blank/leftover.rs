//! What is left of the blank registers, or of anybody's template, in files that come back:
//! example rows, example sheets, the example at the head of a column, registers with nothing in
//! them. Of these nothing can be told, not even that there was nothing to enter.
//!
//! An example that stands as it was handed out is left out and named. One that somebody has
//! written over is perhaps a record that still says 示例, and perhaps not: counting it and
//! leaving it out may both be wrong, so the report is refused until the file says which.

use crate::blank::registers::{ADVICE, Column, REGISTERS, Register};
use crate::diagnostic::{Diagnostic, Spot};
use crate::dossier::squeeze;
use crate::text::is_placeholder;
use crate::workbook::{Row, Sheet, Workbook};

/// Words for an example, in the names of sheets too.
const WORDS: [&str; 4] = ["示例", "样例", "范例", "样表"];
/// Names that examples are made of.
const EXAMPLE_NAMES: [&str; 6] = ["张三", "李四", "王五", "赵六", "张某", "李某"];
/// A line with fewer cells is a remark about the example, not one.
const MIN_CELLS: usize = 3;
/// An example that has lost its word is known when at least this many cells are the same.
const MIN_SAME_CELLS: usize = 4;
/// Below this many rows no header is looked for.
const MAX_HEADER_ROW: u32 = 20;

/// Leaves examples out of a workbook, naming each.
pub fn leave_out_examples(workbook: &mut Workbook, diagnostics: &mut Vec<Diagnostic>) {
    workbook.sheets.retain(|sheet| !is_own_advice(sheet) && !is_example_sheet(sheet, diagnostics));
    workbook.sheets.retain_mut(|sheet| {
        // Some registers begin with the same heads; the one with the most is it.
        let known = REGISTERS.iter().filter_map(|register| Some((register, header_row(sheet, register)?)));
        let known = known.max_by_key(|(register, _)| n_heads(register));
        leave_out_rows(sheet, known, diagnostics);
        let Some((register, header)) = known else { return true };
        let first = first_row(register, header);
        // The legend is one cell; entries have more.
        let is_filled = sheet.rows.iter().any(|row| row.index >= first && row.cells.len() > 1);
        if register.topics.is_some() {
            leave_out_heads(sheet, register, header, diagnostics);
        }
        if !is_filled {
            let message = format!("这张{}还没有填写，按未提供数据处理", register.title);
            let note = Diagnostic::note("register-not-filled", message).at(&sheet.place);
            diagnostics.push(note.hint("填好后重新核查；用不着的移出文件夹"));
        }
        is_filled
    });
}

/// Returns the first row below a blank register's header.
fn first_row(register: &Register, header: u32) -> u32 {
    header + 1 + u32::from(register.topics.is_some())
}

/// Returns whether a sheet holds how a blank register is filled in, as it was handed out, and nothing
/// else: of that there is nothing to tell.
fn is_own_advice(sheet: &Sheet) -> bool {
    let is_line = |row: &Row| {
        let [cell] = &row.cells[..] else { return false };
        let text = cell.value.text();
        let line = text.trim_start_matches(|c: char| c.is_ascii_digit()).strip_prefix(". ");
        cell.col == 0 && line.is_some_and(|line| REGISTERS.iter().any(|one| one.advice.contains(&line)))
    };
    sheet.place.sheet.as_deref() == Some(ADVICE) && sheet.rows.iter().all(is_line)
}

/// Returns whether a sheet is called an example, and says so.
fn is_example_sheet(sheet: &Sheet, diagnostics: &mut Vec<Diagnostic>) -> bool {
    let name = sheet.place.sheet.as_deref().map(squeeze).unwrap_or_default();
    let Some(word) = WORDS.iter().find(|word| name.contains(**word)) else { return false };
    if !sheet.rows.is_empty() {
        diagnostics.push(
            Diagnostic::warning("example-left", format!("工作表的名称里有“{word}”，内容没有计入"))
                .at(&sheet.place)
                .hint(format!("是本单位的记录，就把工作表名称里的“{word}”去掉；只是示范的，可以删去")),
        );
    }
    true
}

/// Returns how many of a register's first columns keep the heads that they are handed out with.
fn n_heads(register: &Register) -> usize {
    register.topics.map_or(register.columns.len(), |(first, _)| first)
}

/// Returns the row in which the heads of a blank register stand.
fn header_row(sheet: &Sheet, register: &Register) -> Option<u32> {
    let heads = || (0..).zip(&register.columns[..n_heads(register)]).map(|(col, (head, ..))| (col, *head));
    let is_header = |row: &&Row| {
        let shows = |(col, head): (u32, &str)| row.get(col).is_some_and(|v| squeeze(&v.text()) == head);
        // Below heads that go over two rows there is nothing.
        let is_over_two = |(col, _)| sheet.get(row.index + 1, col).is_none();
        heads().all(shows) && (register.topics.is_none() || heads().all(is_over_two))
    };
    sheet.rows.iter().take_while(|row| row.index < MAX_HEADER_ROW).find(is_header).map(|row| row.index)
}

/// Leaves out the rows that are examples; refuses those that were written over.
fn leave_out_rows(sheet: &mut Sheet, known: Option<(&Register, u32)>, diagnostics: &mut Vec<Diagnostic>) {
    let spot = |row: &Row| {
        let first = row.cells.first().map_or(0, |cell| cell.col);
        let last = row.cells.last().map_or(0, |cell| cell.col);
        Spot { place: sheet.place.clone(), cells: Some(((row.index, first), (row.index, last))) }
    };
    let own = known.map(|(register, _)| register);
    let first = known.map_or(0, |(register, header)| first_row(register, header));
    let mut left_out = Vec::new();
    for row in sheet.rows.iter().filter(|row| row.index >= first) {
        let Some(word) = example_word(row) else {
            let left = own.map_or(Left::Nothing, |register| left_of_example(row, register));
            let told = match left {
                Left::Nothing => continue,
                Left::All => Diagnostic::error("placeholder", "这一行还是登记表里示范的内容"),
                Left::Most(n) => {
                    let message = format!("这一行有 {n} 格和登记表里示范的内容一样，照样使用");
                    Diagnostic::warning("example-left", message)
                }
            };
            diagnostics.push(told.at(spot(row)).hint("改成本单位的内容，或删去这一行"));
            continue;
        };
        if row.cells.len() < MIN_CELLS {
            continue;
        }
        left_out.push(row.index);
        let is_as_it_was = own.is_some_and(|register| differs_at(row, register).is_none());
        if is_as_it_was {
            let message = format!("第 {} 行是示例，没有计入", row.index + 1);
            diagnostics.push(Diagnostic::note("example-left", message).at(spot(row)));
        } else if own.is_none() && row.cells.iter().any(|cell| is_made_up(&cell.value.text())) {
            let message = format!("第 {} 行写着“{word}”，没有计入", row.index + 1);
            diagnostics.push(
                Diagnostic::warning("example-left", message)
                    .at(spot(row))
                    .hint(format!("是本单位的记录，就去掉“{word}”二字；是示例，就删去这一行")),
            );
        } else {
            let message = format!("这一行写着“{word}”，却像是填过的，不知是示例还是本单位的记录");
            diagnostics.push(
                Diagnostic::error("placeholder", message)
                    .at(spot(row))
                    .value(word)
                    .hint(format!("是本单位的记录，就把“{word}”改成序号；是示例，就删去这一行")),
            );
        }
    }
    sheet.rows.retain(|row| !left_out.contains(&row.index));
}

/// Returns the word by which a row says that it is an example.
fn example_word(row: &Row) -> Option<&'static str> {
    let says = |text: &str, is_first: bool| {
        let text = squeeze(text);
        let bare = text.trim_matches(|c| "（(［[【）)］]】：:".contains(c));
        WORDS[..3].iter().copied().find(|word| bare == *word || is_first && bare.starts_with(word))
    };
    row.cells.iter().enumerate().find_map(|(at, cell)| says(&cell.value.text(), at == 0))
}

/// What is left of the register's example in a row that does not say so any more.
enum Left {
    /// Nothing that tells.
    Nothing,
    /// So many cells; the entry may be the office's own.
    Most(usize),
    /// All that makes an entry, or all but a cell.
    All,
}

/// Returns how much a row has of the register's example, whose word was taken away.
fn left_of_example(row: &Row, register: &Register) -> Left {
    let text = |col: u32| row.get(col).map(|value| squeeze(&value.text())).unwrap_or_default();
    let cells = (0..).zip(register.columns).skip(1).filter(|(_, (.., example))| !example.is_empty());
    let (same, other): (Vec<_>, Vec<_>) =
        cells.partition(|(col, (.., example))| text(*col) == squeeze(example));
    let keeps_name = same.iter().any(|(_, (.., example))| EXAMPLE_NAMES.contains(example));
    match (same.len(), other.len()) {
        // Of a short example only one that nobody is called by tells.
        (_, 0) if keeps_name => Left::All,
        // Of many cells as good as all; an own entry may share a few counts with it.
        (n, other) if n > MIN_SAME_CELLS && n * 5 >= (n + other) * 4 => Left::All,
        (n, 0) if n >= MIN_SAME_CELLS => Left::All,
        (n, ..=2) if n >= MIN_SAME_CELLS => Left::Most(n),
        (n, 3) if n >= MIN_SAME_CELLS && keeps_name => Left::Most(n),
        _ => Left::Nothing,
    }
}

/// Returns the last column in which a row is not the register's example.
fn differs_at(row: &Row, register: &Register) -> Option<u32> {
    let n_cols = u32::try_from(register.columns.len()).unwrap_or(u32::MAX);
    let beyond = row.cells.last().map(|cell| cell.col).filter(|col| *col >= n_cols);
    beyond.or_else(|| {
        let columns = (0..n_cols).zip(register.columns).rev();
        let is_other = |(col, (.., example)): &(u32, &Column)| {
            let text = row.get(*col).map(|value| squeeze(&value.text())).unwrap_or_default();
            text != squeeze(example)
        };
        columns.into_iter().find(is_other).map(|(col, _)| col)
    })
}

/// Returns whether a text is one that examples are made of.
fn is_made_up(text: &str) -> bool {
    EXAMPLE_NAMES.contains(&squeeze(text).as_str()) || is_placeholder(text)
}

/// Leaves out an example at the head of a column; refuses it where the column is in use.
fn leave_out_heads(sheet: &mut Sheet, register: &Register, header: u32, diagnostics: &mut Vec<Diagnostic>) {
    let first = register.topics.map_or(0, |(first, _)| first);
    let first = u32::try_from(first).unwrap_or(u32::MAX);
    let text = |row: u32, col: u32| sheet.get(row, col).map(|value| squeeze(&value.text()));
    let is_example = |row: u32, col: u32| text(row, col).is_some_and(|text| text.starts_with("示例"));
    let mut left_out = Vec::new();
    for col in (first..sheet.n_cols()).filter(|col| is_example(header, *col)) {
        let origin = sheet.origin(header, col);
        let below = sheet.rows.iter().filter(|row| row.index > header + 1);
        let is_used = below.into_iter().any(|row| row.get(col).is_some())
            || text(header + 1, col).is_some() && !is_example(header + 1, col);
        if is_used {
            diagnostics.push(
                Diagnostic::error("placeholder", "表头还写着“示例”，不知是哪一天的学习")
                    .at(&origin)
                    .value(text(header, col).unwrap_or_default())
                    .hint("改成实际的学习日期，如 2026年1月15日；下面一格改成学习主题"),
            );
        } else {
            let note = Diagnostic::note("example-left", "这一列的表头是示例，没有计入").at(&origin);
            diagnostics.push(note.hint("改成第一次学习的日期，如 2026年1月15日；下面一格改成学习主题"));
            left_out.push(col);
        }
    }
    for row in sheet.rows.iter_mut().filter(|row| (header..=header + 1).contains(&row.index)) {
        row.cells.retain(|cell| !left_out.contains(&cell.col));
    }
    sheet.rows.retain(|row| !row.cells.is_empty());
}
