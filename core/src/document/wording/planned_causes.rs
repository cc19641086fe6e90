//! A cause that lies in the plan: what it has nothing of, where a problem that is told lacks the same.
//!
//! It stands on two records at once, the plan and what was done, and says nothing of either that the
//! problem has told.

use crate::document::format::whole;
use crate::document::material::Material;
use crate::document::provenance::Provenance;
use crate::document::text::{Text, text};
use crate::document::wording::list;
use crate::document::wording::problems::details::seminars_planned;
use crate::dossier::{Dossier, Form, PlanRow};
use crate::findings::{Cause, Findings, RuleId, Standing};
use crate::grouped::grouped;
use crate::origin::Origin;
use crate::statistics::{exact, fulfilled, size};

/// What a target speaks of that asks for a speech or for a text, and what may mean either.
const SPOKEN: Asked = Asked { surely: &["发言"], perhaps: &["讲", "谈", "交流", "研讨", "人"] };
const WRITTEN: Asked = Asked {
    surely: &["心得", "体会", "文章", "撰写"],
    perhaps: &["写", "篇", "报告", "材料", "成果", "稿"],
};

/// Words of a target.
struct Asked {
    surely: &'static [&'static str],
    perhaps: &'static [&'static str],
}

/// Returns the cause: the judgement, and what the plan says; nothing where it explains no problem.
pub(crate) fn cause(material: &Material<'_>) -> Option<Text> {
    let Material { dossier, findings, .. } = *material;
    let arranged: Vec<Text> = idle_months(dossier, findings).into_iter().chain(lacks(material)).collect();
    let kept = missed_months(dossier, findings);
    let judgement = match (arranged.is_empty(), &kept) {
        (true, None) => return None,
        (false, None) => "学习计划安排得还不够周全",
        (true, Some(_)) => "对计划执行抓得还不够紧",
        (false, Some(_)) => "学习计划的安排和执行抓得还不够细",
    };
    let clauses: Vec<Text> = arranged.into_iter().chain(kept).collect();
    Some(text!("{judgement}。{}。", Text::joined(&clauses, "；")))
}

/// Returns whether a problem tells of what this rule measures.
fn is_told(findings: &Findings, rule: RuleId) -> bool {
    findings.finding_of(rule).is_some_and(|finding| finding.standing == Standing::Body)
}

/// Returns the months of the period without a session, where the problems tell of them and each
/// arrangement says its month.
fn empty_months(dossier: &Dossier, findings: &Findings) -> Vec<u8> {
    let is_dated = |row: &PlanRow| row.first.zip(row.due).is_some();
    let has_plan = dossier.plan_of(dossier.period).next().is_some();
    if !is_told(findings, RuleId::StudyGap) || !has_plan || !dossier.plan.iter().all(is_dated) {
        return Vec::new();
    }
    let held = |month: &u8| dossier.sessions.iter().any(|session| u8::from(session.date.month()) == *month);
    (dossier.period.first_month()..=dossier.period.last_month()).filter(|month| !held(month)).collect()
}

/// Returns whether a row is to be held in that month or about it.
fn is_planned_for(row: &PlanRow, month: u8) -> bool {
    let ends = row.first.zip(row.due);
    ends.is_some_and(|(first, due)| (u8::from(first.month())..=u8::from(due.month())).contains(&month))
}

/// Says that nothing was planned either for the months without a session, which the problem has named.
fn idle_months(dossier: &Dossier, findings: &Findings) -> Option<Text> {
    let is_idle = |month: &u8| !dossier.plan_of(dossier.period).any(|row| is_planned_for(row, *month));
    let empty = empty_months(dossier, findings);
    let are_idle = !empty.is_empty() && empty.iter().all(is_idle);
    are_idle.then(|| "没有集中学习的月份，学习计划中也没有安排".into())
}

/// Counts what was planned for the months without a session and not held in time, where no problem
/// tells of the plan itself.
fn missed_months(dossier: &Dossier, findings: &Findings) -> Option<Text> {
    if is_told(findings, RuleId::PlanKept) {
        return None;
    }
    let empty = empty_months(dossier, findings);
    let missed_in = |month: u8| -> Vec<Origin> {
        let is_of_month = |row: &PlanRow| row.first.map(time::Date::month) == row.due.map(time::Date::month);
        fulfilled(dossier)
            .into_iter()
            .filter(|(row, held)| held.is_none() && is_of_month(row) && is_planned_for(row, month))
            .map(|(row, _)| row.origin.clone())
            .collect()
    };
    let rows: Vec<Origin> = empty.into_iter().flat_map(missed_in).collect();
    let n = whole(rows.len(), Provenance::records("没有按期开展的安排", rows));
    (n.n > 0).then(|| text!("没有集中学习的月份，计划内的{n}项学习没有按期开展"))
}

