//! What a period leaves undone that the next one can still do: topics, absences, problems.

use crate::dossier::{Counts, Dossier, OversightRecord, PlanRow, Topic};
use crate::origin::Origin;
use crate::statistics::{Key, Statistics, fulfilled};

/// What is still owed at the end of a period.
#[derive(Debug, Clone, Default)]
pub struct Owed<'a> {
    /// The rows of the plan whose topic was neither held nor stands in the next plan, by date.
    pub topics: Vec<&'a PlanRow>,
    /// The marks of those who missed a session and have not made up for it.
    pub absences: Vec<Origin>,
    /// The problems that were found and are not put right.
    pub problems: Vec<&'a OversightRecord>,
}

impl<'a> Owed<'a> {
    /// Returns what a period owes.
    pub fn of(dossier: &'a Dossier, statistics: &Statistics) -> Owed<'a> {
        let is_missed = |entry: &&crate::dossier::Attendance| {
            let counts = Counts::of(entry.mark, dossier.members[entry.member].role);
            counts.on_duty + counts.leave + counts.absent > 0
        };
        Owed {
            topics: topics(dossier, statistics),
            absences: dossier.attendance.iter().filter(is_missed).map(|entry| entry.origin.clone()).collect(),
            problems: dossier.oversight.iter().filter(|record| record.is_open()).collect(),
        }
    }

    /// Returns whether nothing is owed.
    pub fn is_empty(&self) -> bool {
        self.topics.is_empty() && self.absences.is_empty() && self.problems.is_empty()
    }
}

/// Returns the rows of the plan that were not held at all; what was held late was held. Where
/// nobody knows what the sessions were about, nothing.
fn topics<'a>(dossier: &'a Dossier, statistics: &Statistics) -> Vec<&'a PlanRow> {
    if statistics.get(Key::PlanKeptRate).value.is_none() {
        return Vec::new();
    }
    let held: Vec<Topic> = dossier
        .sessions
        .iter()
        .flat_map(|session| [&session.topic, &session.content])
        .map(|field| Topic::of(field.text()))
        .collect();
    let next = dossier.plan_of(dossier.period.next()).map(topic).collect::<Vec<_>>();
    let is_owed = |row: &PlanRow| {
        let topic = topic(row);
        !held.iter().chain(&next).any(|other| topic.is_same(other))
    };
    let mut seen: Vec<Topic> = Vec::new();
    let open = fulfilled(dossier).into_iter().filter(|(_, session)| session.is_none()).map(|(row, _)| row);
    open.filter(|row| is_owed(row))
        .filter(|row| {
            let topic = topic(row);
            let is_new = !seen.contains(&topic);
            seen.push(topic);
            is_new
        })
        .collect()
}

/// Returns what a row is about: its topic, else its content.
fn topic(row: &PlanRow) -> Topic {
    Topic::of(if row.topic.is_known() { row.topic.text() } else { row.content.text() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::rules::cases_dossier;
    use crate::statistics::measure;

    #[track_caller]
    fn check_topics(sessions: &str, plan: &str, expected: &[&str]) {
        let sessions = format!("时间,学习主题,主持人\n{sessions}");
        let plan = format!("月份,学习主题,学习形式\n{plan}");
        let dossier = cases_dossier(&[("统计表.csv", &sessions), ("计划.csv", &plan)]);
        let owed = Owed::of(&dossier, &measure(&dossier));
        assert_eq!(owed.topics.iter().map(|row| row.topic.text()).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn topics_that_were_not_held_at_all() {
        check_topics("1月9日,民法典,张三", "1月,民法典,研讨\n2月,党章党规,研讨", &["党章党规"]);
        // Held a month late, and planned anew.
        check_topics("4月9日,民法典,张三", "1月,民法典,研讨\n2月,党章党规,研讨\n8月,学习党章党规,研讨", &[]);
        check_topics("4月9日,民法典,张三", "2月,党章党规,研讨\n3月,党章党规,研讨", &["党章党规"]);
        check_topics("", "2月,党章党规,研讨\n9月,防汛,研讨", &["党章党规"]);
        check_topics("4月9日,,张三", "2月,党章党规,研讨", &[]);
    }

    #[test]
    fn absences_and_problems_that_are_open() {
        let log = "日期,类别,对象,问题,整改\n3月1日,督学,全体,笔记不全,已补齐\n3月2日,督学,全体,发言少,整改中\n3月3日,督学,全体,,\n\
                   3月4日,督学,全体,迟到,无需整改";
        let sheet = "姓名,职务,1月5日,2月5日,3月5日,4月5日\n张三,书记,√,补,×,○\n李四,委员,公,迟,,√";
        let dossier = cases_dossier(&[("考勤表.csv", sheet), ("台账.csv", log)]);
        let owed = Owed::of(&dossier, &measure(&dossier));
        assert_eq!((owed.absences.len(), owed.problems.len()), (3, 1));
        let dossier = cases_dossier(&[("考勤表.csv", "姓名,职务,1月5日\n张三,书记,√")]);
        assert!(Owed::of(&dossier, &measure(&dossier)).is_empty());
    }
}
