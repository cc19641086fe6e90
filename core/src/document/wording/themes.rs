//! Sentences on what was studied: each session's topic under the form that it took.

use std::collections::{BTreeMap, BTreeSet};

use crate::document::format::{MIN_PERCENT_OF, month_day, numeral, plain, whole};
use crate::document::material::Material;
use crate::document::piece::{Piece, Worth};
use crate::document::provenance::{Dated, Evidence, Provenance};
use crate::document::text::{Figure, Text, text};
use crate::document::wording::{counted, is_sentence, list, own, subject};
use crate::dossier::{Dossier, Field, Form, Session, Topic};
use crate::findings::RuleId;
use crate::findings::topics::{groups, groups_of, local_words};
use crate::origin::Origin;
use crate::period::quarter_of;
use crate::statistics::{Key, exact, size};

/// The most seminars told one by one.
const MAX_SEMINARS: usize = 4;
/// The most documents that are named of one quarter, and how long their names are, in characters.
const MAX_CONTENTS: usize = 6;
const MIN_CONTENT_CHARS: usize = 4;
const MAX_CONTENT_CHARS: usize = 50;
/// The most topics in one list.
const MAX_TOPICS: usize = 8;

/// Returns the heading over what was studied.
pub(crate) fn heading(dossier: &Dossier) -> &'static str {
    if dossier.sessions.iter().any(|session| session.form == Some(Form::Seminar)) {
        "突出主题，开展学习研讨"
    } else {
        "突出主题，抓好内容学习"
    }
}

/// Tells the sessions that are not told elsewhere: `elsewhere` are positions in the dossier's list.
pub(crate) fn studied(material: &Material<'_>, elsewhere: &[usize]) -> Vec<Piece> {
    let dossier = material.dossier;
    let mut by_form: BTreeMap<Form, Vec<usize>> = BTreeMap::new();
    for (at, session) in dossier.sessions.iter().enumerate() {
        if !elsewhere.contains(&at) && subject_of(session).is_some() {
            by_form.entry(session.form.unwrap_or(Form::Other)).or_default().push(at);
        }
    }
    let mut pieces = by_form.remove(&Form::Seminar).map_or(Vec::new(), |held| seminars(material, &held));
    if by_form.is_empty() {
        return pieces;
    }
    // Where forms are counted, topics are not told by forms again.
    let others = if forms(dossier).is_some() {
        let mut all: Vec<usize> = by_form.into_values().flatten().collect();
        all.sort_unstable();
        let also = match pieces.last() {
            None => "",
            Some(before) if before.text.starts_with('还') => "另外",
            Some(_) => "还",
        };
        text!("{also}集中学习{}", topics(material, &all))
    } else {
        let told = by_form.iter().map(|(form, sessions)| of_form(material, *form, sessions));
        Text::joined(&told.collect::<Vec<Text>>(), "，")
    };
    pieces.push(Piece::needed(text!("{others}。")));
    pieces
}

/// Returns what a session was about: its topic, else its content.
pub(crate) fn subject_of(session: &Session) -> Option<Text> {
    let field = if session.topic.is_known() { &session.topic } else { &session.content };
    field.is_known().then(|| subject(field, &session.origin))
}

/// Tells seminars one by one, each with its day and whether all came; of many, the rest by topic.
///
/// Where all came to every session, that is told once, of all of them.
fn seminars(material: &Material<'_>, sessions: &[usize]) -> Vec<Piece> {
    let (dossier, statistics) = (material.dossier, material.statistics);
    let all_came = counted(statistics, Key::Due) == counted(statistics, Key::Present);
    let one = |at: &usize| {
        let session = &dossier.sessions[*at];
        let day = month_day(session.date, Dated::Record(session.origin.clone()));
        let topic = subject_of(session)?;
        let (n, of) = statistics.sessions[*at].tally.attendance_rate();
        let all = if !all_came && n == of && of >= MIN_PERCENT_OF { "，成员全部到会" } else { "" };
        Some(text!("{day}围绕{topic}开展研讨{all}{}", speakers(session)))
    };
    let (first, rest) = sessions.split_at(sessions.len().min(material.room_for(MAX_SEMINARS)));
    let told: Vec<Text> = first.iter().filter_map(one).collect();
    let mut pieces = vec![Piece::needed(text!("{}。", Text::joined(&told, "；")))];
    // A few more speak for themselves; topics alone say less.
    let is_few = rest.len() <= material.room_for(MAX_SEMINARS) / 2;
    if is_few {
        let told = rest.iter().filter_map(one);
        pieces.extend(told.map(|text| Piece::new(text!("{text}。"), Worth::SecondExample)));
    } else {
        let topics = topics(material, rest);
        pieces.push(Piece::new(text!("还围绕{topics}开展研讨。"), Worth::SecondExample));
    }
    pieces
}

