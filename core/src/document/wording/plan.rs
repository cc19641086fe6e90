//! Sentences on the plan of the next period: what is made good, research topics, the schedule.

use time::Date;

use crate::document::form::Format;
use crate::document::format::{self, month_day, next_period, whole};
use crate::document::piece::{Piece, Worth};
use crate::document::provenance::{Dated, Provenance};
use crate::document::text::{Count, Figure, Text, text};
use crate::document::wording::measures::by;
use crate::document::wording::opening::tells;
use crate::document::wording::{list, own, quoted, subject};
use crate::dossier::{Dossier, Field, PlanRow, ResearchTopic};
use crate::findings::RuleId;
use crate::findings::owed::Owed;
use crate::findings::rules::absences_made_up::MAKE_UP_DAYS;
use crate::origin::Origin;
use crate::period::{Period, parse_iso_date};

/// The most topics that are named.
const MAX_TOPICS: usize = 6;
/// The most research topics that are named.
const MAX_RESEARCH: usize = 4;

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

/// Says by when problems are put right.
pub(crate) fn owed_problems(owed: &Owed<'_>, due: Date, period: Period) -> Piece {
    let n = n_problems(owed);
    let each = if n == 1 { "" } else { "逐项" };
    Piece::needed(text!("督学评学提出、还没有改正的{n}个问题，{}{each}改正。", by(due, period)))
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
    let named: Vec<Text> = open.iter().take(MAX_RESEARCH).map(|topic| research_topic(topic, next)).collect();
    let more = if open.len() > MAX_RESEARCH {
        let cells = open.iter().map(|topic| topic.origin.clone()).collect();
        text!("，共推进课题{}个", whole(open.len(), Provenance::records("调研课题", cells)))
    } else {
        Text::new()
    };
    Some(Piece::needed(text!("{}{more}。", Text::joined(&named, "，"))))
}

fn research_topic(topic: &ResearchTopic, next: Period) -> Text {
    let title = quoted(&topic.title, &topic.origin);
    match topic.due {
        Some(due) if due >= next.first_day() => {
            let origin = topic.due_text.origin.clone().unwrap_or_else(|| topic.origin.clone());
            text!("{title}课题{}完成", format::month(u8::from(due.month()), Dated::Record(origin)))
        }
        Some(_) => text!("抓紧完成{title}课题"),
        None => text!("推进{title}课题"),
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
pub(crate) fn see(tasks: Option<&Figure>, schedule: Option<&Text>) -> Option<Text> {
    match (tasks, schedule) {
        (Some(tasks), Some(schedule)) => {
            Some(text!("各项任务的责任人、时限和要求见{tasks}，按月学习安排见{schedule}。"))
        }
        (Some(tasks), None) => Some(text!("各项任务的责任人、时限和要求见{tasks}。")),
        (None, Some(schedule)) => Some(text!("按月学习安排见{schedule}。")),
        (None, None) => None,
    }
}

/// Returns the words above the table of tasks.
pub(crate) fn tasks_caption(number: &Figure, period: Period) -> Text {
    text!("{number}　{}重点任务", next_period(period))
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
            "督学评学提出、还没有改正的1个问题，8月底前改正。"
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
