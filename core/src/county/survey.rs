//! What the units' figures show together: sums, standings, and how many units each finding touches.
//!
//! Rates are made of added numerators and denominators, never of rates. Units of another period
//! are named and not counted. Nothing is worded here.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::county::UnitFigures;
use crate::county::alike::{Imprinted, Likeness, likenesses};
use crate::county::earlier::Earlier;
use crate::county::figures::UnitState;
use crate::county::same::{Recorded, Same, same};
use crate::county::total::{Total, total};
use crate::findings::{CauseKind, ProblemKind, RULES, Rule, RuleId, Serves};
use crate::period::Period;
use crate::statistics::Key;

/// Everything that the county's report is written from.
#[derive(Debug, Clone, PartialEq)]
pub struct Survey {
    /// The county.
    pub county: String,
    /// The period.
    pub period: Period,
    /// The units counted, in the order of their folders.
    pub units: Vec<UnitFigures>,
    /// The units whose figures are of another period.
    pub others: Vec<(String, Period)>,
    /// The units without a report, and why.
    pub missing: Vec<Missing>,
    /// The units' figures together, in the order of [`Key::ALL`].
    pub totals: Vec<Total>,
    /// The units that can be ranked, best first, and those that cannot, last.
    pub standings: Vec<Standing>,
    /// The indicators, in the order of [`RULES`].
    pub indicators: Vec<IndicatorTally>,
    /// The problems, by how many units they touch, most first.
    pub problems: Vec<ProblemTally>,
    /// The causes, by how many units name them, most first.
    pub causes: Vec<CauseTally>,
    /// Essays of different units that share much.
    pub likenesses: Vec<Likeness>,
    /// How many essays' texts were compared across units.
    pub n_texts: usize,
    /// Registers that several units have alike.
    pub same: Vec<Same>,
    /// The county's figures of earlier periods, the latest last.
    pub earlier: Vec<Earlier>,
}

/// A unit without a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// The unit.
    pub unit: String,
    /// Why, in one line.
    pub reason: String,
    /// Whether it filed nothing at all.
    pub is_empty: bool,
}

/// A unit's place among all.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    /// Position in [`Survey::units`].
    pub unit: usize,
    /// The place, from 1, shared by equals; absent where too little can be computed.
    pub rank: Option<usize>,
    /// Indicators out of bounds.
    pub n_flagged: usize,
    /// Those of them that the unit is told to mend.
    pub n_to_mend: usize,
    /// Indicators that can be computed.
    pub n_measured: usize,
}

/// An indicator over all units.
#[derive(Debug, Clone)]
pub struct IndicatorTally {
    /// The rule.
    pub rule: &'static Rule,
    /// Positions of the units where it is out of bounds.
    pub flagged: Vec<usize>,
    /// Positions of those where it is so beyond doubt.
    pub told: Vec<usize>,
    /// In how many of them far out.
    pub n_severe: usize,
    /// In how many units it can be computed.
    pub n_measured: usize,
}

impl PartialEq for IndicatorTally {
    fn eq(&self, other: &IndicatorTally) -> bool {
        (self.rule.id, &self.flagged, &self.told, self.n_severe, self.n_measured)
            == (other.rule.id, &other.flagged, &other.told, other.n_severe, other.n_measured)
    }
}

/// A problem over all units.
#[derive(Debug, Clone, PartialEq)]
pub struct ProblemTally {
    /// The problem.
    pub kind: ProblemKind,
    /// Positions of the units that have it, in order.
    pub units: Vec<usize>,
}

/// A cause over all units.
#[derive(Debug, Clone, PartialEq)]
pub struct CauseTally {
    /// The cause.
    pub kind: CauseKind,
    /// Positions of the units that name it, in order.
    pub units: Vec<usize>,
}

