//! What the records say besides of a problem, where there is room for it: kinds of absence, months
//! and days. Each is a sentence of its own that may be left out.

use std::collections::BTreeSet;

use time::{Date, Duration};

use crate::document::format::{self, whole};
use crate::document::material::Material;
use crate::document::provenance::{Dated, Evidence, Provenance};
use crate::document::text::{Count, Figure, Text, text};
use crate::document::wording::plan::row_topic;
use crate::document::wording::problems::told::{MAX_DAYS, MIN_PERSONS};
use crate::document::wording::problems::written;
use crate::document::wording::themes::form_name;
use crate::document::wording::{list, quoted};
use crate::dossier::{
    Attendance, Counts, Dossier, Field, Form, OversightKind, OversightRecord, PlanRow, Session, Topic,
};
use crate::findings::rules::absences_made_up::MAKE_UP_DAYS;
use crate::findings::rules::results_used::asks_for_use;
use crate::findings::{Indicator, RuleId};
use crate::origin::Origin;
use crate::period::{quarter_name, quarter_of};
use crate::statistics::{LogEntry, MIN_PERCENT_OF, SessionFigures, Tally, exact, fulfilled, log_entries};

/// The most topics that are named, and months in which problems were found.
const MAX_NAMED: usize = 3;

/// Returns what the records say besides of a flagged indicator, what says more first; `has` tells
/// which others are told.
pub(super) fn details(
    indicator: &Indicator,
    material: &Material<'_>,
    has: &dyn Fn(RuleId) -> bool,
) -> Vec<Text> {
    let Material { dossier, statistics, .. } = material;
    // What a second condition flags is told with its own figures.
    if indicator.flagged_otherwise().is_some() {
        return Vec::new();
    }
    let told = match indicator.rule.id {
        RuleId::AbsencesMadeUp => [not_made_up(dossier), None],
        RuleId::PlanKept => [planned_for(dossier), held_later(dossier)],
        RuleId::QuarterSeminars => [forms_instead(indicator, dossier), None],
        RuleId::SeminarShare => {
            let months = months_of_seminars(dossier).filter(|_| !has(RuleId::QuarterSeminars));
            let planned = fewer_than_planned(dossier);
            [months, planned]
        }
        RuleId::JointSessions => [days_of_joint(dossier), None],
        RuleId::SupervisionFrequency => [months_of_supervision(dossier), None],
        RuleId::SessionsReviewed => [months_of_review(dossier), None],
        RuleId::ResultsUsed => [kinds_unused(dossier), None],
        RuleId::ProblemsClosed => [months_of_open(indicator, dossier), None],
        RuleId::SpeakerCoverage => [days_of_speeches(dossier), None],
        RuleId::MembersWithoutEssays => [written::several_essays(&statistics.members, dossier), None],
        RuleId::EssayBurst => [written::months_without_essays(dossier), None],
        RuleId::ShortEssays => [written::shortest_essay(dossier), None],
        RuleId::HollowTitles => [written::authors_of_hollow(material), None],
        RuleId::StudyGap => [days_of_gap(indicator, dossier), None],
        RuleId::FallingAttendance => {
            [fall_by_quarter(dossier), lowest_attendance(&statistics.sessions, dossier)]
        }
        RuleId::ExaminationTurnout => [lowest_turnout(dossier), None],
        RuleId::SubmissionLag => [written::latest_essay(indicator, dossier), None],
        _ => [None, None],
    };
    told.into_iter().flatten().collect()
}

/// Names months once each, in order.
fn months<'a>(dated: impl Iterator<Item = (Date, &'a Origin)>) -> Vec<Figure> {
    let mut seen = BTreeSet::new();
    let mut all: Vec<(u8, &Origin)> = dated
        .map(|(date, origin)| (u8::from(date.month()), origin))
        .filter(|(at, _)| seen.insert(*at))
        .collect();
    all.sort_by_key(|(month, _)| *month);
    all.into_iter().map(|(month, origin)| format::month(month, Dated::Record(origin.clone()))).collect()
}

