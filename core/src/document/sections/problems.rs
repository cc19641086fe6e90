//! 二、存在的主要问题: the findings that weigh most, problem by problem, and how many others there
//! are; without any, what still asks for effort.

use crate::document::length::Draft;
use crate::document::material::Material;
use crate::document::piece::Piece;
use crate::document::supplement::Section;
use crate::document::wording::{judgements, problems, striving};
use crate::findings::{Finding, Indicator, ProblemKind, RuleId, Standing};
use crate::settings::AttachmentKind;

/// Returns whether the body has problems to tell.
pub(crate) fn are_told(material: &Material<'_>) -> bool {
    ProblemKind::ALL.into_iter().any(|kind| material.findings.in_body(kind).next().is_some())
}

/// Returns the indicators that are told in place of problems; none where the office writes the part.
pub(crate) fn striven_for(material: &Material<'_>) -> Vec<RuleId> {
    if are_told(material) || material.supplement.has(Section::Problems) {
        return Vec::new();
    }
    striving::told(material.findings, material.dossier)
}

/// Returns the section; where no problem is told, what comes nearest to its threshold.
pub(crate) fn drafts(material: &Material<'_>) -> Vec<Draft> {
    let findings = material.findings;
    if !are_told(material) {
        let sentences = striving::sentences(findings, material.dossier);
        let pieces: Vec<Piece> = sentences.into_iter().map(Piece::needed).collect();
        return if pieces.is_empty() { Vec::new() } else { vec![Draft::Paragraph(pieces)] };
    }
    let mut drafts = Vec::new();
    for kind in ProblemKind::ALL {
        let told: Vec<&Finding> = findings.in_body(kind).collect();
        if told.is_empty() {
            continue;
        }
        drafts.push(Draft::Heading(judgements::heading(kind, &told).into()));
        let indicators: Vec<Vec<&Indicator>> = told
            .iter()
            .map(|finding| finding.rules.iter().map(|rule| findings.indicator(*rule)).collect())
            .collect();
        let is_told = |rule| findings.is_in_body(rule);
        drafts.push(Draft::Paragraph(problems::pieces(&indicators, material, &is_told)));
    }
    let counted = findings.ranked.iter().filter(|finding| finding.standing == Standing::Counted);
    let n_others: usize = counted.map(|finding| finding.rules.len()).sum();
    if n_others > 0 {
        let is_attached = material.settings.attaches(AttachmentKind::Findings);
        drafts.push(Draft::Paragraph(vec![Piece::needed(judgements::others(n_others, is_attached))]));
    }
    drafts
}
