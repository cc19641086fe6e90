//! The attendance register (考勤表): one row a person, one column a session.

use std::collections::BTreeMap;
use std::ops::Range;

use time::Date;

use crate::diagnostic::Diagnostic;
use crate::dossier::Field;
use crate::dossier::header::texts;
use crate::dossier::mark::{Legend, is_legend};
use crate::dossier::table::{bad_date, is_footer};
use crate::dossier::value::{self, person, squeeze};
use crate::origin::Origin;
use crate::workbook::{Sheet, Value};

const NAME_HEADERS: [&str; 6] = ["姓名", "成员姓名", "参学人员", "参会人员", "人员姓名", "成员"];
const POSITION_HEADERS: [&str; 4] = ["职务", "单位及职务", "单位职务", "单位、职务"];
/// Columns that sum up or remark; they are no sessions.
const SUMMARY_HEADERS: [&str; 27] = [
    "序号",
    "编号",
    "单位",
    "部门",
    "出勤次数",
    "出勤",
    "实到次数",
    "到会次数",
    "应到次数",
    "请假",
    "请假次数",
    "缺席",
    "缺席次数",
    "公差",
    "公差次数",
    "补学",
    "补学次数",
    "迟到",
    "迟到次数",
    "病假",
    "事假",
    "出勤率",
    "参学率",
    "备注",
    "合计",
    "签名",
    "列席次数",
];
/// Rows below the persons that count heads.
const SUMMARY_ROWS: [&str; 9] =
    ["到会人数", "实到人数", "应到人数", "请假人数", "缺席人数", "出勤人数", "出勤率", "参学率", "列席人数"];
const MAX_HEADER_ROW: usize = 15;
const MAX_HEADER_DEPTH: u32 = 4;

/// An attendance register as it lies on one sheet.
pub(super) struct Marks<'a> {
    /// The sheet.
    pub sheet: &'a Sheet,
    /// The sessions' columns, left to right.
    pub columns: Vec<Column>,
    /// The persons' rows, top to bottom.
    pub rows: Vec<PersonRow>,
    /// What the sheet's own legend says.
    pub legend: Legend,
    /// The rows of the header.
    header_rows: Range<u32>,
}

/// The column of one session.
#[derive(Debug, Clone)]
pub(super) struct Column {
    /// The column's number.
    pub col: u32,
    /// The day at its head.
    pub date: Date,
    /// The cell with the day.
    pub origin: Origin,
    /// The topic at its head.
    pub topic: Field<String>,
}

/// The row of one person.
#[derive(Debug, Clone)]
pub(super) struct PersonRow {
    /// The row's number.
    pub row: u32,
    /// The name.
    pub name: String,
    /// The post.
    pub position: Field<String>,
    /// The cell with the name.
    pub origin: Origin,
}

/// Where the header of an attendance register stands.
struct Head {
    row: u32,
    depth: u32,
    name_col: u32,
}

/// Reads the sheet as an attendance register, if it is one: names down, days across.
pub(super) fn find(sheet: &Sheet, year: Option<i32>) -> Option<Marks<'_>> {
    let head = head(sheet)?;
    let columns = columns(sheet, &head, year);
    if columns.is_empty() {
        return None;
    }
    let rows = rows(sheet, &head);
    let header_rows = head.row..head.row + head.depth;
    Some(Marks { sheet, columns, rows, legend: Legend::default(), header_rows })
}

impl Marks<'_> {
    /// Returns what a person's cell in a session's column holds.
    pub(super) fn cell(&self, row: &PersonRow, column: &Column) -> Option<&Value> {
        self.sheet.get(row.row, column.col)
    }

    /// Reads the sheet's legend, saying where it contradicts itself or custom.
    pub(super) fn read_legend(&mut self, diagnostics: &mut Vec<Diagnostic>) {
        let head = self.header_rows.clone();
        let persons = self.rows.iter().map(|row| row.row).collect::<Vec<_>>();
        let is_outside = |row: &u32| !head.contains(row) && !persons.contains(row);
        for row in self.sheet.rows.iter().filter(|row| is_outside(&row.index)) {
            // A legend may be spread over the cells of its row.
            let text: Vec<_> = row.cells.iter().map(|cell| cell.value.text()).collect();
            let text = text.join(" ");
            if !is_legend(&text) {
                continue;
            }
            let Some(cell) = row.cells.first() else { continue };
            let origin = self.sheet.origin(row.index, cell.col);
            for conflict in self.legend.learn(&text, &origin) {
                diagnostics.push(
                    Diagnostic::error(
                        "legend-conflict",
                        format!(
                            "图例把 `{}` 定为{}，与{}的用法矛盾，无法判断考勤",
                            conflict.sign,
                            conflict.found.name(),
                            conflict.expected.name()
                        ),
                    )
                    .at(&conflict.origin)
                    .value(text.clone())
                    .hint("核对图例，一个符号只表示一种情况，√ 表示出勤，× 表示缺席"),
                );
            }
        }
    }

    /// Says of columns that hold marks but no day that they cannot be used.
    pub(super) fn report_undated(&self, diagnostics: &mut Vec<Diagnostic>) {
        let Some(head) = head(self.sheet) else { return };
        let dated: Vec<u32> = self.columns.iter().map(|column| column.col).collect();
        for col in head.name_col + 1..self.sheet.n_cols() {
            let heads = texts(self.sheet, head.row, head.depth, col);
            let is_summary = |text: &String| {
                SUMMARY_HEADERS.contains(&text.as_str()) || POSITION_HEADERS.contains(&text.as_str())
            };
            if dated.contains(&col) || heads.iter().any(is_summary) {
                continue;
            }
            let cells: Vec<_> = self.rows.iter().filter_map(|row| self.sheet.get(row.row, col)).collect();
            let marks = cells.iter().filter(|cell| self.legend.read(&cell.text()).is_some()).count();
            if marks * 2 > self.rows.len() {
                let found = heads.concat();
                let origin = self.sheet.origin(head.row, col);
                diagnostics.push(bad_date(&found, &origin));
            }
        }
    }
}

