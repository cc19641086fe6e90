//! 二、存在的主要问题: each problem with the flagged indicators that show it.

use crate::document::block::Block;
use crate::document::material::Material;
use crate::document::text::Text;
use crate::document::wording::{self, enumerated, problems, title};
use crate::findings::{Indicator, Serves};

pub(crate) fn blocks(material: &Material<'_>) -> Vec<Block> {
    let findings = material.findings;
    // Indicators of causes are spoken of where causes are.
    let is_of_problem = |i: &&Indicator| matches!(i.rule.serves, Serves::Problem(_));
    let of_problems = || findings.indicators.iter().filter(is_of_problem);
    let n_measured = of_problems().filter(|indicator| indicator.reading.is_some()).count();
    let n_flagged = of_problems().filter(|indicator| indicator.is_flagged()).count();
    let mut blocks = Vec::new();
    let n_problems = findings.problems.len();
    let opening = problems::checked(n_measured, n_flagged, n_problems) + problems::missing(material.dossier);
    blocks.push(Block::Paragraph(opening));
    for (number, problem) in (1..).zip(&findings.problems) {
        blocks.push(Block::subheading(title::numbered_below(number, problems::heading(problem))));
        let sentences: Vec<Text> = problem
            .indicators
            .iter()
            .map(|rule| wording::indicators::indicator(findings.indicator(*rule)))
            .collect();
        let measured = findings.indicators.iter().filter(|indicator| {
            indicator.reading.is_some() && indicator.rule.serves == Serves::Problem(problem.kind)
        });
        let opening = problems::opening(problem, measured.count());
        blocks.push(Block::Paragraph(opening + enumerated(&sentences)));
    }
    blocks
}
