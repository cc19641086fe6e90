//! Numbers and dates as the report prints them: the only rounding in the program.
//!
//! Shares are rounded half up to one decimal from their exact numerator and denominator.
//! Below five there is no percentage: 2 of 3 is not 66.7 % of anything.

use time::Date;

use crate::document::provenance::{Dated, Provenance};
use crate::document::text::{Count, Figure, Text, text};
use crate::findings::{Flag, Limit, Reading, RuleId, Unit};
use crate::period::{Part, Period};
use crate::statistics::{Key, Measure, exact};

pub use crate::statistics::MIN_PERCENT_OF;

/// What is printed where a register is missing.
pub const NO_DATA: &str = "未提供数据";

/// Returns a whole number.
pub fn whole(n: usize, source: impl Into<Provenance>) -> Count {
    Count::new(u64::try_from(n).unwrap_or(u64::MAX), source.into())
}

/// Returns `n / of` in percent with one decimal, rounded half up, and no needless nought: 5 of 6 →
/// `83.3%`, 6 of 6 → `100%`.
pub fn percent(n: u64, of: u64, source: impl Into<Provenance>) -> Figure {
    let digits = |decimals| decimal(u128::from(n) * 100, u128::from(of), decimals);
    // Neither all nor none is said of what is not: 1999 of 2000 → `99.95%`.
    let is_true = |text: &str| !(n < of && text == "100" || n > 0 && text == "0");
    let decimals = (1..MAX_DECIMALS).find(|decimals| is_true(&digits(*decimals))).unwrap_or(MAX_DECIMALS);
    Figure::new(format!("{}%", digits(decimals)), source.into())
}

/// The most decimals that are printed so that a number stays on its side of a threshold.
const MAX_DECIMALS: u32 = 4;

/// Returns the same beside a threshold: where the rounded figure would stand on the threshold's
/// other side, with as many decimals more as it takes: 113 of 119 below 95 % → `94.96%`.
pub fn percent_beside(n: u64, of: u64, limit: &Limit, source: impl Into<Provenance>) -> Figure {
    let digits = |decimals| decimal(u128::from(n) * 100, u128::from(of), decimals);
    let text = on_its_side(1, exact(n) / exact(of.max(1)) * 100.0, 100.0, limit, digits);
    Figure::new(format!("{text}%"), source.into())
}

/// Returns a share beside a threshold: as a percentage, or as `n/of` where there are too few.
pub fn share_beside(n: u64, of: u64, limit: &Limit, source: impl Into<Provenance>) -> Figure {
    if of < MIN_PERCENT_OF { share(n, of, source) } else { percent_beside(n, of, limit, source) }
}

/// Returns a number beside a threshold, with the decimals that keep it on its side.
pub fn plain_beside(value: f64, limit: &Limit, source: impl Into<Provenance>) -> Figure {
    Figure::new(digits_beside(1, value, 1.0, limit), source.into())
}

/// Returns percentage points beside a threshold, without their sign: −0.0302 below −3 % → `3.02`.
pub fn points_beside(value: f64, limit: &Limit, source: impl Into<Provenance>) -> Figure {
    let text = digits_beside(1, value * 100.0, 100.0, limit);
    Figure::new(text.trim_start_matches('−'), source.into())
}

/// Returns the digits of a number that is compared with so many times the threshold.
fn digits_beside(decimals: u32, value: f64, scale: f64, limit: &Limit) -> String {
    let digits = |decimals: u32| {
        let unit = 10_f64.powi(decimals.cast_signed());
        let scaled = (value.abs() * unit + 1e-9).round() / unit;
        let sign = if value < 0.0 && scaled > 0.0 { "−" } else { "" };
        let text = format!("{sign}{scaled:.*}", decimals as usize);
        without_noughts(&text)
    };
    on_its_side(decimals, value, scale, limit, digits)
}

/// Returns the shortest of the digits that stand on the same side of the threshold as the number.
fn on_its_side(
    decimals: u32,
    value: f64,
    scale: f64,
    limit: &Limit,
    digits: impl Fn(u32) -> String,
) -> String {
    let side = |value: f64| {
        let apart = value - limit.threshold * scale;
        let apart = if apart.abs() < 1e-9 { 0.0 } else { apart };
        match limit.flag {
            Flag::Below => apart < 0.0,
            Flag::Above => apart > 0.0,
            Flag::AtLeast => apart >= 0.0,
            Flag::AtMost => apart <= 0.0,
        }
    };
    let printed = |text: &str| text.replace('−', "-").parse::<f64>().unwrap_or(value);
    let stays = |decimals: &u32| side(printed(&digits(*decimals))) == side(value);
    digits((decimals..MAX_DECIMALS).find(stays).unwrap_or(MAX_DECIMALS))
}

