//! Names of units, and the file names that are made of them.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;

use unicode_normalization::UnicodeNormalization;

use crate::batch::record::{NOTICE, WORKSHEET};
use crate::dossier::unit_identity;
use crate::settings::group::Group;

/// The units that a county lists, as listed, by what is the same for all their names.
#[derive(Debug, Clone, Default)]
pub(super) struct Listed(BTreeMap<String, String>);

impl Listed {
    /// Takes the list in.
    pub(super) fn new(units: &[String]) -> Listed {
        Listed(units.iter().map(|unit| (unit_identity(unit), unit.clone())).collect())
    }

    /// Returns whether a unit is named, by its folder's name or its own.
    pub(super) fn names(&self, name: &str, own_name: Option<&String>) -> bool {
        let is_named = |name: &str| self.0.contains_key(&unit_identity(name));
        is_named(name) || own_name.is_some_and(|own| is_named(own))
    }

    /// Returns whether the county counts a unit: without a list it counts all.
    pub(super) fn counts(&self, name: &str, own_name: Option<&String>) -> bool {
        self.0.is_empty() || self.names(name, own_name)
    }

    /// Returns the listed units by what is the same for all their names.
    pub(super) fn all(&self) -> impl Iterator<Item = (&String, &String)> {
        self.0.iter()
    }
}

/// Returns what a unit's files are called after: the unit, or where it states a group that does not
/// follow from its name, the group, as its title has it: `青山县教育局党委`.
pub(super) fn group_stem(name: &str, stated: Option<&str>) -> String {
    let (by_name, group) = (Group::new(name, None, None), Group::new(name, stated, None));
    if group.name() == by_name.name() {
        name.to_string()
    } else {
        format!("{}{}", group.head(), group.link())
    }
}

/// Gives each unit, by its folder's name, the file name that it wants or, where another wants the same
/// or has it as its folder's name, that of its folder: so that nobody's name depends on who else
/// there is, but for folders whose own names differ only in what no file name can hold.
pub(super) fn stems<'a>(wanted: impl Iterator<Item = (&'a str, String)>) -> BTreeMap<String, String> {
    let wanted: Vec<Wanted<'a>> = wanted
        .map(|(folder, name)| Wanted {
            folder,
            own: safe_stem(folder),
            stem: safe_stem(&name),
            identity: unit_identity(&name),
        })
        .collect();
    // Names of one unit however it is written, and names that one file system takes for the same.
    let mut claims: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for one in &wanted {
        for name in [taken_for(&one.stem), taken_for(&one.own), one.identity.clone()] {
            claims.entry(name).or_default().insert(one.folder);
        }
    }
    let is_alone = |name: &String| claims.get(name).is_none_or(|claims| claims.len() == 1);
    let mut taken: BTreeMap<String, usize> = BTreeMap::new();
    let chosen = wanted.iter().map(|one| {
        let is_free = is_alone(&taken_for(&one.stem)) && is_alone(&one.identity);
        let stem = if is_free { &one.stem } else { &one.own };
        (one.folder.to_string(), unclashed(stem.clone(), &mut taken))
    });
    chosen.collect()
}

/// What a unit's files would be called.
struct Wanted<'a> {
    folder: &'a str,
    /// After its folder.
    own: String,
    /// After the unit or its group.
    stem: String,
    /// What is the same for all ways to write that.
    identity: String,
}

/// Returns a file's name as text; one that is no UTF-8 is read as GBK, in which old Windows
/// programs write the names into zips.
pub(super) fn readable_name(name: &OsStr) -> String {
    if let Some(name) = name.to_str() {
        return name.to_string();
    }
    let bytes = name.as_encoded_bytes();
    match encoding_rs::GBK.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(name) => name.into_owned(),
        None => name.to_string_lossy().into_owned(),
    }
}

/// The most bytes of a file's name without its ending: with `-反馈意见.pdf` and a number it is below
/// the 255 that file systems take.
const MAX_STEM_BYTES: usize = 200;

/// Returns a name that every file system takes, as close to the unit's as may be.
pub(super) fn safe_stem(unit: &str) -> String {
    let safe: String = unit.chars().map(|c| if is_safe(c) { c } else { '_' }).collect();
    let safe = &safe[..safe.floor_char_boundary(MAX_STEM_BYTES)];
    let safe = safe.trim_matches(|c: char| c == '.' || c.is_whitespace());
    // The names of our own files.
    const OWN: [&str; 3] = ["summary", "汇总报告", "汇总表"];
    let lower = safe.to_lowercase();
    // Shards write summary-1-of-4.json.
    let is_summary = lower.starts_with("summary-");
    let is_taken = is_device(safe) || is_summary || OWN.contains(&lower.as_str());
    if safe.is_empty() || is_taken {
        format!("_{safe}")
    } else if [NOTICE, WORKSHEET].iter().any(|end| is_such(safe, end)) {
        // What another unit's letter or worksheet may be called is no report's name.
        format!("{safe}_")
    } else {
        safe.to_string()
    }
}

/// Returns whether Windows keeps a name for one of its devices.
fn is_device(name: &str) -> bool {
    // A device stays one whatever follows the first dot.
    let base = name.split('.').next().unwrap_or_default().trim_end().to_lowercase();
    let is_numbered = |kind: &str| {
        let number = base
            .strip_prefix(kind)
            .and_then(|number| number.chars().next().filter(|_| number.chars().count() == 1));
        number.is_some_and(|c| c.is_ascii_digit() || "¹²³".contains(c))
    };
    ["con", "prn", "aux", "nul"].contains(&base.as_str()) || is_numbered("com") || is_numbered("lpt")
}

