//! Sentences on causes: the judgement, and the figures that speak for it.
//!
//! In the same voice as the problems. What a problem has told already is not told again: then the
//! judgement rests on it without its figure.

use std::collections::BTreeSet;

use crate::document::format::{self, plain, plain_beside};
use crate::document::material::Material;
use crate::document::provenance::{Dated, Evidence, Provenance};
use crate::document::text::{Count, Text, text};
use crate::document::wording::problems::{kinds_scored, kinds_used, share_part};
use crate::document::wording::supervision::distinct;
use crate::document::wording::themes::form_name;
use crate::document::wording::{list, quoted};
use crate::dossier::{Dossier, Form, OversightKind, PlanRow};
use crate::findings::scores::scores;
use crate::findings::topics::ways;
use crate::findings::{Cause, CauseKind, Indicator, Reading, RuleId, Standing};
use crate::origin::Origin;
use crate::period::{Part, Period};
use crate::statistics::{exact, size};

/// The most ways of using results that are named.
const MAX_USES: usize = 2;
/// The most grades that are named, and the characters of one.
const MAX_GRADES: usize = 3;
const MAX_GRADE_CHARS: usize = 6;

/// Returns what a cause is called, for lists.
pub fn heading(kind: CauseKind) -> &'static str {
    match kind {
        CauseKind::WeakCommitment => "对工学矛盾处理得还不够好",
        CauseKind::NoHardTargets => "学习任务还不够具体",
        CauseKind::ScarceResources => "学习方式还比较单一",
    }
}

/// Returns a cause as the body names it: the judgement and its figures, and what the records say of
/// these besides where `is_full`.
pub(crate) fn cause(cause: &Cause, material: &Material<'_>, is_full: bool) -> Text {
    let (findings, dossier) = (material.findings, material.dossier);
    let told =
        |rule: RuleId| findings.finding_of(rule).is_some_and(|finding| finding.standing == Standing::Body);
    // What the judgement is about leads; of two that say the same, one is told.
    let has = |rule| cause.indicators.contains(&rule);
    let is_repeated =
        |rule: RuleId| rule == RuleId::FormBalance && (has(RuleId::FormVariety) || has(RuleId::DominantForm));
    let mut rules: Vec<RuleId> =
        cause.indicators.iter().copied().filter(|rule| !is_repeated(*rule)).collect();
    rules.sort_by_key(|rule| match rule {
        RuleId::NumericTargets => 0,
        RuleId::ResultsUsed => 1,
        RuleId::ResultsPassedOn => 2,
        _ => 3,
    });
    let is_used_told = has(RuleId::ResultsUsed);
    let clauses: Vec<Clause> = rules
        .iter()
        .filter_map(|rule| {
            let indicator = findings.indicator(*rule);
            let reading = indicator.reading.as_ref()?;
            // Whose results they are stands in the clause before.
            if *rule == RuleId::ResultsPassedOn && is_used_told && reading.n == Some(0) {
                let used = findings.indicator(RuleId::ResultsUsed).reading.as_ref();
                let is_none_used = used.is_some_and(|reading| reading.n == Some(0));
                let also = if is_none_used || told(RuleId::ResultsUsed) { "也" } else { "" };
                return Some(Clause { words: text!("{also}{}", not_passed_on(material)), belongs: true });
            }
            if *rule == RuleId::ResultsPassedOn && reading.n == Some(0) {
                return Some(Clause { words: text!("结果{}", not_passed_on(material)), belongs: false });
            }
            let clause = clause(indicator, reading, dossier, told(*rule))?;
            let words = match besides(indicator, dossier).filter(|_| is_full) {
                Some(more) => text!("{clause}，{more}"),
                None => clause,
            };
            Some(Clause { words, belongs: false })
        })
        .collect();
    let judgement = judgement(cause);
    match clauses.len() {
        0 => text!("{judgement}。"),
        _ => text!("{judgement}。{}。", joined(&clauses)),
    }
}

/// What speaks for a cause.
struct Clause {
    words: Text,
    /// Whether it goes on with the clause before it.
    belongs: bool,
}

/// Joins what speaks for a cause: by semicolons where a clause has commas of its own, but for what
/// belongs to the clause before.
fn joined(clauses: &[Clause]) -> Text {
    let has_parts = clauses.iter().any(|clause| clause.words.contains('，'));
    let mut text = Text::new();
    for (at, clause) in clauses.iter().enumerate() {
        text += match at {
            0 => "",
            _ if has_parts && !clause.belongs => "；",
            _ => "，",
        };
        text += clause.words.clone();
    }
    text
}

