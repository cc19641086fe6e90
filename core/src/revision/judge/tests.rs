//! Numbers of revised texts, judged.

use std::sync::Arc;

use super::*;
use crate::diagnostic::Diagnostic;
use crate::document::{Evidence, Spot};
use crate::document::{Identified, Provenance};
use crate::revision::Base;
use crate::revision::align::Passage;
use crate::revision::align::align;

/// A figure of the base: its first words, what is printed, numerator and denominator.
type Figure = (&'static str, &'static str, Option<(u64, u64)>);

/// Judges one passage against another and returns each number that is not as it was with its key.
fn told(base: &str, figures: &[Figure], revised: &str, allowances: &[Allowance]) -> Vec<String> {
    let figure = |(n, (before, text, fraction)): (usize, &Figure)| {
        let start = base.find(before).expect("the words are there") + before.len();
        assert!(base[start..].starts_with(text), "{before}{text}");
        let (n_of, of) = fraction.unzip();
        let evidence = Evidence { n: n_of, of, ..Evidence::default() };
        Identified {
            id: format!("figure.{n}"),
            text: (*text).to_string(),
            source: Provenance::Count("数字", Arc::new(evidence)),
            spot: Spot::Title,
            start,
            end: start + text.len(),
        }
    };
    let figures: Vec<Identified> = figures.iter().enumerate().map(figure).collect();
    let base = Base {
        passages: vec![Passage::paragraph(base)],
        spots: vec![Spot::Title],
        figures: vec![figures],
        levels: vec![None],
    };
    let revised: Vec<Passage> = revised.lines().map(Passage::paragraph).collect();
    let alignment = align(&base.passages, &revised);
    let judged = judge(&base, &revised, &alignment, &[], allowances);
    let tell = |one: &Diagnostic| {
        let value = one.value.as_deref().unwrap_or("");
        format!("{:?} {} {value}", one.severity, one.key).trim_end().to_string()
    };
    judged.diagnostics.iter().map(tell).collect()
}

const BASE: &str = "应到96人次，实到80人次，出勤率83.3%，共集中学习8次，受众426人次。";
const FIGURES: [Figure; 5] = [
    ("应到", "96", None),
    ("实到", "80", None),
    ("出勤率", "83.3%", Some((80, 96))),
    ("集中学习", "8", None),
    ("受众", "426", None),
];

#[track_caller]
fn check(revised: &str, expected: &[&str]) {
    assert_eq!(told(BASE, &FIGURES, revised, &[]), expected, "{revised}");
}

#[test]
fn what_says_the_same_is_kept() {
    check(BASE, &[]);
    check("应到96人次，实到80人次，出勤率百分之八十三点三，共集中学习八次，受众４２６人次。", &[]);
    check("一是组织认真：共集中学习八次。\n二是到会应到96人次，实到80人次，出勤率83.3%；受众426人次。", &[]);
}

#[test]
fn what_says_less_must_be_true() {
    check(
        "应到96人次，实到80人次，出勤率八成以上，共集中学习8次，受众400余人次。",
        &["Note figure-reworded 八成", "Note figure-reworded 400余人次"],
    );
    check(
        "应到96人次，实到80人次，出勤率九成以上，共集中学习8次，受众500余人次。",
        &["Error claim-false 九成", "Error figure-changed 500余人次", "Error shares-disagree 九成"],
    );
}

#[test]
fn what_says_something_else_is_an_error() {
    check("应到96人次，实到80人次，出勤率83.3%，共集中学习9次，受众426人次。", &["Error figure-changed 9次"]);
    check(
        "应到96人次，实到81人次，出勤率83.3%，共集中学习8次，受众426人次。",
        &["Error figure-changed 81人次", "Error shares-disagree 83.3%"],
    );
    let reason = Allowance { id: "figure.3".into(), reason: "补录一次".into() };
    let revised = "应到96人次，实到80人次，出勤率83.3%，共集中学习9次，受众426人次。";
    assert_eq!(told(BASE, &FIGURES, revised, std::slice::from_ref(&reason)), ["Note figure-allowed 9次"]);
    assert_eq!(told(BASE, &FIGURES, BASE, &[reason]), ["Warning allowance-unused"]);
}