/// Returns `n / of` with so many decimals, rounded half up, and no needless noughts.
fn decimal(n: u128, of: u128, decimals: u32) -> String {
    let (of, unit) = (of.max(1), 10_u128.pow(decimals));
    let scaled = (n * unit * 2 + of) / (2 * of);
    without_noughts(&format!("{}.{:0width$}", scaled / unit, scaled % unit, width = decimals as usize))
}

/// Returns digits without noughts at the end of their decimals.
fn without_noughts(digits: &str) -> String {
    match digits.contains('.') {
        true => digits.trim_end_matches('0').trim_end_matches('.').to_string(),
        false => digits.to_string(),
    }
}

/// Returns a share as a percentage, or as `n/of` where there are too few.
pub fn share(n: u64, of: u64, source: impl Into<Provenance>) -> Figure {
    if of < MIN_PERCENT_OF {
        return Figure::new(format!("{n}/{of}"), source.into());
    }
    percent(n, of, source)
}

/// Returns `，占83.3%`, or nothing where there are too few for a percentage.
pub fn making_up(n: &Count, of: &Count) -> Text {
    named_share("占", n, of)
}

/// Returns `，补学率12.5%`, or nothing where there are too few for a percentage.
pub fn named_share(name: &'static str, n: &Count, of: &Count) -> Text {
    if of.n < MIN_PERCENT_OF { Text::new() } else { text!("，{name}{}", percent(n.n, of.n, &n.source)) }
}

