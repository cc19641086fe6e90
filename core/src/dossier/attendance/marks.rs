//! An attendance register read: its persons, its sessions, and the cell of each at each.

use std::borrow::Cow;
use std::collections::BTreeMap;

use time::Date;

use crate::diagnostic::{Diagnostic, Spot};
use crate::dossier::counts::Sum;
use crate::dossier::records::{Field, HeadCounts};
use crate::dossier::tables::header::Header;
use crate::dossier::tables::notes::{Area, span};
use crate::dossier::writing::day::{LooseDay, Written};
use crate::dossier::writing::legend::Legend;
use crate::dossier::writing::mark::Mark;
use crate::dossier::writing::vocabulary::Register;
use crate::origin::Origin;
use crate::workbook::{Sheet, Value};

/// The most cells that one register's persons and sessions may span.
pub(in crate::dossier) const MAX_MARKS: usize = 1_000_000;

/// A position on a sheet: row and column.
pub(super) type At = (u32, u32);

/// An attendance register as it lies on one sheet or part of it.
pub(in crate::dossier) struct Marks<'a> {
    /// 考勤表 or 签到表.
    pub register: Register,
    /// The part of the sheet as the file has it.
    pub source: &'a Sheet,
    /// The same with persons down and sessions across.
    pub(super) sheet: Cow<'a, Sheet>,
    /// The sessions, left to right.
    pub columns: Vec<Column>,
    /// The persons, top to bottom.
    pub rows: Vec<PersonRow>,
    /// What the sheet's own legend says.
    pub legend: Legend,
    /// The first column of a legend that stands beside the table.
    pub(super) beside: Option<u32>,
    /// Where the cells lie.
    pub(super) layout: Layout,
    /// Cells that sum up persons (columns) and sessions (rows), by the key of what they count.
    pub(super) totals: Totals,
    /// The header's rows in the file.
    pub(super) header: (u32, u32),
    /// The upright header's first row and depth.
    pub(super) upright: (u32, u32),
    /// Rows in the file that are neither header, persons nor blank.
    pub skipped: Vec<u32>,
    /// Rows below the header that hold marks and no name.
    pub(super) nameless: Vec<u32>,
    /// Merged areas whose value was taken for further cells.
    pub filled: Vec<Area>,
    /// Cells that should hold a day and do not.
    pub(super) undated: Vec<At>,
    /// Entries of a person at a session that has one already: the entry and the one before.
    pub(super) repeated: Vec<(usize, usize, Cell, Cell)>,
    /// What lists of names say of a person at a session.
    pub(super) said: BTreeMap<(usize, usize), Said>,
    /// Further times at which a person was there on one day.
    pub(super) punches: Vec<At>,
    /// What was wrong with those lists.
    pub(super) faults: Vec<Diagnostic>,
}

/// What a list of names says of a person: 请假：苏晓梅（病假）.
#[derive(Debug, Clone)]
pub(super) struct Said {
    /// What it says.
    pub(super) reading: Reading,
    /// The list's cell.
    pub(super) at: At,
}

/// What a session says of those whom no list names: that they were there.
#[derive(Debug, Clone)]
pub(in crate::dossier) struct Rest {
    /// The cell that says so: 全体成员, or how many were there.
    pub origin: Origin,
    /// How many were due, where that is what tells: the others of 应到 12 人 were there only if
    /// just twelve were due.
    pub due: Option<u32>,
}

/// Where the cell of a person at a session lies.
pub(super) enum Layout {
    /// In the person's row and the session's column; true when the file has it the other way.
    Grid { swapped: bool },
    /// In a row of its own, with the cell of its remark.
    Cells(BTreeMap<(usize, usize), Cell>),
}

/// The cells of one person at one session where rows are entries.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cell {
    /// The mark.
    pub(super) mark: At,
    /// The remark.
    pub(super) remark: Option<At>,
    /// When the person signed in, where it has a column of its own.
    pub(super) clock: Option<At>,
    /// When the person left.
    pub(super) out: Option<At>,
}

/// Printed sums: positions of lines with the key of what they count.
#[derive(Debug, Clone, Default)]
pub(super) struct Totals {
    pub(super) columns: Vec<(u32, Sum)>,
    pub(super) rows: Vec<(u32, Sum)>,
}