/// Counts those who have not made up by why they were away, where there are several reasons, and how
/// many people they are.
fn not_made_up(dossier: &Dossier) -> Option<Text> {
    let last = dossier.period.last_day().saturating_sub(Duration::days(MAKE_UP_DAYS.into()));
    let is_old = |entry: &&Attendance| dossier.sessions[entry.session].date <= last;
    let tally = Tally::of(dossier, |entry| is_old(&entry));
    let is_open = |entry: &&Attendance| {
        let counts = Counts::of(entry.mark, dossier.members[entry.member].role);
        counts.on_duty + counts.leave + counts.absent > 0
    };
    let away: BTreeSet<usize> =
        dossier.attendance.iter().filter(is_old).filter(is_open).map(|entry| entry.member).collect();
    let cells: Vec<Origin> = away.iter().map(|at| dossier.members[*at].origin.clone()).collect();
    // Of few everybody knows who they are.
    let people = match cells.len() {
        ..MIN_PERSONS => Text::new(),
        n => text!("，涉及{}名成员", whole(n, Provenance::records("还没有补学的成员", cells))),
    };
    let kinds: Vec<Text> = [("公差", &tally.on_duty), ("请假", &tally.leave), ("缺席", &tally.absent)]
        .into_iter()
        .filter(|(_, cells)| !cells.is_empty())
        .map(|(name, cells)| {
            text!("{name}{}人次", whole(cells.len(), Provenance::records(name, cells.clone())))
        })
        .collect();
    (kinds.len() > 1).then(|| text!("其中{}{people}。", list(&kinds)))
}

/// Names the months for which was planned what was not held in time.
fn planned_for(dossier: &Dossier) -> Option<Text> {
    let late: Vec<_> =
        fulfilled(dossier).into_iter().filter(|(_, held)| held.is_none()).map(|(row, _)| row).collect();
    let by_month = late.iter().map(|row| row.first.zip(row.due).filter(|(a, b)| a.month() == b.month()));
    let by_month: Option<Vec<Date>> = by_month.map(|both| both.map(|(_, due)| due)).collect();
    let months = months(by_month?.into_iter().zip(late.iter().map(|row| &row.origin)));
    // Of one alone, and of half a year of months, it says little.
    (2..=MAX_DAYS).contains(&months.len()).then(|| text!("没有按期开展的学习原定在{}进行。", list(&months)))
}

/// Says how study was done in the quarters without a seminar.
fn forms_instead(indicator: &Indicator, dossier: &Dossier) -> Option<Text> {
    let quotes = &indicator.reading.as_ref()?.quotes;
    let without: Vec<u8> =
        dossier.period.quarters().filter(|quarter| quotes.contains(&quarter_name(*quarter))).collect();
    let [quarter] = without[..] else { return None };
    let held: Vec<&Session> =
        dossier.sessions.iter().filter(|session| quarter_of(session.date) == quarter).collect();
    let forms: Option<Vec<Form>> = held.iter().map(|session| session.form).collect();
    let mut seen = BTreeSet::new();
    let forms: Vec<Form> = forms?.into_iter().filter(|form| seen.insert(*form)).collect();
    let has_other = forms.contains(&Form::Other);
    let names: Vec<&str> = forms.into_iter().map(form_name).collect();
    let quarter = format::numeral(usize::from(quarter));
    (!names.is_empty() && !has_other).then(|| text!("{quarter}季度集中学习的形式是{}。", list(&names)))
}

/// Says in which months there were seminars, where others had sessions and none.
fn months_of_seminars(dossier: &Dossier) -> Option<Text> {
    let is_seminar = |session: &&Session| session.form == Some(Form::Seminar);
    let all_known = dossier.sessions.iter().all(|session| session.form.is_some());
    let with = months(dossier.sessions.iter().filter(is_seminar).map(|one| (one.date, &one.origin)));
    let all = months(dossier.sessions.iter().map(|one| (one.date, &one.origin)));
    let is_some = !with.is_empty() && with.len() <= MAX_DAYS && with.len() < all.len();
    (all_known && is_some).then(|| text!("研讨安排在{}，其他月份的集中学习没有研讨。", list(&with)))
}

/// Says in which months there was a 督学 of the group, where every one has its day.
fn months_of_supervision(dossier: &Dossier) -> Option<Text> {
    let held: Vec<&OversightRecord> =
        dossier.oversight.iter().filter(|one| one.is_own(OversightKind::Supervision)).collect();
    let days: Option<Vec<Date>> = held.iter().map(|one| one.date.value).collect();
    let months = months(days?.into_iter().zip(held.iter().map(|one| &one.origin)));
    (1..=MAX_DAYS).contains(&months.len()).then(|| text!("对中心组的督学在{}开展。", list(&months)))
}

