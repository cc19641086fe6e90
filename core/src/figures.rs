//! figures.json: every figure of a report, exact, with its cells, for other programs.
//!
//! The shape is published: keys are added, never renamed. It stands here alone, for writing and
//! for reading back: the period after, the county and `verify` read what a report has written.
//! Keys that are not known are passed over, and a key that is absent is read as null or empty;
//! but a word that decides something (version, state, severity) and is not known is an error,
//! since whatever was taken in its place would be a false figure.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use time::Date;

use crate::period::{Period, UnknownPeriod};

/// The version of figures.json that is written and understood.
const VERSION: u32 = 1;
/// The definition that figures have unless their file says otherwise.
pub(crate) const FIRST_DEFINITION: u32 = 1;

/// All figures of one report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Figures {
    version: u32,
    /// The unit.
    pub unit: String,
    /// Its study group's whole name, such as `清溪镇党委理论学习中心组`; absent in files of older programs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// The period.
    #[serde(with = "period_text")]
    pub period: Period,
    /// Counts and rates, each key once.
    #[serde(default)]
    pub measures: Vec<MeasureFigure>,
    /// The indicators, each id once.
    #[serde(default)]
    pub indicators: Vec<IndicatorFigure>,
    /// The problems found.
    #[serde(default)]
    pub problems: Vec<ProblemFigure>,
    /// The causes named.
    #[serde(default)]
    pub causes: Vec<CauseFigure>,
    /// The measures taken.
    #[serde(default)]
    pub actions: Vec<ActionFigure>,
}

/// A count or a rate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MeasureFigure {
    /// Its published name.
    pub key: String,
    /// Its exact value; null where its register is missing, or for a rate of nothing.
    pub value: Option<f64>,
    /// A rate's numerator.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub n: Option<u64>,
    /// A rate's denominator.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<u64>,
    /// What the report prints.
    #[serde(default)]
    pub text: String,
    /// The cells behind it.
    #[serde(default)]
    pub cells: Vec<String>,
    /// Which definition of the figure it is; the first goes without saying.
    #[serde(default = "first_definition", skip_serializing_if = "is_first")]
    pub definition: u32,
}

/// What an indicator has come to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IndicatorFigure {
    /// Its number, such as `3.1`.
    pub id: String,
    /// Its published name.
    pub key: String,
    /// Whether it is out of bounds.
    pub state: State,
    /// How far, where it is.
    pub severity: Option<Severity>,
    /// Its exact value; null without data.
    pub value: Option<f64>,
    /// The numerator or count behind it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub n: Option<u64>,
    /// The denominator behind it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<u64>,
    /// What it was compared with.
    pub threshold: Option<f64>,
    /// What the report says of it.
    #[serde(default)]
    pub text: String,
    /// What it weighs among the flagged; absent where it is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rank: Option<f64>,
    /// Whether the body tells it; absent where it is not flagged.
    #[serde(default, rename = "in-body", skip_serializing_if = "Option::is_none")]
    pub in_body: Option<bool>,
    /// Whether the document speaks of it at all, if only among the others that it counts; absent
    /// where it is not flagged. What it does not speak of stays on the worksheet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filed: Option<bool>,
    /// The cells behind it.
    #[serde(default)]
    pub cells: Vec<String>,
    /// Which definition of the indicator it is; the first goes without saying.
    #[serde(default = "first_definition", skip_serializing_if = "is_first")]
    pub definition: u32,
}

/// Whether an indicator is out of bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Out of bounds.
    Flagged,
    /// Within bounds.
    Clear,
    /// It cannot be computed.
    NoData,
}

impl State {
    /// Returns the published word.
    pub fn name(self) -> &'static str {
        match self {
            State::Flagged => "flagged",
            State::Clear => "clear",
            State::NoData => "no-data",
        }
    }
}

/// How far out of bounds an indicator is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Out of bounds.
    Warning,
    /// Far out of bounds.
    Severe,
}

/// A problem found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProblemFigure {
    /// Its published name.
    pub key: String,
    /// The flagged indicators that show it.
    #[serde(default)]
    pub indicators: Vec<String>,
}

/// A cause named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CauseFigure {
    /// Its published name.
    pub key: String,
    /// The flagged indicators that speak for it.
    #[serde(default)]
    pub indicators: Vec<String>,
    /// The problems that it explains.
    #[serde(default)]
    pub explains: Vec<String>,
}

/// A measure taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActionFigure {
    /// Its published name.
    pub key: String,
    /// The indicators that it answers.
    #[serde(default)]
    pub answers: Vec<String>,
    /// Who carries it out.
    #[serde(default)]
    pub owner: String,
    /// By when.
    #[serde(default, with = "date_text")]
    pub due: Option<Date>,
    /// What is to be reached.
    #[serde(default)]
    pub target: String,
    /// Whether the document's plan holds it: every flagged indicator is answered here, those that
    /// stay on the worksheet too; absent in files of earlier versions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filed: Option<bool>,
}

