//! One workbook of several units, told apart by a column 单位, as one workbook a unit.
//!
//! A row belongs to the unit that its cell in that column names; what stands above the header,
//! the header and legends of marks belong to all. Sums over all units belong to none. Addresses
//! stay those of the file, the column itself is left out: each unit's workbook looks like one
//! that the unit kept by itself, with rows left out between.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Spot, Warned};
use crate::origin::Place;
use crate::workbook::{Cell, Merge, Merges, Row, Sheet, Workbook};

/// Heads of the column that names the unit, free of spaces.
const HEADS: [&str; 12] = [
    "单位",
    "单位名称",
    "所在单位",
    "所属单位",
    "学习单位",
    "乡镇",
    "乡镇名称",
    "所在乡镇",
    "所属乡镇",
    "乡镇街道",
    "乡镇（街道）",
    "乡镇(街道)",
];
/// Rows in which the header is looked for.
const MAX_HEADER_ROW: u32 = 30;
/// Cells that a header has at least.
const MIN_HEADER_CELLS: usize = 3;

/// A workbook whose rows are told apart by unit.
#[derive(Debug, Clone)]
pub struct Split {
    place: Arc<Place>,
    sheets: Vec<SplitSheet>,
}

#[derive(Debug, Clone)]
struct SplitSheet {
    sheet: Sheet,
    /// The column that names the unit.
    column: u32,
    /// The header's first row: the column is left out from there on.
    header: u32,
    /// Positions of the rows that belong to all.
    common: Vec<usize>,
    /// Positions of the rows of each unit.
    own: BTreeMap<String, Vec<usize>>,
}

/// Tells a workbook's rows apart, and names those that belong to no unit.
pub fn split(workbook: Workbook) -> Warned<Split> {
    let mut diagnostics = Vec::new();
    let place = workbook.place;
    let mut sheets = Vec::new();
    let mut without = Vec::new();
    for sheet in workbook.sheets {
        match header(&sheet) {
            Some((row, column)) => sheets.push(split_sheet(sheet, row, column, &mut diagnostics)),
            None if sheet.rows.is_empty() => {}
            None => without.push(sheet.place),
        }
    }
    // A file without any such column is said to have none once, not once a sheet.
    let nowhere = if sheets.is_empty() { vec![place.clone()] } else { without };
    diagnostics.extend(nowhere.iter().map(|place| {
        Diagnostic::warning("no-unit-column", "表头中没有“单位”一栏，没有分给任何单位")
            .at(Spot::from(place))
            .hint("加一栏“单位”，逐行写明；只属于一个单位的表，放进该单位的文件夹")
    }));
    Warned { output: Split { place, sheets }, diagnostics }
}

impl Split {
    /// Returns the units that rows name.
    pub fn units(&self) -> BTreeSet<&str> {
        self.sheets.iter().flat_map(|sheet| sheet.own.keys().map(String::as_str)).collect()
    }

    /// Returns what one unit has of the workbook; nothing where no row names it.
    pub fn of(&self, unit: &str) -> Option<Workbook> {
        let sheets: Vec<Sheet> = self.sheets.iter().filter_map(|sheet| sheet.of(unit)).collect();
        (!sheets.is_empty()).then(|| Workbook { place: self.place.clone(), sheets })
    }
}

/// Finds the first row that looks like a header with a column 单位.
fn header(sheet: &Sheet) -> Option<(u32, u32)> {
    let rows = sheet.rows.iter().take_while(|row| row.index < MAX_HEADER_ROW);
    let mut rows = rows.filter(|row| row.cells.len() >= MIN_HEADER_CELLS);
    rows.find_map(|row| {
        let cell = row.cells.iter().find(|cell| HEADS.contains(&squeezed(&cell.value.text()).as_str()))?;
        Some((row.index, cell.col))
    })
}

/// Returns a text without any space: 清　溪 镇 is 清溪镇.
fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn split_sheet(sheet: Sheet, header: u32, column: u32, diagnostics: &mut Vec<Diagnostic>) -> SplitSheet {
    // A header of several lines is one whose 单位 is merged over them.
    let header_end = sheet.merge_over(header, column).map_or(header, |merge| merge.last.0);
    let mut common = Vec::new();
    let mut own: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut blank: Vec<u32> = Vec::new();
    for (at, row) in sheet.rows.iter().enumerate() {
        if row.index <= header_end {
            common.push(at);
            continue;
        }
        let named = sheet.shown(row.index, column).map(|value| squeezed(&value.text())).unwrap_or_default();
        if HEADS.contains(&named.as_str()) || is_legend(row) {
            // The header again, as on each page of a printed table, or what marks mean.
            common.push(at);
        } else if is_sum(row) {
            // Of all units together.
        } else if named.is_empty() {
            blank.push(row.index);
        } else {
            own.entry(named).or_default().push(at);
        }
    }
    // Neighbouring rows are one finding.
    for run in blank.chunk_by(|a, b| a + 1 == *b) {
        let (first, last) = (run[0], run[run.len() - 1]);
        let cells = Some(((first, column), (last, column)));
        diagnostics.push(
            Diagnostic::warning("blank-unit", format!("有 {} 行没有写单位，没有分给任何单位", run.len()))
                .at(Spot { place: sheet.place.clone(), cells })
                .hint("逐行写明单位名称"),
        );
    }
    SplitSheet { sheet, column, header, common, own }
}

/// Returns whether a row says what marks mean.
fn is_legend(row: &Row) -> bool {
    row.cells.first().is_some_and(|cell| {
        let text = squeezed(&cell.value.text());
        ["图例", "符号说明", "标记说明"].iter().any(|start| text.starts_with(start))
    })
}

