//! Sentences on the plan of the next period: what is made good, research topics, the schedule.

use std::collections::BTreeSet;

use time::Date;

use crate::document::form::Format;
use crate::document::format::{self, MIN_PERCENT_OF, month_day, next_period, numeral, whole};
use crate::document::material::Material;
use crate::document::piece::{Piece, Worth};
use crate::document::provenance::{Dated, Provenance};
use crate::document::text::{Count, Figure, Text, text};
use crate::document::wording::measures::by;
use crate::document::wording::opening::tells;
use crate::document::wording::practice::clause;
use crate::document::wording::raised::raised_by;
use crate::document::wording::{list, own, quoted, subject};
use crate::dossier::{Dossier, Field, Form, PlanRow, ResearchTopic, Session};
use crate::findings::RuleId;
use crate::findings::owed::Owed;
use crate::findings::rules::absences_made_up::MAKE_UP_DAYS;
use crate::grouped::grouped;
use crate::origin::Origin;
use crate::period::{Period, parse_iso_date, quarter_of};
use crate::statistics::Tally;

/// The most topics that are named.
const MAX_TOPICS: usize = 6;
/// The most research topics that are named.
const MAX_RESEARCH: usize = 4;
/// The most sessions whose absences are counted apart.
const MAX_SESSIONS: usize = 6;
/// The most open problems that are named, and the longest of them, in characters.
const MAX_PROBLEMS: usize = 3;
const MAX_PROBLEM_CHARS: usize = 24;
/// The most topics of one quarter of the next period that are named.
const MAX_AHEAD: usize = 4;

/// What stands where the plan leaves a cell open.
pub(crate) const OPEN: &str = "—";
/// The heads of the table of tasks.
pub(crate) const TASKS: [&str; 4] = ["任务", "责任人", "时限", "要求"];
/// The task that makes good the topics.
pub(crate) const OWED_TOPICS: &str = "补学没有开展的专题";

/// Counts the topics that are made good.
pub(crate) fn n_topics(owed: &Owed<'_>) -> Count {
    let cells = owed.topics.iter().map(|row| row.origin.clone()).collect();
    whole(owed.topics.len(), Provenance::records("没有开展的专题", cells))
}

/// Counts the absences that are made good.
pub(crate) fn n_absences(owed: &Owed<'_>) -> Count {
    whole(owed.absences.len(), Provenance::records("没有补学的人次", owed.absences.clone()))
}

/// Counts the problems that are put right.
pub(crate) fn n_problems(owed: &Owed<'_>) -> Count {
    let cells = owed.problems.iter().map(|record| record.origin.clone()).collect();
    whole(owed.problems.len(), Provenance::records("没有改正的问题", cells))
}

/// Names the topics that are made good.
pub(crate) fn owed_topics(owed: &Owed<'_>, due: Date, period: Period) -> Piece {
    let rows = &owed.topics[..owed.topics.len().min(MAX_TOPICS)];
    let bare: Vec<Text> = rows.iter().map(|row| subject(row_topic(row), &row.origin)).collect();
    // Where one is a sentence and stands in quotation marks, all do.
    let named = if bare.iter().any(|topic| topic.starts_with('“')) {
        let all: Vec<Text> = rows.iter().map(|row| quoted(row_topic(row), &row.origin)).collect();
        Text::joined(&all, "")
    } else {
        list(&bare)
    };
    let more = match owed.topics.len() > MAX_TOPICS {
        true => text!("等{}个专题", n_topics(owed)),
        false => Text::new(),
    };
    Piece::needed(text!("计划内没有开展的{named}{more}，{}补学。", by(due, period)))
}

pub(super) fn row_topic(row: &PlanRow) -> &Field<String> {
    if row.topic.is_known() { &row.topic } else { &row.content }
}

