//! The numbers of charts, tables and attachments, counted anew, and what the text says of them.
//!
//! Who deletes 图1 leaves 图2 as the first one, and a sentence that says 见图1 with nothing to see.
//! The numbers are counted anew in captions and wherever the text names them; a sentence that
//! names what is not there any more is told.

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::document::references::{Kind, Reference, references};
use crate::document::{Block, Document, Placed, Text};
use crate::revision::apply::open::short;

/// The numbers that each kind has in the draft, with those they have now.
type Counted = BTreeMap<(Kind, usize), Vec<usize>>;

/// Counts labels anew; `attachments` are the numbers that the draft has above its attachments.
pub(super) fn settle(
    base: &Document,
    document: &mut Document,
    attachments: &[Option<usize>],
    found: &mut Vec<Diagnostic>,
) {
    let mut counted = Counted::new();
    for (at, label) in attachments.iter().enumerate() {
        counted.entry((Kind::Attachment, label.unwrap_or(at + 1))).or_default().push(at + 1);
    }
    let mut n_of = BTreeMap::new();
    for caption in captions(document) {
        let Some(label) = of_caption(caption) else { continue };
        let n = n_of.entry(label.kind).or_insert(0);
        *n += 1;
        counted.entry((label.kind, label.number)).or_default().push(*n);
    }
    twice(&counted, found);
    missing(base, document, &counted, found);
    let moved: Vec<String> = counted
        .iter()
        .filter(|((_, then), now)| now.len() == 1 && now[0] != *then)
        .map(|((kind, then), now)| format!("{0}{then} 改为{0}{1}", kind.name(), now[0]))
        .collect();
    let is_twice = counted.values().any(|now| now.len() > 1);
    if is_twice || moved.is_empty() {
        return;
    }
    let mut count = |text: &mut Text| {
        let now = |label: &Reference| {
            counted.get(&(label.kind, label.number)).filter(|now| now.len() == 1).map(|now| now[0])
        };
        *text = renumbered(text, now);
    };
    let attached = document.attachments.iter_mut().flat_map(|attachment| &mut attachment.blocks);
    for block in document.blocks.iter_mut().chain(attached) {
        texts_of(block).into_iter().for_each(&mut count);
    }
    let message = format!("编号已重排：{}，文中提到的也一并改了", moved.join("、"));
    found.push(Diagnostic::note("labels-renumbered", message));
}

/// Tells numbers that two things bear.
fn twice(counted: &Counted, found: &mut Vec<Diagnostic>) {
    for ((kind, n), now) in counted.iter().filter(|(_, now)| now.len() > 1) {
        let message = format!("有 {} 处编号都是{}{n}", now.len(), kind.name());
        let hint = "各用各的编号，提到它的句子随着改；编号会按先后重排";
        found.push(Diagnostic::error("label-twice", message).hint(hint));
    }
}

/// Tells sentences that name what is not there.
fn missing(base: &Document, document: &Document, counted: &Counted, found: &mut Vec<Diagnostic>) {
    let known: Vec<(Kind, usize)> = labelled(base);
    let base_texts: Vec<&Text> = texts(base).collect();
    for text in texts(document) {
        let gone = labels(text).filter(|label| !counted.contains_key(&(label.kind, label.number)));
        for label in gone {
            let (name, n) = (label.kind.name(), label.number);
            let was_there = known.contains(&(label.kind, n));
            // What the composed text names and never had is not its own.
            let is_others = || {
                let named =
                    |text: &&Text| labels(text).any(|other| (other.kind, other.number) == (label.kind, n));
                base_texts.iter().any(named)
            };
            if !was_there && is_others() {
                continue;
            }
            let (what, hint) = if was_there {
                (format!("{name}{n} 已经删去"), format!("改写这一句，或放回{name}{n}"))
            } else {
                (format!("修改稿里没有{name}{n}"), format!("改正编号，或补上{name}{n}"))
            };
            let message = format!("`{}` 提到{name}{n}，{what}", short(sentence(text, label.start)));
            found.push(Diagnostic::error("missing-label", message).hint(hint));
        }
        let says_attached =
            text.contains("见附件") && labels(text).all(|label| label.kind != Kind::Attachment);
        if says_attached && document.attachments.is_empty() && !base.attachments.is_empty() {
            let at = text.find("见附件").unwrap_or(0);
            let message = format!("`{}` 提到附件，附件已经删去", short(sentence(text, at)));
            found.push(Diagnostic::error("missing-label", message).hint("改写这一句，或放回附件"));
        }
    }
}

