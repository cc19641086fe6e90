//! Days as programs print them: timestamps, and months by their English names.

use time::{Date, Month};

use crate::period::parse_iso_date;

/// Hours by which midnight here is behind that of UTC.
const UTC_HOURS: u8 = 8;

/// Returns the day that a program printed together with a time or a zone, by the clock here:
/// 16:00 by UTC is the next day's midnight.
pub(super) fn printed(text: &str) -> Option<Date> {
    iso(text).or_else(|| digits_only(text)).or_else(|| by_name(text)).or_else(|| oracle(text))
}

/// Reads `2020-06-25T10:00:00.000+08:00`, `2020-06-25 00:00:00.0`, `2020-06-25Z`.
fn iso(text: &str) -> Option<Date> {
    let date = text.get(..10).and_then(parse_iso_date)?;
    let rest = &text[10..];
    let Some(clock) = rest.strip_prefix(['T', ' ']).map(str::trim_start) else {
        return (!rest.is_empty() && zone_of(rest).is_some()).then_some(date);
    };
    let end = clock.find(|c: char| !c.is_ascii_digit() && !":.,".contains(c)).unwrap_or(clock.len());
    let (time, zone) = clock.split_at(end);
    let hour = time.split_once(':')?.0.parse().ok()?;
    here(date, hour, zone_of(zone)?)
}

/// Reads `20200625100000`, also with the letters of the standard: `20200625T100000Z`.
fn digits_only(text: &str) -> Option<Date> {
    let (text, zone) = text.strip_suffix('Z').map_or((text, Zone::Here), |text| (text, Zone::Utc));
    let (day, time) = text.split_at_checked(8)?;
    let time = time.strip_prefix('T').unwrap_or(time);
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if time.len() != 6 || !is_number(day) || !is_number(time) {
        return None;
    }
    let (hour, minute, second): (u8, u8, u8) =
        (time[..2].parse().ok()?, time[2..4].parse().ok()?, time[4..].parse().ok()?);
    let date = date(day[..4].parse().ok()?, day[4..6].parse().ok()?, day[6..].parse().ok()?)?;
    if minute < 60 && second < 60 { here(date, hour, zone) } else { None }
}

/// Reads what names the month, the day and a year of four digits, in any order and with any
/// clock, weekday and zone: `Thu Jun 25 00:00:00 CST 2020`, `Thu, 25 Jun 2020 00:00:00 GMT`,
/// `Jun 25, 2020 12:00:00 AM`, `Thu Jun 25 2020 00:00:00 GMT+0800 (中国标准时间)`.
fn by_name(text: &str) -> Option<Date> {
    let text = text.split(['(', '（']).next()?;
    let (mut year, mut month, mut day, mut hour, mut zone) = (None, None, None, None, Zone::Here);
    let mut half = None;
    for part in text.split(|c: char| c.is_whitespace() || c == ',').filter(|part| !part.is_empty()) {
        let is_number = part.bytes().all(|byte| byte.is_ascii_digit());
        let is_new = match part {
            _ if is_number && part.len() == 4 => year.replace(part.parse().ok()?).is_none(),
            _ if is_number && part.len() <= 2 => day.replace(part.parse().ok()?).is_none(),
            _ if clock(part).is_some() => hour.replace(clock(part)?).is_none(),
            "AM" | "am" => half.replace(0).is_none(),
            "PM" | "pm" => half.replace(12).is_none(),
            _ if english_weekday(part) => true,
            _ => match english_month(part) {
                Some(named) => month.replace(u8::try_from(named).ok()?).is_none(),
                None => {
                    zone = zone_of(part)?;
                    true
                }
            },
        };
        if !is_new {
            return None;
        }
    }
    // A day alone is read by the rule for what people write.
    let hour: u8 = hour?;
    let hour = half.map_or(hour, |half| hour % 12 + half);
    here(date(year?, month?, day?)?, hour, zone)
}

/// Reads what Oracle prints: `25-JUN-20 10.00.00.000000 AM`, `25-6月 -20`.
fn oracle(text: &str) -> Option<Date> {
    let (day, rest) = text.split_once('-')?;
    let (month, rest) = rest.split_once('-')?;
    let (year, clock_and_half) = rest.split_once(' ').unwrap_or((rest, ""));
    let month = month.trim();
    let month = match month.strip_suffix('月') {
        Some(number) => number.trim().parse().ok()?,
        None if clock_and_half.is_empty() => return None,
        None => u8::try_from(english_month(month)?).ok()?,
    };
    let is_rest = clock_and_half.split_whitespace().all(|part| {
        clock(part).is_some() || matches!(part, "AM" | "PM" | "上午" | "下午") || zone_of(part).is_some()
    });
    let year: i32 = match year.len() {
        2 => year.parse::<i32>().ok()? + 2000,
        4 => year.parse().ok()?,
        _ => return None,
    };
    if is_rest { date(year, month, day.parse().ok()?) } else { None }
}

/// Where a clock stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Zone {
    Utc,
    /// In China, or at a distance that only a program could mean.
    Here,
}