/// What a survey is made of.
#[derive(Debug, Clone, Default)]
pub struct Returns {
    /// The figures of the units that have a report, in the order of their folders.
    pub units: Vec<UnitFigures>,
    /// The units without one.
    pub missing: Vec<Missing>,
    /// The signatures of essays with texts, by the units' positions in `units`.
    pub essays: Vec<(usize, Vec<Imprinted>)>,
    /// Their registers that name persons, by the units' positions in `units`.
    pub registers: Vec<(usize, Vec<Recorded>)>,
}

impl Survey {
    /// Counts the returns together; nothing without any unit's figures.
    ///
    /// Without a stated period it is the one that most units report on, the later of equals.
    pub fn new(county: &str, period: Option<Period>, returns: Returns) -> Option<Survey> {
        let period = Survey::period_of(&returns.units, period)?;
        // Only units of the period have a place from here on.
        let counted = (0..).zip(&returns.units).filter(|(_, unit)| unit.period == period);
        let places: BTreeMap<usize, usize> = counted.map(|(at, _)| at).zip(0..).collect();
        let essays = returns.essays.into_iter();
        let essays: Vec<(usize, Vec<Imprinted>)> =
            essays.filter_map(|(unit, essays)| Some((*places.get(&unit)?, essays))).collect();
        let registers = returns.registers.into_iter();
        let registers: Vec<(usize, Vec<Recorded>)> =
            registers.filter_map(|(unit, registers)| Some((*places.get(&unit)?, registers))).collect();
        // In place: a whole country's units are not to lie in memory twice.
        let mut units = returns.units;
        let others: Vec<UnitFigures> = units.extract_if(.., |unit| unit.period != period).collect();
        let totals = Key::ALL.into_iter().map(|key| total(units.iter(), key)).collect();
        let all: Vec<usize> = (0..units.len()).collect();
        let indicators = (0..RULES.len()).map(|at| indicator(&units, at, &all)).collect();
        Some(Survey {
            county: county.to_string(),
            period,
            others: others.into_iter().map(|unit| (unit.unit, unit.period)).collect(),
            missing: returns.missing,
            totals,
            standings: standings(&units),
            problems: problems(&units),
            causes: causes(&units),
            indicators,
            likenesses: likenesses(&essays),
            n_texts: essays.iter().map(|(_, essays)| essays.len()).sum(),
            same: same(&registers),
            earlier: Vec::new(),
            units,
        })
    }

    /// Returns the period that is counted: the stated one, else the one that most units report
    /// on; none where no unit reports on it.
    pub fn period_of(units: &[UnitFigures], stated: Option<Period>) -> Option<Period> {
        let period = stated.or_else(|| most_frequent(units))?;
        units.iter().any(|unit| unit.period == period).then_some(period)
    }

    /// Returns a figure over all units.
    pub fn total(&self, key: Key) -> &Total {
        self.totals.iter().find(|total| total.key == key).expect("every key has its total")
    }

    /// Returns how many units were to report: counted, of another period, and missing.
    pub fn n_units(&self) -> usize {
        self.units.len() + self.others.len() + self.missing.len()
    }

    /// Returns the indicators of a problem that are out of bounds beyond doubt somewhere.
    pub fn of_problem(&self, kind: ProblemKind) -> impl Iterator<Item = &IndicatorTally> {
        self.told().filter(move |tally| tally.rule.serves == Serves::Problem(kind))
    }

    /// Returns the indicators of a cause that are out of bounds beyond doubt in some of the units.
    pub fn of_cause(&self, cause: &CauseTally) -> Vec<IndicatorTally> {
        let serves = Serves::Cause(cause.kind);
        let tallies = self.told().filter(|tally| tally.rule.serves == serves);
        let among = |tally: &IndicatorTally| indicator(&self.units, tally.rule.id as usize, &cause.units);
        tallies.map(among).filter(|tally| !tally.told.is_empty()).collect()
    }

    /// Returns the indicators that some unit has out of bounds beyond doubt.
    pub fn told(&self) -> impl Iterator<Item = &IndicatorTally> {
        self.indicators.iter().filter(|tally| !tally.told.is_empty())
    }

