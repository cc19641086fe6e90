//! A paragraph's own format beside its style, and the text as it grows.

use crate::docx::look::Look;
use crate::docx::measures::{SI_HAO, cells, whole};

/// The frame at the type area's lower edge.
const FRAME: &str = "<w:framePr w:w=\"8845\" w:hSpace=\"0\" w:wrap=\"notBeside\" w:vAnchor=\"margin\" \
     w:hAnchor=\"margin\" w:xAlign=\"left\" w:yAlign=\"bottom\"/>";

/// What a paragraph states beside its style, in the order of the schema.
#[derive(Debug, Clone, Default)]
pub(super) struct Format {
    /// Whether it stays on the page of what follows.
    pub keep_next: bool,
    /// Whether it opens a page, where its style says otherwise.
    pub opens_page: Option<bool>,
    /// Whether it stands in the frame at the type area's lower edge.
    pub frame: bool,
    /// Whether its lines are black as a whole, so that it is a rule.
    pub is_black: bool,
    /// The level and list that number it; list 0 for none.
    pub list: Option<(u8, u32)>,
    /// A border below it: its `w:bottom`.
    pub rule: Option<String>,
    /// Stops of the tabulator: where, and how text stands there.
    pub tabs: Vec<(i64, Side)>,
    /// White above it.
    pub before: Option<i64>,
    /// White below it.
    pub after: Option<i64>,
    /// Its line's height, exactly.
    pub line: Option<i64>,
    /// White on either side, and before its first line.
    pub indent: Option<Indent>,
    /// Where its lines stand.
    pub side: Option<Side>,
}

/// Where text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// On the left.
    Left,
    /// In the middle.
    Center,
    /// On the right.
    Right,
    /// Spread over the width, the last line too.
    Spread,
}

impl Side {
    /// Returns its name in the file.
    pub(super) fn name(self) -> &'static str {
        match self {
            Side::Left => "left",
            Side::Center => "center",
            Side::Right => "right",
            Side::Spread => "distribute",
        }
    }
}

/// White on either side in characters; what hangs stands that far left of the other lines.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Indent {
    /// Whether the characters are of 四号, not of 三号.
    pub is_small: bool,
    /// On the left.
    pub left: f64,
    /// On the right.
    pub right: f64,
    /// How far the first line hangs.
    pub hanging: f64,
}

impl Indent {
    /// Returns the element: in characters for Word and WPS, in twentieths of a point for others.
    fn xml(self) -> String {
        let of = |name: &str, n: f64| {
            let length = if self.is_small { n * SI_HAO } else { cells(n) };
            format!(" w:{name}Chars=\"{}\" w:{name}=\"{}\"", whole(n * 100.0), whole(length))
        };
        let first = if self.hanging > 0.0 { of("hanging", self.hanging) } else { of("firstLine", 0.0) };
        format!("<w:ind{}{}{first}/>", of("left", self.left), of("right", self.right))
    }
}

impl Format {
    /// Returns the children of `w:pPr` behind the style.
    pub(super) fn xml(&self) -> String {
        let mut out = String::new();
        if self.keep_next {
            out += "<w:keepNext/>";
        }
        if let Some(opens_page) = self.opens_page {
            out += &format!("<w:pageBreakBefore w:val=\"{}\"/>", u8::from(opens_page));
        }
        if self.frame {
            out += FRAME;
        }
        if let Some((level, list)) = self.list {
            out += &format!("<w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{list}\"/></w:numPr>");
        }
        if let Some(rule) = &self.rule {
            out += &format!("<w:pBdr>{rule}</w:pBdr>");
        }
        if self.is_black {
            out += "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"000000\"/>";
        }
        if !self.tabs.is_empty() {
            let stop =
                |(at, side): &(i64, Side)| format!("<w:tab w:val=\"{}\" w:pos=\"{at}\"/>", side.name());
            out += &format!("<w:tabs>{}</w:tabs>", self.tabs.iter().map(stop).collect::<String>());
        }
        if self.before.is_some() || self.after.is_some() || self.line.is_some() {
            let of = |name: &str, n: Option<i64>| n.map_or(String::new(), |n| format!(" w:{name}=\"{n}\""));
            let rule = if self.line.is_some() { " w:lineRule=\"exact\"" } else { "" };
            out += &format!(
                "<w:spacing{}{}{}{rule}/>",
                of("before", self.before.map(|n| n.max(0))),
                of("after", self.after.map(|n| n.max(0))),
                of("line", self.line)
            );
        }
        if let Some(indent) = self.indent {
            out += &indent.xml();
        }
        if let Some(side) = self.side {
            out += &format!("<w:jc w:val=\"{}\"/>", side.name());
        }
        out
    }
}

