//! The page, its number, and pages that are turned (GB/T 9704-2012, 5.2.1, 7.5 and 8).

use crate::docx::look::Look;
use crate::docx::measures::WIDTH;
use crate::docx::paragraph::{Flow, Format, Indent, Side};
use crate::docx::xml::{HEAD, NAMESPACES};

/// The sides of the paper.
const PAPER: (u32, u32) = (11906, 16838);
/// White above, below, on the left and on the right of the type area: 37, 35, 28 and 26 mm.
const MARGINS: (u32, u32, u32, u32) = (2098, 1984, 1587, 1474);
/// From the paper's lower edge to the number's line, so that its dashes are 7 mm below the text.
const FOOTER: u32 = 1448;
/// The height of the number's line.
const NUMBER_LINE: u32 = 280;

/// What stands above or below the pages of a section, and by which name the file knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Edge {
    /// The number on the right below odd pages.
    NumberRight,
    /// The number on the left below even pages.
    NumberLeft,
    /// Nothing below a page.
    NoFooter,
    /// Nothing above a page.
    NoHeader,
    /// The number beside odd turned pages.
    TurnedRight,
    /// The number beside even turned pages.
    TurnedLeft,
    /// The name of the organ above the first page of a letter.
    LetterHead,
    /// The red lines below the first page of a letter.
    LetterFoot,
}

impl Edge {
    /// Returns the name of its part, which is its relation's too.
    pub(super) fn name(self) -> &'static str {
        match self {
            Edge::NumberRight => "footer1",
            Edge::NumberLeft => "footer2",
            Edge::NoFooter => "footer3",
            Edge::LetterFoot => "footer4",
            Edge::NoHeader => "header1",
            Edge::TurnedRight => "header2",
            Edge::TurnedLeft => "header3",
            Edge::LetterHead => "header4",
        }
    }

    /// Returns whether it stands above pages.
    pub(super) fn is_header(self) -> bool {
        self.name().starts_with("header")
    }

    /// Returns its part, with what a letter has there.
    pub(super) fn xml(self, letter: &str) -> String {
        let (tag, look) = if self.is_header() { ("hdr", Look::Header) } else { ("ftr", Look::Footer) };
        let mut flow = Flow::default();
        match self {
            Edge::NumberRight => number(&mut flow, Side::Right),
            Edge::NumberLeft => number(&mut flow, Side::Left),
            Edge::TurnedRight => flow.table(&turned_number(Side::Right)),
            Edge::TurnedLeft => flow.table(&turned_number(Side::Left)),
            Edge::LetterHead | Edge::LetterFoot => flow.table(letter),
            Edge::NoFooter | Edge::NoHeader => {}
        }
        if !matches!(self, Edge::NumberRight | Edge::NumberLeft) {
            flow.paragraph(look, &Format::default(), "");
        }
        format!("{HEAD}<w:{tag} {NAMESPACES}>{}</w:{tag}>", flow.into_xml())
    }
}

/// The number between its dashes. Each part of a field is a run of its own: in one run WPS shows
/// none.
const NUMBER: &str = "<w:r><w:t xml:space=\"preserve\">— </w:t></w:r><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r>\
     <w:r><w:instrText xml:space=\"preserve\"> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>\
     <w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r><w:r><w:t xml:space=\"preserve\"> —</w:t></w:r>";

/// Adds the line of the number, one character from its side.
fn number(flow: &mut Flow, side: Side) {
    let (left, right) = if side == Side::Left { (1.0, 0.0) } else { (0.0, 1.0) };
    let indent = Some(Indent { is_small: true, left, right, hanging: 0.0 });
    flow.paragraph(Look::Footer, &Format { indent, side: Some(side), ..Format::default() }, NUMBER);
}

/// Returns the number of a turned page: upright on the paper, where other pages have theirs.
fn turned_number(side: Side) -> String {
    let (_, _, left, _) = MARGINS;
    let mut inner = Flow::default();
    number(&mut inner, side);
    format!(
        "<w:tbl><w:tblPr><w:tblpPr w:leftFromText=\"0\" w:rightFromText=\"0\" w:topFromText=\"0\" w:bottomFromText=\"0\" \
         w:vertAnchor=\"page\" w:horzAnchor=\"page\" w:tblpX=\"{FOOTER}\" w:tblpY=\"{left}\"/>\
         <w:tblW w:w=\"{NUMBER_LINE}\" w:type=\"dxa\"/><w:tblLayout w:type=\"fixed\"/>{NO_INSETS}<w:tblCaption w:val=\"页码\"/></w:tblPr>\
         <w:tblGrid><w:gridCol w:w=\"{NUMBER_LINE}\"/></w:tblGrid>\
         <w:tr><w:trPr><w:trHeight w:val=\"{WIDTH}\" w:hRule=\"exact\"/></w:trPr><w:tc><w:tcPr>\
         <w:tcW w:w=\"{NUMBER_LINE}\" w:type=\"dxa\"/><w:textDirection w:val=\"tbRl\"/></w:tcPr>{}</w:tc></w:tr></w:tbl>",
        inner.into_xml()
    )
}

