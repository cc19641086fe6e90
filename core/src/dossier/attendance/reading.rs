//! What a register says of a person at a session: a mark, nothing, or what is not understood.
//!
//! The time at which somebody signed in stands for a √. That of leaving alone proves nothing, and
//! a day other than the session's is another signing. Where morning and afternoon are kept apart,
//! both must agree: who was there for one half and away for the other is counted as neither.

use crate::dossier::attendance::marks::{At, Cell, Column, Doubt, Layout, Marks, Reading};
use crate::dossier::writing::clock;
use crate::dossier::writing::day::{self, LooseDay};
use crate::dossier::writing::legend::Legend;
use crate::dossier::writing::mark::{self, Mark};
use crate::dossier::writing::squeeze::squeeze;
use crate::dossier::writing::value;
use crate::dossier::writing::vocabulary::Register;
use crate::workbook::Value;

impl Marks<'_> {
    /// Returns what the register says of a person at a session: the cell of the two, else a list
    /// of names.
    pub(in crate::dossier) fn read(&self, person: usize, column: usize) -> Reading {
        match (self.read_cell(person, column), self.said.get(&(person, column))) {
            (Reading::Blank, Some(said)) => said.reading.clone(),
            (own, _) => own,
        }
    }

    /// Returns the cell of a person at a session.
    fn cell_of(&self, person: usize, column: usize) -> Option<Cell> {
        match &self.layout {
            Layout::Grid { .. } => self.at(person, column),
            Layout::Cells(cells) => cells.get(&(person, column)).copied(),
        }
    }

    /// Returns what the cell of a person at a session says, or its cells where the halves of the
    /// day are kept apart.
    pub(super) fn read_cell(&self, person: usize, column: usize) -> Reading {
        let Some(cell) = self.cell_of(person, column) else { return Reading::Blank };
        let (row, of_day) = (&self.rows[person], &self.columns[column]);
        if row.more.is_empty() && of_day.more.is_empty() {
            return self.read_at(person, column, cell);
        }
        let halves = (0..).zip(row.lines()).flat_map(|(nth_row, line)| {
            (0..).zip(of_day.lines()).map(move |(nth_col, col)| ((nth_row, nth_col), (line, col)))
        });
        let readings = halves.filter_map(|(half, mark)| {
            let reading = self.read_at(person, column, Cell { mark, ..cell });
            (reading != Reading::Blank || self.is_half_used(column, half)).then_some(reading)
        });
        together(readings)
    }

    /// Returns why somebody who made up for a session was not there: by the mark that a remark
    /// beside it completes, else by the words in which it is said (病假，已补学).
    pub(in crate::dossier) fn missed(&self, person: usize, column: usize) -> Option<Mark> {
        let cell = self.cell_of(person, column)?;
        let value = self.shown(cell.mark);
        let is_away = |mark: &Mark| mark.is_due() && !mark.is_present() && *mark != Mark::MadeUp;
        let marked = value.and_then(|value| self.legend.read_value(value)).filter(is_away);
        let remark = cell.remark.and_then(|at| self.sheet.get(at.0, at.1)).map(Value::text);
        let texts = [value.map(|value| value.text()), remark];
        marked.or_else(|| texts.into_iter().flatten().find_map(|text| mark::reason_in(&squeeze(&text))))
    }

    /// Returns whether anybody has a mark in this half of a session's day.
    fn is_half_used(&self, column: usize, (nth_row, nth_col): (usize, usize)) -> bool {
        let Some(col) = self.columns[column].lines().nth(nth_col) else { return false };
        let lines = self.rows.iter().filter_map(|row| row.lines().nth(nth_row));
        lines.into_iter().any(|line| self.shown((line, col)).is_some())
    }

    /// Returns what one cell says, with those beside it.
    fn read_at(&self, person: usize, column: usize, cell: Cell) -> Reading {
        let text = |at: Option<At>| at.and_then(|at| self.sheet.get(at.0, at.1)).map(Value::text);
        let remark = text(cell.remark).unwrap_or_default();
        let is_blank = |value: &&Value| value.text().chars().all(char::is_whitespace);
        let signed = [Some(cell.mark), cell.clock].into_iter().flatten();
        let Some(value) = signed.filter_map(|at| self.shown(at)).find(|value| !is_blank(value)) else {
            // Nothing signed: the remark may say why.
            return match self.legend.read(&remark) {
                Some(mark) => Reading::Mark(mark, Legend::made_up_on(&remark)),
                None if text(cell.out).is_some() => Reading::Unknown(Doubt::LeftOnly),
                None => Reading::Blank,
            };
        };
        let text = value.text();
        if cell.out == Some(cell.mark) && self.legend.read_value(value) == Some(Mark::Present) {
            return Reading::Unknown(Doubt::LeftOnly);
        }
        // Who writes their own name has signed.
        let name = &self.rows[person].name;
        let is_name = self.register == Register::SignIn
            && value::without_note(&value::person(&text)) == value::without_note(name);
        let mark = if is_name { Some(Mark::Present) } else { self.legend.read_value(value) };
        let day = self.day_of_signing(value);
        match (mark, day) {
            (Some(Mark::Present | Mark::Late) | None, Some(day)) if !of_day(day, &self.columns[column]) => {
                Reading::Unknown(Doubt::OtherDay)
            }
            (None, Some(_)) => with_remark(Mark::Present, &text, &remark),
            (Some(mark), _) => with_remark(mark, &text, &remark),
            (None, None) if says_left(&text) => Reading::Unknown(Doubt::LeftOnly),
            (None, None) => Reading::Unknown(Doubt::Text(text.trim().to_string())),
        }
    }

    /// Returns when a person signed in at a session, in minutes from midnight.
    pub(super) fn signed_at(&self, person: usize, column: usize) -> Option<u32> {
        let cell = self.at(person, column)?;
        let minutes = |value: &Value| match value {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within a day")]
            Value::Hours(hours) if (0.0..24.0).contains(hours) => Some((hours * 60.0) as u32),
            Value::Text(text) => clock::read(text).map(|clock| clock.minutes),
            _ => None,
        };
        let cells = [Some(cell.mark), cell.clock].into_iter().flatten();
        cells.into_iter().find_map(|at| minutes(self.shown(at)?))
    }

    /// Returns the day that a cell of signing gives: with the time, or alone where rows are entries.
    fn day_of_signing(&self, value: &Value) -> Option<LooseDay> {
        let with_time = match value {
            Value::Text(text) => clock::read(text).and_then(|clock| clock.day),
            _ => None,
        };
        with_time.or_else(|| match self.layout {
            Layout::Cells(_) => day::written_on(self.source, value).map(|day| day.first),
            Layout::Grid { .. } => None,
        })
    }

    /// Returns whether anything at all is said of anybody's attendance.
    pub(in crate::dossier) fn is_filled(&self) -> bool {
        let mut cells = (0..self.columns.len())
            .flat_map(|column| (0..self.rows.len()).map(move |person| (person, column)));
        cells.any(|(person, column)| self.read(person, column) != Reading::Blank)
            || self.columns.iter().any(|column| column.states_counts() || column.rest.is_some())
    }
}

