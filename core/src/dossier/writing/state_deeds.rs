//! How a deed stands by the words of one clause, read from left to right.

use crate::dossier::writing::state_words::{State, Token, tokens};

/// Returns the last deed that a clause speaks of and how it stands, if it says so.
pub(super) fn by_deeds(masked: &str) -> (Option<&str>, Option<State>) {
    let mut standing = Standing::default();
    let mut end = 0;
    for (start, length, token) in tokens(masked) {
        standing.read(token, start == end);
        end = start + length;
    }
    (standing.deed, standing.state())
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

/// Returns how far a clause says that something is done: 完成80%, 完成一半 is under way.
pub(super) fn share(masked: &str) -> Option<State> {
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

/// Returns how far a clause ends in saying that something is done: 已整改3/5 is under way.
pub(super) fn fraction(masked: &str) -> Option<State> {
    let text = masked.trim_end_matches(['项', '个', '条', '处', '篇', '次']);
    let (before, of) = text.split_once('/')?;
    let of: u32 = of.parse().ok()?;
    let start = before.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let n: u32 = before[start..].parse().ok()?;
    // 3/5整改 begins with a day.
    if start == 0 || n > of || !matches!(by_deeds(&before[..start]).1, Some(State::Yes)) {
        return None;
    }
    Some(if n == 0 {
        State::No
    } else if n < of {
        State::UnderWay
    } else {
        State::Yes
    })
}
