//! Numbers and dates as the report prints them: the only rounding in the program.
//!
//! Shares are rounded half up to one decimal from their exact numerator and denominator.
//! Below five there is no percentage: 2 of 3 is not 66.7 % of anything.

use time::Date;

use crate::findings::{Flag, Limit, Reading, Unit};
use crate::period::Period;
use crate::statistics::{Key, Measure};

pub use crate::statistics::MIN_PERCENT_OF;

/// What is printed where a register is missing.
pub const NO_DATA: &str = "未提供数据";

/// Returns `n / of` in percent with one decimal, rounded half up: 5 of 6 → `83.3%`.
pub fn percent(n: u64, of: u64) -> String {
    let tenths = tenths(n, of);
    format!("{}.{}%", tenths / 10, tenths % 10)
}

/// Returns a share as a percentage, or as `n/of` where there are too few.
pub fn share(n: u64, of: u64) -> String {
    if of < MIN_PERCENT_OF { format!("{n}/{of}") } else { percent(n, of) }
}

/// Returns `，占83.3%`, or nothing where there are too few for a percentage.
pub fn making_up(n: u64, of: u64) -> String {
    if of < MIN_PERCENT_OF { String::new() } else { format!("，占{}", percent(n, of)) }
}

/// Returns how far the printed percentages of two shares lie apart, in 个百分点: the first says
/// whether it rose. What is printed is compared, so that a reader who subtracts agrees.
pub fn points_between(before: (u64, u64), now: (u64, u64)) -> (std::cmp::Ordering, String) {
    let (before, now) = (tenths(before.0, before.1), tenths(now.0, now.1));
    let apart = now.abs_diff(before);
    (now.cmp(&before), format!("{}.{}个百分点", apart / 10, apart % 10))
}

/// Returns `n / of` in tenths of a percent, rounded half up.
fn tenths(n: u64, of: u64) -> u128 {
    let of = u128::from(of.max(1));
    (u128::from(n) * 2000 + of) / (2 * of)
}

/// Returns what a share of so many points earns, in tenths of a point, rounded half up.
pub fn score_tenths(points: u32, share: f64) -> u64 {
    let tenths = (f64::from(points) * 10.0 * share.clamp(0.0, 1.0) + 1e-9).round();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 1000")]
    let tenths = tenths as u64;
    tenths
}

/// Returns tenths as a number without a needless fraction: 75 → `7.5`, 80 → `8`.
pub fn tenths_text(tenths: u64) -> String {
    if tenths.is_multiple_of(10) {
        (tenths / 10).to_string()
    } else {
        format!("{}.{}", tenths / 10, tenths % 10)
    }
}

/// Returns an exact share as a plain percentage: 0.9 → `90%`.
pub fn share_of_one(share: f64) -> String {
    format!("{}%", plain(share * 100.0))
}

/// Returns a number with one decimal, rounded half up: 2.25 → `2.3`.
pub fn one_decimal(value: f64) -> String {
    let tenths = (value.abs() * 10.0 + 1e-9).round();
    let sign = if value < 0.0 && tenths > 0.0 { "−" } else { "" };
    format!("{sign}{:.1}", tenths / 10.0)
}

/// Returns a number with two decimals, rounded half up: 0.411 → `0.41`.
pub fn two_decimals(value: f64) -> String {
    format!("{:.2}", (value * 100.0 + 1e-9).round() / 100.0)
}

