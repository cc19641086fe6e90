//! Sentences on what came of the study: measures, research, writings, and rises.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use crate::document::format;
use crate::document::format::{MIN_PERCENT_OF, percent, period, plain, points_between, whole};
use crate::document::material::Material;
use crate::document::piece::{Piece, Worth};
use crate::document::provenance::{Dated, Provenance};
use crate::document::text::{Text, text};
use crate::document::wording::practice::clause;
use crate::document::wording::previous::{COUNTS, RATES, of_before};
use crate::document::wording::themes::subject_of;
use crate::document::wording::{list, own, quoted};
use crate::dossier::{Dossier, Form, ResearchTopic, Session, State, plain_topic};
use crate::findings::previous::Change;
use crate::findings::topics::local_words;
use crate::grouped::grouped;
use crate::origin::Origin;

/// The most measures that are told, each with its sessions, and how many of them stand in a text
/// that is full.
const MAX_FOLLOW_UPS: usize = 8;
const USUAL_FOLLOW_UPS: usize = 5;
/// The longest measure that is told, in characters.
const MAX_FOLLOW_UP_CHARS: usize = 60;
/// The longest words that only say that something was done, in characters.
const MAX_TICK_CHARS: usize = 5;
/// The most examples of one kind.
const MAX_EXAMPLES: usize = 2;
/// The most rises that are told.
const MAX_RISES: usize = 3;

/// Returns the heading over what came of the study.
pub(crate) fn heading(material: &Material<'_>) -> &'static str {
    let dossier = material.dossier;
    let is_applied = |topic: &ResearchTopic| topic.is_finished() && topic.applied.is_done();
    let is_followed_up = dossier.sessions.iter().any(|session| session.follow_up.is_done());
    if is_followed_up || dossier.research.iter().any(is_applied) {
        "学以致用，推动工作落实"
    } else if !dossier.essays.is_empty() {
        "学写结合，形成学习成果"
    } else if dossier.research.iter().any(has_begun) {
        "开展课题调研"
    } else {
        "学习情况有改进"
    }
}

/// Returns the sessions whose measures are told, as positions in the dossier's list.
///
/// Of many, those that speak of the office's own work go first.
pub(crate) fn follow_ups(material: &Material<'_>) -> Vec<usize> {
    let dossier = material.dossier;
    let is_short = |session: &Session| {
        session.follow_up.content().is_some_and(|words| {
            let words = clause(words);
            // 已落实 says that something was done and not what.
            let n_chars = words.chars().count();
            let says_what = n_chars > if words.starts_with('已') { MAX_TICK_CHARS } else { 2 };
            says_what && n_chars <= MAX_FOLLOW_UP_CHARS && !words.contains('。')
        })
    };
    let mut told: Vec<usize> =
        (0..dossier.sessions.len()).filter(|at| is_short(&dossier.sessions[*at])).collect();
    let most = material.room_for(MAX_FOLLOW_UPS);
    if told.len() > most {
        let local = local_words(&dossier.unit, &material.settings.keywords);
        let is_local = |at: &usize| {
            let session = &dossier.sessions[*at];
            let text =
                [&session.topic, &session.content, &session.follow_up.written].map(|field| field.text());
            let text = plain_topic(&text.concat());
            local.iter().any(|word| text.contains(word.as_str()))
        };
        // The sort is stable: within each kind the earlier go first.
        told.sort_by_key(|at| !is_local(at));
        told.truncate(most);
        told.sort_unstable();
    }
    told
}

/// Tells what was done because of a session: 学习甲后，印发乙. What was done because of several is told
/// once.
pub(crate) fn measures(material: &Material<'_>) -> Vec<Piece> {
    let dossier = material.dossier;
    let told = follow_ups(material);
    let mut by_measure: Vec<(&str, Vec<&Session>)> = Vec::new();
    for session in told.iter().map(|at| &dossier.sessions[*at]) {
        let Some(words) = session.follow_up.content() else { continue };
        let is_same = |(other, with): &&mut (&str, Vec<&Session>)| {
            *other == clause(words) && with.iter().all(|one| subject_of(one).is_some())
        };
        match by_measure.iter_mut().find(is_same).filter(|_| subject_of(session).is_some()) {
            Some((_, sessions)) => sessions.push(session),
            None => by_measure.push((clause(words), vec![session])),
        }
    }
    let most = material.room_for(USUAL_FOLLOW_UPS);
    let mut pieces: Vec<Piece> = by_measure
        .iter()
        .enumerate()
        .filter_map(|(n, (_, sessions))| {
            let worth = match n {
                0..MAX_EXAMPLES => Worth::Needed,
                _ if n < most => Worth::SecondExample,
                _ => Worth::Further,
            };
            Some(Piece::new(measure(sessions)?, worth))
        })
        .collect();
    let all = dossier.sessions.iter().filter(|session| session.follow_up.is_done());
    let cells: Vec<Origin> = all.filter_map(|session| session.follow_up.origin()).collect();
    if cells.len() > told.len() {
        let n = whole(cells.len(), Provenance::records("提出贯彻措施的学习", cells));
        pieces.push(Piece::needed(text!("{}提出贯彻措施的学习共{n}次。", dossier.period.part_name())));
    }
    pieces
}

/// Tells what was done because of these sessions, all of which say the same.
fn measure(sessions: &[&Session]) -> Option<Text> {
    let first = sessions.first()?;
    let words = first.follow_up.content()?;
    let done = own(clause(words), words, &first.origin);
    let mut seen = BTreeSet::new();
    let topics = sessions.iter().filter_map(|session| subject_of(session));
    let topics: Vec<Text> = topics.filter(|topic| seen.insert(topic.to_string())).collect();
    if topics.is_empty() {
        let day = format::month_day(first.date, Dated::Record(first.origin.clone()));
        return Some(text!("{day}学习后，{done}。"));
    }
    let is_alike = sessions.iter().all(|session| verb(session) == verb(first));
    let verb = if is_alike { verb(first) } else { "学习" };
    Some(text!("{verb}{}后，{done}。", list(&topics)))
}

/// Returns the word for what was done with a session's topic.
fn verb(session: &Session) -> &'static str {
    match session.form {
        Some(Form::Seminar) => "研讨",
        Some(Form::Visit) => "现场学习",
        _ => "学习",
    }
}

