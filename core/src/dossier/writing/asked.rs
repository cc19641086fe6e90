//! What a column asks of a deed, and how its cells answer.
//!
//! The same words answer different questions: a newspaper's name says that an essay was
//! published, 笔记未按时提交 is a problem and no denial of one, and 持续推进垃圾分类 is a measure
//! while 持续推进 under 整改 is not done yet. The words of each column stand in `states.toml`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::dossier::writing::day;
use crate::dossier::writing::state::{Clause, State, cell, clauses, stand, whole};
use crate::dossier::writing::state_words::without_orders;

/// A question that the cells of a column answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asked {
    /// 整改: was it put right?
    Rectified,
    /// 结果运用: was the result used?
    Used,
    /// 结果运用 again: did it go to those who judge cadres?
    PassedOn,
    /// 贯彻措施: is there a measure?
    FollowUp,
    /// 转化应用: was the result of research applied?
    Applied,
    /// 状态 of research: is it finished?
    Finished,
    /// 点评: was the session reviewed?
    Reviewed,
    /// 套开: was it held within another meeting?
    Joint,
    /// 发表/转化: was the essay published or used?
    Published,
    /// 补学: was the session made up for?
    MadeUp,
    /// 记录: is there a record of it?
    Recorded,
    /// 问题: was a problem raised?
    Problem,
}

/// The words of one question.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
struct Words {
    about: Vec<String>,
    besides: Vec<String>,
    bare: Vec<String>,
    begun: Vec<String>,
    no: Vec<String>,
}

/// The words that are part of the program, by question.
static WORDS: LazyLock<BTreeMap<String, Words>> = LazyLock::new(|| {
    #[derive(Deserialize)]
    struct File {
        asked: BTreeMap<String, Words>,
    }
    let file: File = toml::from_str(include_str!("states.toml"))
        .expect("states.toml is part of the program and checked by a test");
    file.asked
});

impl Asked {
    /// Returns the question's key in `states.toml`.
    fn key(self) -> &'static str {
        match self {
            Asked::Rectified => "rectified",
            Asked::Used => "used",
            Asked::PassedOn => "passed-on",
            Asked::FollowUp => "follow-up",
            Asked::Applied => "applied",
            Asked::Finished => "finished",
            Asked::Reviewed => "reviewed",
            Asked::Joint => "joint",
            Asked::Published => "published",
            Asked::MadeUp => "made-up",
            Asked::Recorded => "recorded",
            Asked::Problem => "problem",
        }
    }

    /// Returns the question's words.
    fn words(self) -> &'static Words {
        &WORDS[self.key()]
    }

    /// Returns how a cell answers; blank cells are unknown.
    pub(crate) fn answer(self, text: &str) -> State {
        let text = cell(text);
        if let Some(state) = whole(&text) {
            return state;
        }
        let all = clauses(&text);
        if all.is_empty() {
            return State::Unknown;
        }
        let Words { about, besides, bare, begun, no } = self.words();
        match self {
            Asked::Recorded if day::written_text(&text).is_some() => State::Yes,
            Asked::Rectified => match stand(&refs(&all), about) {
                State::Yes if is_only_begun(&all, begun) => State::UnderWay,
                state => state,
            },
            Asked::Used | Asked::Applied | Asked::Recorded => stand(&refs(&all), about),
            Asked::PassedOn if all.iter().any(|clause| clause.names(about)) => stand(&refs(&all), about),
            Asked::PassedOn => State::No,
            Asked::FollowUp => measure(&text, &all, self.words()),
            Asked::Finished => finished(&text, &all, besides),
            Asked::Reviewed => remark(&all, about, bare),
            Asked::Joint => joint(&all, about, no),
            Asked::Published => published(&text, &all, about),
            Asked::MadeUp if day::written_text(&text).is_some() => State::Yes,
            Asked::MadeUp => match stand(&refs(&all), about) {
                // 病假 in the column is a reason and no answer.
                State::Yes if !all.iter().any(Clause::has_deed) => State::Unknown,
                state => state,
            },
            Asked::Problem => problem(&all, self.words()),
        }
    }
}

fn refs<'a, 'b>(all: &'b [Clause<'a>]) -> Vec<&'b Clause<'a>> {
    all.iter().collect()
}

/// Returns whether a text names something that it does not deny: 研讨, but neither 未开展研讨 nor
/// 研讨（未开展）; where `may_plan`, what is planned is named, too.
pub(crate) fn names(text: &str, word: &str, others: &[&str], may_plan: bool) -> bool {
    let text = cell(text);
    let all = clauses(&text);
    let is_open = |state: Option<State>| match state {
        Some(State::No | State::NotNeeded) => true,
        Some(State::UnderWay) => !may_plan,
        _ => false,
    };
    all.iter().enumerate().any(|(at, clause)| {
        let Some(start) = clause.text.find(word) else { return false };
        let (before, behind) = clause.text.split_at(start + word.len());
        // What denies it may stand behind, in brackets or without: 研讨未开展.
        let next = all.get(at + 1).filter(|_| behind.is_empty()).map_or(behind, |next| next.text);
        let names_other = others.iter().any(|other| next.contains(other));
        let said = |text: &str| clauses(text).first().and_then(Clause::said);
        let is_bare =
            |text: &str| clauses(text).first().is_some_and(|clause| clause.is_bare(&["安排", "另行"]));
        let is_denied_behind = is_bare(next) && !names_other && is_open(said(next));
        !is_open(said(before)) && !is_denied_behind
    })
}

