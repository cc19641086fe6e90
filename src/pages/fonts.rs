//! The faces that the program carries: which role each serves, under which family name.
//!
//! Complements templates/gb9704/theme.typ, which names the same families by the same roles;
//! a test holds the two together. Where the faces come from and why: fonts/README.md.

use typst::text::Font;

/// An embedded face and the role it serves (GB/T 9704-2012, 5.2.2 and 7.3).
#[derive(Debug, Clone, Copy)]
pub struct Face {
    /// The role's name in theme.typ.
    pub role: &'static str,
    /// The role's Chinese name, the face that the standard or practice asks for.
    pub role_name: &'static str,
    /// What is set in it.
    pub serves: &'static str,
    /// The family as Typst sees it.
    pub family: &'static str,
    /// The weight.
    pub weight: u16,
    /// The file in `fonts/`.
    pub file: &'static str,
    /// The file's bytes, mapped with the binary and never copied.
    pub bytes: &'static [u8],
}

/// Every face there is; any of these, and nothing else, may show on a page.
///
/// The body's digits and quotes and every face's missing characters come from 宋体, whatever
/// that lacks from 楷体: together they hold all of GB 18030-2022 levels 1 and 2.
///
/// A `static`: as a `const`, every use would put 63 MB of faces into the binary once more.
pub static FACES: [Face; 5] = [
    Face {
        role: "title",
        role_name: "小标宋",
        serves: "标题",
        family: "Noto Serif SC",
        weight: 700,
        file: "NotoSerifSC-Bold.ttf",
        bytes: include_bytes!("../../fonts/NotoSerifSC-Bold.ttf"),
    },
    Face {
        role: "body",
        role_name: "仿宋",
        serves: "正文",
        family: "Zhuque Fangsong (technical preview)",
        weight: 400,
        file: "ZhuqueFangsong-Regular.ttf",
        bytes: include_bytes!("../../fonts/ZhuqueFangsong-Regular.ttf"),
    },
    Face {
        role: "heading",
        role_name: "黑体",
        serves: "一级标题、图表标题、表头、附件序号",
        family: "Noto Sans SC",
        weight: 500,
        file: "NotoSansSC-Medium.ttf",
        bytes: include_bytes!("../../fonts/NotoSansSC-Medium.ttf"),
    },
    Face {
        role: "subheading",
        role_name: "楷体",
        serves: "二级标题",
        family: "LXGW WenKai GB Lite",
        weight: 400,
        file: "LXGWWenKaiGBLite-Regular.ttf",
        bytes: include_bytes!("../../fonts/LXGWWenKaiGBLite-Regular.ttf"),
    },
    Face {
        role: "figures",
        role_name: "宋体",
        serves: "表格、图、页码，以及其他字体缺少的字",
        family: "Noto Serif SC",
        weight: 400,
        file: "NotoSerifSC-Regular.ttf",
        bytes: include_bytes!("../../fonts/NotoSerifSC-Regular.ttf"),
    },
];

impl Face {
    /// Returns the face's SHA-256 in hexadecimal, as fonts/SHA256SUMS states it (a test holds
    /// that it is true).
    pub(crate) fn sha256(&self) -> &'static str {
        let sums = include_str!("../../fonts/SHA256SUMS").lines().filter_map(|line| line.split_once("  "));
        let mut own = sums.filter(|(_, file)| *file == self.file);
        own.next().expect("every face has its line (see the test)").0
    }
}

/// Returns a face as its own parser sees it; Typst has parsed it before.
pub(crate) fn parsed(font: &Font) -> Option<ttf_parser::Face<'_>> {
    ttf_parser::Face::parse(font.data(), font.index()).ok()
}

/// Returns whether a page may show the family.
pub(crate) fn is_known_family(family: &str) -> bool {
    FACES.iter().any(|face| face.family == family)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use sha2::{Digest, Sha256};

    use super::*;

    #[test]
    fn faces_are_those_of_the_sums() {
        for face in &FACES {
            let sum: String = Sha256::digest(face.bytes).iter().map(|byte| format!("{byte:02x}")).collect();
            assert_eq!(face.sha256(), sum, "{}", face.file);
        }
    }

    #[test]
    fn the_theme_names_the_same_roles_and_families() {
        let theme = include_str!("../../templates/gb9704/theme.typ");
        let quoted: BTreeSet<&str> = theme
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"))
            .flat_map(|line| line.split('"').skip(1).step_by(2))
            .filter(|text| text.starts_with(|c: char| c.is_ascii_uppercase()))
            .collect();
        let families: BTreeSet<&str> = FACES.iter().map(|face| face.family).collect();
        assert_eq!(quoted, families);
        for face in &FACES {
            assert!(theme.contains(&format!("\n  {}: ", face.role)), "{}", face.role);
        }
    }

    #[test]
    fn the_settings_know_the_same_roles() {
        let known: BTreeSet<&str> = crate::settings::FONT_ROLES.into_iter().collect();
        let mut roles: BTreeSet<&str> = FACES.iter().flat_map(|face| [face.role, face.role_name]).collect();
        // An older name of the body's.
        roles.insert("fangsong");
        assert_eq!(known, roles);
    }
}
