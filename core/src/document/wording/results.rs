//! Sentences on what came of the study: writings, measures, research topics, oversight.

use std::sync::Arc;

use crate::document::format::{self, making_up, whole};
use crate::document::provenance::{Evidence, Provenance};
use crate::document::text::{Count, Figure, Text, text};
use crate::document::wording::practice::MAX_TOPICS;
use crate::document::wording::{list, quoted};
use crate::dossier::{Dossier, Essay, EssayKind, OversightKind, Register, ResearchTopic, Session};
use crate::origin::Origin;
use crate::statistics::{LogEntry, log_entries, size};

/// The longest 贯彻措施 quoted, in characters.
const MAX_FOLLOW_UP_CHARS: usize = 48;

/// Returns the heading over what came of the study.
pub(crate) fn heading(dossier: &Dossier) -> &'static str {
    if dossier.research.iter().any(|topic| topic.is_finished() && topic.applied.is_done()) {
        "学以致用，把成果用到实处"
    } else if !dossier.essays.is_empty() {
        "边学边写，把体会落到纸面"
    } else if dossier.sessions.iter().any(|session| session.follow_up.is_done()) {
        "以学促干，推动工作落实"
    } else {
        "学习成果情况"
    }
}

/// Returns the paragraph on essays and reports, ahead of their chart.
pub(crate) fn writings(dossier: &Dossier, chart: Option<&Figure>) -> Text {
    if !dossier.has(Register::Essays) {
        return text!("心得体会目录{}，学习成果不作评价。", format::NO_DATA);
    }
    let of = |what, wanted: &dyn Fn(&Essay) -> bool| {
        let origins = dossier.essays.iter().filter(|essay| wanted(essay)).map(|essay| essay.origin.clone());
        let origins: Vec<Origin> = origins.collect();
        whole(origins.len(), Provenance::records(what, origins))
    };
    let mut items = Vec::new();
    for (kind, name) in [
        (EssayKind::Reflection, "心得体会"),
        (EssayKind::Article, "理论文章"),
        (EssayKind::Report, "调研报告"),
    ] {
        let n = of(name, &|essay| essay.kind == kind);
        if n.n > 0 {
            items.push(text!("{name}{n}篇"));
        }
    }
    if items.is_empty() {
        return "心得体会目录中没有本期的成果。".into();
    }
    let published = of("有发表或转化记录的成果", &|essay| essay.published.is_done());
    let members = dossier.counted_members().filter(|(_, member)| member.in_post_during(dossier.period));
    let wrote = |at: usize| dossier.essays.iter().any(|essay| essay.member == Some(at));
    let (writers, others): (Vec<_>, Vec<_>) = members.partition(|(at, _)| wrote(*at));
    let opening = match (writers.len(), others.len()) {
        (0, _) => "中心组成员结合所学所思动笔，".into(),
        (_, 0) => "中心组成员人人动笔，".into(),
        (n, _) => {
            let origins = writers.iter().map(|(_, member)| member.origin.clone()).collect();
            text!("有{}名成员结合所学所思动笔，", whole(n, Provenance::records("动笔的成员", origins)))
        }
    };
    let mut text = text!("{opening}提交{}", list(&items));
    text += match (published.n, size(dossier.essays.len())) {
        (0, _) => Text::new(),
        (1, 1) => "，有发表或转化记录".into(),
        (n, of) if n == of => "，均有发表或转化记录".into(),
        _ => text!("，其中有发表或转化记录的{published}篇"),
    };
    text += "。";
    if let Some(chart) = chart {
        text += text!("心得体会和理论文章的提交时间见{chart}。");
    }
    text
}

/// Returns the paragraphs on what came of the study.
pub(crate) fn paragraphs(dossier: &Dossier) -> Vec<Text> {
    [follow_up(dossier), research(dossier), oversight(dossier)].into_iter().flatten().collect()
}

/// Says what measures the sessions led to, quoting the shortest two.
fn follow_up(dossier: &Dossier) -> Option<Text> {
    let cells = |wanted: &dyn Fn(&Session) -> bool| -> Vec<Origin> {
        let sessions = dossier.sessions.iter().filter(|session| wanted(session));
        sessions.filter_map(|session| session.follow_up.origin()).collect()
    };
    let asked = cells(&|_| true);
    let answered = cells(&|session| session.follow_up.is_done());
    let with: Vec<&Session> = dossier.sessions.iter().filter(|session| session.follow_up.is_done()).collect();
    let of = whole(asked.len(), Provenance::counted("集中学习", size(asked.len()), asked));
    let n = whole(
        with.len(),
        Provenance::Count(
            "提出贯彻措施的学习",
            Arc::new(Evidence { value: None, n: Some(size(with.len())), of: Some(of.n), origins: answered }),
        ),
    );
    let mut text = match n.n {
        0 => return None,
        1 if of == 1 => text!("{of}次集中学习提出了贯彻措施"),
        all if of == all => text!("{of}次集中学习都提出了贯彻措施"),
        _ => text!("{of}次集中学习中，有{n}次提出了贯彻措施{}", making_up(&n, &of)),
    };
    let measures = with.iter().filter_map(|session| Some((session.follow_up.content()?, &session.origin)));
    let short = measures.filter(|(words, _)| words.text().chars().count() <= MAX_FOLLOW_UP_CHARS);
    let examples: Vec<Text> = short.take(2).map(|(words, origin)| quoted(words, origin)).collect();
    if !examples.is_empty() {
        text += text!("，如{}", Text::joined(&examples, ""));
    }
    text += "。";
    Some(text)
}

