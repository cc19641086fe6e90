//! The sums and rates printed on an attendance register, against its own marks.

use crate::diagnostic::Diagnostic;
use crate::dossier::attendance::marks::{Layout, Marks, Reading};
use crate::dossier::counts::{Count, Counts, Sum};
use crate::dossier::records::{Member, Role};
use crate::dossier::tables::notes::span;
use crate::dossier::tables::table::percent;
use crate::dossier::writing::value::{self, printed_share};
use crate::origin::Origin;

/// Compares all printed sums of a register with its marks; `persons` gives each row's member.
pub(in crate::dossier) fn check(
    marks: &Marks<'_>,
    persons: &[Option<usize>],
    members: &[Member],
    diagnostics: &mut Vec<Diagnostic>,
) {
    if marks.totals.columns.is_empty() && marks.totals.rows.is_empty() {
        return;
    }
    // Where halves of the day are kept apart, a sum may count those.
    let has_halves = marks.rows.iter().any(|row| row.lines().count() > 1)
        || marks.columns.iter().any(|column| column.lines().count() > 1);
    if has_halves {
        return;
    }
    let n_columns = marks.columns.len();
    let mut by_person = vec![Counts::default(); marks.rows.len()];
    let mut by_column = vec![Counts::default(); n_columns];
    let mut all = Counts::default();
    for (person, row) in marks.rows.iter().enumerate() {
        let member = persons[person].map(|at| &members[at]);
        let unlisted = if row.is_observer { Role::Observer } else { Role::Member };
        let role = member.map_or(unlisted, |member| member.role);
        for (column, session) in marks.columns.iter().enumerate() {
            if member.is_some_and(|member| !member.in_post(session.date)) {
                continue;
            }
            let mark = match marks.read(person, column) {
                Reading::Mark(mark, _) => Some(mark),
                Reading::Blank | Reading::Unknown(_) => None,
            };
            let one = Counts::of(mark, role);
            for counts in [&mut by_person[person], &mut by_column[column], &mut all] {
                counts.add(&one);
            }
        }
    }
    // The cells are gathered only for a sum that is wrong.
    let mut check = |at: (u32, u32), sum: Sum, counts: &Counts, cells: &dyn Fn() -> Vec<Origin>| {
        diagnostics.extend(compare(marks, at, sum, counts, cells));
    };
    let row_cells =
        |person: usize| (0..n_columns).map(|column| marks.cell(person, column)).collect::<Vec<_>>();
    for (col, sum) in &marks.totals.columns {
        for (person, row) in marks.rows.iter().enumerate() {
            let counted = persons[person].is_none_or(|at| members[at].role.counts()) && !row.is_observer;
            if counted || *sum == Sum::Count(Count::Observers) {
                check((row.row, *col), *sum, &by_person[person], &|| row_cells(person));
            }
        }
    }
    let column_cells =
        |column: usize| (0..marks.rows.len()).map(|person| marks.cell(person, column)).collect::<Vec<_>>();
    for (row, sum) in &marks.totals.rows {
        for (column, counts) in by_column.iter().enumerate() {
            check((*row, marks.columns[column].col), *sum, counts, &|| column_cells(column));
        }
        for (col, of) in marks.totals.columns.iter().filter(|_| *sum == Sum::Count(Count::Present)) {
            check((*row, *col), *of, &all, &|| (0..marks.rows.len()).flat_map(row_cells).collect());
        }
    }
}

/// Compares one printed number.
fn compare(
    marks: &Marks<'_>,
    at: (u32, u32),
    sum: Sum,
    counts: &Counts,
    cells: &dyn Fn() -> Vec<Origin>,
) -> Option<Diagnostic> {
    let value = marks.sheet.get(at.0, at.1)?;
    if counts.unknown > 0 {
        return None;
    }
    let printed = value::number(value)?.value;
    let found = match sum {
        Sum::Count(count) => {
            let accepted = counts.accepted(count);
            if accepted.iter().any(|count| (f64::from(*count) - printed).abs() < 1e-9) {
                return None;
            }
            let (title, found) = (count.title(), accepted[0]);
            format!("{title}填 {}，按标记为 {found}（{}）", value.text(), span(&cells())?.cell()?)
        }
        Sum::Rate(rate) => {
            let rates = counts.rates(rate)?;
            let (share, tolerance) = printed_share(value, printed);
            if rates.iter().any(|rate| (rate - share).abs() <= tolerance) {
                return None;
            }
            let (title, found) = (rate.title(), percent(rates[0]));
            format!("{title}填 {}，按标记为 {found}（{}）", value.text(), span(&cells())?.cell()?)
        }
        Sum::Mean => return None,
    };
    let origin = marks.origin(at);
    let hint = match marks.layout {
        Layout::Grid { .. } => "核对标记和合计，改正其中之一；以标记为准",
        Layout::Cells(_) => "核对标记和人数",
    };
    Some(Diagnostic::warning("total-mismatch", found).at(&origin).value(value.text()).hint(hint))
}
