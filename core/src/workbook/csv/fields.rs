//! The fields of a delimited text one by one, in the rows that a spreadsheet program shows.
//!
//! A field is handed over as soon as it ends, so that a line of sixty million marks costs no
//! more memory than one of six; blank lines are rows like others; the mark may be any character.
//! A quote opens a field only where its partner closes it: one that was left open costs its own
//! field, not everything up to the next quote or the end of the file.

use std::borrow::Cow;

use memchr::{memchr, memchr3};

/// A field of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Field<'a> {
    /// What stands in it, without the quotes around it.
    pub(super) text: Cow<'a, str>,
    /// Where it begins in the text, in bytes.
    pub(super) at: usize,
    /// Whether it is the last of its row.
    pub(super) ends_row: bool,
    /// What is odd about its quotes.
    pub(super) quotes: Quotes,
}

/// How the quotes of a field stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Quotes {
    /// There are none at its start, or they enclose it.
    Whole,
    /// Something follows the closing one; whoever wrote the file did not quote by this mark.
    Stray,
    /// The opening one has no partner and is read as a character.
    Unpaired,
}

/// The fields of a text.
pub(super) struct Fields<'a> {
    text: &'a str,
    mark: char,
    at: usize,
    /// Whether a mark came last, so that one more field follows.
    is_row_open: bool,
}

impl<'a> Fields<'a> {
    /// Starts on a text whose fields the mark parts.
    pub(super) fn new(text: &'a str, mark: char) -> Fields<'a> {
        Fields { text, mark, at: 0, is_row_open: false }
    }

    /// Returns where the mark or the line end lies that comes next, or the end of the text.
    fn end_from(&self, from: usize) -> usize {
        let bytes = self.text.as_bytes();
        let mut first = [0; 4];
        self.mark.encode_utf8(&mut first);
        let mut at = from;
        while let Some(found) = memchr3(first[0], b'\n', b'\r', &bytes[at..]) {
            at += found;
            // Other characters may begin with the same byte.
            if matches!(bytes[at], b'\n' | b'\r') || self.text[at..].starts_with(self.mark) {
                return at;
            }
            at += 1;
            while !self.text.is_char_boundary(at) {
                at += 1;
            }
        }
        bytes.len()
    }

    /// Reads a field whose first character is a quote; returns where it ends.
    fn quoted(&self) -> (Cow<'a, str>, usize, Quotes) {
        let plain = |end: usize, quotes| (Cow::Borrowed(&self.text[self.at..end]), end, quotes);
        let bytes = self.text.as_bytes();
        let start = self.at + 1;
        let mut owned: Option<String> = None;
        let mut from = start;
        let close = loop {
            let Some(found) = memchr(b'"', &bytes[from..]) else {
                return plain(self.end_from(self.at), Quotes::Unpaired);
            };
            let at = from + found;
            if bytes.get(at + 1) != Some(&b'"') {
                break at;
            }
            // Two in a row are one that belongs to the text.
            owned.get_or_insert_default().push_str(&self.text[from..=at]);
            from = at + 2;
        };
        let end = self.end_from(close + 1);
        let tail = &self.text[close + 1..end];
        let inner = &self.text[start..close];
        if !tail.trim().is_empty() {
            if inner.contains(['\n', '\r']) {
                return plain(self.end_from(self.at), Quotes::Unpaired);
            }
            if !inner.contains(self.mark) {
                return plain(end, Quotes::Stray);
            }
        }
        let text = match owned {
            Some(mut text) => {
                text.push_str(&self.text[from..close]);
                text.push_str(tail.trim_end());
                Cow::Owned(text)
            }
            None if tail.trim().is_empty() => Cow::Borrowed(inner),
            None => Cow::Owned(format!("{inner}{}", tail.trim_end())),
        };
        (text, end, if tail.trim().is_empty() { Quotes::Whole } else { Quotes::Stray })
    }
}

impl<'a> Iterator for Fields<'a> {
    type Item = Field<'a>;

    fn next(&mut self) -> Option<Field<'a>> {
        let at = self.at;
        if at == self.text.len() && !self.is_row_open {
            return None;
        }
        let (text, end, quotes) = if self.text.as_bytes().get(at) == Some(&b'"') {
            self.quoted()
        } else {
            let end = self.end_from(at);
            (Cow::Borrowed(&self.text[at..end]), end, Quotes::Whole)
        };
        let rest = &self.text.as_bytes()[end..];
        let ends_row = matches!(rest, [] | [b'\n' | b'\r', ..]);
        self.at = end
            + match rest {
                [] => 0,
                [b'\r', b'\n', ..] => 2,
                [b'\n' | b'\r', ..] => 1,
                _ => self.mark.len_utf8(),
            };
        self.is_row_open = !ends_row;
        Some(Field { text, at, ends_row, quotes })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Shows rows as fields between bars; odd quotes as `?` and `!`.
    #[track_caller]
    fn check(text: &str, mark: char, expected: &[&str]) {
        let mut rows = vec![String::new()];
        for field in Fields::new(text, mark) {
            let row = rows.last_mut().expect("it begins with one");
            row.push_str(&field.text);
            row.push_str(match field.quotes {
                Quotes::Whole => "|",
                Quotes::Stray => "?|",
                Quotes::Unpaired => "!|",
            });
            if field.ends_row {
                rows.push(String::new());
            }
        }
        rows.pop();
        assert_eq!(rows, expected, "{text}");
    }

    #[test]
    fn rows_end_where_lines_do() {
        check("a,b\nc,d", ',', &["a|b|", "c|d|"]);
        check("a\r\n\r\nb\rc\n\n", ',', &["a|", "|", "b|", "c|", "|"]);
        check("a,\n,b,", ',', &["a||", "|b||"]);
        check("", ',', &[]);
        check("甲，乙｜丙\n", '，', &["甲|乙｜丙|"]);
    }

    #[test]
    fn quotes_enclose_a_field() {
        check("\"a,\nb\",c\n", ',', &["a,\nb|c|"]);
        check("\"a \"\"b\"\"\",\"\"\n", ',', &["a \"b\"||"]);
        check("\"a\" ,b", ',', &["a|b|"]);
        check("\"a", ',', &["\"a!|"]);
        check("\"\"\"", ',', &["\"\"\"!|"]);
        // Quotes within a field are its own.
        check("5\",6\"\n", ',', &["5\"|6\"|"]);
        check("\"三农\"问题,b", ',', &["\"三农\"问题?|b|"]);
        check("\"a,b\" c,d", ',', &["a,b c?|d|"]);
    }

    #[test]
    fn a_quote_without_partner_costs_its_field() {
        check("a,\"b\nc,d\n", ',', &["a|\"b!|", "c|d|"]);
        // The next quote, rows further down, opens a field and is no partner.
        check("a,\"b\nc,\"d\"\n\"e\ne\",f\n", ',', &["a|\"b!|", "c|d|", "e\ne|f|"]);
    }
}
