//! Texts as they are compared: a symbol a character, and one a number, whatever its value.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::revision::align::{Passage, Seat};
use crate::revision::numbers::{self, Number, Reading};

/// What stands for every number among the characters.
const NUMBER: u32 = 0x11_0000;

/// A character or number.
#[derive(Debug, Clone, Copy)]
pub(super) struct Symbol {
    /// The character in one of its spellings, or the mark of a number.
    pub code: u32,
    /// The number, by its place among all numbers.
    pub number: Option<usize>,
    /// The passage.
    pub text: usize,
    /// The byte at which it begins.
    pub start: usize,
    /// The byte after its last.
    pub end: usize,
}

impl Symbol {
    /// Returns whether it is a mark of punctuation.
    pub fn is_mark(self) -> bool {
        const MARKS: &str = "，。、；：？！（）《》“”‘’—…·-\n";
        char::from_u32(self.code).is_some_and(|c| MARKS.contains(c))
    }

    /// Returns whether it is this character.
    pub fn is(self, c: char) -> bool {
        self.code == u32::from(c)
    }
}

/// A number among the symbols.
#[derive(Debug, Clone)]
pub(super) struct Value {
    /// What the text says.
    pub number: Number,
    /// Which of its passage's numbers it is.
    pub at: usize,
    /// Its symbol.
    pub symbol: usize,
    /// The bookmark round it, by a number that both sides share.
    pub mark: Option<usize>,
}

impl Value {
    /// Returns whether it is a small count, of which there are many.
    pub fn is_small(&self) -> bool {
        match &self.number.reading {
            Reading::Amount(value, _) => value.as_u32().is_some_and(|n| n <= 20),
            _ => false,
        }
    }
}

/// All symbols of one side.
#[derive(Debug, Clone)]
pub(super) struct Symbols {
    /// The symbols, passage by passage.
    pub all: Vec<Symbol>,
    /// The numbers, in order.
    pub values: Vec<Value>,
    /// The symbols of each passage.
    pub texts: Vec<Range<usize>>,
    /// The place of each passage in a table.
    pub seats: Vec<Option<Seat>>,
    /// The passage at the head of each table's column.
    pub heads: BTreeMap<(usize, usize), usize>,
}

impl Symbols {
    /// Reads both sides, with bookmarks that both know.
    pub fn of_both(base: &[Passage], revised: &[Passage]) -> (Symbols, Symbols) {
        let mut names = BTreeMap::new();
        for mark in base.iter().flat_map(|passage| &passage.words.marks) {
            let n = names.len();
            names.entry(mark.name.as_str()).or_insert(n);
        }
        (Symbols::of(base, &names), Symbols::of(revised, &names))
    }

    fn of(passages: &[Passage], names: &BTreeMap<&str, usize>) -> Symbols {
        let mut symbols = Symbols {
            all: Vec::new(),
            values: Vec::new(),
            texts: Vec::new(),
            seats: Vec::new(),
            heads: BTreeMap::new(),
        };
        for (text, passage) in passages.iter().enumerate() {
            let first = symbols.all.len();
            symbols.add(text, passage, names);
            symbols.texts.push(first..symbols.all.len());
            symbols.seats.push(passage.seat);
            if let Some(seat) = passage.seat.filter(|seat| seat.row == 0) {
                symbols.heads.entry((seat.table, seat.col)).or_insert(text);
            }
        }
        symbols
    }

    fn add(&mut self, text: usize, passage: &Passage, names: &BTreeMap<&str, usize>) {
        let words = &passage.words;
        let mut numbers = numbers::read(&words.text).into_iter().enumerate().peekable();
        let mut marks = words.marks.iter().filter(|mark| mark.start < mark.end).peekable();
        let mut skipped = 0;
        for (start, c) in words.text.char_indices() {
            if start < skipped {
                continue;
            }
            if let Some((at, number)) = numbers.next_if(|(_, number)| number.start == start) {
                skipped = number.end;
                while marks.next_if(|mark| mark.end <= start).is_some() {}
                let round = marks.peek().filter(|mark| mark.start < number.end);
                let mark = round.and_then(|mark| names.get(mark.name.as_str()).copied());
                let symbol = self.all.len();
                let index = self.values.len();
                self.all.push(Symbol { code: NUMBER, number: Some(index), text, start, end: number.end });
                self.values.push(Value { number, at, symbol, mark });
                continue;
            }
            if let Some(code) = plain(c) {
                self.all.push(Symbol { code, number: None, text, start, end: start + c.len_utf8() });
            }
        }
    }

    /// Returns the number that a symbol is.
    pub fn value(&self, symbol: usize) -> Option<&Value> {
        self.all[symbol].number.map(|number| &self.values[number])
    }

    /// Returns all numbers, passage by passage.
    pub fn into_numbers(self) -> Vec<Vec<Number>> {
        let mut out = vec![Vec::new(); self.texts.len()];
        for value in self.values {
            out[self.all[value.symbol].text].push(value.number);
        }
        out
    }
}

/// Returns the one spelling of a character that is compared; spaces are nothing.
fn plain(c: char) -> Option<u32> {
    let c = match c {
        '\n' => '\n',
        c if c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}' | '\u{2060}') => return None,
        ',' => '，',
        ';' => '；',
        ':' => '：',
        '?' => '？',
        '!' => '！',
        '(' => '（',
        ')' => '）',
        '"' | '“' | '”' | '「' | '」' => '“',
        '\'' | '‘' | '’' | '『' | '』' => '‘',
        '—' | '–' | '－' | '~' | '～' | '−' | '‑' => '-',
        // Full-width letters.
        'Ａ'..='Ｚ' | 'ａ'..='ｚ' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        c => c,
    };
    Some(u32::from(c))
}
