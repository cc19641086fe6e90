//! Random counties: units with their figures as made up here, and what the county makes of them.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use banxin_core::county::{Missing, Returns, Survey, UnitFigures};
use banxin_core::findings::{Limits, RULES, RuleId};
use banxin_core::statistics::Key;
use serde_json::{Value, json};

/// What the rules go by.
static LIMITS: LazyLock<Limits> = LazyLock::new(Limits::default);

/// A unit as it is made up.
#[derive(Debug, Clone)]
pub struct Raw {
    pub name: String,
    /// Its figures; of a rate its two numbers, of a count the number and nothing.
    pub measures: BTreeMap<&'static str, (u64, Option<u64>)>,
    /// Its indicators: state, and what was measured.
    pub indicators: BTreeMap<&'static str, Indicator>,
}

/// An indicator as it is made up.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Indicator {
    pub is_flagged: bool,
    pub is_severe: bool,
    pub value: f64,
    pub share: Option<(u64, u64)>,
}

/// A county as it is made up.
#[derive(Debug, Clone)]
pub struct RawCounty {
    pub units: Vec<Raw>,
    pub n_other: usize,
    pub n_empty: usize,
    pub n_failed: usize,
}

/// Numbers in an order that is always the same.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Dice {
        Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// Returns a number below a limit.
    pub fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % limit
    }

    /// Returns true once in so many times.
    pub fn one_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }
}

impl Raw {
    /// Makes a unit; the one of good study has all its figures as they are wanted.
    fn new(name: String, dice: &mut Dice) -> Raw {
        let is_good = dice.one_in(4);
        let sessions = if dice.one_in(9) { 0 } else { 1 + dice.below(9) };
        let of_sessions = if sessions == 0 { 0 } else { sessions * (3 + dice.below(12)) };
        let part = |of: u64, dice: &mut Dice| if is_good { of } else { of - dice.below(of / 2 + 1) };
        let mut measures = BTreeMap::new();
        let seminars = part(sessions, dice);
        for key in Key::ALL {
            let figure = match key {
                Key::Sessions => (sessions, None),
                Key::Seminars => (seminars, None),
                Key::Due => (of_sessions, None),
                Key::Unknown => (0, None),
                Key::AttendanceRate | Key::ParticipationRate => (part(of_sessions, dice), Some(of_sessions)),
                key if key.is_rate() => {
                    let of = dice.below(14);
                    (part(of, dice), Some(of))
                }
                _ => (dice.below(30), None),
            };
            if !dice.one_in(8) || matches!(key, Key::Unknown) {
                measures.insert(key.name(), figure);
            }
        }
        if let Some((present, _)) = measures.get("attendance-rate").copied() {
            measures.insert("present", (present, None));
        }
        let mut indicators = BTreeMap::new();
        let has_few = dice.one_in(5);
        let limits = &*LIMITS;
        for rule in &RULES {
            let is_flagged = !is_good && dice.one_in(3);
            let threshold = limits.of(rule.id).threshold;
            let beyond = [threshold + 1.0, threshold - 1.0];
            let flagged = beyond.into_iter().find(|value| limits.of(rule.id).is_exceeded_by(*value));
            let of = dice.below(9);
            let mut indicator = Indicator {
                is_flagged,
                is_severe: is_flagged && dice.one_in(3),
                value: if is_flagged { flagged.expect("one side is beyond") } else { threshold },
                share: Some((part(of, dice), of)),
            };
            if rule.id == RuleId::QuarterSeminars {
                indicator.value = if is_flagged { 1.0 } else { 0.0 };
            }
            if !dice.one_in(if has_few { 2 } else { 10 }) {
                indicators.insert(rule.id.id(), indicator);
            }
        }
        Raw { name, measures, indicators }
    }

    /// Returns a count; nothing where it is not known.
    pub fn count(&self, key: Key) -> Option<u64> {
        self.measures.get(key.name()).map(|(n, _)| *n)
    }

    /// Returns a rate's two numbers; nothing where it is not known.
    pub fn rate(&self, key: Key) -> Option<(u64, u64)> {
        self.measures.get(key.name()).and_then(|(n, of)| Some((*n, (*of)?)))
    }

    pub fn indicator(&self, rule: RuleId) -> Option<Indicator> {
        self.indicators.get(rule.id()).copied()
    }