/// One session as an attendance register has it.
#[derive(Debug, Clone)]
pub(in crate::dossier) struct Column {
    /// The column's number; without meaning where rows are entries.
    pub col: u32,
    /// The columns of the other halves of the day.
    pub(super) more: Vec<u32>,
    /// The column that says when people left.
    pub(super) out: Option<u32>,
    /// The part of the day that its head names.
    pub(super) part: Option<u8>,
    /// The day as written.
    pub day: Written,
    /// The day; settled once the sheet's year is known.
    pub date: Date,
    /// The cell with the day.
    pub origin: Origin,
    /// The topic.
    pub topic: Field<String>,
    /// Whether nobody has a mark and the column was only prepared.
    pub is_prepared: bool,
    /// The facts that a sign-in sheet states around its table.
    pub facts: Option<Box<Facts>>,
    /// What is said of those whom no list names.
    pub rest: Option<Rest>,
}

impl Column {
    /// Returns the columns of the session, one for each half of the day.
    pub(super) fn lines(&self) -> impl Iterator<Item = u32> {
        std::iter::once(self.col).chain(self.more.iter().copied())
    }

    /// Returns whether the session's sheet states how many were there.
    pub(super) fn states_counts(&self) -> bool {
        self.facts
            .as_ref()
            .is_some_and(|facts| facts.stated.due.is_known() || facts.stated.present.is_known())
    }
}

/// What a sign-in sheet states of its session.
#[derive(Debug, Clone, Default)]
pub(in crate::dossier) struct Facts {
    /// The place.
    pub place: Field<String>,
    /// The form.
    pub form: Field<String>,
    /// Who chaired it.
    pub host: Field<String>,
    /// The key speakers.
    pub speakers: Field<String>,
    /// The lecturer.
    pub lecturer: Field<String>,
    /// The head counts.
    pub stated: HeadCounts,
}

/// One person as an attendance register has them.
#[derive(Debug, Clone)]
pub(in crate::dossier) struct PersonRow {
    /// The row's number; without meaning where rows are entries.
    pub row: u32,
    /// The rows of the other halves of the day.
    pub(super) more: Vec<u32>,
    /// The name.
    pub name: String,
    /// The post.
    pub position: Field<String>,
    /// The cell with the name.
    pub origin: Origin,
    /// Whether the person stands under a line that says 列席人员.
    pub is_observer: bool,
}

/// What a cell says of a person at a session.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::dossier) enum Reading {
    /// Nothing.
    Blank,
    /// A mark, and the day on which the session was made up for, where it is said.
    Mark(Mark, Option<LooseDay>),
    /// Something that is no mark.
    Unknown(Doubt),
}

/// Why a cell gives no mark.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::dossier) enum Doubt {
    /// The text is no mark.
    Text(String),
    /// Only the time of leaving stands there.
    LeftOnly,
    /// The signing is of another day than the session.
    OtherDay,
    /// The halves of the day say this and that.
    Halves(&'static str, &'static str),
}

impl PersonRow {
    /// Returns the rows of the person, one for each half of the day.
    pub(super) fn lines(&self) -> impl Iterator<Item = u32> {
        std::iter::once(self.row).chain(self.more.iter().copied())
    }
}

impl<'a> Marks<'a> {
    /// Starts a register whose rows are entries, with none read yet.
    pub(super) fn without_entries(register: Register, sheet: &'a Sheet, header: &Header) -> Marks<'a> {
        Marks {
            register,
            source: sheet,
            sheet: Cow::Borrowed(sheet),
            columns: Vec::new(),
            rows: Vec::new(),
            legend: Legend::default(),
            beside: None,
            layout: Layout::Grid { swapped: false },
            totals: Totals::default(),
            header: (header.row, header.first_row),
            upright: (header.row, header.first_row - header.row),
            skipped: Vec::new(),
            nameless: Vec::new(),
            filled: Vec::new(),
            undated: Vec::new(),
            repeated: Vec::new(),
            said: BTreeMap::new(),
            faults: Vec::new(),
            punches: Vec::new(),
        }
    }
}

impl Marks<'_> {
    /// Returns the address in the file of a position on the upright sheet.
    pub(super) fn origin(&self, (row, col): At) -> Origin {
        match self.layout {
            Layout::Grid { swapped: true } => self.source.origin(col, row),
            _ => self.source.origin(row, col),
        }
    }

