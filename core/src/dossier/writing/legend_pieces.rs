//! A legend's text taken apart into signs and phrases, with the gaps between them.
//!
//! Quotation marks, colons and words such as 表示 tie a sign to its meaning; commas and spaces
//! part the entries; a slash between two words joins them, and by itself is a sign.

use crate::dossier::writing::mark::{self, legend_words};
use crate::text::is_han;

/// A sign of letters is at most so long.
const MAX_LETTERS: usize = 3;

/// How far a piece stands from the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gap {
    /// Nothing, or what joins a sign to its meaning.
    None,
    /// A space or an enumeration comma.
    Space,
    /// The end of a clause.
    Clause,
}

/// A piece of a legend.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    /// The sign or the words.
    pub(super) text: String,
    /// Whether it is a sign.
    pub(super) is_sign: bool,
    /// How far the piece before it is.
    pub(super) gap: Gap,
    /// Whether something says that this is the meaning, or the sign, of the piece before it.
    pub(super) glued: bool,
    /// Whether it stands beside the piece before it as one more sign or meaning.
    pub(super) joined: bool,
    /// Whether it stands in brackets behind other words.
    pub(super) aside: bool,
}
/// What has been taken apart so far.
struct Pieces {
    found: Vec<Piece>,
    gap: Gap,
    glued: bool,
    joined: bool,
    aside: bool,
}

impl Pieces {
    fn push(&mut self, text: &str, is_sign: bool) {
        // 到√ 缺×: a character with a meaning right before a sign is that meaning.
        if is_sign
            && self.gap == Gap::None
            && !text.starts_with(is_han)
            && let Some(last) = self.found.last_mut()
        {
            last.is_sign &= !means_by_itself(&last.text);
        }
        // One more of a kind: √/✓, 迟到/早退.
        let joined = self.joined && self.found.last().is_some_and(|last| last.is_sign == is_sign);
        let (gap, glued, aside) = (self.gap, self.glued, self.aside && !is_sign);
        self.found.push(Piece { text: text.to_string(), is_sign, gap, glued, joined, aside });
        (self.gap, self.glued, self.joined) = (Gap::None, false, false);
    }

    fn part(&mut self, gap: Gap) {
        self.gap = self.gap.max(gap);
    }

    /// Takes apart a run of Chinese characters: 用病表示, 公公差, 迟到为.
    fn push_words(&mut self, run: &str) {
        let words = legend_words();
        let mut run = run;
        // Words that join or say “means” at either end.
        while !mark::begins_with_meaning(run) {
            if let Some(rest) = words.joints.iter().find_map(|joint| run.strip_prefix(joint.as_str())) {
                (self.joined, run) = (true, rest);
            } else if let Some(rest) = words.glue.iter().find_map(|glue| run.strip_prefix(glue.as_str())) {
                (self.glued, run) = (true, rest);
            } else {
                break;
            }
        }
        let mut glued_behind = false;
        while let Some(rest) = words.glue.iter().find_map(|glue| run.strip_suffix(glue.as_str())) {
            (glued_behind, run) = (true, rest);
        }
        if run.is_empty() || words.labels.iter().any(|label| run == label) {
            return;
        }
        let inner = words.glue.iter().find_map(|glue| {
            let (left, right) = run.split_once(glue.as_str())?;
            (left.chars().count() == 1 || right.chars().count() == 1).then_some((left, right))
        });
        match inner.or_else(|| doubled(run)).filter(|(left, right)| !left.is_empty() && !right.is_empty()) {
            Some((left, right)) => {
                self.push(left, left.chars().count() == 1);
                self.glued = true;
                self.push(right, right.chars().count() == 1);
            }
            None => {
                // 1到 0缺, √-到: right behind a sign it is the meaning.
                let is_behind_sign = self.gap == Gap::None
                    && self.found.last().is_some_and(|last| last.is_sign && !last.text.starts_with(is_han));
                let is_meaning = is_behind_sign && means_by_itself(run);
                self.push(run, run.chars().count() == 1 && !is_meaning);
            }
        }
        self.glued = glued_behind;
    }
}

/// Splits a sign from the word that begins or ends with it: 公公差, 病假病.
fn doubled(run: &str) -> Option<(&str, &str)> {
    let first = run.chars().next()?;
    let rest = &run[first.len_utf8()..];
    if rest.contains(first) && mark::of_phrase(rest).is_some() {
        return Some(run.split_at(first.len_utf8()));
    }
    let last = run.chars().next_back()?;
    let head = &run[..run.len() - last.len_utf8()];
    (head.contains(last) && mark::of_phrase(head).is_some()).then(|| run.split_at(head.len()))
}

/// Returns whether one character has a meaning by custom: 到, 缺, 假.
fn means_by_itself(text: &str) -> bool {
    text.chars().count() == 1 && text.starts_with(is_han) && mark::of_sign(text).is_some()
}

fn is_dash(c: char) -> bool {
    matches!(c, '—' | '-' | '–' | '─' | '―' | '~' | '～' | '→')
}

