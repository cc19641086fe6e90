//! The cells of a unit's files that hold a character no face has, named before any page is set.

use crate::diagnostic::{Diagnostic, in_file_order};
use crate::document::visible::visible;
use crate::dossier::{Member, squeeze};
use crate::pages::Engine;
use crate::source::Source;
use crate::workbook::{self, Workbook};

/// Names each cell with a character that is asked about and that no face has; and the member,
/// where the cell holds the name or stands in the row of one.
pub fn missing_glyphs(
    engine: &Engine,
    sources: &[Source],
    members: &[Member],
    asked: impl Fn(char) -> bool,
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (index, source) in sources.iter().enumerate() {
        if let Ok(workbook) = workbook::read(index, source).output {
            missing_in(engine, &workbook, members, &asked, &mut found);
        }
    }
    in_file_order(found)
}

/// Names the cells of one workbook with a character that is asked about and that no face has; and
/// the member, where the cell holds the name or stands in the row of one.
pub(crate) fn missing_in(
    engine: &Engine,
    workbook: &Workbook,
    members: &[Member],
    asked: &dyn Fn(char) -> bool,
    found: &mut Vec<Diagnostic>,
) {
    let is_missing = |c: &char| !c.is_ascii() && asked(*c) && is_printed(*c) && !engine.covers(*c);
    for sheet in &workbook.sheets {
        for row in &sheet.rows {
            for cell in &row.cells {
                let text = cell.value.text();
                let Some(c) = text.chars().find(is_missing) else { continue };
                let own = members.iter().find(|m| m.name.contains(c) && squeeze(&text).contains(&m.name));
                let beside = || row.cells.iter().find_map(|cell| named(members, &cell.value.text()));
                let whose = match own.map(|member| (member, true)).or_else(|| Some((beside()?, false))) {
                    Some((member, true)) => format!("成员 `{}` 的姓名", member.name),
                    Some((member, false)) => format!("成员 `{}` 一行的 `{text}` ", member.name),
                    None => format!("`{text}` "),
                };
                let message = format!("{whose}中的字符 `{c}`（U+{:04X}）没有字形", u32::from(c));
                found.push(
                    Diagnostic::error("missing-glyph", message)
                        .at(&sheet.origin(row.index, cell.col))
                        .value(text.as_ref())
                        .hint("改用其他字，或用 --fonts 指定有这个字的字体"),
                );
            }
        }
    }
}

/// Returns the member whose name a cell holds, and nothing else.
fn named<'a>(members: &'a [Member], text: &str) -> Option<&'a Member> {
    let text = squeeze(text);
    members.iter().find(|member| member.name == text)
}

/// Returns whether a character reaches the page at all.
pub(crate) fn is_printed(c: char) -> bool {
    !visible(c.encode_utf8(&mut [0; 4])).trim().is_empty()
}
