//! The two drawings: attendance by session, essays by fortnight.

use crate::document::block::{Bar, Bars, Tick};
use crate::document::format;
use crate::document::wording::charts::{self, By};
use crate::dossier::{Dossier, EssayKind};
use crate::findings::Limit;
use crate::period::{first_of_month, last_of_month};
use crate::statistics::{SessionFigures, Statistics, exact, size};

/// With more sessions than this the bars would be too thin to read.
const MAX_BARS: usize = 24;

/// Draws attendance by session, or by month where there are too many sessions, with the rate that
/// is asked for as the line to measure by.
pub(super) fn attendance(statistics: &Statistics, asked: &Limit) -> Option<Bars> {
    let due: Vec<&SessionFigures> =
        statistics.sessions.iter().filter(|session| !session.tally.due.is_empty()).collect();
    if due.is_empty() {
        return None;
    }
    let groups: Vec<(Vec<String>, u64, u64)> = if due.len() <= MAX_BARS {
        due.iter().map(|session| day_group(session)).collect()
    } else {
        month_groups(&due)
    };
    let by = if due.len() <= MAX_BARS { By::Session } else { By::Month };
    let bars: Vec<Bar> = groups
        .iter()
        .map(|(label, n, of)| Bar {
            label: label.clone(),
            value: format::share(*n, *of),
            share: exact(*n) / exact(*of),
            strong: exact(*n) / exact(*of) < asked.threshold,
        })
        .collect();
    let told: Vec<String> = bars.iter().map(|bar| format!("{}{}", bar.label.concat(), bar.value)).collect();
    Some(Bars {
        caption: charts::attendance(by),
        alt: charts::attendance_told(by, &told, &format::bound(asked)),
        n_lines: 9,
        bars,
        ticks: [0.0, 0.25, 0.5, 0.75, 1.0]
            .into_iter()
            .map(|at| Tick { at, label: format!("{}%", format::plain(at * 100.0)) })
            .collect(),
        reference: Some(Tick { at: asked.threshold, label: format::bound(asked) }),
        note: None,
    })
}

fn day_group(session: &SessionFigures) -> (Vec<String>, u64, u64) {
    let (n, of) = session.tally.attendance_rate();
    let date = session.date;
    (vec![format!("{}月", u8::from(date.month())), format!("{}日", date.day())], n, of)
}

/// Pools the sessions of each month.
fn month_groups(sessions: &[&SessionFigures]) -> Vec<(Vec<String>, u64, u64)> {
    sessions
        .chunk_by(|a, b| (a.date.year(), a.date.month()) == (b.date.year(), b.date.month()))
        .map(|month| {
            let (n, of) = month.iter().fold((0, 0), |(n, of), session| {
                let (more_n, more_of) = session.tally.attendance_rate();
                (n + more_n, of + more_of)
            });
            (vec![format!("{}月", u8::from(month[0].date.month()))], n, of)
        })
        .collect()
}

/// Draws essays and articles by half-month of handing in.
pub(super) fn essays(dossier: &Dossier) -> Option<Bars> {
    let dates: Vec<_> = dossier
        .essays
        .iter()
        .filter(|essay| essay.kind != EssayKind::Report)
        .filter_map(|essay| essay.submitted.value)
        .collect();
    if dates.is_empty() {
        return None;
    }
    let period = dossier.period;
    let mut bins: Vec<(Vec<String>, u64)> = Vec::new();
    for month in period.first_month()..=period.last_month() {
        let first = first_of_month(period.year, month);
        let middle = first.replace_day(15).expect("every month has a 15th");
        let last = last_of_month(period.year, month);
        let count = |from, to| size(dates.iter().filter(|date| **date >= from && **date <= to).count());
        let after = middle.next_day().expect("the calendar goes on after 1900");
        bins.push((vec![format!("{month}月"), "上半".to_string()], count(first, middle)));
        bins.push((vec![format!("{month}月"), "下半".to_string()], count(after, last)));
    }
    let most = bins.iter().map(|(_, n)| *n).max().unwrap_or(0).max(1);
    let step = axis_step(most);
    let top = most.div_ceil(step) * step;
    let told: Vec<String> = bins.iter().map(|(label, n)| format!("{}月{n}篇", label.concat())).collect();
    Some(Bars {
        caption: charts::essays(),
        alt: charts::essays_told(&told),
        n_lines: 9,
        bars: bins
            .into_iter()
            .map(|(label, n)| Bar {
                label,
                value: n.to_string(),
                share: exact(n) / exact(top),
                strong: n == most,
            })
            .collect(),
        ticks: (0..=top / step)
            .map(|i| Tick { at: exact(i * step) / exact(top), label: format!("{}篇", i * step) })
            .collect(),
        reference: None,
        note: None,
    })
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
