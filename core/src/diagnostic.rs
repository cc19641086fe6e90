//! What is wrong, doubtful or assumed about the input, each with its cell and a hint.
//!
//! The same list is shown on the terminal, on the page and as JSON. A diagnostic is not an
//! error of the program: the report is still made unless the key is one of [`REFUSING`].

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use serde::Serialize;

use crate::grouped::grouped;
use crate::origin::{Origin, Place, a1};

/// Keys whose errors refuse the report: printing on would file something untrue.
pub const REFUSING: [&str; 5] =
    ["legend-conflict", "placeholder", "no-attendance", "missing-glyph", "missing-post"];

/// Of the cells that share a diagnostic so many are named.
const MAX_CELLS: usize = 8;
/// Of the diagnostics of one kind about one sheet so many are told one by one.
const MAX_OF_KIND: usize = 500;

/// How much a diagnostic weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// The value or the file cannot be used.
    Error,
    /// Used, but worth a look.
    Warning,
    /// An assumption that was made.
    Note,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Severity::Error => "错误",
            Severity::Warning => "警告",
            Severity::Note => "说明",
        })
    }
}

/// First and last cell of a range as (row, column) from zero.
pub type Cells = ((u32, u32), (u32, u32));

/// Cells of one sheet that a diagnostic is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    /// The sheet or file.
    pub place: Arc<Place>,
    /// The cells; absent for the sheet as a whole. A line of a file that is no table has all
    /// columns there can be.
    pub cells: Option<Cells>,
}

impl Spot {
    /// Returns a line, from zero, of a file that is no table: its row from end to end.
    pub fn line(place: &Arc<Place>, line: u32) -> Spot {
        Spot { place: place.clone(), cells: Some(((line, 0), (line, u32::MAX))) }
    }

    /// Returns the number, from 1, of a line of a file that is no table.
    pub fn line_number(&self) -> Option<u32> {
        let (first, last) = self.cells?;
        (last.1 == u32::MAX).then(|| first.0.saturating_add(1))
    }

    /// Returns the address or range as a spreadsheet shows it; of a line, its number in words.
    pub fn cell(&self) -> Option<String> {
        if let Some(line) = self.line_number() {
            return Some(format!("第 {line} 行"));
        }
        let (first, last) = self.cells?;
        Some(if first == last {
            a1(first.0, first.1)
        } else {
            format!("{}:{}", a1(first.0, first.1), a1(last.0, last.1))
        })
    }
}

impl fmt::Display for Spot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.place)?;
        let Some(cell) = self.cell() else { return Ok(()) };
        let gap = if self.place.sheet.is_some() { "" } else { " " };
        write!(f, "{gap}{cell}")
    }
}

impl From<&Origin> for Spot {
    fn from(origin: &Origin) -> Spot {
        let cell = (origin.row, origin.col);
        Spot { place: origin.place.clone(), cells: Some((cell, cell)) }
    }
}

impl From<&Arc<Place>> for Spot {
    fn from(place: &Arc<Place>) -> Spot {
        Spot { place: place.clone(), cells: None }
    }
}

/// One thing to say about the input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// How much it weighs.
    pub severity: Severity,
    /// The published kebab-case name of its kind.
    pub key: &'static str,
    /// What was found and what was expected, in Chinese, without a full stop.
    pub message: String,
    /// Where; absent for the folder as a whole.
    pub spot: Option<Spot>,
    /// The cell's value as it stands in the file.
    pub value: Option<String>,
    /// What can be done about it.
    pub hints: Vec<String>,
}

impl Diagnostic {
    /// Creates a diagnostic without place, value or hints.
    pub fn new(severity: Severity, key: &'static str, message: impl Into<String>) -> Diagnostic {
        Diagnostic { severity, key, message: message.into(), spot: None, value: None, hints: Vec::new() }
    }

    /// Creates an error.
    pub fn error(key: &'static str, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(Severity::Error, key, message)
    }

    /// Creates a warning.
    pub fn warning(key: &'static str, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(Severity::Warning, key, message)
    }

    /// Creates a note.
    pub fn note(key: &'static str, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(Severity::Note, key, message)
    }

    /// Adds the place.
    pub fn at(mut self, spot: impl Into<Spot>) -> Diagnostic {
        self.spot = Some(spot.into());
        self
    }

    /// Adds the cell's value.
    pub fn value(mut self, value: impl Into<String>) -> Diagnostic {
        self.value = Some(value.into());
        self
    }

    /// Adds a hint.
    pub fn hint(mut self, hint: impl Into<String>) -> Diagnostic {
        self.hints.push(hint.into());
        self
    }

    /// Returns whether this refuses the report.
    pub fn refuses(&self) -> bool {
        self.severity == Severity::Error && REFUSING.contains(&self.key)
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.severity)?;
        if let Some(spot) = &self.spot {
            write!(f, " {spot}")?;
        }
        write!(f, "：{}", self.message)?;
        for hint in &self.hints {
            write!(f, "\n　　提示：{hint}")?;
        }
        Ok(())
    }
}

