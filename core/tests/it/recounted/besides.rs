//! What each number should be of sentences that stand where there is room for them.

use std::collections::{BTreeMap, BTreeSet};

use banxin_core::dossier::{Dossier, Essay, Form, Mark, OversightKind, Session};

use super::expected::Pattern;
use super::facts::{Facts, away, counts, n, present, quarter, share, subject};

/// What is said besides of a problem.
pub fn details(facts: &Facts<'_>) -> Vec<Pattern> {
    let d = facts.d;
    let last = d.period.last_day() - time::Duration::days(30);
    let old = |wanted: &dyn Fn(Mark) -> bool| {
        n(facts.marks(|mark, session| session.date <= last && mark.is_some_and(wanted)))
    };
    let on_duty = old(&|mark| mark == Mark::OnDuty);
    let leave = old(&|mark| matches!(mark, Mark::SickLeave | Mark::PersonalLeave | Mark::Leave));
    let absent = old(&|mark| mark == Mark::Absent);
    let mut patterns = vec![
        ("没有补学的有公差#人次、请假#人次、缺席#人次", vec![on_duty, leave, absent]),
        ("没有补学的有公差#人次、请假#人次", vec![on_duty, leave]),
        ("没有补学的有公差#人次、缺席#人次", vec![on_duty, absent]),
        ("没有补学的有请假#人次、缺席#人次", vec![leave, absent]),
    ];
    // Of the session to which the smallest part came; of two the earlier.
    let of_session = |at: usize| {
        let of = |wanted: &dyn Fn(Option<Mark>) -> bool| {
            let all = d.attendance.iter().filter(|e| e.session == at && counts(&d.members[e.member]));
            all.filter(|e| wanted(e.mark)).count()
        };
        (of(&present), of(&|mark| mark.is_none_or(Mark::is_due)), of(&|mark| mark.is_none()))
    };
    let held = (0..d.sessions.len()).map(of_session).filter(|(_, due, unknown)| due > unknown);
    if let Some((came, due, _)) = held.min_by(|a, b| share(a.0, a.1).total_cmp(&share(b.0, b.1))) {
        // Of one to which nobody came, no number of them is told.
        match came {
            0 => patterns.push(("#名成员没有到会", vec![n(due)])),
            _ => patterns.push(("#名成员中到会#名", vec![n(due), n(came)])),
        }
    }
    let stated = d.oversight.iter().filter(|record| record.kind == OversightKind::Examination);
    for record in stated {
        if let (Some(sat), Some(due)) = (record.n_examined.value, record.n_due.value) {
            patterns.push(("应考#人，参考#人", vec![f64::from(due), f64::from(sat)]));
        }
    }
    let lag = |essay: &Essay| {
        let held = facts.answered(essay)?.date;
        essay.submitted.value.map(|day| (day - held).whole_days())
    };
    let latest = facts.essays().filter_map(lag).max().unwrap_or(0);
    patterns.push(("文章提交最晚的在学习#天后", vec![latest as f64]));
    let mut by_topic: BTreeMap<&str, usize> = BTreeMap::new();
    for session in d.essays.iter().filter_map(|essay| facts.answered(essay)) {
        *by_topic.entry(subject(session.topic.text(), session.content.text())).or_default() += 1;
    }
    let is_there = |at: usize| {
        let of_member = || d.attendance.iter().filter(|entry| entry.member == at);
        let came: BTreeSet<usize> = of_member().filter(|e| present(e.mark)).map(|e| e.session).collect();
        came.len() == d.sessions.len()
    };
    let constant = facts.members.iter().filter(|(at, _)| is_there(*at)).count();
    let spoke =
        |name: &str| d.sessions.iter().any(|s| s.speakers.value.iter().flatten().any(|one| one == name));
    let n_spoke = facts.members.iter().filter(|(_, member)| spoke(&member.name)).count();
    let mean = |is_joint: bool| {
        let held = d.sessions.iter().filter(|session| session.joint.is_done() == is_joint);
        let hours: Vec<f64> = held.filter_map(|session| session.hours.value).collect();
        hours.iter().sum::<f64>() / n(hours.len().max(1))
    };
    let of_quarter = |at: u8| {
        let came = facts.marks(|mark, s| quarter(s.date) == at && present(mark));
        share(came, facts.marks(|mark, s| quarter(s.date) == at && mark.is_none_or(Mark::is_due)))
    };
    let written = |at: u8| n(facts.n_essays(|e| e.submitted.value.is_some_and(|day| quarter(day) == at)));
    let in_post = facts.members.iter().filter(|(_, m)| m.in_post(d.period.last_day()));
    let n_by = |name: &str| d.essays.iter().filter(|essay| essay.author == name).count();
    let texts: Vec<usize> = in_post.map(|(_, m)| n_by(&m.name)).filter(|n| *n > 0).collect();
    let several = texts.iter().filter(|n| **n > 1).count();
    patterns.extend([
        ("出勤率一季度#、二季度#", vec![of_quarter(1), of_quarter(2)]),
        ("一季度#篇、二季度#篇", vec![written(1), written(2)]),
        ("动笔的#名成员中，提交两篇以上的#名", vec![n(texts.len()), n(several)]),
        ("#名成员参加了*的每次学习", vec![n(constant)]),
        ("#名成员中，#名作过重点发言", vec![n(facts.members.len()), n(n_spoke)]),
        ("合并召开的平均#小时，单独召开的平均#小时", vec![mean(true), mean(false)]),
    ]);
    patterns.extend(by_topic.values().map(|count| ("围绕*撰写#篇", vec![n(*count)])));
    patterns
}

