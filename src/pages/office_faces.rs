//! An office's own faces: which of them serves which role, and which may not be used.
//!
//! Complements templates/gb9704/theme.typ, which puts them before the embedded ones, and
//! fonts/README.md. The files are read by the caller.

use std::collections::{BTreeMap, BTreeSet};

use ttf_parser::Permissions;
use typst::foundations::Bytes;
use typst::text::Font;

use crate::pages::fonts::parsed;
use crate::pages::fonts::{FACES, is_known_family};

/// The names under which each role's faces go, the best first: as Typst sees them, and as
/// their Chinese name tables have them.
const ALIASES: [(&str, &[&str]); 5] = [
    (
        "title",
        &[
            "FZXiaoBiaoSong-B05",
            "方正小标宋_GBK",
            "FZXiaoBiaoSong-B05S",
            "方正小标宋简体",
            "方正公文小标宋",
            "HYXiaoBiaoSongJ",
            "汉仪小标宋简",
            "STZhongsong",
            "华文中宋",
            "FandolSong",
            "Source Han Serif SC",
            "Noto Serif CJK SC",
        ],
    ),
    (
        "body",
        &[
            "FangSong_GB2312",
            "仿宋_GB2312",
            "FangSong",
            "仿宋",
            "FZFangSong-Z02",
            "方正仿宋_GBK",
            "FZFangSong-Z02S",
            "方正仿宋简体",
            "方正公文仿宋",
            "STFangsong",
            "华文仿宋",
            "FandolFang R",
        ],
    ),
    (
        "heading",
        &[
            "SimHei",
            "黑体",
            "FZHei-B01",
            "方正黑体_GBK",
            "FZHei-B01S",
            "方正黑体简体",
            "方正公文黑体",
            "STHeiti",
            "华文黑体",
            "Heiti SC",
            "FandolHei",
            "Source Han Sans SC",
            "Noto Sans CJK SC",
        ],
    ),
    (
        "subheading",
        &[
            "KaiTi_GB2312",
            "楷体_GB2312",
            "KaiTi",
            "楷体",
            "FZKai-Z03",
            "方正楷体_GBK",
            "FZKai-Z03S",
            "方正楷体简体",
            "方正公文楷体",
            "STKaiti",
            "华文楷体",
            "Kaiti SC",
            "FandolKai",
            "AR PL KaitiM GB",
            "LXGW WenKai GB",
        ],
    ),
    (
        "figures",
        &[
            "SimSun",
            "宋体",
            "NSimSun",
            "新宋体",
            "FZShuSong-Z01",
            "方正书宋_GBK",
            "STSong",
            "华文宋体",
            "Songti SC",
            "FandolSong",
            "Source Han Serif SC",
            "Noto Serif CJK SC",
        ],
    ),
];

/// A font file that the office has.
#[derive(Debug, Clone)]
pub struct FontFile {
    /// The file's name.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// A face of the office that serves a role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficeFace {
    /// The role's name in theme.typ.
    pub role: &'static str,
    /// The family as Typst sees it.
    pub family: String,
    /// The file it is in.
    pub file: String,
}

/// A face that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FontError {
    /// A role that there is none of.
    #[error(
        "配置项 fonts 中没有 `{role}` 这种用途（应为 title、body、heading、subheading、figures，或小标宋、仿宋、黑体、楷体、宋体）"
    )]
    UnknownRole {
        /// As it was written.
        role: String,
    },
    /// A family that no file holds.
    #[error("没有找到字体 `{family}`（在 --fonts 文件夹中找到 {}）", found.join("、"))]
    NotFound {
        /// As it was asked for.
        family: String,
        /// The families there are.
        found: Vec<String>,
    },
    /// A face whose maker forbids embedding (OS/2 fsType 2).
    #[error("字体 `{family}`（{file}）的许可不允许嵌入文件，不能用于 PDF")]
    Restricted {
        /// The family.
        family: String,
        /// Its file.
        file: String,
    },
}

/// A face with all names it goes by.
struct Candidate {
    /// The face.
    font: Font,
    /// Its names, in any language.
    names: BTreeSet<String>,
    /// The file it is in.
    file: String,
}

/// Chooses a face for each role: the family asked for, else the best known one there is.
/// Roles without any keep their embedded face.
pub(crate) fn choose(
    files: &[FontFile],
    wanted: &BTreeMap<String, String>,
) -> Result<Vec<(OfficeFace, Font)>, FontError> {
    let mut candidates = Vec::new();
    for file in files {
        for font in Font::iter(Bytes::new(file.bytes.clone())) {
            let names = names(&font);
            candidates.push(Candidate { font, names, file: file.name.clone() });
        }
    }
    let mut asked: BTreeMap<&str, &str> = BTreeMap::new();
    for (role, family) in wanted {
        let known = FACES.iter().find(|face| {
            face.role == role || face.role_name == role || (role == "fangsong" && face.role == "body")
        });
        let Some(face) = known else { return Err(FontError::UnknownRole { role: role.clone() }) };
        asked.insert(face.role, family);
    }
    let named = |name: &str| candidates.iter().find(|candidate| candidate.names.contains(name));
    let mut chosen = Vec::new();
    for (role, aliases) in ALIASES {
        let found = match asked.get(role) {
            // The embedded ones may be asked for by name, too.
            Some(family) if is_known_family(family) => continue,
            Some(family) => Some(named(family).ok_or_else(|| FontError::NotFound {
                family: family.to_string(),
                found: families(&candidates),
            })?),
            None => aliases.iter().find_map(|alias| named(alias)),
        };
        let Some(found) = found else { continue };
        let family = found.font.info().family.as_str().to_string();
        // One family is one face: ours would merge with it.
        if is_known_family(&family) {
            continue;
        }
        if parsed(&found.font).and_then(|face| face.permissions()) == Some(Permissions::Restricted) {
            return Err(FontError::Restricted { family, file: found.file.clone() });
        }
        chosen.push((OfficeFace { role, family, file: found.file.clone() }, found.font.clone()));
    }
    Ok(chosen)
}

