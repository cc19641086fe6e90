//! 四、下半年学习计划: what is made good, what is done about the findings, then two tables: the
//! tasks with owner, date and target, and the schedule by month.

use time::Date;

use crate::document::block::{Align, Attachment, Block, Column, Table};
use crate::document::length::Draft;
use crate::document::material::Material;
use crate::document::numbering::Numbering;
use crate::document::piece::{Piece, Worth};
use crate::document::sections::{own, problems};
use crate::document::text::{Figure, Text, text};
use crate::document::wording;
use crate::document::wording::measures::{self, Part, Task};
use crate::document::wording::plan::{self, OWED_TOPICS};
use crate::document::wording::{striving, targets};
use crate::findings::owed::Owed;
use crate::findings::{Action, MEASURES, Measure, MeasureKey, RuleId, due};

/// The months of the plan, from 1, at whose end the plan itself is there, and what is owed is due.
const FIRST_MONTH: u8 = 1;
const TOPICS_DUE: u8 = 2;

/// What heads a table of who does what by when, and one of what is studied when: of each kind of
/// heads one.
const OF_TASKS: [&[&str]; 2] = [&["责任", "牵头", "负责"], &["时限", "期限", "完成时间", "完成日期"]];
const OF_SCHEDULE: [&[&str]; 2] = [&["主题", "专题", "学习内容"], &["时间", "月份", "日期"]];

/// Where the schedule stands.
pub(crate) enum Schedule {
    /// In the text, as its last table.
    InText,
    /// In the attachment of that number.
    Attached(usize),
}

pub(crate) fn blocks(material: &Material<'_>, schedule: &Schedule, numbering: &mut Numbering) -> Vec<Draft> {
    let period = material.dossier.period;
    let owed = Owed::of(material.dossier, material.statistics);
    let answers = answers(material);
    let is_planned = material.findings.plan.as_ref().is_some_and(|plan| !plan.rows.is_empty());
    // What is put right about sessions is what goes on with them.
    let orders_sessions = answers.iter().any(|answer| Task::of(answer.measure.key) == Task::Order);
    let mut is_attached = matches!(schedule, Schedule::Attached(_));
    let mut drafts = Vec::new();
    for part in Part::ALL {
        let mut pieces = if part == Part::Order { made_good(material, &owed) } else { Vec::new() };
        if part == Part::Research {
            pieces.extend(plan::research(material.dossier));
        }
        let tasks = Task::ALL.into_iter().filter(|task| task.part() == part);
        pieces.extend(tasks.flat_map(|task| measures_of(material, task, &answers, &owed)));
        if part == Part::Order && !is_planned {
            pieces.push(plan::to_be_planned(due(period, FIRST_MONTH, material.date), period));
        }
        let is_routine = part == Part::Depth && pieces.is_empty() && is_planned && !orders_sessions;
        if is_routine {
            pieces.push(plan::routine(period));
        }
        if part == Part::Depth {
            pieces.extend(striven_for(material));
        }
        // Whoever finds the months in an attachment reads here what there is.
        if is_attached && (part == Part::Order && !pieces.is_empty() || is_routine) {
            pieces.extend(plan::ahead(material));
            is_attached = false;
        }
        if !pieces.is_empty() {
            drafts.push(Draft::Heading(part.heading(!owed.is_empty(), is_routine).into()));
            drafts.push(Draft::Paragraph(pieces));
        }
    }
    let tables = tables(material, &owed, &answers, schedule, numbering);
    drafts.extend(tables.see().map(|text| Draft::Paragraph(vec![Piece::needed(text)])));
    drafts.extend(tables.drafts());
    // The signature is tied to the last paragraph, so the document ends with one.
    drafts.push(Draft::from(Block::Paragraph(plan::closing(material.settings.format))));
    drafts
}

/// Returns what is done about the figures that are nearest to their thresholds, where these are told
/// in place of problems.
fn striven_for(material: &Material<'_>) -> Option<Piece> {
    let mut clauses: Vec<Text> = Vec::new();
    for rule in problems::striven_for(material) {
        let clause = match striving::answer(rule) {
            Some(words) => words.into(),
            None => measures::clause(rule, material.dossier, material.limits),
        };
        if !clauses.contains(&clause) {
            clauses.push(clause);
        }
    }
    (!clauses.is_empty()).then(|| Piece::needed(measures::sentence(&clauses)))
}

/// The tables of the plan, and where each stands.
#[derive(Default)]
pub(crate) struct Tables {
    tasks: Option<(Figure, Table)>,
    scheduled: Option<(Text, Option<Table>)>,
}

impl Tables {
    /// Returns where the tables stand, in order.
    pub fn places(&self) -> Vec<Text> {
        let tasks = self.tasks.iter().map(|(number, _)| number.clone().into());
        tasks.chain(self.scheduled.iter().map(|(place, _)| place.clone())).collect()
    }

