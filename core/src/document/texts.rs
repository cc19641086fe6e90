//! All texts of a document, in the order in which the pages print them.
//!
//! What stands above and below the text is the office's own or a date by where it stands; it
//! becomes text here, so that every number of the pages is found in one place.

use time::Date;

use crate::document::block::{Attachment, Bars, Block, Document, Table};
use crate::document::form::{Colophon, Letterhead, Signature};
use crate::document::format::full_date;
use crate::document::provenance::{Dated, Provenance};
use crate::document::text::Text;

impl Document {
    /// Returns every text that the pages print, in reading order.
    pub fn texts(&self) -> Vec<Text> {
        let mut texts = Vec::new();
        if let Some(head) = &self.form.letterhead {
            above(head, &mut texts);
        }
        texts.push(Text::joined(&self.title, ""));
        texts.extend(self.addressee.clone());
        self.blocks.iter().for_each(|block| of_block(block, &mut texts));
        texts.extend(self.form.rolls.iter().flat_map(|roll| roll.names.iter().cloned()));
        texts.extend(self.attachments.iter().map(|attachment| Text::joined(&attachment.title, "")));
        match &self.form.signature {
            Some(signature) => closing(signature, self.date, &mut texts),
            None => texts.extend(self.form.note.as_deref().map(|note| own(note, "letterhead.note"))),
        }
        self.attachments.iter().for_each(|attachment| of_attachment(attachment, &mut texts));
        if let Some(end) = &self.form.colophon {
            below(end, &mut texts);
        }
        texts.retain(|text| !text.is_empty());
        texts
    }
}

/// Returns the office's own words, by the key of the configuration.
fn own(words: &str, key: &'static str) -> Text {
    Text::of(words, Provenance::Office(key))
}

/// Returns a date of the document.
fn date(date: Date) -> Text {
    full_date(date, Dated::Document).into()
}

/// 版头: copy number, secrecy and urgency, the mark, number and signers.
fn above(head: &Letterhead, texts: &mut Vec<Text>) {
    texts.extend(head.copy_number.as_deref().map(|words| own(words, "letterhead.copy-number")));
    texts.extend(head.secrecy.as_deref().map(|words| own(words, "letterhead.secrecy")));
    texts.extend(head.urgency.as_deref().map(|words| own(words, "letterhead.urgency")));
    texts.extend(head.names.iter().map(|name| own(name, "letterhead.mark")));
    texts.extend(head.suffix.as_deref().map(|words| own(words, "letterhead.mark")));
    texts.extend(head.number.as_deref().map(|words| own(words, "letterhead.number")));
    texts.extend(head.signers.iter().map(|name| own(name, "letterhead.signers")));
    if let Some((organ, issued_on)) = &head.issued {
        texts.extend([own(organ, "letterhead.printed-by"), date(*issued_on)]);
    }
}

/// 落款: organs, the posts of who signs, the date and the note.
fn closing(signature: &Signature, signed_on: Date, texts: &mut Vec<Text>) {
    texts.extend(signature.organs.iter().map(|organ| own(organ, "organ")));
    texts.extend(signature.posts.iter().map(|post| own(post, "letterhead.posts")));
    texts.push(date(signed_on));
    texts.extend(signature.note.as_deref().map(|note| own(note, "letterhead.note")));
}

/// 版记: who gets copies, who printed it and when.
fn below(end: &Colophon, texts: &mut Vec<Text>) {
    texts.extend(end.to.iter().map(|name| own(name, "superior")));
    texts.extend(end.cc.iter().map(|name| own(name, "letterhead.cc")));
    if let Some((organ, printed_on)) = &end.printed {
        texts.extend([own(organ, "letterhead.printed-by"), date(*printed_on)]);
    }
}

fn of_attachment(attachment: &Attachment, texts: &mut Vec<Text>) {
    texts.push(Text::joined(&attachment.title, ""));
    attachment.blocks.iter().for_each(|block| of_block(block, texts));
}

fn of_block(block: &Block, texts: &mut Vec<Text>) {
    match block {
        Block::Heading { text, .. } | Block::Paragraph(text) | Block::Item(text) => texts.push(text.clone()),
        Block::Table(table) => of_table(table, texts),
        Block::Bars(bars) => of_bars(bars, texts),
    }
}

fn of_table(table: &Table, texts: &mut Vec<Text>) {
    texts.extend(table.caption.clone());
    texts.extend(table.header.iter().cloned());
    texts.extend(table.rows.iter().flatten().cloned());
    texts.extend(table.note.clone());
}

/// A chart's axis comes first, then what stands below and above the bars; what it shows in words is not printed.
fn of_bars(bars: &Bars, texts: &mut Vec<Text>) {
    texts.extend(bars.ticks.iter().map(|tick| tick.label.clone()));
    texts.extend(bars.bars.iter().flat_map(|bar| bar.label.iter().cloned()));
    texts.extend(bars.reference.iter().map(|tick| tick.label.clone()));
    texts.extend(bars.bars.iter().map(|bar| bar.value.clone()));
    texts.extend(bars.note.clone());
    texts.push(bars.caption.clone());
}
