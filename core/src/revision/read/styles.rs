//! What paragraphs are, by the names of their styles and the way their numbers count.
//!
//! Programs give styles ids of their own when they save; the names stay.

use std::collections::BTreeMap;

use crate::revision::draft::Role;
use crate::revision::read::tree::Element;

/// The most styles that one is based on; Word stops at eleven.
const MAX_BASES: usize = 16;

/// The styles of paragraphs and characters, and the lists.
#[derive(Debug, Default)]
pub(super) struct Styles {
    by_id: BTreeMap<String, Style>,
    /// How each level of each list counts, by the list's number and the level.
    lists: BTreeMap<(String, u8), Counted>,
}

/// A style.
#[derive(Debug)]
struct Style {
    name: String,
    based_on: Option<String>,
    outline: Option<u8>,
    list: Option<List>,
    look: Look,
}

/// Where a paragraph stands in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
struct List {
    id: Option<String>,
    level: Option<u8>,
}

/// How a level counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Counted {
    /// As official documents count: 一、 or （一） or 1.
    Official(Role),
    /// Not at all.
    Nothing,
    /// In another way: how the first would look.
    Other(String),
}

/// Whether words are struck through, underlined or hidden, as far as it is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Look {
    pub(super) is_struck: Option<bool>,
    pub(super) is_underlined: Option<bool>,
    pub(super) is_hidden: Option<bool>,
}

impl Look {
    /// Reads what run properties say.
    pub(super) fn of(properties: &Element) -> Look {
        let struck = properties.switch("strike").into_iter().chain(properties.switch("dstrike"));
        Look {
            is_struck: struck.reduce(|one, other| one || other),
            is_underlined: properties.switch("u"),
            is_hidden: properties.switch("vanish"),
        }
    }

    /// Returns what it says, and what another says where it says nothing.
    pub(super) fn or(self, other: Look) -> Look {
        Look {
            is_struck: self.is_struck.or(other.is_struck),
            is_underlined: self.is_underlined.or(other.is_underlined),
            is_hidden: self.is_hidden.or(other.is_hidden),
        }
    }
}

/// What the properties of a paragraph come to.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Stated {
    /// What it is.
    pub(super) role: Role,
    /// How its number counts, where it is counted and its style does not say what it is.
    pub(super) counted: Option<Counted>,
    /// How its words look.
    pub(super) look: Look,
}

impl Styles {
    /// Reads the parts of styles and of numbering, as far as they are there.
    pub(super) fn read(styles: Option<&Element>, numbering: Option<&Element>) -> Styles {
        let mut out = Styles::default();
        for style in styles.iter().flat_map(|styles| styles.elements()).filter(|element| element.is("style"))
        {
            let Some(id) = style.attribute("styleId") else { continue };
            let paragraph = style.child("pPr");
            let read = Style {
                name: style.val("name").unwrap_or_default().trim().to_lowercase(),
                based_on: style.val("basedOn").map(str::to_string),
                outline: paragraph.and_then(outline),
                list: paragraph.and_then(list),
                look: style.child("rPr").map(Look::of).unwrap_or_default(),
            };
            out.by_id.insert(id.to_string(), read);
        }
        if let Some(numbering) = numbering {
            out.lists = lists(numbering);
        }
        out
    }

    /// Returns what a paragraph is by its properties.
    pub(super) fn stated(&self, properties: Option<&Element>) -> Stated {
        let chain: Vec<&Style> = properties
            .and_then(|properties| properties.val("pStyle"))
            .map_or(Vec::new(), |id| self.chain(id));
        let look = chain.iter().fold(Look::default(), |look, style| look.or(style.look));
        if let Some(role) = chain.iter().find_map(|style| role_of_name(&style.name)) {
            return Stated { role, counted: None, look };
        }
        let outline = properties
            .and_then(outline)
            .or_else(|| chain.iter().find_map(|style| style.outline))
            .and_then(|level| match level {
                0 | 1 => Some(Role::Heading(level + 1)),
                2 => Some(Role::Item),
                _ => None,
            });
        let own = properties.and_then(list);
        let of_style = chain.iter().find_map(|style| style.list.clone());
        let counted = own.or(of_style).and_then(|list| self.counted(&list));
        let by_list = match &counted {
            Some(Counted::Official(role)) => Some(*role),
            _ => None,
        };
        Stated { role: outline.or(by_list).unwrap_or(Role::Body), counted, look }
    }

    /// Returns how the words of a character style look.
    pub(super) fn look(&self, id: &str) -> Look {
        self.chain(id).iter().fold(Look::default(), |look, style| look.or(style.look))
    }

