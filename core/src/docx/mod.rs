//! A document as a draft for Word and WPS (送审稿, DOCX): the same words on as many pages as the PDF.
//!
//! Written by hand on a zip: styles by the names that Word knows, native numbering, tables and
//! charts, 22 lines of 28 characters a page. Each figure stands in a hidden bookmark, so that a
//! draft that comes back can be compared with the document. The same document gives the same
//! bytes.

mod body;
mod chart;
mod chart_table;
mod closing;
mod colophon;
mod edits;
mod faces;
mod layout;
mod letterhead;
mod look;
mod mark;
mod marks;
mod measures;
mod numbering;
mod package;
mod paragraph;
mod parts;
mod scale;
mod sections;
mod spacing;
mod styles;
mod tables;
#[cfg(test)]
mod tests;
mod xml;

use std::collections::{BTreeMap, BTreeSet};

use crate::document::title_lines::{MAX_CELLS, break_title};
use crate::document::visible::{visible, visible_all};
use crate::document::{Attachment, Block, Document, Format as Kind, Spot, Text};
use crate::docx::body::{Draft, is_turned};
use crate::docx::faces::Faces;
use crate::docx::layout::in_order;
use crate::docx::marks::{Marks, PLAIN, run};
use crate::docx::numbering::Numbering;
use crate::docx::package::{Part, Relation, WORD, pack, relations};
use crate::docx::paragraph::{Flow, Format};
use crate::docx::sections::{Edge, Section};
use crate::docx::xml::{HEAD, NAMESPACES};

pub use crate::docx::edits::{Edits, Reworded};
pub use crate::docx::layout::{ChartPlace, ColophonPage, Layout};
pub use crate::docx::look::Look;

/// How a draft is written.
#[derive(Debug, Clone, Copy)]
pub struct Options<'a> {
    /// The faces that `[fonts]` names, by role.
    pub fonts: &'a BTreeMap<String, String>,
    /// What the pages have shown.
    pub layout: &'a Layout,
    /// The program and its version, by which the draft is known again.
    pub program: &'a str,
}

/// Writes a document as a draft.
pub fn write(document: &Document, options: &Options<'_>) -> Vec<u8> {
    write_edited(document, options, &Edits::default())
}

/// Writes a document as the draft that somebody has made of it who changed nothing but these
/// paragraphs.
pub fn write_edited(document: &Document, options: &Options<'_>, edits: &Edits) -> Vec<u8> {
    let faces = Faces::new(options.fonts);
    let marks = Marks::new(document);
    let is_letter = document.form.format == Kind::Letter && document.form.letterhead.is_some();
    let is_mirrored = document.form.mirrored;
    let mut draft = Draft {
        flow: Flow::of_lines(measures::line(options.layout.page_lines)),
        marks: &marks,
        edits,
        charts: Vec::new(),
        section: Section { opens_letter: is_letter, is_mirrored, ..Section::default() },
        edges: BTreeSet::new(),
        is_full: spacing::n_more(paragraphs(document).iter().map(String::as_str))
            > options.layout.spare_lines,
        is_filled: false,
        numbering: Numbering::new(),
    };
    text(&mut draft, &faces, document, options.layout);
    let line = draft.flow.line;
    let last = draft.section.xml(line);
    let Draft { flow, charts, numbering, section, mut edges, .. } = draft;
    edges.extend(section.edges().into_iter().map(|(_, edge)| edge));
    let body =
        format!("{HEAD}<w:document {NAMESPACES}><w:body>{}{last}</w:body></w:document>", flow.into_xml());
    let mut parts = vec![
        Part::xml("word/document.xml", format!("{WORD}document.main+xml"), body),
        Part::xml("word/styles.xml", format!("{WORD}styles+xml"), styles::styles(&faces, line)),
        Part::xml(
            "word/numbering.xml",
            format!("{WORD}numbering+xml"),
            parts::numbering(numbering.n_lists()),
        ),
        Part::xml("word/settings.xml", format!("{WORD}settings+xml"), parts::settings(is_mirrored)),
        Part::xml("word/fontTable.xml", format!("{WORD}fontTable+xml"), parts::font_table(&faces)),
    ];
    let mut related: Vec<Relation> = ["styles", "numbering", "settings", "fontTable"]
        .into_iter()
        .map(|kind| Relation::new(kind, kind, format!("{kind}.xml")))
        .collect();
    above_and_below(document, &faces, &edges, &mut parts, &mut related);
    for (n, (numbers, has_legend)) in (1..).zip(&charts) {
        let xml = chart::chart(numbers, *has_legend, &faces);
        let kind = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml";
        parts.push(Part::xml(format!("word/charts/chart{n}.xml"), kind, xml));
        let table = Relation::new("rId1", "package", format!("../embeddings/chart{n}.xlsx"));
        parts.push(relations(&format!("word/charts/_rels/chart{n}.xml.rels"), &[table]));
        parts.push(Part::plain(format!("word/embeddings/chart{n}.xlsx"), chart_table::workbook(numbers)));
        related.push(Relation::new(format!("chart{n}"), "chart", format!("charts/chart{n}.xml")));
    }
    related.push(Relation::new("data", "customXml", "../customXml/item1.xml"));
    parts.push(relations("word/_rels/document.xml.rels", &related));
    properties(document, &marks, options.program, &mut parts);
    pack(&parts)
}

