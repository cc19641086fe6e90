//! What the records say besides of a problem, where there is room for it: kinds of absence, months
//! and days. Each is a sentence of its own that may be left out.

use std::collections::BTreeSet;

use time::{Date, Duration};

use crate::document::format::{self, whole};
use crate::document::material::Material;
use crate::document::provenance::{Dated, Provenance};
use crate::document::text::{Count, Figure, Text, text};
use crate::document::wording::problems::told::essays;
use crate::document::wording::themes::form_name;
use crate::document::wording::{self, list};
use crate::dossier::{Dossier, Essay, Form, Member, OversightKind, OversightRecord, Session};
use crate::findings::rules::absences_made_up::MAKE_UP_DAYS;
use crate::findings::{Indicator, RuleId};
use crate::origin::Origin;
use crate::period::{quarter_name, quarter_of};
use crate::statistics::{
    MIN_PERCENT_OF, MemberFigures, SessionFigures, Tally, exact, fulfilled, log_entries, size,
};

/// The most days that are named one by one.
const MAX_DAYS: usize = 5;
/// How many times later than half of them the last one must be to be worth a sentence.
const MUCH_LATER: f64 = 1.5;

/// Returns what the records say besides of a flagged indicator; `has` tells which others are told.
pub(super) fn detail(
    indicator: &Indicator,
    material: &Material<'_>,
    has: &dyn Fn(RuleId) -> bool,
) -> Option<Text> {
    let Material { dossier, statistics, .. } = material;
    // What a second condition flags is told with its own figures.
    if indicator.flagged_otherwise().is_some() {
        return None;
    }
    match indicator.rule.id {
        RuleId::AbsencesMadeUp => not_made_up(dossier),
        RuleId::PlanKept => planned_for(dossier),
        RuleId::QuarterSeminars => forms_instead(indicator, dossier),
        RuleId::SeminarShare if !has(RuleId::QuarterSeminars) => months_of_seminars(dossier),
        RuleId::JointSessions => days_of_joint(dossier),
        RuleId::SupervisionFrequency => months_of_supervision(dossier),
        RuleId::ProblemsClosed => months_of_open(dossier),
        RuleId::MembersWithoutEssays => several_essays(&statistics.members, dossier),
        RuleId::EssayBurst => months_without_essays(dossier),
        RuleId::StudyGap => days_of_gap(indicator, dossier),
        RuleId::FallingAttendance => lowest_attendance(&statistics.sessions, dossier),
        RuleId::ExaminationTurnout => lowest_turnout(dossier),
        RuleId::SubmissionLag => latest_essay(indicator, dossier),
        _ => None,
    }
}

/// Names months once each, in order.
fn months<'a>(dated: impl Iterator<Item = (Date, &'a Origin)>) -> Vec<Figure> {
    let mut seen = BTreeSet::new();
    let mut all: Vec<(u8, &Origin)> = dated
        .map(|(date, origin)| (u8::from(date.month()), origin))
        .filter(|(at, _)| seen.insert(*at))
        .collect();
    all.sort_by_key(|(month, _)| *month);
    all.into_iter().map(|(month, origin)| format::month(month, Dated::Record(origin.clone()))).collect()
}

/// Counts those who have not made up by why they were away, where there are several reasons.
fn not_made_up(dossier: &Dossier) -> Option<Text> {
    let last = dossier.period.last_day().saturating_sub(Duration::days(MAKE_UP_DAYS.into()));
    let tally = Tally::of(dossier, |entry| dossier.sessions[entry.session].date <= last);
    let kinds: Vec<Text> = [("公差", &tally.on_duty), ("请假", &tally.leave), ("缺席", &tally.absent)]
        .into_iter()
        .filter(|(_, cells)| !cells.is_empty())
        .map(|(name, cells)| {
            text!("{name}{}人次", whole(cells.len(), Provenance::records(name, cells.clone())))
        })
        .collect();
    (kinds.len() > 1).then(|| text!("没有补学的有{}。", list(&kinds)))
}

