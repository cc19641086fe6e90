//! The year, half-year or quarter that a report covers.

use std::fmt;
use std::str::FromStr;

use time::{Date, Duration, Month};

/// A calendar year, or a half-year or quarter of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Period {
    /// The calendar year.
    pub year: i32,
    /// Which part of it.
    pub part: Part,
}

/// A part of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// All of it.
    Year,
    /// The first (1) or second (2) half.
    Half(u8),
    /// One of the four quarters, from 1.
    Quarter(u8),
}

/// A period that is not written as the program expects it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("期间 `{0}` 无法识别（应为 2020、2020H1、2020H2 或 2020Q1 至 2020Q4 的写法）")]
pub struct UnknownPeriod(pub String);

impl Period {
    /// Returns the half-year that a date lies in.
    pub fn half_of(date: Date) -> Period {
        let half = if u8::from(date.month()) <= 6 { 1 } else { 2 };
        Period { year: date.year(), part: Part::Half(half) }
    }

    /// Returns the first month, from 1.
    pub fn first_month(self) -> u8 {
        match self.part {
            Part::Year => 1,
            Part::Half(half) => (half - 1) * 6 + 1,
            Part::Quarter(quarter) => (quarter - 1) * 3 + 1,
        }
    }

    /// Returns the last month, from 1.
    pub fn last_month(self) -> u8 {
        match self.part {
            Part::Year => 12,
            Part::Half(_) => self.first_month() + 5,
            Part::Quarter(_) => self.first_month() + 2,
        }
    }

    /// Returns the first day.
    pub fn first_day(self) -> Date {
        first_of_month(self.year, self.first_month())
    }

    /// Returns the last day.
    pub fn last_day(self) -> Date {
        last_of_month(self.year, self.last_month())
    }

    /// Returns whether the date lies in the period.
    pub fn contains(self, date: Date) -> bool {
        (self.first_day()..=self.last_day()).contains(&date)
    }

    /// Returns the number of days, the last included.
    pub fn n_days(self) -> i64 {
        (self.last_day() - self.first_day()).whole_days() + 1
    }

    /// Returns whether both are years, half-years or quarters.
    pub fn is_as_long_as(self, other: Period) -> bool {
        self.last_month() - self.first_month() == other.last_month() - other.first_month()
    }

    /// Returns how many periods lie from this one, itself counted, to a later one as long; none to an
    /// earlier one.
    pub fn n_until(self, later: Period) -> usize {
        let n_months = i32::from(self.last_month() - self.first_month()) + 1;
        let months = |period: Period| period.year * 12 + i32::from(period.first_month());
        usize::try_from((months(later) - months(self)) / n_months).unwrap_or(0)
    }

    /// Returns the period of the same length that follows.
    pub fn next(self) -> Period {
        let (last, part) = match self.part {
            Part::Year => (true, Part::Year),
            Part::Half(half) => (half == 2, Part::Half(half % 2 + 1)),
            Part::Quarter(quarter) => (quarter == 4, Part::Quarter(quarter % 4 + 1)),
        };
        Period { year: self.year + i32::from(last), part }
    }

    /// Returns the quarters of the period, from 1, in order.
    pub fn quarters(self) -> std::ops::RangeInclusive<u8> {
        quarter_of_month(self.first_month())..=quarter_of_month(self.last_month())
    }

    /// Returns whether it holds all of another period.
    pub fn holds(self, other: Period) -> bool {
        self.first_day() <= other.first_day() && other.last_day() <= self.last_day()
    }

    /// Returns what the period that follows is called beside this one: `下半年`, `2027年`.
    pub fn next_name(self) -> String {
        let next = self.next();
        if next.part == Part::Year { format!("{}年", next.year) } else { next.part_name().to_string() }
    }

    /// Returns the part's name, such as `全年`, `上半年` or `第一季度`.
    pub fn part_name(self) -> &'static str {
        match self.part {
            Part::Year => "全年",
            Part::Half(1) => "上半年",
            Part::Half(_) => "下半年",
            Part::Quarter(1) => "第一季度",
            Part::Quarter(2) => "第二季度",
            Part::Quarter(3) => "第三季度",
            Part::Quarter(_) => "第四季度",
        }
    }

    /// Returns the part's name as it follows its year in a title: 2020年度, 2020年上半年.
    pub fn part_after_year(self) -> &'static str {
        if self.part == Part::Year { "度" } else { self.part_name() }
    }
}

/// Shown as in banxin.toml and figures.json: `2020`, `2020H1`.
impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.part {
            Part::Year => write!(f, "{}", self.year),
            Part::Half(half) => write!(f, "{}H{half}", self.year),
            Part::Quarter(quarter) => write!(f, "{}Q{quarter}", self.year),
        }
    }
}

impl FromStr for Period {
    type Err = UnknownPeriod;

