//! 一、主要做法和成效: who led, what was studied, what came of it, how it was looked after.
//!
//! Each session is told once: with what was done because of it, where that is on record, else with
//! its topic.

use crate::document::block::Block;
use crate::document::length::Draft;
use crate::document::material::Material;
use crate::document::piece::Piece;
use crate::document::sections::chosen::Charts;
use crate::document::sections::problems;
use crate::document::wording::charts::Kind;
use crate::document::wording::{attended, practice, results, supervision, themes, writings};
use crate::findings::RuleId;

pub(crate) fn blocks(material: &Material<'_>, charts: &Charts) -> Vec<Draft> {
    let dossier = material.dossier;
    let chart = |of_writings: bool| {
        let of_that = |(kind, _): &&(Kind, _)| (*kind == Kind::Essays) == of_writings;
        charts.in_text.as_ref().filter(of_that).map(|(_, bars)| Draft::from(Block::Bars(bars.clone())))
    };
    let mut drafts = Vec::new();
    if dossier.sessions.is_empty() {
        drafts.push(Draft::Paragraph(vec![Piece::needed(practice::no_sessions(dossier))]));
    } else {
        let see = charts.see_study.as_ref();
        // A drawing is named where nobody's attendance is told, too.
        let attended =
            attended::attendance(material, see).or_else(|| see.map(|see| Piece::needed(see.clone())));
        let led = [
            practice::leading(material),
            practice::speaking(material),
            practice::rhythm(material),
            attended,
            attended::attendance_by_quarter(material),
            attended::constant(material),
            attended::all_came(material),
        ];
        part(&mut drafts, practice::heading(dossier), led.into_iter().flatten().collect());
        drafts.extend(chart(false));
    }
    let mut studied = themes::studied(material, &results::follow_ups(material));
    studied.extend(themes::lectures(dossier));
    studied.extend(themes::visits(dossier));
    studied.extend(themes::contents(material));
    studied.extend(themes::forms(dossier));
    // What all sessions have in common says nothing where none is told here.
    if !studied.is_empty() {
        // A figure that still asks for effort is told there.
        if !problems::striven_for(material).contains(&RuleId::SessionLength) {
            studied.extend(themes::lengths(material));
        }
        studied.extend(themes::coverage(material));
    }
    part(&mut drafts, themes::heading(dossier), studied);

    let mut came = results::measures(material);
    came.extend(results::research(dossier));
    came.extend(writings::writings(material, charts.see_writings.as_ref()));
    came.extend(writings::on_duty(material));
    came.extend(writings::titles(material));
    came.extend(results::rises(material));
    part(&mut drafts, results::heading(material), came);
    drafts.extend(chart(true));

    part(&mut drafts, supervision::heading(dossier), supervision::paragraph(material));
    // A heading tells parts from one another; a single one would only announce its paragraph.
    let is_heading = |draft: &Draft| matches!(draft, Draft::Heading(_));
    if drafts.iter().filter(|draft| is_heading(draft)).count() == 1 {
        drafts.retain(|draft| !is_heading(draft));
    }
    drafts
}

/// Adds a paragraph below its heading, where it has anything to say.
fn part(drafts: &mut Vec<Draft>, heading: &'static str, pieces: Vec<Piece>) {
    if !pieces.is_empty() {
        drafts.push(Draft::Heading(heading.into()));
        drafts.push(Draft::Paragraph(pieces));
    }
}
