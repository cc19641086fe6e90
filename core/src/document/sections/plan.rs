//! 四、下半年学习计划: measures with owner, date and target; then the plan by month.

use time::Date;

use crate::document::block::{Align, Block, Column, Table};
use crate::document::format;
use crate::document::material::Material;
use crate::document::numbering::Numbering;
use crate::document::provenance::Provenance;
use crate::document::sections::proposals::Proposals;
use crate::document::text::{Text, text};
use crate::document::wording::{measures, plan, title};
use crate::findings::{Action, Chapter, MEASURES, Measure, due};

pub(crate) fn blocks(material: &Material<'_>, numbering: &mut Numbering) -> Vec<Block> {
    let findings = material.findings;
    let period = material.dossier.period;
    let chapters = [Chapter::Implementation, Chapter::Example, Chapter::Support];
    let chapters = chapters.map(|chapter| (chapter, items(material, chapter)));
    // Those that are printed are counted, the routine ones too.
    let n_measures = chapters.iter().map(|(_, items)| items.len()).sum();
    let (n_answering, has_problems) = (findings.actions.len(), !findings.problems.is_empty());
    let mut blocks = vec![Block::Paragraph(measures::opening(period, n_measures, n_answering, has_problems))];
    let mut number = 0;
    for (chapter, items) in chapters {
        number += 1;
        blocks.push(Block::subheading(title::numbered_below(number, measures::chapter(chapter))));
        // One alone needs no number.
        let is_single = items.len() == 1;
        let numbered = |(n, text): (usize, Text)| {
            let number = format::whole(n, Provenance::Numbering("措施"));
            if is_single { text } else { text!("{number}.{text}") }
        };
        blocks.extend((1..).zip(items).map(numbered).map(Block::Item));
    }
    number += 1;
    blocks.push(Block::subheading(title::numbered_below(number, plan::RESEARCH)));
    blocks.extend(plan::research(material.dossier, settled_by(material)).into_iter().map(Block::Paragraph));
    number += 1;
    blocks.push(Block::subheading(title::numbered_below(number, plan::SCHEDULE)));
    blocks.extend(schedule(material, numbering));
    // The signature is tied to the last paragraph, so the document ends with one.
    blocks.push(Block::Paragraph(measures::closing(period, n_measures)));
    blocks
}

/// Returns the measures of a chapter; one of routine where nothing is flagged.
fn items(material: &Material<'_>, chapter: Chapter) -> Vec<Text> {
    let own: Vec<&Action> =
        material.findings.actions.iter().filter(|action| action.measure.chapter == chapter).collect();
    if !own.is_empty() {
        return own.into_iter().map(|action| item(material, action.measure, action.due)).collect();
    }
    let next = material.dossier.period.next();
    let routine = MEASURES.iter().filter(|measure| measure.chapter == chapter && measure.key.is_routine());
    routine.map(|measure| item(material, measure, next.last_day())).collect()
}

fn item(material: &Material<'_>, measure: &Measure, due: Date) -> Text {
    measures::item(measure, due, material.limits)
}

/// Returns the day by which what the plan leaves open is to be settled.
fn settled_by(material: &Material<'_>) -> Date {
    due(material.dossier.period, 1, material.date)
}

/// Returns the plan of the next period as a table, or says that there is none.
fn schedule(material: &Material<'_>, numbering: &mut Numbering) -> Vec<Block> {
    let dossier = material.dossier;
    let period = dossier.period;
    let Some(check) = &material.findings.plan else {
        return vec![Block::Paragraph(plan::no_plan(period))];
    };
    if check.rows.is_empty() {
        return vec![Block::Paragraph(plan::no_rows(period))];
    }
    let proposals = Proposals::new(material, check);
    let number = numbering.table();
    let by = settled_by(material);
    let opening = plan::opening(&number, dossier, check)
        + plan::gaps(dossier, check, proposals.n_proposed(), proposals.n_to_settle(), by);
    let table = Table {
        caption: Some(plan::caption(&number, period)),
        columns: [
            (14.0, Align::Center),
            (36.0, Align::Left),
            (42.0, Align::Left),
            (22.0, Align::Center),
            (18.0, Align::Center),
            (24.0, Align::Center),
        ]
        .map(|(width_mm, align)| Column { width_mm, align })
        .to_vec(),
        header: ["时间", "主题", "内容", "形式", "主讲人", "责任单位"].map(Text::from).to_vec(),
        rows: proposals.rows(material, check),
        note: (proposals.n_proposed() > 0).then(|| plan::NOTE.into()),
    };
    vec![Block::Paragraph(opening), Block::Table(table)]
}