/// Says that results decide about nobody, in the words of those who could use them: only some
/// committees have a say on cadres.
fn not_passed_on(material: &Material<'_>) -> &'static str {
    match material.settings.study_group().judges_cadres() {
        true => "没有与干部考核衔接",
        false => "没有作为年度考核的参考",
    }
}

/// Returns the judgement that the cause's indicators carry, and no more.
fn judgement(cause: &Cause) -> &'static str {
    let has = |rule| cause.indicators.contains(&rule);
    match cause.kind {
        CauseKind::WeakCommitment if !has(RuleId::JointSessions) => "学习时间保证得还不够",
        CauseKind::NoHardTargets if !has(RuleId::NumericTargets) => "对学习的检验和结果运用还不够硬",
        CauseKind::ScarceResources if cause.indicators == [RuleId::ExpertLectures] => "辅导力量用得还不够",
        kind => heading(kind),
    }
}

/// Returns the sentence for a flagged indicator of a cause.
pub(crate) fn sentence(indicator: &Indicator, reading: &Reading, dossier: &Dossier) -> Option<Text> {
    clause(indicator, reading, dossier, false).map(|clause| text!("{clause}。"))
}

/// Says what speaks for a cause, without a full stop; what a problem has told is said without its
/// figure.
fn clause(indicator: &Indicator, reading: &Reading, dossier: &Dossier, is_told: bool) -> Option<Text> {
    let source = Provenance::reading(indicator.rule.id, reading);
    let n = Count::new(reading.n.unwrap_or(0), source.clone());
    let of = Count::new(reading.of.unwrap_or(0), source.clone());
    let part = || share_part(indicator, &n, &of);
    let value = plain(reading.value, &source);
    Some(match indicator.rule.id {
        RuleId::ResultsUsed if is_told && n == 0 => text!("{}的结果没有得到运用", kinds_used(dossier)),
        RuleId::ResultsUsed if is_told => text!("{}的结果没有充分运用", kinds_used(dossier)),
        RuleId::ResultsUsed if n == 0 => text!("{}的结果还没有运用", kinds_used(dossier)),
        RuleId::ResultsUsed => text!("{}的结果得到运用的{n}次", kinds_used(dossier)),
        RuleId::JointSessions if is_told => "有的学习与其他会议合并召开".into(),
        RuleId::JointSessions if n == 1 && of == 1 => "集中学习与其他会议合并召开".into(),
        RuleId::JointSessions => text!("有{n}次学习与其他会议合并召开"),
        RuleId::SessionLength => {
            let hours = plain_beside(reading.value, &indicator.limit, &source);
            match reading.origins.len() {
                1 if dossier.sessions.len() == 1 => text!("学习时间{hours}小时"),
                n if n == dossier.sessions.len() => text!("每次学习平均{hours}小时"),
                n => text!("有时长记录的{}次学习平均{hours}小时", Count::new(size(n), source)),
            }
        }
        RuleId::NumericTargets if n == 0 && of == 1 => "学习安排没有写明量化要求".into(),
        RuleId::NumericTargets if n == 0 => {
            text!("{}的{of}项学习安排没有写明量化要求", planned(dossier))
        }
        RuleId::NumericTargets => {
            text!("{}的{of}项学习安排中，写明量化要求的{n}项{}", planned(dossier), part())
        }
        // A grade such as 良好 is none.
        RuleId::ScoredRecords if n == 0 => text!("{}没有打分", kinds_scored(dossier)),
        RuleId::ScoredRecords => {
            text!("{of}条{}记录中，有评分的{n}条{}", kinds_scored(dossier), part())
        }
        RuleId::ResultsPassedOn if n == 0 => "结果没有用于考核".into(),
        RuleId::ResultsPassedOn => text!("结果用于考核的{n}次"),
        // By name: part one counts forms, of which several may be one way.
        RuleId::FormVariety => {
            let names: Vec<Text> = ways(dossier).into_keys().map(|way| text!("“{}”", way.name())).collect();
            text!("集中学习采用过{}{value}种方式", Text::joined(&names, ""))
        }
        RuleId::FormBalance => "各种学习形式搭配得还不够均衡".into(),
        RuleId::ExpertLectures if n == 0 && of.n == size(dossier.sessions.len()) => "没有安排专家辅导".into(),
        RuleId::ExpertLectures if n == 0 => text!("写明形式的{of}次学习中没有专家辅导"),
        RuleId::ExpertLectures => text!("专家辅导安排了{value}次"),
        RuleId::DominantForm => match forms(dossier) {
            forms if forms.is_empty() => {
                text!("写明形式的{of}次学习中，最常用的一种方式用了{n}次{}", part())
            }
            forms => text!("集中学习以{}为主", list(&forms)),
        },
        _ => return None,
    })
}

