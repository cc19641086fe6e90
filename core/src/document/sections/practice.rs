//! 一、主要做法和成效: three parts, each fed by figures, with the two drawings.

use crate::document::block::Block;
use crate::document::material::Material;
use crate::document::sections::charts;
use crate::document::wording::{practice, results, title};

pub(crate) fn blocks(material: &Material<'_>) -> Vec<Block> {
    let (dossier, statistics) = (material.dossier, material.statistics);
    let mut blocks = vec![Block::subheading(title::numbered_below(1, practice::focus_heading(statistics)))];
    blocks.extend(
        practice::focus(dossier, statistics, &material.settings.keywords).into_iter().map(Block::Paragraph),
    );

    blocks.push(Block::subheading(title::numbered_below(2, practice::integration_heading(statistics))));
    blocks.extend(practice::integration(dossier, statistics).into_iter().map(Block::Paragraph));
    blocks.extend(charts::attendance(statistics, material.limits.attendance()).map(Block::Bars));

    blocks.push(Block::subheading(title::numbered_below(3, results::heading(dossier))));
    let chart = charts::essays(dossier);
    blocks.push(Block::Paragraph(results::writings(dossier, chart.is_some())));
    blocks.extend(chart.map(Block::Bars));
    blocks.extend(results::paragraphs(dossier).into_iter().map(Block::Paragraph));
    blocks
}