/// Returns whether a row adds others up.
fn is_sum(row: &Row) -> bool {
    let is_sum = |cell: &Cell| {
        let text = squeezed(&cell.value.text());
        ["合计", "总计", "小计"].iter().any(|word| text.starts_with(word) || text.ends_with(word))
    };
    row.cells.iter().take(2).any(is_sum)
}

impl SplitSheet {
    /// Returns what one unit has of the sheet; a sheet without its rows is none of its own.
    fn of(&self, unit: &str) -> Option<Sheet> {
        let own = self.own.get(unit)?;
        let mut positions: Vec<usize> = self.common.iter().chain(own).copied().collect();
        positions.sort_unstable();
        let kept: BTreeSet<u32> = positions.iter().map(|at| self.sheet.rows[*at].index).collect();
        let rows = positions.iter().map(|at| self.row(&self.sheet.rows[*at], &kept)).collect();
        // An area that reaches into another unit's rows is none of this unit's any more.
        let is_whole = |area: &&Merge| (area.first.0..=area.last.0).all(|row| kept.contains(&row));
        let areas = self.sheet.merges.iter().filter(|area| area.last.0 - area.first.0 < 1 << 16);
        Some(Sheet {
            place: self.sheet.place.clone(),
            hidden: self.sheet.hidden,
            rows,
            merges: Merges::new(areas.filter(is_whole).copied().collect()),
        })
    }

    /// Returns a row without the column 单位, with what merged areas show in it that begin in
    /// rows of other units.
    fn row(&self, row: &Row, kept: &BTreeSet<u32>) -> Row {
        let mut cells = row.cells.clone();
        if self.sheet.merges.iter().next().is_some() {
            for col in 0..self.sheet.n_cols() {
                let begins_elsewhere = |area: &&Merge| {
                    area.first.0 < row.index && !(area.first.0..=area.last.0).all(|row| kept.contains(&row))
                };
                let Some(area) = self.sheet.merge_over(row.index, col).filter(begins_elsewhere) else {
                    continue;
                };
                let shown = self.sheet.get(area.first.0, area.first.1).cloned();
                if let (Some(value), true) = (shown, area.first.1 == col && row.get(col).is_none()) {
                    cells.push(Cell { col, value });
                }
            }
            cells.sort_by_key(|cell| cell.col);
        }
        // A legend may begin in that column, as its only cell.
        if row.index >= self.header && !is_legend(row) {
            cells.retain(|cell| cell.col != self.column);
        }
        Row { index: row.index, cells }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Source;
    use crate::workbook::read;

    fn workbook(text: &str) -> Workbook {
        let source = Source { name: "全县.csv".into(), bytes: text.as_bytes().to_vec() };
        read(0, &source).output.expect("a table")
    }

    /// Shows a unit's rows as `row: cells`.
    fn shown(split: &Split, unit: &str) -> Vec<String> {
        let workbook = split.of(unit).expect("the unit has rows");
        let row = |row: &Row| {
            let cells: Vec<String> = row.cells.iter().map(|cell| cell.value.text().into_owned()).collect();
            format!("{}: {}", row.index, cells.join(" "))
        };
        workbook.sheets.iter().flat_map(|sheet| sheet.rows.iter().map(row)).collect()
    }

    #[test]
    fn each_unit_has_its_own_rows_at_their_addresses() {
        let text = "全县考勤\n单位,姓名,1月9日\n甲镇,张三,√\n乙　镇,李四,×\n甲镇,王五,√\n,赵六,√\n合计,,3\n图例：√出勤　×缺席\n";
        let Warned { output: split, diagnostics } = split(workbook(text));
        assert_eq!(split.units().into_iter().collect::<Vec<_>>(), ["乙镇", "甲镇"]);
        let common = ["0: 全县考勤", "1: 姓名 1月9日"];
        assert_eq!(
            shown(&split, "甲镇"),
            [&common[..], &["2: 张三 √", "4: 王五 √", "7: 图例：√出勤　×缺席"]].concat()
        );
        assert_eq!(shown(&split, "乙镇"), [&common[..], &["3: 李四 ×", "7: 图例：√出勤　×缺席"]].concat());
        assert!(split.of("丙镇").is_none());
        let lines: Vec<String> = diagnostics.iter().map(ToString::to_string).collect();
        assert_eq!(
            lines,
            ["警告 全县.csv A6：有 1 行没有写单位，没有分给任何单位\n　　提示：逐行写明单位名称"]
        );
    }

    #[test]
    fn a_table_without_the_column_is_nobodys() {
        let Warned { output: split, diagnostics } = split(workbook("姓名,责任单位,职务\n张三,办公室,镇长\n"));
        assert!(split.units().is_empty());
        assert_eq!(diagnostics.len(), 1);
        assert_eq!(diagnostics[0].key, "no-unit-column");
    }

    #[test]
    fn merged_units_and_dates_reach_all_their_rows() {
        let mut book = workbook("单位,日期,姓名\n甲镇,1月9日,张三\n,,李四\n乙镇,,王五\n");
        let area = |first, last| Merge { first, last };
        book.sheets[0].merges = Merges::new(vec![area((1, 0), (2, 0)), area((1, 1), (3, 1))]);
        let Warned { output: split, diagnostics } = split(book);
        assert!(diagnostics.is_empty());
        assert_eq!(shown(&split, "甲镇"), ["0: 日期 姓名", "1: 1月9日 张三", "2: 1月9日 李四"]);
        assert_eq!(shown(&split, "乙镇"), ["0: 日期 姓名", "3: 1月9日 王五"]);
    }
}
