//! The roster (成员名单): who belongs to the group, in which part, and since when.

use time::Date;

use crate::diagnostic::Diagnostic;
use crate::dossier::records::{Field, Member, Role};
use crate::dossier::tables::table::{Record, Table, bad_date, placeholder};
use crate::dossier::writing::name_list::TITLES;
use crate::dossier::writing::squeeze::squeeze;
use crate::dossier::writing::{day, months, value};
use crate::origin::Origin;
use crate::period::{first_of_month, last_of_month};
use crate::text::edit_distance;
use crate::text::is_placeholder;
use crate::workbook::Value;

/// Names are compared with so many of the roster for likeness.
const MAX_COMPARED: usize = 500;

/// Reads the roster's rows.
pub(in crate::dossier) fn read(
    table: &Table<'_>,
    members: &mut Vec<Member>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut n_known = 0;
    let mut inferred: Vec<&'static str> = Vec::new();
    for record in table.records() {
        let Some((name, origin)) = record.person("name", diagnostics) else { continue };
        if is_placeholder(&name) {
            diagnostics.push(placeholder(&name, &origin));
            continue;
        }
        let position = record.text("position", diagnostics);
        let stated = record.text("role", diagnostics);
        let (role, is_stated) = role(&stated, &position, table.has("role"), &origin, diagnostics);
        if !is_stated {
            inferred.push(role.name());
        }
        let duty = record.words("duty", diagnostics);
        let (from, until) = term(record, &origin, diagnostics);
        if let Some(before) = members.iter_mut().find(|member| member.name == name) {
            // Quarterly files repeat the roster: only what differs is worth a word.
            if before.origin.place != origin.place && before.role == role {
                n_known += 1;
                before.until = before.until.or(until);
                before.from = before.from.or(from);
                if !before.duty.is_known() {
                    before.duty = duty;
                }
                continue;
            }
            diagnostics.push(
                Diagnostic::warning(
                    "duplicate-member",
                    format!("`{name}` 已见于 {}，只计一次", before.origin),
                )
                .at(&origin)
                .value(name)
                .hint("删去重复的一行；同名的两人请在姓名后加注"),
            );
            continue;
        }
        members.push(Member { name, position, role, duty, from, until, origin });
    }
    if n_known > 0 {
        let message = format!("{n_known} 人已见于另一份名单，只计一次");
        diagnostics.push(Diagnostic::note("duplicate-member", message).at(&table.sheet.place));
    }
    if !inferred.is_empty() && !table.has("role") {
        let message = format!("没有角色一列，按职务推定 {} 人的角色", inferred.len());
        let hint = "党委书记计为组长，副书记计为副组长，其他计为成员；不符的请加“角色”一列";
        diagnostics.push(Diagnostic::note("role-inferred", message).at(&table.sheet.place).hint(hint));
    }
}

/// Returns the first and last day in post.
fn term(
    record: Record<'_>,
    name: &Origin,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Option<Date>, Option<Date>) {
    let (from, end) = edge(record, "from", false, diagnostics);
    let (until, _) = edge(record, "until", true, diagnostics);
    let until = until.or(end);
    if let (Some(from), Some(until)) = (from, until)
        && until < from
    {
        diagnostics.push(
            Diagnostic::warning("bad-term", format!("任职止 {until} 早于任职起 {from}，按没有任职止计"))
                .at(record.origin("until").as_ref().unwrap_or(name))
                .value(until.to_string())
                .hint("核对任职起止"),
        );
        return (Some(from), None);
    }
    (from, until)
}

/// Returns a day in post: a day, a month, or a span such as 2018.3—2020.4 with its end.
fn edge(
    record: Record<'_>,
    key: &str,
    is_end: bool,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Option<Date>, Option<Date>) {
    let Some((value, origin)) = record.raw(key) else { return (None, None) };
    let text = squeeze(&value.text());
    if value::says_nothing(&text) || ["至今", "现任", "在任", "在职"].contains(&text.as_str()) {
        return (None, None);
    }
    let one = |value: &Value, is_end: bool| {
        let month = || {
            let (year, month) = months::month(value)?;
            let fits = (1900..=2100).contains(&year);
            let date = if is_end { last_of_month } else { first_of_month };
            fits.then(|| date(year, month))
        };
        // Without a year a term cannot be placed.
        day::written(value).and_then(|day| day.first.complete(None)).or_else(month)
    };
    if let Some(date) = one(value, is_end) {
        let end = day::written(value).and_then(|day| day.last?.complete(None));
        return (Some(date), end);
    }
    for separator in ["至", "—", "–", "~", "～", "-", "到"] {
        let Some((from, until)) = text.split_once(separator) else { continue };
        let from = one(&Value::Text(from.to_string()), false);
        let until = until.trim_start_matches(['—', '-']);
        let open = ["今", "至今", "现在", ""].contains(&until);
        let until_day = one(&Value::Text(until.to_string()), true);
        if from.is_some() && (open || until_day.is_some()) {
            return (from, until_day);
        }
    }
    diagnostics.push(bad_date(&value.text(), &origin));
    (None, None)
}

