//! What each number should be of sentences that stand where there is room for them.

use std::collections::{BTreeMap, BTreeSet};

use banxin_core::dossier::{
    Dossier, Essay, Form, Mark, OversightKind, OversightRecord, PlanRow, Session, State,
};

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
    let people: BTreeSet<usize> = d
        .attendance
        .iter()
        .filter(|e| counts(&d.members[e.member]) && away(e.mark) && d.sessions[e.session].date <= last)
        .map(|e| e.member)
        .collect();
    let mut patterns = vec![("涉及#名成员", vec![n(people.len())])];
    // Whatever kind is not named is none.
    let kinds = [
        ("其中公差#人次、请假#人次、缺席#人次", [true, true, true]),
        ("其中公差#人次、请假#人次", [true, true, false]),
        ("其中公差#人次、缺席#人次", [true, false, true]),
        ("其中请假#人次、缺席#人次", [false, true, true]),
    ];
    patterns.extend(among(&kinds, [on_duty, leave, absent]));
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
        ("一季度提交心得体会和理论文章#篇、二季度#篇", vec![written(1), written(2)]),
        ("动笔的#名成员中，提交两篇以上的#名", vec![n(texts.len()), n(several)]),
        ("#名成员参加了*的每次学习", vec![n(constant)]),
        ("提交两篇以上的成员#名", vec![n(facts.members.iter().filter(|(_, m)| n_by(&m.name) > 1).count())]),
        ("#名成员中，#名作过重点发言", vec![n(facts.members.len()), n(n_spoke)]),
        ("合并召开的平均#小时，单独召开的平均#小时", vec![mean(true), mean(false)]),
    ]);
    patterns.extend(by_topic.values().map(|count| ("围绕*撰写#篇", vec![n(*count)])));
    patterns
}

/// Returns those of some sentences that name all kinds of which there are any, with their numbers.
fn among(sentences: &[(&'static str, [bool; 3])], numbers: [f64; 3]) -> Vec<Pattern> {
    let is_whole = |named: &[bool; 3]| named.iter().zip(numbers).all(|(named, n)| *named || n == 0.0);
    let of =
        |named: &[bool; 3]| named.iter().zip(numbers).filter(|(named, _)| **named).map(|(_, n)| n).collect();
    sentences.iter().filter(|(_, named)| is_whole(named)).map(|(words, named)| (*words, of(named))).collect()
}

/// What is said of two records together: of the plan and of what was held, of sessions within other
/// meetings and of seminars, of problems and of results.
pub fn together(facts: &Facts<'_>) -> Vec<Pattern> {
    let d = facts.d;
    let is_seminar = |session: &Session| session.form == Some(Form::Seminar);
    let joint = n(facts.sessions(|session| session.joint.is_done()));
    let both = n(facts.sessions(|session| session.joint.is_done() && is_seminar(session)));
    let (alone, seminars_alone) = (n(d.sessions.len()) - joint, n(facts.sessions(is_seminar)) - both);
    let mean = |is_joint: bool| {
        let held = d.sessions.iter().filter(|session| session.joint.is_done() == is_joint);
        let hours: Vec<f64> = held.filter_map(|session| session.hours.value).collect();
        hours.iter().sum::<f64>() / n(hours.len().max(1))
    };
    let rows: Vec<&PlanRow> =
        d.plan.iter().filter(|row| row.due.is_some_and(|due| d.period.contains(due))).collect();
    let seminars = n(rows.iter().filter(|row| row.form == Some(Form::Seminar)).count());
    let asked: Vec<&&PlanRow> = rows.iter().filter(|row| row.target.origin.is_some()).collect();
    let with = |word: &str| n(asked.iter().filter(|row| row.target.text().contains(word)).count());
    let raised =
        |r: &OversightRecord| r.problem.is_done() && r.rectified.is_asked() && !r.rectified.is_done();
    let used = |r: &OversightRecord| r.used.state != State::NotNeeded && !r.used.is_unclear();
    let open = n(facts.log(raised));
    let unused = |r: &OversightRecord| used(r) && !r.used.is_done();
    let of_kind = |kind| n(facts.entries(|record| record.kind == kind && unused(record)));
    let [a, b, c] =
        [OversightKind::Supervision, OversightKind::Review, OversightKind::Examination].map(of_kind);
    let kinds = [
        ("结果没有运用的有督学#次、评学#次、考学#次", [true, true, true]),
        ("结果没有运用的有督学#次、评学#次", [true, true, false]),
        ("结果没有运用的有督学#次、考学#次", [true, false, true]),
        ("结果没有运用的有评学#次、考学#次", [false, true, true]),
    ];
    let mut patterns = among(&kinds, [a, b, c]);
    let of_quarter = |at: u8| {
        let came = facts.marks(|mark, s| quarter(s.date) == at && present(mark));
        share(came, facts.marks(|mark, s| quarter(s.date) == at && mark.is_none_or(Mark::is_due)))
    };
    let is_hollow = |essay: &Essay| {
        let title = essay.title.text();
        let own = essay.member.map(|at| d.members[at].duty.text()).filter(|duty| !duty.is_empty());
        let names_own = own.is_some_and(|duty| title.contains(duty)) || title.contains("春耕");
        title.starts_with("学习") && title.ends_with("体会") && !names_own
    };
    let authors: BTreeSet<&str> =
        facts.essays().filter(|essay| is_hollow(essay)).map(|essay| essay.author.as_str()).collect();
    patterns.extend([
        ("合并召开的#次研讨#次，单独召开的#次研讨#次", vec![joint, both, alone, seminars_alone]),
        ("合并召开的#次没有研讨，单独召开的#次研讨#次", vec![joint, alone, seminars_alone]),
        (
            "合并召开的#次平均#小时、研讨#次，单独召开的#次平均#小时、研讨#次",
            vec![joint, mean(true), both, alone, mean(false), seminars_alone],
        ),
        (
            "合并召开的#次平均#小时、没有研讨，单独召开的#次平均#小时、研讨#次",
            vec![joint, mean(true), alone, mean(false), seminars_alone],
        ),
        ("不足○小时的#次", vec![n(facts.sessions(|s| s.hours.value.is_some_and(|hours| hours < 2.0)))]),
        ("没有改正记录的#个问题中，结果没有运用的#个", vec![open, n(facts.log(|r| raised(r) && unused(r)))]),
        ("学习计划安排研讨#项", vec![seminars]),
        ("实际开展#次", vec![n(facts.sessions(is_seminar))]),
        ("学习计划原安排研讨#项", vec![seminars]),
        ("*的#项学习安排中", vec![n(rows.len())]),
        ("*的#项学习安排中", vec![n(asked.len())]),
        ("研讨#项", vec![seminars]),
        ("研讨#项、要求重点发言的#项", vec![seminars, with("发言")]),
        ("研讨#项、要求撰写文章的#项", vec![seminars, with("心得")]),
        ("研讨#项、要求重点发言的#项、要求撰写文章的#项", vec![seminars, with("发言"), with("心得")]),
        ("要求重点发言的#项", vec![with("发言")]),
        ("要求撰写文章的#项", vec![with("心得")]),
        ("要求重点发言的#项、要求撰写文章的#项", vec![with("发言"), with("心得")]),
        ("计划内的#项学习没有按期开展", vec![n(facts.missed_in_empty_months())]),
        ("出勤率由一季度的#降到二季度的#", vec![of_quarter(1), of_quarter(2)]),
        ("这些文章出自#名成员", vec![n(authors.len())]),
    ]);
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
        ("其中*#项中写明的#项", vec![n_asked, n_numbered]),
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