/// Tells the research topics: how many, which are finished, and what became of them.
pub(crate) fn research(dossier: &Dossier) -> Vec<Piece> {
    let topics = &dossier.research;
    if topics.is_empty() {
        return Vec::new();
    }
    let count = |what, topics: &[&ResearchTopic]| {
        let cells = topics.iter().map(|topic| topic.origin.clone()).collect();
        whole(topics.len(), Provenance::records(what, cells))
    };
    let all: Vec<&ResearchTopic> = topics.iter().collect();
    // What has not begun is a matter of the plan, which names it.
    if !topics.iter().any(has_begun) {
        return Vec::new();
    }
    let is_finished = |topic: &ResearchTopic| topic.is_finished_by(dossier.period.last_day());
    let finished: Vec<&ResearchTopic> = topics.iter().filter(|topic| is_finished(topic)).collect();
    let mut text = text!("列入调研课题{}个", count("调研课题", &all));
    // Of several, those whose results are told below are named there.
    let is_applied = |topic: &&ResearchTopic| topic.applied.content().is_some();
    let is_named_below = finished.iter().any(is_applied);
    let titles: Vec<Text> =
        finished.iter().take(MAX_EXAMPLES).map(|topic| quoted(&topic.title, &topic.origin)).collect();
    let titles = Text::joined(&titles, "");
    text += match finished.len() {
        0 => Text::new(),
        1 => text!("，{titles}已经完成"),
        n if n == topics.len() => "，均已完成".into(),
        _ if is_named_below => text!("，{}个已经完成", count("已完成的课题", &finished)),
        n if n <= MAX_EXAMPLES => text!("，{titles}已经完成"),
        _ => text!("，{titles}等{}个已经完成", count("已完成的课题", &finished)),
    };
    let next = dossier.period.next();
    let ahead: Vec<&ResearchTopic> = topics
        .iter()
        .filter(|topic| !is_finished(topic) && topic.due.is_some_and(|due| next.contains(due)))
        .collect();
    if !ahead.is_empty() && ahead.len() + finished.len() == topics.len() {
        let next = format::next_period(dossier.period);
        text += match finished.len() {
            0 => text!("，计划{next}完成"),
            _ => text!("，另外{}个计划{next}完成", count("计划完成的课题", &ahead)),
        };
    } else if topics.iter().all(|topic| !topic.is_finished() || is_finished(topic)) {
        let is_under_way = |topic: &&ResearchTopic| topic.status.state == State::UnderWay;
        let under_way: Vec<&ResearchTopic> = topics.iter().filter(is_under_way).collect();
        text += match under_way.len() {
            0 => Text::new(),
            n if n == topics.len() => "，正在推进".into(),
            _ => text!("，正在推进{}个", count("正在推进的课题", &under_way)),
        };
    }
    let is_only = finished.len() == 1 && text.ends_with("已经完成");
    let mut pieces = vec![Piece::needed(text + "。")];
    let used: Vec<_> =
        finished.into_iter().filter_map(|topic| Some((topic, topic.applied.content()?))).collect();
    for (n, topics) in grouped(&used, |(_, words)| clause(words)).into_iter().enumerate() {
        let (first, words) = topics[0];
        let done = own(clause(words), words, &first.origin);
        let titles: Vec<Text> = topics.iter().map(|(topic, _)| quoted(&topic.title, &topic.origin)).collect();
        // The one that was named just before is not named again.
        let which = if is_only { "该课题".into() } else { Text::joined(&titles, "") };
        let worth = match n {
            0 => Worth::Needed,
            1 => Worth::SecondExample,
            _ => Worth::Further,
        };
        pieces.push(Piece::new(text!("{which}完成后，{done}。"), worth));
    }
    pieces
}

