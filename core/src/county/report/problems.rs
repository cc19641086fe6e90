//! 存在的主要问题 and 原因分析: by how many units they touch.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use crate::county::Survey;
use crate::county::survey::{CauseTally, IndicatorTally};
use crate::county::wording::problems;
use crate::document::wording::{enumerated, title};
use crate::document::{Block, Text, text};
use crate::findings::{ProblemKind, RuleId};

/// Indicators told of in one paragraph, the most widespread; all stand in 附件2.
const MAX_TOLD: usize = 4;

/// A problem with what shows it, and the units that have some of it.
struct Told<'a> {
    kind: ProblemKind,
    tallies: Vec<&'a IndicatorTally>,
    units: Vec<usize>,
}

impl<'a> Told<'a> {
    fn of(survey: &'a Survey, kind: ProblemKind) -> Told<'a> {
        let tallies: Vec<&IndicatorTally> = survey.of_problem(kind).collect();
        let units: BTreeSet<usize> = tallies.iter().flat_map(|tally| tally.told.iter().copied()).collect();
        Told { kind, tallies, units: units.into_iter().collect() }
    }
}

/// Returns the problems, each with its most widespread indicators.
pub(super) fn problems(survey: &Survey) -> Vec<Block> {
    let mut all: Vec<Told<'_>> = ProblemKind::ALL.into_iter().map(|kind| Told::of(survey, kind)).collect();
    all.retain(|told| !told.units.is_empty());
    all.sort_by_key(|told| Reverse(told.units.len()));
    let mut blocks = vec![Block::Paragraph(problems::opening(all.len()))];
    let is_alone = all.len() == 1;
    for (number, told) in (1..).zip(&all) {
        let heading = problems::problem(told.kind);
        blocks.extend((!is_alone).then(|| Block::subheading(title::numbered_below(number, heading))));
        let lead = if is_alone { text!("{heading}。") } else { Text::new() };
        let opening = problems::touched(survey, &told.units);
        let sentences =
            first(told.tallies.iter().copied(), |tally| problems::indicator(survey, tally, &told.units));
        blocks.push(Block::Paragraph(lead + opening + sentences));
    }
    blocks
}

/// Returns the causes that units' figures support; nothing where they support none.
pub(super) fn causes(survey: &Survey) -> Vec<Block> {
    let causes: Vec<(&CauseTally, Vec<IndicatorTally>)> = survey
        .causes
        .iter()
        .map(|cause| (cause, survey.of_cause(cause)))
        .filter(|(_, tallies)| !tallies.is_empty())
        .collect();
    let is_alone = causes.len() == 1;
    let mut blocks = Vec::new();
    for (number, (cause, tallies)) in (1..).zip(&causes) {
        let heading = problems::cause(cause.kind);
        blocks.extend((!is_alone).then(|| Block::subheading(title::numbered_below(number, heading))));
        let lead = if is_alone { text!("{heading}。") } else { Text::new() };
        let may_be_named = !tallies.iter().any(|tally| tally.rule.id.is_of_leaders());
        let opening = problems::lies_in(survey, cause, may_be_named);
        let sentence = |tally: &IndicatorTally| problems::speaks_for(survey, tally, cause, may_be_named);
        blocks.push(Block::Paragraph(lead + opening + first(tallies.iter(), sentence)));
    }
    blocks
}

/// Tells of the most widespread indicators; the rule that each quarter has a seminar comes first.
fn first<'a>(
    tallies: impl Iterator<Item = &'a IndicatorTally>,
    sentence: impl Fn(&IndicatorTally) -> Text,
) -> Text {
    let mut tallies: Vec<&IndicatorTally> = tallies.collect();
    tallies.sort_by_key(|tally| (tally.rule.id != RuleId::QuarterSeminars, Reverse(tally.told.len())));
    let sentences: Vec<Text> = tallies.into_iter().take(MAX_TOLD).map(sentence).collect();
    enumerated(&sentences)
}
