//! The texts of a composed document and of its revised draft, as they are compared.

use std::collections::BTreeMap;

use crate::document::{Block, Document, Part, Spot, Text, bookmark, identified};
use crate::revision::align::{Passage, Seat};
use crate::revision::apply::plain::{number_of, plain};
use crate::revision::apply::regions::Regions;
use crate::revision::draft::{Graphic, Grid, Mark, Piece, Role, Words};

/// Where blocks stand: in the body, or in an attachment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Home {
    Body,
    Attachment(usize),
}

/// A text of the composed document that its draft shows as words.
#[derive(Debug, Clone)]
pub(super) struct BaseText<'a> {
    pub(super) home: Home,
    /// Its block, and which of its texts it is.
    pub(super) block: usize,
    pub(super) part: Part,
    pub(super) text: &'a Text,
    /// How many of its bytes are a heading's number, which is no part of the passage.
    pub(super) start: usize,
    /// The words as the draft shows them.
    pub(super) plain: String,
}

/// The texts of the composed document, and the passages that they are compared as.
pub(super) struct Base<'a> {
    pub(super) document: &'a Document,
    pub(super) texts: Vec<BaseText<'a>>,
    pub(super) passages: Vec<Passage>,
}

impl<'a> Base<'a> {
    /// Lists the texts of body and attachments, without what charts draw.
    pub(super) fn new(document: &'a Document) -> Base<'a> {
        let mut marks: BTreeMap<Spot, Vec<Mark>> = BTreeMap::new();
        for figure in identified(document) {
            let mark = Mark { name: bookmark(&figure.id), start: figure.start, end: figure.end };
            marks.entry(figure.spot).or_default().push(mark);
        }
        let mut base = Base { document, texts: Vec::new(), passages: Vec::new() };
        let mut n_tables = 0;
        base.add(Home::Body, &document.blocks, &marks, &mut n_tables);
        for (at, attachment) in document.attachments.iter().enumerate() {
            base.add(Home::Attachment(at), &attachment.blocks, &marks, &mut n_tables);
        }
        base
    }

    fn add(
        &mut self,
        home: Home,
        blocks: &'a [Block],
        marks: &BTreeMap<Spot, Vec<Mark>>,
        n_tables: &mut usize,
    ) {
        for (block, one) in blocks.iter().enumerate() {
            for (part, text, seat) in texts_of(one, *n_tables) {
                let start = match one {
                    Block::Heading { level, .. } => number_of(*level, text).unwrap_or(0),
                    _ => 0,
                };
                let spot = match home {
                    Home::Body => Spot::Body { block, part },
                    Home::Attachment(attachment) => Spot::Attached { attachment, block, part },
                };
                let own = marks.get(&spot).into_iter().flatten().filter(|mark| mark.start >= start);
                let own = own.map(|mark| Mark {
                    name: mark.name.clone(),
                    start: mark.start - start,
                    end: mark.end - start,
                });
                let words = Words { text: text[start..].to_string(), marks: own.collect() };
                let plain = plain(&words.text);
                self.passages.push(Passage { words, seat });
                self.texts.push(BaseText { home, block, part, text, start, plain });
            }
            *n_tables += usize::from(matches!(one, Block::Table(_)));
        }
    }

    /// Returns a block.
    pub(super) fn block(&self, home: Home, block: usize) -> &'a Block {
        match home {
            Home::Body => &self.document.blocks[block],
            Home::Attachment(at) => &self.document.attachments[at].blocks[block],
        }
    }
}

/// Returns the texts of a block that its draft shows as words, in their order there.
fn texts_of(block: &Block, table: usize) -> Vec<(Part, &Text, Option<Seat>)> {
    match block {
        Block::Heading { text, .. } | Block::Paragraph(text) | Block::Item(text) => {
            vec![(Part::Words, text, None)]
        }
        Block::Bars(bars) => vec![(Part::Caption, &bars.caption, None)],
        Block::Table(of) => {
            let mut out: Vec<(Part, &Text, Option<Seat>)> =
                of.caption.iter().map(|caption| (Part::Caption, caption, None)).collect();
            let seat = |row: usize, col: usize| Some(Seat { table, row, col });
            out.extend(
                of.header.iter().enumerate().map(|(col, text)| (Part::Head { col }, text, seat(0, col))),
            );
            for (row, texts) in of.rows.iter().enumerate() {
                let cells = texts.iter().enumerate();
                out.extend(cells.map(|(col, text)| (Part::Cell { row, col }, text, seat(row + 1, col))));
            }
            out.extend(of.note.iter().map(|note| (Part::Note, note, None)));
            out
        }
    }
}

/// A piece of a draft with its passages.
#[derive(Debug, Clone, Copy)]
pub(super) enum Item<'a> {
    /// A paragraph.
    Words { role: Role, passage: usize },
    /// A table; the passages of its cells follow one another from the first.
    Grid { grid: &'a Grid, first: usize },
    /// A chart or picture.
    Graphic(&'a Graphic),
}

/// The pieces of a revised draft, and the passages that they are compared as.
#[derive(Default)]
pub(super) struct Revised<'a> {
    pub(super) passages: Vec<Passage>,
    pub(super) body: Vec<Item<'a>>,
    pub(super) attachments: Vec<Vec<Item<'a>>>,
}

impl<'a> Revised<'a> {
    /// Lists the pieces of body and attachments.
    pub(super) fn new(regions: &Regions<'a>) -> Revised<'a> {
        let mut out = Revised::default();
        let mut n_tables = 0;
        out.body = out.items(&regions.body, &mut n_tables);
        for attached in &regions.attachments {
            let items = out.items(&attached.pieces, &mut n_tables);
            out.attachments.push(items);
        }
        out
    }

    fn items(&mut self, pieces: &[&'a Piece], n_tables: &mut usize) -> Vec<Item<'a>> {
        let mut out = Vec::new();
        for piece in pieces {
            let first = self.passages.len();
            out.push(match piece {
                Piece::Paragraph(paragraph) => {
                    self.passages.push(Passage { words: paragraph.words.clone(), seat: None });
                    Item::Words { role: paragraph.role, passage: first }
                }
                Piece::Grid(grid) => {
                    for (row, cells) in grid.rows.iter().enumerate() {
                        self.passages.extend(cells.iter().enumerate().map(|(col, cell)| Passage {
                            words: cell.words.clone(),
                            seat: Some(Seat { table: *n_tables, row, col }),
                        }));
                    }
                    *n_tables += 1;
                    Item::Grid { grid, first }
                }
                Piece::Graphic(graphic) => Item::Graphic(graphic),
            });
        }
        out
    }
}