/// Says in which months the problems were found that are still open, where every one has its day.
fn months_of_open(indicator: &Indicator, dossier: &Dossier) -> Option<Text> {
    // Where none was put right, they are those that stand just before.
    let which = match indicator.reading.as_ref()?.n {
        Some(0) => "这些",
        _ => "没有改正记录的",
    };
    let open: Vec<&OversightRecord> = dossier.oversight.iter().filter(|one| one.is_open()).collect();
    let days: Option<Vec<Date>> = open.iter().map(|one| one.date.value).collect();
    let months = months(days?.into_iter().zip(open.iter().map(|one| &one.origin)));
    (open.len() > 1 && (1..=MAX_NAMED).contains(&months.len()))
        .then(|| text!("{which}问题是在{}发现的。", list(&months)))
}

/// Names what was studied after all, after the time for which it was planned.
fn held_later(dossier: &Dossier) -> Option<Text> {
    let rows = fulfilled(dossier);
    let mut free: BTreeSet<usize> = (0..dossier.sessions.len()).collect();
    rows.iter().filter_map(|(_, held)| *held).for_each(|at| {
        free.remove(&at);
    });
    let topic_of = |topic: &Field<String>, content: &Field<String>| {
        Topic::of(if topic.is_known() { topic.text() } else { content.text() })
    };
    let mut told = Vec::new();
    for (row, _) in rows.iter().filter(|(_, held)| held.is_none()) {
        let planned = topic_of(&row.topic, &row.content);
        let is_it = |at: &&usize| {
            let session = &dossier.sessions[**at];
            row.due.is_some_and(|due| session.date > due)
                && planned.is_same(&topic_of(&session.topic, &session.content))
        };
        let Some(at) = free.iter().find(is_it).copied() else { continue };
        free.remove(&at);
        let session = &dossier.sessions[at];
        let day = format::month_day(session.date, Dated::Record(session.origin.clone()));
        told.push(text!("{}推迟到{day}", quoted(row_topic(row), &row.origin)));
    }
    (1..=MAX_NAMED).contains(&told.len()).then(|| text!("{}开展。", list(&told)))
}

/// Says how many seminars were planned, where fewer were held.
fn fewer_than_planned(dossier: &Dossier) -> Option<Text> {
    let (planned, _) = seminars_planned(dossier)?;
    let is_seminar = |session: &&Session| session.form == Some(Form::Seminar);
    let held: Vec<Origin> =
        dossier.sessions.iter().filter(is_seminar).map(|session| session.origin.clone()).collect();
    let all_known = dossier.sessions.iter().all(|session| session.form.is_some());
    if !all_known || held.len() >= planned.len() {
        return None;
    }
    let planned = whole(planned.len(), Provenance::records("计划安排的研讨", planned));
    Some(match held.len() {
        0 => text!("学习计划原安排研讨{planned}项。"),
        n => {
            text!("学习计划安排研讨{planned}项，实际开展{}次。", whole(n, Provenance::records("研讨", held)))
        }
    })
}

/// Returns the seminars that the plan has for the period, and of how many arrangements; nothing where
/// one does not say its form.
pub(in crate::document::wording) fn seminars_planned(dossier: &Dossier) -> Option<(Vec<Origin>, usize)> {
    let rows: Vec<&PlanRow> = dossier.plan_of(dossier.period).collect();
    let is_seminar = |row: &&&PlanRow| row.form == Some(Form::Seminar);
    let seminars = rows.iter().filter(is_seminar).map(|row| row.origin.clone()).collect();
    let all_known = !rows.is_empty() && rows.iter().all(|row| row.form.is_some());
    all_known.then_some((seminars, rows.len()))
}

/// Says in which months there was a 评学, where every one has its day.
fn months_of_review(dossier: &Dossier) -> Option<Text> {
    let held = || dossier.oversight.iter().filter(|record| record.kind == OversightKind::Review);
    let days: Option<Vec<Date>> = held().map(|record| record.date.value).collect();
    let months = months(days?.into_iter().zip(held().map(|record| &record.origin)));
    (1..=MAX_DAYS).contains(&months.len()).then(|| text!("评学在{}开展。", list(&months)))
}

