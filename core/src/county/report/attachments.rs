//! The attachments: units by place, indicators by spread, what each unit has, who is missing, likenesses.

use crate::county::wording::{self, problems, tables};
use crate::county::{Standing, Survey};
use crate::document::format::{self, share};
use crate::document::wording::list;
use crate::document::{Align, Attachment, Block, Column, Table};
use crate::findings::{RuleId, Serves};
use crate::statistics::{Key, size};

/// Rows of one table; what is beyond stands in 汇总表.xlsx.
const MAX_ROWS: usize = 400;

/// Returns the attachments, in order.
pub(super) fn all(survey: &Survey) -> Vec<Attachment> {
    [
        Some(ranking(survey)),
        Some(indicators(survey)),
        Some(flagged(survey)),
        wording::has_absent(survey).then(|| absent(survey)),
        (!survey.likenesses.is_empty()).then(|| likenesses(survey)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn attachment(title: &[&str], table: Table) -> Attachment {
    let title = title.iter().map(|word| (*word).to_string()).collect();
    Attachment { title, blocks: vec![Block::Table(table)] }
}

/// Makes a table of at most [`MAX_ROWS`] rows, and says where the others stand.
fn table(columns: &[(&str, f64, Align)], rows: Vec<Vec<String>>, note: &str) -> Table {
    let mut rows = rows;
    let cut = rows.len().saturating_sub(MAX_ROWS);
    rows.truncate(MAX_ROWS);
    Table {
        caption: None,
        columns: columns
            .iter()
            .map(|(_, width_mm, align)| Column { width_mm: *width_mm, align: *align })
            .collect(),
        header: columns.iter().map(|(head, ..)| (*head).to_string()).collect(),
        rows,
        note: Some(tables::note(MAX_ROWS, cut, note)),
    }
}

/// 各单位学习情况一览表: one row a unit, best first, and the sum.
fn ranking(survey: &Survey) -> Attachment {
    let columns = [
        ("名次", 10.0, Align::Center),
        ("单位", 30.0, Align::Left),
        ("学习", 11.0, Align::Right),
        ("研讨", 11.0, Align::Right),
        ("应到", 13.0, Align::Right),
        ("实到", 13.0, Align::Right),
        ("出勤率", 16.0, Align::Right),
        ("参学率", 16.0, Align::Right),
        ("心得文章", 11.0, Align::Right),
        ("调研", 10.0, Align::Right),
        ("异常", 15.0, Align::Right),
    ];
    let mut rows: Vec<Vec<String>> =
        survey.standings.iter().map(|standing| ranking_row(survey, standing)).collect();
    rows.truncate(MAX_ROWS);
    let cut = survey.standings.len() - rows.len();
    let sum = |key: Key| match survey.total(key) {
        total if total.n_units == 0 => "—".to_string(),
        total => wording::total(total),
    };
    let head = [String::new(), "合计".to_string()];
    rows.push(head.into_iter().chain(SUMMED.map(sum)).chain(["—".to_string()]).collect());
    let table = Table { note: Some(tables::ranking_note(MAX_ROWS, cut)), ..table(&columns, Vec::new(), "") };
    attachment(&["各单位", "学习情况", "一览表"], Table { rows, ..table })
}

/// The figures of 附件1.
const SUMMED: [Key; 8] = [
    Key::Sessions,
    Key::Seminars,
    Key::Due,
    Key::Present,
    Key::AttendanceRate,
    Key::ParticipationRate,
    Key::Essays,
    Key::ResearchReports,
];

fn ranking_row(survey: &Survey, standing: &Standing) -> Vec<String> {
    let unit = &survey.units[standing.unit];
    let shown = |key: Key| {
        let dash = || "—".to_string();
        unit.measure(key).map_or_else(dash, |measure| match (measure.share, measure.value) {
            (Some((n, of @ 1..)), _) => share(n, of),
            (None, Some(value)) => format::plain(value),
            _ => dash(),
        })
    };
    let rank = standing.rank.map_or_else(|| "—".to_string(), |rank| rank.to_string());
    let of = format!("{}/{}", standing.n_flagged, standing.n_measured);
    [rank, unit.unit.clone()].into_iter().chain(SUMMED.map(shown)).chain([of]).collect()
}

/// 指标异常情况统计表: one row an indicator.
fn indicators(survey: &Survey) -> Attachment {
    let columns = [
        ("编号", 11.0, Align::Center),
        ("指标", 40.0, Align::Left),
        ("可计算单位", 18.0, Align::Right),
        ("异常单位", 16.0, Align::Right),
        ("占比", 16.0, Align::Right),
        ("较重", 12.0, Align::Right),
        ("反映的问题或原因", 43.0, Align::Left),
    ];
    let rows = survey.indicators.iter().map(|tally| {
        let (n, of) = (size(tally.flagged.len()), size(tally.n_measured));
        let serves = match tally.rule.serves {
            Serves::Problem(kind) => problems::problem(kind),
            Serves::Cause(kind) => problems::cause(kind),
        };
        vec![
            tally.rule.id.to_string(),
            tally.rule.name.to_string(),
            of.to_string(),
            if of == 0 { "—".to_string() } else { n.to_string() },
            if of == 0 { "—".to_string() } else { share(n, of) },
            if of == 0 { "—".to_string() } else { tally.n_severe.to_string() },
            serves.to_string(),
        ]
    });
    attachment(&["指标", "异常情况", "统计表"], table(&columns, rows.collect(), tables::INDICATORS_NOTE))
}

/// 各单位异常指标清单: one row a unit, in the order of the first attachment.
fn flagged(survey: &Survey) -> Attachment {
    let columns = [
        ("名次", 10.0, Align::Center),
        ("单位", 36.0, Align::Left),
        ("项数", 11.0, Align::Right),
        ("不在正常范围的指标编号", 99.0, Align::Left),
    ];
    let rows = survey.standings.iter().map(|standing| {
        let unit = &survey.units[standing.unit];
        // Numbers, not names: a row is then a line or two.
        let ids: Vec<&str> = unit.flagged().into_iter().map(RuleId::id).collect();
        vec![
            standing.rank.map_or_else(|| "—".to_string(), |rank| rank.to_string()),
            unit.unit.clone(),
            standing.n_flagged.to_string(),
            if ids.is_empty() { tables::NONE.to_string() } else { list(&ids) },
        ]
    });
    attachment(&["各单位", "异常指标", "清单"], table(&columns, rows.collect(), tables::FLAGGED_NOTE))
}

/// 没有计入汇总的单位: one row a unit, and why.
fn absent(survey: &Survey) -> Attachment {
    let columns = [
        ("序号", 11.0, Align::Center),
        ("单位", 45.0, Align::Left),
        ("情况", 24.0, Align::Center),
        ("原因", 76.0, Align::Left),
    ];
    let missing = survey.missing.iter().map(|missing| {
        let what = tables::missing(missing.is_empty);
        (missing.unit.clone(), what, missing.reason.clone())
    });
    let others = survey
        .others
        .iter()
        .map(|(unit, period)| (unit.clone(), tables::OTHER_PERIOD, tables::other_period(*period)));
    let row = |(n, (unit, what, why)): (usize, (String, &str, String))| {
        vec![n.to_string(), unit, what.to_string(), why]
    };
    let rows = (1..).zip(missing.chain(others)).map(row);
    let table = table(&columns, rows.collect(), tables::ABSENT_NOTE);
    attachment(&["没有计入汇总", "的单位"], table)
}

/// 跨单位疑似雷同成果: one row a group.
fn likenesses(survey: &Survey) -> Attachment {
    let columns = [
        ("序号", 11.0, Align::Center),
        ("单位和题目", 103.0, Align::Left),
        ("篇数", 14.0, Align::Right),
        ("重合度", 28.0, Align::Center),
    ];
    let rows = (1..).zip(&survey.likenesses).map(|(n, likeness)| {
        vec![
            n.to_string(),
            tables::essays(survey, likeness),
            likeness.essays.len().to_string(),
            tables::degree(likeness.score),
        ]
    });
    attachment(&["跨单位", "疑似雷同", "成果"], table(&columns, rows.collect(), tables::ALIKE_NOTE))
}
