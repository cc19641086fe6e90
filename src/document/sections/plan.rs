//! 四、下半年学习计划: measures with owner, date and target; then the plan by month.

use time::Date;

use crate::document::block::{Align, Block, Column, Table};
use crate::document::compose::Material;
use crate::document::format::{self, full_date, next_period, numeral};
use crate::document::sections::previous;
use crate::document::wording::{list, measures, quoted};
use crate::dossier::{Field, PlanRow, Register, ResearchTopic};
use crate::findings::{Action, Chapter, MEASURES, Measure};
use crate::period::last_of_month;

/// The fewest research topics a half is planned with.
const MIN_TOPICS: usize = 2;
/// What stands where the plan leaves something open.
const OPEN: &str = "未明确";

pub(crate) fn blocks(material: &Material<'_>) -> Vec<Block> {
    let actions = &material.findings.actions;
    let next = next_period(material.dossier.period);
    let opening = if actions.is_empty() {
        format!("保持已有做法，{next}重点做好以下工作。")
    } else {
        format!(
            "针对上述问题，{next}采取{}项措施，逐项明确责任、时限和目标（与问题、原因的对应关系见附件1）。",
            actions.len()
        )
    };
    let mut blocks = vec![Block::Paragraph(opening)];
    let mut number = 0;
    for chapter in [Chapter::Implementation, Chapter::Example, Chapter::Support] {
        number += 1;
        blocks.push(Block::subheading(format!("（{}）{}", numeral(number), measures::chapter(chapter))));
        let items = items(material, chapter);
        blocks.extend((1..).zip(items).map(|(n, text)| Block::Item(format!("{n}.{text}"))));
    }
    number += 1;
    blocks.push(Block::subheading(format!("（{}）确定课题，带着问题学习", numeral(number))));
    blocks.extend(research(material).into_iter().map(Block::Paragraph));
    number += 1;
    blocks.push(Block::subheading(format!("（{}）细化安排，按月组织学习", numeral(number))));
    blocks.extend(schedule(material));
    // The signature is tied to the last paragraph, so the document ends with one.
    blocks.push(Block::Paragraph(measures::closing(material.dossier.period)));
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
    let routine = MEASURES.iter().filter(|measure| {
        measure.chapter == chapter
            && ["three-settled", "quarterly-plan", "research-topics"].contains(&measure.key)
    });
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
    if !open.is_empty() {
        paragraphs.push(format!(
            "{name}推进调研课题{}个：{}。",
            open.len(),
            open.iter().map(|t| topic(t)).collect::<Vec<_>>().join("；")
        ));
    }
    let lacking = MIN_TOPICS.saturating_sub(open.len());
    if lacking > 0 {
        let by = last_of_month(next.year, next.first_month());
        let what = if open.is_empty() { "确定调研课题" } else { "增补调研课题" };
        paragraphs
            .push(format!("{}前{what}{lacking}个，明确负责人和完成时间，{name}全部完成。", full_date(by)));
    }
    paragraphs
}

fn topic(topic: &ResearchTopic) -> String {
    let mut text = quoted(topic.title.text());
    let mut details = Vec::new();
    if topic.owner.is_known() {
        details.push(format!("负责人：{}", topic.owner.text()));
    }
    if topic.due_text.is_known() {
        details.push(format!("完成时间：{}", when(&topic.due_text)));
    }
    if !details.is_empty() {
        text += &format!("（{}）", details.join("，"));
    }
    text
}

/// Returns the plan of the next period as a table, or says that there is none.
fn schedule(material: &Material<'_>) -> Vec<Block> {
    let dossier = material.dossier;
    let next = dossier.period.next();
    let name = next_period(dossier.period);
    if !dossier.has(Register::Plan) {
        return vec![Block::Paragraph(format!("{name}的学习计划{}，按月安排另行报送。", format::NO_DATA))];
    }
    let mut rows: Vec<&PlanRow> = dossier.plan_of(next).collect();
    // The sort is stable: within a month the office's own order stays.
    rows.sort_by_key(|row| row.due);
    if rows.is_empty() {
        return vec![Block::Paragraph(format!("学习计划中没有{name}的安排，按月安排另行报送。"))];
    }
    // The section on the period before has a table of its own.
    let number = 1 + usize::from(previous::has_table(material));
    let seminars = rows.iter().filter(|row| row.form == Some(crate::dossier::Form::Seminar)).count();
    let mut opening = format!("{name}安排学习{}项，其中专题研讨{seminars}项，见表{number}。", rows.len());
    opening += &gaps(&rows, next);
    let text =
        |field: &Field<String>| if field.is_known() { field.text().to_string() } else { OPEN.to_string() };
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
        rows: rows
            .iter()
            .map(|row| {
                vec![
                    when(&row.when),
                    text(&row.topic),
                    text(&row.content),
                    text(&row.form_text),
                    text(&row.speaker),
                    text(&row.responsible),
                ]
            })
            .collect(),
        note: None,
    };
    vec![Block::Paragraph(opening), Block::Table(table)]
}

/// Says which months, speakers and contents the plan leaves open.
fn gaps(rows: &[&PlanRow], next: crate::period::Period) -> String {
    let planned =
        |month: u8| rows.iter().any(|row| row.due.is_some_and(|due| u8::from(due.month()) == month));
    let empty: Vec<String> = (next.first_month()..=next.last_month())
        .filter(|month| !planned(*month))
        .map(|month| format!("{month}月"))
        .collect();
    let mut gaps = Vec::new();
    if !empty.is_empty() {
        gaps.push(format!("{}没有安排", list(&empty)));
    }
    for (what, n) in [
        ("主讲人", rows.iter().filter(|row| !row.speaker.is_known()).count()),
        ("责任单位", rows.iter().filter(|row| !row.responsible.is_known()).count()),
    ] {
        if n > 0 {
            gaps.push(format!("{n}项没有明确{what}"));
        }
    }
    if gaps.is_empty() {
        String::new()
    } else {
        let by = last_of_month(next.year, next.first_month());
        format!("其中{}，{}前补齐。", gaps.join("，"), full_date(by))
    }
}

/// Returns a planned time as written; a full date loses its machine look.
fn when(field: &Field<String>) -> String {
    match crate::profile::parse_iso_date(field.text()) {
        Some(date) => format::month_day(date),
        None => field.text().to_string(),
    }
}
