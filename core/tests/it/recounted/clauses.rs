//! The sentences of a document as their numbers are counted again: what was counted stands in ⟦⟧,
//! what is a threshold, a target or the like is ○, and words of cells and of the office are ▢.

use std::ops::RangeInclusive;

use banxin_core::document::{Block, Document, Provenance, Span, Text};

/// Returns the paragraphs of the body, each with the heading of the first level that it stands under.
pub fn paragraphs(document: &Document) -> Vec<(String, String)> {
    let mut part = String::from("前言");
    let mut all = Vec::new();
    for block in &document.blocks {
        match block {
            Block::Heading { level: 1, text } => part = text.to_string(),
            Block::Paragraph(text) | Block::Item(text) => all.push((part.clone(), marked(text))),
            Block::Heading { .. } | Block::Table(_) | Block::Bars(_) => {}
        }
    }
    all
}

/// Returns a text with its figures marked by where they come from.
pub fn marked(text: &Text) -> String {
    let is_digit = |c: char| c.is_ascii_digit();
    let one = |span| match span {
        Span::Words(words) => words.to_string(),
        Span::Figure(printed, source) => match source {
            Provenance::Cell(_) | Provenance::Office(_) => "▢".to_string(),
            Provenance::Threshold(_)
            | Provenance::Target(_)
            | Provenance::Constant(_)
            | Provenance::Numbering(_) => printed.replace(is_digit, "○"),
            Provenance::Date(_) => printed.to_string(),
            _ => format!("⟦{printed}⟧"),
        },
    };
    text.spans().into_iter().map(one).collect::<String>().replace('\u{2060}', "")
}

/// Returns the numbers of a text that were counted.
pub fn counted(text: &str) -> Vec<String> {
    text.split('⟦').skip(1).filter_map(|rest| rest.split_once('⟧')).map(|(n, _)| n.to_string()).collect()
}

/// Returns the numbers at the `#` of a pattern, where the whole text is as the pattern says; `*` is
/// any words without a number.
pub fn matched(pattern: &str, text: &str) -> Option<Vec<String>> {
    let Some(c) = pattern.chars().next() else { return text.is_empty().then(Vec::new) };
    let rest = &pattern[c.len_utf8()..];
    match c {
        '#' => {
            let (number, behind) = text.strip_prefix('⟦')?.split_once('⟧')?;
            let mut numbers = matched(rest, behind)?;
            numbers.insert(0, number.to_string());
            Some(numbers)
        }
        '*' => {
            let end = text.find('⟦').unwrap_or(text.len());
            let mut places = text[..end].char_indices().map(|(at, _)| at).chain([end]);
            places.find_map(|at| matched(rest, &text[at..]))
        }
        _ => matched(rest, text.strip_prefix(c)?),
    }
}

/// Returns the places at which clauses begin and end, outside of brackets.
pub fn clauses(sentence: &str) -> Vec<(usize, usize)> {
    let mut depth = 0_i32;
    let mut from = 0;
    let mut all = Vec::new();
    for (at, c) in sentence.char_indices() {
        match c {
            '（' | '“' | '《' => depth += 1,
            '）' | '”' | '》' => depth -= 1,
            '，' | '；' if depth == 0 => {
                all.push((from, at));
                from = at + c.len_utf8();
            }
            _ => {}
        }
    }
    all.push((from, sentence.len()));
    all
}

#[test]
fn patterns_find_their_numbers() {
    let check = |pattern, text, expected: Option<&[&str]>| {
        let found = matched(pattern, text);
        assert_eq!(
            found.as_ref().map(|all| all.iter().map(String::as_str).collect::<Vec<_>>()),
            expected.map(<[&str]>::to_vec)
        );
    };
    check("应到#人次", "应到⟦12⟧人次", Some(&["12"]));
    check("*等#项", "“▢”等⟦3⟧项", Some(&["3"]));
    check("*#项", "⟦1⟧次⟦3⟧项", None);
    check("应到#次", "应到⟦12⟧人次", None);
}

/// Returns the months of a list's part: 3月 is one, 7月至12月 are six.
pub fn run_of_months(words: &str) -> Option<RangeInclusive<u8>> {
    let month = |words: &str| words.trim_end_matches('月').parse().ok();
    let (first, last) = words.split_once('至').unwrap_or((words, words));
    Some(month(first)?..=month(last)?)
}