    /// Returns the sentence that names them; nothing where there is none.
    pub fn see(&self) -> Option<Text> {
        plan::see(
            self.tasks.as_ref().map(|(number, _)| number),
            self.scheduled.as_ref().map(|(place, _)| place),
        )
    }

    /// Returns those that stand in the text.
    pub fn drafts(self) -> impl Iterator<Item = Draft> {
        let scheduled = self.scheduled.and_then(|(_, table)| table);
        let tables = self.tasks.map(|(_, table)| table).into_iter().chain(scheduled);
        tables.map(|table| Draft::from(Block::Table(table)))
    }
}

/// Returns the tables beside the office's own plan: none that this has itself.
pub(crate) fn beside_own(material: &Material<'_>, schedule: &Schedule, numbering: &mut Numbering) -> Tables {
    let owed = Owed::of(material.dossier, material.statistics);
    let has = |heads: &[&[&str]]| own::plan_has_table(material, heads);
    let mut tables = Tables::default();
    if !has(&OF_TASKS) {
        tables.tasks = tasks(material, &owed, &answers(material), numbering);
    }
    if !has(&OF_SCHEDULE) {
        tables.scheduled = scheduled(material, schedule, numbering);
    }
    tables
}

/// Returns the tables of tasks and schedule.
fn tables(
    material: &Material<'_>,
    owed: &Owed<'_>,
    answers: &[Answer],
    schedule: &Schedule,
    numbering: &mut Numbering,
) -> Tables {
    let tasks = tasks(material, owed, answers, numbering);
    Tables { tasks, scheduled: scheduled(material, schedule, numbering) }
}

/// Returns the schedule with its place: in the text a table, else the attachment that holds it.
fn scheduled(
    material: &Material<'_>,
    wanted: &Schedule,
    numbering: &mut Numbering,
) -> Option<(Text, Option<Table>)> {
    let table = schedule(material)?;
    Some(match wanted {
        Schedule::InText => {
            let number = numbering.table();
            let caption = Some(plan::caption(&number, material.dossier.period));
            (number.into(), Some(Table { caption, ..table }))
        }
        Schedule::Attached(number) => (wording::attachment(*number), None),
    })
}

/// Returns the schedule as an attachment; nothing where there is none, or where the office's own plan
/// has one.
pub(crate) fn schedule_attached(material: &Material<'_>) -> Option<Attachment> {
    let table = schedule(material).filter(|_| !own::plan_has_table(material, &OF_SCHEDULE))?;
    let title = plan::schedule_title(material.dossier.period);
    Some(Attachment { title, blocks: vec![Block::Table(table)] })
}

/// A measure with those of its findings that the document speaks of.
struct Answer {
    measure: &'static Measure,
    rules: Vec<RuleId>,
    due: Date,
}

/// Returns the measures that answer what the document may speak of.
fn answers(material: &Material<'_>) -> Vec<Answer> {
    let findings = material.findings;
    let answer = |action: &Action| Answer {
        measure: action.measure,
        rules: action.answers.iter().copied().filter(|rule| findings.is_planned(*rule)).collect(),
        due: action.due,
    };
    findings.actions.iter().map(answer).filter(|answer| !answer.rules.is_empty()).collect()
}

/// Returns what is done for a task, as sentences that are worth what their findings are.
fn measures_of(material: &Material<'_>, task: Task, answers: &[Answer], owed: &Owed<'_>) -> Vec<Piece> {
    // What is made good answers its finding already.
    let is_answered = |rule: RuleId| match rule {
        RuleId::PlanKept => !owed.topics.is_empty(),
        RuleId::AbsencesMadeUp => !owed.absences.is_empty(),
        RuleId::ProblemsClosed => !owed.problems.is_empty(),
        _ => false,
    };
    let own = answers.iter().filter(|answer| Task::of(answer.measure.key) == task);
    let mut rules: Vec<RuleId> = own.flat_map(|answer| answer.rules.iter().copied()).collect();
    rules.retain(|rule| !is_answered(*rule));
    rules.sort_unstable();
    let named = rules.contains(&RuleId::ResearchApplied).then(|| plan::to_apply(material.dossier));
    if let Some(named) = named.flatten() {
        let rank = material.findings.indicator(RuleId::ResearchApplied).rank().unwrap_or(0.0);
        return vec![Piece::new(measures::sentence(&[named]), Worth::Finding(rank))];
    }
    let sentences = measures::sentences(material, &rules).into_iter();
    sentences.map(|(words, rank)| Piece::new(words, Worth::Finding(rank))).collect()
}

/// Returns the day by which a measure of the library is due.
fn due_of(material: &Material<'_>, key: MeasureKey) -> Date {
    due(material.dossier.period, MEASURES[key as usize].due_month, material.date)
}