/// Returns the families of all files, each once.
fn families(candidates: &[Candidate]) -> Vec<String> {
    let families: BTreeSet<String> =
        candidates.iter().map(|candidate| format!("`{}`", candidate.font.info().family)).collect();
    if families.is_empty() { vec!["0 种".to_string()] } else { families.into_iter().collect() }
}

/// Returns every family and full name in a face's own table, and the one Typst knows it by.
fn names(font: &Font) -> BTreeSet<String> {
    let wanted = [
        ttf_parser::name_id::FAMILY,
        ttf_parser::name_id::FULL_NAME,
        ttf_parser::name_id::TYPOGRAPHIC_FAMILY,
    ];
    let mut names = BTreeSet::new();
    if let Some(face) = parsed(font) {
        let table = face.names().into_iter().filter(|name| wanted.contains(&name.name_id));
        names.extend(table.filter_map(|name| name.to_string()));
    }
    names.insert(font.info().family.as_str().to_string());
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns an embedded face's bytes with its families renamed in place and, if asked,
    /// its licence bits set.
    fn renamed(from: &str, to: &str, restricted: bool) -> FontFile {
        let face = FACES.iter().find(|face| face.family == "Noto Sans SC").expect("embedded");
        let mut bytes = face.bytes.to_vec();
        let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>();
        let (from, to) = (utf16(from), utf16(to));
        assert_eq!(from.len(), to.len());
        let ends: Vec<usize> =
            (0..bytes.len() - from.len()).filter(|at| bytes[*at..].starts_with(&from)).collect();
        assert!(!ends.is_empty());
        for at in ends {
            bytes[at..at + to.len()].copy_from_slice(&to);
        }
        if restricted {
            let n_tables = usize::from(u16::from_be_bytes([bytes[4], bytes[5]]));
            let record = (0..n_tables).map(|i| 12 + 16 * i).find(|at| &bytes[*at..at + 4] == b"OS/2");
            let record = record.expect("it has one");
            let at = u32::from_be_bytes(bytes[record + 8..record + 12].try_into().expect("4 bytes"));
            let at = usize::try_from(at).expect("small");
            bytes[at + 8..at + 10].copy_from_slice(&2u16.to_be_bytes());
        }
        FontFile { name: "office.ttf".into(), bytes }
    }

    fn roles(files: &[FontFile], wanted: &[(&str, &str)]) -> Result<Vec<(&'static str, String)>, FontError> {
        let wanted = wanted.iter().map(|(role, family)| (role.to_string(), family.to_string())).collect();
        let chosen = choose(files, &wanted)?;
        Ok(chosen.into_iter().map(|(face, _)| (face.role, face.family)).collect())
    }

    #[test]
    fn roles_have_the_same_names_everywhere() {
        let names: Vec<&str> = ALIASES.iter().map(|(role, _)| *role).collect();
        assert_eq!(names, FACES.map(|face| face.role));
    }

    #[test]
    fn a_known_name_serves_its_role() {
        let file = renamed("Noto Sans SC", "Heiti SC    ", false);
        // Trailing spaces are part of the made-up name.
        assert_eq!(roles(&[file], &[]), Ok(vec![]));
        let file = renamed("Noto Sans SC", "FandolFang R", false);
        assert_eq!(roles(&[file], &[]), Ok(vec![("body", "FandolFang R".to_string())]));
        assert_eq!(roles(&[], &[]), Ok(vec![]));
    }

    #[test]
    fn what_is_asked_for_must_be_there() {
        let file = renamed("Noto Sans SC", "FandolFang R", false);
        let asked = roles(std::slice::from_ref(&file), &[("黑体", "FandolFang R")]);
        let both = vec![("body", "FandolFang R".to_string()), ("heading", "FandolFang R".to_string())];
        assert_eq!(asked, Ok(both));
        let error = roles(&[file], &[("fangsong", "仿宋_GB2312")]).expect_err("not there");
        assert_eq!(error.to_string(), "没有找到字体 `仿宋_GB2312`（在 --fonts 文件夹中找到 `FandolFang R`）");
        assert!(roles(&[], &[("宋", "x")]).is_err());
    }

    #[test]
    fn a_restricted_face_is_refused_by_name() {
        let file = renamed("Noto Sans SC", "FandolFang R", true);
        let error = roles(&[file], &[]).expect_err("restricted");
        let expected = "字体 `FandolFang R`（office.ttf）的许可不允许嵌入文件，不能用于 PDF";
        assert_eq!(error.to_string(), expected);
    }
}
