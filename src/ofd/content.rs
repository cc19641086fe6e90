//! A page's Content.xml: its objects with their numbers and places.

use std::sync::Arc;

use crate::ofd::face::Resource;
use crate::ofd::ids::{Ids, Numbered};
use crate::ofd::page::{Object, PageContent};
use crate::ofd::paint::Colour;
use crate::ofd::run::Run;
use crate::ofd::shape::{Path, Step};
use crate::ofd::sheet::Sheet;
use crate::ofd::subset::Subset;
use crate::ofd::xml::{Micron, Spaced, Xml};

/// A face as pages name it.
pub(crate) struct Embedded<'a> {
    /// Its number.
    pub(crate) id: u32,
    /// The face.
    pub(crate) resource: &'a Resource,
    /// Its file.
    pub(crate) subset: Arc<Subset>,
}

/// Writes a page; returns its numbers, too.
pub(crate) fn write(
    page: &PageContent,
    sheet: Option<&Sheet>,
    faces: &[Embedded<'_>],
    ids: &mut Ids,
) -> (Numbered, Vec<u8>) {
    let mut numbered = Numbered { page: ids.take(), objects: Vec::with_capacity(page.objects.len()) };
    let mut xml = Xml::new("ofd:Page", &[]);
    if let Some(sheet) = sheet {
        xml.start("ofd:Area", &[]);
        sheet.write(&mut xml);
        xml.end();
    }
    xml.start("ofd:Content", &[]);
    xml.start("ofd:Layer", &[("ID", &ids.take()), ("Type", &"Body")]);
    for object in &page.objects {
        let id = ids.take();
        numbered.objects.push(id);
        match object {
            Object::Text(run) => text(&mut xml, id, run, &faces[run.face]),
            Object::Path(shape) => path(&mut xml, id, shape),
        }
    }
    (numbered, xml.finish())
}

/// A box from left, top, right and bottom in points, around all of it and never flat.
struct Boundary {
    left: Micron,
    top: Micron,
    width: Micron,
    height: Micron,
}

impl Boundary {
    fn around([left, top, right, bottom]: [f64; 4]) -> Boundary {
        let (left, top) = (Micron::below(left), Micron::below(top));
        let size = |from: Micron, to: f64| Micron((Micron::above(to).0 - from.0).max(1));
        Boundary { left, top, width: size(left, right), height: size(top, bottom) }
    }

    fn attribute(&self) -> String {
        Spaced(&[self.left, self.top, self.width, self.height]).to_string()
    }
}

/// Writes a run.
fn text(xml: &mut Xml, id: u32, run: &Run, face: &Embedded<'_>) {
    // What readers mark: from the ascender to the descender, and wherever there is ink.
    let (above, below) = height(run, face.resource.font());
    let [ink_left, ink_right, ink_above, ink_below] = run.ink;
    let (left, right) = (ink_left.min(0.0), ink_right.max(run.end));
    let (top, bottom) = (-ink_above.max(above), -ink_below.min(below));
    let corners = [(left, top), (right, top), (left, bottom), (right, bottom)].map(|corner| {
        let (x, y) = run.turn.apply(corner);
        (run.origin.0 + x, run.origin.1 + y)
    });
    let fold = |of: fn(f64, f64) -> f64, pick: fn(&(f64, f64)) -> f64| {
        corners.iter().map(pick).reduce(of).expect("four corners")
    };
    let boundary = Boundary::around([
        fold(f64::min, |corner| corner.0),
        fold(f64::min, |corner| corner.1),
        fold(f64::max, |corner| corner.0),
        fold(f64::max, |corner| corner.1),
    ]);
    let corner = (Micron::of(run.origin.0).0 - boundary.left.0, Micron::of(run.origin.1).0 - boundary.top.0);
    let (x, y) = run.turn.undo((Micron(corner.0).points(), Micron(corner.1).points()));

    let (boundary, size, matrix) = (boundary.attribute(), Micron::of(run.size), run.turn.matrix());
    let mut attributes: Vec<(&str, &dyn std::fmt::Display)> = vec![("ID", &id), ("Boundary", &boundary)];
    if !run.turn.is_none() {
        attributes.push(("CTM", &matrix));
    }
    attributes.extend([("Font", &face.id as &dyn std::fmt::Display), ("Size", &size)]);
    xml.start("ofd:TextObject", &attributes);
    // Black, too: a reader leaves text without a colour unpainted.
    colour(xml, "ofd:FillColor", run.colour);
    if !run.glyphs.is_empty() {
        let n_codes = run.text.encode_utf16().count();
        let n_glyphs = run.glyphs.len();
        xml.start(
            "ofd:CGTransform",
            &[("CodePosition", &0), ("CodeCount", &n_codes), ("GlyphCount", &n_glyphs)],
        );
        let glyphs: Vec<u16> = run.glyphs.iter().map(|glyph| face.subset.glyph(0, *glyph)).collect();
        xml.leaf("ofd:Glyphs", &[], &Spaced(&glyphs));
        xml.end();
    }
    let (x, y, steps) = (Micron::of(x), Micron::of(y), steps(&run.starts));
    let mut attributes: Vec<(&str, &dyn std::fmt::Display)> = vec![("X", &x), ("Y", &y)];
    let spaced = Spaced(&steps);
    if !steps.is_empty() {
        attributes.push(("DeltaX", &spaced));
    }
    xml.characters("ofd:TextCode", &attributes, &run.text);
    xml.end();
}

/// Returns how far a run's line reaches above its baseline and, below zero, under it.
fn height(run: &Run, font: &typst::text::FontInstance) -> (f64, f64) {
    let hhea = &font.ttf().tables().hhea;
    let em = run.size / font.units_per_em();
    (f64::from(hhea.ascender) * em, f64::from(hhea.descender) * em)
}

/// Returns the steps from glyph to glyph, rounded as running sums: else as many roundings as
/// there are glyphs would add up.
fn steps(starts: &[f64]) -> Vec<Micron> {
    let stops: Vec<i64> = starts.iter().map(|start| Micron::of(*start).0).collect();
    stops.windows(2).map(|pair| Micron(pair[1] - pair[0])).collect()
}

/// Writes a path.
fn path(xml: &mut Xml, id: u32, path: &Path) {
    let boundary = Boundary::around(path.boundary);
    let attribute = boundary.attribute();
    let width = path.stroke.as_ref().map(|stroke| Micron::of(stroke.width));
    let (cap, join) = path.stroke.as_ref().map_or((None, None), |stroke| (stroke.cap, stroke.join));
    let mut attributes: Vec<(&str, &dyn std::fmt::Display)> = vec![("ID", &id), ("Boundary", &attribute)];
    match &width {
        Some(width) => attributes.push(("LineWidth", width)),
        None => attributes.push(("Stroke", &false)),
    }
    if let Some(cap) = &cap {
        attributes.push(("Cap", cap));
    }
    if let Some(join) = &join {
        attributes.push(("Join", join));
    }
    // The standard states two defaults.
    let is_cornered = path.steps.len() > 2 && join.is_none();
    let miter_limit = path.stroke.as_ref().filter(|_| is_cornered).map(|stroke| stroke.miter_limit);
    if let Some(limit) = &miter_limit {
        attributes.push(("MiterLimit", limit));
    }
    let dashes = path.stroke.as_ref().map(|stroke| stroke.dashes.iter().map(|d| Micron::of(*d)).collect());
    let dashes: Vec<Micron> = dashes.unwrap_or_default();
    let (spaced, offset) = (Spaced(&dashes), Micron::of(path.stroke.as_ref().map_or(0.0, |s| s.dash_offset)));
    if !dashes.is_empty() {
        attributes.extend([("DashOffset", &offset as &dyn std::fmt::Display), ("DashPattern", &spaced)]);
    }
    if path.fill.is_some() {
        attributes.push(("Fill", &true));
    }
    if path.is_even_odd {
        attributes.push(("Rule", &"Even-Odd"));
    }
    xml.start("ofd:PathObject", &attributes);
    if let Some(stroke) = &path.stroke {
        colour(xml, "ofd:StrokeColor", stroke.colour);
    }
    if let Some(fill) = path.fill {
        colour(xml, "ofd:FillColor", fill);
    }
    xml.leaf("ofd:AbbreviatedData", &[], &abbreviated(&path.steps, &boundary));
    xml.end();
}

/// Returns a path's steps as seen from the corner of its boundary.
fn abbreviated(steps: &[Step], boundary: &Boundary) -> String {
    let point = |(x, y): &(f64, f64)| {
        let (x, y) = (Micron::of(*x).0 - boundary.left.0, Micron::of(*y).0 - boundary.top.0);
        format!("{} {}", Micron(x), Micron(y))
    };
    let step = |step: &Step| match step {
        Step::Move(to) => format!("M {}", point(to)),
        Step::Line(to) => format!("L {}", point(to)),
        Step::Cubic([first, second, to]) => format!("B {} {} {}", point(first), point(second), point(to)),
        Step::Close => "C".to_string(),
    };
    steps.iter().map(step).collect::<Vec<_>>().join(" ")
}

/// Writes a colour.
fn colour(xml: &mut Xml, name: &'static str, colour: Colour) {
    let value = Spaced(&colour.rgb);
    // Of its default the standard says both 0 and 255.
    if colour.alpha == u8::MAX {
        xml.empty(name, &[("Value", &value)]);
    } else {
        xml.empty(name, &[("Value", &value), ("Alpha", &colour.alpha)]);
    }
}
