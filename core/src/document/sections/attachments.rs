//! The attachments: what answers what, the sessions, and the members.

use crate::document::block::{Align, Attachment, Block, Column, Table};
use crate::document::format::{self, month_day, one_decimal, share};
use crate::document::material::Material;
use crate::document::sections::{attendance, thresholds};
use crate::document::wording::practice::form_name;
use crate::document::wording::{measures, problems, tables};
use crate::dossier::{Role, Session};
use crate::findings::{Cause, Indicator, Serves};
use crate::statistics::{Key, Tally, size};

/// Returns the attachments that have something to show, in order.
pub(crate) fn all(material: &Material<'_>) -> Vec<Attachment> {
    let all = [
        matrix(material),
        sessions(material),
        members(material),
        attendance::attendance(material),
        thresholds::thresholds(material),
        thresholds::score_sheet(material),
    ];
    all.into_iter().flatten().collect()
}

fn attachment(title: &[&str], table: Table) -> Attachment {
    let title = title.iter().map(|word| (*word).to_string()).collect();
    Attachment { title, blocks: vec![Block::Table(table)] }
}

fn columns<const N: usize>(columns: [(f64, Align); N]) -> Vec<Column> {
    columns.map(|(width_mm, align)| Column { width_mm, align }).to_vec()
}

fn texts<const N: usize>(texts: [&str; N]) -> Vec<String> {
    texts.map(str::to_string).to_vec()
}

/// 问题—原因—措施—指标对照表: one row a flagged indicator.
///
/// Problems and causes are named by their numbers in the body, so that a row is one line.
fn matrix(material: &Material<'_>) -> Option<Attachment> {
    let rows: Vec<Vec<String>> = (1..)
        .zip(material.findings.flagged())
        .map(|(n, indicator)| matrix_row(material, n, indicator))
        .collect();
    if rows.is_empty() {
        return None;
    }
    let table = Table {
        caption: None,
        columns: columns([
            (10.0, Align::Center),
            (13.0, Align::Center),
            (19.0, Align::Center),
            (27.0, Align::Left),
            (18.0, Align::Center),
            (23.0, Align::Center),
            (26.0, Align::Left),
            (20.0, Align::Center),
        ]),
        header: texts(["序号", "问题", "原因", "指标", "本期", "正常范围", "措施", "时限"]),
        rows,
        note: Some(tables::matrix_note(material.dossier.period, material.findings.previous.is_some())),
    };
    Some(attachment(&["问题", "—原因", "—措施", "—指标", "对照表"], table))
}

fn matrix_row(material: &Material<'_>, n: usize, indicator: &Indicator) -> Vec<String> {
    let findings = material.findings;
    let id = indicator.rule.id;
    let numbered = |at: usize| format!("（{}）", format::numeral(at + 1));
    let causes_with = |wanted: &dyn Fn(&Cause) -> bool| -> String {
        let numbers = (0..).zip(&findings.causes).filter(|(_, cause)| wanted(cause));
        numbers.map(|(at, _)| numbered(at)).collect()
    };
    let (problem, cause) = match indicator.rule.serves {
        Serves::Problem(kind) => (
            findings.problems.iter().position(|problem| problem.kind == kind).map(numbered),
            causes_with(&|cause| cause.explains.contains(&kind)),
        ),
        Serves::Cause(kind) => (None, causes_with(&|cause| cause.kind == kind)),
    };
    let dash = |text: String| if text.is_empty() { "—".to_string() } else { text };
    let action = findings.actions.iter().find(|action| action.answers.contains(&id));
    let (answer, due) = action
        .map_or(("", String::new()), |action| (measures::name(action.measure.key), month_day(action.due)));
    let measured = indicator.reading.as_ref().map(|reading| format::reading(reading, indicator.limit.unit));
    let value = indicator.flagged_otherwise().map(str::to_string).or(measured).unwrap_or_default();
    vec![
        n.to_string(),
        dash(problem.unwrap_or_default()),
        dash(cause),
        indicator.rule.name.to_string(),
        value,
        problems::range_left(indicator),
        answer.to_string(),
        due,
    ]
}

/// 集中学习情况一览表: one row a session, and the sum.
fn sessions(material: &Material<'_>) -> Option<Attachment> {
    let (dossier, statistics) = (material.dossier, material.statistics);
    if dossier.sessions.is_empty() {
        return None;
    }
    let mut rows: Vec<Vec<String>> = Vec::new();
    for (at, (session, figures)) in dossier.sessions.iter().zip(&statistics.sessions).enumerate() {
        rows.push(session_row(material, at + 1, session, &figures.tally));
    }
    let (n, of) = statistics.tally.attendance_rate();
    rows.push(vec![
        String::new(),
        "合计".to_string(),
        format!("{}次", dossier.sessions.len()),
        String::new(),
        String::new(),
        String::new(),
        of.to_string(),
        n.to_string(),
        rate(n, of),
    ]);
    let table = Table {
        caption: None,
        columns: columns([
            (10.0, Align::Center),
            (18.0, Align::Center),
            (50.0, Align::Left),
            (18.0, Align::Center),
            (14.0, Align::Center),
            (11.0, Align::Center),
            (10.0, Align::Right),
            (10.0, Align::Right),
            (15.0, Align::Right),
        ]),
        header: texts(["序号", "日期", "学习主题", "形式", "主持", "时长", "应到", "实到", "出勤率"]),
        rows,
        note: Some(tables::SESSIONS_NOTE.to_string()),
    };
    Some(attachment(&["集中学习", "情况", "一览表"], table))
}

