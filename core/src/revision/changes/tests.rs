//! Changes of a text, listed.

use super::*;
use crate::document::Spot;
use crate::revision::Base;
use crate::revision::align::{Passage, align};
use crate::revision::judge::judge;

/// Makes one side of paragraphs.
fn side(texts: &[&str]) -> Base {
    Base {
        passages: texts.iter().map(|text| Passage::paragraph(*text)).collect(),
        spots: (0..texts.len())
            .map(|block| Spot::Body { block, part: crate::document::Part::Words })
            .collect(),
        figures: vec![Vec::new(); texts.len()],
        levels: texts.iter().map(|text| (!text.ends_with('。')).then_some(1)).collect(),
    }
}

#[track_caller]
fn check(base: &[&str], revised: &[&str], expected: &str) {
    let (base, revised) = (side(base), side(revised));
    let alignment = align(&base.passages, &revised.passages);
    let judged = judge(&base, &revised.passages, &alignment, &[], &[]);
    let text = changes(&base, &revised, &alignment, &judged.output).to_text();
    let (_, said) = text.split_once('\n').expect("there is a first line");
    assert_eq!(said, expected, "{said}");
}

const FIRST: &str = "共集中学习8次，其中专题研讨3次。形成心得体会24篇、调研报告1篇。";
const SECOND: &str = "应到96人次，实到80人次。未到会的，会后补学2人次。";

#[test]
fn what_says_the_same_is_not_listed() {
    check(&["一、主要做法", FIRST], &["二、主要做法", FIRST], "");
    check(&[FIRST], &["共集中学习 8 次，其中专题研讨3次。", "形成心得体会24篇、调研报告1篇。"], "");
}

#[test]
fn sentences_stand_beside_each_other() {
    check(
        &["一、主要做法", FIRST],
        &["一、主要做法", "共集中学习9次，其中专题研讨3次。形成心得体会24篇、调研报告1篇。走访群众。"],
        "\n1. 改写（一、主要做法）\n   原文：共集中学习【8】次，其中专题研讨3次。\n   \
         改为：共集中学习【9】次，其中专题研讨3次。\n   数字：本文的数字 8次 → 9次（改动；words.1）\n\
         \n2. 新增（一、主要做法）\n   改为：走访群众。\n",
    );
    check(
        &["一、主要做法", FIRST, SECOND],
        &["一、主要做法", "共集中学习8次，其中专题研讨3次。", SECOND],
        "\n1. 删去（一、主要做法）\n   原文：形成心得体会24篇、调研报告1篇。\n   \
         数字：本文的数字 24篇（删去；words.3）\n   数字：本文的数字 1篇（删去；words.4）\n",
    );
}

#[test]
fn sentences_are_moved_merged_and_split() {
    check(
        &[FIRST, SECOND],
        &[SECOND, "形成心得体会24篇、调研报告1篇。"],
        "\n1. 删去（前言）\n   原文：共集中学习8次，其中专题研讨3次。\n   \
         数字：本文的数字 8次（删去；words.1）\n   数字：本文的数字 3次（删去；words.2）\n\
         \n2. 移动（前言）\n   原文：形成心得体会24篇、调研报告1篇。\n   改为：形成心得体会24篇、调研报告1篇。\n",
    );
    check(
        &[SECOND],
        &["应到96人次，实到80人次；未到会的，会后补学2人次。"],
        "\n1. 改写（前言）\n   原文：应到96人次，实到80人次【。】\n   改为：应到96人次，实到80人次【；】\n",
    );
    check(
        &[SECOND],
        &["应到96人次，实到80人次，未到会的，会后补学2人次。"],
        "\n1. 合并（前言）\n   原文：应到96人次，实到80人次【。】未到会的，会后补学2人次。\n   \
         改为：应到96人次，实到80人次【，】未到会的，会后补学2人次。\n",
    );
}