/// Says by when absences are made good; of these, `n_told` are told as a problem, the others are
/// not yet so old.
pub(crate) fn owed_absences(owed: &Owed<'_>, n_told: Option<u64>, due: Date, period: Period) -> Piece {
    let n = n_absences(owed);
    let n_recent = n_told.map_or(0, |told| n.n.saturating_sub(told));
    let recent = match n_recent {
        0 => Text::new(),
        n => {
            let days = whole(usize::from(MAKE_UP_DAYS), Provenance::Threshold(Some(RuleId::AbsencesMadeUp)));
            let source = Provenance::counted("最近没有补学的人次", n, owed.absences.clone());
            text!("（含未满{days}天的{}人次）", Count::new(n, source))
        }
    };
    Piece::needed(text!("没有补学的{n}人次{recent}列出清单，{}补学到人。", by(due, period)))
}

/// Says of which sessions the absences are, where they are of several; of many, which had most.
pub(crate) fn absences_by_session(material: &Material<'_>) -> Option<Piece> {
    let away = |tally: &Tally| [&tally.on_duty, &tally.leave, &tally.absent].map(Vec::clone).concat();
    let all = material.dossier.sessions.iter().zip(&material.statistics.sessions);
    let all = all.map(|(session, figures)| (session, away(&figures.tally)));
    let mut missed: Vec<(&Session, Vec<Origin>)> = all.filter(|(_, cells)| !cells.is_empty()).collect();
    // The sort is stable: of two that miss as many, the earlier goes first.
    missed.sort_by_key(|(_, cells)| std::cmp::Reverse(cells.len()));
    let left_out = missed.get(MAX_SESSIONS).map_or(0, |(_, cells)| cells.len());
    missed.retain(|(_, cells)| cells.len() > left_out);
    missed.sort_by_key(|(session, _)| session.date);
    let one = |(at, (session, cells)): (usize, &(&Session, Vec<Origin>))| {
        let day = month_day(session.date, Dated::Record(session.origin.clone()));
        let away = if at == 0 && left_out == 0 { "缺课" } else { "" };
        let n = whole(cells.len(), Provenance::records("没有补学的人次", cells.clone()));
        text!("{day}{away}{n}人次")
    };
    let named: Vec<Text> = missed.iter().enumerate().map(one).collect();
    let begins = if left_out == 0 { "其中" } else { "其中缺课较多的是" };
    (named.len() > 1).then(|| Piece::new(text!("{begins}{}。", list(&named)), Worth::Further))
}

/// Says by when problems are put right, and names some of them.
pub(crate) fn owed_problems(owed: &Owed<'_>, due: Date, period: Period) -> Piece {
    let n = n_problems(owed);
    let each = if n == 1 { "" } else { "逐项" };
    let mut seen = BTreeSet::new();
    let contents =
        owed.problems.iter().filter_map(|record| Some((record.problem.content()?, &record.origin)));
    let short = contents.filter(|(words, _)| clause(words).chars().count() <= MAX_PROBLEM_CHARS);
    let new: Vec<_> = short.filter(|(words, _)| seen.insert(clause(words).to_string())).collect();
    let named: Vec<Text> =
        new.iter().take(MAX_PROBLEMS).map(|(words, origin)| quoted(words, origin)).collect();
    // Problems that are worded alike are several all the same.
    let more = if named.len() == owed.problems.len() { "" } else { "等" };
    let which = match named.len() {
        0 => text!("{n}个问题"),
        1 if n == 1 => text!("{}问题", named[0]),
        _ => text!("{}{more}{n}个问题", Text::joined(&named, "")),
    };
    let raised = raised_by(&owed.problems);
    Piece::needed(text!("{raised}、还没有改正的{which}，{}{each}改正。", by(due, period)))
}