/// Names the months for which was planned what was not held in time.
fn planned_for(dossier: &Dossier) -> Option<Text> {
    let late: Vec<_> =
        fulfilled(dossier).into_iter().filter(|(_, held)| held.is_none()).map(|(row, _)| row).collect();
    let by_month = late.iter().map(|row| row.first.zip(row.due).filter(|(a, b)| a.month() == b.month()));
    let by_month: Option<Vec<Date>> = by_month.map(|both| both.map(|(_, due)| due)).collect();
    let months = months(by_month?.into_iter().zip(late.iter().map(|row| &row.origin)));
    // Of one alone, and of half a year of months, it says little.
    (2..=MAX_DAYS).contains(&months.len()).then(|| text!("没有按期开展的学习原定在{}进行。", list(&months)))
}

/// Says how study was done in the quarters without a seminar.
fn forms_instead(indicator: &Indicator, dossier: &Dossier) -> Option<Text> {
    let quotes = &indicator.reading.as_ref()?.quotes;
    let without: Vec<u8> =
        dossier.period.quarters().filter(|quarter| quotes.contains(&quarter_name(*quarter))).collect();
    let [quarter] = without[..] else { return None };
    let held: Vec<&Session> =
        dossier.sessions.iter().filter(|session| quarter_of(session.date) == quarter).collect();
    let forms: Option<Vec<Form>> = held.iter().map(|session| session.form).collect();
    let mut seen = BTreeSet::new();
    let forms: Vec<Form> = forms?.into_iter().filter(|form| seen.insert(*form)).collect();
    let has_other = forms.contains(&Form::Other);
    let names: Vec<&str> = forms.into_iter().map(form_name).collect();
    let quarter = format::numeral(usize::from(quarter));
    (!names.is_empty() && !has_other).then(|| text!("{quarter}季度集中学习的形式是{}。", list(&names)))
}

/// Says in which months there were seminars, where others had sessions and none.
fn months_of_seminars(dossier: &Dossier) -> Option<Text> {
    let is_seminar = |session: &&Session| session.form == Some(Form::Seminar);
    let all_known = dossier.sessions.iter().all(|session| session.form.is_some());
    let with = months(dossier.sessions.iter().filter(is_seminar).map(|one| (one.date, &one.origin)));
    let all = months(dossier.sessions.iter().map(|one| (one.date, &one.origin)));
    let is_some = !with.is_empty() && with.len() <= MAX_DAYS && with.len() < all.len();
    (all_known && is_some).then(|| text!("研讨安排在{}，其他月份的集中学习没有研讨。", list(&with)))
}

/// Says in which months there was a 督学 of the group, where every one has its day.
fn months_of_supervision(dossier: &Dossier) -> Option<Text> {
    let held: Vec<&OversightRecord> =
        dossier.oversight.iter().filter(|one| one.is_own(OversightKind::Supervision)).collect();
    let days: Option<Vec<Date>> = held.iter().map(|one| one.date.value).collect();
    let months = months(days?.into_iter().zip(held.iter().map(|one| &one.origin)));
    (1..=MAX_DAYS).contains(&months.len()).then(|| text!("对中心组的督学在{}开展。", list(&months)))
}

/// Says in which months the problems were found that are still open, where every one has its day.
fn months_of_open(dossier: &Dossier) -> Option<Text> {
    let open: Vec<&OversightRecord> = dossier.oversight.iter().filter(|one| one.is_open()).collect();
    let days: Option<Vec<Date>> = open.iter().map(|one| one.date.value).collect();
    let months = months(days?.into_iter().zip(open.iter().map(|one| &one.origin)));
    (open.len() > 1 && (1..=MAX_DAYS).contains(&months.len()))
        .then(|| text!("没有改正记录的问题是在{}发现的。", list(&months)))
}

