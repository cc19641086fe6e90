//! The finished pages gone through item by item, each with its place and what it is part of.
//!
//! Both the lines that the audit measures and the objects of an OFD come from here, so that they
//! agree on what belongs to a title, a table or the letterhead.

use serde::Serialize;
use typst::foundations::{Content, Packed, Smart};
use typst::introspection::{Location, Tag};
use typst::layout::{Frame, FrameItem, Transform};
use typst::model::{FigureElem, FigureKind, HeadingElem, ParElem, TableCell, TableElem, TitleElem};
use typst_layout::Page;

/// The labels under which templates/gb9704 sets parts that are no element of their own:
/// signature.typ the end of the body, letterhead.typ and colophon.typ theirs, tables.typ its notes.
const LABELS: [(&str, Role); 4] = [
    ("closing", Role::Closing),
    ("letterhead", Role::Letterhead),
    ("colophon", Role::Colophon),
    ("table-note", Role::Other),
];
/// What a line is part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Default)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// The document's title.
    Title,
    /// A heading, or an attachment's label and title.
    Heading,
    /// A paragraph of the body or of an attachment.
    Paragraph,
    /// List of attachments, organ and date; in minutes who was there.
    Closing,
    /// What stands above the title (版头).
    Letterhead,
    /// What stands at the end of the last page (版记).
    Colophon,
    /// A table's cell.
    Table,
    /// A chart with its caption.
    Figure,
    /// Captions and notes of tables.
    #[default]
    Other,
    /// The page number.
    PageNumber,
}

/// Where an item stands, and what it is part of.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    /// What has put the item onto the page.
    pub(crate) transform: Transform,
    /// What it is part of.
    pub(crate) role: Role,
    /// The number that all items of that part share.
    pub(crate) part: usize,
}

/// Walks the frames; what is open at a page's end goes on at the next one's start.
#[derive(Default)]
pub(crate) struct Walker {
    /// The elements around the current item, the innermost last.
    open: Vec<Open>,
    /// How many elements have been opened.
    n_parts: usize,
}

/// An element that has started and not ended.
struct Open {
    /// Tells its end.
    location: Location,
    /// What items in it are part of.
    role: Role,
    /// The number that its items share.
    part: usize,
}

impl Walker {
    /// Shows every item of a page in the order in which they were set, a group before what it
    /// holds.
    pub(crate) fn page(&mut self, page: &Page, show: &mut impl FnMut(&FrameItem, Place)) {
        self.frame(&page.frame, Transform::identity(), show);
    }

    /// Shows the items of a frame that a transform has put onto the page.
    fn frame(&mut self, frame: &Frame, transform: Transform, show: &mut impl FnMut(&FrameItem, Place)) {
        for (position, item) in frame.items() {
            let transform = transform.pre_concat(Transform::translate(position.x, position.y));
            match item {
                FrameItem::Tag(Tag::Start(element, _)) => self.start(element),
                FrameItem::Tag(Tag::End(location, ..)) => self.end(*location),
                _ => show(item, self.place(transform)),
            }
            if let FrameItem::Group(group) = item {
                self.frame(&group.frame, transform.pre_concat(group.transform), show);
            }
        }
    }

    /// Returns the place of an item within what is open.
    fn place(&self, transform: Transform) -> Place {
        let (role, part) = self.open.last().map_or((Role::Other, 0), |open| (open.role, open.part));
        Place { transform, role, part }
    }

    /// Opens an element if it is one that items belong to.
    fn start(&mut self, element: &Content) {
        let label = element.label().map(|label| label.resolve());
        let labelled = label.and_then(|label| LABELS.iter().find(|known| known.0 == label.as_str()));
        let role = if let Some((_, role)) = labelled {
            *role
        } else if element.is::<TitleElem>() {
            Role::Title
        } else if element.is::<HeadingElem>() {
            Role::Heading
        } else if element.is::<ParElem>() {
            Role::Paragraph
        } else if element.is::<TableElem>() || element.is::<TableCell>() {
            Role::Table
        } else if element.to_packed::<FigureElem>().is_some_and(is_chart) {
            Role::Figure
        } else {
            return;
        };
        if let Some(location) = element.location() {
            // What stands within a title or a chart is part of it, whatever it is by itself.
            let outer = self.open.last().map(|open| open.role);
            let role = match outer {
                None | Some(Role::Paragraph) => role,
                Some(outer) => outer,
            };
            self.n_parts += 1;
            self.open.push(Open { location, role, part: self.n_parts });
        }
    }

    /// Closes an element and whatever is still open within it.
    fn end(&mut self, location: Location) {
        if let Some(at) = self.open.iter().rposition(|open| open.location == location) {
            self.open.truncate(at);
        }
    }
}

/// Returns whether a figure is a chart: a table is one only for its caption's sake.
fn is_chart(figure: &Packed<FigureElem>) -> bool {
    !matches!(figure.kind.as_option(), Some(Smart::Custom(FigureKind::Elem(_))))
}
