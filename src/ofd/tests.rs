//! From made-up pages to what an OFD holds: glyphs, hostile texts, and what is refused.

use std::sync::Arc;

use ttf_parser::{GlyphId, OutlineBuilder};
use typst::foundations::Smart;
use typst::layout::{Abs, Angle, Em, Frame, FrameItem, GroupItem, Point, Ratio, Size, Transform};
use typst::model::{Destination, Url};
use typst::syntax::Span;
use typst::text::TextItem;
use typst::visualize::{
    Color, ColorSpace, Curve, FixedStroke, Geometry, Gradient, LinearGradient, ProcessColorSpace,
};

use super::*;
use crate::document::{Block, Provenance, Text};
use crate::ofd::face::Faces;
use crate::ofd::page::Object;
use crate::ofd::paint::Colour;
use crate::ofd::run::{Run, Runs};
use crate::ofd::stretch::{Letter, Manner, Part, Stretch};
use crate::ofd::turn::Turn;
use crate::pages::tests::document;
use crate::pages::walk::Place;
use crate::pages::{self, Engine, Role, SetOptions};

/// Sets a document.
#[track_caller]
fn set(document: &Document) -> Pages {
    pages::set(&Engine::new(), document, &SetOptions::default()).output.expect("it can be set")
}

/// Returns the runs of all pages.
fn runs(content: &Content) -> Vec<&Run> {
    let objects = content.pages.iter().flat_map(|page| &page.objects);
    let runs = objects.filter_map(|object| match object {
        Object::Text(run) => Some(run),
        Object::Path(_) => None,
    });
    runs.collect()
}

/// A glyph's outline, written down.
#[derive(Default)]
struct Outline(String);

impl OutlineBuilder for Outline {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0 += &format!("M{x} {y}");
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.0 += &format!("L{x} {y}");
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.0 += &format!("Q{x1} {y1} {x} {y}");
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.0 += &format!("C{x1} {y1} {x2} {y2} {x} {y}");
    }

    fn close(&mut self) {
        self.0.push('Z');
    }
}

fn outline(face: &ttf_parser::Face<'_>, glyph: GlyphId) -> String {
    let mut outline = Outline::default();
    face.outline_glyph(glyph, &mut outline);
    outline.0
}

#[test]
fn each_characters_glyph_is_the_one_that_was_set() {
    let text = "“每月两学”2020—2021年，䶮𠅤（甲）《乙》1/2……—— 至今㛃".repeat(3);
    let blocks = vec![Block::Paragraph(Text::of(text, Provenance::Constant("a test")))];
    let pages = set(&Document { blocks, ..document() });
    let content = page::read(&pages.paged, &pages.lines).expect("nothing is refused");
    let (mut n_compared, mut n_joined) = (0, 0);
    let mut names = Vec::new();
    for resource in &content.faces.resources {
        let subset = resource.subset().expect("it can be cut");
        let face = ttf_parser::Face::parse(&subset.bytes, 0).expect("a face");
        for (c, (place, glyph)) in &resource.glyphs {
            let own = face.glyph_index(*c).unwrap_or_else(|| panic!("{}: no {c}", resource.name));
            let (font, glyph) = (resource.fonts[*place].ttf(), GlyphId(*glyph));
            assert_eq!(own.0, subset.glyph(*place, glyph.0), "{c}");
            assert_eq!(outline(&face, own), outline(font, glyph), "{c}");
            assert_eq!(face.glyph_hor_advance(own), font.glyph_hor_advance(glyph), "{c}");
            assert_eq!(face.glyph_hor_side_bearing(own), font.glyph_hor_side_bearing(glyph), "{c}");
            assert_eq!(face.units_per_em(), font.units_per_em());
            n_compared += 1;
            n_joined += usize::from(*place > 0);
        }
        // The ten tables, and the resource's own name as that of the family.
        for tag in [b"cmap", b"glyf", b"head", b"hhea", b"hmtx", b"loca", b"maxp", b"name", b"OS/2", b"post"]
        {
            assert!(face.raw_face().table(ttf_parser::Tag::from_bytes(tag)).is_some(), "{}", resource.name);
        }
        for id in [1, 4, 6] {
            let name = face.names().into_iter().find(|name| name.name_id == id).and_then(|n| n.to_string());
            assert_eq!(name.as_ref(), Some(&resource.name));
        }
        // The licence stays, and each face's copyright.
        assert!(face.names().into_iter().any(|name| name.name_id == 13));
        let name = |face: &ttf_parser::Face<'_>| {
            face.names().into_iter().find(|name| name.name_id == 0).and_then(|name| name.to_string())
        };
        let copyright = name(&face).expect("kept");
        for font in &resource.fonts {
            assert!(copyright.contains(&name(font.ttf()).expect("it has one")), "{}", resource.name);
        }
        names.push(resource.name.clone());
    }
    assert!(n_compared > 100 && n_joined >= 8, "{n_compared}, {n_joined}");
    let n_names = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), n_names);
    // Every run's characters are in its face.
    for run in runs(&content) {
        let resource = &content.faces.resources[run.face];
        let is_known = |c: char| c.is_whitespace() || resource.glyphs.contains_key(&c);
        assert!(!run.glyphs.is_empty() || run.text.chars().all(is_known), "{}", run.text);
    }
}

