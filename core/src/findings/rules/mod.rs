//! The rules, one file each; this table is all there is.

use crate::findings::{Rule, RuleId};

pub(crate) mod absences_made_up;
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
pub(crate) mod hollow_titles;
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
mod quarter_seminars;
mod research_applied;
mod results_passed_on;
pub(crate) mod results_used;
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
#[path = "cases_tests.rs"]
mod cases;
#[cfg(test)]
pub(crate) use cases::dossier as cases_dossier;

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
    quarter_seminars::RULE,
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

impl RuleId {
    /// Returns the rule itself.
    pub fn rule(self) -> &'static Rule {
        &RULES[self as usize]
    }
}