    /// Returns a style and those it is based on.
    fn chain(&self, id: &str) -> Vec<&Style> {
        let mut out = Vec::new();
        let mut next = self.by_id.get(id);
        while let Some(style) = next.filter(|_| out.len() < MAX_BASES) {
            out.push(style);
            next = style.based_on.as_ref().and_then(|id| self.by_id.get(id));
        }
        out
    }

    fn counted(&self, list: &List) -> Option<Counted> {
        let id = list.id.as_ref().filter(|id| *id != "0")?;
        self.lists.get(&(id.clone(), list.level.unwrap_or(0))).cloned()
    }
}

/// Returns an outline level from 0; body text has none.
fn outline(properties: &Element) -> Option<u8> {
    properties.val("outlineLvl")?.parse().ok().filter(|level| *level < 9)
}

/// Returns where a paragraph stands in a list.
fn list(properties: &Element) -> Option<List> {
    let list = properties.child("numPr")?;
    let level = list.val("ilvl").and_then(|level| level.parse().ok());
    Some(List { id: list.val("numId").map(str::to_string), level })
}

/// Reads how each level of each list counts.
fn lists(numbering: &Element) -> BTreeMap<(String, u8), Counted> {
    let mut kinds: BTreeMap<&str, Vec<(u8, Counted)>> = BTreeMap::new();
    for kind in numbering.elements().filter(|element| element.is("abstractNum")) {
        let levels = kind.elements().filter(|element| element.is("lvl")).filter_map(level);
        kinds.insert(kind.attribute("abstractNumId").unwrap_or_default(), levels.collect());
    }
    let mut out = BTreeMap::new();
    for one in numbering.elements().filter(|element| element.is("num")) {
        let Some(id) = one.attribute("numId") else { continue };
        let kind = one.val("abstractNumId").unwrap_or_default();
        let overridden = one.elements().filter(|element| element.is("lvlOverride"));
        let own = overridden.filter_map(|element| element.child("lvl")).filter_map(level);
        let levels = kinds.get(kind).into_iter().flatten().cloned().chain(own);
        for (at, counted) in levels {
            out.insert((id.to_string(), at), counted);
        }
    }
    out
}

/// Reads how a level counts.
fn level(level: &Element) -> Option<(u8, Counted)> {
    let at: u8 = level.attribute("ilvl")?.parse().ok()?;
    let format = level.val("numFmt").unwrap_or("decimal");
    let text = level.val("lvlText").unwrap_or_default().trim();
    let here = format!("%{}", u32::from(at) + 1);
    // Chinese numbers are called so by Word, and as in Japan and Taiwan by other programs.
    let is_chinese = ["chineseCounting", "chineseCountingThousand", "ideographDigital"].contains(&format)
        || ["japaneseCounting", "taiwaneseCountingThousand", "taiwaneseCounting"].contains(&format);
    let bracketed = [format!("（{here}）"), format!("({here})")];
    let counted = match () {
        () if format == "none" || text.is_empty() => Counted::Nothing,
        () if format == "bullet" => Counted::Other("•".to_string()),
        () if is_chinese && text == format!("{here}、") => Counted::Official(Role::Heading(1)),
        () if is_chinese && bracketed.iter().any(|own| own == text) => Counted::Official(Role::Heading(2)),
        () if format == "decimal"
            && [format!("{here}."), format!("{here}．")].iter().any(|own| own == text) =>
        {
            Counted::Official(Role::Item)
        }
        () => Counted::Other(text.replace(&here, "1")),
    };
    Some((at, counted))
}

/// The names of the draft's styles, and of Word's own, in lower case.
const ROLES: [(&str, Role); 21] = [
    ("title", Role::Title),
    ("标题", Role::Title),
    ("heading 1", Role::Heading(1)),
    ("heading 2", Role::Heading(2)),
    ("heading 3", Role::Item),
    ("标题 1", Role::Heading(1)),
    ("标题 2", Role::Heading(2)),
    ("标题 3", Role::Item),
    ("公文列项", Role::Item),
    ("caption", Role::Caption),
    ("题注", Role::Caption),
    ("公文表注", Role::Note),
    ("公文附件序号", Role::AttachmentLabel),
    ("公文附件标题", Role::AttachmentTitle),
    ("公文版头", Role::Letterhead),
    ("公文主送机关", Role::Addressee),
    ("公文附件说明", Role::AttachmentList),
    ("公文落款", Role::Signature),
    ("公文附注", Role::Closing),
    ("公文名单", Role::Closing),
    ("公文版记", Role::Colophon),
];

/// Returns what paragraphs of a style are, if its name says so.
fn role_of_name(name: &str) -> Option<Role> {
    ROLES.iter().find(|(own, _)| *own == name).map(|(_, role)| *role)
}
