//! The length of the body, and what is left out where the frame is too small for all of it.
//!
//! A section gives its sentences with what they are worth to the reader. Each part has a share of
//! the length that the office asks for (banxin.toml, `length`). A part that is longer than its
//! share first loses what says least: measures of routine, then further and second examples; so do
//! practice and plan where they would crowd out the other parts.
//! Only where the whole is still too long, findings go too, those of the lowest rank first.
//! Tables, charts and attachments are not counted. Nothing is added where there is little to say.

use crate::document::block::Block;
use crate::document::piece::{Piece, Worth};
use crate::document::text::{Text, text};
use crate::document::wording::{enumerated, title};
use crate::settings::LENGTH;

/// A part of the body with a share of its length.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Part {
    /// 前言.
    Opening,
    /// 主要做法和成效.
    Practice,
    /// 存在的主要问题.
    Problems,
    /// 原因分析.
    Causes,
    /// 学习计划.
    Plan,
}

/// The characters that the shares are of.
const USUAL: usize = LENGTH as usize;

impl Part {
    /// Returns how many of three thousand characters the part has.
    fn share(self) -> usize {
        match self {
            Part::Opening => 250,
            Part::Practice => 1300,
            Part::Problems | Part::Plan => 550,
            Part::Causes => 350,
        }
    }

    /// Returns how many characters the part has of a body of that length.
    pub(crate) fn budget(self, length: u16) -> usize {
        self.share() * usize::from(length) / USUAL
    }
}

/// A section's content before the frame is laid over it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Draft {
    /// A heading of the second level without its number; it goes with all that stands below it,
    /// and a single one of a section stands at the head of its paragraph instead.
    Heading(Text),
    /// Sentences that follow one another in one paragraph.
    Paragraph(Vec<Piece>),
    /// Sentences of one paragraph that are numbered 一是…二是…; at most four.
    Points(Vec<Piece>),
    /// A block that stays as it is.
    Fixed(Box<Block>),
}

impl From<Block> for Draft {
    fn from(block: Block) -> Draft {
        Draft::Fixed(Box::new(block))
    }
}

/// The most points that one paragraph numbers.
const MAX_POINTS: usize = 4;

impl Draft {
    fn pieces(&self) -> &[Piece] {
        match self {
            Draft::Paragraph(pieces) | Draft::Points(pieces) => pieces,
            Draft::Heading(_) | Draft::Fixed(_) => &[],
        }
    }

    fn pieces_mut(&mut self) -> Option<&mut Vec<Piece>> {
        match self {
            Draft::Paragraph(pieces) | Draft::Points(pieces) => Some(pieces),
            Draft::Heading(_) | Draft::Fixed(_) => None,
        }
    }

    /// Returns how many characters of the body it fills, with the numbers that it will have.
    fn n_chars(&self) -> usize {
        const OF_HEADING: usize = "（一）".len() / 3;
        const OF_POINT: usize = "一是".len() / 3;
        let count = |text: &Text| text.chars().count();
        match self {
            Draft::Heading(text) => count(text) + OF_HEADING,
            Draft::Fixed(block) => n_chars_of(block),
            Draft::Paragraph(pieces) => pieces.iter().map(|piece| count(&piece.text)).sum(),
            Draft::Points(pieces) => pieces.iter().map(|piece| count(&piece.text) + OF_POINT).sum(),
        }
    }
}

/// Counts the characters of a body: of headings and sentences.
pub(crate) fn n_chars(blocks: &[Block]) -> usize {
    blocks.iter().map(n_chars_of).sum()
}

fn n_chars_of(block: &Block) -> usize {
    match block {
        Block::Heading { text, .. } | Block::Paragraph(text) | Block::Item(text) => text.chars().count(),
        Block::Table(_) | Block::Bars(_) => 0,
    }
}

/// Leaves out what the length has no room for, and returns the blocks of each part.
pub(crate) fn fit(mut parts: Vec<(Part, Vec<Draft>)>, length: u16) -> Vec<Vec<Block>> {
    let n_chars = |drafts: &[Draft]| drafts.iter().map(Draft::n_chars).sum::<usize>();
    // What is told where there is room makes room first, in the part that is furthest beyond its share.
    let is_extra = |worth| matches!(worth, Worth::Routine | Worth::Further);
    let floor = least(usize::from(length));
    let is_longer = |parts: &[(Part, Vec<Draft>)], than| n_chars_of_all(parts) > than;
    while is_longer(&parts, usize::from(length)) && shorten(&mut parts, &is_extra, floor) {}
    // A short body loses nothing: the shares of what is not there are free.
    let mut total = n_chars_of_all(&parts);
    for (part, drafts) in &mut parts {
        let mut n = n_chars(drafts);
        while n > most(part.budget(length)) && total > usize::from(length) {
            if !leave_out(drafts, &|worth| !is_finding(worth), total.saturating_sub(floor)) {
                break;
            }
            total -= n - n_chars(drafts);
            n = n_chars(drafts);
        }
    }
    hold_shares(&mut parts, length);
    let any = |_| true;
    while is_longer(&parts, most(usize::from(length)))
        && (shorten(&mut parts, &any, floor) || shorten(&mut parts, &any, 0))
    {}
    parts.into_iter().map(|(_, drafts)| blocks(drafts)).collect()
}