/// Returns `n / of` with one decimal, rounded half up: 24 by 12 → `2.0`.
pub fn ratio(n: u64, of: u64) -> String {
    let of = u128::from(of.max(1));
    let tenths = (u128::from(n) * 20 + of) / (2 * of);
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// Returns a number without a needless fraction: 3.0 → `3`, 23.5 → `23.5`.
pub fn plain(value: f64) -> String {
    let text = one_decimal(value);
    text.strip_suffix(".0").map_or(text.clone(), str::to_string)
}

/// Returns `2020年7月3日` (GB/T 9704 7.3.5.4: no zero before month or day).
pub fn full_date(date: Date) -> String {
    format!("{}年{}", date.year(), month_day(date))
}

/// Returns `7月3日`.
pub fn month_day(date: Date) -> String {
    format!("{}月{}日", u8::from(date.month()), date.day())
}

/// Returns `2020年上半年`.
pub fn period(period: Period) -> String {
    format!("{}年{}", period.year, period.part_name())
}

/// Returns the next period as seen from this one: its year only where it is another.
pub fn next_period(current: Period) -> String {
    let next = current.next();
    if next.year == current.year { next.part_name().to_string() } else { period(next) }
}

/// Returns a Chinese numeral for numbering, from 1 to 99.
pub fn numeral(n: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let (tens, units) = (n / 10 % 10, n % 10);
    let tens = match tens {
        0 => String::new(),
        1 => "十".to_string(),
        tens => format!("{}十", DIGITS[tens]),
    };
    tens + DIGITS[units]
}

/// Returns a published figure as the report prints it.
pub fn measure(measure: &Measure) -> String {
    match (measure.value, measure.n, measure.of) {
        (None, None, _) => NO_DATA.to_string(),
        (None, ..) => "—".to_string(),
        (Some(_), Some(n), Some(of)) if measure.key == Key::EssaysPerMember => ratio(n, of),
        (Some(_), Some(n), Some(of)) => share(n, of),
        (Some(value), ..) => plain(value),
    }
}

/// Returns what a rule measured as tables print it.
pub fn reading(reading: &Reading, unit: Unit) -> String {
    match (unit, reading.n, reading.of) {
        (Unit::Share, Some(n), Some(of)) if of > 0 => share(n, of),
        (Unit::Share, Some(n), Some(_)) => n.to_string(),
        // Days between none and none.
        (Unit::Days, Some(0), _) => "—".to_string(),
        _ => value(reading.value, unit),
    }
}

/// Returns a threshold as tables print it: `不低于90%`.
pub fn limit(limit: &Limit) -> String {
    let bound = bound(limit);
    match limit.flag {
        Flag::Below if limit.unit == Unit::Share && limit.threshold >= 1.0 => format!("达到{bound}"),
        Flag::Below if limit.unit == Unit::Points && limit.threshold < 0.0 => {
            format!("降幅不超过{}个百分点", plain(-limit.threshold * 100.0))
        }
        Flag::Below if limit.unit.is_counted() => format!("不少于{bound}"),
        Flag::Below => format!("不低于{bound}"),
        Flag::Above if limit.threshold == 0.0 => "没有".to_string(),
        Flag::Above if limit.unit.is_counted() => format!("不超过{bound}"),
        Flag::Above => format!("不高于{bound}"),
        Flag::AtLeast if limit.unit.is_counted() => format!("少于{bound}"),
        Flag::AtLeast => format!("低于{bound}"),
        Flag::AtMost if limit.threshold == 0.0 => "大于0".to_string(),
        Flag::AtMost => format!("高于{bound}"),
    }
}

/// Returns the threshold's number with its unit.
pub fn bound(limit: &Limit) -> String {
    if limit.unit == Unit::Points {
        return format!("{}个百分点", plain(limit.threshold * 100.0));
    }
    value(limit.threshold, limit.unit)
}

/// Returns a number with its unit.
fn value(value: f64, unit: Unit) -> String {
    let unit = match unit {
        Unit::Share => return format!("{}%", plain(value * 100.0)),
        Unit::Points => return format!("{}个百分点", one_decimal(value * 100.0)),
        Unit::Times => "次",
        Unit::Kinds => "类",
        Unit::Forms => "种",
        Unit::Persons => "人",
        Unit::Writings => "篇",
        Unit::Topics => "个",
        Unit::Places => "处",
        Unit::Days => "天",
        Unit::Hours => "小时",
        // A plain number is a small one: what two decimals tell apart may decide.
        Unit::Number => {
            let text = two_decimals(value);
            return text.trim_end_matches('0').trim_end_matches('.').to_string();
        }
    };
    format!("{}{unit}", plain(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_rounded_half_up() {
        assert_eq!(percent(80, 96), "83.3%");
        assert_eq!(percent(15, 16), "93.8%");
        assert_eq!(percent(1, 2000), "0.1%");
        assert_eq!(percent(0, 7), "0.0%");
        assert_eq!(percent(7, 7), "100.0%");
        assert_eq!(percent(0, 0), "0.0%");
        assert_eq!(share(2, 3), "2/3");
        assert_eq!(share(4, 5), "80.0%");
        assert_eq!(making_up(1, 4), "");
        assert_eq!(ratio(24, 12), "2.0");
        assert_eq!(ratio(9, 4), "2.3");
    }

    #[test]
    fn decimals() {
        assert_eq!(one_decimal(2.25), "2.3");
        assert_eq!(one_decimal(-4.365), "−4.4");
        assert_eq!(one_decimal(-0.01), "0.0");
        assert_eq!(plain(3.0), "3");
        assert_eq!(plain(23.5), "23.5");
    }

    #[test]
    fn dates_and_numerals() {
        let date = crate::period::parse_iso_date("2020-07-03").expect("a date");
        assert_eq!(full_date(date), "2020年7月3日");
        let check = |n, expected: &str| assert_eq!(numeral(n), expected);
        check(1, "一");
        check(10, "十");
        check(12, "十二");
        check(20, "二十");
        check(21, "二十一");
    }

    #[test]
    fn periods_name_their_year_once() {
        let check = |text: &str, this: &str, next: &str| {
            let current: Period = text.parse().expect("known");
            assert_eq!((period(current).as_str(), next_period(current).as_str()), (this, next));
        };
        check("2020H1", "2020年上半年", "下半年");
        check("2020H2", "2020年下半年", "2021年上半年");
        check("2020Q1", "2020年第一季度", "第二季度");
    }
}
