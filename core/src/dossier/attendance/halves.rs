//! Morning and afternoon kept apart: rows of one person, and columns of one day, that are one.

use crate::dossier::attendance::marks::{Column, PersonRow};
use crate::dossier::records::Session;
use crate::dossier::writing::day_part;
use crate::dossier::writing::topic::Topic;
use crate::workbook::Sheet;

/// Returns the part of the day that a row names left of its marks.
pub(super) fn part_of_row(sheet: &Sheet, row: u32, marks_from: u32) -> Option<u8> {
    let cells = sheet.row(row)?.cells.iter().take_while(|cell| cell.col < marks_from);
    cells.into_iter().find_map(|cell| day_part::alone(&cell.value.text()))
}

/// Returns whether a row that names nobody else belongs to the person before it: the name is
/// merged over both, or the rows name different parts of the day.
pub(super) fn goes_on(
    sheet: &Sheet,
    before: &PersonRow,
    (row, name_col): (u32, u32),
    marks_from: u32,
) -> bool {
    let merge = sheet.merge_over(row, name_col);
    if merge.is_some_and(|merge| merge.first == (before.row, name_col)) {
        return true;
    }
    let lines: Vec<u32> = before.lines().collect();
    let parts: Vec<Option<u8>> = lines.iter().map(|line| part_of_row(sheet, *line, marks_from)).collect();
    let own = part_of_row(sheet, row, marks_from);
    lines.last().is_some_and(|last| row == last + 1)
        && own.is_some()
        && !parts.contains(&own)
        && !parts.contains(&None)
}

/// Makes one of the columns of a day's halves, unless the session register has several sessions
/// on that day, or each half has a topic of its own.
pub(in crate::dossier) fn join(columns: &mut Vec<Column>, sessions: &[Session]) {
    let mut joined: Vec<Column> = Vec::new();
    let mut parts: Vec<u8> = Vec::new();
    for column in std::mem::take(columns) {
        let may_go_on = |before: &&mut Column| {
            let n_held = sessions.iter().filter(|session| session.date == column.date).count();
            before.date == column.date
                && n_held < 2
                && Topic::of(before.topic.text()).may_be(&Topic::of(column.topic.text()))
        };
        if let Some(part) = column.part.filter(|part| !parts.is_empty() && !parts.contains(part))
            && let Some(before) = joined.last_mut().filter(may_go_on)
        {
            before.more.extend(column.lines());
            before.is_prepared &= column.is_prepared;
            parts.push(part);
            continue;
        }
        parts = column.part.into_iter().collect();
        joined.push(column);
    }
    *columns = joined;
}
