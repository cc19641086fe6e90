//! Which text of a document a text is, so that it is found again in the document it came from.

/// A text of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Spot {
    /// 份号.
    CopyNumber,
    /// 密级和保密期限.
    Secrecy,
    /// 紧急程度.
    Urgency,
    /// A line of 发文机关标志, from 0.
    Mark(usize),
    /// What several lines of 发文机关标志 share.
    MarkSuffix,
    /// 发文字号.
    Number,
    /// One of those who signed it off, from 0.
    Signer(usize),
    /// Who issued minutes.
    Issuer,
    /// When minutes were issued.
    Issued,
    /// The title, its words joined.
    Title,
    /// 主送机关.
    Addressee,
    /// A part of the body's block that is the so-manieth, from 0.
    Body {
        /// The block.
        block: usize,
        /// The part.
        part: Part,
    },
    /// A name of a roll of minutes.
    Roll {
        /// The roll, from 0.
        roll: usize,
        /// The name, from 0.
        name: usize,
    },
    /// The title of an attachment in 附件说明, from 0.
    Listed(usize),
    /// A signing organ, from 0.
    Organ(usize),
    /// The post of one who signs, from 0.
    Post(usize),
    /// 成文日期.
    Date,
    /// 附注.
    Note,
    /// The title above an attachment, its words joined.
    AttachmentTitle(usize),
    /// A part of a block of an attachment.
    Attached {
        /// The attachment, from 0.
        attachment: usize,
        /// The block, from 0.
        block: usize,
        /// The part.
        part: Part,
    },
    /// An addressee in the colophon, from 0.
    To(usize),
    /// 抄送机关, from 0.
    Copy(usize),
    /// 印发机关.
    Printer,
    /// 印发日期.
    PrintedOn,
}

/// A text of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// A heading's, a paragraph's or an item's words.
    Words,
    /// The words above a table or below a chart.
    Caption,
    /// The head of a table's column.
    Head {
        /// The column, from 0.
        col: usize,
    },
    /// A table's cell.
    Cell {
        /// The row below the head, from 0.
        row: usize,
        /// The column, from 0.
        col: usize,
    },
    /// The words below a table.
    Note,
    /// A mark on a chart's axis, from 0.
    Tick(usize),
    /// A line of the label below a bar.
    Label {
        /// The bar, from 0.
        bar: usize,
        /// The line, from 0.
        line: usize,
    },
    /// The label of the line that bars are measured by.
    Reference,
    /// The words above a bar, from 0.
    Value(usize),
    /// The words of a legend's entry, from 0.
    Legend(usize),
}

impl Spot {
    /// Returns whether the text is drawn as part of a chart.
    pub fn is_drawn(self) -> bool {
        let (Spot::Body { part, .. } | Spot::Attached { part, .. }) = self else { return false };
        matches!(
            part,
            Part::Tick(_) | Part::Label { .. } | Part::Reference | Part::Value(_) | Part::Legend(_)
        )
    }
}
