//! The body of a text document as pieces: every element in it is read, seen through, left out
//! with a reason, or told as foreign.

use std::collections::{BTreeMap, BTreeSet};

use crate::revision::draft::{
    Change, ChangeKind, Draft, Emphasis, EmphasisKind, Foreign, ForeignKind, Graphic, Paragraph, Piece,
    Reading, Role, Words,
};
use crate::revision::read::graphic::shown;
use crate::revision::read::line::Line;
use crate::revision::read::styles::{Counted, Look, Stated, Styles};
use crate::revision::read::tracked::{Changes, Side, Tracked};
use crate::revision::read::tree::{Element, Node, Space};

/// Elements that hold others and say nothing themselves.
const SEEN_THROUGH: [&str; 9] =
    ["sdt", "sdtContent", "smartTag", "customXml", "hyperlink", "fldSimple", "dir", "bdo", "txbxContent"];
/// Elements that are no words: properties, places of programs' own, what only a screen shows.
const WITHOUT_WORDS: [&str; 40] = [
    "pPr",
    "rPr",
    "sdtPr",
    "sdtEndPr",
    "smartTagPr",
    "customXmlPr",
    "sectPr",
    "tblPr",
    "tblGrid",
    "tblPrEx",
    "trPr",
    "tcPr",
    "proofErr",
    "permStart",
    "permEnd",
    "moveFromRangeStart",
    "moveFromRangeEnd",
    "moveToRangeStart",
    "moveToRangeEnd",
    "customXmlInsRangeStart",
    "customXmlInsRangeEnd",
    "customXmlDelRangeStart",
    "customXmlDelRangeEnd",
    "customXmlMoveFromRangeStart",
    "customXmlMoveFromRangeEnd",
    "customXmlMoveToRangeStart",
    "customXmlMoveToRangeEnd",
    "lastRenderedPageBreak",
    "softHyphen",
    "annotationRef",
    "footnoteRef",
    "endnoteRef",
    "separator",
    "continuationSeparator",
    "pgNum",
    "rt",
    "rubyPr",
    "ruby",
    "background",
    "commentReference",
];
/// Fields that fetch what they show from elsewhere.
const FETCHING: [&str; 8] =
    ["INCLUDETEXT", "INCLUDEPICTURE", "INCLUDE", "IMPORT", "LINK", "DDE", "DDEAUTO", "DATABASE"];
/// The most pieces; a report has a few hundred.
const MAX_PIECES: usize = 100_000;
/// The most objects that are listed.
const MAX_LISTED: usize = 1_000;
/// Stands for a paragraph's end in a change.
const PARAGRAPH_MARK: &str = "¶";

/// A body while it is read.
pub(super) struct Body<'a> {
    styles: &'a Styles,
    reading: Reading,
    pub(super) pieces: Vec<Piece>,
    pub(super) foreign: Vec<Foreign>,
    pub(super) emphasis: Vec<Emphasis>,
    pub(super) changes: Changes,
    /// The words that each comment is about, by its id, and which of them are being read.
    pub(super) commented: BTreeMap<String, String>,
    open_comments: BTreeSet<String>,
    line: Line,
    /// What the paragraph is that the line belongs to.
    role: Role,
    /// The changes that the words being read are in.
    tracked: Vec<Tracked>,
    /// The fields that the words being read are in: whether in their codes.
    fields: Vec<bool>,
    /// Words that are struck through and underlined, as far as they were read.
    struck: String,
    underlined: String,
    /// How the words of the paragraph look by its style.
    look: Look,
    /// What there is more of than anything reads.
    pub(super) over: Option<(&'static str, usize)>,
}