/// Says what the records have besides of a flagged indicator of a cause, as a clause behind its own.
fn besides(indicator: &Indicator, dossier: &Dossier) -> Option<Text> {
    match indicator.rule.id {
        RuleId::JointSessions => shorter_when_joint(dossier),
        RuleId::ScoredRecords => grades(dossier),
        RuleId::ExpertLectures if indicator.reading.as_ref()?.n == Some(0) => not_planned(dossier),
        RuleId::SessionLength => shortest(dossier),
        RuleId::NumericTargets => targets_ahead(dossier),
        RuleId::ResultsUsed => uses(dossier),
        _ => None,
    }
}

/// Says how long the shortest session was, where not all took as long.
fn shortest(dossier: &Dossier) -> Option<Text> {
    let timed = || dossier.sessions.iter().filter_map(|session| Some((session.hours.value?, session)));
    let (least, session) = timed().min_by(|a, b| a.0.total_cmp(&b.0))?;
    let differs = timed().any(|(hours, _)| hours > least);
    let hours = plain(least, Provenance::cell(&session.hours, &session.origin));
    differs.then(|| text!("最短的{hours}小时"))
}

/// Compares how long sessions took that were part of another meeting and those that were not, where
/// every one has its hours and the former took less.
fn shorter_when_joint(dossier: &Dossier) -> Option<Text> {
    let mean = |is_joint: bool, what: &'static str| {
        let held = dossier.sessions.iter().filter(|session| session.joint.is_done() == is_joint);
        let hours: Option<Vec<(f64, Origin)>> =
            held.map(|session| Some((session.hours.value?, session.hours.evidence()?))).collect();
        let (hours, cells): (Vec<f64>, Vec<Origin>) = hours?.into_iter().unzip();
        let n = size(hours.len());
        let mean = hours.iter().sum::<f64>() / exact(n.max(1));
        let evidence = Evidence { value: Some(mean), n: Some(n), of: None, origins: cells };
        (n > 1).then(|| (mean, plain(mean, Provenance::Count(what, evidence.into()))))
    };
    let is_known = dossier.sessions.iter().all(|session| session.joint.is_asked());
    let joint = mean(true, "合并召开的学习的平均时长").filter(|_| is_known)?;
    let alone = mean(false, "单独召开的学习的平均时长")?;
    let is_shorter = joint.0 < alone.0 && joint.1.as_str() != alone.1.as_str();
    is_shorter.then(|| text!("合并召开的平均{}小时，单独召开的平均{}小时", joint.1, alone.1))
}

/// Names the grades that stand for a score, where these are few.
fn grades(dossier: &Dossier) -> Option<Text> {
    let graded = dossier.oversight.iter().filter(|record| {
        record.kind != OversightKind::Supervision
            && !record.result.text().is_empty()
            && scores(record.result.text()).is_empty()
    });
    let mut seen = BTreeSet::new();
    let words: Vec<Text> = graded
        .filter(|record| seen.insert(record.result.text()))
        .map(|record| quoted(&record.result, &record.origin))
        .collect();
    let is_short = seen.iter().all(|grade| grade.chars().count() <= MAX_GRADE_CHARS);
    let named = Text::joined(&words, "");
    (is_short && (1..=MAX_GRADES).contains(&words.len())).then(|| text!("有的只记{named}"))
}

/// Says that the plan had no lecture either, where it says the form of all it arranges.
fn not_planned(dossier: &Dossier) -> Option<Text> {
    let rows = || dossier.plan_of(dossier.period);
    let is_none = rows().all(|row| row.form.is_some_and(|form| form != Form::Lecture));
    (is_none && rows().next().is_some())
        .then(|| text!("{}的学习计划中也没有安排", dossier.period.part_name()))
}