/// Why a file cannot be read as figures.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FiguresError {
    /// Some other program's file.
    #[error("不是本程序写出的指标文件（figures.json）")]
    Foreign,
    /// A version that is not understood.
    #[error("指标文件的版本是 {0}，只能读版本 {VERSION}")]
    Version(String),
    /// A period that is none.
    #[error(transparent)]
    Period(#[from] UnknownPeriod),
    /// A word that decides something and is none of those that are known.
    #[error("指标 {id} 的 {key} 是 `{found}`，无法识别（应为 {expected}）")]
    Word {
        /// The indicator's number.
        id: String,
        /// Which of its keys.
        key: &'static str,
        /// What the file says.
        found: String,
        /// What it may say.
        expected: &'static str,
    },
    /// A figure that the file states twice: which of the two holds is not known.
    #[error("指标文件里的 `{0}` 写了两次（应只写一次）")]
    Twice(String),
    /// Something that is not written as figures are.
    #[error("指标文件第{line}行第{column}列的写法不对")]
    Shape {
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
        /// What the parser says, for who mends the program that wrote it.
        cause: String,
    },
}

impl Figures {
    /// Starts the figures of a unit and a period.
    pub(crate) fn of(unit: &str, period: Period) -> Figures {
        Figures {
            version: VERSION,
            unit: unit.to_string(),
            group: None,
            period,
            measures: Vec::new(),
            indicators: Vec::new(),
            problems: Vec::new(),
            causes: Vec::new(),
            actions: Vec::new(),
        }
    }

    /// Returns the file's text: indented JSON with a final line break.
    pub fn to_json(&self) -> String {
        let text = serde_json::to_string_pretty(self).expect("figures are finite numbers and text");
        text + "\n"
    }

    /// Reads a figures.json.
    pub fn parse(bytes: &[u8]) -> Result<Figures, FiguresError> {
        // Some editors open a file with a byte order mark.
        let bytes = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(bytes);
        let file: Value = serde_json::from_slice(bytes).map_err(|_| FiguresError::Foreign)?;
        check_words(&file)?;
        let figures: Figures = serde_json::from_slice(bytes).map_err(|error| shape(&error))?;
        figures.check_once()?;
        Ok(figures)
    }

    /// Checks that every figure stands once.
    fn check_once(&self) -> Result<(), FiguresError> {
        once(self.measures.iter().map(|measure| &measure.key))?;
        once(self.indicators.iter().map(|indicator| &indicator.id))?;
        once(self.problems.iter().map(|problem| &problem.key))?;
        once(self.causes.iter().map(|cause| &cause.key))?;
        once(self.actions.iter().map(|action| &action.key))
    }
}

/// Checks the words that decide how the rest is to be read.
///
/// Before the whole file is read, so that a later version is told as such and not by the first
/// of its keys that has another shape.
fn check_words(file: &Value) -> Result<(), FiguresError> {
    let text = |key: &str| file.get(key).and_then(Value::as_str);
    let (Some(version), Some(_), Some(period)) = (file.get("version"), text("unit"), text("period")) else {
        return Err(FiguresError::Foreign);
    };
    if version.as_u64() != Some(u64::from(VERSION)) {
        return Err(FiguresError::Version(version.to_string()));
    }
    period.parse::<Period>()?;
    for indicator in file.get("indicators").and_then(Value::as_array).into_iter().flatten() {
        check_word::<State>(indicator, "state", "flagged、clear、no-data 之一")?;
        check_word::<Option<Severity>>(indicator, "severity", "warning、severe 之一，或 null")?;
    }
    Ok(())
}

/// Checks that one of an indicator's keys holds a word that is known, where the key is there.
fn check_word<T: for<'a> Deserialize<'a>>(
    indicator: &Value,
    key: &'static str,
    expected: &'static str,
) -> Result<(), FiguresError> {
    let Some(found) = indicator.get(key) else { return Ok(()) };
    let word = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_string);
    let id = || indicator.get("id").map(word).unwrap_or_default();
    let unknown = |_| FiguresError::Word { id: id(), key, found: word(found), expected };
    T::deserialize(found).map(|_| ()).map_err(unknown)
}

/// Returns what keeps a file from being read, with its place.
fn shape(error: &serde_json::Error) -> FiguresError {
    let (line, column) = (error.line(), error.column());
    let text = error.to_string();
    let place = format!(" at line {line} column {column}");
    let cause = text.strip_suffix(&place).unwrap_or(&text).to_string();
    FiguresError::Shape { line, column, cause }
}

/// Checks that each of these names stands once.
fn once<'a>(names: impl Iterator<Item = &'a String>) -> Result<(), FiguresError> {
    let mut known = BTreeSet::new();
    for name in names {
        if !known.insert(name) {
            return Err(FiguresError::Twice(name.clone()));
        }
    }
    Ok(())
}