impl Serialize for Diagnostic {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        /// The published shape.
        #[derive(Serialize)]
        struct Shape<'a> {
            severity: Severity,
            key: &'a str,
            message: &'a str,
            file: Option<&'a str>,
            sheet: Option<&'a str>,
            cell: Option<String>,
            /// Of a file that is no table, the line from 1.
            #[serde(skip_serializing_if = "Option::is_none")]
            line: Option<u32>,
            value: Option<&'a str>,
            hints: &'a [String],
        }
        let place = self.spot.as_ref().map(|spot| &spot.place);
        let line = self.spot.as_ref().and_then(Spot::line_number);
        Shape {
            severity: self.severity,
            key: self.key,
            message: &self.message,
            file: place.map(|place| place.file.as_str()),
            sheet: place.and_then(|place| place.sheet.as_deref()),
            cell: self.spot.as_ref().filter(|_| line.is_none()).and_then(Spot::cell),
            line,
            value: self.value.as_deref(),
            hints: &self.hints,
        }
        .serialize(serializer)
    }
}

/// A result together with everything there is to say about how it came to be.
#[derive(Debug, Clone)]
pub struct Warned<T> {
    /// The result.
    pub output: T,
    /// All diagnostics, in file order.
    pub diagnostics: Vec<Diagnostic>,
}

/// Puts diagnostics in file order; says once, with the count and the cells, what is the same of
/// several cells of a sheet, and counts what is of one kind where nobody would read it all.
pub fn in_file_order(mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    // What concerns the whole folder has no place and comes first; the sort is stable, so
    // that several about one cell stay in the order in which they were found.
    diagnostics.sort_by(|a, b| a.spot.cmp(&b.spot));
    let same = grouped(&diagnostics, told_of);
    let mut left: BTreeMap<Kind<'_>, Vec<&Vec<&Diagnostic>>> = BTreeMap::new();
    for same in &same {
        left.entry(kind_of(same[0])).or_default().push(same);
    }
    let mut n_told: BTreeMap<Kind<'_>, usize> = BTreeMap::new();
    let mut told = Vec::new();
    for same in &same {
        let kind = kind_of(same[0]);
        let n = n_told.entry(kind).or_default();
        *n += 1;
        let of_kind = &left[&kind];
        // To count one alone would be no shorter.
        if *n <= MAX_OF_KIND || of_kind.len() == MAX_OF_KIND + 1 {
            told.push(once(same));
        } else if *n == MAX_OF_KIND + 1 {
            told.push(counted(of_kind[MAX_OF_KIND..].iter().flat_map(|same| same.iter().copied())));
        }
    }
    told
}

/// What diagnostics of one kind share.
type Kind<'a> = (Severity, &'static str, Option<&'a Place>);

fn kind_of(of: &Diagnostic) -> Kind<'_> {
    (of.severity, of.key, of.spot.as_ref().map(|spot| &*spot.place))
}

/// What two diagnostics of one sheet must share to be the same.
type Told<'a> = (Kind<'a>, &'a str, &'a [String], Option<u32>);

fn told_of(of: &Diagnostic) -> Told<'_> {
    // Lines of a file that is no table are each another thing.
    let line = of.spot.as_ref().and_then(Spot::line_number);
    (kind_of(of), &of.message, &of.hints, line)
}

/// Says once what is the same of several cells.
fn once(same: &[&Diagnostic]) -> Diagnostic {
    let (first, spots) = (same[0].clone(), spots(same.iter().copied()));
    let n = spots.iter().filter(|spot| spot.cells.is_some()).count();
    if n < 2 {
        return first;
    }
    let message = format!("{}（共 {n} 处：{}）", first.message, named(&spots));
    Diagnostic { message, spot: around(&spots), ..first }
}

/// Counts diagnostics of one kind, with the first of their cells.
fn counted<'a>(of_kind: impl Iterator<Item = &'a Diagnostic> + Clone) -> Diagnostic {
    let (n, spots) = (of_kind.clone().count(), spots(of_kind.clone()));
    let first = of_kind.clone().next().expect("at least two").clone();
    let cells = if spots.is_empty() { String::new() } else { format!("：{}", named(&spots)) };
    let message = format!("同类问题还有 {n} 处，没有逐一列出{cells}");
    Diagnostic { message, spot: around(&spots), value: None, ..first }
}

/// Returns where diagnostics are, each cell once.
fn spots<'a>(of: impl Iterator<Item = &'a Diagnostic>) -> Vec<&'a Spot> {
    let mut spots: Vec<&Spot> = of.filter_map(|diagnostic| diagnostic.spot.as_ref()).collect();
    spots.dedup();
    spots
}

