//! The county's own plan for guiding its units (一级抓一级): measures in proportion to what is flagged.
//!
//! Every indicator is answered by exactly one measure; a measure is planned where some unit has
//! one of its indicators out of bounds, and how far it reaches follows from how many units do.

use std::collections::BTreeSet;

use time::Date;

use crate::county::{Likeness, Survey};
use crate::period::last_of_month;

/// A measure of the county's library.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CountyMeasure {
    /// The published key.
    pub key: &'static str,
    /// The indicators it answers.
    pub answers: &'static [&'static str],
    /// Who is responsible, as an office, never as a person.
    pub owner: &'static str,
    /// The month of the next period, from 1, at whose end it is due.
    pub due_month: u8,
}

/// The measures, in the order of the plan.
pub const COUNTY_MEASURES: [CountyMeasure; 8] = [
    // What was not filed comes first: without it nothing else can be judged.
    CountyMeasure { key: "file-returns", answers: &[], owner: "理论学习主管科室", due_month: 1 },
    CountyMeasure {
        key: "sit-in",
        answers: &["1.1", "1.2", "1.3", "1.8", "1.9"],
        owner: "分管负责同志",
        due_month: 6,
    },
    CountyMeasure {
        key: "use-results",
        answers: &["1.4", "1.5", "3.9", "c2.2", "c2.3"],
        owner: "理论学习主管科室",
        due_month: 3,
    },
    CountyMeasure {
        key: "leaders-first",
        answers: &["1.7", "2.8", "3.8", "c1.1", "c1.2", "c1.3", "c1.5"],
        owner: "主要负责同志",
        due_month: 2,
    },
    CountyMeasure {
        key: "review-plans",
        answers: &["1.6", "2.3", "c2.1"],
        owner: "理论学习主管科室",
        due_month: 1,
    },
    CountyMeasure {
        key: "local-topics",
        answers: &["2.1", "2.2", "2.5", "2.6", "2.7"],
        owner: "分管负责同志",
        due_month: 2,
    },
    CountyMeasure {
        key: "send-lecturers",
        answers: &["2.4", "c1.4", "c3.1", "c3.2", "c3.3", "c3.4"],
        owner: "理论宣讲组织单位",
        due_month: 6,
    },
    CountyMeasure {
        key: "check-essays",
        answers: &["3.1", "3.2", "3.3", "3.4", "3.5", "3.6", "3.7", "3.10", "3.11"],
        owner: "理论学习主管科室",
        due_month: 3,
    },
];

/// How far a measure reaches, by the share of units it concerns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// At most two units, or one in ten: each by itself (个别).
    Each,
    /// At most half: by areas (部分).
    Area,
    /// More than half: all together (多数).
    All,
}

/// A measure planned for the units concerned.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// The measure.
    pub measure: &'static CountyMeasure,
    /// Numbers of the flagged indicators that it answers; empty for returns not filed.
    pub answers: Vec<&'static str>,
    /// The names of the units concerned, in the order of their folders.
    pub units: Vec<String>,
    /// How far it reaches.
    pub reach: Reach,
    /// The day by which it is to be done.
    pub due: Date,
}

/// Returns the measures that the survey asks for, in the order of the plan.
pub fn steps(survey: &Survey) -> Vec<Step> {
    COUNTY_MEASURES.iter().filter_map(|measure| step(survey, measure)).collect()
}

fn step(survey: &Survey, measure: &'static CountyMeasure) -> Option<Step> {
    let flagged: Vec<_> = survey.flagged().filter(|tally| measure.answers.contains(&tally.rule.id)).collect();
    let answers: Vec<&'static str> = flagged.iter().map(|tally| tally.rule.id).collect();
    let units: Vec<String> = if measure.answers.is_empty() {
        let others = survey.others.iter().map(|(unit, _)| unit.clone());
        survey.missing.iter().map(|missing| missing.unit.clone()).chain(others).collect()
    } else {
        let mut at: BTreeSet<usize> =
            flagged.iter().flat_map(|tally| tally.flagged.iter().copied()).collect();
        // Who is suspected to have copied from another unit is looked at as well.
        if measure.key == "check-essays" {
            at.extend(survey.likenesses.iter().flat_map(Likeness::units));
        }
        at.into_iter().map(|at| survey.units[at].unit.clone()).collect()
    };
    if units.is_empty() {
        return None;
    }
    let of = if measure.answers.is_empty() { survey.n_units() } else { survey.units.len() };
    let next = survey.period.next();
    let month = (next.first_month() + measure.due_month - 1).min(next.last_month());
    Some(Step {
        measure,
        answers,
        reach: reach(units.len(), of),
        units,
        due: last_of_month(next.year, month),
    })
}

fn reach(n: usize, of: usize) -> Reach {
    if n <= 2 || n * 10 <= of {
        Reach::Each
    } else if n * 2 <= of {
        Reach::Area
    } else {
        Reach::All
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::county::figures::tests::unit;
    use crate::county::{Missing, Returns};
    use crate::findings::RULES;

    #[test]
    fn every_rule_is_answered_exactly_once() {
        for rule in &RULES {
            let n = COUNTY_MEASURES.iter().filter(|measure| measure.answers.contains(&rule.id)).count();
            assert_eq!(n, 1, "rule {}", rule.id);
        }
    }

    #[test]
    fn measures_follow_from_what_is_flagged_and_reach_as_far() {
        let mut units: Vec<_> = (0..10).map(|i| unit(&format!("{i}镇"), &[], &[], &["1.5"])).collect();
        units[3] = unit("3镇", &[], &[], &["3.1"]);
        let missing =
            vec![Missing { unit: "丁镇".into(), reason: "没有考勤表".into(), is_empty: false }];
        let returns = Returns { units, missing, ..Returns::default() };
        let survey = Survey::new("县", None, returns).expect("there are units");
        let steps = steps(&survey);
        let shown: Vec<(&str, usize, Reach)> =
            steps.iter().map(|step| (step.measure.key, step.units.len(), step.reach)).collect();
        assert_eq!(
            shown,
            [
                ("file-returns", 1, Reach::Each),
                ("use-results", 9, Reach::All),
                ("check-essays", 1, Reach::Each)
            ]
        );
        assert_eq!(steps[2].units, ["3镇"]);
        assert_eq!(steps[0].due.to_string(), "2020-07-31");
    }
}
