//! The measures planned for the next period: each flagged indicator is answered by one.

use time::{Date, Duration};

use crate::findings::Indicator;
use crate::period::{Period, last_of_month};

/// The part of the plan that a measure belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Chapter {
    /// 统一认识，抓好落实.
    Implementation,
    /// 明确职责，抓好示范.
    Example,
    /// 统筹协调，做好保障.
    Support,
}

/// A measure of the library, to be planned when an indicator asks for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Measure {
    /// The published key.
    pub key: &'static str,
    /// The part of the plan.
    pub chapter: Chapter,
    /// The indicators it answers.
    pub answers: &'static [&'static str],
    /// Who is responsible, as an office, never as a person.
    pub owner: &'static str,
    /// The month of the next period, from 1, at whose end it is due.
    pub due_month: u8,
}

/// The measures, in the order of the plan (domain notes §5: A1–A4, B1–B2, C1–C3).
pub const MEASURES: [Measure; 11] = [
    Measure {
        key: "three-settled",
        chapter: Chapter::Implementation,
        answers: &["1.4", "2.3", "2.8"],
        owner: "学习秘书",
        due_month: 1,
    },
    Measure {
        key: "study-archive",
        chapter: Chapter::Implementation,
        answers: &["1.1", "3.1", "3.2", "3.3", "3.4", "3.5", "3.6", "3.7", "3.8"],
        owner: "学习秘书",
        due_month: 2,
    },
    Measure {
        key: "make-up-study",
        chapter: Chapter::Implementation,
        answers: &["1.7"],
        owner: "学习秘书",
        due_month: 2,
    },
    Measure {
        key: "better-sessions",
        chapter: Chapter::Implementation,
        answers: &["1.3", "2.2", "3.11", "c1.4"],
        owner: "学习秘书",
        due_month: 3,
    },
    Measure {
        key: "results-count",
        chapter: Chapter::Implementation,
        answers: &["1.5", "3.9", "c1.1", "c1.2", "c1.3", "c1.5", "c2.2", "c2.3"],
        owner: "组长",
        due_month: 3,
    },
    Measure {
        key: "quarterly-plan",
        chapter: Chapter::Example,
        answers: &["1.6", "1.9", "2.1", "c2.1"],
        owner: "组长",
        due_month: 1,
    },
    Measure {
        key: "varied-forms",
        chapter: Chapter::Example,
        answers: &["2.4", "c3.1", "c3.2", "c3.3", "c3.4"],
        owner: "宣传委员",
        due_month: 6,
    },
    Measure {
        key: "level-by-level",
        chapter: Chapter::Support,
        answers: &["1.2"],
        owner: "宣传委员",
        due_month: 6,
    },
    Measure {
        key: "close-problems",
        chapter: Chapter::Support,
        answers: &["1.8"],
        owner: "宣传委员",
        due_month: 3,
    },
    Measure {
        key: "research-topics",
        chapter: Chapter::Support,
        answers: &["2.7"],
        owner: "各课题负责人",
        due_month: 6,
    },
    Measure {
        key: "theory-articles",
        chapter: Chapter::Support,
        answers: &["2.5", "2.6", "3.10"],
        owner: "中心组各成员",
        due_month: 5,
    },
];

/// A measure planned for one unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    /// The measure.
    pub measure: &'static Measure,
    /// Ids of the flagged indicators that it answers; empty for routine work.
    pub answers: Vec<&'static str>,
    /// The day by which it is to be done.
    pub due: Date,
}

/// The fewest days from the document's own date to the day by which something is to be done.
const MIN_DAYS: i64 = 15;

/// Returns the measures that the flagged indicators ask for, in plan order.
pub(super) fn answer(indicators: &[Indicator], period: Period) -> Vec<Action> {
    let flagged: Vec<&'static str> =
        indicators.iter().filter(|indicator| indicator.is_flagged()).map(|i| i.rule.id).collect();
    let action = |measure: &'static Measure| {
        let answers: Vec<&'static str> =
            flagged.iter().filter(|id| measure.answers.contains(id)).copied().collect();
        let due = due(period, measure.due_month, period.last_day());
        (!answers.is_empty()).then_some(Action { measure, answers, due })
    };
    MEASURES.iter().filter_map(action).collect()
}

/// Returns the end of a month of the next period, from 1, as a document of the date sets it.
///
/// A quarter has only three months. What would be due before the document's date, or less than
/// fifteen days after it, is put off to the end of the month that these days end in, but never
/// beyond the next period.
pub fn due(period: Period, month: u8, date: Date) -> Date {
    let next = period.next();
    let due = last_of_month(next.year, (next.first_month() + month - 1).min(next.last_month()));
    let earliest = date.saturating_add(Duration::days(MIN_DAYS));
    if due >= earliest {
        due
    } else if earliest >= next.last_day() {
        next.last_day()
    } else {
        last_of_month(earliest.year(), u8::from(earliest.month()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::RULES;

    #[test]
    fn every_rule_is_answered_exactly_once() {
        for rule in &RULES {
            let n = MEASURES.iter().filter(|measure| measure.answers.contains(&rule.id)).count();
            assert_eq!(n, 1, "rule {}", rule.id);
        }
    }

    #[test]
    fn measures_are_due_in_the_next_period() {
        let due_of = |period: &str, month| {
            let period: Period = period.parse().expect("known");
            due(period, month, period.last_day() + Duration::days(1)).to_string()
        };
        assert_eq!(due_of("2020H1", 1), "2020-07-31");
        assert_eq!(due_of("2020H2", 6), "2021-06-30");
        assert_eq!(due_of("2020Q1", 6), "2020-06-30");
    }

    #[test]
    fn nothing_is_due_before_the_document_is_out() {
        let check = |period: &str, month, date: &str, expected: &str| {
            let period: Period = period.parse().expect("known");
            let date = crate::period::parse_iso_date(date).expect("a date");
            assert_eq!(due(period, month, date).to_string(), expected, "{period} {month} {date}");
        };
        check("2020H1", 1, "2020-07-16", "2020-07-31");
        check("2020H1", 1, "2020-07-17", "2020-08-31");
        check("2020H1", 2, "2020-07-17", "2020-08-31");
        check("2020H1", 1, "2020-09-10", "2020-09-30");
        check("2020H1", 6, "2020-12-20", "2020-12-31");
        check("2020H1", 1, "2021-03-01", "2020-12-31");
        check("2020Q1", 1, "2020-05-20", "2020-06-30");
        check("2020H2", 1, "2021-01-20", "2021-02-28");
    }
}