/// Says how many spoke, where several did.
fn speakers(session: &Session) -> Text {
    match (&session.speakers.value, session.speakers.evidence()) {
        (Some(names), Some(cell)) if names.len() > 1 => {
            let n = Provenance::counted("重点发言人", size(names.len()), vec![cell]);
            text!("，{}人作重点发言", whole(names.len(), n))
        }
        _ => Text::new(),
    }
}

/// The most lecturers and places that are named, and the characters of one.
const MAX_NAMED: usize = 3;
const MAX_NAME_CHARS: usize = 20;

/// Names those from elsewhere who gave the lectures.
pub(crate) fn lectures(dossier: &Dossier) -> Option<Piece> {
    let held = dossier.sessions.iter().filter(|session| session.form == Some(Form::Lecture));
    let is_one = |words: &str| {
        let is_short = (2..=MAX_NAME_CHARS).contains(&words.chars().count());
        is_short && !words.contains(['、', '，', '；', ',', ' ', '\n'])
    };
    let is_member = |words: &str| dossier.members.iter().any(|member| words.contains(&member.name));
    let (names, is_all) = named(held.map(|session| (&session.lecturer, &session.origin)), &|words| {
        is_one(words) && !is_member(words)
    });
    let more = if is_all { "" } else { "等" };
    (!names.is_empty()).then(|| Piece::new(text!("专题辅导由{}{more}主讲。", list(&names)), Worth::Further))
}

/// Names the places to which the group went, where other sessions were held elsewhere.
pub(crate) fn visits(dossier: &Dossier) -> Option<Piece> {
    let is_visit = |session: &&Session| session.form == Some(Form::Visit);
    let is_usual = |place: &str| {
        dossier.sessions.iter().filter(|session| !is_visit(session)).any(|s| s.place.text() == place)
    };
    let held = dossier.sessions.iter().filter(is_visit).map(|session| (&session.place, &session.origin));
    let (names, is_all) = named(held, &|words| {
        let is_short = (2..=MAX_NAME_CHARS).contains(&words.chars().count());
        is_short && !words.contains(['，', '；', '。', '\n']) && !is_usual(words)
    });
    let more = if is_all { "" } else { "等地" };
    (!names.is_empty()).then(|| Piece::new(text!("到{}{more}现场学习。", list(&names)), Worth::Further))
}

/// Returns the first of what cells name, each once, and whether that is all of it.
fn named<'a>(
    cells: impl Iterator<Item = (&'a Field<String>, &'a Origin)>,
    is_name: &dyn Fn(&str) -> bool,
) -> (Vec<Figure>, bool) {
    let mut seen = BTreeSet::new();
    let mut names = Vec::new();
    let mut is_all = true;
    for (field, record) in cells {
        let words = field.text();
        if !is_name(words) || names.len() == MAX_NAMED && !seen.contains(words) {
            is_all = false;
        } else if seen.insert(words) {
            names.push(own(words, field, record));
        }
    }
    (names, is_all)
}

