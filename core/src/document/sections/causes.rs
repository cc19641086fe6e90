//! 三、原因分析: the causes that the figures support, in one paragraph; nothing where there is none.

use crate::document::length::Draft;
use crate::document::material::Material;
use crate::document::piece::Piece;
use crate::document::wording::causes;
use crate::settings::LENGTH;

pub(crate) fn drafts(material: &Material<'_>) -> Vec<Draft> {
    // A short text has no room for more than the judgement and its figures.
    let is_full = material.settings.length >= LENGTH;
    let told = material.findings.causes_in_body();
    let pieces: Vec<Piece> =
        told.map(|cause| Piece::needed(causes::cause(&cause, material, is_full))).collect();
    if pieces.is_empty() { Vec::new() } else { vec![Draft::Points(pieces)] }
}
