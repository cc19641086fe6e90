//! The attendance register with persons along one edge and days along the other.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::dossier::attendance::halves;
use crate::dossier::attendance::marks::{At, Column, Layout, Marks, PersonRow, Totals, column};
use crate::dossier::counts::{Count, Rate, Sum};
use crate::dossier::records::Field;
use crate::dossier::tables::grid_header::day_columns;
use crate::dossier::tables::head::Head;
use crate::dossier::tables::header::texts;
use crate::dossier::tables::legend::is_legend_row;
use crate::dossier::tables::month_above::month;
use crate::dossier::writing::day;
use crate::dossier::writing::day_part;
use crate::dossier::writing::footer::{NoEntry, is_footer, no_entry};
use crate::dossier::writing::legend::{Legend, is_legend, is_legend_entry};
use crate::dossier::writing::squeeze::{one_line, squeeze};
use crate::dossier::writing::value::{self, person_in};
use crate::dossier::writing::vocabulary::{Register, Vocabulary};
use crate::settings::layout::holds;
use crate::workbook::{Cell, Merge, Merges, Row, Sheet, Value};

/// Reads the register with this header.
pub(in crate::dossier) fn read<'a>(source: &'a Sheet, head: &Head, vocabulary: &Vocabulary) -> Marks<'a> {
    let sheet = if head.swapped { Cow::Owned(turned(source)) } else { Cow::Borrowed(source) };
    let layout = Layout::Grid { swapped: head.swapped };
    let mut marks = Marks {
        register: Register::Attendance,
        source,
        sheet: Cow::Borrowed(source),
        columns: Vec::new(),
        rows: Vec::new(),
        legend: Legend::default(),
        beside: None,
        layout,
        totals: Totals::default(),
        header: head.sheet_rows(),
        upright: (head.row, head.depth),
        skipped: Vec::new(),
        nameless: Vec::new(),
        filled: Vec::new(),
        undated: Vec::new(),
        repeated: Vec::new(),
        said: BTreeMap::new(),
        faults: Vec::new(),
        punches: Vec::new(),
    };
    let grid = Grid { sheet: &sheet, head, vocabulary, n_cols: sheet.n_cols() };
    marks.columns = grid.columns(&marks);
    marks.undated = grid.undated(&marks.columns);
    marks.filled = grid.merged_months();
    let days: Vec<u32> = marks.columns.iter().flat_map(|column| column.lines().chain(column.out)).collect();
    marks.totals.columns = grid.total_columns(&days);
    grid.rows(&mut marks);
    marks.sheet = sheet;
    marks
}

/// Returns the sheet with rows and columns exchanged.
fn turned(sheet: &Sheet) -> Sheet {
    let mut rows: BTreeMap<u32, Vec<Cell>> = BTreeMap::new();
    for row in &sheet.rows {
        for cell in &row.cells {
            let turned = Cell { col: row.index, value: cell.value.clone() };
            rows.entry(cell.col).or_default().push(turned);
        }
    }
    let turn = |(row, col)| (col, row);
    let merges = sheet.merges.iter();
    Sheet {
        place: sheet.place.clone(),
        hidden: sheet.hidden,
        is_1904: sheet.is_1904,
        rows: rows.into_iter().map(|(index, cells)| Row { index, cells }).collect(),
        merges: Merges::new(
            merges.map(|merge| Merge { first: turn(merge.first), last: turn(merge.last) }).collect(),
        ),
    }
}

/// An upright sheet with its header.
struct Grid<'a> {
    sheet: &'a Sheet,
    head: &'a Head,
    vocabulary: &'a Vocabulary,
    n_cols: u32,
}

