//! Columns of a register that nobody has a mark in: days kept free, and sessions to come.

use time::Duration;

use crate::diagnostic::Diagnostic;
use crate::dossier::attendance::marks::{Column, Marks, Reading};
use crate::dossier::tables::notes::span;
use crate::origin::Origin;

/// So many days in a row, weekends left out or not, are a calendar and no list of sessions.
const MIN_CALENDAR: usize = 5;
/// The days from Friday to Monday.
const MAX_STEP: Duration = Duration::days(3);

/// Marks the columns that were prepared and hold no session: blank ones behind the last with
/// marks, blank days of a calendar, and sheets that nothing is entered in yet.
pub(in crate::dossier) fn find(all: &mut [Marks<'_>]) {
    let blank: Vec<Vec<bool>> = all.iter().map(blank_columns).collect();
    // Where no sheet holds a mark, what is missing is the marks.
    if blank.iter().flatten().all(|is_blank| *is_blank) {
        return;
    }
    for (marks, blank) in all.iter_mut().zip(blank) {
        let behind = blank.iter().rposition(|is_blank| !is_blank).map_or(0, |last| last + 1);
        let calendar = calendar(&marks.columns);
        for (at, column) in marks.columns.iter_mut().enumerate() {
            column.is_prepared = blank[at] && (at >= behind || calendar[at]);
        }
    }
}

/// Returns which columns nobody has a mark in; none where rows are entries.
fn blank_columns(marks: &Marks<'_>) -> Vec<bool> {
    let is_blank = |column| (0..marks.rows.len()).all(|person| marks.read(person, column) == Reading::Blank);
    let can_be = marks.is_grid() && !marks.rows.is_empty();
    (0..marks.columns.len()).map(|column| can_be && is_blank(column)).collect()
}

/// Returns which columns belong to a run of days that follow one another.
fn calendar(columns: &[Column]) -> Vec<bool> {
    let follows = |a: &Column, b: &Column| {
        let step = b.date - a.date;
        step.is_positive() && step <= MAX_STEP
    };
    let runs = columns.chunk_by(follows);
    runs.flat_map(|run| std::iter::repeat_n(run.len() >= MIN_CALENDAR, run.len())).collect()
}

/// Notes which columns of one sheet were taken for prepared ones.
pub(in crate::dossier) fn note(columns: &[&Column], diagnostics: &mut Vec<Diagnostic>) {
    let (Some(first), Some(last)) = (columns.first(), columns.last()) else { return };
    let origins: Vec<Origin> = columns.iter().map(|column| column.origin.clone()).collect();
    let Some(spot) = span(&origins) else { return };
    let days = match columns.len() {
        1 => format!("{}", first.date),
        n => format!("{} 至 {} 间的 {n} 天", first.date, last.date),
    };
    let message = format!("{days}没有任何考勤标记，按没有学习处理，未计入");
    diagnostics.push(
        Diagnostic::note("prepared-column", message).at(spot).hint("这几天确有学习的，请补上各人的考勤标记"),
    );
}