/// Counts by kind what had no use, where there are several kinds and some had.
fn kinds_unused(dossier: &Dossier) -> Option<Text> {
    let entries = log_entries(dossier);
    let is_done = |entry: &LogEntry<'_>| entry.rows.iter().any(|record| record.used.is_done());
    let asked = || entries.iter().filter(|entry| entry.rows.iter().any(|record| asks_for_use(record)));
    if !asked().any(is_done) {
        return None;
    }
    let kinds = [
        (OversightKind::Supervision, "督学"),
        (OversightKind::Review, "评学"),
        (OversightKind::Examination, "考学"),
    ];
    let unused: Vec<Text> = kinds
        .into_iter()
        .filter_map(|(kind, name)| {
            let of_kind = asked().filter(|entry| !is_done(entry) && entry.rows[0].kind == kind);
            let cells: Vec<Origin> = of_kind.map(|entry| entry.rows[0].origin.clone()).collect();
            let is_some = !cells.is_empty();
            is_some.then(|| text!("{name}{}次", whole(cells.len(), Provenance::records(name, cells))))
        })
        .collect();
    (unused.len() > 1).then(|| text!("结果没有运用的有{}。", list(&unused)))
}

/// Names the days on which members spoke, where they did so at few of the sessions.
fn days_of_speeches(dossier: &Dossier) -> Option<Text> {
    let spoke = |session: &&Session| session.speakers.value.as_ref().is_some_and(|names| !names.is_empty());
    let with: Vec<&Session> = dossier.sessions.iter().filter(spoke).collect();
    let day = |session: &&Session| format::month_day(session.date, Dated::Record(session.origin.clone()));
    let days: Vec<Figure> = with.iter().map(day).collect();
    let is_few = (1..=MAX_DAYS).contains(&days.len()) && days.len() * 2 <= dossier.sessions.len();
    is_few.then(|| text!("有重点发言记录的是{}的学习。", list(&days)))
}

/// Tells by how much attendance was lower in the last quarter than in the first.
fn fall_by_quarter(dossier: &Dossier) -> Option<Text> {
    let told = |quarter: u8| {
        let tally = Tally::of(dossier, |entry| quarter_of(dossier.sessions[entry.session].date) == quarter);
        let (n, of) = tally.attendance_rate();
        let is_whole = tally.unknown.is_empty() && of >= MIN_PERCENT_OF;
        let evidence = Evidence { value: None, n: Some(n), of: Some(of), origins: tally.due };
        let rate = format::percent(n, of, Provenance::Count("一个季度的出勤率", evidence.into()));
        is_whole.then_some((n, of, rate))
    };
    let mut quarters = dossier.period.quarters();
    let (first, last) = (quarters.next()?, quarters.next_back()?);
    let ((n, of, before), (n_last, of_last, after)) = (told(first)?, told(last)?);
    let name = |quarter: u8| format::numeral(usize::from(quarter));
    (n_last * of < n * of_last && before.as_str() != after.as_str())
        .then(|| text!("出勤率由{}季度的{before}降到{}季度的{after}。", name(first), name(last)))
}

/// Names the days on which study was part of another meeting; of many, the months.
fn days_of_joint(dossier: &Dossier) -> Option<Text> {
    let joint: Vec<&Session> = dossier.sessions.iter().filter(|session| session.joint.is_done()).collect();
    let is_all = joint.len() == dossier.sessions.len();
    let day = |session: &&Session| format::month_day(session.date, Dated::Record(session.origin.clone()));
    let days: Vec<Figure> = match joint.len() {
        0..=MAX_DAYS => joint.iter().map(day).collect(),
        _ => months(joint.iter().map(|session| (session.date, &session.origin))),
    };
    if is_all || !(1..=MAX_DAYS).contains(&days.len()) {
        return None;
    }
    Some(match joint.len() {
        0..=MAX_DAYS => text!("合并召开的是{}的学习。", list(&days)),
        // Not all of these months were.
        _ => text!("合并召开的学习在{}。", list(&days)),
    })
}

