//! All sentences of the county's report.
//!
//! The county's department speaks to its superior or to the units: no word of how the program
//! counts. A sentence states a number; units are named only where they are few. Nothing is said of
//! persons, nobody is named for what is about the head of a group, and what is only suspected
//! stands in the workbook, not here.

pub(super) mod changes;
pub(super) mod chart;
pub(super) mod doubts;
pub(super) mod guidance;
pub(super) mod history;
pub(super) mod notice;
pub(super) mod opening;
pub(super) mod overview;
pub(super) mod practice;
pub(super) mod problems;
pub(super) mod tables;
pub(super) mod titles;

use std::fmt::Display;

use crate::county::Survey;
use crate::county::total::Total;
use crate::document::format::{self, NO_DATA};
use crate::document::wording::list;
use crate::document::{Count, Figure, Provenance, Text, text};
use crate::settings::group::{Body, Group};
use crate::statistics::Key;

/// Units named in one sentence; more are counted and stand in the attachments.
const MAX_NAMED: usize = 5;

/// Returns the study groups of all units that were to report: as published, of those that published
/// nothing by their names.
fn study_groups(survey: &Survey) -> Vec<Group> {
    let counted = survey.units.iter().map(|unit| unit.group.clone());
    let missing = survey.missing.iter().map(|missing| Group::new(&missing.unit, None, None));
    counted.chain(missing).collect()
}

/// Returns what the units are called together in the title: by the ends of their names, without
/// what leads them.
pub(super) fn all_units(survey: &Survey) -> &'static str {
    let groups = study_groups(survey);
    let all_are = |is: &dyn Fn(&str) -> bool| groups.iter().all(|group| is(&group.base));
    let (is_township, is_street) =
        (|name: &str| name.ends_with(['镇', '乡']), |name: &str| name.ends_with("街道"));
    if all_are(&is_township) {
        "各乡镇"
    } else if all_are(&is_street) {
        "各街道"
    } else if all_are(&|name| is_township(name) || is_street(name)) {
        "各乡镇（街道）"
    } else {
        "各单位"
    }
}

/// Returns what leads study in the units: townships have a committee, streets a working
/// committee, departments a leading group.
pub(super) fn groups(survey: &Survey) -> &'static str {
    let groups = study_groups(survey);
    let all_are = |bodies: &[Body]| groups.iter().all(|group| bodies.contains(&group.body));
    if all_are(&[Body::Committee]) && all_units(survey) != "各单位" {
        "党委"
    } else if all_are(&[Body::WorkingCommittee]) {
        "党工委"
    } else if all_are(&[Body::LeadingGroup]) {
        "党组"
    } else if all_are(&[Body::Committee, Body::WorkingCommittee]) && all_units(survey) != "各单位" {
        "党（工）委"
    } else {
        "党委（党组）"
    }
}

/// Returns the county's name without its committee's or that of the department which reports.
pub(super) fn place(county: &str) -> String {
    let group = Group::new(county, None, None);
    match group.body {
        Body::PlaceCommittee => group.base,
        Body::Department => group.base.strip_suffix("委宣传部").map_or(county.to_string(), String::from),
        _ => county.to_string(),
    }
}

/// Returns the names of units where they are few, in brackets.
pub(super) fn named<T: Display>(units: &[T]) -> Text {
    if units.len() > MAX_NAMED { Text::new() } else { text!("（{}）", list(units)) }
}

/// Returns a pooled figure as it is printed.
pub(super) fn total(total: &Total) -> Text {
    let source = pooled(total);
    match (total.share, total.value) {
        (Some((n, of @ 1..)), _) if total.key == Key::EssaysPerMember => format::ratio(n, of, source).into(),
        (Some((n, of @ 1..)), _) => format::share(n, of, source).into(),
        (Some(_), _) => "—".into(),
        (None, Some(value)) => format::plain(value, source).into(),
        // Units have it, but their sum would mean nothing.
        (None, None) if total.n_units > 0 => "—".into(),
        (None, None) => NO_DATA.into(),
    }
}

/// Names what the units' published figures add up to.
pub(super) fn pooled(total: &Total) -> Provenance {
    let (n, of) = total.share.unzip();
    Provenance::published(total.key.title(), n, of, total.value)
}

/// Counts units, of those that the report lists.
pub(super) fn units(n: usize) -> Count {
    format::whole(n, Provenance::Listed("单位"))
}

/// Counts units among so many.
pub(super) fn units_of(n: u64, of: u64) -> (Count, Count) {
    let source = Provenance::published("单位数", Some(n), Some(of), None);
    (Count::new(n, source.clone()), Count::new(of, source))
}

/// Returns a unit's name.
pub(super) fn unit(name: &str) -> Figure {
    Figure::new(name, Provenance::Office("unit"))
}

/// Returns whether some unit is not counted.
pub(super) fn has_absent(survey: &Survey) -> bool {
    survey.missing.len() + survey.others.len() > 0
}

/// Returns whether those not counted stand in an attachment: where they are too many to be named.
pub(super) fn lists_absent(survey: &Survey) -> bool {
    let n_empty = survey.missing.iter().filter(|missing| missing.is_empty).count();
    [n_empty, survey.missing.len() - n_empty, survey.others.len()].into_iter().any(|n| n > MAX_NAMED)
}
