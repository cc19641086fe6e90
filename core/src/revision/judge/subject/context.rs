//! The words that are told of one number, and how those of two sides differ.

use crate::revision::align::NumberAt;
use crate::revision::judge::cell::Cells;
use crate::revision::judge::claims::sentence;
use crate::revision::judge::subject::said::{Denial, MARKS, Said, is_told, said};
use crate::revision::judge::subject::table::{Family, table};
use crate::text::is_han;

use crate::revision::numbers::{Number, Reading};

/// Marks that end a clause.
const ENDS: &str = "，。；：！？\n";
/// So many characters to each side are looked at.
const REACH: usize = 60;
/// So many characters of quoted words are passed over.
const MAX_QUOTED: usize = 300;
/// What quotes: words in these are an example of what is told, not told themselves.
const QUOTES: [(char, char); 3] = [('“', '”'), ('‘', '’'), ('《', '》')];
/// What may stand between two quotations.
const BETWEEN: [char; 4] = ['、', '和', '及', '与'];
/// So many numbers to each side are looked at.
const NEAR: usize = 4;
/// A clause of fewer characters says too little to be another one.
const LEAST: usize = 3;
/// Words that say nothing of what is counted.
const EMPTY: &str = "的了是有共为达到和与及其中个人次名项篇场天";

/// What is said near a number, each with its passage.
struct Told {
    /// What is told of the number.
    own: Vec<(usize, Said)>,
    /// All that its clause says.
    all: Vec<(usize, Said)>,
}

/// One side's texts with what they say.
pub(in crate::revision::judge) struct Side<'a> {
    cells: &'a Cells<'a>,
    numbers: &'a [Vec<Number>],
    said: Vec<(Vec<Said>, Vec<Denial>)>,
}

/// What a number was told of, and what it is told of now.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::revision::judge) enum Spoken {
    /// Of something else: the words before and now.
    Other(String, String),
    /// Denied before, and not now.
    Undenied(String),
    /// Denied now, and not before.
    Denied(String),
    /// Of a part of the time only.
    Narrowed(String),
    /// What is named by the words before it now has another value.
    Named(String, String),
    /// Among other words altogether.
    Unlike,
}

impl<'a> Side<'a> {
    pub fn of(cells: &'a Cells<'a>, numbers: &'a [Vec<Number>]) -> Side<'a> {
        let texts = cells.passages().iter().map(|passage| &passage.words.text);
        Side { cells, numbers, said: texts.zip(numbers).map(|(text, numbers)| said(text, numbers)).collect() }
    }

    fn text(&self, at: usize) -> &'a str {
        &self.cells.passages()[at].words.text
    }