/// Names the sessions between which there was none for longest.
fn days_of_gap(indicator: &Indicator, dossier: &Dossier) -> Option<Text> {
    let longest = indicator.reading.as_ref()?.value;
    let days = |pair: &&[Session]| exact((pair[1].date - pair[0].date).whole_days().unsigned_abs());
    let pair = dossier.sessions.windows(2).find(|pair| days(pair) == longest)?;
    let day = |session: &Session| format::month_day(session.date, Dated::Record(session.origin.clone()));
    Some(text!("{}集中学习后，到{}才再次开展。", day(&pair[0]), day(&pair[1])))
}

/// Tells the session to which the smallest part came.
fn lowest_attendance(figures: &[SessionFigures], dossier: &Dossier) -> Option<Text> {
    let tallies = figures.iter().map(|session| &session.tally).enumerate();
    // What has no mark was not yet counted.
    let marked = tallies.filter(|(_, tally)| tally.due.len() > tally.unknown.len());
    let rate = |tally: &Tally| exact(tally.attendance_rate().0) / exact(tally.attendance_rate().1);
    let (at, lowest) = marked.min_by(|a, b| rate(a.1).total_cmp(&rate(b.1)))?;
    let session = &dossier.sessions[at];
    let day = format::month_day(session.date, Dated::Record(session.origin.clone()));
    let count = |name, cells: &[Origin]| whole(cells.len(), Provenance::records(name, cells.to_vec()));
    let (due, present) = (count("应到", &lowest.due), count("实到", &lowest.present));
    Some(match present.n {
        0 => text!("到会率最低的是{day}，{due}名成员没有到会。"),
        _ => text!("到会率最低的是{day}，{due}名成员中到会{present}名。"),
    })
}

