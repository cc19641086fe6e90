//! A sheet of which a person says what it is: its head and columns are taken as they say.

use crate::diagnostic::Diagnostic;
use crate::dossier::tables::grid_header::{head_at, upright};
use crate::dossier::tables::head::{Assigned, Head};
use crate::dossier::tables::header;
use crate::dossier::tables::kind::{Kind, Unread};
use crate::dossier::writing::vocabulary::{Register, Vocabulary};
use crate::settings::layout::{DAYS, Layout, PERSONS, Runs, letters};
use crate::workbook::{Sheet, Workbook};

/// Returns what a sheet is by what a person says of it.
pub(in crate::dossier) fn kind(
    sheet: &Sheet,
    layout: &Layout,
    vocabulary: &Vocabulary,
) -> Result<Kind, Unread> {
    let Some(register) = layout.register.as_deref().and_then(Register::of_key) else {
        return Err(Unread::LeftOut);
    };
    let faults = outside(sheet, layout);
    if !faults.is_empty() {
        return Err(Unread::Misassigned(faults));
    }
    let across = if register == Register::Attendance { grid(sheet, layout, vocabulary) } else { None };
    let rows = || header::assigned(sheet, register, layout, vocabulary).map(Kind::Table);
    across.unwrap_or_else(rows).map_err(|lacks| {
        let message = format!("[layout] 说这张表是{register}，但没有说哪一列是 {}", lacks.join("、"));
        Unread::Misassigned(vec![
            fault(sheet, layout, message).hint(format!("在 columns 里写明，如 {}", example(register))),
        ])
    })
}

/// Returns the register with days across or down, if that is what a person says: `Err` with what
/// it lacks.
fn grid(sheet: &Sheet, layout: &Layout, vocabulary: &Vocabulary) -> Option<Result<Kind, Vec<String>>> {
    let (first, last) = layout.head;
    let runs = |key: &str| layout.columns.get(key).cloned();
    let by_head = |is_it: &dyn Fn(&str) -> bool| {
        let cells = sheet.row(last).into_iter().chain(sheet.row(first)).flat_map(|row| &row.cells);
        cells
            .filter(|cell| !layout.names(cell.col))
            .find(|cell| is_it(&cell.value.text()))
            .map(|cell| cell.col)
    };
    let dates = layout.dates.clone();
    let dated = Some(dates.keys().map(|col| (*col, *col)).collect()).filter(|dated: &Runs| !dated.is_empty());
    let days = runs(DAYS).or(dated);
    let assigned = Assigned { days, persons: runs(PERSONS), position: layout.column("position"), dates };
    if let Some(persons) = &assigned.persons {
        let is_date = |text: &str| vocabulary.attendance(text) == Some("date");
        let first_person = persons.iter().map(|(first, _)| *first).min().unwrap_or_default();
        let date_col = layout.column("date").or_else(|| by_head(&is_date)).filter(|col| *col < first_person);
        let Some(date_col) = date_col else {
            return Some(Err(vec!["日期（在人名的左边）".to_string()]));
        };
        let (row, depth) = (date_col, first_person - date_col);
        let head = Head { row, depth, name_col: last, swapped: true, sheet_row: last, assigned };
        return Some(Ok(Kind::Grid(head)));
    }
    if assigned.days.is_some() {
        let is_name = |text: &str| vocabulary.heads_persons(text);
        let Some(name_col) = layout.column("name").or_else(|| by_head(&is_name)) else {
            return Some(Err(vec!["姓名".to_string()]));
        };
        let mut head = upright(sheet, last, name_col, 0, vocabulary);
        // Several rows are named only by those who know which.
        if first < last {
            (head.row, head.depth) = (first, last - first + 1);
        }
        return Some(Ok(Kind::Grid(Head { assigned, ..head })));
    }
    // Without columns, where the head stands is all that had to be said.
    let head =
        if layout.columns.is_empty() { head_at(sheet, sheet.n_cols(), last, 0, vocabulary) } else { None };
    head.map(|head| Ok(Kind::Grid(head)))
}

