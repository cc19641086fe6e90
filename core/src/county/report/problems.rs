//! 存在的主要问题 and 原因分析: by how many units they touch.

use std::cmp::Reverse;

use crate::county::Survey;
use crate::county::survey::IndicatorTally;
use crate::county::wording::problems::{self, Touched};
use crate::document::wording::{enumerated, title};
use crate::document::{Block, Text};

/// Indicators told of in one paragraph, the most widespread; all stand in 附件2.
const MAX_TOLD: usize = 5;

/// Returns the problems, each with its most widespread indicators.
pub(super) fn problems(survey: &Survey) -> Vec<Block> {
    let mut blocks = vec![Block::Paragraph(problems::opening(survey))];
    for (number, problem) in (1..).zip(&survey.problems) {
        blocks.push(heading(number, problems::problem(problem.kind)));
        let opening = problems::touched(survey, &problem.units, Touched::Problem);
        let told = told(survey, &problem.units, survey.of_problem(problem.kind).cloned().collect());
        blocks.push(Block::Paragraph(opening + told));
    }
    if survey.likenesses.is_empty() {
        blocks.push(Block::Paragraph(problems::nothing_alike(survey)));
    } else {
        blocks.push(heading(survey.problems.len() + 1, problems::ALIKE));
        blocks.push(Block::Paragraph(problems::alike(survey)));
    }
    blocks
}

/// Returns the causes that units' figures support.
pub(super) fn causes(survey: &Survey) -> Vec<Block> {
    if survey.causes.is_empty() {
        return vec![Block::paragraph(problems::NO_CAUSES)];
    }
    let mut blocks = vec![Block::Paragraph(problems::causes(survey.causes.len()))];
    for (number, cause) in (1..).zip(&survey.causes) {
        blocks.push(heading(number, problems::cause(cause.kind)));
        let opening = problems::touched(survey, &cause.units, Touched::Cause);
        let told = told(survey, &cause.units, survey.of_cause(cause.kind).cloned().collect());
        blocks.push(Block::Paragraph(opening + told));
    }
    blocks
}

fn heading(number: usize, heading: &'static str) -> Block {
    Block::subheading(title::numbered_below(number, heading))
}

/// Tells of the most widespread indicators, over all units where all they touch are the ones told
/// of, else among those alone: no part is then larger than its whole.
fn told(survey: &Survey, units: &[usize], mut tallies: Vec<IndicatorTally>) -> Text {
    let is_within =
        |tally: &IndicatorTally| tally.flagged.iter().all(|unit| units.binary_search(unit).is_ok());
    let is_part = !tallies.iter().all(is_within);
    if is_part {
        tallies.iter_mut().for_each(|tally| *tally = survey.among(tally, units));
        tallies.retain(|tally| !tally.flagged.is_empty());
    }
    tallies.sort_by_key(|tally| Reverse(tally.flagged.len()));
    tallies.truncate(MAX_TOLD);
    let sentence = if is_part { problems::indicator_among } else { problems::indicator };
    let sentences: Vec<Text> = tallies.iter().map(|tally| sentence(survey, tally)).collect();
    problems::told(is_part, &enumerated(&sentences))
}
