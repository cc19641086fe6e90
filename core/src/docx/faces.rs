//! The faces that a draft names, by role: those that offices have, unless `[fonts]` names others.

use std::collections::BTreeMap;

use crate::docx::xml::escape;

/// The longest name of a face that Word takes.
const MAX_CHARS: usize = 31;

/// What a face is used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// 小标宋: titles.
    Title,
    /// 仿宋: text.
    Body,
    /// 黑体: headings of the first level, captions, heads of tables.
    Heading,
    /// 楷体: headings of the second level, names of signers.
    Subheading,
    /// 宋体: tables, charts, page numbers.
    Figures,
}

/// A role, the names of `[fonts]` that stand for it, the face that an office has, and the one that
/// Word takes where that is missing.
const ROLES: [(Role, &[&str], &str, &str); 5] = [
    (Role::Title, &["title", "小标宋"], "方正小标宋简体", "华文中宋"),
    (Role::Body, &["body", "仿宋", "fangsong"], "仿宋_GB2312", "仿宋"),
    (Role::Heading, &["heading", "黑体"], "黑体", "SimHei"),
    (Role::Subheading, &["subheading", "楷体"], "楷体_GB2312", "楷体"),
    (Role::Figures, &["figures", "宋体"], "宋体", "SimSun"),
];

/// The faces of a draft, by role.
#[derive(Debug, Clone)]
pub(super) struct Faces {
    names: Vec<(Role, String)>,
}

impl Faces {
    /// Takes the office's own faces from `[fonts]`; a name that is too long for Word is left out.
    pub(super) fn new(stated: &BTreeMap<String, String>) -> Faces {
        let name = |(role, keys, usual, _): &(Role, &[&str], &str, &str)| {
            let own = keys.iter().find_map(|key| stated.get(*key));
            let own = own.filter(|name| (1..=MAX_CHARS).contains(&name.chars().count()));
            (*role, escape(own.map_or(*usual, String::as_str)))
        };
        Faces { names: ROLES.iter().map(name).collect() }
    }

    /// Returns the face of a role, as it stands in XML.
    pub(super) fn name(&self, role: Role) -> &str {
        let found = self.names.iter().find(|(known, _)| *known == role);
        found.map_or("", |(_, name)| name)
    }

    /// Returns `w:rFonts` for a role. Every kind of character gets the same face: quotes and dashes
    /// count as Latin ones without the hint.
    pub(super) fn run_fonts(&self, role: Role) -> String {
        let name = self.name(role);
        format!(
            "<w:rFonts w:hint=\"eastAsia\" w:ascii=\"{name}\" w:hAnsi=\"{name}\" w:eastAsia=\"{name}\" w:cs=\"{name}\"/>"
        )
    }

    /// Returns the table of faces, each once, with what may stand in for it.
    pub(super) fn table(&self) -> String {
        let mut out = String::new();
        for (at, (role, name)) in self.names.iter().enumerate() {
            if self.names[..at].iter().any(|(_, before)| before == name) {
                continue;
            }
            let stand_in = ROLES.iter().find(|(known, _, usual, _)| known == role && usual == name);
            let stand_in =
                stand_in.map_or(String::new(), |(.., other)| format!("<w:altName w:val=\"{other}\"/>"));
            out += &format!("<w:font w:name=\"{name}\">{stand_in}<w:charset w:val=\"86\"/></w:font>");
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_faces_replace_usual_ones() {
        let own = |pairs: &[(&str, &str)]| {
            Faces::new(&pairs.iter().map(|(key, name)| (key.to_string(), name.to_string())).collect())
        };
        let usual = own(&[]);
        assert_eq!(usual.name(Role::Body), "仿宋_GB2312");
        assert!(usual.table().contains("<w:font w:name=\"楷体_GB2312\"><w:altName w:val=\"楷体\"/>"));
        let faces = own(&[("仿宋", "方正仿宋_GBK"), ("title", "A&B"), ("figures", "方正仿宋_GBK")]);
        assert_eq!((faces.name(Role::Body), faces.name(Role::Title)), ("方正仿宋_GBK", "A&amp;B"));
        assert_eq!(faces.table().matches("方正仿宋_GBK").count(), 1);
        let long = own(&[("body", "Zhuque Fangsong (technical preview)")]);
        assert_eq!(long.name(Role::Body), "仿宋_GB2312", "35 characters are too many for Word");
    }
}