#[test]
fn hostile_texts_are_cut_where_readers_go_wrong() {
    let text = "  甲<&]]>乙\\2020丙\\ 丁𠅤戊\u{202E}己\u{7}　庚　 ";
    let blocks = vec![Block::Paragraph(Text::of(text, Provenance::Constant("a test")))];
    let pages = set(&Document { blocks, ..document() });
    let content = page::read(&pages.paged, &pages.lines).expect("nothing is refused");
    let all = runs(&content);
    for run in &all {
        assert!(run.text.trim() == run.text && !run.text.is_empty(), "{:?}", run.text);
        assert!(!run.text.contains('\\') || run.text.ends_with('\\'), "{:?}", run.text);
        let is_beyond = run.text.chars().any(|c| c > '\u{FFFF}');
        assert_eq!(is_beyond, !run.glyphs.is_empty(), "{:?}", run.text);
        assert!(!is_beyond || run.text.chars().count() == 1, "{:?}", run.text);
        assert!(run.text.chars().all(|c| !c.is_control() && c != '\u{202E}'));
    }
    let squeezed: String =
        all.iter().flat_map(|run| run.text.chars()).filter(|c| !c.is_whitespace()).collect();
    assert!(squeezed.contains("甲<&]]>乙\\2020丙\\丁𠅤戊己庚"), "{squeezed}");
    let bytes = export(&pages, &document(), OfdProfile::Exchange, &[]).expect("written");
    assert!(is_ofd(&bytes) && extract(&bytes) == Err(ExtractError::Nothing));
}

/// Returns the runs of a document with one paragraph, and the faces that hold them.
fn of_paragraph(text: &str) -> (Vec<String>, Faces) {
    let blocks = vec![Block::Paragraph(Text::of(text, Provenance::Constant("a test")))];
    let pages = set(&Document { blocks, ..document() });
    let content = page::read(&pages.paged, &pages.lines).expect("nothing is refused");
    let texts = runs(&content).iter().map(|run| run.text.clone()).collect();
    (texts, content.faces)
}

#[test]
fn a_line_is_one_run_whatever_faces_its_digits_and_rare_names_are_in() {
    for line in [
        "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥",
        "2020年上半年共学习12次，参学率96.8%",
        "“三会一课”第3次由㛃①主持 A/B 卷",
        "㐁同志5月6日到会",
        "2020",
    ] {
        let (runs, _) = of_paragraph(line);
        assert!(runs.iter().any(|run| run == line), "{line}: {runs:?}");
    }
    // The resource of the words holds the glyphs of the other face.
    let (_, faces) = of_paragraph("2020年上半年");
    let words = faces.resources.iter().find(|resource| resource.name.contains("Zhuque")).expect("set");
    let place = |c: char| words.glyphs[&c].0;
    assert_eq!((place('半'), place('年'), place('2')), (0, 0, 1));
}

/// Sets letters of several faces beside each other and tells where the line is cut.
#[track_caller]
fn check_parts(letters: &[(&str, usize)], expected: &[&str]) {
    let fonts: Vec<_> = ["zhuque", "lxgw", "noto serif"].map(some_font).into();
    let item = some_text();
    let colour = Colour::of(&item.fill).expect("a colour");
    let (turn, _) = Turn::of(Transform::identity()).expect("none");
    let mut stretch = Stretch::new(Manner { turn, size: 16.0, colour, role: Role::Paragraph, line: 0 });
    stretch.fonts = fonts;
    for (text, font) in letters {
        let letter = |c| Letter { c, font: *font, glyph: 1, origin: (0.0, 0.0), width: 16.0, ink: None };
        stretch.letters.extend(text.chars().map(letter));
    }
    let shown = |part: &Part| {
        let text: String = stretch.letters[part.start..part.end].iter().map(|letter| letter.c).collect();
        format!("{} {text}", part.font)
    };
    assert_eq!(stretch.parts().iter().map(shown).collect::<Vec<_>>(), expected);
}

