//! 上期措施落实情况, of a year 上年措施落实情况: what changed since the period before, and what was put right.

use crate::document::block::{Align, Block, Column, Table};
use crate::document::format::{self, full_date};
use crate::document::material::Material;
use crate::document::numbering::Numbering;
use crate::document::provenance::Dated;
use crate::document::text::{Figure, Text};
use crate::document::wording::{measures, previous};
use crate::findings::previous::{Amount, Comparison, Fate, Outcome};
use crate::findings::{Indicator, Reading};

/// Returns the section; nothing where the period before is not known.
pub(crate) fn blocks(material: &Material<'_>, numbering: &mut Numbering) -> Vec<Block> {
    let Some(comparison) = &material.findings.previous else { return Vec::new() };
    let number = (!comparison.outcomes.is_empty()).then(|| numbering.table());
    let mut blocks =
        vec![Block::Paragraph(previous::opening(comparison, material.dossier.period, number.as_ref()))];
    blocks.extend(number.map(|number| Block::Table(table(material, comparison, &number))));
    blocks.extend(previous::changes(comparison, material.statistics).map(Block::Paragraph));
    blocks
}

/// One row an indicator that was flagged.
fn table(material: &Material<'_>, comparison: &Comparison, number: &Figure) -> Table {
    let columns = [
        (36.0, Align::Left),
        (33.0, Align::Center),
        (32.0, Align::Left),
        (18.0, Align::Center),
        (19.0, Align::Center),
        (18.0, Align::Center),
    ];
    Table {
        caption: Some(previous::caption(number, comparison)),
        columns: columns.map(|(width_mm, align)| Column { width_mm, align }).to_vec(),
        header: previous::header(comparison, material.dossier.period),
        rows: comparison.outcomes.iter().map(|outcome| row(material, outcome)).collect(),
        note: None,
    }
}

fn row(material: &Material<'_>, outcome: &Outcome) -> Vec<Text> {
    let indicator = &material.findings.indicators[outcome.indicator];
    let dash = || Text::from("—");
    let before = outcome.before.map(|amount| {
        Text::from(format::reading(&reading(amount), &indicator.limit, previous::of_before(&amount)))
    });
    let now = indicator.reading.as_ref().filter(|_| outcome.fate != Fate::Redefined);
    vec![
        outcome.measure.map_or_else(dash, |measure| measures::name(measure.key).into()),
        outcome.due.map_or_else(dash, |due| full_date(due, Dated::Due).into()),
        indicator.rule.name.into(),
        before.unwrap_or_else(dash),
        now.map_or_else(dash, |reading| value(indicator, reading)),
        previous::fate(outcome.fate).into(),
    ]
}

/// Returns what was measured; where another condition decides, that is in the text.
fn value(indicator: &Indicator, reading: &Reading) -> Text {
    let value = format::reading(reading, &indicator.limit, indicator);
    if indicator.flagged_otherwise().is_some() { previous::with_more(&value) } else { value.into() }
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
