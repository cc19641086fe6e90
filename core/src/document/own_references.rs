//! What the office's own words refer to: a table, a drawing or an attachment that the document has
//! not is named before anybody looks for it.

use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostic, Spot};
use crate::document::block::{Block, Document};
use crate::document::provenance::Provenance;
use crate::document::references::references;
use crate::document::supplement::Supplement;
use crate::document::text::{Span, Text};

/// So many are told one by one.
const MAX_TOLD: usize = 20;

/// Names the references in the office's own words to what the document has not, each with its line.
pub fn check_references(document: &Document, supplement: &Supplement) -> Vec<Diagnostic> {
    let standing = standing(document);
    let texts = document.printed();
    let own_words = texts.iter().flat_map(|printed| printed.text.spans()).filter_map(|span| match span {
        Span::Figure(words, Provenance::Office("正文素材")) => Some(words),
        _ => None,
    });
    let mut seen = BTreeSet::new();
    let mut missing: Vec<(String, &str)> = Vec::new();
    for words in own_words {
        for name in names(words) {
            if !standing.contains(&name) && seen.insert((name.clone(), words)) {
                missing.push((name, words));
            }
        }
    }
    let n = missing.len();
    let told = missing.into_iter().take(MAX_TOLD).filter_map(|(name, words)| {
        let (place, line) = supplement.line_of(words)?;
        let message = format!("第{line}行说见“{name}”，文稿里没有{name}");
        let warning = Diagnostic::warning("unknown-reference", message).at(Spot::from(place)).value(name);
        Some(warning.hint("改成文稿里有的表、图或附件，没有的把这句话删去"))
    });
    let mut diagnostics: Vec<Diagnostic> = told.collect();
    if let (Some(more), Some(first)) = (n.checked_sub(MAX_TOLD + 1), diagnostics.first()) {
        let message = format!("另有 {} 处说见的表、图或附件，文稿里没有", more + 1);
        let spot = first.spot.clone();
        let rest = Diagnostic::warning("unknown-reference", message);
        diagnostics.extend(spot.map(|spot| rest.at(spot).hint("逐处核对正文素材")));
    }
    diagnostics
}

/// Returns what a document has that can be referred to, as it is called: `表1`, `附件2`.
fn standing(document: &Document) -> BTreeSet<String> {
    let captioned = |block: &Block| match block {
        Block::Table(table) => table.caption.as_ref().and_then(label),
        Block::Bars(bars) => label(&bars.caption),
        Block::Heading { .. } | Block::Paragraph(_) | Block::Item(_) => None,
    };
    let in_attachments = document.attachments.iter().flat_map(|attachment| &attachment.blocks);
    let attachments = (1..=document.attachments.len()).map(|number| format!("附件{number}"));
    document.blocks.iter().chain(in_attachments).filter_map(captioned).chain(attachments).collect()
}

/// Returns the number that a caption begins with.
fn label(caption: &Text) -> Option<String> {
    names(caption.as_str()).next()
}

/// Returns what words refer to, as it is called: 表一 is 表1.
fn names(words: &str) -> impl Iterator<Item = String> {
    references(words).into_iter().map(|one| format!("{}{}", one.kind.name(), one.number))
}
