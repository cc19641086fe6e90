//! The one writer of XML: escaped, numbers never in exponent form, every element closed.

use std::fmt::{Display, Write};

/// The namespace of everything in an OFD. Some readers match the prefix `ofd` as text.
pub(crate) const NAMESPACE: &str = "http://www.ofdspec.org/2016";

/// Thousandths of a millimetre, the unit in which everything is placed.
///
/// As whole numbers, so that a line's steps add up to where its last character stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) struct Micron(pub(crate) i64);

impl Micron {
    /// Rounds points.
    pub(crate) fn of(points: f64) -> Micron {
        Micron(microns(points).round() as i64)
    }

    /// Rounds points down.
    pub(crate) fn below(points: f64) -> Micron {
        Micron((microns(points) + TINY).floor() as i64)
    }

    /// Rounds points up.
    pub(crate) fn above(points: f64) -> Micron {
        Micron((microns(points) - TINY).ceil() as i64)
    }

    /// Returns the same in points.
    pub(crate) fn points(self) -> f64 {
        self.0 as f64 * 72.0 / 25_400.0
    }
}

/// What floating point adds to a whole number, in thousandths of a millimetre.
const TINY: f64 = 1e-6;

fn microns(points: f64) -> f64 {
    points * 25_400.0 / 72.0
}

impl Display for Micron {
    /// Writes millimetres with at most three decimals.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (sign, size) = (if self.0 < 0 { "-" } else { "" }, self.0.unsigned_abs());
        match (size / 1000, size % 1000) {
            (whole, 0) => write!(f, "{sign}{whole}"),
            (whole, part) => {
                let digits = format!("{part:03}");
                write!(f, "{sign}{whole}.{}", digits.trim_end_matches('0'))
            }
        }
    }
}

/// Numbers parted by single spaces: some readers split at each one.
pub(crate) struct Spaced<'a, T>(pub(crate) &'a [T]);

impl<T: Display> Display for Spaced<'_, T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (index, item) in self.0.iter().enumerate() {
            write!(f, "{}{item}", if index == 0 { "" } else { " " })?;
        }
        Ok(())
    }
}

/// A file of XML while it is written.
pub(crate) struct Xml {
    out: String,
    /// The elements that are open, the innermost last.
    open: Vec<&'static str>,
}

/// Attributes by name.
pub(crate) type Attributes<'a> = &'a [(&'a str, &'a dyn Display)];

impl Xml {
    /// Starts a file with its root element.
    pub(crate) fn new(root: &'static str, attributes: Attributes<'_>) -> Xml {
        let out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_string();
        let mut xml = Xml { out, open: Vec::new() };
        let namespace: Attributes<'_> = &[("xmlns:ofd", &NAMESPACE)];
        xml.start(root, &[namespace, attributes].concat());
        xml
    }

    /// Opens an element.
    pub(crate) fn start(&mut self, name: &'static str, attributes: Attributes<'_>) {
        self.tag(name, attributes);
        self.out.push('>');
        self.open.push(name);
    }

    /// Closes the innermost element.
    pub(crate) fn end(&mut self) {
        if let Some(name) = self.open.pop() {
            self.close(name);
        }
    }

    /// Writes an element without content.
    pub(crate) fn empty(&mut self, name: &'static str, attributes: Attributes<'_>) {
        self.tag(name, attributes);
        self.out.push_str("/>");
    }

    /// Writes an element that holds a text.
    pub(crate) fn leaf(&mut self, name: &'static str, attributes: Attributes<'_>, text: &dyn Display) {
        self.tag(name, attributes);
        self.out.push('>');
        self.escape(&text.to_string());
        self.close(name);
    }

    /// Closes what is open and returns the file's bytes.
    pub(crate) fn finish(mut self) -> Vec<u8> {
        while !self.open.is_empty() {
            self.end();
        }
        self.out.into_bytes()
    }

    fn tag(&mut self, name: &str, attributes: Attributes<'_>) {
        self.out.push('<');
        self.out.push_str(name);
        for (name, value) in attributes {
            let _ = write!(self.out, " {name}=\"");
            self.escape(&value.to_string());
            self.out.push('"');
        }
    }

    fn close(&mut self, name: &str) {
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push('>');
    }

    /// Adds a text; what XML cannot hold is left out.
    fn escape(&mut self, text: &str) {
        for c in text.chars().filter(|c| is_allowed(*c)) {
            match c {
                '&' => self.out.push_str("&amp;"),
                '<' => self.out.push_str("&lt;"),
                '>' => self.out.push_str("&gt;"),
                '"' => self.out.push_str("&quot;"),
                // Readers normalise these where they stand as they are.
                '\t' | '\n' | '\r' => {
                    let _ = write!(self.out, "&#x{:x};", u32::from(c));
                }
                _ => self.out.push(c),
            }
        }
    }

    /// Writes an element that holds printed characters, its spaces escaped (GB/T 33190, table 45).
    pub(crate) fn characters(&mut self, name: &'static str, attributes: Attributes<'_>, text: &str) {
        self.tag(name, attributes);
        self.out.push('>');
        for (index, piece) in text.split(' ').enumerate() {
            if index > 0 {
                self.out.push_str("&#x20;");
            }
            self.escape(piece);
        }
        self.close(name);
    }
}

/// Returns whether XML 1.0 can hold a character.
pub(crate) fn is_allowed(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short_and_never_in_exponent_form() {
        let text = |n: i64| Micron(n).to_string();
        let all = [0, 1, -1, 10, 100, 1000, -1250, 210_000, 5_644].map(text);
        assert_eq!(all, ["0", "0.001", "-0.001", "0.01", "0.1", "1", "-1.25", "210", "5.644"]);
        assert_eq!(Micron::of(72.0), Micron(25_400));
        assert_eq!((Micron::below(72.0), Micron::above(72.0)), (Micron(25_400), Micron(25_400)));
        assert_eq!((Micron::below(72.001), Micron::above(72.001)), (Micron(25_400), Micron(25_401)));
        assert_eq!(Spaced(&[Micron(1), Micron(2000)]).to_string(), "0.001 2");
    }

    #[test]
    fn whatever_a_text_holds_it_stays_text() {
        let mut xml = Xml::new("ofd:A", &[("N", &"\"<&\n")]);
        xml.start("ofd:B", &[]);
        xml.leaf("ofd:C", &[], &"<&]]>\u{0}\u{1F}\u{FFFE}𠅤");
        xml.characters("ofd:D", &[], " a  b ");
        xml.empty("ofd:E", &[]);
        let text = String::from_utf8(xml.finish()).expect("UTF-8");
        let expected = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<ofd:A xmlns:ofd=\"{NAMESPACE}\" N=\"&quot;&lt;&amp;&#xa;\">\
             <ofd:B><ofd:C>&lt;&amp;]]&gt;𠅤</ofd:C><ofd:D>&#x20;a&#x20;&#x20;b&#x20;</ofd:D><ofd:E/></ofd:B></ofd:A>"
        );
        assert_eq!(text, expected);
    }
}