/// Returns one of the faces that come with the program.
fn some_font(family: &str) -> typst::text::FontInstance {
    let text = "甲（一）";
    let blocks = vec![
        Block::Heading { level: 1, text: Text::of(text, Provenance::Constant("a test")) },
        Block::Heading { level: 2, text: Text::of(text, Provenance::Constant("a test")) },
        Block::Paragraph(Text::of("甲1", Provenance::Constant("a test"))),
    ];
    let pages = set(&Document { blocks, ..document() });
    let mut found = None;
    pages::walk::Walker::default().page(&pages.paged.pages()[0], &mut |item, _| {
        if let FrameItem::Text(text) = item
            && text.font.info().family.as_str().to_lowercase().starts_with(family)
        {
            found.get_or_insert_with(|| text.font.clone());
        }
    });
    found.unwrap_or_else(|| panic!("no {family}"))
}

#[test]
fn a_line_is_cut_where_its_words_are_meant_to_look_otherwise() {
    check_parts(&[("甲2020乙", 0)], &["0 甲2020乙"]);
    check_parts(&[("2020", 2), ("年", 0), ("6", 2), ("月。", 0)], &["0 2020年6月。"]);
    // The heading that begins a paragraph; digits go with what follows.
    check_parts(&[("（一）抓学习。", 1), ("2020", 2), ("年", 0)], &["1 （一）抓学习。", "0 2020年"]);
    check_parts(&[("截至", 1), ("6", 2), ("月。", 1), ("共", 0)], &["1 截至6月。", "0 共"]);
    // Digits alone keep their face, and with a mark of the words' face they go with it.
    check_parts(&[("2020", 2)], &["2 2020"]);
    check_parts(&[("12", 2), ("。", 0)], &["0 12。"]);
    // A name that the words' face lacks goes with them, one that it has does not.
    check_parts(&[("由", 0), ("㐁", 2), ("主持", 0)], &["0 由㐁主持"]);
    check_parts(&[("㐁", 2), ("主持", 0)], &["0 㐁主持"]);
    check_parts(&[("由", 0), ("王", 2), ("主持", 0)], &["0 由", "2 王", "0 主持"]);
    check_parts(&[], &[]);
}

/// Reads a page that holds one thing.
fn refused(item: FrameItem) -> Option<Unsupported> {
    let mut first = set(&document()).paged.pages()[0].clone();
    first.frame = Frame::hard(first.frame.size());
    first.frame.push(Point::splat(Abs::pt(100.0)), item);
    let mut faces = Faces::default();
    match page::objects(&first, &mut pages::walk::Walker::default(), &mut faces).map(drop) {
        Ok(()) => None,
        Err(OfdError::Unsupported { what, .. }) => Some(what),
        Err(error) => panic!("{error}"),
    }
}

/// Turns and scales an item.
fn transformed(item: FrameItem, transform: Transform) -> FrameItem {
    let mut frame = Frame::hard(Size::splat(Abs::pt(100.0)));
    frame.push(Point::zero(), item);
    FrameItem::Group(GroupItem { transform, ..GroupItem::new(frame) })
}

/// Returns a gradient.
fn across() -> LinearGradient {
    LinearGradient {
        stops: vec![(Color::RED, Ratio::zero()), (Color::BLUE, Ratio::one())],
        angle: Angle::zero(),
        space: ColorSpace::Process(ProcessColorSpace::Oklab),
        relative: Smart::Auto,
        anti_alias: true,
    }
}

