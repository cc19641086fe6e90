//! What parts a workbook of Excel's kind has, and which of them its sheets are, from its
//! relationships (ECMA-376 part 2, §6.5).
//!
//! Writers differ in how they name parts: with `./` and `../`, with backslashes, absolute, in
//! other letter case, under other names. Relationships lead; where one is missing or leads
//! nowhere, the list of content types does, and last the usual name.

use std::collections::{BTreeMap, BTreeSet};

use crate::container::archive::Archive;
use crate::container::parts::{MAX_PARTS, Relationship, relationships, rels_of, resolve};
use crate::container::xml::{Elements, attribute, elements, is_true, local_attribute};
use crate::workbook::biff_records::word;
use crate::workbook::xlsb_records::{records, wide};
use crate::workbook::{MAX_SHEETS, ReadError};

/// The parts of a workbook that matter.
#[derive(Debug)]
pub(super) struct Package {
    /// Whether the parts are binary (xlsb).
    pub(super) is_binary: bool,
    /// Whether days are counted from 1904.
    pub(super) is_1904: bool,
    /// The table of shared strings.
    pub(super) strings: Option<String>,
    /// The table of styles.
    pub(super) styles: Option<String>,
    /// The sheets in the order of the workbook.
    pub(super) sheets: Vec<Listed>,
    /// Why sheets may be missing: the list of them breaks off.
    pub(super) damage: Option<String>,
}

/// A sheet as the workbook lists it.
#[derive(Debug)]
pub(super) struct Listed {
    /// The name on its tab.
    pub(super) name: String,
    /// Whether it is hidden.
    pub(super) is_hidden: bool,
    /// Where its cells are.
    pub(super) content: Content,
}

/// Where a sheet's cells are.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Content {
    /// In this part.
    Part(String),
    /// Nowhere: it is a chart, a macro or a dialog, in these words.
    None(&'static str),
    /// In a part that cannot be found, for this reason.
    Lost(&'static str),
}

impl Package {
    /// Finds the parts.
    pub(super) fn open(archive: &mut Archive<'_>) -> Result<Package, ReadError> {
        let types = elements(archive, "[Content_Types].xml", MAX_PARTS, |name, element| {
            let part = attribute(element, "PartName").filter(|_| name == "Override")?;
            Some((resolve("", &part), attribute(element, "ContentType")?.to_ascii_lowercase()))
        })?;
        let types = types.found;
        let of_type = |archive: &Archive<'_>, words: &[&str]| {
            let mut all = types.iter().filter(|(_, kind)| words.iter().all(|word| kind.contains(word)));
            all.find_map(|(part, _)| archive.find(part))
        };
        let usual = |archive: &Archive<'_>, names: &[&str]| {
            let is_usual = |part: &&str| names.iter().any(|name| part.rsplit('/').next() == Some(name));
            let mut found: Vec<&str> =
                archive.names().filter(|part| !part.starts_with("__macosx/")).filter(is_usual).collect();
            found.sort_by_key(|part| part.len());
            found.first().map(ToString::to_string)
        };
        let all = relationships(archive, "_rels/.rels", "")?;
        let stated = all.iter().find(|relationship| relationship.is("officeDocument"));
        let workbook = stated
            .and_then(|stated| archive.find(&stated.target))
            .or_else(|| of_type(archive, &["sheet", "main"]))
            .or_else(|| usual(archive, &["workbook.xml", "workbook.bin"]))
            .ok_or_else(|| ReadError::Damaged { reason: "缺少工作簿的目录".to_string() })?;
        let is_binary = workbook.ends_with(".bin");
        let folder = workbook.rsplit_once('/').map_or("", |(folder, _)| folder).to_string();
        let all = relationships(archive, &rels_of(&workbook), &folder)?;
        let part = |archive: &Archive<'_>, kind: &str, names: &[&str]| {
            let stated = all.iter().filter(|relationship| relationship.is(kind));
            stated
                .filter_map(|relationship| archive.find(&relationship.target))
                .next()
                .or_else(|| of_type(archive, &[&kind.to_ascii_lowercase()]))
                .or_else(|| usual(archive, names))
        };
        let strings = part(archive, "sharedStrings", &["sharedstrings.xml", "sharedstrings.bin"]);
        let styles = part(archive, "styles", &["styles.xml", "styles.bin"]);
        let (is_1904, entries) =
            if is_binary { binary_entries(archive, &workbook)? } else { entries(archive, &workbook)? };
        let damage = entries.damage;
        let sheets = listed(archive, entries.found, &all);
        if sheets.is_empty() {
            let reason = damage.unwrap_or_else(|| "没有列出任何工作表".to_string());
            return Err(ReadError::Damaged { reason });
        }
        Ok(Package { is_binary, is_1904, strings, styles, sheets, damage })
    }
}

