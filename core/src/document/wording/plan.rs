//! Sentences on the plan of the next period: research topics, what is scheduled, what is open.

use std::fmt::Display;

use time::Date;

use crate::document::format::{self, full_date, month_day, next_period, numeral, whole};
use crate::document::provenance::{Dated, Provenance};
use crate::document::text::{Count, Figure, Text, text};
use crate::document::wording::{list, own, quoted};
use crate::dossier::{Dossier, Form, ResearchTopic};
use crate::findings::planned::{MIN_TOPICS, PlanCheck};
use crate::period::{Period, parse_iso_date};

/// Why so many research topics are planned.
const MIN_TOPICS_WHY: &str = "每期至少安排的调研课题数";

/// The headings of the last two parts.
pub(crate) const RESEARCH: &str = "确定课题，带着问题学习";
pub(crate) const SCHEDULE: &str = "细化安排，按月组织学习";
/// What stands where the plan leaves something open.
pub(crate) const OPEN: &str = "未明确";
/// What stands where a proposal leaves something open.
pub(crate) const TO_SETTLE: &str = "待明确";
/// What a proposed session consists of, and its form.
pub(crate) const PROPOSED_CONTENT: &str = "会前由学习秘书提出学习材料";
pub(crate) const PROPOSED_FORM: &str = "集中学习研讨";
/// The words below the table, where it holds proposals.
pub(crate) const NOTE: &str = "注：标“建议”的为补齐缺项所拟，以研究确定的为准。";

/// Marks a proposal as one.
pub(crate) fn proposed(text: impl Display) -> Text {
    text!("{text}（建议）")
}

/// Returns the topic of a proposed seminar, on one of the office's own keywords if there is any.
pub(crate) fn proposed_topic(keyword: Option<&str>) -> Text {
    match keyword {
        Some(word) => text!("{}专题研讨", Figure::new(word, Provenance::Office("keywords"))),
        None => "结合分管工作的专题研讨".into(),
    }
}

/// Lists the topics that are open or due in the next period, and what is still to be named.
pub(crate) fn research(dossier: &Dossier, by: Date) -> Vec<Text> {
    let next = dossier.period.next();
    let name = next_period(dossier.period);
    let open: Vec<&ResearchTopic> = dossier
        .research
        .iter()
        .filter(|topic| !topic.is_finished() && topic.due.is_none_or(|due| due <= next.last_day()))
        .collect();
    let of = |topics: &[&ResearchTopic]| {
        Provenance::records("调研课题", topics.iter().map(|topic| topic.origin.clone()).collect())
    };
    let mut paragraphs = Vec::new();
    let by = full_date(by, Dated::Due);
    if !open.is_empty() {
        let is_unnamed = |topic: &&&ResearchTopic| !topic.owner.is_known() || topic.due.is_none();
        let unnamed: Vec<&ResearchTopic> = open.iter().filter(is_unnamed).copied().collect();
        let n_open = whole(open.len(), of(&open));
        let unnamed = match unnamed.len() {
            0 => Text::new(),
            n if n == open.len() => text!("负责人或完成时间还没有写明，{by}前补上。"),
            n => text!("其中{}个课题的负责人或完成时间还没有写明，{by}前补上。", whole(n, of(&unnamed))),
        };
        let overdue: Vec<&ResearchTopic> =
            open.iter().filter(|topic| is_overdue(topic, next)).copied().collect();
        let overdue = match overdue.len() {
            0 => Text::new(),
            n if n == open.len() => text!("已逾期的，{by}前重新明确完成时间。"),
            n => text!("已逾期的{}个课题，{by}前重新明确完成时间。", whole(n, of(&overdue))),
        };
        paragraphs.push(text!(
            "{name}推进调研课题{n_open}个：{}。{overdue}{unnamed}",
            Text::joined(&open.iter().map(|t| topic(t, next)).collect::<Vec<_>>(), "；")
        ));
    }
    let lacking = MIN_TOPICS.saturating_sub(open.len());
    if lacking > 0 {
        let what = if open.is_empty() { "确定调研课题" } else { "增补调研课题" };
        paragraphs.push(text!(
            "{by}前{what}{}个，明确负责人和完成时间，{name}全部完成。",
            whole(lacking, Provenance::Constant(MIN_TOPICS_WHY))
        ));
    }
    paragraphs
}

/// Returns whether a topic should have been finished before the plan begins.
fn is_overdue(topic: &ResearchTopic, next: Period) -> bool {
    topic.due.is_some_and(|due| due < next.first_day())
}

/// Returns when a topic is to be finished, with its year where that is not the plan's.
fn planned_time(topic: &ResearchTopic, next: Period) -> Text {
    let written = own(topic.due_text.text(), &topic.due_text, &topic.origin);
    let year = topic.due.map(|due| due.year()).filter(|year| *year != next.year);
    let dated = || Dated::Record(topic.due_text.origin.clone().unwrap_or_else(|| topic.origin.clone()));
    match (parse_iso_date(written.as_str()), year) {
        (Some(date), None) => month_day(date, dated()).into(),
        (Some(date), Some(_)) => full_date(date, dated()).into(),
        (None, Some(year)) if !written.as_str().contains('年') => {
            text!("{}{written}", format::year(year, dated()))
        }
        (None, _) => written.into(),
    }
}

