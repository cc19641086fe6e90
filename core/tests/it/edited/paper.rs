//! A text that remembers which number of the base each of its numbers is, whatever is done to it.

use banxin_core::revision::align::{NumberAt, Passage, Seat};
use banxin_core::revision::numbers::{Number, read};
use banxin_core::revision::{Base, Words};

/// A character, or a number.
#[derive(Debug, Clone)]
pub struct Token {
    /// What is written.
    pub text: String,
    /// The number of the base that it is.
    pub from: Option<NumberAt>,
    /// Whether it is a number.
    pub is_number: bool,
    /// Whether a leader wrote another number there.
    pub is_changed: bool,
}

impl Token {
    /// Makes characters of words.
    pub fn words(words: &str) -> Vec<Token> {
        let token = |c: char| Token { text: c.to_string(), from: None, is_number: false, is_changed: false };
        words.chars().map(token).collect()
    }

    /// Returns whether it is one of these marks.
    pub fn is_any(&self, marks: &str) -> bool {
        !self.is_number && marks.contains(self.text.as_str())
    }
}

/// A paragraph or cell.
#[derive(Debug, Clone)]
pub struct Sheet {
    pub tokens: Vec<Token>,
    pub seat: Option<Seat>,
}

impl Sheet {
    /// Returns what it says.
    pub fn text(&self) -> String {
        self.tokens.iter().map(|token| token.text.as_str()).collect()
    }

    /// Returns the numbers of a passage as it reads now: for each that is a token of its own, which.
    pub fn numbers(&self) -> Vec<(usize, Number, &Token)> {
        let mut out = Vec::new();
        let mut starts = Vec::new();
        let mut at = 0;
        for token in &self.tokens {
            starts.push((at, token));
            at += token.text.len();
        }
        for (index, number) in read(&self.text()).into_iter().enumerate() {
            let token = starts.iter().find(|(start, token)| token.is_number && *start == number.start);
            out.extend(token.map(|(_, token)| (index, number, *token)));
        }
        out
    }
}

/// A whole text.
#[derive(Debug, Clone)]
pub struct Paper(pub Vec<Sheet>);

impl Paper {
    /// Takes the base as it is.
    pub fn of(base: &Base) -> Paper {
        let sheet = |(text, passage): (usize, &Passage)| {
            let words = &passage.words.text;
            let mut tokens = Vec::new();
            let mut at = 0;
            for (number, one) in read(words).into_iter().enumerate() {
                tokens.extend(Token::words(&words[at..one.start]));
                tokens.push(Token {
                    text: words[one.start..one.end].to_string(),
                    from: Some(NumberAt { text, number }),
                    is_number: true,
                    is_changed: false,
                });
                at = one.end;
            }
            tokens.extend(Token::words(&words[at..]));
            Sheet { tokens, seat: passage.seat }
        };
        Paper(base.passages.iter().enumerate().map(sheet).collect())
    }

    /// Returns it as a file would be read in which no bookmark is left.
    pub fn passages(&self) -> Vec<Passage> {
        let passage = |sheet: &Sheet| Passage {
            words: Words { text: sheet.text(), marks: Vec::new() },
            seat: sheet.seat,
        };
        self.0.iter().map(passage).collect()
    }
}
