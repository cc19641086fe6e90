//! Charts, tables and attachments that are deleted, added or put elsewhere: their numbers, and
//! the sentences that name them.

use banxin_core::document::{Block, Document, Format};
use banxin_core::revision::{Options, Piece, Role, finalize};

use super::taken::{at, document_of_length, draft_of, grid, lines, replace, words};

/// Revises the first sample's draft and returns what comes of it, with what is said.
fn revised(revise: impl FnOnce(&mut Vec<Piece>)) -> (Document, Vec<String>) {
    let base = document_of_length("清溪镇", Format::Plain, 1500);
    let mut draft = draft_of(&base);
    revise(&mut draft.pieces);
    let finalized = finalize(&base, &draft, &Options::default());
    (
        finalized.output,
        finalized.diagnostics.iter().map(|told| format!("{} {}", told.key, told.message)).collect(),
    )
}

/// Deletes the pieces from one whose words hold these, so many of them.
fn delete(pieces: &mut Vec<Piece>, part: &str, from: isize, n: usize) {
    let at = at(pieces, part).checked_add_signed(from).expect("within the text");
    pieces.drain(at..at + n);
}

#[test]
fn a_deleted_chart_that_a_sentence_names_is_an_error() {
    let (document, told) = revised(|pieces| delete(pieces, "图1　", -1, 2));
    let expected = "missing-label `各次出勤情况见图1` 提到图1，图1 已经删去";
    assert_eq!(told, [expected, "labels-renumbered 编号已重排：图2 改为图1，文中提到的也一并改了"]);
    let captions: Vec<String> = lines(&document).into_iter().filter(|line| line.starts_with("[图")).collect();
    assert_eq!(captions, ["[图1　心得体会和理论文章提交时间（按半月）]"]);
    // Nobody names it any more.
    let (_, told) = revised(|pieces| {
        delete(pieces, "图1　", -1, 2);
        replace(pieces, "各次出勤情况见图1。", "");
    });
    assert_eq!(told, ["labels-renumbered 编号已重排：图2 改为图1，文中提到的也一并改了"]);
}

#[test]
fn what_is_left_is_counted_anew_wherever_it_is_named() {
    let (document, told) = revised(|pieces| {
        delete(pieces, "表1　", 0, 2);
        replace(pieces, "重点任务及其责任人、时限见表1，学习安排见表2。", "学习安排见表2。");
    });
    assert_eq!(told, ["labels-renumbered 编号已重排：表2 改为表1，文中提到的也一并改了"]);
    let lines = lines(&document);
    assert!(lines.contains(&"学习安排见表1。".to_string()), "{lines:#?}");
    assert!(lines.iter().any(|line| line.starts_with("表1　下半年学习安排")), "{lines:#?}");
}

#[test]
fn a_deleted_attachment_takes_its_number_with_it() {
    let delete_first = |pieces: &mut Vec<Piece>| {
        let label = |pieces: &[Piece], words: &str| {
            let is = |piece: &Piece| matches!(piece, Piece::Paragraph(one) if one.words.text == words);
            pieces.iter().position(is).expect("a label")
        };
        let (first, second) = (label(pieces, "附件1"), label(pieces, "附件2"));
        pieces.drain(first..second);
        delete(pieces, "1.有关指标情况表", 0, 1);
    };
    let (document, told) = revised(delete_first);
    assert_eq!(
        told,
        [
            "missing-label `此外还有15项不足，见附件1` 提到附件1，附件1 已经删去",
            "labels-renumbered 编号已重排：附件2 改为附件1、附件3 改为附件2，文中提到的也一并改了",
        ]
    );
    assert_eq!(document.attachments.len(), 2);
    assert!(lines(&document).iter().any(|line| line.contains("提交时间见附件2。")));
}

#[test]
fn a_table_put_in_between_is_counted_and_a_number_given_twice_is_told() {
    let table = || vec![Piece::Grid(grid(&[vec!["村", "户数"], vec!["云岭村", "共12户"]]))];
    let put = |pieces: &mut Vec<Piece>, caption: &str, text: &str| {
        let place = at(pieces, "表1　");
        pieces.splice(place..place, [vec![words(Role::Caption, caption)], table()].concat());
        let place = at(pieces, "特此报告");
        pieces.insert(place, words(Role::Body, text));
    };
    let (document, told) = revised(|pieces| put(pieces, "表3　走访情况", "走访情况见表3。"));
    let expected =
        "labels-renumbered 编号已重排：表1 改为表2、表2 改为表3、表3 改为表1，文中提到的也一并改了";
    assert_eq!(told, [expected]);
    let all = lines(&document);
    for line in ["走访情况见表1。", "重点任务及其责任人、时限见表2，学习安排见表3。"]
    {
        assert!(all.contains(&line.to_string()), "{all:#?}");
    }
    assert!(
        document.blocks.iter().any(|block| matches!(block, Block::Table(table) if table.rows.len() == 1))
    );
    let (_, told) = revised(|pieces| put(pieces, "表1　走访情况", "走访情况见表5。"));
    assert_eq!(
        told,
        ["label-twice 有 2 处编号都是表1", "missing-label `走访情况见表5` 提到表5，修改稿里没有表5"]
    );
}