/// Names what is to be studied in each quarter of the next period, for those who find the months in
/// an attachment.
pub(crate) fn ahead(material: &Material<'_>) -> Option<Piece> {
    let dossier = material.dossier;
    let check = material.findings.plan.as_ref()?;
    let next = dossier.period.next();
    let rows: Vec<&PlanRow> = check.rows.iter().map(|at| &dossier.plan[*at]).collect();
    let n = count("下一期的学习安排", &rows);
    let most = material.room_for(MAX_AHEAD).min(MAX_TOPICS);
    let mut seen = BTreeSet::new();
    let mut by_quarter: Vec<(u8, Text)> = Vec::new();
    for quarter in next.quarters() {
        let is_then =
            |row: &&&PlanRow| row.due.is_some_and(|due| next.contains(due) && quarter_of(due) == quarter);
        let topics: Vec<Text> = rows
            .iter()
            .filter(is_then)
            .filter(|row| row_topic(row).is_known())
            .map(|row| subject(row_topic(row), &row.origin))
            .filter(|topic| seen.insert(topic.to_string()))
            .collect();
        let more = if topics.len() > most { "等" } else { "" };
        if !topics.is_empty() {
            by_quarter.push((quarter, text!("{}{more}", list(&topics[..topics.len().min(most)]))));
        }
    }
    let (_, first) = by_quarter.first()?;
    let name = next_period(dossier.period);
    if n == 1 {
        return Some(Piece::new(text!("{name}安排学习{first}。"), Worth::SecondExample));
    }
    let told = match next.quarters().count() {
        1 => text!("主题有{first}"),
        _ => {
            let of_quarter =
                |(quarter, topics): &(u8, Text)| text!("{}季度学习{topics}", numeral(usize::from(*quarter)));
            Text::joined(&by_quarter.iter().map(of_quarter).collect::<Vec<Text>>(), "；")
        }
    };
    let of_form = |(form, words): (Form, &'static str)| -> Option<Text> {
        let such: Vec<&PlanRow> = rows.iter().copied().filter(|row| row.form == Some(form)).collect();
        let is_part = !such.is_empty() && such.len() < rows.len();
        is_part.then(|| text!("{words}{}项", count(words, &such)))
    };
    let forms = [(Form::Seminar, "研讨"), (Form::Lecture, "辅导"), (Form::Visit, "现场学习")];
    let forms: Vec<Text> = forms.into_iter().filter_map(of_form).collect();
    let of_them = if forms.is_empty() { Text::new() } else { text!("，其中{}", list(&forms)) };
    let is_settled = rows.iter().all(|row| row.speaker.is_known() && row.responsible.is_known());
    // Of few nothing is said of all.
    let settled =
        if is_settled && n.n >= MIN_PERCENT_OF { "，都排定了主讲人和责任单位" } else { "" };
    Some(Piece::new(text!("{name}安排学习{n}项{of_them}{settled}。{told}。"), Worth::SecondExample))
}

/// Counts arrangements of the plan.
fn count(what: &'static str, rows: &[&PlanRow]) -> Count {
    whole(rows.len(), Provenance::records(what, rows.iter().map(|row| row.origin.clone()).collect()))
}

/// Returns what is reached when problems are put right.
pub(crate) fn problems_target(owed: &Owed<'_>) -> Text {
    let n = n_problems(owed);
    if n == 1 { text!("{n}个问题改正到位") } else { text!("{n}个问题逐项改正") }
}

/// Says what goes on where nothing about sessions is to be put right.
pub(crate) fn routine(period: Period) -> Piece {
    const PREPARED: &str = "学习前通知内容、时间和人员";
    let text = match period.next().quarters().count() {
        1 => text!("{}开展专题研讨，{PREPARED}。", next_period(period)),
        _ => text!("{}每个季度开展专题研讨，{PREPARED}。", next_period(period)),
    };
    Piece::new(text, Worth::Routine)
}

/// Says by when the next period is planned, where no plan of it is there.
pub(crate) fn to_be_planned(due: Date, period: Period) -> Piece {
    Piece::needed(text!(
        "{}制定{}学习计划，排定每月的学习主题、形式和主讲人。",
        by(due, period),
        next_period(period)
    ))
}

/// Names the research topics to be worked on, each with the month in which it is to be finished.
pub(crate) fn research(dossier: &Dossier) -> Option<Piece> {
    let next = dossier.period.next();
    let is_open =
        |topic: &&ResearchTopic| !topic.is_finished() && topic.due.is_none_or(|due| due <= next.last_day());
    let open: Vec<&ResearchTopic> = dossier.research.iter().filter(is_open).collect();
    if open.is_empty() {
        return None;
    }
    // What is to be done at one time stands together.
    let shown = &open[..open.len().min(MAX_RESEARCH)];
    let named: Vec<Text> = grouped(shown, |topic| Pace::of(topic, next))
        .iter()
        .map(|topics| research_topics(Pace::of(topics[0], next), topics))
        .collect();
    let more = if open.len() > MAX_RESEARCH {
        let cells = open.iter().map(|topic| topic.origin.clone()).collect();
        text!("，连同其他课题共推进{}个", whole(open.len(), Provenance::records("调研课题", cells)))
    } else {
        Text::new()
    };
    Some(Piece::needed(text!("{}{more}。", Text::joined(&named, "，"))))
}

