//! The score sheet of a hundred points: what each item earns, linear in what was done.
//!
//! The items and their points are those of the domain notes §2, drawn up from fragments of
//! local sheets. An item earns its points times what was reached over what is asked, at most
//! all; without data it is not scored. Points are given here exactly and rounded when printed.

use crate::dossier::{Dossier, OversightRecord, Register, Role};
use crate::findings::planned::MIN_TOPICS;
use crate::findings::{Findings, Limits, RuleId};
use crate::statistics::{Key, Statistics, exact, size};

/// An item of the sheet.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ScoreItem {
    /// The part of the sheet.
    pub part: &'static str,
    /// What is looked at.
    pub name: &'static str,
    /// The points it can earn.
    pub points: u32,
    /// How many did, of how many; absent without data.
    pub reached: Option<(u64, u64)>,
    /// The share that earns all points.
    pub asked: f64,
}

impl ScoreItem {
    /// Returns the share of the points that is earned, from 0 to 1.
    pub fn share(&self) -> Option<f64> {
        let (n, of) = self.reached.filter(|(_, of)| *of > 0)?;
        // Where nothing is asked, nothing is lacking.
        Some(if self.asked > 0.0 { (exact(n) / exact(of) / self.asked).clamp(0.0, 1.0) } else { 1.0 })
    }
}

/// The sheet of one unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Score {
    /// The items, in order; their points add up to 100.
    pub items: Vec<ScoreItem>,
}

/// Fills in the sheet.
pub fn score(dossier: &Dossier, statistics: &Statistics, findings: &Findings, limits: &Limits) -> Score {
    let item = |part, name, points, reached, asked| ScoreItem { part, name, points, reached, asked };
    let rate = |key: Key| {
        let measure = statistics.get(key);
        measure.n.zip(measure.of)
    };
    let reading = |rule: RuleId| {
        let reading = findings.indicator(rule).reading.as_ref();
        reading.and_then(|reading| reading.n.zip(reading.of))
    };
    let asked = |rule: RuleId| limits.of(rule).threshold;
    let plan = findings.plan.as_ref().filter(|plan| !plan.rows.is_empty());
    let n_quarters = size(dossier.period.quarters().count());
    let with_seminar = plan.map(|plan| (n_quarters - size(plan.quarters_without_seminar.len()), n_quarters));
    let settled = plan.map(|plan| {
        let open = plan
            .rows
            .iter()
            .filter(|at| plan.without_content.contains(at) || plan.without_people.contains(at));
        let n = size(plan.rows.len());
        (n - size(open.count()), n)
    });
    let secretary = dossier.has(Register::Roster).then(|| {
        let any = dossier.members.iter().any(|member| member.role == Role::Secretary);
        (u64::from(any), 1)
    });
    let items = vec![
        item("组织领导", "组长主持学习", 10, rate(Key::LeaderHostRate), asked(RuleId::LeaderHosting)),
        item("组织领导", "配备学习秘书", 5, secretary, 1.0),
        item("计划安排", "每季度安排研讨", 5, with_seminar, 1.0),
        item("计划安排", "内容、时间、人员落实", 5, settled, 1.0),
        item("计划安排", "按期完成计划", 5, rate(Key::PlanKeptRate), asked(RuleId::PlanKept)),
        item("集中学习", "每季度集中学习研讨", 10, quarters_with_seminar(dossier), 1.0),
        item("集中学习", "出勤", 10, rate(Key::AttendanceRate), limits.attendance().threshold),
        item("集中学习", "研讨占比", 5, reading(RuleId::SeminarShare), asked(RuleId::SeminarShare)),
        item("集中学习", "成员发言", 5, rate(Key::SpeakersShare), asked(RuleId::SpeakerCoverage)),
        item(
            "学习成果",
            "成员有成果",
            8,
            reading(RuleId::MembersWithoutEssays).map(|(n, of)| (of.saturating_sub(n), of)),
            1.0,
        ),
        item("学习成果", "完成调研课题", 8, topics_finished(dossier), 1.0),
        item("学习成果", "调研成果转化", 4, reading(RuleId::ResearchApplied), 1.0),
        item("督学评学考学", "三类都有记录", 5, kinds(dossier), 1.0),
        item("督学评学考学", "结果得到运用", 5, reading(RuleId::ResultsUsed), asked(RuleId::ResultsUsed)),
        item("档案", "主题、内容、地点有记录", 5, documented(dossier), 1.0),
        item("档案", "考勤没有空白", 5, marked(statistics), 1.0),
    ];
    Score { items }
}

/// Quarters of the period with a seminar, of all.
fn quarters_with_seminar(dossier: &Dossier) -> Option<(u64, u64)> {
    use crate::dossier::Form;
    use crate::period::quarter_of;
    let held = |quarter: &u8| {
        dossier.sessions.iter().any(|s| s.form == Some(Form::Seminar) && quarter_of(s.date) == *quarter)
    };
    let quarters = dossier.period.quarters();
    dossier
        .has(Register::Sessions)
        .then(|| (size(quarters.clone().filter(held).count()), size(quarters.count())))
}

/// Finished topics, of those that are asked for; more earn no more.
fn topics_finished(dossier: &Dossier) -> Option<(u64, u64)> {
    let n = size(dossier.research.iter().filter(|topic| topic.is_finished()).count());
    let asked = size(MIN_TOPICS);
    dossier.has(Register::Research).then_some((n.min(asked), asked))
}

/// Kinds of oversight with a record, of three.
fn kinds(dossier: &Dossier) -> Option<(u64, u64)> {
    let kinds: std::collections::BTreeSet<_> =
        dossier.oversight.iter().map(|record: &OversightRecord| record.kind).collect();
    dossier.has(Register::Oversight).then(|| (size(kinds.len()), 3))
}

/// Sessions with topic, content and place on record, of all.
fn documented(dossier: &Dossier) -> Option<(u64, u64)> {
    let whole = dossier
        .sessions
        .iter()
        .filter(|session| session.topic.is_known() && session.content.is_known() && session.place.is_known());
    dossier.has(Register::Sessions).then(|| (size(whole.count()), size(dossier.sessions.len())))
}

/// Marks that are not blank, of those due.
fn marked(statistics: &Statistics) -> Option<(u64, u64)> {
    let due = statistics.count(Key::Due);
    (due > 0).then(|| (due - statistics.count(Key::Unknown), due))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::rules::cases_dossier;

    #[test]
    fn a_hundred_points_and_none_without_data() {
        let dossier = cases_dossier(&[("考勤表.csv", "姓名,1月5日,2月5日\n张三,√,√\n李四,√,\n")]);
        let statistics = crate::statistics::measure(&dossier);
        let limits = Limits::default();
        let findings = crate::findings::find(&dossier, &statistics, &Default::default(), &limits);
        let score = score(&dossier, &statistics, &findings, &limits);
        assert_eq!(score.items.iter().map(|item| item.points).sum::<u32>(), 100);
        let scored: Vec<_> = score.items.iter().filter_map(|item| Some((item.name, item.share()?))).collect();
        assert_eq!(scored.len(), 2, "{scored:?}");
        assert_eq!(scored[1], ("考勤没有空白", 0.75));
        assert!((scored[0].1 - 0.75 / 0.9).abs() < 1e-9);
    }
}