/// Says how far the research topics have come, as the register has it.
fn research(dossier: &Dossier) -> Option<Text> {
    if !dossier.has(Register::Research) {
        return Some(text!("调研课题表{}，课题情况不作评价。", format::NO_DATA));
    }
    let topics = &dossier.research;
    if topics.is_empty() {
        return None;
    }
    let count = |what, topics: &[&ResearchTopic]| {
        whole(
            topics.len(),
            Provenance::records(what, topics.iter().map(|topic| topic.origin.clone()).collect()),
        )
    };
    let finished: Vec<&ResearchTopic> = topics.iter().filter(|topic| topic.is_finished()).collect();
    let mut text = text!("列入调研课题{}个", count("调研课题", &topics.iter().collect::<Vec<_>>()));
    text += match finished.len() {
        0 => return Some(text + "，台账中没有已完成的。"),
        1 if topics.len() == 1 => "，已完成".into(),
        n if n == topics.len() => "，均已完成".into(),
        _ => text!("，已完成{}个", count("已完成的课题", &finished)),
    };
    let titles: Vec<Text> =
        finished.iter().take(MAX_TOPICS).map(|topic| quoted(&topic.title, &topic.origin)).collect();
    let more = if finished.len() > MAX_TOPICS { "等" } else { "" };
    text += text!("，即{}{more}", Text::joined(&titles, ""));
    let applied: Vec<&ResearchTopic> =
        finished.iter().filter(|topic| topic.applied.is_done()).copied().collect();
    text += match (applied.len(), finished.len()) {
        (0, _) => Text::new(),
        (1, 1) => "，成果已转化应用".into(),
        (n, of) if n == of => "，成果均已转化应用".into(),
        _ => text!("，其中{}个成果已转化应用", count("转化应用的课题", &applied)),
    };
    // The register holds a state and no day: whether it was reached in the period is not known.
    let is_ahead = |topic: &&&ResearchTopic| topic.due.is_some_and(|due| due > dossier.period.last_day());
    let ahead: Vec<&ResearchTopic> = finished.iter().filter(is_ahead).copied().collect();
    text += match (ahead.len(), finished.len()) {
        (0, _) => Text::new(),
        (n, of) if n == of => "；原定在本期以后完成，台账没有完成日期，以登记的状态为准".into(),
        _ => text!(
            "；其中原定在本期以后完成的{}个，台账没有完成日期，以登记的状态为准",
            count("原定在本期以后完成的课题", &ahead)
        ),
    };
    text += "。";
    Some(text)
}

/// Counts the records of each kind of oversight; examinations whose examinees are listed one a
/// row, as so many times and so many examinees.
fn oversight(dossier: &Dossier) -> Option<Text> {
    if !dossier.has(Register::Oversight) {
        return Some(text!("督学评学考学台账{}，有关制度执行情况不作评价。", format::NO_DATA));
    }
    let all = log_entries(dossier);
    let mut items = Vec::new();
    for (kind, name) in [
        (OversightKind::Supervision, "督学"),
        (OversightKind::Review, "评学"),
        (OversightKind::Examination, "考学"),
    ] {
        let records = dossier.oversight.iter().filter(|record| record.kind == kind);
        let origins: Vec<Origin> = records.map(|record| record.origin.clone()).collect();
        if origins.is_empty() {
            continue;
        }
        let of_kind = |entry: &&LogEntry<'_>| entry.rows.iter().all(|record| record.kind == kind);
        let entries: Vec<&LogEntry<'_>> = all.iter().filter(of_kind).collect();
        if entries.len() == origins.len() {
            items.push(text!("{name}{}条", whole(origins.len(), Provenance::records(name, origins))));
            continue;
        }
        let source = |n: u64| Provenance::counted(name, n, origins.clone());
        let mut item = text!("{name}{}次", whole(entries.len(), source(size(entries.len()))));
        let examined: Option<Vec<(u64, u64)>> = entries.iter().map(|entry| entry.examined(dossier)).collect();
        if let Some(examined) = examined {
            let n: u64 = examined.iter().map(|(n, _)| n).sum();
            item += text!("（{}人次）", Count::new(n, source(n)));
        }
        items.push(item);
    }
    (!items.is_empty()).then(|| text!("台账登记{}。", list(&items)))
}
