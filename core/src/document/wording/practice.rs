//! Sentences on who led the study, and how it was spread over the period.
//!
//! Of the head of the group only what was done is told, never what was not.

use std::collections::BTreeMap;

use crate::document::format::{self, MIN_PERCENT_OF, whole};
use crate::document::material::Material;
use crate::document::piece::{Piece, Worth};
use crate::document::provenance::Provenance;
use crate::document::text::{Count, Text, text};
use crate::document::wording::writings::published;
use crate::document::wording::{list, own};
use crate::dossier::{Dossier, Essay, Field, Form, Member, Role, Session};
use crate::findings::RuleId;
use crate::origin::Origin;
use crate::period::quarter_of;
use crate::statistics::{Key, Statistics, size};

/// Returns the section's title: without sessions and essays there is nothing to call a practice.
pub(crate) fn title(dossier: &Dossier) -> &'static str {
    if dossier.sessions.is_empty() && dossier.essays.is_empty() {
        "学习开展情况"
    } else {
        "主要做法和成效"
    }
}

/// Returns the heading over who led, by what the head of the group did.
pub(crate) fn heading(dossier: &Dossier) -> &'static str {
    let leads = leader(dossier).is_some_and(|leader| Deeds::of(dossier, leader).leads());
    match leader(dossier) {
        Some(leader) if leads && is_secretary(leader) => "书记带头，组织班子集中学习",
        Some(_) if leads => "组长带头，组织集中学习",
        _ if dossier.plan_of(dossier.period).next().is_some() => "加强组织，安排集中学习",
        _ => "组织集中学习",
    }
}

/// Returns what stands where there was no session.
pub(crate) fn no_sessions(dossier: &Dossier) -> Text {
    text!("{}没有开展集中学习。", dossier.period.part_name())
}

/// Returns the head of the group, where it is one person all the time.
fn leader(dossier: &Dossier) -> Option<&Member> {
    let in_post = |member: &&Member| member.role == Role::Leader && member.in_post_during(dossier.period);
    let mut leaders = dossier.members.iter().filter(in_post);
    leaders.next().filter(|_| leaders.next().is_none())
}

fn is_secretary(member: &Member) -> bool {
    let position = member.position.text();
    position.contains("书记") && !position.contains("副书记")
}

/// What the head of the group did, each with the cells that say so.
#[derive(Default)]
struct Deeds<'a> {
    hosted: Vec<Origin>,
    lectured: Vec<Origin>,
    spoke: Vec<Origin>,
    published: Vec<&'a Essay>,
}

