//! The sets of characters that an office's faces are measured by.
//!
//! The three levels of 通用规范汉字表 (国务院，国发〔2013〕23号) stand in files of their own, in the
//! order of the table; the numbers of the characters are those of Unihan's kTGH, Unicode 15.

use std::collections::BTreeSet;

/// 一级字表: 3500 characters.
const LEVEL_ONE: &str = include_str!("level_one.txt");
/// 二级字表: 3000 characters.
const LEVEL_TWO: &str = include_str!("level_two.txt");
/// 三级字表: 1605 characters, of names and places most of all.
const LEVEL_THREE: &str = include_str!("level_three.txt");

/// A set of characters.
pub(crate) struct Charset {
    /// Its name.
    pub(crate) name: &'static str,
    /// The characters, none twice.
    pub(crate) characters: Vec<char>,
}

/// Returns the sets: GB 2312, 通用规范汉字表 and the levels of GB 18030-2022.
///
/// Levels of GB 18030 hold one another. The Han characters of level 1 are those up to 9FEF,
/// extension A and what GBK has in the compatibility block; level 2 adds 通用规范汉字表, level 3
/// extensions B to F.
pub(crate) fn charsets() -> Vec<Charset> {
    let set =
        |name, characters: BTreeSet<char>| Charset { name, characters: characters.into_iter().collect() };
    let level_1: BTreeSet<char> =
        ('\u{4E00}'..='\u{9FEF}').chain('\u{3400}'..='\u{4DB5}').chain(gbk_compatibility()).collect();
    let standard = [LEVEL_ONE, LEVEL_TWO, LEVEL_THREE].map(|text| text.chars().filter(|c| *c != '\n'));
    let [one, two, three] = standard.clone().map(|level| level.collect::<BTreeSet<char>>());
    let level_2: BTreeSet<char> = level_1.iter().copied().chain(standard.into_iter().flatten()).collect();
    let extensions = ('\u{20000}'..='\u{2A6D6}')
        .chain('\u{2A700}'..='\u{2B734}')
        .chain('\u{2B740}'..='\u{2B81D}')
        .chain('\u{2B820}'..='\u{2CEA1}')
        .chain('\u{2CEB0}'..='\u{2EBE0}');
    let level_3 = level_2.iter().copied().chain(extensions).collect();
    vec![
        set("GB 2312", gb2312().collect()),
        set("通用规范汉字表一级", one),
        set("通用规范汉字表二级", two),
        set("通用规范汉字表三级", three),
        set("GB 18030-2022 级别1", level_1),
        set("GB 18030-2022 级别2", level_2),
        set("GB 18030-2022 级别3", level_3),
    ]
}

/// Returns the Han characters of GB 2312: rows 16 to 87 of its table.
fn gb2312() -> impl Iterator<Item = char> {
    // The five cells that the table leaves empty are private there.
    decode(0xB0..=0xF7, 0xA1).filter(|c| ('\u{4E00}'..='\u{9FFF}').contains(c))
}

/// Returns what GBK has in Unicode's block of compatibility characters.
fn gbk_compatibility() -> impl Iterator<Item = char> {
    decode(0xFD..=0xFE, 0x40).filter(|c| ('\u{F900}'..='\u{FAFF}').contains(c))
}

/// Decodes rows of GBK's table from a cell on.
fn decode(rows: std::ops::RangeInclusive<u8>, first: u8) -> impl Iterator<Item = char> {
    let cells = move |row| (first..=0xFE).filter(|cell| *cell != 0x7F).flat_map(move |cell| [row, cell]);
    let bytes: Vec<u8> = rows.flat_map(cells).collect();
    let (text, _) = encoding_rs::GBK.decode_without_bom_handling(&bytes);
    text.chars().collect::<Vec<char>>().into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_have_their_published_sizes() {
        let sizes: Vec<(&str, usize)> =
            charsets().iter().map(|set| (set.name, set.characters.len())).collect();
        assert_eq!(
            sizes,
            [
                ("GB 2312", 6763),
                ("通用规范汉字表一级", 3500),
                ("通用规范汉字表二级", 3000),
                ("通用规范汉字表三级", 1605),
                ("GB 18030-2022 级别1", 27579),
                ("GB 18030-2022 级别2", 27775),
                ("GB 18030-2022 级别3", 87896),
            ]
        );
    }

    #[test]
    fn levels_hold_what_they_should() {
        let sets = charsets();
        let has = |name: &str, c: char| {
            let set = sets.iter().find(|set| set.name == name).expect("a set");
            set.characters.contains(&c)
        };
        assert!(has("通用规范汉字表一级", '一') && has("通用规范汉字表三级", '喆'));
        // Characters of names: extension A, extension E within the table, extension C outside.
        assert!(has("GB 18030-2022 级别1", '㛃') && has("GB 18030-2022 级别1", '䶮'));
        assert!(has("通用规范汉字表三级", '𬍛') && has("GB 18030-2022 级别2", '𬍛'));
        assert!(!has("GB 18030-2022 级别1", '𬍛'));
        assert!(has("GB 18030-2022 级别3", '𪨧') && !has("GB 18030-2022 级别2", '𪨧'));
    }
}
