//! A document in the leaders' words, from the composed one and its revised draft.
//!
//! The order, the headings, the paragraphs and the tables are the draft's; the charts and every
//! figure that was kept are the composed document's. What was not revised is not touched: a draft
//! that comes back unchanged gives the very document that it was written from.

mod blocks;
mod charts;
mod frame;
mod head;
mod headings;
mod labels;
mod open;
mod other;
mod passages;
mod plain;
mod regions;
mod registers;
mod tables;
mod texts;

use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Warned};
use crate::document::{Attachment, Block, Document, Text};
use crate::origin::Place;
use crate::revision::align::align;
use crate::revision::apply::blocks::{Drawn, blocks};
use crate::revision::apply::frame::{Frame, listed};
pub use crate::revision::apply::open::Options;
pub(in crate::revision) use crate::revision::apply::open::short;
use crate::revision::apply::passages::{Base, Home, Item, Revised};
pub(in crate::revision) use crate::revision::apply::plain::is_item;
use crate::revision::apply::plain::{plain, squeezed};
use crate::revision::apply::regions::{Attached, Regions, regions};
use crate::revision::apply::texts::{Aligned, REVISED};
use crate::revision::draft::{Draft, Words};

/// Puts a revised draft in the place of the document that it was written from.
///
/// Where a diagnostic is an error the document must not be filed; it is there to be looked at.
pub fn finalize(base: &Document, draft: &Draft, options: &Options) -> Warned<Document> {
    let place =
        Arc::new(Place { file_index: usize::MAX, sheet_index: 0, file: draft.file.clone(), sheet: None });
    if let Some(told) = other::told(draft, base, &place) {
        return Warned { output: base.clone(), diagnostics: vec![told] };
    }
    let mut diagnostics = open::told(draft, options, &place);
    diagnostics.extend(registers::compare(draft, base, &place));
    let mut found = Vec::new();
    let output = match revised(base, draft, &place, &mut found) {
        Ok(document) => document,
        Err(other) => return Warned { output: base.clone(), diagnostics: vec![*other] },
    };
    diagnostics.extend(found.into_iter().map(|told| told.at(&place)));
    Warned { output, diagnostics }
}

/// Makes the document of a draft, unless it is none of this document.
fn revised(
    base: &Document,
    draft: &Draft,
    place: &Arc<Place>,
    found: &mut Vec<Diagnostic>,
) -> Result<Document, Box<Diagnostic>> {
    let frame = Frame::new(base);
    let regions = regions(draft, base, &frame);
    let mut document = base.clone();
    head::take(&regions, &frame, &mut document, found);
    let (base, mut revised) = (Base::new(base), Revised::new(&regions));
    let passages = &revised.passages;
    charts::take_back(&base, &mut revised.body, |passage| {
        charts::block_of(&base, &passages[passage].words.text)
    });
    if is_unrevised(&base, &regions, &revised) {
        compare_list(&regions, &document, found);
        return Ok(document);
    }
    let alignment = align(&base.passages, &revised.passages);
    if draft.fingerprint.is_none()
        && let Some(other) = other::unlike(&revised, &alignment, place)
    {
        return Err(Box::new(other));
    }
    let aligned = Aligned { base: &base, revised: &revised, alignment: &alignment };
    let mut body = revised.body.clone();
    charts::take_back(&base, &mut body, |passage| {
        aligned.origin(passage).filter(|text| text.home == Home::Body).map(|text| text.block)
    });
    let mut drawn = Drawn::new();
    let body = blocks(&aligned, &body, &mut drawn, found);
    document.blocks = headings::settle(&base, Home::Body, body, found);
    let attachments = regions.attachments.iter().zip(&revised.attachments).map(|(attached, items)| {
        let (title, home) = attachment_title(attached, &base);
        let built = blocks(&aligned, items, &mut drawn, found);
        Attachment { title, blocks: headings::settle(&base, home, built, found) }
    });
    document.attachments = attachments.collect();
    let labels: Vec<Option<usize>> = regions.attachments.iter().map(|attached| attached.label).collect();
    labels::settle(base.document, &mut document, &labels, found);
    if document.blocks.is_empty() {
        found.push(Diagnostic::error("no-text", "修改稿里没有正文").hint("正文写在标题和落款之间"));
    }
    compare_list(&regions, &document, found);
    Ok(document)
}

/// What a document and its draft have in common where nothing was revised.
#[derive(Debug, PartialEq, Eq)]
enum Token {
    Words(String),
    Cell(String),
    Chart,
    Attachment(String),
}