/// Returns whether work on a topic is on record.
fn has_begun(topic: &ResearchTopic) -> bool {
    topic.is_finished() || topic.status.state == State::UnderWay
}

/// Tells what rose against the period before.
pub(crate) fn rises(material: &Material<'_>) -> Option<Piece> {
    let comparison = material.findings.previous.as_ref()?;
    let find = |key| comparison.changes.iter().find(|change| change.key == key);
    let rates = RATES.iter().filter_map(|(key, name)| rate(material, name, find(*key)?));
    let counts = COUNTS.iter().filter_map(|(key, name, unit)| count(material, name, unit, find(*key)?));
    let rises: Vec<Text> = rates.chain(counts).take(MAX_RISES).collect();
    let before = period(comparison.period);
    (!rises.is_empty()).then(|| Piece::needed(text!("与{before}相比，{}。", Text::joined(&rises, "，"))))
}

fn rate(material: &Material<'_>, name: &'static str, change: &Change) -> Option<Text> {
    let (before, now) = ((change.before.n?, change.before.of?), (change.now.n?, change.now.of?));
    if before.1 < MIN_PERCENT_OF || now.1 < MIN_PERCENT_OF {
        return None;
    }
    let source = material.statistics.get(change.key);
    let then = percent(before.0, before.1, of_before(&change.before));
    let is = percent(now.0, now.1, source);
    match points_between(before, now, source) {
        (Ordering::Greater, _) => Some(text!("{name}由{then}提高到{is}")),
        _ => None,
    }
}