/// Names by quarter what was read: the documents that the register lists as content.
pub(crate) fn contents(material: &Material<'_>) -> Vec<Piece> {
    let dossier = material.dossier;
    let topics: Vec<Topic> = dossier.sessions.iter().map(|session| Topic::of(session.topic.text())).collect();
    let mut seen: Vec<Topic> = Vec::new();
    let mut pieces = Vec::new();
    for quarter in dossier.period.quarters() {
        let held = dossier.sessions.iter().filter(|session| quarter_of(session.date) == quarter);
        let mut named: Vec<Figure> = Vec::new();
        let mut is_all = true;
        for session in held.filter(|session| session.topic.is_known()) {
            for words in session.content.text().split(['；', ';', '\n']).map(str::trim) {
                let topic = Topic::of(words);
                let n_chars = words.chars().count();
                if topic.is_empty() || seen.contains(&topic) || topics.iter().any(|one| one.is_same(&topic)) {
                    continue;
                }
                // A list within the list would not be told from it.
                let is_one = !words.contains('、') || words.starts_with('《');
                // 有关文件 and the like name nothing.
                let is_of_any = words.starts_with("有关") || words.starts_with("相关");
                let is_name = !is_of_any
                    && (MIN_CONTENT_CHARS..=MAX_CONTENT_CHARS).contains(&n_chars)
                    && is_one
                    && !is_sentence(words);
                if !is_name || named.len() == material.room_for(MAX_CONTENTS) {
                    is_all = false;
                    continue;
                }
                seen.push(topic);
                named.push(own(words, &session.content, &session.origin));
            }
        }
        if !named.is_empty() {
            let name = numeral(usize::from(quarter));
            let more = if is_all { "" } else { "等" };
            pieces.push(Piece::new(
                text!("{name}季度的学习内容包括{}{more}。", titles(&named)),
                Worth::Further,
            ));
        }
    }
    pieces
}

/// Lists names, with no mark between titles that have their own (GB/T 15834).
fn titles(names: &[Figure]) -> Text {
    let mut text = Text::new();
    for (at, name) in names.iter().enumerate() {
        let are_marked = at > 0 && names[at - 1].as_str().ends_with('》') && name.as_str().starts_with('《');
        text += if at == 0 || are_marked { "" } else { "、" };
        text += name.clone();
    }
    text
}

/// Lists topics in the order in which they were studied, each once.
fn topics(material: &Material<'_>, sessions: &[usize]) -> Text {
    let mut seen = BTreeSet::new();
    let all: Vec<Text> = sessions
        .iter()
        .filter_map(|at| subject_of(&material.dossier.sessions[*at]))
        .filter(|topic| seen.insert(topic.to_string()))
        .collect();
    let most = material.room_for(MAX_TOPICS);
    let more = if all.len() > most { "等" } else { "" };
    text!("{}{more}", list(&all[..all.len().min(most)]))
}

/// Tells the sessions of one form, without a full stop.
fn of_form(material: &Material<'_>, form: Form, sessions: &[usize]) -> Text {
    let topics = topics(material, sessions);
    match form {
        Form::Seminar => text!("研讨{topics}"),
        Form::Relay => text!("传达学习{topics}"),
        Form::Lecture => text!("专题辅导{topics}"),
        Form::Visit => text!("现场学习{topics}"),
        Form::Film => text!("观看影像学习{topics}"),
        Form::SelfStudy => text!("自学交流{topics}"),
        Form::Fieldwork => text!("专题调研{topics}"),
        Form::Other => text!("集中学习{topics}"),
    }
}

/// Counts the forms, where there are several and few sessions do not speak for themselves.
pub(crate) fn forms(dossier: &Dossier) -> Option<Piece> {
    let mut counts: BTreeMap<Form, Vec<Origin>> = BTreeMap::new();
    for session in &dossier.sessions {
        if let Some(form) = session.form {
            let cell = session.form_text.origin.clone().unwrap_or_else(|| session.origin.clone());
            counts.entry(form).or_default().push(cell);
        }
    }
    if counts.len() < 3 || size(dossier.sessions.len()) < MIN_PERCENT_OF {
        return None;
    }
    let items: Vec<Text> = counts
        .into_iter()
        .map(|(form, cells)| {
            let name = form_name(form);
            text!("{name}{}次", whole(cells.len(), Provenance::records(name, cells)))
        })
        .collect();
    Some(Piece::needed(text!("学习形式上，{}。", list(&items))))
}

