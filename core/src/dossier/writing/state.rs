//! Whether a cell says that something was done: yes, no, under way, not needed, or unknown.
//!
//! A cell is read clause by clause, brackets after what they follow. Within a clause the words
//! before a deed say how it stands (未 整改, 待 整改, 已 整改), and some behind it (整改 中, 完成
//! 初稿). The first clause that says so in words decides; content without such a word, as
//! 印发方案, is an answer of yes only where no clause denies it. The words stand in `states.toml`.
//!
//! What is not understood is unknown, and must not be counted as yes.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::dossier::writing::squeeze::squeeze;

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
struct Words {
    exact: Exact,
    harmless: Harmless,
    object: Object,
    no: Denials,
    not_needed: Anywhere,
    under_way: UnderWay,
    done: Done,
    unknown: Anywhere,
}

/// Whole cells.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Exact {
    yes: Vec<String>,
    no: Vec<String>,
    under_way: Vec<String>,
    not_needed: Vec<String>,
    unknown: Vec<String>,
}

/// Words in which a sign of denial or of the future means nothing of the kind.
#[derive(Debug, Deserialize)]
struct Harmless {
    words: Vec<String>,
}

/// Words round a denial that only says what a measure is for.
#[derive(Debug, Deserialize)]
struct Object {
    before: Vec<String>,
    nouns: Vec<String>,
}

/// Words that deny.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Denials {
    anywhere: Vec<String>,
    before_deed: Vec<String>,
    at_start: Vec<String>,
    after_deed: Vec<String>,
}

/// Words that hold wherever they stand.
#[derive(Debug, Deserialize)]
struct Anywhere {
    anywhere: Vec<String>,
}

/// Words of what is to come or done in part.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct UnderWay {
    anywhere: Vec<String>,
    orders: Vec<String>,
    limits: Vec<String>,
    in_part: Vec<String>,
    at_end: Vec<String>,
    remainder: Vec<String>,
}

/// Words of what is done.
#[derive(Debug, Deserialize)]
struct Done {
    finished: Vec<String>,
    deeds: Vec<String>,
    marks: Vec<String>,
    adverbs: Vec<String>,
}

/// The words that are part of the program.
static WORDS: LazyLock<Words> = LazyLock::new(|| {
    toml::from_str(include_str!("states.toml"))
        .expect("states.toml is part of the program and checked by a test")
});

/// What stands in place of a word that means nothing here.
const MASK: char = '◦';
/// Marks that part clauses; brackets do too.
const CLAUSE_ENDS: [char; 16] =
    ['，', ',', '；', ';', '。', '（', '(', '）', ')', '［', '[', '］', ']', '！', '：', ':'];

/// What a clause says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Verdict<'a> {
    state: State,
    /// Whether words say so, as against content that only stands there.
    is_said: bool,
    /// The deed spoken of.
    deed: Option<&'a str>,
    /// Whether the clause is about what is left of a deed.
    is_remainder: bool,
}

/// Returns how something stands by what a cell says of it.
///
/// Blank cells are unknown; 无, ×, 0 and dashes are a no.
pub fn state(text: &str) -> State {
    state_of(text, &[])
}

/// Returns how one of several deeds stands, the first clause that names one of `subjects`
/// before all others: of 已结题（待转化） 转化 is under way.
pub fn state_of(text: &str, subjects: &[&str]) -> State {
    let text = cell(text);
    if let Some(state) = whole(&text) {
        return state;
    }
    let clauses = clauses(&text);
    stand(&clauses.iter().collect::<Vec<_>>(), subjects)
}

/// Returns a cell's text in the form in which it is read: squeezed, without a full stop, and
/// with what stands in 《》 masked, since a title says nothing of a deed.
pub(super) fn cell(text: &str) -> String {
    let text = squeeze(text);
    let text = text.trim_end_matches(['。', '.', '；', ';']);
    let mut out = String::with_capacity(text.len());
    let mut is_title = false;
    for c in text.chars() {
        match c {
            '《' => is_title = true,
            '》' => is_title = false,
            _ => {}
        }
        out.push(if is_title && c != '《' { MASK } else { c });
    }
    out
}

