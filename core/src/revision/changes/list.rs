//! The list of changes, made from what both texts share.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::document::Spot;
use crate::revision::Base;
use crate::revision::align::{Alignment, NumberAt};
use crate::revision::changes::pieces::pieces;
use crate::revision::changes::sentences::{Sentence, Side, groups};
use crate::revision::changes::{Changes, Entry, Kind, NumberChange};
use crate::revision::judge::{Class, Judged};

/// Lists the changes between a document and its revision.
pub fn changes(base: &Base, revised: &Base, alignment: &Alignment, judged: &[Judged]) -> Changes {
    let (before, after) = (Side::of(base), Side::of(revised));
    let (mut at_base, mut at_revised) = (BTreeMap::new(), BTreeMap::new());
    for one in judged {
        at_base.extend(one.base.map(|at| (at, one)));
        at_revised.extend(one.revised.map(|at| (at, one)));
    }
    let (same_before, same_after) = shared(base, revised, alignment);
    let headings = (headings(base), headings(revised));
    let mut entries = Vec::new();
    for group in groups(&before, &after, alignment) {
        let (ones, others) = (before.chosen(&group.base), after.chosen(&group.revised));
        let is_same = said(base, &ones) == said(revised, &others);
        let kind = match (ones.len(), others.len()) {
            (0, _) => Kind::Added,
            (_, 0) => Kind::Deleted,
            (1, 1) if is_same && !group.is_moved => continue,
            (1, 1) if is_same => Kind::Moved,
            (1, 1) if group.is_moved => Kind::MovedAndReworded,
            (1, 1) => Kind::Reworded,
            (_, 1) => Kind::Merged,
            (1, _) => Kind::Split,
            _ if is_same => continue,
            _ => Kind::Reworded,
        };
        let entry = Entry {
            kind,
            place: match (others.first(), ones.first()) {
                (Some(sentence), _) => place(revised, sentence, &headings.1),
                (None, Some(sentence)) => place(base, sentence, &headings.0),
                (None, None) => continue,
            },
            from: pieces(base, &ones, &alignment.base_numbers, &at_base, &same_before),
            to: pieces(revised, &others, &alignment.revised_numbers, &at_revised, &same_after),
            numbers: numbers(alignment, (&ones, &others), &at_base, &at_revised),
        };
        entries.push(entry);
    }
    Changes { changes: entries }
}

/// Returns what sentences say, without spaces.
fn said(side: &Base, sentences: &[&Sentence]) -> String {
    let parts = sentences.iter().flat_map(|sentence| &sentence.parts);
    let words = parts.map(|(text, bytes)| &side.passages[*text].words.text[bytes.clone()]);
    words.flat_map(|words| words.chars().filter(|c| !c.is_whitespace()).chain(['|'])).collect()
}

/// Returns the numbers of a change that are not as they were.
fn numbers(
    alignment: &Alignment,
    (ones, others): (&[&Sentence], &[&Sentence]),
    at_base: &BTreeMap<NumberAt, &Judged>,
    at_revised: &BTreeMap<NumberAt, &Judged>,
) -> Vec<NumberChange> {
    let now = others.iter().flat_map(|sentence| sentence.numbers(&alignment.revised_numbers));
    let now = now.filter_map(|at| at_revised.get(&at).copied()).filter(|one| one.class != Class::Kept);
    let gone = ones.iter().flat_map(|sentence| sentence.numbers(&alignment.base_numbers));
    let gone = gone.filter_map(|at| at_base.get(&at).copied()).filter(|one| one.class == Class::Lost);
    let change = |one: &Judged| NumberChange {
        id: one.id.clone(),
        class: one.class,
        name: one.name.clone(),
        from: one.from.clone(),
        to: one.to.clone(),
        reason: one.allowed.clone(),
    };
    now.chain(gone).map(change).collect()
}

/// For each passage the bytes that the other side has, too, in order.
type Kept = Vec<Vec<Range<usize>>>;

/// Returns what each passage of both sides has in common with the other.
fn shared(base: &Base, revised: &Base, alignment: &Alignment) -> (Kept, Kept) {
    let mut before = vec![Vec::new(); base.passages.len()];
    let mut after = vec![Vec::new(); revised.passages.len()];
    for run in &alignment.runs {
        before[run.base].push(run.base_bytes.clone());
        after[run.revised].push(run.revised_bytes.clone());
    }
    before.iter_mut().for_each(|ranges| ranges.sort_by_key(|range| range.start));
    (before, after)
}

/// Returns for each passage the heading above it, or itself.
fn headings(side: &Base) -> Vec<Option<usize>> {
    let mut last = None;
    let heading = |(at, level): (usize, &Option<u8>)| {
        last = if level.is_some() { Some(at) } else { last };
        last
    };
    side.levels.iter().enumerate().map(heading).collect()
}

/// Says where a sentence stands.
fn place(side: &Base, sentence: &Sentence, headings: &[Option<usize>]) -> String {
    let Some((text, _)) = sentence.parts.first() else { return String::new() };
    let part = match side.spots[*text] {
        Spot::Title => "标题",
        Spot::Addressee => "主送机关",
        Spot::Date | Spot::Organ(_) | Spot::Post(_) => "落款",
        Spot::Listed(_) => "附件说明",
        Spot::Note | Spot::Roll { .. } => "附注",
        Spot::To(_) | Spot::Copy(_) | Spot::Printer | Spot::PrintedOn => "版记",
        Spot::Body { .. } => "前言",
        Spot::Attached { attachment, .. } | Spot::AttachmentTitle(attachment) => {
            return format!("附件{}", attachment + 1);
        }
        _ => "版头",
    };
    if !matches!(side.spots[*text], Spot::Body { .. }) {
        return part.to_string();
    }
    headings[*text].map_or(part.to_string(), |at| side.passages[at].words.text.clone())
}
