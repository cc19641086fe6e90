//! 工作措施: the county's own measures, each with owner, date and target.

use crate::county::Survey;
use crate::county::guidance::Step;
use crate::county::wording::guidance;
use crate::document::{Block, Format};
use crate::findings::Limits;

/// Returns the plan and the paragraph that ends the report: the signature is tied to it.
pub(super) fn blocks(survey: &Survey, steps: &[Step], format: Format, limits: &Limits) -> Vec<Block> {
    let mut blocks = vec![Block::Paragraph(guidance::opening(survey, steps.len()))];
    for (number, step) in (1..).zip(steps) {
        blocks.push(Block::Item(guidance::item(number, step, limits)));
    }
    if !steps.is_empty() {
        blocks.push(Block::Paragraph(guidance::looked_after(survey.period)));
    }
    blocks.push(Block::Paragraph(guidance::closing(format)));
    blocks
}
