//! The files of faces that a document embeds: only the glyphs that it shows, and a cmap by which
//! readers find them.

use std::collections::BTreeSet;
use std::sync::Arc;

use subsetter::GlyphRemapper;
use ttf_parser::{RawFace, Tag, name_id};
use typst::comemo;
use typst::text::FontInstance;
use write_fonts::tables::cmap::Cmap;
use write_fonts::tables::name::{Name, NameRecord};
use write_fonts::tables::os2::Os2;
use write_fonts::types::{GlyphId as NewGlyphId, NameId};
use write_fonts::{FontBuilder, OffsetMarker};

use crate::ofd::join::Glyphs;

/// A character, the place of its face, and its glyph there.
pub(crate) type Character = (char, usize, u16);

/// A face with only the glyphs that a document shows.
pub(crate) struct Subset {
    /// The file.
    pub(crate) bytes: Vec<u8>,
    /// The file's glyph of each that it has of a face, by the face's place.
    glyphs: Vec<Renumbered>,
}

/// The numbers of a face's glyphs in a subset.
struct Renumbered {
    glyphs: GlyphRemapper,
    /// How many glyphs of other faces stand before its own, one of which all share.
    n_before: u16,
}

impl Subset {
    /// Returns the subset's number of a glyph of a face.
    pub(crate) fn glyph(&self, place: usize, glyph: u16) -> u16 {
        self.glyphs.get(place).and_then(|face| face.glyph(glyph)).unwrap_or(0)
    }
}

impl Renumbered {
    fn glyph(&self, glyph: u16) -> Option<u16> {
        let own = self.glyphs.get(glyph)?;
        Some(if own == 0 { 0 } else { self.n_before + own })
    }
}

/// Makes a subset; kept for as long as Typst keeps what reports share, since the reports of a
/// batch show the same characters in the faces of their headings.
#[comemo::memoize]
pub(crate) fn subset(
    fonts: &[FontInstance],
    name: &str,
    characters: &[Character],
    unmapped: &[u16],
) -> Result<Arc<Subset>, String> {
    let mut renumbered: Vec<Renumbered> = Vec::new();
    let mut cuts = Vec::new();
    let mut joined: Option<Glyphs> = None;
    for (place, font) in fonts.iter().enumerate() {
        let of_characters = characters.iter().filter(|(_, own, _)| *own == place).map(|(.., glyph)| *glyph);
        let used: BTreeSet<u16> = match place {
            0 => of_characters.chain(unmapped.iter().copied()).collect(),
            _ => of_characters.collect(),
        };
        let used: Vec<u16> = used.into_iter().collect();
        let glyphs = GlyphRemapper::new_from_glyphs_sorted(&used);
        let cut = cut(font, &glyphs)?;
        let mut n_before = 0;
        if fonts.len() > 1 {
            let own = Glyphs::read(&cut).ok_or("字形的表不完整")?;
            match &mut joined {
                None => joined = Some(own),
                Some(joined) => {
                    n_before = u16::try_from(joined.n() - 1).map_err(|_| "字形太多")?;
                    joined.add(own).ok_or("字形太多或不完整")?;
                }
            }
        }
        renumbered.push(Renumbered { glyphs, n_before });
        cuts.push(cut);
    }
    let joined = joined.and_then(Glyphs::tables).unwrap_or_default();
    let mapped = |(c, place, glyph): &Character| Some((*c, renumbered.get(*place)?.glyph(*glyph)?));
    let mapped: Vec<(char, u16)> = characters.iter().filter_map(mapped).collect();
    let bytes = completed(fonts, name, &mapped, &cuts[0], joined)?;
    Ok(Arc::new(Subset { bytes, glyphs: renumbered }))
}

/// Cuts a face down to some of its glyphs.
fn cut(font: &FontInstance, glyphs: &GlyphRemapper) -> Result<Vec<u8>, String> {
    let data = font.data().as_slice();
    let axes: Vec<(subsetter::Tag, f32)> = font
        .variations()
        .0
        .iter()
        .map(|(tag, value)| (subsetter::Tag::new(&tag.to_bytes()), value.0))
        .collect();
    let cut = if axes.is_empty() {
        subsetter::subset(data, font.index(), glyphs)
    } else {
        subsetter::subset_with_variations(data, font.index(), &axes, glyphs)
    };
    cut.map_err(|error| error.to_string())
}

/// Adds what a subset for a PDF lacks: cmap, OS/2 and names of its own; `joined` are the tables
/// that hold the glyphs of several faces.
fn completed(
    fonts: &[FontInstance],
    name: &str,
    characters: &[(char, u16)],
    cut: &[u8],
    joined: Vec<([u8; 4], Vec<u8>)>,
) -> Result<Vec<u8>, String> {
    let mut builder = FontBuilder::new();
    let tables = RawFace::parse(cut, 0).map_err(|error| error.to_string())?;
    for record in tables.table_records {
        if let Some(table) = tables.table(record.tag) {
            builder.add_raw(write_fonts::types::Tag::from_be_bytes(record.tag.to_bytes()), table);
        }
    }
    for (tag, table) in joined {
        builder.add_raw(write_fonts::types::Tag::new(&tag), table);
    }
    let mappings = characters.iter().map(|(c, glyph)| (*c, NewGlyphId::new(u32::from(*glyph))));
    let cmap = Cmap::from_mappings(mappings).map_err(|error| error.to_string())?;
    builder.add_table(&cmap).map_err(|error| error.to_string())?;
    builder.add_table(&names(fonts, name)).map_err(|error| error.to_string())?;
    let own = |tag: &[u8; 4]| fonts[0].ttf().raw_face().table(Tag::from_bytes(tag));
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

/// Returns the names of a subset: its own, and the copyright and licence of each face in it.
///
/// Readers that load the file as a system's face ask for it by the name of its resource.
fn names(fonts: &[FontInstance], name: &str) -> Name {
    let of_face = |font: &FontInstance, id: u16| {
        let names = font.ttf().names();
        names.into_iter().filter(|record| record.name_id == id).find_map(|record| record.to_string())
    };
    let of_faces = |id: u16| {
        let mut all: Vec<String> = Vec::new();
        for text in fonts.iter().filter_map(|font| of_face(font, id)) {
            if !all.contains(&text) {
                all.push(text);
            }
        }
        (!all.is_empty()).then(|| all.join("\n"))
    };
    let all = [
        (name_id::COPYRIGHT_NOTICE, of_faces(name_id::COPYRIGHT_NOTICE)),
        (name_id::FAMILY, Some(name.to_string())),
        (name_id::SUBFAMILY, Some("Regular".to_string())),
        (name_id::FULL_NAME, Some(name.to_string())),
        (name_id::POST_SCRIPT_NAME, Some(name.to_string())),
        (name_id::LICENSE, of_faces(name_id::LICENSE)),
        (name_id::LICENSE_URL, of_faces(name_id::LICENSE_URL)),
    ];
    let record = |(id, text): (u16, Option<String>)| {
        Some(NameRecord::new(3, 1, 0x409, NameId::new(id), OffsetMarker::new(text?)))
    };
    Name::new(all.into_iter().filter_map(record).collect())
}
