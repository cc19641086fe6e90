//! The elements of an official document (公文要素) that a document has, by their names in
//! GB/T 33480, with their words and where they are printed.
//!
//! Complements core/src/document/form.rs.

use crate::document::visible::{chinese_date, visible};
use crate::document::{Document, Letterhead, Text};
use crate::pages::Role;

/// An element.
pub(crate) struct Element {
    /// Its name.
    pub(crate) name: &'static str,
    /// What it is printed as part of.
    pub(crate) role: Role,
    /// Its words; several organs are several.
    pub(crate) words: Vec<String>,
}

/// Returns the elements of a document in the order of the standard; none without words.
pub(crate) fn elements(document: &Document) -> Vec<Element> {
    let form = &document.form;
    let mut elements = form.letterhead.as_ref().map(of_letterhead).unwrap_or_default();
    let mut add = |name, role, words: Vec<String>| elements.push(Element { name, role, words });
    add("标题", Role::Title, vec![Text::joined(&document.title, "").as_str().to_string()]);
    if let Some(addressee) = &document.addressee {
        add("主送机关", Role::Paragraph, vec![addressee.trim_end_matches('：').to_string()]);
    }
    let titles = document
        .attachments
        .iter()
        .map(|attachment| Text::joined(&attachment.title, "").as_str().to_string());
    add("附件说明", Role::Closing, titles.collect());
    if let Some((organ, date)) = form.letterhead.as_ref().and_then(|head| head.issued.as_ref()) {
        add("发文机关或签发人署名", Role::Letterhead, vec![organ.clone()]);
        add("成文日期", Role::Letterhead, vec![chinese_date(*date)]);
    } else {
        let organs = form.signature.as_ref().map_or_else(Vec::new, |signature| signature.organs.clone());
        let organs = if organs.is_empty() { vec![document.organ.clone()] } else { organs };
        add("发文机关或签发人署名", Role::Closing, organs);
        add("成文日期", Role::Closing, vec![chinese_date(document.date)]);
    }
    let note = form.signature.as_ref().and_then(|signature| signature.note.as_ref()).or(form.note.as_ref());
    add("附注", Role::Closing, note.into_iter().cloned().collect());
    if let Some(colophon) = &form.colophon {
        add("主送机关", Role::Colophon, colophon.to.clone());
        add("抄送机关", Role::Colophon, colophon.cc.clone());
        if let Some((organ, date)) = &colophon.printed {
            add("印发机关", Role::Colophon, vec![organ.clone()]);
            add("印发日期", Role::Colophon, vec![chinese_date(*date)]);
        }
    }
    for element in &mut elements {
        element.words = element.words.iter().map(|words| visible(words)).filter(|w| !w.is_empty()).collect();
    }
    elements.retain(|element| !element.words.is_empty());
    elements
}

/// Returns the elements above the text.
fn of_letterhead(head: &Letterhead) -> Vec<Element> {
    let one = |text: &Option<String>| text.iter().cloned().collect::<Vec<_>>();
    let mark = head.names.iter().chain(&head.suffix).cloned().collect();
    let all = [
        ("份号", one(&head.copy_number)),
        ("密级和保密期限", one(&head.secrecy)),
        ("紧急程度", one(&head.urgency)),
        ("发文机关标志", mark),
        ("发文字号", one(&head.number)),
        ("签发人", head.signers.clone()),
    ];
    all.into_iter().map(|(name, words)| Element { name, role: Role::Letterhead, words }).collect()
}
