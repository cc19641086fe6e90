//! The session register (集中学习情况统计表): one row a collective study session.

use crate::diagnostic::Diagnostic;
use crate::dossier::records::{Field, Form, HeadCounts, Session};
use crate::dossier::tables::doubts::Doubts;
use crate::dossier::tables::notes;
use crate::dossier::tables::table::{Record, Seen, Table};
use crate::dossier::writing::asked::{Asked, names};
use crate::dossier::writing::everyone::is_everyone;
use crate::dossier::writing::name_list;
use crate::dossier::writing::value::{number, printed_share, says_nothing};
use crate::origin::Origin;

/// Reads the register's rows; rows without a readable day are reported and left out.
pub(in crate::dossier) fn read(
    table: &Table<'_>,
    seen: &mut Seen,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Session> {
    let mut sessions = Vec::new();
    let mut doubts = Doubts::default();
    let mut unrecorded: Vec<Origin> = Vec::new();
    for record in table.records() {
        let date = record.date("date", diagnostics);
        // Where there is no column for the topic, the content says it.
        let topic = record.text(if table.has("topic") { "topic" } else { "content" }, diagnostics);
        let (Some(day), Some(origin)) = (date.value, date.origin) else {
            // A date that cannot be read has been reported by itself.
            let is_missing = record.raw("date").is_none_or(|(value, _)| says_nothing(&value.text()));
            if topic.is_known() && is_missing {
                let at = record.anchor(&["date", "topic"]);
                diagnostics.push(
                    Diagnostic::error("bad-date", "这次学习没有可用的日期，未计入")
                        .at(&at)
                        .hint("补上年月日"),
                );
            }
            continue;
        };
        if seen.repeats(record, &origin, diagnostics) {
            continue;
        }
        seen.liken("日期和主题", format!("session|{day}|{}", topic.text()), &origin, diagnostics);
        let form_text = record.text("form", diagnostics);
        let (rate, rate_slack) = rate(record);
        let kept = record.deed("record", Asked::Recorded, &mut doubts, diagnostics);
        unrecorded.extend(kept.origin().filter(|_| kept.is_open()));
        sessions.push(Session {
            date: day,
            form: form_text.value.as_deref().map(form),
            form_text,
            content: record.text("content", diagnostics),
            place: record.text("place", diagnostics),
            host: person(&record.text("host", diagnostics)),
            speakers: record.people("speakers", diagnostics),
            lecturer: record.remark("lecturer", diagnostics),
            hours: record.hours("hours", diagnostics),
            follow_up: record.deed("follow-up", Asked::FollowUp, &mut doubts, diagnostics),
            joint: record.deed("joint", Asked::Joint, &mut doubts, diagnostics),
            review: record.deed("review", Asked::Reviewed, &mut doubts, diagnostics),
            recorded: record.date("recorded", diagnostics),
            stated: HeadCounts {
                due: heads(record, "due", diagnostics),
                present: heads(record, "present", diagnostics),
                leave: heads(record, "leave", diagnostics),
                absent: heads(record, "absent", diagnostics),
                on_duty: heads(record, "on-duty", diagnostics),
                made_up: heads(record, "made-up", diagnostics),
                observers: heads(record, "observers", diagnostics),
                rate,
                rate_slack,
            },
            registered: true,
            marked: false,
            topic,
            origin,
        });
    }
    notes::unrecorded(&unrecorded, diagnostics);
    doubts.tell(diagnostics);
    sessions
}

/// Returns how many heads a cell counts; a list of names is read by itself.
fn heads(record: Record<'_>, key: &str, diagnostics: &mut Vec<Diagnostic>) -> Field<u32> {
    let shown = record.raw(key);
    let is_list = |text: &str| is_everyone(text) || !name_list::read(text).names.is_empty();
    if shown.is_some_and(|(value, _)| number(value).is_none() && is_list(&value.text())) {
        return Field { value: None, origin: record.origin(key) };
    }
    record.count(key, diagnostics)
}

/// Returns the printed rate as a share, and how far rounding may have moved it.
fn rate(record: Record<'_>) -> (Field<f64>, f64) {
    let Some((value, origin)) = record.raw("rate") else { return (Field::default(), 0.0) };
    let printed = number(value).map(|number| printed_share(value, number.value));
    let (share, slack) = printed.map_or((None, 0.0), |(share, slack)| (Some(share), slack));
    (Field { value: share, origin: Some(origin) }, slack)
}

/// Returns a name without padding or title.
pub(in crate::dossier) fn person(field: &Field<String>) -> Field<String> {
    let name = field.value.as_deref().map(crate::dossier::writing::value::person);
    Field { value: name.filter(|name| !name.is_empty()), origin: field.origin.clone() }
}

/// Returns the form that a wording says a session had; 专题辅导（未开展研讨） is a lecture.
///
/// 研讨 goes before all else: 传达学习暨专题研讨 is a seminar by art. 9 of the study rules.
pub(in crate::dossier) fn form(text: &str) -> Form {
    named_form(text, false)
}

/// Returns the form that a wording plans.
pub(in crate::dossier) fn planned_form(text: &str) -> Form {
    named_form(text, true)
}

fn named_form(text: &str, may_plan: bool) -> Form {
    const WORDS: [(&str, Form); 22] = [
        ("研讨", Form::Seminar),
        ("交流发言", Form::Seminar),
        ("座谈", Form::Seminar),
        ("辅导", Form::Lecture),
        ("讲座", Form::Lecture),
        ("报告会", Form::Lecture),
        ("专家", Form::Lecture),
        ("宣讲", Form::Lecture),
        ("现场", Form::Visit),
        ("参观", Form::Visit),
        ("观摩", Form::Visit),
        ("观看", Form::Film),
        ("视频", Form::Film),
        ("影", Form::Film),
        ("调研", Form::Fieldwork),
        ("自学", Form::SelfStudy),
        ("传达", Form::Relay),
        ("领学", Form::Relay),
        ("通读", Form::Relay),
        ("宣读", Form::Relay),
        ("学习文件", Form::Relay),
        ("原文", Form::Relay),
    ];
    let words = WORDS.map(|(word, _)| word);
    let is_named = |word: &str| text.contains(word) && names(text, word, &words, may_plan);
    WORDS.iter().find(|(word, _)| is_named(word)).map_or(Form::Other, |(_, form)| *form)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_that_are_denied_are_none() {
        let check = |text: &str, expected, planned| {
            assert_eq!((form(text), planned_form(text)), (expected, planned), "{text}");
        };
        let same = |text: &str, form| check(text, form, form);
        same("集体学习研讨", Form::Seminar);
        same("传达学习暨专题研讨", Form::Seminar);
        same("专题辅导（未开展研讨）", Form::Lecture);
        same("专题辅导，没有研讨", Form::Lecture);
        same("研讨（未开展）", Form::Other);
        same("传达学习，研讨未开展", Form::Relay);
        same("专题研讨，未邀请专家辅导", Form::Seminar);
        same("座谈交流、未安排集中研讨", Form::Seminar);
        same("集中学习（无研讨）", Form::Other);
        same("不定期研讨", Form::Seminar);
        same("个人自学，非集体研讨", Form::SelfStudy);
        check("拟开展研讨", Form::Other, Form::Seminar);
        check("专题辅导（研讨待安排）", Form::Lecture, Form::Seminar);
    }
}
