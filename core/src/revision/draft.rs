//! What a revised draft (送审稿) says, in the order of its pages.
//!
//! The words are read as if every tracked change were accepted, or every one rejected; which of
//! them were open, and whatever has no place in an official document, is listed beside them.

use std::collections::BTreeMap;

/// How tracked changes are read that nobody accepted or rejected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Reading {
    /// As if all were accepted.
    #[default]
    Accepted,
    /// As if all were rejected.
    Rejected,
}

/// A revised draft.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Draft {
    /// The file's name, as messages give it.
    pub file: String,
    /// What stands in it, in order.
    pub pieces: Vec<Piece>,
    /// Tracked changes that nobody accepted or rejected.
    pub changes: Vec<Change>,
    /// Comments in the margin.
    pub comments: Vec<Comment>,
    /// What an official document cannot hold.
    pub foreign: Vec<Foreign>,
    /// Words that are struck through or underlined.
    pub emphasis: Vec<Emphasis>,
    /// What the program wrote into the file to know the draft by; absent where it was lost.
    pub fingerprint: Option<String>,
    /// The unit and the period that the program wrote it for; absent where that was lost.
    pub of: Option<(String, String)>,
    /// What each figure said when the draft was made, by its bookmark; empty where that was lost.
    pub values: BTreeMap<String, String>,
}

impl Draft {
    /// Returns all words of its paragraphs, captions and cells, in order.
    pub fn words(&self) -> impl Iterator<Item = &Words> {
        self.pieces.iter().flat_map(|piece| match piece {
            Piece::Paragraph(paragraph) => vec![&paragraph.words],
            Piece::Grid(grid) => grid.rows.iter().flatten().map(|cell| &cell.words).collect(),
            Piece::Graphic(_) => Vec::new(),
        })
    }
}

/// One piece of a draft.
#[derive(Debug, Clone, PartialEq)]
pub enum Piece {
    /// A paragraph.
    Paragraph(Paragraph),
    /// A table.
    Grid(Grid),
    /// A chart or picture in the text. Only those that the program drew may stand there, and
    /// they are drawn anew; which these are shows beside the composed document alone.
    Graphic(Graphic),
}

/// Words with the bookmarks round their figures.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Words {
    /// The words; a line break within a paragraph is `\n`. Spaces that do not break are plain
    /// ones, full-width digits plain digits.
    pub text: String,
    /// The bookmarks of figures that still stand here, in order.
    pub marks: Vec<Mark>,
}

/// A bookmark round a figure, or round what took its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The bookmark's name, `_bx_` and the figure's id as the draft spells it.
    pub name: String,
    /// The byte at which it begins.
    pub start: usize,
    /// The byte after its last; the same as `start` where nothing is left.
    pub end: usize,
}

/// A paragraph that holds words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    /// What it is by its style, its place in the outline or its numbering.
    pub role: Role,
    /// The words, with a number that was typed, without one that the program counts.
    pub words: Words,
}

/// What a paragraph is, as far as it says so itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The document's title.
    Title,
    /// A heading, 1 for 一、 and 2 for （一）.
    Heading(u8),
    /// A paragraph of the third level, opened by `1.`.
    Item,
    /// A plain paragraph.
    Body,
    /// The words above a table or below a chart.
    Caption,
    /// The words below a table.
    Note,
    /// `附件1` above an attachment.
    AttachmentLabel,
    /// An attachment's title.
    AttachmentTitle,
    /// A part of what stands above the text, by the name of its style (版头).
    Letterhead,
    /// The addressee (主送机关).
    Addressee,
    /// A line of the list of attachments (附件说明).
    AttachmentList,
    /// An organ, a signer's post or the date at the end (落款).
    Signature,
    /// A note in brackets below the date (附注), or who was there in minutes.
    Closing,
    /// A part of what stands at the end of the last page (版记).
    Colophon,
}

/// A table.
#[derive(Debug, Clone, PartialEq)]
pub struct Grid {
    /// The rows, top to bottom, heads included.
    pub rows: Vec<Vec<Cell>>,
    /// How many rows at the top repeat on each page.
    pub n_head_rows: usize,
    /// The widths of its columns in millimetres, as far as they are stated.
    pub widths_mm: Vec<f64>,
}

/// A table's cell.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cell {
    /// Its words, paragraphs parted by `\n`.
    pub words: Words,
    /// Whether it spans several columns or rows.
    pub is_merged: bool,
}

/// A chart or picture in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Graphic {
    /// What it is; programs save a chart as a picture or an object.
    pub kind: ForeignKind,
    /// What it shows, for those who cannot see it.
    pub alt: String,
    /// The words around it.
    pub around: String,
}

/// A tracked change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What was done.
    pub kind: ChangeKind,
    /// Who did it, as the file names them.
    pub who: String,
    /// When, as the file says it.
    pub when: String,
    /// The words before; empty for what was added.
    pub from: String,
    /// The words after; empty for what was deleted.
    pub to: String,
    /// The words around it.
    pub around: String,
}

/// What a tracked change does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeKind {
    /// Words were added.
    Added,
    /// Words were deleted.
    Deleted,
    /// Words were deleted and others put there.
    Replaced,
    /// Words were moved away or to here.
    Moved,
    /// A row or cell of a table was added, deleted or merged.
    Table,
}

/// A comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// Who wrote it.
    pub who: String,
    /// When, as the file says it.
    pub when: String,
    /// What it says.
    pub text: String,
    /// The words it is about.
    pub about: String,
}

/// Something that an official document cannot hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Foreign {
    /// What it is.
    pub kind: ForeignKind,
    /// The words before it.
    pub around: String,
    /// What it says or leads to, where it has words.
    pub text: String,
}

/// What a foreign object is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ForeignKind {
    /// A picture.
    Picture,
    /// A chart.
    Chart,
    /// A drawing, a text box or WordArt.
    Drawing,
    /// A footnote.
    Footnote,
    /// An endnote.
    Endnote,
    /// An equation.
    Equation,
    /// An embedded object.
    Object,
    /// A document that is pulled in when the file is opened.
    Import,
    /// Macros.
    Macro,
    /// Words in a header or footer beside the page number.
    HeaderFooter,
    /// A character of a symbol font.
    Symbol,
    /// Words that are hidden, which are neither seen nor printed.
    Hidden,
    /// A table within a table.
    NestedTable,
    /// Numbers that Word counts in a way that official documents do not.
    Numbering,
    /// A part of the file that is not known.
    Unknown,
}

/// Words that are struck through or underlined, which an official document has not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Emphasis {
    /// Which of both.
    pub kind: EmphasisKind,
    /// The words.
    pub text: String,
}

/// How words are marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EmphasisKind {
    /// Struck through.
    Struck,
    /// Underlined.
    Underlined,
}
