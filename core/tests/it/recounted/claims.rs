//! Whether a claim on all, on each or on none is true, held against the records: each is parsed with
//! what it ranges over.

use std::collections::BTreeSet;

use banxin_core::dossier::{
    Dossier, Essay, EssayKind, Form, Mark, OversightKind, OversightRecord, PlanRow, ResearchTopic, Session,
    State,
};
use banxin_core::period::Period;

use super::clauses::run_of_months;
use super::facts::{Facts, away, is_below, present, quarter};

/// Names of parts of the period, and the months that they are.
const PARTS: [(&str, std::ops::RangeInclusive<u8>); 8] = [
    ("上半年", 1..=6),
    ("第一季度", 1..=3),
    ("第二季度", 4..=6),
    ("一季度", 1..=3),
    ("二季度", 4..=6),
    ("下半年", 7..=12),
    ("第三季度", 7..=9),
    ("第四季度", 10..=12),
];

/// What claims are held against.
pub struct Records<'a> {
    d: &'a Dossier,
    facts: Facts<'a>,
}

impl Records<'_> {
    pub fn of(d: &Dossier) -> Records<'_> {
        Records { d, facts: Facts::of(d) }
    }

    /// Returns whether a claim is true; nothing where nobody here knows it.
    pub fn holds(&self, clause: &str, sentence: &str) -> Option<bool> {
        let ends = |words: &str| clause.ends_with(words);
        let has = |words: &str| clause.contains(words);
        self.of_sessions(clause, sentence)
            .or_else(|| self.of_persons(clause, sentence))
            .or_else(|| self.of_log(clause, sentence))
            .or_else(|| self.of_results(clause, sentence))
            .or_else(|| {
                let (planned, named, kept) = self.facts.plan();
                let numeric = |text: &str| text.contains(|c: char| c.is_ascii_digit());
                match () {
                    () if ends("都按期开展") => Some(kept == planned),
                    () if has("没有按期开展") && (has("列入") || sentence.contains("列入")) => {
                        Some(if sentence.contains("按期开展⟦") { kept < named } else { kept == 0 })
                    }
                    () if has("没有按期完成的要抓得更紧") => Some(kept < named),
                    () if ends("没有写明量化要求") || ends("项没有写明") => {
                        let months = planned_in(clause, &self.d.period)?;
                        let is_asked = |row: &&PlanRow| {
                            row.due.is_some_and(|due| months.iter().any(|period| period.contains(due)))
                        };
                        Some(self.d.plan.iter().filter(is_asked).all(|row| !numeric(row.target.text())))
                    }
                    () if clause.starts_with("没有按期开展的学习原定在") => {
                        let told = clause.strip_prefix("没有按期开展的学习原定在")?;
                        let months = months_of(told.strip_suffix("进行")?)?;
                        Some(self.facts.late_months() == months.into_iter().collect())
                    }
                    () => None,
                }
            })
    }

    fn of_sessions(&self, clause: &str, sentence: &str) -> Option<bool> {
        let sessions = &self.d.sessions;
        let ends = |words: &str| clause.ends_with(words);
        let has = |words: &str| clause.contains(words);
        let is_of = |form: Form| move |session: &&Session| session.form == Some(form);
        let in_months = |months: &[u8]| {
            let months = months.to_vec();
            move |session: &&Session| months.contains(&u8::from(session.date.month()))
        };
        let period: Vec<u8> = (self.d.period.first_month()..=self.d.period.last_month()).collect();
        let formed = || sessions.iter().filter(|session| session.form.is_some());
        Some(match () {
            () if ends("均为专题研讨") => sessions.iter().all(|s| s.form == Some(Form::Seminar)),
            () if ends("均为传达、领学") => formed().all(|s| s.form == Some(Form::Relay)),
            () if ends("每个月都有学习") => {
                period.iter().all(|month| sessions.iter().any(|s| u8::from(s.date.month()) == *month))
            }
            () if ends("每个季度都有专题研讨") => self
                .d
                .period
                .quarters()
                .all(|at| sessions.iter().filter(is_of(Form::Seminar)).any(|s| quarter(s.date) == at)),
            // How many these are is counted.
            () if ends("的每次学习") => has("名成员参加了"),
            () if ends("的学习计划中也没有安排") => {
                let of_period = |row: &&PlanRow| row.due.is_some_and(|due| self.d.period.contains(due));
                self.d.plan.iter().filter(of_period).all(|row| row.form.is_some_and(|f| f != Form::Lecture))
            }
            () if has("每次学习平均") => {
                sessions.len() > 1 && sessions.iter().all(|session| session.hours.value.is_some())
            }
            () if ends("没有采用研讨形式") || clause == "没有开展研讨" => {
                formed().all(|s| s.form != Some(Form::Seminar)) && self.says_how_many(sentence, "没有")
            }
            () if ends("没有安排专家辅导") => {
                sessions.iter().all(|session| session.form.is_some_and(|form| form != Form::Lecture))
            }
            () if has("学习中没有专家辅导") => formed().all(|s| s.form != Some(Form::Lecture)),
            () if has("没有联系本地重点工作") || has("没有提出贯彻措施") => {
                let asked = || sessions.iter().filter(|session| session.follow_up.has_column());
                let is_local = |s: &Session| [&s.topic, &s.content].iter().any(|f| f.text().contains("春耕"));
                asked().all(|s| !s.follow_up.is_done() && !s.follow_up.is_unclear() && !is_local(s))
            }
            () if has("集中学习没有点评") || has("集中学习没有对应的评学") => {
                let logged = self.facts.reviewed();
                logged.is_empty() && sessions.iter().all(|session| !session.review.is_done())
            }
            () if has("天没有集中学习") => has("⟦"),
            // What is told before the months is no part of the claim.
            () if ends("（以下简称中心组）没有开展集中学习") => sessions.is_empty(),
            () if has("名成员没有到会") => {
                let day = day_of(sentence.rsplit('是').next()?)?;
                let held = |s: &Session| (u8::from(s.date.month()), s.date.day()) == day;
                self.facts.marks(|mark, s| held(s) && present(mark)) == 0
            }
            () if ends("其他月份的集中学习没有研讨") => {
                let told = sentence.split("研讨安排在").nth(1)?.split('，').next()?;
                let months = months_of(told)?;
                formed().count() == sessions.len()
                    && sessions.iter().filter(is_of(Form::Seminar)).all(|s| in_months(&months)(&s))
            }
            () if ends("没有集中学习") => {
                let months = months_of(clause.strip_suffix("没有集中学习")?)?;
                !sessions.iter().any(|session| in_months(&months)(&session))
            }
            () if ends("没有开展集中学习") || ends("没有开展集中学习和研讨") => {
                let months = parts_of(clause.split("没有").next()?, &period)?;
                !sessions.iter().any(|session| in_months(&months)(&session))
            }
            () if ends("没有开展集体学习研讨") => {
                let months = parts_of(clause.split("没有").next()?, &period)?;
                let held = || sessions.iter().filter(in_months(&months));
                held().next().is_some()
                    && held().all(|session| session.form.is_some_and(|form| form != Form::Seminar))
            }
            () => return None,
        })
    }

    /// Returns whether a claim on sessions says of which it is, where some do not say their form.
    fn says_how_many(&self, sentence: &str, words: &str) -> bool {
        let before = sentence.split(words).next().unwrap_or_default();
        self.d.sessions.iter().all(|session| session.form.is_some()) || before.contains("写明形式")
    }

    fn of_persons(&self, clause: &str, sentence: &str) -> Option<bool> {
        let facts = &self.facts;
        let ends = |words: &str| clause.ends_with(words);
        let has = |words: &str| clause.contains(words);
        let spoke = |name: &str| {
            self.d.sessions.iter().any(|s| s.speakers.value.iter().flatten().any(|one| one == name))
        };
        let wrote = |name: &str| self.d.essays.iter().any(|essay| essay.author == name);
        Some(match () {
            () if has("成员都作了发言") => facts.members.iter().all(|(_, member)| spoke(&member.name)),
            () if has("名成员没有作过重点发言") => {
                facts.members.iter().all(|(_, member)| !spoke(&member.name))
            }
            () if has("名没有作过") => facts.members.iter().any(|(_, member)| !spoke(&member.name)),
            () if has("成员都撰写了文章") => {
                facts.members.iter().all(|(_, member)| wrote(&member.name))
            }
            () if ends("月没有提交心得体会和理论文章") => {
                let months = months_of(clause.strip_suffix("没有提交心得体会和理论文章")?)?;
                let mut essays = self.d.essays.iter().filter(|essay| essay.kind != EssayKind::Report);
                essays.all(|essay| {
                    essay.submitted.value.is_some_and(|day| !months.contains(&u8::from(day.month())))
                })
            }
            () if has("没有提交心得体会") => match clause.contains("有⟦") && !clause.starts_with("⟦")
            {
                true => facts.members.iter().any(|(_, member)| !wrote(&member.name)),
                false => facts.members.iter().all(|(_, member)| !wrote(&member.name)),
            },
            () if ends("成员全部到会") => {
                // Of the session whose day leads.
                let before = sentence.split("成员全部到会").next()?;
                let day = day_of(before.rsplit('；').next()?)?;
                let is_it = |s: &Session| (u8::from(s.date.month()), s.date.day()) == day;
                facts.marks(|mark, s| is_it(s) && mark.is_none_or(Mark::is_due) && !present(mark)) == 0
            }
            () if ends("全部到会") => {
                let due = |mark: Option<Mark>| mark.is_none_or(Mark::is_due);
                facts.marks(|mark, _| due(mark) && !present(mark)) == 0
            }
            // Whatever kind is not named is none: how many are of each is counted elsewhere.
            () if clause.starts_with("没有补学的有") => {
                let last = self.d.period.last_day() - time::Duration::days(30);
                let n = |name: &str, wanted: &[Mark]| {
                    let is_old = |s: &Session| s.date <= last;
                    has(name)
                        || facts.marks(|mark, s| is_old(s) && mark.is_some_and(|m| wanted.contains(&m))) == 0
                };
                n("公差", &[Mark::OnDuty])
                    && n("请假", &[Mark::SickLeave, Mark::PersonalLeave, Mark::Leave])
                    && n("缺席", &[Mark::Absent])
            }
            () if has("人次没有登记") => facts.marks(|mark, _| mark.is_none()) > 0,
            () if has("的⟦") && ends("人次还没有补学") => {
                let last = self.d.period.last_day() - time::Duration::days(30);
                facts.marks(|mark, s| s.date <= last && mark == Some(Mark::MadeUp)) == 0
            }
            () if has("人次没有补上") => facts.marks(|mark, _| away(mark)) > 0,
            () => return None,
        })
    }

    fn of_log(&self, clause: &str, sentence: &str) -> Option<bool> {
        let log = |wanted: &dyn Fn(&OversightRecord) -> bool| self.facts.log(|record| wanted(record));
        let ends = |words: &str| clause.ends_with(words);
        let has = |words: &str| clause.contains(words);
        let asked = |r: &OversightRecord| r.problem.is_done() && r.rectified.is_asked();
        let kinds = [
            ("督学", OversightKind::Supervision),
            ("评学", OversightKind::Review),
            ("考学", OversightKind::Examination),
        ];
        Some(match () {
            () if has("没有与干部考核衔接") || has("没有作为年度考核的参考") => {
                log(&|r| r.passed_on == State::Yes || r.used.is_unclear()) == 0
            }
            () if ends("的结果没有充分运用") => log(&|r| !r.used.is_done() && r.used.is_asked()) > 0,
            () if ends("的结果还没有运用") || ends("的结果没有得到运用") => {
                log(&|r| r.used.is_done()) == 0
            }
            () if ends("没有打分") => {
                let numeric = |r: &OversightRecord| r.result.text().contains(|c: char| c.is_ascii_digit());
                log(&|r| r.kind != OversightKind::Supervision && numeric(r)) == 0
            }
            () if ends("也没有评学记录") => log(&|r| r.kind == OversightKind::Review) == 0,
            () if ends("评学没有对应到具体的学习") => {
                log(&|r| r.kind == OversightKind::Review) > 0 && self.facts.reviewed().is_empty()
            }
            () if ends("没有参考记录") => self.facts.examined().0 == 0,
            () if ends("还没有做到应考尽考") => {
                let (sat, due) = self.facts.examined();
                sat < due
            }
            () if has("其余⟦") && ends("还没有改正记录") => {
                log(&|r| asked(r) && !r.rectified.is_done()) > 0
            }
            () if clause.starts_with("没有改正记录的问题是在") => {
                let told = clause.strip_prefix("没有改正记录的问题是在")?.strip_suffix("发现的")?;
                let open = self.d.oversight.iter().filter(|r| asked(r) && !r.rectified.is_done());
                let months: Option<BTreeSet<u8>> =
                    open.map(|r| r.date.value.map(|day| u8::from(day.month()))).collect();
                months? == months_of(told)?.into_iter().collect()
            }
            () if ends("个问题还没有改正记录") => {
                let named = kinds.iter().filter(|(name, _)| has(name)).map(|(_, kind)| *kind);
                let named: Vec<OversightKind> = named.collect();
                let of: Vec<OversightKind> = kinds
                    .iter()
                    .map(|(_, kind)| *kind)
                    .filter(|kind| log(&|r| asked(r) && r.kind == *kind) > 0)
                    .collect();
                named == of && log(&|r| asked(r) && r.rectified.is_done()) == 0
            }
            () if has("没有开展") || has("没有对中心组开展") => {
                let (before, list) = clause.split_once("开展")?;
                let period: Vec<u8> = (self.d.period.first_month()..=self.d.period.last_month()).collect();
                let before = before.rsplit("看").next()?;
                // What a quarter lacks may follow the half-year's own list.
                let before = if before.starts_with("没有") { sentence } else { before };
                let months = parts_of(before.split("没有").next()?, &period)?;
                let named: Vec<OversightKind> =
                    kinds.iter().filter(|(name, _)| list.contains(name)).map(|(_, kind)| *kind).collect();
                let is_within = |r: &OversightRecord| {
                    months == period
                        || r.date.value.is_some_and(|day| months.contains(&u8::from(day.month())))
                };
                !named.is_empty() && log(&|r| named.contains(&r.kind) && !is_below(r) && is_within(r)) == 0
            }
            () => return None,
        })
    }

    fn of_results(&self, clause: &str, sentence: &str) -> Option<bool> {
        let ends = |words: &str| clause.ends_with(words);
        let has = |words: &str| clause.contains(words);
        let last = self.d.period.last_day();
        let is_done =
            |t: &&ResearchTopic| t.status.state == State::Yes && t.due.is_none_or(|due| due <= last);
        let research = &self.d.research;
        let essays = || self.d.essays.iter().filter(|essay| essay.kind != EssayKind::Report);
        let dated = || essays().filter_map(|essay| essay.submitted.value);
        let is_hollow = |title: &str| title.starts_with("学习") && title.ends_with("心得体会");
        let is_of_duty = |essay: &Essay| {
            let author = self.d.members.iter().find(|member| member.name == essay.author);
            let duty = author.map_or("", |member| member.duty.text());
            !duty.is_empty() && essay.title.text().contains(duty)
        };
        Some(match () {
            () if ends("均已完成") => research.iter().all(|topic| is_done(&topic)),
            () if has("调研课题还没有完成") || ends("成果转化还没有开始") => {
                research.iter().all(|topic| topic.status.state != State::Yes)
            }
            () if has("还没有转化为具体举措") => {
                research.iter().filter(is_done).all(|t| !t.applied.is_done())
            }
            () if has("没有点出具体工作的⟦") => {
                essays().any(|essay| is_hollow(essay.title.text()))
            }
            () if has("没有点出具体工作") => essays().all(|essay| is_hollow(essay.title.text())),
            () if has("没有联系分管工作") => essays().all(|essay| !is_of_duty(essay)),
            () if has("都在同一天提交") => {
                let days: Vec<_> = dated().collect();
                days.windows(2).all(|pair| pair[0] == pair[1])
            }
            () if has("都在") && has("最后") => {
                // Those of late sessions are left out where the sentence says so.
                let since = match sentence.split_once("除对应") {
                    Some((_, told)) => Some(day_of(told)?),
                    None => None,
                };
                let is_late = |essay: &Essay| {
                    let held = self.facts.answered(essay).map(|session| session.date);
                    held.is_some_and(|day| {
                        since.is_some_and(|since| (u8::from(day.month()), day.day()) >= since)
                    })
                };
                let told = essays().filter(|essay| !is_late(essay)).filter_map(|essay| essay.submitted.value);
                told.map(|day| last - day).all(|left| left.whole_days() < 10)
            }
            () if ends("都不足○○○字") => {
                essays().all(|essay| essay.n_chars.value.is_some_and(|n| n < 800.0))
            }
            // How many there are is counted elsewhere.
            () if has("全部⟦") => sentence.contains('中'),
            () if has("类内容都有涉及") => has("⟦") || has("○"),
            () => return None,
        })
    }
}