impl<'a> Deeds<'a> {
    fn of(dossier: &'a Dossier, leader: &Member) -> Deeds<'a> {
        let is_leader = |name: &str| name == leader.name;
        let sessions = || dossier.sessions.iter().filter(|session| leader.in_post(session.date));
        let lectured = |session: &&Session| {
            session.lecturer.text().split(['、', '，', ',', ' ']).map(str::trim).any(is_leader)
        };
        let spoke =
            |session: &&Session| session.speakers.value.iter().flatten().any(|name| is_leader(name.as_str()));
        Deeds {
            hosted: sessions()
                .filter(|session| is_leader(session.host.text()))
                .filter_map(|session| session.host.evidence())
                .collect(),
            lectured: sessions().filter(lectured).filter_map(|session| session.lecturer.evidence()).collect(),
            spoke: sessions().filter(spoke).filter_map(|session| session.speakers.evidence()).collect(),
            published: dossier
                .essays
                .iter()
                .filter(|essay| is_leader(&essay.author) && essay.published.content().is_some())
                .filter(|essay| essay.title.is_known())
                .collect(),
        }
    }

    /// Returns whether there is something to be called leading.
    fn leads(&self) -> bool {
        !self.hosted.is_empty() || !self.spoke.is_empty()
    }
}

/// Says who chaired, lectured and spoke.
pub(crate) fn leading(material: &Material<'_>) -> Option<Piece> {
    let (dossier, statistics) = (material.dossier, material.statistics);
    let mut sentences = Vec::new();
    let leader = leader(dossier).map(|leader| (leader, Deeds::of(dossier, leader)));
    if let Some((leader, deeds)) = &leader {
        sentences.extend(of_leader(leader, deeds));
    }
    let is_deputy = |session: &&Session| {
        let is_host = |member: &Member| {
            member.role == Role::Deputy && member.in_post(session.date) && member.name == session.host.text()
        };
        dossier.members.iter().any(is_host)
    };
    let by_deputies: Vec<Origin> =
        dossier.sessions.iter().filter(is_deputy).filter_map(|session| session.host.evidence()).collect();
    if !by_deputies.is_empty() {
        sentences.push(text!("副组长主持集中学习{}次", times("副组长主持的学习", by_deputies)));
    }
    let by_leader = leader.map_or(0, |(_, deeds)| deeds.spoke.len());
    sentences.extend(speeches(dossier, statistics, by_leader));
    (!sentences.is_empty()).then(|| Piece::needed(text!("{}。", Text::joined(&sentences, "；"))))
}

fn times(what: &'static str, cells: Vec<Origin>) -> Count {
    whole(cells.len(), Provenance::records(what, cells))
}

/// Returns the clauses on the head of the group; nothing where nothing was done.
fn of_leader(leader: &Member, deeds: &Deeds<'_>) -> Option<Text> {
    let mut clauses = Vec::new();
    for (cells, what, words) in [
        (&deeds.hosted, "组长主持的学习", "主持集中学习"),
        (&deeds.lectured, "组长主讲的学习", "主讲辅导"),
        (&deeds.spoke, "组长作重点发言的学习", "作重点发言"),
    ] {
        if !cells.is_empty() {
            clauses.push(text!("{words}{}次", times(what, cells.clone())));
        }
    }
    if let Some((title, published)) = deeds.published.first().and_then(|essay| published(essay)) {
        clauses.push(text!("撰写的{title}{published}"));
    }
    if clauses.is_empty() {
        return None;
    }
    let who = match &leader.position.value {
        Some(position) if is_secretary(leader) => {
            text!("{}作为第一责任人，", own(position, &leader.position, &leader.origin))
        }
        _ => "组长".into(),
    };
    Some(text!("{who}{}", Text::joined(&clauses, "，")))
}

/// Counts the key speeches; nothing where they are all the head's, of whom they are told.
fn speeches(dossier: &Dossier, statistics: &Statistics, by_leader: usize) -> Option<Text> {
    let speaking = statistics.get(Key::SpeakersShare);
    let n: usize = dossier.sessions.iter().filter_map(|s| s.speakers.value.as_ref()).map(Vec::len).sum();
    if n == by_leader {
        return None;
    }
    let cells = dossier.sessions.iter().filter_map(|session| session.speakers.evidence()).collect();
    let n = whole(n, Provenance::counted("重点发言", size(n), cells));
    Some(match (speaking.n, speaking.of) {
        (Some(spoke), Some(of @ MIN_PERCENT_OF..)) if spoke == of => {
            text!("重点发言共{n}人次，{}名成员都作了发言", Count::new(of, speaking.into()))
        }
        _ => text!("重点发言共{n}人次"),
    })
}

/// Says how the sessions are spread over the period, and how far they were planned.
pub(crate) fn rhythm(material: &Material<'_>) -> Option<Piece> {
    let (dossier, statistics) = (material.dossier, material.statistics);
    let mut clauses = Vec::new();
    let planned: Vec<Origin> = dossier.plan_of(dossier.period).map(|row| row.origin.clone()).collect();
    if !planned.is_empty() {
        let n = whole(planned.len(), Provenance::records("学习计划的安排", planned));
        let kept = statistics.get(Key::PlanKeptRate);
        let part = dossier.period.part_name();
        clauses.push(match (kept.n, kept.of) {
            (Some(done), Some(of)) if done == of && of == n.n && of >= MIN_PERCENT_OF => {
                text!("{part}计划安排学习{n}项，都按期开展")
            }
            (Some(1), Some(1)) if n == 1 => text!("{part}计划安排学习{n}项，已经按期开展"),
            (Some(done), Some(of)) if done == of && of == n.n => {
                text!("{part}计划安排学习{n}项，按期开展{}项", Count::new(done, kept.into()))
            }
            (Some(done @ 1..), _) => {
                text!("{part}计划安排学习{n}项，其中按期开展{}项", Count::new(done, kept.into()))
            }
            _ => text!("{part}计划安排学习{n}项"),
        });
    }
    clauses.extend(by_quarter(dossier));
    (!clauses.is_empty()).then(|| Piece::needed(text!("{}。", Text::joined(&clauses, "；"))))
}

/// Counts the sessions of each quarter; nothing of a single one.
fn by_quarter(dossier: &Dossier) -> Option<Text> {
    if dossier.period.quarters().count() < 2 || dossier.sessions.is_empty() {
        return None;
    }
    let mut held: BTreeMap<u8, (Vec<Origin>, bool)> = BTreeMap::new();
    for session in &dossier.sessions {
        let (cells, has_seminar) = held.entry(quarter_of(session.date)).or_default();
        cells.push(session.origin.clone());
        *has_seminar |= session.form == Some(Form::Seminar);
    }
    let all: Vec<Text> = held
        .iter()
        .enumerate()
        .map(|(at, (quarter, (cells, _)))| {
            let name = format::numeral(usize::from(*quarter));
            let what = if at == 0 { "集中学习" } else { "" };
            text!("{name}季度{what}{}次", times("集中学习", cells.clone()))
        })
        .collect();
    let is_whole = dossier.period.quarters().all(|quarter| held.get(&quarter).is_some_and(|(_, some)| *some));
    let in_month = |month: u8| dossier.sessions.iter().any(|s| u8::from(s.date.month()) == month);
    let is_monthly = (dossier.period.first_month()..=dossier.period.last_month()).all(in_month);
    let mut text = list(&all);
    if is_monthly {
        text += "，每个月都有学习";
    }
    if is_whole && size(dossier.sessions.len()) >= MIN_PERCENT_OF {
        text += "，每个季度都有专题研讨";
    }
    Some(text)
}

/// Says how many members spoke, where that is no problem and not told of all.
pub(crate) fn speaking(material: &Material<'_>) -> Option<Piece> {
    let share = material.statistics.get(Key::SpeakersShare);
    let (n, of) = (share.n?, share.of?);
    let is_problem = material.findings.indicator(RuleId::SpeakerCoverage).is_flagged();
    if is_problem || of < MIN_PERCENT_OF || n == of || n < 2 {
        return None;
    }
    let count = |n| Count::new(n, share.into());
    Some(Piece::new(text!("{}名成员中，{}名作过重点发言。", count(of), count(n)), Worth::Routine))
}

/// Returns a field's words without the mark that ends a sentence.
pub(crate) fn clause(field: &Field<String>) -> &str {
    field.text().trim_end_matches(['。', '；', '，', '.', ';'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::wording::cases::Case;

    const ROSTER: (&str, &str) =
        ("名单.csv", "姓名,职务,角色\n甲一,党委书记,组长\n乙二,镇长,副组长\n丙三,委员,成员");

    #[track_caller]
    fn check_leading(files: &[(&str, &str)], heading: &str, expected: &str) {
        let case = Case::new(files);
        let material = case.material();
        assert_eq!(super::heading(material.dossier), heading);
        assert_eq!(leading(&material).map_or(String::new(), |piece| piece.text.to_string()), expected);
    }

    #[test]
    fn who_spoke_is_counted_where_that_is_no_problem() {
        let check = |speakers: &str, expected: &str| {
            let sessions = format!("时间,学习主题,主持人,重点发言人\n1月5日,甲,甲一,{speakers}");
            let roster = "姓名,职务,角色\n甲一,书记,组长\n乙二,委员,成员\n丙三,委员,成员\n丁四,委员,成员\n戊五,委员,成员";
            let case = Case::new(&[("名单.csv", roster), ("统计表.csv", &sessions)]);
            assert_eq!(
                speaking(&case.material()).map_or(String::new(), |piece| piece.text.to_string()),
                expected
            );
        };
        check("甲一、乙二、丙三、丁四", "5名成员中，4名作过重点发言。");
        check("甲一、乙二、丙三、丁四、戊五", "");
        check("甲一", "");
    }

    #[test]
    fn of_the_head_only_what_was_done() {
        let head = "时间,学习主题,主持人,主讲人,重点发言人\n";
        let sessions =
            format!("{head}1月5日,甲,甲一,甲一,甲一、丙三\n2月5日,乙,甲一,丙三,\n3月5日,丙,乙二,,丙三");
        let essays = (
            "心得.csv",
            "姓名,题目,类型,提交日期,发表情况\n甲一,治理思考,理论文章,2月1日,县报刊发\n丙三,体会,心得,2月1日,县报刊发",
        );
        check_leading(
            &[ROSTER, ("统计表.csv", &sessions), essays],
            "书记带头，组织班子集中学习",
            "党委书记作为第一责任人，主持集中学习2次，主讲辅导1次，作重点发言1次，撰写的《治理思考》由县报刊发；副组长主持集中学习1次；重点发言共3人次。",
        );
        // Nothing at all is said of a head who did nothing.
        let sessions = format!("{head}1月5日,甲,乙二,,丙三\n2月5日,乙,乙二,,");
        check_leading(
            &[ROSTER, ("统计表.csv", &sessions)],
            "组织集中学习",
            "副组长主持集中学习2次；重点发言共1人次。",
        );
        let plan = ("计划.csv", "月份,学习主题,学习形式\n1月,甲,研讨");
        check_leading(&[ROSTER, plan], "加强组织，安排集中学习", "");
        // Of two heads in turn nobody can say who is meant.
        let two = (
            "名单.csv",
            "姓名,职务,角色,任职起,任职止\n甲一,党委书记,组长,,2020-02-28\n乙二,党委书记,组长,2020-03-01,",
        );
        let sessions = format!("{head}1月5日,甲,甲一,,甲一");
        check_leading(&[two, ("统计表.csv", &sessions)], "组织集中学习", "重点发言共1人次。");
    }

    #[track_caller]
    fn check_rhythm(files: &[(&str, &str)], expected: &str) {
        let case = Case::new(files);
        assert_eq!(rhythm(&case.material()).map_or(String::new(), |piece| piece.text.to_string()), expected);
    }

    #[test]
    fn quarters_and_plan() {
        let sessions = |days: &[&str]| {
            let rows: Vec<String> = days.iter().map(|day| format!("{day},主题{day},甲一,研讨\n")).collect();
            format!("时间,学习主题,主持人,学习形式\n{}", rows.concat())
        };
        let of = |days: &[&str], expected| check_rhythm(&[("统计表.csv", &sessions(days))], expected);
        of(&["1月5日", "4月5日"], "一季度集中学习1次、二季度1次。");
        of(&["4月5日"], "二季度集中学习1次。");
        of(
            &["1月5日", "1月6日", "1月7日", "1月8日", "4月5日"],
            "一季度集中学习4次、二季度1次，每个季度都有专题研讨。",
        );
        of(
            &["1月5日", "2月6日", "3月7日", "4月8日", "5月5日", "6月5日"],
            "一季度集中学习3次、二季度3次，每个月都有学习，每个季度都有专题研讨。",
        );
        let plan = ("计划.csv", "月份,学习主题,学习形式\n1月,主题1月5日,研讨\n2月,党史,研讨");
        check_rhythm(
            &[plan, ("统计表.csv", &sessions(&["1月5日"]))],
            "上半年计划安排学习2项，其中按期开展1项；一季度集中学习1次。",
        );
        check_rhythm(&[plan], "上半年计划安排学习2项。");
        let plan_of = |rows: &[&str]| format!("月份,学习主题,学习形式\n{}", rows.concat());
        let one = plan_of(&["1月,主题1月5日,研讨\n"]);
        check_rhythm(
            &[("计划.csv", &one), ("统计表.csv", &sessions(&["1月5日"]))],
            "上半年计划安排学习1项，已经按期开展；一季度集中学习1次。",
        );
        let two = plan_of(&["1月,主题1月5日,研讨\n", "2月,主题2月5日,研讨\n"]);
        check_rhythm(
            &[("计划.csv", &two), ("统计表.csv", &sessions(&["1月5日", "2月5日"]))],
            "上半年计划安排学习2项，按期开展2项；一季度集中学习2次。",
        );
    }
}