/// Counts those with a number among the arrangements of the next period, where some of both periods
/// have one.
fn targets_ahead(dossier: &Dossier) -> Option<Text> {
    let asked = |period: Period| -> Vec<&PlanRow> {
        dossier.plan_of(period).filter(|row| row.target.origin.is_some()).collect()
    };
    let has_number = |row: &&&PlanRow| row.target.text().contains(|c: char| c.is_ascii_digit());
    let (now, ahead) = (asked(dossier.period), asked(dossier.period.next()));
    let with_number: Vec<&PlanRow> = ahead.iter().filter(has_number).copied().collect();
    let n_now = now.iter().filter(has_number).count();
    if now.is_empty() || ahead.is_empty() || n_now + with_number.len() == 0 {
        return None;
    }
    let count = |rows: &[&PlanRow]| {
        let cells = rows.iter().filter_map(|row| row.target.origin.clone()).collect();
        format::whole(rows.len(), Provenance::records("下一期安排的量化要求", cells))
    };
    let next = format::next_period(dossier.period);
    let of = count(&ahead);
    match with_number.len() {
        0 => Some(text!("其中{next}的{of}项没有写明")),
        n if n == ahead.len() => None,
        _ => Some(text!("其中{next}的{of}项中有{}项", count(&with_number))),
    }
}

/// Names the ways in which results were used.
fn uses(dossier: &Dossier) -> Option<Text> {
    let used = dossier.oversight.iter().filter(|record| record.used.is_done());
    let (ways, is_all) = distinct(used.map(|record| (&record.used.written, &record.origin)));
    let is_named = is_all && (1..=MAX_USES).contains(&ways.len());
    is_named.then(|| text!("方式是{}", list(&ways)))
}

/// Says of which periods the arrangements are that ought to name their target.
fn planned(dossier: &Dossier) -> Text {
    let period = dossier.period;
    let has = |period: Period| dossier.plan_of(period).any(|row| row.target.origin.is_some());
    let next = format::next_period(period);
    match (has(period), has(period.next())) {
        (true, true) if period.part == Part::Year => {
            text!("{}和{next}", format::year(period.year, Dated::Period))
        }
        (true, true) if period.part == Part::Half(1) => "全年".into(),
        (true, true) => text!("{}和{next}", period.part_name()),
        (true, false) => period.part_name().into(),
        _ => next.into(),
    }
}

