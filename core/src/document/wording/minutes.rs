//! Sentences of minutes: what was studied, who spoke, what was decided.

use crate::document::format;
use crate::document::provenance::{Dated, Provenance};
use crate::document::text::{Count, Figure, Text, text};
use crate::document::wording::{group_name, list, own, quoted, unit};
use crate::dossier::{Field, Form, Session};
use crate::origin::Origin;
use crate::settings::group::{Group, STUDY_GROUP};
use crate::statistics::size;

/// The headings of the parts.
pub(crate) const CONTENT: &str = "学习内容";
pub(crate) const SPEECHES: &str = "研讨发言";
pub(crate) const DECISIONS: &str = "会议决定事项";

/// Returns the title as words.
pub(crate) fn title(group: &Group, session: &Session) -> Vec<Text> {
    let is_seminar = session.form == Some(Form::Seminar);
    vec![
        unit(&group.head()).into(),
        text!("{}{STUDY_GROUP}", group.link()),
        format::year(session.date.year(), day(session)).into(),
        format::month_day(session.date, day(session)).into(),
        if is_seminar { "集体学习研讨" } else { "集体学习" }.into(),
        "纪要".into(),
    ]
}

/// States when, where and how the group studied.
pub(crate) fn opening(group: &Group, session: &Session) -> Text {
    let group = group_name(group);
    let mut text = text!("{}，{group}", format::full_date(session.date, day(session)));
    if let Some(place) = &session.place.value {
        text += text!("在{}", own(place, &session.place, &session.origin));
    }
    text += match session.form {
        Some(Form::Seminar) => "召开集体学习研讨会",
        _ => "开展集体学习",
    };
    if session.topic.is_known() {
        text += text!("，主题为{}", quoted(&session.topic, &session.origin));
    }
    if let Some(hours) = session.hours.value {
        text +=
            text!("，时长{}小时", format::plain(hours, Provenance::cell(&session.hours, &session.origin)));
    }
    text += "。";
    let host = own(session.host.text(), &session.host, &session.origin);
    let lecturer = own(session.lecturer.text(), &session.lecturer, &session.origin);
    text += match (host.as_str(), lecturer.as_str()) {
        ("", "") => Text::new(),
        ("", _) => text!("{lecturer}作辅导。"),
        (one, other) if one == other => text!("会议由{host}主持并作辅导。"),
        (_, "") => text!("会议由{host}主持。"),
        _ => text!("会议由{host}主持，{lecturer}作辅导。"),
    };
    text + "现将有关情况纪要如下。"
}

/// Says what was studied.
pub(crate) fn content(session: &Session) -> Option<Text> {
    session
        .content
        .is_known()
        .then(|| text!("会议学习了以下内容：{}", closed(&session.content, &session.origin)))
}

/// Says who spoke and what was remarked on it.
pub(crate) fn speeches(session: &Session) -> Option<Text> {
    let named = |name: &String| own(name, &session.speakers, &session.origin);
    let speakers: Vec<Figure> = session.speakers.value.iter().flatten().map(named).collect();
    let mut text = match speakers.as_slice() {
        [] => Text::new(),
        [one] => text!("{one}作重点发言。"),
        several => {
            let origins = session.speakers.evidence().into_iter().collect();
            let n = Count::new(
                size(several.len()),
                Provenance::counted("重点发言人", size(several.len()), origins),
            );
            text!("{}{n}人作重点发言。", list(several))
        }
    };
    if let Some(review) = session.review.content().filter(|review| says_what(review.text())) {
        text += text!("点评情况：{}", closed(review, &session.origin));
    }
    (!text.is_empty()).then_some(text)
}

/// Returns whether words on a review say more than that there was one.
fn says_what(review: &str) -> bool {
    let words = review.trim().trim_end_matches(['。', '；', '，']);
    !["点评", "评学", "讲评", "评议"].iter().any(|word| words.ends_with(word))
}

/// Says what is to be done.
pub(crate) fn decisions(session: &Session) -> Option<Text> {
    session.follow_up.content().map(|words| text!("会议决定：{}", closed(words, &session.origin)))
}

/// Returns a cell's text with exactly one full stop.
fn closed(field: &Field<String>, record: &Origin) -> Text {
    let words = field.text().trim().trim_end_matches(['。', '；', ';', '.', '，']);
    let end = if words.ends_with(['！', '？']) { "" } else { "。" };
    text!("{}{end}", own(words, field, record))
}

/// Returns what dates of a session are of.
fn day(session: &Session) -> Dated {
    Dated::Record(session.origin.clone())
}
