//! The attachments on how it was judged: all thresholds used, and the score sheet.

use std::sync::Arc;

use crate::document::block::{Align, Attachment, Block, Column, Table};
use crate::document::format;
use crate::document::material::Material;
use crate::document::provenance::{Evidence, Provenance};
use crate::document::text::Text;
use crate::document::wording::tables;
use crate::findings::score::{ScoreItem, score};
use crate::findings::{Indicator, State};

/// 指标阈值一览表: one row an indicator that could be judged; the note names the others.
pub(super) fn thresholds(material: &Material<'_>) -> Option<Attachment> {
    let is_judged = |indicator: &&Indicator| indicator.state != State::NoData;
    let (judged, unjudged): (Vec<&Indicator>, Vec<&Indicator>) =
        material.findings.indicators.iter().partition(is_judged);
    if judged.is_empty() {
        return None;
    }
    let columns = [
        (12.0, Align::Center),
        (46.0, Align::Left),
        (28.0, Align::Center),
        (42.0, Align::Center),
        (14.0, Align::Center),
        (14.0, Align::Center),
    ];
    let table = Table {
        caption: None,
        columns: columns.map(|(width_mm, align)| Column { width_mm, align }).to_vec(),
        header: ["编号", "指标", "本期", "正常范围", "状态", "依据"].map(Text::from).to_vec(),
        rows: judged.into_iter().map(row).collect(),
        note: Some(tables::thresholds_note(&unjudged)),
    };
    Some(attachment(&["指标阈值", "一览表"], table))
}

fn row(indicator: &Indicator) -> Vec<Text> {
    let reading = indicator.reading.as_ref();
    let value = reading.map(|reading| Text::from(format::reading(reading, &indicator.limit, indicator)));
    vec![
        Text::of(indicator.rule.id.id(), Provenance::Numbering("指标")),
        indicator.rule.name.into(),
        value.unwrap_or_else(|| "—".into()),
        format::limit(&indicator.limit, indicator.rule.id),
        tables::state(indicator).into(),
        tables::basis(indicator.limit.basis).into(),
    ]
}

/// 学习情况评分表: one row an item with its deduction, and the sum.
pub(super) fn score_sheet(material: &Material<'_>) -> Option<Attachment> {
    let score = score(material.dossier, material.statistics, material.findings, material.limits);
    let scored = || score.items.iter().filter_map(|item| Some((item, item.share()?)));
    let full: u32 = scored().map(|(item, _)| item.points).sum();
    if full == 0 {
        return None;
    }
    // What is printed is what is added up, so that a reader who adds agrees.
    let tenths: u64 = scored().map(|(item, share)| format::score_tenths(item.points, share)).sum();
    let mut rows: Vec<Vec<Text>> = score.items.iter().map(score_row).collect();
    let sum = |tenths| Text::from(format::tenths_text(tenths, Provenance::Listed("得分")));
    rows.push(vec![
        "合计".into(),
        Text::new(),
        Text::of(full.to_string(), tables::POINTS),
        sum(tenths),
        sum(u64::from(full) * 10 - tenths),
        tables::grade(tenths, full).into(),
    ]);
    let columns = [
        (28.0, Align::Center),
        (46.0, Align::Left),
        (14.0, Align::Right),
        (14.0, Align::Right),
        (14.0, Align::Right),
        (40.0, Align::Left),
    ];
    let table = Table {
        caption: None,
        columns: columns.map(|(width_mm, align)| Column { width_mm, align }).to_vec(),
        header: ["项目", "内容", "满分", "得分", "扣分", "扣分情况"].map(Text::from).to_vec(),
        rows,
        note: Some(tables::score_note(full)),
    };
    Some(attachment(&["学习情况", "评分表"], table))
}

fn score_row(item: &ScoreItem) -> Vec<Text> {
    let start = [Text::from(item.part), Text::from(item.name)];
    let rest = match (item.share(), item.reached) {
        (Some(share), Some((n, of))) => {
            let tenths = format::score_tenths(item.points, share);
            let lost = u64::from(item.points) * 10 - tenths;
            let evidence = Evidence { value: Some(share), n: Some(n), of: Some(of), origins: Vec::new() };
            let source = Provenance::Score(item.name, Arc::new(evidence));
            let why = tables::deducted(lost, (n, of), item.asked, &source);
            let points = |tenths| Text::from(format::tenths_text(tenths, &source));
            [Text::of(item.points.to_string(), tables::POINTS), points(tenths), points(lost), why]
        }
        _ => ["—", "—", "—", "没有数据"].map(Text::from),
    };
    start.into_iter().chain(rest).collect()
}

fn attachment(title: &[&'static str], table: Table) -> Attachment {
    let title = title.iter().map(|word| Text::from(*word)).collect();
    Attachment { title, blocks: vec![Block::Table(table)] }
}
