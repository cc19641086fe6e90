//! One workbook of several units, told apart by a column 单位, as one workbook a unit.
//!
//! A row belongs to the unit that its cell in that column names; what stands above the header,
//! the header and legends of marks belong to all. Sums over all units belong to none. Addresses
//! stay those of the file, the column itself is left out: each unit's workbook looks like one
//! that the unit kept by itself, with rows left out between.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Spot, Warned};
use crate::dossier::writing::footer::{NoEntry, no_entry};
use crate::dossier::writing::squeeze::squeeze;
use crate::origin::Place;
use crate::settings::NO_UNIT;
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
    /// The merged areas that lie in the rows of one unit, and under no name those in rows of all.
    areas: BTreeMap<String, Vec<Merge>>,
    /// One past the last used column.
    n_cols: u32,
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

/// Leaves a unit its own rows of a register that names other units beside it, and says so.
///
/// A column 单位 may as well say where members work: only rows of places of the unit's own kind
/// are another unit's, such as those of another 镇 in a 乡's register.
pub fn own_rows(workbook: Workbook, unit: &str) -> Warned<Workbook> {
    let mut diagnostics = Vec::new();
    let Workbook { place, sheets } = workbook;
    let sheets = sheets.into_iter().map(|sheet| own_sheet(sheet, &squeeze(unit), &mut diagnostics));
    Warned { output: Workbook { place, sheets: sheets.collect() }, diagnostics }
}

/// Leaves a unit its own rows of a sheet.
fn own_sheet(sheet: Sheet, unit: &str, diagnostics: &mut Vec<Diagnostic>) -> Sheet {
    let Some((row, column)) = header(&sheet) else { return sheet };
    let mut of_sheet = Vec::new();
    let parted = split_sheet(sheet, row, column, &mut of_sheet);
    let is_unnamed = unit == NO_UNIT;
    let is_other = |name: &&String| if is_unnamed { is_place(name) } else { is_another(name, unit) };
    let (others, own): (Vec<&String>, Vec<&String>) = parted.own.keys().partition(is_other);
    // One place alone is a unit that nobody has named yet.
    if others.is_empty() || (is_unnamed && others.len() == 1) {
        return parted.sheet;
    }
    let n_rows: usize = others.iter().filter_map(|name| parted.own.get(*name)).map(Vec::len).sum();
    let shown = others.iter().take(3).map(|name| format!("`{name}`")).collect::<Vec<_>>().join("、");
    let told = |message: String| {
        Diagnostic::warning("other-units", message)
            .at(&parted.sheet.place)
            .hint("这张表如是各单位共用的，放到全县的文件夹里；本单位的文件夹里只放本单位的台账")
    };
    if is_unnamed {
        let message = format!("“单位”一栏写有 {shown} 等 {} 个单位，都算作一个单位的了", others.len());
        diagnostics.push(told(message));
        return parted.sheet;
    }
    if !own.iter().any(|name| unit.contains(name.as_str()) || name.contains(unit)) {
        // Its name may be written otherwise here: whose rows these are, people must say.
        let message = format!("“单位”一栏没有写本单位，写的是 {shown} 等 {} 个，照样使用", others.len());
        diagnostics.push(told(message));
        return parted.sheet;
    }
    let message =
        format!("“单位”一栏写有别的单位（{shown} 等 {} 个，共 {n_rows} 行），没有使用", others.len());
    diagnostics.push(told(message));
    diagnostics.extend(of_sheet);
    let own: Vec<String> = own.into_iter().cloned().collect();
    parted.of(&own).expect("the unit is among those named")
}

/// Returns whether a name is that of a place.
fn is_place(name: &str) -> bool {
    ["镇", "乡", "街道", "县", "区", "市"].iter().any(|kind| name.ends_with(kind))
}

/// Returns whether a name is that of another unit of the same kind.
fn is_another(name: &str, unit: &str) -> bool {
    let is_alike = (is_place(unit) && is_place(name)) || (unit.ends_with('局') && name.ends_with('局'));
    is_alike && !unit.contains(name) && !name.contains(unit)
}

impl Split {
    /// Returns the units that rows name.
    pub fn units(&self) -> BTreeSet<&str> {
        self.sheets.iter().flat_map(|sheet| sheet.own.keys().map(String::as_str)).collect()
    }

    /// Returns what one unit has of the workbook, under any of its names; nothing where no row
    /// has one of them.
    pub fn of(&self, names: &[String]) -> Option<Workbook> {
        let sheets: Vec<Sheet> = self.sheets.iter().filter_map(|sheet| sheet.of(names)).collect();
        (!sheets.is_empty()).then(|| Workbook { place: self.place.clone(), sheets })
    }
}

/// Finds the first row that looks like a header with a column 单位.
fn header(sheet: &Sheet) -> Option<(u32, u32)> {
    let rows = sheet.rows.iter().take_while(|row| row.index < MAX_HEADER_ROW);
    let mut rows = rows.filter(|row| row.cells.len() >= MIN_HEADER_CELLS);
    rows.find_map(|row| {
        let cell = row.cells.iter().find(|cell| HEADS.contains(&squeeze(&cell.value.text()).as_str()))?;
        Some((row.index, cell.col))
    })
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
        let named = sheet.shown(row.index, column).map(|value| squeeze(&value.text())).unwrap_or_default();
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
    let areas = areas(&sheet, &common, &own);
    let n_cols = sheet.n_cols();
    SplitSheet { sheet, column, header, common, own, areas, n_cols }
}

