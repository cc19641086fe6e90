//! The attachments: units by place, indicators by spread, what each unit has, who is missing, likenesses.

use std::fmt::Display;

use crate::county::wording::{self, problems, tables, units_of};
use crate::county::{Standing, Survey};
use crate::document::format::{self, share};
use crate::document::wording::list;
use crate::document::{Align, Attachment, Block, Column, Count, Provenance, Table, Text, text};
use crate::findings::{RULES, Serves};
use crate::statistics::{Key, size};

/// Rows of one table; what is beyond stands in 汇总表.xlsx.
const MAX_ROWS: usize = 400;

/// Returns the attachments, in order.
pub(super) fn all(survey: &Survey) -> Vec<Attachment> {
    [
        Some(ranking(survey)),
        Some(by_indicator(survey)),
        Some(flagged(survey)),
        wording::has_absent(survey).then(|| absent(survey)),
        (!survey.likenesses.is_empty()).then(|| likenesses(survey)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn attachment(title: &[&'static str], table: Table) -> Attachment {
    let title = title.iter().map(|word| Text::from(*word)).collect();
    Attachment { title, blocks: vec![Block::Table(table)] }
}

/// Makes a table of at most [`MAX_ROWS`] rows, and says where the others stand.
fn table(columns: &[(&'static str, f64, Align)], rows: Vec<Vec<Text>>, note: impl Display) -> Table {
    let mut rows = rows;
    let cut = rows.len().saturating_sub(MAX_ROWS);
    rows.truncate(MAX_ROWS);
    Table {
        caption: None,
        columns: columns
            .iter()
            .map(|(_, width_mm, align)| Column { width_mm: *width_mm, align: *align })
            .collect(),
        header: columns.iter().map(|(head, ..)| Text::from(*head)).collect(),
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
    let mut rows: Vec<Vec<Text>> =
        survey.standings.iter().map(|standing| ranking_row(survey, standing)).collect();
    rows.truncate(MAX_ROWS);
    let cut = survey.standings.len() - rows.len();
    let sum = |key: Key| match survey.total(key) {
        total if total.n_units == 0 => "—".into(),
        total => wording::total(total),
    };
    let head = [Text::new(), "合计".into()];
    rows.push(head.into_iter().chain(SUMMED.map(sum)).chain([Text::from("—")]).collect());
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

fn ranking_row(survey: &Survey, standing: &Standing) -> Vec<Text> {
    let unit = &survey.units[standing.unit];
    let dash = || Text::from("—");
    let shown = |key: Key| {
        unit.measure(key).map_or_else(dash, |measure| {
            let (n, of) = measure.share.unzip();
            let source = Provenance::published(key.title(), n, of, measure.value);
            match (measure.share, measure.value) {
                (Some((n, of @ 1..)), _) => share(n, of, source).into(),
                (None, Some(value)) => format::plain(value, source).into(),
                _ => dash(),
            }
        })
    };
    let of = text!("{}/{}", indicators(standing.n_flagged), indicators(standing.n_measured));
    [rank(standing), wording::unit(&unit.unit).into()]
        .into_iter()
        .chain(SUMMED.map(shown))
        .chain([of])
        .collect()
}

/// Returns a unit's place.
fn rank(standing: &Standing) -> Text {
    standing.rank.map_or_else(|| "—".into(), |rank| format::whole(rank, Provenance::Numbering("名次")).into())
}

/// Counts indicators of a unit.
fn indicators(n: usize) -> Count {
    format::whole(n, Provenance::Listed("指标"))
}

/// 指标异常情况统计表: one row an indicator.
fn by_indicator(survey: &Survey) -> Attachment {
    let columns = [
        ("指标", 51.0, Align::Left),
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
        let (n, of) = units_of(n, of);
        let judged = |text: Text| if of == 0 { "—".into() } else { text };
        vec![
            tally.rule.name.into(),
            of.figure().into(),
            judged(n.figure().into()),
            judged(share(n.n, of.n, &n.source).into()),
            judged(wording::units(tally.n_severe).into()),
            serves.into(),
        ]
    });
    attachment(&["指标", "异常情况", "统计表"], table(&columns, rows.collect(), tables::indicators_note()))
}

/// 各单位异常指标清单: one row a unit, in the order of the first attachment.
fn flagged(survey: &Survey) -> Attachment {
    let columns = [
        ("名次", 10.0, Align::Center),
        ("单位", 36.0, Align::Left),
        ("项数", 11.0, Align::Right),
        ("不在正常范围的指标", 99.0, Align::Left),
    ];
    let rows = survey.standings.iter().map(|standing| {
        let unit = &survey.units[standing.unit];
        let names: Vec<&str> = unit.flagged().into_iter().map(|id| RULES[id as usize].name).collect();
        vec![
            rank(standing),
            wording::unit(&unit.unit).into(),
            indicators(standing.n_flagged).into(),
            if names.is_empty() { tables::NONE.into() } else { list(&names) },
        ]
    });
    attachment(&["各单位", "异常指标", "清单"], table(&columns, rows.collect(), tables::flagged_note()))
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
        (&missing.unit, what, Text::of(missing.reason.as_str(), Provenance::Office("台账核查意见")))
    });
    let others = survey
        .others
        .iter()
        .map(|(unit, period)| (unit, tables::OTHER_PERIOD, tables::other_period(*period)));
    let row = |(n, (unit, what, why)): (usize, (&String, &'static str, Text))| {
        vec![number(n), wording::unit(unit).into(), what.into(), why]
    };
    let rows = (1..).zip(missing.chain(others)).map(row);
    let table = table(&columns, rows.collect(), tables::absent_note());
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
            number(n),
            tables::essays(survey, likeness),
            format::whole(likeness.essays.len(), Provenance::Listed("疑似雷同的成果")).into(),
            tables::degree(likeness.score),
        ]
    });
    attachment(&["跨单位", "疑似雷同", "成果"], table(&columns, rows.collect(), tables::alike_note()))
}

/// Numbers a row.
fn number(n: usize) -> Text {
    format::whole(n, Provenance::Numbering("序号")).into()
}
