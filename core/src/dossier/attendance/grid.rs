//! The attendance register with persons along one edge and days along the other.

use std::borrow::Cow;

use crate::dossier::attendance::{At, Column, Layout, Marks, PersonRow, Totals, column};
use crate::dossier::records::Field;
use crate::dossier::tables::header::{texts, without_brackets};
use crate::dossier::tables::table::is_footer;
use crate::dossier::writing::day::{self, Written};
use crate::dossier::writing::mark::{Legend, is_legend, is_legend_entry};
use crate::dossier::writing::value::{self, person, squeeze};
use crate::dossier::writing::vocabulary::{Register, Vocabulary};
use crate::workbook::{Cell, Merge, Merges, Row, Sheet, Value};

/// A header is at most this many rows deep below the row with 姓名.
const MAX_DEPTH: u32 = 4;
/// So many rows tell whether a table holds marks.
const MAX_PROBED: usize = 30;
/// Days may stand in rows above the one with 姓名.
const MAX_ABOVE: u32 = 2;

/// Where the header of an attendance register stands, seen with persons down.
#[derive(Debug, Clone)]
pub(in crate::dossier) struct Head {
    row: u32,
    depth: u32,
    name_col: u32,
    /// Whether the file has days down and persons across.
    swapped: bool,
    /// The row of the file that names the columns, when it is swapped.
    sheet_row: u32,
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
    let heads = |cell: &Cell, key: &str| match &cell.value {
        Value::Text(text) => vocabulary.attendance(without_brackets(&squeeze(text))) == Some(key),
        _ => false,
    };
    if let Some(name) = cells.iter().find(|cell| heads(cell, "name")) {
        let head = upright(sheet, row, name.col, top);
        // A day across makes it a register of days; 任职起 and 日期 are columns of other ones.
        let days: Vec<u32> =
            (name.col + 1..n_cols).filter(|col| day_at(sheet, &head, *col, None).is_some()).collect();
        // 成员 may be a role in a row of the roster; only marks below make it a head.
        let is_sure = name.value.text().contains('名');
        return (!days.is_empty() && holds_marks(sheet, &head, &days, is_sure)).then_some(head);
    }
    let date = cells.iter().take(3).find(|cell| heads(cell, "date"))?;
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
                && vocabulary.senses(without_brackets(&squeeze(text))).is_empty()
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

/// Reads the register with this header.
pub(super) fn read<'a>(source: &'a Sheet, head: &Head, vocabulary: &Vocabulary) -> Marks<'a> {
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
        filled: Vec::new(),
        undated: Vec::new(),
        repeated: Vec::new(),
    };
    let grid = Grid { sheet: &sheet, head, vocabulary, n_cols: sheet.n_cols() };
    marks.columns = grid.columns(&marks);
    marks.filled = grid.merged_months();
    let days: Vec<u32> = marks.columns.iter().map(|column| column.col).collect();
    marks.totals.columns = grid.total_columns(&days);
    grid.rows(&mut marks);
    marks.sheet = sheet;
    marks
}

/// Returns the sheet with rows and columns exchanged.
fn turned(sheet: &Sheet) -> Sheet {
    let mut rows: std::collections::BTreeMap<u32, Vec<Cell>> = std::collections::BTreeMap::new();
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
        let Grid { sheet, head, .. } = self;
        let named_month = named_month(sheet, head);
        let mut carried: Option<String> = None;
        let mut columns = Vec::new();
        for col in head.name_col + 1..self.n_cols {
            if let Some(month) = months_of(sheet, head, col).pop() {
                carried = Some(month);
            }
            let month = carried.as_deref().or(named_month.as_deref());
            let Some((row, day)) = day_at(sheet, head, col, month) else { continue };
            let origin = marks.origin((row, col));
            columns.push(column(col, day, origin, self.topic(marks, row, col)));
        }
        columns
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
            value: Some(value::one_line(text)),
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
    fn total_columns(&self, days: &[u32]) -> Vec<(u32, String)> {
        let Grid { sheet, head, .. } = self;
        let key = |col: u32| {
            let texts = texts(sheet, head.row, head.depth, col);
            let words = texts.iter().rev().flat_map(|text| [text.as_str(), without_brackets(text)]);
            words.into_iter().find_map(|word| self.vocabulary.attendance(word).map(str::to_string))
        };
        (head.name_col + 1..self.n_cols)
            .filter(|col| !days.contains(col))
            .filter_map(|col| Some((col, key(col).filter(|key| is_sum(key))?)))
            .collect()
    }

    /// Sorts the rows below the header into persons, sums and the rest.
    fn rows(&self, marks: &mut Marks<'_>) {
        let Grid { sheet, head, .. } = self;
        let position_col = (0..self.n_cols).find(|col| {
            let texts = texts(sheet, head.row, head.depth, *col);
            texts.iter().any(|text| self.vocabulary.attendance(text) == Some("position"))
        });
        let mut is_observer = false;
        for row in sheet.rows.iter().filter(|row| row.index >= head.row + head.depth) {
            if let Some(key) = sum_of_row(row, head.name_col) {
                marks.totals.rows.push((row.index, key.to_string()));
                marks.skipped.push(row.index);
                continue;
            }
            let name = row.get(head.name_col).map(|value| person(&value.text())).unwrap_or_default();
            let label = row.cells.first().map(|cell| squeeze(&cell.value.text())).unwrap_or_default();
            let is_heading = head.swapped && !self.vocabulary.senses(without_brackets(&name)).is_empty();
            if is_heading {
                continue;
            }
            if is_observer_label(&label) && !marks.columns.iter().any(|column| row.get(column.col).is_some())
            {
                is_observer = true;
                marks.skipped.push(row.index);
                continue;
            }
            let text = row.get(head.name_col).map(Value::text).unwrap_or_default();
            if name.is_empty()
                || is_footer(row)
                || is_no_name(&name)
                || is_legend(&text)
                || is_legend_entry(&text)
            {
                marks.skipped.push(row.index);
                continue;
            }
            let position = position_col.map(|col| Field {
                value: row.get(col).map(|value| value::one_line(&value.text())),
                origin: Some(marks.origin((row.index, col))),
            });
            marks.rows.push(PersonRow {
                row: row.index,
                name,
                position: position.unwrap_or_default(),
                origin: marks.origin((row.index, head.name_col)),
                is_observer,
            });
        }
        if head.swapped {
            marks.skipped.clear();
        }
    }
}

