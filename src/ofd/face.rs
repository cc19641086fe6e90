//! The faces of a document: which characters each shows, and from which face they are.
//!
//! A reader finds a glyph by the subset's own cmap; several know no other way. So where shaping
//! has given a character another glyph than the face's cmap does, that pair goes into a second
//! resource of the same face, whose cmap says so.
//!
//! A search finds only what one object holds, and an object has one resource. Since digits,
//! Latin letters and quotes come from another face than the words around them, the resource of
//! the words' face holds those, too.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use ttf_parser::GlyphId;
use typst::text::FontInstance;

use crate::ofd::error::OfdError;
use crate::ofd::subset::{Character, Subset, subset};
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
    /// The face, and behind it those whose glyphs it holds, too.
    pub(crate) fonts: Vec<FontInstance>,
    /// Its name, unlike any other resource's.
    pub(crate) name: String,
    /// Whether each character has the glyph that its face's own cmap gives it.
    is_nominal: bool,
    /// The glyph of each character, with the place of its face.
    pub(crate) glyphs: BTreeMap<char, (usize, u16)>,
    /// Glyphs of the first face that no character has by itself, such as ligatures.
    unmapped: BTreeSet<u16>,
}

impl Faces {
    /// Returns the resource of a face in which a character has this glyph; the glyph's own face
    /// may be another that can be joined to it.
    pub(crate) fn of_character(
        &mut self,
        face: &FontInstance,
        font: &FontInstance,
        c: char,
        glyph: u16,
    ) -> usize {
        let is_nominal = font.ttf().glyph_index(c) == Some(GlyphId(glyph));
        for (index, resource) in self.resources.iter_mut().enumerate() {
            if *resource.font() != *face {
                continue;
            }
            match resource.glyphs.get(&c) {
                Some((own, known)) if *known == glyph && resource.fonts[*own] == *font => return index,
                None if !resource.is_nominal || is_nominal => {
                    resource.insert(font, c, glyph);
                    return index;
                }
                _ => {}
            }
        }
        let index = self.add(face, is_nominal);
        self.resources[index].insert(font, c, glyph);
        index
    }

    /// Returns whether a resource can set a character that shows no ink: any of its faces may.
    pub(crate) fn sets_white(&mut self, index: usize, c: char) -> bool {
        let resource = &mut self.resources[index];
        if resource.glyphs.contains_key(&c) {
            return true;
        }
        let glyph = resource.font().ttf().glyph_index(c);
        if let Some(glyph) = glyph {
            resource.glyphs.insert(c, (0, glyph.0));
        }
        glyph.is_some()
    }

    /// Returns a resource that holds these glyphs, which no character has by itself.
    pub(crate) fn of_glyphs(&mut self, font: &FontInstance, glyphs: &[u16]) -> usize {
        let known = self.resources.iter().position(|resource| *resource.font() == *font);
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
        self.resources.push(Resource { fonts: vec![font.clone()], name, is_nominal, glyphs, unmapped });
        self.resources.len() - 1
    }
}

impl Resource {
    /// Returns the face.
    pub(crate) fn font(&self) -> &FontInstance {
        &self.fonts[0]
    }

    fn insert(&mut self, font: &FontInstance, c: char, glyph: u16) {
        let known = self.fonts.iter().position(|own| own == font);
        let place = known.unwrap_or_else(|| {
            self.fonts.push(font.clone());
            self.fonts.len() - 1
        });
        self.glyphs.insert(c, (place, glyph));
    }

    /// Returns the face that readers may put in its place: what an office calls it.
    pub(crate) fn family(&self) -> String {
        let family = self.font().info().family.as_str();
        let weight = self.font().info().variant.weight.to_number();
        match FACES.iter().find(|face| face.family == family && face.weight == weight) {
            // 小标宋 is nothing that every office has.
            Some(face) if face.role == "title" => "宋体".to_string(),
            Some(face) => face.role_name.to_string(),
            None => family.to_string(),
        }
    }

    /// Returns whether its characters are bold by themselves.
    pub(crate) fn is_bold(&self) -> bool {
        self.font().info().variant.weight.to_number() >= BOLD
    }

    /// Returns whether its strokes have serifs, as all but 黑体 have.
    pub(crate) fn has_serifs(&self) -> bool {
        self.family() != "黑体"
    }

    /// Makes the subset.
    pub(crate) fn subset(&self) -> Result<Arc<Subset>, OfdError> {
        let characters: Vec<Character> =
            self.glyphs.iter().map(|(c, (place, glyph))| (*c, *place, *glyph)).collect();
        let unmapped: Vec<u16> = self.unmapped.iter().copied().collect();
        subset(&self.fonts, &self.name, &characters, &unmapped)
            .map_err(|reason| OfdError::Face { family: self.font().info().family.to_string(), reason })
    }
}

/// Returns whether a face's glyphs can be joined to another's as they are: both have quadratic
/// outlines and as many units to the em.
pub(crate) fn can_join(font: &FontInstance, other: &FontInstance) -> bool {
    let is_quadratic = |font: &FontInstance| font.ttf().tables().glyf.is_some();
    is_quadratic(font) && is_quadratic(other) && font.ttf().units_per_em() == other.ttf().units_per_em()
}
