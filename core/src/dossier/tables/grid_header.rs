//! The header of an attendance register with persons along one edge and days along the other.

use crate::dossier::tables::head::{Assigned, Head, shown};
use crate::dossier::tables::header::NearMiss;
use crate::dossier::tables::month_above::{month, months_of, named_month};
use crate::dossier::writing::day::{self, Written};
use crate::dossier::writing::day_part;
use crate::dossier::writing::day_topic;
use crate::dossier::writing::legend::Legend;
use crate::dossier::writing::squeeze::squeeze;
use crate::dossier::writing::value::{self, person};
use crate::dossier::writing::vocabulary::{Register, Vocabulary};
use crate::workbook::{Cell, Sheet, Value};

/// A header is at most this many rows deep below the row with 姓名.
const MAX_DEPTH: u32 = 4;
/// So many rows tell whether a table holds marks.
const MAX_PROBED: usize = 30;
/// Days may stand in rows above the one with 姓名.
const MAX_ABOVE: u32 = 2;

/// Returns the header of an attendance register that has its names' head in this row.
///
/// Rows before `top` belong to another table.
pub(in crate::dossier) fn head_at(
    sheet: &Sheet,
    n_cols: u32,
    row: u32,
    top: u32,
    vocabulary: &Vocabulary,
) -> Option<Head> {
    let cells = &sheet.row(row)?.cells;
    let text = |cell: &Cell| match &cell.value {
        Value::Text(text) => text.clone(),
        _ => String::new(),
    };
    let name = cells.iter().find(|cell| vocabulary.heads_persons(&text(cell)));
    if let Some(name) = name {
        let head = upright(sheet, row, name.col, top, vocabulary);
        // A day across makes it a register of days; 任职起 and 日期 are columns of other ones.
        let columns = day_columns(sheet, &head, n_cols);
        let days: Vec<u32> = columns.iter().map(|column| column.col).collect();
        // 成员 may be a role in a row of the roster, and numbers may be anything; only marks
        // below make it a head.
        let is_sure = name.value.text().contains('名') && !columns.iter().all(|column| column.is_bare);
        if !days.is_empty() && holds_marks(sheet, &head, &days, is_sure) {
            return Some(head);
        }
    }
    // 日期 by itself, or with 姓名 in the two halves of one cell.
    let is_date = |cell: &&Cell| {
        let text = text(cell);
        match name {
            None => vocabulary.attendance(&squeeze(&text)) == Some("date"),
            Some(name) => name.col == cell.col && text.contains(['日', '时']),
        }
    };
    let date = cells.iter().take(3).find(is_date)?;
    swapped(sheet, row, date.col, vocabulary)
}

/// Returns a register with persons down whose columns of marks have no day at their head.
pub(in crate::dossier) fn undated_at(
    sheet: &Sheet,
    n_cols: u32,
    row: u32,
    vocabulary: &Vocabulary,
) -> Option<NearMiss> {
    let name = sheet.row(row)?.cells.iter().find(|cell| vocabulary.heads_persons(&cell.value.text()))?;
    let head = upright(sheet, row, name.col, row, vocabulary);
    let key = |col: u32| vocabulary.attendance(&squeeze(&sheet.get(row, col)?.text()));
    // The hours of work that a machine keeps are no days of study.
    if (0..n_cols).any(|col| key(col) == Some("shift")) {
        return None;
    }
    let is_of_one = |col: &u32| matches!(key(*col), Some("mark" | "clock" | "out"));
    let mut marks = mark_columns(sheet, &head, n_cols);
    marks.retain(|col| !is_of_one(col));
    (marks.len() >= 2).then(|| NearMiss {
        register: Register::Attendance,
        n_columns: 1 + marks.len(),
        missing: vec!["各次学习日期".to_string()],
        row,
    })
}

/// Returns the columns right of the names that hold marks and little else.
pub(in crate::dossier) fn mark_columns(sheet: &Sheet, head: &Head, n_cols: u32) -> Vec<u32> {
    let legend = Legend::default();
    let below = || sheet.rows.iter().filter(|below| below.index >= head.row + head.depth).take(MAX_PROBED);
    let is_marks = |col: &u32| {
        let (n, n_marks) = below().filter_map(|below| below.get(*col)).fold((0, 0), |(n, n_marks), value| {
            (n + 1, n_marks + usize::from(legend.read_value(value).is_some()))
        });
        n_marks > 0 && n_marks * 2 >= n
    };
    (head.name_col + 1..n_cols).filter(is_marks).collect()
}