/// Finds the header: a cell that says 姓名, and how many rows deep it is.
fn head(sheet: &Sheet) -> Option<Head> {
    for row in sheet.rows.iter().take(MAX_HEADER_ROW) {
        let name = row.cells.iter().find(|cell| NAME_HEADERS.contains(&squeeze(&cell.value.text()).as_str()));
        let Some(name) = name else { continue };
        let merged = sheet.merge_over(row.index, name.col).map(|merge| merge.last.0 - row.index + 1);
        let depth = merged.unwrap_or_else(|| {
            // Unmerged: the header goes on until the first name stands below it.
            (1..MAX_HEADER_DEPTH).find(|down| sheet.get(row.index + down, name.col).is_some()).unwrap_or(1)
        });
        return Some(Head { row: row.index, depth: depth.min(MAX_HEADER_DEPTH), name_col: name.col });
    }
    None
}

fn columns(sheet: &Sheet, head: &Head, year: Option<i32>) -> Vec<Column> {
    let mut columns = Vec::new();
    for col in head.name_col + 1..sheet.n_cols() {
        let Some((row, date)) = day_at(sheet, head, col, year) else { continue };
        let topic = (head.row..head.row + head.depth)
            .filter(|index| *index != row)
            .filter_map(|index| Some((index, sheet.get(index, col)?)))
            .find_map(|(index, value)| match value {
                Value::Text(text) if is_topic(text, year) => {
                    Some(Field { value: Some(value::one_line(text)), origin: Some(sheet.origin(index, col)) })
                }
                _ => None,
            });
        columns.push(Column { col, date, origin: sheet.origin(row, col), topic: topic.unwrap_or_default() });
    }
    columns
}

/// Returns the row and the day of a column's head: a day, or a day number under a month.
fn day_at(sheet: &Sheet, head: &Head, col: u32, year: Option<i32>) -> Option<(u32, Date)> {
    let mut month: Option<String> = None;
    for index in head.row..head.row + head.depth {
        let Some(value) = sheet.shown(index, col) else { continue };
        if let Some(date) = value::date(value, year) {
            return Some((index, date));
        }
        let text = squeeze(&value.text());
        if let Some(month) = &month {
            let day = text.trim_end_matches(['日', '号']);
            if let Some(date) = value::text_date(&format!("{month}{day}日"), year) {
                return Some((index, date));
            }
        }
        if text.ends_with('月') || text.ends_with("月份") {
            month = Some(text.trim_end_matches('份').to_string());
        }
    }
    None
}

fn is_topic(text: &str, year: Option<i32>) -> bool {
    let plain = squeeze(text);
    plain.chars().count() > 2
        && value::text_date(&plain, year).is_none()
        && !SUMMARY_HEADERS.contains(&plain.as_str())
        && !plain.starts_with("星期")
}

fn rows(sheet: &Sheet, head: &Head) -> Vec<PersonRow> {
    let position_col = (0..sheet.n_cols()).find(|col| {
        texts(sheet, head.row, head.depth, *col).iter().any(|text| POSITION_HEADERS.contains(&text.as_str()))
    });
    let mut rows = Vec::new();
    for row in sheet.rows.iter().filter(|row| row.index >= head.row + head.depth) {
        let Some(value) = row.get(head.name_col) else { continue };
        let name = person(&value.text());
        let is_summary = is_footer(sheet, row.index)
            || SUMMARY_ROWS.contains(&name.as_str())
            || ["合计", "小计", "图例", "说明", "制表", "审核"].iter().any(|word| name.starts_with(word));
        if name.is_empty() || is_summary || is_legend(&value.text()) {
            continue;
        }
        let position = position_col.map(|col| Field {
            value: row.get(col).map(|value| value::one_line(&value.text())),
            origin: Some(sheet.origin(row.index, col)),
        });
        rows.push(PersonRow {
            row: row.index,
            name,
            position: position.unwrap_or_default(),
            origin: sheet.origin(row.index, head.name_col),
        });
    }
    rows
}

/// Names of persons that occur twice on one sheet, with both cells.
pub(super) fn doubled(rows: &[PersonRow]) -> Vec<(&PersonRow, &PersonRow)> {
    let mut first: BTreeMap<&str, &PersonRow> = BTreeMap::new();
    let mut doubled = Vec::new();
    for row in rows {
        match first.get(row.name.as_str()) {
            Some(before) => doubled.push((row, *before)),
            None => {
                first.insert(&row.name, row);
            }
        }
    }
    doubled
}
