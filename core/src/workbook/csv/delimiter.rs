//! Which mark parts the fields of a text that does not say so.
//!
//! Not the most frequent one: a sentence has more commas than a row has fields. What parts
//! fields stands equally often in every line, and first of all in the head, which has no
//! sentences. So each mark is tried, and that one counts whose even rows begin furthest up and
//! are broken least often.

use std::cmp::Reverse;

use crate::workbook::csv::fields::{Fields, Quotes};

/// The marks that are tried. The first four come from programs and win ties: full-width ones
/// mostly belong to a sentence.
const MARKS: [char; 7] = [',', '\t', ';', '|', '，', '；', '、'];
/// How many of them come from programs.
const N_HALF_WIDTH: usize = 4;
/// The most of the text that is looked at, in bytes.
const MAX_SAMPLE_BYTES: usize = 256 << 10;
/// The most rows that are looked at.
const MAX_SAMPLE_ROWS: usize = 400;

/// Returns the text without a `sep=` line, and the mark that parts its fields.
pub(super) fn find(text: &str) -> (&str, char) {
    stated(text).unwrap_or_else(|| (text, guessed(text)))
}

/// Reads the line `sep=;`, an instruction that Excel does not show as a row.
fn stated(text: &str) -> Option<(&str, char)> {
    let (line, body) = text.split_once('\n').unwrap_or((text, ""));
    let line = line.trim_end_matches('\r');
    let line = line.strip_prefix('"').and_then(|line| line.strip_suffix('"')).unwrap_or(line);
    let mark = line.strip_prefix("sep=").or_else(|| line.strip_prefix("SEP="))?;
    let mut chars = mark.chars();
    match (chars.next(), chars.next()) {
        (Some(mark), None) if mark != '"' => Some((body, mark)),
        _ => None,
    }
}

/// Finds the mark by how evenly it parts the first rows.
fn guessed(text: &str) -> char {
    let n_bytes = (0..=text.len().min(MAX_SAMPLE_BYTES)).rev().find(|&at| text.is_char_boundary(at));
    let sample = &text[..n_bytes.unwrap_or(0)];
    let is_whole = sample.len() == text.len();
    let rows: Vec<Vec<Width>> = MARKS.iter().map(|&mark| widths(sample, mark, is_whole)).collect();
    let shapes_by = |judge: fn(&[Width], usize) -> Option<Shape>| -> Vec<(usize, Shape)> {
        rows.iter().enumerate().filter_map(|(at, rows)| Some((at, judge(rows, at)?))).collect()
    };
    let mut shapes = shapes_by(Shape::even);
    if shapes.is_empty() {
        shapes = shapes_by(Shape::ragged);
    }
    let best = shapes.iter().min_by_key(|(at, shape)| {
        let is_full_width = *at >= N_HALF_WIDTH;
        // A tab beside each comma keeps Excel from reading a date.
        let is_beside = MARKS[*at] == '\t' && shapes.len() > 1 && tabs_stand_beside_marks(sample);
        // One anywhere else in every line is no part of a sentence.
        let is_typed = MARKS[*at] != '\t';
        (is_beside, shape.first, shape.n_odd, is_full_width, is_typed, Reverse(shape.width), *at)
    });
    best.map_or(',', |(at, _)| MARKS[*at])
}

/// The rows of a text as one mark parts it.
struct Shape {
    /// How many fields most rows have.
    width: usize,
    /// The first row that has so many.
    first: usize,
    /// Rows from there on that have more or fewer, or quotes that do not fit the mark.
    n_odd: usize,
}

/// How a mark parts a row.
struct Width {
    n_fields: usize,
    is_stray: bool,
}

impl Shape {
    /// Judges the rows of one mark; nothing where it does not part most of them alike.
    fn even(rows: &[Width], mark: usize) -> Option<Shape> {
        let mut counts: Vec<usize> = rows.iter().map(|row| row.n_fields).filter(|&n| n > 1).collect();
        counts.sort_unstable();
        let runs = counts.chunk_by(|a, b| a == b);
        let width = runs.max_by_key(|run| (run.len(), Reverse(run[0])))?[0];
        let is_even = |at: usize| rows.get(at).is_none_or(|row| row.n_fields == width);
        // A title is seldom followed by a row with as many marks.
        let first = (0..rows.len()).find(|&at| is_even(at) && is_even(at + 1))?;
        let n_uneven = (first..rows.len()).filter(|&at| !is_even(at)).count();
        let n_stray = rows.iter().filter(|row| row.is_stray).count();
        let is_most = n_uneven * 2 < rows.len() - first;
        // A list of names in one column is no table, whatever stands between the names.
        let is_sentence = mark >= N_HALF_WIDTH && first > 0 && (width < 3 || n_uneven > 0);
        (is_most && !is_sentence).then_some(Shape { width, first, n_odd: n_uneven + n_stray })
    }

