//! The numbers in the office's own words: the program prints them and cannot answer for them.

use crate::document::format::whole;
use crate::document::text;
use crate::document::{Own, Provenance, Section, Supplement, Text};
use crate::worksheet::item::{Item, Kind, OFFICE};

/// The characters of a clause that are shown around its first number.
const MAX_CHARS: usize = 24;
/// The most numbers that one item shows.
const MAX_SHOWN: usize = 12;

/// Returns one item a part that the office wrote itself, where it holds numbers.
pub(super) fn numbers(supplement: &Supplement) -> Vec<Item> {
    let of_part = |section: Section| {
        let found: Vec<String> = supplement.of(section).flat_map(with_numbers).collect();
        if found.is_empty() {
            return None;
        }
        let shown: Vec<Text> =
            found.iter().take(MAX_SHOWN).map(|words| Text::of(words.as_str(), OWN)).collect();
        let more = if found.len() > MAX_SHOWN { "等" } else { "" };
        let n = whole(found.len(), Provenance::Listed("正文素材中的数字"));
        let what = text!(
            "正文素材“{}”一节的{n}处数字由本单位提供，程序没有核对：{}{more}。",
            section.name(),
            Text::joined(&shown, "；")
        );
        Some(Item::new(Kind::Own, "own-numbers", what, "逐个对照原始材料核实。").by(OFFICE))
    };
    Section::ALL.into_iter().filter_map(of_part).collect()
}

/// Where the words come from.
const OWN: Provenance = Provenance::Office("正文素材");

/// Returns the words around each number: of a text its clause, of a table the heads of its row and
/// column.
fn with_numbers(own: &Own) -> Vec<String> {
    match own {
        Own::Heading(text) | Own::Paragraph(text) => in_text(text),
        Own::Table(rows) => in_table(rows),
    }
}

fn in_text(text: &str) -> Vec<String> {
    let clauses = text.split(['，', '。', '；', '、', '：', '！', '？']);
    clauses.filter_map(|clause| cut(without_number(clause.trim()))).collect()
}

/// Drops the number that a clause bears in a list: 1.抓领学.
fn without_number(clause: &str) -> &str {
    let number = clause.trim_start_matches(['（', '(']);
    let rest = number.trim_start_matches(|c: char| c.is_ascii_digit());
    let marked = rest.strip_prefix(['.', '．', ')', '）']).filter(|_| rest.len() < number.len());
    // 1.5万元 is no number of a list.
    marked.filter(|rest| !rest.starts_with(|c: char| c.is_ascii_digit())).unwrap_or(clause)
}

/// Cuts a clause to some characters around its first number; nothing where it has none.
fn cut(clause: &str) -> Option<String> {
    let before = clause.find(|c: char| c.is_ascii_digit())?;
    let n_before = clause[..before].chars().count();
    let n_chars = clause.chars().count();
    let skipped = if n_chars <= MAX_CHARS { 0 } else { n_before.saturating_sub(MAX_CHARS / 2) };
    let shown: String = clause.chars().skip(skipped).take(MAX_CHARS).collect();
    let (start, end) =
        (if skipped > 0 { "…" } else { "" }, if skipped + MAX_CHARS < n_chars { "…" } else { "" });
    Some(format!("{start}{shown}{end}"))
}

fn in_table(rows: &[Vec<String>]) -> Vec<String> {
    let Some((head, rows)) = rows.split_first() else { return Vec::new() };
    let has_number = |cell: &str| cell.contains(|c: char| c.is_ascii_digit());
    let mut found = Vec::new();
    for row in rows {
        for (at, cell) in row.iter().enumerate().filter(|(_, cell)| has_number(cell)) {
            let of_row = if at > 0 { row[0].as_str() } else { "" };
            let of_column = head.get(at).map_or("", String::as_str);
            found.push(format!("{of_row}{of_column}{cell}"));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_shown_with_the_words_around_them() {
        let found = in_text("划分11个网格，包村联户；新增茶园3200亩、产值增长12%。没有数字。");
        assert_eq!(found, ["划分11个网格", "新增茶园3200亩", "产值增长12%"]);
        assert_eq!(in_text("党委书记带头讲党课2次。"), ["党委书记带头讲党课2次"]);
        let long = format!("{}5户{}", "甲".repeat(20), "乙".repeat(20));
        assert_eq!(in_text(&long), [format!("…{}5户{}…", "甲".repeat(12), "乙".repeat(10))]);
    }

    #[test]
    fn numbers_of_a_list_are_none() {
        assert_eq!(in_text("1.抓领学。2．抓研学，学3次。（3）抓督学。"), ["学3次"]);
        assert_eq!(in_text("1.5万元经费。"), ["1.5万元经费"]);
    }

    #[test]
    fn a_tables_numbers_have_their_heads() {
        let table = |rows: &[&[&str]]| -> Vec<Vec<String>> {
            rows.iter().map(|row| row.iter().map(|cell| (*cell).to_string()).collect()).collect()
        };
        let found =
            in_table(&table(&[&["村", "面积（亩）", "说明"], &["红星村", "180", "新建"], &["12组", "", ""]]));
        assert_eq!(found, ["红星村面积（亩）180", "村12组"]);
        assert!(in_table(&[]).is_empty());
    }
}