/// When a research topic is to be finished.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Pace {
    /// In that month.
    In(u8),
    /// Soon: it was due before.
    Overdue,
    /// Nobody said.
    Open,
}

impl Pace {
    fn of(topic: &ResearchTopic, next: Period) -> Pace {
        match topic.due {
            Some(due) if due >= next.first_day() => Pace::In(u8::from(due.month())),
            Some(_) => Pace::Overdue,
            None => Pace::Open,
        }
    }
}

fn research_topics(pace: Pace, topics: &[&&ResearchTopic]) -> Text {
    let titles: Vec<Text> = topics.iter().map(|topic| quoted(&topic.title, &topic.origin)).collect();
    let titles = Text::joined(&titles, "");
    match (pace, topics.first()) {
        (Pace::In(month), Some(topic)) => {
            let origin = topic.due_text.origin.clone().unwrap_or_else(|| topic.origin.clone());
            text!("{titles}课题{}完成", format::month(month, Dated::Record(origin)))
        }
        (Pace::Overdue, _) => text!("抓紧完成{titles}课题"),
        _ => text!("推进{titles}课题"),
    }
}

/// Names finished topics of whose results nothing is known yet.
pub(crate) fn to_apply(dossier: &Dossier) -> Option<Text> {
    let is_idle = |topic: &&ResearchTopic| topic.is_finished() && !topic.applied.is_done();
    let idle: Vec<&ResearchTopic> = dossier.research.iter().filter(is_idle).collect();
    let named: Vec<Text> = idle.iter().take(2).map(|topic| quoted(&topic.title, &topic.origin)).collect();
    let more = if idle.len() > 2 { "等" } else { "" };
    (!idle.is_empty())
        .then(|| text!("{}{more}课题的成果提交班子会议研究，提出转化意见", Text::joined(&named, "")))
}

/// Says where the tables stand; nothing where there is none.
pub(crate) fn see(tasks: Option<&Text>, schedule: Option<&Text>) -> Option<Text> {
    match (tasks, schedule) {
        (Some(tasks), Some(schedule)) => {
            Some(text!("重点任务及其责任人、时限见{tasks}，学习安排见{schedule}。"))
        }
        (Some(tasks), None) => Some(text!("重点任务及其责任人、时限见{tasks}。")),
        (None, Some(schedule)) => Some(text!("学习安排见{schedule}。")),
        (None, None) => None,
    }
}

/// Returns the words above the table of tasks.
pub(crate) fn tasks_caption(number: &Figure, period: Period) -> Text {
    text!("{number}　{}重点任务", next_period(period))
}

/// Returns the title of the table of tasks where it is an attachment, as words.
pub(crate) fn tasks_title(period: Period) -> Vec<Text> {
    vec![text!("{}", next_period(period)), "重点任务表".into()]
}

/// Returns the words above the schedule.
pub(crate) fn caption(number: &Figure, period: Period) -> Text {
    text!("{number}　{}学习安排", next_period(period))
}

/// Returns the title of the schedule where it is an attachment, as words.
pub(crate) fn schedule_title(period: Period) -> Vec<Text> {
    vec![text!("{}", next_period(period)), "学习安排表".into()]
}

/// Returns the sentence that ends a document of this format.
pub(crate) fn closing(format: Format) -> Text {
    text!("特此{}。", tells(format))
}

/// Returns a planned time in one form for all rows: the month, or the months.
pub(crate) fn when(row: &PlanRow) -> Text {
    let dated = || Dated::Record(row.when.origin.clone().unwrap_or_else(|| row.origin.clone()));
    let month = |date: Date| u8::from(date.month());
    match (row.first, row.due) {
        (Some(first), Some(due)) if month(first) == month(due) => format::month(month(due), dated()).into(),
        (Some(first), Some(due)) => {
            text!("{}至{}", format::month(month(first), dated()), format::month(month(due), dated()))
        }
        _ => match parse_iso_date(row.when.text()) {
            Some(date) => month_day(date, dated()).into(),
            None => cell(&row.when, &row.origin),
        },
    }
}

