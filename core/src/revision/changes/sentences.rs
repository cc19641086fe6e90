//! Sentences, and which of both sides belong together.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::revision::Base;
use crate::revision::align::{Alignment, NumberAt};
use crate::revision::numbers::Number;

/// A sentence by its passages and bytes; a row of a table has several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sentence {
    pub parts: Vec<(usize, Range<usize>)>,
}

impl Sentence {
    fn n_bytes(&self) -> usize {
        self.parts.iter().map(|(_, bytes)| bytes.len()).sum()
    }

    /// Returns its numbers.
    pub fn numbers(&self, all: &[Vec<Number>]) -> Vec<NumberAt> {
        let of_part = |(text, bytes): &(usize, Range<usize>)| {
            let first = all[*text].partition_point(|number| number.start < bytes.start);
            let inside = all[*text][first..].iter().take_while(|number| number.end <= bytes.end);
            (first..first + inside.count()).map(|number| NumberAt { text: *text, number }).collect::<Vec<_>>()
        };
        self.parts.iter().flat_map(of_part).collect()
    }
}

/// A side cut into sentences.
pub(super) struct Side {
    sentences: Vec<Sentence>,
    /// For each passage, where each of its sentences begins and which it is.
    starts: Vec<Vec<(usize, usize)>>,
}

impl Side {
    /// Cuts all passages.
    pub fn of(side: &Base) -> Side {
        let mut out = Side { sentences: Vec::new(), starts: Vec::new() };
        let mut row_before = None;
        for (text, passage) in side.passages.iter().enumerate() {
            let words = &passage.words.text;
            let row = passage.seat.map(|seat| (seat.table, seat.row));
            if row.is_some() {
                let part = (text, 0..words.len());
                match out.sentences.last_mut().filter(|_| row == row_before) {
                    Some(last) => last.parts.push(part),
                    None => out.sentences.push(Sentence { parts: vec![part] }),
                }
                out.starts.push(vec![(0, out.sentences.len() - 1)]);
                row_before = row;
                continue;
            }
            row_before = None;
            let mut starts = Vec::new();
            // A heading's number is set anew with each change; it says nothing.
            let first = side.levels[text].map_or(0, |_| n_numbering(words));
            let mut start = first;
            for (at, c) in words.char_indices().skip_while(|(at, _)| *at < first) {
                let end = at + c.len_utf8();
                if "。；;？?！!\n".contains(c) || end == words.len() {
                    starts.push((start, out.sentences.len()));
                    out.sentences.push(Sentence { parts: vec![(text, start..end)] });
                    start = end;
                }
            }
            out.starts.push(starts);
        }
        out
    }

    /// Returns sentences by their numbers.
    pub fn chosen(&self, which: &[usize]) -> Vec<&Sentence> {
        which.iter().map(|at| &self.sentences[*at]).collect()
    }

    /// Returns the sentences that a stretch of a passage touches, with how much of each.
    fn touched(&self, text: usize, bytes: &Range<usize>) -> Vec<(usize, usize)> {
        let starts = &self.starts[text];
        let first = starts.partition_point(|(start, _)| *start <= bytes.start).saturating_sub(1);
        let inside = starts[first.min(starts.len())..].iter().take_while(|(start, _)| *start < bytes.end);
        let overlap = |sentence: &usize| {
            let parts = self.sentences[*sentence].parts.iter().filter(|(of, _)| *of == text);
            let both =
                parts.map(|(_, part)| part.end.min(bytes.end).saturating_sub(part.start.max(bytes.start)));
            both.sum()
        };
        inside.map(|(_, sentence)| (*sentence, overlap(sentence))).filter(|(_, n)| *n > 0).collect()
    }
}

