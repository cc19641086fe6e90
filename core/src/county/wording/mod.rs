//! All sentences of the county's report.
//!
//! A sentence states a number; units are named only where they are few. Nothing is said of
//! persons, and what only looks copied is said to be verified by people.

pub(super) mod changes;
pub(super) mod chart;
pub(super) mod guidance;
pub(super) mod opening;
pub(super) mod problems;
pub(super) mod tables;
pub(super) mod titles;
pub(super) mod units;

use crate::county::Survey;
use crate::county::survey::Total;
use crate::document::format::{self, NO_DATA};
use crate::document::wording::list;
use crate::statistics::Key;

/// Units named in one sentence; more are counted and stand in the attachments.
const MAX_NAMED: usize = 5;

/// Returns what the units are called together in the title: by the ends of their names.
pub(super) fn all_units(survey: &Survey) -> &'static str {
    let names = || {
        let counted = survey.units.iter().map(|unit| unit.unit.as_str());
        counted.chain(survey.missing.iter().map(|missing| missing.unit.as_str()))
    };
    let all_end = |ends: &[char]| names().all(|name| name.ends_with(ends));
    if all_end(&['镇', '乡']) {
        "各乡镇"
    } else if names().all(|name| name.ends_with(['镇', '乡']) || name.ends_with("街道")) {
        "各乡镇（街道）"
    } else {
        "各单位"
    }
}

/// Returns what their groups are called: townships have a committee, departments a group too.
pub(super) fn groups(survey: &Survey) -> &'static str {
    if all_units(survey) == "各单位" { "党委（党组）" } else { "党委" }
}

/// Returns the names of units where they are few, in brackets.
pub(super) fn named<S: AsRef<str>>(units: &[S]) -> String {
    if units.len() > MAX_NAMED { String::new() } else { format!("（{}）", list(units)) }
}

/// Returns a pooled figure as it is printed.
pub(super) fn total(total: &Total) -> String {
    match (total.share, total.value) {
        (Some((n, of @ 1..)), _) if total.key == Key::EssaysPerMember => format::ratio(n, of),
        (Some((n, of @ 1..)), _) => format::share(n, of),
        (Some(_), _) => "—".to_string(),
        (None, Some(value)) => format::plain(value),
        // Units have it, but their sum would mean nothing.
        (None, None) if total.n_units > 0 => "—".to_string(),
        (None, None) => NO_DATA.to_string(),
    }
}

/// Returns whether there is an attachment on units that are not counted.
pub(super) fn has_absent(survey: &Survey) -> bool {
    survey.missing.len() + survey.others.len() > 0
}