    /// Returns the indicators that some unit has out of bounds.
    pub fn flagged(&self) -> impl Iterator<Item = &IndicatorTally> {
        self.indicators.iter().filter(|tally| !tally.flagged.is_empty())
    }
}

/// Returns the period that most units report on, the later of equals.
fn most_frequent(units: &[UnitFigures]) -> Option<Period> {
    let mut counts: BTreeMap<Period, usize> = BTreeMap::new();
    for unit in units {
        *counts.entry(unit.period).or_default() += 1;
    }
    counts.into_iter().max_by_key(|(period, n)| (*n, *period)).map(|(period, _)| period)
}

/// Ranks the units: first those that held a seminar in every quarter, as the study rules ask; then
/// by the higher attendance rate, then by the smaller share of what is to be mended: nobody is
/// ranked by what is only suspected. A unit with fewer than half of the indicators would gain by
/// what it has not filed; it is not ranked.
fn standings(units: &[UnitFigures]) -> Vec<Standing> {
    let standings: Vec<Standing> = (0..)
        .zip(units)
        .map(|(at, unit)| Standing {
            unit: at,
            rank: None,
            n_flagged: unit.flagged().len(),
            n_to_mend: unit.to_mend().len(),
            n_measured: unit.n_measured(),
        })
        .collect();
    let can_be_ranked = |standing: &Standing| standing.n_measured * 2 >= RULES.len();
    let attendance = |standing: &Standing| {
        let rate = units[standing.unit].measure(Key::AttendanceRate);
        rate.and_then(|measure| measure.share).unwrap_or((0, 0))
    };
    // A unit of which it cannot be told stands between those that kept the rule and those that did not.
    let hard_rule = |standing: &Standing| match units[standing.unit].state(RuleId::QuarterSeminars as usize) {
        UnitState::Clear => 0,
        UnitState::NoData => 1,
        UnitState::Doubted | UnitState::Flagged | UnitState::Severe => 2,
    };
    // Fractions are compared by cross products: equal shares are equal whatever their size.
    let before = |a: &Standing, b: &Standing| {
        let to_mend = (a.n_to_mend * b.n_measured).cmp(&(b.n_to_mend * a.n_measured));
        let ((n, of), (other_n, other_of)) = (attendance(a), attendance(b));
        let attended = (other_n * of.max(1)).cmp(&(n * other_of.max(1)));
        hard_rule(a).cmp(&hard_rule(b)).then(attended).then(to_mend)
    };
    // Shares of nothing have no order, so only units that can be ranked are compared by them;
    // the others follow in the order of their folders.
    let (mut ranked, unranked): (Vec<Standing>, Vec<Standing>) =
        standings.into_iter().partition(can_be_ranked);
    ranked.sort_by(|a, b| before(a, b).then(a.unit.cmp(&b.unit)));
    for at in 0..ranked.len() {
        let equals = at > 0 && before(&ranked[at - 1], &ranked[at]).is_eq();
        ranked[at].rank = if equals { ranked[at - 1].rank } else { Some(at + 1) };
    }
    ranked.extend(unranked);
    ranked
}

/// Counts an indicator, by its position in [`RULES`], among some of the units.
fn indicator(units: &[UnitFigures], at: usize, among: &[usize]) -> IndicatorTally {
    let positions = |wanted: &dyn Fn(UnitState) -> bool| -> Vec<usize> {
        among.iter().copied().filter(|unit| wanted(units[*unit].state(at))).collect()
    };
    IndicatorTally {
        rule: &RULES[at],
        flagged: positions(&UnitState::is_flagged),
        told: positions(&UnitState::is_told),
        n_severe: positions(&|state| state == UnitState::Severe).len(),
        n_measured: positions(&|state| state != UnitState::NoData).len(),
    }
}

fn problems(units: &[UnitFigures]) -> Vec<ProblemTally> {
    let of = |kind| ProblemTally {
        kind,
        units: (0..units.len()).filter(|at| units[*at].problems.contains(&kind)).collect(),
    };
    let mut problems: Vec<ProblemTally> = ProblemKind::ALL.into_iter().map(of).collect();
    problems.retain(|problem| !problem.units.is_empty());
    problems.sort_by_key(|problem| (Reverse(problem.units.len()), problem.kind));
    problems
}

