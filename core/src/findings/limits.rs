//! Thresholds of the rules: from `rules.toml`, overridden by the office's banxin.toml.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::findings::{Also, Reading, RuleId};
use crate::settings::RuleOverride;
use crate::text::edit_distance;

/// On which side of the threshold an indicator is flagged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Flag {
    /// Flagged below the threshold.
    Below,
    /// Flagged above the threshold.
    Above,
    /// Flagged at the threshold and above.
    AtLeast,
    /// Flagged at the threshold and below.
    AtMost,
}

/// What a rule's value is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// A share from 0 to 1, shown in percent.
    Share,
    /// A difference of shares, shown in percentage points (个百分点).
    Points,
    /// Times (次).
    Times,
    /// Kinds (类).
    Kinds,
    /// Forms (种).
    Forms,
    /// Persons (人).
    Persons,
    /// Writings (篇).
    Writings,
    /// Topics (个).
    Topics,
    /// Records or pairs (处).
    Places,
    /// Quarters (个).
    Quarters,
    /// Days (天).
    Days,
    /// Hours (小时).
    Hours,
    /// A plain number.
    Number,
}

impl Unit {
    /// Returns whether it counts things, which are few or many, not low or high.
    pub fn is_counted(self) -> bool {
        !matches!(self, Unit::Share | Unit::Points | Unit::Number)
    }
}

/// How far out of bounds a flagged indicator is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gravity {
    /// Out of bounds.
    Warning,
    /// Far out of bounds.
    Severe,
}

/// Who set a threshold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// The study rules themselves (学习规则).
    Rules,
    /// Rules of other places, which it follows.
    Local,
    /// This program, which suggests it.
    #[default]
    Suggested,
    /// The office itself.
    Own,
}

/// A rule's threshold.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Limit {
    /// The value from which the indicator is flagged.
    pub threshold: f64,
    /// On which side.
    pub flag: Flag,
    /// The value from which it is severe, compared in the same way.
    pub severe: Option<f64>,
    /// The numerator below which it is never flagged: too few to speak of.
    pub at_least_n: Option<u64>,
    /// The denominator below which it is never flagged: a share of fewer says nothing.
    pub at_least_of: Option<u64>,
    /// Whether the office has switched the indicator off.
    #[serde(skip)]
    pub is_off: bool,
    /// What the value is counted in.
    pub unit: Unit,
    /// Who set it.
    #[serde(default)]
    pub basis: Basis,
    /// Where the threshold comes from, in words.
    pub source: String,
}

impl Limit {
    /// Returns how far out of bounds a reading is, if it is.
    pub fn gravity(&self, reading: &Reading) -> Option<Gravity> {
        if let (Some(least), Some(n)) = (self.at_least_n, reading.n)
            && n < least
        {
            return None;
        }
        if let (Some(least), Some(of)) = (self.at_least_of, reading.of)
            && of < least
        {
            return None;
        }
        let is_flagged = match reading.also {
            Some(Also::Flags(_)) => true,
            Some(Also::Clears(_)) => false,
            None => self.is_exceeded_by(reading.value),
        };
        if !is_flagged {
            return None;
        }
        let severe = self.severe.is_some_and(|severe| self.is_at_or_beyond(reading.value, severe));
        Some(if severe { Gravity::Severe } else { Gravity::Warning })
    }

    /// Returns whether a value is out of bounds.
    pub fn is_exceeded_by(&self, value: f64) -> bool {
        match self.flag {
            Flag::Below => value < self.threshold,
            Flag::Above => value > self.threshold,
            Flag::AtLeast => value >= self.threshold,
            Flag::AtMost => value <= self.threshold,
        }
    }

    /// Severity includes its own bound: 结果运用率 is severe at 0, 突击提交 from 60 %.
    fn is_at_or_beyond(&self, value: f64, bound: f64) -> bool {
        match self.flag {
            Flag::Below | Flag::AtMost => value <= bound,
            Flag::Above | Flag::AtLeast => value >= bound,
        }
    }
}

