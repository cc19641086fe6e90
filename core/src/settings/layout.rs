//! What a person has assigned where the program would have to guess: which register a sheet is,
//! where its head stands, which column is what. `[layout."考勤表.xlsx"]` of banxin.toml.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use time::Date;

use crate::diagnostic::Spot;
use crate::origin::Place;

/// The register of a sheet that is none, and is not to be read.
pub const NO_REGISTER: &str = "none";
/// The keys of columns that a register has beside those in `registers.toml`: the days across and
/// the persons across of an attendance register, and what is to be passed over.
pub const DAYS: &str = "days";
/// See [`DAYS`].
pub const PERSONS: &str = "persons";
/// See [`DAYS`].
pub const UNUSED: &str = "unused";
/// The columns that may be several.
pub(super) const MAY_BE_SEVERAL: [&str; 3] = [DAYS, PERSONS, UNUSED];
/// The most columns that a spreadsheet has.
const MAX_COLUMNS: u32 = 16_384;

/// Runs of columns or rows, from zero, each with its first and last.
pub type Runs = Vec<(u32, u32)>;

/// What was assigned to one sheet, or to every sheet of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// The file's name.
    pub file: String,
    /// The sheet's name; absent where all sheets of the file are meant.
    pub sheet: Option<String>,
    /// The register's key as in `registers.toml`; absent where the sheet is none.
    pub register: Option<String>,
    /// The first and last row of the head, from zero.
    pub head: (u32, u32),
    /// The columns, from zero, by what they hold.
    pub columns: BTreeMap<String, Runs>,
    /// The days of columns of marks that have none at their head.
    pub dates: BTreeMap<u32, Date>,
    /// Where it was assigned.
    pub spot: Option<Spot>,
    /// Whether a folder above says so, for whichever of its units have such a file.
    pub is_inherited: bool,
}

/// All that was assigned.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Layouts(pub Vec<Layout>);

impl Layouts {
    /// Returns what was assigned to a sheet: by its own name, else for the whole file.
    pub fn of(&self, place: &Place) -> Option<&Layout> {
        let is_sheet = |layout: &&Layout| {
            layout.sheet.as_deref().map(str::trim) == place.sheet.as_deref().map(str::trim)
        };
        let mut of_file = self.0.iter().filter(|layout| layout.is_of_file(&place.file));
        of_file
            .clone()
            .find(|layout| layout.sheet.is_some() && is_sheet(layout))
            .or_else(|| of_file.find(|layout| layout.sheet.is_none()))
    }
}

impl Layout {
    /// Returns whether a file is meant: by its name, in whichever folder it lies.
    pub fn is_of_file(&self, file: &str) -> bool {
        self.file == file || file.rsplit('/').next() == Some(&self.file)
    }

    /// Returns the one column of a key.
    pub fn column(&self, key: &str) -> Option<u32> {
        self.columns.get(key)?.first().map(|(first, _)| *first)
    }

    /// Returns whether a column was assigned to anything, or to nothing on purpose.
    pub fn names(&self, col: u32) -> bool {
        self.dates.contains_key(&col) || self.columns.values().any(|runs| holds(runs, col))
    }
}

/// Returns whether one of the runs holds a column or row.
pub fn holds(runs: &Runs, at: u32) -> bool {
    runs.iter().any(|(first, last)| (*first..=*last).contains(&at))
}

/// The same as people write it, checked by its kinds only.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub(super) struct LayoutWords {
    /// The register.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub register: Option<String>,
    /// The rows of the head.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub head: Option<String>,
    /// The letters of the columns.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub columns: BTreeMap<String, String>,
    /// The days of columns.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub dates: BTreeMap<String, String>,
}

impl LayoutWords {
    /// Returns whether nothing is said.
    pub fn is_empty(&self) -> bool {
        *self == LayoutWords::default()
    }
}

