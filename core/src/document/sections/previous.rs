//! 上期措施落实情况, of a year 上年措施落实情况: what changed since the period before, and what was put right.

use crate::document::block::{Align, Block, Column, Table};
use crate::document::format::{self, full_date};
use crate::document::material::Material;
use crate::document::numbering::Numbering;
use crate::document::provenance::Dated;
use crate::document::text::{Figure, Text};
use crate::document::wording::{measures, previous};
use crate::findings::previous::{Amount, Comparison, Fate, Outcome};
use crate::findings::{Indicator, Reading, RuleId};

/// Returns the section; nothing where the period before is not known.
pub(crate) fn blocks(material: &Material<'_>, numbering: &mut Numbering) -> Vec<Block> {
    let Some(comparison) = &material.findings.previous else { return Vec::new() };
    // What the committee's own document never speaks of, it does not speak of a period later.
    let may_be_told = |outcome: &&Outcome| {
        outcome.was_told && material.findings.indicators[outcome.indicator].may_be_filed()
    };
    let told: Vec<&Outcome> = comparison.outcomes.iter().filter(may_be_told).collect();
    let number = (!told.is_empty()).then(|| numbering.table());
    let opening = previous::opening(comparison.period, &told, material.dossier.period, number.as_ref());
    let mut blocks = vec![Block::Paragraph(opening)];
    blocks.extend(number.map(|number| Block::Table(table(material, comparison, &told, &number))));
    let promised: Vec<RuleId> =
        told.iter().map(|outcome| material.findings.indicators[outcome.indicator].rule.id).collect();
    blocks.extend(previous::changes(comparison, &promised, material.statistics).map(Block::Paragraph));
    blocks
}

/// One row an indicator that was told.
fn table(material: &Material<'_>, comparison: &Comparison, told: &[&Outcome], number: &Figure) -> Table {
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
        rows: told.iter().map(|outcome| row(material, outcome)).collect(),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::wording::cases::Case;

    /// Compares the paragraphs and the table's rows, without their measures and days.
    #[track_caller]
    fn check(indicators: &str, expected: &[&str]) {
        let sessions = "时间,学习主题,学习形式,主持人,点评\n1月9日,民法典,传达,乙二,有\n2月9日,党章,传达,乙二,无\n3月9日,防汛,传达,乙二,无";
        let roster = "姓名,职务,角色\n甲一,书记,组长\n乙二,镇长,副组长";
        let before = format!(
            r#"{{"version":1,"unit":"本单位","period":"2019H2",
                "measures":[{{"key":"seminars","value":3}},{{"key":"sessions","value":3}}],
                "indicators":[{indicators}],"actions":[]}}"#
        );
        let case = Case::new(&[("统计表.csv", sessions), ("名单.csv", roster), ("上期.json", &before)]);
        let mut found = Vec::new();
        for block in blocks(&case.material(), &mut Numbering::default()) {
            match block {
                Block::Paragraph(text) => found.push(text.to_string()),
                Block::Table(table) => {
                    found.extend(table.rows.iter().map(|row| Text::joined(&row[2..], " ").to_string()));
                }
                _ => {}
            }
        }
        assert_eq!(found, expected);
    }

    #[test]
    fn what_is_not_the_committees_to_tell_is_not_told_a_period_later() {
        let reviewed = r#"{"id":"1.3","key":"sessions-reviewed","state":"flagged","value":0,"n":0,"of":8}"#;
        let quarters = r#"{"id":"1.10","key":"quarter-seminars","state":"flagged","value":2,"n":2,"of":2}"#;
        let leader = r#"{"id":"c1.2","key":"leader-hosting","state":"flagged","value":0,"n":0,"of":8}"#;
        let alike = r#"{"id":"3.4","key":"identical-titles","state":"flagged","value":4}"#;
        let untold = r#"{"id":"2.3","key":"joint-sessions","state":"flagged","value":0.5,"n":4,"of":8,"in-body":false}"#;
        check(
            &[reviewed, quarters, leader, alike, untold].join(","),
            &[
                "对照2019年下半年报告提出的2项问题逐项检查（见表1），有改进1项，没有改正1项；没有改正到位的列入下半年学习计划继续抓。",
                "评学率 0% 1/3 有改进",
                "没有研讨的季度数 2个 2个 未改正",
                "与2019年下半年相比，没有专题研讨，减少3次。",
            ],
        );
        check(
            reviewed,
            &[
                "对照2019年下半年报告提出的1项问题逐项检查（见表1），有所改进，还没有改正到位，列入下半年学习计划继续抓。",
                "评学率 0% 1/3 有改进",
            ],
        );
        // What fell is told here only where it was promised.
        check(leader, &["2019年下半年的报告没有提出需要改正的问题。"]);
    }
}
