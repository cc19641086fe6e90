//! Whether a cell says that something was done: yes, no, under way, not needed, or unknown.
//!
//! A cell is read clause by clause, brackets after what they follow. Within a clause the words
//! before a deed say how it stands (未 整改, 待 整改, 已 整改), and some behind it (整改 中, 完成
//! 初稿). The first clause that says so in words decides; content without such a word, as
//! 印发方案, is an answer of yes only where no clause denies it. The words stand in `states.toml`.
//!
//! What is not understood is unknown, and must not be counted as yes.

use crate::dossier::writing::squeeze::squeeze;
use crate::dossier::writing::state_deeds::{by_deeds, fraction, share};
pub use crate::dossier::writing::state_words::State;
use crate::dossier::writing::state_words::{MASK, Token, WORDS, exact, mask, token_at, tokens};

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

    /// Returns whether the clause says by the deed itself that it is done: 到位, 销号.
    pub(super) fn finishes(&self) -> bool {
        self.said() == Some(State::Yes)
            && tokens(&self.masked).iter().any(|(.., token)| {
                matches!(
                    token,
                    Token::Finished(
                        "完成" | "完毕" | "到位" | "销号" | "办结" | "闭环" | "解决" | "纠正" | "改正"
                    )
                )
            })
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
    let state = share(masked).or_else(|| fraction(masked)).or(state);
    let with_deed = |state| Some(Verdict { deed, ..said(state) });
    if let Some(state) = state {
        return with_deed(guarded(masked, state));
    }
    if is_number_left(clause) {
        return with_deed(State::UnderWay);
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

/// Returns whether a clause says only how many are left: 余1项, 还差两处.
fn is_number_left(clause: &str) -> bool {
    let left = WORDS.under_way.remainder.iter().filter_map(|word| clause.strip_prefix(word.as_str()));
    let is_number = |rest: &str| {
        let number = rest.trim_end_matches(['项', '个', '条', '处', '件', '名', '人', '篇', '次']);
        let is_digit = |c: char| c.is_ascii_digit() || "一二两三四五六七八九十百".contains(c);
        !number.is_empty() && number.chars().all(is_digit)
    };
    left.into_iter().any(is_number)
}

/// Keeps a clause that begins with a denial from being a yes, whatever follows.
fn guarded(masked: &str, state: State) -> State {
    let is_denied = ["未", "没", "尚未"].iter().any(|word| masked.starts_with(word));
    if is_denied && state == State::Yes { State::Unknown } else { state }
}

#[cfg(test)]
#[path = "state_tests.rs"]
mod tests;
