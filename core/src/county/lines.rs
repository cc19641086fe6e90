//! Each unit beside the others, for whoever looks after all of them: its place, what it is to mend,
//! what changed since the period before.
//!
//! It is for the screen of the county's office, never filed: so what is only suspected stands here,
//! called so.

use std::collections::BTreeMap;

use crate::county::earlier::{Earlier, EarlierUnit};
use crate::county::figures::UnitState;
use crate::county::survey::Standing;
use crate::county::total::total;
use crate::county::wording::{self, problems};
use crate::county::{Survey, UnitFigures};
use crate::dossier::unit_identity;
use crate::findings::{RULES, RuleId};
use crate::statistics::Key;

/// What is followed from unit to unit and from period to period.
pub const FOLLOWED: [Key; 4] = [Key::Sessions, Key::Seminars, Key::AttendanceRate, Key::Essays];

/// A unit beside the others.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Position in [`Survey::units`].
    pub unit: usize,
    /// Its place, from 1; absent where too little can be computed.
    pub rank: Option<usize>,
    /// Indicators out of bounds.
    pub n_flagged: usize,
    /// Indicators that can be computed.
    pub n_measured: usize,
    /// What it lacks beyond doubt, in the words of the county's report.
    pub to_mend: Vec<&'static str>,
    /// The names of indicators that are out of bounds and not told: to be verified first, or about the
    /// head of the group alone.
    pub aside: Vec<&'static str>,
    /// Its figures, in the order of [`FOLLOWED`].
    pub figures: [Followed; FOLLOWED.len()],
    /// What changed since the period before; absent where that is not known.
    pub change: Option<Change>,
}

/// A figure of one unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Followed {
    /// Which.
    pub key: Key,
    /// Its exact value; absent where its register is missing, or of nothing.
    pub value: Option<f64>,
    /// As it is printed.
    pub text: String,
}

/// What changed for a unit since the period before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Its place then.
    pub rank: Option<usize>,
    /// How many indicators were out of bounds then.
    pub n_flagged: usize,
    /// The names of indicators that are out of bounds only now.
    pub new: Vec<&'static str>,
    /// Of those that were and are not any more.
    pub mended: Vec<&'static str>,
    /// Of those that were and cannot be computed any more.
    pub unrecorded: Vec<&'static str>,
}

/// Returns a line a unit, in the order of [`Survey::units`].
pub fn lines(survey: &Survey) -> Vec<Line> {
    let before = survey.earlier.last();
    let units = before.into_iter().flat_map(|earlier| &earlier.units);
    let units: BTreeMap<String, &EarlierUnit> = units.map(|unit| (unit_identity(&unit.unit), unit)).collect();
    let change = |unit: &UnitFigures| Some(change(before?, units.get(&unit_identity(&unit.unit))?, unit));
    let line = |standing: &Standing| line(survey, standing, change(&survey.units[standing.unit]));
    let mut lines: Vec<Line> = survey.standings.iter().map(line).collect();
    lines.sort_by_key(|line| line.unit);
    lines
}

fn line(survey: &Survey, standing: &Standing, change: Option<Change>) -> Line {
    let at = standing.unit;
    let unit = &survey.units[at];
    let to_mend = unit.to_mend();
    Line {
        unit: at,
        rank: standing.rank,
        n_flagged: standing.n_flagged,
        n_measured: standing.n_measured,
        aside: names(unit.flagged().into_iter().filter(|rule| !to_mend.contains(rule))),
        to_mend: to_mend.into_iter().map(problems::lacking).collect(),
        figures: FOLLOWED.map(|key| followed(unit, key)),
        change,
    }
}

fn followed(unit: &UnitFigures, key: Key) -> Followed {
    let total = total(std::iter::once(unit), key);
    Followed { key, value: total.value, text: wording::total(&total).to_string() }
}

fn names(rules: impl Iterator<Item = RuleId>) -> Vec<&'static str> {
    rules.map(|rule| RULES[rule as usize].name).collect()
}

/// Compares a unit with what it was.
fn change(earlier: &Earlier, before: &EarlierUnit, unit: &UnitFigures) -> Change {
    let EarlierUnit { rank, n_flagged, flagged, .. } = before;
    let state = |rule: &RuleId| unit.state(*rule as usize);
    // An indicator that nobody knew then cannot have got worse.
    let was_known = |rule: &RuleId| earlier.indicators.iter().any(|(at, ..)| *at == *rule as usize);
    let new = unit.flagged().into_iter().filter(|rule| was_known(rule) && !flagged.contains(rule));
    let now =
        |wanted: fn(UnitState) -> bool| names(flagged.iter().copied().filter(|rule| wanted(state(rule))));
    Change {
        rank: *rank,
        n_flagged: *n_flagged,
        new: names(new),
        mended: now(|state| state == UnitState::Clear),
        unrecorded: now(|state| state == UnitState::NoData),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::county::Returns;
    use crate::county::figures::tests::unit;

    #[test]
    fn a_unit_is_compared_with_itself_alone() {
        let rate = |n, of| [(Key::AttendanceRate, n, of)];
        let units = vec![
            unit(
                "甲镇",
                &rate(9, 10),
                &[(Key::Seminars, 3)],
                &[RuleId::OversightKinds, RuleId::LeaderAbsences],
            ),
            unit("乙镇", &rate(1, 2), &[], &[]),
            unit("丙镇", &rate(0, 0), &[], &[]),
        ];
        let mut survey = Survey::new("青山县", None, Returns { units, ..Returns::default() }).expect("units");
        let earlier = r#"{"version":1,"county":"青山县","period":"2019H2","counted":2,"measures":[],
            "indicators":[{"id":"1.1","flagged":0,"of":2,"units":[]},
                          {"id":"1.2","flagged":2,"of":2,"units":["甲镇","乙镇"]},
                          {"id":"9.9","flagged":2,"of":2,"units":["甲镇"]}],
            "ranking":[{"rank":1,"unit":"乙镇","flagged":1,"of":30},{"rank":null,"unit":"甲镇","flagged":2,"of":9}]}"#;
        survey.earlier = Earlier::of_county(&[earlier.to_string()], "青山县", survey.period).0;
        let lines = lines(&survey);
        let [first, second, third] = &lines[..] else { panic!("{lines:?}") };
        assert_eq!((first.rank, first.n_flagged, first.to_mend.len()), (Some(1), 2, 1));
        assert_eq!(first.to_mend, ["督学、评学、考学没有全部开展"]);
        assert_eq!(first.aside, [RULES[RuleId::LeaderAbsences as usize].name]);
        let texts: Vec<&str> = first.figures.iter().map(|figure| figure.text.as_str()).collect();
        assert_eq!(texts, ["未提供数据", "3", "90%", "未提供数据"]);
        let change = first.change.as_ref().expect("it was there");
        assert_eq!((change.rank, change.n_flagged), (None, 2));
        // What was not known then is neither new nor old.
        assert_eq!(change.new, [RULES[RuleId::OversightKinds as usize].name]);
        assert_eq!(change.mended, [RULES[RuleId::SupervisionFrequency as usize].name]);
        assert_eq!(second.change.as_ref().map(|change| change.rank), Some(Some(1)));
        assert_eq!(third.change, None);
    }
}
