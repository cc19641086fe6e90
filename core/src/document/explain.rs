//! Each figure with its formula, the numbers put in, the result and its cells, as plain text.
//!
//! For the clerk who is asked where a number comes from: the words are those of the report,
//! the addresses those of the spreadsheets as they open them.

use crate::document::format;
use crate::document::wording;
use crate::dossier::{Dossier, Field};
use crate::findings::{Findings, Gravity, Indicator, RuleId, State, Unit};
use crate::origin::{Origin, ranges};
use crate::statistics::{Measure, Statistics};

/// More ranges than this are counted, not listed: nobody looks them all up.
const MAX_RANGES: usize = 12;

/// Writes down how each measure and indicator came about.
pub fn explain(dossier: &Dossier, statistics: &Statistics, findings: &Findings) -> String {
    let mut text = format!("{}{}指标计算说明\n", dossier.unit, format::period(dossier.period));
    text += "\n一、统计数字\n";
    for (n, measure) in (1..).zip(&statistics.measures) {
        text += &format!("\n{n}. {}（{}）\n", measure.key.title(), measure.key.name());
        text += &line("算法", measure.key.formula());
        text += &line("代入", &put_in(measure.n, measure.of));
        text += &line("结果", &format::measure(measure).to_string());
        text += &cells(measure);
    }
    text += "\n二、指标\n";
    for indicator in &findings.indicators {
        let rule = indicator.rule;
        text += &format!("\n{} {}（{}）\n", rule.id, rule.name, rule.id.key());
        text += &line("算法", rule.formula);
        let reading = indicator.reading.as_ref();
        text += &line("代入", &reading.map_or(String::new(), |r| put_into(r.n, r.of, indicator.limit.unit)));
        let result = reading.map(|reading| format::reading(reading, &indicator.limit, indicator).to_string());
        text += &line("结果", result.as_deref().unwrap_or("没有可以计算的数据"));
        let range = format!("{}（{}）", format::limit(&indicator.limit, rule.id), indicator.limit.source);
        text += &line("正常范围", &range);
        text += &line("判断", &verdict(indicator, dossier));
        if let Some(quotes) = reading.map(|reading| reading.quotes.join("、")) {
            let label = if rule.id == RuleId::QuarterSeminars { "季度" } else { "原文" };
            text += &line(label, &quotes);
        }
        if rule.id == RuleId::IdenticalTitles {
            for pair in &findings.similar {
                let name = |at: usize| {
                    let essay = &dossier.essays[at];
                    format!("{}《{}》", essay.author, Field::text(&essay.title))
                };
                let score = format::two_decimals(pair.score, indicator);
                let pair = format!("{} 与 {}，重合度{score}", name(pair.left), name(pair.right));
                text += &line("重合", &pair);
            }
        }
        text += &origins(indicator.origins());
    }
    text
}

/// Returns a labelled line; nothing where there is nothing to say.
fn line(label: &str, words: &str) -> String {
    if words.is_empty() { String::new() } else { format!("   {label}：{words}\n") }
}

/// Returns the numbers of a fraction.
pub(crate) fn put_in(n: Option<u64>, of: Option<u64>) -> String {
    match (n, of) {
        (Some(n), Some(of)) => format!("{n}÷{of}"),
        _ => String::new(),
    }
}

/// Returns the numbers behind a reading: a fraction, or so many of so many.
pub(crate) fn put_into(n: Option<u64>, of: Option<u64>, unit: Unit) -> String {
    match (n, of) {
        (Some(n), Some(of)) if unit != Unit::Share => format!("{of}中有{n}"),
        (n, of) => put_in(n, of),
    }
}

fn verdict(indicator: &Indicator, dossier: &Dossier) -> String {
    let state = match (indicator.state, indicator.gravity) {
        (State::Clear, _) => return "在正常范围".to_string(),
        (State::NoData, _) => return wording::indicators::indicator(indicator, dossier).to_string(),
        (State::Flagged, Some(Gravity::Severe)) => "不在正常范围，程度较重",
        (State::Flagged, _) => "不在正常范围",
    };
    format!("{state}。{}", wording::indicators::indicator(indicator, dossier))
}

fn cells(measure: &Measure) -> String {
    origins(&measure.origins)
}

/// Lists the cells as a spreadsheet shows them, those of one sheet together.
fn origins(origins: &[Origin]) -> String {
    line("单元格", &cell_list(origins))
}

/// Lists the cells as a spreadsheet shows them, without a label.
pub(crate) fn cell_list(origins: &[Origin]) -> String {
    let ranges = ranges(origins);
    let mut text = String::new();
    let mut sheet_before = "";
    for range in ranges.iter().take(MAX_RANGES) {
        let (sheet, cells) = range.rsplit_once('!').unwrap_or(("", range));
        if sheet == sheet_before {
            text += &format!("、{cells}");
            continue;
        }
        let gap = if text.is_empty() { "" } else { "；" };
        text += gap;
        text += &match sheet.split_once('!') {
            Some((file, "")) => format!("{file} {cells}"),
            Some((file, name)) => format!("{file}「{name}」{cells}"),
            None => cells.to_string(),
        };
        sheet_before = sheet;
    }
    if ranges.len() > MAX_RANGES {
        text += &format!("；另有{}处", ranges.len() - MAX_RANGES);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines() {
        assert_eq!(line("代入", &put_in(Some(80), Some(96))), "   代入：80÷96\n");
        assert_eq!(line("代入", &put_in(None, None)), "");
    }
}
