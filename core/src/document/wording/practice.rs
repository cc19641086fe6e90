//! Sentences on what was done: the first section, up to what came of it.
//!
//! Nothing that is zero or missing is told as something done: it is said plainly.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::document::format::{self, MIN_PERCENT_OF, named_share, share, whole};
use crate::document::provenance::{Evidence, Provenance};
use crate::document::text::{Count, Figure, Text, text};
use crate::document::wording::{counted, list, quoted};
use crate::dossier::{Dossier, Form, Register, Role, Session};
use crate::findings::topics::{groups, groups_of, local_words, ways};
use crate::origin::Origin;
use crate::period::quarter_of;
use crate::statistics::{Key, Statistics, exact, size};

/// Topics quoted in one sentence; more would be a table.
pub(super) const MAX_TOPICS: usize = 4;

/// Returns the section's title: without sessions and essays there is nothing to call a practice.
pub(crate) fn title(dossier: &Dossier) -> &'static str {
    if dossier.sessions.is_empty() && dossier.essays.is_empty() {
        "学习开展情况"
    } else {
        "主要做法和成效"
    }
}

/// Returns whether a rate reaches so many percent.
fn reaches(statistics: &Statistics, key: Key, percent: u64) -> bool {
    let measure = statistics.get(key);
    matches!((measure.n, measure.of), (Some(n), Some(of @ 1..)) if n * 100 >= of * percent)
}

/// From so many seminars on, they can be what stands out.
const MIN_STRESSED: u64 = 2;

/// Returns the heading over what was studied: what stands out leads.
pub(crate) fn focus_heading(statistics: &Statistics) -> &'static str {
    let (seminars, sessions) = (statistics.count(Key::Seminars), statistics.count(Key::Sessions));
    if sessions == 0 {
        "集中学习情况"
    } else if seminars >= MIN_STRESSED && seminars * 2 >= sessions {
        "突出研讨，把主题学深学透"
    } else if sessions >= 6 {
        "突出重点，把学习抓在平常"
    } else {
        "明确主题，组织集中学习"
    }
}

/// Returns the heading over how study was fitted into the work.
pub(crate) fn integration_heading(statistics: &Statistics) -> &'static str {
    if statistics.count(Key::Sessions) == 0 {
        "计划执行情况"
    } else if reaches(statistics, Key::PlanKeptRate, 90) {
        "按计划推进，把学习融入工作"
    } else if reaches(statistics, Key::AttendanceRate, 90) {
        "严格考勤，保证学习到人"
    } else if statistics.count(Key::Present) == 0 || statistics.get(Key::PlanKeptRate).n == Some(0) {
        "计划和考勤情况"
    } else {
        "统筹结合，把学习融入工作"
    }
}

/// Returns the paragraphs on what was studied, and who led.
pub(crate) fn focus(dossier: &Dossier, statistics: &Statistics, keywords: &[String]) -> Vec<Text> {
    let part = dossier.period.part_name();
    let n = statistics.count(Key::Sessions);
    if n == 0 {
        return vec![text!("{part}没有集中学习，主题、形式、主持、发言和出勤情况不作评价。")];
    }
    let mut by_quarter: BTreeMap<u8, Vec<Origin>> = BTreeMap::new();
    for session in &dossier.sessions {
        by_quarter.entry(quarter_of(session.date)).or_default().push(session.origin.clone());
    }
    let n = counted(statistics, Key::Sessions);
    let quarters: Vec<Text> = dossier
        .period
        .quarters()
        .map(|quarter| {
            let name = format::numeral(usize::from(quarter));
            match by_quarter.get(&quarter) {
                Some(sessions) => {
                    let n = whole(sessions.len(), Provenance::records("集中学习", sessions.clone()));
                    text!("第{name}季度{n}次")
                }
                None => text!("第{name}季度没有安排"),
            }
        })
        .collect();
    let mut first = match quarters.len() {
        1 => text!("{part}集中学习{n}次。"),
        n_quarters if n_quarters == by_quarter.len() => {
            text!("集中学习按季安排，{}，共{n}次。", list(&quarters))
        }
        _ => text!("集中学习共{n}次，{}。", Text::joined(&quarters, "，")),
    };
    first += topics(dossier);
    first += coverage(dossier, keywords);
    let mut paragraphs = vec![first];
    paragraphs.extend(leading(dossier, statistics));
    paragraphs
}

