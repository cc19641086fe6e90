//! What a drawing, picture or object among the words is.

use crate::revision::draft::ForeignKind;
use crate::revision::read::tree::Element;

/// What stands among the words without being words.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Shown {
    /// What it is.
    pub(super) kind: ForeignKind,
    /// What it shows, by its own description.
    pub(super) alt: String,
    /// Words in it.
    pub(super) words: String,
}

/// Tells what an element shows: `drawing`, `pict` or `object`.
pub(super) fn shown(element: &Element) -> Shown {
    let all = element.all();
    let has = |names: &[&str]| all.iter().any(|inner| names.contains(&inner.name.as_str()));
    let uri = all.iter().find(|inner| inner.name == "graphicData").and_then(|data| data.attribute("uri"));
    let kind_of_data = uri.and_then(|uri| uri.rsplit('/').next());
    let kind = match kind_of_data {
        _ if has(&["txbxContent", "textbox", "textpath"]) => ForeignKind::Drawing,
        _ if element.name == "object" || has(&["OLEObject", "control"]) => ForeignKind::Object,
        Some("chart" | "chartex") => ForeignKind::Chart,
        Some("picture") => ForeignKind::Picture,
        Some(_) => ForeignKind::Drawing,
        None if has(&["imagedata", "blip"]) => ForeignKind::Picture,
        None => ForeignKind::Drawing,
    };
    let described = |inner: &&Element| match inner.name.as_str() {
        "docPr" => inner.attribute("descr").or_else(|| inner.attribute("title")).map(str::to_string),
        "shape" | "rect" => inner.attribute("alt").map(str::to_string),
        _ => None,
    };
    let alt = all.iter().find_map(described).unwrap_or_default();
    Shown { kind, alt, words: element.words() }
}