/// Where there is much to say of problems and causes, nothing crowds them out: practice is no longer
/// than its share of what is written and a tenth of the whole more, and of a body that is to be
/// short, the plan neither. Practice loses second examples for it, the plan what answers findings of
/// the lowest rank; these stand in its table.
fn hold_shares(parts: &mut [(Part, Vec<Draft>)], length: u16) {
    let n_chars = |parts: &[(Part, Vec<Draft>)], wanted: &dyn Fn(Part) -> bool| -> usize {
        let of = parts.iter().filter(|(part, _)| wanted(*part));
        of.flat_map(|(_, drafts)| drafts).map(Draft::n_chars).sum()
    };
    let usual = length.min(LENGTH);
    let speaks = |part: Part| n_chars(parts, &|other| other == part) * 2 >= part.budget(usual);
    if n_chars(parts, &|part| part == Part::Causes) == 0 || !speaks(Part::Problems) {
        return;
    }
    let floor = least(usize::from(length));
    // What the plan answers with goes only where the office wants it short.
    let held: &[Part] = if length < LENGTH { &[Part::Practice, Part::Plan] } else { &[Part::Practice] };
    for held in held.iter().copied() {
        let may_go = |worth| held == Part::Plan || !is_finding(worth);
        let most_of = |total: usize| total * (held.share() + USUAL / 10) / USUAL;
        loop {
            let total = n_chars(parts, &|_| true);
            let is_crowding = n_chars(parts, &|part| part == held) > most_of(total);
            // A body that is to be short loses nothing once it is.
            if !is_crowding || length < LENGTH && total <= usize::from(length) {
                break;
            }
            let mut own = parts.iter_mut().filter(|(part, _)| *part == held);
            let spare = if length < LENGTH { total.saturating_sub(floor) } else { total };
            if !own.any(|(_, drafts)| leave_out(drafts, &may_go, spare)) {
                break;
            }
        }
    }
}

/// A tenth more than asked for is still within the frame.
fn most(n_chars: usize) -> usize {
    n_chars + n_chars / 10
}

/// A tenth less than asked for is, too; a heading that loses all below it goes without being counted.
fn least(n_chars: usize) -> usize {
    n_chars - n_chars * 8 / 100
}

fn is_finding(worth: Worth) -> bool {
    matches!(worth, Worth::Finding(_))
}

/// Leaves out a piece of the part that is furthest beyond its share, of those that may go, so that no
/// fewer characters than the floor are left; says whether there was one.
fn shorten(parts: &mut [(Part, Vec<Draft>)], may: &dyn Fn(Worth) -> bool, floor: usize) -> bool {
    let beyond = |(part, drafts): &(Part, Vec<Draft>)| {
        drafts.iter().map(Draft::n_chars).sum::<usize>() * 1000 / part.share()
    };
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by_key(|at| std::cmp::Reverse(beyond(&parts[*at])));
    let spare = n_chars_of_all(parts).saturating_sub(floor);
    order.into_iter().any(|part| leave_out(&mut parts[part].1, may, spare))
}

/// Counts the characters of all parts.
fn n_chars_of_all(parts: &[(Part, Vec<Draft>)]) -> usize {
    parts.iter().flat_map(|(_, drafts)| drafts).map(Draft::n_chars).sum()
}

/// Leaves out the last of the pieces that are worth least, of those that may go and are no longer
/// than what is to spare; says whether there was one.
fn leave_out(drafts: &mut [Draft], may: &dyn Fn(Worth) -> bool, spare: usize) -> bool {
    let mut least: Option<(usize, usize, Worth)> = None;
    for (at, draft) in drafts.iter().enumerate() {
        for (n, piece) in draft.pieces().iter().enumerate() {
            let may_go = piece.worth != Worth::Needed && may(piece.worth);
            if may_go
                && piece.text.chars().count() <= spare
                && least.is_none_or(|(.., worth)| piece.worth <= worth)
            {
                least = Some((at, n, piece.worth));
            }
        }
    }
    let Some((at, n, _)) = least else { return false };
    if let Some(pieces) = drafts[at].pieces_mut() {
        pieces.remove(n);
    }
    true
}