    /// Returns whether it may be told that a rule is out of bounds here.
    pub fn is_told(&self, rule: RuleId) -> bool {
        let is_suspicion = ["3.4", "3.5", "3.6", "3.8", "3.11"].contains(&rule.id());
        !is_suspicion && self.indicator(rule).is_some_and(|indicator| indicator.is_flagged)
    }

    /// Returns what it is to mend.
    pub fn to_mend(&self) -> usize {
        let is_of_leaders = |rule: RuleId| ["c1.1", "c1.2", "c1.3", "c1.5"].contains(&rule.id());
        RULES.iter().filter(|rule| self.is_told(rule.id) && !is_of_leaders(rule.id)).count()
    }

    /// Returns figures.json.
    fn figures(&self, period: &str) -> UnitFigures {
        let measure = |(key, (n, of)): (&&str, &(u64, Option<u64>))| match of {
            Some(of) => {
                let value = (*of > 0).then(|| *n as f64 / *of as f64);
                json!({"key": key, "value": value, "n": n, "of": of})
            }
            None => json!({"key": key, "value": n}),
        };
        let indicator = |(id, indicator): (&&str, &Indicator)| {
            let state = if indicator.is_flagged { "flagged" } else { "clear" };
            let severity = match (indicator.is_flagged, indicator.is_severe) {
                (true, true) => json!("severe"),
                (true, false) => json!("warning"),
                (false, _) => Value::Null,
            };
            let (n, of) = indicator.share.unzip();
            json!({"id": id, "key": "", "state": state, "severity": severity, "value": indicator.value,
                   "n": n, "of": of})
        };
        let has = |kind: &str| self.indicators.iter().any(|(id, one)| id.starts_with(kind) && one.is_flagged);
        let causes = [("c1", "weak-commitment"), ("c2", "no-hard-targets"), ("c3", "scarce-resources")];
        let causes: Vec<Value> =
            causes.iter().filter(|(id, _)| has(id)).map(|(_, key)| json!({"key": key})).collect();
        let text = json!({
            "version": 1, "unit": self.name, "period": period, "causes": causes,
            "measures": self.measures.iter().map(measure).collect::<Vec<_>>(),
            "indicators": self.indicators.iter().map(indicator).collect::<Vec<_>>(),
        });
        UnitFigures::parse(text.to_string().as_bytes()).expect("figures")
    }
}

/// Makes up a county, always the same for the same seed.
pub fn county(seed: u64) -> RawCounty {
    let mut dice = Dice::new(seed + 1);
    let n_units = 1 + if dice.one_in(3) { dice.below(4) } else { dice.below(30) };
    let ends = ["镇", "乡", "街道"];
    let name = |at: u64, dice: &mut Dice| {
        let letter = |n: u64| char::from_u32(0x4e00 + u32::try_from(n).expect("small")).expect("a character");
        format!("{}{}{}", letter(700 + at), letter(900 + at * 3), ends[dice.below(3) as usize])
    };
    let units = (0..n_units).map(|at| Raw::new(name(at, &mut dice), &mut dice)).collect();
    let mut few = |one_in: u64| if dice.one_in(one_in) { 1 + dice.below(8) as usize } else { 0 };
    RawCounty { units, n_other: few(4), n_empty: few(3), n_failed: few(3) }
}

impl RawCounty {
    /// Counts it together.
    pub fn survey(&self) -> Survey {
        let others = (0..self.n_other).map(|at| Raw {
            name: format!("别{}镇", char::from_u32(0x7532 + at as u32).expect("a character")),
            measures: BTreeMap::from([("sessions", (9, None))]),
            indicators: BTreeMap::new(),
        });
        let units = self.units.iter().map(|unit| unit.figures("2020H1"));
        let missing = |is_empty: bool| {
            move |at: usize| Missing {
                unit: format!("缺{}{}乡", if is_empty { "空" } else { "错" }, char::from(b'a' + at as u8)),
                reason: "考勤表.xlsx：不是电子表格".to_string(),
                is_empty,
            }
        };
        let missing = (0..self.n_empty).map(missing(true)).chain((0..self.n_failed).map(missing(false)));
        let returns = Returns {
            units: units.chain(others.map(|unit| unit.figures("2019H2"))).collect(),
            missing: missing.collect(),
            ..Returns::default()
        };
        let period = "2020H1".parse().expect("a period");
        Survey::new("青山县", Some(period), returns).expect("there are units")
    }
}
