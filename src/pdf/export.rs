//! The finished pages as a PDF that keeps the standards asked for.
//!
//! Everything written is derived from the document, nothing from clock or machine: the same
//! document gives the same bytes.

use typst::foundations::Smart;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::document::Document;
use crate::pdf::packed;
use crate::settings::{Standard, Standards};

/// Returns the PDF, or what Typst has against it.
pub(crate) fn export(
    pages: &PagedDocument,
    document: &Document,
    standards: &Standards,
) -> Result<Vec<u8>, Vec<String>> {
    let options = PdfOptions {
        // Without one, reports that share title and organ would share their identifier.
        ident: Smart::Custom(format!("banxin/{}/{}", document.unit, document.period)),
        creator: Smart::Custom(Some(format!("banxin {}", env!("CARGO_PKG_VERSION")))),
        timestamp: None,
        page_ranges: None,
        standards: typst_standards(standards),
        tagged: standards.need_tags(),
        pretty: false,
    };
    typst_pdf::pdf(pages, &options)
        .map(packed::pack)
        .map_err(|errors| errors.iter().map(|error| error.message.to_string()).collect())
}

/// Returns the same standards in Typst's words.
fn typst_standards(standards: &Standards) -> PdfStandards {
    let all: Vec<PdfStandard> = standards.all().iter().map(|standard| typst_standard(*standard)).collect();
    PdfStandards::new(&all).expect("`Standards` holds what one file can keep (see the test)")
}

fn typst_standard(standard: Standard) -> PdfStandard {
    match standard {
        Standard::Pdf17 => PdfStandard::V_1_7,
        Standard::A1b => PdfStandard::A_1b,
        Standard::A2b => PdfStandard::A_2b,
        Standard::A2u => PdfStandard::A_2u,
        Standard::A2a => PdfStandard::A_2a,
        Standard::A3b => PdfStandard::A_3b,
        Standard::A3a => PdfStandard::A_3a,
        Standard::Ua1 => PdfStandard::Ua_1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is taken for possible is so for Typst, and what is refused is not: all 256 lists.
    #[test]
    fn standards_agree_with_typst() {
        for chosen in 0..1_u32 << Standard::ALL.len() {
            let is_chosen = |at: usize| chosen >> at & 1 == 1;
            let list =
                (0..).zip(Standard::ALL).filter(|(at, _)| is_chosen(*at)).map(|(_, standard)| standard);
            let list: Vec<Standard> = list.collect();
            let names: Vec<&str> = list.iter().map(|standard| standard.name()).collect();
            let typst: Vec<PdfStandard> = list.iter().map(|standard| typst_standard(*standard)).collect();
            let (ours, theirs) = (Standards::parse(&names), PdfStandards::new(&typst));
            assert_eq!(ours.is_ok(), theirs.is_ok(), "{names:?}: {ours:?}");
        }
    }
}