/// Returns how many bytes of a heading are its number: 一、, （一）, 1.
fn n_numbering(words: &str) -> usize {
    let is_part = |c: char| "（）一二三四五六七八九十0123456789".contains(c);
    let n: usize = words.chars().take_while(|c| is_part(*c)).map(char::len_utf8).sum();
    let mark = words[n..].chars().next().filter(|c| matches!(c, '、' | '.' | '．'));
    match mark {
        Some(mark) if n > 0 => n + mark.len_utf8(),
        _ if words[..n].ends_with('）') => n,
        _ => 0,
    }
}

/// Sentences of both sides that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Group {
    pub base: Vec<usize>,
    pub revised: Vec<usize>,
    /// Whether it stands in another order than those around it.
    pub is_moved: bool,
}

/// Groups the sentences of both sides, in the order of the revised text.
pub(super) fn groups(base: &Side, revised: &Side, alignment: &Alignment) -> Vec<Group> {
    let mut shared: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for run in &alignment.runs {
        let ones = base.touched(run.base, &run.base_bytes);
        let others = revised.touched(run.revised, &run.revised_bytes);
        // A stretch that both share ends its sentences at the same marks.
        for ((one, n), (other, m)) in ones.into_iter().zip(others) {
            *shared.entry((one, other)).or_default() += n.min(m);
        }
    }
    let n_base = base.sentences.len();
    let mut roots: Vec<usize> = (0..n_base + revised.sentences.len()).collect();
    for ((one, other), n) in shared {
        let least = base.sentences[one].n_bytes().min(revised.sentences[other].n_bytes());
        if 3 * n >= least {
            let (a, b) = (root(&mut roots, one), root(&mut roots, n_base + other));
            roots[a.max(b)] = a.min(b);
        }
    }
    let mut by_root: BTreeMap<usize, Group> = BTreeMap::new();
    for at in 0..roots.len() {
        let root = root(&mut roots, at);
        let new = || Group { base: Vec::new(), revised: Vec::new(), is_moved: false };
        let group = by_root.entry(root).or_insert_with(new);
        if at < n_base {
            group.base.push(at);
        } else {
            group.revised.push(at - n_base);
        }
    }
    in_order(by_root.into_values().collect())
}

/// Returns the sentence that stands for all that belong together with it.
fn root(roots: &mut [usize], at: usize) -> usize {
    let mut at = at;
    while roots[at] != at {
        roots[at] = roots[roots[at]];
        at = roots[at];
    }
    at
}

/// Puts groups in the order of the revised text, deleted ones behind what they stood behind, and
/// tells those that were moved: all but the longest list whose order is that of the base.
fn in_order(groups: Vec<Group>) -> Vec<Group> {
    let (mut both, rest): (Vec<Group>, Vec<Group>) =
        groups.into_iter().partition(|group| !group.base.is_empty() && !group.revised.is_empty());
    both.sort_by_key(|group| group.revised[0]);
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; both.len()];
    for (at, before) in before.iter_mut().enumerate() {
        let first = |at: usize| both[at].base[0];
        let length = ends.partition_point(|end| first(*end) < first(at));
        *before = length.checked_sub(1).map(|shorter| ends[shorter]);
        if length == ends.len() {
            ends.push(at);
        } else {
            ends[length] = at;
        }
    }
    both.iter_mut().for_each(|group| group.is_moved = true);
    let mut next = ends.last().copied();
    while let Some(at) = next {
        both[at].is_moved = false;
        next = before[at];
    }
    // Where a sentence of the base stands in the revised text: behind the last one that stayed.
    let stayed: BTreeMap<usize, usize> =
        both.iter().filter(|group| !group.is_moved).map(|group| (group.base[0], group.revised[0])).collect();
    let place = |group: &Group| match group.revised.first() {
        Some(first) => (*first, 0, 0),
        None => {
            let behind = stayed.range(..group.base[0]).next_back();
            (behind.map_or(0, |(_, revised)| *revised), usize::from(behind.is_some()), group.base[0])
        }
    };
    let mut all: Vec<Group> = both.into_iter().chain(rest).collect();
    all.sort_by_key(place);
    all
}
