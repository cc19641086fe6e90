//! Texts aligned with their revision, number by number.

use super::*;
use crate::revision::Words;

/// Returns which numbers are linked, each as base → revised, and a revised one alone as ? → it.
fn linked(base: &[&str], revised: &[&str]) -> Vec<String> {
    let passages = |texts: &[&str]| texts.iter().map(|text| Passage::paragraph(*text)).collect::<Vec<_>>();
    let alignment = align(&passages(base), &passages(revised));
    let mut out = Vec::new();
    for (text, numbers) in alignment.revised_numbers.iter().enumerate() {
        for (number, one) in numbers.iter().enumerate() {
            let said = &revised[text][one.start..one.end];
            let from = alignment.base_of(NumberAt { text, number }).map(|at| {
                let number = &alignment.base_numbers[at.text][at.number];
                let before = base[at.text][..number.start].chars().rev().take(2).collect::<Vec<_>>();
                format!(
                    "{}{}",
                    before.iter().rev().collect::<String>(),
                    &base[at.text][number.start..number.end]
                )
            });
            out.push(format!("{}→{said}", from.unwrap_or_else(|| "?".to_string())));
        }
    }
    out
}

#[track_caller]
fn check(base: &[&str], revised: &[&str], expected: &[&str]) {
    assert_eq!(linked(base, revised), expected);
}

const STUDY: &str = "共集中学习8次，其中专题研讨3次，参学率85.4%，形成心得体会24篇、调研报告1篇。";

#[test]
fn numbers_keep_their_words() {
    check(&[STUDY], &[STUDY], &["学习8→8", "研讨3→3", "学率85.4%→85.4%", "体会24→24", "报告1→1"]);
    check(
        &[STUDY],
        &["共集中学习八次，其中专题研讨4次，参学率八成以上，形成调研报告1篇、心得体会24篇。"],
        &["学习8→八", "研讨3→4", "学率85.4%→八成", "报告1→1", "体会24→24"],
    );
    check(&["评学2次、督学3次。"], &["督学3次、评学2次。"], &["督学3→3", "评学2→2"]);
    check(&["评学2次、督学3次。"], &["评学3次、督学2次。"], &["评学2→3", "督学3→2"]);
}

#[test]
fn clauses_are_moved_merged_and_split() {
    let other = "应到96人次，实到80人次，每次学习登记考勤；未到会的，会后补学2人次。";
    check(
        &[STUDY, other],
        &["应到96人次，实到80人次。共集中学习8次，其中专题研讨3次，会后补学2人次，形成心得体会24篇。"],
        &["应到96→96", "实到80→80", "学习8→8", "研讨3→3", "补学2→2", "体会24→24"],
    );
    check(
        &[STUDY, other],
        &[
            "形成心得体会24篇、调研报告1篇。",
            "每次学习登记考勤；未到会的，会后补学2人次。应到96人次，实到81人次。",
            "共集中学习8次，其中专题研讨3次，参学率85.4%。",
        ],
        &[
            "体会24→24",
            "报告1→1",
            "补学2→2",
            "应到96→96",
            "实到80→81",
            "学习8→8",
            "研讨3→3",
            "学率85.4%→85.4%",
        ],
    );
}

#[test]
fn what_is_new_stands_for_nothing() {
    check(
        &[STUDY],
        &["共集中学习8次，其中专题研讨3次，走访群众120户，参学率85.4%，形成心得体会24篇、调研报告1篇。"],
        &["学习8→8", "研讨3→3", "?→120", "学率85.4%→85.4%", "体会24→24", "报告1→1"],
    );
}

#[test]
fn bookmarks_settle_what_words_do_not() {
    let passage = |text: &str, marks: &[(&str, usize, usize)]| {
        let mark = |(name, start, end): &(&str, usize, usize)| crate::revision::Mark {
            name: (*name).to_string(),
            start: *start,
            end: *end,
        };
        let words = Words { text: text.to_string(), marks: marks.iter().map(mark).collect() };
        Passage { words, seat: None }
    };
    let base = [passage("读书班5次，观摩5次。", &[("_bx_a", 9, 10), ("_bx_b", 22, 23)])];
    let revised = [passage("外出5次。", &[("_bx_b", 6, 7)])];
    let alignment = align(&base, &revised);
    assert_eq!(alignment.links, [(NumberAt { text: 0, number: 1 }, NumberAt { text: 0, number: 0 })]);
}

#[test]
fn tables_are_compared_row_by_row() {
    let cell = |row, col, text: &str| Passage {
        words: Words { text: text.to_string(), marks: Vec::new() },
        seat: Some(Seat { table: 0, row, col }),
    };
    let table = |rows: &[[&str; 3]]| {
        let cells = rows.iter().enumerate();
        cells
            .flat_map(|(row, cells)| cells.iter().enumerate().map(move |(col, text)| cell(row, col, text)))
            .collect::<Vec<_>>()
    };
    let base =
        table(&[["姓名", "应到", "实到"], ["张明远", "5", "5"], ["李国栋", "5", "4"], ["赵丽", "5", "3"]]);
    let revised =
        table(&[["姓名", "应到", "实到"], ["赵丽", "5", "3"], ["张明远", "5", "4"], ["孙晓东", "6", "6"]]);
    let alignment = align(&base, &revised);
    let links: Vec<(usize, usize)> = alignment.links.iter().map(|(a, b)| (a.text, b.text)).collect();
    assert_eq!(links, [(10, 4), (11, 5), (4, 7), (5, 8)]);
}

#[test]
fn hostile_texts_are_bounded() {
    let many = |n: usize, text: &str| vec![Passage::paragraph(text); n];
    let long = |text: &str, n: usize| vec![Passage::paragraph(text.repeat(n))];
    let (a, b) =
        (many(5000, "共集中学习8次，其中专题研讨3次。"), many(5001, "共集中学习8次，其中专题研讨4次。"));
    assert!(align(&a, &b).links.len() <= 10_002);
    let (a, b) = (long("学习5次，", 6000), long("学习6次，", 6001));
    assert!(align(&a, &b).links.len() <= 6001);
    assert!(align(&long("学", 30_000), &long("习", 30_000)).links.is_empty());
}