/// Something that the plan has too little of: among how many arrangements, which have it, and how it
/// is said that some have it and that none has.
struct Lack {
    among: Vec<Origin>,
    with: Vec<Origin>,
    some: &'static str,
    none: &'static str,
}

/// Tells what the plan has too little of; of the same number of arrangements in one clause.
fn lacks(material: &Material<'_>) -> Vec<Text> {
    let mut all: Vec<Lack> = few_seminars(material).into_iter().collect();
    all.extend(few_targets(material.dossier, material.findings));
    let part = material.dossier.period.part_name();
    let same = grouped(&all, |lack| lack.among.len());
    same.into_iter()
        .map(|lacks| {
            let among = Provenance::records("学习计划的安排", lacks[0].among.clone());
            let all = whole(lacks[0].among.len(), among);
            let (none, some): (Vec<&Lack>, Vec<&Lack>) =
                lacks.into_iter().partition(|lack| lack.with.is_empty());
            let some: Vec<Text> = some
                .into_iter()
                .map(|Lack { with, some, .. }| {
                    text!("{some}{}项", whole(with.len(), Provenance::records(some, with.clone())))
                })
                .collect();
            let none: Vec<&str> = none.into_iter().map(|lack| lack.none).collect();
            let (some, none) = (list(&some), Text::joined(&none, "，"));
            let and = if some.as_str().is_empty() || none.as_str().is_empty() { "" } else { "，" };
            text!("{part}的{all}项学习安排中，{some}{and}{none}")
        })
        .collect()
}

/// Returns the seminars of the plan, where it has too few and no more were to be held than were, as
/// the problems tell of those held.
fn few_seminars(material: &Material<'_>) -> Option<Lack> {
    let Material { dossier, findings, limits, .. } = *material;
    let (with, of) = seminars_planned(dossier).filter(|_| is_told(findings, RuleId::SeminarShare))?;
    let asked = limits.of(RuleId::SeminarShare).threshold;
    let held = dossier.sessions.iter().filter(|session| session.form == Some(Form::Seminar)).count();
    let is_cause = of > 1 && with.len() <= held && exact(size(with.len())) < asked * exact(size(of));
    let among = dossier.plan_of(dossier.period).map(|row| row.origin.clone()).collect();
    is_cause.then_some(Lack { among, with, some: "研讨", none: "没有研讨" })
}

