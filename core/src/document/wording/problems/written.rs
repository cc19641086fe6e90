//! What the records say besides of writings, where there is room for it.

use std::collections::BTreeSet;

use time::Date;

use crate::document::format::{plain, whole};
use crate::document::material::Material;
use crate::document::provenance::Provenance;
use crate::document::text::{Count, Text, text};
use crate::document::wording;
use crate::document::wording::problems::told::{MAX_DAYS, MIN_PERSONS, essays};
use crate::dossier::{Dossier, Essay, Member};
use crate::findings::Indicator;
use crate::findings::rules::hollow_titles::is_hollow;
use crate::findings::topics::local_words;
use crate::origin::Origin;
use crate::statistics::{MIN_PERCENT_OF, MemberFigures, exact, size};

/// How many times later than half of them the last one must be to be worth a sentence.
const MUCH_LATER: f64 = 1.5;

/// Counts those who wrote more than one text, of several who wrote.
pub(super) fn several_essays(figures: &[MemberFigures], dossier: &Dossier) -> Option<Text> {
    let in_post = dossier.counted_members().filter(|(_, member)| member.in_post(dossier.period.last_day()));
    let n_of = |at: usize| figures[at].n_essays + figures[at].n_reports;
    let wrote: Vec<(usize, &Member)> = in_post.filter(|(at, _)| n_of(*at) > 0).collect();
    let several: Vec<Origin> =
        wrote.iter().filter(|(at, _)| n_of(*at) > 1).map(|(_, member)| member.origin.clone()).collect();
    let all: Vec<Origin> = wrote.iter().map(|(_, member)| member.origin.clone()).collect();
    if several.len() < 2 || several.len() == all.len() || size(all.len()) < MIN_PERCENT_OF {
        return None;
    }
    let count = |name, cells: Vec<Origin>| whole(cells.len(), Provenance::records(name, cells));
    let (of, n) = (count("动笔的成员", all), count("提交两篇以上的成员", several));
    Some(text!("动笔的{of}名成员中，提交两篇以上的{n}名。"))
}

/// Names the months in which nothing was handed in, where every text has its day.
pub(super) fn months_without_essays(dossier: &Dossier) -> Option<Text> {
    let days: Option<Vec<Date>> = essays(dossier).map(|essay| essay.submitted.value).collect();
    let days = days?;
    let is_empty = |month: &u8| !days.iter().any(|day| u8::from(day.month()) == *month);
    let all = dossier.period.first_month()..=dossier.period.last_month();
    let empty: Vec<u8> = all.filter(is_empty).collect();
    let told = wording::months(&empty);
    (1..=MAX_DAYS).contains(&empty.len()).then(|| text!("{told}没有提交心得体会和理论文章。"))
}

/// Says how long the shortest of several texts is.
pub(super) fn shortest_essay(dossier: &Dossier) -> Option<Text> {
    let counted = || essays(dossier).filter_map(|essay| Some((essay.n_chars.value?, essay)));
    let (n, essay) = counted().min_by(|a, b| a.0.total_cmp(&b.0))?;
    let n_chars = plain(n, Provenance::cell(&essay.n_chars, &essay.origin));
    (counted().count() > 1).then(|| text!("篇幅最短的{n_chars}字。"))
}

/// Says how many wrote the texts whose titles name no work.
pub(super) fn authors_of_hollow(material: &Material<'_>) -> Option<Text> {
    let dossier = material.dossier;
    let local = local_words(&dossier.unit, &material.settings.keywords);
    let hollow: Vec<&Essay> =
        essays(dossier).filter(|essay| essay.title.is_known() && is_hollow(essay, dossier, &local)).collect();
    let authors: Option<BTreeSet<usize>> = hollow.iter().map(|essay| essay.member).collect();
    let cells: Vec<Origin> = authors?.iter().map(|at| dossier.members[*at].origin.clone()).collect();
    // Where all are such, it is told how many wrote.
    let is_all = hollow.len() == essays(dossier).count();
    let is_told = cells.len() >= MIN_PERSONS && cells.len() < hollow.len() && !is_all;
    let n = whole(cells.len(), Provenance::records("写这些文章的成员", cells));
    is_told.then(|| text!("这些文章出自{n}名成员。"))
}

/// Says how late the last one was, where that is more than what is said of half of them.
pub(super) fn latest_essay(indicator: &Indicator, dossier: &Dossier) -> Option<Text> {
    let half = indicator.reading.as_ref()?.value.floor();
    let lag = |essay: &Essay| {
        let held = dossier.sessions[essay.session?].date;
        Some(((essay.submitted.value? - held).whole_days(), essay.submitted.evidence()?))
    };
    let (days, cell) = essays(dossier).filter_map(lag).max_by_key(|(days, _)| *days)?;
    let days = u64::try_from(days).ok()?;
    let n = Count::new(days, Provenance::counted("学习到提交的天数", days, vec![cell]));
    (exact(days) > half * MUCH_LATER).then(|| text!("文章提交最晚的在学习{n}天后。"))
}
