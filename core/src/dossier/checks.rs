//! Where two registers, or two cells of one, say different things of the same matter.

use crate::diagnostic::Diagnostic;
use crate::dossier::counts::{Count, Counts, Rate};
use crate::dossier::records::{Attendance, Dossier, HeadCounts, Member, Session};
use crate::dossier::tables::notes::span;
use crate::dossier::tables::table::percent;
use crate::dossier::writing::mark::Mark;
use crate::origin::Origin;
use crate::text::edit_distance;

/// Compares the registers with one another; `stated` are the head counts of sign-in sheets.
pub(super) fn contradictions(
    dossier: &Dossier,
    stated: &[(usize, HeadCounts)],
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut by_session: Vec<Vec<&Attendance>> = vec![Vec::new(); dossier.sessions.len()];
    dossier.attendance.iter().for_each(|entry| by_session[entry.session].push(entry));
    for (at, session) in dossier.sessions.iter().enumerate() {
        let marks = &by_session[at];
        let others = stated.iter().filter(|(of, _)| *of == at).map(|(_, counts)| counts);
        for counts in std::iter::once(&session.stated).chain(others) {
            let compared = head_counts(dossier, marks, counts, diagnostics);
            if !compared {
                parts_of_due(counts, diagnostics);
            }
        }
        speakers(dossier, session, marks, diagnostics);
        host(dossier, session, marks, diagnostics);
    }
    essays(dossier, diagnostics);
    owners(dossier, diagnostics);
    one_sided_sessions(dossier, diagnostics);
}

/// Compares head counts with the marks; returns whether there were marks to compare with.
fn head_counts(
    dossier: &Dossier,
    entries: &[&Attendance],
    stated: &HeadCounts,
    diagnostics: &mut Vec<Diagnostic>,
) -> bool {
    let HeadCounts { due, present, leave, absent, on_duty, made_up, observers, rate, .. } = stated;
    let fields = [
        (Count::Due, due),
        (Count::Present, present),
        (Count::Leave, leave),
        (Count::Absent, absent),
        (Count::OnDuty, on_duty),
        (Count::MadeUp, made_up),
        (Count::Observers, observers),
    ];
    if !rate.is_known() && !fields.iter().any(|(_, field)| field.is_known()) {
        return true;
    }
    let mut counts = Counts::default();
    entries.iter().for_each(|entry| counts.add(&Counts::of(entry.mark, dossier.members[entry.member].role)));
    // With a mark missing nothing can be compared: the missing one is reported by itself.
    if entries.is_empty() || counts.unknown > 0 {
        return !entries.is_empty();
    }
    let origins: Vec<Origin> = entries.iter().map(|entry| entry.origin.clone()).collect();
    let from = origins.first().map(|origin| origin.place.clone());
    let same: Vec<Origin> = origins.into_iter().filter(|o| Some(&o.place) == from.as_ref()).collect();
    let range = span(&same).and_then(|spot| spot.cell()).unwrap_or_default();
    let range = from.map_or_else(String::new, |place| {
        format!("{place}{}{range}", if place.sheet.is_some() { "" } else { " " })
    });
    let n_guests = counts.observers + counts.helpers;
    for (count, field) in fields {
        // A register of marks that has no guests does not say that there were none.
        if count == Count::Observers && n_guests == 0 {
            continue;
        }
        let (Some(value), Some(origin)) = (field.value, &field.origin) else { continue };
        let accepted = counts.accepted(count);
        if accepted.contains(&value) {
            continue;
        }
        let (title, found) = (count.title(), accepted[0]);
        let message = format!("{title}填 {value} 人，考勤表标记为 {found} 人（{range}），以考勤表为准");
        let mut diagnostic = Diagnostic::warning("total-mismatch", message)
            .at(origin)
            .value(value.to_string())
            .hint("核对两张表，改正其中之一");
        if count == Count::Present && n_guests > 0 && value == found + n_guests {
            diagnostic = diagnostic.hint(format!("多出的 {n_guests} 人可能是列席人员，列席不计入实到"));
        }
        diagnostics.push(diagnostic);
    }
    diagnostics.extend(stated_rate(stated, &counts, &range));
    true
}