/// Returns how a cell stands that is one word or nothing.
pub(super) fn whole(text: &str) -> Option<State> {
    if text.is_empty() { Some(State::Unknown) } else { exact(text) }
}

/// Returns whether a cell is one word or sign of how something stands, without content: √, 有.
pub(in crate::dossier) fn is_word(text: &str) -> bool {
    whole(&cell(text)).is_some()
}

/// A clause of a cell.
#[derive(Debug, Clone)]
pub(super) struct Clause<'a> {
    /// As it is written.
    pub text: &'a str,
    /// With harmless words masked.
    masked: String,
}

/// Parts a cell's text into its clauses.
pub(super) fn clauses(text: &str) -> Vec<Clause<'_>> {
    let texts = text.split(CLAUSE_ENDS).filter(|clause| !clause.is_empty());
    texts.map(|text| Clause { text, masked: mask(text) }).collect()
}

impl Clause<'_> {
    /// Returns whether the clause names one of these.
    pub(super) fn names<T: AsRef<str>>(&self, subjects: &[T]) -> bool {
        subjects.iter().any(|subject| self.text.contains(subject.as_ref()))
    }

    /// Returns whether the clause ends in one of these words of praise, and means it: 记录完整, but
    /// neither 记录不完整 nor 不够规范.
    pub(super) fn praises(&self, words: &[String]) -> bool {
        let before = words.iter().filter_map(|word| self.masked.strip_suffix(word.as_str()));
        let is_denied =
            |before: &str| before.ends_with(['不', '未', '欠', '没', '非']) || before.contains(MASK);
        before.into_iter().any(|before| !is_denied(before))
    }

    /// Returns what the clause says in words; nothing where it is content or a date.
    pub(super) fn said(&self) -> Option<State> {
        verdict(self.text, &self.masked).filter(|verdict| verdict.is_said).map(|verdict| verdict.state)
    }

    /// Returns whether the clause speaks of a deed.
    pub(super) fn has_deed(&self) -> bool {
        verdict(self.text, &self.masked).is_some_and(|verdict| verdict.deed.is_some())
    }

    /// Returns whether the clause has nothing but words of how something stands, of deeds, these
    /// words, days and numbers.
    pub(super) fn is_bare<T: AsRef<str>>(&self, words: &[T]) -> bool {
        self.is_only(words, true)
    }

    /// As above, but deeds must be among the words: 未发现问题 says that there is none, 问题未整改
    /// does not.
    pub(super) fn is_bare_of_deeds<T: AsRef<str>>(&self, words: &[T]) -> bool {
        self.is_only(words, false)
    }

    fn is_only<T: AsRef<str>>(&self, words: &[T], with_deeds: bool) -> bool {
        if exact(self.text).is_some() {
            return true;
        }
        let mut at = 0;
        while let Some(c) = self.masked[at..].chars().next() {
            let rest = &self.masked[at..];
            let own =
                words.iter().map(AsRef::as_ref).filter(|word| rest.starts_with(word)).map(str::len).max();
            let is_deed =
                |token: &Token<'_>| matches!(token, Token::Deed(_) | Token::Finished(_) | Token::InPart);
            let known = token_at(rest, at == 0).filter(|(_, token)| with_deeds || !is_deed(token));
            let known = known.map(|(length, _)| length).max(own);
            let is_time = c.is_ascii_digit() || "年月日号第季度周底前后于在的了等仅".contains(c);
            match known {
                Some(length) => at += length,
                None if is_time => at += c.len_utf8(),
                None => return false,
            }
        }
        true
    }
}

