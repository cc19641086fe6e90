//! A text read from left to right, number by number.

use crate::revision::numbers::numeral::{self, is_numeral};
use crate::revision::numbers::words::{Tables, tables};
use crate::revision::numbers::{Bound, Day, Number, Reading, UnitKind, Value};

/// A longer numeral is no number that anybody counts to.
const MAX_NUMERAL: usize = 24;

/// Reads every number of a text, in order.
pub fn read(text: &str) -> Vec<Number> {
    let mut bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    bytes.push(text.len());
    let chars: Vec<char> = text.chars().map(plain).collect();
    let scan = Scan { chars: &chars, bytes: &bytes, words: tables() };
    let mut found: Vec<Found> = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        at = match scan.number(at) {
            Some(one) => {
                let next = one.end.max(at + 1);
                found.push(one);
                next
            }
            None => scan.past(at),
        };
    }
    scan.complete(&mut found);
    found.into_iter().map(|one| scan.finish(one)).collect()
}

/// Returns the one of several spellings of a character that numbers are read by.
fn plain(c: char) -> char {
    match c {
        '０'..='９' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '％' => '%',
        '．' => '.',
        '／' => '/',
        '［' | '〔' | '【' => '[',
        '］' | '〕' | '】' => ']',
        '—' | '–' | '－' | '~' | '～' | '〜' | '−' => '-',
        '\u{a0}' | '\u{3000}' | '\u{2002}' | '\u{2003}' | '\u{2009}' | '\u{200b}' => ' ',
        '○' | 'Ｏ' => '〇',
        c => c,
    }
}

/// A number by its characters, and where its unit ends.
struct Found {
    start: usize,
    end: usize,
    /// The character behind its unit.
    unit_end: usize,
    reading: Reading,
    bound: Bound,
    is_weak: bool,
}

impl Found {
    fn exact(start: usize, end: usize, reading: Reading) -> Found {
        Found { start, end, unit_end: end, reading, bound: Bound::Exact, is_weak: false }
    }
}

/// A text while it is read.
struct Scan<'a> {
    chars: &'a [char],
    bytes: &'a [usize],
    words: &'static Tables,
}

