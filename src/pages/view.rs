//! What a template sees of a document, as JSON: the only form in which data reaches Typst.
//!
//! Complements templates/summary-plan; `report.json` there is an example of the shape. Lines
//! of titles are broken here, where it can be tested; everything else is passed on as it is,
//! save characters that cannot be seen.

use serde::Serialize;
use serde::ser::Error;

use crate::document::title_lines::{self, break_title};
use crate::document::visible::{visible, visible_all, visible_option};
use crate::document::{Align, Attachment, Bars, Block, Column, Document, Table, Text, Tick};
use crate::pages::attached::{self, AttachedView};
use crate::pages::form_view::{ColophonView, LetterheadView, PageView, RollView, SignatureView};
use crate::pages::options::SetOptions;
use crate::pages::unbroken::{mark_dots_and_dashes, mark_unbroken};

/// The version of the shape; templates refuse any other.
const VERSION: u32 = 1;

/// How wide a table may be in millimetres before it is turned: the type area's width, with
/// room for what adding up its columns may be off.
const MAX_UPRIGHT: f64 = 156.01;

/// A document as its template sees it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct View {
    /// The version of the shape.
    version: u32,
    /// The format.
    profile: &'static str,
    /// The title's lines.
    title: Vec<String>,
    /// The addressee with its colon.
    addressee: Option<String>,
    /// The body.
    pub(crate) blocks: Vec<BlockView>,
    /// The attachments' titles for 附件说明, unbroken.
    attachment_list: Vec<String>,
    /// The attachments.
    attachments: Vec<AttachmentView>,
    /// Who signs, and when.
    signature: Option<SignatureView>,
    /// What stands above the text.
    letterhead: Option<LetterheadView>,
    /// Who was there, in minutes.
    rolls: Vec<RollView>,
    /// 附注 of minutes with its brackets.
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    /// What stands at the end of the last page.
    colophon: Option<ColophonView>,
    /// Options of the page.
    page: PageView,
    /// Files that travel inside the PDF.
    attached: Vec<AttachedView>,
}

/// An attachment.
#[derive(Debug, Serialize)]
struct AttachmentView {
    /// `附件`, with a number when there are several.
    label: String,
    /// The title's lines.
    title: Vec<String>,
    /// What it holds.
    blocks: Vec<BlockView>,
}

/// One piece of a body or an attachment.
#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub(crate) enum BlockView {
    /// A heading on a line of its own.
    Heading {
        /// 1 or 2.
        level: u8,
        /// Number and words.
        text: String,
    },
    /// A paragraph.
    Paragraph {
        /// The words.
        text: String,
    },
    /// A numbered paragraph.
    Item {
        /// Number and words.
        text: String,
    },
    /// A table.
    Table {
        /// Whether it is wider than the type area and so turned on pages of its own (8).
        turned: bool,
        /// The words above it.
        caption: Option<String>,
        /// The columns, left to right.
        columns: Vec<ColumnView>,
        /// The head of each column.
        header: Vec<String>,
        /// The rows, one text a column.
        rows: Vec<Vec<String>>,
        /// The words below it.
        note: Option<String>,
    },
    /// A bar chart.
    Bars {
        /// The words below it.
        caption: String,
        /// What it shows, in words.
        alt: String,
        /// Its height in grid lines.
        lines: u8,
        /// The bars, left to right.
        bars: Vec<BarView>,
        /// How many bars stand side by side above one label.
        series: u8,
        /// Marks on the upright axis.
        ticks: Vec<TickView>,
        /// The line to measure the bars by.
        reference: Option<TickView>,
        /// What the tones mean.
        legend: Vec<LegendView>,
    },
}

/// A table's column.
#[derive(Debug, Serialize)]
pub(crate) struct ColumnView {
    /// The width in millimetres.
    #[serde(serialize_with = "finite")]
    width: f64,
    /// `left`, `center` or `right`.
    align: &'static str,
}

/// A bar.
#[derive(Debug, Serialize)]
pub(crate) struct BarView {
    /// One or two lines below it.
    label: Vec<String>,
    /// The words above it.
    value: String,
    /// Its height, from 0 to 1.
    #[serde(serialize_with = "finite")]
    share: f64,
    /// `plain` or `strong`.
    tone: &'static str,
}

/// What bars of a tone mean.
#[derive(Debug, Serialize)]
pub(crate) struct LegendView {
    /// `plain` or `strong`.
    tone: &'static str,
    /// The words.
    label: String,
}

/// A mark on the axis.
#[derive(Debug, Serialize)]
pub(crate) struct TickView {
    /// Its height, from 0 to 1.
    #[serde(serialize_with = "finite")]
    at: f64,
    /// The words beside it.
    label: String,
}

