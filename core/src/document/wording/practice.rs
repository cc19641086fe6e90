//! Sentences on what was done: the first section, up to what came of it.
//!
//! Nothing that is zero or missing is told as something done: it is said plainly.

use std::collections::BTreeMap;

use crate::document::format::{self, MIN_PERCENT_OF, share};
use crate::document::wording::{list, quoted};
use crate::dossier::{Dossier, Form, Register, Role, Session};
use crate::findings::topics::{GROUPS, Way, groups_of, local_words, ways};
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
pub(crate) fn focus(dossier: &Dossier, statistics: &Statistics, keywords: &[String]) -> Vec<String> {
    let part = dossier.period.part_name();
    let n = statistics.count(Key::Sessions);
    if n == 0 {
        return vec![format!("{part}没有集中学习，主题、形式、主持、发言和出勤情况不作评价。")];
    }
    let mut by_quarter: BTreeMap<u8, u64> = BTreeMap::new();
    for session in &dossier.sessions {
        *by_quarter.entry(quarter_of(session.date)).or_default() += 1;
    }
    let quarters: Vec<String> = dossier
        .period
        .quarters()
        .map(|quarter| {
            let name = format::numeral(usize::from(quarter));
            match by_quarter.get(&quarter) {
                Some(n) => format!("第{name}季度{n}次"),
                None => format!("第{name}季度没有安排"),
            }
        })
        .collect();
    let mut first = match quarters.len() {
        1 => format!("{part}集中学习{n}次。"),
        n_quarters if n_quarters == by_quarter.len() => {
            format!("集中学习按季安排，{}，共{n}次。", list(&quarters))
        }
        _ => format!("集中学习共{n}次，{}。", quarters.join("，")),
    };
    first += &topics(dossier);
    first += &coverage(dossier, keywords);
    let mut paragraphs = vec![first];
    paragraphs.extend(leading(dossier, statistics));
    paragraphs
}

/// Quotes the topics: those of seminars where there are any, else the first ones.
fn topics(dossier: &Dossier) -> String {
    let quote = |sessions: &[&Session]| {
        let topics: Vec<String> =
            sessions.iter().take(MAX_TOPICS).map(|session| quoted(session.topic.text())).collect();
        (topics.concat(), sessions.len() > MAX_TOPICS)
    };
    let with_topic = || dossier.sessions.iter().filter(|session| session.topic.is_known());
    let seminars: Vec<&Session> = with_topic().filter(|s| s.form == Some(Form::Seminar)).collect();
    let others: Vec<&Session> = with_topic().filter(|s| s.form != Some(Form::Seminar)).collect();
    let mut text = String::new();
    if !seminars.is_empty() {
        let (quotes, cut) = quote(&seminars);
        text += &format!("围绕{quotes}{}开展专题研讨", if cut { "等主题" } else { "" });
    }
    if !others.is_empty() {
        let (quotes, cut) = quote(&others);
        text += if text.is_empty() { "先后学习了" } else { "，并学习了" };
        text += &format!("{quotes}{}", if cut { "等内容" } else { "" });
    }
    if !text.is_empty() {
        text.push('。');
    }
    text
}

/// Says which of the nine groups of article 8 the topics belong to.
fn coverage(dossier: &Dossier, keywords: &[String]) -> String {
    let local = local_words(&dossier.unit, keywords);
    let mut covered: BTreeMap<usize, u64> = BTreeMap::new();
    for session in &dossier.sessions {
        for group in groups_of(session, &local) {
            *covered.entry(group).or_default() += 1;
        }
    }
    let names: Vec<&str> = covered.keys().map(|at| GROUPS[*at].name.as_str()).collect();
    let all = format::numeral(GROUPS.len());
    match names.as_slice() {
        [] => String::new(),
        [one] => format!("对照学习规则所列{all}类内容，主题都属于{one}。"),
        several if several.len() == GROUPS.len() => format!("学习规则所列{all}类内容都有涉及。"),
        several => format!("对照学习规则所列{all}类内容，涉及{}，共{}类。", list(several), several.len()),
    }
}

/// Says what the head of the group and the speakers did.
fn leading(dossier: &Dossier, statistics: &Statistics) -> Option<String> {
    let attended = statistics.get(Key::LeaderAttendanceRate);
    let hosted = statistics.get(Key::LeaderHostRate);
    let speaking = statistics.get(Key::SpeakersShare);
    let mut text = String::new();
    if let (Some(n), Some(of @ 1..)) = (attended.n, attended.of) {
        let opening = if n * 10 >= of * 9 { "组长带头参加学习，" } else { "" };
        text += &format!("{opening}组长应参加{of}次，");
        text += &if n == 0 { "没有参加".to_string() } else { format!("实际参加{n}次") };
        if let (Some(host), Some(1..)) = (hosted.n, hosted.of) {
            text += &if host == 0 { "，没有主持".to_string() } else { format!("，主持{host}次") };
        }
        text.push('。');
    }
    let deputies = dossier.sessions.iter().filter(|session| {
        dossier.members.iter().any(|m| m.role == Role::Deputy && m.name == session.host.text())
    });
    let deputies = deputies.count();
    if deputies > 0 {
        text += &format!("副组长主持{deputies}次。");
    }
    if let (Some(n), Some(of @ 1..)) = (speaking.n, speaking.of) {
        let speeches: usize =
            dossier.sessions.iter().filter_map(|s| s.speakers.value.as_ref()).map(Vec::len).sum();
        if n == of {
            text += &format!("重点发言{speeches}人次，{of}名成员人人作了发言。");
        } else if n > 0 {
            text += &format!("重点发言{speeches}人次，有{n}名成员作了发言。");
        }
    }
    (!text.is_empty()).then_some(text)
}