/// Quotes the topics: those of seminars where there are any, else the first ones.
fn topics(dossier: &Dossier) -> Text {
    let quote = |sessions: &[&Session]| {
        let topics: Vec<Text> =
            sessions.iter().take(MAX_TOPICS).map(|session| quoted(&session.topic, &session.origin)).collect();
        (Text::joined(&topics, ""), sessions.len() > MAX_TOPICS)
    };
    let with_topic = || dossier.sessions.iter().filter(|session| session.topic.is_known());
    let seminars: Vec<&Session> = with_topic().filter(|s| s.form == Some(Form::Seminar)).collect();
    let others: Vec<&Session> = with_topic().filter(|s| s.form != Some(Form::Seminar)).collect();
    let mut text = Text::new();
    if !seminars.is_empty() {
        let (quotes, cut) = quote(&seminars);
        text += text!("围绕{quotes}{}开展专题研讨", if cut { "等主题" } else { "" });
    }
    if !others.is_empty() {
        let (quotes, cut) = quote(&others);
        text += if text.is_empty() { "先后学习了" } else { "，并学习了" };
        text += text!("{quotes}{}", if cut { "等内容" } else { "" });
    }
    if !text.is_empty() {
        text += "。";
    }
    text
}

/// Says which of the nine groups of article 8 the topics belong to.
fn coverage(dossier: &Dossier, keywords: &[String]) -> Text {
    let local = local_words(&dossier.unit, keywords);
    let mut covered: BTreeMap<usize, Vec<Origin>> = BTreeMap::new();
    // Of a topic that is not understood nothing is said.
    let mut all_told = true;
    for session in &dossier.sessions {
        let of_session = groups_of(session, &local);
        all_told &= !of_session.is_empty();
        for group in of_session {
            covered.entry(group).or_default().push(session.origin.clone());
        }
    }
    let names: Vec<&str> = covered.keys().map(|at| groups()[*at].name.as_str()).collect();
    let all = format::numeral(groups().len());
    match names.as_slice() {
        [] => Text::new(),
        [one] if all_told => text!("对照学习规则所列{all}类内容，主题都属于{one}。"),
        several if several.len() == groups().len() => text!("学习规则所列{all}类内容都有涉及。"),
        several if all_told => {
            let cells = covered.into_values().flatten().collect();
            let n = whole(several.len(), Provenance::counted("主题所属的类", size(several.len()), cells));
            text!("对照学习规则所列{all}类内容，涉及{}，共{n}类。", list(several))
        }
        some => text!("对照学习规则所列{all}类内容，涉及{}。", list(some)),
    }
}

/// Says what the head of the group and the speakers did.
fn leading(dossier: &Dossier, statistics: &Statistics) -> Option<Text> {
    let attended = statistics.get(Key::LeaderAttendanceRate);
    let hosted = statistics.get(Key::LeaderHostRate);
    let speaking = statistics.get(Key::SpeakersShare);
    let mut text = Text::new();
    if let (Some(n), Some(of @ 1..)) = (attended.n, attended.of) {
        let opening = if n * 10 >= of * 9 { "组长带头参加学习，" } else { "" };
        let (took_part, due) = (Count::new(n, attended.into()), Count::new(of, attended.into()));
        text += text!("{opening}组长应参加{due}次，");
        text += if n == 0 { "没有参加".into() } else { text!("实际参加{took_part}次") };
        if let (Some(host), Some(1..)) = (hosted.n, hosted.of) {
            let host = Count::new(host, hosted.into());
            text += if host == 0 { "，没有主持".into() } else { text!("，主持{host}次") };
        }
        text += "。";
    }
    let deputies = dossier.sessions.iter().filter(|session| {
        dossier.members.iter().any(|m| m.role == Role::Deputy && m.name == session.host.text())
    });
    let deputies: Vec<Origin> = deputies.filter_map(|session| session.host.evidence()).collect();
    if !deputies.is_empty() {
        let n = whole(deputies.len(), Provenance::records("副组长主持的学习", deputies));
        text += text!("副组长主持{n}次。");
    }
    if let (Some(n), Some(of @ 1..)) = (speaking.n, speaking.of) {
        let speeches: usize =
            dossier.sessions.iter().filter_map(|s| s.speakers.value.as_ref()).map(Vec::len).sum();
        let cells = dossier.sessions.iter().filter_map(|session| session.speakers.evidence()).collect();
        let speeches = whole(speeches, Provenance::counted("重点发言", size(speeches), cells));
        let (spoke, members) = (Count::new(n, speaking.into()), Count::new(of, speaking.into()));
        if n == of {
            text += text!("重点发言{speeches}人次，{members}名成员人人作了发言。");
        } else if n > 0 {
            text += text!("重点发言{speeches}人次，有{spoke}名成员作了发言。");
        }
    }
    (!text.is_empty()).then_some(text)
}