impl View {
    /// Takes from a document what its template needs.
    pub(crate) fn new(document: &Document, options: &SetOptions) -> View {
        let attachments = &document.attachments;
        let numbered = attachments.len() > 1;
        let label = |index: usize| {
            if numbered { format!("附件{}", index + 1) } else { "附件".to_string() }
        };
        View {
            version: VERSION,
            profile: document.form.format.name(),
            title: title_lines(&document.title),
            addressee: visible_option(document.addressee.as_deref()),
            blocks: document.blocks.iter().map(block).collect(),
            attachment_list: attachments.iter().map(|part| visible(&Text::joined(&part.title, ""))).collect(),
            attachments: attachments
                .iter()
                .enumerate()
                .map(|(index, part)| attachment(label(index), part))
                .collect(),
            signature: SignatureView::new(document),
            letterhead: document.form.letterhead.as_ref().map(LetterheadView::new),
            rolls: document.form.rolls.iter().map(RollView::new).collect(),
            note: visible_option(document.form.note.as_deref()),
            colophon: document.form.colophon.as_ref().map(ColophonView::new),
            page: PageView::new(&document.form, options.proof),
            attached: attached::views(&options.attached),
        }
    }

    /// Returns the JSON, or why there is none: a number that is not finite.
    pub(crate) fn json(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(self)
    }
}

/// Returns an attachment's view.
fn attachment(label: String, part: &Attachment) -> AttachmentView {
    let blocks = part.blocks.iter().map(block).collect();
    AttachmentView { label, title: title_lines(&part.title), blocks }
}

/// Returns a block's view.
fn block(block: &Block) -> BlockView {
    match block {
        Block::Heading { level, text } => BlockView::Heading { level: *level, text: visible(text) },
        Block::Paragraph(text) => BlockView::Paragraph { text: running(text) },
        Block::Item(text) => BlockView::Item { text: running(text) },
        Block::Table(table) => table_view(table),
        Block::Bars(bars) => bars_view(bars),
    }
}

/// Returns a table's view.
fn table_view(table: &Table) -> BlockView {
    let column = |column: &Column| ColumnView {
        width: column.width_mm,
        align: match column.align {
            Align::Left => "left",
            Align::Center => "center",
            Align::Right => "right",
        },
    };
    let width: f64 = table.columns.iter().map(|column| column.width_mm).sum();
    BlockView::Table {
        turned: width > MAX_UPRIGHT,
        caption: visible_option(table.caption.as_deref()),
        columns: table.columns.iter().map(column).collect(),
        header: visible_all(&table.header),
        rows: table.rows.iter().map(|row| row.iter().zip(&table.columns).map(cell).collect()).collect(),
        note: visible_option(table.note.as_deref()),
    }
}

/// Returns a chart's view.
fn bars_view(bars: &Bars) -> BlockView {
    let tick = |tick: &Tick| TickView { at: tick.at, label: visible(&tick.label) };
    BlockView::Bars {
        caption: visible(&bars.caption),
        alt: visible(&bars.alt),
        lines: bars.n_lines,
        bars: bars
            .bars
            .iter()
            .map(|bar| BarView {
                label: visible_all(&bar.label),
                value: visible(&bar.value),
                share: bar.share,
                tone: tone(bar.strong),
            })
            .collect(),
        series: bars.n_series,
        ticks: bars.ticks.iter().map(tick).collect(),
        reference: bars.reference.as_ref().map(tick),
        legend: bars
            .legend
            .iter()
            .map(|entry| LegendView { tone: tone(entry.strong), label: visible(&entry.label) })
            .collect(),
    }
}

/// Returns how a bar is filled.
fn tone(strong: bool) -> &'static str {
    if strong { "strong" } else { "plain" }
}

/// Breaks a title into lines.
fn title_lines(words: &[Text]) -> Vec<String> {
    break_title(&visible_all(words), title_lines::MAX_CELLS)
}

/// Returns running text, numbers tied to their units.
fn running(text: &str) -> String {
    mark_unbroken(&visible(text))
}

/// From this width a column has room for any number with its unit, in millimetres.
const WIDE: f64 = 50.0;

/// Returns a cell's text: in a wide column as running text, in a narrow one with a name's middle dot
/// tied to what it follows.
fn cell((text, column): (&Text, &Column)) -> String {
    match column.width_mm >= WIDE {
        true => running(text),
        false => mark_dots_and_dashes(&visible(text)),
    }
}

/// Writes a number, and refuses what JSON would turn into `null`.
fn finite<S: serde::Serializer>(value: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    if value.is_finite() {
        serializer.serialize_f64(*value)
    } else {
        Err(S::Error::custom(format!("{value} is no length or share")))
    }
}
