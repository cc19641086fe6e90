//! The drawings: attendance by session; by month what was kept of the plan, or how many sessions
//! were seminars; essays by half-month.

use std::sync::Arc;

use crate::document::block::{Bar, Bars, LegendEntry, Tick};
use crate::document::format;
use crate::document::numbering::Numbering;
use crate::document::provenance::{Dated, Evidence, Provenance};
use crate::document::sections::cells::counted;
use crate::document::text::{Count, Figure, Text, text};
use crate::document::wording::charts::{self, By, Kind, Span};
use crate::dossier::{Dossier, EssayKind, Form, PlanRow};
use crate::findings::Limit;
use crate::origin::Origin;
use crate::period::{Part, Period, first_of_month, last_of_month};
use crate::statistics::{SessionFigures, Statistics, exact, fulfilled, size};

/// With more sessions than this the bars would be too thin to read.
const MAX_BARS: usize = 18;

/// Of fewer sessions the text says all.
const MIN_SESSIONS: usize = 4;
/// Of fewer writings the text says all.
const MIN_WRITINGS: usize = 8;

/// From this difference of the best and the worst attendance on, bars tell them apart.
const TELLING_SPREAD: f64 = 0.15;
/// How high a chart is, in lines of the page's grid, its caption included.
pub(super) const N_LINES: u8 = 8;

/// Why an axis has the numbers it has.
const AXIS: Provenance = Provenance::Constant("坐标轴的刻度");

/// A drawing with the number by which the text refers to it.
pub(super) struct Drawing {
    /// What it is of.
    pub kind: Kind,
    /// The number, such as `图1`.
    pub number: Figure,
    /// What is drawn.
    pub bars: Bars,
}

/// Draws attendance where it fell short or differs much from time to time, and not where all bars
/// would be of one height.
pub(super) fn telling_attendance(
    statistics: &Statistics,
    asked: &Limit,
    numbering: &mut Numbering,
) -> Option<Drawing> {
    let groups = groups(statistics);
    let (least, most) = ends(&groups);
    let is_telling = least < asked.threshold || most - least >= TELLING_SPREAD;
    (least < most && is_telling).then(|| attendance(&groups, asked, numbering))
}

/// Draws attendance, unless all bars would be of one height.
pub(super) fn any_attendance(
    statistics: &Statistics,
    asked: &Limit,
    numbering: &mut Numbering,
) -> Option<Drawing> {
    let groups = groups(statistics);
    let (least, most) = ends(&groups);
    (least < most).then(|| attendance(&groups, asked, numbering))
}

/// Returns the lowest and the highest share.
fn ends(groups: &[Group]) -> (f64, f64) {
    let shares = || groups.iter().map(Group::share);
    (shares().fold(1.0, f64::min), shares().fold(0.0, f64::max))
}

/// Returns what the bars of attendance stand for: sessions, or months where these are too many;
/// nothing where the text says all.
fn groups(statistics: &Statistics) -> Vec<Group> {
    let due: Vec<&SessionFigures> =
        statistics.sessions.iter().filter(|session| !session.tally.due.is_empty()).collect();
    match due.len() {
        ..MIN_SESSIONS => Vec::new(),
        MIN_SESSIONS..=MAX_BARS => due.iter().map(|session| Group::of_day(session)).collect(),
        _ => month_groups(&due),
    }
}

/// Draws attendance with the rate that is asked for as the line to measure by.
fn attendance(groups: &[Group], asked: &Limit, numbering: &mut Numbering) -> Drawing {
    // A day has month and day.
    let by = if groups.iter().any(|group| group.label.len() > 1) { By::Session } else { By::Month };
    let bars: Vec<Bar> = groups
        .iter()
        .map(|group| Bar {
            label: group.label.clone(),
            value: group.value(),
            share: group.share(),
            strong: group.share() < asked.threshold,
        })
        .collect();
    let label = |bar: &Bar| Text::joined(&bar.label, "");
    let told: Vec<Text> = bars.iter().map(|bar| text!("{}{}", label(bar), bar.value)).collect();
    let floor = format::bound(asked, None);
    let number = numbering.chart();
    let bars = Bars {
        caption: charts::attendance(&number, by),
        alt: charts::attendance_told(by, &floor, &told),
        n_lines: N_LINES,
        bars,
        n_series: 1,
        ticks: [0.0, 0.25, 0.5, 0.75, 1.0]
            .into_iter()
            .map(|at| Tick { at, label: format::share_of_one(at, AXIS).into() })
            .collect(),
        legend: charts::attendance_legend(&floor),
        reference: Some(Tick { at: asked.threshold, label: floor.into() }),
    };
    Drawing { kind: Kind::Attendance(by), number, bars }
}

/// Draws by month how much of the plan was due and how much of it was kept in time; nothing where
/// all of it was.
pub(super) fn kept_plan(dossier: &Dossier, numbering: &mut Numbering) -> Option<Drawing> {
    let rows = fulfilled(dossier);
    if rows.len() < MIN_SESSIONS || rows.iter().all(|(_, kept)| kept.is_some()) {
        return None;
    }
    let year = dossier.period.year;
    let due_in = |month: u8| {
        let is_due = move |row: &&(&PlanRow, Option<usize>)| {
            row.0.due.is_some_and(|due| (due.year(), u8::from(due.month())) == (year, month))
        };
        let due: Vec<_> = rows.iter().filter(is_due).collect();
        let cells = |rows: Vec<&&(&PlanRow, Option<usize>)>| -> Vec<Origin> {
            rows.iter().map(|(row, _)| row.origin.clone()).collect()
        };
        let kept = cells(due.iter().filter(|(_, kept)| kept.is_some()).collect());
        (cells(due.iter().collect()), kept)
    };
    let words = Words {
        names: ["学习计划的安排", "按期开展的安排"],
        unit: "项",
        caption: charts::plan,
        month: charts::plan_month_told,
        alt: charts::plan_told,
        legend: charts::plan_legend,
    };
    Some(Months::of(dossier.period, due_in).draw(Kind::Plan, &words, numbering))
}