fn first_definition() -> u32 {
    FIRST_DEFINITION
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde wants a reference")]
fn is_first(definition: &u32) -> bool {
    *definition == FIRST_DEFINITION
}

/// Periods as `2020H1`.
mod period_text {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    use crate::period::Period;

    pub(super) fn serialize<S: Serializer>(period: &Period, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(period)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Period, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

/// Dates as `2020-09-30`.
mod date_text {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};
    use time::Date;

    use crate::period::parse_iso_date;

    #[expect(clippy::ref_option, reason = "serde wants a reference")]
    pub(super) fn serialize<S: Serializer>(date: &Option<Date>, serializer: S) -> Result<S::Ok, S::Error> {
        match date {
            Some(date) => serializer.collect_str(date),
            None => serializer.serialize_none(),
        }
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
        let Some(text) = Option::<String>::deserialize(deserializer)? else { return Ok(None) };
        let wrong = || D::Error::custom(format!("日期 `{text}` 应为 2020-09-30 的写法"));
        parse_iso_date(&text).map(Some).ok_or_else(wrong)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: &str = r#"{"version": 1, "unit": "甲", "period": "2019H2", "later": {},
        "measures": [{"key": "sessions", "value": 5, "in-body": true}, {"key": "due", "value": null}],
        "indicators": [{"id": "1.1", "key": "a", "state": "flagged", "severity": "severe", "value": 0.5},
                       {"id": "1.2", "key": "b", "state": "no-data", "severity": null}],
        "actions": [{"key": "study-archive", "answers": ["1.1"], "due": "2020-01-31"}]}"#;

    fn parse(text: &str) -> Result<Figures, FiguresError> {
        Figures::parse(text.as_bytes())
    }

    #[test]
    fn what_later_versions_add_is_passed_over() {
        let figures = parse(WHOLE).expect("figures");
        assert_eq!((figures.measures.len(), figures.indicators.len(), figures.actions.len()), (2, 2, 1));
        assert_eq!(figures.measures[1].value, None);
        assert_eq!(figures.indicators[0].severity, Some(Severity::Severe));
        assert_eq!(figures.indicators[1].state, State::NoData);
        assert_eq!(figures.actions[0].due.map(|due| due.to_string()).as_deref(), Some("2020-01-31"));
        assert_eq!(parse(&format!("\u{feff}{WHOLE}")), Ok(figures));
    }

    #[test]
    fn files_of_others_are_none() {
        for text in
            ["", "[]", "{}", "{\"version\": 1}", "{\"version\":1,\"county\":\"甲\",\"period\":\"2019H2\"}"]
        {
            assert_eq!(parse(text), Err(FiguresError::Foreign), "{text}");
        }
    }

    /// Checks what is said of the file with one part of it written otherwise.
    #[track_caller]
    fn check(part: &str, otherwise: &str, expected: &str) {
        assert!(WHOLE.contains(part), "{part}");
        let error = parse(&WHOLE.replacen(part, otherwise, 1)).expect_err("wrong");
        assert_eq!(error.to_string(), expected);
    }

    /// Checks the line and the cause that are told where one part of the file has a wrong shape.
    #[track_caller]
    fn shape(part: &str, otherwise: &str, expected: usize, because: &str) {
        assert!(WHOLE.contains(part), "{part}");
        match parse(&WHOLE.replacen(part, otherwise, 1)).expect_err("wrong") {
            FiguresError::Shape { line, cause, .. } => {
                assert_eq!((line, cause.as_str()), (expected, because))
            }
            error => panic!("{error}"),
        }
    }

    #[test]
    fn what_is_not_understood_is_told_and_never_taken_for_something_else() {
        check("\"version\": 1", "\"version\": 2", "指标文件的版本是 2，只能读版本 1");
        check("\"version\": 1", "\"version\": \"1\"", "指标文件的版本是 \"1\"，只能读版本 1");
        check(
            "2019H2",
            "上半年",
            "期间 `上半年` 无法识别（应为 2020、2020H1、2020H2 或 2020Q1 至 2020Q4 的写法）",
        );
        check(
            "\"flagged\"",
            "\"doubtful\"",
            "指标 1.1 的 state 是 `doubtful`，无法识别（应为 flagged、clear、no-data 之一）",
        );
        check(
            "\"no-data\"",
            "null",
            "指标 1.2 的 state 是 `null`，无法识别（应为 flagged、clear、no-data 之一）",
        );
        check(
            "\"severe\"",
            "\"Severe\"",
            "指标 1.1 的 severity 是 `Severe`，无法识别（应为 warning、severe 之一，或 null）",
        );
        check("\"key\": \"due\"", "\"key\": \"sessions\"", "指标文件里的 `sessions` 写了两次（应只写一次）");
        check("\"id\": \"1.2\"", "\"id\": \"1.1\"", "指标文件里的 `1.1` 写了两次（应只写一次）");
        shape("\"value\": 5", "\"value\": 5, \"value\": 6", 2, "duplicate field `value`");
        shape("\"value\": null", "\"value\": \"96\"", 2, "invalid type: string \"96\", expected f64");
        shape("2020-01-31", "2020-13-31", 5, "日期 `2020-13-31` 应为 2020-09-30 的写法");
    }
}
