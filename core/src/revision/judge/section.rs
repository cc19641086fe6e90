//! Which passages speak of what is planned.

use crate::revision::Base;
use crate::revision::align::{Alignment, Passage};

/// Words in a heading that make what follows a plan.
const PLANS: [&str; 8] = ["计划", "安排", "打算", "下一步", "下步", "措施", "任务", "目标"];

/// Returns for each revised passage whether it stands below a heading that speaks of plans.
pub(super) fn plans(base: &Base, revised: &[Passage], alignment: &Alignment) -> Vec<bool> {
    let mut is_plan = false;
    let below = |(at, passage): (usize, &Passage)| {
        let text = &passage.words.text;
        let first = alignment.from[at].first();
        let was_heading = first.is_some_and(|kin| base.levels[kin.text] == Some(1));
        if passage.seat.is_none() && (was_heading || is_numbered(text)) {
            is_plan = PLANS.iter().any(|word| text.contains(word));
        }
        is_plan
    };
    revised.iter().enumerate().map(below).collect()
}

/// Returns whether a short text opens with 一、.
fn is_numbered(text: &str) -> bool {
    let numeral = text.chars().take_while(|c| "一二三四五六七八九十".contains(*c)).count();
    numeral > 0 && text.chars().nth(numeral) == Some('、') && text.chars().count() < 40
}
