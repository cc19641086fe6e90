//! The two drawings: attendance by session, essays by fortnight.

use std::sync::Arc;

use crate::document::block::{Bar, Bars, Tick};
use crate::document::format;
use crate::document::numbering::Numbering;
use crate::document::provenance::{Dated, Evidence, Provenance};
use crate::document::sections::cells::counted;
use crate::document::text::{Count, Figure, Text, text};
use crate::document::wording::charts::{self, By, Span};
use crate::dossier::{Dossier, EssayKind};
use crate::findings::Limit;
use crate::origin::Origin;
use crate::period::{Part, first_of_month, last_of_month};
use crate::statistics::{SessionFigures, Statistics, exact, size};

/// With more sessions than this the bars would be too thin to read.
const MAX_BARS: usize = 24;

/// Of fewer sessions the text says all.
const MIN_SESSIONS: usize = 4;
/// Of fewer writings the text says all.
const MIN_WRITINGS: usize = 8;

/// Why an axis has the numbers it has.
const AXIS: Provenance = Provenance::Constant("坐标轴的刻度");

/// Draws attendance by session, or by month where there are too many sessions, with the rate that
/// is asked for as the line to measure by; returns the chart's number too.
pub(super) fn attendance(
    statistics: &Statistics,
    asked: &Limit,
    numbering: &mut Numbering,
) -> Option<(Figure, Bars)> {
    let due: Vec<&SessionFigures> =
        statistics.sessions.iter().filter(|session| !session.tally.due.is_empty()).collect();
    if due.len() < MIN_SESSIONS {
        return None;
    }
    let groups: Vec<Group> = if due.len() <= MAX_BARS {
        due.iter().map(|session| Group::of_day(session)).collect()
    } else {
        month_groups(&due)
    };
    let by = if due.len() <= MAX_BARS { By::Session } else { By::Month };
    let bars: Vec<Bar> = groups
        .iter()
        .map(|group| Bar {
            label: group.label.clone(),
            value: group.value(),
            share: exact(group.n) / exact(group.of),
            strong: exact(group.n) / exact(group.of) < asked.threshold,
        })
        .collect();
    let label = |bar: &Bar| Text::joined(&bar.label, "");
    let told: Vec<Text> = bars.iter().map(|bar| text!("{}{}", label(bar), bar.value)).collect();
    let floor = format::bound(asked, None);
    let note = bars.iter().any(|bar| bar.strong).then(|| charts::attendance_note(&floor));
    let number = numbering.chart();
    let bars = Bars {
        caption: charts::attendance(&number, by),
        alt: charts::attendance_told(by, &floor, &told),
        n_lines: 9,
        bars,
        ticks: [0.0, 0.25, 0.5, 0.75, 1.0]
            .into_iter()
            .map(|at| Tick { at, label: format::share_of_one(at, AXIS).into() })
            .collect(),
        reference: Some(Tick { at: asked.threshold, label: floor.into() }),
        note,
    };
    Some((number, bars))
}

/// What a bar of the attendance chart stands for.
struct Group {
    label: Vec<Text>,
    n: u64,
    of: u64,
    cells: Vec<Origin>,
}

impl Group {
    fn of_day(session: &SessionFigures) -> Group {
        let (n, of) = session.tally.attendance_rate();
        let (cells, date) = (session.tally.due.clone(), session.date);
        let dated = || cells.first().map_or(Dated::Period, |cell| Dated::Record(cell.clone()));
        let label = vec![
            format::month(u8::from(date.month()), dated()).into(),
            format::day(date.day(), dated()).into(),
        ];
        Group { label, n, of, cells }
    }

    fn value(&self) -> Text {
        let value = Some(exact(self.n) / exact(self.of));
        let evidence = Evidence { value, n: Some(self.n), of: Some(self.of), origins: self.cells.clone() };
        format::share(self.n, self.of, Provenance::Count("出勤率", Arc::new(evidence))).into()
    }
}

