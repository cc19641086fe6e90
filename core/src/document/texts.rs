//! All texts of a document, in the order in which the pages print them.
//!
//! What stands above and below the text is the office's own or a date by where it stands; it
//! becomes text here, so that every number of the pages is found in one place.

use time::Date;

use crate::document::block::{Attachment, Bars, Block, Document, Table};
use crate::document::form::{Colophon, Letterhead, Signature};
use crate::document::format::full_date;
use crate::document::provenance::{Dated, Provenance};
use crate::document::spot::{Part, Spot};
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
    /// Which text of the document it is.
    pub spot: Spot,
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
    fn push(&mut self, region: Region, spot: Spot, text: Text) {
        if !text.is_empty() {
            self.printed.push(Printed { region, spot, text });
        }
    }

    /// Adds the texts of a row, each with its position from 0.
    fn extend(
        &mut self,
        region: Region,
        spot: impl Fn(usize) -> Spot,
        texts: impl IntoIterator<Item = Text>,
    ) {
        texts.into_iter().enumerate().for_each(|(at, text)| self.push(region, spot(at), text));
    }

    /// Adds a text that may be missing.
    fn add(&mut self, region: Region, spot: Spot, text: Option<Text>) {
        if let Some(text) = text {
            self.push(region, spot, text);
        }
    }
}

impl Document {
    /// Returns every text that the pages print, in reading order within its region.
    pub fn printed(&self) -> Vec<Printed> {
        let mut list = List::default();
        if let Some(head) = &self.form.letterhead {
            above(head, &mut list);
        }
        list.push(Region::Body, Spot::Title, Text::joined(&self.title, ""));
        list.add(Region::Body, Spot::Addressee, self.addressee.clone());
        for (at, block) in self.blocks.iter().enumerate() {
            of_block(block, |part| Spot::Body { block: at, part }, &mut list);
        }
        for (roll, of) in self.form.rolls.iter().enumerate() {
            list.extend(Region::Closing, |name| Spot::Roll { roll, name }, of.names.iter().cloned());
        }
        let titles = self.attachments.iter().map(|attachment| Text::joined(&attachment.title, ""));
        list.extend(Region::Closing, Spot::Listed, titles);
        match &self.form.signature {
            Some(signature) => closing(signature, self.date, &mut list),
            None => {
                let note = self.form.note.as_deref();
                list.add(Region::Closing, Spot::Note, note.map(|note| own(note, "letterhead.note")));
            }
        }
        for (at, attachment) in self.attachments.iter().enumerate() {
            of_attachment(attachment, at, &mut list);
        }
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
    let region = Region::Letterhead;
    let stated = |words: &Option<String>, key| words.as_deref().map(|words| own(words, key));
    list.add(region, Spot::CopyNumber, stated(&head.copy_number, "letterhead.copy-number"));
    list.add(region, Spot::Secrecy, stated(&head.secrecy, "letterhead.secrecy"));
    list.add(region, Spot::Urgency, stated(&head.urgency, "letterhead.urgency"));
    list.extend(region, Spot::Mark, head.names.iter().map(|name| own(name, "letterhead.mark")));
    list.add(region, Spot::MarkSuffix, stated(&head.suffix, "letterhead.mark"));
    list.add(region, Spot::Number, stated(&head.number, "letterhead.number"));
    list.extend(region, Spot::Signer, head.signers.iter().map(|name| own(name, "letterhead.signers")));
    if let Some((organ, issued_on)) = &head.issued {
        list.push(region, Spot::Issuer, own(organ, "letterhead.printed-by"));
        list.push(region, Spot::Issued, date(*issued_on));
    }
}

/// 落款: organs, the posts of who signs, the date and the note.
fn closing(signature: &Signature, signed_on: Date, list: &mut List) {
    let region = Region::Closing;
    list.extend(region, Spot::Organ, signature.organs.iter().map(|organ| own(organ, "organ")));
    list.extend(region, Spot::Post, signature.posts.iter().map(|post| own(post, "letterhead.posts")));
    list.push(region, Spot::Date, date(signed_on));
    list.add(region, Spot::Note, signature.note.as_deref().map(|note| own(note, "letterhead.note")));
}

/// 版记: who gets copies, who printed it and when.
fn below(end: &Colophon, list: &mut List) {
    let region = Region::Colophon;
    list.extend(region, Spot::To, end.to.iter().map(|name| own(name, "superior")));
    list.extend(region, Spot::Copy, end.cc.iter().map(|name| own(name, "letterhead.cc")));
    if let Some((organ, printed_on)) = &end.printed {
        list.push(region, Spot::Printer, own(organ, "letterhead.printed-by"));
        list.push(region, Spot::PrintedOn, date(*printed_on));
    }
}

fn of_attachment(attachment: &Attachment, at: usize, list: &mut List) {
    list.push(Region::Body, Spot::AttachmentTitle(at), Text::joined(&attachment.title, ""));
    for (block, of) in attachment.blocks.iter().enumerate() {
        of_block(of, |part| Spot::Attached { attachment: at, block, part }, list);
    }
}

fn of_block(block: &Block, spot: impl Fn(Part) -> Spot, list: &mut List) {
    match block {
        Block::Heading { text, .. } | Block::Paragraph(text) | Block::Item(text) => {
            list.push(Region::Body, spot(Part::Words), text.clone())
        }
        Block::Table(table) => of_table(table, spot, list),
        Block::Bars(bars) => of_bars(bars, spot, list),
    }
}

fn of_table(table: &Table, spot: impl Fn(Part) -> Spot, list: &mut List) {
    let region = Region::Body;
    list.add(region, spot(Part::Caption), table.caption.clone());
    list.extend(region, |col| spot(Part::Head { col }), table.header.iter().cloned());
    for (row, cells) in table.rows.iter().enumerate() {
        list.extend(region, |col| spot(Part::Cell { row, col }), cells.iter().cloned());
    }
    list.add(region, spot(Part::Note), table.note.clone());
}

/// A chart's axis comes first, then what stands below and above the bars; what it shows in words is not printed.
fn of_bars(bars: &Bars, spot: impl Fn(Part) -> Spot, list: &mut List) {
    let region = Region::Chart(list.n_charts);
    list.n_charts += 1;
    list.extend(region, |at| spot(Part::Tick(at)), bars.ticks.iter().map(|tick| tick.label.clone()));
    for (bar, of) in bars.bars.iter().enumerate() {
        list.extend(region, |line| spot(Part::Label { bar, line }), of.label.iter().cloned());
    }
    list.add(region, spot(Part::Reference), bars.reference.as_ref().map(|tick| tick.label.clone()));
    list.extend(region, |at| spot(Part::Value(at)), bars.bars.iter().map(|bar| bar.value.clone()));
    list.extend(region, |at| spot(Part::Legend(at)), bars.legend.iter().map(|entry| entry.label.clone()));
    list.push(region, spot(Part::Caption), bars.caption.clone());
}