/// Returns whether what stands below the days may be marks: signs known or short, no days.
fn holds_marks(sheet: &Sheet, head: &Head, days: &[u32], may_be_blank: bool) -> bool {
    let custom = Legend::default();
    let is_short = |value: &Value| {
        matches!(value, Value::Text(text) if squeeze(text).chars().count() <= 2)
            && value::number(value).is_none()
    };
    let (mut n_cells, mut n_marks) = (0, 0);
    let below = sheet.rows.iter().filter(|row| row.index >= head.row + head.depth);
    for value in below.take(MAX_PROBED).flat_map(|row| days.iter().filter_map(|col| row.get(*col))) {
        n_cells += 1;
        n_marks += usize::from(is_short(value) || custom.read_value(value).is_some());
    }
    n_marks * 2 >= n_cells && (may_be_blank || n_marks > 0)
}

/// Returns the header around the cell that says 姓名.
pub(super) fn upright(sheet: &Sheet, row: u32, name_col: u32, top: u32, vocabulary: &Vocabulary) -> Head {
    let merge = sheet.merge_over(row, name_col);
    // A row called 时间 or 主题 still belongs to the header.
    let is_label = |value: &Value| {
        matches!(vocabulary.attendance(&squeeze(&value.text())), Some("date" | "topic"))
            || matches!(squeeze(&value.text()).as_str(), "星期" | "周次")
    };
    let is_name = |down: &u32| sheet.get(row + down, name_col).is_some_and(|value| !is_label(value));
    let below = merge.map_or_else(
        // Unmerged: the header goes on until the first name stands below it.
        || (1..MAX_DEPTH).find(is_name).unwrap_or(1),
        |merge| (merge.last.0 - row + 1).min(MAX_DEPTH),
    );
    let mut first = row;
    for above in (row.saturating_sub(MAX_ABOVE).max(top)..row).rev() {
        // Days above 姓名 belong to the header; titles and facts of a session do not.
        let day_like = |cell: &&Cell| {
            let merge = sheet.merge_over(above, cell.col);
            let across = merge.is_some_and(|merge| merge.first.1 <= name_col && merge.last.1 > name_col);
            cell.col > name_col
                && !across
                && (day::written(&cell.value).is_some() || month(&cell.value.text()).is_some())
        };
        let Some(cells) = sheet.row(above).map(|row| &row.cells) else { break };
        // 考勤月份 with its month beside it goes for all days.
        if cells
            .iter()
            .any(|cell| squeeze(&cell.value.text()).trim_end_matches([':', '：']).ends_with("月份"))
        {
            break;
        }
        let n_days = cells.iter().filter(day_like).count();
        // 会议时间 with one day beside it is a fact of the one session that the table is of.
        let is_label = |cell: &Cell| vocabulary.attendance(&squeeze(&cell.value.text())) == Some("date");
        if n_days == 1 && cells.iter().any(is_label) && sheet.row(row).is_some_and(|row| row.cells.len() > 2)
        {
            break;
        }
        if n_days == 0 || n_days * 2 < cells.iter().filter(|cell| cell.col > name_col).count() {
            break;
        }
        first = above;
    }
    Head {
        row: first,
        depth: row - first + below,
        name_col,
        swapped: false,
        sheet_row: row,
        assigned: Assigned::default(),
    }
}

/// Returns the header of a register with days down the column `date_col`.
fn swapped(sheet: &Sheet, row: u32, date_col: u32, vocabulary: &Vocabulary) -> Option<Head> {
    let is_person = |cell: &&Cell| match &cell.value {
        Value::Text(text) => {
            let name = person(text);
            cell.col > date_col
                && (2..=4).contains(&name.chars().count())
                && name.chars().all(|c| c > '\u{2fff}' || c == '·')
                && !vocabulary.is_head(&squeeze(text))
        }
        _ => false,
    };
    let header = sheet.row(row)?;
    let persons: Vec<u32> = header.cells.iter().filter(is_person).map(|cell| cell.col).collect();
    let first = *persons.first().filter(|_| persons.len() >= 2)?;
    let legend = Legend::default();
    let (mut n_days, mut n_cells, mut n_marks) = (0, 0, 0);
    for below in sheet.rows.iter().filter(|below| below.index > row).take(MAX_PROBED) {
        if below.get(date_col).is_none_or(|value| day::written(value).is_none()) {
            continue;
        }
        n_days += 1;
        for value in persons.iter().filter_map(|col| below.get(*col)) {
            n_cells += 1;
            n_marks += usize::from(legend.read_value(value).is_some());
        }
    }
    // Columns called by names of two to four characters may be anything; marks decide.
    (n_days > 0 && n_marks > 0 && n_marks * 2 >= n_cells).then_some(Head {
        row: date_col,
        depth: first - date_col,
        name_col: row,
        swapped: true,
        sheet_row: row,
        assigned: Assigned::default(),
    })
}

/// A column that heads a session.
pub(in crate::dossier) struct DayColumn {
    /// The column.
    pub col: u32,
    /// The row with the day.
    pub row: u32,
    /// The day.
    pub day: Written,
    /// What the cell with the day says of the topic.
    pub topic: Option<String>,
    /// Whether the cell gives no more than the day of a month named outside the header.
    is_bare: bool,
}