fn count(material: &Material<'_>, name: &'static str, unit: &'static str, change: &Change) -> Option<Text> {
    let (before, now) = (change.before.value, change.now.value);
    let then = plain(before, of_before(&change.before));
    let is = plain(now, material.statistics.get(change.key));
    // 0次 is no way to say that there was none.
    match before {
        _ if now <= before => None,
        0.0 => Some(text!("{name}增加{is}{unit}")),
        _ => Some(text!("{name}由{then}{unit}增加到{is}{unit}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::wording::cases::Case;
    use crate::settings::Settings;

    fn texts(pieces: impl IntoIterator<Item = Piece>) -> Vec<String> {
        pieces.into_iter().map(|piece| piece.text.to_string()).collect()
    }

    #[track_caller]
    fn check_measures(rows: &str, expected: &[&str]) {
        let sheet = format!("时间,学习主题,学习形式,主持人,贯彻措施\n{rows}");
        let settings = Settings { keywords: vec!["茶产业".into()], ..Settings::default() };
        let case = Case::with(&[("统计表.csv", &sheet)], settings);
        assert_eq!(texts(measures(&case.material())), expected);
    }

    #[test]
    fn what_was_done_stands_behind_what_was_studied() {
        check_measures(
            "1月5日,全会精神,研讨,甲一,修订议事规则。\n2月5日,,传达,甲一,清查沟渠\n3月5日,防汛,现场,甲一,无\n4月5日,两会,传达,甲一,拟制定办法\n5月5日,茶园,现场,甲一,已落实",
            &[
                "研讨全会精神后，修订议事规则。",
                "2月5日学习后，清查沟渠。",
                "上半年提出贯彻措施的学习共3次。",
            ],
        );
        check_measures("1月5日,全会精神,研讨,甲一,", &[]);
        let long = "修".repeat(61);
        check_measures(&format!("1月5日,甲,传达,甲一,{long}"), &["上半年提出贯彻措施的学习共1次。"]);
    }

    #[test]
    fn what_was_done_because_of_several_is_told_once() {
        check_measures(
            "1月5日,全会精神,研讨,甲一,清查沟渠\n2月5日,防汛,传达,甲一,清查沟渠。\n3月5日,防汛,传达,甲一,清查沟渠\n4月5日,,传达,甲一,清查沟渠",
            &["学习全会精神、防汛后，清查沟渠。", "4月5日学习后，清查沟渠。"],
        );
    }

    #[test]
    fn of_many_measures_those_of_local_work_are_told() {
        let rows: Vec<String> = (1..=9)
            .map(|n| format!("1月{n}日,主题{n},传达,甲一,做了{}{n}\n", if n > 5 { "茶产业" } else { "别的" }))
            .collect();
        check_measures(
            &rows.concat(),
            &[
                "学习主题1后，做了别的1。",
                "学习主题2后，做了别的2。",
                "学习主题3后，做了别的3。",
                "学习主题4后，做了别的4。",
                "学习主题6后，做了茶产业6。",
                "学习主题7后，做了茶产业7。",
                "学习主题8后，做了茶产业8。",
                "学习主题9后，做了茶产业9。",
                "上半年提出贯彻措施的学习共9次。",
            ],
        );
    }

    #[track_caller]
    fn check_research(rows: &str, expected: &[&str]) {
        let sheet = format!("课题名称,负责人,计划完成,状态,转化应用\n{rows}");
        let case = Case::new(&[("课题.csv", &sheet)]);
        assert_eq!(texts(research(case.material().dossier)), expected);
    }

    #[test]
    fn how_far_research_has_come() {
        check_research(
            "水利,甲,5月,已完成,写入规划",
            &["列入调研课题1个，“水利”已经完成。", "该课题完成后，写入规划。"],
        );
        check_research("水利,甲,9月,进行中,", &["列入调研课题1个，计划下半年完成。"]);
        check_research("水利,甲,3月,进行中,", &["列入调研课题1个，正在推进。"]);
        // What has not begun is told where the plan is.
        check_research("水利,甲,3月,未启动,", &[]);
        check_research(
            "水利,甲,3月,进行中,\n养老,乙,5月,已完成,\n道路,丙,4月,未启动,",
            &["列入调研课题3个，“养老”已经完成，正在推进1个。"],
        );
        check_research("水利,甲,,,", &[]);
        check_research(
            "水利,甲,5月,已完成,\n养老,乙,10月,进行中,\n道路,丙,11月,进行中,",
            &["列入调研课题3个，“水利”已经完成，另外2个计划下半年完成。"],
        );
        check_research(
            "水利,甲,5月,已完成,\n养老,乙,5月,已完成,\n道路,丙,5月,已完成,是",
            &["列入调研课题3个，均已完成。"],
        );
        // Whether it was finished in the period nobody knows.
        check_research("水利,甲,9月,已完成,写入规划", &["列入调研课题1个，计划下半年完成。"]);
        check_research(
            "水利,甲,5月,已完成,\n养老,乙,10月,已完成,\n道路,丙,11月,进行中,",
            &["列入调研课题3个，“水利”已经完成，另外2个计划下半年完成。"],
        );
        check_research("", &[]);
    }

    #[test]
    fn only_rises_are_told() {
        let sheet = "姓名,职务,1月5日\n甲一,书记,√\n乙二,委员,√\n丙三,委员,√\n丁四,委员,√\n戊五,委员,×\n";
        let check = |measures: &str, expected: &[&str]| {
            let before = format!(
                r#"{{"version":1,"unit":"本单位","period":"2019H2","measures":[{measures}],"indicators":[],"actions":[]}}"#
            );
            let case = Case::new(&[("考勤表.csv", sheet), ("2019H2.json", &before)]);
            assert_eq!(texts(rises(&case.material())), expected);
        };
        let rate = |n| format!(r#"{{"key":"attendance-rate","value":0.{n},"n":{n},"of":10}}"#);
        check(&rate(7), &["与2019年下半年相比，出勤率由70%提高到80%。"]);
        check(&rate(9), &[]);
        check(&rate(8), &[]);
        check(r#"{"key":"sessions","value":0}"#, &["与2019年下半年相比，集中学习增加1次。"]);
        check(r#"{"key":"sessions","value":6}"#, &[]);
        check(r#"{"key":"attendance-rate","value":0.5,"n":1,"of":2}"#, &[]);
    }
}
