//! What a template sees of the parts above and below the text.
//!
//! Complements templates/gb9704/letterhead.typ, signature.typ, rolls.typ and colophon.typ.

use serde::Serialize;
use time::Date;

use crate::document::title_lines::{cells, halves, name_lines};
use crate::document::visible::{chinese_date, visible, visible_all, visible_option};
use crate::document::{Colophon, Document, Form, Format, Letterhead, Roll, Seal};

/// Cells of 三号 in a line.
const LINE_CELLS: f64 = 28.0;
/// The most cells of an organ's name on one line of the signature: two are white on its right.
const ORGAN_CELLS: f64 = LINE_CELLS - 2.0;
/// The most cells of a post on one line: beside it are the space of a stamp (40 mm), two cells
/// before it and four after.
const POST_CELLS: f64 = LINE_CELLS - 6.0 - 7.2;
/// A mark of so many cells surely stands on one line.
const SURE_MARK_CELLS: f64 = 12.0;
/// Cells of 四号 in a line of the colophon, one white on either side.
const COLOPHON_CELLS: f64 = 156.0 / 25.4 * 72.0 / 14.0 - 2.0;

/// What stands above the text.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct LetterheadView {
    /// The lines of 发文机关标志; a single long one with a line feed where it may be parted.
    names: Vec<String>,
    /// What several names share.
    suffix: Option<String>,
    /// 发文字号.
    number: Option<String>,
    /// 签发人.
    signers: Vec<String>,
    /// 份号.
    copy_number: Option<String>,
    /// 密级和保密期限.
    secrecy: Option<String>,
    /// 紧急程度.
    urgency: Option<String>,
    /// Who issued the minutes, a name too long for one line with line feeds.
    issued_by: Option<String>,
    /// When they were issued.
    issued_on: Option<String>,
}

impl LetterheadView {
    /// Returns the view of a letterhead.
    pub(crate) fn new(head: &Letterhead) -> LetterheadView {
        let issued = head.issued.as_ref();
        LetterheadView {
            names: match head.names.as_slice() {
                [name] if cells(name) > SURE_MARK_CELLS => vec![halves(&visible(name)).join("\n")],
                names => visible_all(names),
            },
            suffix: visible_option(head.suffix.as_deref()),
            number: visible_option(head.number.as_deref()),
            signers: visible_all(&head.signers),
            copy_number: visible_option(head.copy_number.as_deref()),
            secrecy: visible_option(head.secrecy.as_deref()),
            urgency: visible_option(head.urgency.as_deref()),
            issued_by: issued.map(|(organ, date)| issuer(organ, &chinese_date(*date))),
            issued_on: issued.map(|(_, date)| chinese_date(*date)),
        }
    }
}

/// Returns a name on lines of at most so many cells, parted by line feeds.
fn on_lines(name: &str, max_cells: f64) -> String {
    name_lines(&visible(name), max_cells).join("\n")
}

/// Returns who issued minutes: on the line of the date, one cell in from either side and one
/// from it.
fn issuer(organ: &str, date: &str) -> String {
    on_lines(organ, LINE_CELLS - 3.0 - cells(date))
}

/// Returns the lines of an organ's name in the signature.
pub(crate) fn organ_lines(organ: &str) -> Vec<String> {
    name_lines(&visible(organ), ORGAN_CELLS)
}

/// Returns the lines of the post of who signs.
pub(crate) fn post_lines(post: &str) -> Vec<String> {
    name_lines(&visible(post), POST_CELLS)
}

/// Returns the lines of a printer's name: one where the date has room beside it, else so many
/// that it has room beside the last.
pub(crate) fn printer_lines(organ: &str, date: Date) -> Vec<String> {
    // A cell and a half is white between name and date.
    name_lines(&visible(organ), COLOPHON_CELLS - 1.5 - cells(&printed_on(date)))
}

/// Returns the date of printing as it stands in the colophon (7.4.3).
pub(crate) fn printed_on(date: Date) -> String {
    format!("{}印发", chinese_date(date))
}

/// Who signs, and when.
#[derive(Debug, Serialize)]
pub(crate) struct SignatureView {
    /// The organ that leads.
    organ: String,
    /// The date in the standard's form (7.3.5.4), such as `2020年7月3日`.
    date: String,
    /// All organs, names too long for one line with line feeds.
    organs: Vec<String>,
    /// `none`, `seal` or `signature`.
    geometry: &'static str,
    /// The posts beside signature stamps, with line feeds likewise.
    posts: Vec<String>,
    /// 附注 with its brackets.
    note: Option<String>,
}

impl SignatureView {
    /// Returns the view of a document's signature; minutes have none.
    pub(crate) fn new(document: &Document) -> Option<SignatureView> {
        if document.form.format == Format::Minutes {
            return None;
        }
        let organ = visible(&document.organ);
        let signature = document.form.signature.as_ref();
        let organs = signature.map_or(std::slice::from_ref(&document.organ), |s| &s.organs);
        Some(SignatureView {
            organs: organs.iter().map(|organ| organ_lines(organ).join("\n")).collect(),
            organ,
            date: chinese_date(document.date),
            geometry: signature.map_or(Seal::None, |s| s.seal).name(),
            posts: signature
                .map(|s| s.posts.iter().map(|post| post_lines(post).join("\n")).collect())
                .unwrap_or_default(),
            note: visible_option(signature.and_then(|s| s.note.as_deref())),
        })
    }
}

/// The names under one label.
#[derive(Debug, Serialize)]
pub(crate) struct RollView {
    /// The label with its colon.
    label: String,
    /// The names.
    names: Vec<String>,
}

impl RollView {
    /// Returns the view of a roll.
    pub(crate) fn new(roll: &Roll) -> RollView {
        RollView { label: format!("{}：", roll.label), names: visible_all(&roll.names) }
    }
}

/// What stands at the end of the last page.
#[derive(Debug, Serialize)]
pub(crate) struct ColophonView {
    /// Addressees moved here, with a full stop.
    to: Option<String>,
    /// Who gets copies, with a full stop.
    cc: Option<String>,
    /// Who printed it, a name too long for one line with line feeds.
    by: Option<String>,
    /// When, with `印发`.
    on: Option<String>,
    /// Whether it stands between lines.
    ruled: bool,
}

impl ColophonView {
    /// Returns the view of a colophon.
    pub(crate) fn new(colophon: &Colophon) -> ColophonView {
        let printed = colophon.printed.as_ref();
        ColophonView {
            to: list(&colophon.to),
            cc: list(&colophon.cc),
            by: printed.map(|(organ, date)| printer_lines(organ, *date).join("\n")),
            on: printed.map(|(_, date)| printed_on(*date)),
            ruled: printed.is_some(),
        }
    }
}

/// Options of the page.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct PageView {
    /// `fixed` or `mirrored`.
    binding: &'static str,
    /// Whether the colophon must be on an even page.
    colophon_on_even_page: bool,
    /// Whether grid and seals are outlined.
    proof: bool,
}

impl PageView {
    /// Returns the view of a form's options.
    pub(crate) fn new(form: &Form, proof: bool) -> PageView {
        PageView {
            binding: if form.mirrored { "mirrored" } else { "fixed" },
            colophon_on_even_page: form.colophon_on_even_page,
            proof,
        }
    }
}

/// Returns names as 甲，乙。
fn list(names: &[String]) -> Option<String> {
    let names: Vec<String> = names.iter().map(|name| visible(name.trim_end_matches('。'))).collect();
    (!names.is_empty()).then(|| format!("{}。", names.join("，")))
}
