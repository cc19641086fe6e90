//! Sentences on what was done: the opening paragraph and the first section.

use std::collections::BTreeMap;

use crate::document::format::{self, MIN_PERCENT_OF, making_up, ratio, share};
use crate::document::wording::{list, quoted};
use crate::dossier::{Dossier, EssayKind, Form, OversightKind, Register, Role, Session};
use crate::findings::topics::{GROUPS, Way, groups_of, local_words, ways};
use crate::period::quarter_of;
use crate::statistics::{Key, Statistics, exact, size};

/// Topics quoted in one sentence; more would be a table.
const MAX_TOPICS: usize = 4;
/// The longest 贯彻措施 quoted, in characters.
const MAX_FOLLOW_UP_CHARS: usize = 48;

/// Returns the opening paragraph: the basis, the figures, and what follows.
pub(crate) fn opening(dossier: &Dossier, statistics: &Statistics) -> String {
    let period = format::period(dossier.period);
    let part = dossier.period.part_name();
    let next = format::next_period(dossier.period);
    let group = group_name(&dossier.unit);
    let mut text = format!(
        "{period}，{group}（以下简称中心组）按照《中国共产党党委（党组）理论学习中心组学习规则》的要求{}。",
        rhythm(dossier)
    );
    let n_registers = size(Register::ALL.into_iter().filter(|register| dossier.has(*register)).count());
    text += &format!("据{n_registers}种台账统计，{part}共组织集中学习{}次", statistics.count(Key::Sessions));
    if statistics.get(Key::Seminars).value.is_some() {
        text += &match statistics.count(Key::Seminars) {
            0 => "，没有开展专题研讨".to_string(),
            n => format!("，其中专题研讨{n}次"),
        };
    }
    text += &format!("，覆盖{}个季度；", statistics.count(Key::QuartersCovered));
    text += &rates(statistics);
    let essays = statistics.get(Key::Essays);
    if essays.value.is_some() {
        let per_member = statistics.get(Key::EssaysPerMember);
        text += &format!("；提交心得体会和理论文章{}篇", statistics.count(Key::Essays));
        if let (Some(n), Some(of @ 1..)) = (per_member.n, per_member.of) {
            text += &format!("，人均{}篇", ratio(n, of));
        }
        text += &match statistics.count(Key::ResearchReports) {
            0 => "，没有调研报告".to_string(),
            n => format!("，调研报告{n}篇"),
        };
    }
    if statistics.count(Key::Observers) > 0 {
        text += &format!("；列席{}人次", statistics.count(Key::Observers));
    }
    text + &format!("。现将{part}学习情况和{next}学习计划报告如下。")
}

/// Says how regularly there were sessions: every month, every quarter, or neither.
fn rhythm(dossier: &Dossier) -> &'static str {
    let period = dossier.period;
    let in_month = |month: u8| dossier.sessions.iter().any(|s| u8::from(s.date.month()) == month);
    let in_quarter = |quarter: u8| dossier.sessions.iter().any(|s| quarter_of(s.date) == quarter);
    if (period.first_month()..=period.last_month()).all(in_month) {
        "组织学习，做到月月有安排"
    } else if period.quarters().all(in_quarter) {
        "按季组织学习"
    } else {
        "组织学习"
    }
}

/// Returns the group's name as the title has it.
pub(crate) fn group_name(unit: &str) -> String {
    format!("{unit}党委理论学习中心组")
}

/// 应到、实到 and the two rates in one clause.
fn rates(statistics: &Statistics) -> String {
    let rate = statistics.get(Key::AttendanceRate);
    let taking_part = statistics.get(Key::ParticipationRate);
    let (Some(n), Some(of @ 1..)) = (rate.n, rate.of) else {
        return "考勤没有可用的标记，出勤率不作评价".to_string();
    };
    let mut text = format!("应到{of}人次，实到{n}人次，出勤率{}", share(n, of));
    if let (Some(took_part), true) = (taking_part.n, statistics.count(Key::MadeUp) > 0) {
        text += &format!("，计入补学的参学率{}", share(took_part, of));
    }
    text
}

/// Returns whether a rate reaches so many percent.
fn reaches(statistics: &Statistics, key: Key, percent: u64) -> bool {
    let measure = statistics.get(key);
    matches!((measure.n, measure.of), (Some(n), Some(of @ 1..)) if n * 100 >= of * percent)
}

/// Returns the heading over what was studied: what stands out leads.
pub(crate) fn focus_heading(statistics: &Statistics) -> &'static str {
    let (seminars, sessions) = (statistics.count(Key::Seminars), statistics.count(Key::Sessions));
    if seminars * 2 >= sessions.max(1) {
        "突出研讨，把主题学深学透"
    } else if sessions >= 6 {
        "突出重点，把学习抓在平常"
    } else {
        "明确主题，组织集中学习"
    }
}

/// Returns the heading over how study was fitted into the work.
pub(crate) fn integration_heading(statistics: &Statistics) -> &'static str {
    if reaches(statistics, Key::PlanKeptRate, 90) {
        "按计划推进，把学习融入工作"
    } else if reaches(statistics, Key::AttendanceRate, 90) {
        "严格考勤，保证学习到人"
    } else {
        "统筹结合，把学习融入工作"
    }
}

