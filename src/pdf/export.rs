//! The finished pages as a PDF that keeps the standards asked for.
//!
//! Everything written is derived from the document, nothing from clock or machine: the same
//! document gives the same bytes.

use std::fmt;

use time::Date;
use typst::foundations::{Datetime, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::document::Document;
use crate::pdf::view::visible;

/// Names of the standards, as they are given on the command line and in banxin.toml.
const NAMES: [(&str, PdfStandard); 8] = [
    ("1.7", PdfStandard::V_1_7),
    ("a-1b", PdfStandard::A_1b),
    ("a-2b", PdfStandard::A_2b),
    ("a-2u", PdfStandard::A_2u),
    ("a-2a", PdfStandard::A_2a),
    ("a-3b", PdfStandard::A_3b),
    ("a-3a", PdfStandard::A_3a),
    ("ua-1", PdfStandard::Ua_1),
];

/// PDF standards that one file can keep at the same time.
#[derive(Clone)]
pub struct Standards {
    /// The names as given, without repeats.
    names: Vec<&'static str>,
    /// The same for Typst.
    standards: PdfStandards,
}

/// A list of standards that cannot be kept.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StandardsError {
    /// A name that is none.
    #[error("PDF 标准 `{name}` 不认识（应为 1.7 a-1b a-2b a-2u a-2a a-3b a-3a ua-1 中的一个或几个）")]
    Unknown {
        /// The name.
        name: String,
    },
    /// Two parts or levels of PDF/A.
    #[error("PDF 标准 `{first}` 与 `{second}` 只能选一个（一份文件只能符合一种 PDF/A）")]
    TwoArchival {
        /// The first of them.
        first: &'static str,
        /// The second of them.
        second: &'static str,
    },
    /// Standards that ask for different versions of PDF.
    #[error("PDF 标准 {} 不能同时满足（要求的 PDF 版本不同）", quoted(names))]
    Incompatible {
        /// All of them.
        names: Vec<&'static str>,
    },
}

impl Standards {
    /// Reads a list of names such as `a-2a` and `ua-1`; an empty list is plain PDF 1.7.
    pub fn parse<S: AsRef<str>>(list: &[S]) -> Result<Standards, StandardsError> {
        let mut names: Vec<&'static str> = Vec::new();
        let mut standards = Vec::new();
        for name in list.iter().map(AsRef::as_ref) {
            let known = NAMES.iter().find(|known| known.0.eq_ignore_ascii_case(name.trim()));
            let Some(&(name, standard)) = known else {
                return Err(StandardsError::Unknown { name: name.to_string() });
            };
            if !names.contains(&name) {
                names.push(name);
                standards.push(standard);
            }
        }
        let mut archival = names.iter().filter(|name| name.starts_with("a-"));
        if let (Some(first), Some(second)) = (archival.next(), archival.next()) {
            return Err(StandardsError::TwoArchival { first, second });
        }
        match PdfStandards::new(&standards) {
            Ok(standards) => Ok(Standards { names, standards }),
            // The only other reason is that their versions do not meet.
            Err(_) => Err(StandardsError::Incompatible { names }),
        }
    }

    /// Returns whether a file that keeps the standards may take others along.
    pub(crate) fn take_files(&self) -> bool {
        !self.names.iter().any(|name| name.starts_with("a-1") || name.starts_with("a-2"))
    }

    /// Returns whether one of them is a PDF/A.
    pub(crate) fn are_archival(&self) -> bool {
        self.names.iter().any(|name| name.starts_with("a-"))
    }

    /// Returns whether the pages must carry tags: the accessible levels ask for them.
    ///
    /// Elsewhere they are left out, since they cost a sixth of the file's size, and more where
    /// there are many cells.
    fn need_tags(&self) -> bool {
        self.names.iter().any(|name| ["a-2a", "a-3a", "ua-1"].contains(name))
    }
}

/// PDF/A-2a with PDF/UA-1: a file that can be archived and read aloud.
impl Default for Standards {
    fn default() -> Standards {
        Standards::parse(&["a-2a", "ua-1"]).expect("the two are compatible (see the tests)")
    }
}

impl fmt::Debug for Standards {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Standards").field(&self.names).finish()
    }
}

/// Shown as in banxin.toml, parted by commas.
impl fmt::Display for Standards {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.names.join(","))
    }
}

/// Writes title, author, keywords and date into the compiled document.
///
/// In the template they would enter the style of every paragraph, and no paragraph could be
/// reused from one report to the next.
pub(crate) fn set_metadata(pages: &mut PagedDocument, document: &Document) {
    let info = pages.info_mut();
    info.title = Some(visible(&document.title.concat()).into());
    info.author = vec![visible(&document.organ).into()];
    info.keywords = document.keywords.iter().map(|word| visible(word).into()).collect();
    // Never `auto`: that would be the time at which the file is made.
    info.date = Smart::Custom(datetime(document.date));
}

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
        standards: standards.standards.clone(),
        tagged: standards.need_tags(),
        pretty: false,
    };
    typst_pdf::pdf(pages, &options)
        .map_err(|errors| errors.iter().map(|error| error.message.to_string()).collect())
}

/// Returns the date for Typst, which has room for the years that a document can bear.
fn datetime(date: Date) -> Option<Datetime> {
    Datetime::from_ymd(date.year(), date.month().into(), date.day())
}

/// Returns names in backticks, parted by `、`.
fn quoted(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join("、")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(list: &[&str], expected: &str) {
        let shown = match Standards::parse(list) {
            Ok(standards) => format!("{standards} tagged: {}", standards.need_tags()),
            Err(error) => error.to_string(),
        };
        assert_eq!(shown, expected);
    }

    #[test]
    fn standards() {
        check(&[], " tagged: false");
        check(&["1.7"], "1.7 tagged: false");
        check(&["a-1b"], "a-1b tagged: false");
        check(&["A-2A", " ua-1", "a-2a"], "a-2a,ua-1 tagged: true");
        check(&["a-3b", "ua-1"], "a-3b,ua-1 tagged: true");
        check(&["a-2u", "1.7"], "a-2u,1.7 tagged: false");
        assert_eq!(Standards::default().to_string(), "a-2a,ua-1");
    }

    #[test]
    fn impossible_lists() {
        check(
            &["a-4"],
            "PDF 标准 `a-4` 不认识（应为 1.7 a-1b a-2b a-2u a-2a a-3b a-3a ua-1 中的一个或几个）",
        );
        check(&["a-2a", "a-3b"], "PDF 标准 `a-2a` 与 `a-3b` 只能选一个（一份文件只能符合一种 PDF/A）");
        check(&["a-1b", "1.7"], "PDF 标准 `a-1b`、`1.7` 不能同时满足（要求的 PDF 版本不同）");
    }
}