/// Returns whether a day of signing is that of the session.
fn of_day(day: LooseDay, column: &Column) -> bool {
    let session = column.day.first;
    (day.month, day.day) == (session.month, session.day)
        && (day.year.is_none() || session.year.is_none() || day.year == session.year)
}

/// Returns whether a cell gives no more than when somebody left: 签退 11:30.
fn says_left(text: &str) -> bool {
    clock::read(text).is_some_and(|clock| clock.words.starts_with("签退") || clock.words.starts_with("离"))
}

/// Returns what the halves of a day say together.
fn together(readings: impl Iterator<Item = Reading>) -> Reading {
    let mut all = Reading::Blank;
    for (nth, reading) in readings.enumerate() {
        all = match (all, reading) {
            (_, first) if nth == 0 => first,
            (Reading::Unknown(doubt), _) | (_, Reading::Unknown(doubt)) => Reading::Unknown(doubt),
            (Reading::Blank, Reading::Blank) => Reading::Blank,
            (Reading::Mark(mark, _), Reading::Blank) => Reading::Unknown(Doubt::Halves(mark.name(), "空白")),
            (Reading::Blank, Reading::Mark(mark, _)) => Reading::Unknown(Doubt::Halves("空白", mark.name())),
            (Reading::Mark(first, on), Reading::Mark(second, _)) => match whole_day(first, second) {
                Some(mark) => Reading::Mark(mark, on),
                None => Reading::Unknown(Doubt::Halves(first.name(), second.name())),
            },
        };
    }
    all
}

/// Returns the mark of a day whose halves have these; nothing where they are not of one kind.
fn whole_day(first: Mark, second: Mark) -> Option<Mark> {
    match (first, second) {
        _ if first == second => Some(first),
        _ if first.is_present() && second.is_present() => Some(Mark::Late),
        _ if first.is_leave() && second.is_leave() => Some(Mark::Leave),
        _ => None,
    }
}

/// Returns the mark as a remark beside it completes it: late, or made up for.
fn with_remark(mark: Mark, text: &str, remark: &str) -> Reading {
    let remark = squeeze(remark);
    let away = mark.is_due() && !mark.is_present();
    if away && mark != Mark::MadeUp && remark.contains("补学") && mark::says_made_up(&remark) {
        return Reading::Mark(Mark::MadeUp, Legend::made_up_on(&remark));
    }
    if mark == Mark::Present && (remark.starts_with("迟到") || remark.starts_with("早退")) {
        return Reading::Mark(Mark::Late, None);
    }
    // 缺席 with the remark 因病请假 is leave.
    if matches!(mark, Mark::Absent | Mark::Leave)
        && let Some(reason) = mark::of_phrase(&remark).filter(|reason| reason.is_reason())
        && let Some(mark) = mark::both(mark, reason)
    {
        return Reading::Mark(mark, None);
    }
    let made_up_on = if mark == Mark::MadeUp {
        Legend::made_up_on(text).or_else(|| Legend::made_up_on(&remark))
    } else {
        None
    };
    Reading::Mark(mark, made_up_on)
}