/// Returns the arrangements that ask for speeches or texts, where the problems tell that too few
/// members spoke or wrote and less than half of them ask for it.
fn few_targets(dossier: &Dossier, findings: &Findings) -> Vec<Lack> {
    // That there are no targets at all is said for themselves.
    let is_told_of = |cause: Cause| cause.indicators.contains(&RuleId::NumericTargets);
    let targets = findings.indicator(RuleId::NumericTargets).reading.as_ref();
    let has_none = targets.is_some_and(|reading| reading.n == Some(0));
    if has_none && findings.causes_in_body().any(is_told_of) {
        return Vec::new();
    }
    let asked: Vec<&PlanRow> =
        dossier.plan_of(dossier.period).filter(|row| row.target.origin.is_some()).collect();
    let cells = |rows: &[&PlanRow]| rows.iter().filter_map(|row| row.target.origin.clone()).collect();
    let has = |row: &PlanRow, words: &[&str]| words.iter().any(|word| row.target.text().contains(word));
    let lack = |rule: RuleId, words: &Asked, some: &'static str, none: &'static str| {
        let (with, others): (Vec<&PlanRow>, Vec<&PlanRow>) =
            asked.iter().partition(|row| has(row, words.surely));
        // Where one may ask for it in other words, nothing is counted.
        let is_plain = !others.iter().any(|row| has(row, words.perhaps));
        let is_cause = is_plain && is_told(findings, rule) && with.len() * 2 < asked.len();
        is_cause.then(|| Lack { among: cells(&asked), with: cells(&with), some, none })
    };
    let spoken = lack(RuleId::SpeakerCoverage, &SPOKEN, "要求重点发言的", "没有提出重点发言的要求");
    let written = lack(RuleId::MembersWithoutEssays, &WRITTEN, "要求撰写文章的", "没有提出撰写文章的要求");
    spoken.into_iter().chain(written).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::wording::cases::Case;

    #[track_caller]
    fn check(plan: &str, sessions: &str, expected: &str) {
        let plan = format!("月份,学习主题,学习形式,量化目标\n{plan}");
        let sheet = format!("时间,学习主题,学习形式,主持人\n{sessions}");
        let case = Case::new(&[("计划.csv", &plan), ("统计表.csv", &sheet)]);
        let told = cause(&case.material());
        assert_eq!(told.map_or(String::new(), |text| text.to_string()), expected);
    }

    /// Three sessions in January and one each month but March.
    const UNEVEN: &str = "1月5日,甲,研讨,甲一\n1月6日,乙,研讨,甲一\n1月7日,丙,研讨,甲一\n2月5日,丁,研讨,甲一\n4月5日,戊,研讨,甲一\n5月5日,己,研讨,甲一\n6月5日,庚,研讨,甲一";

    #[test]
    fn months_without_study_are_held_against_the_plan() {
        let plan = "1月,甲,研讨,\n2月,丁,研讨,\n4月,戊,研讨,\n";
        check(plan, UNEVEN, "学习计划安排得还不够周全。没有集中学习的月份，学习计划中也没有安排。");
        // What was planned for the month and not held is a matter of keeping to it.
        let missed = format!(
            "{plan}1月,乙,研讨,\n1月,丙,研讨,\n5月,己,研讨,\n6月,庚,研讨,\n1月,子,研讨,\n3月,辛,研讨,\n"
        );
        let kept = "1月8日,子,研讨,甲一\n1月9日,丑,研讨,甲一";
        let sessions = format!("{UNEVEN}\n{kept}");
        let more = format!("{missed}1月,丑,研讨,\n");
        check(&more, &sessions, "对计划执行抓得还不够紧。没有集中学习的月份，计划内的1项学习没有按期开展。");
        // Held before its month it was held in time.
        let early = format!("{plan}3月,乙,研讨,\n");
        check(&early, UNEVEN, "");
        // An arrangement without its month may have been for any.
        check(&format!("{plan},辛,研讨,\n"), UNEVEN, "");
    }

    #[test]
    fn seminars_too_seldom_planned() {
        let sessions = "1月5日,甲,传达,甲一\n2月5日,乙,传达,甲一\n3月5日,丙,传达,甲一\n4月5日,丁,传达,甲一\n5月5日,戊,传达,甲一\n6月5日,己,研讨,甲一";
        let plan = |forms: [&str; 3]| -> String {
            let rows = ["甲", "乙", "丙"].iter().zip(forms);
            rows.map(|(topic, form)| format!("3月,{topic},{form},学好\n")).collect()
        };
        let told = |words: &str| format!("学习计划安排得还不够周全。上半年的3项学习安排中，{words}。");
        check(&plan(["传达", "传达", "传达"]), sessions, &told("没有研讨"));
        check(&plan(["研讨", "传达", "传达"]), sessions, &told("研讨1项"));
        check(&plan(["研讨", "研讨", "传达"]), sessions, "");
        check(&plan(["传达", "传达", ""]), sessions, "");
    }

    #[test]
    fn speeches_and_texts_that_the_plan_did_not_ask_for() {
        let roster =
            "姓名,职务,角色\n甲一,书记,组长\n乙二,委员,成员\n丙三,委员,成员\n丁四,委员,成员\n戊五,委员,成员";
        let sessions =
            "时间,学习主题,学习形式,主持人,重点发言人\n1月5日,甲,研讨,甲一,乙二\n4月5日,乙,研讨,甲一,乙二";
        let essays = "姓名,题目,类型,提交日期\n乙二,河长日记,心得,2月1日";
        let check = |targets: [&str; 5], expected: &str| {
            let rows = targets.iter().zip(1..);
            let rows: String = rows.map(|(target, n)| format!("{n}月,题{n},研讨,{target}\n")).collect();
            let plan = format!("月份,学习主题,学习形式,量化目标\n{rows}");
            let files =
                [("名单.csv", roster), ("统计表.csv", sessions), ("心得.csv", essays), ("计划.csv", &plan)];
            let told = cause(&Case::new(&files).material());
            assert_eq!(told.map_or(String::new(), |text| text.to_string()), expected);
        };
        let told = |words: &str| format!("学习计划安排得还不够周全。上半年的5项学习安排中，{words}。");
        check(
            ["重点发言2人", "撰写心得1篇", "学好", "学习1次", ""],
            &told("要求重点发言的1项、要求撰写文章的1项"),
        );
        check(
            ["重点发言2人", "学好", "学好", "学习1次", ""],
            &told("要求重点发言的1项，没有提出撰写文章的要求"),
        );
        check(["重点发言2人", "每人讲1次", "学习1篇", "", ""], "");
    }
}