/// Names the first of several cells.
fn named(spots: &[&Spot]) -> String {
    let cells: Vec<String> = spots.iter().filter_map(|spot| spot.cell()).take(MAX_CELLS).collect();
    let more = if spots.len() > MAX_CELLS { "等" } else { "" };
    format!("{}{more}", cells.join("、"))
}

/// Returns the area around cells of one sheet.
fn around(spots: &[&Spot]) -> Option<Spot> {
    let both = |((top, left), (bottom, right)): Cells, (first, last): Cells| {
        ((top.min(first.0), left.min(first.1)), (bottom.max(last.0), right.max(last.1)))
    };
    let cells = spots.iter().filter_map(|spot| spot.cells).reduce(both);
    spots.first().map(|spot| Spot { cells, place: spot.place.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place() -> Arc<Place> {
        Arc::new(Place {
            file_index: 0,
            sheet_index: 0,
            file: "考勤表.xlsx".into(),
            sheet: Some("一季度".into()),
        })
    }

    #[test]
    fn a_line_names_the_cell_and_the_hint() {
        let origin = Origin { place: place(), row: 11, col: 5 };
        let diagnostic = Diagnostic::error("unknown-mark", "出勤标记 `▲▲` 不在图例中")
            .at(&origin)
            .hint("改为图例中的标记");
        assert_eq!(
            diagnostic.to_string(),
            "错误 考勤表.xlsx「一季度」F12：出勤标记 `▲▲` 不在图例中\n　　提示：改为图例中的标记"
        );
    }

    #[test]
    fn what_is_the_same_of_several_cells_is_said_once() {
        let of = |row: u32, message: &str| {
            Diagnostic::note("plan-gap", message).at(&Origin { place: place(), row, col: row % 2 })
        };
        let said =
            in_file_order(vec![of(4, "没有内容"), of(2, "没有内容"), of(3, "没有地点"), of(2, "没有内容")]);
        let said: Vec<String> = said.iter().map(ToString::to_string).collect();
        assert_eq!(
            said,
            [
                "说明 考勤表.xlsx「一季度」A3:A5：没有内容（共 2 处：A3、A5）",
                "说明 考勤表.xlsx「一季度」B4：没有地点"
            ]
        );
        let many = in_file_order((0..30).map(|row| of(row, "没有内容")).collect());
        let [one] = &many[..] else { panic!("{many:?}") };
        assert_eq!(one.message, "没有内容（共 30 处：A1、B2、A3、B4、A5、B6、A7、B8等）");
        assert_eq!(one.spot.as_ref().and_then(Spot::cell).as_deref(), Some("A1:B30"));
    }

    #[test]
    fn what_nobody_would_read_is_counted() {
        let of = |row: u32| {
            Diagnostic::error("bad-date", format!("`{row}` 不是日期"))
                .at(&Origin { place: place(), row, col: 1 })
                .value("x")
                .hint("改正")
        };
        let all = |n: u32| in_file_order((0..n).chain([2]).map(of).collect());
        assert_eq!(all(501).len(), 501);
        let said = all(700);
        assert_eq!(said.len(), 501);
        let last = "错误 考勤表.xlsx「一季度」B501:B700：同类问题还有 200 处，没有逐一列出：B501、B502、B503、B504、\
                    B505、B506、B507、B508等\n　　提示：改正";
        assert_eq!(said[500].to_string(), last);
        // Of other kinds nothing is hidden by them.
        let mut mixed: Vec<Diagnostic> = (0..700).map(of).collect();
        mixed.push(Diagnostic::warning("bad-date", "年份").at(&Origin { place: place(), row: 800, col: 1 }));
        assert_eq!(in_file_order(mixed).len(), 502);
    }

    #[test]
    fn json_has_the_published_shape() {
        let origin = Origin { place: place(), row: 11, col: 5 };
        let diagnostic = Diagnostic::error("unknown-mark", "x").at(&origin).value("▲▲");
        assert_eq!(
            serde_json::to_string(&diagnostic).expect("plain data serialises"),
            r#"{"severity":"error","key":"unknown-mark","message":"x","file":"考勤表.xlsx","sheet":"一季度","cell":"F12","value":"▲▲","hints":[]}"#
        );
    }

    #[test]
    fn a_line_of_a_file_that_is_no_table_is_no_cell() {
        let place =
            Arc::new(Place { file_index: 0, sheet_index: 0, file: "banxin.toml".into(), sheet: None });
        let diagnostic = Diagnostic::error("bad-setting", "x").at(Spot::line(&place, 2));
        assert_eq!(diagnostic.to_string(), "错误 banxin.toml 第 3 行：x");
        assert_eq!(
            serde_json::to_string(&diagnostic).expect("plain data serialises"),
            r#"{"severity":"error","key":"bad-setting","message":"x","file":"banxin.toml","sheet":null,"cell":null,"line":3,"value":null,"hints":[]}"#
        );
    }
}
