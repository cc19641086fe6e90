//! The attachments on how it was judged: all thresholds used, and the score sheet.

use crate::document::block::{Align, Attachment, Block, Column, Table};
use crate::document::format::{self, NO_DATA};
use crate::document::material::Material;
use crate::document::wording::tables;
use crate::findings::score::{ScoreItem, score};
use crate::findings::{Indicator, State};

/// 指标阈值一览表: one row an indicator that could be judged; the note names the others.
pub(super) fn thresholds(material: &Material<'_>) -> Option<Attachment> {
    let is_judged = |indicator: &&Indicator| indicator.state != State::NoData;
    let (judged, unjudged): (Vec<&Indicator>, Vec<&Indicator>) =
        material.findings.indicators.iter().partition(is_judged);
    if judged.is_empty() || !material.settings.thresholds {
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
        header: ["编号", "指标", "本期", "正常范围", "状态", "依据"].map(str::to_string).to_vec(),
        rows: judged.into_iter().map(row).collect(),
        note: Some(tables::thresholds_note(&unjudged)),
    };
    Some(attachment(&["指标阈值", "一览表"], table))
}

fn row(indicator: &Indicator) -> Vec<String> {
    let reading = indicator.reading.as_ref();
    let value = reading.map(|reading| format::reading(reading, indicator.limit.unit));
    let source = &indicator.limit.source;
    let source = if source.starts_with("参照") {
        "地方"
    } else if source.starts_with("本单位") {
        "自定"
    } else {
        "建议"
    };
    vec![
        indicator.rule.id.to_string(),
        indicator.rule.name.to_string(),
        value.unwrap_or_else(|| "—".to_string()),
        format::limit(&indicator.limit),
        tables::state(indicator).to_string(),
        source.to_string(),
    ]
}

/// 学习情况评分表: one row an item with its deduction, and the sum.
pub(super) fn score_sheet(material: &Material<'_>) -> Option<Attachment> {
    if !material.settings.score {
        return None;
    }
    let score = score(material.dossier, material.statistics, material.findings, material.limits);
    let scored = || score.items.iter().filter_map(|item| Some((item, item.share()?)));
    let full: u32 = scored().map(|(item, _)| item.points).sum();
    if full == 0 {
        return None;
    }
    // What is printed is what is added up, so that a reader who adds agrees.
    let tenths: u64 = scored().map(|(item, share)| format::score_tenths(item.points, share)).sum();
    let mut rows: Vec<Vec<String>> = score.items.iter().map(score_row).collect();
    rows.push(vec![
        "合计".to_string(),
        String::new(),
        full.to_string(),
        format::tenths_text(tenths),
        format::tenths_text(u64::from(full) * 10 - tenths),
        tables::grade(tenths, full).to_string(),
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
        header: ["项目", "内容", "满分", "得分", "扣分", "扣分情况"].map(str::to_string).to_vec(),
        rows,
        note: Some(tables::score_note(&score, full)),
    };
    Some(attachment(&["学习情况", "评分表"], table))
}

fn score_row(item: &ScoreItem) -> Vec<String> {
    let start = [item.part.to_string(), item.name.to_string()];
    let rest = match (item.share(), item.reached) {
        (Some(share), Some((n, of))) => {
            let tenths = format::score_tenths(item.points, share);
            let lost = u64::from(item.points) * 10 - tenths;
            let why = tables::deducted(lost, (n, of), item.asked);
            [item.points.to_string(), format::tenths_text(tenths), format::tenths_text(lost), why]
        }
        _ => ["—", "—", "—", NO_DATA].map(str::to_string),
    };
    start.into_iter().chain(rest).collect()
}

fn attachment(title: &[&str], table: Table) -> Attachment {
    let title = title.iter().map(|word| (*word).to_string()).collect();
    Attachment { title, blocks: vec![Block::Table(table)] }
}
