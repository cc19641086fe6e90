//! Every printed number in reading order: where it stands, how it was reckoned, from which cells.
//!
//! The places come from the finished pages (src/pages/trace.rs); the words are those of
//! [`explain`](crate::document::explain()).

use serde::Serialize;

use crate::document::explain::{cell_list, put_in, put_into};
use crate::document::format;
use crate::document::provenance::{Dated, Provenance};
use crate::document::wording::measures;
use crate::findings::{Limits, RuleId, Unit};
use crate::origin::ranges;
use crate::period::Period;

/// Where a figure, or a line's part of it, stands on the pages.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Place {
    /// The page, from 1.
    pub page: usize,
    /// The line of the page's grid that is nearest, from 1.
    pub line: usize,
    /// The left edge, from the paper's left in millimetres.
    pub left: f64,
    /// The upper edge, from the paper's top in millimetres.
    pub top: f64,
    /// The width in millimetres.
    pub width: f64,
    /// The height in millimetres.
    pub height: f64,
}

/// A printed number with its source and its places.
#[derive(Debug, Clone, PartialEq)]
pub struct Traced {
    /// What is printed.
    pub text: String,
    /// Where it comes from.
    pub source: Provenance,
    /// Where it stands, one place a line; empty where it was not found on the pages.
    pub places: Vec<Place>,
}

impl Traced {
    /// Returns the numbers put into its formula, in Chinese; empty where there is none.
    pub fn put_in(&self) -> String {
        self.source.put_in()
    }
}

/// The printed numbers of a document, in reading order.
#[derive(Debug, Clone, PartialEq)]
pub struct Trace {
    /// The unit.
    pub unit: String,
    /// The period.
    pub period: Period,
    /// The numbers.
    pub figures: Vec<Traced>,
}

/// The file, as it is written.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct File<'a> {
    version: u32,
    unit: &'a str,
    period: String,
    figures: Vec<Entry<'a>>,
}

/// A number in the file.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Entry<'a> {
    page: Option<usize>,
    line: Option<usize>,
    text: &'a str,
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<&'static str>,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    formula: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    n: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    of: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<f64>,
    cells: Vec<String>,
    places: &'a [Place],
}

impl Entry<'_> {
    fn of(figure: &Traced) -> Entry<'_> {
        let first = figure.places.first();
        let evidence = figure.source.evidence();
        Entry {
            page: first.map(|place| place.page),
            line: first.map(|place| place.line),
            text: &figure.text,
            kind: figure.source.kind(),
            key: figure.source.key(),
            name: figure.source.title(),
            formula: figure.source.formula(),
            n: evidence.and_then(|evidence| evidence.n),
            of: evidence.and_then(|evidence| evidence.of),
            value: evidence.and_then(|evidence| evidence.value),
            cells: ranges(figure.source.origins()),
            places: &figure.places,
        }
    }
}

impl Trace {
    /// Returns the trace as JSON with a final line break.
    pub fn to_json(&self) -> String {
        let figures = self.figures.iter().map(Entry::of).collect();
        let file = File { version: 1, unit: &self.unit, period: self.period.to_string(), figures };
        serde_json::to_string_pretty(&file).expect("a trace is finite numbers and text") + "\n"
    }

    /// Returns the trace as lines to be read, one number a line, page by page.
    pub fn to_text(&self) -> String {
        let mut text = format!("{}{}数字出处\n", self.unit, format::period(self.period));
        let mut page_before = None;
        for figure in &self.figures {
            let place = figure.places.first();
            let page = place.map(|place| place.page);
            if page != page_before {
                text += &page.map_or("\n不在页面上\n".to_string(), |page| format!("\n第{page}页\n"));
                page_before = page;
            }
            let line = place.map_or(String::new(), |place| format!("第{}行 ", place.line));
            text += &format!("{line}{}：{}", figure.text, figure.source.title());
            let parts = [
                ("算法", figure.source.formula().unwrap_or_default().to_string()),
                ("代入", figure.source.put_in()),
                ("单元格", cell_list(figure.source.origins())),
            ];
            for (label, words) in parts.into_iter().filter(|(_, words)| !words.is_empty()) {
                text += &format!("；{label}：{words}");
            }
            text += "\n";
        }
        text
    }
}

impl Provenance {
    /// Returns the published name of the kind of source.
    fn kind(&self) -> &'static str {
        match self {
            Provenance::Measure(..) => "measure",
            Provenance::Indicator(..) => "indicator",
            Provenance::Count(..) => "count",
            Provenance::Published(..) => "published",
            Provenance::Listed(_) => "listed",
            Provenance::Score(..) => "score",
            Provenance::Threshold(_) => "threshold",
            Provenance::Target(_) => "target",
            Provenance::Date(_) => "date",
            Provenance::Cell(_) => "cell",
            Provenance::Office(_) => "office",
            Provenance::Numbering(_) => "numbering",
            Provenance::Constant(_) => "constant",
        }
    }

    /// Returns the published key of the measure, rule or setting.
    fn key(&self) -> Option<&'static str> {
        match self {
            Provenance::Measure(key, _) => Some(key.name()),
            Provenance::Indicator(rule, _) | Provenance::Threshold(Some(rule)) => Some(rule.id()),
            Provenance::Threshold(None) => Some("attendance-rate"),
            Provenance::Target(measure) => Some(measure.key()),
            Provenance::Office(key) => Some(key),
            _ => None,
        }
    }

    /// Says in Chinese what the number is.
    pub(crate) fn title(&self) -> String {
        match self {
            Provenance::Measure(key, _) => key.title().to_string(),
            Provenance::Indicator(rule, _) => format!("指标{}{}", rule.id(), rule.rule().name),
            Provenance::Count(what, _) => format!("台账登记的{what}"),
            Provenance::Published(what, _) => format!("已生成的指标（{what}）"),
            Provenance::Listed(what) => format!("本文所列的{what}"),
            Provenance::Score(item, _) => format!("评分项目“{item}”"),
            Provenance::Threshold(Some(rule)) => {
                format!("指标{}{}的判断标准", rule.id(), rule.rule().name)
            }
            Provenance::Threshold(None) => "出勤率的判断标准".to_string(),
            Provenance::Target(measure) => format!("措施“{}”的目标", measures::name(*measure)),
            Provenance::Date(Dated::Document) => "公文的日期".to_string(),
            Provenance::Date(Dated::Period) => "报告期".to_string(),
            Provenance::Date(Dated::Due) => "措施的时限".to_string(),
            Provenance::Date(Dated::Record(_)) => "台账登记的日期".to_string(),
            Provenance::Cell(_) => "台账原文".to_string(),
            Provenance::Office(key) => format!("本单位填写的内容（{key}）"),
            Provenance::Numbering(what) => format!("{what}的编号"),
            Provenance::Constant(reason) => format!("固定数字（{reason}）"),
        }
    }

    /// Returns how it is reckoned, as the explanation of all figures words it.
    fn formula(&self) -> Option<&'static str> {
        match self {
            Provenance::Measure(key, _) => Some(key.formula()),
            Provenance::Indicator(rule, _) => Some(rule.rule().formula),
            _ => None,
        }
    }

    /// Returns the numbers put in.
    fn put_in(&self) -> String {
        let Some(evidence) = self.evidence() else { return String::new() };
        match self {
            Provenance::Indicator(rule, _) => put_into(evidence.n, evidence.of, unit_of(*rule)),
            _ => put_in(evidence.n, evidence.of),
        }
    }
}

/// Returns what a rule's value is counted in, whatever its threshold.
fn unit_of(rule: RuleId) -> Unit {
    Limits::default().of(rule).unit
}