/// Names what a person says of rows and columns that the sheet does not have.
fn outside(sheet: &Sheet, layout: &Layout) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    let n_rows = sheet.rows.last().map_or(0, |row| row.index + 1);
    let n_cols = sheet.n_cols();
    let (_, last) = layout.head;
    if sheet.row(last).is_none() {
        let message = format!("[layout] 说表头在第 {} 行，但这一行没有内容", last + 1);
        let hint = format!("表里有内容的行到第 {n_rows} 行为止，核对 head");
        faults.push(fault(sheet, layout, message).hint(hint));
    }
    let columns =
        layout.columns.iter().flat_map(|(key, runs)| runs.iter().map(move |run| (key.as_str(), run.1)));
    for (key, last) in columns.chain(layout.dates.keys().map(|col| ("dates", *col))) {
        if last >= n_cols {
            let message = format!("[layout] 说 {key} 在 {} 列，但这张表没有这一列", letters(last));
            let hint = format!("表里有内容的列到 {} 列为止，核对 columns", letters(n_cols.saturating_sub(1)));
            faults.push(fault(sheet, layout, message).hint(hint));
        }
    }
    faults
}

/// Says that what a person says of a sheet cannot be.
fn fault(sheet: &Sheet, layout: &Layout, message: String) -> Diagnostic {
    let fault = Diagnostic::error("bad-layout", format!("{message}，内容未使用")).at(&sheet.place);
    match &layout.spot {
        Some(spot) => fault.hint(format!("写在 {spot}")),
        None => fault,
    }
}

/// Returns columns as they may be assigned in a register.
fn example(register: Register) -> &'static str {
    match register {
        Register::Attendance => {
            "columns = { name = \"B\", days = \"D:M\" }，一人一次一行的写 { date = \"A\", name = \"B\", mark = \"C\" }"
        }
        Register::SignIn => "columns = { name = \"B\", sign = \"D\" }",
        Register::Sessions => "columns = { date = \"A\", topic = \"B\", host = \"C\" }",
        Register::Essays => "columns = { author = \"A\", title = \"B\", submitted = \"C\" }",
        Register::Oversight => "columns = { date = \"A\", kind = \"B\" }",
        Register::Outreach => "columns = { date = \"A\", kind = \"B\", n-persons = \"E\" }",
        Register::MakeUp => "columns = { name = \"A\", date = \"B\", made-up-on = \"C\" }",
        Register::Roster => "columns = { name = \"B\", position = \"C\" }",
        Register::Plan => "columns = { month = \"A\", topic = \"B\" }",
        Register::Research => "columns = { title = \"A\", owner = \"B\" }",
    }
}

/// Names the files and sheets that are assigned and are not there.
pub(in crate::dossier) fn report_absent(
    workbooks: &[Workbook],
    vocabulary: &Vocabulary,
    diagnostics: &mut Vec<Diagnostic>,
) {
    // A folder above speaks for all its units, of which not each has every file.
    for layout in vocabulary.layouts().0.iter().filter(|layout| !layout.is_inherited) {
        let mut books = workbooks.iter().filter(|book| layout.is_of_file(&book.place.file)).peekable();
        let (message, there): (String, Vec<String>) = if books.peek().is_none() {
            let files = workbooks.iter().map(|book| book.place.file.clone()).collect();
            (format!("[layout] 写的文件 `{}` 不在这里", layout.file), files)
        } else {
            let Some(wanted) = layout.sheet.as_deref() else { continue };
            let sheets: Vec<String> =
                books.flat_map(|book| &book.sheets).filter_map(|sheet| sheet.place.sheet.clone()).collect();
            if sheets.iter().any(|sheet| sheet.trim() == wanted.trim()) {
                continue;
            }
            (format!("[layout] 写的工作表 `{wanted}` 不在 `{}` 里", layout.file), sheets)
        };
        let wanted = layout.sheet.as_deref().filter(|_| message.contains("工作表")).unwrap_or(&layout.file);
        let near = there.iter().min_by_key(|there| crate::text::edit_distance(wanted, there));
        let near = near.filter(|near| crate::text::edit_distance(wanted, near) * 2 <= near.chars().count());
        let mut warning = Diagnostic::warning("layout-unmatched", message);
        if let Some(spot) = &layout.spot {
            warning = warning.at(spot.clone());
        }
        diagnostics.push(match near {
            Some(near) => warning.hint(format!("是否应为 `{near}`")),
            None if there.is_empty() => warning.hint("去掉这一段"),
            None => warning.hint(format!("这里有 {}", there.join("、"))),
        });
    }
}
