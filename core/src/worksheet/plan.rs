//! What the plan of the next period leaves open, and what is proposed for it.
//!
//! A speaker is proposed from those not yet due to speak, first by 分管领域; a month or quarter
//! without study gets a seminar on one of the office's own keywords. What the office takes over it
//! writes into its own plan; until then nothing of it is filed.

use crate::document::format::{self, whole};
use crate::document::text;
use crate::document::wording::{self, list, own};
use crate::document::{Dated, Figure, Material, Provenance, Text};
use crate::dossier::{Dossier, Member, PlanRow, ResearchTopic, plain_topic};
use crate::findings::planned::PlanCheck;
use crate::origin::Origin;
use crate::period::quarter_name;
use crate::worksheet::item::{Item, Kind, LEADER, OFFICE};

/// Returns the cell of a planned row that is asked for.
type CellOf = fn(&PlanRow) -> Option<Origin>;

/// Returns what the plan leaves open, one item a kind of gap.
pub(super) fn gaps(material: &Material<'_>) -> Vec<Item> {
    let Some(check) = &material.findings.plan else { return Vec::new() };
    let (dossier, next) = (material.dossier, format::next_period(material.dossier.period));
    if check.rows.is_empty() {
        let what = text!("学习计划中没有{next}的安排，正文没有按月安排。");
        return vec![Item::new(
            Kind::Asks,
            "plan-empty",
            what,
            "补上下一步的计划，按月写明主题、内容和人员。",
        )];
    }
    let mut items = Vec::new();
    let mut ask = |key, what: Text, to_do: &'static str, cells: Vec<Origin>| {
        items.push(Item::new(Kind::Asks, key, what, to_do).at(cells));
    };
    if !check.empty_months.is_empty() {
        let months = wording::months(&check.empty_months);
        ask("plan-months", text!("{next}计划中{months}没有安排学习。"), "每月至少安排一次。", Vec::new());
    }
    if !check.quarters_without_seminar.is_empty() {
        let quarters: Vec<String> =
            check.quarters_without_seminar.iter().map(|at| quarter_name(*at)).collect();
        let what = text!("{next}计划中{}没有安排集体学习研讨。", list(&quarters));
        ask("plan-quarters", what, "学习规则要求每季度研讨，补上一次。", Vec::new());
    }
    let without_form: Vec<usize> =
        check.rows.iter().copied().filter(|at| !dossier.plan[*at].form_text.is_known()).collect();
    let cell_of: [(&'static str, &'static str, &Vec<usize>, CellOf); 5] = [
        ("plan-content", "学习内容", &check.without_content, |row| row.content.origin.clone()),
        ("plan-form", "学习形式", &without_form, |row| row.form_text.origin.clone()),
        ("plan-speaker", "主讲人或重点发言人", &check.without_speaker, |row| {
            row.speaker.origin.clone()
        }),
        ("plan-unit", "责任单位", &check.without_unit, |row| row.responsible.origin.clone()),
        ("plan-place", "地点", &check.without_place, |row| row.place.origin.clone()),
    ];
    for (key, what, rows, cell) in cell_of {
        let rows = rows.iter().map(|at| &dossier.plan[*at]);
        let cells: Vec<Origin> = rows.map(|row| cell(row).unwrap_or_else(|| row.origin.clone())).collect();
        if !cells.is_empty() {
            let n = whole(cells.len(), Provenance::records("学习计划的安排", cells.clone()));
            ask(key, text!("{next}计划中{n}项没有写明{what}。"), "在学习计划中补上。", cells);
        }
    }
    if check.lacks_place_column {
        ask("plan-place", text!("{next}计划没有“地点”一栏。"), "增加一栏，写明地点。", Vec::new());
    }
    if !check.not_due_to_speak.is_empty() {
        let members = || check.not_due_to_speak.iter().map(|at| &dossier.members[*at]);
        let cells: Vec<Origin> = members().map(|member| member.origin.clone()).collect();
        let names: Vec<Figure> = members().map(name_of).collect();
        let n = whole(cells.len(), Provenance::records("没有排定重点发言的成员", cells.clone()));
        let what = text!("{next}计划没有安排{n}名成员重点发言（{}）。", list(&names));
        ask("plan-speakers", what, "实行轮流制，每名成员安排一次。", cells);
    }
    let open: Vec<Origin> = check.topics_open.iter().map(|at| dossier.research[*at].origin.clone()).collect();
    if !open.is_empty() {
        let n = whole(open.len(), Provenance::records("没有写明的课题", open.clone()));
        let what = text!("有{n}个调研课题没有写明负责人或完成时间。");
        ask("research-open", what, "在调研课题表中写明。", open);
    }
    items
}