/// Returns the paragraphs on how study was fitted into the work.
pub(crate) fn integration(dossier: &Dossier, statistics: &Statistics, chart: Option<&Figure>) -> Vec<Text> {
    let mut paragraphs = Vec::new();
    let mut text = Text::new();
    let kept = statistics.get(Key::PlanKeptRate);
    if let (Some(n), Some(of @ 1..)) = (kept.n, kept.of) {
        let (done, due) = (Count::new(n, kept.into()), Count::new(of, kept.into()));
        text += match n {
            0 if of == 1 => text!("学习计划列有本期应完成的学习{due}项，没有按期完成。"),
            0 => text!("学习计划列有本期应完成的学习{due}项，都没有按期完成。"),
            1 if of == 1 => text!("学习事先列入计划，本期应完成{due}项，已按期完成。"),
            n if n == of => text!("学习事先列入计划，本期应完成{due}项，全部按期完成。"),
            _ => {
                let rate = named_share("计划兑现率", &done, &due);
                text!("学习事先列入计划，本期应完成{due}项，按期完成{done}项{rate}。")
            }
        };
    } else if !dossier.has(Register::Plan) {
        text += text!("学习计划{}，计划执行情况不作评价。", format::NO_DATA);
    }
    if dossier.sessions.is_empty() {
        // What cannot be judged without sessions has been said ahead of this.
        if text.is_empty() {
            text += "学习计划中没有本期应完成的安排。";
        }
        return vec![text];
    }
    text += forms(dossier);
    text += lengths(dossier);
    if !text.is_empty() {
        paragraphs.push(text);
    }
    paragraphs.push(attendance(statistics, chart));
    paragraphs
}

/// Counts the forms that the sessions took.
fn forms(dossier: &Dossier) -> Text {
    if !dossier.has(Register::Sessions) {
        return text!("集中学习情况统计表{}，学习形式、主持和发言情况不作评价。", format::NO_DATA);
    }
    let mut counts: BTreeMap<Form, Vec<Origin>> = BTreeMap::new();
    for session in &dossier.sessions {
        if let Some(form) = session.form {
            let cell = session.form_text.origin.clone().unwrap_or_else(|| session.origin.clone());
            counts.entry(form).or_default().push(cell);
        }
    }
    let items: Vec<Text> = counts
        .into_iter()
        .map(|(form, cells)| {
            let name = form_name(form);
            text!("{name}{}次", whole(cells.len(), Provenance::records(name, cells)))
        })
        .collect();
    if items.is_empty() {
        return Text::new();
    }
    let ways = ways(dossier);
    let names: Vec<&str> = ways.keys().map(|way| way.name()).collect();
    let varied = if names.len() > 2 {
        let cells = ways.into_values().flatten().collect();
        let n = whole(names.len(), Provenance::counted("学习方式", size(names.len()), cells));
        text!("，{}{n}种方式都有运用", list(&names))
    } else {
        Text::new()
    };
    text!("从形式看，{}{varied}。", list(&items))
}