/// Returns the columns with a day at their head.
pub(in crate::dossier) fn day_columns(sheet: &Sheet, head: &Head, n_cols: u32) -> Vec<DayColumn> {
    let named_month = named_month(sheet, head);
    let mut carried: Option<String> = None;
    let mut columns = Vec::new();
    for col in head.day_columns(n_cols) {
        if let Some(month) = months_of(sheet, head, col).pop() {
            carried = Some(month);
        }
        if let Some(date) = head.assigned.dates.get(&col) {
            let row = head.row + head.depth - 1;
            columns.push(DayColumn {
                col,
                row,
                day: Written::of((*date).into()),
                topic: None,
                is_bare: false,
            });
            continue;
        }
        let month = carried.as_deref().or(named_month.as_deref());
        if let Some((row, day, topic)) = day_at(sheet, head, col, month) {
            let is_bare = carried.is_none() && bare_day(sheet, head, row, col).is_some();
            columns.push(DayColumn { col, row, day, topic, is_bare });
        } else if let Some(&DayColumn { col: before, row, day, is_bare, .. }) = columns.last()
            && before + 1 == col
            && divides_day(sheet, head, col)
            && divides_day(sheet, head, before)
        {
            // 1月16日 stands above 上午 alone, and 下午 beside it has none.
            columns.push(DayColumn { col, row, day, topic: None, is_bare });
        }
    }
    if head.assigned.days.is_none() && are_ordinals(sheet, head, &columns) {
        columns.retain(|column| !column.is_bare);
    }
    columns
}

/// Returns whether a column's head tells it from another of the same day.
fn divides_day(sheet: &Sheet, head: &Head, col: u32) -> bool {
    let mut rows = head.row..head.row + head.depth;
    rows.any(|row| sheet.get(row, col).is_some_and(|value| day_part::divides(&value.text())))
}

/// Returns whether bare numbers at the columns' heads may count the sessions instead of naming
/// days: 1, 2, 3 … without a row of weekdays.
fn are_ordinals(sheet: &Sheet, head: &Head, columns: &[DayColumn]) -> bool {
    const FEWEST_DAYS: usize = 10;
    let bare: Vec<&DayColumn> = columns.iter().filter(|column| column.is_bare).collect();
    let counts = bare.iter().zip(1..).all(|(column, number)| {
        bare_day(sheet, head, column.row, column.col).is_some_and(|text| text.parse() == Ok(number))
    });
    let is_weekday = |value: &Value| {
        let text = squeeze(&value.text());
        let text = text.trim_start_matches(['星', '期', '周']);
        matches!(text, "一" | "二" | "三" | "四" | "五" | "六" | "日" | "天")
    };
    let rows = head.row..head.row + head.depth;
    let has_weekdays = || {
        let heads =
            rows.clone().flat_map(|row| bare.iter().filter_map(move |column| sheet.get(row, column.col)));
        heads.into_iter().any(is_weekday)
    };
    !bare.is_empty() && bare.len() < FEWEST_DAYS && counts && !has_weekdays()
}

/// Returns the number in a head that is no more than a number: 5, not 5日.
fn bare_day(sheet: &Sheet, head: &Head, row: u32, col: u32) -> Option<String> {
    let text = squeeze(&shown(sheet, head, row, col)?.text());
    (text.len() <= 2 && text.bytes().all(|b| b.is_ascii_digit())).then_some(text)
}

/// Returns the row, the day and the topic of a column's head: a day, alone or among other
/// words, or a day number under a month.
///
/// `carried` is the month that stands further left in a row that is not merged.
fn day_at(
    sheet: &Sheet,
    head: &Head,
    col: u32,
    carried: Option<&str>,
) -> Option<(u32, Written, Option<String>)> {
    let mut month = carried.map(str::to_string);
    for index in head.row..head.row + head.depth {
        let Some(value) = shown(sheet, head, index, col) else { continue };
        if let Some(day) = day::written_on(sheet, value) {
            return Some((index, day, None));
        }
        let text = value.text();
        if let Some(day) =
            text.lines().find_map(|line| if line.len() < text.len() { day::written_text(line) } else { None })
        {
            return Some((index, day, None));
        }
        if let Some((day, topic)) = day_topic::read(&text) {
            return Some((index, day, topic));
        }
        let text = squeeze(&text);
        if let Some(month) = &month {
            let day = text.trim_end_matches(['日', '号']);
            let is_number = !day.is_empty() && day.len() <= 2 && day.bytes().all(|b| b.is_ascii_digit());
            if is_number && let Some(day) = day::written_text(&format!("{month}{day}日")) {
                return Some((index, day, None));
            }
        }
        if let Some(found) = self::month(&text) {
            // 2020年 above 3月 above 5.
            let year = month.filter(|above| above.ends_with('年') && !found.contains('年'));
            month = Some(year.unwrap_or_default() + &found);
        }
    }
    None
}
