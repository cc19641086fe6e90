//! 存在的主要问题 and 原因分析: by how many units they touch.

use std::cmp::Reverse;

use crate::county::survey::IndicatorTally;
use crate::county::{Survey, wording};
use crate::document::Block;
use crate::document::format::numeral;
use crate::document::wording::enumerated;

/// Indicators told of in one paragraph, the most widespread; all stand in 附件2.
const MAX_TOLD: usize = 5;

/// Returns the problems, each with its most widespread indicators.
pub(super) fn problems(survey: &Survey) -> Vec<Block> {
    let mut blocks = vec![Block::Paragraph(wording::problems(survey))];
    for (number, problem) in (1..).zip(&survey.problems) {
        blocks.push(heading(number, wording::problem(problem.kind)));
        let opening = wording::touched(survey, &problem.units, "存在这方面的问题");
        let told = told(survey, &problem.units, survey.of_problem(problem.kind).cloned().collect());
        blocks.push(Block::Paragraph(opening + &told));
    }
    if survey.likenesses.is_empty() {
        blocks.push(Block::Paragraph(wording::nothing_alike(survey)));
    } else {
        blocks.push(heading(survey.problems.len() + 1, "个别成果跨单位疑似雷同"));
        blocks.push(Block::Paragraph(wording::alike(survey)));
    }
    blocks
}

/// Returns the causes that units' figures support.
pub(super) fn causes(survey: &Survey) -> Vec<Block> {
    if survey.causes.is_empty() {
        return vec![Block::paragraph("各单位的数据不足以判断成因，待逐项核实后再作分析。")];
    }
    let mut blocks = vec![Block::Paragraph(format!(
        "综合各单位报告中有数据支持的分析，原因有{}个方面。",
        survey.causes.len()
    ))];
    for (number, cause) in (1..).zip(&survey.causes) {
        blocks.push(heading(number, wording::cause(cause.kind)));
        let opening = wording::touched(survey, &cause.units, "有数据支持这一判断");
        let told = told(survey, &cause.units, survey.of_cause(cause.kind).cloned().collect());
        blocks.push(Block::Paragraph(opening + &told));
    }
    blocks
}

fn heading(number: usize, title: &str) -> Block {
    Block::subheading(format!("（{}）{title}", numeral(number)))
}

/// Tells of the most widespread indicators, over all units where all they touch are the ones told
/// of, else among those alone: no part is then larger than its whole.
fn told(survey: &Survey, units: &[usize], mut tallies: Vec<IndicatorTally>) -> String {
    let is_within =
        |tally: &IndicatorTally| tally.flagged.iter().all(|unit| units.binary_search(unit).is_ok());
    let is_part = !tallies.iter().all(is_within);
    if is_part {
        tallies.iter_mut().for_each(|tally| *tally = survey.among(tally, units));
        tallies.retain(|tally| !tally.flagged.is_empty());
    }
    tallies.sort_by_key(|tally| Reverse(tally.flagged.len()));
    tallies.truncate(MAX_TOLD);
    let sentence = if is_part { wording::indicator_among } else { wording::indicator };
    let sentences: Vec<String> = tallies.iter().map(|tally| sentence(survey, tally)).collect();
    format!("{}{}", if is_part { "这些单位中，" } else { "" }, enumerated(&sentences))
}