/// Returns what nobody can tell of research: a topic that stands as finished and is due only after
/// the period.
pub(super) fn research(dossier: &Dossier) -> Option<Item> {
    let last = dossier.period.last_day();
    let is_later = |topic: &&ResearchTopic| topic.is_finished() && !topic.is_finished_by(last);
    let later: Vec<Origin> =
        dossier.research.iter().filter(is_later).map(|topic| topic.origin.clone()).collect();
    let n = whole(later.len(), Provenance::records("本期以后到期、写明已完成的课题", later.clone()));
    let what = text!("有{n}个调研课题写明已完成，计划完成时间在本期以后；正文没有写作本期完成。");
    let to_do = "本期内已经完成的，把完成时间改为实际时间；本期以后完成的，列入下一期。";
    (!later.is_empty()).then(|| Item::new(Kind::Asks, "research-later", what, to_do).at(later))
}

/// Returns what could fill the gaps.
pub(super) fn proposals(material: &Material<'_>) -> Vec<Item> {
    let Some(check) = material.findings.plan.as_ref().filter(|check| !check.rows.is_empty()) else {
        return Vec::new();
    };
    let dossier = material.dossier;
    let mut free: Vec<usize> = check.not_due_to_speak.clone();
    let mut items = Vec::new();
    for row in check.without_speaker.iter().map(|at| &dossier.plan[*at]) {
        let fits = |member: &usize| is_duty_of(dossier.members[*member].duty.text(), row);
        if free.is_empty() {
            break;
        }
        let member = &dossier.members[free.remove(free.iter().position(fits).unwrap_or(0))];
        let topic = own(row.topic.text(), &row.topic, &row.origin);
        let when = own(row.when.text(), &row.when, &row.origin);
        let what = text!("{when}“{topic}”的重点发言人可以安排{}。", name_of(member));
        let cell = row.speaker.origin.clone().unwrap_or_else(|| row.origin.clone());
        let to_do = "同意的，填入学习计划的这一格。";
        items.push(Item::new(Kind::Proposes, "propose-speaker", what, to_do).by(LEADER).at([cell]));
    }
    for (month, topic) in seminars(material, check) {
        let speaker = (!free.is_empty()).then(|| &dossier.members[free.remove(0)]);
        let month = format::month(month, Dated::Period);
        let who = speaker.map_or_else(Text::new, |member| text!("，由{}重点发言", name_of(member)));
        let what = text!("{month}可以增加一次{topic}{who}。");
        let to_do = "同意的，在学习计划中加一行，写明内容和责任单位。";
        let item = Item::new(Kind::Proposes, "propose-session", what, to_do).by(OFFICE);
        items.push(item.at(speaker.map(|member| member.origin.clone())));
    }
    items
}

/// Returns the months in which a seminar is proposed, each with a topic.
fn seminars(material: &Material<'_>, check: &PlanCheck) -> Vec<(u8, Text)> {
    let dossier = material.dossier;
    let mut months = check.empty_months.clone();
    for quarter in &check.quarters_without_seminar {
        let last = quarter * 3;
        if !months.iter().any(|month| (last - 2..=last).contains(month)) {
            months.push(last);
        }
    }
    months.sort_unstable();
    let planned: String = check.rows.iter().map(|at| plain_topic(dossier.plan[*at].topic.text())).collect();
    let is_new = |word: &&String| **word != dossier.unit && !planned.contains(plain_topic(word).as_str());
    let mut keywords = material.settings.keywords.iter().filter(is_new);
    let mut topic = || match keywords.next() {
        Some(word) => text!("{}专题研讨", Text::of(word.as_str(), Provenance::Office("keywords"))),
        None => "结合分管工作的专题研讨".into(),
    };
    months.into_iter().map(|month| (month, topic())).collect()
}

/// Returns whether a row's topic names one of the words of a 分管领域.
fn is_duty_of(duty: &str, row: &PlanRow) -> bool {
    let topic = plain_topic(row.topic.text()) + &plain_topic(row.content.text());
    duty.split(['、', '，', '；', '/', ' '])
        .map(plain_topic)
        .any(|word| word.chars().count() >= 2 && topic.contains(word.as_str()))
}

/// Returns a member's name.
fn name_of(member: &Member) -> Figure {
    Figure::new(member.name.as_str(), Provenance::Cell(member.origin.clone()))
}