/// Returns whether body and attachments say the same in the same order.
fn is_unrevised(base: &Base<'_>, regions: &Regions<'_>, revised: &Revised<'_>) -> bool {
    let mut then = Vec::new();
    let of = |home: Home, n_blocks: usize, then: &mut Vec<Token>| {
        for block in 0..n_blocks {
            if matches!(base.block(home, block), Block::Bars(_)) {
                then.push(Token::Chart);
            }
            let mut texts = base.texts.iter().zip(&base.passages);
            let first = texts.position(|(text, _)| (text.home, text.block) == (home, block));
            let own = first.map_or(&[][..], |first| &base.texts[first..]);
            let own = own.iter().take_while(|text| (text.home, text.block) == (home, block));
            for (text, passage) in own.zip(&base.passages[first.unwrap_or(0)..]) {
                match passage.seat {
                    Some(_) => then.push(Token::Cell(text.plain.clone())),
                    None if text.plain.is_empty() => {}
                    None => then.push(Token::Words(text.plain.clone())),
                }
            }
        }
    };
    of(Home::Body, base.document.blocks.len(), &mut then);
    for (at, attachment) in base.document.attachments.iter().enumerate() {
        then.push(Token::Attachment(attachment.title.iter().map(|word| squeezed(word)).collect()));
        of(Home::Attachment(at), attachment.blocks.len(), &mut then);
    }
    let mut now = Vec::new();
    let said = |items: &[Item<'_>], now: &mut Vec<Token>| {
        for item in items {
            match item {
                Item::Words { passage, .. } => {
                    now.push(Token::Words(revised.passages[*passage].words.text.clone()))
                }
                Item::Grid { grid, .. } if grid.rows.iter().flatten().any(|cell| cell.is_merged) => {
                    now.push(Token::Words(String::new()));
                }
                Item::Grid { grid, .. } => {
                    now.extend(grid.rows.iter().flatten().map(|cell| Token::Cell(cell.words.text.clone())));
                }
                Item::Graphic(_) => now.push(Token::Chart),
            }
        }
    };
    said(&revised.body, &mut now);
    for (attached, items) in regions.attachments.iter().zip(&revised.attachments) {
        now.push(Token::Attachment(joined(&attached.title)));
        said(items, &mut now);
    }
    then == now && has_own_charts(base, revised)
}

/// Returns whether the graphics of a draft, as many as the document has charts, are those charts.
fn has_own_charts(base: &Base<'_>, revised: &Revised<'_>) -> bool {
    let attached = base.document.attachments.iter().flat_map(|attachment| &attachment.blocks);
    let charts = base.document.blocks.iter().chain(attached).filter_map(|block| match block {
        Block::Bars(bars) => Some(plain(&bars.alt)),
        _ => None,
    });
    let items = revised.body.iter().chain(revised.attachments.iter().flatten());
    let graphics = items
        .filter_map(|item| if let Item::Graphic(graphic) = item { Some(plain(&graphic.alt)) } else { None });
    // By way of old formats the description is lost; where there is one, it tells.
    charts.zip(graphics).all(|(then, now)| now.is_empty() || now == then)
}

fn joined(words: &[&Words]) -> String {
    words.iter().map(|words| squeezed(&words.text)).collect()
}

/// Returns an attachment's title, and the attachment of the composed document that it is.
fn attachment_title(attached: &Attached<'_>, base: &Base<'_>) -> (Vec<Text>, Home) {
    let now = joined(&attached.title);
    let titles = base
        .document
        .attachments
        .iter()
        .map(|attachment| attachment.title.iter().map(|word| squeezed(word)).collect::<String>());
    match titles.into_iter().position(|then| then == now) {
        Some(at) => (base.document.attachments[at].title.clone(), Home::Attachment(at)),
        None => {
            let lines = attached.title.iter().flat_map(|words| words.text.split('\n')).map(plain);
            let lines = lines.filter(|line| !line.is_empty()).map(|line| Text::of(line, REVISED));
            (lines.collect(), Home::Attachment(usize::MAX))
        }
    }
}

/// Says where 附件说明 does not name the attachments that follow.
fn compare_list(regions: &Regions<'_>, document: &Document, found: &mut Vec<Diagnostic>) {
    let titles = document
        .attachments
        .iter()
        .map(|attachment| attachment.title.iter().map(|word| squeezed(word)).collect::<String>());
    let titles: Vec<String> = titles.collect();
    if let Some(at) = titles.iter().position(String::is_empty) {
        let message = format!("附件 {} 没有标题", at + 1);
        found.push(Diagnostic::error("attachment-list", message).hint("在“附件”序号下面一行写附件的标题"));
        return;
    }
    let now = joined(&regions.list);
    if !names_all(&now, &titles) {
        let then = listed(&titles).concat();
        let message =
            format!("附件说明 `{}` 与后面的附件不一致（按附件应为 `{}`）", short(&now), short(&then));
        let hint = "附件说明逐个列出附件的标题；删去的附件两处都要删";
        found.push(Diagnostic::error("attachment-list", message).hint(hint));
    }
}

/// Returns whether 附件说明 names these titles, whatever their numbers: those are counted anew.
fn names_all(list: &str, titles: &[String]) -> bool {
    let without_number = |line: &str| {
        let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
        let is_numbered = rest.len() < line.len();
        rest.strip_prefix(['.', '．']).filter(|_| is_numbered).map_or(line.len(), str::len)
    };
    let mut left = list.strip_prefix("附件：").unwrap_or(list);
    for title in titles {
        let numbered = &left[left.len() - without_number(left)..];
        match numbered.strip_prefix(title.as_str()).or_else(|| left.strip_prefix(title.as_str())) {
            Some(rest) => left = rest,
            None => return false,
        }
    }
    left.is_empty()
}