/// Returns what the composed document has.
fn labelled(base: &Document) -> Vec<(Kind, usize)> {
    let of_captions = captions(base).filter_map(of_caption).map(|label| (label.kind, label.number));
    of_captions.chain((1..=base.attachments.len()).map(|n| (Kind::Attachment, n))).collect()
}

/// Returns the sentence round a byte.
fn sentence(text: &str, at: usize) -> &str {
    let is_end = |c: char| "。；！？\n".contains(c);
    let start = text[..at].char_indices().rev().find(|(_, c)| is_end(*c));
    let start = start.map_or(0, |(at, c)| at + c.len_utf8());
    let end = text[at..].find(is_end).map_or(text.len(), |end| at + end);
    &text[start..end]
}

fn blocks(document: &Document) -> impl Iterator<Item = &Block> {
    document.blocks.iter().chain(document.attachments.iter().flat_map(|attachment| &attachment.blocks))
}

/// Returns the captions in reading order.
fn captions(document: &Document) -> impl Iterator<Item = &Text> {
    blocks(document).filter_map(|block| match block {
        Block::Table(table) => table.caption.as_ref(),
        Block::Bars(bars) => Some(&bars.caption),
        _ => None,
    })
}

/// Returns the texts that may name a label; captions bear their own.
fn texts(document: &Document) -> impl Iterator<Item = &Text> {
    blocks(document).flat_map(|block| match block {
        Block::Heading { text, .. } | Block::Paragraph(text) | Block::Item(text) => vec![text],
        Block::Table(table) => {
            table.header.iter().chain(table.rows.iter().flatten()).chain(&table.note).collect()
        }
        Block::Bars(_) => Vec::new(),
    })
}

/// Returns all texts of a block that bear or name a label.
fn texts_of(block: &mut Block) -> Vec<&mut Text> {
    match block {
        Block::Heading { text, .. } | Block::Paragraph(text) | Block::Item(text) => vec![text],
        Block::Table(table) => {
            let cells = table.header.iter_mut().chain(table.rows.iter_mut().flatten());
            table.caption.iter_mut().chain(cells).chain(&mut table.note).collect()
        }
        Block::Bars(bars) => vec![&mut bars.caption],
    }
}

/// Returns the label that opens a caption.
fn of_caption(caption: &Text) -> Option<Reference> {
    labels(caption).next().filter(|label| label.start == 0)
}

/// Returns the labels that a text names: those of charts, tables and attachments.
fn labels(text: &str) -> impl Iterator<Item = Reference> {
    let is_counted = |one: &Reference| matches!(one.kind, Kind::Chart | Kind::Table | Kind::Attachment);
    references(text).into_iter().filter(is_counted)
}

/// Returns a text with other numbers in its labels.
fn renumbered(text: &Text, now: impl Fn(&Reference) -> Option<usize>) -> Text {
    let mut words = text.as_str().to_string();
    let mut figures: Vec<Placed> = text.figures().to_vec();
    for label in labels(text).collect::<Vec<_>>().into_iter().rev() {
        let Some(n) = now(&label).filter(|n| *n != label.number) else { continue };
        let digits = n.to_string();
        words.replace_range(label.number_start..label.end, &digits);
        let moved = |at: usize| {
            if at >= label.end { at + digits.len() - (label.end - label.number_start) } else { at }
        };
        for figure in &mut figures {
            (figure.start, figure.end) = (moved(figure.start), moved(figure.end));
        }
    }
    if words == text.as_str() { text.clone() } else { Text::assembled(words, figures) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_labels_are_set_anew() {
        let text = Text::from("见图9和图10，共8次。");
        let now = renumbered(&text, |label| Some(label.number + 1));
        assert_eq!(now.as_str(), "见图10和图11，共8次。");
        let named = Text::from("见表一和附表1。");
        assert_eq!(renumbered(&named, |label| Some(label.number + 1)).as_str(), "见表2和附表1。");
    }
}
