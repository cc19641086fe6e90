//! 指导措施: the county's own measures, each with owner, date and target.

use crate::county::guidance::Step;
use crate::county::report::settled;
use crate::county::{Survey, wording};
use crate::document::Block;

/// Returns the plan and the paragraph that ends the report: the signature is tied to it.
pub(super) fn blocks(survey: &Survey, steps: &[Step]) -> Vec<Block> {
    let mut blocks = vec![Block::Paragraph(wording::plan(survey, steps.len()))];
    for (number, step) in (1..).zip(steps) {
        blocks.push(Block::Item(format!(
            "{number}.{}。{}{}",
            wording::step_name(step.measure.key),
            wording::step_text(step),
            settled(step.measure.owner, step.due, &wording::target(step))
        )));
    }
    blocks.push(Block::Paragraph(wording::closing(survey.period, steps.len())));
    blocks
}