/// Returns the merged areas by the unit whose rows they lie in; an area that reaches into
/// another unit's rows is nobody's.
fn areas(
    sheet: &Sheet,
    common: &[usize],
    own: &BTreeMap<String, Vec<usize>>,
) -> BTreeMap<String, Vec<Merge>> {
    let mut owners: BTreeMap<u32, &str> = BTreeMap::new();
    for (unit, rows) in own {
        owners.extend(rows.iter().map(|at| (sheet.rows[*at].index, unit.as_str())));
    }
    owners.extend(common.iter().map(|at| (sheet.rows[*at].index, "")));
    let owner = |area: &Merge| {
        let mut owner = "";
        for row in area.first.0..=area.last.0 {
            match *owners.get(&row)? {
                "" => {}
                unit if owner.is_empty() || owner == unit => owner = unit,
                _ => return None,
            }
        }
        Some(owner)
    };
    let mut areas: BTreeMap<String, Vec<Merge>> = BTreeMap::new();
    for area in sheet.merges.iter() {
        if let Some(unit) = owner(area) {
            areas.entry(unit.to_string()).or_default().push(*area);
        }
    }
    areas
}

/// Returns whether a row says what marks mean.
fn is_legend(row: &Row) -> bool {
    row.cells.first().is_some_and(|cell| no_entry(&cell.value.text()) == Some(NoEntry::Legend))
}

/// Returns whether a row adds others up.
fn is_sum(row: &Row) -> bool {
    let is_sum = |cell: &Cell| no_entry(&cell.value.text()) == Some(NoEntry::Sum);
    row.cells.iter().take(2).any(is_sum)
}

impl SplitSheet {
    /// Returns what one unit has of the sheet; a sheet without its rows is none of its own.
    fn of(&self, names: &[String]) -> Option<Sheet> {
        let own: Vec<usize> = names.iter().filter_map(|name| self.own.get(name)).flatten().copied().collect();
        if own.is_empty() {
            return None;
        }
        let mut positions = [&self.common[..], &own].concat();
        positions.sort_unstable();
        let areas = std::iter::once("").chain(names.iter().map(String::as_str));
        let areas = areas.filter_map(|name| self.areas.get(name)).flatten().copied();
        let merges = Merges::new(areas.collect());
        let rows = positions.iter().map(|at| self.row(&self.sheet.rows[*at], &merges)).collect();
        let Sheet { hidden, is_1904, .. } = self.sheet;
        Some(Sheet { place: self.sheet.place.clone(), hidden, is_1904, rows, merges })
    }

    /// Returns a row without the column 单位, with what merged areas show in it that begin in
    /// rows of other units; `kept` are the areas that stay.
    fn row(&self, row: &Row, kept: &Merges) -> Row {
        let mut cells = row.cells.clone();
        if !self.sheet.merges.is_empty() {
            for col in 0..self.n_cols {
                let begins_elsewhere =
                    |area: &&Merge| area.first.0 < row.index && kept.over(row.index, col) != Some(*area);
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
        let workbook = split.of(&[unit.to_string()]).expect("the unit has rows");
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
        assert!(split.of(&["丙镇".to_string()]).is_none());
        let both = split.of(&["甲镇".to_string(), "乙镇".to_string()]).expect("rows of both");
        assert_eq!(both.sheets[0].rows.iter().map(|row| row.index).collect::<Vec<_>>(), [0, 1, 2, 3, 4, 7]);
        let lines: Vec<String> = diagnostics.iter().map(ToString::to_string).collect();
        assert_eq!(
            lines,
            ["警告 全县.csv A6：有 1 行没有写单位，没有分给任何单位\n　　提示：逐行写明单位名称"]
        );
    }

    #[test]
    fn a_unit_is_left_its_own_rows() {
        let check = |text: &str, expected: &[u32], key: Option<&str>| {
            let Warned { output, diagnostics } = own_rows(workbook(text), "甲 镇");
            let rows: Vec<u32> = output.sheets[0].rows.iter().map(|row| row.index).collect();
            assert_eq!((rows.as_slice(), diagnostics.first().map(|d| d.key)), (expected, key), "{text}");
        };
        check("单位,姓名,1月9日\n甲镇,张三,√\n乙镇,李四,×\n", &[0, 1], Some("other-units"));
        check("单位,姓名,1月9日\n甲,张三,√\n乙街道,李四,×\n", &[0, 1], Some("other-units"));
        check("单位,姓名,1月9日\n甲镇,张三,√\n甲镇,李四,×\n", &[0, 1, 2], None);
        // Where members work.
        check("单位,姓名,1月9日\n甲镇,张三,√\n甲镇派出所,李四,×\n财政所,王五,√\n", &[0, 1, 2, 3], None);
        check("单位,姓名,1月9日\n党政办,张三,√\n农办,李四,×\n", &[0, 1, 2], None);
        // Perhaps its own name, written otherwise.
        check("单位,姓名,1月9日\n乙镇,张三,√\n", &[0, 1], Some("other-units"));
        check("姓名,1月9日,备注\n张三,√,\n", &[0, 1], None);
    }

    #[test]
    fn rows_of_several_places_are_told_where_no_unit_is_named() {
        let told = |text: &str| {
            own_rows(workbook(text), NO_UNIT).diagnostics.iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        let two = told("单位,姓名,1月9日\n甲镇,张三,√\n乙镇,李四,×\n农办,王五,√\n");
        assert_eq!(two.len(), 1);
        assert!(
            two[0].contains("“单位”一栏写有 `乙镇`、`甲镇` 等 2 个单位，都算作一个单位的了"),
            "{}",
            two[0]
        );
        assert_eq!(told("单位,姓名,1月9日\n甲镇,张三,√\n甲镇,李四,×\n"), [""; 0]);
        assert_eq!(told("单位,姓名,1月9日\n党政办,张三,√\n农办,李四,×\n"), [""; 0]);
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
