//! 好的做法: what units do well, by name.

use crate::county::wording::practice;
use crate::county::{PracticeTally, Survey, practice_tallies};
use crate::document::wording::{enumerated, title};
use crate::document::{Block, Text};

/// Returns the practices, those of how study is organised first; nothing where no unit has any.
pub(super) fn blocks(survey: &Survey) -> Vec<Block> {
    let (order, results): (Vec<PracticeTally>, Vec<PracticeTally>) =
        practice_tallies(survey).into_iter().partition(|tally| tally.kind.is_of_order());
    let parts = [(practice::ORDER, order), (practice::RESULTS, results)];
    let parts: Vec<(&str, Vec<PracticeTally>)> =
        parts.into_iter().filter(|(_, tallies)| !tallies.is_empty()).collect();
    let is_alone = parts.len() == 1;
    let mut blocks = Vec::new();
    for (number, (heading, tallies)) in (1..).zip(parts) {
        blocks.extend((!is_alone).then(|| Block::subheading(title::numbered_below(number, heading))));
        let sentences: Vec<Text> = tallies.iter().map(|tally| practice::sentence(survey, tally)).collect();
        blocks.push(Block::Paragraph(enumerated(&sentences)));
    }
    blocks
}
