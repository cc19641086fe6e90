//! The document's headings, by which a reader's sidebar leads to their pages.

use typst::foundations::{NativeElement, StyleChain};
use typst::introspection::Introspector;
use typst::model::HeadingElem;
use typst_layout::PagedDocument;

use crate::document::visible::visible;
use crate::ofd::ids::Numbered;
use crate::ofd::xml::{Micron, Xml};

/// A heading and where it stands.
pub(crate) struct Entry {
    title: String,
    /// How deep it is nested, from 1.
    level: usize,
    /// The page's place among all, from zero.
    page: usize,
    /// Distances from the paper's left and top.
    left: Micron,
    top: Micron,
}

/// Finds the headings that the document's outline shows.
pub(crate) fn entries(paged: &PagedDocument) -> Vec<Entry> {
    let introspector = paged.introspector();
    let mut entries = Vec::new();
    for content in introspector.query(&HeadingElem::ELEM.select()) {
        let Some(heading) = content.to_packed::<HeadingElem>() else { continue };
        let styles = StyleChain::default();
        let is_shown = heading.bookmarked.get(styles).unwrap_or_else(|| heading.outlined.get(styles));
        let place = content.location().and_then(|location| introspector.position(location));
        let (true, Some(place)) = (is_shown, place) else { continue };
        entries.push(Entry {
            title: visible(&heading.body.plain_text()),
            level: heading.resolve_level(styles).get(),
            page: place.page.get() - 1,
            left: Micron::of(place.point.x.to_pt()),
            top: Micron::of(place.point.y.to_pt()),
        });
    }
    entries
}

/// Writes the outline; nothing where there are no headings.
pub(crate) fn write(xml: &mut Xml, entries: &[Entry], pages: &[Numbered]) {
    if entries.is_empty() {
        return;
    }
    xml.start("ofd:Outlines", &[]);
    // The levels of the elements that are open.
    let mut open: Vec<usize> = Vec::new();
    for entry in entries {
        while open.last().is_some_and(|level| *level >= entry.level) {
            open.pop();
            xml.end();
        }
        open.push(entry.level);
        xml.start("ofd:OutlineElem", &[("Title", &entry.title)]);
        xml.start("ofd:Actions", &[]);
        xml.start("ofd:Action", &[("Event", &"CLICK")]);
        xml.start("ofd:Goto", &[]);
        xml.empty(
            "ofd:Dest",
            &[
                ("Type", &"XYZ"),
                ("PageID", &pages[entry.page].page),
                ("Left", &entry.left),
                ("Top", &entry.top),
            ],
        );
        for _ in 0..3 {
            xml.end();
        }
    }
    for _ in 0..=open.len() {
        xml.end();
    }
}