/// Returns a form's name.
pub(crate) fn form_name(form: Form) -> &'static str {
    match form {
        Form::Seminar => "专题研讨",
        Form::Relay => "传达领学",
        Form::Lecture => "专题辅导",
        Form::Visit => "现场学习",
        Form::Film => "专题观看",
        Form::SelfStudy => "自学交流",
        Form::Fieldwork => "专题调研",
        Form::Other => "其他集中学习",
    }
}

fn lengths(dossier: &Dossier) -> Text {
    let timed: Vec<(f64, Origin)> = dossier
        .sessions
        .iter()
        .filter_map(|session| Some((session.hours.value?, session.hours.evidence()?)))
        .collect();
    if timed.is_empty() {
        return Text::new();
    }
    let n = size(timed.len());
    let mean = timed.iter().map(|(hours, _)| hours).sum::<f64>() / exact(n);
    let cells = timed.into_iter().map(|(_, cell)| cell).collect();
    let evidence = Evidence { value: Some(mean), n: Some(n), of: None, origins: cells };
    let source = Provenance::Count("有时长记录的学习", Arc::new(evidence));
    let mean = format::plain(mean, &source);
    if n == size(dossier.sessions.len()) {
        text!("每次学习平均{mean}小时。")
    } else {
        text!("有时长记录的{}次学习平均{mean}小时。", Count::new(n, source))
    }
}

/// Breaks the attendance down, with all three rates.
fn attendance(statistics: &Statistics, chart: Option<&Figure>) -> Text {
    let count = |key| counted(statistics, key);
    let due = count(Key::Due);
    if due == 0 {
        return "考勤表中没有可用的标记，出勤情况不作评价。".into();
    }
    let rate = |key| {
        let measure = statistics.get(key);
        share(measure.n.unwrap_or(0), measure.of.unwrap_or(0), measure)
    };
    let present = count(Key::Present);
    let mut away = Vec::new();
    for (key, name) in
        [(Key::OnDuty, "公差"), (Key::Leave, "请假"), (Key::Absent, "缺席"), (Key::MadeUp, "事后补学")]
    {
        if statistics.count(key) > 0 {
            away.push(text!("{name}{}人次", count(key)));
        }
    }
    let late = match statistics.count(Key::Late) {
        0 => Text::new(),
        n if present == n => "（都是迟到）".into(),
        _ => text!("（含迟到{}人次）", count(Key::Late)),
    };
    let opening = if reaches(statistics, Key::AttendanceRate, 95) {
        "考勤逐次登记，到会情况较好"
    } else if reaches(statistics, Key::AttendanceRate, 90) {
        "考勤逐次登记，到会情况总体平稳"
    } else {
        "每次学习登记考勤"
    };
    let mut text = match present.n {
        0 => text!("考勤表应到{due}人次，没有到会的记录"),
        _ => text!("{opening}，共到会{present}人次{late}"),
    };
    let see = chart.map_or(Text::new(), |number| text!("各次学习的出勤情况见{number}。"));
    if away.is_empty() && statistics.count(Key::Unknown) == 0 {
        return text + text!("，应到人员全部到会，出勤率{}。{see}", rate(Key::AttendanceRate));
    }
    if !away.is_empty() {
        text += text!("，未到会的人员中，{}", list(&away));
    }
    text += "。";
    if statistics.count(Key::Unknown) > 0 {
        text += text!("另有{}人次没有考勤标记，按数据缺项处理，不计作到会。", count(Key::Unknown));
    }
    let mut rates = Vec::new();
    if statistics.count(Key::OnDuty) > 0 {
        rates.push(text!("扣除公差后的有效出勤率为{}", rate(Key::EffectiveAttendanceRate)));
    }
    let absences = statistics.get(Key::MakeUpRate).of.unwrap_or(0);
    if statistics.count(Key::MadeUp) > 0 && absences >= MIN_PERCENT_OF {
        rates.push(text!("补学率为{}", rate(Key::MakeUpRate)));
    }
    if !rates.is_empty() {
        text += text!("{}。", Text::joined(&rates, "，"));
    }
    text + see
}