    fn number(&self, at: NumberAt) -> &'a Number {
        &self.numbers[at.text][at.number]
    }

    /// Returns what is said between two bytes.
    fn within(&self, text: usize, start: usize, end: usize) -> impl Iterator<Item = (usize, Said)> + '_ {
        let all = &self.said[text].0;
        let first = all.partition_point(|said| said.end <= start);
        let inside = all[first..].iter().take_while(move |said| said.end <= end);
        inside.map(move |said| (text, *said))
    }

    /// Returns the bytes round a number up to the next of some marks.
    fn round(&self, at: NumberAt, marks: &str) -> (usize, usize) {
        let (text, number) = (self.text(at.text), self.number(at));
        let is_inside = |(_, c): &(usize, char)| !marks.contains(*c);
        let before = text[..number.start].char_indices().rev().take(REACH).take_while(is_inside).last();
        let behind = text[number.end..].char_indices().take(REACH).take_while(is_inside).last();
        let end = behind.map_or(number.end, |(at, c)| number.end + at + c.len_utf8());
        (before.map_or(number.start, |(at, _)| at), end)
    }

    /// Returns the words that go with a number: those round it up to the next marks, and where
    /// quotations stand there, such as 没有改正的“甲”“乙”等4个问题, those beyond them.
    fn item(&self, at: NumberAt) -> Vec<(usize, usize)> {
        let (text, numbers) = (self.text(at.text), &self.numbers[at.text]);
        let (start, end) = self.round(at, MARKS);
        let mut item = vec![(start, end)];
        if let Some(beyond) = before_quotations(&text[..start]) {
            let is_inside = |(_, c): &(usize, char)| !MARKS.contains(*c);
            let first = text[..beyond].char_indices().rev().take(REACH).take_while(is_inside).last();
            let first = first.map_or(beyond, |(at, _)| at);
            // What stands before another number is told of that.
            let n_before = numbers.partition_point(|number| number.end <= beyond);
            let other = numbers[..n_before].iter().rev().take(NEAR).find(|one| is_told(one));
            item.push((other.map_or(first, |other| first.max(other.end)), beyond));
        }
        if let Some(beyond) = behind_quotations(&text[end..]).map(|n| end + n) {
            let is_inside = |(_, c): &(usize, char)| !MARKS.contains(*c);
            let last = text[beyond..].char_indices().take(REACH).take_while(is_inside).last();
            let last = last.map_or(beyond, |(at, c)| beyond + at + c.len_utf8());
            let n_before = numbers.partition_point(|number| number.start < beyond);
            let other = numbers[n_before..].iter().take(NEAR).find(|one| is_told(one));
            if other.is_none_or(|other| other.start >= last) {
                item.push((beyond, last));
            }
        }
        item
    }

    /// Returns what is told of a number and of no other, and what its clause says.
    fn told(&self, at: NumberAt) -> Told {
        let number = self.number(at);
        let (before, behind) = self.numbers[at.text].split_at(at.number);
        let (item_start, item_end) = self.round(at, MARKS);
        let (mut start, mut end) = (item_start, item_end);
        if let Some(before) = before.iter().rev().take(NEAR).find(|one| is_told(one)) {
            start = start.max(before.end);
        }
        // What stands before the next number is told of that.
        if behind.iter().skip(1).take(NEAR).find(|one| is_told(one)).is_some_and(|next| next.start < end) {
            end = number.end;
        }
        let (first, last) = self.round(at, ENDS);
        let mut own: Vec<(usize, Said)> = self.within(at.text, start, end).collect();
        // Of a list, what has a number of its own is told of that.
        let is_in_own_item = |said: &Said| said.start >= item_start && said.end <= item_end;
        let all = self.within(at.text, first, last);
        let all = all.filter(|(_, said)| is_in_own_item(said) || !self.is_numbered(at.text, said));
        let mut all: Vec<(usize, Said)> = all.collect();
        // Who did it is said once for all clauses of a sentence.
        let (opening, _) = sentence(self.text(at.text), number.start);
        let roles = self.within(at.text, opening, first).filter(|(_, said)| said.of().family == Family::Role);
        let roles: Vec<(usize, Said)> = roles.collect();
        for cell in self.cells.named_by(at.text).into_iter().flatten() {
            own.extend(self.within(cell, 0, self.text(cell).len()));
            all.extend(self.within(cell, 0, self.text(cell).len()));
        }
        // The first stretch is the one round the number itself.
        for (start, end) in self.item(at).into_iter().skip(1) {
            let beyond: Vec<(usize, Said)> = self.within(at.text, start, end).collect();
            all.extend(beyond.iter().filter(|one| !all.contains(one)).copied().collect::<Vec<_>>());
            own.extend(beyond);
        }
        own.extend(all.iter().filter(|(_, said)| said.of().family == Family::Role));
        own.extend(&roles);
        all.extend(&roles);
        Told { own, all }
    }

    /// Returns whether an item of a list has a number of its own.
    fn is_numbered(&self, text: usize, said: &Said) -> bool {
        let (words, numbers) = (self.text(text), &self.numbers[text]);
        let is_inside = |(_, c): &(usize, char)| !MARKS.contains(*c);
        let behind = words[said.end..].char_indices().take(REACH).take_while(is_inside).last();
        let end = behind.map_or(said.end, |(at, c)| said.end + at + c.len_utf8());
        let next = numbers.partition_point(|number| number.start < said.end);
        numbers[next..].iter().take(NEAR).find(|one| is_told(one)).is_some_and(|number| number.start < end)
    }

    /// Returns the words of something said, at most so many that a message can hold.
    fn words(&self, (text, said): (usize, Said)) -> String {
        const MAX: usize = 12;
        let words: Vec<char> = self.text(text)[said.start..said.end].chars().collect();
        words[words.len().saturating_sub(MAX)..].iter().collect()
    }

    /// Returns the denials that go with a number and deny something unknown, with what it is.
    fn denied(&self, at: NumberAt) -> Vec<&'a str> {
        let text = self.text(at.text);
        let of_stretch = |(start, end): (usize, usize)| {
            let unknown = self.denials(at.text, start, end).filter(|denial| !denial.is_of_subject);
            unknown.map(move |denial| {
                let behind = &text[denial.end..end];
                let n = behind.char_indices().nth(2).map_or(behind.len(), |(at, _)| at);
                &behind[..n]
            })
        };
        let denied = self.item(at).into_iter().flat_map(of_stretch);
        denied.filter(|what| what.chars().count() == 2 && what.chars().all(is_han)).collect()
    }

    /// Returns whether anything is denied that goes with a number.
    fn has_denial(&self, at: NumberAt) -> bool {
        self.item(at).into_iter().any(|(start, end)| self.denials(at.text, start, end).next().is_some())
    }

    /// Returns what is denied between two bytes.
    fn denials(&self, text: usize, start: usize, end: usize) -> impl Iterator<Item = &Denial> + '_ {
        self.said[text].1.iter().filter(move |denial| denial.start >= start && denial.end <= end)
    }
}

