//! The format of a document, and its parts above and below the text; all words final.
//!
//! Complements templates/gb9704/letterhead.typ, signature.typ and colophon.typ.

use time::Date;

use crate::document::text::Text;

pub use crate::settings::{Format, Red, Seal};

/// Everything about a document that is not its text.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Form {
    /// The format.
    pub format: Format,
    /// What stands above the text.
    pub letterhead: Option<Letterhead>,
    /// What stands below it; minutes have none.
    pub signature: Option<Signature>,
    /// Who was there, in minutes.
    pub rolls: Vec<Roll>,
    /// 附注 of minutes with its brackets; others have it below their signature.
    pub note: Option<String>,
    /// What stands at the end of the last page.
    pub colophon: Option<Colophon>,
    /// The red of the mark and the red lines.
    pub red: Red,
    /// Whether the binding margin changes sides on even pages.
    pub mirrored: bool,
    /// Whether the colophon must be on an even page.
    pub colophon_on_even_page: bool,
}

/// What stands above the text (版头).
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Letterhead {
    /// The lines of 发文机关标志: one, or the organs of a joint document.
    pub names: Vec<String>,
    /// What several names share, `文件`.
    pub suffix: Option<String>,
    /// 发文字号, in minutes their number.
    pub number: Option<String>,
    /// 签发人.
    pub signers: Vec<String>,
    /// 份号.
    pub copy_number: Option<String>,
    /// 密级和保密期限.
    pub secrecy: Option<String>,
    /// 紧急程度.
    pub urgency: Option<String>,
    /// Who issued the minutes, and when.
    pub issued: Option<(String, Date)>,
}

/// Who signs, and when.
#[derive(Debug, Clone, PartialEq)]
pub struct Signature {
    /// The organs, the one that leads first.
    pub organs: Vec<String>,
    /// The geometry.
    pub seal: Seal,
    /// The signers' posts in full, one a stamp.
    pub posts: Vec<String>,
    /// 附注 with its brackets.
    pub note: Option<String>,
}

/// The names under one label of 纪要.
#[derive(Debug, Clone, PartialEq)]
pub struct Roll {
    /// `出席`, `请假`, `列席`, or why else somebody was not there.
    pub label: &'static str,
    /// The names, in the roster's order.
    pub names: Vec<Text>,
}

/// What stands at the end of the last page (版记).
#[derive(Debug, Clone, PartialEq)]
pub struct Colophon {
    /// Addressees too many for the first page (7.3.2).
    pub to: Vec<String>,
    /// 抄送机关.
    pub cc: Vec<String>,
    /// 印发机关 and 印发日期; a letter has neither.
    pub printed: Option<(String, Date)>,
}