impl Scan<'_> {
    fn get(&self, at: usize) -> Option<char> {
        self.chars.get(at).copied()
    }

    fn rest(&self, at: usize) -> &[char] {
        &self.chars[at.min(self.chars.len())..]
    }

    /// Returns the next place that is no space.
    fn skip_spaces(&self, at: usize) -> usize {
        at + self.rest(at).iter().take_while(|c| **c == ' ').count()
    }

    /// Returns the digits that begin here.
    fn digits(&self, at: usize) -> String {
        self.rest(at).iter().take_while(|c| c.is_ascii_digit()).collect()
    }

    /// Returns where reading goes on behind characters that are no number.
    fn past(&self, at: usize) -> usize {
        let c = self.chars[at];
        if is_numeral(c) || c == '第' {
            if let Some((_, end)) = self.words.none.over(self.chars, at) {
                return end.max(at + 1);
            }
            let from = if c == '第' { at + 1 } else { at };
            let n = self.rest(from).iter().take_while(|c| is_numeral(**c)).count();
            return (from + n).max(at + 1);
        }
        at + 1
    }

    /// Reads the number that begins here.
    fn number(&self, at: usize) -> Option<Found> {
        let c = self.chars[at];
        if self.words.openers.binary_search(&c).is_ok()
            && let Some(found) = self.word(at)
        {
            return Some(found);
        }
        if c == '[' {
            return self.paper(at);
        }
        if c.is_ascii_digit() {
            return Some(self.digital(at));
        }
        if c == '第' && self.get(at + 1).is_some_and(|c| c.is_ascii_digit()) {
            let digits = self.digits(at + 1);
            let end = at + 1 + digits.len();
            return Some(Found::exact(at, end, Reading::Ordinal(Value::new(&digits, "", 0))));
        }
        if c == '百' && self.rest(at).starts_with(&['百', '分', '之']) {
            return self.percent_in_words(at);
        }
        (is_numeral(c) || c == '半').then(|| self.chinese(at))?
    }

    /// Reads the word that begins here and stands for a number or a part of a year.
    fn word(&self, at: usize) -> Option<Found> {
        if let Some((n, part)) = self.words.part.at(self.rest(at)) {
            return Some(Found::exact(at, at + n, Reading::Part(part)));
        }
        if let Some((n, (percent, bound))) = self.words.claim.at(self.rest(at)) {
            let reading = Reading::Amount(Value::of(u64::from(*percent)).in_tens(), UnitKind::Percent);
            return Some(Found { bound: *bound, ..Found::exact(at, at + n, reading) });
        }
        if let Some((n, times)) = self.words.growth.at(self.rest(at)) {
            return Some(Found::exact(at, at + n, Reading::Growth(*times)));
        }
        None
    }

    /// Reads 〔2026〕3号.
    fn paper(&self, at: usize) -> Option<Found> {
        let year = self.digits(at + 1);
        let close = at + 1 + year.len();
        let number = self.digits(close + 1);
        let end = close + 1 + number.len();
        let is_paper = year.len() == 4 && self.get(close) == Some(']') && !number.is_empty();
        let reading = || Reading::Paper(Value::new(&year, "", 0), Value::new(&number, "", 0));
        (is_paper && self.get(end) == Some('号')).then(|| Found::exact(at, end + 1, reading()))
    }

    /// Reads what begins with a digit.
    fn digital(&self, at: usize) -> Found {
        let digits = self.digits(at);
        let end = at + digits.len();
        let is_behind_letter = at > 0 && self.chars[at - 1].is_ascii_alphabetic();
        if is_behind_letter || self.words.label.before(&self.chars[..at]).is_some() || self.is_listed(at, end)
        {
            return Found::exact(at, end, Reading::Label(digits));
        }
        self.date(at).or_else(|| self.section(at)).unwrap_or_else(|| self.amount(at))
    }

    /// Returns whether the digits are the number of a paragraph: `1.有关指标` at its beginning.
    fn is_listed(&self, at: usize, end: usize) -> bool {
        let begins = at == 0 || self.chars[at - 1] == '\n' || self.chars[at - 1] == '：';
        begins
            && end - at <= 2
            && matches!(self.get(end), Some('.' | '、'))
            && self.get(end + 1).is_none_or(|c| !c.is_ascii_digit())
    }

    /// Reads digits with two points or more, such as an indicator's: they only order.
    fn section(&self, at: usize) -> Option<Found> {
        let is_part = |c: &&char| c.is_ascii_digit() || **c == '.';
        let run: String = self.rest(at).iter().take_while(is_part).collect();
        let run = run.trim_end_matches('.');
        (run.matches('.').count() > 1)
            .then(|| Found::exact(at, at + run.len(), Reading::Label(run.to_string())))
    }

    /// Reads 2026年3月5日, 3月5日, 5日, 2026-03-05.
    fn date(&self, at: usize) -> Option<Found> {
        let first = self.digits(at);
        let number = |digits: &str, least: u32, most: u32| {
            let n = if digits.len() <= 4 { digits.parse::<u32>().ok() } else { None };
            n.filter(|n| (least..=most).contains(n))
        };
        let mut day = Day { year: None, month: None, day: None };
        let mut end = at;
        if first.len() == 4
            && let Some(mark) = self.get(at + 4).filter(|c| matches!(c, '-' | '.' | '/'))
        {
            let month = self.digits(at + 5);
            let second = at + 5 + month.len();
            let of_month = self.digits(second + 1);
            if self.get(second) == Some(mark) && !of_month.is_empty() {
                let day = Day {
                    year: number(&first, 1900, 2199),
                    month: number(&month, 1, 12),
                    day: number(&of_month, 1, 31),
                };
                let is_date = day.year.is_some() && day.month.is_some() && day.day.is_some();
                return is_date.then(|| Found::exact(at, second + 1 + of_month.len(), Reading::Day(day)));
            }
        }
        let mut next = |from: usize, mark: &[char], least, most| {
            let digits = self.digits(from);
            let behind = self.skip_spaces(from + digits.len());
            let n = number(&digits, least, most)
                .filter(|_| self.get(behind).is_some_and(|c| mark.contains(&c)))?;
            end = behind + 1;
            Some((n, self.skip_spaces(behind + 1)))
        };
        let mut from = at;
        if let Some((year, after)) = next(from, &['年'], 1900, 2199) {
            (day.year, from) = (Some(year), after);
        }
        if let Some((month, after)) = next(from, &['月'], 1, 12) {
            (day.month, from) = (Some(month), after);
        }
        if day.year.is_none() || day.month.is_some() {
            day.day = next(from, &['日'], 1, 31).map(|(n, _)| n);
        }
        (end > at).then(|| Found::exact(at, end, Reading::Day(day)))
    }

    /// Reads an amount or n/m in digits, with its unit.
    fn amount(&self, at: usize) -> Found {
        let mut whole = self.digits(at);
        let mut end = at + whole.len();
        // 1,234,567
        while whole.len() <= 3 || end > at + whole.len() {
            let group = self.digits(end + 1);
            let is_group = self.get(end) == Some(',') && group.len() == 3;
            if !is_group {
                break;
            }
            whole += &group;
            end += 4;
        }
        let mut part = String::new();
        if self.get(end) == Some('.') {
            part = self.digits(end + 1);
            end += if part.is_empty() { 0 } else { 1 + part.len() };
        }
        let of = self.digits(end + 1);
        if self.get(end) == Some('/') && !of.is_empty() && part.is_empty() {
            let reading = Reading::Share(Value::new(&whole, "", 0), Value::new(&of, "", 0));
            return self.with_bounds(Found::exact(at, end + 1 + of.len(), reading));
        }
        if self.get(self.skip_spaces(end)) == Some('%') {
            let end = self.skip_spaces(end) + 1;
            let reading = Reading::Amount(Value::new(&whole, &part, 0), UnitKind::Percent);
            return self.with_bounds(Found::exact(at, end, reading));
        }
        if self.get(end) == Some('成') && part.is_empty() && whole.len() == 1 && self.is_tenth(end) {
            let reading = Reading::Amount(Value::new(&whole, "", 1), UnitKind::Percent);
            return self.with_bounds(Found::exact(at, end + 1, reading));
        }
        let (power, behind) = match self.get(end) {
            Some('万') => (4, end + 1),
            Some('亿') => (8, end + 1),
            _ => (0, end),
        };
        self.counted(at, behind, Value::new(&whole, &part, power))
    }

    /// Completes an amount: 余 or 多 behind it, and its unit.
    fn counted(&self, at: usize, end: usize, mut value: Value) -> Found {
        let mut end = end;
        let mut bound = Bound::Exact;
        let more = self.get(end).filter(|c| matches!(c, '余' | '多'));
        if more.is_some() && (self.unit(end + 1).is_some() || matches!(self.get(end + 1), Some('万' | '亿')))
        {
            bound = Bound::More;
            end += 1;
            if let Some(power) =
                self.get(end).and_then(|c| [('万', 4), ('亿', 8)].iter().find(|(w, _)| *w == c))
            {
                value = Value::new(&value.to_string(), "", power.1);
                end += 1;
            }
        }
        let unit = self.unit(end);
        let (unit_end, kind) = unit.unwrap_or((end, UnitKind::Bare));
        // 3个多月.
        if self.chars[end..unit_end].contains(&'多') {
            bound = Bound::More;
        }
        let reading = Reading::Amount(value, kind);
        self.with_bounds(Found { bound, unit_end, ..Found::exact(at, end, reading) })
    }

    /// Returns where the unit that begins here ends, and its kind.
    fn unit(&self, at: usize) -> Option<(usize, UnitKind)> {
        let at = self.skip_spaces(at);
        self.words.unit.at(self.rest(at)).map(|(n, kind)| (at + n, *kind))
    }

    /// Returns whether 成 says tenths here, and does not begin a word.
    fn is_tenth(&self, at: usize) -> bool {
        let begins_word = |c: char| "员果立绩效功为本型就长分熟都交套语品批人年".contains(c);
        self.get(at + 1).is_none_or(|c| !begins_word(c))
    }

    /// Reads 百分之八十三点三.
    fn percent_in_words(&self, at: usize) -> Option<Found> {
        let from = at + 3;
        let digits = self.digits(from);
        let (value, end) = if digits.is_empty() {
            let n = self.rest(from).iter().take_while(|c| is_numeral(**c) || **c == '点').count();
            (numeral::parse(self.rest(from).get(..n.min(MAX_NUMERAL))?)?, from + n)
        } else {
            let end = from + digits.len();
            let part = if self.get(end) == Some('.') { self.digits(end + 1) } else { String::new() };
            let n_more = if part.is_empty() { 0 } else { 1 + part.len() };
            (Value::new(&digits, &part, 0), end + n_more)
        };
        Some(self.with_bounds(Found::exact(at, end, Reading::Amount(value, UnitKind::Percent))))
    }

    /// Reads what begins with a Chinese numeral; only before a unit it counts.
    fn chinese(&self, at: usize) -> Option<Found> {
        if at > 0 && self.chars[at - 1] == '第' {
            return None;
        }
        if self.words.none.over(self.chars, at).is_some() {
            return None;
        }
        let is_half = self.chars[at] == '半';
        let is_part = |c: char| is_numeral(c) || (c == '点' && !is_half);
        let n = if is_half { 1 } else { self.rest(at).iter().take_while(|c| is_part(**c)).count() };
        if n > MAX_NUMERAL {
            return None;
        }
        let end = at + n;
        let numeral = &self.chars[at..end];
        match self.get(end) {
            Some('成') if n == 1 && !is_half && self.is_tenth(end) => return self.tenths(at),
            Some('分') if self.get(end + 1) == Some('之') => return self.fraction(at, end),
            Some('年') if n == 4 && !is_half => return self.year(at, end),
            Some('月') if !is_half => return self.month(at, end, None),
            _ => {}
        }
        let value = numeral::parse(numeral)?;
        let has_unit = |at| self.unit(at).is_some();
        let has_more = matches!(self.get(end), Some('余' | '多')) && has_unit(end + 1);
        if !has_unit(end) && !has_more {
            return None;
        }
        let found = self.counted(at, end, value);
        let is_weak = matches!(numeral, ['一' | '半']);
        Some(Found { is_weak, ..found })
    }

    /// Reads 八成 and 八成五.
    fn tenths(&self, at: usize) -> Option<Found> {
        let tens = numeral::digit(self.chars[at])?;
        let ones = self.get(at + 2).and_then(numeral::digit);
        let value = Value::of(tens * 10 + ones.unwrap_or(0));
        let value = if ones.is_some() { value } else { value.in_tens() };
        let end = at + 2 + usize::from(ones.is_some());
        Some(self.with_bounds(Found::exact(at, end, Reading::Amount(value, UnitKind::Percent))))
    }

    /// Reads 三分之二.
    fn fraction(&self, at: usize, of_end: usize) -> Option<Found> {
        let from = of_end + 2;
        let n = self.rest(from).iter().take_while(|c| is_numeral(**c)).count().min(MAX_NUMERAL);
        let of = numeral::parse(&self.chars[at..of_end])?;
        let share = numeral::parse(&self.chars[from..from + n])?;
        let is_share = share.as_f64() > 0.0 && of.as_f64() > 0.0;
        is_share.then(|| self.with_bounds(Found::exact(at, from + n, Reading::Share(share, of))))
    }

    /// Reads 二〇二六年, with the month behind it.
    fn year(&self, at: usize, end: usize) -> Option<Found> {
        let year =
            numeral::parse(&self.chars[at..end])?.as_u32().filter(|year| (1900..2200).contains(year))?;
        let n = self.rest(end + 1).iter().take_while(|c| is_numeral(**c)).count();
        let with_month = (self.get(end + 1 + n) == Some('月'))
            .then(|| self.month(end + 1, end + 1 + n, Some(year)))
            .flatten();
        let day = Day { year: Some(year), month: None, day: None };
        Some(match with_month {
            Some(month) => Found { start: at, ..month },
            None => Found::exact(at, end + 1, Reading::Day(day)),
        })
    }

    /// Reads 三月 and 三月五日.
    fn month(&self, at: usize, end: usize, year: Option<u32>) -> Option<Found> {
        let small = |from: usize, to: usize, most: u32| {
            let n = numeral::parse(&self.chars[from..to.min(from + MAX_NUMERAL)])?.as_u32()?;
            (1..=most).contains(&n).then_some(n)
        };
        let month = small(at, end, 12)?;
        let n = self.rest(end + 1).iter().take_while(|c| is_numeral(**c)).count();
        let day_end = end + 1 + n;
        let day = (n > 0 && self.get(day_end) == Some('日')).then(|| small(end + 1, day_end, 31)).flatten();
        let end = if day.is_some() { day_end + 1 } else { end + 1 };
        Some(Found::exact(at, end, Reading::Day(Day { year, month: Some(month), day })))
    }

    /// Adds what words before and behind say of how exact a number is.
    fn with_bounds(&self, found: Found) -> Found {
        if found.bound != Bound::Exact {
            return found;
        }
        let spaces = self.chars[..found.start].iter().rev().take_while(|c| **c == ' ').count();
        let before = &self.chars[..found.start - spaces];
        let bound = self.words.before.before(before).and_then(|(n, (bound, not_behind))| {
            let stands_behind = before.len().checked_sub(n + 1).map(|at| before[at]);
            stands_behind.is_none_or(|c| !not_behind.contains(&c)).then_some(*bound)
        });
        let behind = self.words.behind.at(self.rest(found.unit_end));
        // 3次以上 and 3人多; 3次多次 is none.
        let behind =
            behind.filter(|(n, _)| !self.get(found.unit_end + n).is_some_and(|c| "次种样".contains(c)));
        Found { bound: bound.or(behind.map(|(_, bound)| *bound)).unwrap_or(Bound::Exact), ..found }
    }

    /// Gives the first of two numbers that make a range the unit of the second: 3至5次, 1至6月.
    fn complete(&self, found: &mut [Found]) {
        for at in 1..found.len() {
            let (before, after) = found.split_at_mut(at);
            let (first, second) = (&mut before[at - 1], &after[0]);
            let between = &self.chars[first.unit_end..second.start];
            let is_range = matches!(between, ['至' | '到' | '-'] | ['-', '-']);
            let Reading::Amount(value, UnitKind::Bare) = &first.reading else { continue };
            if !is_range || first.end != first.unit_end {
                continue;
            }
            first.reading = match second.reading {
                Reading::Amount(_, kind) => Reading::Amount(value.clone(), kind),
                Reading::Day(Day { month: Some(_), day: None, .. }) => {
                    Reading::Day(Day { year: None, month: value.as_u32(), day: None })
                }
                Reading::Day(Day { day: Some(_), month: None, .. }) => {
                    Reading::Day(Day { year: None, month: None, day: value.as_u32() })
                }
                _ => continue,
            };
        }
    }

    /// Returns the number by its bytes.
    fn finish(&self, found: Found) -> Number {
        let Found { start, end, reading, bound, is_weak, .. } = found;
        Number { start: self.bytes[start], end: self.bytes[end], reading, bound, is_weak }
    }
}
