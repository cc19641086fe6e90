//! Sentences on what changed since the period before.

use std::cmp::Ordering;

use crate::county::Survey;
use crate::county::wording::{pooled, units};
use crate::document::format::{self, MIN_PERCENT_OF, percent, points_between, whole};
use crate::document::{Provenance, Text, text};
use crate::statistics::Key;

/// Returns the paragraph on changes since the period before.
pub(in crate::county) fn paragraph(survey: &Survey) -> Option<Text> {
    let earlier = survey.earlier.last()?;
    let rates = [
        (Key::AttendanceRate, "出勤率"),
        (Key::ParticipationRate, "参学率"),
        (Key::MakeUpRate, "补学率"),
        (Key::PlanKeptRate, "计划兑现率"),
        (Key::LeaderHostRate, "组长主持率"),
    ];
    let rate = |(key, name): (Key, &'static str)| {
        let (before, now) = (earlier.share(key)?, survey.total(key).share?);
        if before.1 < MIN_PERCENT_OF || now.1 < MIN_PERCENT_OF {
            return None;
        }
        let source = pooled(survey.total(key));
        let earlier = Provenance::published("上期合计", Some(before.0), Some(before.1), None);
        let (then, is) = (percent(before.0, before.1, earlier), percent(now.0, now.1, &source));
        Some(match points_between(before, now, source) {
            (Ordering::Equal, _) => text!("{name}为{is}，没有变化"),
            (Ordering::Greater, points) => text!("{name}由{then}升至{is}，提高{points}"),
            (Ordering::Less, points) => text!("{name}由{then}降至{is}，降低{points}"),
        })
    };
    let told: Vec<Text> = rates.into_iter().filter_map(rate).collect();
    let mut text = Text::new();
    if earlier.n_units != survey.units.len() {
        text += text!(
            "{}计入汇总的单位{}个，这次{}个。",
            format::period(earlier.period),
            units(earlier.n_units),
            units(survey.units.len())
        );
    }
    if !told.is_empty() {
        text += text!("与{}相比，{}。", format::period(earlier.period), Text::joined(&told, "；"));
    }
    // Shares of units, since their number may have changed; compared exactly.
    let (mut fewer, mut more) = (0, 0);
    for (at, flagged, of) in &earlier.indicators {
        let now = &survey.indicators[*at];
        if *of == 0 || now.n_measured == 0 {
            continue;
        }
        match (now.flagged.len() * of).cmp(&(flagged * now.n_measured)) {
            Ordering::Less => fewer += 1,
            Ordering::Greater => more += 1,
            Ordering::Equal => {}
        }
    }
    let listed = |n| whole(n, Provenance::Listed("事项"));
    if fewer + more > 0 {
        text +=
            text!("按涉及单位所占比例看，有所改进的事项{}项，有所增多的{}项。", listed(fewer), listed(more));
    }
    (!text.is_empty()).then_some(text)
}