/// Returns a form's name.
pub(crate) fn form_name(form: Form) -> &'static str {
    match form {
        Form::Seminar => "专题研讨",
        Form::Relay => "传达学习",
        Form::Lecture => "专题辅导",
        Form::Visit => "现场学习",
        Form::Film => "专题观看",
        Form::SelfStudy => "自学交流",
        Form::Fieldwork => "专题调研",
        Form::Other => "其他形式的学习",
    }
}

/// Says how long sessions took on average, where that is as long as it should be.
pub(crate) fn lengths(material: &Material<'_>) -> Option<Piece> {
    let timed: Vec<(f64, Origin)> = material
        .dossier
        .sessions
        .iter()
        .filter_map(|session| Some((session.hours.value?, session.hours.evidence()?)))
        .collect();
    let n = size(timed.len());
    let mean = timed.iter().map(|(hours, _)| hours).sum::<f64>() / exact(n.max(1));
    let is_whole = timed.len() == material.dossier.sessions.len();
    if n < MIN_PERCENT_OF || !is_whole || mean < material.limits.of(RuleId::SessionLength).threshold {
        return None;
    }
    let cells = timed.into_iter().map(|(_, cell)| cell).collect();
    let evidence = Evidence { value: Some(mean), n: Some(n), of: None, origins: cells };
    let mean = plain(mean, Provenance::Count("有时长记录的学习", evidence.into()));
    Some(Piece::new(text!("每次学习平均{mean}小时。"), Worth::SecondExample))
}