/// Compares the stated rate with those that the marks give; offices print either.
fn stated_rate(stated: &HeadCounts, counts: &Counts, range: &str) -> Option<Diagnostic> {
    let (printed, origin) = (stated.rate.value?, stated.rate.origin.as_ref()?);
    let shares = counts.rates(Rate::Either)?;
    if shares.iter().any(|share| (share - printed).abs() <= stated.rate_slack) {
        return None;
    }
    let found = if counts.made_up == 0 {
        percent(shares[0])
    } else {
        format!("{}（不计补学为 {}）", percent(shares[0]), percent(shares[1]))
    };
    let title = Rate::Either.title();
    Some(
        Diagnostic::warning(
            "total-mismatch",
            format!("{title}填 {}，按考勤表为 {found}（{range}）", percent(printed)),
        )
        .at(origin)
        .value(percent(printed))
        .hint("核对两张表，改正其中之一"),
    )
}

/// Says where 实到、请假、缺席、公差、补学 of a row do not make up its 应到.
fn parts_of_due(stated: &HeadCounts, diagnostics: &mut Vec<Diagnostic>) {
    let (Some(due), Some(present), Some(origin)) =
        (stated.due.value, stated.present.value, &stated.due.origin)
    else {
        return;
    };
    let (Some(leave), Some(absent)) = (stated.leave.value, stated.absent.value) else { return };
    let away = leave + absent + stated.on_duty.value.unwrap_or(0);
    let made_up = stated.made_up.value.unwrap_or(0);
    if due != present + away && due != present + away + made_up {
        diagnostics.push(
            Diagnostic::warning(
                "total-mismatch",
                format!("应到 {due} 人，实到、请假、缺席和公差合计 {} 人", present + away),
            )
            .at(origin)
            .value(due.to_string())
            .hint("核对这一行的人数"),
        );
    }
}

/// Says which speakers were not there, not in post, or are not known.
fn speakers(
    dossier: &Dossier,
    session: &Session,
    entries: &[&Attendance],
    diagnostics: &mut Vec<Diagnostic>,
) {
    let (Some(names), Some(origin)) = (&session.speakers.value, &session.speakers.origin) else { return };
    for name in names {
        match dossier.member_named(name) {
            Some(member) => {
                absent("发言人", "speaker-absent", dossier, member, session, entries, origin, diagnostics);
            }
            None => near("发言人", name, dossier, origin, diagnostics),
        }
    }
}

/// Says where the host was not there, not in post, or is one character off the roster.
fn host(dossier: &Dossier, session: &Session, entries: &[&Attendance], diagnostics: &mut Vec<Diagnostic>) {
    let (Some(name), Some(origin)) = (&session.host.value, &session.host.origin) else { return };
    match dossier.member_named(name) {
        Some(member) => {
            absent("主持人", "host-absent", dossier, member, session, entries, origin, diagnostics);
        }
        None => near("主持人", name, dossier, origin, diagnostics),
    }
}

/// Says that somebody with a part in a session was away, or not in post.
#[expect(clippy::too_many_arguments, reason = "one sentence about one cell")]
fn absent(
    part: &str,
    key: &'static str,
    dossier: &Dossier,
    member: usize,
    session: &Session,
    entries: &[&Attendance],
    origin: &Origin,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let person = &dossier.members[member];
    if !person.in_post(session.date) {
        diagnostics.push(outside_term(part, person, session.date, origin));
        return;
    }
    let away = |entry: &&&Attendance| {
        entry.member == member && entry.mark.is_some_and(|mark| mark.is_due() && !mark.is_present())
    };
    if let Some(entry) = entries.iter().find(away) {
        let mark = entry.mark.map_or("", Mark::name);
        let message = format!("{part} `{}` 当次的考勤是{mark}（{}）", person.name, entry.origin);
        diagnostics.push(
            Diagnostic::warning(key, message)
                .at(origin)
                .value(person.name.clone())
                .hint("核对会议记录和考勤"),
        );
    }
}

/// Says that somebody appears on a day outside their term.
fn outside_term(part: &str, person: &Member, date: time::Date, origin: &Origin) -> Diagnostic {
    let edge = match (person.from, person.until) {
        (Some(from), _) if date < from => format!("任职起 {from}"),
        (_, Some(until)) => format!("任职止 {until}"),
        _ => String::new(),
    };
    let message = format!("{part} `{}` 在 {date} 不在任职期内（{edge}，{}）", person.name, person.origin);
    Diagnostic::warning("person-outside-term", message)
        .at(origin)
        .value(person.name.clone())
        .hint("核对日期和成员名单中的任职起止")
}