/// Cells without white within.
pub(super) const NO_INSETS: &str = "<w:tblCellMar><w:top w:w=\"0\" w:type=\"dxa\"/><w:left w:w=\"0\" w:type=\"dxa\"/>\
     <w:bottom w:w=\"0\" w:type=\"dxa\"/><w:right w:w=\"0\" w:type=\"dxa\"/></w:tblCellMar>";

/// What a section of pages is like.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Section {
    /// Whether its pages are turned.
    pub is_turned: bool,
    /// Whether its first page is that of a letter.
    pub opens_letter: bool,
    /// Whether its pages have no number.
    pub is_bare: bool,
    /// Whether the binding margin changes sides.
    pub is_mirrored: bool,
}

impl Section {
    /// Returns what stands above and below its pages: on odd, even and first ones.
    pub(super) fn edges(self) -> Vec<(&'static str, Edge)> {
        let (odd, even) = ("default", "even");
        let mut edges = match (self.is_turned, self.is_bare) {
            (true, _) => vec![
                (odd, Edge::TurnedRight),
                (even, Edge::TurnedLeft),
                (odd, Edge::NoFooter),
                (even, Edge::NoFooter),
            ],
            (false, true) => vec![
                (odd, Edge::NoHeader),
                (even, Edge::NoHeader),
                (odd, Edge::NoFooter),
                (even, Edge::NoFooter),
            ],
            (false, false) => vec![
                (odd, Edge::NoHeader),
                (even, Edge::NoHeader),
                (odd, Edge::NumberRight),
                (even, Edge::NumberLeft),
            ],
        };
        if self.opens_letter {
            edges.extend([("first", Edge::LetterHead), ("first", Edge::LetterFoot)]);
        }
        edges
    }

    /// Returns the element that states it, for lines so high.
    pub(super) fn xml(self, line: u32) -> String {
        let reference = |(pages, edge): &(&str, Edge)| {
            let kind = if edge.is_header() { "header" } else { "footer" };
            format!("<w:{kind}Reference w:type=\"{pages}\" r:id=\"{}\"/>", edge.name())
        };
        let edges: String = self.edges().iter().map(reference).collect();
        let (width, height) = PAPER;
        let (top, bottom, left, right) = MARGINS;
        let middle = |a: u32, b: u32| (a + b) / 2;
        let page = if self.is_turned {
            // The left side of the paper becomes the top. Word would change turned pages' sides,
            // not their top and bottom, where margins are mirrored: both are made alike there.
            let (top, bottom, left, right) = if self.is_mirrored {
                let (inner, outer) = (middle(left, right), middle(top, bottom));
                (inner, inner, outer, outer)
            } else {
                (left, right, bottom, top)
            };
            format!(
                "<w:pgSz w:w=\"{height}\" w:h=\"{width}\" w:orient=\"landscape\"/>{}",
                margins(top, bottom, left, right)
            )
        } else {
            format!("<w:pgSz w:w=\"{width}\" w:h=\"{height}\"/>{}", margins(top, bottom, left, right))
        };
        let first = if self.opens_letter { "<w:titlePg/>" } else { "" };
        format!(
            "<w:sectPr>{edges}{page}{first}<w:docGrid w:type=\"lines\" w:linePitch=\"{line}\"/></w:sectPr>"
        )
    }
}

/// Returns the margins.
fn margins(top: u32, bottom: u32, left: u32, right: u32) -> String {
    format!(
        "<w:pgMar w:top=\"{top}\" w:right=\"{right}\" w:bottom=\"{bottom}\" w:left=\"{left}\" w:header=\"851\" \
         w:footer=\"{FOOTER}\" w:gutter=\"0\"/>"
    )
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::docx::measures::HEIGHT;

    #[test]
    fn the_type_area_is_as_large_as_it_must_be() {
        let (top, bottom, left, right) = MARGINS;
        assert_eq!((PAPER.0 - left - right, PAPER.1 - top - bottom), (WIDTH, HEIGHT));
    }

    #[test]
    fn turned_pages_have_their_top_on_the_left() {
        let turned = Section { is_turned: true, ..Section::default() }.xml(579);
        assert!(
            turned.contains("w:orient=\"landscape\"/><w:pgMar w:top=\"1587\" w:right=\"2098\""),
            "{turned}"
        );
        assert!(turned.contains("<w:headerReference w:type=\"default\" r:id=\"header2\"/>"), "{turned}");
    }

    #[test]
    fn each_edge_has_a_part_of_its_own() {
        let letter = Section { opens_letter: true, ..Section::default() };
        let turned = Section { is_turned: true, ..Section::default() };
        let blank = Section { is_bare: true, ..Section::default() };
        let edges: BTreeSet<Edge> =
            [letter, turned, blank].into_iter().flat_map(Section::edges).map(|(_, edge)| edge).collect();
        let names: BTreeSet<&str> = edges.iter().map(|edge| edge.name()).collect();
        assert_eq!((names.len(), edges.len()), (8, 8));
        assert!(Edge::NumberRight.xml("").contains("w:rightChars=\"100\""));
        assert!(Edge::NoHeader.xml("").contains("<w:hdr ") && Edge::NoFooter.xml("").contains("<w:ftr "));
    }
}
