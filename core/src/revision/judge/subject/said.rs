//! What a text says of its numbers and what it denies, word by word.

use crate::revision::judge::subject::table::{Entry, Subject, table};
use crate::revision::numbers::{Number, Reading};

/// A denial reaches over so many characters.
const REACH: usize = 12;
/// Marks beyond which a denial does not reach.
const REACHED: &str = "，。；：！？（）“”《》｜\n";
/// Marks beyond which no word is told of a number.
pub(super) const MARKS: &str = "，。；：、！？（）“”‘’《》｜\n";

/// A word of a text that says what a number is told of, or denies it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// The byte at which it begins.
    pub start: usize,
    /// The byte after its last.
    pub end: usize,
    /// What it means; absent for a denial.
    pub(super) subject: Option<usize>,
}

/// Reads the words of a text that say what its numbers are told of, in order; those in the name
/// of a paper say nothing.
pub fn read(text: &str) -> Vec<Word> {
    let chars: Vec<char> = text.chars().collect();
    let mut bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    bytes.push(text.len());
    let mut out = Vec::new();
    let mut at = 0;
    let mut in_title = false;
    while let Some(c) = chars.get(at) {
        in_title = match c {
            '《' => true,
            '》' | '。' | '\n' => false,
            _ => in_title,
        };
        let Some((n, entry)) = table().at(&chars[at..]) else {
            at += 1;
            continue;
        };
        let word = |subject| Word { start: bytes[at], end: bytes[at + n], subject };
        match entry {
            _ if in_title => {}
            Entry::Subject(subject) => out.push(word(Some(*subject))),
            Entry::Denial => out.push(word(None)),
            Entry::None => {}
        }
        at += n;
    }
    out
}

/// A subject that a text names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Said {
    pub start: usize,
    pub end: usize,
    pub subject: usize,
    pub is_denied: bool,
}

impl Said {
    pub fn of(self) -> &'static Subject {
        table().subject(self.subject)
    }

    /// Returns whether both say the same.
    pub fn is_same(&self, other: &Said) -> bool {
        (self.subject, self.is_denied) == (other.subject, other.is_denied)
    }
}

/// A denial, and whether it denies a subject that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Denial {
    pub start: usize,
    pub end: usize,
    pub is_of_subject: bool,
}

/// Reads what a text says and what it denies; a denial reaches to the end of its clause or the next number.
pub(super) fn said(text: &str, numbers: &[Number]) -> (Vec<Said>, Vec<Denial>) {
    let (mut all, mut denials): (Vec<Said>, Vec<Denial>) = (Vec::new(), Vec::new());
    for Word { start, end, subject } in read(text) {
        let Some(subject) = subject else {
            denials.push(Denial { start, end, is_of_subject: false });
            continue;
        };
        let reaches = |denial: &&mut Denial| {
            let first = numbers.partition_point(|number| number.start < denial.end);
            let words = &text[denial.end..start];
            // What is listed behind a denial is denied, too, unless it has a time of its own.
            let is_listed = words.contains('、');
            let mut between = numbers[first..].iter().take_while(|number| number.start < start);
            let has_number = between.any(|number| is_listed || is_told(number));
            !has_number && words.chars().count() <= REACH && !words.contains(|c| REACHED.contains(c))
        };
        let denial = denials.last_mut().filter(reaches);
        let is_denied = denial.map(|denial| denial.is_of_subject = true).is_some();
        // What is denied and has a name of its own is that: 没有到会 is 缺席.
        let start = if is_denied { denials.last().map_or(start, |denial| denial.start) } else { start };
        all.push(match table().opposite(subject).filter(|_| is_denied) {
            Some(opposite) => Said { start, end, subject: opposite, is_denied: false },
            None => Said { start, end, subject, is_denied },
        });
    }
    (all, denials)
}

/// Returns whether words next to a number are told of it; a time is told of other numbers.
pub(super) fn is_told(number: &Number) -> bool {
    !matches!(number.reading, Reading::Part(_) | Reading::Day(_))
}
