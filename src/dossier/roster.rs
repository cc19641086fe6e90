//! The roster (成员名单): who belongs to the group, in which part, and since when.

use crate::diagnostic::Diagnostic;
use crate::dossier::table::Table;
use crate::dossier::{Field, Member, Role};
use crate::origin::Origin;

/// Reads the roster's rows.
pub(super) fn read(table: &Table<'_>, members: &mut Vec<Member>, diagnostics: &mut Vec<Diagnostic>) {
    for record in table.records() {
        let Some((name, origin)) = record.person("name") else { continue };
        if let Some(before) = members.iter().find(|member| member.name == name) {
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
        let position = record.text("position", diagnostics);
        let role =
            role(&record.text("role", diagnostics), &position, table.has("role"), &origin, diagnostics);
        let duty = record.words("duty", diagnostics);
        let from = record.date("from", diagnostics).value;
        let until = record.date("until", diagnostics).value;
        members.push(Member { name, position, role, duty, from, until, origin });
    }
}

/// Returns the part that a cell states, else the one that the post implies.
fn role(
    stated: &Field<String>,
    position: &Field<String>,
    has_column: bool,
    origin: &Origin,
    diagnostics: &mut Vec<Diagnostic>,
) -> Role {
    let known = match stated.text() {
        "组长" | "第一责任人" => Some(Role::Leader),
        "副组长" | "常务副组长" => Some(Role::Deputy),
        "成员" | "组员" => Some(Role::Member),
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
    role
}

/// Returns the part that a post implies: the secretary of the committee heads the group.
pub(super) fn role_of_position(position: &str) -> Role {
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