fn session_row(material: &Material<'_>, n: usize, session: &Session, tally: &Tally) -> Vec<String> {
    let (present, due) = tally.attendance_rate();
    let dash = || "—".to_string();
    vec![
        n.to_string(),
        month_day(session.date),
        session.topic.value.clone().unwrap_or_else(dash),
        session.form.map_or_else(dash, |form| form_name(form).to_string()),
        host(material, session),
        session.hours.value.map_or_else(dash, one_decimal),
        if due == 0 { dash() } else { due.to_string() },
        if due == 0 { dash() } else { present.to_string() },
        rate(present, due),
    ]
}

/// Names the host where names are wanted, else the host's part in the group.
fn host(material: &Material<'_>, session: &Session) -> String {
    let name = session.host.text();
    if name.is_empty() {
        return "—".to_string();
    }
    if material.settings.names {
        return name.to_string();
    }
    let member = material.dossier.members.iter().find(|member| member.name == name);
    member.map_or("其他", |member| member.role.name()).to_string()
}

fn rate(n: u64, of: u64) -> String {
    if of == 0 { "—".to_string() } else { share(n, of) }
}

/// 成员学习情况统计表: by person where names are wanted, else by part in the group.
fn members(material: &Material<'_>) -> Option<Attachment> {
    if material.statistics.count(Key::Members) == 0 {
        return None;
    }
    let table = if material.settings.names { by_person(material) } else { by_role(material) };
    Some(attachment(&["成员", "学习情况", "统计表"], table))
}

fn by_person(material: &Material<'_>) -> Table {
    let (dossier, statistics) = (material.dossier, material.statistics);
    let counted = dossier.counted_members().filter(|(_, m)| m.in_post_during(dossier.period));
    let rows = (1..).zip(counted).map(|(n, (at, member))| {
        let figures = &statistics.members[at];
        let (present, due) = figures.tally.attendance_rate();
        vec![
            n.to_string(),
            member.name.clone(),
            member.position.value.clone().unwrap_or_else(|| member.role.name().to_string()),
            due.to_string(),
            present.to_string(),
            (due - present - size(figures.tally.made_up.len())).to_string(),
            figures.tally.made_up.len().to_string(),
            rate(present, due),
            figures.n_speeches.to_string(),
            (figures.n_essays + figures.n_reports).to_string(),
        ]
    });
    Table {
        caption: None,
        columns: columns([
            (10.0, Align::Center),
            (20.0, Align::Center),
            (38.0, Align::Left),
            (12.0, Align::Right),
            (12.0, Align::Right),
            (12.0, Align::Right),
            (12.0, Align::Right),
            (16.0, Align::Right),
            (12.0, Align::Right),
            (12.0, Align::Right),
        ]),
        header: texts(["序号", "姓名", "职务", "应到", "实到", "未到", "补学", "出勤率", "发言", "成果"]),
        rows: rows.collect(),
        note: Some(tables::members_note()),
    }
}

fn by_role(material: &Material<'_>) -> Table {
    let (dossier, statistics) = (material.dossier, material.statistics);
    let row = |name: &str, wanted: &dyn Fn(Role) -> bool| {
        let chosen: Vec<usize> = dossier
            .counted_members()
            .filter(|(_, member)| wanted(member.role) && member.in_post_during(dossier.period))
            .map(|(at, _)| at)
            .collect();
        let tally = Tally::of(dossier, |entry| chosen.binary_search(&entry.member).is_ok());
        let (present, due) = tally.attendance_rate();
        let figures = || chosen.iter().map(|at| &statistics.members[*at]);
        vec![
            name.to_string(),
            chosen.len().to_string(),
            due.to_string(),
            present.to_string(),
            tally.on_duty.len().to_string(),
            tally.leave.len().to_string(),
            tally.absent.len().to_string(),
            tally.made_up.len().to_string(),
            rate(present, due),
            figures().map(|f| f.n_speeches).sum::<u64>().to_string(),
            figures().map(|f| f.n_essays + f.n_reports).sum::<u64>().to_string(),
        ]
    };
    let roles = [Role::Leader, Role::Deputy, Role::Member];
    let present = |role: Role| dossier.members.iter().any(|member| member.role == role);
    let mut rows: Vec<Vec<String>> = roles
        .into_iter()
        .filter(|role| present(*role))
        .map(|role| row(role.name(), &|r| r == role))
        .collect();
    rows.push(row("合计", &|_| true));
    Table {
        caption: None,
        columns: columns([
            (24.0, Align::Center),
            (12.0, Align::Right),
            (13.0, Align::Right),
            (13.0, Align::Right),
            (13.0, Align::Right),
            (13.0, Align::Right),
            (13.0, Align::Right),
            (13.0, Align::Right),
            (18.0, Align::Right),
            (12.0, Align::Right),
            (12.0, Align::Right),
        ]),
        header: texts([
            "角色",
            "人数",
            "应到",
            "实到",
            "公差",
            "请假",
            "缺席",
            "补学",
            "出勤率",
            "发言",
            "成果",
        ]),
        rows,
        note: Some(tables::members_note()),
    }
}