/// Returns the day that leads a text.
fn day_of(told: &str) -> Option<(u8, u8)> {
    let (month, rest) = told.split_once('月')?;
    let (day, _) = rest.split_once('日')?;
    Some((month.parse().ok()?, day.parse().ok()?))
}

/// Returns the periods whose arrangements a clause speaks of; without any it is all of them.
fn planned_in(clause: &str, period: &Period) -> Option<Vec<Period>> {
    let all = [*period, period.next()];
    let is_named = |one: &&Period| clause.contains(one.part_name());
    let named: Vec<Period> = all.iter().filter(is_named).copied().collect();
    Some(if named.is_empty() { all.to_vec() } else { named })
}

/// Returns the months of a list such as `2月、5月`, at the end of words.
fn months_of(words: &str) -> Option<Vec<u8>> {
    let months: Option<Vec<_>> = words.split('、').map(run_of_months).collect();
    Some(months?.into_iter().flatten().collect())
}

/// Returns the months of a list of parts of the period; nothing named is the whole.
fn parts_of(words: &str, period: &[u8]) -> Option<Vec<u8>> {
    let words = words.rsplit('看').next()?.trim_start_matches('，');
    if words.is_empty() || words == "全年" {
        return Some(period.to_vec());
    }
    let of = |word: &str| PARTS.iter().find(|(name, _)| *name == word).map(|(_, months)| months.clone());
    let months: Option<Vec<_>> = words.split('、').map(of).collect();
    Some(months?.into_iter().flatten().collect())
}
