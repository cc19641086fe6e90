//! Sentences of minutes: what was studied, who spoke, what was decided.

use crate::document::format;
use crate::document::wording::{group_name, list, quoted};
use crate::dossier::{Dossier, Form, Session};

/// The headings of the parts.
pub(crate) const CONTENT: &str = "学习内容";
pub(crate) const SPEECHES: &str = "研讨发言";
pub(crate) const DECISIONS: &str = "会议决定事项";

/// Returns the title as words.
pub(crate) fn title(dossier: &Dossier, session: &Session) -> Vec<String> {
    let is_seminar = session.form == Some(Form::Seminar);
    vec![
        dossier.unit.clone(),
        "党委理论学习中心组".to_string(),
        format!("{}年", session.date.year()),
        format::month_day(session.date),
        if is_seminar { "集体学习研讨" } else { "集体学习" }.to_string(),
        "纪要".to_string(),
    ]
}

/// States when, where and how the group studied.
pub(crate) fn opening(dossier: &Dossier, session: &Session) -> String {
    let group = group_name(&dossier.unit);
    let mut text = format!("{}，{group}", format::full_date(session.date));
    if let Some(place) = &session.place.value {
        text += &format!("在{place}");
    }
    text += match session.form {
        Some(Form::Seminar) => "召开集体学习研讨会",
        _ => "开展集体学习",
    };
    if let Some(topic) = &session.topic.value {
        text += &format!("，主题为{}", quoted(topic));
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
pub(crate) fn content(session: &Session) -> Option<String> {
    let content = session.content.value.as_deref()?;
    Some(format!("会议学习了以下内容：{}", closed(content)))
}

/// Says who spoke and what was remarked on it.
pub(crate) fn speeches(session: &Session) -> Option<String> {
    let speakers = session.speakers.value.as_deref().unwrap_or_default();
    let mut text = String::new();
    text += &match speakers {
        [] => String::new(),
        [one] => format!("{one}结合工作实际作重点发言。"),
        several => format!("{}{}人结合工作实际作重点发言。", list(several), several.len()),
    };
    if let Some(review) = &session.review.value {
        text += &format!("点评情况：{}", closed(review));
    }
    (!text.is_empty()).then_some(text)
}

/// Says what is to be done.
pub(crate) fn decisions(session: &Session) -> Option<String> {
    session.follow_up.value.as_deref().map(|text| format!("会议决定：{}", closed(text)))
}

/// Returns a text with exactly one full stop.
fn closed(text: &str) -> String {
    let text = text.trim().trim_end_matches(['。', '；', ';', '.', '，']);
    let ends = text.ends_with(['！', '？']);
    if ends { text.to_string() } else { format!("{text}。") }
}