/// Pools the sessions of each month.
fn month_groups(sessions: &[&SessionFigures]) -> Vec<Group> {
    sessions
        .chunk_by(|a, b| (a.date.year(), a.date.month()) == (b.date.year(), b.date.month()))
        .map(|month| {
            let (n, of) = month.iter().fold((0, 0), |(n, of), session| {
                let (more_n, more_of) = session.tally.attendance_rate();
                (n + more_n, of + more_of)
            });
            let cells = month.iter().flat_map(|session| session.tally.due.iter().cloned()).collect();
            let label = vec![format::month(u8::from(month[0].date.month()), Dated::Period).into()];
            Group { label, n, of, cells }
        })
        .collect()
}

/// Draws essays and articles by half-month of handing in, a year's by month, with the chart's number.
pub(super) fn essays(dossier: &Dossier, numbering: &mut Numbering) -> Option<(Figure, Bars)> {
    let dates: Vec<_> = dossier
        .essays
        .iter()
        .filter(|essay| essay.kind != EssayKind::Report)
        .filter_map(|essay| Some((essay.submitted.value?, essay.submitted.evidence()?)))
        .collect();
    if dates.len() < MIN_WRITINGS {
        return None;
    }
    let period = dossier.period;
    let span = if period.part == Part::Year { Span::Month } else { Span::HalfMonth };
    let mut bins: Vec<(Vec<Text>, Vec<Origin>)> = Vec::new();
    for month in period.first_month()..=period.last_month() {
        let first = first_of_month(period.year, month);
        let middle = first.replace_day(15).expect("every month has a 15th");
        let last = last_of_month(period.year, month);
        let count = |from, to| {
            let between = dates.iter().filter(|(date, _)| *date >= from && *date <= to);
            between.map(|(_, cell)| cell.clone()).collect()
        };
        if span == Span::Month {
            bins.push((vec![format::month(month, Dated::Period).into()], count(first, last)));
            continue;
        }
        let label = |half: &'static str| vec![format::month(month, Dated::Period).into(), half.into()];
        let after = middle.next_day().expect("the calendar goes on after 1900");
        bins.push((label("上半"), count(first, middle)));
        bins.push((label("下半"), count(after, last)));
    }
    let most = bins.iter().map(|(_, cells)| size(cells.len())).max().unwrap_or(0).max(1);
    let step = axis_step(most);
    let top = most.div_ceil(step) * step;
    let told: Vec<Text> = bins
        .iter()
        .map(|(label, cells)| {
            text!(
                "{}{}{}篇",
                Text::joined(label, ""),
                if span == Span::Month { "" } else { "月" },
                counted("成果", cells)
            )
        })
        .collect();
    let number = numbering.chart();
    let bars = Bars {
        caption: charts::essays(&number, span),
        alt: charts::essays_told(&told, span),
        n_lines: 9,
        bars: bins
            .into_iter()
            .map(|(label, cells)| Bar {
                label,
                value: counted("成果", &cells),
                share: exact(size(cells.len())) / exact(top),
                strong: size(cells.len()) == most,
            })
            .collect(),
        ticks: (0..=top / step)
            .map(|i| Tick {
                at: exact(i * step) / exact(top),
                label: text!("{}篇", Count::new(i * step, AXIS)),
            })
            .collect(),
        reference: None,
        note: Some(charts::essays_note()),
    };
    Some((number, bars))
}

/// Returns a step of 1, 2 or 5 times a power of ten that gives at most five steps.
fn axis_step(most: u64) -> u64 {
    let mut unit = 1;
    loop {
        for factor in [1, 2, 5] {
            if most.div_ceil(unit * factor) <= 5 {
                return unit * factor;
            }
        }
        unit *= 10;
    }
}

#[cfg(test)]
mod tests {
    use super::axis_step;

    #[test]
    fn axes_have_few_round_steps() {
        let check = |most, expected| assert_eq!(axis_step(most), expected, "{most}");
        check(1, 1);
        check(5, 1);
        check(6, 2);
        check(15, 5);
        check(26, 10);
        check(251, 100);
    }
}
