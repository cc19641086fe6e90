//! 上期措施落实情况: what changed since the period before, and what was put right.

use crate::document::block::{Align, Block, Column, Table};
use crate::document::format::{self, full_date};
use crate::document::material::Material;
use crate::document::wording::{measures, previous};
use crate::findings::previous::{Amount, Comparison, Fate, Outcome};
use crate::findings::{Indicator, Reading};

/// Returns the section; nothing where the period before is not known.
pub(crate) fn blocks(material: &Material<'_>) -> Vec<Block> {
    let Some(comparison) = &material.findings.previous else { return Vec::new() };
    let mut blocks = vec![Block::Paragraph(previous::opening(comparison))];
    blocks.extend(table(material, comparison).map(Block::Table));
    blocks.extend(previous::changes(comparison).map(Block::Paragraph));
    blocks
}

/// Returns whether the section has a table, which then is 表1.
pub(crate) fn has_table(material: &Material<'_>) -> bool {
    material.findings.previous.as_ref().is_some_and(|comparison| !comparison.outcomes.is_empty())
}

/// One row an indicator that was flagged.
fn table(material: &Material<'_>, comparison: &Comparison) -> Option<Table> {
    if comparison.outcomes.is_empty() {
        return None;
    }
    let columns = [
        (36.0, Align::Left),
        (33.0, Align::Center),
        (32.0, Align::Left),
        (18.0, Align::Center),
        (19.0, Align::Center),
        (18.0, Align::Center),
    ];
    Some(Table {
        caption: Some(previous::caption(comparison)),
        columns: columns.map(|(width_mm, align)| Column { width_mm, align }).to_vec(),
        header: ["措施", "时限", "核对指标", "上期", "本期", "结果"].map(str::to_string).to_vec(),
        rows: comparison.outcomes.iter().map(|outcome| row(material, outcome)).collect(),
        note: None,
    })
}

fn row(material: &Material<'_>, outcome: &Outcome) -> Vec<String> {
    let indicator = &material.findings.indicators[outcome.indicator];
    let dash = || "—".to_string();
    let of = |reading: &Reading| format::reading(reading, indicator.limit.unit);
    let before = outcome.before.map(|amount| of(&reading(amount)));
    let now = indicator.reading.as_ref().filter(|_| outcome.fate != Fate::Redefined);
    vec![
        outcome.measure.map_or_else(dash, |measure| measures::name(measure.key).to_string()),
        outcome.due.map_or_else(dash, full_date),
        indicator.rule.name.to_string(),
        before.unwrap_or_else(dash),
        now.map_or_else(dash, |reading| value(indicator, reading)),
        previous::fate(outcome.fate).to_string(),
    ]
}

/// Returns what was measured; where another condition decides, that is in the text.
fn value(indicator: &Indicator, reading: &Reading) -> String {
    let value = format::reading(reading, indicator.limit.unit);
    if indicator.flagged_otherwise().is_some() { previous::with_more(&value) } else { value }
}

fn reading(amount: Amount) -> Reading {
    Reading {
        value: amount.value,
        n: amount.n,
        of: amount.of,
        also: None,
        quotes: Vec::new(),
        origins: Vec::new(),
    }
}
