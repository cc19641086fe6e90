//! Cells of tables: what names them, and what their numbers are told of.

use std::collections::BTreeMap;

use crate::revision::align::{Passage, Seat};

/// So many characters of a cell or a caption are quoted.
const MAX_QUOTED: usize = 20;
/// Heads of columns whose numbers only count the rows.
const COUNTED: [&str; 4] = ["序号", "编号", "号", "顺序"];

/// A cell by the words that name it.
pub(super) struct Cell<'a> {
    /// The words above the table: its caption, or what it stands under.
    pub table: Option<&'a str>,
    /// The head of the column; absent in the head itself.
    pub head: Option<&'a str>,
    /// The first cell of the row that says anything but a number.
    pub label: Option<&'a str>,
    seat: Seat,
}

/// One side's tables, by what names their cells.
pub(super) struct Cells<'a> {
    passages: &'a [Passage],
    /// The first passage of each table.
    first: BTreeMap<usize, usize>,
    /// The head of each table's column.
    heads: BTreeMap<(usize, usize), usize>,
    /// The first cells of each table's row that say anything but a number.
    labels: BTreeMap<(usize, usize), usize>,
}

impl<'a> Cells<'a> {
    /// Lists the tables of a side.
    pub fn of(passages: &'a [Passage]) -> Cells<'a> {
        let (mut first, mut heads, mut labels) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        for (at, passage) in passages.iter().enumerate() {
            let Some(seat) = passage.seat else { continue };
            first.entry(seat.table).or_insert(at);
            if seat.row == 0 && !passage.words.text.trim().is_empty() {
                heads.entry((seat.table, seat.col)).or_insert(at);
            }
            let is_name = passage.words.text.trim().starts_with(char::is_alphabetic);
            if seat.row > 0 && is_name {
                labels.entry((seat.table, seat.row)).or_insert(at);
            }
        }
        Cells { passages, first, heads, labels }
    }

    /// Finds what names a cell; nothing where a passage is none.
    pub fn cell(&self, at: usize) -> Option<Cell<'a>> {
        let seat = self.passages[at].seat?;
        let above = self.first.get(&seat.table).and_then(|first| first.checked_sub(1));
        let words = |of: usize| self.passages[of].words.text.as_str();
        let [head, label] = self.named_by(at).map(|name| name.map(words));
        Some(Cell { table: above.map(words).filter(|above| !above.is_empty()), head, label, seat })
    }

    /// Returns the passages that name a cell: the head of its column, and its row's.
    pub fn named_by(&self, at: usize) -> [Option<usize>; 2] {
        let Some(seat) = self.passages[at].seat.filter(|seat| seat.row > 0) else { return [None, None] };
        let head = self.heads.get(&(seat.table, seat.col)).copied();
        let label = self.labels.get(&(seat.table, seat.row)).copied();
        [head, label.filter(|label| *label != at)]
    }

    /// Returns a side's passages.
    pub fn passages(&self) -> &'a [Passage] {
        self.passages
    }
}

impl Cell<'_> {
    /// Says where it stands: its table, row and column.
    pub fn place(&self) -> String {
        let table = self.table.map_or("表".to_string(), |table| format!("表“{}”", short(table)));
        let row = match (self.seat.row, self.label) {
            (0, _) => "表头".to_string(),
            (row, Some(label)) => format!("第 {row} 行“{}”", short(label)),
            (row, None) => format!("第 {row} 行"),
        };
        let head =
            self.head.map_or(format!("第 {} 栏", self.seat.col + 1), |head| format!("“{}”栏", short(head)));
        format!("{table}{row}{head}")
    }

    /// Returns whether its column only counts the rows.
    pub fn is_count(&self) -> bool {
        self.head.is_some_and(|head| COUNTED.contains(&head.trim()))
    }
}

/// Returns words as they are quoted.
pub(super) fn short(words: &str) -> String {
    let words = words.replace('\n', " ");
    match words.chars().nth(MAX_QUOTED) {
        Some(_) => words.chars().take(MAX_QUOTED).chain(['…']).collect(),
        None => words,
    }
}
