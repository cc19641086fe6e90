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

/// Where a table of the plan stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    InText,
    Attached,
}

pub(crate) fn blocks(material: &Material<'_>, grounds: &Grounds<'_>, tables: Tables) -> Vec<Draft> {
    let period = material.dossier.period;
    let Grounds { owed, answers } = grounds;
    let is_planned = material.findings.plan.as_ref().is_some_and(|plan| !plan.rows.is_empty());
    // What is put right about sessions is what goes on with them.
    let orders_sessions = answers.iter().any(|answer| Task::of(answer.measure.key) == Task::Order);
    let mut is_attached = tables.schedule.as_ref().is_some_and(Placed::is_attached);
    let mut drafts = Vec::new();
    for part in Part::ALL {
        let mut pieces = if part == Part::Order { made_good(material, owed) } else { Vec::new() };
        if part == Part::Research {
            pieces.extend(plan::research(material.dossier));
        }
        let tasks = Task::ALL.into_iter().filter(|task| task.part() == part);
        pieces.extend(tasks.flat_map(|task| measures_of(material, task, answers, owed)));
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
    drafts.extend(tables.see().map(|text| Draft::Paragraph(vec![Piece::needed(text)])));
    drafts.extend(tables.in_text());
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

/// What the plan answers: what is owed of the period, and the findings that ask for a measure.
pub(crate) struct Grounds<'a> {
    owed: Owed<'a>,
    answers: Vec<Answer>,
}

impl<'a> Grounds<'a> {
    pub fn of(material: &Material<'a>) -> Grounds<'a> {
        Grounds { owed: Owed::of(material.dossier, material.statistics), answers: answers(material) }
    }
}

/// A table of the plan with the words that name its place.
struct Placed {
    named: Text,
    stands: Stands,
}

enum Stands {
    InText(Table),
    Attached(Attachment),
}

impl Placed {
    fn is_attached(&self) -> bool {
        matches!(self.stands, Stands::Attached(_))
    }
}

/// The tables of the plan, each in its place: who does what by when, and what is studied when.
pub(crate) struct Tables {
    tasks: Option<Placed>,
    schedule: Option<Placed>,
}

impl Tables {
    /// Returns those that the plan has; none that the office's own plan has itself. Attached ones come
    /// after so many other attachments.
    pub fn new(
        material: &Material<'_>,
        grounds: &Grounds<'_>,
        (tasks, schedule): (Place, Place),
        n_attached: usize,
        numbering: &mut Numbering,
    ) -> Tables {
        let period = material.dossier.period;
        let is_needed = |heads| !own::plan_has_table(material, heads);
        let mut n_attached = n_attached;
        let mut placed = |place, table, caption: &dyn Fn(&Figure) -> Text, title| match place {
            Place::InText => {
                let number = numbering.table();
                let caption = Some(caption(&number));
                Placed { named: number.into(), stands: Stands::InText(Table { caption, ..table }) }
            }
            Place::Attached => {
                n_attached += 1;
                let attachment = Attachment { title, blocks: vec![Block::Table(table)] };
                Placed { named: wording::attachment(n_attached), stands: Stands::Attached(attachment) }
            }
        };
        let tasks = is_needed(&OF_TASKS).then(|| table_of_tasks(material, grounds)).flatten().map(|table| {
            let caption = |number: &Figure| plan::tasks_caption(number, period);
            placed(tasks, table, &caption, plan::tasks_title(period))
        });
        let schedule = is_needed(&OF_SCHEDULE).then(|| table_of_schedule(material)).flatten().map(|table| {
            let caption = |number: &Figure| plan::caption(number, period);
            placed(schedule, table, &caption, plan::schedule_title(period))
        });
        Tables { tasks, schedule }
    }

    /// Returns the words that name their places, in order.
    pub fn places(&self) -> Vec<Text> {
        self.tasks.iter().chain(&self.schedule).map(|placed| placed.named.clone()).collect()
    }

    /// Returns the sentence that names them; nothing where there is none.
    pub fn see(&self) -> Option<Text> {
        let [tasks, schedule] = [&self.tasks, &self.schedule].map(|one| one.as_ref().map(|one| &one.named));
        plan::see(tasks, schedule)
    }

    /// Returns those that are attachments.
    pub fn attached(&self) -> impl Iterator<Item = Attachment> {
        self.tasks.iter().chain(&self.schedule).filter_map(|placed| match &placed.stands {
            Stands::Attached(attachment) => Some(attachment.clone()),
            Stands::InText(_) => None,
        })
    }

    /// Returns those that stand in the text.
    pub fn in_text(self) -> impl Iterator<Item = Draft> {
        self.tasks.into_iter().chain(self.schedule).filter_map(|placed| match placed.stands {
            Stands::InText(table) => Some(Draft::from(Block::Table(table))),
            Stands::Attached(_) => None,
        })
    }
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
fn table_of_tasks(material: &Material<'_>, Grounds { owed, answers }: &Grounds<'_>) -> Option<Table> {
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
    let columns = [(40.0, Align::Left), (28.0, Align::Center), (22.0, Align::Center), (66.0, Align::Left)];
    Some(Table {
        caption: None,
        columns: columns.map(|(width_mm, align)| Column { width_mm, align }).to_vec(),
        header: plan::TASKS.map(Text::from).to_vec(),
        rows,
        note: None,
    })
}

/// Returns the plan of the next period as a table; nothing where there is none.
fn table_of_schedule(material: &Material<'_>) -> Option<Table> {
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