/// Returns whether Windows takes a file's or a folder's name, and leaves it as it is.
pub(crate) fn is_fit_for_windows(name: &str) -> bool {
    !is_device(name)
        && !name.ends_with(['.', ' '])
        && !name.contains(|c: char| c < ' ' || RESERVED.contains(c))
}

/// Returns whether a name ends like a file's without its ending.
fn is_such(name: &str, end: &str) -> bool {
    let end = end.split('.').next().unwrap_or(end);
    name.ends_with(end)
}

/// Returns whether file names may hold a character: no system's own, and none that cannot be
/// seen or turns the text round.
fn is_safe(c: char) -> bool {
    let is_hidden =
        matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}');
    !c.is_control() && !is_hidden && !RESERVED.contains(c)
}

/// What no file's name can hold on one system or another.
const RESERVED: &str = "<>:\"/\\|?*";

/// Returns what is the same for names that some system takes for one: whatever their case, and whether
/// a letter is written with its accent or with one that follows it.
pub(crate) fn taken_for(name: &str) -> String {
    name.nfc().collect::<String>().to_lowercase()
}

/// Numbers a name that another unit has taken, or that some system takes for that.
pub(super) fn unclashed(stem: String, taken: &mut BTreeMap<String, usize>) -> String {
    let mut candidate = stem.clone();
    loop {
        let n = taken.entry(taken_for(&candidate)).or_insert(0);
        *n += 1;
        if *n == 1 {
            return candidate;
        }
        candidate = format!("{stem}-{n}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_names_a_unit_however_it_is_written() {
        let listed = Listed::new(&["清溪镇".to_string()]);
        assert!(listed.counts("01", Some(&"清溪镇党委".to_string())) && !listed.counts("石桥镇", None));
        assert!(Listed::new(&[]).counts("石桥镇", None));
    }

    #[test]
    fn names_are_safe_and_differ() {
        let check = |unit: &str, expected: &str| assert_eq!(safe_stem(unit), expected, "{unit}");
        check("清溪镇", "清溪镇");
        check("a/b\\c:d", "a_b_c_d");
        check("..", "_");
        check("CON", "_CON");
        check("nul.txt", "_nul.txt");
        check("COM7", "_COM7");
        check("summary-1-of-3", "_summary-1-of-3");
        check("甲\u{202E}镇", "甲_镇");
        check("甲镇-反馈意见", "甲镇-反馈意见_");
        check("甲镇-工作底稿", "甲镇-工作底稿_");
        check("工作底稿", "工作底稿");
        check("汇总报告", "_汇总报告");
        check(" 甲镇. ", "甲镇");
        // Not cut within a character: 66 of three bytes.
        check(&"镇".repeat(85), &"镇".repeat(66));
        check(&format!("a{}", "镇".repeat(85)), &format!("a{}", "镇".repeat(66)));
        for name in ["清溪镇", "考勤表.csv", "com.csv", "comx", "con-1.csv", " 甲"] {
            assert!(is_fit_for_windows(name), "{name}");
        }
        for name in ["CON", "con.csv", "Com1 .txt", "LPT²", "甲:乙.csv", "1<2", "甲镇.", "甲镇 ", "a\tb"]
        {
            assert!(!is_fit_for_windows(name), "{name}");
        }
        let mut taken = BTreeMap::new();
        let stems: Vec<String> = ["A", "a", "A", "a-2", "\u{e9}", "e\u{301}"]
            .iter()
            .map(|s| unclashed((*s).to_string(), &mut taken))
            .collect();
        assert_eq!(stems, ["A", "a-2", "A-3", "a-2-2", "\u{e9}", "e\u{301}-2"]);
    }

    #[test]
    fn files_are_called_after_the_group_unless_that_is_anothers_name() {
        let check = |units: &[(&str, &str, Option<&str>)], expected: &[&str]| {
            let wanted = units.iter().map(|(folder, name, group)| (*folder, group_stem(name, *group)));
            let stems = stems(wanted);
            let found: Vec<&str> = units.iter().map(|(folder, ..)| stems[*folder].as_str()).collect();
            assert_eq!(found, expected);
        };
        check(&[("01", "清溪镇", None), ("02", "石桥镇", Some("党委"))], &["清溪镇", "石桥镇"]);
        check(
            &[("03", "青山县教育局", Some("党委")), ("04", "教育局", Some("柳河县教育局党组理论学习中心组"))],
            &["青山县教育局党委", "柳河县教育局党组"],
        );
        // Two of one name have their folders', whoever else there is.
        check(&[("东", "清溪镇", None), ("西", "清溪镇", None)], &["东", "西"]);
        check(&[("东", "清溪镇党委", None), ("清溪镇", "清溪镇", None)], &["东", "清溪镇"]);
        check(&[("东", "清溪镇", None), ("清溪镇", "石桥镇", None)], &["东", "石桥镇"]);
        check(&[("清溪镇", "清溪镇", None), ("西", "清溪镇", None)], &["清溪镇", "西"]);
        check(&[("甲:镇", "甲:镇", None), ("甲*镇", "甲*镇", None)], &["甲_镇", "甲_镇-2"]);
    }

    #[test]
    fn names_that_are_no_utf8_are_gbk() {
        assert_eq!(readable_name(OsStr::new("清溪镇")), "清溪镇");
        #[cfg(unix)]
        {
            use std::os::unix::ffi::OsStrExt;
            let (gbk, _, _) = encoding_rs::GBK.encode("东山镇");
            assert_eq!(readable_name(OsStr::from_bytes(&gbk)), "东山镇");
            assert_eq!(readable_name(OsStr::from_bytes(b"a\xff")), "a\u{fffd}");
        }
    }
}
