//! The faces of a document: which characters each shows, and the subsets that are embedded.
//!
//! A reader finds a glyph by the subset's own cmap; several know no other way. So where shaping
//! has given a character another glyph than the face's cmap does, that pair goes into a second
//! resource of the same face, whose cmap says so.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use subsetter::GlyphRemapper;
use ttf_parser::{GlyphId, RawFace, Tag, name_id};
use typst::comemo;
use typst::text::FontInstance;
use write_fonts::tables::cmap::Cmap;
use write_fonts::tables::name::{Name, NameRecord};
use write_fonts::tables::os2::Os2;
use write_fonts::types::{GlyphId as NewGlyphId, NameId};
use write_fonts::{FontBuilder, OffsetMarker};

use crate::ofd::error::OfdError;
use crate::pages::FACES;

/// From this weight on a face is called bold.
const BOLD: u16 = 600;

/// The faces of a document, in the order in which they are first used.
#[derive(Default)]
pub(crate) struct Faces {
    pub(crate) resources: Vec<Resource>,
}

/// A face as the document embeds it.
pub(crate) struct Resource {
    /// The face.
    pub(crate) font: FontInstance,
    /// Its name, unlike any other resource's.
    pub(crate) name: String,
    /// Whether each character has the glyph that the face's own cmap gives it.
    is_nominal: bool,
    /// The glyph of each character.
    pub(crate) glyphs: BTreeMap<char, u16>,
    /// Glyphs that no character has by itself, such as ligatures.
    unmapped: BTreeSet<u16>,
}

impl Faces {
    /// Returns the resource in which a character has this glyph.
    pub(crate) fn of_character(&mut self, font: &FontInstance, c: char, glyph: u16) -> usize {
        let is_nominal = |font: &FontInstance| font.ttf().glyph_index(c) == Some(GlyphId(glyph));
        for (index, resource) in self.resources.iter_mut().enumerate() {
            if resource.font != *font {
                continue;
            }
            match resource.glyphs.get(&c) {
                Some(known) if *known == glyph => return index,
                None if !resource.is_nominal || is_nominal(font) => {
                    resource.glyphs.insert(c, glyph);
                    return index;
                }
                _ => {}
            }
        }
        let index = self.add(font, is_nominal(font));
        self.resources[index].glyphs.insert(c, glyph);
        index
    }

    /// Returns a resource that holds these glyphs, which no character has by itself.
    pub(crate) fn of_glyphs(&mut self, font: &FontInstance, glyphs: &[u16]) -> usize {
        let known = self.resources.iter().position(|resource| resource.font == *font);
        let index = known.unwrap_or_else(|| self.add(font, true));
        self.resources[index].unmapped.extend(glyphs);
        index
    }

    fn add(&mut self, font: &FontInstance, is_nominal: bool) -> usize {
        let base = font.post_script_name().unwrap_or_else(|| font.info().family.to_string());
        let base: String = base.chars().filter(|c| c.is_ascii_alphanumeric() || "-_".contains(*c)).collect();
        let base = if base.is_empty() { "Face".to_string() } else { base };
        let is_taken = |name: &String| self.resources.iter().any(|resource| resource.name == *name);
        let numbered = (2..).map(|n| format!("{base}-{n}"));
        let mut names = std::iter::once(base.clone()).chain(numbered);
        let name = names.find(|name| !is_taken(name)).expect("there are more numbers than resources");
        let (glyphs, unmapped) = (BTreeMap::new(), BTreeSet::new());
        self.resources.push(Resource { font: font.clone(), name, is_nominal, glyphs, unmapped });
        self.resources.len() - 1
    }
}

impl Resource {
    /// Returns the face that readers may put in its place: what an office calls it.
    pub(crate) fn family(&self) -> String {
        let family = self.font.info().family.as_str();
        let weight = self.font.info().variant.weight.to_number();
        match FACES.iter().find(|face| face.family == family && face.weight == weight) {
            // 小标宋 is nothing that every office has.
            Some(face) if face.role == "title" => "宋体".to_string(),
            Some(face) => face.role_name.to_string(),
            None => family.to_string(),
        }
    }

    /// Returns whether its characters are bold by themselves.
    pub(crate) fn is_bold(&self) -> bool {
        self.font.info().variant.weight.to_number() >= BOLD
    }

    /// Returns whether its strokes have serifs, as all but 黑体 have.
    pub(crate) fn has_serifs(&self) -> bool {
        self.family() != "黑体"
    }

    /// Makes the subset.
    pub(crate) fn subset(&self) -> Result<Arc<Subset>, OfdError> {
        let glyphs: Vec<(char, u16)> = self.glyphs.iter().map(|(c, glyph)| (*c, *glyph)).collect();
        let unmapped: Vec<u16> = self.unmapped.iter().copied().collect();
        subset(&self.font, &self.name, &glyphs, &unmapped)
            .map_err(|reason| OfdError::Face { family: self.font.info().family.to_string(), reason })
    }
}