fn topics_due(material: &Material<'_>) -> Date {
    due(material.dossier.period, TOPICS_DUE, material.date)
}

/// Says what of the period is made good.
fn made_good(material: &Material<'_>, owed: &Owed<'_>) -> Vec<Piece> {
    let period = material.dossier.period;
    let mut pieces = Vec::new();
    if !owed.topics.is_empty() {
        pieces.push(plan::owed_topics(owed, topics_due(material), period));
    }
    if !owed.absences.is_empty() {
        let is_in_body = material.findings.is_in_body(RuleId::AbsencesMadeUp);
        let reading = &material.findings.indicator(RuleId::AbsencesMadeUp).reading;
        let n_told = reading.as_ref().filter(|_| is_in_body).and_then(|read| Some(read.of? - read.n?));
        pieces.push(plan::owed_absences(owed, n_told, due_of(material, MeasureKey::MakeUpStudy), period));
        pieces.extend(plan::absences_by_session(material));
    }
    if !owed.problems.is_empty() {
        pieces.push(plan::owed_problems(owed, due_of(material, MeasureKey::CloseProblems), period));
    }
    pieces
}

/// Returns the table of tasks; nothing where there is none.
fn tasks(
    material: &Material<'_>,
    owed: &Owed<'_>,
    answers: &[Answer],
    numbering: &mut Numbering,
) -> Option<(Figure, Table)> {
    let period = material.dossier.period;
    let mut rows: Vec<Vec<Text>> = Vec::new();
    let group = material.settings.study_group();
    let mut row = |task: &'static str, owner: &'static str, due: Date, target: Text| {
        let owner = measures::owner_in(&group, owner);
        rows.push(vec![task.into(), owner.into(), measures::by(due, period), target]);
    };
    let owner = |key: MeasureKey| MEASURES[key as usize].owner;
    if !owed.topics.is_empty() {
        let target = text!("{}个专题补学到位", plan::n_topics(owed));
        row(OWED_TOPICS, owner(MeasureKey::ThreeSettled), topics_due(material), target);
    }
    for task in Task::ALL {
        let own: Vec<&Answer> = answers.iter().filter(|one| Task::of(one.measure.key) == task).collect();
        let rules: Vec<RuleId> = own.iter().flat_map(|answer| answer.rules.iter().copied()).collect();
        let makes_good = match task {
            Task::MakeUp if !owed.absences.is_empty() => {
                Some((text!("{}人次补学到人", plan::n_absences(owed)), MeasureKey::MakeUpStudy))
            }
            Task::PutRight if !owed.problems.is_empty() => {
                Some((plan::problems_target(owed), MeasureKey::CloseProblems))
            }
            _ => None,
        };
        if let Some((target, key)) = makes_good {
            row(task.name(), owner(key), due_of(material, key), target);
        } else if let Some(first) = own.first() {
            let last = own.iter().map(|answer| answer.due).max().unwrap_or(first.due);
            let target = targets::target_of_task(material, &rules);
            row(task.name(), first.measure.owner, last, target);
        }
    }
    if rows.is_empty() {
        return None;
    }
    let number = numbering.table();
    let columns = [(40.0, Align::Left), (28.0, Align::Center), (22.0, Align::Center), (66.0, Align::Left)];
    let table = Table {
        caption: Some(plan::tasks_caption(&number, period)),
        columns: columns.map(|(width_mm, align)| Column { width_mm, align }).to_vec(),
        header: plan::TASKS.map(Text::from).to_vec(),
        rows,
        note: None,
    };
    Some((number, table))
}

/// Returns the plan of the next period as a table; nothing where there is none.
fn schedule(material: &Material<'_>) -> Option<Table> {
    let dossier = material.dossier;
    let check = material.findings.plan.as_ref().filter(|check| !check.rows.is_empty())?;
    let rows = check.rows.iter().map(|at| {
        let row = &dossier.plan[*at];
        let cell = |field| plan::cell(field, &row.origin);
        vec![
            plan::when(row),
            cell(&row.topic),
            cell(&row.content),
            cell(&row.form_text),
            cell(&row.speaker),
            cell(&row.responsible),
        ]
    });
    let columns = [
        (14.0, Align::Center),
        (35.3, Align::Left),
        (36.0, Align::Left),
        (24.5, Align::Center),
        (18.0, Align::Center),
        (28.2, Align::Center),
    ];
    Some(Table {
        caption: None,
        columns: columns.map(|(width_mm, align)| Column { width_mm, align }).to_vec(),
        header: ["时间", "主题", "内容", "形式", "主讲人", "责任单位"].map(Text::from).to_vec(),
        rows: rows.collect(),
        note: None,
    })
}
