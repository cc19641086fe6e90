//! 汇总报告.json: the county's figures, exact, for other programs and for the next period.
//!
//! The shape is published: keys are added, never renamed.

use std::io::{self, Write};

use serde::Serialize;
use time::Date;

use crate::county::earlier::VERSION;
use crate::county::guidance::{Step, steps};
use crate::county::survey::{IndicatorTally, Standing};
use crate::county::total::Total;
use crate::county::{FOLLOWED, PracticeTally, Survey, UnitFigures, practice_tallies, wording};
use crate::findings::{Limits, RuleId};
use crate::statistics::Key;

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Record<'a> {
    version: u32,
    county: &'a str,
    period: String,
    counted: usize,
    measures: Vec<Measure>,
    indicators: Vec<Indicator<'a>>,
    problems: Vec<Touched<'a>>,
    causes: Vec<Touched<'a>>,
    good_practice: Vec<Good<'a>>,
    ranking: Vec<Place<'a>>,
    units: Vec<OneUnit<'a>>,
    missing: Vec<Absent<'a>>,
    other_periods: Vec<OtherPeriod<'a>>,
    similar: Vec<Similar<'a>>,
    same_registers: Vec<SameRegister<'a>>,
    actions: Vec<Action>,
}

#[derive(Serialize)]
struct Measure {
    #[serde(flatten)]
    value: Measured,
    units: usize,
    text: String,
}

#[derive(Serialize)]
struct Indicator<'a> {
    id: RuleId,
    key: &'static str,
    flagged: usize,
    severe: usize,
    of: usize,
    units: Vec<&'a str>,
}

#[derive(Serialize)]
struct Touched<'a> {
    key: &'static str,
    units: Vec<&'a str>,
}

/// What is done well, and by whom: of talks `of` is how many they reached.
#[derive(Serialize)]
struct Good<'a> {
    key: &'static str,
    units: Vec<GoodUnit<'a>>,
}

#[derive(Serialize)]
struct GoodUnit<'a> {
    unit: &'a str,
    n: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    of: Option<u64>,
}

#[derive(Serialize)]
struct Place<'a> {
    rank: Option<usize>,
    unit: &'a str,
    flagged: usize,
    of: usize,
}

/// What is followed of a unit from period to period.
#[derive(Serialize)]
struct OneUnit<'a> {
    unit: &'a str,
    measures: Vec<Measured>,
}

/// A figure of a unit, or of all together.
#[derive(Serialize)]
struct Measured {
    key: &'static str,
    value: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    n: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    of: Option<u64>,
}

#[derive(Serialize)]
struct Absent<'a> {
    unit: &'a str,
    reason: &'a str,
}

#[derive(Serialize)]
struct OtherPeriod<'a> {
    unit: &'a str,
    period: String,
}

#[derive(Serialize)]
struct SameRegister<'a> {
    register: &'a str,
    units: Vec<&'a str>,
}

#[derive(Serialize)]
struct Similar<'a> {
    score: f64,
    essays: Vec<Essay<'a>>,
}

#[derive(Serialize)]
struct Essay<'a> {
    unit: &'a str,
    title: &'a str,
}

#[derive(Serialize)]
struct Action {
    key: &'static str,
    answers: Vec<RuleId>,
    owner: &'static str,
    due: String,
    target: String,
}

/// Writes the file, for a report of the date: indented JSON with a final line break. As one text it
/// would take fifty megabytes for the units of a whole country.
pub fn write_json(survey: &Survey, date: Date, limits: &Limits, to: &mut impl Write) -> io::Result<()> {
    let names = |units: &[usize]| units.iter().map(|at| survey.units[*at].unit.as_str()).collect();
    let measure = |total: &Total| Measure {
        value: Measured {
            key: total.key.name(),
            value: total.value,
            n: total.share.map(|(n, _)| n),
            of: total.share.map(|(_, of)| of),
        },
        units: total.n_units,
        text: wording::total(total).to_string(),
    };
    let indicator = |tally: &IndicatorTally| Indicator {
        id: tally.rule.id,
        key: tally.rule.id.key(),
        flagged: tally.flagged.len(),
        severe: tally.n_severe,
        of: tally.n_measured,
        units: names(&tally.flagged),
    };
    let place = |standing: &Standing| Place {
        rank: standing.rank,
        unit: &survey.units[standing.unit].unit,
        flagged: standing.n_flagged,
        of: standing.n_measured,
    };
    let value = |unit: &UnitFigures, key: Key| {
        let found = unit.measure(key);
        let (n, of) = found.and_then(|found| found.share).unzip();
        Measured { key: key.name(), value: found.and_then(|found| found.value), n, of }
    };
    let one = |at: usize| {
        let unit = &survey.units[at];
        OneUnit { unit: &unit.unit, measures: FOLLOWED.map(|key| value(unit, key)).into() }
    };
    let good = |tally: &PracticeTally| Good {
        key: tally.kind.key(),
        units: tally
            .units
            .iter()
            .map(|(at, practice)| GoodUnit { unit: &survey.units[*at].unit, n: practice.n, of: practice.of })
            .collect(),
    };
    let action = |step: &Step| Action {
        key: step.measure.key.key(),
        answers: step.answers.clone(),
        owner: step.measure.owner,
        due: step.due.to_string(),
        target: wording::guidance::target(step, limits).to_string(),
    };
    let record = Record {
        version: VERSION,
        county: &survey.county,
        period: survey.period.to_string(),
        counted: survey.units.len(),
        measures: survey.totals.iter().map(measure).collect(),
        indicators: survey.indicators.iter().map(indicator).collect(),
        problems: survey
            .problems
            .iter()
            .map(|problem| Touched { key: problem.kind.key(), units: names(&problem.units) })
            .collect(),
        causes: survey
            .causes
            .iter()
            .map(|cause| Touched { key: cause.kind.key(), units: names(&cause.units) })
            .collect(),
        good_practice: practice_tallies(survey).iter().map(good).collect(),
        ranking: survey.standings.iter().map(place).collect(),
        units: (0..survey.units.len()).map(one).collect(),
        missing: survey.missing.iter().map(|m| Absent { unit: &m.unit, reason: &m.reason }).collect(),
        other_periods: survey
            .others
            .iter()
            .map(|(unit, period)| OtherPeriod { unit, period: period.to_string() })
            .collect(),
        similar: survey
            .likenesses
            .iter()
            .map(|likeness| Similar {
                score: likeness.score,
                essays: likeness
                    .essays
                    .iter()
                    .map(|(unit, title)| Essay { unit: &survey.units[*unit].unit, title })
                    .collect(),
            })
            .collect(),
        same_registers: survey
            .same
            .iter()
            .map(|same| SameRegister { register: &same.register, units: names(&same.units) })
            .collect(),
        actions: steps(survey, date).iter().map(action).collect(),
    };
    serde_json::to_writer_pretty(&mut *to, &record)?;
    to.write_all(b"\n")
}
