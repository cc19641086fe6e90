//! 四、下半年学习计划: measures with owner, date and target; then the plan by month.

use time::Date;

use crate::document::block::{Align, Block, Column, Table};
use crate::document::dates::date_of;
use crate::document::format::{self, full_date, month_day, next_period, numeral};
use crate::document::material::Material;
use crate::document::sections::previous;
use crate::document::sections::proposals::{MARK, Proposals, TO_SETTLE};
use crate::document::wording::{list, measures, quoted};
use crate::dossier::{Form, ResearchTopic};
use crate::findings::planned::{MIN_TOPICS, PlanCheck};
use crate::findings::{Action, Chapter, MEASURES, Measure, due};
use crate::period::{Period, parse_iso_date};

pub(crate) fn blocks(material: &Material<'_>) -> Vec<Block> {
    let findings = material.findings;
    let period = material.dossier.period;
    let chapters = [Chapter::Implementation, Chapter::Example, Chapter::Support];
    let chapters = chapters.map(|chapter| (chapter, items(material, chapter)));
    // Those that are printed are counted, the routine ones too.
    let n_measures = chapters.iter().map(|(_, items)| items.len()).sum();
    let (n_answering, has_problems) = (findings.actions.len(), !findings.problems.is_empty());
    let mut blocks = vec![Block::Paragraph(measures::opening(period, n_measures, n_answering, has_problems))];
    let mut number = 0;
    for (chapter, items) in chapters {
        number += 1;
        blocks.push(Block::subheading(format!("（{}）{}", numeral(number), measures::chapter(chapter))));
        // One alone needs no number.
        let is_single = items.len() == 1;
        let numbered = |(n, text): (usize, String)| if is_single { text } else { format!("{n}.{text}") };
        blocks.extend((1..).zip(items).map(numbered).map(Block::Item));
    }
    number += 1;
    blocks.push(Block::subheading(format!("（{}）确定课题，带着问题学习", numeral(number))));
    blocks.extend(research(material).into_iter().map(Block::Paragraph));
    number += 1;
    blocks.push(Block::subheading(format!("（{}）细化安排，按月组织学习", numeral(number))));
    blocks.extend(schedule(material));
    // The signature is tied to the last paragraph, so the document ends with one.
    blocks.push(Block::Paragraph(measures::closing(period, n_measures)));
    blocks
}

/// Returns the measures of a chapter; one of routine where nothing is flagged.
fn items(material: &Material<'_>, chapter: Chapter) -> Vec<String> {
    let own: Vec<&Action> =
        material.findings.actions.iter().filter(|action| action.measure.chapter == chapter).collect();
    if !own.is_empty() {
        return own.into_iter().map(|action| item(material, action.measure, action.due)).collect();
    }
    let next = material.dossier.period.next();
    let routine = MEASURES.iter().filter(|measure| measure.chapter == chapter && measure.key.is_routine());
    routine.map(|measure| item(material, measure, next.last_day())).collect()
}

fn item(material: &Material<'_>, measure: &Measure, due: Date) -> String {
    format!(
        "{}。{}责任人：{}；时限：{}前；目标：{}。",
        measures::name(measure.key),
        measures::text(measure.key),
        measure.owner,
        full_date(due),
        measures::target(measure, material.limits)
    )
}

/// Returns the day by which what the plan leaves open is to be settled.
fn settled_by(material: &Material<'_>) -> String {
    let dossier = material.dossier;
    full_date(due(dossier.period, 1, date_of(material.profile, dossier)))
}

/// Lists the topics that are open or due in the next period, and what is still to be named.
fn research(material: &Material<'_>) -> Vec<String> {
    let dossier = material.dossier;
    let next = dossier.period.next();
    let name = next_period(dossier.period);
    let open: Vec<&ResearchTopic> = dossier
        .research
        .iter()
        .filter(|topic| !topic.finished && topic.due.is_none_or(|due| due <= next.last_day()))
        .collect();
    let mut paragraphs = Vec::new();
    let by = settled_by(material);
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

/// Returns the plan of the next period as a table, or says that there is none.
fn schedule(material: &Material<'_>) -> Vec<Block> {
    let dossier = material.dossier;
    let name = next_period(dossier.period);
    let Some(check) = &material.findings.plan else {
        return vec![Block::Paragraph(format!("{name}的学习计划{}，按月安排另行制定。", format::NO_DATA))];
    };
    if check.rows.is_empty() {
        return vec![Block::Paragraph(format!("学习计划中没有{name}的安排，按月安排另行制定。"))];
    }
    let proposals = Proposals::new(material, check);
    // The section on the period before has a table of its own.
    let number = 1 + usize::from(previous::has_table(material));
    let seminars = check.rows.iter().filter(|at| dossier.plan[**at].form == Some(Form::Seminar)).count();
    let n_rows = check.rows.len();
    let seminars = match seminars {
        0 => "（没有专题研讨）".to_string(),
        1 if n_rows == 1 => "（为专题研讨）".to_string(),
        n if n == n_rows => "（均为专题研讨）".to_string(),
        n => format!("（专题研讨{n}项）"),
    };
    let mut opening = format!("{name}安排学习{n_rows}项{seminars}，见表{number}。");
    let rows = proposals.rows(material, check);
    opening += &gaps(material, check, &rows);
    let note = "注：标“建议”的为补齐缺项所拟，以研究确定的为准。";
    let table = Table {
        caption: Some(format!("表{number}　{name}学习安排")),
        columns: [
            (14.0, Align::Center),
            (36.0, Align::Left),
            (42.0, Align::Left),
            (22.0, Align::Center),
            (18.0, Align::Center),
            (24.0, Align::Center),
        ]
        .map(|(width_mm, align)| Column { width_mm, align })
        .to_vec(),
        header: ["时间", "主题", "内容", "形式", "主讲人", "责任单位"].map(str::to_string).to_vec(),
        note: (count(&rows, MARK) > 0).then(|| note.to_string()),
        rows,
    };
    vec![Block::Paragraph(opening), Block::Table(table)]
}

/// Counts the cells that hold a word.
fn count(rows: &[Vec<String>], word: &str) -> usize {
    rows.iter().flatten().filter(|cell| cell.contains(word)).count()
}

/// Says what the plan leaves open, held against 三落实 and 四明确, and what the table proposes.
fn gaps(material: &Material<'_>, check: &PlanCheck, rows: &[Vec<String>]) -> String {
    let plan = &material.dossier.plan;
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
    let by = settled_by(material);
    // What is printed is counted, so that a reader who counts agrees.
    let proposed = match (count(rows, MARK), count(rows, TO_SETTLE)) {
        (0, _) => String::new(),
        (n, 0) => format!("表中提出建议{n}处，"),
        (n, open) => format!("表中提出建议{n}处，所建议的学习待明确{open}处，"),
    };
    format!("对照“三落实”“四明确”检查，{}；{proposed}{by}前研究补齐。", gaps.join("，"))
}
