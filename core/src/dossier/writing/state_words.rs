//! The words of `states.toml`, and what each does within a clause.

use std::sync::LazyLock;

use serde::Deserialize;

/// How something stands by what a cell says of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Done, or there.
    Yes,
    /// Not done, or nothing there.
    No,
    /// Planned, begun, or done in part.
    UnderWay,
    /// Does not apply.
    NotNeeded,
    /// Blank, or not understood.
    Unknown,
}

/// The words of `states.toml`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Words {
    pub(super) exact: Exact,
    pub(super) harmless: Harmless,
    pub(super) object: Object,
    pub(super) no: Denials,
    pub(super) not_needed: Anywhere,
    pub(super) under_way: UnderWay,
    pub(super) done: Done,
    pub(super) unknown: Anywhere,
}

/// Whole cells.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Exact {
    pub(super) yes: Vec<String>,
    pub(super) no: Vec<String>,
    pub(super) under_way: Vec<String>,
    pub(super) not_needed: Vec<String>,
    pub(super) unknown: Vec<String>,
}

/// Words in which a sign of denial or of the future means nothing of the kind.
#[derive(Debug, Deserialize)]
pub(super) struct Harmless {
    pub(super) words: Vec<String>,
}

/// Words round a denial that only says what a measure is for.
#[derive(Debug, Deserialize)]
pub(super) struct Object {
    pub(super) before: Vec<String>,
    pub(super) nouns: Vec<String>,
}

/// Words that deny.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Denials {
    pub(super) anywhere: Vec<String>,
    pub(super) before_deed: Vec<String>,
    pub(super) at_start: Vec<String>,
    pub(super) after_deed: Vec<String>,
}

/// Words that hold wherever they stand.
#[derive(Debug, Deserialize)]
pub(super) struct Anywhere {
    pub(super) anywhere: Vec<String>,
}

/// Words of what is to come or done in part.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct UnderWay {
    pub(super) anywhere: Vec<String>,
    pub(super) orders: Vec<String>,
    pub(super) limits: Vec<String>,
    pub(super) in_part: Vec<String>,
    pub(super) at_end: Vec<String>,
    pub(super) remainder: Vec<String>,
}

/// Words of what is done.
#[derive(Debug, Deserialize)]
pub(super) struct Done {
    pub(super) finished: Vec<String>,
    pub(super) deeds: Vec<String>,
    pub(super) marks: Vec<String>,
    pub(super) adverbs: Vec<String>,
}

/// The words that are part of the program.
pub(super) static WORDS: LazyLock<Words> = LazyLock::new(|| {
    toml::from_str(include_str!("states.toml"))
        .expect("states.toml is part of the program and checked by a test")
});

/// What stands in place of a word that means nothing here.
pub(super) const MASK: char = '◦';
/// A piece of a clause that bears on how a deed stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'a> {
    Denial,
    SoftDenial,
    DenialBehind,
    NotNeeded,
    Pending,
    Limit,
    InPart,
    DoneMark,
    Adverb,
    Finished(&'a str),
    Deed(&'a str),
    /// 的 and the end of another phrase: what denies before it does not reach beyond.
    Break,
}

/// Returns what a whole cell or clause means by itself.
pub(super) fn exact(text: &str) -> Option<State> {
    let Exact { yes, no, under_way, not_needed, unknown } = &WORDS.exact;
    let all = [
        (yes, State::Yes),
        (no, State::No),
        (under_way, State::UnderWay),
        (not_needed, State::NotNeeded),
        (unknown, State::Unknown),
    ];
    all.into_iter().find(|(words, _)| words.iter().any(|word| word == text)).map(|(_, state)| state)
}

/// Parts a clause into the words that bear on how a deed stands, the longest at each place, with
/// where they begin and their lengths.
pub(super) fn tokens(masked: &str) -> Vec<(usize, usize, Token<'_>)> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(c) = masked[at..].chars().next() {
        let found = token_at(&masked[at..], at == 0);
        let found = found.or((c == '的').then_some((c.len_utf8(), Token::Break)));
        let length = found.map_or(c.len_utf8(), |(length, _)| length);
        tokens.extend(found.map(|(length, token)| (at, length, token)));
        at += length;
    }
    tokens
}

