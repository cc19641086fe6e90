//! What is wrong, doubtful or assumed about the input, each with its cell and a hint.
//!
//! The same list is shown on the terminal, on the page and as JSON. A diagnostic is not an
//! error of the program: the report is still made unless the key is one of [`REFUSING`].

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fmt;
use std::sync::Arc;

use serde::Serialize;

use crate::origin::{Origin, Place, a1};

/// Keys whose errors refuse the report: printing on would file something untrue.
pub const REFUSING: [&str; 5] =
    ["legend-conflict", "placeholder", "no-attendance", "missing-glyph", "missing-post"];

/// Of the cells that share a diagnostic so many are named.
const MAX_CELLS: usize = 8;

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

/// Puts diagnostics in file order and says once, with the count and the cells, what is the same
/// of several cells of a sheet.
pub fn in_file_order(mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    // What concerns the whole folder has no place and comes first; the sort is stable, so
    // that several about one cell stay in the order in which they were found.
    diagnostics.sort_by(|a, b| a.spot.cmp(&b.spot));
    let mut told: Vec<Vec<Diagnostic>> = Vec::new();
    let mut known: BTreeMap<Told, usize> = BTreeMap::new();
    for diagnostic in diagnostics {
        match known.entry(told_of(&diagnostic)) {
            Entry::Occupied(at) => told[*at.get()].push(diagnostic),
            Entry::Vacant(new) => {
                new.insert(told.len());
                told.push(vec![diagnostic]);
            }
        }
    }
    told.into_iter().filter_map(once).collect()
}

/// What two diagnostics of one sheet must share to be the same.
type Told = (Severity, &'static str, String, Vec<String>, Option<Arc<Place>>, Option<u32>);

fn told_of(of: &Diagnostic) -> Told {
    let place = of.spot.as_ref().map(|spot| spot.place.clone());
    // Lines of a file that is no table are each another thing.
    let line = of.spot.as_ref().and_then(Spot::line_number);
    (of.severity, of.key, of.message.clone(), of.hints.clone(), place, line)
}

/// Says once what is the same of several cells.
fn once(same: Vec<Diagnostic>) -> Option<Diagnostic> {
    let mut spots: Vec<&Spot> = same.iter().filter_map(|diagnostic| diagnostic.spot.as_ref()).collect();
    spots.dedup();
    let cells: Vec<Cells> = spots.iter().filter_map(|spot| spot.cells).collect();
    let first = same.first()?.clone();
    if cells.len() < 2 {
        return Some(first);
    }
    let shown = spots.iter().take(MAX_CELLS).filter_map(|spot| spot.cell()).collect::<Vec<_>>().join("、");
    let more = if spots.len() > MAX_CELLS { "等" } else { "" };
    let message = format!("{}（共 {} 处：{shown}{more}）", first.message, cells.len());
    let around = |((top, left), (bottom, right)): Cells, (first, last): Cells| {
        ((top.min(first.0), left.min(first.1)), (bottom.max(last.0), right.max(last.1)))
    };
    let spot = first.spot.clone().map(|spot| Spot { cells: cells.iter().copied().reduce(around), ..spot });
    Some(Diagnostic { message, spot, ..first })
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
