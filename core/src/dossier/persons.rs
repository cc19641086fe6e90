//! Whom the rows of attendance registers are about, and the roster where no other one is.

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::dossier::attendance::marks::{Marks, PersonRow};
use crate::dossier::records::{Field, Member, Role};
use crate::dossier::registers::roster::{self, role_of_position, unknown_member};
use crate::text::is_placeholder;

/// Makes the roster from the attendance register's own rows.
pub(super) fn of_attendance(sheets: &[Marks<'_>], diagnostics: &mut Vec<Diagnostic>) -> Vec<Member> {
    let mut members: Vec<Member> = Vec::new();
    let mut known: BTreeMap<String, ()> = BTreeMap::new();
    for row in sheets.iter().flat_map(|marks| &marks.rows) {
        if is_placeholder(&row.name) || known.insert(row.name.clone(), ()).is_some() {
            continue;
        }
        members.push(Member {
            name: row.name.clone(),
            role: if row.is_observer { Role::Observer } else { role_of_position(row.position.text()) },
            position: row.position.clone(),
            duty: Field::default(),
            from: None,
            until: None,
            origin: row.origin.clone(),
        });
    }
    // A group has one head. Where several posts read like one, the first listed is it.
    let mut heads = members.iter_mut().filter(|member| member.role == Role::Leader);
    if heads.next().is_some() {
        heads.for_each(|member| member.role = Role::Member);
    }
    if let Some(first) = members.first() {
        let message = format!("没有成员名单，以考勤表中的 {} 人为成员，按职务推定角色", members.len());
        diagnostics.push(Diagnostic::note("role-inferred", message).at(&first.origin.place));
    }
    members
}

/// Makes an observer whom only the attendance register knows.
fn observer(row: &PersonRow) -> Member {
    Member {
        name: row.name.clone(),
        position: row.position.clone(),
        role: Role::Observer,
        duty: Field::default(),
        from: None,
        until: None,
        origin: row.origin.clone(),
    }
}

/// Returns for each register the member whom each of its rows is about, adding observers
/// whom only the attendance register knows.
pub(super) fn of_rows(
    sheets: &[Marks<'_>],
    members: &mut Vec<Member>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Vec<Option<usize>>> {
    let mut all = Vec::new();
    for marks in sheets {
        for (row, before) in doubled(&marks.rows) {
            diagnostics.push(
                Diagnostic::error(
                    "duplicate-member",
                    format!("`{}` 在本表已有一行（{}），这一行未计入", row.name, before.origin.a1()),
                )
                .at(&row.origin)
                .value(row.name.clone())
                .hint("删去重复的一行；同名的两人请在姓名后加注"),
            );
        }
        let mut done: BTreeMap<&str, ()> = BTreeMap::new();
        let index: BTreeMap<String, usize> =
            members.iter().enumerate().map(|(at, member)| (member.name.clone(), at)).collect();
        let mut added: BTreeMap<&str, usize> = BTreeMap::new();
        let mut places = Vec::new();
        for row in &marks.rows {
            if done.insert(&row.name, ()).is_some() {
                places.push(None);
                continue;
            }
            let known = index.get(&row.name).copied().or_else(|| added.get(row.name.as_str()).copied());
            let known = known.or_else(|| roster::position(members, &row.name));
            if known.is_none() && row.is_observer {
                added.insert(&row.name, members.len());
                places.push(Some(members.len()));
                members.push(observer(row));
                continue;
            }
            if known.is_none() && !is_placeholder(&row.name) {
                let effect = "这一行的考勤未计入";
                diagnostics.push(unknown_member(&row.name, &row.origin, members, effect));
            }
            places.push(known);
        }
        all.push(places);
    }
    all
}

/// Names of persons that occur twice on one sheet, with both cells.
fn doubled(rows: &[PersonRow]) -> Vec<(&PersonRow, &PersonRow)> {
    let mut first: BTreeMap<&str, &PersonRow> = BTreeMap::new();
    let mut doubled = Vec::new();
    for row in rows {
        match first.get(row.name.as_str()) {
            Some(before) => doubled.push((row, *before)),
            None => {
                first.insert(&row.name, row);
            }
        }
    }
    doubled
}
