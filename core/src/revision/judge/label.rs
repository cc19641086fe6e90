//! What the words before a number name.

use crate::document::{cell_list, format};
use crate::revision::Base;
use crate::revision::align::Alignment;
use crate::revision::judge::evidence::exact;
use crate::revision::numbers::{self, Number, Reading, Relation, relation};
use crate::statistics::{Key, Measure};

/// So many characters before a number are looked at.
const REACH: usize = 12;
/// A name that contradicts one that was there is at least so long.
const LEAST_RENAMED: usize = 4;
/// A name is at least this long.
const SHORTEST: usize = 2;

/// Something with a name and a value.
struct Known<'a> {
    /// The characters of its name.
    words: Vec<char>,
    /// Whether the name must stand there as a whole.
    is_whole: bool,
    number: Number,
    exact: Option<f64>,
    name: String,
    says: String,
    origins: &'a [crate::origin::Origin],
}

/// What the words before a number name, and whether the number says so.
pub(super) struct Named {
    /// What it is, in Chinese.
    pub name: String,
    /// What is printed of it.
    pub says: String,
    /// Its cells.
    pub cells: String,
    /// Whether the number says the same, or less that is true.
    pub is_true: bool,
}

/// All names of numbers of the base, and of measures.
pub(super) struct Labels<'a>(Vec<Known<'a>>);

impl<'a> Labels<'a> {
    pub fn of(base: &'a Base, alignment: &Alignment, measures: &'a [Measure]) -> Labels<'a> {
        let mut all: Vec<Known<'a>> = measures.iter().flat_map(of_measure).collect();
        for (text, numbers) in alignment.base_numbers.iter().enumerate() {
            let words = &base.passages[text].words.text;
            for number in numbers.iter().filter(|number| !number.is_label()) {
                let figure = base.figures[text]
                    .iter()
                    .find(|figure| figure.start < number.end && number.start < figure.end);
                let before = label(words, number.start);
                let Some(figure) = figure.filter(|_| before.len() >= SHORTEST) else { continue };
                all.push(Known {
                    words: before,
                    is_whole: false,
                    number: number.clone(),
                    exact: exact(&figure.source, number),
                    name: figure.source.title(),
                    says: words[number.start..number.end].to_string(),
                    origins: figure.source.origins(),
                });
            }
        }
        Labels(all)
    }

    /// Returns what the words before a number name best, the true ones first.
    pub fn named(&self, text: &str, number: &Number) -> Vec<Named> {
        self.by_label(&label(text, number.start), number)
    }

    /// Returns what the head of a number's column or row names.
    pub fn named_by(&self, name: &str, number: &Number) -> Vec<Named> {
        self.by_label(&label(name, name.len()), number)
    }

    fn by_label(&self, before: &[char], number: &Number) -> Vec<Named> {
        let lengths: Vec<usize> = self.0.iter().map(|known| known.shared(before)).collect();
        let longest = lengths.iter().copied().max().unwrap_or(0);
        if longest < SHORTEST {
            return Vec::new();
        }
        let best = self.0.iter().zip(lengths).filter(|(_, length)| *length == longest);
        let named = best.map(|(known, _)| Named {
            name: known.name.clone(),
            says: known.says.clone(),
            cells: cell_list(known.origins),
            is_true: relation(&known.number, number, known.exact) != Relation::Other,
        });
        let named: Vec<Named> = named.collect();
        // Words that name several things of different values name none of them.
        let n_true = named.iter().filter(|named| named.is_true).count();
        if n_true > 0 && n_true < named.len() && longest < 2 * SHORTEST {
            return Vec::new();
        }
        let (mut first, rest): (Vec<Named>, Vec<Named>) = named.into_iter().partition(|named| named.is_true);
        first.extend(rest);
        first
    }
}

impl Labels<'_> {
    /// Returns what the words before a number that stands as it was name now, where they are other
    /// words than before and what they name has another value.
    pub fn renamed(&self, then: (&str, &Number), now: (&str, &Number)) -> Option<Named> {
        let (before, after) = (label(then.0, then.1.start), label(now.0, now.1.start));
        let n_same = before.iter().rev().zip(after.iter().rev()).take_while(|(a, b)| a == b).count();
        let longest = self.0.iter().map(|known| known.shared(&after)).max().unwrap_or(0);
        let is_amount = |number: &Number| matches!(number.reading, Reading::Amount(..));
        let is_named = before.len() >= SHORTEST && is_amount(then.1) && is_amount(now.1);
        if !is_named || n_same >= longest || longest < LEAST_RENAMED {
            return None;
        }
        let named = self.named(now.0, now.1);
        named.iter().all(|named| !named.is_true).then(|| named.into_iter().next())?
    }
}

impl Known<'_> {
    /// Returns how many characters of its name stand at the end of other words.
    fn shared(&self, before: &[char]) -> usize {
        let n = self.words.iter().rev().zip(before.iter().rev()).take_while(|(a, b)| a == b).count();
        if self.is_whole && n < self.words.len() { 0 } else { n }
    }
}

/// Returns a measure under each of its names.
fn of_measure(measure: &Measure) -> Vec<Known<'_>> {
    let printed = format::measure(measure);
    let read = numbers::read(printed.as_str());
    let [number] = &read[..] else { return Vec::new() };
    let known = |words: Vec<char>| Known {
        words,
        is_whole: true,
        number: number.clone(),
        exact: match (measure.n, measure.of) {
            #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
            (Some(n), Some(of)) if of > 0 && measure.key != Key::EssaysPerMember => {
                Some(100.0 * n as f64 / of as f64)
            }
            _ => None,
        },
        name: measure.key.title().to_string(),
        says: printed.as_str().to_string(),
        origins: &measure.origins,
    };
    let title = measure.key.title();
    let core = ["次数", "人次", "篇数", "场次", "数"].iter().find_map(|end| title.strip_suffix(end));
    let core: Vec<char> = core.unwrap_or(title).chars().collect();
    if core.len() < SHORTEST { Vec::new() } else { vec![known(core)] }
}

/// Returns the words of a clause before a number, without those that only lead to it.
fn label(text: &str, start: usize) -> Vec<char> {
    let is_end = |c: char| "，。；：、！？\n（）".contains(c) || c.is_ascii_digit();
    let before = text[..start].chars().rev().filter(|c| !c.is_whitespace());
    let mut before: Vec<char> = before.take_while(|c| !is_end(*c)).take(REACH).collect();
    let n_leading = before.iter().take_while(|c| "为达到共有了仅约近是占超过计".contains(**c)).count();
    before.drain(..n_leading);
    before.reverse();
    before
}
