//! What stands beside the body: comments, headers and footers, the properties and the figures
//! that the program wrote into the file, macros, and parts that lead out of it.

use std::collections::{BTreeMap, BTreeSet};

use crate::container::Fault;
use crate::container::archive::Archive;
use crate::container::parts::{Relationship, first, relationships};
use crate::revision::draft::{Comment, Foreign, ForeignKind, Piece, Reading};
use crate::revision::read::body::{Body, is_frame};
use crate::revision::read::styles::Styles;
use crate::revision::read::tree::{Element, tree};

/// The custom property that tells which draft it was: the fingerprint, then the program.
const PROPERTY: &str = "banxin";
/// The custom property that tells of which unit and period it is.
const PROPERTY_OF: &str = "banxin-of";
/// The root of the custom XML that lists the figures.
const FIGURES: &str = "urn:banxin:figures:1";
/// The most comments; so many nobody answers.
const MAX_COMMENTS: usize = 5_000;
/// Kinds of parts that may lie outside: they are named, not fetched into the text.
const MAY_LIE_OUTSIDE: [&str; 4] =
    ["hyperlink", "attachedTemplate", "mailMergeSource", "mailMergeHeaderSource"];

/// Reads the comments that nobody has settled.
pub(super) fn comments(
    archive: &mut Archive<'_>,
    parts: &[Relationship],
    about: &BTreeMap<String, String>,
) -> Result<Vec<Comment>, Fault> {
    let done = settled(archive, parts)?;
    let Some(path) = first(archive, parts, "comments") else { return Ok(Vec::new()) };
    let Some(comments) = tree(archive, &path)? else { return Ok(Vec::new()) };
    let mut out = Vec::new();
    for comment in comments.elements().filter(|element| element.is("comment")) {
        let paragraphs: Vec<&Element> = comment.elements().filter(|element| element.is("p")).collect();
        let id_of_last = paragraphs.last().and_then(|last| last.attribute("paraId"));
        if id_of_last.is_some_and(|id| done.contains(&id.to_uppercase())) {
            continue;
        }
        if out.len() == MAX_COMMENTS {
            return Err(Fault::too_many("批注", MAX_COMMENTS));
        }
        let get = |name| comment.attribute(name).unwrap_or_default().to_string();
        let words: Vec<String> = paragraphs.iter().map(|paragraph| paragraph.words()).collect();
        let about = about.get(&get("id")).map(|words| words.chars().take(60).collect()).unwrap_or_default();
        out.push(Comment {
            who: get("author"),
            when: get("date"),
            text: words.join(" ").trim().to_string(),
            about,
        });
    }
    Ok(out)
}

/// Returns the paragraphs whose comments are settled.
fn settled(archive: &mut Archive<'_>, parts: &[Relationship]) -> Result<BTreeSet<String>, Fault> {
    let Some(path) = first(archive, parts, "commentsExtended") else { return Ok(BTreeSet::new()) };
    let root = tree(archive, &path)?;
    let all = root.iter().flat_map(Element::elements);
    let done = all.filter(|one| matches!(one.attribute("done"), Some("1" | "true" | "on")));
    Ok(done.filter_map(|one| one.attribute("paraId")).map(str::to_uppercase).collect())
}

