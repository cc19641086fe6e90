//! What each number of a sentence should be, counted from the records alone.

use std::collections::BTreeMap;

use banxin_core::dossier::{
    Dossier, Essay, EssayKind, Form, Mark, Member, OutreachKind, OversightKind, OversightRecord, Register,
    Role, Session, State,
};
use banxin_core::figures::Figures;
use banxin_core::findings::topics::ways_of;
use time::Date;

use super::besides;
use super::clauses::counted;
use super::facts::{Facts, away, counts, is_below, n, present, quarter, share};

/// A sentence's words with `#` for each number, and what these should be.
pub type Pattern = (&'static str, Vec<f64>);

/// Returns each number that may be said: the words around it, and what it should be. Of the same
/// words several may be right, each of another thing.
pub fn expected(d: &Dossier) -> Vec<Pattern> {
    let facts = Facts::of(d);
    let mut all = practice(&facts);
    all.extend(results(&facts));
    all.extend(beside(&facts));
    all.extend(order(&facts));
    all.extend(study(&facts));
    all.extend(writings(&facts));
    all.extend(causes(&facts));
    all.extend(besides::details(&facts));
    all.extend(besides::ahead(&facts));
    all
}

fn practice(facts: &Facts<'_>) -> Vec<Pattern> {
    let d = facts.d;
    let leaders: Vec<&Member> =
        facts.members.iter().map(|(_, m)| *m).filter(|m| m.role == Role::Leader).collect();
    let of_leader = |is: &dyn Fn(&Session, &str) -> bool| match leaders[..] {
        [leader] => facts.sessions(|s| leader.in_post(s.date) && is(s, &leader.name)),
        _ => 0,
    };
    let spoke =
        |session: &Session, name: &str| session.speakers.value.iter().flatten().any(|one| one == name);
    let by_deputy = facts.sessions(|session| {
        let is_host = |member: &&Member| member.name == session.host.text() && member.in_post(session.date);
        d.members.iter().any(|member| member.role == Role::Deputy && is_host(&member))
    });
    let speeches: usize = d.sessions.iter().map(|s| s.speakers.value.iter().flatten().count()).sum();
    let (planned, named, kept) = facts.plan();
    let seminars = n(facts.sessions(|s| s.form == Some(Form::Seminar)));
    let all = n(d.sessions.len());
    let due = facts.marks(|mark, _| mark.is_none_or(Mark::is_due));
    let came = facts.marks(|mark, _| present(mark));
    let made_up = facts.marks(|mark, _| mark == Some(Mark::MadeUp));
    let (due_n, came_n) = (n(due), n(came));
    let has_mark = |at: usize| {
        d.attendance
            .iter()
            .any(|e| e.session == at && counts(&d.members[e.member]) && e.mark.is_some_and(Mark::is_due))
    };
    let marked = n((0..d.sessions.len()).filter(|at| has_mark(*at)).count());
    let in_quarter = |wanted: u8| n(facts.sessions(|session| quarter(session.date) == wanted));
    let mut patterns = vec![
        ("*共集中学习#次", vec![all]),
        ("其中专题研讨#次", vec![seminars]),
        ("其中登记为专题研讨的#次", vec![seminars]),
        ("出勤率#", vec![share(came, due)]),
        ("参学率#", vec![share(came + made_up, due)]),
        ("*副组长主持集中学习#次", vec![n(by_deputy)]),
        ("主讲辅导#次", vec![n(of_leader(&|session, name| session.lecturer.text() == name))]),
        ("*作重点发言#次", vec![n(of_leader(&spoke))]),
        ("重点发言共#人次", vec![n(speeches)]),
        ("#名成员都作了发言", vec![n(facts.members.len())]),
        ("*计划安排学习#项", vec![n(planned)]),
        ("*按期开展#项", vec![n(kept)]),
        ("列入计划*的#项学习中", vec![n(named)]),
        ("列入计划*的#项学习*没有按期开展", vec![n(named)]),
        ("列入计划*等#项学习没有按期开展", vec![n(named)]),
        ("*等#项没有按期开展", vec![n(named - kept)]),
        ("有*等#项", vec![n(named - kept)]),
        ("应到#人次", vec![due_n]),
        ("有考勤记录的#次学习应到#人次", vec![marked, due_n]),
        ("实到#人次", vec![came_n]),
        ("另有#人次没有登记", vec![n(facts.marks(|mark, _| mark.is_none()))]),
        ("会后补学#人次", vec![n(made_up)]),
        ("一季度集中学习#次", vec![in_quarter(1)]),
        ("二季度集中学习#次", vec![in_quarter(2)]),
        ("一季度集中学习#次、二季度#次", vec![in_quarter(1), in_quarter(2)]),
        ("#人作重点发言", vec![2.0]),
        ("#人作重点发言", vec![3.0]),
    ];
    // 副组长主持 begins with a word of its own; else it is the head who is told of.
    for words in ["主持集中学习#次", "组长主持集中学习#次"] {
        patterns.push((words, vec![n(of_leader(&|session, name| session.host.text() == name))]));
    }
    let sitting_in = d.attendance.iter().filter(|entry| {
        let role = d.members[entry.member].role;
        entry.mark == Some(Mark::Observer) || role == Role::Observer && present(entry.mark)
    });
    patterns.push(("有关人员列席#人次", vec![n(sitting_in.count())]));
    patterns
}

/// Returns whether a list of forms, such as 专题研讨⟦2⟧次、传达学习⟦1⟧次, counts them all and right.
pub fn forms(d: &Dossier, list: &str) -> bool {
    let of = |form| d.sessions.iter().filter(|session| session.form == Some(form)).count();
    let all = [
        ("专题研讨", Form::Seminar),
        ("传达学习", Form::Relay),
        ("专题辅导", Form::Lecture),
        ("现场学习", Form::Visit),
        ("专题观看", Form::Film),
        ("自学交流", Form::SelfStudy),
        ("专题调研", Form::Fieldwork),
        ("其他形式的学习", Form::Other),
    ];
    let told = all.into_iter().filter(|(_, form)| of(*form) > 0);
    let told: Vec<String> = told.map(|(name, form)| format!("{name}⟦{}⟧次", of(form))).collect();
    list == told.join("、")
}

fn results(facts: &Facts<'_>) -> Vec<Pattern> {
    let d = facts.d;
    let of_kind = |kind| n(d.essays.iter().filter(|essay| essay.kind == kind).count());
    let written = of_kind(EssayKind::Reflection) + of_kind(EssayKind::Article);
    let reports = of_kind(EssayKind::Report);
    let writers = facts.members.iter().filter(|(_, m)| d.essays.iter().any(|e| e.author == m.name)).count();
    let last = d.period.last_day();
    let finished = |topic: &&banxin_core::dossier::ResearchTopic| topic.status.state == State::Yes;
    let done: Vec<_> =
        d.research.iter().filter(finished).filter(|t| t.due.is_none_or(|due| due <= last)).collect();
    let next = d.period.next();
    let is_done =
        |t: &&banxin_core::dossier::ResearchTopic| finished(t) && t.due.is_none_or(|due| due <= last);
    let ahead = d.research.iter().filter(|t| !is_done(t) && t.due.is_some_and(|due| next.contains(due)));
    let open = d.research.iter().filter(|t| !finished(t) && t.due.is_none_or(|due| due <= next.last_day()));
    let to_apply = d.research.iter().filter(is_done);
    let to_apply = to_apply.filter(|t| t.applied.state != State::NotNeeded && !t.applied.is_unclear());
    vec![
        ("形成心得体会和理论文章#篇", vec![written]),
        ("形成心得体会和理论文章#篇、调研报告#篇", vec![written, reports]),
        ("形成调研报告#篇", vec![reports]),
        ("提交心得体会#篇", vec![of_kind(EssayKind::Reflection)]),
        ("提交理论文章#篇", vec![of_kind(EssayKind::Article)]),
        ("提交调研报告#篇", vec![reports]),
        ("提交心得体会#篇、理论文章#篇", vec![of_kind(EssayKind::Reflection), of_kind(EssayKind::Article)]),
        ("提交心得体会#篇、调研报告#篇", vec![of_kind(EssayKind::Reflection), reports]),
        ("提交理论文章#篇、调研报告#篇", vec![of_kind(EssayKind::Article), reports]),
        (
            "提交心得体会#篇、理论文章#篇、调研报告#篇",
            vec![of_kind(EssayKind::Reflection), of_kind(EssayKind::Article), reports],
        ),
        ("#名成员撰写文章", vec![n(writers)]),
        ("#名成员都撰写了文章", vec![n(facts.members.len())]),
        ("*提出贯彻措施的学习共#次", vec![n(facts.sessions(|s| s.follow_up.is_done()))]),
        ("列入调研课题#个", vec![n(d.research.len())]),
        ("*等#个已经完成", vec![n(done.len())]),
        ("#个已经完成", vec![n(done.len())]),
        ("另外#个计划*完成", vec![n(ahead.count())]),
        ("正在推进#个", vec![n(d.research.iter().filter(|t| t.status.state == State::UnderWay).count())]),
        ("连同其他课题共推进#个", vec![n(open.count())]),
        ("*等#个专题", vec![n(facts.owed())]),
        ("已经完成的#个调研课题还没有转化为具体举措", vec![n(to_apply.count())]),
    ]
}

fn beside(facts: &Facts<'_>) -> Vec<Pattern> {
    let d = facts.d;
    let own = |kind| n(facts.log(|record| record.kind == kind && !is_below(record)));
    let below = facts.log(is_below);
    let talks = d.outreach.iter().filter(|record| record.kind == OutreachKind::Talk);
    let audience: usize = talks.map(|record| record.n_persons.value.unwrap_or(0) as usize).sum();
    let is_visit =
        |day: Option<Date>| d.sessions.iter().any(|s| s.form == Some(Form::Visit) && Some(s.date) == day);
    let visits = d.outreach.iter().filter(|r| r.kind == OutreachKind::FieldStudy && !is_visit(r.date.value));
    let visits: usize = visits.map(|record| record.n_times.value.unwrap_or(1) as usize).sum();
    let raised = |record: &OversightRecord| record.problem.is_done();
    let closed = n(facts.log(|record| raised(record) && record.rectified.is_done()));
    let asked = |record: &OversightRecord| raised(record) && record.rectified.is_asked();
    let open = n(facts.log(|record| asked(record) && !record.rectified.is_done()));
    let (sat, _) = facts.examined();
    let exams = n(facts.entries(|record| record.kind == OversightKind::Examination));
    vec![
        ("对集中学习评学#次", vec![own(OversightKind::Review)]),
        ("对中心组督学#次*", vec![own(OversightKind::Supervision)]),
        ("组织考学#次", vec![exams]),
        ("组织考学#次（#人次参加）", vec![exams, n(sat)]),
        ("查出的问题改正#个", vec![closed]),
        ("查出的*等#个问题已经改正", vec![closed]),
        ("*提出的#个问题还没有改正记录", vec![open]),
        ("*中发现的#个问题还没有改正记录", vec![open]),
        ("*提出的#个问题", vec![n(facts.log(asked))]),
        ("*中发现的#个问题", vec![n(facts.log(asked))]),
        ("有改正记录的#个", vec![closed]),
        ("其余#个还没有改正记录", vec![open]),
        ("*还没有改正的*#个问题", vec![open]),
        ("开展第一议题学习#次", vec![n(facts.beside(OutreachKind::FirstItem))]),
        ("举办读书班#次", vec![n(facts.beside(OutreachKind::ReadingClass))]),
        ("*组织现场学习#次", vec![n(visits)]),
        ("开展宣讲#场", vec![n(facts.beside(OutreachKind::Talk))]),
        ("*受众#人次", vec![n(audience)]),
        ("列席旁听、督促指导基层学习#次", vec![n(facts.beside(OutreachKind::Guidance) + below)]),
        ("组织成员述学#次", vec![n(facts.beside(OutreachKind::Account))]),
    ]
}

fn order(facts: &Facts<'_>) -> Vec<Pattern> {
    let d = facts.d;
    let all = d.sessions.len();
    let has_log = d.has(Register::Oversight);
    let asked = |s: &Session| has_log || s.review.has_column();
    let logged = facts.reviewed();
    let reviewed = d
        .sessions
        .iter()
        .enumerate()
        .filter(|(at, s)| asked(s) && (s.review.is_done() || logged.contains(at)));
    let reviewed = reviewed.count();
    let n_asked = facts.sessions(asked);
    let (sat, due) = facts.examined();
    let used = |record: &OversightRecord| record.used.state != State::NotNeeded && !record.used.is_unclear();
    let last = d.period.last_day() - time::Duration::days(30);
    let is_old = |s: &Session| s.date <= last;
    let missed = facts.marks(|mark, s| is_old(s) && (away(mark) || mark == Some(Mark::MadeUp)));
    let made_up = facts.marks(|mark, s| is_old(s) && mark == Some(Mark::MadeUp));
    let open = facts.marks(|mark, _| away(mark));
    let days: Vec<Date> = d.sessions.iter().map(|session| session.date).collect();
    let between = days.windows(2).map(|pair| (pair[1] - pair[0]).whole_days()).max().unwrap_or(0);
    let ends = [
        days.first().map(|day| *day - d.period.first_day()),
        days.last().map(|day| d.period.last_day() - *day),
    ];
    let ends = ends.into_iter().flatten().map(time::Duration::whole_days).max().unwrap_or(0);
    let mut months: BTreeMap<u8, usize> = BTreeMap::new();
    days.iter().for_each(|day| *months.entry(u8::from(day.month())).or_default() += 1);
    vec![
        ("#次集中学习没有*", vec![n(all)]),
        ("#次集中学习中", vec![n(all)]),
        ("登记点评情况的#次集中学习没有点评*", vec![n(n_asked)]),
        ("登记点评情况的#次集中学习中", vec![n(n_asked)]),
        ("有点评或评学的#次", vec![n(reviewed)]),
        ("有对应评学的#次", vec![n(logged.len())]),
        ("应考#人次", vec![n(due)]),
        ("参考#人次", vec![n(sat)]),
        ("参考率#", vec![share(sat, due)]),
        ("#次*的结果还没有运用", vec![n(facts.entries(used))]),
        ("#次*中", vec![n(facts.entries(used))]),
        ("结果得到运用的#次", vec![n(facts.entries(|record| record.used.is_done()))]),
        ("*结果得到运用的#次", vec![n(facts.entries(|record| record.used.is_done()))]),
        ("未到会满○○天的#人次还没有补学", vec![n(missed)]),
        ("未到会满○○天、应当补学的#人次中", vec![n(missed)]),
        ("补学#人次", vec![n(made_up)]),
        ("还有#人次没有补上", vec![n(missed - made_up)]),
        ("没有补学的#人次列出清单", vec![n(open)]),
        ("没有补学的#人次（含未满○○天的#人次）列出清单", vec![n(open), n(open - (missed - made_up))]),
        ("前后两次集中学习最长相隔#天", vec![between as f64]),
        ("最长有#天没有集中学习", vec![ends as f64]),
        ("*月集中学习#次", vec![n(months.values().copied().max().unwrap_or(0))]),
    ]
}

fn study(facts: &Facts<'_>) -> Vec<Pattern> {
    let d = facts.d;
    let all = d.sessions.len();
    let formed = facts.sessions(|s| s.form.is_some());
    let relays = facts.sessions(|s| s.form == Some(Form::Relay));
    let seminars = facts.sessions(|s| s.form == Some(Form::Seminar));
    let follows = facts.sessions(|s| s.follow_up.has_column());
    let is_local = |s: &Session| [&s.topic, &s.content].iter().any(|f| f.text().contains("春耕"));
    let local = facts.sessions(|s| s.follow_up.has_column() && (s.follow_up.is_done() || is_local(s)));
    let asked = facts.sessions(|s| s.joint.has_column());
    let joint = facts.sessions(|s| s.joint.is_done());
    let mut speeches: BTreeMap<&str, usize> = BTreeMap::new();
    for name in d.sessions.iter().flat_map(|s| s.speakers.value.iter().flatten()) {
        *speeches.entry(name).or_default() += 1;
    }
    let spoke = facts.members.iter().filter(|(_, m)| speeches.contains_key(m.name.as_str())).count();
    let n_speeches: usize = speeches.values().sum();
    let mut most: Vec<usize> = speeches.values().copied().collect();
    most.sort_unstable_by(|a, b| b.cmp(a));
    let top: usize = most.iter().take(2).sum();
    let n_top = most.len().min(2);
    let due = facts.marks(|mark, _| mark.is_none_or(Mark::is_due));
    let late = facts.marks(|mark, _| mark == Some(Mark::Late));
    let people = facts.members.len();
    vec![
        ("#次集中学习*", vec![n(all)]),
        ("写明形式的#次集中学习中", vec![n(formed)]),
        ("写明形式的#次集中学习没有采用研讨形式", vec![n(formed)]),
        ("写明形式的#次集中学习中传达、领学#次", vec![n(formed), n(relays)]),
        ("#次集中学习中传达、领学#次", vec![n(all), n(relays)]),
        ("传达、领学#次", vec![n(relays)]),
        ("研讨#次", vec![n(seminars)]),
        ("登记贯彻措施情况的#次集中学习的主题没有联系本地重点工作", vec![n(follows)]),
        ("登记贯彻措施情况的#次集中学习中", vec![n(follows)]),
        ("联系本地工作或者提出贯彻措施的#次", vec![n(local)]),
        ("写明是否单独召开的#次集中学习*", vec![n(asked)]),
        ("与其他会议合并召开的#次", vec![n(joint)]),
        ("#名成员没有作过重点发言", vec![n(people)]),
        ("#名成员中，作过重点发言的#名，还有#名没有作过", vec![n(people), n(spoke), n(people - spoke)]),
        ("重点发言#人次出自#人", vec![n(n_speeches), n(n_top)]),
        ("重点发言#人次，其中#人次出自#人", vec![n(n_speeches), n(top), n(n_top)]),
        ("应到#人次中迟到早退#人次", vec![n(due), n(late)]),
        ("平均每次下降#个百分点", vec![fall(facts)]),
        ("研讨占*集中学习的#", vec![share(seminars, formed)]),
        ("作过重点发言的成员占#", vec![share(spoke, people)]),
        ("联系本地工作或提出贯彻措施的学习占#", vec![share(local, follows)]),
        ("与其他会议合并召开的学习有#次", vec![n(joint)]),
        ("*学习计划按期完成#", {
            let (_, named, kept) = facts.plan();
            vec![share(kept, named)]
        }),
        ("有点评或评学的学习占#", {
            let has_log = d.has(Register::Oversight);
            let logged = facts.reviewed();
            let asked = |s: &Session| has_log || s.review.has_column();
            let done = d
                .sessions
                .iter()
                .enumerate()
                .filter(|(at, s)| asked(s) && (s.review.is_done() || logged.contains(at)));
            vec![share(done.count(), facts.sessions(asked))]
        }),
    ]
}

/// By how many points the rate of attendance falls from one marked session to the next.
fn fall(facts: &Facts<'_>) -> f64 {
    let rates: Vec<f64> = (0..facts.d.sessions.len())
        .filter_map(|at| {
            let date = facts.d.sessions[at].date;
            let due = facts.marks(|mark, s| s.date == date && mark.is_none_or(Mark::is_due));
            let unknown = facts.marks(|mark, s| s.date == date && mark.is_none());
            let came = facts.marks(|mark, s| s.date == date && present(mark));
            (due > unknown).then(|| n(came) / n(due))
        })
        .collect();
    let middle = (n(rates.len()) - 1.0) / 2.0;
    let (rise, run) = rates.iter().enumerate().fold((0.0, 0.0), |(rise, run), (at, rate)| {
        let x = n(at) - middle;
        (rise + x * rate, run + x * x)
    });
    -rise / run * 100.0
}

fn writings(facts: &Facts<'_>) -> Vec<Pattern> {
    let d = facts.d;
    let all = facts.essays().count();
    let end = d.period.last_day();
    let recent = end - time::Duration::days(14);
    let is_recent = |essay: &Essay| facts.answered(essay).is_some_and(|session| session.date >= recent);
    let dated = |essay: &Essay| essay.submitted.value.is_some();
    let judged = facts.n_essays(|essay| dated(essay) && !is_recent(essay));
    let left_out = facts.n_essays(|essay| dated(essay) && is_recent(essay));
    let rush = end - time::Duration::days(9);
    let late =
        facts.n_essays(|essay| !is_recent(essay) && essay.submitted.value.is_some_and(|day| day >= rush));
    let mut days: BTreeMap<Date, usize> = BTreeMap::new();
    facts
        .essays()
        .filter_map(|essay| essay.submitted.value)
        .for_each(|day| *days.entry(day).or_default() += 1);
    let mut lags: Vec<i64> = facts
        .essays()
        .filter_map(|essay| Some((essay.submitted.value? - facts.answered(essay)?.date).whole_days()))
        .collect();
    lags.sort_unstable();
    let linked = lags.len();
    let median = if linked == 0 { 0.0 } else { (lags[(linked - 1) / 2] + lags[linked / 2]) as f64 / 2.0 };
    let short = facts.n_essays(|essay| essay.n_chars.value.is_some_and(|n_chars| n_chars < 800.0));
    let duty = |essay: &Essay| {
        let of = essay.member.map(|at| d.members[at].duty.text()).filter(|duty| duty.chars().count() > 1);
        of.filter(|_| essay.title.is_known())
    };
    let with_duty = facts.n_essays(|essay| duty(essay).is_some());
    let tied = facts.n_essays(|essay| duty(essay).is_some_and(|duty| essay.title.text().contains(duty)));
    let titled = facts.n_essays(|essay| essay.title.is_known());
    let is_hollow = |essay: &Essay| {
        let title = essay.title.text();
        let own = duty(essay).is_some_and(|duty| title.contains(duty));
        title.starts_with("学习") && title.ends_with("体会") && !own && !title.contains("春耕")
    };
    let hollow = facts.n_essays(is_hollow);
    let in_post: Vec<&Member> = facts.members.iter().map(|(_, m)| *m).filter(|m| m.in_post(end)).collect();
    let silent = in_post.iter().filter(|m| !d.essays.iter().any(|essay| essay.author == m.name)).count();
    let exam_scores = facts.log(|r| facts.is_examinee(r) && r.result.text().parse::<f64>().is_ok());
    let single_scores = facts.log(|r| {
        let sat = r.n_examined.value.or(r.n_due.value);
        r.kind == OversightKind::Examination
            && sat.is_none_or(|n| n <= 1)
            && r.result.text().parse::<f64>().is_ok()
    });
    vec![
        ("作者分管工作明确的#篇心得体会和理论文章*", vec![n(with_duty)]),
        ("#篇心得体会和理论文章的题目没有联系分管工作*", vec![n(all)]),
        ("#篇心得体会和理论文章中", vec![n(all)]),
        ("写明题目的#篇心得体会和理论文章*", vec![n(titled)]),
        ("题目结合分管工作的#篇", vec![n(tied)]),
        ("*题目结合分管工作的文章占#", vec![share(tied, with_duty)]),
        ("*没有点出具体工作的#篇", vec![n(hollow)]),
        ("#篇心得体会和理论文章的题目没有点出具体工作", vec![n(all)]),
        ("除对应*以后学习的#篇外", vec![n(left_out)]),
        // Of those with a day, the last weeks' are left out of the rush, not of one day's.
        ("注明提交日期的#篇心得体会和理论文章*", vec![n(judged)]),
        ("注明提交日期的#篇心得体会和理论文章*", vec![n(judged + left_out)]),
        ("#篇心得体会和理论文章*在*最后○○天提交", vec![n(judged)]),
        ("#篇心得体会和理论文章中", vec![n(judged)]),
        ("#篇在*最后○○天提交", vec![n(late)]),
        ("有#篇在同一天提交", vec![n(days.values().copied().max().unwrap_or(0))]),
        ("*#篇中，有一半以上是学习满#天以后才提交的", vec![n(linked), median.floor()]),
        ("*#篇中，有#篇是学习满#天以后才提交的", {
            let late = lags.iter().filter(|lag| **lag as f64 >= median.floor()).count();
            vec![n(linked), n(late), median.floor()]
        }),
        ("*#篇是学习满#天以后才提交的", vec![n(linked), median.floor()]),
        ("有#篇心得体会和理论文章不足○○○字", vec![n(short)]),
        ("#篇心得体会和理论文章*不足○○○字", vec![n(short)]),
        ("#个考学成绩在○○分以上", vec![n(exam_scores.max(single_scores))]),
        ("#名成员没有提交心得体会、理论文章或调研报告", vec![n(in_post.len())]),
        ("#名成员中，有#名没有提交心得体会、理论文章或调研报告", vec![n(in_post.len()), n(silent)]),
    ]
}

fn causes(facts: &Facts<'_>) -> Vec<Pattern> {
    let d = facts.d;
    let timed: Vec<f64> = d.sessions.iter().filter_map(|session| session.hours.value).collect();
    let mean = timed.iter().sum::<f64>() / n(timed.len().max(1));
    let next = d.period.next();
    let rows: Vec<_> = d
        .plan
        .iter()
        .filter(|row| row.due.is_some_and(|due| d.period.contains(due) || next.contains(due)))
        .filter(|row| row.target.origin.is_some())
        .collect();
    let with_number =
        rows.iter().filter(|row| row.target.text().contains(|c: char| c.is_ascii_digit())).count();
    let can_be_scored = |record: &OversightRecord| record.kind != OversightKind::Supervision;
    let has_score = |record: &OversightRecord| record.result.text().contains(|c: char| c.is_ascii_digit());
    let mut ways: BTreeMap<_, usize> = BTreeMap::new();
    for way in d.sessions.iter().flat_map(|session| ways_of(session.form_text.text())) {
        *ways.entry(way).or_default() += 1;
    }
    let lectures = facts.sessions(|s| s.form == Some(Form::Lecture));
    vec![
        ("有#次学习与其他会议合并召开", vec![n(facts.sessions(|s| s.joint.is_done()))]),
        ("每次学习平均#小时", vec![mean]),
        ("学习时间#小时", vec![mean]),
        ("有时长记录的#次学习平均#小时", vec![n(timed.len()), mean]),
        ("*的#项学习安排没有写明量化要求", vec![n(rows.len())]),
        ("*的#项学习安排中，写明量化要求的#项", vec![n(rows.len()), n(with_number)]),
        (
            "#条*记录中，有评分的#条",
            vec![n(facts.entries(can_be_scored)), n(facts.entries(|r| can_be_scored(r) && has_score(r)))],
        ),
        ("*结果用于考核的#次", vec![n(facts.entries(|r| r.used.written.text().contains("考核")))]),
        ("*结果得到运用的#次", vec![n(facts.entries(|record| record.used.is_done()))]),
        ("集中学习采用过*#种方式", vec![n(ways.len())]),
        ("写明形式的#次学习中没有专家辅导", vec![n(facts.sessions(|s| s.form.is_some()))]),
        ("专家辅导安排了#次", vec![n(lectures)]),
        (
            "写明形式的#次学习中，最常用的一种方式用了#次",
            vec![n(facts.sessions(|s| s.form.is_some())), n(ways.values().copied().max().unwrap_or(0))],
        ),
    ]
}

/// Returns whether a clause on a change, such as 出勤率由⟦50%⟧提高到⟦60%⟧, says what the records and the
/// figures before say.
pub fn changed(d: &Dossier, before: &Figures, clause: &str, is: fn(&str, f64) -> bool) -> bool {
    let facts = Facts::of(d);
    let due = facts.marks(|mark, _| mark.is_none_or(Mark::is_due));
    let came = facts.marks(|mark, _| present(mark));
    let made_up = facts.marks(|mark, _| mark == Some(Mark::MadeUp));
    let missed = made_up + facts.marks(|mark, _| away(mark));
    let (_, named, kept) = facts.plan();
    let spoke = facts.members.iter().filter(|(_, m)| {
        d.sessions.iter().flat_map(|s| s.speakers.value.iter().flatten()).any(|name| *name == m.name)
    });
    let rates = [
        ("出勤率", "attendance-rate", came, due),
        ("参学率", "participation-rate", came + made_up, due),
        ("补学率", "make-up-rate", made_up, missed),
        ("计划兑现率", "plan-kept-rate", kept, named),
        ("重点发言覆盖率", "speakers-share", spoke.count(), facts.members.len()),
    ];
    let essays = facts.essays().count();
    let amounts = [
        ("集中学习", "sessions", d.sessions.len()),
        ("专题研讨", "seminars", facts.sessions(|s| s.form == Some(Form::Seminar))),
        ("心得体会和理论文章", "essays", essays),
        ("调研报告", "research-reports", d.essays.len() - essays),
    ];
    let then = |key: &str| before.measures.iter().find(|measure| measure.key == key);
    let numbers = counted(clause);
    for (name, key, n_now, of_now) in rates {
        if !clause.starts_with(name) {
            continue;
        }
        let Some((n_then, of_then)) = then(key).and_then(|m| Some((m.n? as usize, m.of? as usize))) else {
            return false;
        };
        let (was, now) = (share(n_then, of_then), share(n_now, of_now));
        let points = |text: &str| is(text, (was * 10.0).round() / 10.0 - (now * 10.0).round() / 10.0);
        return match &numbers[..] {
            [a, b] => clause.contains("提高到") && is(a, was) && is(b, now) && now > was,
            [a, b, c] => clause.contains("降至") && is(a, was) && is(b, now) && points(c) && now < was,
            _ => false,
        };
    }
    for (name, key, now) in amounts {
        let (bare, none) = (clause.starts_with(name), clause.starts_with(&format!("没有{name}")));
        if !bare && !none {
            continue;
        }
        let Some(was) = then(key).and_then(|measure| measure.value) else { return false };
        let now = n(now);
        return match &numbers[..] {
            [a] if none => now == 0.0 && clause.contains("减少") && is(a, was),
            [a] => was == 0.0 && clause.contains("增加") && is(a, now),
            [a, b] if clause.contains("增加到") => is(a, was) && is(b, now) && now > was,
            [a, b] => clause.contains("减少") && is(a, now) && is(b, was - now) && now < was && now > 0.0,
            _ => false,
        };
    }
    false
}