/// Counts those who wrote more than one text, of several who wrote.
fn several_essays(figures: &[MemberFigures], dossier: &Dossier) -> Option<Text> {
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

/// Names the days on which study was part of another meeting; of many, the months.
fn days_of_joint(dossier: &Dossier) -> Option<Text> {
    let joint: Vec<&Session> = dossier.sessions.iter().filter(|session| session.joint.is_done()).collect();
    let is_all = joint.len() == dossier.sessions.len();
    let day = |session: &&Session| format::month_day(session.date, Dated::Record(session.origin.clone()));
    let days: Vec<Figure> = match joint.len() {
        0..=MAX_DAYS => joint.iter().map(day).collect(),
        _ => months(joint.iter().map(|session| (session.date, &session.origin))),
    };
    if is_all || !(1..=MAX_DAYS).contains(&days.len()) {
        return None;
    }
    Some(match joint.len() {
        0..=MAX_DAYS => text!("合并召开的是{}的学习。", list(&days)),
        // Not all of these months were.
        _ => text!("合并召开的学习在{}。", list(&days)),
    })
}

/// Names the months in which nothing was handed in, where every text has its day.
fn months_without_essays(dossier: &Dossier) -> Option<Text> {
    let days: Option<Vec<Date>> = essays(dossier).map(|essay| essay.submitted.value).collect();
    let days = days?;
    let is_empty = |month: &u8| !days.iter().any(|day| u8::from(day.month()) == *month);
    let all = dossier.period.first_month()..=dossier.period.last_month();
    let empty: Vec<u8> = all.filter(is_empty).collect();
    let told = wording::months(&empty);
    (1..=MAX_DAYS).contains(&empty.len()).then(|| text!("{told}没有提交心得体会和理论文章。"))
}

/// Names the sessions between which there was none for longest.
fn days_of_gap(indicator: &Indicator, dossier: &Dossier) -> Option<Text> {
    let longest = indicator.reading.as_ref()?.value;
    let days = |pair: &&[Session]| exact((pair[1].date - pair[0].date).whole_days().unsigned_abs());
    let pair = dossier.sessions.windows(2).find(|pair| days(pair) == longest)?;
    let day = |session: &Session| format::month_day(session.date, Dated::Record(session.origin.clone()));
    Some(text!("{}集中学习后，到{}才再次开展。", day(&pair[0]), day(&pair[1])))
}

/// Tells the session to which the smallest part came.
fn lowest_attendance(figures: &[SessionFigures], dossier: &Dossier) -> Option<Text> {
    let tallies = figures.iter().map(|session| &session.tally).enumerate();
    // What has no mark was not yet counted.
    let marked = tallies.filter(|(_, tally)| tally.due.len() > tally.unknown.len());
    let rate = |tally: &Tally| exact(tally.attendance_rate().0) / exact(tally.attendance_rate().1);
    let (at, lowest) = marked.min_by(|a, b| rate(a.1).total_cmp(&rate(b.1)))?;
    let session = &dossier.sessions[at];
    let day = format::month_day(session.date, Dated::Record(session.origin.clone()));
    let count = |name, cells: &[Origin]| whole(cells.len(), Provenance::records(name, cells.to_vec()));
    let (due, present) = (count("应到", &lowest.due), count("实到", &lowest.present));
    Some(match present.n {
        0 => text!("到会率最低的是{day}，{due}名成员没有到会。"),
        _ => text!("到会率最低的是{day}，{due}名成员中到会{present}名。"),
    })
}

/// Tells the examination that the smallest part sat, of several that all say who was due.
fn lowest_turnout(dossier: &Dossier) -> Option<Text> {
    let entries = log_entries(dossier);
    let is_examination = |record: &&OversightRecord| record.kind == OversightKind::Examination;
    let exams = entries.iter().filter(|entry| entry.rows.iter().all(is_examination));
    let stated: Option<Vec<_>> = exams.map(|entry| Some((entry, entry.examined(dossier)?))).collect();
    let stated = stated.filter(|all| all.len() > 1)?;
    let rate = |(n, of): (u64, u64)| exact(n) / exact(of.max(1));
    let (entry, (n, of)) = stated.into_iter().min_by(|a, b| rate(a.1).total_cmp(&rate(b.1)))?;
    let first = entry.rows.first()?;
    let date = first.date.value?;
    let day = format::month_day(date, Dated::Record(first.date.evidence()?));
    let cells: Vec<Origin> = entry.rows.iter().map(|record| record.origin.clone()).collect();
    let count = |n: u64| Count::new(n, Provenance::counted("一次考学", n, cells.clone()));
    (0 < n && n < of).then(|| text!("参考率最低的是{day}的考学，应考{}人，参考{}人。", count(of), count(n)))
}

/// Says how late the last one was, where that is more than what is said of half of them.
fn latest_essay(indicator: &Indicator, dossier: &Dossier) -> Option<Text> {
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