impl Grid<'_> {
    /// Returns the sessions: the columns that have a day at their head.
    fn columns(&self, marks: &Marks<'_>) -> Vec<Column> {
        let days = day_columns(self.sheet, self.head, self.n_cols);
        days.into_iter()
            .map(|found| {
                let at = (found.row, found.col);
                let origin = marks.origin(at);
                let mut topic = self.topic(marks, found.row, found.col);
                if !topic.is_known() && found.topic.is_some() {
                    topic =
                        Field { value: found.topic.as_deref().map(one_line), origin: Some(origin.clone()) };
                }
                let heads = texts(self.sheet, self.head.row, self.head.depth, found.col);
                let part = day_part::within(&heads.concat());
                let is_leaving = heads.last().is_some_and(|head| day_part::is_leaving(head));
                (Column { part, ..column(found.col, found.day, origin, topic) }, is_leaving)
            })
            .fold(Vec::new(), with_leaving)
    }

    /// Returns the head cells that a person says are of days and that hold none.
    fn undated(&self, columns: &[Column]) -> Vec<At> {
        if self.head.assigned.days.is_none() {
            return Vec::new();
        }
        let is_undated = |col: &u32| !columns.iter().any(|column| column.col == *col);
        self.head
            .day_columns(self.n_cols)
            .filter(is_undated)
            .map(|col| (self.head.row + self.head.depth - 1, col))
            .collect()
    }

    /// Returns the merged areas whose month goes for several days.
    fn merged_months(&self) -> Vec<(At, At)> {
        let Grid { sheet, head, .. } = self;
        let rows = head.row..head.row + head.depth;
        let is_month = |merge: &&Merge| {
            let value = sheet.get(merge.first.0, merge.first.1);
            rows.contains(&merge.first.0)
                && merge.first.1 > head.name_col
                && merge.first.1 < merge.last.1
                && value.is_some_and(|value| month(&value.text()).is_some())
        };
        let turn = |(row, col): At| if head.swapped { (col, row) } else { (row, col) };
        sheet.merges.iter().filter(is_month).map(|merge| (turn(merge.first), turn(merge.last))).collect()
    }

    /// Returns the topic at a column's head: what the row called 主题 says, else the first
    /// text that is no day.
    fn topic(&self, marks: &Marks<'_>, day_row: u32, col: u32) -> Field<String> {
        let Grid { sheet, head, .. } = self;
        let rows = || head.row..head.row + head.depth;
        let found = |index: u32, text: &str| Field {
            value: Some(one_line(text)),
            origin: Some(marks.origin((index, col))),
        };
        for index in rows() {
            let called = sheet.shown(index, head.name_col).map(|value| squeeze(&value.text()));
            let is_topic = called.is_some_and(|word| self.vocabulary.attendance(&word) == Some("topic"));
            if is_topic && let Some(Value::Text(text)) = sheet.shown(index, col) {
                return found(index, text);
            }
        }
        // A day and its topic may share a cell: 1月8日⏎四中全会精神.
        if let Some(Value::Text(text)) = sheet.get(day_row, col)
            && let Some(rest) = text.lines().find(|line| is_topic(line, self.vocabulary))
            && text.lines().count() > 1
        {
            return found(day_row, rest);
        }
        if head.swapped {
            return Field::default();
        }
        let texts = rows()
            .filter(|index| *index != day_row)
            .filter_map(|index| Some((index, sheet.get(index, col)?)));
        texts
            .into_iter()
            .find_map(|(index, value)| match value {
                Value::Text(text) if is_topic(text, self.vocabulary) => Some(found(index, text)),
                _ => None,
            })
            .unwrap_or_default()
    }

    /// Returns the columns that sum up, with the key of what they count.
    fn total_columns(&self, days: &[u32]) -> Vec<(u32, Sum)> {
        let Grid { sheet, head, .. } = self;
        let key = |col: u32| {
            let texts = texts(sheet, head.row, head.depth, col);
            texts.iter().rev().find_map(|text| self.vocabulary.attendance(text).map(str::to_string))
        };
        (head.name_col + 1..self.n_cols)
            .filter(|col| !days.contains(col))
            .filter_map(|col| Some((col, key(col).as_deref().and_then(Sum::of_key)?)))
            .collect()
    }

    /// Returns the column of posts.
    fn position_col(&self) -> Option<u32> {
        let Grid { sheet, head, vocabulary, .. } = self;
        let is_position = |col: &u32| {
            let texts = texts(sheet, head.row, head.depth, *col);
            texts.iter().any(|text| vocabulary.attendance(text) == Some("position"))
        };
        head.assigned.position.or_else(|| (0..self.n_cols).find(is_position))
    }

    /// Sorts the rows below the header into persons, sums and the rest.
    fn rows(&self, marks: &mut Marks<'_>) {
        let Grid { sheet, head, .. } = self;
        let position_col = self.position_col();
        let is_person = |row: &u32| head.assigned.persons.as_ref().is_none_or(|persons| holds(persons, *row));
        let mut is_observer = false;
        let marks_from = marks.columns.iter().map(|column| column.col).min().unwrap_or(u32::MAX);
        let below = sheet.rows.iter().filter(|row| row.index >= head.row + head.depth);
        for row in below.filter(|row| is_person(&row.index)) {
            if let Some(sum) = sum_of_row(row, head.name_col) {
                marks.totals.rows.push((row.index, sum));
                marks.skipped.push(row.index);
                continue;
            }
            let name = row.get(head.name_col).map(person_in).unwrap_or_default();
            let label = row.cells.first().map(|cell| squeeze(&cell.value.text())).unwrap_or_default();
            let group = no_entry(&label).filter(|kind| matches!(kind, NoEntry::Guests | NoEntry::Group));
            if let Some(group) = group {
                is_observer = group == NoEntry::Guests;
            }
            if group.is_some() && !marks.columns.iter().any(|column| row.get(column.col).is_some()) {
                marks.skipped.push(row.index);
                continue;
            }
            // 地点, 学习形式 and 主持人 tell of the sessions.
            if self.vocabulary.is_head(&name) {
                marks.skipped.push(row.index);
                continue;
            }
            let text = row.get(head.name_col).map(Value::text).unwrap_or_default();
            if let Some(before) = marks.rows.last_mut()
                && (name.is_empty() || name == before.name)
                && (halves::part_of_row(sheet, row.index, marks_from).is_some()
                    || has_marks(row, &marks.columns))
                && halves::goes_on(sheet, before, (row.index, head.name_col), marks_from)
            {
                before.more.push(row.index);
                continue;
            }
            if name.is_empty() && !is_footer(row) && !is_legend_row(row) && has_marks(row, &marks.columns) {
                marks.nameless.push(row.index);
                continue;
            }
            if name.is_empty()
                || is_footer(row)
                || is_no_name(&name)
                || row.get(head.name_col).and_then(day::written).is_some()
                || is_legend(&text)
                || is_legend_entry(&text)
            {
                marks.skipped.push(row.index);
                continue;
            }
            let position = position_col.map(|col| Field {
                value: row.get(col).map(|value| one_line(&value.text())),
                origin: Some(marks.origin((row.index, col))),
            });
            marks.rows.push(PersonRow {
                row: row.index,
                more: Vec::new(),
                name,
                position: position.unwrap_or_default(),
                origin: marks.origin((row.index, head.name_col)),
                is_observer,
            });
        }
        if head.swapped {
            marks.nameless.clear();
            marks.skipped.clear();
        }
    }
}

