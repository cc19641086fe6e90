//! What the records of writings show of a problem: titles, days, lengths, and who wrote.

use time::Duration;

use crate::document::format::{self, plain, whole};
use crate::document::provenance::{Dated, Provenance};
use crate::document::text::{Count, Figure, Text, text};
use crate::document::wording::problems::told::{Clause, Told, essays};
use crate::dossier::{Dossier, Essay, Session};
use crate::findings::rules::essay_burst::{LAST_DAYS, RECENT_SESSION_DAYS};
use crate::findings::rules::short_essays::MIN_CHARS;
use crate::findings::{Indicator, RuleId};
use crate::origin::Origin;
use crate::statistics::{MIN_PERCENT_OF, size};

/// Says of the same titles in one clause that they do not speak of their authors' work, and that
/// they name no work at all; nothing where these are not told of the same titles.
pub(super) fn titles(told: &[&Indicator], dossier: &Dossier) -> Option<Clause> {
    let [duty, hollow] = told else { return None };
    if (duty.rule.id, hollow.rule.id) != (RuleId::DutyTitles, RuleId::HollowTitles) {
        return None;
    }
    let duty = Told::of(duty, duty.reading.as_ref()?, dossier);
    let hollow = Told::of(hollow, hollow.reading.as_ref()?, dossier);
    if duty.of != hollow.of || duty.of.n < 2 {
        return None;
    }
    let essays = duty.essays("写明题目");
    let words = match (duty.n.n, hollow.n.n) {
        (0, n) if n == hollow.of.n => text!("{essays}的题目没有联系分管工作，也没有点出具体工作"),
        (0, _) => text!("{essays}的题目没有联系分管工作，没有点出具体工作的{}篇{}", hollow.n, hollow.part()),
        _ => text!(
            "{essays}中，题目结合分管工作的{}篇{}，没有点出具体工作的{}篇{}",
            duty.n,
            duty.part(),
            hollow.n,
            hollow.part()
        ),
    };
    Some(Clause { from: "学习成果", words })
}

pub(super) fn duty(told: &Told<'_>) -> Text {
    let essays = told.essays("作者分管工作明确");
    match told.n.n {
        0 if told.is_only_essay() => "文章的题目没有联系分管工作".into(),
        0 => text!("{essays}的题目没有联系分管工作"),
        _ => text!("{essays}中，题目结合分管工作的{}篇{}", told.n, told.part()),
    }
}

pub(super) fn hollow(told: &Told<'_>) -> Text {
    let Told { n, of, .. } = told;
    match (n.n, of.n) {
        (1, _) if told.is_only_essay() => "文章的题目没有点出具体工作".into(),
        (n, of) if n == of => text!("{}的题目没有点出具体工作", told.essays("写明题目")),
        _ => text!("{}中，题目没有点出具体工作的{n}篇{}", told.essays("写明题目"), told.part()),
    }
}

/// Names the essays that are judged by their day, and those that are left out.
fn dated(told: &Told<'_>) -> Text {
    let Told { of, dossier, .. } = told;
    let end = dossier.period.last_day();
    let from = end - Duration::days(RECENT_SESSION_DAYS - 1);
    let is_recent = |session: &Session| session.date >= from;
    let recent = |essay: &&Essay| essay.session.is_some_and(|at| is_recent(&dossier.sessions[at]));
    let with_day = || essays(dossier).filter(|essay| essay.submitted.is_known());
    let left_out: Vec<_> = with_day().filter(recent).filter_map(|essay| essay.submitted.evidence()).collect();
    let all_dated = with_day().count() == essays(dossier).count();
    let that_are = if all_dated { "" } else { "注明提交日期的" };
    match left_out.len() {
        0 => text!("{that_are}{of}篇心得体会和理论文章"),
        n => {
            let day = format::month_day(from, Dated::Period);
            let n = whole(n, Provenance::records("对应期末学习的", left_out));
            text!("除对应{day}以后学习的{n}篇外，{that_are}{of}篇心得体会和理论文章")
        }
    }
}

