//! Where two registers, or two cells of one, say different things of the same matter.

use crate::diagnostic::Diagnostic;
use crate::dossier::{Dossier, Field, Mark, Member, Session};
use crate::origin::Origin;
use crate::profile::edit_distance;

/// Compares the registers with one another.
pub(super) fn contradictions(dossier: &Dossier, diagnostics: &mut Vec<Diagnostic>) {
    for (at, session) in dossier.sessions.iter().enumerate() {
        head_counts(dossier, at, session, diagnostics);
        speakers(dossier, at, session, diagnostics);
        host(dossier, session, diagnostics);
    }
    essays_before_sessions(dossier, diagnostics);
    one_sided_sessions(dossier, diagnostics);
}

/// Says that a name is not on the roster, and which name on it is close.
pub(super) fn unknown_member(name: &str, origin: &Origin, members: &[Member], effect: &str) -> Diagnostic {
    let near = members.iter().map(|member| (edit_distance(&member.name, name), &member.name)).min();
    let diagnostic = match near {
        Some((1, near)) => Diagnostic::error(
            "similar-name",
            format!("`{name}` 不在成员名单中，与名单中的 `{near}` 差一个字，{effect}"),
        )
        .hint(format!("如系笔误，改为 `{near}`")),
        _ => Diagnostic::error("unknown-member", format!("`{name}` 不在成员名单中，{effect}"))
            .hint("核对姓名，或在成员名单中补上此人"),
    };
    diagnostic.at(origin).value(name)
}

/// Compares the head counts of the session register with the marks.
fn head_counts(dossier: &Dossier, at: usize, session: &Session, diagnostics: &mut Vec<Diagnostic>) {
    if !session.marked {
        return;
    }
    let marks: Vec<(bool, Option<Mark>)> = dossier
        .attendance
        .iter()
        .filter(|entry| entry.session == at)
        .map(|entry| (dossier.members[entry.member].role.counts(), entry.mark))
        .collect();
    // With a mark missing nothing can be compared: the missing one is reported by itself.
    if marks.iter().any(|(counts, mark)| *counts && mark.is_none()) {
        return;
    }
    let count = |test: &dyn Fn(Mark) -> bool| {
        u32::try_from(marks.iter().filter(|(counts, mark)| *counts && mark.is_some_and(test)).count())
            .unwrap_or(u32::MAX)
    };
    let made_up = count(&|mark| mark == Mark::MadeUp);
    let leave = count(&Mark::is_leave);
    let absent = count(&|mark| mark == Mark::Absent);
    let stated = &session.stated;
    let mut compare = |what: &str, field: &Field<u32>, found: u32, also: u32| {
        if let (Some(value), Some(origin)) = (field.value, &field.origin)
            && value != found
            && value != also
        {
            diagnostics.push(
                Diagnostic::warning(
                    "total-mismatch",
                    format!("{what}填 {value} 人，考勤表标记为 {found} 人，以考勤表为准"),
                )
                .at(origin)
                .value(value.to_string())
                .hint("核对两张表，改正其中之一"),
            );
        }
    };
    let due = count(&Mark::is_due);
    compare("应到", &stated.due, due, due);
    let present = count(&Mark::is_present);
    compare("实到", &stated.present, present, present);
    // Offices count those who made up later under their reason for staying away.
    compare("请假", &stated.leave, leave, leave + made_up);
    compare("缺席", &stated.absent, absent, absent + made_up);
    let on_duty = count(&|mark| mark == Mark::OnDuty);
    compare("公差", &stated.on_duty, on_duty, on_duty + made_up);
    compare("补学", &stated.made_up, made_up, made_up);
}

/// Says which speakers were not there or are not known.
fn speakers(dossier: &Dossier, at: usize, session: &Session, diagnostics: &mut Vec<Diagnostic>) {
    let (Some(names), Some(origin)) = (&session.speakers.value, &session.speakers.origin) else { return };
    for name in names {
        let Some(member) = dossier.member_named(name) else {
            let near = dossier.members.iter().find(|member| edit_distance(&member.name, name) == 1);
            if let Some(near) = near {
                diagnostics.push(
                    Diagnostic::warning(
                        "similar-name",
                        format!("发言人 `{name}` 不在成员名单中，与名单中的 `{}` 差一个字", near.name),
                    )
                    .at(origin)
                    .value(name.clone())
                    .hint(format!("如系笔误，改为 `{}`", near.name)),
                );
            }
            continue;
        };
        let away = dossier.attendance.iter().find(|entry| {
            entry.session == at
                && entry.member == member
                && entry.mark.is_some_and(|mark| mark.is_due() && !mark.is_present())
        });
        if let Some(entry) = away {
            let mark = entry.mark.map_or("", Mark::name);
            diagnostics.push(
                Diagnostic::warning(
                    "speaker-absent",
                    format!("发言人 `{name}` 当次的考勤是{mark}（{}）", entry.origin),
                )
                .at(origin)
                .value(name.clone())
                .hint("核对发言记录和考勤"),
            );
        }
    }
}

/// Says where the host's name is one character off the roster.
fn host(dossier: &Dossier, session: &Session, diagnostics: &mut Vec<Diagnostic>) {
    let (Some(name), Some(origin)) = (&session.host.value, &session.host.origin) else { return };
    if dossier.member_named(name).is_some() {
        return;
    }
    if let Some(near) = dossier.members.iter().find(|member| edit_distance(&member.name, name) == 1) {
        diagnostics.push(
            Diagnostic::warning(
                "similar-name",
                format!("主持人 `{name}` 不在成员名单中，与名单中的 `{}` 差一个字", near.name),
            )
            .at(origin)
            .value(name.clone())
            .hint(format!("如系笔误，改为 `{}`", near.name)),
        );
    }
}

/// Says which essays were handed in before the session they answer.
fn essays_before_sessions(dossier: &Dossier, diagnostics: &mut Vec<Diagnostic>) {
    for essay in &dossier.essays {
        let (Some(submitted), Some(origin)) = (essay.submitted.value, &essay.submitted.origin) else {
            continue;
        };
        let Some(session) = essay.session.map(|at| &dossier.sessions[at]) else { continue };
        if submitted < session.date {
            diagnostics.push(
                Diagnostic::warning(
                    "essay-before-session",
                    format!("提交日期 {submitted} 早于对应学习的日期 {}（{}）", session.date, session.origin),
                )
                .at(origin)
                .value(submitted.to_string())
                .hint("核对提交日期和对应学习主题"),
            );
        }
    }
}

/// Says which sessions only one of the two registers knows.
fn one_sided_sessions(dossier: &Dossier, diagnostics: &mut Vec<Diagnostic>) {
    let any_registered = dossier.sessions.iter().any(|session| session.registered);
    for session in dossier.sessions.iter().filter(|s| any_registered && s.registered != s.marked) {
        let (has, lacks) =
            if session.registered { ("统计表", "考勤表") } else { ("考勤表", "统计表") };
        let near = dossier.sessions.iter().find(|other| {
            other.registered != session.registered
                && other.registered != other.marked
                && (other.date - session.date).whole_days().abs() <= 3
        });
        let mut diagnostic = Diagnostic::warning(
            "session-mismatch",
            format!("{} 的学习只见于{has}，{lacks}中没有", session.date),
        )
        .at(&session.origin)
        .value(session.date.to_string());
        diagnostic = match near {
            Some(other) => {
                diagnostic.hint(format!("{lacks}中有 {} 的学习（{}），是否同一次", other.date, other.origin))
            }
            None => diagnostic.hint(format!("在{lacks}中补上，或核对日期")),
        };
        diagnostics.push(diagnostic);
    }
}