/// Says that the topics belong to all nine groups of article 8, where that is certain; which of
/// them were studied the topics say themselves.
pub(crate) fn coverage(material: &Material<'_>) -> Option<Piece> {
    let dossier = material.dossier;
    let local = local_words(&dossier.unit, &material.settings.keywords);
    let covered: BTreeSet<usize> =
        dossier.sessions.iter().flat_map(|session| groups_of(session, &local)).collect();
    let text = || text!("学习规则所列{}类内容都有涉及。", numeral(groups().len()));
    (covered.len() == groups().len()).then(|| Piece::new(text(), Worth::SecondExample))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::wording::cases::Case;

    #[track_caller]
    fn check(sessions: &str, elsewhere: &[usize], expected: &[&str]) {
        let sheet = format!("时间,学习主题,学习内容,学习形式,主持人\n{sessions}");
        let case = Case::new(&[("统计表.csv", &sheet)]);
        let found: Vec<String> =
            studied(&case.material(), elsewhere).into_iter().map(|piece| piece.text.to_string()).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn topics_stand_under_their_forms_or_beside_their_count() {
        check(
            "1月5日,全会精神,,研讨,甲一\n1月9日,学习两会精神,,传达,甲一\n2月5日,民法典,,传达学习,甲一\n3月5日,,公报,专家辅导,甲一\n4月5日,防汛,,现场学习,甲一\n4月6日,防火,,,甲一",
            &[],
            // Their forms are counted in a sentence of their own.
            &["1月5日围绕全会精神开展研讨。", "还集中学习“学习两会精神”、民法典、公报、防汛、防火。"],
        );
        check(
            "1月9日,两会精神,,传达,甲一\n2月5日,民法典,,传达学习,甲一\n3月5日,公报,,专家辅导,甲一\n4月6日,防火,,现场学习,甲一",
            &[],
            &["传达学习两会精神、民法典，专题辅导公报，现场学习防火。"],
        );
    }

    #[test]
    fn what_is_told_elsewhere_is_not_told_twice() {
        check("1月5日,甲,,研讨,甲一\n1月9日,乙,,研讨,甲一", &[0], &["1月9日围绕乙开展研讨。"]);
        check("1月5日,甲,,研讨,甲一", &[0], &[]);
        check("1月5日,民法典,,传达,甲一\n2月5日,民法典,,传达,甲一", &[], &["传达学习民法典。"]);
        check("1月5日,,,传达,甲一", &[], &[]);
    }

    #[test]
    fn lecturers_and_places_are_those_from_elsewhere() {
        let check = |rows: &str, expected: [&str; 2]| {
            let sheet = format!("时间,地点,学习主题,学习形式,主持人,主讲人\n{rows}");
            let roster = ("名单.csv", "姓名,职务,角色\n甲一,书记,组长\n乙二,委员,成员");
            let case = Case::new(&[roster, ("统计表.csv", &sheet)]);
            let dossier = case.material().dossier;
            let told = [lectures(dossier), visits(dossier)];
            assert_eq!(told.map(|one| one.map_or(String::new(), |piece| piece.text.to_string())), expected);
        };
        check(
            "1月5日,会议室,甲,专家辅导,甲一,县委党校教授\n2月5日,茶园,乙,现场学习,甲一,\n3月5日,会议室,丙,传达,甲一,乙二",
            ["专题辅导由县委党校教授主讲。", "到茶园现场学习。"],
        );
        // One's own people, and the usual room, say nothing.
        check(
            "1月5日,会议室,甲,专家辅导,甲一,乙二\n2月5日,会议室,乙,现场学习,甲一,\n3月5日,会议室,丙,传达,甲一,",
            ["", ""],
        );
        check(
            "1月5日,会议室,甲,专家辅导,甲一,县委党校教授\n2月5日,会议室,乙,专家辅导,甲一,\n3月5日,茶园,丙,现场学习,甲一,\n4月5日,,丁,现场学习,甲一,",
            ["专题辅导由县委党校教授等主讲。", "到茶园等地现场学习。"],
        );
    }

    #[test]
    fn of_many_the_rest_is_listed() {
        let rows: Vec<String> =
            (1..=9).map(|day| format!("1月{day}日,主题{},,传达,甲一\n", numeral(day))).collect();
        check(
            &rows.concat(),
            &[],
            &["传达学习主题一、主题二、主题三、主题四、主题五、主题六、主题七、主题八等。"],
        );
        check(
            &rows[..7].concat().replace("传达", "研讨"),
            &[],
            &[
                "1月1日围绕主题一开展研讨；1月2日围绕主题二开展研讨；1月3日围绕主题三开展研讨；1月4日围绕主题四开展研讨。",
                "还围绕主题五、主题六、主题七开展研讨。",
            ],
        );
    }

    #[test]
    fn all_came_is_said_of_five_and_more_alone() {
        let sheet = |n: usize, mark: &str| {
            let rows: Vec<String> =
                "甲乙丙丁戊".chars().take(n).map(|name| format!("{name}一,成员,√\n")).collect();
            let rows = rows.concat().replace(",√", ",√,×");
            format!("姓名,职务,1月5日,2月5日\n{rows}己二,成员,{mark},×\n")
        };
        let seminar = ("统计表.csv", "时间,学习主题,学习形式,主持人\n1月5日,民法典,研讨,甲一");
        let told = |sheet: &str| {
            let case = Case::new(&[("考勤表.csv", sheet), seminar]);
            studied(&case.material(), &[])[0].text.to_string()
        };
        assert_eq!(told(&sheet(5, "√")), "1月5日围绕民法典开展研讨，成员全部到会。");
        assert_eq!(told(&sheet(5, "补")), "1月5日围绕民法典开展研讨。");
        assert_eq!(told(&sheet(5, "")), "1月5日围绕民法典开展研讨。");
        assert_eq!(told(&sheet(2, "√")), "1月5日围绕民法典开展研讨。");
        // Where all came every time, that is told of all sessions, and not of each again.
        assert_eq!(told(&sheet(5, "√").replace('×', "√")), "1月5日围绕民法典开展研讨。");
    }

    #[track_caller]
    fn check_coverage(topics: &[&str], expected: &str) {
        let rows: Vec<String> =
            topics.iter().zip(1..).map(|(topic, n)| format!("1月{n}日,{topic},甲一\n")).collect();
        let sheet = format!("时间,学习主题,主持人\n{}", rows.concat());
        let case = Case::new(&[("统计表.csv", &sheet)]);
        assert_eq!(
            coverage(&case.material()).map_or(String::new(), |piece| piece.text.to_string()),
            expected
        );
    }

    #[test]
    fn some_of_the_classes_are_not_told_beside_their_topics() {
        check_coverage(&["党的创新理论", "统计法", "信访工作"], "");
        check_coverage(&[], "");
    }
}