/// Returns the paragraphs on how study was fitted into the work.
pub(crate) fn integration(dossier: &Dossier, statistics: &Statistics) -> Vec<String> {
    let mut paragraphs = Vec::new();
    let mut text = String::new();
    let kept = statistics.get(Key::PlanKeptRate);
    if let (Some(n), Some(of @ 1..)) = (kept.n, kept.of) {
        text += &match n {
            0 if of == 1 => "学习计划列有本期应完成的学习1项，没有按期完成。".to_string(),
            0 => format!("学习计划列有本期应完成的学习{of}项，都没有按期完成。"),
            1 if of == 1 => "学习事先列入计划，本期应完成1项，已按期完成。".to_string(),
            n if n == of => format!("学习事先列入计划，本期应完成{of}项，全部按期完成。"),
            n => {
                format!("学习事先列入计划，本期应完成{of}项，按期完成{n}项{}。", rate_of("计划兑现率", n, of))
            }
        };
    } else if !dossier.has(Register::Plan) {
        text += &format!("学习计划{}，计划执行情况不作评价。", format::NO_DATA);
    }
    if dossier.sessions.is_empty() {
        // What cannot be judged without sessions has been said ahead of this.
        if text.is_empty() {
            text += "学习计划中没有本期应完成的安排。";
        }
        return vec![text];
    }
    text += &forms(dossier);
    text += &lengths(dossier);
    if !text.is_empty() {
        paragraphs.push(text);
    }
    paragraphs.push(attendance(statistics));
    paragraphs
}

/// Returns `，计划兑现率70.0%`, or nothing where there are too few for a percentage.
fn rate_of(name: &str, n: u64, of: u64) -> String {
    if of < MIN_PERCENT_OF { String::new() } else { format!("，{name}{}", share(n, of)) }
}

/// Counts the forms that the sessions took.
fn forms(dossier: &Dossier) -> String {
    if !dossier.has(Register::Sessions) {
        return format!("集中学习情况统计表{}，学习形式、主持和发言情况不作评价。", format::NO_DATA);
    }
    let mut counts: BTreeMap<Form, u64> = BTreeMap::new();
    for form in dossier.sessions.iter().filter_map(|session| session.form) {
        *counts.entry(form).or_default() += 1;
    }
    let items: Vec<String> = counts.iter().map(|(form, n)| format!("{}{n}次", form_name(*form))).collect();
    if items.is_empty() {
        return String::new();
    }
    let ways: Vec<&str> = ways(dossier).into_keys().map(Way::name).collect();
    let varied = if ways.len() > 2 {
        format!("，{}{}种方式都有运用", list(&ways), ways.len())
    } else {
        String::new()
    };
    format!("从形式看，{}{varied}。", list(&items))
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

fn lengths(dossier: &Dossier) -> String {
    let hours: Vec<f64> = dossier.sessions.iter().filter_map(|session| session.hours.value).collect();
    if hours.is_empty() {
        return String::new();
    }
    let mean = hours.iter().sum::<f64>() / exact(size(hours.len()));
    if hours.len() == dossier.sessions.len() {
        format!("每次学习平均{}小时。", format::plain(mean))
    } else {
        format!("有时长记录的{}次学习平均{}小时。", hours.len(), format::plain(mean))
    }
}

/// Breaks the attendance down, with all three rates.
fn attendance(statistics: &Statistics) -> String {
    let count = |key| statistics.count(key);
    let due = count(Key::Due);
    if due == 0 {
        return "考勤表中没有可用的标记，出勤情况不作评价。".to_string();
    }
    let rate = |key| {
        let measure = statistics.get(key);
        share(measure.n.unwrap_or(0), measure.of.unwrap_or(0))
    };
    let mut away = Vec::new();
    for (key, name) in
        [(Key::OnDuty, "公差"), (Key::Leave, "请假"), (Key::Absent, "缺席"), (Key::MadeUp, "事后补学")]
    {
        if count(key) > 0 {
            away.push(format!("{name}{}人次", count(key)));
        }
    }
    let late = match count(Key::Late) {
        0 => String::new(),
        n if n == count(Key::Present) => "（都是迟到）".to_string(),
        n => format!("（含迟到{n}人次）"),
    };
    let opening = if reaches(statistics, Key::AttendanceRate, 95) {
        "考勤逐次登记，到会情况较好"
    } else if reaches(statistics, Key::AttendanceRate, 90) {
        "考勤逐次登记，到会情况总体平稳"
    } else {
        "每次学习登记考勤"
    };
    let mut text = match count(Key::Present) {
        0 => format!("考勤表应到{due}人次，没有到会的记录"),
        n => format!("{opening}，共到会{n}人次{late}"),
    };
    if away.is_empty() && count(Key::Unknown) == 0 {
        return text
            + &format!("，应到人员全部到会，出勤率{}。各次学习的出勤情况见图1。", rate(Key::AttendanceRate));
    }
    if !away.is_empty() {
        text += &format!("，未到会的人员中，{}", list(&away));
    }
    text.push('。');
    if count(Key::Unknown) > 0 {
        text += &format!("另有{}人次没有考勤标记，按数据缺项处理，不计作到会。", count(Key::Unknown));
    }
    let mut rates = Vec::new();
    if count(Key::OnDuty) > 0 {
        rates.push(format!("扣除公差后的有效出勤率为{}", rate(Key::EffectiveAttendanceRate)));
    }
    let absences = statistics.get(Key::MakeUpRate).of.unwrap_or(0);
    if count(Key::MadeUp) > 0 && absences >= MIN_PERCENT_OF {
        rates.push(format!("补学率为{}", rate(Key::MakeUpRate)));
    }
    if !rates.is_empty() {
        text += &format!("{}。", rates.join("，"));
    }
    text + "各次学习的出勤情况见图1。"
}