/// What is assigned to a file's sheets, and to those of them that are not named.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct FileLayoutWords {
    /// To all of them.
    #[serde(flatten)]
    pub whole: LayoutWords,
    /// To one, by its name.
    #[serde(flatten)]
    pub sheets: BTreeMap<String, LayoutWords>,
}

/// Reads columns by their letters: `B`, `D:M`, `D:H,K`.
pub(super) fn columns(text: &str) -> Option<Runs> {
    let runs: Option<Runs> = parts(text).map(|part| run(part, column)).collect();
    runs.filter(|runs| !runs.is_empty())
}

/// Reads the rows of a head by their numbers: `3`, `2:3`.
pub(super) fn rows(text: &str) -> Option<(u32, u32)> {
    let number = |text: &str| text.parse::<u32>().ok().filter(|n| (1..=1_048_576).contains(n)).map(|n| n - 1);
    let (first, last) = run(text.trim(), number)?;
    (last - first < 10).then_some((first, last))
}

fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', '，', '、', ';', '；', ' ']).map(str::trim).filter(|part| !part.is_empty())
}

/// Reads one or two ends of a run.
fn run(text: &str, end: impl Fn(&str) -> Option<u32>) -> Option<(u32, u32)> {
    let (first, last) = text.split_once([':', '：', '-', '—', '~']).unwrap_or((text, text));
    let (first, last) = (end(first.trim())?, end(last.trim())?);
    (first <= last).then_some((first, last))
}

/// Returns the column with these letters.
pub(super) fn column(letters: &str) -> Option<u32> {
    let is_short = (1..=3).contains(&letters.len()) && letters.bytes().all(|b| b.is_ascii_alphabetic());
    let digit = |byte: u8| u32::from(byte.to_ascii_uppercase() - b'A') + 1;
    let number = letters.bytes().filter(|_| is_short).fold(0, |number, byte| number * 26 + digit(byte));
    (1..=MAX_COLUMNS).contains(&number).then(|| number - 1)
}

/// Returns a column's letters.
pub fn letters(col: u32) -> String {
    let address = crate::origin::a1(0, col);
    address.trim_end_matches('1').to_string()
}

/// Returns columns as they are written in banxin.toml.
pub fn written(runs: &Runs) -> String {
    let one = |(first, last): &(u32, u32)| {
        if first == last { letters(*first) } else { format!("{}:{}", letters(*first), letters(*last)) }
    };
    runs.iter().map(one).collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_and_rows_as_people_write_them() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(columns(text).map(|runs| written(&runs)).as_deref(), expected, "{text}");
        };
        check("B", Some("B"));
        check("d:m", Some("D:M"));
        check("D-H、K", Some("D:H,K"));
        check("AA：AF, XFD", Some("AA:AF,XFD"));
        for text in ["", "2", "M:D", "ABCD", "XFE", "第2列"] {
            check(text, None);
        }
        assert_eq!(rows("3"), Some((2, 2)));
        assert_eq!(rows("2-3"), Some((1, 2)));
        for text in ["0", "三", "3:2", "1:50", ""] {
            assert_eq!(rows(text), None, "{text}");
        }
    }

    #[test]
    fn a_sheets_own_assignment_goes_before_its_files() {
        let layout = |sheet: Option<&str>, head: u32| Layout {
            file: "考勤.xlsx".into(),
            sheet: sheet.map(str::to_string),
            register: None,
            head: (head, head),
            columns: BTreeMap::new(),
            dates: BTreeMap::new(),
            spot: None,
            is_inherited: false,
        };
        let layouts = Layouts(vec![layout(None, 1), layout(Some("一季度"), 2)]);
        let of = |file: &str, sheet: &str| {
            let place = Place { file_index: 0, sheet_index: 0, file: file.into(), sheet: Some(sheet.into()) };
            layouts.of(&place).map(|layout| layout.head.0)
        };
        assert_eq!(of("考勤.xlsx", "一季度"), Some(2));
        assert_eq!(of("上报/考勤.xlsx", "二季度"), Some(1));
        assert_eq!(of("考勤表.xlsx", "一季度"), None);
    }
}