/// The thresholds of all rules, and of the attendance rate; and for how many findings there is room.
#[derive(Debug, Clone, PartialEq)]
pub struct Limits {
    by_rule: BTreeMap<RuleId, Limit>,
    attendance: Limit,
    room: usize,
}

/// The most findings in the body, however long it is.
pub(super) const MAX_IN_BODY: usize = 8;
/// So many characters of the body go with each finding of the eight.
const CHARS_A_FINDING: usize = 375;

/// Returns how many findings a body of that length has room for.
pub(super) fn room(length: u16) -> usize {
    (usize::from(length) / CHARS_A_FINDING).min(MAX_IN_BODY)
}

/// What the threshold of the attendance rate is called, beside the rules' numbers.
const ATTENDANCE: &str = "attendance-rate";

/// An override that cannot be applied.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum LimitsError {
    /// There is no such rule.
    #[error("配置项 rules 中的 `{id}` 不是指标编号（应如 1.1、3.1、c2.1；是否应为 `{nearest}`）")]
    UnknownRule {
        /// What was written.
        id: String,
        /// The name that was most likely meant.
        nearest: &'static str,
    },
    /// The number is none.
    #[error("配置项 rules.{0} 的阈值不是有效的数")]
    NotANumber(String),
    /// The attendance rate is a share, whatever its threshold.
    #[error("配置项 rules.{ATTENDANCE} 的阈值应在 0 到 1 之间")]
    NotAShare,
}

/// The thresholds that are part of the program.
static BUILT_IN: LazyLock<Limits> = LazyLock::new(|| {
    let mut by_name: BTreeMap<String, Limit> =
        toml::from_str(RULES_TOML).expect("rules.toml is part of the program and checked by a test");
    let mut named = |name| by_name.remove(name).expect("rules.toml has every threshold, checked by a test");
    Limits {
        by_rule: RuleId::ALL.into_iter().map(|rule| (rule, named(rule.id()))).collect(),
        attendance: named(ATTENDANCE),
        room: MAX_IN_BODY,
    }
});

const RULES_TOML: &str = include_str!("rules.toml");

impl Limits {
    /// Returns the thresholds of `rules.toml` with an office's overrides.
    pub fn new(overrides: &BTreeMap<String, RuleOverride>) -> Result<Limits, LimitsError> {
        let mut limits = BUILT_IN.clone();
        for (name, over) in overrides {
            let limit = limits
                .named(name)
                .ok_or_else(|| LimitsError::UnknownRule { id: name.clone(), nearest: nearest(name) })?;
            if [over.threshold, over.severe].into_iter().flatten().any(|value| !value.is_finite()) {
                return Err(LimitsError::NotANumber(name.clone()));
            }
            limit.threshold = over.threshold.unwrap_or(limit.threshold);
            limit.severe = over.severe.or(limit.severe);
            limit.is_off = over.off;
            if *over != RuleOverride::default() {
                limit.basis = Basis::Own;
                limit.source = "本单位配置".to_string();
            }
        }
        if !(0.0..=1.0).contains(&limits.attendance.threshold) {
            return Err(LimitsError::NotAShare);
        }
        Ok(limits)
    }

    /// Makes room for as many findings as a body of that length has.
    #[must_use]
    pub fn for_length(self, length: u16) -> Limits {
        Limits { room: room(length), ..self }
    }

    /// Returns how many findings the body has room for.
    pub(super) fn room(&self) -> usize {
        self.room
    }

    fn named(&mut self, name: &str) -> Option<&mut Limit> {
        if name == ATTENDANCE {
            return Some(&mut self.attendance);
        }
        self.by_rule.get_mut(&RuleId::numbered(name)?)
    }

    /// Returns the threshold of a rule.
    pub fn of(&self, rule: RuleId) -> &Limit {
        &self.by_rule[&rule]
    }

    /// Returns the attendance rate that is asked for, by which charts and the score sheet measure.
    pub fn attendance(&self) -> &Limit {
        &self.attendance
    }
}