#[test]
fn what_is_new_needs_support() {
    let more = |words: &str| format!("{BASE}{words}");
    check(&more("全年出勤率83.3%。"), &["Note figure-matched 83.3%"]);
    check(&more("走访群众120户。"), &["Error figure-unsupported 120户"]);
    check(&more("印发了《清溪镇3年规划》。"), &["Warning figure-unsupported 3"]);
    check(&more("3月5日召开会议。"), &["Warning figure-unsupported 3月5日"]);
    check(&more("这是一次重要的学习。"), &[]);
    check(&more("\n四、学习计划\n集中学习不少于10次。"), &["Warning figure-unsupported 10次"]);
    check(&more("走访人数翻番。"), &["Warning claim-unproved 翻番"]);
    check(&more("三成群众满意。"), &["Warning claim-unproved 三成"]);
}

#[test]
fn a_date_that_stands_elsewhere_is_no_support() {
    let base = "3月5日召开学习会议，8月底前补学到人，9月底前改正到位。";
    let check = |revised: &str, expected: &[&str]| assert_eq!(told(base, &[], revised, &[]), expected);
    check(&format!("{base}3月5日召开会议情况已经通报。"), &[]);
    check(&format!("{base}另于9月走访群众。"), &["Warning figure-unsupported 9月"]);
    check(&format!("{base}（9月）"), &["Warning figure-unsupported 9月"]);
    check("3月5日召开学习会议，9月底前改正到位，9月底前补学到人。", &["Error figure-changed 9月"]);
}

#[test]
fn a_moved_number_is_the_one_that_is_gone() {
    let base = "镇党委专题学习3次，形成报告。支部专题学习5次，人人参加，会后讨论。";
    let figures = [("委专题学习", "3", None), ("部专题学习", "5", None)];
    let revised = "镇党委形成报告。支部专题学习5次，人人参加，会后讨论。\n走访途中还开展专题学习5次。";
    assert_eq!(told(base, &figures, revised, &[]), ["Error figure-changed 5次"]);
}

#[test]
fn what_is_gone_is_told() {
    check("应到96人次，实到80人次，出勤率83.3%。", &["Note figure-lost"]);
}

#[test]
fn what_goes_with_a_number_reaches_over_quotations() {
    const CELLS: &str = "“发言与镇情结合得不够紧”“交流发言偏少”、“3名成员笔记不全”和《会议记录与发言提纲》";
    let check = |base: &str, figure: Figure, revised: &str, expected: &[&str]| {
        let fill = |text: &str| text.replace('＊', CELLS);
        let (base, revised) = (fill(base), fill(revised));
        assert_eq!(told(&base, &[figure], &revised, &[]), expected, "{revised}");
    };
    let four = ("等", "4", None);
    let other = ["Error figure-other-subject 4个"];
    let (open, done) = (
        "督学提出、还没有改正的＊等4个问题，9月底前通报。",
        "督学提出、已经改正的＊等4个问题，9月底前通报。",
    );
    check(open, four, done, &other);
    check(done, four, open, &other);
    check(open, four, "督学提出、尚未改正的＊等4个问题，9月底前通报。", &[]);
    check(open, four, "督学提出、尚待改正的＊等4个问题，9月底前通报。", &[]);
    check(done, four, "督学提出、有待改正的＊等4个问题，9月底前通报。", &other);
    check(open, four, "督学提出的＊等4个没有改正的问题，9月底前通报。", &[]);
    check(done, four, "督学提出的＊等4个问题已经改正，9月底前通报。", &[]);
    // What no word of the table names.
    let (unsaid, said) = ("没有上墙的＊等4项制度，月底前检查。", "上墙公布的＊等4项制度，月底前检查。");
    check(unsaid, four, said, &["Error figure-other-subject 4项"]);
    check(said, four, unsaid, &["Error figure-other-subject 4项"]);
    check(unsaid, four, "尚未上墙的＊等4项制度，月底前检查。", &[]);
    // Behind the number, too.
    let behind = ("评学提出的", "4", None);
    let (open, done) =
        ("评学提出的4个问题＊还没有改正，月底前通报。", "评学提出的4个问题＊已经改正，月底前通报。");
    check(open, behind, done, &other);
    check(done, behind, open, &other);
    // What is denied of another number says nothing of this one.
    let (one, same) = ("没有补学3人次＊等4个问题，月底前通报。", "没有补学的3人次＊等4个问题，月底前通报。");
    check(one, four, same, &[]);
}