    fn from_str(text: &str) -> Result<Period, UnknownPeriod> {
        let unknown = || UnknownPeriod(text.to_string());
        let (year, part) = text.trim().split_at_checked(4).ok_or_else(unknown)?;
        if !year.bytes().all(|b| b.is_ascii_digit()) {
            return Err(unknown());
        }
        let year: i32 = year.parse().map_err(|_| unknown())?;
        let part = match part.to_ascii_uppercase().as_str() {
            "" | "年" | "年度" | "全年" | "年全年" => Part::Year,
            "H1" => Part::Half(1),
            "H2" => Part::Half(2),
            "Q1" => Part::Quarter(1),
            "Q2" => Part::Quarter(2),
            "Q3" => Part::Quarter(3),
            "Q4" => Part::Quarter(4),
            _ => return Err(unknown()),
        };
        // Before 1900 there are no spreadsheets' dates. Calendars end with 9999, and what is planned
        // and due lies beyond the period.
        if (1900..=9990).contains(&year) { Ok(Period { year, part }) } else { Err(unknown()) }
    }
}

/// Returns the quarter, from 1, that a month (from 1) lies in.
pub fn quarter_of_month(month: u8) -> u8 {
    (month - 1) / 3 + 1
}

/// Returns the quarter, from 1, that a date lies in.
pub fn quarter_of(date: Date) -> u8 {
    quarter_of_month(u8::from(date.month()))
}

/// Returns a quarter's name: 第一季度.
pub fn quarter_name(quarter: u8) -> String {
    const NUMERALS: [&str; 4] = ["一", "二", "三", "四"];
    let at = usize::from(quarter.clamp(1, 4) - 1);
    format!("第{}季度", NUMERALS[at])
}

/// Returns the first day of a month (from 1).
pub fn first_of_month(year: i32, month: u8) -> Date {
    let month = Month::try_from(month).expect("months are counted from 1 to 12");
    Date::from_calendar_date(year, month, 1).expect("every month has a first day")
}

/// Returns the last day of a month (from 1).
pub fn last_of_month(year: i32, month: u8) -> Date {
    let next = if month == 12 { first_of_month(year + 1, 1) } else { first_of_month(year, month + 1) };
    next - Duration::days(1)
}

/// Reads a date of the configuration or the command line, `YYYY-MM-DD`.
pub fn parse_iso_date(text: &str) -> Option<Date> {
    let mut parts = text.trim().split('-');
    let year: i32 = parts.next().filter(|y| y.len() == 4)?.parse().ok()?;
    let month: u8 = parts.next()?.parse().ok()?;
    let day: u8 = parts.next()?.parse().ok()?;
    if parts.next().is_some() || year < 1900 {
        return None;
    }
    Date::from_calendar_date(year, time::Month::try_from(month).ok()?, day).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, first: &str, last: &str, next: &str) {
        let period: Period = text.parse().expect("a known period");
        assert_eq!(period.to_string(), text);
        assert_eq!(period.first_day().to_string(), first);
        assert_eq!(period.last_day().to_string(), last);
        assert_eq!(period.next().to_string(), next);
    }

    #[test]
    fn periods() {
        check("2020H1", "2020-01-01", "2020-06-30", "2020H2");
        check("2020H2", "2020-07-01", "2020-12-31", "2021H1");
        check("2020Q1", "2020-01-01", "2020-03-31", "2020Q2");
        check("2020", "2020-01-01", "2020-12-31", "2021");
        for text in ["2020年", "2020年度", "2020全年", "2020年全年"] {
            assert_eq!(text.parse::<Period>().map(|year| year.to_string()), Ok("2020".to_string()));
        }
        let parsed = |text: &str| text.parse::<Period>().expect("known");
        assert!(parsed("2020").holds(parsed("2020H2")) && !parsed("2020H1").holds(parsed("2020")));
        assert_eq!(
            (parsed("2020").next_name(), parsed("2020H2").next_name()),
            ("2021年".into(), "上半年".into())
        );
        check("2020Q4", "2020-10-01", "2020-12-31", "2021Q1");
        assert_eq!("2020H1".parse::<Period>().expect("known").n_days(), 182);
        assert_eq!("2021H1".parse::<Period>().expect("known").n_days(), 181);
    }

    #[test]
    fn unknown_periods() {
        for text in
            ["", "202", "2020年底", "2020H3", "２０２０H1", "20H1", "+020H1", "上半年", "1600H1", "9999H1"]
        {
            assert!(text.parse::<Period>().is_err(), "{text}");
        }
    }

    #[test]
    fn iso_dates() {
        assert_eq!(parse_iso_date("2020-07-03").map(|d| d.to_string()), Some("2020-07-03".into()));
        for text in ["2020-02-30", "2020-13-01", "20-1-1", "2020-7", "2020-7-1-1", "x"] {
            assert_eq!(parse_iso_date(text), None, "{text}");
        }
    }
}
