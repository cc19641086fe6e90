//! Title, author, keywords and date of the finished pages, as exports write them.

use time::Date;
use typst::foundations::{Datetime, Smart};
use typst_layout::PagedDocument;

use crate::document::visible::visible;
use crate::document::{Document, Text};

/// Writes title, author, keywords and date into the compiled document.
///
/// In the template they would enter the style of every paragraph, and no paragraph could be
/// reused from one report to the next.
pub(crate) fn set(pages: &mut PagedDocument, document: &Document) {
    let info = pages.info_mut();
    info.title = Some(visible(&Text::joined(&document.title, "")).into());
    info.author = vec![visible(&document.organ).into()];
    info.keywords = document.keywords.iter().map(|word| visible(word).into()).collect();
    // Never `auto`: that would be the time at which the file is made.
    info.date = Smart::Custom(datetime(document.date));
}

/// Returns the date for Typst, which has room for the years that a document can bear.
fn datetime(date: Date) -> Option<Datetime> {
    Datetime::from_ymd(date.year(), date.month().into(), date.day())
}
