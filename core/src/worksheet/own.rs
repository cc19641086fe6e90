//! The numbers in the office's own words: the program prints them and cannot answer for them.

use crate::document::text;
use crate::document::{Provenance, Supplement, Text};
use crate::worksheet::item::{Item, Kind, OFFICE};

/// The words around a number that are shown.
const MAX_CHARS: usize = 12;

/// Returns one item a paragraph of the office's own that holds numbers.
pub(super) fn numbers(supplement: &Supplement) -> Vec<Item> {
    let of_paragraph = |paragraph: &str| {
        let found: Vec<Text> =
            with_numbers(paragraph).into_iter().map(|words| Text::of(words, OWN)).collect();
        let what = text!("正文素材中的数字由本单位提供，程序没有核对：{}。", Text::joined(&found, "；"));
        let to_do = "逐个对照原始材料核实。";
        (!found.is_empty()).then(|| Item::new(Kind::Own, "own-numbers", what, to_do).by(OFFICE))
    };
    supplement.paragraphs().filter_map(of_paragraph).collect()
}

/// Where the words come from.
const OWN: Provenance = Provenance::Office("正文素材");

/// Returns the clauses of a paragraph that hold a number, each cut to a few characters around it.
fn with_numbers(paragraph: &str) -> Vec<String> {
    let clauses = paragraph.split(['，', '。', '；', '、', '：', '！', '？']);
    let cut = |clause: &str| {
        let before = clause.find(|c: char| c.is_ascii_digit())?;
        let n_before = clause[..before].chars().count();
        let skipped = n_before.saturating_sub(MAX_CHARS / 2);
        let shown: String = clause.chars().skip(skipped).take(2 * MAX_CHARS).collect();
        Some(shown.trim().to_string())
    };
    clauses.filter_map(cut).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_shown_with_the_words_around_them() {
        let found = with_numbers("划分11个网格，包村联户；新增茶园3200亩、产值增长12%。没有数字。");
        assert_eq!(found, ["划分11个网格", "新增茶园3200亩", "产值增长12%"]);
        assert_eq!(with_numbers("甲乙丙丁戊己庚辛壬癸子丑5户"), ["庚辛壬癸子丑5户"]);
    }
}