/// Returns the parts of one kind that a part leads to, by the relationships named.
pub(super) fn targets(
    archive: &mut Archive<'_>,
    part: &str,
    kind: &str,
    ids: &[String],
) -> Result<Vec<String>, ReadError> {
    let folder = part.rsplit_once('/').map_or("", |(folder, _)| folder);
    let all = relationships(archive, &rels_of(part), folder)?;
    let ids: BTreeSet<&str> = ids.iter().map(String::as_str).collect();
    let is_wanted =
        |relationship: &&Relationship| relationship.is(kind) && ids.contains(relationship.id.as_str());
    let wanted = all.iter().filter(is_wanted);
    Ok(wanted.filter_map(|relationship| archive.find(&relationship.target)).collect())
}

/// A sheet's entry: its name, whether it is hidden, and its relationship.
type Entry = (String, bool, String);

/// Reads the entries of an xlsx.
fn entries(archive: &mut Archive<'_>, path: &str) -> Result<(bool, Elements<Entry>), ReadError> {
    let mut is_1904 = false;
    let entries = elements(archive, path, MAX_SHEETS, |name, element| match name {
        "workbookPr" => {
            is_1904 |= is_true(element, "date1904");
            None
        }
        "sheet" => {
            let state = attribute(element, "state").unwrap_or_default();
            let is_hidden = state.to_ascii_lowercase().ends_with("hidden");
            // `r:id`, whatever the prefix; `sheetId` is another.
            let id = local_attribute(element, "id").unwrap_or_default();
            Some((attribute(element, "name").unwrap_or_default(), is_hidden, id))
        }
        _ => None,
    });
    Ok((is_1904, entries?))
}

/// Reads the entries of an xlsb.
fn binary_entries(archive: &mut Archive<'_>, path: &str) -> Result<(bool, Elements<Entry>), ReadError> {
    let (mut is_1904, mut out) = (false, Vec::new());
    let read = records(archive, path, |kind, data| {
        match kind {
            // BrtWbProp: flags.
            0x0099 => is_1904 |= word(data, 0).is_some_and(|flags| flags & 1 != 0),
            // BrtBundleSh: state, id, relationship, name.
            0x009C if out.len() >= MAX_SHEETS => return Err(ReadError::too_many("工作表数", MAX_SHEETS)),
            0x009C => {
                let (id, rest) = wide(data.get(8..).unwrap_or(&[]));
                let is_hidden = matches!(word(data, 0), Some(1 | 2));
                out.push((wide(rest).0, is_hidden, id));
            }
            _ => {}
        }
        Ok(())
    });
    let damage = match read {
        Ok(()) => None,
        Err(ReadError::Damaged { reason }) => Some(reason),
        Err(error) => return Err(error),
    };
    Ok((is_1904, Elements { found: out, damage }))
}

/// Finds the parts of the sheets.
fn listed(archive: &Archive<'_>, entries: Vec<Entry>, all: &[Relationship]) -> Vec<Listed> {
    let mut taken = BTreeSet::new();
    let mut by_id: BTreeMap<&str, Vec<&Relationship>> = BTreeMap::new();
    for relationship in all {
        by_id.entry(&relationship.id).or_default().push(relationship);
    }
    let mut content = |id: &str| {
        if id.trim().is_empty() {
            // Old macro modules are listed like this.
            return Content::None("宏模块");
        }
        let mut own = all.iter().filter(|relationship| relationship.id == id);
        let Some(relationship) = own.next() else {
            return Content::Lost("工作簿没有指明它存在哪里");
        };
        if own.any(|other| other.target != relationship.target) {
            return Content::Lost("工作簿给它指了两个地方");
        }
        let is = |kind| relationship.is(kind);
        if is("chartsheet") {
            return Content::None("图表");
        } else if is("dialogsheet") {
            return Content::None("对话框");
        } else if is("xlMacrosheet") || is("xlIntlMacrosheet") {
            return Content::None("宏表");
        }
        let Some(part) = archive.find(&relationship.target) else {
            return Content::Lost("文件里没有它的内容");
        };
        match taken.insert(part.clone()) {
            true => Content::Part(part),
            false => Content::Lost("它与另一张表指向同一份内容"),
        }
    };
    let listed =
        entries.into_iter().map(|(name, is_hidden, id)| Listed { name, is_hidden, content: content(&id) });
    listed.collect()
}