fn causes(units: &[UnitFigures]) -> Vec<CauseTally> {
    let of = |kind| CauseTally {
        kind,
        units: (0..units.len()).filter(|at| units[*at].causes.contains(&kind)).collect(),
    };
    let mut causes: Vec<CauseTally> = CauseKind::ALL.into_iter().map(of).collect();
    causes.retain(|cause| !cause.units.is_empty());
    causes.sort_by_key(|cause| (Reverse(cause.units.len()), cause.kind));
    causes
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::county::figures::tests::unit;
    use crate::findings::RuleId;
    use crate::statistics::exact;

    fn survey(units: Vec<UnitFigures>) -> Survey {
        Survey::new("青山县", None, Returns { units, ..Returns::default() }).expect("there are units")
    }

    #[test]
    fn rates_are_pooled_not_averaged() {
        // 1 of 1 and 10 of 99: the mean of rates would be 55 %, the pooled rate is 11 %.
        let rate = |n, of| [(Key::AttendanceRate, n, of)];
        let survey = survey(vec![
            unit("甲", &rate(1, 1), &[(Key::Sessions, 1)], &[]),
            unit("乙", &rate(10, 99), &[(Key::Sessions, 99)], &[]),
            unit("丙", &rate(0, 0), &[], &[]),
        ]);
        let total = survey.total(Key::AttendanceRate);
        assert_eq!((total.value, total.share, total.n_units), (Some(0.11), Some((11, 100)), 2));
        let nobody = survey.total(Key::MakeUpRate);
        assert_eq!((nobody.share, nobody.n_units), (None, 0));
        assert_eq!(survey.total(Key::Sessions).value, Some(100.0));
        assert_eq!(survey.total(Key::Sessions).n_units, 2);
        assert_eq!(survey.total(Key::Essays).value, None);
    }

    #[test]
    fn standings_share_places_and_leave_out_who_filed_little() {
        let rate = |n, of| [(Key::AttendanceRate, n, of)];
        let blank = r#"{"version":1,"unit":"丁","period":"2020H1","measures":[],"indicators":[],
            "problems":[],"causes":[]}"#;
        let blank = UnitFigures::parse(blank.as_bytes()).expect("figures");
        let full = unit("甲", &rate(9, 10), &[], &[RuleId::OversightKinds]);
        let survey = survey(vec![
            blank,
            full,
            unit("乙", &rate(18, 20), &[], &[RuleId::SupervisionFrequency]),
            unit("丙", &rate(10, 10), &[], &[RuleId::OversightKinds, RuleId::SupervisionFrequency]),
            unit("戊", &rate(10, 10), &[], &[RuleId::OversightKinds]),
            unit("己", &rate(10, 10), &[], &[RuleId::QuarterSeminars]),
        ]);
        let shown: Vec<(&str, Option<usize>)> =
            survey.standings.iter().map(|s| (survey.units[s.unit].unit.as_str(), s.rank)).collect();
        assert_eq!(
            shown,
            [
                ("戊", Some(1)),
                ("丙", Some(2)),
                ("甲", Some(3)),
                ("乙", Some(3)),
                // A quarter without a seminar weighs more than every seat taken.
                ("己", Some(5)),
                ("丁", None)
            ]
        );
        assert_eq!(RULES[RuleId::QuarterSeminars as usize].id, RuleId::QuarterSeminars);
    }

    #[test]
    fn units_of_another_period_are_named_not_counted() {
        let mut other = unit("乙", &[], &[(Key::Sessions, 5)], &[RuleId::OversightKinds]);
        other.period = "2019H2".parse().expect("a period");
        let units = vec![unit("甲", &[], &[(Key::Sessions, 3)], &[]), other.clone()];
        let survey = survey(units.clone());
        // Of equals the later period is taken.
        assert_eq!(survey.period.to_string(), "2020H1");
        assert_eq!(survey.total(Key::Sessions).value, Some(3.0));
        assert_eq!(survey.others, [("乙".to_string(), other.period)]);
        assert_eq!(survey.flagged().count(), 0);
        let stated = Survey::new(
            "县",
            Some("2018H1".parse().expect("a period")),
            Returns { units, ..Returns::default() },
        );
        assert_eq!(stated, None);
    }

    #[test]
    fn units_that_can_hardly_be_judged_have_no_order_and_break_none() {
        // Nothing of nothing is like every share: compared with others it would go in circles.
        let few = |i: u64| {
            let text = format!(
                r#"{{"version":1,"unit":"{i}镇","period":"2020H1","problems":[],"causes":[],
                "measures":[{{"key":"attendance-rate","value":0.5,"n":{},"of":100}}],
                "indicators":[{}]}}"#,
                (i * 37) % 101,
                if i.is_multiple_of(3) {
                    String::new()
                } else {
                    let state = if i.is_multiple_of(2) { "flagged" } else { "clear" };
                    format!(r#"{{"id":"1.1","key":"","state":"{state}","severity":null}}"#)
                },
            );
            UnitFigures::parse(text.as_bytes()).expect("figures")
        };
        let survey = survey((0..300).map(few).collect());
        let order: Vec<usize> = survey.standings.iter().map(|standing| standing.unit).collect();
        assert_eq!(order, (0..300).collect::<Vec<_>>());
        assert!(survey.standings.iter().all(|standing| standing.rank.is_none()));
    }

    #[test]
    fn essays_keep_to_their_units_when_others_are_left_out() {
        let mut other = unit("甲", &[], &[], &[]);
        other.period = "2019H2".parse().expect("a period");
        let essay = |from: u32| -> Vec<Imprinted> {
            let text: String = (from..from + 900).filter_map(|i| char::from_u32(0x4e00 + i)).collect();
            let imprint = crate::findings::similarity::imprint(&text).expect("long enough");
            vec![Imprinted { title: "体会".into(), imprint }]
        };
        // Two units of one name; a third of another period.
        let units = vec![other, unit("甲", &[], &[], &[]), unit("甲", &[], &[], &[])];
        let essays = vec![(0, essay(0)), (1, essay(0)), (2, essay(0))];
        let survey = Survey::new("县", None, Returns { units, essays, ..Returns::default() }).expect("units");
        assert_eq!(survey.n_texts, 2);
        let units: Vec<usize> = survey.likenesses[0].units().collect();
        assert_eq!(units, [0, 1]);
    }

    proptest! {
        #[test]
        fn totals_are_those_of_all_records_thrown_together(shares in prop::collection::vec((0_u64..50, 0_u64..50), 1..30)) {
            let shares: Vec<(u64, u64)> = shares.into_iter().map(|(n, more)| (n, n + more)).collect();
            let units: Vec<UnitFigures> =
                shares.iter().map(|(n, of)| unit("甲", &[(Key::AttendanceRate, *n, *of)], &[(Key::Due, *of), (Key::Present, *n)], &[])).collect();
            let survey = survey(units);
            let (n, of) = survey.total(Key::AttendanceRate).share.expect("every unit has it");
            prop_assert_eq!(n, shares.iter().map(|(n, _)| n).sum::<u64>());
            prop_assert_eq!(of, shares.iter().map(|(_, of)| of).sum::<u64>());
            // The rate is that of the sums: present over due, as the counts have it.
            prop_assert_eq!(survey.total(Key::Present).value, Some(exact(n)));
            prop_assert_eq!(survey.total(Key::Due).value, Some(exact(of)));
            // And it lies between the least and the greatest of the rates.
            if let Some(value) = survey.total(Key::AttendanceRate).value {
                let rates = || shares.iter().filter(|(_, of)| *of > 0).map(|(n, of)| exact(*n) / exact(*of));
                prop_assert!(rates().any(|rate| rate <= value + 1e-12) && rates().any(|rate| rate >= value - 1e-12));
            }
        }
    }
}
