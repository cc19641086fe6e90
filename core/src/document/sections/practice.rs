//! 一、主要做法和成效: three parts, each fed by figures, with the two drawings.

use crate::document::block::Block;
use crate::document::material::Material;
use crate::document::numbering::Numbering;
use crate::document::sections::charts;
use crate::document::wording::{practice, results, title};

pub(crate) fn blocks(material: &Material<'_>, numbering: &mut Numbering) -> Vec<Block> {
    let (dossier, statistics) = (material.dossier, material.statistics);
    let mut blocks = vec![Block::subheading(title::numbered_below(1, practice::focus_heading(statistics)))];
    blocks.extend(
        practice::focus(dossier, statistics, &material.settings.keywords).into_iter().map(Block::Paragraph),
    );

    blocks.push(Block::subheading(title::numbered_below(2, practice::integration_heading(statistics))));
    let chart = charts::attendance(statistics, material.limits.attendance(), numbering);
    let number = chart.as_ref().map(|(number, _)| number);
    blocks.extend(practice::integration(dossier, statistics, number).into_iter().map(Block::Paragraph));
    blocks.extend(chart.map(|(_, bars)| Block::Bars(bars)));

    blocks.push(Block::subheading(title::numbered_below(3, results::heading(dossier))));
    let chart = charts::essays(dossier, numbering);
    blocks.push(Block::Paragraph(results::writings(dossier, chart.as_ref().map(|(number, _)| number))));
    blocks.extend(chart.map(|(_, bars)| Block::Bars(bars)));
    blocks.extend(results::paragraphs(dossier).into_iter().map(Block::Paragraph));
    blocks
}