/// Returns where the quotations begin with which words end, if they do.
fn before_quotations(words: &str) -> Option<usize> {
    let mut begin = None;
    let mut left = MAX_QUOTED;
    let mut rest = words;
    while let Some((_, close)) = rest.char_indices().next_back() {
        let Some((open, _)) = QUOTES.into_iter().find(|(_, its)| *its == close) else { break };
        let inner = &rest[..rest.len() - close.len_utf8()];
        let found = inner.char_indices().rev().take(left).position(|(_, c)| c == open);
        let Some(n) = found else { break };
        left -= n + 1;
        rest = &inner[..inner.char_indices().rev().nth(n).map_or(0, |(at, _)| at)];
        begin = Some(rest.len());
        let joined = rest.trim_end_matches(BETWEEN);
        if rest.len() > joined.len() && joined.ends_with(QUOTES.map(|(_, close)| close)) {
            rest = joined;
        }
    }
    begin
}

/// Returns where the quotations end with which words begin, if they do.
fn behind_quotations(words: &str) -> Option<usize> {
    let mut end = None;
    let mut left = MAX_QUOTED;
    let mut rest = words;
    while let Some(open) = rest.chars().next() {
        let Some((_, close)) = QUOTES.into_iter().find(|(its, _)| *its == open) else { break };
        let inner = &rest[open.len_utf8()..];
        let found = inner.char_indices().take(left).enumerate().find(|(_, (_, c))| *c == close);
        let Some((n, (at, _))) = found else { break };
        left -= n + 1;
        rest = &inner[at + close.len_utf8()..];
        end = Some(words.len() - rest.len());
        let joined = rest.trim_start_matches(BETWEEN);
        if rest.len() > joined.len() && joined.starts_with(QUOTES.map(|(open, _)| open)) {
            rest = joined;
        }
    }
    end
}

/// Compares what a number of the base is told of with what the same number is told of now.
pub(in crate::revision::judge) fn compare(
    (base, one): (&Side<'_>, NumberAt),
    (revised, other): (&Side<'_>, NumberAt),
    is_measure: impl Fn(&str) -> bool,
) -> Option<Spoken> {
    let Told { own, all } = base.told(one);
    let Told { own: own_now, all: all_now } = revised.told(other);
    let is_in = |said: &Said, list: &[(usize, Said)]| list.iter().any(|(_, other)| other.is_same(said));
    for gained in own_now.iter().filter(|(_, said)| !is_in(said, &all)) {
        let family = gained.1.of().family;
        let is_lost = |(_, said): &&(usize, Said)| said.of().family == family && !is_in(said, &all_now);
        let Some(lost) = own.iter().find(is_lost) else { continue };
        let is_true =
            gained.1.of().measure.as_deref().filter(|_| !gained.1.is_denied).is_some_and(&is_measure);
        if !is_true {
            return Some(Spoken::Other(base.words(*lost), revised.words(*gained)));
        }
    }
    by_unit((base, one), (revised, other))
        .or_else(|| by_denial((base, one), (revised, other)))
        .or_else(|| by_cells((base, one.text), (revised, other.text)))
        .or_else(|| {
            let is_known = !own.is_empty() && !own_now.is_empty();
            by_words((base, one), (revised, other)).filter(|_| !is_known)
        })
}

/// Compares the units behind two numbers.
fn by_unit((base, one): (&Side<'_>, NumberAt), (revised, other): (&Side<'_>, NumberAt)) -> Option<Spoken> {
    let unit = |side: &Side<'_>, at: NumberAt| {
        let number = side.number(at);
        let is_amount = matches!(number.reading, Reading::Amount(..));
        let behind = side.text(at.text)[number.end..].trim_start();
        is_amount.then(|| table().unit(behind).map(|(word, unit)| (word.to_string(), unit)))?
    };
    let ((was, before), (is, now)) = (unit(base, one)?, unit(revised, other)?);
    (before != now).then_some(Spoken::Other(was, is))
}

/// Tells what is denied on one side only, where the other says it of the same thing.
fn by_denial((base, one): (&Side<'_>, NumberAt), (revised, other): (&Side<'_>, NumberAt)) -> Option<Spoken> {
    let clause = |side: &Side<'_>, at: NumberAt| {
        let text = side.text(at.text);
        side.item(at).into_iter().map(|(start, end)| &text[start..end]).collect::<Vec<_>>().join("\n")
    };
    let flipped = |here: (&Side<'_>, NumberAt), there: (&Side<'_>, NumberAt)| {
        let said = clause(there.0, there.1);
        let denied = here.0.denied(here.1).into_iter().find(|what| said.contains(what));
        denied.filter(|_| !there.0.has_denial(there.1)).map(str::to_string)
    };
    let undenied = flipped((base, one), (revised, other)).map(Spoken::Undenied);
    undenied.or_else(|| flipped((revised, other), (base, one)).map(Spoken::Denied))
}