/// A face with only the glyphs that a document shows.
pub(crate) struct Subset {
    /// The file.
    pub(crate) bytes: Vec<u8>,
    /// The file's glyph of each of the face's.
    glyphs: GlyphRemapper,
}

impl Subset {
    /// Returns the subset's number of a glyph.
    pub(crate) fn glyph(&self, glyph: u16) -> u16 {
        self.glyphs.get(glyph).unwrap_or(0)
    }
}

/// Makes a subset; kept for as long as Typst keeps what reports share, since the reports of a
/// batch show the same characters in the faces of their headings.
#[comemo::memoize]
fn subset(
    font: &FontInstance,
    name: &str,
    characters: &[(char, u16)],
    unmapped: &[u16],
) -> Result<Arc<Subset>, String> {
    let data = font.data().as_slice();
    let used: BTreeSet<u16> =
        characters.iter().map(|(_, glyph)| *glyph).chain(unmapped.iter().copied()).collect();
    let used: Vec<u16> = used.into_iter().collect();
    let glyphs = GlyphRemapper::new_from_glyphs_sorted(&used);
    let axes: Vec<(subsetter::Tag, f32)> = font
        .variations()
        .0
        .iter()
        .map(|(tag, value)| (subsetter::Tag::new(&tag.to_bytes()), value.0))
        .collect();
    let cut = if axes.is_empty() {
        subsetter::subset(data, font.index(), &glyphs)
    } else {
        subsetter::subset_with_variations(data, font.index(), &axes, &glyphs)
    };
    let cut = cut.map_err(|error| error.to_string())?;
    let bytes = completed(font, name, characters, &cut, &glyphs)?;
    Ok(Arc::new(Subset { bytes, glyphs }))
}

/// Adds what a subset for a PDF lacks: cmap, OS/2 and names of its own.
fn completed(
    font: &FontInstance,
    name: &str,
    characters: &[(char, u16)],
    cut: &[u8],
    glyphs: &GlyphRemapper,
) -> Result<Vec<u8>, String> {
    let mut builder = FontBuilder::new();
    let tables = RawFace::parse(cut, 0).map_err(|error| error.to_string())?;
    for record in tables.table_records {
        if let Some(table) = tables.table(record.tag) {
            builder.add_raw(write_fonts::types::Tag::from_be_bytes(record.tag.to_bytes()), table);
        }
    }
    let mappings = characters
        .iter()
        .filter_map(|(c, glyph)| Some((*c, NewGlyphId::new(u32::from(glyphs.get(*glyph)?)))));
    let cmap = Cmap::from_mappings(mappings).map_err(|error| error.to_string())?;
    builder.add_table(&cmap).map_err(|error| error.to_string())?;
    builder.add_table(&names(font, name)).map_err(|error| error.to_string())?;
    let own = |tag: &[u8; 4]| font.ttf().raw_face().table(Tag::from_bytes(tag));
    match own(b"OS/2") {
        Some(table) => builder.add_raw(write_fonts::types::Tag::new(b"OS/2"), table),
        None => builder.add_table(&Os2::default()).map_err(|error| error.to_string())?,
    };
    // Format 3 has no names of glyphs, which nobody asks for here.
    let post = own(b"post").and_then(|post| post.get(4..32)).unwrap_or(&[0; 28]);
    let post = [&[0, 3, 0, 0][..], post].concat();
    builder.add_raw(write_fonts::types::Tag::new(b"post"), post);
    Ok(builder.build())
}

/// Returns the names of a subset: its own, and the face's copyright and licence.
///
/// Readers that load the file as a system's face ask for it by the name of its resource.
fn names(font: &FontInstance, name: &str) -> Name {
    let of_face = |id: u16| {
        let names = font.ttf().names();
        names.into_iter().filter(|record| record.name_id == id).find_map(|record| record.to_string())
    };
    let all = [
        (name_id::COPYRIGHT_NOTICE, of_face(name_id::COPYRIGHT_NOTICE)),
        (name_id::FAMILY, Some(name.to_string())),
        (name_id::SUBFAMILY, Some("Regular".to_string())),
        (name_id::FULL_NAME, Some(name.to_string())),
        (name_id::POST_SCRIPT_NAME, Some(name.to_string())),
        (name_id::LICENSE, of_face(name_id::LICENSE)),
        (name_id::LICENSE_URL, of_face(name_id::LICENSE_URL)),
    ];
    let record = |(id, text): (u16, Option<String>)| {
        Some(NameRecord::new(3, 1, 0x409, NameId::new(id), OffsetMarker::new(text?)))
    };
    Name::new(all.into_iter().filter_map(record).collect())
}