/// Draws by month how many sessions there were and how many of them were seminars; nothing where
/// all were or none was.
pub(super) fn seminars(dossier: &Dossier, numbering: &mut Numbering) -> Option<Drawing> {
    let sessions = &dossier.sessions;
    let n_seminars = sessions.iter().filter(|session| session.form == Some(Form::Seminar)).count();
    let is_known = sessions.iter().all(|session| session.form.is_some());
    if sessions.len() < MIN_SESSIONS || !is_known || n_seminars == 0 || n_seminars == sessions.len() {
        return None;
    }
    let held_in = |month: u8| {
        let held = || sessions.iter().filter(move |session| u8::from(session.date.month()) == month);
        let seminars = held().filter(|session| session.form == Some(Form::Seminar));
        let seminars: Vec<Origin> = seminars.map(|session| session.origin.clone()).collect();
        (held().map(|session| session.origin.clone()).collect(), seminars)
    };
    let words = Words {
        names: ["集中学习", "专题研讨"],
        unit: "次",
        caption: charts::seminars,
        month: charts::seminars_month_told,
        alt: charts::seminars_told,
        legend: charts::seminars_legend,
    };
    Some(Months::of(dossier.period, held_in).draw(Kind::Seminars, &words, numbering))
}

/// What a chart of two counts a month says.
struct Words {
    /// What is counted: all, and the part.
    names: [&'static str; 2],
    /// The unit of both.
    unit: &'static str,
    /// The words below the chart.
    caption: fn(&Figure) -> Text,
    /// What it shows of a month.
    month: fn(&Figure, &Text, &Text) -> Text,
    /// What it shows, from what it shows of each month.
    alt: fn(&[Text]) -> Text,
    /// What light and dark bars mean.
    legend: fn() -> Vec<LegendEntry>,
}

/// Two counts a month, the second of them a part of the first.
struct Months(Vec<(Figure, [Vec<Origin>; 2])>);

impl Months {
    /// Counts each month of a period: `count` returns the cells of all and those of the part.
    fn of(period: Period, count: impl Fn(u8) -> (Vec<Origin>, Vec<Origin>)) -> Months {
        let month = |month: u8| {
            let (all, part) = count(month);
            (format::month(month, Dated::Period), [all, part])
        };
        Months((period.first_month()..=period.last_month()).map(month).collect())
    }

    /// Draws two bars a month.
    fn draw(&self, kind: Kind, words: &Words, numbering: &mut Numbering) -> Drawing {
        let names = words.names;
        let most = self.0.iter().map(|(_, [all, _])| size(all.len())).max().unwrap_or(0).max(1);
        let axis = Axis::of(most, words.unit);
        let say = |(month, [all, part]): &(Figure, [Vec<Origin>; 2])| {
            (words.month)(month, &counted(names[0], all), &counted(names[1], part))
        };
        let told: Vec<Text> = self.0.iter().map(say).collect();
        let bar = |label, what, cells: &[Origin], strong| Bar {
            label,
            value: counted(what, cells),
            share: axis.share(cells.len()),
            strong,
        };
        let pair = |(month, [all, part]): &(Figure, [Vec<Origin>; 2])| {
            let label = vec![month.clone().into()];
            [bar(label, names[0], all, false), bar(Vec::new(), names[1], part, true)]
        };
        let number = numbering.chart();
        let bars = Bars {
            caption: (words.caption)(&number),
            alt: (words.alt)(&told),
            n_lines: N_LINES,
            bars: self.0.iter().flat_map(pair).collect(),
            n_series: 2,
            ticks: axis.ticks(),
            reference: None,
            legend: (words.legend)(),
        };
        Drawing { kind, number, bars }
    }
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

    fn share(&self) -> f64 {
        exact(self.n) / exact(self.of)
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

/// Draws essays and articles by half-month of handing in, a year's by month.
pub(super) fn essays(dossier: &Dossier, numbering: &mut Numbering) -> Option<Drawing> {
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
    let axis = Axis::of(most, "篇");
    let is_uneven = bins.iter().any(|(_, cells)| size(cells.len()) < most);
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
        alt: charts::essays_told(&told, span, is_uneven),
        n_lines: N_LINES,
        bars: bins
            .into_iter()
            .map(|(label, cells)| Bar {
                label,
                value: counted("成果", &cells),
                share: axis.share(cells.len()),
                strong: is_uneven && size(cells.len()) == most,
            })
            .collect(),
        n_series: 1,
        ticks: axis.ticks(),
        reference: None,
        legend: if is_uneven { charts::essays_legend(span) } else { Vec::new() },
    };
    Some(Drawing { kind: Kind::Essays, number, bars })
}

/// An upright axis that counts from nought.
struct Axis {
    step: u64,
    top: u64,
    unit: &'static str,
}

impl Axis {
    fn of(most: u64, unit: &'static str) -> Axis {
        let step = axis_step(most);
        Axis { step, top: most.div_ceil(step) * step, unit }
    }

    fn share(&self, n: usize) -> f64 {
        exact(size(n)) / exact(self.top)
    }

    fn ticks(&self) -> Vec<Tick> {
        let tick = |n: u64| Tick {
            at: exact(n) / exact(self.top),
            label: text!("{}{}", Count::new(n, AXIS), self.unit),
        };
        (0..=self.top / self.step).map(|at| tick(at * self.step)).collect()
    }
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
