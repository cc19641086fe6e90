//! Good practice: what a unit does as the study rules ask, or beyond, from its published figures.
//!
//! A unit is named for what its own figures say and for nothing else: not where they are doubted,
//! nor where its registers are those of another unit.

use crate::county::figures::UnitState;
use crate::county::{Survey, UnitFigures};
use crate::findings::RuleId;
use crate::keyed::keyed;
use crate::statistics::{Key, MIN_PERCENT_OF};

keyed! {
    /// Something that is done well, in the order in which it is told.
    PracticeKind {
        /// 每季度都有研讨, and half of all sessions are seminars.
        SeminarsEachQuarter = "seminars-each-quarter",
        /// 到会率高.
        HighAttendance = "high-attendance",
        /// 缺学全部补上.
        AllMadeUp = "all-made-up",
        /// 计划全部按期开展.
        PlanKept = "plan-kept",
        /// 全体成员都作过重点发言.
        AllSpoke = "all-spoke",
        /// 查出的问题全部整改.
        ProblemsClosed = "problems-closed",
        /// 完成的调研课题全部转化.
        ResearchApplied = "research-applied",
        /// 开展宣讲.
        Talks = "talks",
        /// 现场学习.
        FieldStudies = "field-studies",
    }
}

impl PracticeKind {
    /// Returns whether it is about how study is organised; else about what comes of it.
    pub fn is_of_order(self) -> bool {
        use PracticeKind::{AllMadeUp, HighAttendance, PlanKept, SeminarsEachQuarter};
        matches!(self, SeminarsEachQuarter | HighAttendance | AllMadeUp | PlanKept)
    }
}

/// The share of seats taken, in percent, from which attendance is good practice.
pub const HIGH_ATTENDANCE: u64 = 95;
/// So many items at least make a plan that was kept, or absences made up.
const MIN_ITEMS: u64 = 3;

/// What a unit does well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Practice {
    /// What it is.
    pub kind: PracticeKind,
    /// How much of it: seminars, those who came, items of the plan, talks.
    pub n: u64,
    /// Of how much, where it is a share; of talks, how many they reached, where that is known.
    pub of: Option<u64>,
}

/// A practice over all units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PracticeTally {
    /// What it is.
    pub kind: PracticeKind,
    /// Positions of the units and what they do, most first.
    pub units: Vec<(usize, Practice)>,
}

/// Returns what a unit does well, in the order in which it is told.
pub fn practices(unit: &UnitFigures) -> Vec<Practice> {
    PracticeKind::ALL.into_iter().filter_map(|kind| practice(unit, kind)).collect()
}

fn practice(unit: &UnitFigures, kind: PracticeKind) -> Option<Practice> {
    let share = |key: Key| unit.measure(key)?.share;
    let read = |rule: RuleId| unit.reading(rule)?.share;
    let is_clear = |rule: RuleId| unit.state(rule as usize) == UnitState::Clear;
    let whole = |least: u64| move |(n, of): &(u64, u64)| n == of && *of >= least;
    let sessions = count(unit, Key::Sessions).filter(|n| *n > 0)?;
    let (n, of) = match kind {
        PracticeKind::SeminarsEachQuarter => {
            // A threshold may allow a quarter without one; the claim does not.
            let is_kept = unit.reading(RuleId::QuarterSeminars)?.value == Some(0.0);
            let seminars = count(unit, Key::Seminars)?;
            (is_kept && seminars * 2 >= sessions).then_some((seminars, Some(sessions)))?
        }
        PracticeKind::HighAttendance => {
            let (n, of) = share(Key::AttendanceRate)?;
            let is_high = of >= MIN_PERCENT_OF && n * 100 >= of * HIGH_ATTENDANCE;
            let is_doubted = unit.state(RuleId::ContradictedAttendance as usize).is_flagged();
            (is_high && !is_doubted).then_some((n, Some(of)))?
        }
        PracticeKind::AllMadeUp => {
            let (n, of) = share(Key::MakeUpRate).filter(whole(MIN_ITEMS))?;
            (count(unit, Key::Unknown) == Some(0)).then_some((n, Some(of)))?
        }
        PracticeKind::PlanKept => {
            let (n, of) = share(Key::PlanKeptRate).filter(whole(MIN_ITEMS))?;
            (is_clear(RuleId::PlanKept)).then_some((n, Some(of)))?
        }
        PracticeKind::AllSpoke => {
            let (n, of) = share(Key::SpeakersShare).filter(whole(MIN_PERCENT_OF))?;
            (n, Some(of))
        }
        PracticeKind::ProblemsClosed => {
            let (n, of) = read(RuleId::ProblemsClosed).filter(whole(1))?;
            (n, Some(of))
        }
        PracticeKind::ResearchApplied => {
            let (n, of) = read(RuleId::ResearchApplied).filter(whole(1))?;
            (n, Some(of))
        }
        PracticeKind::Talks => {
            let audience = count(unit, Key::TalkAudience).filter(|n| *n > 0);
            (count(unit, Key::Talks).filter(|n| *n > 0)?, audience)
        }
        PracticeKind::FieldStudies => (count(unit, Key::FieldStudies).filter(|n| *n > 0)?, None),
    };
    Some(Practice { kind, n, of })
}

/// Returns a published count; nothing where its register is missing.
fn count(unit: &UnitFigures, key: Key) -> Option<u64> {
    let value = unit.measure(key)?.value.filter(|value| *value >= 0.0 && value.fract() == 0.0)?;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole and not negative")]
    let count = value as u64;
    Some(count)
}

/// Returns the practices that some units have, and which: of a share the greatest number first, and
/// of equals in the order of their folders.
pub fn practice_tallies(survey: &Survey) -> Vec<PracticeTally> {
    let is_copied = |at: &usize| survey.same.iter().any(|same| same.units.contains(at));
    let honest: Vec<usize> = (0..survey.units.len()).filter(|at| !is_copied(at)).collect();
    let of_kind = |kind: PracticeKind| {
        let found = honest.iter().filter_map(|at| Some((*at, practice(&survey.units[*at], kind)?)));
        let mut units: Vec<(usize, Practice)> = found.collect();
        match kind {
            PracticeKind::HighAttendance | PracticeKind::SeminarsEachQuarter => {
                let cross = |a: &Practice, b: &Practice| a.n * b.of.unwrap_or(1).max(1);
                units.sort_by(|(_, a), (_, b)| cross(b, a).cmp(&cross(a, b)).then(b.n.cmp(&a.n)));
            }
            _ => units.sort_by_key(|(_, practice)| std::cmp::Reverse(practice.n)),
        }
        PracticeTally { kind, units }
    };
    PracticeKind::ALL.into_iter().map(of_kind).filter(|tally| !tally.units.is_empty()).collect()
}
