//! The sums and rates printed on an attendance register, against its own marks.

use crate::diagnostic::Diagnostic;
use crate::dossier::attendance::marks::{Layout, Marks, Reading, span};
use crate::dossier::records::Member;
use crate::dossier::writing::mark::Mark;
use crate::dossier::writing::value::{self, printed_share};
use crate::origin::Origin;

/// Head counts over some marks.
#[derive(Debug, Clone, Copy, Default)]
struct Counts {
    due: u32,
    present: u32,
    late: u32,
    on_duty: u32,
    sick: u32,
    personal: u32,
    leave: u32,
    absent: u32,
    made_up: u32,
    observers: u32,
    /// Blank or unreadable marks: with one of them nothing can be compared.
    unknown: u32,
}

impl Counts {
    fn add(&mut self, mark: Mark) {
        self.due += u32::from(mark.is_due());
        self.present += u32::from(mark.is_present());
        self.leave += u32::from(mark.is_leave());
        match mark {
            Mark::Late => self.late += 1,
            Mark::OnDuty => self.on_duty += 1,
            Mark::SickLeave => self.sick += 1,
            Mark::PersonalLeave => self.personal += 1,
            Mark::Absent => self.absent += 1,
            Mark::MadeUp => self.made_up += 1,
            Mark::Observer => self.observers += 1,
            Mark::Present | Mark::Leave | Mark::NotInPost => {}
        }
    }

    /// Returns the counts that a printed number may stand for, the strict one first.
    ///
    /// Offices count those who made up later under their reason for staying away, and some
    /// count 公差 as leave.
    fn accepted(&self, key: &str) -> Option<[u32; 3]> {
        let (leave, made_up) = (self.leave, self.made_up);
        Some(match key {
            "n-due" => [self.due; 3],
            "n-present" => [self.present, self.present + made_up, self.present],
            "n-leave" => [leave, leave + made_up, leave + self.on_duty],
            "n-absent" => [self.absent, self.absent + made_up, self.absent],
            "n-on-duty" => [self.on_duty, self.on_duty + made_up, self.on_duty],
            "n-made-up" => [made_up; 3],
            "n-late" => [self.late; 3],
            "n-sick" => [self.sick, self.sick + made_up, self.sick],
            "n-personal" => [self.personal, self.personal + made_up, self.personal],
            "n-observers" => [self.observers; 3],
            _ => return None,
        })
    }

    /// Returns the rates that a printed rate may stand for, the strict one first.
    fn rates(&self, key: &str) -> Option<[f64; 2]> {
        let share = |n: u32, of: u32| if of == 0 { f64::NAN } else { f64::from(n) / f64::from(of) };
        let attendance = share(self.present, self.due);
        match key {
            "rate" => Some([attendance, share(self.present, self.due - self.on_duty)]),
            "participation" => Some([share(self.present + self.made_up, self.due), attendance]),
            _ => None,
        }
    }
}

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
    let n_columns = marks.columns.len();
    let mut by_person = vec![Counts::default(); marks.rows.len()];
    let mut by_column = vec![Counts::default(); n_columns];
    let mut all = Counts::default();
    for (person, row) in marks.rows.iter().enumerate() {
        let member = persons[person].map(|at| &members[at]);
        let counts = member.map_or(!row.is_observer, |member| member.role.counts());
        for (column, session) in marks.columns.iter().enumerate() {
            let date = session.date;
            let in_post = member.is_none_or(|member| member.in_post(date));
            let mut add = |mark: Option<Mark>| {
                for counts in [&mut by_person[person], &mut by_column[column], &mut all] {
                    match mark {
                        Some(mark) => counts.add(mark),
                        None => counts.unknown += 1,
                    }
                }
            };
            match marks.read(person, column) {
                Reading::Mark(mark, _) if in_post && counts => add(Some(mark)),
                // A √ of somebody who does not count is an observer's.
                Reading::Mark(mark, _) if in_post && (mark.is_present() || mark == Mark::Observer) => {
                    add(Some(Mark::Observer));
                }
                Reading::Blank | Reading::Unknown(_) if in_post && counts => add(None),
                _ => {}
            }
        }
    }
    // The cells are gathered only for a sum that is wrong.
    let mut check = |at: (u32, u32), key: &str, counts: &Counts, cells: &dyn Fn() -> Vec<Origin>| {
        diagnostics.extend(compare(marks, at, key, counts, cells));
    };
    let row_cells =
        |person: usize| (0..n_columns).map(|column| marks.cell(person, column)).collect::<Vec<_>>();
    for (col, key) in &marks.totals.columns {
        for (person, row) in marks.rows.iter().enumerate() {
            let counted = persons[person].is_none_or(|at| members[at].role.counts()) && !row.is_observer;
            if counted || key == "n-observers" {
                check((row.row, *col), key, &by_person[person], &|| row_cells(person));
            }
        }
    }
    let column_cells =
        |column: usize| (0..marks.rows.len()).map(|person| marks.cell(person, column)).collect::<Vec<_>>();
    for (row, key) in &marks.totals.rows {
        for (column, counts) in by_column.iter().enumerate() {
            check((*row, marks.columns[column].col), key, counts, &|| column_cells(column));
        }
        for (col, of) in marks.totals.columns.iter().filter(|_| key == "n-present") {
            check((*row, *col), of, &all, &|| (0..marks.rows.len()).flat_map(row_cells).collect());
        }
    }
}

/// Compares one printed number.
fn compare(
    marks: &Marks<'_>,
    at: (u32, u32),
    key: &str,
    counts: &Counts,
    cells: &dyn Fn() -> Vec<Origin>,
) -> Option<Diagnostic> {
    let value = marks.sheet.get(at.0, at.1)?;
    if counts.unknown > 0 {
        return None;
    }
    let printed = value::number(value)?.value;
    let title = title(key);
    let found = if let Some(accepted) = counts.accepted(key) {
        if accepted.iter().any(|count| (f64::from(*count) - printed).abs() < 1e-9) {
            return None;
        }
        format!("{title}填 {}，按标记为 {}（{}）", value.text(), accepted[0], span(&cells())?.cell()?)
    } else {
        let rates = counts.rates(key)?;
        let (share, tolerance) = printed_share(value, printed);
        if rates[0].is_nan() || rates.iter().any(|rate| (rate - share).abs() <= tolerance) {
            return None;
        }
        let shown = crate::dossier::tables::table::percent(rates[0]);
        format!("{title}填 {}，按标记为 {shown}（{}）", value.text(), span(&cells())?.cell()?)
    };
    let origin = marks.origin(at);
    let hint = match marks.layout {
        Layout::Grid { .. } => "核对标记和合计，改正其中之一；以标记为准",
        Layout::Cells(_) => "核对标记和人数",
    };
    Some(Diagnostic::warning("total-mismatch", found).at(&origin).value(value.text()).hint(hint))
}

/// Returns what a printed sum counts.
fn title(key: &str) -> &'static str {
    match key {
        "n-due" => "应到",
        "n-present" => "实到",
        "n-leave" => "请假",
        "n-absent" => "缺席",
        "n-on-duty" => "公差",
        "n-made-up" => "补学",
        "n-late" => "迟到",
        "n-sick" => "病假",
        "n-personal" => "事假",
        "n-observers" => "列席",
        "participation" => "参学率",
        _ => "出勤率",
    }
}