/// Writes everything from the letterhead to the colophon.
fn text(draft: &mut Draft<'_>, faces: &Faces, document: &Document, layout: &Layout) {
    let marks = draft.marks;
    let title = title_lines(&document.title);
    let above = letterhead::add(&mut draft.flow, marks, faces, document, title.len());
    let format = Format { before: (above > 0).then_some(above), ..Format::default() };
    let runs = marks.broken(&Text::joined(&document.title, ""), &title, Spot::Title);
    draft.flow.paragraph(Look::Title, &format, &runs);
    if let Some(addressee) = &document.addressee {
        let runs = marks.runs(addressee, Spot::Addressee, PLAIN);
        draft.flow.paragraph(Look::Addressee, &Format::default(), &runs);
    }
    let is_tied = closing::is_tied(document);
    let order = in_order(&document.blocks, &layout.charts);
    draft.blocks(&document.blocks, &order, &|block, part| Spot::Body { block, part }, is_tied);
    draft.turn(false);
    closing::add(&mut draft.flow, marks, faces, document);
    let n = document.attachments.len();
    for (at, part) in document.attachments.iter().enumerate() {
        let label = if n > 1 { format!("附件{}", at + 1) } else { "附件".to_string() };
        attachment(draft, part, at, &label);
    }
    if let Some(colophon) = &document.form.colophon {
        let opens_page = draft.turn(false);
        if let ColophonPage::Alone { is_numbered } = layout.colophon {
            own_page(draft, opens_page, is_numbered);
        }
        colophon::add(&mut draft.flow, marks, colophon);
    }
    // Word wants a paragraph behind a table.
    draft.flow.close();
}

/// Begins the page of the colophon, behind a blank one where neither has a number. By breaks of pages:
/// LibreOffice puts what holds to the lower edge too low where a section begins on an even page.
fn own_page(draft: &mut Draft<'_>, opens_page: bool, is_numbered: bool) {
    let next = Format { opens_page: Some(true), ..Format::default() };
    if is_numbered && opens_page {
        return;
    }
    if !is_numbered {
        if opens_page {
            draft.section.is_bare = true;
        } else {
            let is_mirrored = draft.section.is_mirrored;
            draft.begin(Section { is_bare: true, is_mirrored, ..Section::default() });
        }
        draft.flow.paragraph(Look::Nothing, &Format::default(), "");
    }
    draft.flow.paragraph(Look::Nothing, &next, "");
}

/// Writes an attachment on a page of its own. A wide table at its start takes label and title along.
fn attachment(draft: &mut Draft<'_>, part: &Attachment, at: usize, label: &str) {
    let marks = draft.marks;
    let opens_section = draft.turn(part.blocks.first().is_some_and(is_turned));
    // A section opens a page by itself.
    let format = Format { opens_page: opens_section.then_some(false), ..Format::default() };
    draft.flow.paragraph(Look::AttachmentLabel, &format, &run(label, PLAIN));
    let title = Text::joined(&part.title, "");
    let runs = marks.broken(&title, &title_lines(&part.title), Spot::AttachmentTitle(at));
    draft.flow.paragraph(Look::AttachmentTitle, &Format::default(), &runs);
    draft.numbering.restart();
    let spot = |block, part| Spot::Attached { attachment: at, block, part };
    draft.blocks(&part.blocks, &in_order(&part.blocks, &[]), &spot, false);
}

/// Returns the paragraphs of the body.
fn paragraphs(document: &Document) -> Vec<String> {
    let text = |block: &Block| match block {
        Block::Paragraph(text) | Block::Item(text) => Some(visible(text)),
        Block::Heading { .. } | Block::Table(_) | Block::Bars(_) => None,
    };
    document.blocks.iter().filter_map(text).collect()
}

/// Breaks a title into lines.
fn title_lines(words: &[Text]) -> Vec<String> {
    break_title(&visible_all(words), MAX_CELLS)
}

/// Adds what stands above and below pages.
fn above_and_below(
    document: &Document,
    faces: &Faces,
    edges: &BTreeSet<Edge>,
    parts: &mut Vec<Part>,
    related: &mut Vec<Relation>,
) {
    for &edge in edges {
        let letter = match (edge, &document.form.letterhead) {
            (Edge::LetterHead, Some(head)) => letterhead::letter_head(faces, head),
            (Edge::LetterFoot, _) => letterhead::letter_foot(),
            _ => String::new(),
        };
        let kind = if edge.is_header() { "header" } else { "footer" };
        let name = edge.name();
        parts.push(Part::xml(format!("word/{name}.xml"), format!("{WORD}{kind}+xml"), edge.xml(&letter)));
        related.push(Relation::new(name, kind, format!("{name}.xml")));
    }
}

/// Adds properties, and the figures as data.
fn properties(document: &Document, marks: &Marks, program: &str, parts: &mut Vec<Part>) {
    let core = "application/vnd.openxmlformats-package.core-properties+xml";
    let custom = "application/vnd.openxmlformats-officedocument.custom-properties+xml";
    let data = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml";
    let of_core = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties";
    let fingerprint = marks.fingerprint();
    parts.extend([
        Part::xml("docProps/core.xml", core, parts::core_properties(document)),
        Part::xml("docProps/custom.xml", custom, parts::custom_properties(document, &fingerprint, program)),
        Part::plain("customXml/item1.xml", marks.data().into_bytes()),
        Part::xml("customXml/itemProps1.xml", data, parts::data_properties()),
        relations(
            "customXml/_rels/item1.xml.rels",
            &[Relation::new("rId1", "customXmlProps", "itemProps1.xml")],
        ),
        relations(
            "_rels/.rels",
            &[
                Relation::new("rId1", "officeDocument", "word/document.xml"),
                Relation::new("rId2", of_core, "docProps/core.xml"),
                Relation::new("rId3", "custom-properties", "docProps/custom.xml"),
            ],
        ),
    ]);
}