/// What is said of the plan of the next period.
pub fn ahead(facts: &Facts<'_>) -> Vec<Pattern> {
    let d = facts.d;
    let next = d.period.next();
    let rows = || d.plan.iter().filter(|row| row.due.is_some_and(|due| next.contains(due)));
    let all = n(rows().count());
    let of = |form| n(rows().filter(|row| row.form == Some(form)).count());
    let (seminars, lectures, visits) = (of(Form::Seminar), of(Form::Lecture), of(Form::Visit));
    let asked = || rows().filter(|row| row.target.origin.is_some());
    let with_number = asked().filter(|row| row.target.text().contains(|c: char| c.is_ascii_digit()));
    let (n_asked, n_numbered) = (n(asked().count()), n(with_number.count()));
    vec![
        ("下半年安排学习#项", vec![all]),
        ("第*季度安排学习#项", vec![all]),
        ("其中研讨#项", vec![seminars]),
        ("其中辅导#项", vec![lectures]),
        ("其中现场学习#项", vec![visits]),
        ("其中研讨#项、辅导#项", vec![seminars, lectures]),
        ("其中研讨#项、现场学习#项", vec![seminars, visits]),
        ("其中辅导#项、现场学习#项", vec![lectures, visits]),
        ("其中研讨#项、辅导#项、现场学习#项", vec![seminars, lectures, visits]),
        ("其中*的#项没有写明", vec![n_asked]),
        ("其中*的#项中有#项", vec![n_asked, n_numbered]),
    ]
}

/// Returns whether a list of sessions with their absences, such as 其中1月9日缺课⟦2⟧人次、2月3日⟦1⟧人次,
/// is right; nothing where it is no such list.
pub fn missed(d: &Dossier, sentence: &str) -> Option<bool> {
    let rest = sentence.strip_prefix("其中")?;
    let is_such = rest.starts_with("缺课较多的是") || rest.contains("缺课⟦");
    let list = rest.strip_prefix("缺课较多的是").unwrap_or(rest);
    let n_away = |day: &str| {
        let is_then = |session: &Session| {
            format!("{}月{}日", u8::from(session.date.month()), session.date.day()) == day
        };
        let of_day = d.attendance.iter().filter(|entry| is_then(&d.sessions[entry.session]));
        of_day.filter(|entry| counts(&d.members[entry.member]) && away(entry.mark)).count()
    };
    let is_right = |item: &str| {
        let number = item.split_once('⟦').and_then(|(day, rest)| Some((day, rest.split_once('⟧')?.0)));
        number.is_some_and(|(day, count)| count == n_away(day.trim_end_matches("缺课")).to_string())
    };
    is_such.then(|| list.split('、').all(is_right))
}
