//! The words and tables of the official document, from the findings.
//!
//! From here on nothing is decided any more: every sentence is written and every number
//! rounded, so that all that is printed can be tested without setting a page.

mod block;
mod compose;
mod dates;
mod explain;
mod figures;
mod form;
pub mod format;
mod identity;
mod length;
pub(crate) mod letterhead;
pub(crate) mod letterhead_checks;
mod material;
pub mod minutes;
mod numbering;
mod own_references;
mod pages;
mod piece;
mod provenance;
pub(crate) mod references;
mod sections;
mod spot;
mod supplement;
mod text;
mod texts;
pub mod title_lines;
mod trace;
pub mod visible;
pub mod wording;

pub use block::{Align, Attachment, Bar, Bars, Block, Column, Document, LegendEntry, Table, Tick};
pub use compose::compose;
pub use dates::{Dates, date_in};
pub(crate) use explain::cell_list;
pub use explain::explain;
pub use figures::figures;
pub use form::{Colophon, Form, Format, Letterhead, Red, Roll, Seal, Signature};
pub use identity::{Identified, bookmark, fingerprint, id_of_bookmark, identified};
pub use letterhead_checks::{check_letterhead, is_document_number};
pub use material::{Material, session};
pub(crate) use numbering::Numbering;
pub use own_references::check_references;
pub use provenance::{Dated, Evidence, Provenance};
pub use spot::{Part, Spot};
pub use supplement::{Own, Section, Supplement};
pub(crate) use text::text;
pub use text::{Count, Figure, Placed, Span, Text};
pub use texts::{Printed, Region};
pub use trace::{Place, Trace, Traced};
