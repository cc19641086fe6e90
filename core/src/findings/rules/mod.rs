//! The rules, one file each; this table is all there is.

use crate::dossier::{Essay, EssayKind, Register};
use crate::findings::{Case, RuleId, Serves};
use crate::origin::Origin;
use crate::statistics::{MIN_PERCENT_OF, Measure, exact};

mod absences_made_up;
mod contradicted_attendance;
mod dominant_form;
mod duty_titles;
pub(crate) mod essay_burst;
mod examination_turnout;
mod expert_lectures;
mod falling_attendance;
mod foreign_places;
mod form_balance;
mod form_variety;
mod ghost_essays;
mod hollow_titles;
mod identical_titles;
mod joint_sessions;
pub(crate) mod late_records;
mod leader_absences;
mod leader_hosting;
mod leaders_behind_members;
mod leaders_on_leave;
mod local_topics;
mod members_without_essays;
mod numeric_targets;
mod oversight_kinds;
mod plan_kept;
mod problems_closed;
mod research_applied;
mod results_passed_on;
mod results_used;
mod scored_records;
mod seminar_share;
mod session_length;
mod sessions_reviewed;
pub(crate) mod short_essays;
mod single_day_essays;
mod speaker_coverage;
pub(crate) mod study_gap;
mod submission_lag;
mod supervision_frequency;
pub(crate) mod uniform_scores;

#[cfg(test)]
mod cases;
#[cfg(test)]
pub(super) use cases::dossier as cases_dossier;

/// A rule: an indicator's name and how it is measured.
#[derive(Debug)]
pub struct Rule {
    /// Which rule it is, with its published number and key.
    pub id: RuleId,
    /// The name in Chinese, as it stands in tables.
    pub name: &'static str,
    /// How it is reckoned, in Chinese, as a clerk reads it.
    pub formula: &'static str,
    /// The problem or cause that it speaks for.
    pub serves: Serves,
    /// Measures it; nothing where there is no data.
    pub read: fn(&Case<'_>) -> Option<Reading>,
}

/// What a rule measured.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The value that is compared with the threshold.
    pub value: f64,
    /// The numerator or count behind it.
    pub n: Option<u64>,
    /// The denominator behind it.
    pub of: Option<u64>,
    /// A second condition that is met and decides in place of the threshold.
    pub also: Option<Also>,
    /// Words found, as they stand in the cells.
    pub quotes: Vec<String>,
    /// The cells behind it.
    pub origins: Vec<Origin>,
}

/// A second condition of an indicator, with what was found in Chinese, no full stop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Also {
    /// Flags the indicator whatever its value.
    Flags(String),
    /// Keeps the indicator clear whatever its value.
    Clears(String),
}

impl RuleId {
    /// Returns the rule itself.
    pub fn rule(self) -> &'static Rule {
        &RULES[self as usize]
    }
}

impl Reading {
    /// Makes a reading of a plain value.
    fn number(value: f64, origins: Vec<Origin>) -> Reading {
        Reading { value, n: None, of: None, also: None, quotes: Vec::new(), origins }
    }

    /// Makes a reading of a share; nothing where there is nothing to divide by.
    fn share(n: u64, of: u64, origins: Vec<Origin>) -> Option<Reading> {
        let reading = |value| Reading { n: Some(n), of: Some(of), ..Reading::number(value, origins) };
        (of > 0).then(|| reading(exact(n) / exact(of)))
    }

    /// Makes a reading of a count among so many; nothing where there is none to look at.
    fn count(n: u64, of: u64, origins: Vec<Origin>) -> Option<Reading> {
        let reading = || Reading { n: Some(n), of: Some(of), ..Reading::number(exact(n), origins) };
        (of > 0).then(reading)
    }

    /// Makes a reading of a published rate; nothing where it has no value.
    fn rate(measure: &Measure) -> Option<Reading> {
        Reading::share(measure.n?, measure.of?, measure.origins.clone())
    }

    /// Makes a reading of the first share less the second; nothing where either is a share of
    /// fewer than five, which is no percentage to compare.
    ///
    /// Only the last step is a division, so that a difference of exactly ten points is 0.1.
    fn difference(first: (u64, u64), second: (u64, u64), origins: Vec<Origin>) -> Option<Reading> {
        let (left, right, of) = (first.0 * second.1, second.0 * first.1, first.1 * second.1);
        let sign = if left < right { -1.0 } else { 1.0 };
        (first.1.min(second.1) >= MIN_PERCENT_OF)
            .then(|| Reading::number(sign * exact(left.abs_diff(right)) / exact(of), origins))
    }

    /// Adds the second condition, where it is met.
    fn also(self, also: Option<Also>) -> Reading {
        Reading { also, ..self }
    }
}

/// Returns the essays and articles, without research reports; nothing without their register.
fn essays<'a>(case: &Case<'a>) -> Option<impl Iterator<Item = &'a Essay> + use<'a>> {
    let dossier = case.dossier;
    let essays = dossier.essays.iter().filter(|essay| essay.kind != EssayKind::Report);
    dossier.has(Register::Essays).then_some(essays)
}

/// All rules, in the order of the domain notes: problems first, then causes.
pub const RULES: [Rule; RuleId::ALL.len()] = [
    oversight_kinds::RULE,
    supervision_frequency::RULE,
    sessions_reviewed::RULE,
    examination_turnout::RULE,
    results_used::RULE,
    plan_kept::RULE,
    absences_made_up::RULE,
    problems_closed::RULE,
    study_gap::RULE,
    local_topics::RULE,
    seminar_share::RULE,
    joint_sessions::RULE,
    speaker_coverage::RULE,
    duty_titles::RULE,
    hollow_titles::RULE,
    research_applied::RULE,
    falling_attendance::RULE,
    essay_burst::RULE,
    single_day_essays::RULE,
    submission_lag::RULE,
    identical_titles::RULE,
    foreign_places::RULE,
    ghost_essays::RULE,
    short_essays::RULE,
    contradicted_attendance::RULE,
    uniform_scores::RULE,
    members_without_essays::RULE,
    late_records::RULE,
    leader_absences::RULE,
    leader_hosting::RULE,
    leaders_behind_members::RULE,
    session_length::RULE,
    leaders_on_leave::RULE,
    numeric_targets::RULE,
    scored_records::RULE,
    results_passed_on::RULE,
    form_variety::RULE,
    form_balance::RULE,
    expert_lectures::RULE,
    dominant_form::RULE,
];

/// Every rule stands where its id says.
const _: () = {
    let mut at = 0;
    while at < RULES.len() {
        assert!(RULES[at].id as usize == at, "RULES has the rules in the order of RuleId");
        at += 1;
    }
};
