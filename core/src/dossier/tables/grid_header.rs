//! The header of an attendance register with persons along one edge and days along the other.

use crate::dossier::writing::day::{self, Written};
use crate::dossier::writing::mark::Legend;
use crate::dossier::writing::squeeze::squeeze;
use crate::dossier::writing::value::{self, person};
use crate::dossier::writing::vocabulary::Vocabulary;
use crate::workbook::{Cell, Sheet, Value};

/// A header is at most this many rows deep below the row with 姓名.
const MAX_DEPTH: u32 = 4;
/// So many rows tell whether a table holds marks.
const MAX_PROBED: usize = 30;
/// Days may stand in rows above the one with 姓名.
const MAX_ABOVE: u32 = 2;

/// Where the header of an attendance register stands, seen with persons down.
#[derive(Debug, Clone)]
pub(in crate::dossier) struct Head {
    /// The first row.
    pub row: u32,
    /// How many rows it takes.
    pub depth: u32,
    /// The column of names.
    pub name_col: u32,
    /// Whether the file has days down and persons across.
    pub swapped: bool,
    /// The row of the file that names the columns, when it is swapped.
    pub sheet_row: u32,
}

impl Head {
    /// Returns the header's first row in the file and the one past its last.
    pub(in crate::dossier) fn sheet_rows(&self) -> (u32, u32) {
        if self.swapped { (self.sheet_row, self.sheet_row + 1) } else { (self.row, self.row + self.depth) }
    }
}

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
        let head = upright(sheet, row, name.col, top);
        // A day across makes it a register of days; 任职起 and 日期 are columns of other ones.
        let days: Vec<u32> =
            (name.col + 1..n_cols).filter(|col| day_at(sheet, &head, *col, None).is_some()).collect();
        // 成员 may be a role in a row of the roster; only marks below make it a head.
        let is_sure = name.value.text().contains('名');
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
        n_marks += usize::from(is_short(value) || custom.read(&value.text()).is_some());
    }
    n_marks * 2 >= n_cells && (may_be_blank || n_marks > 0)
}

/// Returns the header around the cell that says 姓名.
fn upright(sheet: &Sheet, row: u32, name_col: u32, top: u32) -> Head {
    let merge = sheet.merge_over(row, name_col);
    let below = merge.map_or_else(
        // Unmerged: the header goes on until the first name stands below it.
        || (1..MAX_DEPTH).find(|down| sheet.get(row + down, name_col).is_some()).unwrap_or(1),
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
        let n_days = cells.iter().filter(day_like).count();
        if n_days == 0 || n_days * 2 < cells.iter().filter(|cell| cell.col > name_col).count() {
            break;
        }
        first = above;
    }
    Head { row: first, depth: row - first + below, name_col, swapped: false, sheet_row: row }
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
            n_marks += usize::from(legend.read(&value.text()).is_some());
        }
    }
    // Columns called by names of two to four characters may be anything; marks decide.
    (n_days > 0 && n_marks > 0 && n_marks * 2 >= n_cells).then_some(Head {
        row: date_col,
        depth: first - date_col,
        name_col: row,
        swapped: true,
        sheet_row: row,
    })
}

/// Returns the row and the day of a column's head: a day, or a day number under a month.
///
/// `carried` is the month that stands further left in a row that is not merged.
pub(in crate::dossier) fn day_at(
    sheet: &Sheet,
    head: &Head,
    col: u32,
    carried: Option<&str>,
) -> Option<(u32, Written)> {
    let mut month = carried.map(str::to_string);
    for index in head.row..head.row + head.depth {
        let Some(value) = shown(sheet, head, index, col) else { continue };
        if let Some(day) = day::written(value) {
            return Some((index, day));
        }
        let text = value.text();
        if let Some(day) =
            text.lines().find_map(|line| if line.len() < text.len() { day::written_text(line) } else { None })
        {
            return Some((index, day));
        }
        let text = squeeze(&text);
        if let Some(month) = &month {
            let day = text.trim_end_matches(['日', '号']);
            let is_number = !day.is_empty() && day.len() <= 2 && day.bytes().all(|b| b.is_ascii_digit());
            if is_number && let Some(day) = day::written_text(&format!("{month}{day}日")) {
                return Some((index, day));
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

/// Returns what a head cell shows, save for a title merged over names and days alike.
pub(in crate::dossier) fn shown<'a>(sheet: &'a Sheet, head: &Head, row: u32, col: u32) -> Option<&'a Value> {
    if let Some(value) = sheet.get(row, col) {
        return Some(value);
    }
    let merge = sheet.merge_over(row, col).filter(|merge| merge.first.1 > head.name_col)?;
    sheet.get(merge.first.0, merge.first.1)
}

/// Returns the month, or year, that a head cell names: 3月, 2020年3月, 2020年.
pub(in crate::dossier) fn month(text: &str) -> Option<String> {
    let text = day::western_digits(&squeeze(text));
    let text = text.strip_suffix('份').unwrap_or(&text);
    let is_plain = text.chars().all(|c| c.is_ascii_digit() || c == '年' || c == '月');
    let month = text.strip_suffix('月').map(|head| head.rsplit('年').next().unwrap_or(head));
    let fits = match month {
        Some(month) => month.parse::<u8>().is_ok_and(|month| (1..=12).contains(&month)),
        None => text.len() == 7 && text.ends_with('年'),
    };
    (is_plain && fits).then(|| text.to_string())
}

/// Returns the months at a column's head, joined with the year above them.
pub(in crate::dossier) fn months_of(sheet: &Sheet, head: &Head, col: u32) -> Vec<String> {
    let cells = (head.row..head.row + head.depth).filter_map(|row| shown(sheet, head, row, col));
    let mut months: Vec<String> = Vec::new();
    for found in cells.filter_map(|value| month(&value.text())) {
        let year = months.pop().filter(|above| above.ends_with('年') && !found.contains('年'));
        months.push(year.unwrap_or_default() + &found);
    }
    months
}

/// Returns the month that the sheet's name or title states, for heads that are bare days.
pub(in crate::dossier) fn named_month(sheet: &Sheet, head: &Head) -> Option<String> {
    let name = sheet.place.sheet.as_deref().and_then(month);
    let titles = sheet.rows.iter().take_while(|row| row.index < head.row).flat_map(|row| row.cells.first());
    let in_title = |text: &str| {
        let text = day::western_digits(&squeeze(text));
        let (before, _) = text.split_once('月')?;
        let start = before
            .rfind(|c: char| !(c.is_ascii_digit() || c == '年'))
            .map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
        month(&format!("{}月", &before[start..]))
    };
    name.or_else(|| titles.into_iter().find_map(|cell| in_title(&cell.value.text())))
}