/// Tells the examination that the smallest part sat, of several that all say who was due.
fn lowest_turnout(dossier: &Dossier) -> Option<Text> {
    let entries = log_entries(dossier);
    let is_examination = |record: &&OversightRecord| record.kind == OversightKind::Examination;
    let exams = entries.iter().filter(|entry| entry.rows.iter().all(is_examination));
    let stated: Option<Vec<_>> = exams.map(|entry| Some((entry, entry.examined(dossier)?))).collect();
    let stated = stated.filter(|all| all.len() > 1)?;
    let rate = |(n, of): (u64, u64)| exact(n) / exact(of.max(1));
    let (entry, (n, of)) = stated.into_iter().min_by(|a, b| rate(a.1).total_cmp(&rate(b.1)))?;
    let first = entry.rows.first()?;
    let date = first.date.value?;
    let day = format::month_day(date, Dated::Record(first.date.evidence()?));
    let cells: Vec<Origin> = entry.rows.iter().map(|record| record.origin.clone()).collect();
    let count = |n: u64| Count::new(n, Provenance::counted("一次考学", n, cells.clone()));
    (0 < n && n < of).then(|| text!("参考率最低的是{day}的考学，应考{}人，参考{}人。", count(of), count(n)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::wording::cases::Case;

    #[track_caller]
    fn check(files: &[(&str, &str)], rule: RuleId, expected: &[&str]) {
        let case = Case::new(files);
        let material = case.material();
        let indicator = material.findings.indicator(rule);
        assert!(indicator.is_flagged(), "{rule:?}");
        let told: Vec<String> =
            details(indicator, &material, &|_| false).iter().map(ToString::to_string).collect();
        assert_eq!(told, expected);
    }

    #[test]
    fn those_who_have_not_made_up_are_counted_by_reason_and_person() {
        let marks = "姓名,职务,1月5日,2月5日\n甲一,书记,公,√\n乙二,委员,√,×\n丙三,委员,×,√\n丁四,委员,√,√";
        let told = "其中公差1人次、缺席2人次，涉及3名成员。";
        check(&[("考勤表.csv", marks)], RuleId::AbsencesMadeUp, &[told]);
        // Of two everybody knows who they are.
        let two = marks.replace("丙三,委员,×", "丙三,委员,√");
        check(&[("考勤表.csv", &two)], RuleId::AbsencesMadeUp, &["其中公差1人次、缺席1人次。"]);
    }

    #[test]
    fn the_plan_is_held_against_what_was_held() {
        let sessions =
            ("统计表.csv", "时间,学习主题,学习形式,主持人\n1月5日,甲,传达,甲一\n5月6日,民法典,传达,甲一");
        let plan = ("计划.csv", "月份,学习主题,学习形式\n1月,甲,研讨\n3月,民法典,研讨\n4月,党史,传达");
        let told = ["没有按期开展的学习原定在3月、4月进行。", "“民法典”推迟到5月6日开展。"];
        check(&[sessions, plan], RuleId::PlanKept, &told);
        check(&[sessions, plan], RuleId::SeminarShare, &["学习计划原安排研讨2项。"]);
        let some =
            ("统计表.csv", &*sessions.1.replace("5月6日,民法典,传达", "5月6日,民法典,研讨\n6月6日,乙,传达"));
        let told = ["研讨安排在5月，其他月份的集中学习没有研讨。", "学习计划安排研讨2项，实际开展1次。"];
        check(&[some, plan], RuleId::SeminarShare, &told);
    }

    #[test]
    fn where_reviews_and_speeches_stood() {
        let head = "时间,学习主题,学习形式,主持人,重点发言人,点评\n";
        let rows = "1月5日,甲,研讨,甲一,乙二,无\n2月5日,乙,研讨,甲一,,无\n3月5日,丙,研讨,甲一,,无";
        let sheet = format!("{head}{rows}");
        let roster =
            "姓名,职务,角色\n甲一,书记,组长\n乙二,委员,成员\n丙三,委员,成员\n丁四,委员,成员\n戊五,委员,成员";
        let files = [("名单.csv", roster), ("统计表.csv", &*sheet)];
        let log = ("台账.csv", "日期,类别,对象,方式\n3月20日,评学,心得,评议\n5月20日,评学,心得,评议");
        check(&[files[0], files[1], log], RuleId::SessionsReviewed, &["评学在3月、5月开展。"]);
        check(&files, RuleId::SpeakerCoverage, &["有重点发言记录的是1月5日的学习。"]);
    }

    #[test]
    fn what_had_no_use_is_counted_by_kind() {
        let log = |first: &str| {
            format!(
                "日期,类别,对象,方式,结果运用\n1月20日,督学,中心组,查阅,{first}\n2月20日,督学,中心组,查阅,无\n3月20日,考学,全体,闭卷,无"
            )
        };
        let some = log("通报");
        check(&[("台账.csv", &some)], RuleId::ResultsUsed, &["结果没有运用的有督学1次、考学1次。"]);
        // Of none, the sentence before says all.
        check(&[("台账.csv", &log("无"))], RuleId::ResultsUsed, &[]);
    }

    #[test]
    fn problems_still_open_are_told_by_month() {
        let log = |first: &str| {
            format!(
                "日期,类别,对象,方式,问题,整改\n1月20日,督学,中心组,查阅,笔记不全,{first}\n4月20日,督学,中心组,查阅,笔记不全,未整改\n5月20日,督学,中心组,查阅,笔记不全,未整改"
            )
        };
        let all = log("未整改");
        check(&[("台账.csv", &all)], RuleId::ProblemsClosed, &["这些问题是在1月、4月、5月发现的。"]);
        let some = log("已补齐");
        check(&[("台账.csv", &some)], RuleId::ProblemsClosed, &["没有改正记录的问题是在4月、5月发现的。"]);
    }

    #[test]
    fn writings_are_told_by_length_and_by_author() {
        let roster = "姓名,职务,角色\n甲一,书记,组长\n乙二,委员,成员\n丙三,委员,成员";
        let essays = "姓名,题目,类型,提交日期,字数\n甲一,学习体会,心得,2月1日,620\n乙二,学习全会体会,心得,2月2日,700\n丙三,学习两会体会,心得,2月3日,900\n丙三,学习党史体会,心得,2月3日,900\n甲一,茶园里的路,心得,2月3日,900";
        let files = [("名单.csv", roster), ("心得.csv", essays)];
        check(&files, RuleId::HollowTitles, &["这些文章出自3名成员。"]);
        check(&files, RuleId::ShortEssays, &["篇幅最短的620字。"]);
    }

    #[test]
    fn attendance_fell_from_quarter_to_quarter() {
        let marks = "姓名,职务,1月5日,2月5日,4月5日,5月5日\n甲一,书记,√,√,√,×\n乙二,委员,√,√,√,×\n丙三,委员,√,√,×,×\n丁四,委员,√,×,√,×";
        let told = ["出勤率由一季度的87.5%降到二季度的37.5%。", "到会率最低的是5月5日，4名成员没有到会。"];
        check(&[("考勤表.csv", marks)], RuleId::FallingAttendance, &told);
    }
}