/// Takes a legend's text apart; `numbered` leaves out numbers that count its items.
pub(super) fn pieces(text: &str, numbered: bool) -> Vec<Piece> {
    let chars: Vec<char> = text.chars().collect();
    let mut out = Pieces { found: Vec::new(), gap: Gap::None, glued: false, joined: false, aside: false };
    let mut at = 0;
    while at < chars.len() {
        let c = chars[at];
        let is_inner =
            |c: Option<&char>| c.is_some_and(|c| !c.is_whitespace() && !"，,；;。、：:".contains(*c));
        let between = at > 0 && is_inner(chars.get(at - 1)) && is_inner(chars.get(at + 1));
        if is_han(c) {
            let end = end_of_words(&chars, at);
            let run: String = chars[at..end].iter().filter(|c| !matches!(c, '、' | '/')).collect();
            out.push_words(&run);
            at = end;
            continue;
        }
        if c.is_ascii_alphanumeric() {
            let end = (at..chars.len()).find(|at| !chars[*at].is_ascii_alphanumeric()).unwrap_or(chars.len());
            at = alphanumeric(&chars, (at, end), numbered, &mut out);
            continue;
        }
        match c {
            '，' | ',' | '；' | ';' | '。' | '.' | '．' | '\n' | '\r' | '!' | '！' => {
                out.part(Gap::Clause)
            }
            '、' => {
                out.joined = out.gap == Gap::None;
                out.part(Gap::Space);
            }
            '：' | ':' | '=' | '＝' | '“' | '”' | '"' | '\'' | '‘' | '’' | '「' | '」' | '『' | '』'
            | '`' => {
                out.glued = true;
            }
            '(' | '（' | '[' | '［' | '【' | '〔' => (out.glued, out.aside) = (true, true),
            ')' | '）' | ']' | '］' | '】' | '〕' => out.aside = false,
            _ if c.is_whitespace() || matches!(c, '|' | '｜' | '·' | '•') => out.part(Gap::Space),
            '/' | '／' | '\\' | '＼' if between => out.joined = true,
            // 实到+请假=应到 adds up.
            '+' if between => out.part(Gap::Clause),
            '①'..='⑳' if numbered => out.part(Gap::Clause),
            _ if is_dash(c) => {
                let end = (at..chars.len()).find(|at| !is_dash(chars[*at])).unwrap_or(chars.len());
                let inner = at > 0 && is_inner(chars.get(at - 1)) && is_inner(chars.get(end));
                let behind_sign = out.found.last().is_some_and(|last| last.is_sign) && end < chars.len();
                if inner || behind_sign {
                    out.glued = true;
                } else {
                    out.push(&chars[at..end].iter().collect::<String>(), true);
                }
                at = end;
                continue;
            }
            _ => out.push(&c.to_string(), true),
        }
        at += 1;
    }
    out.found
}

/// Returns where a run of words ends: numbers with a unit belong to it, and 病、事假 is one word.
fn end_of_words(chars: &[char], start: usize) -> usize {
    let mut end = start;
    while end < chars.len() {
        let c = chars[end];
        let next_is_han = chars.get(end + 1).is_some_and(|c| is_han(*c));
        let is_short = end == start + 1 && "病事婚丧公".contains(chars[start]);
        let goes_on = is_han(c)
            || c.is_ascii_digit() && is_measured(chars, end)
            || matches!(c, '、' | '/') && is_short && next_is_han;
        if !goes_on {
            break;
        }
        end += 1;
    }
    end
}

/// Returns whether the number here is a quantity or a time: 10分钟, 9:15.
fn is_measured(chars: &[char], at: usize) -> bool {
    let end = (at..chars.len()).find(|at| !chars[*at].is_ascii_digit()).unwrap_or(chars.len());
    let rest: String = chars[end..].iter().take(2).collect();
    let is_time =
        rest.starts_with([':', '：', '.']) && rest.chars().nth(1).is_some_and(|c| c.is_ascii_digit());
    is_time || legend_words().units.iter().any(|unit| rest.starts_with(unit.as_str()))
}

/// Takes in letters and digits; returns where to go on.
fn alphanumeric(chars: &[char], (start, end): (usize, usize), numbered: bool, out: &mut Pieces) -> usize {
    let run: String = chars[start..end].iter().collect();
    if !run.bytes().all(|b| b.is_ascii_digit()) {
        if run.len() <= MAX_LETTERS {
            out.push(&run, true);
        } else {
            out.part(Gap::Clause);
        }
        return end;
    }
    if is_measured(chars, start) {
        // 9:15 and 3.20 to their last digit.
        let is_of_number = |c: char| c.is_ascii_digit() || ".:：".contains(c);
        return (end..chars.len()).find(|at| !is_of_number(chars[*at])).unwrap_or(chars.len());
    }
    let closes = chars.get(end).is_some_and(|c| ".．、)）".contains(*c));
    let begins = out.found.is_empty() || out.gap == Gap::Clause || out.gap == Gap::Space;
    if closes && begins {
        if numbered {
            out.part(Gap::Clause);
        } else {
            out.push(&run, true);
            out.glued = true;
        }
        return end + 1;
    }
    out.push(&run, true);
    end
}
