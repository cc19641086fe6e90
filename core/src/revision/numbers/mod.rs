//! The numbers of Chinese office text: digits, numerals, dates, and words that stand for a number.
//!
//! Whether a number is the same as another, a coarser word for it that is true, or another one is
//! decided here too, so that `3次` and `三次`, `83.3%` and `八成以上` are understood in one place.

mod numeral;
mod scan;
#[cfg(test)]
mod tests;
mod truth;
mod value;
mod words;

use serde::Deserialize;

pub use scan::read;
pub use truth::{Relation, holds, relation};
pub use value::Value;

/// A number in a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Number {
    /// The byte at which it begins.
    pub start: usize,
    /// The byte after its last; its unit stands behind it.
    pub end: usize,
    /// What it says.
    pub reading: Reading,
    /// How exact it is.
    pub bound: Bound,
    /// Whether it may be no more than an article: 一次, 半天.
    pub is_weak: bool,
}

/// What a number says.
#[derive(Debug, Clone, PartialEq)]
pub enum Reading {
    /// So much of something; of a share, in percent.
    Amount(Value, UnitKind),
    /// So many of so many: 2/3, 三分之二.
    Share(Value, Value),
    /// The so-manieth: 第3期.
    Ordinal(Value),
    /// A date, or part of one.
    Day(Day),
    /// A part of a year: H1, Q2.
    Part(&'static str),
    /// The number of an official paper: 〔2026〕3号.
    Paper(Value, Value),
    /// A number that only orders: 图1.
    Label(String),
    /// So many times what it was.
    Growth(u32),
}

/// A date, or part of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day {
    /// The year.
    pub year: Option<u32>,
    /// The month.
    pub month: Option<u32>,
    /// The day of the month.
    pub day: Option<u32>,
}

/// How exact a number is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Bound {
    /// As it is said.
    Exact,
    /// 约, 左右.
    About,
    /// 近: a little less.
    Almost,
    /// 余, 多: a little more, below the next round number.
    More,
    /// 超过: more.
    Over,
    /// 以上, 不少于.
    AtLeast,
    /// 不足, 低于: less.
    Less,
    /// 以内, 不超过.
    AtMost,
}

/// What a number counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum UnitKind {
    /// Nothing that is said.
    Bare,
    /// Whatever is counted one by one.
    Counted,
    /// Persons.
    Persons,
    /// 人次.
    Attendances,
    /// A share in percent.
    Percent,
    /// 个百分点.
    Points,
    /// 元.
    Money,
    /// Minutes.
    Minutes,
    /// Hours.
    Hours,
    /// Days.
    Days,
    /// Weeks.
    Weeks,
    /// Months.
    Months,
    /// Quarters of a year.
    Quarters,
    /// Years.
    Years,
}

impl Reading {
    /// Returns what is counted, where anything is.
    pub fn unit(&self) -> Option<UnitKind> {
        match self {
            Reading::Amount(_, kind) => Some(*kind),
            _ => None,
        }
    }
}

impl UnitKind {
    /// Returns whether a number may change from one to the other and mean the same.
    pub fn agrees(self, other: UnitKind) -> bool {
        let is_loose = |kind| matches!(kind, UnitKind::Bare | UnitKind::Counted | UnitKind::Persons);
        self == other
            || self == UnitKind::Bare
            || other == UnitKind::Bare
            || (is_loose(self) && is_loose(other))
    }
}

impl Number {
    /// Returns whether it only orders what is printed.
    pub fn is_label(&self) -> bool {
        matches!(self.reading, Reading::Label(_))
    }
}