pub(super) fn burst(told: &Told<'_>) -> Text {
    let Told { n, of, dossier, indicator, .. } = told;
    let days = Count::new(LAST_DAYS.unsigned_abs(), Provenance::Threshold(Some(indicator.rule.id)));
    let month = format::month(dossier.period.last_month(), Dated::Period);
    let when = text!("在{month}最后{days}天提交");
    match n == of {
        true => text!("{}{}{when}", dated(told), all_of(of)),
        false => text!("{}中，{n}篇{when}{}", dated(told), told.part()),
    }
}

/// Returns the word for all of them, of enough.
fn all_of(of: &Count) -> &'static str {
    if of.n >= MIN_PERCENT_OF { "都" } else { "" }
}

pub(super) fn single_day(told: &Told<'_>, is_first: bool) -> Text {
    let Told { n, of, .. } = told;
    let essays = || told.essays("注明提交日期");
    match n == of {
        true if is_first => text!("{}{}在同一天提交", essays(), all_of(of)),
        true => text!("{n}篇{}在同一天提交", all_of(of)),
        false if is_first => text!("{}中，有{n}篇在同一天提交", essays()),
        false => text!("有{n}篇在同一天提交"),
    }
}

pub(super) fn lag(told: &Told<'_>) -> Option<Text> {
    let Told { n, reading, indicator, source, .. } = told;
    // What is dated before its session is a doubt, and no finding of the committee's.
    if indicator.flagged_otherwise().is_some() {
        return None;
    }
    // At least half came so many whole days after their session: that is what a median says.
    let days = plain(reading.value.floor(), source);
    let is_all = n.n == size(essays(told.dossier).count());
    if n.n < MIN_PERCENT_OF {
        let that_are = if is_all { "" } else { "能对应到学习的" };
        let late = after(told.dossier, reading.value.floor());
        let late = whole(late.len(), Provenance::records("学习多日以后提交的", late));
        return Some(match n.n {
            1 => text!("{that_are}{n}篇是学习满{days}天以后才提交的"),
            _ => text!("{that_are}{n}篇中，有{late}篇是学习满{days}天以后才提交的"),
        });
    }
    let that_are = if is_all { "全部" } else { "能对应到学习的" };
    Some(text!("{that_are}{n}篇中，有一半以上是学习满{days}天以后才提交的"))
}

/// Returns the cells of the essays that came so many days after their session, or later.
fn after(dossier: &Dossier, days: f64) -> Vec<Origin> {
    let is_late = |essay: &&Essay| {
        let held = essay.session.map(|at| dossier.sessions[at].date);
        let lag = essay.submitted.value.zip(held).map(|(day, held)| (day - held).whole_days());
        lag.is_some_and(|lag| lag as f64 >= days)
    };
    essays(dossier).filter(is_late).filter_map(|essay| essay.submitted.evidence()).collect()
}

pub(super) fn short(told: &Told<'_>) -> Option<Text> {
    let Told { n, indicator, .. } = told;
    if indicator.flagged_otherwise().is_some() {
        return None;
    }
    let least: Figure = plain(MIN_CHARS, Provenance::Threshold(Some(indicator.rule.id)));
    Some(match n.n {
        all if all == size(essays(told.dossier).count()) => {
            text!("{n}篇心得体会和理论文章{}不足{least}字", all_of(n))
        }
        _ => text!("有{n}篇心得体会和理论文章不足{least}字"),
    })
}

pub(super) fn without_essays(told: &Told<'_>) -> Text {
    let Told { n, of, .. } = told;
    if n == of {
        return text!("{of}名成员没有提交心得体会、理论文章或调研报告");
    }
    text!("{of}名成员中，有{n}名没有提交心得体会、理论文章或调研报告")
}
