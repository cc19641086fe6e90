//! What is counted in several sentences, from the records alone: who was due and came, which rows of the
//! plan were kept, which session an essay answers.

use std::collections::BTreeSet;

use banxin_core::dossier::{
    Dossier, Essay, EssayKind, Mark, Member, OutreachKind, OversightKind, OversightRecord, PlanRow, Role,
    Session,
};
use banxin_core::period::Period;
use time::Date;

/// What is counted in several sentences.
pub struct Facts<'a> {
    pub d: &'a Dossier,
    pub members: Vec<(usize, &'a Member)>,
}

pub fn n(count: usize) -> f64 {
    count as f64
}

/// A share, as a percentage prints it.
pub fn share(part: usize, of: usize) -> f64 {
    n(part) / n(of.max(1)) * 100.0
}

pub fn counts(member: &Member) -> bool {
    !matches!(member.role, Role::Secretary | Role::Observer)
}

pub fn present(mark: Option<Mark>) -> bool {
    matches!(mark, Some(Mark::Present | Mark::Late))
}

/// Whoever was due and neither came nor made up for it, with a mark that says so.
pub fn away(mark: Option<Mark>) -> bool {
    matches!(mark, Some(Mark::OnDuty | Mark::SickLeave | Mark::PersonalLeave | Mark::Leave | Mark::Absent))
}

pub fn is_below(record: &OversightRecord) -> bool {
    record.kind == OversightKind::Supervision && record.subject.text().contains('村')
}

pub fn quarter(date: Date) -> u8 {
    (u8::from(date.month()) - 1) / 3 + 1
}

/// What a row or a session is about.
pub fn subject<'t>(topic: &'t str, content: &'t str) -> &'t str {
    if topic.is_empty() { content } else { topic }
}