/// Returns whether a name's cell holds something that is no name.
fn is_no_name(name: &str) -> bool {
    const OPENINGS: [&str; 8] = ["合计", "小计", "图例", "说明", "制表", "审核", "填表", "备注"];
    name.chars().all(|c| c.is_ascii_digit()) || OPENINGS.iter().any(|word| name.starts_with(word))
}

fn is_observer_label(label: &str) -> bool {
    let plain = label.trim_end_matches(['：', ':']);
    matches!(plain, "列席" | "列席人员" | "扩大人员" | "列席成员" | "扩大参会人员" | "参会列席人员")
}

/// Returns whether a column of the attendance register counts or rates.
fn is_sum(key: &str) -> bool {
    key.starts_with("n-") || matches!(key, "rate" | "participation")
}

/// Returns what a row sums up, where its label says that it does.
fn sum_of_row(row: &Row, name_col: u32) -> Option<&'static str> {
    const OPENINGS: [&str; 16] = [
        "合计",
        "小计",
        "总计",
        "共计",
        "累计",
        "平均",
        "应到",
        "实到",
        "到会",
        "出席",
        "出勤",
        "请假",
        "缺席",
        "缺勤",
        "参学率",
        "列席人数",
    ];
    const KEYS: [(&str, &str); 13] = [
        ("平均", "mean"),
        ("参学率", "participation"),
        ("率", "rate"),
        ("实到", "n-present"),
        ("到会", "n-present"),
        ("出勤", "n-present"),
        ("出席", "n-present"),
        ("应到", "n-due"),
        ("请假", "n-leave"),
        ("缺席", "n-absent"),
        ("缺勤", "n-absent"),
        ("列席", "n-observers"),
        ("计", "n-present"),
    ];
    let labels =
        row.cells.iter().take_while(|cell| cell.col <= name_col).map(|cell| squeeze(&cell.value.text()));
    let label = labels.into_iter().find(|label| OPENINGS.iter().any(|opening| label.starts_with(opening)))?;
    KEYS.iter().find(|(word, _)| label.contains(word)).map(|(_, key)| *key)
}

/// Returns the row and the day of a column's head: a day, or a day number under a month.
///
/// `carried` is the month that stands further left in a row that is not merged.
fn day_at(sheet: &Sheet, head: &Head, col: u32, carried: Option<&str>) -> Option<(u32, Written)> {
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
fn shown<'a>(sheet: &'a Sheet, head: &Head, row: u32, col: u32) -> Option<&'a Value> {
    if let Some(value) = sheet.get(row, col) {
        return Some(value);
    }
    let merge = sheet.merge_over(row, col).filter(|merge| merge.first.1 > head.name_col)?;
    sheet.get(merge.first.0, merge.first.1)
}

/// Returns the month, or year, that a head cell names: 3月, 2020年3月, 2020年.
fn month(text: &str) -> Option<String> {
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
fn months_of(sheet: &Sheet, head: &Head, col: u32) -> Vec<String> {
    let cells = (head.row..head.row + head.depth).filter_map(|row| shown(sheet, head, row, col));
    let mut months: Vec<String> = Vec::new();
    for found in cells.filter_map(|value| month(&value.text())) {
        let year = months.pop().filter(|above| above.ends_with('年') && !found.contains('年'));
        months.push(year.unwrap_or_default() + &found);
    }
    months
}

/// Returns the month that the sheet's name or title states, for heads that are bare days.
fn named_month(sheet: &Sheet, head: &Head) -> Option<String> {
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

fn is_topic(text: &str, vocabulary: &Vocabulary) -> bool {
    let plain = squeeze(text);
    plain.chars().count() > 2
        && day::written_text(&plain).is_none()
        && vocabulary.attendance(without_brackets(&plain)).is_none()
        && !plain.starts_with("星期")
        && month(&plain).is_none()
        && !(plain.starts_with('第') && plain.ends_with('次'))
}
