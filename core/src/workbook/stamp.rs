//! Dates, times and durations as spreadsheets store them: serial days and ISO 8601.

use time::{Date, Duration, Month};

use crate::workbook::cells::Value;
use crate::workbook::number_format::Shown;

/// The days between the epochs of 1900 and 1904.
const DAYS_TO_1904: f64 = 1462.0;

/// Turns a serial number that its format shows as a stamp into a date, or into hours where it is
/// a time or a duration.
pub(super) fn date_or_hours(serial: f64, shown: Shown, is_1904: bool) -> Value {
    // Below one day there is no date: 2:30 is stored as 0.104…
    if shown == Shown::Duration || (0.0..1.0).contains(&serial) {
        return Value::Hours(serial * 24.0);
    }
    let since_1900 = if is_1904 { serial + DAYS_TO_1904 } else { serial };
    // Excel counts a 29 February 1900 that never was, and is one day behind before it.
    let date = match since_1900 {
        60.0..61.0 => None,
        ..60.0 => day_of(since_1900 + 1.0),
        _ => day_of(since_1900),
    };
    date.filter(|_| serial >= 0.0).map_or(Value::Number(serial), Value::Date)
}

/// Reads an ISO 8601 stamp: `2020-03-05`, `2020-03-05T09:30:00`, `09:30:00` or `PT2H30M`.
pub(super) fn iso(text: &str) -> Option<Value> {
    let text = text.trim();
    if let Some(rest) = text.strip_prefix("PT") {
        return iso_duration(rest).map(Value::Hours);
    }
    match text.get(..10).and_then(crate::period::parse_iso_date) {
        Some(date) => Some(Value::Date(date)),
        None => clock(text.strip_prefix('T').unwrap_or(text)).map(Value::Hours),
    }
}

/// Reads `2H30M15.5S` as hours.
fn iso_duration(text: &str) -> Option<f64> {
    let mut hours = 0.0;
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let number: f64 = rest[..end].parse().ok()?;
        hours += match rest.as_bytes()[end] {
            b'H' => number,
            b'M' => number / 60.0,
            b'S' => number / 3600.0,
            _ => return None,
        };
        rest = &rest[end + 1..];
    }
    Some(hours)
}

/// Reads `09:30:00` as hours.
fn clock(text: &str) -> Option<f64> {
    let mut parts = text.trim_end_matches('Z').split(':');
    let hours: f64 = parts.next()?.parse().ok()?;
    let minutes: f64 = parts.next()?.parse().ok()?;
    let seconds: f64 = parts.next().map_or(Some(0.0), |part| part.parse().ok())?;
    Some(hours + minutes / 60.0 + seconds / 3600.0)
}

/// So much before midnight, in days, is shown as the next day.
const HALF_A_SECOND: f64 = 0.5 / 86_400.0;

/// Returns the day of a serial number of the 1900 system, from 1 March 1900 on.
pub(crate) fn date_of_serial(serial: f64) -> Option<Date> {
    day_of(serial).filter(|_| serial >= 61.0)
}

/// Returns the day so many days after 30 December 1899.
fn day_of(days: f64) -> Option<Date> {
    if !(0.0..2_958_466.0).contains(&days) {
        return None;
    }
    let epoch = Date::from_calendar_date(1899, Month::December, 30).ok()?;
    #[expect(clippy::cast_possible_truncation, reason = "the range is checked above")]
    epoch.checked_add(Duration::days((days + HALF_A_SECOND).floor() as i64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(serial: f64, shown: Shown, is_1904: bool, expected: &str) {
        assert_eq!(date_or_hours(serial, shown, is_1904).text(), expected);
    }

    #[test]
    fn serials_of_both_epochs() {
        check(43895.0, Shown::Stamp, false, "2020-03-05");
        check(43895.75, Shown::Stamp, false, "2020-03-05");
        check(42433.0, Shown::Stamp, true, "2020-03-05");
        check(0.375, Shown::Stamp, false, "9 小时");
        check(1.5, Shown::Duration, false, "36 小时");
        check(-3.0, Shown::Stamp, false, "-3");
        check(1.0, Shown::Stamp, false, "1900-01-01");
        check(59.5, Shown::Stamp, false, "1900-02-28");
        check(60.0, Shown::Stamp, false, "60");
        check(61.0, Shown::Stamp, false, "1900-03-01");
        check(1.0, Shown::Stamp, true, "1904-01-02");
        check(2_958_465.0, Shown::Stamp, false, "9999-12-31");
        check(1e300, Shown::Stamp, false, &1e300.to_string());
    }

    #[test]
    fn a_moment_before_midnight_is_shown_as_the_next_day() {
        let day = |serial| date_of_serial(serial).map(|day| day.to_string());
        assert_eq!(day(43_894.999_999_999_99).as_deref(), Some("2020-03-05"));
        assert_eq!(day(43_895.99).as_deref(), Some("2020-03-05"));
        assert_eq!(day(60.0), None);
    }

    #[track_caller]
    fn check_iso(text: &str, expected: Option<&str>) {
        assert_eq!(iso(text).map(|value| value.text().into_owned()).as_deref(), expected);
    }

    #[test]
    fn iso_stamps() {
        check_iso("2020-03-05", Some("2020-03-05"));
        check_iso("2020-03-05T09:30:00.000", Some("2020-03-05"));
        check_iso("09:30:00", Some("9.5 小时"));
        check_iso("T09:30", Some("9.5 小时"));
        check_iso("PT02H30M00S", Some("2.5 小时"));
        check_iso("PT90M", Some("1.5 小时"));
        check_iso("三月五日", None);
        check_iso("PT2", None);
        check_iso("", None);
    }
}