/// Returns a cell's words, or what stands for none.
pub(crate) fn cell(field: &Field<String>, record: &Origin) -> Text {
    if field.is_known() { own(field.text(), field, record).into() } else { OPEN.into() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::wording::cases::Case;

    fn period() -> Period {
        "2020H1".parse().expect("known")
    }

    fn day(text: &str) -> Date {
        parse_iso_date(text).expect("a date")
    }

    #[test]
    fn what_is_owed_is_named_and_counted() {
        let sheet = "姓名,职务,1月5日,2月5日\n甲一,书记,√,×\n乙二,委员,补,公";
        let sessions = "时间,学习主题,主持人\n1月5日,民法典,甲一\n2月5日,防汛,甲一";
        let plan = "月份,学习主题,学习形式\n1月,民法典,研讨\n3月,党章党规,研讨\n4月,学习党史,研讨";
        let log = "日期,类别,对象,问题,整改\n3月1日,督学,全体,笔记不全,";
        let case = Case::new(&[
            ("考勤表.csv", sheet),
            ("统计表.csv", sessions),
            ("计划.csv", plan),
            ("督学台账.csv", log),
        ]);
        let material = case.material();
        let owed = Owed::of(material.dossier, material.statistics);
        let due = day("2020-08-31");
        assert_eq!(
            owed_topics(&owed, due, period()).text,
            "计划内没有开展的“党章党规”“学习党史”，8月底前补学。"
        );
        let absences = |n_told| owed_absences(&owed, n_told, due, period()).text.to_string();
        assert_eq!(absences(None), "没有补学的2人次列出清单，8月底前补学到人。");
        assert_eq!(absences(Some(2)), "没有补学的2人次列出清单，8月底前补学到人。");
        assert_eq!(absences(Some(1)), "没有补学的2人次（含未满30天的1人次）列出清单，8月底前补学到人。");
        assert_eq!(
            owed_problems(&owed, due, period()).text,
            "督学提出、还没有改正的“笔记不全”问题，8月底前改正。"
        );
        assert_eq!(problems_target(&owed), "1个问题改正到位");
    }

    #[track_caller]
    fn check_research(rows: &str, expected: &str) {
        let sheet = format!("课题名称,负责人,计划完成,状态,转化应用\n{rows}");
        let case = Case::new(&[("课题.csv", &sheet)]);
        let dossier = case.material().dossier;
        assert_eq!(research(dossier).map_or(String::new(), |piece| piece.text.to_string()), expected);
    }

    #[test]
    fn research_ahead() {
        check_research(
            "水利,甲,2020-10-31,进行中,\n养老,乙,,进行中,\n道路,丙,3月,进行中,",
            "“水利”课题10月完成，推进“养老”课题，抓紧完成“道路”课题。",
        );
        check_research("水利,甲,2021年3月,进行中,\n养老,乙,5月,已完成,", "");
        let case = Case::new(&[(
            "课题.csv",
            "课题名称,负责人,计划完成,状态,转化应用\n养老,乙,5月,已完成,\n水利,乙,5月,已完成,写入规划",
        )]);
        assert_eq!(
            to_apply(case.material().dossier).map(|text| text.to_string()).as_deref(),
            Some("“养老”课题的成果提交班子会议研究，提出转化意见")
        );
    }

    #[test]
    fn times_of_the_plan_have_one_form() {
        let plan = "月份,学习主题,学习形式\n2020年7月,甲,研讨\n8月,乙,研讨\n2020-09-15,丙,研讨\n第四季度,丁,研讨\n10-11月,戊,研讨";
        let case = Case::new(&[("计划.csv", plan)]);
        let times: Vec<String> =
            case.material().dossier.plan.iter().map(|row| when(row).to_string()).collect();
        assert_eq!(times, ["7月", "8月", "9月", "10月至12月", "10月至11月"]);
    }

    #[test]
    fn a_document_ends_as_its_format_does() {
        assert_eq!(closing(Format::Plain), "特此报告。");
        assert_eq!(closing(Format::Letter), "特此函告。");
    }
}
