//! What the plan of the next period leaves open: 三落实, 四明确, seminars, speakers, topics.
//!
//! 三落实 wants of each row content, time and people; 四明确 wants plan, time, content and place
//! (domain notes §6). A row without a time is in no period and is reported where it is read.

use crate::diagnostic::{Diagnostic, Spot};
use crate::dossier::{Dossier, Field, Form, PlanRow, Register, ResearchTopic, is_everyone};
use crate::origin::{Origin, Place};
use crate::period::{Period, first_of_month, last_of_month, quarter_of};

/// The fewest research topics a period is planned with.
pub const MIN_TOPICS: usize = 2;

/// The gaps of the plan; rows, members and topics are positions in the dossier's lists.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlanCheck {
    /// The rows of the next period, by date.
    pub rows: Vec<usize>,
    /// Months of the next period in which nothing is planned.
    pub empty_months: Vec<u8>,
    /// Quarters of the next period without a seminar.
    pub quarters_without_seminar: Vec<u8>,
    /// Rows without content.
    pub without_content: Vec<usize>,
    /// Rows that name nobody: no speaker, no unit, no participants.
    pub without_people: Vec<usize>,
    /// Rows without a speaker.
    pub without_speaker: Vec<usize>,
    /// Rows without a responsible unit.
    pub without_unit: Vec<usize>,
    /// Rows without a place; empty where the plan has no column for it.
    pub without_place: Vec<usize>,
    /// Whether the plan has no column for the place.
    pub lacks_place_column: bool,
    /// Members in post who are not due to speak.
    pub not_due_to_speak: Vec<usize>,
    /// Topics to be worked on in the next period.
    pub topics: Vec<usize>,
    /// Those of them without an owner or a date.
    pub topics_open: Vec<usize>,
}

/// Checks the plan of the next period; nothing without a plan.
pub fn check(dossier: &Dossier) -> Option<PlanCheck> {
    if !dossier.has(Register::Plan) {
        return None;
    }
    let next = dossier.period.next();
    let is_next = |row: &PlanRow| row.due.is_some_and(|due| next.contains(due));
    let mut rows: Vec<usize> = (0..dossier.plan.len()).filter(|at| is_next(&dossier.plan[*at])).collect();
    // The sort is stable: within a month the office's own order stays.
    rows.sort_by_key(|at| dossier.plan[*at].due);
    let lacking = |test: &dyn Fn(&PlanRow) -> bool| -> Vec<usize> {
        rows.iter().copied().filter(|at| test(&dossier.plan[*at])).collect()
    };
    let names_nobody = |row: &PlanRow| {
        !(row.speaker.is_known() || row.responsible.is_known() || row.participants.is_known())
    };
    let lacks_place_column = rows.iter().all(|at| dossier.plan[*at].place.origin.is_none());
    let (topics, topics_open) = topics(dossier, next);
    Some(PlanCheck {
        empty_months: empty_months(dossier, &rows, next),
        quarters_without_seminar: quarters_without_seminar(dossier, &rows, next),
        without_content: lacking(&|row| !row.content.is_known()),
        without_people: lacking(&names_nobody),
        without_speaker: lacking(&|row| !row.speaker.is_known()),
        without_unit: lacking(&|row| !row.responsible.is_known()),
        without_place: if lacks_place_column { Vec::new() } else { lacking(&|row| !row.place.is_known()) },
        lacks_place_column: lacks_place_column && !rows.is_empty(),
        not_due_to_speak: not_due_to_speak(dossier, &rows, next),
        topics,
        topics_open,
        rows,
    })
}

/// Returns the months without a row; a plan made by quarter has none to speak of.
fn empty_months(dossier: &Dossier, rows: &[usize], next: Period) -> Vec<u8> {
    let is_planned = |month: &u8| {
        let (first, last) = (first_of_month(next.year, *month), last_of_month(next.year, *month));
        let covers = |row: &PlanRow| {
            row.first.zip(row.due).is_some_and(|(from, until)| from <= last && first <= until)
        };
        dossier.plan.iter().any(covers)
    };
    let by_quarter = rows.iter().any(|at| {
        let when = dossier.plan[*at].when.text();
        when.contains("季度") || when.contains("半年")
    });
    let empty = (next.first_month()..=next.last_month()).filter(|month| !is_planned(month));
    if by_quarter || rows.is_empty() { Vec::new() } else { empty.collect() }
}

