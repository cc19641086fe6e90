//! The attachments: what answers what, the sessions, and the members.

use crate::document::block::{Align, Attachment, Bars, Block, Column, Table};
use crate::document::format::{self, month_day, one_decimal};
use crate::document::material::Material;
use crate::document::pages;
use crate::document::provenance::{Dated, Provenance};
use crate::document::sections::cells::{counted, position, rate, row_number};
use crate::document::sections::{attendance, charts, thresholds};
use crate::document::text::{Text, text};
use crate::document::wording::otherwise::found;
use crate::document::wording::themes::form_name;
use crate::document::wording::{self, measures, own, ranges, tables};
use crate::dossier::{Dossier, Essay, Form, Role, Session};
use crate::findings::Indicator;
use crate::origin::Origin;
use crate::settings::AttachmentKind;
use crate::statistics::{Key, Tally, size};

/// The lines of an attachment's first page below its number and title.
const PAGE_BELOW_TITLE: usize = 18;

/// Makes an attachment, if it has something to show.
type Make = fn(&Material<'_>) -> Option<Attachment>;

/// Returns the attachments that have something to show, in order.
pub(crate) fn all(material: &Material<'_>) -> Vec<(AttachmentKind, Attachment)> {
    let all: [(AttachmentKind, Make); 6] = [
        (AttachmentKind::Findings, matrix),
        (AttachmentKind::Sessions, sessions),
        (AttachmentKind::Members, members),
        (AttachmentKind::Attendance, attendance::attendance),
        (AttachmentKind::Thresholds, thresholds::thresholds),
        (AttachmentKind::Score, thresholds::score_sheet),
    ];
    let wanted = all.into_iter().filter(|(kind, _)| material.settings.attaches(*kind));
    wanted.filter_map(|(kind, make)| Some((kind, make(material)?))).collect()
}

/// Returns whether an attachment has room for a chart on the page of its table.
pub(crate) fn has_room(attachment: &Attachment) -> bool {
    let n_lines: usize = attachment.blocks.iter().map(pages::n_lines).sum();
    n_lines + usize::from(charts::N_LINES) <= PAGE_BELOW_TITLE
}

/// Puts a chart into an attachment: below its table where both are on one page, else above it.
pub(crate) fn add_chart(attachment: &mut Attachment, bars: Bars) {
    let at = if has_room(attachment) { attachment.blocks.len() } else { 0 };
    attachment.blocks.insert(at, Block::Bars(bars));
}

fn attachment(title: &[&'static str], table: Table) -> Attachment {
    let title = title.iter().map(|word| Text::from(*word)).collect();
    Attachment { title, blocks: vec![Block::Table(table)] }
}

fn columns<const N: usize>(columns: [(f64, Align); N]) -> Vec<Column> {
    columns.map(|(width_mm, align)| Column { width_mm, align }).to_vec()
}

fn texts<const N: usize>(texts: [&'static str; N]) -> Vec<Text> {
    texts.map(Text::from).to_vec()
}

/// 有关指标情况表: one row an indicator that the body tells or counts, as the rules stand.
fn matrix(material: &Material<'_>) -> Option<Attachment> {
    let findings = material.findings;
    let listed = findings.flagged().filter(|indicator| findings.is_filed(indicator.rule.id));
    let rows: Vec<Vec<Text>> =
        (1..).zip(listed).map(|(n, indicator)| matrix_row(material, n, indicator)).collect();
    if rows.is_empty() {
        return None;
    }
    let table = Table {
        caption: None,
        columns: columns([
            (10.0, Align::Center),
            (34.0, Align::Left),
            (31.0, Align::Left),
            (25.0, Align::Center),
            (30.0, Align::Left),
            (26.0, Align::Center),
        ]),
        header: ["序号", "指标", material.dossier.period.part_name(), "参照值", "措施", "完成时限"]
            .map(Text::from)
            .to_vec(),
        rows,
        note: Some(tables::findings_note(material.dossier.period)),
    };
    Some(attachment(&["有关指标", "情况表"], table))
}

fn matrix_row(material: &Material<'_>, n: usize, indicator: &Indicator) -> Vec<Text> {
    let id = indicator.rule.id;
    let action = material.findings.actions.iter().find(|action| action.answers.contains(&id));
    let (answer, due) = action.map_or_else(Default::default, |action| {
        (Text::from(measures::name(action.measure.key)), Text::from(month_day(action.due, Dated::Due)))
    });
    let reading = indicator.reading.as_ref();
    let measured = reading.map(|reading| Text::from(format::reading(reading, &indicator.limit, indicator)));
    let otherwise = indicator.flagged_otherwise().zip(reading);
    let value = otherwise.map(|(condition, reading)| found(condition, reading)).or(measured);
    vec![
        row_number(n),
        indicator.rule.name.into(),
        value.unwrap_or_default(),
        ranges::range_left(indicator),
        answer,
        due,
    ]
}

/// 集中学习情况一览表: one row a session, and the sum.
fn sessions(material: &Material<'_>) -> Option<Attachment> {
    let (dossier, statistics) = (material.dossier, material.statistics);
    if dossier.sessions.is_empty() {
        return None;
    }
    let mut rows: Vec<Vec<Text>> = Vec::new();
    for (at, (session, figures)) in dossier.sessions.iter().zip(&statistics.sessions).enumerate() {
        rows.push(session_row(material, at + 1, session, &figures.tally));
    }
    let tally = &statistics.tally;
    rows.push(vec![
        Text::new(),
        "合计".into(),
        text!("{}次", wording::counted(statistics, Key::Sessions)),
        Text::new(),
        Text::new(),
        Text::new(),
        counted("应到", &tally.due),
        counted("实到", &tally.present),
        rate(tally),
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
        note: Some(tables::SESSIONS_NOTE.into()),
    };
    Some(attachment(&["集中学习", "情况", "一览表"], table))
}

/// Returns a session's form; what is none of the usual ones stands as written.
fn form_cell(session: &Session) -> Text {
    match (session.form, &session.form_text.value) {
        (Some(Form::Other), Some(written)) => own(written, &session.form_text, &session.origin).into(),
        (Some(form), _) => form_name(form).into(),
        (None, _) => "—".into(),
    }
}

fn session_row(material: &Material<'_>, n: usize, session: &Session, tally: &Tally) -> Vec<Text> {
    let dash = || Text::from("—");
    let is_due = !tally.due.is_empty();
    let hours = |hours| one_decimal(hours, Provenance::cell(&session.hours, &session.origin)).into();
    let topic = |topic: &String| own(topic, &session.topic, &session.origin).into();
    vec![
        row_number(n),
        month_day(session.date, Dated::Record(session.origin.clone())).into(),
        session.topic.value.as_ref().map_or_else(dash, topic),
        form_cell(session),
        host(material, session),
        session.hours.value.map_or_else(dash, hours),
        if is_due { counted("应到", &tally.due) } else { dash() },
        if is_due { counted("实到", &tally.present) } else { dash() },
        rate(tally),
    ]
}

/// Names the host where names are wanted, else the host's part in the group.
fn host(material: &Material<'_>, session: &Session) -> Text {
    let name = session.host.text();
    if name.is_empty() {
        return "—".into();
    }
    if material.settings.names {
        return own(name, &session.host, &session.origin).into();
    }
    let member = material.dossier.members.iter().find(|member| member.name == name);
    member.map_or("其他", |member| member.role.name()).into()
}

/// Returns the cells of the sessions at which these members were key speakers, one for each.
fn speeches(dossier: &Dossier, members: &[usize]) -> Vec<Origin> {
    let spoke = |session: &Session| {
        let names = session.speakers.value.as_deref().unwrap_or_default();
        let n = members.iter().filter(|at| names.contains(&dossier.members[**at].name)).count();
        session.speakers.evidence().into_iter().cycle().take(n)
    };
    dossier.sessions.iter().flat_map(spoke).collect()
}

/// Returns the cells of what these members wrote.
fn writings(dossier: &Dossier, members: &[usize]) -> Vec<Origin> {
    let is_theirs = |essay: &&Essay| essay.member.is_some_and(|at| members.contains(&at));
    dossier.essays.iter().filter(is_theirs).map(|essay| essay.origin.clone()).collect()
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
    let members = dossier.counted_members().filter(|(_, m)| m.in_post_during(dossier.period));
    let rows = (1..).zip(members).map(|(n, (at, member))| {
        let tally = &statistics.members[at].tally;
        let away = tally.due.len() - tally.present.len() - tally.made_up.len();
        vec![
            row_number(n),
            Text::of(member.name.as_str(), Provenance::Cell(member.origin.clone())),
            position(member),
            counted("应到", &tally.due),
            counted("实到", &tally.present),
            format::whole(away, Provenance::counted("未到", size(away), tally.due.clone())).into(),
            counted("补学", &tally.made_up),
            rate(tally),
            counted("重点发言", &speeches(dossier, &[at])),
            counted("学习成果", &writings(dossier, &[at])),
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
    let dossier = material.dossier;
    let row = |name: &'static str, wanted: &dyn Fn(Role) -> bool| {
        let chosen: Vec<usize> = dossier
            .counted_members()
            .filter(|(_, member)| wanted(member.role) && member.in_post_during(dossier.period))
            .map(|(at, _)| at)
            .collect();
        let tally = Tally::of(dossier, |entry| chosen.binary_search(&entry.member).is_ok());
        let members: Vec<Origin> = chosen.iter().map(|at| dossier.members[*at].origin.clone()).collect();
        vec![
            name.into(),
            counted("成员", &members),
            counted("应到", &tally.due),
            counted("实到", &tally.present),
            counted("公差", &tally.on_duty),
            counted("请假", &tally.leave),
            counted("缺席", &tally.absent),
            counted("补学", &tally.made_up),
            rate(&tally),
            counted("重点发言", &speeches(dossier, &chosen)),
            counted("学习成果", &writings(dossier, &chosen)),
        ]
    };
    let roles = [Role::Leader, Role::Deputy, Role::Member];
    let present = |role: Role| dossier.members.iter().any(|member| member.role == role);
    let mut rows: Vec<Vec<Text>> = roles
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
