//! A part of a package as a tree of its elements, within bounds.
//!
//! What belongs together in a text document lies far apart in its XML, so it is held whole: no
//! deeper and no larger than any document that people write. Nothing is guessed: XML that does
//! not close, or that brings entities of its own, is damaged.

use quick_xml::events::{BytesStart, Event};

use crate::container::Fault;
use crate::container::archive::Archive;
use crate::container::xml::{Xml, entity};

/// The deepest nesting; a table in a text box in a table has some forty levels.
const MAX_DEPTH: usize = 160;
/// The most elements and texts of one part; a page has some two thousand.
const MAX_NODES: usize = 1_000_000;
/// The most namespaces that hold at one place; Word declares some thirty.
const MAX_PREFIXES: usize = 512;

/// What an element's name belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Space {
    /// WordprocessingML.
    Word,
    /// Equations.
    Math,
    /// Choices between what newer and older programs know.
    Compatibility,
    /// Anything else.
    Other,
}

/// An element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Element {
    /// What its name belongs to.
    pub(super) space: Space,
    /// Its name without a prefix.
    pub(super) name: String,
    /// The whole namespace, of a root alone.
    pub(super) namespace: String,
    /// Its attributes by their names without prefixes.
    attributes: Vec<(String, String)>,
    /// What stands in it.
    pub(super) children: Vec<Node>,
}

/// What stands in an element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Node {
    /// Another element.
    Element(Element),
    /// Text.
    Text(String),
}

impl Element {
    /// Returns whether it is the element of WordprocessingML of this name.
    pub(super) fn is(&self, name: &str) -> bool {
        self.space == Space::Word && self.name == name
    }

    /// Returns an attribute by its name without the prefix.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    /// Returns the elements in it.
    pub(super) fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// Returns the first element of WordprocessingML of this name in it.
    pub(super) fn child(&self, name: &str) -> Option<&Element> {
        self.elements().find(|element| element.is(name))
    }

    /// Returns the `val` of an element of WordprocessingML in it.
    pub(super) fn val(&self, name: &str) -> Option<&str> {
        self.child(name)?.attribute("val")
    }

    /// Returns whether a property that is on or off is stated, and then which.
    pub(super) fn switch(&self, name: &str) -> Option<bool> {
        let val = self.child(name)?.attribute("val");
        Some(!matches!(val, Some("0" | "false" | "off" | "none")))
    }

    /// Returns it and all elements in it at any depth, in order.
    pub(super) fn all(&self) -> Vec<&Element> {
        let mut out = Vec::new();
        let mut left = vec![self];
        while let Some(element) = left.pop() {
            out.push(element);
            let inner: Vec<&Element> = element.elements().collect();
            left.extend(inner.into_iter().rev());
        }
        out
    }

    /// Returns the text in it, without that of elements in it.
    pub(super) fn own_text(&self) -> String {
        self.children
            .iter()
            .map(|node| if let Node::Text(text) = node { text.as_str() } else { "" })
            .collect()
    }

    /// Returns the words in it at any depth, whatever shows them.
    pub(super) fn words(&self) -> String {
        let words = self.all().into_iter().filter(|element| element.name == "t");
        words.map(Element::own_text).collect()
    }
}

/// Reads a part; nothing without it.
pub(super) fn tree(archive: &mut Archive<'_>, path: &str) -> Result<Option<Element>, Fault> {
    let Some(part) = archive.part(path) else { return Ok(None) };
    let mut xml = Xml::new(part);
    let mut growing = Growing::default();
    let result = loop {
        match xml.next() {
            Ok(Event::Eof) => break Ok(()),
            Ok(event) => {
                if let Err(fault) = growing.take(&event) {
                    break Err(Stopped::Fault(fault));
                }
            }
            Err(error) => break Err(Stopped::Xml(error)),
        }
    };
    drop(xml);
    match result {
        Ok(()) => growing.finish().map(Some),
        Err(Stopped::Fault(fault)) => Err(fault),
        Err(Stopped::Xml(error)) => Err(archive.error(&error)),
    }
}

/// Why a part was not read to its end.
enum Stopped {
    Fault(Fault),
    Xml(quick_xml::Error),
}

/// A tree while it is read.
#[derive(Default)]
struct Growing {
    /// The elements that are open, the innermost last.
    open: Vec<Element>,
    root: Option<Element>,
    /// The prefixes that are declared, with the depth at which they are.
    prefixes: Vec<(usize, String, String)>,
    n_nodes: usize,
}