fn quarters_without_seminar(dossier: &Dossier, rows: &[usize], next: Period) -> Vec<u8> {
    let planned: Vec<u8> = rows
        .iter()
        .map(|at| &dossier.plan[*at])
        .filter(|row| row.form == Some(Form::Seminar))
        .filter_map(|row| row.due.map(quarter_of))
        .collect();
    next.quarters().filter(|quarter| !planned.contains(quarter)).collect()
}

/// Returns the members whom no row names as a speaker.
fn not_due_to_speak(dossier: &Dossier, rows: &[usize], next: Period) -> Vec<usize> {
    let speakers: String =
        rows.iter().map(|at| dossier.plan[*at].speaker.text()).collect::<Vec<_>>().join("、");
    let speakers: String = speakers.chars().filter(|c| !c.is_whitespace()).collect();
    if speakers.split('、').any(is_everyone) {
        return Vec::new();
    }
    let members = dossier.counted_members().filter(|(_, member)| member.in_post(next.first_day()));
    members.filter(|(_, member)| !speakers.contains(member.name.as_str())).map(|(at, _)| at).collect()
}

/// Returns the topics to be worked on, and those of them without owner or date.
fn topics(dossier: &Dossier, next: Period) -> (Vec<usize>, Vec<usize>) {
    let is_ahead =
        |topic: &ResearchTopic| !topic.is_finished() && topic.due.is_none_or(|due| due <= next.last_day());
    let ahead: Vec<usize> =
        (0..dossier.research.len()).filter(|at| is_ahead(&dossier.research[*at])).collect();
    let is_open = |at: &usize| {
        let topic = &dossier.research[*at];
        !topic.owner.is_known() || topic.due.is_none()
    };
    let open = ahead.iter().copied().filter(is_open).collect();
    (ahead, open)
}

/// Reads one text of a row.
type TextOf = fn(&PlanRow) -> &Field<String>;

impl PlanCheck {
    /// Returns the gaps as diagnostics, each where it is to be filled.
    pub fn diagnostics(&self, dossier: &Dossier) -> Vec<Diagnostic> {
        let part = dossier.period.next_name();
        let plan = dossier.registers.iter().find(|(register, _)| *register == Register::Plan);
        let of_plan = |message: String, hint: &str| {
            let gap = Diagnostic::note("plan-gap", message).hint(hint);
            // A plan of two halves often has a sheet each.
            match (self.rows.first(), plan) {
                (Some(at), _) => gap.at(&dossier.plan[*at].origin.place),
                (None, Some((_, place))) => gap.at(place),
                (None, None) => gap,
            }
        };
        let mut gaps = Vec::new();
        if self.rows.is_empty() {
            gaps.push(of_plan(
                format!("学习计划中没有{part}的安排"),
                "补上下一期的计划，按月写明主题、内容和人员",
            ));
        }
        let lists: [(&[usize], &str, TextOf); 3] = [
            (&self.without_content, "学习内容", |row| &row.content),
            (&self.without_speaker, "主讲人或重点发言人", |row| &row.speaker),
            (&self.without_place, "地点", |row| &row.place),
        ];
        for (rows, what, field) in lists {
            let has_column = |at: &usize| field(&dossier.plan[*at]).origin.is_some();
            if !rows.is_empty() && !self.rows.iter().any(has_column) {
                gaps.push(of_plan(
                    format!("{part}计划没有“{what}”一栏"),
                    "四明确包括计划、时间、内容、地点，三落实包括内容、时间、人员，增加一栏写明",
                ));
                continue;
            }
            for row in rows.iter().map(|at| &dossier.plan[*at]) {
                let origin: &Origin = field(row).origin.as_ref().unwrap_or(&row.origin);
                let message = format!("{part}计划的这一项没有明确{what}");
                gaps.push(Diagnostic::note("plan-gap", message).at(origin).hint(format!("补上{what}")));
            }
        }
        if self.lacks_place_column {
            gaps.push(of_plan(
                format!("{part}计划没有“地点”一栏"),
                "四明确包括计划、时间、内容、地点，增加一栏写明",
            ));
        }
        if !self.rows.is_empty() {
            for month in &self.empty_months {
                gaps.push(of_plan(format!("{part}计划中{month}月没有安排学习"), "每月至少安排1次"));
            }
            for quarter in &self.quarters_without_seminar {
                let message = format!("{part}计划中第{quarter}季度没有安排集体学习研讨");
                gaps.push(of_plan(message, "每季度至少安排1次研讨"));
            }
            if !self.not_due_to_speak.is_empty() {
                let names: Vec<&str> =
                    self.not_due_to_speak.iter().map(|at| dossier.members[*at].name.as_str()).collect();
                let message =
                    format!("{part}计划没有安排{}名成员重点发言（{}）", names.len(), names.join("、"));
                gaps.push(of_plan(message, "实行轮流制，每名成员安排1次"));
            }
        }
        gaps.extend(self.topic_gaps(dossier));
        gaps
    }

