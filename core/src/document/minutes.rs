//! The minutes (纪要) of one session, straight from the registers.
//!
//! Complements templates/gb9704/rolls.typ. Only what the registers say is stated; a part
//! that they say nothing on is left out.

use crate::document::block::Block;
use crate::document::form::Roll;
use crate::document::format;
use crate::document::material::Material;
use crate::document::wording;
use crate::dossier::{Dossier, Form, Mark, Session};

/// Returns the title as words.
pub(crate) fn title(material: &Material<'_>, session: &Session) -> Vec<String> {
    let is_seminar = session.form == Some(Form::Seminar);
    vec![
        material.dossier.unit.clone(),
        "党委理论学习中心组".to_string(),
        format!("{}年", session.date.year()),
        format::month_day(session.date),
        if is_seminar { "集体学习研讨" } else { "集体学习" }.to_string(),
        "纪要".to_string(),
    ]
}

/// Returns the text: when, what, who spoke, what was decided.
pub(crate) fn blocks(material: &Material<'_>, session: &Session) -> Vec<Block> {
    let mut blocks = vec![Block::paragraph(opening(material.dossier, session))];
    let parts = [
        ("学习内容", content(session)),
        ("研讨发言", speeches(session)),
        ("会议决定事项", decisions(session)),
    ];
    let told = parts.into_iter().filter_map(|(title, text)| text.map(|text| (title, text)));
    for (number, (title, text)) in (1..).zip(told) {
        blocks.push(Block::heading(format!("{}、{title}", format::numeral(number))));
        blocks.push(Block::paragraph(text));
    }
    blocks
}

/// Returns who was there, who was not and why, and who sat in.
pub(crate) fn rolls(dossier: &Dossier, session: &Session) -> Vec<Roll> {
    let Some(at) = dossier.sessions.iter().position(|other| std::ptr::eq(other, session)) else {
        return Vec::new();
    };
    let names = |wanted: &dyn Fn(Mark, bool) -> bool| -> Vec<String> {
        let entries = dossier.attendance.iter().filter(|entry| entry.session == at);
        let chosen = entries.filter_map(|entry| {
            let member = &dossier.members[entry.member];
            entry.mark.filter(|mark| wanted(*mark, member.role.counts())).map(|_| member.name.clone())
        });
        chosen.collect()
    };
    let is_there = |mark: Mark| mark.is_present() || mark == Mark::Observer;
    let is_away = |mark: Mark| mark.is_leave() || matches!(mark, Mark::OnDuty | Mark::MadeUp);
    let rolls = [
        Roll { label: "出席", names: names(&|mark, counts| counts && mark.is_present()) },
        Roll { label: "请假", names: names(&|mark, counts| counts && is_away(mark)) },
        // Those who count and are only marked as sitting in are not due.
        Roll {
            label: "列席",
            names: names(&|mark, counts| is_there(mark) && !(counts && mark.is_present())),
        },
        Roll { label: "缺席", names: names(&|mark, counts| counts && mark == Mark::Absent) },
    ];
    rolls.into_iter().filter(|roll| !roll.names.is_empty()).collect()
}

/// States when, where and how the group studied.
fn opening(dossier: &Dossier, session: &Session) -> String {
    let group = wording::group_name(&dossier.unit);
    let mut text = format!("{}，{group}", format::full_date(session.date));
    if let Some(place) = &session.place.value {
        text += &format!("在{place}");
    }
    text += match session.form {
        Some(Form::Seminar) => "召开集体学习研讨会",
        _ => "开展集体学习",
    };
    if let Some(topic) = &session.topic.value {
        text += &format!("，主题为{}", wording::quoted(topic));
    }
    if let Some(hours) = session.hours.value {
        text += &format!("，时长{}小时", format::plain(hours));
    }
    text.push('。');
    match (session.host.text(), session.lecturer.text()) {
        ("", "") => {}
        ("", lecturer) => text += &format!("{lecturer}作辅导。"),
        (host, lecturer) if host == lecturer => text += &format!("会议由{host}主持并作辅导。"),
        (host, "") => text += &format!("会议由{host}主持。"),
        (host, lecturer) => text += &format!("会议由{host}主持，{lecturer}作辅导。"),
    }
    text + "现将有关情况纪要如下。"
}

/// Says what was studied.
fn content(session: &Session) -> Option<String> {
    let content = session.content.value.as_deref()?;
    Some(format!("会议学习了以下内容：{}", closed(content)))
}

/// Says who spoke and what was remarked on it.
fn speeches(session: &Session) -> Option<String> {
    let speakers = session.speakers.value.as_deref().unwrap_or_default();
    let mut text = String::new();
    text += &match speakers {
        [] => String::new(),
        [one] => format!("{one}结合工作实际作重点发言。"),
        several => format!("{}{}人结合工作实际作重点发言。", wording::list(several), several.len()),
    };
    if let Some(review) = &session.review.value {
        text += &format!("点评情况：{}", closed(review));
    }
    (!text.is_empty()).then_some(text)
}

/// Says what is to be done.
fn decisions(session: &Session) -> Option<String> {
    session.follow_up.value.as_deref().map(|text| format!("会议决定：{}", closed(text)))
}

/// Returns a text with exactly one full stop.
fn closed(text: &str) -> String {
    let text = text.trim().trim_end_matches(['。', '；', ';', '.', '，']);
    let ends = text.ends_with(['！', '？']);
    if ends { text.to_string() } else { format!("{text}。") }
}