/// Says where a name is one character off the roster; guests are none of our business.
fn near(part: &str, name: &str, dossier: &Dossier, origin: &Origin, diagnostics: &mut Vec<Diagnostic>) {
    // Two names of two characters that share only the given name are two people.
    let is_near = |member: &&Member| {
        edit_distance(&member.name, name) == 1
            && (name.chars().count() > 2 || name.chars().next() == member.name.chars().next())
    };
    if let Some(near) = dossier.members.iter().find(is_near) {
        diagnostics.push(
            Diagnostic::warning(
                "similar-name",
                format!(
                    "{part} `{name}` 不在成员名单中，与名单中的 `{}`（{}）差一个字",
                    near.name, near.origin
                ),
            )
            .at(origin)
            .value(name)
            .hint(format!("如系笔误，改为 `{}`", near.name)),
        );
    }
}

/// Says where the person in charge of a research topic is one character off the roster.
fn owners(dossier: &Dossier, diagnostics: &mut Vec<Diagnostic>) {
    for topic in &dossier.research {
        let (Some(text), Some(origin)) = (&topic.owner.value, &topic.owner.origin) else { continue };
        for name in crate::dossier::writing::value::people(text) {
            if dossier.member_named(&name).is_none() {
                near("负责人", &name, dossier, origin, diagnostics);
            }
        }
    }
}

/// Says which essays were handed in before the session they answer, or out of term.
fn essays(dossier: &Dossier, diagnostics: &mut Vec<Diagnostic>) {
    for essay in &dossier.essays {
        let (Some(submitted), Some(origin)) = (essay.submitted.value, &essay.submitted.origin) else {
            continue;
        };
        if let Some(person) = essay.member.map(|at| &dossier.members[at])
            && !person.in_post(submitted)
        {
            diagnostics.push(outside_term("作者", person, submitted, origin));
        }
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

#[cfg(test)]
mod tests {
    use crate::dossier::assemble;
    use crate::source::Source;
    use crate::workbook::read;

    /// Returns the mismatches found between two marks tables and what they state.
    #[track_caller]
    fn check(attendance: &str, sessions: &str, expected: &[&str]) {
        let files = [("考勤表.csv", attendance), ("集中学习情况统计表.csv", sessions)];
        let books =
            files.iter().enumerate().filter(|(_, (_, text))| !text.is_empty()).map(|(at, (name, text))| {
                let source = Source { name: (*name).to_string(), bytes: text.as_bytes().to_vec() };
                read(at, &source).output.expect("a table")
            });
        let books: Vec<_> = books.collect();
        let read = assemble(&books, "清溪镇", None);
        read.output.expect("a dossier");
        let found = read.diagnostics.iter().filter(|d| d.key == "total-mismatch");
        let found: Vec<&str> = found.map(|d| d.message.as_str()).collect();
        assert_eq!(found, expected, "{attendance}\n{sessions}");
    }

    #[test]
    fn a_stated_number_is_judged_the_same_wherever_it_stands() {
        let marks = "姓名,2020年3月5日\n张三,√\n李四,公\n孙八,公\n王五,○\n赵六,×\n钱七,补\n";
        let stated = |head: &str, n: u32| {
            let sums = format!("{marks}{head}人数,{n}\n");
            let sessions =
                format!("日期,学习主题,学习形式,主持人,{head}\n2020年3月5日,乡村治理,研讨,张三,{n}\n");
            (sums, sessions)
        };
        // 请假 with 公差, and either with those who made up; 实到 and 缺席 with them.
        for (head, fitting, other) in
            [("应到", &[6][..], 4), ("实到", &[1, 2], 3), ("请假", &[1, 2, 3], 5), ("缺席", &[1, 2], 3)]
        {
            for n in fitting {
                let (sums, sessions) = stated(head, *n);
                check(&sums, "", &[]);
                check(marks, &sessions, &[]);
            }
            let (sums, sessions) = stated(head, other);
            let found = fitting[0];
            check(&sums, "", &[&format!("{head}填 {other}，按标记为 {found}（B2:B7）")]);
            let message =
                format!("{head}填 {other} 人，考勤表标记为 {found} 人（考勤表.csv B2:B7），以考勤表为准");
            check(marks, &sessions, &[&message]);
        }
    }
}
