//! The attachments on how it was judged: all thresholds used, and the score sheet.

use crate::document::block::{Align, Attachment, Block, Column, Table};
use crate::document::format::{self, NO_DATA};
use crate::document::material::Material;
use crate::findings::score::{Score, ScoreItem, score};
use crate::findings::{Gravity, Indicator, State};

/// 指标阈值一览表: one row an indicator that could be judged; the note names the others.
pub(super) fn thresholds(material: &Material<'_>) -> Option<Attachment> {
    let is_judged = |indicator: &&Indicator| indicator.state != State::NoData;
    let (judged, unjudged): (Vec<&Indicator>, Vec<&Indicator>) =
        material.findings.indicators.iter().partition(is_judged);
    if judged.is_empty() || material.profile.thresholds == Some(false) {
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
        note: Some(thresholds_note(&unjudged)),
    };
    Some(attachment(&["指标阈值", "一览表"], table))
}

fn thresholds_note(unjudged: &[&Indicator]) -> String {
    let note = "注：依据中，“地方”为参照有关地方中心组学习制度，“建议”为计算程序的建议值，“自定”为本单位\
                自行确定；“另判”为本期数值正常、但有同一指标的其他情形。";
    if unjudged.is_empty() {
        return note.to_string();
    }
    let names: Vec<&str> = unjudged.iter().map(|indicator| indicator.rule.name).collect();
    format!("{note}未提供数据、不作评价的有：{}。", names.join("、"))
}

fn row(indicator: &Indicator) -> Vec<String> {
    let reading = indicator.reading.as_ref();
    let value = reading.map(|reading| format::reading(reading, indicator.limit.unit));
    let state = match (indicator.state, indicator.gravity) {
        (State::Clear | State::NoData, _) => "正常",
        _ if indicator.flagged_otherwise().is_some() => "另判",
        (_, Some(Gravity::Severe)) => "较重",
        _ => "超出",
    };
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
        state.to_string(),
        source.to_string(),
    ]
}

/// 学习情况评分表: one row an item with its deduction, and the sum.
pub(super) fn score_sheet(material: &Material<'_>) -> Option<Attachment> {
    if !material.profile.score {
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
        format!("{}等次", grade(tenths, full)),
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
        note: Some(note(&score, full)),
    };
    Some(attachment(&["学习情况", "评分表"], table))
}

fn score_row(item: &ScoreItem) -> Vec<String> {
    let start = [item.part.to_string(), item.name.to_string()];
    let rest = match (item.share(), item.reached) {
        (Some(share), Some((n, of))) => {
            let tenths = format::score_tenths(item.points, share);
            let lost = u64::from(item.points) * 10 - tenths;
            let asked = format::share_of_one(item.asked);
            let why = match lost {
                0 => "—".to_string(),
                _ if item.asked < 1.0 => format!("{}，{asked}得满分", format::share(n, of)),
                _ => format!("应有{of}，实有{n}"),
            };
            [item.points.to_string(), format::tenths_text(tenths), format::tenths_text(lost), why]
        }
        _ => ["—", "—", "—", NO_DATA].map(str::to_string),
    };
    start.into_iter().chain(rest).collect()
}

/// Returns the grade for so many tenths of so many points (domain notes §2).
fn grade(tenths: u64, full: u32) -> &'static str {
    let of = u64::from(full);
    match tenths * 10 {
        percent if percent >= of * 90 => "优秀",
        percent if percent >= of * 80 => "良好",
        percent if percent >= of * 60 => "合格",
        _ => "不合格",
    }
}

fn note(score: &Score, full: u32) -> String {
    let mut note = "注：各项得分按完成比例计算；等次为程序按台账所评，供参考".to_string();
    if full < 100 {
        note += &format!("；未提供数据的项目不评分，等次按可评的{full}分折算");
    }
    if score.n_alike > 0 {
        note += &format!("；一票警示：正文雷同{}对，需人工核实", score.n_alike);
    }
    if score.n_backdated > 0 {
        note += &format!("；一票警示：{}篇成果的日期早于对应的学习，需人工核实", score.n_backdated);
    }
    note + "。"
}

fn attachment(title: &[&str], table: Table) -> Attachment {
    let title = title.iter().map(|word| (*word).to_string()).collect();
    Attachment { title, blocks: vec![Block::Table(table)] }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grades() {
        assert_eq!(grade(900, 100), "优秀");
        assert_eq!(grade(899, 100), "良好");
        assert_eq!(grade(600, 100), "合格");
        assert_eq!(grade(299, 50), "不合格");
        assert_eq!(grade(450, 50), "优秀");
    }
}
