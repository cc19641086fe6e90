//! 三、原因分析: causes that the figures support, each with its evidence.

use crate::document::block::Block;
use crate::document::material::Material;
use crate::document::text::Text;
use crate::document::wording::{causes, title};

pub(crate) fn blocks(material: &Material<'_>) -> Vec<Block> {
    let findings = material.findings;
    if findings.causes.is_empty() {
        return vec![Block::paragraph(causes::none(!findings.problems.is_empty()))];
    }
    let mut blocks = vec![Block::Paragraph(causes::supported(findings.causes.len()))];
    for (number, cause) in (1..).zip(&findings.causes) {
        blocks.push(Block::subheading(title::numbered_below(number, causes::heading(cause.kind))));
        let mut text = Text::from(causes::opening(cause.kind));
        for rule in &cause.indicators {
            let indicator = findings.indicator(*rule);
            if let Some(reading) = &indicator.reading {
                text += causes::sentence(indicator, reading).unwrap_or_default();
            }
        }
        text += causes::link(cause, &findings.problems);
        blocks.push(Block::Paragraph(text));
    }
    blocks
}
