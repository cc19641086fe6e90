//! The blocks of a revised body or attachment, in the leaders' order.

use std::collections::BTreeSet;

use crate::diagnostic::Diagnostic;
use crate::document::{Block, Part, Text};
use crate::revision::apply::headings::Built;
use crate::revision::apply::open::{name, short};
use crate::revision::apply::passages::{Home, Item};
use crate::revision::apply::plain::{is_item, number_of, plain, typed_heading};
use crate::revision::apply::texts::Aligned;
use crate::revision::draft::{Graphic, Role};

/// Charts of the base that a draft already has, by place.
pub(super) type Drawn = BTreeSet<(Home, usize)>;

/// Makes blocks of pieces.
pub(super) fn blocks(
    aligned: &Aligned<'_>,
    items: &[Item<'_>],
    drawn: &mut Drawn,
    found: &mut Vec<Diagnostic>,
) -> Vec<Built> {
    let mut out: Vec<Built> = Vec::new();
    let mut at = 0;
    while let Some(item) = items.get(at) {
        at += 1;
        match *item {
            Item::Graphic(graphic) => {
                let caption = caption_at(aligned, items.get(at));
                match chart(aligned, graphic, caption, drawn) {
                    Some(block) => {
                        out.push(Built::other(block));
                        at += usize::from(caption.is_some());
                    }
                    None => found.push(foreign(graphic)),
                }
            }
            Item::Grid { grid, first } => {
                let note = note_at(aligned, items.get(at));
                at += usize::from(note.is_some());
                let note = note.map(|note| aligned.text(note, 0));
                out.extend(aligned.table(grid, first, None, note, found).map(Built::other));
            }
            Item::Words { role, passage } => match kind(aligned, role, passage) {
                Kind::Caption => {
                    let Some(Item::Grid { grid, first }) = items.get(at) else {
                        found.push(alone(aligned.words(passage)));
                        continue;
                    };
                    at += 1;
                    let note = note_at(aligned, items.get(at));
                    at += usize::from(note.is_some());
                    let (caption, note) = (aligned.text(passage, 0), note.map(|note| aligned.text(note, 0)));
                    out.extend(aligned.table(grid, *first, Some(caption), note, found).map(Built::other));
                }
                Kind::Heading { level, number, is_numbered } => {
                    out.push(heading(aligned, level, passage, number, is_numbered));
                }
                Kind::Item => out.push(Built::other(Block::Item(aligned.text(passage, 0)))),
                Kind::Paragraph => out.push(Built::other(Block::Paragraph(aligned.text(passage, 0)))),
            },
        }
    }
    out
}

/// What a paragraph becomes.
enum Kind {
    Caption,
    /// A heading; so many bytes of it are a number that was typed, and whether it has any.
    Heading {
        level: u8,
        number: usize,
        is_numbered: bool,
    },
    Item,
    Paragraph,
}

/// Tells what a paragraph is: by its style, else by what it was, else by what it looks like.
fn kind(aligned: &Aligned<'_>, role: Role, passage: usize) -> Kind {
    let words = aligned.words(passage);
    let origin = aligned.origin(passage);
    let was = origin.map(|base| (base.part, aligned.base.block(base.home, base.block)));
    let heading = |level: u8| {
        let number = number_of(level, words).unwrap_or(0);
        // One that had no number in the composed document has none now, unless it is typed.
        let had_none = matches!(was, Some((Part::Words, Block::Heading { .. })))
            && origin.is_some_and(|base| base.start == 0);
        Kind::Heading { level, number, is_numbered: number > 0 || !had_none }
    };
    match role {
        Role::Heading(level) => heading(level),
        Role::Item => Kind::Item,
        Role::Caption => Kind::Caption,
        _ => match was {
            Some((Part::Caption, _)) => Kind::Caption,
            Some((Part::Words, Block::Heading { level, .. }))
                if typed_heading(words).is_some_and(|typed| typed.0 == *level) =>
            {
                heading(*level)
            }
            Some((Part::Words, Block::Heading { level, .. })) if aligned.same(passage).is_some() => {
                heading(*level)
            }
            Some((Part::Words, Block::Item(_))) if is_item(words) => Kind::Item,
            // What begins with a number in the composed text may be a plain paragraph there.
            Some((Part::Words, Block::Paragraph(_))) if aligned.same(passage).is_some() => Kind::Paragraph,
            _ => match typed_heading(words) {
                Some((level, _)) => heading(level),
                None if is_item(words) => Kind::Item,
                None => Kind::Paragraph,
            },
        },
    }
}

/// Makes a heading without its number.
fn heading(aligned: &Aligned<'_>, level: u8, passage: usize, number: usize, is_numbered: bool) -> Built {
    let same = aligned.same(passage).filter(|base| matches!(base.part, Part::Words));
    let was = aligned.origin(passage).map(|base| (base.home, base.block));
    match same {
        Some(base) => Built::heading(level, base.text.clone(), base.start, is_numbered, was),
        None => Built::heading(level, aligned.text(passage, number), 0, is_numbered, was),
    }
}

/// Returns the passage of a caption that stands here.
fn caption_at(aligned: &Aligned<'_>, item: Option<&Item<'_>>) -> Option<usize> {
    let Some(Item::Words { role, passage }) = item else { return None };
    matches!(kind(aligned, *role, *passage), Kind::Caption).then_some(*passage)
}

/// Returns the passage of a table's note that stands here.
fn note_at(aligned: &Aligned<'_>, item: Option<&Item<'_>>) -> Option<usize> {
    let Some(Item::Words { role, passage }) = item else { return None };
    let was_note = || aligned.origin(*passage).is_some_and(|base| base.part == Part::Note);
    (*role == Role::Note || *role == Role::Body && was_note()).then_some(*passage)
}

/// Returns the chart of the composed document that a graphic is, drawn from its figures.
fn chart(
    aligned: &Aligned<'_>,
    graphic: &Graphic,
    caption: Option<usize>,
    drawn: &mut Drawn,
) -> Option<Block> {
    let charts: Vec<(Home, usize)> =
        charts(aligned).into_iter().filter(|chart| !drawn.contains(chart)).collect();
    let bars = |(home, block): (Home, usize)| match aligned.base.block(home, block) {
        Block::Bars(bars) => Some(bars),
        _ => None,
    };
    let alt = plain(&graphic.alt);
    let by_alt = charts
        .iter()
        .copied()
        .find(|chart| !alt.is_empty() && bars(*chart).is_some_and(|bars| plain(&bars.alt) == alt));
    let by_caption = || {
        let base = aligned.origin(caption?)?;
        charts.iter().copied().find(|chart| *chart == (base.home, base.block))
    };
    let chart = by_alt.or_else(by_caption)?;
    drawn.insert(chart);
    let mut bars = bars(chart)?.clone();
    if let Some(caption) = caption {
        bars.caption = aligned.text(caption, 0);
    }
    Some(Block::Bars(bars))
}

/// Returns where the composed document has charts.
fn charts(aligned: &Aligned<'_>) -> Vec<(Home, usize)> {
    let captions = aligned.base.texts.iter().filter(|base| base.part == Part::Caption);
    let places = captions.map(|base| (base.home, base.block));
    places.filter(|(home, block)| matches!(aligned.base.block(*home, *block), Block::Bars(_))).collect()
}

fn foreign(graphic: &Graphic) -> Diagnostic {
    let place = if graphic.around.is_empty() {
        "文件里".to_string()
    } else {
        format!("“{}”旁", short(&graphic.around))
    };
    let message = format!("{place}有{}", name(graphic.kind));
    Diagnostic::error("foreign-object", message).hint("请删除，或改为另附的附件；图表由程序按台账重画")
}

fn alone(words: &str) -> Diagnostic {
    let message = format!("`{}` 是图题或表题，图或表已经删了", short(words));
    Diagnostic::error("caption-alone", message).hint("把图题、表题一并删去，或把图表放回题的旁边")
}

impl Built {
    /// Returns what the block says, where it says it in words.
    pub(super) fn words(&self) -> Option<&Text> {
        match &self.block {
            Block::Heading { text, .. } | Block::Paragraph(text) | Block::Item(text) => Some(text),
            Block::Table(_) | Block::Bars(_) => None,
        }
    }
}