#[test]
fn what_cannot_be_carried_is_refused_and_named() {
    let square = || Geometry::Rect(Size::splat(Abs::pt(10.0)));
    let shape = |shape| FrameItem::Shape(shape, Span::detached());
    assert_eq!(refused(shape(square().filled(Color::RED))), None);
    let gradient = Gradient::Linear(Arc::new(across()));
    assert_eq!(refused(shape(square().filled(gradient))), Some(Unsupported::Gradient));
    let link = Destination::Url(Url::new("https://example.org").expect("an address"));
    assert_eq!(refused(FrameItem::Link(link, Size::splat(Abs::pt(10.0)))), Some(Unsupported::Link));
    let mut group = GroupItem::new(Frame::hard(Size::splat(Abs::pt(10.0))));
    group.clip = Some(Curve::rect(Size::splat(Abs::pt(5.0))));
    assert_eq!(refused(FrameItem::Group(group)), Some(Unsupported::Clip));

    // A rule may be scaled alike, not stretched one way; a text may be turned by quarters.
    let stroked = || shape(square().stroked(FixedStroke::from_pair(Color::BLACK, Abs::pt(1.0))));
    let scale = |x, y| Transform::scale(Ratio::new(x), Ratio::new(y));
    assert_eq!(refused(transformed(stroked(), scale(2.0, 2.0))), None);
    assert_eq!(refused(transformed(stroked(), scale(2.0, 1.0))), Some(Unsupported::Transform));
    let text = || FrameItem::Text(some_text());
    let turn = |degrees| Transform::rotate(Angle::deg(degrees));
    assert_eq!(refused(transformed(text(), turn(90.0))), None);
    assert_eq!(refused(transformed(text(), turn(45.0))), Some(Unsupported::Transform));
    let outlined =
        TextItem { stroke: Some(FixedStroke::from_pair(Color::BLACK, Abs::pt(1.0))), ..some_text() };
    assert_eq!(refused(FrameItem::Text(outlined)), Some(Unsupported::StrokedText));

    let mirrored = transformed(text(), scale(-1.0, 1.0));
    assert_eq!(refused(mirrored), Some(Unsupported::Transform));
    let gradient_text = TextItem { fill: Gradient::Linear(Arc::new(across())).into(), ..some_text() };
    assert_eq!(refused(FrameItem::Text(gradient_text)), Some(Unsupported::Gradient));
    let mut downwards = some_text();
    downwards.glyphs[0].y_advance = Em::one();
    assert_eq!(refused(FrameItem::Text(downwards)), Some(Unsupported::VerticalText));
    // Ink that stands for a character which is never printed.
    let mut silent = some_text();
    silent.text = "\u{202E}".into();
    silent.glyphs.truncate(1);
    silent.glyphs[0].range = 0..3;
    assert_eq!(refused(FrameItem::Text(silent)), Some(Unsupported::GlyphWithoutText));
    // A colour for the press is written as a screen shows it.
    let red = Color::RED.to_process_space(ProcessColorSpace::Cmyk);
    assert_eq!(refused(shape(square().filled(red))), None);
    let mut coloured = set(&document()).paged.pages()[0].clone();
    coloured.fill = Smart::Custom(Some(Color::RED.into()));
    let found = page::objects(&coloured, &mut pages::walk::Walker::default(), &mut Faces::default());
    assert!(matches!(found, Err(OfdError::Unsupported { what: Unsupported::PageFill, .. })));

    let error = OfdError::unsupported(Unsupported::Clip, "甲").on_page(3);
    assert_eq!(error.to_string(), "这是程序的缺陷：第3页有 OFD 写不出的裁剪（`甲`）");
}

/// Returns a text as Typst has set it.
fn some_text() -> TextItem {
    let pages = set(&document());
    let mut found = None;
    pages::walk::Walker::default().page(&pages.paged.pages()[0], &mut |item, _| {
        if let FrameItem::Text(text) = item {
            found.get_or_insert_with(|| text.clone());
        }
    });
    found.expect("a page shows text")
}

#[test]
fn another_glyph_than_the_cmaps_goes_into_a_second_resource() {
    let mut item = some_text();
    item.glyphs.truncate(1);
    let end = item.glyphs[0].range().end;
    item.text = item.text[..end].into();
    let mut other = item.clone();
    other.glyphs[0].id += 1;
    let place = Place { transform: Transform::identity(), role: Role::Other, part: 0 };
    let mut faces = Faces::default();
    let mut runs = Runs::new(&mut faces);
    for item in [&item, &other, &item] {
        runs.add(item, &place, 0).expect("it can be carried");
    }
    let faces_used: Vec<usize> = runs.take().iter().map(|run| run.face).collect();
    assert_eq!(faces_used, [0, 1, 0]);
    let names: Vec<&str> = faces.resources.iter().map(|resource| resource.name.as_str()).collect();
    assert_eq!(names[1], format!("{}-2", names[0]));
}
