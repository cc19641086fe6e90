//! How the parts of a package lead to one another (ECMA-376 part 2, §6.5).
//!
//! Writers differ in how they name parts: with `./` and `../`, with backslashes, absolute, in
//! other letter case.

use crate::container::Fault;
use crate::container::archive::Archive;
use crate::container::xml::{elements, local_attribute};

/// The most relationships or content types of a file; a drawing or comment has its own.
pub(crate) const MAX_PARTS: usize = 100_000;

/// A relationship.
pub(crate) struct Relationship {
    pub(crate) id: String,
    pub(crate) kind: String,
    pub(crate) target: String,
    /// Whether the target lies outside the file.
    pub(crate) is_external: bool,
}

impl Relationship {
    /// Returns whether it leads to a part of this kind, whichever edition of the standard says so.
    pub(crate) fn is(&self, kind: &str) -> bool {
        self.kind.rsplit('/').next().is_some_and(|last| last.eq_ignore_ascii_case(kind))
    }
}

/// Returns where the relationships of a part lie.
pub(crate) fn rels_of(part: &str) -> String {
    match part.rsplit_once('/') {
        Some((folder, file)) => format!("{folder}/_rels/{file}.rels"),
        None => format!("_rels/{part}.rels"),
    }
}

/// Reads the relationships of a part in a folder.
pub(crate) fn relationships(
    archive: &mut Archive<'_>,
    path: &str,
    folder: &str,
) -> Result<Vec<Relationship>, Fault> {
    let all = elements(archive, path, MAX_PARTS, |name, element| {
        let get = |key| local_attribute(element, key).unwrap_or_default();
        let is_external = get("TargetMode").eq_ignore_ascii_case("external");
        let target = if is_external { get("Target") } else { resolve(folder, &get("Target")) };
        (name == "Relationship").then(|| Relationship {
            id: get("Id"),
            kind: get("Type"),
            target,
            is_external,
        })
    })?;
    Ok(all.found)
}

/// Returns the part that a package opens with: the one that it names, else the one that stands where
/// programs put it.
pub(crate) fn opened(archive: &mut Archive<'_>, usual: &str) -> Result<Option<String>, Fault> {
    let stated = relationships(archive, "_rels/.rels", "")?;
    let stated = stated.iter().find(|part| part.is("officeDocument"));
    let stated = stated.and_then(|part| archive.find(&part.target));
    Ok(stated.or_else(|| archive.find(usual)))
}

/// Returns the parts that a part leads to.
pub(crate) fn led_to(archive: &mut Archive<'_>, part: &str) -> Result<Vec<Relationship>, Fault> {
    let folder = part.rsplit_once('/').map_or("", |(folder, _)| folder);
    relationships(archive, &rels_of(part), folder)
}

/// Returns the first of some parts that is of a kind and there.
pub(crate) fn first(archive: &Archive<'_>, parts: &[Relationship], kind: &str) -> Option<String> {
    let stated = parts.iter().filter(|part| part.is(kind));
    stated.filter_map(|part| archive.find(&part.target)).next()
}

/// Returns the path that a target means within a folder.
pub(crate) fn resolve(folder: &str, target: &str) -> String {
    let target = target.trim().replace('\\', "/");
    let mut out: Vec<&str> = match target.starts_with('/') {
        true => Vec::new(),
        false => folder.split('/').collect(),
    };
    for step in target.split('/') {
        match step {
            ".." => {
                out.pop();
            }
            step => out.push(step),
        }
    }
    out.retain(|step| !matches!(*step, "" | "."));
    out.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(folder: &str, target: &str, expected: &str) {
        assert_eq!(resolve(folder, target), expected);
    }

    #[test]
    fn targets_of_relationships() {
        check("xl", "worksheets/sheet1.xml", "xl/worksheets/sheet1.xml");
        check("xl", "/xl/worksheets/sheet1.xml", "xl/worksheets/sheet1.xml");
        check("xl", "./worksheets/sheet1.xml", "xl/worksheets/sheet1.xml");
        check("xl", "../xl/./worksheets//sheet1.xml", "xl/worksheets/sheet1.xml");
        check("xl", "worksheets\\sheet1.xml", "xl/worksheets/sheet1.xml");
        check("xl/worksheets", "../tables/table1.xml", "xl/tables/table1.xml");
        check("", "xl/workbook.xml", "xl/workbook.xml");
        check("", "../../x", "x");
    }
}