impl Growing {
    fn take(&mut self, event: &Event<'_>) -> Result<(), Fault> {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag.local_name().as_ref()),
            Event::DocType(_) => Err(damaged("带有自定义的实体声明（DOCTYPE）")),
            Event::Text(text) => self.text(&text.xml10_content()),
            Event::CData(text) => self.text(&text.xml10_content()),
            Event::GeneralRef(_) => match entity(event) {
                Some(c) => self.text(c.encode_utf8(&mut [0; 4])),
                None => Err(damaged("用到没有定义的实体")),
            },
            _ => Ok(()),
        }
    }

    fn start(&mut self, tag: &BytesStart<'_>) -> Result<(), Fault> {
        if self.open.len() >= MAX_DEPTH {
            return Err(Fault::TooLarge {
                what: "嵌套",
                found: format!("{MAX_DEPTH} 层以上"),
                limit: format!("{MAX_DEPTH} 层"),
            });
        }
        if self.open.is_empty() && self.root.is_some() {
            return Err(damaged("XML 有两个根"));
        }
        self.count()?;
        let depth = self.open.len();
        let mut attributes = Vec::new();
        for attribute in tag.attributes().with_checks(false) {
            let attribute = attribute.map_err(|_| damaged("XML 不合规范"))?;
            let value = quick_xml::escape::unescape(&attribute.value)
                .map_err(|_| damaged("用到没有定义的实体"))?
                .into_owned();
            let name: &str = attribute.key.as_ref();
            match name.split_once(':') {
                None if name == "xmlns" => self.prefixes.push((depth, String::new(), value)),
                Some(("xmlns", prefix)) => self.prefixes.push((depth, prefix.to_string(), value)),
                Some((_, name)) => attributes.push((name.to_string(), value)),
                None => attributes.push((name.to_string(), value)),
            }
        }
        if self.prefixes.len() > MAX_PREFIXES {
            return Err(Fault::too_many("命名空间", MAX_PREFIXES));
        }
        let name = tag.name();
        let (prefix, local) = name.as_ref().split_once(':').unwrap_or(("", name.as_ref()));
        let declared = self.prefixes.iter().rev().find(|(_, own, _)| own == prefix);
        let uri = declared.map_or("", |(_, _, uri)| uri.as_str());
        let namespace = if depth == 0 { uri.to_string() } else { String::new() };
        self.open.push(Element {
            space: space(uri),
            namespace,
            name: local.to_string(),
            attributes,
            children: Vec::new(),
        });
        Ok(())
    }

    fn end(&mut self, name: &str) -> Result<(), Fault> {
        let element = self.open.pop().filter(|element| element.name == name);
        let element = element.ok_or_else(|| damaged("XML 的标记不成对"))?;
        let depth = self.open.len();
        self.prefixes.retain(|(declared, ..)| *declared < depth);
        match self.open.last_mut() {
            Some(parent) => parent.children.push(Node::Element(element)),
            None => self.root = Some(element),
        }
        Ok(())
    }

    fn text(&mut self, text: &str) -> Result<(), Fault> {
        let Some(parent) = self.open.last_mut() else { return Ok(()) };
        // A text that references part is one.
        if let Some(Node::Text(before)) = parent.children.last_mut() {
            before.push_str(text);
            return Ok(());
        }
        parent.children.push(Node::Text(text.to_string()));
        self.count()
    }

    fn count(&mut self) -> Result<(), Fault> {
        self.n_nodes += 1;
        if self.n_nodes > MAX_NODES { Err(Fault::too_many("内容", MAX_NODES)) } else { Ok(()) }
    }

    fn finish(self) -> Result<Element, Fault> {
        match self.root {
            Some(root) if self.open.is_empty() => Ok(root),
            _ => Err(Fault::Truncated),
        }
    }
}

fn damaged(reason: &str) -> Fault {
    Fault::Damaged { reason: reason.to_string() }
}

/// Tells what a namespace is, of the transitional or the strict edition.
fn space(uri: &str) -> Space {
    match uri {
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        | "http://purl.oclc.org/ooxml/wordprocessingml/main" => Space::Word,
        "http://schemas.openxmlformats.org/officeDocument/2006/math"
        | "http://purl.oclc.org/ooxml/officeDocument/math" => Space::Math,
        "http://schemas.openxmlformats.org/markup-compatibility/2006" => Space::Compatibility,
        _ => Space::Other,
    }
}