    /// Returns the cell of a person at a session; none where a long register has no such row.
    pub(super) fn at(&self, person: usize, column: usize) -> Option<Cell> {
        match &self.layout {
            Layout::Grid { .. } => {
                let (row, of_day) = (self.rows[person].row, &self.columns[column]);
                let out = of_day.out.map(|col| (row, col));
                Some(Cell { mark: (row, of_day.col), remark: None, clock: None, out })
            }
            Layout::Cells(cells) => cells.get(&(person, column)).copied().or_else(|| {
                let said = self.said.get(&(person, column))?;
                Some(Cell { mark: said.at, remark: None, clock: None, out: None })
            }),
        }
    }

    /// Returns the address of a person's mark at a session, that of the session without one.
    pub(in crate::dossier) fn cell(&self, person: usize, column: usize) -> Origin {
        let at = self.at(person, column).map(|cell| self.origin(cell.mark));
        at.unwrap_or_else(|| self.columns[column].origin.clone())
    }

    /// Returns what the cell of a mark shows: its own value, or that of an area merged over
    /// several days or persons.
    pub(super) fn shown(&self, (row, col): At) -> Option<&Value> {
        self.sheet.get(row, col).or_else(|| {
            let merge = self.sheet.merge_over(row, col)?;
            // A name or a title may reach into the marks; it is none.
            let (top, left) = merge.first;
            let begins_in_marks = match &self.layout {
                Layout::Grid { .. } => {
                    let (first_row, depth) = self.upright;
                    top >= first_row + depth
                        && self.columns.iter().any(|column| column.lines().any(|col| col == left))
                        && self.rows.iter().any(|person| person.lines().any(|row| row == top))
                }
                Layout::Cells(_) => left == col && top >= self.header.1,
            };
            if begins_in_marks { self.sheet.get(top, left) } else { None }
        })
    }

    /// Returns the merged areas whose mark goes for several cells, with the addresses of the file.
    pub(super) fn merged_marks(&self) -> Vec<Area> {
        if self.sheet.merges.is_empty() {
            return Vec::new();
        }
        let cells = (0..self.rows.len())
            .flat_map(|person| (0..self.columns.len()).filter_map(move |column| self.at(person, column)));
        let mut areas: Vec<Area> = cells
            .filter(|cell| {
                let (row, col) = cell.mark;
                self.sheet.get(row, col).is_none() && self.shown(cell.mark).is_some()
            })
            .filter_map(|cell| self.sheet.merge_over(cell.mark.0, cell.mark.1))
            .map(|merge| {
                let (first, last) = (self.origin(merge.first), self.origin(merge.last));
                ((first.row, first.col), (last.row, last.col))
            })
            .collect();
        areas.sort_unstable();
        areas.dedup();
        areas
    }

    /// Returns what a session says of a person whom no list of it names.
    pub(in crate::dossier) fn rest_of(&self, person: usize, column: usize) -> Option<&Rest> {
        let rest = self.columns[column].rest.as_ref();
        rest.filter(|_| !self.said.contains_key(&(person, column)))
    }

    /// Returns the first row of the header in the file.
    pub(in crate::dossier) fn first_header_row(&self) -> u32 {
        self.header.0
    }

    /// Returns the column of the posts, where there is one.
    pub(in crate::dossier) fn position_col(&self) -> Option<u32> {
        self.rows.iter().find_map(|row| row.position.origin.as_ref()).map(|origin| origin.col)
    }

    /// Returns whether every person has a row for every session of the sheet.
    pub(in crate::dossier) fn is_grid(&self) -> bool {
        matches!(self.layout, Layout::Grid { .. })
    }

    /// Returns the cells of one session from first to last, for a message about all of them.
    pub(in crate::dossier) fn column_spot(&self, column: usize) -> Spot {
        let cells = (0..self.rows.len()).filter_map(|person| self.at(person, column));
        let origins: Vec<Origin> = cells.map(|cell| self.origin(cell.mark)).collect();
        span(&origins).unwrap_or_else(|| Spot::from(&self.columns[column].origin))
    }
}

/// Returns a column before the year of its day is known.
pub(super) fn column(col: u32, day: Written, origin: Origin, topic: Field<String>) -> Column {
    let date = day.first.complete(Some(2000)).unwrap_or(Date::MIN);
    Column {
        col,
        more: Vec::new(),
        out: None,
        part: None,
        day,
        date,
        origin,
        topic,
        is_prepared: false,
        facts: None,
        rest: None,
    }
}
