//! Where the elements of an official document stand: custom tags that point from each element to
//! the objects that print it.

use crate::document::visible::visible;
use crate::ofd::elements::Element;
use crate::ofd::ids::Numbered;
use crate::ofd::page::{Object, PageContent};
use crate::ofd::run::Run;
use crate::ofd::xml::Xml;
use crate::pages::Role;

/// The namespace of the tags, our own: 33480 has Chinese names alone. No web address, which
/// checkers of archived files would take for a link.
const VOCABULARY: &str = "urn:banxin:gongwen:1";

/// The elements with the objects that print them: pages and objects by number.
pub(crate) type Tags = Vec<(&'static str, Vec<(u32, u32)>)>;

/// A run with the numbers of its page and its own.
struct Printed<'a> {
    run: &'a Run,
    page: u32,
    id: u32,
}

/// Finds the objects of each element.
pub(crate) fn tags(elements: &[Element], pages: &[PageContent], numbers: &[Numbered]) -> Tags {
    let mut printed = Vec::new();
    for (page, numbers) in pages.iter().zip(numbers) {
        for (object, id) in page.objects.iter().zip(&numbers.objects) {
            if let Object::Text(run) = object {
                printed.push(Printed { run, page: numbers.page, id: *id });
            }
        }
    }
    let mut tags = Tags::new();
    for element in elements {
        let own: Vec<&Printed<'_>> = printed.iter().filter(|p| p.run.role == element.role).collect();
        let mut found: Vec<(u32, u32)> = Vec::new();
        for words in &element.words {
            for object in find(words, &own) {
                // Two organs may stand in one object.
                if !found.contains(&object) {
                    found.push(object);
                }
            }
        }
        if !found.is_empty() {
            tags.push((element.name, found));
        }
    }
    let all = |name, role: Role| {
        let own = printed.iter().filter(|printed| printed.run.role == role);
        (name, own.map(|printed| (printed.page, printed.id)).collect::<Vec<_>>())
    };
    tags.extend([all("页码", Role::PageNumber)].into_iter().filter(|(_, objects)| !objects.is_empty()));
    tags
}

/// Finds the objects that print a text, white space aside.
fn find(words: &str, printed: &[&Printed<'_>]) -> Vec<(u32, u32)> {
    let squeezed = |text: &str| visible(text).chars().filter(|c| !c.is_whitespace()).collect::<Vec<_>>();
    let wanted = squeezed(words);
    let mut characters: Vec<(char, usize)> = Vec::new();
    for (index, printed) in printed.iter().enumerate() {
        characters.extend(squeezed(&printed.run.text).into_iter().map(|c| (c, index)));
    }
    let is_here = |window: &[(char, usize)]| window.iter().map(|(c, _)| *c).eq(wanted.iter().copied());
    if wanted.is_empty() {
        return Vec::new();
    }
    let Some(window) = characters.windows(wanted.len()).find(|window| is_here(window)) else {
        return Vec::new();
    };
    let mut objects: Vec<usize> = window.iter().map(|(_, index)| *index).collect();
    objects.dedup();
    objects.into_iter().map(|index| (printed[index].page, printed[index].id)).collect()
}

/// Writes CustomTags.xml, which names the file of the tags.
pub(crate) fn write_list(file: &str) -> Vec<u8> {
    let mut xml = Xml::new("ofd:CustomTags", &[]);
    // The standard's text wants the one, its schema the other.
    xml.start("ofd:CustomTag", &[("TypeID", &"gongwen"), ("NameSpace", &VOCABULARY)]);
    xml.leaf("ofd:FileLoc", &[], &file);
    xml.finish()
}

/// Writes the tags.
pub(crate) fn write(tags: &Tags) -> Vec<u8> {
    let mut xml = Xml::new("gw:公文", &[("xmlns:gw", &VOCABULARY)]);
    for (name, objects) in tags {
        xml.start(tag_of(name), &[]);
        for (page, id) in objects {
            xml.leaf("ofd:ObjectRef", &[("PageRef", page)], id);
        }
        xml.end();
    }
    xml.finish()
}

/// Returns the name of an element's tag.
fn tag_of(name: &str) -> &'static str {
    const TAGS: [&str; 15] = [
        "gw:份号",
        "gw:密级和保密期限",
        "gw:紧急程度",
        "gw:发文机关标志",
        "gw:发文字号",
        "gw:签发人",
        "gw:标题",
        "gw:主送机关",
        "gw:附件说明",
        "gw:发文机关或签发人署名",
        "gw:成文日期",
        "gw:附注",
        "gw:抄送机关",
        "gw:印发机关",
        "gw:印发日期",
    ];
    TAGS.into_iter().find(|tag| tag.ends_with(name)).unwrap_or("gw:页码")
}