/// Returns how one of several deeds stands by these clauses: by those that name it in words, else
/// by all.
pub(super) fn stand<T: AsRef<str>>(clauses: &[&Clause<'_>], subjects: &[T]) -> State {
    let verdict = |clause: &&Clause<'_>| {
        verdict(clause.text, &clause.masked)
            .map(|verdict| (clause.names(subjects), verdict.state, verdict.is_said, verdict.is_remainder))
    };
    let own: Vec<_> = clauses
        .iter()
        .filter_map(verdict)
        .filter(|(is_own, _, is_said, is_remainder)| *is_said && (*is_own || *is_remainder))
        .collect();
    if own.iter().any(|(is_own, ..)| *is_own) {
        let (_, first, ..) = own[0];
        let is_open = |state: State| matches!(state, State::No | State::UnderWay);
        let is_mixed = first == State::Yes && own.iter().any(|(_, state, ..)| is_open(*state));
        return if is_mixed { State::UnderWay } else { first };
    }
    let verdicts: Vec<Verdict<'_>> =
        clauses.iter().filter_map(|clause| self::verdict(clause.text, &clause.masked)).collect();
    decide(&verdicts)
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

/// Returns what a whole cell or clause means by itself.
fn exact(text: &str) -> Option<State> {
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

/// Returns what all clauses say together.
fn decide(verdicts: &[Verdict<'_>]) -> State {
    let said: Vec<&Verdict<'_>> = verdicts.iter().filter(|verdict| verdict.is_said).collect();
    let Some(first) = said.first() else {
        return verdicts.first().map_or(State::Unknown, |verdict| verdict.state);
    };
    // 无问题，无需整改: nothing is there because nothing is needed.
    let states = || said.iter().map(|verdict| verdict.state);
    if states().any(|state| state == State::NotNeeded)
        && states().all(|state| matches!(state, State::NotNeeded | State::No))
    {
        return State::NotNeeded;
    }
    // 已整改3项，2项未整改: one deed, done only in part.
    let is_open = |other: &&&Verdict<'_>| {
        // 已约谈，笔记尚未补齐: what is denied of another deed leaves it open, too.
        let is_same = other.deed.is_some() && other.deed == first.deed;
        let is_denied = other.state == State::No && other.deed.is_some();
        matches!(other.state, State::No | State::UnderWay) && (other.is_remainder || is_same || is_denied)
    };
    if first.state == State::Yes && said.iter().any(|other| is_open(&other)) {
        return State::UnderWay;
    }
    first.state
}

/// Returns what one clause says; nothing where it says nothing of any deed, as a date does.
fn verdict<'a>(clause: &str, masked: &'a str) -> Option<Verdict<'a>> {
    let said = |state| Verdict { state, is_said: true, deed: None, is_remainder: begins_remainder(clause) };
    if let Some(state) = exact(clause) {
        return Some(said(state));
    }
    let has = |words: &[String]| words.iter().any(|word| masked.contains(word.as_str()));
    if has(&WORDS.unknown.anywhere) {
        return Some(said(State::Unknown));
    }
    let (deed, state) = by_deeds(masked);
    let state = share(masked).or(state);
    let with_deed = |state| Some(Verdict { deed, ..said(state) });
    if let Some(state) = state {
        return with_deed(guarded(masked, state));
    }
    // No word decides: what stands there is content, or nothing to go by.
    let n_han = clause.chars().filter(|c| ('\u{3400}'..='\u{9fff}').contains(c) || *c == MASK).count();
    let is_day = clause.chars().all(|c| c.is_ascii_digit() || "年月日号.-/、至—~".contains(c));
    if is_day {
        return None;
    }
    let state = if n_han >= 2 || deed.is_some() { State::Yes } else { State::Unknown };
    Some(Verdict { is_said: false, deed, ..said(guarded(masked, state)) })
}

/// Returns whether a clause is about what is left of a deed.
fn begins_remainder(clause: &str) -> bool {
    WORDS.under_way.remainder.iter().any(|word| clause.starts_with(word.as_str()))
}

/// Keeps a clause that begins with a denial from being a yes, whatever follows.
fn guarded(masked: &str, state: State) -> State {
    let is_denied = ["未", "没", "尚未"].iter().any(|word| masked.starts_with(word));
    if is_denied && state == State::Yes { State::Unknown } else { state }
}