/// Adds a column, or takes one of when people left for part of the session before it.
fn with_leaving(mut columns: Vec<Column>, (mut column, is_leaving): (Column, bool)) -> Vec<Column> {
    let is_same = |before: &&mut Column| before.day == column.day && before.out.is_none();
    match columns.last_mut().filter(|_| is_leaving).filter(is_same) {
        Some(before) => before.out = Some(column.col),
        None => {
            column.out = is_leaving.then_some(column.col);
            columns.push(column);
        }
    }
    columns
}

/// Returns whether a row holds marks in the columns of sessions; sums are no marks.
fn has_marks(row: &Row, columns: &[Column]) -> bool {
    let custom = Legend::default();
    columns.iter().filter_map(|column| row.get(column.col)).any(|value| match value {
        Value::Text(text) => value::number(value).is_none() && custom.read(text).is_some(),
        Value::Bool(_) | Value::Hours(_) => true,
        _ => false,
    })
}

/// Returns whether a name's cell holds something that is no name.
fn is_no_name(name: &str) -> bool {
    name.chars().all(|c| c.is_ascii_digit()) || no_entry(name).is_some_and(|kind| kind != NoEntry::HeadCount)
}

/// Returns what a row sums up, where its label says that it does.
fn sum_of_row(row: &Row, name_col: u32) -> Option<Sum> {
    const SUMS: [(&str, Sum); 13] = [
        ("平均", Sum::Mean),
        ("参学率", Sum::Rate(Rate::Participation)),
        ("率", Sum::Rate(Rate::Attendance)),
        ("实到", Sum::Count(Count::Present)),
        ("到会", Sum::Count(Count::Present)),
        ("出勤", Sum::Count(Count::Present)),
        ("出席", Sum::Count(Count::Present)),
        ("应到", Sum::Count(Count::Due)),
        ("请假", Sum::Count(Count::Leave)),
        ("缺席", Sum::Count(Count::Absent)),
        ("缺勤", Sum::Count(Count::Absent)),
        ("列席", Sum::Count(Count::Observers)),
        ("计", Sum::Count(Count::Present)),
    ];
    let labels =
        row.cells.iter().take_while(|cell| cell.col <= name_col).map(|cell| squeeze(&cell.value.text()));
    let label = labels
        .into_iter()
        .find(|label| matches!(no_entry(label), Some(NoEntry::Sum | NoEntry::HeadCount)))?;
    SUMS.iter().find(|(word, _)| label.contains(word)).map(|(_, sum)| *sum)
}

fn is_topic(text: &str, vocabulary: &Vocabulary) -> bool {
    let plain = squeeze(text);
    plain.chars().count() > 2
        && day::written_text(&plain).is_none()
        && vocabulary.attendance(&plain).is_none()
        && !plain.starts_with("星期")
        && month(&plain).is_none()
        && day_part::alone(&plain).is_none()
        && !(plain.starts_with('第') && plain.ends_with(['次', '期', '讲', '课', '场']))
}