/// Returns the heading over what came of the study.
pub(crate) fn results_heading(dossier: &Dossier) -> &'static str {
    let used = dossier.research.iter().filter(|topic| topic.finished && topic.applied.is_known()).count();
    let written = dossier.essays.len();
    if used > 0 {
        "学以致用，把成果用到实处"
    } else if written > 0 {
        "边学边写，把体会落到纸面"
    } else {
        "以学促干，推动工作落实"
    }
}

/// Returns the paragraphs on what was studied, and who led.
pub(crate) fn focus(dossier: &Dossier, statistics: &Statistics, keywords: &[String]) -> Vec<String> {
    let part = dossier.period.part_name();
    let n = statistics.count(Key::Sessions);
    let mut by_quarter: BTreeMap<u8, u64> = BTreeMap::new();
    for session in &dossier.sessions {
        *by_quarter.entry(quarter_of(session.date)).or_default() += 1;
    }
    let quarters: Vec<String> = dossier
        .period
        .quarters()
        .map(|quarter| {
            let name = ["一", "二", "三", "四"][usize::from(quarter - 1)];
            format!("第{name}季度{}次", by_quarter.get(&quarter).unwrap_or(&0))
        })
        .collect();
    let mut first = format!("{part}集中学习{n}次");
    if quarters.len() > 1 {
        first = format!("集中学习按季安排，{}，共{n}次", list(&quarters));
    }
    first.push('。');
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
        text += &format!("{opening}组长应参加{of}次，实际参加{n}次");
        if let (Some(host), Some(1..)) = (hosted.n, hosted.of) {
            text += &format!("，主持{host}次");
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
        text +=
            &format!("学习事先列入计划，本期应完成{of}项，按期完成{n}项{}。", rate_of("计划兑现率", n, of));
    } else if !dossier.has(Register::Plan) {
        text += &format!("学习计划{}，计划执行情况不作评价。", format::NO_DATA);
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
        format!("每次学习平均{}小时。", format::one_decimal(mean))
    } else {
        format!("有时长记录的{}次学习平均{}小时。", hours.len(), format::one_decimal(mean))
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
        n => format!("（含迟到{n}人次）"),
    };
    let opening = if reaches(statistics, Key::AttendanceRate, 95) {
        "考勤逐次登记，到会情况较好"
    } else if reaches(statistics, Key::AttendanceRate, 90) {
        "考勤逐次登记，到会情况总体平稳"
    } else {
        "每次学习登记考勤"
    };
    let mut text = format!("{opening}，共到会{}人次{late}", count(Key::Present));
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
    if published > 0 {
        text += &format!("，其中有发表或转化记录的{published}篇");
    }
    text.push('。');
    if has_chart {
        text += "心得体会和理论文章的提交时间见图2。";
    }
    text
}

/// Returns the paragraphs on what came of the study.
pub(crate) fn results(dossier: &Dossier) -> Vec<String> {
    [follow_up(dossier), research(dossier), oversight(dossier)].into_iter().flatten().collect()
}

/// Says what measures the sessions led to, quoting the shortest two.
fn follow_up(dossier: &Dossier) -> Option<String> {
    let of = dossier.sessions.iter().filter(|session| session.follow_up.origin.is_some()).count();
    if of == 0 {
        return None;
    }
    let with: Vec<&Session> =
        dossier.sessions.iter().filter(|session| session.follow_up.is_known()).collect();
    if with.is_empty() {
        return None;
    }
    let mut text = format!(
        "{of}次集中学习中，有{}次提出了贯彻措施{}",
        with.len(),
        making_up(size(with.len()), size(of))
    );
    let short = |session: &&&Session| session.follow_up.text().chars().count() <= MAX_FOLLOW_UP_CHARS;
    let examples: Vec<String> =
        with.iter().filter(short).take(2).map(|s| quoted(s.follow_up.text())).collect();
    if !examples.is_empty() {
        text += &format!("，如{}", examples.concat());
    }
    text.push('。');
    Some(text)
}

fn research(dossier: &Dossier) -> Option<String> {
    if !dossier.has(Register::Research) {
        return Some(format!("调研课题表{}，课题情况不作评价。", format::NO_DATA));
    }
    let topics = &dossier.research;
    if topics.is_empty() {
        return None;
    }
    let finished: Vec<_> = topics.iter().filter(|topic| topic.finished).collect();
    let applied = finished.iter().filter(|topic| topic.applied.is_known()).count();
    let mut text = format!("列入调研课题{}个", topics.len());
    if finished.is_empty() {
        text += if topics.len() == 1 { "，正在推进" } else { "，均在推进中" };
    } else {
        let titles: String =
            finished.iter().take(MAX_TOPICS).map(|topic| quoted(topic.title.text())).collect();
        let etc = if finished.len() > MAX_TOPICS { "等" } else { "" };
        text += &format!("，已完成{}个，即{titles}{etc}", finished.len());
        if applied > 0 {
            text += &format!("，其中{applied}个成果已转化应用");
        }
    }
    text.push('。');
    Some(text)
}

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