/// Reads a zone; nothing where it is none.
fn zone_of(text: &str) -> Option<Zone> {
    let text = text.trim();
    let offset = ["GMT", "UTC"].iter().find_map(|name| text.strip_prefix(name)).unwrap_or(text);
    match (text, offset) {
        ("" | "CST" | "Asia/Shanghai", _) => Some(Zone::Here),
        ("Z" | "GMT" | "UTC", _) | (_, "+00:00" | "+0000" | "-00:00") => Some(Zone::Utc),
        _ => {
            let digits = offset.strip_prefix(['+', '-'])?;
            let is_offset = digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b':');
            (is_offset && (2..=5).contains(&digits.len())).then_some(Zone::Here)
        }
    }
}

/// Returns the day here at this hour of that zone.
fn here(date: Date, hour: u8, zone: Zone) -> Option<Date> {
    match zone {
        _ if hour > 24 => None,
        Zone::Utc if hour + UTC_HOURS >= 24 => date.next_day(),
        Zone::Utc | Zone::Here => Some(date),
    }
}

/// Returns the date in years that a report can be about.
fn date(year: i32, month: u8, day: u8) -> Option<Date> {
    let month = Month::try_from(month).ok()?;
    (1990..=2100).contains(&year).then(|| Date::from_calendar_date(year, month, day).ok())?
}

/// Returns the hour of `10:00`, `10:00:00.000` or `10.00.00.000000`.
fn clock(text: &str) -> Option<u8> {
    let mut parts = text.split([':', '.']);
    let hour = parts.next()?.parse().ok().filter(|hour| *hour < 24)?;
    let n_parts = parts.clone().count();
    let are_numbers = parts.all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()));
    ((text.contains(':') || n_parts > 1) && are_numbers).then_some(hour)
}

/// Returns whether a word is a weekday's English name or its first three letters.
fn english_weekday(word: &str) -> bool {
    const NAMES: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let word = word.to_ascii_lowercase();
    NAMES.iter().any(|name| *name == word || name[..3] == *word)
}

/// Returns a day with the month's English name, as Excel shows it abroad, in figures:
/// 16-Jan, 16-Jan-26, January 16, 2026. `Jul-26` may be a month of a year and is no day.
pub(super) fn english(text: &str) -> Option<String> {
    let parts: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || "-,./".contains(c))
        .filter(|part| !part.is_empty())
        .collect();
    let (day, month, year) = match parts[..] {
        [first, second] if first.as_bytes()[0].is_ascii_digit() => (first, second, None),
        [first, second] if text.contains(' ') => (second, first, None),
        [first, second, year] if first.as_bytes()[0].is_ascii_digit() => (first, second, Some(year)),
        [first, second, year] => (second, first, Some(year)),
        _ => return None,
    };
    let month = english_month(month)?;
    let year = match year {
        Some(year) if year.len() == 2 => format!("20{year}年"),
        Some(year) => format!("{year}年"),
        None => String::new(),
    };
    Some(format!("{year}{month}月{day}日"))
}

/// Returns the month with this English name or its first three letters.
pub(super) fn english_month(name: &str) -> Option<usize> {
    const NAMES: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let name = name.to_ascii_lowercase();
    let name = if name == "sept" { "sep" } else { &name };
    NAMES.iter().position(|month| name.len() >= 3 && (*month == name || month[..3] == *name)).map(|at| at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        assert_eq!(printed(text).map(|date| date.to_string()).as_deref(), expected, "{text}");
    }

    #[test]
    fn timestamps_of_programs() {
        for text in [
            "2020-06-25 00:00:00.0",
            "2020-06-25 00:00:00.000000",
            "2020-06-25T00:00",
            "2020-06-25T10:00:00,000+0800",
            "2020-06-25 10:00:00 +0800",
            "2020-06-25 10:00:00 CST",
            "2020-06-25T10:00:00+08:00",
            "2020-06-25T10:00:00.000Z",
            "2020-06-24T16:00:00.000Z",
            "2020-06-24T16:00:00.000+0000",
            "2020-06-24 16:00:00 UTC",
            "2020-06-25+08:00",
            "2020-06-25Z",
            "20200625100000",
            "20200625T100000",
            "20200624T160000Z",
            "Thu Jun 25 00:00:00 CST 2020",
            "Thu Jun 25 00:00:00 2020",
            "Thu, 25 Jun 2020 00:00:00 GMT",
            "Wed, 24 Jun 2020 16:00:00 GMT",
            "Thu Jun 25 2020 00:00:00 GMT+0800 (中国标准时间)",
            "Jun 25, 2020 12:00:00 AM",
            "Thursday, June 25, 2020 3:00 PM",
            "25-JUN-20 10.00.00.000000 AM",
            "25-Jun-2020 10:00:00",
            "25-6月 -20",
            "25-6月 -20 10.00.00.000000 上午",
        ] {
            check(text, Some("2020-06-25"));
        }
    }

    #[test]
    fn what_is_no_timestamp() {
        for text in [
            "2020-06-25",
            "1593043200000",
            "1593043200",
            "20201325100000",
            "20200625250000",
            "202006251000",
            "Thu Jun 25",
            "Jun 25 2020",
            "Thu Jun 25 00:00:00 EDT 2020",
            "25-13月-20",
            "25-6-20",
            "Jun Jul 25 10:00 2020",
        ] {
            check(text, None);
        }
    }
}