/// Returns the part that a cell states, else the one that the post implies; and whether it is stated.
fn role(
    stated: &Field<String>,
    position: &Field<String>,
    has_column: bool,
    origin: &Origin,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Role, bool) {
    let known = match stated.text() {
        "组长" | "第一责任人" => Some(Role::Leader),
        "副组长" | "常务副组长" | "第一副组长" => Some(Role::Deputy),
        "成员" | "组员" | "中心组成员" => Some(Role::Member),
        "秘书" | "学习秘书" | "联络员" => Some(Role::Secretary),
        "列席" | "列席人员" | "扩大" | "旁听" => Some(Role::Observer),
        _ => None,
    };
    let role = known.unwrap_or_else(|| role_of_position(position.text()));
    if known.is_none() && has_column {
        let found = stated.text();
        let message = format!("角色 `{found}` 不认识，按职务计为{}", role.name());
        diagnostics.push(
            Diagnostic::warning("unknown-role", message)
                .at(stated.origin.as_ref().unwrap_or(origin))
                .value(found)
                .hint("角色应为 组长、副组长、成员、秘书、列席 之一"),
        );
    }
    (role, known.is_some())
}

/// Returns the part that a post implies: the secretary of the committee heads the group.
pub(in crate::dossier) fn role_of_position(position: &str) -> Role {
    let first = position.split(['、', '，', ',', '/']).next().unwrap_or("");
    if first.contains("副书记") {
        Role::Deputy
    } else if first.contains("书记") && !first.contains("纪委") && !first.contains("支部") {
        Role::Leader
    } else if first.contains("列席") {
        Role::Observer
    } else {
        Role::Member
    }
}

/// Returns the position of the member with this name, a title before or after it allowed.
pub(in crate::dossier) fn position(members: &[Member], name: &str) -> Option<usize> {
    if let Some(at) = members.iter().position(|member| member.name == name) {
        return Some(at);
    }
    // A note that nobody else's name makes needful may be left out on either side.
    let plain = value::without_note(name);
    let mut noted = (0..members.len()).filter(|at| value::without_note(&members[*at].name) == plain);
    if let Some(at) = noted.next() {
        let may_be = members[at].name == plain || name == plain;
        return (may_be && noted.next().is_none()).then_some(at);
    }
    let n_chars = name.chars().count();
    if n_chars < 4 {
        return None;
    }
    let is_title = |rest: &str| TITLES.iter().any(|title| rest.ends_with(title));
    let titled = |member: &Member| {
        let after = name.strip_prefix(&member.name).is_some_and(is_title);
        after || name.strip_suffix(&member.name).is_some_and(is_title)
    };
    let mut all = (0..members.len()).filter(|at| titled(&members[*at]));
    let at = all.next()?;
    all.next().is_none().then_some(at)
}

/// Takes the notes from names that nobody else has: 张三（女） is 张三 where there is only one.
pub(in crate::dossier) fn drop_needless_notes(members: &mut [Member]) {
    let plain: Vec<String> =
        members.iter().map(|member| value::without_note(&member.name).to_string()).collect();
    for (at, member) in members.iter_mut().enumerate() {
        let is_lone = !plain.iter().enumerate().any(|(other, name)| other != at && *name == plain[at]);
        if is_lone {
            member.name.clone_from(&plain[at]);
        }
    }
}

/// Says of a roster that it has two heads at one time.
pub(in crate::dossier) fn check(members: &[Member], diagnostics: &mut Vec<Diagnostic>) {
    let heads: Vec<&Member> = members.iter().filter(|member| member.role == Role::Leader).collect();
    for (at, member) in heads.iter().enumerate().skip(1) {
        let ends = |member: &Member, other: &Member| {
            member.until.zip(other.from).is_some_and(|(until, from)| until <= from)
        };
        let overlaps = |other: &&&Member| !ends(member, other) && !ends(other, member);
        if let Some(other) = heads[..at].iter().find(overlaps) {
            diagnostics.push(
                Diagnostic::warning(
                    "two-leaders",
                    format!("`{}` 和 `{}`（{}）同时是组长", member.name, other.name, other.origin),
                )
                .at(&member.origin)
                .value(member.name.clone())
                .hint("组长只有一人；前后任的请写明任职起止"),
            );
        }
    }
}

/// Says that a name is not on the roster, and which name on it is close.
pub(in crate::dossier) fn unknown_member(
    name: &str,
    origin: &Origin,
    members: &[Member],
    effect: &str,
) -> Diagnostic {
    // A roster is some dozens of people; a longer list is not searched for likeness.
    let listed = members.iter().take(MAX_COMPARED);
    let near = listed.map(|member| (edit_distance(&member.name, name), &member.name)).min();
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