    /// Judges rows that people typed and ended where their last field did: none has more
    /// fields than the head.
    fn ragged(rows: &[Width], mark: usize) -> Option<Shape> {
        let width = rows.iter().map(|row| row.n_fields).max().filter(|&width| width > 1)?;
        let first = rows.iter().position(|row| row.n_fields == width)?;
        let below = &rows[first..];
        let n_parted = below.iter().filter(|row| row.n_fields > 1).count();
        let is_sentence = mark >= N_HALF_WIDTH && (first > 0 || width < 3);
        let n_odd = below.iter().filter(|row| row.n_fields < width).count();
        (n_parted * 2 > below.len() && !is_sentence).then_some(Shape { width, first, n_odd })
    }
}

/// Parts the rows by the mark; those that hold nothing are left out.
fn widths(sample: &str, mark: char, is_whole: bool) -> Vec<Width> {
    let mut out = Vec::new();
    let mut row = Width { n_fields: 0, is_stray: false };
    let mut is_blank = true;
    for field in Fields::new(sample, mark) {
        row.n_fields += 1;
        row.is_stray |= field.quotes != Quotes::Whole || is_half_quoted(&sample[field.at..], &field.text);
        is_blank = is_blank && field.text.chars().all(|c| c.is_whitespace() || MARKS.contains(&c));
        if field.ends_row {
            let row = std::mem::replace(&mut row, Width { n_fields: 0, is_stray: false });
            if !std::mem::replace(&mut is_blank, true) {
                out.push(row);
            }
            if out.len() > MAX_SAMPLE_ROWS {
                break;
            }
        }
    }
    // The last row of a sample may be cut.
    if !is_whole && out.len() > 1 {
        out.pop();
    }
    out
}

/// Returns whether a field that no quote opens has one of a pair within it.
fn is_half_quoted(written: &str, text: &str) -> bool {
    !written.starts_with('"') && text.matches('"').count() % 2 == 1
}

/// Returns whether every tab stands beside another mark or at an end of a line.
fn tabs_stand_beside_marks(sample: &str) -> bool {
    let is_edge = |c: Option<char>| {
        c.is_none_or(|c| matches!(c, '\n' | '\r' | '"') || c != '\t' && MARKS[..N_HALF_WIDTH].contains(&c))
    };
    sample.match_indices('\t').all(|(at, _)| {
        let before = sample[..at].trim_end_matches(' ').chars().next_back();
        let after = sample[at + 1..].trim_start_matches(' ').chars().next();
        is_edge(before) || is_edge(after)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: char) {
        assert_eq!(find(text).1, expected, "{text}");
    }

    #[test]
    fn what_parts_every_line_alike() {
        check("a;b\nc;d", ';');
        check("a\tb\nc\td", '\t');
        check("a|b|c\n1|2|3", '|');
        check("甲，乙\n丙，丁", '，');
        check("甲；乙\n丙；丁", '；');
        check("姓名、题目\n张三、茶\n李四、竹", '、');
        check("甲，\"乙，丙\"\n丁，\t戊", '，');
        check("甲,乙，丙\n", ',');
        // What stands in quotes is no delimiter.
        check("a;\"b,c,d,e\"\n", ';');
        check("姓名;备注\n张三;\"一,二\n三,四\"\n李四;无", ';');
    }

    #[test]
    fn marks_in_sentences_do_not_count() {
        check("日期,问题\n3月5日,不细，不全，不深\n3月6日,不细，不全，不深\n", ',');
        check("日期\t问题\n3月5日\t不细,不全\n3月6日\t不细,不全\n", '\t');
        check("日期;问题\n3月5日;不细,不全\n3月6日;不细,不全\n", ';');
        check("日期|问题\n3月5日|不细；不全\n", '|');
        // A title, even one with marks, is no head.
        check("清溪镇，二季度\n日期,问题\n3月5日,不细，不全\n3月6日,不细，不全\n", ',');
        check("清溪镇台账，二季度\n日期;问题;整改\n", ';');
        // A column of names is one column.
        check("单独一列\n甲\n", ',');
        check("参会人员\n张三、李四\n王五、赵六\n", ',');
        check("心得\n学习使人进步，实践出真知。\n为民服务，永远在路上，久久为功。\n", ',');
    }

    #[test]
    fn tabs_that_keep_a_date_from_being_read() {
        check("姓名,\t3月5日,\t3月12日\n张三,\t√,\t√\n", ',');
        check("\t姓名,\t3月5日\n\t张三,\t√\n", ',');
        check("姓名\t,3月5日\t\n张三\t,√\t\n", ',');
        check("姓名,职务\t3月5日\n张三,委员\t√\n", '\t');
    }

    #[test]
    fn rows_that_end_early() {
        check("姓名;3月5日;3月12日\n张三;√\n李四;√;√\n王五\n", ';');
        check("姓名，3月5日，3月12日\n张三，√\n李四，√，√\n王五\n", '，');
        check("姓名;备注\n张三\n李四;病假，事假\n王五\n", ',');
        check("心得，体会\n学习使人进步，实践出真知，为民服务。\n永远在路上。\n", ',');
    }

    #[test]
    fn a_stated_mark_counts() {
        assert_eq!(find("sep=|\na|b,c"), ("a|b,c", '|'));
        assert_eq!(find("\"sep=;\"\r\na;b"), ("a;b", ';'));
        assert_eq!(find("sep=，\r\n甲，乙"), ("甲，乙", '，'));
        assert_eq!(find("sep=abc\na,b").0, "sep=abc\na,b");
    }
}
