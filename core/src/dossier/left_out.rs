//! What an office's text file holds that a text cannot: pictures, equations, notes. It is told, each
//! kind once, with where it stands.

use std::collections::BTreeMap;
use std::sync::Arc;

use quick_xml::events::BytesStart;

use crate::container::xml::local_attribute;
use crate::diagnostic::{Diagnostic, Severity, Spot};
use crate::dossier::one_line;
use crate::origin::Place;

/// So many places of a kind are told one by one.
const MAX_PLACES: usize = 5;
/// So many characters of a paragraph are quoted.
const MAX_QUOTED: usize = 12;

/// What stands in a text file and is no words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::dossier) enum Thing {
    /// A picture.
    Picture,
    /// A chart.
    Chart,
    /// A drawing or WordArt.
    Drawing,
    /// An embedded object.
    Object,
    /// An equation.
    Equation,
    /// A character of a symbol font.
    Symbol,
    /// Another document that is pulled in when the file is opened.
    Import,
    /// A footnote or an endnote.
    Note,
    /// Words that a tracked change takes away.
    Deleted,
    /// A comment.
    Comment,
    /// Words in a header or footer beside the page number.
    Margin,
}

impl Thing {
    /// Returns what an element is, if it is one of the things by itself.
    pub(in crate::dossier) fn of(name: &str) -> Option<Thing> {
        match name {
            "sym" => Some(Thing::Symbol),
            "altChunk" | "subDoc" => Some(Thing::Import),
            "footnoteReference" | "endnoteReference" => Some(Thing::Note),
            "commentReference" => Some(Thing::Comment),
            "contentPart" => Some(Thing::Drawing),
            _ => None,
        }
    }

    /// Returns whether it is seen on paper.
    pub(in crate::dossier) fn is_seen(self) -> bool {
        !matches!(self, Thing::Deleted | Thing::Comment)
    }

    fn severity(self) -> Severity {
        match self {
            Thing::Comment | Thing::Margin => Severity::Note,
            _ => Severity::Warning,
        }
    }

    /// Returns what it is called and counted by.
    fn name(self) -> (&'static str, &'static str) {
        match self {
            Thing::Picture => ("图片", "幅"),
            Thing::Chart => ("图表", "幅"),
            Thing::Drawing => ("图形或艺术字", "个"),
            Thing::Object => ("嵌入的文件", "个"),
            Thing::Equation => ("公式", "个"),
            Thing::Symbol => ("符号字体的字符", "个"),
            Thing::Import => ("引用的其他文档", "个"),
            Thing::Note => ("脚注或尾注", "条"),
            Thing::Deleted => ("修订中删去的文字", "处"),
            Thing::Comment => ("批注", "条"),
            Thing::Margin => ("页眉页脚的文字", "处"),
        }
    }

    /// Returns what to do about it.
    fn hint(self) -> &'static str {
        match self {
            Thing::Picture | Thing::Chart | Thing::Drawing => {
                "正文只放文字和表格：要说的写成段落或表格，图片另作附件；不用的删去"
            }
            Thing::Object | Thing::Import => "把其中要用的文字和表格复制到正文里，不用的删去",
            Thing::Equation => "把公式写成普通文字",
            Thing::Symbol => "换成键盘输入的普通字符",
            Thing::Note => "要用的写进正文，不用的删去",
            Thing::Deleted => "已按接受修订读取；在 Word 或 WPS 中接受或拒绝全部修订后保存",
            Thing::Comment => "批注不进文稿，处理完的可以删去",
            Thing::Margin => "页眉页脚不进文稿，要用的写进正文",
        }
    }
}

/// Returns whether words of a header or footer are a page's number, or none.
pub(in crate::dossier) fn is_number_of_page(words: &str) -> bool {
    let is_sign = |c: char| c.is_ascii_digit() || c.is_whitespace() || "—–-－·/第页共".contains(c);
    words.chars().all(is_sign)
}

/// A graphic while it is read.
#[derive(Debug)]
pub(in crate::dossier) struct Graphic {
    thing: Option<Thing>,
    /// Whether its text boxes have words, which are read.
    pub has_words: bool,
    /// Whether it is the line that programs draw across a page.
    is_rule: bool,
}

impl Graphic {
    /// Begins a graphic by the name of its element.
    pub(in crate::dossier) fn of(name: &str) -> Graphic {
        let thing = (name == "object").then_some(Thing::Object);
        Graphic { thing, has_words: false, is_rule: false }
    }

    /// Takes an element within it.
    pub(in crate::dossier) fn take(&mut self, name: &str, tag: &BytesStart<'_>) {
        let thing = match name {
            "OLEObject" | "control" => Thing::Object,
            "blip" | "imagedata" => Thing::Picture,
            "textpath" => Thing::Drawing,
            "graphicData" => match local_attribute(tag, "uri").unwrap_or_default().rsplit('/').next() {
                Some("chart" | "chartex") => Thing::Chart,
                Some("picture") => Thing::Picture,
                _ => return,
            },
            "rect" => {
                self.is_rule |= matches!(local_attribute(tag, "hr").as_deref(), Some("t" | "true" | "1"));
                return;
            }
            _ => return,
        };
        // An object shows itself by a picture.
        self.thing.get_or_insert(thing);
    }

    /// Returns what it is; nothing where all it says was read.
    pub(in crate::dossier) fn thing(self) -> Option<Thing> {
        let is_read = self.has_words || self.is_rule;
        self.thing.or((!is_read).then_some(Thing::Drawing))
    }
}

/// What of a text file is no text, by its kind.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LeftOut(BTreeMap<Thing, Found>);

/// How many there are of a kind, and where the first stand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Found {
    n: usize,
    places: Vec<String>,
}

impl LeftOut {
    /// Adds a thing: the number of the passage that it stands in, and words of it.
    pub(in crate::dossier) fn add(&mut self, thing: Thing, passage: Option<usize>, words: &str) {
        let found = self.0.entry(thing).or_default();
        found.n += 1;
        let words = one_line(words);
        let mut quoted: String = words.chars().take(MAX_QUOTED).collect();
        if quoted.len() < words.len() {
            quoted.push('…');
        }
        let place = match (passage, quoted.is_empty()) {
            (Some(n), true) => format!("第{n}行"),
            (Some(n), false) => format!("第{n}行“{quoted}”"),
            (None, true) => return,
            (None, false) => format!("“{quoted}”"),
        };
        if found.places.len() <= MAX_PLACES && found.places.last() != Some(&place) {
            found.places.push(place);
        }
    }

    /// Tells what was left out of a file, each kind once.
    pub fn diagnostics(&self, place: &Arc<Place>) -> Vec<Diagnostic> {
        let tell = |(thing, found): (&Thing, &Found)| {
            let (name, unit) = thing.name();
            let first =
                found.places.iter().take(MAX_PLACES).map(String::as_str).collect::<Vec<_>>().join("、");
            let more = if found.places.len() > MAX_PLACES { "等处" } else { "" };
            let places = if first.is_empty() { String::new() } else { format!("（{first}{more}）") };
            let message = format!("{}{unit}{name}没有用上{places}", found.n);
            Diagnostic::new(thing.severity(), "content-not-used", message)
                .at(Spot::from(place))
                .value(name)
                .hint(thing.hint())
        };
        self.0.iter().map(tell).collect()
    }
}