/// Returns how far the printed percentages of two shares lie apart, in 个百分点: the first says
/// whether it rose. What is printed is compared, so that a reader who subtracts agrees.
pub fn points_between(
    before: (u64, u64),
    now: (u64, u64),
    source: impl Into<Provenance>,
) -> (std::cmp::Ordering, Text) {
    let (before, now) = (tenths(before.0, before.1), tenths(now.0, now.1));
    let apart = now.abs_diff(before);
    let points = Figure::new(decimal(apart, 10, 1), source.into());
    (now.cmp(&before), text!("{points}个百分点"))
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
pub fn tenths_text(tenths: u64, source: impl Into<Provenance>) -> Figure {
    let text = if tenths.is_multiple_of(10) {
        (tenths / 10).to_string()
    } else {
        format!("{}.{}", tenths / 10, tenths % 10)
    };
    Figure::new(text, source.into())
}

/// Returns an exact share as a plain percentage: 0.9 → `90%`.
pub fn share_of_one(share: f64, source: impl Into<Provenance>) -> Figure {
    Figure::new(format!("{}%", plain_digits(share * 100.0)), source.into())
}

/// Returns a number with one decimal, rounded half up: 2.25 → `2.3`.
pub fn one_decimal(value: f64, source: impl Into<Provenance>) -> Figure {
    Figure::new(decimal_digits(value), source.into())
}

/// Returns a number with two decimals, rounded half up: 0.411 → `0.41`.
pub fn two_decimals(value: f64, source: impl Into<Provenance>) -> Figure {
    Figure::new(hundredth_digits(value), source.into())
}

/// Returns `n / of` with one decimal, rounded half up: 27 by 12 → `2.3`, 24 by 12 → `2`.
pub fn ratio(n: u64, of: u64, source: impl Into<Provenance>) -> Figure {
    Figure::new(decimal(u128::from(n), u128::from(of), 1), source.into())
}

/// Returns a number without a needless fraction: 3.0 → `3`, 23.5 → `23.5`.
pub fn plain(value: f64, source: impl Into<Provenance>) -> Figure {
    Figure::new(plain_digits(value), source.into())
}

fn plain_digits(value: f64) -> String {
    let text = decimal_digits(value);
    text.strip_suffix(".0").map_or(text.clone(), str::to_string)
}

fn decimal_digits(value: f64) -> String {
    let tenths = (value.abs() * 10.0 + 1e-9).round();
    let sign = if value < 0.0 && tenths > 0.0 { "−" } else { "" };
    format!("{sign}{:.1}", tenths / 10.0)
}

fn hundredth_digits(value: f64) -> String {
    format!("{:.2}", (value * 100.0 + 1e-9).round() / 100.0)
}

/// Returns `2020年7月3日` (GB/T 9704 7.3.5.4: no zero before month or day).
pub fn full_date(date: Date, dated: Dated) -> Figure {
    let text = format!("{}年{}月{}日", date.year(), u8::from(date.month()), date.day());
    Figure::new(text, Provenance::Date(dated))
}

/// Returns `7月3日`.
pub fn month_day(date: Date, dated: Dated) -> Figure {
    Figure::new(format!("{}月{}日", u8::from(date.month()), date.day()), Provenance::Date(dated))
}

/// Returns `2020年`.
pub fn year(year: i32, dated: Dated) -> Figure {
    Figure::new(format!("{year}年"), Provenance::Date(dated))
}

/// Returns `7月`.
pub fn month(month: u8, dated: Dated) -> Figure {
    Figure::new(format!("{month}月"), Provenance::Date(dated))
}

/// Returns `3日`.
pub fn day(day: u8, dated: Dated) -> Figure {
    Figure::new(format!("{day}日"), Provenance::Date(dated))
}

/// Returns `2020年上半年`, and of a whole year `2020年`.
pub fn period(period: Period) -> Figure {
    if period.part == Part::Year {
        return year(period.year, Dated::Period);
    }
    Figure::new(format!("{}年{}", period.year, period.part_name()), Provenance::Date(Dated::Period))
}

/// Returns the next period as seen from this one: its year only where it is another.
pub fn next_period(current: Period) -> Figure {
    let next = current.next();
    if next.year != current.year {
        return period(next);
    }
    Figure::new(next.part_name(), Provenance::Date(Dated::Period))
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
pub fn measure(measure: &Measure) -> Figure {
    match (measure.value, measure.n, measure.of) {
        (None, None, _) => Figure::new(NO_DATA, measure.into()),
        (None, ..) => Figure::new("—", measure.into()),
        (Some(_), Some(n), Some(of)) if measure.key == Key::EssaysPerMember => ratio(n, of, measure),
        (Some(_), Some(n), Some(of)) => share(n, of, measure),
        (Some(value), ..) => plain(value, measure),
    }
}

/// Returns what a rule measured as tables print it, on its side of the threshold.
pub fn reading(reading: &Reading, limit: &Limit, source: impl Into<Provenance>) -> Figure {
    let value = reading.value;
    let text = match (limit.unit, reading.n, reading.of) {
        (Unit::Share, Some(n), Some(of)) if of > 0 => return share_beside(n, of, limit, source),
        (Unit::Share, Some(n), Some(_)) => n.to_string(),
        // Days between none and none.
        (Unit::Days, Some(0), _) => "—".to_string(),
        (Unit::Share, ..) => format!("{}%", digits_beside(1, value * 100.0, 100.0, limit)),
        (Unit::Points, ..) => format!("{}个百分点", digits_beside(1, value * 100.0, 100.0, limit)),
        (Unit::Number, ..) => digits_beside(2, value, 1.0, limit),
        (unit, ..) => format!("{}{}", digits_beside(1, value, 1.0, limit), unit_name(unit)),
    };
    Figure::new(text, source.into())
}

/// Returns a threshold as tables print it: `不低于90%`; that of the attendance rate is no rule's.
pub fn limit(limit: &Limit, rule: impl Into<Option<RuleId>>) -> Text {
    let rule = rule.into();
    let bound = bound(limit, rule);
    match limit.flag {
        Flag::Below if limit.unit == Unit::Share && limit.threshold >= 1.0 => text!("达到{bound}"),
        Flag::Below if limit.unit == Unit::Points && limit.threshold < 0.0 => {
            text!("降幅不超过{}个百分点", plain(-limit.threshold * 100.0, Provenance::Threshold(rule)))
        }
        Flag::Below if limit.unit.is_counted() => text!("不少于{bound}"),
        Flag::Below => text!("不低于{bound}"),
        Flag::Above if limit.threshold == 0.0 => "没有".into(),
        Flag::Above if limit.unit.is_counted() => text!("不超过{bound}"),
        Flag::Above => text!("不高于{bound}"),
        Flag::AtLeast if limit.unit.is_counted() => text!("少于{bound}"),
        Flag::AtLeast => text!("低于{bound}"),
        Flag::AtMost if limit.threshold == 0.0 => text!("大于{}", plain(0.0, Provenance::Threshold(rule))),
        Flag::AtMost => text!("高于{bound}"),
    }
}

/// Returns a threshold as a number with its unit.
pub fn bound(limit: &Limit, rule: impl Into<Option<RuleId>>) -> Figure {
    let source = Provenance::Threshold(rule.into());
    if limit.unit == Unit::Points {
        return Figure::new(format!("{}个百分点", plain_digits(limit.threshold * 100.0)), source);
    }
    Figure::new(with_unit(limit.threshold, limit.unit), source)
}

/// Returns a number with its unit.
fn with_unit(value: f64, unit: Unit) -> String {
    match unit {
        Unit::Share => format!("{}%", plain_digits(value * 100.0)),
        Unit::Points => format!("{}个百分点", plain_digits(value * 100.0)),
        // A plain number is a small one: what two decimals tell apart may decide.
        Unit::Number => without_noughts(&hundredth_digits(value)),
        unit => format!("{}{}", plain_digits(value), unit_name(unit)),
    }
}

/// Returns the measure word of what is counted; shares and plain numbers have none.
fn unit_name(unit: Unit) -> &'static str {
    match unit {
        Unit::Share | Unit::Points | Unit::Number => "",
        Unit::Times => "次",
        Unit::Kinds => "类",
        Unit::Forms => "种",
        Unit::Persons => "人",
        Unit::Writings => "篇",
        Unit::Topics => "个",
        Unit::Places => "处",
        Unit::Quarters => "个",
        Unit::Days => "天",
        Unit::Hours => "小时",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::Limits;

    const WHY: Provenance = Provenance::Constant("a test");

    #[test]
    fn shares_are_rounded_half_up() {
        assert_eq!(percent(80, 96, WHY).as_str(), "83.3%");
        assert_eq!(percent(15, 16, WHY).as_str(), "93.8%");
        assert_eq!(percent(1, 2000, WHY).as_str(), "0.1%");
        assert_eq!(percent(0, 7, WHY).as_str(), "0%");
        assert_eq!(percent(7, 7, WHY).as_str(), "100%");
        assert_eq!(percent(0, 0, WHY).as_str(), "0%");
        assert_eq!(share(2, 3, WHY).as_str(), "2/3");
        assert_eq!(share(4, 5, WHY).as_str(), "80%");
        assert_eq!(making_up(&Count::new(1, WHY), &Count::new(4, WHY)), "");
        assert_eq!(ratio(24, 12, WHY).as_str(), "2");
        assert_eq!(ratio(9, 4, WHY).as_str(), "2.3");
    }

    #[test]
    fn a_figure_stays_on_its_side_of_the_threshold() {
        let limits = Limits::default();
        let turnout = limits.of(RuleId::ExaminationTurnout);
        assert_eq!(percent_beside(113, 119, turnout, WHY).as_str(), "94.96%");
        assert_eq!(percent_beside(19, 20, turnout, WHY).as_str(), "95%");
        assert_eq!(share_beside(2, 3, turnout, WHY).as_str(), "2/3");
        let hours = limits.of(RuleId::SessionLength);
        assert_eq!(plain_beside(1.96, hours, WHY).as_str(), "1.96");
        assert_eq!(plain_beside(2.04, hours, WHY).as_str(), "2");
        assert_eq!(plain_beside(1.9999, hours, WHY).as_str(), "1.9999");
        let falling = limits.of(RuleId::FallingAttendance);
        assert_eq!(points_beside(-0.0303, falling, WHY).as_str(), "3.03");
        assert_eq!(points_beside(-0.0436, falling, WHY).as_str(), "4.4");
        let number = |value, rule| {
            let measured =
                Reading { value, n: None, of: None, also: None, quotes: Vec::new(), origins: Vec::new() };
            reading(&measured, limits.of(rule), WHY).as_str().to_string()
        };
        assert_eq!(number(0.498_187_8, RuleId::FormBalance), "0.498");
        assert_eq!(number(-0.0303, RuleId::FallingAttendance), "−3.03个百分点");
        assert_eq!(number(1.96, RuleId::SessionLength), "1.96小时");
    }

    #[test]
    fn decimals() {
        assert_eq!(one_decimal(2.25, WHY).as_str(), "2.3");
        assert_eq!(one_decimal(-4.365, WHY).as_str(), "−4.4");
        assert_eq!(one_decimal(-0.01, WHY).as_str(), "0.0");
        assert_eq!(plain(3.0, WHY).as_str(), "3");
        assert_eq!(plain(23.5, WHY).as_str(), "23.5");
    }

    #[test]
    fn dates_and_numerals() {
        let date = crate::period::parse_iso_date("2020-07-03").expect("a date");
        assert_eq!(full_date(date, Dated::Document).as_str(), "2020年7月3日");
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
