//! The time of day at which somebody signed in, with the words and the day around it.
//!
//! Machines and meeting programs print 08:55, 2026-03-13 08:55:12 or 已签到 08:55 where a sheet
//! kept by hand has a √.

use crate::dossier::writing::day;
use crate::dossier::writing::squeeze::{normalise, squeeze};

/// Texts longer than this many bytes are sentences.
const MAX_BYTES: usize = 120;
/// Parts of the day that may stand before a time, and the hours that they add to it.
const PARTS: [(&str, u32); 8] = [
    ("上午", 0),
    ("早上", 0),
    ("早晨", 0),
    ("中午", 0),
    ("下午", 12),
    ("晚上", 12),
    ("傍晚", 12),
    ("晚", 12),
];

/// A text with a time of day in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Clock {
    /// The first time, in minutes from midnight.
    pub minutes: u32,
    /// What else stands there, without spaces and without the times; a day alone stays out.
    pub words: String,
    /// The day, where nothing but a day stands beside the time.
    pub day: Option<day::LooseDay>,
}

/// Returns the time of day in a text, if there is one.
///
/// Midnight is what programs print for a time that they do not have.
pub(crate) fn read(text: &str) -> Option<Clock> {
    if text.len() > MAX_BYTES || !text.contains(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c))
    {
        return None;
    }
    let text = normalise(text).replace('：', ":");
    let (mut first, mut rest) = (None, String::new());
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let begins = !rest.ends_with(|c: char| c.is_ascii_digit() || c == ':' || c == '.');
        match time(&text[at..]).filter(|_| begins) {
            Some((minutes, length)) => {
                let (part, stem) = part_before(&rest);
                let minutes = if minutes < 12 * 60 { minutes + part * 60 } else { minutes };
                let stem = stem.len();
                rest.truncate(stem);
                rest.push(' ');
                first = first.or(Some(minutes));
                at += length;
            }
            None => {
                rest.push(c);
                at += c.len_utf8();
            }
        }
    }
    let minutes = first?;
    let is_edge = |c: char| c.is_whitespace() || "-—–~～,，;；、/|()（）[]【】TZ.".contains(c);
    let rest = rest.trim_matches(is_edge);
    let day = day::written_text(rest).map(|day| day.first);
    let words = if day.is_some() { String::new() } else { squeeze(rest).trim_matches(is_edge).to_string() };
    (minutes > 0 || !words.is_empty()).then_some(Clock { minutes, words, day })
}

/// Returns the hours that a part of the day at the end of a text adds, and the text before it.
fn part_before(text: &str) -> (u32, &str) {
    let stem = text.trim_end();
    let found = PARTS.iter().find_map(|(word, hours)| Some((*hours, stem.strip_suffix(word)?)));
    found.unwrap_or((0, text))
}

/// Returns the time that a text begins with, in minutes, and its length in bytes: 8:55,
/// 08:55:12.345, 8时55分, 8点半, 9:05 PM.
fn time(text: &str) -> Option<(u32, usize)> {
    let (hours, rest) = day::digits(text).filter(|(hours, _)| hours.len() <= 2)?;
    let hours: u32 = hours.parse().ok().filter(|hours| *hours < 24)?;
    let is_colon = rest.starts_with(':');
    let rest = rest.strip_prefix([':', '时', '点'])?;
    let (minutes, rest) = match day::digits(rest) {
        Some((minutes, rest)) if is_colon && minutes.len() == 2 || !is_colon && minutes.len() <= 2 => {
            (minutes.parse().ok().filter(|minutes| *minutes < 60)?, rest)
        }
        None if !is_colon => match rest.strip_prefix('半') {
            Some(rest) => (30, rest),
            None => (0, rest.strip_prefix(['整', '钟']).unwrap_or(rest)),
        },
        _ => return None,
    };
    let mut rest = rest.strip_prefix('分').unwrap_or(rest);
    if let Some(seconds) = rest.strip_prefix([':', '.']).and_then(day::digits) {
        rest = seconds.1;
        // 08:55:12.345
        rest = rest.strip_prefix('.').and_then(day::digits).map_or(rest, |(_, rest)| rest);
        rest = rest.strip_prefix('秒').unwrap_or(rest);
    }
    let upper = rest.trim_start().get(..2).map(str::to_ascii_uppercase);
    let (hours, rest) = match upper.as_deref() {
        Some("PM") => (if hours < 12 { hours + 12 } else { hours }, &rest.trim_start()[2..]),
        Some("AM") => (hours % 12, &rest.trim_start()[2..]),
        _ => (hours, rest),
    };
    // 8:555 and 2:30小时 are no times of day.
    let goes_on = rest.starts_with(|c: char| c.is_ascii_digit() || c == ':') || rest.starts_with("小时");
    (!goes_on).then_some((hours * 60 + minutes, text.len() - rest.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_alone() {
        let check = |text: &str, expected: u32| {
            let found = read(text).map(|clock| (clock.minutes, clock.words, clock.day));
            assert_eq!(found, Some((expected, String::new(), None)), "{text}");
        };
        for text in [
            "08:55",
            "8:55",
            "8：55",
            "08:55:12",
            "08:55:12.345",
            " 8:55 ",
            "8时55分",
            "8点55",
            "上午8:55",
            "8:55 AM",
            "０８：５５",
        ] {
            check(text, 8 * 60 + 55);
        }
        for text in ["08:50-11:30", "8:50—11:30", "08:50\n11:35", "08:50 11:35 14:02"] {
            check(text, 8 * 60 + 50);
        }
        check("下午2:30", 14 * 60 + 30);
        check("2:30 PM", 14 * 60 + 30);
        check("14:30", 14 * 60 + 30);
        check("9点半", 9 * 60 + 30);
        check("9时", 9 * 60);
    }

    #[test]
    fn times_with_a_day_or_words() {
        let check = |text: &str, day: Option<(u8, u8)>, words: &str| {
            let found = read(text).map(|clock| (clock.day.map(|day| (day.month, day.day)), clock.words));
            assert_eq!(found, Some((day, words.to_string())), "{text}");
        };
        for text in [
            "2026-03-13 08:52",
            "2026/3/13 9:05:12",
            "3月13日 8:52",
            "2026/3/13 星期五 8:50:12",
            "2026-03-13T08:52:00",
            "3月13日下午2:30",
        ] {
            check(text, Some((3, 13)), "");
        }
        check("已签到 08:55", None, "已签到");
        check("√ 8:55", None, "√");
        check("08:55（迟到）", None, "迟到");
        check("签退17:30", None, "签退");
        check("8:55签到 11:30签退", None, "签到签退");
    }

    #[test]
    fn what_holds_no_time() {
        for text in [
            "",
            "√",
            "0:00",
            "00:00:00",
            "2026-03-13",
            "2026-03-13 00:00:00",
            "25:10",
            "8:5",
            "8:555",
            "1:2:3",
            "比分3:2",
            "2.5",
            "迟到10分钟",
            "2:30小时",
            "855",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