fn topic(topic: &ResearchTopic, next: Period) -> Text {
    let title = quoted(&topic.title, &topic.origin);
    let mut details = Vec::new();
    if topic.owner.is_known() {
        details.push(text!("负责人：{}", own(topic.owner.text(), &topic.owner, &topic.origin)));
    }
    if is_overdue(topic, next) {
        details.push(text!("原定{}完成，已逾期", planned_time(topic, next)));
    } else if topic.due_text.is_known() {
        details.push(text!("完成时间：{}", planned_time(topic, next)));
    }
    if details.is_empty() { title } else { text!("{title}（{}）", Text::joined(&details, "，")) }
}

/// Says that there is no plan.
pub(crate) fn no_plan(period: Period) -> Text {
    text!("{}的学习计划{}，按月安排另行制定。", next_period(period), format::NO_DATA)
}

/// Says that the plan has nothing for the next period.
pub(crate) fn no_rows(period: Period) -> Text {
    text!("学习计划中没有{}的安排，按月安排另行制定。", next_period(period))
}

/// Returns the words above the table.
pub(crate) fn caption(number: &Figure, period: Period) -> Text {
    text!("{number}　{}学习安排", next_period(period))
}

/// Says how much is scheduled, and where it stands.
pub(crate) fn opening(number: &Figure, dossier: &Dossier, check: &PlanCheck) -> Text {
    let name = next_period(dossier.period);
    let is_seminar = |at: &&usize| dossier.plan[**at].form == Some(Form::Seminar);
    let seminars: Vec<usize> = check.rows.iter().filter(is_seminar).copied().collect();
    let n_rows = check.rows.len();
    let all = counted(dossier, &check.rows);
    let seminars = match seminars.len() {
        0 => "（没有专题研讨）".into(),
        1 if n_rows == 1 => "（为专题研讨）".into(),
        n if n == n_rows => "（均为专题研讨）".into(),
        _ => text!("（专题研讨{}项）", counted(dossier, &seminars)),
    };
    text!("{name}安排学习{all}项{seminars}，见{number}。")
}

/// Says what the plan leaves open, held against 三落实 and 四明确, and what the table proposes.
pub(crate) fn gaps(
    dossier: &Dossier,
    check: &PlanCheck,
    n_proposed: usize,
    n_to_settle: usize,
    by: Date,
) -> Text {
    let plan = &dossier.plan;
    let mut gaps = Vec::new();
    if !check.empty_months.is_empty() {
        let months = check.empty_months.iter().map(|month| format::month(*month, Dated::Period));
        gaps.push(text!("{}没有安排", list(&months.collect::<Vec<_>>())));
    }
    if !check.quarters_without_seminar.is_empty() {
        let name = |quarter: &u8| text!("第{}季度", numeral(usize::from(*quarter)));
        let quarters: Vec<Text> = check.quarters_without_seminar.iter().map(name).collect();
        gaps.push(text!("{}没有安排研讨", list(&quarters)));
    }
    let is_formless = |at: &&usize| !plan[**at].form_text.is_known();
    let without_form: Vec<usize> = check.rows.iter().filter(is_formless).copied().collect();
    for (what, rows) in [
        ("内容", &check.without_content),
        ("形式", &without_form),
        ("主讲人", &check.without_speaker),
        ("责任单位", &check.without_unit),
        ("地点", &check.without_place),
    ] {
        if !rows.is_empty() {
            gaps.push(text!("{}项没有明确{what}", counted(dossier, rows)));
        }
    }
    if check.lacks_place_column {
        gaps.push("各项都没有写明地点".into());
    }
    if !check.not_due_to_speak.is_empty() {
        let members = check.not_due_to_speak.iter().map(|at| dossier.members[*at].origin.clone());
        let source = Provenance::records("没有排定重点发言的成员", members.collect());
        gaps.push(text!("{}名成员没有排定重点发言", whole(check.not_due_to_speak.len(), source)));
    }
    if gaps.is_empty() {
        return "对照“三落实”“四明确”检查，各项内容、时间、人员、地点齐全。".into();
    }
    let by = full_date(by, Dated::Due);
    // What is printed is counted, so that a reader who counts agrees.
    let proposals = whole(n_proposed, Provenance::Listed("建议"));
    let open = whole(n_to_settle, Provenance::Listed("待明确"));
    let proposed = match (n_proposed, n_to_settle) {
        (0, _) => Text::new(),
        (_, 0) => text!("表中提出建议{proposals}处，"),
        _ => text!("表中提出建议{proposals}处，所建议的学习待明确{open}处，"),
    };
    text!("对照“三落实”“四明确”检查，{}；{proposed}{by}前研究补齐。", Text::joined(&gaps, "，"))
}

/// Counts rows of the plan.
fn counted(dossier: &Dossier, rows: &[usize]) -> Count {
    let origins = rows.iter().map(|at| dossier.plan[*at].origin.clone()).collect();
    whole(rows.len(), Provenance::records("学习计划的安排", origins))
}
