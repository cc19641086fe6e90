//! 三、原因分析: causes that the figures support, each with its evidence.

use crate::document::block::Block;
use crate::document::format::numeral;
use crate::document::material::Material;
use crate::document::wording::causes;

pub(crate) fn blocks(material: &Material<'_>) -> Vec<Block> {
    let findings = material.findings;
    if findings.causes.is_empty() {
        let text = if findings.problems.is_empty() {
            "没有列出问题，不作原因分析。"
        } else {
            "现有数据说明了问题所在，但不足以判断成因。待补充台账、逐项核实后再作分析。"
        };
        return vec![Block::paragraph(text)];
    }
    let mut blocks = vec![Block::Paragraph(format!(
        "把上述问题与有关指标对照起来看，有数据支持的原因有{}个方面。",
        findings.causes.len()
    ))];
    for (number, cause) in (1..).zip(&findings.causes) {
        blocks.push(Block::subheading(format!("（{}）{}", numeral(number), causes::heading(cause.kind))));
        let mut text = causes::opening(cause.kind).to_string();
        for rule in &cause.indicators {
            let indicator = findings.indicator(*rule);
            if let Some(reading) = &indicator.reading {
                text += &causes::sentence(indicator, reading).unwrap_or_default();
            }
        }
        text += &causes::link(cause, &findings.problems);
        blocks.push(Block::Paragraph(text));
    }
    blocks
}