/// Tells a cell whose column or row bears quite another name.
fn by_cells((base, one): (&Side<'_>, usize), (revised, other): (&Side<'_>, usize)) -> Option<Spoken> {
    let pairs = base.cells.named_by(one).into_iter().zip(revised.cells.named_by(other));
    let names = pairs.filter_map(|(one, other)| Some((base.text(one?), revised.text(other?))));
    let mut unlike = names.filter(|(was, is)| {
        let is_name = |name: &str| name.chars().any(is_han);
        is_name(was) && is_name(is) && !was.chars().any(|c| is_han(c) && is.contains(c))
    });
    unlike.next().map(|(was, is)| Spoken::Other(was.to_string(), is.to_string()))
}

/// Tells a number whose clause has no word in common with the one that it stood in.
fn by_words((base, one): (&Side<'_>, NumberAt), (revised, other): (&Side<'_>, NumberAt)) -> Option<Spoken> {
    let is_cell =
        base.cells.passages()[one.text].seat.is_some() || revised.cells.passages()[other.text].seat.is_some();
    let is_amount = matches!(base.number(one).reading, Reading::Amount(..));
    if is_cell || !is_amount {
        return None;
    }
    let clause = |side: &Side<'_>, at: NumberAt| {
        let (start, end) = side.round(at, ENDS);
        let is_word = |c: &char| is_han(*c) && !EMPTY.contains(*c);
        side.text(at.text)[start..end].chars().filter(is_word).collect::<String>()
    };
    let (was, is) = (clause(base, one), clause(revised, other));
    let is_long = |words: &str| words.chars().count() >= LEAST;
    let is_unlike = is_long(&was) && is_long(&is) && !was.chars().any(|c| is.contains(c));
    is_unlike.then_some(Spoken::Unlike)
}

/// Tells a number of which only a part of the year is said now; `own` are the parts that the
/// document itself is about.
pub(in crate::revision::judge) fn narrowed(
    (base, one): (&Side<'_>, NumberAt),
    (revised, other): (&Side<'_>, NumberAt),
    is_new: impl Fn(NumberAt) -> bool,
    own: &[&str],
) -> Option<Spoken> {
    fn parts<'s>(
        side: &'s Side<'_>,
        text: usize,
        start: usize,
        end: usize,
    ) -> impl Iterator<Item = (usize, &'static str)> + 's {
        let numbers = &side.numbers[text];
        let first = numbers.partition_point(|number| number.start < start);
        let inside = numbers[first..].iter().enumerate().take_while(move |(_, number)| number.end <= end);
        inside.filter_map(move |(at, number)| match number.reading {
            Reading::Part(part) => Some((first + at, part)),
            _ => None,
        })
    }
    if matches!(revised.number(other).reading, Reading::Part(_) | Reading::Day(_)) {
        return None;
    }
    let (first, last) = base.round(one, ENDS);
    let (opening, _) = sentence(base.text(one.text), base.number(one).start);
    let known: Vec<&str> = parts(base, one.text, opening, last.max(first)).map(|(_, part)| part).collect();
    let (start, end) = revised.round(other, ENDS);
    let mut gained = parts(revised, other.text, start, end).filter(|(at, part)| {
        is_new(NumberAt { text: other.text, number: *at }) && !known.contains(part) && !own.contains(part)
    });
    let (at, _) = gained.next()?;
    let number = &revised.numbers[other.text][at];
    Some(Spoken::Narrowed(revised.text(other.text)[number.start..number.end].to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotations_are_passed_over() {
        let check = |words: &str, expected: Option<&str>| {
            assert_eq!(before_quotations(words).map(|at| &words[..at]), expected, "{words}");
        };
        check("没有改正的“甲”“乙”", Some("没有改正的"));
        check("没有改正的“甲”、《乙》和‘丙’", Some("没有改正的"));
        check("没有改正的、“甲”", Some("没有改正的、"));
        check("没有改正的", None);
        check("甲”", None);
        check("", None);
        check(&format!("没有“{}”", "长".repeat(MAX_QUOTED)), None);
        let check = |words: &str, expected: Option<&str>| {
            assert_eq!(behind_quotations(words).map(|at| &words[at..]), expected, "{words}");
        };
        check("“甲”“乙”没有改正", Some("没有改正"));
        check("《甲》、“乙”没有改正", Some("没有改正"));
        check("“甲", None);
        check("没有改正", None);
    }
}
