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

/// A part of the pages, in which texts follow one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Region {
    /// 版头.
    Letterhead,
    /// Title, text and attachments, without their charts.
    Body,
    /// The chart that is the so-manieth, from 0.
    Chart(usize),
    /// List of attachments, organ, date and note; in minutes who was there.
    Closing,
    /// 版记.
    Colophon,
}

/// A text that is printed, with the part of the pages it stands in.
#[derive(Debug, Clone, PartialEq)]
pub struct Printed {
    /// Where it stands.
    pub region: Region,
    /// The words and figures.
    pub text: Text,
}

/// Texts while they are listed.
#[derive(Default)]
struct List {
    printed: Vec<Printed>,
    n_charts: usize,
}

impl List {
    fn push(&mut self, region: Region, text: Text) {
        if !text.is_empty() {
            self.printed.push(Printed { region, text });
        }
    }

    fn extend(&mut self, region: Region, texts: impl IntoIterator<Item = Text>) {
        texts.into_iter().for_each(|text| self.push(region, text));
    }
}

impl Document {
    /// Returns every text that the pages print, in reading order within its region.
    pub fn printed(&self) -> Vec<Printed> {
        let mut list = List::default();
        if let Some(head) = &self.form.letterhead {
            above(head, &mut list);
        }
        list.push(Region::Body, Text::joined(&self.title, ""));
        list.extend(Region::Body, self.addressee.clone());
        self.blocks.iter().for_each(|block| of_block(block, &mut list));
        list.extend(Region::Closing, self.form.rolls.iter().flat_map(|roll| roll.names.iter().cloned()));
        let titles = self.attachments.iter().map(|attachment| Text::joined(&attachment.title, ""));
        list.extend(Region::Closing, titles);
        match &self.form.signature {
            Some(signature) => closing(signature, self.date, &mut list),
            None => {
                let note = self.form.note.as_deref();
                list.extend(Region::Closing, note.map(|note| own(note, "letterhead.note")));
            }
        }
        self.attachments.iter().for_each(|attachment| of_attachment(attachment, &mut list));
        if let Some(end) = &self.form.colophon {
            below(end, &mut list);
        }
        list.printed
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
fn above(head: &Letterhead, list: &mut List) {
    list.extend(
        Region::Letterhead,
        head.copy_number.as_deref().map(|words| own(words, "letterhead.copy-number")),
    );
    list.extend(Region::Letterhead, head.secrecy.as_deref().map(|words| own(words, "letterhead.secrecy")));
    list.extend(Region::Letterhead, head.urgency.as_deref().map(|words| own(words, "letterhead.urgency")));
    list.extend(Region::Letterhead, head.names.iter().map(|name| own(name, "letterhead.mark")));
    list.extend(Region::Letterhead, head.suffix.as_deref().map(|words| own(words, "letterhead.mark")));
    list.extend(Region::Letterhead, head.number.as_deref().map(|words| own(words, "letterhead.number")));
    list.extend(Region::Letterhead, head.signers.iter().map(|name| own(name, "letterhead.signers")));
    if let Some((organ, issued_on)) = &head.issued {
        list.extend(Region::Letterhead, [own(organ, "letterhead.printed-by"), date(*issued_on)]);
    }
}

/// 落款: organs, the posts of who signs, the date and the note.
fn closing(signature: &Signature, signed_on: Date, list: &mut List) {
    list.extend(Region::Closing, signature.organs.iter().map(|organ| own(organ, "organ")));
    list.extend(Region::Closing, signature.posts.iter().map(|post| own(post, "letterhead.posts")));
    list.push(Region::Closing, date(signed_on));
    list.extend(Region::Closing, signature.note.as_deref().map(|note| own(note, "letterhead.note")));
}

/// 版记: who gets copies, who printed it and when.
fn below(end: &Colophon, list: &mut List) {
    list.extend(Region::Colophon, end.to.iter().map(|name| own(name, "superior")));
    list.extend(Region::Colophon, end.cc.iter().map(|name| own(name, "letterhead.cc")));
    if let Some((organ, printed_on)) = &end.printed {
        list.extend(Region::Colophon, [own(organ, "letterhead.printed-by"), date(*printed_on)]);
    }
}

fn of_attachment(attachment: &Attachment, list: &mut List) {
    list.push(Region::Body, Text::joined(&attachment.title, ""));
    attachment.blocks.iter().for_each(|block| of_block(block, list));
}

fn of_block(block: &Block, list: &mut List) {
    match block {
        Block::Heading { text, .. } | Block::Paragraph(text) | Block::Item(text) => {
            list.push(Region::Body, text.clone())
        }
        Block::Table(table) => of_table(table, list),
        Block::Bars(bars) => of_bars(bars, list),
    }
}

fn of_table(table: &Table, list: &mut List) {
    list.extend(Region::Body, table.caption.clone());
    list.extend(Region::Body, table.header.iter().cloned());
    list.extend(Region::Body, table.rows.iter().flatten().cloned());
    list.extend(Region::Body, table.note.clone());
}

/// A chart's axis comes first, then what stands below and above the bars; what it shows in words is not printed.
fn of_bars(bars: &Bars, list: &mut List) {
    let region = Region::Chart(list.n_charts);
    list.n_charts += 1;
    list.extend(region, bars.ticks.iter().map(|tick| tick.label.clone()));
    list.extend(region, bars.bars.iter().flat_map(|bar| bar.label.iter().cloned()));
    list.extend(region, bars.reference.iter().map(|tick| tick.label.clone()));
    list.extend(region, bars.bars.iter().map(|bar| bar.value.clone()));
    list.extend(region, bars.legend.iter().map(|entry| entry.label.clone()));
    list.push(region, bars.caption.clone());
}
