//! An OFD read back: its files, and their XML as trees.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use zip::ZipArchive;

/// An element with all in it.
#[derive(Debug, Clone, Default)]
pub struct Element {
    pub name: String,
    pub attributes: BTreeMap<String, String>,
    pub children: Vec<Element>,
    pub text: String,
}

impl Element {
    fn new(tag: &BytesStart<'_>) -> Element {
        let attribute = |attribute: quick_xml::events::attributes::Attribute<'_>| {
            let value = attribute.normalized_value(XmlVersion::Implicit1_0).expect("escaped");
            (attribute.key.as_ref().to_string(), value.into_owned())
        };
        let attributes = tag.attributes().map(|found| attribute(found.expect("well-formed"))).collect();
        Element { name: tag.name().as_ref().to_string(), attributes, ..Element::default() }
    }

    /// Reads a file of XML.
    pub fn read(xml: &str) -> Element {
        let mut reader = Reader::from_str(xml);
        let mut open = vec![Element::default()];
        loop {
            match reader.read_event().expect("well-formed") {
                Event::Start(tag) => open.push(Element::new(&tag)),
                Event::Empty(tag) => open.last_mut().expect("the root").children.push(Element::new(&tag)),
                Event::End(_) => {
                    let closed = open.pop().expect("it was opened");
                    open.last_mut().expect("the root").children.push(closed);
                }
                Event::Text(text) => open.last_mut().expect("the root").text.push_str(&text.xml10_content()),
                Event::GeneralRef(reference) => {
                    let named = match reference.as_ref() {
                        "amp" => Some('&'),
                        "lt" => Some('<'),
                        "gt" => Some('>'),
                        "quot" => Some('"'),
                        _ => reference.resolve_char_ref().expect("a number"),
                    };
                    open.last_mut().expect("the root").text.push(named.expect("a known one"));
                }
                Event::Eof => break,
                _ => {}
            }
        }
        assert_eq!(open.len(), 1, "all is closed");
        open.remove(0).children.remove(0)
    }

    /// Returns an attribute.
    #[track_caller]
    pub fn get(&self, name: &str) -> &str {
        self.attributes.get(name).unwrap_or_else(|| panic!("{} has no {name}", self.name))
    }

    /// Returns the numbers of an attribute.
    #[track_caller]
    pub fn numbers(&self, name: &str) -> Vec<f64> {
        numbers(self.get(name))
    }

    /// Returns it and all elements in it.
    pub fn all(&self) -> Vec<&Element> {
        std::iter::once(self).chain(self.children.iter().flat_map(Element::all)).collect()
    }

    /// Returns the elements of a name in it, in their order.
    pub fn of(&self, name: &str) -> Vec<&Element> {
        self.all().into_iter().filter(|element| element.name == name).collect()
    }

    /// Returns the first element of a name in it.
    #[track_caller]
    pub fn first(&self, name: &str) -> &Element {
        self.of(name).first().copied().unwrap_or_else(|| panic!("{} has no {name}", self.name))
    }
}

/// Returns numbers parted by single spaces.
pub fn numbers(text: &str) -> Vec<f64> {
    text.split(' ').map(|number| number.parse().unwrap_or_else(|_| panic!("{text}"))).collect()
}

/// The files of an OFD by name, in their order.
pub struct Ofd {
    pub files: Vec<(String, Vec<u8>)>,
}

impl Ofd {
    /// Unpacks an OFD.
    pub fn read(bytes: &[u8]) -> Ofd {
        let mut zip = ZipArchive::new(Cursor::new(bytes)).expect("a zip");
        let mut files = Vec::new();
        for index in 0..zip.len() {
            let mut entry = zip.by_index(index).expect("an entry");
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).expect("packed well");
            files.push((entry.name().expect("UTF-8").to_string(), bytes));
        }
        Ofd { files }
    }

    /// Returns a file.
    #[track_caller]
    pub fn file(&self, name: &str) -> &[u8] {
        let found = self.files.iter().find(|(own, _)| own == name);
        found.map(|(_, bytes)| bytes.as_slice()).unwrap_or_else(|| panic!("{name} is missing"))
    }

    /// Returns a file of XML.
    #[track_caller]
    pub fn xml(&self, name: &str) -> Element {
        Element::read(std::str::from_utf8(self.file(name)).expect("UTF-8"))
    }

    /// Returns the pages.
    pub fn pages(&self) -> Vec<Element> {
        let document = self.xml("Doc_0/Document.xml");
        let place = |page: &&Element| self.xml(&format!("Doc_0/{}", page.get("BaseLoc")));
        document.first("ofd:Pages").children.iter().collect::<Vec<_>>().iter().map(place).collect()
    }
}

/// A text object as a reader understands it.
#[derive(Debug, Clone)]
pub struct Shown {
    pub text: String,
    /// Where each glyph starts on the page, in millimetres.
    pub starts: Vec<(f64, f64)>,
    /// Whether it is narrowed.
    pub is_narrowed: bool,
}

impl Shown {
    /// Places the glyphs of a text object.
    pub fn of(object: &Element) -> Shown {
        let corner = object.numbers("Boundary");
        let matrix = object.attributes.get("CTM").map_or(vec![1.0, 0.0, 0.0, 1.0, 0.0, 0.0], |m| numbers(m));
        let code = object.first("ofd:TextCode");
        let (mut x, y) = (code.numbers("X")[0], code.numbers("Y")[0]);
        let on_page =
            |x: f64| (corner[0] + matrix[0] * x + matrix[2] * y, corner[1] + matrix[1] * x + matrix[3] * y);
        let mut starts = vec![on_page(x)];
        for step in code.attributes.get("DeltaX").map(|steps| numbers(steps)).unwrap_or_default() {
            x += step;
            starts.push(on_page(x));
        }
        let is_narrowed = matrix.iter().any(|ratio| ratio.fract() != 0.0);
        Shown { text: code.text.clone(), starts, is_narrowed }
    }
}
