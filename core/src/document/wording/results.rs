//! Sentences on what came of the study: writings, measures, research topics, oversight.

use crate::document::format::{self, making_up};
use crate::document::wording::practice::MAX_TOPICS;
use crate::document::wording::{list, quoted};
use crate::dossier::{Dossier, EssayKind, OversightKind, Register, ResearchTopic, Session};
use crate::statistics::size;

/// The longest 贯彻措施 quoted, in characters.
const MAX_FOLLOW_UP_CHARS: usize = 48;

/// Returns the heading over what came of the study.
pub(crate) fn heading(dossier: &Dossier) -> &'static str {
    if dossier.research.iter().any(|topic| topic.finished && topic.applied.is_known()) {
        "学以致用，把成果用到实处"
    } else if !dossier.essays.is_empty() {
        "边学边写，把体会落到纸面"
    } else if dossier.sessions.iter().any(|session| session.follow_up.is_known()) {
        "以学促干，推动工作落实"
    } else {
        "学习成果情况"
    }
}

/// Returns the paragraph on essays and reports, ahead of their chart.
pub(crate) fn writings(dossier: &Dossier, has_chart: bool) -> String {
    if !dossier.has(Register::Essays) {
        return format!("心得体会目录{}，学习成果不作评价。", format::NO_DATA);
    }
    let count = |kind| dossier.essays.iter().filter(|essay| essay.kind == kind).count();
    let mut items = Vec::new();
    for (kind, name) in [
        (EssayKind::Reflection, "心得体会"),
        (EssayKind::Article, "理论文章"),
        (EssayKind::Report, "调研报告"),
    ] {
        if count(kind) > 0 {
            items.push(format!("{name}{}篇", count(kind)));
        }
    }
    if items.is_empty() {
        return "心得体会目录中没有本期的成果。".to_string();
    }
    let published = dossier.essays.iter().filter(|essay| essay.published.is_known()).count();
    let members = dossier.counted_members().filter(|(_, member)| member.in_post_during(dossier.period));
    let wrote = |at: usize| dossier.essays.iter().any(|essay| essay.member == Some(at));
    let (writers, others): (Vec<_>, Vec<_>) = members.partition(|(at, _)| wrote(*at));
    let opening = match (writers.len(), others.len()) {
        (0, _) => "中心组成员结合所学所思动笔，".to_string(),
        (_, 0) => "中心组成员人人动笔，".to_string(),
        (n, _) => format!("有{n}名成员结合所学所思动笔，"),
    };
    let mut text = format!("{opening}提交{}", list(&items));
    text += &match (published, dossier.essays.len()) {
        (0, _) => String::new(),
        (1, 1) => "，有发表或转化记录".to_string(),
        (n, of) if n == of => "，均有发表或转化记录".to_string(),
        (n, _) => format!("，其中有发表或转化记录的{n}篇"),
    };
    text.push('。');
    if has_chart {
        text += "心得体会和理论文章的提交时间见图2。";
    }
    text
}

/// Returns the paragraphs on what came of the study.
pub(crate) fn paragraphs(dossier: &Dossier) -> Vec<String> {
    [follow_up(dossier), research(dossier), oversight(dossier)].into_iter().flatten().collect()
}

/// Says what measures the sessions led to, quoting the shortest two.
fn follow_up(dossier: &Dossier) -> Option<String> {
    let of = dossier.sessions.iter().filter(|session| session.follow_up.origin.is_some()).count();
    let with: Vec<&Session> =
        dossier.sessions.iter().filter(|session| session.follow_up.is_known()).collect();
    let mut text = match with.len() {
        0 => return None,
        1 if of == 1 => "1次集中学习提出了贯彻措施".to_string(),
        n if n == of => format!("{of}次集中学习都提出了贯彻措施"),
        n => format!("{of}次集中学习中，有{n}次提出了贯彻措施{}", making_up(size(n), size(of))),
    };
    let short = |session: &&&Session| session.follow_up.text().chars().count() <= MAX_FOLLOW_UP_CHARS;
    let examples: Vec<String> =
        with.iter().filter(short).take(2).map(|s| quoted(s.follow_up.text())).collect();
    if !examples.is_empty() {
        text += &format!("，如{}", examples.concat());
    }
    text.push('。');
    Some(text)
}

/// Says how far the research topics have come, as the register has it.
fn research(dossier: &Dossier) -> Option<String> {
    if !dossier.has(Register::Research) {
        return Some(format!("调研课题表{}，课题情况不作评价。", format::NO_DATA));
    }
    let topics = &dossier.research;
    if topics.is_empty() {
        return None;
    }
    let finished: Vec<&ResearchTopic> = topics.iter().filter(|topic| topic.finished).collect();
    let mut text = format!("列入调研课题{}个", topics.len());
    text += &match finished.len() {
        0 => return Some(text + "，台账中没有已完成的。"),
        1 if topics.len() == 1 => "，已完成".to_string(),
        n if n == topics.len() => "，均已完成".to_string(),
        n => format!("，已完成{n}个"),
    };
    let titles: String = finished.iter().take(MAX_TOPICS).map(|topic| quoted(topic.title.text())).collect();
    text += &format!("，即{titles}{}", if finished.len() > MAX_TOPICS { "等" } else { "" });
    let applied = finished.iter().filter(|topic| topic.applied.is_known()).count();
    text += &match (applied, finished.len()) {
        (0, _) => String::new(),
        (1, 1) => "，成果已转化应用".to_string(),
        (n, of) if n == of => "，成果均已转化应用".to_string(),
        (n, _) => format!("，其中{n}个成果已转化应用"),
    };
    // The register holds a state and no day: whether it was reached in the period is not known.
    let ahead = |topic: &&&ResearchTopic| topic.due.is_some_and(|due| due > dossier.period.last_day());
    text += &match (finished.iter().filter(ahead).count(), finished.len()) {
        (0, _) => String::new(),
        (n, of) if n == of => "；原定在本期以后完成，台账没有完成日期，以登记的状态为准".to_string(),
        (n, _) => format!("；其中原定在本期以后完成的{n}个，台账没有完成日期，以登记的状态为准"),
    };
    text.push('。');
    Some(text)
}

/// Counts the records of each kind of oversight.
fn oversight(dossier: &Dossier) -> Option<String> {
    if !dossier.has(Register::Oversight) {
        return Some(format!("督学评学考学台账{}，有关制度执行情况不作评价。", format::NO_DATA));
    }
    let mut items = Vec::new();
    for (kind, name) in [
        (OversightKind::Supervision, "督学"),
        (OversightKind::Review, "评学"),
        (OversightKind::Examination, "考学"),
    ] {
        let n = dossier.oversight.iter().filter(|record| record.kind == kind).count();
        if n > 0 {
            items.push(format!("{name}{n}条"));
        }
    }
    (!items.is_empty()).then(|| format!("台账登记{}。", list(&items)))
}