impl<'a> Facts<'a> {
    pub fn of(d: &'a Dossier) -> Facts<'a> {
        let (first, last) = (d.period.first_day(), d.period.last_day());
        let members = d.members.iter().enumerate().filter(|(_, member)| {
            counts(member) && member.from.is_none_or(|f| f <= last) && member.until.is_none_or(|u| u >= first)
        });
        Facts { d, members: members.collect() }
    }

    pub fn marks(&self, wanted: impl Fn(Option<Mark>, &Session) -> bool) -> usize {
        let all = self.d.attendance.iter().filter(|entry| counts(&self.d.members[entry.member]));
        all.filter(|entry| wanted(entry.mark, &self.d.sessions[entry.session])).count()
    }

    pub fn sessions(&self, wanted: impl Fn(&Session) -> bool) -> usize {
        self.d.sessions.iter().filter(|session| wanted(session)).count()
    }

    pub fn log(&self, wanted: impl Fn(&OversightRecord) -> bool) -> usize {
        self.d.oversight.iter().filter(|record| wanted(record)).count()
    }

    pub fn essays(&self) -> impl Iterator<Item = &'a Essay> + use<'a> {
        self.d.essays.iter().filter(|essay| essay.kind != EssayKind::Report)
    }

    pub fn n_essays(&self, wanted: impl Fn(&Essay) -> bool) -> usize {
        self.essays().filter(|essay| wanted(essay)).count()
    }

    pub fn beside(&self, kind: OutreachKind) -> usize {
        let all = self.d.outreach.iter().filter(|record| record.kind == kind);
        all.map(|record| record.n_times.value.unwrap_or(1) as usize).sum()
    }

    /// Entries of the log: examinees of one day are one.
    pub fn entries(&self, wanted: impl Fn(&OversightRecord) -> bool) -> usize {
        let (lists, single): (Vec<&OversightRecord>, Vec<&OversightRecord>) = self
            .d
            .oversight
            .iter()
            .filter(|record| wanted(record))
            .partition(|record| self.is_examinee(record));
        single.len() + usize::from(!lists.is_empty())
    }

    pub fn is_examinee(&self, record: &OversightRecord) -> bool {
        record.kind == OversightKind::Examination && self.d.member_named(record.subject.text()).is_some()
    }

    /// Who was due and who sat, over the examinations that say so.
    pub fn examined(&self) -> (usize, usize) {
        let stated = self.d.oversight.iter().filter(|r| r.kind == OversightKind::Examination);
        let stated = stated.filter_map(|r| Some((r.n_examined.value? as usize, r.n_due.value? as usize)));
        let (sat, due) = stated.fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
        let listed = self.log(|record| self.is_examinee(record));
        let day = self.d.oversight.iter().find(|record| self.is_examinee(record)).and_then(|r| r.date.value);
        let members =
            day.map_or(0, |day| self.d.members.iter().filter(|m| counts(m) && m.in_post(day)).count());
        let due_listed = if listed * 2 >= members { members.max(listed) } else { listed };
        if listed == 0 { (sat, due) } else { (sat + listed, due + due_listed) }
    }

    /// Rows of the plan of the period, those that say what they are about, and those kept in time.
    pub fn plan(&self) -> (usize, usize, usize) {
        let (all, named) = self.fulfilled();
        (all, named.len(), named.iter().filter(|(_, is_kept)| *is_kept).count())
    }

    /// Months for which was planned what was not kept in time.
    pub fn late_months(&self) -> BTreeSet<u8> {
        let late = self.fulfilled().1.into_iter().filter(|(_, is_kept)| !is_kept);
        late.map(|(due, _)| u8::from(due.month())).collect()
    }

    /// How many rows of the plan are of the period, and those that say what they are about with the
    /// day by which, and whether they were kept in time.
    fn fulfilled(&self) -> (usize, Vec<(Date, bool)>) {
        let rows: Vec<(Date, &str)> = self
            .d
            .plan
            .iter()
            .filter(|row| row.due.is_some_and(|due| self.d.period.contains(due)))
            .map(|row| (row.due.expect("filtered"), subject(row.topic.text(), row.content.text())))
            .collect();
        let mut named: Vec<&(Date, &str)> = rows.iter().filter(|(_, topic)| !topic.is_empty()).collect();
        named.sort();
        let mut used = BTreeSet::new();
        let mut told = Vec::new();
        for (due, about) in &named {
            let fits = |session: &Session| {
                subject(session.topic.text(), session.content.text()) == *about && session.date <= *due
            };
            let kept =
                (0..self.d.sessions.len()).find(|at| !used.contains(at) && fits(&self.d.sessions[*at]));
            used.extend(kept);
            told.push((*due, kept.is_some()));
        }
        (rows.len(), told)
    }

    /// Topics of the plan that were neither held nor are planned again.
    pub fn owed(&self) -> usize {
        let held = |topic: &str| {
            self.d.sessions.iter().any(|s| s.topic.text() == topic || s.content.text() == topic)
        };
        let next = self.d.period.next();
        let about = |row: &'a PlanRow| subject(row.topic.text(), row.content.text());
        let rows = |of: Period| {
            let all = self.d.plan.iter().filter(move |row| row.due.is_some_and(|due| of.contains(due)));
            all.map(about).filter(|topic| !topic.is_empty()).collect::<BTreeSet<&str>>()
        };
        let (planned, again) = (rows(self.d.period), rows(next));
        planned.into_iter().filter(|topic| !held(topic) && !again.contains(topic)).count()
    }

    /// The session that an essay answers.
    pub fn answered(&self, essay: &Essay) -> Option<&'a Session> {
        let topic = essay.topic.text();
        let held: Vec<&Session> =
            self.d.sessions.iter().filter(|s| !topic.is_empty() && s.topic.text() == topic).collect();
        match (&held[..], essay.submitted.value) {
            ([one], _) => Some(one),
            ([first, ..], Some(day)) => held.iter().rev().find(|s| s.date <= day).or(Some(first)).copied(),
            _ => None,
        }
    }

    /// Sessions that a record of 评学 names by number, or where it names none, of its day.
    pub fn reviewed(&self) -> BTreeSet<usize> {
        let mut all = BTreeSet::new();
        for record in self.d.oversight.iter().filter(|record| record.kind == OversightKind::Review) {
            let subject = record.subject.text();
            let number = subject.strip_prefix('第').and_then(|rest| rest.split_once('次'));
            let number: Option<usize> = number.and_then(|(n, _)| n.parse().ok());
            let of_day: Vec<usize> = (0..self.d.sessions.len())
                .filter(|at| record.date.value == Some(self.d.sessions[*at].date))
                .collect();
            let is_of_year = self.d.period.first_month() == 1 || of_day.is_empty();
            match number.filter(|n| (1..=self.d.sessions.len()).contains(n) && is_of_year) {
                Some(n) => {
                    all.insert(n - 1);
                }
                None => all.extend(of_day),
            }
        }
        all
    }
}
