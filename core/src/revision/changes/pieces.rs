//! A sentence in pieces: what the other side says too, what it does not, and its numbers.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::revision::Base;
use crate::revision::align::NumberAt;
use crate::revision::changes::Piece;
use crate::revision::changes::sentences::Sentence;
use crate::revision::judge::{Class, Judged};
use crate::revision::numbers::Number;

/// Cuts sentences into pieces.
pub(super) fn pieces(
    side: &Base,
    sentences: &[&Sentence],
    numbers: &[Vec<Number>],
    judged: &BTreeMap<NumberAt, &Judged>,
    same: &[Vec<Range<usize>>],
) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::new();
    let mut part_before: Option<usize> = None;
    for (text, bytes) in sentences.iter().flat_map(|sentence| &sentence.parts) {
        if part_before.is_some_and(|before| before != *text) {
            let gap = if side.passages[*text].seat.is_some() { "｜" } else { "／" };
            add(&mut out, gap, true, None);
        }
        part_before = Some(*text);
        let words = &side.passages[*text].words.text;
        let class = |at: usize| {
            let number = numbers[*text].partition_point(|number| number.end <= at);
            numbers[*text].get(number).filter(|number| number.start <= at)?;
            let one = judged.get(&NumberAt { text: *text, number })?;
            Some(one.class).filter(|class| *class != Class::Kept)
        };
        let same = &same[*text];
        for (at, c) in words[bytes.clone()].char_indices().map(|(at, c)| (at + bytes.start, c)) {
            let is_same = c.is_whitespace() || is_in(same, at);
            let class = class(at);
            let is_same = is_same && class.is_none();
            add(&mut out, c.encode_utf8(&mut [0; 4]), is_same, class);
        }
    }
    out
}

fn add(out: &mut Vec<Piece>, words: &str, is_same: bool, number: Option<Class>) {
    match out.last_mut() {
        Some(last) if last.is_same == is_same && last.number == number => last.text += words,
        _ => out.push(Piece { text: words.to_string(), is_same, number }),
    }
}

/// Returns whether a byte lies in one of the ranges, which ascend.
fn is_in(ranges: &[Range<usize>], at: usize) -> bool {
    ranges.get(ranges.partition_point(|range| range.end <= at)).is_some_and(|range| range.start <= at)
}
