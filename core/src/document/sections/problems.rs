//! 二、存在的主要问题: each problem with the flagged indicators that show it.

use crate::document::block::Block;
use crate::document::format::numeral;
use crate::document::material::Material;
use crate::document::wording::{self, enumerated, list, problems};
use crate::dossier::Register;
use crate::findings::{Indicator, Serves};

pub(crate) fn blocks(material: &Material<'_>) -> Vec<Block> {
    let findings = material.findings;
    // Indicators of causes are spoken of where causes are.
    let is_of_problem = |i: &&Indicator| matches!(i.rule.serves, Serves::Problem(_));
    let of_problems = || findings.indicators.iter().filter(is_of_problem);
    let n_measured = of_problems().filter(|indicator| indicator.reading.is_some()).count();
    let n_flagged = of_problems().filter(|indicator| indicator.is_flagged()).count();
    let mut blocks = Vec::new();
    let mut opening = match (n_measured, findings.problems.len()) {
        (0, _) => "现有台账不足以作出评价。".to_string(),
        (n, 0) => format!("对照{n}项可以计算的指标逐项核查，没有发现需要列为问题的情况。"),
        (n, n_problems) => format!(
            "对照{n}项可以计算的指标逐项核查，有{n_flagged}项不在正常范围内，反映出{n_problems}个方面的问题。"
        ),
    };
    opening += &missing(material);
    blocks.push(Block::Paragraph(opening));
    for (number, problem) in (1..).zip(&findings.problems) {
        blocks.push(Block::subheading(format!("（{}）{}", numeral(number), problems::heading(problem))));
        let sentences: Vec<String> =
            problem.indicators.iter().map(|rule| wording::indicator(findings.indicator(*rule))).collect();
        let measured = findings.indicators.iter().filter(|indicator| {
            indicator.reading.is_some() && indicator.rule.serves == Serves::Problem(problem.kind)
        });
        let opening = problems::opening(problem, measured.count());
        blocks.push(Block::Paragraph(opening + &enumerated(&sentences)));
    }
    blocks
}

/// Says which registers were not there, so that silence is not read as praise.
fn missing(material: &Material<'_>) -> String {
    let missing: Vec<String> = Register::ALL
        .into_iter()
        .filter(|register| !material.dossier.has(*register))
        .map(|register| register.to_string())
        .collect();
    if missing.is_empty() {
        String::new()
    } else {
        format!("{}未提供数据，相关指标不作评价。", list(&missing))
    }
}