/// Returns the forms that most sessions with a form took: enough of them to be more than half.
fn forms(dossier: &Dossier) -> Vec<&'static str> {
    let all = [
        Form::Seminar,
        Form::Relay,
        Form::Lecture,
        Form::Visit,
        Form::Film,
        Form::SelfStudy,
        Form::Fieldwork,
    ];
    let n_of = |form: Form| dossier.sessions.iter().filter(|session| session.form == Some(form)).count();
    let with_form = dossier.sessions.iter().filter(|session| session.form.is_some()).count();
    let most = all.into_iter().filter(|form| n_of(*form) * 2 > with_form);
    most.map(form_name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::wording::cases::Case;
    use crate::settings::Settings;

    #[track_caller]
    fn check(files: &[(&str, &str)], kind: CauseKind, indicators: &[RuleId], expected: &str) {
        check_of(&Case::new(files), kind, indicators, expected);
    }

    #[track_caller]
    fn check_of(case: &Case, kind: CauseKind, indicators: &[RuleId], expected: &str) {
        let cause = Cause { kind, indicators: indicators.to_vec(), explains: Vec::new() };
        assert_eq!(super::cause(&cause, &case.material(), false), expected);
    }

    #[test]
    fn where_there_is_room_the_records_speak_besides() {
        use RuleId::{ExpertLectures, JointSessions, ScoredRecords};
        let check = |files: &[(&str, &str)], kind: CauseKind, rule: RuleId, expected: &str| {
            let cause = Cause { kind, indicators: vec![rule], explains: Vec::new() };
            assert_eq!(super::cause(&cause, &Case::new(files).material(), true), expected);
        };
        let sessions = |rows: &str| format!("时间,学习主题,学习形式,主持人,时长,是否会上套开\n{rows}");
        let held = |hours: [&str; 4]| {
            let [a, b, c, d] = hours;
            let rows = format!(
                "1月5日,甲,传达,甲一,{a},是\n2月5日,乙,传达,甲一,{b},是\n3月5日,丙,研讨,甲一,{c},否\n4月5日,丁,传达,甲一,{d},否"
            );
            sessions(&rows)
        };
        let weak = CauseKind::WeakCommitment;
        let begin = "对工学矛盾处理得还不够好。有的学习与其他会议合并召开";
        let joint = |hours, more: &str| {
            check(&[("统计表.csv", &held(hours))], weak, JointSessions, &format!("{begin}{more}。"));
        };
        joint(["1", "1", "2", "2.5"], "，合并召开的平均1小时，单独召开的平均2.3小时");
        joint(["2", "2", "2", "2"], "");
        joint(["3", "2", "2", "2"], "");
        joint(["1", "", "2", "2"], "");

        let log = "日期,类别,对象,方式,成绩/等次\n1月5日,评学,第1次,点评,较好\n2月5日,评学,第2次,点评,一般\n3月5日,督学,全体,查阅,好";
        let told = "对学习的检验和结果运用还不够硬。评学没有打分，有的只记“较好”“一般”。";
        check(&[("督学台账.csv", log)], CauseKind::NoHardTargets, ScoredRecords, told);

        let sheet = held(["1", "1", "2", "2"]);
        let scarce = CauseKind::ScarceResources;
        let told = |more: &str| format!("辅导力量用得还不够。没有安排专家辅导{more}。");
        let plan = ("计划.csv", "月份,学习主题,学习形式\n1月,甲,研讨");
        let also = told("，上半年的学习计划中也没有安排");
        check(&[("统计表.csv", &sheet), plan], scarce, ExpertLectures, &also);
        let plan = ("计划.csv", "月份,学习主题,学习形式\n1月,甲,专家辅导");
        check(&[("统计表.csv", &sheet), plan], scarce, ExpertLectures, &told(""));
        let plan = ("计划.csv", "月份,学习主题,学习形式\n1月,甲,研讨\n2月,乙,");
        check(&[("统计表.csv", &sheet), plan], scarce, ExpertLectures, &told(""));
    }

    #[test]
    fn only_who_has_a_say_on_cadres_speaks_of_them() {
        let log = [("督学台账.csv", "日期,类别,对象,方式,结果运用\n1月5日,督学,全体,查阅,通报")];
        let check = |unit: &str, told: &str| {
            let case = Case::with(&log, Settings { unit: unit.into(), ..Settings::default() });
            let expected = format!("对学习的检验和结果运用还不够硬。结果{told}。");
            check_of(&case, CauseKind::NoHardTargets, &[RuleId::ResultsPassedOn], &expected);
        };
        for unit in ["清溪镇", "柳河乡", "枫林街道", "青山县"] {
            check(unit, "没有与干部考核衔接");
        }
        for unit in
            ["柳树村党支部", "青山县档案馆党总支", "青山县教育局党组", "青山县委宣传部", "青山水务公司党委"]
        {
            check(unit, "没有作为年度考核的参考");
        }
    }

    #[test]
    fn whose_results_they_are_is_said_once() {
        let log =
            ("督学台账.csv", "日期,类别,对象,方式,结果运用\n1月5日,督学,全体,查阅,\n2月5日,督学,全体,查阅,");
        let case = Case::with(&[log], Settings { unit: "清溪镇".into(), ..Settings::default() });
        let rules = [RuleId::ResultsUsed, RuleId::ResultsPassedOn];
        let judged = "对学习的检验和结果运用还不够硬。督学的结果没有得到运用，也没有与干部考核衔接。";
        check_of(&case, CauseKind::NoHardTargets, &rules, judged);
        let judged = "对学习的检验和结果运用还不够硬。结果没有与干部考核衔接。";
        check_of(&case, CauseKind::NoHardTargets, &rules[1..], judged);
    }

    #[test]
    fn which_periods_were_planned_is_said() {
        let check = |months: &[&str], expected: &str| {
            let rows: Vec<String> =
                months.iter().map(|month| format!("{month},主题{month},领会\n")).collect();
            let plan = format!("月份,学习主题,量化目标\n{}", rows.concat());
            check(&[("计划.csv", &plan)], CauseKind::NoHardTargets, &[RuleId::NumericTargets], expected);
        };
        let told = |which: &str| format!("学习任务还不够具体。{which}的2项学习安排没有写明量化要求。");
        check(&["1月", "2月"], &told("上半年"));
        check(&["7月", "8月"], &told("下半年"));
        check(&["1月", "8月"], &told("全年"));
    }

    #[test]
    fn few_sessions_do_not_say_how_study_is_done() {
        let causes = |n: usize| {
            let rows: Vec<String> = (1..=n).map(|day| format!("1月{day}日,主题{day},传达,甲一\n")).collect();
            let sheet = format!("时间,学习主题,学习形式,主持人\n{}", rows.concat());
            let case = Case::new(&[("统计表.csv", &sheet)]);
            let told: Vec<CauseKind> =
                case.material().findings.causes_in_body().map(|cause| cause.kind).collect();
            told
        };
        assert!(!causes(3).contains(&CauseKind::ScarceResources));
        assert!(causes(4).contains(&CauseKind::ScarceResources));
    }
}