/// Returns the name that somebody who wrote this most likely meant: the number of the rule with
/// this key, or the nearest of all names.
fn nearest(name: &str) -> &'static str {
    let name = name.trim().to_ascii_lowercase();
    let keyed = RuleId::ALL.into_iter().find(|rule| rule.key() == name).map(RuleId::id);
    let names = || RuleId::ALL.into_iter().map(RuleId::id).chain([ATTENDANCE]);
    let near = || names().min_by_key(|known| edit_distance(&name, known));
    keyed.or_else(near).expect("there are names")
}

impl Default for Limits {
    fn default() -> Limits {
        Limits::new(&BTreeMap::new()).expect("no overrides cannot fail")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_and_limits_match_one_to_one() {
        let limits: BTreeMap<String, Limit> = toml::from_str(RULES_TOML).expect("rules.toml can be read");
        let with_limit: Vec<&str> = limits.keys().map(String::as_str).collect();
        let mut with_rule: Vec<&str> = RuleId::ALL.into_iter().map(RuleId::id).chain([ATTENDANCE]).collect();
        with_rule.sort_unstable();
        assert_eq!(with_limit, with_rule);
        assert!(limits.values().all(|limit| !limit.source.is_empty()));
        // Who set it and the words for it say the same.
        for limit in limits.values() {
            assert_eq!(limit.basis == Basis::Local, limit.source.starts_with("参照"), "{}", limit.source);
            assert_eq!(limit.basis == Basis::Rules, limit.source.starts_with('《'), "{}", limit.source);
        }
    }

    #[test]
    fn overrides_are_applied_and_checked() {
        let over = |id: &str, threshold| {
            let over = RuleOverride { threshold: Some(threshold), ..RuleOverride::default() };
            Limits::new(&BTreeMap::from([(id.to_string(), over)]))
        };
        let limits = over("3.1", 0.5).expect("a known rule");
        let limit = limits.of(RuleId::EssayBurst);
        assert_eq!((limit.threshold, limit.basis, limit.source.as_str()), (0.5, Basis::Own, "本单位配置"));
        let error = over("3.01", 0.5).expect_err("no such rule").to_string();
        assert_eq!(error, "配置项 rules 中的 `3.01` 不是指标编号（应如 1.1、3.1、c2.1；是否应为 `3.1`）");
        assert_eq!(over("3.1", f64::NAN), Err(LimitsError::NotANumber("3.1".into())));
        let attendance = over("attendance-rate", 0.85).expect("a known name");
        assert_eq!(attendance.attendance().threshold, 0.85);
        assert_eq!(over("attendance-rate", 85.0), Err(LimitsError::NotAShare));
    }

    #[test]
    fn misspelt_names_are_told_with_the_nearest() {
        let check = |name: &str, expected: &str| assert_eq!(nearest(name), expected, "{name}");
        check("3.12", "3.1");
        check("C2.1", "c2.1");
        check("c4.1", "c1.1");
        check("essay-burst", "3.1");
        check(" 3.10 ", "3.10");
        check("attendence-rate", "attendance-rate");
    }

    #[test]
    fn the_threshold_itself() {
        let mut limit = Limits::default().of(RuleId::EssayBurst).clone();
        let gravity = |limit: &Limit, value| {
            limit.gravity(&Reading {
                value,
                n: None,
                of: None,
                also: None,
                quotes: Vec::new(),
                origins: Vec::new(),
            })
        };
        (limit.flag, limit.threshold, limit.severe) = (Flag::AtLeast, 0.4, Some(0.6));
        assert_eq!(gravity(&limit, 0.39), None);
        assert_eq!(gravity(&limit, 0.4), Some(Gravity::Warning));
        assert_eq!(gravity(&limit, 0.6), Some(Gravity::Severe));
        (limit.flag, limit.severe) = (Flag::Below, Some(0.0));
        assert_eq!(gravity(&limit, 0.4), None);
        assert_eq!(gravity(&limit, 0.1), Some(Gravity::Warning));
        assert_eq!(gravity(&limit, 0.0), Some(Gravity::Severe));
    }
}
