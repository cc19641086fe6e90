//! What became of each number: kept, reworded, changed, told of something else, matched, unsupported
//! or lost.
//!
//! A number of the revised text that stands in the place of one of the base must say the same,
//! or less that is true. One that stands in nobody's place must be named by the words before it
//! as a measure of that value; else nothing supports it. What the office answers for by name and
//! reason is let through and told.

mod allowed;
mod case;
mod cell;
mod claims;
mod evidence;
mod label;
mod section;
mod shares;
mod spoken;
pub mod subject;
#[cfg(test)]
mod tests;
mod told;
mod verdict;

use serde::Serialize;

pub use verdict::judge;

use crate::revision::align::NumberAt;

/// A changed or unsupported number that the office answers for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allowance {
    /// The number's name.
    pub id: String,
    /// Why it is right.
    pub reason: String,
}

/// What became of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// It says the same.
    Kept,
    /// It says less, and the truth.
    Reworded,
    /// It says something else.
    Changed,
    /// It says the same of something else: 6人次没有补学, 6人次迟到.
    OtherSubject,
    /// It is new, and words near it name a measure of that value.
    Matched,
    /// It is new, and nothing supports it.
    Unsupported,
    /// It is gone.
    Lost,
}

/// A number with what became of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    /// What became of it.
    pub class: Class,
    /// The name by which it can be allowed: the figure's, `words.N` for a number among the
    /// program's own words, `new.N` for one that is new.
    pub id: String,
    /// Where it stood.
    pub base: Option<NumberAt>,
    /// Where it stands.
    pub revised: Option<NumberAt>,
    /// What was said, with its unit.
    pub from: String,
    /// What is said now, with its unit.
    pub to: String,
    /// What it is, in Chinese; empty for a new number.
    pub name: String,
    /// The reason that the office gives for it.
    pub allowed: Option<String>,
}

/// The numbers of a revised text, those of the base that are gone at the end.
pub type Judgement = Vec<Judged>;