/// Writes out what is left: numbers headings and points, and drops headings over nothing.
fn blocks(drafts: Vec<Draft>) -> Vec<Block> {
    let is_left = |draft: &Draft| match draft {
        Draft::Heading(_) | Draft::Fixed(_) => true,
        _ => !draft.pieces().is_empty(),
    };
    let mut left: Vec<Draft> = drafts.into_iter().filter(is_left).collect();
    let is_heading = |draft: Option<&Draft>| matches!(draft, None | Some(Draft::Heading(_)));
    let is_bare = |at: usize| matches!(left[at], Draft::Heading(_)) && is_heading(left.get(at + 1));
    let bare: Vec<bool> = (0..left.len()).map(is_bare).collect();
    let mut bare = bare.into_iter();
    left.retain(|_| !bare.next().unwrap_or(false));

    let n_headings = left.iter().filter(|draft| matches!(draft, Draft::Heading(_))).count();
    let mut number = 0;
    let mut blocks = Vec::new();
    // A single heading becomes the first sentence of what follows it.
    let mut opening: Option<Text> = None;
    for draft in left {
        let opened = |text: Text, opening: Option<Text>| match opening {
            Some(heading) => text!("{heading}。{text}"),
            None => text,
        };
        let words = |pieces: &[Piece]| pieces.iter().map(|piece| piece.text.clone()).collect::<Vec<Text>>();
        match draft {
            Draft::Heading(heading) if n_headings == 1 => opening = Some(heading),
            Draft::Heading(heading) => {
                number += 1;
                blocks.push(Block::subheading(title::numbered_below(number, heading)));
            }
            Draft::Paragraph(pieces) => {
                let text = Text::joined(&words(&pieces), "");
                blocks.push(Block::Paragraph(opened(text, opening.take())));
            }
            Draft::Points(pieces) => {
                for some in words(&pieces).chunks(MAX_POINTS) {
                    blocks.push(Block::Paragraph(opened(enumerated(some), opening.take())));
                }
            }
            Draft::Fixed(block) => {
                blocks.extend(opening.take().map(|heading| Block::Paragraph(text!("{heading}。"))));
                blocks.push(*block);
            }
        }
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::provenance::Provenance;

    fn piece(words: &str, worth: Worth) -> Piece {
        Piece::new(Text::of(words, Provenance::Office("正文素材")), worth)
    }

    fn long(c: &str, worth: Worth) -> Piece {
        piece(&(c.repeat(399) + "。"), worth)
    }

    fn heading(words: &'static str) -> Draft {
        Draft::Heading(words.into())
    }

    /// Returns the first characters of each block.
    fn shown(blocks: &[Block]) -> Vec<String> {
        let text = |block: &Block| match block {
            Block::Heading { text, .. } | Block::Paragraph(text) | Block::Item(text) => {
                text.chars().take(5).collect()
            }
            Block::Table(_) | Block::Bars(_) => String::new(),
        };
        blocks.iter().map(text).collect()
    }

    #[test]
    fn budgets_are_shares_of_the_length() {
        assert_eq!(Part::Practice.budget(3000), 1300);
        assert_eq!(Part::Causes.budget(1500), 175);
        let all = [Part::Opening, Part::Practice, Part::Problems, Part::Causes, Part::Plan];
        assert_eq!(all.map(|part| part.budget(6000)).iter().sum::<usize>(), 6000);
    }

    #[test]
    fn what_says_least_goes_first_and_only_where_its_part_is_too_long() {
        let plan = |pieces| vec![(Part::Plan, vec![heading("甲"), Draft::Paragraph(pieces)])];
        let cut = fit(
            plan(vec![
                long("一", Worth::Routine),
                long("二", Worth::Finding(1.0)),
                long("三", Worth::SecondExample),
                long("四", Worth::SecondExample),
            ]),
            500,
        );
        assert_eq!(shown(&cut[0]), ["甲。二二二"]);
        let cut = fit(plan(vec![long("一", Worth::Routine), piece("二。", Worth::Routine)]), 3000);
        assert_eq!(shown(&cut[0]), ["甲。一一一"]);
    }

    #[test]
    fn findings_of_the_lowest_rank_go_where_the_whole_is_too_long() {
        let pieces =
            |c| vec![long(c, Worth::Finding(2.0)), long(c, Worth::Finding(0.5)), long(c, Worth::Needed)];
        let parts = vec![
            (Part::Problems, vec![Draft::Points(pieces("甲"))]),
            (Part::Causes, vec![Draft::Points(pieces("乙"))]),
        ];
        let n = |blocks: &[Block]| match blocks {
            [Block::Paragraph(text)] => text.chars().filter(|c| *c == '。').count(),
            _ => 0,
        };
        let cut = fit(parts.clone(), 1500);
        assert_eq!(cut.iter().map(|blocks| n(blocks)).collect::<Vec<_>>(), [3, 1]);
        let whole = fit(parts, 3000);
        assert_eq!(whole.iter().map(|blocks| n(blocks)).collect::<Vec<_>>(), [3, 3]);
    }

    #[test]
    fn headings_are_numbered_after_the_cut_and_a_single_one_opens_its_paragraph() {
        let paragraph = |words: &str| Draft::Paragraph(vec![piece(words, Worth::Needed)]);
        let drafts = vec![heading("甲"), paragraph("子。"), heading("空"), heading("乙"), paragraph("丑。")];
        let all = fit(vec![(Part::Practice, drafts)], 3000);
        assert_eq!(shown(&all[0]), ["（一）甲", "子。", "（二）乙", "丑。"]);
        let single = fit(vec![(Part::Practice, vec![heading("甲"), paragraph("子。")])], 3000);
        assert_eq!(shown(&single[0]), ["甲。子。"]);
        let points = (0..5).map(|_| piece("子。", Worth::Needed)).collect();
        let many = fit(vec![(Part::Practice, vec![Draft::Points(points)])], 3000);
        assert_eq!(many[0].len(), 2);
    }
}
