//! Days as programs print them: timestamps, and months by their English names.

use time::Date;

/// Returns the day of a timestamp as programs print it, `2020-06-25T10:00:00.000+08:00`, by
/// the clock here: 16:00 by UTC is the next day's midnight.
pub(super) fn timestamp(text: &str) -> Option<Date> {
    let date = text.get(..10).and_then(crate::period::parse_iso_date)?;
    let clock = text[10..].strip_prefix(['T', ' '])?.trim_start();
    let end = clock.find(|c: char| !c.is_ascii_digit() && c != ':' && c != '.').unwrap_or(clock.len());
    let (time, zone) = clock.split_at(end);
    let hour: u8 = time.split_once(':')?.0.parse().ok()?;
    let is_zone = zone.strip_prefix(['+', '-']).is_some_and(|zone| {
        zone.bytes().all(|b| b.is_ascii_digit() || b == b':') && (2..=5).contains(&zone.len())
    });
    match zone {
        "Z" if hour >= 16 => date.next_day(),
        "" | "Z" => Some(date),
        _ => is_zone.then_some(date),
    }
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