/// Tells words in headers and footers that are no page number; the name on a letter, which stands
/// in a header, is put before all other pieces.
pub(super) fn margins(
    archive: &mut Archive<'_>,
    parts: &[Relationship],
    styles: &Styles,
    reading: Reading,
    text: &mut Vec<Piece>,
) -> Result<Vec<Foreign>, Fault> {
    let mut out: Vec<Foreign> = Vec::new();
    for margin in parts.iter().filter(|part| part.is("header") || part.is("footer")) {
        let Some(root) = archive.find(&margin.target).map(|path| tree(archive, &path)).transpose()?.flatten()
        else {
            continue;
        };
        let mut body = Body::new(styles, reading);
        let pieces = body.apart(|body| body.inside(&root));
        if is_frame(&pieces) {
            text.splice(0..0, pieces);
            continue;
        }
        let mut said: Vec<String> = Vec::new();
        let mut has_graphic = false;
        for piece in &pieces {
            match piece {
                Piece::Paragraph(paragraph) => said.push(paragraph.words.text.clone()),
                Piece::Grid(grid) => {
                    said.extend(grid.rows.iter().flatten().map(|cell| cell.words.text.clone()))
                }
                Piece::Graphic(_) => has_graphic = true,
            }
        }
        said.extend(body.foreign.iter().map(|foreign| foreign.text.clone()));
        let is_of_number = |c: char| c.is_ascii_digit() || c.is_whitespace() || "—–-－·".contains(c);
        said.retain(|words| !words.chars().all(is_of_number));
        if has_graphic {
            said.push("（图形）".to_string());
        }
        if !said.is_empty() {
            let text = said.join(" ");
            let foreign = Foreign { kind: ForeignKind::HeaderFooter, around: String::new(), text };
            if !out.contains(&foreign) {
                out.push(foreign);
            }
        }
    }
    Ok(out)
}

/// Tells macros and parts that lie outside the file.
pub(super) fn dangers(archive: &mut Archive<'_>) -> Result<Vec<Foreign>, Fault> {
    let told = |kind, text: String| Foreign { kind, around: String::new(), text };
    let mut out = Vec::new();
    let is_macro = |name: &str| name.ends_with("vbaproject.bin") || name.ends_with("vbadata.xml");
    if archive.names().any(is_macro) {
        out.push(told(ForeignKind::Macro, String::new()));
    }
    let lists: Vec<String> = archive
        .names()
        .filter(|name| name.starts_with("word/") && name.ends_with(".rels"))
        .map(str::to_string)
        .collect();
    for list in lists {
        for part in relationships(archive, &list, "word")? {
            let is_let = MAY_LIE_OUTSIDE.iter().any(|kind| part.is(kind));
            if part.is_external && !is_let {
                out.push(told(ForeignKind::Import, part.target));
            }
        }
    }
    out.dedup();
    Ok(out)
}

/// What the program wrote into the file to know the draft by.
#[derive(Debug, Default)]
pub(super) struct Properties {
    pub fingerprint: Option<String>,
    /// The unit and the period.
    pub of: Option<(String, String)>,
}

/// Returns what the program wrote into the file to know the draft by.
pub(super) fn properties(archive: &mut Archive<'_>) -> Result<Properties, Fault> {
    let stated = relationships(archive, "_rels/.rels", "")?;
    let stated = stated.iter().find(|part| part.is("custom-properties"));
    let path =
        stated.and_then(|part| archive.find(&part.target)).unwrap_or("docprops/custom.xml".to_string());
    let root = tree(archive, &path)?;
    let value = |name: &str| {
        let mut properties = root.iter().flat_map(Element::elements);
        let own = properties.find(|property| property.attribute("name") == Some(name))?;
        Some(own.elements().map(Element::own_text).collect::<String>())
    };
    let of = value(PROPERTY_OF);
    let of = of.as_deref().and_then(|of| of.trim().rsplit_once(' '));
    Ok(Properties {
        fingerprint: value(PROPERTY).and_then(|value| value.split_whitespace().next().map(str::to_string)),
        of: of.map(|(unit, period)| (unit.to_string(), period.to_string())),
    })
}

/// Returns what each figure said when the draft was made.
pub(super) fn values(archive: &mut Archive<'_>) -> Result<BTreeMap<String, String>, Fault> {
    let is_item = |name: &&str| name.starts_with("customxml/item") && name.ends_with(".xml");
    let items: Vec<String> = archive.names().filter(is_item).map(str::to_string).collect();
    let mut out = BTreeMap::new();
    for item in items {
        // Other programs' parts are theirs, whatever is in them.
        let Ok(Some(root)) = tree(archive, &item) else { continue };
        if root.namespace != FIGURES {
            continue;
        }
        for figure in root.all().into_iter().filter(|element| element.name == "figure") {
            if let Some(id) = figure.attribute("id") {
                out.insert(id.to_string(), figure.own_text());
            }
        }
    }
    Ok(out)
}
