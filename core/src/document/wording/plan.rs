//! Sentences on the plan of the next period: research topics, what is scheduled, what is open.

use time::Date;

use crate::document::format::{self, full_date, month_day, next_period, numeral};
use crate::document::wording::{list, quoted};
use crate::dossier::{Dossier, Form, ResearchTopic};
use crate::findings::planned::{MIN_TOPICS, PlanCheck};
use crate::period::{Period, parse_iso_date};

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
pub(crate) fn proposed(text: &str) -> String {
    format!("{text}（建议）")
}

/// Returns the topic of a proposed seminar, on one of the office's own keywords if there is any.
pub(crate) fn proposed_topic(keyword: Option<&str>) -> String {
    match keyword {
        Some(word) => format!("{word}专题研讨"),
        None => "结合分管工作的专题研讨".to_string(),
    }
}

/// Lists the topics that are open or due in the next period, and what is still to be named.
pub(crate) fn research(dossier: &Dossier, by: Date) -> Vec<String> {
    let next = dossier.period.next();
    let name = next_period(dossier.period);
    let open: Vec<&ResearchTopic> = dossier
        .research
        .iter()
        .filter(|topic| !topic.finished && topic.due.is_none_or(|due| due <= next.last_day()))
        .collect();
    let mut paragraphs = Vec::new();
    let by = full_date(by);
    if !open.is_empty() {
        let unnamed = open.iter().filter(|topic| !topic.owner.is_known() || topic.due.is_none()).count();
        let unnamed = match unnamed {
            0 => String::new(),
            n if n == open.len() => format!("负责人或完成时间还没有写明，{by}前补上。"),
            n => format!("其中{n}个课题的负责人或完成时间还没有写明，{by}前补上。"),
        };
        let overdue = match open.iter().filter(|topic| is_overdue(topic, next)).count() {
            0 => String::new(),
            n if n == open.len() => format!("已逾期的，{by}前重新明确完成时间。"),
            n => format!("已逾期的{n}个课题，{by}前重新明确完成时间。"),
        };
        paragraphs.push(format!(
            "{name}推进调研课题{}个：{}。{overdue}{unnamed}",
            open.len(),
            open.iter().map(|t| topic(t, next)).collect::<Vec<_>>().join("；")
        ));
    }
    let lacking = MIN_TOPICS.saturating_sub(open.len());
    if lacking > 0 {
        let what = if open.is_empty() { "确定调研课题" } else { "增补调研课题" };
        paragraphs.push(format!("{by}前{what}{lacking}个，明确负责人和完成时间，{name}全部完成。"));
    }
    paragraphs
}

/// Returns whether a topic should have been finished before the plan begins.
fn is_overdue(topic: &ResearchTopic, next: Period) -> bool {
    topic.due.is_some_and(|due| due < next.first_day())
}

/// Returns when a topic is to be finished, with its year where that is not the plan's.
fn planned_time(topic: &ResearchTopic, next: Period) -> String {
    let text = topic.due_text.text();
    let year = topic.due.map(|due| due.year()).filter(|year| *year != next.year);
    match (parse_iso_date(text), year) {
        (Some(date), None) => month_day(date),
        (Some(date), Some(_)) => full_date(date),
        (None, Some(year)) if !text.contains('年') => format!("{year}年{text}"),
        (None, _) => text.to_string(),
    }
}

fn topic(topic: &ResearchTopic, next: Period) -> String {
    let mut text = quoted(topic.title.text());
    let mut details = Vec::new();
    if topic.owner.is_known() {
        details.push(format!("负责人：{}", topic.owner.text()));
    }
    if is_overdue(topic, next) {
        details.push(format!("原定{}完成，已逾期", planned_time(topic, next)));
    } else if topic.due_text.is_known() {
        details.push(format!("完成时间：{}", planned_time(topic, next)));
    }
    if !details.is_empty() {
        text += &format!("（{}）", details.join("，"));
    }
    text
}

/// Says that there is no plan.
pub(crate) fn no_plan(period: Period) -> String {
    format!("{}的学习计划{}，按月安排另行制定。", next_period(period), format::NO_DATA)
}

/// Says that the plan has nothing for the next period.
pub(crate) fn no_rows(period: Period) -> String {
    format!("学习计划中没有{}的安排，按月安排另行制定。", next_period(period))
}

/// Returns the words above the table.
pub(crate) fn caption(period: Period, number: usize) -> String {
    format!("表{number}　{}学习安排", next_period(period))
}

/// Says how much is scheduled, and where it stands.
pub(crate) fn opening(dossier: &Dossier, check: &PlanCheck, number: usize) -> String {
    let name = next_period(dossier.period);
    let seminars = check.rows.iter().filter(|at| dossier.plan[**at].form == Some(Form::Seminar)).count();
    let n_rows = check.rows.len();
    let seminars = match seminars {
        0 => "（没有专题研讨）".to_string(),
        1 if n_rows == 1 => "（为专题研讨）".to_string(),
        n if n == n_rows => "（均为专题研讨）".to_string(),
        n => format!("（专题研讨{n}项）"),
    };
    format!("{name}安排学习{n_rows}项{seminars}，见表{number}。")
}

/// Says what the plan leaves open, held against 三落实 and 四明确, and what the table proposes.
pub(crate) fn gaps(
    dossier: &Dossier,
    check: &PlanCheck,
    n_proposed: usize,
    n_to_settle: usize,
    by: Date,
) -> String {
    let plan = &dossier.plan;
    let mut gaps = Vec::new();
    if !check.empty_months.is_empty() {
        let months: Vec<String> = check.empty_months.iter().map(|month| format!("{month}月")).collect();
        gaps.push(format!("{}没有安排", list(&months)));
    }
    if !check.quarters_without_seminar.is_empty() {
        let name = |quarter: &u8| format!("第{}季度", numeral(usize::from(*quarter)));
        let quarters: Vec<String> = check.quarters_without_seminar.iter().map(name).collect();
        gaps.push(format!("{}没有安排研讨", list(&quarters)));
    }
    for (what, n) in [
        ("内容", check.without_content.len()),
        ("形式", check.rows.iter().filter(|at| !plan[**at].form_text.is_known()).count()),
        ("主讲人", check.without_speaker.len()),
        ("责任单位", check.without_unit.len()),
        ("地点", check.without_place.len()),
    ] {
        if n > 0 {
            gaps.push(format!("{n}项没有明确{what}"));
        }
    }
    if check.lacks_place_column {
        gaps.push("各项都没有写明地点".to_string());
    }
    if !check.not_due_to_speak.is_empty() {
        gaps.push(format!("{}名成员没有排定重点发言", check.not_due_to_speak.len()));
    }
    if gaps.is_empty() {
        return "对照“三落实”“四明确”检查，各项内容、时间、人员、地点齐全。".to_string();
    }
    let by = full_date(by);
    // What is printed is counted, so that a reader who counts agrees.
    let proposed = match (n_proposed, n_to_settle) {
        (0, _) => String::new(),
        (n, 0) => format!("表中提出建议{n}处，"),
        (n, open) => format!("表中提出建议{n}处，所建议的学习待明确{open}处，"),
    };
    format!("对照“三落实”“四明确”检查，{}；{proposed}{by}前研究补齐。", gaps.join("，"))
}
