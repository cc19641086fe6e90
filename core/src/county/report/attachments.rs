//! The attachments: units by place, what is lacking by spread and by unit, and who is missing.

use std::fmt::Display;

use crate::county::wording::{self, problems, tables, units_of};
use crate::county::{Standing, Survey};
use crate::document::format::{self, MIN_PERCENT_OF, share};
use crate::document::{Align, Attachment, Block, Column, Count, Provenance, Table, Text};
use crate::statistics::{Key, size};

/// Rows of one table; what is beyond stands in 汇总表.xlsx.
const MAX_ROWS: usize = 400;

/// Returns the attachments, in order.
pub(super) fn all(survey: &Survey) -> Vec<Attachment> {
    let has_matters = survey.told().next().is_some();
    [
        Some(ranking(survey)),
        has_matters.then(|| matters(survey)),
        has_matters.then(|| to_mend(survey)),
        wording::lists_absent(survey).then(|| absent(survey)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn attachment(title: &[&'static str], table: Table) -> Attachment {
    let title = title.iter().map(|word| Text::from(*word)).collect();
    Attachment { title, blocks: vec![Block::Table(table)] }
}

/// Makes a table of at most [`MAX_ROWS`] rows, and says where the others stand; those are made one
/// by one and counted, since all of a whole country's take a hundred megabytes.
fn table(
    columns: &[(&'static str, f64, Align)],
    mut rows: impl Iterator<Item = Vec<Text>>,
    note: impl Display,
) -> Table {
    let shown = rows.by_ref().take(MAX_ROWS).collect();
    let cut = rows.count();
    Table {
        caption: None,
        columns: columns
            .iter()
            .map(|(_, width_mm, align)| Column { width_mm: *width_mm, align: *align })
            .collect(),
        header: columns.iter().map(|(head, ..)| Text::from(*head)).collect(),
        rows: shown,
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
        ("调研报告", 11.0, Align::Right),
        ("改进事项", 14.0, Align::Right),
    ];
    let shown = survey.standings.iter().take(MAX_ROWS);
    let mut rows: Vec<Vec<Text>> = shown.map(|standing| ranking_row(survey, standing)).collect();
    let cut = survey.standings.len() - rows.len();
    let sum = |key: Key| match survey.total(key) {
        total if total.n_units == 0 => "—".into(),
        total => wording::total(total),
    };
    let head = [Text::new(), "合计".into()];
    rows.push(head.into_iter().chain(SUMMED.map(sum)).chain([Text::from("—")]).collect());
    let table =
        Table { note: Some(tables::ranking_note(MAX_ROWS, cut)), ..table(&columns, std::iter::empty(), "") };
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
    [rank(standing), wording::unit(&unit.unit).into()]
        .into_iter()
        .chain(SUMMED.map(shown))
        .chain([n_matters(standing.n_to_mend).into()])
        .collect()
}

/// Returns a unit's place.
fn rank(standing: &Standing) -> Text {
    standing.rank.map_or_else(|| "—".into(), |rank| format::whole(rank, Provenance::Numbering("名次")).into())
}

/// Counts what a unit is to mend.
fn n_matters(n: usize) -> Count {
    format::whole(n, Provenance::Listed("改进事项"))
}

/// 需要改进事项统计表: one row a matter, those of one problem or cause together.
fn matters(survey: &Survey) -> Attachment {
    let columns = [
        ("方面", 26.0, Align::Left),
        ("需要改进的事项", 66.0, Align::Left),
        ("涉及单位", 16.0, Align::Right),
        ("有记录的单位", 18.0, Align::Right),
        ("占比", 16.0, Align::Right),
        ("差距较大", 14.0, Align::Right),
    ];
    let rows = survey.told().map(|tally| {
        let (n, of) = units_of(size(tally.told.len()), size(tally.n_measured));
        let part = if of.n < MIN_PERCENT_OF { "—".into() } else { share(n.n, of.n, &n.source).into() };
        vec![
            problems::about(tally.rule.serves).into(),
            problems::lacking(tally.rule.id).into(),
            n.figure().into(),
            of.figure().into(),
            part,
            wording::units(tally.n_severe).into(),
        ]
    });
    attachment(&["需要改进事项", "统计表"], table(&columns, rows, tables::matters_note()))
}

/// 各单位需要改进的事项: one row a unit, in the order of the first attachment.
fn to_mend(survey: &Survey) -> Attachment {
    let columns = [
        ("名次", 10.0, Align::Center),
        ("单位", 36.0, Align::Left),
        ("项数", 11.0, Align::Right),
        ("需要改进的事项", 99.0, Align::Left),
    ];
    let rows = survey.standings.iter().map(|standing| {
        let unit = &survey.units[standing.unit];
        let matters: Vec<&str> = unit.to_mend().into_iter().map(problems::lacking).collect();
        vec![
            rank(standing),
            wording::unit(&unit.unit).into(),
            n_matters(standing.n_to_mend).into(),
            if matters.is_empty() { tables::NONE.into() } else { Text::joined(&matters, "；") },
        ]
    });
    attachment(&["各单位", "需要改进的事项"], table(&columns, rows, tables::to_mend_note()))
}

/// 没有计入汇总的单位: one row a unit, and how it is with it.
fn absent(survey: &Survey) -> Attachment {
    let columns = [("序号", 16.0, Align::Center), ("单位", 80.0, Align::Left), ("情况", 60.0, Align::Center)];
    let missing = survey.missing.iter().map(|missing| (&missing.unit, tables::missing(missing.is_empty)));
    let others = survey.others.iter().map(|(unit, _)| (unit, tables::OTHER_PERIOD));
    let row = |(n, (unit, what)): (usize, (&String, &'static str))| {
        vec![number(n), wording::unit(unit).into(), what.into()]
    };
    let rows = (1..).zip(missing.chain(others)).map(row);
    attachment(&["没有计入汇总", "的单位"], table(&columns, rows, tables::absent_note()))
}

/// Numbers a row.
fn number(n: usize) -> Text {
    format::whole(n, Provenance::Numbering("序号")).into()
}
