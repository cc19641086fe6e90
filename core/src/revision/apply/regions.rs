//! The pieces of a draft by the part of the document they belong to.
//!
//! Styles tell the parts apart. Text that was pasted into a fresh file has none: there a paragraph
//! is what the composed document has in the same words, or what its words alone make it.

use crate::document::Document;
use crate::revision::apply::frame::Frame;
use crate::revision::apply::plain::squeezed;
use crate::revision::draft::{Draft, Paragraph, Piece, Role, Words};

/// A draft in its parts.
#[derive(Debug, Default)]
pub(super) struct Regions<'a> {
    pub(super) letterhead: Vec<&'a Words>,
    pub(super) title: Vec<&'a Words>,
    pub(super) addressee: Vec<&'a Words>,
    pub(super) body: Vec<&'a Piece>,
    pub(super) list: Vec<&'a Words>,
    pub(super) signature: Vec<&'a Words>,
    pub(super) closing: Vec<&'a Words>,
    pub(super) attachments: Vec<Attached<'a>>,
    pub(super) colophon: Vec<&'a Words>,
}

/// An attachment of a draft.
#[derive(Debug, Default)]
pub(super) struct Attached<'a> {
    /// The number that the draft has above it.
    pub(super) label: Option<usize>,
    pub(super) title: Vec<&'a Words>,
    pub(super) pieces: Vec<&'a Piece>,
}

/// Parts a draft.
pub(super) fn regions<'a>(draft: &'a Draft, base: &Document, frame: &Frame) -> Regions<'a> {
    let known = Known::new(base, frame);
    let has_title = has_role(draft, Role::Title);
    let mut out = Regions::default();
    for piece in &draft.pieces {
        let paragraph = match piece {
            Piece::Paragraph(paragraph) => paragraph,
            Piece::Grid(_) | Piece::Graphic(_) => {
                out.push(piece);
                continue;
            }
        };
        let words = &paragraph.words;
        match known.role(paragraph, &out, has_title) {
            Role::Letterhead => out.letterhead.push(words),
            Role::Title => out.title.push(words),
            Role::Addressee => out.addressee.push(words),
            Role::AttachmentList => out.list.push(words),
            Role::Signature => out.signature.push(words),
            Role::Closing => out.closing.push(words),
            Role::Colophon => out.colophon.push(words),
            Role::AttachmentLabel => {
                out.attachments.push(Attached { label: number(&words.text), ..Attached::default() });
            }
            Role::AttachmentTitle => match out.attachments.last_mut() {
                Some(last) if last.pieces.is_empty() => last.title.push(words),
                _ => out.attachments.push(Attached { title: vec![words], ..Attached::default() }),
            },
            _ => out.push(piece),
        }
    }
    out
}

fn has_role(draft: &Draft, role: Role) -> bool {
    draft.pieces.iter().any(|piece| matches!(piece, Piece::Paragraph(paragraph) if paragraph.role == role))
}

impl<'a> Regions<'a> {
    /// Adds a piece to the text that is open: the body, or the last attachment.
    fn push(&mut self, piece: &'a Piece) {
        match self.attachments.last_mut() {
            Some(last) => last.pieces.push(piece),
            None => self.body.push(piece),
        }
    }
}

/// What paragraphs without a style of ours are known by.
struct Known {
    title: String,
    addressee: String,
    /// Words of the parts above and below the text.
    framed: Vec<(Role, String)>,
    attachment_titles: Vec<String>,
}

impl Known {
    fn new(base: &Document, frame: &Frame) -> Known {
        let joined =
            |title: &[crate::document::Text]| title.iter().map(|word| squeezed(word)).collect::<String>();
        Known {
            title: joined(&base.title),
            addressee: base.addressee.as_deref().map(squeezed).unwrap_or_default(),
            framed: frame.paragraphs(),
            attachment_titles: base.attachments.iter().map(|attached| joined(&attached.title)).collect(),
        }
    }

    /// Returns what a paragraph is, after those before it.
    fn role(&self, paragraph: &Paragraph, before: &Regions<'_>, has_title: bool) -> Role {
        if paragraph.role != Role::Body {
            return paragraph.role;
        }
        let words = squeezed(&paragraph.words.text);
        if !has_title && before.title.is_empty() && words == self.title {
            return Role::Title;
        }
        let is_above = !has_title && before.title.is_empty() && before.body.is_empty();
        let in_head =
            |(role, framed): &(Role, String)| *role == Role::Letterhead && words.contains(framed.as_str());
        if is_above && self.framed.iter().any(in_head) {
            return Role::Letterhead;
        }
        if before.addressee.is_empty()
            && before.body.is_empty()
            && !words.is_empty()
            && words == self.addressee
        {
            return Role::Addressee;
        }
        let below = |(role, framed): &&(Role, String)| *role != Role::Letterhead && *framed == words;
        if let Some((role, _)) = self.framed.iter().find(below) {
            return *role;
        }
        if is_label(&words) {
            return Role::AttachmentLabel;
        }
        if words.starts_with("附件：")
            || !before.list.is_empty() && before.signature.is_empty() && is_listed(&words)
        {
            return Role::AttachmentList;
        }
        let opens_attachment = before.attachments.last().is_some_and(|last| last.pieces.is_empty());
        if opens_attachment && self.attachment_titles.contains(&words) {
            return Role::AttachmentTitle;
        }
        Role::Body
    }
}

/// Returns whether words are the label above an attachment.
fn is_label(words: &str) -> bool {
    words.strip_prefix("附件").is_some_and(|rest| rest.chars().all(|c| c.is_ascii_digit()))
}

/// Returns the number of a label above an attachment.
fn number(words: &str) -> Option<usize> {
    squeezed(words).strip_prefix("附件")?.parse().ok()
}

/// Returns whether words are a further line of 附件说明.
fn is_listed(words: &str) -> bool {
    let rest = words.trim_start_matches(|c: char| c.is_ascii_digit());
    rest.len() < words.len() && rest.starts_with('.')
}