/// The paragraphs and tables of a part, one after the other.
#[derive(Debug, Default)]
pub(super) struct Flow {
    /// How high its lines of text are.
    pub line: u32,
    xml: String,
    /// Where the last paragraph's format ends, if a paragraph is last.
    open: Option<usize>,
}

impl Flow {
    /// Begins a text whose lines are so high.
    pub(super) fn of_lines(line: u32) -> Flow {
        Flow { line, ..Flow::default() }
    }

    /// Returns the height of white lines.
    pub(super) fn white(&self, n_lines: i64) -> i64 {
        i64::from(self.line) * n_lines
    }

    /// Adds a paragraph of runs.
    pub(super) fn paragraph(&mut self, look: Look, format: &Format, runs: &str) {
        let style = match look {
            Look::Body => String::new(),
            look => format!("<w:pStyle w:val=\"{}\"/>", look.id()),
        };
        self.xml += &format!("<w:p><w:pPr>{style}{}", format.xml());
        self.open = Some(self.xml.len());
        self.xml += &format!("</w:pPr>{runs}</w:p>");
    }

    /// Adds a table.
    pub(super) fn table(&mut self, xml: &str) {
        self.xml += xml;
        self.open = None;
    }

    /// Ends a section: its last paragraph, or one without words, states its page.
    pub(super) fn end_section(&mut self, section: &str) {
        if self.open.is_none() {
            self.close();
        }
        if let Some(at) = self.open.take() {
            self.xml.insert_str(at, section);
        }
    }

    /// Adds the paragraph without words that must stand behind a table.
    pub(super) fn close(&mut self) {
        if self.open.is_none() {
            self.paragraph(Look::Nothing, &Format::default(), "");
        }
    }

    /// Returns whether a table is last.
    pub(super) fn ends_in_table(&self) -> bool {
        self.open.is_none() && !self.xml.is_empty()
    }

    /// Returns the text.
    pub(super) fn into_xml(self) -> String {
        self.xml
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_keep_the_order_of_the_schema() {
        let format = Format {
            keep_next: true,
            opens_page: Some(false),
            list: Some((1, 0)),
            rule: Some("<w:bottom/>".to_string()),
            tabs: vec![(100, Side::Right)],
            before: Some(-3),
            line: Some(260),
            indent: Some(Indent { left: 5.0, hanging: 3.0, ..Indent::default() }),
            side: Some(Side::Left),
            ..Format::default()
        };
        assert_eq!(
            format.xml(),
            "<w:keepNext/><w:pageBreakBefore w:val=\"0\"/><w:numPr><w:ilvl w:val=\"1\"/><w:numId w:val=\"0\"/></w:numPr><w:pBdr><w:bottom/></w:pBdr>\
             <w:tabs><w:tab w:val=\"right\" w:pos=\"100\"/></w:tabs>\
             <w:spacing w:before=\"0\" w:line=\"260\" w:lineRule=\"exact\"/>\
             <w:ind w:leftChars=\"500\" w:left=\"1579\" w:rightChars=\"0\" w:right=\"0\" w:hangingChars=\"300\" \
             w:hanging=\"948\"/><w:jc w:val=\"left\"/>"
        );
        assert_eq!(Format::default().xml(), "");
    }

    #[test]
    fn sections_end_in_their_last_paragraph() {
        let mut flow = Flow::default();
        flow.paragraph(Look::Body, &Format::default(), "甲");
        flow.end_section("<w:sectPr/>");
        flow.table("<w:tbl/>");
        flow.end_section("<w:sectPr/>");
        assert_eq!(
            flow.into_xml(),
            "<w:p><w:pPr><w:sectPr/></w:pPr>甲</w:p><w:tbl/>\
             <w:p><w:pPr><w:pStyle w:val=\"BxNothing\"/><w:sectPr/></w:pPr></w:p>"
        );
    }
}