impl<'a> Body<'a> {
    pub(super) fn new(styles: &'a Styles, reading: Reading) -> Body<'a> {
        Body {
            styles,
            reading,
            pieces: Vec::new(),
            foreign: Vec::new(),
            emphasis: Vec::new(),
            changes: Changes::default(),
            commented: BTreeMap::new(),
            open_comments: BTreeSet::new(),
            line: Line::default(),
            role: Role::Body,
            tracked: Vec::new(),
            fields: Vec::new(),
            struck: String::new(),
            underlined: String::new(),
            look: Look::default(),
            over: None,
        }
    }

    /// Puts what was read into a draft.
    pub(super) fn into_draft(mut self, draft: &mut Draft) -> BTreeMap<String, String> {
        self.end_line();
        draft.pieces = self.pieces;
        draft.foreign.append(&mut self.foreign);
        draft.emphasis = self.emphasis;
        draft.changes = self.changes.found;
        self.commented
    }

    /// Reads all that stands in an element, blocks and words alike.
    pub(super) fn inside(&mut self, parent: &Element) {
        parent.elements().for_each(|element| self.element(element));
    }

    fn element(&mut self, element: &Element) {
        match element.space {
            Space::Word => self.word_element(element),
            Space::Math => self.tell(ForeignKind::Equation, element.words()),
            Space::Compatibility if element.name == "AlternateContent" => {
                let choice = element.elements().find(|inner| inner.name == "Choice");
                let chosen = choice.or_else(|| element.elements().find(|inner| inner.name == "Fallback"));
                chosen.into_iter().for_each(|chosen| self.inside(chosen));
            }
            _ => self.unknown(element),
        }
    }

    fn word_element(&mut self, element: &Element) {
        let get = |name| element.attribute(name).unwrap_or_default();
        match element.name.as_str() {
            "p" => self.paragraph(element),
            "tbl" => self.table(element),
            "r" => self.run(element),
            "ins" | "del" | "moveTo" | "moveFrom" => self.tracked_words(element),
            "bookmarkStart" if get("name").starts_with("_bx_") => self.line.open_mark(get("id"), get("name")),
            "bookmarkEnd" => self.line.close_mark(get("id")),
            "bookmarkStart" => {}
            "commentRangeStart" => {
                self.open_comments.insert(get("id").to_string());
            }
            "commentRangeEnd" => {
                self.open_comments.remove(get("id"));
            }
            "altChunk" | "subDoc" => self.tell(ForeignKind::Import, String::new()),
            "oMath" | "oMathPara" => self.tell(ForeignKind::Equation, element.words()),
            "fldSimple" => {
                self.field_code(get("instr"));
                self.inside(element);
            }
            name if SEEN_THROUGH.contains(&name) => self.inside(element),
            name if WITHOUT_WORDS.contains(&name) => {}
            _ => self.unknown(element),
        }
    }

    /// Tells an element that is not known, if it has words.
    fn unknown(&mut self, element: &Element) {
        let words = element.words();
        if !words.trim().is_empty() {
            self.tell(ForeignKind::Unknown, words);
        }
    }

    /// Notes something foreign at this place, unless a change takes it away.
    fn tell(&mut self, kind: ForeignKind, words: String) {
        if self.is_kept() && self.foreign.len() < MAX_LISTED {
            let foreign = self.line.foreign(kind, words);
            self.foreign.push(foreign);
        }
    }

    /// Returns whether words being read stay.
    fn is_kept(&self) -> bool {
        self.tracked.iter().all(|tracked| self.stays(tracked.side))
    }

    fn stays(&self, side: Side) -> bool {
        side == if self.reading == Reading::Accepted { Side::After } else { Side::Before }
    }

    fn paragraph(&mut self, paragraph: &Element) {
        let properties = paragraph.child("pPr");
        let Stated { role, counted, look } = self.styles.stated(properties);
        (self.role, self.look) = (role, look);
        let listed = (self.foreign.len(), self.changes.found.len());
        self.inside(paragraph);
        if let Some(Counted::Other(sign)) = counted
            && !self.line.is_empty()
        {
            let around = self.line.beginning();
            self.foreign.push(Foreign { kind: ForeignKind::Numbering, around, text: sign });
        }
        let marks = properties.and_then(|properties| properties.child("rPr"));
        let mark = marks.iter().flat_map(|marks| marks.elements()).find_map(Tracked::of);
        match &mark {
            Some(mark) => self.changes.take(mark, PARAGRAPH_MARK, || self.line.around()),
            None => self.changes.pass(PARAGRAPH_MARK),
        }
        self.close_emphasis();
        // What stood before any words is told by those that follow.
        let beginning = self.line.beginning();
        let foreign = self.foreign.iter_mut().skip(listed.0).map(|foreign| &mut foreign.around);
        let changes =
            self.changes.found.iter_mut().skip(listed.1).map(|change: &mut Change| &mut change.around);
        let graphics = self.line.graphics.iter_mut().map(|graphic| &mut graphic.around);
        foreign.chain(changes).chain(graphics).filter(|around| around.is_empty()).for_each(|around| {
            around.clone_from(&beginning);
        });
        // Without its mark it goes on in the next one.
        if mark.is_none_or(|mark| self.stays(mark.side)) {
            self.end_line();
        }
    }

    /// Ends the paragraph that is being read.
    fn end_line(&mut self) {
        let mut line = std::mem::take(&mut self.line);
        let graphics = std::mem::take(&mut line.graphics);
        let words = line.finish();
        if self.pieces.len() >= MAX_PIECES {
            self.over = Some(("段落", MAX_PIECES));
            return;
        }
        if !words.text.is_empty() {
            self.pieces.push(Piece::Paragraph(Paragraph { role: self.role, words }));
        }
        self.pieces.extend(graphics.into_iter().map(Piece::Graphic));
    }

    fn tracked_words(&mut self, element: &Element) {
        let Some(tracked) = Tracked::of(element) else { return };
        self.tracked.push(tracked);
        self.inside(element);
        self.tracked.pop();
    }

    fn run(&mut self, run: &Element) {
        let properties = run.child("rPr");
        let by_style =
            properties.and_then(|properties| properties.val("rStyle")).map(|id| self.styles.look(id));
        let look = properties.map(Look::of).unwrap_or_default();
        let look = look.or(by_style.unwrap_or_default()).or(self.look);
        for element in run.elements() {
            self.in_run(element, look);
        }
    }

    fn in_run(&mut self, element: &Element, look: Look) {
        if element.space == Space::Compatibility && element.name == "AlternateContent" {
            let choice = element.elements().find(|inner| inner.name == "Choice");
            let chosen = choice.or_else(|| element.elements().find(|inner| inner.name == "Fallback"));
            for inner in chosen.into_iter().flat_map(Element::elements) {
                self.in_run(inner, look);
            }
            return;
        }
        if element.space != Space::Word {
            return self.element(element);
        }
        match element.name.as_str() {
            "t" => self.words(&text_of(element), look),
            "delText" => self.words(&text_of(element), look),
            "tab" | "ptab" => self.words("\t", look),
            "noBreakHyphen" => self.words("-", look),
            "br" if matches!(element.attribute("type"), Some("page" | "column")) => {}
            "br" | "cr" => {
                self.changes.pass("\n");
                if self.is_kept() && !self.fields.contains(&true) {
                    self.line.break_line();
                }
            }
            "fldChar" => match element.attribute("fldCharType") {
                Some("begin") => self.fields.push(true),
                Some("separate") => {
                    if let Some(in_code) = self.fields.last_mut() {
                        *in_code = false;
                    }
                }
                _ => {
                    self.fields.pop();
                }
            },
            "instrText" | "delInstrText" => self.field_code(&element.own_text()),
            "sym" => {
                self.tell(ForeignKind::Symbol, element.attribute("char").unwrap_or_default().to_string())
            }
            "footnoteReference" => self.tell(ForeignKind::Footnote, String::new()),
            "endnoteReference" => self.tell(ForeignKind::Endnote, String::new()),
            "commentReference" => {
                let id = element.attribute("id").unwrap_or_default().to_string();
                let around = self.line.around();
                self.commented.entry(id).or_insert(around);
            }
            "contentPart" => self.tell(ForeignKind::Drawing, String::new()),
            "drawing" | "pict" | "object" => self.graphic(element),
            "ruby" => {
                element.elements().filter(|inner| inner.is("rubyBase")).for_each(|base| self.inside(base))
            }
            "dayShort" | "monthShort" | "yearShort" | "dayLong" | "monthLong" | "yearLong" => {
                self.tell(ForeignKind::Unknown, element.name.clone());
            }
            _ => self.word_element(element),
        }
    }

    fn words(&mut self, words: &str, look: Look) {
        // The code of a field is not shown.
        if words.is_empty() || self.fields.contains(&true) {
            return;
        }
        match self.tracked.last() {
            Some(tracked) => self.changes.take(tracked, words, || self.line.around()),
            None => self.changes.pass(words),
        }
        if !self.is_kept() {
            return;
        }
        if look.is_hidden == Some(true) {
            return self.tell(ForeignKind::Hidden, words.to_string());
        }
        let is = [look.is_struck, look.is_underlined].map(|is| is == Some(true));
        if !is[0] || !is[1] {
            self.close_emphasis_but(is);
        }
        if is[0] {
            self.struck.push_str(words);
        }
        if is[1] {
            self.underlined.push_str(words);
        }
        for id in &self.open_comments {
            self.commented.entry(id.clone()).or_default().push_str(words);
        }
        self.line.push(words);
    }

    fn close_emphasis(&mut self) {
        self.close_emphasis_but([false, false]);
    }

    /// Lists struck and underlined words, but those that go on.
    fn close_emphasis_but(&mut self, goes_on: [bool; 2]) {
        let struck = (&mut self.struck, EmphasisKind::Struck, goes_on[0]);
        let underlined = (&mut self.underlined, EmphasisKind::Underlined, goes_on[1]);
        for (open, kind, goes_on) in [struck, underlined] {
            if goes_on || open.is_empty() {
                continue;
            }
            let text = std::mem::take(open);
            if !text.trim().is_empty() && self.emphasis.len() < MAX_LISTED {
                self.emphasis.push(Emphasis { kind, text: text.trim().to_string() });
            }
        }
    }

    /// Tells a field that fetches what it shows.
    fn field_code(&mut self, code: &str) {
        let name = code.split_whitespace().next().unwrap_or_default().to_uppercase();
        if FETCHING.contains(&name.as_str()) {
            self.tell(ForeignKind::Import, code.trim().to_string());
        }
    }

    fn graphic(&mut self, element: &Element) {
        let boxed: Vec<&Element> =
            element.all().into_iter().filter(|inner| inner.is("txbxContent")).collect();
        // Some programs save 版记, a table at a place of its own, as a text box.
        if !boxed.is_empty() && self.is_kept() {
            let pieces = self.apart(|body| boxed.iter().for_each(|boxed| body.inside(boxed)));
            if is_frame(&pieces) {
                return self.pieces.extend(pieces);
            }
        }
        let shown = shown(element);
        if !self.is_kept() {
            return self.changes.pass("");
        }
        match shown.kind {
            ForeignKind::Drawing => self.tell(ForeignKind::Drawing, shown.words),
            kind => {
                let around = self.line.around();
                self.line.graphics.push(Graphic { kind, alt: shown.alt, around });
            }
        }
    }

    /// Reads what stands apart from the words being read, as pieces of its own.
    pub(super) fn apart(&mut self, read: impl FnOnce(&mut Self)) -> Vec<Piece> {
        let line = std::mem::take(&mut self.line);
        let pieces = std::mem::take(&mut self.pieces);
        let kept = (self.role, self.look, std::mem::take(&mut self.fields));
        read(self);
        self.end_line();
        self.line = line;
        (self.role, self.look, self.fields) = kept;
        std::mem::replace(&mut self.pieces, pieces)
    }

    /// Adds the words of a table's row or cell that was added or deleted as a whole.
    pub(super) fn table_change(&mut self, tracked: &Tracked, words: String) {
        self.changes.table(tracked, words);
        debug_assert!(self.changes.found.last().is_none_or(|last| last.kind == ChangeKind::Table));
    }

    /// Returns whether a change leaves what it is about.
    pub(super) fn leaves(&self, tracked: &Tracked) -> bool {
        self.stays(tracked.side)
    }

    /// Tells something foreign that stands in a cell.
    pub(super) fn tell_in(&mut self, kind: ForeignKind, words: &Words) {
        let around = words.text.chars().take(12).collect();
        self.foreign.push(Foreign { kind, around, text: String::new() });
    }
}

/// Returns whether pieces are all parts of 版头 or 版记, which stand in tables and boxes of their own.
pub(super) fn is_frame(pieces: &[Piece]) -> bool {
    let of_frame = |piece: &Piece| match piece {
        Piece::Paragraph(paragraph) => {
            matches!(paragraph.role, Role::Colophon | Role::Letterhead | Role::Signature)
        }
        Piece::Grid(_) | Piece::Graphic(_) => false,
    };
    !pieces.is_empty() && pieces.iter().all(of_frame)
}

/// Returns the text of an element, spaces at its ends only where it keeps them.
fn text_of(element: &Element) -> String {
    let text: String = element
        .children
        .iter()
        .map(|node| if let Node::Text(text) = node { text.as_str() } else { "" })
        .collect();
    match element.attribute("space") {
        Some("preserve") => text,
        _ => text.trim_matches([' ', '\t', '\n', '\r']).to_string(),
    }
}