/// Returns the longest word that a text begins with, and its length.
pub(super) fn token_at(rest: &str, is_start: bool) -> Option<(usize, Token<'_>)> {
    let longest = |words: &[String]| {
        let fitting = words.iter().filter(|word| rest.starts_with(word.as_str())).map(String::len);
        fitting.max()
    };
    let at_end = |words: &[String]| words.iter().find(|word| rest == word.as_str()).map(String::len);
    let word = |length: usize| &rest[..length];
    let Words { no, not_needed, under_way, done, .. } = &*WORDS;
    let found = [
        longest(&not_needed.anywhere).map(|n| (n, Token::NotNeeded)),
        longest(&no.after_deed).map(|n| (n, Token::DenialBehind)),
        longest(&no.anywhere).map(|n| (n, Token::Denial)),
        longest(&no.at_start).filter(|_| is_start).map(|n| (n, Token::Denial)),
        longest(&no.before_deed).map(|n| (n, Token::SoftDenial)),
        longest(&under_way.in_part).map(|n| (n, Token::InPart)),
        longest(&under_way.anywhere).map(|n| (n, Token::Pending)),
        longest(&under_way.orders).map(|n| (n, Token::Pending)),
        longest(&under_way.limits).map(|n| (n, Token::Limit)),
        at_end(&under_way.at_end).map(|n| (n, Token::Pending)),
        longest(&done.marks).map(|n| (n, Token::DoneMark)),
        longest(&done.adverbs).map(|n| (n, Token::Adverb)),
        longest(&done.finished).map(|n| (n, Token::Finished(word(n)))),
        longest(&done.deeds).map(|n| (n, Token::Deed(word(n)))),
    ];
    // The first of equals stays: what denies goes before what affirms.
    found.into_iter().flatten().rev().max_by_key(|(length, _)| *length)
}

/// Returns a clause in which harmless words are masked, so that no sign in them is read.
pub(super) fn mask(clause: &str) -> String {
    let mut out = String::new();
    let mut rest = clause;
    while let Some(c) = rest.chars().next() {
        let fitting = WORDS.harmless.words.iter().filter(|word| rest.starts_with(word.as_str()));
        match fitting.max_by_key(|word| word.len()) {
            Some(word) => {
                out.push(MASK);
                rest = &rest[word.len()..];
            }
            None => {
                out.push(c);
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    out
}

/// Returns a cell's text with words of what is to be done, or of a part, masked: in a list of
/// measures 持续推进, 6月底前 and 剩余 belong to the measure.
pub(super) fn without_orders(text: &str) -> String {
    let UnderWay { orders, limits, in_part, .. } = &WORDS.under_way;
    let mut out = text.to_string();
    for word in orders.iter().chain(limits).chain(in_part) {
        out = out.replace(word.as_str(), &MASK.to_string());
    }
    without_denied_objects(&out)
}

/// Returns a text with 未 masked where it belongs to what a measure is for: 建立未脱贫户台账 is a
/// measure, 台账未建立 is none.
fn without_denied_objects(text: &str) -> String {
    const LONGEST: usize = 3;
    let Object { before, nouns } = &WORDS.object;
    let is_object = |at: usize| {
        let is_led = before.iter().any(|word| text[..at].ends_with(word.as_str()));
        let behind = &text[at + '未'.len_utf8()..];
        let starts = behind.char_indices().map(|(start, _)| start).skip(1).take(LONGEST);
        is_led
            && starts
                .into_iter()
                .any(|start| nouns.iter().any(|noun| behind[start..].starts_with(noun.as_str())))
    };
    let show = |(at, c): (usize, char)| if c == '未' && is_object(at) { MASK } else { c };
    text.char_indices().map(show).collect()
}