/// Returns whether all that is said is how a deed was begun: 制定整改方案, but neither 已按方案整改
/// nor 已整改，印发通知.
fn is_only_begun(all: &[Clause<'_>], begun: &[String]) -> bool {
    let begins = |clause: &Clause<'_>| {
        begun.iter().any(|word| {
            clause.text.match_indices(word.as_str()).any(|(at, _)| !clause.text[..at].ends_with(['按', '照']))
        })
    };
    let is_finished = |clause: &Clause<'_>| clause.said() == Some(State::Yes) && !begins(clause);
    all.iter().any(begins) && !all.iter().any(|clause| is_finished(clause) || clause.finishes())
}

/// Returns whether a text states a measure: what is being arranged is one, 正在研究 is none.
fn measure(text: &str, all: &[Clause<'_>], Words { about, bare, .. }: &Words) -> State {
    if all.iter().all(|clause| clause.is_bare(bare)) {
        return stand(&refs(all), about);
    }
    let plain = without_orders(text);
    let plain = clauses(&plain);
    match stand(&refs(&plain), about) {
        // 开展专项整治，正在推进: the first clause states it.
        State::UnderWay if plain.iter().any(|clause| clause.said().is_none() && !clause.is_bare(bare)) => {
            State::Yes
        }
        state => state,
    }
}

/// Returns whether work is finished: content alone does not say so, and any part that is open
/// leaves it open.
fn finished(text: &str, all: &[Clause<'_>], besides: &[String]) -> State {
    // A share in a cell of numbers: 0.8 is 80 %.
    if let Ok(share) = text.parse::<f64>() {
        return match share {
            1.0 | 100.0 => State::Yes,
            share if share > 0.0 && share < 1.0 => State::UnderWay,
            _ => State::Unknown,
        };
    }
    let own: Vec<&Clause<'_>> = all.iter().filter(|clause| !clause.names(besides)).collect();
    let own = if own.is_empty() { refs(all) } else { own };
    let said: Vec<State> = own.iter().filter_map(|clause| clause.said()).collect();
    match said.first() {
        None => State::Unknown,
        Some(State::Yes) if said.iter().any(|state| *state != State::Yes) => State::UnderWay,
        Some(state) => *state,
    }
}

/// Returns whether a remark was made: whatever it says, unless words say that none was.
fn remark(all: &[Clause<'_>], about: &[String], bare: &[String]) -> State {
    let is_answer =
        |clause: &&Clause<'_>| clause.said().is_some() && (clause.names(about) || clause.is_bare(bare));
    let is_own = |clause: &Clause<'_>| clause.said().is_some() && clause.names(about);
    if all.iter().any(is_own) || all.iter().all(|clause| is_answer(&clause)) {
        return stand(&refs(all), about);
    }
    State::Yes
}

/// Returns whether a session was held within another meeting: the meeting's name says so.
fn joint(all: &[Clause<'_>], about: &[String], no: &[String]) -> State {
    for clause in all {
        let word = no.iter().find_map(|word| clause.text.find(word.as_str()));
        if let Some(at) = word.filter(|_| !clause.names(about)) {
            let is_denied =
                ["不是", "并非", "非", "未", "不", "没"].iter().any(|sign| clause.text[..at].ends_with(sign));
            return if is_denied { State::Yes } else { State::No };
        }
    }
    let is_said = all.iter().any(|clause| clause.said().is_some());
    let is_named = all.iter().any(|clause| clause.names(about) || clause.text.contains('会'));
    if is_said || is_named { stand(&refs(all), about) } else { State::Unknown }
}

/// Returns whether something was published or used: one of both is enough, and so are a day and
/// the name of what it appeared in.
fn published(text: &str, all: &[Clause<'_>], about: &[String]) -> State {
    let is_yes = |clause: &Clause<'_>| clause.names(about) && clause.said() == Some(State::Yes);
    let is_name = text.chars().filter(char::is_ascii_alphabetic).count() >= 3;
    if day::written_text(text).is_some() || all.iter().any(is_yes) {
        return State::Yes;
    }
    match stand(&refs(all), about) {
        State::Unknown if is_name && all.iter().all(|clause| clause.said().is_none()) => State::Yes,
        state => state,
    }
}

/// Returns whether a problem was raised: whatever is written, unless it is said that none was found.
fn problem(all: &[Clause<'_>], Words { bare, no, .. }: &Words) -> State {
    let answer = |clause: &Clause<'_>| {
        // 0个.
        if clause
            .text
            .strip_prefix('0')
            .is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_digit() || c == '.'))
        {
            return Some(State::No);
        }
        if let Some(state) =
            clause.said().filter(|said| *said != State::UnderWay && clause.is_bare_of_deeds(bare))
        {
            return Some(state);
        }
        let is_praise = no.iter().any(|word| word == clause.text)
            || matches!(clause.said(), None | Some(State::Yes)) && clause.praises(no);
        is_praise.then_some(State::No)
    };
    let answers: Vec<Option<State>> = all.iter().map(answer).collect();
    let is_open = |answer: &Option<State>| answer.is_none_or(|state| state == State::Yes);
    if answers.iter().any(is_open) {
        return State::Yes;
    }
    answers.into_iter().flatten().next().unwrap_or(State::Unknown)
}

#[cfg(test)]
#[path = "asked_tests.rs"]
mod tests;
