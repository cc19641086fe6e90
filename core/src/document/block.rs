//! The parts that an official document is made of; all words and numbers final.

use time::Date;

use crate::document::form::Form;
use crate::document::text::Text;
use crate::period::Period;

/// An official document, ready to be set.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// The unit it speaks for.
    pub unit: String,
    /// The period it covers.
    pub period: Period,
    /// The title as words between which a line may end.
    pub title: Vec<Text>,
    /// The addressee (主送机关) with its colon.
    pub addressee: Option<Text>,
    /// The body.
    pub blocks: Vec<Block>,
    /// The attachments, in order.
    pub attachments: Vec<Attachment>,
    /// The issuing organ (发文机关署名).
    pub organ: String,
    /// The document's date (成文日期).
    pub date: Date,
    /// Keywords for the file's metadata.
    pub keywords: Vec<String>,
    /// The format, with the parts above and below the text.
    pub form: Form,
}

/// A page's lines, and a line's characters (GB/T 9704, 5.2.3).
const PAGE: (usize, usize) = (22, 28);

/// More characters of a table than fit beside a line of the body: a turned page in the smallest
/// print has some 2,500 Chinese ones or 5,000 Latin ones, and each of its 22 lines that part.
const SMALL_PRINT: usize = 240;

impl Document {
    /// Returns how many pages the document fills at the very least, without setting it: long
    /// before pages are set, it is known that there would be thousands.
    pub fn min_pages(&self) -> usize {
        let attached = self.attachments.iter().flat_map(|attachment| &attachment.blocks);
        let n_lines: usize = self.blocks.iter().chain(attached).map(Block::min_lines).sum();
        n_lines.div_ceil(PAGE.0).max(1)
    }
}

impl Block {
    /// Returns how many lines it fills at the very least.
    fn min_lines(&self) -> usize {
        let lines = |text: &str| text.chars().count().div_ceil(PAGE.1);
        match self {
            Block::Heading { text, .. } | Block::Paragraph(text) | Block::Item(text) => lines(text),
            // Small print and narrow columns make up for each other; a row has a line, and more
            // where its words would fill several in the smallest print.
            Block::Table(table) => table.rows.iter().map(|row| min_lines_of(row)).sum(),
            Block::Bars(bars) => usize::from(bars.n_lines),
        }
    }
}

/// Returns how many lines of the body's height a row fills at the very least.
fn min_lines_of(row: &[Text]) -> usize {
    let n_chars: usize = row.iter().map(|cell| cell.chars().count()).sum();
    n_chars.div_ceil(SMALL_PRINT).max(1)
}

/// An attachment: it opens a page of its own.
#[derive(Debug, Clone, PartialEq)]
pub struct Attachment {
    /// The title as words between which a line may end.
    pub title: Vec<Text>,
    /// What it holds.
    pub blocks: Vec<Block>,
}

/// One piece of a body or an attachment.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A heading on a line of its own, its number included.
    Heading {
        /// 1 for 一、, 2 for （一）.
        level: u8,
        /// Number and words.
        text: Text,
    },
    /// A paragraph.
    Paragraph(Text),
    /// A paragraph of the third level, opened by `1.`.
    Item(Text),
    /// A table.
    Table(Table),
    /// A bar chart.
    Bars(Bars),
}

/// A table with fixed columns.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// The words above it.
    pub caption: Option<Text>,
    /// The columns, left to right.
    pub columns: Vec<Column>,
    /// The head of each column.
    pub header: Vec<Text>,
    /// The rows, top to bottom, one text a column.
    pub rows: Vec<Vec<Text>>,
    /// The words below it.
    pub note: Option<Text>,
}

/// A table's column.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Column {
    /// The width in millimetres. A table's columns add up to at most 156; up to 225 the table
    /// is turned by a quarter on pages of its own (横排表格, GB/T 9704-2012, 8).
    pub width_mm: f64,
    /// How its cells are set.
    pub align: Align,
}

/// How a cell's text is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// To the left: words.
    Left,
    /// In the middle: short words and marks.
    Center,
    /// To the right: numbers.
    Right,
}

/// A chart of upright bars.
#[derive(Debug, Clone, PartialEq)]
pub struct Bars {
    /// The words below it.
    pub caption: Text,
    /// What it shows, for those who cannot see it.
    pub alt: Text,
    /// Its height in lines of the page's grid, caption included.
    pub n_lines: u8,
    /// The bars, left to right.
    pub bars: Vec<Bar>,
    /// How many bars stand side by side above one label, that of the first.
    pub n_series: u8,
    /// Marks on the upright axis.
    pub ticks: Vec<Tick>,
    /// A dashed line to measure the bars by.
    pub reference: Option<Tick>,
    /// What dark and light bars mean.
    pub legend: Vec<LegendEntry>,
}

/// What bars of one tone mean.
#[derive(Debug, Clone, PartialEq)]
pub struct LegendEntry {
    /// Whether it is the tone that stands out.
    pub strong: bool,
    /// The words.
    pub label: Text,
}

impl LegendEntry {
    /// Returns a legend of both tones: first what light bars mean, then dark ones.
    pub(crate) fn pair(plain: impl Into<Text>, strong: impl Into<Text>) -> Vec<LegendEntry> {
        let entry = |strong, label| LegendEntry { strong, label };
        vec![entry(false, plain.into()), entry(true, strong.into())]
    }
}

/// A bar.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// One or two lines below it.
    pub label: Vec<Text>,
    /// The words above it.
    pub value: Text,
    /// Its height as a share of the axis, from 0 to 1.
    pub share: f64,
    /// Whether it stands out.
    pub strong: bool,
}

/// A mark on the upright axis.
#[derive(Debug, Clone, PartialEq)]
pub struct Tick {
    /// Its height as a share of the axis, from 0 to 1.
    pub at: f64,
    /// The words beside it.
    pub label: Text,
}

impl Block {
    /// Creates a heading of the first level.
    pub fn heading(text: impl Into<Text>) -> Block {
        Block::Heading { level: 1, text: text.into() }
    }

    /// Creates a heading of the second level.
    pub fn subheading(text: impl Into<Text>) -> Block {
        Block::Heading { level: 2, text: text.into() }
    }

    /// Creates a paragraph.
    pub fn paragraph(text: impl Into<Text>) -> Block {
        Block::Paragraph(text.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::provenance::Provenance;

    #[test]
    fn lines_are_never_counted_too_high() {
        let column = Column { width_mm: 156.0, align: Align::Left };
        let table = |n: usize| {
            let rows = vec![vec!["甲".into()]; n];
            Block::Table(Table { caption: None, columns: vec![column], header: Vec::new(), rows, note: None })
        };
        let own = |n| Text::of("字".repeat(n), Provenance::Office("正文素材"));
        assert_eq!(Block::paragraph(own(28)).min_lines(), 1);
        assert_eq!(Block::paragraph(own(29)).min_lines(), 2);
        assert_eq!(table(44).min_lines(), 44);
        assert_eq!((min_lines_of(&[own(240), own(0)]), min_lines_of(&[own(240), own(240), own(1)])), (1, 3));
    }
}
