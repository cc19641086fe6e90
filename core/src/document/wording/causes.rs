//! Sentences on causes: the judgement, and the figures that speak for it.
//!
//! In the same voice as the problems. What a problem has told already is not told again: then the
//! judgement rests on it without its figure.

use crate::document::format::{plain, plain_beside};
use crate::document::provenance::Provenance;
use crate::document::text::{Count, Text, text};
use crate::document::wording::list;
use crate::document::wording::problems::{kinds_scored, kinds_used, share_part};
use crate::document::wording::themes::form_name;
use crate::dossier::{Dossier, Form};
use crate::findings::{Cause, CauseKind, Findings, Indicator, Reading, RuleId, Standing};
use crate::statistics::size;

/// Returns what a cause is called, for lists.
pub fn heading(kind: CauseKind) -> &'static str {
    match kind {
        CauseKind::WeakCommitment => "对工学矛盾处理得还不够好",
        CauseKind::NoHardTargets => "学习任务还不够具体",
        CauseKind::ScarceResources => "学习方式还比较单一",
    }
}

/// Returns a cause as the body names it: the judgement and its figures.
pub(crate) fn cause(cause: &Cause, findings: &Findings, dossier: &Dossier) -> Text {
    let told =
        |rule: RuleId| findings.finding_of(rule).is_some_and(|finding| finding.standing == Standing::Body);
    // What the judgement is about leads; of two that say the same, one is told.
    let has = |rule| cause.indicators.contains(&rule);
    let is_repeated =
        |rule: RuleId| rule == RuleId::FormBalance && (has(RuleId::FormVariety) || has(RuleId::DominantForm));
    let mut rules: Vec<RuleId> =
        cause.indicators.iter().copied().filter(|rule| !is_repeated(*rule)).collect();
    rules.sort_by_key(|rule| *rule != RuleId::NumericTargets);
    let clauses: Vec<Text> = rules
        .iter()
        .filter_map(|rule| {
            let indicator = findings.indicator(*rule);
            clause(indicator, indicator.reading.as_ref()?, dossier, told(*rule))
        })
        .collect();
    let judgement = judgement(cause);
    match clauses.len() {
        0 => text!("{judgement}。"),
        _ => text!("{judgement}。{}。", Text::joined(&clauses, "，")),
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
        RuleId::ResultsUsed if is_told => text!("{}的结果没有充分运用", kinds_used(dossier)),
        RuleId::ResultsUsed if n == 0 => text!("{}的结果还没有运用", kinds_used(dossier)),
        RuleId::ResultsUsed => text!("{}的结果得到运用的{n}次", kinds_used(dossier)),
        RuleId::JointSessions if is_told => "学习与会议合并安排".into(),
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
        RuleId::NumericTargets if n == 0 => text!("计划的{of}项学习安排没有写明量化要求"),
        RuleId::NumericTargets => text!("计划的{of}项学习安排中，写明量化要求的{n}项{}", part()),
        RuleId::ScoredRecords if n == 0 => text!("{}没有评分", kinds_scored(dossier)),
        RuleId::ScoredRecords => {
            text!("{of}条{}记录中，有评分的{n}条{}", kinds_scored(dossier), part())
        }
        RuleId::ResultsPassedOn if n == 0 => "结果没有与干部考核衔接".into(),
        RuleId::ResultsPassedOn => text!("结果用于干部考核的{n}次"),
        RuleId::FormVariety => text!("采用过的学习形式有{value}种"),
        RuleId::FormBalance => "各种学习形式搭配得还不够均衡".into(),
        RuleId::ExpertLectures if n == 0 => "没有安排专家辅导".into(),
        RuleId::ExpertLectures => text!("专家辅导安排了{value}次"),
        RuleId::DominantForm => match forms(dossier) {
            forms if forms.is_empty() => text!("最常用的一种方式用了{n}次{}", part()),
            forms => text!("集中学习以{}为主", list(&forms)),
        },
        _ => return None,
    })
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
        Form::Other,
    ];
    let n_of = |form: Form| dossier.sessions.iter().filter(|session| session.form == Some(form)).count();
    let with_form = dossier.sessions.iter().filter(|session| session.form.is_some()).count();
    let most = all.into_iter().filter(|form| n_of(*form) * 2 > with_form);
    most.map(form_name).collect()
}