/// Returns how far a clause says that something is done: 完成80%, 完成一半 is under way.
fn share(masked: &str) -> Option<State> {
    let (before, after) = masked.split_once(['%', '％'])?;
    let start = before
        .rfind(|c: char| !c.is_ascii_digit() && c != '.')
        .map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
    let share: f64 = before[start..].parse().ok()?;
    let (_, whole) = by_deeds(&format!("{}{after}", &before[..start]));
    Some(match whole {
        Some(state @ (State::No | State::UnderWay | State::NotNeeded)) => state,
        _ if share <= 0.0 => State::No,
        _ if share < 100.0 => State::UnderWay,
        _ => State::Yes,
    })
}

/// A piece of a clause that bears on how a deed stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token<'a> {
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

/// How a deed stands by the words read so far.
#[derive(Debug, Default)]
struct Standing<'a> {
    /// What the words before the next deed say.
    scope: Option<State>,
    /// Whether a denial that needs its deed right behind it stands last.
    is_soft: bool,
    is_in_part: bool,
    /// Whether the last word denied or excused.
    is_denied: bool,
    /// What the deeds read so far say.
    found: Option<State>,
    deed: Option<&'a str>,
}

impl<'a> Standing<'a> {
    /// Takes in the next word; `is_next` where nothing stands between it and the one before.
    fn read(&mut self, token: Token<'a>, is_next: bool) {
        let is_soft = std::mem::take(&mut self.is_soft) && is_next;
        let is_denied = std::mem::take(&mut self.is_denied);
        match token {
            Token::Denial => (self.scope, self.is_denied) = (Some(State::No), true),
            Token::SoftDenial => (self.is_soft, self.is_denied) = (true, true),
            Token::NotNeeded => (self.scope, self.is_denied) = (Some(State::NotNeeded), true),
            Token::DenialBehind => self.found = Some(State::No),
            // 未按计划整改 stays a denial.
            Token::Pending if self.scope != Some(State::No) => self.scope = Some(State::UnderWay),
            Token::Limit => self.scope = self.scope.or(Some(State::UnderWay)),
            Token::Pending => self.is_denied = is_denied,
            Token::InPart => self.is_in_part = true,
            // 已 lifts what was said before, save a 未 right in front of it.
            Token::DoneMark if !is_denied => self.scope = Some(State::Yes),
            Token::Adverb if !is_denied => self.scope = self.scope.or(Some(State::Yes)),
            Token::DoneMark | Token::Adverb => (self.is_soft, self.is_denied) = (is_soft, true),
            Token::Break if self.scope == Some(State::No) => {
                (self.scope, self.found) = (None, self.found.or(Some(State::No)));
            }
            Token::Break => {}
            Token::Finished(word) | Token::Deed(word) => {
                if is_soft {
                    self.scope = Some(State::No);
                }
                self.deed = Some(word);
                let own = matches!(token, Token::Finished(_)).then_some(State::Yes);
                self.found = self.scope.or(own).or(self.found);
            }
        }
    }

    /// Returns what the whole clause says.
    fn state(&self) -> Option<State> {
        // A word of denial or of the future may stand behind the deed, or without any.
        let behind = self.scope.filter(|state| *state != State::Yes || self.found.is_none());
        match behind.or(self.found) {
            Some(State::Yes) | None if self.is_in_part => Some(State::UnderWay),
            state => state,
        }
    }
}

/// Returns the last deed that a clause speaks of and how it stands, if it says so.
fn by_deeds(masked: &str) -> (Option<&str>, Option<State>) {
    let mut standing = Standing::default();
    let mut end = 0;
    for (start, length, token) in tokens(masked) {
        standing.read(token, start == end);
        end = start + length;
    }
    (standing.deed, standing.state())
}

/// Parts a clause into the words that bear on how a deed stands, the longest at each place, with
/// where they begin and their lengths.
fn tokens(masked: &str) -> Vec<(usize, usize, Token<'_>)> {
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
fn token_at(rest: &str, is_start: bool) -> Option<(usize, Token<'_>)> {
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
fn mask(clause: &str) -> String {
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

#[cfg(test)]
#[path = "state_tests.rs"]
mod tests;