    /// Returns the gaps of the research topics; nothing without their register.
    fn topic_gaps(&self, dossier: &Dossier) -> Vec<Diagnostic> {
        let register = dossier.registers.iter().find(|(register, _)| *register == Register::Research);
        let Some((_, place)) = register else { return Vec::new() };
        let part = dossier.period.next_name();
        let mut gaps: Vec<Diagnostic> = self
            .topics_open
            .iter()
            .map(|at| {
                Diagnostic::note("plan-gap", "课题没有明确负责人或完成时间")
                    .at(&dossier.research[*at].origin)
                    .hint("写明负责人和完成时间")
            })
            .collect();
        let named = self.topics.len() - self.topics_open.len();
        if named < MIN_TOPICS {
            let message = format!("{part}有负责人和完成时间的调研课题只有{named}个");
            let place: &std::sync::Arc<Place> = place;
            gaps.push(
                Diagnostic::note("plan-gap", message)
                    .at(Spot::from(place))
                    .hint(format!("至少确定{MIN_TOPICS}个课题")),
            );
        }
        gaps
    }
}

#[cfg(test)]
mod tests {
    use crate::findings::rules::cases_dossier;

    #[track_caller]
    fn check(plan: &str, expected: &[&str]) {
        let roster = ("名单.csv", "姓名,角色\n张三,组长\n李四,成员\n王五,列席");
        let dossier = cases_dossier(&[roster, ("计划.csv", plan)]);
        let check = super::check(&dossier).expect("a plan");
        let found: Vec<String> = check.diagnostics(&dossier).into_iter().map(|gap| gap.message).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn gaps_of_the_plan() {
        check("月份,学习主题,学习形式\n3月,甲,研讨", &["学习计划中没有下半年的安排"]);
        let head = "月份,学习主题,学习内容,学习形式,主讲人,地点\n";
        check(&format!("{head}第三季度,甲,文件,研讨,张三,会议室\n第四季度,乙,文件,研讨,李四,会议室"), &[]);
        check(
            &format!("{head}第三季度,甲,,研讨,张三,会议室\n第四季度,乙,文件,传达,,会议室"),
            &[
                "下半年计划的这一项没有明确学习内容",
                "下半年计划的这一项没有明确主讲人或重点发言人",
                "下半年计划中第4季度没有安排集体学习研讨",
                "下半年计划没有安排1名成员重点发言（李四）",
            ],
        );
        check(
            "月份,学习主题,学习内容,学习形式,主讲人\n7月,甲,文件,研讨,全体成员\n8-11月,乙,文件,研讨,张三",
            &["下半年计划没有“地点”一栏", "下半年计划中12月没有安排学习"],
        );
        check(
            "月份,学习主题,学习形式,地点\n第三季度,甲,研讨,会议室\n第四季度,乙,研讨,会议室",
            &[
                "下半年计划没有“学习内容”一栏",
                "下半年计划没有“主讲人或重点发言人”一栏",
                "下半年计划没有安排2名成员重点发言（张三、李四）",
            ],
        );
    }
}
