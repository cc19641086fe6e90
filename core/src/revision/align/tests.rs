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
fn lists_may_stand_in_another_order() {
    let list = "最长有98天没有集中学习，1月、2月、3月、5月没有集中学习。";
    check(
        &[list],
        &["最长有98天没有集中学习，1月、3月、2月、5月没有集中学习。"],
        &["长有98→98", "习，1月→1月", "月、3月→3月", "月、2月→2月", "月、5月→5月"],
    );
    check(
        &[list],
        &["最长有98天没有集中学习，1月、3月、3月、5月没有集中学习。"],
        &["长有98→98", "习，1月→1月", "月、2月→3月", "月、3月→3月", "月、5月→5月"],
    );
    check(
        &["研讨、辅导分别于3月、5月举办。"],
        &["研讨、辅导分别于5月、3月举办。"],
        &["别于3月→5月", "月、5月→3月"],
    );
    check(
        &["专题研讨1次、专题辅导1次、现场学习1次、专题观看1次。"],
        &["专题研讨1次、专题观看1次、现场学习1次、专题辅导1次。"],
        &["研讨1→1", "观看1→1", "学习1→1", "辅导1→1"],
    );
}

#[test]
fn a_date_in_a_line_of_its_own_is_found_by_its_neighbours() {
    check(
        &[STUDY, "2020年7月1日", "联系人王同志。", "2020年7月1日"],
        &[STUDY, "2020年7月9日", "联系人王同志。", "2020年7月1日"],
        &[
            "学习8→8",
            "研讨3→3",
            "学率85.4%→85.4%",
            "体会24→24",
            "报告1→1",
            "2020年7月1日→2020年7月9日",
            "2020年7月1日→2020年7月1日",
        ],
    );
}

#[test]
fn what_is_left_of_a_paragraph_is_one_another() {
    let base = ["组长主持集中学习1次，作重点发言1次；重点发言共5人次。"];
    check(&base, &["作重点发言1次，组长主持习1次；重点发言共5人次。"], &["发言1→1", "学习1→1", "言共5→5"]);
    check(&base, &["作重点发言1次，走访1次；重点发言共5人次。"], &["发言1→1", "?→1", "言共5→5"]);
}

#[test]
fn clauses_of_a_few_numbers_are_moved() {
    check(
        &["2020年上半年，清溪镇党委中心组（以下简称中心组）共集中学习3次，出勤率25%。"],
        &["清溪镇党委中心组（以下简称中心组）共集中学习3次，2020年上半年，出勤率25%。"],
        &["学习3→3", "2020年→2020年", "0年上半年→上半年", "勤率25%→25%"],
    );
    check(
        &["从提交时间看，3篇中，有2篇是学习满176天以后才提交的。"],
        &["从提交时间看，有2篇是学习满176天以后才提交的，进一步三篇中。"],
        &["，有2→2", "习满176→176", "看，3→三"],
    );
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
