//! Finished pages as OFD (GB/T 33190-2016): real text in embedded faces, at the places that the
//! PDF has it.
//!
//! ```text
//! frames -> runs and paths -> objects with numbers -> files of XML -> container
//! ```
//! What an OFD cannot carry as it stands is an error that names it, never a gap.

mod archive;
mod attached;
mod content;
mod elements;
mod error;
mod extract;
mod face;
mod ids;
mod info;
mod join;
mod outline;
mod package;
mod page;
mod paint;
mod run;
mod shape;
mod sheet;
mod stretch;
mod subset;
mod tags;
#[cfg(test)]
mod tests;
mod turn;
mod xml;

use std::fmt::Display;

use crate::document::Document;
use crate::ofd::attached::Placed;
use crate::ofd::content::Embedded;
use crate::ofd::ids::{Ids, Numbered};
use crate::ofd::package::Entry;
use crate::ofd::page::Content;
use crate::ofd::sheet::Sheet;
use crate::ofd::xml::Xml;
use crate::pages::{AttachedFile, Pages};
use crate::settings::OfdProfile;

pub(crate) use crate::ofd::archive::original;
pub use crate::ofd::error::{OfdError, Unsupported};
pub use crate::ofd::extract::{ExtractError, extract, is_ofd};

/// Writes finished pages as OFD, with files that travel inside.
pub fn export(
    pages: &Pages,
    document: &Document,
    profile: OfdProfile,
    attached: &[AttachedFile],
) -> Result<Vec<u8>, OfdError> {
    let content = page::read(&pages.paged, &pages.lines)?;
    let texts = if profile == OfdProfile::Archive { archive::as_texts(attached) } else { attached.to_vec() };
    let attached = attached::placed(&texts);
    let elements = elements::elements(document);

    // The pages: faces have the first numbers, since every page names them.
    let mut ids = Ids::default();
    let faces = embedded(&content, &mut ids)?;
    let sheets: Vec<Sheet> = (content.pages.iter().enumerate())
        .map(|(index, page)| Sheet::new(page.size, document.form.mirrored && index % 2 == 1))
        .collect();
    let mut numbers: Vec<Numbered> = Vec::new();
    let mut entries: Vec<Entry> = Vec::new();
    for (index, (page, sheet)) in content.pages.iter().zip(&sheets).enumerate() {
        let own = Some(sheet).filter(|sheet| **sheet != sheets[0]);
        let (numbered, bytes) = content::write(page, own, &faces, &mut ids);
        numbers.push(numbered);
        entries.push((format!("Doc_0/Pages/Page_{index}/Content.xml"), bytes));
    }

    // What hangs on the pages.
    for (index, face) in faces.iter().enumerate() {
        entries.push((format!("Doc_0/Res/{}", font_file(index)), face.subset.bytes.clone()));
    }
    let tags = tags::tags(&elements, &content.pages, &numbers);
    entries.push(("Doc_0/Tags/CustomTags.xml".to_string(), tags::write_list("Tag_gongwen.xml")));
    entries.push(("Doc_0/Tags/Tag_gongwen.xml".to_string(), tags::write(&tags)));
    if !attached.is_empty() {
        entries
            .push(("Doc_0/Attachs/Attachments.xml".to_string(), attached::write(&attached, document.date)));
        let file =
            |placed: &Placed<'_>| (format!("Doc_0/Attachs/{}", placed.path), placed.file.bytes.clone());
        entries.extend(attached.iter().map(file));
    }

    // What leads to it all, first in the container.
    let id = package::document_id(&entries);
    let entrance = Entrance { sheet: sheets[0], last_id: ids.last(), has_attachments: !attached.is_empty() };
    let outline = outline::entries(&pages.paged);
    let mut all = vec![
        ("OFD.xml".to_string(), root(&id, document, &elements, profile)),
        ("Doc_0/Document.xml".to_string(), entrance.write(&numbers, &outline)),
        ("Doc_0/PublicRes.xml".to_string(), resources(&faces)),
    ];
    all.append(&mut entries);
    package::pack(&all)
}

/// Makes the subsets of all faces.
fn embedded<'a>(content: &'a Content, ids: &mut Ids) -> Result<Vec<Embedded<'a>>, OfdError> {
    let embed =
        |resource: &'a face::Resource| Ok(Embedded { id: ids.take(), resource, subset: resource.subset()? });
    content.faces.resources.iter().map(embed).collect()
}

/// Returns the name of a face's file.
fn font_file(index: usize) -> String {
    format!("font_{}.ttf", index + 1)
}

/// Writes OFD.xml.
fn root(id: &str, document: &Document, elements: &[elements::Element], profile: OfdProfile) -> Vec<u8> {
    let mut xml = Xml::new("ofd:OFD", &[("Version", &"1.0"), ("DocType", &"OFD")]);
    xml.start("ofd:DocBody", &[]);
    info::write(&mut xml, id, document, elements, profile);
    xml.leaf("ofd:DocRoot", &[], &"Doc_0/Document.xml");
    xml.finish()
}

/// What Document.xml says beside pages and outline.
struct Entrance {
    sheet: Sheet,
    last_id: u32,
    has_attachments: bool,
}

impl Entrance {
    /// Writes Document.xml.
    fn write(&self, numbers: &[Numbered], outline: &[outline::Entry]) -> Vec<u8> {
        let mut xml = Xml::new("ofd:Document", &[]);
        xml.start("ofd:CommonData", &[]);
        xml.leaf("ofd:MaxUnitID", &[], &self.last_id);
        xml.start("ofd:PageArea", &[]);
        self.sheet.write(&mut xml);
        xml.end();
        xml.leaf("ofd:PublicRes", &[], &"PublicRes.xml");
        xml.end();
        xml.start("ofd:Pages", &[]);
        for (index, numbered) in numbers.iter().enumerate() {
            let place = format!("Pages/Page_{index}/Content.xml");
            xml.empty("ofd:Page", &[("ID", &numbered.page), ("BaseLoc", &place)]);
        }
        xml.end();
        outline::write(&mut xml, outline, numbers);
        xml.leaf("ofd:CustomTags", &[], &"Tags/CustomTags.xml");
        if self.has_attachments {
            xml.leaf("ofd:Attachments", &[], &"Attachs/Attachments.xml");
        }
        xml.finish()
    }
}

/// Writes PublicRes.xml.
fn resources(faces: &[Embedded<'_>]) -> Vec<u8> {
    let mut xml = Xml::new("ofd:Res", &[("BaseLoc", &"Res")]);
    xml.start("ofd:Fonts", &[]);
    for (index, face) in faces.iter().enumerate() {
        let (resource, family) = (face.resource, face.resource.family());
        let mut attributes: Vec<(&str, &dyn Display)> = vec![
            ("ID", &face.id),
            ("FontName", &resource.name),
            ("FamilyName", &family),
            ("Charset", &"unicode"),
        ];
        if resource.is_bold() {
            attributes.push(("Bold", &true));
        }
        if resource.has_serifs() {
            attributes.push(("Serif", &true));
        }
        xml.start("ofd:Font", &attributes);
        xml.leaf("ofd:FontFile", &[], &font_file(index));
        xml.end();
    }
    xml.finish()
}
